/*
 * yaml.c and yaml_text.c: a text becomes a tree in which every character knows its place, and what
 * is no YAML of ours is refused with its place.
 */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/yaml.h"

struct read {
	struct arena a;
	struct rule_errors e;
	struct yaml_node *root;
	char *said;
};

static void read_bytes(struct read *r, const char *text, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1); /* exactly so long: the sanitizer sees beyond */
	size_t n;
	FILE *f;

	memset(r, 0, sizeof(*r));
	memcpy(copy, text, len);
	r->root = yaml_read(&r->a, "f", copy, len, &r->e);
	free(copy);
	f = open_memstream(&r->said, &n);
	rule_errors_print(&r->e, f);
	fclose(f);
}

static void read_text(struct read *r, const char *text)
{
	read_bytes(r, text, strlen(text));
}

static void done(struct read *r)
{
	rule_errors_free(&r->e);
	arena_free(&r->a);
	free(r->said);
}

static void refused(const char *text, const char *said)
{
	struct read r;

	read_text(&r, text);
	assert_string_equal(r.said, said);
	done(&r);
}

/* Every character of the only text stands where the file has the same character; escapes and line
 * ends are passed over. */
static void at(const struct yaml_node *n, const char *word, int line, int column)
{
	const char *found = strstr(n->text.s, word);
	struct text_place p;

	assert_non_null(found);
	p = text_place(&n->text, (size_t)(found - n->text.s));
	if (p.line != line || p.column != column)
		fail_msg("'%s' at %d:%d, not %d:%d", word, p.line, p.column, line, column);
}

static void a_tree_has_the_places_of_its_nodes(void **state)
{
	struct read r;
	const struct yaml_node *entry;
	const struct yaml_node *v;

	(void)state;
	read_text(&r, "# comment\n- rule: Title\n  tags: [a, \"b\"]\n  x: {y: 'z'}\n  nil:\n");
	assert_string_equal(r.said, "");
	assert_int_equal(r.root->kind, YAML_SEQUENCE);
	assert_int_equal(r.root->n, 1);
	entry = r.root->first;
	assert_int_equal(entry->kind, YAML_MAPPING);
	assert_int_equal(entry->n, 4);
	v = entry->first;
	assert_string_equal(v->key->text.s, "rule");
	assert_int_equal(v->key->at.line, 2);
	assert_int_equal(v->key->at.column, 3);
	assert_string_equal(v->text.s, "Title");
	assert_false(v->quoted);
	assert_int_equal(v->at.column, 9);
	v = v->next;
	assert_int_equal(v->n, 2);
	assert_string_equal(v->first->next->text.s, "b");
	assert_true(v->first->next->quoted);
	assert_int_equal(v->first->next->at.line, 3);
	assert_int_equal(v->first->next->at.column, 13);
	v = v->next;
	assert_string_equal(v->first->key->text.s, "y");
	assert_string_equal(v->first->text.s, "z");
	assert_int_equal(v->first->at.column, 10);
	v = v->next;
	assert_true(yaml_null(v));
	assert_string_equal(yaml_kind_name(v), "nothing");
	assert_int_equal(v->at.line, 5);
	assert_null(v->next);
	done(&r);
}

static void a_plain_text_over_lines_keeps_its_places(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "a: one two\n   three\n\n     four # no more\n");
	assert_string_equal(r.root->first->text.s, "one two three\nfour");
	at(r.root->first, "one", 1, 4);
	at(r.root->first, "two", 1, 8);
	at(r.root->first, " three", 1, 11);
	at(r.root->first, "three", 2, 4);
	at(r.root->first, "four", 4, 6);
	at(r.root->first, "ur", 4, 8);
	done(&r);
}

static void a_folded_text_keeps_its_places(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "a: >-\n    ip.src == 1\n    and tcp\n      more\n\n    last\nb: x\n");
	assert_string_equal(r.root->first->text.s, "ip.src == 1 and tcp\n  more\n\nlast");
	assert_true(r.root->first->quoted);
	assert_int_equal(r.root->first->at.line, 2);
	assert_int_equal(r.root->first->at.column, 5);
	at(r.root->first, "ip.src", 2, 5);
	at(r.root->first, "== 1", 2, 12);
	at(r.root->first, "and", 3, 5);
	at(r.root->first, "tcp", 3, 9);
	at(r.root->first, "more", 4, 7);
	at(r.root->first, "last", 6, 5);
	done(&r);
}

static void a_literal_text_keeps_its_places(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "- a: |\n   ip\n\n   \xc3\xa4 udp\n- |2+\n   x\n\n");
	assert_string_equal(r.root->first->first->text.s, "ip\n\n\xc3\xa4 udp\n");
	at(r.root->first->first, "ip", 2, 4);
	at(r.root->first->first, "udp", 4, 6);
	assert_string_equal(r.root->first->next->text.s, " x\n\n");
	at(r.root->first->next, "x", 6, 4);
	done(&r);
}

static void quoted_texts_keep_their_places(void **state)
{
	struct read r;
	const struct yaml_node *n;

	(void)state;
	read_text(&r, "- 'it''s a\n  b'\n- \"q\\x41\\u00e4\\tz \\\n   joined\\n end\"\n- \"\"\n");
	n = r.root->first;
	assert_string_equal(n->text.s, "it's a b");
	at(n, "it", 1, 4);
	at(n, "'s", 1, 6);
	at(n, "s a", 1, 8);
	at(n, "b", 2, 3);
	n = n->next;
	assert_string_equal(n->text.s, "qA\xc3\xa4\tz joined\n end");
	at(n, "q", 3, 4);
	at(n, "A", 3, 5);
	at(n, "\xc3\xa4", 3, 9);
	at(n, "\t", 3, 15);
	at(n, "z", 3, 17);
	at(n, "joined", 4, 4);
	at(n, "\n", 4, 10);
	at(n, "end", 4, 13);
	n = n->next;
	assert_int_equal(n->text.len, 0);
	assert_false(yaml_null(n));
	assert_int_equal(text_place(&n->text, 0).line, 5);
	done(&r);
}

static void carriage_returns_and_a_byte_order_mark_change_no_places(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "\xef\xbb\xbf- a: b\r\n  c: >\r\n    x\r\n    yy\r\n");
	assert_string_equal(r.said, "");
	assert_string_equal(r.root->first->first->next->text.s, "x yy\n");
	at(r.root->first->first->next, "x", 3, 5);
	at(r.root->first->first->next, "yy", 4, 5);
	done(&r);
}

static void an_empty_document_is_nothing_and_no_mistake(void **state)
{
	static const char *const texts[] = { "", "\n", "# only this\n", "---\n", "--- ~\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct read r;

		read_text(&r, texts[i]);
		assert_string_equal(r.said, "");
		assert_true(r.root == NULL || yaml_null(r.root));
		done(&r);
	}
}

static void what_has_no_use_here_is_refused(void **state)
{
#define ANCHORS                                                                                    \
	"YAML anchors and aliases are not supported here; a text that begins with & or * must "    \
	"stand in quotes\n"
#define TAGS "YAML tags are not supported here; a text that begins with ! must stand in quotes\n"
	(void)state;
	refused("- a: &x\n", "f:1:6: " ANCHORS);
	refused("- a: *x\n- b: &c [*d]\n", "f:1:6: " ANCHORS "f:2:6: " ANCHORS "f:2:10: " ANCHORS);
	refused("- a: !(ip or tcp) b\n- !x {}\n", "f:1:6: " TAGS "f:2:3: " TAGS);
#undef ANCHORS
#undef TAGS
}

static void every_mistake_has_its_place(void **state)
{
	(void)state;
	refused("a: 1\nb: 2\na: 3\n", "f:3:1: the key 'a' stands twice; it is in line 1 already\n");
	refused("- a: {x: 1, y: 2, x: 3, x: 4}\n",
		"f:1:19: the key 'x' stands twice; it is in line 1 already\n"
		"f:1:25: the key 'x' stands twice; it is in line 1 already\n");
	refused("? [a]\n: b\n", "f:1:3: a key must be a name\n");
	refused("a: b\n---\nc: d\n", "f:2:1: a second document; a file has one\n");
	refused("- a:\n\t- x\n", "f:2:1: this is not YAML: tab character may not be used as "
				 "indentation; indent with spaces\n");
	refused("a: b: c\n", "f:1:5: this is not YAML: invalid nested block mapping on the same "
			     "line; a text with ': ' in it must stand in quotes\n");
	refused("a: \"b\n",
		"f:1:5: this is not YAML: double-quoted scalar without closing quote\n");
	refused("a: \xff\n", "f:1:4: this is not UTF-8 text\n");
	refused("%YAML 1.2\n---\na: b\n", "f:1:1: directives are not supported here\n");
	refused("a: \"\\0\"\n", "f:1:4: a text holds a NUL byte\n");
}

static void a_file_is_bounded(void **state)
{
	struct read r;
	char *text = malloc(YAML_SIZE + 1);

	(void)state;
	memset(text, 'x', YAML_SIZE + 1);
	read_bytes(&r, text, YAML_SIZE + 1);
	assert_null(r.root);
	assert_string_equal(r.said, "f: too large (at most 4194304 bytes)\n");
	done(&r);
	read_bytes(&r, text, YAML_SCALAR + 1);
	assert_null(r.root);
	assert_string_equal(r.said, "f:1:1: a text of more than 65536 bytes\n");
	done(&r);
	read_bytes(&r, text, YAML_SCALAR);
	assert_int_equal(r.root->text.len, YAML_SCALAR);
	done(&r);
	memset(text, '[', 100);
	read_bytes(&r, text, 100);
	assert_null(r.root);
	assert_string_equal(r.said, "f:1:33: nested too deeply (at most 32 levels)\n");
	done(&r);
	text[0] = '[';
	for (size_t i = 1; i + 1 < YAML_SIZE; i += 2) {
		text[i] = 'a';
		text[i + 1] = ',';
	}
	read_bytes(&r, text, 2 * (YAML_NODES + 10));
	assert_null(r.root);
	assert_non_null(strstr(r.said, "too many things in one file (at most 262144)"));
	done(&r);
	free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_has_the_places_of_its_nodes),
		cmocka_unit_test(a_plain_text_over_lines_keeps_its_places),
		cmocka_unit_test(a_folded_text_keeps_its_places),
		cmocka_unit_test(a_literal_text_keeps_its_places),
		cmocka_unit_test(quoted_texts_keep_their_places),
		cmocka_unit_test(carriage_returns_and_a_byte_order_mark_change_no_places),
		cmocka_unit_test(an_empty_document_is_nothing_and_no_mistake),
		cmocka_unit_test(what_has_no_use_here_is_refused),
		cmocka_unit_test(every_mistake_has_its_place),
		cmocka_unit_test(a_file_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
