/* SLMP, 3E and 4E frames: protocols/slmp*.c. Examples of the manuals where they have one. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/slmp_kit.h"
#include "tests/unit/test.h"

static struct slmp_talk t;

#define SAYS(line, want) assert_string_equal(line, want)

static void a_range_of_bits_is_read(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0104 0100 640000 90 0800"), "read m100 x8 [Device read]");
	SAYS(slmp_answer(&t, "0000 00 01 00 11"), "read m100 x8 =0 0 0 1 0 0 1 1 ok [Device read]");
	assert_int_equal(t.m.d.ot.request_frame, 1);
	assert_int_equal(message_number(&t.m, "slmp.cmd", 0), 0x0401);
	slmp_end(&t);
}

static void a_range_of_words_is_read(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0104 0000 640000 c2 0300"), "read tn100 x3 [Device read]");
	SAYS(slmp_answer(&t, "0000 3412 0200 ef1d"), "read tn100 x3 =4660 2 7663 ok [Device read]");
	slmp_end(&t);
}

static void the_same_in_ascii(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF000018001004010000TN0001000003"),
	     "read tn100 x3 [Device read]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "\"D00000FF03FF0000100000123400021DEF"),
	     "read tn100 x3 =4660 2 7663 ok [Device read]");
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF000018001004010001M*0001000008"),
	     "read m100 x8 [Device read]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "\"D00000FF03FF00000C000000010011"),
	     "read m100 x8 =0 0 0 1 0 0 1 1 ok [Device read]");
	assert_int_equal(message_number(&t.m, "slmp.code", 0), 1);
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF00002C001014010000D*0001000003199512021130"),
	     "write d100 x3 =6549 4610 4400 [Device write] MALFORMED !message too short");
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF000024001014010000D*0001000003199512021130"),
	     "write d100 x3 =6549 4610 4400 [Device write]");
	slmp_end(&t);
}

static void values_are_written(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0114 0100 640000 90 0800 11 00 11 00"),
	     "write m100 x8 =1 1 0 0 1 1 0 0 [Device write]");
	SAYS(slmp_answer(&t, "0000"), "write m100 x8 ok [Device write]");
	SAYS(slmp_ask(&t, "0114 0000 a00100 9c 0100 4723"), "write x1a0 x1 =9031 [Device write]");
	SAYS(slmp_answer(&t, "5bc0 00 ff ff03 00 0114 0000"),
	     "write x1a0 x1 REFUSED device cannot be accessed [Device write]");
	assert_int_equal(message_number(&t.m, "slmp.error.cmd", 0), 0x1401);
	slmp_end(&t);
}

static void addresses_of_iqr_are_longer(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0104 0200 40420f00 b000 0200"), "read zr1000000 x2 [Device read]");
	SAYS(slmp_answer(&t, "0000 0100 ffff"), "read zr1000000 x2 =1 65535 ok [Device read]");
	SAYS(slmp_ask(&t, "0104 0300 10000000 9d00 0300"), "read y10 x3 [Device read]");
	SAYS(slmp_answer(&t, "0000 1010"), "read y10 x3 =1 0 1 ok [Device read]");
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF00001C001004010002LSTN000000050001"),
	     "read lstn5 x1 [Device read]");
	slmp_end(&t);
}

static void extended_addresses_name_their_module(void **state)
{
	(void)state;
	slmp_begin(&t);
	/* as a controller was seen to take it */
	SAYS(slmp_say(&t, DIR_REQUEST,
		      "5400 3411 0000 00 ff ff03 00 1500 1000 0104 8200 0000 0a000000 ab00 00 00 "
		      "e003 fa 0100"),
	     "read u3e0/g10 x1 [Device read]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "d400 3411 0000 00 ff ff03 00 0400 0000 0700"),
	     "read =7 ok [Device read]");
	SAYS(slmp_ask(&t, "0104 8000 0000 000100 b4 00 00 0100 f9 0100"),
	     "read j1/w100 x1 [Device read]");
	SAYS(slmp_say(&t, DIR_REQUEST, "\"500000FF03FF00002400100401008000J001000W*0001000000001"),
	     "read j1/w100 x1 [Device read]");
	slmp_end(&t);
}

static void random_addresses_have_a_value_each(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0304 0000 04 03 000000a8 000000c2 64000090 2000009c dc0500a8 6001009d "
			  "57040090"),
	     "read d0 x1 + read tn0 x1 + read m100 x1 + read x20 x1 + read d1500 x1 + read y160 x1 "
	     "+ read m1111 x1 [Device random read]");
	SAYS(slmp_answer(&t, "0000 9519 0212 3020 4948 4e4f544c afb9dec3 b7bcddba"),
	     "read d0 x1 =6549 ok + read tn0 x1 =4610 ok + read m100 x1 =8240 ok + read x20 x1 "
	     "=18505 ok + read d1500 x1 =1280593742 ok + read y160 x1 =3286153647 ok + read m1111 "
	     "x1 =3135093943 ok [Device random read]");
	SAYS(slmp_ask(&t, "0214 0000 01 01 000000a8 5005 dc0500a8 02022004"),
	     "write d0 x1 =1360 + write d1500 x1 =69206530 [Device random write]");
	SAYS(slmp_answer(&t, "0000"), "write ok [Device random write]");
	SAYS(slmp_ask(&t, "0214 0100 02 32000090 00 2f00009d 01"),
	     "write m50 x1 =0 + write y2f x1 =1 [Device random write]");
	SAYS(slmp_ask(&t, "0214 0300 01 32000000 9000 0100"),
	     "write m50 x1 =1 [Device random write]");
	slmp_end(&t);
}

static void blocks_have_their_values(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0604 0000 01 01 000000a8 0200 00000090 0100"),
	     "read d0 x2 + read m0 x16 [Device block read]");
	SAYS(slmp_answer(&t, "0000 0800 3015 7020"),
	     "read d0 x2 =8 5424 ok + read m0 x16 =8304 ok [Device block read]");
	SAYS(slmp_ask(&t, "0614 0000 01 00 000000a8 0200 0100 0200"),
	     "write d0 x2 =1 2 [Device block write]");
	slmp_end(&t);
}

static void what_was_registered_is_monitored(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0108 0000 01 01 000000a8 dc0500a8"),
	     "read d0 x1 + read d1500 x1 [Monitor registration]");
	SAYS(slmp_answer(&t, "0000"), "read ok [Monitor registration]");
	for (unsigned i = 0; i < 2; i++) {
		SAYS(slmp_ask(&t, "0208 0000"), "read [Monitor]");
		SAYS(slmp_answer(&t, "0000 0700 01000100"),
		     "read d0 x1 =7 ok + read d1500 x1 =65537 ok [Monitor]");
	}
	slmp_end(&t);
}

static void memories_and_labels_have_names(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "1306 0000 78000000 0200"), "read buffer:0x78 x2 [Buffer memory read]");
	SAYS(slmp_answer(&t, "0000 9519 0212"),
	     "read buffer:0x78 x2 =6549 4610 ok [Buffer memory read]");
	SAYS(slmp_ask(&t, "0116 0000 20070000 0400 1300 9519 0212"),
	     "write u13/buffer:0x720 x4 =6549 4610 [Module buffer memory write]");
	SAYS(slmp_answer(&t, "0000"), "write u13/buffer:0x720 x4 ok [Module buffer memory write]");
	SAYS(slmp_ask(&t, "1c04 0000 0200 0000 0200 4c006100 0100 5800"),
	     "read La x1 + read X x1 [Label random read]");
	SAYS(slmp_answer(&t, "0000 0200 02 00 0200 0500 06 00 0400 0000c841"),
	     "read La x1 =5 ok + read X x1 =25 ok [Label random read]");
	SAYS(slmp_ask(&t, "1b14 0000 0100 0000 0200 4c006100 0200 3100"),
	     "write La x1 =49 [Label random write]");
	SAYS(slmp_answer(&t, "0000"), "write ok [Label random write]");
	SAYS(slmp_ask(&t, "1a04 0000 0100 0000 0200 4c006100 01 00 0400"),
	     "read La x1 [Label array read]");
	SAYS(slmp_answer(&t, "0000 0100 02 01 0400 0500 0600"),
	     "read La x1 =5 6 ok [Label array read]");
	slmp_end(&t);
}

static void remote_control_is_followed(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0210 0000 0100"), "control [Remote STOP]");
	assert_int_equal(message_count(&t.m, "slmp.remote.state"), 0);
	SAYS(slmp_answer(&t, "0000"), "control ok [Remote STOP]");
	assert_int_equal(message_number(&t.m, "slmp.remote.state", 0), 2);
	SAYS(slmp_ask(&t, "0110 0000 0300 02 00"), "control [Remote RUN]");
	assert_int_equal(message_number(&t.m, "slmp.mode", 0), 3);
	assert_int_equal(message_number(&t.m, "slmp.clear_mode", 0), 2);
	SAYS(slmp_answer(&t, "8b40 00 ff ff03 00 0110 0000"),
	     "control REFUSED remote request cannot be executed [Remote RUN]");
	assert_int_equal(message_count(&t.m, "slmp.remote.state"), 0);
	(void)slmp_ask(&t, "0310 0000 0100");
	(void)slmp_answer(&t, "0000");
	assert_int_equal(message_number(&t.m, "slmp.remote.state", 0), 3);
	assert_int_equal(message_number(&t.m, "slmp.remote.state_before", 0), 2);
	SAYS(slmp_ask(&t, "0510 0000 0100"), "control [Remote latch clear]");
	(void)slmp_answer(&t, "0000");
	SAYS(slmp_ask(&t, "0610 0000 0100"), "control [Remote RESET]");
	assert_int_equal(message_number(&t.m, "slmp.remote.state", 0), 5);
	slmp_end(&t);
}

static void who_it_is_goes_to_the_assets(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "0101 0000"), "identify [CPU model read]");
	SAYS(slmp_answer(&t, "0000 51303255444843505520202020202020 6302"),
	     "identify =Q02UDHCPU ok [CPU model read]");
	assert_true(text_is(t.m.d.identity.model, "Q02UDHCPU"));
	assert_true(text_is(t.m.d.identity.vendor, "Mitsubishi Electric"));
	assert_true(t.m.d.identity.of_sender);
	assert_int_equal(message_number(&t.m, "slmp.model_code", 0), 0x263);
	(void)slmp_ask(&t, "0101 0000");
	(void)slmp_answer(&t, "0000 4b562d37353030202020202020202020 0000");
	assert_true(text_is(t.m.d.identity.model, "KV-7500"));
	assert_int_equal(cur_left(&t.m.d.identity.vendor), 0);
	slmp_end(&t);
}

static void nodes_are_searched_and_set(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_say(&t, DIR_REQUEST,
		      "5400 0100 0000 00 ff ff03 00 1100 0000 300e 0000 660050b827eb 04 6600280a"),
	     "identify [Node search]");
	SAYS(slmp_say(&t, DIR_RESPONSE,
		      "d400 0100 0000 00 ff ff03 00 3500 0000 660050b827eb 04 6600280a "
		      "010101aabb20 04 0301a8c0 00ffffff ffffffff 00 3412 78560000 0100 04 "
		      "ffffffff ffff 0000 0bf0 01"),
	     "identify node:20:bb:aa:01:01:01 =192.168.1.3 ok [Node search]");
	slmp_end(&t);
}

static void an_ip_address_is_set(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "310e 0000 660050b827eb 04 6600280a 010101aabb20 04 0301a8c0 00ffffff "
			  "ffffffff 00 04 ffffffff ffff 01"),
	     "write node:20:bb:aa:01:01:01 =192.168.1.3 [IP address set]");
	SAYS(slmp_answer(&t, "0000 660050b827eb"),
	     "write node:20:bb:aa:01:01:01 ok [IP address set]");
	SAYS(slmp_ask(&t, "330e 0000 0100 0500"), "read [Parameter get]");
	SAYS(slmp_answer(&t, "0000 0100 0500 0200 1122"), "read ok [Parameter get]");
	assert_int_equal(message_number(&t.m, "slmp.parameter.id", 0), 5);
	slmp_end(&t);
}

static void files_are_followed_by_their_pointer(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "2718 0000 20202020 0001 0400 0800 4d41494e2e515047"),
	     "program file:4/MAIN.QPG [File open]");
	SAYS(slmp_answer(&t, "0000 0100"), "program file:4/MAIN.QPG ok [File open]");
	SAYS(slmp_ask(&t, "2918 0000 0100 00000000 0200 aabb"),
	     "program file:4/MAIN.QPG [File write]");
	SAYS(slmp_answer(&t, "0000 0200"), "program file:4/MAIN.QPG ok [File write]");
	SAYS(slmp_ask(&t, "2a18 0000 0100 0000"), "program file:4/MAIN.QPG [File close]");
	SAYS(slmp_ask(&t, "2818 0000 0900 00000000 0200"), "program file-pointer:9 [File read]");
	SAYS(slmp_ask(&t, "2218 4000 20202020 0000 0200 41005a00"),
	     "program file:0/AZ [File delete]");
	SAYS(slmp_ask(&t, "0512 0000 00000000 0100 0100 4142433132202020515047 20"),
	     "program file:1/ABC12   QPG [File delete]");
	slmp_end(&t);
}

static void the_other_file_commands_have_their_parts(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "2518 0000 20202020 0400 0100 0500 4d41494e31"),
	     "program file:4/MAIN1 [File attribute change]");
	assert_int_equal(message_number(&t.m, "slmp.file.attribute", 0), 1);
	(void)slmp_ask(&t, "2618 0000 20202020 0400 7659 0050 0500 4d41494e31");
	assert_int_equal(message_number(&t.m, "slmp.file.date", 0), 0x5976);
	assert_int_equal(message_number(&t.m, "slmp.file.time", 0), 0x5000);
	(void)slmp_ask(&t, "1118 0000 20202020 0400 0200 4442 0500 4d41494e31");
	assert_true(message_is(&t.m, "slmp.file.directory", 0, "DB"));
	(void)slmp_ask(&t, "2018 0000 20202020 0400 00100000 0500 4d41494e31");
	assert_int_equal(message_number(&t.m, "slmp.file.size", 0), 4096);
	SAYS(slmp_ask(&t, "0808 0000 0100 0100 0200 4142433132202020515047 20"),
	     "program file:1/ABC12   QPG [File lock]");
	assert_int_equal(message_number(&t.m, "slmp.file.lock", 0), 1);
	SAYS(slmp_ask(&t, "2418 0000 2020202020202020 20202020 0400 0100 41 20202020 0100 0100 42"),
	     "program file:4/A [File copy]");
	slmp_end(&t);
}

static void nodes_are_compared_and_have_names(void **state)
{
	(void)state;
	slmp_begin(&t);
	(void)slmp_ask(&t, "320e 0000 0700 3412 78560000 0100");
	assert_int_equal(message_number(&t.m, "slmp.compare.target", 0), 7);
	(void)slmp_answer(&t, "0000 0700 0100");
	assert_int_equal(message_number(&t.m, "slmp.compare.result", 0), 1);
	(void)slmp_ask(&t, "310e 0000 660050b827eb 04 6600280a 010101aabb20 04 0301a8c0 00ffffff "
			   "ffffffff 03 504c43 04 ffffffff ffff 01");
	assert_true(message_is(&t.m, "slmp.node.hostname", 0, "PLC"));
	assert_int_equal(message_number(&t.m, "slmp.node.protocol", 0), 1);
	slmp_end(&t);
}

static void passwords_are_counted_not_told(void **state)
{
	(void)state;
	slmp_begin(&t);
	for (unsigned i = 1; i <= 3; i++) {
		SAYS(slmp_ask(&t, "3016 0000 0400 31323334"), "auth [Remote password unlock]");
		assert_int_equal(message_number(&t.m, "slmp.password.length", 0), 4);
		SAYS(slmp_answer(&t, "00c2 00 ff ff03 00 3016 0000"),
		     "auth REFUSED wrong remote password [Remote password unlock]");
		assert_int_equal(message_number(&t.m, "slmp.password.refused", 0), i);
	}
	(void)slmp_ask(&t, "3016 0000 0400 31323335");
	SAYS(slmp_answer(&t, "0000"), "auth ok [Remote password unlock]");
	slmp_end(&t);
}

static void the_other_commands_are_named(void **state)
{
	(void)state;
	slmp_begin(&t);
	SAYS(slmp_ask(&t, "1906 0000 0500 4142434445"), "diagnose [Self test]");
	SAYS(slmp_answer(&t, "0000 0500 4142434445"), "diagnose ok [Self test]");
	SAYS(slmp_ask(&t, "1716 0000"), "control [Clear error]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "5000 00 fe ff03 00 0800 0000 0121 0000 4a01"),
	     "report [On-demand data]");
	SAYS(slmp_ask(&t, "7777 0000"), "other [unknown command]");
	slmp_end(&t);
}

static void the_state_of_the_cpu_is_read(void **state)
{
	(void)state;
	slmp_begin(&t);
	(void)slmp_ask(&t, "0104 0000 c80000 a9 0800");
	(void)slmp_answer(&t, "0000 0000 0000 0000 0200 0000 0000 0000 0000");
	assert_int_equal(message_number(&t.m, "slmp.cpu.state", 0), 2);
	slmp_end(&t);
}

static void serial_numbers_join_out_of_order(void **state)
{
	(void)state;
	slmp_begin(&t);
	(void)slmp_say(&t, DIR_REQUEST,
		       "5400 0100 0000 00 ff ff03 00 0c00 1000 0104 0000 010000 a8 0100");
	(void)slmp_say(&t, DIR_REQUEST,
		       "5400 0200 0000 00 ff ff03 00 0c00 1000 0104 0000 020000 a8 0100");
	SAYS(slmp_say(&t, DIR_RESPONSE, "d400 0200 0000 00 ff ff03 00 0400 0000 0900"),
	     "read d2 x1 =9 ok [Device read]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "d400 0100 0000 00 ff ff03 00 0400 0000 0800"),
	     "read d1 x1 =8 ok [Device read]");
	SAYS(slmp_say(&t, DIR_RESPONSE, "d400 0300 0000 01 02 ff03 00 0400 0000 0800"),
	     "other ok unmatched [unknown command]");
	assert_string_equal(t.m.d.ot.device_text, "1/2");
	slmp_end(&t);
}

static enum probe probed(const char *message, enum dir dir)
{
	struct message *m = message_of(&protocol_slmp, dir, message);
	enum probe says = protocol_slmp.probe(cur_of(m->bytes, m->n), dir);

	message_free(m);
	return says;
}

static void probes_know_it_from_others(void **state)
{
	static const char ask[] = "5000 00 ff ff03 00 0c00 1000 0104 0000 640000 a8 0100";
	static const char answer[] = "d000 00 ff ff03 00 0400 0000 0100";

	(void)state;
	assert_int_equal(probed(ask, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probed(ask, DIR_RESPONSE), PROBE_TURNED);
	assert_int_equal(probed(answer, DIR_RESPONSE), PROBE_SURE);
	assert_int_equal(probed(answer, DIR_REQUEST), PROBE_TURNED);
	assert_int_equal(probed(slmp_hex("500000FF03FF00000C001001010000"), DIR_REQUEST),
			 PROBE_SURE);
	assert_int_equal(probed("5000 00 ff ff03 00", DIR_REQUEST), PROBE_SHORT);
	/* cyclic data of CC-Link IE Field Basic, a module that there is not, a length of nothing */
	assert_int_equal(
		probed("5000 00 ff ff03 00 0c00 0000 700e 0000 640000 a8 0100", DIR_REQUEST),
		PROBE_NO);
	assert_int_equal(
		probed("5000 00 ff ff13 00 0c00 1000 0104 0000 640000 a8 0100", DIR_REQUEST),
		PROBE_NO);
	assert_int_equal(probed("5000 00 ff ff03 00 0200 1000", DIR_REQUEST), PROBE_NO);
	assert_int_equal(probed("8000 1234 00000000 00000000 1122", DIR_RESPONSE), PROBE_NO);
	assert_int_equal(probed(slmp_hex("GET / HTTP/1.1"), DIR_REQUEST), PROBE_NO);
}

static void messages_are_cut_by_their_length(void **state)
{
	struct message *m;

	(void)state;
	m = message_of(&protocol_slmp, DIR_REQUEST, "5000 00 ff ff03 00 0600 1000 0101 0000 5000");
	assert_int_equal(protocol_slmp.segment(cur_of(m->bytes, m->n), DIR_REQUEST), 15);
	assert_int_equal(protocol_slmp.segment(cur_of(m->bytes, 8), DIR_REQUEST), 0);
	assert_int_equal(protocol_slmp.segment(cur_of("GET /", 5), DIR_REQUEST), SEGMENT_BAD);
	message_free(m);
}

static void every_prefix_is_read_safely(void **state)
{
	static const char *const asked[] = {
		"5000 00 ff ff03 00 1000 1000 0114 0100 640000 90 0800 11 00 11 00",
		"5400 3411 0000 00 ff ff03 00 1500 1000 0104 8200 0000 0a000000 ab00 00 00 e003 fa "
		"0100",
		"5000 00 ff ff03 00 1600 1000 0214 0000 01 01 000000a8 5005 dc0500a8 02022004",
		"5000 00 ff ff03 00 1100 1000 0214 0100 02 32000090 00 2f00009d 01",
		"5000 00 ff ff03 00 1200 1000 0614 0000 01 00 000000a8 0200 0100 0200",
		"5000 00 ff ff03 00 1400 1000 1b14 0000 0100 0000 0200 4c006100 0200 3100",
		"5000 00 ff ff03 00 1800 1000 2718 0000 20202020 0001 0400 0800 4d41494e2e515047",
		"5000 00 ff ff03 00 2d00 1000 310e 0000 660050b827eb 04 6600280a 010101aabb20 04 "
		"0301a8c0 00ffffff ffffffff 00 04 ffffffff ffff 01",
		"5000 00 ff ff03 00 0a00 1000 0110 0000 0300 02 00",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct message *m = message_of(&protocol_slmp, DIR_REQUEST, asked[i]);

		assert_false(m->d.malformed);
		check_prefixes(&protocol_slmp, DIR_REQUEST, asked[i], m->n);
		message_free(m);
	}
	check_prefixes(&protocol_slmp, DIR_RESPONSE,
		       "d000 00 ff ff03 00 0b00 5bc0 00 ff ff03 00 0114 0000", 20);
	check_prefixes(&protocol_slmp, DIR_REQUEST,
		       slmp_hex("500000FF03FF000024001014010000D*0001000003199512021130"), 54);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_of_bits_is_read),
		cmocka_unit_test(a_range_of_words_is_read),
		cmocka_unit_test(the_same_in_ascii),
		cmocka_unit_test(values_are_written),
		cmocka_unit_test(addresses_of_iqr_are_longer),
		cmocka_unit_test(extended_addresses_name_their_module),
		cmocka_unit_test(random_addresses_have_a_value_each),
		cmocka_unit_test(blocks_have_their_values),
		cmocka_unit_test(what_was_registered_is_monitored),
		cmocka_unit_test(memories_and_labels_have_names),
		cmocka_unit_test(remote_control_is_followed),
		cmocka_unit_test(who_it_is_goes_to_the_assets),
		cmocka_unit_test(nodes_are_searched_and_set),
		cmocka_unit_test(an_ip_address_is_set),
		cmocka_unit_test(files_are_followed_by_their_pointer),
		cmocka_unit_test(the_other_file_commands_have_their_parts),
		cmocka_unit_test(nodes_are_compared_and_have_names),
		cmocka_unit_test(passwords_are_counted_not_told),
		cmocka_unit_test(the_other_commands_are_named),
		cmocka_unit_test(the_state_of_the_cpu_is_read),
		cmocka_unit_test(serial_numbers_join_out_of_order),
		cmocka_unit_test(probes_know_it_from_others),
		cmocka_unit_test(messages_are_cut_by_their_length),
		cmocka_unit_test(every_prefix_is_read_safely),
	};

	return cmocka_run_group_tests_name("slmp", tests, NULL, NULL);
}
