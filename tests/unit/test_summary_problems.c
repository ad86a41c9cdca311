#include "tests/unit/test.h"

#include <stdlib.h>

#include "tests/unit/observed.h"

static void every_kind_of_problem_is_named(void **state)
{
	static const char *const said = "eth0: ends in the middle of frame 7";
	struct summary_input bad = { .name = "eth0",
				     .live = true,
				     .dropped = 3,
				     .if_dropped = 4,
				     .said = &said,
				     .nsaid = 1 };
	struct observe_flow f;
	struct observe_flow tls = flow(1, 3, 502);

	(void)state;
	a_good_dialogue(&f);
	d.malformed = true;
	d.nmarks = 1;
	d.marks[0] = "byte count does not match";
	exchange(&f, "x");
	observe_unanswered(&o, &f, 1);
	observe_open(&o, &tls, coverage_label(&o.coverage, "TLS"), NOW);
	observe_flow(&o, &tls, &delta, NOW);
	coverage_port(&o.coverage, IP_TCP, 502, tls.key.label);
	stat_add(&o.stats, STAT_STREAM_GAPS, 5);
	capture.inputs = &bad;
	(void)written();
	assert_says("eth0: ends in the middle of frame 7");
	assert_says("the kernel dropped 3 frames");
	assert_says("the interface dropped 4 frames");
	assert_says("5 holes in TCP streams");
	assert_says("Modbus/TCP: 2 messages of 4 malformed");
	assert_says("Modbus/TCP: 2 messages: byte count does not match");
	assert_says("Modbus/TCP: 1 request never answered");
	assert_says("tcp/502, the port of Modbus/TCP, carried TLS in 1 flow\n");
	assert_says("Not decoded: TLS: 1 flow, 120 B of payload");
	assert_says_nothing_of("Problems: none");
}

static void files_that_were_not_read_whole_are_no_good_capture(void **state)
{
	static const char *const said = "b.pcap: cannot open it";
	struct summary_input in = { .name = "2 files",
				    .frames = 10,
				    .bytes = 1000,
				    .total_frames = 55,
				    .total_bytes = 4000,
				    .skipped_link = 45,
				    .files = 2,
				    .files_failed = 1,
				    .said = &said,
				    .nsaid = 1,
				    .more_said = 2 };
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	capture.inputs = &in;
	capture.stopped = true;
	(void)written();
	assert_says("    of 55 frames, 4.00 kB; left out: 45 for their link type\n");
	assert_says("\n  stopped by a signal before everything was read\n");
	assert_says("\n  1 of 2 files could not be read to the end\n");
	assert_says("\n  b.pcap: cannot open it\n");
	assert_says("\n  2 further remarks on files");
	assert_says("\n  45 frames of link types that are not understood\n");
	assert_says_nothing_of("Problems: none");
	assert_says_nothing_of("0 of 55");
}

static void a_filter_that_leaves_nothing_is_a_problem(void **state)
{
	struct summary_input in = { .name = "a.pcap", .total_frames = 2132, .files = 1 };

	(void)state;
	capture = (struct summary_capture){ .inputs = &in, .ninputs = 1 };
	in.skipped_filter = 2132;
	(void)written();
	assert_says("\n  0 of 2132 frames match the filter\n");
	in.skipped_time = 2132;
	in.skipped_filter = 0;
	(void)written();
	assert_says("\n  0 of 2132 frames are within the time range\n");
	in.skipped_filter = 2000;
	in.skipped_time = 132;
	(void)written();
	assert_says("\n  0 of 2132 frames are left by the filter and the time range\n");
	assert_says_nothing_of("Problems: none");
}

static void praise_is_for_the_frames_looked_at(void **state)
{
	struct summary_input in = { .name = "a.pcap",
				    .frames = 10,
				    .bytes = 1000,
				    .total_frames = 30,
				    .total_bytes = 3000,
				    .skipped_filter = 20,
				    .files = 1 };
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	capture.inputs = &in;
	(void)written();
	assert_says(
		"10 frames     1.00 kB\n    of 30 frames, 3.00 kB; left out: 20 by the filter\n");
	assert_says("Problems: none in the 10 frames looked at.\n  Every message was decoded and");
	capture.inputs = &input;
	capture.limited = true;
	(void)written();
	assert_says("Problems: none in the 10 frames looked at.\n  Every message was decoded and");
}

static void answers_are_praised_only_when_there_are_as_many(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	d.operations[0].ot = (struct ot){ .function = "Read Coils", .op = OT_READ };
	observe_message(&o, &f, PROTOCOL_mbtcp, &d);
	(void)written();
	assert_says("Every message was decoded, 1 answer came to 2 requests, nothing was lost.\n");
}

static void one_is_no_plural(void **state)
{
	struct summary_input in = { .name = "a.pcap", .frames = 1, .bytes = 60, .files = 1 };
	struct observe_flow f = flow(1, 2, 9999);
	const struct observe_delta one = { .packets = { 1, 0 }, .bytes = { 60, 0 }, .last = NOW };

	(void)state;
	capture.inputs = &in;
	observe_flow(&o, &f, &one, NOW);
	for (unsigned i = 0; i < STAT_COUNT; i++)
		stat_inc(&o.stats, (enum stat)i);
	(void)written();
	assert_says("  1 frame         60 B\n");
	assert_says("  1 frame, 1 B, 1 duplicate, 1 flow\n");
	assert_says(" 1 packet, 60 B, no answer\n");
	assert_says("  1 hole in TCP streams\n");
	assert_says("  1 time a decoder had to search the next message\n");
	assert_says("  1 TCP segment repeating bytes");
	assert_says("  1 fragment overlapping others\n");
	for (unsigned i = 0; i < STAT_COUNT; i++)
		stat_inc(&o.stats, (enum stat)i);
	(void)written();
	assert_says("  2 holes in TCP streams\n");
	assert_says("  2 TCP segments repeating bytes");
}

static void nobody_answers_publications(void **state)
{
	struct observe_flow f = flow(1, 2, 0);

	(void)state;
	f.key.ip_version = 0;
	f.key.ip_proto = 0;
	observe_open(&o, &f, PROTOCOL_goose, NOW);
	d.noperations = 1;
	d.operations[0].ot = (struct ot){ .function = "state change", .op = OT_REPORT };
	observe_message(&o, &f, PROTOCOL_goose, &d);
	observe_flow(&o, &f, &delta, NOW);
	(void)written();
	assert_says("Problems: none. Every message was decoded, nothing was lost.\n");
}

static void nothing_decoded_is_not_praised(void **state)
{
	(void)state;
	(void)written();
	assert_says("Problems: none, but there was no message of a protocol that is decoded.");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind_of_problem_is_named),
		TEST(files_that_were_not_read_whole_are_no_good_capture),
		TEST(a_filter_that_leaves_nothing_is_a_problem),
		TEST(praise_is_for_the_frames_looked_at),
		TEST(answers_are_praised_only_when_there_are_as_many),
		TEST(one_is_no_plural),
		TEST(nobody_answers_publications),
		TEST(nothing_decoded_is_not_praised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
