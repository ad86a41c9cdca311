#include "pcaps/plant/link.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MBAP 7

static const char *source; /* NULL: whichever the machine takes */

void link_from(const char *address)
{
	source = address;
}

/* modbus_connect() from an address of one's own. */
static int connect_from(modbus_t *m, const char *address, const char *port, unsigned timeout_ms)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST };
	struct timeval wait = { .tv_sec = timeout_ms / 1000,
				.tv_usec = (suseconds_t)(timeout_ms % 1000) * 1000 };
	struct addrinfo *from = NULL, *to = NULL;
	int fd = -1, on = 1, result = -1;

	if (getaddrinfo(source, NULL, &hints, &from) == 0 &&
	    getaddrinfo(address, port, &hints, &to) == 0)
		fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
		if (bind(fd, from->ai_addr, from->ai_addrlen) == 0 &&
		    connect(fd, to->ai_addr, to->ai_addrlen) == 0)
			result = modbus_set_socket(m, fd);
		if (result < 0)
			close(fd);
	}
	if (from)
		freeaddrinfo(from);
	if (to)
		freeaddrinfo(to);
	return result;
}

static unsigned exchange_timeout_ms(const struct link *l)
{
	uint32_t seconds = 0, micros = 0;

	modbus_get_response_timeout(l->modbus, &seconds, &micros);
	return seconds * 1000 + micros / 1000;
}

bool link_open(struct link *l, const char *address, const char *port, unsigned timeout_ms,
	       struct tally *tally)
{
	*l = (struct link){ .modbus = modbus_new_tcp_pi(address, port), .tally = tally };
	if (!l->modbus) {
		complain("%s port %s: %s", address, port, modbus_strerror(errno));
		return false;
	}
	modbus_set_response_timeout(l->modbus, timeout_ms / 1000, timeout_ms % 1000 * 1000);
	if ((source ? connect_from(l->modbus, address, port, timeout_ms)
		    : modbus_connect(l->modbus)) < 0) {
		complain("cannot connect to %s port %s: %s", address, port, modbus_strerror(errno));
		modbus_free(l->modbus);
		l->modbus = NULL;
		return false;
	}
	return true;
}

void link_close(struct link *l)
{
	if (!l->modbus)
		return;
	modbus_close(l->modbus);
	modbus_free(l->modbus);
	l->modbus = NULL;
}

int link_fd(const struct link *l)
{
	return modbus_get_socket(l->modbus);
}

bool link_count(struct link *l, int function, int result)
{
	int error = errno;

	l->last_exception = 0;
	l->unanswered = result < 0 && error == ETIMEDOUT ? l->unanswered + 1 : 0;
	l->tally->sent[function & 0xff]++;
	if (result >= 0) {
		l->tally->answered[function & 0xff]++;
		return true;
	}
	if (error > MODBUS_ENOBASE && error < MODBUS_ENOBASE + MODBUS_EXCEPTION_MAX) {
		l->tally->refused[function & 0xff]++;
		l->last_exception = (uint8_t)(error - MODBUS_ENOBASE);
	}
	return false;
}

bool link_do(struct link *l, int unit, int function, int addr, int count, const uint16_t *values)
{
	uint8_t bits[MODBUS_MAX_READ_BITS];
	uint16_t regs[MODBUS_MAX_READ_REGISTERS];
	modbus_t *m = l->modbus;
	int result = -1;

	modbus_set_slave(m, unit);
	switch (function) {
	case MODBUS_FC_READ_COILS:
		result = modbus_read_bits(m, addr, count, bits);
		break;
	case MODBUS_FC_READ_DISCRETE_INPUTS:
		result = modbus_read_input_bits(m, addr, count, bits);
		break;
	case MODBUS_FC_READ_HOLDING_REGISTERS:
		result = modbus_read_registers(m, addr, count, regs);
		break;
	case MODBUS_FC_READ_INPUT_REGISTERS:
		result = modbus_read_input_registers(m, addr, count, regs);
		break;
	case MODBUS_FC_WRITE_SINGLE_COIL:
		result = modbus_write_bit(m, addr, values[0] != 0);
		break;
	case MODBUS_FC_WRITE_SINGLE_REGISTER:
		result = modbus_write_register(m, addr, values[0]);
		break;
	case MODBUS_FC_WRITE_MULTIPLE_COILS:
		for (int i = 0; i < count; i++)
			bits[i] = values[i] != 0;
		result = modbus_write_bits(m, addr, count, bits);
		break;
	case MODBUS_FC_WRITE_MULTIPLE_REGISTERS:
		result = modbus_write_registers(m, addr, count, values);
		break;
	default:
		errno = EINVAL;
		return false;
	}
	return link_count(l, function, result);
}

bool link_send(const struct link *l, const void *bytes, size_t len)
{
	return send(link_fd(l), bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

/* Exactly `len` bytes before the deadline: 1, 0 for too late, -1 for closed. */
static int receive_exactly(int fd, uint8_t *to, size_t len, uint64_t deadline)
{
	while (len > 0) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		uint64_t now = clock_now();
		int wait = now < deadline ? (int)((deadline - now) / 1000000 + 1) : 0;
		int ready = poll(&p, 1, wait);

		if (ready < 0 && errno == EINTR && !stop_asked())
			continue;
		if (ready <= 0)
			return 0;
		ssize_t n = recv(fd, to, len, 0);

		if (n <= 0)
			return -1;
		to += n;
		len -= (size_t)n;
	}
	return 1;
}

int link_receive(const struct link *l, uint8_t *adu, unsigned timeout_ms)
{
	uint64_t deadline = clock_now() + timeout_ms * UINT64_C(1000000);
	int got = receive_exactly(link_fd(l), adu, MBAP, deadline);
	size_t len;

	if (got <= 0)
		return got;
	len = (size_t)adu[4] << 8 | adu[5];
	if (len < 2 || len + 6 > LINK_ADU_MAX)
		return -1;
	got = receive_exactly(link_fd(l), adu + MBAP, len - 1, deadline);
	return got <= 0 ? got : (int)len + 6;
}

int link_exchange(struct link *l, int unit, const uint8_t *pdu, size_t len, uint8_t *out)
{
	uint8_t raw[LINK_ADU_MAX], adu[LINK_ADU_MAX];
	int n;

	raw[0] = (uint8_t)unit;
	memcpy(raw + 1, pdu, len);
	l->last_exception = 0;
	l->tally->sent[pdu[0]]++;

	if (modbus_send_raw_request(l->modbus, raw, (int)len + 1) < 0)
		return -1;
	n = link_receive(l, adu, exchange_timeout_ms(l));
	if (n <= 0)
		return n;
	n -= MBAP;
	memcpy(out, adu + MBAP, (size_t)n);
	if (out[0] & 0x80) {
		l->tally->refused[pdu[0]]++;
		l->last_exception = n > 1 ? out[1] : 0;
	} else {
		l->tally->answered[pdu[0]]++;
	}
	return n;
}
