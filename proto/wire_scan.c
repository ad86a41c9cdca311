#include <endian.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "proto/wire_inside.h"

/*
 * protobuf-c takes what protobuf allows: texts of any bytes, parts that occur twice and are merged,
 * messages of a byte that need a thousand of memory. None of our programs writes such things, so
 * they are refused here, before anything is made of the bytes.
 */

enum { VARINT = 0, EIGHT = 1, SIZED = 2, FOUR = 5 };

/* What has to be known of a field and of a message, worked out of their descriptors once. */
enum what { UNKNOWN, NUMBER, TEXT, BYTES, MESSAGE, ENUM };
enum { NUMBERS = 48, SHAPES = 40 };

struct shape;

struct plan {
	uint8_t what, wire;
	bool repeated, one_of;
	bool event;			      /* BYTES: an event, of a limited size */
	const struct address *address;	      /* BYTES: of these lengths only; NULL: any */
	const struct count *count;	      /* a list with a greatest length; NULL: none */
	const struct shape *inside;	      /* MESSAGE */
	const ProtobufCEnumDescriptor *names; /* ENUM */
};

struct shape {
	const ProtobufCMessageDescriptor *d;
	struct plan plans[NUMBERS]; /* by the field's number */
};

struct scan {
	const uint8_t *start;
	uint8_t *fix;
	struct wire_found *found;
};

/* A member of a message as it lies there. */
struct member {
	uint32_t number;
	unsigned wire;
	uint64_t u; /* VARINT: its value */
	const uint8_t *p;
	size_t n; /* SIZED: bytes at p */
};

/* Numbers of Event's fields. */
enum { TIME = 1, CLOCK = 2 };
static const uint32_t bodies[EVENT_KINDS] = {
	[EVENT_ALERT] = KAGAMI__EVENT__BODY_ALERT,
	[EVENT_OPERATION] = KAGAMI__EVENT__BODY_OPERATION,
	[EVENT_ASSET] = KAGAMI__EVENT__BODY_ASSET,
	[EVENT_CONVERSATION] = KAGAMI__EVENT__BODY_CONVERSATION,
	[EVENT_HEALTH] = KAGAMI__EVENT__BODY_HEALTH,
	[EVENT_PACKETS] = KAGAMI__EVENT__BODY_PACKETS,
};

/* Which lengths a field of bytes may have: bit n: n bytes. */
enum { LEN_IP = 1 << 4 | 1 << 16, LEN_MAC = 1 << 6, LEN_NONE = 1 };

/* clang-format off */
static const struct address {
	const ProtobufCMessageDescriptor *in;
	uint32_t id;
	uint32_t lengths;
	const char *why;
} addresses[] = {
	{ &kagami__end__descriptor,   1, LEN_IP | LEN_NONE,  "an IP address has neither 4 nor 16 bytes" },
	{ &kagami__end__descriptor,   3, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
	{ &kagami__asset__descriptor, 2, LEN_IP,             "an IP address has neither 4 nor 16 bytes" },
	{ &kagami__asset__descriptor, 3, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
	{ &kagami__asset__descriptor, 4, LEN_MAC | LEN_NONE, "a MAC address has not 6 bytes" },
};

static const struct count {
	const ProtobufCMessageDescriptor *in;
	uint32_t id;
	uint32_t most;
	const char *why;
} counts[] = {
	{ &kagami__batch__descriptor,      5, WIRE_BATCH_EVENTS, "too many events in a batch" },
	{ &kagami__dictionary__descriptor, 2, WIRE_FIELDS,       "too many fields in a dictionary" },
	{ &kagami__dictionary__descriptor, 3, WIRE_RULES,        "too many rules in a dictionary" },
	{ &kagami__packets__descriptor,    6, WIRE_PACKETS,      "too many packets in an event" },
};
/* clang-format on */

/* ---- plans ---- */

static struct shape shapes[SHAPES];
static pthread_once_t planned = PTHREAD_ONCE_INIT;

static unsigned wire_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return FOUR;
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return EIGHT;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return SIZED;
	default:
		return VARINT;
	}
}

static enum what what_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_STRING:
		return TEXT;
	case PROTOBUF_C_TYPE_BYTES:
		return BYTES;
	case PROTOBUF_C_TYPE_MESSAGE:
		return MESSAGE;
	case PROTOBUF_C_TYPE_ENUM:
		return ENUM;
	default:
		return NUMBER;
	}
}

static const struct shape *shape_of(const ProtobufCMessageDescriptor *d);

static void plan_field(struct plan *p, const ProtobufCMessageDescriptor *d,
		       const ProtobufCFieldDescriptor *f)
{
	*p = (struct plan){ .what = (uint8_t)what_of(f->type),
			    .wire = (uint8_t)wire_of(f->type),
			    .repeated = f->label == PROTOBUF_C_LABEL_REPEATED,
			    .one_of = (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 };
	p->event = p->what == BYTES && d == &kagami__batch__descriptor;
	if (p->what == MESSAGE)
		p->inside = shape_of(f->descriptor);
	if (p->what == ENUM)
		p->names = f->descriptor;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		if (addresses[i].in == d && addresses[i].id == f->id)
			p->address = &addresses[i];
	}
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (counts[i].in == d && counts[i].id == f->id)
			p->count = &counts[i];
	}
}

/* The place of a message's shape: where it is, or the first free one. A schema that outgrows the
 * tables stops the first program that is built with it. */
static struct shape *shape_at(const ProtobufCMessageDescriptor *d)
{
	struct shape *s = shapes;

	while (s->d != NULL && s->d != d) {
		if (++s == shapes + SHAPES)
			abort();
	}
	return s;
}

/* The shape of a message, made when it is not there, and those inside it. */
static const struct shape *shape_of(const ProtobufCMessageDescriptor *d)
{
	struct shape *s = shape_at(d);

	if (s->d == d)
		return s;
	s->d = d;
	for (unsigned i = 0; i < d->n_fields; i++) {
		if (d->fields[i].id >= NUMBERS)
			abort();
		plan_field(&s->plans[d->fields[i].id], d, &d->fields[i]);
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
		(void)shape_of(roots[i]);
}

static bool fault(struct scan *s, const char *why)
{
	s->found->why = why;
	return false;
}

static bool take_long_varint(const uint8_t **p, const uint8_t *end, uint64_t *out)
{
	uint64_t u = 0;

	for (unsigned shift = 0; shift < 70 && *p < end; shift += 7) {
		uint8_t c = *(*p)++;

		u |= (uint64_t)(c & 0x7f) << (shift < 64 ? shift : 63);
		if (c < 0x80) {
			*out = u;
			return shift < 63 || c <= 1;
		}
	}
	return false;
}

/* Most are of one byte. */
static inline __attribute__((always_inline)) bool take_varint(const uint8_t **p, const uint8_t *end,
							      uint64_t *out)
{
	if (*p < end && **p < 0x80) {
		*out = *(*p)++;
		return true;
	}
	return take_long_varint(p, end, out);
}

static bool skip_bytes(const uint8_t **p, const uint8_t *end, size_t n)
{
	if ((size_t)(end - *p) < n)
		return false;
	*p += n;
	return true;
}

static inline __attribute__((always_inline)) bool take_member(const uint8_t **p, const uint8_t *end,
							      struct member *m)
{
	uint64_t tag, n;

	if (!take_varint(p, end, &tag) || tag >> 3 == 0 || tag >> 32 != 0)
		return false;
	m->number = (uint32_t)(tag >> 3);
	m->wire = (unsigned)(tag & 7);
	m->p = *p;
	switch (m->wire) {
	case VARINT:
		return take_varint(p, end, &m->u);
	case EIGHT:
		return skip_bytes(p, end, 8);
	case FOUR:
		return skip_bytes(p, end, 4);
	case SIZED:
		if (!take_varint(p, end, &n) || n > (size_t)(end - *p))
			return false;
		m->p = *p;
		m->n = (size_t)n;
		return skip_bytes(p, end, m->n);
	default: /* groups, which proto3 has not */
		return false;
	}
}

/*
 * Are these bytes whole numbers, as far as can be told at a glance? The last byte ends one, and of
 * any four in a row that begin at a multiple of four one does: so none is longer than seven bytes.
 */
static bool plainly_packed(const uint8_t *p, size_t n)
{
	const uint64_t high = UINT64_C(0x8080808080808080), half = UINT64_C(0x80808080);

	if (n == 0 || p[n - 1] >= 0x80)
		return n == 0;
	for (; n >= 8; p += 8, n -= 8) {
		uint64_t w;

		memcpy(&w, p, sizeof(w));
		w &= high;
		if ((w & half) == half || w >> 32 == half)
			return false;
	}
	/* Fewer than eight, the last of which ends one. */
	return true;
}

/* Numbers of a list, one behind the other. */
static bool scan_packed(struct scan *s, const struct member *m, unsigned wire)
{
	const uint8_t *p = m->p, *end = m->p + m->n;
	uint64_t u;

	if (wire != VARINT)
		return m->n % (wire == EIGHT ? 8 : 4) == 0 || fault(s, "a list of numbers is cut");
	if (plainly_packed(p, m->n))
		return true;
	while (p < end) {
		if (!take_varint(&p, end, &u))
			return fault(s, "a list of numbers is cut");
	}
	return true;
}

/* Eight characters of ASCII, none of them NUL? */
static inline bool all_plain(const uint8_t *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return ((w | (w - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

static bool scan_text(struct scan *s, const struct member *m)
{
	size_t i = 0, bad;

	while (i < m->n) {
		if (m->n - i >= 8 && all_plain(m->p + i)) {
			i += 8;
			continue;
		}
		if ((uint8_t)(m->p[i] - 1) < 0x7f) { /* what most characters are */
			i++;
			continue;
		}
		size_t len = utf8_next(m->p + i, m->n - i, &bad);

		if (len > 0 && m->p[i] != 0) {
			i += len;
			continue;
		}
		if (s->fix == NULL)
			return fault(s, len > 0 ? "a text has a NUL" : "a text is not UTF-8");
		if (len > 0)
			bad = 1;
		memset(s->fix + (m->p - s->start) + i, '?', bad);
		i += bad;
	}
	return true;
}

static bool scan_bytes(struct scan *s, const struct plan *f, const struct member *m)
{
	if (f->event && m->n > WIRE_EVENT_MAX)
		return fault(s, "an event is too large");
	if (f->address != NULL && (m->n > 31 || (f->address->lengths >> m->n & 1) == 0))
		return fault(s, f->address->why);
	return true;
}

static bool scan_message(struct scan *s, const struct shape *shape, const uint8_t *p, size_t n);

static bool scan_member(struct scan *s, const struct plan *f, const struct member *m)
{
	if (m->wire != f->wire) {
		if (m->wire == SIZED && f->repeated)
			return scan_packed(s, m, f->wire);
		return fault(s, "a field has a type of its own");
	}
	switch (f->what) {
	case TEXT:
		return scan_text(s, m);
	case BYTES:
		return scan_bytes(s, f, m);
	case MESSAGE:
		return scan_message(s, f->inside, m->p, m->n);
	case ENUM:
		if (protobuf_c_enum_descriptor_get_value(f->names, (int)(uint32_t)m->u) == NULL)
			s->found->strange = true;
		return true;
	default:
		return true;
	}
}

/* What a message had so far. */
struct had {
	uint64_t once;					 /* bit i: the field with that number */
	bool one_of;					 /* a member of its oneof */
	uint32_t of[sizeof(counts) / sizeof(counts[0])]; /* of lists with a greatest length */
};

static inline bool count_member(struct scan *s, const struct plan *f, uint32_t number,
				struct had *had)
{
	uint64_t bit = (uint64_t)1 << number;
	bool again = (had->once & bit) != 0 || (f->one_of && had->one_of);

	had->once |= bit;
	had->one_of |= f->one_of;
	if (!f->repeated)
		return !again || fault(s, "a field occurs twice");
	if (f->count != NULL && ++had->of[f->count - counts] > f->count->most)
		return fault(s, f->count->why);
	return true;
}

/* Its lists are fields 3 to 6, each at most one of them filled. */
static bool one_list(const struct had *had)
{
	uint64_t lists = had->once >> 3 & 15;

	return (lists & (lists - 1)) == 0;
}

static bool scan_message(struct scan *s, const struct shape *shape, const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	struct had had = { 0 };
	struct member m = { 0 };

	while (p < end) {
		if (!take_member(&p, end, &m))
			return fault(s, "the bytes are no message");
		if (m.number >= NUMBERS || shape->plans[m.number].what == UNKNOWN)
			continue;
		const struct plan *f = &shape->plans[m.number];

		if (!count_member(s, f, m.number, &had))
			return false;
		if (f->what == NUMBER && m.wire == f->wire)
			continue;
		if (!scan_member(s, f, &m))
			return false;
	}
	if (shape->d == &kagami__value__descriptor && !one_list(&had))
		return fault(s, "a value has two lists");
	return true;
}

bool wire_scan(const ProtobufCMessageDescriptor *d, const uint8_t *p, size_t n, uint8_t *fix,
	       struct wire_found *found)
{
	struct scan s = { .start = p, .fix = fix, .found = found };

	*found = (struct wire_found){ 0 };
	(void)pthread_once(&planned, plan_all);
	const struct shape *shape = shape_at(d);

	return shape->d == NULL ? fault(&s, "no message of this protocol")
				: scan_message(&s, shape, p, n);
}

/* The members of the event itself; it was scanned. */
static void glance(const uint8_t *p, size_t n, struct wire_glance *out)
{
	const uint8_t *end = p + n;
	struct member m = { 0 };

	while (p < end && take_member(&p, end, &m)) {
		if (m.number == TIME && m.wire == EIGHT) {
			memcpy(&out->time, m.p, sizeof(out->time));
			out->time = le64toh(out->time);
		} else if (m.number == CLOCK)
			out->clocked = true;
		else
			for (unsigned k = 0; k < EVENT_KINDS; k++)
				out->kind = m.number == bodies[k] ? (enum event_kind)k : out->kind;
	}
}

uint64_t wire_event_time(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	struct member m = { 0 };
	uint64_t time = 0;

	while (p < end && take_member(&p, end, &m)) {
		if (m.number != TIME || m.wire != EIGHT)
			continue;
		memcpy(&time, m.p, sizeof(time));
		return le64toh(time);
	}
	return 0;
}

bool wire_glance_event(const uint8_t *p, size_t n, struct wire_glance *out, const char **why)
{
	struct wire_found found;

	*out = (struct wire_glance){ .kind = EVENT_KINDS };
	if (n > WIRE_EVENT_MAX) {
		*why = "an event is too large";
		return false;
	}
	if (!wire_scan(&kagami__event__descriptor, p, n, NULL, &found)) {
		*why = found.why;
		return false;
	}
	glance(p, n, out);
	return true;
}
