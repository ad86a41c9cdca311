/*
 * Reads BER by a grammar: what a PDU is made of stands in tables of types (struct asn_type), and
 * one walk reads any of them, so that a protocol with hundreds of productions is data.
 *
 * Fields get what Wireshark shows: of a value the value, of a choice the number of the alternative,
 * of a list how many elements it has; sequences have none. Elements of a sequence are found by
 * their tags in order; those that are not in the grammar are remarked and passed over. Nothing
 * recurses: levels lie in the walk, at most ASN_DEPTH.
 */
#ifndef KAGAMI_ASN_H
#define KAGAMI_ASN_H

#include "protocols/ber.h"
#include "protocols/protocol.h"

enum asn_kind {
	ASN_SEQUENCE,
	ASN_CHOICE,
	ASN_LIST, /* SEQUENCE OF parts[0] */
	ASN_NULL,
	ASN_INT,
	ASN_BOOL,
	ASN_BITS, /* parts: named bits, by their places; may be none */
	ASN_BYTES,
	ASN_TEXT,
	ASN_OID,
	ASN_REAL,
	ASN_FLOAT,	 /* MMS FloatingPoint; its value goes to the field behind it, too */
	ASN_UTC,	 /* IEC 61850-8-1 UtcTime; the quality goes to the field behind it */
	ASN_TIME_OF_DAY, /* MMS TimeOfDay: six bytes; of four, without the date, nothing */
	ASN_GENERALIZED, /* GeneralizedTime in UTC, as MMS dates files */
	ASN_SKIP,	 /* not looked into */
	ASN_OPEN,	 /* another grammar's: handed to the caller in asn_walk.open */
};

struct asn_part;

struct asn_type {
	enum asn_kind kind;
	uint16_t n;
	const struct asn_part *parts;
};

enum {
	ASN_NONE = 0xffff, /* field: none */
	ASN_ANY = 0xffff,  /* tag: that of the choice's alternatives */
	ASN_EXPLICIT = 1,  /* flag: the tag is around the element's own */
	ASN_KEEP = 2,	   /* flag: asn_walk.kept and .item are about this list */
};

/* A member of a sequence, an alternative of a choice, the element of a list, a named bit. */
struct asn_part {
	uint16_t tag; /* ASN_TAG() */
	uint16_t field;
	uint8_t number; /* choice: what its field gets; named bit: its place */
	uint8_t flags;
	const struct asn_type *type;
};

#define ASN_TAG(class, number) (uint16_t)((class) << 8 | (number))

enum { ASN_DEPTH = 40, ASN_ITEMS = 128 };

/* One walk, between asn_begin() and asn_read() or asn_read_body(). */
struct asn_walk {
	const struct field *table; /* fields by the numbers in the grammar */
	bool opened;		   /* open is set */
	bool keeps;		   /* kept is set */
	struct cur open;	   /* content of the last element of kind ASN_OPEN */
	struct cur kept;	   /* content of the list with ASN_KEEP */
	unsigned nitems;	   /* elements of it that were read, at most ASN_ITEMS */
	uint16_t item[ASN_ITEMS];  /* number of the first value of each: d->values[] */
	unsigned kept_depth;
	unsigned depth;
	struct asn_level {
		struct cur body;
		const struct asn_type *type;
		uint16_t next; /* of a sequence: the first part that may come */
	} level[ASN_DEPTH];
};

/* Nothing is read yet. table: the fields by their numbers in the grammar. */
static inline void asn_begin(struct asn_walk *w, const struct field *table)
{
	/* The levels and items need not be cleared, which would cost more than most walks. */
	w->table = table;
	w->opened = w->keeps = false;
	w->open = w->kept = cur_of("", 0);
	w->nitems = w->kept_depth = w->depth = 0;
}

/* Types without parts. */
extern const struct asn_type asn_null, asn_int, asn_bool, asn_bits, asn_bytes, asn_text, asn_oid,
	asn_real, asn_float, asn_utc, asn_time_of_day, asn_generalized, asn_skip, asn_open;

/*
 * Reads the next element of c as `root` and everything in it. What contradicts the grammar is said
 * as malformed. False: c has no whole element that fits root.
 */
bool asn_read(struct dec *d, struct asn_walk *w, const struct asn_part *root, struct cur *c);

/* Reads all of body as the content of a sequence. */
void asn_read_body(struct dec *d, struct asn_walk *w, const struct asn_type *type, struct cur body);

/* TimeOfDay of six bytes as ns since 1970; false if body has another size. */
bool asn_time_of_day_ns(struct cur body, uint64_t *time);

/* "YYYYMMDDhhmmss[.f]Z" as ns since 1970; false if it is none. */
bool asn_generalized_ns(struct cur body, uint64_t *time);

#endif
