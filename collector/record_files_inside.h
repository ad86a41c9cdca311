#ifndef COLLECTOR_RECORD_FILES_INSIDE_H
#define COLLECTOR_RECORD_FILES_INSIDE_H
/*
 * The journal of record files, a line a file that was written:
 *
 *	2026-11-20T02:20:01.113Z waterworks-20261120-0001 3 2026/11/waterworks-...r3.iodef.json
 *<sha256>
 *
 * A line is written behind the last good one, whatever a try before left there, and counts once it
 * was synced. The file is locked while it is open.
 */
#include <sys/types.h>

#include "collector/record_files.h"

enum { RECORD_FILE_ID = 64, RECORD_FILE_PATH = 160, RECORD_FILE_LINE = 400 };

struct record_latest {
	char id[RECORD_FILE_ID]; /* "": free */
	uint32_t revision;
};

struct record_files {
	int folder, journal;
	off_t size;		      /* of the journal, up to the last good line's end */
	bool unsynced;		      /* something may stand behind that */
	bool unlinked;		      /* links cannot be made here */
	struct record_latest *latest; /* open addressing, by id */
	size_t room, n;
};

/* What a line says; texts are borrowed from the line. */
struct record_line {
	char id[RECORD_FILE_ID], path[RECORD_FILE_PATH], sha256[65];
	uint32_t revision;
};
/* A line without its line feed. */
bool record_line_parse(const char *s, size_t n, struct record_line *out);

/* Takes the journal up to its last good line; cut: something stood behind it. False: errno. */
bool record_journal_read(struct record_files *f, char **text, bool *cut);
/* All of it up to there; the caller frees it. NULL: errno. */
char *record_journal_text(const struct record_files *f);
/* Appends and syncs a line for a file of that path (in the folder) with these bytes. */
bool record_journal_add(struct record_files *f, const char *id, uint32_t revision, const char *path,
			const uint8_t sha256[32], uint64_t time);
/* Is there a line for the file with that path and hash? */
bool record_journal_has(const struct record_files *f, const char *path, const uint8_t sha256[32]);
/* Remembers it, if it is later than what is known. False: no memory. */
bool record_latest_put(struct record_files *f, const char *id, uint32_t revision);

/* Adds lines for files that have none, removes temporaries; counts both. text: what the journal
 * has. False: errno. */
bool record_files_mend(struct record_files *f, const char *text, unsigned *repaired);
/* record_files_link.c: makes latest/<id>.<extension> point to that file, which is the newest of its
 * incident; one that cannot be made is no reason to stop, and said once. */
void record_link(struct record_files *f, const char *id, const char *path);
/* The same for all files of the journal's text that are the newest: what a crash left undone. */
void record_links_mend(struct record_files *f, const char *text);

/* "<id>.r<revision>.<extension>". */
bool record_file_name(const char *name, char id[RECORD_FILE_ID], uint32_t *revision);
/* Its bytes' SHA-256. False: errno. */
bool record_file_hash(int folder, const char *name, uint8_t sha256[32]);

#endif
