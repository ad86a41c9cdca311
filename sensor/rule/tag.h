#ifndef SENSOR_RULE_TAG_H
#define SENSOR_RULE_TAG_H
/*
 * Process variables by name: where one lies in which device, how its value is made of registers,
 *and the last value, quality and time of each, from reads and writes alike.
 *
 *	Tank1.Level: {asset: plc1, protocol: modbus, unit: 1, object: "hr:100", type: int16, scale:
 *0.1, unit_text: "%"}
 */
#include <stdbool.h>
#include <stdint.h>

#include "protocols/protocol.h"
#include "sensor/packet.h"

struct tag_defs; /* in the rule set: read-only */
struct tags;	 /* the last values: changes while detecting */
struct flow;

struct tag_value {
	bool known;
	double value;
	double before;	  /* the value before this one; same as value at first */
	uint64_t at;	  /* of the frame that carried it, ns */
	uint64_t changed; /* when it last became another, ns */
	uint64_t frame;
	bool written; /* a write asked for it (and the device did not refuse); else it was read */
	bool good;    /* false: the device marks it as bad, or it is no number (NaN) */
};

uint32_t tag_count(const struct tag_defs *defs);
const char *tag_name(const struct tag_defs *defs, uint32_t i);
/* Text of the unit of measure, "" if none. */
const char *tag_unit(const struct tag_defs *defs, uint32_t i);
/* Index by name; -1: none. The most like it, or NULL. */
int tag_find(const struct tag_defs *defs, const char *name);
const char *tag_nearest(const struct tag_defs *defs, const char *name);

/* The table of last values, all unknown. NULL: no memory. */
struct tags *tags_new(const struct tag_defs *defs);
void tags_free(struct tags *t);
/* Carries over what is known of tags that another definition has with the same name and address. */
void tags_adopt(struct tags *t, const struct tags *from);
const struct tag_defs *tags_defs(const struct tags *t);
const struct tag_value *tags_last(const struct tags *t, uint32_t i);

/*
 * An operation of a message was seen: updates the tags whose objects it carries values of and calls
 * `updated` for each, in the order of their objects. Reads count when answered, writes when
 * asked; a refusal of the write marks nothing. end: which end of the flow sent it.
 */
void tags_operation(struct tags *t, const struct flow *f, unsigned end, const struct dec *d,
		    const struct operation *op, void (*updated)(void *ctx, uint32_t tag),
		    void *ctx);

#endif
