#ifndef COMMON_SCENARIO_INSIDE_H
#define COMMON_SCENARIO_INSIDE_H
/* How scenario.yaml is read: scenario.c its sections, scenario_value.c the values of keys. */
#include "common/arena.h"
#include "common/scenario.h"
#include "common/yaml.h"

struct scenario_reader {
	struct scenario *s;
	struct arena *a; /* what lives as long as the scenario */
	struct rule_errors e;
};

/* A key of a mapping. */
struct scenario_key {
	const char *name;
	/* Puts the value at `to`; what is wrong with it is said. */
	void (*set)(struct scenario_reader *r, const struct yaml_node *n, void *to);
	size_t at; /* of the struct's member */
	bool required;
};

/* A file's bytes, as many as YAML may have and one more; the caller frees them. NULL: it was said
 * why. */
char *scenario_load(const char *path, size_t *n);
void scenario_wrong(struct scenario_reader *r, const struct yaml_node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* " ; did you mean 'x'?" */
void scenario_no_such(struct scenario_reader *r, const struct yaml_node *n, const char *what,
		      const char *const *names, size_t count);
/* Reads a mapping into the struct at `to` by the rows, which end with one that has no name. `what`
 * it is, for messages: "a step". False: it is no mapping. */
bool scenario_keys(struct scenario_reader *r, const struct yaml_node *n, const char *what,
		   const struct scenario_key *keys, void *to);
/* The value of a key of a mapping; NULL: it has none. */
const struct yaml_node *scenario_value(const struct yaml_node *n, const char *key);
/* Is the node a list that is not too long? Else that is said. */
bool scenario_list(struct scenario_reader *r, const struct yaml_node *n, size_t most);
/* The number of the name that the node says; false: it says none of them, which was said. */
bool scenario_choice(struct scenario_reader *r, const struct yaml_node *n, const char *const *names,
		     size_t count, unsigned *number);
/* The text of a scalar that is a word, else NULL, and that was said. */
const char *scenario_word_of(struct scenario_reader *r, const struct yaml_node *n);

/* Setters for rows; the member's type is in brackets. */
void scenario_set_word(struct scenario_reader *r, const struct yaml_node *n, void *to); /* char * */
void scenario_set_phrase(struct scenario_reader *r, const struct yaml_node *n,
			 void *to); /* char *, of any characters */
void scenario_set_words(struct scenario_reader *r, const struct yaml_node *n, void *to); /* words */
void scenario_set_text(struct scenario_reader *r, const struct yaml_node *n, void *to);	 /* text */
void scenario_set_texts(struct scenario_reader *r, const struct yaml_node *n, void *to); /* texts */
void scenario_set_phrases(struct scenario_reader *r, const struct yaml_node *n,
			  void *to); /* words, of any characters */
void scenario_set_time(struct scenario_reader *r, const struct yaml_node *n, void *to); /* uint64 */
void scenario_set_severity(struct scenario_reader *r, const struct yaml_node *n,
			   void *to); /* unsigned */
void scenario_set_techniques(struct scenario_reader *r, const struct yaml_node *n,
			     void *to); /* words */
void scenario_set_points(struct scenario_reader *r, const struct yaml_node *n,
			 void *to); /* unsigned */
void scenario_set_level(struct scenario_reader *r, const struct yaml_node *n,
			void *to); /* unsigned */
void scenario_set_bool(struct scenario_reader *r, const struct yaml_node *n, void *to); /* bool */
void scenario_set_with(struct scenario_reader *r, const struct yaml_node *n,
		       void *to); /* a whole struct scenario_step */

/* A number as people write it: decimal, no hexadecimal, no infinity. */
bool scenario_number_of(const char *text, double *value);

#endif
