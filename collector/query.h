#ifndef COLLECTOR_QUERY_H
#define COLLECTOR_QUERY_H
/*
 * What the commands that ask the store share: opening it, what the options ask for, names that
 * nobody has, dictionaries, an event as a line for people.
 */
#include <stdio.h>

#include "collector/options.h"
#include "collector/store.h"

enum { QUERY_DICTIONARIES = 16 };

struct query {
	const struct collector_options *c;
	struct store *store;
	struct store_filter filter;
	struct wire_arena arena;
	struct {
		char sensor[WIRE_NAME_MAX + 1];
		uint64_t id;
		struct dictionary *d; /* NULL: there is none */
	} dictionaries[QUERY_DICTIONARIES];
	unsigned ndictionaries, oldest;
	bool color;
	uint64_t day; /* printed last, since 1970; UINT64_MAX: none */
	char *json;   /* EVENT_JSON_MAX */
};

/* Opens the store that the options name, for reading. False: it was said why; *code is the exit
 * code. What was opened is closed by query_close() in any case. */
bool query_open(struct query *q, const struct collector_options *c, int *code);
void query_close(struct query *q);
/* What the store said last, as an error; returns COLLECT_FAILED. */
int query_failed(const struct query *q);
/* NULL: the store has none. Good until QUERY_DICTIONARIES others were asked for. */
const struct dictionary *query_dictionary(struct query *q, const char *sensor, uint64_t id);
/* Did everything get through to standard output? The exit code. */
int query_written(void);

/* The event as lines for people, as `kagami-sensor` prints alerts; of one that cannot be read, that
 * it cannot. */
void query_print(struct query *q, const struct store_event *x);

#endif
