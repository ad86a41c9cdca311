#include <endian.h>
#include <string.h>

#include "common/json.h"
#include "proto/wire_inside.h"

/*
 * protobuf-c takes what protobuf allows: texts of any bytes, parts that occur twice and are merged,
 * messages of a byte that need a thousand of memory. None of our programs writes such things, so
 * they are refused here, before anything is made of the bytes.
 */

enum { VARINT = 0, EIGHT = 1, SIZED = 2, FOUR = 5 };

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
static const struct {
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

static const struct {
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

static bool take_member(const uint8_t **p, const uint8_t *end, struct member *m)
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

/* Numbers of a list, one behind the other. */
static bool scan_packed(struct scan *s, const struct member *m, unsigned wire)
{
	const uint8_t *p = m->p, *end = m->p + m->n;
	uint64_t u;

	if (wire != VARINT)
		return m->n % (wire == EIGHT ? 8 : 4) == 0 || fault(s, "a list of numbers is cut");
	while (p < end) {
		/* Registers are of three bytes at most. */
		if (p[0] < 0x80)
			p++;
		else if (end - p > 2 && (p[1] & p[2]) < 0x80)
			p += p[1] < 0x80 ? 2 : 3;
		else if (!take_long_varint(&p, end, &u))
			return fault(s, "a list of numbers is cut");
	}
	return true;
}

static bool scan_text(struct scan *s, const struct member *m)
{
	size_t i = 0, bad;

	while (i < m->n) {
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

static bool scan_bytes(struct scan *s, const ProtobufCMessageDescriptor *d, const struct member *m)
{
	if (d == &kagami__batch__descriptor && m->n > WIRE_EVENT_MAX)
		return fault(s, "an event is too large");
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		if (addresses[i].in != d || addresses[i].id != m->number)
			continue;
		if (m->n > 31 || (addresses[i].lengths >> m->n & 1) == 0)
			return fault(s, addresses[i].why);
	}
	return true;
}

static bool scan_message(struct scan *s, const ProtobufCMessageDescriptor *d, const uint8_t *p,
			 size_t n);

static bool scan_member(struct scan *s, const ProtobufCMessageDescriptor *d,
			const ProtobufCFieldDescriptor *f, const struct member *m)
{
	unsigned wire = wire_of(f->type);

	if (m->wire != wire) {
		if (m->wire == SIZED && f->label == PROTOBUF_C_LABEL_REPEATED)
			return scan_packed(s, m, wire);
		return fault(s, "a field has a type of its own");
	}
	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return scan_text(s, m);
	case PROTOBUF_C_TYPE_BYTES:
		return scan_bytes(s, d, m);
	case PROTOBUF_C_TYPE_MESSAGE:
		return scan_message(s, f->descriptor, m->p, m->n);
	case PROTOBUF_C_TYPE_ENUM:
		if (protobuf_c_enum_descriptor_get_value(f->descriptor, (int)(uint32_t)m->u) ==
		    NULL)
			s->found->strange = true;
		return true;
	default:
		return true;
	}
}

/* What a message had so far. */
struct had {
	uint64_t once;					 /* bit i: field i */
	bool one_of;					 /* a member of its oneof */
	uint32_t of[sizeof(counts) / sizeof(counts[0])]; /* of lists with a greatest length */
};

/* Another member of a list. */
static bool count_list(struct scan *s, const ProtobufCMessageDescriptor *d, uint32_t id,
		       struct had *had)
{
	for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
		if (counts[k].in == d && counts[k].id == id && ++had->of[k] > counts[k].most)
			return fault(s, counts[k].why);
	}
	return true;
}

static bool count_member(struct scan *s, const ProtobufCMessageDescriptor *d,
			 const ProtobufCFieldDescriptor *f, struct had *had)
{
	uint64_t bit = (uint64_t)1 << ((unsigned)(f - d->fields) & 63);
	bool one_of = (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
	bool again = (had->once & bit) != 0 || (one_of && had->one_of);

	had->once |= bit;
	had->one_of |= one_of;
	if (f->label == PROTOBUF_C_LABEL_REPEATED)
		return count_list(s, d, f->id, had);
	return !again || fault(s, "a field occurs twice");
}

/* Its lists are fields 3 to 6, each at most one of them filled. */
static bool one_list(const struct had *had)
{
	uint64_t lists = had->once >> 2 & 15;

	return (lists & (lists - 1)) == 0;
}

/* Ours are numbered from 1 without holes, most of them. */
static inline const ProtobufCFieldDescriptor *field_of(const ProtobufCMessageDescriptor *d,
						       uint32_t number)
{
	if (number <= d->n_fields && d->fields[number - 1].id == number)
		return &d->fields[number - 1];
	return protobuf_c_message_descriptor_get_field(d, number);
}

static bool scan_message(struct scan *s, const ProtobufCMessageDescriptor *d, const uint8_t *p,
			 size_t n)
{
	const uint8_t *end = p + n;
	struct had had = { 0 };
	struct member m = { 0 };

	while (p < end) {
		if (!take_member(&p, end, &m))
			return fault(s, "the bytes are no message");
		const ProtobufCFieldDescriptor *f = field_of(d, m.number);

		if (f != NULL && (!count_member(s, d, f, &had) || !scan_member(s, d, f, &m)))
			return false;
	}
	if (d == &kagami__value__descriptor && !one_list(&had))
		return fault(s, "a value has two lists");
	return true;
}

bool wire_scan(const ProtobufCMessageDescriptor *d, const uint8_t *p, size_t n, uint8_t *fix,
	       struct wire_found *found)
{
	struct scan s = { .start = p, .fix = fix, .found = found };

	*found = (struct wire_found){ 0 };
	return scan_message(&s, d, p, n);
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
