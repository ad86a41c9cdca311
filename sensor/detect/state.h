#ifndef SENSOR_DETECT_STATE_H
#define SENSOR_DETECT_STATE_H
/*
 * What stateful rules remember between matches: windows of counts, the progress of sequences, what
 * was seen, ranges, last values, rhythms, expectations, and which alerts were told. One bounded
 * table for all rules; when it is full the entry not touched for longest gives way, counted. All on
 * the capture's time; nothing is allocated after states_new().
 */
#include "sensor/detect/alert.h"

struct states;
struct baseline;

/* How exact they are; rules/README.md says what that means for a rule. */
enum {
	STATE_CELLS = 1024,    /* parts of a count's window: thresholds up to it are exact */
	STATE_DISTINCT = 2048, /* different values that a window holds */
	STATE_VALUES = 128,    /* values of one subject that are counted as distinct */
	STATE_TEXT = 192,      /* bytes of the text of one value of `by`, with its NUL */
};

/* What becomes of a match. */
struct state_result {
	bool fires;
	uint32_t nframes;
	uint64_t frames[ALERT_FRAMES];
	uint64_t more_frames;
	uint64_t count;	      /* matches or distinct values */
	double seconds;	      /* over which time */
	double value, before; /* outside, step */
	double low, high;     /* outside */
	double period;	      /* silent: seconds */
	char why[160];
};

/* A silence or a missed expectation that came due: all that is known of it then. */
struct state_due {
	const struct rule *rule;
	uint64_t at; /* when it came due, ns */
	struct state_result result;
	struct alert_end source, target; /* of the last match; names NULL; all zero: none yet */
	const char *protocol;		 /* static text, or NULL */
	uint32_t nby;
	const char *by[RULE_BY]; /* values of the rule's `by`, as value_write() writes them */
};

/* Room for n entries, over all rules. learning: new, outside and silent rules write down what they
 * see in the baseline and never fire. baseline NULL: learned rules are quiet. NULL: no memory. */
struct states *states_new(uint32_t n, struct baseline *baseline, bool learning);
void states_free(struct states *t);
/* Bytes an entry costs. */
size_t states_cost(void);

/*
 * A run begins with this rule set, which must stay until states_adopt() names another. Time begins
 * with the first call that has one. While learning, the baseline is told which rules are learned,
 * so that it knows those too that saw nothing; else the rhythms that it knows are waited for from
 * the beginning: a poll that never comes in this run is a silence.
 */
void states_begin(struct states *t, const struct ruleset *set);

/*
 * The rule's condition holds for the subject (STATE_SEQUENCE: one of its steps may; the steps are
 * asked here). Says what becomes of it. Rules of STATE_NONE fire at once with the subject's frame.
 */
void states_match(struct states *t, const struct rule *rule, struct subject *s,
		  struct state_result *out);

/* Of a rule of STATE_NEW whose condition holds for the subject: does the baseline have what the
 * rule tells apart by? */
bool states_learned(struct states *t, const struct rule *rule, struct subject *s);

/* For rules of STATE_EXPECT, every subject of the kind of steps[0]: is it what was waited for? */
void states_expected(struct states *t, const struct rule *rule, struct subject *s);

/* Time has come to now (ns): calls due for every silence and missed expectation, in the order of
 * their time, then of their rule. A now more than a minute before the former one means that the
 * clock was set back: what is waited for then has as long to come as it had before. */
void states_until(struct states *t, uint64_t now, void (*due)(void *ctx, const struct state_due *d),
		  void *ctx);
/* A file ended and another began at these times (ns). After a second, nobody learns what lies
 * between as a gap. After ten they are two captures: what is waited for has so much longer to come;
 * true. */
bool states_paused(struct states *t, uint64_t from, uint64_t to);
/* When states_until() next has something to do, ns; UINT64_MAX: nothing. */
uint64_t states_next(const struct states *t);

/* The alert is about to be told: false if throttling keeps it back. True: *suppressed is how many
 * were kept back since the last one. */
bool states_tell(struct states *t, const struct rule *rule, struct subject *s, uint64_t at,
		 uint64_t *suppressed);

/* The same of something that came due, from its own values: those of the throttle's `by` that are
 * not also in the state's are taken as missing. */
bool states_tell_due(struct states *t, const struct state_due *d, uint64_t *suppressed);

/* A new rule set took the place of the old one: states of rules whose id and state did not change
 * go on, others are forgotten. */
void states_adopt(struct states *t, const struct ruleset *old, const struct ruleset *now);

struct states_stats {
	uint64_t used;	  /* entries */
	uint64_t evicted; /* entries that gave way while they still mattered */
	uint64_t throttled;
	uint64_t distinct_full; /* values that a window had no room for */
};
void states_stats(const struct states *t, struct states_stats *out);

#endif
