/* BER by a grammar: protocols/asn.c. */
#include <stdlib.h>

#include "protocols/asn.h"
#include "tests/unit/test.h"

enum {
	NUMBER,
	NAME,
	LIST_COUNT,
	KIND,
	BITS_FIELD,
	BIT_ONE,
	BIT_NINE,
	WHEN,
	WHEN_QUALITY,
	X,
	X_VALUE
};

static const struct field fields[] = {
	[NUMBER] = { .name = "t.number", .type = FIELD_INT },
	[NAME] = { .name = "t.name", .type = FIELD_TEXT },
	[LIST_COUNT] = { .name = "t.list", .type = FIELD_UINT },
	[KIND] = { .name = "t.kind", .type = FIELD_UINT },
	[BITS_FIELD] = { .name = "t.bits", .type = FIELD_BYTES },
	[BIT_ONE] = { .name = "t.one", .type = FIELD_BOOL },
	[BIT_NINE] = { .name = "t.nine", .type = FIELD_BOOL },
	[WHEN] = { .name = "t.when", .type = FIELD_TIME },
	[WHEN_QUALITY] = { .name = "t.when.quality", .type = FIELD_UINT },
	[X] = { .name = "t.x", .type = FIELD_BYTES },
	[X_VALUE] = { .name = "t.x.value", .type = FIELD_FLOAT },
};

static const struct asn_part named[] = { { 0, BIT_ONE, 1, 0, NULL }, { 0, BIT_NINE, 9, 0, NULL } };
static const struct asn_type bits = { ASN_BITS, 2, named };
static const struct asn_type tree;
static const struct asn_part tree_parts[] = { { ASN_ANY, ASN_NONE, 0, 0, &tree } };
static const struct asn_type list = { ASN_LIST, 1, tree_parts };

enum { CONTEXT = BER_CONTEXT << 8, INT = BER_UNIVERSAL << 8 | 2 };

/* number INTEGER OPTIONAL, [1] name, [2] EXPLICIT tree, [3] bits */
static const struct asn_part members[] = {
	{ INT, NUMBER, 0, 0, &asn_int },
	{ CONTEXT | 1, NAME, 0, 0, &asn_text },
	{ CONTEXT | 2, KIND, 0, ASN_EXPLICIT, &tree },
	{ CONTEXT | 3, BITS_FIELD, 0, 0, &bits },
	{ CONTEXT | 4, WHEN, 0, 0, &asn_utc },
	{ CONTEXT | 5, X, 0, 0, &asn_float },
	{ CONTEXT | 6, ASN_NONE, 0, 0, &asn_open },
};
static const struct asn_type sequence = { ASN_SEQUENCE, 7, members };

/* A value, or a list of such. */
static const struct asn_part alternatives[] = {
	{ CONTEXT | 0, LIST_COUNT, 0, ASN_KEEP, &list },
	{ CONTEXT | 1, NUMBER, 1, 0, &asn_int },
};
static const struct asn_type tree = { ASN_CHOICE, 2, alternatives };

static struct dec d;
static struct asn_walk w;

static void read_bytes(const void *bytes, size_t n)
{
	memset(&d, 0, sizeof(d));
	memset(&w, 0, sizeof(w));
	w.table = fields;
	asn_read_body(&d, &w, &sequence, cur_of(bytes, n));
}

static const struct value *value(unsigned i)
{
	assert_true(i < d.nvalues);
	return &d.values[i];
}

static void members_are_found_by_their_tags(void **state)
{
	static const uint8_t bytes[] = { 2, 1, 0xfe, 0x81, 2, 'a', 'b' };

	(void)state;
	read_bytes(bytes, sizeof(bytes));
	assert_false(d.malformed);
	assert_int_equal(d.nvalues, 2);
	assert_int_equal(value(0)->i, -2);
	assert_ptr_equal(value(1)->field, &fields[NAME]);
	assert_int_equal(value(1)->n, 2);
}

static void what_is_out_of_order_or_unknown_is_malformed(void **state)
{
	static const uint8_t order[] = { 0x81, 1, 'a', 2, 1, 5 }, unknown[] = { 0x9e, 0, 2, 1, 5 };

	(void)state;
	read_bytes(order, sizeof(order));
	assert_true(d.malformed);
	assert_int_equal(d.nvalues, 1);
	read_bytes(unknown, sizeof(unknown));
	assert_true(d.malformed);
	assert_int_equal(value(0)->i, 5);
}

static void choices_say_which_and_lists_how_many(void **state)
{
	static const uint8_t bytes[] = { 0xa2, 10, 0xa0, 8, 0x81, 1, 7, 0xa0, 3, 0x81, 1, 8 };

	(void)state;
	read_bytes(bytes, sizeof(bytes));
	assert_false(d.malformed);
	assert_ptr_equal(value(0)->field, &fields[KIND]);
	assert_int_equal(value(0)->u, 0);
	assert_int_equal(value(1)->u, 2);
	assert_int_equal(value(2)->i, 7);
	assert_int_equal(value(3)->u, 1);
	assert_int_equal(value(4)->i, 8);
	assert_true(w.keeps);
	assert_int_equal(w.nitems, 2);
	assert_int_equal(w.item[0], 2);
	assert_int_equal(w.item[1], 3);
}

static void named_bits_beyond_the_string_are_left_out(void **state)
{
	static const uint8_t few[] = { 0x83, 2, 4, 0x40 }, many[] = { 0x83, 3, 0, 0, 0x40 };

	(void)state;
	read_bytes(few, sizeof(few));
	assert_int_equal(d.nvalues, 2);
	assert_int_equal(value(1)->u, 1);
	read_bytes(many, sizeof(many));
	assert_int_equal(d.nvalues, 3);
	assert_int_equal(value(1)->u, 0);
	assert_int_equal(value(2)->u, 1);
}

static void times_and_floats_have_a_second_field(void **state)
{
	static const uint8_t bytes[] = { 0x84, 8,    0, 0,    0,    1,	  0x80, 0, 0,
					 0x0a, 0x85, 5, 0x08, 0x3f, 0x80, 0,	0 };

	(void)state;
	read_bytes(bytes, sizeof(bytes));
	assert_false(d.malformed);
	assert_true(value(0)->u == 1500000000);
	assert_int_equal(value(1)->u, 10);
	assert_true(value(3)->f > 0.99 && value(3)->f < 1.01);
}

static void another_grammars_element_is_handed_out(void **state)
{
	static const uint8_t bytes[] = { 0xa6, 2, 5, 0 };

	(void)state;
	read_bytes(bytes, sizeof(bytes));
	assert_true(w.opened);
	assert_int_equal(cur_left(&w.open), 2);
}

static void nesting_ends_at_the_limit(void **state)
{
	uint8_t bytes[4 * ASN_DEPTH + 8];
	size_t n = sizeof(bytes);

	(void)state;
	for (size_t i = 0; i < n; i += 2) {
		bytes[i] = i == 0 ? 0xa2 : 0xa0;
		bytes[i + 1] = (uint8_t)(n - i - 2 < 128 ? n - i - 2 : 0);
	}
	read_bytes(bytes + n - 122, 122);
	assert_true(d.malformed);
	bytes[n - 122] = 0xa2;
	read_bytes(bytes + n - 122, 122);
	assert_true(d.malformed);
	assert_true(d.nvalues <= ASN_DEPTH + 2);
}

static void every_prefix_reads_no_further(void **state)
{
	static const uint8_t bytes[] = { 2, 1, 1, 0xa2, 5, 0xa0, 3, 0x81, 1, 7, 0x83, 2, 4, 0x40 };

	(void)state;
	for (size_t n = 0; n < sizeof(bytes); n++) {
		uint8_t *copy = malloc(n > 0 ? n : 1);

		assert_non_null(copy);
		memcpy(copy, bytes, n);
		read_bytes(copy, n);
		assert_int_equal(d.malformed, n != 0 && n != 3 && n != 10);
		free(copy);
	}
}

static void times_of_day_count_from_1984(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 5, 0, 1 };
	uint64_t t = 0;

	(void)state;
	assert_true(asn_time_of_day_ns(cur_of(bytes, 6), &t));
	assert_true(t == UINT64_C(441849600005000000));
	assert_false(asn_time_of_day_ns(cur_of(bytes, 4), &t));
}

static void generalized_times_are_read(void **state)
{
	uint64_t t = 0;

	(void)state;
	assert_true(asn_generalized_ns(cur_of("19700101000000Z", 15), &t));
	assert_true(t == 0);
	assert_true(asn_generalized_ns(cur_of("20261120101530.25Z", 18), &t));
	assert_true(t == UINT64_C(1795169730250000000));
	assert_true(asn_generalized_ns(cur_of("20000229000000Z", 15), &t));
	assert_true(t == UINT64_C(951782400000000000));
	assert_false(asn_generalized_ns(cur_of("20261320101530Z", 15), &t));
	assert_false(asn_generalized_ns(cur_of("2026112010153", 13), &t));
	assert_false(asn_generalized_ns(cur_of("20261120101530.xZ", 17), &t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_found_by_their_tags),
		cmocka_unit_test(what_is_out_of_order_or_unknown_is_malformed),
		cmocka_unit_test(choices_say_which_and_lists_how_many),
		cmocka_unit_test(named_bits_beyond_the_string_are_left_out),
		cmocka_unit_test(times_and_floats_have_a_second_field),
		cmocka_unit_test(another_grammars_element_is_handed_out),
		cmocka_unit_test(nesting_ends_at_the_limit),
		cmocka_unit_test(every_prefix_reads_no_further),
		cmocka_unit_test(times_of_day_count_from_1984),
		cmocka_unit_test(generalized_times_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
