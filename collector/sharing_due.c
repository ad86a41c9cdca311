/* Reporting clocks. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* When the clock of a regime began, or will: *expected. */
static uint64_t begins(const struct sharing *s, const struct incident *i, const struct regime *r,
		       bool *expected)
{
	uint64_t add = 0;
	size_t n = sharing_regimes(s, &(const struct regime *){ NULL });

	/* Chains of `after` end: the file was checked. */
	for (size_t k = 0; k <= n && r->after[0] != '\0'; k++) {
		const struct regime *before = sharing_regime(s, r->after);
		uint64_t sent;

		if (before == NULL)
			break;
		sent = sharing_sent(s, i, before);
		if (sent != 0)
			return plus(sent, add);
		*expected = true;
		add = plus(add, before->due);
		r = before;
	}
	return plus(i->aware, add);
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
		d->at = plus(begins(s, i, r, &d->expected), r->due);
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
