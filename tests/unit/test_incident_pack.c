#include "tests/unit/incident_kit.h"

#include "collector/incident_pack.h"
#include "collector/incident_text.h"

static uint8_t bytes[INCIDENT_PACKED_MAX], again[INCIDENT_PACKED_MAX];

/* One in which every member is as full as it can be. */
static void fill(struct incident *i, const struct pack_row *rows, uint8_t *s, unsigned *n)
{
	for (; rows->number != 0; rows++) {
		uint8_t *m = s + rows->at;

		++*n;
		if (rows->type == PACK_UINT && rows->size == 1 && rows->limit == 16)
			pack_store(m, 1, 16);
		else if (rows->type == PACK_UINT)
			pack_store(m, rows->size, rows->limit != 0 ? rows->limit : UINT64_MAX);
		else if (rows->type == PACK_INT)
			*m = (uint8_t)-1;
		else if (rows->type == PACK_TEXT)
			memset(m, 'a' + (int)(*n % 26), rows->size - 1);
		else if (rows->type == PACK_BYTES)
			memset(m, (int)(*n % 255) + 1, rows->size);
		for (size_t k = 0; rows->type == PACK_LIST && k < (rows->max == 0 ? 1 : rows->max);
		     k++)
			fill(i, rows->rows, m + k * rows->size, n);
		if (rows->type == PACK_LIST && rows->max > 0)
			pack_store(s + rows->count, rows->count_size, rows->max);
	}
}

static void the_fullest_incident_is_packed_and_comes_back(void **state)
{
	static struct incident i, back;
	unsigned count = 0;
	size_t n;

	(void)state;
	memset(&i, 0, sizeof(i));
	fill(&i, incident_rows, (uint8_t *)&i, &count);
	n = incident_pack(&i, bytes, sizeof(bytes));
	assert_in_range(n, sizeof(i) / 2, sizeof(bytes));
	assert_true(incident_unpack(&back, bytes, n));
	assert_int_equal(back.function_code, UINT32_MAX);
	assert_int_equal(back.source.level, -1);
	assert_int_equal(back.nhistory, INCIDENT_HISTORY);
	assert_int_equal(incident_pack(&back, again, sizeof(again)), n);
	assert_memory_equal(bytes, again, n);
	for (size_t room = 0; room < n; room += 97)
		assert_int_equal(incident_pack(&i, again, room), 0);
}

static void what_a_later_version_adds_is_passed_over(void **state)
{
	static const uint8_t
		later[] = { 0x08, 0x09,			   /* version 9 */
			    0xc0, 0x3e, 0x07,		   /* member 1000, a number */
			    0xc2, 0x3e, 0x02, 1,   2,	   /* a block */
			    0xc5, 0x3e, 1,    2,   3,	4, /* four bytes */
			    0xc1, 0x3e, 1,    2,   3,	4,   5,	   6,	7,
			    8,	  0x12, 0x03, 'a', '-', '1', 0x28, 0x7f /* no such status */ };
	struct incident i;

	(void)state;
	assert_true(incident_unpack(&i, later, sizeof(later)));
	assert_string_equal(i.id, "a-1");
	assert_int_equal(i.status, INCIDENT_NEW);
	for (size_t n = 0; n < sizeof(later) - 2; n++) {
		if (incident_unpack(&i, later, n))
			assert_int_equal(n, sizeof(later) - 2);
	}
	assert_false(incident_unpack(&i, later + 2, sizeof(later) - 2));
}

static void texts_are_cleaned(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "pump 1", "pump 1" },
		{ "\xe4\xb8\x80\xc3\xa9", "\xe4\xb8\x80\xc3\xa9" },
		{ "a\nb\x1b[31m\x7f", "a\xef\xbf\xbd"
				      "b\xef\xbf\xbd[31m\xef\xbf\xbd" },
		{ "\xc2\x85", "\xef\xbf\xbd" },
		{ "\xe2\x80\xae"
		  "x",
		  "\xef\xbf\xbdx" },
		{ "\xff\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xef\xbf\xbf", "\xef\xbf\xbd" },
		{ "\xf0\x9f\x94", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	};
	char out[64], twice[64];

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		size_t n = incident_clean(out, sizeof(out), cases[k].in, strlen(cases[k].in));

		assert_string_equal(out, cases[k].out);
		assert_true(incident_is_clean(out, n));
		assert_int_equal(incident_clean(twice, sizeof(twice), out, n), n);
		assert_string_equal(out, twice);
	}
	assert_int_equal(incident_clean(out, 4, "ab\xc3\xa9", 4), 2);
	assert_int_equal(incident_clean(out, 1, "ab", 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fullest_incident_is_packed_and_comes_back),
		cmocka_unit_test(what_a_later_version_adds_is_passed_over),
		cmocka_unit_test(texts_are_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
