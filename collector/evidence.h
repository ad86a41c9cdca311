#ifndef COLLECTOR_EVIDENCE_H
#define COLLECTOR_EVIDENCE_H
/*
 * The packets of alerts as pcap files, for tshark and Wireshark.
 *
 * A sensor sends them as an event of its own (kagami.Packets) behind the alert, which the store
 * keeps as it came. The file is a pure function of that event: it can be made at any time, has the
 * same bytes each time, and its SHA-256 is known before it is written. Its form is classic pcap
 * with nanoseconds, little-endian on every machine, one link type.
 *
 * How an incident gets one: its evidence has the alert's id; when the sensor's Packets of that id
 * come, evidence_join() says in the incident what the file will be. When the revision's record is
 * written, evidence_keep() makes the file of the stored event.
 */
#include "collector/incident.h"
#include "collector/store.h"

/* Bytes of the largest file: its head, a head a packet, and what an event has room for. */
enum { EVIDENCE_MAX = 24 + 16 * WIRE_PACKETS + WIRE_EVENT_MAX };

/* The file. Returns its bytes; 0: `room` is too small, EVIDENCE_MAX never is. */
size_t evidence_pcap(const Kagami__Packets *p, uint8_t *out, size_t room);

/*
 * Fills file, file_size, sha256 and packets of e, which is of an alert that these packets are of
 * (seq: the number of the event that brought them). The file's name is made of the alert's time and
 * of what is in the file ("20261120T022000Z-5a0b1c2d3e4f5061.pcap"), of nothing else, so that it
 * tells nobody more than the record does. False: there is nothing to keep (no packets), e stays as
 * it was.
 */
bool evidence_fill(struct incident_evidence *e, uint64_t seq, const Kagami__Packets *p);

/* The same for whichever evidence of the incident is of that alert. False: none is, or there is
 * nothing to keep. */
bool evidence_join(struct incident *i, const char *sensor, uint64_t epoch, uint64_t seq,
		   const Kagami__Packets *p);

/* Where the file is below the folder of records: "evidence/2026/11/<file>" by the time of the
 * alert. False: it has none, or there is no room. */
bool evidence_path(const struct incident_evidence *e, char *out, size_t size);

/*
 * Writes the file below that folder, which must exist (temporary, fsync, rename, fsync of the
 * folder), of the event in the store; one that is there already is left alone. True also when there
 * is nothing to write: e has no file, or the event is no longer stored, which is logged. False:
 * `error` says why, and it can be tried again.
 */
bool evidence_keep(struct store *s, const char *folder, const struct incident_evidence *e,
		   char *error, size_t size);

/* Reads the file below that folder, malloc'd. False: it is not there, or is not what e says. */
bool evidence_load(const char *folder, const struct incident_evidence *e, uint8_t **out, size_t *n);

/* Writes such bytes to that file in the same way. */
bool evidence_write(const char *path, const uint8_t *p, size_t n, char *error, size_t size);

/*
 * Looks for the packets in the store: of the event with that number (an alert, or the packets
 * themselves). tell gets them once. *found: false, there are none of it. False: the store.
 */
bool evidence_find(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq, bool *found,
		   void (*tell)(void *ctx, uint64_t seq, const Kagami__Packets *p), void *ctx);

#endif
