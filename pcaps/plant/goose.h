/*
 * goose: what the hosts of a plant tell each other on layer 2 (IEC 61850-8-1), as data.
 *
 * A block is a GOOSE control block with its data set: variables of the plant. Its host publishes it
 * as the standard has it: stNum rises and sqNum begins at 0 when a member of the data set changes,
 * then frames repeat, sooner at first, then every heartbeat. A subscription takes one entry of a
 * block into a state of the model, on another host. The rows are the plant's file's (model.h).
 *
 * GOOSE needs a network: on loopback nobody publishes, and what is subscribed stays as it starts.
 */
#ifndef PCAPS_PLANT_GOOSE_H
#define PCAPS_PLANT_GOOSE_H

#include "pcaps/goose/publisher.h"
#include "pcaps/plant/plant.h"

#define GOOSE_BLOCKS	    32
#define GOOSE_ENTRIES	    16
#define GOOSE_SUBSCRIPTIONS 64
#define GOOSE_REFERENCE	    130

enum goose_form { GOOSE_BOOLEAN, GOOSE_POSITION, GOOSE_INTEGER, GOOSE_FLOAT, GOOSE_FORMS };

extern const char *const goose_form_names[GOOSE_FORMS];

struct goose_entry {
	int variable;
	enum goose_form form; /* position: two bits, 01 open, 10 closed */
	double change;	      /* less than this is no change: a dead band */
};

struct goose_block {
	const char *name; /* in the plant's file */
	int host;
	const char *reference, *data_set, *id; /* gocbRef, datSet, goID */
	const char *address;		       /* 01:0c:cd:01:xx:xx */
	uint16_t appid, vlan, revision;	       /* vlan 0: no tag; revision: confRev */
	unsigned lives_ms;		       /* timeAllowedtoLive */
	unsigned first_ms, heartbeat_ms; /* after a change; the pause doubles up to the heartbeat */
	struct goose_entry entries[GOOSE_ENTRIES];
	unsigned nentries;
};

struct goose_subscription {
	int host;
	int block;	/* index in goose_blocks[] */
	uint16_t entry; /* 1 is the first */
	int variable;	/* a state of the model; its start value while nothing valid is heard */
};

extern struct goose_block goose_blocks[GOOSE_BLOCKS];
extern size_t ngoose_blocks;
extern struct goose_subscription goose_subscriptions[GOOSE_SUBSCRIPTIONS];
extern size_t ngoose_subscriptions;

/* The block called `name`: its index, or -1. */
int goose_find(const char *name);

/* Does the host publish or subscribe? */
bool goose_speaks(int host);

/* ---- frames (goose_frame.c) ---- */

/* What a frame says; offsets are into the frame. */
struct goose_seen {
	char reference[GOOSE_REFERENCE];
	uint64_t stnum, sqnum, confrev, lives_ms, entries;
	bool simulation;
	uint8_t source[6];
	size_t data, data_len; /* allData */
};

/* Reads a frame, with or without a VLAN tag; false: it is no GOOSE, or broken. */
bool goose_read(const uint8_t *frame, size_t n, struct goose_seen *s);

/* The content of entry 1, 2, ...: where it begins and how long it is; false: there is none. */
bool goose_content(const uint8_t *frame, const struct goose_seen *s, unsigned entry, size_t *at,
		   size_t *len);

/* The value of an entry's content. */
double goose_value(enum goose_form form, const uint8_t *content, size_t len);

/* The publisher of a block as it stands before its first frame; the MAC is its host's. */
void goose_publisher(struct publisher *p, const struct goose_block *b);

/* Encodes the block's entries with these values of all variables. */
void goose_data(struct bytes *to, const struct goose_block *b, const double *values);

/* ---- what a subscriber believes ---- */

struct goose_heard {
	bool any;
	uint64_t stnum, sqnum;
	uint64_t until; /* of the plant's clock: valid so long */
};

/*
 * IEC 61850-8-1, 18.1: what a subscriber does with a frame that came at `now`: a higher stNum, or
 * the same one with a higher sqNum; any, once the last one's time to live is over. True: it acts on
 * it, and `h` is of it.
 */
bool goose_accept(struct goose_heard *h, const struct goose_block *b, const struct goose_seen *s,
		  uint64_t now);

/* ---- processes ---- */

/* The machine's clock at a moment of the plant's clock, in ns since 1970: what `t` of a frame is.
 */
uint64_t goose_wall(uint64_t at);

/* Publishes and subscribes as `host` until it is asked to stop. An exit code. */
int goose_run(struct plant *plant, int host);

#endif
