/* Who is let in, over real sockets: collector/gate.c, roll.c, door.c. */
#include "tests/unit/door_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "collector/door.h"
#include "collector/gate.h"

struct doors {
	struct door_kit k;
	void *zmq, *router, *pub;
	struct roll *roll;
	struct gate *gate;
	char events[DOOR_ADDRESS], stream[DOOR_ADDRESS];
};

static struct doors d;

static void *open_door(const struct door_options *o, char bound[DOOR_ADDRESS])
{
	char error[256] = "";
	void *s = door_socket(d.zmq, o, error, sizeof(error));

	if (s == NULL ||
	    !door_bind(s, "tcp://127.0.0.1:*", bound, DOOR_ADDRESS, error, sizeof(error)))
		fail_msg("%s", error);
	return s;
}

static int set_up_for(uint64_t connections)
{
	struct door_options o = { .type = ZMQ_ROUTER,
				  .domain = GATE_DOMAIN_EVENTS,
				  .monitor = GATE_MONITOR_EVENTS,
				  .key = &d.k.collector,
				  .receive_limit = 10,
				  .send_limit = 10,
				  .backlog = 10 };
	char error[256];

	memset(&d, 0, sizeof(d));
	door_begin(&d.k);
	d.zmq = zmq_ctx_new();
	d.roll = roll_open(d.k.allow, error, sizeof(error));
	assert_non_null(d.roll);
	d.gate = gate_open(d.zmq, d.roll, connections, error, sizeof(error));
	assert_non_null(d.gate);
	d.router = open_door(&o, d.events);
	o.type = ZMQ_PUB;
	o.domain = GATE_DOMAIN_STREAM;
	o.monitor = GATE_MONITOR_STREAM;
	d.pub = open_door(&o, d.stream);
	return 0;
}

static int set_up(void **state)
{
	(void)state;
	return set_up_for(100);
}

static int set_up_few(void **state)
{
	(void)state;
	return set_up_for(3);
}

static int tear_down(void **state)
{
	(void)state;
	(void)zmq_close(d.router);
	(void)zmq_close(d.pub);
	gate_close(d.gate);
	assert_int_equal(zmq_ctx_term(d.zmq), 0);
	roll_close(d.roll);
	door_end(&d.k);
	return 0;
}

static struct gate_stats stats(void)
{
	struct gate_stats s;

	gate_stats(d.gate, &s);
	return s;
}

/* Receives one message; who it is from, as the gate says. */
static struct allow_entry hear(char *text, size_t size)
{
	struct allow_entry who;
	zmq_msg_t identity, m;
	const char *user;

	assert_true(door_hears(d.router, DOOR_WAIT_MS));
	(void)zmq_msg_init(&identity);
	(void)zmq_msg_init(&m);
	assert_true(zmq_msg_recv(&identity, d.router, 0) > 0);
	assert_true(zmq_msg_recv(&m, d.router, 0) >= 0);
	(void)snprintf(text, size, "%.*s", (int)zmq_msg_size(&m), (const char *)zmq_msg_data(&m));
	user = zmq_msg_gets(&m, "User-Id");
	assert_non_null(user);
	assert_true(gate_user(user, &who));
	(void)zmq_msg_close(&identity);
	(void)zmq_msg_close(&m);
	return who;
}

static void a_sensor_of_the_list_comes_in_under_its_name(void **state)
{
	void *peer = door_peer(&d.k, ZMQ_DEALER, &d.k.sensor, d.events);
	struct allow_entry who;
	char text[16];

	(void)state;
	assert_int_equal(zmq_send(peer, "hello", 5, 0), 5);
	who = hear(text, sizeof(text));
	assert_string_equal(text, "hello");
	assert_string_equal(who.name, "plant-1");
	assert_string_equal(who.key, d.k.sensor.public);
	assert_int_equal(who.role, ALLOW_SENSOR);
	assert_int_equal(stats().admitted, 1);
	assert_int_equal(stats().connections, 1);
	(void)zmq_close(peer);
	DOOR_UNTIL(stats().connections == 0);
}

static void who_is_not_on_the_list_is_refused_and_counted(void **state)
{
	void *peer = door_peer(&d.k, ZMQ_DEALER, &d.k.stranger, d.events);

	(void)state;
	DOOR_UNTIL(stats().unknown_key > 0);
	assert_int_equal(stats().admitted, 0);
	assert_false(door_hears(d.router, DOOR_SOON_MS));
	(void)zmq_close(peer);
}

static void each_role_has_its_own_door(void **state)
{
	void *peer = door_peer(&d.k, ZMQ_DEALER, &d.k.subscriber, d.events);

	(void)state;
	DOOR_UNTIL(stats().wrong_role == 1);
	(void)zmq_close(peer);
	peer = door_peer(&d.k, ZMQ_SUB, &d.k.sensor, d.stream);
	DOOR_UNTIL(stats().wrong_role == 2);
	(void)zmq_close(peer);
	assert_int_equal(stats().admitted, 0);
	peer = door_peer(&d.k, ZMQ_SUB, &d.k.subscriber, d.stream);
	DOOR_UNTIL(stats().admitted == 1);
	DOOR_UNTIL(stats().subscribers == 1);
	(void)zmq_close(peer);
}

static void who_is_put_on_the_list_comes_in_at_once(void **state)
{
	void *peer = door_peer(&d.k, ZMQ_DEALER, &d.k.stranger, d.events);
	struct allow_entry who;
	char text[16];

	(void)state;
	DOOR_UNTIL(stats().unknown_key > 0);
	(void)zmq_close(peer);
	door_let_in(&d.k, ALLOW_SENSOR, "plant-9", &d.k.stranger);
	peer = door_peer(&d.k, ZMQ_DEALER, &d.k.stranger, d.events);
	assert_int_equal(zmq_send(peer, "late", 4, 0), 4);
	who = hear(text, sizeof(text));
	assert_string_equal(who.name, "plant-9");
	(void)zmq_close(peer);
}

/* A TCP connection that is none of ZeroMQ's. */
static int plain_connection(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	a.sin_port = htons((uint16_t)strtoul(strrchr(d.events, ':') + 1, NULL, 10));
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/* ZeroMQ's greeting, of a peer that wants no security. */
static void who_wants_no_security_is_counted(void **state)
{
	uint8_t greeting[64] = { 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'N', 'U', 'L', 'L' };
	int fd = plain_connection();

	(void)state;
	assert_int_equal(send(fd, greeting, sizeof(greeting), MSG_NOSIGNAL), sizeof(greeting));
	DOOR_UNTIL(stats().handshakes == 1);
	DOOR_UNTIL(stats().connections == 0);
	assert_int_equal(stats().accepted, 1);
	assert_int_equal(stats().admitted, 0);
	(void)close(fd);
}

static void at_the_limit_nobody_is_let_in_until_some_left(void **state)
{
	int fds[3];
	char text[16];
	void *peer;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		fds[i] = plain_connection();
	DOOR_UNTIL(stats().shut);
	peer = door_peer(&d.k, ZMQ_DEALER, &d.k.sensor, d.events);
	assert_int_equal(zmq_send(peer, "x", 1, 0), 1);
	assert_false(door_hears(d.router, DOOR_SOON_MS));
	assert_int_equal(stats().accepted, 3);
	for (size_t i = 0; i < 3; i++)
		(void)close(fds[i]);
	DOOR_UNTIL(!stats().shut);
	assert_string_equal(hear(text, sizeof(text)).name, "plant-1");
	(void)zmq_close(peer);
}

static void connections_of_one_door_can_be_ended(void **state)
{
	void *sensor = door_peer(&d.k, ZMQ_DEALER, &d.k.sensor, d.events);
	void *listener = door_peer(&d.k, ZMQ_SUB, &d.k.subscriber, d.stream);
	char text[16];

	(void)state;
	DOOR_UNTIL(stats().admitted == 2);
	gate_drop(d.gate, GATE_STREAM);
	/* Who is still on the list comes back. */
	DOOR_UNTIL(stats().admitted == 3);
	assert_int_equal(stats().connections, 1);
	assert_int_equal(zmq_send(sensor, "here", 4, 0), 4);
	(void)hear(text, sizeof(text));
	assert_string_equal(text, "here");
	assert_int_equal(stats().admitted, 3);
	(void)zmq_close(sensor);
	(void)zmq_close(listener);
}

static void what_is_no_user_of_ours_is_told_apart(void **state)
{
	struct allow_entry who;
	char user[256];

	(void)state;
	(void)snprintf(user, sizeof(user), "subscriber:console:%s", d.k.subscriber.public);
	assert_true(gate_user(user, &who));
	assert_int_equal(who.role, ALLOW_SUBSCRIBER);
	assert_string_equal(who.name, "console");
	assert_false(gate_user("", &who));
	assert_false(gate_user("sensor:plant-1", &who));
	assert_false(gate_user("sensor:plant-1:short", &who));
	(void)snprintf(user, sizeof(user), "sensor:%0*d:%s", WIRE_NAME_MAX + 1, 1,
		       d.k.sensor.public);
	assert_false(gate_user(user, &who));
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_sensor_of_the_list_comes_in_under_its_name),
		T(who_is_not_on_the_list_is_refused_and_counted),
		T(each_role_has_its_own_door),
		T(who_is_put_on_the_list_comes_in_at_once),
		T(who_wants_no_security_is_counted),
		cmocka_unit_test_setup_teardown(at_the_limit_nobody_is_let_in_until_some_left,
						set_up_few, tear_down),
		T(connections_of_one_door_can_be_ended),
		T(what_is_no_user_of_ours_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
