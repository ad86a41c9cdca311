/* What became of events, in both summaries. */
#include <inttypes.h>

#include "proto/wire.h"
#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

static void kinds(FILE *f, const char *what, const uint64_t n[EVENT_KINDS])
{
	uint64_t all = 0;

	for (unsigned k = 0; k < EVENT_KINDS; k++)
		all += n[k];
	fprintf(f, "  %s %" PRIu64, what, all);
	for (unsigned i = EVENT_KINDS; i-- > 0;) {
		enum event_kind k = event_kind_shed(i);

		if (n[k] > 0)
			fprintf(f, ", %s %" PRIu64, event_kind_name(k), n[k]);
	}
	fputc('\n', f);
}

static bool any(const uint64_t n[EVENT_KINDS])
{
	for (unsigned k = 0; k < EVENT_KINDS; k++) {
		if (n[k] > 0)
			return true;
	}
	return false;
}

void summary_delivery(FILE *f, const struct summary_delivery *s)
{
	fprintf(f, "\nDelivery\n  to %s as %s\n", s->collector, s->sensor);
	kinds(f, "events", s->offered);
	if (s->unchanged > 0)
		fprintf(f, "  operations not sent, nothing changed: %" PRIu64 "\n", s->unchanged);
	if (s->forgotten > 0)
		fprintf(f, "  last values that gave way (limit: last-values): %" PRIu64 "\n",
			s->forgotten);
	if (s->before > 0)
		fprintf(f, "  made by an earlier run too: %" PRIu64 "\n", s->before);
	if (any(s->shed))
		kinds(f, "shed, no room:", s->shed);
	if (s->expired > 0)
		fprintf(f, "  forgotten for their age: %" PRIu64 "\n", s->expired);
	if (s->left > 0)
		fprintf(f, "  not delivered yet, in the spool: %" PRIu64 "\n", s->left);
	if (s->refusals > 0)
		fprintf(f, "  refused by the collector: %s, the last: %s\n",
			format_many(s->refusals, "time").s, s->refusal);
}

static void number(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

static void text(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_text(j, s);
}

static void kinds_json(struct json *j, const char *key, const uint64_t n[EVENT_KINDS])
{
	json_key(j, key);
	json_open(j);
	for (unsigned i = EVENT_KINDS; i-- > 0;)
		number(j, event_kind_name(event_kind_shed(i)), n[event_kind_shed(i)]);
	json_close(j);
}

void summary_delivery_json(struct json *j, const struct summary_delivery *s)
{
	json_key(j, "delivery");
	json_open(j);
	text(j, "collector", s->collector);
	text(j, "sensor", s->sensor);
	text(j, "state", s->state);
	kinds_json(j, "events", s->offered);
	kinds_json(j, "shed", s->shed);
	number(j, "unchanged", s->unchanged);
	number(j, "values_evicted", s->forgotten);
	number(j, "made_before", s->before);
	number(j, "not_delivered", s->left);
	number(j, "expired", s->expired);
	number(j, "sessions", s->sessions);
	number(j, "refusals", s->refusals);
	if (s->refusals > 0)
		text(j, "refusal", s->refusal);
	json_close(j);
}
