#include "tests/unit/store_kit.h"

#include <sqlite3.h>
#include <sys/wait.h>

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

static struct dictionary *rules(void)
{
	static char first[] = "modbus-write", second[] = "arp-scan";
	static Kagami__Rule rule[2], *list[2] = { &rule[0], &rule[1] };
	Kagami__Dictionary m;
	const char *why = NULL;

	kagami__dictionary__init(&m);
	kagami__rule__init(&rule[0]);
	kagami__rule__init(&rule[1]);
	rule[0].id = rule[0].title = first;
	rule[0].priority = KAGAMI__PRIORITY__PRIORITY_HIGH;
	rule[1].index = 1;
	rule[1].id = rule[1].title = second;
	rule[1].priority = KAGAMI__PRIORITY__PRIORITY_LOW;
	m.id = 7;
	m.n_rules = 2;
	m.rules = list;
	struct dictionary *d = dictionary_new(&m, &why);

	if (d == NULL)
		fail_msg("%s", why);
	return d;
}

static void alert(struct kit *k, uint64_t time, uint32_t rule, const char *text)
{
	static Kagami__Alert alerts[64];
	static Kagami__End source, target;
	static uint8_t ip[2][4] = { { 10, 0, 0, 5 }, { 10, 0, 0, 9 } };
	static uint8_t mac[6] = { 0, 0x80, 0xf4, 1, 2, 3 };
	static char words[64][64];
	static unsigned at;
	Kagami__Event *e = kit_event(k, time);
	Kagami__Alert *a = &alerts[at % 64];

	(void)snprintf(words[at % 64], sizeof(words[0]), "%s", text);
	kagami__alert__init(a);
	kagami__end__init(&source);
	kagami__end__init(&target);
	source.ip = (ProtobufCBinaryData){ 4, ip[0] };
	source.mac = (ProtobufCBinaryData){ 6, mac };
	target.ip = (ProtobufCBinaryData){ 4, ip[1] };
	a->rule = rule;
	a->text = words[at++ % 64];
	a->source = &source;
	a->target = &target;
	e->body_case = KAGAMI__EVENT__BODY_ALERT;
	e->alert = a;
}

static void test_numbers_up_to_the_last_one_are_passed_over(void **state)
{
	struct kit *k = *state;
	uint64_t seq = 99;

	assert_true(store_committed(k->s, "plant-1", 5, &seq));
	assert_int_equal(seq, 0);
	assert_int_equal(kit_operations(k, "plant-1", 5, 1, 10, T0, T0), 10);
	assert_int_equal(kit_operations(k, "plant-1", 5, 1, 10, T0, T0), 0);
	assert_int_equal(kit_operations(k, "plant-1", 5, 6, 10, T0, T0), 5);
	assert_int_equal(kit_operations(k, "plant-1", 6, 1, 3, T0, T0), 3);
	assert_int_equal(kit_operations(k, "plant-2", 5, 1, 2, T0, T0), 2);
	assert_true(store_committed(k->s, "plant-1", 5, &seq));
	assert_int_equal(seq, 15);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), 20);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ .sensor = "plant-1" }), 18);
	assert_true(store_verify(k->s, kit_problem, (char[512]){ "" }));
}

static void test_what_is_rolled_back_was_never_there(void **state)
{
	struct kit *k = *state;
	uint64_t seq;

	(void)kit_operations(k, "plant-1", UINT64_MAX, 1, 4, T0, T0);
	kit_operation(k, T0);
	assert_true(store_begin(k->s));
	assert_int_equal(kit_add(k, "plant-1", UINT64_MAX, 5, T0, NULL), 1);
	assert_true(store_committed(k->s, "plant-1", UINT64_MAX, &seq));
	assert_int_equal(seq, 4); /* it is not committed yet */
	store_rollback(k->s);
	assert_true(store_committed(k->s, "plant-1", UINT64_MAX, &seq));
	assert_int_equal(seq, 4);
	assert_true(store_begin(k->s));
	assert_int_equal(kit_add(k, "plant-1", UINT64_MAX, 5, T0, NULL), 1);
	assert_true(store_commit(k->s));
	assert_true(store_committed(k->s, "plant-1", UINT64_MAX, &seq));
	assert_int_equal(seq, 5);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), 5);
}

static void test_a_hole_in_front_is_recorded(void **state)
{
	struct kit *k = *state;
	struct store_sensor x = { 0 };

	(void)kit_operations(k, "plant-1", 5, 11, 10, T0, T0);
	(void)kit_operations(k, "plant-1", 5, 31, 1, T0, T0);
	assert_true(store_each_sensor(k->s, kit_sensor, &x));
	assert_int_equal(x.lost, 20);
	assert_int_equal(x.committed_seq, 31);
	assert_int_equal(x.events, 11);
}

static void test_numbers_that_cannot_be_are_refused(void **state)
{
	struct kit *k = *state;
	size_t added;

	kit_operation(k, T0);
	struct store_batch b = {
		.sensor = "plant-1", .epoch = 1, .n = 1, .bytes = k->bytes, .events = k->list
	};

	assert_false(store_add(k->s, &b, NULL, &added)); /* outside of a transaction */
	assert_true(store_begin(k->s));
	assert_false(store_add(k->s, &b, NULL, &added)); /* number 0 */
	b.first_seq = UINT64_C(1) << 40;
	assert_false(store_add(k->s, &b, NULL, &added));
	assert_non_null(strstr(store_error(k->s), "cannot be"));
	b.first_seq = 1;
	assert_true(store_add(k->s, &b, NULL, &added)); /* the transaction is as it was */
	assert_true(store_commit(k->s));
}

struct seen {
	size_t n;
	uint64_t times[64], last_batch;
	const char *sensor;
	size_t stop_after;
};

static bool see(void *ctx, const struct store_event *e)
{
	struct seen *x = ctx;

	assert_true(x->n < 64);
	x->times[x->n++] = e->time;
	x->last_batch = e->batch;
	assert_true(e->n > 0);
	assert_int_equal(e->origin.clock_offset, -5);
	assert_int_equal(e->dictionary, 7);
	return x->n != x->stop_after;
}

static struct seen read_all(struct store *s, const struct store_filter *f)
{
	struct seen x = { 0 };

	if (!store_each_event(s, f, see, &x))
		fail_msg("%s", store_error(s));
	return x;
}

static void test_events_come_back_by_time_as_they_were(void **state)
{
	struct kit *k = *state;
	struct dictionary *d = rules();

	alert(k, T0 + 3 * S, 0, "a write");
	kit_operation(k, T0 + 1 * S);
	kit_operation(k, T0 + 5 * S);
	(void)kit_store(k, "plant-1", 1, 1, T0 + 9 * S, d);
	kit_operation(k, T0 + 2 * S);
	alert(k, T0 + 4 * S, 1, "a scan");
	(void)kit_store(k, "plant-2", 1, 1, T0 + 9 * S, d);

	struct seen x = read_all(k->s, &(struct store_filter){ 0 });

	assert_int_equal(x.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(x.times[i], T0 + (i + 1) * S);
	x = read_all(k->s, &(struct store_filter){ .newest_first = true, .limit = 2 });
	assert_int_equal(x.n, 2);
	assert_int_equal(x.times[0], T0 + 5 * S);
	x = read_all(k->s, &(struct store_filter){ .since = T0 + 2 * S, .until = T0 + 4 * S });
	assert_int_equal(x.n, 2);
	x = read_all(k->s, &(struct store_filter){ .kinds = 1 << EVENT_ALERT });
	assert_int_equal(x.n, 2);
	x = read_all(k->s, &(struct store_filter){ .rule = "arp-scan" });
	assert_int_equal(x.n, 1);
	assert_int_equal(x.times[0], T0 + 4 * S);
	x = read_all(k->s,
		     &(struct store_filter){ .min_priority = KAGAMI__PRIORITY__PRIORITY_MEDIUM });
	assert_int_equal(x.n, 1);
	assert_int_equal(x.times[0], T0 + 3 * S);
	x = read_all(k->s, &(struct store_filter){ .rule = "arp-scan", .sensor = "plant-1" });
	assert_int_equal(x.n, 0);
	x = read_all(k->s, &(struct store_filter){ .address = "10.0.0.5" });
	assert_int_equal(x.n, 2);
	x = read_all(k->s, &(struct store_filter){ .address = "00-80-F4-01-02-03" });
	assert_int_equal(x.n, 2);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ .address = "10.0.0.7" }), 0);
	assert_false(
		store_each_event(k->s, &(struct store_filter){ .address = "10.0.0" }, see, &x));
	assert_non_null(strstr(store_error(k->s), "no IP or MAC address"));
	dictionary_free(d);
}

static void test_the_bytes_of_an_event_are_kept_as_they_came(void **state)
{
	struct kit *k = *state;
	static const uint8_t odd[] = { 0xfa, 0x7f, 0x02, 0x68, 0x69 }; /* a field of later years */

	(void)kit_event(k, T0);
	kit_bytes(k, odd, sizeof(odd));
	(void)kit_store(k, "plant-1", 1, 1, T0, NULL);
	struct seen x = read_all(k->s, &(struct store_filter){ .kinds = 1 << EVENT_KINDS });

	assert_int_equal(x.n, 1);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), 1);
}

struct order {
	uint64_t n, last;
	bool down;
};

static bool in_order(void *ctx, const struct store_event *e)
{
	struct order *o = ctx;

	assert_true(o->n++ == 0 || (o->down ? e->id < o->last : e->id > o->last));
	o->last = e->id;
	return true;
}

static void test_many_events_of_one_time_are_read_page_by_page(void **state)
{
	struct kit *k = *state;
	struct seen x = { .stop_after = 40 };

	(void)kit_operations(k, "plant-1", 1, 1, 1, T0 - S, T0);
	for (unsigned i = 0; i < 1500; i++)
		kit_operation(k, T0);
	(void)kit_store(k, "plant-1", 1, 2, T0, NULL);
	(void)kit_operations(k, "plant-1", 1, 1502, 1, T0 + S, T0);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ .address = "::1" }), 0);
	assert_true(store_each_event(k->s, &(struct store_filter){ 0 }, see, &x));
	assert_int_equal(x.n, 40);
	for (unsigned down = 0; down < 2; down++) {
		struct order o = { .down = down };
		struct store_filter f = { .newest_first = down };

		assert_true(store_each_event(k->s, &f, in_order, &o));
		assert_int_equal(o.n, 1502);
		f.since = T0;
		f.until = T0 + 1;
		o = (struct order){ .down = down };
		assert_true(store_each_event(k->s, &f, in_order, &o));
		assert_int_equal(o.n, 1500);
	}
}

static void test_who_follows_sees_what_is_new_in_order_of_storing(void **state)
{
	struct kit *k = *state;
	struct seen x = { 0 };
	uint64_t at;

	(void)kit_operations(k, "plant-2", 1, 1, 2, T0 + 100 * S, T0);
	assert_true(store_newest(k->s, &at));
	(void)kit_operations(k, "plant-1", 1, 1, 3, T0, T0);
	(void)kit_operations(k, "plant-2", 1, 3, 1, T0 - S, T0);
	assert_true(store_follow(k->s, &(struct store_filter){ 0 }, &at, see, &x));
	assert_int_equal(x.n, 4);
	assert_int_equal(x.times[0], T0);
	assert_int_equal(x.times[3], T0 - S);
	assert_int_equal(at, x.last_batch);
	assert_true(store_follow(k->s, &(struct store_filter){ 0 }, &at, see, &x));
	assert_int_equal(x.n, 4);
	at = 0;
	x = (struct seen){ 0 };
	assert_true(
		store_follow(k->s, &(struct store_filter){ .sensor = "plant-2" }, &at, see, &x));
	assert_int_equal(x.n, 3);
	at = 0;
	x = (struct seen){ .stop_after = 3 };
	assert_true(store_follow(k->s, &(struct store_filter){ 0 }, &at, see, &x));
	assert_int_equal(x.n, 3);
	assert_true(at < x.last_batch); /* that batch was not seen whole */
}

static void test_the_collectors_own_events_have_numbers_too(void **state)
{
	struct kit *k = *state;
	struct dictionary *d = rules();
	uint64_t first, second;

	alert(k, T0, 0, "sensor plant-1 is quiet");
	assert_true(store_begin(k->s));
	assert_true(store_add_own(k->s, &k->events[0], d, T0, &first));
	assert_true(store_add_own(k->s, &k->events[0], d, T0, &second));
	assert_true(store_commit(k->s));
	assert_int_equal(first, 1);
	assert_int_equal(second, 2);
	store_close(k->s);
	k->s = kit_open(k->path, false);
	assert_true(store_begin(k->s));
	assert_true(store_add_own(k->s, &k->events[0], d, T0 + S, &second));
	assert_true(store_commit(k->s));
	assert_int_equal(second, 3);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ .sensor = "collector" }), 3);
	assert_true(store_verify(k->s, kit_no_problem, NULL));
	dictionary_free(d);
}

static void test_a_second_writer_is_refused_and_readers_are_not(void **state)
{
	struct kit *k = *state;
	int status;

	(void)kit_operations(k, "plant-1", 1, 1, 5, T0, T0);
	const char *why = kit_refused(k->path, false);

	assert_non_null(strstr(why, "another collector writes it, process"));
	struct store *r = kit_open(k->path, true);

	assert_int_equal(kit_count(r, &(struct store_filter){ 0 }), 5);
	assert_false(store_begin(r) && store_put_dictionary(r, "x", 1, NULL, 0));
	(void)kit_operations(k, "plant-1", 1, 6, 5, T0, T0);
	assert_int_equal(kit_count(r, &(struct store_filter){ 0 }), 10);
	store_close(r);
	/* From another process too, as `collector events` is. */
	pid_t pid = fork();

	if (pid == 0) {
		struct store_options o = { .path = k->path, .read_only = true };
		char error[STORE_ERROR];
		struct store *other = store_open(&o, error, sizeof(error));
		uint64_t n = 0;
		bool good =
			other != NULL && store_count_events(other, &(struct store_filter){ 0 }, &n);

		_exit(good && n == 10 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static bool write_meanwhile(void *ctx, const struct store_event *e)
{
	struct kit *k = ctx;
	uint64_t seq;

	(void)e;
	assert_true(store_committed(k->s, "plant-2", 1, &seq));
	(void)kit_operations(k, "plant-2", 1, seq + 1, 1, T0 - S, T0);
	return true;
}

static void test_a_slow_reader_holds_nobody_up(void **state)
{
	struct kit *k = *state;

	(void)kit_operations(k, "plant-1", 1, 1, 20, T0, T0);
	struct store *r = kit_open(k->path, true);
	uint64_t n;

	assert_true(store_each_event(r, &(struct store_filter){ 0 }, write_meanwhile, k));
	assert_true(store_count_events(r, &(struct store_filter){ .sensor = "plant-2" }, &n));
	assert_int_equal(n, 20);
	store_close(r);
}

static void test_verify_finds_what_is_wrong(void **state)
{
	struct kit *k = *state;
	char text[512] = "";
	sqlite3 *db = NULL;

	(void)kit_operations(k, "plant-1", 1, 1, 20, T0, T0);
	assert_true(store_verify(k->s, kit_problem, text));
	assert_non_null(strstr(text, "dictionary is missing"));
	assert_true(store_put_dictionary(k->s, "plant-1", 7, (const uint8_t *)"d", 1));
	assert_true(store_verify(k->s, kit_no_problem, NULL));
	store_close(k->s);
	assert_int_equal(sqlite3_open(k->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE streams SET committed = 3", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	k->s = kit_open(k->path, false);
	assert_true(store_verify(k->s, kit_problem, text));
	assert_non_null(strstr(text, "beyond what was committed"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)
	const struct CMUnitTest tests[] = {
		TEST(test_numbers_up_to_the_last_one_are_passed_over),
		TEST(test_what_is_rolled_back_was_never_there),
		TEST(test_a_hole_in_front_is_recorded),
		TEST(test_numbers_that_cannot_be_are_refused),
		TEST(test_events_come_back_by_time_as_they_were),
		TEST(test_the_bytes_of_an_event_are_kept_as_they_came),
		TEST(test_many_events_of_one_time_are_read_page_by_page),
		TEST(test_who_follows_sees_what_is_new_in_order_of_storing),
		TEST(test_the_collectors_own_events_have_numbers_too),
		TEST(test_a_second_writer_is_refused_and_readers_are_not),
		TEST(test_a_slow_reader_holds_nobody_up),
		TEST(test_verify_finds_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
