#ifndef SENSOR_COVERAGE_H
#define SENSOR_COVERAGE_H
/*
 * Stage 7: what was seen of each protocol and how much of it was understood, so that nobody can
 * lose decoding without noticing.
 *
 * A label says which protocol a flow carries. 0 .. PROTOCOL_COUNT - 1 are our decoders, by
 * enum protocol_id; LABEL_UNKNOWN is none that anybody knows; the others stand for protocols that
 * were recognised (by nDPI) but are not decoded, given out as they come; when these are used up,
 * LABEL_OTHERS stands for all further ones.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocols/protocols.h"

enum {
	LABELS = 128, /* all of them: a set of labels is two words */
	LABEL_UNKNOWN = PROTOCOL_COUNT,
	LABEL_OTHERS,
	LABEL_FIRST,	     /* the first that coverage_label() gives out */
	COVERAGE_NAME = 32,  /* bytes of a name, with its NUL */
	COVERAGE_MARKS = 12, /* different remarks kept of a protocol */
	COVERAGE_PORTS = 64, /* unusual ports kept */
};

/* A remark of a decoder on what was wrong with messages, and with how many. */
struct coverage_mark {
	const char *why; /* static */
	uint64_t n;
};

struct coverage_row {
	char name[COVERAGE_NAME];
	const char *label;		/* the name for people */
	uint64_t flows, packets, bytes; /* bytes: of frames on the wire */
	uint64_t undecoded;		/* bytes of payload in its flows that no decoder read */
	/* only of protocols that are decoded */
	uint64_t messages;  /* handed to the decoder */
	uint64_t decoded;   /* of them, to the end and without contradiction */
	uint64_t malformed; /* the others */
	uint64_t overflow;  /* with more values or operations than are kept */
	uint64_t trailing;  /* messages with bytes behind their last field */
	uint64_t trailing_bytes;
	uint64_t operations;
	uint64_t requests; /* operations that are no responses */
	uint64_t responses;
	uint64_t unmatched;  /* responses whose request was not seen */
	uint64_t unanswered; /* requests whose response was not seen */
	uint64_t errors;     /* responses that refuse */
	struct coverage_mark marks[COVERAGE_MARKS];
	uint64_t more_marks; /* remarks beyond these */
};

/* Flows of a protocol that were found where it does not usually sit. */
struct coverage_port {
	uint8_t ip_proto; /* 6: TCP, 17: UDP */
	uint16_t port;
	uint8_t label;	  /* what was there */
	uint8_t expected; /* whose port it is; LABELS: nobody's, the protocol is ours */
	uint64_t flows;
};

struct coverage {
	unsigned nlabels; /* rows [0, nlabels) are in use */
	struct coverage_row rows[LABELS];
	unsigned nports;
	struct coverage_port ports[COVERAGE_PORTS]; /* in the order in which they were seen */
	uint64_t more_ports;			    /* flows beyond these */
};

void coverage_init(struct coverage *c);

/* The label of a protocol that is not ours, by its name, which is copied. NULL, "" and "Unknown":
 * LABEL_UNKNOWN. */
unsigned coverage_label(struct coverage *c, const char *name);

/* Counts a message that was decoded as a protocol of ours. Per message: cheap. */
void coverage_message(struct coverage *c, unsigned label, const struct dec *d);

/*
 * Counts, once a flow, on which port of the server (0: it has none) the label was found; keeps what
 * is not usual. The caller leaves out flows that carried no payload.
 */
void coverage_port(struct coverage *c, uint8_t ip_proto, uint16_t port, unsigned label);

#endif
