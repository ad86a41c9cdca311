#ifndef COLLECTOR_INCIDENT_TABLES_INSIDE_H
#define COLLECTOR_INCIDENT_TABLES_INSIDE_H
/* The tables as they were read: rows in the order of the file. */
#include "collector/incident_tables.h"
#include "common/option.h"
#include "common/yaml.h"

enum {
	TABLE_CHAIN_STAGES = 8,
	TABLE_ROWS = 2048,
	TABLE_CHAINS = 128,
	TABLE_ROUTINES = 32,
	TABLE_BUCKETS = 256
};

enum table_given {
	GIVEN_CLASS = 1 << 0,
	GIVEN_FAMILY = 1 << 1,
	GIVEN_CATEGORY = 1 << 2,
	GIVEN_IMPACT = 1 << 3,
	GIVEN_CONFIDENCE = 1 << 4,
	GIVEN_QUIET = 1 << 5,
	GIVEN_INCIDENT = 1 << 6,
	GIVEN_ABOUT = 1 << 7,
	GIVEN_LEADS = 1 << 8,
	GIVEN_ANSWERS = 1 << 9,
	GIVEN_ROUTINE = 1 << 10,
};

/* What one row says; `given` which of it. */
struct table_row {
	const char *name; /* rule id (with * at the end), tag, technique */
	size_t len;	  /* of the name, without the * */
	bool prefix;
	unsigned given;
	struct incident_meaning m;
	struct table_row *next, *same; /* same: the next of its bucket */
};

struct table_chain {
	const char *name, *title, *message; /* title: NULL: none */
	unsigned nstages;
	enum incident_class stages[TABLE_CHAIN_STAGES];
	uint32_t raise, at_least;
	struct table_chain *next;
};

/* Whose work is routine; all that it names must be so. */
struct table_routine {
	const char *name, *role, *during; /* NULL: any */
	bool learned;
	uint32_t lower;
	struct table_routine *next;
};

struct incident_tables {
	struct arena arena;
	struct table_row *rules, *tags, *techniques;
	struct table_row *exact[TABLE_BUCKETS], *prefixes; /* of rules, by `same` */
	struct table_row classes[INCIDENT_CLASSES];
	struct table_chain *chains;
	struct table_routine *routines;
};

/* Makes rows of rules be found by their ids. */
void incident_tables_index(struct incident_tables *t);

/* ---- reading: incident_tables_read.c the sections, incident_tables_chain.c chains and routine,
 * incident_tables_property.c their values */

struct reader {
	struct incident_tables *t;
	struct arena trees; /* goes when the file was read */
	struct rule_errors e;
	size_t rows;
};

/* Says what is wrong with it. */
void tables_wrong(struct reader *r, const struct yaml_node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Is it a mapping? Else that is said. */
bool tables_mapping(struct reader *r, const struct yaml_node *n, const char *what);
/* The text that it is; NULL: it is none, which was said. */
const char *tables_text(struct reader *r, const struct yaml_node *n, const char *what);
/* The number of the name in the list; -1: it is not there, which was said with the nearest. */
int tables_name(struct reader *r, const struct yaml_node *n, const char *what,
		const char *const *names, size_t count);
int tables_class(struct reader *r, const struct yaml_node *n, const char *what);
int tables_priority(struct reader *r, const struct yaml_node *n, const char *what);
bool tables_bool(struct reader *r, const struct yaml_node *n, const char *what, bool *v);
bool tables_number(struct reader *r, const struct yaml_node *n, const char *what,
		   enum option_type type, uint64_t most, uint64_t *v);
void tables_chains(struct reader *r, const struct yaml_node *n);
void tables_routines(struct reader *r, const struct yaml_node *n);
/* The mapping of an entry into its row. */
void tables_properties(struct reader *r, const struct yaml_node *n, struct table_row *row);

#endif
