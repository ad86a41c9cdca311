#ifndef PROTO_EVENT_JSON_INSIDE_H
#define PROTO_EVENT_JSON_INSIDE_H
/* What the files of event_json share; for event_json*.c. */
#include "common/json.h"
#include "proto/event_json.h"

/* An event being written. */
struct event_writer {
	struct json j;
	const Kagami__Event *e;
	const struct dictionary *d;
	const struct event_origin *origin; /* NULL: none */
	size_t response;		   /* struct event_json_places */
	bool brief;			   /* without values: they do not fit */
	bool cut;			   /* there are more values than are written */
};

/* The parts of an event's object, without the outer braces. */
void event_json_head(struct event_writer *w, const char *kind);
void event_json_operation(struct event_writer *w);
void event_json_alert(struct event_writer *w);
void event_json_packets(struct event_writer *w);
void event_json_asset(struct event_writer *w);
void event_json_conversation(struct event_writer *w);
void event_json_health(struct event_writer *w);

/*
 * Values as members of the open object, each field once, where it first occurs, with all its
 * values. names: what is written instead of a number, where it is; n 0: of none.
 */
void event_json_values(struct event_writer *w, Kagami__Value *const *values, size_t n,
		       Kagami__ValueText *const *names, size_t nnames);
/* A value's elements, with brackets if it is a series. */
void event_json_value(struct json *j, const Kagami__Value *v, Kagami__FieldType type);
/* Elements of all its lists. */
size_t event_json_count(const Kagami__Value *v);

/* An object of one side; nothing when nothing is known of it. ports: with its port. */
void event_json_end(struct json *j, const char *key, const Kagami__End *e, bool ports);
/* A string of an address of any length. */
void event_json_ip(struct json *j, const ProtobufCBinaryData *ip);

/* "epoch" as sixteen hexadecimal figures: a number of 64 bits is none that every reader keeps. */
void event_json_epoch(struct json *j, uint64_t epoch);
const char *event_json_op(Kagami__Op op);
const char *event_json_change(Kagami__Change change);

/* Members that are absent when there is nothing to say. */
static inline void event_json_text(struct json *j, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	json_key(j, key);
	json_text(j, text);
}

static inline void event_json_some(struct json *j, const char *key, uint64_t u)
{
	if (u == 0)
		return;
	json_key(j, key);
	json_uint(j, u);
}

static inline void event_json_true(struct json *j, const char *key, bool yes)
{
	if (!yes)
		return;
	json_key(j, key);
	json_bool(j, true);
}

/* One that is always there. */
static inline void event_json_number(struct json *j, const char *key, uint64_t u)
{
	json_key(j, key);
	json_uint(j, u);
}

#endif
