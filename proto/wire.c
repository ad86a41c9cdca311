#include "proto/wire.h"

#include <stdlib.h>
#include <string.h>

#include "proto/wire_inside.h"

enum { ALIGN = 16 };

const char *event_kind_name(enum event_kind kind)
{
	static const char *const names[] = {
		[EVENT_OPERATION] = "operation", [EVENT_CONVERSATION] = "conversation",
		[EVENT_ASSET] = "asset",	 [EVENT_HEALTH] = "health",
		[EVENT_ALERT] = "alert",	 [EVENT_PACKETS] = "packets",
		[EVENT_KINDS] = "unknown",
	};

	return names[kind <= EVENT_KINDS ? kind : EVENT_KINDS];
}

enum event_kind event_kind_shed(unsigned i)
{
	static const enum event_kind order[EVENT_KINDS] = { EVENT_OPERATION, EVENT_CONVERSATION,
							    EVENT_PACKETS,   EVENT_ASSET,
							    EVENT_HEALTH,    EVENT_ALERT };

	return order[i];
}

enum event_kind event_kind_of(const Kagami__Event *e)
{
	switch (e->body_case) {
	case KAGAMI__EVENT__BODY_ALERT:
		return EVENT_ALERT;
	case KAGAMI__EVENT__BODY_OPERATION:
		return EVENT_OPERATION;
	case KAGAMI__EVENT__BODY_ASSET:
		return EVENT_ASSET;
	case KAGAMI__EVENT__BODY_CONVERSATION:
		return EVENT_CONVERSATION;
	case KAGAMI__EVENT__BODY_HEALTH:
		return EVENT_HEALTH;
	case KAGAMI__EVENT__BODY_PACKETS:
		return EVENT_PACKETS;
	default:
		return EVENT_KINDS;
	}
}

bool wire_name_good(const char *name)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789._-";
	size_t n = name != NULL ? strspn(name, good) : 0;

	return n > 0 && n <= WIRE_NAME_MAX && name[n] == '\0';
}

/* ---- packing ----------------------------------------------------------------------------- */

static size_t pack(const ProtobufCMessage *m, uint8_t *out, size_t room)
{
	return protobuf_c_message_get_packed_size(m) <= room ? protobuf_c_message_pack(m, out) : 0;
}

size_t wire_pack_event(const Kagami__Event *e, uint8_t *out, size_t room)
{
	size_t n = pack(&e->base, out, room < WIRE_EVENT_MAX ? room : WIRE_EVENT_MAX);
	struct wire_found found;

	return n > 0 && wire_scan(&kagami__event__descriptor, out, n, out, &found) ? n : 0;
}

size_t wire_pack_to_collector(const Kagami__ToCollector *m, uint8_t *out, size_t room)
{
	return pack(&m->base, out, room < WIRE_MESSAGE_MAX ? room : WIRE_MESSAGE_MAX);
}

size_t wire_size_to_collector(const Kagami__ToCollector *m)
{
	return protobuf_c_message_get_packed_size(&m->base);
}

size_t wire_pack_to_sensor(const Kagami__ToSensor *m, uint8_t *out, size_t room)
{
	return pack(&m->base, out, room < WIRE_MESSAGE_MAX ? room : WIRE_MESSAGE_MAX);
}

/* ---- the arena --------------------------------------------------------------------------- */

bool wire_arena_init(struct wire_arena *a, size_t size)
{
	*a = (struct wire_arena){ .p = malloc(size > 0 ? size : 1), .size = size };
	return a->p != NULL;
}

void wire_arena_free(struct wire_arena *a)
{
	free(a->p);
	*a = (struct wire_arena){ 0 };
}

void wire_clear(struct wire_arena *a)
{
	a->used = 0;
	a->exhausted = false;
}

static void *arena_take(void *ctx, size_t n)
{
	struct wire_arena *a = ctx;
	size_t whole = n > 0 ? (n + ALIGN - 1) / ALIGN * ALIGN : ALIGN;

	if (n > a->size || whole > a->size - a->used) {
		a->exhausted = true;
		return NULL;
	}
	void *p = a->p + a->used;

	a->used += whole;
	return p;
}

static void arena_leave(void *ctx, void *p)
{
	(void)ctx;
	(void)p;
}

ProtobufCAllocator wire_allocator(struct wire_arena *a)
{
	return (ProtobufCAllocator){ .alloc = arena_take,
				     .free = arena_leave,
				     .allocator_data = a };
}

/* ---- unpacking --------------------------------------------------------------------------- */

static void *unpack(const ProtobufCMessageDescriptor *d, struct wire_arena *a, const uint8_t *p,
		    size_t n, size_t most, const char **why)
{
	ProtobufCAllocator allocator = wire_allocator(a);
	struct wire_found found;
	bool before = a->exhausted;

	if (n > most) {
		*why = "too large";
		return NULL;
	}
	if (!wire_scan(d, p, n, NULL, &found)) {
		*why = found.why;
		return NULL;
	}
	a->exhausted = false;
	ProtobufCMessage *m = protobuf_c_message_unpack(d, &allocator, n, p);

	if (m == NULL)
		*why = a->exhausted ? "it needs too much memory" : "the bytes are no message";
	else if (found.strange)
		wire_tame(m);
	a->exhausted |= before;
	return m;
}

Kagami__ToCollector *wire_unpack_to_collector(struct wire_arena *a, const uint8_t *p, size_t n,
					      const char **why)
{
	Kagami__ToCollector *m =
		unpack(&kagami__to_collector__descriptor, a, p, n, WIRE_MESSAGE_MAX, why);

	if (m != NULL && m->body_case == KAGAMI__TO_COLLECTOR__BODY_HELLO &&
	    !wire_name_good(m->hello->sensor)) {
		*why = "that is no name of a sensor";
		return NULL;
	}
	return m;
}

Kagami__ToSensor *wire_unpack_to_sensor(struct wire_arena *a, const uint8_t *p, size_t n,
					const char **why)
{
	return unpack(&kagami__to_sensor__descriptor, a, p, n, WIRE_MESSAGE_MAX, why);
}

Kagami__Event *wire_unpack_event(struct wire_arena *a, const uint8_t *p, size_t n, const char **why)
{
	return unpack(&kagami__event__descriptor, a, p, n, WIRE_EVENT_MAX, why);
}

Kagami__Dictionary *wire_unpack_dictionary(struct wire_arena *a, const uint8_t *p, size_t n,
					   const char **why)
{
	return unpack(&kagami__dictionary__descriptor, a, p, n, WIRE_DICTIONARY_MAX, why);
}
