/*
 * Every prefix of every message of the captures decodes without reading beyond its end (it lies in
 * a heap block of exactly its size), and what it says is the beginning of what the whole message
 * says, value by value.
 *
 * The linker hands us every call of decode() that the pipeline makes:
 */
/* wrap: decode */
#include "tests/property/replay.h"

#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"

void __real_decode(struct dec *d, const struct protocol *p);
void __wrap_decode(struct dec *d, const struct protocol *p);

enum {
	SAME_MAX = 3,	  /* messages tried of one protocol, direction, length and list of fields */
	KINDS_MAX = 8192, /* such kinds, a power of two */
};

static struct {
	uint64_t messages, prefixes, values;
} tried;

/* How often each kind was seen; another kind with the same number only means fewer are tried. */
static uint8_t seen[KINDS_MAX];

/* Messages of one size that tell the same fields are of one kind. */
static bool enough(const struct dec *d, const struct protocol *p, size_t size)
{
	uint64_t kind = (uint64_t)(uintptr_t)p + (uint64_t)d->dir + 31 * size;

	for (unsigned i = 0; i < d->nvalues; i++)
		kind = (kind ^ (uint64_t)(uintptr_t)d->values[i].field) * 0x9e3779b97f4a7c15U;
	uint8_t *n = &seen[kind >> 32 & (KINDS_MAX - 1)];

	return (*n)++ >= SAME_MAX ? (*n)--, true : false;
}

static bool same(const struct value *a, const struct value *b)
{
	size_t n = value_bytes(a);

	if (a->field != b->field || a->kind != b->kind || a->n != b->n)
		return false;
	if (a->kind >= VALUE_BYTES && a->kind != VALUE_RUN)
		return n == 0 || memcmp(a->p, b->p, n) == 0;
	return a->u == b->u;
}

static bool is(const struct value *v, const char *name)
{
	return strcmp(v->field->name, name) == 0;
}

/* Is part the beginning of whole: fewer elements of a series, fewer of the bytes that are left? */
static bool begins(const struct value *whole, const struct value *part)
{
	if (whole->field != part->field || whole->kind != part->kind || part->n >= whole->n)
		return false;
	if (whole->kind == VALUE_RUN)
		return whole->u == part->u;
	size_t n = part->kind == VALUE_BITS ? part->n / 8 : value_bytes(part);

	return n == 0 || memcmp(whole->p, part->p, n) == 0;
}

/*
 * Where a value may differ from the whole message's:
 * - it takes all bytes that are left, and there are fewer;
 * - registers whose byte count is not there are recorded as data, as they are.
 */
static bool excused(const struct value *whole, const struct value *part)
{
	if (begins(whole, part))
		return true;
	return is(part, "modbus.data") &&
	       (is(whole, "modbus.regnum16") || is(whole, "modbus.regval_uint16") ||
		is(whole, "modbus.bitnum") || is(whole, "modbus.bitval"));
}

/*
 * Does it hang on where the frame ends? An RTU frame has no length but a CRC at its end, so that
 * its prefix is a frame with another end: numbers at its beginning stay, but what takes the rest
 * does not, and a frame whose CRC is wrong answers nothing, so that it has no request. A fixed
 * frame of IEC 60870-5-101 has neither: its address is as long as is left before the checksum. The
 * last four bytes of a PROFINET RT frame are its status.
 */
static bool hangs_on_end(const struct value *v)
{
	return (strncmp(v->field->name, "pn_rt.", 6) == 0 && !is(v, "pn_rt.frame_id")) ||
	       v->kind >= VALUE_BYTES || is(v, "mbrtu.crc16") || is(v, "mbrtu.crc16.status") ||
	       is(v, "iec60870_101.linkaddr") || is(v, "iec60870_101.checksum") ||
	       is(v, "iec60870_101.stopchar") || is(v, "modbus.request_frame") ||
	       is(v, "modbus.response_time");
}

/* The values that can be compared with those of a prefix. */
static unsigned comparable(const struct dec *d, bool endless, const struct value *out[DEC_VALUES])
{
	unsigned n = 0;

	for (unsigned i = 0; i < d->nvalues; i++) {
		if (!endless || !hangs_on_end(&d->values[i]))
			out[n++] = &d->values[i];
	}
	return n;
}

static void compare(const struct dec *whole, const struct dec *part, bool endless, size_t size,
		    size_t n)
{
	static const struct value *w[DEC_VALUES], *v[DEC_VALUES];
	unsigned nw = comparable(whole, endless, w), nv = comparable(part, endless, v);
	const char *name = part->protocol->name;

	for (unsigned i = 0; i < nv; i++) {
		tried.values++;
		if (i >= nw)
			fail_msg("%s: %zu of %zu bytes say %s, the whole does not", name, n, size,
				 v[i]->field->name);
		else if (!same(w[i], v[i]) && !excused(w[i], v[i]))
			fail_msg("%s: %zu of %zu bytes: value %u is %s, which differs from %s",
				 name, n, size, i, v[i]->field->name, w[i]->field->name);
	}
	if (part->trailing > n)
		fail_msg("%s: %zu of %zu bytes: more bytes are left than there were", name, n,
			 size);
}

enum { PAIRS_LENT_MAX = 2048 };

/* What a decoder finds when it begins. */
struct before {
	struct pairs pairs;
	struct pair lent[PAIRS_LENT_MAX]; /* what pairs.more pointed at */
	uint64_t state[PROTOCOL_STATE_MAX / sizeof(uint64_t)];
};

/* A copy of the open requests that nobody else changes. */
static void own_pairs(struct before *b, const struct pairs *pairs)
{
	b->pairs = *pairs;
	if (pairs->more == NULL)
		return;
	assert_in_range(pairs->n, 0, PAIRS_LENT_MAX);
	memcpy(b->lent, pairs->more, pairs->n * sizeof(b->lent[0]));
	b->pairs.more = b->lent;
}

/* Decodes bytes as what d was given, but with copies of what a flow keeps, and without notes: a
 * prefix must not change what the whole will find. */
static void decode_again(struct dec *again, const struct dec *d, const struct protocol *p,
			 struct cur bytes, bool cut, const struct before *before)
{
	static struct before b;

	memcpy(b.state, before->state, sizeof(b.state));
	own_pairs(&b, &before->pairs);
	again->c = bytes;
	again->dir = d->dir;
	again->frame = d->frame;
	again->at = d->at;
	again->message = d->message;
	again->cut = cut;
	again->eth_src = d->eth_src;
	again->eth_dst = d->eth_dst;
	again->pairs = p->pairs ? &b.pairs : NULL;
	again->state = p->state_size > 0 ? b.state : NULL;
	again->gapless = d->gapless;
	again->notes = NULL;
	__real_decode(again, p);
}

static const struct dec *without_notes(const struct dec *d, const struct protocol *p,
				       struct cur message, const struct before *before)
{
	static struct dec bare;

	decode_again(&bare, d, p, message, d->cut, before);
	return &bare;
}

static void decode_prefix(const struct dec *whole, const struct protocol *p, struct cur message,
			  size_t n, bool cut, const struct before *before)
{
	static struct dec part;
	size_t size = cur_left(&message);
	uint8_t *block = malloc(n > 0 ? n : 1);

	assert_non_null(block);
	(void)cur_copy(&message, block, n);
	decode_again(&part, whole, p, cur_of(block, n), cut, before);
	compare(whole, &part,
		p == &protocol_mbrtu || p == &protocol_iec60870_101 || p == &protocol_pn_rt, size,
		n);
	if (p->probe != NULL)
		(void)p->probe(cur_of(block, n), part.dir);
	if (p->segment != NULL)
		assert_true(p->segment(cur_of(block, n), part.dir) >= SEGMENT_BAD);
	free(block);
	tried.prefixes++;
}

/* Pieces in packets of their own are joined first, and then read: all headers come before what they
 * carry, which is not so in a prefix that ends in the first piece. */
static bool in_pieces(const struct dec *d)
{
	unsigned n = 0;

	for (unsigned i = 0; i < d->nvalues; i++)
		n += is(&d->values[i], "tpkt.version");
	return n > 1;
}

void __wrap_decode(struct dec *d, const struct protocol *p)
{
	static struct before before;
	struct cur message = d->c;

	memset(&before.pairs, 0, sizeof(before.pairs));
	memset(before.state, 0, sizeof(before.state));
	if (d->pairs != NULL)
		own_pairs(&before, d->pairs);
	if (d->state != NULL)
		memcpy(before.state, d->state, p->state_size);
	__real_decode(d, p);
	if (in_pieces(d) || enough(d, p, cur_left(&message)))
		return;
	const struct dec *whole = d->notes != NULL ? without_notes(d, p, message, &before) : d;

	for (size_t n = 0; n <= cur_left(&message); n++) {
		decode_prefix(whole, p, message, n, false, &before);
		decode_prefix(whole, p, message, n, true, &before);
	}
	tried.messages++;
}

static void show(void *ctx, const struct frame *frame)
{
	pipeline_frame(ctx, frame);
}

static void every_prefix_is_a_beginning(void **state)
{
	const char *const *path = replay_captures();

	(void)state;
	for (; *path != NULL; path++) {
		struct replay r;

		replay_begin(&r, false);
		replay_frames(*path, show, r.pl);
		replay_end(&r);
	}
	print_message("# %lu messages, %lu prefixes, %lu values\n", (unsigned long)tried.messages,
		      (unsigned long)tried.prefixes, (unsigned long)tried.values);
	assert_true(tried.messages > 1000 && tried.values > 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_prefix_is_a_beginning) };

	return cmocka_run_group_tests_name("prefixes", tests, NULL, NULL);
}
