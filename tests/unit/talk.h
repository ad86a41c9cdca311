/*
 * A conversation for the tests of the pipeline: frames are built, given to a pipeline of its own
 * and its lines read back. The client is 10.0.0.1 port 40000, the server 10.0.0.2 port 502, unless
 * changed. Sequence numbers are kept: what is said goes on where the last ended.
 */
#ifndef KAGAMI_TEST_TALK_H
#define KAGAMI_TEST_TALK_H

#include "sensor/pipeline.h"
#include "sensor/report.h"

enum { CLIENT = 0, SERVER = 1 };

struct talk {
	struct pipeline *pl;
	struct report *report;
	FILE *out;
	char *text;
	size_t n;
	bool ended;
	struct frame frame;
	uint8_t host[2]; /* last byte of their addresses */
	uint16_t port[2];
	uint16_t vlan; /* 0: untagged */
	uint32_t seq[2];
	uint32_t cut; /* bytes that the snaplen takes from the end of the next frame */
};

/* Options with small limits; nDPI is not used. */
struct sensor_options talk_options(void);

/* Begins, with those options (NULL: the above). JSON lines that wait for their answers. */
struct talk *talk_new(const struct sensor_options *options);
/* As text. */
struct talk *talk_new_text(void);
void talk_free(struct talk *t);

/* A TCP segment with these flags; hex: its payload. */
void talk_segment(struct talk *t, unsigned from, uint8_t flags, const char *hex);
/* The same elsewhere in the stream: offset bytes from where the sender is, which stays there. */
void talk_segment_at(struct talk *t, unsigned from, int32_t offset, uint8_t flags, const char *hex);
void talk_datagram(struct talk *t, unsigned from, const char *hex);
/* SYN, SYN-ACK, ACK. */
void talk_handshake(struct talk *t);
/* A segment of data. */
void talk_say(struct talk *t, unsigned from, const char *hex);
/* Data that the capture does not show. */
void talk_lose(struct talk *t, unsigned from, unsigned bytes);
/* Any frame, of link type Ethernet. */
void talk_frame(struct talk *t, const uint8_t *bytes, size_t n);
/* Time goes on. */
void talk_wait(struct talk *t, uint64_t ms);

/* The capture ends; everything is written. */
void talk_end(struct talk *t);

/* Line i of the output (from 0), good until the next call; NULL: there is none. */
const char *talk_line(struct talk *t, unsigned i);
unsigned talk_lines(struct talk *t);
/* How many lines have that text in them. */
unsigned talk_count(struct talk *t, const char *text);
/* Fails unless line i has all these texts in it; NULL ends them. */
void talk_expect(struct talk *t, unsigned i, ...) __attribute__((sentinel));

uint64_t talk_stat(const struct talk *t, enum stat id);
/* What was counted of a protocol. */
const struct coverage_row *talk_row(const struct talk *t, enum protocol_id id);

#endif
