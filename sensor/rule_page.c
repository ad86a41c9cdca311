#include "sensor/rule_page.h"

#include <string.h>

#include "sensor/detect/state.h"
#include "sensor/rule/parse.h"
#include "sensor/rule/technique.h"

enum { CONDITION_TEXT = 16384 };

const char *state_kind_name(enum state_kind kind)
{
	static const char *const names[STATE_KINDS] = {
		[STATE_NONE] = "",
		[STATE_COUNT] = "count",
		[STATE_SEQUENCE] = "sequence",
		[STATE_NEW] = "new",
		[STATE_OUTSIDE] = "outside",
		[STATE_STEP] = "step",
		[STATE_SILENT] = "silent",
		[STATE_EXPECT] = "expect",
	};

	return names[kind];
}

static bool asks_for(const struct condition *c, unsigned p)
{
	return c != NULL && c->protocols != UINT64_MAX && (c->protocols >> p & 1) != 0;
}

bool rule_about(const struct rule *r, const char *protocol)
{
	for (unsigned p = 0; p < PROTOCOL_COUNT; p++) {
		if (strcmp(protocols[p]->name, protocol) != 0)
			continue;
		if (asks_for(r->condition, p))
			return true;
		for (uint32_t i = 0; r->condition == NULL && i < r->state.nsteps; i++) {
			if (asks_for(r->state.steps[i], p))
				return true;
		}
	}
	return false;
}

static void paragraph(FILE *out, const char *title, const char *text)
{
	if (text[0] != '\0')
		fprintf(out, "**%s** %s\n\n", title, text);
}

static void techniques(FILE *out, const struct rule *r)
{
	if (r->ntechniques == 0)
		return;
	fputs("**ATT&CK for ICS:** ", out);
	for (uint32_t i = 0; i < r->ntechniques; i++) {
		const struct technique *t = technique_find(r->techniques[i]);

		fprintf(out, "%s%s%s%s", i > 0 ? ", " : "", r->techniques[i], t != NULL ? " " : "",
			t != NULL ? t->name : "");
	}
	fputs("\n\n", out);
}

static void by(FILE *out, const char *word, const struct rule_by *b)
{
	for (uint32_t i = 0; i < b->n; i++)
		fprintf(out, "%s`%s`", i == 0 ? word : ", ", b->of[i]->text);
}

static void seconds(FILE *out, uint64_t ns)
{
	fprintf(out, "%.10g s", (double)ns / 1e9);
}

static void range(FILE *out, const struct rule_state *s)
{
	fprintf(out, "`%s` is ", s->value->text);
	if (s->has_min)
		fprintf(out, "below %.10g", s->min);
	if (s->has_max)
		fprintf(out, "%sabove %.10g", s->has_min ? " or " : "", s->max);
	if (!s->has_min && !s->has_max)
		fprintf(out, "outside the learned range by more than %.10g %% of its width",
			s->margin * 100);
}

static void remembers(FILE *out, const struct rule *r)
{
	const struct rule_state *s = &r->state;

	if (s->kind == STATE_NONE)
		return;
	fprintf(out, "**Fires** ");
	switch (s->kind) {
	case STATE_COUNT:
		fprintf(out, "at %u %s%s%s%s within ", s->threshold,
			s->distinct != NULL ? "different values of " : "matches",
			s->distinct != NULL ? "`" : "",
			s->distinct != NULL ? s->distinct->text : "",
			s->distinct != NULL ? "`" : "");
		seconds(out, s->within);
		by(out, ", for each ", &s->by);
		break;
	case STATE_SEQUENCE:
		fprintf(out, "when %u things happen one after another within ", s->nsteps);
		seconds(out, s->within);
		by(out, ", for each ", &s->by);
		break;
	case STATE_NEW:
		by(out, "for each combination that was not learned of ", &s->by);
		break;
	case STATE_OUTSIDE:
		fputs("when ", out);
		range(out, s);
		by(out, ", for each ", &s->by);
		break;
	case STATE_STEP:
		fprintf(out, "when `%s` changes by more than %.10g within ", s->value->text,
			s->max_change);
		seconds(out, s->within);
		by(out, ", for each ", &s->by);
		break;
	case STATE_SILENT:
		fprintf(out,
			"when nothing matches for %.10g times the longest learned gap (at least ",
			s->factor);
		seconds(out, s->at_least);
		fputs(")", out);
		by(out, ", for each ", &s->by);
		break;
	case STATE_EXPECT:
		fputs("when what must follow does not within ", out);
		seconds(out, s->within);
		by(out, ", for each ", &s->by);
		break;
	default:
		break;
	}
	fputs(".\n\n", out);
}

static void condition(FILE *out, const struct rule *r)
{
	char text[CONDITION_TEXT];

	if (r->tree != NULL && print_condition(r->tree, text, sizeof(text)) < sizeof(text))
		fprintf(out, "```\n%s\n```\n\n", text);
}

static void references(FILE *out, const struct rule *r)
{
	for (uint32_t i = 0; i < r->nreferences; i++)
		fprintf(out, "- %s\n", r->references[i]);
	if (r->nreferences > 0)
		fputc('\n', out);
}

static void cases(FILE *out, const struct rule *r)
{
	for (uint32_t i = 0; i < r->ncases; i++) {
		const struct rule_case *c = &r->cases[i];

		fprintf(out, "- %s `%s`", c->fires ? "fires in" : "quiet in", c->capture);
		if (c->first != 0 || c->last != 0)
			fprintf(out, ", frames %llu to %llu", (unsigned long long)c->first,
				(unsigned long long)c->last);
		fputc('\n', out);
	}
}

void rule_page(FILE *out, const struct rule *r)
{
	fprintf(out, "# %s\n\n`%s` · %s priority · asked of %s\n\n%s\n\n", r->title, r->id,
		priority_name(r->priority),
		r->condition != NULL ? subject_kind_name(r->condition->subject)
				     : subject_kind_name(r->state.steps[0]->subject),
		r->desc);
	paragraph(out, "Why it matters:", r->why);
	paragraph(out, "Check first:", r->check);
	paragraph(out, "False positives:", r->false_positives);
	techniques(out, r);
	remembers(out, r);
	condition(out, r);
	references(out, r);
	cases(out, r);
}

/* ---- inside ------------------------------------------------------------------------------ */

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
