#ifndef TESTS_UNIT_CAPIMAGE_H
#define TESTS_UNIT_CAPIMAGE_H
/*
 * Capture files made in memory, number by number, in either byte order; and a source that reads
 * them in pieces of any size.
 */
#include "sensor/capfile.h"

enum { CAPIMAGE_MAX = 4 << 20 };

struct capimage {
	uint8_t *bytes; /* CAPIMAGE_MAX of them */
	size_t n;
	bool big; /* numbers are written most significant byte first */
};

void capimage_init(struct capimage *c, bool big);
void capimage_fini(struct capimage *c);

void capimage_number(struct capimage *c, uint64_t v, unsigned size);
/* n bytes that count up from `first`. */
void capimage_bytes(struct capimage *c, uint8_t first, size_t n);

/* Classic: the file's header, and a record of `captured` bytes counting up from 0. */
void capimage_pcap(struct capimage *c, uint32_t magic, uint32_t linktype);
void capimage_record(struct capimage *c, uint32_t seconds, uint32_t fraction, uint32_t captured,
		     uint32_t wire);

/* pcapng: begins a block and ends it with padding and both its lengths. */
size_t capimage_block(struct capimage *c, uint32_t type);
void capimage_block_end(struct capimage *c, size_t start);
void capimage_section(struct capimage *c);
/* tsresol < 0: the option is left out; so is an offset of 0. */
void capimage_interface(struct capimage *c, uint16_t linktype, uint32_t snaplen, int tsresol,
			int64_t tsoffset);
void capimage_packet(struct capimage *c, uint32_t interface, uint64_t units, uint32_t captured,
		     uint32_t wire);

/* Reads bytes[0..n), at most `step` at a time. */
struct capreader {
	const uint8_t *bytes;
	size_t n, at, step;
	int fail; /* when not 0: errno at the end */
};
struct capfile_source capreader_source(struct capreader *r);

/* Opens the first n bytes of an image; fails the test if that fails. */
struct capfile *capimage_open(const struct capimage *c, size_t n, struct capreader *r);
/* Opening must fail; the message. */
const char *capimage_refused(const struct capimage *c);
/* Reads all frames; what ended them. */
enum capfile_result capimage_drain(struct capfile *f, uint64_t *frames);
/* Opens, reads all frames, asserts how many there are, the result, and (unless NULL) that the
 * message contains a text. */
void capimage_expect(const struct capimage *c, uint64_t frames, enum capfile_result result,
		     const char *text);

#endif
