/*
 * What is said of conditions that are wrong: one helpful sentence for each mistake, at its place,
 * and nothing that is wrong only because of it.
 */
#include "tests/unit/parsed.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct refused {
	const char *in, *said;
};

static void all_refused(const struct refused *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_refused(r[i].in, r[i].said);
}

static void brackets_that_do_not_match_name_each_other(void **state)
{
	static const struct refused cases[] = {
		{ "(a == 1", "1: this \"(\" is not closed" },
		{ "a and ((b) or c", "7: this \"(\" is not closed" },
		{ "a in {1, 2", "6: this \"{\" is not closed" },
		{ "max(a, b", "4: this \"(\" is not closed" },
		{ "a[1", "2: this \"[\" is not closed" },
		{ "{a + 1", "1: this \"{\" is not closed" },
		{ "a == 1)", "7: \")\" closes nothing: none is open" },
		{ "a) or b ==", "2: \")\" closes nothing: none is open\n"
				"11: a field or value is missing after \"==\"" },
		{ "(a == 1} or c", "8: \"}\" does not close the \"(\" of line 1, column 1" },
		{ "(x in {1, 2) and y == 3 3",
		  "12: \")\" does not close the \"{\" of line 1, column 7\n"
		  "25: \"and\", \"or\" or the like is missing before \"3\"" },
		{ "x in {1, 2 and y == 3",
		  "12: a \"}\" is missing before \"and\": the set begins in line 1, column 6" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void what_is_missing_is_said_where_it_is_missing(void **state)
{
	static const struct refused cases[] = {
		{ "", "1: there is no condition" },
		{ "  \n", "1: there is no condition" },
		{ "a ==  ", "5: a field or value is missing after \"==\"" },
		{ "== 3", "1: a field or value is missing before \"==\"" },
		{ "a and", "6: a test is missing after \"and\"" },
		{ "or a", "1: a test is missing before \"or\"" },
		{ "a and or b", "7: a test is missing between \"and\" and \"or\"" },
		{ "a or )", "6: a test is missing between \"or\" and \")\"" },
		{ "()", "2: a test is missing between \"(\" and \")\"" },
		{ "not", "4: a test is missing after \"not\"" },
		{ "a + == 3", "5: a field or value is missing between \"+\" and \"==\"" },
		{ "f(", "3: a field or value is missing after \"(\"" },
		{ "f(a,)", "5: a field or value is missing between \",\" and \")\"" },
		{ "a b", "3: \"==\", \"and\" or the like is missing before \"b\"" },
		{ "a == 3 b", "8: \"and\", \"or\" or the like is missing before \"b\"" },
		{ "any a", "1: \"any\" goes with a comparison: nothing is compared here" },
		{ "a == $", "6: the name of a list is missing after \"$\"" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void another_languages_operators_are_translated(void **state)
{
	static const struct refused cases[] = {
		{ "a = 3", "3: \"=\" is written \"==\"" },
		{ "a <> 3", "3: \"<>\" is written \"!=\"" },
		{ "a => 3", "3: \"=>\" is written \">=\"" },
		{ "a =< 3", "3: \"=<\" is written \"<=\"" },
		{ "a =~ \"x\"", "3: \"=~\" is written \"~\" or \"matches\"" },
		{ "a | b", "3: \"|\" is written \"||\" or \"or\"" },
		{ "a | 3", "3: \"|\" is written \"||\" or \"or\"" },
		{ "a ^ b", "3: \"^\" is written \"^^\" or \"xor\"" },
		{ "a == 3 & b == 4",
		  "8: \"&\" calculates with bits: tests are joined with \"&&\" or \"and\"" },
		{ "a AND b OR NOT c", "3: \"AND\" is written in small letters: \"and\"\n"
				      "9: \"OR\" is written in small letters: \"or\"\n"
				      "12: \"NOT\" is written in small letters: \"not\"" },
		{ "a NOT IN {1}", "3: \"NOT\" is written in small letters: \"not\"\n"
				  "7: \"IN\" is written in small letters: \"in\"" },
		{ "a Contains \"x\"", "3: \"Contains\" is written in small letters: \"contains\"" },
		{ "a \xe2\x89\xa5 5", "3: \"\xe2\x89\xa5\" is written \">=\"" },
		{ "(a + 1) * 2 == 4",
		  "1: \"( )\" group tests: a calculation is grouped with \"{ }\"" },
		{ "a == (3)", "6: \"( )\" group tests: a calculation is grouped with \"{ }\"" },
		{ "{a == 3} or b",
		  "1: \"{ }\" group a calculation: tests are grouped with \"( )\"" },
		{ "a == ${hmi}", "6: a list is written without brackets: $hmi" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void sets_are_explained(void **state)
{
	static const struct refused cases[] = {
		{ "a in 1", "6: after \"in\" comes a set, as in \"{1, 2, 5..9}\", or a \"$list\"" },
		{ "a in", "5: after \"in\" comes a set, as in \"{1, 2, 5..9}\", or a \"$list\"" },
		{ "a in (1, 2)",
		  "6: after \"in\" comes a set, as in \"{1, 2, 5..9}\", or a \"$list\"" },
		{ "a in {}", "6: a set has at least one element" },
		{ "a in {1 2 3}", "9: a \",\" is missing before \"2\": elements were separated by "
				  "spaces only before Wireshark 4.0" },
		{ "a in {1, 2,}", "11: no element follows this \",\"" },
		{ "a in {1..2..3}", "11: a range has two ends, \"1..9\", not three" },
		{ "a in {1..}", "10: a field or value is missing between \"..\" and \"}\"" },
		{ "a == 1..3", "7: a range stands in a set only: \"in {1..9}\"" },
		{ "a == $l", "6: a list stands behind \"in\" only: write \"in $l\"" },
		{ "a != $l", "6: a list stands behind \"in\" only: write \"not in $l\"" },
		{ "a not == 3", "3: \"not\" after a field goes with \"in\" only: elsewhere it "
				"stands before the test" },
		{ "a == 1, b == 2", "7: a \",\" separates the elements of a set and the arguments "
				    "of a function only" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void a_value_in_place_of_a_test_gets_the_set_that_was_meant(void **state)
{
	static const struct refused cases[] = {
		{ "a == 1 or 2", "11: 2 is a value, not a test: did you mean \"a in {1, 2}\"?" },
		{ "b and a.b[0] == \"x\" or \"y\"",
		  "24: \"y\" is a value, not a test: did you mean "
		  "\"a.b[0] in {\"x\", \"y\"}\"?" },
		{ "a != 1 and 2",
		  "12: 2 is a value, not a test: did you mean \"a not in {1, 2}\"?" },
		{ "a == 1 or 2 or 3 or 4",
		  "11: 2 is a value, not a test: did you mean \"a in {1, 2}\"?" },
		{ "a == 1 and 2", "12: 2 is a value, not a test: compare it with a field" },
		{ "5", "1: 5 is a value, not a test: compare it with a field" },
		{ "a or ('x')", "7: 'x' is a value, not a test: compare it with a field" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void quotes_and_escapes_are_explained(void **state)
{
	static const struct refused cases[] = {
		{ "a == \"x and b", "6: the text in quotes that begins here is not closed" },
		{ "a == \"x\\\"", "6: the text in quotes that begins here is not closed" },
		{ "a == r\"x\\\"", "6: the text in quotes that begins here is not closed" },
		{ "a == 'x", "6: the character in single quotes that begins here is not closed" },
		{ "a == 'abc'", "6: single quotes hold one character: write a text as \"abc\"" },
		{ "a == ''", "6: there is no character between the quotes" },
		{ "a ~ \"^\\d$\"",
		  "7: \"\\d\" is no escape: a backslash itself is written \"\\\\\", or the text as "
		  "r\"...\", in which it means nothing" },
		{ "a == \"\\xg\"", "7: \"\\x\" is followed by hexadecimal digits" },
		{ "a == \"\\777\"", "7: \"\\777\" is more than a byte, \"\\377\"" },
		{ "a == \"\\u12\"", "7: \"\\u\" is followed by 4 hexadecimal digits" },
		{ "a == \"\\ud800\"", "7: U+D800 is no character" },
		{ "a == \"\\U00110000\"", "7: U+110000 is no character" },
		{ "a ~ b", "5: the pattern after \"~\" is written in quotes: \"...\" or r\"...\"" },
		{ "a == \xe2\x80\x9cx\xe2\x80\x9d",
		  "6: \xe2\x80\x9c is no quotation mark here: write a plain \"" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void parts_and_layers_are_explained(void **state)
{
	static const char *const forms =
		"a number is missing: parts are [start:length], [first-last], [one], [start:] or "
		"[:length]";
	static const char *const numberless[] = { "a[]",   "a[x]",  "a[,1]",
						  "a[1,]", "a[1-]", "a[1::2]" };
	static const int columns[] = { 3, 3, 3, 5, 5, 5 };
	static const struct refused cases[] = {
		{ "a[0:0]", "5: behind the \":\" stands a length, which is at least 1" },
		{ "a[0:-1]", "5: behind the \":\" stands a length, which is at least 1; first and "
			     "last are written [first-last]" },
		{ "a[5-3]", "3: from 5 to 3: the first lies behind the last" },
		{ "a[2--1]", "3: from 2 to -1: both are counted from the beginning, or both, "
			     "negative, from the end" },
		{ "a[2147483648]", "3: the number is too large" },
		{ "a[08]", "3: a number that begins with 0 is octal: no 8, no 9" },
		{ "a[1 2]", "5: a \"]\" is missing: parts are [start:length], [first-last], [one], "
			    "[start:] or [:length]" },
		{ "\"abc\"[1] == b",
		  "6: \"[ ]\" take a part of a field or function, not of a value" },
		{ "{a + 1}[1]",
		  "8: \"[ ]\" take a part of a field or function, not of a calculation" },
		{ "a#0", "3: layers are counted from 1" },
		{ "a#-1", "3: behind \"#\" stands the number of a layer, as in \"ip.src#1\": the "
			  "innermost is \"#[-1]\"" },
		{ "a#99999", "3: there are never so many layers" },
		{ "a == 1 # one", "8: \"#\" chooses a layer and stands right behind the name of a "
				  "field; a condition has no comments" },
	};
	char said[200];

	(void)state;
	all_refused(cases, COUNT(cases));
	for (size_t i = 0; i < COUNT(numberless); i++) {
		(void)snprintf(said, sizeof(said), "%d: %s", columns[i], forms);
		assert_refused(numberless[i], said);
	}
}

static void complete_tests_are_not_compared_on(void **state)
{
	static const struct refused cases[] = {
		{ "a contains \"x\" contains \"y\"",
		  "16: the test before \"contains\" is complete: join two tests with \"and\"" },
		{ "a < b contains \"y\"",
		  "7: the test before \"contains\" is complete: join two tests with \"and\"" },
		{ "a in {3} == 1",
		  "10: the test before \"==\" is complete: join two tests with \"and\"" },
		{ "f(a == 1) and b", "5: a function takes fields and values: compare what it "
				     "gives, behind its \")\"" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void odd_characters_are_shown(void **state)
{
	static const struct refused cases[] = {
		{ "a == 3 @", "8: \"@\" means nothing in a condition" },
		{ "a == 3;", "7: \";\" means nothing in a condition" },
		{ "a == \xe2\x88\xa7 and b = 1",
		  "6: \"\xe2\x88\xa7\" means nothing in a condition\n"
		  "14: \"=\" is written \"==\"" },
		{ "a\xc2\xa0== 1", "2: this is a no-break space: write a plain one" },
		{ "a == 10.0.0.1.", "14: nothing follows this dot" },
		{ "a.b. == 1", "4: nothing follows this dot" },
		{ "a- 1 == 2",
		  "2: \"-\" can be part of a name: write a space before it to subtract" },
	};

	(void)state;
	all_refused(cases, COUNT(cases));
}

static void every_mistake_of_a_condition_is_said_in_one_go(void **state)
{
	(void)state;
	assert_refused("(a == 1 1 b) and (c == ) or d = 5 and x in {} and 'ab' == y",
		       "9: \"and\", \"or\" or the like is missing before \"1\"\n"
		       "24: a field or value is missing between \"==\" and \")\"\n"
		       "31: \"=\" is written \"==\"\n"
		       "44: a set has at least one element\n"
		       "51: single quotes hold one character: write a text as \"ab\"");
}

static void places_are_those_of_the_file(void **state)
{
	static const struct text_run runs[] = { { 0, 7, 14 }, { 9, 8, 16 } };
	struct parsed p;

	(void)state;
	memset(&p, 0, sizeof(p));
	p.text = (struct rule_text){
		.s = "a == 1 or b = 2", .len = 15, .file = "t", .runs = runs, .nruns = 2
	};
	assert_null(parse_condition(&p.arena, &p.text, &p.errors));
	assert_int_equal(p.errors.n, 1);
	assert_int_equal(p.errors.kept[0].at.line, 8);
	assert_int_equal(p.errors.kept[0].at.column, 19);
	parsed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brackets_that_do_not_match_name_each_other),
		cmocka_unit_test(what_is_missing_is_said_where_it_is_missing),
		cmocka_unit_test(another_languages_operators_are_translated),
		cmocka_unit_test(sets_are_explained),
		cmocka_unit_test(a_value_in_place_of_a_test_gets_the_set_that_was_meant),
		cmocka_unit_test(quotes_and_escapes_are_explained),
		cmocka_unit_test(parts_and_layers_are_explained),
		cmocka_unit_test(complete_tests_are_not_compared_on),
		cmocka_unit_test(odd_characters_are_shown),
		cmocka_unit_test(every_mistake_of_a_condition_is_said_in_one_go),
		cmocka_unit_test(places_are_those_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
