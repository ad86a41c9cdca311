/* A conversation in FINS, for tests: what a flow keeps goes from message to message. */
#ifndef KAGAMI_TEST_OMRON_SAYS_H
#define KAGAMI_TEST_OMRON_SAYS_H

#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Headers: from node 20 to node 1 and back. */
#define COMMAND	 "80 00 02 00 01 00 00 14 00 07"
#define RESPONSE "c0 00 02 00 14 00 00 01 00 07"

struct talk {
	struct pairs pairs;
	struct notes notes;
	uint64_t state[32];
	uint64_t at, frames;
	struct message *m; /* the last one */
	uint8_t bytes[2048];
	bool gapless;
};

static struct talk talk;

static inline int begin(void **state)
{
	(void)state;
	memset(&talk, 0, sizeof(talk));
	assert_true(notes_init(&talk.notes, 64));
	talk.at = 1000000000;
	talk.m = calloc(1, sizeof(*talk.m));
	assert_non_null(talk.m);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	notes_free(&talk.notes);
	message_free(talk.m);
	return 0;
}

static inline size_t bytes_of(const char *hex)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		char two[3] = { hex[0], hex[1], '\0' };

		talk.bytes[n++] = (uint8_t)strtoul(two, NULL, 16);
		hex++;
	}
	return n;
}

static inline void say(enum dir dir, const char *hex)
{
	size_t n = bytes_of(hex);
	struct dec *d = &talk.m->d;

	free(talk.m->bytes);
	talk.m->bytes = malloc(n > 0 ? n : 1);
	assert_non_null(talk.m->bytes);
	memcpy(talk.m->bytes, talk.bytes, n);
	d->c = cur_of(talk.m->bytes, n);
	d->dir = dir;
	d->frame = d->message = ++talk.frames;
	d->at = talk.at += 1000000;
	d->pairs = &talk.pairs;
	d->notes = &talk.notes;
	d->state = talk.state;
	d->flow = 1;
	d->gapless = talk.gapless;
	decode(d, &protocol_omron);
}

static inline void ask(const char *command)
{
	char hex[4096];

	snprintf(hex, sizeof(hex), COMMAND "%s", command);
	say(DIR_REQUEST, hex);
}

static inline void answer(const char *response)
{
	char hex[4096];

	snprintf(hex, sizeof(hex), RESPONSE "%s", response);
	say(DIR_RESPONSE, hex);
}

static inline const struct ot *ot(unsigned i)
{
	assert_true(i < talk.m->d.noperations);
	return &talk.m->d.operations[i].ot;
}

static inline void expect(unsigned i, enum ot_op op, const char *function, const char *object,
			  const char *status)
{
	assert_false(talk.m->d.malformed);
	assert_int_equal(ot(i)->op, op);
	assert_string_equal(ot(i)->function, function);
	assert_int_equal(ot(i)->has_object, object != NULL);
	if (object != NULL)
		assert_string_equal(ot(i)->object_text, object);
	assert_int_equal(ot(i)->status != NULL, status != NULL);
	if (status != NULL)
		assert_string_equal(ot(i)->status, status);
}

static inline bool value_is(unsigned i, const char *text)
{
	const struct value *v = &ot(i)->value;

	return v->n > 0 && v->kind == VALUE_BYTES && text_is(cur_of(v->p, v->n), text);
}

static inline uint64_t value(unsigned i, uint32_t element)
{
	assert_true(element < value_count(&ot(i)->value));
	return value_uint(&ot(i)->value, element);
}

#endif
