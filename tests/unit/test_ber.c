/* protocols/ber.c: tags, lengths and primitive values of the Basic Encoding Rules. */
#include "protocols/ber.h"

#include <math.h>
#include <string.h>

#include "tests/unit/test.h"

#define CUR(text) cur_of((text), sizeof(text) - 1)

static void short_and_long_lengths_give_the_same_content(void **state)
{
	static const char *const forms[] = { "\x80\x02hi", "\x80\x81\x02hi", "\x80\x83\0\0\x02hi",
					     "\x80\x86\0\0\0\0\0\x02hi" };
	static const size_t sizes[] = { 4, 5, 7, 10 };
	struct ber e;

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct cur c = cur_of(forms[i], sizes[i]);

		assert_true(ber_next(&c, &e));
		assert_int_equal(cur_left(&e.body), 2);
		assert_true(cur_starts(&e.body, "hi", 2));
		assert_false(ber_next(&c, &e));
		assert_true(cur_ok(&c));
	}
}

static void tags_have_class_form_and_number(void **state)
{
	struct cur c = CUR("\x61\x00\x9f\x81\x01\x00\x30\x00");
	struct ber e;

	(void)state;
	assert_true(ber_next(&c, &e));
	assert_int_equal(e.class, BER_APPLICATION);
	assert_int_equal(e.tag, 1);
	assert_true(e.constructed);
	assert_true(ber_next(&c, &e));
	assert_int_equal(e.class, BER_CONTEXT);
	assert_int_equal(e.tag, 129);
	assert_false(e.constructed);
	assert_true(ber_next(&c, &e));
	assert_int_equal(e.class, BER_UNIVERSAL);
	assert_int_equal(e.tag, 16);
}

static void what_does_not_fit_breaks_the_cursor(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} bad[] = {
		{ "\x80", 1 },			       /* no length */
		{ "\x80\x02h", 3 },		       /* content too short */
		{ "\x80\x82\x01", 3 },		       /* length cut */
		{ "\x80\x80hi\0\0", 6 },	       /* indefinite */
		{ "\x80\x84\xff\xff\xff\xff", 6 },     /* 4 GiB */
		{ "\x80\x85\x01\0\0\0\0", 7 },	       /* more than 32 bits */
		{ "\x9f\x81\x81\x81\x81\x01\x00", 7 }, /* tag of more than 28 bits */
		{ "\x9f\x81", 2 },		       /* tag cut */
	};
	struct ber e;

	(void)state;
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct cur c = cur_of(bad[i].bytes, bad[i].n);

		assert_false(ber_next(&c, &e));
		assert_false(cur_ok(&c));
	}
}

static void an_opened_container_gives_what_there_is(void **state)
{
	struct cur c = CUR("\xa0\x09\x83\x01\xff");
	struct ber e;

	(void)state;
	assert_true(ber_open(&c, &e));
	assert_true(e.cut);
	assert_false(cur_ok(&c));
	assert_int_equal(cur_left(&e.body), 3);
	assert_int_equal(ber_count(e.body), 1);
	assert_int_equal(ber_count(CUR("\x83\x01\xff\x83\x02\xff")), -1);
	assert_int_equal(ber_count(CUR("")), 0);
}

static void integers_keep_their_sign(void **state)
{
	int64_t i = 0;
	uint64_t u = 0;

	(void)state;
	assert_true(ber_int(CUR("\xff"), &i));
	assert_int_equal(i, -1);
	assert_true(ber_int(CUR("\x80\x00\x00\x00"), &i));
	assert_int_equal(i, INT32_MIN);
	assert_true(ber_int(CUR("\x80\0\0\0\0\0\0\0"), &i));
	assert_true(i == INT64_MIN);
	assert_true(ber_int(CUR("\x00\xff\xff\xff\xff"), &i));
	assert_true(i == UINT32_MAX);
	assert_false(ber_int(CUR(""), &i));
	assert_false(ber_int(CUR("\1\1\1\1\1\1\1\1\1"), &i));
	assert_true(ber_uint(CUR("\x00\xff\xff\xff\xff\xff\xff\xff\xff"), &u));
	assert_true(u == UINT64_MAX);
	assert_false(ber_uint(CUR("\xff"), &u));
	assert_false(ber_uint(CUR("\x01\xff\xff\xff\xff\xff\xff\xff\xff"), &u));
	assert_false(ber_uint(CUR(""), &u));
}

static void booleans_are_one_byte(void **state)
{
	bool b = false;

	(void)state;
	assert_true(ber_bool(CUR("\x01"), &b));
	assert_true(b);
	assert_true(ber_bool(CUR("\x00"), &b));
	assert_false(b);
	assert_false(ber_bool(CUR(""), &b));
	assert_false(ber_bool(CUR("\1\1"), &b));
}

static void bit_strings_have_at_most_seven_bits_of_padding(void **state)
{
	struct cur bytes;
	unsigned padding = 0;

	(void)state;
	assert_true(ber_bits(CUR("\x03\x0a\xa8"), &bytes, &padding));
	assert_int_equal(padding, 3);
	assert_int_equal(cur_left(&bytes), 2);
	assert_true(ber_bits(CUR("\x00"), &bytes, &padding));
	assert_int_equal(cur_left(&bytes), 0);
	assert_false(ber_bits(CUR("\x01"), &bytes, &padding));
	assert_false(ber_bits(CUR("\x08\x00"), &bytes, &padding));
	assert_false(ber_bits(CUR(""), &bytes, &padding));
}

static void times_have_a_fraction_of_24_bits(void **state)
{
	uint64_t at = 0;
	uint8_t quality = 0;

	(void)state;
	assert_true(ber_utc(CUR("\x65\xa4\xe6\x00\x40\x00\x00\x0a"), &at, &quality));
	assert_true(at == 1705305600250000000);
	assert_int_equal(quality, 10);
	assert_true(ber_utc(CUR("\xff\xff\xff\xff\xff\xff\xff\xff"), &at, &quality));
	assert_true(at == 4294967295999999940);
	assert_false(ber_utc(CUR("\x65\xa4\xe6\x00\x40\x00\x00"), &at, &quality));
}

static void floats_are_single_or_double(void **state)
{
	double x = 0;

	(void)state;
	assert_true(ber_float(CUR("\x08\x3f\xc0\x00\x00"), &x));
	assert_true(x == 1.5);
	assert_true(ber_float(CUR("\x0b\xbf\xf8\0\0\0\0\0\0"), &x));
	assert_true(x == -1.5);
	assert_true(ber_float(CUR("\x08\x7f\x80\x00\x00"), &x));
	assert_true(isinf(x));
	assert_false(ber_float(CUR("\x0b\x3f\xc0\x00\x00"), &x));
	assert_false(ber_float(CUR("\x08\xbf\xf8\0\0\0\0\0\0"), &x));
	assert_false(ber_float(CUR(""), &x));
}

static void reals_are_binary_decimal_or_special(void **state)
{
	double x = 1;

	(void)state;
	assert_true(ber_real(CUR(""), &x));
	assert_true(x == 0);
	assert_true(ber_real(CUR("\x80\xff\x03"), &x)); /* 3 * 2^-1 */
	assert_true(x == 1.5);
	assert_true(ber_real(CUR("\xc0\x01\x05"), &x)); /* -5 * 2^1 */
	assert_true(x == -10);
	assert_true(ber_real(CUR("\xa4\x01\x01"), &x)); /* 1 * 2^1 * 16^1 */
	assert_true(x == 32);
	assert_true(ber_real(CUR("\x03"
				 "1,25E1"),
			     &x));
	assert_true(x == 12.5);
	assert_true(ber_real(CUR("\x40"), &x));
	assert_true(isinf(x) && x > 0);
	assert_true(ber_real(CUR("\x42"), &x));
	assert_true(isnan(x));
	assert_true(ber_real(CUR("\x83\x08\x7f\xff\xff\xff\xff\xff\xff\xff\x01"), &x));
	assert_true(isinf(x));
	assert_false(ber_real(CUR("\xb0\x01\x01"), &x)); /* reserved base */
	assert_false(ber_real(CUR("\x80"), &x));
}

static void object_identifiers_become_text(void **state)
{
	char text[BER_OID_TEXT];
	char lots[100];

	(void)state;
	assert_true(ber_oid(CUR("\x2b\x06\x01\x04\x01\x81\xc0\x6e"), text));
	assert_string_equal(text, "1.3.6.1.4.1.24686");
	assert_true(ber_oid(CUR("\x88\x37\x03"), text));
	assert_string_equal(text, "2.999.3");
	assert_false(ber_oid(CUR(""), text));
	assert_false(ber_oid(CUR("\x2b\x81"), text));
	assert_false(ber_oid(CUR("\x2b\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), text));
	memset(lots, 0x7f, sizeof(lots));
	assert_false(ber_oid(cur_of(lots, sizeof(lots)), text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_and_long_lengths_give_the_same_content),
		cmocka_unit_test(tags_have_class_form_and_number),
		cmocka_unit_test(what_does_not_fit_breaks_the_cursor),
		cmocka_unit_test(an_opened_container_gives_what_there_is),
		cmocka_unit_test(integers_keep_their_sign),
		cmocka_unit_test(booleans_are_one_byte),
		cmocka_unit_test(bit_strings_have_at_most_seven_bits_of_padding),
		cmocka_unit_test(times_have_a_fraction_of_24_bits),
		cmocka_unit_test(floats_are_single_or_double),
		cmocka_unit_test(reals_are_binary_decimal_or_special),
		cmocka_unit_test(object_identifiers_become_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
