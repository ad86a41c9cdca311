#ifndef SENSOR_STAT_H
#define SENSOR_STAT_H
/*
 * Counters, declared once: a row gives the id, the name in JSON, what kind of news it is, and what
 * it means. There are no global ones: whoever counts is handed a struct stats.
 */
#include <stdint.h>

/* clang-format off */
enum stat_kind {
	STAT_INFO,     /* how much there was */
	STAT_LOSS,     /* something was there and was not looked at: results may be incomplete */
	STAT_ODD,      /* the traffic is broken or strange: a sign of trouble or of evasion */
};

#define STATS(S) \
	S(FRAMES,            "frames",             INFO, "frames read") \
	S(BYTES,             "bytes",              INFO, "bytes these frames had on the wire") \
	S(CAPTURED,          "captured_bytes",     INFO, "bytes of them that were captured") \
	S(TRUNCATED,         "truncated",          LOSS, "frames cut by the capture's snaplen") \
	S(DUPLICATES,        "duplicates",         INFO, "frames that a mirror sent twice, counted once") \
	S(LINK_UNKNOWN,      "link_unknown",       LOSS, "frames of a link type that is not understood") \
	S(PACKET_SHORT,      "packet_short",       ODD,  "packets with a header that does not fit into the frame") \
	S(PACKET_BAD_HEADER, "packet_bad_header",  ODD,  "packets with a header that contradicts itself") \
	S(PACKET_TOO_DEEP,   "packet_too_deep",    ODD,  "packets with too many tunnels and tags inside each other") \
	S(TUNNELLED,         "tunnelled",          INFO, "packets that were inside a tunnel") \
	S(PRP,               "prp",                INFO, "frames with a PRP trailer") \
	S(HSR,               "hsr",                INFO, "frames with an HSR tag") \
	S(FRAGMENTS,         "fragments",          INFO, "fragments of IP datagrams") \
	S(REASSEMBLED,       "reassembled",        INFO, "IP datagrams put together from fragments") \
	S(FRAGMENT_OVERLAP,  "fragment_overlap",   ODD,  "fragments overlapping others") \
	S(FRAGMENT_BAD,      "fragment_bad",       ODD,  "fragments that cannot be part of a datagram") \
	S(FRAGMENT_TIMEOUT,  "fragment_timeout",   LOSS, "datagrams whose missing fragments never came") \
	S(FRAGMENT_EVICTED,  "fragment_evicted",   LOSS, "datagrams given up for want of room (limit: fragments)") \
	S(FLOWS,             "flows",              INFO, "flows begun") \
	S(FLOWS_MIDSTREAM,   "flows_midstream",    INFO, "TCP flows picked up in the middle") \
	S(FLOWS_ONE_SIDED,   "flows_one_sided",    LOSS, "flows of request and response with one direction only: does the mirror show both?") \
	S(REQUESTS_FORGOTTEN, "requests_forgotten", LOSS, "requests whose answer was not paired: more were open than a flow keeps") \
	S(REQUESTS_EXCUSED,  "requests_excused",   LOSS, "requests without an answer where the capture has a hole: it may have been lost") \
	S(FLOWS_EXPIRED,     "flows_expired",      INFO, "flows ended by a timeout") \
	S(FLOWS_EVICTED,     "flows_evicted",      LOSS, "flows given up for want of room (limit: flows)") \
	S(STREAM_REORDERED,  "stream_reordered",   INFO, "TCP segments that came out of order") \
	S(STREAM_REPEATED,   "stream_repeated",    INFO, "TCP segments sent again") \
	S(STREAM_GAPS,       "stream_gaps",        LOSS, "holes in TCP streams") \
	S(STREAM_LOST,       "stream_lost_bytes",  LOSS, "bytes missing in these holes") \
	S(STREAM_CONFLICTS,  "stream_conflicts",   ODD,  "TCP segments repeating bytes with other contents: a sign of evasion") \
	S(STREAM_RESYNC,     "stream_resync",      LOSS, "times a decoder had to search the next message") \
	S(STREAM_SKIPPED,    "stream_skipped_bytes", LOSS, "bytes passed over in that search") \
	S(STREAM_NO_BUFFER,  "stream_no_buffer",   LOSS, "segments dropped for want of a buffer (limits: segment-buffers, large-buffers)") \
	S(NOTES_EVICTED,     "notes_evicted",      LOSS, "what decoders kept of flows given up for want of room (limit: notes)") \
	S(DPI_NO_SLOT,       "dpi_no_slot",        LOSS, "flows not classified for want of room (limit: dpi-flows)") \
	S(VALUES_CUT,        "values_cut",         LOSS, "messages with more values or operations than are kept")
/* clang-format on */

#define STAT_ID_(id, name, kind, doc) STAT_##id,
enum stat { STATS(STAT_ID_) STAT_COUNT };
#undef STAT_ID_

struct stats {
	uint64_t n[STAT_COUNT];
};

static inline void stat_add(struct stats *s, enum stat id, uint64_t n)
{
	s->n[id] += n;
}

static inline void stat_inc(struct stats *s, enum stat id)
{
	s->n[id]++;
}

struct stat_row {
	const char *name;
	enum stat_kind kind;
	const char *doc;
};

/* What each counter is called and means, by id. */
extern const struct stat_row stat_rows[STAT_COUNT];

#endif
