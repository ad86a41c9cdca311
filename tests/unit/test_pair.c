/* Open requests of a flow: protocols/pair.c. */
#include "protocols/pair.h"

#include <string.h>

#include "tests/unit/test.h"

static void the_oldest_request_comes_first(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	pairs_open(&ps, 7, 100)->frame = 1;
	pairs_open(&ps, 8, 200)->frame = 2;
	assert_int_equal(ps.n, 2);
	assert_int_equal(ps.slot[0].key, 7);
	assert_int_equal(ps.slot[1].at, 200);
	const struct pair *p = pairs_take(&ps, 0);

	assert_int_equal(p->frame, 1);
	assert_int_equal(ps.n, 1);
	assert_int_equal(ps.slot[0].frame, 2);
}

static void an_opened_request_remembers_nothing_of_the_former(void **state)
{
	struct pairs ps = { 0 };
	struct pair *p = pairs_open(&ps, 7, 100);

	(void)state;
	p->optional = true;
	p->ask[3] = 9;
	p->message = 4;
	(void)pairs_take(&ps, 0);
	p = pairs_open(&ps, 8, 200);
	assert_false(p->optional);
	assert_int_equal(p->ask[3], 0);
	assert_int_equal(p->message, 0);
}

static void one_request_too_many_pushes_out_the_oldest(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	for (unsigned i = 0; i <= PAIRS_MAX; i++)
		(void)pairs_open(&ps, i, i);
	assert_int_equal(ps.n, PAIRS_MAX);
	assert_int_equal(ps.slot[0].key, 1);
	assert_int_equal(ps.forgotten, 1);
	assert_int_equal(ps.nlost, 0);
}

static void requests_from_before_a_time_are_lost_in_order(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		(void)pairs_open(&ps, i, 100 * (i + 1));
	pairs_expire(&ps, 300);
	assert_int_equal(ps.n, 1);
	assert_int_equal(ps.slot[0].key, 2);
	assert_int_equal(ps.nlost, 2);
	assert_int_equal(ps.lost[0].key, 0);
	assert_int_equal(ps.lost[1].key, 1);
}

static void losses_beyond_the_room_are_counted(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	for (unsigned i = 0; i < 6; i++)
		(void)pairs_open(&ps, i, i);
	pairs_expire(&ps, UINT64_MAX);
	assert_int_equal(ps.nlost, 4);
	assert_int_equal(ps.lost_uncounted, 2);
	assert_int_equal(ps.n, 0);
}

static void lent_room_keeps_more_requests_until_it_is_given_back(void **state)
{
	struct pair room[PAIRS_MAX + 4];
	struct pairs ps = { 0 };

	(void)state;
	for (unsigned i = 0; i < PAIRS_MAX; i++)
		(void)pairs_open(&ps, i, i);
	pairs_widen(&ps, room, PAIRS_MAX + 4);
	for (unsigned i = PAIRS_MAX; i < PAIRS_MAX + 4; i++)
		(void)pairs_open(&ps, i, i);
	assert_int_equal(ps.n, PAIRS_MAX + 4);
	assert_int_equal(ps.forgotten, 0);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(pairs_take(&ps, 0)->key, i);
	pairs_narrow(&ps);
	memset(room, 0xff, sizeof(room));
	assert_int_equal(ps.n, PAIRS_MAX - 2);
	assert_int_equal(pairs_take(&ps, 0)->key, 6);
	assert_int_equal(pairs_all(&ps)[ps.n - 1].key, PAIRS_MAX + 3);
}

static void an_optional_answer_is_never_missed(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	pairs_open(&ps, 1, 1)->optional = true;
	(void)pairs_open(&ps, 2, 1);
	pairs_expire(&ps, UINT64_MAX);
	assert_int_equal(ps.nlost, 1);
	assert_int_equal(ps.lost[0].key, 2);
}

static void excused_requests_are_never_missed_but_later_ones_are(void **state)
{
	struct pairs ps = { 0 };

	(void)state;
	(void)pairs_open(&ps, 1, 1);
	pairs_excuse(&ps);
	(void)pairs_open(&ps, 2, 1);
	pairs_expire(&ps, UINT64_MAX);
	assert_int_equal(ps.nlost, 1);
	assert_int_equal(ps.lost[0].key, 2);
	assert_int_equal(ps.lost_uncounted, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_oldest_request_comes_first),
		cmocka_unit_test(an_opened_request_remembers_nothing_of_the_former),
		cmocka_unit_test(one_request_too_many_pushes_out_the_oldest),
		cmocka_unit_test(requests_from_before_a_time_are_lost_in_order),
		cmocka_unit_test(losses_beyond_the_room_are_counted),
		cmocka_unit_test(lent_room_keeps_more_requests_until_it_is_given_back),
		cmocka_unit_test(an_optional_answer_is_never_missed),
		cmocka_unit_test(excused_requests_are_never_missed_but_later_ones_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
