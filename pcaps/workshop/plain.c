/* Lines for those who have no terminal that could have a screen, and for logs. */
#include <stdio.h>
#include <string.h>

#include "pcaps/workshop/view.h"

enum { ROUND_S = 10 };

/* What was said of an incident. */
struct told {
	char id[64];
	char text[400];
};

static void stamp(void)
{
	time_t now = time(NULL);
	char text[16] = "";
	struct tm local;

	(void)strftime(text, sizeof(text), "%H:%M:%S", localtime_r(&now, &local));
	printf("%s ", text);
}

/* Was that not said of it yet? */
static bool fresh(struct told *told, size_t *n, const char *id, const char *text)
{
	size_t i = 0;

	while (i < *n && strcmp(told[i].id, id) != 0)
		i++;
	if (i == STATE_INCIDENTS || (i < *n && strcmp(told[i].text, text) == 0))
		return false;
	if (i == *n)
		(*n)++;
	(void)snprintf(told[i].id, sizeof(told[i].id), "%s", id);
	(void)snprintf(told[i].text, sizeof(told[i].text), "%s", text);
	return true;
}

static void say_incidents(const struct state *s)
{
	static struct told told[STATE_INCIDENTS];
	static size_t ntold;

	/* The oldest first: as they happened. */
	for (size_t i = s->nincidents; i-- > 0;) {
		const struct state_incident *x = &s->incidents[i];
		char ends[160], text[400];

		view_ends(x, ends, sizeof(ends));
		(void)snprintf(text, sizeof(text), "%s %s: %s (%s)", x->severity, x->status,
			       x->title, ends);
		if (!fresh(told, &ntold, x->id, text))
			continue;
		stamp();
		printf("incident %s r%u %s\n", x->id, x->revision, text);
	}
}

static void say_process(const struct state_plant *p)
{
	char value[48];

	for (size_t i = 0; i < p->n; i++) {
		const struct state_variable *v = &p->variables[i];

		view_value(v, value, sizeof(value));
		if (strcmp(v->unit, "%") == 0 && v->kind != KIND_HOLDING)
			printf(" %s %s", v->name, value);
		else if (v->out)
			printf(" %s %s OUT OF ITS LIMITS", v->name, value);
		else if (v->alarm)
			printf(" ALARM %s", v->name);
	}
}

static void say_state(const struct state *s)
{
	const struct state_sensor *n = &s->sensor;

	stamp();
	if (n->there)
		printf("sensor %.0f packets, %.0f dropped, %.0f alerts, %.0f events delivered, "
		       "%.0f waiting;",
		       n->frames, n->dropped, n->alerts, n->acknowledged, n->waiting);
	else
		printf("sensor does not answer;");
	printf(" incidents %zu;", s->nincidents);
	if (s->plant.there)
		say_process(&s->plant);
	printf("\n");
}

static void say_tries(const struct state *s, const struct workshop *w)
{
	char command[WORKSHOP_PATH + 80];

	if (s->ntries == 0)
		return;
	state_try_command(&s->tries[s->next_try], w, command, sizeof(command));
	stamp();
	printf("try in another terminal: %s   # %s\n", command, s->tries[s->next_try].title);
}

void plain_show(struct state *s, const struct workshop *w)
{
	static bool began;
	static time_t next;
	static size_t said = SIZE_MAX;
	static bool there;
	static char problem[WORKSHOP_LINE];
	time_t now = time(NULL);

	if (!began) {
		if (w->played) {
			stamp();
			printf("%s\n", w->why_played);
		}
		stamp();
		printf("everything is in %s; Ctrl-C ends it and removes it\n", w->folder);
		began = true;
		next = now + 2;
	}
	if (said != s->next_try)
		say_tries(s, w);
	said = s->next_try;
	if (strcmp(problem, s->problem) != 0) {
		(void)snprintf(problem, sizeof(problem), "%s", s->problem);
		stamp();
		printf("%s\n", problem[0] != '\0' ? problem : "it works again");
	}
	say_incidents(s);
	/* Also when the sensor has come, or gone. */
	if (now >= next || there != s->sensor.there) {
		say_state(s);
		next = now + ROUND_S;
		there = s->sensor.there;
	}
	(void)fflush(stdout);
}
