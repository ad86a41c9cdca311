#include "sensor/rule/local_rule.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number up to max. */
static bool number(const char **s, int max, int *out)
{
	if (!digit(**s))
		return false;
	for (*out = 0; digit(**s) && *out <= max; (*s)++)
		*out = *out * 10 + (**s - '0');
	return *out <= max;
}

/* "CET" or "<+07>". */
static bool abbreviation(const char **s)
{
	const char *start = *s;

	if (**s == '<') {
		while (**s != '\0' && **s != '>')
			(*s)++;
		return *(*s)++ == '>';
	}
	while ((**s >= 'A' && **s <= 'Z') || (**s >= 'a' && **s <= 'z'))
		(*s)++;
	return *s - start >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool clock_time(const char **s, int32_t *out)
{
	int sign = **s == '-' ? -1 : 1;
	int part[3] = { 0 };

	if (**s == '-' || **s == '+')
		(*s)++;
	for (unsigned i = 0; i < 3; i++) {
		if (!number(s, i == 0 ? 167 : 59, &part[i]))
			return false;
		if (**s != ':')
			break;
		if (i < 2)
			(*s)++;
	}
	*out = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
	return true;
}

/* Mm.w.d, Jn or n, then /time. */
static bool change_day(const char **s, struct local_day *d)
{
	d->second = 7200;
	d->form = **s == 'M' || **s == 'J' ? *(*s)++ : 'n';
	if (d->form == 'M') {
		if (!number(s, 12, &d->month) || d->month < 1 || *(*s)++ != '.' ||
		    !number(s, 5, &d->week) || d->week < 1 || *(*s)++ != '.' ||
		    !number(s, 6, &d->day))
			return false;
	} else if (!number(s, 365, &d->day)) {
		return false;
	}
	if (**s != '/')
		return true;
	(*s)++;
	return clock_time(s, &d->second);
}

bool local_rule_parse(const char *text, struct local_rule *out)
{
	const char *s = text;
	int32_t behind;

	*out = (struct local_rule){ 0 };
	if (!abbreviation(&s) || !clock_time(&s, &behind))
		return false;
	out->standard = -behind;
	if (*s == '\0')
		return true;
	out->changes = true;
	if (!abbreviation(&s))
		return false;
	out->summer = out->standard + 3600;
	if (*s != ',') {
		if (!clock_time(&s, &behind))
			return false;
		out->summer = -behind;
	}
	return *s++ == ',' && change_day(&s, &out->from) && *s++ == ',' &&
	       change_day(&s, &out->to) && *s == '\0';
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days since 1970 of the first of January. */
static int64_t year_start(int year)
{
	int64_t y = year - 1;

	return (year - 1970) * INT64_C(365) + (y / 4 - y / 100 + y / 400) - 477;
}

static int64_t day_of(const struct local_day *d, int year)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };
	int64_t start = year_start(year);

	if (d->form == 'n')
		return start + d->day;
	if (d->form == 'J')
		return start + d->day - 1 + (leap(year) && d->day >= 60 ? 1 : 0);

	int64_t first = start + before[d->month - 1] + (leap(year) && d->month > 2 ? 1 : 0);
	int64_t next = start + before[d->month] + (leap(year) && d->month > 1 ? 1 : 0);
	/* 1970 began on a Thursday, day 4. */
	int64_t day = first + (d->day - (first + 4) % 7 + 7) % 7 + (d->week - 1) * 7;

	return day < next ? day : day - 7;
}

void local_rule_year(const struct local_rule *r, int year, struct local_change out[2])
{
	struct local_change summer = {
		day_of(&r->from, year) * 86400 + r->from.second - r->standard, r->summer
	};
	struct local_change standard = { day_of(&r->to, year) * 86400 + r->to.second - r->summer,
					 r->standard };
	bool north = summer.at <= standard.at;

	out[0] = north ? summer : standard;
	out[1] = north ? standard : summer;
}
