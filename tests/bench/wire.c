#include "tests/bench/wire.h"

#include <errno.h>
#include <string.h>

enum { PROTO_TCP = 6, PROTO_UDP = 17 };

bool wire_open(struct wire *w, const char *path, uint64_t seed)
{
	const uint32_t header[6] = { 0xa1b23c4d, 4u << 16 | 2, 0, 0, 65535, 1 };

	*w = (struct wire){ .random = seed * 2 + 1 };
	w->out = fopen(path, "wb");
	if (w->out == NULL || fwrite(header, sizeof(header), 1, w->out) != 1) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	return true;
}

uint32_t wire_random(struct wire *w, uint32_t n)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return (uint32_t)((w->random * 0x2545f4914f6cdd1dull >> 32) * n >> 32);
}

void wire_random_bytes(struct wire *w, uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		p[i] = (uint8_t)wire_random(w, 256);
}

static void record(struct wire *w, uint64_t at, const uint8_t *frame, size_t len)
{
	const uint32_t header[4] = { (uint32_t)(at / WIRE_SECOND), (uint32_t)(at % WIRE_SECOND),
				     (uint32_t)len, (uint32_t)len };

	fwrite(header, sizeof(header), 1, w->out);
	fwrite(frame, len, 1, w->out);
	w->frames++;
}

void wire_frame(struct wire *w, uint64_t at, const uint8_t *frame, size_t len)
{
	uint8_t padded[60] = { 0 };

	if (len < sizeof(padded)) {
		memcpy(padded, frame, len);
		frame = padded;
		len = sizeof(padded);
	}
	if (w->lose != 0 && wire_random(w, 1000) < w->lose)
		return;
	if (w->swap != 0 && w->held_len == 0 && wire_random(w, 1000) < w->swap) {
		memcpy(w->held, frame, len);
		w->held_len = len;
		return;
	}
	record(w, at, frame, len);
	if (w->held_len != 0) {
		record(w, at + 1000, w->held, w->held_len);
		w->held_len = 0;
	}
}

bool wire_close(struct wire *w)
{
	bool ok = !ferror(w->out);

	if (fclose(w->out) != 0 || !ok) {
		fprintf(stderr, "cannot write the capture: %s\n", strerror(errno));
		return false;
	}
	return true;
}

uint8_t *wire_put16(uint8_t *p, unsigned n)
{
	p[0] = (uint8_t)(n >> 8);
	p[1] = (uint8_t)n;
	return p + 2;
}

uint8_t *wire_put32(uint8_t *p, uint32_t n)
{
	return wire_put16(wire_put16(p, n >> 16), n & 0xffff);
}

uint8_t *wire_ethernet(uint8_t *p, const uint8_t to[6], const struct host *from, uint16_t type)
{
	memcpy(p, to, 6);
	memcpy(p + 6, from->mac, 6);
	p += 12;
	if (from->vlan != 0)
		p = wire_put16(wire_put16(p, 0x8100), from->vlan);
	return wire_put16(p, type);
}

static uint32_t sum(uint32_t total, const uint8_t *p, size_t len)
{
	for (; len > 1; p += 2, len -= 2)
		total += (uint32_t)(p[0] << 8 | p[1]);
	return len != 0 ? total + (uint32_t)(p[0] << 8) : total;
}

static unsigned checksum(uint32_t total)
{
	while (total >> 16 != 0)
		total = (total & 0xffff) + (total >> 16);
	return ~total & 0xffff;
}

/* Ethernet and IPv4 for len bytes that follow; returns where these go. */
static uint8_t *ip_header(uint8_t *frame, struct host *from, const struct host *to, uint8_t proto,
			  size_t len)
{
	uint8_t *ip = wire_ethernet(frame, to->mac, from, 0x0800);
	uint8_t *p = wire_put16(wire_put16(ip, 0x4500), (unsigned)len + 20);

	p = wire_put16(wire_put16(p, ++from->ip_id), 0x4000);
	p = wire_put16(wire_put16(p, 0x4000u | proto), 0);
	memcpy(p, from->ip, 4);
	memcpy(p + 4, to->ip, 4);
	wire_put16(ip + 10, checksum(sum(0, ip, 20)));
	return p + 8;
}

/* The checksum of a TCP or UDP packet of len bytes whose IPv4 addresses stand before it. */
static unsigned transport_checksum(const uint8_t *p, uint8_t proto, size_t len)
{
	return checksum(sum(sum(proto + (uint32_t)len, p - 8, 8), p, len));
}

static uint8_t *tcp_options(uint8_t *p, const struct tcp *c, int from, unsigned flags)
{
	if (flags & TCP_SYN)
		p = wire_put32(p, 0x020405b4);
	if (c->timestamps) {
		p = wire_put32(p, 0x0101080a);
		p = wire_put32(p, c->clock[from]);
		p = wire_put32(p, flags == TCP_SYN ? 0 : c->clock[1 - from]);
	}
	return p;
}

void wire_tcp(struct wire *w, uint64_t at, struct tcp *c, int from, unsigned flags,
	      const uint8_t *data, size_t len)
{
	uint8_t frame[WIRE_FRAME_MAX];
	size_t options = (flags & TCP_SYN ? 4u : 0u) + (c->timestamps ? 12u : 0u);
	uint8_t *tcp =
		ip_header(frame, c->end[from], c->end[1 - from], PROTO_TCP, 20 + options + len);
	uint8_t *p = wire_put16(wire_put16(tcp, c->port[from]), c->port[1 - from]);

	c->clock[from] = (uint32_t)(at / WIRE_MS) + (uint32_t)from * 77777;
	p = wire_put32(wire_put32(p, c->seq[from]), flags & TCP_ACK ? c->seq[1 - from] : 0);
	p = wire_put16(p, (unsigned)(20 + options) / 4 << 12 | flags);
	p = wire_put32(wire_put16(p, from == 0 ? 64240 : 4096), 0);
	p = tcp_options(p, c, from, flags);
	if (len != 0)
		memcpy(p, data, len);
	p += len;
	wire_put16(tcp + 16, transport_checksum(tcp, PROTO_TCP, (size_t)(p - tcp)));
	c->seq[from] += (uint32_t)len + (flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
	wire_frame(w, at, frame, (size_t)(p - frame));
}

void wire_udp(struct wire *w, uint64_t at, struct host *from, uint16_t sport, struct host *to,
	      uint16_t dport, const uint8_t *data, size_t len)
{
	uint8_t frame[WIRE_FRAME_MAX];
	uint8_t *udp = ip_header(frame, from, to, PROTO_UDP, 8 + len);
	uint8_t *p = wire_put16(wire_put16(udp, sport), dport);

	p = wire_put16(wire_put16(p, (unsigned)len + 8), 0);
	memcpy(p, data, len);
	p += len;
	wire_put16(udp + 6, transport_checksum(udp, PROTO_UDP, (size_t)(p - udp)));
	wire_frame(w, at, frame, (size_t)(p - frame));
}
