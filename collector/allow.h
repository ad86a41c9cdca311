#ifndef COLLECTOR_ALLOW_H
#define COLLECTOR_ALLOW_H
/*
 * Who may come in: the list of names and public keys, in a file that people can read and commands
 * change. Lines `sensor NAME KEY` and `subscriber NAME KEY`; '#' begins a comment. Names and keys
 * occur once, and nobody is called "collector". The file is read again when it changes; one that is
 * broken then leaves the old list in force (and is said, with file and line).
 */
#include "common/curve_key.h"
#include "proto/wire.h"

enum allow_role { ALLOW_SENSOR, ALLOW_SUBSCRIBER };

enum { ALLOW_MAX = 4096, ALLOW_FILE_MAX = 1024 * 1024 };

/* The name that the collector's own events are stored under. */
#define ALLOW_OWN_NAME "collector"

/* "sensor", "subscriber". */
const char *allow_role_name(enum allow_role role);

struct allow_entry {
	enum allow_role role;
	char name[WIRE_NAME_MAX + 1];
	char key[CURVE_KEY_TEXT];
};

struct allow {
	size_t n;
	struct allow_entry *entries; /* by name */
};

/* An absent file is an empty list. False: `error` has file:line and what is wrong; *a is as it was.
 */
bool allow_read(struct allow *a, const char *path, char *error, size_t size);
bool allow_parse(struct allow *a, const char *name, const char *text, size_t n, char *error,
		 size_t size);
void allow_free(struct allow *a);

const struct allow_entry *allow_by_key(const struct allow *a, const char *key);
const struct allow_entry *allow_by_name(const struct allow *a, const char *name);

/* allow_file.c: changes the file whole or not at all, keeping comments and order; a lock keeps two
 * commands apart. allow_add makes a file that is not there. False: `error`. */
bool allow_add(const char *path, const struct allow_entry *e, char *error, size_t size);
bool allow_remove(const char *path, const char *name, char *error, size_t size);

#endif
