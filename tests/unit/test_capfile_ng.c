#include "tests/unit/test.h"

#include "tests/unit/capimage.h"

#include <string.h>

enum { MICRO = 6, NANO = 9, LEFT_OUT = -1, SECTION_BYTES = 28 };
#define NS_PER_S UINT64_C(1000000000)

static struct frame next_of(struct capfile *f)
{
	struct frame frame;

	if (capfile_next(f, &frame) != CAPFILE_FRAME)
		fail_msg("no frame: %s", capfile_error(f));
	for (size_t i = 0; i < cur_left(&frame.bytes); i++)
		assert_int_equal(cur_at(&frame.bytes, i), i & 0xff);
	return frame;
}

static void expect_end(struct capfile *f)
{
	struct frame frame;

	assert_int_equal(capfile_next(f, &frame), CAPFILE_END);
	capfile_close(f);
}

/* ---- what is read ---------------------------------------------------------------------------- */

static void interfaces_have_their_own_link_type_and_clock(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct capimage c;
		struct capreader r;
		struct capfile *f;
		struct frame frame;

		capimage_init(&c, big);
		capimage_section(&c);
		capimage_interface(&c, 1, 0, LEFT_OUT, 0);
		capimage_interface(&c, 113, 96, NANO, 0);
		capimage_packet(&c, 1, 1700000000000000123, 33, 1500);
		capimage_packet(&c, 0, 1700000000000456, 60, 60);
		f = capimage_open(&c, c.n, &r);
		assert_int_equal(capfile_format(f), CAPFILE_PCAPNG);
		assert_int_equal(capfile_linktype(f), -1);
		frame = next_of(f);
		assert_int_equal(frame.at, 1700000000000000123);
		assert_int_equal(frame.linktype, 113);
		assert_int_equal(frame.interface, 1);
		assert_int_equal(frame.wire_len, 1500);
		assert_int_equal(cur_left(&frame.bytes), 33);
		frame = next_of(f);
		assert_int_equal(frame.at, 1700000000000456000);
		assert_int_equal(frame.linktype, 1);
		assert_int_equal(frame.number, 2);
		expect_end(f);
		capimage_fini(&c);
	}
}

static void a_section_may_change_byte_order_and_forgets_interfaces(void **state)
{
	struct capimage c;
	struct capreader r;
	struct capfile *f;
	struct frame frame;

	(void)state;
	capimage_init(&c, false);
	for (int i = 0; i < 4; i++) {
		c.big = i & 1;
		capimage_section(&c);
		capimage_interface(&c, (uint16_t)(101 + i), 0, NANO, 0);
		capimage_packet(&c, 0, (uint64_t)i, 10, 10);
	}
	f = capimage_open(&c, c.n, &r);
	for (unsigned i = 0; i < 4; i++) {
		frame = next_of(f);
		assert_int_equal(frame.linktype, 101 + i);
		assert_int_equal(frame.at, i);
	}
	expect_end(f);
	/* The first section's second interface is none of the next section. */
	c.n = 0;
	c.big = false;
	capimage_section(&c);
	capimage_interface(&c, 1, 0, NANO, 0);
	capimage_interface(&c, 1, 0, NANO, 0);
	capimage_section(&c);
	capimage_interface(&c, 1, 0, NANO, 0);
	capimage_packet(&c, 1, 1, 10, 10);
	capimage_expect(&c, 0, CAPFILE_ERROR, "is of interface 1, which nothing describes");
	capimage_fini(&c);
}

static void every_resolution_and_offset_becomes_nanoseconds(void **state)
{
	static const struct {
		int tsresol;
		int64_t offset;
		uint64_t units, at;
	} rows[] = {
		/* clang-format off */
		{ 0,           0,           1700000000,           1700000000 * NS_PER_S },
		{ 3,           0,           1700000000123,        1700000000123000000 },
		{ MICRO,       0,           1700000000123456,     1700000000123456000 },
		{ NANO,        0,           1700000000123456789,  1700000000123456789 },
		{ 12,          0,           1700000000123456789,  1700000000123456 },
		{ 19,          0,           UINT64_MAX,           1844674407 },
		{ 28,          0,           UINT64_MAX,           1 },
		{ 127,         0,           UINT64_MAX,           1 },
		{ 0x80,        0,           1700000000,           1700000000 * NS_PER_S },
		{ 0x80 | 1,    0,           5,                    2500000000 },
		{ 0x80 | 32,   0,           0x00000001c0000000,   1750000000 },
		{ 0x80 | 34,   0,           0x0000000600000000,   1500000000 },
		{ 0x80 | 63,   0,           UINT64_MAX,           1999999999 },
		{ 0x80 | 64,   0,           UINT64_C(1) << 63,    500000000 },
		{ 0x80 | 127,  0,           UINT64_MAX,           0 },
		/* beyond what there is: the first and the last instant */
		{ 0,           0,           UINT64_MAX,           INT64_MAX },
		{ MICRO,       0,           UINT64_MAX,           INT64_MAX },
		{ NANO,        0,           UINT64_MAX,           INT64_MAX },
		{ 0x80,        0,           UINT64_MAX,           INT64_MAX },
		{ NANO,        1700000000,  5,                    1700000000 * NS_PER_S + 5 },
		{ NANO,        -2,          5 * NS_PER_S,         3 * NS_PER_S },
		{ NANO,        -2,          5,                    0 },
		{ NANO,        INT64_MAX,   5,                    INT64_MAX },
		{ NANO,        INT64_MIN,   5,                    0 },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capimage c;
		struct capreader r;
		struct capfile *f;
		uint64_t at;

		capimage_init(&c, i & 1);
		capimage_section(&c);
		capimage_interface(&c, 1, 0, rows[i].tsresol, rows[i].offset);
		capimage_packet(&c, 0, rows[i].units, 4, 4);
		f = capimage_open(&c, c.n, &r);
		at = next_of(f).at;
		if (at != rows[i].at)
			fail_msg("resolution %d, offset %jd: %ju", rows[i].tsresol,
				 (intmax_t)rows[i].offset, (uintmax_t)at);
		expect_end(f);
		capimage_fini(&c);
	}
}

static void simple_packets_have_a_snaplen_and_the_time_of_the_one_before(void **state)
{
	struct capimage c;
	struct capreader r;
	struct capfile *f;
	struct frame frame;
	size_t start;

	(void)state;
	capimage_init(&c, true);
	capimage_section(&c);
	capimage_interface(&c, 1, 10, NANO, 0);
	capimage_packet(&c, 0, 77, 6, 6);
	for (uint32_t wire = 7; wire < 1500; wire += 1400) {
		start = capimage_block(&c, 3);
		capimage_number(&c, wire, 4);
		capimage_bytes(&c, 0, wire < 10 ? wire : 10);
		capimage_block_end(&c, start);
	}
	f = capimage_open(&c, c.n, &r);
	(void)next_of(f);
	frame = next_of(f);
	assert_int_equal(frame.at, 77);
	assert_int_equal(cur_left(&frame.bytes), 7);
	frame = next_of(f);
	assert_int_equal(cur_left(&frame.bytes), 10);
	assert_int_equal(frame.wire_len, 1407);
	expect_end(f);
	capimage_fini(&c);
}

static void obsolete_packet_blocks_are_read(void **state)
{
	struct capimage c;
	struct capreader r;
	struct capfile *f;
	struct frame frame;
	size_t start;

	(void)state;
	capimage_init(&c, true);
	capimage_section(&c);
	capimage_interface(&c, 101, 0, NANO, 0);
	start = capimage_block(&c, 2);
	capimage_number(&c, 0, 2);
	capimage_number(&c, 0xffff, 2); /* drops: unknown */
	capimage_number(&c, 0x123456789a, 8);
	capimage_number(&c, 5, 4);
	capimage_number(&c, 50, 4);
	capimage_bytes(&c, 0, 5);
	capimage_block_end(&c, start);
	f = capimage_open(&c, c.n, &r);
	frame = next_of(f);
	assert_int_equal(frame.at, 0x123456789a);
	assert_int_equal(cur_left(&frame.bytes), 5);
	assert_int_equal(frame.wire_len, 50);
	expect_end(f);
	capimage_fini(&c);
}

static void other_blocks_are_skipped_and_long_ones_fit(void **state)
{
	struct capimage c;
	size_t start;

	(void)state;
	capimage_init(&c, false);
	capimage_section(&c);
	start = capimage_block(&c, 0x0bad); /* a custom block, larger than the buffer */
	capimage_bytes(&c, 0, 2 * CAPFILE_BUFFER);
	capimage_block_end(&c, start);
	start = capimage_block(&c, 10); /* decryption secrets, empty */
	capimage_block_end(&c, start);
	capimage_interface(&c, 1, 0, LEFT_OUT, 0);
	capimage_packet(&c, 0, 1, 3 * CAPFILE_BUFFER, 3 * CAPFILE_BUFFER);
	start = capimage_block(&c, 5); /* interface statistics */
	capimage_bytes(&c, 0, 12);
	capimage_block_end(&c, start);
	capimage_expect(&c, 1, CAPFILE_END, NULL);
	capimage_fini(&c);
}

/* ---- what is wrong --------------------------------------------------------------------------- */

static void a_file_cut_anywhere_gives_the_frames_before_the_cut(void **state)
{
	struct capimage c;
	size_t ends[5] = { 0 }; /* of blocks: interface, three packets */

	(void)state;
	capimage_init(&c, true);
	capimage_section(&c);
	ends[0] = c.n;
	capimage_interface(&c, 1, 0, NANO, 0);
	for (uint32_t i = 1; i < 4; i++) {
		ends[i] = c.n;
		capimage_packet(&c, 0, i, i * 11, 60);
	}
	ends[4] = c.n;
	for (size_t n = 4; n <= c.n; n++) {
		struct capimage cut = { .bytes = c.bytes, .n = n };
		uint64_t whole = 0;
		bool clean = false;

		for (unsigned i = 0; i < 5; i++) {
			clean = clean || n == ends[i];
			whole = n >= ends[i] && i > 1 ? i - 1 : whole;
		}
		if (n < SECTION_BYTES)
			assert_non_null(strstr(capimage_refused(&cut), "cut within its header"));
		else
			capimage_expect(&cut, whole, clean ? CAPFILE_END : CAPFILE_CUT,
					clean ? NULL : "the capture was truncated");
	}
	capimage_fini(&c);
}

/* Writes a number over the image and says what must come of it. */
static void blocks_that_contradict_themselves_are_errors(void **state)
{
	enum { IDB = SECTION_BYTES, IDB_BYTES = 40, EPB = IDB + IDB_BYTES, EPB_BYTES = 44 };
	static const struct {
		size_t at;
		uint32_t value;
		uint64_t frames;
		const char *says;
	} rows[] = {
		/* clang-format off */
		{ EPB + 4,              11, 0, "says that it is 11 bytes long, which cannot be" },
		{ EPB + 4,              42, 0, "says that it is 42 bytes long" },
		{ EPB + 4,              16, 0, "has two different lengths, 16 and" },
		{ EPB + 4,   (16 << 20) + 4, 0, "at byte 68 says that it is 16777220 bytes long" },
		{ EPB + EPB_BYTES - 4,  48, 0, "has two different lengths, 44 and 48" },
		{ EPB + 20,             13, 0, "says that it holds 13 bytes, which cannot be" },
		{ EPB + 20,     0xffffffff, 0, "says that it holds 4294967295 bytes" },
		{ EPB + 8,               1, 0, "is of interface 1, which nothing describes" },
		{ IDB + 16,    0x7fff0009, 0, "has an option that is longer than its block" },
		{ EPB + EPB_BYTES,     10 + 0x0a0d0d00, 1, "begins a section without a byte order" },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capimage c;
		size_t end;

		capimage_init(&c, false);
		capimage_section(&c);
		capimage_interface(&c, 1, 0, NANO, 0);
		assert_int_equal(c.n, EPB);
		capimage_packet(&c, 0, 1, 10, 10);
		assert_int_equal(c.n, EPB + EPB_BYTES);
		capimage_packet(&c, 0, 1, 10, 10);
		end = c.n;
		c.n = rows[i].at;
		capimage_number(&c, rows[i].value, 4);
		c.n = end;
		capimage_expect(&c, rows[i].frames, CAPFILE_ERROR, rows[i].says);
		capimage_fini(&c);
	}
}

static void a_block_too_short_for_its_type_is_an_error(void **state)
{
	static const struct {
		uint32_t type;
		unsigned least;
	} rows[] = { { 6, 20 }, { 3, 4 }, { 2, 20 }, { 1, 8 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct capimage c;
		size_t start;

		capimage_init(&c, false);
		capimage_section(&c);
		capimage_interface(&c, 1, 0, NANO, 0);
		start = capimage_block(&c, rows[i].type);
		capimage_bytes(&c, 0, rows[i].least - 4);
		capimage_block_end(&c, start);
		capimage_expect(&c, 0, CAPFILE_ERROR, "is too short for its type");
		capimage_fini(&c);
	}
}

static void a_later_version_is_refused(void **state)
{
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_section(&c);
	c.bytes[12] = 2;
	capimage_expect(&c, 0, CAPFILE_ERROR, "pcapng version 2.0 is unknown");
	capimage_fini(&c);
}

static void interfaces_are_bounded(void **state)
{
	struct capimage c;

	(void)state;
	capimage_init(&c, false);
	capimage_section(&c);
	for (unsigned i = 0; i <= CAPFILE_INTERFACES_MAX; i++)
		capimage_interface(&c, 1, 0, LEFT_OUT, 0);
	capimage_expect(&c, 0, CAPFILE_ERROR, "describes interface 65536, more than are read");
	capimage_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interfaces_have_their_own_link_type_and_clock),
		cmocka_unit_test(a_section_may_change_byte_order_and_forgets_interfaces),
		cmocka_unit_test(every_resolution_and_offset_becomes_nanoseconds),
		cmocka_unit_test(simple_packets_have_a_snaplen_and_the_time_of_the_one_before),
		cmocka_unit_test(obsolete_packet_blocks_are_read),
		cmocka_unit_test(other_blocks_are_skipped_and_long_ones_fit),
		cmocka_unit_test(a_file_cut_anywhere_gives_the_frames_before_the_cut),
		cmocka_unit_test(blocks_that_contradict_themselves_are_errors),
		cmocka_unit_test(a_block_too_short_for_its_type_is_an_error),
		cmocka_unit_test(a_later_version_is_refused),
		cmocka_unit_test(interfaces_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
