/* Which rules fired, how often. */
#include <inttypes.h>
#include <stdlib.h>

#include "sensor/detect/detect.h"
#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

/* The rules that fired or were held back, the gravest first, then the most frequent. */
struct order {
	uint32_t n;
	const struct rule **rules;
};

static int by_weight(const void *a, const void *b, void *ctx)
{
	const struct rule *x = *(const struct rule *const *)a, *y = *(const struct rule *const *)b;
	const uint64_t *fired = detect_fired(ctx);

	if (x->priority != y->priority)
		return x->priority > y->priority ? -1 : 1;
	if (fired[x->index] != fired[y->index])
		return fired[x->index] > fired[y->index] ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* False: no memory. The list is the caller's to free. */
static bool order_of(struct order *o, struct detect *d)
{
	const struct ruleset *set = detect_set(d);

	*o = (struct order){ .rules = calloc(set->n + 1U, sizeof(*o->rules)) };
	if (o->rules == NULL)
		return false;
	for (uint32_t i = 0; i < set->n; i++) {
		if (detect_fired(d)[i] + detect_held(d)[i] > 0)
			o->rules[o->n++] = set->rules[i];
	}
	qsort_r(o->rules, o->n, sizeof(*o->rules), by_weight, d);
	return true;
}

static void totals(FILE *f, const struct detect_counts *c)
{
	uint64_t all = 0;
	const char *sep = "";

	for (unsigned p = 0; p < PRIORITIES; p++)
		all += c->alerts[p];
	fprintf(f, "\nAlerts  %" PRIu64, all);
	for (unsigned p = PRIORITIES; p > 0; p--) {
		if (c->alerts[p - 1] == 0)
			continue;
		fprintf(f, "%s%" PRIu64 " %s", sep[0] == '\0' ? " (" : sep, c->alerts[p - 1],
			priority_name((enum priority)(p - 1)));
		sep = ", ";
	}
	fputs(sep[0] != '\0' ? ")\n" : "\n", f);
}

/* What makes alerts incomplete. */
static void remarks(FILE *f, const struct detect_counts *c)
{
	const struct {
		uint64_t n;
		const char *one, *many;
	} of[] = {
		{ c->evicted, "state of a rule gave way to others (limit: states)",
		  "states of rules gave way to others (limit: states)" },
		{ c->goose_evicted,
		  "GOOSE control block gave way to others: how it goes on is not known",
		  "GOOSE control blocks gave way to others: how they go on is not known" },
		{ c->distinct_full, "different value found no room in a rule's count",
		  "different values found no room in a rule's count" },
		{ c->baseline_full, "combination found no room in the baseline",
		  "combinations found no room in the baseline" },
		{ c->quiet_rules, "rule is quiet for want of a baseline",
		  "rules are quiet for want of a baseline" },
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		if (of[i].n > 0)
			fprintf(f, "  %" PRIu64 " %s\n", of[i].n,
				of[i].n == 1 ? of[i].one : of[i].many);
	}
}

void summary_alerts(FILE *f, struct detect *d, unsigned rows)
{
	struct detect_counts counts;
	struct order o;

	detect_counts(d, &counts);
	totals(f, &counts);
	if (!order_of(&o, d))
		return;
	if (o.n > 0)
		fputs("  priority    alerts  held back  rule\n", f);
	for (uint32_t i = 0; i < o.n && i < rows; i++) {
		const struct rule *r = o.rules[i];

		fputs("  ", f);
		format_cell(f, -9, priority_name(r->priority));
		summary_number(f, 9, detect_fired(d)[r->index]);
		summary_number(f, 11, detect_held(d)[r->index]);
		fprintf(f, "  %s: %s\n", r->id, format_cut(r->title, 70).s);
	}
	summary_more(f, o.n > rows ? o.n - rows : 0);
	free(o.rules);
	remarks(f, &counts);
}

static void number(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

void summary_alerts_json(struct json *j, struct detect *d)
{
	struct detect_counts counts;
	struct order o;

	detect_counts(d, &counts);
	json_key(j, "alerts");
	json_open(j);
	for (unsigned p = PRIORITIES; p > 0; p--)
		number(j, priority_name((enum priority)(p - 1)), counts.alerts[p - 1]);
	number(j, "held_back", counts.throttled);
	number(j, "states_evicted", counts.evicted);
	number(j, "goose_evicted", counts.goose_evicted);
	number(j, "distinct_full", counts.distinct_full);
	number(j, "baseline_full", counts.baseline_full);
	number(j, "rules_quiet", counts.quiet_rules);
	json_key(j, "rules");
	json_open_array(j);
	if (order_of(&o, d)) {
		for (uint32_t i = 0; i < o.n; i++) {
			json_open(j);
			json_key(j, "rule");
			json_text(j, o.rules[i]->id);
			json_key(j, "priority");
			json_text(j, priority_name(o.rules[i]->priority));
			number(j, "alerts", detect_fired(d)[o.rules[i]->index]);
			number(j, "held_back", detect_held(d)[o.rules[i]->index]);
			json_close(j);
		}
		free(o.rules);
	}
	json_close_array(j);
	json_close(j);
}
