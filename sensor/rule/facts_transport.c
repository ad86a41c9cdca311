/* What packets are known by: the headers of TCP and UDP. */
#include "sensor/rule/facts.h"

enum { TCP_FLAGS_AT = 12, TCP_HEADER = 20, UDP_LENGTH_AT = 4, UDP_HEADER = 8 };

/* Is the header there, though perhaps not its options? */
static bool readable(const struct packet *pkt)
{
	return (pkt->transport || pkt->l4 != NULL) && !pkt->fragment;
}

/* The transport protocol whose ports are known; 0: none. */
static uint8_t transport(const struct subject *s)
{
	const struct packet *pkt = s->pkt;

	if (fact_of_frame(s))
		return pkt != NULL && readable(pkt) ? pkt->ip_proto : 0;
	if (s->flow == NULL || s->flow->key.ip_version == 0)
		return 0;
	return s->flow->key.ip_proto;
}

static bool port(struct subject *s, const struct fact *fact, unsigned i, struct value *v,
		 uint8_t proto)
{
	unsigned end = fact_end_of(fact, i);

	if (end == 2 || transport(s) != proto)
		return false;
	if (fact_of_frame(s))
		return fact_uint(v, 0, end == 0 ? s->pkt->sport : s->pkt->dport);
	return fact_uint(v, 0, s->flow->key.port[fact_flow_end(s, end)]);
}

static bool tcp_port(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return port(s, fact, i, v, IP_TCP);
}

static bool udp_port(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return port(s, fact, i, v, IP_UDP);
}

/* ---- TCP and UDP --------------------------------------------------------------------------- */

static const struct packet *transport_packet(const struct subject *s, uint8_t proto)
{
	const struct packet *pkt = fact_packet(s);

	return pkt != NULL && readable(pkt) && pkt->ip_proto == proto ? pkt : NULL;
}

static bool payload(const struct packet *pkt, unsigned i, struct value *v)
{
	struct cur c = pkt->payload;

	return cur_left(&c) > 0 && fact_bytes(v, i, c.p, cur_left(&c));
}

static bool tcp_payload(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && payload(pkt, i, v);
}

static bool udp_payload(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_UDP);

	(void)fact;
	return pkt != NULL && payload(pkt, i, v);
}

/* Data offset, reserved bits and flags. */
static uint16_t tcp_word(const struct packet *pkt)
{
	if (pkt->l4 == NULL)
		return pkt->tcp_flags;
	struct cur c = cur_of(pkt->l4, TCP_HEADER);

	cur_skip(&c, TCP_FLAGS_AT);
	return cur_be16(&c);
}

/* By the IP header where the TCP header's options were cut off. */
static bool tcp_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	if (pkt == NULL)
		return false;
	if (pkt->transport) {
		/* An IP length that promises more than the wire had is not believed. */
		uint32_t cut = pkt->wire_len - pkt->cap_len, missing = pkt->payload_missing;

		return fact_uint(
			v, i, cur_left(&pkt->payload) + (uint64_t)(missing < cut ? missing : cut));
	}
	if (pkt->l3 == NULL || pkt->l4 < pkt->l3 || pkt->l4 > pkt->l3 + pkt->l3_len)
		return false;
	struct cur c = cur_of(pkt->l3, pkt->l3_len);

	cur_skip(&c, pkt->ip_version == 4 ? 2 : 4);
	uint64_t total = (uint64_t)cur_be16(&c) + (pkt->ip_version == 4 ? 0 : 40);
	uint64_t headers = (uint64_t)(pkt->l4 - pkt->l3) + (uint64_t)(tcp_word(pkt) >> 12) * 4;

	return total >= headers && fact_uint(v, i, total - headers);
}

static bool tcp_hdr_len(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, (uint64_t)(tcp_word(pkt) >> 12) * 4);
}

static bool tcp_flags(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, tcp_word(pkt) & 0xfffU);
}

/* arg: the flag's bit. */
static bool tcp_flag(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	return pkt != NULL && fact_uint(v, i, tcp_word(pkt) >> fact->arg & 1U);
}

static bool tcp_seq(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->seq);
}

static bool tcp_ack(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->ack);
}

static bool tcp_window(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_TCP);

	(void)fact;
	return pkt != NULL && fact_uint(v, i, pkt->window);
}

static bool udp_length(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = transport_packet(s, IP_UDP);

	(void)fact;
	if (pkt == NULL || pkt->l4 == NULL)
		return false;
	struct cur c = cur_of(pkt->l4, UDP_HEADER);

	cur_skip(&c, UDP_LENGTH_AT);
	return fact_uint(v, i, cur_be16(&c));
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* clang-format off */
/* The number of bytes is Wireshark's of the field: a constant that needs more is an error. */
#define P(nm, ty, sz, ba, get_, arg_, dc) \
	{ .row = { .name = (nm), .type = (ty), .size = (sz), .base = (ba), .doc = (dc) }, \
	  .home = HOME_PACKET, .wireshark = true, .get = (get_), .arg = (arg_) },

static const struct fact rows[] = {
	P("tcp.srcport",       FIELD_UINT, 2,     BASE_DEC, tcp_port,    FACT_SRC, "sender's TCP port")
	P("tcp.dstport",       FIELD_UINT, 2,     BASE_DEC, tcp_port,    FACT_DST, "receiver's TCP port")
	P("tcp.port",          FIELD_UINT, 2,     BASE_DEC, tcp_port,    FACT_BOTH, "either TCP port")
	P("tcp.len",           FIELD_UINT, 4,     BASE_DEC, tcp_len,     0, "bytes of payload")
	P("tcp.hdr_len",       FIELD_UINT, 1,     BASE_DEC, tcp_hdr_len, 0, "bytes of the TCP header")
	P("tcp.seq_raw",       FIELD_UINT, 4,     BASE_DEC, tcp_seq,     0, "sequence number as on the wire")
	P("tcp.ack_raw",       FIELD_UINT, 4,     BASE_DEC, tcp_ack,     0, "acknowledgment number as on the wire")
	P("tcp.window_size_value", FIELD_UINT, 2, BASE_DEC, tcp_window,  0, "window as on the wire, not scaled")
	P("tcp.flags",         FIELD_UINT, 2,     BASE_HEX, tcp_flags,   0, "all twelve bits of flags")
	P("tcp.flags.fin",     FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    0, "the sender has no more to say")
	P("tcp.flags.syn",     FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    1, "opens a connection")
	P("tcp.flags.reset",   FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    2, "ends it at once, or refuses it")
	P("tcp.flags.push",    FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    3, "to be handed on at once")
	P("tcp.flags.ack",     FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    4, "the acknowledgment number is valid")
	P("tcp.flags.urg",     FIELD_BOOL, 0,     BASE_DEC, tcp_flag,    5, "the urgent pointer is valid")
	P("tcp.payload",       FIELD_BYTES, 0,    BASE_HEX, tcp_payload, 0, "bytes of payload of this segment, as far as they were captured")
	P("udp.srcport",       FIELD_UINT, 2,     BASE_DEC, udp_port,    FACT_SRC, "sender's UDP port")
	P("udp.dstport",       FIELD_UINT, 2,     BASE_DEC, udp_port,    FACT_DST, "receiver's UDP port")
	P("udp.port",          FIELD_UINT, 2,     BASE_DEC, udp_port,    FACT_BOTH, "either UDP port")
	P("udp.length",        FIELD_UINT, 2,     BASE_DEC, udp_length,  0, "bytes of UDP header and payload, as the header says")
	P("udp.payload",       FIELD_BYTES, 0,    BASE_HEX, udp_payload, 0, "bytes of payload of this datagram, as far as they were captured")
};
#undef P
/* clang-format on */

const struct fact_table facts_transport = { .name = "transport",
					    .title = "What TCP and UDP packets have",
					    .facts = rows,
					    .n = sizeof(rows) / sizeof(*rows) };
