/* Segments in any order to pieces in order: sensor/stream.c. */
#include "sensor/stream.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

enum { S = 1000000000 };
/* One stream and what it handed on: bytes, "|" before a piece behind a gap, "(…)" around a late. */
static struct streams ss;
static struct stream s;
static struct stats stats;
static uint64_t now, frame;
static char got[1 << 14];

static int setup(void **state)
{
	(void)state;
	memset(&stats, 0, sizeof(stats));
	now = 1000 * (uint64_t)S;
	frame = 0;
	got[0] = '\0';
	stream_init(&s);
	return streams_init(&ss, 80, 2, 2 * (uint64_t)S, &stats) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	stream_drop(&ss, &s);
	assert_int_equal(ss.pool.used[0] + ss.pool.used[1], 0);
	assert_null(ss.oldest);
	streams_free(&ss);
	return 0;
}

static void note(const struct chunk *c)
{
	size_t n = strlen(got);
	int len = (int)cur_left(&c->bytes);

	(void)snprintf(got + n, sizeof(got) - n, "%s%.*s%s",
		       c->late	? "("
		       : c->gap ? "|"
				: "",
		       len, (const char *)c->bytes.p, c->late ? ")" : "");
}

static uint64_t hash_of(const char *p, size_t n)
{
	uint64_t h = 5381;

	while (n-- > 0)
		h = h * 33 + (uint8_t)*p++;
	return h;
}

static void more(bool all)
{
	struct chunk c;

	while (stream_more(&ss, &s, now, all, &c))
		note(&c);
}

static void segment_of(uint32_t seq, uint8_t flags, const char *text, uint32_t missing)
{
	frame++;
	struct packet pkt = { .frame = frame,
			      .at = now,
			      .seq = seq,
			      .tcp_flags = flags,
			      .payload = cur_of(text, strlen(text)),
			      .payload_missing = missing };
	struct chunk c;

	if (stream_add(&ss, &s, &pkt, hash_of(text, strlen(text)), &c))
		note(&c);
	more(false);
}

static void segment(uint32_t seq, const char *text)
{
	segment_of(seq, TCP_ACK, text, 0);
}

static uint64_t counted(enum stat id)
{
	return stats.n[id];
}

#define SENTENCE(name) static void name(void **state __attribute__((unused)))

SENTENCE(segments_in_order_are_handed_on_where_they_lie)
{
	segment_of(99, TCP_SYN, "", 0);
	segment(100, "abc");
	segment(103, "def");
	assert_string_equal(got, "abcdef");
	assert_int_equal(ss.pool.never[0], 0);
}

SENTENCE(a_stream_in_mid_air_begins_with_what_comes_first)
{
	segment(5000, "abc");
	segment(5003, "d");
	assert_string_equal(got, "abcd");
	assert_false(s.synced);
}

SENTENCE(a_hole_is_filled_by_what_comes_late)
{
	segment(100, "ab");
	segment(104, "ef");
	segment(106, "gh");
	assert_string_equal(got, "ab");
	segment(102, "cd");
	assert_string_equal(got, "abcdefgh");
	assert_int_equal(counted(STAT_STREAM_REORDERED), 2);
	assert_int_equal(counted(STAT_STREAM_GAPS), 0);
}

SENTENCE(any_order_of_segments_gives_the_same_bytes)
{
	static const char text[] = "abcdefghijkl";
	unsigned order[6] = { 0, 1, 2, 3, 4, 5 };

	for (unsigned p = 0; p < 720; p++) {
		unsigned left[6] = { 0, 1, 2, 3, 4, 5 }, k = p;

		for (unsigned i = 0; i < 6; i++) {
			unsigned pick = k % (6 - i);

			k /= 6 - i;
			order[i] = left[pick];
			memmove(left + pick, left + pick + 1, (5 - i - pick) * sizeof(left[0]));
		}
		stream_drop(&ss, &s);
		stream_init(&s);
		got[0] = '\0';
		segment_of(UINT32_MAX - 7, TCP_SYN, "", 0); /* the numbers wrap in the middle */
		for (unsigned i = 0; i < 6; i++) {
			char two[3] = { text[2 * order[i]], text[2 * order[i] + 1], '\0' };

			segment(UINT32_MAX - 6 + 2 * order[i], two);
		}
		assert_string_equal(got, text);
	}
	assert_int_equal(counted(STAT_STREAM_GAPS) + counted(STAT_STREAM_CONFLICTS), 0);
}

SENTENCE(a_segment_sent_again_is_not_handed_on_again)
{
	segment(100, "abc");
	segment(100, "abc");
	segment(103, "d");
	assert_string_equal(got, "abcd");
	assert_int_equal(counted(STAT_STREAM_REPEATED), 1);
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 0);
}

SENTENCE(a_segment_sent_again_with_other_bytes_is_a_conflict)
{
	segment(100, "abc");
	segment(100, "aXc");
	segment(103, "d");
	assert_string_equal(got, "abcd");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 1);
}

SENTENCE(a_segment_that_overlaps_gives_only_its_new_bytes)
{
	segment(100, "abc");
	segment(101, "bcde");
	segment(105, "f");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 0);
	segment(103, "dXfg");
	assert_string_equal(got, "abcdefg");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 1);
}

SENTENCE(held_bytes_stand_against_later_ones)
{
	segment(100, "a");
	segment(103, "de");
	segment(102, "cXYf"); /* the same place, other bytes */
	segment(101, "b");
	assert_string_equal(got, "abcdef");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 1);
}

SENTENCE(held_bytes_sent_again_are_no_conflict)
{
	segment(100, "a");
	segment(102, "cd");
	segment(104, "ef");
	segment(102, "cdef");
	segment(101, "bc");
	assert_string_equal(got, "abcdef");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 0);
	assert_int_equal(ss.pool.used[0], 0);
}

SENTENCE(an_acknowledgement_closes_a_hole)
{
	segment(100, "ab");
	segment(104, "ef");
	stream_acked(&s, 103);
	more(false);
	assert_string_equal(got, "ab");
	stream_acked(&s, 106);
	more(false);
	assert_string_equal(got, "ab|ef");
	assert_int_equal(counted(STAT_STREAM_GAPS), 1);
	assert_int_equal(counted(STAT_STREAM_LOST), 2);
}

SENTENCE(what_was_acknowledged_before_is_not_waited_for)
{
	segment(100, "ab");
	stream_acked(&s, 104);
	segment(104, "ef");
	assert_string_equal(got, "ab|ef");
	assert_int_equal(counted(STAT_STREAM_REORDERED), 0);
}

SENTENCE(time_closes_a_hole)
{
	segment(100, "ab");
	segment(104, "ef");
	now += 2 * (uint64_t)S;
	more(false);
	assert_false(stream_overdue(&ss, &s, now));
	assert_string_equal(got, "ab");
	now++;
	assert_true(stream_overdue(&ss, &s, now));
	more(false);
	assert_string_equal(got, "ab|ef");
	assert_false(stream_overdue(&ss, &s, now + 100 * (uint64_t)S));
}

SENTENCE(too_many_held_segments_close_a_hole)
{
	segment(100, "a");
	for (unsigned i = 0; i < STREAM_HELD - 1; i++)
		segment(102 + i, "x");
	assert_string_equal(got, "a");
	segment(102 + STREAM_HELD - 1, "y");
	assert_int_equal(strlen(got), 2 + STREAM_HELD);
	assert_int_equal(got[1], '|');
	assert_int_equal(counted(STAT_STREAM_LOST), 1);
	assert_int_equal(counted(STAT_STREAM_NO_BUFFER), 0);
}

SENTENCE(the_end_gives_up_every_hole)
{
	segment(100, "a");
	segment(102, "c");
	segment(104, "e");
	more(true);
	assert_string_equal(got, "a|c|e");
	assert_int_equal(counted(STAT_STREAM_GAPS), 2);
}

SENTENCE(a_segment_for_a_hole_given_up_is_late_and_comes_once)
{
	segment(100, "ab");
	stream_acked(&s, 108);
	segment(106, "gh");
	segment(102, "cd");
	segment(102, "cd");
	segment(104, "ef");
	segment(104, "ef");
	segment(108, "i");
	assert_string_equal(got, "ab|gh(cd)(ef)i");
	assert_int_equal(counted(STAT_STREAM_REPEATED), 2);
}

SENTENCE(a_hole_is_given_up_only_up_to_what_is_there)
{
	segment(100, "a");
	segment(102, "c");
	segment(104, "e");
	stream_acked(&s, 103);
	more(false);
	assert_string_equal(got, "a|c");
	segment(103, "d");
	assert_string_equal(got, "a|cde");
}

SENTENCE(a_keep_alive_is_nothing)
{
	segment(100, "abc");
	segment(102, "\x01"); /* one byte of rubbish before what comes next */
	segment(102, "");
	segment(103, "d");
	assert_string_equal(got, "abcd");
	assert_int_equal(counted(STAT_STREAM_CONFLICTS), 0);
}

SENTENCE(data_may_come_with_the_syn)
{
	segment_of(99, TCP_SYN, "abc", 0);
	segment(103, "d");
	assert_string_equal(got, "abcd");
	assert_true(s.synced);
}

SENTENCE(a_syn_sent_again_changes_nothing)
{
	segment_of(99, TCP_SYN, "", 0);
	segment_of(99, TCP_SYN, "", 0);
	segment(100, "ab");
	segment_of(99, TCP_SYN, "", 0);
	segment(102, "c");
	assert_string_equal(got, "abc");
}

SENTENCE(what_the_snaplen_cut_is_a_hole)
{
	segment_of(100, TCP_ACK, "ab", 3);
	segment(105, "fg");
	assert_string_equal(got, "ab|fg");
	assert_int_equal(counted(STAT_STREAM_LOST), 3);
}

SENTENCE(a_held_segment_that_was_cut_leaves_a_hole_too)
{
	segment(100, "a");
	segment_of(102, TCP_ACK, "cd", 2);
	segment(106, "gh");
	segment(101, "b");
	assert_string_equal(got, "abcd|gh");
	assert_int_equal(counted(STAT_STREAM_LOST), 2);
}

SENTENCE(numbers_from_far_back_are_a_new_stream_after_three)
{
	segment(2000000000U, "abc");
	segment(1000, "x");
	segment(1001, "y");
	assert_string_equal(got, "abc");
	segment(1002, "z");
	segment(1003, "!");
	assert_string_equal(got, "abc|z!");
	/* How much was lost in between nobody knows. */
	assert_int_equal(counted(STAT_STREAM_LOST), 0);
	assert_int_equal(counted(STAT_STREAM_GAPS), 1);
}

SENTENCE(one_number_from_far_back_is_passed_over)
{
	segment(2000000000U, "abc");
	for (unsigned i = 0; i < 5; i++) {
		segment(1000, "x");
		segment(2000000003U + i, "d");
	}
	assert_string_equal(got, "abcddddd");
}

SENTENCE(a_jump_far_ahead_does_not_count_as_lost_bytes)
{
	segment(1000, "abc");
	segment(1000000000U, "x");
	assert_string_equal(got, "abc");
	stream_acked(&s, 1000000001U);
	more(false);
	assert_string_equal(got, "abc|x");
	assert_int_equal(counted(STAT_STREAM_LOST), 0);
	assert_int_equal(counted(STAT_STREAM_GAPS), 1);
}

SENTENCE(what_was_held_of_the_old_stream_goes_with_it)
{
	segment(2000000000U, "abc");
	segment(2000000010U, "old");
	for (unsigned i = 0; i < 3; i++)
		segment(1000 + i, "x");
	more(true);
	assert_string_equal(got, "abc|x");
	assert_int_equal(ss.pool.used[0], 0);
}

SENTENCE(data_acknowledged_and_not_seen_is_missing)
{
	segment(100, "abc");
	assert_false(stream_missing(&s));
	stream_acked(&s, 103);
	assert_false(stream_missing(&s));
	stream_acked(&s, 104); /* a FIN */
	assert_false(stream_missing(&s));
	stream_acked(&s, 112);
	assert_true(stream_missing(&s));
}

SENTENCE(acknowledgements_do_not_go_back)
{
	segment(100, "ab");
	stream_acked(&s, 104);
	stream_acked(&s, 90);
	segment(104, "ef");
	assert_string_equal(got, "ab|ef");
}

/* Another stream that holds n segments behind a hole. */
static void hold_some(struct stream *other, unsigned n)
{
	struct packet pkt = {
		.at = now, .seq = 100, .tcp_flags = TCP_ACK, .payload = cur_of("x", 1)
	};
	struct chunk c;

	stream_init(other);
	assert_true(stream_add(&ss, other, &pkt, 1, &c));
	for (unsigned i = 0; i < n; i++) {
		pkt.seq = 102 + i;
		assert_false(stream_add(&ss, other, &pkt, 1, &c));
	}
	assert_int_equal(other->nheld, n);
}

SENTENCE(the_stream_that_held_longest_gives_its_buffers_to_another)
{
	struct stream first, second;

	hold_some(&first, 50);
	hold_some(&second, 32); /* now there are none left, large ones included */
	assert_int_equal(ss.pool.used[0] + ss.pool.used[1], 82);
	segment(100, "ab");
	segment(104, "ef");
	segment(102, "cd");
	assert_string_equal(got, "abcdef");
	assert_int_equal(first.nheld, 0);
	assert_int_equal(second.nheld, 32);
	assert_int_equal(counted(STAT_STREAM_NO_BUFFER), 50);
	stream_drop(&ss, &second);
	stream_drop(&ss, &first);
}

SENTENCE(a_stream_does_not_take_buffers_from_itself)
{
	struct streams tiny;
	struct packet pkt = {
		.at = now, .seq = 100, .tcp_flags = TCP_ACK, .payload = cur_of("x", 1)
	};
	struct chunk c;

	assert_true(streams_init(&tiny, 2, 0, S, &stats));
	assert_true(stream_add(&tiny, &s, &pkt, 1, &c));
	for (unsigned i = 0; i < 3; i++) {
		pkt.seq = 102 + i;
		assert_false(stream_add(&tiny, &s, &pkt, 1, &c));
	}
	assert_int_equal(s.nheld, 2);
	assert_int_equal(counted(STAT_STREAM_NO_BUFFER), 1);
	stream_drop(&tiny, &s);
	assert_int_equal(tiny.pool.used[0], 0);
	streams_free(&tiny);
	stream_init(&s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(segments_in_order_are_handed_on_where_they_lie),
		TEST(a_stream_in_mid_air_begins_with_what_comes_first),
		TEST(a_hole_is_filled_by_what_comes_late),
		TEST(any_order_of_segments_gives_the_same_bytes),
		TEST(a_segment_sent_again_is_not_handed_on_again),
		TEST(a_segment_sent_again_with_other_bytes_is_a_conflict),
		TEST(a_segment_that_overlaps_gives_only_its_new_bytes),
		TEST(held_bytes_stand_against_later_ones),
		TEST(held_bytes_sent_again_are_no_conflict),
		TEST(an_acknowledgement_closes_a_hole),
		TEST(what_was_acknowledged_before_is_not_waited_for),
		TEST(time_closes_a_hole),
		TEST(too_many_held_segments_close_a_hole),
		TEST(the_end_gives_up_every_hole),
		TEST(a_segment_for_a_hole_given_up_is_late_and_comes_once),
		TEST(a_hole_is_given_up_only_up_to_what_is_there),
		TEST(a_keep_alive_is_nothing),
		TEST(data_may_come_with_the_syn),
		TEST(a_syn_sent_again_changes_nothing),
		TEST(what_the_snaplen_cut_is_a_hole),
		TEST(a_held_segment_that_was_cut_leaves_a_hole_too),
		TEST(numbers_from_far_back_are_a_new_stream_after_three),
		TEST(one_number_from_far_back_is_passed_over),
		TEST(a_jump_far_ahead_does_not_count_as_lost_bytes),
		TEST(what_was_held_of_the_old_stream_goes_with_it),
		TEST(data_acknowledged_and_not_seen_is_missing),
		TEST(acknowledgements_do_not_go_back),
		TEST(the_stream_that_held_longest_gives_its_buffers_to_another),
		TEST(a_stream_does_not_take_buffers_from_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
