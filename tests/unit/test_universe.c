#include "sensor/rule/universe.h"

#include <string.h>

#include "sensor/rule/facts.h"
#include "tests/unit/test.h"

static const struct rule_field *find(const char *name)
{
	return universe_find(name, strlen(name));
}

static void every_field_is_found_by_its_name_and_at_its_place(void **state)
{
	(void)state;
	assert_true(universe_count() > 300);
	for (unsigned i = 0; i < universe_count(); i++) {
		const struct rule_field *f = universe_at(i);

		assert_int_equal(f->id, i);
		assert_ptr_equal(find(f->row->name), f);
		assert_non_null(f->row->doc);
	}
	assert_null(universe_at(universe_count()));
}

static void what_is_not_computed_belongs_to_a_decoder(void **state)
{
	(void)state;
	for (unsigned i = 0; i < universe_count(); i++) {
		const struct rule_field *f = universe_at(i);

		if (f->fact != NULL) {
			assert_non_null(f->fact->get);
			assert_int_equal(f->protocol, PROTOCOL_COUNT);
		} else {
			assert_true(f->protocol < PROTOCOL_COUNT);
			assert_int_equal(f->home, HOME_OPERATION);
		}
	}
}

static void a_decoders_rows_are_in_it_as_they_are(void **state)
{
	(void)state;
	for (unsigned id = 0; id < PROTOCOL_COUNT; id++) {
		for (unsigned i = 0; i < protocols[id]->nfields; i++) {
			const struct field *row = &protocols[id]->fields[i];
			const struct rule_field *f = find(row->name);

			assert_non_null(f);
			assert_ptr_equal(f->row, row);
			assert_int_equal(f->protocol, id);
			assert_int_equal(f->index, i);
			assert_false(f->presence);
		}
	}
}

static void names_of_protocols_stand_for_their_presence(void **state)
{
	static const char *const names[] = { "frame", "eth",   "vlan",	 "ip",	   "ipv6",  "tcp",
					     "udp",   "icmp",  "icmpv6", "modbus", "mbtcp", "mbrtu",
					     "umas",  "goose", "arp",	 "lldp",   "dhcp" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct rule_field *f = find(names[i]);

		assert_non_null(f);
		assert_true(f->presence);
	}
	assert_int_equal(find("goose")->protocol, PROTOCOL_goose);
	assert_int_equal(find("tcp")->home, HOME_PACKET);
	assert_false(find("umas")->wireshark);
	assert_true(find("modbus")->wireshark);
}

static void a_part_of_a_name_is_no_name(void **state)
{
	(void)state;
	assert_null(find("ip.sr"));
	assert_null(find("ip.srcs"));
	assert_null(find(""));
	assert_non_null(universe_find("ip.srcs", 6));
	assert_ptr_equal(universe_find("ip.srcs", 6), find("ip.src"));
	assert_null(find("ot.response_frame")); /* not known when a request is asked about */
}

static void the_nearest_name_is_suggested(void **state)
{
	(void)state;
	assert_string_equal(universe_nearest("modbus.fnc_code"), "modbus.func_code");
	assert_string_equal(universe_nearest("ip.scr"), "ip.src");
	assert_null(universe_nearest("qqqqqqqqqqqqqqqqqqqqqqqqq"));
}

static void special_fields_say_so(void **state)
{
	(void)state;
	assert_true(find("ot.value")->any_type);
	assert_false(find("ot.count")->any_type);
	assert_true(find("ot.request")->only_true);
	assert_true(find("flow.handshake")->only_true);
	assert_false(find("tcp.flags.syn")->only_true);
	assert_true(find("tcp.flags.syn")->wireshark);
	assert_false(find("ot.op")->wireshark);
	assert_false(find("goose.t")->wireshark); /* a text there, a time here */
	assert_true(find("goose.stNum")->wireshark);
}

static void homes_decide_what_is_asked(void **state)
{
	static const struct {
		unsigned homes;
		enum subject_kind kind;
	} cases[] = {
		{ 0, SUBJECT_PACKET },
		{ 1 << HOME_PACKET, SUBJECT_PACKET },
		{ 1 << HOME_ASSET | 1 << HOME_PACKET, SUBJECT_PACKET },
		{ 1 << HOME_PACKET | 1 << HOME_FLOW, SUBJECT_FLOW },
		{ 1 << HOME_OPERATION | 1 << HOME_FLOW, SUBJECT_OPERATION },
		{ 1 << HOME_FLOW_EVENT | 1 << HOME_FLOW, SUBJECT_FLOW },
		{ 1 << HOME_TAG | 1 << HOME_OPERATION, SUBJECT_TAG },
		{ 1 << HOME_ASSET_EVENT, SUBJECT_ASSET },
		{ 1 << HOME_CAPTURE, SUBJECT_CAPTURE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(subject_of_homes(cases[i].homes), cases[i].kind);
	assert_string_equal(subject_kind_name(SUBJECT_OPERATION), "operation");
	assert_string_equal(subject_kind_name(SUBJECT_FRAME), "frame");
}

static void what_only_packets_have_is_asked_of_packets(void **state)
{
	const unsigned both = 1 << HOME_PACKET | 1 << HOME_FLOW;
	const struct rule_field *fields[2] = { find("flow.protocol"), find("ip.src") };

	(void)state;
	assert_int_equal(subject_of_fields(both, fields, 2), SUBJECT_FLOW);
	fields[1] = find("tcp");
	assert_int_equal(subject_of_fields(both, fields, 2), SUBJECT_FLOW);
	fields[1] = find("tcp.flags.syn");
	assert_int_equal(subject_of_fields(both, fields, 2), SUBJECT_PACKET);
	assert_int_equal(subject_of_fields(both | 1 << HOME_FLOW_EVENT, fields, 2), SUBJECT_FLOW);
	assert_int_equal(subject_of_fields(both | 1 << HOME_OPERATION, fields, 2),
			 SUBJECT_OPERATION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_is_found_by_its_name_and_at_its_place),
		cmocka_unit_test(what_is_not_computed_belongs_to_a_decoder),
		cmocka_unit_test(a_decoders_rows_are_in_it_as_they_are),
		cmocka_unit_test(names_of_protocols_stand_for_their_presence),
		cmocka_unit_test(a_part_of_a_name_is_no_name),
		cmocka_unit_test(the_nearest_name_is_suggested),
		cmocka_unit_test(special_fields_say_so),
		cmocka_unit_test(homes_decide_what_is_asked),
		cmocka_unit_test(what_only_packets_have_is_asked_of_packets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
