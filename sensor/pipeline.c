#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "sensor/deliver/outlet.h"
#include "sensor/detect/detect.h"
#include "sensor/pipeline.h"
#include "sensor/session.h"
#include "sensor/report.h"

/* How often expired flows are looked for, in capture time. */
#define SWEEP_NS 1000000000U

/* Frames that are so much older than others, so many in a row: time itself went back. */
#define STEP_NS	    60000000000U
#define STEP_FRAMES 64

/* Set by a test that counts allocations; see tests/nomalloc. */
void pipeline_ready_hook(void) __attribute__((weak));

static uint64_t seed_of(void)
{
	uint64_t seed = 0;

	/* Seeds change who collides with whom, never a result; any will do if there is no entropy.
	 */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed))
		seed = 0x9e3779b97f4a7c15U;
	return seed;
}

static bool init_tables(struct pipeline *pl, const struct sensor_options *o)
{
	const size_t fragment_bytes = (size_t)o->fragments * FRAGMENT_ROOM;

	return observe_init(&pl->observe, (uint32_t)o->assets, (uint32_t)o->conversations) &&
	       dedup_init(&pl->dedup, DEDUP_FRAMES, o->duplicate_window,
			  o->duplicate_window * DEDUP_LAN_WINDOW_MS / DEDUP_WINDOW_MS, seed_of()) &&
	       defrag_init(&pl->defrag, (uint32_t)o->fragments, fragment_bytes, o->fragment_timeout,
			   seed_of()) &&
	       flow_init(&pl->flows, (uint32_t)o->flows) &&
	       streams_init(&pl->streams, (uint32_t)o->segment_buffers, (uint32_t)o->large_buffers,
			    o->gap_wait, &pl->observe.stats) &&
	       notes_init(&pl->notes, (uint32_t)o->notes);
}

int pipeline_init(struct pipeline *pl, const struct sensor_options *o, struct report *report)
{
	memset(pl, 0, offsetof(struct pipeline, pkt));
	pl->report = report;
	pl->timeout[FLOW_TCP] = pl->timeout[FLOW_GUEST_TCP] = o->tcp_idle;
	pl->timeout[FLOW_OTHER] = pl->timeout[FLOW_GUEST_OTHER] = o->udp_idle;
	pl->timeout[FLOW_CLOSED] = o->tcp_closed;
	pl->response_timeout = o->response_timeout;
	sizes_fill(&pl->sizes, &o->iec60870_sizes);
	pl->dpi_flows = (unsigned)o->dpi_flows;
	pl->dpi_packets = (unsigned)o->dpi_packets;
	if (!init_tables(pl, o)) {
		pipeline_free(pl);
		errno = ENOMEM;
		return -1;
	}
	if (pipeline_ready_hook != NULL)
		pipeline_ready_hook();
	return 0;
}

bool pipeline_warm(struct pipeline *pl)
{
	if (pl->dpi != NULL || pl->dpi_flows == 0)
		return true;
	if (dpi_new(&pl->dpi, pl->dpi_flows, pl->dpi_packets, pl->dpi_packets) == 0)
		return true;
	pl->dpi_flows = 0; /* go on without: flows stay unknown, and are counted */
	return false;
}

void pipeline_detect(struct pipeline *pl, struct detect *detect)
{
	pl->detect = detect;
	detect_attach(detect, &pl->observe);
}

void pipeline_free(struct pipeline *pl)
{
	dpi_free(pl->dpi);
	pl->dpi = NULL;
	notes_free(&pl->notes);
	streams_free(&pl->streams);
	flow_free(&pl->flows);
	defrag_fini(&pl->defrag);
	dedup_fini(&pl->dedup);
	observe_free(&pl->observe);
}

/* Ends the flows that nobody was heard in for long enough. */
static void sweep(struct pipeline *pl)
{
	struct flow *f;

	pl->next_sweep = pl->now + SWEEP_NS;
	session_overdue(pl);
	for (unsigned a = 0; a < FLOW_AGES; a++) {
		if (pl->now < pl->timeout[a])
			continue;
		uint64_t before = pl->now - pl->timeout[a];

		while ((f = flow_expired(&pl->flows, (enum flow_age)a, before)) != NULL) {
			if (a != FLOW_CLOSED)
				stat_inc(&pl->observe.stats, STAT_FLOWS_EXPIRED);
			session_end(pl, f, END_TIMEOUT);
			flow_remove(&pl->flows, f);
		}
	}
	defrag_expire(&pl->defrag, pl->now);
	uint64_t often = pl->response_timeout / 4;

	if (pl->now >= pl->next_expiry) {
		pl->next_expiry = pl->now + often;
		session_expire(pl);
	}
	/* Lines wait until their requests have surely expired. */
	uint64_t wait = pl->response_timeout + 2 * often + SWEEP_NS;

	if (pl->report != NULL && pl->now > wait)
		report_until(pl->report, pl->now - wait);
}

static void tell_time(struct pipeline *pl)
{
	detect_until(pl->detect, pl->now, &pl->observe.stats, pl->messages);
}

static void set_back(struct pipeline *pl, uint64_t at)
{
	/* So that it is known how far back the step is. */
	if (pl->detect != NULL)
		tell_time(pl);
	pl->now = at;
	pl->next_sweep = pl->next_expiry = at;
	flow_time_back(&pl->flows, at);
	if (pl->detect != NULL)
		tell_time(pl);
	if (pl->outlet != NULL)
		outlet_time(pl->outlet, at);
}

static void move_time(struct pipeline *pl, uint64_t at)
{
	if (at >= pl->now || pl->now - at < STEP_NS) {
		pl->behind = 0;
	} else if (++pl->behind >= STEP_FRAMES) { /* the clock was set back, or had been wrong */
		pl->behind = 0;
		set_back(pl, at);
	}
	if (at > pl->now)
		pl->now = at;
	/* What was due before now is told before what is only found now. */
	if (pl->detect != NULL && pl->now >= detect_next(pl->detect))
		tell_time(pl);
	if (pl->now >= pl->next_sweep)
		sweep(pl);
	if (pl->detect != NULL && pl->now >= detect_next(pl->detect))
		tell_time(pl);
	if (pl->outlet != NULL && pl->now >= outlet_next(pl->outlet))
		outlet_time(pl->outlet, pl->now);
}

void pipeline_idle(struct pipeline *pl, uint64_t now)
{
	move_time(pl, now);
}

/* Counts what is wrong with a packet. */
static void count_fault(struct stats *s, enum packet_fault fault)
{
	static const enum stat of[] = {
		[PACKET_SHORT] = STAT_PACKET_SHORT,
		[PACKET_BAD_HEADER] = STAT_PACKET_BAD_HEADER,
		[PACKET_TOO_DEEP] = STAT_PACKET_TOO_DEEP,
	};

	stat_inc(s, of[fault]);
}

static void count_packet(struct stats *s, const struct packet *pkt)
{
	if (__builtin_expect(pkt->truncated, 0))
		stat_inc(s, STAT_TRUNCATED);
	if (__builtin_expect(pkt->tunnel != 0, 0))
		stat_inc(s, STAT_TUNNELLED);
	if (__builtin_expect(pkt->prp_lan != 0, 0))
		stat_inc(s, STAT_PRP);
	if (__builtin_expect(pkt->hsr, 0))
		stat_inc(s, STAT_HSR);
}

/* Puts fragments together. False: the packet is no whole datagram (yet). */
static bool reassemble(struct pipeline *pl)
{
	struct cur whole;
	uint8_t proto;
	struct stats *s = &pl->observe.stats;

	stat_inc(s, STAT_FRAGMENTS);
	if (defrag_add(&pl->defrag, &pl->pkt, pl->pkt.at, &whole, &proto) != DEFRAG_WHOLE)
		return false;
	enum packet_fault fault = packet_reassembled(&pl->pkt, proto, whole);

	if (fault != PACKET_OK) {
		count_fault(s, fault);
		return false;
	}
	stat_inc(s, STAT_REASSEMBLED);
	if (pl->pkt.transport && cur_left(&pl->pkt.payload) > 0)
		pl->pkt.payload_hash = dedup_hash(pl->pkt.payload, pl->dedup.seed);
	return !pl->pkt.fragment;
}

/* Makes a packet of the frame. False: it cannot be read as one. */
static bool parse(struct pipeline *pl, const struct frame *frame)
{
	struct packet *pkt = &pl->pkt;
	struct stats *s = &pl->observe.stats;
	enum link link = packet_link(frame->linktype);

	pkt->frame = frame->number;
	pkt->at = frame->at;
	pkt->wire_len = frame->wire_len;
	pkt->cap_len = (uint32_t)cur_left(&frame->bytes);
	if (link == LINK_UNKNOWN) {
		stat_inc(s, STAT_LINK_UNKNOWN);
		return false;
	}
	enum packet_fault fault = packet_parse(pkt, link, frame->bytes);

	if (__builtin_expect(fault != PACKET_OK, 0)) {
		count_fault(s, fault);
		return false;
	}
	count_packet(s, pkt);
	return true;
}

/* False: there is nothing more to do with the packet. */
static bool whole(struct pipeline *pl)
{
	if (dedup_seen(&pl->dedup, &pl->pkt)) {
		stat_inc(&pl->observe.stats, STAT_DUPLICATES);
		return false;
	}
	return !pl->pkt.fragment || reassemble(pl);
}

/* The flow of the packet, begun if it is new. Sets *sender to the end that sent the packet. */
static struct flow *find_flow(struct pipeline *pl, unsigned *sender)
{
	struct flow_key key;
	uint32_t hash;
	struct flow *f;

	*sender = flow_key(&key, &pl->pkt);
	f = flow_find(&pl->flows, &key, &hash);
	if (__builtin_expect(f != NULL, 1)) {
		if (!session_reopened(f, *sender, &pl->pkt)) {
			flow_touch(&pl->flows, f, pl->pkt.at);
			return f;
		}
		session_end(pl, f, END_REOPENED);
		flow_remove(&pl->flows, f);
	}
	struct flow *victim = flow_victim(&pl->flows);

	if (victim != NULL) {
		stat_inc(&pl->observe.stats, STAT_FLOWS_EVICTED);
		session_end(pl, victim, END_EVICTED);
		flow_remove(&pl->flows, victim);
	}
	f = flow_new(&pl->flows, &key, hash, pl->pkt.at);
	session_begin(pl, f, *sender);
	return f;
}

static void tell_assets(struct pipeline *pl)
{
	if (pl->detect != NULL)
		detect_assets(pl->detect, &pl->observe.assets, pl->pkt.at, pl->pkt.frame);
	pl->observe.assets.nevents = 0;
}

void pipeline_frame(struct pipeline *pl, const struct frame *frame)
{
	struct stats *s = &pl->observe.stats;
	unsigned sender;

	if (__builtin_expect(frame->resumed, 0) && pl->detect != NULL)
		detect_paused(pl->detect, pl->now, frame->at, s, pl->messages);
	stat_inc(s, STAT_FRAMES);
	stat_add(s, STAT_BYTES, frame->wire_len);
	stat_add(s, STAT_CAPTURED, cur_left(&frame->bytes));
	if (pl->first == 0)
		pl->first = frame->at;
	move_time(pl, frame->at);
	bool good = parse(pl, frame);

	if (pl->outlet != NULL)
		outlet_frame(pl->outlet, frame, good ? &pl->pkt : NULL);
	good = good && whole(pl);
	if (__builtin_expect(pl->tap != NULL, 0))
		pl->tap->frame(pl->tap->ctx, &pl->pkt);
	if (!good)
		return;
	struct flow *f = find_flow(pl, &sender);

	session_packet(pl, f, sender);
	if (__builtin_expect(pl->tap != NULL, 0))
		pl->tap->packet(pl->tap->ctx, &pl->pkt, f, sender);
	if (pl->observe.assets.nevents > 0)
		tell_assets(pl);
}

/* What these stages counted for themselves becomes part of the counters. */
static void collect(struct pipeline *pl)
{
	uint64_t *n = pl->observe.stats.n;
	const struct defrag_stats *d = &pl->defrag.stats;

	n[STAT_FRAGMENT_OVERLAP] = d->same + d->conflicts;
	n[STAT_FRAGMENT_BAD] = d->bad + d->too_big;
	n[STAT_FRAGMENT_TIMEOUT] = d->timed_out;
	n[STAT_FRAGMENT_EVICTED] = d->evicted;
	n[STAT_NOTES_EVICTED] = pl->notes.evicted;
}

void pipeline_flush(struct pipeline *pl)
{
	for (uint32_t i = 0; i < pl->flows.n && i < pl->flows.never; i++) {
		struct flow *f = &pl->flows.slot[i];

		if (f->packets > 0)
			session_flush(pl, f);
	}
	collect(pl);
}

void pipeline_count(struct pipeline *pl)
{
	for (uint32_t i = 0; i < pl->flows.n && i < pl->flows.never; i++) {
		struct flow *f = &pl->flows.slot[i];

		if (f->packets > 0 && f->opened)
			session_flush(pl, f);
	}
	collect(pl);
}

void pipeline_break(struct pipeline *pl)
{
	struct flow *f;

	while ((f = flow_any(&pl->flows)) != NULL) {
		session_end(pl, f, END_CAPTURE);
		flow_remove(&pl->flows, f);
	}
	defrag_expire(&pl->defrag, UINT64_MAX); /* what is not whole now never will be */
}

void pipeline_moved(struct pipeline *pl, int64_t ns)
{
	if (pl->detect != NULL)
		detect_moved(pl->detect, ns);
}

void pipeline_end(struct pipeline *pl)
{
	pipeline_break(pl);
	collect(pl);
	if (pl->detect != NULL)
		detect_end(pl->detect, pl->now, &pl->observe.stats, pl->messages);
	if (pl->outlet != NULL)
		outlet_end(pl->outlet);
}
