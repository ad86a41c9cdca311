#ifndef COMMON_FORMAT_H
#define COMMON_FORMAT_H
/*
 * How numbers, times and texts are written for people: what all programs' tables share.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { FORMAT_TEXT = 256 };

struct text {
	char s[FORMAT_TEXT];
};

/* "999 B", "12.3 kB", "4.0 GB": powers of 1000, as network people count. */
struct text format_bytes(uint64_t n);
/* A count with its noun: "1 message", "2 messages". */
struct text format_many(uint64_t n, const char *noun);
/* "850 µs", "1.25 ms", "12.3 s": three digits. */
struct text format_ns(uint64_t ns);
/* "10 min 3 s": how long something took. */
struct text format_span(uint64_t ns);
/* "2024-05-01 12:00:00.123", to the millisecond. */
struct text format_time(uint64_t ns);
struct text format_mac(const uint8_t mac[6]);

/* Columns that a text takes on a terminal: its characters. */
size_t format_width(const char *s);
/* At most `columns` columns of it; the last is "…" when something is missing. */
struct text format_cut(const char *s, size_t columns);
/* Appends as much as fits. */
void format_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text that may hold bytes from the wire: what could steer a terminal is shown as '.'. */
void format_safely(FILE *f, const char *s);
/* Exactly |columns| columns of it, safely: to the left when negative; longer text is cut with "…".
 */
void format_cell(FILE *f, int columns, const char *s);

#endif
