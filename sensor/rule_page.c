#include "sensor/rule_page.h"

#include <string.h>

#include "sensor/detect/state.h"
#include "sensor/rule/parse.h"
#include "common/technique.h"

enum { PAGE_WIDTH = 100 };

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

/* ---- which protocol it is about ---------------------------------------------------------- */

static bool asks_for(const struct condition *c, unsigned p)
{
	return c != NULL && c->protocols != UINT64_MAX && (c->protocols >> p & 1) != 0;
}

static uint64_t protocol_of(const char *name)
{
	const struct rule_field *f = universe_find(name, strlen(name));

	if (f == NULL)
		return 0;
	if (f->home == HOME_OPERATION && strncmp(name, "goose.", 6) == 0)
		return UINT64_C(1) << PROTOCOL_goose;
	return f->protocol < PROTOCOL_COUNT ? UINT64_C(1) << f->protocol : 0;
}

/* The protocols whose names or fields are mentioned as what there is; "not umas" is not. The parser
 * bounds a tree's depth (AST_DEPTH), the loader allows no macro within itself. */
static uint64_t mentioned(const struct ruleset *set, const struct node *n, bool denied)
{
	uint64_t found = 0;

	for (; n != NULL; n = n->next) {
		bool here = n->kind == NODE_NOT ? !denied : denied;

		if (n->kind == NODE_NAME) {
			const struct rule_named *macro =
				n->layer == 0 ? ruleset_named(set, n->word, false) : NULL;

			found |= macro != NULL ? mentioned(set, macro->tree, denied)
				 : denied      ? 0
					       : protocol_of(n->word);
		}
		found |= mentioned(set, n->a, here) | mentioned(set, n->b, here);
	}
	return found;
}

/* Whoever asks for a protocol means what travels in it, too, but not what it travels in. */
static uint64_t meant(unsigned p)
{
	const uint64_t modbus = UINT64_C(1) << PROTOCOL_modbus | UINT64_C(1) << PROTOCOL_umas;

	switch (p) {
	case PROTOCOL_modbus: /* its two framings are nothing else */
		return modbus | UINT64_C(1) << PROTOCOL_mbtcp | UINT64_C(1) << PROTOCOL_mbrtu;
	case PROTOCOL_mbtcp:
	case PROTOCOL_mbrtu:
		return modbus | UINT64_C(1) << p;
	default:
		return UINT64_C(1) << p;
	}
}

bool rule_about(const struct rule *r, const char *protocol)
{
	for (unsigned p = 0; p < PROTOCOL_COUNT; p++) {
		if (strcmp(protocols[p]->name, protocol) != 0)
			continue;
		if (asks_for(r->condition, p) &&
		    (mentioned(r->set, r->tree, false) & meant(p)) != 0)
			return true;
		for (uint32_t i = 0; i < r->state.nsteps; i++) {
			const struct condition *c = r->state.steps[i];

			if (asks_for(c, p) && (mentioned(r->set, c->tree, false) & meant(p)) != 0)
				return true;
		}
	}
	return false;
}

/* ---- the page ---------------------------------------------------------------------------- */

/* Could this word begin something else than text at the start of a line of Markdown? */
static bool marks(const char *word, size_t len)
{
	size_t digits = strspn(word, "0123456789");

	return word[0] == '#' || word[0] == '>' || word[0] == '=' ||
	       (len == 1 && strchr("-+*", word[0]) != NULL) ||
	       (digits > 0 && digits + 1 == len && strchr(".)", word[digits]) != NULL);
}

/* Writes text as Markdown that says just that; what stands in `...` stays as it is. */
static void put_word(FILE *out, const char *word, size_t len, bool *code)
{
	for (size_t i = 0; i < len; i++) {
		if (word[i] == '`')
			*code = !*code;
		if (!*code && strchr("*<\\", word[i]) != NULL)
			fputc('\\', out);
		fputc(word[i], out);
	}
}

/* A paragraph in lines of PAGE_WIDTH columns; its first has `at` already. */
static void wrapped(FILE *out, const char *text, size_t at)
{
	bool code = false;

	for (size_t len; *text != '\0'; text += len + strspn(text + len, " \n")) {
		len = strcspn(text, " \n");
		if (at > 0 && at + 1 + len > PAGE_WIDTH && !code && !marks(text, len)) {
			fputc('\n', out);
			at = 0;
		} else if (at > 0) {
			fputc(' ', out);
			at++;
		}
		put_word(out, text, len, &code);
		at += len;
	}
	fputs("\n\n", out);
}

static void paragraph(FILE *out, const char *title, const char *text)
{
	if (text[0] != '\0')
		wrapped(out, text, (size_t)fprintf(out, "**%s**", title));
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

/* "90 s", "10 min", "7 d": in the greatest unit that needs no fraction. */
static void seconds(FILE *out, uint64_t ns)
{
	static const struct {
		uint64_t s;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" } };
	uint64_t s = ns / 1000000000;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (ns % 1000000000 == 0 && s % units[i].s == 0 && s / units[i].s >= 1) {
			fprintf(out, "%llu %s", (unsigned long long)(s / units[i].s),
				units[i].name);
			return;
		}
	}
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

static void holds(FILE *out, const char *title, const struct node *tree)
{
	if (tree == NULL)
		return;
	fprintf(out, "**%s**\n\n```\n", title);
	rule_write_condition(out, tree);
	fputs("```\n\n", out);
}

static void conditions(FILE *out, const struct rule *r)
{
	if (r->condition != NULL)
		holds(out, "Condition", r->tree);
	for (uint32_t i = 0; i < r->state.nsteps; i++) {
		char title[32];

		(void)snprintf(title, sizeof(title), "Step %u", i + 1);
		holds(out, r->state.kind == STATE_EXPECT ? "Must follow" : title,
		      r->state.steps[i]->tree);
	}
	rule_write_terms(out, r);
}

static bool learned(const struct rule_state *s)
{
	return s->kind == STATE_NEW || s->kind == STATE_SILENT ||
	       (s->kind == STATE_OUTSIDE && !s->has_min && !s->has_max);
}

static enum subject_kind asked_of(const struct rule *r)
{
	return r->condition != NULL ? r->condition->subject : r->state.steps[0]->subject;
}

const char *rule_needs(const struct rule *r)
{
	if (asked_of(r) == SUBJECT_TAG)
		return learned(&r->state) ? "baseline, tag file" : "tag file";
	return learned(&r->state) ? "baseline" : "";
}

/* What keeps it quiet although its condition holds. */
static void quiet(FILE *out, const struct rule *r)
{
	if (!r->enabled)
		fputs("**Not enabled** as shipped.\n\n", out);
	if (rule_needs(r)[0] != '\0')
		fprintf(out, "**Needs:** %s; without it the rule is quiet.\n\n", rule_needs(r));
	if (r->during != NULL)
		fprintf(out, "**Only during** `%s`.\n\n", window_name(r->during));
	if (r->outside_of != NULL)
		fprintf(out, "**Not during** `%s`.\n\n", window_name(r->outside_of));
	if (r->throttle.within > 0) {
		fputs("**Told once** in ", out);
		seconds(out, r->throttle.within);
		by(out, ", for each ", &r->throttle.by);
		fputs(".\n\n", out);
	}
}

static void says(FILE *out, const struct rule *r)
{
	fputs("**Says:** ``", out);
	for (uint32_t i = 0; i < r->npieces; i++) {
		const struct piece *p = &r->pieces[i];

		if (p->kind == PIECE_TEXT)
			fputs(p->text, out);
		else
			fprintf(out, "{%s}", p->operand != NULL ? p->operand->text : p->text);
	}
	fputs("``\n\n", out);
}

static void references(FILE *out, const struct rule *r)
{
	if (r->nreferences > 0)
		fputs("**References**\n\n", out);
	for (uint32_t i = 0; i < r->nreferences; i++)
		fprintf(out, "- <%s>\n", r->references[i]);
	if (r->nreferences > 0)
		fputc('\n', out);
}

/* A file that a case has besides its capture; NULL: it has none. */
static void beside(FILE *out, const char *word, const char *file)
{
	if (file != NULL)
		fprintf(out, "%s `%s`", word, file);
}

static void one_case(FILE *out, const struct rule_case *c)
{
	fprintf(out, "- %s `%s`", c->fires ? "fires in" : "quiet in", c->capture);
	if (c->first != 0 || c->last != 0)
		fprintf(out, ", frames %llu to %llu", (unsigned long long)c->first,
			(unsigned long long)c->last);
	if (c->alerts > 1)
		fprintf(out, ", %llu times or more", (unsigned long long)c->alerts);
	for (const char *const *l = c->learn; l != NULL && *l != NULL; l++)
		beside(out, l == c->learn ? ", after learning from" : ",", *l);
	beside(out, ", with", c->site);
	beside(out, c->site != NULL ? " and" : ", with", c->tags);
	fputc('\n', out);
}

static void cases(FILE *out, const struct rule *r)
{
	if (r->ncases > 0)
		fputs("**Cases**\n\n", out);
	for (uint32_t i = 0; i < r->ncases; i++)
		one_case(out, &r->cases[i]);
}

static void tags(FILE *out, const struct rule *r)
{
	const char *sep = "**Tags:** ";

	for (uint32_t i = 0; i < r->ntags; i++) {
		if (strncmp(r->tags[i], "attack.", 7) == 0)
			continue;
		fprintf(out, "%s`%s`", sep, r->tags[i]);
		sep = ", ";
	}
	if (sep[0] == ',')
		fputs("\n\n", out);
}

void rule_page(FILE *out, const struct rule *r)
{
	bool code = false;

	fputs("# ", out);
	put_word(out, r->title, strlen(r->title), &code);
	fprintf(out, "\n\n`%s` · %s priority · asked of %s\n\n", r->id, priority_name(r->priority),
		subject_kind_name(asked_of(r)));
	wrapped(out, r->desc, 0);
	paragraph(out, "Why it matters:", r->why);
	paragraph(out, "Check first:", r->check);
	paragraph(out, "False positives:", r->false_positives);
	techniques(out, r);
	says(out, r);
	conditions(out, r);
	remembers(out, r);
	quiet(out, r);
	tags(out, r);
	references(out, r);
	cases(out, r);
}
