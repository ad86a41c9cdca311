/* A rule out of what its entry and the overrides of it say. */
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/load_inside.h"
#include "common/technique.h"

enum { TEXTS_MAX = 64 };

const char *priority_name(enum priority p)
{
	static const char *const names[PRIORITIES] = {
		[PRIORITY_INFO] = "info",	  [PRIORITY_LOW] = "low",
		[PRIORITY_MEDIUM] = "medium",	  [PRIORITY_HIGH] = "high",
		[PRIORITY_CRITICAL] = "critical",
	};

	return names[p];
}

static void load_priority(struct loader *l, const struct yaml_node *n, struct rule *r)
{
	const char *s = load_text(l, n, "priority");
	struct nearest near = nearest_to(s != NULL ? s : "");

	if (s == NULL)
		return;
	for (unsigned p = 0; p < PRIORITIES; p++) {
		const char *name = priority_name((enum priority)p);

		if (strcmp(s, name) == 0) {
			r->priority = (enum priority)p;
			return;
		}
		nearest_offer(&near, name);
	}
	load_error(l, n, "priority: '%.60s' is not critical, high, medium, low or info%s", s,
		   load_meant(near.name));
}

static void add_technique(struct loader *l, const struct yaml_node *at, const char *id,
			  struct rule *r)
{
	const struct technique *t = technique_now(id);
	const struct technique *near = t == NULL ? technique_nearest(id) : NULL;

	if (t == NULL) {
		load_error(l, at, "'%.40s' is no technique of ATT&CK for ICS%s%s%s%s%s", id,
			   near != NULL ? "; did you mean '" : "", near != NULL ? near->id : "",
			   near != NULL ? "' (" : "", near != NULL ? near->name : "",
			   near != NULL ? ")?" : "");
		return;
	}
	for (uint32_t i = 0; i < r->ntechniques; i++) {
		if (strcmp(r->techniques[i], t->id) == 0)
			return;
	}
	if (r->ntechniques == RULE_TECHNIQUES)
		load_error(l, at, "tags: more than %d techniques", RULE_TECHNIQUES);
	else
		r->techniques[r->ntechniques++] = t->id;
}

static bool technique_like(const char *s)
{
	return (s[0] == 'T' || s[0] == 't') && s[1] >= '0' && s[1] <= '9';
}

static void check_tag(struct loader *l, const struct yaml_node *at, struct rule *r)
{
	static const char ics[] = "attack.ics.";
	static const char attack[] = "attack.";
	const char *s = at->text.s;

	if (s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] !=
	    '\0')
		load_error(l, at, "tags: '%.60s' is no tag: letters, digits and . _ - only", s);
	else if (strncmp(s, ics, strlen(ics)) == 0)
		add_technique(l, at, s + strlen(ics), r);
	else if (strncmp(s, attack, strlen(attack)) == 0 && technique_like(s + strlen(attack)))
		load_error(l, at, "tags: a technique is written attack.ics.%.40s",
			   s + strlen(attack));
}

/* The texts of a slot and of what was appended to it. */
static uint32_t load_slot(struct loader *l, const struct slot *slot, const char *what,
			  const struct yaml_node **out)
{
	uint32_t n = 0;

	for (; slot != NULL && slot->node != NULL && n < TEXTS_MAX; slot = slot->more) {
		if (slot->node->kind != YAML_SEQUENCE || slot->node->n > 0)
			n += load_texts(l, slot->node, what, out + n, TEXTS_MAX - n);
	}
	return n;
}

static const char *const *texts_of(struct loader *l, const struct yaml_node *const *nodes,
				   uint32_t n)
{
	const char **out = arena_new(l->a, const char *, n + 1);

	for (uint32_t i = 0; i < n; i++)
		out[i] = nodes[i]->text.s;
	return out;
}

static void load_tag_list(struct loader *l, const struct draft *d, struct rule *r)
{
	const struct yaml_node *nodes[TEXTS_MAX];

	r->ntags = load_slot(l, &d->key[KEY_TAGS], "tags", nodes);
	r->tags = texts_of(l, nodes, r->ntags);
	for (uint32_t i = 0; i < r->ntags; i++)
		check_tag(l, nodes[i], r);
	r->nreferences = load_slot(l, &d->key[KEY_REFERENCES], "references", nodes);
	r->references = texts_of(l, nodes, r->nreferences);
}

static const char *text_or(struct loader *l, const struct draft *d, enum rule_key key)
{
	const struct yaml_node *n = d->key[key].node;
	const char *s = n != NULL ? load_text(l, n, load_rule_keys[key]) : NULL;

	return s != NULL ? s : "";
}

static void need(struct loader *l, const struct draft *d, enum rule_key key)
{
	if (d->key[key].node == NULL)
		load_error(l, d->title, "the rule has no %s", load_rule_keys[key]);
}

static const struct window *load_window(struct loader *l, const struct yaml_node *n,
					const char *what)
{
	const char *s = n != NULL ? load_text(l, n, what) : NULL;
	const struct site *site = &l->set->site;
	const struct window *w;
	struct nearest near;

	if (s == NULL)
		return NULL;
	w = site_window(site, s);
	if (w != NULL)
		return w;
	near = nearest_to(s);
	for (uint32_t i = 0; i < site->nwindows; i++)
		nearest_offer(&near, window_name(site->windows[i]));
	load_error(l, n, "%s: there is no window '%.60s'%s%s", what, s,
		   site->nwindows == 0 ? "; windows are named in the site file (--site)" : "",
		   load_meant(near.name));
	return NULL;
}

static void load_texts_of_rule(struct loader *l, const struct draft *d, struct rule *r)
{
	r->title = text_or(l, d, KEY_RULE);
	if (strlen(r->title) > RULE_TITLE)
		load_error(l, d->title, "rule: %zu bytes are too long for a title, at most %d",
			   strlen(r->title), RULE_TITLE);
	r->desc = text_or(l, d, KEY_DESC);
	r->why = text_or(l, d, KEY_WHY);
	r->check = text_or(l, d, KEY_CHECK);
	r->false_positives = text_or(l, d, KEY_FALSE_POSITIVES);
	r->version = text_or(l, d, KEY_VERSION);
	need(l, d, KEY_DESC);
	need(l, d, KEY_OUTPUT);
	need(l, d, KEY_PRIORITY);
}

static void load_tree(struct loader *l, const struct draft *d, struct rule *r)
{
	const struct yaml_node *n = d->key[KEY_CONDITION].node;
	const struct node *tree;

	if (n == NULL) {
		if (d->key[KEY_SEQUENCE].node == NULL)
			need(l, d, KEY_CONDITION);
		else if (d->key[KEY_EXCEPTIONS].node != NULL)
			load_error(l, d->key[KEY_EXCEPTIONS].node,
				   "exceptions: they need a condition beside the sequence");
		return;
	}
	if (load_text(l, n, "condition") == NULL)
		return;
	tree = parse_condition(l->a, &n->text, l->e);
	r->tree = load_exceptions(l, &d->key[KEY_EXCEPTIONS], tree);
	if (r->tree != NULL && load_sound(l, r->tree))
		r->condition = condition_compile(l->a, r->tree, &l->scope, l->e);
}

static const struct yaml_node *by_of(const struct yaml_node *state)
{
	const struct yaml_node *v =
		state != NULL && state->kind == YAML_MAPPING ? state->first : NULL;

	while (v != NULL && strcmp(v->key->text.s, "by") != 0)
		v = v->next;
	return v;
}

void load_rule(struct loader *l, struct draft *d, uint32_t index)
{
	struct rule *r = arena_new(l->a, struct rule, 1);
	const struct yaml_node *state = NULL;

	d->rule = l->set->rules[index] = r;
	r->index = index;
	r->id = d->id != NULL ? d->id : "";
	r->set = l->set;
	r->file = d->title->file;
	r->at = d->title->key->at;
	r->enabled = true;
	load_texts_of_rule(l, d, r);
	if (d->key[KEY_PRIORITY].node != NULL)
		load_priority(l, d->key[KEY_PRIORITY].node, r);
	if (d->key[KEY_ENABLED].node != NULL)
		(void)load_bool(l, d->key[KEY_ENABLED].node, "enabled", &r->enabled);
	if (d->disabled != NULL)
		r->enabled = false;
	load_tag_list(l, d, r);
	load_tree(l, d, r);
	load_state(l, d, r);
	load_throttle(l, d, r);
	if (r->state.kind != STATE_NONE)
		state = d->key[KEY_COUNT + (unsigned)r->state.kind - 1].node;
	if (d->key[KEY_OUTPUT].node != NULL)
		load_output(l, d->key[KEY_OUTPUT].node, r, by_of(state));
	r->during = load_window(l, d->key[KEY_DURING].node, "during");
	r->outside_of = load_window(l, d->key[KEY_OUTSIDE_OF].node, "outside_of");
	if (r->during != NULL && r->during == r->outside_of)
		load_warn(l, d->key[KEY_OUTSIDE_OF].node,
			  "the rule can never fire: '%s' is both its 'during' and its 'outside_of'",
			  window_name(r->during));
	load_cases(l, &d->key[KEY_CASES], r);
}

/* A condition as text: equal ones print the same. */
struct printed {
	const char *text;
	const struct rule *rule;
};

static int by_text(const void *a, const void *b)
{
	const struct printed *x = a;
	const struct printed *y = b;
	int d = strcmp(x->text, y->text);

	if (d != 0)
		return d;
	return x->rule->index < y->rule->index ? -1 : x->rule->index > y->rule->index;
}

static bool plain(const struct rule *r)
{
	return r->enabled && r->state.kind == STATE_NONE && r->tree != NULL;
}

void load_compare(struct loader *l)
{
	const struct ruleset *set = l->set;
	struct printed *all = arena_new(l->a, struct printed, set->n);
	uint32_t n = 0;

	for (uint32_t i = 0; i < set->n; i++) {
		const struct rule *r = set->rules[i];
		size_t len = plain(r) ? print_condition(r->tree, NULL, 0) : 0;
		char *text = arena_get(l->a, len + 1);

		if (len == 0)
			continue;
		(void)print_condition(r->tree, text, len + 1);
		all[n++] = (struct printed){ text, r };
	}
	if (n > 0)
		qsort(all, n, sizeof(*all), by_text);
	for (uint32_t i = 1; i < n; i++) {
		const struct rule *before = all[i - 1].rule;
		const struct rule *r = all[i].rule;

		if (strcmp(all[i - 1].text, all[i].text) == 0 && r->during == before->during &&
		    r->outside_of == before->outside_of)
			rule_warn_at(l->e, r->file, r->at,
				     "the rule '%s' has the same condition as '%s' at %s:%d", r->id,
				     before->id, before->file, before->at.line);
	}
}
