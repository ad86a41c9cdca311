/* What goes wrong in the plant, and when; the clock is the test's. */
#include <stdlib.h>

#include "tests/unit/test.h"

#include "pcaps/plant/hosts.c"	   /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/troubles.c"  /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/variables.c" /* NOLINT(bugprone-suspicious-include) */

#define MS UINT64_C(1000000)

static uint64_t now;

uint64_t clock_now(void)
{
	return now;
}

static void each_trouble_is_found_by_its_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < ntroubles; i++)
		assert_ptr_equal(trouble_find(troubles[i].name), &troubles[i]);
	assert_null(trouble_find("earthquake"));
}

static const struct trouble *known(const char *name)
{
	const struct trouble *t = trouble_find(name);

	if (t == NULL)
		abort();
	return t;
}

static void a_trouble_has_its_time_and_its_host(void **state)
{
	static struct plant plant;
	const struct trouble *t = known("silent");

	(void)state;
	plant.trouble = t;
	now = 50000 * MS;
	assert_false(trouble_active(&plant, t->kind, t->host)); /* nobody polls yet */
	atomic_store(&plant.start, 1000 * MS);
	for (uint64_t ms = 0; ms < 60000; ms += 500) {
		bool wanted = ms >= t->from_ms && ms < t->until_ms;

		now = (1000 + ms) * MS;
		assert_int_equal(trouble_active(&plant, t->kind, t->host), wanted);
		assert_false(trouble_active(&plant, t->kind, HOST_PLC1));
		assert_false(trouble_active(&plant, TROUBLE_SLOW, t->host));
	}
}

static void a_trouble_without_an_end_lasts(void **state)
{
	static struct plant plant;
	const struct trouble *t = known("frozen");

	(void)state;
	plant.trouble = t;
	atomic_store(&plant.start, 1);
	now = 1 + (t->from_ms - 1) * MS;
	assert_false(trouble_active(&plant, t->kind, t->host));
	now = 1 + t->from_ms * MS;
	assert_true(trouble_active(&plant, t->kind, t->host));
	now = 1 + 86400000 * MS;
	assert_true(trouble_active(&plant, t->kind, t->host));
}

static void a_plant_without_a_trouble_has_none(void **state)
{
	static struct plant plant;

	(void)state;
	atomic_store(&plant.start, 1);
	now = 60000 * MS;
	for (size_t i = 0; i < ntroubles; i++)
		assert_false(trouble_active(&plant, troubles[i].kind, troubles[i].host));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_trouble_is_found_by_its_name),
		cmocka_unit_test(a_trouble_has_its_time_and_its_host),
		cmocka_unit_test(a_trouble_without_an_end_lasts),
		cmocka_unit_test(a_plant_without_a_trouble_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
