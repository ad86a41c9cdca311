#include "sensor/rule/subject.h"
#include "tests/unit/goose_says.h"

/* ---- counting ------------------------------------------------------------------------------ */

static void the_first_message_follows_nothing(void **state)
{
	(void)state;
	assert_non_null(hear(heartbeat));
	assert_false(q->followed);
	assert_false(q->has_interval);
	assert_false(q->has_stnum_step);
	assert_false(q->has_sqnum_step);
	assert_false(q->restart || q->late || q->publisher_changed);
	assert_true(q->has_age);
}

static void a_repetition_is_one_step_of_sqnum(void **state)
{
	(void)state;
	after(counted(4, 100), at(1000, counted(4, 101)));
	goes_on(0, 1);
	assert_true(q->has_interval);
	assert_true(q->interval == SECOND);
	assert_false(q->late || q->publisher_changed);
}

static void a_burst_of_repetitions_counts_on_from_the_change(void **state)
{
	static const uint64_t times[] = { 1000, 1004, 1012, 1028, 1060, 2060 };

	(void)state;
	after(counted(4, 7000), at(times[0], counted(5, 0)));
	goes_on(1, 0);
	for (uint64_t i = 1; i < sizeof(times) / sizeof(times[0]); i++) {
		(void)hear(at(times[i], counted(5, i)));
		goes_on(0, 1);
	}
}

static void lost_messages_are_a_longer_step(void **state)
{
	(void)state;
	after(counted(5, 2), counted(5, 6));
	goes_on(0, 4);
	after(counted(7, 2), counted(9, 1));
	goes_on(2, 0);
}

static void what_comes_again_is_no_step_or_one_back(void **state)
{
	(void)state;
	after(counted(5, 2), counted(5, 2));
	goes_on(0, 0);
	after(counted(6, 9), counted(6, 4));
	goes_on(0, -5);
	after(counted(7, 4), counted(5, 0));
	goes_on(-2, 0);
}

static void a_forged_state_jumps_and_the_true_one_falls_back(void **state)
{
	(void)state;
	after(counted(4, 100), counted(901, 0));
	goes_on(897, 0);
	(void)hear(counted(4, 101));
	goes_on(-897, 0);
	(void)hear(counted(MAX, 0));
	goes_on((int64_t)MAX - 4, 0);
}

static void counters_wrap_to_one_and_sometimes_to_nought(void **state)
{
	(void)state;
	after(counted(MAX, 9), counted(1, 0));
	goes_on(1, 0);
	after(counted(MAX, 9), counted(0, 0));
	goes_on(1, 0);
	after(counted(6, MAX), counted(6, 1));
	goes_on(0, 1);
	after(counted(6, MAX), counted(6, 0));
	goes_on(0, 1);
	after(counted(6, MAX - 1), counted(6, 3)); /* MAX, 1 and 2 were lost */
	goes_on(0, 4);
	after(counted(1, MAX), counted(1, 1));
	goes_on(0, 1);
}

static void numbers_of_any_size_are_compared(void **state)
{
	(void)state;
	after(counted(1, 0), counted(UINT64_MAX, 0));
	goes_on(INT64_MAX, 0);
	(void)hear(counted(5, 0));
	goes_on(-INT64_MAX, 0);
}

/* ---- beginning anew ------------------------------------------------------------------------ */

static void a_publisher_that_was_silent_may_begin_anew(void **state)
{
	(void)state;
	after(counted(4, 100), at(11000, counted(1, 1)));
	began_anew();
	assert_true(q->late);
	(void)hear(at(12000, counted(1, 2)));
	goes_on(0, 1);
	/* Its first messages were lost. */
	after(at(20000, counted(4, 100)), at(31000, counted(1, 17)));
	began_anew();
}

static void a_control_block_that_is_enabled_again_begins_a_later_state(void **state)
{
	struct says anew = at(500, counted(1, 1));

	(void)state;
	anew.state = 5;
	after(counted(4, 100), anew);
	began_anew();
	anew.sqnum = 0;
	after(counted(4, 100), anew);
	began_anew();
	anew.sqnum = 2; /* it has counted already: then somebody else has */
	after(counted(4, 100), anew);
	goes_on(-3, 0);
}

static void a_replay_of_the_first_messages_is_not_a_restart(void **state)
{
	struct says now = counted(4, 100), old = at(500, counted(1, 1));

	(void)state;
	now.state = 30;
	old.state = 10;
	after(now, old);
	goes_on(-3, 0);
	old.state = 30; /* no later than the state that it would replace */
	after(now, old);
	goes_on(-3, 0);
}

static void a_restart_within_the_first_state_is_one(void **state)
{
	struct says anew = at(500, counted(1, 1));

	(void)state;
	after(counted(1, 5000), at(60000, counted(1, 1)));
	began_anew();
	anew.state = 5;
	after(counted(1, 5000), anew);
	began_anew();
	/* The same state, again: a replay. */
	after(counted(1, 5000), at(500, counted(1, 1)));
	goes_on(0, -4999);
}

static void other_states_than_the_first_never_are_a_restart(void **state)
{
	(void)state;
	after(counted(7, 5000), at(60000, counted(2, 0)));
	goes_on(-5, 0);
	after(counted(7, 5000), at(60000, counted(7, 5001)));
	goes_on(0, 1);
	assert_true(q->late);
	after(counted(MAX, 5000), at(60000, counted(1, 0)));
	goes_on(1, 0);
}

/* ---- time ---------------------------------------------------------------------------------- */

static void late_is_longer_than_was_promised(void **state)
{
	struct says m = counted(4, 100);

	(void)state;
	after(m, at(2000, counted(4, 101)));
	assert_false(q->late);
	after(m, at(2001, counted(4, 101)));
	assert_true(q->late);
	m.ttl = 60000; /* the promise of the message before counts */
	after(m, at(2001, counted(4, 101)));
	assert_false(q->late);
	m.ttl = 0;
	after(m, at(2001, counted(4, 101)));
	assert_false(q->late);
	m.ttl = UINT64_MAX;
	after(m, at(86400000, counted(4, 101)));
	assert_false(q->late);
}

static void when_time_goes_back_nothing_is_said_of_it(void **state)
{
	struct says other = at(500, counted(4, 101));

	(void)state;
	other.mac = OTHER;
	after(at(1000, counted(4, 100)), other);
	assert_false(q->has_interval);
	assert_false(q->late || q->publisher_changed);
	goes_on(0, 1);
	(void)hear(at(1500, counted(4, 102)));
	assert_true(q->interval == SECOND);
}

static void the_age_of_a_state_needs_a_clock_that_is_set(void **state)
{
	struct says m = heartbeat;

	(void)state;
	m.state = 3590;
	assert_true(hear(m)->age == 10 * (int64_t)SECOND);
	m.state = 3600 + 3;
	assert_true(hear(m)->age == -3 * (int64_t)SECOND);
	m.quality = 0x80 | 10; /* leap seconds known, accuracy */
	assert_true(hear(m)->has_age);
	m.quality = CLOCK_FAILURE;
	assert_false(hear(m)->has_age);
	m.quality = NOT_SYNCHRONIZED | 0x80;
	assert_false(hear(m)->has_age);
	m.quality = 0;
	m.state = 3600 - NOW / SECOND; /* 1970: it was never set */
	assert_false(hear(m)->has_age);
}

/* Frames that are played again have present times; what they say of time is of the past. */
static void the_age_of_a_state_is_that_of_the_capture(void **state)
{
	struct says m = heartbeat;

	(void)state;
	m.state = 3590 - 1000;
	assert_true(hear(m)->age == 1010 * (int64_t)SECOND);
	goose_seqs_moved(t, 1000 * (int64_t)SECOND);
	assert_true(hear(m)->age == 10 * (int64_t)SECOND);
	goose_seqs_moved(t, 0);
}

/* ---- who ----------------------------------------------------------------------------------- */

static void another_publisher_of_a_block_that_is_published_is_told(void **state)
{
	struct says other = at(1000, counted(5, 0));

	(void)state;
	other.mac = OTHER;
	after(counted(4, 100), other);
	assert_true(q->publisher_changed);
	goes_on(1, 0);
	(void)hear(at(1500, counted(4, 101)));
	assert_true(q->publisher_changed);
	(void)hear(at(2500, counted(4, 102)));
	assert_false(q->publisher_changed);
}

static void a_device_that_takes_over_from_a_silent_one_is_not(void **state)
{
	struct says other = at(2001, counted(1, 1));

	(void)state;
	other.mac = OTHER;
	after(counted(4, 100), other);
	assert_false(q->publisher_changed);
	began_anew();
}

static void blocks_are_told_apart_by_reference_and_appid(void **state)
{
	struct says longer = heartbeat, appid = heartbeat;

	(void)state;
	longer.reference = "Q01PROT/LLN0$GO$gcbTrip2";
	appid.appid = 7;
	(void)hear(heartbeat);
	assert_false(hear(longer)->followed);
	assert_false(hear(appid)->followed);
	(void)hear(counted(4, 101));
	goes_on(0, 1);
	longer.sqnum = 103;
	(void)hear(longer);
	goes_on(0, 3);
}

static void simulated_messages_are_followed_apart(void **state)
{
	struct says played = counted(5, 0);

	(void)state;
	played.simulation = played.s_bit = true;
	(void)hear(heartbeat);
	assert_false(hear(played)->followed);
	(void)hear(counted(4, 101));
	goes_on(0, 1);
	played.sqnum = 1;
	(void)hear(played);
	goes_on(0, 1);
	assert_false(q->publisher_changed);
}

static void a_device_that_says_test_of_itself_counts_on(void **state)
{
	struct says test = counted(5, 0), set = counted(9, 0);

	(void)state;
	test.simulation = set.simulation = true;
	set.mac = OTHER;
	(void)hear(heartbeat);
	(void)hear(test);
	goes_on(1, 0);
	/* A test set of edition 1 plays the same block from its own address. */
	assert_false(hear(set)->followed);
	(void)hear(counted(6, 0));
	goes_on(1, 0);
	set.sqnum = 1;
	(void)hear(set);
	goes_on(0, 1);
}

/* ---- what is not followed ------------------------------------------------------------------ */

static void broken_messages_change_nothing(void **state)
{
	struct says forged = counted(900, 0);
	struct message *m = message_that(&forged);

	(void)state;
	(void)hear(heartbeat);
	dec_malformed(&m->d, "numDatSetEntries differs from the entries of allData");
	assert_null(goose_seqs_update(t, &m->d));
	message_free(m);
	forged.s_bit = true; /* the S bit without simulation: malformed */
	m = message_that(&forged);
	assert_true(m->d.malformed);
	assert_null(goose_seqs_update(t, &m->d));
	message_free(m);
	(void)hear(counted(4, 101));
	goes_on(0, 1);
}

static void messages_without_their_counters_change_nothing(void **state)
{
	/* GSE management, and a reference longer than there are. */
	struct message *m = message_of(&protocol_goose, DIR_REQUEST,
				       "0001 0013 0000 0000 6009 800101 a104 a2028000");
	struct says lengthy = heartbeat;
	char reference[GOOSE_REFERENCE + 2];

	(void)state;
	assert_null(goose_seqs_update(t, &m->d));
	message_free(m);
	memset(reference, 'a', sizeof(reference));
	reference[GOOSE_REFERENCE + 1] = '\0';
	lengthy.reference = reference + 1;
	assert_non_null(hear(lengthy));
	assert_true(hear(lengthy)->followed);
	lengthy.reference = reference;
	assert_null(hear(lengthy));
	lengthy.reference = "";
	assert_null(hear(lengthy));
}

/* ---- the table ----------------------------------------------------------------------------- */

static bool known(unsigned i)
{
	char reference[32];
	struct says m = heartbeat;

	(void)snprintf(reference, sizeof(reference), "IED%u/LLN0$GO$gcb", i);
	m.reference = reference;
	return hear(m)->followed;
}

static void the_block_not_heard_for_longest_gives_way(void **state)
{
	(void)state;
	for (unsigned i = 0; i < GOOSE_BLOCKS; i++)
		assert_false(known(i));
	assert_true(goose_seqs_evicted(t) == 0);
	assert_true(known(0)); /* block 1 is the oldest now */
	assert_false(known(GOOSE_BLOCKS));
	assert_true(goose_seqs_evicted(t) == 1);
	assert_true(known(0));
	assert_true(known(2));
	assert_false(known(1)); /* which takes the place of 3 */
	assert_true(known(4));
	assert_false(known(3));
	assert_true(goose_seqs_evicted(t) == 3);
}

/* ---- as rules ask -------------------------------------------------------------------------- */

static const struct value *fact(struct subject *s, const char *name)
{
	static struct walk w;
	const struct rule_field *f = universe_find(name, strlen(name));

	assert_non_null(f);
	assert_int_equal(f->home, HOME_OPERATION);
	assert_false(f->wireshark);
	return subject_first(s, f, &w);
}

static void rules_ask_by_name(void **state)
{
	static struct subject s;
	struct says m = at(2500, counted(2, 0));
	struct message *msg = message_that(&m);

	(void)state;
	memset(&s, 0, sizeof(s));
	s.kind = SUBJECT_OPERATION;
	s.tag = -1;
	s.dec = &msg->d;
	s.op = &msg->d.operations[0];
	assert_null(fact(&s, "goose.seq.stnum_step"));
	(void)hear(heartbeat);
	s.goose = goose_seqs_update(t, &msg->d);
	assert_int_equal(fact(&s, "goose.seq.stnum_step")->i, -2);
	assert_int_equal(fact(&s, "goose.seq.stnum_step")->kind, VALUE_INT);
	assert_null(fact(&s, "goose.seq.sqnum_step"));
	assert_null(fact(&s, "goose.seq.restart"));
	assert_null(fact(&s, "goose.seq.publisher_changed"));
	assert_int_equal(fact(&s, "goose.seq.late")->u, 1);
	assert_true(fact(&s, "goose.seq.interval")->u == 5 * (uint64_t)SECOND / 2);
	assert_true(fact(&s, "goose.t_age")->f == 3602.5);
	message_free(msg);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_message_follows_nothing),
		T(a_repetition_is_one_step_of_sqnum),
		T(a_burst_of_repetitions_counts_on_from_the_change),
		T(lost_messages_are_a_longer_step),
		T(what_comes_again_is_no_step_or_one_back),
		T(a_forged_state_jumps_and_the_true_one_falls_back),
		T(counters_wrap_to_one_and_sometimes_to_nought),
		T(numbers_of_any_size_are_compared),
		T(a_publisher_that_was_silent_may_begin_anew),
		T(a_control_block_that_is_enabled_again_begins_a_later_state),
		T(a_replay_of_the_first_messages_is_not_a_restart),
		T(a_restart_within_the_first_state_is_one),
		T(other_states_than_the_first_never_are_a_restart),
		T(late_is_longer_than_was_promised),
		T(when_time_goes_back_nothing_is_said_of_it),
		T(the_age_of_a_state_needs_a_clock_that_is_set),
		T(the_age_of_a_state_is_that_of_the_capture),
		T(another_publisher_of_a_block_that_is_published_is_told),
		T(a_device_that_takes_over_from_a_silent_one_is_not),
		T(blocks_are_told_apart_by_reference_and_appid),
		T(simulated_messages_are_followed_apart),
		T(a_device_that_says_test_of_itself_counts_on),
		T(broken_messages_change_nothing),
		T(messages_without_their_counters_change_nothing),
		T(the_block_not_heard_for_longest_gives_way),
		T(rules_ask_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
