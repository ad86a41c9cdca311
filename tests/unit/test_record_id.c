/* Ids of what is exported: known answers, made with another implementation. */
#include "tests/unit/test.h"

#include <string.h>

#include "collector/record_id.h"

static void sco(const char *key, const char *value, const char *id)
{
	json_t *o = json_pack("{s:s}", key, value);
	struct record_uuid uuid;

	assert_true(record_sco_uuid(o, &uuid));
	assert_string_equal(uuid.s, id);
	json_decref(o);
}

static void a_cyber_observable_has_the_id_that_others_give_it(void **state)
{
	(void)state;
	sco("value", "10.20.3.77", "04a8aa5a-44c3-5bc7-884a-a77fb42cc8ed");
	sco("value", "10.20.3.15", "7e6cfe65-10a7-517c-852b-f31d8a5b1043");
	sco("value", "00:1b:1b:aa:bb:cc", "031ed0e9-5dca-5f6c-a837-4c591e376447");
	sco("value", "00:80:f4:0e:11:22", "e0da5fc7-6d77-58ed-a7de-e2aa8d8dc867");
}

static void the_order_of_properties_makes_no_difference(void **state)
{
	static const char *const texts[] = {
		"{\"dst_port\":502,\"src_ref\":\"ipv4-addr--x\",\"protocols\":[\"ipv4\",\"tcp\"]}",
		"{\"protocols\":[\"ipv4\",\"tcp\"],\"dst_port\":502,\"src_ref\":\"ipv4-addr--x\"}",
	};
	struct record_uuid id[2];

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		json_t *o = json_loads(texts[k], 0, NULL);

		assert_true(record_sco_uuid(o, &id[k]));
		json_decref(o);
	}
	assert_string_equal(id[0].s, id[1].s);
}

static void our_ids_are_of_version_5_in_our_namespace(void **state)
{
	(void)state;
	assert_string_equal(record_uuid("identity", "kagami", NULL).s,
			    "b8f09323-0211-5a4f-b672-d749b8cdb5fc");
	assert_string_equal(
		record_uuid("incident", "csirt.example.sg", "waterworks-20261120-0002", NULL).s,
		"0d180a27-918c-594f-9827-3f6442f223e5");
}

static void different_parts_have_different_ids(void **state)
{
	struct record_uuid a = record_uuid("a|b", "c", NULL), b = record_uuid("a", "b|c", NULL),
			   c = record_uuid("a", "b", "c", NULL),
			   d = record_uuid("a", "b\\", "c", NULL),
			   e = record_uuid("a", "b\\|c", NULL);

	(void)state;
	assert_string_equal(a.s, "b32204e8-26ff-595a-ae77-5d286aa6606a");
	assert_string_equal(b.s, "63510a10-d2de-5dd0-9f8d-a0e4fcb7e50b");
	assert_string_not_equal(a.s, c.s);
	assert_string_not_equal(b.s, c.s);
	assert_string_not_equal(d.s, e.s);
}

static void long_parts_do_no_harm(void **state)
{
	static char text[9000];
	struct record_uuid a;

	(void)state;
	memset(text, '|', sizeof(text) - 1);
	a = record_uuid("k", text, text, text, text, text, text, text, text, NULL);
	assert_int_equal(strlen(a.s), 36);
	assert_int_equal(a.s[14], '5');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cyber_observable_has_the_id_that_others_give_it),
		cmocka_unit_test(the_order_of_properties_makes_no_difference),
		cmocka_unit_test(our_ids_are_of_version_5_in_our_namespace),
		cmocka_unit_test(different_parts_have_different_ids),
		cmocka_unit_test(long_parts_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
