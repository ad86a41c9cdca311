#include <stdio.h>
#include <string.h>

#include "collector/allow.h"
#include "collector/commands.h"
#include "common/curve_key.h"
#include "common/log.h"

enum { PATH_ROOM = 4096, WHY_ROOM = 512 };

/* The collector's public key: given itself, or in a file. */
static bool collector_key(const char *given, char key[CURVE_KEY_TEXT])
{
	struct curve_key read;
	char why[WHY_ROOM];

	if (!curve_key_given(&read, given, why, sizeof(why))) {
		log_error("%s", why);
		return false;
	}
	memcpy(key, read.public, CURVE_KEY_TEXT);
	curve_key_forget(&read);
	return true;
}

static bool path_of(char *out, const char *folder, const char *name, const char *ending)
{
	if (snprintf(out, PATH_ROOM, "%s/%s.%s", folder, name, ending) < PATH_ROOM)
		return true;
	log_error("%s: the name is too long", folder);
	return false;
}

/* The secret half first: a public half without it would be of no use to anybody. */
static bool write_pair(const struct curve_key *key, const char *folder)
{
	struct curve_key half = { "" };
	char secret[PATH_ROOM];
	char public[PATH_ROOM];
	char why[WHY_ROOM];

	memcpy(half.name, key->name, sizeof(half.name));
	memcpy(half.public, key->public, sizeof(half.public));
	if (!path_of(secret, folder, key->name, "key") ||
	    !path_of(public, folder, key->name, "pub"))
		return false;
	if (!curve_key_write(key, secret, why, sizeof(why))) {
		log_error("%s", why);
		return false;
	}
	if (!curve_key_write(&half, public, why, sizeof(why))) {
		log_error("%s", why);
		(void)remove(secret);
		return false;
	}
	printf("%s: secret; %s\n", secret,
	       strcmp(key->name, ALLOW_OWN_NAME) == 0
		       ? "stays with the collector (run --key)"
		       : "goes to its owner (kagami-sensor --key), and nowhere else");
	printf("%s: public; %s\n", public,
	       strcmp(key->name, ALLOW_OWN_NAME) == 0
		       ? "for the keys of sensors (keygen NAME --collector-key)"
		       : "for the list (kagami-collector sensors add)");
	return true;
}

int collect_keygen(const struct collector_options *c, char **args)
{
	const char *name = args[0] != NULL ? args[0] : ALLOW_OWN_NAME;
	bool own = args[0] == NULL;
	struct curve_key key;
	bool good;

	if (!wire_name_good(name)) {
		log_error("'%s' is no name: letters, digits, '.', '_' and '-', at most %d of them",
			  name, WIRE_NAME_MAX);
		return COLLECT_USAGE;
	}
	if (!own && strcmp(name, ALLOW_OWN_NAME) == 0) {
		log_error("the name '%s' is the collector's own; keygen without a name makes its "
			  "key",
			  name);
		return COLLECT_USAGE;
	}
	if (own && c->collector_key != NULL) {
		log_error("--collector-key belongs to the key of a sensor: keygen NAME");
		return COLLECT_USAGE;
	}
	if (!curve_key_make(&key, name)) {
		log_error("this machine's libzmq was built without CURVE");
		return COLLECT_FAILED;
	}
	good = (c->collector_key == NULL || collector_key(c->collector_key, key.collector)) &&
	       write_pair(&key, c->output != NULL ? c->output : ".");
	if (good && !own && c->collector_key == NULL)
		printf("The sensor also needs the collector's public key: --collector-key.\n");
	curve_key_forget(&key);
	return good ? COLLECT_DONE : COLLECT_FAILED;
}
