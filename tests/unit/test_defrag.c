#include "tests/unit/test.h"

#include <stdlib.h>

#include "sensor/defrag.h"

enum { MS = 1000000, TIMEOUT = 1000 * MS, DATAGRAMS = 4 };

static struct defrag table;
static uint8_t data[70000]; /* what every test sends pieces of */
static struct cur whole;
static uint8_t proto;

static int setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7 + i / 251);
	return defrag_init(&table, DATAGRAMS, 0, TIMEOUT, 1) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	defrag_fini(&table);
	return 0;
}

static struct packet piece(uint8_t version, uint32_t id, uint32_t offset, uint32_t end, bool more)
{
	return (struct packet){
		.ip_version = version,
		.ip_proto = 17,
		.src = { { 1, 0 } },
		.dst = { { 2, 0 } },
		.fragment = true,
		.frag_id = id,
		.frag_offset = offset,
		.frag_more = more,
		.payload = cur_of(data + offset, end - offset),
	};
}

static enum defrag_result add_at(struct packet pkt, uint64_t now)
{
	return defrag_add(&table, &pkt, now, &whole, &proto);
}

static enum defrag_result add(struct packet pkt)
{
	return add_at(pkt, 1);
}

static void expect_whole(size_t len)
{
	assert_int_equal(cur_left(&whole), len);
	assert_true(cur_starts(&whole, data, len));
	assert_int_equal(proto, 17);
	assert_int_equal(table.open, 0);
}

static void test_any_order(void **state)
{
	static const uint32_t cuts[] = { 0, 8, 1488, 8192, 8200, 16389 };
	static const uint8_t orders[][5] = {
		{ 0, 1, 2, 3, 4 },
		{ 4, 3, 2, 1, 0 },
		{ 2, 4, 0, 3, 1 },
		{ 1, 0, 4, 2, 3 },
	};

	(void)state;
	for (size_t o = 0; o < sizeof(orders) / sizeof(*orders); o++) {
		for (uint8_t version = 4; version <= 6; version += 2) {
			for (size_t i = 0; i < 5; i++) {
				unsigned n = orders[o][i];
				struct packet p = piece(version, 9, cuts[n], cuts[n + 1], n < 4);

				assert_int_equal(add(p), i < 4 ? DEFRAG_KEPT : DEFRAG_WHOLE);
			}
			expect_whole(16389);
		}
	}
	assert_int_equal(table.stats.completed, 8);
	assert_int_equal(table.stats.fragments, 40);
	assert_int_equal(table.stats.same + table.stats.conflicts, 0);
}

static void test_largest(void **state)
{
	(void)state;
	for (uint32_t at = 0; at < 65528; at += 8)
		assert_int_equal(add(piece(4, 1, at, at + 8, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 1, 65528, 65536, false)), DEFRAG_REFUSED);
	assert_int_equal(table.stats.too_big, 1);
	assert_int_equal(add(piece(4, 1, 65528, 65535, false)), DEFRAG_WHOLE);
	expect_whole(65535);
}

static void test_keys(void **state)
{
	struct packet last[] = {
		piece(4, 2, 8, 16, false), piece(6, 1, 8, 16, false), piece(4, 1, 8, 16, false),
		piece(4, 1, 8, 16, false), piece(4, 1, 8, 16, false), piece(4, 1, 8, 16, false),
		piece(4, 1, 8, 16, false),
	};

	(void)state;
	last[2].ip_proto = 6;
	last[3].src.w[0] = 3;
	last[4].dst.w[1] = 3;
	last[5].nvlans = 1;
	last[6].tunnel = 5;
	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++) {
		assert_int_equal(add(piece(4, 1, 0, 8, true)), DEFRAG_KEPT);
		assert_int_equal(add(last[i]), DEFRAG_KEPT);
		defrag_expire(&table, UINT64_C(1) << 40);
		assert_int_equal(table.open, 0);
	}
	assert_int_equal(add(piece(4, 1, 0, 8, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 1, 8, 16, false)), DEFRAG_WHOLE);
}

static void test_ipv6_protocol(void **state)
{
	struct packet last = piece(6, 1, 8, 16, false);

	(void)state;
	last.ip_proto = 60;
	assert_int_equal(add(last), DEFRAG_KEPT);
	assert_int_equal(add(piece(6, 1, 0, 8, true)), DEFRAG_WHOLE);
	expect_whole(16);
}

static void test_overlap_v4(void **state)
{
	static const uint8_t evil[16] = "evil evil evil!";
	struct packet forged = piece(4, 1, 8, 24, true);

	(void)state;
	forged.payload = cur_of(evil, 16);
	assert_int_equal(add(piece(4, 1, 0, 16, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 1, 0, 16, true)), DEFRAG_KEPT);
	assert_int_equal(table.stats.same, 1);
	assert_int_equal(table.stats.conflicts, 0);
	/* The first eight bytes are taken already, the other eight are new. */
	assert_int_equal(add(forged), DEFRAG_KEPT);
	assert_int_equal(table.stats.conflicts, 1);
	assert_int_equal(add(piece(4, 1, 24, 29, false)), DEFRAG_WHOLE);
	assert_int_equal(cur_left(&whole), 29);
	assert_true(cur_starts(&whole, data, 16));
	cur_skip(&whole, 16);
	assert_true(cur_starts(&whole, evil + 8, 8));
}

static void test_overlap_v6(void **state)
{
	(void)state;
	assert_int_equal(add(piece(6, 1, 0, 16, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(6, 1, 0, 16, true)), DEFRAG_KEPT);
	assert_int_equal(table.stats.same, 1);
	assert_int_equal(table.stats.dropped, 0);
	assert_int_equal(add(piece(6, 1, 8, 24, true)), DEFRAG_REFUSED);
	assert_int_equal(table.stats.same, 2);
	assert_int_equal(table.stats.dropped, 1);
	assert_int_equal(add(piece(6, 1, 24, 32, false)), DEFRAG_REFUSED);
	defrag_expire(&table, UINT64_C(1) << 40);
	assert_int_equal(table.open, 0);
	assert_int_equal(table.stats.timed_out, 0);
}

static void test_ends(void **state)
{
	(void)state;
	/* After the end, another end, an end before what is there. */
	assert_int_equal(add(piece(4, 1, 16, 24, false)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 1, 24, 32, true)), DEFRAG_REFUSED);
	assert_int_equal(add(piece(4, 1, 16, 20, false)), DEFRAG_REFUSED);
	assert_int_equal(table.stats.conflicts, 2);
	assert_int_equal(add(piece(4, 1, 0, 16, true)), DEFRAG_WHOLE);
	expect_whole(24);
	assert_int_equal(add(piece(4, 2, 16, 24, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 2, 8, 16, false)), DEFRAG_REFUSED);
	assert_int_equal(table.stats.conflicts, 3);
}

static void test_useless(void **state)
{
	struct packet cut = piece(4, 1, 0, 8, true);

	(void)state;
	cut.truncated = true;
	assert_int_equal(add(cut), DEFRAG_REFUSED);
	assert_int_equal(table.stats.truncated, 1);
	assert_int_equal(add(piece(4, 1, 0, 12, true)), DEFRAG_REFUSED);
	assert_int_equal(add(piece(4, 1, 8, 8, false)), DEFRAG_REFUSED);
	assert_int_equal(table.stats.bad, 2);
	assert_int_equal(table.open, 0);
}

static void test_timeout(void **state)
{
	(void)state;
	assert_int_equal(add_at(piece(4, 1, 0, 8, true), 5 * MS), DEFRAG_KEPT);
	assert_int_equal(add_at(piece(4, 2, 0, 8, true), 6 * MS), DEFRAG_KEPT);
	/* A later fragment does not prolong it, an earlier time does no harm. */
	assert_int_equal(add_at(piece(4, 1, 8, 16, true), 900 * MS), DEFRAG_KEPT);
	defrag_expire(&table, 4 * MS);
	defrag_expire(&table, 5 * MS + (uint64_t)TIMEOUT);
	assert_int_equal(table.open, 2);
	assert_int_equal(add_at(piece(4, 1, 16, 24, false), 6 * MS + (uint64_t)TIMEOUT),
			 DEFRAG_KEPT);
	assert_int_equal(table.stats.timed_out, 1);
	assert_int_equal(table.open, 2);
}

static void test_eviction(void **state)
{
	(void)state;
	for (uint32_t id = 1; id <= DATAGRAMS + 2; id++)
		assert_int_equal(add(piece(4, id, 0, 8, true)), DEFRAG_KEPT);
	assert_int_equal(table.open, DATAGRAMS);
	assert_int_equal(table.stats.evicted, 2);
	assert_int_equal(add(piece(4, 1, 8, 16, false)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, DATAGRAMS + 2, 8, 16, false)), DEFRAG_WHOLE);
	assert_int_equal(cur_left(&whole), 16);
}

static void test_blocks(void **state)
{
	(void)state;
	/* The pool holds one full datagram; the oldest has begun, another one takes it all. */
	assert_int_equal(add(piece(4, 1, 0, 8, true)), DEFRAG_KEPT);
	for (uint32_t at = 0; at < 57344; at += 8192)
		assert_int_equal(add(piece(4, 2, at, at + 8192, true)), DEFRAG_KEPT);
	assert_int_equal(table.stats.evicted, 0);
	assert_int_equal(add(piece(4, 2, 57344, 65535, false)), DEFRAG_WHOLE);
	expect_whole(65535);
	assert_int_equal(table.stats.evicted, 1);
	/* The oldest itself needs a block: the newer one gives way. */
	for (uint32_t at = 0; at < 57344; at += 8192)
		assert_int_equal(add(piece(4, 3, at, at + 8192, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 4, 0, 8, true)), DEFRAG_KEPT);
	assert_int_equal(add(piece(4, 3, 57344, 65535, false)), DEFRAG_WHOLE);
	expect_whole(65535);
	assert_int_equal(table.stats.evicted, 2);
}

/* A model: any fragments in any order with any overlap; the first byte for a place stays. */
static void test_model(void **state)
{
	static uint8_t model[4096], have[4096];
	unsigned seed = 1;

	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		uint32_t total =
			8 * (1 + (uint32_t)rand_r(&seed) % 200) + (uint32_t)rand_r(&seed) % 8;
		uint64_t wholes = table.stats.completed;

		memset(have, 0, sizeof(have));
		for (unsigned n = 0; table.stats.completed == wholes; n++) {
			uint32_t at = 8 * ((uint32_t)rand_r(&seed) % ((total + 7) / 8));
			uint32_t end = at + 8 * (1 + (uint32_t)rand_r(&seed) % 16);
			uint8_t bytes[128];

			assert_true(n < 100000);
			if (end > total)
				end = total;
			for (uint32_t i = at; i < end; i++) {
				bytes[i - at] = (uint8_t)rand_r(&seed);
				if (!have[i])
					model[i] = bytes[i - at];
				have[i] = 1;
			}
			/* One that ends in the middle of a unit can only be the last. */
			struct packet p = piece(4, round, at, end, end < total);

			p.payload = cur_of(bytes, end - at);
			assert_int_not_equal(add(p), DEFRAG_REFUSED);
		}
		assert_int_equal(cur_left(&whole), total);
		assert_true(cur_starts(&whole, model, total));
	}
	assert_int_equal(table.open, 0);
}

static void test_cost(void **state)
{
	(void)state;
	assert_true(defrag_cost(1024, 4 << 20) > 4 << 20);
	assert_true(defrag_cost(1024, 4 << 20) < 5 << 20);
	assert_true(defrag_cost(0, 0) > 65535);
}

int main(void)
{
#define TEST(sentence, function)                                                                   \
	{                                                                                          \
		sentence, function, setup, teardown, NULL                                          \
	}
	const struct CMUnitTest tests[] = {
		TEST("fragments in any order make the datagram", test_any_order),
		TEST("65535 bytes fit and not one more", test_largest),
		TEST("only fragments of one datagram come together", test_keys),
		TEST("the first fragment of IPv6 says the protocol", test_ipv6_protocol),
		TEST("IPv4 keeps the first bytes of an overlap", test_overlap_v4),
		TEST("IPv6 drops a datagram that overlaps", test_overlap_v6),
		TEST("a second end is a conflict", test_ends),
		TEST("useless fragments take no place", test_useless),
		TEST("a datagram times out on capture time", test_timeout),
		TEST("the oldest datagram gives way to a new one", test_eviction),
		TEST("blocks are taken from other datagrams", test_blocks),
		TEST("random fragments agree with a model", test_model),
		TEST("the cost is what is taken", test_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
