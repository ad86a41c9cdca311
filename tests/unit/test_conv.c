#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "sensor/conv.h"

#define NOW 1714564800000000000U

static struct convs t;
static struct dec d;

static int setup(void **state)
{
	(void)state;
	memset(&d, 0, sizeof(d));
	d.at = NOW;
	return conv_init(&t, 32) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	conv_free(&t);
	return 0;
}

static struct conv_key key(uint8_t client, uint8_t server, uint16_t port)
{
	const uint8_t from[4] = { 10, 0, 0, client };
	const uint8_t to[4] = { 10, 0, 0, server };
	struct conv_key k = { .port = port, .ip_version = 4, .ip_proto = IP_TCP };

	memcpy(k.client.w, from, 4);
	memcpy(k.server.w, to, 4);
	return k;
}

static struct conv_ref start(uint8_t client, uint8_t server, uint16_t port, uint64_t at)
{
	struct conv_key k = key(client, server, port);

	return conv_open(&t, &k, at);
}

/* A message of one operation. */
static struct ot *message(const char *function, enum ot_op op, bool response)
{
	d.noperations = 1;
	d.malformed = false;
	d.operations[0].ot = (struct ot){ .function = function, .op = op, .response = response };
	return &d.operations[0].ot;
}

static void ask(struct conv_ref c, const char *function, enum ot_op op, uint64_t unit)
{
	struct ot *ot = message(function, op, false);

	ot->has_device = true;
	ot->device = unit;
	conv_message(&t, c, &d);
}

static void answer(struct conv_ref c, const char *function, uint64_t took, bool failed)
{
	struct ot *ot = message(function, OT_READ, true);

	ot->request_frame = took != 0 ? 1 : 0;
	ot->unmatched = took == 0;
	ot->response_time = took;
	ot->failed = failed;
	conv_message(&t, c, &d);
}

static void flows_with_the_same_key_are_one_conversation(void **state)
{
	struct conv_ref a = start(1, 2, 502, NOW + 5);
	struct conv_ref b = start(1, 2, 502, NOW);

	(void)state;
	assert_int_equal(a.slot, b.slot);
	assert_int_equal(t.n, 1);
	assert_int_equal(conv_of(&t, a)->first, NOW);
	assert_int_equal(conv_of(&t, a)->last, NOW + 5);
	struct conv_key k = key(1, 2, 502);

	k.vlan = 7;
	assert_int_not_equal(conv_open(&t, &k, NOW).slot, a.slot);
	k.vlan = 0;
	k.label = 1;
	assert_int_not_equal(conv_open(&t, &k, NOW).slot, a.slot);
	assert_int_not_equal(start(2, 1, 502, NOW).slot, a.slot);
	assert_int_not_equal(start(1, 2, 503, NOW).slot, a.slot);
	assert_int_equal(t.n, 5);
}

static void every_number_of_a_dialogue_is_exact(void **state)
{
	struct conv_ref c = start(1, 2, 502, NOW);

	(void)state;
	ask(c, "read", OT_READ, 1);
	answer(c, "read", 2000000, false);
	ask(c, "read", OT_READ, 1);
	answer(c, "read", 4000000, false);
	ask(c, "write", OT_WRITE, 255);
	answer(c, "write", 9000000, true);
	ask(c, "stop", OT_CONTROL, 300);
	answer(c, "read", 0, false);
	message("read", OT_READ, false);
	d.malformed = true;
	conv_message(&t, c, &d);

	const struct conv *v = conv_of(&t, c);

	assert_int_equal(v->messages, 9);
	assert_int_equal(v->malformed, 1);
	assert_int_equal(v->requests, 5);
	assert_int_equal(v->responses, 4);
	assert_int_equal(v->errors, 1);
	assert_int_equal(v->unmatched, 1);
	assert_int_equal(v->ops[OT_READ], 4); /* three asked, one answer nobody asked for */
	assert_int_equal(v->ops[OT_WRITE], 1);
	assert_int_equal(v->ops[OT_CONTROL], 1);
	assert_int_equal(v->units[0], 1 << 1);
	assert_true(v->units[3] == (uint64_t)1 << 63);
	assert_int_equal(v->more_units, 1);
	assert_int_equal(v->nfunctions, 3);
	assert_string_equal(v->functions[0].name, "read");
	assert_int_equal(v->functions[0].requests, 3);
	assert_int_equal(v->functions[0].responses, 3);
	assert_int_equal(v->functions[0].errors, 0);
	assert_string_equal(v->functions[1].name, "write");
	assert_int_equal(v->functions[1].requests, 1);
	assert_int_equal(v->functions[1].responses, 1);
	assert_int_equal(v->functions[1].errors, 1);
	assert_string_equal(v->functions[2].name, "stop");
	assert_int_equal(v->response.n, 3);
	assert_int_equal(v->response.min, 2000000);
	assert_int_equal(v->response.max, 9000000);
	assert_int_equal(v->response.sum, 15000000);
}

static void a_message_of_many_operations_is_one_response(void **state)
{
	struct conv_ref c = start(1, 2, 502, NOW);

	(void)state;
	message("read", OT_READ, true);
	d.noperations = 3;
	for (unsigned i = 0; i < 3; i++)
		d.operations[i].ot = (struct ot){ .function = "read",
						  .op = OT_READ,
						  .response = true,
						  .has_device = true,
						  .device = 7 + i,
						  .request_frame = 1,
						  .response_time = 1000 };
	conv_message(&t, c, &d);
	assert_int_equal(conv_of(&t, c)->messages, 1);
	assert_int_equal(conv_of(&t, c)->responses, 1);
	assert_int_equal(conv_of(&t, c)->functions[0].responses, 1);
	assert_int_equal(conv_of(&t, c)->response.n, 1);
	assert_int_equal(conv_of(&t, c)->units[0], 7 << 7);
}

static void functions_beyond_those_kept_are_counted_together(void **state)
{
	static char names[CONV_FUNCTIONS + 3][8];
	struct conv_ref c = start(1, 2, 502, NOW);

	(void)state;
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < CONV_FUNCTIONS + 3; i++) {
			(void)snprintf(names[i], sizeof(names[i]), "f%u", i);
			ask(c, names[i], OT_READ, 1);
		}
	}
	const struct conv *v = conv_of(&t, c);

	assert_int_equal(v->nfunctions, CONV_FUNCTIONS);
	assert_int_equal(v->more_requests, 6);
	assert_int_equal(v->more_responses, 0);
	answer(c, names[CONV_FUNCTIONS], 1000, false);
	assert_int_equal(v->more_requests, 6);
	assert_int_equal(v->more_responses, 1);
	assert_int_equal(v->requests, 2 * (CONV_FUNCTIONS + 3));
	for (unsigned i = 0; i < CONV_FUNCTIONS; i++) {
		assert_string_equal(v->functions[i].name, names[i]);
		assert_int_equal(v->functions[i].requests, 2);
	}
}

static void names_in_the_decoders_scratch_space_are_copied(void **state)
{
	struct conv_ref c = start(1, 2, 502, NOW);

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		(void)snprintf(d.scratch, sizeof(d.scratch), "function %u", i % 2);
		ask(c, d.scratch, OT_OTHER, 1);
	}
	memset(d.scratch, 'x', sizeof(d.scratch));
	ask(c, "function 1", OT_OTHER, 1); /* the same name from a table */
	ask(c, "function 1", OT_OTHER, 1);
	const struct conv *v = conv_of(&t, c);

	assert_int_equal(v->nfunctions, 2);
	assert_string_equal(v->functions[0].name, "function 0");
	assert_string_equal(v->functions[1].name, "function 1");
	assert_int_equal(v->functions[0].requests, 3);
	assert_int_equal(v->functions[1].requests, 5);
	assert_int_equal(t.nnames, 2);
}

static void copied_names_are_bounded(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CONV_NAMES + 5; i++) {
		struct conv_ref c = start((uint8_t)(i % 16), 2, 502, NOW);

		(void)snprintf(d.scratch, sizeof(d.scratch), "function %u", i);
		ask(c, d.scratch, OT_OTHER, 1);
	}
	uint64_t others = 0;

	for (uint8_t i = 0; i < 16; i++)
		others += conv_of(&t, start(i, 2, 502, NOW))->more_requests;
	assert_int_equal(t.nnames, CONV_NAMES);
	assert_int_equal(others, 5);
}

static void the_oldest_gives_way_and_busy_ones_stay(void **state)
{
	struct conv_ref busy = start(1, 100, 502, NOW);
	struct conv_ref idle = start(2, 100, 502, NOW);

	(void)state;
	for (uint8_t n = 0; n < 200; n++) {
		d.at = NOW + (uint64_t)n * 2000000000;
		ask(busy, "read", OT_READ, 1);
		(void)start(3, n, 80, d.at);
	}
	assert_int_equal(t.n, 32);
	assert_int_equal(t.evicted, 202 - 32);
	assert_non_null(conv_of(&t, busy));
	assert_int_equal(conv_of(&t, busy)->requests, 200);
	assert_int_equal(conv_of(&t, busy)->last, NOW + (uint64_t)199 * 2000000000);
	assert_null(conv_of(&t, idle));
	ask(idle, "read", OT_READ, 1); /* a handle that is none any more does nothing */
	assert_null(conv_of(&t, (struct conv_ref){ 0 }));
}

static void the_list_is_sorted_by_label_server_port_client(void **state)
{
	struct conv_key first = key(9, 9, 9);
	const uint32_t *slots;

	(void)state;
	start(2, 5, 502, NOW);
	start(1, 5, 502, NOW);
	start(1, 5, 102, NOW);
	start(1, 4, 502, NOW);
	first.label = 1;
	conv_open(&t, &first, NOW);
	assert_int_equal(conv_sorted(&t, &slots), 5);
	const struct conv_key want[] = { key(1, 4, 502), key(1, 5, 102), key(1, 5, 502),
					 key(2, 5, 502), first };

	for (unsigned i = 0; i < 5; i++)
		assert_memory_equal(&t.slot[slots[i]].key, &want[i], sizeof(want[i]));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void a_conversation_goes_by_the_name_of_what_it_carries(void **state)
{
	struct conv_ref a = start(1, 2, 102, NOW), b = start(1, 3, 102, NOW);
	struct conv_key carried = key(1, 2, 102), taken = key(1, 3, 102);

	(void)state;
	carried.label = 7;
	taken.label = 7;
	ask(a, "connect", OT_OTHER, 1);
	assert_false(conv_known(&t, &carried));
	assert_true(conv_rename(&t, conv_of(&t, a), 7));
	assert_true(conv_known(&t, &carried));
	assert_int_equal(conv_open(&t, &carried, NOW).slot, a.slot);
	assert_int_equal(conv_of(&t, a)->requests, 1);
	assert_true(conv_rename(&t, conv_of(&t, a), 7));
	/* Under its old name there is another one from now on. */
	assert_int_not_equal(start(1, 2, 102, NOW).slot, a.slot);
	/* One that there is already stays what it is. */
	(void)conv_open(&t, &taken, NOW);
	assert_false(conv_rename(&t, conv_of(&t, b), 7));
	assert_int_equal(conv_of(&t, b)->key.label, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(flows_with_the_same_key_are_one_conversation),
		TEST(a_conversation_goes_by_the_name_of_what_it_carries),
		TEST(every_number_of_a_dialogue_is_exact),
		TEST(a_message_of_many_operations_is_one_response),
		TEST(functions_beyond_those_kept_are_counted_together),
		TEST(names_in_the_decoders_scratch_space_are_copied),
		TEST(copied_names_are_bounded),
		TEST(the_oldest_gives_way_and_busy_ones_stay),
		TEST(the_list_is_sorted_by_label_server_port_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
