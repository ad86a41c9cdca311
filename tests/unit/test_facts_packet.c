#include "sensor/rule/facts.h"

#include "tests/unit/shown.h"
#include "tests/unit/test.h"

#define MACS		 "0200000000bb 0200000000aa "
#define expect(name, is) assert_string_equal(shown(&s, name), is)

static struct subject s;

static int setup(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	s.tag = -1;
	return 0;
}

static void a_packet_has_the_facts_of_its_headers(void **state)
{
	(void)state;
	shown_parse(&s, MACS "0800 4500 0030 1234 4000 40 06 0000 0a000001 0a000002 "
			     "c350 01f6 00000001 00000002 60 18 2000 0000 0000 020405b4 deadbeef");
	expect("frame.number", "7");
	expect("frame.time", "1714564800000000000");
	expect("frame.len", "66");
	expect("frame.cap_len", "62");
	expect("eth.src", "0200000000aa");
	expect("eth.dst", "0200000000bb");
	expect("eth.addr", "0200000000aa 0200000000bb");
	expect("eth.type", "2048");
	expect("vlan.id", "-");
	expect("ip.src", "0a000001");
	expect("ip.addr", "0a000001 0a000002");
	expect("ip.version", "4");
	expect("ip.hdr_len", "20");
	expect("ip.len", "48");
	expect("ip.id", "4660");
	expect("ip.ttl", "64");
	expect("ip.proto", "6");
	expect("ip.flags.df", "1");
	expect("ip.flags.mf", "0");
	expect("ipv6.src", "-");
	expect("tcp.port", "50000 502");
	expect("tcp.len", "4");
	expect("tcp.hdr_len", "24");
	expect("tcp.flags", "24");
	expect("tcp.flags.push", "1");
	expect("tcp.flags.syn", "0");
	expect("tcp.window_size_value", "8192");
	expect("tcp.seq_raw", "1");
	expect("tcp.ack_raw", "2");
	expect("tcp.payload", "deadbeef");
	expect("udp.srcport", "-");
	expect("eth", "1");
	expect("tcp", "1");
	expect("udp", "-");
	expect("ipv6", "-");
	expect("modbus", "-");
}

static void stacked_vlans_have_a_value_each(void **state)
{
	(void)state;
	shown_parse(&s, MACS
		    "88a8 6064 8100 0005 0800 4500 001c 0001 0000 40 11 0000 0a000001 0a000002 "
		    "c350 0035 0008 0000");
	expect("eth.type", "34984");
	expect("vlan.id", "100 5");
	expect("vlan.priority", "3 0");
	expect("vlan.etype", "33024 2048");
	expect("vlan", "1");
	expect("udp.dstport", "53");
	expect("udp.length", "8");
	expect("udp.payload", "-");
}

static void an_hsr_tag_may_stand_between_vlan_and_type(void **state)
{
	(void)state;
	shown_parse(&s, MACS "8100 800a 892f 0086 fffa 88b8 0001 0008 0000 0000");
	assert_true(s.pkt->hsr);
	expect("eth.type", "33024");
	expect("vlan.id", "10");
	expect("vlan.priority", "4");
	expect("vlan.etype", "35119");
	shown_parse(&s, MACS "892f 0086 fffa 8100 a00b 88b8 0001 0008 0000 0000");
	expect("eth.type", "35119");
	expect("vlan.priority", "5");
	expect("vlan.etype", "35000");
}

static void a_tcp_header_whose_options_were_cut_has_its_facts(void **state)
{
	(void)state;
	shown_parse_cut(&s,
			MACS "0800 4500 0038 1234 4000 40 06 0000 0a000001 0a000002 "
			     "c350 01f6 00000001 00000002 a0 02 2000 0000 0000 0204",
			70);
	assert_false(s.pkt->transport);
	expect("tcp.srcport", "50000");
	expect("tcp.flags.syn", "1");
	expect("tcp.hdr_len", "40");
	expect("tcp.len", "-"); /* the length in the IP header is too short for it */
	shown_parse_cut(&s,
			MACS "0800 4500 0040 1234 4000 40 06 0000 0a000001 0a000002 "
			     "c350 01f6 00000001 00000002 a0 02 2000 0000 0000 0204",
			78);
	expect("tcp.len", "4");
}

static void a_length_that_the_wire_had_not_is_not_believed(void **state)
{
	(void)state;
	shown_parse(&s, MACS "0800 4500 0100 1234 4000 40 06 0000 0a000001 0a000002 "
			     "c350 01f6 00000001 00000002 50 18 2000 0000 0000 deadbeef");
	expect("ip.len", "256");
	expect("tcp.len", "8"); /* the wire had four bytes more than were captured */
}

static void ipv6_has_facts_of_its_own(void **state)
{
	(void)state;
	shown_parse(&s, MACS "86dd 60000000 000a 3a 40 20010db8000000000000000000000001 "
			     "20010db8000000000000000000000002 8000 1234 0001 0002 aabb");
	expect("ip.version", "6");
	expect("ip.src", "-");
	expect("ipv6.dst", "20010db8000000000000000000000002");
	expect("ipv6.nxt", "58");
	expect("ipv6.hlim", "64");
	expect("ipv6.plen", "10");
	expect("icmpv6.type", "128");
	expect("icmp.type", "-");
	expect("icmpv6", "1");
}

static void an_802_3_frame_has_a_length_and_no_type(void **state)
{
	(void)state;
	shown_parse(&s, MACS "0003 424203");
	expect("eth.type", "-");
	expect("eth.len", "3");
}

#define test(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_packet_has_the_facts_of_its_headers),
		test(stacked_vlans_have_a_value_each),
		test(an_hsr_tag_may_stand_between_vlan_and_type),
		test(a_tcp_header_whose_options_were_cut_has_its_facts),
		test(a_length_that_the_wire_had_not_is_not_believed),
		test(ipv6_has_facts_of_its_own),
		test(an_802_3_frame_has_a_length_and_no_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
