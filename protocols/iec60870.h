/*
 * IEC 60870-5: what the framings (104, 101) and the ASDU share. Of the decoders only.
 */
#ifndef KAGAMI_IEC60870_H
#define KAGAMI_IEC60870_H

#include "protocols/protocol.h"

/* Octets of the parts that a station's parameters size: each plant has its own. */
struct iec60870_sizes {
	uint8_t cot;  /* cause of transmission: 1, or 2 with the originator */
	uint8_t ca;   /* common address: 1, 2 */
	uint8_t ioa;  /* information object address: 1, 2, 3 */
	uint8_t link; /* link address of 101: 0, 1, 2 */
};

/* Sizes that options give, as struct dec has them; what they say nothing of, 0, is found. */
static inline uint32_t iec60870_given(uint8_t cot, uint8_t ca, uint8_t ioa)
{
	return cot | (uint32_t)ca << 8 | (uint32_t)ioa << 16;
}

enum { IEC60870_COMMANDS = 8 };

/* A command that is under way on one object. */
struct iec60870_command {
	uint32_t object; /* IOA, above it 8 bits of qualifier */
	uint32_t value;	 /* as it is on the wire */
	uint32_t at;	 /* ms, of the capture's time, modulo 2^32: of the last select or execute */
	uint16_t ca;
	uint8_t type;
	uint8_t phase; /* 0: free */
};

/* One side's I frames. */
struct iec60870_side {
	uint64_t waiting; /* ns: since when at least its oldest I frame waits for an ack; 0: none */
	uint16_t next;	  /* N(S) that it sends next, if known */
	uint16_t acked;	  /* the last N(R) that it got, if acks */
	bool known, acks;
};

/* What a flow keeps. */
struct iec60870_state {
	struct iec60870_side side[2]; /* by direction */
	uint64_t last;		      /* ns: the last APDU, either way */
	uint64_t fits;		      /* which sizes all ASDUs so far fit, as bits; 0: none yet */
	struct iec60870_sizes sizes;  /* the one of them that is believed */
	uint8_t misfits;	      /* ASDUs in a row that fit other sizes */
	uint8_t transfer;	      /* enum iec60870_transfer */
	struct iec60870_command command[IEC60870_COMMANDS];
};

enum iec60870_transfer { TRANSFER_UNKNOWN, TRANSFER_STOPPED, TRANSFER_RUNS };

_Static_assert(sizeof(struct iec60870_state) <= PROTOCOL_STATE_MAX, "a flow keeps too much");

/* How well bytes fit as an ASDU. */
enum iec60870_fit {
	IEC60870_MISFIT,  /* not the length that its type and number of objects make */
	IEC60870_UNKNOWN, /* the type says no length */
	IEC60870_BACK,	  /* fits, but it is sent in the other direction */
	IEC60870_FITS,
};

/*
 * The sizes of c, an ASDU or (link: 101) what follows the control field, of which c may have only
 * the beginning: it says that it has length octets. They are those that all ASDUs of the flow fit,
 * which s (or NULL) remembers; of several the usual ones or else the most likely. One that fits
 * nothing is read as those before it. cot 0: nothing is known. Sizes that are given (0: none) hold,
 * whatever fits; then only the link address is found.
 */
struct iec60870_sizes iec60870_choose_sizes(struct iec60870_state *s, struct cur c, size_t length,
					    bool link, struct iec60870_sizes usual, uint32_t given);

/* How c fits as a whole ASDU of those sizes, sent in direction dir. Pure. */
enum iec60870_fit iec60870_fits(struct cur c, struct iec60870_sizes s, enum dir dir);

/* Decodes the ASDU that is left in d->c, which has those sizes. */
void iec60870_asdu(struct dec *d, struct iec60870_sizes s);

/* Takes the start octet of an APDU: Wireshark counts it to the ASDU's fields. */
void iec60870_take_start(struct dec *d);

/* ---- between the files of the ASDU --------------------------------------------------------- */

/* What types of ASDU are for. */
enum iec60870_class {
	CLASS_NONE, /* not defined */
	CLASS_MONITOR,
	CLASS_INIT,
	CLASS_COMMAND, /* of a point: select, execute */
	CLASS_SYSTEM,
	CLASS_READ,
	CLASS_CLOCK,
	CLASS_PARAMETER,
	CLASS_FILE,
	CLASS_SECURITY,
};

enum { IEC60870_ELEMENTS = 4 };

struct iec60870_object;

/* A part of an object: how many octets (0: it says so itself), and what reads it. */
struct iec60870_element {
	uint8_t size;
	void (*read)(struct dec *d, struct iec60870_object *o);
};

enum iec60870_element_id {
	ELEMENT_SIQ,
	ELEMENT_DIQ,
	ELEMENT_QDS,
	ELEMENT_VTI,
	ELEMENT_BSI,
	ELEMENT_NVA,
	ELEMENT_SVA,
	ELEMENT_FLT,
	ELEMENT_BCR,
	ELEMENT_SCD,
	ELEMENT_SEP,
	ELEMENT_SPE,
	ELEMENT_OCI,
	ELEMENT_QDP,
	ELEMENT_CP16,
	ELEMENT_CP24,
	ELEMENT_CP56,
	ELEMENT_SCO,
	ELEMENT_DCO,
	ELEMENT_RCO,
	ELEMENT_QOS,
	ELEMENT_QPM,
	ELEMENT_QPA,
	ELEMENT_COI,
	ELEMENT_QOI,
	ELEMENT_QCC,
	ELEMENT_QRP,
	ELEMENT_FBP,
	ELEMENT_TSC,
	ELEMENT_AID,
	ELEMENT_NOF,
	ELEMENT_NOF_NOS,
	ELEMENT_LOF,
	ELEMENT_FRQ,
	ELEMENT_SRQ,
	ELEMENT_SCQ,
	ELEMENT_LSQ,
	ELEMENT_AFQ,
	ELEMENT_SOF,
	ELEMENT_SEGMENT,
	ELEMENT_SECURITY,
	ELEMENT_COUNT,
};

struct iec60870_type {
	const char *function, *select; /* its name as a function; as one that only selects */
	uint8_t op;		       /* enum ot_op */
	uint8_t class;		       /* enum iec60870_class */
	const struct iec60870_element *element[IEC60870_ELEMENTS]; /* in order; NULL: no more */
};

/* One object while it is read. */
struct iec60870_object {
	uint32_t ioa;
	uint32_t raw;	   /* of a command: its value as it is on the wire */
	uint8_t qualifier; /* of a command, without select */
	bool selects;
	bool deletes;	   /* of files */
	const char *bad;   /* quality: the worst that is said of it, or NULL */
	const char *error; /* why a file service failed, or NULL */
	uint64_t time;	   /* ns: its time tag; 0: none, or none that is a time */
	struct value value;
};

extern const struct iec60870_element iec60870_elements[ELEMENT_COUNT];

/* By type identification; class CLASS_NONE: not defined. */
extern const struct iec60870_type iec60870_types[128];

/* Elements: times (iec60870_time.c). */
void iec60870_read_cp16(struct dec *d, struct iec60870_object *o);
void iec60870_read_cp24(struct dec *d, struct iec60870_object *o);
void iec60870_read_cp56(struct dec *d, struct iec60870_object *o);

/* The header of an ASDU, for what follows it. */
struct iec60870_head {
	const struct iec60870_type *type;
	uint8_t id, cause;
	bool negative;
	uint16_t ca;
};

/*
 * Keeps track of one object of a command or of its answer: records SEQUENCE and the times that
 * belong to it. Does nothing without a state.
 */
void iec60870_sequence_step(struct dec *d, const struct iec60870_head *h,
			    const struct iec60870_object *o);

#endif
