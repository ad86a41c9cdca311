/* The link to a collector, over real sockets with CURVE: sensor/deliver/uplink*.c. */
#include "sensor/deliver/uplink.h"

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <zmq.h>

#include "common/log.h"
#include "proto/dictionary.h"
#include "tests/unit/fake_collector.h"
#include "tests/unit/test.h"

#define MS    UINT64_C(1000000)
#define S     (1000 * MS)
#define EPOCH UINT64_C(0x1000)

struct talk {
	struct fake_collector *f;
	struct spool *spool;
	struct uplink *link;
	struct uplink_options options;
	const char *collectors[2];
	char folder[64];
	uint64_t epoch, dictionary;
};

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * S + (uint64_t)t.tv_nsec;
}

static void open_spool(struct talk *t)
{
	char error[SPOOL_ERROR];
	struct spool_options o = { .path = t->folder,
				   .limit = 16 * 1024 * 1024,
				   .segment = 256 * 1024,
				   .sync_interval = S };

	t->spool = spool_open(&o, error, sizeof(error));
	if (t->spool == NULL)
		fail_msg("%s", error);
}

static void begin_epoch(struct talk *t, uint64_t epoch, uint32_t fields)
{
	Kagami__Dictionary d;
	Kagami__Field *list[64];
	Kagami__Field field[64];
	char name[] = "modbus.func_code";
	uint8_t bytes[8192];

	kagami__dictionary__init(&d);
	for (uint32_t i = 0; i < fields; i++) {
		kagami__field__init(&field[i]);
		field[i].id = i + 1;
		field[i].name = name;
		list[i] = &field[i];
	}
	d.n_fields = fields;
	d.fields = list;
	d.id = dictionary_digest(&d);
	t->epoch = epoch;
	t->dictionary = d.id;
	(void)kagami__dictionary__pack(&d, bytes);
	assert_int_equal(
		spool_begin(t->spool, epoch, d.id, bytes, kagami__dictionary__get_packed_size(&d)),
		1);
}

static void open_link(struct talk *t)
{
	char error[256];

	t->link = uplink_new(&t->options, t->spool, error, sizeof(error));
	if (t->link == NULL)
		fail_msg("%s", error);
	uplink_epoch(t->link, t->epoch);
}

static struct talk *begin(void)
{
	struct talk *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	log_level(LOG_ERROR);
	(void)snprintf(t->folder, sizeof(t->folder), "/tmp/kagami-uplink-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	t->f = fake_new();
	open_spool(t);
	begin_epoch(t, EPOCH, 3);
	t->collectors[0] = t->f->endpoint;
	t->options = (struct uplink_options){ .collectors = t->collectors,
					      .ncollectors = 1,
					      .name = "test",
					      .public = t->f->sensor_public,
					      .secret = t->f->sensor_secret,
					      .server_key = t->f->public,
					      .program = "kagami-sensor 0",
					      .heartbeat = 100 * MS,
					      .timeout = 400 * MS,
					      .retry_min = 5 * MS,
					      .retry_max = 50 * MS,
					      .batch_events = 500,
					      .batch_bytes = 256 * 1024 };
	open_link(t);
	return t;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st;
	(void)flag;
	(void)f;
	return remove(path);
}

static void end(struct talk *t)
{
	uplink_free(t->link);
	spool_close(t->spool);
	assert_int_equal(t->f->faults, 0);
	fake_free(t->f);
	(void)nftw(t->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
}

static void add(struct talk *t, unsigned n, size_t size)
{
	uint8_t *bytes = calloc(1, size);

	assert_non_null(bytes);
	for (unsigned i = 0; i < n; i++)
		assert_true(spool_add(t->spool, EVENT_ALERT, bytes, size) > 0);
	assert_true(spool_sync(t->spool, now(), true));
	free(bytes);
}

/* One turn of both sides. */
static void turn(struct talk *t)
{
	struct pollfd fds[UPLINK_FDS];
	Kagami__Shed shed = KAGAMI__SHED__INIT;

	shed.operations = 7;
	uplink_run(t->link, now(), &shed, 0);
	if (t->f->router != NULL)
		fake_run(t->f);
	(void)poll(fds, uplink_fds(t->link, fds), 1);
}

#define UNTIL(t, seconds, condition)                                                               \
	do {                                                                                       \
		uint64_t end_ = now() + (uint64_t)((seconds)*1e9);                                 \
		while (!(condition) && now() < end_)                                               \
			turn(t);                                                                   \
		assert_true(condition);                                                            \
	} while (0)

static struct uplink_stats stats(struct talk *t)
{
	struct uplink_stats s;

	uplink_stats(t->link, &s);
	return s;
}

static uint64_t left(struct talk *t)
{
	struct spool_stats s;

	spool_stats(t->spool, &s);
	return s.events;
}

static void events_arrive_in_batches_and_are_forgotten_when_acknowledged(void **state)
{
	struct talk *t = begin();

	(void)state;
	add(t, 5000, 100);
	UNTIL(t, 10, left(t) == 0);
	assert_int_equal(t->f->nevents, 5000);
	assert_int_equal(t->f->largest, 500);
	assert_int_equal(t->f->dictionaries, 1);
	assert_int_equal(t->f->dictionary, t->dictionary);
	assert_int_equal(stats(t).acked_events, 5000);
	assert_int_equal(stats(t).state, UPLINK_UP);
	/* What is added later goes over the same session. */
	add(t, 3, 100);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->hellos, 1);
	end(t);
}

static void credit_and_the_size_of_messages_are_kept_to(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->credit = 7;
	add(t, 100, 100);
	UNTIL(t, 10, left(t) == 0);
	assert_true(t->f->largest <= 7);
	add(t, 20, 100000);
	t->f->credit = 1000;
	UNTIL(t, 10, left(t) == 0);
	assert_int_equal(t->f->nevents, 120);
	end(t);
}

static void an_idle_link_pings_and_says_how_delivery_stands(void **state)
{
	struct talk *t = begin();

	(void)state;
	UNTIL(t, 5, t->f->pings >= 3);
	assert_int_equal(t->f->link_shed, 7);
	assert_int_equal(t->f->hellos, 1);
	assert_true(stats(t).round_trip > 0);
	end(t);
}

static void a_dictionary_that_the_collector_has_is_not_sent(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->known[0] = t->dictionary;
	add(t, 10, 100);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->dictionaries, 0);
	end(t);
}

static void events_of_two_dictionaries_do_not_share_a_batch(void **state)
{
	struct talk *t = begin();
	Kagami__Dictionary d;
	uint8_t bytes[64];

	(void)state;
	add(t, 10, 100);
	kagami__dictionary__init(&d);
	d.id = dictionary_digest(&d);
	(void)kagami__dictionary__pack(&d, bytes);
	assert_int_equal(
		spool_begin(t->spool, EPOCH, d.id, bytes, kagami__dictionary__get_packed_size(&d)),
		11);
	add(t, 10, 100);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->dictionaries, 2);
	assert_int_equal(t->f->dictionary, d.id);
	assert_int_equal(t->f->nevents, 20);
	assert_int_equal(t->f->hellos, 1);
	end(t);
}

static void each_epoch_has_a_session_of_its_own(void **state)
{
	struct talk *t = begin();

	(void)state;
	add(t, 300, 100);
	begin_epoch(t, EPOCH + 1, 3);
	add(t, 200, 100);
	uplink_epoch(t->link, EPOCH + 1);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(fake_committed(t->f, EPOCH), 300);
	assert_int_equal(fake_committed(t->f, EPOCH + 1), 200);
	assert_int_equal(t->f->hellos, 2);
	/* And the next one is told of when it begins, not when its first event comes. */
	begin_epoch(t, EPOCH + 2, 3);
	uplink_epoch(t->link, EPOCH + 2);
	UNTIL(t, 5, t->f->hellos == 3);
	end(t);
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
		struct talk *t = begin();

		add(t, 100, 100);
		t->f->refuse_hello = reasons[i];
		t->f->refusals_left = 1;
		UNTIL(t, 5, left(t) == 0);
		assert_int_equal(stats(t).refusals, 1);
		assert_string_equal(stats(t).refusal, "the test says no");
		add(t, 100, 100);
		t->f->refuse_batch = reasons[i];
		t->f->refusals_left = 2;
		UNTIL(t, 5, left(t) == 0);
		assert_int_equal(stats(t).refusals, 3);
		assert_int_equal(t->f->nevents, 200);
		end(t);
	}
}

static void a_silent_collector_is_left_and_tried_again(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->silent = true;
	add(t, 10, 100);
	UNTIL(t, 5, t->f->hellos >= 2);
	assert_int_equal(left(t), 10);
	assert_int_equal(stats(t).sessions, 0);
	t->f->silent = false;
	UNTIL(t, 5, left(t) == 0);
	/* And one that falls silent later. */
	t->f->silent = true;
	add(t, 10, 100);
	UNTIL(t, 5, stats(t).state != UPLINK_UP);
	t->f->silent = false;
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 20);
	end(t);
}

static void a_wrong_key_of_either_side_gets_nothing_through(void **state)
{
	struct talk *t = begin();
	char public[FAKE_KEY], secret[FAKE_KEY];

	(void)state;
	(void)zmq_curve_keypair(public, secret);
	add(t, 10, 100);
	uplink_free(t->link);
	t->options.server_key = public; /* not the collector's */
	open_link(t);
	for (uint64_t until = now() + S; now() < until;)
		turn(t);
	assert_int_equal(t->f->hellos, 0);
	assert_int_equal(stats(t).sessions, 0);

	uplink_free(t->link);
	t->options.server_key = t->f->public;
	t->options.public = public; /* not on its list */
	t->options.secret = secret;
	open_link(t);
	UNTIL(t, 5, t->f->refused_keys >= 2);
	assert_int_equal(t->f->hellos, 0);
	assert_int_equal(left(t), 10);

	uplink_free(t->link);
	t->options.public = t->f->sensor_public;
	t->options.secret = t->f->sensor_secret;
	open_link(t);
	UNTIL(t, 5, left(t) == 0);
	end(t);
}

static void a_cut_connection_loses_and_repeats_nothing(void **state)
{
	struct talk *t = begin();

	(void)state;
	for (unsigned round = 0; round < 10; round++) {
		add(t, 2000, 100);
		UNTIL(t, 5, t->f->nevents >= round * 2000 + 500);
		fake_close(t->f);
		for (unsigned i = 0; i < 10; i++)
			turn(t);
		fake_open(t->f);
		UNTIL(t, 5, left(t) == 0);
		assert_int_equal(t->f->nevents, (round + 1) * 2000);
	}
	assert_true(t->f->hellos >= 10);
	end(t);
}

static void acknowledgements_twice_late_or_of_others_change_nothing(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->acks_twice = true;
	t->f->other_session = true;
	add(t, 3000, 100);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 3000);
	assert_int_equal(t->f->hellos, 1);
	end(t);
}

static void an_ack_of_what_was_not_sent_forgets_nothing(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->acks_too_much = true;
	t->f->credit = 10;
	add(t, 1000, 100);
	UNTIL(t, 5, stats(t).sessions >= 3);
	/* Only what a Welcome said is forgotten. */
	assert_true(left(t) >= 1000 - t->f->nevents);
	assert_true(left(t) > 0);
	t->f->acks_too_much = false;
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 1000);
	end(t);
}

static void without_acks_only_the_credit_is_under_way_and_the_session_ends(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->no_acks = true;
	t->f->credit = 50;
	add(t, 1000, 100);
	UNTIL(t, 5, t->f->nevents == 50);
	UNTIL(t, 10, t->f->hellos == 2);
	t->f->no_acks = false;
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 1000);
	end(t);
}

static void bytes_that_are_no_message_end_the_attempt(void **state)
{
	struct talk *t = begin();

	(void)state;
	t->f->garbage = true;
	add(t, 10, 100);
	for (uint64_t until = now() + S / 2; now() < until;)
		turn(t);
	assert_int_equal(left(t), 10);
	assert_int_equal(stats(t).sessions, 0);
	t->f->garbage = false;
	UNTIL(t, 5, left(t) == 0);
	end(t);
}

static void what_the_collector_has_is_not_sent_again(void **state)
{
	struct talk *t = begin();

	(void)state;
	add(t, 100, 100);
	fake_commit(t->f, EPOCH, 60);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 40);
	assert_int_equal(stats(t).known_events, 60);
	end(t);
}

static void the_next_collector_takes_over_when_the_first_is_away(void **state)
{
	struct talk *t = begin();

	(void)state;
	uplink_free(t->link);
	t->collectors[0] = "tcp://127.0.0.1:9"; /* nobody */
	t->collectors[1] = t->f->endpoint;
	t->options.ncollectors = 2;
	open_link(t);
	add(t, 10, 100);
	UNTIL(t, 5, left(t) == 0);
	assert_string_equal(stats(t).collector, t->f->endpoint);
	end(t);
}

static void a_dictionary_that_is_lost_does_not_stop_its_events(void **state)
{
	struct talk *t = begin();
	uint64_t lost = t->dictionary;
	char path[128];

	(void)state;
	add(t, 10, 100);
	(void)snprintf(path, sizeof(path), "%s/%016llx.dict", t->folder,
		       (unsigned long long)t->dictionary);
	/* The one in use is in memory. */
	begin_epoch(t, EPOCH + 1, 4);
	uplink_epoch(t->link, EPOCH + 1);
	assert_int_equal(unlink(path), 0);
	UNTIL(t, 5, left(t) == 0);
	assert_int_equal(t->f->nevents, 10);
	assert_int_equal(t->f->dictionaries, 1);
	assert_int_not_equal(t->f->dictionary, lost);
	end(t);
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
