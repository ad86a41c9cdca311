#ifndef PROTO_DICTIONARY_H
#define PROTO_DICTIONARY_H
/*
 * What the numbers in events stand for: fields by id, rules by index. Made once from the message,
 * then only read.
 */
#include "proto/wire.h"

struct dictionary;

/* Field ids and rule indexes are below these. */
enum {
	DICTIONARY_FIELDS = WIRE_FIELDS,
	DICTIONARY_RULES = WIRE_RULES,
	DICTIONARY_MAX = WIRE_DICTIONARY_MAX
};

/*
 * Copies what it needs of the message. NULL: no memory (errno ENOMEM), or (errno EINVAL) it is
 * none: ids out of range or twice, names of fields that are no names ([A-Za-z0-9_.-]+), rules
 * without an id; *why says which, a static text.
 */
struct dictionary *dictionary_new(const Kagami__Dictionary *m, const char **why);
/* The same from bytes. */
struct dictionary *dictionary_from(const uint8_t *p, size_t n, const char **why);
void dictionary_free(struct dictionary *d);

/* The digest that names it: of the message with id 0. Never 0. */
uint64_t dictionary_digest(const Kagami__Dictionary *m);

/* NULL: there is none. */
const Kagami__Field *dictionary_field(const struct dictionary *d, uint32_t id);
const Kagami__Rule *dictionary_rule(const struct dictionary *d, uint32_t index);
/* The message as it was copied: digests, all rules. */
const Kagami__Dictionary *dictionary_message(const struct dictionary *d);

#endif
