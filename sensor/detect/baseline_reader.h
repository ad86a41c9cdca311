#ifndef SENSOR_DETECT_BASELINE_READER_H
#define SENSOR_DETECT_BASELINE_READER_H
/*
 * What baseline_read.c and baseline_entries.c share; for them only. A function that reads a node
 * begins at its first event and ends at its last one; what is wrong is told and passed over, so
 * that all of it is told at once.
 */
#include "common/option.h"
#include "sensor/detect/baseline_inside.h"

struct baseline_reader {
	struct baseline_yaml y;
	struct baseline *b;
	const struct ruleset *set;
	bool version;		    /* the file says that it is one of ours */
	struct baseline_rule *rule; /* the present one */
	const struct rule *of;	    /* of the set; NULL: it has none such */
	enum baseline_section section;
	/* the present list of values */
	struct text_place at;
	uint32_t n; /* also those beyond RULE_BY */
	const char *value[RULE_BY];
	char values[RULE_BY][STATE_TEXT];
	struct baseline_entry entry; /* the present one */
};

/* An entry of a mapping. */
struct baseline_key {
	const char *name;
	void (*read)(struct baseline_reader *r);
};

/* Something is wrong at the present event. */
#define baseline_wrong(r, ...) rule_error_at((r)->y.e, (r)->y.name, (r)->y.at, __VA_ARGS__)

void baseline_next(struct baseline_reader *r);
/* A key without a value. */
bool baseline_nothing(const struct baseline_reader *r);
/* Is the present event that one? If not, what must be here is told, and the node passed over. */
bool baseline_is(struct baseline_reader *r, enum baseline_event event, const char *what);
/* A mapping of these keys, each at most once. Returns which of them there were, as a set. */
unsigned baseline_read_map(struct baseline_reader *r, const struct baseline_key *keys, size_t nkeys,
			   const char *what);
/* A finite number, at least min (which is 0, or none). */
bool baseline_read_double(struct baseline_reader *r, double min, double *out);
bool baseline_read_number(struct baseline_reader *r, enum option_type type, const char *what,
			  uint64_t *out);
void baseline_read_time(struct baseline_reader *r, uint64_t *out);
/* A list of texts; each is called for every one. */
void baseline_read_texts(struct baseline_reader *r, const char *what,
			 void (*each)(struct baseline_reader *r));
/* The present text becomes another of the present values. */
void baseline_take_value(struct baseline_reader *r);

/* baseline_entries.c: the sections of a rule. */
void baseline_read_seens(struct baseline_reader *r);
void baseline_read_ranges(struct baseline_reader *r);
void baseline_read_rhythms(struct baseline_reader *r);

#endif
