#include "tests/property/talk.h"

#include <stdlib.h>
#include <string.h>

enum {
	ETHERNET = 14,
	IP = 20,
	TCP = 20,
	HEADERS = ETHERNET + IP + TCP,
	LINKTYPE_ETHERNET = 1,
};

#define START 1700000000000000000U
#define TURN  1000000U

/* ---- out of a capture ------------------------------------------------------------------------ */

struct collector {
	struct conversation *out;
	size_t n, max;
	struct packet pkt;
};

static struct conversation *find(struct collector *k, unsigned *end)
{
	const struct packet *p = &k->pkt;

	for (size_t i = k->n; i > 0; i--) {
		struct conversation *c = &k->out[i - 1];

		for (unsigned e = 0; e < 2; e++) {
			if (c->port[e] == p->sport && c->port[1 - e] == p->dport &&
			    memcmp(c->addr[e], &p->src, 4) == 0) {
				*end = e;
				return c;
			}
		}
	}
	return NULL;
}

static void open_conversation(struct collector *k)
{
	struct conversation *c = &k->out[k->n++];
	const struct packet *p = &k->pkt;

	memset(c, 0, sizeof(*c));
	memcpy(c->addr[0], &p->src, 4);
	memcpy(c->addr[1], &p->dst, 4);
	c->port[0] = p->sport;
	c->port[1] = p->dport;
	c->seq[0] = p->seq + 1;
}

static void add(struct conversation *c, unsigned end, struct cur bytes)
{
	size_t n = cur_left(&bytes);

	if (c->n == 0 || c->turns[c->n - 1].end != end) {
		if (c->n == TALK_TURNS)
			return;
		c->turns[c->n++] = (struct turn){ .end = end };
	}
	struct turn *t = &c->turns[c->n - 1];

	t->bytes = realloc(t->bytes, t->n + n);
	assert_non_null(t->bytes);
	(void)cur_copy(&bytes, t->bytes + t->n, n);
	t->n += n;
}

static void collect(void *ctx, const struct frame *frame)
{
	struct collector *k = ctx;
	const struct packet *p = &k->pkt;
	unsigned end = 0;

	if (packet_parse(&k->pkt, packet_link(frame->linktype), frame->bytes) != PACKET_OK ||
	    p->ip_proto != IP_TCP || p->ip_version != 4 || !p->transport)
		return;
	struct conversation *c = find(k, &end);

	if ((p->tcp_flags & TCP_SYN) != 0) {
		if ((p->tcp_flags & TCP_ACK) != 0 && c != NULL)
			c->seq[1] = p->seq + 1;
		else if (c == NULL && k->n < k->max)
			open_conversation(k);
		return;
	}
	if (c == NULL || cur_left(&p->payload) == 0 || (int32_t)(p->seq - c->seq[end]) < 0)
		return;
	c->broken = c->broken || p->seq != c->seq[end] || p->payload_missing > 0;
	c->seq[end] += (uint32_t)cur_left(&p->payload);
	if (!c->broken)
		add(c, end, p->payload);
}

size_t conversation_load(const char *path, struct conversation *out, size_t max)
{
	struct collector k = { .out = out, .max = max };
	size_t n = 0;

	replay_frames(path, collect, &k);
	for (size_t i = 0; i < k.n; i++) {
		if (out[i].n > 0)
			out[n++] = out[i];
	}
	return n;
}

void conversation_free(struct conversation *c)
{
	for (unsigned i = 0; i < c->n; i++)
		free(c->turns[i].bytes);
	c->n = 0;
}

/* ---- and said again -------------------------------------------------------------------------- */

static void store(uint8_t *p, uint32_t u, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (uint8_t)(u >> 8 * (n - 1 - i));
}

static void packet(struct talk *t, unsigned end, uint32_t seq, uint8_t flags, const uint8_t *bytes,
		   size_t n)
{
	static const uint8_t macs[2][6] = { { 2, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 } };
	uint8_t f[HEADERS + TALK_SEGMENT] = { 0 };
	uint8_t *ip = f + ETHERNET, *tcp = ip + IP;

	assert_true(n <= TALK_SEGMENT);
	memcpy(f, macs[1 - end], 6);
	memcpy(f + 6, macs[end], 6);
	store(f + 12, 0x0800, 2);
	store(ip, 0x4500, 2);
	store(ip + 2, (uint32_t)(IP + TCP + n), 2);
	store(ip + 4, t->id[end], 2);
	store(ip + 8, 64 << 8 | IP_TCP, 2);
	memcpy(ip + 12, t->c->addr[end], 4);
	memcpy(ip + 16, t->c->addr[1 - end], 4);
	store(tcp, t->c->port[end], 2);
	store(tcp + 2, t->c->port[1 - end], 2);
	store(tcp + 4, seq, 4);
	store(tcp + 8, (flags & TCP_ACK) != 0 ? t->start[1 - end] + t->said[1 - end] : 0, 4);
	store(tcp + 12, 0x5000U | flags, 2);
	store(tcp + 14, 0xffff, 2);
	if (n > 0)
		memcpy(tcp + TCP, bytes, n);
	struct frame frame = { .number = t->turn + 1,
			       .at = START + t->turn * (uint64_t)TURN,
			       .bytes = cur_of(f, HEADERS + n),
			       .wire_len = (uint32_t)(HEADERS + n),
			       .linktype = LINKTYPE_ETHERNET };

	pipeline_frame(t->replay.pl, &frame);
}

void talk_begin(struct talk *t, const struct conversation *c, const uint32_t start[2],
		uint64_t seed)
{
	memset(t, 0, sizeof(*t));
	t->c = c;
	t->start[0] = start[0];
	t->start[1] = start[1];
	t->random = seed + 1;
	t->id[0] = t->id[1] = 1;
	replay_begin(&t->replay, true);
	packet(t, 0, start[0] - 1, TCP_SYN, NULL, 0);
	packet(t, 1, start[1] - 1, TCP_SYN | TCP_ACK, NULL, 0);
	t->id[0]++;
	packet(t, 0, start[0], TCP_ACK, NULL, 0);
}

void talk_segment(struct talk *t, size_t offset, size_t n, bool again)
{
	const struct turn *turn = &t->c->turns[t->turn];
	unsigned end = turn->end;

	assert_true(offset + n <= turn->n);
	t->id[end] = (uint16_t)(t->id[end] + !again);
	packet(t, end, t->start[end] + t->said[end] + (uint32_t)offset, TCP_ACK | TCP_PSH,
	       turn->bytes + offset, n);
}

void talk_alive(struct talk *t)
{
	unsigned end = t->c->turns[t->turn].end;

	t->id[end]++;
	packet(t, end, t->start[end] + t->said[end] - 1, TCP_ACK, (const uint8_t[]){ 0 }, 1);
}

void talk_next(struct talk *t)
{
	const struct turn *turn = &t->c->turns[t->turn];

	t->said[turn->end] += (uint32_t)turn->n;
	t->turn++;
}

char *talk_end(struct talk *t)
{
	for (unsigned end = 0; end < 2; end++) {
		t->id[end]++;
		packet(t, end, t->start[end] + t->said[end], TCP_FIN | TCP_ACK, NULL, 0);
	}
	replay_end(&t->replay);
	return t->replay.text;
}

uint32_t talk_random(struct talk *t, uint32_t n)
{
	t->random ^= t->random << 13;
	t->random ^= t->random >> 7;
	t->random ^= t->random << 17;
	return (uint32_t)((t->random >> 32) % n);
}
