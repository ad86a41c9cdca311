#ifndef COLLECTOR_SHARING_INSIDE_H
#define COLLECTOR_SHARING_INSIDE_H
/* The file as it was read. */
#include "collector/sharing.h"
#include "common/yaml.h"

enum { SHARING_LANGUAGES = 4 };

struct sharing_us {
	char fqdn[INCIDENT_TEXT], name[INCIDENT_TEXT], email[INCIDENT_TEXT];
	char telephone[INCIDENT_WORD], timezone[8], operator_name[INCIDENT_TEXT];
	char sector_lead[INCIDENT_TEXT];
	char languages[SHARING_LANGUAGES][8];
};

struct sharing {
	struct sharing_us us;
	struct record_party party; /* points into us */
	const char *languages[SHARING_LANGUAGES + 1];
	struct recipient recipients[SHARING_RECIPIENTS];
	size_t nrecipients;
	struct regime regimes[SHARING_REGIMES];
	size_t nregimes;
};

/* ---- reading: sharing_read.c the sections, sharing_value.c their values ---------------------- */

struct sharing_reader {
	struct sharing *s;
	struct arena trees; /* goes when the file was read */
	struct rule_errors e;
};

/* A key of a mapping. */
struct sharing_key {
	const char *name;
	/* Puts the value at `to`, which has `room` bytes; what is wrong with it is said. */
	void (*set)(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room);
	size_t at, room;
	bool required;
};

void sharing_wrong(struct sharing_reader *r, const struct yaml_node *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool sharing_mapping(struct sharing_reader *r, const struct yaml_node *n, const char *what);
/* Reads a mapping into the struct at `to` by the rows, which end with one that has no name. `what`
 * it is, for messages: "a recipient". */
void sharing_keys(struct sharing_reader *r, const struct yaml_node *n, const char *what,
		  const struct sharing_key *keys, void *to);
/* The name of an entry into out: a-z, 0-9 and -. */
bool sharing_name(struct sharing_reader *r, const struct yaml_node *key, const char *what,
		  char *out, size_t room);
/* " ; did you mean 'x'?" of names, `size` bytes apart. */
void sharing_no_such(struct sharing_reader *r, const struct yaml_node *n, const char *what,
		     const char *text, const void *names, size_t count, size_t size);

extern const struct sharing_key sharing_us_keys[], sharing_recipient_keys[], sharing_regime_keys[];

#endif
