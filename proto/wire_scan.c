#include <endian.h>
#include <string.h>

#include "common/json.h"
#include "proto/wire_plan.h"

/*
 * protobuf-c takes what protobuf allows: texts of any bytes, parts that occur twice and are merged,
 * messages of a byte that need a thousand of memory. None of our programs writes such things, so
 * they are refused here, before anything is made of the bytes.
 */

struct scan {
	const uint8_t *start;
	uint8_t *fix;
	struct wire_found *found;
	uint32_t counts[WIRE_COUNTS];
};

/* A member of a message as it lies there. */
struct member {
	uint32_t number;
	unsigned wire;
	uint64_t u; /* WIRE_VARINT: its value */
	const uint8_t *p;
	size_t n; /* WIRE_SIZED: bytes at p */
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

#define ALWAYS_INLINE inline __attribute__((always_inline))

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
static ALWAYS_INLINE bool take_varint(const uint8_t **p, const uint8_t *end, uint64_t *out)
{
	if (*p < end && **p < 0x80) {
		*out = *(*p)++;
		return true;
	}
	return take_long_varint(p, end, out);
}

static ALWAYS_INLINE bool skip_bytes(const uint8_t **p, const uint8_t *end, size_t n)
{
	if ((size_t)(end - *p) < n)
		return false;
	*p += n;
	return true;
}

/* Most fields have numbers of one byte or two. */
static ALWAYS_INLINE bool take_tag(const uint8_t **p, const uint8_t *end, uint64_t *tag)
{
	if (end - *p >= 2 && (*p)[0] >= 0x80 && (*p)[1] < 0x80) {
		*tag = ((*p)[0] & 0x7fu) | (uint64_t)(*p)[1] << 7;
		*p += 2;
		return true;
	}
	return take_varint(p, end, tag);
}

static ALWAYS_INLINE bool take_member(const uint8_t **p, const uint8_t *end, struct member *m)
{
	uint64_t tag, n;

	if (!take_tag(p, end, &tag) || tag >> 3 == 0 || tag >> 32 != 0)
		return false;
	m->number = (uint32_t)(tag >> 3);
	m->wire = (unsigned)(tag & 7);
	m->p = *p;
	switch (m->wire) {
	case WIRE_VARINT:
		return take_varint(p, end, &m->u);
	case WIRE_EIGHT:
		return skip_bytes(p, end, 8);
	case WIRE_FOUR:
		return skip_bytes(p, end, 4);
	case WIRE_SIZED:
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
static bool scan_list(struct scan *s, const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	uint64_t u;

	if (plainly_packed(p, n))
		return true;
	while (p < end) {
		if (!take_varint(&p, end, &u))
			return fault(s, "a list of numbers is cut");
	}
	return true;
}

/* Characters of ASCII, none of them NUL? */
static inline bool plain8(uint64_t w)
{
	return ((w | (w - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

static inline uint64_t load8(const uint8_t *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

static inline uint64_t load4(const uint8_t *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

/* As most texts are. What is left of eight is read with bytes that were looked at already. */
static inline bool all_plain(const uint8_t *p, size_t n)
{
	if (n >= 8) {
		for (size_t i = 0; i + 8 <= n; i += 8) {
			if (!plain8(load8(p + i)))
				return false;
		}
		return plain8(load8(p + n - 8));
	}
	if (n >= 4)
		return plain8(load4(p) | load4(p + n - 4) << 32);
	for (size_t i = 0; i < n; i++) {
		if ((uint8_t)(p[i] - 1) >= 0x7f)
			return false;
	}
	return true;
}

static bool scan_text(struct scan *s, const uint8_t *p, size_t n)
{
	size_t i = 0, bad;

	while (i < n) {
		size_t len = utf8_next(p + i, n - i, &bad);

		if (len > 0 && p[i] != 0) {
			i += len;
			continue;
		}
		if (s->fix == NULL)
			return fault(s, len > 0 ? "a text has a NUL" : "a text is not UTF-8");
		if (len > 0)
			bad = 1;
		memset(s->fix + (p - s->start) + i, '?', bad);
		i += bad;
	}
	return true;
}

/* Not of the type that the field has. Numbers of a list need not be packed. */
static bool scan_odd(struct scan *s, const struct wire_plan *f, unsigned wire)
{
	static const uint8_t alone[] = {
		[WIRE_LIST] = WIRE_VARINT, [WIRE_LIST8] = WIRE_EIGHT, [WIRE_LIST4] = WIRE_FOUR
	};

	return (f->how >= WIRE_LIST && f->how <= WIRE_LIST4 && wire == alone[f->how]) ||
	       fault(s, "a field has a type of its own");
}

static bool scan_address(struct scan *s, const struct wire_address *a, size_t n)
{
	return (n <= 31 && (a->lengths >> n & 1) != 0) || fault(s, a->why);
}

/*
 * Is this a value as nearly all are: its field, perhaps that it is a series, and less than 128
 * bytes of whole numbers or of one text? Half of an event is values, so these are told before
 * anything else is tried. What looks different may still be a good value.
 */
static ALWAYS_INLINE bool plain_value(const uint8_t *p, size_t n)
{
	enum { FIELD = 1 << 3, SERIES = 2 << 3 };
	enum { UINTS = 3 << 3 | WIRE_SIZED, INTS = 4 << 3 | WIRE_SIZED, ONE = 6 << 3 | WIRE_SIZED };
	size_t i = 2;

	if (n < 5 || p[0] != FIELD)
		return false;
	i += p[1] >= 0x80;
	if (p[i - 1] >= 0x80)
		return false;
	if (p[i] == SERIES && p[i + 1] < 0x80)
		i += 2;
	if (i + 2 > n || p[i + 1] >= 0x80 || p[i + 1] != n - i - 2)
		return false;
	return ((p[i] == UINTS || p[i] == INTS) && plainly_packed(p + i + 2, n - i - 2)) ||
	       p[i] == ONE;
}

static bool scan_message(struct scan *s, const struct wire_shape *shape, const uint8_t *p,
			 size_t n);

static ALWAYS_INLINE bool scan_member(struct scan *s, const struct wire_plan *f,
				      const struct member *m)
{
	if (m->wire != f->wire)
		return scan_odd(s, f, m->wire);
	switch (f->how) {
	case WIRE_NAMED:
		s->found->strange |= m->u >= f->names;
		return true;
	case WIRE_LIST:
		return scan_list(s, m->p, m->n);
	case WIRE_LIST8:
		return m->n % 8 == 0 || fault(s, "a list of numbers is cut");
	case WIRE_LIST4:
		return m->n % 4 == 0 || fault(s, "a list of numbers is cut");
	case WIRE_TEXT:
		return all_plain(m->p, m->n) || scan_text(s, m->p, m->n);
	case WIRE_BYTES:
		return f->address == WIRE_PLAN_NONE ||
		       scan_address(s, &wire_addresses[f->address], m->n);
	case WIRE_EVENT:
		return m->n <= WIRE_EVENT_MAX || fault(s, "an event is too large");
	case WIRE_VALUE:
		return plain_value(m->p, m->n) ||
		       scan_message(s, wire_shape_at(f->inside), m->p, m->n);
	case WIRE_MESSAGE:
		return scan_message(s, wire_shape_at(f->inside), m->p, m->n);
	default:
		return true;
	}
}

static bool count_list(struct scan *s, uint8_t count)
{
	return ++s->counts[count] <= wire_counts[count].most || fault(s, wire_counts[count].why);
}

/* Are at most one of a value's lists, its fields 3 to 6, there? */
static bool one_list(uint64_t had)
{
	uint64_t lists = had >> 3 & 15;

	return (lists & (lists - 1)) == 0;
}

static bool scan_message(struct scan *s, const struct wire_shape *shape, const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	uint64_t had = 0; /* bit i: the field with that number; bit 0: one of the oneof */
	struct member m = { 0 };

	while (p < end) {
		if (!take_member(&p, end, &m))
			return fault(s, "the bytes are no message");
		if (m.number >= WIRE_NUMBERS)
			continue;
		const struct wire_plan *f = &shape->plans[m.number];
		const uint64_t bits = (uint64_t)1 << m.number | f->one_of;

		if (f->how == WIRE_UNKNOWN)
			continue;
		if ((had & bits) != 0 && f->repeats == 0)
			return fault(s, "a field occurs twice");
		had |= bits;
		if (f->count != WIRE_PLAN_NONE && !count_list(s, f->count))
			return false;
		if (!scan_member(s, f, &m))
			return false;
	}
	if (shape->d == &kagami__value__descriptor && !one_list(had))
		return fault(s, "a value has two lists");
	return true;
}

bool wire_scan(const ProtobufCMessageDescriptor *d, const uint8_t *p, size_t n, uint8_t *fix,
	       struct wire_found *found)
{
	struct scan s = { .start = p, .fix = fix, .found = found };

	const struct wire_shape *shape = wire_shape_of(d);

	*found = (struct wire_found){ 0 };
	return shape == NULL ? fault(&s, "no message of this protocol")
			     : scan_message(&s, shape, p, n);
}

/* The members of the event itself; it was scanned. */
static void glance(const uint8_t *p, size_t n, struct wire_glance *out)
{
	const uint8_t *end = p + n;
	struct member m = { 0 };

	while (p < end && take_member(&p, end, &m)) {
		if (m.number == TIME && m.wire == WIRE_EIGHT) {
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
		if (m.number != TIME || m.wire != WIRE_EIGHT)
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
