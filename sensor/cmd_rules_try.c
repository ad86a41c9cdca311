#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "sensor/capset.h"
#include "sensor/commands.h"
#include "sensor/rule/ruleset.h"
#include "sensor/run.h"
#include "sensor/try.h"

/* What the condition is called in messages. */
#define NAME "-e"

/* The condition, with a mark below each place that an error is about. */
static void print_places(const char *condition, const struct rule_errors *e)
{
	size_t n = strcspn(condition, "\n");
	char *marks = calloc(1, n + 2);

	if (marks == NULL)
		return;
	memset(marks, ' ', n + 1);
	for (size_t i = 0; i < e->n; i++) {
		const struct text_place *at = &e->kept[i].at;

		if (strcmp(e->kept[i].file, NAME) != 0)
			continue;
		if (at->line == 1 && at->column > 0 && (size_t)at->column <= n + 1)
			marks[at->column - 1] = '^';
	}
	for (size_t end = n + 1; end > 0 && marks[end - 1] == ' '; end--)
		marks[end - 1] = '\0';
	if (marks[0] != '\0')
		(void)fprintf(stderr, "  %.*s\n  %s\n", (int)n, condition, marks);
	free(marks);
}

/* It may not ask for what no frame has. */
static bool of_frames(const struct condition *c, const char *condition, struct rule_errors *e)
{
	const struct rule_text text = { .s = condition, .len = strlen(condition), .file = NAME };
	const struct rule_field *f = try_refuses(c);

	if (f == NULL)
		return true;
	const char *where = strstr(condition, f->row->name);

	rule_error(e, &text, where != NULL ? (size_t)(where - condition) : 0,
		   "'%s' is known when something happens, which no single frame shows; use it in "
		   "a rule",
		   f->row->name);
	return false;
}

/* The condition, and what the files that are named define for it. NULL: something is wrong, and it
 * was said what. */
static struct ruleset *compile(const struct sensor_options *s, const char *condition)
{
	const struct ruleset_sources sources = { .rules = s->rules.items,
						 .nrules = s->rules.n,
						 .site = s->site,
						 .tags = s->tags,
						 .condition = condition };
	struct rule_errors e = { .n = 0 };
	struct arena failed = { NULL };
	struct ruleset *set = ruleset_load(&sources, &e, &failed);
	bool good = set != NULL && of_frames(set->condition, condition, &e);

	if (e.errors > 0 || (e.warnings > 0 && !s->quiet)) {
		rule_errors_print(&e, stderr);
		print_places(condition, &e);
	}
	rule_errors_free(&e);
	arena_free(&failed);
	if (good)
		return set;
	ruleset_free(set);
	return NULL;
}

/* Frames, as many as are asked for, through the pipeline. */
static void read_frames(struct try *t, struct capset *set, uint64_t most)
{
	struct frame frame;
	enum capset_result got;
	uint64_t given = 0;

	while (!run_stopped && (got = capset_next(set, &frame)) != CAPSET_END) {
		if (got != CAPSET_FRAME)
			continue;
		try_frame(t, &frame);
		if (++given == most)
			break;
	}
	try_end(t);
}

static bool look(const struct sensor_options *s, struct run *r, struct capset *set,
		 const struct ruleset *rules)
{
	const struct try_options to = { .condition = rules->condition,
					.site = &rules->site,
					.tags = rules->tags,
					.out = stdout,
					.json = s->json,
					.total = s->total,
					.gap_wait = s->gap_wait,
					.duplicate_window = s->duplicate_window };
	struct try *t = try_new(&to, r->pl);
	struct try_counts n;

	if (t == NULL) {
		log_error("no memory");
		return false;
	}
	read_frames(t, set, s->count);
	try_counts(t, &n);
	if (s->total)
		printf("%llu\n", (unsigned long long)n.matched);
	if (n.early > 0)
		log_warnx("%llu frames were asked about before all of them was known: too many "
			  "waited for TCP segments that are missing",
			  (unsigned long long)n.early);
	log_debug("%llu of %llu frames match; %llu messages ended after their frame",
		  (unsigned long long)n.matched, (unsigned long long)n.frames,
		  (unsigned long long)n.late);
	try_free(t);
	return capset_counts(set)->files_failed == 0;
}

/* What a display filter sees: every frame, whatever a mirror did. Operations are not printed by the
 * pipeline itself, and flows are not inspected when nobody asks what they are. */
static struct sensor_options as_seen(const struct sensor_options *s, const struct condition *c)
{
	struct sensor_options o = *s;

	o.duplicate_window = 0;
	o.rules.n = 0; /* their lists and macros are in the condition; they do not look on */
	if ((c->homes >> HOME_FLOW & 1) == 0)
		o.dpi_flows = 0;
	o.summary = true;
	o.quiet = true;
	o.rules = (struct option_list){ NULL, 0 }; /* the condition has what it needs of them */
	return o;
}

static int try_files(const struct sensor_options *s, char **files, const struct ruleset *rules)
{
	const struct capset_options co = {
		.filter = s->filter, .from = s->from, .to = s->to, .stop = &run_stopped
	};
	const struct sensor_options seen = as_seen(s, rules->condition);
	struct capset *set;
	struct run r;
	char text[256];
	size_t n = 0;
	bool good = false;

	while (files[n] != NULL)
		n++;
	if (capset_open(&set, (const char *const *)files, n, &co, text, sizeof(text)) != 0) {
		log_error("%s", text);
		return EXIT_USAGE;
	}
	if (run_init(&r, &seen, false) == EXIT_DONE) {
		good = look(s, &r, set, rules);
		run_free(&r);
	}
	capset_close(set);
	return good ? EXIT_DONE : EXIT_FAILED;
}

int cmd_rules_try(const struct sensor_options *s, char **args)
{
	struct ruleset *rules = compile(s, args[0]);

	if (rules == NULL)
		return EXIT_USAGE;
	int code = try_files(s, args + 1, rules);

	ruleset_free(rules);
	return code;
}
