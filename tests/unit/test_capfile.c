#include "tests/unit/test.h"

#include "tests/unit/capimage.h"

#include <errno.h>
#include <ftw.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PCAP_US = (int)0xa1b2c3d4, PCAP_NS = (int)0xa1b23c4d, HEADER = 24, RECORD = 16 };
#define NS_PER_S UINT64_C(1000000000)

/* ---- what is read ---------------------------------------------------------------------------- */

static void two_frames_of(struct capimage *c, struct frame frames[2])
{
	struct capreader r;
	struct capfile *f = capimage_open(c, c->n, &r);

	for (int i = 0; i < 2; i++) {
		assert_int_equal(capfile_next(f, &frames[i]), CAPFILE_FRAME);
		for (size_t j = 0; j < cur_left(&frames[i].bytes); j++)
			assert_int_equal(cur_at(&frames[i].bytes, j), j & 0xff);
	}
	assert_int_equal(capfile_next(f, &frames[0]), CAPFILE_END);
	assert_int_equal(capfile_offset(f), c->n);
	assert_int_equal(capfile_linktype(f), 113);
	assert_int_equal(capfile_format(f), CAPFILE_PCAP);
	capfile_close(f);
}

static void both_byte_orders_and_both_units_are_read(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		bool ns = i & 1;
		struct capimage c;
		struct frame frames[2];

		capimage_init(&c, i & 2);
		capimage_pcap(&c, (uint32_t)(ns ? PCAP_NS : PCAP_US), 113);
		capimage_record(&c, 1700000000, 123456, 60, 60);
		capimage_record(&c, 1700000001, 7, 33, 1514);
		two_frames_of(&c, frames);
		assert_int_equal(frames[1].number, 2);
		assert_int_equal(frames[1].at, 1700000001 * NS_PER_S + (ns ? 7 : 7000));
		assert_int_equal(frames[1].wire_len, 1514);
		assert_int_equal(cur_left(&frames[1].bytes), 33);
		assert_int_equal(frames[1].linktype, 113);
		assert_int_equal(frames[1].interface, 0);
		capimage_fini(&c);
	}
}

static void the_modified_form_has_longer_records(void **state)
{
	struct capimage c;
	struct frame frames[2];

	(void)state;
	for (int big = 0; big < 2; big++) {
		capimage_init(&c, big);
		capimage_pcap(&c, 0xa1b2cd34, 113);
		for (int i = 0; i < 2; i++) {
			capimage_record(&c, 5, 6, 0, 20);
			c.n -= 8; /* the captured length, again */
			capimage_number(&c, 9, 4);
			capimage_number(&c, 20, 4);
			capimage_number(&c, 0xffffffffffffffff, 8);
			capimage_bytes(&c, 0, 9);
		}
		two_frames_of(&c, frames);
		assert_int_equal(cur_left(&frames[1].bytes), 9);
		assert_int_equal(frames[1].wire_len, 20);
		assert_int_equal(frames[1].at, 5 * NS_PER_S + 6000);
		capimage_fini(&c);
	}
}

/* Version 2.2 always wrote the wire length first, 2.3 sometimes. */
static void old_versions_may_have_their_lengths_swapped(void **state)
{
	static const struct {
		uint16_t major, minor;
		uint32_t first, second, captured, wire;
	} rows[] = {
		{ 2, 2, 90, 30, 30, 90 }, { 2, 3, 90, 30, 30, 90 },   { 2, 3, 30, 90, 30, 90 },
		{ 2, 4, 30, 90, 30, 90 }, { 543, 0, 90, 30, 30, 90 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capimage c;
		struct capreader r;
		struct capfile *f;
		struct frame frame;

		capimage_init(&c, false);
		capimage_pcap(&c, (uint32_t)PCAP_US, 1);
		c.n = 4;
		capimage_number(&c, rows[i].major, 2);
		capimage_number(&c, rows[i].minor, 2);
		c.n = HEADER;
		capimage_record(&c, 1, 1, 0, 0);
		c.n -= 8;
		capimage_number(&c, rows[i].first, 4);
		capimage_number(&c, rows[i].second, 4);
		capimage_bytes(&c, 0, rows[i].captured);
		f = capimage_open(&c, c.n, &r);
		assert_int_equal(capfile_next(f, &frame), CAPFILE_FRAME);
		assert_int_equal(cur_left(&frame.bytes), rows[i].captured);
		assert_int_equal(frame.wire_len, rows[i].wire);
		assert_int_equal(capfile_next(f, &frame), CAPFILE_END);
		capfile_close(f);
		capimage_fini(&c);
	}
}

static void odd_times_and_lengths_are_taken_sensibly(void **state)
{
	struct capimage c;
	struct frame frames[2];

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 113 | 0xf4000000); /* says something of an FCS */
	capimage_record(&c, 10, 2500000, 40, 40);		/* a fraction of 2.5 s */
	capimage_record(&c, UINT32_MAX, UINT32_MAX, 40, 20);	/* 2106, captured > wire */
	two_frames_of(&c, frames);
	assert_int_equal(frames[1].at, UINT32_MAX * NS_PER_S + UINT32_MAX * UINT64_C(1000));
	assert_int_equal(frames[1].wire_len, 40);
	capimage_fini(&c);

	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 12);
	capimage_record(&c, 10, 2500000, 0, 0);
	struct capreader r;
	struct capfile *f = capimage_open(&c, c.n, &r);
	assert_int_equal(capfile_next(f, &frames[0]), CAPFILE_FRAME);
	assert_int_equal(frames[0].at, 12500000000);
	assert_int_equal(frames[0].linktype, 101); /* raw IP, whoever wrote it */
	assert_int_equal(cur_left(&frames[0].bytes), 0);
	capfile_close(f);
	capimage_fini(&c);
}

static void bytes_may_come_in_pieces_of_any_size(void **state)
{
	struct capimage c;

	(void)state;
	capimage_init(&c, true);
	capimage_pcap(&c, (uint32_t)PCAP_NS, 1);
	for (uint32_t i = 0; i < 40; i++)
		capimage_record(&c, i, i, i * 97 % 1500, 1500);
	for (size_t step = 1; step < 3000; step += step < 70 ? 1 : 313) {
		struct capreader r = { .bytes = c.bytes, .n = c.n, .step = step };
		struct capfile_source source = capreader_source(&r);
		struct capfile *f;
		char error[CAPFILE_ERROR_MAX];
		struct frame frame;

		/* A buffer that must grow, too. */
		assert_int_equal(capfile_open_source(&f, &source, "x", 1, error, sizeof error), 0);
		for (uint32_t i = 0; i < 40; i++) {
			assert_int_equal(capfile_next(f, &frame), CAPFILE_FRAME);
			assert_int_equal(frame.at, i * NS_PER_S + i);
			assert_int_equal(cur_left(&frame.bytes), i * 97 % 1500);
			for (size_t j = 0; j < cur_left(&frame.bytes); j++)
				assert_int_equal(cur_at(&frame.bytes, j), j & 0xff);
		}
		assert_int_equal(capfile_next(f, &frame), CAPFILE_END);
		capfile_close(f);
	}
	capimage_fini(&c);
}

/* ---- what is wrong --------------------------------------------------------------------------- */

static void a_file_cut_anywhere_gives_the_frames_before_the_cut(void **state)
{
	enum { FRAMES = 5, BYTES = 20 };
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	for (uint32_t i = 0; i < FRAMES; i++)
		capimage_record(&c, i, 0, BYTES, BYTES);
	for (size_t n = HEADER; n <= c.n; n++) {
		struct capimage cut = { .bytes = c.bytes, .n = n };
		size_t whole = (n - HEADER) / (RECORD + BYTES);
		bool clean = (n - HEADER) % (RECORD + BYTES) == 0;
		char text[64];

		(void)snprintf(text, sizeof text, "cut after frame %zu at byte %zu:", whole, n);
		capimage_expect(&cut, whole, clean ? CAPFILE_END : CAPFILE_CUT,
				clean ? NULL : text);
	}
	for (size_t n = 4; n < HEADER; n++) {
		struct capimage cut = { .bytes = c.bytes, .n = n };

		assert_non_null(strstr(capimage_refused(&cut), "cut within its header"));
	}
	capimage_fini(&c);
}

static void an_impossible_length_is_an_error_where_it_stands(void **state)
{
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	capimage_record(&c, 1, 0, 10, 10);
	capimage_record(&c, 1, 0, 0, 10);
	c.n -= 8;
	capimage_number(&c, 262145, 4);
	capimage_number(&c, 10, 4);
	capimage_expect(&c, 1, CAPFILE_ERROR,
			"damaged after frame 1: the record at byte 50 says that it holds 262145");
	/* A header that allows so much makes it possible, up to a limit. */
	c.n = 16;
	capimage_number(&c, UINT32_MAX, 4);
	c.n = HEADER + RECORD + 10 + RECORD;
	capimage_expect(&c, 1, CAPFILE_CUT, NULL);
	c.n -= 8;
	capimage_number(&c, CAPFILE_RECORD_MAX + 1, 4);
	capimage_number(&c, 10, 4);
	capimage_expect(&c, 1, CAPFILE_ERROR, "16777217 bytes, which cannot be");
	capimage_fini(&c);
}

static void an_unknown_version_is_refused(void **state)
{
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	c.bytes[4] = 3;
	assert_non_null(strstr(capimage_refused(&c), "pcap version 3.4 is unknown"));
	capimage_fini(&c);
}

static void what_is_no_capture_is_named_with_what_to_do(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *says;
	} rows[] = {
		/* clang-format off */
		{ "",                              0, "image: empty: there is no capture in it" },
		{ "hello, world",                 12, "not a capture file (starts with \"hello, w\")" },
		{ "\x7f" "ELF\2\1\1\0\0",          9, "(starts with 7f 45 4c 46 02 01 01 00)" },
		{ "\xd4\xc3",                      2, "(starts with d4 c3); expected pcap or pcapng" },
		{ "\x1f\x8b\x08\0",                4, "compressed (gzip): decompress it first, e.g. zcat image |" },
		{ "\xfd" "7zXZ\0\0",               7, "xzcat image | kagami-sensor read -" },
		{ "\x28\xb5\x2f\xfd\0",            5, "zstdcat image" },
		{ "PK\x03\x04\0",                  5, "unzip -p image" },
		{ "BZh91AY",                       7, "bzcat image" },
		{ "snoop\0\0\0\0\0\0\2",          12, "is a Solaris snoop capture; convert it first: editcap -F pcap image" },
		{ "GMBU\0\2",                      6, "is a Microsoft Network Monitor capture" },
		{ "\0\0\0\0\0\x10\x5e\x5f\x02\4\0\x70\0\0\0\x5c", 16, "seems to be an ERF capture" },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capimage c;
		const char *said;

		capimage_init(&c, false);
		if (rows[i].n > 0)
			memcpy(c.bytes, rows[i].bytes, rows[i].n);
		c.n = rows[i].n;
		said = capimage_refused(&c);
		if (!strstr(said, rows[i].says))
			fail_msg("\"%s\" does not say \"%s\"", said, rows[i].says);
		assert_null(strchr(said, '\n'));
		capimage_fini(&c);
	}
}

static void paths_that_cannot_be_read_are_refused(void **state)
{
	struct capfile *f;
	char error[CAPFILE_ERROR_MAX];

	(void)state;
	assert_int_equal(capfile_open(&f, "/nonexistent/x.pcap", error, sizeof error), -1);
	assert_string_equal(error,
			    "/nonexistent/x.pcap: cannot be opened: No such file or directory");
	assert_int_equal(capfile_open(&f, "/", error, sizeof error), -1);
	assert_non_null(strstr(error, "/: is a directory"));
	assert_int_equal(capfile_open(&f, "/dev/null", error, sizeof error), -1);
	assert_non_null(strstr(error, "/dev/null: empty"));
}

static void a_read_error_is_told_from_the_end(void **state)
{
	struct capimage c;
	struct capreader r;
	struct capfile *f;
	uint64_t n;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	capimage_record(&c, 1, 0, 10, 10);
	f = capimage_open(&c, c.n, &r);
	r.fail = EIO;
	assert_int_equal(capimage_drain(f, &n), CAPFILE_ERROR);
	assert_int_equal(n, 1);
	assert_string_equal(capfile_error(f),
			    "image: cannot read on at byte 50: Input/output error");
	capfile_close(f);
	capimage_fini(&c);
}

static volatile sig_atomic_t stop;

static ssize_t interrupted(void *ctx, void *to, size_t n)
{
	struct capreader *r = ctx;
	struct capfile_source whole = capreader_source(r);

	if (r->at < r->n)
		return whole.read(r, to, n);
	stop = 1;
	errno = EINTR;
	return -1;
}

static void a_signal_that_says_stop_ends_the_file(void **state)
{
	struct capimage c;
	struct capreader r;
	struct capfile_source source = { .read = interrupted, .ctx = &r };
	struct capfile *f;
	char error[CAPFILE_ERROR_MAX];
	uint64_t n;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	capimage_record(&c, 1, 0, 10, 10);
	r = (struct capreader){ .bytes = c.bytes, .n = c.n - 1, .step = SIZE_MAX };
	assert_int_equal(capfile_open_source(&f, &source, "x", 64, error, sizeof error), 0);
	capfile_stop_by(f, &stop);
	assert_int_equal(capimage_drain(f, &n), CAPFILE_END);
	assert_int_equal(n, 0);
	capfile_close(f);
	capimage_fini(&c);
}

static void standard_input_may_be_a_pipe(void **state)
{
	struct capimage c;
	struct capfile *f;
	char error[CAPFILE_ERROR_MAX];
	int ends[2], saved = dup(STDIN_FILENO);
	uint64_t n;

	(void)state;
	capimage_init(&c, false);
	capimage_pcap(&c, (uint32_t)PCAP_US, 1);
	capimage_record(&c, 1, 0, 10, 10);
	capimage_record(&c, 2, 0, 10, 10);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], c.bytes, c.n - 3), (ssize_t)c.n - 3);
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(capfile_open(&f, "-", error, sizeof error), 0);
	assert_int_equal(capfile_size(f), 0);
	assert_int_equal(capimage_drain(f, &n), CAPFILE_CUT);
	assert_int_equal(n, 1);
	assert_non_null(strstr(capfile_error(f), "standard input: cut after frame 1"));
	capfile_close(f);
	if (saved >= 0) {
		(void)dup2(saved, STDIN_FILENO);
		close(saved);
	}
	capimage_fini(&c);
}

/* ---- the same as libpcap --------------------------------------------------------------------- */

static unsigned long files_compared, frames_compared, files_refused;

/* libpcap takes no more than the snaplen that the file's header states, even if there is more. */
static void compare_frame(const char *path, pcap_t *p, const struct pcap_pkthdr *h,
			  const u_char *bytes, const struct frame *f)
{
	bool beyond = h->caplen < cur_left(&f->bytes) && h->caplen == (uint32_t)pcap_snapshot(p);
	uint64_t at = (uint32_t)h->ts.tv_sec * NS_PER_S + (uint64_t)h->ts.tv_usec;

	if (f->at != at || f->wire_len != (h->len > h->caplen ? h->len : h->caplen) ||
	    (!beyond && cur_left(&f->bytes) != h->caplen) ||
	    !cur_starts(&f->bytes, bytes, h->caplen))
		fail_msg("%s: frame %ju differs", path, (uintmax_t)f->number);
	frames_compared++;
}

static int compare(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char error[CAPFILE_ERROR_MAX], theirs[PCAP_ERRBUF_SIZE];
	struct capfile *f;
	struct frame frame;
	pcap_t *p;
	int got;
	struct pcap_pkthdr *h;
	const u_char *bytes;

	(void)st;
	(void)ftw;
	if (type != FTW_F || (!strstr(path, ".pcap") && !strstr(path, ".cap")))
		return 0;
	p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, theirs);
	if (!p) {
		files_refused++;
		return 0;
	}
	if (capfile_open(&f, path, error, sizeof error) != 0)
		fail_msg("libpcap reads what we do not: %s", error);
	while ((got = pcap_next_ex(p, &h, &bytes)) == 1) {
		if (capfile_next(f, &frame) != CAPFILE_FRAME)
			fail_msg("%s: ends before libpcap: %s", path, capfile_error(f));
		compare_frame(path, p, h, bytes, &frame);
	}
	/* Where libpcap ends well we must, where it complains so must we. */
	if (capfile_next(f, &frame) == CAPFILE_END ? got != PCAP_ERROR_BREAK : got != PCAP_ERROR)
		fail_msg("%s: ends otherwise than in libpcap: %s", path, capfile_error(f));
	files_compared++;
	capfile_close(f);
	pcap_close(p);
	return 0;
}

static void every_capture_at_hand_reads_as_libpcap_reads_it(void **state)
{
	static const char *const roots[] = { "pcaps", "../shared/captures" };

	(void)state;
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (access(roots[i], R_OK) == 0)
			(void)nftw(roots[i], compare, 16, FTW_PHYS);
	print_message("# %lu files, %lu frames; %lu files that libpcap cannot open\n",
		      files_compared, frames_compared, files_refused);
	if (files_compared == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_byte_orders_and_both_units_are_read),
		cmocka_unit_test(the_modified_form_has_longer_records),
		cmocka_unit_test(old_versions_may_have_their_lengths_swapped),
		cmocka_unit_test(odd_times_and_lengths_are_taken_sensibly),
		cmocka_unit_test(bytes_may_come_in_pieces_of_any_size),
		cmocka_unit_test(a_file_cut_anywhere_gives_the_frames_before_the_cut),
		cmocka_unit_test(an_impossible_length_is_an_error_where_it_stands),
		cmocka_unit_test(an_unknown_version_is_refused),
		cmocka_unit_test(what_is_no_capture_is_named_with_what_to_do),
		cmocka_unit_test(paths_that_cannot_be_read_are_refused),
		cmocka_unit_test(a_read_error_is_told_from_the_end),
		cmocka_unit_test(a_signal_that_says_stop_ends_the_file),
		cmocka_unit_test(standard_input_may_be_a_pipe),
		cmocka_unit_test(every_capture_at_hand_reads_as_libpcap_reads_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
