/* The table of flows: sensor/flow.c. */
#include "sensor/flow.h"

#include <string.h>

#include "tests/unit/test.h"

enum { S = 1000000000, N = 4 };

static struct flows t;

static int setup(void **state)
{
	(void)state;
	return flow_init(&t, N) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	flow_free(&t);
	return 0;
}

static struct packet packet(uint8_t proto, uint8_t src, uint16_t sport, uint8_t dst, uint16_t dport)
{
	struct packet pkt = { .ip_version = 4,
			      .ip_proto = proto,
			      .transport = true,
			      .sport = sport,
			      .dport = dport };
	const uint8_t a[4] = { 10, 0, 0, src }, b[4] = { 10, 0, 0, dst };

	memcpy(&pkt.src, a, sizeof(a));
	memcpy(&pkt.dst, b, sizeof(b));
	return pkt;
}

/* The flow of client port `port`, made if it is new. */
static struct flow *flow(uint8_t proto, uint16_t port, uint64_t at)
{
	struct packet pkt = packet(proto, 1, port, 2, 502);
	struct flow_key key;
	uint32_t hash;

	(void)flow_key(&key, &pkt);
	struct flow *f = flow_find(&t, &key, &hash);

	return f != NULL ? f : flow_new(&t, &key, hash, at);
}

static void both_directions_are_one_flow(void **state)
{
	struct packet there = packet(IP_TCP, 1, 40000, 2, 502);
	struct packet back = packet(IP_TCP, 2, 502, 1, 40000);
	struct flow_key a, b;
	uint32_t hash;

	(void)state;
	unsigned first = flow_key(&a, &there), second = flow_key(&b, &back);

	assert_int_equal(first + second, 1);
	(void)flow_find(&t, &a, &hash);
	struct flow *f = flow_new(&t, &a, hash, S);

	assert_ptr_equal(flow_find(&t, &b, &hash), f);
	assert_int_equal(a.port[first], 40000);
	assert_int_equal(a.port[second], 502);
}

static void a_host_that_talks_to_itself_has_two_ends(void **state)
{
	struct packet there = packet(IP_TCP, 1, 40000, 1, 502),
		      back = packet(IP_TCP, 1, 502, 1, 40000);
	struct flow_key a, b;

	(void)state;
	assert_int_equal(flow_key(&a, &there) + flow_key(&b, &back), 1);
	assert_memory_equal(a.port, b.port, sizeof(a.port));
}

static void whatever_is_in_the_key_makes_another_flow(void **state)
{
	struct packet usual = packet(IP_TCP, 1, 40000, 2, 502);
	struct packet others[7];
	struct flow_key key;
	uint32_t hash;

	(void)state;
	for (unsigned i = 0; i < 7; i++)
		others[i] = usual;
	others[0].sport = 40001;
	others[1].dport = 503;
	others[2].ip_proto = IP_UDP;
	others[3].tunnel = 7;
	others[4].nvlans = 1;
	others[4].vlans[0] = 5;
	others[5].ip_version = 6;
	others[6].src.w[1] = 1;
	(void)flow_key(&key, &usual);
	(void)flow_find(&t, &key, &hash);
	(void)flow_new(&t, &key, hash, S);
	for (unsigned i = 0; i < 7; i++) {
		(void)flow_key(&key, &others[i]);
		if (flow_find(&t, &key, &hash) != NULL)
			fail_msg("packet %u is of the same flow", i);
	}
}

static void below_ip_addresses_and_ethertype_are_the_key(void **state)
{
	static const uint8_t one[6] = { 2, 0, 0, 0, 0, 1 }, two[6] = { 2, 0, 0, 0, 0, 2 };
	struct packet there = { .eth_src = one, .eth_dst = two, .eth_type = 0x88b8 };
	struct packet back = { .eth_src = two, .eth_dst = one, .eth_type = 0x88b8 };
	struct flow_key a, b;

	(void)state;
	assert_int_equal(flow_key(&a, &there) + flow_key(&b, &back), 1);
	assert_int_equal(a.addr[0].w[0], b.addr[0].w[0]);
	assert_int_equal(a.port[0], 0x88b8);
	back.eth_type = 0x88ba;
	(void)flow_key(&b, &back);
	assert_int_not_equal(a.port[0], b.port[0]);
}

static void closed_flows_give_way_first_then_the_oldest(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, 10), *b = flow(IP_UDP, 2, 20);
	struct flow *c = flow(IP_TCP, 3, 30);

	assert_null(flow_victim(&t)); /* there is room */
	(void)flow(IP_TCP, 4, 40);
	assert_ptr_equal(flow_victim(&t), a);
	flow_set_age(&t, c, FLOW_CLOSED);
	assert_ptr_equal(flow_victim(&t), c);
	flow_remove(&t, c);
	assert_null(flow_victim(&t));
	flow_remove(&t, a);
	(void)flow(IP_TCP, 5, 50);
	(void)flow(IP_TCP, 6, 60);
	assert_ptr_equal(flow_victim(&t), b);
}

static void guests_give_way_before_the_flows_of_a_decoder(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, 10), *b = flow(IP_UDP, 2, 20);
	struct flow *c = flow(IP_TCP, 3, 30), *d = flow(IP_UDP, 4, 40);

	flow_keep(&t, a);
	flow_keep(&t, b);
	assert_ptr_equal(flow_victim(&t), c);
	flow_keep(&t, c);
	assert_ptr_equal(flow_victim(&t), d);
	flow_keep(&t, d);
	assert_ptr_equal(flow_victim(&t), a);
	assert_int_equal(a->age, FLOW_TCP);
	assert_int_equal(d->age, FLOW_OTHER);
}

static void who_was_heard_lately_stays(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, S), *b = flow(IP_TCP, 2, S + 1);

	(void)flow(IP_TCP, 3, S + 2);
	(void)flow(IP_TCP, 4, S + 3);
	flow_touch(&t, a, 5 * (uint64_t)S);
	assert_ptr_equal(flow_victim(&t), b);
}

static void a_flow_expires_when_it_was_silent_for_long(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, 10 * (uint64_t)S), *b = flow(IP_TCP, 2, 11 * (uint64_t)S);

	assert_null(flow_expired(&t, FLOW_GUEST_TCP, 10 * (uint64_t)S));
	assert_ptr_equal(flow_expired(&t, FLOW_GUEST_TCP, 10 * (uint64_t)S + 1), a);
	/* Touched so little later that it was not moved: it must not expire, nor hide the next. */
	flow_touch(&t, a, 10 * (uint64_t)S + S / 2);
	assert_null(flow_expired(&t, FLOW_GUEST_TCP, 10 * (uint64_t)S + S / 2));
	flow_touch(&t, a, 30 * (uint64_t)S);
	assert_ptr_equal(flow_expired(&t, FLOW_GUEST_TCP, 20 * (uint64_t)S), b);
	flow_remove(&t, b);
	assert_null(flow_expired(&t, FLOW_GUEST_TCP, 20 * (uint64_t)S));
	assert_null(flow_expired(&t, FLOW_OTHER, UINT64_MAX));
}

static void time_that_goes_back_does_not_make_a_flow_older(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, 10 * (uint64_t)S);

	flow_touch(&t, a, 5);
	assert_int_equal(a->last, 10 * (uint64_t)S);
}

static void a_new_flow_shows_nothing_of_the_former(void **state)
{
	(void)state;
	struct flow *a = flow(IP_TCP, 1, 10);

	a->class = CLASS_OURS;
	a->syn = a->rst = a->fin[0] = a->opened = true;
	a->tries = 7;
	a->packets = 9;
	a->delta.payload = 99;
	a->state[3] = 1;
	a->seen.counted = true;
	(void)pairs_open(&a->pairs, 1, 1);
	a->pairs.typical = 5;
	a->pairs.forgotten = 2;
	a->stream[1].started = true;
	flow_remove(&t, a);
	struct flow *b = flow(IP_UDP, 2, 20);

	assert_ptr_equal(a, b);
	assert_int_equal(b->class, CLASS_NEW);
	assert_false(b->syn || b->rst || b->fin[0] || b->opened || b->seen.counted);
	assert_int_equal(b->tries + b->packets + b->delta.payload + b->state[3], 0);
	assert_int_equal(b->pairs.n + b->pairs.typical + b->pairs.forgotten, 0);
	assert_false(b->stream[1].started);
	assert_int_equal(b->dpi, -1);
	assert_int_equal(b->age, FLOW_GUEST_OTHER);
}

static void many_flows_come_and_go(void **state)
{
	struct flow *f;

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		if ((f = flow_victim(&t)) != NULL)
			flow_remove(&t, f);
		f = flow(i % 3 == 0 ? IP_UDP : IP_TCP, (uint16_t)(i * 7919), i);
		assert_non_null(f);
		if (i % 5 == 0)
			flow_set_age(&t, f, FLOW_CLOSED);
	}
	assert_int_equal(t.used, N);
	for (unsigned i = 0; i < N; i++) {
		f = flow_any(&t);
		assert_non_null(f);
		flow_remove(&t, f);
	}
	assert_int_equal(t.used, 0);
	assert_null(flow_any(&t));
}

static void a_stream_knows_its_flow_and_end(void **state)
{
	unsigned end = 9;

	(void)state;
	(void)flow(IP_TCP, 1, 10);
	struct flow *b = flow(IP_TCP, 2, 10);

	assert_ptr_equal(flow_of_stream(&t, &b->stream[0], &end), b);
	assert_int_equal(end, 0);
	assert_ptr_equal(flow_of_stream(&t, &b->stream[1], &end), b);
	assert_int_equal(end, 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_directions_are_one_flow),
		TEST(a_host_that_talks_to_itself_has_two_ends),
		TEST(whatever_is_in_the_key_makes_another_flow),
		TEST(below_ip_addresses_and_ethertype_are_the_key),
		TEST(closed_flows_give_way_first_then_the_oldest),
		TEST(guests_give_way_before_the_flows_of_a_decoder),
		TEST(who_was_heard_lately_stays),
		TEST(a_flow_expires_when_it_was_silent_for_long),
		TEST(time_that_goes_back_does_not_make_a_flow_older),
		TEST(a_new_flow_shows_nothing_of_the_former),
		TEST(many_flows_come_and_go),
		TEST(a_stream_knows_its_flow_and_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
