#ifndef SENSOR_DETECT_BASELINE_INSIDE_H
#define SENSOR_DETECT_BASELINE_INSIDE_H
/* What the files baseline*.c share; for them only. */
#include "sensor/detect/baseline.h"
#include "sensor/detect/state.h"
#include "common/arena.h"

/* What is written of a rule. */
enum baseline_section {
	SECTION_NONE, /* nothing: learned, and saw nothing; or not known from the file */
	SECTION_SEEN,
	SECTION_RANGES,
	SECTION_RHYTHMS,
	SECTIONS
};

/* "seen"...: their keys in the file. */
extern const char *const baseline_sections[SECTIONS];

/* A combination of values. */
struct baseline_node {
	struct baseline_entry entry;
	struct baseline_rule *rule;
	struct baseline_node *chain; /* in the bucket */
	struct baseline_node *next;  /* of the rule */
	uint64_t hash;
	uint32_t n, len;
	char values[]; /* n texts, each with its NUL */
};

struct baseline_rule {
	const char *id;
	uint64_t hash;
	struct baseline_rule *next; /* in the bucket */
	enum baseline_section section;
	uint32_t nfields; /* as the file names them; 0: it does not */
	const char *fields[RULE_BY];
	uint32_t n;
	struct baseline_node *first, *last;
};

enum { BASELINE_RULE_BUCKETS = 256 };

struct baseline {
	struct arena arena;
	uint64_t seed[2];
	struct baseline_rule *rules[BASELINE_RULE_BUCKETS];
	uint32_t nrules;
	struct baseline_node **buckets;
	uint32_t nbuckets; /* a power of two */
	uint32_t n;
	uint64_t full;
	uint64_t from, to; /* 0: unknown */
	uint32_t nsources;
	const char *sources[BASELINE_SOURCES];
};

/* baseline.c */

struct baseline_rule *baseline_rule(const struct baseline *b, const char *id);
struct baseline_rule *baseline_rule_make(struct baseline *b, const char *id);
struct baseline_node *baseline_node(const struct baseline *b, const struct baseline_rule *r,
				    uint32_t n, const char *const *values);
/* Where its values begin. */
void baseline_values(const struct baseline_node *e, const char *values[RULE_BY]);
/* A source's name is kept, if there is room and it is not known. */
void baseline_source(struct baseline *b, const char *name);

/* baseline_text.c */

/* The section of a rule of a set; SECTION_NONE: it learns nothing. */
enum baseline_section baseline_section(const struct rule *r);
/* Writes a text so that YAML reads it as that text, in quotation marks where it must. */
void baseline_put_text(FILE *out, const char *s);
/* [a, b, c] */
void baseline_put_list(FILE *out, uint32_t n, const char *const *texts);
/* The shortest text that reads back as x. */
void baseline_put_number(FILE *out, double x);
/* Seconds, to the microsecond. */
void baseline_put_seconds(FILE *out, double s);
/* To the second. */
void baseline_put_time(FILE *out, uint64_t ns);
/* One entry, as it stands behind "- ". */
void baseline_put_entry(FILE *out, enum baseline_section section, const struct baseline_node *e);
/* All entries of a rule in order; *all is to be freed. False: no memory. */
bool baseline_sorted(const struct baseline_rule *r, const struct baseline_node ***all);
/* Rules in the order of the file: those of the set, then others by name. *all is to be freed;
 * returns how many there are, SIZE_MAX: no memory. */
size_t baseline_order(const struct baseline *b, const struct ruleset *set,
		      const struct baseline_rule ***all);

/* baseline_yaml.c: the file as YAML's events */

enum baseline_event { EVENT_END, EVENT_TEXT, EVENT_LIST, EVENT_LIST_END, EVENT_MAP, EVENT_MAP_END };

struct baseline_yaml {
	enum baseline_event event; /* the present one; EVENT_END: the text ended or is no YAML */
	struct text_place at;
	const char *text; /* of EVENT_TEXT; good until the next event */
	char *copy;	  /* the same, or NULL: the text is empty */
	size_t len;
	bool quoted;
	size_t end;   /* byte of the source behind the event */
	bool stopped; /* by an error, which was told */
	const char *name, *source;
	size_t source_len;
	struct rule_errors *e;
	void *parser, *diag, *raw;
};

/* False: it does not start, which was told. Close it in any case. */
bool baseline_yaml_open(struct baseline_yaml *y, const char *name, const char *text, size_t len,
			struct rule_errors *e);
void baseline_yaml_close(struct baseline_yaml *y);
/* The next event; EVENT_END again and again at the end. */
void baseline_yaml_next(struct baseline_yaml *y);
/* Passes over the node that begins at the present event. */
void baseline_yaml_skip(struct baseline_yaml *y);

#endif
