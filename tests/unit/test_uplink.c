/* The link to a collector, over real sockets with CURVE: sensor/deliver/uplink*.c. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <zmq.h>

#include "proto/dictionary.h"
#include "tests/unit/test.h"
#include "tests/unit/uplink_kit.h"

#define UNTIL(t, seconds, condition)                                                               \
	do {                                                                                       \
		uint64_t end_ = kit_now() + (uint64_t)((seconds)*1e9);                             \
		while (!(condition) && kit_now() < end_)                                           \
			kit_turn(t);                                                               \
		assert_true(condition);                                                            \
	} while (0)

static void events_arrive_in_batches_and_are_forgotten_when_acknowledged(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	kit_add(t, 5000, 100);
	UNTIL(t, 10, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 5000);
	assert_int_equal(t->f->largest, 500);
	assert_int_equal(t->f->dictionaries, 1);
	assert_int_equal(t->f->dictionary, t->dictionary);
	assert_int_equal(kit_stats(t).acked_events, 5000);
	assert_int_equal(kit_stats(t).state, UPLINK_UP);
	/* What is added later goes over the same session. */
	kit_add(t, 3, 100);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->hellos, 1);
	kit_end(t);
}

static void credit_and_the_size_of_messages_are_kept_to(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->credit = 7;
	kit_add(t, 100, 100);
	UNTIL(t, 10, kit_left(t) == 0);
	assert_true(t->f->largest <= 7);
	kit_add(t, 20, 100000);
	t->f->credit = 1000;
	UNTIL(t, 10, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 120);
	kit_end(t);
}

static void an_idle_link_pings_and_says_how_delivery_stands(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	UNTIL(t, 5, t->f->pings >= 3);
	assert_int_equal(t->f->link_shed, 7);
	assert_int_equal(t->f->hellos, 1);
	assert_true(kit_stats(t).round_trip > 0);
	kit_end(t);
}

static void a_dictionary_that_the_collector_has_is_not_sent(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->known[0] = t->dictionary;
	kit_add(t, 10, 100);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->dictionaries, 0);
	kit_end(t);
}

static void events_of_two_dictionaries_do_not_share_a_batch(void **state)
{
	struct kit *t = kit_begin();
	Kagami__Dictionary d;
	uint8_t bytes[64];

	(void)state;
	kit_add(t, 10, 100);
	kagami__dictionary__init(&d);
	d.id = dictionary_digest(&d);
	(void)kagami__dictionary__pack(&d, bytes);
	assert_int_equal(
		spool_begin(t->spool, EPOCH, d.id, bytes, kagami__dictionary__get_packed_size(&d)),
		11);
	kit_add(t, 10, 100);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->dictionaries, 2);
	assert_int_equal(t->f->dictionary, d.id);
	assert_int_equal(t->f->nevents, 20);
	assert_int_equal(t->f->hellos, 1);
	kit_end(t);
}

static void each_epoch_has_a_session_of_its_own(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	kit_add(t, 300, 100);
	kit_epoch(t, EPOCH + 1, 3);
	kit_add(t, 200, 100);
	uplink_epoch(t->link, EPOCH + 1);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(fake_committed(t->f, EPOCH), 300);
	assert_int_equal(fake_committed(t->f, EPOCH + 1), 200);
	assert_int_equal(t->f->hellos, 2);
	/* And the next one is told of when it begins, not when its first event comes. */
	kit_epoch(t, EPOCH + 2, 3);
	uplink_epoch(t->link, EPOCH + 2);
	UNTIL(t, 5, t->f->hellos == 3);
	kit_end(t);
}

static void without_an_epoch_of_its_own_only_what_is_there_is_sent(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	kit_add(t, 10, 100);
	kit_epoch(t, EPOCH + 1, 3);
	kit_add(t, 10, 100);
	t->epoch = 0;
	uplink_free(t->link);
	kit_open(t);
	UNTIL(t, 10, kit_left(t) == 0);
	assert_int_equal(fake_committed(t->f, EPOCH), 10);
	assert_int_equal(fake_committed(t->f, EPOCH + 1), 10);
	/* It has nothing else to say Hello for. */
	for (unsigned i = 0; i < 50; i++)
		kit_turn(t);
	assert_int_equal(t->f->hellos, 2);
	kit_end(t);
}

static void each_refusal_is_survived_without_loss(void **state)
{
	static const Kagami__Reason reasons[] = {
		KAGAMI__REASON__REASON_VERSION,	   KAGAMI__REASON__REASON_NAME,
		KAGAMI__REASON__REASON_NO_SESSION, KAGAMI__REASON__REASON_SEQUENCE,
		KAGAMI__REASON__REASON_MALFORMED,  KAGAMI__REASON__REASON_DICTIONARY,
		KAGAMI__REASON__REASON_TOO_LARGE,  KAGAMI__REASON__REASON_BUSY,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		struct kit *t = kit_begin();

		kit_add(t, 100, 100);
		t->f->refuse_hello = reasons[i];
		t->f->refusals_left = 1;
		UNTIL(t, 5, kit_left(t) == 0);
		assert_int_equal(kit_stats(t).refusals, 1);
		assert_string_equal(kit_stats(t).refusal, "the test says no");
		kit_add(t, 100, 100);
		t->f->refuse_batch = reasons[i];
		t->f->refusals_left = 2;
		UNTIL(t, 5, kit_left(t) == 0);
		assert_int_equal(kit_stats(t).refusals, 3);
		assert_int_equal(t->f->nevents, 200);
		kit_end(t);
	}
}

static void a_silent_collector_is_left_and_tried_again(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->silent = true;
	kit_add(t, 10, 100);
	UNTIL(t, 5, t->f->hellos >= 2);
	assert_int_equal(kit_left(t), 10);
	assert_int_equal(kit_stats(t).sessions, 0);
	t->f->silent = false;
	UNTIL(t, 5, kit_left(t) == 0);
	/* And one that falls silent later. */
	t->f->silent = true;
	kit_add(t, 10, 100);
	UNTIL(t, 5, kit_stats(t).state != UPLINK_UP);
	t->f->silent = false;
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 20);
	kit_end(t);
}

static void a_wrong_key_of_either_side_gets_nothing_through(void **state)
{
	struct kit *t = kit_begin();
	char public[FAKE_KEY], secret[FAKE_KEY];

	(void)state;
	(void)zmq_curve_keypair(public, secret);
	kit_add(t, 10, 100);
	uplink_free(t->link);
	t->options.server_key = public; /* not the collector's */
	kit_open(t);
	for (uint64_t until = kit_now() + S; kit_now() < until;)
		kit_turn(t);
	assert_int_equal(t->f->hellos, 0);
	assert_int_equal(kit_stats(t).sessions, 0);

	uplink_free(t->link);
	t->options.server_key = t->f->public;
	t->options.public = public; /* not on its list */
	t->options.secret = secret;
	kit_open(t);
	UNTIL(t, 5, t->f->refused_keys >= 2);
	assert_int_equal(t->f->hellos, 0);
	assert_int_equal(kit_left(t), 10);

	uplink_free(t->link);
	t->options.public = t->f->sensor_public;
	t->options.secret = t->f->sensor_secret;
	kit_open(t);
	UNTIL(t, 5, kit_left(t) == 0);
	kit_end(t);
}

static void a_cut_connection_loses_and_repeats_nothing(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	for (unsigned round = 0; round < 10; round++) {
		kit_add(t, 2000, 100);
		UNTIL(t, 5, t->f->nevents >= round * 2000 + 500);
		fake_close(t->f);
		for (unsigned i = 0; i < 10; i++)
			kit_turn(t);
		fake_open(t->f);
		UNTIL(t, 5, kit_left(t) == 0);
		assert_int_equal(t->f->nevents, (round + 1) * 2000);
	}
	assert_true(t->f->hellos >= 10);
	kit_end(t);
}

static void acknowledgements_twice_late_or_of_others_change_nothing(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->acks_twice = true;
	t->f->other_session = true;
	kit_add(t, 3000, 100);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 3000);
	assert_int_equal(t->f->hellos, 1);
	kit_end(t);
}

static void an_ack_of_what_was_not_sent_forgets_nothing(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->acks_too_much = true;
	t->f->credit = 10;
	kit_add(t, 1000, 100);
	UNTIL(t, 5, kit_stats(t).sessions >= 3);
	/* Only what a Welcome said is forgotten. */
	assert_true(kit_left(t) >= 1000 - t->f->nevents);
	assert_true(kit_left(t) > 0);
	t->f->acks_too_much = false;
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 1000);
	kit_end(t);
}

static void without_acks_only_the_credit_is_under_way_and_the_session_ends(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->no_acks = true;
	t->f->credit = 50;
	kit_add(t, 1000, 100);
	UNTIL(t, 5, t->f->nevents == 50);
	UNTIL(t, 10, t->f->hellos == 2);
	t->f->no_acks = false;
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 1000);
	kit_end(t);
}

static void bytes_that_are_no_message_end_the_attempt(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	t->f->garbage = true;
	kit_add(t, 10, 100);
	for (uint64_t until = kit_now() + S / 2; kit_now() < until;)
		kit_turn(t);
	assert_int_equal(kit_left(t), 10);
	assert_int_equal(kit_stats(t).sessions, 0);
	t->f->garbage = false;
	UNTIL(t, 5, kit_left(t) == 0);
	kit_end(t);
}

static void what_the_collector_has_is_not_sent_again(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	kit_add(t, 100, 100);
	fake_commit(t->f, EPOCH, 60);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 40);
	assert_int_equal(kit_stats(t).known_events, 60);
	kit_end(t);
}

static void the_next_collector_takes_over_when_the_first_is_away(void **state)
{
	struct kit *t = kit_begin();

	(void)state;
	uplink_free(t->link);
	t->collectors[0] = "tcp://127.0.0.1:9"; /* nobody */
	t->collectors[1] = t->f->endpoint;
	t->options.ncollectors = 2;
	kit_open(t);
	kit_add(t, 10, 100);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_string_equal(kit_stats(t).collector, t->f->endpoint);
	kit_end(t);
}

static void a_dictionary_that_is_lost_does_not_stop_its_events(void **state)
{
	struct kit *t = kit_begin();
	uint64_t lost = t->dictionary;
	char path[128];

	(void)state;
	kit_add(t, 10, 100);
	(void)snprintf(path, sizeof(path), "%s/%016llx.dict", t->folder,
		       (unsigned long long)t->dictionary);
	/* The one in use is in memory. */
	kit_epoch(t, EPOCH + 1, 4);
	uplink_epoch(t->link, EPOCH + 1);
	assert_int_equal(unlink(path), 0);
	UNTIL(t, 5, kit_left(t) == 0);
	assert_int_equal(t->f->nevents, 10);
	assert_int_equal(t->f->dictionaries, 1);
	assert_int_not_equal(t->f->dictionary, lost);
	kit_end(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_arrive_in_batches_and_are_forgotten_when_acknowledged),
		cmocka_unit_test(credit_and_the_size_of_messages_are_kept_to),
		cmocka_unit_test(an_idle_link_pings_and_says_how_delivery_stands),
		cmocka_unit_test(a_dictionary_that_the_collector_has_is_not_sent),
		cmocka_unit_test(events_of_two_dictionaries_do_not_share_a_batch),
		cmocka_unit_test(each_epoch_has_a_session_of_its_own),
		cmocka_unit_test(without_an_epoch_of_its_own_only_what_is_there_is_sent),
		cmocka_unit_test(each_refusal_is_survived_without_loss),
		cmocka_unit_test(a_silent_collector_is_left_and_tried_again),
		cmocka_unit_test(a_wrong_key_of_either_side_gets_nothing_through),
		cmocka_unit_test(a_cut_connection_loses_and_repeats_nothing),
		cmocka_unit_test(acknowledgements_twice_late_or_of_others_change_nothing),
		cmocka_unit_test(an_ack_of_what_was_not_sent_forgets_nothing),
		cmocka_unit_test(without_acks_only_the_credit_is_under_way_and_the_session_ends),
		cmocka_unit_test(bytes_that_are_no_message_end_the_attempt),
		cmocka_unit_test(what_the_collector_has_is_not_sent_again),
		cmocka_unit_test(the_next_collector_takes_over_when_the_first_is_away),
		cmocka_unit_test(a_dictionary_that_is_lost_does_not_stop_its_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
