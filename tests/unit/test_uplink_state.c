/* How the sensor talks to collectors, without a socket: sensor/deliver/uplink_state.c. */
#include "tests/unit/uplink_says.h"

#include <string.h>

#include "tests/unit/test.h"

static void the_first_attempt_is_made_at_once_and_says_hello(void **state)
{
	struct uplink_machine m = says_machine(1);

	(void)state;
	assert_int_equal(uplink_state_due(&m), 0);
	assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_OPEN);
	uplink_state_opened(&m, 0);
	assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_HELLO);
	says_hello(&m, 1, EPOCH, 1, 11);
	assert_int_equal(uplink_state_next(&m, 1), UPLINK_STEP_NONE);
	assert_int_equal(uplink_state_room(&m), 0);
	assert_int_equal(uplink_state_due(&m), 1 + 15 * S);
	assert_int_equal(says_welcome(&m, 2, EPOCH, 4, 100), UPLINK_HEARD_WELCOME);
	assert_int_equal(m.acked, 4);
	assert_int_equal(m.sent, 4);
	assert_int_equal(uplink_state_room(&m), 100);
}

static void pauses_grow_up_to_the_longest_and_start_again_after_an_ack(void **state)
{
	static const uint64_t expected[] = {
		250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000
	};
	struct uplink_machine m = says_machine(1);
	uint64_t now = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		assert_int_equal(uplink_state_next(&m, now), UPLINK_STEP_OPEN);
		uplink_state_opened(&m, now);
		uplink_state_failed(&m, now, "no");
		assert_int_equal(m.state, UPLINK_DOWN);
		assert_int_equal(m.pause, expected[i] * MS);
		assert_int_equal(uplink_state_next(&m, m.until - 1), UPLINK_STEP_NONE);
		now = uplink_state_due(&m);
	}
	uplink_state_opened(&m, now);
	says_hello(&m, now, EPOCH, 1, 11);
	(void)says_welcome(&m, now, EPOCH, 0, 100);
	assert_false(m.proven);
	uplink_state_sent(&m, now, 3);
	assert_int_equal(says_ack(&m, now, SESSION, EPOCH, 2), UPLINK_HEARD_ACK);
	assert_true(m.proven);
	uplink_state_failed(&m, now, "cut");
	assert_int_equal(m.pause, 250 * MS);
}

static void jitter_takes_off_half_a_pause_at_most(void **state)
{
	static const uint64_t chances[] = { 0, 1, 125 * MS, 125 * MS + 1, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(chances) / sizeof(*chances); i++) {
		struct uplink_machine m = says_machine(1);

		says_jitter = chances[i];
		uplink_state_opened(&m, 0);
		uplink_state_failed(&m, 0, "no");
		assert_true(m.pause >= 125 * MS && m.pause <= 250 * MS);
	}
}

static void several_collectors_are_tried_in_order_then_it_pauses(void **state)
{
	struct uplink_machine m = says_machine(3);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(m.collector, i);
		assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_OPEN);
		uplink_state_opened(&m, 0);
		uplink_state_failed(&m, 0, "no");
	}
	assert_int_equal(m.collector, 0);
	assert_int_equal(m.pause, 250 * MS);
	assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_NONE);
}

static void a_lost_session_is_first_tried_again_where_it_was(void **state)
{
	struct uplink_machine m = says_machine(3);

	(void)state;
	uplink_state_opened(&m, 0);
	uplink_state_failed(&m, 0, "no");
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 1, 11);
	(void)says_welcome(&m, 0, EPOCH, 0, 100);
	uplink_state_sent(&m, 0, 5);
	(void)says_ack(&m, 0, SESSION, EPOCH, 3);
	uplink_state_failed(&m, 1, "cut");
	assert_int_equal(m.collector, 1);
	assert_true(m.pause > 0);
	uplink_state_opened(&m, m.until);
	uplink_state_failed(&m, m.until, "no");
	assert_int_equal(m.collector, 0);
	assert_int_equal(m.pause, 0);
}

static void silence_ends_an_attempt_and_a_session(void **state)
{
	struct uplink_machine m = says_machine(1);

	(void)state;
	uplink_state_opened(&m, 0);
	assert_int_equal(uplink_state_next(&m, 15 * S - 1), UPLINK_STEP_HELLO);
	assert_int_equal(uplink_state_next(&m, 15 * S), UPLINK_STEP_NONE);
	assert_int_equal(m.state, UPLINK_DOWN);
	assert_string_equal(m.why, "no connection for 15 s");

	m = says_up(0);
	assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_NONE);
	assert_int_equal(uplink_state_next(&m, 5 * S), UPLINK_STEP_PING);
	uplink_state_pinged(&m, 5 * S, WALL);
	assert_int_equal(uplink_state_due(&m), 10 * S);
	assert_int_equal(uplink_state_next(&m, 9 * S), UPLINK_STEP_NONE);
	assert_int_equal(uplink_state_next(&m, 15 * S), UPLINK_STEP_NONE);
	assert_int_equal(m.state, UPLINK_DOWN);
	assert_string_equal(m.why, "no answer for 15 s");
}

static void a_session_in_which_nothing_is_acknowledged_is_begun_anew(void **state)
{
	struct uplink_machine m = says_up(S);
	uint64_t now = S;

	(void)state;
	uplink_state_sent(&m, now, 5);
	while (now < 57 * S && m.state == UPLINK_UP) {
		now += 4 * S;
		if (uplink_state_next(&m, now) == UPLINK_STEP_PING) {
			uplink_state_pinged(&m, now, WALL + now);
			(void)says_pong(&m, now, WALL + now);
		}
	}
	assert_int_equal(m.state, UPLINK_UP);
	(void)uplink_state_next(&m, 61 * S);
	assert_int_equal(m.state, UPLINK_DOWN);
	assert_string_equal(m.why, "nothing was acknowledged for 60 s");
}

static void credit_bounds_what_is_under_way(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	uplink_state_sent(&m, 0, 60);
	assert_int_equal(uplink_state_room(&m), 40);
	uplink_state_sent(&m, 0, 100);
	assert_int_equal(uplink_state_room(&m), 0);
	assert_false(uplink_state_settled(&m));
	(void)says_ack(&m, 0, SESSION, EPOCH, 30);
	assert_int_equal(uplink_state_room(&m), 30);
	(void)says_ack(&m, 0, SESSION, EPOCH, 100);
	assert_true(uplink_state_settled(&m));
	assert_int_equal(uplink_state_room(&m), 100);
}

static void no_credit_is_taken_for_one(void **state)
{
	struct uplink_machine m = says_machine(1);

	(void)state;
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 1, 11);
	(void)says_welcome(&m, 0, EPOCH, 0, 0);
	assert_int_equal(uplink_state_room(&m), 1);
}

static void answers_that_are_not_meant_for_this_session_change_nothing(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	uplink_state_sent(&m, 0, 10);
	assert_int_equal(says_ack(&m, 0, SESSION + 1, EPOCH, 5), UPLINK_HEARD_NOTHING);
	assert_int_equal(says_ack(&m, 0, SESSION, EPOCH + 1, 5), UPLINK_HEARD_NOTHING);
	assert_int_equal(says_welcome(&m, 0, EPOCH, 5, 100), UPLINK_HEARD_NOTHING);
	assert_int_equal(says_refusal(&m, 0, SESSION + 1, KAGAMI__REASON__REASON_NAME, 0),
			 UPLINK_HEARD_NOTHING);
	assert_int_equal(m.stale, 4);
	assert_int_equal(m.acked, 0);
	assert_int_equal(m.state, UPLINK_UP);
	assert_int_equal(says_ack(&m, 0, SESSION, EPOCH, 5), UPLINK_HEARD_ACK);
	/* Twice, and one that came late. */
	assert_int_equal(says_ack(&m, 0, SESSION, EPOCH, 5), UPLINK_HEARD_NOTHING);
	assert_int_equal(says_ack(&m, 0, SESSION, EPOCH, 4), UPLINK_HEARD_NOTHING);
	assert_int_equal(m.acked, 5);
}

static void a_welcome_to_another_hello_is_not_ours(void **state)
{
	struct uplink_machine m = says_machine(1);

	(void)state;
	uplink_state_opened(&m, 0);
	assert_int_equal(says_welcome(&m, 0, 0, 0, 100), UPLINK_HEARD_NOTHING);
	says_hello(&m, 0, EPOCH, 1, 11);
	assert_int_equal(says_welcome(&m, 0, EPOCH + 1, 0, 100), UPLINK_HEARD_NOTHING);
	assert_int_equal(m.state, UPLINK_CONNECTING);
}

static void an_ack_of_what_was_not_sent_ends_the_session_and_forgets_nothing(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	uplink_state_sent(&m, 0, 10);
	assert_int_equal(says_ack(&m, 0, SESSION, EPOCH, 11), UPLINK_HEARD_END);
	assert_int_equal(m.acked, 0);
	assert_int_equal(m.state, UPLINK_DOWN);
}

static void a_collector_that_has_events_never_made_is_refused(void **state)
{
	struct uplink_machine m = says_machine(1);

	(void)state;
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 3, 11);
	assert_int_equal(says_welcome(&m, 0, EPOCH, 11, 100), UPLINK_HEARD_END);
	assert_int_equal(m.state, UPLINK_REFUSED);
	assert_int_equal(m.acked, 2);

	/* What is read again may have been delivered to its end, whatever the spool remembers. */
	m = says_machine(1);
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, READ_EPOCH, 1, 1);
	assert_int_equal(says_welcome(&m, 0, READ_EPOCH, 500, 100), UPLINK_HEARD_WELCOME);
	assert_int_equal(m.acked, 500);
	assert_true(uplink_state_settled(&m));
}

static void each_reason_has_its_consequence(void **state)
{
	static const struct {
		Kagami__Reason reason;
		enum uplink_state then;
	} cases[] = {
		{ KAGAMI__REASON__REASON_NONE, UPLINK_REFUSED },
		{ KAGAMI__REASON__REASON_VERSION, UPLINK_REFUSED },
		{ KAGAMI__REASON__REASON_NAME, UPLINK_REFUSED },
		{ KAGAMI__REASON__REASON_NO_SESSION, UPLINK_DOWN },
		{ KAGAMI__REASON__REASON_SEQUENCE, UPLINK_DOWN },
		{ KAGAMI__REASON__REASON_MALFORMED, UPLINK_DOWN },
		{ KAGAMI__REASON__REASON_DICTIONARY, UPLINK_DOWN },
		{ KAGAMI__REASON__REASON_TOO_LARGE, UPLINK_DOWN },
		{ KAGAMI__REASON__REASON_BUSY, UPLINK_DOWN },
		{ (Kagami__Reason)99, UPLINK_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct uplink_machine m = says_up(0);

		assert_int_equal(says_refusal(&m, 0, SESSION, cases[i].reason, 0),
				 UPLINK_HEARD_END);
		assert_int_equal(m.state, cases[i].then);
		assert_int_equal(m.pause, cases[i].then == UPLINK_REFUSED ? 30 * S : 250 * MS);
		assert_int_equal(m.refusals, 1);
		assert_string_equal(m.why, "it gave no reason");
		assert_int_equal(m.session, 0);
	}
}

static void a_collector_says_when_to_come_back_within_bounds(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	(void)says_refusal(&m, 0, SESSION, KAGAMI__REASON__REASON_BUSY, 7000);
	assert_int_equal(m.until, 7 * S);
	m = says_up(0);
	(void)says_refusal(&m, 0, SESSION, KAGAMI__REASON__REASON_BUSY, UINT32_MAX);
	assert_int_equal(m.until, 600 * S);
}

static void a_refusal_of_the_hello_goes_on_to_the_next_collector(void **state)
{
	struct uplink_machine m = says_machine(2);

	(void)state;
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 1, 1);
	assert_int_equal(says_refusal(&m, 0, 0, KAGAMI__REASON__REASON_NAME, 0), UPLINK_HEARD_END);
	assert_int_equal(m.collector, 1);
	assert_int_equal(uplink_state_next(&m, 0), UPLINK_STEP_OPEN);
	/* One says no, one is not there: not as long a pause as if both said no. */
	uplink_state_opened(&m, 0);
	uplink_state_failed(&m, 0, "no");
	assert_int_equal(m.pause, 250 * MS);
}

static void refusals_one_after_the_other_come_ever_more_slowly(void **state)
{
	struct uplink_machine m = says_up(0);
	uint64_t pause = 0;

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		uplink_state_sent(&m, m.until, 5);
		/* A Pong before the batch is judged proves nothing. */
		if (i > 0)
			(void)says_pong(&m, m.until, WALL);
		(void)says_refusal(&m, m.until, SESSION, KAGAMI__REASON__REASON_MALFORMED, 0);
		assert_true(m.pause > pause);
		pause = m.pause;
		uplink_state_opened(&m, m.until);
		says_hello(&m, m.until, EPOCH, 1, 11);
		(void)says_welcome(&m, m.until, EPOCH, 0, 100);
	}
}

static void clocks_are_compared_half_way(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	uplink_state_pinged(&m, 10 * S, WALL + 10 * S);
	/* Asked at 10 s, heard at 10.2 s; the collector's clock was 3 s behind at 10.1 s. */
	(void)says_pong(&m, 10 * S + 200 * MS, WALL + 7 * S + 100 * MS);
	assert_int_equal(m.round_trip, 200 * MS);
	assert_int_equal(m.clock_offset, (int64_t)(3 * S));
	/* An answer to an older question says nothing of the way. */
	uplink_state_pinged(&m, 20 * S, WALL + 20 * S);
	m.asked_wall++;
	Kagami__Pong p = KAGAMI__PONG__INIT;
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;

	t.body_case = KAGAMI__TO_SENSOR__BODY_PONG;
	t.pong = &p;
	p.session = SESSION;
	p.ping_now = WALL + 20 * S;
	(void)uplink_state_hear(&m, 29 * S, WALL, &t);
	assert_int_equal(m.round_trip, 200 * MS);
}

static void another_version_and_a_session_without_a_number_are_refused(void **state)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	Kagami__Welcome w = KAGAMI__WELCOME__INIT;
	struct uplink_machine m = says_machine(1);

	(void)state;
	t.body_case = KAGAMI__TO_SENSOR__BODY_WELCOME;
	t.welcome = &w;
	t.version = WIRE_VERSION + 1;
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 1, 1);
	w.epoch = EPOCH;
	w.hello_now = m.asked_wall;
	assert_int_equal(uplink_state_hear(&m, 0, 0, &t), UPLINK_HEARD_END);
	assert_int_equal(m.state, UPLINK_REFUSED);
	m = says_machine(1);
	uplink_state_opened(&m, 0);
	says_hello(&m, 0, EPOCH, 1, 1);
	t.version = WIRE_VERSION;
	assert_int_equal(uplink_state_hear(&m, 0, 0, &t), UPLINK_HEARD_END);
	assert_int_equal(m.state, UPLINK_REFUSED);
}

static void a_message_of_a_later_version_is_passed_over(void **state)
{
	Kagami__ToSensor t = KAGAMI__TO_SENSOR__INIT;
	struct uplink_machine m = says_up(0);

	(void)state;
	assert_int_equal(uplink_state_hear(&m, 0, 0, &t), UPLINK_HEARD_NOTHING);
	assert_int_equal(m.state, UPLINK_UP);
}

static void a_new_epoch_is_welcomed_on_the_same_connection(void **state)
{
	struct uplink_machine m = says_up(0);

	(void)state;
	uplink_state_sent(&m, 0, 10);
	(void)says_ack(&m, 0, SESSION, EPOCH, 10);
	says_hello(&m, S, EPOCH + 1, 1, 3);
	assert_int_equal(m.state, UPLINK_CONNECTING);
	assert_int_equal(uplink_state_room(&m), 0);
	/* A late Ack of the old epoch. */
	assert_int_equal(says_ack(&m, S, SESSION, EPOCH, 10), UPLINK_HEARD_NOTHING);
	assert_int_equal(says_welcome(&m, S, EPOCH + 1, 0, 50), UPLINK_HEARD_WELCOME);
	assert_int_equal(uplink_state_room(&m), 50);
	assert_int_equal(m.sessions, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_attempt_is_made_at_once_and_says_hello),
		cmocka_unit_test(pauses_grow_up_to_the_longest_and_start_again_after_an_ack),
		cmocka_unit_test(jitter_takes_off_half_a_pause_at_most),
		cmocka_unit_test(several_collectors_are_tried_in_order_then_it_pauses),
		cmocka_unit_test(a_lost_session_is_first_tried_again_where_it_was),
		cmocka_unit_test(silence_ends_an_attempt_and_a_session),
		cmocka_unit_test(a_session_in_which_nothing_is_acknowledged_is_begun_anew),
		cmocka_unit_test(credit_bounds_what_is_under_way),
		cmocka_unit_test(no_credit_is_taken_for_one),
		cmocka_unit_test(answers_that_are_not_meant_for_this_session_change_nothing),
		cmocka_unit_test(a_welcome_to_another_hello_is_not_ours),
		cmocka_unit_test(an_ack_of_what_was_not_sent_ends_the_session_and_forgets_nothing),
		cmocka_unit_test(a_collector_that_has_events_never_made_is_refused),
		cmocka_unit_test(each_reason_has_its_consequence),
		cmocka_unit_test(a_collector_says_when_to_come_back_within_bounds),
		cmocka_unit_test(a_refusal_of_the_hello_goes_on_to_the_next_collector),
		cmocka_unit_test(refusals_one_after_the_other_come_ever_more_slowly),
		cmocka_unit_test(clocks_are_compared_half_way),
		cmocka_unit_test(another_version_and_a_session_without_a_number_are_refused),
		cmocka_unit_test(a_message_of_a_later_version_is_passed_over),
		cmocka_unit_test(a_new_epoch_is_welcomed_on_the_same_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
