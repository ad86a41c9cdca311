/* The collector's loop with a sensor that talks to it over real sockets: collector/server*.c. */
#include "tests/unit/door_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

#include "collector/commands.h"
#include "collector/server.h"
#include "collector/store.h"

#define SECOND UINT64_C(1000000000)

static struct rig {
	struct door_kit k;
	struct collector_options o;
	const char *listen[1];
	char address[64], store[96];
	pthread_t thread;
	int code;
	void *sensor;
	uint64_t session;
	uint8_t heard[4096];
} r;

static uint16_t free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	(void)close(fd);
	return ntohs(a.sin_port);
}

static void *serve(void *arg)
{
	(void)arg;
	r.code = server_run(&r.o, &r.k.collector);
	return NULL;
}

static void start(void)
{
	server_stopped = 0;
	r.code = -1;
	assert_int_equal(pthread_create(&r.thread, NULL, serve, NULL), 0);
}

static void stop(void)
{
	server_stopped = 1;
	assert_int_equal(pthread_join(r.thread, NULL), 0);
	assert_int_equal(r.code, COLLECT_DONE);
}

static int set_up(void **state)
{
	(void)state;
	memset(&r, 0, sizeof(r));
	door_begin(&r.k);
	(void)snprintf(r.store, sizeof(r.store), "%s/db", r.k.folder);
	(void)snprintf(r.address, sizeof(r.address), "tcp://127.0.0.1:%u", free_port());
	r.listen[0] = r.address;
	r.o = (struct collector_options){ .listen = { .items = r.listen, .n = 1 },
					  .allow = r.k.allow,
					  .store = r.store,
					  .max_connections = 100,
					  .credit = 1000,
					  .commit_interval = 5000000,
					  .commit_events = 100 };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	door_end(&r.k);
	return 0;
}

/* ---- a sensor ------------------------------------------------------------------------------- */

static void say(Kagami__ToCollector *m)
{
	static uint8_t out[1 << 16];
	size_t n;

	m->version = WIRE_VERSION;
	n = wire_pack_to_collector(m, out, sizeof(out));
	assert_true(n > 0);
	assert_int_equal(zmq_send(r.sensor, out, n, 0), n);
}

/* The next answer; to be freed. */
static Kagami__ToSensor *hear(void)
{
	int n = zmq_recv(r.sensor, r.heard, sizeof(r.heard), 0);
	Kagami__ToSensor *m;

	if (n < 0)
		fail_msg("no answer comes");
	m = kagami__to_sensor__unpack(NULL, (size_t)n, r.heard);
	assert_non_null(m);
	return m;
}

/* Connects and says Hello; what is committed, by the collector's word. */
static uint64_t hello(uint64_t epoch)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Hello h = KAGAMI__HELLO__INIT;
	char name[] = "plant-1";
	Kagami__ToSensor *answer;
	uint64_t committed;

	r.sensor = door_peer(&r.k, ZMQ_DEALER, &r.k.sensor, r.address);
	h.sensor = name;
	h.program = name;
	h.epoch = epoch;
	h.first_seq = 1;
	h.next_seq = 1;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_HELLO;
	m.hello = &h;
	say(&m);
	answer = hear();
	assert_int_equal(answer->body_case, KAGAMI__TO_SENSOR__BODY_WELCOME);
	r.session = answer->welcome->session;
	committed = answer->welcome->committed_seq;
	kagami__to_sensor__free_unpacked(answer, NULL);
	return committed;
}

static void dictionary(uint64_t id)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Dictionary d = KAGAMI__DICTIONARY__INIT;

	d.id = id;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_DICTIONARY;
	m.dictionary = &d;
	say(&m);
}

static void batch(uint64_t epoch, uint64_t first, size_t n)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__Batch b = KAGAMI__BATCH__INIT;
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert alert = KAGAMI__ALERT__INIT;
	char text[] = "something happened";
	uint8_t bytes[256];
	ProtobufCBinaryData list[64];

	alert.text = text;
	e.time = 1700000000 * SECOND;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &alert;
	for (size_t i = 0; i < n; i++)
		list[i] = (ProtobufCBinaryData){ wire_pack_event(&e, bytes, sizeof(bytes)), bytes };
	b.session = r.session;
	b.epoch = epoch;
	b.first_seq = first;
	b.dictionary = 7;
	b.events = list;
	b.n_events = n;
	m.body_case = KAGAMI__TO_COLLECTOR__BODY_BATCH;
	m.batch = &b;
	say(&m);
}

static void acknowledged(uint64_t seq)
{
	uint64_t heard = 0;

	while (heard < seq) {
		Kagami__ToSensor *answer = hear();

		assert_int_equal(answer->body_case, KAGAMI__TO_SENSOR__BODY_ACK);
		assert_int_equal(answer->ack->session, r.session);
		heard = answer->ack->committed_seq;
		kagami__to_sensor__free_unpacked(answer, NULL);
	}
	assert_int_equal(heard, seq);
}

static void refused(Kagami__Reason reason)
{
	Kagami__ToSensor *answer = hear();

	assert_int_equal(answer->body_case, KAGAMI__TO_SENSOR__BODY_REFUSAL);
	assert_int_equal(answer->refusal->reason, reason);
	kagami__to_sensor__free_unpacked(answer, NULL);
}

/* Events of the sensor in the store, as another program sees them. */
static uint64_t stored(const char *sensor)
{
	const struct store_options o = { .path = r.store, .read_only = true };
	const struct store_filter f = { .sensor = sensor };
	char error[STORE_ERROR];
	struct store *s = store_open(&o, error, sizeof(error));
	uint64_t n;

	if (s == NULL)
		return 0; /* it is not made yet */
	assert_true(store_count_events(s, &f, &n));
	store_close(s);
	return n;
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void what_is_acknowledged_is_stored(void **state)
{
	(void)state;
	start();
	assert_int_equal(hello(0x55), 0);
	dictionary(7);
	batch(0x55, 1, 3);
	acknowledged(3);
	assert_int_equal(stored("plant-1"), 3);
	batch(0x55, 4, 64);
	acknowledged(67);
	assert_int_equal(stored("plant-1"), 67);
	(void)zmq_close(r.sensor);
	stop();
}

static void a_collector_that_begins_again_knows_where_it_was(void **state)
{
	(void)state;
	start();
	assert_int_equal(hello(0x55), 0);
	dictionary(7);
	batch(0x55, 1, 10);
	acknowledged(10);
	(void)zmq_close(r.sensor);
	stop();
	start();
	assert_int_equal(hello(0x56), 0);
	(void)zmq_close(r.sensor);
	assert_int_equal(hello(0x55), 10);
	/* It has the dictionary too, and what it has is not stored twice. */
	batch(0x55, 9, 4);
	acknowledged(12);
	assert_int_equal(stored("plant-1"), 12);
	(void)zmq_close(r.sensor);
	stop();
}

static void who_breaks_the_rules_is_refused_and_nothing_is_stored(void **state)
{
	(void)state;
	start();
	(void)hello(0x55);
	batch(0x55, 1, 1);
	refused(KAGAMI__REASON__REASON_DICTIONARY);
	(void)zmq_close(r.sensor);
	(void)hello(0x55);
	dictionary(7);
	batch(0x55, 5, 1);
	refused(KAGAMI__REASON__REASON_SEQUENCE);
	batch(0x55, 1, 1);
	(void)zmq_close(r.sensor);
	(void)hello(0x55);
	assert_int_equal(zmq_send(r.sensor, "\xff\xff", 2, 0), 2);
	refused(KAGAMI__REASON__REASON_MALFORMED);
	assert_int_equal(zmq_send(r.sensor, "two", 3, ZMQ_SNDMORE), 3);
	assert_int_equal(zmq_send(r.sensor, "frames", 6, 0), 6);
	refused(KAGAMI__REASON__REASON_MALFORMED);
	(void)zmq_close(r.sensor);
	stop();
	assert_int_equal(stored("plant-1"), 0);
}

static void what_was_told_is_not_told_again_after_a_restart(void **state)
{
	(void)state;
	/* Every sensor that says nothing is quiet at once. */
	r.o.quiet_after = 1;
	start();
	DOOR_UNTIL(stored("collector") == 1);
	stop();
	start();
	/* An answer comes behind the first look. */
	assert_int_equal(hello(0x55), 0);
	(void)zmq_close(r.sensor);
	stop();
	assert_int_equal(stored("collector"), 1);
}

static void what_cannot_begin_says_so(void **state)
{
	(void)state;
	log_level(LOG_ERROR);
	r.listen[0] = "tcp://256.0.0.1:1";
	server_stopped = 0;
	assert_int_equal(server_run(&r.o, &r.k.collector), COLLECT_FAILED);
	r.o.store = "/nowhere/at/all/db";
	assert_int_equal(server_run(&r.o, &r.k.collector), COLLECT_FAILED);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_acknowledged_is_stored),
		T(a_collector_that_begins_again_knows_where_it_was),
		T(who_breaks_the_rules_is_refused_and_nothing_is_stored),
		T(what_was_told_is_not_told_again_after_a_restart),
		T(what_cannot_begin_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
