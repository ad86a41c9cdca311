#ifndef TESTS_UPLINK_KIT_H
#define TESTS_UPLINK_KIT_H
/* A link with a spool in a folder of its own, and the collector it talks to. */
#include "sensor/deliver/uplink.h"
#include "tests/unit/fake_collector.h"

#define MS    UINT64_C(1000000)
#define S     (1000 * MS)
#define EPOCH UINT64_C(0x1000)

struct kit {
	struct fake_collector *f;
	struct spool *spool;
	struct uplink *link;
	struct uplink_options options;
	const char *collectors[2];
	char folder[64];
	uint64_t epoch, dictionary;
};

uint64_t kit_now(void); /* ns, monotonic */
struct kit *kit_begin(void);
/* The folder goes, and the collector saw nothing that a sensor may not do. */
void kit_end(struct kit *t);
/* The epoch and a dictionary of so many fields are what events are added with. */
void kit_epoch(struct kit *t, uint64_t epoch, uint32_t fields);
/* Makes the link anew from t->options. */
void kit_open(struct kit *t);
/* n alerts of so many bytes. */
void kit_add(struct kit *t, unsigned n, size_t size);
/* One turn of both sides. */
void kit_turn(struct kit *t);
struct uplink_stats kit_stats(struct kit *t);
/* Events in the spool. */
uint64_t kit_left(struct kit *t);

#endif
