/* Addresses of collectors and names of sensors: sensor/options_deliver.c. */
#include <stdio.h>
#include <string.h>

#include "sensor/options.h"
#include "tests/unit/test.h"

static void addresses_of_collectors_are_told_from_others(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ "tcp://10.0.0.5:5570", true },
		{ "tcp://collector.example:5570", true },
		{ "tcp://[fd00::5]:5570", true },
		{ "tcp://[fd00::g]:5570", false },
		{ "tcp://a_b-c:1", true },
		{ "tcp://x:65535", true },
		{ "tcp://x:65536", false },
		{ "tcp://x:0", false },
		{ "tcp://x:", false },
		{ "tcp://x", false },
		{ "tcp://:5570", false },
		{ "tcp://*:5570", false },
		{ "tcp://x:55 70", false },
		{ "tcp://x:+570", false },
		{ "tcp://fd00::5:5570", false },
		{ "tcp://[]:5570", false },
		{ "tcp://a b:5570", false },
		{ "ipc://x:5570", false },
		{ "10.0.0.5:5570", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct option_why why = { "" };

		if (sensor_collector_good(cases[i].text, &why) != cases[i].good)
			fail_msg("%s", cases[i].text);
		assert_int_equal(why.text[0] == '\0', cases[i].good);
	}
}

static void an_address_without_end_is_refused_in_bounds(void **state)
{
	struct option_why why;
	char text[2000];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "tcp://", 6);
	memcpy(text + sizeof(text) - 6, ":5570", 5);
	assert_false(sensor_collector_good(text, &why));
	assert_false(sensor_name_good(text, &why));
	assert_true(strlen(why.text) < sizeof(why.text));
}

static void names_are_letters_digits_and_three_signs(void **state)
{
	struct option_why why;

	(void)state;
	assert_true(sensor_name_good("plant-1.north_B", &why));
	assert_false(sensor_name_good("plant 1", &why));
	assert_false(sensor_name_good("", &why));
}

static void the_queue_is_a_power_of_two(void **state)
{
	struct sensor_options s = { .queue = 4 << 20 };

	(void)state;
	assert_int_equal(sensor_queue(&s), 4 << 20);
	s.queue = (4 << 20) + 1;
	assert_int_equal(sensor_queue(&s), 8 << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_collectors_are_told_from_others),
		cmocka_unit_test(an_address_without_end_is_refused_in_bounds),
		cmocka_unit_test(names_are_letters_digits_and_three_signs),
		cmocka_unit_test(the_queue_is_a_power_of_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
