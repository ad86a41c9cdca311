#ifndef SENSOR_DELIVER_SPOOL_H
#define SENSOR_DELIVER_SPOOL_H
/*
 * Events on disk until the collector has them: segment files in a folder that one process holds.
 *
 * A segment has a header (magic, version, its number, epoch, number of its first event, dictionary
 * digest, time of making, CRC-32C) and records (length, kind, CRC-32C over both and the bytes,
 * which goes on from that of the record before). docs/spool.md has the format. Events of an epoch
 * are numbered from 1 without holes; a segment holds events of one epoch and one dictionary.
 * Dictionaries are files of their own beside the segments, named by digest, and go when no segment
 * names them.
 *
 * After a crash the last segment is read up to its last whole record, what follows is cut off
 * (and counted); a record in the middle whose CRC is wrong ends what can be read of its segment:
 * the rest of the segment is lost, counted and said, never sent.
 *
 * Numbers that are given out may jump where something was damaged or expired: a session then begins
 * anew with what spool_oldest() says.
 *
 * One thread uses a spool. The time in a header is for people only: the machine's clock may jump,
 * so age is counted by the monotonic one, from a segment's making or, if it is older, this run's
 * start.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/wire.h"

struct spool;

enum spool_sync {
	SPOOL_SYNC_INTERVAL, /* fdatasync at most every sync_interval; a power cut may cost as much
			      */
	SPOOL_SYNC_ALWAYS,   /* before anything is sent */
};

struct spool_options {
	const char *path; /* made if missing (its parent must exist), 0700 */
	uint64_t limit;	  /* bytes of all segments, at least 4 segments */
	uint64_t segment; /* bytes of one, about; at least 256 KiB */
	uint64_t max_age; /* ns; 0: none */
	enum spool_sync sync;
	uint64_t sync_interval; /* ns */
};

enum { SPOOL_ERROR = 512 };

/*
 * Opens or makes the folder and repairs it. NULL: `error` says why (held by another process, no
 * permission, a later version's file). What had to be repaired is logged.
 */
struct spool *spool_open(const struct spool_options *o, char *error, size_t size);
/* Writes what is not on disk yet; events that were not acknowledged stay for the next run. */
void spool_close(struct spool *s);

/*
 * Events added from now on are of this epoch and this dictionary (its packed message). Returns the
 * number that the next event gets: 1, or more when the spool has events of this epoch, or knows of
 * acknowledged ones, from an earlier run. 0: it could not be written (errno).
 *
 * An epoch of an earlier run is gone on with by making all of its events again and passing over
 * those that have their number. So what the spool has of it behind a hole (damage, age) is
 * forgotten here, and gets its numbers again.
 */
uint64_t spool_begin(struct spool *s, uint64_t epoch, uint64_t dictionary, const uint8_t *p,
		     size_t n);

/*
 * Adds an event and returns its number. 0: not now: errno ENOSPC or another of write's, or EDQUOT
 * when the spool's own limit leaves no room for the kind; the event has no number then and may be
 * offered again. Room is kept for what matters more: operations may fill the spool to 70 %,
 * conversations 80 %, assets 90 %, health 95 %, alerts all of it. An event that the collector has
 * already (spool_ack() was ahead of an interrupted read) gets its number and is not kept.
 */
uint64_t spool_add(struct spool *s, enum event_kind kind, const uint8_t *p, size_t n);

/* Makes what was added durable if the policy says that it is due (now: ns, monotonic), or must. */
bool spool_sync(struct spool *s, uint64_t now, bool must);

/* Reading: in order, of all epochs, from the oldest event that is not acknowledged. */
struct spool_event {
	uint64_t epoch, seq, dictionary;
	const uint8_t *p; /* until the next call that changes the spool */
	size_t n;
	enum event_kind kind;
};
/* The next event to send. False: there is none that may be sent: with SPOOL_SYNC_ALWAYS they may
 * when spool_sync() made them durable. */
bool spool_next(struct spool *s, struct spool_event *e);
/* The next one will again be the event after `seq` of the epoch (a new session), or the first of
 * a later epoch, if there is none. */
void spool_rewind(struct spool *s, uint64_t epoch, uint64_t seq);
/* The oldest event not acknowledged, to begin a session with; false: there is none. */
bool spool_oldest(struct spool *s, struct spool_event *e);
/* The dictionary's packed message; NULL: it cannot be read (errno). Good until the next call. */
const uint8_t *spool_dictionary(struct spool *s, uint64_t id, size_t *n);

/* Everything of the epoch up to seq is the collector's: forgets it. seq may be more than the spool
 * has: events up to it that are added later are not kept. */
void spool_ack(struct spool *s, uint64_t epoch, uint64_t seq);

/* Forgets segments that are too old. Call it every minute or so (now: ns, monotonic). */
void spool_expire(struct spool *s, uint64_t now);

struct spool_stats {
	uint64_t events, bytes;		       /* not acknowledged; on disk */
	uint64_t limit;			       /* bytes */
	uint64_t next_seq;		       /* of the epoch begun */
	uint64_t added, acked;		       /* since opened */
	uint64_t expired;		       /* events forgotten for their age since opened */
	uint64_t damaged_segments, lost_bytes; /* found when opened or read */
	uint64_t torn_bytes;		       /* cut off the last segment when opened */
	uint64_t write_errors;		       /* since opened */
	uint64_t syncs;
};
void spool_stats(const struct spool *s, struct spool_stats *out);

#endif
