#ifndef SENSOR_PATHS_H
#define SENSOR_PATHS_H
/* Files and folders that may change while they are in use. */
#include <stdbool.h>
#include <stdint.h>

/* Is it a folder that is there? */
bool paths_folder(const char *path);

/* Makes it, unless it is there. False: see errno. */
bool paths_make_folder(const char *path);

/* Is it a file of its own, or nothing yet: may another take its place? Not so with pipes, devices
 * and links. */
bool paths_replaceable(const char *path);

/* Can the file be written, or made if it is not there? False: see errno. Nothing is made that
 * stays, no contents change, and pipes are not opened. */
bool paths_writable(const char *path);

/* A number that becomes another when the file, or any *.yaml or *.yml in the folder, is written,
 * replaced, added or removed: made of names, sizes and times. 0: it is not there, or path is NULL.
 */
uint64_t paths_sign(const char *path);

#endif
