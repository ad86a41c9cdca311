#ifndef SENSOR_DETECT_STATE_INSIDE_H
#define SENSOR_DETECT_STATE_INSIDE_H
/*
 * What the files state*.c share; for them only.
 *
 * An entry is what one rule remembers of one combination of its `by` values. Entries are of fixed
 * size and are found by a keyed hash of 128 bits of rule and values; nobody who does not know the
 * key can make two collide, and equal hashes are taken as equal keys. What does not fit lies in
 * blocks of a pool. All entries are in the order in which they were touched, those with blocks and
 * those without in lists of their own, so that whichever runs out, the oldest that helps gives way.
 */
#include "sensor/detect/baseline.h"
#include "sensor/detect/state.h"
#include "sensor/table.h"

#define STATE_NONE_LEFT UINT32_MAX

/* A time that is so much before the former one means that the clock was set back. */
#define STATE_STEP_NS 60000000000U

/* What an entry is of: a rule's state, or its throttle. */
enum { STATE_USE_THROTTLE = STATE_KINDS, STATE_USES };

enum { STATE_WORDS = 31 };

struct state_block {
	uint32_t next;
	uint32_t spare;
	uint64_t w[STATE_WORDS];
};

/* A queue of cells over blocks. */
struct state_count {
	uint64_t n;	 /* matches in the window */
	uint64_t frames; /* different frames of them */
	uint64_t last;	 /* time of the newest match */
	uint32_t cells, tail;
	uint8_t front, back; /* first cell in use of the first block, first free one of the last */
};

struct state_sequence {
	uint64_t start;	 /* the latest */
	unsigned active; /* bit k: k steps of it were seen, see state_sequence.c */
};

struct state_step {
	uint32_t first, n; /* cells */
};

struct state_silent {
	uint64_t last;	  /* time of the last match; learning only */
	uint64_t limit;	  /* ns */
	uint64_t frame;	  /* of the last match; 0: none in this run */
	const void *flow; /* its flow, to know another one by */
	double period, longest;
};

struct state_expect {
	uint64_t frame;
};

struct state_throttled {
	uint64_t since;
	uint64_t suppressed;
};

struct state_entry {
	uint64_t key[2];
	const struct rule *rule;
	uint64_t stamp; /* when it was touched, in order; 0: free */
	uint64_t born;	/* when it was made, in order */
	uint64_t until; /* after this time it means nothing any more */
	uint64_t due;	/* first ns at which something is overdue, if it has a timer */
	uint32_t timer; /* its place among the timers; STATE_NONE_LEFT: none */
	uint32_t block; /* the first; STATE_NONE_LEFT: none */
	uint8_t use;	/* enum state_kind or STATE_USE_THROTTLE */
	union {
		struct state_count count;
		struct state_sequence sequence;
		struct state_step step;
		struct state_silent silent;
		struct state_expect expect;
		struct state_throttled throttle;
	};
};

/* Entries with a timer, as a heap. `at` is never later than the entry's due and, at the top, the
 * same: an entry whose due moves away is put in its place only when it comes to the top. */
struct state_timer {
	uint64_t at;
	uint32_t slot;
};

/*
 * A value as a key has it. Parts are equal when the values are: numbers by their value, text, bytes
 * and addresses byte by byte. An operand whose values may be of several types (ot.value, all that
 * is calculated), and floats, count as the text that people read: there 1, 1.0 and "1" are equal. A
 * value that is missing equals an empty text.
 */
struct state_part {
	uint8_t what; /* see state_key.c */
	uint8_t bytes[15];
};

_Static_assert(sizeof(struct state_part) == 16, "two words of a key");

/* What an entry is found by; where the values are needed as texts, these one behind the other,
 * each with its NUL. */
struct state_key {
	uint64_t hash[2];
	uint32_t n;
	size_t len;
	const char *text[RULE_BY];
	char bytes[RULE_BY * STATE_TEXT];
};

/* Words that a key is hashed from: the rule's id and use in one, then the parts. */
enum { STATE_KEY_WORDS = 1 + 2 * RULE_BY };

/* A multiplier of 128 bits. */
struct state_factor {
	uint64_t low, high;
};

/* What was worked out of a rule's id when it was last asked for. */
struct state_named {
	const struct rule *rule;
	uint64_t hash;
	struct baseline_rule *learned; /* NULL: look again */
};

enum { STATE_NAMED = 256 };

struct states {
	struct table table;
	struct state_entry *slot;
	struct state_block *blocks;
	struct state_timer *timers;
	uint32_t nblocks, free_block, ntimers;
	uint64_t seed[2];
	struct state_factor factor[2 * (1 + STATE_KEY_WORDS)]; /* for two hashes in turn */
	uint64_t stamp, born;
	uint64_t now;
	uint64_t resumed; /* when the capture went on after a pause; 0: there was none */
	bool begun;	  /* now is known */
	uint32_t waiting; /* expectations */
	struct baseline *baseline;
	bool learning;
	const struct ruleset *set; /* NULL: states_begin() was not called */
	struct states_stats stats;
	struct state_key key;
	struct state_due due;
	char due_text[RULE_BY * STATE_TEXT];
	struct state_part parts[STATE_VALUES];
	struct state_named named[STATE_NAMED]; /* by index of the rule */
};

/* What a kind of state does; NULL: nothing. */
struct state_ops {
	/* The condition holds. out is all zero. */
	void (*match)(struct states *t, const struct rule *r, struct subject *s,
		      struct state_result *out);
	/* The same while learning; NULL: match. */
	void (*learn)(struct states *t, const struct rule *r, struct subject *s);
	/* Its timer ran out: fills t->due but for rule and at. The entry may be dropped. */
	void (*due)(struct states *t, struct state_entry *e);
	/* Before an entry is dropped. */
	void (*drop)(struct states *t, struct state_entry *e);
	/* Do both mean the same, but for `by` and `within`, which are compared for all? */
	bool (*same)(const struct rule_state *a, const struct rule_state *b);
};

extern const struct state_ops state_ops[STATE_USES];

/* state_hash.c */

/* SipHash-2-4 of n bytes under a key (Aumasson, Bernstein 2012, and its variant of 128 bits). */
uint64_t siphash(const uint64_t key[2], const void *bytes, size_t n);
void siphash128(const uint64_t key[2], const void *bytes, size_t n, uint64_t out[2]);

/* state_key.c */

/* Makes the multipliers of the hash from the seed. */
void state_key_init(struct states *t);
/* Fills t->key of the subject's values, but not its texts. */
void state_key(struct states *t, unsigned use, const struct rule *r, const struct rule_by *by,
	       struct subject *s);
/* The same of what people read, with the texts: for what a baseline or state_due tells of. It is
 * another key than that of state_key(). */
void state_key_write(struct states *t, unsigned use, const struct rule *r, const struct rule_by *by,
		     struct subject *s);
/* The same of n texts. */
void state_key_texts(struct states *t, unsigned use, const struct rule *r, uint32_t n,
		     const char *const *texts);
/* What is known of the rule's id. */
struct state_named *state_named(struct states *t, const struct rule *r);
/* What the baseline has of the rule; NULL: nothing, or there is none. */
struct baseline_rule *state_baseline(struct states *t, const struct rule *r);
/* The baseline's entry of t->key. */
struct baseline_entry *state_known(struct states *t, const struct baseline_rule *learned);
/* The operand's values here, at most room of them. Returns how many there are in out. */
uint32_t state_parts(struct states *t, const struct operand *o, struct subject *s,
		     struct state_part *out, uint32_t room);
/* Equal for equal parts; who does not know the seed cannot make others equal. */
uint64_t state_part_hash(const struct states *t, const struct state_part *part);

/* state_table.c */

bool state_table_init(struct states *t, uint32_t n);
/* The entry of t->key, now the newest; NULL: there is none. */
struct state_entry *state_find(struct states *t);
/* A new one, all zero but for its key; the oldest gave way. */
struct state_entry *state_make(struct states *t, unsigned use, const struct rule *r);
void state_drop(struct states *t, struct state_entry *e);
void state_touch(struct states *t, struct state_entry *e);
/* A block for an entry, in no chain yet; another entry may have to give way. STATE_NONE_LEFT: it
 * has all of them itself. */
uint32_t state_block_get(struct states *t, struct state_entry *e);
void state_block_put(struct states *t, uint32_t b);
/* Gives back all blocks of the entry. */
void state_blocks_drop(struct states *t, struct state_entry *e);
/* Word i of the entry's chain, which grows as needed; NULL: no block is left. */
uint64_t *state_word(struct states *t, struct state_entry *e, uint32_t i);

/* state_time.c */

/* Something happened at that time. */
void state_time(struct states *t, uint64_t at);
/* The entry is overdue from `due` on. */
void state_timer_set(struct states *t, struct state_entry *e, uint64_t due);
void state_timer_clear(struct states *t, struct state_entry *e);
/* After rules became others. */
void state_timers_sort(struct states *t);

static inline uint64_t state_later(uint64_t at, uint64_t ns)
{
	return at > UINT64_MAX - 1 - ns ? UINT64_MAX - 1 : at + ns;
}

static inline uint64_t state_apart(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* From when on something is waited for that began with a match at that time. A clock that was set
 * back is known as such only some frames later: until then the time is the former one's, and moves
 * back with everything else that is waited for. */
static inline uint64_t state_since(const struct states *t, uint64_t at)
{
	return at < t->now && t->now - at >= STATE_STEP_NS ? t->now : at;
}

static inline double state_seconds(uint64_t ns)
{
	return (double)ns / 1e9;
}

/* state_who.c: ends, protocol and by texts of the last match, kept in the entry's blocks */

void state_who_keep(struct states *t, struct state_entry *e, const struct subject *s);
/* Into t->due. */
void state_who_tell(struct states *t, const struct state_entry *e);

/* state.c */

void state_frame(struct state_result *out, uint64_t frame);
void state_why(struct state_result *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* "0.25 s", "120 s". */
struct state_span {
	char text[32];
};
struct state_span state_span(double seconds);

/* The kinds. */
void state_count_match(struct states *t, const struct rule *r, struct subject *s,
		       struct state_result *out);
bool state_count_same(const struct rule_state *a, const struct rule_state *b);
void state_distinct_match(struct states *t, const struct rule *r, struct subject *s,
			  struct state_result *out);
void state_sequence_match(struct states *t, const struct rule *r, struct subject *s,
			  struct state_result *out);
void state_new_match(struct states *t, const struct rule *r, struct subject *s,
		     struct state_result *out);
void state_new_learn(struct states *t, const struct rule *r, struct subject *s);
void state_outside_match(struct states *t, const struct rule *r, struct subject *s,
			 struct state_result *out);
void state_outside_learn(struct states *t, const struct rule *r, struct subject *s);
bool state_outside_same(const struct rule_state *a, const struct rule_state *b);
void state_step_match(struct states *t, const struct rule *r, struct subject *s,
		      struct state_result *out);
bool state_step_same(const struct rule_state *a, const struct rule_state *b);
void state_silent_match(struct states *t, const struct rule *r, struct subject *s,
			struct state_result *out);
void state_silent_learn(struct states *t, const struct rule *r, struct subject *s);
void state_silent_due(struct states *t, struct state_entry *e);
bool state_silent_same(const struct rule_state *a, const struct rule_state *b);
/* Waits for what the baseline knows of the rule. */
void state_silent_begin(struct states *t, const struct rule *r);
void state_expect_match(struct states *t, const struct rule *r, struct subject *s,
			struct state_result *out);
void state_expect_due(struct states *t, struct state_entry *e);
void state_expect_drop(struct states *t, struct state_entry *e);
/* state_adopt.c: steps that are asked. */
bool state_steps_same(const struct rule_state *a, const struct rule_state *b);

/* A rule that fills the baseline. */
static inline bool state_learned(const struct rule_state *s)
{
	return s->kind == STATE_NEW || s->kind == STATE_SILENT ||
	       (s->kind == STATE_OUTSIDE && !s->has_min && !s->has_max);
}

#endif
