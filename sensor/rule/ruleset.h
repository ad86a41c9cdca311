#ifndef SENSOR_RULE_RULESET_H
#define SENSOR_RULE_RULESET_H
/*
 * A rule set as it is used: everything that the rule files, the site file and the tag file say,
 * compiled. One arena holds it all; it is made beside the one in use, and takes its place or is
 * thrown away whole. Read-only once made: what changes while it is used is in detect/.
 */
#include "sensor/rule/condition.h"
#include "sensor/rule/site.h"

enum priority {
	PRIORITY_INFO,
	PRIORITY_LOW,
	PRIORITY_MEDIUM,
	PRIORITY_HIGH,
	PRIORITY_CRITICAL,
	PRIORITIES
};

/* "info", "low"... */
const char *priority_name(enum priority p);

/* What a rule adds to its condition: one at most. */
enum state_kind {
	STATE_NONE,
	STATE_COUNT,	/* too many matches, or too many distinct values */
	STATE_SEQUENCE, /* one thing after another */
	STATE_NEW,	/* a combination that was not seen while learning */
	STATE_OUTSIDE,	/* a number outside its learned or given range */
	STATE_STEP,	/* a number that changes too fast */
	STATE_SILENT,	/* matches that stop coming, or come in another rhythm */
	STATE_EXPECT,	/* a match without the other one that must follow */
	STATE_KINDS
};

/* Bytes of an id and of a title, at most: so an alert is bounded too. */
enum { RULE_ID = 64, RULE_TITLE = 160 };
enum { RULE_BY = 8, RULE_STEPS = 8, RULE_TECHNIQUES = 8, RULE_PIECES = 48 };

/* What tells one state of a rule from another. */
struct rule_by {
	uint32_t n;
	struct operand *of[RULE_BY];
};

/* The members that a kind uses; the manual (rules/README.md) says what each means. */
struct rule_state {
	enum state_kind kind;
	struct rule_by by; /* STATE_NEW: the fields themselves */
	uint64_t within;   /* count, sequence, step, expect: ns */
	/* count */
	uint32_t threshold;
	struct operand *distinct; /* or NULL */
	/* sequence: steps; expect: steps[0] */
	uint32_t nsteps;
	struct condition *steps[RULE_STEPS];
	/* outside, step */
	struct operand *value;
	bool has_min, has_max; /* outside: given; neither: learned */
	double min, max;
	double margin;	   /* outside, learned: part of the range's width that is allowed more */
	double max_change; /* step: in `within` */
	/* silent */
	double factor; /* of the longest gap that was learned, or of the period while there is none
			*/
	uint64_t at_least; /* ns: gaps shorter than that are never told */
};

struct rule_throttle {
	uint64_t within; /* ns; 0: every alert is told */
	struct rule_by by;
};

/* A piece of an output: text, a field's value, or something the state knows. */
enum piece_kind {
	PIECE_TEXT,
	PIECE_OPERAND,
	PIECE_COUNT,  /* {state.count}: how many matches or distinct values */
	PIECE_SINCE,  /* {state.seconds}: over how many seconds */
	PIECE_VALUE,  /* {state.value}: the number that is out of range or changed */
	PIECE_BEFORE, /* {state.before}: the number before a step */
	PIECE_LOW,    /* {state.low}, {state.high}: of the range */
	PIECE_HIGH,
	PIECE_PERIOD, /* {state.period}: the rhythm that was learned, seconds */
};

struct piece {
	enum piece_kind kind;
	const char *text; /* PIECE_TEXT, and the placeholder's own words of the others */
	struct operand *operand;
};

struct rule_case {
	bool fires;		  /* else: it must stay quiet */
	const char *capture;	  /* a file's name, relative to the rule file's folder or to pcaps/
				     beside it */
	uint64_t first, last;	  /* frames of it; 0, 0: all */
	uint64_t alerts;	  /* how many at least; 0 with fires: one at least */
	const char *const *learn; /* captures to learn from before, NULL-terminated; NULL: none */
	const char *site, *tags;  /* files for this case; NULL: none */
	struct text_place at;
};

struct rule {
	const struct ruleset *set;		   /* that it belongs to */
	uint32_t index;				   /* in the set */
	const char *id;				   /* [a-z0-9-]+ */
	const char *title;			   /* the key `rule` */
	const char *desc;			   /* "" if there is none */
	const char *why, *check, *false_positives; /* for the reference; "" */
	const char *version;
	const char *file; /* where it stands */
	struct text_place at;
	enum priority priority;
	bool enabled;
	uint32_t ntags;
	const char *const *tags; /* as written */
	uint32_t ntechniques;
	const char *techniques[RULE_TECHNIQUES]; /* ATT&CK for ICS, of v19: "T1692.001" */
	uint32_t nreferences;
	const char *const *references;
	const struct node *tree; /* the condition as written, exceptions taken in; for explain */
	struct condition *condition; /* NULL: a sequence, whose steps each have it in them */
	struct rule_state state;
	struct rule_throttle throttle;
	const struct window *during, *outside_of; /* NULL: always */
	uint32_t npieces;
	struct piece pieces[RULE_PIECES]; /* of the output */
	uint32_t ncases;
	const struct rule_case *cases;
};

/* A list or macro, as the last file that defines it says. */
struct rule_named {
	const char *name;
	bool list;
	const struct node *tree; /* a macro's condition; a list's elements, linked by next; NULL */
	const char *file;
};

struct ruleset {
	struct arena arena;
	uint32_t nnamed;
	const struct rule_named *named;
	uint32_t n;
	struct rule **rules; /* in the order of files, and within them; disabled ones too */
	uint32_t nfiles;
	const char *const *files; /* that it was read from */
	struct site site;
	struct tag_defs *tags;	     /* definitions of process variables; NULL: none */
	struct condition *condition; /* that of the sources; NULL: none */
	char digest[65]; /* hexadecimal: of all files' contents; tells one set from another */
};

/* What to read. Names are files or folders (then every *.yaml and *.yml in it, by name). */
struct ruleset_sources {
	const char *const *rules;
	size_t nrules;
	const char *site; /* NULL: none */
	const char *tags; /* NULL: none */
	/* One more, which may use what the files define; messages call its file "-e". NULL: none.
	 * It must outlive the set. */
	const char *condition;
};

/*
 * Reads and compiles everything. What is wrong goes to e, whose entries borrow from the set's arena
 * or from the sources: print them before ruleset_free(). NULL: an error was found, *failed holds
 * the half-made set's arena so that e can be printed; give it to arena_free() afterwards.
 */
struct ruleset *ruleset_load(const struct ruleset_sources *sources, struct rule_errors *e,
			     struct arena *failed);

/* A file's contents in memory, and what it is called in messages. */
struct source_text {
	const char *name;
	const char *s; /* not terminated */
	size_t len;
};

/* The same from memory; nothing of the texts is needed afterwards. */
struct ruleset_texts {
	const struct source_text *rules;
	size_t nrules;
	const struct source_text *site; /* NULL: none */
	const struct source_text *tags; /* NULL: none */
	const char *condition;		/* as in struct ruleset_sources */
};
struct ruleset *ruleset_load_texts(const struct ruleset_texts *texts, struct rule_errors *e,
				   struct arena *failed);
void ruleset_free(struct ruleset *set);

/* The rule of that id, or NULL. */
const struct rule *ruleset_find(const struct ruleset *set, const char *id);
/* The list or macro of that name, or NULL. */
const struct rule_named *ruleset_named(const struct ruleset *set, const char *name, bool list);

#endif
