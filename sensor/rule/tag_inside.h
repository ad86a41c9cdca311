#ifndef SENSOR_RULE_TAG_INSIDE_H
#define SENSOR_RULE_TAG_INSIDE_H
/* What a tag's definition is made of; tag_load.c makes them, tag.c uses them. */
#include "common/arena.h"
#include "sensor/rule/tag.h"

enum tag_type {
	TAG_BIT,
	TAG_UINT16,
	TAG_INT16,
	TAG_UINT32,
	TAG_INT32,
	TAG_FLOAT32,
	TAG_UINT64,
	TAG_INT64,
	TAG_FLOAT64,
	TAG_TYPES
};

/* How the bytes of several registers lie on the wire; a is the most significant one. */
enum tag_order {
	ORDER_ABCD, /* big: the first register is the most significant */
	ORDER_DCBA, /* little: all bytes the other way round */
	ORDER_CDAB, /* word-swapped: the first register is the least significant */
	ORDER_BADC, /* byte-swapped: as big, with the bytes of each register exchanged */
	TAG_ORDERS
};

struct tag_def {
	const char *name, *unit;
	struct addr addr; /* of the device; ip_version 0: its MAC address, as in struct flow_key */
	uint8_t ip_version;
	bool has_device;
	uint8_t type, order; /* enum tag_type, tag_order */
	uint8_t bit;	     /* of TAG_BIT in a register */
	uint8_t protocol;    /* enum protocol_id; PROTOCOL_COUNT: any */
	uint64_t device;
	const char *area; /* of "hr:100"; or, if it has no index, the object's text */
	bool has_index;
	uint64_t index;
	double scale, offset;
};

/* The tags of one area of one device. */
struct tag_group {
	struct tag_group *chain;
	uint32_t n;
	uint32_t *tags; /* by index, then by place in the file */
};

enum { TAG_BUCKETS = 1024, TAGS_MAX = 65536 };

struct tag_defs {
	uint32_t n;
	struct tag_def *of; /* in the order of the file */
	uint32_t *by_name;  /* indices */
	struct tag_group *bucket[TAG_BUCKETS];
};

/* Registers that a value of the type takes. */
unsigned tag_registers(enum tag_type type);
/* tag.c: sorts the definitions into names and groups. */
void tag_defs_index(struct arena *a, struct tag_defs *d);

#endif
