#ifndef SENSOR_CAPFILTER_H
#define SENSOR_CAPFILTER_H
/*
 * BPF filter expressions (pcap-filter(7)) on frames of any link type that the sensor reads, and
 * the names and numbers that libpcap has for link types.
 */
#include "sensor/frame.h"

enum { CAPFILTER_TAGS = 2 }; /* VLAN tags behind which it looks for frames not matched */

struct capfilter;

/* Compiles an expression for each link type. Returns 0 and sets *filter; or -1 with one line in
 * error when it fits none of them: it is wrong, and libpcap's words say why. */
__attribute__((warn_unused_result)) int
capfilter_new(struct capfilter **filter, const char *expression, char *error, size_t n);
/* Would capfilter_new() take the expression? If not, says why: one line in error. */
bool capfilter_check(const char *expression, char *error, size_t n);
/* Does the frame pass? A frame of a link type that the expression does not fit never does. */
bool capfilter_match(struct capfilter *filter, const struct frame *frame);
/* How many Ethernet frames did not match that would have matched "vlan and (EXPRESSION)" (tags 1)
 * or "vlan and vlan and (EXPRESSION)" (tags 2): most expressions look only at frames without VLAN
 * tags. */
uint64_t capfilter_tagged(const struct capfilter *filter, unsigned tags);
/* Why the expression does not fit a link type ("ether host" on raw IP); NULL: it does. */
const char *capfilter_misfit(const struct capfilter *filter, unsigned linktype);
void capfilter_free(struct capfilter *filter);

enum { CAPFILTER_NAME_MAX = 64 };
/* "147 (USER0)", or the number alone when libpcap has no name for it. */
void capfilter_link_name(unsigned linktype, char name[CAPFILTER_NAME_MAX]);
/* Between the numbers that files use and those of libpcap on this system. */
unsigned capfilter_link_of(int dlt);

#endif
