#ifndef PROTO_WIRE_H
#define PROTO_WIRE_H
/*
 * The messages of kagami.proto as bytes and back, in one place. The generated structs are the
 * model of an event in both programs. Nothing here allocates but what says so: packing writes into
 * the caller's buffer, unpacking takes from a bounded arena that is used again for each message.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/kagami.pb-c.h"

enum {
	WIRE_VERSION = 1,
	WIRE_EVENT_MAX = 128 * 1024,	       /* bytes of a packed event, at most */
	WIRE_MESSAGE_MAX = 4 * 1024 * 1024,    /* bytes of a message on the link, at most */
	WIRE_BATCH_EVENTS = 8192,	       /* events in a batch, at most */
	WIRE_NAME_MAX = 63,		       /* bytes of a sensor's name: [A-Za-z0-9._-]+ */
	WIRE_DICTIONARY_MAX = 8 * 1024 * 1024, /* bytes of a dictionary that is kept, at most */
	WIRE_FIELDS = 65536,		       /* of a dictionary, at most */
	WIRE_RULES = 65536,
	WIRE_PACKETS = 256, /* of an alert's evidence */
	/* Arenas that hold what our programs make: an event, a message of the link without its
	 * events. What needs more was made to need much. */
	WIRE_ARENA_EVENT = 2 * 1024 * 1024,
	WIRE_ARENA_MESSAGE = 32 * 1024 * 1024,
};

/* Kinds of events. Their numbers stand in files (the spool, the store): a new kind comes last. */
enum event_kind {
	EVENT_OPERATION,
	EVENT_CONVERSATION,
	EVENT_ASSET,
	EVENT_HEALTH,
	EVENT_ALERT,
	EVENT_PACKETS,
	EVENT_KINDS
};

/* The kinds by what they are worth when there is no room for all: 0 is shed first, EVENT_KINDS - 1
 * last. Operations are many and most say what others said; conversations and assets are told again;
 * packets are large, and so give way to what is small and cannot be had again. */
enum event_kind event_kind_shed(unsigned i);

/* "operation", "conversation"... */
const char *event_kind_name(enum event_kind kind);
/* Of a body; EVENT_KINDS: it has none, or one of a later version. */
enum event_kind event_kind_of(const Kagami__Event *e);

/* Is that the name of a sensor? */
bool wire_name_good(const char *name);

/*
 * The event's bytes, such that wire_unpack_event() takes them: what is no UTF-8 in a text becomes
 * '?', byte for byte. Returns their number, 0: they do not fit into `room` (or are more than
 * WIRE_EVENT_MAX), or the event is one that would be refused.
 */
size_t wire_pack_event(const Kagami__Event *e, uint8_t *out, size_t room);

/* Bytes of the message; wire_pack_* return 0 when it does not fit. */
size_t wire_pack_to_collector(const Kagami__ToCollector *m, uint8_t *out, size_t room);
size_t wire_size_to_collector(const Kagami__ToCollector *m);
size_t wire_pack_to_sensor(const Kagami__ToSensor *m, uint8_t *out, size_t room);

/* Memory for what is unpacked: fixed, from first to last, cleared as a whole. */
struct wire_arena {
	uint8_t *p;
	size_t size, used;
	bool exhausted; /* something did not fit since wire_clear() */
};

/* Allocates. False: no memory. */
bool wire_arena_init(struct wire_arena *a, size_t size) __attribute__((warn_unused_result));
void wire_arena_free(struct wire_arena *a);
/* What was unpacked is gone. */
void wire_clear(struct wire_arena *a);
/* The arena as protobuf-c wants it; valid as long as the arena stays where it is. */
ProtobufCAllocator wire_allocator(struct wire_arena *a);

/*
 * Unpacks; NULL: the bytes are no such message, or need more than the arena has (`exhausted`).
 * Checks beyond protobuf's own: texts are UTF-8 without NULs, addresses have a right length, no
 * field that is no list occurs twice, a value fills one list at most, lists have no more than is
 * said above, names are names. *why then says what is wrong, a static text. What comes back borrows
 * from the arena and (bytes) nothing else. Unknown fields of later versions are kept out of the
 * way, not refused; enum values of later versions are read as 0.
 */
Kagami__ToCollector *wire_unpack_to_collector(struct wire_arena *a, const uint8_t *p, size_t n,
					      const char **why);
Kagami__ToSensor *wire_unpack_to_sensor(struct wire_arena *a, const uint8_t *p, size_t n,
					const char **why);
Kagami__Event *wire_unpack_event(struct wire_arena *a, const uint8_t *p, size_t n,
				 const char **why);
/* What can be seen of an event without unpacking it, which is most of the work. */
struct wire_glance {
	enum event_kind kind; /* EVENT_KINDS: none, or of a later version */
	uint64_t time;	      /* ns */
	bool clocked;	      /* it has a clock: it was captured live */
};

/* Checks the bytes as wire_unpack_event() does. False: they are no event, *why. */
bool wire_glance_event(const uint8_t *p, size_t n, struct wire_glance *out, const char **why);

/* The time of an event whose bytes were checked before; 0: it has none. */
uint64_t wire_event_time(const uint8_t *p, size_t n);

Kagami__Dictionary *wire_unpack_dictionary(struct wire_arena *a, const uint8_t *p, size_t n,
					   const char **why);

#endif
