#include <string.h>

#include "sensor/classify.h"
#include "sensor/report.h"
#include "sensor/session.h"

static enum dir dir_of(const struct flow *f, unsigned end)
{
	return end == f->client ? DIR_REQUEST : DIR_RESPONSE;
}

static bool layer_2(const struct flow *f)
{
	return f->key.ip_version == 0;
}

bool session_reopened(const struct flow *f, unsigned sender, const struct packet *pkt)
{
	if (!pkt->transport || pkt->ip_proto != IP_TCP ||
	    (pkt->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN)) != TCP_SYN)
		return false;
	const struct stream *s = &f->stream[sender];

	/* Its answer was captured before it. */
	if (f->syn && !s->started && s->acks && s->acked == pkt->seq + 1)
		return false;
	/* A SYN sent again has the number that the first one had. */
	if (f->syn && s->started && f->isn[sender] == pkt->seq)
		return false;
	return s->started || f->stream[1 - sender].started;
}

/* The conversation's key, once it is settled who the client is. */
static void fill_key(struct flow *f)
{
	struct conv_key *k = &f->seen.key;
	unsigned server = 1U - f->client;

	k->client = f->key.addr[f->client];
	k->server = f->key.addr[server];
	k->port = f->key.port[server];
	k->vlan = f->nvlans > 0 ? f->vlans[0] : 0;
	k->ip_version = f->key.ip_version;
	k->ip_proto = f->key.ip_proto;
}

static struct asset_ref see(struct pipeline *pl, const struct flow *f, unsigned end, bool sender)
{
	struct asset_end e = { .mac = f->has_mac[end] ? f->mac[end] : NULL,
			       .ip_version = f->key.ip_version,
			       .sender = sender };

	if (!layer_2(f))
		e.ip = f->key.addr[end];
	return asset_seen(&pl->observe.assets, &e, f->nvlans > 0 ? f->vlans[0] : 0, pl->pkt.at);
}

static void open_conversation(struct pipeline *pl, struct flow *f, unsigned label)
{
	/* Inspection may have guessed a name before a decoder of ours knew better. */
	if (f->opened && (label >= PROTOCOL_COUNT || f->seen.key.label == label))
		return;
	f->opened = true;
	if (f->client != f->first_client) {
		struct asset_ref was = f->seen.client;
		struct observe_delta *d = &f->delta;
		struct observe_delta old = *d;

		f->seen.client = f->seen.server;
		f->seen.server = was;
		f->first_client = f->client;
		for (unsigned i = 0; i < 2; i++) {
			d->packets[i] = old.packets[1 - i];
			d->bytes[i] = old.bytes[1 - i];
		}
	}
	fill_key(f);
	observe_open(&pl->observe, &f->seen, label, f->first);
}

static void keep_mac(struct flow *f, unsigned end, const uint8_t *mac)
{
	f->has_mac[end] = mac != NULL;
	if (mac != NULL)
		memcpy(f->mac[end], mac, sizeof(f->mac[end]));
}

static void begin_layer_2(struct pipeline *pl, struct flow *f)
{
	unsigned id = classify_ethertype(f->eth_type);

	if (id < PROTOCOL_COUNT) {
		f->class = CLASS_OURS;
		f->protocol = (uint8_t)id;
		open_conversation(pl, f, id);
		return;
	}
	const char *name = classify_ethertype_name(f->eth_type, pl->pkt.llc);

	f->class = CLASS_OTHER;
	open_conversation(pl, f, coverage_label(&pl->observe.coverage, name));
}

static void begin_client(struct flow *f, unsigned sender, const struct packet *pkt)
{
	if (pkt->transport && pkt->ip_proto == IP_TCP &&
	    (pkt->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST)) == TCP_SYN) {
		bool answer = (pkt->tcp_flags & TCP_ACK) != 0;

		f->client = (uint8_t)(answer ? 1 - sender : sender);
		f->client_by = CLIENT_HANDSHAKE;
		f->syn = true;
	} else {
		classify_client(f, sender);
	}
	f->first_client = f->client;
}

void session_begin(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;

	stat_inc(&pl->observe.stats, STAT_FLOWS);
	keep_mac(f, sender, pkt->eth_src);
	keep_mac(f, 1 - sender, pkt->eth_dst);
	f->nvlans = pkt->nvlans;
	memcpy(f->vlans, pkt->vlans, sizeof(f->vlans));
	f->eth_type = pkt->eth_type;
	begin_client(f, sender, pkt);
	if (pkt->transport && pkt->ip_proto == IP_TCP && !f->syn)
		stat_inc(&pl->observe.stats, STAT_FLOWS_MIDSTREAM);
	/* The sender first: it is the one that is there for sure. */
	struct asset_ref ends[2];

	ends[sender] = see(pl, f, sender, true);
	ends[1 - sender] = see(pl, f, 1 - sender, false);
	f->seen.client = ends[f->client];
	f->seen.server = ends[1 - f->client];
	if (layer_2(f))
		begin_layer_2(pl, f);
}

/* ---- messages ---------------------------------------------------------------------------- */

static void collect_unanswered(struct pipeline *pl, struct flow *f)
{
	struct pairs *ps = &f->pairs;

	/* A mirror that shows one direction only shows no answers: that says nothing. */
	if (f->heard[0] && f->heard[1]) {
		observe_unanswered(&pl->observe, &f->seen, ps->nlost + ps->lost_uncounted);
		for (unsigned i = 0; i < ps->nlost && pl->report != NULL; i++)
			report_unanswered(pl->report, f, &ps->lost[i]);
	}
	ps->nlost = 0;
	ps->lost_uncounted = 0;
}

/* A port's own protocol is believed of the few bytes that the sender left it at. */
static void believe_port(struct flow *f)
{
	unsigned id = classify_port(BIND_TCP, f->key.port[1 - f->client]);

	if (f->class != CLASS_OURS && id < PROTOCOL_COUNT) {
		f->class = CLASS_OURS;
		f->protocol = (uint8_t)id;
	}
}

static void expire_requests(struct pipeline *pl, struct flow *f, uint64_t at)
{
	if (f->pairs.n > 0 && at > pl->response_timeout)
		pairs_expire(&f->pairs, at - pl->response_timeout);
	if (f->pairs.nlost > 0)
		collect_unanswered(pl, f);
}

void session_expire(struct pipeline *pl)
{
	for (uint32_t i = 0; i < pl->flows.never; i++) {
		struct flow *f = &pl->flows.slot[i];

		if (f->packets > 0 && f->pairs.n > 0)
			expire_requests(pl, f, pl->now);
	}
}

/* A client that asks more at once than a flow has room for gets a buffer for that time. */
static void make_room(struct pipeline *pl, struct flow *f)
{
	struct pool *pool = &pl->streams.pool;
	struct pairs *ps = &f->pairs;
	uint32_t had = ps->more != NULL ? f->pairs_buffer : POOL_NONE, got = POOL_NONE;

	if (had == POOL_NONE && ps->n == PAIRS_MAX)
		got = pool_get(pool, POOL_SMALL);
	else if (had != POOL_NONE && ps->n == ps->room && pool_size(had) < POOL_LARGE)
		got = pool_get(pool, POOL_LARGE);
	if (got != POOL_NONE)
		pairs_widen(ps, (struct pair *)(void *)pool_at(pool, got),
			    (uint16_t)(pool_size(got) / sizeof(struct pair)));
	else if (had == POOL_NONE || ps->n > PAIRS_MAX / 2)
		return;
	else
		pairs_narrow(ps);
	if (had != POOL_NONE)
		pool_put(pool, had);
	f->pairs_buffer = got;
}

static void message(struct pipeline *pl, struct flow *f, unsigned end, const struct message *m)
{
	struct dec *d = &pl->dec;
	const struct protocol *p = protocols[f->protocol];

	expire_requests(pl, f, m->at);
	d->c = m->bytes;
	d->dir = dir_of(f, end);
	d->frame = m->frame;
	d->at = m->at;
	d->message = ++pl->messages;
	d->cut = m->kind == MESSAGE_CUT;
	d->eth_src = f->has_mac[end] ? f->mac[end] : NULL;
	d->eth_dst = f->has_mac[1 - end] ? f->mac[1 - end] : NULL;
	d->pairs = p->pairs ? &f->pairs : NULL;
	if (__builtin_expect(f->pairs.n == PAIRS_MAX || f->pairs.more != NULL, 0))
		make_room(pl, f);
	d->state = p->state_size > 0 ? f->state : NULL;
	decode(d, p);
	if (m->kind == MESSAGE_JUNK)
		dec_malformed(d, "no message begins here");
	else if (m->kind == MESSAGE_ENDED)
		dec_malformed(d, "the sender stopped within the message");
	if (__builtin_expect(d->overflow, 0))
		stat_inc(&pl->observe.stats, STAT_VALUES_CUT);
	observe_message(&pl->observe, &f->seen, f->protocol, d);
	if (pl->report != NULL)
		report_message(pl->report, f, end, d);
	if (f->pairs.nlost > 0)
		collect_unanswered(pl, f);
}

static void cut_messages(struct pipeline *pl, struct flow *f, unsigned end, struct chunk *c)
{
	const struct protocol *p = protocols[f->protocol];
	struct stream *s = &f->stream[end];
	bool synced = s->synced, late = c->late;
	struct message m;

	if (c->gap && !late && dir_of(f, end) == DIR_RESPONSE)
		pairs_excuse(&f->pairs);
	while (framer_next(&pl->streams, s, p, dir_of(f, end), c, &m, &f->delta.undecoded))
		message(pl, f, end, &m);
	if (late) /* it stood for itself: where the stream is has not changed */
		s->synced = synced;
}

/* ---- who speaks -------------------------------------------------------------------------- */

static void leave_dpi(struct pipeline *pl, struct flow *f)
{
	if (f->dpi >= 0)
		dpi_close(pl->dpi, f->dpi);
	f->dpi = -1;
	f->dpi_done = true;
}

static void ours(struct pipeline *pl, struct flow *f)
{
	leave_dpi(pl, f);
	open_conversation(pl, f, f->protocol);
}

static void learn_facts(struct pipeline *pl, struct flow *f, const struct dpi_facts *facts)
{
	struct coverage *c = &pl->observe.coverage;
	uint16_t protocol = facts->app != 0 ? facts->app : facts->master;
	unsigned label = protocol != 0 ? coverage_label(c, dpi_protocol_name(pl->dpi, protocol))
				       : LABEL_UNKNOWN;

	leave_dpi(pl, f);
	if (f->class == CLASS_NEW && protocol != 0 && !facts->guessed)
		f->class = CLASS_OTHER;
	if (protocol == 0 && f->class == CLASS_NEW)
		return; /* our probes may still find out */
	open_conversation(pl, f, label);
	observe_facts(&pl->observe, &f->seen, facts->risk, facts->host);
}

/* The packet is shown to dpi, if it still wants any of the flow. */
static void inspect(struct pipeline *pl, struct flow *f, unsigned end)
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
		learn_facts(pl, f, &facts);
}

/* A flow that is not ours may still turn out to be: on the port of a protocol of ours always. */
static bool ask_probes(const struct flow *f)
{
	if (f->class == CLASS_NEW)
		return true;
	return classify_port(f->key.ip_proto == IP_TCP ? BIND_TCP : BIND_UDP,
			     f->key.port[1 - f->client]) < PROTOCOL_COUNT;
}

static enum verdict ask_about(const struct pipeline *pl, struct flow *f, unsigned end,
			      const struct chunk *c)
{
	uint8_t space[512];

	return classify_payload(
		f, end, framer_peek(&pl->streams, &f->stream[end], c, space, sizeof(space)));
}

/* A piece of a stream that nobody knows yet. True: it is ours now. */
static bool classify_piece(struct pipeline *pl, struct flow *f, unsigned end, const struct chunk *c)
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
		ours(pl, f);
		return true;
	}
	if (says == VERDICT_WAIT && framer_keep(&pl->streams, s, c))
		return false;
	s->synced = false;
	if (f->class == CLASS_NEW && ++f->tries >= CLASSIFY_TRIES)
		f->class = CLASS_OTHER;
	return false;
}

/* ---- packets ----------------------------------------------------------------------------- */

static void piece(struct pipeline *pl, struct flow *f, unsigned end, struct chunk *c)
{
	if (__builtin_expect(f->class != CLASS_OURS, 0)) {
		if (!ask_probes(f) || !classify_piece(pl, f, end, c))
			return;
	}
	cut_messages(pl, f, end, c);
}

static void drain(struct pipeline *pl, struct flow *f, unsigned end, bool all)
{
	struct chunk c;

	while (stream_more(&pl->streams, &f->stream[end], pl->now, all, &c))
		piece(pl, f, end, &c);
}

static bool wants_stream(const struct flow *f)
{
	return f->class == CLASS_OURS || ask_probes(f);
}

void session_overdue(struct pipeline *pl)
{
	const struct stream *next;

	for (const struct stream *s = pl->streams.oldest; s != NULL; s = next) {
		unsigned end;
		struct flow *f = flow_of_stream(&pl->flows, s, &end);

		next = s->newer;
		if (stream_overdue(&pl->streams, s, pl->now))
			drain(pl, f, end, false);
	}
}

/* A flow that turned out not to be ours needs no buffers. */
static void drop_unwanted(struct pipeline *pl, struct flow *f)
{
	for (unsigned end = 0; end < 2; end++) {
		struct stream *s = &f->stream[end];

		if (s->listed && !wants_stream(f))
			stream_drop(&pl->streams, s);
	}
}

static void tcp_state(struct pipeline *pl, struct flow *f, unsigned sender, uint8_t flags)
{
	if ((flags & (TCP_FIN | TCP_RST)) == 0)
		return;
	f->fin[sender] = f->fin[sender] || (flags & TCP_FIN) != 0;
	f->rst = f->rst || (flags & TCP_RST) != 0;
	if (f->age == FLOW_TCP && (f->rst || (f->fin[0] && f->fin[1])))
		flow_set_age(&pl->flows, f, FLOW_CLOSED);
}

/* An IP length that promises more than the wire had is a lie, not a loss. */
static void believe_wire(struct packet *pkt)
{
	uint32_t cut = pkt->wire_len - pkt->cap_len;

	if (pkt->payload_missing > cut)
		pkt->payload_missing = cut;
}

static void tcp_packet(struct pipeline *pl, struct flow *f, unsigned sender)
{
	struct packet *pkt = &pl->pkt;
	struct stream *own = &f->stream[sender], *peer = &f->stream[1 - sender];
	struct chunk c;

	if ((pkt->tcp_flags & TCP_SYN) != 0)
		f->isn[sender] = pkt->seq;
	believe_wire(pkt);
	if (wants_stream(f)) {
		/* What this acknowledges was sent before it, so it is decoded before it. */
		if ((pkt->tcp_flags & TCP_ACK) != 0)
			stream_acked(peer, pkt->ack);
		if (__builtin_expect(peer->nheld > 0, 0))
			drain(pl, f, 1 - sender, false);
		/* What comes with a reset is a reason in words (RFC 9293, section 3.5.2). */
		if ((pkt->tcp_flags & TCP_RST) == 0 &&
		    stream_add(&pl->streams, own, pkt, pkt->payload_hash, &c))
			piece(pl, f, sender, &c);
		if (__builtin_expect(own->nheld > 0 || own->out != POOL_NONE, 0))
			drain(pl, f, sender, false);
	}
	if (__builtin_expect(f->class != CLASS_OURS, 0)) {
		if (cur_left(&pkt->payload) > 0)
			inspect(pl, f, sender);
		drop_unwanted(pl, f);
	}
	tcp_state(pl, f, sender, pkt->tcp_flags);
}

static void datagram(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;

	if (f->class != CLASS_OURS && pkt->transport && cur_left(&pkt->payload) > 0 &&
	    ask_probes(f)) {
		if (classify_payload(f, sender, pkt->payload) == VERDICT_OURS)
			ours(pl, f);
		else if (f->class == CLASS_NEW && ++f->tries >= CLASSIFY_TRIES)
			f->class = CLASS_OTHER;
	}
	if (f->class == CLASS_OURS) {
		struct message m = { .bytes = pkt->payload,
				     .frame = pkt->frame,
				     .at = pkt->at,
				     .kind = pkt->payload_missing > 0 ? MESSAGE_CUT
								      : MESSAGE_WHOLE };

		message(pl, f, sender, &m);
	} else if (!layer_2(f)) {
		inspect(pl, f, sender);
	}
}

void session_packet(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;
	enum dir dir = dir_of(f, sender);

	f->packets++;
	f->heard[sender] = true;
	f->delta.packets[dir]++;
	f->delta.bytes[dir] += pkt->wire_len;
	f->delta.payload += cur_left(&pkt->payload);
	f->delta.last = pkt->at > f->delta.last ? pkt->at : f->delta.last;
	if (pkt->ip_proto == IP_TCP && pkt->transport)
		tcp_packet(pl, f, sender);
	else
		datagram(pl, f, sender);
}

/* ---- the end ----------------------------------------------------------------------------- */

void session_flush(struct pipeline *pl, struct flow *f)
{
	if (f->delta.packets[0] + f->delta.packets[1] == 0)
		return;
	open_conversation(pl, f, LABEL_UNKNOWN);
	if (!f->port_counted && f->delta.payload > 0 && !layer_2(f)) {
		f->port_counted = true;
		coverage_port(&pl->observe.coverage, f->key.ip_proto, f->key.port[1 - f->client],
			      f->seen.key.label);
	}
	observe_flow(&pl->observe, &f->seen, &f->delta, f->first);
	f->delta = (struct observe_delta){ .last = f->delta.last };
}

static void end_stream(struct pipeline *pl, struct flow *f, unsigned end, enum session_ending why)
{
	struct message m;
	bool stopped = f->fin[end] || f->rst || why == END_TIMEOUT;
	struct stream *s = &f->stream[end];

	drain(pl, f, end, true);

	/* Data that was acknowledged and not seen: it was the capture that stopped. */
	bool lost = !stopped || stream_missing(s);

	if (stream_missing(s) && dir_of(f, end) == DIR_RESPONSE)
		pairs_excuse(&f->pairs);
	if (f->stream[end].part_len > 0 && f->class != CLASS_OURS) {
		believe_port(f);
		if (f->class == CLASS_OURS)
			ours(pl, f);
	}
	if (f->class == CLASS_OURS && framer_end(&pl->streams, s, lost, &m))
		message(pl, f, end, &m);
}

static bool closed(const struct flow *f)
{
	return f->rst || (f->fin[0] && f->fin[1]);
}

static void count_session(struct pipeline *pl, const struct flow *f)
{
	struct stats *s = &pl->observe.stats;

	if (f->heard[0] && f->heard[1])
		stat_add(s, STAT_REQUESTS_FORGOTTEN, f->pairs.pushed);
	/* One message alone may have gone unanswered. */
	if (f->class == CLASS_OURS && protocols[f->protocol]->pairs && f->packets > 2 &&
	    f->heard[0] != f->heard[1])
		stat_inc(s, STAT_FLOWS_ONE_SIDED);
}

void session_end(struct pipeline *pl, struct flow *f, enum session_ending why)
{
	struct dpi_facts facts;

	if (f->key.ip_proto == IP_TCP && !layer_2(f)) {
		end_stream(pl, f, f->client, why);
		end_stream(pl, f, 1U - f->client, why);
	}
	/* At the capture's end the last polls may simply not have been answered yet; an evicted
	 * flow goes on, and so do its answers. */
	if ((why != END_CAPTURE && why != END_EVICTED) || closed(f))
		pairs_expire(&f->pairs, UINT64_MAX);
	else
		expire_requests(pl, f, pl->now);
	if (f->pairs.nlost > 0)
		collect_unanswered(pl, f);
	if (f->dpi >= 0) {
		dpi_finish(pl->dpi, f->dpi, &facts);
		learn_facts(pl, f, &facts);
	}
	count_session(pl, f);
	session_flush(pl, f);
	if (f->pairs.more != NULL)
		pool_put(&pl->streams.pool, f->pairs_buffer);
	f->pairs.more = NULL;
	stream_drop(&pl->streams, &f->stream[0]);
	stream_drop(&pl->streams, &f->stream[1]);
}
