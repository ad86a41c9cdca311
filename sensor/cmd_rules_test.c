#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/rule_trial.h"
#include "sensor/run_rules.h"

enum { PATH_SIZE = 4096, LEARN_MAX = 8 };

struct tester {
	const struct sensor_options *options;
	struct ruleset_sources sources;
	const struct ruleset *set;
	struct arena arena;
	struct done *done; /* trials that were run */
	unsigned passed, failed;
};

/* A trial and what came of it: cases of many rules share it. */
struct done {
	struct done *next;
	struct trial trial;
	bool good;
	char error[TRIAL_ERROR];
	uint64_t fired[];
};

/* The file that a case means: beside the rule's file, or in pcaps/ beside the rules' folder. */
static const char *find_file(struct tester *t, const struct rule *r, const char *name)
{
	static const char *const places[] = { "", "../pcaps/", "../../pcaps/" };
	const char *slash = strrchr(r->file, '/');
	int folder = slash != NULL ? (int)(slash - r->file) + 1 : 0;
	char path[PATH_SIZE];

	if (name == NULL || name[0] == '/')
		return name;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		(void)snprintf(path, sizeof(path), "%.*s%s%s", folder, r->file, places[i], name);
		if (access(path, R_OK) == 0)
			return arena_copy(&t->arena, path, strlen(path));
	}
	return name;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_list(const char *const *a, const char *const *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	while (*a != NULL && *b != NULL && strcmp(*a, *b) == 0)
		a++, b++;
	return *a == NULL && *b == NULL;
}

static bool same_trial(const struct trial *a, const struct trial *b)
{
	return same_text(a->capture, b->capture) && a->first == b->first && a->last == b->last &&
	       same_text(a->sources.site, b->sources.site) &&
	       same_text(a->sources.tags, b->sources.tags) && same_list(a->learn, b->learn);
}

static struct trial trial_of(struct tester *t, const struct rule *r, const struct rule_case *c)
{
	struct trial trial = {
		.sources = t->sources,
		.capture = find_file(t, r, c->capture),
		.first = c->first,
		.last = c->last,
	};

	if (c->site != NULL)
		trial.sources.site = find_file(t, r, c->site);
	if (c->tags != NULL)
		trial.sources.tags = find_file(t, r, c->tags);
	if (c->learn != NULL) {
		const char **learn = arena_new(&t->arena, const char *, LEARN_MAX + 1);

		for (size_t i = 0; i < LEARN_MAX && c->learn[i] != NULL; i++)
			learn[i] = find_file(t, r, c->learn[i]);
		trial.learn = learn;
	}
	return trial;
}

static const struct done *run(struct tester *t, const struct trial *trial)
{
	struct done *d = t->done;

	while (d != NULL && !same_trial(&d->trial, trial))
		d = d->next;
	if (d != NULL)
		return d;
	d = arena_get(&t->arena, sizeof(*d) + t->set->n * sizeof(*d->fired));
	d->trial = *trial;
	d->good = trial_run(trial, t->options, d->fired, t->set->n, d->error);
	d->next = t->done;
	t->done = d;
	return d;
}

static void say(struct tester *t, bool good, const struct rule *r, const char *what)
{
	if (good)
		t->passed++;
	else
		t->failed++;
	printf("%s %u - %s %s\n", good ? "ok" : "not ok", t->passed + t->failed, r->id, what);
}

static void test_case(struct tester *t, const struct rule *r, const struct rule_case *c)
{
	struct trial trial = trial_of(t, r, c);
	const struct done *d = run(t, &trial);
	uint64_t alerts = d->fired[r->index], least = c->alerts > 0 ? c->alerts : 1;
	bool good = d->good && (c->fires ? alerts >= least : alerts == 0);
	char frames[48] = "", what[PATH_SIZE + TRIAL_ERROR];

	if (c->last != 0)
		(void)snprintf(frames, sizeof(frames), ", frames %llu-%llu,",
			       (unsigned long long)c->first, (unsigned long long)c->last);
	(void)snprintf(what, sizeof(what), "%s in %s%s: %llu alerts%s%s",
		       c->fires ? "fires" : "is quiet", c->capture, frames,
		       (unsigned long long)alerts, d->good ? "" : ": ", d->error);
	say(t, good, r, what);
	if (!good)
		printf("# %s:%d:%d: %s\n", r->file, c->at.line, c->at.column,
		       !d->good	  ? d->error
		       : c->fires ? "too few alerts"
				  : "an alert where there must be none");
}

static void test_rule(struct tester *t, const struct rule *r)
{
	unsigned fires = 0;

	for (uint32_t i = 0; i < r->ncases; i++) {
		fires += r->cases[i].fires;
		test_case(t, r, &r->cases[i]);
	}
	if (fires == 0)
		say(t, false, r, "has no case in which it must fire");
	if (fires == r->ncases)
		say(t, false, r, "has no case in which it must be quiet");
}

int cmd_rules_test(const struct sensor_options *s, char **args)
{
	struct ruleset *set = run_ruleset_args(s, args);
	struct tester t = { .options = s, .set = set };
	bool good;

	if (set == NULL)
		return EXIT_USAGE;
	t.sources = (struct ruleset_sources){
		.rules = set->files, .nrules = set->nfiles, .site = s->site, .tags = s->tags
	};
	for (uint32_t i = 0; i < set->n; i++)
		test_rule(&t, set->rules[i]);
	printf("1..%u\n# %u rules, %u cases passed, %u failed\n", t.passed + t.failed, set->n,
	       t.passed, t.failed);
	good = t.failed == 0;
	arena_free(&t.arena);
	ruleset_free(set);
	return good ? EXIT_DONE : EXIT_FAILED;
}
