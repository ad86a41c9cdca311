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
	uint64_t epoch; /* of the events that are offered (epoch.h); 0: none are */
	bool patient;	/* offering waits for room */
	/* Something the user is waiting for came to an end: SIGINT. Waiting stops. */
	const volatile sig_atomic_t *stop;
	uint64_t interval; /* ns: how long events may be gathered before they are sent (20 ms) */
};

/* Opens the spool and starts the thread, which has all signals blocked. NULL: error. What the
 * link's options point to must outlive it. */
struct deliver *deliver_start(const struct deliver_options *o, char *error, size_t size);

/*
 * Numbers in events offered from now on are those of this dictionary (packed message): before the
 * first event, and when rules are loaded anew. Patient: the first one waits until it is known how
 * many events an earlier run made. False: no memory, or waiting was stopped.
 */
bool deliver_dictionary(struct deliver *d, uint64_t id, const uint8_t *p, size_t n);

/*
 * Offers an event. False: it was not taken. errno ENOBUFS: it was shed (counted) because there is
 * no room for its kind; EMSGSIZE: it is too large for any; ECANCELED: waiting for room was stopped,
 * and from then on nothing is taken, so that numbers stay what they are when the files are read
 * again.
 */
bool deliver_offer(struct deliver *d, enum event_kind kind, const Kagami__Event *e);

/*
 * Waits until everything is acknowledged, then ends the thread. Patient: as long as there was
 * progress within `linger` ns; else for `linger` ns in all, and no longer than *stop allows in
 * either case. Returns how many events stay in the spool for the next run.
 */
uint64_t deliver_finish(struct deliver *d, uint64_t linger);
void deliver_free(struct deliver *d);

struct deliver_stats {
	struct spool_stats spool;
	struct uplink_stats link;
	uint64_t offered[EVENT_KINDS], shed[EVENT_KINDS];
	uint64_t known; /* offered again by a read that was interrupted; had their number already */
	uint64_t queue_bytes;
	bool stuck; /* the spool cannot be written, or has no room for what waits */
};
/* Events of this run that need not be delivered again: of the same files, by an earlier run. */
uint64_t deliver_known(const struct deliver_stats *s);
/* Any thread; a snapshot that is at most a second old. */
void deliver_stats(struct deliver *d, struct deliver_stats *out);

#endif
