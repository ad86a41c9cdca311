/* Values as people write them. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sensor/rule/program.h"

struct out {
	char *s;
	size_t room, n;
};

static void out_char(struct out *o, char c)
{
	if (o->n + 1 < o->room)
		o->s[o->n] = c;
	o->n++;
}

static void out_text(struct out *o, const char *s)
{
	while (*s != '\0')
		out_char(o, *s++);
}

static void out_hex(struct out *o, uint8_t b)
{
	static const char digits[] = "0123456789abcdef";

	out_char(o, digits[b >> 4]);
	out_char(o, digits[b & 15]);
}

/* Bytes of the UTF-8 character at p that may be shown, 0: it is none, or a control character. */
static uint32_t shown(const uint8_t *p, uint32_t left)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t n = p[0] < 0x80   ? 1
		     : p[0] < 0xc0 ? 0
		     : p[0] < 0xe0 ? 2
		     : p[0] < 0xf0 ? 3
		     : p[0] < 0xf8 ? 4
				   : 0;

	if (n <= 1)
		return n == 1 && p[0] >= 0x20 && p[0] != 0x7f;
	if (n > left)
		return 0;
	uint32_t code = p[0] & (0x7fU >> n);

	for (uint32_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fU);
	}
	/* C1 controls, surrogates, marks that turn the writing direction. */
	bool bad = code < least[n] || code < 0xa0 || (code >= 0xd800 && code < 0xe000) ||
		   code > 0x10ffff || (code >= 0x200e && code <= 0x200f) ||
		   (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

	return bad ? 0 : n;
}

static void out_escaped(struct out *o, const uint8_t *p, uint32_t n)
{
	for (uint32_t i = 0; i < n;) {
		uint32_t len = shown(p + i, n - i);

		if (len == 0) {
			out_text(o, "\\x");
			out_hex(o, p[i++]);
		}
		for (uint32_t end = i + len; i < end; i++)
			out_char(o, (char)p[i]);
	}
}

static void out_bytes(struct out *o, const uint8_t *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0)
			out_char(o, ':');
		out_hex(o, p[i]);
	}
}

/* The shortest decimal that reads back as the same number: of single precision if it is one. */
static void out_float(struct out *o, double f)
{
	bool single = (double)(float)f <= f && (double)(float)f >= f;
	char word[48];

	for (int digits = single ? 6 : 15; digits <= (single ? 9 : 17); digits++) {
		snprintf(word, sizeof(word), "%.*g", digits, f);
		double back = strtod(word, NULL);

		if (single)
			back = (double)(float)back;
		if (back <= f && back >= f)
			break;
	}
	out_text(o, word);
}

static void out_time(struct out *o, uint64_t ns)
{
	time_t seconds = (time_t)(ns / 1000000000U);
	struct tm tm;
	char word[64];

	if (gmtime_r(&seconds, &tm) == NULL)
		return;
	strftime(word, sizeof(word), "%Y-%m-%dT%H:%M:%S", &tm);
	out_text(o, word);
	snprintf(word, sizeof(word), ".%09uZ", (unsigned)(ns % 1000000000U));
	out_text(o, word);
}

/* Nanoseconds as seconds, without zeros at the end. */
static void out_duration(struct out *o, int64_t ns)
{
	uint64_t size = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
	char word[48];
	int n = snprintf(word, sizeof(word), "%s%" PRIu64 ".%09" PRIu64, ns < 0 ? "-" : "",
			 size / 1000000000U, size % 1000000000U);

	while (n > 1 && word[n - 1] == '0')
		word[--n] = '\0';
	if (n > 0 && word[n - 1] == '.')
		word[n - 1] = '\0';
	out_text(o, word);
}

static void out_of_bytes(struct out *o, enum field_type type, const uint8_t *p, uint32_t n)
{
	char word[INET6_ADDRSTRLEN] = "";

	if (type == FIELD_TEXT) {
		out_escaped(o, p, n);
		return;
	}
	if (type == FIELD_IPV4 && n == 4)
		inet_ntop(AF_INET, p, word, sizeof(word));
	else if (type == FIELD_IPV6 && n == 16)
		inet_ntop(AF_INET6, p, word, sizeof(word));
	if (word[0] != '\0')
		out_text(o, word);
	else
		out_bytes(o, p, n);
}

static void out_number(struct out *o, const struct field *f, const struct value *v, uint32_t i)
{
	uint64_t u = value_uint(v, i);
	const char *name = f != NULL ? field_value_name(f, u) : NULL;
	enum field_type type = f != NULL ? f->type : FIELD_UINT;
	char word[32];

	if (name != NULL) {
		out_text(o, name);
	} else if (type == FIELD_BOOL) {
		out_text(o, u != 0 ? "true" : "false");
	} else if (type == FIELD_TIME) {
		out_time(o, u);
	} else if (type == FIELD_DURATION) {
		out_duration(o, (int64_t)u);
	} else if (value_element_kind(v) == VALUE_INT) {
		snprintf(word, sizeof(word), "%" PRId64, (int64_t)u);
		out_text(o, word);
	} else {
		snprintf(word, sizeof(word),
			 f != NULL && f->base == BASE_HEX ? "0x%" PRIx64 : "%" PRIu64, u);
		out_text(o, word);
	}
}

size_t value_write(const struct value *v, uint32_t i, char *out, size_t room)
{
	struct out o = { .s = out, .room = room };

	if (v->kind == VALUE_BYTES)
		out_of_bytes(&o, v->field != NULL ? v->field->type : FIELD_BYTES, v->p, v->n);
	else if (value_element_kind(v) == VALUE_FLOAT && i < value_count(v))
		out_float(&o, value_float(v, i));
	else if (i < value_count(v))
		out_number(&o, v->field, v, i);
	if (room > 0)
		out[o.n < room ? o.n : room - 1] = '\0';
	return o.n;
}
