/*
 * For the tests of dpi.c: packets built field by field, and flows that send them.
 */
#ifndef TESTS_UNIT_DPI_TALK_H
#define TESTS_UNIT_DPI_TALK_H

#include "tests/unit/test.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/dpi.h"

#define SECOND 1000000000u

/* A packet under construction. */
struct bytes {
	uint8_t b[2048];
	size_t n;
};

/* One side of a TCP or UDP flow between 10.1.1.1 (client) and 10.1.1.2, and where it stands. */
struct talk {
	struct dpi *d;
	struct dpi_facts facts;
	uint32_t seq[2];
	uint64_t now;
	uint16_t port[2];
	uint8_t proto;
	int slot;
	bool final;
	int version;
};

static inline void put(struct bytes *p, const void *data, size_t n)
{
	assert_true(p->n + n <= sizeof(p->b));
	memcpy(p->b + p->n, data, n);
	p->n += n;
}

static inline void put8(struct bytes *p, unsigned v)
{
	put(p, &(uint8_t){ (uint8_t)v }, 1);
}

static inline void put16(struct bytes *p, unsigned v)
{
	put8(p, v >> 8);
	put8(p, v);
}

static inline void put32(struct bytes *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p, v & 0xffff);
}

static inline void put_text(struct bytes *p, const char *text)
{
	put(p, text, strlen(text));
}

static inline void patch16(struct bytes *p, size_t at, size_t v)
{
	p->b[at] = (uint8_t)(v >> 8);
	p->b[at + 1] = (uint8_t)v;
}

static inline void put_ip(struct bytes *p, const struct talk *t, bool from_client, size_t payload)
{
	if (t->version == 4) {
		put16(p, 0x4500);
		put16(p, (unsigned)(20 + payload));
		put32(p, 0x00010000);
		put8(p, 64);
		put8(p, t->proto);
		put16(p, 0);
		put32(p, from_client ? 0x0a010101 : 0x0a010102);
		put32(p, from_client ? 0x0a010102 : 0x0a010101);
		return;
	}
	put32(p, 0x60000000);
	put16(p, (unsigned)payload);
	put8(p, t->proto);
	put8(p, 64);
	for (int i = 0; i < 2; i++) {
		put32(p, 0xfd000000);
		put32(p, 0);
		put32(p, 0);
		put32(p, (i == 0) == from_client ? 1 : 2);
	}
}

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

/* Sends one packet; from a heap block of its exact size, so that sanitizers see an overread. */
static inline bool send_packet(struct talk *t, bool from_client, unsigned flags,
			       const struct bytes *data)
{
	static const struct bytes empty;
	struct bytes p = { .n = 0 };
	int me = from_client ? 0 : 1;
	uint8_t *exact;

	if (!data)
		data = &empty;
	put_ip(&p, t, from_client, data->n + (t->proto == IPPROTO_TCP ? 20 : 8));
	put16(&p, t->port[me]);
	put16(&p, t->port[1 - me]);
	if (t->proto == IPPROTO_TCP) {
		put32(&p, t->seq[me]);
		put32(&p, t->seq[1 - me]);
		put16(&p, 0x5000 | flags);
		put16(&p, 8192);
		put32(&p, 0);
		t->seq[me] += (uint32_t)data->n + (flags & (SYN | FIN) ? 1 : 0);
	} else {
		put16(&p, (unsigned)(8 + data->n));
		put16(&p, 0);
	}
	put(&p, data->b, data->n);
	exact = malloc(p.n);
	assert_non_null(exact);
	memcpy(exact, p.b, p.n);
	t->now += SECOND / 1000;
	t->final = dpi_packet(t->d, t->slot, exact, p.n, t->now, from_client, &t->facts);
	free(exact);
	return t->final;
}

static inline struct talk talk_new(struct dpi *d, uint8_t proto, uint16_t server_port)
{
	struct talk t = {
		.d = d,
		.proto = proto,
		.port = { 40000, server_port },
		.seq = { 1000, 5000 },
		.now = 1700000000ull * SECOND,
		.version = 4,
		.slot = dpi_open(d, proto),
	};

	assert_true(t.slot >= 0);
	memset(&t.facts, 0xee, sizeof(t.facts));
	return t;
}

static inline void handshake(struct talk *t)
{
	assert_false(send_packet(t, true, SYN, NULL));
	assert_false(send_packet(t, false, SYN | ACK, NULL));
	assert_false(send_packet(t, true, ACK, NULL));
}

static inline struct bytes client_hello(const char *name)
{
	struct bytes p = { .n = 0 };
	size_t extensions;

	put32(&p, 0x16030100); /* handshake, TLS 1.0 record, length: 3..4 */
	put8(&p, 0);
	put32(&p, 0x01000000); /* ClientHello, length: 6..8 */
	put16(&p, 0x0303);
	for (unsigned i = 0; i < 32; i++)
		put8(&p, i * 7);
	put8(&p, 0);
	put16(&p, 4);
	put16(&p, 0xc02f);
	put16(&p, 0x009c);
	put16(&p, 0x0100);
	extensions = p.n;
	put16(&p, 0);
	if (name) {
		put16(&p, 0); /* server_name */
		put16(&p, (unsigned)strlen(name) + 5);
		put16(&p, (unsigned)strlen(name) + 3);
		put8(&p, 0);
		put16(&p, (unsigned)strlen(name));
		put_text(&p, name);
	}
	put16(&p, 10); /* supported groups: x25519, secp256r1 */
	put16(&p, 6);
	put16(&p, 4);
	put32(&p, 0x001d0017);
	put16(&p, 11); /* point formats: uncompressed */
	put16(&p, 2);
	put16(&p, 0x0100);
	patch16(&p, extensions, p.n - extensions - 2);
	patch16(&p, 7, p.n - 9);
	patch16(&p, 3, p.n - 5);
	return p;
}

static inline struct bytes server_hello(void)
{
	struct bytes p = { .n = 0 };

	put32(&p, 0x16030300);
	put8(&p, 42);
	put32(&p, 0x02000026);
	put16(&p, 0x0303);
	for (unsigned i = 0; i < 32; i++)
		put8(&p, 255 - i);
	put8(&p, 0);
	put16(&p, 0xc02f);
	put8(&p, 0);
	return p;
}

static inline struct bytes dns_query(const char *label)
{
	struct bytes p = { .n = 0 };

	put32(&p, 0x12340100);
	put32(&p, 0x00010000);
	put32(&p, 0);
	put8(&p, (unsigned)strlen(label));
	put_text(&p, label);
	put8(&p, 5);
	put_text(&p, "plant");
	put8(&p, 0);
	put32(&p, 0x00010001);
	return p;
}

static inline struct bytes text(const char *s)
{
	struct bytes p = { .n = 0 };

	put_text(&p, s);
	return p;
}

static inline void close_all(struct talk *t)
{
	dpi_close(t->d, t->slot);
	dpi_free(t->d);
}

static inline struct dpi *engine(unsigned slots)
{
	struct dpi *d;

	assert_int_equal(dpi_new(&d, slots, DPI_TCP_PACKETS, DPI_UDP_PACKETS), 0);
	return d;
}

static inline bool is_hex(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

#endif
