/* Lines that wait for a word: sensor/lineq.c. */
#include "sensor/lineq.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

struct out {
	struct lineq q;
	char *text;
	size_t n;
	FILE *f;
};

static struct out *begin(void)
{
	struct out *o = calloc(1, sizeof(*o));

	assert_non_null(o);
	o->f = open_memstream(&o->text, &o->n);
	assert_non_null(o->f);
	assert_true(lineq_init(&o->q, o->f));
	return o;
}

static void end(struct out *o)
{
	lineq_free(&o->q);
	assert_int_equal(fclose(o->f), 0);
	free(o->text);
	free(o);
}

static const char *written(struct out *o)
{
	assert_int_equal(fflush(o->f), 0);
	return o->text;
}

/* A line that gets its word before the closing brace. */
static void add(struct out *o, const char *line, uint64_t key, bool waits, uint64_t at)
{
	lineq_add(&o->q, line, strlen(line), key, waits, strlen(line) - 2, at);
}

static void a_line_that_waits_for_nothing_is_written_at_once(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{a}\n", 1, false, 0);
	assert_string_equal(written(o), "{a}\n");
	end(o);
}

static void a_word_goes_where_the_line_wants_it(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{a}\n", 1, true, 0);
	assert_string_equal(written(o), "");
	assert_true(lineq_patch(&o->q, 1, "!!", 2));
	assert_string_equal(written(o), "{a!!}\n");
	assert_false(lineq_patch(&o->q, 1, "??", 2));
	end(o);
}

static void lines_keep_their_order_whatever_comes_first(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{a}\n", 1, true, 0);
	add(o, "{b}\n", 2, true, 0);
	add(o, "{c}\n", 3, false, 0);
	assert_true(lineq_patch(&o->q, 2, "2", 1));
	assert_string_equal(written(o), "");
	assert_true(lineq_patch(&o->q, 1, "1", 1));
	assert_string_equal(written(o), "{a1}\n{b2}\n{c}\n");
	end(o);
}

static void all_lines_of_a_message_get_the_word(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{a}\n", 1, true, 0);
	add(o, "{b}\n", 2, true, 0);
	add(o, "{c}\n", 2, true, 0);
	add(o, "{d}\n", 3, true, 0);
	assert_true(lineq_patch(&o->q, 2, "x", 1));
	lineq_flush(&o->q);
	assert_string_equal(written(o), "{a}\n{bx}\n{cx}\n{d}\n");
	end(o);
}

static void a_word_for_nobody_is_refused(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{b}\n", 5, true, 0);
	assert_false(lineq_patch(&o->q, 4, "x", 1));
	assert_false(lineq_patch(&o->q, 6, "x", 1));
	lineq_flush(&o->q);
	assert_string_equal(written(o), "{b}\n");
	end(o);
}

static void lines_from_before_a_time_wait_no_longer(void **state)
{
	struct out *o = begin();

	(void)state;
	add(o, "{a}\n", 1, true, 100);
	add(o, "{b}\n", 2, true, 200);
	lineq_until(&o->q, 100);
	assert_string_equal(written(o), "");
	lineq_until(&o->q, 200);
	assert_string_equal(written(o), "{a}\n");
	end(o);
}

/* Many lines, each patched when `lag` more have come: the output is all of them in order. */
static void many(unsigned lines, unsigned lag, size_t width)
{
	struct out *o = begin();
	char *line = malloc(width + 16);
	char word[16];
	size_t at = 0;

	assert_non_null(line);
	for (unsigned i = 0; i < lines + lag; i++) {
		if (i < lines) {
			(void)snprintf(line, width + 16, "{%0*u}\n", (int)width, i);
			add(o, line, i + 1, true, i);
		}
		if (i >= lag) {
			(void)snprintf(word, sizeof(word), ":%u", i - lag);
			assert_true(lineq_patch(&o->q, i - lag + 1, word, strlen(word)));
		}
	}
	assert_int_equal(o->q.early, 0);
	const char *text = written(o);

	for (unsigned i = 0; i < lines; i++) {
		int n = snprintf(line, width + 16, "{%0*u:%u}\n", (int)width, i, i);

		if (strncmp(text + at, line, (size_t)n) != 0)
			fail_msg("line %u is %.60s", i, text + at);
		at += (size_t)n;
	}
	assert_int_equal(at, o->n);
	free(line);
	end(o);
}

static void the_ring_of_lines_wraps(void **state)
{
	(void)state;
	many(3 * LINEQ_LINES + 7, 100, 5);
}

static void the_ring_of_bytes_wraps(void **state)
{
	(void)state;
	many(300, 20, 60001);
}

static void a_line_too_many_sends_off_the_first_without_its_word(void **state)
{
	struct out *o = begin();

	(void)state;
	for (unsigned i = 0; i <= LINEQ_LINES; i++)
		add(o, "{}\n", i + 1, true, 0);
	assert_int_equal(o->q.early, 1);
	assert_string_equal(written(o), "{}\n");
	assert_false(lineq_patch(&o->q, 1, "x", 1));
	assert_true(lineq_patch(&o->q, 2, "x", 1));
	end(o);
}

static void a_line_longer_than_the_ring_comes_after_those_that_waited(void **state)
{
	struct out *o = begin();
	char *line = malloc(LINEQ_BYTES + 1);

	(void)state;
	assert_non_null(line);
	memset(line, 'z', LINEQ_BYTES);
	line[LINEQ_BYTES] = '\n';
	add(o, "{a}\n", 1, true, 0);
	lineq_add(&o->q, line, LINEQ_BYTES + 1, 2, true, 3, 0);
	assert_true(strncmp(written(o), "{a}\nzzz", 7) == 0);
	assert_int_equal(o->n, 4 + LINEQ_BYTES + 1);
	free(line);
	end(o);
}

static void a_word_that_is_too_long_is_refused(void **state)
{
	struct out *o = begin();
	char word[LINEQ_PATCH + 1];

	(void)state;
	memset(word, 'w', sizeof(word));
	add(o, "{a}\n", 1, true, 0);
	assert_false(lineq_patch(&o->q, 1, word, sizeof(word)));
	assert_true(lineq_patch(&o->q, 1, word, LINEQ_PATCH));
	end(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_that_waits_for_nothing_is_written_at_once),
		cmocka_unit_test(a_word_goes_where_the_line_wants_it),
		cmocka_unit_test(lines_keep_their_order_whatever_comes_first),
		cmocka_unit_test(all_lines_of_a_message_get_the_word),
		cmocka_unit_test(a_word_for_nobody_is_refused),
		cmocka_unit_test(lines_from_before_a_time_wait_no_longer),
		cmocka_unit_test(the_ring_of_lines_wraps),
		cmocka_unit_test(the_ring_of_bytes_wraps),
		cmocka_unit_test(a_line_too_many_sends_off_the_first_without_its_word),
		cmocka_unit_test(a_line_longer_than_the_ring_comes_after_those_that_waited),
		cmocka_unit_test(a_word_that_is_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
