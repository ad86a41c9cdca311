/* The entries of a rule in a baseline file; see baseline_read.c. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/detect/baseline_reader.h"

void baseline_take_value(struct baseline_reader *r)
{
	if (r->n++ >= RULE_BY)
		return;
	char *to = r->values[r->n - 1];

	r->value[r->n - 1] = to;
	to[0] = '\0';
	if (r->y.len >= STATE_TEXT) {
		baseline_wrong(r, "a value has at most %d bytes", STATE_TEXT - 1);
	} else if (memchr(r->y.text, '\0', r->y.len) != NULL) {
		baseline_wrong(r, "a value holds a NUL byte");
	} else {
		memcpy(to, r->y.text, r->y.len);
		to[r->y.len] = '\0';
	}
}

static void read_by(struct baseline_reader *r)
{
	r->n = 0;
	r->at = r->y.at;
	baseline_read_texts(r, "a list of values", baseline_take_value);
}

static void read_low(struct baseline_reader *r)
{
	(void)baseline_read_double(r, -HUGE_VAL, &r->entry.low);
}

static void read_high(struct baseline_reader *r)
{
	(void)baseline_read_double(r, -HUGE_VAL, &r->entry.high);
}

static void read_period(struct baseline_reader *r)
{
	(void)baseline_read_double(r, 0, &r->entry.period);
}

static void read_shortest(struct baseline_reader *r)
{
	(void)baseline_read_double(r, 0, &r->entry.low);
}

static void read_longest(struct baseline_reader *r)
{
	(void)baseline_read_double(r, 0, &r->entry.high);
}

static void read_samples(struct baseline_reader *r)
{
	(void)baseline_read_number(r, OPTION_UINT, "a count", &r->entry.samples);
}

static void read_first(struct baseline_reader *r)
{
	baseline_read_time(r, &r->entry.first);
}

static void read_last(struct baseline_reader *r)
{
	baseline_read_time(r, &r->entry.last);
}

enum { GOT_BY = 1, GOT_SAMPLES = 2, GOT_LOW = 16, GOT_HIGH = 32, GOT_PERIOD = 64 };

/* The first four are the same; GOT_ says which bits they are. */
static const struct baseline_key range_keys[] = {
	{ "by", read_by },     { "samples", read_samples }, { "first", read_first },
	{ "last", read_last }, { "low", read_low },	    { "high", read_high },
};

static const struct baseline_key rhythm_keys[] = {
	{ "by", read_by },	   { "samples", read_samples },	  { "first", read_first },
	{ "last", read_last },	   { "shortest", read_shortest }, { "longest", read_longest },
	{ "period", read_period },
};

/* Has it as many values as the rule has fields? */
static bool fits(struct baseline_reader *r)
{
	if (r->n > RULE_BY || (r->of != NULL && r->n != r->of->state.by.n)) {
		rule_error_at(r->y.e, r->y.name, r->at,
			      "%u value%s, but rule '%.60s' tells its entries apart by %u", r->n,
			      r->n == 1 ? "" : "s", r->rule->id,
			      r->of != NULL ? r->of->state.by.n : (unsigned)RULE_BY);
		return false;
	}
	return true;
}

/* Two entries of the same values become one that allows what either does. */
static void join(struct baseline_entry *to, const struct baseline_entry *e)
{
	uint64_t all = to->samples + e->samples;

	if (all < to->samples)
		all = UINT64_MAX;
	if (e->samples > 0 && (to->samples == 0 || e->low < to->low))
		to->low = e->low;
	if (e->samples > 0 && (to->samples == 0 || e->high > to->high))
		to->high = e->high;
	if (all > 0)
		to->period += (e->period - to->period) * ((double)e->samples / (double)all);
	to->samples = all;
	if (e->first != 0)
		baseline_seen(to, e->first);
	if (e->last != 0)
		baseline_seen(to, e->last);
}

static void add_entry(struct baseline_reader *r)
{
	struct baseline_entry *to;

	if (!fits(r))
		return;
	to = baseline_learn(r->b, r->rule->id, r->n, r->value);
	if (to != NULL) {
		join(to, &r->entry);
	} else {
		rule_error_at(r->y.e, r->y.name, r->at, "more than %d entries", BASELINE_ENTRIES);
		r->y.stopped = true;
	}
}

/* "# 120 times" or "# once"; what stands behind it, or NULL. */
static const char *read_times(const char *s, uint64_t *times)
{
	char *end;

	*times = 1;
	if (strncmp(s, "# once", 6) == 0)
		return s + 6;
	if (strncmp(s, "# ", 2) != 0 || s[2] < '0' || s[2] > '9')
		return NULL;
	errno = 0;
	*times = strtoull(s + 2, &end, 10);
	return errno == 0 && strncmp(end, " times", 6) == 0 ? end + 6 : NULL;
}

/* "# 120 times, first T, last T" behind the values, as it is written; people's words are left
 * alone. */
static void read_comment(struct baseline_reader *r)
{
	const char *s = r->y.source + r->y.end;
	size_t left = r->y.source_len - r->y.end;
	const char *end = memchr(s, '\n', left);
	char line[160], first[32], last[32];
	size_t len = end != NULL ? (size_t)(end - s) : left;
	uint64_t times, from, to;

	if (len >= sizeof(line))
		return;
	memcpy(line, s, len);
	line[len] = '\0';
	s = read_times(line + strspn(line, " \t"), &times);
	if (s == NULL)
		return;
	r->entry.samples = times;
	if (sscanf(s, ", first %31[0-9TZ:.-], last %31[0-9TZ:.-]", first, last) == 2 &&
	    option_number(OPTION_TIME, first, &from) == OPTION_PARSED &&
	    option_number(OPTION_TIME, last, &to) == OPTION_PARSED) {
		r->entry.first = from;
		r->entry.last = to;
	}
}

static void read_seen(struct baseline_reader *r)
{
	size_t errors = r->y.e->errors;

	read_by(r);
	if (r->y.e->errors != errors)
		return;
	read_comment(r);
	add_entry(r);
}

static void read_range(struct baseline_reader *r)
{
	const bool range = r->section == SECTION_RANGES;
	struct text_place at = r->y.at;
	size_t errors = r->y.e->errors;
	unsigned got, must = range ? GOT_BY | GOT_LOW | GOT_HIGH : GOT_BY;

	if (range)
		got = baseline_read_map(r, range_keys, sizeof(range_keys) / sizeof(range_keys[0]),
					"{by: [...], low: N, high: N}");
	else
		got = baseline_read_map(r, rhythm_keys,
					sizeof(rhythm_keys) / sizeof(rhythm_keys[0]),
					"{by: [...], period: N, longest: N}");
	if (r->y.e->errors != errors)
		return;
	/* Written by hand, it need not say how often it was seen. */
	if ((got & GOT_SAMPLES) == 0)
		r->entry.samples = 1;
	if ((got & must) != must || (!range && (got & (GOT_PERIOD | GOT_HIGH)) == 0))
		rule_error_at(r->y.e, r->y.name, at, "an entry needs %s",
			      range ? "by, low and high" : "by, and period or longest");
	else if ((got & GOT_LOW) != 0 && (got & GOT_HIGH) != 0 && r->entry.low > r->entry.high)
		rule_error_at(r->y.e, r->y.name, at, "%s is more than %s",
			      range ? "low" : "shortest", range ? "high" : "longest");
	else
		add_entry(r);
}

static void read_section(struct baseline_reader *r, enum baseline_section section)
{
	void (*read)(struct baseline_reader *) = section == SECTION_SEEN ? read_seen : read_range;
	enum baseline_section had = r->rule->section;

	if (r->of != NULL)
		had = baseline_section(r->of);
	if (had != section && (r->of != NULL || had != SECTION_NONE)) {
		baseline_wrong(r, "rule '%.60s' has no '%s'%s%s%s", r->rule->id,
			       baseline_sections[section], had != SECTION_NONE ? " but '" : "",
			       baseline_sections[had],
			       had != SECTION_NONE ? "'" : "; it learns nothing");
		baseline_yaml_skip(&r->y);
		return;
	}
	r->section = r->rule->section = section;
	if (baseline_nothing(r) || !baseline_is(r, EVENT_LIST, "a list of entries"))
		return;
	for (baseline_next(r); r->y.event != EVENT_LIST_END && r->y.event != EVENT_END;
	     baseline_next(r)) {
		r->entry = (struct baseline_entry){ 0 };
		read(r);
	}
}

void baseline_read_seens(struct baseline_reader *r)
{
	read_section(r, SECTION_SEEN);
}

void baseline_read_ranges(struct baseline_reader *r)
{
	read_section(r, SECTION_RANGES);
}

void baseline_read_rhythms(struct baseline_reader *r)
{
	read_section(r, SECTION_RHYTHMS);
}
