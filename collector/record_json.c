#include "collector/record_json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"

/* Longer than any text of an incident, so that nothing of them is cut here. */
enum { STRING_MAX = 2048 };
static const uint64_t readable_max = (UINT64_C(1) << 53) - 1;

json_t *record_string(const char *s)
{
	char clean[STRING_MAX];

	if (s == NULL)
		s = "";
	return json_stringn(clean, incident_clean(clean, sizeof(clean), s, strnlen(s, STRING_MAX)));
}

json_t *record_stringf(const char *format, ...)
{
	char text[STRING_MAX];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return record_string(text);
}

json_t *record_number(uint64_t n)
{
	return json_integer((json_int_t)(n < readable_max ? n : readable_max));
}

json_t *record_digits(uint64_t n)
{
	return record_stringf("%llu", (unsigned long long)n);
}

json_t *record_time(uint64_t ns)
{
	char text[RECORD_TIME];

	record_time_text(text, ns);
	return json_string(text);
}

void record_put(struct record_tree *t, json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		t->failed = true;
}

void record_push(struct record_tree *t, json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		t->failed = true;
}

void record_put_text(struct record_tree *t, json_t *object, const char *key, const char *s)
{
	if (s != NULL && s[0] != '\0')
		record_put(t, object, key, record_string(s));
}

void record_put_time(struct record_tree *t, json_t *object, const char *key, uint64_t ns)
{
	if (ns != 0)
		record_put(t, object, key, record_time(ns));
}

void record_put_some(struct record_tree *t, json_t *object, const char *key, json_t *value)
{
	bool empty = (json_is_object(value) && json_object_size(value) == 0) ||
		     (json_is_array(value) && json_array_size(value) == 0);

	if (empty)
		json_decref(value);
	else
		record_put(t, object, key, value);
}

void record_push_text(struct record_tree *t, json_t *array, const char *s)
{
	if (s != NULL && s[0] != '\0')
		record_push(t, array, record_string(s));
}

bool record_finish(const struct record_tree *t, json_t *root, enum record_shape shape, char **out,
		   size_t *n, const char **why)
{
	size_t flags = shape == RECORD_LINE ? JSON_COMPACT : JSON_INDENT(1);
	size_t len = 0;
	char *text = NULL;

	flags |= JSON_REAL_PRECISION(15);
	if (!t->failed && root != NULL)
		len = json_dumpb(root, NULL, 0, flags);
	if (len > 0)
		text = malloc(len + 2);
	if (text != NULL && json_dumpb(root, text, len, flags) != len) {
		free(text);
		text = NULL;
	}
	json_decref(root);
	if (text == NULL) {
		*why = "no memory for the record";
		return false;
	}
	text[len] = '\n';
	text[len + 1] = '\0';
	*out = text;
	*n = len + 1;
	return true;
}
