/* Values of keys, each with its type and range checked, and names with suggestions. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "common/option_value.h"
#include "sensor/rule/load_inside.h"

static unsigned bucket_of(const char *name)
{
	uint32_t h = 2166136261U;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619U;
	return h % DICT_BUCKETS;
}

void *dict_find(const struct dict *d, const char *name)
{
	for (const struct dict_entry *x = d->bucket[bucket_of(name)]; x != NULL; x = x->chain) {
		if (strcmp(x->name, name) == 0)
			return x->thing;
	}
	return NULL;
}

void dict_put(struct arena *a, struct dict *d, const char *name, void *thing)
{
	struct dict_entry *x = arena_new(a, struct dict_entry, 1);
	unsigned b = bucket_of(name);

	*x = (struct dict_entry){ .chain = d->bucket[b], .name = name, .thing = thing };
	d->bucket[b] = x;
	if (d->last != NULL)
		d->last->next = x;
	else
		d->first = x;
	d->last = x;
}

const char *dict_nearest(const struct dict *d, const char *name)
{
	struct nearest near = nearest_to(name);

	for (const struct dict_entry *x = d->first; x != NULL; x = x->next)
		nearest_offer(&near, x->name);
	return near.name;
}

void load_error(struct loader *l, const struct yaml_node *at, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rule_error_at(l->e, at->file, at->at, "%s", text);
}

void load_warn(struct loader *l, const struct yaml_node *at, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rule_warn_at(l->e, at->file, at->at, "%s", text);
}

const char *load_meant(const char *name)
{
	static _Thread_local char text[160];

	if (name == NULL)
		return "";
	(void)snprintf(text, sizeof(text), "; did you mean '%.120s'?", name);
	return text;
}

static void unknown_key(struct loader *l, const struct yaml_node *key, const char *what,
			const char *const *names)
{
	struct nearest near = nearest_to(key->text.s);
	char all[256] = "";
	size_t at = 0;

	for (size_t i = 0; names[i] != NULL; i++) {
		nearest_offer(&near, names[i]);
		if (at < sizeof(all))
			at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s",
					       at == 0 ? "" : ", ", names[i]);
	}
	if (near.name != NULL)
		load_error(l, key, "unknown key '%.60s' in %s%s", key->text.s, what,
			   load_meant(near.name));
	else
		load_error(l, key, "unknown key '%.60s' in %s; it has: %s", key->text.s, what, all);
}

bool load_mapping(struct loader *l, const struct yaml_node *n, const char *what,
		  const char *const *names, const struct yaml_node **out)
{
	for (size_t i = 0; names[i] != NULL; i++)
		out[i] = NULL;
	if (n->kind != YAML_MAPPING) {
		load_error(l, n, "%s: %s is not a mapping of keys and values", what,
			   yaml_kind_name(n));
		return false;
	}
	for (const struct yaml_node *v = n->first; v != NULL; v = v->next) {
		size_t i = 0;

		while (names[i] != NULL && strcmp(names[i], v->key->text.s) != 0)
			i++;
		if (names[i] == NULL)
			unknown_key(l, v->key, what, names);
		else if (out[i] == NULL)
			out[i] = v;
	}
	return true;
}

const char *load_text(struct loader *l, const struct yaml_node *n, const char *what)
{
	if (n->kind == YAML_TEXT && n->refused)
		return NULL;
	if (n->kind != YAML_TEXT)
		load_error(l, n, "%s: %s is not text", what, yaml_kind_name(n));
	else if (yaml_null(n) || strspn(n->text.s, " \t\r\n") == n->text.len)
		load_error(l, n, "%s: no value", what);
	else
		return n->text.s;
	return NULL;
}

bool load_bool(struct loader *l, const struct yaml_node *n, const char *what, bool *out)
{
	const char *s = load_text(l, n, what);

	if (s == NULL)
		return false;
	if (option_bool(s, out))
		return true;
	load_error(l, n, "%s: '%.60s' is not true or false", what, s);
	return false;
}

bool load_whole(struct loader *l, const struct yaml_node *n, const char *what, uint64_t min,
		uint64_t max, uint64_t *out)
{
	const char *s = load_text(l, n, what);
	char *end;

	if (s == NULL)
		return false;
	errno = 0;
	*out = strtoull(s, &end, 10);
	if (s[0] < '0' || s[0] > '9' || *end != '\0') {
		load_error(l, n, "%s: '%.60s' is not a whole number from %llu to %llu", what, s,
			   (unsigned long long)min, (unsigned long long)max);
		return false;
	}
	if (errno != 0 || *out < min || *out > max) {
		load_error(l, n, "%s: %.60s is out of range (%llu to %llu)", what, s,
			   (unsigned long long)min, (unsigned long long)max);
		return false;
	}
	return true;
}

bool load_number(struct loader *l, const struct yaml_node *n, const char *what, bool percent,
		 double min, double max, double *out)
{
	const char *s = load_text(l, n, what);
	char *end;

	if (s == NULL)
		return false;
	*out = strtod(s, &end);
	if (percent && *end == '%' && end != s) {
		*out /= 100;
		end++;
	}
	if (end == s || *end != '\0' || !isfinite(*out)) {
		load_error(l, n, "%s: '%.60s' is not a number%s", what, s,
			   percent ? " such as 0.1 or 10%" : "");
		return false;
	}
	if (*out < min || *out > max) {
		load_error(l, n, "%s: %.60s is out of range (%g to %g)", what, s, min, max);
		return false;
	}
	return true;
}

bool load_duration(struct loader *l, const struct yaml_node *n, const char *what, bool zero,
		   uint64_t *out)
{
	const char *s = load_text(l, n, what);
	enum option_parsed parsed;

	if (s == NULL)
		return false;
	parsed = option_number(OPTION_DURATION, s, out);
	if (parsed == OPTION_NOT_ONE && strspn(s, "0123456789.") == n->text.len)
		load_error(l, n, "%s: '%.60s' has no unit; write %.60ss, or use ms, m, h or d",
			   what, s, s);
	else if (parsed == OPTION_NOT_ONE)
		load_error(l, n, "%s: '%.60s' is not a duration such as 250ms, 5s, 2m, 1h or 7d",
			   what, s);
	else if (parsed != OPTION_PARSED || *out > LOAD_LONGEST)
		load_error(l, n, "%s: %.60s is too long (at most 366d)", what, s);
	else if (*out == 0 && !zero)
		load_error(l, n, "%s: it must be longer than 0", what);
	else
		return true;
	return false;
}

uint32_t load_texts(struct loader *l, const struct yaml_node *n, const char *what,
		    const struct yaml_node **out, uint32_t room)
{
	uint32_t count = 0;

	if (n->kind == YAML_TEXT) {
		if (load_text(l, n, what) == NULL)
			return 0;
		out[0] = n;
		return 1;
	}
	if (n->kind != YAML_SEQUENCE) {
		load_error(l, n, "%s: %s is not a list of texts", what, yaml_kind_name(n));
		return 0;
	}
	for (const struct yaml_node *item = n->first; item != NULL; item = item->next) {
		if (load_text(l, item, what) == NULL)
			continue;
		if (count == room) {
			load_error(l, item, "%s: too many (at most %u)", what, room);
			break;
		}
		out[count++] = item;
	}
	if (n->n == 0)
		load_error(l, n, "%s: the list is empty", what);
	return count;
}

const struct rule_text *load_part(struct arena *a, const struct rule_text *t, size_t offset,
				  size_t len)
{
	struct rule_text *part = arena_new(a, struct rule_text, 1);
	struct text_place at = text_place(t, offset);
	struct text_run *runs = arena_new(a, struct text_run, t->nruns + 1);
	size_t n = 0;

	runs[n++] = (struct text_run){ 0, at.line, at.column };
	for (size_t i = 0; i < t->nruns; i++) {
		struct text_run run = t->runs[i];

		if (run.offset <= offset || run.offset >= offset + len)
			continue;
		run.offset -= (uint32_t)offset;
		runs[n++] = run;
	}
	*part = (struct rule_text){ .s = arena_copy(a, t->s + offset, len),
				    .len = len,
				    .file = t->file,
				    .runs = runs,
				    .nruns = n };
	return part;
}
