/* What decoders keep of flows: protocols/note.c. */
#include "protocols/note.h"

#include <stdlib.h>

#include "tests/unit/test.h"

static struct cur text(const char *s)
{
	return cur_of(s, strlen(s));
}

static void a_note_is_found_by_its_flow_and_key_only(void **state)
{
	struct notes t;

	(void)state;
	assert_true(notes_init(&t, 64));
	struct note *note = notes_open(&t, 1, 7, 1);

	assert_non_null(note);
	note->word[0] = 42;
	assert_ptr_equal(notes_add(&t, note, text("ab")), note);
	assert_ptr_equal(notes_add(&t, note, text("cd")), note);
	assert_ptr_equal(notes_find(&t, 1, 7, 2), note);
	assert_ptr_equal(notes_open(&t, 1, 7, 3), note);
	assert_null(notes_find(&t, 2, 7, 4));
	assert_null(notes_find(&t, 1, 8, 4));
	struct cur c = notes_bytes(&t, note);

	assert_int_equal(cur_left(&c), 4);
	assert_true(cur_starts(&c, "abcd", 4));
	notes_end(&t, note);
	notes_end(&t, note);
	assert_null(notes_find(&t, 1, 7, 5));
	assert_int_equal(notes_open(&t, 1, 7, 6)->n, 0);
	notes_free(&t);
}

static void a_note_grows_into_larger_ones_until_it_is_too_long(void **state)
{
	struct notes t;
	static uint8_t much[NOTE_LARGE];

	(void)state;
	memset(much, 7, sizeof(much));
	assert_true(notes_init(&t, 64));
	struct note *note = notes_open(&t, 1, 1, 1);

	note->word[3] = 9;
	note = notes_add(&t, note, cur_of(much, NOTE_SMALL));
	assert_int_equal(note->size, 0);
	note = notes_add(&t, note, text("x"));
	assert_int_equal(note->size, 1);
	assert_int_equal(note->word[3], 9);
	note = notes_add(&t, note, cur_of(much, NOTE_LARGE - NOTE_SMALL - 1));
	assert_int_equal(note->size, 2);
	struct cur c = notes_bytes(&t, note);

	assert_int_equal(cur_left(&c), NOTE_LARGE);
	assert_int_equal(cur_at(&c, NOTE_SMALL), 'x');
	assert_int_equal(cur_at(&c, NOTE_LARGE - 1), 7);
	assert_ptr_equal(notes_find(&t, 1, 1, 1), note);
	assert_null(notes_add(&t, note, text("y")));
	assert_null(notes_find(&t, 1, 1, 1));
	assert_int_equal(t.evicted, 0);
	notes_free(&t);
}

static void the_note_used_longest_ago_gives_way(void **state)
{
	struct notes t;

	(void)state;
	assert_true(notes_init(&t, 64));
	for (uint64_t i = 0; i < 64; i++)
		assert_non_null(notes_open(&t, 1, i, i + 1));
	assert_non_null(notes_find(&t, 1, 0, 100));
	assert_non_null(notes_open(&t, 2, 0, 101));
	assert_int_equal(t.evicted, 1);
	assert_null(notes_find(&t, 1, 1, 102));
	assert_non_null(notes_find(&t, 1, 0, 102));
	notes_end(&t, notes_find(&t, 1, 5, 103));
	assert_non_null(notes_open(&t, 2, 1, 104));
	assert_int_equal(t.evicted, 1);
	notes_free(&t);
}

static void a_message_does_not_evict_its_own_notes(void **state)
{
	struct notes t;

	(void)state;
	assert_true(notes_init(&t, 64));
	for (uint64_t i = 0; i < 64; i++)
		assert_non_null(notes_open(&t, 1, i, 5));
	assert_null(notes_open(&t, 1, 64, 5));
	/* Nor is what it ended used again while its bytes may be shown. */
	notes_end(&t, notes_find(&t, 1, 3, 5));
	assert_null(notes_open(&t, 1, 64, 5));
	assert_non_null(notes_open(&t, 1, 64, 6));
	notes_free(&t);
}

static void a_table_has_at_least_one_note_of_each_size(void **state)
{
	struct notes t;

	(void)state;
	assert_true(notes_cost() > NOTE_SMALL);
	assert_true(notes_init(&t, 1));
	for (unsigned s = 0; s < NOTE_SIZES; s++)
		assert_int_equal(t.n[s], 1);
	notes_free(&t);
	notes_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_note_is_found_by_its_flow_and_key_only),
		cmocka_unit_test(a_note_grows_into_larger_ones_until_it_is_too_long),
		cmocka_unit_test(the_note_used_longest_ago_gives_way),
		cmocka_unit_test(a_message_does_not_evict_its_own_notes),
		cmocka_unit_test(a_table_has_at_least_one_note_of_each_size),
	};

	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
