#include "sensor/deliver/outlet.h"
#include "sensor/detect/detect.h"
#include "sensor/report.h"
#include "sensor/session_inside.h"

static void collect_unanswered(struct pipeline *pl, struct flow *f)
{
	struct pairs *ps = &f->pairs;

	/* A mirror that shows one direction only shows no answers: that says nothing. */
	if (f->heard[0] && f->heard[1]) {
		observe_unanswered(&pl->observe, &f->seen, ps->nlost + ps->lost_uncounted);
		for (unsigned i = 0; i < ps->nlost && pl->detect != NULL; i++)
			detect_unanswered(pl->detect, f, &ps->lost[i], pl->now);
		for (unsigned i = 0; i < ps->nlost && pl->report != NULL; i++)
			report_unanswered(pl->report, f, &ps->lost[i]);
	}
	ps->nlost = 0;
	ps->lost_uncounted = 0;
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
	d->dir = session_dir(f, end);
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
	d->notes = &pl->notes;
	d->flow = f->serial;
	d->given = f->given;
	d->gapless = f->syn && stream_gaps(&f->stream[0]) + stream_gaps(&f->stream[1]) == 0;
	decode(d, p);
	if (m->kind == MESSAGE_JUNK)
		dec_malformed(d, "no message begins here");
	else if (m->kind == MESSAGE_ENDED)
		dec_malformed(d, "the sender stopped within the message");
	if (__builtin_expect(d->overflow, 0))
		stat_inc(&pl->observe.stats, STAT_VALUES_CUT);
	unsigned id = d->protocol != p ? session_carries(pl, f, d->protocol) : f->protocol;

	observe_message(&pl->observe, &f->seen, id, d);
	if (pl->outlet != NULL) /* before the alerts that it may cause */
		outlet_message(pl->outlet, f, end, d);
	if (pl->detect != NULL)
		detect_message(pl->detect, f, end, d, &pl->pkt);
	if (pl->report != NULL)
		report_message(pl->report, f, end, d);
	if (__builtin_expect(pl->tap != NULL, 0))
		pl->tap->message(pl->tap->ctx, f, end, d);
	if (f->pairs.nlost > 0)
		collect_unanswered(pl, f);
}

static void cut_messages(struct pipeline *pl, struct flow *f, unsigned end, struct chunk *c)
{
	const struct protocol *p = protocols[f->protocol];
	struct stream *s = &f->stream[end];
	bool synced = s->synced, late = c->late;
	bool gap = c->gap;
	struct message m;

	if (c->gap && !late && session_dir(f, end) == DIR_RESPONSE)
		pairs_excuse(&f->pairs);
	while (framer_next(&pl->streams, s, p, session_dir(f, end), c, &m, &f->delta.undecoded)) {
		pl->dec.gap = gap;
		message(pl, f, end, &m);
		gap = gap && m.kind == MESSAGE_CUT; /* it ended before the gap */
	}
	pl->dec.gap = false;
	if (late) /* it stood for itself: where the stream is has not changed */
		s->synced = synced;
}

/* ---- packets ----------------------------------------------------------------------------- */

static void piece(struct pipeline *pl, struct flow *f, unsigned end, struct chunk *c)
{
	if (__builtin_expect(f->class != CLASS_OURS, 0)) {
		if (!session_ask_probes(f) || !session_classify(pl, f, end, c))
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
	return f->class == CLASS_OURS || session_ask_probes(f);
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
	if (f->age != FLOW_CLOSED && (f->rst || (f->fin[0] && f->fin[1])))
		flow_set_age(&pl->flows, f, FLOW_CLOSED);
}

/* An IP length that promises more than the wire had is a lie, not a loss. */
static void believe_wire(struct packet *pkt)
{
	uint32_t cut = pkt->wire_len - pkt->cap_len;

	if (pkt->payload_missing > cut)
		pkt->payload_missing = cut;
}

static void read_conflict(struct dec *d)
{
	d->ot.function = "TCP bytes sent again with other contents";
	dec_mark(d, "receivers differ in which they take: a way to hide from a monitor");
}

/* What a segment says again differs from what it said before: nobody honest does that. */
static void conflict(struct pipeline *pl, struct flow *f, unsigned sender)
{
	static const struct protocol said = { .name = "tcp", .decode = read_conflict };
	struct dec *d = &pl->dec;

	d->c = cur_of(NULL, 0);
	d->dir = session_dir(f, sender);
	d->frame = pl->pkt.frame;
	d->at = pl->pkt.at;
	d->message = ++pl->messages;
	d->cut = false;
	d->eth_src = f->has_mac[sender] ? f->mac[sender] : NULL;
	d->eth_dst = f->has_mac[1 - sender] ? f->mac[1 - sender] : NULL;
	decode(d, &said);
	d->protocol = protocols[f->protocol];
	if (pl->outlet != NULL)
		outlet_message(pl->outlet, f, sender, d);
	if (pl->detect != NULL)
		detect_message(pl->detect, f, sender, d, &pl->pkt);
	if (pl->report != NULL)
		report_message(pl->report, f, sender, d);
}

static void tcp_packet(struct pipeline *pl, struct flow *f, unsigned sender)
{
	struct packet *pkt = &pl->pkt;
	struct stream *own = &f->stream[sender], *peer = &f->stream[1 - sender];
	const uint64_t *conflicts = &pl->observe.stats.n[STAT_STREAM_CONFLICTS];
	const uint64_t before = *conflicts;
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
		bool next = (pkt->tcp_flags & TCP_RST) == 0 &&
			    stream_add(&pl->streams, own, pkt, pkt->payload_hash, &c);

		if (__builtin_expect(*conflicts != before, 0) && f->class == CLASS_OURS)
			conflict(pl, f, sender);
		if (next)
			piece(pl, f, sender, &c);
		if (__builtin_expect(own->nheld > 0 || own->out != POOL_NONE, 0))
			drain(pl, f, sender, false);
	}
	if (__builtin_expect(f->class != CLASS_OURS, 0)) {
		if (cur_left(&pkt->payload) > 0)
			session_inspect(pl, f, sender);
		drop_unwanted(pl, f);
	}
	tcp_state(pl, f, sender, pkt->tcp_flags);
}

/* The messages of a datagram that may hold several; what is none belongs to the one before it. */
static void unpack(struct pipeline *pl, struct flow *f, unsigned sender, struct message m)
{
	const struct protocol *p = protocols[f->protocol];
	const enum dir dir = session_dir(f, sender);
	const enum message_kind kind = m.kind;
	struct cur rest = m.bytes;
	bool more = true;

	while (more) {
		struct cur next = rest;
		long n = p->segment(rest, dir);

		m.bytes = cur_upto(&next, n > 0 ? (size_t)n : cur_left(&rest));
		more = cur_left(&next) > 0 && p->segment(next, dir) != SEGMENT_BAD;
		if (!more)
			m.bytes = rest;
		m.kind = more ? MESSAGE_WHOLE : kind;
		message(pl, f, sender, &m);
		rest = next;
	}
}

static void datagram(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;

	if (f->class != CLASS_OURS && pkt->transport && cur_left(&pkt->payload) > 0)
		session_classify_datagram(pl, f, sender);
	if (f->class == CLASS_OURS) {
		struct message m = { .bytes = pkt->payload,
				     .frame = pkt->frame,
				     .at = pkt->at,
				     .kind = pkt->payload_missing > 0 ? MESSAGE_CUT
								      : MESSAGE_WHOLE };

		if (protocols[f->protocol]->packed)
			unpack(pl, f, sender, m);
		else
			message(pl, f, sender, &m);
	} else if (!session_layer_2(f)) {
		session_inspect(pl, f, sender);
	}
}

/* Whoever answers is there from that moment on, not only from when the flow's traffic is counted.
 */
static void first_heard(struct pipeline *pl, struct flow *f, unsigned sender)
{
	f->heard[sender] = true;
	asset_heard(&pl->observe.assets,
		    sender == f->first_client ? f->seen.client : f->seen.server, pl->pkt.at);
}

void session_packet(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;
	enum dir dir = session_dir(f, sender);

	f->packets++;
	f->frame = pkt->frame;
	if (__builtin_expect(!f->heard[sender], 0))
		first_heard(pl, f, sender);
	f->delta.packets[dir]++;
	f->delta.bytes[dir] += pkt->wire_len;
	f->delta.payload += cur_left(&pkt->payload);
	f->payload[sender] += cur_left(&pkt->payload);
	f->delta.last = pkt->at > f->delta.last ? pkt->at : f->delta.last;
	if (pl->detect != NULL && detect_packets_wanted(pl->detect))
		detect_packet(pl->detect, pkt, f, sender);
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
	session_open(pl, f, LABEL_UNKNOWN);
	if (!f->port_counted && f->delta.payload > 0 && !session_layer_2(f)) {
		f->port_counted = true;
		coverage_port(&pl->observe.coverage, f->key.ip_proto, f->key.port[1 - f->client],
			      f->seen.key.label);
	}
	observe_flow(&pl->observe, &f->seen, &f->delta, f->first);
	f->flushed_bytes += f->delta.bytes[0] + f->delta.bytes[1];
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

	if (stream_missing(s) && session_dir(f, end) == DIR_RESPONSE)
		pairs_excuse(&f->pairs);
	if (f->stream[end].part_len > 0 && f->class != CLASS_OURS) {
		session_believe_port(f);
		if (f->class == CLASS_OURS)
			session_ours(pl, f);
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

	if (f->heard[0] && f->heard[1]) {
		stat_add(s, STAT_REQUESTS_FORGOTTEN, f->pairs.pushed);
		stat_add(s, STAT_REQUESTS_EXCUSED, f->pairs.excused);
	}
	/* One message alone may have gone unanswered. */
	if (f->class == CLASS_OURS && protocols[f->protocol]->pairs && f->packets > 2 &&
	    f->heard[0] != f->heard[1])
		stat_inc(s, STAT_FLOWS_ONE_SIDED);
}

void session_end(struct pipeline *pl, struct flow *f, enum session_ending why)
{
	struct dpi_facts facts;

	if (f->key.ip_proto == IP_TCP && !session_layer_2(f)) {
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
		session_learn(pl, f, &facts);
	}
	count_session(pl, f);
	session_flush(pl, f);
	session_tell(pl, f, FLOW_KNOWN, NULL);
	session_tell(pl, f, FLOW_END, NULL);
	if (f->pairs.more != NULL)
		pool_put(&pl->streams.pool, f->pairs_buffer);
	f->pairs.more = NULL;
	stream_drop(&pl->streams, &f->stream[0]);
	stream_drop(&pl->streams, &f->stream[1]);
}
