/* protocols/arp.c */
#include "protocols/protocols.h"

#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define ETHERNET_IPV4 "0001 0800 06 04"
#define PLC_MAC	      "001b1b200021"
#define HMI_MAC	      "0030de200030"
#define NOBODY	      "000000000000"
#define PLC_IP	      "0a140115"
#define HMI_IP	      "0a14011e"
#define NO_IP	      "00000000"
#define PADDING	      "00000000 00000000 00000000 00000000 0000"

static struct message *arp(const char *hex)
{
	return message_of(&protocol_arp, DIR_REQUEST, hex);
}

/* The operation claims that the address has that hardware address. */
static void check_claim(const struct message *m, const char *address, const char *hw, size_t n)
{
	const struct ot *ot = &m->d.operations[0].ot;

	assert_string_equal(ot->object_text, address);
	assert_int_equal(ot->value.kind, VALUE_BYTES);
	assert_int_equal(ot->value.n, n);
	assert_memory_equal(ot->value.p, hw, n);
}

static void a_request_binds_its_sender(void **state)
{
	struct message *m = arp(ETHERNET_IPV4 "0001" HMI_MAC HMI_IP NOBODY PLC_IP PADDING);
	const struct identity *id = &m->d.identity;
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.trailing, 0);
	assert_int_equal(message_number(m, "arp.hw.type", 0), 1);
	assert_int_equal(message_number(m, "arp.proto.type", 0), 0x800);
	assert_int_equal(message_number(m, "arp.opcode", 0), 1);
	struct cur mac = message_bytes(m, "arp.src.hw_mac", 0);

	assert_true(cur_starts(&mac, "\x00\x30\xde\x20\x00\x30", 6));
	assert_true(message_is(m, "arp.dst.proto_ipv4", 0, "\x0a\x14\x01\x15"));
	assert_int_equal(message_count(m, "arp.isgratuitous"), 0);
	assert_int_equal(message_count(m, "arp.isprobe"), 0);
	assert_string_equal(ot->function, "request");
	assert_string_equal(ot->object_text, "10.20.1.21");
	assert_int_equal(ot->op, OT_IDENTIFY);
	assert_int_equal(ot->value.n, 0);
	assert_false(ot->response);
	assert_true(id->any && id->of_sender && id->assigned);
	assert_true(text_is(id->ipv4, "\x0a\x14\x01\x1e"));
	assert_int_equal(cur_left(&id->mac), 6);
	message_free(m);
}

static void a_reply_is_a_response(void **state)
{
	struct message *m = arp(ETHERNET_IPV4 "0002" PLC_MAC PLC_IP HMI_MAC HMI_IP);

	(void)state;
	assert_string_equal(m->d.operations[0].ot.function, "reply");
	assert_true(m->d.operations[0].ot.response);
	check_claim(m, "10.20.1.21", "\x00\x1b\x1b\x20\x00\x21", 6);
	assert_int_equal(m->d.operations[0].ot.value.field->type, FIELD_MAC);
	assert_true(m->d.identity.any);
	assert_true(text_is(m->d.identity.ipv4, "\x0a\x14\x01\x15"));
	message_free(m);
}

static void probes_bind_nothing(void **state)
{
	struct message *m = arp(ETHERNET_IPV4 "0001" HMI_MAC NO_IP NOBODY HMI_IP);

	(void)state;
	assert_int_equal(message_number(m, "arp.isprobe", 0), 1);
	assert_string_equal(m->d.operations[0].ot.function, "probe");
	assert_string_equal(m->d.operations[0].ot.object_text, "10.20.1.30");
	assert_int_equal(m->d.operations[0].ot.value.n, 0);
	assert_false(m->d.identity.any);
	message_free(m);
}

static void announcements_are_gratuitous(void **state)
{
	struct message *m = arp(ETHERNET_IPV4 "0001" HMI_MAC HMI_IP NOBODY HMI_IP);

	(void)state;
	assert_int_equal(message_number(m, "arp.isgratuitous", 0), 1);
	assert_int_equal(message_number(m, "arp.isannouncement", 0), 1);
	assert_string_equal(m->d.operations[0].ot.function, "announcement");
	check_claim(m, "10.20.1.30", "\x00\x30\xde\x20\x00\x30", 6);
	message_free(m);
	m = arp(ETHERNET_IPV4 "0002" HMI_MAC HMI_IP "ffffffffffff" HMI_IP);
	assert_int_equal(message_number(m, "arp.isgratuitous", 0), 1);
	assert_int_equal(message_count(m, "arp.isannouncement"), 0);
	assert_string_equal(m->d.operations[0].ot.function, "gratuitous");
	check_claim(m, "10.20.1.30", "\x00\x30\xde\x20\x00\x30", 6);
	message_free(m);
}

static void servers_claim_for_others(void **state)
{
	struct message *m = arp("0001 0800 06 04 0003" HMI_MAC NO_IP PLC_MAC NO_IP);
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_false(ot->response);
	assert_string_equal(ot->object_text, "00:1b:1b:20:00:21");
	assert_int_equal(ot->value.n, 0);
	message_free(m);
	m = arp(ETHERNET_IPV4 "0004" HMI_MAC HMI_IP PLC_MAC PLC_IP);
	assert_true(m->d.operations[0].ot.response);
	check_claim(m, "10.20.1.21", "\x00\x1b\x1b\x20\x00\x21", 6);
	message_free(m);
	/* An inverse reply says the sender's own. */
	m = arp("000f 0800 02 04 0009 1841 0a000001 0000 0a000002");
	assert_true(m->d.operations[0].ot.response);
	check_claim(m, "10.0.0.1", "\x18\x41", 2);
	message_free(m);
}

static void other_kinds_of_addresses_are_bytes(void **state)
{
	/* Frame Relay, two bytes. */
	struct message *m = arp("000f 0800 02 04 0008 1841 0a000001 0000 0a000002");

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_is(m, "arp.src.hw", 0, "\x18\x41"));
	assert_int_equal(message_count(m, "arp.src.hw_mac"), 0);
	assert_string_equal(m->d.operations[0].ot.function, "inverse request");
	assert_false(m->d.operations[0].ot.response);
	assert_false(m->d.identity.any);
	message_free(m);
	m = arp("0001 86dd 06 02 0001" HMI_MAC "1234" NOBODY "5678");
	assert_true(message_is(m, "arp.src.proto", 0, "\x12\x34"));
	assert_int_equal(message_count(m, "arp.src.proto_ipv4"), 0);
	message_free(m);
	m = arp("0013 0800 14 04 0008 0000");
	assert_false(m->d.malformed);
	assert_true(message_marked(m, "ATM addresses are not decoded"));
	message_free(m);
}

static void contradictions_are_malformed(void **state)
{
	struct message *m = arp("0001 0800 08 04 0001 0011223344556677 0a000001"
				"0000000000000000 0a000002");

	(void)state;
	assert_true(message_marked(m, "address size does not fit the address type"));
	assert_true(m->d.malformed);
	assert_int_equal(message_count(m, "arp.src.hw"), 1);
	message_free(m);
	m = arp(ETHERNET_IPV4 "0063" HMI_MAC HMI_IP NOBODY PLC_IP);
	assert_true(message_marked(m, "unknown opcode"));
	assert_false(m->d.identity.any);
	message_free(m);
	m = arp("0001 0800 ff ff 0001" HMI_MAC);
	assert_true(message_marked(m, "message too short"));
	message_free(m);
}

static void prefixes_are_malformed_and_read_no_further(void **state)
{
	(void)state;
	check_prefixes(&protocol_arp, DIR_REQUEST,
		       ETHERNET_IPV4 "0001" HMI_MAC HMI_IP NOBODY PLC_IP PADDING, 28);
	check_prefixes(&protocol_arp, DIR_REQUEST,
		       "000f 0800 02 04 0008 1841 0a000001 0000 0a000002", 20);
}

static void what_follows_a_long_frame_is_trailing(void **state)
{
	struct message *m =
		arp(ETHERNET_IPV4 "0001" HMI_MAC HMI_IP NOBODY PLC_IP PADDING "deadbeef");

	(void)state;
	assert_int_equal(m->d.trailing, 22);
	message_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_binds_its_sender),
		cmocka_unit_test(a_reply_is_a_response),
		cmocka_unit_test(probes_bind_nothing),
		cmocka_unit_test(announcements_are_gratuitous),
		cmocka_unit_test(servers_claim_for_others),
		cmocka_unit_test(other_kinds_of_addresses_are_bytes),
		cmocka_unit_test(contradictions_are_malformed),
		cmocka_unit_test(prefixes_are_malformed_and_read_no_further),
		cmocka_unit_test(what_follows_a_long_frame_is_trailing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
