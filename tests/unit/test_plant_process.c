/* The plant's model and its variables; the simulator is no part of the library, so it is included.
 */
#include "tests/unit/test.h"

#include "pcaps/plant/hosts.c"	   /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/process.c"   /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/variables.c" /* NOLINT(bugprone-suspicious-include) */

#define SECONDS(n) ((int)((n) / PROCESS_DT))

static struct process plant;

static void run(int steps)
{
	for (int i = 0; i < steps; i++)
		process_step(&plant);
}

static void levels_stay_within_limits_for_an_hour(void **state)
{
	(void)state;
	process_init(&plant, 3);
	for (int i = 0; i < SECONDS(3600); i++) {
		process_step(&plant);
		assert_true(plant.v[RAW_LEVEL] > 20 && plant.v[RAW_LEVEL] < 95);
		assert_true(plant.v[CONTACT_LEVEL] > 20 && plant.v[CONTACT_LEVEL] < 95);
		assert_true(plant.v[RES_LEVEL] > 15 && plant.v[RES_LEVEL] < 95);
		assert_true(plant.v[CHLORINE] > 0.2 && plant.v[CHLORINE] < 1.5);
	}
	assert_true(plant.v[PLC1_ALARM] + plant.v[PLC2_ALARM] + plant.v[PLC3_ALARM] < 0.5);
}

static void pumps_switch_between_their_levels(void **state)
{
	int changes = 0;
	double was;

	(void)state;
	process_init(&plant, 4);
	was = plant.v[P101_RUN];
	for (int i = 0; i < SECONDS(1800); i++) {
		process_step(&plant);
		changes += plant.v[P101_RUN] != was;
		was = plant.v[P101_RUN];
	}
	assert_in_range(changes, 4, 200);
}

static void a_chlorine_setpoint_out_of_range_raises_the_alarm(void **state)
{
	(void)state;
	process_init(&plant, 5);
	run(SECONDS(60));
	assert_true(plant.v[CL_HIGH] < 0.5);
	plant.v[CHLORINE_SP] = 9;
	run(SECONDS(60));
	assert_true(plant.v[CHLORINE] > variables[CHLORINE].high);
	assert_true(plant.v[CL_HIGH] > 0.5 && plant.v[PLC2_ALARM] > 0.5);
}

static void no_pump_runs_against_a_closed_intake_valve(void **state)
{
	(void)state;
	process_init(&plant, 6);
	plant.v[V101_CMD] = 0;
	plant.v[PLC1_AUTO] = 0;
	plant.v[P101_CMD] = 1;
	run(SECONDS(30));
	assert_true(plant.v[P101_RUN] < 0.5);
	assert_true(plant.v[INTAKE_FLOW] < 1);
}

static void without_flow_dosing_is_blocked(void **state)
{
	(void)state;
	process_init(&plant, 7);
	plant.v[V201_CMD] = 0;
	run(SECONDS(30));
	assert_true(plant.v[DOSE_BLOCKED] > 0.5 && plant.v[DOSE_RUN] < 0.5);
}

static void a_blocked_pump_does_not_start_though_it_is_commanded(void **state)
{
	(void)state;
	process_init(&plant, 6);
	plant.v[PLC1_AUTO] = 0;
	plant.v[P102_CMD] = 1;
	run(SECONDS(5));
	assert_true(plant.v[P102_RUN] > 0.5 && plant.v[P102_CURRENT] > 30);
	plant.p102_blocked = true;
	run(SECONDS(20));
	assert_true(plant.v[P102_RUN] < 0.5 && plant.v[P102_CURRENT] < 5);
	assert_true(plant.v[P101_RUN] > 0.5);
}

static void without_its_limits_the_raw_tank_overflows(void **state)
{
	(void)state;
	process_init(&plant, 7);
	plant.v[PLC1_AUTO] = 0;
	plant.v[P101_CMD] = plant.v[P102_CMD] = 1;
	run(SECONDS(600));
	assert_true(plant.v[RAW_LEVEL] < 97);
	plant.v[RAW_HH_LIMIT] = 100;
	run(SECONDS(600));
	assert_true(plant.v[RAW_LEVEL] > 98 && plant.v[RAW_HIGH_HIGH] < 0.5);
}

static void the_same_seed_gives_the_same_run(void **state)
{
	static struct process first;

	(void)state;
	process_init(&plant, 8);
	run(SECONDS(100));
	first = plant;
	process_init(&plant, 8);
	run(SECONDS(100));
	assert_memory_equal(first.v, plant.v, sizeof(plant.v));
}

/* Tables as large as the largest device's, without libmodbus. */
static uint8_t bits[32], input_bits[32];
static uint16_t registers[200], input_registers[64];
static modbus_mapping_t map = {
	.tab_bits = bits,
	.tab_input_bits = input_bits,
	.tab_registers = registers,
	.tab_input_registers = input_registers,
};

static void every_variable_comes_back_from_its_registers(void **state)
{
	(void)state;
	for (int i = 0; i < VARIABLE_COUNT; i++) {
		const struct variable *var = &variables[i];
		double error;

		variable_encode(var, var->start, &map);
		error = variable_decode(var, &map) - var->start;
		assert_true(fabs(error) <= var->scale / 2 + 1e-6);
	}
}

static void values_that_do_not_fit_are_clamped(void **state)
{
	uint16_t regs[2];

	(void)state;
	assert_int_equal(variable_registers(&variables[RAW_LEVEL], 1e9, regs), 1);
	assert_int_equal(regs[0], UINT16_MAX);
	assert_int_equal(variable_registers(&variables[RAW_LEVEL], -5, regs), 1);
	assert_int_equal(regs[0], 0);
	assert_int_equal(variable_registers(&variables[WATER_TEMP], -1.5, regs), 1);
	assert_int_equal(regs[0], 0xfff1);
	assert_int_equal(variable_registers(&variables[CHLORINE], 1, regs), 2);
	assert_int_equal(regs[0], 0x3f80);
}

static const struct device *device_of(const struct variable *var)
{
	for (size_t i = 0; i < ndevices; i++)
		if (devices[i].host == var->host && devices[i].unit == var->unit)
			return &devices[i];
	return NULL;
}

static void every_variable_has_its_own_place_in_a_device(void **state)
{
	(void)state;
	for (int i = 0; i < VARIABLE_COUNT; i++) {
		const struct variable *a = &variables[i];
		const struct device *d = device_of(a);
		int width = a->coding == U32 || a->coding == F32 ? 2 : 1;

		if (!d) {
			fail_msg("%s lies in no device", a->name);
			return;
		}
		const int size[] = { d->coils, d->discretes, d->inputs, d->holdings };

		assert_true(a->addr + width <= size[a->area]);
		assert_true(a->low <= a->start && a->start <= a->high);
		for (int j = 0; j < VARIABLE_COUNT; j++) {
			const struct variable *b = &variables[j];

			if (i != j && a->host == b->host && a->unit == b->unit &&
			    a->area == b->area)
				assert_true(b->addr < a->addr || b->addr >= a->addr + width);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_stay_within_limits_for_an_hour),
		cmocka_unit_test(pumps_switch_between_their_levels),
		cmocka_unit_test(a_chlorine_setpoint_out_of_range_raises_the_alarm),
		cmocka_unit_test(no_pump_runs_against_a_closed_intake_valve),
		cmocka_unit_test(without_flow_dosing_is_blocked),
		cmocka_unit_test(a_blocked_pump_does_not_start_though_it_is_commanded),
		cmocka_unit_test(without_its_limits_the_raw_tank_overflows),
		cmocka_unit_test(the_same_seed_gives_the_same_run),
		cmocka_unit_test(every_variable_comes_back_from_its_registers),
		cmocka_unit_test(values_that_do_not_fit_are_clamped),
		cmocka_unit_test(every_variable_has_its_own_place_in_a_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
