#include "tests/unit/test.h"

#include "sensor/capset.h"
#include "tests/unit/capimage.h"
#include "tests/unit/heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FILES = 300, PCAP_NS = (int)0xa1b23c4d, ETHERNET = 1, RAW = 101, USER0 = 147 };
#define NS_PER_S UINT64_C(1000000000)

/* ---- files on disk --------------------------------------------------------------------------- */

static char folder[] = "/tmp/kagami-capset-XXXXXX";
static char paths[FILES][64];
static const char *list[FILES];
static size_t npaths;
static char said[8][CAPFILE_ERROR_MAX];
static unsigned nsaid;

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int forget_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < npaths; i++)
		(void)unlink(paths[i]);
	npaths = nsaid = 0;
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static void save(const struct capimage *c)
{
	FILE *f;

	(void)snprintf(paths[npaths], sizeof paths[npaths], "%s/%zu", folder, npaths);
	list[npaths] = paths[npaths];
	f = fopen(paths[npaths++], "w");
	assert_non_null(f);
	assert_int_equal(fwrite(c->bytes, 1, c->n, f), c->n);
	assert_int_equal(fclose(f), 0);
}

/* A classic file of one frame for each time; the first byte of each frame is its file's number. */
static void save_times(const uint32_t *seconds, size_t n, size_t cut)
{
	struct capimage c;

	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_NS, ETHERNET);
	for (size_t i = 0; i < n; i++) {
		capimage_record(&c, seconds[i], 0, 0, 60);
		c.n -= 8;
		capimage_number(&c, 20, 4);
		capimage_number(&c, 60, 4);
		capimage_bytes(&c, (uint8_t)npaths, 20);
	}
	c.n -= cut;
	save(&c);
	capimage_fini(&c);
}

static void listen_to(void *ctx, const char *line)
{
	(void)ctx;
	assert_true(nsaid < 8);
	(void)snprintf(said[nsaid++], sizeof said[0], "%s", line);
}

static struct capset *open_set(const char *filter, uint64_t from, uint64_t to)
{
	struct capset_options options = {
		.filter = filter, .from = from, .to = to, .say = listen_to
	};
	struct capset *s;
	char error[CAPFILE_ERROR_MAX] = "";

	if (capset_open(&s, list, npaths, &options, error, sizeof error) != 0)
		fail_msg("%s", error);
	return s;
}

/* "1@5/0 2@6/1": number, second and file of each frame. */
static const char *story(struct capset *s)
{
	static char text[4096];
	struct frame f;
	enum capset_result result;
	size_t n = 0;

	text[0] = '\0';
	while ((result = capset_next(s, &f)) != CAPSET_END)
		if (result == CAPSET_FRAME && n < sizeof text)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%ju@%ju/%u",
					      n ? " " : "", (uintmax_t)f.number,
					      (uintmax_t)(f.at / NS_PER_S), cur_at(&f.bytes, 0));
	assert_int_equal(capset_next(s, &f), CAPSET_END);
	return text;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void frames_of_several_files_come_in_the_order_of_time(void **state)
{
	struct capset *s;
	uint64_t done, total;

	(void)state;
	save_times((const uint32_t[]){ 5, 7, 9 }, 3, 0);
	save_times((const uint32_t[]){ 20, 21 }, 2, 0);
	save_times((const uint32_t[]){ 5, 6, 30 }, 3, 0);
	save_times(NULL, 0, 0);
	s = open_set(NULL, 0, UINT64_MAX);
	assert_string_equal(story(s), "1@5/0 2@5/2 3@6/2 4@7/0 5@9/0 6@20/1 7@21/1 8@30/2");
	capset_progress(s, &done, &total);
	assert_int_equal(done, total);
	assert_int_equal(capset_counts(s)->frames, 8);
	assert_int_equal(capset_counts(s)->given, 8);
	assert_int_equal(capset_counts(s)->bytes, 8 * 60);
	assert_int_equal(capset_counts(s)->files, 4);
	assert_int_equal(capset_counts(s)->files_failed, 0);
	assert_int_equal(capset_counts(s)->backwards, 0);
	assert_int_equal(nsaid, 0);
	capset_close(s);
}

static void a_file_that_begins_when_all_before_it_ended_says_so(void **state)
{
	struct capset *s;
	struct frame f;
	uint64_t resumed = 0;

	(void)state;
	save_times((const uint32_t[]){ 5, 9 }, 2, 0);
	save_times((const uint32_t[]){ 7, 12 }, 2, 0);
	save_times((const uint32_t[]){ 60, 61 }, 2, 0);
	s = open_set(NULL, 0, UINT64_MAX);
	while (capset_next(s, &f) != CAPSET_END)
		resumed = f.resumed ? resumed * 100 + f.number : resumed;
	assert_int_equal(resumed, 5);
	capset_close(s);
	/* The frame that says so may be left out: then the next one does. */
	s = open_set(NULL, 61 * NS_PER_S, UINT64_MAX);
	while (capset_next(s, &f) == CAPSET_SKIPPED)
		;
	assert_int_equal(f.resumed ? f.number : 0, 6);
	capset_close(s);
}

static void time_that_goes_back_within_a_file_is_counted(void **state)
{
	struct capset *s;

	(void)state;
	save_times((const uint32_t[]){ 10, 4, 12, 11 }, 4, 0);
	s = open_set(NULL, 0, UINT64_MAX);
	assert_string_equal(story(s), "1@10/0 2@4/0 3@12/0 4@11/0");
	assert_int_equal(capset_counts(s)->backwards, 2);
	assert_int_equal(capset_counts(s)->backwards_max, 6 * NS_PER_S);
	capset_close(s);
}

static void frames_outside_the_time_range_keep_their_numbers(void **state)
{
	struct capset *s;

	(void)state;
	save_times((const uint32_t[]){ 1, 2, 3, 4, 5 }, 5, 0);
	s = open_set(NULL, 2 * NS_PER_S, 4 * NS_PER_S);
	assert_string_equal(story(s), "2@2/0 3@3/0");
	assert_int_equal(capset_counts(s)->skipped_time, 3);
	assert_int_equal(capset_counts(s)->frames, 5);
	capset_close(s);
}

/* Follows files that are as many as a process may not have open at once. */
static void hundreds_of_files_need_few_descriptors(void **state)
{
	struct rlimit before, few;
	struct capset *s;
	struct frame f;
	uint64_t last = 0;
	unsigned n = 0;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	for (uint32_t i = 0; i < FILES; i++) {
		uint32_t at = (i * 7 + 3) % FILES * 10;

		save_times((const uint32_t[]){ at, at + 9, at + 11 }, 3, 0);
	}
	few = before;
	few.rlim_cur = 16;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	s = open_set(NULL, 0, UINT64_MAX);
	while (capset_next(s, &f) == CAPSET_FRAME) {
		assert_true(f.at >= last);
		last = f.at;
		assert_int_equal(f.number, ++n);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(n, 3 * FILES);
	assert_int_equal(nsaid, 0);
	capset_close(s);
}

static void a_broken_file_does_not_keep_the_others_from_being_read(void **state)
{
	struct capset *s;
	struct capimage c = { .bytes = (uint8_t[16]){ "nonsense" }, .n = 8 };

	(void)state;
	save_times((const uint32_t[]){ 1, 3 }, 2, 0);
	save(&c);
	list[npaths++] = "/nonexistent";
	save_times((const uint32_t[]){ 2, 4, 5 }, 3, 1);
	s = open_set(NULL, 0, UINT64_MAX);
	assert_string_equal(story(s), "1@1/0 2@2/3 3@3/0 4@4/3");
	assert_int_equal(capset_counts(s)->files_failed, 2);
	assert_int_equal(capset_counts(s)->files_cut, 1);
	assert_int_equal(nsaid, 3);
	assert_non_null(strstr(said[0], "not a capture file"));
	assert_non_null(strstr(said[1], "/nonexistent: cannot be opened"));
	assert_non_null(strstr(said[2], "cut after frame 2"));
	capset_close(s);
}

static void link_types_that_nobody_reads_are_skipped_and_said_once(void **state)
{
	struct capset *s;
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_section(&c);
	capimage_interface(&c, ETHERNET, 0, 0, 0);
	capimage_interface(&c, USER0, 0, 0, 0);
	for (uint32_t i = 0; i < 4; i++)
		capimage_packet(&c, i % 2, i, 20, 20);
	save(&c);
	/* Only such frames: nothing of the file is of use. */
	c.n = 0;
	capimage_section(&c);
	capimage_interface(&c, USER0, 0, 0, 0);
	capimage_packet(&c, 0, 9, 20, 20);
	save(&c);
	/* The same in classic pcap, where it is the whole file's. */
	c.n = 0;
	capimage_pcap(&c, (uint32_t)PCAP_NS, USER0);
	capimage_record(&c, 1, 1, 20, 20);
	save(&c);
	s = open_set(NULL, 0, UINT64_MAX);
	assert_string_equal(story(s), "1@0/0 3@2/0");
	assert_int_equal(capset_counts(s)->skipped_linktype, 3);
	assert_int_equal(capset_counts(s)->files_failed, 2);
	assert_int_equal(nsaid, 3);
	assert_non_null(strstr(said[0], "/2: link type 147 is not supported; expected Ethernet"));
	assert_non_null(
		strstr(said[1], "/0: interface 1 has link type 147, which is not supported"));
	assert_non_null(strstr(said[2], "/1: interface 0 has link type 147"));
	capset_close(s);
	capimage_fini(&c);
}

/* The frame is 20 bytes of an Ethernet header and more, or an IPv4 header, of protocol `proto`. */
static void save_for_filter(void)
{
	struct capimage c;
	size_t start;

	capimage_init(&c, true);
	capimage_section(&c);
	capimage_interface(&c, ETHERNET, 0, 0, 0);
	capimage_interface(&c, RAW, 0, 0, 0);
	for (uint32_t i = 0; i < 4; i++) {
		start = capimage_block(&c, 6);
		capimage_number(&c, i % 2, 4);
		capimage_number(&c, i, 8);
		capimage_number(&c, i % 2 ? 20 : 34, 4);
		capimage_number(&c, 60, 4);
		if (i % 2 == 0) {
			capimage_number(&c, 0x0200000000010200, 8);
			capimage_number(&c, 0x000000020800, 6);
		}
		capimage_number(&c, 0x4500001400010000, 8);
		capimage_number(&c, i < 2 ? 0x40060000 : 0x40110000, 4);
		capimage_number(&c, 0x0a0000010a000002, 8);
		capimage_block_end(&c, start);
	}
	save(&c);
	capimage_fini(&c);
}

static void a_filter_works_on_each_link_type(void **state)
{
	struct capset *s;

	(void)state;
	save_for_filter();
	s = open_set("ip proto 17 and host 10.0.0.1", 0, UINT64_MAX);
	assert_string_equal(story(s), "3@2/2 4@3/69");
	assert_int_equal(capset_counts(s)->skipped_filter, 2);
	assert_int_equal(nsaid, 0);
	capset_close(s);
	/* What does not fit raw IP passes none of its frames, and that is said. */
	s = open_set("ether host 02:00:00:00:00:01", 0, UINT64_MAX);
	assert_string_equal(story(s), "1@0/2 3@2/2");
	assert_int_equal(nsaid, 1);
	assert_non_null(strstr(said[0], "the filter does not fit link type 101"));
	assert_int_equal(capset_counts(s)->files_failed, 0);
	capset_close(s);
}

/* A frame of an empty TCP segment to port 502, behind as many VLAN tags. */
static void tagged_frame(struct capimage *c, uint64_t at, uint32_t tags, uint64_t tag)
{
	size_t start = capimage_block(c, 6);

	capimage_number(c, 0, 4);
	capimage_number(c, at, 8);
	capimage_number(c, 54 + 4 * tags, 4);
	capimage_number(c, 60, 4);
	capimage_number(c, 0x0200000000010200, 8);
	capimage_number(c, 0x00000002, 4);
	for (uint32_t i = 0; i < tags; i++)
		capimage_number(c, tag << 16 | 7, 4);
	capimage_number(c, 0x0800, 2);
	capimage_number(c, 0x4500002800010000, 8);
	capimage_number(c, 0x40060000, 4);
	capimage_number(c, 0x0a0000010a000002, 8);
	capimage_number(c, 0xc00001f600000001, 8);
	capimage_number(c, 0x0000000050100400, 8);
	capimage_number(c, 0, 4);
	capimage_block_end(c, start);
}

static void save_tagged(void)
{
	struct capimage c;

	capimage_init(&c, true);
	capimage_section(&c);
	capimage_interface(&c, ETHERNET, 0, 0, 0);
	tagged_frame(&c, 0, 0, 0);
	tagged_frame(&c, 1, 1, 0x8100);
	tagged_frame(&c, 2, 1, 0x88a8);
	tagged_frame(&c, 3, 2, 0x8100);
	save(&c);
	capimage_fini(&c);
}

/* What is said at the end of a set that the filter chose from. */
static char *hint_of(const char *filter, const char *want)
{
	struct capset *s = open_set(filter, 0, UINT64_MAX);
	struct heard h;

	assert_string_equal(story(s), want);
	heard_start(&h);
	capset_close(s);
	return heard_end(&h);
}

static void a_filter_that_stops_at_vlan_tags_says_so(void **state)
{
	static const char once[] = "(tcp port 502) or (vlan and (tcp port 502))";
	static const char nested[] =
		"(tcp port 502) or (vlan and ((tcp port 502) or (vlan and (tcp port 502))))";
	char *said_last;

	(void)state;
	save_tagged();
	said_last = hint_of("tcp port 502", "1@0/2");
	assert_non_null(strstr(said_last, "3 frames with VLAN tags did not match the filter"));
	assert_non_null(strstr(said_last, nested));
	free(said_last);
	said_last = hint_of(once, "1@0/2 2@1/2 3@2/2");
	assert_non_null(strstr(said_last, ": 1 frame with VLAN tags did not"));
	free(said_last);
	/* What it says to write is right. */
	said_last = hint_of(nested, "1@0/2 2@1/2 3@2/2 4@3/2");
	assert_string_equal(said_last, "");
	free(said_last);
	/* Looking behind tags would not help. */
	said_last = hint_of("tcp port 503", "");
	assert_string_equal(said_last, "");
	free(said_last);
}

static void a_wrong_filter_is_one_clear_line(void **state)
{
	struct capset_options options = { .filter = "tcp prot 502", .to = UINT64_MAX };
	struct capset *s;
	char error[CAPFILE_ERROR_MAX] = "";

	(void)state;
	save_for_filter();
	assert_int_equal(capset_open(&s, list, npaths, &options, error, sizeof error), -1);
	assert_null(s);
	assert_non_null(strstr(error, "filter 'tcp prot 502': "));
	assert_non_null(strstr(error, "syntax error"));
	assert_null(strchr(error, '\n'));
}

static void the_caller_gets_a_word_in_while_frames_are_skipped(void **state)
{
	enum { MANY = 10000 };
	uint32_t *seconds = calloc(MANY, sizeof *seconds);
	struct capset *s;
	struct frame f;
	unsigned pauses = 0;
	enum capset_result result;
	uint64_t done, total;

	(void)state;
	assert_non_null(seconds);
	save_times(seconds, MANY, 0);
	s = open_set("tcp port 502", 0, UINT64_MAX);
	while ((result = capset_next(s, &f)) == CAPSET_SKIPPED) {
		capset_progress(s, &done, &total);
		assert_true(done > 0 && done < total);
		pauses++;
	}
	assert_int_equal(result, CAPSET_END);
	assert_int_equal(pauses, 2);
	assert_int_equal(capset_counts(s)->skipped_filter, MANY);
	capset_close(s);
	free(seconds);
}

static void standard_input_goes_with_files_but_once(void **state)
{
	int ends[2], saved = dup(STDIN_FILENO);
	struct capimage c;
	struct capset *s;
	uint64_t done, total;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_NS, ETHERNET);
	capimage_record(&c, 2, 0, 20, 20);
	capimage_record(&c, 4, 0, 20, 20);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], c.bytes, c.n), (ssize_t)c.n);
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	save_times((const uint32_t[]){ 9 }, 1, 0);
	save_times((const uint32_t[]){ 1, 3 }, 2, 0);
	list[npaths++] = "-";
	list[npaths++] = "-";
	s = open_set(NULL, 0, UINT64_MAX);
	assert_string_equal(story(s), "1@1/1 2@2/0 3@3/1 4@4/0 5@9/0");
	assert_int_equal(nsaid, 1);
	assert_string_equal(said[0], "standard input: named twice; it can be read once");
	capset_progress(s, &done, &total);
	assert_int_equal(total, 0);
	capset_close(s);
	if (saved >= 0) {
		(void)dup2(saved, STDIN_FILENO);
		close(saved);
	}
	capimage_fini(&c);
}

#define TEST(name) cmocka_unit_test_teardown(name, forget_files)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frames_of_several_files_come_in_the_order_of_time),
		TEST(a_file_that_begins_when_all_before_it_ended_says_so),
		TEST(time_that_goes_back_within_a_file_is_counted),
		TEST(frames_outside_the_time_range_keep_their_numbers),
		TEST(hundreds_of_files_need_few_descriptors),
		TEST(a_broken_file_does_not_keep_the_others_from_being_read),
		TEST(link_types_that_nobody_reads_are_skipped_and_said_once),
		TEST(a_filter_works_on_each_link_type),
		TEST(a_filter_that_stops_at_vlan_tags_says_so),
		TEST(a_wrong_filter_is_one_clear_line),
		TEST(the_caller_gets_a_word_in_while_frames_are_skipped),
		TEST(standard_input_goes_with_files_but_once),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
