/* The score as a whole, and how it is told. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/exercise_inside.h"
#include "collector/incident_text.h"
#include "collector/messages.h"
#include "collector/record_json.h"

const char *exercise_state_name(enum exercise_state s)
{
	static const char *const names[] = { "reached", "open", "missed" };

	return s <= EXERCISE_MISSED ? names[s] : "";
}

const char *exercise_sight_name(enum exercise_sight s)
{
	static const char *const names[SIGHTS] = { "seen", "missed", "unexpected" };

	return s < SIGHTS ? names[s] : "";
}

/* ---- techniques ----------------------------------------------------------------------------- */

/* What was expected (required or not) and what was seen, the same id once. */
struct listing {
	struct exercise_technique *rows;
	bool *required; /* by row: it was, by an incident that must come out */
	bool *expected, *seen;
	size_t n;
};

static size_t row_of(struct listing *l, const char *id, const char *name)
{
	const struct technique *t = technique_now(id);
	const char *now = t != NULL ? t->id : id;
	size_t k = 0;

	while (k < l->n && strcmp(l->rows[k].id, now) != 0)
		k++;
	if (k == l->n) {
		l->rows[k].id = now;
		l->rows[k].name = t != NULL ? t->name : name;
		l->rows[k].technique = t;
		l->n++;
	}
	return k;
}

static bool seen_of(const struct listing *l, const char *expected)
{
	for (size_t k = 0; k < l->n; k++) {
		if (l->seen[k] && exercise_same_technique(expected, l->rows[k].id))
			return true;
	}
	return false;
}

static bool expected_of(const struct listing *l, const char *seen)
{
	for (size_t k = 0; k < l->n; k++) {
		if (l->expected[k] && exercise_same_technique(l->rows[k].id, seen))
			return true;
	}
	return false;
}

static int by_id(const void *a, const void *b)
{
	const struct exercise_technique *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void collect(struct listing *l, const struct exercise_score *s)
{
	for (size_t f = 0; f < s->nfindings; f++) {
		const struct scenario_incident *e = s->findings[f].expected;

		for (size_t t = 0; t < e->techniques.n; t++) {
			size_t k = row_of(l, e->techniques.s[t], "");

			l->expected[k] = true;
			l->required[k] = l->required[k] || !e->optional;
		}
	}
	for (size_t i = 0; i < s->nincidents; i++) {
		const struct incident *x = s->incidents[i];

		for (uint32_t t = 0; t < x->ntechniques; t++)
			l->seen[row_of(l, x->techniques[t].id, x->techniques[t].name)] = true;
	}
}

/* Of what was only possible and did not come, and of what was expected by the name of the whole and
 * came as a part, nothing is said. */
static void judge_techniques(const struct listing *l, struct exercise_score *s)
{
	for (size_t k = 0; k < l->n; k++) {
		struct exercise_technique *row = &l->rows[k];

		if (l->seen[k])
			row->sight = expected_of(l, row->id) ? SIGHT_SEEN : SIGHT_UNEXPECTED;
		else if (l->required[k] && !seen_of(l, row->id))
			row->sight = SIGHT_MISSED;
		else
			continue;
		s->techniques[s->ntechniques++] = *row;
	}
	if (s->ntechniques > 0)
		qsort(s->techniques, s->ntechniques, sizeof(*s->techniques), by_id);
}

static bool list_techniques(struct exercise_score *s)
{
	struct listing l = { NULL };
	size_t most = 1;
	bool good;

	for (size_t f = 0; f < s->nfindings; f++)
		most += s->findings[f].expected->techniques.n;
	for (size_t i = 0; i < s->nincidents; i++)
		most += s->incidents[i]->ntechniques;
	l.rows = calloc(most, sizeof(*l.rows));
	l.required = calloc(most, sizeof(bool));
	l.expected = calloc(most, sizeof(bool));
	l.seen = calloc(most, sizeof(bool));
	s->techniques = calloc(most, sizeof(*s->techniques));
	good = l.rows != NULL && l.required != NULL && l.expected != NULL && l.seen != NULL &&
	       s->techniques != NULL;
	if (good) {
		collect(&l, s);
		judge_techniques(&l, s);
	}
	free(l.rows);
	free(l.required);
	free(l.expected);
	free(l.seen);
	return good;
}

/* ---- the score ------------------------------------------------------------------------------ */

static bool judge_goals(const struct exercise_case *c, struct exercise_score *s)
{
	size_t n = 0;

	for (size_t k = 0; k < c->nscenarios; k++)
		n += c->scenarios[k]->nscore;
	s->goals = calloc(n + 1, sizeof(*s->goals));
	if (s->goals == NULL)
		return false;
	for (size_t k = 0; k < c->nscenarios; k++) {
		for (size_t g = 0; g < c->scenarios[k]->nscore; g++) {
			struct exercise_goal *x = &s->goals[s->ngoals++];

			x->scenario = c->scenarios[k];
			x->goal = &c->scenarios[k]->score[g];
			exercise_judge(c, s, x);
			s->of += x->goal->points;
			s->points += x->state == EXERCISE_REACHED ? x->goal->points : 0;
		}
	}
	return true;
}

struct exercise_score *exercise_score(const struct exercise_case *c)
{
	struct exercise_score *s = calloc(1, sizeof(*s));

	if (s != NULL && exercise_match(c, s) && list_techniques(s) && judge_goals(c, s))
		return s;
	exercise_score_free(s);
	return NULL;
}

void exercise_score_free(struct exercise_score *s)
{
	if (s == NULL)
		return;
	for (size_t f = 0; f < s->nfindings; f++)
		free(s->findings[f].incidents);
	free(s->findings);
	free(s->goals);
	free(s->unexpected);
	free(s->techniques);
	free(s->incidents);
	free(s);
}

/* ---- sentences ------------------------------------------------------------------------------ */

void said_set(struct exercise_said *s, const char *id)
{
	*s = (struct exercise_said){ .id = id };
}

void said_with(struct exercise_said *s, const char *name, const char *value)
{
	if (s->n == EXERCISE_WITH)
		return;
	s->with[s->n].name = name;
	incident_copy(s->with[s->n].value, sizeof(s->with[s->n].value), value);
	s->n++;
}

void said_name(struct exercise_said *s, const char *name, const char *what, const char *value)
{
	char id[EXERCISE_VALUE];

	if (s->n == EXERCISE_WITH)
		return;
	(void)snprintf(id, sizeof(id), "exercise.%s.%s", what, value);
	s->with[s->n].word = true;
	said_with(s, name, id);
}

struct text exercise_clock(uint64_t start, uint64_t at)
{
	uint64_t s = (at < start ? start - at : at - start) / UINT64_C(1000000000);
	struct text t = { "" };

	format_add(&t, "%s%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, at < start ? "-" : "+", s / 3600,
		   s / 60 % 60, s % 60);
	return t;
}

void said_time(struct exercise_said *s, const char *name, uint64_t ns)
{
	const struct text t = exercise_clock(0, ns);

	said_with(s, name, t.s + 1);
}

void said_words(struct exercise_said *s, const char *name, const struct scenario_words *w)
{
	char text[EXERCISE_VALUE] = "";
	size_t at = 0;

	for (size_t k = 0; k < w->n && at < sizeof(text); k++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s%s", k > 0 ? ", " : "",
				       w->s[k]);
	said_with(s, name, text);
}

void exercise_text(char out[EXERCISE_SENTENCE], const struct messages *m, const char *lang,
		   const struct exercise_said *said)
{
	const char *pairs[EXERCISE_WITH * 2 + 1] = { NULL };

	out[0] = '\0';
	if (said->id == NULL)
		return;
	for (unsigned k = 0; k < said->n; k++) {
		pairs[(size_t)k * 2] = said->with[k].name;
		pairs[(size_t)k * 2 + 1] = said->with[k].word
						   ? exercise_word(m, lang, said->with[k].value)
						   : said->with[k].value;
	}
	if (!record_message(out, EXERCISE_SENTENCE, m, lang, said->id, pairs) &&
	    !record_message(out, EXERCISE_SENTENCE, m, "en", said->id, pairs))
		out[0] = '\0';
}

const char *exercise_word(const struct messages *m, const char *lang, const char *id)
{
	const char *s = messages_get(m, lang, id);

	if (s == NULL)
		s = messages_get(m, "en", id);
	return s != NULL ? s : id;
}
