/* How far an exercise is, without giving anything away. */
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "collector/cmd_exercise.h"
#include "collector/exercise_inside.h"
#include "collector/record_json.h"

enum { ROUND_S = 1 };

static const char *told(const struct exercise_inject *i, const char *lang)
{
	const char *s = json_string_value(json_object_get(i->text, lang));

	return s != NULL ? s : json_string_value(json_object_get(i->text, "en"));
}

static void print_injects(const struct desk_case *d, FILE *f)
{
	for (size_t k = 0; k < d->x.ninjects; k++) {
		const struct exercise_inject *i = &d->x.injects[k];
		const char *text = told(i, d->c->language);

		if (i->done == 0)
			continue;
		(void)fprintf(f, "%s  ", exercise_clock(d->x.start, i->due).s);
		format_safely(f, i->path);
		(void)fprintf(f, ": %s\n",
			      exercise_word(d->messages, d->c->language,
					    i->announce	   ? "exercise.came.announced"
					    : i->code != 0 ? "exercise.came.refused"
							   : "exercise.came.taken-in"));
		if (text != NULL) {
			(void)fprintf(f, "          ");
			format_safely(f, text);
			(void)fprintf(f, "\n");
		}
	}
}

struct counts {
	uint64_t incidents, open, fresh, came;
};

static struct counts count(const struct desk_case *d)
{
	struct counts n = { .incidents = d->judged.nincidents + d->more };

	for (size_t k = 0; k < d->judged.nincidents; k++) {
		n.open += !incident_status_final(d->incidents[k]->status);
		n.fresh += d->incidents[k]->status == INCIDENT_NEW;
	}
	for (size_t k = 0; k < d->x.ninjects; k++)
		n.came += d->x.injects[k].done != 0;
	return n;
}

static void print_said(const struct desk_case *d, const struct exercise_said *said, FILE *f)
{
	char text[EXERCISE_SENTENCE];

	exercise_text(text, d->messages, d->c->language, said);
	format_safely(f, text);
	(void)fputc('\n', f);
}

static void print_head(const struct desk_case *d, FILE *f)
{
	struct exercise_said head;

	said_set(&head, d->x.team[0] != '\0' ? "exercise.going-of" : "exercise.going");
	said_with(&head, "team", d->x.team);
	said_with(&head, "start", incidents_time(d->c, d->x.start).s);
	said_with(&head, "time", exercise_clock(d->x.start, d->judged.now).s);
	print_said(d, &head, f);
}

static void said_number(struct exercise_said *said, const char *name, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, n);
	said_with(said, name, text);
}

static void print_counts(const struct desk_case *d, FILE *f)
{
	const struct counts n = count(d);
	struct exercise_said said;

	said_set(&said, n.incidents == 1 ? "exercise.one" : "exercise.many");
	said_number(&said, "n", n.incidents);
	said_number(&said, "open", n.open);
	said_number(&said, "new", n.fresh);
	print_said(d, &said, f);
}

static void print_status(const struct desk_case *d, FILE *f)
{
	print_head(d, f);
	for (size_t k = 0; k < d->x.nscenarios; k++) {
		const struct scenario *s = d->x.scenarios[k];
		size_t goals;
		const char *const *goal = scenario_items(&s->goals, d->c->language, &goals);

		for (size_t g = 0; g < goals; g++) {
			(void)fprintf(f, "  - ");
			format_safely(f, goal[g]);
			(void)fprintf(f, "\n");
		}
	}
	print_counts(d, f);
	print_injects(d, f);
}

static json_t *came_json(const struct exercise_inject *i)
{
	json_t *o = json_object();

	(void)json_object_set_new(o, "path", json_string(i->path));
	(void)json_object_set_new(o, "due", record_time(i->due));
	(void)json_object_set_new(o, "taken_in", json_boolean(!i->announce && i->code == 0));
	if (i->text != NULL)
		(void)json_object_set(o, "text", i->text);
	return o;
}

static void json_status(const struct desk_case *d, FILE *f)
{
	const struct counts n = count(d);
	json_t *o = json_object(), *came = json_array();

	for (size_t k = 0; k < d->x.ninjects; k++) {
		if (d->x.injects[k].done != 0)
			(void)json_array_append_new(came, came_json(&d->x.injects[k]));
	}
	(void)json_object_set_new(o, "team", json_string(d->x.team));
	(void)json_object_set_new(o, "start", record_time(d->x.start));
	(void)json_object_set_new(o, "time", record_time(d->judged.now));
	(void)json_object_set_new(o, "incidents", record_number(n.incidents));
	(void)json_object_set_new(o, "open", record_number(n.open));
	(void)json_object_set_new(o, "new", record_number(n.fresh));
	(void)json_object_set_new(o, "notifications", came);
	(void)json_dumpf(o, f, JSON_COMPACT);
	(void)fputc('\n', f);
	json_decref(o);
}

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

static bool status_open(struct desk_case *d, const struct collector_options *c, int *code)
{
	if (!exercise_take(d, c, code))
		return false;
	if (!exercise_messages(c, &d->messages)) {
		*code = COLLECT_USAGE;
		return false;
	}
	return exercise_read(d, code);
}

/* One round; what is said is said again only when there is something new. */
static int round_of(const struct collector_options *c, struct counts *last)
{
	struct desk_case d;
	int code;

	if (status_open(&d, c, &code)) {
		const struct counts n = count(&d);
		bool same = n.incidents == last->incidents && n.open == last->open &&
			    n.fresh == last->fresh && n.came == last->came;

		if (!same && c->json)
			json_status(&d, stdout);
		else if (!same)
			print_status(&d, stdout);
		*last = n;
		code = query_written();
	}
	exercise_done(&d);
	return code;
}

int collect_exercise_status(const struct collector_options *c, char **args)
{
	struct sigaction a = { .sa_handler = stop };
	struct counts last = { .incidents = UINT64_MAX };
	int code = round_of(c, &last);

	(void)args;
	if (!c->follow)
		return code;
	(void)sigaction(SIGINT, &a, NULL);
	(void)sigaction(SIGTERM, &a, NULL);
	while (code == COLLECT_DONE && stopped == 0) {
		(void)nanosleep(&(struct timespec){ .tv_sec = ROUND_S }, NULL);
		if (stopped == 0)
			code = round_of(c, &last);
	}
	return code;
}
