#include "collector/record_time.h"

#include <stddef.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)

enum { YEAR_LEAST = 1970, YEAR_MOST = 2500 };

/* n digits as a number; false: they are none. */
static bool digits(const char **p, unsigned n, unsigned *out)
{
	*out = 0;
	for (unsigned i = 0; i < n; i++, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		*out = *out * 10 + (unsigned)(**p - '0');
	}
	return true;
}

static bool is(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool leap(unsigned y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

/* Days since 1970-01-01. */
static bool days_of(unsigned y, unsigned m, unsigned d, uint64_t *out)
{
	static const unsigned before[] = { 0,	31,  59,  90,  120, 151, 181,
					   212, 243, 273, 304, 334, 365 };
	unsigned last;

	if (y < YEAR_LEAST || y > YEAR_MOST || m < 1 || m > 12 || d < 1)
		return false;
	last = before[m] - before[m - 1] + (m == 2 && leap(y));
	*out = (uint64_t)(y - 1970) * 365 + (y - 1969) / 4 - (y - 1901) / 100 + (y - 1601) / 400 +
	       before[m - 1] + (m > 2 && leap(y)) + d - 1;
	return d <= last;
}

static bool date(const char **p, uint64_t *days)
{
	unsigned y, m, d;

	return digits(p, 4, &y) && is(p, '-') && digits(p, 2, &m) && is(p, '-') &&
	       digits(p, 2, &d) && days_of(y, m, d, days);
}

static bool clock_of(const char **p, uint64_t *seconds)
{
	unsigned h, m, s;

	if (!digits(p, 2, &h) || !is(p, ':') || !digits(p, 2, &m) || !is(p, ':') ||
	    !digits(p, 2, &s) || h > 23 || m > 59 || s > 60)
		return false;
	*seconds = (uint64_t)h * 3600 + m * 60 + (s == 60 ? 59 : s);
	return true;
}

static bool fraction(const char **p, uint64_t *ns)
{
	uint64_t unit = SECOND / 10;

	if (!is(p, '.'))
		return true;
	if (**p < '0' || **p > '9')
		return false;
	for (; **p >= '0' && **p <= '9'; (*p)++, unit /= 10)
		*ns += unit * (unsigned)(**p - '0');
	return true;
}

/* Seconds east of UTC. */
static bool zone(const char **p, int64_t *east)
{
	unsigned h, m;
	bool west;

	*east = 0;
	if (is(p, 'Z') || is(p, 'z'))
		return true;
	west = **p == '-';
	if ((!is(p, '-') && !is(p, '+')) || !digits(p, 2, &h) || !is(p, ':') || !digits(p, 2, &m) ||
	    h > 23 || m > 59)
		return false;
	*east = (int64_t)(h * 3600 + m * 60) * (west ? -1 : 1);
	return true;
}

bool record_time_parse(const char *text, uint64_t *ns)
{
	const char *p = text;
	uint64_t days, seconds, rest = 0;
	int64_t east, whole;

	if (!date(&p, &days) || (!is(&p, 'T') && !is(&p, 't') && !is(&p, ' ')) ||
	    !clock_of(&p, &seconds) || !fraction(&p, &rest) || !zone(&p, &east) || *p != '\0')
		return false;
	whole = (int64_t)(days * 86400 + seconds) - east;
	if (whole < 0)
		return false;
	*ns = (uint64_t)whole * SECOND + rest;
	return true;
}
