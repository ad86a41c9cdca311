/*
 * The same events give the same incidents and revisions, byte for byte: whatever transactions they
 * come in, after a crash at any point, told twice, and from sensors in another order.
 */
#include "tests/unit/incident_kit.h"

enum { EVENTS = 600, STORED = 4096, PLAIN = 3 /* values of the switch below */ };

struct stored {
	char id[INCIDENT_ID];
	bool final; /* it stays where it is when the program begins again */
	size_t n;
	uint8_t *p;
};

/* What a store would hold. */
struct world {
	struct kit *k;
	struct stored stored[STORED];
	size_t nstored, state_size, put; /* revisions that were put */
	uint8_t *state;
};

static uint64_t seed;

static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 16) % below);
}

struct event {
	unsigned kind; /* 0: an alert; 1: a time; 2: the end of an epoch; 3: a command */
	struct line line;
	char sensor[4], from[16], to[16], object[8];
	enum correlate_verb verb;
	unsigned which;
};
static struct event events[EVENTS];

/* Sensors go on at their own pace; some hours with pauses in which things grow quiet. */
static void make_events(uint64_t start)
{
	double at[6] = { 0 };

	seed = start;
	for (unsigned n = 0; n < EVENTS; n++) {
		struct event *e = &events[n];
		unsigned sensor = any(6), kind = any(40);

		memset(e, 0, sizeof(*e));
		at[sensor] += any(30) == 0 ? any(5000) : any(40);
		e->kind = kind < 30 ? 0 : kind < 37 ? 1 : kind < 38 ? 2 : 3;
		(void)snprintf(e->sensor, sizeof(e->sensor), "s%u", sensor);
		(void)snprintf(e->from, sizeof(e->from), "10.0.0.%u", any(12));
		(void)snprintf(e->to, sizeof(e->to), "10.0.1.%u", any(12));
		(void)snprintf(e->object, sizeof(e->object), "hr:%u", any(60));
		e->line = (struct line){ .sensor = e->sensor,
					 .at = at[sensor],
					 .rule = kit_rules[any(KIT_RULES)].id,
					 .from = any(9) == 0 ? NULL : e->from,
					 .to = any(9) == 0 ? NULL : e->to,
					 .object = e->object,
					 .value = any(50),
					 .learned = any(3) > 0,
					 .role = any(4) == 0 ? "engineering" : NULL,
					 .outside = any(6) == 0 ? "maintenance" : NULL };
		e->verb = (enum correlate_verb)any(DO_STAGE + 1);
		e->which = any(40);
	}
}

static const char *id_told(struct kit *k, unsigned which)
{
	static char id[2][INCIDENT_ID];
	static unsigned turn;

	turn ^= 1;
	(void)snprintf(id[turn], sizeof(id[turn]), "%.63s",
		       k->ntold > 0 ? kit_told(k, which % k->ntold)->id : "none");
	return id[turn];
}

/* A command to something that was told of before; whether it can be done is the same each time. */
static void command(struct world *w, const struct event *e)
{
	struct correlate_command cmd = { .verb = e->verb,
					 .who = "operator",
					 .text = e->verb == DO_STAGE ? "stage=final" : "a text",
					 .status = INCIDENT_FALSE_POSITIVE,
					 .time = T0 + (uint64_t)(e->line.at * 1e9) };
	const char *why;

	cmd.id = id_told(w->k, e->which);
	cmd.other = id_told(w->k, e->which * 7 + 1);
	(void)correlate_knows(w->k->c, cmd.id);
	(void)correlate_knows(w->k->c, cmd.other);
	for (size_t n = 0; n < w->nstored; n++) {
		struct incident i;

		if ((strcmp(w->stored[n].id, cmd.id) == 0 ||
		     strcmp(w->stored[n].id, cmd.other) == 0) &&
		    !correlate_knows(w->k->c, w->stored[n].id)) {
			assert_true(incident_unpack(&i, w->stored[n].p, w->stored[n].n));
			assert_true(correlate_restore(w->k->c, &i));
		}
	}
	(void)correlate_do(w->k->c, &cmd, kit_tell, w->k, &why);
}

static void put(void *ctx, const struct incident *i);

static void feed(struct world *w, const struct event *e, bool twice)
{
	struct kit *k = w->k;
	uint8_t number = (uint8_t)e->sensor[1];

	switch (e->kind) {
	case 0:
		kit_say(k, &e->line, 1);
		if (twice) {
			k->seq[number]--;
			kit_say(k, &e->line, 1);
		}
		break;
	case 1:
	case 2:
		kit_time(k, e->sensor, e->line.at, e->kind == 2);
		break;
	default:
		command(w, e);
		break;
	}
	for (; w->put < k->ntold; w->put++)
		put(w, kit_told(k, w->put));
}

static void put(void *ctx, const struct incident *i)
{
	static uint8_t bytes[INCIDENT_PACKED_MAX];
	struct world *w = ctx;
	size_t n = incident_pack(i, bytes, sizeof(bytes)), at = 0;

	while (at < w->nstored && strcmp(w->stored[at].id, i->id) != 0)
		at++;
	assert_in_range(at, 0, STORED - 1);
	if (at == w->nstored)
		w->nstored++;
	(void)snprintf(w->stored[at].id, sizeof(w->stored[at].id), "%s", i->id);
	w->stored[at].final = incident_status_final(i->status);
	w->stored[at].p = realloc(w->stored[at].p, n);
	assert_non_null(w->stored[at].p);
	memcpy(w->stored[at].p, bytes, n);
	w->stored[at].n = n;
}

/* A transaction is committed. */
static void commit(struct world *w)
{
	correlate_changed(w->k->c, put, w);
	if (w->state == NULL)
		w->state = malloc(correlate_state_max(w->k->c));
	assert_non_null(w->state);
	w->state_size = correlate_state(w->k->c, w->state, correlate_state_max(w->k->c));
	assert_int_not_equal(w->state_size, 0);
}

/* The program ends and begins again with what was committed. */
static void restart(struct world *w)
{
	size_t from = w->nstored > 0 ? any((uint32_t)w->nstored) : 0;

	correlate_free(w->k->c);
	kit_start(w->k);
	for (size_t n = 0; n < w->nstored; n++) {
		const struct stored *s = &w->stored[(from + n) % w->nstored];
		struct incident i;

		if (s->final)
			continue;
		assert_true(incident_unpack(&i, s->p, s->n));
		assert_true(correlate_restore(w->k->c, &i));
	}
	assert_true(correlate_restore_state(w->k->c, w->state, w->state_size));
}

static struct world *world_new(uint32_t max_open)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->k = kit_new();
	if (max_open != 0) {
		correlate_free(w->k->c);
		w->k->o.max_open = max_open;
		kit_start(w->k);
	}
	return w;
}

static void world_free(struct world *w)
{
	kit_free(w->k);
	for (size_t n = 0; n < w->nstored; n++)
		free(w->stored[n].p);
	free(w->state);
	free(w);
}

static void same_revisions(const struct world *a, const struct world *b)
{
	assert_int_equal(a->k->ntold, b->k->ntold);
	for (size_t n = 0; n < a->k->ntold; n++) {
		uint32_t size;

		memcpy(&size, a->k->told[n], sizeof(size));
		assert_memory_equal(a->k->told[n], b->k->told[n], sizeof(size));
		assert_memory_equal(a->k->told[n] + sizeof(size), b->k->told[n] + sizeof(size),
				    size);
	}
}

/* `every`: events of a transaction, at most; `restarts`: after each one. */
static struct world *run(uint32_t max_open, uint32_t every, bool restarts, bool twice)
{
	struct world *w = world_new(max_open);
	uint64_t kept = seed;

	for (unsigned n = 0; n < EVENTS; n++) {
		feed(w, &events[n], twice);
		if (any(every) != 0)
			continue;
		commit(w);
		if (restarts)
			restart(w);
	}
	seed = kept;
	return w;
}

static void check(uint64_t start, uint32_t max_open)
{
	struct world *plain, *other;

	make_events(start);
	plain = run(max_open, 1, false, false);
	assert_true(plain->k->new_ones > 20 && plain->k->ntold > plain->k->new_ones);
	for (unsigned how = 0; how < PLAIN; how++) {
		/* Points at random, many: other ones with each seed. To begin again costs time
		 * where there is room for much. */
		other = run(max_open,
			    how > 0	    ? 9 * how
			    : max_open != 0 ? 2
					    : 8,
			    how != 1, how == 2);
		same_revisions(plain, other);
		world_free(other);
	}
	world_free(plain);
}

static void transactions_restarts_and_repetition_change_nothing(void **state)
{
	(void)state;
	for (uint64_t start = 1; start < 4; start++)
		check(start * 7919, 0);
}

static void nor_do_they_when_room_is_short(void **state)
{
	(void)state;
	for (uint64_t start = 1; start < 4; start++)
		check(start * 104729, 5);
}

/* What was told after the last commit is told again, the same. */
static void a_crash_loses_only_what_comes_again(void **state)
{
	struct world *plain, *w;

	(void)state;
	make_events(42);
	plain = run(0, 1, false, false);
	w = world_new(0);
	for (unsigned n = 0; n < EVENTS; n += 100) {
		size_t told = w->k->ntold, ones = w->k->new_ones;
		uint64_t seq[256];

		commit(w);
		memcpy(seq, w->k->seq, sizeof(seq));
		for (unsigned round = 0; round < 2; round++) {
			w->put = round == 0 ? SIZE_MAX : told;
			for (unsigned m = n; m < n + (round == 0 ? 37 : 100); m++)
				feed(w, &events[m], false);
			if (round == 1)
				break;
			while (w->k->ntold > told)
				free(w->k->told[--w->k->ntold]);
			w->k->new_ones = ones;
			memcpy(w->k->seq, seq, sizeof(seq));
			restart(w);
		}
	}
	same_revisions(plain, w);
	world_free(plain);
	world_free(w);
}

/* ---- other orders -------------------------------------------------------------------------- */

struct sums {
	size_t n;
	struct sum {
		uint8_t dedup[32];
		uint64_t count, first, last;
		uint32_t severity, nrules, ntechniques, nsensors, nvalues, class;
	} of[STORED];
};

static void sum(void *ctx, const struct incident *i)
{
	struct sums *s = ctx;
	struct sum *one = &s->of[s->n++];

	memset(one, 0, sizeof(*one));
	memcpy(one->dedup, i->dedup, sizeof(one->dedup));
	one->count = i->count;
	one->first = i->first;
	one->last = i->last;
	one->severity = i->severity;
	one->nrules = i->nrules;
	one->ntechniques = i->ntechniques;
	one->nsensors = i->nsensors;
	one->nvalues = i->nvalues;
	one->class = (uint32_t)i->class;
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct sum));
}

/* Alerts of three sensors that saw the same five hosts, each sensor's in its order; `order` is how
 * the sensors' batches follow each other. */
static struct sums *in_order(const unsigned order[3])
{
	struct world *w = world_new(0);
	struct sums *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	for (unsigned batch = 0; batch < 40; batch++) {
		for (unsigned n = 0; n < 3; n++) {
			for (unsigned m = 0; m < 5; m++) {
				char sensor[4], from[16], object[8];
				struct line l = {
					sensor,
					batch * 5 + m,
					m & 1 ? "modbus-write-unauthorised" : "modbus-write-new-object",
					from,
					"10.0.1.1",
					object,
					1 + m
				};

				(void)snprintf(sensor, sizeof(sensor), "s%u", order[n]);
				(void)snprintf(from, sizeof(from), "10.0.0.%u", m);
				(void)snprintf(object, sizeof(object), "hr:%u", batch % 7);
				kit_say(w->k, &l, 1);
			}
		}
	}
	correlate_each(w->k->c, sum, s);
	qsort(s->of, s->n, sizeof(s->of[0]), by_bytes);
	world_free(w);
	return s;
}

static void the_order_of_sensors_in_a_batch_does_not_matter(void **state)
{
	static const unsigned orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
	struct sums *first = in_order(orders[0]);

	(void)state;
	assert_int_equal(first->n, 5);
	assert_int_equal(first->of[0].nsensors, 3);
	assert_int_equal(first->of[0].count, 120);
	for (unsigned n = 1; n < 3; n++) {
		struct sums *other = in_order(orders[n]);

		assert_memory_equal(first, other, sizeof(*first));
		free(other);
	}
	free(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transactions_restarts_and_repetition_change_nothing),
		cmocka_unit_test(nor_do_they_when_room_is_short),
		cmocka_unit_test(a_crash_loses_only_what_comes_again),
		cmocka_unit_test(the_order_of_sensors_in_a_batch_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
