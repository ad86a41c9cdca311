#include "sensor/try.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/parse.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

/* clang-format off */
#define MACS     "0200000000bb 0200000000aa "
#define READ(n)  "0001 0000 0006 01 03 00" n " 0001 " /* of register n */
/* clang-format on */

enum { READ_BYTES = 12, MS = 1000000, FRAME_MAX = 512 };

static struct arena arena;
static struct pipeline pl;
static struct try *try;
static char *text;
static size_t ntext;
static FILE *out;
static uint64_t frames, now;

static const struct condition *compiled(const char *condition)
{
	const struct rule_scope scope = { .ctx = NULL };
	struct rule_text *t = arena_new(&arena, struct rule_text, 1);
	struct rule_errors e = { .n = 0 };

	*t = (struct rule_text){ .s = condition, .len = strlen(condition), .file = "-e" };
	const struct node *tree = parse_condition(&arena, t, &e);

	assert_non_null(tree);
	const struct condition *c = condition_compile(&arena, tree, &scope, &e);

	rule_errors_free(&e);
	assert_non_null(c);
	return c;
}

static void begin_with(const char *condition, bool json, bool total)
{
	struct sensor_options o = talk_options();

	o.duplicate_window = 0;
	frames = 0;
	now = 1700000000U * (uint64_t)1000 * MS;
	out = open_memstream(&text, &ntext);
	assert_non_null(out);
	assert_int_equal(pipeline_init(&pl, &o, NULL), 0);
	const uint64_t window = DEDUP_WINDOW_MS * MS;
	const struct try_options to = { .condition = compiled(condition),
					.out = out,
					.json = json,
					.total = total,
					.gap_wait = o.gap_wait,
					.duplicate_window = window };

	try = try_new(&to, &pl);
	assert_non_null(try);
}

static void begin(const char *condition)
{
	begin_with(condition, false, false);
}

/* The capture ends. How many frames matched. */
static uint64_t finish(void)
{
	struct try_counts n;

	try_end(try);
	try_counts(try, &n);
	assert_int_equal(n.frames, frames);
	(void)fflush(out);
	return n.matched;
}

static int teardown(void **state)
{
	(void)state;
	try_free(try);
	pipeline_free(&pl);
	(void)fclose(out);
	free(text);
	arena_free(&arena);
	return 0;
}

/* A frame of those bytes, in a block that is gone afterwards. */
static void frame(const char *hex)
{
	uint8_t *bytes = malloc(FRAME_MAX);
	size_t n = 0;

	assert_non_null(bytes);
	for (; *hex != '\0'; hex += *hex == ' ' ? 1 : 2) {
		if (*hex == ' ')
			continue;
		const char digits[3] = { hex[0], hex[1], '\0' };

		assert_true(n < FRAME_MAX);
		bytes[n++] = (uint8_t)strtoul(digits, NULL, 16);
	}
	const struct frame f = { .number = ++frames,
				 .at = now += MS,
				 .bytes = cur_of(bytes, n),
				 .wire_len = (uint32_t)n,
				 .linktype = 1 };

	try_frame(try, &f);
	memset(bytes, 0xee, FRAME_MAX);
	free(bytes);
}

/* A segment from the client (10.0.0.1) to the server's port 502. */
static void segment(uint32_t seq, unsigned flags, const char *payload)
{
	char hex[2 * FRAME_MAX];
	unsigned n = 0;

	for (const char *p = payload; *p != '\0'; p++)
		n += *p != ' ';
	(void)snprintf(hex, sizeof(hex),
		       MACS "0800 4500 %04x 0001 0000 40 06 0000 0a000001 0a000002 "
			    "9c40 01f6 %08x 00000001 50 %02x 2000 0000 0000 %s",
		       40 + n / 2, seq, flags, payload);
	frame(hex);
}

/* Which frames were printed, as "1 3 ". */
static const char *printed(void)
{
	static char list[256];
	size_t n = 0;

	list[0] = '\0';
	for (const char *p = strchr(text, '#'); p != NULL; p = strchr(p + 1, '#'))
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%d ", atoi(p + 1));
	return list;
}

static void frames_are_selected_by_what_was_decoded_in_them(void **state)
{
	(void)state;
	begin("modbus.reference_num == 2");
	segment(100, 0x18, READ("01"));
	segment(100 + READ_BYTES, 0x18, READ("02"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "2 ");
	assert_non_null(strstr(text, "2023-11-14 (UTC)\n"));
	assert_non_null(strstr(text, "Read Holding Registers hr:2"));
}

static void frames_without_messages_count_too(void **state)
{
	(void)state;
	begin("tcp.flags.syn == 1 or arp");
	segment(99, 0x02, "");
	segment(100, 0x18, READ("01"));
	frame("ffffffffffff 0200000000aa 0806 0001 0800 06 04 0001 0200000000aa 0a000001 "
	      "000000000000 0a000002");
	assert_int_equal(finish(), 2);
	assert_string_equal(printed(), "1 3 ");
	assert_non_null(
		strstr(text, "10.0.0.1 > 10.0.0.2         tcp 40000 > 502 [SYN], 54 bytes"));
}

static void all_messages_of_a_frame_are_asked_together(void **state)
{
	(void)state;
	begin("modbus.reference_num == 1 and modbus.reference_num == 2");
	segment(100, 0x18, READ("01") READ("02"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("01"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "1 1 "); /* a line for each operation */
}

static void a_frame_waits_for_the_segment_before_it(void **state)
{
	(void)state;
	begin("modbus.reference_num == 3 and tcp.payload contains 00:03 and eth.src[5] == aa");
	segment(100, 0x18, READ("01"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	segment(100 + 3 * READ_BYTES, 0x18, READ("04"));
	segment(100 + READ_BYTES, 0x18, READ("02"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "2 ");
}

static void frames_are_printed_in_their_order(void **state)
{
	(void)state;
	begin("modbus");
	segment(100, 0x18, READ("01"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	segment(100 + READ_BYTES, 0x18, READ("02"));
	assert_int_equal(finish(), 3);
	assert_string_equal(printed(), "1 2 3 ");
}

static void what_waits_is_asked_when_the_hole_is_given_up(void **state)
{
	(void)state;
	begin("modbus.reference_num == 3");
	segment(100, 0x18, READ("01"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	now += 10000 * (uint64_t)MS;
	frame(MACS "88cc 0000");
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "2 ");
}

static void copies_of_a_frame_are_frames(void **state)
{
	(void)state;
	begin("arp");
	for (unsigned i = 0; i < 2; i++) {
		now -= MS;
		frame("ffffffffffff 0200000000aa 0806 0001 0800 06 04 0001 0200000000aa 0a000001 "
		      "000000000000 0a000002");
	}
	assert_int_equal(finish(), 2);
}

static void a_broken_packet_is_asked_about_too(void **state)
{
	(void)state;
	begin("eth.type == 0x0800 and not ip");
	frame(MACS "0800 4500");
	assert_int_equal(finish(), 1);
}

static void headers_that_an_icmp_error_quotes_are_in_the_frame(void **state)
{
	(void)state;
	begin("icmp.type == 3 and udp.dstport == 69 and ip.src == 10.0.0.1");
	frame(MACS "0800 4500 0038 0001 0000 40 01 0000 0a000002 0a000001 0303 0000 00000000 "
		   "4500 0030 0001 0000 40 11 0000 0a000001 0a000002 8bad 0045 001c 0000");
	frame(MACS "0800 4500 0024 0001 0000 40 01 0000 0a000002 0a000001 0800 0000 00000000 "
		   "00000000 00000000");
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "1 ");
	assert_non_null(strstr(text, "icmp type 3 code 3, 70 bytes"));
}

static void headers_of_a_tunnel_are_in_the_frame(void **state)
{
	(void)state;
	begin("ip.src == 192.0.2.1 and ip.src == 10.0.0.1 and count(eth.src) == 1 and udp");
	/* IP in GRE in IP */
	frame(MACS "0800 4500 0038 0001 0000 40 2f 0000 c0000201 c0000202 0000 0800 "
		   "4500 0020 0001 0000 40 11 0000 0a000001 0a000002 c350 0045 000c 0000 "
		   "01020304");
	frame(MACS "0800 4500 0020 0001 0000 40 11 0000 0a000001 0a000002 c350 0045 000c 0000 "
		   "01020304");
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "1 ");
}

#define GOOSE_MACS "010ccd010001 0200000000aa "
#define GOOSE(sq)                                                                                  \
	"88b8 0001 0031 0000 0000 61 27 80 01 41 81 01 05 82 01 42 "                               \
	"84 08 0000000000000000 85 01 02 86 01 " sq " 87 01 00 88 01 01 89 01 00 8a 01 00 ab 00"

static void how_goose_goes_on_is_known(void **state)
{
	(void)state;
	begin("goose.seq.sqnum_step == 1");
	frame(GOOSE_MACS GOOSE("07"));
	frame(GOOSE_MACS GOOSE("08"));
	frame(GOOSE_MACS GOOSE("0a"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "2 ");
}

static void copies_of_goose_are_no_steps(void **state)
{
	(void)state;
	begin("goose.seq.sqnum_step == 0");
	frame(GOOSE_MACS GOOSE("07"));
	frame(GOOSE_MACS GOOSE("07")); /* of a mirror */
	now += 5 * MS;
	frame(GOOSE_MACS GOOSE("07")); /* sent again */
	/* Both ways round an HSR ring, 21 ms apart. */
	frame(GOOSE_MACS "892f 0037 0001 " GOOSE("08"));
	now += 20 * MS;
	frame(GOOSE_MACS "892f 1037 0001 " GOOSE("08"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "3 ");
}

static void goose_goes_on_behind_copies(void **state)
{
	(void)state;
	begin("goose.seq.sqnum_step == 1");
	frame(GOOSE_MACS "892f 0037 0001 " GOOSE("08"));
	frame(GOOSE_MACS "892f 1037 0001 " GOOSE("08"));
	frame(GOOSE_MACS "892f 0037 0002 " GOOSE("09"));
	frame(GOOSE_MACS "892f 1037 0002 " GOOSE("09"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "3 ");
}

static void facts_of_flow_and_ends_are_known(void **state)
{
	(void)state;
	begin("flow.protocol == \"modbus\" and flow.packets == 2 and ot.op == \"read\" and "
	      "not src.public and src.age >= 0.001");
	segment(100, 0x18, READ("01"));
	segment(100 + READ_BYTES, 0x18, READ("02"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	assert_int_equal(finish(), 1);
	assert_string_equal(printed(), "2 ");
}

static void json_has_the_operations_in_the_frame(void **state)
{
	(void)state;
	begin_with("tcp", true, false);
	segment(100, 0x18, READ("01") READ("02"));
	segment(100 + 2 * READ_BYTES, 0x10, "");
	assert_int_equal(finish(), 2);
	assert_ptr_equal(strstr(text, "{\"frame.number\":1,\"frame.time\":\"2023-"), text);
	assert_non_null(strstr(text, "\"tcp.dstport\":502,\"operations\":[{\"frame.number\":1,"));
	assert_non_null(strstr(text, "\"ot.object\":\"hr:2\""));
	assert_non_null(strstr(text, "\"operations\":[]}\n"));
}

static void only_the_total_is_wanted(void **state)
{
	(void)state;
	begin_with("modbus", false, true);
	segment(100, 0x18, READ("01"));
	assert_int_equal(finish(), 1);
	assert_int_equal(ntext, 0);
}

static void the_window_is_bounded(void **state)
{
	struct try_counts n;

	(void)state;
	begin_with("tcp", false, true);
	segment(100, 0x18, READ("01"));
	segment(100 + 2 * READ_BYTES, 0x18, READ("03"));
	for (unsigned i = 0; i < 20000; i++) {
		now -= MS; /* the hole stays open */
		frame("ffffffffffff 0200000000aa 88b5 0000");
	}
	assert_int_equal(finish(), 2);
	try_counts(try, &n);
	assert_true(n.early > 0);
}

static void what_no_frame_shows_is_refused(void **state)
{
	(void)state;
	begin("tcp");
	assert_string_equal(try_refuses(compiled("tcp and flow.event == \"end\""))->row->name,
			    "flow.event");
	assert_non_null(try_refuses(compiled("asset.event == \"new\"")));
	assert_non_null(try_refuses(compiled("capture.frames > 1")));
	assert_null(try_refuses(compiled("tcp and modbus and flow.bytes > 1 and src.age < 3")));
	assert_int_equal(finish(), 0);
}

#define test(f) cmocka_unit_test_teardown(f, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(frames_are_selected_by_what_was_decoded_in_them),
		test(frames_without_messages_count_too),
		test(all_messages_of_a_frame_are_asked_together),
		test(a_frame_waits_for_the_segment_before_it),
		test(frames_are_printed_in_their_order),
		test(what_waits_is_asked_when_the_hole_is_given_up),
		test(copies_of_a_frame_are_frames),
		test(a_broken_packet_is_asked_about_too),
		test(headers_that_an_icmp_error_quotes_are_in_the_frame),
		test(headers_of_a_tunnel_are_in_the_frame),
		test(how_goose_goes_on_is_known),
		test(copies_of_goose_are_no_steps),
		test(goose_goes_on_behind_copies),
		test(facts_of_flow_and_ends_are_known),
		test(json_has_the_operations_in_the_frame),
		test(only_the_total_is_wanted),
		test(the_window_is_bounded),
		test(what_no_frame_shows_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
