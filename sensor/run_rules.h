#ifndef SENSOR_RUN_RULES_H
#define SENSOR_RUN_RULES_H
/*
 * The rules of a run: reading what the options name, saying what is wrong, and reading it again
 * when it changes.
 */
#include "sensor/detect/detect.h"
#include "sensor/options.h"

struct run_rules {
	const struct sensor_options *options;
	struct detect *detect;
	struct baseline *baseline; /* NULL: there is none */
	struct baseline *old;	   /* learning for a review: what it is held against; else NULL */
	struct arena named;	   /* what messages about the baseline name */
	uint64_t signature;	   /* of the files that are in use */
	uint64_t changing;	   /* another one that was seen once; 0: none */
};

/* The rule set that the options name; NULL: wrong, and all errors are said on standard error.
 * Warnings are said unless quiet. */
struct ruleset *run_ruleset(const struct sensor_options *options);
/* The same of the paths in args if there are any, else of --rules, else of the folder that is
 * there. */
struct ruleset *run_ruleset_args(const struct sensor_options *options, char **args);

/* The baseline in the file, for that set; NULL: wrong, and it has said why. */
struct baseline *run_baseline(const char *path, const struct ruleset *set, struct arena *named);

/* Reads rules and baseline and makes detection of them. learning: rules fill r->baseline. Returns
 * an exit code of commands.h; r is to be freed only after EXIT_DONE. */
int run_rules_init(struct run_rules *r, const struct sensor_options *options,
		   struct alert_sink sink, bool learning);
void run_rules_free(struct run_rules *r);

/* Did the files change, and are they the same as at the last call, so that whoever writes them has
 * finished? Looks at names, sizes and times only. */
bool run_rules_changed(struct run_rules *r);
/* Reads them again. When they are wrong, all errors are said and the old rules stay. */
void run_rules_reload(struct run_rules *r);

#endif
