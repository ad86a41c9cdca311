/*
 * The decoder kit: what a protocol declares, what a decoder is given, and the verbs it is written
 * in.
 *
 * A protocol is one file and one row in protocols.h. It declares its fields as rows and says how to
 * recognise (probe), cut (segment) and read (decode) a message. It knows nothing of packets, flows,
 * rules or output, keeps no state but what it finds in struct dec, and reads bytes only through the
 * cursor d->c.
 *
 * Verbs: take() reads the field as its row says, records it, returns it; take_bits() records bits
 * of a flags number; take_rest() records the bytes that are left; put*() record a derived value;
 * pair_ask() and pair_answer() join requests and responses; emit() ends an operation. decode() runs
 * it all and reports malformed and trailing bytes.
 */
#ifndef KAGAMI_PROTOCOL_H
#define KAGAMI_PROTOCOL_H

#include "protocols/cur.h"
#include "protocols/note.h"
#include "protocols/pair.h"
#include "protocols/value.h"

/* Who sends: the side that opened the flow (client) or the one that answers. */
enum dir { DIR_REQUEST = 0, DIR_RESPONSE = 1 };

/* What an operation does to a device, whatever the protocol. */
enum ot_op {
	OT_OTHER,
	OT_READ,     /* reads process data */
	OT_WRITE,    /* changes process data or parameters */
	OT_CONTROL,  /* commands: start, stop, reset, force, select, operate */
	OT_PROGRAM,  /* changes or reads the device's program or firmware */
	OT_DIAGNOSE, /* counters, status, echo, logs */
	OT_IDENTIFY, /* asks who a device is or says who it is */
	OT_AUTH,     /* log-in, reservation, keys */
	OT_REPORT,   /* data sent without being asked for */
};

/* "read", "write"…: the value of ot.op. */
const char *ot_op_name(enum ot_op op);

/* The protocol-independent view of one operation (ot.*). Strings are static or in the scratch
 * space. */
struct ot {
	enum ot_op op;
	bool response;	      /* false: a request, or data sent unasked */
	bool unmatched;	      /* a response whose request was not seen */
	const char *function; /* the function's name; never NULL after decode() */
	const char
		*device_text; /* which device behind the address; NULL: the number, if has_device */
	uint64_t device;
	bool has_device;
	bool has_object;
	const char *object_text; /* the object as text, or NULL: area and index */
	const char *area;	 /* "hr", "coil"…: written "hr:100" */
	uint64_t index;
	uint32_t count;		  /* objects touched; 0: none */
	struct value value;	  /* the objects' values, a number or a series; n 0: none */
	const char *status;	  /* NULL: says nothing; "ok", or the error's name */
	bool failed;		  /* the device refused or could not */
	uint64_t request_frame;	  /* of the request this answers; 0: none */
	uint64_t request_message; /* its dec.message, if request_frame */
	uint64_t response_time;	  /* ns from request to response, if request_frame */
};

/* One operation of a message: its own values, beside the message's shared ones. */
struct operation {
	struct ot ot;
	uint16_t first, end; /* own values: dec.values[first .. end - 1] */
};

enum {
	DEC_VALUES = 1024,    /* values a message may have; more set dec.overflow */
	DEC_OPERATIONS = 128, /* operations a message may have; more set dec.overflow */
	DEC_SCRATCH = 4096,   /* bytes of derived text a message may have */
	DEC_JOINED = 65536,   /* bytes of a message's contents that come in pieces */
	DEC_MARKS = 4,	      /* different remarks a message may have */
};

/* What a decoder learned about a device, for the asset table; any member may be empty. */
struct identity {
	bool of_sender; /* the frame's source says it of itself (else: of the destination) */
	bool any;	/* something is filled in */
	struct cur vendor, model, firmware, serial, name, description;
	struct cur mac;	 /* six bytes, when the message names it (ARP, DHCP) */
	struct cur ipv4; /* four bytes that go with mac */
	bool assigned;	 /* ipv4 is bound to mac by the message (ARP sender, DHCP lease) */
};

/* One message being decoded, and what came of it. Reused from message to message, never zeroed
 * whole. */
struct dec {
	/* given by the caller */
	struct cur c; /* what is left of the message */
	enum dir dir;
	uint64_t frame;	  /* number of the frame that completed the message */
	uint64_t at;	  /* its time, ns since 1970-01-01 UTC */
	uint64_t message; /* its number among all messages, from 1 */
	bool gap;	  /* the capture lost bytes that its sender sent before it */
	bool cut;	  /* it is only the message's beginning: the capture has no more of it */
	const uint8_t *eth_src, *eth_dst; /* six bytes each, or NULL */
	struct pairs *pairs; /* the flow's open requests; NULL: a flow without pairing */
	void *state;	     /* the flow's state_size bytes, zeroed when it began; NULL if 0 */
	struct notes *notes; /* where more can be kept of the flow, see note.h; NULL: nowhere */
	uint64_t flow;	     /* its number among all flows, from 1 */
	bool gapless;	     /* the flow was seen from its beginning, without a hole so far */
	uint32_t given; /* what options say of the flow's server, in its protocol's form; or 0 */
	/* filled by the decoder */
	const struct protocol *protocol;
	struct ot ot;	 /* of the operation being read */
	uint16_t shared; /* values [0, shared) belong to every operation of the message */
	uint16_t nvalues, noperations;
	bool malformed;	   /* a read did not fit or the message contradicts itself */
	bool overflow;	   /* more values, operations or text than there is room for */
	uint32_t trailing; /* bytes after the end of the message's last field */
	bool asked;	   /* a request that was remembered: somebody waits for an answer */
	uint8_t nmarks;
	const char *marks[DEC_MARKS]; /* what is wrong with the message, in words: static strings */
	struct identity identity;
	uint16_t nscratch;
	struct value values[DEC_VALUES];
	struct operation operations[DEC_OPERATIONS];
	uint32_t njoined;
	char scratch[DEC_SCRATCH];
	uint8_t joined[DEC_JOINED];
};

/* How sure a probe is. */
enum probe {
	PROBE_NO,     /* this is not the protocol */
	PROBE_SHORT,  /* too few bytes to say */
	PROBE_WEAK,   /* fits, as other bytes might: enough on the protocol's own port */
	PROBE_SURE,   /* fits so well that chance is out of the question: enough on any port */
	PROBE_TURNED, /* as sure, but it is sent by the other side: by the server if asked about a
			 request. A flow whose beginning was not seen is turned round */
};

/* Is it the protocol for sure? */
static inline bool probe_sure(enum probe says)
{
	return says >= PROBE_SURE;
}

/* Where a protocol usually sits. */
enum bind_over { BIND_NONE, BIND_TCP, BIND_UDP, BIND_ETHERTYPE, BIND_ANY_TCP, BIND_ANY_UDP };

struct bind {
	enum bind_over over;
	uint16_t key; /* port or ethertype */
};

enum {
	SEGMENT_BAD = -1, /* no message starts here */
};

struct protocol {
	const char *name;    /* ot.protocol; prefix of its own fields */
	const char *label;   /* short, for people: "Modbus/TCP" */
	const char *title;   /* longer */
	const char *spec;    /* where the wire format is defined */
	struct bind bind[4]; /* where both ends have a port of their own, the server's first */
	const struct field *fields;
	unsigned nfields;
	unsigned ntell; /* fields whose numbers a line for people shows beside the value */
	uint8_t tell[2];
	size_t state_size; /* bytes a flow keeps, at most PROTOCOL_STATE_MAX */
	bool pairs;	   /* a flow keeps open requests */
	bool packed;	   /* a datagram may hold several messages, as segment() cuts them */
	/* What its messages come in, when that has a flow's probe and segment; a flow of that is
	 * named after what it carries. NULL: it stands for itself. */
	const struct protocol *in;

	/*
	 * Could c be the beginning of a message sent in direction dir? Pure. More bytes may follow
	 * those of c, or more messages be in it.
	 */
	enum probe (*probe)(struct cur c, enum dir dir);
	/*
	 * Length of the first message in c, which is everything in order that has arrived: > 0;
	 * 0: more bytes are needed to say; SEGMENT_BAD: nothing that starts here is a message.
	 * The message may be longer than c. NULL: every datagram or frame is one message.
	 */
	long (*segment)(struct cur c, enum dir dir);
	/* Reads one whole message from d->c with the verbs. */
	void (*decode)(struct dec *d);
};

enum { PROTOCOL_STATE_MAX = 256 };

/* A field's row: F(ID, "name", TYPE, WIRE(size), BASE, names, "meaning"), in a list FIELDS(F). */
#define FIELD_ID_(id, ...) id,
#define FIELD_ROW_(id, nm, ty, wr, ba, na, dc)                                                     \
	[id] = { .name = (nm),                                                                     \
		 .type = (ty),                                                                     \
		 .wire = (wr)&0xf,                                                                 \
		 .size = (wr) >> 4,                                                                \
		 .base = (ba),                                                                     \
		 .names = (na),                                                                    \
		 .doc = (dc) },
#define FIELD_IDS(list)	  enum { list(FIELD_ID_) FIELD_COUNT_ }
#define FIELD_TABLE(list) static const struct field field_table[] = { list(FIELD_ROW_) }
#define BE(n)		  (WIRE_BE | (n) << 4)
#define LE(n)		  (WIRE_LE | (n) << 4)
#define RAW(n)		  (WIRE_RAW | (n) << 4)
#define DERIVED		  WIRE_NONE
/* Derived, but never more than so many bytes hold. */
#define SIZED(n) (WIRE_NONE | (n) << 4)

/* The verbs; F is a field's id in the file's own table. */
#define take(d, F)		       dec_take((d), &field_table[F])
#define take_bytes(d, F, n)	       dec_take_bytes((d), &field_table[F], (n))
#define put_secret(d, F, n)	       dec_put_secret((d), &field_table[F], (n))
#define take_rest(d, F)		       dec_take_bytes((d), &field_table[F], cur_left(&(d)->c))
#define put(d, F, v)		       dec_put((d), &field_table[F], (v))
#define put_int(d, F, v)	       dec_put_int((d), &field_table[F], (v))
#define put_float(d, F, v)	       dec_put_float((d), &field_table[F], (v))
#define put_bytes(d, F, cur)	       dec_put_bytes((d), &field_table[F], (cur))
#define put_text(d, F, s)	       dec_put_text((d), &field_table[F], (s))
#define put_run(d, F, u, n)	       dec_put_run((d), &field_table[F], (u), (n))
#define put_series(d, F, kind, cur, n) dec_put_series((d), &field_table[F], (kind), (cur), (n))
#define put_strided(d, F, series)      dec_put_strided((d), &field_table[F], (series))

/* A free value to fill, or a spare one (and overflow set) when the message has too many. */
static inline struct value *dec_value(struct dec *d, const struct field *f, enum value_kind kind)
{
	if (__builtin_expect(d->nvalues == DEC_VALUES, 0)) {
		d->overflow = true;
		d->nvalues--;
	}
	struct value *v = &d->values[d->nvalues++];

	v->field = f;
	v->kind = (uint8_t)kind;
	v->n = 1;
	return v;
}

/* Records number u for field f. */
static inline void dec_put(struct dec *d, const struct field *f, uint64_t u)
{
	dec_value(d, f, VALUE_UINT)->u = u;
}

static inline void dec_put_int(struct dec *d, const struct field *f, int64_t i)
{
	dec_value(d, f, VALUE_INT)->i = i;
}

static inline void dec_put_float(struct dec *d, const struct field *f, double x)
{
	dec_value(d, f, VALUE_FLOAT)->f = x;
}

/* Records the bytes of c, which stay where they are. */
static inline void dec_put_bytes(struct dec *d, const struct field *f, struct cur c)
{
	struct value *v = dec_value(d, f, VALUE_BYTES);

	v->p = c.p;
	v->n = (uint32_t)c.left;
}

/* Reads field f as its row says, records it, and returns it as a number (0 for bytes). */
static inline __attribute__((always_inline)) uint64_t dec_take(struct dec *d, const struct field *f)
{
	if (f->wire == WIRE_RAW) {
		struct cur s = cur_sub(&d->c, f->size != 0 ? f->size : cur_left(&d->c));

		if (cur_ok(&s))
			dec_put_bytes(d, f, s);
		return 0;
	}
	uint64_t u = f->wire == WIRE_BE ? cur_be(&d->c, f->size) : cur_le(&d->c, f->size);

	if (__builtin_expect(cur_ok(&d->c), 1))
		dec_put(d, f, u);
	return u;
}

/* Reads n bytes for field f and records them; returns them as a cursor. */
struct cur dec_take_bytes(struct dec *d, const struct field *f, size_t n);
/* Records static or scratch text s. */
void dec_put_text(struct dec *d, const struct field *f, const char *s);
/* Records that n bytes of a password or another secret were there, as "********"; nothing if n is
 * 0. Decoders hand out no secret: docs/decisions/0014. */
void dec_put_secret(struct dec *d, const struct field *f, size_t n);
/* Records n numbers u, u + 1…; nothing if n is 0. */
void dec_put_run(struct dec *d, const struct field *f, uint64_t u, uint32_t n);
/* Records a series of n numbers of kind over the bytes of c, which must hold them. */
void dec_put_series(struct dec *d, const struct field *f, enum value_kind kind, struct cur c,
		    uint32_t n);

/*
 * A series of n elements over the bytes of c, one each stride bytes: of the kinds from VALUE_UINTS
 * on, width as there. n is 0 when c does not hold them all. put_strided() records it (none: not);
 * it may be the operation's value as it is.
 */
CUR_INLINE struct value series_of(struct cur c, enum value_kind kind, unsigned width,
				  unsigned stride, uint32_t n)
{
	struct value s = { .p = c.p,
			   .n = n,
			   .kind = (uint8_t)kind,
			   .stride = (uint8_t)stride,
			   .width = (uint8_t)width };

	if (cur_left(&c) < value_bytes(&s))
		s.n = 0;
	return s;
}

CUR_INLINE void dec_put_strided(struct dec *d, const struct field *f, struct value series)
{
	if (series.n == 0)
		return;
	struct value *v = dec_value(d, f, (enum value_kind)series.kind);

	v->p = series.p;
	v->n = series.n;
	v->stride = series.stride;
	v->width = series.width;
	v->shift = series.shift;
}

/* The bytes of a value that is bytes, as a cursor; of another, none. */
static inline struct cur value_cur(const struct value *v)
{
	return v->kind == VALUE_BYTES ? cur_of(v->p, v->n) : cur_of("", 0);
}

/* Formats into the scratch space; the text is good until the next message. "" when it is full. */
const char *dec_text(struct dec *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The bytes of c as text in the scratch space, for ot.*: printable ASCII as it is, all else as
 * "\\xNN"; text that is too long is cut, which sets overflow.
 */
const char *dec_string(struct dec *d, struct cur c);

/* Copies n bytes to the scratch space, for a derived series; an empty cursor when it is full. */
struct cur dec_keep(struct dec *d, const void *bytes, size_t n);

/*
 * Contents that lie in several pieces of the message: copies c behind the pieces joined before, and
 * returns all of them. What does not fit is left out, which sets overflow.
 */
struct cur dec_join(struct dec *d, struct cur c);

/* Remarks on what is wrong with the message; why is a static string. Does not stop the decoding. */
void dec_mark(struct dec *d, const char *why);

/* What the message says of a device: empty the first time it is asked for in a message. */
struct identity *dec_identity(struct dec *d);

/* The message contradicts itself or its specification: malformed, and why. Does not stop it. */
void dec_malformed(struct dec *d, const char *why);

/* The values so far belong to every operation of the message. */
static inline void dec_share(struct dec *d)
{
	d->shared = d->nvalues;
}

/* The value of the operation's objects: a number, or a series of n as in put_series(). */
static inline void ot_number(struct dec *d, uint64_t u)
{
	d->ot.value = (struct value){ .kind = VALUE_UINT, .u = u, .n = 1 };
}

void ot_series(struct dec *d, enum value_kind kind, struct cur c, uint32_t n);
/* Bytes as the value, written as field f is; none if c is empty. */
void ot_bytes(struct dec *d, const struct field *f, struct cur c);

enum { LISTING_TEXT = 320, LISTING_VALUES = 8 };

/* Values of different kinds on their way into one text; all zero, or begun: none yet. */
struct listing {
	uint32_t n;	    /* entries, also those that are left out */
	uint32_t len;	    /* of text */
	bool full;	    /* from now on entries are left out */
	struct value first; /* entry 0 */
	char text[LISTING_TEXT];
};

/* The same as clearing it, but for what need not be. */
static inline void listing_begin(struct listing *l)
{
	l->n = l->len = 0;
	l->full = false;
}

/* Another entry; between: what goes before it, unless it is the first. Empty ones do not count. */
void listing_add(struct listing *l, const char *between, const struct value *v);
/*
 * The entries as the value: none, the only one as it is, or else a text with the first of them, at
 * most LISTING_VALUES and whole, and "…" for those left out.
 */
void ot_listing(struct dec *d, const struct listing *l);

/* The field of values that are texts made here. */
extern const struct field ot_text_field;

/* Ends an operation: d->ot and the values since dec_share() or the last emit(). d->ot stays. */
void emit(struct dec *d);

/*
 * Decodes one whole message as protocol p: d's given members are set by the caller. Afterwards
 * d->operations[0 .. d->noperations - 1] (at least one) and d->values hold what was read, also when
 * the message is malformed.
 */
void decode(struct dec *d, const struct protocol *p);

/*
 * A request that wants an answer: remembers it under key (transaction, unit…). Returns the entry
 * whose ask[] the decoder fills with what the answer's reading needs, or NULL without pairing.
 */
struct pair *pair_ask(struct dec *d, uint64_t key);

/*
 * A response: finds the request with that key for which fits (NULL: any) says yes, oldest first.
 * Fills d->ot.request_frame and response_time and returns the request, gone from the table, good
 * until the next answer. NULL: there is none and d->ot.unmatched says so; or there are only some
 * that do not fit, and the oldest of them is taken for the one that it answers, with a remark.
 */
const struct pair *pair_answer(struct dec *d, uint64_t key,
			       bool (*fits)(const struct pair *asked, const struct dec *d));

/* The flow's note under that key, or NULL. */
static inline struct note *note_find(struct dec *d, uint64_t key)
{
	return d->notes != NULL ? notes_find(d->notes, d->flow, key, d->message) : NULL;
}

/* The same; an empty one when there is none. NULL: there is nowhere to keep it. */
static inline struct note *note_open(struct dec *d, uint64_t key)
{
	return d->notes != NULL ? notes_open(d->notes, d->flow, key, d->message) : NULL;
}

/* Adds bytes to a note: where it is now, or NULL when it would be too long, and is gone. */
static inline struct note *note_add(struct dec *d, struct note *note, struct cur bytes)
{
	return notes_add(d->notes, note, bytes);
}

/* Its bytes: good until it grows, or, when it has ended, until the next message. */
static inline struct cur note_bytes(const struct dec *d, const struct note *note)
{
	return notes_bytes(d->notes, note);
}

/* It is not needed any more. */
static inline void note_end(struct dec *d, struct note *note)
{
	notes_end(d->notes, note);
}

#endif
