/* The values of fields in a subject as text, and packets to ask of, for the tests of rules. */
#ifndef KAGAMI_TEST_SHOWN_H
#define KAGAMI_TEST_SHOWN_H

#include "sensor/rule/subject.h"

/* All values of the field, with blanks between; "-": there is none. Good until the next call. */
const char *shown(struct subject *s, const char *name);

/*
 * Makes s about the packet of an Ethernet frame, frame 7, given in hexadecimal; the packet is good
 * until the next call. wire: how many bytes the wire had, of a frame whose headers were cut; the
 * other one had four more than there are.
 */
void shown_parse_cut(struct subject *s, const char *hex, uint32_t wire);
void shown_parse(struct subject *s, const char *hex);

#endif
