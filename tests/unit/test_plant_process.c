/* The waterworks' model and its variables, as its file has them. */
#include <math.h>

#include "tests/unit/plant_kit.h"

#define SECONDS(n) ((int)((n) / PROCESS_DT))

static struct process plant;

static double *at(const char *name)
{
	return &plant.v[index_of(name)];
}

static int ready(void **state)
{
	(void)state;
	return plant_read() && process_compile(&plant, no_error, NULL) ? 0 : -1;
}

static int over(void **state)
{
	(void)state;
	process_free(&plant);
	model_free();
	return 0;
}

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
		assert_true(*at("RAW_LEVEL") > 20 && *at("RAW_LEVEL") < 95);
		assert_true(*at("CONTACT_LEVEL") > 20 && *at("CONTACT_LEVEL") < 95);
		assert_true(*at("RES_LEVEL") > 15 && *at("RES_LEVEL") < 95);
		assert_true(*at("CHLORINE") > 0.2 && *at("CHLORINE") < 1.5);
	}
	assert_true(*at("PLC1_ALARM") + *at("PLC2_ALARM") + *at("PLC3_ALARM") < 0.5);
}

static void pumps_switch_between_their_levels(void **state)
{
	int changes = 0;
	double was;

	(void)state;
	process_init(&plant, 4);
	was = *at("P101_RUN");
	for (int i = 0; i < SECONDS(1800); i++) {
		process_step(&plant);
		changes += *at("P101_RUN") != was;
		was = *at("P101_RUN");
	}
	assert_in_range(changes, 4, 200);
}

static void a_chlorine_setpoint_out_of_range_raises_the_alarm(void **state)
{
	(void)state;
	process_init(&plant, 5);
	run(SECONDS(60));
	assert_true(*at("CL_HIGH") < 0.5);
	*at("CHLORINE_SP") = 9;
	run(SECONDS(60));
	assert_true(*at("CHLORINE") > variables[index_of("CHLORINE")].high);
	assert_true(*at("CL_HIGH") > 0.5 && *at("PLC2_ALARM") > 0.5);
}

static void no_pump_runs_against_a_closed_intake_valve(void **state)
{
	(void)state;
	process_init(&plant, 6);
	*at("V101_CMD") = 0;
	*at("PLC1_AUTO") = 0;
	*at("P101_CMD") = 1;
	run(SECONDS(30));
	assert_true(*at("P101_RUN") < 0.5);
	assert_true(*at("INTAKE_FLOW") < 1);
}

static void without_flow_dosing_is_blocked(void **state)
{
	(void)state;
	process_init(&plant, 7);
	*at("V201_CMD") = 0;
	run(SECONDS(30));
	assert_true(*at("DOSE_BLOCKED") > 0.5 && *at("DOSE_RUN") < 0.5);
}

static void a_blocked_pump_does_not_start_though_it_is_commanded(void **state)
{
	(void)state;
	process_init(&plant, 6);
	*at("PLC1_AUTO") = 0;
	*at("P102_CMD") = 1;
	run(SECONDS(5));
	assert_true(*at("P102_RUN") > 0.5 && *at("P102_CURRENT") > 30);
	*at("P102_BLOCKED") = 1;
	run(SECONDS(20));
	assert_true(*at("P102_RUN") < 0.5 && *at("P102_CURRENT") < 5);
	assert_true(*at("P101_RUN") > 0.5);
}

static void without_its_limits_the_raw_tank_overflows(void **state)
{
	(void)state;
	process_init(&plant, 7);
	*at("PLC1_AUTO") = 0;
	*at("P101_CMD") = *at("P102_CMD") = 1;
	run(SECONDS(600));
	assert_true(*at("RAW_LEVEL") < 97);
	*at("RAW_HH_LIMIT") = 100;
	run(SECONDS(600));
	assert_true(*at("RAW_LEVEL") > 98 && *at("RAW_HIGH_HIGH") < 0.5);
}

static void water_that_runs_over_is_counted(void **state)
{
	(void)state;
	process_init(&plant, 9);
	run(SECONDS(600));
	assert_true(*at("RAW_SPILLED") < 1e-9);
	*at("RAW_HH_LIMIT") = *at("RAW_STOP") = 100;
	*at("PLC1_AUTO") = 0;
	*at("P101_CMD") = *at("P102_CMD") = 1;
	run(SECONDS(900));
	assert_true(*at("RAW_SPILLED") > 1);
}

static void a_pump_that_is_switched_all_the_time_wears_and_trips(void **state)
{
	double wear;

	(void)state;
	process_init(&plant, 10);
	run(SECONDS(1800));
	wear = *at("P101_WEAR");
	assert_true(*at("P101_FAULT") < 0.5 && wear < variables[index_of("P101_WEAR")].high);
	*at("PLC1_AUTO") = 0;
	for (int i = 0; i < 24; i++) {
		*at("P101_CMD") = i % 2;
		run(SECONDS(0.5));
	}
	assert_true(*at("P101_FAULT") > 0.5 && *at("P101_RUN") < 0.5);
	assert_true(*at("P101_WEAR") > wear + 5);
}

static void too_much_chlorine_reaches_the_town(void **state)
{
	(void)state;
	process_init(&plant, 11);
	run(SECONDS(600));
	assert_true(*at("OVERDOSED") < 1e-9);
	*at("CHLORINE_SP") = 9;
	*at("DOSE_MAX") = 200;
	run(SECONDS(120));
	assert_true(*at("OVERDOSED") > 1);
}

static void behind_a_closed_valve_the_town_has_no_pressure(void **state)
{
	(void)state;
	process_init(&plant, 12);
	run(SECONDS(60));
	assert_true(*at("NORTH_PRESS") > 2 && *at("TOWN_DRY") < 0.1);
	*at("V301_CMD") = 0;
	run(SECONDS(30));
	assert_true(*at("OUT_PRESSURE") < 0.5 && *at("NORTH_PRESS") < 0.5);
	assert_true(*at("TOWN_DRY") > 10);
}

static void the_same_seed_gives_the_same_run(void **state)
{
	static double first[VARIABLES_MAX];

	(void)state;
	process_init(&plant, 8);
	run(SECONDS(100));
	memcpy(first, plant.v, sizeof(first));
	process_init(&plant, 8);
	run(SECONDS(100));
	assert_memory_equal(first, plant.v, sizeof(plant.v));
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
	for (size_t i = 0; i < nvariables; i++) {
		const struct variable *var = &variables[i];
		double error;

		if (!variable_mapped(var))
			continue;

		variable_encode(var, var->start, &map);
		error = variable_decode(var, &map) - var->start;
		assert_true(fabs(error) <= var->scale / 2 + 1e-6);
	}
}

static void values_that_do_not_fit_are_clamped(void **state)
{
	uint16_t regs[2];

	(void)state;
	assert_int_equal(variable_registers(&variables[index_of("RAW_LEVEL")], 1e9, regs), 1);
	assert_int_equal(regs[0], UINT16_MAX);
	assert_int_equal(variable_registers(&variables[index_of("RAW_LEVEL")], -5, regs), 1);
	assert_int_equal(regs[0], 0);
	assert_int_equal(variable_registers(&variables[index_of("WATER_TEMP")], -1.5, regs), 1);
	assert_int_equal(regs[0], 0xfff1);
	assert_int_equal(variable_registers(&variables[index_of("CHLORINE")], 1, regs), 2);
	assert_int_equal(regs[0], 0x3f80);
}

static void every_variable_has_its_own_place_in_a_device(void **state)
{
	(void)state;
	for (size_t i = 0; i < nvariables; i++) {
		const struct variable *a = &variables[i];
		const struct device *d;
		int width = variable_width(a);

		if (!variable_mapped(a))
			continue;
		d = device_of(a);

		if (!d) {
			fail_msg("%s lies in no device", a->name);
			return;
		}
		const int size[] = { d->coils, d->discretes, d->inputs, d->holdings };

		assert_true(a->addr + width <= size[a->area]);
		assert_true(a->low <= a->start && a->start <= a->high);
		for (size_t j = 0; j < nvariables; j++) {
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
		cmocka_unit_test(water_that_runs_over_is_counted),
		cmocka_unit_test(a_pump_that_is_switched_all_the_time_wears_and_trips),
		cmocka_unit_test(too_much_chlorine_reaches_the_town),
		cmocka_unit_test(behind_a_closed_valve_the_town_has_no_pressure),
		cmocka_unit_test(the_same_seed_gives_the_same_run),
		cmocka_unit_test(every_variable_comes_back_from_its_registers),
		cmocka_unit_test(values_that_do_not_fit_are_clamped),
		cmocka_unit_test(every_variable_has_its_own_place_in_a_device),
	};

	return cmocka_run_group_tests(tests, ready, over);
}
