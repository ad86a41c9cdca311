/*
 * ISO transport over TCP, shared by what travels in it: TPKT (RFC 1006) and COTP (ISO 8073, X.224)
 * put the data together; who reads them is one of the users in cotp_users[] (cotp_users.c).
 *
 * A message is one transport service data unit (TSDU) with all TPKTs that it came in, or another
 * transport PDU (connect, disconnect…), which is reported as `cotp`.
 */
#ifndef KAGAMI_COTP_H
#define KAGAMI_COTP_H

#include "protocols/protocol.h"

/* A protocol above COTP. */
struct cotp_user {
	const struct protocol *protocol;
	/* Could c be its TSDU, sent in direction dir? All of it may not be there. Pure. */
	enum probe (*probe)(struct cur c, enum dir dir);
	/* Reads the TSDU in d->c; d->protocol is its own. */
	void (*read)(struct dec *d);
	/* A connect request calls that TSAP; records what the user knows of it. NULL: nothing. */
	void (*called)(struct dec *d, struct cur tsap);
};

/* All users, in the order in which they are asked; the last one's protocol is NULL. */
extern const struct cotp_user cotp_users[];

/* Bytes of the flow's state: COTP's own, and those of its user behind them. */
enum { COTP_STATE = 8, COTP_USER_STATE = 56 };

/* The user's part of the flow's state: COTP_USER_STATE bytes; NULL: no state. */
void *cotp_user_state(struct dec *d);

#endif
