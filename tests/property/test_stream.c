/*
 * However a TCP conversation is cut into segments, in whatever order and how often they come, its
 * operations are the same, to the last character of their JSON.
 *
 * The conversations are those of the project's captures. Baseline: every turn in one piece.
 */
#include "tests/property/talk.h"

#include <stdlib.h>
#include <string.h>

enum {
	CONVERSATIONS = 4, /* of a capture */
	SEEDS = 6,	   /* random variations of each kind, of each conversation */
	MESSAGE = 270,	   /* bytes that a message has at most, and some */
	STEP = 41,	   /* bytes from one split to the next behind it */
	CUTS = 256,	   /* segments that a turn is cut into at random, at most */
	AFTER = 40,	   /* bytes by which a segment reaches into the next, at most */
};

static const char *const captures[] = {
	"pcaps/functions.pcap",	   "pcaps/attack-pipeline.pcap", "pcaps/attack-umas.pcap",
	"pcaps/rtu-over-tcp.pcap", "pcaps/odd-port.pcap",	 "pcaps/operator.pcap",
	"pcaps/attack-scan.pcap",
};

static struct conversation all[sizeof(captures) / sizeof(captures[0]) * CONVERSATIONS];
static char *expected[sizeof(all) / sizeof(all[0])];
static size_t nall;

/* How a turn is said. k: a number that the variation may use. */
struct variation {
	const char *name;
	void (*say)(struct talk *t, size_t k);
	uint32_t start[2];
};

static size_t turn_length(const struct talk *t)
{
	return t->c->turns[t->turn].n;
}

/* Bytes from a to b of the turn, in segments that are not too long. */
static void say_range(struct talk *t, size_t a, size_t b)
{
	while (a < b) {
		size_t n = b - a < TALK_SEGMENT ? b - a : TALK_SEGMENT;

		talk_segment(t, a, n, false);
		a += n;
	}
}

static void say_whole(struct talk *t, size_t k)
{
	(void)k;
	say_range(t, 0, turn_length(t));
}

static void say_bytes(struct talk *t, size_t k)
{
	(void)k;
	for (size_t i = 0; i < turn_length(t); i++)
		talk_segment(t, i, 1, false);
}

static void say_split(struct talk *t, size_t k)
{
	size_t n = turn_length(t), at = k < n ? k : n;

	say_range(t, 0, at);
	say_range(t, at, n);
}

/* ---- at random ------------------------------------------------------------------------------- */

struct cuts {
	struct {
		size_t from, to;
	} piece[CUTS];
	unsigned n;
};

static struct cuts cut(struct talk *t)
{
	struct cuts c = { .n = 0 };
	size_t n = turn_length(t), at = 0;
	uint32_t mean = 1 + talk_random(t, 40) + (uint32_t)(n / 64);

	while (at < n) {
		size_t len = 1 + talk_random(t, 2 * mean);

		if (len > n - at || c.n == CUTS - 1)
			len = n - at;
		c.piece[c.n].from = at;
		at += len < TALK_SEGMENT ? len : TALK_SEGMENT;
		c.piece[c.n++].to = at;
		assert_true(c.n < CUTS || at == n);
	}
	return c;
}

static void shuffle(struct talk *t, struct cuts *c)
{
	for (unsigned i = c->n; i > 1; i--) {
		unsigned j = talk_random(t, i);
		__typeof__(c->piece[0]) other = c->piece[j];

		c->piece[j] = c->piece[i - 1];
		c->piece[i - 1] = other;
	}
}

static void say_cuts(struct talk *t, const struct cuts *c)
{
	for (unsigned i = 0; i < c->n; i++)
		talk_segment(t, c->piece[i].from, c->piece[i].to - c->piece[i].from, false);
}

static void say_random(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	say_cuts(t, &c);
}

static void say_shuffled(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	shuffle(t, &c);
	say_cuts(t, &c);
}

/* A mirror delivers packets twice. */
static void say_copied(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	for (unsigned i = 0; i < c.n; i++) {
		size_t from = c.piece[i].from, n = c.piece[i].to - from;

		talk_segment(t, from, n, false);
		if (talk_random(t, 2) == 0)
			talk_segment(t, from, n, true);
	}
}

/* The sender sends segments again, some of them late. */
static void say_again(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	for (unsigned i = 0; i < c.n; i++) {
		unsigned j = talk_random(t, i + 1);

		talk_segment(t, c.piece[i].from, c.piece[i].to - c.piece[i].from, false);
		if (talk_random(t, 2) == 0)
			talk_segment(t, c.piece[j].from, c.piece[j].to - c.piece[j].from, false);
	}
}

/* Segments reach into each other, cut in another way than when they first came. */
static void overlap(struct talk *t, struct cuts *c)
{
	size_t n = turn_length(t);

	for (unsigned i = 0; i < c->n; i++) {
		size_t back = talk_random(t, AFTER), more = talk_random(t, AFTER);
		size_t from = c->piece[i].from, to = c->piece[i].to;

		from = from > back ? from - back : 0;
		to = to + more < n ? to + more : n;
		if (to - from <= TALK_SEGMENT) {
			c->piece[i].from = from;
			c->piece[i].to = to;
		}
	}
}

static void say_overlapping(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	overlap(t, &c);
	say_cuts(t, &c);
}

static void say_everything(struct talk *t, size_t k)
{
	struct cuts c = cut(t);

	(void)k;
	overlap(t, &c);
	shuffle(t, &c);
	for (unsigned i = 0; i < c.n; i++) {
		size_t from = c.piece[i].from, n = c.piece[i].to - from;
		unsigned j = talk_random(t, i + 1);

		talk_segment(t, from, n, false);
		if (talk_random(t, 3) == 0)
			talk_segment(t, from, n, true);
		if (talk_random(t, 3) == 0)
			talk_segment(t, c.piece[j].from, c.piece[j].to - c.piece[j].from, false);
	}
}

static void say_alive(struct talk *t, size_t k)
{
	talk_alive(t);
	say_random(t, k);
}

/* ---- the properties -------------------------------------------------------------------------- */

static char *say(const struct conversation *c, const struct variation *v, uint64_t seed, size_t k)
{
	struct talk t;

	talk_begin(&t, c, v->start, seed);
	while (t.turn < c->n) {
		v->say(&t, k);
		talk_next(&t);
	}
	return talk_end(&t);
}

/* Prints the first line in which two texts differ. */
static void show_difference(const char *want, const char *got)
{
	size_t i = 0, line = 0;

	for (; want[i] != '\0' && want[i] == got[i]; i++) {
		if (want[i] == '\n')
			line = i + 1;
	}
	print_message("# expected: %.*s\n", (int)strcspn(want + line, "\n"), want + line);
	print_message("# got:      %.*s\n", (int)strcspn(got + line, "\n"), got + line);
}

static void check(size_t i, const struct variation *v, uint64_t seed, size_t k)
{
	const struct conversation *c = &all[i];
	char *got = say(c, v, seed, k);

	if (strcmp(got, expected[i]) != 0) {
		show_difference(expected[i], got);
		fail_msg("%s (seed %lu, at %zu): conversation %zu, ports %u and %u", v->name,
			 (unsigned long)seed, k, i, c->port[0], c->port[1]);
	}
	free(got);
}

static void check_random(const struct variation *v)
{
	for (size_t i = 0; i < nall; i++) {
		for (uint64_t seed = 1; seed <= SEEDS; seed++)
			check(i, v, seed, 0);
	}
}

static const uint32_t usual[2] = { 1000, 2000 };

#define PROPERTY(name, how, a, b)                                                                  \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		check_random(&(struct variation){ #name, how, { a, b } });                         \
	}

PROPERTY(random_segments_change_nothing, say_random, 1000, 2000)
PROPERTY(the_order_of_segments_changes_nothing, say_shuffled, 1000, 2000)
PROPERTY(copies_by_the_mirror_change_nothing, say_copied, 1000, 2000)
PROPERTY(segments_sent_again_change_nothing, say_again, 1000, 2000)
PROPERTY(overlapping_segments_change_nothing, say_overlapping, 1000, 2000)
PROPERTY(sequence_numbers_that_wrap_change_nothing, say_shuffled, 0xffffffc0, 0xffffff80)
PROPERTY(all_of_it_at_once_changes_nothing, say_everything, 0xffffff00, 0xfffffff0)
PROPERTY(keep_alives_change_nothing, say_alive, 1000, 2000)

static void single_bytes_change_nothing(void **state)
{
	struct variation v = { __func__, say_bytes, { usual[0], usual[1] } };

	(void)state;
	for (size_t i = 0; i < nall; i++)
		check(i, &v, 0, 0);
}

/* Each turn is split at its byte k, for every k in the first message, and now and then behind it.
 */
static void every_single_split_changes_nothing(void **state)
{
	struct variation v = { __func__, say_split, { usual[0], usual[1] } };

	(void)state;
	for (size_t i = 0; i < nall; i++) {
		size_t longest = 0;

		for (unsigned j = 0; j < all[i].n; j++)
			longest = all[i].turns[j].n > longest ? all[i].turns[j].n : longest;
		for (size_t k = 1; k < longest; k += k < MESSAGE ? 1 : STEP)
			check(i, &v, 0, k);
	}
}

static int load(void **state)
{
	struct variation v = { "whole", say_whole, { usual[0], usual[1] } };
	size_t operations = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(captures) / sizeof(captures[0]); i++)
		nall += conversation_load(captures[i], all + nall, CONVERSATIONS);
	for (size_t i = 0; i < nall; i++) {
		expected[i] = say(&all[i], &v, 0, 0);
		for (const char *p = expected[i]; (p = strchr(p, '\n')) != NULL; p++)
			operations++;
	}
	print_message("# %zu conversations, %zu operations\n", nall, operations);
	return nall > 10 && operations > 500 ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	for (size_t i = 0; i < nall; i++) {
		free(expected[i]);
		conversation_free(&all[i]);
	}
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_bytes_change_nothing),
		cmocka_unit_test(every_single_split_changes_nothing),
		cmocka_unit_test(random_segments_change_nothing),
		cmocka_unit_test(the_order_of_segments_changes_nothing),
		cmocka_unit_test(copies_by_the_mirror_change_nothing),
		cmocka_unit_test(segments_sent_again_change_nothing),
		cmocka_unit_test(overlapping_segments_change_nothing),
		cmocka_unit_test(sequence_numbers_that_wrap_change_nothing),
		cmocka_unit_test(all_of_it_at_once_changes_nothing),
		cmocka_unit_test(keep_alives_change_nothing),
	};

	return cmocka_run_group_tests_name("streams", tests, load, unload);
}
