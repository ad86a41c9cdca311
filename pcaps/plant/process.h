/*
 * process: the water treatment plant's physics and its PLCs' control logic.
 *
 *	river -> P101/P102 -> raw tank -> V201 filter -> contact tank -> P301/P302 -> reservoir ->
 *town chlorine ----^                              V301
 *
 * Plain equations over an array indexed by enum variable_id, stepped at a fixed dt. Commands and
 * setpoints (coils and holding registers) are inputs, all else is output. Knows nothing of Modbus.
 */
#ifndef PCAPS_PLANT_PROCESS_H
#define PCAPS_PLANT_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "pcaps/plant/variables.h"

#define PROCESS_DT 0.1 /* seconds a step */

struct process {
	double v[VARIABLE_COUNT];
	double time;	  /* seconds since the start */
	double raw_alarm; /* latched until acknowledged */
	double dose_alarm;
	double res_alarm;
	bool p102_blocked; /* it does not start, whatever is wanted of it */
	uint64_t random;
};

/* Every variable at its start value; `seed` chooses the noise. */
void process_init(struct process *p, uint64_t seed);

/* One step of PROCESS_DT seconds. */
void process_step(struct process *p);

#endif
