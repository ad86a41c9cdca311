#ifndef SENSOR_DETECT_GOOSE_SEQ_H
#define SENSOR_DETECT_GOOSE_SEQ_H
/*
 * How a GOOSE message goes on from the one before it of the same control block: IEC 61850-8-1,
 * 18.1.2.5. A publisher counts the states of its data (stNum) and the messages of one state
 * (sqNum), and promises with each message when the next one comes at the latest.
 *
 * A control block is its reference and its APPID; neither the publisher's address, which an
 * attacker need not copy, nor the VLAN, which a mirror may take away, are part of it. Messages that
 * a test set simulates (edition 2: S bit) are followed apart from the device's own. The flag of
 * edition 1 (`test`, no S bit) is the device's own word about itself as long as it comes from its
 * address: it counts on in one row there, so that neither begin nor end of a test is a jump.
 *
 * A device that restarts begins with stNum 1 and sqNum 0 or 1. It is told from a replay of its
 * first messages: either it was silent for longer than it had promised, or its state is a later one
 * than that before. Whoever replays has only an old time, and a publisher that still sends.
 *
 * Messages that are malformed, or of which the capture has not the part with the counters, change
 * nothing. The table is bounded; the control block not heard for longest gives way, counted.
 */
#include "protocols/protocol.h"

enum {
	GOOSE_BLOCKS = 1024,   /* control blocks that are followed at once */
	GOOSE_REFERENCE = 129, /* bytes that a reference may have (ObjectReference) */
};

/* What is said of one message. */
struct goose_seq {
	bool followed; /* there was a message before it: all but `age` needs one */
	bool has_interval, has_stnum_step, has_sqnum_step, has_age;
	bool restart;		/* the publisher began anew: there are no steps */
	bool late;		/* the message before had promised it sooner */
	bool publisher_changed; /* from another MAC address, while the other's message was valid */
	int64_t stnum_step;	/* how far stNum went, over its wrap from 2^32 - 1 to 1 */
	int64_t sqnum_step;	/* the same of sqNum, within one stNum */
	uint64_t interval;	/* ns since the message before; not there if time went back */
	int64_t age; /* ns from the time when the publisher saw the state begin to the frame's; not
			there if the publisher's clock is not set */
};

struct goose_seqs;

/* Room for GOOSE_BLOCKS control blocks; NULL: no memory. */
struct goose_seqs *goose_seqs_new(void);
void goose_seqs_free(struct goose_seqs *t);

/* The message that was decoded, of protocol_goose; each is shown once, in order. Good until the
 * next call; NULL: it is none that can be followed. */
const struct goose_seq *goose_seqs_update(struct goose_seqs *t, const struct dec *d);

/* Frames have other times than those at which they were captured, later by so many ns (less than 0:
 * earlier); the times that stand in messages are still those of the capture. */
void goose_seqs_moved(struct goose_seqs *t, int64_t ns);

/* Control blocks that gave way to others. */
uint64_t goose_seqs_evicted(const struct goose_seqs *t);

#endif
