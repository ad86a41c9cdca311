#include "protocols/ber.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	TAG_LONG = 0x1f,  /* tag number follows in bytes of seven bits */
	TAG_BYTES = 4,	  /* of them at most */
	LENGTH_BYTES = 4, /* of a long length at most */
};

static uint32_t long_tag(struct cur *c)
{
	uint32_t tag = 0;

	for (unsigned i = 0; i < TAG_BYTES; i++) {
		uint8_t byte = cur_u8(c);

		tag = tag << 7 | (byte & 0x7f);
		if ((byte & 0x80) == 0)
			return tag;
	}
	cur_fail(c);
	return 0;
}

static size_t length(struct cur *c)
{
	uint8_t first = cur_u8(c);

	if (first < 0x80)
		return first;
	size_t n = first & 0x7f;

	while (n > LENGTH_BYTES && cur_left(c) > 0 && cur_at(c, 0) == 0) {
		cur_skip(c, 1);
		n--;
	}
	if (n == 0 || n > LENGTH_BYTES) {
		cur_fail(c);
		return 0;
	}
	return cur_be(c, n);
}

bool ber_open_any(struct cur *c, struct ber *e)
{
	if (cur_left(c) == 0)
		return false;
	uint8_t first = cur_u8(c);

	e->class = (enum ber_class)(first >> 6);
	e->constructed = (first & 0x20) != 0;
	e->tag = first & 0x1f;
	if (e->tag == TAG_LONG)
		e->tag = long_tag(c);
	size_t n = length(c);

	if (!cur_ok(c))
		return false;
	e->cut = n > cur_left(c);
	e->body = cur_upto(c, n);
	if (e->cut)
		cur_fail(c);
	return true;
}

long ber_count(struct cur c)
{
	struct ber e;
	long n = 0;

	while (ber_next(&c, &e))
		n++;
	return cur_ok(&c) ? n : -1;
}

bool ber_int(struct cur body, int64_t *out)
{
	size_t n = cur_left(&body);

	if (n < 1 || n > 8)
		return false;
	uint64_t u = cur_be(&body, n);
	uint64_t sign = (uint64_t)1 << (8 * n - 1);

	*out = (int64_t)((u ^ sign) - sign);
	return true;
}

bool ber_uint(struct cur body, uint64_t *out)
{
	if (cur_at(&body, 0) & 0x80)
		return false;
	if (cur_left(&body) == 9 && cur_at(&body, 0) == 0)
		cur_skip(&body, 1);
	size_t n = cur_left(&body);

	if (n < 1 || n > 8)
		return false;
	*out = cur_be(&body, n);
	return true;
}

bool ber_bool(struct cur body, bool *out)
{
	if (cur_left(&body) != 1)
		return false;
	*out = cur_u8(&body) != 0;
	return true;
}

bool ber_bits(struct cur body, struct cur *bytes, unsigned *padding)
{
	*padding = cur_u8(&body);
	if (!cur_ok(&body) || *padding > 7 || (*padding > 0 && cur_left(&body) == 0))
		return false;
	*bytes = cur_rest(&body);
	return true;
}

bool ber_utc(struct cur body, uint64_t *time, uint8_t *quality)
{
	if (cur_left(&body) != 8)
		return false;
	uint64_t seconds = cur_be(&body, 4);
	uint64_t fraction = cur_be(&body, 3);

	*time = seconds * 1000000000 + (fraction * 1000000000 >> 24);
	*quality = cur_u8(&body);
	return true;
}

bool ber_float(struct cur body, double *out)
{
	size_t n = cur_left(&body);
	uint8_t width = cur_u8(&body);
	union {
		uint32_t u;
		float f;
	} single;
	union {
		uint64_t u;
		double f;
	} both;

	if (n == 5 && width == 8) {
		single.u = cur_be32(&body);
		*out = (double)single.f;
		return true;
	}
	both.u = cur_be(&body, 8);
	*out = both.f;
	return n == 9 && width == 11;
}

/* The number N * 2^F * B^E of X.690, 8.5.7. */
static bool real_binary(struct cur body, uint8_t first, double *out)
{
	static const int bits_of_base[] = { 1, 3, 4, 0 }; /* 2, 8, 16, reserved */
	int bits = bits_of_base[first >> 4 & 3];
	size_t n = (first & 3) < 3 ? (first & 3) + 1U : cur_u8(&body);
	int64_t exponent = 0;

	if (bits == 0 || !ber_int(cur_sub(&body, n), &exponent) || cur_left(&body) > 8)
		return false;
	double x = (double)cur_be(&body, cur_left(&body));

	/* Beyond these the result is 0 or infinite whatever the rest is. */
	exponent = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
	x = ldexp(x, (int)exponent * bits + (first >> 2 & 3));
	*out = (first & 0x40) != 0 ? -x : x;
	return true;
}

bool ber_real(struct cur body, double *out)
{
	static const double special[] = { (double)INFINITY, -(double)INFINITY, (double)NAN, -0.0 };
	char text[64];

	*out = 0;
	if (cur_left(&body) == 0)
		return true;
	uint8_t first = cur_u8(&body);

	if ((first & 0x80) != 0)
		return real_binary(body, first, out);
	if ((first & 0x40) != 0) {
		*out = special[first & 3];
		return first <= 0x43 && cur_left(&body) == 0;
	}
	size_t n = cur_copy(&body, text, sizeof(text) - 1);

	text[n] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (text[i] == ',')
			text[i] = '.';
	}
	*out = strtod(text, NULL);
	return true;
}

/* One number of an object identifier, in bytes of seven bits. */
static bool arc(struct cur *c, uint64_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < 9 && cur_left(c) > 0; i++) {
		uint8_t byte = cur_u8(c);

		*out = *out << 7 | (byte & 0x7f);
		if ((byte & 0x80) == 0)
			return true;
	}
	return false;
}

bool ber_oid(struct cur body, char text[BER_OID_TEXT])
{
	uint64_t n;

	if (!arc(&body, &n))
		return false;
	uint64_t top = n < 80 ? n / 40 : 2;
	int len = snprintf(text, BER_OID_TEXT, "%llu.%llu", (unsigned long long)top,
			   (unsigned long long)(n - 40 * top));

	while (cur_left(&body) > 0) {
		if (!arc(&body, &n))
			return false;
		size_t room = BER_OID_TEXT - (size_t)len;
		int more = snprintf(text + len, room, ".%llu", (unsigned long long)n);

		if (more < 0 || (size_t)more >= room)
			return false;
		len += more;
	}
	return true;
}
