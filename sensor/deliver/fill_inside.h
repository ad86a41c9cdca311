#ifndef SENSOR_DELIVER_FILL_INSIDE_H
#define SENSOR_DELIVER_FILL_INSIDE_H
/* What the files of fill share; for them only. */
#include "sensor/deliver/fill.h"
#include "sensor/rule/universe.h"

enum {
	FILL_VALUES = DEC_VALUES,
	FILL_CELLS = 16384, /* numbers that all values of an event may have */
	FILL_BYTES = 2048,  /* pieces of bytes */
	FILL_TEXT = 8192,   /* bytes of texts that had to be made */
	FILL_NAMES = ALERT_FIELDS * ALERT_FIELD_VALUES,
	FILL_LIST = 256, /* units, protocols, risks of an event */
	FILL_VLANS = 8,
	FILL_FIELDS = 4096,			/* slots of the map of fields; a power of two */
	FILL_ROOM = WIRE_EVENT_MAX - 48 * 1024, /* bytes that the values of an event may pack to */
};

union fill_cell {
	uint64_t u;
	int64_t i;
	double f;
};

/* A decoder's row and its number. */
struct fill_field {
	const struct field *row;
	uint32_t id;
	uint32_t index;	 /* of its value in the present event */
	uint64_t serial; /* of the event that has it */
};

/* Which list of Value its elements go to. */
enum fill_list { LIST_NONE, LIST_UINTS, LIST_INTS, LIST_REALS, LIST_BYTES };

/* What is known of an event's value before there is room for it. */
struct fill_plan {
	size_t bytes;
	uint32_t n;	     /* elements */
	enum fill_list list; /* LIST_NONE: it is left out */
};

struct filler {
	Kagami__Event event;
	Kagami__Clock clock;
	bool has_clock;
	char capture[256];
	uint64_t serial; /* of the present event */

	/* its parts */
	Kagami__Operation operation;
	Kagami__Alert alert;
	Kagami__Asset asset;
	Kagami__Conversation conversation;
	Kagami__Health health;
	Kagami__Evidence evidence;
	Kagami__Packets packets;
	Kagami__Packet packet[EVIDENCE_FRAMES_MAX], *packet_list[EVIDENCE_FRAMES_MAX];
	Kagami__End end[2];
	uint8_t ip[2][16], mac[2][6];
	ProtobufCBinaryData ips[ASSET_IPS];
	uint32_t vlans[FILL_VLANS];
	char device[48], object[64];
	Kagami__Value value; /* of an operation's objects */
	uint32_t units[FILL_LIST];
	char *list[2][FILL_LIST];
	Kagami__Function function[CONV_FUNCTIONS], *functions[CONV_FUNCTIONS];
	Kagami__Counter counter[STAT_COUNT], *counters[STAT_COUNT];
	Kagami__Interface interface[FILL_INTERFACES], *interfaces[FILL_INTERFACES];
	Kagami__ValueText name[FILL_NAMES], *names[FILL_NAMES];

	/* room for values */
	bool cut;    /* something did not fit */
	size_t room; /* bytes that values may still pack to */
	uint32_t ncells, nbytes, nvalues, ntext;
	Kagami__Value values[FILL_VALUES], *value_list[FILL_VALUES];
	struct fill_plan plan[FILL_VALUES];
	uint16_t place[DEC_VALUES]; /* by value of the message: which of values[] it is in */
	union fill_cell cell[FILL_CELLS];
	ProtobufCBinaryData bytes[FILL_BYTES];
	char text[FILL_TEXT];

	struct fill_field fields[FILL_FIELDS]; /* by hash of the row's address */
};

/* fill.c */

/* Begins an event of that time; all room is free again. */
Kagami__Event *fill_begin(struct filler *fl, uint64_t at);
/* The text as the messages want it, NULL: "". Borrows it when it is good. */
char *fill_text(struct filler *fl, const char *s);
/* What is known of the row; NULL: it is none of the universe. */
struct fill_field *fill_field_of(struct filler *fl, const struct field *row);
/* Without const, as the generated structs want it. */
static inline char *fill_borrow(const char *s)
{
	return (char *)(uintptr_t)s;
}
static inline ProtobufCBinaryData fill_bytes(const void *p, size_t n)
{
	return (ProtobufCBinaryData){ .len = n, .data = (uint8_t *)(uintptr_t)p };
}
/* End i is empty. */
Kagami__End *fill_end(struct filler *fl, unsigned i);
void fill_end_ip(struct filler *fl, unsigned i, uint8_t version, const struct addr *ip);
void fill_end_mac(struct filler *fl, unsigned i, const uint8_t mac[6]);
/* The members of a set of numbers below 256, in order; returns how many. */
size_t fill_set(const uint64_t set[4], uint32_t *out);

/* fill_value.c */

Kagami__FieldType fill_type(const struct field *row);
/* The value of an operation's objects. False: it has none, or it does not fit. */
bool fill_object_value(struct filler *fl, const struct value *v, Kagami__Value *out);
/* The protocol's own fields, into values[], each field once. */
void fill_own_values(struct filler *fl, const struct dec *d, const struct operation *op);

#endif
