/*
 * option*.c and nearest.c: rows to values, flags, help, man pages, example file. The sensor's own
 * rows are put through the same tests, because they are what people read.
 */
#include "tests/unit/test.h"

#include <stdbool.h>
#include <string.h>

#include "common/conf.h"
#include "common/log.h"
#include "common/nearest.h"
#include "common/option.h"
#include "sensor/options.h"
#include "tests/unit/heard.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A run of the sensor's options over a command line. */
struct run {
	struct options o;
	struct sensor_options s;
	char *line; /* copy that argv points into */
	char *argv[32];
	char *said; /* what was complained of */
};

/* Splits the line at spaces; "_" stands for an argument that is empty. `file`: the configuration's
 * text, or NULL. */
static void run(struct run *r, const char *command, const char *line, const char *file)
{
	struct heard h;
	size_t n = 0;

	memset(r, 0, sizeof(*r));
	r->line = strdup(line);
	for (char *word = strtok(r->line, " "); word != NULL; word = strtok(NULL, " ")) {
		assert_true(n + 1 < COUNT(r->argv));
		if (strcmp(word, "_") == 0)
			word[0] = '\0';
		r->argv[n++] = word;
	}
	log_init("k");
	log_part(command);
	heard_start(&h);
	options_init(&r->o, &sensor_program, option_command(&sensor_program, command), &r->s);
	options_args(&r->o, r->argv);
	if (file != NULL)
		conf_text(&r->o, "f", file, strlen(file));
	sensor_options_complete(&r->o, &r->s);
	options_complete(&r->o);
	r->said = heard_end(&h);
	log_level(LOG_NOTE);
}

static void done(struct run *r)
{
	options_fini(&r->o);
	free(r->line);
	free(r->said);
}

static void numbers_have_units(void **state)
{
	/* clang-format off */
	static const struct {
		enum option_type type;
		const char *text;
		enum option_parsed parsed;
		uint64_t value;
	} cases[] = {
		{ OPTION_UINT, "0", OPTION_PARSED, 0 },
		{ OPTION_UINT, "16k", OPTION_PARSED, 16000 },
		{ OPTION_UINT, "2M", OPTION_PARSED, 2000000 },
		{ OPTION_UINT, "1G", OPTION_PARSED, 1000000000 },
		{ OPTION_UINT, "1.5k", OPTION_PARSED, 1500 },
		{ OPTION_UINT, "18446744073709551615", OPTION_PARSED, UINT64_MAX },
		{ OPTION_UINT, "18446744073709551616", OPTION_TOO_LARGE, 0 },
		{ OPTION_UINT, "99999999999999999999G", OPTION_TOO_LARGE, 0 },
		{ OPTION_UINT, "18446744073709551G", OPTION_TOO_LARGE, 0 },
		{ OPTION_UINT, "", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "-1", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "+1", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, " 1", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "1 ", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "0x10", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "1.5", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "1.", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, ".5k", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "1K", OPTION_NOT_ONE, 0 },
		{ OPTION_UINT, "1e3", OPTION_NOT_ONE, 0 },
		{ OPTION_SIZE, "64KiB", OPTION_PARSED, 65536 },
		{ OPTION_SIZE, "64kB", OPTION_PARSED, 64000 },
		{ OPTION_SIZE, "7B", OPTION_PARSED, 7 },
		{ OPTION_SIZE, "7", OPTION_PARSED, 7 },
		{ OPTION_SIZE, "1.5MiB", OPTION_PARSED, 1572864 },
		{ OPTION_SIZE, "17179869184GiB", OPTION_TOO_LARGE, 0 },
		{ OPTION_SIZE, "32M", OPTION_NOT_ONE, 0 },
		{ OPTION_DURATION, "0", OPTION_PARSED, 0 },
		{ OPTION_DURATION, "0s", OPTION_PARSED, 0 },
		{ OPTION_DURATION, "5ns", OPTION_PARSED, 5 },
		{ OPTION_DURATION, "5us", OPTION_PARSED, 5000 },
		{ OPTION_DURATION, "250ms", OPTION_PARSED, 250000000 },
		{ OPTION_DURATION, "1.5s", OPTION_PARSED, 1500000000 },
		{ OPTION_DURATION, "2m", OPTION_PARSED, 120000000000 },
		{ OPTION_DURATION, "1h", OPTION_PARSED, 3600000000000 },
		{ OPTION_DURATION, "7d", OPTION_PARSED, 604800000000000 },
		{ OPTION_DURATION, "5", OPTION_NOT_ONE, 0 },
		{ OPTION_DURATION, "1h30m", OPTION_NOT_ONE, 0 },
		{ OPTION_DURATION, "0.5ns", OPTION_NOT_ONE, 0 },
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

static void defaults_stand_where_nothing_is_said(void **state)
{
	struct run r;

	(void)state;
	run(&r, "read", "x.pcap", NULL);
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.flows, 16384);
	assert_int_equal(r.s.tcp_idle, 3600000000000);
	assert_int_equal(r.s.ring, 32 << 20);
	assert_true(r.s.promiscuous);
	assert_int_equal(r.s.from, 0);
	assert_true(r.s.to == UINT64_MAX);
	assert_null(r.s.filter);
	assert_int_equal(r.s.protocol.n, 0);
	assert_int_equal(r.s.progress, PROGRESS_AUTO);
	done(&r);
}

static void a_flag_is_written_in_every_usual_way(void **state)
{
	struct run r;

	(void)state;
	run(&r, "live",
	    "--flows 64k -ieth0 -i eth1 --interface=eth2,eth3 --no-promiscuous --json=no -Sq -c 7 "
	    "--progress never --filter=--x",
	    NULL);
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.flows, 64000);
	assert_int_equal(r.s.interface.n, 4);
	assert_string_equal(r.s.interface.items[0], "eth0");
	assert_string_equal(r.s.interface.items[3], "eth3");
	assert_false(r.s.promiscuous);
	assert_false(r.s.json);
	assert_true(r.s.summary);
	assert_true(r.s.quiet);
	assert_int_equal(r.s.count, 7);
	assert_int_equal(r.s.progress, PROGRESS_NEVER);
	assert_string_equal(r.s.filter, "--x");
	done(&r);
}

static void what_is_no_option_is_a_file(void **state)
{
	struct run r;

	(void)state;
	run(&r, "read", "a --json - b -- --summary -x", NULL);
	assert_string_equal(r.said, "");
	assert_int_equal(r.o.nargs, 5);
	assert_string_equal(r.o.args[0], "a");
	assert_string_equal(r.o.args[1], "-");
	assert_string_equal(r.o.args[2], "b");
	assert_string_equal(r.o.args[3], "--summary");
	assert_string_equal(r.o.args[4], "-x");
	assert_null(r.o.args[5]);
	assert_true(r.s.json);
	assert_false(r.s.summary);
	done(&r);
}

static void a_flag_wins_over_the_file(void **state)
{
	struct run r;

	(void)state;
	run(&r, "live", "--flows 100 -i a -i b --no-promiscuous",
	    "limits:\n  flows: 200\n  assets: 300\n"
	    "capture:\n  interface: [c, d, e]\n  promiscuous: yes\n  filter: tcp\n");
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.flows, 100);
	assert_int_equal(r.s.assets, 300);
	assert_int_equal(r.s.interface.n, 2);
	assert_string_equal(r.s.interface.items[1], "b");
	assert_false(r.s.promiscuous);
	assert_string_equal(r.s.filter, "tcp");
	assert_int_equal(options_source(&r.o, &r.s.flows), OPTION_FLAG);
	assert_int_equal(options_source(&r.o, &r.s.assets), OPTION_FILE);
	assert_int_equal(options_source(&r.o, &r.s.fragments), OPTION_DEFAULT);
	done(&r);
}

static void a_wrong_value_in_the_file_is_said_though_a_flag_wins(void **state)
{
	struct run r;

	(void)state;
	run(&r, "read", "--flows 100 x", "limits:\n  flows: 1\n");
	assert_string_equal(r.said, "f:2:10: flows: 1 is too small (a whole number from 64 to "
				    "16777216)\n");
	done(&r);
}

/* clang-format off */
static const struct {
	const char *command;
	const char *line;
	const char *said;
} mistakes[] = {
	{ "read", "--jsno x", "k: read: unknown option --jsno; did you mean --json?\n" },
	{ "read", "--no-jsno x", "k: read: unknown option --no-jsno; did you mean --no-json?\n" },
	{ "read", "--no-flows x", "k: read: unknown option --no-flows; did you mean --flows?\n" },
	{ "read", "--sumary=yes x", "k: read: unknown option --sumary; did you mean --summary?\n" },
	{ "read", "--segment x", "k: read: unknown option --segment; did you mean --segment-buffers?\n" },
	{ "read", "--hlep x", "k: read: unknown option --hlep; did you mean --help?\n" },
	{ "read", "--xyzzy x", "k: read: unknown option --xyzzy; see 'kagami-sensor read --help'\n" },
	{ "read", "-json x", "k: read: unknown option -json; did you mean --json?\n" },
	{ "read", "-Z x", "k: read: unknown option -Z; see 'kagami-sensor read --help'\n" },
	{ "read", "-i eth0 x", "k: read: -i (--interface) is an option of live, not of read\n" },
	{ "read", "--interface eth0 x", "k: read: --interface is an option of live, not of read\n" },
	{ "live", "-i a --from 2024-05-01", "k: live: --from is an option of read, not of live\n" },
	{ "fields", "--config x", "k: fields: --config is an option of read and live and check, not of fields\n" },
	{ "read", "--flows many x", "k: read: --flows: 'many' is not a number (a whole number from 64 to 16777216)\n" },
	{ "read", "--flows 5 x", "k: read: --flows: 5 is too small (a whole number from 64 to 16777216)\n" },
	{ "read", "--flows 17M x", "k: read: --flows: 17M is too large (a whole number from 64 to 16777216)\n" },
	{ "read", "--flows _ x", "k: read: --flows: no value (a whole number from 64 to 16777216)\n" },
	{ "read", "x --flows", "k: read: --flows needs a value: --flows N (a whole number from 64 to 16777216)\n" },
	{ "read", "x --flows --json", "k: read: --flows needs a value: --flows N (a whole number from 64 to 16777216)\n" },
	{ "read", "--json=maybe x", "k: read: --json: 'maybe' is not true or false\n" },
	{ "read", "--no-json=no x", "k: read: --no-json takes no value\n" },
	{ "read", "--progress nver x", "k: read: --progress: 'nver' is not auto, always or never; did you mean 'never'?\n" },
	{ "read", "--protocol modbus,,goose x", "k: read: --protocol: an empty item in 'modbus,,goose'\n" },
	{ "read", "--duplicate-window 2s x", "k: read: --duplicate-window: 2s is too large (a duration such as 250ms, 5s, 2m or 1h, from 1us to 1s, or 0: off)\n" },
	{ "read", "", "k: read: no FILE... given; see 'kagami-sensor read --help'\n" },
	{ "live", "-i a b", "k: live: unexpected argument 'b'; see 'kagami-sensor live --help'\n" },
	{ "live", "", "k: live: no --interface (or -i) given: interface to capture on; may be repeated\n" },
	{ "read", "--from 2024-05-02 --to 2024-05-01 x", "k: read: nothing lies between 'from' and 'to': 'from' must be earlier\n" },
	{ "read", "-qv x", "k: read: 'quiet' and 'verbose' contradict each other\n" },
	{ "read", "--jsno --flows 1 -Z", "k: read: unknown option --jsno; did you mean --json?\n"
	  "k: read: --flows: 1 is too small (a whole number from 64 to 16777216)\n"
	  "k: read: unknown option -Z; see 'kagami-sensor read --help'\n"
	  "k: read: no FILE... given; see 'kagami-sensor read --help'\n" },
};
/* clang-format on */

static void mistakes_in_the_command_line_are_all_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		struct run r;

		run(&r, mistakes[i].command, mistakes[i].line, NULL);
		if (strcmp(r.said, mistakes[i].said) != 0)
			fail_msg("%s %s\nsaid: %swant: %s", mistakes[i].command, mistakes[i].line,
				 r.said, mistakes[i].said);
		assert_true(r.o.errors > 0);
		done(&r);
	}
}

static void a_flood_of_mistakes_is_cut_and_counted(void **state)
{
	static char text[200 * 16];
	struct run r;
	size_t lines = 0;

	(void)state;
	strcpy(text, "limits:\n");
	for (int i = 0; i < 200; i++) {
		char key[32];

		snprintf(key, sizeof(key), "  zz%d: 1\n", i);
		strcat(text, key);
	}
	run(&r, "read", "x", text);
	assert_int_equal(r.o.errors, 200);
	for (const char *p = r.said; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	assert_int_equal(lines, OPTION_ERRORS + 1);
	assert_non_null(strstr(r.said, "k: read: 136 more errors not shown\n"));
	done(&r);
}

static void a_control_character_does_not_reach_the_terminal(void **state)
{
	struct run r;

	(void)state;
	run(&r, "live", "-i a \x1b[2J\n\xc2\x9b", NULL);
	assert_non_null(strstr(r.said, "unexpected argument '\\x1b[2J\\x0a\\x9b'"));
	done(&r);
}

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

static void help_wins_over_mistakes(void **state)
{
	struct run r;

	(void)state;
	run(&r, "read", "--help --jsno", NULL);
	assert_true(r.o.help);
	done(&r);
	run(&r, "read", "-jh", NULL);
	assert_true(r.o.help);
	done(&r);
}

static void names_and_letters_are_used_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		const struct option *a = &sensor_program.rows[i];

		assert_int_not_equal(a->letter, 'h');
		assert_int_not_equal(a->letter, 'V');
		assert_true(a->type != OPTION_TIME || a->value == NULL);
		for (size_t j = i + 1; j < sensor_program.nrows; j++) {
			const struct option *b = &sensor_program.rows[j];

			assert_string_not_equal(a->name, b->name);
			assert_true(a->at != b->at);
			assert_true(a->letter == 0 || a->letter != b->letter);
		}
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

	run(&plain, "read", "x", NULL);
	run(&r, "read", "x", text);
	assert_string_equal(r.said, "");
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		const struct option *row = &sensor_program.rows[i];

		if (row->value != NULL)
			assert_int_equal(row->group != NULL ? OPTION_FILE : OPTION_DEFAULT,
					 r.o.source[i]);
	}
	assert_memory_equal(&plain.s, &r.s, sizeof(r.s));
	done(&r);
	done(&plain);

	/* And what is commented out is right too: every key of a group is there. */
	uncomment(text);
	run(&r, "read", "x", text);
	assert_string_equal(r.said, "");
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		if (sensor_program.rows[i].group != NULL)
			assert_int_equal(r.o.source[i], OPTION_FILE);
	}
	done(&r);
	free(text);
}

static void every_man_page_is_written_and_no_other(void **state)
{
	static const char *const pages[] = { "kagami-sensor.8",	      "kagami-sensor-read.8",
					     "kagami-sensor-live.8",  "kagami-sensor-fields.8",
					     "kagami-sensor-check.8", "sensor.yaml.5" };
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
		cmocka_unit_test(numbers_have_units),
		cmocka_unit_test(times_are_utc_unless_they_say_otherwise),
		cmocka_unit_test(defaults_stand_where_nothing_is_said),
		cmocka_unit_test(a_flag_is_written_in_every_usual_way),
		cmocka_unit_test(what_is_no_option_is_a_file),
		cmocka_unit_test(a_flag_wins_over_the_file),
		cmocka_unit_test(a_wrong_value_in_the_file_is_said_though_a_flag_wins),
		cmocka_unit_test(mistakes_in_the_command_line_are_all_said),
		cmocka_unit_test(a_flood_of_mistakes_is_cut_and_counted),
		cmocka_unit_test(a_control_character_does_not_reach_the_terminal),
		cmocka_unit_test(the_nearest_name_is_found),
		cmocka_unit_test(help_fits_100_columns_and_names_every_option),
		cmocka_unit_test(help_wins_over_mistakes),
		cmocka_unit_test(names_and_letters_are_used_once),
		cmocka_unit_test(the_example_file_is_the_defaults),
		cmocka_unit_test(every_man_page_is_written_and_no_other),
		cmocka_unit_test(the_cost_of_limits_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
