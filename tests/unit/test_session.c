/* One conversation from its first packet to its end: sensor/session.c, through whole frames. */
#include <string.h>

#include "tests/unit/talk.h"
#include "tests/unit/test.h"

/* Read two holding registers from 16, its answer (10, 11), transaction 1; the same for 2. */
#define ASK	 "0001 0000 0006 01 03 0010 0002"
#define ANSWER	 "0001 0000 0007 01 03 04 000a 000b"
#define ASK_2	 "0002 0000 0006 01 03 0010 0002"
#define ANSWER_2 "0002 0000 0007 01 03 04 000a 000b"
#define REFUSAL	 "0001 0000 0003 01 83 02"
#define WRITE	 "0003 0000 0006 01 06 0020 0123"

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

#define SENTENCE(name) static void name(void **state __attribute__((unused)))

SENTENCE(a_request_and_its_answer_name_each_other)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	talk_expect(t, 0, "\"frame.number\":4,", "\"ot.request\":true", "\"ot.object\":\"hr:16\"",
		    "\"ot.response_frame\":5,\"ot.response_time\":0.001000000", NULL);
	talk_expect(t, 1, "\"frame.number\":5,", "\"ot.request\":false", "\"ot.object\":\"hr:16\"",
		    "\"ot.value\":[10,11]", "\"ot.request_frame\":4", NULL);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unmatched, 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->malformed, 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->flows, 1);
}

SENTENCE(a_message_in_single_bytes_is_the_same_message)
{
	static const char *const bytes[] = { "00", "01", "00", "00", "00", "06",
					     "01", "03", "00", "10", "00", "02" };

	talk_handshake(t);
	for (unsigned i = 0; i < 12; i++)
		talk_say(t, CLIENT, bytes[i]);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	talk_expect(t, 0, "\"frame.number\":15,", "\"ot.object\":\"hr:16\"", NULL);
	assert_int_equal(talk_count(t, "malformed"), 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->undecoded, 0);
}

SENTENCE(segments_out_of_order_give_the_same_operations)
{
	talk_handshake(t);
	talk_segment_at(t, CLIENT, 12, TCP_ACK, ASK_2);
	talk_say(t, CLIENT, ASK);
	talk_lose(t, CLIENT, 12); /* it was sent already */
	talk_say(t, SERVER, ANSWER ANSWER_2);
	talk_end(t);
	assert_int_equal(talk_lines(t), 4);
	talk_expect(t, 0, "\"mbtcp.trans_id\":1,", NULL);
	talk_expect(t, 1, "\"mbtcp.trans_id\":2,", NULL);
	assert_int_equal(talk_count(t, "unmatched"), 0);
	assert_int_equal(talk_stat(t, STAT_STREAM_GAPS), 0);
}

SENTENCE(picked_up_in_the_middle_the_port_says_who_is_the_client)
{
	talk_say(t, SERVER, ANSWER);
	talk_say(t, CLIENT, ASK_2);
	talk_say(t, SERVER, ANSWER_2);
	talk_end(t);
	talk_expect(t, 0, "\"ot.request\":false", "\"ot.unmatched\":true", NULL);
	talk_expect(t, 1, "\"ot.request\":true", "\"ot.response_frame\":3", NULL);
	assert_int_equal(talk_stat(t, STAT_FLOWS_MIDSTREAM), 1);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unmatched, 1);
}

SENTENCE(over_the_limit_on_the_own_port_a_request_stays_a_request)
{
	/* 147 registers from 0x0300 on: as a response it would be without a fault. */
	talk_say(t, CLIENT, "0001 0000 0006 01 04 0300 0093");
	talk_end(t);
	talk_expect(t, 0, "\"ot.request\":true", "quantity is over the limit", NULL);
}

SENTENCE(the_server_may_have_opened_the_connection)
{
	t->port[CLIENT] = 502;
	t->port[SERVER] = 4446;
	talk_handshake(t);
	talk_say(t, CLIENT, REFUSAL);
	talk_say(t, SERVER, ASK_2);
	talk_end(t);
	talk_expect(t, 0, "\"ot.request\":false", "Illegal data address", NULL);
	talk_expect(t, 1, "\"ot.request\":true", "\"tcp.dstport\":502", NULL);
}

SENTENCE(modbus_is_found_on_any_port)
{
	t->port[SERVER] = 20000;
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	assert_int_equal(t->pl->observe.coverage.nports, 1);
	assert_int_equal(t->pl->observe.coverage.ports[0].port, 20000);
}

SENTENCE(in_the_middle_on_any_port_the_bytes_say_who_is_the_client)
{
	t->port[CLIENT] = 20001;
	t->port[SERVER] = 20000;
	talk_say(t, SERVER, ANSWER);
	talk_say(t, CLIENT, ASK_2);
	talk_end(t);
	talk_expect(t, 0, "\"ot.request\":false", NULL);
	talk_expect(t, 1, "\"ot.request\":true", NULL);
}

SENTENCE(rubbish_first_does_not_blind_us_on_the_own_port)
{
	talk_handshake(t);
	for (unsigned i = 0; i < 20; i++)
		talk_say(t, CLIENT, "47455420 2f20 48545450 2f312e31 0d0a 0d0a");
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	talk_expect(t, 0, "\"ot.object\":\"hr:16\"", NULL);
}

SENTENCE(a_few_bytes_before_a_message_are_not_taken_for_its_beginning)
{
	talk_handshake(t);
	talk_say(t, CLIENT, "00"); /* might be the beginning of one */
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	talk_expect(t, 0, "\"mbtcp.trans_id\":1,", "\"ot.object\":\"hr:16\"", NULL);
}

SENTENCE(a_keep_alive_at_the_beginning_does_no_harm)
{
	talk_segment_at(t, CLIENT, -1, TCP_ACK, "00");
	talk_say(t, CLIENT, ASK);
	talk_segment_at(t, CLIENT, -1, TCP_ACK, "00");
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	assert_int_equal(talk_count(t, "malformed"), 0);
}

SENTENCE(web_traffic_on_the_modbus_port_gives_no_operation_and_is_said)
{
	talk_handshake(t);
	talk_say(t, CLIENT, "47455420 2f20 48545450 2f312e31 0d0a 0d0a");
	talk_say(t, SERVER, "48545450 2f312e31 20 323030 0d0a 0d0a");
	talk_end(t);
	assert_int_equal(talk_lines(t), 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->messages, 0);
	assert_int_equal(t->pl->observe.coverage.nports, 1);
	assert_int_equal(t->pl->observe.coverage.ports[0].expected, PROTOCOL_mbtcp);
}

/* The write of 0x0123 goes out; then its last bytes once more as 0x03e7, with another request. */
SENTENCE(bytes_sent_again_with_other_contents_are_told_where)
{
	talk_handshake(t);
	talk_say(t, CLIENT, WRITE);
	talk_segment_at(t, CLIENT, -2, TCP_ACK | TCP_PSH, "03e7" ASK_2);
	talk_end(t);
	assert_int_equal(talk_lines(t), 3);
	talk_expect(t, 0, "\"ot.value\":291", NULL);
	talk_expect(t, 1, "\"frame.number\":5,", "TCP bytes sent again with other contents",
		    "\"tcp.dstport\":502", "\"ot.remarks\":[", NULL);
	talk_expect(t, 2, "\"frame.number\":5,", "\"ot.object\":\"hr:16\"", NULL);
	assert_int_equal(talk_stat(t, STAT_STREAM_CONFLICTS), 1);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->messages, 2);
}

SENTENCE(a_new_connection_on_the_same_ports_is_a_new_flow)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	t->seq[CLIENT] += 70000;
	t->seq[SERVER] += 90000;
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_FLOWS), 2);
	assert_int_equal(talk_stat(t, STAT_STREAM_GAPS), 0);
	talk_expect(t, 0, "\"ot.unanswered\":true", NULL);
	talk_expect(t, 2, "\"ot.request_frame\":8", NULL);
}

SENTENCE(a_handshake_sent_again_is_no_new_flow)
{
	talk_segment(t, CLIENT, TCP_SYN, "");
	talk_wait(t, 1000);
	talk_segment_at(t, CLIENT, -1, TCP_SYN, "");
	talk_segment(t, SERVER, TCP_SYN | TCP_ACK, "");
	talk_wait(t, 1000);
	talk_segment_at(t, CLIENT, -1, TCP_SYN, "");
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_FLOWS), 1);
	assert_int_equal(talk_count(t, "unmatched"), 0);
}

SENTENCE(a_handshake_captured_in_the_wrong_order_is_one_flow)
{
	talk_lose(t, CLIENT, 1);
	talk_segment(t, SERVER, TCP_SYN | TCP_ACK, "");
	talk_segment_at(t, CLIENT, -1, TCP_SYN, "");
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_FLOWS), 1);
	assert_int_equal(talk_stat(t, STAT_FLOWS_MIDSTREAM), 0);
	assert_int_equal(talk_lines(t), 2);
}

SENTENCE(a_syn_with_fin_opens_nothing)
{
	talk_segment(t, SERVER, TCP_SYN | TCP_FIN | TCP_PSH, "");
	talk_say(t, CLIENT, ASK);
	talk_end(t);
	talk_expect(t, 0, "\"ot.request\":true", "\"tcp.dstport\":502", NULL);
}

SENTENCE(the_reason_in_a_reset_is_no_data)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_segment(t, CLIENT, TCP_RST | TCP_ACK, WRITE);
	talk_end(t);
	assert_int_equal(talk_lines(t), 1);
	assert_int_equal(talk_count(t, "Write"), 0);
}

SENTENCE(a_closed_connection_leaves_its_request_unanswered)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_segment(t, SERVER, TCP_RST, "");
	talk_end(t);
	talk_expect(t, 0, "\"ot.unanswered\":true", NULL);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 1);
}

SENTENCE(the_end_of_the_capture_leaves_nothing_unanswered)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_end(t);
	assert_int_equal(talk_lines(t), 1);
	assert_int_equal(talk_count(t, "unanswered"), 0);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 0);
}

SENTENCE(a_request_without_an_answer_in_time_is_unanswered)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_segment(t, SERVER, TCP_ACK, "");
	talk_wait(t, 9000);
	talk_say(t, CLIENT, ASK_2);
	talk_wait(t, 2000);
	talk_say(t, SERVER, ANSWER_2);
	talk_end(t);
	talk_expect(t, 0, "\"mbtcp.trans_id\":1,", "\"ot.unanswered\":true", NULL);
	talk_expect(t, 1, "\"mbtcp.trans_id\":2,", "\"ot.response_frame\":7", NULL);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 1);
}

SENTENCE(a_mirror_of_one_direction_leaves_nothing_unanswered)
{
	for (unsigned i = 0; i < 5; i++) {
		talk_say(t, CLIENT, ASK);
		talk_wait(t, 20000);
	}
	talk_end(t);
	assert_int_equal(talk_lines(t), 5);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 0);
}

SENTENCE(an_answer_that_the_capture_lost_is_not_missed)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_lose(t, SERVER, 13);
	talk_say(t, CLIENT, ASK_2);
	talk_say(t, SERVER, ANSWER_2);
	talk_wait(t, 20000);
	talk_segment(t, CLIENT, TCP_RST, "");
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_STREAM_LOST), 13);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 0);
	talk_expect(t, 2, "\"ot.request_frame\":5", NULL);
}

SENTENCE(what_the_capture_lost_at_the_end_is_not_the_senders_fault)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, "0001 0000 0007 01 03");
	talk_lose(t, SERVER, 5);
	talk_segment(t, CLIENT, TCP_ACK | TCP_FIN, "");
	talk_segment(t, SERVER, TCP_ACK | TCP_FIN, "");
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->malformed, 0);
	talk_expect(t, 1, "the capture has only the beginning", NULL);
}

SENTENCE(who_stops_within_a_message_sent_a_malformed_one)
{
	talk_handshake(t);
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010");
	talk_segment(t, CLIENT, TCP_ACK | TCP_FIN, "");
	talk_segment(t, SERVER, TCP_ACK | TCP_FIN, "");
	talk_end(t);
	talk_expect(t, 0, "\"ot.malformed\":true", "the sender stopped within the message", NULL);
}

SENTENCE(a_snaplen_in_the_message_is_not_the_senders_fault)
{
	talk_handshake(t);
	t->cut = 2;
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	t->cut = 3;
	talk_say(t, CLIENT, ASK_2);
	talk_say(t, SERVER, ANSWER_2);
	talk_end(t);
	assert_int_equal(talk_stat(t, STAT_TRUNCATED), 2);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->malformed, 0);
	assert_int_equal(talk_count(t, "does not match the quantity"), 0);
	assert_int_equal(talk_count(t, "unmatched"), 0);
	assert_int_equal(talk_count(t, "the capture has only the beginning"), 2);
}

SENTENCE(a_hole_in_a_silent_flow_is_given_up_by_time)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_lose(t, CLIENT, 12);
	talk_say(t, CLIENT, WRITE);
	assert_int_equal(t->pl->messages, 2);
	t->host[CLIENT] = 9; /* another client, so that time goes on */
	talk_wait(t, 3500);
	talk_segment(t, CLIENT, TCP_SYN, "");
	assert_int_equal(t->pl->messages, 3);
	assert_int_equal(t->pl->streams.pool.used[0], 0);
}

SENTENCE(a_flow_that_is_not_ours_keeps_no_buffers)
{
	t->port[SERVER] = 8080;
	talk_handshake(t);
	talk_segment_at(t, CLIENT, 1000, TCP_ACK, "41424344");
	assert_int_equal(t->pl->streams.pool.used[0], 1);
	for (unsigned i = 0; i < 8; i++)
		talk_say(t, CLIENT, "47455420 2f20 48545450 2f312e31 0d0a 0d0a");
	assert_int_equal(t->pl->streams.pool.used[0], 0);
	talk_segment_at(t, CLIENT, 1000, TCP_ACK, "41424344");
	assert_int_equal(t->pl->streams.pool.used[0], 0);
}

SENTENCE(many_silent_beginnings_do_not_take_the_buffers_from_others)
{
	for (unsigned i = 0; i < 60; i++) {
		t->port[CLIENT] = (uint16_t)(30000 + i);
		talk_handshake(t);
		talk_say(t, CLIENT, "00"); /* might become anything */
	}
	assert_int_equal(t->pl->streams.pool.used[0], 32);
	t->port[CLIENT] = 50000;
	talk_handshake(t);
	talk_say(t, CLIENT, "0001 0000 0006 01");
	talk_say(t, CLIENT, "03 0010 0002");
	talk_say(t, SERVER, ANSWER);
	assert_int_equal(t->pl->messages, 2);
}

SENTENCE(an_evicted_flow_leaves_nothing_unanswered)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	uint32_t seq[2] = { t->seq[0], t->seq[1] };

	for (unsigned i = 0; i < 64; i++) {
		t->port[CLIENT] = (uint16_t)(30000 + i);
		talk_segment(t, CLIENT, TCP_SYN, "");
	}
	assert_int_equal(talk_stat(t, STAT_FLOWS_EVICTED), 1);
	t->port[CLIENT] = 40000;
	memcpy(t->seq, seq, sizeof(seq));
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_row(t, PROTOCOL_mbtcp)->unanswered, 0);
	assert_int_equal(talk_lines(t), 2);
}

SENTENCE(a_datagram_is_a_message)
{
	talk_datagram(t, CLIENT, ASK);
	talk_datagram(t, SERVER, ANSWER);
	talk_end(t);
	assert_int_equal(talk_lines(t), 2);
	talk_expect(t, 0, "\"udp.dstport\":502", "\"ot.response_frame\":2", NULL);
}

SENTENCE(a_late_segment_is_decoded_for_itself)
{
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_lose(t, CLIENT, 12);
	talk_segment(t, SERVER, TCP_ACK, ""); /* the server has it */
	talk_say(t, CLIENT, ASK_2);
	talk_segment_at(t, CLIENT, -24, TCP_ACK, WRITE);
	talk_segment_at(t, CLIENT, -24, TCP_ACK, WRITE);
	talk_say(t, CLIENT, ASK);
	talk_end(t);
	assert_int_equal(talk_count(t, "Write Single Register"), 1);
	assert_int_equal(talk_lines(t), 5);
	assert_int_equal(talk_count(t, "malformed"), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_and_its_answer_name_each_other),
		TEST(a_message_in_single_bytes_is_the_same_message),
		TEST(segments_out_of_order_give_the_same_operations),
		TEST(picked_up_in_the_middle_the_port_says_who_is_the_client),
		TEST(over_the_limit_on_the_own_port_a_request_stays_a_request),
		TEST(the_server_may_have_opened_the_connection),
		TEST(modbus_is_found_on_any_port),
		TEST(in_the_middle_on_any_port_the_bytes_say_who_is_the_client),
		TEST(rubbish_first_does_not_blind_us_on_the_own_port),
		TEST(a_few_bytes_before_a_message_are_not_taken_for_its_beginning),
		TEST(a_keep_alive_at_the_beginning_does_no_harm),
		TEST(web_traffic_on_the_modbus_port_gives_no_operation_and_is_said),
		TEST(bytes_sent_again_with_other_contents_are_told_where),
		TEST(a_new_connection_on_the_same_ports_is_a_new_flow),
		TEST(a_handshake_sent_again_is_no_new_flow),
		TEST(a_handshake_captured_in_the_wrong_order_is_one_flow),
		TEST(a_syn_with_fin_opens_nothing),
		TEST(the_reason_in_a_reset_is_no_data),
		TEST(a_closed_connection_leaves_its_request_unanswered),
		TEST(the_end_of_the_capture_leaves_nothing_unanswered),
		TEST(a_request_without_an_answer_in_time_is_unanswered),
		TEST(a_mirror_of_one_direction_leaves_nothing_unanswered),
		TEST(an_answer_that_the_capture_lost_is_not_missed),
		TEST(what_the_capture_lost_at_the_end_is_not_the_senders_fault),
		TEST(who_stops_within_a_message_sent_a_malformed_one),
		TEST(a_snaplen_in_the_message_is_not_the_senders_fault),
		TEST(a_hole_in_a_silent_flow_is_given_up_by_time),
		TEST(a_flow_that_is_not_ours_keeps_no_buffers),
		TEST(many_silent_beginnings_do_not_take_the_buffers_from_others),
		TEST(an_evicted_flow_leaves_nothing_unanswered),
		TEST(a_datagram_is_a_message),
		TEST(a_late_segment_is_decoded_for_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
