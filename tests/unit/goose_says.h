#ifndef TESTS_UNIT_GOOSE_SAYS_H
#define TESTS_UNIT_GOOSE_SAYS_H
/*
 * GOOSE messages for the tests of their sequence: what a publisher says, heard one after the other.
 */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "sensor/detect/goose_seq.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define SECOND 1000000000U
#define NOW    1714564800000000000U
#define MAX    UINT32_MAX

enum { RELAY = 1, OTHER = 2, CLOCK_FAILURE = 0x40, NOT_SYNCHRONIZED = 0x20 };

/* A message, as its publisher says it. Those of one test differ in little. */
struct says {
	const char *reference;
	uint64_t stnum, sqnum, ttl;
	uint64_t at;	/* ms since NOW */
	uint64_t state; /* s since NOW - 1 h: when the state began */
	unsigned quality, appid;
	bool simulation, s_bit;
	uint8_t mac;
};

static const struct says heartbeat = {
	.reference = "Q01PROT/LLN0$GO$gcbTrip", .stnum = 4, .sqnum = 100, .ttl = 2000, .mac = RELAY
};

static struct goose_seqs *t;
static const struct goose_seq *q;
static uint8_t mac[6] = { 0, 0x30, 0xa7, 1, 1, 0 };

static inline int setup(void **state)
{
	(void)state;
	t = goose_seqs_new();
	return t != NULL ? 0 : -1;
}

static inline int teardown(void **state)
{
	(void)state;
	goose_seqs_free(t);
	return 0;
}

/* Nine bytes hold every number. */
static inline struct message *message_that(const struct says *m)
{
	char hex[2048], body[1024];
	int n = snprintf(body, sizeof(body), "8081%02zx", strlen(m->reference));

	for (const char *p = m->reference; *p != '\0'; p++)
		n += snprintf(body + n, sizeof(body) - (size_t)n, "%02x", (unsigned char)*p);
	n += snprintf(body + n, sizeof(body) - (size_t)n,
		      "810900%016llx 820144 8408%08llx000000%02x 850900%016llx 860900%016llx"
		      "8701%02x 880101 890100 8a0100 ab00",
		      (unsigned long long)m->ttl,
		      (unsigned long long)(NOW / SECOND - 3600 + m->state), m->quality,
		      (unsigned long long)m->stnum, (unsigned long long)m->sqnum,
		      m->simulation ? 1U : 0U);
	size_t digits = 0;

	for (const char *p = body; *p != '\0'; p++)
		digits += *p != ' ';
	(void)snprintf(hex, sizeof(hex), "%04x %04zx %s 0000 6182 %04zx %s", m->appid,
		       digits / 2 + 12, m->s_bit ? "8000" : "0000", digits / 2, body);
	struct message *msg = message_of(&protocol_goose, DIR_REQUEST, hex);

	mac[5] = m->mac;
	msg->d.eth_src = mac;
	msg->d.at = NOW + m->at * 1000000U;
	return msg;
}

static inline const struct goose_seq *hear(struct says m)
{
	struct message *msg = message_that(&m);

	assert_false(msg->d.malformed);
	q = goose_seqs_update(t, &msg->d);
	message_free(msg);
	return q;
}

/* The message before and the one that is looked at. */
static inline void after(struct says first, struct says second)
{
	(void)hear(first);
	assert_non_null(hear(second));
	assert_true(q->followed);
}

static inline void goes_on(int64_t stnum, int64_t sqnum)
{
	assert_false(q->restart);
	assert_true(q->has_stnum_step);
	assert_true(q->stnum_step == stnum);
	assert_int_equal(q->has_sqnum_step, stnum == 0);
	assert_true(q->sqnum_step == (stnum == 0 ? sqnum : 0));
}

static inline void began_anew(void)
{
	assert_true(q->restart);
	assert_false(q->has_stnum_step);
	assert_false(q->has_sqnum_step);
}

static inline struct says counted(uint64_t stnum, uint64_t sqnum)
{
	struct says m = heartbeat;

	m.stnum = stnum;
	m.sqnum = sqnum;
	return m;
}

static inline struct says at(uint64_t ms, struct says m)
{
	m.at = ms;
	return m;
}

#endif
