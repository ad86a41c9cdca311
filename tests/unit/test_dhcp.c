/* protocols/dhcp.c */
#include "protocols/protocols.h"

#include <stdio.h>

#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define ZERO16 "00000000000000000000000000000000"
#define ZERO64 ZERO16 ZERO16 ZERO16 ZERO16
#define MAC    "1866da200040"
#define COOKIE "63825363"
#define END    "ff"
/* op, hardware; transaction; seconds, flags; four addresses; hardware address and its padding */
#define HEAD(op, client, your, relay)                                                              \
	op "010600 20c0ffee 00038000" client your "00000000" relay MAC "00000000000000000000"
#define NO_IP	"00000000"
#define STATION "0a140128"
#define RELAY	"0a140101"

#define REQUEST                                                                                    \
	HEAD("01", NO_IP, NO_IP, NO_IP)                                                            \
	ZERO64 ZERO64 ZERO64 COOKIE                                                                \
		"350103 3d07011866da200040 32040a140128 36040a140101 "                             \
		"0c0d656e672d73746174696f6e2d31"                                                   \
		"510d000000 656e672d312e706c6e74 3c084d53465420352e30 390205c0 37050103060f2a" END
#define ACK                                                                                        \
	HEAD("02", NO_IP, STATION, NO_IP)                                                          \
	ZERO64 ZERO64 ZERO64 COOKIE                                                                \
		"350105 36040a140101 330400015180 3a040000a8c0 3b0400012750 0104ffffff00"          \
		"03040a140101 06080a1401010a140102 0f0d706c616e742e6578616d706c65 "                \
		"2a040a140101" END
enum { REQUEST_SIZE = 316, ACK_SIZE = 311 };

static struct message *dhcp(const char *hex)
{
	return message_of(&protocol_dhcp, DIR_REQUEST, hex);
}

static void a_request_names_the_client(void **state)
{
	struct message *m = dhcp(REQUEST);
	const struct identity *id = &m->d.identity;
	const struct ot *ot = &m->d.operations[0].ot;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.nmarks, 0);
	assert_int_equal(message_number(m, "dhcp.id", 0), 0x20c0ffee);
	assert_int_equal(message_number(m, "dhcp.secs", 0), 3);
	assert_int_equal(message_number(m, "dhcp.flags.bc", 0), 1);
	assert_int_equal(message_number(m, "dhcp.option.dhcp", 0), 3);
	assert_int_equal(message_count(m, "dhcp.hw.mac_addr"), 2);
	assert_true(message_is(m, "dhcp.option.requested_ip_address", 0, "\x0a\x14\x01\x28"));
	assert_true(message_is(m, "dhcp.option.dhcp_server_id", 0, "\x0a\x14\x01\x01"));
	assert_true(message_is(m, "dhcp.option.hostname", 0, "eng-station-1"));
	assert_true(message_is(m, "dhcp.fqdn.name", 0, "eng-1.plnt"));
	assert_true(message_is(m, "dhcp.option.vendor_class_id", 0, "MSFT 5.0"));
	assert_int_equal(message_number(m, "dhcp.option.dhcp_max_message_size", 0), 1472);
	assert_int_equal(message_count(m, "dhcp.option.request_list_item"), 5);
	assert_int_equal(message_number(m, "dhcp.option.request_list_item", 4), 42);
	assert_string_equal(ot->function, "Request");
	assert_string_equal(ot->device_text, "18:66:da:20:00:40");
	assert_false(ot->response);
	assert_true(id->any && id->of_sender);
	assert_false(id->assigned);
	assert_true(text_is(id->name, "eng-station-1"));
	assert_true(text_is(id->description, "MSFT 5.0"));
	assert_int_equal(cur_left(&id->mac), 6);
	message_free(m);
}

static void an_ack_binds_the_address(void **state)
{
	struct message *m = dhcp(ACK);
	const struct identity *id = &m->d.identity;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "dhcp.option.ip_address_lease_time", 0), 86400);
	assert_int_equal(message_number(m, "dhcp.option.renewal_time_value", 0), 43200);
	assert_int_equal(message_number(m, "dhcp.option.rebinding_time_value", 0), 75600);
	assert_int_equal(message_count(m, "dhcp.option.domain_name_server"), 2);
	assert_true(message_is(m, "dhcp.option.domain_name_server", 1, "\x0a\x14\x01\x02"));
	assert_true(message_is(m, "dhcp.option.domain_name", 0, "plant.example"));
	assert_string_equal(m->d.operations[0].ot.function, "ACK");
	assert_string_equal(m->d.operations[0].ot.object_text, "10.20.1.40");
	assert_true(m->d.operations[0].ot.response);
	assert_true(id->any && id->assigned);
	assert_false(id->of_sender);
	assert_true(text_is(id->ipv4, "\x0a\x14\x01\x28"));
	message_free(m);
}

static void an_offer_binds_nothing(void **state)
{
	struct message *m =
		dhcp(HEAD("02", NO_IP, STATION, NO_IP) ZERO64 ZERO64 ZERO64 COOKIE "350102" END);

	(void)state;
	assert_string_equal(m->d.operations[0].ot.function, "Offer");
	assert_false(m->d.identity.any);
	message_free(m);
}

static void behind_a_relay_the_sender_is_another(void **state)
{
	struct message *m =
		dhcp(HEAD("01", NO_IP, NO_IP, RELAY) ZERO64 ZERO64 ZERO64 COOKIE "350101" END);

	(void)state;
	assert_true(m->d.identity.any);
	assert_false(m->d.identity.of_sender);
	message_free(m);
}

static void options_may_stand_in_the_header(void **state)
{
	struct message *m = dhcp(
		HEAD("01", NO_IP, NO_IP, NO_IP) "0c03746c62 ff" ZERO16 ZERO16 ZERO16
						"00000000000000000000"
						"3c03616263 ff" ZERO64 ZERO16 ZERO16 ZERO16
						"00000000000000000000" COOKIE "350101 340103" END);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "dhcp.option.option_overload", 0), 3);
	assert_true(message_is(m, "dhcp.option.hostname", 0, "tlb"));
	assert_true(message_is(m, "dhcp.option.vendor_class_id", 0, "abc"));
	assert_int_equal(message_count(m, "dhcp.server"), 0);
	assert_int_equal(message_count(m, "dhcp.option.end"), 3);
	message_free(m);
}

static void names_in_the_header_are_read(void **state)
{
	struct message *m = dhcp(
		HEAD("02", NO_IP, STATION, NO_IP) "737276" ZERO16 ZERO16 ZERO16
						  "00000000000000000000000000"
						  "626f6f74" ZERO64 ZERO16 ZERO16 ZERO16
						  "000000000000000000000000" COOKIE "350102" END);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_is(m, "dhcp.server", 0, "srv"));
	assert_true(message_is(m, "dhcp.file", 0, "boot"));
	message_free(m);
}

static void names_in_labels_become_text(void **state)
{
	struct message *m = dhcp(HEAD("01", NO_IP, NO_IP, NO_IP) ZERO64 ZERO64 ZERO64 COOKIE
				 "350101 510d 040000 03706c63 05706c616e74" END);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_is(m, "dhcp.fqdn.name", 0, "plc.plant"));
	assert_true(text_is(m->d.identity.name, "plc.plant"));
	message_free(m);
}

static void bootp_has_no_options(void **state)
{
	struct message *m = dhcp(HEAD("01", NO_IP, NO_IP, NO_IP) ZERO64 ZERO64 ZERO64 ZERO64);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.operations[0].ot.function, "Boot Request");
	assert_int_equal(message_count(m, "dhcp.option.type"), 0);
	assert_int_equal(m->d.trailing, 0);
	message_free(m);
}

static void broken_options_are_malformed_and_bind_nothing(void **state)
{
	static const char *const cases[] = {
		"350105",		    /* no end */
		"350105 3304000151",	    /* cut */
		"350105 330200ff ff",	    /* lease time of two bytes */
		"350105 36050a14010100 ff", /* server of five bytes */
		"350105 33",		    /* no length */
		"350105 340101 ff",	    /* options in a file field without an end */
	};
	char hex[1024];

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(hex, sizeof(hex), "%s%s",
			 HEAD("02", NO_IP, STATION, NO_IP) ZERO64 ZERO64 ZERO64 COOKIE, cases[i]);
		struct message *m = dhcp(hex);

		assert_true(m->d.malformed);
		assert_false(m->d.identity.any);
		message_free(m);
	}
}

static void a_long_hardware_address_is_malformed(void **state)
{
	struct message *m =
		dhcp("0101ff00 20c0ffee 00000000" ZERO16 ZERO16 ZERO64 ZERO64 ZERO64 COOKIE
		     "350101" END);

	(void)state;
	assert_true(message_marked(m, "hardware address longer than its field"));
	assert_int_equal(message_number(m, "dhcp.option.dhcp", 0), 1);
	message_free(m);
}

static void prefixes_are_malformed_and_read_no_further(void **state)
{
	struct message *m = dhcp(REQUEST);

	(void)state;
	assert_int_equal(m->n, REQUEST_SIZE);
	message_free(m);
	m = dhcp(ACK);
	assert_int_equal(m->n, ACK_SIZE);
	message_free(m);
	check_prefixes(&protocol_dhcp, DIR_REQUEST, REQUEST, REQUEST_SIZE);
	check_prefixes(&protocol_dhcp, DIR_RESPONSE, ACK, ACK_SIZE);
}

static void the_probe_wants_the_cookie_to_be_sure(void **state)
{
	struct message *m = dhcp(REQUEST);

	(void)state;
	assert_int_equal(protocol_dhcp.probe(cur_of(m->bytes, m->n), DIR_REQUEST), PROBE_SURE);
	assert_int_equal(protocol_dhcp.probe(cur_of(m->bytes, 236), DIR_REQUEST), PROBE_WEAK);
	assert_int_equal(protocol_dhcp.probe(cur_of(m->bytes, 235), DIR_REQUEST), PROBE_SHORT);
	assert_int_equal(protocol_dhcp.probe(cur_of(m->bytes + 4, m->n - 4), DIR_REQUEST),
			 PROBE_NO);
	message_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_names_the_client),
		cmocka_unit_test(an_ack_binds_the_address),
		cmocka_unit_test(an_offer_binds_nothing),
		cmocka_unit_test(behind_a_relay_the_sender_is_another),
		cmocka_unit_test(options_may_stand_in_the_header),
		cmocka_unit_test(names_in_the_header_are_read),
		cmocka_unit_test(names_in_labels_become_text),
		cmocka_unit_test(bootp_has_no_options),
		cmocka_unit_test(broken_options_are_malformed_and_bind_nothing),
		cmocka_unit_test(a_long_hardware_address_is_malformed),
		cmocka_unit_test(prefixes_are_malformed_and_read_no_further),
		cmocka_unit_test(the_probe_wants_the_cookie_to_be_sure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
