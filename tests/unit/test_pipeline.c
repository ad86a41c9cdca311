/* The driver with its limits and its time: sensor/pipeline.c. */
#include <string.h>

#include "tests/unit/talk.h"
#include "tests/unit/test.h"

#define ASK    "0001 0000 0006 01 03 0010 0002"
#define ANSWER "0001 0000 0007 01 03 04 000a 000b"

static struct talk *t;

static int setup(void **state)
{
	(void)state;
	t = talk_new(NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	talk_free(t);
	return 0;
}

static void a_frame_that_a_mirror_sent_twice_is_one_message(void **state)
{
	(void)state;
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	/* The same frame again: identification, time within the window. */
	t->frame.number--;
	talk_segment_at(t, CLIENT, -12, TCP_ACK | TCP_PSH, ASK);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_DUPLICATES), 1);
	assert_int_equal(talk_stat(t, STAT_STREAM_REPEATED), 0);
	assert_int_equal(talk_lines(t), 1);
}

static void the_same_frame_with_another_tag_is_one_message_too(void **state)
{
	(void)state;
	talk_say(t, CLIENT, ASK);
	t->vlan = 7;
	t->frame.number--;
	talk_segment_at(t, CLIENT, -12, TCP_ACK | TCP_PSH, ASK);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_DUPLICATES), 1);
	assert_int_equal(talk_lines(t), 1);
}

static void networks_apart_are_flows_apart(void **state)
{
	(void)state;
	t->vlan = 7;
	talk_say(t, CLIENT, ASK);
	t->vlan = 8;
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_FLOWS), 2);
	talk_expect(t, 0, "\"vlan.id\":7", NULL);
	talk_expect(t, 1, "\"vlan.id\":8", "\"ot.unmatched\":true", NULL);
}

static void a_full_table_gives_up_the_oldest_flow_and_counts_it(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 70; i++) {
		t->port[CLIENT] = (uint16_t)(30000 + i);
		talk_segment(t, CLIENT, TCP_SYN, "");
	}
	assert_int_equal(t->pl->flows.used, 64);
	assert_int_equal(talk_stat(t, STAT_FLOWS), 70);
	assert_int_equal(talk_stat(t, STAT_FLOWS_EVICTED), 6);
}

static void silent_flows_expire(void **state)
{
	(void)state;
	talk_datagram(t, CLIENT, "00");
	talk_say(t, CLIENT, ASK);
	pipeline_idle(t->pl, t->frame.at + 121000000000U);
	assert_int_equal(t->pl->flows.used, 1);
	pipeline_idle(t->pl, t->frame.at + 3700000000000U);
	assert_int_equal(t->pl->flows.used, 0);
	assert_int_equal(talk_stat(t, STAT_FLOWS_EXPIRED), 2);
}

static void closed_flows_go_soon_and_are_not_counted_as_expired(void **state)
{
	(void)state;
	talk_handshake(t);
	talk_segment(t, CLIENT, TCP_ACK | TCP_FIN, "");
	talk_segment(t, SERVER, TCP_ACK | TCP_FIN, "");
	pipeline_idle(t->pl, t->frame.at + 11000000000U);
	assert_int_equal(t->pl->flows.used, 0);
	assert_int_equal(talk_stat(t, STAT_FLOWS_EXPIRED), 0);
}

static void one_time_that_is_far_ahead_does_not_stop_time(void **state)
{
	uint64_t now = t->frame.at;

	(void)state;
	talk_datagram(t, CLIENT, "00");
	t->frame.at = now + 86400 * (uint64_t)1000000000;
	t->port[CLIENT] = 40001;
	talk_datagram(t, CLIENT, "00");
	t->frame.at = now;
	t->port[CLIENT] = 40002;
	for (unsigned i = 0; i < 64; i++)
		talk_datagram(t, CLIENT, "00");
	assert_true(t->pl->now < now + 1000000000);
	t->port[CLIENT] = 40003;
	talk_wait(t, 200000);
	talk_datagram(t, CLIENT, "00");
	/* Sweeps go on, and the flow from the future hides no other. */
	assert_int_equal(t->pl->flows.used, 1);
}

static void frames_a_little_out_of_order_do_not_turn_time_back(void **state)
{
	uint64_t now = t->frame.at;

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		t->frame.at = now + (i % 2) * (uint64_t)1000000000;
		talk_datagram(t, CLIENT, "00");
	}
	assert_int_equal(t->pl->now, now + 1000000000);
}

static void a_link_type_that_is_not_understood_is_counted(void **state)
{
	(void)state;
	t->frame.linktype = 9999;
	talk_say(t, CLIENT, ASK);
	assert_int_equal(talk_stat(t, STAT_LINK_UNKNOWN), 1);
	assert_int_equal(talk_stat(t, STAT_FRAMES), 1);
	assert_int_equal(t->pl->flows.used, 0);
}

static void headers_that_do_not_fit_are_counted(void **state)
{
	static const uint8_t arp[] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45 };

	(void)state;
	talk_frame(t, arp, sizeof(arp));
	assert_int_equal(talk_stat(t, STAT_PACKET_SHORT), 1);
}

static void a_message_in_ip_fragments_is_whole(void **state)
{
	static const uint8_t first[] = {
		2,    0, 0,  0, 0, 2, 2,    0,	  0, 0, 0,  1, 8, 0, 0x45, 0,	 0, 44,	  0, 7,
		0x20, 0, 64, 6, 0, 0, 10,   0,	  0, 1, 10, 0, 0, 2, 0x9c, 0x40, 1, 0xf6, 0, 0,
		0,    1, 0,  0, 0, 1, 0x50, 0x18, 0, 0, 0,  0, 0, 0, 0,	   1,	 0, 0,
	};
	static const uint8_t second[] = {
		2, 0,  0, 0, 0, 2,  2, 0, 0, 0,	 0, 1, 8, 0, 0x45, 0, 0, 28, 0,	 7, 0,
		3, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 6,	   1, 3, 0,  16, 0, 2,
	};

	(void)state;
	talk_frame(t, first, sizeof(first));
	talk_frame(t, second, sizeof(second));
	t->seq[CLIENT] = 13;
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_FRAGMENTS), 2);
	assert_int_equal(talk_stat(t, STAT_REASSEMBLED), 1);
	assert_int_equal(talk_lines(t), 1);
	talk_expect(t, 0, "\"frame.number\":2,", "\"ot.object\":\"hr:16\"", NULL);
}

static void a_flush_counts_what_goes_on(void **state)
{
	(void)state;
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->packets, 0);
	pipeline_flush(t->pl);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->packets, 4);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->packets, 5);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->flows, 1);
}

static void a_flush_before_the_protocol_is_known_does_no_harm(void **state)
{
	(void)state;
	talk_handshake(t);
	pipeline_flush(t->pl);
	assert_int_equal(t->pl->observe.coverage.rows[LABEL_UNKNOWN].flows, 1);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->flows, 1);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->messages, 2);
	assert_int_equal(t->pl->observe.coverage.rows[LABEL_UNKNOWN].flows, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_frame_that_a_mirror_sent_twice_is_one_message),
		TEST(the_same_frame_with_another_tag_is_one_message_too),
		TEST(networks_apart_are_flows_apart),
		TEST(a_full_table_gives_up_the_oldest_flow_and_counts_it),
		TEST(silent_flows_expire),
		TEST(closed_flows_go_soon_and_are_not_counted_as_expired),
		TEST(one_time_that_is_far_ahead_does_not_stop_time),
		TEST(frames_a_little_out_of_order_do_not_turn_time_back),
		TEST(a_link_type_that_is_not_understood_is_counted),
		TEST(headers_that_do_not_fit_are_counted),
		TEST(a_message_in_ip_fragments_is_whole),
		TEST(a_flush_counts_what_goes_on),
		TEST(a_flush_before_the_protocol_is_known_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
