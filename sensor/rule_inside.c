/* What a rule compiles to, for `rules explain`. */
#include "sensor/detect/state.h"
#include "sensor/rule_page.h"

static void key(FILE *out, const struct condition_key *k)
{
	fprintf(out, "  %s in", k->field->row->name);
	if (k->field->row->type == FIELD_TEXT) {
		fprintf(out, " %u texts\n", k->nranges);
		return;
	}
	for (uint32_t i = 0; i < k->nranges && i < 8; i++) {
		fprintf(out, " %llu", (unsigned long long)k->ranges[i].low);
		if (k->ranges[i].high != k->ranges[i].low)
			fprintf(out, "..%llu", (unsigned long long)k->ranges[i].high);
	}
	fprintf(out, "%s\n", k->nranges > 8 ? " ..." : "");
}

static void compiled(FILE *out, const char *title, const struct condition *c)
{
	fprintf(out, "%s, asked of %s:\n", title, subject_kind_name(c->subject));
	condition_explain(c, out);
	fputs("fields:", out);
	for (uint32_t i = 0; i < c->nfields; i++)
		fprintf(out, " %s", c->fields[i]->row->name);
	fputs("\nonly looked at when (the index):\n", out);
	for (uint32_t i = 0; i < c->nkeys; i++)
		key(out, &c->keys[i]);
	if (c->nkeys == 0)
		fputs("  always\n", out);
}

void rule_inside(FILE *out, const struct rule *r)
{
	if (r->condition != NULL)
		compiled(out, "condition", r->condition);
	for (uint32_t i = 0; i < r->state.nsteps; i++) {
		char title[32];

		(void)snprintf(title, sizeof(title), "%s %u",
			       r->state.kind == STATE_EXPECT ? "expected" : "step", i + 1);
		compiled(out, title, r->state.steps[i]);
	}
	if (r->state.kind == STATE_NONE && r->throttle.within == 0)
		fputs("state: none\n", out);
	else
		fprintf(out,
			"state: %s%s, %zu bytes for each combination of its fields (limit: "
			"states)\n",
			state_kind_name(r->state.kind),
			r->throttle.within > 0
				? (r->state.kind != STATE_NONE ? " and throttle" : "throttle")
				: "",
			states_cost());
	fprintf(out, "defined in %s, line %d\n", r->file, r->at.line);
}
