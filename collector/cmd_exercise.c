/* Exercises: their beginning, and what comes in while they go on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/cmd_exercise.h"
#include "collector/cmd_share.h"
#include "common/log.h"
#include "common/timeline.h"

enum { WHY = 512 };

/* ---- start ---------------------------------------------------------------------------------- */

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A file, a folder with one, or the name of one that is here or installed. */
static bool find_scenario(const char *what, char out[EXERCISE_PATH])
{
	static const char *const places[] = { "%s", "%s/scenario.yaml",
					      "pcaps/scenarios/%s/scenario.yaml",
					      "/usr/share/kagami/scenarios/%s/scenario.yaml" };

	for (size_t k = 0; k < sizeof(places) / sizeof(places[0]); k++) {
		char path[EXERCISE_PATH] = "";
		const char *rest = places[k] + strcspn(places[k], "%");
		int n = snprintf(path, sizeof(path), "%.*s%s%s", (int)(rest - places[k]), places[k],
				 what, rest + 2);

		if (n < EXERCISE_PATH && is_file(path)) {
			memcpy(out, path, sizeof(path));
			return true;
		}
	}
	log_error("there is no scenario '%s': neither a file or a folder of that name, nor "
		  "pcaps/scenarios/%s/scenario.yaml here, nor one that is installed",
		  what, what);
	return false;
}

/* --at: a time, or +10m from `from`; NULL: now. */
static bool read_at(const char *at, uint64_t from, uint64_t *ns)
{
	uint64_t after;

	*ns = share_now();
	if (at == NULL)
		return true;
	if (at[0] == '+' && option_number(OPTION_DURATION, at + 1, &after) == OPTION_PARSED &&
	    after < UINT64_MAX - from) {
		*ns = from + after;
		return true;
	}
	if (at[0] != '+' && option_number(OPTION_TIME, at, ns) == OPTION_PARSED)
		return true;
	log_error("--at: '%.80s' is no time such as 2026-11-22T09:00:00Z or +10m", at);
	return false;
}

int collect_exercise_start(const struct collector_options *c, char **args)
{
	static char paths[EXERCISE_SCENARIOS][EXERCISE_PATH];
	const char *files[EXERCISE_SCENARIOS];
	struct exercise x = { .lock = -1 };
	uint64_t start;
	size_t n = 0;
	bool read = false, good = read_at(c->at, share_now(), &start);

	for (; good && args[n] != NULL && n < EXERCISE_SCENARIOS; n++) {
		good = find_scenario(args[n], paths[n]);
		files[n] = paths[n];
	}
	if (!good)
		return COLLECT_USAGE;
	good = exercise_begin(&x, c->store, files, n, c->team, start, c->anew);
	read = x.nscenarios == n;
	if (good)
		printf("The exercise%s%s began at %s UTC, with %s.\n",
		       x.team[0] != '\0' ? " of " : "", x.team, incidents_time(c, start).s,
		       format_many(n, "scenario").s);
	for (size_t k = 0; good && k < x.nscenarios; k++) {
		printf("  %s: ", x.scenarios[k]->name);
		format_safely(stdout, scenario_say(&x.scenarios[k]->title, "en"));
		printf("\n");
	}
	exercise_close(&x);
	if (good)
		return query_written();
	return read ? COLLECT_FAILED : COLLECT_USAGE;
}

/* ---- what comes in -------------------------------------------------------------------------- */

/* As `receive`; what it says goes to standard error: standard output may be JSON. */
static int receive(const struct exercise *x, const struct collector_options *c, char *path)
{
	struct collector_options o = *c;
	char answers[EXERCISE_PATH];
	char *args[] = { path, NULL };
	int out, code;

	if (snprintf(answers, sizeof(answers), "%s/answers", x->folder) >= (int)sizeof(answers) ||
	    (mkdir(answers, 0750) != 0 && errno != EEXIST)) {
		log_error("%s: %s", answers, strerror(errno));
		return COLLECT_FAILED;
	}
	o.output = answers;
	(void)fflush(stdout);
	out = dup(STDOUT_FILENO);
	if (out < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		log_error("standard output: %s", strerror(errno));
		if (out >= 0)
			(void)close(out);
		return COLLECT_FAILED;
	}
	code = collect_receive(&o, args);
	(void)fflush(stdout);
	(void)dup2(out, STDOUT_FILENO);
	(void)close(out);
	return code;
}

/* What was taken in once is not taken in again, also where that failed: it was said why. */
static bool take_due(struct exercise *x, const struct collector_options *c, uint64_t now)
{
	for (size_t k = 0; k < x->ninjects; k++) {
		struct exercise_inject *i = &x->injects[k];

		if (i->done != 0 || i->due > now)
			continue;
		if (!i->announce)
			i->code = receive(x, c, i->path);
		i->done = share_now();
		if (!exercise_save(x))
			return false;
	}
	return true;
}

bool exercise_take(struct desk_case *d, const struct collector_options *c, int *code)
{
	*d = (struct desk_case){ .c = c };
	*code = COLLECT_FAILED;
	d->x.lock = -1;
	return exercise_open(&d->x, c->store) && take_due(&d->x, c, share_now());
}

static json_t *texts_json(const struct scenario_text *t)
{
	json_t *o = t->n > 0 ? json_object() : NULL;

	for (size_t k = 0; o != NULL && k < t->n; k++)
		(void)json_object_set_new(o, t->langs[k], json_string(t->texts[k]));
	return o;
}

/* Paths of a timeline are relative to its folder. */
static bool add_timeline(struct exercise *x, const char *file, const struct timeline *t)
{
	const char *end = strrchr(file, '/');

	for (size_t k = 0; k < t->n; k++) {
		const struct timeline_entry *e = &t->entries[k];
		char path[EXERCISE_PATH];

		if (snprintf(path, sizeof(path), "%.*s%s",
			     e->file[0] == '/' || end == NULL ? 0 : (int)(end + 1 - file), file,
			     e->file) >= (int)sizeof(path)) {
			log_error("%s:%d:%d: the path is too long", file, e->place.line,
				  e->place.column);
			return false;
		}
		if (access(path, R_OK) != 0) {
			log_error("%s:%d:%d: %s: %s", file, e->place.line, e->place.column, path,
				  strerror(errno));
			return false;
		}
		if (!exercise_add(x, x->start + e->at, path, e->announce, texts_json(&e->text)))
			return false;
	}
	return true;
}

static bool is_timeline(const char *path)
{
	const char *end = strrchr(path, '.');

	return end != NULL && (strcmp(end, ".yaml") == 0 || strcmp(end, ".yml") == 0);
}

static int inject(struct exercise *x, const struct collector_options *c, const char *file)
{
	struct timeline *t = NULL;
	size_t before = x->ninjects;
	uint64_t at;
	bool good;

	if (!read_at(c->at, x->start, &at))
		return COLLECT_USAGE;
	if (is_timeline(file)) {
		if (c->at != NULL) {
			log_error("--at is for one record; a timeline says itself when each comes");
			return COLLECT_USAGE;
		}
		t = timeline_read(file);
		if (t == NULL)
			return COLLECT_USAGE;
		good = add_timeline(x, file, t);
		timeline_free(t);
	} else {
		good = exercise_add(x, at, file, false, NULL);
	}
	/* All of a timeline or nothing. */
	if (!good || !exercise_save(x))
		return COLLECT_FAILED;
	printf("%s will come in.\n", format_many(x->ninjects - before, "notification").s);
	(void)fflush(stdout);
	return take_due(x, c, share_now()) ? COLLECT_DONE : COLLECT_FAILED;
}

int collect_exercise_inject(const struct collector_options *c, char **args)
{
	struct exercise x;
	int code = COLLECT_FAILED;

	if (exercise_open(&x, c->store))
		code = inject(&x, c, args[0]);
	exercise_close(&x);
	return code;
}

/* ---- what came out -------------------------------------------------------------------------- */

/* Room for another one; false: there is none. */
static bool more_room(struct desk_case *d)
{
	size_t room = d->room == 0 ? 8 : d->room * 2;
	struct incident *more;

	if (d->judged.nincidents < d->room)
		return true;
	if (room > EXERCISE_INCIDENTS)
		return false;
	more = reallocarray(d->kept, room, sizeof(*more));
	if (more == NULL)
		return false;
	d->kept = more;
	d->room = room;
	return true;
}

static bool keep(void *ctx, const struct incident *i)
{
	struct desk_case *d = ctx;

	if ((i->received != 0 ? i->received : i->detected) < d->x.start)
		return true;
	if (more_room(d))
		d->kept[d->judged.nincidents++] = *i;
	else
		d->more++;
	return true;
}

static bool keep_notice(void *ctx, const struct incident_notification *x)
{
	struct desk_case *d = ctx;
	struct exercise_notice *n = &d->notices[d->judged.nnotices];

	if (x->received < d->x.start)
		return true;
	n->received = x->received;
	n->quarantined = x->quarantined;
	(void)snprintf(n->sender, sizeof(n->sender), "%s", x->sender);
	(void)snprintf(n->issuer, sizeof(n->issuer), "%s", x->issuer);
	(void)snprintf(n->incident, sizeof(n->incident), "%s", x->incident);
	return ++d->judged.nnotices < EXERCISE_NOTICES;
}

static bool read_sharing(struct desk_case *d)
{
	if (access(d->c->sharing, F_OK) != 0)
		return true;
	d->sharing = sharing_read(d->c->sharing);
	return d->sharing != NULL;
}

bool exercise_read(struct desk_case *d, int *code)
{
	const struct incident_filter all = { .limit = 0 };
	struct incidents q;
	bool good;

	d->notices = calloc(EXERCISE_NOTICES, sizeof(*d->notices));
	good = incidents_open(&q, d->c, code);
	if (good && d->notices != NULL) {
		good = incident_store_each(q.q.store, &all, keep, d) &&
		       incident_store_notified(q.q.store, keep_notice, d);
		if (!good)
			*code = query_failed(&q.q);
	}
	incidents_close(&q);
	if (!good || !read_sharing(d))
		return false;
	d->incidents = calloc(d->judged.nincidents + 1, sizeof(*d->incidents));
	for (size_t k = 0; d->incidents != NULL && k < d->judged.nincidents; k++)
		d->incidents[k] = &d->kept[k];
	d->judged.scenarios = (const struct scenario *const *)d->x.scenarios;
	d->judged.nscenarios = d->x.nscenarios;
	d->judged.start = d->x.start;
	d->judged.now = share_now();
	d->judged.incidents = d->incidents;
	d->judged.notices = d->notices;
	d->judged.sharing = d->sharing;
	return d->incidents != NULL && d->notices != NULL;
}

void exercise_done(struct desk_case *d)
{
	free(d->kept);
	free(d->incidents);
	free(d->notices);
	sharing_free(d->sharing);
	messages_free(d->messages);
	exercise_close(&d->x);
}

bool exercise_messages(const struct collector_options *c, struct messages **m)
{
	char why[WHY];

	if (strcmp(c->language, "en") == 0)
		return true;
	*m = messages_read(c->messages, why, sizeof(why));
	if (*m == NULL) {
		log_error("%s (--messages names the folder of texts)", why);
		return false;
	}
	if (messages_get(*m, c->language, "exercise.title") != NULL)
		return true;
	log_error("%s has no texts in '%.40s'", c->messages, c->language);
	return false;
}
