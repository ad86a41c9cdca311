/* Incidents, as `kagami-collector incidents list --json` prints them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcaps/workshop/state.h"

/* What is not there stays empty. */
static void copy(char *out, size_t room, const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	(void)snprintf(out, room, "%s", s != NULL ? s : "");
}

/* "plc2", or an address where there is no name. */
static void who(char out[64], const json_t *end)
{
	const char *address = json_string_value(json_array_get(json_object_get(end, "ip"), 0));

	copy(out, 64, end, "name");
	if (out[0] == '\0' && address != NULL)
		(void)snprintf(out, 64, "%s", address);
	if (out[0] == '\0')
		copy(out, 64, end, "mac");
}

static unsigned level_of(const char *severity)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(severity, names[i]) == 0)
			return i;
	}
	return 0;
}

static bool read_one(struct state_incident *x, const char *line, size_t n)
{
	json_t *o = json_loadb(line, n, 0, NULL);
	bool good = json_is_object(o);

	*x = (struct state_incident){ 0 };
	copy(x->id, sizeof(x->id), o, "id");
	copy(x->status, sizeof(x->status), o, "status");
	copy(x->severity, sizeof(x->severity), o, "severity");
	copy(x->title, sizeof(x->title), o, "title");
	copy(x->first, sizeof(x->first), o, "first");
	copy(x->last, sizeof(x->last), o, "last");
	who(x->source, json_object_get(o, "source"));
	who(x->target, json_object_get(o, "target"));
	x->alerts = (unsigned)json_integer_value(json_object_get(o, "alerts"));
	x->revision = (unsigned)json_integer_value(json_object_get(o, "revision"));
	x->level = level_of(x->severity);
	json_decref(o);
	return good && x->id[0] != '\0';
}

/* Times of one format: their order is that of their texts. Ids are never the same. */
static int newest_first(const void *a, const void *b)
{
	const struct state_incident *x = a, *y = b;
	int order = strcmp(y->first, x->first);

	return order != 0 ? order : strcmp(y->id, x->id);
}

void state_parse_incidents(struct state *s, const char *lines, size_t n)
{
	s->nincidents = 0;
	while (n > 0 && s->nincidents < STATE_INCIDENTS) {
		const char *end = memchr(lines, '\n', n);
		size_t length = end != NULL ? (size_t)(end - lines) : n;

		if (read_one(&s->incidents[s->nincidents], lines, length))
			s->nincidents++;
		n -= end != NULL ? length + 1 : length;
		lines += end != NULL ? length + 1 : length;
	}
	qsort(s->incidents, s->nincidents, sizeof(s->incidents[0]), newest_first);
}
