#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "collector/commands.h"
#include "collector/query.h"

enum { FOLLOWED = 10, PAUSE_MS = 200 };

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* What is printed of the events that are read. */
struct printing {
	struct query *q;
	uint64_t newest;	     /* batch; later ones are for those who follow */
	uint64_t from_time, from_id; /* the first one that is printed */
};

static bool print(struct query *q, const struct store_event *x)
{
	const char *why;

	if (!q->c->json) {
		query_print(q, x);
		return ferror(stdout) == 0 && !stopped;
	}
	const struct dictionary *d = query_dictionary(q, x->origin.sensor, x->dictionary);

	wire_clear(&q->arena);
	const Kagami__Event *e = wire_unpack_event(&q->arena, x->p, x->n, &why);
	size_t n = e == NULL ? 0 : event_json(e, d, &x->origin, NULL, q->json, EVENT_JSON_MAX);

	(void)fwrite(q->json, 1, n, stdout);
	return ferror(stdout) == 0 && !stopped;
}

static bool print_known(void *ctx, const struct store_event *x)
{
	const struct printing *p = ctx;

	if (x->batch > p->newest || (x->time == p->from_time && x->id < p->from_id))
		return true;
	return print(p->q, x);
}

static bool print_new(void *ctx, const struct store_event *x)
{
	return print(ctx, x);
}

static bool note_first(void *ctx, const struct store_event *x)
{
	struct printing *p = ctx;

	p->from_time = x->time;
	p->from_id = x->id;
	return !stopped;
}

/* The newest ones are wanted, and the oldest of them first. */
static bool begin_at(struct query *q, struct printing *p)
{
	struct store_filter f = q->filter;

	if (f.limit == 0)
		return true;
	f.newest_first = true;
	if (!store_each_event(q->store, &f, note_first, p))
		return false;
	q->filter.limit = 0;
	if (p->from_time > q->filter.since)
		q->filter.since = p->from_time;
	return true;
}

static bool follow(struct query *q, uint64_t batch)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	struct sigaction act = { .sa_handler = stop };

	/* Only from here on: before, Ctrl-C may end the program at once. */
	(void)sigaction(SIGINT, &act, NULL);
	(void)sigaction(SIGTERM, &act, NULL);
	q->filter.since = q->c->since;
	while (!stopped) {
		if (!store_follow(q->store, &q->filter, &batch, print_new, q))
			return false;
		if (fflush(stdout) != 0)
			return true;
		(void)nanosleep(&pause, NULL);
	}
	return true;
}

int collect_events(const struct collector_options *c, char **args)
{
	struct query q;
	struct printing p = { .q = &q, .newest = UINT64_MAX };
	uint64_t newest = 0;
	int code;

	(void)args;
	if (query_open(&q, c, &code)) {
		if (c->follow && c->limit == 0 && c->since == 0)
			q.filter.limit = FOLLOWED;
		bool good = store_newest(q.store, &newest);

		if (c->follow)
			p.newest = newest;
		good = good && begin_at(&q, &p) &&
		       store_each_event(q.store, &q.filter, print_known, &p) &&
		       (!c->follow || follow(&q, newest));
		code = good ? query_written() : query_failed(&q);
	}
	query_close(&q);
	return code;
}
