/* What a running plant says of itself: written here, read in status_read.c. */
#include "pcaps/plant/status.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/json.h"
#include "pcaps/plant/model.h"
#include "pcaps/plant/troubles.h"

#define STATUS_SIZE (512 * 1024)

bool status_folder(char *path, size_t room)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	struct stat is;

	if (runtime && *runtime == '/')
		snprintf(path, room, "%s/kagami", runtime);
	else
		snprintf(path, room, "/tmp/kagami-%u", (unsigned)getuid());
	if (mkdir(path, 0700) < 0 && errno != EEXIST) {
		complain("%s: %s", path, strerror(errno));
		return false;
	}
	/* in /tmp somebody else may have been first */
	if (lstat(path, &is) < 0 || !S_ISDIR(is.st_mode) || is.st_uid != getuid() ||
	    (is.st_mode & 022)) {
		complain("%s: is not a folder of one's own; --status FILE names another place",
			 path);
		return false;
	}
	return true;
}

bool status_path(const struct reach *reach, char *path, size_t room)
{
	char folder[STATUS_PATH / 2];

	if (!status_folder(folder, sizeof(folder)))
		return false;
	if (reach->netns)
		snprintf(path, room, "%s/plant-%s.json", folder, reach->netns);
	else
		snprintf(path, room, "%s/plant-port%s.json", folder, reach->port);
	return true;
}

static uint64_t wall_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static const char *kind_name(const struct variable *var)
{
	return variable_mapped(var) ? model_area_names[var->area] : "state";
}

static void text_member(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_text(j, text);
}

static void number_member(struct json *j, const char *key, double number)
{
	json_key(j, key);
	json_float(j, number);
}

static void variable_put(struct json *j, const struct variable *var, double value)
{
	json_key(j, var->name);
	json_open(j);
	number_member(j, "value", value);
	text_member(j, "unit", var->unit_text);
	number_member(j, "low", var->low);
	number_member(j, "high", var->high);
	if (variable_mapped(var))
		text_member(j, "host", hosts[var->host].name);
	text_member(j, "kind", kind_name(var));
	if (var->text)
		text_member(j, "text", var->text);
	json_key(j, "out");
	json_bool(j, value < var->low || value > var->high);
	json_close(j);
}

static void about_put(struct json *j, const struct status *s)
{
	json_key(j, "version");
	json_uint(j, STATUS_VERSION);
	text_member(j, "plant", model_name);
	text_member(j, "title", model_title);
	json_key(j, "pid");
	json_int(j, getpid());
	json_key(j, "time");
	json_time(j, wall_clock());
	number_member(j, "elapsed", (double)(clock_now() - s->start) / 1e9);
	json_key(j, "pace");
	json_uint(j, clock_pace());
	json_key(j, "pace_from");
	json_uint(j, clock_from());
	json_key(j, "speed");
	json_int(j, s->speed);
	text_member(j, "netns", s->reach->netns);
	text_member(j, "port", s->reach->port);
	json_key(j, "hosts");
	json_open(j);
	for (size_t i = 0; i < nhosts; i++)
		text_member(j, hosts[i].name, plant_address(s->reach, (int)i));
	json_close(j);
}

static size_t status_json(const struct status *s, const struct plant *plant, char *text)
{
	struct json j = json_to(text, STATUS_SIZE);

	json_open(&j);
	about_put(&j, s);
	json_key(&j, "troubles");
	json_open_array(&j);
	for (size_t i = 0; i < ntroubles; i++)
		if (trouble_is(plant, &troubles[i]))
			json_text(&j, troubles[i].name);
	json_close_array(&j);
	json_key(&j, "variables");
	json_open(&j);
	for (size_t i = 0; i < nvariables; i++)
		if (!variables[i].hidden)
			variable_put(&j, &variables[i], atomic_load(&plant->value[i]));
	json_close(&j);
	json_close(&j);
	json_newline(&j);
	return j.overflow ? 0 : j.len;
}

bool status_write(const struct status *s, const struct plant *plant)
{
	static char text[STATUS_SIZE];
	char path[STATUS_PATH + 8];
	size_t len = status_json(s, plant, text);
	FILE *f;
	bool good;

	snprintf(path, sizeof(path), "%s.new", s->path);
	f = fopen(path, "we");
	good = f && len > 0 && fwrite(text, 1, len, f) == len;
	if (f && fclose(f) != 0)
		good = false;
	good = good && rename(path, s->path) == 0;
	if (!good)
		complain("%s: %s", s->path, strerror(errno));
	return good;
}

void status_troubles(const struct status *s, struct plant *plant)
{
	char path[STATUS_PATH + 16], name[64] = "";
	const struct trouble *t;
	FILE *f;

	snprintf(path, sizeof(path), "%s.trouble", s->path);
	f = fopen(path, "re");
	if (!f)
		return;
	if (fgets(name, sizeof(name), f))
		name[strcspn(name, "\r\n")] = '\0';
	fclose(f);
	t = trouble_find(name);
	if (t)
		trouble_begin(plant, t, clock_now());
	else
		complain("%s asks for a trouble that this plant has not: '%s'", path, name);
	unlink(path);
}

void status_remove(const struct status *s)
{
	static const char *const ends[] = { "", ".new", ".trouble" };
	char path[STATUS_PATH + 16];

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", s->path, ends[i]);
		unlink(path);
	}
}
