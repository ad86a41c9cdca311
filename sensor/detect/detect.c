#include "sensor/detect/detect_inside.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/detect/alert_fill.h"

/* How often the capture's own counters are looked at, in capture time. */
#define CAPTURE_NS 10000000000U

/* ---- what a match becomes ---------------------------------------------------------------- */

/* Is it the time of the rule? */
static bool in_season(const struct rule *rule, uint64_t at)
{
	if (rule->during != NULL && !window_holds(rule->during, at))
		return false;
	return rule->outside_of == NULL || !window_holds(rule->outside_of, at);
}

static void tell(struct detect *d, const struct rule *rule)
{
	d->counts.alerts[rule->priority]++;
	d->fired[rule->index]++;
	d->sink.tell(d->sink.ctx, &d->alert);
}

/* A flow is asked about once, when it is known, unless the rule says which event it wants. */
static bool of_event(const struct condition *c, const struct subject *s)
{
	return s->kind != SUBJECT_FLOW || s->flow_event == FLOW_KNOWN ||
	       (c->homes >> HOME_FLOW_EVENT & 1) != 0;
}

/* Do rules that learn hold for the subject, and does the baseline have all that they tell of it?
 * Who does what he did while it was learned is no stranger, whatever else he does. */
static bool nothing_new(struct detect *d, struct subject *s)
{
	bool learned = false;

	for (uint32_t i = 0; i < d->noffered; i++) {
		const struct index_entry *e = &d->offered->entries[d->offered->found[i]];

		if (e->role != ROLE_MATCH || e->rule->state.kind != STATE_NEW ||
		    !of_event(e->condition, s))
			continue;
		subject_reset(s);
		if (!condition_match(e->condition, s))
			continue;
		if (!states_learned(d->states, e->rule, s))
			return false;
		learned = true;
	}
	return learned;
}

static void fire(struct detect *d, const struct rule *rule, struct subject *s)
{
	uint64_t suppressed = 0;

	if (!states_tell(d->states, rule, s, s->known, &suppressed)) {
		d->held[rule->index]++;
		return;
	}
	alert_fill(&d->alert, rule, s, &d->result);
	d->alert.learned = nothing_new(d, s);
	d->alert.suppressed = suppressed;
	tell(d, rule);
}

/* Would it hold with those other counters? */
static bool holds_also(struct detect *d, const struct condition *c, uint64_t at)
{
	struct subject s = { .kind = SUBJECT_CAPTURE, .at = at, .known = at, .tag = -1 };

	s.observe = d->observe;
	s.site = &d->set->site;
	s.tags = d->tags;
	s.capture = d->also;
	return condition_match(c, &s);
}

static void entry_match(struct detect *d, const struct index_entry *e, struct subject *s)
{
	const struct rule *rule = e->rule;

	if (!of_event(e->condition, s))
		return;
	subject_reset(s);
	if (!condition_match(e->condition, s) || !in_season(rule, s->at))
		return;
	if (d->also != NULL && !holds_also(d, e->condition, s->at))
		return;
	if (e->role == ROLE_EXPECTED) {
		states_expected(d->states, rule, s);
		return;
	}
	d->result.fires = false;
	states_match(d->states, rule, s, &d->result);
	if (d->result.fires)
		fire(d, rule, s);
}

/* Asks every rule that may hold for the subject. */
static void offer(struct detect *d, struct index *ix, struct subject *s)
{
	uint32_t n;

	subject_renew(s, ++d->serial);
	n = index_find(ix, s);
	if (n == 0)
		return;
	/* A rule whose steps were found apart is asked once. */
	const struct rule *asked = NULL;

	d->offered = ix;
	d->noffered = n;

	for (uint32_t i = 0; i < n; i++) {
		const struct index_entry *e = &ix->entries[ix->found[i]];

		if (e->role == ROLE_MATCH && e->rule == asked)
			continue;
		if (e->role == ROLE_MATCH && e->rule->condition == NULL)
			asked = e->rule;
		entry_match(d, e, s);
	}
	uint64_t next = states_next(d->states);

	if (next < d->next)
		d->next = next;
}

/* ---- subjects ---------------------------------------------------------------------------- */

static struct subject *subject_of(struct detect *d, enum subject_kind kind, uint64_t at,
				  uint64_t frame)
{
	struct subject *s = &d->subject;

	memset(s, 0, offsetof(struct subject, text));
	s->kind = kind;
	s->at = s->known = at;
	s->frame = frame;
	s->observe = d->observe;
	s->site = &d->set->site;
	s->tags = d->tags;
	s->tag = -1;
	s->facts = d->facts;
	return s;
}

bool detect_packets_wanted(const struct detect *d)
{
	for (unsigned i = 0; i < PACKET_SORTS; i++) {
		if (d->packets[i].n > 0)
			return true;
	}
	return false;
}

static enum packet_sort sort_of_packet(const struct packet *pkt)
{
	switch (pkt->ip_proto) {
	case IP_TCP:
		return (pkt->tcp_flags & (TCP_SYN | TCP_RST)) != 0 ? PACKET_TCP_EDGE : PACKET_TCP;
	case IP_UDP:
		return PACKET_UDP;
	case IP_ICMP:
	case IP_ICMPV6:
		return PACKET_ICMP;
	default:
		return PACKET_OTHER;
	}
}

void detect_packet(struct detect *d, const struct packet *pkt, const struct flow *f, unsigned end)
{
	struct index *ix = &d->packets[sort_of_packet(pkt)];

	if (ix->n == 0)
		return;
	struct subject *s = subject_of(d, SUBJECT_PACKET, pkt->at, pkt->frame);

	s->pkt = pkt;
	s->flow = f;
	s->end = (uint8_t)end;
	offer(d, ix, s);
}

static enum operation_sort sort_of_operation(const struct dec *dec, const struct ot *ot)
{
	if (dec->malformed || dec->nmarks > 0 || ot->unmatched)
		return OPERATION_ODD;
	return ot->response ? OPERATION_RESPONSE : OPERATION_REQUEST;
}

static void note_updated(void *ctx, uint32_t tag)
{
	struct detect *d = ctx;

	if (d->nupdated < d->ntags)
		d->updated[d->nupdated++] = tag;
}

/* All variables are up to date before a rule looks at one of them. */
static void offer_tags(struct detect *d, struct subject *s)
{
	s->kind = SUBJECT_TAG;
	for (uint32_t i = 0; i < d->nupdated; i++) {
		s->tag = (int)d->updated[i];
		offer(d, &d->index[SUBJECT_TAG], s);
	}
	s->tag = -1;
	s->kind = SUBJECT_OPERATION;
}

void detect_message(struct detect *d, const struct flow *f, unsigned end, const struct dec *dec,
		    const struct packet *pkt)
{
	struct index *sorts = d->operations[f->protocol];

	if (sorts[OPERATION_REQUEST].n == 0 && sorts[OPERATION_RESPONSE].n == 0 &&
	    sorts[OPERATION_ODD].n == 0 && d->ntags == 0)
		return;
	struct subject *s = subject_of(d, SUBJECT_OPERATION, dec->at, dec->frame);

	s->pkt = pkt;
	s->flow = f;
	s->end = (uint8_t)end;
	s->dec = dec;
	if (f->protocol == PROTOCOL_goose)
		s->goose = goose_seqs_update(d->goose, dec);
	for (unsigned i = 0; i < dec->noperations; i++) {
		struct index *ix = &sorts[sort_of_operation(dec, &dec->operations[i].ot)];

		s->op = &dec->operations[i];
		d->nupdated = 0;
		if (d->ntags > 0)
			tags_operation(d->tags, f, end, dec, s->op, note_updated, d);
		if (ix->n > 0)
			offer(d, ix, s);
		if (d->nupdated > 0)
			offer_tags(d, s);
	}
}

void detect_unanswered(struct detect *d, const struct flow *f, const struct pair *request,
		       uint64_t at)
{
	struct index *ix = &d->operations[f->protocol][OPERATION_UNANSWERED];

	if (ix->n == 0)
		return;
	struct subject *s = subject_of(d, SUBJECT_OPERATION, request->at, request->frame);

	s->flow = f;
	s->end = f->client;
	s->unanswered = request;
	s->known = at;
	offer(d, ix, s);
}

void detect_flow(struct detect *d, const struct flow *f, enum flow_event event, uint64_t at,
		 const struct dpi_facts *facts, const struct dpi *engine, const struct packet *pkt)
{
	struct index *ix = &d->index[SUBJECT_FLOW];

	if (ix->n == 0)
		return;
	/* Without a packet it is its last one that counts. */
	uint64_t last = pkt == NULL && f->delta.last != 0 ? f->delta.last : at;
	struct subject *s = subject_of(d, SUBJECT_FLOW, last, pkt != NULL ? pkt->frame : f->frame);

	s->known = at;
	s->pkt = pkt;
	s->flow = f;
	s->end = f->client;
	s->dpi = facts;
	s->dpi_engine = engine;
	s->flow_event = event;
	offer(d, ix, s);
}

static void offer_asset(struct detect *d, struct assets *t, const struct asset_event_entry *e,
			uint64_t at, uint64_t frame)
{
	struct asset *a = asset_of(t, e->asset);

	if (a == NULL || (e->event == ASSET_NEW && a->told))
		return;
	if (e->event == ASSET_NEW)
		a->told = true;
	struct subject *s = subject_of(d, SUBJECT_ASSET, at, frame);

	s->asset = a;
	s->asset_event = e->event;
	s->conflict = e->event == ASSET_CONFLICT ? &t->conflicts[e->conflict] : NULL;
	offer(d, &d->index[SUBJECT_ASSET], s);
}

void detect_assets(struct detect *d, struct assets *assets, uint64_t at, uint64_t frame)
{
	for (unsigned i = 0; i < assets->nevents; i++)
		offer_asset(d, assets, &assets->events[i], at, frame);
	assets->nevents = 0;
}

/* ---- time -------------------------------------------------------------------------------- */

static void on_due(void *ctx, const struct state_due *due)
{
	struct detect *d = ctx;
	uint64_t suppressed;

	if (!in_season(due->rule, due->at))
		return;
	if (!states_tell_due(d->states, due, &suppressed)) {
		d->held[due->rule->index]++;
		return;
	}
	alert_fill_due(&d->alert, due, &d->set->site);
	d->alert.suppressed = suppressed;
	tell(d, due->rule);
}

/* What was counted since the last time. */
static void count_capture(struct detect *d, const struct stats *stats, uint64_t messages,
			  uint64_t since[CAPTURE_FACTS])
{
	static const enum stat of[CAPTURE_FACTS] = {
		[CAPTURE_FRAMES] = STAT_FRAMES,
		[CAPTURE_DUPLICATES] = STAT_DUPLICATES,
		[CAPTURE_GAPS] = STAT_STREAM_GAPS,
		[CAPTURE_FLOWS] = STAT_FLOWS,
		[CAPTURE_ONE_SIDED] = STAT_FLOWS_ONE_SIDED,
		[CAPTURE_CONFLICTS] = STAT_STREAM_CONFLICTS,
		[CAPTURE_TRUNCATED] = STAT_TRUNCATED,
	};
	uint64_t now[CAPTURE_FACTS];

	for (unsigned i = 0; i < CAPTURE_FACTS; i++)
		now[i] = stats->n[of[i]];
	now[CAPTURE_MESSAGES] = messages;
	now[CAPTURE_MALFORMED] = d->malformed;
	now[CAPTURE_DROPPED] = d->dropped;
	for (unsigned i = 0; i < CAPTURE_FACTS; i++) {
		since[i] = now[i] - d->before[i];
		d->before[i] = now[i];
	}
}

static void offer_capture(struct detect *d, uint64_t at, const uint64_t since[CAPTURE_FACTS])
{
	struct subject *s = subject_of(d, SUBJECT_CAPTURE, at, 0);

	s->capture = since;
	offer(d, &d->index[SUBJECT_CAPTURE], s);
}

static void whole_period(struct detect *d, uint64_t at, const struct stats *stats,
			 uint64_t messages)
{
	if (d->index[SUBJECT_CAPTURE].n == 0)
		return;
	count_capture(d, stats, messages, d->period);
	d->has_period = true;
	offer_capture(d, at, d->period);
}

/*
 * The capture ends within a period. What there is too much of already is told; that there is little
 * of something may only be because the time was short. So a condition has to hold for what was
 * counted, and also with the period before it; without one, as if all had gone on for long, with a
 * little of everything.
 */
static void short_period(struct detect *d, uint64_t at, const struct stats *stats,
			 uint64_t messages)
{
	enum { LONG = 1000 };
	uint64_t since[CAPTURE_FACTS], also[CAPTURE_FACTS];

	if (d->index[SUBJECT_CAPTURE].n == 0)
		return;
	count_capture(d, stats, messages, since);
	for (unsigned i = 0; i < CAPTURE_FACTS; i++)
		also[i] = d->has_period ? since[i] + d->period[i] : (since[i] + 1) * LONG;
	d->has_period = false;
	if (since[CAPTURE_FRAMES] == 0)
		return;
	d->also = also;
	offer_capture(d, at, since);
	d->also = NULL;
}

uint64_t detect_next(const struct detect *d)
{
	return d->next;
}

void detect_until(struct detect *d, uint64_t now, const struct stats *stats, uint64_t messages)
{
	/* Time began, or went back. */
	if (d->capture_at == 0 || d->capture_at > now + CAPTURE_NS)
		d->capture_at = now + CAPTURE_NS;
	states_until(d->states, now, on_due, d);
	if (now >= d->capture_at) {
		uint64_t at = d->capture_at;

		d->capture_at = now + CAPTURE_NS;
		whole_period(d, at, stats, messages);
		/* Then nothing came for a whole period: once, however long it was. */
		if (now >= at + CAPTURE_NS)
			whole_period(d, at + CAPTURE_NS, stats, messages);
	}
	d->next = states_next(d->states);
	if (d->capture_at < d->next)
		d->next = d->capture_at;
}

void detect_end(struct detect *d, uint64_t now, const struct stats *stats, uint64_t messages)
{
	short_period(d, now, stats, messages);
}

void detect_paused(struct detect *d, uint64_t from, uint64_t to, const struct stats *stats,
		   uint64_t messages)
{
	if (!states_paused(d->states, from, to))
		return;
	short_period(d, from, stats, messages);
	d->capture_at = to + CAPTURE_NS;
	d->next = 0;
}

void detect_moved(struct detect *d, int64_t ns)
{
	goose_seqs_moved(d->goose, ns);
}

void detect_counts(const struct detect *d, struct detect_counts *out)
{
	struct states_stats st;

	states_stats(d->states, &st);
	*out = d->counts;
	out->throttled = st.throttled;
	out->evicted = st.evicted;
	out->distinct_full = st.distinct_full;
	out->goose_evicted = goose_seqs_evicted(d->goose);
	out->baseline_full = d->baseline != NULL ? baseline_full(d->baseline) : 0;
}

const uint64_t *detect_fired(const struct detect *d)
{
	return d->fired;
}

const uint64_t *detect_held(const struct detect *d)
{
	return d->held;
}
