#ifndef SENSOR_SUMMARY_FORMAT_H
#define SENSOR_SUMMARY_FORMAT_H
/*
 * How the summary writes things: what its text and its JSON share.
 */
#include "sensor/observe.h"

enum { FORMAT_TEXT = 256 };

struct text {
	char s[FORMAT_TEXT];
};

/* "999 B", "12.3 kB", "4.0 GB": powers of 1000, as network people count. */
struct text format_bytes(uint64_t n);
/* A count with its noun: "1 message", "2 messages". */
struct text format_many(uint64_t n, const char *noun);
/* "850 µs", "1.25 ms", "12.3 s": three digits. "-" for 0 when none is true. */
struct text format_ns(uint64_t ns);
/* "10 min 3 s": how long something took. */
struct text format_span(uint64_t ns);
/* "2024-05-01 12:00:00.123", to the millisecond. */
struct text format_time(uint64_t ns);
struct text format_ip(const struct addr *ip, uint8_t version);
/* An end of a conversation: an IP address, or with ip_version 0 a MAC. */
struct text format_end(const struct addr *end, uint8_t ip_version);
/* The address that an asset is called by. */
struct text format_asset(const struct asset *a);
struct text format_mac(const uint8_t mac[6]);
/* "1, 3-5, 255": what is in a set of 256 numbers; "" when it is empty. */
struct text format_units(const uint64_t units[4]);
/* "tcp", "udp", "icmp"… or the number. */
struct text format_ip_proto(uint8_t ip_proto);

/* Columns that a text takes on a terminal: its characters. */
size_t format_width(const char *s);
/* At most `columns` columns of it; the last is "…" when something is missing. */
struct text format_cut(const char *s, size_t columns);
/* Appends as much as fits. */
void format_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A label whose protocol is spoken on layer 2: its flows have a sender and no server. */
bool format_layer2(unsigned label);
/* A label whose protocol is expected over TCP in the first place: over UDP it is worth a word. */
bool format_over_tcp(unsigned label);
/* A label whose protocol only keeps the network going (ARP, LLDP, DHCP): who talks it with whom is
 * no news. */
bool format_housekeeping(unsigned label);

#endif
