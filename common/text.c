#include "common/text.h"

struct text_place text_place(const struct rule_text *t, size_t offset)
{
	struct text_run run = { .line = 1, .column = 1 };

	for (size_t i = 0; i < t->nruns && t->runs[i].offset <= offset; i++)
		run = t->runs[i];

	struct text_place place = { run.line, run.column };

	for (size_t i = run.offset; i < offset && i < t->len; i++) {
		if (((unsigned char)t->s[i] & 0xc0) != 0x80) /* not within a UTF-8 character */
			place.column++;
	}
	return place;
}
