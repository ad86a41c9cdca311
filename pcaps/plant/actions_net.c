/* What the steps of scenarios can do to a network, beside Modbus. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pcaps/plant/play.h"
#include "pcaps/plant/raw.h"
#include "pcaps/plant/run.h"
#include "pcaps/plant/server.h"

#define MS	 UINT64_C(1000000)
#define VNC_PORT "5900"
#define DNS_PORT "53"
#define TRY_MS	 300

int action_arp_scan(struct deed *d)
{
	unsigned first = (unsigned)deed_number(d, "first", 1), n = 0, found = 0;
	unsigned last = (unsigned)deed_number(d, "last", 80);
	uint64_t every = deed_time(d, "every", 30 * MS), at = clock_now();
	uint8_t ip[4], frame[RAW_FRAME];
	struct raw r;

	if (!raw_open(&r, ETHERTYPE_ARP))
		return FAILED;
	memcpy(ip, r.ip, sizeof(ip));
	for (unsigned host = first; host <= last && clock_sleep_until(at + n * every);
	     host++, n++) {
		ip[3] = (uint8_t)host;
		if (!raw_arp(&r, 1, r.mac, r.ip, NULL, ip))
			break;
		while (raw_receive(&r, frame, 0))
			found += frame[21] == 2;
	}
	while (raw_receive(&r, frame, 200))
		found += frame[21] == 2;
	raw_close(&r);
	say(&d->visit, "%u addresses asked for, %u answers", n, found);
	return n ? DONE : FAILED;
}

/* A TCP connection from where the deed comes from, or -1. */
static int connect_to(const struct deed *d, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST };
	struct timeval wait = { .tv_usec = TRY_MS * 1000 };
	struct addrinfo *to, *from = NULL;
	int fd, error;

	if (getaddrinfo(d->visit.address, port, &hints, &to) != 0)
		return -1;
	fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (!d->reach.netns && getaddrinfo(hosts[d->from].loopback, NULL, &hints, &from) == 0) {
		(void)!bind(fd, from->ai_addr, from->ai_addrlen);
		freeaddrinfo(from);
	}
	error = connect(fd, to->ai_addr, to->ai_addrlen);
	freeaddrinfo(to);
	if (error == 0)
		return fd;
	close(fd);
	return -1;
}

int action_connect(struct deed *d)
{
	const struct scenario_param *ports = scenario_with(d->step, "ports");
	uint64_t every = deed_time(d, "every", 50 * MS), at = clock_now();
	unsigned open = 0;

	for (size_t i = 0; i < ports->values.n && clock_sleep_until(at + i * every); i++) {
		int fd = connect_to(d, ports->values.s[i]);

		if (fd < 0)
			continue;
		say(&d->visit, "%s: port %s is open", hosts[d->to].name, ports->values.s[i]);
		open++;
		close(fd);
	}
	say(&d->visit, "%s: %zu ports tried, %u open", hosts[d->to].name, ports->values.n, open);
	return DONE;
}

/* A server of the deed on its host `to`, in a process of its own; its pid, or -1. */
static pid_t serve(const struct deed *d, const char *port, int type, void (*talk)(int fd))
{
	pid_t pid = fork();
	int fd;

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (!netns_enter(d->reach.netns, hosts[d->to].name))
		_exit(FAILED);
	fd = server_bind(d->visit.address, port, type);
	if (fd < 0)
		_exit(FAILED);
	talk(fd);
	_exit(DONE);
}

static void serve_end(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
}

static bool talk_send(int fd, const void *bytes, size_t len)
{
	return send(fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

/* Takes whatever comes, at least a byte; false when nothing came. */
static bool talk_take(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint8_t bytes[4096];

	return poll(&p, 1, 2000) > 0 && recv(fd, bytes, sizeof(bytes), 0) > 0;
}

/* The handshake of RFB 3.8 without a password (RFC 6143, 7.1), then a small picture for each
 * request. */
static void vnc_server(int listener)
{
	static const uint8_t init[] = { 0x04, 0, 0x03, 0, 32, 24, 0, 1, 0, 255, 0,   255, 0,  255,
					16,   8, 0,    0, 0,  0,  0, 0, 0, 3,	'H', 'M', 'I' };
	static const uint8_t picture[4 * 16 * 16 + 16] = { 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 16 };
	int fd = accept(listener, NULL, NULL);
	bool good = fd >= 0 && talk_send(fd, "RFB 003.008\n", 12) && talk_take(fd) &&
		    talk_send(fd, "\1\1", 2) && talk_take(fd) && talk_send(fd, "\0\0\0\0", 4) &&
		    talk_take(fd) && talk_send(fd, init, sizeof(init));

	while (good && talk_take(fd))
		good = talk_send(fd, picture, sizeof(picture));
}

int action_remote_desktop(struct deed *d)
{
	static const uint8_t ask[] = { 3, 1, 0, 0, 0, 0, 4, 0, 3, 0 };
	static const uint8_t click[] = { 5, 1, 1, 0x40, 0, 0xf0 };
	uint64_t end = clock_now() + deed_time(d, "for", 10000 * MS);
	pid_t server = serve(d, VNC_PORT, SOCK_STREAM, vnc_server);
	int fd = -1, pictures = 0;
	bool good;

	for (int i = 0; i < 20 && fd < 0 && clock_sleep_ms(100); i++)
		fd = connect_to(d, VNC_PORT);
	good = fd >= 0 && talk_take(fd) && talk_send(fd, "RFB 003.008\n", 12) && talk_take(fd) &&
	       talk_send(fd, "\1", 1) && talk_take(fd) && talk_send(fd, "\1", 1) && talk_take(fd);
	while (good && clock_now() < end && clock_sleep_ms(400)) {
		good = talk_send(fd, ask, sizeof(ask)) && talk_take(fd) &&
		       talk_send(fd, click, sizeof(click)) && talk_take(fd);
		pictures++;
	}
	if (fd >= 0)
		close(fd);
	serve_end(server);
	say(&d->visit, "screen of %s by VNC: %d pictures", hosts[d->to].name, pictures);
	return good ? DONE : FAILED;
}

/* Answers each query with "no such name". */
static void dns_server(int fd)
{
	struct sockaddr_storage from;
	uint8_t query[1500];

	while (!stop_asked()) {
		socklen_t len = sizeof(from);
		ssize_t n = recvfrom(fd, query, sizeof(query), 0, (struct sockaddr *)&from, &len);

		if (n < 12)
			continue;
		query[2] = 0x81;
		query[3] = 0x83;
		(void)!sendto(fd, query, (size_t)n, 0, (const struct sockaddr *)&from, len);
	}
}

/* A query (RFC 1035, 4.1) whose name carries bytes as text; its length. */
static size_t dns_query(uint8_t *q, unsigned number)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	static const uint8_t rest[] = {
		1, 'x', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 16, 0, 1
	};
	size_t at = 12;

	memset(q, 0, at);
	q[0] = (uint8_t)(number >> 8);
	q[1] = (uint8_t)number;
	q[2] = 1;
	q[5] = 1;
	for (int label = 0; label < 3; label++) {
		q[at++] = 62;
		for (int i = 0; i < 62; i++)
			q[at++] = (uint8_t)digits[random() & 31];
	}
	memcpy(q + at, rest, sizeof(rest));
	return at + sizeof(rest);
}

int action_dns_tunnel(struct deed *d)
{
	unsigned queries = (unsigned)deed_number(d, "queries", 60), answers = 0;
	uint64_t every = deed_time(d, "every", 150 * MS), at = clock_now() + 300 * MS;
	pid_t server = serve(d, DNS_PORT, SOCK_DGRAM, dns_server);
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint8_t query[512];

	inet_pton(AF_INET, d->visit.address, &to.sin_addr);
	for (unsigned i = 0; i < queries && clock_sleep_until(at + i * every); i++) {
		size_t len = dns_query(query, i);

		if (sendto(fd, query, len, 0, (const struct sockaddr *)&to, sizeof(to)) < 0)
			break;
		answers += talk_take(fd);
	}
	close(fd);
	serve_end(server);
	say(&d->visit, "%u DNS queries to %s, %u answers", queries, hosts[d->to].name, answers);
	return answers ? DONE : FAILED;
}
