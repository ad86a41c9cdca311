/*
 * Open requests of a flow: a small bounded table, oldest first. Requests that grow too old or are
 * given up become unanswered; whoever owns the flow collects them. Those that newer ones push out
 * are forgotten: nothing is said of them, nor of their answers.
 */
#ifndef KAGAMI_PAIR_H
#define KAGAMI_PAIR_H

#include <stdbool.h>
#include <stdint.h>

enum { PAIRS_MAX = 16, PAIR_ASK_WORDS = 4 };

struct pair {
	uint64_t key;		      /* transaction, unit…: the protocol's choice */
	uint64_t frame;		      /* the request's frame number */
	uint64_t message;	      /* the request's dec.message */
	uint64_t at;		      /* its time, ns since 1970-01-01 UTC */
	bool optional;		      /* there need be no answer: it is never unanswered */
	uint16_t ask[PAIR_ASK_WORDS]; /* what was asked: the protocol's choice */
};

struct pairs {
	uint8_t n;		 /* open requests: slot[0] is the oldest */
	uint8_t nlost;		 /* unanswered ones not yet collected */
	uint32_t lost_uncounted; /* unanswered ones beyond those kept in lost[] */
	uint32_t forgotten;	 /* pushed out by newer ones, since their answers may still come */
	uint32_t pushed;	 /* all that were ever pushed out */
	uint64_t typical;	 /* ns: running mean of the response time; 0: none yet */
	struct pair slot[PAIRS_MAX];
	struct pair taken;   /* the request last answered */
	struct pair lost[4]; /* unanswered, in order */
};

/* Opens a request; the oldest is forgotten when the table is full. */
struct pair *pairs_open(struct pairs *ps, uint64_t key, uint64_t at);

/* Takes request i out into ps->taken and returns it. */
const struct pair *pairs_take(struct pairs *ps, unsigned i);

/* Request i was given up: unanswered. */
void pairs_lose(struct pairs *ps, unsigned i);

/* Answers may have been lost by the capture: the open requests are never unanswered. */
void pairs_excuse(struct pairs *ps);

/* Everything asked before the time given (ns) becomes unanswered. */
void pairs_expire(struct pairs *ps, uint64_t before);

#endif
