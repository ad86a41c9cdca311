#ifndef KAGAMI_SESSION_KIT_H
#define KAGAMI_SESSION_KIT_H
/* A sensor that talks to the sessions of the collector. */
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

static char __attribute__((unused)) plant[] = "plant-1";
static char __attribute__((unused)) program[] = "kagami-sensor 0.1.0";
static const uint8_t __attribute__((unused)) one[] = { 0, 1, 2, 3, 4 };
static const uint8_t __attribute__((unused)) two[] = { 0, 1, 2, 3, 5 };

static inline int make(void **state)
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

static inline int drop(void **state)
{
	struct kit *k = *state;

	sessions_free(k->s);
	wire_arena_free(&k->arena);
	free(k);
	return 0;
}

static inline enum verdict hear_bytes(struct kit *k, const uint8_t *p, size_t n)
{
	k->a.p = p;
	k->a.n = n;
	wire_clear(&k->arena);
	sessions_hear(k->s, &k->a, &k->arena, &k->h);
	return k->h.verdict;
}

static inline enum verdict hear(struct kit *k, const Kagami__ToCollector *m)
{
	size_t n = wire_pack_to_collector(m, k->bytes, sizeof(k->bytes));

	assert_true(n > 0);
	return hear_bytes(k, k->bytes, n);
}

static inline Kagami__Hello hello_of(uint64_t epoch, uint64_t first, uint64_t next)
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

static inline enum verdict say_hello(struct kit *k, Kagami__Hello *h)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;

	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_HELLO;
	m.hello = h;
	return hear(k, &m);
}

/* A session that begins behind `committed`, with dictionary 7 known. */
static inline struct session *begin(struct kit *k, uint64_t first, uint64_t committed, uint64_t id)
{
	Kagami__Hello h = hello_of(55, first, committed + 100);
	struct session *se;

	assert_int_equal(say_hello(k, &h), VERDICT_HELLO);
	se = sessions_welcome(k->s, &k->a, k->h.message->hello, committed, id);
	assert_non_null(se);
	sessions_know(k->s, se, 7);
	return se;
}

static inline enum verdict say_batch_of(struct kit *k, uint64_t session, uint64_t epoch,
					uint64_t first, size_t n, uint64_t dictionary)
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

static inline enum verdict say_batch(struct kit *k, uint64_t first, size_t n)
{
	enum verdict v = say_batch_of(k, 1, 55, first, n, 7);

	if (v == VERDICT_BATCH)
		sessions_received(k->s, k->h.session, first + n - 1);
	return v;
}

static inline enum verdict say_ping(struct kit *k, uint64_t session, uint64_t now,
				    Kagami__Link *link)
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

static inline enum verdict say_dictionary(struct kit *k, uint64_t id)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Dictionary d = KAGAMI__DICTIONARY__INIT;

	d.id = id;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_DICTIONARY;
	m.dictionary = &d;
	return hear(k, &m);
}

static inline uint64_t refusals(const struct kit *k, Kagami__Reason reason)
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

#endif
