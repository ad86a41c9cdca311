#include "tests/unit/session_kit.h"

static void a_new_session_ends_the_old(void **state)
{
	struct kit *k = *state;
	struct sessions_stats st;

	begin(k, 1, 0, 1);
	assert_int_equal(say_batch(k, 1, 5), VERDICT_BATCH);
	begin(k, 1, 5, 2);
	assert_int_equal(sessions_count(k->s), 1);
	/* What was under way in the old one is dropped without a word. */
	assert_int_equal(say_batch_of(k, 1, 55, 6, 5, 7), VERDICT_NOTHING);
	sessions_stats(k->s, &st);
	assert_int_equal(st.stale, 1);
	assert_int_equal(say_batch_of(k, 2, 55, 6, 5, 7), VERDICT_BATCH);
	/* The old connection of a sensor that came back on a new one. */
	k->a.identity = two;
	begin(k, 1, 5, 3);
	k->a.identity = one;
	assert_refused(k, say_batch_of(k, 2, 55, 6, 5, 7), KAGAMI__REASON__REASON_NO_SESSION);
	k->a.identity = two;
	assert_int_equal(say_batch_of(k, 3, 55, 6, 5, 7), VERDICT_BATCH);
}

static void pings_tell_of_clock_and_spool(void **state)
{
	struct kit *k = *state;
	struct session *se = begin(k, 1, 0, 1);
	Kagami__Link link = KAGAMI__LINK__INIT;
	Kagami__Shed shed = KAGAMI__SHED__INIT;

	assert_int_equal(se->clock_offset, 0);
	shed.operations = 12;
	link.epoch = 55;
	link.spooled_events = 34;
	link.shed = &shed;
	/* Late by what it took to come here: the least late of some is believed. */
	assert_int_equal(say_ping(k, 1, k->a.now - SECOND, &link), VERDICT_PING);
	assert_ptr_equal(k->h.session, se);
	assert_int_equal(se->clock_offset, 0);
	assert_int_equal(se->link.spooled_events, 34);
	assert_int_equal(se->shed.operations, 12);
	assert_ptr_equal(se->link.shed, &se->link_shed);
	for (unsigned i = 0; i < SESSION_OFFSETS; i++)
		assert_int_equal(say_ping(k, 1, k->a.now - (5 + i) * SECOND, NULL), VERDICT_PING);
	assert_true(se->clock_offset == -5 * (int64_t)SECOND);
	/* Who does not say what its clock says is not decades late. */
	for (unsigned i = 0; i < SESSION_OFFSETS; i++)
		assert_int_equal(say_ping(k, 1, 0, NULL), VERDICT_PING);
	assert_true(se->clock_offset == -5 * (int64_t)SECOND);
	assert_int_equal(say_ping(k, 9, k->a.now, NULL), VERDICT_NOTHING);
}

static unsigned told;
static const char *told_why;

static void ended(void *ctx, const struct session *se, const char *why)
{
	(void)ctx;
	(void)se;
	told++;
	told_why = why;
}

static void silence_ends_a_session(void **state)
{
	struct kit *k = *state;
	struct allow_entry e = { .role = ALLOW_SENSOR, .name = "plant-1", .key = KEY };
	struct allow allow = { .n = 1, .entries = &e };

	begin(k, 1, 0, 1);
	told = 0;
	k->a.monotonic += 20 * SECOND;
	assert_int_equal(say_ping(k, 1, k->a.now, NULL), VERDICT_PING);
	sessions_sweep(k->s, k->a.monotonic + 29 * SECOND, 30 * SECOND, &allow, ended, NULL);
	assert_int_equal(told, 0);
	sessions_sweep(k->s, k->a.monotonic + 30 * SECOND, 30 * SECOND, &allow, ended, NULL);
	assert_int_equal(told, 1);
	assert_string_equal(told_why, "nothing was heard of it any more");
	assert_int_equal(sessions_count(k->s), 0);
}

static void leaving_the_list_ends_a_session(void **state)
{
	struct kit *k = *state;
	struct allow_entry e = { .role = ALLOW_SENSOR, .name = "plant-1" };
	struct allow allow = { .n = 1, .entries = &e };
	struct allow none = { 0 };

	begin(k, 1, 0, 1);
	told = 0;
	sessions_sweep(k->s, k->a.monotonic, 30 * SECOND, &none, ended, NULL);
	assert_int_equal(told, 1);
	begin(k, 1, 0, 1);
	/* Another key under the same name. */
	sessions_sweep(k->s, k->a.monotonic, 30 * SECOND, &allow, ended, NULL);
	assert_int_equal(told, 2);
	begin(k, 1, 0, 1);
	memcpy(e.key, KEY, sizeof(e.key));
	e.role = ALLOW_SUBSCRIBER;
	sessions_sweep(k->s, k->a.monotonic, 30 * SECOND, &allow, ended, NULL);
	assert_int_equal(told, 3);
	assert_int_equal(sessions_count(k->s), 0);
}

static void sessions_have_a_limit(void **state)
{
	struct kit *k = *state;
	char name[16];

	for (unsigned i = 0; i < 10; i++) {
		Kagami__Hello h = hello_of(55, 1, 1);

		(void)snprintf(name, sizeof(name), "s%u", i);
		h.sensor = name;
		k->a.user = name;
		if (i >= 4) {
			assert_refused(k, say_hello(k, &h), KAGAMI__REASON__REASON_BUSY);
			continue;
		}
		assert_int_equal(say_hello(k, &h), VERDICT_HELLO);
		assert_non_null(sessions_welcome(k->s, &k->a, k->h.message->hello, 0, i + 1));
	}
	assert_int_equal(sessions_count(k->s), 4);
	/* One that has a session may begin another. */
	Kagami__Hello h = hello_of(56, 1, 1);

	(void)snprintf(name, sizeof(name), "s2");
	h.sensor = name;
	assert_int_equal(say_hello(k, &h), VERDICT_HELLO);
}

static void thousands_of_identities_of_a_name_have_one_session(void **state)
{
	struct kit *k = *state;

	for (uint32_t i = 1; i <= 5000; i++) {
		uint8_t identity[5] = { 0 };

		memcpy(identity + 1, &i, sizeof(i));
		k->a.identity = identity;
		begin(k, 1, 0, i);
		assert_int_equal(sessions_count(k->s), 1);
	}
	k->a.identity = one;
	assert_refused(k, say_batch_of(k, 5000, 55, 1, 1, 7), KAGAMI__REASON__REASON_NO_SESSION);
}

static void a_long_identity_is_refused(void **state)
{
	static const uint8_t identity[SESSION_IDENTITY + 1];
	struct kit *k = *state;
	Kagami__Hello h = hello_of(55, 1, 1);

	k->a.identity = identity;
	k->a.nidentity = sizeof(identity);
	assert_refused(k, say_hello(k, &h), KAGAMI__REASON__REASON_NAME);
	k->a.nidentity = SESSION_IDENTITY;
	assert_non_null(begin(k, 1, 0, 1));
	assert_int_equal(say_batch(k, 1, 1), VERDICT_BATCH);
}

static void a_refusal_is_worth_a_line_a_minute(void **state)
{
	struct kit *k = *state;
	unsigned lines = 0;

	for (unsigned i = 0; i < 1000; i++) {
		assert_int_equal(say_batch(k, 1, 1), VERDICT_REFUSED);
		lines += k->h.log;
		k->a.monotonic += SECOND / 10;
	}
	assert_int_equal(lines, 2);
	assert_int_equal(refusals(k, KAGAMI__REASON__REASON_NO_SESSION), 1000);
	/* Another reason is another line. */
	assert_int_equal(hear_bytes(k, (const uint8_t *)"\xff", 1), VERDICT_REFUSED);
	assert_true(k->h.log);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		T(a_new_session_ends_the_old),
		T(pings_tell_of_clock_and_spool),
		T(silence_ends_a_session),
		T(leaving_the_list_ends_a_session),
		T(sessions_have_a_limit),
		T(thousands_of_identities_of_a_name_have_one_session),
		T(a_long_identity_is_refused),
		T(a_refusal_is_worth_a_line_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
