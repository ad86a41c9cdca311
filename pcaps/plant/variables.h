/*
 * variables: the plant's process variables, as data.
 *
 * One row a variable, from the plant's file (model.h): where it lives (host, unit, object area,
 * address), how it is coded there (coding and the engineering value of one count), its unit, its
 * usual limits and its value at the start. The model's equations (process.c) know them by name; the
 * Modbus side (server.c, clients.c) knows the rows only.
 */
#ifndef PCAPS_PLANT_VARIABLES_H
#define PCAPS_PLANT_VARIABLES_H

#include <modbus/modbus.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pcaps/plant/hosts.h"

enum object_area { COIL, DISCRETE, INPUT, HOLDING };
enum coding { BIT, U16, S16, U32, F32 }; /* 32 bits: two registers, high word first */

#define VARIABLES_MAX 512

struct variable {
	const char *name;
	int host; /* index in hosts[]; NO_HOST: a state of the model, on no device */
	uint8_t unit;
	enum object_area area;
	uint16_t addr;
	enum coding coding;
	double scale;
	const char *unit_text;
	double low, high, start;
	bool hidden;	  /* in no list and on no screen */
	bool received;	  /* a state that is heard from another host: the model only reads it */
	const char *text; /* what it is; NULL: its name says all */
};

/* The variables on devices, then the states of the model: what is on no device. */
extern struct variable variables[VARIABLES_MAX];
extern size_t nvariables;

/* The variable called `name`: its index in variables[], or -1. */
int variable_find(const char *name);

/* True when it stands in a device's tables; false for a state of the model. */
bool variable_mapped(const struct variable *var);

/* How many registers, coils or discrete inputs it takes there. */
int variable_width(const struct variable *var);

/* True for the areas that Modbus clients write: the model only reads those. */
bool variable_commanded(const struct variable *var);

/* Puts the engineering value into the device's tables; what does not fit is clamped. */
void variable_encode(const struct variable *var, double value, modbus_mapping_t *map);

/* The engineering value that stands in the device's tables. */
double variable_decode(const struct variable *var, const modbus_mapping_t *map);

/* The engineering value of its registers, high word first. */
double variable_value(const struct variable *var, const uint16_t *regs);

/* Codes the value as 1 or 2 registers in `out`; how many. For a BIT: 1, as 0 or 1. */
int variable_registers(const struct variable *var, double value, uint16_t out[2]);

#endif
