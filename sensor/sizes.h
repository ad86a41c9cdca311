#ifndef SENSOR_SIZES_H
#define SENSOR_SIZES_H
/*
 * Sizes of addresses in IEC 60870-5 that options say: a station's parameters, which nothing on the
 * wire tells. What no row says is found by the bytes.
 */
#include "common/option.h"
#include "sensor/packet.h"

enum { SIZES_MAX = 64 };

struct sizes_row {
	uint8_t lo[16], hi[16]; /* addresses; IPv4 in the first four bytes */
	uint8_t version;	/* 4, 6; 0: any address */
	uint16_t port;		/* 0: any */
	uint32_t given;		/* as struct dec has it */
};

struct sizes {
	struct sizes_row row[SIZES_MAX];
	size_t n;
};

/* An item of the option: [NETWORK][:PORT]=COT/CA/IOA or COT/CA/IOA; a network of IPv6 stands in
 * brackets if a port follows. False: it is none. */
bool sizes_read(const char *text, struct sizes_row *row);
/* Reads them all, up to SIZES_MAX; they are good. */
void sizes_fill(struct sizes *t, const struct option_list *items);
/* What the first row says that fits the server; 0: none does. */
uint32_t sizes_of(const struct sizes *t, const struct addr *server, uint8_t version, uint16_t port);

#endif
