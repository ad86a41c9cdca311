/* CC-Link IE Field Network Basic, cyclic data: protocols/cciefb.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/cclink_kit.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define P (&protocol_cciefb)

static void a_request_sets_outputs_of_each_slave(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, CYCLIC_REQUEST);
	const struct operation *op = m->d.operations;

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.nmarks, 0);
	assert_int_equal(m->d.noperations, 4);
	assert_string_equal(op[0].ot.function, "Cyclic data");
	assert_string_equal(op[0].ot.device_text, "10.60.3.11");
	assert_string_equal(op[0].ot.area, "rww");
	assert_int_equal(op[0].ot.count, 64);
	assert_int_equal(value_uint(&op[0].ot.value, 1), 350);
	assert_string_equal(op[1].ot.area, "ry");
	assert_int_equal(op[1].ot.count, 128);
	assert_int_equal(value_uint(&op[1].ot.value, 0), 1);
	assert_int_equal(value_uint(&op[1].ot.value, 1), 0);
	assert_int_equal(value_uint(&op[1].ot.value, 64), 1);
	assert_string_equal(op[2].ot.device_text, "10.60.3.12");
	assert_int_equal(op[3].ot.op, OT_REPORT);
	assert_false(op[3].ot.response);
	assert_int_equal(value_uint(&op[3].ot.value, 8), 1);
	assert_int_equal(message_number(m, "cciefb.group", 0), 1);
	assert_int_equal(message_number(m, "cciefb.sequence", 0), 100);
	assert_int_equal(message_number(m, "cciefb.timeout", 0), 500);
	assert_int_equal(message_number(m, "cciefb.parameter_no", 0), 7);
	assert_int_equal(message_number(m, "cciefb.cyclic_state", 0), 7);
	assert_int_equal(message_number(m, "cciefb.master_state", 0), 1);
	assert_int_equal(message_number(m, "cciefb.clock", 0), UINT64_C(1795311458636) * 1000000);
	assert_int_equal(message_count(m, "cciefb.slave_id"), 3);
	assert_int_equal(message_number(m, "cciefb.station", 2), 3);
	assert_true(cur_starts(&(struct cur){ message_bytes(m, "cciefb.master_id", 0).p, 4, false },
			       "\x0a\x3c\x03\x01", 4));
	message_free(m);
	check_prefixes(P, DIR_REQUEST, CYCLIC_REQUEST, 295);
}

static void a_response_tells_inputs_of_its_slave(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, CYCLIC_RESPONSE);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.noperations, 2);
	assert_true(m->d.operations[0].ot.response);
	assert_string_equal(m->d.operations[0].ot.area, "rwr");
	assert_string_equal(m->d.operations[0].ot.status, "ok");
	assert_int_equal(value_uint(&m->d.operations[0].ot.value, 0), 3);
	assert_string_equal(m->d.operations[1].ot.area, "rx");
	assert_int_equal(value_uint(&m->d.operations[1].ot.value, 63), 1);
	assert_true(m->d.identity.of_sender);
	assert_true(text_is(m->d.identity.model, "CC-Link 0x1234:0x00030012"));
	assert_true(text_is(m->d.identity.firmware, "2"));
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, CYCLIC_RESPONSE, 131);
}

/* What of a message is changed: n bytes at `at`, the least significant first. */
static struct message *changed(const char *hex, unsigned at, unsigned n, uint64_t to)
{
	char text[1024], *p = text;
	unsigned digits = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		if (digits / 2 >= at && digits / 2 < at + n)
			*p++ = "0123456789abcdef"[to >> (8 * (digits / 2 - at) +
							 (digits % 2 == 0 ? 4 : 0)) &
						  15];
		else
			*p++ = *hex;
		digits++;
	}
	*p = '\0';
	return message_of(P, DIR_REQUEST, text);
}

static void every_end_code_has_its_name(void **state)
{
	(void)state;
	for (const struct name *n = P->fields[12].names; n->name != NULL; n++) {
		struct message *m = changed(CYCLIC_RESPONSE, RESPONSE_END, 2, n->value);

		assert_false(m->d.malformed);
		assert_string_equal(m->d.ot.status, n->name);
		assert_int_equal(m->d.ot.failed, n->value != 0);
		message_free(m);
	}
	struct message *m = changed(CYCLIC_RESPONSE, RESPONSE_END, 2, 0xcfee);

	assert_string_equal(m->d.ot.status, "end code 0xcfee");
	message_free(m);
}

static void stations_that_nobody_has_are_left_out(void **state)
{
	struct message *m = changed(CYCLIC_REQUEST, REQUEST_SLAVE, 4, 0);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.noperations, 2);
	assert_string_equal(m->d.operations[0].ot.device_text, "10.60.3.12");
	message_free(m);
}

static void what_contradicts_itself_is_malformed(void **state)
{
	static const struct {
		const char *hex;
		unsigned at, n;
		uint64_t to;
		const char *why;
	} wrong[] = {
		{ CYCLIC_REQUEST, 0, 2, 0x0051, "unknown subheader" },
		{ CYCLIC_REQUEST, 7, 2, 285, "length differs from the bytes that there are" },
		{ CYCLIC_REQUEST, 11, 2, 0x0e71, "unknown command" },
		{ CYCLIC_REQUEST, 19, 2, 35, "cyclic part begins within the notification" },
		{ CYCLIC_REQUEST, REQUEST_STATIONS, 2, 0, "number of stations is not 1 to 16" },
		{ CYCLIC_REQUEST, REQUEST_STATIONS, 2, 17, "number of stations is not 1 to 16" },
		{ CYCLIC_REQUEST, REQUEST_STATIONS, 2, 4, "message too short" },
		{ CYCLIC_RESPONSE, 15, 2, 39, "cyclic part begins within the notification" },
		{ CYCLIC_RESPONSE, 7, 2, 121, "not the data of 1 to 16 stations" },
		{ CYCLIC_RESPONSE, 7, 2, 50, "not the data of 1 to 16 stations" },
		{ CYCLIC_RESPONSE, 7, 2, 1, "not the data of 1 to 16 stations" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct message *m = changed(wrong[i].hex, wrong[i].at, wrong[i].n, wrong[i].to);

		assert_true(m->d.malformed);
		if (!message_marked(m, wrong[i].why))
			fail_msg("%u: %s, not %s", i, m->d.nmarks ? m->d.marks[0] : "",
				 wrong[i].why);
		message_free(m);
	}
}

static void later_versions_may_notify_more(void **state)
{
	struct message *m = message_of(
		P, DIR_REQUEST,
		"5000 00ff ff03 00 8800 0000 700e 0000 0200 0000 2600" ZERO8 "000000000000"
		"0100 0000 0000000000000000 abcd 01033c0a 01 00 6400 f401 0300 0700 0100 0700 0000"
		"0b033c0a" ZERO64 "0500000000000000");

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_marked(m, "longer notification than is known"));
	assert_int_equal(message_number(m, "cciefb.group", 0), 1);
	assert_int_equal(message_count(m, "cciefb.clock"), 0);
	message_free(m);
}

static enum probe probe_of(const char *hex, enum dir dir)
{
	struct cclink_talk t;

	cclink_init(&t);
	cclink_take(&t, hex);
	enum probe says = P->probe(cur_of(t.bytes, t.n), dir);

	cclink_free(&t);
	return says;
}

static void cyclic_data_are_known_anywhere_and_other_slmp_is_not(void **state)
{
	(void)state;
	assert_int_equal(probe_of(CYCLIC_REQUEST, DIR_REQUEST), PROBE_SURE);
	assert_int_equal(probe_of(CYCLIC_RESPONSE, DIR_RESPONSE), PROBE_SURE);
	assert_int_equal(probe_of(CYCLIC_RESPONSE, DIR_REQUEST), PROBE_TURNED);
	/* SLMP: read of D100, its answer, remote stop; too short */
	assert_int_equal(
		probe_of("5000 00ff ff03 00 0c00 1000 0104 0000 640000 a8 0100", DIR_REQUEST),
		PROBE_NO);
	assert_int_equal(probe_of("d000 00ff ff03 00 0400 0000 3412", DIR_RESPONSE), PROBE_NO);
	assert_int_equal(
		probe_of("5400 3412 0000 00ff ff03 00 0800 1000 0210 0000 0100", DIR_REQUEST),
		PROBE_NO);
	assert_int_equal(probe_of("5000 00ff ff03 00 0600 0000 700e 0000", DIR_REQUEST), PROBE_NO);
	assert_int_equal(probe_of("5000", DIR_REQUEST), PROBE_NO);
	assert_int_equal(probe_of("", DIR_REQUEST), PROBE_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_sets_outputs_of_each_slave),
		cmocka_unit_test(a_response_tells_inputs_of_its_slave),
		cmocka_unit_test(every_end_code_has_its_name),
		cmocka_unit_test(stations_that_nobody_has_are_left_out),
		cmocka_unit_test(what_contradicts_itself_is_malformed),
		cmocka_unit_test(later_versions_may_notify_more),
		cmocka_unit_test(cyclic_data_are_known_anywhere_and_other_slmp_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
