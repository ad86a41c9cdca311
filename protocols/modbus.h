/* Modbus PDUs, shared by the framings that carry them (MBAP and RTU). */
#ifndef KAGAMI_MODBUS_H
#define KAGAMI_MODBUS_H

#include "protocols/protocol.h"

/* How well bytes fit the shape that a function's PDU has. */
enum modbus_fit {
	MODBUS_MISFIT,	/* no PDU of a known function */
	MODBUS_PARTIAL, /* so far; more bytes are needed */
	MODBUS_LONGER,	/* a PDU of a known function, and bytes behind it */
	MODBUS_EXACT,	/* just a PDU of a known function, within its limits */
};

/* How c fits as a PDU sent in direction dir (function code first). Pure. */
enum modbus_fit modbus_fits(struct cur c, enum dir dir);

/*
 * Length in bytes of the PDU that c begins with, by its function's shape (V1.1b3, section 6); 0:
 * more bytes are needed to say; -1: the function has no shape that tells.
 */
long modbus_length(struct cur c, enum dir dir);

/*
 * Decodes the PDU that is left in d->c. key: what joins a request and its response on this flow
 * (transaction and unit); unit: the unit identifier.
 */
void modbus_pdu(struct dec *d, uint64_t key, uint8_t unit);

/* Modbus function 90: Schneider's UMAS behind the function code. ask as in modbus_fields.h. */
void umas_pdu(struct dec *d, uint16_t *ask);

#endif
