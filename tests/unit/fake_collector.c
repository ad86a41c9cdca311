#include "tests/unit/fake_collector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zmq.h>

#include "tests/unit/test.h"

static void set_int(void *s, int option, int value)
{
	assert_int_equal(zmq_setsockopt(s, option, &value, sizeof(value)), 0);
}

void fake_open(struct fake_collector *f)
{
	size_t size = sizeof(f->endpoint);
	struct timespec nap = { .tv_nsec = 10000000 };
	int rc = -1;

	f->router = zmq_socket(f->context, ZMQ_ROUTER);
	assert_non_null(f->router);
	set_int(f->router, ZMQ_LINGER, 0);
	set_int(f->router, ZMQ_CURVE_SERVER, 1);
	assert_int_equal(zmq_setsockopt(f->router, ZMQ_CURVE_SECRETKEY, f->secret, 40), 0);
	assert_int_equal(zmq_setsockopt(f->router, ZMQ_ZAP_DOMAIN, "test", 4), 0);
	/* The port that was closed a moment ago is free when ZeroMQ's thread has closed it. */
	for (unsigned i = 0; i < 200 && rc != 0; i++) {
		rc = zmq_bind(f->router, f->endpoint);
		if (rc != 0)
			(void)nanosleep(&nap, NULL);
	}
	assert_int_equal(rc, 0);
	assert_int_equal(zmq_getsockopt(f->router, ZMQ_LAST_ENDPOINT, f->endpoint, &size), 0);
}

void fake_close(struct fake_collector *f)
{
	(void)zmq_close(f->router);
	f->router = NULL;
}

struct fake_collector *fake_new(void)
{
	struct fake_collector *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->context = zmq_ctx_new();
	assert_int_equal(zmq_curve_keypair(f->public, f->secret), 0);
	assert_int_equal(zmq_curve_keypair(f->sensor_public, f->sensor_secret), 0);
	assert_true(wire_arena_init(&f->arena, 32 * 1024 * 1024));
	f->zap = zmq_socket(f->context, ZMQ_REP);
	set_int(f->zap, ZMQ_LINGER, 0);
	assert_int_equal(zmq_bind(f->zap, "inproc://zeromq.zap.01"), 0);
	(void)snprintf(f->endpoint, sizeof(f->endpoint), "tcp://127.0.0.1:*");
	f->credit = 1000;
	f->max_bytes = 1024 * 1024;
	fake_open(f);
	return f;
}

void fake_free(struct fake_collector *f)
{
	if (f->router != NULL)
		fake_close(f);
	(void)zmq_close(f->zap);
	(void)zmq_ctx_term(f->context);
	wire_arena_free(&f->arena);
	free(f);
}

/* ---- who may come in --------------------------------------------------------------------- */

static bool run_zap(struct fake_collector *f)
{
	static const char *const answer[] = { "1.0", "1", "200", "OK", "sensor:test", "" };
	uint8_t frame[8][256];
	int size[8] = { 0 };
	uint8_t key[32];
	int more = 1;
	size_t n = 0;
	size_t more_size = sizeof(more);
	bool good;

	while (more) {
		int got = zmq_recv(f->zap, frame[n], sizeof(frame[n]), ZMQ_DONTWAIT);

		if (got < 0)
			return false;
		size[n++] = got;
		(void)zmq_getsockopt(f->zap, ZMQ_RCVMORE, &more, &more_size);
		assert_true(n < 8);
	}
	(void)zmq_z85_decode(key, f->sensor_public);
	good = n == 7 && size[6] == 32 && memcmp(frame[6], key, 32) == 0;
	f->refused_keys += !good;
	for (size_t i = 0; i < 6; i++) {
		const char *text = i == 2 && !good ? "400" : answer[i];

		if (i == 1)
			(void)zmq_send(f->zap, frame[1], (size_t)size[1], ZMQ_SNDMORE);
		else
			(void)zmq_send(f->zap, text, strlen(text), i < 5 ? ZMQ_SNDMORE : 0);
	}
	return true;
}

/* ---- what it keeps ----------------------------------------------------------------------- */

static struct fake_epoch *epoch_of(struct fake_collector *f, uint64_t id)
{
	size_t i = 0;

	while (i < FAKE_EPOCHS - 1 && f->epochs[i].id != id && f->epochs[i].id != 0)
		i++;
	f->epochs[i].id = id;
	return &f->epochs[i];
}

uint64_t fake_committed(const struct fake_collector *f, uint64_t epoch)
{
	for (size_t i = 0; i < FAKE_EPOCHS; i++) {
		if (f->epochs[i].id == epoch)
			return f->epochs[i].committed;
	}
	return 0;
}

void fake_commit(struct fake_collector *f, uint64_t epoch, uint64_t seq)
{
	epoch_of(f, epoch)->committed = seq;
}

/* ---- what it says ------------------------------------------------------------------------ */

struct peer {
	uint8_t id[255];
	int n;
};

static void say(struct fake_collector *f, const struct peer *to, const Kagami__ToSensor *m)
{
	uint8_t bytes[4096];
	size_t n = wire_pack_to_sensor(m, bytes, sizeof(bytes));

	assert_true(n > 0);
	(void)zmq_send(f->router, to->id, (size_t)to->n, ZMQ_SNDMORE);
	(void)zmq_send(f->router, bytes, n, 0);
}

static void refuse(struct fake_collector *f, const struct peer *to, Kagami__Reason reason)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Refusal r;
	char text[] = "the test says no";

	kagami__refusal__init(&r);
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_REFUSAL;
	m.refusal = &r;
	r.session = f->session;
	r.reason = reason;
	r.text = text;
	say(f, to, &m);
	f->session = 0;
	if (f->refusals_left > 0 && --f->refusals_left == 0)
		f->refuse_hello = f->refuse_batch = KAGAMI__REASON__REASON_NONE;
}

static void ack(struct fake_collector *f, const struct peer *to, uint64_t session, uint64_t seq)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Ack a = KAGAMI__ACK__INIT;

	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_ACK;
	m.ack = &a;
	a.session = session;
	a.epoch = f->epoch;
	a.committed_seq = seq;
	a.credit = f->credit;
	say(f, to, &m);
}

static void on_hello(struct fake_collector *f, const struct peer *from, const Kagami__Hello *h)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Welcome w = KAGAMI__WELCOME__INIT;

	f->hellos++;
	f->session = 0;
	if (f->refuse_hello != KAGAMI__REASON__REASON_NONE) {
		refuse(f, from, f->refuse_hello);
		return;
	}
	f->session = 1000 + f->hellos;
	f->epoch = h->epoch;
	f->first_seq = h->first_seq;
	f->next_seq = h->next_seq;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_WELCOME;
	m.welcome = &w;
	w.session = f->session;
	w.epoch = h->epoch;
	w.committed_seq = epoch_of(f, h->epoch)->committed;
	w.credit = f->credit;
	w.max_bytes = f->max_bytes;
	w.hello_now = h->now;
	w.now = h->now;
	for (size_t i = 0; i < FAKE_DICTIONARIES && f->known[i] != 0; i++)
		w.n_dictionaries = i + 1;
	w.dictionaries = f->known;
	f->expected = (h->first_seq > w.committed_seq ? h->first_seq : w.committed_seq + 1);
	say(f, from, &m);
}

static bool knows(const struct fake_collector *f, uint64_t id)
{
	for (size_t i = 0; i < FAKE_DICTIONARIES; i++) {
		if (f->known[i] == id)
			return true;
	}
	return false;
}

static void on_batch(struct fake_collector *f, const struct peer *from, const Kagami__Batch *b)
{
	struct fake_epoch *e = epoch_of(f, b->epoch);
	uint64_t last = b->first_seq + b->n_events - 1;

	f->batches++;
	if (f->refuse_batch != KAGAMI__REASON__REASON_NONE) {
		refuse(f, from, f->refuse_batch);
		return;
	}
	if (b->session != f->session)
		return;
	/* A hole, or a batch whose numbers mean nothing: no sensor may do that. */
	f->faults += b->first_seq > f->expected || b->epoch != f->epoch || !knows(f, b->dictionary);
	f->dictionary = b->dictionary;
	if (b->n_events > f->largest)
		f->largest = b->n_events;
	f->expected = last + 1;
	if (last > e->committed) {
		f->nevents +=
			last - (b->first_seq > e->committed ? b->first_seq - 1 : e->committed);
		e->committed = last;
	}
	if (f->no_acks)
		return;
	if (f->other_session)
		ack(f, from, f->session + 5, last);
	ack(f, from, f->session, f->acks_too_much ? last + 100 : last);
	if (f->acks_twice) {
		ack(f, from, f->session, last);
		ack(f, from, f->session, b->first_seq);
	}
}

static void on_ping(struct fake_collector *f, const struct peer *from, const Kagami__Ping *p)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Pong pong = KAGAMI__PONG__INIT;

	f->pings++;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_PONG;
	m.pong = &pong;
	pong.session = p->session;
	pong.ping_now = p->now;
	pong.now = p->now;
	if (p->link != NULL) {
		f->link_events = p->link->spooled_events;
		f->link_shed = p->link->shed != NULL ? p->link->shed->operations : 0;
	}
	say(f, from, &m);
}

static void on_dictionary(struct fake_collector *f, const Kagami__Dictionary *d)
{
	size_t i = 0;

	f->dictionaries++;
	while (i < FAKE_DICTIONARIES - 1 && f->known[i] != 0)
		i++;
	if (!f->keeps_no_dictionary)
		f->known[i] = d->id;
}

static void on_message(struct fake_collector *f, const struct peer *from, const uint8_t *p,
		       size_t n)
{
	const char *why = "";
	Kagami__ToCollector *m;

	wire_clear(&f->arena);
	m = wire_unpack_to_collector(&f->arena, p, n, &why);
	if (m == NULL)
		fail_msg("no message: %s", why);
	if (f->garbage) {
		(void)zmq_send(f->router, from->id, (size_t)from->n, ZMQ_SNDMORE);
		(void)zmq_send(f->router, "\xff\xff\xff", 3, 0);
	} else if (f->silent) {
		f->hellos += m->body_case == KAGAMI__TO_COLLECTOR__BODY_HELLO;
	} else if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_HELLO) {
		on_hello(f, from, m->hello);
	} else if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_BATCH) {
		on_batch(f, from, m->batch);
	} else if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_PING) {
		on_ping(f, from, m->ping);
	} else {
		on_dictionary(f, m->dictionary);
	}
}

void fake_run(struct fake_collector *f)
{
	struct peer from;
	zmq_msg_t m;

	while (run_zap(f))
		;
	while (f->router != NULL) {
		from.n = zmq_recv(f->router, from.id, sizeof(from.id), ZMQ_DONTWAIT);
		if (from.n < 0)
			return;
		(void)zmq_msg_init(&m);
		assert_true(zmq_msg_recv(&m, f->router, 0) >= 0);
		on_message(f, &from, zmq_msg_data(&m), zmq_msg_size(&m));
		(void)zmq_msg_close(&m);
	}
}
