#include "tests/unit/uplink_says.h"

#include "tests/unit/test.h"

uint64_t says_jitter;

static uint64_t chance(void *ctx)
{
	(void)ctx;
	return says_jitter;
}

struct uplink_machine says_machine(size_t ncollectors)
{
	struct uplink_machine m = { .ncollectors = ncollectors,
				    .heartbeat = 5 * S,
				    .timeout = 15 * S,
				    .retry_min = 250 * MS,
				    .retry_max = 30 * S,
				    .random = chance };

	says_jitter = 0;
	uplink_state_init(&m, 0);
	return m;
}

void says_hello(struct uplink_machine *m, uint64_t now, uint64_t epoch, uint64_t first,
		uint64_t next)
{
	Kagami__Hello h;

	kagami__hello__init(&h);
	h.epoch = epoch;
	h.first_seq = first;
	h.next_seq = next;
	uplink_state_hello(m, now, WALL + now, &h);
}

enum uplink_heard says_welcome(struct uplink_machine *m, uint64_t now, uint64_t epoch,
			       uint64_t committed, uint32_t credit)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	Kagami__Welcome w = KAGAMI__WELCOME__INIT;

	t.version = WIRE_VERSION;
	t.body_case = KAGAMI__TO_SENSOR__BODY_WELCOME;
	t.welcome = &w;
	w.session = SESSION;
	w.epoch = epoch;
	w.committed_seq = committed;
	w.credit = credit;
	w.hello_now = m->asked_wall;
	w.now = WALL + now;
	return uplink_state_hear(m, now, WALL + now, &t);
}

enum uplink_heard says_ack(struct uplink_machine *m, uint64_t now, uint64_t session, uint64_t epoch,
			   uint64_t seq)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	Kagami__Ack a = KAGAMI__ACK__INIT;

	t.version = WIRE_VERSION;
	t.body_case = KAGAMI__TO_SENSOR__BODY_ACK;
	t.ack = &a;
	a.session = session;
	a.epoch = epoch;
	a.committed_seq = seq;
	a.credit = 100;
	return uplink_state_hear(m, now, WALL + now, &t);
}

enum uplink_heard says_pong(struct uplink_machine *m, uint64_t now, uint64_t theirs)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	Kagami__Pong p = KAGAMI__PONG__INIT;

	t.version = WIRE_VERSION;
	t.body_case = KAGAMI__TO_SENSOR__BODY_PONG;
	t.pong = &p;
	p.session = m->session;
	p.ping_now = m->asked_wall;
	p.now = theirs;
	return uplink_state_hear(m, now, WALL + now, &t);
}

enum uplink_heard says_refusal(struct uplink_machine *m, uint64_t now, uint64_t session,
			       Kagami__Reason reason, uint32_t retry_ms)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	Kagami__Refusal r;

	kagami__refusal__init(&r);
	t.version = WIRE_VERSION;
	t.body_case = KAGAMI__TO_SENSOR__BODY_REFUSAL;
	t.refusal = &r;
	r.session = session;
	r.reason = reason;
	r.retry_ms = retry_ms;
	return uplink_state_hear(m, now, WALL + now, &t);
}

struct uplink_machine says_up(uint64_t now)
{
	struct uplink_machine m = says_machine(1);

	uplink_state_opened(&m, now);
	says_hello(&m, now, EPOCH, 1, 11);
	assert_int_equal(says_welcome(&m, now, EPOCH, 0, 100), UPLINK_HEARD_WELCOME);
	assert_int_equal(m.state, UPLINK_UP);
	return m;
}
