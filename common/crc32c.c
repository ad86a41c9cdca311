#include "common/crc32c.h"

#include <pthread.h>
#include <string.h>

/* The polynomial of RFC 3720, its bits in reverse. */
static const uint32_t polynomial = 0x82f63b78;

/* tables[k][b]: what byte b does to the remainder when k bytes follow it. */
static uint32_t tables[8][256];

static void tables_make(void)
{
	for (uint32_t b = 0; b < 256; b++) {
		uint32_t x = b;

		for (unsigned bit = 0; bit < 8; bit++)
			x = (x >> 1) ^ ((x & 1) != 0 ? polynomial : 0);
		tables[0][b] = x;
	}
	for (size_t k = 1; k < 8; k++) {
		for (size_t b = 0; b < 256; b++) {
			uint32_t x = tables[k - 1][b];

			tables[k][b] = (x >> 8) ^ tables[0][x & 0xff];
		}
	}
}

static uint32_t le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint32_t crc32c_table(uint32_t crc, const void *p, size_t n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const uint8_t *b = p;
	uint32_t x = ~crc;

	pthread_once(&once, tables_make);
	for (; n >= 8; n -= 8, b += 8) {
		uint32_t low = x ^ le32(b);

		x = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^
		    tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24] ^ tables[3][b[4]] ^
		    tables[2][b[5]] ^ tables[1][b[6]] ^ tables[0][b[7]];
	}
	for (; n > 0; n--, b++)
		x = (x >> 8) ^ tables[0][(x ^ *b) & 0xff];
	return ~x;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t crc, const void *p,
							       size_t n)
{
	const uint8_t *b = p;
	uint64_t x = (uint32_t)~crc;

	for (; n >= 8; n -= 8, b += 8) {
		uint64_t word;

		memcpy(&word, b, sizeof(word));
		x = __builtin_ia32_crc32di(x, word);
	}
	for (; n > 0; n--, b++)
		x = __builtin_ia32_crc32qi((uint32_t)x, *b);
	return ~(uint32_t)x;
}
#endif

uint32_t crc32c(uint32_t crc, const void *p, size_t n)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("sse4.2"))
		return crc32c_sse42(crc, p, n);
#endif
	return crc32c_table(crc, p, n);
}
