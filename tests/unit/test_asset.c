#include "tests/unit/hosts.h"

static bool none(struct asset_ref r)
{
	return r.generation == 0;
}

static void assert_mac(const struct asset *a, uint8_t n)
{
	assert_non_null(a);
	assert_true(a->has_mac);
	assert_memory_equal(a->mac, mac(n), 6);
}

static void assert_via(const struct asset *a, uint8_t n)
{
	assert_non_null(a);
	assert_false(a->has_mac);
	assert_true(a->has_via);
	assert_memory_equal(a->via, mac(n), 6);
}

static void group_addresses_are_nobodys(void **state)
{
	static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t goose[6] = { 0x01, 0x0c, 0xcd, 0x01, 0x00, 0x01 };
	static const uint8_t zero[6];
	struct addr multicast = ip4(239, 1, 2, 3);
	struct addr unspecified = ip4(0, 0, 0, 0);
	struct addr everybody = ip4(255, 255, 255, 255);
	struct addr directed = ip(255);
	struct addr all_nodes = ip6(0xff, 2, 1);
	struct addr unspecified6 = ip6(0, 0, 0);

	(void)state;
	assert_true(none(see(broadcast, NULL, 0, false)));
	assert_true(none(see(goose, NULL, 0, false)));
	assert_true(none(see(zero, NULL, 0, true)));
	assert_true(none(see(NULL, NULL, 0, true)));
	assert_true(none(see(NULL, &multicast, 4, false)));
	assert_true(none(see(NULL, &unspecified, 4, true)));
	assert_true(none(see(broadcast, &everybody, 4, false)));
	assert_true(none(see(broadcast, &directed, 4, false)));
	assert_true(none(see(NULL, &all_nodes, 6, false)));
	assert_true(none(see(NULL, &unspecified6, 6, false)));
	assert_int_equal(t.n, 0);
}

static void a_host_without_ip_is_known_by_its_mac(void **state)
{
	struct asset_ref a = see(mac(1), NULL, 0, true);

	(void)state;
	assert_false(none(a));
	assert_int_equal(see(mac(1), NULL, 0, true).slot, a.slot);
	assert_ptr_equal(asset_by_mac(&t, mac(1)), asset_of(&t, a));
	assert_int_equal(t.n, 1);
	assert_string_equal(asset_maker(asset_of(&t, a)), "Schneider Electric");
}

static void a_host_is_one_asset_in_every_vlan(void **state)
{
	struct asset_end end = { .mac = mac(1), .ip = ip(1), .ip_version = 4, .sender = true };
	struct asset_ref first = asset_seen(&t, &end, 7, NOW);

	(void)state;
	for (uint16_t v = 1; v <= 20; v++)
		assert_int_equal(asset_seen(&t, &end, v, NOW + v).slot, first.slot);
	assert_int_equal(t.n, 1);
	const struct asset *a = at_ip(1);

	assert_int_equal(a->nvlans, ASSET_VLANS);
	assert_int_equal(a->vlans[0], 7);
	assert_int_equal(a->vlans[1], 1);
	assert_int_equal(a->more_vlans, 12);
	assert_int_equal(a->first, NOW);
	assert_int_equal(a->last, NOW + 20);
}

static void an_ipv4_address_is_not_the_ipv6_address_of_the_same_bytes(void **state)
{
	struct addr six = ip(1);

	(void)state;
	see4(1, 1);
	see(mac(2), &six, 6, true);
	assert_int_equal(t.n, 2);
	assert_mac(at_ip(1), 1);
}

static void a_second_address_of_a_mac_puts_both_behind_it(void **state)
{
	struct asset_ref first = see4(9, 1);

	(void)state;
	assert_mac(at_ip(1), 9);
	struct asset_ref second = see4(9, 2);

	assert_true(first.slot != second.slot);
	assert_ptr_equal(at_ip(1), asset_of(&t, first));
	assert_via(at_ip(1), 9);
	assert_via(at_ip(2), 9);
	assert_null(asset_maker(at_ip(1)));
	const struct asset *router = asset_by_mac(&t, mac(9));

	assert_non_null(router);
	assert_int_equal(router->nips, 0);
	assert_int_equal(router->behind, 2);
	assert_int_equal(t.n, 3);
}

static void a_router_is_the_mac_with_many_behind_it_and_its_own_claimed_address(void **state)
{
	(void)state;
	claim(9, 254, NOW);
	for (uint8_t n = 1; n <= 5; n++)
		see4(9, n);
	const struct asset *router = at_ip(254);

	assert_mac(router, 9);
	assert_int_equal(router->nips, 1);
	assert_int_equal(router->behind, 5);
	assert_true(router->behind >= ASSET_ROUTER);
	for (uint8_t n = 1; n <= 5; n++)
		assert_via(at_ip(n), 9);
	assert_int_equal(t.n, 6);
}

static void a_claim_after_the_fact_parts_router_and_host(void **state)
{
	struct asset_ref remote = see4(9, 1); /* looks like 9's own address */

	(void)state;
	claim(9, 254, NOW);
	assert_ptr_equal(at_ip(1), asset_of(&t, remote));
	assert_via(at_ip(1), 9);
	assert_mac(at_ip(254), 9);
	assert_int_equal(at_ip(254)->behind, 1);
}

static void addresses_claimed_by_one_mac_are_one_asset(void **state)
{
	(void)state;
	for (uint8_t n = 1; n <= (uint8_t)ASSET_IPS; n++)
		claim(3, n, NOW);
	assert_int_equal(t.n, 1);
	assert_int_equal(at_ip(1)->nips, ASSET_IPS);
	for (uint8_t n = 1; n <= (uint8_t)ASSET_IPS; n++) {
		assert_ptr_equal(at_ip(n), at_ip(1));
		assert_true(at_ip(1)->ips[n - 1].claimed);
	}
	claim(3, 100, NOW);
	claim(3, 100, NOW + 1);
	assert_int_equal(t.n, 2);
	assert_via(at_ip(100), 3);
	assert_int_equal(at_ip(1)->more_ips, 1);
}

static void a_claim_joins_what_was_two_and_old_handles_stay_good(void **state)
{
	const uint64_t packets[2] = { 3, 4 };
	const uint64_t bytes[2] = { 300, 400 };
	struct asset_ref traffic = see4(0, 1); /* a link without MACs */
	struct asset_ref silent = see(mac(1), NULL, 0, true);

	(void)state;
	assert_int_equal(t.n, 2);
	asset_role(&t, traffic, 5, true);
	asset_role(&t, silent, 70, false);
	asset_account(&t, traffic, packets, bytes, NOW);
	claim(1, 1, NOW);
	assert_int_equal(t.n, 1);
	assert_mac(at_ip(1), 1);
	assert_ptr_equal(asset_of(&t, traffic), at_ip(1));
	assert_ptr_equal(asset_of(&t, silent), at_ip(1));
	asset_account(&t, traffic, packets, bytes, NOW + 5);
	assert_int_equal(at_ip(1)->sent_packets, 6);
	assert_int_equal(at_ip(1)->sent_bytes, 600);
	assert_int_equal(at_ip(1)->got_packets, 8);
	assert_int_equal(at_ip(1)->got_bytes, 800);
	assert_int_equal(at_ip(1)->last, NOW + 5);
	assert_int_equal(at_ip(1)->server[0], 1 << 5);
	assert_int_equal(at_ip(1)->client[1], 1 << 6);
	assert_int_equal(t.lost, 0);
}

static void a_mirror_on_both_sides_of_a_router_finds_the_hosts_own_mac(void **state)
{
	(void)state;
	see4(9, 1); /* the router's side first */
	see4(9, 2);
	assert_via(at_ip(1), 9);
	see4(1, 1);
	assert_mac(at_ip(1), 1);
	assert_via(at_ip(2), 9);
	assert_int_equal(asset_by_mac(&t, mac(9))->behind, 1);
	see4(9, 1); /* and back again: nothing changes */
	assert_mac(at_ip(1), 1);
	assert_int_equal(at_ip(1)->mac_changes, 0);
	assert_int_equal(t.nconflicts, 0);
}

static void a_claim_tells_the_host_from_the_router_that_forwards_for_it(void **state)
{
	(void)state;
	see4(9, 1); /* seen through 9 only */
	assert_mac(at_ip(1), 9);
	claim(1, 1, NOW);
	assert_mac(at_ip(1), 1);
	assert_non_null(asset_by_mac(&t, mac(9)));
	assert_int_equal(asset_by_mac(&t, mac(9))->behind, 0);
	assert_int_equal(t.nconflicts, 0);
	assert_int_equal(at_ip(1)->mac_changes, 0);
}

static void an_address_claimed_by_two_macs_is_a_conflict(void **state)
{
	(void)state;
	claim(1, 5, NOW);
	claim(2, 5, NOW + SECOND);
	claim(1, 5, NOW + 2 * SECOND);
	claim(2, 5, NOW + 3 * SECOND);
	assert_mac(at_ip(5), 1);
	assert_int_equal(t.nconflicts, 1);
	const struct asset_conflict *c = &t.conflicts[0];
	struct addr five = ip(5);

	assert_memory_equal(&c->addr, &five, sizeof(five));
	assert_memory_equal(c->mac[0], mac(1), 6);
	assert_memory_equal(c->mac[1], mac(2), 6);
	assert_int_equal(c->n, 2);
	assert_int_equal(c->first, NOW + SECOND);
	assert_int_equal(c->last, NOW + 3 * SECOND);
	assert_int_equal(at_ip(5)->mac_changes, 0);
}

static void conflicts_beyond_those_kept_are_counted(void **state)
{
	(void)state;
	claim(1, 5, NOW);
	for (uint8_t m = 2; m < (uint8_t)(2 + ASSET_CONFLICTS + 3); m++)
		claim(m, 5, NOW);
	assert_int_equal(t.nconflicts, ASSET_CONFLICTS);
	assert_int_equal(t.more_conflicts, 3);
}

static void a_device_replaced_after_the_window_is_the_same_asset_with_a_new_mac(void **state)
{
	struct asset_ref ref = see4(1, 5);

	(void)state;
	claim(1, 5, NOW);
	claim(2, 5, NOW + ASSET_CONFLICT_NS - 1);
	assert_int_equal(t.nconflicts, 1);
	claim(2, 5, NOW + ASSET_CONFLICT_NS);
	assert_int_equal(t.conflicts[0].n, 1);
	assert_mac(at_ip(5), 2);
	assert_ptr_equal(at_ip(5), asset_of(&t, ref));
	assert_int_equal(at_ip(5)->mac_changes, 1);
	assert_memory_equal(at_ip(5)->mac_was, mac(1), 6);
	assert_int_equal(at_ip(5)->mac_changed_at, NOW + ASSET_CONFLICT_NS);
	assert_null(asset_by_mac(&t, mac(1)));
}

static void an_address_that_moves_to_a_known_device_leaves_the_old_one(void **state)
{
	(void)state;
	claim(1, 5, NOW);
	claim(1, 6, NOW);
	claim(2, 7, NOW);
	claim(2, 5, NOW + ASSET_CONFLICT_NS);
	assert_mac(at_ip(5), 2);
	assert_ptr_equal(at_ip(5), at_ip(7));
	assert_mac(at_ip(6), 1);
	assert_int_equal(at_ip(6)->nips, 1);
	assert_int_equal(t.n, 2);
}

static void a_link_local_address_belongs_to_who_sends_from_it(void **state)
{
	struct addr local = ip6(0xfe, 0x80, 1);
	struct addr global = ip6(0x20, 0x01, 1);

	(void)state;
	see4(1, 1);
	see(mac(1), &local, 6, true);
	see(mac(1), &global, 6, true);
	assert_int_equal(t.n, 1);
	assert_int_equal(at_ip(1)->nips, 3);
	assert_mac(at_ip(1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(group_addresses_are_nobodys),
		TEST(a_host_without_ip_is_known_by_its_mac),
		TEST(a_host_is_one_asset_in_every_vlan),
		TEST(an_ipv4_address_is_not_the_ipv6_address_of_the_same_bytes),
		TEST(a_second_address_of_a_mac_puts_both_behind_it),
		TEST(a_router_is_the_mac_with_many_behind_it_and_its_own_claimed_address),
		TEST(a_claim_after_the_fact_parts_router_and_host),
		TEST(addresses_claimed_by_one_mac_are_one_asset),
		TEST(a_claim_joins_what_was_two_and_old_handles_stay_good),
		TEST(a_mirror_on_both_sides_of_a_router_finds_the_hosts_own_mac),
		TEST(a_claim_tells_the_host_from_the_router_that_forwards_for_it),
		TEST(an_address_claimed_by_two_macs_is_a_conflict),
		TEST(conflicts_beyond_those_kept_are_counted),
		TEST(a_device_replaced_after_the_window_is_the_same_asset_with_a_new_mac),
		TEST(an_address_that_moves_to_a_known_device_leaves_the_old_one),
		TEST(a_link_local_address_belongs_to_who_sends_from_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
