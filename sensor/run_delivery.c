#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/run_deliver.h"

enum { SAID = 512 };

/* The key that the service manager hands over, when none is named. */
static const char *key_path(const struct sensor_options *o, char *path, size_t size)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (o->key != NULL)
		return o->key;
	(void)snprintf(path, size, "%s/sensor.key", folder != NULL ? folder : "");
	return path;
}

static bool find_key(struct run_delivery *rd, const struct sensor_options *o)
{
	char path[PATH_MAX];
	char error[SAID];
	const char *from = key_path(o, path, sizeof(path));
	const char *name;

	if (!curve_key_read(&rd->key, from, true, error, sizeof(error))) {
		log_error("%s", error);
		return false;
	}
	name = o->name != NULL ? o->name : rd->key.name;
	if (!wire_name_good(name)) {
		log_error("%s: it names no sensor that could be spoken for; use --name NAME", from);
		return false;
	}
	(void)snprintf(rd->name, sizeof(rd->name), "%s", name);
	return true;
}

/* Its public key: as it stands, from a file, or from the sensor's own. */
static bool find_collector(struct run_delivery *rd, const struct sensor_options *o)
{
	struct curve_key key;
	char error[SAID];

	if (o->collector_key == NULL) {
		memcpy(rd->collector, rd->key.collector, sizeof(rd->collector));
	} else if (curve_key_given(&key, o->collector_key, error, sizeof(error))) {
		memcpy(rd->collector, key.public, sizeof(rd->collector));
		curve_key_forget(&key);
	} else {
		log_error("%s", error);
		return false;
	}
	if (rd->collector[0] != '\0')
		return true;
	log_error("the collector's key is not in the sensor's key file; use --collector-key");
	return false;
}

/* Where the service manager says, else where such things usually are. */
static bool find_spool(struct run_delivery *rd, const struct sensor_options *o)
{
	const char *state = getenv("STATE_DIRECTORY");
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	int n;

	if (o->spool != NULL)
		n = snprintf(rd->spool, sizeof(rd->spool), "%s", o->spool);
	else if (state != NULL && state[0] == '/')
		n = snprintf(rd->spool, sizeof(rd->spool), "%s/spool", state);
	else if (geteuid() == 0)
		n = snprintf(rd->spool, sizeof(rd->spool), "/var/lib/kagami/spool");
	else if (xdg != NULL && xdg[0] == '/')
		n = snprintf(rd->spool, sizeof(rd->spool), "%s/kagami/spool", xdg);
	else if (home != NULL && home[0] == '/')
		n = snprintf(rd->spool, sizeof(rd->spool), "%s/.local/state/kagami/spool", home);
	else
		n = 0;
	if (n > 0 && (size_t)n < sizeof(rd->spool))
		return true;
	log_error("there is no usual place for the spool here: use --spool DIR");
	return false;
}

bool run_delivery_find(struct run_delivery *rd, const struct sensor_options *o)
{
	bool key = find_key(rd, o);
	bool good = (!key || find_collector(rd, o)) && key;

	return find_spool(rd, o) && good;
}
