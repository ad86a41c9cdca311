#include "sensor/rule/literal.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORD = 128 };

/* The value of a digit, 99 if it is none. */
static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return 99;
}

enum number_read literal_number(const char *word, size_t n, uint64_t *u, bool *negative)
{
	size_t i = n > 0 && (word[0] == '-' || word[0] == '+');
	unsigned base = 10;
	bool big = false;

	*negative = i == 1 && word[0] == '-';
	*u = 0;
	if (n - i > 2 && word[i] == '0' && (word[i + 1] == 'x' || word[i + 1] == 'X')) {
		base = 16;
		i += 2;
	} else if (n - i > 2 && word[i] == '0' && (word[i + 1] == 'b' || word[i + 1] == 'B')) {
		base = 2;
		i += 2;
	} else if (n - i > 1 && word[i] == '0') {
		base = 8;
		i++;
	}
	if (i >= n)
		return NUMBER_BAD;
	for (; i < n; i++) {
		unsigned d = digit(word[i]);

		if (d >= base)
			return NUMBER_BAD;
		if (__builtin_mul_overflow(*u, base, u) || __builtin_add_overflow(*u, d, u))
			big = true;
	}
	return big ? NUMBER_BIG : NUMBER_OK;
}

bool literal_float(const char *word, size_t n, double *f)
{
	uint64_t u;
	bool negative;
	char copy[WORD];
	char *end;

	if (literal_number(word, n, &u, &negative) == NUMBER_OK) {
		*f = negative ? -(double)u : (double)u;
		return true;
	}
	if (n == 0 || n >= sizeof(copy))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strchr("0123456789+-.eE", word[i]) == NULL || word[i] == '\0')
			return false;
	}
	memcpy(copy, word, n);
	copy[n] = '\0';
	*f = strtod(copy, &end);
	return *end == '\0' && isfinite(*f);
}

bool literal_bool(const char *word, size_t n, bool *yes)
{
	*yes = n == 4 && strncasecmp(word, "true", n) == 0;
	return *yes || (n == 5 && strncasecmp(word, "false", n) == 0);
}

bool literal_duration(const char *word, size_t n, int64_t *ns)
{
	bool negative = n > 0 && word[0] == '-';
	size_t i = negative || (n > 0 && word[0] == '+');
	uint64_t total = 0, unit = 1000000000;
	size_t first = i;

	for (; i < n && isdigit((unsigned char)word[i]); i++) {
		if (__builtin_mul_overflow(total, 10U, &total) ||
		    __builtin_add_overflow(total, (uint64_t)(word[i] - '0'), &total))
			return false;
	}
	if (i == first || __builtin_mul_overflow(total, unit, &total))
		return false;
	if (i < n && word[i] == '.') {
		if (++i == n)
			return false;
		for (; i < n && isdigit((unsigned char)word[i]) && unit > 1; i++) {
			unit /= 10;
			total += unit * (uint64_t)(word[i] - '0');
		}
	}
	if (i != n || total > INT64_MAX)
		return false;
	*ns = negative ? -(int64_t)total : (int64_t)total;
	return true;
}

/* Digits without anything between them: pairs, or a single one. */
static size_t plain_bytes(const char *word, size_t n, uint8_t *out, size_t room)
{
	size_t len = 0;

	if (n == 0 || (n > 1 && n % 2 != 0))
		return 0;
	for (size_t i = 0; i < n; i += 2, len++) {
		unsigned high = n == 1 ? 0 : digit(word[i]), low = digit(word[n == 1 ? i : i + 1]);

		if (high > 15 || low > 15)
			return 0;
		if (len < room)
			out[len] = (uint8_t)(high << 4 | low);
	}
	return len;
}

size_t literal_bytes(const char *word, size_t n, uint8_t *out, size_t room)
{
	size_t len = 0, i = 0, part;
	char between = '\0';

	if (n >= 3 && n <= 4 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
		return plain_bytes(word + 2, n - 2, out, room);
	while (i < n && between == '\0') {
		if (strchr(":-.", word[i]) != NULL)
			between = word[i];
		i++;
	}
	if (between == '\0')
		return plain_bytes(word, n, out, room);
	for (i = 0; i <= n; i += part + 1) {
		const char *end = memchr(word + i, between, n - i);

		part = end != NULL ? (size_t)(end - (word + i)) : n - i;
		if (part == 0 || part == 3 || part > 4)
			return 0;
		size_t k = plain_bytes(word + i, part, len < room ? out + len : out,
				       len < room ? room - len : 0);

		if (k == 0)
			return 0;
		len += k;
	}
	return len;
}

/* Splits "address/bits"; false: what is behind the slash is no number up to most. */
static enum address_read split(const char *word, size_t n, unsigned most, char address[WORD],
			       unsigned *bits)
{
	const char *slash = memchr(word, '/', n);
	size_t len = slash != NULL ? (size_t)(slash - word) : n;
	uint64_t u = most;
	bool negative = false;

	if (len >= WORD)
		return ADDRESS_BAD;
	memcpy(address, word, len);
	address[len] = '\0';
	if (slash != NULL) {
		size_t digits = n - len - 1;

		for (size_t i = 1; i <= digits; i++) {
			if (!isdigit((unsigned char)slash[i]))
				return ADDRESS_BAD;
		}
		/* "08" is eight here. */
		while (digits > 1 && slash[1] == '0') {
			slash++;
			digits--;
		}
		if (literal_number(slash + 1, digits, &u, &negative) == NUMBER_BAD)
			return ADDRESS_BAD;
		if (u > most)
			return ADDRESS_PREFIX;
	}
	*bits = (unsigned)u;
	return ADDRESS_OK;
}

enum address_read literal_ipv4(const char *word, size_t n, uint32_t *lo, uint32_t *hi)
{
	char address[WORD];
	unsigned bits;
	struct in_addr in;
	enum address_read r = split(word, n, 32, address, &bits);

	if (r == ADDRESS_BAD || inet_pton(AF_INET, address, &in) != 1)
		return ADDRESS_BAD;
	if (r != ADDRESS_OK)
		return r;
	uint32_t host = bits == 32 ? 0 : UINT32_MAX >> bits;

	*lo = ntohl(in.s_addr) & ~host;
	*hi = *lo | host;
	return ADDRESS_OK;
}

enum address_read literal_ipv6(const char *word, size_t n, uint8_t lo[16], uint8_t hi[16])
{
	char address[WORD];
	unsigned bits;
	struct in6_addr in;
	enum address_read r = split(word, n, 128, address, &bits);

	if (r == ADDRESS_BAD || inet_pton(AF_INET6, address, &in) != 1)
		return ADDRESS_BAD;
	if (r != ADDRESS_OK)
		return r;
	for (unsigned i = 0; i < 16; i++) {
		unsigned here = bits >= 8 * (i + 1) ? 8 : bits <= 8 * i ? 0 : bits - 8 * i;
		uint8_t host = (uint8_t)(0xffU >> here);

		lo[i] = (uint8_t)(in.s6_addr[i] & ~host);
		hi[i] = (uint8_t)(lo[i] | host);
	}
	return ADDRESS_OK;
}
