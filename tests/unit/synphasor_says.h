/*
 * Frames of C37.118 for the tests of its decoder: contents in hexadecimal, with a header and a
 * right checksum around them, decoded in a flow that keeps what it learns.
 */
#ifndef KAGAMI_TEST_SYNPHASOR_SAYS_H
#define KAGAMI_TEST_SYNPHASOR_SAYS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/test.h"

enum { MS = 1000000 };

static struct {
	struct dec d;
	struct notes notes;
	struct pairs pairs;
	uint8_t state[PROTOCOL_STATE_MAX] __attribute__((aligned(16)));
	uint8_t pmu[6], pdc[6];
	uint8_t *bytes; /* of the last frame, in a block of exactly its size */
	bool command;
} says;

/* Bit by bit, as the standard has it. */
static inline uint16_t crc_by_bits(const uint8_t *p, size_t n)
{
	unsigned crc = 0xffff;

	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned)p[i] << 8;
		for (unsigned k = 0; k < 8; k++)
			crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xffff : crc << 1;
	}
	return (uint16_t)crc;
}

static inline size_t hex_bytes(const char *hex, uint8_t *to)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		unsigned digit = (unsigned)(*hex <= '9' ? *hex - '0' : (*hex | 0x20) - 'a' + 10);

		to[n / 2] = (uint8_t)((unsigned)to[n / 2] << 4 | digit);
		n++;
	}
	assert_int_equal(n % 2, 0);
	return n / 2;
}

/* The frame's bytes; they are the caller's. fraction: of the second, as it is on the wire. */
static inline uint8_t *frame_of(unsigned type, unsigned id, uint32_t soc, uint32_t fraction,
				const char *hex, size_t *n)
{
	uint8_t *b = calloc(1, strlen(hex) / 2 + 64);
	uint32_t words[2] = { soc, fraction };

	assert_non_null(b);
	*n = 16 + hex_bytes(hex, b + 14);
	b[0] = 0xaa;
	b[1] = (uint8_t)(type << 4 | 2);
	b[2] = (uint8_t)(*n >> 8);
	b[3] = (uint8_t)*n;
	b[4] = (uint8_t)(id >> 8);
	b[5] = (uint8_t)id;
	for (unsigned i = 0; i < 8; i++)
		b[6 + i] = (uint8_t)(words[i / 4] >> (24 - i % 4 * 8));
	uint16_t crc = crc_by_bits(b, *n - 2);

	b[*n - 2] = (uint8_t)(crc >> 8);
	b[*n - 1] = (uint8_t)crc;
	return b;
}

/* Decodes n bytes as the flow's next message; commands come from the client. */
static inline void say_bytes(const uint8_t *bytes, size_t n)
{
	struct dec *d = &says.d;

	free(says.bytes);
	says.bytes = malloc(n > 0 ? n : 1);
	assert_non_null(says.bytes);
	memcpy(says.bytes, bytes, n);
	says.command = n > 1 && bytes[1] >> 4 == 4;
	d->c = cur_of(says.bytes, n);
	d->dir = says.command ? DIR_REQUEST : DIR_RESPONSE;
	d->eth_src = says.command ? says.pdc : says.pmu;
	d->eth_dst = says.command ? says.pmu : says.pdc;
	d->message++;
	d->frame = 100 + d->message;
	d->notes = &says.notes;
	d->pairs = &says.pairs;
	d->state = says.state;
	decode(d, &protocol_synphasor);
}

static inline void say_at(unsigned type, unsigned id, uint32_t soc, uint32_t fraction,
			  const char *hex)
{
	size_t n;
	uint8_t *bytes = frame_of(type, id, soc, fraction, hex, &n);

	say_bytes(bytes, n);
	free(bytes);
}

static inline void say(unsigned type, unsigned id, const char *hex)
{
	say_at(type, id, 1000, 0, hex);
}

/* Value i of a field, as the message's operations have it together; NULL: there are not so many. */
static inline const struct value *said(const char *field, unsigned i)
{
	char name[96];

	(void)snprintf(name, sizeof(name), "synphasor.%s", field);
	for (unsigned k = 0; k < says.d.nvalues; k++) {
		if (strcmp(says.d.values[k].field->name, name) == 0 && i-- == 0)
			return &says.d.values[k];
	}
	return NULL;
}

static inline uint64_t number_said(const char *field, unsigned i)
{
	const struct value *v = said(field, i);

	if (v == NULL)
		fail_msg("there is no %s number %u", field, i);
	return value_uint(v, 0);
}

static inline double float_said(const char *field, unsigned i)
{
	const struct value *v = said(field, i);

	if (v == NULL)
		fail_msg("there is no %s number %u", field, i);
	return value_float(v, 0);
}

static inline bool text_said(const char *field, unsigned i, const char *text)
{
	const struct value *v = said(field, i);

	return v != NULL && v->kind == VALUE_BYTES && v->n == strlen(text) &&
	       memcmp(v->p, text, v->n) == 0;
}

static inline bool marked(const char *why)
{
	for (unsigned i = 0; i < says.d.nmarks; i++) {
		if (strcmp(says.d.marks[i], why) == 0)
			return true;
	}
	return false;
}

/* Another connection; what is kept by MAC address stays. */
static inline void another_flow(void)
{
	says.d.flow++;
	memset(says.state, 0, sizeof(says.state));
	memset(&says.pairs, 0, sizeof(says.pairs));
}

/* Everything anew. */
static inline int begin(void **state)
{
	(void)state;
	memset(&says, 0, sizeof(says));
	memset(says.pmu, 1, sizeof(says.pmu));
	memset(says.pdc, 2, sizeof(says.pdc));
	says.d.flow = 1;
	says.d.at = 1000 * (uint64_t)1000 * MS;
	return notes_init(&says.notes, 256) ? 0 : -1;
}

static inline int end(void **state)
{
	(void)state;
	free(says.bytes);
	notes_free(&says.notes);
	return 0;
}

/* Names of 16 octets. */
#define NAME_STATION "53544154494f4e2041202020 20202020" /* "STATION A" */
#define NAME_VA	     "56412020202020202020202020202020"
#define NAME_IA	     "49412020202020202020202020202020"
#define NAME_T	     "54000000000000000000000000000000"
#define NAME_Q0	     "51302020202020202020202020202020"
#define NAME_NONE    "20202020202020202020202020202020"
#define NAMES_15                                                                                   \
	NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE  \
		NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE NAME_NONE

/* CFG-2 of one PMU with two phasors, an analog value, a word: format is four digits of hex. */
#define CONF(format)                                                                               \
	"000f4240 0001" NAME_STATION "0007" format                                                 \
	"0002 0001 0001" NAME_VA NAME_IA NAME_T NAME_Q0 NAMES_15                                   \
	"00030d40 01000064 01000005 0000 0001 0001 0003 000a"
/* CFG-3 of one PMU with one phasor. */
#define CONF3                                                                                      \
	"000f4240 0001 0441424344 0008 000102030405060708090a0b0c0d0e0f 000f 0001 0000 0000"       \
	"025631 8002 0d 01 40000000 3f000000 420eb852 430bc28f 7f800000 4d 00013880 00009c40"      \
	"0000 0004 fffe"

#endif
