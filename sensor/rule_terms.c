/* Conditions of rules as people read them: in lines, with what their names stand for. */
#include <string.h>

#include "sensor/rule/parse.h"
#include "sensor/rule_page.h"

enum { CONDITION_TEXT = 16384, LINE_WIDTH = 96, LINE_LEAST = 16, TERMS = 32, ITEMS = 12 };

/* ---- lines ------------------------------------------------------------------------------- */

/* Does a word that joins tests stand here? */
static bool joins(const char *s)
{
	return strncmp(s, "and ", 4) == 0 || strncmp(s, "or ", 3) == 0 ||
	       strncmp(s, "xor ", 4) == 0;
}

/* Where to break a line of s: at the space before the joining word that lies in the fewest brackets
 * and, of those, farthest right; else at the last space; never within quotes. 0: nowhere. */
static size_t line_end(const char *s, size_t width)
{
	size_t space = 0, joint = 0;
	int depth = 0, least = 0;
	bool quoted = false;

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (s[i] == '\\' && quoted && s[i + 1] != '\0') {
			i++;
			continue;
		}
		if (s[i] == '"')
			quoted = !quoted;
		depth += !quoted && strchr("({", s[i]) != NULL;
		depth -= !quoted && strchr(")}", s[i]) != NULL;
		if (i > width && (joint > 0 || space > 0))
			break;
		if (quoted || s[i] != ' ' || i < LINE_LEAST)
			continue;
		space = i;
		if (joins(s + i + 1) && (joint == 0 || depth <= least)) {
			joint = i;
			least = depth;
		}
	}
	return joint > 0 ? joint : space;
}

void rule_write_condition(FILE *out, const struct node *tree)
{
	static char text[CONDITION_TEXT];
	const char *s = text;
	size_t width = LINE_WIDTH;

	if (print_condition(tree, text, sizeof(text)) >= sizeof(text)) {
		fputs("(longer than 16 KiB)\n", out);
		return;
	}
	while (strlen(s) > width) {
		size_t end = line_end(s, width);

		if (end == 0)
			break;
		fprintf(out, "%.*s\n    ", (int)end, s);
		s += end + 1;
		width = LINE_WIDTH - 4;
	}
	fprintf(out, "%s\n", s);
}

/* ---- macros and lists -------------------------------------------------------------------- */

/* Those that a rule mentions, and that these mention, in the order in which they are met. */
struct terms {
	const struct ruleset *set;
	const struct rule_named *of[TERMS];
	uint32_t n;
};

static void meet(struct terms *t, const struct rule_named *named)
{
	for (uint32_t i = 0; i < t->n; i++) {
		if (t->of[i] == named)
			return;
	}
	if (named != NULL && t->n < TERMS)
		t->of[t->n++] = named;
}

/* The parser bounds a tree's depth (AST_DEPTH). */
static void gather(struct terms *t, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		if (n->kind == NODE_LIST)
			meet(t, ruleset_named(t->set, n->word, true));
		else if (n->kind == NODE_NAME && n->layer == 0)
			meet(t, ruleset_named(t->set, n->word, false));
		gather(t, n->a);
		gather(t, n->b);
	}
}

static void item(FILE *out, const struct node *n)
{
	static const char *const before[] = { [NODE_LIST] = "$", [NODE_NEGATE] = "-" };
	const char *quote = n->kind == NODE_STRING ? "\"" : "";

	if (n->kind == NODE_RANGE) {
		item(out, n->a);
		fputs("..", out);
		item(out, n->b);
		return;
	}
	fprintf(out, "%s%s%s%s", quote,
		n->kind == NODE_LIST || n->kind == NODE_NEGATE ? before[n->kind] : "",
		n->kind == NODE_NEGATE ? n->a->word : n->word, quote);
}

static void list_items(FILE *out, const struct rule_named *list)
{
	uint32_t n = 0;

	if (list->tree == NULL) {
		fprintf(out, "- list `%s`: empty; fill it in a file of your own\n", list->name);
		return;
	}
	fprintf(out, "- list `%s`: `", list->name);
	for (const struct node *i = list->tree; i != NULL; i = i->next, n++) {
		if (n >= ITEMS)
			continue;
		fputs(n > 0 ? ", " : "", out);
		item(out, i);
	}
	fputs("`", out);
	if (n > ITEMS)
		fprintf(out, " and %u more", n - ITEMS);
	fputc('\n', out);
}

static void macro(FILE *out, const struct rule_named *m)
{
	static char text[CONDITION_TEXT];

	if (m->tree != NULL && print_condition(m->tree, text, sizeof(text)) < sizeof(text))
		fprintf(out, "- macro `%s`: ``%s``\n", m->name, text);
}

void rule_write_terms(FILE *out, const struct rule *r)
{
	struct terms t = { .set = r->set };

	gather(&t, r->tree);
	for (uint32_t i = 0; i < r->state.nsteps; i++)
		gather(&t, r->state.steps[i]->tree);
	for (uint32_t i = 0; i < t.n; i++) /* grows */
		gather(&t, t.of[i]->tree);
	if (t.n == 0)
		return;
	fputs("where\n\n", out);
	for (uint32_t i = 0; i < t.n; i++) {
		if (t.of[i]->list)
			list_items(out, t.of[i]);
		else
			macro(out, t.of[i]);
	}
	fputc('\n', out);
}
