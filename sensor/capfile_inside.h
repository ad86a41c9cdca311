#ifndef SENSOR_CAPFILE_INSIDE_H
#define SENSOR_CAPFILE_INSIDE_H
/*
 * What capfile.c (buffer, classic pcap), capfile_ng.c (pcapng) and capfile_kind.c (what a file is)
 * share; of no use to anybody else.
 */
#include "sensor/capfile.h"

#include <string.h>

struct capfile_interface {
	uint32_t snaplen; /* 0: none */
	uint16_t linktype;
	bool binary; /* units are 2^-digits s, else 10^-digits s */
	uint8_t digits;
	uint64_t scale; /* decimal: ns = units * scale, or units / scale beyond nine digits */
	int64_t offset; /* ns, added */
};

struct capfile {
	uint8_t *buf;
	size_t cap, pos, end; /* bytes pos..end of buf are read and not yet used */
	uint64_t base;	      /* offset in the file of buf[0] */
	uint64_t size;
	uint64_t number;  /* frames handed out */
	uint64_t last_at; /* time of the last one */
	enum capfile_result (*next)(struct capfile *, struct frame *);
	enum capfile_format format;
	bool swap; /* the file's byte order is not ours */
	bool done, stopped;
	/* classic */
	uint32_t record;   /* bytes of a record's header */
	uint32_t unit;	   /* ns in a unit of a time stamp's fraction */
	uint32_t longest;  /* captured bytes that a record may claim */
	uint32_t linktype; /* of all frames */
	enum { LENGTHS_NORMAL, LENGTHS_SWAPPED, LENGTHS_EITHER } lengths;
	/* pcapng: interfaces of the present section */
	struct capfile_interface *interfaces;
	uint32_t ninterfaces, interfaces_cap;

	struct capfile_source source;
	const volatile sig_atomic_t *stop;
	char *name;
	char error[CAPFILE_ERROR_MAX];
};

/* Reads until n bytes are there from pos on; false: they never will be (capfile_ended()). */
bool capfile_fill(struct capfile *f, size_t n);
static inline bool capfile_need(struct capfile *f, size_t n)
{
	return __builtin_expect(f->end - f->pos >= n, 1) || capfile_fill(f, n);
}

/* Ends the file with a message, which gets the file's name in front; returns result. */
enum capfile_result capfile_fail(struct capfile *f, enum capfile_result result, const char *fmt,
				 ...) __attribute__((format(printf, 3, 4)));
/* After capfile_need() failed at the beginning of a record: was that the end, a cut, an error? */
enum capfile_result capfile_ended(struct capfile *f);
/* The record at pos says something impossible (a sentence's predicate): CAPFILE_ERROR. */
enum capfile_result capfile_damaged(struct capfile *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Numbers in the file's byte order. The caller has made sure that the bytes are there. */
static inline uint16_t capfile_u16(const struct capfile *f, const uint8_t *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof v);
	return f->swap ? __builtin_bswap16(v) : v;
}

static inline uint32_t capfile_u32(const struct capfile *f, const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return f->swap ? __builtin_bswap32(v) : v;
}

static inline uint64_t capfile_u64(const struct capfile *f, const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return f->swap ? __builtin_bswap64(v) : v;
}

/* Raw IP is 101 in files; Linux (12) and OpenBSD (14) also wrote their own numbers for it. */
static inline uint16_t capfile_link(uint32_t number)
{
	enum { RAW_LINUX = 12, RAW_OPENBSD = 14, RAW = 101 };
	uint16_t low = (uint16_t)number;

	return low == RAW_LINUX || low == RAW_OPENBSD ? RAW : low;
}

/* Recognises the file by its first bytes, sets next and format; false with f->error. */
bool capfile_kind(struct capfile *f);
/* Reads the header of a classic file, and the first section header of pcapng. */
bool capfile_start_pcap(struct capfile *f, uint32_t unit, uint32_t record);
bool capfile_start_ng(struct capfile *f);

#endif
