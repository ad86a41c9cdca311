#ifndef SENSOR_DELIVER_SPOOL_INSIDE_H
#define SENSOR_DELIVER_SPOOL_INSIDE_H
/*
 * What the files of the spool share; docs/spool.md draws the format.
 *
 *	spool.c         begins, acknowledges, expires, counts
 *	spool_open.c    opens and closes; what a crash left is put right
 *	spool_write.c   adds events to the last segment
 *	spool_reuse.c   begins the last segment's file anew when the disk is full
 *	spool_read.c    gives them out again
 *	spool_segment.c segment files: headers, the list, the bytes that they take
 *	spool_reader.c  one segment's records, checked
 *	spool_dict.c    dictionaries beside the segments
 *	spool_state.c   epochs: their last number and what is acknowledged
 */
#include "sensor/deliver/spool.h"

enum {
	SPOOL_VERSION = 1,
	SPOOL_HEADER = 64,	    /* bytes of a segment's header */
	SPOOL_RECORD = 12,	    /* bytes before those of an event: length, kind, CRC */
	SPOOL_BUFFER = 256 * 1024,  /* gathered before they are written; read at a time */
	SPOOL_BLOCK = 4096,	    /* what a file takes of the disk is a multiple of it */
	SPOOL_NAME = 32,	    /* bytes of a file's name in the folder, with its NUL */
	SPOOL_SEGMENTS_MIN = 4,	    /* that fit into the limit */
	SPOOL_EPOCHS = 1024,	    /* remembered when no segment is theirs any more */
	SPOOL_RETRY = 100000000,    /* ns without another attempt to write after one failed */
	SPOOL_SEGMENT_MIN = 262144, /* bytes */
};
_Static_assert(SPOOL_BUFFER >= SPOOL_RECORD + WIRE_EVENT_MAX, "a record fits into the buffer");

extern const uint8_t spool_magic_segment[8], spool_magic_dictionary[8], spool_magic_acked[8];

/* What is known of an epoch. */
struct spool_epoch {
	uint64_t id;
	uint64_t acked; /* the collector has everything up to it */
	uint64_t last;	/* number of the last event that the spool has, or had */
	uint64_t used;	/* when it was heard of last; of spool.uses */
	uint64_t segments;
};

struct spool_segment {
	struct spool_segment *before, *after;
	uint64_t number; /* its name */
	struct spool_epoch *epoch;
	uint64_t first, events; /* first event's number; how many whole events */
	uint64_t dictionary;
	uint64_t size;	/* bytes that are whole: header, records */
	uint64_t disk;	/* bytes of the file, or that it will have; >= size */
	uint64_t since; /* ns, monotonic: its age counts from here */
	uint32_t crc;	/* of its header: the first record's chain begins with it */
};

/* Reads one file in large pieces. */
struct spool_reader {
	int fd; /* -1: none */
	uint64_t number;
	uint8_t *p;
	uint64_t at; /* in the file, of p[0] */
	size_t len;
};

struct spool_cursor {
	struct spool_segment *segment; /* NULL: before the first one that will be made */
	uint64_t at, seq;	       /* of the next record */
	uint32_t crc;		       /* of the one before it */
};

struct spool {
	char *path;
	uint64_t limit, segment_size, max_age, sync_interval;
	enum spool_sync policy;
	int folder, lock;
	enum spool_failing { SPOOL_WORKS, SPOOL_WRITE_FAILS, SPOOL_SYNC_FAILS } failing;
	int error;	/* of the last attempt, if it failed: errno */
	uint64_t retry; /* ns, monotonic: not before */

	struct spool_segment *head, *tail;
	uint64_t number; /* of the next segment */
	uint64_t bytes;	 /* of the disk that all of them take */
	uint64_t events; /* in them, not acknowledged */
	struct spool_epoch **epochs;
	size_t nepochs, cap_epochs;
	uint64_t uses;
	bool acked_anew; /* since `acked` was written */

	/* The segment that is added to: NULL until there is something to add. */
	struct spool_segment *write;
	int fd;
	uint64_t flushed, synced; /* bytes of the file; whole records */
	uint64_t sync_at;	  /* ns, monotonic: when fdatasync() was called last */
	uint32_t crc;		  /* of the last record */
	uint8_t *buffer;	  /* what follows `flushed` */
	size_t buffered;
	uint64_t dictionary;
	struct spool_epoch *epoch; /* that is added to; NULL: none was begun */
	uint64_t next;		   /* number of its next event */

	struct spool_reader reader;
	struct spool_cursor cursor;
	uint8_t *dict; /* the dictionary read last, its file's bytes */
	size_t dict_len;
	uint64_t dict_id;

	struct spool_stats stats;
};

/* ---- spool_segment.c */

static inline void spool_put32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static inline void spool_put64(uint8_t *p, uint64_t v)
{
	for (unsigned i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static inline uint32_t spool_get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t spool_get64(const uint8_t *p)
{
	return spool_get32(p) | (uint64_t)spool_get32(p + 4) << 32;
}

/* ns */
uint64_t spool_now(void);
/* Writes all of it; false with errno. */
bool spool_write_all(int fd, const uint8_t *p, size_t n, uint64_t at, size_t *written);
/* Writes the file whole or not at all: a new one, renamed. sync: its bytes are on disk before it
 * has its name. False with errno. */
bool spool_write_file(struct spool *s, const char *name, const uint8_t *p, size_t n, bool sync);
/* Reads the whole file, at most `max` bytes; NULL with errno (EFBIG: it has more). Free it. */
uint8_t *spool_read_file(const struct spool *s, const char *name, size_t max, size_t *n);

/* "000000000000002a.seg" */
void spool_segment_name(char name[SPOOL_NAME], uint64_t number);
void spool_dictionary_name(char name[SPOOL_NAME], uint64_t id);

/* A segment's header as it is in the file. */
struct spool_header {
	uint32_t version;
	uint64_t number, epoch, first, dictionary, made;
};
/* Returns its CRC. */
uint32_t spool_header_pack(const struct spool_header *h, uint8_t out[SPOOL_HEADER]);
/* False: the CRC does not fit, or something is of no sense. `version` is checked by the caller. */
bool spool_header_unpack(struct spool_header *h, const uint8_t in[SPOOL_HEADER]);

uint64_t spool_segment_last(const struct spool_segment *g);
/* Bytes of the disk that so many of a file take. */
uint64_t spool_blocks(uint64_t bytes);
/* At the end of the list; crc: of its header. NULL: no memory. */
struct spool_segment *spool_segment_append(struct spool *s, const struct spool_header *h,
					   uint32_t crc);
/* It has `n` bytes more, one event. */
void spool_segment_grow(struct spool *s, struct spool_segment *g, size_t n);
/* Out of the list, its file deleted; the cursor goes on behind it. */
void spool_segment_remove(struct spool *s, struct spool_segment *g);
/* What is behind the events it still has cannot be read. */
void spool_segment_damaged(struct spool *s, struct spool_segment *g, uint64_t size,
			   uint64_t events);

/* ---- spool_reader.c */

enum spool_record {
	RECORD_GOOD,
	RECORD_END,	/* nothing is behind the last one */
	RECORD_TORN,	/* it was not written to its end, and nothing is behind it */
	RECORD_BAD,	/* its bytes are not what was written */
	RECORD_FAILURE, /* it cannot be read: errno */
};
struct spool_record_is {
	const uint8_t *p;
	size_t n; /* of the event */
	enum event_kind kind;
	uint32_t crc;
};
bool spool_reader_init(struct spool_reader *r);
void spool_reader_close(struct spool_reader *r);
/* What it has read may be another now. */
void spool_reader_forget(struct spool_reader *r);
/* The record at `at` of a file that is `size` bytes long; crc is that of the record before. */
enum spool_record spool_reader_record(struct spool *s, uint64_t number, uint64_t at, uint64_t size,
				      uint32_t crc, struct spool_record_is *is);
/* `n` bytes at `at`; NULL: they cannot be read (errno; ENODATA: the file is shorter). */
const uint8_t *spool_reader_bytes(struct spool *s, uint64_t number, uint64_t at, uint64_t size,
				  size_t n);
uint32_t spool_record_crc(uint32_t before, const uint8_t head[SPOOL_RECORD], const uint8_t *p,
			  size_t n);

/* ---- spool_write.c */

/* Writes what is gathered. False: not all of it could be written. */
bool spool_flush(struct spool *s);
/* No more events into this one; what it has is on disk. False: that failed, it goes on. */
bool spool_seal(struct spool *s);
/* Counts a failure and tells of it, once. */
void spool_failed(struct spool *s, enum spool_failing what, int error);
/* Is it too early to try again? Then errno is that of the last attempt. */
bool spool_resting(const struct spool *s);

/* ns since 1970 */
uint64_t spool_wall(void);

/* ---- spool_reuse.c */

/*
 * The segment that is written begins anew in its own file, with what is gathered, when everything
 * that was written of it is acknowledged: on a full disk there may be no other room. Its header is
 * of the same number; false: not everything is, or it could not be done.
 */
bool spool_reuse(struct spool *s);

/* ---- spool_read.c */

/* The next one is the segment's first (NULL: the first one that will be made). */
void spool_cursor_at(struct spool *s, struct spool_segment *g);

/* ---- spool_dict.c */

/* Is in the folder from now on. False with errno. */
bool spool_dictionary_keep(struct spool *s, uint64_t id, const uint8_t *p, size_t n);
/* Deletes it, if no segment names it. */
void spool_dictionary_drop(struct spool *s, uint64_t id);

/* ---- spool_state.c */

/* NULL: it is not known, or (make) there is no memory. */
struct spool_epoch *spool_epoch_get(struct spool *s, uint64_t id, bool make);
void spool_epochs_free(struct spool *s);
/* Reads and (if there is anything new) writes `acked`. Losing it costs nothing but sending again.
 */
void spool_state_load(struct spool *s);
void spool_state_save(struct spool *s);

#endif
