/* protocols/enip.c, enip_probe.c, cipio.c */
#include <string.h>

#include "tests/unit/cip_kit.h"
#include "tests/unit/test.h"

#define IDENTITY                                                                                   \
	"0100 0c00 2d00 0100 0002af12c0a80a780000000000000000 0100 0c00 3a00 0407 3000 c3ae5100 "  \
	"0b 313735362d454e42542f41 03"
#define ZEROS "0000000000000000"

static struct cip_talk talk;

static enum probe probe_of(const struct protocol *p, enum dir dir, const char *hex)
{
	struct message *m = message_of(p, dir, hex);
	enum probe says = p->probe(cur_of(m->bytes, m->n), dir);

	message_free(m);
	return says;
}

static void list_identity_tells_who_a_device_is(void **state)
{
	(void)state;
	cip_begin(&talk);
	cip_frame(&talk, DIR_REQUEST, 0x63, 0, 0, "");
	cip_expect(&talk, 0, "List Identity", "", NULL);
	assert_int_equal(talk.m.d.operations[0].ot.op, OT_IDENTIFY);
	assert_int_equal(message_number(&talk.m, "enip.listid_delay", 0), 0);
	cip_frame(&talk, DIR_RESPONSE, 0x63, 0, 0, IDENTITY);
	assert_false(talk.m.d.malformed);
	cip_expect(&talk, 0, "List Identity", "", "ok");
	assert_int_equal(message_number(&talk.m, "enip.lir.vendor", 0), 1);
	assert_int_equal(message_number(&talk.m, "enip.lir.devtype", 0), 12);
	assert_int_equal(message_number(&talk.m, "enip.lir.prodcode", 0), 58);
	assert_int_equal(message_number(&talk.m, "enip.lir.revision", 0), 0x0407);
	assert_int_equal(message_number(&talk.m, "enip.lir.state", 0), 3);
	assert_int_equal(message_number(&talk.m, "enip.sinport", 0), 44818);
	assert_true(message_is(&talk.m, "enip.lir.name", 0, "1756-ENBT/A"));
	assert_true(talk.m.d.identity.any && talk.m.d.identity.of_sender);
	assert_true(text_is(talk.m.d.identity.vendor, "Rockwell Automation/Allen-Bradley"));
	assert_true(text_is(talk.m.d.identity.model, "1756-ENBT/A"));
	assert_true(text_is(talk.m.d.identity.firmware, "4.7"));
	assert_true(text_is(talk.m.d.identity.serial, "0051aec3"));
	assert_true(talk.m.d.operations[0].ot.request_frame == 1);
	cip_frame(&talk, DIR_RESPONSE, 0x63, 0, 0, IDENTITY); /* another device, to the broadcast */
	assert_false(talk.m.d.operations[0].ot.unmatched);
	cip_end(&talk);
}

static void every_command_has_its_name(void **state)
{
	static const struct {
		unsigned command;
		const char *name, *data;
	} all[] = {
		{ 0x00, "NOP", "0102" },
		{ 0x04, "List Services", "" },
		{ 0x64, "List Interfaces", "" },
		{ 0x65, "Register Session", "0100 0000" },
		{ 0x66, "Unregister Session", "" },
		{ 0x72, "Indicate Status", "" },
		{ 0x73, "Cancel", "" },
		{ 0xc8, "Start DTLS", "" },
		{ 0x1234, "Unknown command", "00" },
	};

	(void)state;
	cip_begin(&talk);
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		cip_frame(&talk, DIR_REQUEST, all[i].command, 0, i, all[i].data);
		cip_expect(&talk, 0, all[i].name, "", NULL);
		assert_false(talk.m.d.malformed);
	}
	cip_end(&talk);
}

static void items_of_every_kind_are_read(void **state)
{
	(void)state;
	cip_begin(&talk);
	cip_frame(&talk, DIR_RESPONSE, 0x04, 0, 0,
		  "0100 0001 1400 0100 2001 436f6d6d756e69636174696f6e730000");
	assert_false(talk.m.d.malformed);
	assert_true(message_is(&talk.m, "enip.lsr.servicename", 0, "Communications"));
	assert_int_equal(message_number(&talk.m, "enip.lsr.capaflags.tcp", 0), 1);
	assert_int_equal(message_number(&talk.m, "enip.lsr.capaflags.udp", 0), 1);
	cip_frame(&talk, DIR_RESPONSE, 0x63, 0, 0, "0100 8600 0500 0300 01 02 0f");
	assert_int_equal(message_number(&talk.m, "enip.security_profiles", 0), 3);
	assert_int_equal(message_number(&talk.m, "enip.iana_port_state_flags", 0), 15);
	cip_frame(&talk, DIR_REQUEST, 0x6f, 0x11, 7,
		  "00000000 0500 0300 0000 0000 0080 1000 0002 08ae e0000001 " ZEROS
		  " 9900 0200 abcd");
	assert_true(message_count(&talk.m, "enip.cpf.data") == 1);
	assert_int_equal(message_number(&talk.m, "enip.sinport", 0), 2222);
	cip_frame(&talk, DIR_REQUEST, 0x6f, 0x11, 7,
		  "00000000 0500 0100 0380 0e00 0100 04030201 00000000 0e03 20");
	assert_true(talk.m.d.malformed);
	assert_int_equal(message_number(&talk.m, "enip.cpf.ucmm.trans_id", 0), 0x01020304);
	cip_end(&talk);
}

static void a_session_of_another_connection_is_remarked(void **state)
{
	(void)state;
	cip_begin(&talk);
	cip_frame(&talk, DIR_REQUEST, 0x65, 0, 1, "0100 0000");
	cip_frame(&talk, DIR_RESPONSE, 0x65, 0x11, 1, "0100 0000");
	assert_true(talk.m.d.operations[0].ot.request_frame == 1);
	cip_say(&talk, 2, "0e 03 2001 2401 3007");
	assert_int_equal(talk.m.d.nmarks, 0);
	cip_frame(&talk, DIR_REQUEST, 0x66, 0x12, 1, "");
	assert_true(message_marked(&talk.m, "session handle of another connection"));
	cip_end(&talk);
}

static void errors_of_the_encapsulation_are_named(void **state)
{
	struct message *m = message_of(&protocol_enip, DIR_RESPONSE,
				       "6f00 0000 11000000 64000000" ZEROS "00000000");

	(void)state;
	assert_string_equal(m->d.operations[0].ot.status, "Invalid Session Handle");
	assert_true(m->d.operations[0].ot.failed);
	message_free(m);
	m = message_of(&protocol_enip, DIR_RESPONSE,
		       "6f00 0000 11000000 99000000" ZEROS "01000000");
	assert_string_equal(m->d.operations[0].ot.status, "unknown status");
	assert_true(message_marked(m, "options of the encapsulation are not 0"));
	message_free(m);
}

static void lengths_that_lie_are_malformed(void **state)
{
	struct message *m = message_of(&protocol_enip, DIR_REQUEST,
				       "6500 0800 00000000 00000000" ZEROS "00000000 01000000");

	(void)state;
	assert_true(message_marked(m, "enip.length is more than there is"));
	assert_true(m->d.malformed);
	message_free(m);
	m = message_of(&protocol_enip, DIR_REQUEST,
		       "6500 0400 00000000 00000000" ZEROS "00000000 01000000 ff");
	assert_true(message_marked(m, "bytes after enip.length"));
	assert_int_equal(m->d.trailing, 1);
	message_free(m);
	m = message_of(&protocol_enip, DIR_REQUEST,
		       "6f00 1000 11000000 00000000" ZEROS "00000000 00000000 0000 0200 0000 0000 "
		       "b200 ff00");
	assert_true(m->d.malformed);
	message_free(m);
}

static void every_prefix_decodes(void **state)
{
	(void)state;
	check_prefixes(&protocol_enip, DIR_RESPONSE,
		       "6300 3300 00000000 00000000" ZEROS "00000000" IDENTITY, 24 + 51);
	check_prefixes(
		&protocol_enip, DIR_REQUEST,
		"7000 1e00 11000000 00000000" ZEROS
		"00000000 00000000 0000 0200 a100 0400 01020304 b100 0a00 0100 0e03 2001 2401 3007",
		24 + 30);
	check_prefixes(&protocol_cipio, DIR_REQUEST,
		       "0200 0280 0800 01020304 05000000 b100 0400 aabbccdd", 22);
}

static void a_probe_knows_it_and_who_sends(void **state)
{
	const struct protocol *p = &protocol_enip;

	(void)state;
	assert_int_equal(probe_of(p, DIR_REQUEST, "6500 0400" ZEROS ZEROS "00000000 01000000"),
			 PROBE_SURE);
	assert_int_equal(probe_of(p, DIR_RESPONSE, "6500 0400" ZEROS ZEROS "00000000 01000000"),
			 PROBE_TURNED);
	assert_int_equal(probe_of(p, DIR_REQUEST, "6300 0000" ZEROS ZEROS "00000000"), PROBE_SURE);
	assert_int_equal(
		probe_of(p, DIR_REQUEST, "6300 3300 00000000 00000000" ZEROS "00000000" IDENTITY),
		PROBE_TURNED);
	assert_int_equal(probe_of(p, DIR_REQUEST, "6500 0400 0000"), PROBE_SHORT);
	assert_int_equal(probe_of(p, DIR_REQUEST, "4745 5420 2f20"), PROBE_NO);
	assert_int_equal(probe_of(p, DIR_REQUEST, "0000 0000" ZEROS ZEROS "00000000"), PROBE_WEAK);
	assert_int_equal(probe_of(p, DIR_REQUEST, "3412 0000" ZEROS ZEROS "00000000"), PROBE_WEAK);
	assert_int_equal(probe_of(p, DIR_REQUEST, "3412 0000" ZEROS ZEROS "01000000"), PROBE_NO);
	p = &protocol_cipio;
	assert_int_equal(probe_of(p, DIR_REQUEST, "0200 0280 0800" ZEROS "b100 0200 0000"),
			 PROBE_SURE);
	assert_int_equal(probe_of(p, DIR_REQUEST, "0200 0280 0800" ZEROS "b100 0900 0000"),
			 PROBE_WEAK);
	assert_int_equal(probe_of(p, DIR_REQUEST, "0100 0280 0800" ZEROS "b100 0900 0000"),
			 PROBE_NO);
}

static void a_segment_is_as_long_as_its_header_says(void **state)
{
	static const uint8_t whole[28] = { 0x65, 0, 4 };

	(void)state;
	assert_int_equal(protocol_enip.segment(cur_of(whole, 28), DIR_REQUEST), 28);
	assert_int_equal(protocol_enip.segment(cur_of(whole, 26), DIR_REQUEST), 28);
	assert_int_equal(protocol_enip.segment(cur_of(whole, 23), DIR_REQUEST), 0);
	assert_int_equal(protocol_enip.segment(cur_of(whole + 1, 27), DIR_REQUEST), SEGMENT_BAD);
}

static void io_data_tell_their_place_and_their_interval(void **state)
{
	(void)state;
	cip_begin(&talk);
	cip_io(&talk, DIR_REQUEST, 0x99, 10, "0100 01000000 aabb");
	cip_expect(&talk, 0, "I/O data", "", NULL);
	assert_int_equal(message_count(&talk.m, "cipio.order"), 0);
	cip_io(&talk, DIR_REQUEST, 0x99, 11, "0100 01000000 aabb");
	assert_int_equal(message_number(&talk.m, "cipio.order", 0), 0);
	assert_int_equal(message_number(&talk.m, "cipio.interval", 0), 1000000);
	cip_io(&talk, DIR_REQUEST, 0x99, 15, "0100 01000000 aabb");
	assert_int_equal(message_number(&talk.m, "cipio.order", 0), 1);
	cip_io(&talk, DIR_REQUEST, 0x99, 14, "0100 01000000 aabb");
	assert_int_equal(message_number(&talk.m, "cipio.order", 0), 2);
	cip_expect(&talk, 0, "I/O data", "", "repeated or behind");
	for (unsigned id = 1; id < 12; id++) /* more connections than a flow keeps */
		cip_io(&talk, DIR_REQUEST, id, 1, "");
	cip_io(&talk, DIR_REQUEST, 0x99, 15, "aa");
	assert_int_equal(message_count(&talk.m, "cipio.order"), 0);
	cip_end(&talk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list_identity_tells_who_a_device_is),
		cmocka_unit_test(every_command_has_its_name),
		cmocka_unit_test(items_of_every_kind_are_read),
		cmocka_unit_test(a_session_of_another_connection_is_remarked),
		cmocka_unit_test(errors_of_the_encapsulation_are_named),
		cmocka_unit_test(lengths_that_lie_are_malformed),
		cmocka_unit_test(every_prefix_decodes),
		cmocka_unit_test(a_probe_knows_it_and_who_sends),
		cmocka_unit_test(a_segment_is_as_long_as_its_header_says),
		cmocka_unit_test(io_data_tell_their_place_and_their_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
