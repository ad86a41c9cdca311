/*
 * Makes the captures that `make bench` measures with: gen steady|mixed PACKETS FILE
 *
 *   steady   50 masters poll 4 of 40 PLCs each over Modbus/TCP, every 100 ms a transaction: 5 %
 *            writes, 0.2 % exceptions, TCP timestamps on half of the 200 connections
 *   mixed    120 such connections among web, TLS, DNS, GOOSE, ARP and unknown UDP, partly in VLANs;
 *            of 1000 frames 3 are lost and 5 overtaken
 *
 * The same arguments give the same bytes.
 */
#include "tests/bench/actor.h"

#include <stdlib.h>
#include <string.h>

enum { MASTERS = 50, PLCS = 40, OTHERS = 60, ACTORS = MASTERS * 4 + OTHERS };
#define START (1714550400 * WIRE_SECOND)

struct heap {
	struct actor *at[ACTORS];
	unsigned n;
};

static void sift_down(struct heap *h)
{
	unsigned i = 0, child;

	while ((child = 2 * i + 1) < h->n) {
		if (child + 1 < h->n && h->at[child + 1]->next < h->at[child]->next)
			child++;
		if (h->at[i]->next <= h->at[child]->next)
			break;
		struct actor *other = h->at[i];
		h->at[i] = h->at[child];
		h->at[child] = other;
		i = child;
	}
}

static int earlier(const void *a, const void *b)
{
	uint64_t x = (*(struct actor *const *)a)->next, y = (*(struct actor *const *)b)->next;

	return (x > y) - (x < y);
}

static void play(struct heap *h, struct wire *w, uint64_t frames)
{
	qsort(h->at, h->n, sizeof(struct actor *), earlier);
	while (h->n != 0) {
		struct actor *first = h->at[0];

		if (w->frames >= frames)
			first->ending = true;
		first->step(first, w);
		if (first->done) {
			free(first);
			h->at[0] = h->at[--h->n];
		}
		sift_down(h);
	}
}

static struct host host_of(const uint8_t oui[3], unsigned net, unsigned number, unsigned vlan)
{
	return (struct host){ .mac = { oui[0], oui[1], oui[2], 2, (uint8_t)net, (uint8_t)number },
			      .ip = { 10, 20, (uint8_t)net, (uint8_t)(10 + number) },
			      .vlan = (uint16_t)vlan };
}

static bool add(struct heap *h, struct actor *a)
{
	if (a == NULL) {
		fputs("out of memory\n", stderr);
		return false;
	}
	h->at[h->n++] = a;
	return true;
}

static bool cast(struct heap *h, struct wire *w, bool mixed)
{
	static const uint8_t pc[3] = { 0x00, 0x0c, 0x29 }, plc[3] = { 0x00, 0x80, 0xf4 };
	static struct host masters[MASTERS], plcs[PLCS];
	unsigned pollers = mixed ? 120 : MASTERS * 4;

	for (unsigned i = 0; i < MASTERS; i++)
		masters[i] = host_of(pc, 1, i, mixed ? i % 3 * 10 : 0);
	for (unsigned i = 0; i < PLCS; i++)
		plcs[i] = host_of(plc, 2, i, mixed ? i % 3 * 10 : 0);
	for (unsigned i = 0; i < pollers; i++) {
		unsigned master = i / 4, server = (master + i % 4 * (mixed ? 9 : 10)) % PLCS;

		if (mixed)
			server = server / 3 * 3 % 39 + master % 3;
		if (!add(h, actor_poller(w, i, &masters[master], &plcs[server], START)))
			return false;
	}
	for (unsigned i = 0; mixed && i < OTHERS; i++)
		if (!add(h, actor_other(w, i, &masters[i % 47], &masters[i % 47 + 3], START)))
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct wire w;
	struct heap heap = { .n = 0 };
	bool mixed = argc == 4 && strcmp(argv[1], "mixed") == 0;
	unsigned long frames = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;

	if (frames == 0 || (!mixed && strcmp(argv[1], "steady") != 0)) {
		fputs("usage: gen steady|mixed PACKETS FILE\n", stderr);
		return 2;
	}
	if (!wire_open(&w, argv[3], 20240501))
		return 1;
	if (mixed) {
		w.lose = 3;
		w.swap = 5;
	}
	if (!cast(&heap, &w, mixed))
		return 1;
	play(&heap, &w, frames);
	printf("%s: %llu packets\n", argv[3], (unsigned long long)w.frames);
	return wire_close(&w) ? 0 : 1;
}
