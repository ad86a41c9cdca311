#include "tests/unit/session_kit.h"

static void a_session_begins_where_the_store_ends(void **state)
{
	struct kit *k = *state;
	struct session *se = begin(k, 1, 40, 1);

	assert_string_equal(se->sensor, plant);
	assert_string_equal(se->address, "10.0.0.1");
	assert_string_equal(se->program, program);
	assert_string_equal(se->key, KEY);
	assert_int_equal(se->committed_seq, 40);
	assert_int_equal(say_batch(k, 41, 10), VERDICT_BATCH);
	assert_int_equal(k->h.skip, 0);
	assert_int_equal(se->received_seq, 50);
	assert_int_equal(say_batch(k, 51, 1), VERDICT_BATCH);
	assert_int_equal(sessions_count(k->s), 1);
	assert_ptr_equal(sessions_at(k->s, 0), se);
	assert_ptr_equal(sessions_of(k->s, plant), se);
	assert_null(sessions_of(k->s, "plant-2"));
}

static void numbers_may_jump_only_where_hello_says(void **state)
{
	struct kit *k = *state;

	begin(k, 90, 40, 1);
	assert_refused(k, say_batch(k, 91, 1), KAGAMI__REASON__REASON_SEQUENCE);
	begin(k, 90, 40, 1);
	assert_int_equal(say_batch(k, 90, 1), VERDICT_BATCH);
	assert_refused(k, say_batch(k, 92, 1), KAGAMI__REASON__REASON_SEQUENCE);
	/* The session is over with that. */
	assert_int_equal(sessions_count(k->s), 0);
	assert_refused(k, say_batch(k, 91, 1), KAGAMI__REASON__REASON_NO_SESSION);
	assert_int_equal(k->h.id, 1);
}

static void what_the_store_has_is_passed_over(void **state)
{
	struct kit *k = *state;

	begin(k, 1, 40, 1);
	assert_int_equal(say_batch(k, 21, 10), VERDICT_BATCH);
	assert_int_equal(k->h.skip, 10);
	assert_int_equal(say_batch(k, 31, 20), VERDICT_BATCH);
	assert_int_equal(k->h.skip, 10);
	assert_int_equal(say_batch(k, 51, 1), VERDICT_BATCH);
	assert_int_equal(k->h.skip, 0);
}

static void numbers_that_go_backwards_are_refused(void **state)
{
	struct kit *k = *state;

	begin(k, 1, 40, 1);
	assert_int_equal(say_batch(k, 41, 10), VERDICT_BATCH);
	assert_refused(k, say_batch(k, 41, 10), KAGAMI__REASON__REASON_SEQUENCE);
	begin(k, 1, 40, 1);
	assert_int_equal(say_batch(k, 41, 10), VERDICT_BATCH);
	assert_refused(k, say_batch(k, 50, 10), KAGAMI__REASON__REASON_SEQUENCE);
	begin(k, 1, 40, 1);
	assert_int_equal(say_batch(k, 41, 10), VERDICT_BATCH);
	assert_refused(k, say_batch(k, 1, 1), KAGAMI__REASON__REASON_SEQUENCE);
}

static void batches_that_cannot_be_are_refused(void **state)
{
	struct kit *k = *state;

	begin(k, 1, 0, 1);
	assert_refused(k, say_batch(k, 1, 0), KAGAMI__REASON__REASON_MALFORMED);
	begin(k, 1, 0, 1);
	assert_refused(k, say_batch(k, 0, 1), KAGAMI__REASON__REASON_MALFORMED);
	begin(k, 1, 0, 1);
	assert_refused(k, say_batch(k, UINT64_MAX, 1), KAGAMI__REASON__REASON_MALFORMED);
	begin(k, 1, 0, 1);
	assert_refused(k, say_batch(k, 1, WIRE_BATCH_EVENTS + 1), KAGAMI__REASON__REASON_MALFORMED);
	begin(k, 1, 0, 1);
	assert_int_equal(say_batch(k, 1, WIRE_BATCH_EVENTS), VERDICT_BATCH);
	assert_refused(k, say_batch_of(k, 1, 56, WIRE_BATCH_EVENTS + 1, 1, 7),
		       KAGAMI__REASON__REASON_SEQUENCE);
}

static void a_batch_needs_its_dictionary(void **state)
{
	struct kit *k = *state;
	struct session *se = begin(k, 1, 0, 1);

	assert_refused(k, say_batch_of(k, 1, 55, 1, 1, 8), KAGAMI__REASON__REASON_DICTIONARY);
	se = begin(k, 1, 0, 1);
	assert_refused(k, say_batch_of(k, 1, 55, 1, 1, 0), KAGAMI__REASON__REASON_DICTIONARY);
	se = begin(k, 1, 0, 1);
	assert_null(sessions_dictionary(se, 7));
	assert_int_equal(say_dictionary(k, 8), VERDICT_DICTIONARY);
	assert_ptr_equal(k->h.session, se);
	assert_int_equal(k->h.message->dictionary->id, 8);
	sessions_keep(k->s, se, 8, dictionary_new(k->h.message->dictionary, &k->h.text), 100);
	assert_non_null(sessions_dictionary(se, 8));
	assert_int_equal(say_batch_of(k, 1, 55, 1, 1, 8), VERDICT_BATCH);
	assert_refused(k, say_dictionary(k, 0), KAGAMI__REASON__REASON_MALFORMED);
	assert_refused(k, say_dictionary(k, 9), KAGAMI__REASON__REASON_NO_SESSION);
}

static void the_oldest_dictionary_gives_way(void **state)
{
	struct kit *k = *state;
	struct session *se = begin(k, 1, 0, 1);

	for (uint64_t id = 8; id < 8 + SESSION_DICTIONARIES; id++) {
		assert_int_equal(say_dictionary(k, id), VERDICT_DICTIONARY);
		sessions_keep(k->s, se, id, dictionary_new(k->h.message->dictionary, &k->h.text),
			      100);
	}
	assert_non_null(sessions_dictionary(se, 8));
	assert_int_equal(say_batch_of(k, 1, 55, 1, 1, 8), VERDICT_BATCH);
	assert_refused(k, say_batch_of(k, 1, 55, 1, 1, 7), KAGAMI__REASON__REASON_DICTIONARY);
}

static void loaded_dictionaries_have_a_limit(void **state)
{
	static char names[3][8] = { "a", "b", "c" };
	struct kit *k = *state;
	struct session *se[3];

	for (size_t i = 0; i < 3; i++) {
		Kagami__Hello h = hello_of(55, 1, 1);

		k->a.user = names[i];
		k->a.monotonic += SECOND;
		h.sensor = names[i];
		assert_int_equal(say_hello(k, &h), VERDICT_HELLO);
		se[i] = sessions_welcome(k->s, &k->a, k->h.message->hello, 0, i + 1);
		assert_int_equal(say_dictionary(k, 9), VERDICT_DICTIONARY);
		sessions_keep(k->s, se[i], 9, dictionary_new(k->h.message->dictionary, &k->h.text),
			      SESSION_MEMORY / 2);
	}
	/* That of the sensor that was silent longest is not loaded any more, but known. */
	assert_null(sessions_dictionary(se[0], 9));
	assert_non_null(sessions_dictionary(se[1], 9));
	assert_non_null(sessions_dictionary(se[2], 9));
	k->a.user = names[0];
	assert_int_equal(say_batch_of(k, 1, 55, 1, 1, 9), VERDICT_BATCH);
}

static void a_key_speaks_for_its_own_name_only(void **state)
{
	static char other[] = "plant-2";
	struct kit *k = *state;
	struct session *se = begin(k, 1, 0, 1);
	Kagami__Hello h = hello_of(55, 1, 1);

	h.sensor = other;
	assert_refused(k, say_hello(k, &h), KAGAMI__REASON__REASON_NAME);
	k->a.user = other;
	h.sensor = plant;
	assert_refused(k, say_hello(k, &h), KAGAMI__REASON__REASON_NAME);
	/* The other's session goes on, and cannot be used with another key. */
	assert_ptr_equal(sessions_of(k->s, plant), se);
	assert_refused(k, say_batch(k, 1, 1), KAGAMI__REASON__REASON_NO_SESSION);
	k->a.user = plant;
	assert_int_equal(say_batch(k, 1, 1), VERDICT_BATCH);
}

static void a_key_that_is_listed_no_longer_is_refused(void **state)
{
	struct kit *k = *state;

	begin(k, 1, 0, 1);
	k->a.listed = false;
	assert_refused(k, say_batch(k, 1, 1), KAGAMI__REASON__REASON_NAME);
}

static void hellos_that_cannot_be_are_refused(void **state)
{
	static const struct {
		uint64_t epoch, first, next;
	} cases[] = { { 0, 1, 1 }, { 1, 0, 1 }, { 1, 5, 4 }, { 1, 1, UINT64_MAX } };
	struct kit *k = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		Kagami__Hello h = hello_of(cases[i].epoch, cases[i].first, cases[i].next);

		assert_refused(k, say_hello(k, &h), KAGAMI__REASON__REASON_MALFORMED);
	}
}

static void another_version_is_refused(void **state)
{
	struct kit *k = *state;
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Hello h = hello_of(55, 1, 1);

	m.body_case = KAGAMI__TO_COLLECTOR__BODY_HELLO;
	m.hello = &h;
	for (uint32_t version = 0; version < 4; version++) {
		m.version = version;
		if (version == WIRE_VERSION)
			assert_int_equal(hear(k, &m), VERDICT_HELLO);
		else
			assert_refused(k, hear(k, &m), KAGAMI__REASON__REASON_VERSION);
	}
}

static void garbage_is_refused_and_ends_the_session(void **state)
{
	static const uint8_t garbage[] = { 0xff, 0xff, 0xff };
	struct kit *k = *state;

	begin(k, 1, 0, 1);
	assert_refused(k, hear_bytes(k, garbage, sizeof(garbage)),
		       KAGAMI__REASON__REASON_MALFORMED);
	assert_int_equal(sessions_count(k->s), 0);
	begin(k, 1, 0, 1);
	/* From another connection with the same key: nothing to do with the session. */
	k->a.identity = two;
	assert_refused(k, hear_bytes(k, garbage, sizeof(garbage)),
		       KAGAMI__REASON__REASON_MALFORMED);
	assert_int_equal(sessions_count(k->s), 1);
}

static void what_is_too_large_is_refused(void **state)
{
	struct kit *k = *state;

	begin(k, 1, 0, 1);
	assert_refused(k, hear_bytes(k, k->bytes, WIRE_MESSAGE_MAX + 1),
		       KAGAMI__REASON__REASON_TOO_LARGE);
	wire_arena_free(&k->arena);
	assert_true(wire_arena_init(&k->arena, 512));
	assert_refused(k, say_batch(k, 1, 1000), KAGAMI__REASON__REASON_TOO_LARGE);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, make, drop)
	const struct CMUnitTest tests[] = {
		T(a_session_begins_where_the_store_ends),
		T(numbers_may_jump_only_where_hello_says),
		T(what_the_store_has_is_passed_over),
		T(numbers_that_go_backwards_are_refused),
		T(batches_that_cannot_be_are_refused),
		T(a_batch_needs_its_dictionary),
		T(the_oldest_dictionary_gives_way),
		T(loaded_dictionaries_have_a_limit),
		T(a_key_speaks_for_its_own_name_only),
		T(a_key_that_is_listed_no_longer_is_refused),
		T(hellos_that_cannot_be_are_refused),
		T(another_version_is_refused),
		T(garbage_is_refused_and_ends_the_session),
		T(what_is_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
