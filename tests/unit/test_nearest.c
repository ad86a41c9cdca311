/*
 * nearest.c, among the names of the sensor's options.
 */
#include "tests/unit/test.h"

#include "common/nearest.h"
#include "sensor/options.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void the_nearest_name_is_found(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		const char *name;
	} cases[] = {
		{ "flosw", "flows" },           /* neighbours swapped */
		{ "flow", "flows" },            /* one missing */
		{ "fflows", "flows" },          /* one too many */
		{ "FLOWS", "flows" },           /* case */
		{ "flaws", "flows" },           /* one wrong */
		{ "conv", "conversations" },    /* beginning */
		{ "buffers", "segment-buffers" }, /* part */
		{ "zzz", NULL }, { "x", NULL }, { "", NULL },
		{ "flowsflowsflowsflowsflowsflowsflowsflowsflows", NULL },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nearest n = nearest_to(cases[i].text);

		for (size_t j = 0; j < sensor_program.nrows; j++)
			nearest_offer(&n, sensor_program.rows[j].name);
		nearest_offer(&n, NULL);
		if (cases[i].name == NULL)
			assert_null(n.name);
		else
			assert_string_equal(n.name, cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_name_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
