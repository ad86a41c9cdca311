/* Reporting clocks. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "collector/sharing.h"

/* Stands in the history before the name of the regime, which has no spaces. */
static const char reported[] = ", report ";

void sharing_sent_text(char *out, size_t room, uint32_t revision, const char *tlp,
		       const struct regime *report)
{
	(void)snprintf(out, room, "Revision %u, TLP:%s%s%s", revision, tlp,
		       report != NULL ? reported : "", report != NULL ? report->name : "");
}

static bool is_of(const struct incident_history *h, const struct regime *r,
		  const struct recipient *who)
{
	const char *at = strstr(h->text, reported);

	/* A long domain name is cut in the history. */
	return h->action == ACTION_SENT && at != NULL &&
	       strncasecmp(h->who, who->fqdn, sizeof(h->who) - 1) == 0 &&
	       strcmp(at + sizeof(reported) - 1, r->name) == 0;
}

uint64_t sharing_sent(const struct sharing *s, const struct incident *i, const struct regime *r)
{
	const struct recipient *who = sharing_recipient(s, r->recipient);
	uint64_t first = 0;

	for (uint32_t k = 0; who != NULL && k < i->nhistory && k < INCIDENT_HISTORY; k++) {
		const struct incident_history *h = &i->history[k];

		if (is_of(h, r, who) && (first == 0 || h->time < first))
			first = h->time;
	}
	return first;
}

/* Up to the end of time as it is counted. */
static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* The regime's time behind t: months of the calendar first, a day that a month has not is its last.
 */
static uint64_t behind(uint64_t t, const struct regime *r)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	time_t seconds = (time_t)(t / 1000000000U);
	struct tm tm;
	int last;

	if (r->months == 0 || gmtime_r(&seconds, &tm) == NULL)
		return plus(t, r->due);
	tm.tm_mon += (int)r->months;
	tm.tm_year += tm.tm_mon / 12;
	tm.tm_mon %= 12;
	last = days[tm.tm_mon];
	if (tm.tm_mon == 1 && tm.tm_year % 4 == 0 &&
	    (tm.tm_year % 100 != 0 || (tm.tm_year + 1900) % 400 == 0))
		last = 29;
	if (tm.tm_mday > last)
		tm.tm_mday = last;
	return plus((uint64_t)timegm(&tm) * 1000000000U + t % 1000000000U, r->due);
}

/* When the clock of a regime began, or will: *expected. */
static uint64_t begins(const struct sharing *s, const struct incident *i, const struct regime *r,
		       bool *expected)
{
	const struct regime *chain[SHARING_REGIMES];
	uint64_t at = i->aware;
	size_t n = 0;

	/* Chains of `after` end: the file was checked. */
	while (r->after[0] != '\0' && n < SHARING_REGIMES) {
		const struct regime *before = sharing_regime(s, r->after);
		uint64_t sent = before != NULL ? sharing_sent(s, i, before) : 0;

		if (sent != 0)
			at = sent;
		if (before == NULL || sent != 0)
			break;
		*expected = true;
		chain[n++] = before;
		r = before;
	}
	while (n > 0)
		at = behind(at, chain[--n]);
	return at;
}

uint64_t sharing_due_of(const struct sharing *s, const struct incident *i, const struct regime *r)
{
	bool expected = false;

	return i->aware == 0 ? 0 : behind(begins(s, i, r, &expected), r);
}

static bool counts(const struct incident *i)
{
	return i->status != INCIDENT_FALSE_POSITIVE && i->status != INCIDENT_DUPLICATE &&
	       i->status != INCIDENT_WITHDRAWN;
}

size_t sharing_due(const struct sharing *s, const struct incident *i, struct due *out)
{
	const struct regime *all;
	size_t n = sharing_regimes(s, &all), count = 0;

	if (i->aware == 0 || !counts(i))
		return 0;
	for (const struct regime *r = all; r < all + n; r++) {
		struct due *d = &out[count];

		if (i->severity < r->min_severity || sharing_sent(s, i, r) != 0)
			continue;
		*d = (struct due){ .regime = r, .recipient = sharing_recipient(s, r->recipient) };
		d->at = behind(begins(s, i, r, &d->expected), r);
		count++;
	}
	return count;
}

bool sharing_waits(const struct sharing *s, const struct incident *i)
{
	const struct regime *all;
	size_t n = sharing_regimes(s, &all);

	for (const struct regime *r = all; i->aware == 0 && counts(i) && r < all + n; r++) {
		if (i->severity >= r->min_severity)
			return true;
	}
	return false;
}
