#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pcaps/plant/plant.h"
#include "pcaps/plant/rtu.h"

#define MBAP	 7
#define QUIET_MS 60 /* an RTU answer is complete when the line has been quiet for so long */

uint16_t rtu_crc(const uint8_t *bytes, size_t len)
{
	uint16_t crc = 0xffff;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1);
	}
	return crc;
}

bool wire_open(struct wire *w, enum wire_kind kind, const char *address, const char *port)
{
	struct addrinfo hints = { .ai_socktype = kind == WIRE_UDP ? SOCK_DGRAM : SOCK_STREAM,
				  .ai_flags = AI_NUMERICHOST };
	struct addrinfo *info;

	*w = (struct wire){ .fd = -1, .kind = kind };
	if (getaddrinfo(address, port, &hints, &info) != 0) {
		complain("%s port %s is no address", address, port);
		return false;
	}
	w->fd = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC, 0);
	if (w->fd < 0 || connect(w->fd, info->ai_addr, info->ai_addrlen) < 0) {
		complain("cannot connect to %s port %s: %s", address, port, strerror(errno));
		wire_close(w);
	}
	freeaddrinfo(info);
	return w->fd >= 0;
}

void wire_close(struct wire *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

static size_t frame_make(struct wire *w, uint8_t unit, const uint8_t *pdu, size_t len,
			 uint8_t *frame)
{
	if (w->kind == WIRE_UDP) {
		const uint8_t header[MBAP] = {
			(uint8_t)(++w->transaction >> 8), (uint8_t)w->transaction, 0,	0,
			(uint8_t)((len + 1) >> 8),	  (uint8_t)(len + 1),	   unit
		};

		memcpy(frame, header, MBAP);
		memcpy(frame + MBAP, pdu, len);
		return MBAP + len;
	}
	frame[0] = unit;
	memcpy(frame + 1, pdu, len);

	uint16_t crc = rtu_crc(frame, len + 1);

	if (w->noise)
		crc ^= 0x0410;
	w->noise = false;
	frame[len + 1] = (uint8_t)crc;
	frame[len + 2] = (uint8_t)(crc >> 8);
	return len + 3;
}

/* Bytes until the line is quiet (RTU), or one datagram; -1 when the peer has gone. */
static int collect(const struct wire *w, uint8_t *frame, size_t room, unsigned timeout_ms)
{
	size_t have = 0;
	struct pollfd p = { .fd = w->fd, .events = POLLIN };

	while (have < room && poll(&p, 1, have ? QUIET_MS : (int)timeout_ms) > 0) {
		ssize_t n = recv(w->fd, frame + have, room - have, 0);

		if (n <= 0)
			return -1;
		have += (size_t)n;
		if (w->kind == WIRE_UDP)
			break;
	}
	return (int)have;
}

int wire_exchange(struct wire *w, uint8_t unit, const uint8_t *pdu, size_t len, uint8_t *out,
		  unsigned timeout_ms)
{
	uint8_t frame[WIRE_PDU_MAX + MBAP];
	size_t size = frame_make(w, unit, pdu, len, frame);
	int n;

	if (send(w->fd, frame, size, MSG_NOSIGNAL) != (ssize_t)size)
		return -1;
	n = collect(w, frame, sizeof(frame), timeout_ms);
	if (n <= 0)
		return n;
	if (w->kind == WIRE_UDP) {
		n -= MBAP;
		if (n < 1)
			return -1;
		memcpy(out, frame + MBAP, (size_t)n);
		return n;
	}
	if (n < 4 || rtu_crc(frame, (size_t)n) != 0)
		return WIRE_BAD_CRC;
	memcpy(out, frame + 1, (size_t)n - 3);
	return n - 3;
}
