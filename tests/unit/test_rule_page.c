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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_about_the_protocols_that_it_needs),
		cmocka_unit_test(a_sequence_is_about_the_protocols_of_its_steps),
		cmocka_unit_test(a_sequence_has_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
