/* GOOSE of the simulated substation: its file, frames out and in, and what a subscriber believes.
 */
#include <math.h>

#include "tests/unit/plant_kit.h"

#include "pcaps/goose/publisher.c"   /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/goose/tape.c"	     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/goose_frame.c" /* NOLINT(bugprone-suspicious-include) */

static int ready(void **state)
{
	(void)state;
	return plant_file("pcaps/plants/substation.yaml") ? 0 : -1;
}

static int over(void **state)
{
	(void)state;
	model_free();
	return 0;
}

static const struct goose_block *block(const char *name)
{
	int i = goose_find(name);

	assert_true(i >= 0);
	return &goose_blocks[i];
}

/* A frame of the block with these values, as state and sequence say. */
static struct bytes frame_of(const struct goose_block *b, const double *values, uint64_t stnum,
			     uint64_t sqnum)
{
	struct publisher p;
	struct bytes data;

	goose_publisher(&p, b);
	goose_data(&data, b, values);
	p.stnum = stnum - 1;
	publisher_change(&p, 0, &data, b->nentries);
	p.sqnum = sqnum;
	return publisher_frame(&p);
}

static void the_substation_publishes_its_breakers(void **state)
{
	const struct goose_block *b = block("F1_POS");

	(void)state;
	assert_int_equal(ngoose_blocks, 3);
	assert_int_equal(ngoose_subscriptions, 2);
	assert_string_equal(hosts[b->host].name, "feeder1");
	assert_int_equal(b->entries[0].variable, (int)index_of("Q1_CLOSED"));
	assert_int_equal(b->entries[0].form, GOOSE_POSITION);
	assert_true(goose_speaks(host_find("feeder2")));
	assert_false(goose_speaks(host_find("scada")));
	assert_true(variables[index_of("F1_INTERTRIP")].received);
	assert_int_equal(goose_find("F9_POS"), -1);
}

static void a_frame_says_what_its_publisher_has(void **state)
{
	const struct goose_block *b = block("T1_PROT");
	double values[VARIABLES_MAX] = { 0 };
	struct goose_seen s;
	size_t at, len;

	(void)state;
	values[index_of("T1_TRIP")] = 1;
	struct bytes f = frame_of(b, values, 7, 41);

	assert_true(goose_read(f.b, f.n, &s));
	assert_string_equal(s.reference, "T1PROT/LLN0$GO$gcbTrip");
	assert_int_equal(s.stnum, 7);
	assert_int_equal(s.sqnum, 41);
	assert_int_equal(s.confrev, 1);
	assert_int_equal(s.lives_ms, 2000);
	assert_int_equal(s.entries, 2);
	assert_false(s.simulation);
	assert_true(goose_content(f.b, &s, 1, &at, &len));
	assert_true(goose_value(GOOSE_BOOLEAN, f.b + at, len) >= 1);
	assert_true(goose_content(f.b, &s, 2, &at, &len));
	assert_true(goose_value(GOOSE_POSITION, f.b + at, len) < 0.5);
	assert_false(goose_content(f.b, &s, 3, &at, &len));
	assert_false(goose_content(f.b, &s, 0, &at, &len));
}

static void numbers_come_back_as_they_went(void **state)
{
	static const double numbers[] = { 0, 1, -1, 127, -128, 128, -129, 70000, -70000 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct bytes whole = { .n = 0 }, real = { .n = 0 };

		go_int(&whole, 0x85, (int64_t)numbers[i]);
		go_float(&real, (float)numbers[i]);
		assert_true(fabs(goose_value(GOOSE_INTEGER, whole.b + 2, whole.n - 2) -
				 numbers[i]) < 1e-9);
		assert_true(fabs(goose_value(GOOSE_FLOAT, real.b + 2, real.n - 2) - numbers[i]) <
			    1e-9);
	}
}

static void no_part_of_a_frame_is_taken_for_the_whole(void **state)
{
	double values[VARIABLES_MAX] = { 0 };
	struct bytes f = frame_of(block("F2_POS"), values, 3, 0);
	struct goose_seen s;

	(void)state;
	for (size_t n = 0; n < f.n; n++) {
		uint8_t *part = malloc(n + 1); /* so that a sanitizer sees its end */

		assert_non_null(part);
		memcpy(part, f.b, n);
		assert_false(goose_read(part, n, &s));
		free(part);
	}
	f.b[16] = 0x08; /* another Ethernet type, behind the VLAN tag */
	assert_false(goose_read(f.b, f.n, &s));
}

static struct goose_seen seen(uint64_t stnum, uint64_t sqnum)
{
	double values[VARIABLES_MAX] = { 0 };
	struct bytes f = frame_of(block("T1_PROT"), values, stnum, sqnum);
	struct goose_seen s;

	assert_true(goose_read(f.b, f.n, &s));
	return s;
}

static void whoever_counts_higher_is_believed(void **state)
{
	const struct goose_block *b = block("T1_PROT");
	struct goose_heard h = { 0 };
	struct goose_seen s = seen(4, 10), forged = seen(900, 0), truth = seen(4, 11);

	(void)state;
	assert_true(goose_accept(&h, b, &s, 0));
	assert_false(goose_accept(&h, b, &s, SECOND)); /* the same once more */
	assert_true(goose_accept(&h, b, &truth, SECOND));
	forged.lives_ms = 60000;
	assert_true(goose_accept(&h, b, &forged, 2 * SECOND));
	truth.sqnum++;
	assert_false(goose_accept(&h, b, &truth, 3 * SECOND)); /* old, so it seems */
	truth.sqnum++;
	assert_true(goose_accept(&h, b, &truth, 63 * SECOND)); /* the forged one is over */
	assert_int_equal(h.stnum, 4);
}

static void what_is_not_its_configuration_is_not_believed(void **state)
{
	const struct goose_block *b = block("T1_PROT");
	struct goose_heard h = { 0 };
	struct goose_seen s = seen(4, 10);

	(void)state;
	s.simulation = true;
	assert_false(goose_accept(&h, b, &s, 0));
	s = seen(4, 10);
	s.confrev = 2;
	assert_false(goose_accept(&h, b, &s, 0));
	s = seen(4, 10);
	s.entries = 3;
	assert_false(goose_accept(&h, b, &s, 0));
	s = seen(4, 10);
	assert_false(goose_accept(&h, block("F1_POS"), &s, 0));
	assert_false(h.any);
}

/* The transformer's trip, as the feeder hears it, opens the feeder's breaker and the town is dark.
 */
static void an_intertrip_opens_the_feeder(void **state)
{
	static struct process p;

	(void)state;
	assert_true(process_compile(&p, no_error, NULL));
	process_init(&p, 1);
	for (int i = 0; i < 100; i++)
		process_step(&p);
	assert_true(p.v[index_of("Q1_CLOSED")] > 0.5);
	p.v[index_of("F1_INTERTRIP")] = 1;
	for (int i = 0; i < 100; i++)
		process_step(&p);
	assert_true(p.v[index_of("Q1_CLOSED")] < 0.5);
	assert_true(p.v[index_of("F1_CURRENT")] < 1);
	assert_true(p.v[index_of("Q2_CLOSED")] > 0.5);
	p.v[index_of("F1_INTERTRIP")] = 0; /* what tripped stays tripped */
	process_step(&p);
	assert_true(p.v[index_of("Q1_CLOSED")] < 0.5);
	process_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_substation_publishes_its_breakers),
		cmocka_unit_test(a_frame_says_what_its_publisher_has),
		cmocka_unit_test(numbers_come_back_as_they_went),
		cmocka_unit_test(no_part_of_a_frame_is_taken_for_the_whole),
		cmocka_unit_test(whoever_counts_higher_is_believed),
		cmocka_unit_test(what_is_not_its_configuration_is_not_believed),
		cmocka_unit_test(an_intertrip_opens_the_feeder),
	};

	return cmocka_run_group_tests(tests, ready, over);
}
