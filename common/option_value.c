#include "common/option_value.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/nearest.h"

struct unit {
	const char *name;
	uint64_t factor;
};

enum { NS_DIGITS = 9 };

static const uint64_t second = 1000000000;

/* clang-format off */
static const struct unit counts[] = {
	{ "", 1 }, { "k", 1000 }, { "M", 1000000 }, { "G", 1000000000 },
	{ NULL, 0 },
};
static const struct unit sizes[] = {
	{ "", 1 }, { "B", 1 },
	{ "KiB", 1 << 10 }, { "MiB", 1 << 20 }, { "GiB", 1 << 30 },
	{ "kB", 1000 }, { "MB", 1000000 }, { "GB", 1000000000 },
	{ NULL, 0 },
};
static const struct unit durations[] = {
	{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
	{ "m", 60000000000 }, { "h", 3600000000000 }, { "d", 86400000000000 },
	{ NULL, 0 },
};
/* clang-format on */

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits with an optional fraction: whole, and what stands after the point as fraction/scale. */
struct decimal {
	uint64_t whole;
	uint64_t fraction;
	uint64_t scale;
	bool huge;
};

/* Reads one at the start of the text; returns what follows it, or NULL when there is none. A
 * fraction may have as many digits as nanoseconds need. */
static const char *decimal_read(const char *s, struct decimal *d)
{
	*d = (struct decimal){ .scale = 1 };
	if (!digit(*s))
		return NULL;
	for (; digit(*s); s++) {
		if (__builtin_mul_overflow(d->whole, 10, &d->whole) ||
		    __builtin_add_overflow(d->whole, (uint64_t)(*s - '0'), &d->whole))
			d->huge = true;
	}
	if (*s != '.')
		return s;
	s++;
	if (!digit(*s))
		return NULL;
	for (size_t n = 0; digit(*s); s++, n++) {
		if (n == NS_DIGITS)
			return NULL;
		d->fraction = d->fraction * 10 + (uint64_t)(*s - '0');
		d->scale *= 10;
	}
	return s;
}

/* whole.fraction times factor, when that is a whole number. */
static enum option_parsed decimal_times(const struct decimal *d, uint64_t factor, uint64_t *value)
{
	uint64_t part;

	if (d->huge || __builtin_mul_overflow(d->whole, factor, value) ||
	    __builtin_mul_overflow(d->fraction, factor, &part))
		return OPTION_TOO_LARGE;
	if (part % d->scale != 0)
		return OPTION_NOT_ONE;
	if (__builtin_add_overflow(*value, part / d->scale, value))
		return OPTION_TOO_LARGE;
	return OPTION_PARSED;
}

static enum option_parsed scaled(const char *text, const struct unit *units, uint64_t *value)
{
	struct decimal d;
	const char *rest = decimal_read(text, &d);

	if (rest == NULL)
		return OPTION_NOT_ONE;
	for (const struct unit *u = units; u->name != NULL; u++) {
		if (strcmp(rest, u->name) == 0)
			return decimal_times(&d, u->factor, value);
	}
	if (*rest == '\0' && d.whole == 0 && d.fraction == 0) { /* no unit needed */
		*value = 0;
		return OPTION_PARSED;
	}
	return OPTION_NOT_ONE;
}

/* Exactly n digits, then the character `then` unless that is 0. */
static bool digits(const char **s, size_t n, char then, uint64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < n; i++, (*s)++) {
		if (!digit(**s))
			return false;
		*value = *value * 10 + (uint64_t)(**s - '0');
	}
	if (then == '\0')
		return true;
	return *(*s)++ == then;
}

static uint64_t days_in(uint64_t year, uint64_t month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (leap && month == 2 ? 1U : 0U);
}

/* YYYY-MM-DD to days since 1970. Nanoseconds since then fit 64 bits until 2554. */
static bool date_read(const char **s, uint64_t *days)
{
	uint64_t year;
	uint64_t month;
	uint64_t day;

	if (!digits(s, 4, '-', &year) || !digits(s, 2, '-', &month) || !digits(s, 2, '\0', &day))
		return false;
	if (year < 1970 || year > 2553 || month < 1 || month > 12 || day < 1 ||
	    day > days_in(year, month))
		return false;
	*days = day - 1;
	for (uint64_t m = 1; m < month; m++)
		*days += days_in(year, m);
	for (uint64_t y = 1970; y < year; y++)
		*days += days_in(y, 2) == 29 ? 366 : 365;
	return true;
}

/* HH:MM[:SS[.fraction]] to ns since midnight. */
static bool clock_read(const char **s, uint64_t *ns)
{
	uint64_t hour;
	uint64_t minute;
	struct decimal d = { .scale = 1 };

	if (!digits(s, 2, ':', &hour) || !digits(s, 2, '\0', &minute))
		return false;
	if (**s == ':') {
		const char *start = ++*s;

		*s = decimal_read(start, &d);
		if (*s == NULL || strcspn(start, ".Z+-") != 2)
			return false;
	}
	if (hour > 23 || minute > 59 || d.whole > 59)
		return false;
	*ns = (hour * 3600 + minute * 60 + d.whole) * second + d.fraction * (second / d.scale);
	return true;
}

/* Z, +HH:MM, -HH:MM or nothing, which is UTC too: what local time is ahead of UTC, in seconds. */
static bool zone_read(const char *s, int64_t *ahead)
{
	uint64_t hour;
	uint64_t minute;
	char sign = *s;

	*ahead = 0;
	if (*s == '\0' || strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
		return true;
	s++;
	if ((sign != '+' && sign != '-') || !digits(&s, 2, ':', &hour) ||
	    !digits(&s, 2, '\0', &minute) || *s != '\0' || hour > 23 || minute > 59)
		return false;
	*ahead = (int64_t)(hour * 3600 + minute * 60) * (sign == '-' ? -1 : 1);
	return true;
}

static enum option_parsed moment(const char *text, uint64_t *value)
{
	uint64_t days;
	uint64_t ns = 0;
	int64_t ahead = 0;
	const char *s = text;

	if (strspn(text, "0123456789.") == strlen(text)) {
		struct decimal d;
		const char *rest = decimal_read(text, &d);

		if (rest == NULL || *rest != '\0')
			return OPTION_NOT_ONE;
		return decimal_times(&d, second, value);
	}
	if (!date_read(&s, &days))
		return OPTION_NOT_ONE;
	if (*s == 'T' || *s == 't' || *s == ' ') {
		s++;
		if (!clock_read(&s, &ns) || !zone_read(s, &ahead))
			return OPTION_NOT_ONE;
	} else if (*s != '\0') {
		return OPTION_NOT_ONE;
	}

	int64_t sum = (int64_t)days * 86400 - ahead;

	if (sum < 0)
		return OPTION_NOT_ONE;
	*value = (uint64_t)sum * second + ns;
	return OPTION_PARSED;
}

enum option_parsed option_number(enum option_type type, const char *text, uint64_t *value)
{
	*value = 0;
	switch (type) {
	case OPTION_UINT:
		return scaled(text, counts, value);
	case OPTION_SIZE:
		return scaled(text, sizes, value);
	case OPTION_DURATION:
		return scaled(text, durations, value);
	case OPTION_TIME:
		return moment(text, value);
	default:
		return OPTION_NOT_ONE;
	}
}

bool option_bool(const char *text, bool *value)
{
	static const char *const words[] = { "false", "true", "no", "yes", "off", "on" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(text, words[i]) == 0) {
			*value = i % 2 == 1;
			return true;
		}
	}
	return false;
}

/* clang-format off */
static const struct {
	const char *one;  /* 'x' is not a ... */
	const char *like; /* what it takes */
} kinds[] = {
	[OPTION_BOOL] = { "true or false", "true or false" },
	[OPTION_UINT] = { "a number", "a whole number" },
	[OPTION_SIZE] = { "a size", "a size such as 65536, 64KiB or 32MiB" },
	[OPTION_DURATION] = { "a duration", "a duration such as 250ms, 5s, 2m or 1h" },
	[OPTION_TIME] = { "a time", "a time such as 2024-05-01T12:00:00Z, 2024-05-01 or seconds since 1970" },
	[OPTION_CHOICE] = { "one of its values", "" },
	[OPTION_STRING] = { "text", "text" },
	[OPTION_LIST] = { "a list", "a list of texts" },
};
/* clang-format on */

static void choices(const struct option *row, char *out, size_t cap)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; row->choices[i] != NULL && at < cap; i++) {
		const char *sep = i == 0 ? "" : row->choices[i + 1] != NULL ? ", " : " or ";

		at += (size_t)snprintf(out + at, cap - at, "%s%s", sep, row->choices[i]);
	}
}

void option_range(const struct option *row, char *out, size_t cap)
{
	const char *words[3] = { "", "", "" };

	if (row->min != NULL && row->max != NULL)
		words[0] = "from ", words[1] = " to ";
	else if (row->min != NULL)
		words[0] = "from ", words[2] = " on";
	else if (row->max != NULL)
		words[1] = "at most ";
	snprintf(out, cap, "%s%s%s%s%s", words[0], row->min != NULL ? row->min : "", words[1],
		 row->max != NULL ? row->max : "", words[2]);
}

void option_takes(const struct option *row, char *out, size_t cap)
{
	char range[128];

	if (row->type == OPTION_CHOICE) {
		choices(row, out, cap);
		return;
	}
	option_range(row, range, sizeof(range));
	snprintf(out, cap, "%s%s%s%s%s", kinds[row->type].like,
		 range[0] == '\0'	    ? ""
		 : row->type == OPTION_UINT ? " "
					    : ", ",
		 range, row->zero != NULL ? ", or 0: " : "", row->zero != NULL ? row->zero : "");
}

/* What is quoted back is cut: a line stays readable. */
enum { QUOTED = 60 };

bool option_check_number(const struct option *row, const char *text, uint64_t *value,
			 struct option_why *why)
{
	char takes[256];
	uint64_t bound;
	enum option_parsed parsed = option_number(row->type, text, value);
	const char *wrong = NULL;

	option_takes(row, takes, sizeof(takes));
	if (parsed == OPTION_NOT_ONE) {
		if (*text == '\0')
			snprintf(why->text, sizeof(why->text), "no value (%s)", takes);
		else
			snprintf(why->text, sizeof(why->text), "'%.*s' is not %s (%s)", QUOTED,
				 text, kinds[row->type].one, takes);
		return false;
	}
	if (row->zero != NULL && parsed == OPTION_PARSED && *value == 0)
		return true;
	if (row->min != NULL && option_number(row->type, row->min, &bound) == OPTION_PARSED &&
	    *value < bound && parsed != OPTION_TOO_LARGE)
		wrong = "small";
	if (parsed == OPTION_TOO_LARGE ||
	    (row->max != NULL && option_number(row->type, row->max, &bound) == OPTION_PARSED &&
	     *value > bound))
		wrong = "large";
	if (wrong == NULL)
		return true;
	snprintf(why->text, sizeof(why->text), "%.*s is too %s (%s)", QUOTED, text, wrong, takes);
	return false;
}

bool option_check_bool(const char *text, bool *value, struct option_why *why)
{
	if (option_bool(text, value))
		return true;
	if (*text == '\0')
		snprintf(why->text, sizeof(why->text), "no value (true or false)");
	else
		snprintf(why->text, sizeof(why->text), "'%.*s' is not true or false", QUOTED, text);
	return false;
}

bool option_check_choice(const struct option *row, const char *text, unsigned *value,
			 struct option_why *why)
{
	char takes[256];
	struct nearest near = nearest_to(text);

	for (unsigned i = 0; row->choices[i] != NULL; i++) {
		if (strcmp(text, row->choices[i]) == 0) {
			*value = i;
			return true;
		}
		nearest_offer(&near, row->choices[i]);
	}
	option_takes(row, takes, sizeof(takes));
	snprintf(why->text, sizeof(why->text), "'%.*s' is not %s%s%s%s", QUOTED, text, takes,
		 near.name != NULL ? "; did you mean '" : "", near.name != NULL ? near.name : "",
		 near.name != NULL ? "'?" : "");
	return false;
}
