/*
 * pcapng (draft-ietf-opsawg-pcapng): a file is sections, a section is blocks, each with its length
 * in front and behind.
 *
 *      0               4               8                              total - 4     total
 *      +---------------+---------------+---------------- ... ----------+-------------+
 *      | block type    | total length  | body, padded to 4 bytes       | total length|
 *      +---------------+---------------+---------------- ... ----------+-------------+
 */
#include "sensor/capfile_inside.h"

#include <inttypes.h>
#include <stdlib.h>

enum block_type {
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET_OLD = 2,
	BLOCK_PACKET_SIMPLE = 3,
	BLOCK_PACKET = 6,
	BLOCK_SECTION = 0x0a0d0d0a, /* reads the same in both byte orders */
};

enum { BYTE_ORDER_MAGIC = 0x1a2b3c4d, BLOCK_FRAME = 12, HEAD = 8, TAIL = 4 };
enum { OPTION_END = 0, OPTION_TSRESOL = 9, OPTION_TSOFFSET = 14 };

#define NS_PER_S 1000000000

/* What reading a block's body came to. */
enum body { BODY_FRAME, BODY_NOTHING, BODY_BAD };

/* A block whose lengths were checked; p points to its body. */
struct block {
	const uint8_t *p;
	uint32_t len;
};

/* ---- time ------------------------------------------------------------------------------------ */

static uint64_t power_of_ten(unsigned n)
{
	uint64_t v = 1;

	while (n-- > 0)
		v *= 10;
	return v;
}

/* if_tsresol: units of 10^-n s, or of 2^-n s when the highest bit is set. */
static void set_resolution(struct capfile_interface *i, uint8_t code)
{
	enum { BINARY = 0x80, NINE = 9, MOST = 19 };

	i->binary = code & BINARY;
	i->digits = code & (BINARY - 1);
	if (i->digits <= NINE)
		i->scale = power_of_ten(NINE - i->digits);
	else /* 10^19 is the largest power that fits; beyond it all times are 0 anyway, about */
		i->scale = power_of_ten(i->digits - NINE < MOST ? i->digits - NINE : MOST);
}

static uint64_t binary_ns(unsigned digits, uint64_t units)
{
	enum { KEEP = 34, WORD = 64 }; /* 34 bits of fraction times 10^9 fit into 64 */
	uint64_t seconds = digits < WORD ? units >> digits : 0;
	uint64_t fraction = digits < WORD ? units & ((UINT64_C(1) << digits) - 1) : units;
	uint64_t ns;

	if (digits > KEEP) {
		fraction = digits - KEEP < WORD ? fraction >> (digits - KEEP) : 0;
		digits = KEEP;
	}
	fraction = fraction * NS_PER_S >> digits;
	if (__builtin_mul_overflow(seconds, NS_PER_S, &ns))
		return UINT64_MAX;
	return ns + fraction >= ns ? ns + fraction : UINT64_MAX;
}

/* Times before 1970 become 1970, times after 2262 become the last instant there is. */
static uint64_t time_of(const struct capfile_interface *i, uint64_t units)
{
	uint64_t ns;

	if (i->binary)
		ns = binary_ns(i->digits, units);
	else if (i->digits > 9)
		ns = units / i->scale;
	else if (__builtin_mul_overflow(units, i->scale, &ns))
		ns = UINT64_MAX;
	if (__builtin_expect(i->offset != 0, 0)) {
		uint64_t by = i->offset < 0 ? 0 - (uint64_t)i->offset : (uint64_t)i->offset;

		if (i->offset < 0)
			ns = ns > by ? ns - by : 0;
		else if (__builtin_add_overflow(ns, by, &ns))
			ns = UINT64_MAX;
	}
	return ns < INT64_MAX ? ns : INT64_MAX;
}

/* ---- sections and interfaces ----------------------------------------------------------------- */

static void option_read(const struct capfile *f, struct capfile_interface *i, unsigned code,
			struct cur value)
{
	uint8_t bytes[8];

	if (code == OPTION_TSRESOL && cur_left(&value) == 1) {
		set_resolution(i, cur_u8(&value));
	} else if (code == OPTION_TSOFFSET && cur_left(&value) == sizeof bytes) {
		int64_t seconds;

		(void)cur_copy(&value, bytes, sizeof bytes);
		seconds = (int64_t)capfile_u64(f, bytes);
		if (__builtin_mul_overflow(seconds, (int64_t)NS_PER_S, &i->offset))
			i->offset = seconds < 0 ? INT64_MIN : INT64_MAX;
	}
}

/* False: an option reaches beyond the block. An end mark may be missing. */
static bool options_read(const struct capfile *f, struct capfile_interface *i, struct cur c)
{
	while (cur_left(&c) >= 4) {
		uint8_t head[4];
		unsigned code, len;
		struct cur value;

		(void)cur_copy(&c, head, sizeof head);
		cur_skip(&c, sizeof head);
		code = capfile_u16(f, head);
		len = capfile_u16(f, head + 2);
		if (code == OPTION_END)
			break;
		value = cur_sub(&c, len);
		cur_skip(&c, -len % 4);
		if (cur_ok(&c))
			option_read(f, i, code, value);
	}
	return cur_ok(&c);
}

static bool room_for_interface(struct capfile *f)
{
	uint32_t cap = f->interfaces_cap ? f->interfaces_cap * 2 : 4;
	struct capfile_interface *more;

	if (f->ninterfaces < f->interfaces_cap)
		return true;
	if (f->ninterfaces >= CAPFILE_INTERFACES_MAX) {
		(void)capfile_damaged(f, "describes interface %" PRIu32 ", more than are read",
				      f->ninterfaces);
		return false;
	}
	more = realloc(f->interfaces, cap * sizeof *more);
	if (!more) {
		(void)capfile_fail(f, CAPFILE_ERROR, "no memory for interface %" PRIu32,
				   f->ninterfaces);
		return false;
	}
	f->interfaces = more;
	f->interfaces_cap = cap;
	return true;
}

/* link type (2), reserved (2), snaplen (4), options */
static enum body read_interface(struct capfile *f, struct frame *frame, struct block b)
{
	enum { FIXED = 8, MICROSECONDS = 6 };
	struct capfile_interface *i;

	(void)frame;
	if (!room_for_interface(f))
		return BODY_BAD;
	i = &f->interfaces[f->ninterfaces];
	*i = (struct capfile_interface){ .linktype = capfile_link(capfile_u16(f, b.p)),
					 .snaplen = capfile_u32(f, b.p + 4) };
	set_resolution(i, MICROSECONDS);
	if (!options_read(f, i, cur_of(b.p + FIXED, b.len - FIXED))) {
		(void)capfile_damaged(f, "has an option that is longer than its block");
		return BODY_BAD;
	}
	f->ninterfaces++;
	return BODY_NOTHING;
}

/* byte-order magic (4), major (2), minor (2), section length (8), options */
static enum body read_section(struct capfile *f, struct frame *frame, struct block b)
{
	unsigned major = capfile_u16(f, b.p + 4), minor = capfile_u16(f, b.p + 6);

	(void)frame;
	if (major != 1) {
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "pcapng version %u.%u is unknown, expected 1.0: convert it with "
				   "editcap -F pcapng",
				   major, minor);
		return BODY_BAD;
	}
	f->ninterfaces = 0;
	return BODY_NOTHING;
}

/* ---- packets --------------------------------------------------------------------------------- */

/* What the three kinds of packet blocks say, each in its own way. */
struct packet_block {
	uint32_t interface, captured, wire;
	uint64_t units;
	bool timed;
	struct block data; /* up to the block's end: padding and options follow */
};

static enum body hand_out(struct capfile *f, struct frame *frame, const struct packet_block *p)
{
	const struct capfile_interface *i;

	if (p->interface >= f->ninterfaces) {
		(void)capfile_damaged(f, "is of interface %" PRIu32 ", which nothing describes",
				      p->interface);
		return BODY_BAD;
	}
	if (p->captured > p->data.len) {
		(void)capfile_damaged(f, "says that it holds %" PRIu32 " bytes, which cannot be",
				      p->captured);
		return BODY_BAD;
	}
	i = &f->interfaces[p->interface];
	frame->number = ++f->number;
	/* Simple packets have no time. They are as old as what came before them. */
	if (p->timed)
		f->last_at = time_of(i, p->units);
	frame->at = f->last_at;
	frame->resumed = false;
	frame->bytes = cur_of(p->data.p, p->captured);
	frame->wire_len = p->wire > p->captured ? p->wire : p->captured;
	frame->interface = p->interface;
	frame->linktype = i->linktype;
	return BODY_FRAME;
}

static uint64_t high_low(const struct capfile *f, const uint8_t *p)
{
	return (uint64_t)capfile_u32(f, p) << 32 | capfile_u32(f, p + 4);
}

/* interface (4), time high (4), time low (4), captured length (4), wire length (4), data, options
 */
static enum body read_packet(struct capfile *f, struct frame *frame, struct block b)
{
	struct packet_block p = { .interface = capfile_u32(f, b.p),
				  .units = high_low(f, b.p + 4),
				  .timed = true,
				  .captured = capfile_u32(f, b.p + 12),
				  .wire = capfile_u32(f, b.p + 16),
				  .data = { b.p + 20, b.len - 20 } };

	return hand_out(f, frame, &p);
}

/* The obsolete form: the interface has 2 bytes, a drop count the other 2. */
static enum body read_packet_old(struct capfile *f, struct frame *frame, struct block b)
{
	struct packet_block p = { .interface = capfile_u16(f, b.p),
				  .units = high_low(f, b.p + 4),
				  .timed = true,
				  .captured = capfile_u32(f, b.p + 12),
				  .wire = capfile_u32(f, b.p + 16),
				  .data = { b.p + 20, b.len - 20 } };

	return hand_out(f, frame, &p);
}

/* wire length (4), data. Captured is what the snaplen of interface 0 left of it. */
static enum body read_packet_simple(struct capfile *f, struct frame *frame, struct block b)
{
	struct packet_block p = { .wire = capfile_u32(f, b.p), .data = { b.p + 4, b.len - 4 } };

	p.captured = p.wire;
	if (f->ninterfaces > 0 && f->interfaces[0].snaplen > 0 &&
	    f->interfaces[0].snaplen < p.captured)
		p.captured = f->interfaces[0].snaplen;
	return hand_out(f, frame, &p);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static const struct block_kind {
	uint32_t type;
	uint32_t least; /* bytes of a body that the reader relies on */
	enum body (*read)(struct capfile *, struct frame *, struct block);
} kinds[] = {
	/* clang-format off */
	{ BLOCK_PACKET,        20, read_packet },
	{ BLOCK_PACKET_SIMPLE,  4, read_packet_simple },
	{ BLOCK_PACKET_OLD,    20, read_packet_old },
	{ BLOCK_INTERFACE,      8, read_interface },
	{ BLOCK_SECTION,       16, read_section },
	/* clang-format on */
};

static const struct block_kind *kind_of(uint32_t type)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type)
			return &kinds[i];
	return NULL;
}

/* A section says which byte order holds from its own header on. False: it says nonsense. */
static bool byte_order(struct capfile *f, const uint8_t *magic)
{
	f->swap = false;
	if (capfile_u32(f, magic) == BYTE_ORDER_MAGIC)
		return true;
	f->swap = true;
	return capfile_u32(f, magic) == BYTE_ORDER_MAGIC;
}

/* Makes the whole block at pos available and checks its lengths; CAPFILE_FRAME: all is well. */
static enum capfile_result whole_block(struct capfile *f, uint32_t *type, uint32_t *total)
{
	const uint8_t *h;

	if (!capfile_need(f, BLOCK_FRAME))
		return capfile_ended(f);
	h = f->buf + f->pos;
	*type = capfile_u32(f, h);
	if (*type == BLOCK_SECTION && !byte_order(f, h + HEAD))
		return capfile_damaged(f, "begins a section without a byte order");
	*total = capfile_u32(f, h + 4);
	if (*total < BLOCK_FRAME || *total % 4 != 0 || *total > CAPFILE_RECORD_MAX)
		return capfile_damaged(f, "says that it is %" PRIu32 " bytes long, which cannot be",
				       *total);
	if (!capfile_need(f, *total))
		return capfile_ended(f);
	if (capfile_u32(f, f->buf + f->pos + *total - TAIL) != *total)
		return capfile_damaged(f, "has two different lengths, %" PRIu32 " and %" PRIu32,
				       *total, capfile_u32(f, f->buf + f->pos + *total - TAIL));
	return CAPFILE_FRAME;
}

static enum capfile_result next_ng(struct capfile *f, struct frame *frame)
{
	for (;;) {
		uint32_t type = 0, total = 0;
		enum capfile_result result = whole_block(f, &type, &total);
		const struct block_kind *kind;
		enum body body = BODY_NOTHING;

		if (__builtin_expect(result != CAPFILE_FRAME, 0))
			return result;
		kind = kind_of(type);
		if (kind && total < kind->least + BLOCK_FRAME)
			return capfile_damaged(f, "is too short for its type %" PRIu32, type);
		if (kind)
			body = kind->read(
				f, frame,
				(struct block){ f->buf + f->pos + HEAD, total - BLOCK_FRAME });
		if (__builtin_expect(body == BODY_BAD, 0))
			return CAPFILE_ERROR;
		f->pos += total;
		if (body == BODY_FRAME)
			return CAPFILE_FRAME;
	}
}

bool capfile_start_ng(struct capfile *f)
{
	uint32_t type = 0, total = 0;
	enum capfile_result result;

	f->format = CAPFILE_PCAPNG;
	f->next = next_ng;
	/* Checked here so that a file cut in its header fails to open; next_ng() reads it again. */
	result = whole_block(f, &type, &total);
	if (result == CAPFILE_FRAME)
		return true;
	if (result == CAPFILE_CUT)
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "cut within its header, at byte %zu: there is no frame in it",
				   f->end);
	return false;
}
