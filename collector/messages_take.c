/* What was said by a sentence of ours, so that it can be said in another language. */
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/messages.h"

bool messages_general(char out[INCIDENT_WORD], const char *id)
{
	const char *text;

	incident_copy(out, INCIDENT_WORD, id);
	while ((text = messages_get(NULL, "en", out)) == NULL || strchr(text, '{') != NULL) {
		char *dot = strrchr(out, '.');

		if (dot == NULL)
			return false;
		*dot = '\0';
	}
	return true;
}

/* A piece of the sentence up to the next placeholder; its end. */
static const char *words(const char *s)
{
	return s + strcspn(s, "{");
}

/* The value of the placeholder at *s stands at *text; both go behind it. */
static bool take_value(struct messages_said *out, unsigned k, const char **s, const char **text)
{
	const char *end = strchr(*s, '}'), *after, *stop;
	size_t name, n;

	if (end == NULL || k == MESSAGES_VALUES)
		return false;
	name = (size_t)(end - *s) - 1;
	after = words(end + 1);
	if (after == end + 1 || *after == '\0') /* the last one: all but what follows it */
		stop = strlen(*text) >= (size_t)(after - end - 1)
			       ? *text + strlen(*text) - (after - end - 1)
			       : NULL;
	else {
		char between[INCIDENT_TEXT];

		incident_copy(between, sizeof(between), end + 1);
		between[after - end - 1] = '\0';
		stop = strstr(*text, between);
	}
	if (stop == NULL || name >= sizeof(out->names[k]))
		return false;
	n = (size_t)(stop - *text);
	if (n >= sizeof(out->values[k]))
		return false;
	memcpy(out->names[k], *s + 1, name);
	memcpy(out->values[k], *text, n);
	out->pairs[2 * k] = out->names[k];
	out->pairs[2 * k + 1] = out->values[k];
	*s = end + 1;
	*text = stop;
	return true;
}

static bool take_all(struct messages_said *out, const char *s, const char *text)
{
	for (unsigned k = 0;; k++) {
		size_t n = (size_t)(words(s) - s);

		if (strncmp(s, text, n) != 0)
			return false;
		s += n;
		text += n;
		if (*s == '\0')
			return *text == '\0';
		if (!take_value(out, k, &s, &text))
			return false;
	}
}

void messages_take(struct messages_said *out, const char *id, const char *text)
{
	const char *sentence = messages_get(NULL, "en", id);

	memset(out, 0, sizeof(*out));
	if (sentence != NULL && take_all(out, sentence, text)) {
		incident_copy(out->id, sizeof(out->id), id);
		return;
	}
	memset(out, 0, sizeof(*out));
	if (!messages_general(out->id, id))
		out->id[0] = '\0';
}
