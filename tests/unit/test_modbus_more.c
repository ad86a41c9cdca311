/* Diagnostics, logs, files and identification: protocols/modbus_more.c. */
#include "tests/unit/pdu.h"
#include "tests/unit/test.h"

static struct pdu p;

/* clang-format off */
static void the_event_counter_has_status_and_count(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">0b",
		  "diagnose {func_code=11}" },
		{ "<0b ffff 0108",
		  "diagnose =264 ok {func_code=11 ev_status=65535 ev_count=264}" });
}

static void the_event_log_has_events_with_their_bits(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">0c",
		  "diagnose {func_code=12}" },
		{ "<0c 08 0000 0108 0121 20 00",
		  "diagnose ok {func_code=12 byte_cnt=8 ev_status=0 ev_count=264 ev_msg_count=289 event=32 event=0}" },
		{ ">0c",
		  "diagnose {func_code=12}" },
		{ "<0c 08 0000 0108 0121 ff 7f",
		  "diagnose ok {func_code=12 byte_cnt=8 ev_status=0 ev_count=264 ev_msg_count=289 event=255 ev_recv_comm_err=1 ev_recv_char_over=1 ev_recv_lo_mode=1 ev_recv_broadcast=1 event=127 ev_send_read_ex=1 ev_send_slave_abort_ex=1 ev_send_slave_busy_ex=1 ev_send_slave_nak_ex=1 ev_send_write_timeout=1 ev_send_lo_mode=1}" });
}

static void a_device_describes_itself(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">11",
		  "identify {func_code=17}" },
		{ "<11 06 2a ff 41 42 43 44",
		  "identify =41424344 ok {func_code=17 data=062aff41424344}" },
		{ "<11 02 2a ff",
		  "identify =2aff ok unmatched {func_code=17 data=022aff}" });
}

static void file_records_are_read_group_by_group(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">14 0e 06 0004 0001 0002 06 0003 0009 0002",
		  "read file:4/1 x2 + read file:3/9 x2 {func_code=20 byte_cnt=14 reference_type=6 reference_num_32=262145 word_cnt=2 reference_type=6 reference_num_32=196617 word_cnt=2}" },
		{ "<14 0c 05 06 0dfe 0020 05 06 33cd 0040",
		  "read file:4/1 x2 =3582 32 ok + read x2 =13261 64 ok {func_code=20 byte_cnt=12 byte_cnt=5 reference_type=6 data=0dfe0020 byte_cnt=5 reference_type=6 data=33cd0040}" });
}

static void a_refused_record_is_named_as_in_its_request(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">14 07 06 0009 0000 0002",
		  "read file:9/0 x2 {func_code=20 byte_cnt=7 reference_type=6 reference_num_32=589824 word_cnt=2}" },
		{ "<94 02",
		  "read file:9/0 x2 REFUSED Illegal data address {func_code=20 exception_code=2}" },
		{ ">15 09 06 0009 0007 0001 06af",
		  "write file:9/7 x1 =1711 {func_code=21 byte_cnt=9 reference_type=6 reference_num_32=589831 word_cnt=1 data=06af}" },
		{ "<95 02",
		  "write file:9/7 x1 REFUSED Illegal data address {func_code=21 exception_code=2}" },
		{ ">14 00",
		  "read {func_code=20 byte_cnt=0}" },
		{ "<94 03",
		  "read REFUSED Illegal data value {func_code=20 exception_code=3}" });
}

static void file_records_are_written(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">15 0d 06 0004 0007 0003 06af 04be 100d",
		  "write file:4/7 x3 =1711 1214 4109 {func_code=21 byte_cnt=13 reference_type=6 reference_num_32=262151 word_cnt=3 data=06af04be100d}" },
		{ "<15 0d 06 0004 0007 0003 06af 04be 100d",
		  "write file:4/7 x3 =1711 1214 4109 ok {func_code=21 byte_cnt=13 reference_type=6 reference_num_32=262151 word_cnt=3 data=06af04be100d}" });
}

static void a_device_is_identified_object_by_object(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">2b 0e 01 00",
		  "identify {func_code=43 mei=14 read_device_id=1 object_id=0}" },
		{ "<2b 0e 01 01 00 00 03 00 03 616263 01 02 5859 80 01 ff",
		  "identify x3 =6162632c205859 ok {func_code=43 mei=14 read_device_id=1 conformity_level=1 more_follows=0 next_object_id=0 num_objects=3 object_id=0 objects_len=3 object_str_value=616263 object_id=1 objects_len=2 object_str_value=5859 object_id=128 objects_len=1 object_value=ff}" },
		{ ">2b 0d 01 02",
		  "other {func_code=43 mei=13 data=0d0102}" },
		{ "<2b 0d 01 02",
		  "other ok {func_code=43 mei=13 data=0d0102}" });
}

static void diagnostics_have_a_field_for_each_sub_function(void **state)
{
	(void)state;
	PDU_CHECK(
		{ ">08 0000 a537",
		  "diagnose =a537 {func_code=8 diagnostic_code=0 diagnostic.return_query_data.request=a537}" },
		{ "<08 0000 a537",
		  "diagnose =a537 ok {func_code=8 diagnostic_code=0 diagnostic.return_query_data.echo=a537}" },
		{ ">08 0001 ff00",
		  "control {func_code=8 diagnostic_code=1 diagnostic.restart_communication_option=65280}" },
		{ "<08 0001 ff00",
		  "control ok {func_code=8 diagnostic_code=1 diagnostic.restart_communication_option=65280}" },
		{ ">08 0002 0000",
		  "diagnose {func_code=8 diagnostic_code=2 data=0000}" },
		{ "<08 0002 1234",
		  "diagnose =4660 ok {func_code=8 diagnostic_code=2 diagnostic.return_diag_register=4660}" },
		{ ">08 0003 0a00",
		  "control {func_code=8 diagnostic_code=3 diagnostic.ascii_input_delimiter=10}" },
		{ "<08 0003 0a00",
		  "control ok {func_code=8 diagnostic_code=3 diagnostic.ascii_input_delimiter=10}" },
		{ ">08 000a 0000",
		  "control {func_code=8 diagnostic_code=10 data=0000}" },
		{ "<08 000a 0000",
		  "control ok {func_code=8 diagnostic_code=10 diagnostic.clear_ctr_diag_reg=0}" },
		{ ">08 000b 0000",
		  "diagnose {func_code=8 diagnostic_code=11 data=0000}" },
		{ "<08 000b 0102",
		  "diagnose =258 ok {func_code=8 diagnostic_code=11 diagnostic.bus_message_count=258}" },
		{ ">08 0014 0000",
		  "control {func_code=8 diagnostic_code=20 data=0000}" },
		{ "<08 0014 0000",
		  "control ok {func_code=8 diagnostic_code=20 data=0000}" },
		{ ">08 0004 0000",
		  "control {func_code=8 diagnostic_code=4 data=0000}" },
		{ "<88 01",
		  "control REFUSED Illegal function {func_code=8 exception_code=1}" },
		{ ">08 0000 0001",
		  "diagnose =0001 {func_code=8 diagnostic_code=0 diagnostic.return_query_data.request=0001}" },
		{ "<08 000b 0001",
		  "diagnose =1 ok {func_code=8 diagnostic_code=11 diagnostic.bus_message_count=1} !answers a function that was not asked for" });
}
/* clang-format on */

static void a_refusal_names_the_sub_function_that_was_asked_for(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "08 0004 0000");
	(void)pdu_answer(&p, "88 01");
	assert_string_equal(p.d.ot.function, "Force Listen Only Mode");
	(void)pdu_ask(&p, "2b 0e 01 00");
	(void)pdu_answer(&p, "ab 01");
	assert_string_equal(p.d.ot.function, "Read Device Identification");
	assert_int_equal(p.d.ot.op, OT_IDENTIFY);
}

static void force_listen_only_needs_no_answer(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_ask(&p, "08 0004 0000");
	(void)pdu_ask(&p, "08 0000 0000");
	pairs_expire(&p.pairs, UINT64_MAX);
	assert_int_equal(p.pairs.nlost, 1);
}

static void the_identity_goes_to_the_asset_and_to_no_other(void **state)
{
	(void)state;
	pdu_begin(&p);
	(void)pdu_answer(&p, "2b 0e 01 01 00 00 02 00 03 616263 02 02 7631");
	const struct identity *id = &p.d.identity;

	assert_true(id->any && id->of_sender);
	assert_true(cur_left(&id->vendor) == 3 && cur_starts(&id->vendor, "abc", 3));
	assert_true(cur_left(&id->firmware) == 2 && cur_starts(&id->firmware, "v1", 2));
	assert_int_equal(cur_left(&id->model), 0);
	(void)pdu_answer(&p, "11 06 2a ff 41424344");
	assert_true(id->any);
	assert_int_equal(cur_left(&id->vendor), 0);
	assert_true(cur_left(&id->description) == 4 && cur_starts(&id->description, "ABCD", 4));
	(void)pdu_answer(&p, "03 02 0001");
	assert_false(id->any);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_event_counter_has_status_and_count),
		cmocka_unit_test(the_event_log_has_events_with_their_bits),
		cmocka_unit_test(a_device_describes_itself),
		cmocka_unit_test(file_records_are_read_group_by_group),
		cmocka_unit_test(file_records_are_written),
		cmocka_unit_test(a_refused_record_is_named_as_in_its_request),
		cmocka_unit_test(a_device_is_identified_object_by_object),
		cmocka_unit_test(diagnostics_have_a_field_for_each_sub_function),
		cmocka_unit_test(a_refusal_names_the_sub_function_that_was_asked_for),
		cmocka_unit_test(force_listen_only_needs_no_answer),
		cmocka_unit_test(the_identity_goes_to_the_asset_and_to_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
