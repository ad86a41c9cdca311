/*
 * Deep packet inspection of the flows that no decoder of ours claimed: which protocol is it,
 * of which kind, what is odd about it. The library behind it is nDPI; dpi.c is the only file that
 * knows so. This header must not name any of its types.
 *
 * An engine has a pool of slots. A flow under inspection holds one slot, and holds it only until
 * the answer is there: the library answers quickly or is asked to give up after a few packets.
 *
 *	int slot = dpi_open(d, IPPROTO_TCP);
 *	if (slot < 0) ... no slot free: the flow stays unknown, the caller counts it
 *	if (dpi_packet(d, slot, l3, len, now, from_client, &facts))
 *		dpi_close(d, slot);             the facts are final and are the caller's
 *
 * One engine belongs to one thread at a time. Engines of several threads share nothing, but
 * dpi_new() and dpi_free() must not run in two threads at once (the library's own rule).
 *
 * Time is the packets' time. Two of nDPI 4.2's detectors compare a time stamp inside the packet
 * with the wall clock all the same (BitTorrent's uTP version 0, NetFlow): for those two protocols
 * the answer may differ between live capture and a replay years later.
 */
#ifndef SENSOR_DPI_H
#define SENSOR_DPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DPI_TCP_PACKETS 16 /* what dpi_new() is usually given: packets inspected of a TCP flow */
#define DPI_UDP_PACKETS 12 /* the same for all other flows */

#define DPI_HOST_SIZE 80 /* bytes of dpi_facts.host, the final NUL included */
#define DPI_JA3_SIZE  33 /* an MD5 in hexadecimal digits and a NUL */
#define DPI_JA4_SIZE  37
#define DPI_NRISKS    64 /* bits of dpi_facts.risk */

struct dpi;

/* What inspection says of a flow. Plain data, to be copied; all zero is "unknown". */
struct dpi_facts {
	uint64_t risk;	   /* set of risks: bit n is what dpi_risk_name(n) names */
	uint16_t master;   /* protocol that carries `app`, 0: none (TLS, where app is a service) */
	uint16_t app;	   /* protocol; 0: unknown. dpi_protocol_name() names both */
	uint16_t category; /* kind of protocol, see dpi_category_name() */
	bool guessed;	   /* from port or address alone, not from the bytes */
	bool tls;	   /* host is the server name of a TLS or QUIC hello, ja3... may be set */
	char host[DPI_HOST_SIZE]; /* name asked for (TLS, QUIC, HTTP, DNS, DHCP...), or empty.
				     Printable ASCII: other bytes are shown as '?'. A name that
				     does not fit is cut by the library. */
	char ja3[DPI_JA3_SIZE];	  /* fingerprint of the TLS client; nDPI up to 4.12, else empty */
	char ja3s[DPI_JA3_SIZE];  /* fingerprint of the TLS server, or empty */
	char ja4[DPI_JA4_SIZE];	  /* newer fingerprint of the client; nDPI from 4.10, else empty */
};

/*
 * Makes an engine with all protocols enabled and a pool of `slots` (1 to INT_MAX) flows; a flow
 * is inspected for at most tcp_packets (or udp_packets, for every other transport) packets, 1 at
 * least. All memory of ours is taken here; the library takes more while it works, see dpi_bytes().
 * 0, and *d is to be freed with dpi_free(); or -1 and errno: EINVAL a parameter of 0 or too
 * large, ENOMEM, ENOTSUP the library at run time is not the one this was compiled for.
 */
__attribute__((warn_unused_result)) int dpi_new(struct dpi **d, unsigned slots,
						unsigned tcp_packets, unsigned udp_packets);

/* Frees the engine and everything it still holds. NULL is allowed. */
void dpi_free(struct dpi *d);

/* Bytes of one slot of the pool, for the printed cost of the limit. */
size_t dpi_slot_size(void);

/*
 * Bytes that the library holds for this engine: tables made by dpi_new() and what it took for
 * the flows in the slots. Without the pool.
 */
size_t dpi_bytes(const struct dpi *d);

/*
 * Flows that were given up before their packets were spent, because the library held more than
 * 512 KiB and 4 KiB a slot on top of its tables. Such a flow gets the facts known by then.
 */
uint64_t dpi_starved(const struct dpi *d);

/*
 * Takes a slot for a new flow of that IP protocol number. The slot's index, or -1: none free.
 * Every slot taken is to be given back with dpi_close().
 */
__attribute__((warn_unused_result)) int dpi_open(struct dpi *d, uint8_t ip_proto);

/*
 * Inspects one packet of the slot's flow: l3 is its IPv4 or IPv6 header, len the bytes captured
 * from there, now_ns its time in nanoseconds since 1970. Anything may stand in these bytes; what
 * is no whole IP packet (cut by a snaplen, a fragment) tells nothing but counts. Only the
 * packet's bytes are read, and only during the call. from_client: sent by the side that opened
 * the flow (used by nDPI from 4.6).
 * False: undecided, go on. True: *out is filled and final, close the slot; further packets
 * change nothing.
 */
__attribute__((warn_unused_result)) bool dpi_packet(struct dpi *d, int slot, const uint8_t *l3,
						    size_t len, uint64_t now_ns, bool from_client,
						    struct dpi_facts *out);

/* The flow ended: fills *out with what is known, guesses by port and address where nothing is. */
void dpi_finish(struct dpi *d, int slot, struct dpi_facts *out);

/* Gives the slot back and wipes what it knew of the flow. */
void dpi_close(struct dpi *d, int slot);

/*
 * Names, never NULL, for any number. Of protocols and categories the library's own ("HTTP",
 * "IoT-Scada"), valid as long as the engine; "Unknown" and "Unspecified" where it has none.
 */
const char *dpi_protocol_name(const struct dpi *d, uint16_t protocol);
const char *dpi_category_name(const struct dpi *d, uint16_t category);

/*
 * Name of a risk bit (0 to DPI_NRISKS - 1): lower case, the same in all versions of the library,
 * so that rules can use it. NULL: the library compiled against has no such risk (bit 0 is none).
 * Calling it for all bits gives the list of all risks.
 */
const char *dpi_risk_name(unsigned bit);

/* The library's own words for that risk, for people; NULL as dpi_risk_name(). */
const char *dpi_risk_title(unsigned bit);

/* Version of the library at run time, as it writes it itself. */
const char *dpi_version(void);

#endif
