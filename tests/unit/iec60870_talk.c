#include "tests/unit/iec60870_talk.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

void iec60870_talk_begin(struct iec60870_talk *t, const struct protocol *p)
{
	memset(t, 0, sizeof(*t));
	t->protocol = p;
	t->at = 1795316400000000000;
}

void iec60870_talk_say(struct iec60870_talk *t, enum dir dir, const char *hex)
{
	size_t n = 0;
	unsigned byte;
	int used;

	for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used) {
		assert_true(n < sizeof(t->bytes));
		t->bytes[n++] = (uint8_t)byte;
	}
	t->d.c = cur_of(t->bytes, n);
	t->d.dir = dir;
	t->d.frame++;
	t->d.message++;
	t->d.at = t->at;
	t->d.gap = t->gap;
	t->d.pairs = &t->pairs;
	t->d.state = &t->state;
	decode(&t->d, t->protocol);
	t->at += 1000000000;
	t->gap = false;
}

static const struct value *find(const struct iec60870_talk *t, const char *field)
{
	for (unsigned i = 0; i < t->d.nvalues; i++) {
		if (strcmp(t->d.values[i].field->name, field) == 0)
			return &t->d.values[i];
	}
	return NULL;
}

bool iec60870_talk_has(const struct iec60870_talk *t, const char *field)
{
	return find(t, field) != NULL;
}

uint64_t iec60870_talk_number(const struct iec60870_talk *t, const char *field)
{
	const struct value *v = find(t, field);

	assert_non_null(v);
	return value_uint(v, 0);
}

bool iec60870_talk_marked(const struct iec60870_talk *t, const char *why)
{
	for (unsigned i = 0; i < t->d.nmarks; i++) {
		if (strcmp(t->d.marks[i], why) == 0)
			return true;
	}
	return false;
}
