#ifndef COMMON_TIMELINE_H
#define COMMON_TIMELINE_H
/*
 * The timeline of an exercise: which notifications of partners come in when. docs/exercise.md
 * describes the file.
 *
 *	timeline:
 *	  - {at: +10m, file: JP-2026-0042.iodef.json, text: {en: "...", ja: "..."}}
 *	  - {at: +25m, file: package/JP-2026-0043.r1.us, take-in: false}
 */
#include "common/scenario.h"

enum { TIMELINE_ENTRIES = 256 };

struct timeline_entry {
	uint64_t at;	  /* ns after the start of the exercise */
	const char *file; /* as it was written: relative to the timeline's folder */
	bool announce;	  /* "take-in: false": it is only said that it came */
	struct scenario_text text;
	struct text_place place;
};

struct timeline {
	const struct timeline_entry *entries; /* in the order of their time */
	size_t n;
};

/* The file, or its text. NULL: all that is wrong was said on standard error, as
 * file:line:column: message. */
struct timeline *timeline_read(const char *path);
struct timeline *timeline_parse(const char *name, const char *text, size_t n);
void timeline_free(struct timeline *t);

#endif
