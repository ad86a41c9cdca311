/*
 * print.c and node_equal.c: what is printed is read as the same tree, for trees of every shape that
 * the parser can make.
 */
#include "tests/unit/parsed.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct maker {
	struct arena *arena;
	uint64_t seed;
};

static unsigned pick(struct maker *m, unsigned n)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(m->seed >> 33) % n;
}

static struct node *make(struct maker *m, unsigned kind)
{
	struct node *n = arena_new(m->arena, struct node, 1);

	n->kind = (uint8_t)kind;
	return n;
}

static struct node *make_word(struct maker *m, unsigned kind, const char *const *words, unsigned n)
{
	struct node *made = make(m, kind);

	made->word = words[pick(m, n)];
	made->word_len = (uint32_t)strlen(made->word);
	return made;
}

static struct node *make_name(struct maker *m)
{
	static const char *const names[] = {
		"a", "modbus.func_code", "ff.ee", "r", "x-y_z.9", "ab"
	};
	struct node *n = make_word(m, NODE_NAME, names, COUNT(names));

	if (pick(m, 8) == 0)
		n->layer = (int16_t)(pick(m, 2) == 0 ? 3 : -2);
	return n;
}

static void add_ranges(struct maker *m, struct node *n)
{
	static const struct slice_range forms[] = {
		{ 0, 3, 0, SLICE_LENGTH }, { -4, 2, 0, SLICE_LENGTH }, { 3, 0, 5, SLICE_END },
		{ -3, 0, -1, SLICE_END },  { 9, 0, 0, SLICE_TO_END },  { -1, 1, 0, SLICE_ONE },
		{ 7, 1, 0, SLICE_ONE },
	};
	struct slice_range *r = arena_new(m->arena, struct slice_range, 3);

	n->nslices = 1 + pick(m, 3);
	for (uint32_t i = 0; i < n->nslices; i++)
		r[i] = forms[pick(m, COUNT(forms))];
	n->slices = r;
}

static struct node *make_string(struct maker *m)
{
	static const char *const raws[] = { "\\d+\\\"", "", "^a.b$" };
	struct node *n;

	if (pick(m, 4) == 0) {
		n = make_word(m, NODE_STRING, raws, COUNT(raws));
		n->raw = true;
		return n;
	}

	char *bytes = arena_get(m->arena, 9);

	n = make(m, NODE_STRING);
	n->word = bytes;
	n->word_len = pick(m, 9);
	for (uint32_t i = 0; i < n->word_len; i++)
		bytes[i] = (char)pick(m, 256);
	return n;
}

static struct node *make_operand(struct maker *m, unsigned depth);

static struct node *make_leaf(struct maker *m)
{
	static const char *const literals[] = { "5",  "-5",  "0x1f",	   "1.5e+3",
						".5", "::1", "10.0.0.1/8", "aa:bb:cc",
						"5s", "-.5", "ff-ff-ff" };
	struct node *n;

	switch (pick(m, 6)) {
	case 0:
		return make_word(m, NODE_LITERAL, literals, COUNT(literals));
	case 1:
		return make_string(m);
	case 2:
		n = make_string(m);
		n->kind = NODE_CHAR;
		n->raw = false;
		if (n->word_len == 0)
			n->word = "'";
		n->word_len = 1;
		return n;
	case 3:
		n = make_name(m);
		if (n->layer == 0 && pick(m, 3) == 0) {
			add_ranges(m, n);
			/* One layer alone stands in the node itself. */
			if (n->nslices == 1 && n->slices[0].form == SLICE_ONE)
				n->nslices = 0;
		}
		return n;
	default:
		return make_name(m);
	}
}

static struct node *make_call(struct maker *m, unsigned depth)
{
	static const char *const functions[] = { "max", "len", "tag" };
	struct node *n = make_word(m, NODE_CALL, functions, COUNT(functions));
	struct node **end = &n->a;

	for (unsigned i = pick(m, 4); i > 0; i--) {
		*end = make_operand(m, depth + 1);
		end = &(*end)->next;
	}
	return n;
}

static struct node *make_operand(struct maker *m, unsigned depth)
{
	struct node *n;

	if (depth > 4)
		return make_leaf(m);
	switch (pick(m, 8)) {
	case 0:
		n = make(m, NODE_SLICE);
		n->a = pick(m, 2) == 0 ? make_name(m) : make_call(m, depth);
		add_ranges(m, n);
		return n;
	case 1:
		return make_call(m, depth);
	case 2:
		n = make(m, NODE_NEGATE);
		n->a = make_operand(m, depth + 1);
		return n;
	case 3:
	case 4:
		n = make(m, NODE_ADD + pick(m, NODE_BIT_AND - NODE_ADD + 1));
		n->a = make_operand(m, depth + 1);
		n->b = make_operand(m, depth + 1);
		return n;
	default:
		return make_leaf(m);
	}
}

static struct node *make_in(struct maker *m)
{
	static const char *const lists[] = { "plcs", "a.b-c" };
	struct node *n = make(m, NODE_IN);
	struct node **end = &n->b;

	n->a = make_operand(m, 2);
	n->negated = pick(m, 2) == 0;
	n->quantifier = (uint8_t)pick(m, 3);
	for (unsigned i = 1 + pick(m, 3); i > 0; i--) {
		switch (pick(m, 3)) {
		case 0:
			*end = make(m, NODE_RANGE);
			(*end)->a = make_operand(m, 4);
			(*end)->b = make_operand(m, 4);
			break;
		case 1:
			*end = make_word(m, NODE_LIST, lists, COUNT(lists));
			break;
		default:
			*end = make_operand(m, 3);
		}
		end = &(*end)->next;
	}
	return n;
}

static struct node *make_compare(struct maker *m)
{
	struct node *n = make(m, NODE_COMPARE);

	n->relation = (uint8_t)pick(m, REL_MATCHES + 1);
	n->quantifier = (uint8_t)pick(m, 3);
	n->a = make_operand(m, 1);
	n->b = n->relation == REL_MATCHES ? make_string(m) : make_operand(m, 1);
	return n;
}

static struct node *make_test(struct maker *m, unsigned depth)
{
	unsigned what = depth > 5 ? 5 + pick(m, 5) : pick(m, 10);
	struct node *n;

	switch (what) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		n = make(m, NODE_OR + pick(m, 4));
		n->a = make_test(m, depth + 1);
		n->b = n->kind == NODE_NOT ? NULL : make_test(m, depth + 1);
		return n;
	case 5:
	case 6:
		return make_compare(m);
	case 7:
	case 8:
		return make_in(m);
	default:
		n = make(m, NODE_TEST);
		n->a = pick(m, 2) == 0 ? make_name(m) : make_call(m, 2);
		return n;
	}
}

static void what_is_printed_of_a_thousand_random_trees_reads_the_same(void **state)
{
	struct maker m = { .seed = 20261122 };
	size_t longest = 0;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		struct arena arena = { NULL, 0 };
		struct rule_errors errors = { NULL };

		m.arena = &arena;

		struct node *made = make_test(&m, 0);
		size_t len = print_condition(made, NULL, 0);
		char *s = arena_get(&arena, len + 1);

		assert_int_equal(print_condition(made, s, len + 1), len);
		assert_int_equal(strlen(s), len);

		struct rule_text text = { .s = s, .len = len, .file = "t" };
		struct node *read = parse_condition(&arena, &text, &errors);

		if (read == NULL || !node_equal(made, read)) {
			print_message("%s\n", s);
			rule_errors_print(&errors, stderr);
		}
		assert_non_null(read);
		assert_true(node_equal(made, read));
		longest = len > longest ? len : longest;
		rule_errors_free(&errors);
		arena_free(&arena);
	}
	/* They are not all trivial. */
	assert_true(longest > 1000);
}

static bool same(const char *x, const char *y)
{
	struct parsed a, b;
	bool equal;

	parse_text(&a, x, parse_condition);
	parse_text(&b, y, parse_condition);
	assert_non_null(a.tree);
	assert_non_null(b.tree);
	equal = node_equal(a.tree, b.tree);
	assert_int_equal(equal, node_equal(b.tree, a.tree));
	parsed_free(&a);
	parsed_free(&b);
	return equal;
}

static void trees_that_differ_in_anything_are_not_equal(void **state)
{
	static const char *const all[] = {
		"a",
		"b",
		"ab",
		"not a",
		"a and b",
		"a or b",
		"a xor b",
		"b and a",
		"a and b and c",
		"a == 1",
		"a == 2",
		"a != 1",
		"any a == 1",
		"all a == 1",
		"a in {1}",
		"a not in {1}",
		"a in {1, 2}",
		"a in {2, 1}",
		"a in {1..2}",
		"a in $l",
		"any a in {1}",
		"a[1]",
		"a[1:]",
		"a[1:1]",
		"a[1-1]",
		"a[1,2]",
		"a#1",
		"a#2",
		"a#[1-2]",
		"a#[1-3]",
		"a == \"1\"",
		"a == r\"1\"",
		"a == '1'",
		"a == -1",
		"a == -{1}",
		"a + 1 > 0",
		"a - 1 > 0",
		"f(a)",
		"f(a, b)",
		"f()",
		"g(a)",
		"a == \"1\\0\"",
		"a == \"1\\1\"",
		"a[1:2]",
		"a[1-2]",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		for (size_t j = 0; j < COUNT(all); j++)
			assert_int_equal(same(all[i], all[j]), i == j);
	}
	assert_true(node_equal(NULL, NULL));
}

static void grouping_of_a_chain_and_places_mean_nothing(void **state)
{
	(void)state;
	assert_true(same("a and (b and (c and d))", "((a and b)   and c)\nand d"));
	assert_true(same("a or b or c", "(a or b) or c"));
	assert_false(same("a - b - c == 1", "a - {b - c} == 1"));
	assert_false(same("a or b and c", "(a or b) and c"));
}

static void what_does_not_fit_is_cut_and_its_length_known(void **state)
{
	struct parsed p;
	char s[8] = "xxxxxxx";

	(void)state;
	parse_text(&p, "a == 1 and b", parse_condition);
	assert_int_equal(print_condition(p.tree, s, sizeof(s)), 12);
	assert_string_equal(s, "a == 1 ");
	assert_int_equal(print_condition(p.tree, NULL, 0), 12);
	parsed_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_of_a_thousand_random_trees_reads_the_same),
		cmocka_unit_test(trees_that_differ_in_anything_are_not_equal),
		cmocka_unit_test(grouping_of_a_chain_and_places_mean_nothing),
		cmocka_unit_test(what_does_not_fit_is_cut_and_its_length_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
