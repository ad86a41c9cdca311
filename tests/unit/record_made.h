#ifndef TESTS_UNIT_RECORD_MADE_H
#define TESTS_UNIT_RECORD_MADE_H
/* Records of sample incidents, read back as JSON. */
#include "tests/unit/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "collector/record.h"
#include "tests/records/incidents.h"

typedef bool made_writer(const struct incident *i, const struct record_context *c, char **out,
			 size_t *n, const char **why);

static const struct record_context made_context = { .party = &sample_party };

/* The text; to be freed. */
static inline char *made_text(made_writer *write, const struct incident *i)
{
	const char *why = "";
	char *text = NULL;
	size_t n = 0;

	if (!write(i, &made_context, &text, &n, &why))
		fail_msg("%s", why);
	assert_int_equal(strlen(text), n);
	return text;
}

static inline json_t *made_json(made_writer *write, const struct incident *i)
{
	char *text = made_text(write, i);
	json_error_t error;
	json_t *o = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	if (o == NULL)
		fail_msg("%d: %s", error.line, error.text);
	free(text);
	return o;
}

/* The same incident as a line of text twice is the same; another revision is another. */
static inline void made_again(made_writer *write, unsigned sample)
{
	static struct incident i;
	char *a, *b;

	sample_incident(&i, sample);
	a = made_text(write, &i);
	b = made_text(write, &i);
	assert_string_equal(a, b);
	free(b);
	i.revision++;
	b = made_text(write, &i);
	assert_string_not_equal(a, b);
	free(a);
	free(b);
}

/* "a.b" of objects in each other. */
static inline const char *made_string(json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : "";
}

#endif
