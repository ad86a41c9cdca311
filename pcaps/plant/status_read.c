/* A running plant, seen by another process. */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pcaps/plant/status.h"

#define FILE_MAX (1024 * 1024)

/* The file's bytes, or NULL and errno. */
static char *file_read(const char *path, size_t *len)
{
	FILE *f = fopen(path, "re");
	char *text;

	if (!f)
		return NULL;
	text = malloc(FILE_MAX);
	*len = text ? fread(text, 1, FILE_MAX, f) : 0;
	fclose(f);
	return text;
}

static void text_take(const json_t *root, const char *key, char *to, size_t room)
{
	const char *text = json_string_value(json_object_get(root, key));

	snprintf(to, room, "%s", text ? text : "");
}

static bool about_take(struct running *r, const json_t *root)
{
	if (json_integer_value(json_object_get(root, "version")) != STATUS_VERSION) {
		complain("%s: not written by this release", r->path);
		return false;
	}
	text_take(root, "plant", r->plant, sizeof(r->plant));
	text_take(root, "netns", r->netns, sizeof(r->netns));
	text_take(root, "port", r->port, sizeof(r->port));
	r->pid = (long)json_integer_value(json_object_get(root, "pid"));
	r->pace = (unsigned)json_integer_value(json_object_get(root, "pace"));
	r->pace_from = (uint64_t)json_integer_value(json_object_get(root, "pace_from"));
	r->elapsed = json_number_value(json_object_get(root, "elapsed"));
	if (r->pid <= 0 || (kill((pid_t)r->pid, 0) < 0 && errno == ESRCH)) {
		complain("%s: that plant does not run any more", r->path);
		return false;
	}
	return r->pace > 0;
}

bool running_read(struct running *r)
{
	json_error_t error;
	json_t *root;
	bool good;

	free(r->json);
	r->json = file_read(r->path, &r->len);
	if (!r->json) {
		complain("%s: %s", r->path, strerror(errno));
		return false;
	}
	root = json_loadb(r->json, r->len, 0, &error);
	if (!root) {
		complain("%s: %s", r->path, error.text);
		return false;
	}
	good = about_take(r, root);
	json_decref(root);
	return good;
}

void running_free(struct running *r)
{
	free(r->json);
	r->json = NULL;
}

static int status_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return strncmp(entry->d_name, "plant-", 6) == 0 && len > 11 &&
	       strcmp(entry->d_name + len - 5, ".json") == 0;
}

/* The only plant of the folder. */
static bool only_one(struct running *r)
{
	char folder[STATUS_PATH / 2];
	struct dirent **entries;
	int n;
	bool good = false;

	if (!status_folder(folder, sizeof(folder)))
		return false;
	n = scandir(folder, &entries, status_file, alphasort);
	if (n == 1)
		good = snprintf(r->path, sizeof(r->path), "%s/%s", folder, entries[0]->d_name) <
		       (int)sizeof(r->path);
	else
		complain("%s plant runs here (%s); --status FILE says which",
			 n > 1 ? "more than one" : "no", folder);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	if (n >= 0)
		free(entries);
	return good;
}

bool running_find(struct running *r, const char *path)
{
	*r = (struct running){ .pace = 1 };
	if (path)
		snprintf(r->path, sizeof(r->path), "%s", path);
	else if (!only_one(r))
		return false;
	if (running_read(r))
		return true;
	running_free(r);
	return false;
}

bool running_value(const struct running *r, const char *variable, double *value)
{
	json_t *root = json_loadb(r->json, r->len, 0, NULL);
	json_t *all = json_object_get(root, "variables");
	json_t *number = json_object_get(json_object_get(all, variable), "value");
	bool good = json_is_number(number);

	if (good)
		*value = json_number_value(number);
	json_decref(root);
	return good;
}

bool running_trouble(const struct running *r, const char *trouble)
{
	char path[STATUS_PATH + 16], fresh[STATUS_PATH + 16];
	FILE *f;

	snprintf(path, sizeof(path), "%s.trouble", r->path);
	snprintf(fresh, sizeof(fresh), "%s.asked", r->path);
	f = fopen(fresh, "we");
	if (f && fprintf(f, "%s\n", trouble) > 0 && fclose(f) == 0 && rename(fresh, path) == 0)
		for (int i = 0; i < 100; i++) {
			struct timespec wait = { .tv_nsec = 20000000 };

			if (access(path, F_OK) < 0)
				return true;
			nanosleep(&wait, NULL);
		}
	complain("%s: the plant does not take it", path);
	unlink(path);
	return false;
}

static void variable_show(const char *name, json_t *var)
{
	const char *text = json_string_value(json_object_get(var, "text"));

	printf("%-16s %12.6g %-6s %s%s%s\n", name, json_number_value(json_object_get(var, "value")),
	       json_string_value(json_object_get(var, "unit")),
	       json_is_true(json_object_get(var, "out")) ? "! " : "  ", text ? text : "",
	       text ? "" : json_string_value(json_object_get(var, "kind")));
}

int status_show(const char *path, bool json)
{
	struct running r;
	const char *name;
	json_t *root, *var;

	if (!running_find(&r, path))
		return FAILED;
	root = json_loadb(r.json, r.len, 0, NULL);
	if (json) {
		fwrite(r.json, 1, r.len, stdout);
	} else {
		printf("%s, %.1f s since its start, pid %ld\n", r.plant, r.elapsed, r.pid);
		json_object_foreach(json_object_get(root, "variables"), name, var)
		{
			variable_show(name, var);
		}
	}
	json_decref(root);
	running_free(&r);
	return DONE;
}
