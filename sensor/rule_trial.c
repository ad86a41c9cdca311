#include "sensor/rule_trial.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/capset.h"
#include "sensor/detect/detect.h"
#include "sensor/pipeline.h"

static void tell_nobody(void *ctx, const struct alert *alert)
{
	(void)ctx;
	(void)alert;
}

static void say_nothing(void *ctx, const char *line)
{
	(void)ctx;
	(void)line;
}

static struct ruleset *load(const struct trial *t, char error[TRIAL_ERROR])
{
	struct rule_errors errors = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set = ruleset_load(&t->sources, &errors, &failed);

	if (set == NULL && errors.n > 0)
		(void)snprintf(error, TRIAL_ERROR, "%s:%d:%d: %s", errors.kept[0].file,
			       errors.kept[0].at.line, errors.kept[0].at.column,
			       errors.kept[0].text);
	rule_errors_free(&errors);
	arena_free(&failed);
	for (uint32_t i = 0; set != NULL && i < set->n; i++)
		set->rules[i]->enabled = true;
	return set;
}

static void feed(struct pipeline *pl, struct capset *set, uint64_t first, uint64_t last)
{
	struct frame frame;
	enum capset_result got;

	while ((got = capset_next(set, &frame)) != CAPSET_END) {
		if (got != CAPSET_FRAME || frame.number < first)
			continue;
		if (last != 0 && frame.number > last)
			break;
		pipeline_frame(pl, &frame);
	}
	pipeline_end(pl);
}

/* Shows the captures to detection. */
static bool show(struct detect *d, const char *const *captures, size_t n, const struct trial *range,
		 const struct sensor_options *o, char error[TRIAL_ERROR])
{
	struct capset_options co = { .to = UINT64_MAX, .say = say_nothing };
	struct pipeline *pl = malloc(sizeof(*pl));
	struct capset *set;
	bool good = false;

	if (pl == NULL || pipeline_init(pl, o, NULL) != 0) {
		(void)snprintf(error, TRIAL_ERROR, "no memory");
		free(pl);
		return false;
	}
	pipeline_detect(pl, d);
	if (capset_open(&set, captures, n, &co, error, TRIAL_ERROR) == 0) {
		good = capset_counts(set)->files_failed == 0;
		if (good)
			feed(pl, set, range != NULL ? range->first : 0,
			     range != NULL ? range->last : 0);
		else
			(void)snprintf(error, TRIAL_ERROR, "%s cannot be read", captures[0]);
		capset_close(set);
	}
	pipeline_free(pl);
	free(pl);
	return good;
}

static struct detect *begin(const struct trial *t, const struct sensor_options *o,
			    struct baseline *baseline, bool learning, char error[TRIAL_ERROR])
{
	struct ruleset *set = load(t, error);
	struct detect *d;

	if (set == NULL)
		return NULL;
	d = detect_new(&(struct detect_options){ .set = set,
						 .baseline = baseline,
						 .learning = learning,
						 .states = (uint32_t)o->states,
						 .sink = { NULL, tell_nobody } });
	if (d == NULL) {
		ruleset_free(set);
		(void)snprintf(error, TRIAL_ERROR, "no memory");
	}
	return d;
}

static bool learn(const struct trial *t, const struct sensor_options *o, struct baseline *baseline,
		  char error[TRIAL_ERROR])
{
	struct detect *d = begin(t, o, baseline, true, error);
	bool good;
	size_t n = 0;

	if (d == NULL)
		return false;
	/* One after the other: their times may overlap. */
	for (good = true; good && t->learn[n] != NULL; n++)
		good = show(d, &t->learn[n], 1, NULL, o, error);
	detect_free(d);
	return good;
}

bool trial_run(const struct trial *t, const struct sensor_options *o, uint64_t *fired,
	       uint32_t room, char error[TRIAL_ERROR])
{
	struct baseline *baseline = t->learn != NULL ? baseline_new() : NULL;
	struct detect *d = NULL;
	bool good = t->learn == NULL || (baseline != NULL && learn(t, o, baseline, error));

	if (good) {
		d = begin(t, o, baseline, false, error);
		good = d != NULL && show(d, &t->capture, 1, t, o, error);
	}
	if (good)
		memcpy(fired, detect_fired(d), room * sizeof(*fired));
	detect_free(d);
	if (baseline != NULL)
		baseline_free(baseline);
	return good;
}
