#ifndef SENSOR_CONV_H
#define SENSOR_CONV_H
/*
 * Stage 6, conversations: who talks to whom in which protocol, what they do and how quickly the
 * answers come. Joins all flows with the same key, so that a client which reconnects for each poll
 * is one conversation. A bounded table; when it is full the conversation not heard of for longest
 * gives way, counted. Nothing is allocated after conv_init().
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocols/protocol.h"
#include "sensor/histo.h"
#include "sensor/packet.h"
#include "sensor/table.h"

enum {
	CONV_FUNCTIONS = 24, /* different functions kept */
	CONV_OPS = OT_REPORT + 1,
	CONV_HOST = 64,	 /* bytes of a host's name, with its NUL */
	CONV_NAMES = 64, /* functions' names that had to be copied, of all conversations */
	CONV_NAME = 40,
	CONV_MIN = 16, /* the smallest table */
};

/* A conversation, or none (generation 0). An evicted one is none. */
struct conv_ref {
	uint32_t slot, generation;
};

/* Zero all of it before filling it in. */
struct conv_key {
	struct addr client, server; /* with ip_version 0: six bytes of MAC each, the rest zero */
	uint16_t port;		    /* the server's; with ip_version 0 the ethertype */
	uint16_t vlan;		    /* outermost id, 0: untagged */
	uint8_t ip_version;	    /* 4, 6, 0: layer 2 */
	uint8_t ip_proto;
	uint8_t label; /* see coverage.h */
	uint8_t zero;
};

struct conv_function {
	const void *key; /* the decoder's static text, to find it quickly; NULL: was copied */
	const char *name;
	enum ot_op op;
	uint64_t requests;  /* asked, or reported unasked */
	uint64_t responses; /* answered, also with an error */
	uint64_t errors;
};

struct conv {
	struct conv_key key;
	uint32_t generation;
	bool used;
	uint8_t nfunctions, recent; /* recent: the function found last */
	uint64_t first, last;	    /* ns */
	uint64_t aged;		    /* when it was made the newest, ns */
	uint64_t flows;
	uint64_t packets[2], bytes[2]; /* from the client, from the server; flushed from flows */
	uint64_t undecoded;	       /* bytes of payload that no decoder read */
	uint64_t messages, malformed;
	uint64_t requests, responses, errors, unmatched, unanswered;
	uint64_t ops[CONV_OPS]; /* requests, and responses whose request was not seen */
	struct conv_function functions[CONV_FUNCTIONS]; /* in the order in which they were seen */
	uint64_t more_requests, more_responses;		/* of functions beyond these */
	uint64_t units[4];				/* device ids below 256, as a set */
	uint64_t more_units;				/* operations on other devices */
	struct histo response;				/* time from request to response */
	uint64_t risk;					/* set of nDPI's risks */
	char host[CONV_HOST]; /* the name that the client asked for last (TLS, HTTP…), or "" */
};

struct convs {
	struct table table;
	uint32_t n;
	struct conv *slot;
	uint32_t *order; /* for conv_sorted() */
	uint64_t evicted;
	/* Told of what gives way, before it does; NULL: nobody is. */
	void (*gone)(void *ctx, const struct conv *c);
	void *gone_ctx;
	unsigned nnames;
	char names[CONV_NAMES][CONV_NAME];
};

/* Room for n conversations (at least CONV_MIN). False: no memory. */
bool conv_init(struct convs *t, uint32_t n) __attribute__((warn_unused_result));
void conv_free(struct convs *t);
/* Bytes that each conversation of the limit costs. */
size_t conv_cost(void);

/* Finds or makes the conversation; call it when the flow's protocol is known, or when the flow
 * ends without. at: the time of the flow's first packet, ns. */
struct conv_ref conv_open(struct convs *t, const struct conv_key *key, uint64_t at);

/* Counts all operations of a decoded message. Per message: cheap. None: does nothing. */
void conv_message(struct convs *t, struct conv_ref ref, const struct dec *d);

/* It was heard of. */
void conv_touch(struct convs *t, struct conv *c, uint64_t at);

/* The conversation with that key becomes the one with another label. False: there is one already.
 */
bool conv_rename(struct convs *t, struct conv *c, uint8_t label);
/* Is there one with that key? */
bool conv_known(const struct convs *t, const struct conv_key *key);
/* The conversation; NULL: none, or evicted. */
struct conv *conv_of(struct convs *t, struct conv_ref ref);

/* Slots in use, in order of label, VLAN, server, port, client. Returns how many. */
uint32_t conv_sorted(struct convs *t, const uint32_t **slots);

#endif
