/* Moments in conditions. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "sensor/rule/literal.h"

struct reader {
	const char *p, *end;
};

static bool skip(struct reader *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

/* Between least and most digits. */
static bool digits(struct reader *r, int least, int most, int *out)
{
	int n = 0;

	*out = 0;
	while (n < most && r->p < r->end && isdigit((unsigned char)*r->p)) {
		*out = 10 * *out + (*r->p++ - '0');
		n++;
	}
	return n >= least;
}

static bool word(struct reader *r, const char *s)
{
	size_t n = strlen(s);

	if ((size_t)(r->end - r->p) < n || strncasecmp(r->p, s, n) != 0)
		return false;
	r->p += n;
	return true;
}

static bool read_iso_date(struct reader *r, struct tm *tm)
{
	return digits(r, 4, 4, &tm->tm_year) && skip(r, '-') && digits(r, 2, 2, &tm->tm_mon) &&
	       skip(r, '-') && digits(r, 2, 2, &tm->tm_mday);
}

/* "May 1, 2024", as Wireshark shows dates. */
static bool read_named_date(struct reader *r, struct tm *tm)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	for (int i = 0; i < 12; i++) {
		if (!word(r, months[i]))
			continue;
		tm->tm_mon = i + 1;
		while (skip(r, ' '))
			;
		return digits(r, 1, 2, &tm->tm_mday) && skip(r, ',') && skip(r, ' ') &&
		       digits(r, 4, 4, &tm->tm_year);
	}
	return false;
}

/* 12, 12:00, 12:00:00, 12:00:00.5; the fraction as ns. */
static bool read_clock(struct reader *r, struct tm *tm, uint64_t *ns)
{
	uint64_t unit = 100000000;

	if (!digits(r, 2, 2, &tm->tm_hour))
		return false;
	if (!skip(r, ':'))
		return true;
	if (!digits(r, 2, 2, &tm->tm_min))
		return false;
	if (!skip(r, ':'))
		return true;
	if (!digits(r, 2, 2, &tm->tm_sec))
		return false;
	if (!skip(r, '.'))
		return true;
	if (r->p == r->end || !isdigit((unsigned char)*r->p))
		return false;
	for (; r->p < r->end && isdigit((unsigned char)*r->p); r->p++, unit /= 10)
		*ns += unit * (uint64_t)(*r->p - '0');
	return true;
}

/* Seconds that the clock is ahead of UTC. */
static bool read_zone(struct reader *r, int *ahead)
{
	int hours, minutes = 0;

	*ahead = 0;
	while (skip(r, ' '))
		;
	if (r->p == r->end || word(r, "Z") || word(r, "UTC"))
		return true;
	bool west = *r->p == '-';

	if (!skip(r, '+') && !skip(r, '-'))
		return false;
	if (!digits(r, 2, 2, &hours))
		return false;
	if ((skip(r, ':') || r->p < r->end) && !digits(r, 2, 2, &minutes))
		return false;
	if (hours > 14 || minutes > 59)
		return false;
	*ahead = (west ? -60 : 60) * (60 * hours + minutes);
	return true;
}

static bool in_calendar(const struct tm *tm)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y = tm->tm_year;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	if (y < 1970 || y > 2500 || tm->tm_mon < 1 || tm->tm_mon > 12)
		return false;
	return tm->tm_mday >= 1 && tm->tm_mday <= days[tm->tm_mon - 1] + (leap && tm->tm_mon == 2);
}

const char *literal_time(const char *text, size_t n, uint64_t *ns)
{
	struct reader r = { text, text + n };
	struct tm tm = { 0 };
	uint64_t fraction = 0;
	int ahead = 0;

	if (!(n > 0 && isdigit((unsigned char)text[0]) ? read_iso_date(&r, &tm)
						       : read_named_date(&r, &tm)))
		return "is no time: write \"2024-05-01 12:00:00\"";
	if (!in_calendar(&tm))
		return "is no day of the calendar from 1970 on";
	if ((skip(&r, 'T') || skip(&r, ' ')) && !read_clock(&r, &tm, &fraction))
		return "is no time: write \"2024-05-01 12:00:00\"";
	if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
		return "is no time of the day";
	if (!read_zone(&r, &ahead) || r.p != r.end)
		return "has something behind the time that is no zone: write Z or +07:00";
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	int64_t seconds = (int64_t)timegm(&tm) - ahead;

	if (seconds < 0)
		return "is before 1970";
	*ns = (uint64_t)seconds * 1000000000U + fraction;
	return NULL;
}
