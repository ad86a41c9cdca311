#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "sensor/coverage.h"

static struct coverage c;
static struct dec d;

static int setup(void **state)
{
	(void)state;
	memset(&d, 0, sizeof(d));
	coverage_init(&c);
	return 0;
}

static void our_protocols_have_the_first_labels(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++)
		assert_string_equal(c.rows[i].name, protocols[i]->name);
	assert_string_equal(c.rows[LABEL_UNKNOWN].name, "unknown");
	assert_string_equal(c.rows[LABEL_OTHERS].name, "others");
	assert_int_equal(c.nlabels, LABEL_FIRST);
}

static void other_protocols_get_a_label_each_until_there_are_none(void **state)
{
	char name[32];

	(void)state;
	assert_int_equal(coverage_label(&c, NULL), LABEL_UNKNOWN);
	assert_int_equal(coverage_label(&c, ""), LABEL_UNKNOWN);
	assert_int_equal(coverage_label(&c, "Unknown"), LABEL_UNKNOWN);
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = LABEL_FIRST; i < LABELS; i++) {
			(void)snprintf(name, sizeof(name), "P%u", i);
			assert_int_equal(coverage_label(&c, name), i);
			assert_string_equal(c.rows[i].name, name);
		}
	}
	assert_int_equal(coverage_label(&c, "one more"), LABEL_OTHERS);
	assert_int_equal(coverage_label(&c, "P100"), 100);
}

static void a_name_too_long_is_cut_and_still_one_label(void **state)
{
	static const char name[] = "a protocol with a very long name indeed";
	unsigned label = coverage_label(&c, name);

	(void)state;
	assert_int_equal(coverage_label(&c, name), label);
	assert_int_equal(strlen(c.rows[label].name), COVERAGE_NAME - 1);
}

static void every_number_of_the_messages_is_exact(void **state)
{
	const struct coverage_row *r = &c.rows[0];

	(void)state;
	d.noperations = 2; /* of one request */
	coverage_message(&c, 0, &d);
	d.operations[0].ot.response = d.operations[1].ot.response = true;
	d.operations[0].ot.failed = d.operations[1].ot.failed = true;
	d.operations[0].ot.unmatched = d.operations[1].ot.unmatched = true;
	d.malformed = true;
	d.trailing = 7;
	d.overflow = true;
	d.nmarks = 1;
	d.marks[0] = "odd";
	coverage_message(&c, 0, &d);
	assert_int_equal(r->messages, 2);
	assert_int_equal(r->decoded, 1);
	assert_int_equal(r->malformed, 1);
	assert_int_equal(r->overflow, 1);
	assert_int_equal(r->trailing, 1);
	assert_int_equal(r->trailing_bytes, 7);
	assert_int_equal(r->operations, 4);
	assert_int_equal(r->requests, 1);
	assert_int_equal(r->responses, 1);
	assert_int_equal(r->errors, 1);
	assert_int_equal(r->unmatched, 1);
	assert_string_equal(r->marks[0].why, "odd");
	assert_int_equal(r->marks[0].n, 1);
	assert_null(r->marks[1].why);
}

static void remarks_beyond_those_kept_are_counted(void **state)
{
	static char why[COVERAGE_MARKS + 2][8];

	(void)state;
	d.nmarks = 1;
	for (unsigned i = 0; i < 2 * (COVERAGE_MARKS + 2); i++) {
		unsigned k = i % (COVERAGE_MARKS + 2);

		(void)snprintf(why[k], sizeof(why[k]), "w%u", k);
		d.marks[0] = why[k];
		coverage_message(&c, 0, &d);
	}
	for (unsigned i = 0; i < COVERAGE_MARKS; i++)
		assert_int_equal(c.rows[0].marks[i].n, 2);
	assert_int_equal(c.rows[0].more_marks, 4);
}

static void a_protocol_on_its_own_port_is_no_news(void **state)
{
	(void)state;
	coverage_port(&c, 6, 502, PROTOCOL_mbtcp);
	coverage_port(&c, 17, 502, PROTOCOL_mbtcp);
	coverage_port(&c, 17, 67, PROTOCOL_dhcp);
	coverage_port(&c, 6, 443, coverage_label(&c, "TLS"));
	coverage_port(&c, 6, 4001, PROTOCOL_mbrtu); /* has no port of its own */
	coverage_port(&c, 6, 0, PROTOCOL_mbtcp);
	coverage_port(&c, 1, 502, LABEL_UNKNOWN);
	assert_int_equal(c.nports, 0);
}

static void what_sits_on_a_port_of_another_is_kept_and_counted(void **state)
{
	unsigned http = coverage_label(&c, "HTTP");

	(void)state;
	coverage_port(&c, 6, 502, http);
	coverage_port(&c, 6, 502, LABEL_UNKNOWN);
	coverage_port(&c, 6, 502, http);
	coverage_port(&c, 6, 502, PROTOCOL_mbrtu);
	coverage_port(&c, 6, 5020, PROTOCOL_mbtcp);
	const struct coverage_port want[] = {
		{ 6, 502, (uint8_t)http, PROTOCOL_mbtcp, 2 },
		{ 6, 502, LABEL_UNKNOWN, PROTOCOL_mbtcp, 1 },
		{ 6, 502, PROTOCOL_mbrtu, PROTOCOL_mbtcp, 1 },
		{ 6, 5020, PROTOCOL_mbtcp, LABELS, 1 },
	};

	assert_int_equal(c.nports, 4);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(c.ports[i].ip_proto, want[i].ip_proto);
		assert_int_equal(c.ports[i].port, want[i].port);
		assert_int_equal(c.ports[i].label, want[i].label);
		assert_int_equal(c.ports[i].expected, want[i].expected);
		assert_int_equal(c.ports[i].flows, want[i].flows);
	}
}

static void unusual_ports_are_bounded(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < (uint16_t)(COVERAGE_PORTS + 9); i++)
		coverage_port(&c, 6, (uint16_t)(1000 + i), PROTOCOL_mbtcp);
	assert_int_equal(c.nports, COVERAGE_PORTS);
	assert_int_equal(c.more_ports, 9);
}

#define TEST(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(our_protocols_have_the_first_labels),
		TEST(other_protocols_get_a_label_each_until_there_are_none),
		TEST(a_name_too_long_is_cut_and_still_one_label),
		TEST(every_number_of_the_messages_is_exact),
		TEST(remarks_beyond_those_kept_are_counted),
		TEST(a_protocol_on_its_own_port_is_no_news),
		TEST(what_sits_on_a_port_of_another_is_kept_and_counted),
		TEST(unusual_ports_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
