#include "tests/unit/dnp3_kit.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/test.h"

/* Bit by bit, so that it is not the decoder's table that is compared with itself. */
static unsigned crc_of(const uint8_t *p, size_t n)
{
	unsigned crc = 0;

	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = (crc & 1) != 0 ? crc >> 1 ^ 0xa6bc : crc >> 1;
	}
	return ~crc & 0xffff;
}

static void add_crc(struct dnp3_talk *t, size_t from)
{
	unsigned crc = crc_of(t->frame + from, t->n - from);

	t->frame[t->n++] = (uint8_t)crc;
	t->frame[t->n++] = (uint8_t)(crc >> 8);
}

static size_t from_hex(const char *hex, uint8_t *to)
{
	size_t n = 0;

	for (; *hex != '\0'; hex += hex[0] == ' ' ? 1 : 2) {
		const char digits[3] = { hex[0], hex[1], '\0' };

		if (hex[0] != ' ')
			to[n++] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return n;
}

void dnp3_build(struct dnp3_talk *t, unsigned control, unsigned to, unsigned from, const char *user)
{
	uint8_t data[256];
	size_t n = from_hex(user, data);
	const uint8_t head[] = { 0x05,
				 0x64,
				 (uint8_t)(5 + n),
				 (uint8_t)control,
				 (uint8_t)to,
				 (uint8_t)(to >> 8),
				 (uint8_t)from,
				 (uint8_t)(from >> 8) };

	memcpy(t->frame, head, sizeof(head));
	t->n = sizeof(head);
	add_crc(t, 0);
	for (size_t i = 0; i < n; i += 16) {
		size_t size = n - i < 16 ? n - i : 16, begin = t->n;

		memcpy(t->frame + t->n, data + i, size);
		t->n += size;
		add_crc(t, begin);
	}
}

void dnp3_begin(struct dnp3_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->at = 1700000000000000000U;
	t->gapless = true;
}

void dnp3_end(struct dnp3_talk *t)
{
	free(t->m.bytes);
	notes_free(&t->notes);
}

void dnp3_decode(struct dnp3_talk *t)
{
	struct dec *d = &t->m.d;

	/* In a block of its size, so that the sanitizer sees every byte read beyond it. */
	free(t->m.bytes);
	t->m.bytes = malloc(t->n > 0 ? t->n : 1);
	assert_non_null(t->m.bytes);
	memcpy(t->m.bytes, t->frame, t->n);
	t->m.n = t->n;
	t->at += 1000000;
	t->frames++;
	d->c = cur_of(t->m.bytes, t->n);
	d->dir = t->n > 3 && (t->frame[3] & 0x80) != 0 ? DIR_REQUEST : DIR_RESPONSE;
	d->frame = d->message = t->frames;
	d->at = t->at;
	d->pairs = &t->pairs;
	d->notes = &t->notes;
	d->flow = 1;
	d->gapless = t->gapless;
	decode(d, &protocol_dnp3);
}

static void whole(struct dnp3_talk *t, unsigned control, unsigned to, unsigned from,
		  const char *fragment)
{
	char user[600];

	(void)snprintf(user, sizeof(user), "%02x %s", 0xc0 | (t->transport++ & 0x3f), fragment);
	dnp3_build(t, control, to, from, user);
	dnp3_decode(t);
}

void dnp3_ask(struct dnp3_talk *t, const char *fragment)
{
	whole(t, 0xc4, 10, 1, fragment);
}

void dnp3_answer(struct dnp3_talk *t, const char *fragment)
{
	whole(t, 0x44, 1, 10, fragment);
}
