/* What flows are known by: protocol, ends, volume, and what inspection found. */
#include "sensor/dpi.h"
#include "sensor/rule/facts.h"

enum { FLOW_LAYER_2 = 0 };

/* By then a SYN has been sent again (RFC 6298, section 2.1): nobody answers. */
#define NO_ANSWER_NS 1000000000U

static const struct flow *ip_flow(const struct subject *s)
{
	return s->flow != NULL && s->flow->key.ip_version != FLOW_LAYER_2 ? s->flow : NULL;
}

/* What the flow's conversation was found to carry; NULL: it is not known. */
static const struct conv *conversation(const struct subject *s)
{
	return s->observe != NULL && s->flow != NULL
		       ? conv_of(&s->observe->convs, s->flow->seen.conv)
		       : NULL;
}

/* A framing's flow also is one of what it carries. */
static const char *carried(const struct flow *f, unsigned i)
{
	unsigned id = f->protocol, label = f->seen.key.label;

	if (label < PROTOCOL_COUNT && protocols[label]->in == protocols[id])
		return i == 0 ? protocols[label]->name : i == 1 ? protocols[id]->name : NULL;
	if (id != PROTOCOL_mbtcp && id != PROTOCOL_mbrtu)
		return i == 0 ? protocols[id]->name : NULL;
	return i == 0 ? protocols[PROTOCOL_modbus]->name : i == 1 ? protocols[id]->name : NULL;
}

static bool protocol(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = s->flow;

	(void)fact;
	if (f == NULL)
		return false;
	if (f->class == CLASS_OURS)
		return f->protocol < PROTOCOL_COUNT && fact_text(v, 0, carried(f, i));
	if (s->dpi != NULL && s->dpi_engine != NULL && (s->dpi->app != 0 || s->dpi->master != 0)) {
		uint16_t names[2] = { s->dpi->app, s->dpi->master };
		unsigned from = names[0] == 0 ? 1 : 0;

		if (i + from > 1 || names[i + from] == 0)
			return false;
		return fact_text(v, 0, dpi_protocol_name(s->dpi_engine, names[i + from]));
	}
	unsigned label = f->seen.key.label;

	if (s->observe == NULL || !f->opened || label == LABEL_UNKNOWN || label == LABEL_OTHERS ||
	    label >= s->observe->coverage.nlabels)
		return false;
	return fact_text(v, i, s->observe->coverage.rows[label].name);
}

static bool category(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->dpi != NULL && s->dpi_engine != NULL && s->dpi->category != 0 &&
	       fact_text(v, i, dpi_category_name(s->dpi_engine, s->dpi->category));
}

static bool risk(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct conv *c = s->dpi == NULL ? conversation(s) : NULL;
	uint64_t set = s->dpi != NULL ? s->dpi->risk : c != NULL ? c->risk : 0;

	(void)fact;
	for (unsigned k = 0; set != 0; k++) {
		unsigned bit = (unsigned)__builtin_ctzll(set);
		const char *name = dpi_risk_name(bit);

		set &= set - 1;
		if (name == NULL)
			k--;
		else if (k == i)
			return fact_text(v, 0, name);
	}
	return false;
}

static bool host(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct conv *c = s->dpi == NULL ? conversation(s) : NULL;

	(void)fact;
	return fact_text(v, i, s->dpi != NULL ? s->dpi->host : c != NULL ? c->host : NULL);
}

static bool ja3(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->dpi != NULL && fact_text(v, i, s->dpi->ja3);
}

static bool guessed(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->dpi != NULL && s->dpi->guessed);
}

static bool duration(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = s->flow;

	(void)fact;
	return f != NULL && fact_uint(v, i, f->last > f->first ? f->last - f->first : 0);
}

static bool packets(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->flow != NULL && fact_uint(v, i, s->flow->packets);
}

static bool bytes(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = s->flow;

	(void)fact;
	return f != NULL &&
	       fact_uint(v, i, f->flushed_bytes + f->delta.bytes[0] + f->delta.bytes[1]);
}

static bool payload(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = s->flow;

	(void)fact;
	return f != NULL && fact_uint(v, i, f->payload[0] + f->payload[1]);
}

/* arg: 0 from the client, 1 from the server. */
static bool payload_way(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = s->flow;

	return f != NULL && fact_uint(v, i, f->payload[f->client ^ fact->arg]);
}

/* arg: 0 the client's, 1 the server's. */
static bool address(struct subject *s, const struct fact *fact, unsigned i, struct value *v,
		    unsigned version)
{
	const struct flow *f = ip_flow(s);

	return f != NULL && f->key.ip_version == version &&
	       fact_bytes(v, i, &f->key.addr[f->client ^ fact->arg], version == 4 ? 4 : 16);
}

static bool address_4(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return address(s, fact, i, v, 4);
}

static bool address_6(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return address(s, fact, i, v, 6);
}

static bool has_ports(const struct flow *f)
{
	return f != NULL && (f->key.ip_proto == IP_TCP || f->key.ip_proto == IP_UDP);
}

static bool port(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = ip_flow(s);

	return has_ports(f) && fact_uint(v, i, f->key.port[f->client ^ fact->arg]);
}

static bool transport(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	static const char *const names[256] = {
		[IP_ICMP] = "icmp", [IP_TCP] = "tcp", [IP_UDP] = "udp", [IP_ICMPV6] = "icmpv6"
	};
	const struct flow *f = ip_flow(s);

	(void)fact;
	return f != NULL && fact_text(v, i, names[f->key.ip_proto]);
}

static bool handshake(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->flow != NULL && s->flow->syn);
}

static bool answered(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->flow != NULL && s->flow->heard[0] && s->flow->heard[1]);
}

static bool tcp(const struct flow *f)
{
	return f != NULL && f->key.ip_proto == IP_TCP;
}

/* Streams are put together for our decoders only. */
static bool followed(const struct flow *f)
{
	return tcp(f) && f->class != CLASS_OTHER;
}

static bool gaps(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = ip_flow(s);

	(void)fact;
	return followed(f) &&
	       fact_uint(v, i, (uint64_t)stream_gaps(&f->stream[0]) + stream_gaps(&f->stream[1]));
}

static bool whole(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = ip_flow(s);

	(void)fact;
	return followed(f) &&
	       fact_true(v, i,
			 f->syn && f->stream[0].started && f->stream[1].started &&
				 stream_gaps(&f->stream[0]) + stream_gaps(&f->stream[1]) == 0);
}

/* Was the client's SYN answered with one, as far as is seen or as the client says? */
static bool accepted(const struct flow *f)
{
	const struct stream *server = &f->stream[1 - f->client];

	return server->started || server->acks;
}

static bool failed(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct flow *f = ip_flow(s);

	(void)fact;
	if (!tcp(f) || !f->syn || accepted(f) || f->payload[0] + f->payload[1] > 0)
		return false;
	/* At the end of the capture the answer may simply be under way. */
	return fact_true(v, i,
			 f->rst || (s->flow_event == FLOW_END && s->at >= f->first &&
				    s->at - f->first >= NO_ANSWER_NS));
}

static bool event(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	static const char *const names[] = { [FLOW_EVENT_NONE] = NULL,
					     [FLOW_BEGIN] = "begin",
					     [FLOW_KNOWN] = "known",
					     [FLOW_END] = "end" };

	(void)fact;
	return fact_text(v, i, names[s->flow_event]);
}

/* clang-format off */
#define F(nm, ty, get_, arg_, dc) \
	{ .row = { .name = (nm), .type = (ty), .doc = (dc) }, .home = HOME_FLOW, \
	  .only_true = (ty) == FIELD_BOOL, .get = (get_), .arg = (arg_) },

static const struct fact rows[] = {
	F("flow.protocol",    FIELD_TEXT,     protocol,    0, "what it carries, as the summary names it: modbus (and mbtcp), TLS, RDP; of a service in another protocol, both")
	F("flow.category",    FIELD_TEXT,     category,    0, "kind of protocol, in nDPI's words: RemoteAccess, VPN, Web")
	F("flow.risk",        FIELD_TEXT,     risk,        0, "what nDPI finds odd about it; several")
	F("flow.host",        FIELD_TEXT,     host,        0, "name that the client asked for (TLS, HTTP, DNS)")
	F("flow.ja3",         FIELD_TEXT,     ja3,         0, "fingerprint of the TLS client")
	F("flow.guessed",     FIELD_BOOL,     guessed,     0, "true: the protocol is a guess from port or address, else absent")
	F("flow.transport",   FIELD_TEXT,     transport,   0, "tcp, udp, icmp or icmpv6")
	F("flow.client",      FIELD_IPV4,     address_4,   0, "IPv4 address of who opened it")
	F("flow.server",      FIELD_IPV4,     address_4,   1, "IPv4 address of who answers")
	F("flow.client6",     FIELD_IPV6,     address_6,   0, "IPv6 address of who opened it")
	F("flow.server6",     FIELD_IPV6,     address_6,   1, "IPv6 address of who answers")
	F("flow.client_port", FIELD_UINT,     port,        0, "the client's TCP or UDP port")
	F("flow.port",        FIELD_UINT,     port,        1, "the server's TCP or UDP port")
	F("flow.duration",    FIELD_DURATION, duration,    0, "from its first packet to its latest, seconds")
	F("flow.packets",     FIELD_UINT,     packets,     0, "packets so far, both ways")
	F("flow.bytes",       FIELD_UINT,     bytes,       0, "bytes on the wire so far, both ways")
	F("flow.payload",     FIELD_UINT,     payload,     0, "bytes of payload so far, both ways")
	F("flow.up_bytes",    FIELD_UINT,     payload_way, 0, "bytes of payload so far, from the client")
	F("flow.down_bytes",  FIELD_UINT,     payload_way, 1, "bytes of payload so far, from the server")
	F("flow.handshake",   FIELD_BOOL,     handshake,   0, "true: the TCP handshake was seen, else absent")
	F("flow.answered",    FIELD_BOOL,     answered,    0, "true: both ends sent something, else absent")
	F("flow.gaps",        FIELD_UINT,     gaps,        0, "of TCP that a decoder reads: how often the capture lost bytes so far, both ways")
	F("flow.whole",       FIELD_BOOL,     whole,       0, "true: of TCP that a decoder reads, the handshake was seen and no byte is missing so far, else absent")
	F("flow.failed",      FIELD_BOOL,     failed,      0, "true: of TCP, the connection was refused, or nobody answered within a second and it ended, else absent")
	{ .row = { .name = "flow.event", .type = FIELD_TEXT,
		   .doc = "begin, known (its protocol was found out) or end: the rule is asked only then" },
	  .home = HOME_FLOW_EVENT, .get = event },
};
#undef F
/* clang-format on */

const struct fact_table facts_flow = { .name = "flow",
				       .title = "What is known of the flow",
				       .facts = rows,
				       .n = sizeof(rows) / sizeof(*rows) };
