/* The status file of kagami-plant; pcaps/plant/status.h describes it. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "pcaps/workshop/state.h"

enum { OLD_S = 5 };

static const char *text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : "";
}

static enum variable_kind kind_of(const char *name)
{
	static const char *const names[] = { "coil", "discrete", "input", "holding" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return (enum variable_kind)i;
	}
	return KIND_STATE;
}

/* A discrete input tells of a machine that runs or a valve that is open, or of what is wrong. */
static bool is_alarm(const char *name)
{
	static const char *const words[] = { "ALARM",	"FAULT", "HIGH", "LOW",
					     "BLOCKED", "TRIP",	 "FAIL" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strstr(name, words[i]) != NULL)
			return true;
	}
	return false;
}

static void read_variable(struct state_variable *v, const char *name, const json_t *o)
{
	*v = (struct state_variable){ .kind = kind_of(text_of(o, "kind")),
				      .value = json_number_value(json_object_get(o, "value")),
				      .low = json_number_value(json_object_get(o, "low")),
				      .high = json_number_value(json_object_get(o, "high")),
				      .out = json_is_true(json_object_get(o, "out")) };
	(void)snprintf(v->name, sizeof(v->name), "%s", name);
	(void)snprintf(v->unit, sizeof(v->unit), "%s", text_of(o, "unit"));
	v->alarm = v->kind == KIND_DISCRETE && v->value > 0.5 && is_alarm(name);
}

static void read_troubles(struct state_plant *p, const json_t *list)
{
	size_t at = 0, i;
	const json_t *item;

	p->troubles[0] = '\0';
	json_array_foreach(list, i, item)
	{
		const char *name = json_string_value(item);

		if (name != NULL && at < sizeof(p->troubles))
			at += (size_t)snprintf(p->troubles + at, sizeof(p->troubles) - at, "%s%s",
					       at > 0 ? ", " : "", name);
	}
}

bool state_parse_plant(struct state_plant *p, const char *json, size_t n)
{
	json_t *root = json_loadb(json, n, 0, NULL);
	json_t *variables = json_object_get(root, "variables");
	const char *name;
	json_t *o;

	p->n = 0;
	if (!json_is_object(variables)) {
		json_decref(root);
		return false;
	}
	(void)snprintf(p->title, sizeof(p->title), "%s", text_of(root, "title"));
	p->elapsed = json_number_value(json_object_get(root, "elapsed"));
	read_troubles(p, json_object_get(root, "troubles"));
	json_object_foreach(variables, name, o)
	{
		if (p->n < STATE_VARIABLES)
			read_variable(&p->variables[p->n++], name, o);
	}
	json_decref(root);
	return true;
}

void state_read_plant(struct state_plant *p, const struct workshop *w)
{
	static char text[1024 * 1024];
	char path[WORKSHOP_PATH + 48];
	struct stat st;
	size_t n = 0;
	FILE *f;

	p->there = false;
	(void)snprintf(path, sizeof(path), WORKSHOP_STATUS, w->folder);
	f = fopen(path, "re");
	if (f == NULL)
		return;
	if (fstat(fileno(f), &st) == 0 && time(NULL) - st.st_mtime <= OLD_S)
		n = fread(text, 1, sizeof(text), f);
	(void)fclose(f);
	p->there = n > 0 && state_parse_plant(p, text, n);
}
