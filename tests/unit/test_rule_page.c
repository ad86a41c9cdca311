/* sensor/rule_page.c: which rules are about a protocol, and their pages. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/rule_page.h"
#include "tests/unit/rules_text.h"

#define RULE(id, more)                                                                             \
	"- rule: Title of " id "\n  id: " id "\n  desc: What it says.\n  priority: low\n"          \
	"  output: \"{ip.src} did it\"\n" more

static struct rules_text r;

static void load(const char *rules)
{
	rules_text_load(&r, rules, NULL, NULL, NULL);
	assert_string_equal(r.said, "");
	assert_non_null(r.set);
}

static const struct rule *rule_of(const char *id)
{
	const struct rule *rule = ruleset_find(r.set, id);

	assert_non_null(rule);
	return rule;
}

static void a_rule_is_about_the_protocols_that_it_needs(void **state)
{
	(void)state;
	load(RULE("one", "  condition: modbus.func_code == 5 and ip.src == 10.0.0.1\n")
		     RULE("either", "  condition: modbus.func_code == 6 or goose.stNum == 1\n")
			     RULE("any", "  condition: tcp.port == 502\n"));
	assert_true(rule_about(rule_of("one"), "modbus"));
	assert_false(rule_about(rule_of("one"), "goose"));
	assert_true(rule_about(rule_of("either"), "modbus"));
	assert_true(rule_about(rule_of("either"), "goose"));
	assert_false(rule_about(rule_of("any"), "modbus"));
	assert_false(rule_about(rule_of("one"), "mod"));
	rules_text_free(&r);
}

static void a_rule_for_what_travels_in_modbus_is_about_both(void **state)
{
	(void)state;
	load("- macro: starts\n  condition: umas.code == 0x40\n" RULE(
		"modbus", "  condition: modbus.func_code == 90\n")
		     RULE("umas", "  condition: umas and ot.request\n") RULE(
			     "macro", "  condition: ot.request and starts\n")
			     RULE("without", "  condition: modbus.func_code == 90 and not umas\n")
				     RULE("serial", "  condition: mbrtu.crc16\n") RULE(
					     "steps", "  sequence: {steps: [\"modbus.func_code == "
						      "8\", \"starts\"], within: 1m}\n"));
	assert_true(rule_about(rule_of("umas"), "umas"));
	assert_true(rule_about(rule_of("umas"), "modbus"));
	assert_true(rule_about(rule_of("umas"), "mbtcp"));
	assert_true(rule_about(rule_of("macro"), "umas"));
	assert_true(rule_about(rule_of("steps"), "umas"));
	assert_false(rule_about(rule_of("modbus"), "umas"));
	assert_false(rule_about(rule_of("without"), "umas"));
	assert_true(rule_about(rule_of("without"), "modbus"));
	assert_true(rule_about(rule_of("serial"), "modbus"));
	assert_true(rule_about(rule_of("serial"), "mbrtu"));
	assert_false(rule_about(rule_of("serial"), "mbtcp"));
	assert_false(rule_about(rule_of("umas"), "arp"));
	rules_text_free(&r);
}

static void a_sequence_is_about_the_protocols_of_its_steps(void **state)
{
	(void)state;
	load(RULE("steps", "  sequence: {steps: [\"modbus.func_code == 8\", \"goose.stNum == 1\"], "
			   "within: 1m}\n")
		     RULE("others", "  sequence: {steps: [tcp.port == 502, tcp.port == 503], "
				    "within: 1m}\n"));
	assert_null(rule_of("steps")->condition);
	assert_true(rule_about(rule_of("steps"), "modbus"));
	assert_true(rule_about(rule_of("steps"), "goose"));
	assert_false(rule_about(rule_of("steps"), "lldp"));
	assert_false(rule_about(rule_of("others"), "modbus"));
	rules_text_free(&r);
}

static void a_sequence_has_a_page(void **state)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	load(RULE("steps", "  sequence: {steps: [\"modbus.func_code == 8\", \"modbus.func_code == 5"
			   "\"], within: 90s, by: [ip.src]}\n"));
	rule_page(out, rule_of("steps"));
	rule_inside(out, rule_of("steps"));
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(text, "`steps` · low priority · asked of operation"));
	assert_non_null(strstr(text, "when 2 things happen one after another within 90 s, for "
				     "each `ip.src`."));
	assert_non_null(strstr(text, "step 2, asked of operation:"));
	free(text);
	rules_text_free(&r);
}

/* The page of a rule, to be freed. */
static char *page_of(const char *id)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	rule_page(out, rule_of(id));
	assert_int_equal(fclose(out), 0);
	return text;
}

static void a_long_condition_is_in_lines_that_fit(void **state)
{
	static const char condition[] =
		"modbus.func_code in {5, 6, 15, 16} and (ip.src == 10.0.0.1 or ip.src == 10.0.0.2 "
		"and ip.dst == 10.0.0.3) and not ot.object contains \"a long (text { with and \\\\ "
		"or "
		"in it, \\\" which no line may break\" and ot.request == true";
	char rule[1024];
	char joined[1024] = "";
	size_t n = 0;
	char *text;

	(void)state;
	(void)snprintf(rule, sizeof(rule), RULE("long", "  condition: >-\n    %s\n"), condition);
	load(rule);
	text = page_of("long");
	for (char *line = strstr(text, "```\n") + 4; *line != '`';
	     line += strcspn(line, "\n") + 1) {
		size_t len = strcspn(line, "\n");
		size_t indent = strspn(line, " ");

		assert_true(len <= 100);
		assert_int_equal(indent, n > 0 ? 4 : 0);
		n += (size_t)snprintf(joined + n, sizeof(joined) - n, "%s%.*s", n > 0 ? " " : "",
				      (int)(len - indent), line + indent);
	}
	assert_string_equal(joined, condition);
	assert_non_null(strstr(text, "\n    and (ip.src == 10.0.0.1 or "));
	free(text);
	rules_text_free(&r);
}

static void what_names_stand_for_is_said_once_each(void **state)
{
	char *text;

	(void)state;
	load("- list: few\n  items: [10.0.0.1, 10.0.0.5..10.0.0.9, \"10.1.0.0/16\"]\n"
	     "- list: all\n  items: [$few, $none]\n"
	     "- list: none\n  items: []\n"
	     "- list: many\n  items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]\n"
	     "- macro: from_us\n  condition: ip.src in $all or ip.dst in $all\n" RULE(
		     "one", "  condition: from_us and tcp.port in $many and not from_us\n"));
	text = page_of("one");
	assert_non_null(strstr(text,
			       "where\n\n"
			       "- macro `from_us`: ``ip.src in $all or ip.dst in $all``\n"
			       "- list `many`: `1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12` and 2 more\n"
			       "- list `all`: `$few, $none`\n"
			       "- list `few`: `10.0.0.1, 10.0.0.5..10.0.0.9, 10.1.0.0/16`\n"
			       "- list `none`: empty; fill it in a file of your own\n\n"));
	free(text);
	rules_text_free(&r);
}

static void a_page_says_what_the_rule_needs(void **state)
{
	char *text;

	(void)state;
	load(RULE("new",
		  "  condition: modbus\n  new: [ip.src]\n  throttle: {within: 2h, by: [ip.src]}\n")
		     RULE("given", "  condition: modbus\n  outside: {value: ot.value, max: 5}\n")
			     RULE("learned", "  condition: modbus\n  outside: {value: ot.value, "
					     "margin: 10%}\n"));
	assert_string_equal(rule_needs(rule_of("new")), "baseline");
	assert_string_equal(rule_needs(rule_of("given")), "");
	assert_string_equal(rule_needs(rule_of("learned")), "baseline");
	text = page_of("new");
	assert_non_null(strstr(text, "**Needs:** baseline; without it the rule is quiet.\n"));
	assert_non_null(strstr(text, "**Told once** in 2 h, for each `ip.src`.\n"));
	assert_non_null(strstr(text, "**Says:** ``{ip.src} did it``\n"));
	free(text);
	rules_text_free(&r);
}

static void prose_is_wrapped_and_means_itself_in_markdown(void **state)
{
	char *text;

	(void)state;
	load(RULE("prose",
		  "  condition: modbus\n  why: >-\n    Bytes * of `a * b` are <odd> and this "
		  "sentence "
		  "is so long that it must be broken, but not before\n    - that dash.\n"));
	text = page_of("prose");
	assert_non_null(strstr(
		text, "**Why it matters:** Bytes \\* of `a * b` are \\<odd> and this sentence is "
		      "so long that it must be\nbroken, but not before - that dash.\n\n"));
	free(text);
	rules_text_free(&r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_about_the_protocols_that_it_needs),
		cmocka_unit_test(a_sequence_is_about_the_protocols_of_its_steps),
		cmocka_unit_test(a_rule_for_what_travels_in_modbus_is_about_both),
		cmocka_unit_test(a_sequence_has_a_page),
		cmocka_unit_test(a_long_condition_is_in_lines_that_fit),
		cmocka_unit_test(what_names_stand_for_is_said_once_each),
		cmocka_unit_test(a_page_says_what_the_rule_needs),
		cmocka_unit_test(prose_is_wrapped_and_means_itself_in_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
