/* Who speaks in a flow: our probes, and inspection for what they do not take. */
#include "sensor/classify.h"
#include "sensor/session_inside.h"

static enum bind_over over_of(const struct flow *f)
{
	return f->key.ip_proto == IP_TCP ? BIND_TCP : BIND_UDP;
}

/* A port's own protocol is believed of the few bytes that the sender left it at. */
void session_believe_port(struct flow *f)
{
	unsigned id = classify_port(BIND_TCP, f->key.port[1 - f->client]);

	if (f->class != CLASS_OURS && id < PROTOCOL_COUNT) {
		f->class = CLASS_OURS;
		f->protocol = (uint8_t)id;
	}
}

static void leave_dpi(struct pipeline *pl, struct flow *f)
{
	if (f->dpi >= 0)
		dpi_close(pl->dpi, f->dpi);
	f->dpi = -1;
	f->dpi_done = true;
}

void session_tell(struct pipeline *pl, struct flow *f, enum flow_event event,
		  const struct dpi_facts *facts)
{
	if (pl->detect == NULL || (event == FLOW_KNOWN && f->told))
		return;
	f->told |= event == FLOW_KNOWN;
	/* A flow that ends does so for want of a packet; one that begins has not counted any yet.
	 */
	bool ended = event == FLOW_END || (f->delta.last != 0 && f->delta.last < pl->pkt.at);

	detect_flow(pl->detect, f, event, ended ? pl->now : pl->pkt.at, facts, pl->dpi,
		    ended ? NULL : &pl->pkt);
}

void session_ours(struct pipeline *pl, struct flow *f)
{
	leave_dpi(pl, f);
	flow_keep(&pl->flows, f);
	session_open(pl, f, f->protocol);
	if (f->protocol == PROTOCOL_iec60870_104 || f->protocol == PROTOCOL_iec60870_101)
		f->given = sizes_of(&pl->sizes, &f->key.addr[1 - f->client], f->key.ip_version,
				    f->key.port[1 - f->client]);
	/* What comes in another protocol is known with its first message. */
	if (!session_carrier(f->protocol))
		session_tell(pl, f, FLOW_KNOWN, NULL);
}

unsigned session_carries(struct pipeline *pl, struct flow *f, const struct protocol *what)
{
	unsigned id = f->seen.key.label;

	if (what->in != protocols[f->protocol])
		return f->protocol;
	if (id >= PROTOCOL_COUNT || protocols[id] != what) {
		for (id = 0; protocols[id] != what;)
			id++;
		observe_carries(&pl->observe, &f->seen, id, f->first);
	}
	session_tell(pl, f, FLOW_KNOWN, NULL);
	return id;
}

void session_learn(struct pipeline *pl, struct flow *f, const struct dpi_facts *facts)
{
	struct coverage *c = &pl->observe.coverage;
	uint16_t protocol = facts->app != 0 ? facts->app : facts->master;
	unsigned label = LABEL_UNKNOWN;

	/* What our own decoder refused is not that protocol because its port says so. */
	if (facts->guessed &&
	    classify_port(over_of(f), f->key.port[1 - f->client]) < PROTOCOL_COUNT)
		protocol = 0;
	if (protocol != 0)
		label = coverage_label(c, dpi_protocol_name(pl->dpi, protocol));

	leave_dpi(pl, f);
	if (f->class == CLASS_NEW && protocol != 0 && !facts->guessed)
		f->class = CLASS_OTHER;
	if (protocol == 0 && f->class == CLASS_NEW)
		return; /* our probes may still find out */
	session_open(pl, f, label);
	observe_facts(&pl->observe, &f->seen, facts->risk, facts->host);
	session_tell(pl, f, FLOW_KNOWN, facts);
}

/* The packet is shown to dpi, if it still wants any of the flow. */
void session_inspect(struct pipeline *pl, struct flow *f, unsigned end)
{
	struct dpi_facts facts;

	if (f->dpi < 0) {
		if (f->dpi_done || pl->dpi_flows == 0 || f->class == CLASS_OURS)
			return;
		f->dpi = pipeline_warm(pl) ? dpi_open(pl->dpi, f->key.ip_proto) : -1;
		if (f->dpi < 0) {
			f->dpi_done = true;
			stat_inc(&pl->observe.stats, STAT_DPI_NO_SLOT);
			return;
		}
	}
	if (dpi_packet(pl->dpi, f->dpi, pl->pkt.l3, pl->pkt.l3_len, pl->pkt.at, end == f->client,
		       &facts))
		session_learn(pl, f, &facts);
}

/* A flow that is not ours may still turn out to be: on the port of a protocol of ours always. */
bool session_ask_probes(const struct flow *f)
{
	if (f->class == CLASS_NEW)
		return true;
	return classify_port(over_of(f), f->key.port[1 - f->client]) < PROTOCOL_COUNT;
}

static enum verdict ask_about(const struct pipeline *pl, struct flow *f, unsigned end,
			      const struct chunk *c)
{
	uint8_t space[512];

	return classify_payload(
		f, end, framer_peek(&pl->streams, &f->stream[end], c, space, sizeof(space)));
}

/* A piece of a stream that nobody knows yet. True: it is ours now. */
bool session_classify(struct pipeline *pl, struct flow *f, unsigned end, const struct chunk *c)
{
	struct stream *s = &f->stream[end];

	if (c->late)
		return false;
	if (c->gap)
		framer_forget(&pl->streams, s);
	enum verdict says = ask_about(pl, f, end, c);

	/* What was kept may have been a keep-alive's byte, or the end of something. */
	if (says == VERDICT_NO && s->part_len > 0) {
		framer_forget(&pl->streams, s);
		says = ask_about(pl, f, end, c);
	}
	if (says == VERDICT_OURS) {
		s->synced = true;
		session_ours(pl, f);
		return true;
	}
	if (says == VERDICT_WAIT && framer_keep(&pl->streams, s, c))
		return false;
	s->synced = false;
	if (f->class == CLASS_NEW && ++f->tries >= CLASSIFY_TRIES)
		f->class = CLASS_OTHER;
	return false;
}

void session_classify_datagram(struct pipeline *pl, struct flow *f, unsigned end)
{
	if (!session_ask_probes(f))
		return;
	if (classify_payload(f, end, pl->pkt.payload) == VERDICT_OURS)
		session_ours(pl, f);
	else if (f->class == CLASS_NEW && ++f->tries >= CLASSIFY_TRIES)
		f->class = CLASS_OTHER;
}
