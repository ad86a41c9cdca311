/* How a baseline file is written: texts, numbers, and their order. */
#include "sensor/detect/baseline_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/json.h"

const char *const baseline_sections[SECTIONS] = {
	[SECTION_NONE] = "",
	[SECTION_SEEN] = "seen",
	[SECTION_RANGES] = "ranges",
	[SECTION_RHYTHMS] = "rhythms",
};

enum baseline_section baseline_section(const struct rule *r)
{
	switch (r->state.kind) {
	case STATE_NEW:
		return SECTION_SEEN;
	case STATE_OUTSIDE:
		return r->state.has_min || r->state.has_max ? SECTION_NONE : SECTION_RANGES;
	case STATE_SILENT:
		return SECTION_RHYTHMS;
	default:
		return SECTION_NONE;
	}
}

/* ---- texts ------------------------------------------------------------------------------- */

/* A number as people write it: no sign but -, no leading zeros, no exponent, not too long. */
static bool plain_number(const char *s)
{
	size_t digits;

	if (*s == '-')
		s++;
	digits = strspn(s, "0123456789");
	return digits > 0 && digits <= 15 && s[digits] == '\0' && (digits == 1 || *s != '0');
}

/* Words that programs take for something else than a text. */
static bool reserved(const char *s)
{
	static const char *const words[] = { "true", "false", "yes", "no",  "on", "off",  "null",
					     "y",    "n",     "nan", "inf", "~",  ".nan", ".inf" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(s, words[i]) == 0)
			return true;
	}
	return false;
}

/* Does every reader of YAML take it for the text that it is, without quotation marks? */
static bool plain(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._/-";

	if (*s == '\0' || s[strspn(s, safe)] != '\0')
		return false;
	if (strchr(letters, *s) != NULL)
		return !reserved(s);
	if (plain_number(s))
		return true;
	/* Addresses and versions: two dots make no number. */
	const char *dot = strchr(s, '.');

	return *s >= '0' && *s <= '9' && dot != NULL && strchr(dot + 1, '.') != NULL;
}

/* Is the character of n bytes one that must be written as a number? */
static bool unprintable(const char *s, size_t n, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint8_t first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };

	*code = p[0] & first[n];
	for (size_t i = 1; i < n; i++)
		*code = *code << 6 | (p[i] & 0x3f);
	return *code < 0x20 || (*code >= 0x7f && *code < 0xa0) || *code == 0x2028 ||
	       *code == 0x2029 || *code == 0xfeff || (*code >= 0xfff0 && *code <= 0xffff);
}

void baseline_put_text(FILE *out, const char *s)
{
	size_t left = strlen(s), bad;
	uint32_t code;

	if (plain(s)) {
		(void)fputs(s, out);
		return;
	}
	(void)fputc('"', out);
	while (left > 0) {
		size_t n = utf8_next((const uint8_t *)s, left, &bad);

		if (n == 0) {
			(void)fputs("\\ufffd", out);
			n = bad;
		} else if (unprintable(s, n, &code)) {
			(void)fprintf(out, "\\u%04x", code);
		} else {
			if (*s == '"' || *s == '\\')
				(void)fputc('\\', out);
			(void)fwrite(s, 1, n, out);
		}
		s += n;
		left -= n;
	}
	(void)fputc('"', out);
}

void baseline_put_list(FILE *out, uint32_t n, const char *const *texts)
{
	(void)fputc('[', out);
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0)
			(void)fputs(", ", out);
		baseline_put_text(out, texts[i]);
	}
	(void)fputc(']', out);
}

void baseline_put_number(FILE *out, double x)
{
	char text[64];
	struct json j = json_to(text, sizeof(text));

	json_float(&j, x);
	(void)fwrite(text, 1, j.len, out);
}

void baseline_put_seconds(FILE *out, double s)
{
	baseline_put_number(out, s < 1e9 ? round(s * 1e6) / 1e6 : s);
}

void baseline_put_time(FILE *out, uint64_t ns)
{
	char text[TEXT_TIME];

	(void)text_time(text, ns);
	(void)fprintf(out, "%.19sZ", text);
}

/* ---- entries ----------------------------------------------------------------------------- */

static void put_seen(FILE *out, const struct baseline_entry *e)
{
	if (e->samples == 0)
		return;
	if (e->samples == 1)
		(void)fputs("  # once", out);
	else
		(void)fprintf(out, "  # %llu times", (unsigned long long)e->samples);
	if (e->first == 0)
		return;
	(void)fputs(", first ", out);
	baseline_put_time(out, e->first);
	(void)fputs(", last ", out);
	baseline_put_time(out, e->last);
}

static void put_samples(FILE *out, const struct baseline_entry *e)
{
	(void)fprintf(out, ", samples: %llu", (unsigned long long)e->samples);
	if (e->first != 0) {
		(void)fputs(", first: ", out);
		baseline_put_time(out, e->first);
		(void)fputs(", last: ", out);
		baseline_put_time(out, e->last);
	}
	(void)fputc('}', out);
}

static void put_range(FILE *out, const struct baseline_entry *e)
{
	(void)fputs(", low: ", out);
	baseline_put_number(out, e->low);
	(void)fputs(", high: ", out);
	baseline_put_number(out, e->high);
	put_samples(out, e);
}

static void put_rhythm(FILE *out, const struct baseline_entry *e)
{
	(void)fputs(", period: ", out);
	baseline_put_seconds(out, e->period);
	(void)fputs(", shortest: ", out);
	baseline_put_seconds(out, e->low);
	(void)fputs(", longest: ", out);
	baseline_put_seconds(out, e->high);
	put_samples(out, e);
}

void baseline_put_entry(FILE *out, enum baseline_section section, const struct baseline_node *e)
{
	const char *values[RULE_BY];

	baseline_values(e, values);
	if (section == SECTION_RANGES || section == SECTION_RHYTHMS)
		(void)fputs("{by: ", out);
	baseline_put_list(out, e->n, values);
	if (section == SECTION_RANGES)
		put_range(out, &e->entry);
	else if (section == SECTION_RHYTHMS)
		put_rhythm(out, &e->entry);
	else
		put_seen(out, &e->entry);
	(void)fputc('\n', out);
}

/* ---- order ------------------------------------------------------------------------------- */

/* Numbers come before addresses, these before other texts; each among themselves as people count.
 */
struct rank {
	enum { RANK_NUMBER, RANK_ADDRESS, RANK_TEXT } kind;
	double number;
};

static bool ipv4(const char *s, double *out)
{
	uint32_t all = 0;

	for (int i = 0; i < 4; i++) {
		size_t digits = strspn(s, "0123456789");
		unsigned long part = strtoul(s, NULL, 10);

		if (digits == 0 || digits > 3 || part > 255 || s[digits] != (i < 3 ? '.' : '\0'))
			return false;
		all = all << 8 | (uint32_t)part;
		s += digits + 1;
	}
	*out = (double)all;
	return true;
}

static struct rank rank_of(const char *s)
{
	struct rank r = { RANK_TEXT, 0 };

	if (plain_number(s)) {
		r.kind = RANK_NUMBER;
		r.number = strtod(s, NULL);
	} else if (ipv4(s, &r.number)) {
		r.kind = RANK_ADDRESS;
	}
	return r;
}

static int compare_values(const char *a, const char *b)
{
	struct rank x = rank_of(a), y = rank_of(b);

	if (x.kind != y.kind)
		return x.kind < y.kind ? -1 : 1;
	if (x.number < y.number || x.number > y.number)
		return x.number < y.number ? -1 : 1;
	return strcmp(a, b);
}

static int compare_entries(const void *a, const void *b)
{
	const struct baseline_node *x = *(const struct baseline_node *const *)a;
	const struct baseline_node *y = *(const struct baseline_node *const *)b;
	const char *s = x->values, *t = y->values;

	for (uint32_t i = 0; i < x->n && i < y->n; i++) {
		int d = compare_values(s, t);

		if (d != 0)
			return d;
		s += strlen(s) + 1;
		t += strlen(t) + 1;
	}
	return x->n < y->n ? -1 : x->n > y->n;
}

bool baseline_sorted(const struct baseline_rule *r, const struct baseline_node ***all)
{
	size_t n = 0;

	*all = calloc(r->n > 0 ? r->n : 1, sizeof(**all));
	if (*all == NULL)
		return false;
	for (const struct baseline_node *e = r->first; e != NULL; e = e->next)
		(*all)[n++] = e;
	qsort(*all, n, sizeof(**all), compare_entries);
	return true;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(const struct baseline_rule *const *)a)->id,
		      (*(const struct baseline_rule *const *)b)->id);
}

size_t baseline_order(const struct baseline *b, const struct ruleset *set,
		      const struct baseline_rule ***all)
{
	size_t n = 0, first;

	*all = calloc(b->nrules > 0 ? b->nrules : 1, sizeof(**all));
	if (*all == NULL)
		return SIZE_MAX;
	for (uint32_t i = 0; i < set->n; i++) {
		const struct baseline_rule *r = baseline_rule(b, set->rules[i]->id);

		if (r != NULL && n < b->nrules)
			(*all)[n++] = r;
	}
	first = n;
	for (size_t i = 0; i < BASELINE_RULE_BUCKETS; i++) {
		for (const struct baseline_rule *r = b->rules[i]; r != NULL; r = r->next) {
			if (ruleset_find(set, r->id) == NULL && n < b->nrules)
				(*all)[n++] = r;
		}
	}
	qsort(*all + first, n - first, sizeof(**all), compare_ids);
	return n;
}
