#ifndef TESTS_UPLINK_KIT_H
#define TESTS_UPLINK_KIT_H
/* A link with a spool in a folder of its own, and the collector it talks to. */
#include "sensor/deliver/uplink.h"
#include "tests/unit/fake_collector.h"

#define MS    UINT64_C(1000000)
#define S     (1000 * MS)
#define EPOCH UINT64_C(0x1000)

struct talk {
	struct fake_collector *f;
	struct spool *spool;
	struct uplink *link;
	struct uplink_options options;
	const char *collectors[2];
	char folder[64];
	uint64_t epoch, dictionary;
};

uint64_t talk_now(void); /* ns, monotonic */
struct talk *talk_begin(void);
/* The folder goes, and the collector saw nothing that a sensor may not do. */
void talk_end(struct talk *t);
/* The epoch and a dictionary of so many fields are what events are added with. */
void talk_epoch(struct talk *t, uint64_t epoch, uint32_t fields);
/* Makes the link anew from t->options. */
void talk_open(struct talk *t);
/* n alerts of so many bytes. */
void talk_add(struct talk *t, unsigned n, size_t size);
/* One turn of both sides. */
void talk_turn(struct talk *t);
struct uplink_stats talk_stats(struct talk *t);
/* Events in the spool. */
uint64_t talk_left(struct talk *t);

#endif
