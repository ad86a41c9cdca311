/*
 * The Basic Encoding Rules of ASN.1 (ITU-T X.690), as GOOSE, MMS and their kin use them: reads one
 * tag-length-value after another through a cursor.
 *
 * Only definite lengths: the indefinite form is forbidden in IEC 61850-8-1 and breaks the cursor.
 * Tags up to 28 bits. Nothing here recurses: a constructed element is a child cursor that the
 * caller reads in turn.
 */
#ifndef KAGAMI_BER_H
#define KAGAMI_BER_H

#include "protocols/cur.h"

enum ber_class { BER_UNIVERSAL, BER_APPLICATION, BER_CONTEXT, BER_PRIVATE };

/* One element. */
struct ber {
	enum ber_class class;
	bool constructed; /* its content is elements (else: a value) */
	uint32_t tag;	  /* number within the class */
	bool cut;	  /* the length says more than there is; only from ber_open() */
	struct cur body;  /* the content */
};

/* ber_open() of what is not an element with one byte of tag and one of length that is whole. */
bool ber_open_any(struct cur *c, struct ber *e);

/*
 * The next element of c, and moves past it. A container whose beginning is worth reading may miss
 * its end: if the content does not fit, e holds what there is, e->cut is set and c is broken; true
 * all the same. False at the end of c, and when what is left is no element: then c is broken.
 */
CUR_INLINE bool ber_open(struct cur *c, struct ber *e)
{
	enum { HEAD = 2, TAG_BITS = 0x1f, LONG_LENGTH = 0x80 };
	uint8_t first = cur_at(c, 0);
	size_t n = cur_at(c, 1);

	if ((first & TAG_BITS) == TAG_BITS || n >= LONG_LENGTH || cur_left(c) < n + HEAD)
		return ber_open_any(c, e);
	cur_skip(c, HEAD);
	e->class = (enum ber_class)(first >> 6);
	e->constructed = (first & 0x20) != 0;
	e->tag = first & TAG_BITS;
	e->cut = false;
	e->body = cur_upto(c, n);
	return true;
}

/* The same, and false when what is left is no whole element: then c is broken. */
CUR_INLINE bool ber_next(struct cur *c, struct ber *e)
{
	return ber_open(c, e) && !e->cut;
}

/* How many whole elements c holds; -1 if it holds anything else. Does not move c. */
long ber_count(struct cur c);

/* INTEGER of 1..8 bytes, signed; false if body has another size. */
bool ber_int(struct cur body, int64_t *out);

/* INTEGER that must not be below 0, up to 64 bits (nine bytes with the leading zero). */
bool ber_uint(struct cur body, uint64_t *out);

/* BOOLEAN: any byte but 0 is true; false if body is not one byte. */
bool ber_bool(struct cur body, bool *out);

/* BIT STRING: the bits' bytes and how many of the last byte's are padding; false if they disagree.
 */
bool ber_bits(struct cur body, struct cur *bytes, unsigned *padding);

/*
 * IEC 61850-8-1 UtcTime, eight bytes: seconds, fraction of 2^24, quality. time: ns since 1970,
 * rounded down. quality: 0x80 leap seconds known, 0x40 clock failure, 0x20 clock not synchronized,
 * then five bits of accuracy (bits of the fraction that count; 31: unspecified).
 */
bool ber_utc(struct cur body, uint64_t *time, uint8_t *quality);

/*
 * MMS FloatingPoint: the exponent's width in bits (8 or 11), then an IEEE 754 number of four or
 * eight bytes; false for any other shape.
 */
bool ber_float(struct cur body, double *out);

/* REAL: binary of base 2, 8 or 16, decimal, or special; false if it is none of these. */
bool ber_real(struct cur body, double *out);

enum { BER_OID_TEXT = 128 };

/* OBJECT IDENTIFIER as "1.3.1"; false if it is empty, ends within a number or does not fit. */
bool ber_oid(struct cur body, char text[BER_OID_TEXT]);

#endif
