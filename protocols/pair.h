/*
 * Open requests of a flow: a small bounded table, oldest first. Requests that grow too old or are
 * given up become unanswered; whoever owns the flow collects them. Those that newer ones push out
 * are forgotten: nothing is said of them, nor of their answers.
 */
#ifndef KAGAMI_PAIR_H
#define KAGAMI_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Clients have one or a few requests open; who opens more is lent room, see pairs_widen(). */
enum { PAIRS_MAX = 8, PAIR_ASK_WORDS = 4 };

struct pair {
	uint64_t key;		      /* transaction, unit…: the protocol's choice */
	uint64_t frame;		      /* the request's frame number */
	uint64_t message;	      /* the request's dec.message */
	uint64_t at;		      /* its time, ns since 1970-01-01 UTC */
	bool optional;		      /* there need be no answer: it is never unanswered */
	bool excused;		      /* its answer may have been lost by the capture: likewise */
	uint8_t protocol;	      /* the request's, enum protocol_id; PROTOCOL_COUNT: another */
	uint16_t ask[PAIR_ASK_WORDS]; /* what was asked: the protocol's choice */
};

struct pairs {
	uint16_t n;		 /* open requests: the first is the oldest */
	uint16_t room;		 /* how many there is room for in `more` */
	uint8_t nlost;		 /* unanswered ones not yet collected */
	uint32_t lost_uncounted; /* unanswered ones beyond those kept in lost[] */
	uint32_t forgotten;	 /* pushed out by newer ones, since their answers may still come */
	uint32_t pushed;	 /* all that were ever pushed out */
	uint32_t excused;	 /* ended without an answer, which the capture may have lost */
	uint64_t typical;	 /* ns: running mean of the response time; 0: none yet */
	struct pair *more;	 /* they lie there, which its owner lent; NULL: in slot */
	struct pair slot[PAIRS_MAX];
	struct pair taken;   /* the request last answered */
	struct pair lost[4]; /* unanswered, in order */
};

/* The open requests, n of them, oldest first. */
static inline struct pair *pairs_all(struct pairs *ps)
{
	return ps->more != NULL ? ps->more : ps->slot;
}

/* Lends room for more requests than there is; what was lent before is free again. It must stay
 * until pairs_narrow() or the next pairs_widen(). */
void pairs_widen(struct pairs *ps, struct pair *more, uint16_t room);

/* Gives the room back, when n is not over PAIRS_MAX. */
void pairs_narrow(struct pairs *ps);

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
