/* technique.c: ids of ATT&CK for ICS, of v19 and before. */
#include "tests/unit/test.h"

#include <string.h>

#include "common/technique.h"

static void a_technique_is_found_by_its_id(void **state)
{
	const struct technique *t = technique_find("T0836");

	(void)state;
	assert_non_null(t);
	assert_string_equal(t->name, "Modify Parameter");
	assert_null(t->now);
	assert_ptr_equal(technique_find("t0836"), t);
	assert_ptr_equal(technique_now("T0836"), t);
	assert_string_equal(technique_tactic(t, 0), "impair-process-control");
	assert_null(technique_tactic(t, 1));
	assert_null(technique_find("T0810"));
	assert_null(technique_find(""));
	assert_null(technique_now("T9999"));
}

static void a_revoked_technique_leads_to_what_took_its_place(void **state)
{
	static const char *const revoked[][2] = {
		{ "T0803", "T1691.001" }, { "T0804", "T1691.002" }, { "T0805", "T1695.001" },
		{ "T0812", "T1694.001" }, { "T0839", "T1693.002" }, { "T0855", "T1692.001" },
		{ "T0856", "T1692.002" }, { "T0857", "T1693.001" }, { "T0891", "T1694.002" },
	};
	unsigned n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(revoked) / sizeof(revoked[0]); i++) {
		assert_non_null(technique_find(revoked[i][0]));
		assert_string_equal(technique_now(revoked[i][0])->id, revoked[i][1]);
	}
	for (unsigned i = 0; technique_at(i) != NULL; i++)
		n += technique_at(i)->now != NULL;
	assert_int_equal(n, sizeof(revoked) / sizeof(revoked[0]));
}

static void every_technique_is_in_order_and_has_a_tactic(void **state)
{
	unsigned n = 0;

	(void)state;
	for (; technique_at(n) != NULL; n++) {
		const struct technique *t = technique_at(n);

		assert_ptr_equal(technique_find(t->id), t);
		assert_true(strlen(t->name) > 0);
		assert_non_null(technique_tactic(t, 0));
		if (n > 0)
			assert_true(strcmp(technique_at(n - 1)->id, t->id) < 0);
		if (t->now != NULL)
			assert_null(technique_find(t->now)->now);
	}
	assert_true(n > 100);
}

static void a_mistyped_id_finds_the_nearest(void **state)
{
	(void)state;
	assert_string_equal(technique_nearest("T8036")->id, "T0836");
	assert_string_equal(technique_nearest("T1692.01")->id, "T1692.001");
	assert_null(technique_nearest("something else"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_technique_is_found_by_its_id),
		cmocka_unit_test(a_revoked_technique_leads_to_what_took_its_place),
		cmocka_unit_test(every_technique_is_in_order_and_has_a_tactic),
		cmocka_unit_test(a_mistyped_id_finds_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
