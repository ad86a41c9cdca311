/*
 * A floor for delivery: the same bytes over ZeroMQ with CURVE and nothing else. One process sends
 * messages over a DEALER, another takes them from a ROUTER and answers each, as acknowledgements
 * would; at most WINDOW are under way.
 *
 *	curve_loop MESSAGES BYTES	prints the seconds that MESSAGES of BYTES each took
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <zmq.h>

enum { WINDOW = 8, KEY = 41 };

static void check(int rc, const char *what)
{
	if (rc >= 0)
		return;
	(void)fprintf(stderr, "curve_loop: %s: %s\n", what, zmq_strerror(zmq_errno()));
	exit(1);
}

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void take(const char *secret, long messages, int port_to)
{
	void *context = zmq_ctx_new();
	void *s = zmq_socket(context, ZMQ_ROUTER);
	const int yes = 1;
	char at[64];
	size_t n = sizeof(at);

	check(zmq_setsockopt(s, ZMQ_CURVE_SERVER, &yes, sizeof(yes)), "CURVE");
	check(zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, secret, KEY), "key");
	check(zmq_bind(s, "tcp://127.0.0.1:*"), "bind");
	check(zmq_getsockopt(s, ZMQ_LAST_ENDPOINT, at, &n), "endpoint");
	if (write(port_to, at, sizeof(at)) != (ssize_t)sizeof(at))
		exit(1);
	for (long i = 0; i < messages; i++) {
		zmq_msg_t who, what;

		(void)zmq_msg_init(&who);
		(void)zmq_msg_init(&what);
		check(zmq_msg_recv(&who, s, 0), "receive");
		check(zmq_msg_recv(&what, s, 0), "receive");
		(void)zmq_msg_close(&what);
		check(zmq_msg_send(&who, s, ZMQ_SNDMORE), "answer");
		check(zmq_send(s, "ack", 3, 0), "answer");
	}
	(void)zmq_close(s);
	(void)zmq_ctx_term(context); /* waits until the answers are out */
}

static double give(const char *at, const char *server, long messages, size_t bytes)
{
	void *context = zmq_ctx_new();
	void *s = zmq_socket(context, ZMQ_DEALER);
	char public[KEY], secret[KEY], ack[8];
	char *body = malloc(bytes);
	double began;

	if (body == NULL)
		exit(1);
	memset(body, 'x', bytes);
	check(zmq_curve_keypair(public, secret), "keys");
	check(zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, server, KEY), "key");
	check(zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, public, KEY), "key");
	check(zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, secret, KEY), "key");
	check(zmq_connect(s, at), "connect");
	began = now();
	for (long i = 0; i < messages; i++) {
		check(zmq_send(s, body, bytes, 0), "send");
		if (i >= WINDOW)
			check(zmq_recv(s, ack, sizeof(ack), 0), "ack");
	}
	for (long i = 0; i < WINDOW && i < messages; i++)
		check(zmq_recv(s, ack, sizeof(ack), 0), "ack");
	began = now() - began;
	(void)zmq_close(s);
	(void)zmq_ctx_term(context);
	free(body);
	return began;
}

int main(int argc, char **argv)
{
	char public[KEY], secret[KEY], at[64];
	int ends[2];

	if (argc != 3) {
		(void)fprintf(stderr, "usage: curve_loop MESSAGES BYTES\n");
		return 2;
	}
	const long messages = strtol(argv[1], NULL, 10);
	const size_t bytes = strtoul(argv[2], NULL, 10);

	check(zmq_curve_keypair(public, secret), "keys");
	if (pipe(ends) != 0)
		return 1;
	const pid_t child = fork();

	if (child == 0) {
		take(secret, messages, ends[1]);
		return 0;
	}
	if (child < 0 || read(ends[0], at, sizeof(at)) != (ssize_t)sizeof(at))
		return 1;
	printf("%.6f\n", give(at, public, messages, bytes));
	(void)waitpid(child, NULL, 0);
	return 0;
}
