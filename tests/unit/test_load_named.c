/* load_named.c, load_except.c: lists, macros, and the exceptions of rules. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/rule/load_inside.h"
#include "tests/unit/rules_text.h"

#define RULE(id, more)                                                                             \
	"- rule: Title of " id "\n  id: " id "\n  desc: What it says.\n  priority: low\n" more
#define OUTPUT "  output: \"{ip.src} did it\"\n"
#define ASKED  "  condition: modbus and ot.request\n"

/* A set without mistakes and warnings. */
static void load(struct rules_text *r, const char *a, const char *b)
{
	rules_text_load(r, a, b, NULL, NULL);
	assert_string_equal(r->said, "");
	assert_non_null(r->set);
}

static void refused(const char *a, const char *b, const char *said)
{
	struct rules_text r;

	rules_text_load(&r, a, b, NULL, NULL);
	assert_string_equal(r.said, said);
	assert_null(r.set);
	rules_text_free(&r);
}

static const struct rule *rule_of(const struct rules_text *r, const char *id)
{
	const struct rule *rule = ruleset_find(r->set, id);

	assert_non_null(rule);
	return rule;
}

static void condition_is(const struct rule *rule, const char *want)
{
	char text[1024];

	assert_true(print_condition(rule->tree, text, sizeof(text)) < sizeof(text));
	assert_string_equal(text, want);
}

static void lists_and_macros_are_replaced_and_grow(void **state)
{
	struct rules_text r;
	const struct rule *u;
	struct subject s = { .kind = SUBJECT_PACKET, .tag = -1 };

	(void)state;
	load(&r,
	     "- list: ports\n  items: [1, 2]\n- list: more\n  items: [7]\n"
	     "- macro: odd\n  condition: udp\n" RULE(
		     "one",
		     "  condition: odd and tcp.port in $ports and not tcp.port in $more\n" OUTPUT),
	     "- list: ports\n  items: [5..9, $more]\n- list: more\n  append: true\n  items: [8]\n"
	     "- macro: odd\n  condition: tcp.port > 3\n");
	u = rule_of(&r, "one");
	for (uint16_t port = 1; port < 12; port++) {
		struct packet pkt = { .frame = 1,
				      .ip_version = 4,
				      .ip_proto = IP_TCP,
				      .transport = true,
				      .sport = port,
				      .dport = port };

		s.pkt = &pkt;
		if (condition_match(u->condition, &s) != (port == 5 || port == 6 || port == 9))
			fail_msg("port %u", port);
	}
	rules_text_free(&r);
}

static void the_items_of_a_list_are_what_they_look_like(void **state)
{
	static const char want[] = "t in {\"read\", \"two words\", \"1.2\", 5, 5..9, 10.0.0.1, "
				   "10.0.0.0/8, fd00::/8, 00:11:22:33:44:55, -3, \"10\", $other}";
	struct rules_text r;
	struct loader l = { .e = &r.e };
	struct arena a = { NULL, 0 };
	struct yaml_node *root;
	struct node in = { .kind = NODE_IN };
	struct node name = { .kind = NODE_NAME, .word = "t", .word_len = 1 };
	struct node *last = NULL;
	char text[512];

	(void)state;
	memset(&r, 0, sizeof(r));
	l.a = &a;
	static const char list[] = "[read, two words, \"1.2\", 5, 5..9, 10.0.0.1, \"10.0.0.0/8\", "
				   "\"fd00::/8\", \"00:11:22:33:44:55\", -3, '10', $other]";
	root = yaml_read(&a, "f", list, strlen(list), &r.e);
	for (const struct yaml_node *n = root->first; n != NULL; n = n->next) {
		struct node *e = load_element(&l, n);

		assert_non_null(e);
		assert_int_equal(text_place(e->text, e->offset).column, n->at.column + n->quoted);
		if (last != NULL)
			last->next = e;
		else
			in.b = e;
		last = e;
	}
	in.a = &name;
	assert_true(print_condition(&in, text, sizeof(text)) < sizeof(text));
	assert_string_equal(text, want);
	assert_int_equal(r.e.errors, 0);
	arena_free(&a);
}

static void exceptions_are_taken_out_of_the_condition(void **state)
{
	struct rules_text r;

	(void)state;
	load(&r,
	     "- list: hosts\n  items: [10.0.0.7, \"10.1.0.0/16\"]\n" RULE(
		     "one",
		     ASKED OUTPUT "  exceptions:\n"
				  "    - name: historian\n"
				  "      fields: [ip.src, modbus.func_code]\n"
				  "      values: [[10.0.0.1, 3], [\"10.0.1.0/24\", [4, 5]]]\n"
				  "    - {name: plain, fields: ip.src, values: [$hosts, "
				  "10.0.0.9]}\n"),
	     "- override: one\n  append: true\n  exceptions:\n"
	     "    - {name: historian, values: [[$hosts, \"Write Single Coil\"]]}\n"
	     "    - {name: nobody, fields: [ip.dst], values: []}\n");
	condition_is(
		rule_of(&r, "one"),
		"modbus and ot.request and not (ip.src in {10.0.0.1} and modbus.func_code in {3} "
		"or ip.src in {10.0.1.0/24} and modbus.func_code in {4, 5} or ip.src in {$hosts, "
		"10.0.0.9} or ip.src in $hosts and modbus.func_code in {\"Write Single Coil\"})");
	rules_text_free(&r);
}

static void many_exceptions_are_no_deep_tree(void **state)
{
	static char text[400000];
	struct rules_text r;
	size_t n = (size_t)snprintf(text, sizeof(text), "%s",
				    RULE("one",
					 ASKED OUTPUT "  exceptions:\n    - name: many\n"
						      "      fields: [ip.src, modbus.func_code]\n"
						      "      values:\n"));

	(void)state;
	for (unsigned i = 0; i < 2000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "        - [10.0.%u.%u, %u]\n",
				      i / 256, i % 256, i % 100);
	load(&r, text, NULL);
	rules_text_free(&r);
}

static void a_mistake_in_a_macro_is_told_once(void **state)
{
	(void)state;
	refused("- macro: m\n  condition: ip.scr == 1.2.3.4\n" RULE("one",
								    "  condition: m\n" OUTPUT)
			RULE("two", "  condition: udp and m\n" OUTPUT),
		NULL, "a:2:14: there is no field \"ip.scr\"; did you mean \"ip.src\"?\n");
}

static void a_macro_that_grows_without_bound_is_refused(void **state)
{
	static char text[8192];
	size_t n = (size_t)snprintf(text, sizeof(text), "- macro: m0\n  condition: tcp\n");
	struct rules_text r;

	(void)state;
	for (unsigned i = 1; i < 20; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "- macro: m%u\n  condition: m%u or m%u or m%u\n", i, i - 1,
				      i - 1, i - 1);
	rules_text_load(&r, text, NULL, NULL, NULL);
	assert_null(r.set);
	assert_non_null(strstr(r.said, "stands for more than"));
	rules_text_free(&r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_and_macros_are_replaced_and_grow),
		cmocka_unit_test(the_items_of_a_list_are_what_they_look_like),
		cmocka_unit_test(exceptions_are_taken_out_of_the_condition),
		cmocka_unit_test(many_exceptions_are_no_deep_tree),
		cmocka_unit_test(a_mistake_in_a_macro_is_told_once),
		cmocka_unit_test(a_macro_that_grows_without_bound_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
