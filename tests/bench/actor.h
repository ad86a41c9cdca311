/*
 * Actors: what takes part in made-up traffic. Each has a time at which it wants to say something
 * next; gen.c always lets the earliest one go on, so that frames come out in order of time.
 */
#ifndef BENCH_ACTOR_H
#define BENCH_ACTOR_H

#include "tests/bench/wire.h"

struct actor {
	uint64_t next; /* ns since 1970 */
	bool ending;   /* asked to close what is open and stop */
	bool done;
	/* Sends the frame that is due and sets `next` later, or `done`. */
	void (*step)(struct actor *a, struct wire *w);
};

/* A master polling one PLC over its own Modbus/TCP connection. Freed with free(). */
struct actor *actor_poller(struct wire *w, unsigned number, struct host *master, struct host *plc,
			   uint64_t start);

/* Someone on the plant's network who does not speak Modbus: web, TLS, DNS, GOOSE, ARP, unknown
 * UDP, by `number`. Freed with free(). */
struct actor *actor_other(struct wire *w, unsigned number, struct host *from, struct host *to,
			  uint64_t start);

#endif
