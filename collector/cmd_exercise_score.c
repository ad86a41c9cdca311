/* The score of an exercise, printed or as a report. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_exercise.h"
#include "common/log.h"

enum { POINTS = 24 };

struct scoring {
	struct desk_case d;
	struct exercise_score *s;
	struct exercise_paper p;
};

static bool score_open(struct scoring *x, const struct collector_options *c, int *code)
{
	x->s = NULL;
	if (!exercise_take(&x->d, c, code))
		return false;
	if (!exercise_messages(c, &x->d.messages)) {
		*code = COLLECT_USAGE;
		return false;
	}
	if (!exercise_read(&x->d, code))
		return false;
	x->s = exercise_score(&x->d.judged);
	x->p = (struct exercise_paper){ .team = x->d.x.team,
					.lang = c->language,
					.messages = x->d.messages,
					.more = x->d.more };
	if (x->s == NULL)
		log_error("no memory");
	return x->s != NULL;
}

static void score_close(struct scoring *x)
{
	exercise_score_free(x->s);
	exercise_done(&x->d);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void print_said(const struct scoring *x, const struct exercise_said *said)
{
	char text[EXERCISE_SENTENCE];

	exercise_text(text, x->p.messages, x->p.lang, said);
	format_safely(stdout, text);
}

static const char *word(const struct scoring *x, const char *id)
{
	return exercise_word(x->p.messages, x->p.lang, id);
}

static void print_goal(const struct scoring *x, const struct exercise_goal *g)
{
	static const char *const signs[] = {
		[EXERCISE_REACHED] = "✓", [EXERCISE_OPEN] = "…", [EXERCISE_MISSED] = "✗"
	};
	char points[POINTS];

	(void)snprintf(points, sizeof(points), "%u/%u",
		       g->state == EXERCISE_REACHED ? g->goal->points : 0, g->goal->points);
	printf("  %s %7s  ", signs[g->state], points);
	print_said(x, &g->wanted);
	if (g->goal->incident != NULL)
		printf(" [%s]", g->goal->incident->id);
	if (g->goal->within != 0)
		printf(" (≤ %s)", exercise_clock(0, g->goal->within).s + 1);
	printf("\n             ");
	print_said(x, &g->found);
	if (g->late)
		printf(" (%s)", word(x, "exercise.late"));
	printf("\n");
}

static void print_techniques(const struct scoring *x)
{
	for (unsigned sight = 0; sight < SIGHTS; sight++) {
		char id[64];
		bool some = false;

		for (size_t k = 0; k < x->s->ntechniques; k++) {
			const struct exercise_technique *t = &x->s->techniques[k];

			if (t->sight != (enum exercise_sight)sight)
				continue;
			(void)snprintf(id, sizeof(id), "exercise.sight.%s",
				       exercise_sight_name(t->sight));
			if (!some)
				printf("  %s:", word(x, id));
			some = true;
			printf(" %s", t->id);
		}
		if (some)
			printf("\n");
	}
}

static void print_score(const struct scoring *x)
{
	printf("%s%s%s, %s: %u / %u\n", x->d.x.team, x->d.x.team[0] != '\0' ? ", " : "",
	       exercise_clock(x->d.x.start, x->d.judged.now).s, word(x, "exercise.points"),
	       x->s->points, x->s->of);
	for (size_t k = 0; k < x->d.x.nscenarios; k++) {
		const struct scenario *s = x->d.x.scenarios[k];

		printf("\n%s: ", s->name);
		format_safely(stdout, scenario_say(&s->title, x->p.lang));
		printf("\n");
		for (size_t g = 0; g < x->s->ngoals; g++) {
			if (x->s->goals[g].scenario == s)
				print_goal(x, &x->s->goals[g]);
		}
	}
	printf("\n%s\n", word(x, "exercise.techniques"));
	print_techniques(x);
	printf("\n%s\n", word(x, "exercise.unexpected"));
	for (size_t k = 0; k < x->s->nunexpected; k++) {
		const struct incident *i = x->s->unexpected[k];

		printf("  %s  %-8s  ", i->id, scenario_severity_name(i->severity));
		format_safely(stdout, i->title);
		printf("\n");
	}
	if (x->s->nunexpected == 0)
		printf("  %s\n", word(x, "exercise.none"));
	if (x->d.more > 0)
		printf("\n%" PRIu64 " more incidents were not looked at.\n", x->d.more);
}

static bool print_json(const struct scoring *x)
{
	char *text = NULL;
	size_t n = 0;
	bool good = exercise_json(&x->d.judged, x->s, &x->p, &text, &n);

	if (good)
		(void)fwrite(text, 1, n, stdout);
	else
		log_error("no memory");
	free(text);
	return good;
}

int collect_exercise_score(const struct collector_options *c, char **args)
{
	struct scoring x;
	int code = COLLECT_FAILED;

	(void)args;
	if (score_open(&x, c, &code)) {
		code = COLLECT_DONE;
		if (!c->json)
			print_score(&x);
		else if (!print_json(&x))
			code = COLLECT_FAILED;
		if (code == COLLECT_DONE)
			code = query_written();
	}
	score_close(&x);
	return code;
}

/* ---- as a report ---------------------------------------------------------------------------- */

static bool write_report(const struct scoring *x, const char *path,
			 bool (*make)(const struct exercise_case *c, const struct exercise_score *s,
				      const struct exercise_paper *p, char **out, size_t *n))
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = NULL;
	bool good = make(&x->d.judged, x->s, &x->p, &text, &n);

	if (!good) {
		log_error("no memory");
		return false;
	}
	f = fopen(path, "we");
	good = f != NULL && fwrite(text, 1, n, f) == n;
	if (f != NULL)
		good = fclose(f) == 0 && good;
	if (good)
		printf("%s\n", path);
	else
		log_error("%s: %s", path, strerror(errno));
	free(text);
	return good;
}

int collect_exercise_report(const struct collector_options *c, char **args)
{
	struct scoring x;
	int code = COLLECT_FAILED;

	if (c->html == NULL && !c->json) {
		log_error("as what? --html FILE, --json [FILE], or both");
		return COLLECT_USAGE;
	}
	if (args[0] != NULL && !c->json) {
		log_error("'%s' is for nothing: --html has its file, --json was not asked for",
			  args[0]);
		return COLLECT_USAGE;
	}
	if (score_open(&x, c, &code)) {
		bool good = c->html == NULL || write_report(&x, c->html, exercise_html);

		if (good && c->json)
			good = args[0] != NULL ? write_report(&x, args[0], exercise_json)
					       : print_json(&x);
		code = good ? query_written() : COLLECT_FAILED;
	}
	score_close(&x);
	return code;
}
