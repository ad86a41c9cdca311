/* CC-Link IE Field Network Basic, what is kept: protocols/cciefb_state.c. */
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/cclink_kit.h"
#include "tests/unit/test.h"

#define P (&protocol_cciefb)

static struct cclink_talk t;

static int begin(void **state)
{
	(void)state;
	cclink_init(&t);
	return 0;
}

static int end(void **state)
{
	(void)state;
	cclink_free(&t);
	return 0;
}

/* The request with this sequence. */
static void request(unsigned sequence)
{
	cclink_take(&t, CYCLIC_REQUEST);
	t.bytes[REQUEST_SEQUENCE] = (uint8_t)sequence;
	t.bytes[REQUEST_SEQUENCE + 1] = (uint8_t)(sequence >> 8);
}

static void sequences_go_on(void **state)
{
	(void)state;
	request(0xfffe);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.sequence_step"), 0);
	request(0xffff);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cciefb.sequence_step"), 1);
	request(0);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cciefb.sequence_step"), 1);
	request(0);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cciefb.sequence_step"), 0);
	request(0xffff);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cciefb.sequence_step"), 0xffff);
}

static void stations_are_lost_and_come_back(void **state)
{
	(void)state;
	request(1);
	cclink_say(&t, P);
	request(2);
	t.bytes[REQUEST_CYCLIC] = 0x05;
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.lost_station"), 1);
	assert_int_equal(cclink_number(&t, "cciefb.lost_station"), 2);
	assert_int_equal(cclink_number(&t, "cciefb.lost_id"), 0x0a3c030b);
	request(3);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.lost_station"), 0);
	assert_int_equal(cclink_number(&t, "cciefb.back_station"), 2);
}

static void settings_and_slaves_that_change_are_told_once(void **state)
{
	(void)state;
	request(1);
	cclink_say(&t, P);
	for (unsigned i = 0; i < 2; i++) {
		request(2 + i);
		t.bytes[REQUEST_PARAMETER] = 8;
		t.bytes[REQUEST_SLAVE] = 0x0d;
		cclink_say(&t, P);
		assert_int_equal(cclink_count(&t, "cciefb.parameter_changed"), i == 0);
		assert_int_equal(cclink_count(&t, "cciefb.slaves_changed"), i == 0);
	}
}

static void applications_stop_and_start(void **state)
{
	(void)state;
	request(1);
	cclink_say(&t, P);
	request(2);
	t.bytes[REQUEST_STATE] = 0;
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.stopped"), 1);
	request(3);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.started"), 1);
	cclink_take(&t, CYCLIC_RESPONSE);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.stopped"), 0);
	t.bytes[RESPONSE_STATE] = 0;
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.stopped"), 1);
}

static void the_scan_time_is_a_mean(void **state)
{
	unsigned told = 0;

	(void)state;
	for (unsigned i = 0; i < 9; i++) {
		request(i);
		cclink_say(&t, P);
		if (cclink_count(&t, "cciefb.scan_time") != 0) {
			assert_int_equal(cclink_number(&t, "cciefb.scan_time"), 250000000);
			told++;
		}
	}
	assert_int_equal(told, 2);
}

static void a_response_answers_the_request_of_its_sequence(void **state)
{
	(void)state;
	request(100);
	cclink_say(&t, P);
	t.d.flow = 2;
	cclink_take(&t, CYCLIC_RESPONSE);
	cclink_say(&t, P);
	assert_int_equal(t.d.ot.request_frame, 1);
	assert_int_equal(t.d.ot.response_time, 250000000);
	assert_int_equal(cclink_number(&t, "cciefb.station"), 3);
	t.bytes[RESPONSE_SEQUENCE] = 99;
	cclink_say(&t, P);
	assert_int_equal(t.d.ot.request_frame, 0);
	assert_int_equal(cclink_count(&t, "cciefb.station"), 0);
}

static void two_masters_of_a_slave_are_told(void **state)
{
	(void)state;
	request(1);
	cclink_say(&t, P);
	request(1);
	t.bytes[REQUEST_MASTER] = 0x42;
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.other_master"), 1);
	assert_int_equal(cclink_number(&t, "cciefb.other_master"), 0x0a3c0301);
	/* After ten seconds the first one is gone. */
	t.d.at += UINT64_C(11000000000);
	request(2);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.other_master"), 0);
}

static void two_senders_of_a_master_are_told(void **state)
{
	(void)state;
	request(1);
	cclink_say(&t, P);
	t.mac[5] = 7;
	request(2);
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cciefb.other_sender"), UINT64_C(0x020000000000));
	request(3);
	cclink_say(&t, P);
	assert_int_equal(cclink_count(&t, "cciefb.other_sender"), 0);
}

static void without_notes_nothing_is_kept(void **state)
{
	(void)state;
	t.d.notes = NULL;
	request(1);
	cclink_say(&t, P);
	request(1);
	cclink_say(&t, P);
	assert_false(t.d.malformed);
	assert_int_equal(cclink_count(&t, "cciefb.sequence_step"), 0);
	cclink_take(&t, CYCLIC_RESPONSE);
	cclink_say(&t, P);
	assert_int_equal(t.d.noperations, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sequences_go_on),
		TEST(stations_are_lost_and_come_back),
		TEST(settings_and_slaves_that_change_are_told_once),
		TEST(applications_stop_and_start),
		TEST(the_scan_time_is_a_mean),
		TEST(a_response_answers_the_request_of_its_sequence),
		TEST(two_masters_of_a_slave_are_told),
		TEST(two_senders_of_a_master_are_told),
		TEST(without_notes_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
