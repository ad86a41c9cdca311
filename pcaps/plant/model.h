/*
 * model: a plant as data: pcaps/plants/NAME.yaml fills the tables of hosts.h, variables.h,
 * process.h, clients.h and troubles.h. pcaps/plants/README.md describes the file. A process has one
 * plant.
 */
#ifndef PCAPS_PLANT_MODEL_H
#define PCAPS_PLANT_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#define MODEL_USUAL "waterworks"
#define MODEL_PATH  1024

extern const char *model_name, *model_title;

/* "coil", "discrete", "input", "holding"; "bit", "u16"...; by the enumerations of variables.h. */
extern const char *const model_area_names[4];
extern const char *const model_coding_names[5];

/*
 * Reads the plant: a path that has a '/' or ends in .yaml, or a name, whose file is looked for in
 * the folders of data_find(). False: what is wrong was said on standard error, each as
 * file:line:column: message. May be called once.
 */
bool model_load(const char *name);

/* The same of a text. */
bool model_parse(const char *file, const char *text, size_t len);

/* Empties all tables. */
void model_free(void);

/*
 * The path of a file that comes with the program, such as "plants/waterworks.yaml": below
 * $KAGAMI_PCAPS, beside the program's source (../../pcaps of the program's folder), or in
 * ../share/kagami of it; false when it is in none of them.
 */
bool data_find(const char *file, char path[MODEL_PATH]);

#endif
