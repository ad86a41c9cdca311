/* The process of a host that publishes or subscribes. */
#include "pcaps/plant/goose.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "pcaps/plant/raw.h"

#define ETHERTYPE_GOOSE 0x88b8
#define LOOK_MS		10 /* how often the data sets are looked at; the model moves every 100 ms */

struct publishing {
	const struct goose_block *block;
	struct publisher p;
	double sent[VARIABLES_MAX]; /* as the last state has them */
};

struct station {
	struct plant *plant;
	struct raw raw;
	struct publishing publishing[GOOSE_BLOCKS];
	size_t n;
	struct goose_heard heard[GOOSE_SUBSCRIPTIONS];
};

/* So that the times in frames fit those of a recording that is stretched (--pace). */
uint64_t goose_wall(uint64_t at)
{
	struct timespec t;
	uint64_t since = clock_monotonic() - clock_from();

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec - since + (at - clock_from());
}

/* ---- publishing ------------------------------------------------------------------------------ */

static void values_take(const struct plant *plant, double *values)
{
	for (size_t i = 0; i < nvariables; i++)
		values[i] = atomic_load(&plant->value[i]);
}

static bool changed(const struct goose_entry *e, double before, double now)
{
	switch (e->form) {
	case GOOSE_BOOLEAN:
	case GOOSE_POSITION:
		return (before >= 0.5) != (now >= 0.5);
	default:
		return before != now && fabs(before - now) >= e->change;
	}
}

/* A new state, when a member of the data set changed. */
static void publishing_look(struct publishing *g, const double *values, uint64_t now)
{
	const struct goose_block *b = g->block;
	bool news = g->p.stnum == 0; /* nothing was sent yet */
	struct bytes data = { .n = 0 };

	for (unsigned i = 0; i < b->nentries; i++) {
		int v = b->entries[i].variable;

		news = news || changed(&b->entries[i], g->sent[v], values[v]);
	}
	if (!news)
		return;
	memcpy(g->sent, values, sizeof(g->sent));
	goose_data(&data, b, values);
	publisher_change(&g->p, now, &data, b->nentries);
	g->p.changed = goose_wall(now) - STORY_BEGIN;
	g->p.interval = b->first_ms * MS;
}

static void publishing_send(struct station *s, struct publishing *g, uint64_t now)
{
	uint64_t longest = g->block->heartbeat_ms * MS;
	struct bytes f = publisher_frame(&g->p);

	raw_send(&s->raw, f.b, f.n);
	g->p.sqnum = g->p.sqnum == UINT32_MAX ? 1 : g->p.sqnum + 1;
	g->p.next += g->p.interval;
	/* after a machine that stood still: not all at once */
	if (g->p.next < now)
		g->p.next = now + g->p.interval;
	g->p.interval = 2 * g->p.interval < longest ? 2 * g->p.interval : longest;
}

/* Sends what is due; when the next frame is. */
static uint64_t publish(struct station *s, uint64_t now)
{
	static double values[VARIABLES_MAX];
	uint64_t next = now + LOOK_MS * MS * clock_pace();

	values_take(s->plant, values);
	for (size_t i = 0; i < s->n; i++) {
		struct publishing *g = &s->publishing[i];

		publishing_look(g, values, now);
		if (g->p.next <= now)
			publishing_send(s, g, now);
		if (g->p.next < next)
			next = g->p.next;
	}
	return next;
}

/* ---- subscribing ----------------------------------------------------------------------------- */

static void subscription_set(struct station *s, const struct goose_subscription *x, double value)
{
	atomic_store(&s->plant->value[x->variable], value);
}

static void hear(struct station *s, int host, const uint8_t *frame, size_t n, uint64_t now)
{
	struct goose_seen seen;
	size_t at, len;

	if (!goose_read(frame, n, &seen))
		return;
	for (size_t i = 0; i < ngoose_subscriptions; i++) {
		const struct goose_subscription *x = &goose_subscriptions[i];
		const struct goose_block *b = &goose_blocks[x->block];

		if (x->host == host && goose_accept(&s->heard[i], b, &seen, now) &&
		    goose_content(frame, &seen, x->entry, &at, &len))
			subscription_set(
				s, x, goose_value(b->entries[x->entry - 1].form, frame + at, len));
	}
}

/* What is not valid any more is as if nothing had been heard. */
static void expire(struct station *s, int host, uint64_t now)
{
	for (size_t i = 0; i < ngoose_subscriptions; i++) {
		const struct goose_subscription *x = &goose_subscriptions[i];
		struct goose_heard *h = &s->heard[i];

		if (x->host != host || !h->any || now < h->until)
			continue;
		h->any = false;
		subscription_set(s, x, variables[x->variable].start);
	}
}

/* ---- both ------------------------------------------------------------------------------------ */

static int milliseconds_until(uint64_t next, uint64_t now)
{
	uint64_t ms = next > now ? (next - now) / (MS * clock_pace()) : 0;

	return ms > LOOK_MS ? LOOK_MS : (int)ms;
}

int goose_run(struct plant *plant, int host)
{
	static struct station s;
	uint8_t frame[RAW_FRAME];

	s.plant = plant;
	for (size_t i = 0; i < ngoose_blocks; i++) {
		if (goose_blocks[i].host != host)
			continue;
		s.publishing[s.n].block = &goose_blocks[i];
		goose_publisher(&s.publishing[s.n++].p, &goose_blocks[i]);
	}
	if (!raw_open(&s.raw, ETHERTYPE_GOOSE))
		return FAILED;
	while (!stop_asked()) {
		uint64_t now = clock_now(), next = publish(&s, now);
		size_t n = raw_receive(&s.raw, frame, milliseconds_until(next, now));

		if (n > 0)
			hear(&s, host, frame, n, clock_now());
		expire(&s, host, clock_now());
	}
	raw_close(&s.raw);
	return DONE;
}
