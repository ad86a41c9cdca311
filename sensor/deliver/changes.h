#ifndef SENSOR_DELIVER_CHANGES_H
#define SENSOR_DELIVER_CHANGES_H
/*
 * What every object was like when it was last heard of: is this operation news? An object is told
 * from another by its conversation (client, server, port, VLAN, protocol; not the client's port),
 * the direction, the function, the device behind the address, the object and how many. What may
 * change is its value, its status and whether the message is sound.
 *
 * Numbers that count messages, and times, are no values: the transaction of a poll, sqNum of GOOSE.
 * Of what reports unasked the function is not looked at, but stNum of GOOSE is: a change whose
 * first message was lost is told by its repetition.
 *
 * A bounded table of hashes (SipHash with a key of this run); the object not heard of for longest
 * gives way and is news again when it comes back.
 */
#include "sensor/flow.h"

struct changes;

/* Room for n objects. NULL: no memory. */
struct changes *changes_new(uint32_t n);
void changes_free(struct changes *c);
/* Bytes that each object costs. */
size_t changes_cost(void);

/* Is there something new about it? Remembers it. */
bool changes_see(struct changes *c, const struct flow *f, const struct dec *d,
		 const struct operation *op);

/* Objects that gave way. */
uint64_t changes_forgotten(const struct changes *c);

#endif
