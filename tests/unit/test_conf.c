/*
 * conf.c and conf_file.c: what is wrong in a file is said with its place, all of it in one run, and
 * no text makes reading it fail otherwise.
 */
#include "tests/unit/test.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/conf.h"
#include "common/log.h"
#include "sensor/options.h"
#include "tests/unit/heard.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct read {
	struct options o;
	struct sensor_options s;
	bool good;
	char *said;
};

static void start(struct read *r, struct heard *h)
{
	memset(r, 0, sizeof(*r));
	log_init("k");
	options_init(&r->o, &sensor_program, option_command(&sensor_program, "check"), &r->s);
	heard_start(h);
}

static void text_read(struct read *r, const char *text, size_t len)
{
	struct heard h;

	start(r, &h);
	r->good = conf_text(&r->o, "f", text, len);
	r->said = heard_end(&h);
	assert_int_equal(r->good, r->o.errors == 0);
	assert_int_equal(r->good, r->said[0] == '\0');
}

static void path_read(struct read *r, const char *path)
{
	struct heard h;

	start(r, &h);
	r->good = conf_read(&r->o, path);
	r->said = heard_end(&h);
	assert_int_equal(r->good, r->o.errors == 0);
}

static void done(struct read *r)
{
	options_fini(&r->o);
	free(r->said);
}

static void a_value_of_every_type_is_read(void **state)
{
	static const char text[] = "# comment\n"
				   "capture:\n"
				   "  interface: [eth0, 'eth1', \"e\\x74h2\"]\n"
				   "  filter: >-\n    tcp port 502\n    or udp\n"
				   "  snaplen: 1.5KiB\n"
				   "  promiscuous: Off\n"
				   "  from: \"2024-05-01T12:00:00Z\"\n"
				   "  duplicate-window: 0\n"
				   "limits: {flows: 64k, dpi-flows: 0}\n"
				   "output:\n"
				   "  protocol: modbus,goose\n"
				   "  progress: always\n"
				   "  json: true\n"
				   "timeouts:\n";
	struct read r;

	(void)state;
	text_read(&r, text, strlen(text));
	assert_string_equal(r.said, "");
	assert_int_equal(r.s.interface.n, 3);
	assert_string_equal(r.s.interface.items[2], "eth2");
	assert_string_equal(r.s.filter, "tcp port 502 or udp");
	assert_int_equal(r.s.snaplen, 1536);
	assert_false(r.s.promiscuous);
	assert_int_equal(r.s.from, 1714564800000000000);
	assert_int_equal(r.s.duplicate_window, 0);
	assert_int_equal(r.s.flows, 64000);
	assert_int_equal(r.s.dpi_flows, 0);
	assert_int_equal(r.s.protocol.n, 2);
	assert_string_equal(r.s.protocol.items[1], "goose");
	assert_int_equal(r.s.progress, PROGRESS_ALWAYS);
	assert_true(r.s.json);
	done(&r);
}

static void an_empty_file_is_all_defaults(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"# only a comment\n",
		"---\n",
		"---\n...\n",
		"{}",
		"null\n",
		"~",
		"limits:\ncapture:\n",
		"limits: {}\n",
		"\xef\xbb\xbf",
		"\xef\xbb\xbflimits:\r\n",
		"capture:\n  filter:\n  interface: []\n  from: ~\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct read r;

		text_read(&r, texts[i], strlen(texts[i]));
		assert_string_equal(r.said, "");
		assert_int_equal(r.s.flows, 16384);
		assert_null(r.s.filter);
		assert_int_equal(r.s.interface.n, 0);
		done(&r);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	const char *said;
} wrong[] = {
	/* keys */
	{ "limits:\n  flow: 5\n", "f:2:3: unknown key 'flow' in 'limits'; did you mean 'flows'?\n" },
	{ "limits:\n  zzz: 5\n", "f:2:3: unknown key 'zzz' in 'limits'; it has: flows, fragments, segment-buffers, "
	  "large-buffers, notes, assets, conversations, dpi-flows, dpi-packets, states, last-values, evidence-ring\n" },
	{ "limits:\n  tcp-idle: 1h\n", "f:2:3: unknown key 'tcp-idle' in 'limits'; it belongs to 'timeouts'\n" },
	{ "limits:\n  config: x\n", "f:2:3: unknown key 'config' in 'limits'; it has: flows, fragments, segment-buffers, "
	  "large-buffers, notes, assets, conversations, dpi-flows, dpi-packets, states, last-values, evidence-ring\n" },
	{ "limit:\n  flows: 64\n", "f:1:1: unknown section 'limit'; did you mean 'limits'?\n" },
	{ "flows: 64\n", "f:1:1: unknown section 'flows'; did you mean the key 'flows' in 'limits'?\n" },
	{ "flosw: 64\n", "f:1:1: unknown section 'flosw'; did you mean the key 'flows' in 'limits'?\n" },
	{ "zzz: 64\n", "f:1:1: unknown section 'zzz'; there are: capture, detection, delivery, output, limits, timeouts\n" },
	{ "limits:\n  flows: 64\n  flows: 65\n", "f:3:3: duplicate key 'flows'; it is in line 2 already\n" },
	{ "limits:\n  flows: 64\nlimits:\n  assets: 64\n", "f:3:1: duplicate key 'limits'; it is in line 1 already\n" },
	{ "limits:\n  [a]: 1\n", "f:2:3: a key must be a name\n" },
	{ "limits:\n  <<: {flows: 5}\n", "f:2:3: unknown key '<<' in 'limits'; it has: flows, fragments, segment-buffers, "
	  "large-buffers, notes, assets, conversations, dpi-flows, dpi-packets, states, last-values, evidence-ring\n" },
	/* values */
	{ "limits:\n  flows: many\n", "f:2:10: flows: 'many' is not a number (a whole number from 64 to 16777216)\n" },
	{ "limits:\n  flows: 5\n", "f:2:10: flows: 5 is too small (a whole number from 64 to 16777216)\n" },
	{ "limits:\n  flows: 99999999999999999999\n", "f:2:10: flows: 99999999999999999999 is too large (a whole number from 64 to 16777216)\n" },
	{ "limits:\n  flows:\n", "f:2:3: flows: no value (a whole number from 64 to 16777216)\n" },
	{ "limits:\n  flows: \"64\"\n", "f:2:10: flows: \"64\" is text, not a whole number from 64 to 16777216; leave the quotes out\n" },
	{ "limits:\n  flows: [64]\n", "f:2:10: flows: a list is not a whole number from 64 to 16777216\n" },
	{ "limits:\n  flows:\n    n: 64\n", "f:3:5: flows: a section is not a whole number from 64 to 16777216\n" },
	{ "output:\n  json: 1\n", "f:2:9: json: '1' is not true or false\n" },
	{ "output:\n  json: 'true'\n", "f:2:9: json: \"true\" is text, not true or false; leave the quotes out\n" },
	{ "output:\n  json:\n", "f:2:3: json: no value (true or false)\n" },
	{ "output:\n  progress: alway\n", "f:2:13: progress: 'alway' is not auto, always or never; did you mean 'always'?\n" },
	{ "timeouts:\n  tcp-idle: 60\n", "f:2:13: tcp-idle: '60' is not a duration (a duration such as 250ms, 5s, 2m or 1h, from 1s to 365d)\n" },
	{ "capture:\n  ring: 32M\n", "f:2:9: ring: '32M' is not a size (a size such as 65536, 64KiB or 32MiB, from 1MiB to 2047MiB)\n" },
	{ "capture:\n  from: noon\n", "f:2:9: from: 'noon' is not a time (a time such as 2024-05-01T12:00:00Z, 2024-05-01 or seconds since 1970)\n" },
	{ "capture:\n  filter: [a]\n", "f:2:11: filter: a list is not text\n" },
	{ "capture:\n  filter: \"a\\0b\"\n", "f:2:11: a text holds a NUL byte\n" },
	{ "capture:\n  interface: {a: b}\n", "f:2:14: interface: a section is not a list of texts\n" },
	{ "capture:\n  interface: [a, [b, [c]], d, '']\n", "f:2:18: interface: an item of the list is not text\n"
	  "f:2:31: interface: an empty item in ''\n" },
	/* shapes */
	{ "limits: 5\n", "f:1:9: 'limits' is a section: its keys stand below it, indented\n" },
	{ "limits: [flows]\n", "f:1:9: 'limits' is a section: its keys stand below it, indented\n" },
	{ "just text\n", "f:1:1: a configuration is made of sections, such as 'capture:'\n" },
	{ "- a\n- b\n", "f:1:1: a configuration is made of sections, such as 'capture:'\n" },
	{ "limits:\n---\nlimits:\n", "f:2:1: a second document; a configuration is one\n" },
	{ "limits: &a\n  flows: 64\n", "f:2:3: anchors and aliases are not supported here\n" },
	{ "limits:\n  flows: &a 64\n  assets: *a\n", "f:2:13: anchors and aliases are not supported here\n"
	  "f:3:11: anchors and aliases are not supported here\n" },
	{ "limits:\n  flows: !!int 64\n", "f:2:16: tags are not supported here\n" },
	/* not YAML: what is wrong is the parser's to say; not text */
	{ "limits:\n  flows: 64\n bad: [\n", "f:3:2: " },
	{ "limits: {flows: 64\n", "f:2:1: " },
	{ "limits:\n\tflows: 64\n", "f:2:1: " },
	{ "capture:\n  filter: 'a\n", "f:2:12: " },
	{ "%YAML 1.2\n---\n", "f:1:1: directives are not supported here\n" },
	{ "\xef\xbb\xbf%YAML 1.2\n---\n", "f:1:1: directives are not supported here\n" },
	{ "limits:\r%x", "f:2:1: directives are not supported here\n" },
	{ "limits:\n  \xff: 1\n", "f:2:3: this is not UTF-8 text\n" },
	{ "\xff\xfe\n", "f:1:1: this is not UTF-8 text\n" },
	{ "a\xc0\x80", "f:1:2: this is not UTF-8 text\n" },
	{ "a\xed\xa0\x80", "f:1:2: this is not UTF-8 text\n" },
	{ "a\xf4\x90\x80\x80", "f:1:2: this is not UTF-8 text\n" },
	{ "a\xe2\x82", "f:1:2: this is not UTF-8 text\n" },
	/* the column counts characters */
	{ "limits: {\"\xc3\xa4\": 1, flow: 2}\n", "f:1:10: unknown key '\xc3\xa4' in 'limits'; it has: flows, fragments, "
	  "segment-buffers, large-buffers, notes, assets, conversations, dpi-flows, dpi-packets, states, last-values, evidence-ring\n"
	  "f:1:18: unknown key 'flow' in 'limits'; did you mean 'flows'?\n" },
};
/* clang-format on */

/* A line wanted without its end is wanted to begin so, and to be the only one. */
static bool says(const char *said, const char *want)
{
	size_t len = strlen(want);

	if (want[len - 1] == '\n')
		return strcmp(said, want) == 0;
	return strncmp(said, want, len) == 0 && strcspn(said, "\n") == strlen(said) - 1;
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct read r;

		text_read(&r, wrong[i].text, strlen(wrong[i].text));
		if (!says(r.said, wrong[i].said))
			fail_msg("%s\nsaid: %swant: %s", wrong[i].text, r.said, wrong[i].said);
		done(&r);
	}
}

static void all_that_is_wrong_is_said_in_one_run(void **state)
{
	static const char text[] = "limits:\n"
				   "  flow: 5\n"
				   "  assets: none\n"
				   "  fragments: 1\n"
				   "limit:\n"
				   "  deep: {er: [and, {deeper: 1}]}\n"
				   "output:\n"
				   "  json: 7\n"
				   "  json: true\n";
	struct read r;

	(void)state;
	text_read(&r, text, strlen(text));
	assert_string_equal(r.said,
			    "f:2:3: unknown key 'flow' in 'limits'; did you mean 'flows'?\n"
			    "f:3:11: assets: 'none' is not a number (a whole number from 64 to "
			    "1048576)\n"
			    "f:5:1: unknown section 'limit'; did you mean 'limits'?\n"
			    "f:8:9: json: '7' is not true or false\n"
			    "f:9:3: duplicate key 'json'; it is in line 8 already\n");
	assert_int_equal(r.o.errors, 5);
	done(&r);
}

static void a_nul_byte_is_said_with_its_place(void **state)
{
	struct read r;

	(void)state;
	text_read(&r, "limits:\n  \0flows: 1\n", 21);
	assert_string_equal(r.said, "f:2:3: a NUL byte: this is not text\n");
	done(&r);
}

static void the_greatest_file_is_read_and_a_greater_one_refused(void **state)
{
	char *text = malloc(CONF_MAX + 1);
	struct read r;

	(void)state;
	assert_non_null(text);
	memset(text, '\n', CONF_MAX + 1);
	text_read(&r, text, CONF_MAX);
	assert_true(r.good);
	done(&r);
	text_read(&r, text, CONF_MAX + 1);
	assert_string_equal(r.said, "f: too large for a configuration (at most 1048576 bytes)\n");
	done(&r);
	free(text);
}

/* Long enough that a time which grows with the square would be minutes. */
enum { BOMB = CONF_MAX / 8 };

static void fill(char *text, const char *pattern)
{
	size_t len = strlen(pattern);

	for (size_t i = 0; i < BOMB; i++)
		text[i] = pattern[i % len];
}

static void a_bomb_ends_in_an_error(void **state)
{
	static const char *const patterns[] = { "[",	"{",  "- ",   "? ",  "{a: [", "&a *a ",
						"!",	"%",  "''",   "\"",  "a: {",  "- [",
						"|\n ", ": ", "*a, ", "{? ", "&",     "a\n " };
	char *text = malloc(BOMB);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct read r;

		fill(text, patterns[i]);
		text_read(&r, text, BOMB);
		assert_false(r.good);
		done(&r);
	}
	free(text);
}

static void a_billion_laughs_are_two_complaints_a_line(void **state)
{
	static const char text[] = "limits: {flows: 64}\n"
				   "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
	struct read r;

	(void)state;
	text_read(&r, text, strlen(text));
	assert_int_equal(r.s.flows, 64);
	assert_int_equal(r.o.errors, 3); /* three unknown sections, passed over */
	done(&r);
}

static void every_prefix_of_the_example_is_read_or_refused(void **state)
{
	static char text[1 << 16];
	FILE *f = fmemopen(text, sizeof(text), "w");
	size_t len;

	(void)state;
	assert_non_null(f);
	option_example(f, &sensor_program);
	fclose(f);
	len = strlen(text);
	assert_true(len > 1000);
	for (size_t n = 0; n <= len; n += 7) {
		char *part = malloc(n + 1);
		struct read r;

		memcpy(part, text, n);
		text_read(&r, part, n);
		done(&r);
		free(part);
	}
}

static void a_file_that_cannot_be_read_is_said(void **state)
{
	char name[] = "test_conf.XXXXXX";
	int fd = mkstemp(name);
	struct read r;
	char want[128];

	(void)state;
	assert_true(fd >= 0);
	path_read(&r, "/nonexistent/f");
	assert_string_equal(r.said, "/nonexistent/f: cannot be read: No such file or directory\n");
	done(&r);
	path_read(&r, "/");
	assert_string_equal(r.said, "/: cannot be read: Is a directory\n");
	done(&r);
	path_read(&r, name);
	assert_true(r.good);
	done(&r);
	assert_int_equal(write(fd, "limits: 1\n", 10), 10);
	path_read(&r, name);
	snprintf(want, sizeof(want),
		 "%s:1:9: 'limits' is a section: its keys stand below it, indented\n", name);
	assert_string_equal(r.said, want);
	done(&r);
	assert_int_equal(ftruncate(fd, CONF_MAX + 1), 0);
	path_read(&r, name);
	assert_non_null(strstr(r.said, "too large"));
	done(&r);
	close(fd);
	unlink(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_of_every_type_is_read),
		cmocka_unit_test(an_empty_file_is_all_defaults),
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		cmocka_unit_test(all_that_is_wrong_is_said_in_one_run),
		cmocka_unit_test(a_nul_byte_is_said_with_its_place),
		cmocka_unit_test(the_greatest_file_is_read_and_a_greater_one_refused),
		cmocka_unit_test(a_bomb_ends_in_an_error),
		cmocka_unit_test(a_billion_laughs_are_two_complaints_a_line),
		cmocka_unit_test(every_prefix_of_the_example_is_read_or_refused),
		cmocka_unit_test(a_file_that_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
