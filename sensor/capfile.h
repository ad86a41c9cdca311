#ifndef SENSOR_CAPFILE_H
#define SENSOR_CAPFILE_H
/*
 * Reads one capture file from beginning to end: classic pcap (us and ns, both byte orders, the
 * "modified" form with longer records) and pcapng (both byte orders, several sections, several
 * interfaces of different link types). Works on pipes.
 *
 * Frames are handed out where they lie in one buffer, nothing is copied. The buffer grows to the
 * longest record of the file, at most CAPFILE_RECORD_MAX and some; everything else is bounded too.
 * Why not libpcap: docs/decisions/0001-capture-file-reader.md. Knows nothing of what is in a frame.
 */
#include "sensor/frame.h"

#include <signal.h>
#include <sys/types.h>

enum {
	CAPFILE_BUFFER = 256 << 10,	/* bytes read at a time */
	CAPFILE_RECORD_MAX = 16 << 20,	/* a longer record or block is an error of the file */
	CAPFILE_INTERFACES_MAX = 65536, /* of one pcapng section */
	CAPFILE_ERROR_MAX = 512,	/* bytes that the longest message needs */
};

enum capfile_result {
	CAPFILE_FRAME,
	CAPFILE_END,
	CAPFILE_CUT,   /* the file ends within a record: what came before is good */
	CAPFILE_ERROR, /* it contradicts itself or cannot be read: what came before is good */
};

enum capfile_format { CAPFILE_PCAP, CAPFILE_PCAPNG };

/* Where bytes come from. read() is read(2): fewer bytes than asked for are fine, 0 is the end, -1
 * an error with errno. close() may be NULL. */
struct capfile_source {
	ssize_t (*read)(void *ctx, void *to, size_t n);
	void (*close)(void *ctx);
	void *ctx;
};

struct capfile;

/*
 * Opens a capture and reads its header; path "-" is standard input. Returns 0 and sets *file, which
 * capfile_close() frees; or -1 with one line in error ("FILE: what is wrong, what to do").
 */
__attribute__((warn_unused_result)) int capfile_open(struct capfile **file, const char *path,
						     char *error, size_t n);
/* The same from any source, which it takes over also when it fails. Name stands in messages;
 * buffer is the number of bytes to read at a time. */
__attribute__((warn_unused_result)) int capfile_open_source(struct capfile **file,
							    const struct capfile_source *source,
							    const char *name, size_t buffer,
							    char *error, size_t n);
/* The next frame, its number from 1. After anything but CAPFILE_FRAME, there is CAPFILE_END. */
enum capfile_result capfile_next(struct capfile *file, struct frame *frame);

/* capfile_open() that reads a regular file by `buffer` bytes: few, to see the first frame only. */
__attribute__((warn_unused_result)) int capfile_open_with(struct capfile **file, const char *path,
							  size_t buffer, char *error, size_t n);

/* What ended the file: one line, for CAPFILE_CUT and CAPFILE_ERROR; "" before. */
const char *capfile_error(const struct capfile *file);
/* The name that messages use: the path, or "standard input". */
const char *capfile_name(const struct capfile *file);
enum capfile_format capfile_format(const struct capfile *file);
/* The link type of all frames (LINKTYPE_) of a classic file; of pcapng, -1. */
int capfile_linktype(const struct capfile *file);
/* Bytes of the file that are behind us, and in all; size is 0 when unknown (a pipe). */
uint64_t capfile_offset(const struct capfile *file);
uint64_t capfile_size(const struct capfile *file);
/* Reading is interrupted by a signal while *stop is not 0: the file then ends (CAPFILE_END). stop
 * may be NULL, as it is at first: reading goes on after signals. */
void capfile_stop_by(struct capfile *file, const volatile sig_atomic_t *stop);

void capfile_close(struct capfile *file);

#endif
