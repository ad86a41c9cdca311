/*
 * option_help.c, option_man.c, option_cost.c: what people read is true and fits.
 */
#include "tests/unit/option_run.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Reads back what a function wrote. */
static char *slurp(FILE *f, size_t *len)
{
	char *text;

	fflush(f);
	*len = (size_t)ftell(f);
	rewind(f);
	text = malloc(*len + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, *len, f), *len);
	text[*len] = '\0';
	fclose(f);
	return text;
}

static void help_fits_100_columns_and_names_every_option(void **state)
{
	(void)state;
	for (size_t i = 0; i <= sensor_program.ncommands; i++) {
		const struct option_command *c =
			i < sensor_program.ncommands ? &sensor_program.commands[i] : NULL;
		FILE *f = tmpfile();
		size_t len;

		assert_non_null(f);
		if (c != NULL)
			option_help_command(f, &sensor_program, c);
		else
			option_help(f, &sensor_program, ~0U);

		char *text = slurp(f, &len);

		for (const char *p = text; *p != '\0'; p += strcspn(p, "\n") + 1) {
			if (strcspn(p, "\n") > 100)
				fail_msg("too wide: %.*s", (int)strcspn(p, "\n"), p);
		}
		for (size_t j = 0; c != NULL && j < sensor_program.nrows; j++) {
			const struct option *row = &sensor_program.rows[j];
			char flag[64];
			char no[64];

			snprintf(flag, sizeof(flag), " --%s%s", row->name,
				 row->metavar != NULL ? " " : "\n");
			snprintf(no, sizeof(no), " --[no-]%s", row->name);
			if (row->metavar == NULL)
				flag[strlen(flag) - 1] = ' ';
			assert_int_equal((row->commands & c->bit) != 0,
					 strstr(text, flag) != NULL || strstr(text, no) != NULL);
		}
		free(text);
	}
}

/* Takes the comment sign off keys that have no default. */
static void uncomment(char *text)
{
	char *to = text;

	for (char *p = text; *p != '\0'; p++) {
		if (*p == '#' && p[1] != ' ')
			continue;
		*to++ = *p;
	}
	*to = '\0';
}

static void the_example_file_is_the_defaults(void **state)
{
	FILE *f = tmpfile();
	struct run plain;
	struct run r;
	size_t len;

	(void)state;
	assert_non_null(f);
	option_example(f, &sensor_program);

	char *text = slurp(f, &len);

	run_start(&plain, "read", "x", NULL);
	run_start(&r, "read", "x", text);
	assert_string_equal(r.said, "");
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		const struct option *row = &sensor_program.rows[i];

		if (row->value != NULL)
			assert_int_equal(row->group != NULL ? OPTION_FILE : OPTION_DEFAULT,
					 r.o.source[i]);
	}
	assert_memory_equal(&plain.s, &r.s, sizeof(r.s));
	run_end(&r);
	run_end(&plain);

	/* And what is commented out is right too: every key of a group is there. */
	uncomment(text);
	run_start(&r, "read", "x", text);
	assert_string_equal(r.said, "");
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		if (sensor_program.rows[i].group != NULL)
			assert_int_equal(r.o.source[i], OPTION_FILE);
	}
	run_end(&r);
	free(text);
}

static void every_man_page_is_written_and_no_other(void **state)
{
	static const char *const pages[] = { "kagami-sensor.8",	      "kagami-sensor-read.8",
					     "kagami-sensor-live.8",  "kagami-sensor-learn.8",
					     "kagami-sensor-check.8", "kagami-sensor-rules-try.8",
					     "sensor.yaml.5" };
	FILE *f = tmpfile();
	size_t len;

	(void)state;
	assert_non_null(f);
	assert_false(option_man(f, &sensor_program, "kagami-sensor-raed.8"));
	assert_int_equal(ftell(f), 0);
	option_man_names(f, &sensor_program);

	char *text = slurp(f, &len);

	for (size_t i = 0; i < COUNT(pages); i++) {
		assert_non_null(strstr(text, pages[i]));
		f = tmpfile();
		assert_true(option_man(f, &sensor_program, pages[i]));
		assert_true(ftell(f) > 500);
		fclose(f);
	}
	free(text);
}

static void the_cost_of_limits_is_one_line(void **state)
{
	static const struct cost costs[] = {
		{ "flows", 16384, 1126 },
		{ "buffers", 64, 65536 },
		{ "odd", 3, 5 },
		{ "huge", 16777216, 65536 },
	};
	FILE *f = tmpfile();
	size_t len;

	(void)state;
	assert_non_null(f);
	options_print_cost(f, costs, COUNT(costs));

	char *text = slurp(f, &len);

	assert_string_equal(text,
			    "limits: flows 16384 × 1.1 KiB = 17.6 MiB, buffers 64 × 64 KiB = "
			    "4 MiB, odd 3 × 5 B = 15 B, huge 16777216 × 64 KiB = 1 TiB, 1 TiB "
			    "in all\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_fits_100_columns_and_names_every_option),
		cmocka_unit_test(the_example_file_is_the_defaults),
		cmocka_unit_test(every_man_page_is_written_and_no_other),
		cmocka_unit_test(the_cost_of_limits_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
