#include "common/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/scenario_inside.h"

#define COUNT(a)	 (sizeof(a) / sizeof((a)[0]))
#define AT(type, member) offsetof(struct type, member)

/* With what it points to. */
struct kept {
	struct scenario s; /* the first, so that one is the other */
	struct arena arena;
};

/* clang-format off */
static const char *const goal_names[GOAL_KINDS] = {
	[GOAL_DETECTED] = "detected", [GOAL_ACKNOWLEDGED] = "acknowledged",
	[GOAL_ASSIGNED] = "assigned", [GOAL_CLASSIFIED] = "classified", [GOAL_NOTED] = "noted",
	[GOAL_NOTIFIED] = "notified", [GOAL_SHARED] = "shared",	[GOAL_CLOSED] = "closed",
	[GOAL_RECEIVED] = "received", [GOAL_QUIET] = "quiet",
};
/* Which keys besides goal, points and text a kind takes: + must be there, - may be. */
static const char *const goal_takes[GOAL_KINDS] = {
	[GOAL_DETECTED] = "+incident",
	[GOAL_ACKNOWLEDGED] = "+incident -within",
	[GOAL_ASSIGNED] = "+incident -to -within",
	[GOAL_CLASSIFIED] = "+incident +as -within",
	[GOAL_NOTED] = "+incident +any -within",
	[GOAL_NOTIFIED] = "+incident +report -to -within",
	[GOAL_SHARED] = "+incident +to -within",
	[GOAL_CLOSED] = "+incident -within",
	[GOAL_RECEIVED] = "-from -within",
	[GOAL_QUIET] = "",
};
static const char *const class_names[] = { "true-positive", "false-positive", "duplicate" };
static const char *const completion_names[] = { "", "succeeded", "failed" };
static const char *const relation_names[] = { "above", "below", "equals" };
/* clang-format on */

const char *scenario_goal_name(enum scenario_goal_kind k)
{
	return k < GOAL_KINDS ? goal_names[k] : "";
}

const char *scenario_class_name(enum scenario_class c)
{
	return c < COUNT(class_names) ? class_names[c] : "";
}

const char *scenario_completion_name(enum scenario_completion c)
{
	return c < COUNT(completion_names) ? completion_names[c] : "";
}

/* ---- hosts ---------------------------------------------------------------------------------- */

static void set_hosts(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario *s = to;

	if (n->kind != YAML_MAPPING || n->n > SCENARIO_STEPS) {
		scenario_wrong(r, n, "hosts must be a mapping of at most %d", SCENARIO_STEPS);
		return;
	}
	s->nhosts = 0;
	s->hosts = arena_new(r->a, struct scenario_host, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_host *h = &s->hosts[s->nhosts];

		h->name = scenario_word_of(r, p->key);
		if (h->name == NULL)
			continue;
		scenario_set_words(r, p, &h->addresses);
		s->nhosts++;
	}
}

const struct scenario_host *scenario_host(const struct scenario *s, const char *name)
{
	for (size_t i = 0; i < s->nhosts; i++) {
		if (strcmp(s->hosts[i].name, name) == 0)
			return &s->hosts[i];
	}
	return NULL;
}

/* ---- the attack ----------------------------------------------------------------------------- */

static const struct scenario_key step_keys[] = {
	{ "at", scenario_set_time, AT(scenario_step, at), true },
	{ "from", scenario_set_word, AT(scenario_step, from), false },
	{ "to", scenario_set_word, AT(scenario_step, to), false },
	{ "do", scenario_set_word, AT(scenario_step, action), true },
	{ "with", scenario_set_with, 0, false },
	{ "text", scenario_set_text, AT(scenario_step, text), false },
	{ NULL }
};

static void set_attack(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario *s = to;

	if (!scenario_list(r, n, SCENARIO_STEPS))
		return;
	s->nattack = 0;
	s->attack = arena_new(r->a, struct scenario_step, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_step *step = &s->attack[s->nattack];

		step->place = p->at;
		if (!scenario_keys(r, p, "a step", step_keys, step))
			continue;
		if (s->nattack > 0 && step->at < step[-1].at)
			scenario_wrong(r, p, "a step that comes before the one above it");
		s->nattack++;
	}
}

/* ---- the process ---------------------------------------------------------------------------- */

/* Of the three relations one is given: this one. */
static void set_bound(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario_effect *e = to;

	if (n->kind != YAML_TEXT || !scenario_number_of(n->text.s, &e->value))
		scenario_wrong(r, n, "%s must be a number", n->key->text.s);
	for (unsigned i = 0; i < COUNT(relation_names); i++) {
		if (strcmp(relation_names[i], n->key->text.s) == 0)
			e->relation = (enum scenario_relation)i;
	}
}

static const struct scenario_key effect_keys[] = {
	{ "variable", scenario_set_word, AT(scenario_effect, variable), true },
	{ "above", set_bound, 0, false },
	{ "below", set_bound, 0, false },
	{ "equals", set_bound, 0, false },
	{ "within", scenario_set_time, AT(scenario_effect, within), false },
	{ "for", scenario_set_time, AT(scenario_effect, lasts), false },
	{ NULL }
};

static void set_process(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario *s = to;

	if (!scenario_list(r, n, SCENARIO_STEPS))
		return;
	s->nprocess = 0;
	s->process = arena_new(r->a, struct scenario_effect, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_effect *e = &s->process[s->nprocess];
		unsigned bounds = 0;

		e->place = p->at;
		if (!scenario_keys(r, p, "an effect", effect_keys, e))
			continue;
		for (unsigned i = 0; i < COUNT(relation_names); i++)
			bounds += scenario_value(p, relation_names[i]) != NULL;
		if (bounds != 1)
			scenario_wrong(r, p,
				       "an effect must have one of 'above', 'below' and "
				       "'equals'");
		s->nprocess++;
	}
}

/* ---- what must come out --------------------------------------------------------------------- */

static void set_completion(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	unsigned number = 0;

	if (scenario_choice(r, n, completion_names + 1, COUNT(completion_names) - 1, &number))
		*(enum scenario_completion *)to = (enum scenario_completion)(number + 1);
}

static const struct scenario_key incident_keys[] = {
	{ "id", scenario_set_word, AT(scenario_incident, id), true },
	{ "rules", scenario_set_words, AT(scenario_incident, rules), true },
	{ "with", scenario_set_words, AT(scenario_incident, with), false },
	{ "severity", scenario_set_severity, AT(scenario_incident, severity), false },
	{ "techniques", scenario_set_techniques, AT(scenario_incident, techniques), false },
	{ "source", scenario_set_word, AT(scenario_incident, source), false },
	{ "target", scenario_set_word, AT(scenario_incident, target), false },
	{ "completion", set_completion, AT(scenario_incident, completion), false },
	{ "optional", scenario_set_bool, AT(scenario_incident, optional), false },
	{ "text", scenario_set_text, AT(scenario_incident, text), false },
	{ NULL }
};

static const struct scenario_incident *incident_of(const struct scenario *s, const char *id)
{
	for (size_t i = 0; i < s->nexpect; i++) {
		if (s->expect[i].id != NULL && strcmp(s->expect[i].id, id) == 0)
			return &s->expect[i];
	}
	return NULL;
}

static void set_expect(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario *s = to;

	if (!scenario_list(r, n, SCENARIO_STEPS))
		return;
	s->nexpect = 0;
	s->expect = arena_new(r->a, struct scenario_incident, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_incident *i = &s->expect[s->nexpect];

		i->place = p->at;
		if (!scenario_keys(r, p, "an incident", incident_keys, i))
			continue;
		if (scenario_value(p, "rules") != NULL && i->rules.n == 0)
			scenario_wrong(r, scenario_value(p, "rules"),
				       "rules: at least one is needed");
		if (i->id != NULL && incident_of(s, i->id) != NULL)
			scenario_wrong(r, scenario_value(p, "id"),
				       "the id '%s' stands twice; it is in line %d already", i->id,
				       incident_of(s, i->id)->place.line);
		s->nexpect++;
	}
}

/* ---- what gives points ---------------------------------------------------------------------- */

static void set_kind(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	unsigned number = 0;

	if (scenario_choice(r, n, goal_names, GOAL_KINDS, &number))
		*(enum scenario_goal_kind *)to = (enum scenario_goal_kind)number;
}

static void set_class(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	unsigned number = 0;

	if (scenario_choice(r, n, class_names, COUNT(class_names), &number))
		*(enum scenario_class *)to = (enum scenario_class)number;
}

/* Resolved when all is read: they may stand above the incidents. */
static void set_incident(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	(void)scenario_word_of(r, n);
	(void)to;
}

static void set_report(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	const char *s = scenario_word_of(r, n);

	if (s != NULL && strcmp(s, "early") == 0)
		s = "early-warning";
	*(const char **)to = s;
}

static const struct scenario_key goal_keys[] = {
	{ "goal", set_kind, AT(scenario_goal, kind), true },
	{ "points", scenario_set_points, AT(scenario_goal, points), true },
	{ "incident", set_incident, 0, false },
	{ "within", scenario_set_time, AT(scenario_goal, within), false },
	{ "as", set_class, AT(scenario_goal, class), false },
	{ "any", scenario_set_phrases, AT(scenario_goal, any), false },
	{ "report", set_report, AT(scenario_goal, report), false },
	{ "to", scenario_set_word, AT(scenario_goal, to), false },
	{ "from", scenario_set_word, AT(scenario_goal, from), false },
	{ "text", scenario_set_text, AT(scenario_goal, text), false },
	{ NULL }
};

/* Does the list "+incident -within" have the key, and with which sign? '\0': it has not. */
static char sign_of(const char *takes, const char *key)
{
	size_t n = strlen(key);

	for (const char *p = takes; (p = strstr(p, key)) != NULL; p += n) {
		if (p > takes && (p[-1] == '+' || p[-1] == '-') && (p[n] == ' ' || p[n] == '\0'))
			return p[-1];
	}
	return '\0';
}

/* A goal has the keys of its kind. */
static void check_goal(struct scenario_reader *r, const struct yaml_node *n,
		       const struct scenario_goal *g)
{
	for (const struct scenario_key *k = goal_keys; k->name != NULL; k++) {
		const struct yaml_node *value = scenario_value(n, k->name);
		char sign = sign_of(goal_takes[g->kind], k->name);

		if (k->required || strcmp(k->name, "text") == 0)
			continue;
		if (value != NULL && sign == '\0')
			scenario_wrong(r, value->key, "the goal '%s' takes no '%s'",
				       goal_names[g->kind], k->name);
		else if (value == NULL && sign == '+')
			scenario_wrong(r, n, "the goal '%s' must have '%s'", goal_names[g->kind],
				       k->name);
	}
	if (scenario_value(n, "any") != NULL && g->any.n == 0)
		scenario_wrong(r, scenario_value(n, "any"), "any: at least one is needed");
}

static void set_score(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario *s = to;

	if (!scenario_list(r, n, SCENARIO_STEPS))
		return;
	s->nscore = 0;
	s->score = arena_new(r->a, struct scenario_goal, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_goal *g = &s->score[s->nscore];
		size_t before = r->e.errors;

		g->place = p->at;
		if (!scenario_keys(r, p, "a goal", goal_keys, g))
			continue;
		if (r->e.errors == before)
			check_goal(r, p, g);
		s->nscore++;
	}
}

/* Which incidents the goals are about. Goals that are no mappings were left out above. */
static void resolve(struct scenario_reader *r, const struct yaml_node *score)
{
	struct scenario *s = r->s;
	const char *names[SCENARIO_STEPS];
	size_t i = 0, n = 0;

	if (score == NULL || score->kind != YAML_SEQUENCE)
		return;
	for (size_t k = 0; k < s->nexpect; k++) {
		if (s->expect[k].id != NULL)
			names[n++] = s->expect[k].id;
	}
	for (const struct yaml_node *p = score->first; p != NULL && i < s->nscore; p = p->next) {
		const struct yaml_node *value = scenario_value(p, "incident");

		if (p->kind != YAML_MAPPING)
			continue;
		if (value != NULL && value->kind == YAML_TEXT) {
			s->score[i].incident = incident_of(s, value->text.s);
			if (s->score[i].incident == NULL)
				scenario_no_such(r, value, "no incident is expected that is called",
						 names, n);
		}
		i++;
	}
}

/* ---- the whole ------------------------------------------------------------------------------ */

static const struct scenario_key scenario_rows[] = {
	{ "scenario", scenario_set_word, AT(scenario, name), true },
	{ "title", scenario_set_text, AT(scenario, title), true },
	{ "level", scenario_set_level, AT(scenario, level), true },
	{ "plant", scenario_set_word, AT(scenario, plant), true },
	{ "duration", scenario_set_time, AT(scenario, duration), true },
	{ "goals", scenario_set_texts, AT(scenario, goals), false },
	{ "hints", scenario_set_texts, AT(scenario, hints), false },
	{ "loopback", scenario_set_text, AT(scenario, loopback), false },
	{ "hosts", set_hosts, 0, false },
	{ "attack", set_attack, 0, false },
	{ "process", set_process, 0, false },
	{ "expect", set_expect, 0, true },
	{ "score", set_score, 0, false },
	{ NULL }
};

struct scenario *scenario_parse(const char *name, const char *text, size_t n)
{
	struct kept *k = calloc(1, sizeof(*k));
	struct scenario_reader r = { .s = NULL };
	struct arena trees = { NULL };
	const struct yaml_node *root;
	bool good;

	if (k == NULL)
		return NULL;
	r.s = &k->s;
	r.a = &k->arena;
	root = yaml_read(&trees, name, text, n, &r.e);
	if (root != NULL) {
		k->s.file = arena_copy(&k->arena, name, strlen(name));
		(void)scenario_keys(&r, root, "a scenario", scenario_rows, &k->s);
		resolve(&r, scenario_value(root, "score"));
	} else if (r.e.errors == 0) {
		rule_error_at(&r.e, name, (struct text_place){ 0, 0 }, "it is empty");
	}
	good = r.e.errors == 0;
	rule_errors_print(&r.e, stderr);
	rule_errors_free(&r.e);
	arena_free(&trees);
	if (good)
		return &k->s;
	scenario_free(&k->s);
	return NULL;
}

char *scenario_load(const char *path, size_t *n)
{
	char *text = malloc(YAML_SIZE + 1);
	FILE *f = text != NULL ? fopen(path, "re") : NULL;
	bool good = f != NULL;

	*n = 0;
	if (good) {
		*n = fread(text, 1, YAML_SIZE + 1, f);
		good = ferror(f) == 0;
	}
	if (!good) {
		(void)fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
		free(text);
	}
	if (f != NULL)
		(void)fclose(f);
	return good ? text : NULL;
}

struct scenario *scenario_read(const char *path)
{
	size_t n = 0;
	char *text = scenario_load(path, &n);
	struct scenario *s = text != NULL ? scenario_parse(path, text, n) : NULL;

	free(text);
	return s;
}

void scenario_free(struct scenario *s)
{
	struct kept *k = (struct kept *)(void *)s;

	if (k == NULL)
		return;
	arena_free(&k->arena);
	free(k);
}

/* The number of the language to take; n: there is none. */
static size_t language(const char *const *langs, size_t n, const char *lang)
{
	size_t english = n;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(langs[i], lang) == 0)
			return i;
		if (strcmp(langs[i], "en") == 0)
			english = i;
	}
	return english < n || n == 0 ? english : 0;
}

const char *scenario_say(const struct scenario_text *t, const char *lang)
{
	size_t i = language(t->langs, t->n, lang);

	return i < t->n ? t->texts[i] : NULL;
}

const char *const *scenario_items(const struct scenario_texts *t, const char *lang, size_t *n)
{
	size_t i = language(t->langs, t->n, lang);

	*n = i < t->n ? t->items[i].n : 0;
	return i < t->n ? t->items[i].s : NULL;
}
