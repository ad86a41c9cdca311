/* The MBAP header: protocols/mbtcp.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/pdu.h"
#include "tests/unit/test.h"

static uint8_t bytes[600];

static struct cur of(const char *hex)
{
	size_t n = 0;
	unsigned byte;
	int used;

	for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used)
		bytes[n++] = (uint8_t)byte;
	return cur_of(bytes, n);
}

static enum probe request(const char *hex)
{
	return protocol_mbtcp.probe(of(hex), DIR_REQUEST);
}

static enum probe response(const char *hex)
{
	return protocol_mbtcp.probe(of(hex), DIR_RESPONSE);
}

static long segment(const char *hex)
{
	return protocol_mbtcp.segment(of(hex), DIR_REQUEST);
}

static void a_whole_request_is_sure(void **state)
{
	(void)state;
	assert_int_equal(request("0001 0000 0006 01 03 0010 0002"), PROBE_SURE);
	assert_int_equal(request("ffff 0000 0006 ff 06 0010 0002"), PROBE_SURE);
	/* Another one behind it changes nothing. */
	assert_int_equal(request("0001 0000 0006 01 03 0010 0002 0002 0000"), PROBE_SURE);
}

static void a_direction_is_told_by_the_shape(void **state)
{
	(void)state;
	assert_int_equal(response("0001 0000 0007 01 03 04 0001 0002"), PROBE_SURE);
	assert_int_equal(request("0001 0000 0007 01 03 04 0001 0002"), PROBE_WEAK);
	assert_int_equal(response("0001 0000 0003 01 83 02"), PROBE_SURE);
	assert_int_equal(request("0001 0000 0003 01 83 02"), PROBE_WEAK);
	assert_int_equal(request("0001 0000 0003 01 83 02 00"), PROBE_NO);
}

static void user_defined_functions_and_odd_lengths_are_weak(void **state)
{
	(void)state;
	assert_int_equal(request("0001 0000 0004 01 64 0102"), PROBE_WEAK);
	assert_int_equal(request("0001 0000 0007 01 03 0010 0002 00"), PROBE_WEAK);
	assert_int_equal(request("0001 0000 0006 01 03 0010 007e"), PROBE_WEAK);
}

static void half_a_message_is_weak(void **state)
{
	(void)state;
	assert_int_equal(request("0001 0000 0006 01 03 0010"), PROBE_WEAK);
	assert_int_equal(request("0001 0000 0009 01 64 0010 0002"), PROBE_WEAK);
}

static void too_few_bytes_say_nothing_unless_they_are_wrong(void **state)
{
	(void)state;
	assert_int_equal(request(""), PROBE_SHORT);
	assert_int_equal(request("0001 00"), PROBE_SHORT);
	assert_int_equal(request("0001 0000 0006 01"), PROBE_SHORT);
	assert_int_equal(request("0001 0100"), PROBE_NO);
}

static void other_protocols_are_not_taken(void **state)
{
	(void)state;
	assert_int_equal(request("47455420 2f20 48545450 2f31 2e31"), PROBE_NO);
	assert_int_equal(request("1603 0100 a501 0000 a103 03"), PROBE_NO);
	assert_int_equal(request("0300 0016 11e0 0000 0012 00"), PROBE_NO);
}

static void a_wrong_header_is_weak_when_only_half_of_it_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(request("0001 0001 0006 01 03 0010 0002"), PROBE_WEAK);
	assert_int_equal(request("0001 0001 0007 01 03 0010 0002"), PROBE_NO);
	assert_int_equal(request("0001 0000 0000 01 03 0010 0002"), PROBE_WEAK);
}

static void the_length_is_six_and_what_the_header_says(void **state)
{
	(void)state;
	assert_int_equal(segment("0001 0000 0006 01 03 0010 0002"), 12);
	assert_int_equal(segment("0001 0000 0006"), 12);
	assert_int_equal(segment("0001 0000 0002 01"), 8);
	assert_int_equal(segment("0001 0000 00fe"), 260);
	assert_int_equal(segment("0001 0000 00"), 0);
	assert_int_equal(segment(""), 0);
}

static void a_header_out_of_range_begins_no_message(void **state)
{
	(void)state;
	assert_int_equal(segment("0001 0000 0001 01"), 7); /* all of it, and wrong */
	assert_int_equal(segment("0001 0000 0001 01 03 0010"), SEGMENT_BAD);
	assert_int_equal(segment("0001 0000 00ff 01"), SEGMENT_BAD);
	assert_int_equal(segment("0001 0001 0006 01"), SEGMENT_BAD);
	assert_int_equal(segment("0001 0001 0006 01 03 0010 0002"), 12);
}

static void the_header_s_fields_are_read(void **state)
{
	struct message *m =
		message_of(&protocol_mbtcp, DIR_REQUEST, "1234 0000 0006 2a 03 0010 0002");

	(void)state;
	assert_int_equal(message_number(m, "mbtcp.trans_id", 0), 0x1234);
	assert_int_equal(message_number(m, "mbtcp.prot_id", 0), 0);
	assert_int_equal(message_number(m, "mbtcp.len", 0), 6);
	assert_int_equal(message_number(m, "mbtcp.unit_id", 0), 0x2a);
	assert_true(m->d.operations[0].ot.has_device);
	assert_int_equal(m->d.operations[0].ot.device, 0x2a);
	assert_ptr_equal(m->d.protocol, &protocol_modbus);
	assert_false(m->d.malformed);
	message_free(m);
}

static void what_was_not_read_is_unknown(void **state)
{
	struct message *m = message_of(&protocol_mbtcp, DIR_REQUEST, "1234 0000 0006");

	(void)state;
	assert_false(m->d.operations[0].ot.has_device);
	assert_string_equal(m->d.operations[0].ot.function, "unknown");
	assert_ptr_equal(m->d.protocol, &protocol_modbus);
	message_free(m);
	m = message_of(&protocol_mbtcp, DIR_REQUEST, "1234 0000 0006 00");
	assert_true(m->d.operations[0].ot.has_device);
	assert_int_equal(m->d.operations[0].ot.device, 0);
	assert_string_equal(m->d.operations[0].ot.function, "unknown");
	message_free(m);
}

/* Is it malformed, and says so? */
static void wrong(const char *hex, const char *why)
{
	struct message *m = message_of(&protocol_mbtcp, DIR_REQUEST, hex);

	assert_true(m->d.malformed);
	if (!message_marked(m, why))
		fail_msg("%s: %s", hex, m->d.nmarks > 0 ? m->d.marks[0] : "no remark");
	message_free(m);
}

static void what_is_wrong_with_a_header_is_said(void **state)
{
	(void)state;
	wrong("0001 0001 0006 01 03 0010 0002", "protocol identifier is not 0");
	wrong("0001 0000 0008 01 03 0010 0002", "MBAP length is more than there is");
	wrong("0001 0000 0001 01", "MBAP length is out of its range 2..254");
	wrong("0001 0000 0006 01 03 0010 0002 ff", "bytes after the MBAP length");
	wrong("0001 0000 0008 01 03 0010 0002 ffff", "bytes after the end of the PDU");
	wrong("0001 00", "message too short");
	wrong("0001 0000 0006", "message too short");
}

static void every_prefix_of_a_message_is_malformed(void **state)
{
	(void)state;
	check_prefixes(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0006 01 03 0010 0002", 12);
	check_prefixes(&protocol_mbtcp, DIR_RESPONSE, "0001 0000 0003 01 83 02", 9);
	check_prefixes(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0008 01 16 0004 00f2 0025", 14);
}

static void the_key_is_transaction_and_unit(void **state)
{
	static struct pdu p;

	(void)state;
	pdu_begin(&p);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_REQUEST, "0102 0000 0006 03 03 0010 0001");
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0102 0000 0005 04 03 02 0001");
	assert_true(p.d.operations[0].ot.unmatched);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0103 0000 0005 03 03 02 0001");
	assert_true(p.d.operations[0].ot.unmatched);
	(void)pdu_message(&p, &protocol_mbtcp, DIR_RESPONSE, "0102 0000 0005 03 03 02 0001");
	assert_false(p.d.operations[0].ot.unmatched);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_request_is_sure),
		cmocka_unit_test(a_direction_is_told_by_the_shape),
		cmocka_unit_test(user_defined_functions_and_odd_lengths_are_weak),
		cmocka_unit_test(half_a_message_is_weak),
		cmocka_unit_test(too_few_bytes_say_nothing_unless_they_are_wrong),
		cmocka_unit_test(other_protocols_are_not_taken),
		cmocka_unit_test(a_wrong_header_is_weak_when_only_half_of_it_is_wrong),
		cmocka_unit_test(the_length_is_six_and_what_the_header_says),
		cmocka_unit_test(a_header_out_of_range_begins_no_message),
		cmocka_unit_test(the_header_s_fields_are_read),
		cmocka_unit_test(what_was_not_read_is_unknown),
		cmocka_unit_test(what_is_wrong_with_a_header_is_said),
		cmocka_unit_test(every_prefix_of_a_message_is_malformed),
		cmocka_unit_test(the_key_is_transaction_and_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
