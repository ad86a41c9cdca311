/*
 * Writes made-up traffic as a capture: frames are put together here from Ethernet to TCP or UDP,
 * with correct lengths and checksums, and go to a classic pcap file with nanosecond times. A wire
 * may lose frames and swap neighbours, as a mirror port does. Everything follows from the seed.
 */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define WIRE_FRAME_MAX 1600
#define WIRE_MS	       1000000ull
#define WIRE_SECOND    1000000000ull

struct wire {
	FILE *out;
	uint64_t random; /* state of wire_random() */
	uint64_t frames; /* written so far */
	unsigned lose;	 /* frames lost of 1000 */
	unsigned swap;	 /* frames that arrive after their successor, of 1000 */
	size_t held_len; /* a frame waiting to be overtaken; 0: none */
	uint8_t held[WIRE_FRAME_MAX];
};

/* One end of a conversation. */
struct host {
	uint8_t mac[6];
	uint8_t ip[4];
	uint16_t ip_id;
	uint16_t vlan; /* 0: untagged */
};

/* One TCP connection as both ends see it; [0] is the client. */
struct tcp {
	struct host *end[2];
	uint16_t port[2];
	uint32_t seq[2];
	bool timestamps;
	uint32_t clock[2]; /* timestamp clocks, ms */
};

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_PSH = 8, TCP_ACK = 16 };

/* Opens path for writing and writes the file's header; false with a message on stderr. */
bool wire_open(struct wire *w, const char *path, uint64_t seed);

/* Writes what is held and closes; false with a message if anything could not be written. */
bool wire_close(struct wire *w);

/* A number below n (1 or more). */
uint32_t wire_random(struct wire *w, uint32_t n);

/* Fills p with len random bytes. */
void wire_random_bytes(struct wire *w, uint8_t *p, size_t len);

/* A finished frame at that time (ns since 1970); padded to Ethernet's 60 bytes. */
void wire_frame(struct wire *w, uint64_t at, const uint8_t *frame, size_t len);

/* A TCP segment from end `from` (0 client, 1 server); moves its sequence number on. */
void wire_tcp(struct wire *w, uint64_t at, struct tcp *c, int from, unsigned flags,
	      const uint8_t *data, size_t len);

/* A UDP datagram. */
void wire_udp(struct wire *w, uint64_t at, struct host *from, uint16_t sport, struct host *to,
	      uint16_t dport, const uint8_t *data, size_t len);

/* Writes n big-endian to p, in 2 or 4 bytes; returns what follows. */
uint8_t *wire_put16(uint8_t *p, unsigned n);
uint8_t *wire_put32(uint8_t *p, uint32_t n);

/* Writes the Ethernet header, with the sender's VLAN tag if it has one; returns what follows. */
uint8_t *wire_ethernet(uint8_t *p, const uint8_t to[6], const struct host *from, uint16_t type);

#endif
