/*
 * answer: what a device answers to one Modbus PDU.
 *
 * Every public function of the Modbus Application Protocol V1.1b3. The data functions (1-6, 15,
 * 16, 22, 23) are only checked here; libmodbus then answers them from its tables. All others, and
 * all exceptions, are answered here, because libmodbus' server does not know them. No sockets.
 */
#ifndef PCAPS_PLANT_ANSWER_H
#define PCAPS_PLANT_ANSWER_H

#include <modbus/modbus.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pcaps/plant/hosts.h"

#define ANSWER_PDU_MAX	 253
#define ANSWER_LIBMODBUS (-1) /* correct request of a data function: modbus_reply() answers it */

#define FILE_COUNT   4 /* file numbers 1..4 */
#define FILE_RECORDS 100
#define EVENT_LOG    64

/* Counters of the diagnostics function (8), in the order of its sub-functions 11 to 18. */
enum counter {
	BUS_MESSAGES,
	BUS_ERRORS,
	EXCEPTIONS,
	SERVER_MESSAGES,
	NO_RESPONSES,
	NAKS,
	BUSIES,
	OVERRUNS,
	COUNTER_COUNT
};

/* One device (a unit id) and what it keeps between requests. */
struct unit {
	const struct device *device;
	modbus_mapping_t *map;
	uint16_t counter[COUNTER_COUNT];
	uint16_t event_count;
	uint8_t event[EVENT_LOG]; /* newest first */
	uint8_t nevents;
	bool listen_only;
	bool running;
	uint16_t file[FILE_COUNT][FILE_RECORDS];
	uint8_t umas_session; /* 0: not reserved */
};

/* Makes a device's tables; false when there is no memory. `u->map` is freed with the process. */
bool unit_init(struct unit *u, const struct device *device);

/*
 * Answers `pdu` into `out` (ANSWER_PDU_MAX bytes). Returns the answer's length, 0 for silence, or
 * ANSWER_LIBMODBUS.
 */
int answer(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out);

/* Writes an exception and counts it; its length (2). */
int answer_exception(struct unit *u, uint8_t function, uint8_t code, uint8_t *out);

/* Functions 8, 43 and 90, from files of their own; the same contract as answer(). */
int answer_diagnostics(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out);
int answer_encapsulated(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out);
int answer_umas(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out);

static inline uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline void put16(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

#endif
