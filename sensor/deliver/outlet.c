#include "sensor/deliver/outlet_inside.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sensor/deliver/clock.h"

static uint64_t monotonic(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

/* Only of live capture: the clock of who reads a file says nothing of the file. */
static void look_at_clock(struct outlet *o)
{
	Kagami__Clock clock = KAGAMI__CLOCK__INIT;

	if (o->o.live)
		filler_clock(o->fl, clock_read(&clock) ? &clock : NULL);
}

struct outlet *outlet_new_sink(const struct outlet_options *options, const struct outlet_sink *sink,
			       struct pipeline *pl)
{
	struct outlet *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->o = *options;
	o->sink = *sink;
	o->pl = pl;
	o->fl = filler_new();
	if (options->operations == SEND_CHANGES)
		o->changes = changes_new(options->objects);
	if (options->evidence.ring != 0)
		o->evidence = evidence_new(&options->evidence);
	if (o->fl == NULL || (options->operations == SEND_CHANGES && o->changes == NULL) ||
	    (options->evidence.ring != 0 && o->evidence == NULL) || !outlet_rounds_init(o)) {
		outlet_free(o);
		return NULL;
	}
	if (options->capture != NULL)
		filler_capture(o->fl, options->capture);
	if (options->live)
		o->started = monotonic();
	look_at_clock(o);
	return o;
}

void outlet_free(struct outlet *o)
{
	if (o == NULL)
		return;
	outlet_rounds_free(o);
	changes_free(o->changes);
	evidence_free(o->evidence);
	filler_free(o->fl);
	free(o);
}

size_t outlet_cost(void)
{
	return changes_cost();
}

void outlet_offer(struct outlet *o, enum event_kind kind, const Kagami__Event *e)
{
	o->offered[kind]++;
	(void)o->sink.offer(o->sink.ctx, kind, e); /* what is shed is counted there */
}

/* ---- operations and alerts --------------------------------------------------------------- */

static bool changes_device(enum ot_op op)
{
	return op == OT_WRITE || op == OT_CONTROL || op == OT_PROGRAM;
}

static bool chosen(struct outlet *o, const struct flow *f, const struct dec *d,
		   const struct operation *op)
{
	switch (o->o.operations) {
	case SEND_NONE:
		break;
	case SEND_WRITES:
		if (changes_device(op->ot.op) || op->ot.failed)
			return true;
		break;
	case SEND_CHANGES:
		if (changes_device(op->ot.op) || changes_see(o->changes, f, d, op))
			return true;
		o->unchanged++;
		return false;
	case SEND_ALL:
		return true;
	}
	o->unwanted++;
	return false;
}

void outlet_message(struct outlet *o, const struct flow *f, unsigned end, const struct dec *d)
{
	for (unsigned i = 0; i < d->noperations; i++) {
		const struct operation *op = &d->operations[i];

		if (chosen(o, f, d, op))
			outlet_offer(o, EVENT_OPERATION, fill_operation(o->fl, f, end, d, op));
	}
}

/* What is complete; last: all of it. */
static void send_evidence(struct outlet *o, uint64_t now, bool last)
{
	const struct evidence_set *set;

	while ((set = evidence_next(o->evidence, now, last)) != NULL)
		outlet_offer(o, EVENT_PACKETS, fill_packets(o->fl, set, o->pl->now));
}

void outlet_frame(struct outlet *o, const struct frame *frame, const struct packet *pkt)
{
	if (o->evidence == NULL)
		return;
	evidence_frame(o->evidence, frame, pkt);
	if (o->pl->now >= evidence_due(o->evidence))
		send_evidence(o, o->pl->now, false);
}

void outlet_alert(struct outlet *o, const struct alert *a)
{
	o->alerts++;
	outlet_offer(o, EVENT_ALERT, fill_alert(o->fl, a, o->alerts));
	if (o->evidence != NULL && evidence_alert(o->evidence, a, o->alerts))
		send_evidence(o, o->pl->now, false);
}

/* ---- rules ------------------------------------------------------------------------------- */

static bool send_dictionary(struct outlet *o, const Kagami__Dictionary *m)
{
	size_t n = kagami__dictionary__get_packed_size(m);
	uint8_t *bytes = malloc(n > 0 ? n : 1);

	if (bytes == NULL)
		return false;
	(void)kagami__dictionary__pack(m, bytes);
	bool good = o->sink.dictionary(o->sink.ctx, m->id, bytes, n);

	free(bytes);
	return good;
}

static void keep(char *out, size_t room, const char *s)
{
	size_t n = s != NULL ? strnlen(s, room - 1) : 0;

	if (n > 0)
		memcpy(out, s, n);
	out[n] = '\0';
}

bool outlet_rules(struct outlet *o, const struct ruleset *set, const char *baseline_digest)
{
	/* Their rules have the numbers of the dictionary that goes. */
	if (o->evidence != NULL)
		send_evidence(o, o->pl->now, true);
	Kagami__Dictionary *m = fill_dictionary(set, baseline_digest);
	bool good = m != NULL && send_dictionary(o, m);

	/* The old set is gone whether or not its successor's dictionary could be kept. */
	o->set = set;
	o->site = set != NULL ? &set->site : NULL;
	keep(o->baseline_digest, sizeof(o->baseline_digest), baseline_digest);
	if (m != NULL && strcmp(o->site_digest, m->site_digest) != 0) {
		keep(o->site_digest, sizeof(o->site_digest), m->site_digest);
		outlet_forget_told(o);
	}
	dictionary_message_free(m);
	return good;
}

/* ---- health ------------------------------------------------------------------------------ */

static size_t interfaces_of(const struct summary_capture *c, struct fill_interface *out)
{
	size_t n = c == NULL ? 0 : c->ninputs < FILL_INTERFACES ? c->ninputs : FILL_INTERFACES;

	for (size_t i = 0; i < n; i++) {
		const struct summary_input *in = &c->inputs[i];
		const char *slash = !in->live ? strrchr(in->name, '/') : NULL;

		out[i] = (struct fill_interface){ .name = slash != NULL ? slash + 1 : in->name,
						  .frames = in->frames,
						  .bytes = in->bytes,
						  .dropped = in->dropped,
						  .interface_dropped = in->if_dropped };
	}
	return n;
}

void outlet_health(struct outlet *o, const char *state, const struct summary_capture *capture)
{
	struct fill_interface interfaces[FILL_INTERFACES];
	Kagami__Link link = KAGAMI__LINK__INIT;
	Kagami__Shed shed = KAGAMI__SHED__INIT;
	const struct pipeline *pl = o->pl;

	if (!o->o.live && pl->now == 0) {
		if (o->waiting == NULL)
			o->waiting = state; /* until it is known when the capture began */
		return;
	}
	if (capture == NULL && o->o.counters != NULL)
		capture = o->o.counters(o->o.ctx);
	/* How delivery stands is no part of what a file holds. */
	bool linked = o->o.live && o->sink.link != NULL;
	struct fill_health h = { .at = pl->now,
				 .state = state,
				 .uptime =
					 o->o.live ? monotonic() - o->started : pl->now - pl->first,
				 .interfaces = interfaces,
				 .ninterfaces = interfaces_of(capture, interfaces),
				 .stats = &pl->observe.stats,
				 .set = o->set,
				 .baseline_digest = o->baseline_digest,
				 .alerts = o->alerts,
				 .assets = pl->observe.assets.n,
				 .conversations = pl->observe.convs.n,
				 .link = linked ? &link : NULL };

	if (linked)
		o->sink.link(o->sink.ctx, &link, &shed);
	if (o->o.live && h.at == 0) { /* no frame yet */
		struct timespec ts;

		(void)clock_gettime(CLOCK_REALTIME, &ts);
		h.at = (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
	}
	outlet_offer(o, EVENT_HEALTH, fill_health(o->fl, &h));
}

/* ---- time -------------------------------------------------------------------------------- */

uint64_t outlet_next(const struct outlet *o)
{
	uint64_t due = o->evidence != NULL ? evidence_due(o->evidence) : UINT64_MAX;

	return due < o->next ? due : o->next;
}

void outlet_time(struct outlet *o, uint64_t now)
{
	bool began = o->next == 0;

	if (o->evidence != NULL)
		send_evidence(o, now, false);
	/* Also when time went back: the next round is never further away than a round. */
	if (now < o->next && o->next - now <= o->o.round)
		return;
	o->next = now + o->o.round;
	if (began) {
		o->next_health = now + o->o.health_interval;
		if (o->waiting != NULL)
			outlet_health(o, o->waiting, NULL);
		return;
	}
	look_at_clock(o);
	outlet_round(o, now, false);
	if (!o->o.live || (now < o->next_health && o->next_health - now <= o->o.health_interval))
		return;
	o->next_health = now + o->o.health_interval;
	outlet_health(o, "running", NULL);
}

void outlet_end(struct outlet *o)
{
	if (o->evidence != NULL)
		send_evidence(o, o->pl->now, true);
	outlet_round(o, o->pl->now, true);
}

void outlet_stats(const struct outlet *o, struct outlet_stats *out)
{
	*out = (struct outlet_stats){ .unchanged = o->unchanged, .unwanted = o->unwanted };
	memcpy(out->offered, o->offered, sizeof(out->offered));
	if (o->evidence != NULL)
		evidence_stats(o->evidence, &out->evidence);
	if (o->changes != NULL)
		out->forgotten = changes_forgotten(o->changes);
}
