/*
 * variables: the plant's process variables, as data.
 *
 * One row a variable: where it lives (host, unit, object area, address), how it is coded there
 * (coding and the engineering value of one count), its unit, its usual limits and its value at
 * the start. The model (process.c) knows them by id only; the Modbus side (server.c, clients.c)
 * knows the rows only.
 */
#ifndef PCAPS_PLANT_VARIABLES_H
#define PCAPS_PLANT_VARIABLES_H

#include <modbus/modbus.h>
#include <stddef.h>
#include <stdint.h>

#include "pcaps/plant/hosts.h"

enum object_area { COIL, DISCRETE, INPUT, HOLDING };
enum coding { BIT, U16, S16, U32, F32 }; /* 32 bits: two registers, high word first */

/* clang-format off */
#define VARIABLES(V) \
/*	id               host  unit area  addr coding scale unit    low    high   start */ \
	V(P101_CMD,      PLC1,  1, COIL,     0, BIT, 1,    "",      0,     1,     1) \
	V(P102_CMD,      PLC1,  1, COIL,     1, BIT, 1,    "",      0,     1,     0) \
	V(V101_CMD,      PLC1,  1, COIL,     2, BIT, 1,    "",      0,     1,     1) \
	V(PLC1_AUTO,     PLC1,  1, COIL,     3, BIT, 1,    "",      0,     1,     1) \
	V(PLC1_ACK,      PLC1,  1, COIL,     4, BIT, 1,    "",      0,     1,     0) \
	V(SCREEN_WASH,   PLC1,  1, COIL,     5, BIT, 1,    "",      0,     1,     0) \
	V(P101_RUN,      PLC1,  1, DISCRETE, 0, BIT, 1,    "",      0,     1,     1) \
	V(P102_RUN,      PLC1,  1, DISCRETE, 1, BIT, 1,    "",      0,     1,     0) \
	V(V101_OPEN,     PLC1,  1, DISCRETE, 2, BIT, 1,    "",      0,     1,     1) \
	V(P101_FAULT,    PLC1,  1, DISCRETE, 3, BIT, 1,    "",      0,     1,     0) \
	V(RAW_LOW_LOW,   PLC1,  1, DISCRETE, 4, BIT, 1,    "",      0,     1,     0) \
	V(RAW_HIGH_HIGH, PLC1,  1, DISCRETE, 5, BIT, 1,    "",      0,     1,     0) \
	V(PLC1_ALARM,    PLC1,  1, DISCRETE, 6, BIT, 1,    "",      0,     1,     0) \
	V(RIVER_LEVEL,   PLC1,  1, INPUT,    0, U16, 0.01, "m",     0.5,   6,     2.4) \
	V(RAW_LEVEL,     PLC1,  1, INPUT,    1, U16, 0.1,  "%",     10,    95,    62) \
	V(INTAKE_FLOW,   PLC1,  1, INPUT,    2, U16, 0.1,  "m3/h",  0,     700,   300) \
	V(P101_CURRENT,  PLC1,  1, INPUT,    3, U16, 0.1,  "A",     0,     90,    61) \
	V(P102_CURRENT,  PLC1,  1, INPUT,    4, U16, 0.1,  "A",     0,     90,    0) \
	V(P101_SPEED,    PLC1,  1, INPUT,    5, U16, 0.1,  "Hz",    0,     50,    48) \
	V(TURBIDITY,     PLC1,  1, INPUT,    6, U16, 0.01, "NTU",   0,     40,    6.2) \
	V(WATER_TEMP,    PLC1,  1, INPUT,    7, S16, 0.1,  "degC",  -5,    30,    8.4) \
	V(INTAKE_TOTAL,  PLC1,  1, INPUT,    8, U32, 1,    "m3",    0,     4e9,   1843211) \
	V(P101_HOURS,    PLC1,  1, INPUT,   10, U32, 0.01, "h",     0,     4e7,   8123.4) \
	V(RAW_START,     PLC1,  1, HOLDING,  0, U16, 0.1,  "%",     20,    60,    55) \
	V(RAW_STOP,      PLC1,  1, HOLDING,  1, U16, 0.1,  "%",     60,    90,    75) \
	V(P101_SPEED_SP, PLC1,  1, HOLDING,  2, U16, 0.1,  "Hz",    20,    50,    48) \
	V(RAW_LL_LIMIT,  PLC1,  1, HOLDING,  3, U16, 0.1,  "%",     5,     20,    10) \
	V(RAW_HH_LIMIT,  PLC1,  1, HOLDING,  4, U16, 0.1,  "%",     85,    98,    95) \
	V(DOSE_CMD,      PLC2,  1, COIL,     0, BIT, 1,    "",      0,     1,     1) \
	V(MIX_CMD,       PLC2,  1, COIL,     1, BIT, 1,    "",      0,     1,     1) \
	V(BACKWASH_CMD,  PLC2,  1, COIL,     2, BIT, 1,    "",      0,     1,     0) \
	V(V201_CMD,      PLC2,  1, COIL,     3, BIT, 1,    "",      0,     1,     1) \
	V(PLC2_ACK,      PLC2,  1, COIL,     4, BIT, 1,    "",      0,     1,     0) \
	V(DOSE_RUN,      PLC2,  1, DISCRETE, 0, BIT, 1,    "",      0,     1,     1) \
	V(MIX_RUN,       PLC2,  1, DISCRETE, 1, BIT, 1,    "",      0,     1,     1) \
	V(BACKWASH_ON,   PLC2,  1, DISCRETE, 2, BIT, 1,    "",      0,     1,     0) \
	V(CL_HIGH,       PLC2,  1, DISCRETE, 3, BIT, 1,    "",      0,     1,     0) \
	V(CL_LOW,        PLC2,  1, DISCRETE, 4, BIT, 1,    "",      0,     1,     0) \
	V(DOSE_BLOCKED,  PLC2,  1, DISCRETE, 5, BIT, 1,    "",      0,     1,     0) \
	V(PLC2_ALARM,    PLC2,  1, DISCRETE, 6, BIT, 1,    "",      0,     1,     0) \
	V(CHLORINE,      PLC2,  1, INPUT,    0, F32, 1,    "mg/l",  0.2,   1.5,   0.6) \
	V(PH,            PLC2,  1, INPUT,    2, F32, 1,    "pH",    6.5,   8.5,   7.3) \
	V(CONTACT_LEVEL, PLC2,  1, INPUT,    4, F32, 1,    "%",     20,    95,    70) \
	V(FILTER_FLOW,   PLC2,  1, INPUT,    6, F32, 1,    "m3/h",  0,     400,   280) \
	V(FILTER_DP,     PLC2,  1, INPUT,    8, F32, 1,    "kPa",   0,     60,    22) \
	V(HYPO_LEVEL,    PLC2,  1, INPUT,   10, F32, 1,    "%",     10,    100,   81) \
	V(DOSE_RATE,     PLC2,  1, INPUT,   12, F32, 1,    "l/h",   0,     20,    3) \
	V(CHLORINE_SP,   PLC2,  1, HOLDING,  0, U16, 0.01, "mg/l",  0.3,   1.2,   0.6) \
	V(DOSE_MAX,      PLC2,  1, HOLDING,  1, U16, 0.1,  "l/h",   2,     20,    12) \
	V(FILTER_DP_MAX, PLC2,  1, HOLDING,  2, U16, 0.1,  "kPa",   30,    60,    45) \
	V(CONTACT_SP,    PLC2,  1, HOLDING,  3, U16, 0.1,  "%",     50,    85,    70) \
	V(CL_HIGH_LIMIT, PLC2,  1, HOLDING,  4, U16, 0.01, "mg/l",  1,     2,     1.5) \
	V(CL_LOW_LIMIT,  PLC2,  1, HOLDING,  5, U16, 0.01, "mg/l",  0.1,   0.4,   0.2) \
	V(PH_SP,         PLC2,  1, HOLDING,  6, F32, 1,    "pH",    6.8,   8,     7.3) \
	V(P301_CMD,      PLC3,  1, COIL,     0, BIT, 1,    "",      0,     1,     1) \
	V(P302_CMD,      PLC3,  1, COIL,     1, BIT, 1,    "",      0,     1,     0) \
	V(V301_CMD,      PLC3,  1, COIL,     2, BIT, 1,    "",      0,     1,     1) \
	V(PLC3_AUTO,     PLC3,  1, COIL,     3, BIT, 1,    "",      0,     1,     1) \
	V(PLC3_ACK,      PLC3,  1, COIL,     4, BIT, 1,    "",      0,     1,     0) \
	V(P301_RUN,      PLC3,  1, DISCRETE, 0, BIT, 1,    "",      0,     1,     1) \
	V(P302_RUN,      PLC3,  1, DISCRETE, 1, BIT, 1,    "",      0,     1,     0) \
	V(V301_OPEN,     PLC3,  1, DISCRETE, 2, BIT, 1,    "",      0,     1,     1) \
	V(RES_LOW,       PLC3,  1, DISCRETE, 3, BIT, 1,    "",      0,     1,     0) \
	V(RES_HIGH,      PLC3,  1, DISCRETE, 4, BIT, 1,    "",      0,     1,     0) \
	V(PLC3_ALARM,    PLC3,  1, DISCRETE, 5, BIT, 1,    "",      0,     1,     0) \
	V(RES_LEVEL,     PLC3,  1, INPUT,    0, U16, 0.1,  "%",     15,    95,    68) \
	V(DEMAND,        PLC3,  1, INPUT,    1, U16, 0.1,  "m3/h",  0,     600,   240) \
	V(OUT_PRESSURE,  PLC3,  1, INPUT,    2, U16, 0.01, "bar",   2,     8,     4.6) \
	V(BOOST_FLOW,    PLC3,  1, INPUT,    3, U16, 0.1,  "m3/h",  0,     600,   260) \
	V(DELIVERED,     PLC3,  1, INPUT,    4, U32, 1,    "m3",    0,     4e9,   1799874) \
	V(RES_START,     PLC3,  1, HOLDING,  0, U16, 0.1,  "%",     20,    70,    60) \
	V(RES_STOP,      PLC3,  1, HOLDING,  1, U16, 0.1,  "%",     60,    92,    80) \
	V(RES_LOW_LIMIT, PLC3,  1, HOLDING,  2, U16, 0.1,  "%",     5,     30,    15) \
	V(RES_HI_LIMIT,  PLC3,  1, HOLDING,  3, U16, 0.1,  "%",     85,    98,    95) \
	V(NORTH_PRESS,   PLC3, 11, INPUT,    0, U16, 0.01, "bar",   1.5,   7,     3.9) \
	V(NORTH_BATTERY, PLC3, 11, INPUT,    1, U16, 0.01, "V",     3,     3.7,   3.6) \
	V(SOUTH_PRESS,   PLC3, 12, INPUT,    0, U16, 0.01, "bar",   1.5,   7,     3.4) \
	V(SOUTH_BATTERY, PLC3, 12, INPUT,    1, U16, 0.01, "V",     3,     3.7,   3.55) \
	V(TRUNK_FLOW,    PLC3, 13, INPUT,    0, F32, 1,    "m3/h",  0,     600,   238) \
	V(TRUNK_TOTAL,   PLC3, 13, INPUT,    2, U32, 1,    "m3",    0,     4e9,   1799102)
/* clang-format on */

enum variable_id {
#define VARIABLE_ID(id, ...) id,
	VARIABLES(VARIABLE_ID)
#undef VARIABLE_ID
		VARIABLE_COUNT
};

struct variable {
	const char *name;
	enum host_id host;
	uint8_t unit;
	enum object_area area;
	uint16_t addr;
	enum coding coding;
	double scale;
	const char *unit_text;
	double low, high, start;
};

extern const struct variable variables[VARIABLE_COUNT];

/* True for the areas that Modbus clients write: the model only reads those. */
_Bool variable_commanded(const struct variable *var);

/* Puts the engineering value into the device's tables; what does not fit is clamped. */
void variable_encode(const struct variable *var, double value, modbus_mapping_t *map);

/* The engineering value that stands in the device's tables. */
double variable_decode(const struct variable *var, const modbus_mapping_t *map);

/* Codes the value as 1 or 2 registers in `out`; how many. For a BIT: 1, as 0 or 1. */
int variable_registers(const struct variable *var, double value, uint16_t out[2]);

#endif
