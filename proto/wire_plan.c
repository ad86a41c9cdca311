#include "proto/wire_plan.h"

#include <pthread.h>
#include <stdlib.h>

enum { SHAPES = 40 };

/* Which lengths a field of bytes may have: bit n: n bytes. */
enum { LEN_IP = 1 << 4 | 1 << 16, LEN_MAC = 1 << 6, LEN_NONE = 1 };

/* clang-format off */
const struct wire_address wire_addresses[] = {
	{ &kagami__end__descriptor,   1, LEN_IP | LEN_NONE,  "an IP address has neither 4 nor 16 bytes" },
	{ &kagami__end__descriptor,   3, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
	{ &kagami__asset__descriptor, 2, LEN_IP,             "an IP address has neither 4 nor 16 bytes" },
	{ &kagami__asset__descriptor, 3, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
	{ &kagami__asset__descriptor, 4, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
};
enum { ADDRESSES = sizeof(wire_addresses) / sizeof(wire_addresses[0]) };

const struct wire_count wire_counts[WIRE_COUNTS] = {
	{ &kagami__batch__descriptor,      5, WIRE_BATCH_EVENTS, "too many events in a batch" },
	{ &kagami__dictionary__descriptor, 2, WIRE_FIELDS,       "too many fields in a dictionary" },
	{ &kagami__dictionary__descriptor, 3, WIRE_RULES,        "too many rules in a dictionary" },
	{ &kagami__packets__descriptor,    6, WIRE_PACKETS,      "too many packets in an event" },
};

static const struct {
	uint8_t alone, list, wire;
} kinds[] = {
	[PROTOBUF_C_TYPE_INT32]    = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_SINT32]   = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_SFIXED32] = { WIRE_NUMBER4, WIRE_LIST4,   WIRE_FOUR },
	[PROTOBUF_C_TYPE_INT64]    = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_SINT64]   = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_SFIXED64] = { WIRE_NUMBER8, WIRE_LIST8,   WIRE_EIGHT },
	[PROTOBUF_C_TYPE_UINT32]   = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_FIXED32]  = { WIRE_NUMBER4, WIRE_LIST4,   WIRE_FOUR },
	[PROTOBUF_C_TYPE_UINT64]   = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_FIXED64]  = { WIRE_NUMBER8, WIRE_LIST8,   WIRE_EIGHT },
	[PROTOBUF_C_TYPE_FLOAT]    = { WIRE_NUMBER4, WIRE_LIST4,   WIRE_FOUR },
	[PROTOBUF_C_TYPE_DOUBLE]   = { WIRE_NUMBER8, WIRE_LIST8,   WIRE_EIGHT },
	[PROTOBUF_C_TYPE_BOOL]     = { WIRE_NUMBER,  WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_ENUM]     = { WIRE_NAMED,   WIRE_LIST,    WIRE_VARINT },
	[PROTOBUF_C_TYPE_STRING]   = { WIRE_TEXT,    WIRE_TEXT,    WIRE_SIZED },
	[PROTOBUF_C_TYPE_BYTES]    = { WIRE_BYTES,   WIRE_BYTES,   WIRE_SIZED },
	[PROTOBUF_C_TYPE_MESSAGE]  = { WIRE_MESSAGE, WIRE_MESSAGE, WIRE_SIZED },
};
/* clang-format on */

static struct wire_shape shapes[SHAPES];
static pthread_once_t planned = PTHREAD_ONCE_INIT;

/* A schema that outgrows what is here stops the first program that is built with it. */
#define INSIST(fits) ((fits) ? (void)0 : abort())

/* The place of a message's shape: where it is, or the first free one; NULL: there is none. */
static struct wire_shape *find(const ProtobufCMessageDescriptor *d)
{
	for (struct wire_shape *s = shapes; s < shapes + SHAPES; s++) {
		if (s->d == NULL || s->d == d)
			return s;
	}
	return NULL;
}

static struct wire_shape *make(const ProtobufCMessageDescriptor *d);

/* How many of an enum's numbers from 0 on have a name without a gap. */
static uint8_t names_of(const ProtobufCEnumDescriptor *e)
{
	unsigned n = 0;

	while (n < UINT8_MAX && protobuf_c_enum_descriptor_get_value(e, (int)n) != NULL)
		n++;
	return (uint8_t)n;
}

static void plan_inside(struct wire_plan *p, const ProtobufCFieldDescriptor *f)
{
	const struct wire_shape *inside = make(f->descriptor);

	p->inside = (uint8_t)(inside - shapes);
	if (f->descriptor == &kagami__value__descriptor)
		p->how = WIRE_VALUE;
	/* What a list's length is counted in is there once: the scan has one count of each. */
	INSIST(p->repeats == 0 || !inside->counts);
}

static void plan_field(struct wire_shape *s, const ProtobufCFieldDescriptor *f)
{
	struct wire_plan *p = &s->plans[f->id];

	p->repeats = f->label == PROTOBUF_C_LABEL_REPEATED;
	p->one_of = (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
	p->how = p->repeats ? kinds[f->type].list : kinds[f->type].alone;
	if (p->how == WIRE_BYTES && s->d == &kagami__batch__descriptor)
		p->how = WIRE_EVENT;
	p->wire = p->how >= WIRE_LIST && p->how <= WIRE_LIST4 ? (uint8_t)WIRE_SIZED
							      : kinds[f->type].wire;
	p->address = p->count = WIRE_PLAN_NONE;
	if (p->how == WIRE_MESSAGE)
		plan_inside(p, f);
	if (p->how == WIRE_NAMED)
		p->names = names_of(f->descriptor);
	for (unsigned i = 0; i < ADDRESSES; i++) {
		if (wire_addresses[i].in == s->d && wire_addresses[i].id == f->id)
			p->address = (uint8_t)i;
	}
	for (unsigned i = 0; i < WIRE_COUNTS; i++) {
		if (wire_counts[i].in == s->d && wire_counts[i].id == f->id) {
			p->count = (uint8_t)i;
			s->counts = true;
		}
	}
}

/* The shape of a message, made when it is not there, and those inside it. */
static struct wire_shape *make(const ProtobufCMessageDescriptor *d)
{
	struct wire_shape *s = find(d);

	INSIST(s != NULL);
	if (s->d == d)
		return s;
	s->d = d;
	for (unsigned i = 0; i < d->n_fields; i++) {
		INSIST(d->fields[i].id < WIRE_NUMBERS);
		plan_field(s, &d->fields[i]);
	}
	return s;
}

static void plan_all(void)
{
	static const ProtobufCMessageDescriptor *const roots[] = {
		&kagami__event__descriptor, /* what is asked for most is found first */
		&kagami__to_collector__descriptor,
		&kagami__to_sensor__descriptor,
		&kagami__published__descriptor,
	};

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		(void)make(roots[i]);
}

const struct wire_shape *wire_shape_of(const ProtobufCMessageDescriptor *d)
{
	(void)pthread_once(&planned, plan_all);
	const struct wire_shape *s = find(d);

	return s != NULL && s->d == d ? s : NULL;
}

const struct wire_shape *wire_shape_at(uint8_t inside)
{
	return &shapes[inside];
}
