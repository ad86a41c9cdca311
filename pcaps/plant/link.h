/*
 * link: a client's connection to a Modbus server.
 *
 * On libmodbus where libmodbus knows the function (use `modbus`), with raw exchanges beside it for
 * the functions it does not know and for bytes that must not come from a correct stack. Counts
 * every request and answer by function code.
 */
#ifndef PCAPS_PLANT_LINK_H
#define PCAPS_PLANT_LINK_H

#include <modbus/modbus.h>
#include <stddef.h>

#include "pcaps/plant/plant.h"

#define LINK_ADU_MAX 260

struct link {
	modbus_t *modbus;
	struct tally *tally;
	uint8_t last_exception; /* of the last exchange; 0: none */
	unsigned unanswered;	/* requests in a row that link_do() had no answer to in time */
};

/* Connections of this process come from this address, without a port, from now on; NULL: any. */
void link_from(const char *address);

/* Connects; false with a complaint. `tally` is borrowed. */
bool link_open(struct link *l, const char *address, const char *port, unsigned timeout_ms,
	       struct tally *tally);
void link_close(struct link *l);

/* The connection's socket. */
int link_fd(const struct link *l);

/*
 * A read or write by libmodbus: functions 1-4 read `count` objects into its own storage, 5 and 6
 * write values[0], 15 and 16 write `count` values. True when it was answered without exception.
 */
bool link_do(struct link *l, int unit, int function, int addr, int count, const uint16_t *values);

/* Counts one libmodbus call by its result (-1 and errno, or not). True when it succeeded. */
bool link_count(struct link *l, int function, int result);

/*
 * Sends one PDU with libmodbus' next transaction id and waits for one answer. Returns the length
 * of the answer's PDU in `out` (LINK_ADU_MAX bytes), 0 for none in time, -1 when the link broke.
 */
int link_exchange(struct link *l, int unit, const uint8_t *pdu, size_t len, uint8_t *out);

/* Sends bytes as they are. Not counted. */
bool link_send(const struct link *l, const void *bytes, size_t len);

/* Waits for one whole ADU; its length, 0 for none in time, -1 when the peer closed. */
int link_receive(const struct link *l, uint8_t *adu, unsigned timeout_ms);

#endif
