#include "tests/unit/cip_kit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

void cip_begin(struct cip_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->at = 1000000000;
	t->flow = 1;
	t->host[0] = 1;
	t->host[1] = 2;
}

void cip_end(struct cip_talk *t)
{
	notes_free(&t->notes);
}

static void put_bytes_le(struct cip_talk *t, uint64_t u, unsigned width)
{
	for (unsigned i = 0; i < width; i++) {
		assert_true(t->n < sizeof(t->bytes));
		t->bytes[t->n++] = (uint8_t)(u >> 8 * i);
	}
}

static size_t put_hex(struct cip_talk *t, const char *hex)
{
	size_t from = t->n;
	unsigned half = 0, byte = 0;

	for (; *hex != '\0'; hex++) {
		if (isspace((unsigned char)*hex))
			continue;
		byte = byte << 4 | digit(*hex);
		half++;
		if (half % 2 == 0)
			put_bytes_le(t, byte & 0xff, 1);
	}
	assert_int_equal(half % 2, 0);
	return t->n - from;
}

static void decode_bytes(struct cip_talk *t, const struct protocol *p, enum dir dir)
{
	static uint8_t from[6], to[6];

	from[0] = to[0] = 2;
	from[5] = t->host[dir];
	to[5] = t->host[1 - dir];
	t->m.d.c = cur_of(t->bytes, t->n);
	t->m.d.dir = dir;
	t->m.d.eth_src = from;
	t->m.d.eth_dst = to;
	t->m.d.frame = t->m.d.message = ++t->frames;
	t->m.d.at = t->at;
	t->m.d.pairs = &t->pairs;
	t->m.d.notes = &t->notes;
	t->m.d.state = t->state;
	t->m.d.flow = t->flow;
	decode(&t->m.d, p);
	t->at += 1000000;
}

static void head(struct cip_talk *t, unsigned command, unsigned session, unsigned context)
{
	t->n = 0;
	put_bytes_le(t, command, 2);
	put_bytes_le(t, 0, 2);
	put_bytes_le(t, session, 4);
	put_bytes_le(t, 0, 4);
	put_bytes_le(t, context, 8);
	put_bytes_le(t, 0, 4);
}

static void finish(struct cip_talk *t)
{
	t->bytes[2] = (uint8_t)(t->n - 24);
	t->bytes[3] = (uint8_t)((t->n - 24) >> 8);
}

void cip_frame(struct cip_talk *t, enum dir dir, unsigned command, unsigned session,
	       unsigned context, const char *data)
{
	head(t, command, session, context);
	put_hex(t, data);
	finish(t);
	decode_bytes(t, &protocol_enip, dir);
}

static enum dir side(const char *message)
{
	while (*message == ' ')
		message++;
	return digit(*message) >= 8 ? DIR_RESPONSE : DIR_REQUEST;
}

void cip_say(struct cip_talk *t, unsigned context, const char *message)
{
	head(t, 0x6f, 0x11, context);
	put_hex(t, "00000000 0500 0200 0000 0000 b200 0000");
	size_t at = t->n, n = put_hex(t, message);

	t->bytes[at - 2] = (uint8_t)n;
	t->bytes[at - 1] = (uint8_t)(n >> 8);
	finish(t);
	decode_bytes(t, &protocol_enip, side(message));
}

void cip_send(struct cip_talk *t, unsigned connection, unsigned sequence, const char *message)
{
	head(t, 0x70, 0x11, 0);
	put_hex(t, "00000000 0000 0200 a100 0400");
	put_bytes_le(t, connection, 4);
	put_hex(t, "b100 0000");
	size_t at = t->n;

	put_bytes_le(t, sequence, 2);
	size_t n = 2 + put_hex(t, message);

	t->bytes[at - 2] = (uint8_t)n;
	t->bytes[at - 1] = (uint8_t)(n >> 8);
	finish(t);
	decode_bytes(t, &protocol_enip, side(message));
}

void cip_io(struct cip_talk *t, enum dir dir, unsigned connection, unsigned sequence,
	    const char *data)
{
	t->n = 0;
	put_hex(t, "0200 0280 0800");
	put_bytes_le(t, connection, 4);
	put_bytes_le(t, sequence, 4);
	put_hex(t, "b100 0000");
	size_t n = put_hex(t, data);

	t->bytes[16] = (uint8_t)n;
	decode_bytes(t, &protocol_cipio, dir);
}

void cip_expect(const struct cip_talk *t, unsigned i, const char *function, const char *object,
		const char *status)
{
	char said[256] = "";

	assert_true(i < t->m.d.noperations);
	const struct ot *ot = &t->m.d.operations[i].ot;

	assert_string_equal(ot->function, function);
	if (ot->has_object && ot->object_text != NULL)
		snprintf(said, sizeof(said), "%s", ot->object_text);
	else if (ot->has_object)
		snprintf(said, sizeof(said), "%s:%llu", ot->area, (unsigned long long)ot->index);
	assert_string_equal(said, object);
	if (status == NULL)
		assert_null(ot->status);
	else
		assert_string_equal(ot->status, status);
}
