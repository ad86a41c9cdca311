#include "tests/unit/test.h"

#include <stdlib.h>

#include "sensor/dedup.h"

enum { US = 1000, MS = 1000000, WINDOW = 5 * MS, LAN_WINDOW = 50 * MS, FRAME_MAX = 1600 };

static struct dedup table;

/* A frame that tests change and send. */
struct frame {
	uint8_t bytes[FRAME_MAX];
	size_t len;
};

static int setup(void **state)
{
	(void)state;
	return dedup_init(&table, 1024, WINDOW, LAN_WINDOW, 42) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	dedup_fini(&table);
	return 0;
}

static bool seen_cut(const struct frame *f, uint64_t at, size_t wire)
{
	struct packet pkt = { .at = at, .wire_len = (uint32_t)wire, .cap_len = (uint32_t)f->len };

	assert_int_equal(packet_parse(&pkt, LINK_ETHERNET, cur_of(f->bytes, f->len)), PACKET_OK);
	return dedup_seen(&table, &pkt);
}

static bool seen(const struct frame *f, uint64_t at)
{
	return seen_cut(f, at, f->len);
}

static const uint8_t macs[12] = { 2, 0, 0, 0, 0, 0xbb, 2, 0, 0, 0, 0, 0xaa };

/* Ethernet, IPv4 with this identification, TCP or UDP, size bytes of payload. */
static struct frame ip4(uint16_t id, uint8_t proto, size_t size)
{
	struct frame f = { .len = 0 };
	size_t head = proto == IP_TCP ? 20 : 8;
	size_t total = 20 + head + size;
	uint8_t ip[] = { 0x08,
			 0x00,
			 0x45,
			 0,
			 (uint8_t)(total >> 8),
			 (uint8_t)total,
			 (uint8_t)(id >> 8),
			 (uint8_t)id,
			 0x40,
			 0,
			 64,
			 proto,
			 0,
			 0,
			 10,
			 0,
			 0,
			 1,
			 10,
			 0,
			 0,
			 2,
			 0xc3,
			 0x50,
			 0x01,
			 0xf6 };

	memcpy(f.bytes, macs, 12);
	memcpy(f.bytes + 12, ip, sizeof(ip));
	if (proto == IP_TCP) {
		f.bytes[14 + 20 + 12] = 0x50;
		f.bytes[14 + 20 + 13] = TCP_ACK;
	} else {
		f.bytes[14 + 20 + 4] = (uint8_t)((8 + size) >> 8);
		f.bytes[14 + 20 + 5] = (uint8_t)(8 + size);
	}
	for (size_t i = 0; i < size; i++)
		f.bytes[14 + 20 + head + i] = (uint8_t)(i * 3 + 1);
	f.len = 14 + total;
	return f;
}

static struct frame layer2(uint16_t type, size_t size)
{
	struct frame f = { .len = 14 + size };

	memcpy(f.bytes, macs, 12);
	f.bytes[12] = (uint8_t)(type >> 8);
	f.bytes[13] = (uint8_t)type;
	for (size_t i = 0; i < size; i++)
		f.bytes[14 + i] = (uint8_t)(i + 1);
	return f;
}

static struct frame tagged(const struct frame *f, uint16_t vlan)
{
	struct frame t = { .len = f->len + 4 };

	memcpy(t.bytes, f->bytes, 12);
	t.bytes[12] = 0x81;
	t.bytes[14] = (uint8_t)(vlan >> 8);
	t.bytes[15] = (uint8_t)vlan;
	memcpy(t.bytes + 16, f->bytes + 12, f->len - 12);
	return t;
}

static struct frame with_prp(const struct frame *f, uint8_t lan, uint16_t sequence)
{
	struct frame t = *f;
	size_t size = f->len - 14 + 6;

	t.bytes[t.len++] = (uint8_t)(sequence >> 8);
	t.bytes[t.len++] = (uint8_t)sequence;
	t.bytes[t.len++] = (uint8_t)((size_t)lan << 4 | size >> 8);
	t.bytes[t.len++] = (uint8_t)size;
	t.bytes[t.len++] = 0x88;
	t.bytes[t.len++] = 0xfb;
	return t;
}

/* 64 numbered frames, none of them doubled: this mirror does not double. */
static void show_single(void)
{
	for (uint16_t id = 1000; id < 1064; id++) {
		struct frame f = ip4(id, IP_TCP, 1);

		assert_false(seen(&f, 0));
	}
}

static void test_copy(void **state)
{
	struct frame f = ip4(7, IP_TCP, 100);

	(void)state;
	assert_false(seen(&f, 100 * MS));
	assert_true(seen(&f, 100 * MS + 10 * US));
	assert_true(seen(&f, 105 * MS));
	assert_int_equal(table.stats.copies, 2);
	assert_false(seen(&f, 106 * MS));
	/* The clock of another mirror port may be behind. */
	assert_true(seen(&f, 105 * MS));
}

/* Every byte counts, but for tags and padding. */
static void test_every_byte(void **state)
{
	(void)state;
	for (size_t size = 0; size < 70; size++) {
		struct frame f = ip4(7, IP_TCP, size);
		uint64_t at = size * UINT64_C(1000) * MS;

		assert_false(seen(&f, at));
		for (size_t i = 0; i < f.len; i++) {
			/* Lengths and kinds of headers would make it another packet or none. */
			if ((i >= 12 && i < 18) || (i >= 20 && i < 22) || i == 23 || i == 46)
				continue;
			struct frame g = f;

			g.bytes[i] ^= 0x20;
			assert_false(seen(&g, at));
		}
		assert_true(seen(&f, at));
	}
	assert_int_equal(table.stats.repeated, 0);
}

static void test_retagged(void **state)
{
	struct frame f = ip4(7, IP_TCP, 2);
	struct frame five = tagged(&f, 5);
	struct frame six = tagged(&f, 6);

	(void)state;
	f.len = 60; /* padded, where the tagged one is not */
	assert_false(seen(&five, 0));
	assert_true(seen(&f, 0));
	assert_true(seen(&six, 0));
	assert_int_equal(table.stats.retagged, 2);
	f = layer2(0x88b8, 20);
	five = tagged(&f, 5);
	f.len = 60;
	assert_false(seen(&f, 0));
	assert_true(seen(&five, 0));
	assert_int_equal(table.stats.retagged, 3);
}

static void test_router(void **state)
{
	struct frame f = ip4(7, IP_TCP, 10);
	struct frame ttl = f, mac = f;

	(void)state;
	ttl.bytes[22]--;
	mac.bytes[11]++;
	assert_false(seen(&f, 0));
	assert_false(seen(&ttl, 0));
	assert_false(seen(&mac, 0));
}

static void test_cut(void **state)
{
	struct frame f = ip4(7, IP_TCP, 100);

	(void)state;
	f.bytes[17]++; /* two that differ in what the snaplen cut */
	assert_false(seen_cut(&f, 0, f.len + 1));
	f.bytes[17]++;
	assert_false(seen_cut(&f, 0, f.len + 2));
	assert_true(seen_cut(&f, 0, f.len + 2));
}

static void test_prp(void **state)
{
	struct frame f = layer2(0x88b8, 60);
	struct frame a = with_prp(&f, 0xa, 1), b = with_prp(&f, 0xb, 1), c = with_prp(&f, 0xa, 2);

	(void)state;
	assert_false(seen(&a, 0));
	assert_true(seen(&b, 49 * MS));
	assert_int_equal(table.stats.redundant, 1);
	assert_true(seen(&a, 50 * MS));
	assert_int_equal(table.stats.copies, 1);
	assert_false(seen(&c, 50 * MS));
	assert_false(seen(&b, 101 * MS));
}

/* Two acknowledgements, two requests: the host's own if the mirror is not one that doubles. */
static void test_unnumbered(void **state)
{
	struct frame ack = ip4(0, IP_TCP, 0);
	struct frame request = ip4(0, IP_UDP, 12);
	struct frame data = ip4(0, IP_TCP, 5);
	struct frame arp = layer2(0x0806, 28);

	(void)state;
	show_single();
	assert_false(seen(&ack, 0));
	assert_false(seen(&ack, 0));
	assert_false(seen(&request, 0));
	assert_false(seen(&request, 0));
	assert_false(seen(&arp, 0));
	assert_false(seen(&arp, 0));
	assert_int_equal(table.stats.repeated, 3);
	assert_false(seen(&data, 0));
	assert_true(seen(&data, 0));
	for (uint16_t id = 1; id < 40; id++) {
		struct frame f = ip4(id, IP_TCP, 1);

		assert_false(seen(&f, 0));
		assert_true(seen(&f, 0));
	}
	assert_true(seen(&ack, 0));
	assert_true(seen(&request, 0));
	assert_true(seen(&arp, 0));
}

static void test_start(void **state)
{
	struct frame arp = layer2(0x0806, 28);

	(void)state;
	assert_false(seen(&arp, 0));
	assert_true(seen(&arp, 0));
}

static void test_cyclic(void **state)
{
	struct frame f = layer2(0x88a4, 60);
	struct frame five = tagged(&f, 5);

	(void)state;
	assert_false(seen(&f, 0));
	assert_false(seen(&f, 1 * MS));
	assert_true(seen(&five, 1 * MS));
}

static void test_flood(void **state)
{
	struct frame f = ip4(1, IP_UDP, 12);
	unsigned copies = 0;

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		copies += seen(&f, i);
	assert_int_equal(copies, DEDUP_COPIES);
	assert_int_equal(table.stats.copies, DEDUP_COPIES);
	assert_int_equal(table.stats.repeated, 1000 - 1 - DEDUP_COPIES);
}

static void test_off(void **state)
{
	struct frame f = ip4(7, IP_TCP, 10);
	struct dedup off;
	struct packet pkt = { .at = 1, .wire_len = (uint32_t)f.len };

	(void)state;
	assert_true(dedup_init(&off, 1, 0, 0, 42));
	assert_int_equal(packet_parse(&pkt, LINK_ETHERNET, cur_of(f.bytes, f.len)), PACKET_OK);
	assert_false(dedup_seen(&off, &pkt));
	assert_false(dedup_seen(&off, &pkt));
	assert_int_not_equal(pkt.payload_hash, 0);
	assert_int_equal(pkt.payload_hash, dedup_hash(pkt.payload, 42));
	dedup_fini(&off);
}

/* 20,000 different frames at once through 1,024 places: nothing is taken for a copy. */
static void test_crowd(void **state)
{
	(void)state;
	for (uint16_t id = 1; id <= 20000; id++) {
		struct frame f = ip4(id, IP_TCP, 1);

		assert_false(seen(&f, id));
	}
	assert_true(table.stats.crowded > 18000);
	assert_int_equal(dedup_cost(1024), 256 * 64);
}

/* Any seed gives the same answers; all lengths and places of a byte give other hashes. */
static void test_hash(void **state)
{
	static uint64_t hashes[80 * 80];
	uint8_t bytes[80] = { 0 };
	size_t n = 0;

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++) {
		hashes[n++] = dedup_hash(cur_of(bytes, len), 1);
		for (size_t i = 0; i < len; i++) {
			bytes[i] = 1;
			hashes[n++] = dedup_hash(cur_of(bytes, len), 1);
			assert_int_equal(hashes[n - 1], dedup_hash(cur_of(bytes, len), 1));
			assert_int_not_equal(hashes[n - 1], dedup_hash(cur_of(bytes, len), 2));
			bytes[i] = 0;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(hashes[i], hashes[k]);
}

int main(void)
{
#define TEST(sentence, function)                                                                   \
	{                                                                                          \
		sentence, function, setup, teardown, NULL                                          \
	}
	const struct CMUnitTest tests[] = {
		TEST("the same frame within the window is a copy", test_copy),
		TEST("a frame that differs in any byte is none", test_every_byte),
		TEST("other VLAN tags and padding are the same frame", test_retagged),
		TEST("behind a router it is another frame", test_router),
		TEST("frames that differ in their cut part differ", test_cut),
		TEST("the other LAN's frame is a copy for longer", test_prp),
		TEST("a host's own repetition is no copy", test_unnumbered),
		TEST("at the start a repetition is a copy", test_start),
		TEST("cyclic protocols repeat themselves", test_cyclic),
		TEST("a flood is not hidden", test_flood),
		TEST("a window of 0 takes nothing for a copy", test_off),
		TEST("a crowded table forgets, and counts it", test_crowd),
		TEST("the hash tells all short inputs apart", test_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
