/* A baseline file: its head, its rules, and what all nodes are read with. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "common/option.h"
#include "sensor/detect/baseline_reader.h"

/* A text of the file, for a message. */
struct shown {
	char s[64];
};

static struct shown shown(const struct baseline_yaml *y)
{
	struct shown t;

	(void)snprintf(t.s, sizeof(t.s), "%.*s", (int)(y->len < 60 ? y->len : 60), y->text);
	return t;
}

void baseline_next(struct baseline_reader *r)
{
	baseline_yaml_next(&r->y);
}

bool baseline_nothing(const struct baseline_reader *r)
{
	return r->y.event == EVENT_TEXT && !r->y.quoted && r->y.len == 0;
}

bool baseline_is(struct baseline_reader *r, enum baseline_event event, const char *what)
{
	static const char *const names[] = {
		[EVENT_END] = "the end",   [EVENT_TEXT] = "a text",
		[EVENT_LIST] = "a list",   [EVENT_LIST_END] = "the end of a list",
		[EVENT_MAP] = "a mapping", [EVENT_MAP_END] = "the end of a mapping"
	};

	if (r->y.event == event)
		return true;
	if (!r->y.stopped)
		baseline_wrong(r, "here must be %s, not %s", what,
			       baseline_nothing(r) ? "nothing" : names[r->y.event]);
	baseline_yaml_skip(&r->y);
	return false;
}

static void unknown_key(struct baseline_reader *r, const struct baseline_key *keys, size_t nkeys)
{
	struct shown key = shown(&r->y);
	struct nearest near = nearest_to(key.s);

	for (size_t i = 0; i < nkeys; i++)
		nearest_offer(&near, keys[i].name);
	if (near.name != NULL)
		baseline_wrong(r, "there is no key '%s' here; did you mean '%s'?", key.s,
			       near.name);
	else
		baseline_wrong(r, "there is no key '%s' here", key.s);
}

/* A mapping of these keys, each at most once. Returns which of them there were. */
unsigned baseline_read_map(struct baseline_reader *r, const struct baseline_key *keys, size_t nkeys,
			   const char *what)
{
	unsigned got = 0;

	if (!baseline_is(r, EVENT_MAP, what))
		return 0;
	for (baseline_next(r); r->y.event != EVENT_MAP_END && r->y.event != EVENT_END;
	     baseline_next(r)) {
		size_t i = 0;

		if (!baseline_is(r, EVENT_TEXT, "a key")) {
			baseline_next(r);
			baseline_yaml_skip(&r->y);
			continue;
		}
		while (i < nkeys && (strlen(keys[i].name) != r->y.len ||
				     memcmp(keys[i].name, r->y.text, r->y.len) != 0))
			i++;
		if (i == nkeys)
			unknown_key(r, keys, nkeys);
		else if ((got >> i & 1) != 0)
			baseline_wrong(r, "the key '%s' stands twice", keys[i].name);
		const bool use = i < nkeys && (got >> i & 1) == 0;

		baseline_next(r);
		if (use) {
			got |= 1U << i;
			keys[i].read(r);
		} else {
			baseline_yaml_skip(&r->y);
		}
	}
	return got;
}

/* ---- single values ----------------------------------------------------------------------- */

bool baseline_read_double(struct baseline_reader *r, double min, double *out)
{
	char text[64], *end;

	if (!baseline_is(r, EVENT_TEXT, "a number"))
		return false;
	if (r->y.len > 0 && r->y.len < sizeof(text)) {
		memcpy(text, r->y.text, r->y.len);
		text[r->y.len] = '\0';
		*out = strtod(text, &end);
		if (*end == '\0' && isfinite(*out) &&
		    text[strspn(text, "+-.0123456789eE")] == '\0') {
			if (*out >= min)
				return true;
			baseline_wrong(r, "%s is negative", text);
			return false;
		}
	}
	baseline_wrong(r, "'%s' is not a number", shown(&r->y).s);
	return false;
}

bool baseline_read_number(struct baseline_reader *r, enum option_type type, const char *what,
			  uint64_t *out)
{
	if (!baseline_is(r, EVENT_TEXT, what))
		return false;
	struct shown text = shown(&r->y);

	if (r->y.len > 0 && r->y.len < sizeof(text.s) &&
	    option_number(type, text.s, out) == OPTION_PARSED)
		return true;
	baseline_wrong(r, "'%s' is not %s", text.s, what);
	return false;
}

void baseline_read_time(struct baseline_reader *r, uint64_t *out)
{
	(void)baseline_read_number(r, OPTION_TIME, "a time such as 2024-05-01T12:00:00Z", out);
}

/* A list of texts; each is called for it. */
void baseline_read_texts(struct baseline_reader *r, const char *what,
			 void (*each)(struct baseline_reader *r))
{
	if (!baseline_is(r, EVENT_LIST, what))
		return;
	for (baseline_next(r); r->y.event != EVENT_LIST_END && r->y.event != EVENT_END;
	     baseline_next(r)) {
		if (baseline_is(r, EVENT_TEXT, "a text"))
			each(r);
	}
}

/* ---- rules ------------------------------------------------------------------------------- */

/* The rule may have other fields now; then its entries would mean something else. */
static void read_fields(struct baseline_reader *r)
{
	struct text_place at = r->y.at;
	size_t errors = r->y.e->errors;
	bool same = true;

	r->n = 0;
	baseline_read_texts(r, "a list of fields", baseline_take_value);
	if (r->y.e->errors != errors)
		return;
	if (r->of != NULL) {
		const struct rule_by *by = &r->of->state.by;

		same = r->n == by->n;
		for (uint32_t i = 0; same && i < by->n; i++)
			same = strcmp(by->of[i]->text, r->value[i]) == 0;
	}
	if (!same || r->n > RULE_BY) {
		rule_error_at(r->y.e, r->y.name, at,
			      "rule '%.60s' has other fields now: take it out of this file and "
			      "learn it again",
			      r->rule->id);
		return;
	}
	r->rule->nfields = r->n;
	for (uint32_t i = 0; i < r->n; i++)
		r->rule->fields[i] = arena_copy(&r->b->arena, r->value[i], strlen(r->value[i]));
}

static const struct baseline_key rule_keys[] = {
	{ "fields", read_fields },
	{ "seen", baseline_read_seens },
	{ "ranges", baseline_read_ranges },
	{ "rhythms", baseline_read_rhythms },
};

static void read_rule(struct baseline_reader *r)
{
	char id[128];

	if (!baseline_is(r, EVENT_TEXT, "the id of a rule")) {
		baseline_next(r);
		baseline_yaml_skip(&r->y);
		return;
	}
	const bool good =
		r->y.len > 0 && r->y.len < sizeof(id) && memchr(r->y.text, '\0', r->y.len) == NULL;

	if (!good) {
		baseline_wrong(r, "this is not the id of a rule");
		baseline_next(r);
		baseline_yaml_skip(&r->y);
		return;
	}
	memcpy(id, r->y.text, r->y.len);
	id[r->y.len] = '\0';
	r->of = ruleset_find(r->set, id);
	if (r->of == NULL)
		rule_warn_at(r->y.e, r->y.name, r->y.at,
			     "there is no rule '%s'; what was learned of it is kept", id);
	r->rule = baseline_rule_make(r->b, id);
	if (r->rule == NULL) {
		baseline_wrong(r, "more than %d rules", BASELINE_RULES);
		r->y.stopped = true;
	}
	baseline_next(r);
	if (r->rule != NULL && !baseline_nothing(r))
		(void)baseline_read_map(r, rule_keys, sizeof(rule_keys) / sizeof(rule_keys[0]),
					"a mapping");
}

static void read_rules(struct baseline_reader *r)
{
	if (baseline_nothing(r) || !baseline_is(r, EVENT_MAP, "a mapping of rules"))
		return;
	for (baseline_next(r); r->y.event != EVENT_MAP_END && r->y.event != EVENT_END;
	     baseline_next(r))
		read_rule(r);
}

/* ---- the file ---------------------------------------------------------------------------- */

static void read_version(struct baseline_reader *r)
{
	uint64_t version;

	r->version = true;
	if (baseline_read_number(r, OPTION_UINT, "a version", &version) && version != 1)
		baseline_wrong(r, "version %llu of the file's format; this program knows 1",
			       (unsigned long long)version);
}

static void read_from(struct baseline_reader *r)
{
	uint64_t at = 0;

	baseline_read_time(r, &at);
	baseline_learned(r->b, NULL, at, 0);
}

static void read_to(struct baseline_reader *r)
{
	uint64_t at = 0;

	baseline_read_time(r, &at);
	baseline_learned(r->b, NULL, 0, at);
}

static void take_source(struct baseline_reader *r)
{
	char name[512];

	if (r->y.len >= sizeof(name) || memchr(r->y.text, '\0', r->y.len) != NULL) {
		baseline_wrong(r, "this is not the name of a source");
		return;
	}
	memcpy(name, r->y.text, r->y.len);
	name[r->y.len] = '\0';
	baseline_source(r->b, name);
}

static void read_sources(struct baseline_reader *r)
{
	baseline_read_texts(r, "a list of names", take_source);
}

static void read_learned(struct baseline_reader *r)
{
	static const struct baseline_key keys[] = { { "from", read_from },
						    { "to", read_to },
						    { "sources", read_sources } };

	(void)baseline_read_map(r, keys, sizeof(keys) / sizeof(keys[0]), "a mapping");
}

static const struct baseline_key file_keys[] = {
	{ "kagami-baseline", read_version },
	{ "learned", read_learned },
	{ "rules", read_rules },
};

bool baseline_read_text(struct baseline *b, const char *name, const char *text, size_t len,
			const struct ruleset *set, struct rule_errors *e)
{
	struct baseline_reader reader = { .b = b, .set = set };
	struct baseline_reader *r = &reader;
	size_t errors = e->errors;

	if (baseline_yaml_open(&r->y, name, text, len, e)) {
		baseline_next(r);
		if (r->y.event != EVENT_END)
			(void)baseline_read_map(r, file_keys,
						sizeof(file_keys) / sizeof(file_keys[0]),
						"a mapping");
		baseline_next(r);
		if (r->y.event != EVENT_END)
			baseline_wrong(r, "a second document; a file has one");
		else if (e->errors == errors && !r->version)
			rule_error_at(e, name, (struct text_place){ 1, 1 },
				      "this is not a baseline: it does not say kagami-baseline: 1");
	}
	baseline_yaml_close(&r->y);
	return e->errors == errors;
}

/* The whole file; NULL: see errno. */
static char *load(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rbe");
	char *text = NULL, *more;
	size_t room = 1 << 16;

	*len = 0;
	if (f == NULL)
		return NULL;
	while ((more = realloc(text, room)) != NULL) {
		text = more;
		*len += fread(text + *len, 1, room - *len, f);
		/* One byte more than allowed is enough to say so. */
		if (*len < room || *len > BASELINE_SIZE)
			break;
		room *= 2;
	}
	if (more == NULL || ferror(f) != 0) {
		free(text);
		text = NULL;
	}
	(void)fclose(f);
	return text;
}

bool baseline_read(struct baseline *b, const char *path, const struct ruleset *set,
		   struct rule_errors *e, struct arena *arena)
{
	const char *name = arena_copy(arena, path, strlen(path));
	size_t len;
	char *text;
	bool good;

	errno = 0;
	text = load(path, &len);
	if (text == NULL) {
		rule_error_at(e, name, (struct text_place){ 0, 0 }, "cannot be read: %s",
			      strerror(errno != 0 ? errno : EIO));
		return false;
	}
	good = baseline_read_text(b, name, text, len, set, e);
	free(text);
	return good;
}
