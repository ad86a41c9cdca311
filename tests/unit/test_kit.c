/* The decoder kit: protocols/protocol.c, protocols/value.c. */
#include <string.h>

#include "protocols/protocol.h"
#include "protocols/protocols.h"
#include "tests/unit/test.h"

#define FIELDS(F)                                                                                  \
	F(A, "toy.a", FIELD_UINT, BE(2), BASE_DEC, NULL, "two bytes")                              \
	F(B, "toy.b", FIELD_UINT, LE(2), BASE_DEC, NULL, "two bytes, the other way")               \
	F(R, "toy.r", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "the rest")

FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

static struct dec d;
static struct pairs pairs;
static void (*how)(struct dec *d);

static void read_toy(struct dec *dec)
{
	how(dec);
}

static const struct protocol toy = {
	.name = "toy", .fields = field_table, .nfields = FIELD_COUNT_, .decode = read_toy
};

static void run(void (*f)(struct dec *), const void *bytes, size_t n)
{
	how = f;
	d.c = cur_of(bytes, n);
	d.dir = DIR_REQUEST;
	d.pairs = &pairs;
	decode(&d, &toy);
}

static void take_a_b(struct dec *dec)
{
	assert_int_equal(take(dec, A), 0x0102);
	assert_int_equal(take(dec, B), 0x0403);
}

static void fields_are_read_as_their_rows_say(void **state)
{
	(void)state;
	run(take_a_b, "\1\2\3\4", 4);
	assert_int_equal(d.nvalues, 2);
	assert_ptr_equal(d.values[1].field, &field_table[B]);
	assert_int_equal(d.values[1].u, 0x0403);
	assert_false(d.malformed);
	assert_int_equal(d.noperations, 1);
	assert_string_equal(d.operations[0].ot.function, "unknown");
}

static void take_too_much(struct dec *dec)
{
	(void)take(dec, A);
	assert_int_equal(take(dec, A), 0);
	(void)take_rest(dec, R);
}

static void what_does_not_fit_is_not_recorded_and_malformed(void **state)
{
	(void)state;
	run(take_too_much, "\1\2\3", 3);
	assert_int_equal(d.nvalues, 1);
	assert_int_equal(d.values[0].u, 0x0102);
	assert_true(d.malformed);
	assert_string_equal(d.marks[0], "message too short");
	d.cut = true;
	run(take_too_much, "\1\2\3", 3);
	assert_false(d.malformed);
	assert_string_equal(d.marks[0], "the capture has only the beginning of this message");
	d.cut = false;
}

static void take_a(struct dec *dec)
{
	(void)take(dec, A);
}

static void bytes_that_are_left_are_trailing(void **state)
{
	(void)state;
	run(take_a, "\1\2\3\4\5", 5);
	assert_int_equal(d.trailing, 3);
	run(take_a, "\1\2", 2);
	assert_int_equal(d.trailing, 0);
}

static void three_operations(struct dec *dec)
{
	(void)take(dec, A);
	dec_share(dec);
	dec->ot.function = "one";
	(void)take(dec, A);
	emit(dec);
	dec->ot.function = NULL;
	emit(dec);
	(void)take(dec, A);
	(void)take(dec, A);
	dec->ot.function = "three";
	emit(dec);
}

static void each_operation_has_its_own_values(void **state)
{
	(void)state;
	run(three_operations, "\0\1\0\2\0\3\0\4", 8);
	assert_int_equal(d.noperations, 3);
	assert_int_equal(d.shared, 1);
	assert_int_equal(d.operations[0].first, 1);
	assert_int_equal(d.operations[0].end, 2);
	assert_int_equal(d.operations[1].first, d.operations[1].end);
	assert_int_equal(d.operations[2].first, 2);
	assert_int_equal(d.operations[2].end, 4);
	assert_string_equal(d.operations[0].ot.function, "one");
	assert_string_equal(d.operations[1].ot.function, "three"); /* the message's */
}

static void too_many(struct dec *dec)
{
	for (unsigned i = 0; i < DEC_VALUES + 5; i++)
		put(dec, A, i);
	for (unsigned i = 0; i < DEC_OPERATIONS + 5; i++)
		emit(dec);
}

static void too_many_values_and_operations_overflow(void **state)
{
	(void)state;
	run(too_many, "", 0);
	assert_true(d.overflow);
	assert_int_equal(d.nvalues, DEC_VALUES);
	assert_int_equal(d.noperations, DEC_OPERATIONS);
	assert_int_equal(d.values[DEC_VALUES - 2].u, DEC_VALUES - 2);
	run(take_a, "\1\2", 2);
	assert_false(d.overflow);
}

static void series(struct dec *dec)
{
	put_series(dec, A, VALUE_BITS, cur_of("\xff\xff", 2), 17);
	put_series(dec, A, VALUE_BE16S, cur_of("\0\1\0", 3), 2);
	put_series(dec, A, VALUE_U8S, cur_of("\1", 1), 0);
	assert_int_equal(dec->nvalues, 0);
	put_series(dec, A, VALUE_BITS, cur_of("\x05\x01", 2), 9);
	put_series(dec, A, VALUE_BE16S, cur_of("\1\2\3\4", 4), 2);
	put_series(dec, A, VALUE_U8S, cur_of("\7\x08", 2), 2);
	put_run(dec, A, 100, 3);
	put_run(dec, A, 100, 0);
	put_int(dec, A, -2);
	put_float(dec, A, 2.75);
}

static void a_series_is_unfolded_element_by_element(void **state)
{
	static const uint64_t bits[] = { 1, 0, 1, 0, 0, 0, 0, 0, 1 };

	(void)state;
	run(series, "", 0);
	assert_int_equal(d.nvalues, 6);
	assert_int_equal(value_count(&d.values[0]), 9);
	for (uint32_t i = 0; i < 9; i++)
		assert_int_equal(value_uint(&d.values[0], i), bits[i]);
	assert_int_equal(value_uint(&d.values[1], 1), 0x0304);
	assert_int_equal(value_uint(&d.values[2], 1), 8);
	assert_int_equal(value_uint(&d.values[3], 2), 102);
	assert_int_equal(value_count(&d.values[3]), 3);
	assert_true(value_uint(&d.values[4], 0) == UINT64_MAX - 1);
	assert_int_equal(value_uint(&d.values[5], 0), 2);
	assert_false(value_series(&d.values[5]));
}

static const char *texts[3];

static void write_texts(struct dec *dec)
{
	texts[0] = dec_text(dec, "%s:%u", "file", 7U);
	texts[1] = dec_string(dec, cur_of("a\\\x01\xff", 4));
	assert_false(dec->overflow);
	texts[2] = dec_text(dec, "%5000d", 1);
	assert_true(dec->overflow);
}

static void text_goes_to_the_scratch_space_until_it_is_full(void **state)
{
	(void)state;
	run(write_texts, "", 0);
	assert_string_equal(texts[0], "file:7");
	assert_string_equal(texts[1], "a\\x5c\\x01\\xff");
	assert_string_equal(texts[2], "");
}

static void fill_scratch(struct dec *dec)
{
	static const uint8_t many[DEC_SCRATCH * 2];

	(void)dec_string(dec, cur_of(many, sizeof(many)));
	assert_true(dec->overflow);
	assert_true(dec->nscratch <= DEC_SCRATCH);
	assert_int_equal(strlen(dec_text(dec, "%s", "0123456789")), 0);
	struct cur none = dec_keep(dec, many, 100);

	assert_int_equal(cur_left(&none), 0);
}

static void a_full_scratch_space_stays_within_its_bounds(void **state)
{
	(void)state;
	run(fill_scratch, "", 0);
}

static void mark_a_lot(struct dec *dec)
{
	dec_mark(dec, "one");
	dec_mark(dec, dec->marks[0]);
	dec_malformed(dec, "two");
	dec_mark(dec, "three");
	dec_mark(dec, "four");
	dec_mark(dec, "five");
}

static void a_remark_is_made_once_and_only_so_many(void **state)
{
	(void)state;
	run(mark_a_lot, "", 0);
	assert_int_equal(d.nmarks, DEC_MARKS);
	assert_string_equal(d.marks[1], "two");
	assert_true(d.malformed);
}

static void identify(struct dec *dec)
{
	assert_int_equal(cur_left(&dec_identity(dec)->model), 0);
	dec_identity(dec)->model = cur_of("m", 1);
	assert_int_equal(cur_left(&dec_identity(dec)->model), 1);
}

static void an_identity_begins_empty_in_each_message(void **state)
{
	(void)state;
	run(identify, "", 0);
	assert_true(d.identity.any);
	run(identify, "", 0);
	run(take_a, "\1\2", 2);
	assert_false(d.identity.any);
}

static void ask(struct dec *dec)
{
	struct pair *p = pair_ask(dec, 7);

	if (p != NULL)
		p->ask[0] = 42;
}

static const struct pair *answered;

static void answer(struct dec *dec)
{
	answered = pair_answer(dec, 7, NULL);
}

static void a_request_and_its_answer_are_joined(void **state)
{
	(void)state;
	memset(&pairs, 0, sizeof(pairs));
	d.frame = 3;
	d.message = 30;
	d.at = 1000;
	run(ask, "", 0);
	assert_true(d.asked);
	d.frame = 5;
	d.at = 3500;
	run(answer, "", 0);
	assert_non_null(answered);
	assert_int_equal(answered->ask[0], 42);
	assert_int_equal(d.operations[0].ot.request_frame, 3);
	assert_int_equal(d.operations[0].ot.request_message, 30);
	assert_int_equal(d.operations[0].ot.response_time, 2500);
	run(answer, "", 0);
	assert_null(answered);
	assert_true(d.operations[0].ot.unmatched);
}

static void an_answer_before_its_request_took_no_time(void **state)
{
	(void)state;
	memset(&pairs, 0, sizeof(pairs));
	d.at = 1000;
	run(ask, "", 0);
	d.at = 900; /* two interfaces, two clocks */
	run(answer, "", 0);
	assert_int_equal(d.operations[0].ot.response_time, 0);
}

static void who_asks_again_after_long_has_given_up(void **state)
{
	(void)state;
	memset(&pairs, 0, sizeof(pairs));
	d.at = 1000000000;
	d.frame = 1;
	run(ask, "", 0);
	d.at += 90000000; /* soon: both wait */
	run(ask, "", 0);
	assert_int_equal(pairs.n, 2);
	d.at += 110000000; /* the first waits since 0.2 s, the second since 0.11 s */
	d.frame = 3;
	run(ask, "", 0);
	assert_int_equal(pairs.n, 1);
	assert_int_equal(pairs.nlost, 2);
	run(answer, "", 0);
	assert_int_equal(d.operations[0].ot.request_frame, 3);
}

static void without_pairing_nothing_is_asked(void **state)
{
	(void)state;
	how = ask;
	d.c = cur_of("", 0);
	d.pairs = NULL;
	decode(&d, &toy);
	assert_false(d.asked);
}

static void every_protocol_s_rows_are_complete(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		const struct protocol *p = protocols[i];

		assert_non_null(p->name);
		assert_non_null(p->title);
		assert_non_null(p->spec);
		assert_true(p->state_size <= PROTOCOL_STATE_MAX);
		for (unsigned k = 0; k < p->nfields; k++) {
			assert_non_null(p->fields[k].name);
			assert_non_null(p->fields[k].doc);
			assert_true(p->fields[k].doc[0] != '\0');
			assert_non_null(field_type_name(p->fields[k].type));
			for (unsigned m = 0; m < k; m++)
				assert_string_not_equal(p->fields[k].name, p->fields[m].name);
		}
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(p->name, protocols[k]->name);
	}
}

static void a_number_s_name_is_found_or_not(void **state)
{
	static const struct name names[] = { { 1, "one" }, { 3, "three" }, { 0, NULL } };
	const struct field f = { .names = names };

	(void)state;
	assert_string_equal(field_value_name(&f, 3), "three");
	assert_null(field_value_name(&f, 0));
	assert_null(field_value_name(&field_table[A], 1));
}

static void strided(struct dec *dec)
{
	static const uint8_t bytes[] = {
		0x81, 0xfe, 0xff, 0x00, 0x00, 0x81, 0x01, 0x02, 0x80, 0x3f
	};
	struct cur c = cur_of(bytes, sizeof(bytes));
	struct value flags = series_of(c, VALUE_PARTS, 2, 5, 2);

	flags.shift = 6;
	put_strided(dec, A, flags);
	cur_skip(&c, 1);
	put_strided(dec, A, series_of(c, VALUE_INTS, 2, 5, 2));
	put_strided(dec, A, series_of(c, VALUE_UINTS, 2 | VALUE_BIG, 5, 2));
	put_strided(dec, A, series_of(c, VALUE_MSTIMES, 4, 5, 2));
	cur_skip(&c, 1);
	put_strided(dec, A, series_of(c, VALUE_FLOATS, 4, 4, 2));
	put_strided(dec, A, series_of(c, VALUE_FLOATS, 4, 4, 3)); /* does not fit */
	cur_skip(&c, 4);
	put_strided(dec, A, series_of(c, VALUE_FLOATS, 4, 4, 1));
	dec->ot.value = series_of(c, VALUE_INTS, 1, 1, 4);
}

static void elements_with_a_stride_are_read_where_they_lie(void **state)
{
	(void)state;
	run(strided, "", 0);
	assert_int_equal(d.nvalues, 6);
	assert_int_equal(value_uint(&d.values[0], 0), 2);
	assert_int_equal(value_uint(&d.values[0], 1), 2);
	assert_int_equal(value_bytes(&d.values[0]), 6);
	assert_int_equal(value_element_kind(&d.values[1]), VALUE_INT);
	assert_true(value_uint(&d.values[1], 0) == (uint64_t)-2);
	assert_int_equal(value_uint(&d.values[1], 1), 0x0201);
	assert_true(value_float(&d.values[1], 0) == -2.0);
	assert_int_equal(value_uint(&d.values[2], 0), 0xfeff);
	assert_int_equal(value_uint(&d.values[2], 1), 0x0102);
	assert_true(value_uint(&d.values[3], 1) == UINT64_C(0x3f800201) * 1000000);
	assert_int_equal(value_bytes(&d.values[4]), 8);
	assert_true(value_float(&d.values[5], 0) == 1 + 513.0 / 8388608);
	assert_int_equal(value_element(&d.values[1], 0).i, -2);
	assert_int_equal(value_element(&d.values[5], 0).kind, VALUE_FLOAT);
	assert_int_equal(d.operations[0].ot.value.n, 4);
	assert_true(value_uint(&d.operations[0].ot.value, 2) == (uint64_t)-128);
}

static void a_value_is_one_word_if_there_is_room(void **state)
{
	static const struct field text = { .type = FIELD_TEXT }, when = { .type = FIELD_TIME };
	const struct {
		struct value v;
		const char *want;
	} rows[] = {
		{ { .kind = VALUE_UINT, .u = 7, .n = 1 }, "7" },
		{ { .kind = VALUE_INT, .i = -7, .n = 1 }, "-7" },
		{ { .kind = VALUE_FLOAT, .f = 12.5, .n = 1 }, "12.5" },
		{ { &when, { .u = 1500000000 }, 1, VALUE_UINT }, "1.500000000" },
		{ { &text, { .p = (const uint8_t *)"a b" }, 3, VALUE_BYTES }, "a b" },
		{ { .kind = VALUE_BYTES, .p = (const uint8_t *)"\x01\xaf", .n = 2 }, "01:af" },
		{ { .kind = VALUE_BYTES, .n = 0 }, "" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = strlen(rows[i].want);
		char out[16] = "";

		assert_int_equal(value_text(&rows[i].v, out, n), n);
		assert_int_equal(value_text(&rows[i].v, out, n + 1), n);
		assert_memory_equal(out, rows[i].want, n);
	}
}

/* The value of an operation that lists n times v, as text. */
static const char *listed(unsigned n, const struct value *v)
{
	static struct listing l;
	static char out[2 * LISTING_TEXT];

	memset(&l, 0, sizeof(l));
	d.nscratch = 0;
	d.ot.value = (struct value){ .kind = VALUE_BYTES };
	for (unsigned i = 0; i < n; i++)
		listing_add(&l, ", ", v);
	ot_listing(&d, &l);
	out[value_text(&d.ot.value, out, sizeof(out))] = '\0';
	return out;
}

static void a_list_of_values_is_a_text_unless_it_is_one(void **state)
{
	static const uint8_t letters[200] = { 'a' };
	struct value number = { .kind = VALUE_UINT, .u = 5, .n = 1 };
	struct value word = { &ot_text_field, { .p = letters }, sizeof(letters), VALUE_BYTES };

	(void)state;
	assert_string_equal(listed(0, &number), "");
	assert_string_equal(listed(1, &number), "5");
	assert_int_equal(d.ot.value.kind, VALUE_UINT);
	assert_string_equal(listed(2, &number), "5, 5");
	assert_ptr_equal(d.ot.value.field, &ot_text_field);
	assert_string_equal(listed(8, &number), "5, 5, 5, 5, 5, 5, 5, 5");
	assert_string_equal(listed(9, &number), "5, 5, 5, 5, 5, 5, 5, 5…");
	(void)listed(2, &word); /* the second does not fit and is left out as a whole */
	assert_int_equal(d.ot.value.n, sizeof(letters) + strlen("…"));
	word.n = 0;
	assert_string_equal(listed(3, &word), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_read_as_their_rows_say),
		cmocka_unit_test(what_does_not_fit_is_not_recorded_and_malformed),
		cmocka_unit_test(bytes_that_are_left_are_trailing),
		cmocka_unit_test(each_operation_has_its_own_values),
		cmocka_unit_test(too_many_values_and_operations_overflow),
		cmocka_unit_test(a_series_is_unfolded_element_by_element),
		cmocka_unit_test(text_goes_to_the_scratch_space_until_it_is_full),
		cmocka_unit_test(a_full_scratch_space_stays_within_its_bounds),
		cmocka_unit_test(a_remark_is_made_once_and_only_so_many),
		cmocka_unit_test(an_identity_begins_empty_in_each_message),
		cmocka_unit_test(a_request_and_its_answer_are_joined),
		cmocka_unit_test(an_answer_before_its_request_took_no_time),
		cmocka_unit_test(who_asks_again_after_long_has_given_up),
		cmocka_unit_test(without_pairing_nothing_is_asked),
		cmocka_unit_test(every_protocol_s_rows_are_complete),
		cmocka_unit_test(a_number_s_name_is_found_or_not),
		cmocka_unit_test(elements_with_a_stride_are_read_where_they_lie),
		cmocka_unit_test(a_value_is_one_word_if_there_is_room),
		cmocka_unit_test(a_list_of_values_is_a_text_unless_it_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
