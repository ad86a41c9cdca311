/* Which incidents are the expected ones. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "collector/exercise_inside.h"
#include "collector/record_json.h"

enum { NOBODY = -1 };

bool exercise_same_technique(const char *expected, const char *seen)
{
	const struct technique *t = technique_now(seen);
	const char *now = t != NULL ? t->id : seen;
	size_t n = strlen(expected);

	return strncasecmp(expected, now, n) == 0 && (now[n] == '\0' || now[n] == '.');
}

/* ---- does it fit? --------------------------------------------------------------------------- */

static bool has_rule(const struct incident *i, const char *id)
{
	for (uint32_t k = 0; k < i->nrules; k++) {
		if (strcmp(i->rules[k].id, id) == 0)
			return true;
	}
	return false;
}

static bool has_any_rule(const struct incident *i, const struct scenario_words *rules)
{
	for (size_t r = 0; r < rules->n; r++) {
		if (has_rule(i, rules->s[r]))
			return true;
	}
	return false;
}

/* The first rule that it lacks; NULL: it has all. */
static const char *lacks_rule(const struct incident *i, const struct scenario_words *rules)
{
	for (size_t r = 0; r < rules->n; r++) {
		if (!has_rule(i, rules->s[r]))
			return rules->s[r];
	}
	return NULL;
}

static bool has_technique(const struct incident *i, const char *id)
{
	for (uint32_t k = 0; k < i->ntechniques; k++) {
		if (exercise_same_technique(id, i->techniques[k].id))
			return true;
	}
	return false;
}

/* The first technique that it lacks; NULL: it has all. */
static const char *lacks(const struct incident *i, const struct scenario_words *techniques)
{
	for (size_t k = 0; k < techniques->n; k++) {
		if (!has_technique(i, techniques->s[k]))
			return techniques->s[k];
	}
	return NULL;
}

static bool is_called(const struct incident_end *e, const char *name)
{
	char address[RECORD_ADDRESS];

	if (strcasecmp(e->name, name) == 0)
		return true;
	for (unsigned k = 0; record_ip_text(address, e, k); k++) {
		if (strcasecmp(address, name) == 0)
			return true;
	}
	return record_mac_text(address, e) && strcasecmp(address, name) == 0;
}

static bool is_host(const struct scenario *s, const struct incident_end *e, const char *name)
{
	const struct scenario_host *h = scenario_host(s, name);

	for (size_t k = 0; h != NULL && k < h->addresses.n; k++) {
		if (is_called(e, h->addresses.s[k]))
			return true;
	}
	return is_called(e, name);
}

static bool is_target(const struct scenario *s, const struct incident *i, const char *name)
{
	for (uint32_t k = 0; k < i->ntargets; k++) {
		if (is_host(s, &i->targets[k], name))
			return true;
	}
	return is_host(s, &i->target, name);
}

/* what: of a name that has a text of its own; NULL: it has none. */
static bool lacking(struct exercise_said *why, const char *id, const struct incident *i,
		    const char *what, const char *value)
{
	if (why == NULL)
		return false;
	said_set(why, id);
	said_with(why, "incident", i->id);
	if (what != NULL)
		said_name(why, "wanted", what, value);
	else
		said_with(why, "wanted", value);
	return false;
}

static bool completed(const struct scenario_incident *e, const struct incident *i)
{
	return e->completion == SCENARIO_ANY ||
	       (e->completion == SCENARIO_SUCCEEDED && i->completion == COMPLETION_SUCCEEDED) ||
	       (e->completion == SCENARIO_FAILED && i->completion == COMPLETION_FAILED);
}

bool exercise_fits(const struct scenario *s, const struct scenario_incident *e,
		   const struct incident *i, struct exercise_said *why, unsigned *weight)
{
	unsigned none = 0, *w = weight != NULL ? weight : &none;
	const char *technique, *rule;

	*w = 0;
	if (!has_any_rule(i, &e->rules))
		return lacking(why, "exercise.found.nothing", i, NULL, "");
	++*w;
	if (e->source != NULL && !is_host(s, &i->source, e->source))
		return lacking(why, "exercise.lacks.source", i, NULL, e->source);
	++*w;
	if (e->target != NULL && !is_target(s, i, e->target))
		return lacking(why, "exercise.lacks.target", i, NULL, e->target);
	++*w;
	technique = lacks(i, &e->techniques);
	if (technique != NULL)
		return lacking(why, "exercise.lacks.technique", i, NULL, technique);
	++*w;
	if (!completed(e, i))
		return lacking(why, "exercise.lacks.completion", i, "completion",
			       scenario_completion_name(e->completion));
	++*w;
	rule = lacks_rule(i, &e->with);
	if (rule != NULL)
		return lacking(why, "exercise.lacks.rule", i, NULL, rule);
	++*w;
	if (i->severity < e->severity)
		return lacking(why, "exercise.lacks.severity", i, "severity",
			       scenario_severity_name(e->severity));
	return true;
}

/* ---- which is which ------------------------------------------------------------------------- */

/* Expected ones against incidents, as bits of a matrix; what each incident was taken for. */
struct matching {
	const struct exercise_score *s;
	bool *fits;	/* nfindings rows of nincidents */
	int *taken;	/* by incident: the finding; NOBODY */
	bool *tried;	/* by incident, in one search */
	size_t *queue;	/* findings to look at, by depth */
	size_t *next;	/* by depth: the incident to try next */
	size_t *chosen; /* by depth: the incident that it would take */
};

static bool fits(const struct matching *m, size_t finding, size_t incident)
{
	return m->fits[finding * m->s->nincidents + incident];
}

/*
 * Finds an incident for a finding; where all that fit are taken, by others that find another one
 * (Kuhn's augmenting paths, without recursion: what is found does not depend on how deep it is).
 */
static void find_one(struct matching *m, size_t finding)
{
	size_t depth = 0, n = m->s->nincidents;

	memset(m->tried, 0, n * sizeof(m->tried[0]));
	m->queue[0] = finding;
	m->next[0] = 0;
	for (;;) {
		size_t i = m->next[depth];

		while (i < n && (m->tried[i] || !fits(m, m->queue[depth], i)))
			i++;
		m->next[depth] = i + 1;
		if (i < n) {
			m->tried[i] = true;
			m->chosen[depth] = i;
			if (m->taken[i] != NOBODY) {
				m->queue[depth + 1] = (size_t)m->taken[i];
				m->next[++depth] = 0;
				continue;
			}
			for (size_t d = depth + 1; d-- > 0;)
				m->taken[m->chosen[d]] = (int)m->queue[d];
			return;
		}
		if (depth-- == 0)
			return;
	}
}

/* Whatever fits something is no surprise: the first that it fits gets it too. */
static void give_rest(struct matching *m)
{
	for (size_t i = 0; i < m->s->nincidents; i++) {
		for (size_t f = 0; f < m->s->nfindings && m->taken[i] == NOBODY; f++) {
			if (fits(m, f, i))
				m->taken[i] = (int)f;
		}
	}
}

/* The one that comes nearest says what was wrong. */
static void say_found(const struct exercise_score *s, struct exercise_finding *f)
{
	unsigned best = 0;

	said_set(&f->found, "exercise.found.nothing");
	if (f->n > 0) {
		said_set(&f->found, "exercise.found.incident");
		said_with(&f->found, "incident", f->incidents[0]->id);
		return;
	}
	for (size_t i = 0; i < s->nincidents; i++) {
		struct exercise_said why;
		unsigned weight = 0;

		if (s->incidents[i] == NULL || f->expected == NULL)
			continue;
		if (exercise_fits(f->scenario, f->expected, s->incidents[i], &why, &weight))
			said_set(&why, "exercise.found.taken");
		if (weight > best) {
			best = weight;
			f->found = why;
		}
	}
}

static bool give_out(struct exercise_score *s, const int *taken)
{
	for (size_t f = 0; f < s->nfindings; f++) {
		struct exercise_finding *x = &s->findings[f];

		x->incidents = calloc(s->nincidents + 1, sizeof(*x->incidents));
		if (x->incidents == NULL)
			return false;
		for (size_t i = 0; i < s->nincidents; i++) {
			if (taken[i] == (int)f)
				x->incidents[x->n++] = s->incidents[i];
		}
		say_found(s, x);
	}
	for (size_t i = 0; i < s->nincidents; i++) {
		if (taken[i] == NOBODY)
			s->unexpected[s->nunexpected++] = s->incidents[i];
	}
	return true;
}

/* Nothing in it is NULL; clang's analyzer does not know that the arrays are full. */
static bool match(struct matching *m, struct exercise_score *s)
{
	for (size_t f = 0; f < s->nfindings; f++) {
		const struct exercise_finding *x = &s->findings[f];

		for (size_t i = 0; i < s->nincidents && x->expected != NULL; i++)
			m->fits[f * s->nincidents + i] = s->incidents[i] != NULL &&
							 exercise_fits(x->scenario, x->expected,
								       s->incidents[i], NULL, NULL);
	}
	for (size_t i = 0; i < s->nincidents; i++)
		m->taken[i] = NOBODY;
	/* What must come first; what may come takes what is left. */
	for (unsigned optional = 0; optional < 2; optional++) {
		for (size_t f = 0; f < s->nfindings; f++) {
			const struct scenario_incident *e = s->findings[f].expected;

			if (e != NULL && e->optional == (optional == 1))
				find_one(m, f);
		}
	}
	give_rest(m);
	return give_out(s, m->taken);
}

static int by_arrival(const void *a, const void *b)
{
	const struct incident *x = *(const struct incident *const *)a;
	const struct incident *y = *(const struct incident *const *)b;

	if (x->received != y->received)
		return x->received < y->received ? -1 : 1;
	return strcmp(x->id, y->id);
}

bool exercise_match(const struct exercise_case *c, struct exercise_score *s)
{
	size_t n = c->nincidents, f = 0;
	struct matching m = { .s = s };
	bool good;

	for (size_t k = 0; k < c->nscenarios; k++)
		f += c->scenarios[k]->nexpect;
	s->incidents = calloc(n + 1, sizeof(*s->incidents));
	s->unexpected = calloc(n + 1, sizeof(*s->unexpected));
	s->findings = calloc(f + 1, sizeof(*s->findings));
	m.fits = calloc(f * n + 1, sizeof(*m.fits));
	m.taken = calloc(n + 1, sizeof(*m.taken));
	m.tried = calloc(n + 1, sizeof(*m.tried));
	m.queue = calloc(n + 2, sizeof(*m.queue));
	m.next = calloc(n + 2, sizeof(*m.next));
	m.chosen = calloc(n + 2, sizeof(*m.chosen));
	good = s->incidents != NULL && s->unexpected != NULL && s->findings != NULL &&
	       m.fits != NULL && m.taken != NULL && m.tried != NULL && m.queue != NULL &&
	       m.next != NULL && m.chosen != NULL;
	for (size_t k = 0; good && k < c->nscenarios; k++) {
		for (size_t e = 0; e < c->scenarios[k]->nexpect; e++)
			s->findings[s->nfindings++] = (struct exercise_finding){
				.scenario = c->scenarios[k], .expected = &c->scenarios[k]->expect[e]
			};
	}
	for (size_t i = 0; good && i < n; i++)
		s->incidents[s->nincidents++] = c->incidents[i];
	if (good && n > 0)
		qsort(s->incidents, n, sizeof(*s->incidents), by_arrival);
	good = good && match(&m, s);
	free(m.fits);
	free(m.taken);
	free(m.tried);
	free(m.queue);
	free(m.next);
	free(m.chosen);
	return good;
}
