/* Delivery as a whole: ring, spool and link around a thread: sensor/deliver/deliver*.c. */
#include "sensor/deliver/deliver.h"

#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "proto/dictionary.h"
#include "tests/unit/fake_collector.h"
#include "tests/unit/test.h"

#define MS    UINT64_C(1000000)
#define S     (1000 * MS)
#define EPOCH UINT64_C(0x2000)

static volatile sig_atomic_t stop;

struct run {
	struct fake_collector *f;
	struct deliver *d;
	struct deliver_options o;
	const char *collectors[1];
	char folder[64];
	char text[65536]; /* an operation's remark, so that events are as large as the test says */
};

static struct run *begin(void)
{
	struct run *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	log_level(LOG_ERROR);
	stop = 0;
	(void)snprintf(r->folder, sizeof(r->folder), "/tmp/kagami-deliver-XXXXXX");
	assert_non_null(mkdtemp(r->folder));
	r->f = fake_new();
	r->collectors[0] = r->f->endpoint;
	r->o = (struct deliver_options){
		.spool = { .path = r->folder,
			   .limit = 4 * 1024 * 1024,
			   .segment = 256 * 1024,
			   .sync_interval = S },
		.link = { .collectors = r->collectors,
			  .ncollectors = 1,
			  .name = "test",
			  .public = r->f->sensor_public,
			  .secret = r->f->sensor_secret,
			  .server_key = r->f->public,
			  .program = "kagami-sensor 0",
			  .heartbeat = 200 * MS,
			  .timeout = 2 * S,
			  .retry_min = 5 * MS,
			  .retry_max = 50 * MS,
			  .batch_events = 1000,
			  .batch_bytes = 256 * 1024 },
		.queue = 256 * 1024,
		.epoch = EPOCH,
		.stop = &stop,
		.interval = 5 * MS,
	};
	return r;
}

static void start(struct run *r)
{
	char error[SPOOL_ERROR];
	Kagami__Dictionary dictionary;
	uint8_t bytes[256];

	r->d = deliver_start(&r->o, error, sizeof(error));
	if (r->d == NULL)
		fail_msg("%s", error);
	kagami__dictionary__init(&dictionary);
	dictionary.id = dictionary_digest(&dictionary);
	(void)kagami__dictionary__pack(&dictionary, bytes);
	assert_true(deliver_dictionary(r->d, dictionary.id, bytes,
				       kagami__dictionary__get_packed_size(&dictionary)));
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st;
	(void)flag;
	(void)f;
	return remove(path);
}

static void end(struct run *r)
{
	deliver_free(r->d);
	assert_int_equal(r->f->faults, 0);
	fake_free(r->f);
	(void)nftw(r->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(r);
}

static bool offer(struct run *r, enum event_kind kind, size_t size)
{
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert alert;
	Kagami__Operation operation;

	memset(r->text, 'x', size);
	r->text[size] = '\0';
	if (kind == EVENT_ALERT) {
		kagami__alert__init(&alert);
		alert.text = r->text;
		e.body_case = KAGAMI__EVENT__BODY_ALERT;
		e.alert = &alert;
	} else {
		kagami__operation__init(&operation);
		operation.function = r->text;
		e.body_case = KAGAMI__EVENT__BODY_OPERATION;
		e.operation = &operation;
	}
	e.time = S;
	return deliver_offer(r->d, kind, &e);
}

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * S + (uint64_t)t.tv_nsec;
}

static struct deliver_stats stats(struct run *r)
{
	struct deliver_stats s;

	deliver_stats(r->d, &s);
	return s;
}

#define UNTIL(r, seconds, condition)                                                               \
	do {                                                                                       \
		uint64_t end_ = now() + (uint64_t)((seconds)*1e9);                                 \
		while (!(condition) && now() < end_) {                                             \
			fake_run((r)->f);                                                          \
			(void)nanosleep(&(struct timespec){ .tv_nsec = 500000 }, NULL);            \
		}                                                                                  \
		assert_true(condition);                                                            \
	} while (0)

static bool delivered(struct run *r, size_t n)
{
	return r->f->nevents == n && stats(r).spool.events == 0 && stats(r).spool.added == n;
}

static void what_is_offered_arrives(void **state)
{
	struct run *r = begin();

	(void)state;
	start(r);
	for (unsigned i = 0; i < 500; i++)
		assert_true(offer(r, EVENT_OPERATION, 50));
	UNTIL(r, 5, delivered(r, 500));
	assert_int_equal(stats(r).offered[EVENT_OPERATION], 500);
	assert_int_equal(stats(r).shed[EVENT_OPERATION], 0);
	assert_int_equal(deliver_finish(r->d, S), 0);
	end(r);
}

static void an_event_alone_is_sent_at_once(void **state)
{
	struct run *r = begin();
	uint64_t began;

	(void)state;
	r->o.interval = 500 * MS;
	start(r);
	UNTIL(r, 5, r->f->hellos == 1);
	UNTIL(r, 5, r->f->pings >= 2); /* it sleeps by now */
	began = now();
	assert_true(offer(r, EVENT_ALERT, 50));
	UNTIL(r, 5, r->f->nevents == 1);
	assert_true(now() - began < 400 * MS);
	end(r);
}

static void an_idle_thread_hardly_wakes(void **state)
{
	struct run *r = begin();
	struct timespec before, after;
	clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;

	(void)state;
	r->o.link.heartbeat = 10 * S;
	r->o.link.timeout = 30 * S;
	start(r);
	UNTIL(r, 5, r->f->pings == 1);
	(void)nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
	fake_run(r->f);
	(void)clock_gettime(clock, &before);
	(void)nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	(void)clock_gettime(clock, &after);
	assert_true((after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec <
		    20000000L);
	end(r);
}

static void it_starts_without_a_collector_and_sends_when_there_is_one(void **state)
{
	struct run *r = begin();

	(void)state;
	fake_close(r->f);
	start(r);
	for (unsigned i = 0; i < 100; i++)
		assert_true(offer(r, EVENT_ALERT, 50));
	UNTIL(r, 5, stats(r).spool.events == 100);
	fake_open(r->f);
	UNTIL(r, 5, delivered(r, 100));
	end(r);
}

static void live_sheds_operations_first_and_never_waits(void **state)
{
	struct run *r = begin();
	struct deliver_stats s;
	unsigned alerts = 0;

	(void)state;
	r->f->no_acks = true;
	start(r);
	/* Far more than queue and spool hold, in bursts that fill the queue: each alert comes when
	 * operations have all the room that they may have. */
	for (unsigned i = 0; i < 20; i++) {
		UNTIL(r, 20, stats(r).queue_bytes < r->o.queue / 2);
		for (unsigned k = 0; k < 400; k++)
			(void)offer(r, EVENT_OPERATION, 1000);
		alerts += offer(r, EVENT_ALERT, 1000);
	}
	assert_int_equal(alerts, 20);
	UNTIL(r, 5, stats(r).queue_bytes == 0);
	s = stats(r);
	assert_true(s.shed[EVENT_OPERATION] > 0);
	assert_int_equal(s.shed[EVENT_ALERT], 0);
	/* Numbers have no holes though events are missing. */
	r->f->no_acks = false;
	UNTIL(r, 20, stats(r).spool.events == 0);
	s = stats(r);
	assert_int_equal(r->f->nevents, 8020 - s.shed[EVENT_OPERATION]);
	assert_int_equal(fake_committed(r->f, EPOCH), r->f->nevents);
	end(r);
}

static _Atomic bool served;

static void *serve(void *f)
{
	while (!atomic_load(&served)) {
		fake_run(f);
		(void)nanosleep(&(struct timespec){ .tv_nsec = 500000 }, NULL);
	}
	return NULL;
}

static void a_patient_one_waits_for_room_and_sheds_nothing(void **state)
{
	struct run *r = begin();
	pthread_t collector;

	(void)state;
	r->o.patient = true;
	r->o.epoch = EPOCH | EPOCH_OF_READ;
	start(r);
	/* The collector has a thread of its own while we wait for room. */
	assert_int_equal(pthread_create(&collector, NULL, serve, r->f), 0);
	for (unsigned i = 0; i < 10000; i++)
		assert_true(offer(r, EVENT_OPERATION, 1000));
	atomic_store(&served, true);
	assert_int_equal(pthread_join(collector, NULL), 0);
	UNTIL(r, 20, delivered(r, 10000));
	assert_int_equal(stats(r).shed[EVENT_OPERATION], 0);
	end(r);
}

static void waiting_ends_when_it_is_told_and_nothing_is_taken_after(void **state)
{
	struct run *r = begin();
	unsigned taken = 0;

	(void)state;
	fake_close(r->f);
	r->o.patient = true;
	r->o.epoch = EPOCH | EPOCH_OF_READ;
	start(r);
	/* The spool is full before so many; never is the queue, or we would wait. */
	while (!stats(r).stuck && taken < 20000) {
		if (stats(r).queue_bytes < 200 * 1000)
			taken += offer(r, EVENT_OPERATION, 1000);
	}
	assert_true(taken < 20000);
	stop = 1;
	while (offer(r, EVENT_OPERATION, 1000))
		;
	assert_int_equal(errno, ECANCELED);
	assert_false(offer(r, EVENT_ALERT, 1));
	assert_int_equal(errno, ECANCELED);
	end(r);
}

static void a_read_again_passes_over_what_has_its_number(void **state)
{
	struct run *r = begin();

	(void)state;
	r->o.patient = true;
	r->o.epoch = EPOCH | EPOCH_OF_READ;
	start(r);
	for (unsigned i = 0; i < 300; i++)
		assert_true(offer(r, EVENT_OPERATION, 50));
	UNTIL(r, 5, stats(r).spool.added == 300);
	deliver_free(r->d);
	start(r);
	for (unsigned i = 0; i < 400; i++)
		assert_true(offer(r, EVENT_OPERATION, 50));
	UNTIL(r, 5, stats(r).spool.events == 0 && stats(r).spool.added == 100);
	assert_int_equal(stats(r).known, 300);
	assert_int_equal(r->f->nevents, 400);
	deliver_free(r->d);
	/* Without the spool's memory the collector's counts. */
	(void)nftw(r->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	start(r);
	UNTIL(r, 5, stats(r).link.sessions > 0);
	for (unsigned i = 0; i < 400; i++)
		assert_true(offer(r, EVENT_OPERATION, 50));
	UNTIL(r, 5, stats(r).queue_bytes == 0 && stats(r).spool.events == 0);
	struct deliver_stats s = stats(r);

	assert_int_equal(deliver_known(&s), 400);
	assert_int_equal(r->f->nevents, 400);
	end(r);
}

static void what_stays_is_sent_by_the_next_run(void **state)
{
	struct run *r = begin();
	uint64_t began;

	(void)state;
	fake_close(r->f);
	start(r);
	for (unsigned i = 0; i < 100; i++)
		assert_true(offer(r, EVENT_ALERT, 50));
	began = now();
	assert_int_equal(deliver_finish(r->d, 300 * MS), 100);
	assert_true(now() - began >= 300 * MS);
	assert_true(now() - began < 3 * S);
	deliver_free(r->d);
	fake_open(r->f);
	r->o.epoch = EPOCH + 1;
	start(r);
	assert_true(offer(r, EVENT_ALERT, 50));
	UNTIL(r, 5, r->f->nevents == 101 && stats(r).spool.events == 0);
	assert_int_equal(fake_committed(r->f, EPOCH), 100);
	assert_int_equal(fake_committed(r->f, EPOCH + 1), 1);
	end(r);
}

static void an_event_that_is_too_large_is_not_taken(void **state)
{
	struct run *r = begin();
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert alert;
	char *text = malloc(WIRE_EVENT_MAX + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', WIRE_EVENT_MAX);
	text[WIRE_EVENT_MAX] = '\0';
	start(r);
	kagami__alert__init(&alert);
	alert.text = text;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &alert;
	assert_false(deliver_offer(r->d, EVENT_ALERT, &e));
	assert_int_equal(errno, EMSGSIZE);
	assert_true(offer(r, EVENT_ALERT, 1));
	UNTIL(r, 5, delivered(r, 1));
	free(text);
	end(r);
}

static void a_spool_that_another_holds_is_an_error(void **state)
{
	struct run *r = begin();
	char error[SPOOL_ERROR] = "";

	(void)state;
	start(r);
	assert_null(deliver_start(&r->o, error, sizeof(error)));
	assert_int_not_equal(strlen(error), 0);
	end(r);
}

static void a_second_dictionary_goes_with_the_events_behind_it(void **state)
{
	struct run *r = begin();
	Kagami__Dictionary dictionary;
	uint8_t bytes[256];
	char digest[] = "another";

	(void)state;
	start(r);
	assert_true(offer(r, EVENT_ALERT, 50));
	kagami__dictionary__init(&dictionary);
	dictionary.rules_digest = digest;
	dictionary.id = dictionary_digest(&dictionary);
	(void)kagami__dictionary__pack(&dictionary, bytes);
	assert_true(deliver_dictionary(r->d, dictionary.id, bytes,
				       kagami__dictionary__get_packed_size(&dictionary)));
	assert_true(offer(r, EVENT_ALERT, 50));
	UNTIL(r, 5, delivered(r, 2));
	assert_int_equal(r->f->dictionary, dictionary.id);
	assert_int_equal(r->f->dictionaries, 2);
	end(r);
}

/* Who does not want to wait has all events in the spool all the same. */
static void what_is_queued_is_spooled_also_when_nobody_waits(void **state)
{
	struct run *r = begin();

	(void)state;
	r->collectors[0] = "tcp://127.0.0.1:1"; /* nobody listens there */
	start(r);
	for (unsigned i = 0; i < 50; i++)
		assert_true(offer(r, EVENT_OPERATION, 100));
	assert_int_equal(deliver_finish(r->d, 0), 50);
	end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_offered_arrives),
		cmocka_unit_test(an_event_alone_is_sent_at_once),
		cmocka_unit_test(an_idle_thread_hardly_wakes),
		cmocka_unit_test(it_starts_without_a_collector_and_sends_when_there_is_one),
		cmocka_unit_test(live_sheds_operations_first_and_never_waits),
		cmocka_unit_test(a_patient_one_waits_for_room_and_sheds_nothing),
		cmocka_unit_test(waiting_ends_when_it_is_told_and_nothing_is_taken_after),
		cmocka_unit_test(a_read_again_passes_over_what_has_its_number),
		cmocka_unit_test(what_stays_is_sent_by_the_next_run),
		cmocka_unit_test(an_event_that_is_too_large_is_not_taken),
		cmocka_unit_test(a_spool_that_another_holds_is_an_error),
		cmocka_unit_test(a_second_dictionary_goes_with_the_events_behind_it),
		cmocka_unit_test(what_is_queued_is_spooled_also_when_nobody_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
