/* Who speaks, and who is the client: sensor/classify.c. */
#include "sensor/classify.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

static struct flow f;
static uint8_t bytes[600];

/* A flow between these ports, of which end 0 was heard first. */
static void begin(uint8_t proto, uint16_t first, uint16_t second)
{
	memset(&f, 0, sizeof(f));
	f.key.ip_version = 4;
	f.key.ip_proto = proto;
	f.key.port[0] = first;
	f.key.port[1] = second;
	classify_client(&f, 0);
}

static enum verdict say(unsigned end, const char *hex)
{
	size_t n = 0;
	unsigned byte;
	int used;

	for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used)
		bytes[n++] = (uint8_t)byte;
	return classify_payload(&f, end, cur_of(bytes, n));
}

#define REQUEST "0001 0000 0006 01 03 0010 0002"
#define ANSWER	"0001 0000 0007 01 03 04 0001 0002"
#define REFUSAL "0001 0000 0003 01 83 02"
#define USERS	"0001 0000 0004 01 64 0102" /* a function that anybody may define */

static void the_port_of_a_protocol_is_the_server_s(void **state)
{
	(void)state;
	begin(IP_TCP, 502, 40000);
	assert_int_equal(f.client, 1);
	assert_int_equal(f.client_by, CLIENT_PORT);
	begin(IP_TCP, 40000, 502);
	assert_int_equal(f.client, 0);
	begin(IP_TCP, 80, 502);
	assert_int_equal(f.client, 0);
}

static void else_the_lower_port_is_when_it_is_low(void **state)
{
	(void)state;
	begin(IP_TCP, 80, 8080);
	assert_int_equal(f.client, 1);
	begin(IP_TCP, 21000, 50000);
	assert_int_equal(f.client, 1);
	begin(IP_TCP, 21000, 21001);
	assert_int_equal(f.client, 0);
	assert_int_equal(f.client_by, CLIENT_FIRST);
	begin(IP_TCP, 502, 502);
	assert_int_equal(f.client_by, CLIENT_FIRST);
}

static void a_weak_message_is_enough_on_the_own_port_only(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 502);
	assert_int_equal(say(0, USERS), VERDICT_OURS);
	assert_int_equal(f.class, CLASS_OURS);
	assert_int_equal(f.protocol, PROTOCOL_mbtcp);
	begin(IP_TCP, 40000, 9999);
	assert_int_equal(say(0, USERS), VERDICT_NO);
	assert_int_equal(f.class, CLASS_NEW);
}

static void a_sure_message_is_enough_on_any_port(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 9999);
	assert_int_equal(say(0, REQUEST), VERDICT_OURS);
	begin(IP_UDP, 40000, 9999);
	assert_int_equal(say(0, REQUEST), VERDICT_OURS);
	begin(IP_UDP, 40000, 9999);
	assert_int_equal(say(0, USERS), VERDICT_NO);
}

static void rtu_is_found_on_any_port(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 4001);
	assert_int_equal(say(0, "02 07 41 12"), VERDICT_OURS);
	assert_int_equal(f.protocol, PROTOCOL_mbrtu);
	begin(IP_TCP, 40000, 4001);
	assert_int_equal(say(0, "02 07 41 13"), VERDICT_NO);
}

static void the_bytes_turn_a_flow_of_which_nothing_is_known(void **state)
{
	(void)state;
	begin(IP_TCP, 21000, 21001);
	assert_int_equal(say(0, ANSWER), VERDICT_OURS);
	assert_int_equal(f.client, 1);
	assert_int_equal(f.client_by, CLIENT_PROBE);
}

static void nothing_turns_a_flow_whose_handshake_was_seen(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 502);
	f.client_by = CLIENT_HANDSHAKE;
	(void)say(0, ANSWER);
	assert_int_equal(f.client, 0);
}

static void but_the_own_port_on_the_client_s_side_does(void **state)
{
	(void)state;
	begin(IP_TCP, 502, 4446);
	f.client = 0; /* it sent the SYN */
	f.client_by = CLIENT_HANDSHAKE;
	assert_int_equal(say(0, REFUSAL), VERDICT_OURS);
	assert_int_equal(f.client, 1);
}

static void over_the_limit_is_not_turned_on_the_own_port(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 502);
	/* 147 registers from 0x0300: sure as a response, weak as what it is. */
	assert_int_equal(say(0, "0001 0000 0006 01 04 0300 0093"), VERDICT_OURS);
	assert_int_equal(f.client, 0);
}

static void too_few_bytes_are_waited_for_where_it_is_worth_it(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 502);
	assert_int_equal(say(0, "00"), VERDICT_WAIT);
	begin(IP_TCP, 40000, 9999);
	assert_int_equal(say(0, "00"), VERDICT_NO);
	f.syn = true;
	assert_int_equal(say(0, "00"), VERDICT_WAIT);
}

static void what_is_not_ours_is_not_taken(void **state)
{
	(void)state;
	begin(IP_TCP, 40000, 502);
	assert_int_equal(say(0, "47455420 2f20 48545450 2f312e31"), VERDICT_NO);
	assert_int_equal(f.class, CLASS_NEW);
	assert_int_equal(say(0, REQUEST), VERDICT_OURS);
}

static void ports_and_ethertypes_name_their_protocol(void **state)
{
	(void)state;
	assert_int_equal(classify_port(BIND_TCP, 502), PROTOCOL_mbtcp);
	assert_int_equal(classify_port(BIND_UDP, 67), PROTOCOL_dhcp);
	assert_int_equal(classify_port(BIND_TCP, 67), PROTOCOL_COUNT);
	assert_int_equal(classify_ethertype(0x88b8), PROTOCOL_goose);
	assert_int_equal(classify_ethertype(0x1234), PROTOCOL_COUNT);
	assert_string_equal(classify_ethertype_name(0x8892, false), "PROFINET");
	assert_null(classify_ethertype_name(0x1234, false));
	assert_non_null(strstr(classify_ethertype_name(0, true), "LLC"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_port_of_a_protocol_is_the_server_s),
		cmocka_unit_test(else_the_lower_port_is_when_it_is_low),
		cmocka_unit_test(a_weak_message_is_enough_on_the_own_port_only),
		cmocka_unit_test(a_sure_message_is_enough_on_any_port),
		cmocka_unit_test(rtu_is_found_on_any_port),
		cmocka_unit_test(the_bytes_turn_a_flow_of_which_nothing_is_known),
		cmocka_unit_test(nothing_turns_a_flow_whose_handshake_was_seen),
		cmocka_unit_test(but_the_own_port_on_the_client_s_side_does),
		cmocka_unit_test(over_the_limit_is_not_turned_on_the_own_port),
		cmocka_unit_test(too_few_bytes_are_waited_for_where_it_is_worth_it),
		cmocka_unit_test(what_is_not_ours_is_not_taken),
		cmocka_unit_test(ports_and_ethertypes_name_their_protocol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
