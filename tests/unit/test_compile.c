/* What the compiler says of conditions, and what it finds out about them. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/asked.h"

struct saying {
	const char *condition, *says;
};

/* Macros, lists and tags by name, for one test. */
struct names {
	struct arena arena;
	struct rule_errors errors;
	struct {
		const char *name, *text;
		struct rule_text where;
		struct node *tree;
	} macros[4], lists[6];
};

static const struct node *macro(void *ctx, const char *name)
{
	struct names *n = ctx;

	for (size_t i = 0; i < 4 && n->macros[i].name != NULL; i++) {
		if (strcmp(n->macros[i].name, name) == 0)
			return n->macros[i].tree;
	}
	return NULL;
}

static const struct node *list(void *ctx, const char *name, bool *found)
{
	struct names *n = ctx;

	for (size_t i = 0; i < 6 && n->lists[i].name != NULL; i++) {
		if (strcmp(n->lists[i].name, name) != 0)
			continue;
		*found = true;
		return n->lists[i].tree->b;
	}
	*found = false;
	return NULL;
}

static int tag(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "Pump1") == 0 ? 3 : -1;
}

static const char *nearest(void *ctx, const char *what, const char *name)
{
	(void)ctx;
	(void)name;
	return strcmp(what, "tag") == 0 ? "Pump1" : strcmp(what, "list") == 0 ? "hosts" : NULL;
}

static struct node *tree_of(struct names *n, struct rule_text *where, const char *text)
{
	*where = (struct rule_text){ .s = text, .len = strlen(text), .file = "names" };
	struct node *tree = parse_condition(&n->arena, where, &n->errors);

	if (tree == NULL)
		fail_msg("%s: %s", text, n->errors.kept[0].text);
	return tree;
}

/* A list is written as the set of a test. */
static void setup(struct names *n, struct rule_scope *scope)
{
	for (size_t i = 0; i < 4 && n->macros[i].name != NULL; i++)
		n->macros[i].tree = tree_of(n, &n->macros[i].where, n->macros[i].text);
	for (size_t i = 0; i < 6 && n->lists[i].name != NULL; i++)
		n->lists[i].tree = tree_of(n, &n->lists[i].where, n->lists[i].text);
	*scope = (struct rule_scope){ n, macro, list, tag, nearest };
}

static void teardown(struct names *n)
{
	rule_errors_free(&n->errors);
	arena_free(&n->arena);
}

static void check_says(const struct saying *s, bool warning, const struct rule_scope *scope)
{
	for (; s->condition != NULL; s++) {
		struct asked a;

		asked_compile(&a, s->condition, scope);
		if (strstr(asked_said(&a), s->says) == NULL ||
		    (s->says[0] == '\0' && a.errors.n > 0))
			fail_msg("%s\n  says \"%s\"\n  not  \"%s\"", s->condition, asked_said(&a),
				 s->says);
		assert_int_equal(a.condition != NULL, warning);
		asked_free(&a);
	}
}

static void what_does_not_fit_is_said_with_a_suggestion(void **state)
{
	static const struct saying sayings[] = {
		{ "modbus.func_cod == 6", "did you mean \"modbus.func_code\"?" },
		{ "modbus.func_code == \"Write Single Regster\"",
		  "did you mean \"Write Single Register\"?" },
		{ "mbtcp.len == 65536", "too big for mbtcp.len, its maximum is 65535" },
		{ "mbtcp.len in {1, 70000}", "too big" },
		{ "tcp.port == 70000", "70000 is too big for tcp.port, its maximum is 65535" },
		{ "udp.port in {1..65536}", "too big for udp.port" },
		{ "eth.type == 0x10000", "too big for eth.type" },
		{ "vlan.id > 65536", "too big for vlan.id" },
		{ "ip.ttl < 256", "too big for ip.ttl, its maximum is 255" },
		{ "icmp.type == 256", "too big for icmp.type" },
		{ "frame.len > 4294967296", "too big for frame.len" },
		{ "modbus.func_code == 300", "too big for modbus.func_code" },
		{ "modbus.bitnum == 65536", "too big for modbus.bitnum" },
		{ "ip.proto == \"TPC\"", "did you mean \"TCP\"?" },
		{ "eth.type == \"IPv5\"", "eth.type has no value \"IPv5\"" },
		{ "mbtcp.len == 1.5", "is a number" },
		{ "mbtcp.len == \"5\"", "is a number" },
		{ "mbtcp.len == 99999999999999999999", "64 bits" },
		{ "modbus.bitval == maybe", "true or false" },
		{ "modbus.response_time > 1ms", "write seconds" },
		{ "goose.t > \"2024-02-30 12:00:00\"", "no day of the calendar" },
		{ "goose.t > \"2024-02-03 12:00:00 CET\"", "no zone" },
		{ "goose.t > 5", "is no time" },
		{ "ip.src == 10.10.1.256", "IPv4 address" },
		{ "ip.src == \"10.10.1.1\"", "without quotes" },
		{ "ip.src == 10.0.0.0/33", "32 bits" },
		{ "ipv6.src == ::1/129", "128 bits" },
		{ "eth.src == 00:30:a7", "MAC address" },
		{ "modbus.data == xyz", "pairs of hexadecimal digits" },
		{ "modbus.object_str_value == pump", "text is written in quotes" },
		{ "modbus.func_code contains 6", "searches text and bytes" },
		{ "modbus.func_code matches \"6\"", "string() makes it a text" },
		{ "modbus.object_str_value matches \"a(b\"", "missing closing parenthesis" },
		{ "modbus.object_str_value matches pump", "in quotes" },
		{ "ip.src == eth.src", "cannot be compared" },
		{ "ip.src + 1 == 2", "\"+\" does not go with IPv4 address" },
		{ "goose.float_value % 2 == 1", "\"%\" does not go with float" },
		{ "modbus.func_code[0] == 6", "cannot be cut into bytes" },
		{ "6 == modbus.func_code", "on the left side" },
		{ "modbus.func_code == 1 / 0", "has no value" },
		{ "modbus == 1", "is a protocol" },
		{ "len(modbus.func_code) == 1", "len() takes text" },
		{ "len(modbus.data, modbus.data) == 1", "only 1 argument" },
		{ "lne(modbus.data) == 1", "did you mean \"len\"?" },
		{ "max(5, modbus.func_code) == 1", "not a constant" },
		{ "upper(modbus.func_code) == \"A\"", "upper() takes text" },
		{ "count(modbus.data)", "compare what it gives" },
		{ "ip.src#2 == 1.2.3.4", "only one layer" },
		{ "modbus.func_code == $hosts", "write \"in $hosts\"" },
		{ "modbus.func_code in $hosts", "there is no list \"hosts\"" },
		{ "tag(\"Pump1\") > 5", "there is no tag" },
		{ "ot.value == abc", "no number" },
		{ NULL, NULL },
	};

	(void)state;
	check_says(sayings, false, NULL);
}

static void what_can_never_or_always_be_is_a_warning(void **state)
{
	static const struct saying sayings[] = {
		{ "modbus.func_code == 5 and modbus.func_code == 6", "cannot be both" },
		{ "modbus.func_code == 5 and goose.stNum == 1", "fields of both protocols" },
		{ "modbus.func_code in {5, 6} and modbus.func_code in {1..9}", "is not needed" },
		{ "mbtcp.len >= 0", "\"mbtcp.len\" alone says the same" },
		{ "mbtcp.len > 65535", "has no such value" },
		{ "mbtcp.len < -1", "has no such value" },
		{ "modbus.func_code in {6..5}", "is empty" },
		{ "ot.request == false", "write \"not ot.request\"" },
		{ "not modbus or not goose", "always holds" },
		{ "modbus.object_str_value == 5", "in quotes" },
		/* and what is no reason to warn */
		{ "modbus.regval_uint16 == 5 and modbus.regval_uint16 == 6", "" },
		{ "modbus.func_code == 5 or goose.stNum == 1", "" },
		{ "modbus.func_code in {5, 6} and modbus.func_code == 6 and umas", "" },
		{ "modbus.func_code in {5, 6} and (modbus.func_code == 6 and ot.value > 3)", "" },
		{ "mbtcp.len > 5 and mbtcp.len < 9", "" },
		{ "ot.request == true", "" },
		{ NULL, NULL },
	};

	(void)state;
	check_says(sayings, true, NULL);
}

static void an_error_in_a_pattern_names_its_place(void **state)
{
	struct asked a;

	(void)state;
	asked_compile(&a, "modbus.object_str_value matches \"ab[z-a]\"", NULL);
	assert_null(a.condition);
	assert_int_equal(a.errors.kept[0].at.column, 33 + 1 + 5);
	asked_free(&a);
}

static void macros_and_lists_are_written_out(void **state)
{
	static struct names n = {
		.macros = { { "write", "modbus.func_code in {5, 6}", { 0 }, NULL },
			    { "mine", "write and ip.src in $hosts", { 0 }, NULL },
			    { "loop", "modbus and loop2", { 0 }, NULL },
			    { "loop2", "not loop", { 0 }, NULL } },
		.lists = { { "hosts",
			     "x in {10.0.0.1, \"10.1.0.0/16\", fe80::1, $more}",
			     { 0 },
			     NULL },
			   { "more", "x in {10.2.0.0..10.2.0.9}", { 0 }, NULL },
			   { "ring", "x in {1, $ring2}", { 0 }, NULL },
			   { "ring2", "x in {$ring}", { 0 }, NULL },
			   { "names", "x in {\"a\", b, 5}", { 0 }, NULL },
			   { "codes", "x in {\"Write Single Coil\", 16}", { 0 }, NULL } },
	};
	static const struct saying wrong[] = {
		{ "loop", "macro \"loop\" stands for itself: loop -> loop2 -> loop" },
		{ "modbus.func_code in $ring",
		  "list \"ring\" holds itself: ring -> ring2 -> ring" },
		{ "modbus.func_code in $host",
		  "there is no list \"host\"; did you mean \"hosts\"?" },
		{ "modbus.func_code in $names", "has no value \"a\"" },
		{ "write == 5", "is a macro" },
		{ "tag(\"Pump\") == 1", "did you mean \"Pump1\"?" },
		{ NULL, NULL },
	};
	static const struct saying right[] = {
		{ "mine", "" },
		{ "ipv6.src in $hosts", "" },
		{ "modbus.object_str_value in $names", "" },
		{ "modbus.func_code in {$codes, 1}", "" },
		{ "tag(\"Pump1\") == 1 and modbus", "" },
		{ NULL, NULL },
	};
	struct rule_scope scope;
	struct asked a;

	(void)state;
	setup(&n, &scope);
	check_says(wrong, false, &scope);
	check_says(right, true, &scope);
	asked_compile(&a, "mine", &scope);
	assert_int_equal(a.condition->nkeys, 2);
	assert_int_equal(a.condition->keys[1].nranges, 2); /* two are neighbours */
	assert_int_equal(a.condition->keys[1].ranges[1].high, 0x0a020009);
	asked_free(&a);
	asked_compile(&a, "tag_age(\"Pump1\") > 5", &scope);
	assert_true(a.condition->calls_time);
	assert_int_equal(a.condition->subject, SUBJECT_TAG);
	asked_free(&a);
	teardown(&n);
}

/* 2 to the power of 40 tests. */
static const struct node *doubling(void *ctx, const char *name)
{
	struct arena *a = ctx;
	int i = atoi(name + 1);
	char *s = arena_get(a, 64);
	struct rule_text *t = arena_new(a, struct rule_text, 1);
	struct rule_errors e = { NULL };

	snprintf(s, 64, i == 0 ? "modbus.func_code == 1" : "m%d or m%d", i - 1, i - 1);
	*t = (struct rule_text){ .s = s, .len = strlen(s), .file = "doubling" };
	return parse_condition(a, t, &e);
}

static void macros_that_explode_are_refused(void **state)
{
	struct arena names = { NULL, 0, NULL };
	const struct rule_scope scope = { &names, doubling, NULL, NULL, NULL };
	struct asked a;

	(void)state;
	asked_compile(&a, "m40", &scope);
	assert_null(a.condition);
	assert_non_null(strstr(asked_said(&a), "too long"));
	asked_free(&a);
	arena_free(&names);
}

static void values_of_packets_have_names_and_their_largest(void **state)
{
	static const struct {
		const char *named, *number;
	} same[] = {
		{ "ip.proto == \"ICMP\"", "ip.proto == 1" },
		{ "ip.proto == \"TCP\"", "ip.proto == 6" },
		{ "ip.proto in {\"UDP\", \"SCTP\"}", "ip.proto in {17, 132}" },
		{ "ipv6.nxt == \"ICMPv6\"", "ipv6.nxt == 58" },
		{ "eth.type == \"IPv4\"", "eth.type == 0x800" },
		{ "vlan.etype == \"IEC 61850/GOOSE\"", "vlan.etype == 0x88b8" },
		{ "tcp.port == 65535", "tcp.port == 0xffff" },
		{ "frame.number == 4294967296", "frame.number == 0x100000000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		struct asked a, b;

		asked_compile(&a, same[i].named, NULL);
		asked_compile(&b, same[i].number, NULL);
		assert_string_equal(asked_said(&a), "");
		assert_int_equal(a.condition->nkeys, 1);
		assert_int_equal(a.condition->keys[0].nranges, b.condition->keys[0].nranges);
		assert_memory_equal(a.condition->keys[0].ranges, b.condition->keys[0].ranges,
				    a.condition->keys[0].nranges * sizeof(struct key_range));
		asked_free(&a);
		asked_free(&b);
	}
}

static void fields_homes_and_subject_are_found(void **state)
{
	struct asked a;

	(void)state;
	asked_compile(&a, "ip.src == 1.2.3.4 and modbus.func_code == 6 and ip.src != ip.dst", NULL);
	assert_int_equal(a.condition->nfields, 3);
	assert_string_equal(a.condition->fields[0]->row->name, "ip.src");
	assert_string_equal(a.condition->fields[2]->row->name, "ip.dst");
	assert_int_equal(a.condition->homes, 1U << HOME_PACKET | 1U << HOME_OPERATION);
	assert_int_equal(a.condition->subject, SUBJECT_OPERATION);
	assert_true((a.condition->protocols & UINT64_C(1) << PROTOCOL_modbus) != 0);
	assert_true((a.condition->protocols & UINT64_C(1) << PROTOCOL_goose) == 0);
	assert_false(a.condition->never || a.condition->always);
	asked_free(&a);
	asked_compile(&a, "modbus.func_code == 6 or goose.stNum == 1", NULL);
	assert_true((a.condition->protocols & UINT64_C(1) << PROTOCOL_goose) != 0);
	assert_true((a.condition->protocols & UINT64_C(1) << PROTOCOL_arp) == 0);
	asked_free(&a);
	asked_compile(&a, "not modbus", NULL);
	assert_true(a.condition->protocols == ~UINT64_C(0));
	asked_free(&a);
}

static void explaining_shows_every_step_and_names_values(void **state)
{
	struct asked a;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	asked_compile(&a, "modbus.func_code == 6 and (goose or modbus.response_time + 1 > 2)",
		      NULL);
	condition_explain(a.condition, out);
	fclose(out);
	assert_non_null(strstr(text, "1. "));
	assert_non_null(strstr(text, "6 (Write Single Register)"));
	assert_non_null(strstr(text, "goose is there"));
	assert_non_null(strstr(text, "does not hold"));
	free(text);
	asked_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_fit_is_said_with_a_suggestion),
		cmocka_unit_test(what_can_never_or_always_be_is_a_warning),
		cmocka_unit_test(an_error_in_a_pattern_names_its_place),
		cmocka_unit_test(macros_and_lists_are_written_out),
		cmocka_unit_test(macros_that_explode_are_refused),
		cmocka_unit_test(values_of_packets_have_names_and_their_largest),
		cmocka_unit_test(fields_homes_and_subject_are_found),
		cmocka_unit_test(explaining_shows_every_step_and_names_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
