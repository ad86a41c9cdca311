#ifndef COMMON_CRC32C_H
#define COMMON_CRC32C_H
/*
 * CRC-32C (Castagnoli; RFC 3720 section 12.1), by the processor's instruction where it has one.
 */
#include <stddef.h>
#include <stdint.h>

/* Of n more bytes; `crc` is 0 at first, else what came back for the bytes before these. */
uint32_t crc32c(uint32_t crc, const void *p, size_t n);
/* The same without the instruction. */
uint32_t crc32c_table(uint32_t crc, const void *p, size_t n);

#endif
