#include "tests/unit/test.h"

#include <errno.h>

#include "proto/dictionary.h"
#include "tests/unit/wire_data.h"

enum { ROOM = 8 };

/* A dictionary's message with room for a few entries. */
struct made {
	Kagami__Dictionary m;
	Kagami__Field field[ROOM], *fields[ROOM];
	Kagami__Rule rule[ROOM], *rules[ROOM];
};

static char empty[] = "", name[] = "modbus.func_code", id[] = "asset-new";

static void make(struct made *d)
{
	kagami__dictionary__init(&d->m);
	d->m.fields = d->fields;
	d->m.rules = d->rules;
}

static void add_field(struct made *d, uint32_t number, char *of)
{
	Kagami__Field *f = &d->field[d->m.n_fields];

	kagami__field__init(f);
	f->id = number;
	f->name = of;
	d->fields[d->m.n_fields++] = f;
}

static void add_rule(struct made *d, uint32_t number, char *of)
{
	Kagami__Rule *r = &d->rule[d->m.n_rules];

	kagami__rule__init(r);
	r->index = number;
	r->id = of;
	d->rules[d->m.n_rules++] = r;
}

static void refused(const struct made *made, const char *expected)
{
	const char *why = NULL;

	errno = 0;
	assert_null(dictionary_new(&made->m, &why));
	assert_int_equal(errno, EINVAL);
	assert_string_equal(why, expected);
}

static void an_empty_dictionary_has_nothing(void **state)
{
	const char *why = NULL;
	struct dictionary *d = dictionary_from(NULL, 0, &why);

	(void)state;
	assert_non_null(d);
	assert_null(dictionary_field(d, 0));
	assert_null(dictionary_rule(d, 0));
	assert_null(dictionary_field(d, UINT32_MAX));
	assert_null(dictionary_rule(d, UINT32_MAX));
	assert_int_equal(dictionary_message(d)->n_fields, 0);
	dictionary_free(d);
	dictionary_free(NULL);
}

static void what_version_1_wrote_is_found_by_number(void **state)
{
	struct wire_arena arena;
	const char *why = NULL;
	size_t n;
	uint8_t *p = wire_file("v1-", "dictionary", "bin", &n);

	(void)state;
	assert_true(wire_arena_init(&arena, WIRE_ARENA_EVENT));
	Kagami__ToCollector *m = wire_unpack_to_collector(&arena, p, n, &why);

	assert_non_null(m);
	struct dictionary *d = dictionary_new(m->dictionary, &why);

	assert_non_null(d);
	memset(arena.p, 0xaa, arena.used); /* it keeps nothing of the message */
	wire_arena_free(&arena);
	free(p);
	assert_string_equal(dictionary_field(d, 0)->name, "modbus.func_code");
	assert_int_equal(dictionary_field(d, 0)->type, KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT);
	assert_string_equal(dictionary_field(d, 300)->name, "goose.floating_point");
	assert_int_equal(dictionary_field(d, 300)->type, KAGAMI__FIELD_TYPE__FIELD_TYPE_FLOAT32);
	assert_null(dictionary_field(d, 12));
	assert_null(dictionary_field(d, 301));
	assert_string_equal(dictionary_rule(d, 4)->id, "modbus-write-unauthorised");
	assert_int_equal(dictionary_rule(d, 4)->priority, KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_string_equal(dictionary_rule(d, 4)->techniques[1]->id, "T0855");
	assert_string_equal(dictionary_rule(d, 65535)->id, "asset-new");
	assert_null(dictionary_rule(d, 0));
	assert_memory_equal(dictionary_message(d)->rules_digest, "9f86d081", 8);
	dictionary_free(d);
}

static void numbers_are_in_range_and_there_once(void **state)
{
	const char *why = NULL;
	struct made d;

	(void)state;
	make(&d);
	add_field(&d, DICTIONARY_FIELDS - 1, name);
	add_rule(&d, DICTIONARY_RULES - 1, id);
	struct dictionary *good = dictionary_new(&d.m, &why);

	assert_non_null(good);
	assert_string_equal(dictionary_field(good, DICTIONARY_FIELDS - 1)->name, name);
	dictionary_free(good);
	make(&d);
	add_field(&d, DICTIONARY_FIELDS, name);
	refused(&d, "a field's number is out of range");
	make(&d);
	add_field(&d, UINT32_MAX, name);
	refused(&d, "a field's number is out of range");
	make(&d);
	add_rule(&d, DICTIONARY_RULES, id);
	refused(&d, "a rule's number is out of range");
	make(&d);
	add_rule(&d, UINT32_MAX, id);
	refused(&d, "a rule's number is out of range");
	make(&d);
	add_field(&d, 3, name);
	add_field(&d, 3, name);
	refused(&d, "a field's number is there twice");
	make(&d);
	add_rule(&d, 3, id);
	add_rule(&d, 4, id);
	add_rule(&d, 3, id);
	refused(&d, "a rule's number is there twice");
}

static void names_of_fields_are_keys_and_rules_have_ids(void **state)
{
	static char bad[][8] = { "", "a b", "a\"b", "a\\", "a\n", "\xc3\xa9" };
	struct made d;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		make(&d);
		add_field(&d, 1, bad[i]);
		refused(&d, "that is no name of a field");
	}
	make(&d);
	add_rule(&d, 1, empty);
	refused(&d, "a rule has no id");
}

static void bytes_that_are_none_are_refused(void **state)
{
	const char *why = NULL;
	uint8_t *p = calloc(1, DICTIONARY_MAX + 1);

	(void)state;
	assert_non_null(p);
	errno = 0;
	assert_null(dictionary_from((const uint8_t *)"\x12\x05", 2, &why));
	assert_string_equal(why, "the bytes are no message");
	assert_int_equal(errno, EINVAL);
	assert_null(dictionary_from(p, DICTIONARY_MAX + 1, &why));
	assert_string_equal(why, "too large");
	free(p);
}

/* Rules of very many empty tags are 20 times their bytes. */
static void entries_that_need_much_memory_are_refused(void **state)
{
	enum { TAGS = 1 << 20 };
	struct wire_bytes head = { .n = 0 };
	uint8_t *p = malloc(2 * TAGS + 16);
	const char *why = NULL;

	(void)state;
	assert_non_null(p);
	wire_put(&head, 3 << 3 | 2);
	wire_put(&head, 2 * TAGS + 5);
	wire_put_bytes(&head, 2, "abc", 3);
	memcpy(p, head.p, head.n);
	for (size_t i = 0; i < TAGS; i++)
		memcpy(p + head.n + 2 * i, "\x3a", 2);
	errno = 0;
	struct dictionary *d = dictionary_from(p, head.n + 2 * TAGS, &why);

	if (d == NULL) {
		assert_int_equal(errno, EINVAL);
		assert_string_equal(why, "it needs too much memory");
	}
	assert_null(d);
	free(p);
}

static void a_full_dictionary_has_room(void **state)
{
	enum { FIELDS = DICTIONARY_FIELDS };
	uint8_t *p = malloc((size_t)FIELDS * 16), *end = p;
	const char *why = NULL;

	(void)state;
	assert_non_null(p);
	for (uint32_t i = 0; i < FIELDS; i++) {
		struct wire_bytes field = { .n = 0 }, entry = { .n = 0 };

		if (i > 0)
			wire_put_number(&field, 1, i);
		wire_put_bytes(&field, 2, "a", 1);
		wire_put_bytes(&entry, 2, field.p, field.n);
		memcpy(end, entry.p, entry.n);
		end += entry.n;
	}
	struct dictionary *d = dictionary_from(p, (size_t)(end - p), &why);

	assert_non_null(d);
	assert_int_equal(dictionary_field(d, FIELDS - 1)->id, FIELDS - 1);
	dictionary_free(d);
	free(p);
}

static void texts_that_are_no_utf8_are_mended(void **state)
{
	char title[] = "caf\xe9";
	const char *why = NULL;
	struct made made;

	(void)state;
	make(&made);
	add_rule(&made, 1, id);
	made.rule[0].title = title;
	struct dictionary *d = dictionary_new(&made.m, &why);

	assert_non_null(d);
	assert_string_equal(dictionary_rule(d, 1)->title, "caf?");
	dictionary_free(d);
}

static void the_digest_names_what_is_in_it(void **state)
{
	char other[] = "modbus.unit_id";
	struct made d;

	(void)state;
	make(&d);
	uint64_t none = dictionary_digest(&d.m);

	assert_int_not_equal(none, 0);
	add_field(&d, 1, name);
	uint64_t first = dictionary_digest(&d.m);

	assert_int_not_equal(first, none);
	d.m.id = 5;
	assert_true(dictionary_digest(&d.m) == first);
	assert_int_equal(d.m.id, 5);
	d.field[0].name = other;
	assert_true(dictionary_digest(&d.m) != first);
	d.field[0].name = name;
	d.field[0].type = KAGAMI__FIELD_TYPE__FIELD_TYPE_INT;
	assert_true(dictionary_digest(&d.m) != first);
	d.field[0].type = KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT;
	assert_true(dictionary_digest(&d.m) == first);
	d.m.rules_digest = id;
	assert_true(dictionary_digest(&d.m) != first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_dictionary_has_nothing),
		cmocka_unit_test(what_version_1_wrote_is_found_by_number),
		cmocka_unit_test(numbers_are_in_range_and_there_once),
		cmocka_unit_test(names_of_fields_are_keys_and_rules_have_ids),
		cmocka_unit_test(bytes_that_are_none_are_refused),
		cmocka_unit_test(entries_that_need_much_memory_are_refused),
		cmocka_unit_test(a_full_dictionary_has_room),
		cmocka_unit_test(texts_that_are_no_utf8_are_mended),
		cmocka_unit_test(the_digest_names_what_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
