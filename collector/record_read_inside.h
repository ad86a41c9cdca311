#ifndef COLLECTOR_RECORD_READ_INSIDE_H
#define COLLECTOR_RECORD_READ_INSIDE_H
/* What the readers of the parts of an IODEF document share. NULL is what is not there. */
#include <jansson.h>

#include "collector/record_read.h"

/* A text or the value of an ML_STRING, cleaned; out stays as it is when there is none. */
void read_text(char *out, size_t room, const json_t *v);
/* The same of a member. */
void read_member(char *out, size_t room, const json_t *o, const char *member);
/* Item k of an array that is a member; NULL: there is none. */
const json_t *read_item(const json_t *o, const char *member, size_t k);
size_t read_items(const json_t *o, const char *member);
/* The English (or else the first) text of an array of ML_STRINGs, of those the number `which`. */
void read_described(char *out, size_t room, const json_t *o, const char *member, size_t which);
/* A member's time; 0: none. */
uint64_t read_time(const json_t *o, const char *member);
/* The value of AdditionalData (or another array of extensions) of that name; NULL: none. */
const json_t *read_extension(const json_t *o, const char *member, const char *name);
void read_extension_text(char *out, size_t room, const json_t *o, const char *member,
			 const char *name);
/* A number, also one in digits in a text; `most` at most, -1: none. */
int64_t read_number(const json_t *v, int64_t most);
/* Is the member that text? */
bool read_is(const json_t *o, const char *member, const char *text);

/* record_read_event.c: EventData. */
void read_event(struct incident *i, const json_t *event);
/* record_read_about.c: Assessment, Method, Discovery; History, RelatedActivity, AlternativeID. */
void read_about(struct incident *i, const json_t *incident);
void read_life(struct incident *i, const json_t *incident);

#endif
