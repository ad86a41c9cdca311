/* CC-Link IE TSN: protocols/cclinkie_tsn.c. */
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/cclink_kit.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define P (&protocol_cclinkie)

#define ZERO12	  ZERO8 "00000000"
#define DETECTION "c1 00 0000 01 20 28e98e187158 28e98e187158 01 00 0002 c0a803fd ffffff00"
#define ACK                                                                                        \
	"c2 00 01 01 20 01 28e98e7595a7 0000 28e98e187158 01 01 02 01 0800" ZERO12 ZERO12          \
	"28e98e187158 0000 c0a80301 ffffff00 c0a803fe" ZERO8 ZERO8 ZERO8 ZERO8 "00 08 0000" ZERO12 \
	"0003 0000 5fff0814 0000 0003"
#define PRIORITY "c0" ZERO8 "00 cb248fa1 28e98e187158 01 00 28e98e187158 0002"
#define MASTER                                                                                     \
	"c4 85 0001 0000 00000000 0302 8004 00 8000 00 000000 00 00003000 01020304 0303 4000 80"   \
	"8001 01 000001 00 00003000 0000"
#define SLAVE  "c5 06 0001 0000 00000000 0302 8002 00 8000 d2 000005 00 00004a60 0102 5a5a0302 0000"
#define RESET  "c3 00 0302 0000 5000 00ff ff03 00 0800 1000 0610 0000 0100"
#define ANSWER "c3 00 0001 0000 d400 3412 0000 00ff ff03 00 0200 59c0"

static void stations_are_found_and_say_who_they_are(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, DETECTION);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.ot.op, OT_IDENTIFY);
	assert_int_equal(message_number(m, "cclinkie.tsn.detection_version", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.hops", 0), 2);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, DETECTION, 30);
	m = message_of(P, DIR_RESPONSE, ACK);
	assert_false(m->d.malformed);
	assert_true(m->d.ot.response);
	assert_int_equal(message_number(m, "cclinkie.tsn.station_type", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.device_type", 0), 3);
	assert_int_equal(message_number(m, "cclinkie.tsn.duplicate_ip", 0), 1);
	assert_true(cur_starts(&m->d.identity.mac, "\x28\xe9\x8e\x75\x95\xa7", 6));
	assert_true(cur_starts(&m->d.identity.ipv4, "\xc0\xa8\x03\x01", 4));
	assert_true(text_is(m->d.identity.model, "CC-Link 0x0000:0x5fff0814"));
	assert_true(text_is(m->d.identity.description, "digital I/O"));
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, ACK, 143);
}

static void masters_agree_who_manages(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, PRIORITY);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_number(m, "cclinkie.tsn.priority", 0), 1);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, PRIORITY, 30);
}

static void parts_of_cyclic_frames_are_operations(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, MASTER);

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(m->d.noperations, 2);
	assert_int_equal(message_number(m, "cclinkie.tsn.cycle", 0), 5);
	assert_int_equal(message_number(m, "cclinkie.tsn.cycle_unchecked", 0), 1);
	assert_string_equal(m->d.operations[0].ot.device_text, "x.x.3.2");
	assert_string_equal(m->d.operations[0].ot.object_text, "0x00003000");
	assert_int_equal(m->d.operations[0].ot.value.n, 4);
	assert_int_equal(message_number(m, "cclinkie.tsn.part.cyclic", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.part.timing_error", 1), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.diagnosis.stopped", 1), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.hardware.emergency_stop", 1), 1);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, MASTER, 10);
	m = message_of(P, DIR_RESPONSE, SLAVE);
	assert_int_equal(message_number(m, "cclinkie.tsn.part.crc", 0), 0x5a5a0302);
	assert_int_equal(message_number(m, "cclinkie.tsn.diagnosis.application_error", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.diagnosis.data_invalid", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.diagnosis.disconnected", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.diagnosis.watchdog", 0), 1);
	assert_int_equal(message_number(m, "cclinkie.tsn.hardware.alarm", 0), 1);
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, SLAVE, 10);
}

static void slmp_inside_is_named(void **state)
{
	struct message *m = message_of(P, DIR_REQUEST, RESET);

	(void)state;
	assert_false(m->d.malformed);
	assert_string_equal(m->d.ot.function, "Remote reset");
	assert_int_equal(m->d.ot.op, OT_CONTROL);
	assert_int_equal(message_count(m, "cclinkie.data"), 2);
	message_free(m);
	check_prefixes(P, DIR_REQUEST, RESET, 6);
	m = message_of(P, DIR_RESPONSE, ANSWER);
	assert_true(m->d.ot.failed);
	assert_string_equal(m->d.ot.status, "end code 0xc059");
	message_free(m);
	check_prefixes(P, DIR_RESPONSE, ANSWER, 6);
}

static void cycles_are_counted(void **state)
{
	struct cclink_talk t;

	(void)state;
	cclink_init(&t);
	cclink_take(&t, SLAVE);
	t.bytes[1] = 126;
	cclink_say(&t, P);
	t.bytes[1] = 1;
	cclink_say(&t, P);
	assert_int_equal(cclink_number(&t, "cclinkie.tsn.cycle_step"), 3);
	cclink_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stations_are_found_and_say_who_they_are),
		cmocka_unit_test(masters_agree_who_manages),
		cmocka_unit_test(parts_of_cyclic_frames_are_operations),
		cmocka_unit_test(slmp_inside_is_named),
		cmocka_unit_test(cycles_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
