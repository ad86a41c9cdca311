/* S7comm: protocols/s7comm*.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/cotp.h"
#include "protocols/s7comm.h"
#include "tests/unit/s7_kit.h"
#include "tests/unit/test.h"

#define ANY	 "12 0a 10 "
#define CONNECT	 "0300 0016 11 e0 0000 0002 00 c0 01 0a c1 02 0100 c2 02 0102"
#define READ_BIT "32 01 0000 0001 000e 0000 04 01 " ANY "01 0001 000a 84 000022"
#define ORDER	 "0001 36455337203331352d32454831342d3041423020 00c0 0003 0001"
#define FIRMWARE "0007 20202020202020202020202020202020 20202020 00c0 5603 0206"

static struct s7_talk t;

static const struct ot *ot(unsigned i)
{
	return &t.m.d.operations[i].ot;
}

static bool said(struct cur c, const char *text)
{
	return cur_left(&c) == strlen(text) && cur_starts(&c, text, strlen(text));
}

static void a_connect_request_says_rack_and_slot(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_say(&t, DIR_REQUEST, CONNECT);
	assert_int_equal(message_number(&t.m, "s7comm.connection.type", 0), 1);
	assert_int_equal(message_number(&t.m, "s7comm.connection.rack", 0), 0);
	assert_int_equal(message_number(&t.m, "s7comm.connection.slot", 0), 2);
	s7_job(&t, 1, "f0 00 0001 0001 01e0", "");
	assert_string_equal(ot(0)->device_text, "0/2");
	assert_string_equal(ot(0)->function, "Setup communication");
	s7_done(&t, 1, "f0 00 0001 0001 00f0", "");
	assert_int_equal(message_number(&t.m, "s7comm.param.pdu_length", 0), 240);
	assert_int_equal(ot(0)->request_frame, 2);
	assert_ptr_equal(t.m.d.protocol, &protocol_s7comm);
	s7_end(&t);
}

static void objects_are_named_as_people_write_them(void **state)
{
	static const struct {
		const char *address, *name;
	} want[] = {
		{ "01 0001 000a 84 000022", "DB10.DBX4.2" },
		{ "02 0001 0001 84 000020", "DB1.DBB4" },
		{ "04 0001 0001 84 000020", "DB1.DBW4" },
		{ "08 0001 0001 84 000020", "DB1.DBD4" },
		{ "01 0001 0000 81 000001", "I0.1" },
		{ "02 0001 0000 82 000008", "QB1" },
		{ "06 0001 0000 83 000020", "MD4" },
		{ "1d 0001 0000 1d 000005", "T5" },
		{ "1c 0001 0000 1c 000007", "C7" },
		{ "04 0001 0000 80 000100", "PIW32" },
		{ "02 0001 0002 85 000008", "DI2.DIB1" },
		{ "02 0001 0000 86 000008", "LB1" },
		{ "02 0001 0000 87 000008", "VB1" },
		{ "02 0001 0000 06 000008", "AIB1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		char param[64];

		s7_begin(&t);
		(void)snprintf(param, sizeof(param), "04 01 12 0a 10 %s", want[i].address);
		s7_job(&t, 1, param, "");
		assert_string_equal(ot(0)->object_text, want[i].name);
		assert_false(t.m.d.malformed);
		s7_end(&t);
	}
}

static void values_have_the_type_that_was_asked_for(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 7,
	       "04 05 " ANY "08 0001 0001 84 000000 " ANY "05 0001 0001 84 000020 " ANY
	       "1d 0001 0000 1d 000001 " ANY "1c 0001 0000 1c 000001 " ANY "01 0001 0000 82 000003",
	       "");
	assert_int_equal(t.m.d.noperations, 5);
	s7_done(&t, 7, "04 05",
		"ff 04 0020 41480000 ff 04 0010 fffe ff 09 0002 2025 ff 09 0002 0123 ff 03 0001 "
		"01");
	assert_false(t.m.d.malformed);
	assert_int_equal(t.m.d.noperations, 5);
	assert_true(ot(0)->value.kind == VALUE_FLOAT && ot(0)->value.f > 12.49 &&
		    ot(0)->value.f < 12.51);
	assert_int_equal(ot(1)->value.i, -2);
	assert_true(ot(2)->value.f > 24.9 && ot(2)->value.f < 25.1);
	assert_int_equal(ot(3)->value.u, 123);
	assert_int_equal(ot(4)->value.u, 1);
	assert_string_equal(ot(4)->object_text, "Q0.3");
	s7_end(&t);
}

static void an_item_that_fails_says_why(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1, "05 02 " ANY "02 0001 0001 84 000000 " ANY "02 0001 0000 82 000000",
	       "00 04 0008 05 00 00 04 0008 06");
	assert_int_equal(t.m.d.noperations, 2);
	assert_int_equal(ot(0)->op, OT_WRITE);
	assert_int_equal(ot(0)->value.u, 5);
	assert_int_equal(ot(1)->value.u, 6);
	s7_done(&t, 1, "05 02", "ff 03");
	assert_false(ot(0)->failed);
	assert_true(ot(1)->failed);
	assert_string_equal(ot(1)->status, "Accessing the object not allowed");
	assert_string_equal(ot(1)->object_text, "QB0");
	s7_end(&t);
}

static void errors_of_the_header_have_names(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_answer(&t, "32 02 0000 0001 0000 0000 d2 0c");
	assert_true(ot(0)->failed);
	assert_string_equal(ot(0)->status, "priority class missing for the block");
	s7_answer(&t, "32 03 0000 0001 0000 0000 87 99");
	assert_string_equal(ot(0)->status, "Access error");
	s7_end(&t);
}

static void other_addresses_are_read_too(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1,
	       "04 04 12 0c b0 02 04 0044 0166 02 0045 0001"
	       "12 08 82 41 0001 0002 1a 01 12 0a a2 01 0002 0003 0004 0005"
	       "12 0e b2 ff 8a0e 0001 11223344 2000000a",
	       "");
	assert_int_equal(t.m.d.noperations, 4);
	assert_string_equal(ot(0)->object_text, "DB68.DBB358");
	assert_int_equal(ot(0)->count, 6);
	assert_string_equal(ot(1)->object_text, "nck:C1/26/1/2");
	assert_string_equal(ot(2)->object_text, "p4.5");
	assert_string_equal(ot(3)->object_text, "DB1:10");
	s7_end(&t);
}

static void a_download_is_one_transfer_with_its_hash(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1, "1a 00 0100 00000000 09 5f3041303030303150 0d 31 303030303033 303030303031",
	       "");
	assert_string_equal(ot(0)->object_text, "DB1");
	assert_int_equal(ot(0)->op, OT_PROGRAM);
	s7_done(&t, 1, "1a", "");
	s7_answer(&t, "32 01 0000 0009 0012 0000 1b 00 0000 00000000 09 5f3041303030303150");
	s7_ask(&t, "32 03 0000 0009 0002 0007 0000 1b 00 0003 00fb 616263");
	assert_int_equal(ot(0)->request_frame, 3);
	s7_answer(&t, "32 01 0000 000a 0012 0000 1c 00 0000 00000000 09 5f3041303030303150");
	assert_true(message_is(&t.m, "s7comm.transfer.block", 0, "DB1"));
	assert_int_equal(message_number(&t.m, "s7comm.transfer.size", 0), 3);
	struct cur hash = message_bytes(&t.m, "s7comm.transfer.sha256", 0);

	assert_int_equal(cur_be32(&hash), 0xba7816bf);
	s7_end(&t);
}

static void an_upload_is_one_transfer_too(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1, "1d 00 0000 00000000 09 5f3038303030333541", "");
	assert_string_equal(ot(0)->object_text, "OB35");
	s7_done(&t, 1, "1d 00 0100 00000007 07 30303030303033", "");
	s7_job(&t, 2, "1e 00 0000 00000007", "");
	s7_done(&t, 2, "1e 01", "0002 00fb 6162");
	s7_job(&t, 3, "1e 00 0000 00000007", "");
	s7_done(&t, 3, "1e 00", "0001 00fb 63");
	s7_job(&t, 4, "1f 00 0000 00000007", "");
	assert_true(message_is(&t.m, "s7comm.transfer.block", 0, "OB35"));
	assert_int_equal(message_number(&t.m, "s7comm.transfer.direction", 0), 2);
	assert_int_equal(message_number(&t.m, "s7comm.transfer.size", 0), 3);
	s7_done(&t, 4, "1f", "");
	assert_false(t.m.d.malformed);
	s7_end(&t);
}

static void a_transfer_with_a_gap_has_no_hash(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1, "1d 00 0000 00000000 09 5f3038303030333541", "");
	s7_done(&t, 1, "1d 00 0100 00000007 07 30303030303033", "");
	s7_job(&t, 2, "1e 00 0000 00000007", "");
	t.m.d.gap = true;
	s7_done(&t, 2, "1e 00", "0002 00fb 6162");
	t.m.d.gap = false;
	s7_job(&t, 4, "1f 00 0000 00000007", "");
	assert_int_equal(message_count(&t.m, "s7comm.transfer.size"), 1);
	assert_int_equal(message_count(&t.m, "s7comm.transfer.sha256"), 0);
	s7_end(&t);
}

static void stop_and_start_change_the_state(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 1, "29 0000000000 09 505f50524f4752414d", "");
	assert_string_equal(ot(0)->function, "PLC Stop");
	assert_int_equal(ot(0)->op, OT_CONTROL);
	assert_int_equal(message_count(&t.m, "s7comm.cpu.state"), 0);
	s7_done(&t, 1, "29", "");
	assert_int_equal(message_number(&t.m, "s7comm.cpu.state", 0), 2);
	s7_job(&t, 2, "28 000000000000fd 0000 09 505f50524f4752414d", "");
	assert_string_equal(ot(0)->function, "PLC start");
	s7_done(&t, 2, "28", "");
	assert_int_equal(message_number(&t.m, "s7comm.cpu.state", 0), 1);
	assert_int_equal(message_number(&t.m, "s7comm.cpu.state_before", 0), 2);
	assert_string_equal(ot(0)->function, "PLC start");
	s7_end(&t);
}

static void a_start_that_is_refused_changes_nothing(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_job(&t, 2, "28 000000000000fd 0000 09 505f50524f4752414d", "");
	s7_answer(&t, "32 03 0000 0002 0002 0000 d2 a9 28 02");
	assert_true(ot(0)->failed);
	assert_string_not_equal(ot(0)->status, "error");
	assert_int_equal(message_number(&t.m, "s7comm.param.blockcontrol.functionstatus.error", 0),
			 1);
	assert_int_equal(message_count(&t.m, "s7comm.cpu.state"), 0);
	s7_job(&t, 3, "28 000000000000fd 0000 09 505f50524f4752414d", "");
	s7_answer(&t, "32 03 0000 0003 0002 0000 00 00 28 02");
	assert_string_equal(ot(0)->status, "error");
	assert_int_equal(message_count(&t.m, "s7comm.cpu.state"), 0);
	s7_end(&t);
}

static void services_have_names(void **state)
{
	static const struct {
		const char *param, *name;
		enum ot_op op;
	} want[] = {
		{ "28 000000000000fd 000a 01 00 3041303030303150 05 5f494e5345", "Insert block",
		  OT_PROGRAM },
		{ "28 000000000000fd 000a 01 00 3038303030303142 05 5f44454c45", "Delete block",
		  OT_PROGRAM },
		{ "28 000000000000fd 0002 4550 05 5f4d4f4455", "Copy RAM to ROM", OT_PROGRAM },
		{ "28 000000000000fd 0000 05 5f47415242", "Compress memory", OT_PROGRAM },
		{ "28 000000000000fd 0002 4320 09 505f50524f4752414d", "PLC cold start",
		  OT_CONTROL },
		{ "28 000000000000fd 0003 014100 09 5f4e5f4c4f47494e5f", "NC login", OT_AUTH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		s7_begin(&t);
		s7_job(&t, 1, want[i].param, "");
		assert_string_equal(ot(0)->function, want[i].name);
		assert_int_equal(ot(0)->op, want[i].op);
		assert_false(t.m.d.malformed);
		s7_end(&t);
	}
}

static void the_status_list_says_who_it_is(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 4, 1, "0011 0000");
	assert_string_equal(ot(0)->object_text, "SZL 0011:0000");
	assert_int_equal(ot(0)->op, OT_IDENTIFY);
	s7_user_answer(&t, 4, 1, "00 00 0000", "0011 0000 001c 0002 " ORDER FIRMWARE);
	assert_true(said(t.m.d.identity.model, "6ES7 315-2EH14-0AB0"));
	assert_true(said(t.m.d.identity.firmware, "V3.2.6"));
	assert_true(said(t.m.d.identity.vendor, "Siemens"));
	assert_int_equal(ot(0)->request_frame, 1);
	s7_end(&t);
}

static void contents_in_several_answers_are_joined(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 4, 1, "001c 0000");
	s7_user_answer(&t, 4, 1, "03 01 0000", "001c 0000 0022 0001 0005 53");
	assert_false(t.m.d.identity.any);
	s7_user_ask(&t, 4, 1, "001c 0000");
	s7_user_answer(&t, 4, 1, "03 00 0000",
		       "20432d43 000000000000000000000000000000000000 00 0000000000000000");
	assert_true(said(t.m.d.identity.serial, "S C-C"));
	s7_end(&t);
}

static void the_operating_state_is_known(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 4, 1, "0424 0000");
	s7_user_answer(&t, 4, 1, "00 00 0000",
		       "0424 0000 0014 0001 5142 ff 08 00000000 00000000 1408201200495484");
	assert_int_equal(message_number(&t.m, "s7comm.cpu.state", 0), 1);
	s7_user_ask(&t, 4, 1, "0124 0000");
	s7_user_answer(&t, 4, 1, "00 00 0000",
		       "0124 0000 0014 0001 4302 ff 68 c7000000 08147714 1602082308102642");
	assert_int_equal(message_number(&t.m, "s7comm.szl.0424.0000.bzu_id.pre", 0), 6);
	s7_answer(&t, "32 07 0000 0000 0008 0000 000112 04 11 00 00 00");
	assert_string_equal(ot(0)->function, "Mode transition");
	assert_int_equal(message_number(&t.m, "s7comm.cpu.state_before", 0), 1);
	assert_int_equal(ot(0)->op, OT_REPORT);
	s7_end(&t);
}

static void a_wrong_password_is_refused(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 5, 1, "6067464a50586271");
	assert_int_equal(ot(0)->op, OT_AUTH);
	assert_int_equal(message_count(&t.m, "s7comm.data.userdata"), 0); /* what was tried */
	s7_user_answer(&t, 5, 1, "00 00 d602", "");
	assert_true(ot(0)->failed);
	assert_string_equal(ot(0)->status, "incorrect password");
	s7_job(&t, 1, "29 0000000000 09 505f50524f4752414d", "");
	assert_int_equal(message_count(&t.m, "s7comm.session.password"), 0);
	s7_user_ask(&t, 5, 1, "6067464a50586271");
	s7_user_answer(&t, 5, 1, "00 00 0000", "");
	assert_false(ot(0)->failed);
	s7_job(&t, 2, "29 0000000000 09 505f50524f4752414d", "");
	assert_int_equal(message_count(&t.m, "s7comm.session.password"), 1);
	s7_end(&t);
}

static void the_clock_is_a_time(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 7, 2, "00 19 1408201205361124");
	assert_string_equal(ot(0)->function, "Set clock");
	assert_int_equal(ot(0)->op, OT_WRITE);
	assert_int_equal(message_number(&t.m, "s7comm.data.ts", 0) / 1000000, 1408536336112U);
	s7_end(&t);
}

static void blocks_are_listed_and_described(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 3, 2, "3038");
	assert_string_equal(ot(0)->object_text, "OB");
	s7_user_answer(&t, 3, 2, "00 00 0000", "0001 22 03 0023 22 01");
	assert_int_equal(message_count(&t.m, "s7comm.blockinfo.block_num"), 2);
	assert_int_equal(message_number(&t.m, "s7comm.blockinfo.block_num", 1), 35);
	s7_user_ask(&t, 3, 3, "3041 3030303031 41");
	assert_string_equal(ot(0)->object_text, "DB1");
	s7_user_answer(
		&t, 3, 3, "00 00 0000",
		"0100 004a 4230 7070 01 09 01 0d 0000 0000005a 00000000 02c1aac80f76 02c1aac80f76"
		"000c 0004 0000 0002 53494d4154494300 434c4b5f46554e43 5345545f434c4b00 10 00 c5a0"
		"00000000 00000000");
	assert_string_equal(ot(0)->object_text, "SFC0");
	assert_false(t.m.d.malformed);
	assert_true(message_is(&t.m, "s7comm.blockinfo.headerversion", 0, "1.0"));
	s7_end(&t);
}

static void variables_that_are_forced_are_written(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 1, 9,
		    "0014 0017 0000 0001 0002 0006 0001 0001 0001 0001 0001 0200"
		    "0002 20 01 0000 0008 02 01 0000 0004 00 09 0001 01 00 00 09 0002 dead");
	assert_int_equal(t.m.d.noperations, 2);
	assert_string_equal(ot(0)->object_text, "Q8.1");
	assert_int_equal(ot(0)->op, OT_WRITE);
	assert_int_equal(ot(0)->value.u, 1);
	assert_string_equal(ot(1)->object_text, "MW4");
	assert_int_equal(ot(1)->value.u, 0xdead);
	s7_end(&t);
}

static void cyclic_data_have_the_names_that_were_asked_for(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_user_ask(&t, 2, 1, "0001 01 02 12 0a 10 04 0001 0001 84 000010");
	assert_string_equal(ot(0)->object_text, "DB1.DBW2");
	s7_user_answer(&t, 2, 1, "00 00 0000", "0001 ff 04 0010 0007");
	assert_string_equal(ot(0)->object_text, "DB1.DBW2");
	s7_answer(&t, "32 07 0000 0000 000c 000c 000112 08 12 02 01 01 00 00 0000 ff 09 0008 0001 "
		      "ff 04 0010 0009");
	assert_int_equal(ot(0)->op, OT_REPORT);
	assert_int_equal(ot(0)->value.u, 9);
	assert_string_equal(ot(0)->object_text, "DB1.DBW2");
	s7_end(&t);
}

static void plus_has_sessions_and_objects(void **state)
{
	(void)state;
	s7_begin(&t);
	s7_ask(&t, "72 01 0014 31 0000 04ca 0000 0001 00000120 36 0000011d 0000 72 01 0000");
	assert_int_equal(ot(0)->op, OT_AUTH);
	assert_string_equal(ot(0)->object_text, "object:0x0000011d");
	s7_answer(&t,
		  "72 01 002a 32 0000 04ca 0000 0001 36 00 01 87 22"
		  "31 3b 36455337203231342d31414734302d30584230 20 3b 56342e31 00 a2 72 01 0000");
	assert_int_equal(message_number(&t.m, "s7comm-plus.object.createobjid", 0), 0x3a2);
	assert_true(said(t.m.d.identity.model, "6ES7 214-1AG40-0XB0"));
	assert_true(said(t.m.d.identity.firmware, "V4.1"));
	s7_ask(&t, "72 02 0014 31 0000 04f2 0000 0002 000003a2 36 00000034 0000 72 02 0000");
	assert_int_equal(ot(0)->op, OT_CONTROL);
	assert_int_equal(message_number(&t.m, "s7comm-plus.data.sessionid", 0), 0x3a2);
	s7_end(&t);
}

static void probes_know_who_speaks(void **state)
{
	static const uint8_t job[] = { 0x32, 1, 0, 0, 0, 1, 0, 14, 0, 0, 4, 1 };
	static const uint8_t done[] = { 0x32, 3, 0, 0, 0, 1, 0, 2, 0, 5, 0, 0, 4, 1 };
	static const uint8_t other[] = { 0x32, 9, 0, 0, 0, 1, 0, 2, 0, 5, 0, 0, 4, 1 };

	(void)state;
	assert_int_equal(s7_probe(cur_of(job, sizeof(job)), DIR_REQUEST), PROBE_SURE);
	assert_int_equal(s7_probe(cur_of(job, sizeof(job)), DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(s7_probe(cur_of(done, sizeof(done)), DIR_RESPONSE), PROBE_SURE);
	assert_int_equal(s7_probe(cur_of(done, sizeof(done)), DIR_REQUEST), PROBE_TURNED);
	assert_int_equal(s7_probe(cur_of(other, sizeof(other)), DIR_REQUEST), PROBE_NO);
	assert_int_equal(s7_probe(cur_of("0", 1), DIR_REQUEST), PROBE_NO);
}

static void messages_that_are_cut_off_are_malformed(void **state)
{
	(void)state;
	check_prefixes(&protocol_cotp, DIR_REQUEST, "0300 001f 02f080" READ_BIT, 31);
	check_prefixes(
		&protocol_cotp, DIR_REQUEST,
		"0300 0021 02f080 32 01 0000 0001 0010 0000 29 0000000000 09 505f50524f4752414d",
		33);
	check_prefixes(&protocol_cotp, DIR_RESPONSE,
		       "0300 002b 02f080 32 07 0000 0100 000c 000e 000112 08 12 87 01 01 00 00 "
		       "0000 ff 09 000a 00 19 1408201205361124",
		       43);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connect_request_says_rack_and_slot),
		cmocka_unit_test(objects_are_named_as_people_write_them),
		cmocka_unit_test(values_have_the_type_that_was_asked_for),
		cmocka_unit_test(an_item_that_fails_says_why),
		cmocka_unit_test(errors_of_the_header_have_names),
		cmocka_unit_test(other_addresses_are_read_too),
		cmocka_unit_test(a_download_is_one_transfer_with_its_hash),
		cmocka_unit_test(an_upload_is_one_transfer_too),
		cmocka_unit_test(a_transfer_with_a_gap_has_no_hash),
		cmocka_unit_test(stop_and_start_change_the_state),
		cmocka_unit_test(a_start_that_is_refused_changes_nothing),
		cmocka_unit_test(services_have_names),
		cmocka_unit_test(the_status_list_says_who_it_is),
		cmocka_unit_test(contents_in_several_answers_are_joined),
		cmocka_unit_test(the_operating_state_is_known),
		cmocka_unit_test(a_wrong_password_is_refused),
		cmocka_unit_test(the_clock_is_a_time),
		cmocka_unit_test(blocks_are_listed_and_described),
		cmocka_unit_test(variables_that_are_forced_are_written),
		cmocka_unit_test(cyclic_data_have_the_names_that_were_asked_for),
		cmocka_unit_test(plus_has_sessions_and_objects),
		cmocka_unit_test(probes_know_who_speaks),
		cmocka_unit_test(messages_that_are_cut_off_are_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
