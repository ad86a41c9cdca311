#include "pcaps/plant/variables.h"

#include <math.h>
#include <string.h>

struct variable variables[VARIABLES_MAX];
size_t nvariables;

int variable_find(const char *name)
{
	for (size_t i = 0; i < nvariables; i++)
		if (strcmp(variables[i].name, name) == 0)
			return (int)i;
	return -1;
}

bool variable_mapped(const struct variable *var)
{
	return var->host != NO_HOST;
}

int variable_width(const struct variable *var)
{
	return var->coding == U32 || var->coding == F32 ? 2 : 1;
}

bool variable_commanded(const struct variable *var)
{
	return variable_mapped(var) && (var->area == COIL || var->area == HOLDING);
}

static double within(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

int variable_registers(const struct variable *var, double value, uint16_t out[2])
{
	double counts = round(value / var->scale);
	uint32_t wide;

	switch (var->coding) {
	case BIT:
		out[0] = value >= 0.5;
		return 1;
	case U16:
		out[0] = (uint16_t)within(counts, 0, UINT16_MAX);
		return 1;
	case S16:
		out[0] = (uint16_t)(int16_t)within(counts, INT16_MIN, INT16_MAX);
		return 1;
	case U32:
		wide = (uint32_t)within(counts, 0, UINT32_MAX);
		out[0] = (uint16_t)(wide >> 16);
		out[1] = (uint16_t)wide;
		return 2;
	case F32: {
		float narrow = (float)value;

		memcpy(&wide, &narrow, sizeof(wide));
		out[0] = (uint16_t)(wide >> 16);
		out[1] = (uint16_t)wide;
		return 2;
	}
	}
	return 0;
}

void variable_encode(const struct variable *var, double value, modbus_mapping_t *map)
{
	uint16_t regs[2];
	int n = variable_registers(var, value, regs);

	switch (var->area) {
	case COIL:
		map->tab_bits[var->addr] = regs[0] != 0;
		return;
	case DISCRETE:
		map->tab_input_bits[var->addr] = regs[0] != 0;
		return;
	case INPUT:
		memcpy(&map->tab_input_registers[var->addr], regs, (size_t)n * sizeof(regs[0]));
		return;
	case HOLDING:
		memcpy(&map->tab_registers[var->addr], regs, (size_t)n * sizeof(regs[0]));
		return;
	}
}

double variable_value(const struct variable *var, const uint16_t *regs)
{
	uint32_t wide;
	float narrow;

	switch (var->coding) {
	case BIT:
		return regs[0] != 0;
	case U16:
		return regs[0] * var->scale;
	case S16:
		return (int16_t)regs[0] * var->scale;
	case U32:
		return ((uint32_t)regs[0] << 16 | regs[1]) * var->scale;
	case F32:
		wide = (uint32_t)regs[0] << 16 | regs[1];
		memcpy(&narrow, &wide, sizeof(narrow));
		return (double)narrow;
	}
	return 0;
}

double variable_decode(const struct variable *var, const modbus_mapping_t *map)
{
	switch (var->area) {
	case COIL:
		return map->tab_bits[var->addr] != 0;
	case DISCRETE:
		return map->tab_input_bits[var->addr] != 0;
	case INPUT:
		return variable_value(var, &map->tab_input_registers[var->addr]);
	case HOLDING:
		return variable_value(var, &map->tab_registers[var->addr]);
	}
	return 0;
}
