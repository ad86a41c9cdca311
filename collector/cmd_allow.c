#include <stdio.h>
#include <string.h>

#include "collector/allow.h"
#include "collector/commands.h"
#include "common/curve_key.h"
#include "common/log.h"

enum { WHY_ROOM = 512 };

/* The key itself, or the file with it; that of another name is likely a slip. */
static bool key_of(struct allow_entry *e, const char *given)
{
	struct curve_key read;
	char why[WHY_ROOM];
	bool other;

	if (!curve_key_given(&read, given, why, sizeof(why))) {
		log_error("%s", why);
		return false;
	}
	memcpy(e->key, read.public, CURVE_KEY_TEXT);
	other = read.name[0] != '\0' && strcmp(read.name, e->name) != 0;
	if (other)
		log_error("%s is the key of %s, not of %s", given, read.name, e->name);
	curve_key_forget(&read);
	return !other;
}

int collect_sensors_add(const struct collector_options *c, char **args)
{
	struct allow_entry e = { .role = c->subscriber ? ALLOW_SUBSCRIBER : ALLOW_SENSOR };
	char why[WHY_ROOM];

	if (!wire_name_good(args[0]) || strcmp(args[0], ALLOW_OWN_NAME) == 0) {
		log_error("'%s' is no name for a %s: letters, digits, '.', '_' and '-', at most %d "
			  "of them, and not 'collector'",
			  args[0], allow_role_name(e.role), WIRE_NAME_MAX);
		return COLLECT_USAGE;
	}
	memcpy(e.name, args[0], strlen(args[0]) + 1);
	if (!key_of(&e, args[1]))
		return COLLECT_FAILED;
	if (!allow_add(c->allow, &e, why, sizeof(why))) {
		log_error("%s", why);
		return COLLECT_FAILED;
	}
	printf("%s: %s %s may come in\n", c->allow, allow_role_name(e.role), e.name);
	return COLLECT_DONE;
}

int collect_sensors_remove(const struct collector_options *c, char **args)
{
	char why[WHY_ROOM];

	if (!allow_remove(c->allow, args[0], why, sizeof(why))) {
		log_error("%s", why);
		return COLLECT_FAILED;
	}
	printf("%s: %s may come in no longer\n", c->allow, args[0]);
	return COLLECT_DONE;
}
