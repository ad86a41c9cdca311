#include "tests/unit/store_kit.h"

#include "collector/incident_store.h"

static struct incident one, two;

static int open_one(void **state)
{
	*state = kit_new();
	return 0;
}

static int close_one(void **state)
{
	kit_free(*state);
	return 0;
}

/* Incidents are large for a stack. */
static struct incident *make(struct incident *i, const char *id, uint32_t revision)
{
	memset(i, 0, sizeof(*i));
	(void)snprintf(i->id, sizeof(i->id), "%s", id);
	(void)snprintf(i->site, sizeof(i->site), "waterworks");
	(void)snprintf(i->title, sizeof(i->title), "Write to %s", id);
	i->revision = revision;
	i->severity = 2;
	i->first = T0;
	i->last = T0 + revision * S;
	i->source.nips = 1;
	i->source.ips[0].n = 4;
	memcpy(i->source.ips[0].b, (uint8_t[]){ 10, 0, 0, 66 }, 4);
	i->nrules = 1;
	(void)snprintf(i->rules[0].id, sizeof(i->rules[0].id), "modbus-write-unauthorised");
	return i;
}

static void put(struct kit *k, const struct incident *i)
{
	assert_true(store_begin(k->s));
	if (!incident_store_put(k->s, i) || !store_commit(k->s))
		fail_msg("%s", store_error(k->s));
}

struct names {
	char text[512];
	uint64_t stop;
	unsigned n;
};

static void name(void *ctx, const struct incident *i)
{
	struct names *x = ctx;
	size_t len = strlen(x->text);

	x->n++;
	(void)snprintf(x->text + len, sizeof(x->text) - len, "%s.%u ", i->id, i->revision);
}

static bool name_some(void *ctx, const struct incident *i)
{
	struct names *x = ctx;

	name(ctx, i);
	return x->n != x->stop;
}

static void keep_state(void *ctx, const uint8_t *p, size_t n)
{
	struct names *x = ctx;
	size_t len = strlen(x->text);

	(void)snprintf(x->text + len, sizeof(x->text) - len, "state:%.*s", (int)n, (const char *)p);
}

static const char *due(struct kit *k, uint64_t limit)
{
	static struct names x;

	x = (struct names){ 0 };
	assert_true(incident_store_due(k->s, limit, name, &x));
	return x.text;
}

static const char *list(struct kit *k, const struct incident_filter *f, uint64_t stop)
{
	static struct names x;

	x = (struct names){ .stop = stop };
	assert_true(incident_store_each(k->s, f, name_some, &x));
	return x.text;
}

static void test_a_revision_is_due_until_it_is_written(void **state)
{
	struct kit *k = *state;
	uint64_t n = 9;

	put(k, make(&one, "a", 1));
	put(k, make(&two, "b", 1));
	put(k, make(&one, "a", 2));
	assert_string_equal(due(k, 10), "a.1 b.1 a.2 ");
	assert_string_equal(due(k, 2), "a.1 b.1 ");
	assert_true(store_begin(k->s));
	assert_true(incident_store_done(k->s, "a", 1));
	assert_true(incident_store_done(k->s, "b", 1));
	assert_true(store_commit(k->s));
	assert_string_equal(due(k, 10), "a.2 ");
	assert_true(incident_store_undone(k->s, &n));
	assert_int_equal(n, 1);
	/* What was written is written. */
	put(k, make(&two, "b", 1));
	assert_string_equal(due(k, 10), "a.2 ");
}

static void test_a_transaction_that_is_undone_leaves_nothing(void **state)
{
	struct kit *k = *state;
	bool found = true;

	assert_false(incident_store_put(k->s, make(&one, "a", 1)));
	assert_true(store_begin(k->s));
	assert_true(incident_store_put(k->s, &one));
	assert_true(incident_store_state(k->s, 7, (const uint8_t *)"x", 1));
	store_rollback(k->s);
	assert_string_equal(due(k, 10), "");
	assert_true(incident_store_get(k->s, "a", 0, &two, &found));
	assert_false(found);
}

static void test_what_is_open_comes_back_with_the_state(void **state)
{
	struct kit *k = *state;
	struct names x = { 0 };
	uint64_t batch = 99;

	assert_true(incident_store_load(k->s, &batch, keep_state, name, &x));
	assert_int_equal(batch, 0);
	assert_string_equal(x.text, "");
	put(k, make(&one, "b", 3));
	put(k, make(&one, "a", 1));
	make(&one, "c", 1)->status = INCIDENT_RESOLVED;
	put(k, &one);
	assert_true(store_begin(k->s));
	assert_true(incident_store_state(k->s, 41, (const uint8_t *)"before", 6));
	assert_true(incident_store_state(k->s, 42, (const uint8_t *)"now", 3));
	assert_true(store_commit(k->s));
	store_close(k->s);
	k->s = kit_open(k->path, false);
	assert_true(incident_store_load(k->s, &batch, keep_state, name, &x));
	assert_int_equal(batch, 42);
	assert_string_equal(x.text, "a.1 b.3 state:now");
}

static void test_revisions_stay_beside_what_it_is_now(void **state)
{
	struct kit *k = *state;
	bool found = false;

	put(k, make(&one, "a", 1));
	make(&one, "a", 2)->count = 5;
	put(k, &one);
	one.count = 6;
	assert_true(store_begin(k->s));
	assert_true(incident_store_keep(k->s, &one));
	assert_true(store_commit(k->s));
	assert_true(incident_store_get(k->s, "a", 0, &two, &found));
	assert_true(found);
	assert_int_equal(two.count, 6);
	assert_true(incident_store_get(k->s, "a", 2, &two, &found) && found);
	assert_int_equal(two.count, 5);
	assert_true(incident_store_get(k->s, "a", 1, &two, &found) && found);
	assert_int_equal(two.revision, 1);
	assert_memory_equal(&two.last, &(uint64_t){ T0 + S }, 8);
	assert_true(incident_store_get(k->s, "a", 3, &two, &found));
	assert_false(found);
}

static void test_old_revisions_give_way_when_they_are_written(void **state)
{
	struct kit *k = *state;
	bool found = false;

	assert_true(store_begin(k->s));
	for (uint32_t r = 1; r <= INCIDENT_STORE_REVISIONS + 10; r++) {
		assert_true(incident_store_put(k->s, make(&one, "a", r)));
		if (r != 4)
			assert_true(incident_store_done(k->s, "a", r));
	}
	assert_true(store_commit(k->s));
	/* The first, one that is still due, and the last ones are there. */
	static const struct {
		uint32_t revision;
		bool there;
	} cases[] = { { 1, true },  { 2, false },  { 4, true },
		      { 5, false }, { 10, false }, { 11, true } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(incident_store_get(k->s, "a", cases[i].revision, &two, &found));
		assert_int_equal(found, cases[i].there);
	}
}

static void test_lists_show_the_worst_open_one_first(void **state)
{
	struct kit *k = *state;

	put(k, make(&one, "low", 1));
	make(&one, "closed", 1)->severity = 4;
	one.status = INCIDENT_FALSE_POSITIVE;
	put(k, &one);
	make(&one, "high", 1)->severity = 3;
	put(k, &one);
	make(&one, "late", 9)->severity = 3;
	memcpy(one.source.ips[0].b, (uint8_t[]){ 10, 0, 0, 67 }, 4);
	(void)snprintf(one.rules[0].id, sizeof(one.rules[0].id), "port-scan");
	(void)snprintf(one.site, sizeof(one.site), "dam");
	put(k, &one);
	struct incident_filter f = { 0 };

	assert_string_equal(list(k, &f, 0), "late.9 high.1 low.1 closed.1 ");
	assert_string_equal(list(k, &f, 2), "late.9 high.1 ");
	f.limit = 3;
	assert_string_equal(list(k, &f, 0), "late.9 high.1 low.1 ");
	f = (struct incident_filter){ .open_only = true, .address = "10.0.0.66" };
	assert_string_equal(list(k, &f, 0), "high.1 low.1 ");
	f = (struct incident_filter){ .rule = "port-scan" };
	assert_string_equal(list(k, &f, 0), "late.9 ");
	f = (struct incident_filter){ .status = "false-positive" };
	assert_string_equal(list(k, &f, 0), "closed.1 ");
	f = (struct incident_filter){ .site = "dam", .min_severity = 3 };
	assert_string_equal(list(k, &f, 0), "late.9 ");
	f = (struct incident_filter){ .since = T0 + 5 * S };
	assert_string_equal(list(k, &f, 0), "late.9 ");
	f = (struct incident_filter){ .until = T0 };
	assert_string_equal(list(k, &f, 0), "");
	f = (struct incident_filter){ .address = "no address" };
	assert_string_equal(list(k, &f, 0), "");
}

static uint64_t forget_all(struct kit *k)
{
	struct store_retention r = { .max_age = S, .now = T0 + 100 * S, .budget = 1000 };
	struct store_forgotten out;

	assert_true(store_forget(k->s, &r, &out));
	return out.events[EVENT_OPERATION];
}

static void test_evidence_of_open_incidents_is_not_forgotten(void **state)
{
	struct kit *k = *state;

	/* 3 and 7 came alone: what came with them would stay with them. */
	(void)kit_operations(k, "plant-1", 5, 1, 2, T0, T0);
	(void)kit_operations(k, "plant-1", 5, 3, 1, T0, T0);
	(void)kit_operations(k, "plant-1", 5, 4, 3, T0, T0);
	(void)kit_operations(k, "plant-1", 5, 7, 1, T0, T0);
	(void)kit_operations(k, "plant-1", 5, 8, 3, T0, T0);
	(void)kit_operations(k, "plant-2", 5, 1, 10, T0, T0);
	make(&one, "a", 1)->nevidence = 3;
	one.evidence[0] = (struct incident_evidence){ .sensor = "plant-1", .epoch = 5, .seq = 3 };
	one.evidence[1] = (struct incident_evidence){ .sensor = "plant-1", .epoch = 5, .seq = 7 };
	/* One that the store never had. */
	one.evidence[2] = (struct incident_evidence){ .sensor = "plant-2", .epoch = 6, .seq = 7 };
	put(k, &one);
	assert_int_equal(forget_all(k), 18);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ .sensor = "plant-1" }), 2);
	one.revision = 2;
	one.status = INCIDENT_RESOLVED;
	put(k, &one);
	assert_int_equal(forget_all(k), 2);
}

static void test_the_end_of_an_id_is_enough(void **state)
{
	static const struct {
		const char *text, *id;
		unsigned n;
	} cases[] = { { "0001", "b-0001", 2 },
		      { "b-0001", "b-0001", 1 },
		      { "0002", "a-0002", 1 },
		      { "0003", "", 0 },
		      { "", "", 0 },
		      { "%", "", 0 },
		      { "xb-0001", "xb-0001", 1 } };
	struct kit *k = *state;

	put(k, make(&one, "b-0001", 1));
	put(k, make(&one, "xb-0001", 1));
	put(k, make(&one, "a-0002", 1));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char id[INCIDENT_ID] = "";
		unsigned n = 9;

		assert_true(incident_store_match(k->s, cases[i].text, id, &n));
		assert_int_equal(n, cases[i].n);
		if (n == 1)
			assert_string_equal(id, cases[i].id);
	}
}

/* ---- commands ---- */

static struct store *asking(struct kit *k)
{
	struct store_options o = { .path = k->path, .ask = true };
	char error[STORE_ERROR] = "";
	struct store *s = store_open(&o, error, sizeof(error));

	if (s == NULL)
		fail_msg("%s", error);
	return s;
}

struct answering {
	struct kit *k;
	char text[64];
};

static bool answer(void *ctx, uint64_t ticket, const uint8_t *p, size_t n)
{
	struct answering *a = ctx;
	size_t len = strlen(a->text);

	(void)snprintf(a->text + len, sizeof(a->text) - len, "%.*s ", (int)n, (const char *)p);
	return incident_store_answer(a->k->s, ticket, "done", p[0] == 'a');
}

static void test_a_second_writer_asks_and_is_answered(void **state)
{
	struct kit *k = *state;
	struct store *s = asking(k);
	struct answering a = { .k = k };
	char text[64] = "";
	uint64_t first, second;
	bool good = true, answered = true, taken = false;

	assert_true(incident_store_ask(s, (const uint8_t *)"ack", 3, &first));
	assert_true(incident_store_ask(s, (const uint8_t *)"bad", 3, &second));
	assert_true(incident_store_answered(s, first, 1, text, sizeof(text), &good, &answered));
	assert_false(answered);
	assert_true(store_begin(k->s));
	assert_true(incident_store_asked(k->s, answer, &a));
	assert_true(store_commit(k->s));
	assert_string_equal(a.text, "ack bad ");
	assert_true(incident_store_answered(s, first, S, text, sizeof(text), &good, &answered));
	assert_true(answered && good);
	assert_string_equal(text, "done");
	assert_true(incident_store_answered(s, second, S, text, sizeof(text), &good, &answered));
	assert_true(answered && !good);
	/* Nothing is asked twice, and what was done cannot be taken back. */
	assert_true(incident_store_unask(s, first, &taken));
	assert_false(taken);
	assert_true(incident_store_ask(s, (const uint8_t *)"ack", 3, &first));
	assert_true(incident_store_unask(s, first, &taken));
	assert_true(taken);
	a.text[0] = '\0';
	assert_true(incident_store_asked(k->s, answer, &a));
	assert_string_equal(a.text, "");
	store_close(s);
}

static void test_a_second_writer_can_only_ask(void **state)
{
	struct kit *k = *state;
	struct store *s = asking(k);
	bool found;

	put(k, make(&one, "a", 1));
	assert_true(incident_store_get(s, "a", 0, &two, &found) && found);
	assert_true(store_begin(s));
	assert_false(incident_store_put(s, make(&one, "b", 1)));
	store_rollback(s);
	assert_true(store_begin(s));
	assert_false(incident_store_state(s, 1, (const uint8_t *)"x", 1));
	store_rollback(s);
	assert_true(store_begin(s));
	assert_false(incident_store_answer(s, 1, "x", true));
	store_rollback(s);
	store_close(s);
}

static void test_who_cannot_write_is_told_whether_another_does(void **state)
{
	struct kit *k = *state;
	char error[STORE_ERROR];
	bool held = false;
	struct store_options o = { .path = k->path, .held = &held };

	assert_null(store_open(&o, error, sizeof(error)));
	assert_true(held);
	o.path = "/nowhere/at/all.db";
	assert_null(store_open(&o, error, sizeof(error)));
	assert_false(held);
}

/* ---- notifications ---- */

static bool show(void *ctx, const struct incident_notification *x)
{
	struct names *n = ctx;
	size_t len = strlen(n->text);

	(void)snprintf(n->text + len, sizeof(n->text) - len, "%s/%s.%u %s%s%.*s; ", x->issuer,
		       x->incident, x->revision, x->quarantined ? "quarantined " : "",
		       x->conflict ? "conflict " : "", (int)x->n, (const char *)x->text);
	return true;
}

static void test_records_of_others_are_kept_as_they_came(void **state)
{
	struct kit *k = *state;
	struct incident_notification x = { .issuer = "cert.example.jp",
					   .incident = "J-1",
					   .revision = 1,
					   .received = T0,
					   .sender = "jpcert",
					   .ours = "",
					   .text = (const uint8_t *)"{}",
					   .n = 2 };
	struct names names = { 0 };
	bool known = true;

	assert_true(store_begin(k->s));
	assert_true(incident_store_notify(k->s, &x, &known) && !known);
	assert_true(incident_store_notify(k->s, &x, &known) && known);
	x.text = (const uint8_t *)"[]";
	x.quarantined = true;
	assert_true(incident_store_notify(k->s, &x, &known) && !known);
	assert_true(incident_store_notify(k->s, &x, &known) && known);
	assert_true(store_commit(k->s));
	assert_true(incident_store_notified(k->s, show, &names));
	assert_string_equal(names.text, "cert.example.jp/J-1.1 {}; "
					"cert.example.jp/J-1.1 quarantined conflict []; ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_revision_is_due_until_it_is_written,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_a_transaction_that_is_undone_leaves_nothing,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_what_is_open_comes_back_with_the_state,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_revisions_stay_beside_what_it_is_now, open_one,
						close_one),
		cmocka_unit_test_setup_teardown(test_old_revisions_give_way_when_they_are_written,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_lists_show_the_worst_open_one_first, open_one,
						close_one),
		cmocka_unit_test_setup_teardown(test_evidence_of_open_incidents_is_not_forgotten,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_the_end_of_an_id_is_enough, open_one,
						close_one),
		cmocka_unit_test_setup_teardown(test_a_second_writer_asks_and_is_answered, open_one,
						close_one),
		cmocka_unit_test_setup_teardown(test_a_second_writer_can_only_ask, open_one,
						close_one),
		cmocka_unit_test_setup_teardown(test_who_cannot_write_is_told_whether_another_does,
						open_one, close_one),
		cmocka_unit_test_setup_teardown(test_records_of_others_are_kept_as_they_came,
						open_one, close_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
