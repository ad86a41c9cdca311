#include "tests/bench/actor.h"

#include <stdlib.h>
#include <string.h>

enum kind { WEB, TLS, NAMES, GOOSE, ARP, UNKNOWN, KINDS };
enum stage { SYN, SYN_ACK, OPENED, ASK, ANSWER, ANSWER_ACK, FIN, FIN_ACK, LAST };

struct other {
	struct actor actor;
	enum kind kind;
	unsigned number;
	struct host *from, *to;
	struct tcp tcp;
	enum stage stage;
	unsigned rounds, segments; /* still to come */
	uint16_t port;
	uint32_t count;
};

static size_t web_ask(uint8_t *out, unsigned n)
{
	return (size_t)snprintf(
		(char *)out, 600,
		"GET /trend/%u.json HTTP/1.1\r\nHost: historian%u.plant.example\r\n"
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\n\r\n",
		n, n % 7);
}

static size_t web_answer(uint8_t *out)
{
	int len = snprintf((char *)out, 1400,
			   "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/json\r\n"
			   "Content-Length: 1200\r\n\r\n");

	memset(out + len, '7', 1200);
	return (size_t)len + 1200;
}

/* A ClientHello of TLS 1.2 with four cipher suites and a server name. */
static size_t tls_hello(struct wire *w, uint8_t *out, unsigned n)
{
	char name[40];
	size_t len = (size_t)snprintf(name, sizeof(name), "updates%u.vendor.example", n % 9);
	uint8_t *p = out + 9;

	p = wire_put16(p, 0x0303);
	wire_random_bytes(w, p, 32);
	p += 32;
	*p++ = 0;
	p = wire_put32(wire_put16(p, 8), 0x1301c02f);
	p = wire_put32(p, 0xc030009c);
	p = wire_put16(p, 0x0100);
	p = wire_put16(p, (unsigned)len + 9);
	p = wire_put16(wire_put16(p, 0), (unsigned)len + 5);
	p = wire_put16(p, (unsigned)len + 3);
	*p++ = 0;
	p = wire_put16(p, (unsigned)len);
	memcpy(p, name, len);
	p += len;
	wire_put16(out, 0x1603);
	out[2] = 1;
	wire_put16(out + 3, (unsigned)(p - out) - 5);
	wire_put32(out + 5, 1u << 24 | (uint32_t)(p - out - 9));
	return (size_t)(p - out);
}

/* A record of encrypted data; the first from a server is its hello. */
static size_t tls_record(struct wire *w, uint8_t *out, size_t len, bool hello)
{
	wire_random_bytes(w, out, len);
	out[0] = hello ? 22 : 23;
	wire_put16(out + 1, 0x0303);
	wire_put16(out + 3, (unsigned)len - 5);
	if (hello) {
		wire_put32(out + 5, 2u << 24 | (uint32_t)(len - 9));
		wire_put16(out + 9, 0x0303);
		out[43] = 0;
		wire_put16(out + 44, 0xc02f);
		out[46] = 0;
		wire_put16(out + 47, (unsigned)len - 49);
		wire_put32(out + 49, 21u << 16 | (uint32_t)(len - 53)); /* padding */
	}
	return len;
}

static size_t ask(struct other *o, struct wire *w, uint8_t *out)
{
	if (o->kind == WEB)
		return web_ask(out, o->count);
	return o->segments == 0 ? tls_hello(w, out, o->number) : tls_record(w, out, 300, false);
}

static void open_session(struct other *o, struct wire *w)
{
	o->tcp = (struct tcp){ .end = { o->from, o->to },
			       .port = { o->port++, o->kind == WEB ? 80 : 443 },
			       .seq = { wire_random(w, UINT32_MAX), wire_random(w, UINT32_MAX) },
			       .timestamps = true };
	if (o->port < 32768)
		o->port = 32768;
	o->rounds = 2 + wire_random(w, 6);
	o->stage = SYN;
}

static uint64_t answer(struct other *o, struct wire *w)
{
	uint8_t data[1500];
	size_t len;

	if (o->kind == WEB)
		len = web_answer(data);
	else
		len = tls_record(w, data, 900 + wire_random(w, 500), o->segments == 0);
	wire_tcp(w, o->actor.next, &o->tcp, 1, TCP_PSH | TCP_ACK, data, len);
	o->segments++;
	if (wire_random(w, 3) != 0)
		o->stage = ANSWER;
	return 200000;
}

static void tcp_step(struct actor *a, struct wire *w)
{
	struct other *o = (struct other *)a;
	uint64_t at = a->next, wait = 300000 + wire_random(w, WIRE_MS);
	uint8_t data[1500];

	switch (o->stage++) {
	case SYN:
		o->segments = 0;
		wire_tcp(w, at, &o->tcp, 0, TCP_SYN, NULL, 0);
		break;
	case SYN_ACK:
		wire_tcp(w, at, &o->tcp, 1, TCP_SYN | TCP_ACK, NULL, 0);
		break;
	case OPENED:
		wire_tcp(w, at, &o->tcp, 0, TCP_ACK, NULL, 0);
		break;
	case ASK:
		wire_tcp(w, at, &o->tcp, 0, TCP_PSH | TCP_ACK, data, ask(o, w, data));
		o->count++;
		break;
	case ANSWER:
		wait = answer(o, w);
		break;
	case ANSWER_ACK:
		wire_tcp(w, at, &o->tcp, 0, TCP_ACK, NULL, 0);
		if (--o->rounds != 0 && !a->ending)
			o->stage = ASK;
		wait += wire_random(w, 50 * WIRE_MS);
		break;
	case FIN:
		wire_tcp(w, at, &o->tcp, 0, TCP_FIN | TCP_ACK, NULL, 0);
		break;
	case FIN_ACK:
		wire_tcp(w, at, &o->tcp, 1, TCP_FIN | TCP_ACK, NULL, 0);
		break;
	case LAST:
		wire_tcp(w, at, &o->tcp, 0, TCP_ACK, NULL, 0);
		a->done = a->ending;
		open_session(o, w);
		wait += wire_random(w, 200 * WIRE_MS);
	}
	a->next += wait;
}

static void dns(struct other *o, struct wire *w)
{
	static const char suffix[] = "\5plant\7example";
	uint8_t data[128];
	bool reply = o->count % 2 == 1;
	uint8_t *p = wire_put16(data, o->count / 2);

	p = wire_put32(wire_put16(p, reply ? 0x8180 : 0x0100), 1u << 16 | (reply ? 1 : 0));
	p = wire_put32(p, 0);
	*p++ = 6;
	p += snprintf((char *)p, 8, "hmi%03u", o->count / 2 % 1000);
	memcpy(p, suffix, sizeof(suffix));
	p = wire_put32(p + sizeof(suffix), 0x00010001);
	if (!reply) {
		o->port = (uint16_t)(32768 + wire_random(w, 28000));
		wire_udp(w, o->actor.next, o->from, o->port, o->to, 53, data, (size_t)(p - data));
		return;
	}
	p = wire_put32(wire_put16(p, 0xc00c), 0x00010001);
	p = wire_put16(wire_put32(p, 300), 4);
	p = wire_put32(p, 0x0a140a00 | (o->count & 0xff));
	wire_udp(w, o->actor.next, o->to, 53, o->from, o->port, data, (size_t)(p - data));
}

static uint8_t *ber(uint8_t *p, unsigned tag, const void *value, size_t len)
{
	*p++ = (uint8_t)tag;
	*p++ = (uint8_t)len;
	memcpy(p, value, len);
	return p + len;
}

static uint8_t *ber_number(uint8_t *p, unsigned tag, uint32_t n)
{
	uint8_t bytes[5] = { 0 };

	wire_put32(bytes + 1, n);
	return ber(p, tag, bytes, sizeof(bytes));
}

/* A GOOSE message of one dataset with two values, repeated with a rising sqNum. */
static void goose(struct other *o, struct wire *w)
{
	static const uint8_t group[6] = { 0x01, 0x0c, 0xcd, 0x01, 0x00, 0x01 };
	static const uint8_t utc[8] = { 0x66, 0x32, 0x00, 0x00, 0, 0, 0, 0x0a };
	static const uint8_t values[] = { 0x83, 1, 1, 0x84, 3, 3, 0, 0 };
	uint8_t frame[256], *start, *p, *pdu;

	start = wire_ethernet(frame, group, o->from, 0x88b8);
	pdu = start + 8;
	p = pdu + 3;
	p = ber(p, 0x80, "IED1LD0/LLN0$GO$gcb1", 20);
	p = ber_number(p, 0x81, 2000);
	p = ber(p, 0x82, "IED1LD0/LLN0$Trips", 18);
	p = ber(p, 0x83, "trips1", 6);
	p = ber(p, 0x84, utc, sizeof(utc));
	p = ber_number(p, 0x85, 1 + o->count / 1000);
	p = ber_number(p, 0x86, o->count % 1000);
	p = ber(p, 0x87, "", 1);
	p = ber_number(p, 0x88, 1);
	p = ber(p, 0x89, "", 1);
	p = ber_number(p, 0x8a, 2);
	p = ber(p, 0xab, values, sizeof(values));
	pdu[0] = 0x61;
	pdu[1] = 0x81;
	pdu[2] = (uint8_t)(p - pdu - 3);
	wire_put32(wire_put16(wire_put16(start, 0x0001), (unsigned)(p - start)), 0);
	wire_frame(w, o->actor.next, frame, (size_t)(p - frame));
}

static void arp(struct other *o, struct wire *w)
{
	static const uint8_t everyone[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	bool reply = o->count % 2 == 1;
	const struct host *from = reply ? o->to : o->from, *to = reply ? o->from : o->to;
	uint8_t frame[64];
	uint8_t *p = wire_ethernet(frame, reply ? to->mac : everyone, from, 0x0806);

	p = wire_put32(wire_put32(p, 0x00010800), 0x06040000 | (reply ? 2 : 1));
	memcpy(p, from->mac, 6);
	memcpy(p + 6, from->ip, 4);
	memset(p + 10, 0, 6);
	if (reply)
		memcpy(p + 10, to->mac, 6);
	memcpy(p + 16, to->ip, 4);
	wire_frame(w, o->actor.next, frame, (size_t)(p + 20 - frame));
}

static void unknown(struct other *o, struct wire *w)
{
	uint8_t data[700];
	size_t len = 20 + wire_random(w, sizeof(data) - 20);

	if (o->count % 64 == 0)
		o->port = (uint16_t)(1024 + wire_random(w, 60000));
	wire_random_bytes(w, data, len);
	wire_udp(w, o->actor.next, o->from, o->port, o->to, 34567, data, len);
}

static void datagram_step(struct actor *a, struct wire *w)
{
	static void (*const say[KINDS])(struct other *, struct wire *) = {
		[NAMES] = dns, [GOOSE] = goose, [ARP] = arp, [UNKNOWN] = unknown
	};
	static const uint64_t pause[KINDS] = { [NAMES] = 30 * WIRE_MS,
					       [GOOSE] = 20 * WIRE_MS,
					       [ARP] = 500 * WIRE_MS,
					       [UNKNOWN] = 15 * WIRE_MS };
	struct other *o = (struct other *)a;

	say[o->kind](o, w);
	o->count++;
	a->next += pause[o->kind] / 2 + wire_random(w, (uint32_t)pause[o->kind]);
	a->done = a->ending;
}

struct actor *actor_other(struct wire *w, unsigned number, struct host *from, struct host *to,
			  uint64_t start)
{
	struct other *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->kind = number % KINDS;
	o->number = number;
	o->from = from;
	o->to = to;
	o->port = (uint16_t)(32768 + number * 97 % 30000);
	o->actor.next = start + wire_random(w, 100 * WIRE_MS);
	o->actor.step = o->kind <= TLS ? tcp_step : datagram_step;
	if (o->kind <= TLS)
		open_session(o, w);
	return (struct actor *)o;
}
