/*
 * option.c and option_args.c: rows to values, from flags and a file.
 */
#include "tests/unit/option_run.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void defaults_stand_where_nothing_is_said(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "x.pcap", NULL);
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
	assert_false(r.s.wait);
	run_end(&r);
}

static void a_flag_is_written_in_every_usual_way(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "live",
		  "--flows 64k -ieth0 -i eth1 --interface=eth2,eth3 --no-promiscuous --json=no -Sq "
		  "-c 7 "
		  "--progress never --config=--x",
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
	assert_string_equal(r.s.config, "--x");
	run_end(&r);
}

static void what_is_no_option_is_a_file(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "a --json - b -- --summary -x", NULL);
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
	run_end(&r);
}

static void a_flag_wins_over_the_file(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "live", "--flows 100 -i a -i b --no-promiscuous",
		  "limits:\n  flows: 200\n  assets: 300\n"
		  "capture:\n  interface: [c, d, e]\n  promiscuous: yes\n  wait: yes\n  filter: "
		  "tcp\n");
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.flows, 100);
	assert_int_equal(r.s.assets, 300);
	assert_int_equal(r.s.interface.n, 2);
	assert_string_equal(r.s.interface.items[1], "b");
	assert_false(r.s.promiscuous);
	assert_true(r.s.wait);
	assert_string_equal(r.s.filter, "tcp");
	assert_int_equal(options_source(&r.o, &r.s.flows), OPTION_FLAG);
	assert_int_equal(options_source(&r.o, &r.s.assets), OPTION_FILE);
	assert_int_equal(options_source(&r.o, &r.s.fragments), OPTION_DEFAULT);
	run_end(&r);
}

static void a_wrong_value_in_the_file_is_said_though_a_flag_wins(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "--flows 100 x", "limits:\n  flows: 1\n");
	assert_string_equal(r.said, "f:2:10: flows: 1 is too small (a whole number from 64 to "
				    "16777216)\n");
	run_end(&r);
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
	{ "read", "-i eth0 x", "k: read: -i (--interface) is an option of live, replay and learn, not of read\n" },
	{ "read", "--interface eth0 x", "k: read: --interface is an option of live, replay and learn, not of read\n" },
	{ "read", "--wait x", "k: read: --wait is an option of live and learn, not of read\n" },
	{ "live", "-i a --from 2024-05-01", "k: live: --from is an option of read, replay, learn and rules try, not of live\n" },
	{ "fields", "--config x", "k: fields: --config is an option of read, live, replay, send, learn, rules check, rules list, rules explain, rules test, rules try, rules reference and check, not of fields\n" },
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
	{ "live", "", "k: live: no --interface (or -i) given: interface to capture on; may be repeated, or a,b; replay: the one that frames go out on\n" },
	{ "read", "--from 2024-05-02 --to 2024-05-01 x", "k: read: --to: nothing lies between 'from' and 'to': 'from' must be earlier\n" },
	{ "read", "--from 18446744073.709551615 x", "k: read: --from: nothing lies between 'from' and 'to': 'from' must be earlier\n" },
	{ "read", "--from 2024-05-02 --to noon x", "k: read: --to: 'noon' is not a time (a time such as 2024-05-01T12:00:00Z, 2024-05-01 or seconds since 1970)\n" },
	{ "read", "-P modbs x", "k: read: --protocol: unknown protocol 'modbs'; did you mean 'modbus'?\n" },
	{ "read", "-P modbs,goose,gose x", "k: read: --protocol: unknown protocol 'modbs'; did you mean 'modbus'? unknown protocol 'gose'; did you mean 'goose'?\n" },
	{ "read", "-P xyzzy x", "k: read: --protocol: unknown protocol 'xyzzy'; there are: modbus, umas, goose, arp, lldp, dhcp, iec60870_104, iec60870_101, iec60870_asdu, cotp, mms, sv, dnp3, synphasor, enip, cip, cipio, s7comm, cciefb, cclinkie, opcua, slmp, omron, pn_rt, pn_dcp, dcerpc, pn_io\n" },
	{ "read", "-P mbtcp x", "k: read: --protocol: 'mbtcp' is only a framing; the operations it carries are called 'modbus' and 'umas'\n" },
	{ "read", "-P mbrtu,goose x", "k: read: --protocol: 'mbrtu' is only a framing; the operations it carries are called 'modbus' and 'umas'\n" },
	{ "read", "--filter=(tcp x", "k: read: --filter: '(tcp': can't parse filter expression: syntax error; see pcap-filter(7)\n" },
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

		run_start(&r, mistakes[i].command, mistakes[i].line, NULL);
		if (strcmp(r.said, mistakes[i].said) != 0)
			fail_msg("%s %s\nsaid: %swant: %s", mistakes[i].command, mistakes[i].line,
				 r.said, mistakes[i].said);
		assert_true(r.o.errors > 0);
		run_end(&r);
	}
}

static void every_protocol_but_a_framing_can_be_asked_for(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "-P modbus,umas -P goose,arp,lldp,dhcp x", NULL);
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.protocol.n, 6);
	run_end(&r);
}

static void a_filter_may_fit_some_link_types_only(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "--filter=inbound x", NULL); /* not of Ethernet frames in a file */
	assert_string_equal(r.said, "");
	run_end(&r);
}

static void what_proves_wrong_later_is_said_with_its_place(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "x",
		  "capture:\n  to: 2024-05-01\n  filter: tcp prt 5\n  from:   2024-05-02\n"
		  "output:\n  protocol: [goose, modbs,\n    mbtcp]\n");
	assert_string_equal(
		r.said,
		"f:3:11: filter: 'tcp prt 5': can't parse filter expression: syntax error; see "
		"pcap-filter(7)\n"
		"f:6:21: protocol: unknown protocol 'modbs'; did you mean 'modbus'?\n"
		"f:7:5: protocol: 'mbtcp' is only a framing; the operations it carries are called "
		"'modbus' and 'umas'\n"
		"f:2:7: to: nothing lies between 'from' and 'to': 'from' must be earlier\n");
	assert_int_equal(r.o.errors, 4);
	run_end(&r);
}

static void a_wrong_protocol_in_the_file_is_said_though_a_flag_wins(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "-P goose x", "output:\n  protocol: modbs\n");
	assert_string_equal(r.said,
			    "f:2:13: protocol: unknown protocol 'modbs'; did you mean 'modbus'?\n");
	assert_int_equal(r.s.protocol.n, 1);
	run_end(&r);
}

static void a_flood_of_mistakes_is_cut_and_counted(void **state)
{
	static char text[200 * 16];
	struct run r;
	size_t lines = 0;
	size_t at;

	(void)state;
	at = (size_t)snprintf(text, sizeof(text), "limits:\n");
	for (int i = 0; i < 200; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at, "  zz%d: 1\n", i);
	assert_true(at < sizeof(text));
	run_start(&r, "read", "x", text);
	assert_int_equal(r.o.errors, 200);
	for (const char *p = r.said; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	assert_int_equal(lines, OPTION_ERRORS + 1);
	assert_non_null(strstr(r.said, "k: read: 136 more errors not shown\n"));
	run_end(&r);
}

static void a_control_character_does_not_reach_the_terminal(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "live", "-i a \x1b[2J\n\xc2\x9b", NULL);
	assert_non_null(strstr(r.said, "unexpected argument '\\x1b[2J\\x0a\\x9b'"));
	run_end(&r);
}

static void help_wins_over_mistakes(void **state)
{
	struct run r;

	(void)state;
	run_start(&r, "read", "--help --jsno", NULL);
	assert_true(r.o.help);
	run_end(&r);
	run_start(&r, "read", "-jh", NULL);
	assert_true(r.o.help);
	run_end(&r);
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
			/* Two may be one thing that different commands call differently. */
			assert_true(a->at != b->at || (a->commands & b->commands) == 0);
			assert_true(a->letter == 0 || a->letter != b->letter);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_stand_where_nothing_is_said),
		cmocka_unit_test(a_flag_is_written_in_every_usual_way),
		cmocka_unit_test(what_is_no_option_is_a_file),
		cmocka_unit_test(a_flag_wins_over_the_file),
		cmocka_unit_test(a_wrong_value_in_the_file_is_said_though_a_flag_wins),
		cmocka_unit_test(mistakes_in_the_command_line_are_all_said),
		cmocka_unit_test(every_protocol_but_a_framing_can_be_asked_for),
		cmocka_unit_test(a_filter_may_fit_some_link_types_only),
		cmocka_unit_test(what_proves_wrong_later_is_said_with_its_place),
		cmocka_unit_test(a_wrong_protocol_in_the_file_is_said_though_a_flag_wins),
		cmocka_unit_test(a_flood_of_mistakes_is_cut_and_counted),
		cmocka_unit_test(a_control_character_does_not_reach_the_terminal),
		cmocka_unit_test(help_wins_over_mistakes),
		cmocka_unit_test(names_and_letters_are_used_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
