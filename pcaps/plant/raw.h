/*
 * raw: frames by hand on eth0 of the namespace that the process is in: what no socket of a correct
 * stack would send, or hear.
 */
#ifndef PCAPS_PLANT_RAW_H
#define PCAPS_PLANT_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RAW_MAC	  6
#define RAW_ETHER 14
#define RAW_FRAME 1600

struct raw {
	int fd;
	uint8_t mac[RAW_MAC], ip[4]; /* its own */
};

/* Listens for frames of this Ethernet type (ETH_P_ALL: all); false with a complaint. */
bool raw_open(struct raw *r, uint16_t ethertype);
void raw_close(struct raw *r);

/* The next frame; its length, 0 for none in time or when it was asked to stop. */
size_t raw_receive(const struct raw *r, uint8_t frame[RAW_FRAME], int wait_ms);
bool raw_send(const struct raw *r, const uint8_t *frame, size_t len);

/* An ARP packet (RFC 826): operation 1 asks, 2 answers. `to` NULL: to everybody. */
bool raw_arp(const struct raw *r, unsigned operation, const uint8_t sender_mac[RAW_MAC],
	     const uint8_t sender_ip[4], const uint8_t *to, const uint8_t target_ip[4]);

/* Asks who has `ip`; false when nobody answers within half a second. */
bool raw_resolve(const struct raw *r, const uint8_t ip[4], uint8_t mac[RAW_MAC]);

/* Sums of the internet checksum (RFC 1071). */
uint32_t raw_sum(uint32_t sum, const uint8_t *p, size_t n);
uint16_t raw_folded(uint32_t sum);

/* Writes the IPv4 header's and the TCP segment's checksums into a frame of Ethernet, IPv4, TCP. */
void raw_checksums(uint8_t *frame);

#endif
