/*
 * rtu: Modbus outside of Modbus/TCP: the client side over UDP and of RTU frames over TCP, and the
 * serial device server with its RTU devices.
 */
#ifndef PCAPS_PLANT_RTU_H
#define PCAPS_PLANT_RTU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_PDU_MAX 260
#define WIRE_BAD_CRC (-2)

enum wire_kind { WIRE_UDP, WIRE_RTU };

struct wire {
	int fd;
	enum wire_kind kind;
	uint16_t transaction;
	bool noise; /* RTU: the next request gets a wrong CRC */
};

bool wire_open(struct wire *w, enum wire_kind kind, const char *address, const char *port);
void wire_close(struct wire *w);

/*
 * Sends one PDU and waits for an answer. Returns the answer's PDU length in `out` (WIRE_PDU_MAX
 * bytes), 0 for none in time, WIRE_BAD_CRC, or -1 when the connection broke.
 */
int wire_exchange(struct wire *w, uint8_t unit, const uint8_t *pdu, size_t len, uint8_t *out,
		  unsigned timeout_ms);

/* The CRC of an RTU frame (serial line guide V1.02, 6.2.2); goes low byte first on the line. */
uint16_t rtu_crc(const uint8_t *bytes, size_t len);

struct serial_options {
	const char *address, *port;
	long corrupt; /* every n-th answer is hit by noise; 0: none */
	long split;   /* every n-th answer leaves in two segments; 0: none */
};

/*
 * A serial device server: one TCP port, behind it two RTU devices (units 21 and 22, libmodbus on
 * pseudo terminals). Serves until it is asked to stop. An exit code.
 */
int serial_run(const struct serial_options *o);

#endif
