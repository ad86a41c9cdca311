#include <stdio.h>
#include <string.h>

#include "protocols/value.h"

enum value_kind value_element_kind(const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_INT:
	case VALUE_INTS:
		return VALUE_INT;
	case VALUE_FLOAT:
	case VALUE_FLOATS:
		return VALUE_FLOAT;
	case VALUE_BYTES:
		return VALUE_BYTES;
	default:
		return VALUE_UINT;
	}
}

/* Element i of a series with a stride, as it is on the wire. */
static uint64_t strided(const struct value *v, uint32_t i)
{
	const uint8_t *p = v->p + (size_t)i * v->stride;
	unsigned width = v->width & ~(unsigned)VALUE_BIG;
	uint64_t u = 0;

	if ((v->width & VALUE_BIG) != 0) {
		for (unsigned k = 0; k < width; k++)
			u = u << 8 | p[k];
		return u;
	}
	for (unsigned k = width; k > 0; k--)
		u = u << 8 | p[k - 1];
	return u;
}

static int64_t signed_of(uint64_t u, unsigned width)
{
	const unsigned bytes = width & ~(unsigned)VALUE_BIG;
	const unsigned unused = bytes > 0 && bytes < 8 ? 64 - 8 * bytes : 0;

	return (int64_t)(u << unused) >> unused;
}

static double float_of(uint64_t u, unsigned width)
{
	if ((width & ~(unsigned)VALUE_BIG) == 4) {
		uint32_t bits = (uint32_t)u;
		float f;

		memcpy(&f, &bits, sizeof(f));
		return (double)f;
	}
	double d;

	memcpy(&d, &u, sizeof(d));
	return d;
}

/* Floats that no 64 bits hold are not undefined, but 0. */
static uint64_t truncated(double f)
{
	if (f >= 0 && f < 18446744073709551616.0)
		return (uint64_t)f;
	return f < 0 && f > -9223372036854775808.0 ? (uint64_t)(int64_t)f : 0;
}

uint64_t value_uint(const struct value *v, uint32_t i)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_UINT:
	case VALUE_INT:
		return v->u;
	case VALUE_FLOAT:
		return truncated(v->f);
	case VALUE_RUN:
		return v->u + i;
	case VALUE_U8S:
		return v->p[i];
	case VALUE_BE16S:
		return (uint64_t)v->p[2 * (size_t)i] << 8 | v->p[2 * (size_t)i + 1];
	case VALUE_BITS:
		return v->p[i / 8] >> (i % 8) & 1;
	case VALUE_UINTS:
		return strided(v, i);
	case VALUE_INTS:
		return (uint64_t)signed_of(strided(v, i), v->width);
	case VALUE_FLOATS:
		return truncated(float_of(strided(v, i), v->width));
	case VALUE_PARTS:
		return v->p[(size_t)i * v->stride] >> v->shift & ((1U << v->width) - 1);
	case VALUE_MSTIMES:
		return strided(v, i) * 1000000;
	case VALUE_BYTES:
		break;
	}
	return 0;
}

double value_float(const struct value *v, uint32_t i)
{
	if (v->kind == VALUE_FLOAT)
		return v->f;
	if (v->kind == VALUE_FLOATS)
		return float_of(strided(v, i), v->width);
	if (v->kind == VALUE_INT || v->kind == VALUE_INTS)
		return (double)(int64_t)value_uint(v, i);
	return (double)value_uint(v, i);
}

struct value value_element(const struct value *v, uint32_t i)
{
	struct value e = { .field = v->field, .kind = (uint8_t)value_element_kind(v), .n = 1 };

	if (!value_series(v))
		return *v;
	if (e.kind == VALUE_FLOAT)
		e.f = value_float(v, i);
	else
		e.u = value_uint(v, i);
	return e;
}

static size_t hex(const struct value *v, char *out, size_t room)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = v->n > 0 ? 3 * (size_t)v->n - 1 : 0;

	if (n >= room)
		return n;
	for (uint32_t i = 0; i < v->n; i++) {
		if (i > 0)
			*out++ = ':';
		*out++ = digits[v->p[i] >> 4];
		*out++ = digits[v->p[i] & 15];
	}
	return n;
}

enum { NUMBER_TEXT = 24 }; /* characters of any number of 64 bits, and more */

/* Writes u in decimal, at least `least` digits, and a terminator; returns how many. */
static size_t decimal(uint64_t u, unsigned least, char *out)
{
	char digits[NUMBER_TEXT];
	size_t n = 0;

	for (; u > 0 || n < least; u /= 10)
		digits[n++] = (char)('0' + u % 10);
	for (size_t i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	out[n] = '\0';
	return n;
}

/*
 * What "%g" writes of x, without its costs: six significant digits, by arithmetic that is exact
 * enough to see where it is not sure how to round. False: x is such a number, or "%g" would write
 * it with an exponent.
 */
static bool short_float(double x, char out[NUMBER_TEXT], size_t *n)
{
	static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
	const double size = x < 0 ? -x : x;
	unsigned scale = 0;

	if (!(size >= 1e-4 && size < 999999))
		return false;
	while (size * tens[scale] < 1e5)
		scale++;
	const double scaled = size * tens[scale];
	uint64_t six = (uint64_t)scaled;
	const double rest = scaled - (double)six - 0.5;

	if (rest > -1e-6 && rest < 1e-6)
		return false;
	six += rest > 0;
	if (six == 1000000) { /* rounded up to seven */
		six /= 10;
		scale--;
	}
	for (; scale > 0 && six % 10 == 0; scale--)
		six /= 10;
	char digits[NUMBER_TEXT];
	const size_t len = decimal(six, scale + 1, digits);

	*n = 0;
	if (x < 0)
		out[(*n)++] = '-';
	memcpy(out + *n, digits, len - scale);
	*n += len - scale;
	if (scale > 0) {
		out[(*n)++] = '.';
		memcpy(out + *n, digits + len - scale, scale);
		*n += scale;
	}
	out[*n] = '\0';
	return true;
}

static size_t float_text(double x, char *out, size_t room)
{
	char text[NUMBER_TEXT];
	size_t n = 0;

	if (!short_float(x, text, &n)) {
		int len = snprintf(out, room, "%g", x);

		return len > 0 ? (size_t)len : 0;
	}
	if (n < room)
		memcpy(out, text, n + 1);
	return n;
}

static size_t number_text(const struct value *v, uint64_t u, char out[2 * NUMBER_TEXT])
{
	size_t n = 0;

	if (value_element_kind(v) == VALUE_INT) {
		if ((int64_t)u < 0) {
			out[n++] = '-';
			u = -u;
		}
	} else if (v->field != NULL && v->field->type == FIELD_TIME) {
		n = decimal(u / 1000000000U, 1, out);
		out[n++] = '.';
		return n + decimal(u % 1000000000U, 9, out + n);
	}
	return n + decimal(u, 1, out + n);
}

size_t value_text(const struct value *v, char *out, size_t room)
{
	char text[2 * NUMBER_TEXT];

	if (v->kind == VALUE_BYTES && (v->field == NULL || v->field->type != FIELD_TEXT))
		return hex(v, out, room);
	if (v->kind == VALUE_BYTES) {
		if (v->n < room)
			memcpy(out, v->p, v->n);
		return v->n;
	}
	if (value_element_kind(v) == VALUE_FLOAT)
		return float_text(value_float(v, 0), out, room);
	const size_t n = number_text(v, value_uint(v, 0), text);

	if (n < room)
		memcpy(out, text, n + 1);
	return n;
}

const char *field_value_name(const struct field *f, uint64_t u)
{
	if (f->names == NULL)
		return NULL;
	for (const struct name *n = f->names; n->name != NULL; n++) {
		if (n->value == u)
			return n->name;
	}
	return NULL;
}

const char *field_type_name(enum field_type type)
{
	static const char *const names[] = {
		[FIELD_UINT] = "number",       [FIELD_INT] = "signed number",
		[FIELD_BOOL] = "bool",	       [FIELD_FLOAT] = "float",
		[FIELD_BYTES] = "bytes",       [FIELD_TEXT] = "text",
		[FIELD_TIME] = "time",	       [FIELD_DURATION] = "duration",
		[FIELD_MAC] = "MAC address",   [FIELD_IPV4] = "IPv4 address",
		[FIELD_IPV6] = "IPv6 address",
	};

	return names[type];
}
