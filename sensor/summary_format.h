#ifndef SENSOR_SUMMARY_FORMAT_H
#define SENSOR_SUMMARY_FORMAT_H
/*
 * How the summary writes things: what its text and its JSON share.
 */
#include "common/format.h"
#include "sensor/observe.h"

struct text format_ip(const struct addr *ip, uint8_t version);
/* An end of a conversation: an IP address, or with ip_version 0 a MAC. */
struct text format_end(const struct addr *end, uint8_t ip_version);
/* The address that an asset is called by. */
struct text format_asset(const struct asset *a);
/* "1, 3-5, 255": what is in a set of 256 numbers; "" when it is empty. */
struct text format_units(const uint64_t units[4]);
/* "tcp", "udp", "icmp"… or the number. */
struct text format_ip_proto(uint8_t ip_proto);

/* A label whose protocol is spoken on layer 2: its flows have a sender and no server. */
bool format_layer2(unsigned label);
/* A label whose protocol is expected over TCP in the first place: over UDP it is worth a word. */
bool format_over_tcp(unsigned label);
/* A label whose protocol only keeps the network going (ARP, LLDP, DHCP): who talks it with whom is
 * no news. */
bool format_housekeeping(unsigned label);

#endif
