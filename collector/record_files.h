#ifndef COLLECTOR_RECORD_FILES_H
#define COLLECTOR_RECORD_FILES_H
/*
 * Revisions on disk: incidents/YYYY/MM/<id>.r<revision>.iodef.json (the month of the incident's
 * detection) and a journal, a line a revision (time, id, revision, file, SHA-256).
 *
 * A file is written as temporary + fsync + rename + fsync of the folder, then the journal's line is
 * appended and synced. A crash between any two steps leaves the old or the new revision whole;
 * record_files_open() repairs the journal: cuts a torn line, adds a line for a file that has none,
 * removes temporaries. A revision that is on disk stays as it is, whatever is written for it later:
 * others may have it. Writing it again is good, and gives the journal the line that it may miss.
 *
 * One program at a time: the journal is locked while it is open.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_files;

/* NULL: `error`. repaired: how many repairs were made, each logged. */
struct record_files *record_files_open(const char *folder, unsigned *repaired, char *error,
				       size_t size);
void record_files_close(struct record_files *f);
/* extension: "iodef.json". False: `error`; it can be tried again. */
bool record_files_write(struct record_files *f, const char *id, uint32_t revision,
			uint64_t detected, const char *extension, const char *text, size_t n,
			char *error, size_t size);
/* The revision that is on disk last; 0: none. */
uint32_t record_files_latest(struct record_files *f, const char *id);

#endif
