#ifndef COMMON_CONF_H
#define COMMON_CONF_H
/*
 * The configuration file: YAML, sections of keys, as the option rows declare them.
 *
 *	limits:
 *	  flows: 16384
 *
 * Everything that is wrong is reported as file:line:column: message, all of it in one run. The file
 * is read as a stream of YAML events and never built into a tree, so that nesting and aliases cost
 * nothing; aliases, anchors and tags are errors. No configuration needs more than CONF_MAX bytes.
 */
#include "common/option.h"

enum { CONF_MAX = 1 << 20 };

/* conf_file.c: reads the file into the options; o->errors grows by what is wrong. `path` "-" is
 * standard input. Returns false when something was. An empty file is right: all defaults. */
bool conf_read(struct options *o, const char *path);
/* The same from memory; `name` stands for the file in messages. */
bool conf_text(struct options *o, const char *name, const char *text, size_t len);
/* What keeps a text from being read as YAML of ours, and where; NULL: nothing. Lines and columns
 * (of characters) count from 1. */
const char *conf_unreadable(const char *text, size_t len, int *line, int *column);

#endif
