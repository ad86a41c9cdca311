/* The live stream, over real sockets: collector/publish.c. */
#include "tests/unit/door_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "collector/publish.h"

static struct stream {
	struct door_kit k;
	void *zmq;
	struct roll *roll;
	struct gate *gate;
	struct publisher *p;
	char address[64];
} s;

/* A port that nobody listens on now. */
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

static int set_up(void **state)
{
	char error[256];

	(void)state;
	memset(&s, 0, sizeof(s));
	door_begin(&s.k);
	s.zmq = zmq_ctx_new();
	s.roll = roll_open(s.k.allow, error, sizeof(error));
	assert_non_null(s.roll);
	s.gate = gate_open(s.zmq, s.roll, 10, error, sizeof(error));
	assert_non_null(s.gate);
	(void)snprintf(s.address, sizeof(s.address), "tcp://127.0.0.1:%u", free_port());
	s.p = publish_open(s.zmq, s.address, &s.k.collector, error, sizeof(error));
	if (s.p == NULL)
		fail_msg("%s", error);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	publish_close(s.p);
	gate_close(s.gate);
	assert_int_equal(zmq_ctx_term(s.zmq), 0);
	roll_close(s.roll);
	door_end(&s.k);
	return 0;
}

/* An alert's text is `text`. */
static void stage(uint64_t seq, char *text)
{
	const struct event_origin origin = { .sensor = "plant-1",
					     .epoch = 0x55,
					     .seq = seq,
					     .received = 2000000000,
					     .clock_offset = -7 };
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert alert = KAGAMI__ALERT__INIT;

	alert.text = text;
	e.time = 1000000000;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &alert;
	publish_stage(s.p, &e, NULL, &origin);
}

/* A subscriber whose subscription has arrived: it was sent something. */
static void *subscriber(void)
{
	void *socket = door_peer(&s.k, ZMQ_SUB, &s.k.subscriber, s.address);
	char first[] = "first";

	for (unsigned i = 0; i < 1000 && !door_hears(socket, 10); i++) {
		stage(1, first);
		publish_send(s.p);
	}
	return socket;
}

/* The next message that is not the first one; to be freed. */
static Kagami__Published *hear(void *socket, char topic[64])
{
	for (;;) {
		uint8_t body[8192];
		int n = zmq_recv(socket, topic, 63, 0);
		Kagami__Published *m;

		if (n < 0)
			fail_msg("nothing comes");
		topic[n] = '\0';
		n = zmq_recv(socket, body, sizeof(body), 0);
		assert_true(n > 0);
		m = kagami__published__unpack(NULL, (size_t)n, body);
		assert_non_null(m);
		if (strcmp(m->event->alert->text, "first") != 0)
			return m;
		kagami__published__free_unpacked(m, NULL);
	}
}

static void what_is_staged_goes_out_when_it_is_sent(void **state)
{
	void *socket = subscriber();
	char words[] = "Somebody wrote a value";
	char topic[64];
	Kagami__Published *m;
	struct publish_stats before, after;

	(void)state;
	publish_stats(s.p, &before);
	stage(9, words);
	assert_true(publish_staged(s.p) > 0);
	publish_send(s.p);
	assert_int_equal(publish_staged(s.p), 0);
	m = hear(socket, topic);
	assert_string_equal(topic, "alert.plant-1");
	assert_string_equal(m->sensor, "plant-1");
	assert_int_equal(m->epoch, 0x55);
	assert_int_equal(m->seq, 9);
	assert_int_equal(m->received, 2000000000);
	assert_int_equal(m->clock_offset, -7);
	assert_int_equal(m->event->time, 1000000000);
	assert_string_equal(m->event->alert->text, words);
	assert_non_null(strstr(m->json, words));
	assert_int_equal(m->json[strlen(m->json) - 1], '}');
	kagami__published__free_unpacked(m, NULL);
	publish_stats(s.p, &after);
	assert_int_equal(after.events, before.events + 1);
	assert_true(after.bytes > before.bytes);
	(void)zmq_close(socket);
}

static void what_is_dropped_never_does(void **state)
{
	void *socket = subscriber();
	char lost[] = "lost", kept[] = "kept";
	char topic[64];
	Kagami__Published *m;

	(void)state;
	stage(2, lost);
	publish_drop(s.p);
	assert_int_equal(publish_staged(s.p), 0);
	publish_send(s.p);
	stage(2, kept);
	publish_send(s.p);
	m = hear(socket, topic);
	assert_string_equal(m->event->alert->text, "kept");
	kagami__published__free_unpacked(m, NULL);
	(void)zmq_close(socket);
}

static void many_keep_their_order(void **state)
{
	void *socket = subscriber();
	char topic[64];

	(void)state;
	for (uint64_t seq = 10; seq < 1010; seq++) {
		char text[] = "one of many";

		stage(seq, text);
	}
	publish_send(s.p);
	for (uint64_t seq = 10; seq < 1010; seq++) {
		Kagami__Published *m = hear(socket, topic);

		assert_int_equal(m->seq, seq);
		kagami__published__free_unpacked(m, NULL);
	}
	(void)zmq_close(socket);
}

static void an_address_that_is_none_is_an_error(void **state)
{
	char error[256] = "";
	void *zmq = zmq_ctx_new();

	(void)state;
	assert_null(publish_open(zmq, "tcp://256.0.0.1:1", &s.k.collector, error, sizeof(error)));
	assert_non_null(strstr(error, "cannot listen on tcp://256.0.0.1:1"));
	assert_int_equal(zmq_ctx_term(zmq), 0);
	publish_close(NULL);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_staged_goes_out_when_it_is_sent),
		T(what_is_dropped_never_does),
		T(many_keep_their_order),
		T(an_address_that_is_none_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
