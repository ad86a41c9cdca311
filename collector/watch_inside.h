#ifndef COLLECTOR_WATCH_INSIDE_H
#define COLLECTOR_WATCH_INSIDE_H
/* What the files of watch share; for watch*.c. */
#include "collector/watch.h"

enum {
	WATCH_CONDITIONS = 8,
	WATCH_TEXT = 256,
	WATCH_VALUES = 3, /* of an alert */
};

#define WATCH_SECOND UINT64_C(1000000000)
#define WATCH_MINUTE (60 * WATCH_SECOND)

/* A condition of one sensor. */
struct watch_state {
	bool on;
	bool told;	     /* that it is on */
	uint64_t pending;    /* since when it holds, while it is not on; 0: it does not */
	uint64_t began;	     /* when it came on */
	uint64_t last_told;  /* that it began; 0: never */
	uint64_t last_over;  /* told that it is over; for watch_known() */
	uint64_t suppressed; /* beginnings that were not told since */
};

/* What was known of a sensor when it was looked at last. */
struct watch_sensor {
	char name[WIRE_NAME_MAX + 1];
	bool present; /* it is on the list */
	bool entered; /* what follows up to the states is of it */
	uint64_t epoch, frames, dropped;
	Kagami__Shed shed;
	bool new_counters, new_shed_counters; /* the next ones begin at 0 */
	struct watch_state states[WATCH_CONDITIONS];
	/* What its counters say of the time since. */
	bool dropping;
	uint64_t new_frames, new_dropped;
	uint64_t shed_at;      /* when it last gave up events; 0: not since we look */
	Kagami__Shed new_shed; /* since it began to */
};

/* What most sensors have; NULL: no such thing. */
struct watch_most {
	const char *digest;
	size_t have, of; /* so many of so many sensors */
};

struct watch_look {
	const struct watch_limits *limits;
	const struct store_sensor *s;
	struct watch_sensor *known;
	const struct watch_state *state; /* of the condition that is asked about */
	struct watch_most rules, baseline;
	uint64_t since, now;
};

/* What an alert says. */
struct watch_words {
	char text[WATCH_TEXT], why[WATCH_TEXT];
	size_t nvalues;
	struct {
		uint32_t field; /* enum watch_field */
		uint64_t u;
		int64_t i; /* of WATCH_CLOCK_OFFSET */
		const char *text;
	} values[WATCH_VALUES];
};

/* Fields of these alerts: numbers of the dictionary. */
enum watch_field {
	WATCH_SENSOR,
	WATCH_QUIET,
	WATCH_LAG,
	WATCH_SPOOLED,
	WATCH_DROPPED,
	WATCH_FRAMES,
	WATCH_SHED,
	WATCH_CLOCK_OFFSET,
	WATCH_MAX_ERROR,
	WATCH_RULES,
	WATCH_BASELINE,
	WATCH_FIELDS
};

/* A condition and the two rules of it: rule 2i of the dictionary that it began, 2i + 1 that it is
 * over, which is the same id with "-over" behind it. */
struct watch_condition {
	const char *id, *title, *over_title, *desc;
	Kagami__Priority priority;
	uint64_t after; /* ns that it must hold before it is on */
	bool anyhow;	/* also asked of a sensor that is not heard of */
	bool (*holds)(const struct watch_look *l);
	void (*begins)(const struct watch_look *l, struct watch_words *out);
	void (*ends)(const struct watch_look *l, struct watch_words *out);
};

/* Those of them that are asked for by name. */
enum { WATCH_DROPPING = 2, WATCH_SHEDDING = 3 };

extern const struct watch_condition watch_conditions[WATCH_CONDITIONS];

/* How long the sensor was silent. */
uint64_t watch_silence(const struct watch_look *l);
/* The sensor was heard of lately, so that what is known of it is news. */
bool watch_heard(const struct watch_look *l);

/* The message that says what fields and rules these are. NULL: no memory. */
struct dictionary *watch_dictionary_new(void);

#endif
