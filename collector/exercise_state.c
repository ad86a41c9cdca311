#include "collector/exercise_state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/incident_text.h"
#include "collector/record_time.h"
#include "common/json.h"
#include "common/log.h"
#include "common/scenario_inside.h"

static const char format[] = "kagami-exercise-1";

enum { STATE_MOST = 4 << 20 };

static bool path_of(const struct exercise *x, const char *name, char out[EXERCISE_PATH])
{
	if (snprintf(out, EXERCISE_PATH, "%s/%s", x->folder, name) < EXERCISE_PATH)
		return true;
	log_error("the path of the store is too long");
	return false;
}

static bool failed(const char *path)
{
	log_error("%s: %s", path, strerror(errno));
	return false;
}

/* Waits for whoever has it open. */
static bool lock(struct exercise *x)
{
	char path[EXERCISE_PATH];

	if (!path_of(x, "lock", path))
		return false;
	x->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (x->lock < 0)
		return failed(path);
	while (flock(x->lock, LOCK_EX) != 0) {
		if (errno != EINTR)
			return failed(path);
	}
	return true;
}

static bool set_folder(struct exercise *x, const char *store)
{
	*x = (struct exercise){ .lock = -1 };
	if (snprintf(x->folder, sizeof(x->folder), "%s.exercise", store) < EXERCISE_PATH)
		return true;
	log_error("the path of the store is too long");
	return false;
}

/* The whole file or the one that was there. */
static bool write_file(const char *path, const char *text, size_t n)
{
	char new[EXERCISE_PATH + 8];
	FILE *f;
	bool good;

	(void)snprintf(new, sizeof(new), "%s.new", path);
	f = fopen(new, "we");
	if (f == NULL)
		return failed(new);
	good = fwrite(text, 1, n, f) == n && fflush(f) == 0 && fsync(fileno(f)) == 0;
	good = fclose(f) == 0 && good;
	if (good && rename(new, path) == 0)
		return true;
	(void)failed(path);
	(void)unlink(new);
	return false;
}

/* ---- writing -------------------------------------------------------------------------------- */

static json_t *time_json(uint64_t ns)
{
	char text[TEXT_TIME];

	(void)text_time(text, ns);
	return json_string(text);
}

static json_t *inject_json(const struct exercise_inject *i)
{
	json_t *o = json_pack("{s:o, s:s, s:b}", "due", time_json(i->due), "path", i->path,
			      "announce", i->announce);

	if (o != NULL && i->text != NULL)
		(void)json_object_set(o, "text", i->text);
	if (o != NULL && i->done != 0) {
		(void)json_object_set_new(o, "done", time_json(i->done));
		(void)json_object_set_new(o, "code", json_integer(i->code));
	}
	return o;
}

bool exercise_save(const struct exercise *x)
{
	json_t *scenarios = json_array(), *injects = json_array(), *root;
	char path[EXERCISE_PATH], name[INCIDENT_TEXT], *text = NULL;
	bool good = path_of(x, "state.json", path);

	for (size_t k = 0; k < x->nscenarios; k++) {
		(void)snprintf(name, sizeof(name), "%zu-%s.yaml", k + 1, x->scenarios[k]->name);
		(void)json_array_append_new(scenarios, json_string(name));
	}
	for (size_t k = 0; k < x->ninjects; k++)
		(void)json_array_append_new(injects, inject_json(&x->injects[k]));
	root = json_pack("{s:s, s:s, s:o, s:o, s:o}", "format", format, "team", x->team, "start",
			 time_json(x->start), "scenarios", scenarios, "injects", injects);
	if (root != NULL)
		text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	if (text == NULL) {
		log_error("no memory");
		return false;
	}
	good = good && write_file(path, text, strlen(text));
	free(text);
	return good;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool time_of(const json_t *o, const char *key, uint64_t *ns)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL && record_time_parse(s, ns);
}

static bool read_inject(struct exercise *x, const json_t *o)
{
	const char *path = json_string_value(json_object_get(o, "path"));
	struct exercise_inject *i = &x->injects[x->ninjects];
	json_t *text = json_object_get(o, "text");

	if (path == NULL || path[0] != '/' || !time_of(o, "due", &i->due))
		return false;
	(void)time_of(o, "done", &i->done);
	i->announce = json_is_true(json_object_get(o, "announce"));
	i->code = (int)json_integer_value(json_object_get(o, "code"));
	i->text = json_is_object(text) ? json_incref(text) : NULL;
	i->path = strdup(path);
	x->ninjects++;
	return i->path != NULL;
}

static bool read_scenarios(struct exercise *x, const json_t *names)
{
	const json_t *v;
	size_t k;

	json_array_foreach(names, k, v)
	{
		const char *name = json_string_value(v);
		char path[EXERCISE_PATH];

		if (name == NULL || strchr(name, '/') != NULL || k >= EXERCISE_SCENARIOS ||
		    !path_of(x, name, path))
			return false;
		x->scenarios[k] = scenario_read(path);
		if (x->scenarios[k] == NULL)
			return false;
		x->nscenarios++;
	}
	return x->nscenarios > 0;
}

static bool read_state(struct exercise *x, const json_t *root)
{
	const char *team = json_string_value(json_object_get(root, "team"));
	const char *is = json_string_value(json_object_get(root, "format"));
	const json_t *injects = json_object_get(root, "injects"), *v;
	size_t k;

	if (is == NULL || strcmp(is, format) != 0 || team == NULL ||
	    !time_of(root, "start", &x->start) || json_array_size(injects) > EXERCISE_INJECTS)
		return false;
	incident_text(x->team, team);
	x->injects = calloc(EXERCISE_INJECTS, sizeof(*x->injects));
	if (x->injects == NULL)
		return false;
	json_array_foreach(injects, k, v)
	{
		if (!read_inject(x, v))
			return false;
	}
	return read_scenarios(x, json_object_get(root, "scenarios"));
}

bool exercise_open(struct exercise *x, const char *store)
{
	char path[EXERCISE_PATH];
	struct stat st;
	json_t *root;
	bool good;

	if (!set_folder(x, store) || !path_of(x, "state.json", path))
		return false;
	if (stat(path, &st) != 0 && errno == ENOENT) {
		log_error("no exercise goes on with %s; 'kagami-collector exercise start' begins "
			  "one",
			  store);
		return false;
	}
	if (!lock(x))
		return false;
	if (stat(path, &st) != 0)
		return failed(path);
	root = st.st_size <= STATE_MOST ? json_load_file(path, JSON_REJECT_DUPLICATES, NULL) : NULL;
	good = root != NULL && read_state(x, root);
	json_decref(root);
	if (!good)
		log_error("%s is not as it was written; 'exercise start --anew' begins again",
			  path);
	return good;
}

/* ---- beginning ------------------------------------------------------------------------------ */

static bool copy(const struct exercise *x, const char *from, size_t k)
{
	char name[INCIDENT_TEXT], path[EXERCISE_PATH], *text;
	size_t n = 0;
	bool good;

	(void)snprintf(name, sizeof(name), "%zu-%s.yaml", k + 1, x->scenarios[k]->name);
	text = scenario_load(from, &n);
	good = text != NULL && path_of(x, name, path) && write_file(path, text, n);
	free(text);
	return good;
}

/* Names become names of files. */
static bool name_good(const struct scenario *s)
{
	if (strchr(s->name, '/') == NULL && s->name[0] != '.')
		return true;
	log_error("%s: '%s' is no name of a folder", s->file, s->name);
	return false;
}

bool exercise_begin(struct exercise *x, const char *store, const char *const *files, size_t n,
		    const char *team, uint64_t start, bool anew)
{
	char path[EXERCISE_PATH];

	if (!set_folder(x, store) || !path_of(x, "state.json", path))
		return false;
	for (; x->nscenarios < n; x->nscenarios++) {
		x->scenarios[x->nscenarios] = scenario_read(files[x->nscenarios]);
		if (x->scenarios[x->nscenarios] == NULL || !name_good(x->scenarios[x->nscenarios]))
			return false;
	}
	if (mkdir(x->folder, 0750) != 0 && errno != EEXIST)
		return failed(x->folder);
	if (!lock(x))
		return false;
	if (!anew && access(path, F_OK) == 0) {
		log_error("an exercise goes on with %s; --anew ends it and begins another", store);
		return false;
	}
	x->start = start;
	incident_text(x->team, team != NULL ? team : "");
	x->injects = calloc(EXERCISE_INJECTS, sizeof(*x->injects));
	for (size_t k = 0; k < n; k++) {
		if (!copy(x, files[k], k))
			return false;
	}
	return x->injects != NULL && exercise_save(x);
}

void exercise_close(struct exercise *x)
{
	for (size_t k = 0; k < EXERCISE_SCENARIOS; k++)
		scenario_free(x->scenarios[k]);
	for (size_t k = 0; k < x->ninjects; k++) {
		free(x->injects[k].path);
		json_decref(x->injects[k].text);
	}
	free(x->injects);
	if (x->lock >= 0)
		(void)close(x->lock);
	*x = (struct exercise){ .lock = -1 };
}

static int by_time(const void *a, const void *b)
{
	const struct exercise_inject *x = a, *y = b;

	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return strcmp(x->path, y->path);
}

bool exercise_add(struct exercise *x, uint64_t due, const char *path, bool announce, json_t *text)
{
	char *whole = realpath(path, NULL);

	if (whole == NULL || x->ninjects == EXERCISE_INJECTS) {
		if (whole == NULL)
			(void)failed(path);
		else
			log_error("there are more than %d notifications", EXERCISE_INJECTS);
		free(whole);
		json_decref(text);
		return false;
	}
	x->injects[x->ninjects++] = (struct exercise_inject){
		.due = due, .announce = announce, .path = whole, .text = text
	};
	qsort(x->injects, x->ninjects, sizeof(*x->injects), by_time);
	return true;
}
