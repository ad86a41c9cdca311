#include "pcaps/plant/server.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "pcaps/plant/answer.h"
#include "pcaps/plant/troubles.h"

#define CONNECTIONS   16
#define PENDING	      16
#define UNITS	      8
#define MBAP	      7
#define ADU_MAX	      260
#define GATEWAY_LOST  UINT64_C(250000000) /* ns until a serial unit counts as absent */
#define GATEWAY_UNITS 32		  /* the gateway's lines know unit ids up to this */

/* A request that waits for the end of the scan or for a serial line. */
struct pending {
	uint64_t due; /* 0: free */
	size_t len;
	uint8_t adu[ADU_MAX];
	struct sockaddr_storage peer; /* UDP only */
	socklen_t peer_len;
};

struct connection {
	int fd; /* -1: free */
	bool datagrams;
	size_t have;
	uint8_t buffer[4096];
	struct pending pending[PENDING];
	unsigned npending;
};

struct server {
	struct plant *plant;
	int host;
	modbus_t *modbus;
	int listener;
	struct connection connection[CONNECTIONS]; /* the first one is the UDP socket */
	struct unit unit[UNITS];
	unsigned nunits;
};

static struct server server; /* one a process; too large for a stack */

int server_bind(const char *address, const char *port, int type)
{
	struct addrinfo hints = { .ai_socktype = type, .ai_flags = AI_PASSIVE | AI_NUMERICHOST };
	struct addrinfo *info;
	int fd, on = 1;
	int error = getaddrinfo(address, port, &hints, &info);

	if (error) {
		complain("%s port %s: %s", address, port, gai_strerror(error));
		return -1;
	}
	fd = socket(info->ai_family, type | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, info->ai_addr, info->ai_addrlen) < 0 ||
	    (type == SOCK_STREAM && listen(fd, 16) < 0)) {
		complain("%s port %s: %s", address, port, strerror(errno));
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(info);
	return fd;
}

static struct unit *unit_find(struct server *s, uint8_t id)
{
	for (unsigned i = 0; i < s->nunits; i++)
		if (s->unit[i].device->unit == id)
			return &s->unit[i];
	/* some look at no unit id; all take 0 and 255, which mean "this device" */
	if (hosts[s->host].any_unit || id == 0 || id == 255)
		return &s->unit[0];
	return NULL;
}

static void variables_out(struct server *s, struct unit *u)
{
	bool frozen = trouble_active(s->plant, TROUBLE_FROZEN, s->host);
	const struct trouble *jump = trouble_active(s->plant, TROUBLE_JUMP, s->host);

	for (size_t i = 0; i < nvariables; i++) {
		bool wrong = jump && jump->variable == (int)i;

		if (variables[i].host != s->host || variables[i].unit != u->device->unit ||
		    (frozen && !variable_commanded(&variables[i])))
			continue;
		variable_encode(&variables[i],
				wrong ? jump->amount : atomic_load(&s->plant->value[i]), u->map);
	}
}

static void variables_in(struct server *s, struct unit *u)
{
	for (size_t i = 0; i < nvariables; i++)
		if (variables[i].host == s->host && variables[i].unit == u->device->unit &&
		    variable_commanded(&variables[i]))
			atomic_store(&s->plant->value[i], variable_decode(&variables[i], u->map));
}

static void send_pdu(struct connection *c, const struct pending *p, const uint8_t *pdu, size_t len)
{
	uint8_t adu[ADU_MAX];

	memcpy(adu, p->adu, 4);
	put16(adu + 4, (unsigned)len + 1);
	adu[6] = p->adu[6];
	memcpy(adu + MBAP, pdu, len);
	/* a peer that has gone shows in the next read */
	if (c->datagrams)
		(void)!sendto(c->fd, adu, MBAP + len, MSG_NOSIGNAL,
			      (const struct sockaddr *)&p->peer, p->peer_len);
	else
		(void)!send(c->fd, adu, MBAP + len, MSG_NOSIGNAL);
}

/* modbus_reply() sends on a connected socket, so a UDP one is connected for the moment. */
static void reply_libmodbus(struct server *s, struct connection *c, struct pending *p,
			    struct unit *u)
{
	struct sockaddr none = { .sa_family = AF_UNSPEC };

	if (c->datagrams && connect(c->fd, (struct sockaddr *)&p->peer, p->peer_len) < 0)
		return;
	modbus_set_socket(s->modbus, c->fd);
	(void)!modbus_reply(s->modbus, p->adu, (int)p->len, u->map);
	if (c->datagrams)
		(void)!connect(c->fd, &none, sizeof(none));
	variables_in(s, u);
}

static void reply(struct server *s, struct connection *c, struct pending *p)
{
	uint8_t out[ANSWER_PDU_MAX + 8];
	struct unit *u = unit_find(s, p->adu[6]);
	int n;

	if (!u) {
		out[0] = p->adu[MBAP] | 0x80;
		out[1] = p->adu[6] <= GATEWAY_UNITS ? MODBUS_EXCEPTION_GATEWAY_TARGET
						    : MODBUS_EXCEPTION_GATEWAY_PATH;
		send_pdu(c, p, out, 2);
		return;
	}
	variables_out(s, u);
	n = answer(u, p->adu + MBAP, p->len - MBAP, out);
	if (n == ANSWER_LIBMODBUS)
		reply_libmodbus(s, c, p, u);
	else if (n > 0)
		send_pdu(c, p, out, (size_t)n);
}

/* When the request will be answered; 0 for never. */
static uint64_t due_at(struct server *s, const uint8_t *adu, uint64_t now)
{
	const struct unit *u = unit_find(s, adu[6]);
	uint64_t scan = s->unit[0].device->scan_ms * UINT64_C(1000000);

	if (u && u != &s->unit[0])
		return now + u->device->scan_ms * UINT64_C(1000000);
	if (!u && hosts[s->host].silent_units)
		return 0; /* not for us: silence */
	if (!u && adu[6] <= GATEWAY_UNITS)
		return now + GATEWAY_LOST;
	/* the end of this scan, and a little for the communication part */
	uint64_t n = now / scan + 1;

	return n * scan + 100000 + n * UINT64_C(2654435761) % 900 * 1000;
}

/* Puts a whole ADU among the pending ones; those that nobody answers are forgotten. */
static void enqueue(struct server *s, struct connection *c, const uint8_t *adu, size_t len,
		    const struct sockaddr_storage *peer, socklen_t peer_len)
{
	uint64_t due = due_at(s, adu, clock_now());
	struct pending *p = &c->pending[c->npending];
	const struct trouble *slow;

	if (!due || c->npending == PENDING || get16(adu + 2) != 0 ||
	    trouble_active(s->plant, TROUBLE_SILENT, s->host))
		return;
	slow = trouble_active(s->plant, TROUBLE_SLOW, s->host);
	if (slow)
		due += (uint64_t)(slow->amount * 1e6);
	p->due = due;
	p->len = len;
	memcpy(p->adu, adu, len);
	if (peer)
		p->peer = *peer;
	p->peer_len = peer_len;
	c->npending++;
}

/* Cuts the stream into ADUs by MBAP length; false when the length is impossible. */
static bool cut(struct server *s, struct connection *c)
{
	size_t at = 0;

	while (c->have - at >= MBAP && c->npending < PENDING) {
		size_t len = 6u + get16(c->buffer + at + 4);

		if (len < MBAP + 1 || len > ADU_MAX)
			return false;
		if (c->have - at < len)
			break;
		enqueue(s, c, c->buffer + at, len, NULL, 0);
		at += len;
	}
	memmove(c->buffer, c->buffer + at, c->have - at);
	c->have -= at;
	return true;
}

static void receive_datagram(struct server *s, struct connection *c)
{
	struct sockaddr_storage peer;
	socklen_t peer_len = sizeof(peer);
	ssize_t n = recvfrom(c->fd, c->buffer, sizeof(c->buffer), MSG_DONTWAIT,
			     (struct sockaddr *)&peer, &peer_len);

	if (n < MBAP + 1 || n > ADU_MAX || get16(c->buffer + 4) + 6 != n)
		return;
	enqueue(s, c, c->buffer, (size_t)n, &peer, peer_len);
}

static void receive(struct server *s, struct connection *c)
{
	if (c->datagrams) {
		receive_datagram(s, c);
		return;
	}

	ssize_t n = recv(c->fd, c->buffer + c->have, sizeof(c->buffer) - c->have, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		c->have += (size_t)n;
		if (cut(s, c))
			return;
	}
	close(c->fd);
	c->fd = -1;
}

static void settle(struct server *s, struct connection *c, uint64_t now)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < c->npending; i++) {
		if (c->pending[i].due <= now)
			reply(s, c, &c->pending[i]);
		else
			c->pending[kept++] = c->pending[i];
	}
	c->npending = kept;
	/* more may have waited for a free place */
	if (!c->datagrams && !cut(s, c)) {
		close(c->fd);
		c->fd = -1;
	}
}

static void welcome(struct server *s)
{
	int on = 1, fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	for (int i = 1; i < CONNECTIONS; i++) {
		struct connection *c = &s->connection[i];

		if (c->fd >= 0)
			continue;
		c->fd = fd;
		c->have = 0;
		c->npending = 0;
		return;
	}
	close(fd);
}

static bool prepare(struct server *s, const struct reach *reach)
{
	const char *address = plant_address(reach, s->host);

	for (size_t i = 0; i < ndevices && s->nunits < UNITS; i++)
		if (devices[i].host == s->host && !unit_init(&s->unit[s->nunits++], &devices[i])) {
			complain("no memory for the tables of %s", hosts[s->host].name);
			return false;
		}
	for (int i = 0; i < CONNECTIONS; i++)
		s->connection[i].fd = -1;
	s->modbus = modbus_new_tcp_pi(NULL, reach->port);
	s->listener = server_bind(address, reach->port, SOCK_STREAM);
	s->connection[0].fd = server_bind(address, reach->port, SOCK_DGRAM);
	s->connection[0].datagrams = true;
	return s->modbus && s->listener >= 0 && s->connection[0].fd >= 0;
}

/* How long to wait until the first pending answer is due. */
static struct timespec patience(const struct server *s, uint64_t now)
{
	uint64_t first = UINT64_MAX;

	for (int i = 0; i < CONNECTIONS; i++)
		for (unsigned j = 0; s->connection[i].fd >= 0 && j < s->connection[i].npending; j++)
			if (s->connection[i].pending[j].due < first)
				first = s->connection[i].pending[j].due;
	/* a signal between the check and poll() is noticed after this */
	if (first == UINT64_MAX)
		return (struct timespec){ .tv_nsec = 200000000 };
	first = first <= now ? 0 : (first - now) / clock_pace();
	return (struct timespec){ .tv_sec = (time_t)(first / 1000000000u),
				  .tv_nsec = (long)(first % 1000000000u) };
}

int server_run(struct plant *plant, const struct reach *reach, int host)
{
	struct server *s = &server;

	s->plant = plant;
	s->host = host;
	if (!prepare(s, reach))
		return FAILED;
	while (!stop_asked()) {
		struct pollfd fds[CONNECTIONS + 1] = { { .fd = s->listener, .events = POLLIN } };

		for (int i = 0; i < CONNECTIONS; i++) {
			const struct connection *c = &s->connection[i];
			bool room = c->npending < PENDING && c->have < sizeof(c->buffer);

			fds[i + 1].fd = c->fd;
			fds[i + 1].events = room ? POLLIN : 0;
		}
		const struct timespec wait = patience(s, clock_now());

		ppoll(fds, CONNECTIONS + 1, &wait, NULL);
		if (fds[0].revents & POLLIN)
			welcome(s);
		for (int i = 0; i < CONNECTIONS; i++) {
			struct connection *c = &s->connection[i];

			if (c->fd >= 0 && fds[i + 1].fd == c->fd && fds[i + 1].revents)
				receive(s, c);
			if (c->fd >= 0)
				settle(s, c, clock_now());
		}
	}
	return DONE;
}
