/* Pieces of a stream to messages: sensor/framer.c, with a protocol made for it. */
#include "sensor/framer.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

/*
 * "<" length byte ("1" to "9") text of that length, or "?" text ">" whose end must be searched.
 * Sure when the message ends with the piece's bytes or another "<" follows.
 */
static enum probe probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < 2)
		return cur_at(&c, 0) == '<' ? PROBE_SHORT : PROBE_NO;
	if (cur_at(&c, 0) != '<' || cur_at(&c, 1) < '1' || cur_at(&c, 1) > '9')
		return PROBE_NO;
	size_t n = 2U + cur_at(&c, 1) - '0';

	return cur_left(&c) == n || cur_at(&c, n) == '<' ? PROBE_SURE : PROBE_WEAK;
}

static long segment(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_at(&c, 0) == '?') {
		for (size_t i = 1; i < cur_left(&c); i++) {
			if (cur_at(&c, i) == '>')
				return (long)i + 1;
		}
		return 0;
	}
	if (cur_at(&c, 0) != '<')
		return SEGMENT_BAD;
	if (cur_left(&c) < 2)
		return 0;
	uint8_t n = cur_at(&c, 1);

	if (n == 'L') /* longer than any buffer */
		return 1 << 20;
	return n >= '1' && n <= '9' ? 2 + n - '0' : SEGMENT_BAD;
}

static const struct protocol toy = { .name = "toy", .probe = probe, .segment = segment };

static struct streams ss;
static struct stream s;
static struct stats stats;
static uint64_t frame, skipped;
static char got[1 << 14];

static int setup(void **state)
{
	(void)state;
	memset(&stats, 0, sizeof(stats));
	frame = skipped = 0;
	got[0] = '\0';
	stream_init(&s);
	s.synced = true;
	return streams_init(&ss, 4, 1, 1, &stats) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	stream_drop(&ss, &s);
	assert_int_equal(ss.pool.used[0] + ss.pool.used[1], 0);
	streams_free(&ss);
	return 0;
}

static void note(const struct message *m)
{
	static const char kinds[] = { [MESSAGE_WHOLE] = 'W',
				      [MESSAGE_CUT] = 'C',
				      [MESSAGE_ENDED] = 'E',
				      [MESSAGE_JUNK] = 'J' };
	size_t n = strlen(got);

	(void)snprintf(got + n, sizeof(got) - n, "%c[%.*s]%llu ", kinds[m->kind],
		       (int)cur_left(&m->bytes), (const char *)m->bytes.p,
		       (unsigned long long)m->frame);
}

static void piece_of(const char *p, size_t n, bool gap, bool late)
{
	struct chunk c = { .bytes = cur_of(p, n), .frame = frame + 1, .at = frame + 1 };
	struct message m;

	c.gap = gap;
	c.late = late;
	frame++;
	while (framer_next(&ss, &s, &toy, DIR_REQUEST, &c, &m, &skipped))
		note(&m);
}

static void piece(const char *text)
{
	piece_of(text, strlen(text), false, false);
}

static void behind_gap(const char *text)
{
	piece_of(text, strlen(text), true, false);
}

static void several_messages_in_a_piece_come_one_by_one_where_they_lie(void **state)
{
	(void)state;
	piece("<1a<2bb<3ccc");
	assert_string_equal(got, "W[<1a]1 W[<2bb]1 W[<3ccc]1 ");
	assert_int_equal(ss.pool.never[0], 0);
}

static void a_message_split_anywhere_is_whole_again(void **state)
{
	static const char text[] = "<1a<5bbbbb?xyz><2cc";

	(void)state;
	for (size_t first = 0; first <= sizeof(text) - 1; first++) {
		for (size_t second = first; second <= sizeof(text) - 1; second++) {
			got[0] = '\0';
			piece_of(text, first, false, false);
			piece_of(text + first, second - first, false, false);
			piece_of(text + second, sizeof(text) - 1 - second, false, false);
			char plain[64] = "";

			for (const char *p = got; *p != '\0'; p++) {
				if ((*p < '0' || *p > '9') || p[-1] == '<')
					(void)snprintf(plain + strlen(plain), 2, "%c", *p);
			}
			assert_string_equal(plain, "W[<1a] W[<5bbbbb] W[?xyz>] W[<2cc] ");
			assert_int_equal(s.part_len, 0);
		}
	}
	assert_int_equal(skipped, 0);
}

static void a_split_message_has_the_frame_that_completed_it(void **state)
{
	(void)state;
	piece("<4a");
	piece("b");
	piece("cd<1x");
	assert_string_equal(got, "W[<4abcd]3 W[<1x]3 ");
}

static void what_is_no_message_is_junk_up_to_the_next_that_is_sure(void **state)
{
	(void)state;
	piece("<1a???");
	assert_string_equal(got, "W[<1a]1 ");
	(void)framer_end(&ss, &s, false, &(struct message){ .frame = 0 });
	got[0] = '\0';
	piece("rubbish<1b<2cc");
	assert_string_equal(got, "J[rubbish]2 W[<1b]2 W[<2cc]2 ");
	assert_int_equal(stats.n[STAT_STREAM_SKIPPED], 7);
	assert_int_equal(stats.n[STAT_STREAM_RESYNC], 1);
}

static void junk_without_an_end_is_searched_in_the_next_piece(void **state)
{
	(void)state;
	piece("rubbish");
	piece("more<1a");
	assert_string_equal(got, "J[rubbish]1 W[<1a]2 ");
	assert_int_equal(skipped, 4);
}

static void behind_a_gap_the_next_sure_message_is_searched(void **state)
{
	(void)state;
	piece("<1a");
	behind_gap("tail<1b<1c");
	assert_string_equal(got, "W[<1a]1 W[<1b]2 W[<1c]2 ");
	assert_int_equal(skipped, 4);
	assert_int_equal(stats.n[STAT_STREAM_RESYNC], 1);
}

static void a_message_right_behind_a_gap_costs_no_search(void **state)
{
	(void)state;
	behind_gap("<1b<1c");
	assert_string_equal(got, "W[<1b]1 W[<1c]1 ");
	assert_int_equal(stats.n[STAT_STREAM_RESYNC], 0);
}

static void what_only_looks_like_a_message_behind_a_gap_is_passed_over(void **state)
{
	(void)state;
	behind_gap("<2abc<1z"); /* not followed by another */
	assert_string_equal(got, "W[<1z]1 ");
	assert_int_equal(skipped, 5);
	behind_gap("<1a."); /* but there is nothing better */
	assert_true(strncmp(got, "W[<1z]1 W[<1a]2 ", 16) == 0);
}

static void a_gap_cuts_the_message_before_it(void **state)
{
	(void)state;
	piece("<5ab");
	behind_gap("<1c");
	assert_string_equal(got, "C[<5ab]1 W[<1c]2 ");
}

static void a_piece_that_the_snaplen_cut_is_given_at_once(void **state)
{
	struct chunk c = { .bytes = cur_of("<1a<5bc", 7), .frame = 1, .cut = true };
	struct chunk more = { .bytes = cur_of("cd", 2), .frame = 3, .cut = true };
	struct message m;

	(void)state;
	while (framer_next(&ss, &s, &toy, DIR_REQUEST, &c, &m, &skipped))
		note(&m);
	frame = 1;
	behind_gap("<5b");
	while (framer_next(&ss, &s, &toy, DIR_REQUEST, &more, &m, &skipped))
		note(&m);
	assert_string_equal(got, "W[<1a]1 C[<5bc]1 C[<5bcd]3 ");
	assert_int_equal(s.part_len, 0);
}

static void a_late_piece_stands_for_itself(void **state)
{
	(void)state;
	piece("<5ab");
	piece_of("<1x", 3, true, true);
	piece("cde");
	assert_string_equal(got, "W[<1x]2 W[<5abcde]3 ");
}

static void half_a_message_in_a_late_piece_is_skipped(void **state)
{
	(void)state;
	piece_of("<1x<5yy", 7, true, true);
	assert_string_equal(got, "W[<1x]1 ");
	assert_int_equal(skipped, 4);
	assert_int_equal(ss.pool.used[0], 0);
}

static void an_unfinished_message_is_cut_or_ended(void **state)
{
	struct message m;

	(void)state;
	assert_false(framer_end(&ss, &s, true, &m));
	piece("<5ab");
	assert_true(framer_end(&ss, &s, true, &m));
	note(&m);
	piece("<5ab");
	assert_true(framer_end(&ss, &s, false, &m));
	note(&m);
	assert_false(framer_end(&ss, &s, false, &m));
	assert_string_equal(got, "C[<5ab]1 E[<5ab]2 ");
}

static void a_message_longer_than_any_buffer_is_junk(void **state)
{
	(void)state;
	piece("<Labc");
	s.synced = true;
	piece("<");
	piece("Labc");
	assert_string_equal(got, "J[<Labc]1 J[<L]3 ");
}

static void a_message_that_outgrows_its_buffer_gets_a_larger_one(void **state)
{
	static char text[POOL_SMALL + 100];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[0] = '?';
	piece_of(text, POOL_SMALL - 1, false, false);
	assert_int_equal(ss.pool.used[0], 1);
	piece_of(text + 1, 100, false, false);
	assert_int_equal(ss.pool.used[1], 1);
	piece(">");
	assert_true(strncmp(got, "W[?xxx", 6) == 0);
	assert_int_equal(strlen(got), POOL_SMALL - 1 + 100 + 1 + strlen("W[]3 "));
}

static void without_a_buffer_the_message_is_lost_and_the_next_is_searched(void **state)
{
	uint32_t all[5];

	(void)state;
	for (unsigned i = 0; i < 5; i++)
		all[i] = pool_get(&ss.pool, 1);
	piece("<5ab");
	assert_int_equal(stats.n[STAT_STREAM_NO_BUFFER], 1);
	piece("cde<1x");
	assert_string_equal(got, "W[<1x]2 ");
	for (unsigned i = 0; i < 5; i++)
		pool_put(&ss.pool, all[i]);
}

static void what_is_kept_is_seen_with_what_follows(void **state)
{
	uint8_t buf[8];
	struct chunk a = { .bytes = cur_of("ab", 2) }, b = { .bytes = cur_of("cdefghijk", 9) };

	(void)state;
	struct cur c = framer_peek(&ss, &s, &b, buf, sizeof(buf));

	assert_int_equal(cur_left(&c), 9); /* nothing was kept: where it lies */
	assert_ptr_equal(c.p, b.bytes.p);
	assert_true(framer_keep(&ss, &s, &a));
	c = framer_peek(&ss, &s, &b, buf, sizeof(buf));
	assert_int_equal(cur_left(&c), 8);
	assert_true(cur_starts(&c, "abcdefgh", 8));
	framer_forget(&ss, &s);
	c = framer_peek(&ss, &s, &b, buf, sizeof(buf));
	assert_ptr_equal(c.p, b.bytes.p);
	assert_int_equal(ss.pool.used[0], 0);
}

static void no_more_than_a_small_buffer_is_kept(void **state)
{
	static const uint8_t zeros[POOL_SMALL];
	struct chunk c = { .bytes = cur_of(zeros, POOL_SMALL) }, one = { .bytes = cur_of("a", 1) };

	(void)state;
	assert_true(framer_keep(&ss, &s, &c));
	assert_false(framer_keep(&ss, &s, &one));
	assert_int_equal(ss.pool.used[0], 0);
	assert_int_equal(s.part_len, 0);
}

static void bytes_behind_a_message_in_what_was_kept_are_the_next(void **state)
{
	struct chunk kept = { .bytes = cur_of("<1a<1b<", 7), .frame = 7 };

	(void)state;
	assert_true(framer_keep(&ss, &s, &kept));
	piece("1c");
	assert_string_equal(got, "W[<1a]7 W[<1b]7 W[<1c]7 ");
	assert_int_equal(ss.pool.used[0], 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(several_messages_in_a_piece_come_one_by_one_where_they_lie),
		TEST(a_message_split_anywhere_is_whole_again),
		TEST(a_split_message_has_the_frame_that_completed_it),
		TEST(what_is_no_message_is_junk_up_to_the_next_that_is_sure),
		TEST(junk_without_an_end_is_searched_in_the_next_piece),
		TEST(behind_a_gap_the_next_sure_message_is_searched),
		TEST(a_message_right_behind_a_gap_costs_no_search),
		TEST(what_only_looks_like_a_message_behind_a_gap_is_passed_over),
		TEST(a_gap_cuts_the_message_before_it),
		TEST(a_piece_that_the_snaplen_cut_is_given_at_once),
		TEST(a_late_piece_stands_for_itself),
		TEST(half_a_message_in_a_late_piece_is_skipped),
		TEST(an_unfinished_message_is_cut_or_ended),
		TEST(a_message_longer_than_any_buffer_is_junk),
		TEST(a_message_that_outgrows_its_buffer_gets_a_larger_one),
		TEST(without_a_buffer_the_message_is_lost_and_the_next_is_searched),
		TEST(what_is_kept_is_seen_with_what_follows),
		TEST(no_more_than_a_small_buffer_is_kept),
		TEST(bytes_behind_a_message_in_what_was_kept_are_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
