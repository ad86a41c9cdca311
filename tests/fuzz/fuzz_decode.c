/*
 * Fuzzes every decoder: byte 0 of the input picks the protocol, byte 1 the direction, the rest is
 * the message, in a heap block of exactly its size. Whatever comes, what the decoder hands out must
 * keep its promises. FUZZ_PROTOCOL=mms in the environment: all inputs are for that protocol.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum { HEADER = 2 };

static const struct protocol *only; /* NULL: byte 0 picks */

static struct dec d;
static struct pairs pairs;
static struct notes notes;
static _Alignas(max_align_t) uint8_t state[PROTOCOL_STATE_MAX];

static bool within(const uint8_t *p, size_t n, const void *from, size_t size)
{
	const uint8_t *begin = from;

	return p >= begin && p <= begin + size && n <= (size_t)(begin + size - p);
}

/* Are the n bytes at p part of the message, its joined pieces, the scratch space, a note, or none?
 */
static bool owned(const uint8_t *p, size_t n, const uint8_t *message, size_t size)
{
	if (n == 0 || within(p, n, message, size) || within(p, n, d.scratch, sizeof(d.scratch)) ||
	    within(p, n, d.joined, sizeof(d.joined)))
		return true;
	return within(p, n, notes.bytes[0], (size_t)notes.n[0] * NOTE_SMALL) ||
	       within(p, n, notes.bytes[1], (size_t)notes.n[1] * NOTE_MIDDLE) ||
	       within(p, n, notes.bytes[2], (size_t)notes.n[2] * NOTE_LARGE);
}

/* A decoder may hand the message on to another: any protocol's row will do. */
static bool declared(const struct field *f)
{
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		if (f >= protocols[i]->fields && f < protocols[i]->fields + protocols[i]->nfields)
			return true;
	}
	return false;
}

static void check_value(const struct value *v, const uint8_t *message, size_t size)
{
	uint64_t sum = 0;
	const size_t bytes = value_bytes(v);

	if (v->kind == VALUE_RUN)
		assert(v->n > 0 && v->n <= 0x10000);
	else if (v->kind < VALUE_BYTES)
		assert(v->n == 1);
	else if (v->kind >= VALUE_UINTS)
		assert(v->n > 0 && (v->width & ~(unsigned)VALUE_BIG) <= 8 && v->shift < 8);
	if (bytes > 0)
		assert(owned(v->p, bytes, message, size));
	for (size_t i = 0; v->kind == VALUE_BYTES && i < bytes; i++)
		sum += v->p[i];
	for (uint32_t i = 0; v->kind > VALUE_BYTES && i < value_count(v); i++)
		sum += value_uint(v, i);
	/* So that the reads above are not optimised away. */
	__asm__ volatile("" : : "r"(sum));
}

static void check_text(const char *text)
{
	if (text != NULL)
		assert(strlen(text) < DEC_SCRATCH);
}

static void check_ot(const struct ot *ot, const uint8_t *message, size_t size)
{
	assert(ot->function != NULL && ot->op <= OT_REPORT);
	assert(ot_op_name(ot->op) != NULL);
	check_text(ot->function);
	check_text(ot->device_text);
	check_text(ot->object_text);
	check_text(ot->area);
	check_text(ot->status);
	if (ot->value.n != 0)
		check_value(&ot->value, message, size);
}

static void check_identity(const uint8_t *message, size_t size)
{
	const struct cur *const parts[] = { &d.identity.vendor,	  &d.identity.model,
					    &d.identity.firmware, &d.identity.serial,
					    &d.identity.name,	  &d.identity.description,
					    &d.identity.mac,	  &d.identity.ipv4 };

	if (!d.identity.any)
		return;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert(owned(parts[i]->p, parts[i]->left, message, size));
	assert(d.identity.mac.left == 0 || d.identity.mac.left == 6);
	assert(d.identity.ipv4.left == 0 || d.identity.ipv4.left == 4);
}

static void check(const uint8_t *message, size_t size)
{
	assert(d.nvalues <= DEC_VALUES && d.nscratch <= DEC_SCRATCH && d.nmarks <= DEC_MARKS);
	assert(d.noperations >= 1 && d.noperations <= DEC_OPERATIONS);
	assert(d.shared <= d.nvalues && d.trailing <= size);
	for (unsigned i = 0; i < d.nvalues; i++) {
		assert(declared(d.values[i].field));
		check_value(&d.values[i], message, size);
	}
	for (unsigned i = 0; i < d.noperations; i++) {
		const struct operation *o = &d.operations[i];

		assert(o->first <= o->end && o->end <= d.nvalues && o->first >= d.shared);
		check_ot(&o->ot, message, size);
	}
	for (unsigned i = 0; i < d.nmarks; i++)
		assert(d.marks[i] != NULL);
	check_identity(message, size);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_PROTOCOL");

	(void)argc;
	(void)argv;
	for (unsigned i = 0; name != NULL && i < PROTOCOL_COUNT; i++) {
		if (strcmp(protocols[i]->name, name) == 0)
			only = protocols[i];
	}
	assert(name == NULL || only != NULL);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t eth[6] = { 2, 0, 0, 0, 0, 1 };

	if (size < HEADER)
		return 0;
	const struct protocol *p = only != NULL ? only : protocols[data[0] % PROTOCOL_COUNT];
	enum dir dir = (data[1] & 1) != 0 ? DIR_RESPONSE : DIR_REQUEST;

	/* Some rows only declare fields; others decode into them. */
	if (p->decode == NULL)
		return 0;
	size_t n = size - HEADER;
	uint8_t *message = malloc(n > 0 ? n : 1);

	assert(message != NULL && p->state_size <= sizeof(state));
	if (n > 0)
		memcpy(message, data + HEADER, n);
	memset(&pairs, 0, sizeof(pairs));
	memset(state, 0, sizeof(state));
	if (p->probe != NULL)
		assert(p->probe(cur_of(message, n), dir) <= PROBE_TURNED);
	if (p->segment != NULL)
		assert(p->segment(cur_of(message, n), dir) >= SEGMENT_BAD);
	d.eth_src = d.eth_dst = eth;
	d.pairs = p->pairs ? &pairs : NULL;
	d.state = p->state_size > 0 ? state : NULL;
	if (notes.note == NULL)
		assert(notes_init(&notes, 64));
	d.notes = &notes;
	d.gapless = (data[1] & 4) != 0;
	d.flow++; /* nothing that an earlier input left is found */
	/* Twice, the second time as the answer to what the first may have asked. */
	for (unsigned i = 0; i < 2; i++) {
		d.c = cur_of(message, n);
		d.dir = i == 0 ? dir : DIR_RESPONSE;
		d.frame = i + 1;
		d.at = 1000000 * (uint64_t)i;
		d.message = i + 1;
		d.cut = (data[1] & 2) != 0;
		decode(&d, p);
		check(message, n);
	}
	free(message);
	return 0;
}
