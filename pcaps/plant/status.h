/*
 * status: what other programs see of a running plant, and how they begin a trouble in it.
 *
 * `kagami-plant run` writes a file of JSON twice a second (as a new file with the old one's name,
 *so that whoever opens it reads a whole one) and removes it when it ends:
 *
 *	{"version": 1, "plant": "waterworks", "title": "...", "pid": 4711,
 *	 "time": "2026-11-22T10:00:00.123Z",	when it was written, of the machine's clock
 *	 "elapsed": 12.5,			seconds of plant time since the plant started
 *	 "pace": 1, "speed": 1,			plant time, process time: times as fast as the clock
 *	 "pace_from": 123456789,		ns of the monotonic clock
 *	 "netns": "kgw7-", "port": "502",	netns: null on loopback
 *	 "hosts": {"plc1": "10.10.1.11", ...},	as they are reached
 *	 "troubles": ["frozen"],		that are at this moment
 *	 "variables": {"RAW_LEVEL": {"value": 62.1, "unit": "%", "low": 10, "high": 95,
 *	                             "host": "plc1", "kind": "input", "out": false}, ...}}
 *
 * kind: coil, discrete, input or holding, and state for what is on no device (water that was spilt,
 * wear); "text" stands there when the plant's file has one. "out" is true when the value is out of
 * its usual limits. Variables that are hidden are not in it. New members may be added within a
 *version.
 *
 * The file is STATUS_FOLDER/plant-INSTANCE.json unless `--status FILE` names another. The folder
 * is $XDG_RUNTIME_DIR/kagami, or /tmp/kagami-UID; the instance is the prefix of the namespaces, or
 * "port" and the port. A plant is gone when its pid is, or when the time is older than some
 *seconds.
 *
 * A file of the same name and ".trouble" that holds a trouble's name begins that trouble; the plant
 * removes it when it has done so.
 */
#ifndef PCAPS_PLANT_STATUS_H
#define PCAPS_PLANT_STATUS_H

#include "pcaps/plant/plant.h"

#define STATUS_PATH    512
#define STATUS_VERSION 1

/* What is said of the plant beside its values. */
struct status {
	char path[STATUS_PATH];
	const struct reach *reach;
	long speed;
	uint64_t start; /* of the plant's clock */
};

/* The usual folder, which is made if it is not there; false with a complaint. */
bool status_folder(char *path, size_t room);

/* The usual path for a plant that is reached like this; false with a complaint. */
bool status_path(const struct reach *reach, char *path, size_t room);

/* Writes the file; false with a complaint. */
bool status_write(const struct status *s, const struct plant *plant);

/* Begins the trouble that somebody asks for, if somebody does. */
void status_troubles(const struct status *s, struct plant *plant);

/* Removes the file and what was asked for and not begun. */
void status_remove(const struct status *s);

/* A plant that runs, as its file tells. */
struct running {
	char path[STATUS_PATH];
	char plant[64], netns[64], port[8];
	unsigned pace;
	uint64_t pace_from;
	long pid;
	double elapsed;
	char *json; /* all of it; running_free() frees it */
	size_t len;
};

/*
 * Finds and reads the file of a running plant: `path`, or the only one in the folder of them; false
 * with a complaint when there is none, when there are several, or when it does not run any more.
 */
bool running_find(struct running *r, const char *path);

/* Reads its file again; false with a complaint when it is gone. */
bool running_read(struct running *r);
void running_free(struct running *r);

/* The value of a variable in the file; false when it has none of this name. */
bool running_value(const struct running *r, const char *variable, double *value);

/* Asks it to begin a trouble; false with a complaint when it did not within two seconds. */
bool running_trouble(const struct running *r, const char *trouble);

/* Prints the variables as a table, or the file as it is. An exit code. */
int status_show(const char *path, bool json);

#endif
