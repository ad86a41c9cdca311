/* protocols/lldp.c */
#include "protocols/protocols.h"

#include "tests/unit/message.h"
#include "tests/unit/test.h"

/* A controller's frame as PROFINET devices send it, with the inventory of LLDP-MED. */
#define CHASSIS	 "020b07706c632d646f73696e67"
#define PORT	 "041407706f72742d3030312e706c632d646f73696e67"
#define TTL	 "06020014"
#define DESC	 "0c284b6167616d6920576f726b732c20504c4320442d3130302c20485720332c2046572056322e382e31"
#define CAPS	 "0e0400800080"
#define MGMT	 "101305010a1401150200000001072b060102010202"
#define PROFINET "fe08000ecf0200000007 fe0a000ecf05001b1b200021"
#define MED                                                                                        \
	"fe070012bb01002101 fe050012bb0533 fe0a0012bb0656322e382e31 "                              \
	"fe0e0012bb07646f73696e6720342e30"                                                         \
	"fe0f0012bb08443130302d303034373131 fe100012bb094b6167616d6920576f726b73"                  \
	"fe0d0012bb0a504c4320442d313030 fe0c0012bb0b5754502d30383135"
#define END "0000"
#define PLC CHASSIS PORT TTL DESC CAPS MGMT PROFINET MED END

/* A switch's frame with IEEE's own TLVs. */
#define SWITCH                                                                                     \
	"020704008063200010 040705706f72742031 06020078 0806706f72742031"                          \
	"0a0c73772d636f6e74726f6c2d31 0e0400040004 101305010a14010a0200000001072b060102010202"     \
	"fe060080c2010001 fe0900120f01036c01001e fe0600120f0405ee "                                \
	"fe0e0080c203000a07636f6e74726f6c"                                                         \
	"fe0800005e0168747470 fe090080c20901020304ff 0000"

static struct message *lldp(const char *hex)
{
	return message_of(&protocol_lldp, DIR_REQUEST, hex);
}

static void a_device_says_who_it_is(void **state)
{
	struct message *m = lldp(PLC);
	const struct identity *id = &m->d.identity;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.nmarks, 0);
	assert_true(id->any && id->of_sender);
	assert_false(id->assigned);
	assert_true(text_is(id->name, "plc-dosing"));
	assert_true(text_is(id->description, "Kagami Works, PLC D-100, HW 3, FW V2.8.1"));
	assert_true(text_is(id->vendor, "Kagami Works"));
	assert_true(text_is(id->model, "PLC D-100"));
	assert_true(text_is(id->firmware, "V2.8.1"));
	assert_true(text_is(id->serial, "D100-004711"));
	assert_true(cur_starts(&id->mac, "\x00\x1b\x1b\x20\x00\x21", 6));
	assert_true(text_is(id->ipv4, "\x0a\x14\x01\x15"));
	message_free(m);
}

static void its_fields_are_read(void **state)
{
	struct message *m = lldp(PLC);

	(void)state;
	assert_int_equal(message_count(m, "lldp.tlv.type"), 17);
	assert_int_equal(message_number(m, "lldp.tlv.len", 0), 11);
	assert_int_equal(message_number(m, "lldp.chassis.subtype", 0), 7);
	assert_true(message_is(m, "lldp.chassis.id", 0, "plc-dosing"));
	assert_true(message_is(m, "lldp.port.id", 0, "port-001.plc-dosing"));
	assert_int_equal(message_number(m, "lldp.time_to_live", 0), 20);
	assert_int_equal(message_number(m, "lldp.tlv.system_cap", 0), 0x80);
	assert_int_equal(message_number(m, "lldp.tlv.system_cap.station_only", 0), 1);
	assert_int_equal(message_number(m, "lldp.tlv.enable_system_cap.station_only", 0), 1);
	assert_int_equal(message_number(m, "lldp.tlv.enable_system_cap.other", 0), 0);
	assert_int_equal(message_number(m, "lldp.mgn.interface.number", 0), 1);
	assert_true(message_is(m, "lldp.mgn.obj.id", 0, "1.3.6.1.2.1.2.2"));
	assert_int_equal(message_number(m, "lldp.profinet.rtc3_port_status", 0), 7);
	assert_int_equal(message_number(m, "lldp.media.subtype.class", 0), 1);
	assert_true(message_is(m, "lldp.media.hardware", 0, "3"));
	assert_true(message_is(m, "lldp.media.asset", 0, "WTP-0815"));
	message_free(m);
}

static void a_switch_is_read_with_its_vlans(void **state)
{
	struct message *m = lldp(SWITCH);
	struct cur mac = message_bytes(m, "lldp.chassis.id.mac", 0);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(cur_starts(&mac, "\x00\x80\x63\x20\x00\x10", 6));
	assert_true(message_is(m, "lldp.tlv.system.name", 0, "sw-control-1"));
	assert_int_equal(message_number(m, "lldp.tlv.system_cap.bridge", 0), 1);
	assert_int_equal(message_number(m, "lldp.ieee.802_1.port_vlan.id", 0), 1);
	assert_int_equal(message_number(m, "lldp.ieee.802_1.vlan.id", 0), 10);
	assert_true(message_is(m, "lldp.ieee.802_1.vlan.name", 0, "control"));
	assert_int_equal(message_number(m, "lldp.ieee.802_3.pmd_mau_type", 0), 30);
	assert_int_equal(message_number(m, "lldp.ieee.802_3.max_frame_size", 0), 1518);
	assert_true(message_is(m, "lldp.iana.mudurl", 0, "http"));
	assert_true(message_is(m, "lldp.unknown_subtype.content", 0, "\x01\x02\x03\x04\xff"));
	assert_true(text_is(m->d.identity.name, "sw-control-1"));
	message_free(m);
}

static void the_operation_names_device_and_port(void **state)
{
	struct message *m = lldp(PLC);
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_int_equal(ot->op, OT_IDENTIFY);
	assert_string_equal(ot->function, "advertisement");
	assert_string_equal(ot->device_text, "plc-dosing");
	assert_string_equal(ot->object_text, "port-001.plc-dosing");
	message_free(m);
	m = lldp(CHASSIS PORT "06020000" END);
	assert_string_equal(m->d.operations[0].ot.function, "shutdown");
	message_free(m);
}

static void addresses_of_every_family_are_read(void **state)
{
	struct message *m = lldp("0206 05 01 0a140115 0412 04 02 20010db8000000000000000000000001"
				 "06020078 100e 07 06 001b1b200021 01 00000000 00"
				 "1018 11 02 20010db8000000000000000000000001 02 00000001 00 0000");

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_is(m, "lldp.chassis.id.ip4", 0, "\x0a\x14\x01\x15"));
	assert_int_equal(message_count(m, "lldp.port.id.ip6"), 1);
	assert_int_equal(message_count(m, "lldp.mgn.addr.hex"), 1);
	assert_int_equal(message_count(m, "lldp.mgn.addr.ip6"), 1);
	assert_true(text_is(m->d.identity.ipv4, "\x0a\x14\x01\x15"));
	message_free(m);
}

static void broken_frames_are_malformed_and_name_nobody(void **state)
{
	static const char *const cases[] = {
		PORT CHASSIS TTL END,		    /* order */
		CHASSIS PORT END,		    /* no time to live */
		CHASSIS PORT TTL TTL END,	    /* twice */
		"020107" PORT TTL END,		    /* chassis id of no bytes */
		CHASSIS PORT "060114" END,	    /* time to live of one byte */
		CHASSIS PORT TTL "1002 0101" END,   /* management address of no bytes */
		CHASSIS PORT TTL "1003 ff010a" END, /* … of 254 bytes in three */
		CHASSIS PORT TTL "fe03 0080c2" END, /* organisation without a subtype */
		CHASSIS PORT TTL "fe06 0080c2 03 0001" END,
		CHASSIS PORT TTL "feff 0080c2",	   /* cut */
		CHASSIS PORT TTL "0e0300800a" END, /* half the capabilities */
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m = lldp(cases[i]);

		assert_true(m->d.malformed);
		assert_false(m->d.identity.any);
		message_free(m);
	}
}

static void long_tlvs_and_frames_are_remarked(void **state)
{
	struct message *m = lldp(CHASSIS PORT "0603001400" END);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_marked(m, "TLV longer than its fields"));
	message_free(m);
	m = lldp(PLC "deadbeef");
	assert_int_equal(m->d.trailing, 4);
	message_free(m);
	m = lldp("02020761 04020761 06020014 0000"
		 "00000000 00000000 00000000 00000000 00000000 00000000 00000000 0000");
	assert_int_equal(m->d.trailing, 0);
	message_free(m);
}

static void prefixes_read_no_further(void **state)
{
	(void)state;
	/* A frame cut between two TLVs is one without an end, which is allowed. */
	check_prefixes(&protocol_lldp, DIR_REQUEST, PLC, 0);
	check_prefixes(&protocol_lldp, DIR_REQUEST, SWITCH, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_says_who_it_is),
		cmocka_unit_test(its_fields_are_read),
		cmocka_unit_test(a_switch_is_read_with_its_vlans),
		cmocka_unit_test(the_operation_names_device_and_port),
		cmocka_unit_test(addresses_of_every_family_are_read),
		cmocka_unit_test(broken_frames_are_malformed_and_name_nobody),
		cmocka_unit_test(long_tlvs_and_frames_are_remarked),
		cmocka_unit_test(prefixes_read_no_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
