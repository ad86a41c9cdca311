#ifndef SENSOR_RULE_LITERAL_H
#define SENSOR_RULE_LITERAL_H
/*
 * Constants as they are written in conditions, read as a field's type asks for. Pure: words in,
 * numbers or bytes out; complaints are compile.c's.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum number_read { NUMBER_OK, NUMBER_BAD, NUMBER_BIG };

/* A whole number: decimal, 0x, 0 (octal), 0b, with + or - before it; *u is the size without the
 * sign. */
enum number_read literal_number(const char *word, size_t n, uint64_t *u, bool *negative);
/* A number with point or exponent, or a whole one. */
bool literal_float(const char *word, size_t n, double *f);
/* true, false in any case. */
bool literal_bool(const char *word, size_t n, bool *yes);
/* Seconds with at most nine decimals, as ns. */
bool literal_duration(const char *word, size_t n, int64_t *ns);
/*
 * A moment: "2024-05-01 12:00:00.5", with T between, without seconds, without time, with Z, UTC or
 * +07:00 behind; or "May 1, 2024 12:00:00". Without a zone it is UTC. NULL, or what is wrong.
 */
const char *literal_time(const char *word, size_t n, uint64_t *ns);
/*
 * Bytes in hexadecimal: 01:02, 01-02, 01.02, 0102.0304, 0102, or one as 0x01. Returns how many
 * there are, at most room are written; 0: it is none.
 */
size_t literal_bytes(const char *word, size_t n, uint8_t *out, size_t room);

enum address_read { ADDRESS_OK, ADDRESS_BAD, ADDRESS_PREFIX };

/* An address with or without prefix length: the first and the last address of the network. */
enum address_read literal_ipv4(const char *word, size_t n, uint32_t *lo, uint32_t *hi);
enum address_read literal_ipv6(const char *word, size_t n, uint8_t lo[16], uint8_t hi[16]);

#endif
