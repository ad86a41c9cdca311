/*
 * A GOOSE publisher as IEC 61850-8-1 describes it, with the faults that a story wants. It encodes
 * BER on its own and shares no line with the decoder: it is the other side of the test.
 */
#ifndef KAGAMI_GOOSE_PUBLISHER_H
#define KAGAMI_GOOSE_PUBLISHER_H

#include <stdbool.h>

#include "pcaps/goose/tape.h"

/* Tags of the elements of goosePdu: bits of publisher.omit. */
enum {
	GO_GOCBREF,
	GO_TTL,
	GO_DATSET,
	GO_GOID,
	GO_T,
	GO_STNUM,
	GO_SQNUM,
	GO_SIMULATION,
	GO_CONFREV,
	GO_NDSCOM,
	GO_ENTRIES,
	GO_ALLDATA,
};

struct publisher {
	uint8_t mac[MAC_LEN];
	uint16_t group; /* last two bytes of the multicast address 01-0c-cd-01 */
	uint16_t vlan;	/* 0: no tag, else the VLAN, with priority 4 */
	uint16_t appid;
	const char *gocbref, *datset, *goid;
	uint64_t confrev, stnum, sqnum;
	uint32_t ttl; /* ms */
	bool simulation, s_bit, ndscom;
	uint64_t changed;  /* ns since the story's begin: t */
	struct bytes data; /* the entries, encoded */
	unsigned entries;
	uint64_t next, interval; /* ns: the next frame, and how long after it the one after that */
	/* faults */
	uint32_t omit;	  /* bits: elements to leave out */
	int more_length;  /* added to the header's length */
	int more_entries; /* added to numDatSetEntries */
};

/* Entries; each appends to data and counts with publisher.entries only by go_entry(). */
void go_tlv(struct bytes *to, uint8_t tag, const void *content, size_t n);
void go_bool(struct bytes *to, bool value);
void go_bits(struct bytes *to, uint8_t tag, uint64_t bits, unsigned n);
void go_int(struct bytes *to, uint8_t tag, int64_t value);
void go_unsigned(struct bytes *to, uint8_t tag, uint64_t value);
void go_float(struct bytes *to, float value);
void go_double(struct bytes *to, double value);
void go_time(struct bytes *to, uint8_t tag, uint64_t at, uint8_t quality);
void go_text(struct bytes *to, uint8_t tag, const char *text);

/* The frame as p stands. */
struct bytes publisher_frame(const struct publisher *p);
/* New data from at on: stNum rises, sqNum is 0, and the fast repetitions begin. */
void publisher_change(struct publisher *p, uint64_t at, const struct bytes *data, unsigned entries);
/* Sends what is due before until. */
void publisher_run(struct tape *t, struct publisher *p, uint64_t until);

#endif
