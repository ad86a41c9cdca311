#include "sensor/run_rules.h"

#include <string.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/paths.h"
#include "sensor/summary_format.h"

static struct ruleset *load(const struct ruleset_sources *sources, bool quiet)
{
	struct rule_errors errors = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set = ruleset_load(sources, &errors, &failed);

	if (errors.errors > 0 || !quiet)
		rule_errors_print(&errors, stderr);
	rule_errors_free(&errors);
	arena_free(&failed);
	return set;
}

struct ruleset *run_ruleset(const struct sensor_options *o)
{
	return load(&(struct ruleset_sources){ .rules = o->rules.items,
					       .nrules = o->rules.n,
					       .site = o->site,
					       .tags = o->tags },
		    o->quiet);
}

struct ruleset *run_ruleset_args(const struct sensor_options *o, char **args)
{
	static const char *const places[] = { "rules", "/usr/share/kagami/rules",
					      "/usr/local/share/kagami/rules" };
	struct ruleset_sources sources = {
		.rules = o->rules.items, .nrules = o->rules.n, .site = o->site, .tags = o->tags
	};
	const char *found = NULL;
	size_t n = 0;

	while (args[n] != NULL)
		n++;
	if (n > 0) {
		sources.rules = (const char *const *)args;
		sources.nrules = n;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && found == NULL; i++) {
		if (paths_folder(places[i]))
			found = places[i];
	}
	if (sources.nrules == 0) {
		if (found == NULL) {
			log_error("no rules: name rule files or folders, or use --rules");
			return NULL;
		}
		sources.rules = &found;
		sources.nrules = 1;
	}
	return load(&sources, o->quiet);
}

struct baseline *run_baseline(const char *path, const struct ruleset *set, struct arena *named)
{
	struct rule_errors errors = { NULL };
	struct baseline *b = baseline_new();
	bool good;

	if (b == NULL)
		fatal("%s", path);
	good = baseline_read(b, path, set, &errors, named);
	rule_errors_print(&errors, stderr);
	rule_errors_free(&errors);
	if (good)
		return b;
	baseline_free(b);
	return NULL;
}

/* ---- files that change ------------------------------------------------------------------- */

/* "1 rule is", "2 rules are" */
static struct text rules_are(uint64_t n)
{
	struct text t = format_many(n, "rule");

	format_add(&t, n == 1 ? " is" : " are");
	return t;
}

static uint64_t sign(const struct sensor_options *o)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < o->rules.n; i++)
		sum = sum * 31 + paths_sign(o->rules.items[i]);
	sum = sum * 31 + paths_sign(o->site);
	return sum * 31 + paths_sign(o->tags);
}

bool run_rules_changed(struct run_rules *r)
{
	uint64_t now = sign(r->options);
	bool settled = now != r->signature && now == r->changing;

	r->changing = now;
	return settled;
}

void run_rules_reload(struct run_rules *r)
{
	uint64_t signature = sign(r->options);
	struct ruleset *set = run_ruleset(r->options);

	/* What is wrong is said once, not every second. */
	r->signature = signature;
	if (set == NULL) {
		log_warnx("the rules that changed are wrong: the old ones stay in use");
	} else if (!detect_use(r->detect, set)) {
		ruleset_free(set);
		log_warn("the rules that changed: the old ones stay in use");
	} else {
		log_info("%s in use now", rules_are(set->n).s);
	}
}

/* ---- the whole --------------------------------------------------------------------------- */

/* The baseline that is used, or gone on from. */
static bool begin_baseline(struct run_rules *r, const struct ruleset *set, bool learning)
{
	const char *path = learning ? r->options->merge : r->options->baseline;

	r->baseline = NULL;
	if (learning && r->options->review) {
		r->old = path != NULL ? run_baseline(path, set, &r->named) : baseline_new();
		r->baseline = r->old != NULL ? baseline_new() : NULL;
		return r->baseline != NULL;
	}
	if (path != NULL)
		r->baseline = run_baseline(path, set, &r->named);
	else if (learning)
		r->baseline = baseline_new();
	return r->baseline != NULL || (path == NULL && !learning);
}

/* Rules that cannot work say so once. */
static void say_quiet(const struct run_rules *r)
{
	struct detect_counts counts;

	detect_counts(r->detect, &counts);
	if (counts.quiet_rules == 0)
		return;
	if (r->baseline == NULL)
		log_info("%s quiet for want of a baseline, see `kagami-sensor learn`",
			 rules_are(counts.quiet_rules).s);
	else
		log_info("%s quiet: not in the baseline", rules_are(counts.quiet_rules).s);
}

int run_rules_init(struct run_rules *r, const struct sensor_options *options,
		   struct alert_sink sink, bool learning)
{
	struct ruleset *set;

	*r = (struct run_rules){ .options = options };
	r->signature = sign(options);
	r->changing = r->signature;
	set = run_ruleset(options);
	if (set == NULL)
		return EXIT_USAGE;
	if (!begin_baseline(r, set, learning)) {
		ruleset_free(set);
		run_rules_free(r);
		return EXIT_USAGE;
	}
	r->detect = detect_new(&(struct detect_options){ .set = set,
							 .baseline = r->baseline,
							 .learning = learning,
							 .states = (uint32_t)options->states,
							 .sink = sink });
	if (r->detect == NULL) {
		log_warnx("no memory for the states of rules; see `kagami-sensor check`");
		ruleset_free(set);
		run_rules_free(r);
		return EXIT_FAILED;
	}
	if (!learning)
		say_quiet(r);
	return EXIT_DONE;
}

void run_rules_free(struct run_rules *r)
{
	detect_free(r->detect);
	if (r->baseline != NULL)
		baseline_free(r->baseline);
	if (r->old != NULL)
		baseline_free(r->old);
	arena_free(&r->named);
	*r = (struct run_rules){ NULL };
}
