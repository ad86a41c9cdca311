#include "tests/unit/hosts.h"

static void assert_mac(const struct asset *a, uint8_t n)
{
	assert_non_null(a);
	assert_true(a->has_mac);
	assert_memory_equal(a->mac, mac(n), 6);
}

static void the_oldest_gives_way_and_is_counted(void **state)
{
	struct asset_ref first = see4(1, 1);
	struct asset_ref second = see4(2, 2);

	(void)state;
	for (uint8_t n = 3; n <= 64; n++)
		see4(n, n);
	assert_int_equal(t.n, 64);
	assert_int_equal(t.evicted, 0);
	see4(1, 1);
	see4(65, 65);
	assert_int_equal(t.n, 64);
	assert_int_equal(t.evicted, 1);
	assert_non_null(asset_of(&t, first));
	assert_null(asset_of(&t, second));
	assert_null(at_ip(2));
	assert_null(asset_by_mac(&t, mac(2)));
	asset_account(&t, second, (const uint64_t[]){ 1, 1 }, (const uint64_t[]){ 1, 1 }, NOW);
	assert_int_equal(t.lost, 1);
}

static void a_scan_does_not_push_out_the_plant(void **state)
{
	(void)state;
	for (uint8_t n = 1; n <= 20; n++)
		see4(n, n);
	for (unsigned i = 0; i < 10000; i++) {
		struct addr a = ip4(10, 1, (uint8_t)(i >> 8), (uint8_t)i);

		see(NULL, &a, 4, false);
	}
	for (uint8_t n = 1; n <= 20; n++)
		assert_non_null(at_ip(n));
	assert_int_equal(t.n, 64);
	assert_int_equal(t.unheard, 44);
	for (uint8_t n = 21; n <= 64; n++)
		see4(n, n);
	assert_int_equal(t.unheard, 0);
	for (uint8_t n = 1; n <= 64; n++)
		assert_non_null(at_ip(n));
}

static void who_answers_is_heard(void **state)
{
	struct addr a = ip(1);

	(void)state;
	see(mac(1), &a, 4, false);
	assert_int_equal(t.unheard, 1);
	assert_false(at_ip(1)->heard);
	see4(1, 1);
	assert_int_equal(t.unheard, 0);
	assert_true(at_ip(1)->heard);
}

static void the_list_is_sorted_by_address_whatever_came_first(void **state)
{
	struct addr six = ip6(0x20, 1, 1);
	struct addr nine = ip4(9, 255, 0, 1);
	const uint32_t *slots;

	(void)state;
	see(mac(8), NULL, 0, true);
	see(mac(6), &six, 6, true);
	see4(3, 30);
	see(mac(7), NULL, 0, true);
	see4(2, 4);
	see(mac(1), &nine, 4, true);
	assert_int_equal(asset_sorted(&t, &slots), 6);
	static const uint8_t want[] = { 1, 2, 3, 6, 7, 8 };

	for (unsigned i = 0; i < 6; i++)
		assert_mac(&t.slot[slots[i]], want[i]);
}

/* Whatever is seen and claimed in whatever order: every address is found by its key, counts agree.
 */
static void check_consistency(void)
{
	uint32_t used = 0;
	uint32_t unheard = 0;

	for (uint32_t i = 0; i < 64; i++) {
		const struct asset *a = &t.slot[i];

		if (!a->used)
			continue;
		used++;
		unheard += !a->heard;
		assert_true(a->nips > 0 || a->has_mac);
		assert_false(a->has_mac && a->has_via);
		for (unsigned k = 0; k < a->nips; k++)
			assert_ptr_equal(asset_by_ip(&t, &a->ips[k].addr, a->ips[k].version), a);
		if (a->has_mac)
			assert_ptr_equal(asset_by_mac(&t, a->mac), a);
	}
	assert_int_equal(t.n, used);
	assert_int_equal(t.unheard, unheard);
}

static void any_order_of_sights_and_claims_keeps_the_table_consistent(void **state)
{
	uint32_t seed = 12345;

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		seed = seed * 1103515245 + 12345;
		uint8_t m = (uint8_t)(1 + (seed >> 8) % 12);
		uint8_t n = (uint8_t)(1 + (seed >> 16) % 80);
		struct addr a = ip(n);
		struct addr local = ip6(0xfe, 0x80, n);

		switch ((seed >> 24) % 8) {
		case 0:
			claim(m, n, NOW + (uint64_t)i * SECOND);
			break;
		case 1:
			see(mac(m), NULL, 0, true);
			break;
		case 2:
			see(NULL, &a, 4, true);
			break;
		case 3:
			see(mac(m), &local, 6, true);
			break;
		case 4:
			see(mac(m), &a, 4, false);
			break;
		default:
			see(mac(m), &a, 4, true);
			break;
		}
		if (i % 16 == 0)
			check_consistency();
	}
	assert_true(t.evicted > 0);
	assert_true(t.nconflicts > 0);
	assert_true(t.mac_changes > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_oldest_gives_way_and_is_counted),
		TEST(a_scan_does_not_push_out_the_plant),
		TEST(who_answers_is_heard),
		TEST(the_list_is_sorted_by_address_whatever_came_first),
		TEST(any_order_of_sights_and_claims_keeps_the_table_consistent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
