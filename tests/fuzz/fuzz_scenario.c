/* scenario.yaml, from hostile bytes: read, or refused with something said; what was read agrees. */
#include <assert.h>
#include <string.h>

#include "common/scenario.h"
#include "common/technique.h"

enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_steps(const struct scenario *s)
{
	double number;
	uint64_t ns;

	for (size_t k = 0; k < s->nattack; k++) {
		const struct scenario_step *step = &s->attack[k];

		assert(step->action != NULL && step->place.line > 0);
		assert(k == 0 || step->at >= step[-1].at);
		for (size_t i = 0; i < step->nwith; i++) {
			const char *name = step->with[i].name;

			assert(scenario_with(step, name) == &step->with[i]);
			(void)scenario_number(step, name, &number);
			(void)scenario_time(step, name, &ns);
		}
	}
}

static void check_findings(const struct scenario *s)
{
	for (size_t k = 0; k < s->nexpect; k++) {
		const struct scenario_incident *i = &s->expect[k];

		assert(i->id != NULL && i->rules.n > 0 && i->severity < 5);
		for (size_t t = 0; t < i->techniques.n; t++)
			assert(technique_find(i->techniques.s[t])->now == NULL);
	}
	for (size_t k = 0; k < s->nscore; k++) {
		const struct scenario_goal *g = &s->score[k];

		assert(g->kind < GOAL_KINDS && g->points > 0 && g->points <= SCENARIO_POINTS);
		assert((g->incident == NULL) ==
		       (g->kind == GOAL_RECEIVED || g->kind == GOAL_QUIET));
		assert(g->incident == NULL ||
		       (g->incident >= s->expect && g->incident < s->expect + s->nexpect));
		assert(g->kind != GOAL_NOTED || g->any.n > 0);
		assert(g->kind != GOAL_NOTIFIED || g->report != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scenario *s;
	size_t n;

	if (size > INPUT_MAX)
		return -1;
	s = scenario_parse("scenario.yaml", (const char *)data, size);
	if (s == NULL)
		return 0;
	assert(s->name != NULL && s->plant != NULL && s->level >= 1 && s->level <= 3);
	assert(scenario_say(&s->title, "ja") != NULL);
	(void)scenario_items(&s->hints, "ja", &n);
	check_steps(s);
	check_findings(s);
	scenario_free(s);
	return 0;
}
