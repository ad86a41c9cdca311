/* What goes wrong in the plant, and when; the clock is the test's. */
#include "tests/unit/plant_kit.h"

static int ready(void **state)
{
	(void)state;
	return plant_read() ? 0 : -1;
}

static int over(void **state)
{
	(void)state;
	model_free();
	return 0;
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
	test_now = 50000 * MS;
	assert_null(trouble_active(&plant, t->kind, t->host)); /* nobody polls yet */
	trouble_begin(&plant, t, 1000 * MS);
	for (uint64_t ms = 0; ms < 60000; ms += 500) {
		bool wanted = ms >= t->from_ms && ms < t->until_ms;

		test_now = (1000 + ms) * MS;
		assert_int_equal(trouble_active(&plant, t->kind, t->host) == t, wanted);
		assert_null(trouble_active(&plant, t->kind, host_find("plc1")));
		assert_null(trouble_active(&plant, TROUBLE_SLOW, t->host));
	}
}

static void a_trouble_without_an_end_lasts(void **state)
{
	static struct plant plant;
	const struct trouble *t = known("frozen");

	(void)state;
	trouble_begin(&plant, t, 1);
	test_now = 1 + (t->from_ms - 1) * MS;
	assert_null(trouble_active(&plant, t->kind, t->host));
	test_now = 1 + t->from_ms * MS;
	assert_non_null(trouble_active(&plant, t->kind, t->host));
	test_now = 1 + 86400000 * MS;
	assert_non_null(trouble_active(&plant, t->kind, t->host));
}

static void a_plant_without_a_trouble_has_none(void **state)
{
	static struct plant plant;

	(void)state;
	test_now = 60000 * MS;
	for (size_t i = 0; i < ntroubles; i++)
		assert_null(trouble_active(&plant, troubles[i].kind, troubles[i].host));
}

static void a_register_can_be_what_a_trouble_waits_for(void **state)
{
	static struct plant plant;
	const struct trouble *t = known("test-mode");

	(void)state;
	assert_null(trouble_active(&plant, TROUBLE_FROZEN, host_find("plc1")));
	atomic_store(&plant.value[index_of("PLC1_TEST_MODE")], 1);
	assert_ptr_equal(trouble_active(&plant, TROUBLE_FROZEN, host_find("plc1")), t);
	assert_null(trouble_active(&plant, TROUBLE_FROZEN, host_find("plc2")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_trouble_is_found_by_its_name),
		cmocka_unit_test(a_trouble_has_its_time_and_its_host),
		cmocka_unit_test(a_trouble_without_an_end_lasts),
		cmocka_unit_test(a_plant_without_a_trouble_has_none),
		cmocka_unit_test(a_register_can_be_what_a_trouble_waits_for),
	};

	return cmocka_run_group_tests(tests, ready, over);
}
