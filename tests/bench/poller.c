#include "tests/bench/actor.h"

#include <stdlib.h>
#include <string.h>

enum stage {
	SYN,
	SYN_ACK,
	OPENED,
	REQUEST,
	REQUEST_ACK,
	RESPONSE,
	RESPONSE_ACK,
	FIN,
	FIN_ACK,
	LAST
};

struct poll {
	uint8_t func;
	uint16_t address, count;
	uint8_t data[250]; /* the PLC's memory there */
};

struct poller {
	struct actor actor;
	struct tcp tcp;
	enum stage stage;
	uint64_t slot;	 /* when the next transaction begins */
	uint32_t answer; /* how long the PLC takes, ns */
	uint16_t transaction;
	uint8_t unit;
	unsigned npolls, turn;
	struct poll polls[12];
	uint8_t request[260], response[260];
	size_t request_len, response_len; /* of the message, MBAP header included */
};

static size_t bytes_of(const struct poll *poll)
{
	return poll->func >= 3 ? poll->count * 2u : (poll->count + 7u) / 8u;
}

static uint8_t *mbap(const struct poller *p, uint8_t *out)
{
	out = wire_put16(wire_put16(out, p->transaction), 0);
	out += 2; /* the length, when it is known */
	*out++ = p->unit;
	return out;
}

static size_t finish(uint8_t *message, const uint8_t *end)
{
	size_t len = (size_t)(end - message);

	wire_put16(message + 4, (unsigned)len - 6);
	return len;
}

static void make_read(struct poller *p, struct wire *w)
{
	struct poll *poll = &p->polls[p->turn++ % p->npolls];
	size_t len = bytes_of(poll);
	uint8_t *rq = mbap(p, p->request), *rs = mbap(p, p->response);

	for (size_t i = 0; i <= len / 16; i++)
		poll->data[wire_random(w, (uint32_t)len)] = (uint8_t)wire_random(w, 256);
	*rq++ = *rs++ = poll->func;
	p->request_len = finish(p->request, wire_put16(wire_put16(rq, poll->address), poll->count));
	*rs++ = (uint8_t)len;
	memcpy(rs, poll->data, len);
	p->response_len = finish(p->response, rs + len);
}

static void make_write(struct poller *p, struct wire *w)
{
	static const uint8_t funcs[] = { 5, 6, 15, 16 };
	uint8_t func = funcs[wire_random(w, 4)];
	unsigned count = 1 + wire_random(w, 40);
	size_t len = func == 16 ? count * 2 : (count + 7) / 8;
	uint8_t *rq = mbap(p, p->request);

	*rq++ = func;
	rq = wire_put16(rq, wire_random(w, 9000));
	if (func == 5)
		rq = wire_put16(rq, wire_random(w, 2) * 0xff00);
	else
		rq = wire_put16(rq, func == 6 ? wire_random(w, 65536) : count);
	memcpy(p->response, p->request, 12);
	p->response_len = finish(p->response, p->response + 12);
	if (func >= 15) {
		*rq++ = (uint8_t)len;
		wire_random_bytes(w, rq, len);
		rq += len;
	}
	p->request_len = finish(p->request, rq);
}

static void make_transaction(struct poller *p, struct wire *w)
{
	p->transaction++;
	if (wire_random(w, 100) < 5)
		make_write(p, w);
	else
		make_read(p, w);
	if (wire_random(w, 1000) < 2) {
		p->response[7] = p->request[7] | 0x80;
		p->response[8] = (uint8_t)(2 + wire_random(w, 3));
		p->response_len = finish(p->response, p->response + 9);
	}
}

/* What happens at one stage, and how many ns later the next one follows. */
static uint64_t play(struct poller *p, struct wire *w)
{
	uint64_t at = p->actor.next;

	switch (p->stage++) {
	case SYN:
		wire_tcp(w, at, &p->tcp, 0, TCP_SYN, NULL, 0);
		return p->answer / 2;
	case SYN_ACK:
		wire_tcp(w, at, &p->tcp, 1, TCP_SYN | TCP_ACK, NULL, 0);
		return 50000;
	case OPENED:
		wire_tcp(w, at, &p->tcp, 0, TCP_ACK, NULL, 0);
		p->slot = at + WIRE_MS;
		return WIRE_MS;
	case REQUEST:
		make_transaction(p, w);
		wire_tcp(w, at, &p->tcp, 0, TCP_PSH | TCP_ACK, p->request, p->request_len);
		return p->answer / 3;
	case REQUEST_ACK: /* most PLCs acknowledge with the response */
		if (wire_random(w, 10) == 0)
			wire_tcp(w, at, &p->tcp, 1, TCP_ACK, NULL, 0);
		return p->answer / 3 + wire_random(w, p->answer);
	case RESPONSE:
		wire_tcp(w, at, &p->tcp, 1, TCP_PSH | TCP_ACK, p->response, p->response_len);
		return 30000 + wire_random(w, 170000);
	case RESPONSE_ACK:
		wire_tcp(w, at, &p->tcp, 0, TCP_ACK, NULL, 0);
		p->stage = p->actor.ending ? FIN : REQUEST;
		p->slot += 98 * WIRE_MS + wire_random(w, 4 * WIRE_MS);
		return p->slot > at ? p->slot - at : WIRE_MS;
	case FIN:
		wire_tcp(w, at, &p->tcp, 0, TCP_FIN | TCP_ACK, NULL, 0);
		return p->answer / 2;
	case FIN_ACK:
		wire_tcp(w, at, &p->tcp, 1, TCP_FIN | TCP_ACK, NULL, 0);
		return 50000;
	case LAST:
		wire_tcp(w, at, &p->tcp, 0, TCP_ACK, NULL, 0);
		p->actor.done = true;
	}
	return 0;
}

static void step(struct actor *a, struct wire *w)
{
	struct poller *p = (struct poller *)a;

	a->next += play(p, w);
}

static void make_poll(struct poll *poll, struct wire *w)
{
	static const uint16_t words[] = { 1, 2, 4, 8, 10, 16, 20, 32, 50, 64, 100, 125 };
	static const uint16_t bits[] = { 8, 16, 24, 32, 64, 100, 128, 256, 512 };
	uint32_t dice = wire_random(w, 100);

	poll->func = dice < 58 ? 3 : dice < 74 ? 4 : dice < 86 ? 1 : 2;
	poll->address = (uint16_t)wire_random(w, 9000);
	poll->count = poll->func >= 3 ? words[wire_random(w, 12)] : bits[wire_random(w, 9)];
	wire_random_bytes(w, poll->data, sizeof(poll->data));
}

struct actor *actor_poller(struct wire *w, unsigned number, struct host *master, struct host *plc,
			   uint64_t start)
{
	struct poller *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->actor = (struct actor){ .step = step, .next = start + wire_random(w, 100 * WIRE_MS) };
	p->tcp = (struct tcp){ .end = { master, plc },
			       .port = { (uint16_t)(49152 + number % 16000), 502 },
			       .seq = { wire_random(w, UINT32_MAX), wire_random(w, UINT32_MAX) },
			       .timestamps = number % 2 == 0 };
	p->unit = number % 3 == 0 ? (uint8_t)(1 + wire_random(w, 7)) : 1;
	p->transaction = (uint16_t)wire_random(w, 1000);
	p->answer = 800000 + wire_random(w, 5 * WIRE_MS);
	p->npolls = 4 + wire_random(w, 9);
	for (unsigned i = 0; i < p->npolls; i++)
		make_poll(&p->polls[i], w);
	return (struct actor *)p;
}
