/*
 * parse.c and what belongs to it: conditions become the trees that Wireshark 4.0 makes of them.
 * Each case that Wireshark knows was tried there.
 */
#include "tests/unit/parsed.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct pair {
	const char *in, *out;
};

static void all_read(const struct pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_reads(pairs[i].in, pairs[i].out != NULL ? pairs[i].out : pairs[i].in);
}

static void every_spelling_of_an_operator_is_known(void **state)
{
	static const struct pair pairs[] = {
		{ "a == 1 && b eq 2 and c any_eq 3", "a == 1 and b == 2 and c == 3" },
		{ "a != 1 || b ne 2 or c all_ne 3", "a != 1 or b != 2 or c != 3" },
		{ "a === 1 ^^ b all_eq 2 xor c == 3", "a === 1 xor b === 2 xor c == 3" },
		{ "a !== 1 or a any_ne 2 or a ~= 3", "a !== 1 or a !== 2 or a !== 3" },
		{ "a gt 1 and a ge 2 and a lt 3 and a le 4",
		  "a > 1 and a >= 2 and a < 3 and a <= 4" },
		{ "a ~ \"x\" or b matches r\"y\"", "a matches \"x\" or b matches r\"y\"" },
		{ "!a and not b", "not a and not b" },
		{ "a bitwise_and 1", "a & 1" },
		{ "a ! in {1} and b not in {2}", "a not in {1} and b not in {2}" },
		{ "\ta==1\n\tand\r\n b==2\v\f", "a == 1 and b == 2" },
	};

	(void)state;
	all_read(pairs, COUNT(pairs));
}

static void and_binds_tighter_than_xor_and_xor_than_or(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "a or b xor c and d", parse_condition);
	assert_int_equal(p.tree->kind, NODE_OR);
	assert_int_equal(p.tree->a->kind, NODE_TEST);
	assert_int_equal(p.tree->b->kind, NODE_XOR);
	assert_int_equal(p.tree->b->b->kind, NODE_AND);
	parsed_free(&p);
	assert_reads("(a or b) and c or (d and e)", "(a or b) and c or d and e");
	assert_reads("(a xor b) and (c or d) xor e", "(a xor b) and (c or d) xor e");
}

static void not_takes_one_test_and_not_the_whole_chain(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "not a == 1 and b", parse_condition);
	assert_int_equal(p.tree->kind, NODE_AND);
	assert_int_equal(p.tree->a->kind, NODE_NOT);
	assert_int_equal(p.tree->a->a->kind, NODE_COMPARE);
	parsed_free(&p);
	assert_reads("!!a", "not not a");
	assert_reads("!(a or b)", "not (a or b)");
	assert_reads("!(a)", "not a");
	assert_reads("not a in {1}", "not a in {1}");
}

static void comparisons_in_a_row_hold_all(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "a < b <= c != d", parse_condition);
	assert_string_equal(p.printed, "a < b and b <= c and c != d");
	assert_int_equal(p.tree->kind, NODE_AND);
	parsed_free(&p);
	assert_reads("any a < b < c", "any a < b and any b < c");
}

static void any_and_all_belong_to_comparisons_and_sets(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "all a > 5", parse_condition);
	assert_int_equal(p.tree->quantifier, QUANT_ALL);
	parsed_free(&p);
	parse_text(&p, "not any a in {5}", parse_condition);
	assert_int_equal(p.tree->a->kind, NODE_IN);
	assert_int_equal(p.tree->a->quantifier, QUANT_ANY);
	assert_string_equal(p.printed, "not any a in {5}");
	parsed_free(&p);
}

static void bits_are_looser_than_sums_and_sums_than_products(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "a & 1 + b * 2 == 0", parse_condition);
	assert_int_equal(p.tree->kind, NODE_COMPARE);
	assert_int_equal(p.tree->a->kind, NODE_BIT_AND);
	assert_int_equal(p.tree->a->b->kind, NODE_ADD);
	assert_int_equal(p.tree->a->b->b->kind, NODE_MULTIPLY);
	parsed_free(&p);
	assert_reads("{a & 1} + {b + 2} * 3 == 0", "{a & 1} + {b + 2} * 3 == 0");
	assert_reads("a - {b - c} - d", "a - {b - c} - d");
	assert_reads("{{a + 1}} / {2} % 3", "{a + 1} / 2 % 3");
	assert_reads("-a * b + -{c + d}", "-a * b + -{c + d}");
	assert_reads("+a == +5", "a == 5");
}

static void the_sign_of_a_number_is_part_of_it(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "a == - 5", parse_condition);
	assert_int_equal(p.tree->b->kind, NODE_LITERAL);
	assert_string_equal(p.tree->b->word, "-5");
	assert_int_equal(p.tree->b->offset, 5);
	parsed_free(&p);
	parse_text(&p, "a -5", parse_condition);
	assert_int_equal(p.tree->a->kind, NODE_SUBTRACT);
	parsed_free(&p);
	assert_reads("-{5} == --5", "-{5} == --5");
	assert_reads("-.5 < a", "-.5 < a");
}

static void sets_hold_ranges_lists_and_calculations(void **state)
{
	static const struct pair pairs[] = {
		{ "a in{1,2, 5..7}", "a in {1, 2, 5..7}" },
		{ "a in {10.0.0.5 .. 10.0.0.9}", "a in {10.0.0.5..10.0.0.9}" },
		{ "a in {-5..-1, .5...9}", "a in {-5..-1, .5 .. .9}" },
		{ "a in {\"GET\", 'x', b, c .. d}", NULL },
		{ "a in $plcs", NULL },
		{ "a not in {$plcs}", "a not in $plcs" },
		{ "a in {$plcs, 5, $hmis}", NULL },
		{ "a + 1 in {b + 1, 2 * 3}", NULL },
		{ "string(a)[0:1] in {\"3\"}", NULL },
		{ "a in {fe80::1..fe80::ff, ::1}", NULL },
	};

	(void)state;
	all_read(pairs, COUNT(pairs));
}

static void parts_are_given_in_every_form(void **state)
{
	static const struct pair pairs[] = {
		{ "a[1]", NULL },	    { "a[ 0 : 3 ]", "a[0:3]" },
		{ "a[:3]", "a[0:3]" },	    { "a[3:]", NULL },
		{ "a[:]", "a[0:]" },	    { "a[3-5]", NULL },
		{ "a[3 -5]", "a[3-5]" },    { "a[-3 - -1]", "a[-3--1]" },
		{ "a[-4:4]", NULL },	    { "a[0x10:010]", "a[16:8]" },
		{ "a[1,3-5,9:,-1]", NULL }, { "a[0:3][1]", NULL },
		{ "lower(a)[0:2]", NULL },  { "a [0]", "a[0]" },
	};

	(void)state;
	all_read(pairs, COUNT(pairs));
}

static void layers_are_numbers_or_ranges_of_them(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "ip.addr#2[0:1]", parse_condition);
	assert_int_equal(p.tree->a->kind, NODE_SLICE);
	assert_int_equal(p.tree->a->a->layer, 2);
	parsed_free(&p);
	parse_text(&p, "ip.addr#[-1]", parse_condition);
	assert_int_equal(p.tree->a->layer, -1);
	assert_int_equal(p.tree->a->nslices, 0);
	parsed_free(&p);
	parse_text(&p, "ip.addr#[2-4,7]", parse_condition);
	assert_int_equal(p.tree->a->layer, 0);
	assert_int_equal(p.tree->a->nslices, 2);
	assert_string_equal(p.printed, "ip.addr#[2-4,7]");
	parsed_free(&p);
	assert_reads("ip.addr#[1] == 1.2.3.4", "ip.addr#1 == 1.2.3.4");
	assert_reads("ip.addr #01", "ip.addr#1");
}

static void functions_take_operands(void **state)
{
	static const struct pair pairs[] = {
		{ "max (a,b + 1, 3)==3", "max(a, b + 1, 3) == 3" },
		{ "upper(lower(a)) contains \"X\"", NULL },
		{ "tag(\"Tank1.Level\") > 80.5", NULL },
		{ "now() > 0", NULL },
		{ "abs(-a) == 3 or len(a[1:]) > 4", NULL },
	};

	(void)state;
	all_read(pairs, COUNT(pairs));
}

/* The kind of the right side of "a == ..." and its word. */
static void assert_word(const char *written, enum node_kind kind, const char *word, size_t len)
{
	struct parsed p;
	char s[256];

	(void)snprintf(s, sizeof(s), "a == %s", written);
	parse_text(&p, s, parse_condition);
	assert_string_equal(p.said, "");
	assert_int_equal(p.tree->kind, NODE_COMPARE);
	assert_int_equal(p.tree->b->kind, kind);
	assert_int_equal(p.tree->b->word_len, len);
	assert_memory_equal(p.tree->b->word, word, len + 1);
	parsed_free(&p);
	parse_text(&p, written, parse_operand);
	assert_string_equal(p.said, "");
	assert_int_equal(p.tree->kind, kind);
	parsed_free(&p);
}

static void numbers_addresses_and_bytes_are_literals(void **state)
{
	static const char *const words[] = {
		"1",
		"0x1F",
		"0b101",
		"017",
		"1e3",
		"1e-3",
		"1.5e+3",
		".5",
		"10.0.0.1",
		"10.0.0.1/24",
		"fe80::1",
		"fe80::1/64",
		"::1",
		"::",
		"::ffff:1.2.3.4",
		"2001:db8::",
		"00:11:22:33:44:55",
		"00-11-22-33-44-55",
		"0011.2233.4455",
		"01:02",
		"aa:bb",
		"ff-ff-ff-ff-ff-ff",
		":ff:ff",
		"FF:ff",
		"5s",
		"250ms",
		"2020-07-04",
		"2020-07-04T12:34:56.25",
		"0080f41a2011",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_word(words[i], NODE_LITERAL, words[i], strlen(words[i]));
}

static void words_are_names_also_when_they_could_be_bytes(void **state)
{
	static const char *const words[] = {
		"tcp.flags.syn",
		"arp.duplicate-address-detected",
		"face",
		"ab",
		"ffff.ffff.ffff",
		"ab-cde",
		"a-b",
		"TRUE",
		"true",
		"request",
		"_x.9y-z",
		"r",
		"Rx",
		"andy",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_word(words[i], NODE_NAME, words[i], strlen(words[i]));
	assert_word(".tcp.port", NODE_NAME, "tcp.port", 8);
}

static void a_slash_belongs_to_addresses_and_divides_numbers(void **state)
{
	(void)state;
	assert_reads("a == 10/2", "a == 10 / 2");
	assert_reads("a == 1.5/2", "a == 1.5 / 2");
	assert_reads("a/24 == 10.0.0.0/24", "a / 24 == 10.0.0.0/24");
	assert_reads("a == 10.0.0.0 / 24", "a == 10.0.0.0 / 24");
}

static void escapes_stand_for_bytes(void **state)
{
	(void)state;
	assert_word("\"\\x41\\101\\n\\\"\\\\\\'\"", NODE_STRING, "AA\n\"\\'", 6);
	assert_word("\"\\a\\b\\f\\r\\t\\v\"", NODE_STRING, "\a\b\f\r\t\v", 6);
	assert_word("\"a\\0b\\x0\"", NODE_STRING, "a\0b\0", 4);
	assert_word("\"\\1111\\x411\"", NODE_STRING, "I1A1", 4);
	assert_word("\"\\u00e9\\U0001F600\"", NODE_STRING, "\xc3\xa9\xf0\x9f\x98\x80", 6);
	assert_word("\"\xff\xc3\xa9\"", NODE_STRING, "\xff\xc3\xa9", 3);
	assert_word("\"\"", NODE_STRING, "", 0);
	assert_word("r\"\\x41\\\"\"", NODE_STRING, "\\x41\\\"", 6);
	assert_word("R\"\"", NODE_STRING, "", 0);
	assert_word("'\\x03'", NODE_CHAR, "\3", 1);
	assert_word("'\\''", NODE_CHAR, "'", 1);
	assert_word("'\"'", NODE_CHAR, "\"", 1);
	assert_reads("a == \"\xff\\x01\xc3\xa9\\n\"", "a == \"\\xff\\x01\xc3\xa9\\n\"");
	assert_reads("a == '\\0' or a == '\xff' or a == '\\''",
		     "a == '\\x00' or a == '\\xff' or a == '\\''");
}

static void bare_operands_are_tests(void **state)
{
	static const struct pair pairs[] = {
		{ "modbus", NULL },
		{ "a & 1", NULL },
		{ "a[0:3] and b#1", NULL },
		{ "-a or a % 2", NULL },
		{ "(a)", "a" },
		{ "((a)) and (b)", "a and b" },
		{ "{a} or len(b)", "a or len(b)" },
	};

	(void)state;
	all_read(pairs, COUNT(pairs));
}

static void places_are_the_first_byte_of_each_node(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "  a == 1 and not (b[0] + 2 > c)", parse_condition);
	assert_int_equal(p.tree->offset, 2);
	assert_int_equal(p.tree->a->b->offset, 7);
	assert_int_equal(p.tree->b->offset, 13);
	assert_int_equal(p.tree->b->a->offset, 18);
	assert_int_equal(p.tree->b->a->b->offset, 29);
	assert_ptr_equal(p.tree->b->a->b->text, &p.text);
	parsed_free(&p);
}

static void an_operand_alone_is_no_condition(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "tag.value * 2", parse_operand);
	assert_int_equal(p.tree->kind, NODE_MULTIPLY);
	parsed_free(&p);
	parse_text(&p, "tag.value > 2", parse_operand);
	assert_string_equal(
		p.said, "11: \">\" is not expected here: a field or a calculation is all there is");
	parsed_free(&p);
	parse_text(&p, "", parse_operand);
	assert_string_equal(p.said, "1: a field or value is missing");
	parsed_free(&p);
}

static unsigned depth_of(const struct node *n)
{
	if (n == NULL)
		return 0;

	unsigned a = depth_of(n->a), b = depth_of(n->b);

	return 1 + (a > b ? a : b);
}

static char *repeated(const char *before, const char *each, const char *middle, const char *after,
		      size_t n)
{
	size_t room = strlen(before) + n * (strlen(each) + strlen(after)) + strlen(middle) + 1;
	char *s = calloc(1, room), *at = s;

	assert_non_null(s);
	at = stpcpy(at, before);
	for (size_t i = 0; i < n; i++)
		at = stpcpy(at, each);
	at = stpcpy(at, middle);
	for (size_t i = 0; i < n; i++)
		at = stpcpy(at, after);
	return s;
}

static void a_chain_of_a_thousand_tests_is_not_deep(void **state)
{
	char *s = repeated("a", " or a", "", "", 999);
	struct parsed p;

	(void)state;
	memset(&p, 0, sizeof(p));
	p.text = (struct rule_text){ .s = s, .len = strlen(s), .file = "t" };
	p.tree = parse_condition(&p.arena, &p.text, &p.errors);
	assert_non_null(p.tree);
	assert_true(depth_of(p.tree) <= 12);
	assert_int_equal(print_condition(p.tree, NULL, 0), strlen(s));
	parsed_free(&p);
	free(s);
}

static void what_is_too_deep_or_too_long_is_refused_once(void **state)
{
	static const struct {
		const char *each, *middle, *after;
		size_t n;
		const char *said;
	} cases[] = {
		{ "(", "a", ")", 100000, "65: too much lies within" },
		{ "{", "a", "}", 100000, "65: too much lies within" },
		{ "not ", "a", "", 100000, "257: too much lies within" },
		{ "-", "a", "", 100000, "65: too much lies within" },
		{ "f(", "a", ")", 100000, "130: too much lies within" },
		{ "a + ", "a", "", 100000, "259: the calculation is too long" },
		{ "a or ", "a", "", 100000, "20481: the condition is too long" },
		{ "", "a", "[0]", 100000, "194: a part of a part" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = repeated("", cases[i].each, cases[i].middle, cases[i].after, cases[i].n);
		struct parsed p;

		parse_text(&p, s, parse_condition);
		assert_int_equal(p.errors.errors, 1);
		p.said[strlen(cases[i].said)] = '\0';
		assert_string_equal(p.said, cases[i].said);
		parsed_free(&p);
		free(s);
		s = repeated("", cases[i].each, cases[i].middle, cases[i].after, 64);
		parse_text(&p, s, parse_condition);
		assert_string_equal(p.said, "");
		parsed_free(&p);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_of_an_operator_is_known),
		cmocka_unit_test(and_binds_tighter_than_xor_and_xor_than_or),
		cmocka_unit_test(not_takes_one_test_and_not_the_whole_chain),
		cmocka_unit_test(comparisons_in_a_row_hold_all),
		cmocka_unit_test(any_and_all_belong_to_comparisons_and_sets),
		cmocka_unit_test(bits_are_looser_than_sums_and_sums_than_products),
		cmocka_unit_test(the_sign_of_a_number_is_part_of_it),
		cmocka_unit_test(sets_hold_ranges_lists_and_calculations),
		cmocka_unit_test(parts_are_given_in_every_form),
		cmocka_unit_test(layers_are_numbers_or_ranges_of_them),
		cmocka_unit_test(functions_take_operands),
		cmocka_unit_test(numbers_addresses_and_bytes_are_literals),
		cmocka_unit_test(words_are_names_also_when_they_could_be_bytes),
		cmocka_unit_test(a_slash_belongs_to_addresses_and_divides_numbers),
		cmocka_unit_test(escapes_stand_for_bytes),
		cmocka_unit_test(bare_operands_are_tests),
		cmocka_unit_test(places_are_the_first_byte_of_each_node),
		cmocka_unit_test(an_operand_alone_is_no_condition),
		cmocka_unit_test(a_chain_of_a_thousand_tests_is_not_deep),
		cmocka_unit_test(what_is_too_deep_or_too_long_is_refused_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
