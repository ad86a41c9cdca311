/* A baseline as a file, and as what a new one has more than an old one. */
#include "sensor/detect/baseline_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char head[] =
	"# What is normal here: Kagami learned it, and you may edit it. Alerts come of what "
	"differs.\n"
	"#   seen:    combinations of values of the rule's fields; a comment says how often\n"
	"#   ranges:  lowest and highest value\n"
	"#   rhythms: seconds between two matches: mean (period), shortest, longest\n"
	"kagami-baseline: 1\n";

/* What is written of a rule: what the set says it learns, else what was read. */
static enum baseline_section section_of(const struct baseline_rule *r, const struct ruleset *set)
{
	const struct rule *rule = ruleset_find(set, r->id);

	return rule != NULL ? baseline_section(rule) : r->section;
}

static void put_learned(const struct baseline *b, FILE *out)
{
	const char *between = "";

	if (b->from == 0 && b->to == 0 && b->nsources == 0)
		return;
	(void)fputs("learned: {", out);
	if (b->from != 0) {
		(void)fputs("from: ", out);
		baseline_put_time(out, b->from);
		between = ", ";
	}
	if (b->to != 0) {
		(void)fprintf(out, "%sto: ", between);
		baseline_put_time(out, b->to);
		between = ", ";
	}
	if (b->nsources > 0) {
		(void)fprintf(out, "%ssources: ", between);
		baseline_put_list(out, b->nsources, b->sources);
	}
	(void)fputs("}\n", out);
}

/* The names of the columns, as the set has them, else as they were read. */
static void put_fields(const struct baseline_rule *r, const struct ruleset *set, FILE *out)
{
	const struct rule *rule = ruleset_find(set, r->id);
	const char *names[RULE_BY];
	uint32_t n = r->nfields;

	for (uint32_t i = 0; i < n; i++)
		names[i] = r->fields[i];
	if (rule != NULL) {
		n = rule->state.by.n;
		for (uint32_t i = 0; i < n; i++)
			names[i] = rule->state.by.of[i]->text;
	}
	if (n == 0)
		return;
	(void)fputs("    fields: ", out);
	baseline_put_list(out, n, names);
	(void)fputc('\n', out);
}

static bool put_rule(const struct baseline_rule *r, const struct ruleset *set, FILE *out)
{
	enum baseline_section section = section_of(r, set);
	const struct baseline_node **all;

	(void)fputs("  ", out);
	baseline_put_text(out, r->id);
	(void)fputc(':', out);
	if (section == SECTION_NONE) { /* known to be learned, not what */
		(void)fputs(" {}\n", out);
		return true;
	}
	(void)fputc('\n', out);
	put_fields(r, set, out);
	(void)fprintf(out, "    %s:%s\n", baseline_sections[section], r->n == 0 ? " []" : "");
	if (!baseline_sorted(r, &all))
		return false;
	for (uint32_t i = 0; i < r->n; i++) {
		(void)fputs("      - ", out);
		baseline_put_entry(out, section, all[i]);
	}
	free(all);
	return true;
}

bool baseline_write(const struct baseline *b, const struct ruleset *set, FILE *out)
{
	const struct baseline_rule **rules;
	size_t n = baseline_order(b, set, &rules);
	bool good = n != SIZE_MAX;

	if (!good)
		return false;
	(void)fputs(head, out);
	put_learned(b, out);
	(void)fputs(n > 0 ? "rules:\n" : "rules: {}\n", out);
	for (size_t i = 0; good && i < n; i++)
		good = put_rule(rules[i], set, out);
	free(rules);
	if (!good)
		errno = ENOMEM;
	return good && fflush(out) == 0 && ferror(out) == 0;
}

/* ---- what is new ------------------------------------------------------------------------- */

/* Does the new entry allow more than the old one? */
static bool wider(enum baseline_section section, const struct baseline_entry *old,
		  const struct baseline_entry *now)
{
	switch (section) {
	case SECTION_RANGES:
		return now->samples > 0 &&
		       (old->samples == 0 || now->low < old->low || now->high > old->high);
	case SECTION_RHYTHMS:
		return now->high > old->high;
	default:
		return false;
	}
}

/* "low 12.5 -> 10" and the like. */
static void put_changes(FILE *out, enum baseline_section section, const struct baseline_entry *old,
			const struct baseline_entry *now)
{
	const bool range = section == SECTION_RANGES;

	(void)fputs("          #", out);
	if (range && old->samples == 0)
		(void)fputs(" had no range", out);
	else if (range && now->low < old->low) {
		(void)fputs(" low was ", out);
		baseline_put_number(out, old->low);
	}
	if (now->high > old->high && (!range || old->samples > 0)) {
		(void)fprintf(out, "%s%s was ", range && now->low < old->low ? "," : "",
			      range ? " high" : " longest");
		if (range)
			baseline_put_number(out, old->high);
		else
			baseline_put_seconds(out, old->high);
	}
	(void)fputc('\n', out);
}

struct review {
	const struct baseline *old;
	const struct ruleset *set;
	FILE *out;
	size_t lines;
	bool named; /* the present rule is */
};

static void put_name(struct review *v, const struct baseline_rule *r, const char *mark)
{
	if (v->named)
		return;
	v->named = true;
	(void)fprintf(v->out, "%s ", mark);
	baseline_put_text(v->out, r->id);
	(void)fputs(":\n", v->out);
}

static void review_entry(struct review *v, enum baseline_section section,
			 const struct baseline_rule *r, const struct baseline_node *e)
{
	const struct baseline_rule *was = baseline_rule(v->old, r->id);
	const struct baseline_node *old = NULL;
	const char *values[RULE_BY];

	baseline_values(e, values);
	if (was != NULL)
		old = baseline_node(v->old, was, e->n, values);
	if (old != NULL && !wider(section, &old->entry, &e->entry))
		return;
	put_name(v, r, was == NULL ? "+" : " ");
	(void)fprintf(v->out, "%c     - ", old == NULL ? '+' : '~');
	baseline_put_entry(v->out, section, e);
	if (old != NULL)
		put_changes(v->out, section, &old->entry, &e->entry);
	v->lines++;
}

size_t baseline_diff(const struct baseline *old, const struct baseline *now,
		     const struct ruleset *set, FILE *out)
{
	struct review v = { .old = old, .set = set, .out = out };
	const struct baseline_rule **rules;
	size_t n = baseline_order(now, set, &rules);

	for (size_t i = 0; n != SIZE_MAX && i < n; i++) {
		const struct baseline_node **all;
		enum baseline_section section = section_of(rules[i], set);

		v.named = false;
		if (baseline_rule(old, rules[i]->id) == NULL) {
			put_name(&v, rules[i], "+");
			v.lines++;
		}
		if (!baseline_sorted(rules[i], &all))
			break;
		for (uint32_t k = 0; k < rules[i]->n; k++)
			review_entry(&v, section, rules[i], all[k]);
		free(all);
	}
	free(rules);
	return v.lines;
}
