#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/session.h"

#define SECOND UINT64_C(1000000000)
#define KEY    "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

enum { ROOM = 1 << 20, CREDIT = 1000 };

struct kit {
	struct sessions *s;
	struct wire_arena arena;
	struct hearing h;
	struct arrival a;
	uint8_t bytes[ROOM];
};

static char plant[] = "plant-1";
static char program[] = "kagami-sensor 0.1.0";
static const uint8_t one[] = { 0, 1, 2, 3, 4 };
static const uint8_t two[] = { 0, 1, 2, 3, 5 };

static int make(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	if (k == NULL || !wire_arena_init(&k->arena, 8 << 20))
		return -1;
	k->s = sessions_new(4, CREDIT);
	k->a = (struct arrival){ .identity = one,
				 .nidentity = sizeof(one),
				 .user = plant,
				 .key = KEY,
				 .listed = true,
				 .address = "10.0.0.1",
				 .monotonic = 100 * SECOND,
				 .now = 1000 * SECOND };
	*state = k;
	return k->s != NULL ? 0 : -1;
}

static int drop(void **state)
{
	struct kit *k = *state;

	sessions_free(k->s);
	wire_arena_free(&k->arena);
	free(k);
	return 0;
}

static enum verdict hear_bytes(struct kit *k, const uint8_t *p, size_t n)
{
	k->a.p = p;
	k->a.n = n;
	wire_clear(&k->arena);
	sessions_hear(k->s, &k->a, &k->arena, &k->h);
	return k->h.verdict;
}

static enum verdict hear(struct kit *k, const Kagami__ToCollector *m)
{
	size_t n = wire_pack_to_collector(m, k->bytes, sizeof(k->bytes));

	assert_true(n > 0);
	return hear_bytes(k, k->bytes, n);
}

static Kagami__Hello hello_of(uint64_t epoch, uint64_t first, uint64_t next)
{
	Kagami__Hello h = KAGAMI__HELLO__INIT;

	h.sensor = plant;
	h.epoch = epoch;
	h.first_seq = first;
	h.next_seq = next;
	h.program = program;
	h.now = 1000 * SECOND;
	return h;
}

static enum verdict say_hello(struct kit *k, Kagami__Hello *h)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;

	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_HELLO;
	m.hello = h;
	return hear(k, &m);
}

/* A session that begins behind `committed`, with dictionary 7 known. */
static struct session *begin(struct kit *k, uint64_t first, uint64_t committed, uint64_t id)
{
	Kagami__Hello h = hello_of(55, first, committed + 100);
	struct session *se;

	assert_int_equal(say_hello(k, &h), VERDICT_HELLO);
	se = sessions_welcome(k->s, &k->a, k->h.message->hello, committed, id);
	assert_non_null(se);
	sessions_know(k->s, se, 7);
	return se;
}

static enum verdict say_batch_of(struct kit *k, uint64_t session, uint64_t epoch, uint64_t first,
				 size_t n, uint64_t dictionary)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Batch b = KAGAMI__BATCH__INIT;
	uint8_t event[] = { 9, 1, 0, 0, 0, 0, 0, 0, 0 };
	ProtobufCBinaryData *events = calloc(n + 1, sizeof(*events));
	enum verdict v;

	assert_non_null(events);
	for (size_t i = 0; i < n; i++)
		events[i] = (ProtobufCBinaryData){ sizeof(event), event };
	b.session = session;
	b.epoch = epoch;
	b.first_seq = first;
	b.dictionary = dictionary;
	b.events = events;
	b.n_events = n;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_BATCH;
	m.batch = &b;
	v = hear(k, &m);
	free(events);
	return v;
}

static enum verdict say_batch(struct kit *k, uint64_t first, size_t n)
{
	enum verdict v = say_batch_of(k, 1, 55, first, n, 7);

	if (v == VERDICT_BATCH)
		sessions_received(k->s, k->h.session, first + n - 1);
	return v;
}

static enum verdict say_ping(struct kit *k, uint64_t session, uint64_t now, Kagami__Link *link)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Ping p = KAGAMI__PING__INIT;

	p.session = session;
	p.now = now;
	p.link = link;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_PING;
	m.ping = &p;
	return hear(k, &m);
}

static enum verdict say_dictionary(struct kit *k, uint64_t id)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Dictionary d = KAGAMI__DICTIONARY__INIT;

	d.id = id;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_DICTIONARY;
	m.dictionary = &d;
	return hear(k, &m);
}

static uint64_t refusals(const struct kit *k, Kagami__Reason reason)
{
	struct sessions_stats st;

	sessions_stats(k->s, &st);
	return st.refused[reason];
}

#define assert_refused(k, verdict, why)                                                            \
	do {                                                                                       \
		uint64_t before_ = refusals(k, why);                                               \
		assert_int_equal(verdict, VERDICT_REFUSED);                                        \
		assert_int_equal((k)->h.reason, why);                                              \
		assert_int_equal(refusals(k, why), before_ + 1);                                   \
		assert_true((k)->h.text != NULL && (k)->h.text[0] != '\0');                        \
		assert_null((k)->h.session);                                                       \
	} while (0)

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
