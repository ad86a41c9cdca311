/* Bytes from hexadecimal text, for the tests of decoders. */
#ifndef KAGAMI_TEST_HEX_H
#define KAGAMI_TEST_HEX_H

#include <ctype.h>

#include "tests/unit/test.h"

static inline unsigned hex_digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* How many bytes hex has. */
static inline size_t hex_length(const char *hex)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++)
		n += isxdigit((unsigned char)*hex) != 0;
	return n / 2;
}

/* Writes the bytes of hex ("01 02 0a", blanks as you like) to `to`, which is zeros and has room for
 * hex_length() of them; returns how many. Fails the test at half a byte. */
static inline size_t hex_bytes(const char *hex, uint8_t *to)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (isspace((unsigned char)*hex))
			continue;
		to[n / 2] = (uint8_t)((unsigned)to[n / 2] << 4 | hex_digit(*hex));
		n++;
	}
	assert_int_equal(n % 2, 0);
	return n / 2;
}

#endif
