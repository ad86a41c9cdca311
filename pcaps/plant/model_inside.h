/*
 * How a plant's file is read: model.c its sections, model_value.c the values of keys. Setters put a
 * value at `to` or say what is wrong with it.
 */
#ifndef PCAPS_PLANT_MODEL_INSIDE_H
#define PCAPS_PLANT_MODEL_INSIDE_H

#include "common/arena.h"
#include "common/errors.h"
#include "common/yaml.h"
#include "pcaps/plant/model.h"

struct reader {
	struct arena *a; /* what the tables point to */
	struct rule_errors e;
};

/* A key of a mapping. */
struct model_key {
	const char *name;
	void (*set)(struct reader *r, const struct yaml_node *n, void *to);
	size_t at; /* of the struct's member */
	bool required;
};

void model_wrong(struct reader *r, const struct yaml_node *n, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "no x 'y'", and what it could have been. */
void model_no_such(struct reader *r, const struct yaml_node *n, const char *what,
		   const char *const *names, size_t count);

/* Reads a mapping into the struct at `to` by the rows; false: it is no mapping. */
bool model_keys(struct reader *r, const struct yaml_node *n, const char *what,
		const struct model_key *keys, size_t nkeys, void *to);

/* A section is a mapping or a list of at most so many entries; false: it is not, which was said. */
bool model_section(struct reader *r, const struct yaml_node *n, enum yaml_kind kind, size_t most);

/* Is it a name of letters, digits and _? Else that is said. */
bool model_identifier(struct reader *r, const struct yaml_node *n);

/* A number within limits; false: it is none, which was said. */
bool model_number(struct reader *r, const struct yaml_node *n, double low, double high,
		  double *number);

/* The member's type is in brackets. */
void model_text(struct reader *r, const struct yaml_node *n, void *to);	    /* char * */
void model_bool(struct reader *r, const struct yaml_node *n, void *to);	    /* bool */
void model_u8(struct reader *r, const struct yaml_node *n, void *to);	    /* uint8_t */
void model_u16(struct reader *r, const struct yaml_node *n, void *to);	    /* uint16_t */
void model_double(struct reader *r, const struct yaml_node *n, void *to);   /* double */
void model_time(struct reader *r, const struct yaml_node *n, void *to);	    /* unsigned, ms */
void model_host(struct reader *r, const struct yaml_node *n, void *to);	    /* int, of hosts[] */
void model_variable(struct reader *r, const struct yaml_node *n, void *to); /* int */
void model_coding(struct reader *r, const struct yaml_node *n, void *to);   /* enum coding */
void model_object(struct reader *r, const struct yaml_node *n, void *to);   /* struct variable */
void model_trouble(struct reader *r, const struct yaml_node *n, void *to);  /* enum trouble_kind */
void model_reading(struct reader *r, const struct yaml_node *n, void *to);  /* uint8_t */
void model_function(struct reader *r, const struct yaml_node *n, void *to); /* uint8_t */
void model_numbers(struct reader *r, const struct yaml_node *n, void *to);  /* struct action */
void model_ip(struct reader *r, const struct yaml_node *n, void *to);	    /* char * */
void model_ip6(struct reader *r, const struct yaml_node *n, void *to);	    /* char * */
void model_mac(struct reader *r, const struct yaml_node *n, void *to);	    /* char * */

/* model_goose.c: its sections. */
void model_read_goose(struct reader *r, const struct yaml_node *n);
void model_read_subscriptions(struct reader *r, const struct yaml_node *n);

#endif
