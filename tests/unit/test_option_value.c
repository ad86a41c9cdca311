/*
 * option_value.c: numbers, sizes, durations and times from text.
 */
#include "tests/unit/test.h"

#include <stdbool.h>

#include "common/option.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void numbers_have_units(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		uint64_t value;
		enum option_type type;
		enum option_parsed parsed;
	} cases[] = {
		{ "0", 0, OPTION_UINT, OPTION_PARSED },
		{ "16k", 16000, OPTION_UINT, OPTION_PARSED },
		{ "2M", 2000000, OPTION_UINT, OPTION_PARSED },
		{ "1G", 1000000000, OPTION_UINT, OPTION_PARSED },
		{ "1.5k", 1500, OPTION_UINT, OPTION_PARSED },
		{ "18446744073709551615", UINT64_MAX, OPTION_UINT, OPTION_PARSED },
		{ "18446744073709551616", 0, OPTION_UINT, OPTION_TOO_LARGE },
		{ "99999999999999999999G", 0, OPTION_UINT, OPTION_TOO_LARGE },
		{ "18446744073709551G", 0, OPTION_UINT, OPTION_TOO_LARGE },
		{ "", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "-1", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "+1", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ " 1", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "1 ", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "0x10", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "1.5", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "1.", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ ".5k", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "1K", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "1e3", 0, OPTION_UINT, OPTION_NOT_ONE },
		{ "64KiB", 65536, OPTION_SIZE, OPTION_PARSED },
		{ "64kB", 64000, OPTION_SIZE, OPTION_PARSED },
		{ "7B", 7, OPTION_SIZE, OPTION_PARSED },
		{ "7", 7, OPTION_SIZE, OPTION_PARSED },
		{ "1.5MiB", 1572864, OPTION_SIZE, OPTION_PARSED },
		{ "17179869184GiB", 0, OPTION_SIZE, OPTION_TOO_LARGE },
		{ "32M", 0, OPTION_SIZE, OPTION_NOT_ONE },
		{ "0", 0, OPTION_DURATION, OPTION_PARSED },
		{ "0s", 0, OPTION_DURATION, OPTION_PARSED },
		{ "5ns", 5, OPTION_DURATION, OPTION_PARSED },
		{ "5us", 5000, OPTION_DURATION, OPTION_PARSED },
		{ "250ms", 250000000, OPTION_DURATION, OPTION_PARSED },
		{ "1.5s", 1500000000, OPTION_DURATION, OPTION_PARSED },
		{ "2m", 120000000000, OPTION_DURATION, OPTION_PARSED },
		{ "1h", 3600000000000, OPTION_DURATION, OPTION_PARSED },
		{ "7d", 604800000000000, OPTION_DURATION, OPTION_PARSED },
		{ "5", 0, OPTION_DURATION, OPTION_NOT_ONE },
		{ "1h30m", 0, OPTION_DURATION, OPTION_NOT_ONE },
		{ "0.5ns", 0, OPTION_DURATION, OPTION_NOT_ONE },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value;
		enum option_parsed parsed = option_number(cases[i].type, cases[i].text, &value);

		if (parsed != cases[i].parsed ||
		    (parsed == OPTION_PARSED && value != cases[i].value))
			fail_msg("'%s': parsed %d, value %llu", cases[i].text, (int)parsed,
				 (unsigned long long)value);
	}
}

static void times_are_utc_unless_they_say_otherwise(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		uint64_t value; /* 0: not a time */
	} cases[] = {
		{ "1970-01-01T00:00:00.000000001Z", 1 },
		{ "2024-05-01", 1714521600000000000 },
		{ "2024-05-01T12:00:00Z", 1714564800000000000 },
		{ "2024-05-01T12:00:00", 1714564800000000000 },
		{ "2024-05-01 12:00", 1714564800000000000 },
		{ "2024-05-01T12:00:00.25Z", 1714564800250000000 },
		{ "2024-05-01T12:00:00.123456789Z", 1714564800123456789 },
		{ "2024-05-01T14:00:00+02:00", 1714564800000000000 },
		{ "2024-05-01T06:30:00-05:30", 1714564800000000000 },
		{ "2024-02-29", 1709164800000000000 },
		{ "2000-02-29", 951782400000000000 },
		{ "1714564800", 1714564800000000000 },
		{ "1714564800.25", 1714564800250000000 },
		{ "2023-02-29", 0 }, { "2100-02-29", 0 }, { "2024-13-01", 0 }, { "2024-00-01", 0 },
		{ "2024-05-32", 0 }, { "2024-05-00", 0 }, { "1969-12-31", 0 }, { "2554-01-01", 0 },
		{ "2024-5-1", 0 }, { "2024-05-01T", 0 }, { "2024-05-01T24:00:00Z", 0 },
		{ "2024-05-01T12:60:00Z", 0 }, { "2024-05-01T12:00:60Z", 0 },
		{ "2024-05-01T12:00:5Z", 0 }, { "2024-05-01T12:00:00.1234567890Z", 0 },
		{ "2024-05-01T12:00:00Zjunk", 0 }, { "2024-05-01Z", 0 }, { "yesterday", 0 },
		{ "2024-05-01T12:00:00+2", 0 }, { "2024-05-01T12:00:00+24:00", 0 },
		{ "1970-01-01T00:00:00+01:00", 0 }, { "99999999999", 0 }, { "1.2.3", 0 }, { "", 0 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value;
		bool good = option_number(OPTION_TIME, cases[i].text, &value) == OPTION_PARSED;

		if (good != (cases[i].value != 0) || (good && value != cases[i].value))
			fail_msg("'%s': %d, %llu", cases[i].text, good, (unsigned long long)value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_units),
		cmocka_unit_test(times_are_utc_unless_they_say_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
