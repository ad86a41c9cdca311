#ifndef SENSOR_RULE_LOAD_INSIDE_H
#define SENSOR_RULE_LOAD_INSIDE_H
/*
 * What the parts of the loader share. It reads all files into trees (yaml.h), collects what the
 * entries define (load_entry.c), and only then makes rules of it (load_rule.c and the rest),
 * because a later file may replace any of it.
 */
#include "sensor/rule/parse.h"
#include "sensor/rule/ruleset.h"
#include "sensor/rule/tag.h"
#include "common/yaml.h"

/* Things by name. Names and things are borrowed; all zero is an empty one. */
enum { DICT_BUCKETS = 1024 };
struct dict {
	struct dict_entry *bucket[DICT_BUCKETS];
	struct dict_entry *first, *last; /* in the order of their coming */
};
struct dict_entry {
	struct dict_entry *chain, *next;
	const char *name;
	void *thing;
};
void *dict_find(const struct dict *d, const char *name);
/* The name must not be there yet. */
void dict_put(struct arena *a, struct dict *d, const char *name, void *thing);
/* The name most like it, or NULL. */
const char *dict_nearest(const struct dict *d, const char *name);

/* Keys of a rule, in the order of load_rule_keys[]. An override has two others in the first places.
 */
enum rule_key {
	KEY_RULE,
	KEY_OVERRIDE = KEY_RULE,
	KEY_ID,
	KEY_APPEND = KEY_ID,
	KEY_DESC,
	KEY_WHY,
	KEY_CHECK,
	KEY_FALSE_POSITIVES,
	KEY_CONDITION,
	KEY_OUTPUT,
	KEY_PRIORITY,
	KEY_TAGS,
	KEY_ENABLED,
	KEY_VERSION,
	KEY_REFERENCES,
	KEY_EXCEPTIONS,
	KEY_COUNT, /* the stateful ones, in the order of enum state_kind */
	KEY_SEQUENCE,
	KEY_NEW,
	KEY_OUTSIDE,
	KEY_STEP,
	KEY_SILENT,
	KEY_EXPECT,
	KEY_THROTTLE,
	KEY_DURING,
	KEY_OUTSIDE_OF,
	KEY_CASES,
	RULE_KEYS
};

/* The value of a key; tags, references, exceptions and cases may have more that were appended. */
struct slot {
	const struct yaml_node *node; /* NULL: the key is not there */
	struct slot *more;
};

/* A rule while files are read. */
struct draft {
	struct draft *next;
	const char *id;
	const struct yaml_node *title;
	struct slot key[RULE_KEYS];
	const struct yaml_node *disabled; /* the entry that disables it, or NULL */
	struct rule *rule;
};

enum named_state { NAMED_NEW, NAMED_WALKED, NAMED_GOOD, NAMED_BAD };

/* A list or macro. */
struct named {
	const struct yaml_node *name;
	const struct yaml_node *condition; /* a macro's */
	const struct node *tree;	   /* a macro's condition; a list's elements */
	struct node *last;		   /* element */
	enum named_state state;
	uint64_t size; /* nodes that it stands for */
	bool list, used;
};

/* An override or disable of rules that were not there yet. */
struct missing {
	struct missing *next;
	const struct yaml_node *id;
	const char *verb;
};

struct loader {
	struct ruleset *set;
	struct arena *a;
	struct rule_errors *e;
	struct dict lists, macros, drafts;
	struct draft *first, *last;
	struct missing *missing;
	struct rule_scope scope;
};

/* load_value.c: values of keys. `what` is the key's name for messages. On an error false, or NULL;
 * the message is said. */
void load_error(struct loader *l, const struct yaml_node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void load_warn(struct loader *l, const struct yaml_node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Puts the value of each of the names (NULL ends them) into out, NULL where it is not there; what
 * else the mapping has is an error. False: it is no mapping. */
bool load_mapping(struct loader *l, const struct yaml_node *n, const char *what,
		  const char *const *names, const struct yaml_node **out);
const char *load_text(struct loader *l, const struct yaml_node *n, const char *what);
bool load_bool(struct loader *l, const struct yaml_node *n, const char *what, bool *out);
bool load_whole(struct loader *l, const struct yaml_node *n, const char *what, uint64_t min,
		uint64_t max, uint64_t *out);
/* A number from min to max. percent: "10%" is 0.1. */
bool load_number(struct loader *l, const struct yaml_node *n, const char *what, bool percent,
		 double min, double max, double *out);
/* ns; zero: 0 is allowed. At most LOAD_LONGEST. */
bool load_duration(struct loader *l, const struct yaml_node *n, const char *what, bool zero,
		   uint64_t *out);
/* A list of texts, or one text. Fills out with at most room of them; returns how many. */
uint32_t load_texts(struct loader *l, const struct yaml_node *n, const char *what,
		    const struct yaml_node **out, uint32_t room);
/* Some of a text as one with places of its own. */
const struct rule_text *load_part(struct arena *a, const struct rule_text *t, size_t offset,
				  size_t len);
/* "; did you mean 'x'?", or "" for NULL. The text is good until the next call. */
const char *load_meant(const char *name);

/* load_entry.c: a rule file's entries. */
void load_entries(struct loader *l, const char *file, const struct yaml_node *root);
/* Overrides and disables whose rules never came. */
void load_missing(struct loader *l);
extern const char *const load_rule_keys[];

/* load_named.c: lists and macros. */
void load_list(struct loader *l, const struct yaml_node *entry);
void load_macro(struct loader *l, const struct yaml_node *entry);
/* An element of a list or a set as written in YAML: NULL (and said): it is none. */
struct node *load_element(struct loader *l, const struct yaml_node *item);
/* Parses macros, finds those that stand for themselves. */
void load_named_finish(struct loader *l);
/* Puts them into the set, for those who explain rules. */
void load_named_keep(struct loader *l);
/* Can the tree be compiled: are the macros and lists that it names good (or unknown, which the
 * compiler says)? Marks them as used. */
bool load_sound(struct loader *l, const struct node *tree);
/* Lists and macros that nothing uses. */
void load_unused(struct loader *l);
void load_scope(struct loader *l);

/* load_rule.c: makes the rule of a draft; l->set has room for it. */
void load_rule(struct loader *l, struct draft *d, uint32_t index);
/* What is told of rules among each other. */
void load_compare(struct loader *l);

/* load_except.c: the condition with the rule's exceptions taken out; NULL: they are wrong. */
const struct node *load_exceptions(struct loader *l, const struct slot *slot,
				   const struct node *condition);
/* A node of two others (b may be NULL), placed where `a` is. */
struct node *load_join(struct loader *l, enum node_kind kind, const struct node *a,
		       const struct node *b);

/* load_state.c: by-fields, stateful keys and throttle. What is wrong is said. */
void load_state(struct loader *l, const struct draft *d, struct rule *r);
void load_throttle(struct loader *l, const struct draft *d, struct rule *r);
/* An operand that is known of such a subject. NULL: wrong. tree may be NULL. */
struct operand *load_operand(struct loader *l, const struct rule_text *text, unsigned subjects,
			     const struct node **tree);
/* Set of 1 << enum subject_kind that the rule's fields must be known of when an alert is written.
 */
unsigned load_subjects(const struct rule *r);
const char *load_state_name(enum state_kind kind);

/* load_output.c: the template. */
void load_output(struct loader *l, const struct yaml_node *n, struct rule *r,
		 const struct yaml_node *by);
/* load_cases.c */
void load_cases(struct loader *l, const struct slot *slot, struct rule *r);

/* site_load.c and tag_load.c: from a file's tree (NULL: it is empty). */
void load_site(struct loader *l, const struct yaml_node *root);
void load_tags(struct loader *l, const struct yaml_node *root);

#define LOAD_LONGEST (UINT64_C(366) * 86400 * 1000000000)

#endif
