#include "common/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char digits[] = "0123456789abcdef";

void json_flush(struct json *j)
{
	if (j->len > 0 && !j->overflow && !j->flush(j->to, j->buf, j->len))
		j->overflow = true;
	j->len = 0;
}

void json_put_slow(struct json *j, const char *p, size_t n)
{
	while (!j->overflow && n > 0) {
		size_t room = j->cap - j->len;
		size_t part = n < room ? n : room;

		if (room == 0 && j->flush != NULL && j->cap > 0) {
			json_flush(j);
			continue;
		}
		if (part < n && j->flush == NULL) {
			j->overflow = true;
			return;
		}
		memcpy(j->buf + j->len, p, part);
		j->len += part;
		p += part;
		n -= part;
	}
}

static void enter(struct json *j, const char *bracket, bool array)
{
	json_comma(j);
	json_put(j, bracket, 1);
	assert(j->depth + 1 < JSON_DEPTH);
	j->depth++;
	uint32_t bit = (uint32_t)1 << j->depth;

	j->some &= ~bit;
	j->array = array ? j->array | bit : j->array & ~bit;
}

static void leave(struct json *j, const char *bracket, bool array)
{
	assert(j->depth > 0 && !j->keyed && (j->array >> j->depth & 1) == (array ? 1 : 0));
	j->depth--;
	json_put(j, bracket, 1);
}

void json_open(struct json *j)
{
	enter(j, "{", false);
}

void json_close(struct json *j)
{
	leave(j, "}", false);
}

void json_open_array(struct json *j)
{
	enter(j, "[", true);
}

void json_close_array(struct json *j)
{
	leave(j, "]", true);
}

/* The decimal digits of u, at the end of out; returns how many. */
static size_t decimal(char out[20], uint64_t u)
{
	size_t n = 0;

	do {
		out[20 - ++n] = (char)('0' + u % 10);
		u /= 10;
	} while (u != 0);
	return n;
}

/* Exactly n decimal digits of u. */
static void padded(char *out, uint64_t u, size_t n)
{
	for (size_t i = n; i > 0; i--) {
		out[i - 1] = (char)('0' + u % 10);
		u /= 10;
	}
}

/* The digits of a number below 100000, of which most are; returns how many. Two at a time. */
static size_t figures(char out[5], uint32_t u)
{
	static const char pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";
	size_t n = 0;

	if (u >= 10000) {
		out[n++] = (char)('0' + u / 10000);
		u %= 10000;
		memcpy(out + n, pairs + (size_t)2 * (u / 100), 2);
		n += 2;
	} else if (u >= 1000) {
		memcpy(out, pairs + (size_t)2 * (u / 100), 2);
		n = 2;
	} else if (u >= 100) {
		out[n++] = (char)('0' + u / 100);
	} else if (u < 10) {
		out[0] = (char)('0' + u);
		return 1;
	}
	memcpy(out + n, pairs + (size_t)2 * (u % 100), 2);
	return n + 2;
}

void json_uint(struct json *j, uint64_t u)
{
	char text[20];

	json_comma(j);
	if (u < 100000 && j->cap - j->len >= 5 && !j->overflow) {
		j->len += figures(j->buf + j->len, (uint32_t)u);
		return;
	}
	size_t n = decimal(text, u);

	json_put(j, text + 20 - n, n);
}

void json_int(struct json *j, int64_t i)
{
	char text[20];
	size_t n = decimal(text, i < 0 ? -(uint64_t)i : (uint64_t)i);

	json_comma(j);
	if (i < 0)
		json_put(j, "-", 1);
	json_put(j, text + 20 - n, n);
}

/* The shortest of %.[least..most]g that reads back as the same number. */
static void real(struct json *j, double x, int least, int most, bool single)
{
	char text[40];
	int n = 0;

	if (!isfinite(x)) {
		json_nothing(j);
		return;
	}
	for (int p = least; p <= most; p++) {
		n = snprintf(text, sizeof(text), "%.*g", p, x);
		if (single ? (double)strtof(text, NULL) == x : strtod(text, NULL) == x)
			break;
	}
	json_comma(j);
	json_put(j, text, (size_t)n);
}

void json_float(struct json *j, double x)
{
	real(j, x, 15, 17, false);
}

void json_float32(struct json *j, float x)
{
	real(j, (double)x, 6, 9, true);
}

void json_bool(struct json *j, bool b)
{
	json_comma(j);
	if (b)
		json_put(j, "true", 4);
	else
		json_put(j, "false", 5);
}

void json_nothing(struct json *j)
{
	json_comma(j);
	json_put(j, "null", 4);
}

/* What may follow a first byte: how many bytes, and the range of the second one, which rules out
 * overlong forms, surrogates and what is above U+10FFFF (Unicode, table 3-7). */
struct lead {
	uint8_t more, low, high;
};

static struct lead lead_of(uint8_t c)
{
	if (c >= 0xc2 && c <= 0xdf)
		return (struct lead){ 1, 0x80, 0xbf };
	if (c >= 0xe0 && c <= 0xef)
		return (struct lead){ 2, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf };
	if (c >= 0xf0 && c <= 0xf4)
		return (struct lead){ 3, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf };
	return (struct lead){ 0, 0, 0 };
}

size_t utf8_next(const uint8_t *p, size_t n, size_t *bad)
{
	*bad = 0;
	if (p[0] < 0x80)
		return 1;
	struct lead lead = lead_of(p[0]);
	size_t i = 1;

	if (lead.more > 0 && n > 1 && p[1] >= lead.low && p[1] <= lead.high) {
		i = 2;
		while (i <= lead.more && i < n && (p[i] & 0xc0) == 0x80)
			i++;
		if (i > lead.more)
			return i;
	}
	*bad = i;
	return 0;
}

static void escape(struct json *j, uint8_t c)
{
	static const char letters[] = "btn\0fr"; /* from U+0008 */
	char text[6] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };

	if (c == '"' || c == '\\')
		text[1] = (char)c;
	else if (c >= 8 && c <= 13 && c != 11)
		text[1] = letters[c - 8];
	json_put(j, text, text[1] == 'u' ? 6 : 2);
}

static bool plain(uint8_t c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void characters(struct json *j, const uint8_t *p, size_t n)
{
	size_t from = 0; /* what is good and not yet written begins here */
	size_t i = 0;

	while (i < n) {
		size_t bad;
		size_t len = plain(p[i]) ? 1 : utf8_next(p + i, n - i, &bad);

		if (len > 1 || (len == 1 && plain(p[i]))) {
			i += len;
			continue;
		}
		json_put(j, (const char *)p + from, i - from);
		if (len == 1)
			escape(j, p[i]);
		else
			json_put(j, "\\ufffd", 6);
		i += len == 1 ? 1 : bad;
		from = i;
	}
	json_put(j, (const char *)p + from, n - from);
}

void json_text_n(struct json *j, const void *p, size_t n)
{
	json_comma(j);
	json_put(j, "\"", 1);
	if (n > 0)
		characters(j, p, n);
	json_put(j, "\"", 1);
}

void json_text(struct json *j, const char *s)
{
	if (s == NULL)
		json_nothing(j);
	else
		json_text_n(j, s, strlen(s));
}

void json_key_text(struct json *j, const char *name)
{
	json_text(j, name);
	json_put(j, ":", 1);
	j->keyed = true;
}

void json_hex(struct json *j, const uint8_t *p, size_t n)
{
	char text[96];
	size_t len = 0;

	json_comma(j);
	json_put(j, "\"", 1);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			text[len++] = ':';
		text[len++] = digits[p[i] >> 4];
		text[len++] = digits[p[i] & 15];
		if (len + 3 > sizeof(text)) {
			json_put(j, text, len);
			len = 0;
		}
	}
	json_put(j, text, len);
	json_put(j, "\"", 1);
}

static void quoted(struct json *j, const char *text, size_t n)
{
	json_comma(j);
	json_put(j, "\"", 1);
	json_put(j, text, n);
	json_put(j, "\"", 1);
}

void json_ipv4(struct json *j, const uint8_t ip[4])
{
	char text[TEXT_IP];

	quoted(j, text, text_ipv4(text, ip));
}

void json_ipv6(struct json *j, const uint8_t ip[16])
{
	char text[TEXT_IP];

	quoted(j, text, text_ipv6(text, ip));
}

void json_time(struct json *j, uint64_t ns)
{
	char text[TEXT_TIME];

	quoted(j, text, text_time(text, ns));
}

void json_seconds(struct json *j, uint64_t ns)
{
	char text[32];
	size_t n = decimal(text, ns / 1000000000);

	memmove(text, text + 20 - n, n);
	text[n] = '.';
	padded(text + n + 1, ns % 1000000000, 9);
	json_comma(j);
	json_put(j, text, n + 10);
}

size_t text_ipv4(char *out, const uint8_t ip[4])
{
	char *to = out;

	for (unsigned i = 0; i < 4; i++) {
		if (i > 0)
			*to++ = '.';
		if (ip[i] >= 100)
			*to++ = (char)('0' + ip[i] / 100);
		if (ip[i] >= 10)
			*to++ = (char)('0' + ip[i] / 10 % 10);
		*to++ = (char)('0' + ip[i] % 10);
	}
	*to = '\0';
	return (size_t)(to - out);
}

/* The longest run of two or more zero groups, the first of equals; its length, 0: none. */
static unsigned longest_zeros(const uint16_t groups[8], unsigned *at)
{
	unsigned best = 1;

	for (unsigned i = 0; i < 8; i++) {
		unsigned n = 0;

		while (i + n < 8 && groups[i + n] == 0)
			n++;
		if (n > best) {
			best = n;
			*at = i;
		}
	}
	return best > 1 ? best : 0;
}

size_t text_ipv6(char out[TEXT_IP], const uint8_t ip[16])
{
	uint16_t groups[8];
	unsigned at = 8;
	size_t len = 0;

	for (unsigned i = 0; i < 8; i++)
		groups[i] = (uint16_t)(ip[2 * i] << 8 | ip[2 * i + 1]);
	unsigned zeros = longest_zeros(groups, &at);

	for (unsigned i = 0; i < 8; i++) {
		if (i == at && zeros > 0) {
			out[len++] = ':';
			i += zeros - 1;
			if (i == 7)
				out[len++] = ':';
			continue;
		}
		if (i > 0)
			out[len++] = ':';
		/* An IPv4 address inside. */
		if (i == 6 && at == 0 && (zeros == 6 || (zeros == 5 && groups[5] == 0xffff)))
			return len + text_ipv4(out + len, ip + 12);
		unsigned shift = 12;

		while (shift > 0 && groups[i] >> shift == 0)
			shift -= 4;
		out[len++] = digits[groups[i] >> shift & 15];
		while (shift > 0) {
			shift -= 4;
			out[len++] = digits[groups[i] >> shift & 15];
		}
	}
	out[len] = '\0';
	return len;
}

size_t text_mac(char out[TEXT_MAC], const uint8_t mac[6])
{
	for (unsigned i = 0; i < 6; i++) {
		out[3 * i] = digits[mac[i] >> 4];
		out[3 * i + 1] = digits[mac[i] & 15];
		out[3 * i + 2] = i < 5 ? ':' : '\0';
	}
	return TEXT_MAC - 1;
}

size_t text_time(char out[TEXT_TIME], uint64_t ns)
{
	uint64_t days = ns / 86400000000000;
	uint64_t second = ns / 1000000000 % 86400;
	/* The date of a day number, counting years from March (days of 400, 100, 4 years, 1). */
	uint64_t shifted = days + 719468; /* since 0000-03-01 */
	uint64_t era = shifted / 146097;
	uint64_t of_era = shifted % 146097;
	uint64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	uint64_t month = (5 * of_year + 2) / 153; /* 0: March */
	uint64_t day = of_year - (153 * month + 2) / 5 + 1;

	month = month < 10 ? month + 3 : month - 9;
	year += 400 * era + (month <= 2 ? 1 : 0);
	memcpy(out, "0000-00-00T00:00:00.000000000Z", TEXT_TIME);
	padded(out, year, 4);
	padded(out + 5, month, 2);
	padded(out + 8, day, 2);
	padded(out + 11, second / 3600, 2);
	padded(out + 14, second / 60 % 60, 2);
	padded(out + 17, second % 60, 2);
	padded(out + 20, ns % 1000000000, 9);
	return TEXT_TIME - 1;
}
