/* wrap: clock_gettime clock_nanosleep */
#include "sensor/tempo.h"

#include <string.h>
#include <time.h>

#include "tests/unit/test.h"

#define NS_PER_S  UINT64_C(1000000000)
#define CAPTURED  (UINT64_C(1700000000) * NS_PER_S)
#define PRESENT	  (UINT64_C(1800000000) * NS_PER_S)
#define MONOTONIC (UINT64_C(5000) * NS_PER_S)

/* The clocks of these tests: they move by sleeping alone, or when a test moves them. */
static uint64_t moved;
static unsigned sleeps;
static uint64_t slept_until;
static volatile sig_atomic_t stop;
static unsigned stop_after; /* sleeps until a signal comes; 0: none does */

int __wrap_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_nanosleep(clockid_t id, int flags, const struct timespec *t,
			   struct timespec *left);

int __wrap_clock_gettime(clockid_t id, struct timespec *t)
{
	uint64_t now = moved + (id == CLOCK_REALTIME ? PRESENT : MONOTONIC);

	t->tv_sec = (time_t)(now / NS_PER_S);
	t->tv_nsec = (long)(now % NS_PER_S);
	return 0;
}

int __wrap_clock_nanosleep(clockid_t id, int flags, const struct timespec *t, struct timespec *left)
{
	uint64_t until = (uint64_t)t->tv_sec * NS_PER_S + (uint64_t)t->tv_nsec;

	(void)left;
	assert_int_equal(id, CLOCK_MONOTONIC);
	assert_int_equal(flags, TIMER_ABSTIME);
	assert_true(until > MONOTONIC + moved);
	moved = until - MONOTONIC;
	slept_until = until;
	sleeps++;
	if (stop_after != 0 && sleeps == stop_after)
		stop = 1;
	return 0;
}

static int fresh(void **state)
{
	(void)state;
	moved = 0;
	sleeps = 0;
	stop = 0;
	stop_after = 0;
	return 0;
}

static void a_speed_is_a_factor_or_max(void **state)
{
	static const struct {
		const char *text;
		double speed;
	} good[] = { { "1x", 1 },  { "10x", 10 },	{ "0.5x", 0.5 },    { "2", 2 },
		     { "max", 0 }, { "0.001x", 0.001 }, { "1000000x", 1e6 } };
	static const char *const bad[] = { "",	   "x",	  "-1x", "1y",	"1xx",	    "0",
					   "0x10", "1e3", "nan", "inf", "1000001x", "0.0009",
					   "..",   " 1x", "1 x", "MAX", "1.2.3" };
	char why[TEMPO_WHY];
	double speed;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(tempo_speed(good[i].text, &speed, NULL));
		assert_true(speed >= good[i].speed && speed <= good[i].speed);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(tempo_speed(bad[i], &speed, why));
		assert_non_null(strstr(why, bad[i]));
	}
}

static void a_frame_is_due_as_long_after_the_first_as_it_was(void **state)
{
	struct tempo p = { .speed = 1 };
	uint64_t at = tempo_time(&p, CAPTURED);

	(void)state;
	assert_int_equal(at, CAPTURED);
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	assert_int_equal(sleeps, 0);
	at = tempo_time(&p, CAPTURED + 12345678);
	assert_int_equal(at, CAPTURED + 12345678);
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	assert_int_equal(slept_until, MONOTONIC + 12345678);
	assert_int_equal(p.late, 0);
}

static void ten_times_as_fast_waits_a_tenth(void **state)
{
	struct tempo p = { .speed = 10 };
	uint64_t at = tempo_time(&p, CAPTURED);

	(void)state;
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	at = tempo_time(&p, CAPTURED + 20 * NS_PER_S);
	assert_int_equal(at, CAPTURED + 20 * NS_PER_S);
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	assert_int_equal(moved, 2 * NS_PER_S);
}

static void as_fast_as_it_goes_never_sleeps(void **state)
{
	struct tempo p = { .speed = 0 };

	(void)state;
	for (uint64_t i = 0; i < 100; i++)
		assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED + i * NS_PER_S), 0, NULL));
	assert_int_equal(sleeps, 0);
	assert_int_equal(p.late, 0);
}

static void being_late_once_makes_nothing_after_it_late(void **state)
{
	struct tempo p = { .speed = 1 };

	(void)state;
	assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED), UINT64_MAX, NULL));
	moved = 3 * NS_PER_S; /* the machine had something else to do */
	assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED + NS_PER_S), UINT64_MAX, NULL));
	assert_int_equal(sleeps, 0);
	assert_int_equal(p.late, 2 * NS_PER_S);
	assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED + 4 * NS_PER_S), UINT64_MAX, NULL));
	assert_int_equal(slept_until, MONOTONIC + 4 * NS_PER_S);
	assert_int_equal(p.late, 2 * NS_PER_S);
}

static void the_first_frame_may_be_now(void **state)
{
	struct tempo p = { .speed = 1, .to_now = true };

	(void)state;
	assert_int_equal(tempo_time(&p, CAPTURED), PRESENT);
	assert_int_equal(tempo_time(&p, CAPTURED + 77), PRESENT + 77);
	/* a clock that was set back while it was captured */
	assert_int_equal(tempo_time(&p, CAPTURED - 500), PRESENT - 500);
	assert_int_equal(p.last, PRESENT + 77);
}

/* At each frame the wall clock is where its time is, or later; at the last one it is there. */
static void times_that_run_faster_than_the_clock_do_not_pass_it(void **state)
{
	static const double speeds[] = { 10, 1.5, 1e6, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
		struct tempo p = { .speed = speeds[i], .to_now = true, .span = 60 * NS_PER_S };
		uint64_t at = 0, first = 0;

		moved = 0;
		for (uint64_t s = 0; s <= 60; s += 20) {
			at = tempo_time(&p, CAPTURED + s * NS_PER_S);
			first = s == 0 ? at : first;
			assert_int_equal(at, first + s * NS_PER_S);
			assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
			assert_true(at <= PRESENT + moved + 1000);
		}
		assert_true(at + 1000 >= PRESENT + moved);
		assert_true(tempo_ahead(&p));
	}
	assert_false(tempo_ahead(&(struct tempo){ .speed = 1, .to_now = true }));
	assert_false(tempo_ahead(&(struct tempo){ .speed = 10 }));
}

static void no_time_is_before_1970_or_after_the_end_of_time(void **state)
{
	struct tempo back = { .speed = 1 };
	struct tempo forth = { .speed = 1, .to_now = true };

	(void)state;
	assert_int_equal(tempo_time(&back, 1000), 1000);
	assert_int_equal(tempo_time(&back, 0), 0);
	tempo_again(&back);
	assert_int_equal(tempo_time(&back, INT64_MAX), 1000 + TEMPO_BETWEEN);
	assert_int_equal(tempo_time(&back, 5), 0);
	assert_int_equal(tempo_time(&forth, 0), PRESENT);
	assert_int_equal(tempo_time(&forth, INT64_MAX), INT64_MAX);
	assert_false(tempo_wait(&forth, INT64_MAX, MONOTONIC + 10, NULL));
}

static void a_frame_of_earlier_is_due_at_once(void **state)
{
	struct tempo p = { .speed = 1 };

	(void)state;
	assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED), UINT64_MAX, NULL));
	assert_true(tempo_wait(&p, tempo_time(&p, CAPTURED - NS_PER_S), UINT64_MAX, NULL));
	assert_int_equal(sleeps, 0);
}

static void a_round_begins_after_the_one_before(void **state)
{
	struct tempo p = { .speed = 1 };
	uint64_t at;

	(void)state;
	tempo_again(&p); /* nothing was played yet */
	(void)tempo_time(&p, CAPTURED);
	(void)tempo_time(&p, CAPTURED + 10 * NS_PER_S);
	tempo_again(&p);
	at = tempo_time(&p, CAPTURED);
	assert_int_equal(at, CAPTURED + 11 * NS_PER_S);
	assert_int_equal(tempo_time(&p, CAPTURED + 5), at + 5);
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	assert_int_equal(moved, 11 * NS_PER_S);
	(void)tempo_time(&p, CAPTURED + 10 * NS_PER_S);
	tempo_again(&p);
	assert_int_equal(tempo_time(&p, CAPTURED), CAPTURED + 22 * NS_PER_S);
}

static void waiting_ends_at_a_given_time(void **state)
{
	struct tempo p = { .speed = 1 };
	uint64_t at;

	(void)state;
	(void)tempo_time(&p, CAPTURED);
	at = tempo_time(&p, CAPTURED + 60 * NS_PER_S);
	assert_false(tempo_wait(&p, at, MONOTONIC + NS_PER_S / 4, NULL));
	assert_int_equal(moved, NS_PER_S / 4);
	assert_false(tempo_wait(&p, at, MONOTONIC + NS_PER_S / 4, NULL));
	assert_true(tempo_wait(&p, at, UINT64_MAX, NULL));
	assert_int_equal(moved, 60 * NS_PER_S);
}

static void a_signal_is_seen_within_a_tenth_of_a_second(void **state)
{
	struct tempo p = { .speed = 1 };
	uint64_t at;

	(void)state;
	(void)tempo_time(&p, CAPTURED);
	at = tempo_time(&p, CAPTURED + 3600 * NS_PER_S);
	stop_after = 3;
	assert_false(tempo_wait(&p, at, UINT64_MAX, &stop));
	assert_true(moved <= 3 * NS_PER_S / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_speed_is_a_factor_or_max),
		cmocka_unit_test_setup(a_frame_is_due_as_long_after_the_first_as_it_was, fresh),
		cmocka_unit_test_setup(ten_times_as_fast_waits_a_tenth, fresh),
		cmocka_unit_test_setup(as_fast_as_it_goes_never_sleeps, fresh),
		cmocka_unit_test_setup(being_late_once_makes_nothing_after_it_late, fresh),
		cmocka_unit_test_setup(the_first_frame_may_be_now, fresh),
		cmocka_unit_test_setup(times_that_run_faster_than_the_clock_do_not_pass_it, fresh),
		cmocka_unit_test_setup(no_time_is_before_1970_or_after_the_end_of_time, fresh),
		cmocka_unit_test_setup(a_frame_of_earlier_is_due_at_once, fresh),
		cmocka_unit_test_setup(a_round_begins_after_the_one_before, fresh),
		cmocka_unit_test_setup(waiting_ends_at_a_given_time, fresh),
		cmocka_unit_test_setup(a_signal_is_seen_within_a_tenth_of_a_second, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
