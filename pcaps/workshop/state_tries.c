/* What can be tried: the scenarios that come with the plant, or captures when there is none. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/scenario.h"
#include "pcaps/workshop/state.h"

/* When no scenario is there yet; also the captures that are worth seeing first. */
static const struct state_try usual[] = {
	{ "identify", "Somebody asks the controllers who they are", 1 },
	{ "scan", "Somebody tries which addresses answer", 1 },
	{ "write", "Somebody writes to a controller", 2 },
	{ "setpoint", "Somebody turns the chlorine up", 2 },
	{ "flap", "Somebody switches a pump on and off", 2 },
	{ "stop", "Somebody stops a controller", 2 },
	{ "frostygoop", "Many writes to all controllers, one after the other", 3 },
};

static void add(struct state *s, const char *name, const char *title, unsigned level)
{
	struct state_try *t = &s->tries[s->ntries];

	if (s->ntries == STATE_TRIES)
		return;
	s->ntries++;
	t->level = level;
	(void)snprintf(t->name, sizeof(t->name), "%.39s", name);
	(void)snprintf(t->title, sizeof(t->title), "%s", title != NULL ? title : "");
}

static const char *language(void)
{
	const char *lang = getenv("LC_ALL");

	lang = lang != NULL && lang[0] != '\0' ? lang : getenv("LANG");
	return lang != NULL && strncmp(lang, "ja", 2) == 0 ? "ja" : "en";
}

static bool playable(const struct workshop *w, const char *name, char path[WORKSHOP_PATH + 160])
{
	(void)snprintf(path, WORKSHOP_PATH + 160, "%s/pcaps/scenarios/%s/%s.pcap", w->data, name,
		       name);
	if (access(path, R_OK) == 0)
		return true;
	(void)snprintf(path, WORKSHOP_PATH + 160, "%s/pcaps/attack-%s.pcap", w->data, name);
	return access(path, R_OK) == 0;
}

static void read_one(struct state *s, const struct workshop *w, const char *name)
{
	char path[WORKSHOP_PATH + 160];
	struct scenario *x;

	(void)snprintf(path, sizeof(path), "%s/pcaps/scenarios/%.60s/scenario.yaml", w->data, name);
	if (name[0] == '.' || access(path, R_OK) != 0)
		return;
	x = scenario_read(path);
	if (x == NULL)
		return;
	if (strcmp(x->plant, w->plant) == 0 && (!w->played || playable(w, name, path)))
		add(s, name, scenario_say(&x->title, language()), x->level);
	scenario_free(x);
}

static int easiest_first(const void *a, const void *b)
{
	const struct state_try *x = a, *y = b;

	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	return strcmp(x->name, y->name);
}

void state_find_tries(struct state *s, const struct workshop *w)
{
	char path[WORKSHOP_PATH + 160];
	struct dirent *e;
	DIR *d;

	(void)snprintf(path, sizeof(path), "%s/pcaps/scenarios", w->data);
	d = opendir(path);
	while (d != NULL && (e = readdir(d)) != NULL)
		read_one(s, w, e->d_name);
	if (d != NULL)
		(void)closedir(d);
	qsort(s->tries, s->ntries, sizeof(s->tries[0]), easiest_first);
	for (size_t i = 0; s->ntries == 0 && i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (!w->played || playable(w, usual[i].name, path))
			s->tries[s->ntries++] = usual[i];
	}
}

static bool mark(struct state *s, const char *name)
{
	for (size_t i = 0; i < s->ntries; i++) {
		if (strcmp(s->tries[i].name, name) != 0 || s->tries[i].tried)
			continue;
		s->tries[i].tried = true;
		return true;
	}
	return false;
}

void state_note_tried(struct state *s, const struct workshop *w)
{
	char path[WORKSHOP_PATH + 16], name[STATE_NAME + 2];
	bool news = false;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/tried", w->folder);
	f = fopen(path, "re");
	while (f != NULL && fgets(name, sizeof(name), f) != NULL) {
		name[strcspn(name, "\n")] = '\0';
		news = mark(s, name) || news;
	}
	if (f != NULL)
		(void)fclose(f);
	for (size_t i = 0; news && i < s->ntries; i++) {
		size_t at = (s->next_try + i) % s->ntries;

		if (s->tries[at].tried)
			continue;
		s->next_try = at;
		return;
	}
}

/* A program by a path from here when there is one: what is typed is short. */
void state_try_command(const struct state_try *t, const struct workshop *w, char *out, size_t room)
{
	char here[WORKSHOP_PATH];
	const char *program = w->programs;
	size_t n = getcwd(here, sizeof(here)) != NULL ? strlen(here) : 0;

	if (n > 0 && strncmp(program, here, n) == 0 && program[n] == '/')
		program += n + 1;
	(void)snprintf(out, room, "%s/kagami-workshop attack %s", program, t->name);
}
