/* Operations as lines: sensor/report.c, report_json.c, report_text.c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/report_inside.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

#define ASK	"0001 0000 0006 01 03 0010 0002"
#define ANSWER	"0001 0000 0007 01 03 04 000a 000b"
#define REFUSAL "0001 0000 0003 01 83 02"

static void a_json_line_is_exactly_so(void **state)
{
	struct talk *t = talk_new(NULL);

	(void)state;
	t->vlan = 7;
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_end(t);
	assert_string_equal(
		talk_line(t, 0),
		"{\"frame.number\":1,\"frame.time\":\"2023-11-14T22:13:20.000000000Z\","
		"\"eth.src\":\"02:00:00:00:00:01\",\"eth.dst\":\"02:00:00:00:00:02\","
		"\"eth.type\":2048,\"vlan.id\":7,\"ip.src\":\"10.0.0.1\",\"ip.dst\":\"10.0.0.2\","
		"\"tcp.srcport\":40000,\"tcp.dstport\":502,\"ot.protocol\":\"modbus\","
		"\"ot.op\":\"read\",\"ot.function\":\"Read Holding Registers\","
		"\"ot.request\":true,\"ot.device\":\"1\",\"ot.object\":\"hr:16\",\"ot.count\":2,"
		"\"ot.message\":1,\"ot.response_frame\":2,\"ot.response_time\":0.001000000,"
		"\"mbtcp.trans_id\":1,\"mbtcp.prot_id\":0,\"mbtcp.len\":6,\"mbtcp.unit_id\":1,"
		"\"modbus.func_code\":3,\"modbus.reference_num\":16,\"modbus.word_cnt\":2}");
	assert_string_equal(
		talk_line(t, 1),
		"{\"frame.number\":2,\"frame.time\":\"2023-11-14T22:13:20.001000000Z\","
		"\"eth.src\":\"02:00:00:00:00:02\",\"eth.dst\":\"02:00:00:00:00:01\","
		"\"eth.type\":2048,\"vlan.id\":7,\"ip.src\":\"10.0.0.2\",\"ip.dst\":\"10.0.0.1\","
		"\"tcp.srcport\":502,\"tcp.dstport\":40000,\"ot.protocol\":\"modbus\","
		"\"ot.op\":\"read\",\"ot.function\":\"Read Holding Registers\","
		"\"ot.request\":false,\"ot.device\":\"1\",\"ot.object\":\"hr:16\",\"ot.count\":2,"
		"\"ot.value\":[10,11],\"ot.status\":\"ok\",\"ot.message\":2,\"ot.request_frame\":1,"
		"\"ot.response_time\":0.001000000,\"mbtcp.trans_id\":1,\"mbtcp.prot_id\":0,"
		"\"mbtcp.len\":7,\"mbtcp.unit_id\":1,\"modbus.func_code\":3,"
		"\"modbus.request_frame\":1,\"modbus.response_time\":0.001000000,"
		"\"modbus.byte_cnt\":4,\"modbus.regnum16\":[16,17],"
		"\"modbus.regval_uint16\":[10,11]}");
	talk_free(t);
}

static void faults_are_told_in_json(void **state)
{
	struct talk *t = talk_new(NULL);

	(void)state;
	talk_say(t, CLIENT, "0001 0000 0008 01 03 0010 0002 ffff");
	talk_end(t);
	talk_expect(t, 0,
		    "\"ot.message\":1,\"ot.malformed\":true,\"ot.trailing\":2,\"ot.remarks\":["
		    "\"bytes after the end of the PDU\"],\"mbtcp.trans_id\":1",
		    NULL);
	talk_free(t);
}

static void a_text_line_is_exactly_so(void **state)
{
	struct talk *t = talk_new_text();

	(void)state;
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, ANSWER);
	talk_say(t, CLIENT, ASK);
	talk_say(t, SERVER, REFUSAL);
	talk_say(t, SERVER, ANSWER);
	talk_wait(t, 86400000);
	talk_say(t, CLIENT, "0001 0000 0008 01 03 0010 0002 ffff");
	talk_end(t);
	static const char *const want[] = {
		"2023-11-14 (UTC)",
		"22:13:20.000000 #1      10.0.0.1 > 10.0.0.2         modbus 1  "
		"Read Holding Registers hr:16 x2",
		"22:13:20.001000 #2      10.0.0.2 > 10.0.0.1         modbus 1  "
		"Read Holding Registers: hr:16 x2 = 10 11  (answers #1, 1.000 ms)",
		"22:13:20.002000 #3      10.0.0.1 > 10.0.0.2         modbus 1  "
		"Read Holding Registers hr:16 x2",
		"22:13:20.003000 #4      10.0.0.2 > 10.0.0.1         modbus 1  "
		"Read Holding Registers: hr:16 x2  REFUSED: Illegal data address  "
		"(answers #3, 1.000 ms)",
		"22:13:20.004000 #5      10.0.0.2 > 10.0.0.1         modbus 1  "
		"Read Holding Registers: = 10 11  (request not seen)",
		"2023-11-15 (UTC)",
		"22:13:20.005000 #6      10.0.0.1 > 10.0.0.2         modbus 1  "
		"Read Holding Registers hr:16 x2  MALFORMED: bytes after the end of the PDU",
	};

	for (unsigned i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		assert_string_equal(talk_line(t, i), want[i]);
	assert_int_equal(talk_lines(t), sizeof(want) / sizeof(want[0]));
	talk_free(t);
}

static void masks_are_told_beside_the_value(void **state)
{
	struct talk *t = talk_new_text();

	(void)state;
	talk_say(t, CLIENT, "0001 0000 0008 01 16 0004 00f2 0025");
	talk_say(t, SERVER, "0001 0000 0006 01 08 000b 0102");
	talk_end(t);
	talk_expect(t, 1, "Mask Write Register hr:4  (and_mask 0x00f2, or_mask 0x0025)", NULL);
	talk_expect(t, 2, "Return Bus Message Count: = 258  ", NULL);
	assert_null(strstr(talk_line(t, 2), "mask"));
	talk_free(t);
}

static void bytes_are_shown_in_hexadecimal_up_to_sixteen(void **state)
{
	struct talk *t = talk_new_text();

	(void)state;
	talk_say(t, CLIENT, "0001 0000 0006 01 08 0000 a537");
	talk_say(t, CLIENT, "0002 0000 0016 01 08 0000 000102030405060708090a0b0c0d0e0f 1011");
	talk_end(t);
	talk_expect(t, 1, "Return Query Data = a5:37", NULL);
	talk_expect(t, 2, "= 00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f… (18 bytes)", NULL);
	talk_free(t);
}

static void a_request_without_answer_is_told_in_text(void **state)
{
	struct talk *t = talk_new_text();

	(void)state;
	talk_handshake(t);
	talk_say(t, CLIENT, ASK);
	talk_segment(t, SERVER, TCP_RST, "");
	talk_end(t);
	assert_string_equal(talk_line(t, 2), "22:13:20.003000 #4      10.0.0.1 > 10.0.0.2         "
					     "modbus  no answer");
	talk_free(t);
}

static void long_series_are_short_in_text_and_whole_in_json(void **state)
{
	static const char answer[] = "0001 0000 0017 01 03 14 0001 0002 0003 0004 0005 0006 0007 "
				     "0008 0009 000a";
	struct talk *t = talk_new_text();

	(void)state;
	talk_say(t, SERVER, answer);
	talk_end(t);
	talk_expect(t, 1, "= 1 2 3 4 5 6 7 8 … (10)", NULL);
	talk_free(t);
	t = talk_new(NULL);
	talk_say(t, SERVER, answer);
	talk_end(t);
	talk_expect(t, 0, "\"modbus.regval_uint16\":[1,2,3,4,5,6,7,8,9,10]", NULL);
	talk_free(t);
}

static void text_of_the_wire_that_is_no_utf_8_stays_valid_json(void **state)
{
	struct talk *t = talk_new(NULL);

	(void)state;
	talk_say(t, SERVER, "0001 0000 0011 01 2b 0e 01 01 00 00 01 00 07 61 22 0a ff c3a9 7f");
	talk_end(t);
	talk_expect(t, 0, "\"modbus.object_str_value\":\"a\\\"\\n\\ufffd\xc3\xa9\\u007f\"", NULL);
	talk_free(t);
}

static void a_field_that_comes_several_times_is_one_list(void **state)
{
	struct talk *t = talk_new(NULL);

	(void)state;
	talk_say(t, SERVER, "0001 0000 0010 01 2b 0e 01 01 00 00 02 00 01 61 01 02 62 63");
	talk_end(t);
	talk_expect(t, 0, "\"modbus.object_id\":[0,1],\"modbus.objects_len\":[1,2],",
		    "\"modbus.object_str_value\":[\"a\",\"bc\"]", "\"modbus.num_objects\":2,",
		    NULL);
	talk_free(t);
}

static void both_operations_of_a_message_are_lines_with_what_they_share(void **state)
{
	struct talk *t = talk_new(NULL);

	(void)state;
	talk_say(t, CLIENT, "0001 0000 000d 01 17 0003 0006 000e 0001 02 00ff");
	talk_say(t, SERVER, "0001 0000 000f 01 17 0c 0001 0002 0003 0004 0005 0006");
	talk_end(t);
	assert_int_equal(talk_lines(t), 3);
	talk_expect(t, 0, "\"ot.op\":\"read\"", "\"ot.object\":\"hr:3\"", "\"mbtcp.unit_id\":1",
		    "\"modbus.func_code\":23", "\"modbus.read_word_cnt\":6", NULL);
	talk_expect(t, 1, "\"ot.op\":\"write\"", "\"ot.object\":\"hr:14\"", "\"mbtcp.unit_id\":1",
		    "\"modbus.func_code\":23", "\"modbus.write_word_cnt\":1",
		    "\"ot.response_frame\":2", NULL);
	assert_null(strstr(talk_line(t, 1), "read_word_cnt"));
	talk_free(t);
}

static void only_the_protocols_that_are_wanted_are_shown(void **state)
{
	static const char *const wanted[] = { "goose", "umas" }, *const wrong[] = { "goos" };
	struct report_options o = { .out = stdout, .protocols = wanted, .n = 2 };
	struct report *r = report_new(&o);

	(void)state;
	assert_non_null(r);
	assert_true(r->show[PROTOCOL_goose] && r->show[PROTOCOL_umas]);
	assert_false(r->show[PROTOCOL_modbus]);
	report_free(r);
	o.protocols = wrong;
	o.n = 1;
	errno = 0;
	assert_null(report_new(&o));
	assert_int_equal(errno, EINVAL);
}

static void no_answer_is_told_of_the_protocols_that_are_wanted(void **state)
{
	static const char *const wanted[] = { "umas" };
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct report_options o = { .out = out, .protocols = wanted, .n = 1 };
	struct report *r = report_new(&o);
	struct flow *f = calloc(1, sizeof(*f));
	struct pair request = { .frame = 7, .message = 7, .protocol = PROTOCOL_modbus };

	(void)state;
	assert_true(out != NULL && r != NULL && f != NULL);
	report_unanswered(r, f, &request);
	request.frame = 8;
	request.protocol = PROTOCOL_umas;
	report_unanswered(r, f, &request);
	assert_true(report_flush(r));
	(void)fflush(out);
	assert_null(strstr(text, "#7"));
	assert_non_null(strstr(text, "#8"));
	assert_non_null(strstr(text, "umas  no answer\n"));
	report_free(r);
	(void)fclose(out);
	free(text);
	free(f);
}

/* Some decoder's. */
static const struct field *bytes_field(void)
{
	const struct field *f = protocol_goose.fields;

	while (f->type != FIELD_BYTES)
		f++;
	return f;
}

static void more_than_a_line_holds_is_said_to_be_truncated(void **state)
{
	static uint8_t bytes[REPORT_LINE];
	static const struct protocol toy = { .name = "toy" };
	struct report_options o = { .out = stdout, .json = true };
	struct report *r = report_new(&o);
	struct dec *d = calloc(1, sizeof(*d));
	struct flow *f = calloc(1, sizeof(*f));
	size_t patch_at = 0;

	(void)state;
	assert_true(r != NULL && d != NULL && f != NULL);
	d->protocol = &toy;
	dec_put_bytes(d, bytes_field(), cur_of(bytes, sizeof(bytes)));
	emit(d);
	size_t n = report_json(r, f, 0, d, &d->operations[0], &patch_at);

	assert_true(n > 2 && r->line[n - 1] == '\n' && r->line[n - 2] == '}');
	r->line[n] = '\0';
	assert_non_null(strstr(r->line, "\"ot.protocol\":\"toy\","));
	assert_string_equal(r->line + patch_at, ",\"ot.truncated\":true}\n");
	free(f);
	free(d);
	report_free(r);
}

static void writing_that_fails_is_noticed(void **state)
{
	FILE *full = fopen("/dev/full", "w");
	struct report_options o = { .out = full, .json = true };

	(void)state;
	if (full == NULL)
		skip();
	struct report *r = report_new(&o);

	assert_non_null(r);
	lineq_add(&r->queue, "{}\n", 3, 1, false, 0, 0);
	assert_false(report_flush(r));
	report_free(r);
	(void)fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_json_line_is_exactly_so),
		cmocka_unit_test(faults_are_told_in_json),
		cmocka_unit_test(a_text_line_is_exactly_so),
		cmocka_unit_test(masks_are_told_beside_the_value),
		cmocka_unit_test(bytes_are_shown_in_hexadecimal_up_to_sixteen),
		cmocka_unit_test(a_request_without_answer_is_told_in_text),
		cmocka_unit_test(long_series_are_short_in_text_and_whole_in_json),
		cmocka_unit_test(text_of_the_wire_that_is_no_utf_8_stays_valid_json),
		cmocka_unit_test(a_field_that_comes_several_times_is_one_list),
		cmocka_unit_test(both_operations_of_a_message_are_lines_with_what_they_share),
		cmocka_unit_test(only_the_protocols_that_are_wanted_are_shown),
		cmocka_unit_test(no_answer_is_told_of_the_protocols_that_are_wanted),
		cmocka_unit_test(more_than_a_line_holds_is_said_to_be_truncated),
		cmocka_unit_test(writing_that_fails_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
