#ifndef SENSOR_DELIVER_DELIVER_H
#define SENSOR_DELIVER_DELIVER_H
/*
 * Delivery as the rest of the sensor sees it: events are offered on the packets' thread, and a
 * thread of ours spools and sends them. Offering never waits when capturing live; when files are
 * read it waits for room (reading can wait, and then nothing is lost).
 */
#include <signal.h>

#include "sensor/deliver/uplink.h"
#include "sensor/deliver/ring.h"

struct deliver;

struct deliver_options {
	struct spool_options spool;
	struct uplink_options link;
	uint64_t queue; /* bytes between the two threads */
	uint64_t epoch; /* 0: a new one is made */
	bool patient;	/* offering waits for room */
	/* Something the user is waiting for came to an end: SIGINT. Waiting stops. */
	const volatile sig_atomic_t *stop;
	uint64_t interval; /* ns: how long events may be gathered before they are sent (20 ms) */
};

/* Opens the spool and starts the thread, which has all signals blocked. NULL: error. */
struct deliver *deliver_start(const struct deliver_options *o, char *error, size_t size);

/*
 * Numbers in events offered from now on are those of this dictionary (packed message). When rules
 * are loaded anew. False: it cannot be kept (no room).
 */
bool deliver_dictionary(struct deliver *d, uint64_t id, const uint8_t *p, size_t n);

/* Offers an event. False: it was shed (counted) because there is no room for its kind. */
bool deliver_offer(struct deliver *d, enum event_kind kind, const Kagami__Event *e);

/*
 * Waits until everything is acknowledged, at most `linger` ns without progress; then ends the
 * thread. Returns how many events stay in the spool for the next run.
 */
uint64_t deliver_finish(struct deliver *d, uint64_t linger);
void deliver_free(struct deliver *d);

struct deliver_stats {
	struct spool_stats spool;
	struct uplink_stats link;
	uint64_t offered[EVENT_KINDS], shed[EVENT_KINDS];
	uint64_t known; /* offered again by a read that was interrupted; had their number already */
	uint64_t queue_bytes;
};
/* Any thread; a snapshot that is at most a second old. */
void deliver_stats(struct deliver *d, struct deliver_stats *out);

#endif
