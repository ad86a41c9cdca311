/* sensor/deliver/clock.c: what the kernel says of the machine's clock. */
#include "sensor/deliver/clock.h"

#include "tests/unit/test.h"

static void a_clock_that_is_kept_right_says_how_far_off_it_may_be(void **state)
{
	const struct timex t = { .status = STA_PLL, .maxerror = 2500 };
	Kagami__Clock c = KAGAMI__CLOCK__INIT;

	(void)state;
	assert_true(clock_of(TIME_OK, &t, &c));
	assert_int_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_YES);
	assert_int_equal(c.max_error, 2500000);
}

static void one_that_nobody_keeps_right_says_so(void **state)
{
	const struct timex t = { .status = STA_UNSYNC, .maxerror = 16000000 };
	Kagami__Clock c = KAGAMI__CLOCK__INIT;

	(void)state;
	assert_true(clock_of(TIME_ERROR, &t, &c));
	assert_int_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_NO);
	assert_int_equal(c.max_error, 16000000000U);
}

static void a_lost_pulse_is_no_lost_clock(void **state)
{
	const struct timex t = { .status = STA_PLL | STA_PPSTIME, .maxerror = -1 };
	Kagami__Clock c = KAGAMI__CLOCK__INIT;

	(void)state;
	assert_true(clock_of(TIME_ERROR, &t, &c));
	assert_int_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_YES);
	assert_int_equal(c.max_error, 0);
}

static void a_kernel_that_does_not_say_is_not_guessed_for(void **state)
{
	const struct timex t = { .status = 0 };
	Kagami__Clock c = KAGAMI__CLOCK__INIT;

	(void)state;
	assert_false(clock_of(-1, &t, &c));
	assert_int_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_UNKNOWN);
}

static void this_machine_is_asked_and_left_alone(void **state)
{
	Kagami__Clock c = KAGAMI__CLOCK__INIT;

	(void)state;
	if (clock_read(&c))
		assert_int_not_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_UNKNOWN);
	else
		assert_int_equal(c.synchronised, KAGAMI__SYNCHRONISED__SYNCHRONISED_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_that_is_kept_right_says_how_far_off_it_may_be),
		cmocka_unit_test(one_that_nobody_keeps_right_says_so),
		cmocka_unit_test(a_lost_pulse_is_no_lost_clock),
		cmocka_unit_test(a_kernel_that_does_not_say_is_not_guessed_for),
		cmocka_unit_test(this_machine_is_asked_and_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
