#ifndef PROTO_EVENT_JSON_H
#define PROTO_EVENT_JSON_H
/*
 * The JSON of an event, the only one there is: for `read --json`, the collector's commands, the
 * live stream and tests. docs/json.md describes it.
 */
#include "proto/dictionary.h"

/* Where an event came from, as the collector knows it. */
struct event_origin {
	const char *sensor;
	uint64_t epoch, seq;
	uint64_t received;    /* ns since 1970 by the collector's clock */
	int64_t clock_offset; /* ns that the sensor's clock is ahead */
};

/* Where words may be put in later: offsets in the text. */
struct event_json_places {
	size_t response; /* of an operation: behind what is said of its request and response */
};

/* Room that the events of our programs fit in. What does not fit is written without its values: an
 * operation with ot.truncated and little more than where it is from, an alert with "truncated"; and
 * if that does not fit either, only what kind of event it is and when it was. */
enum { EVENT_JSON_MAX = 256 * 1024 };

/*
 * Writes the event as one line, its newline included; returns its length, 0: there is not even room
 * for that (512 bytes are enough).
 * d: NULL is none. origin: NULL on the sensor (then an operation has no "event" key, as
 * docs/json.md says). Fields and rules that the dictionary has not are told by their numbers.
 * places: NULL, or is filled in.
 */
size_t event_json(const Kagami__Event *e, const struct dictionary *d,
		  const struct event_origin *origin, struct event_json_places *places, char *out,
		  size_t room);

#endif
