/*
 * Fields and values: one row declares a field, a value is one field as it was seen in a message.
 *
 * A value does not own bytes: text, bytes and series borrow from the message (or from the decoder's
 * scratch space) and are good until the next message is decoded. A field that occurs many times in
 * a row (125 registers) is one value, a series, so that recording it costs the same as a number;
 * value_count() and value_uint() unfold it.
 */
#ifndef KAGAMI_VALUE_H
#define KAGAMI_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a field's value is, for rules, for JSON and for the manual. */
enum field_type {
	FIELD_UINT,	/* unsigned number */
	FIELD_INT,	/* signed number */
	FIELD_BOOL,	/* true or false */
	FIELD_FLOAT,	/* IEEE 754 number */
	FIELD_BYTES,	/* bytes; JSON: "01:02:0a" as Wireshark writes them */
	FIELD_TEXT,	/* characters as on the wire; JSON: a string, other bytes escaped */
	FIELD_TIME,	/* ns since 1970-01-01 UTC; JSON: ISO 8601 */
	FIELD_DURATION, /* ns; JSON: seconds as a number with nine decimals */
	FIELD_MAC,	/* six bytes */
	FIELD_IPV4,	/* four bytes */
	FIELD_IPV6,	/* sixteen bytes */
};

/* How a field lies in the message: what take() reads. */
enum field_wire {
	WIRE_NONE, /* it does not: the value is derived and recorded with put() */
	WIRE_BE,   /* size bytes, most significant first */
	WIRE_LE,   /* size bytes, least significant first */
	WIRE_RAW,  /* size bytes as they are; size 0: all that is left */
};

/* How numbers are written for people. */
enum field_base { BASE_DEC, BASE_HEX };

/* A number and its name; tables end with a row whose name is NULL. */
struct name {
	uint64_t value;
	const char *name;
};

/* A field, declared once. */
struct field {
	const char *name; /* Wireshark's display-filter name where it has one */
	enum field_type type;
	enum field_wire wire;
	uint8_t size; /* bytes on the wire, for WIRE_BE, WIRE_LE and WIRE_RAW */
	enum field_base base;
	uint64_t mask;		  /* 0, or the bits that take_bits() takes out of a flags number */
	const struct name *names; /* value names, or NULL */
	const char *doc;	  /* one line of meaning, with the unit */
};

enum value_kind {
	VALUE_UINT,  /* u */
	VALUE_INT,   /* i */
	VALUE_FLOAT, /* f */
	VALUE_BYTES, /* n bytes at p: also text, MAC and IP addresses */
	VALUE_RUN,   /* series of n numbers: u, u + 1, u + 2 … */
	VALUE_U8S,   /* series of n one-byte numbers at p */
	VALUE_BE16S, /* series of n two-byte numbers at p, most significant first */
	VALUE_BITS,  /* series of n bits at p, least significant bit of each byte first */
	/* Series of n elements, one each `stride` bytes from p on: */
	VALUE_UINTS,   /* numbers of `width` bytes (1..8), least significant first */
	VALUE_INTS,    /* the same, signed */
	VALUE_FLOATS,  /* IEEE 754 of `width` 4 or 8, least significant byte first */
	VALUE_PARTS,   /* `width` bits of a byte, from bit `shift` on */
	VALUE_MSTIMES, /* numbers as VALUE_UINTS: ms since 1970, which the value has as ns */
};

enum { VALUE_BIG = 0x80 }; /* with width: the most significant byte is the first */

struct value {
	const struct field *field;
	union {
		uint64_t u;
		int64_t i;
		double f;
		const uint8_t *p;
	};
	uint32_t n; /* elements of a series, bytes of VALUE_BYTES, else 1 */
	uint8_t kind;
	uint8_t stride, width, shift; /* of the kinds from VALUE_UINTS on */
};

/* How many elements the value has: n for a series, else 1. */
static inline uint32_t value_count(const struct value *v)
{
	return v->kind >= VALUE_RUN ? v->n : 1;
}

/* Is it a list by nature, even when it has one element? */
static inline bool value_series(const struct value *v)
{
	return v->kind >= VALUE_RUN;
}

/* Bytes at p that the value lies on; 0 for those that do not lie anywhere. */
static inline size_t value_bytes(const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_UINT:
	case VALUE_INT:
	case VALUE_FLOAT:
	case VALUE_RUN:
		return 0;
	case VALUE_BYTES:
	case VALUE_U8S:
		return v->n;
	case VALUE_BE16S:
		return 2 * (size_t)v->n;
	case VALUE_BITS:
		return ((size_t)v->n + 7) / 8;
	case VALUE_UINTS:
	case VALUE_INTS:
	case VALUE_FLOATS:
	case VALUE_PARTS:
	case VALUE_MSTIMES:
		break;
	}
	size_t width = v->kind == VALUE_PARTS ? 1 : v->width & ~(unsigned)VALUE_BIG;

	return v->n > 0 ? (v->n - 1) * (size_t)v->stride + width : 0;
}

/* What its elements are: VALUE_UINT, VALUE_INT, VALUE_FLOAT or VALUE_BYTES. */
enum value_kind value_element_kind(const struct value *v);

/*
 * Element i (below value_count()) as an unsigned number; signed numbers as their two's complement,
 * floats truncated, bytes as 0.
 */
uint64_t value_uint(const struct value *v, uint32_t i);

/* Element i as a number of any kind, bytes as 0. */
double value_float(const struct value *v, uint32_t i);

/* Element i as a value of its own. */
struct value value_element(const struct value *v, uint32_t i);

/*
 * A number, text or bytes as one word for people: text as it is, bytes in hexadecimal, times in
 * seconds since 1970. Returns the length, without the terminator; room or more: it does not fit.
 */
size_t value_text(const struct value *v, char *out, size_t room);

/* The name that the field's table has for number u, or NULL. */
const char *field_value_name(const struct field *f, uint64_t u);

/* "uint8", "bool", "bytes"…: the type as the field reference prints it. */
const char *field_type_name(enum field_type type);

#endif
