/* DNP3's objects, and what is kept of them: protocols/dnp3_objects.c, _special.c, _state.c. */
#include "tests/unit/dnp3_kit.h"

#include <stdio.h>

#include "tests/unit/test.h"

static struct dnp3_talk t;

static const struct ot *ot_of(unsigned i)
{
	assert_true(i < t.m.d.noperations);
	return &t.m.d.operations[i].ot;
}

/* A fragment of the outstation that has these objects. */
static void objects(const char *hex)
{
	char fragment[400];

	(void)snprintf(fragment, sizeof(fragment), "c0 81 00 00 %s", hex);
	dnp3_answer(&t, fragment);
}

/* Group and variation, a point's bytes, and what field has which value. */
struct row {
	unsigned group, variation;
	const char *point, *field;
	double value;
};

/* clang-format off */
static const struct row rows[] = {
	{ 1, 2, "81", "dnp3.al.biq.b7", 1 }, { 2, 1, "05", "dnp3.al.biq.b2", 1 },
	{ 2, 2, "81 10 27 00 00 00 00", "dnp3.al.timestamp", 10e9 }, { 2, 3, "01 dc 05", "dnp3.al.reltimestamp", 1.5e9 },
	{ 3, 2, "81", "dnp3.al.2bit", 2 }, { 4, 1, "c1", "dnp3.al.2bit", 3 },
	{ 4, 2, "41 10 27 00 00 00 00", "dnp3.al.2bit", 1 }, { 4, 3, "01 0a 00", "dnp3.al.reltimestamp", 1e7 },
	{ 10, 2, "90", "dnp3.al.boq.b4", 1 }, { 11, 1, "80", "dnp3.al.boq.b7", 1 },
	{ 11, 2, "80 01 00 00 00 00 00", "dnp3.al.timestamp", 1e6 },
	{ 13, 1, "84", "dnp3.al.ctrlstatus", 4 }, { 13, 2, "80 02 00 00 00 00 00", "dnp3.al.bocs", 1 },
	{ 20, 1, "21 40 42 0f 00", "dnp3.al.cnt", 1e6 }, { 20, 2, "01 ff ff", "dnp3.al.cnt", 65535 },
	{ 20, 3, "01 01 00 00 00", "dnp3.al.cnt", 1 }, { 20, 4, "01 02 00", "dnp3.al.cnt", 2 },
	{ 20, 5, "ff ff ff ff", "dnp3.al.cnt", 4294967295.0 }, { 20, 6, "03 00", "dnp3.al.cnt", 3 },
	{ 20, 7, "04 00 00 00", "dnp3.al.cnt", 4 }, { 20, 8, "05 00", "dnp3.al.cnt", 5 },
	{ 21, 1, "41 06 00 00 00", "dnp3.al.ctrq.b6", 1 }, { 21, 2, "01 07 00", "dnp3.al.cnt", 7 },
	{ 21, 3, "01 08 00 00 00", "dnp3.al.cnt", 8 }, { 21, 4, "01 09 00", "dnp3.al.cnt", 9 },
	{ 21, 5, "01 0a 00 00 00 01 00 00 00 00 00", "dnp3.al.timestamp", 1e6 },
	{ 21, 6, "01 0b 00 02 00 00 00 00 00", "dnp3.al.timestamp", 2e6 },
	{ 21, 7, "01 0c 00 00 00 01 00 00 00 00 00", "dnp3.al.cnt", 12 },
	{ 21, 8, "01 0d 00 01 00 00 00 00 00", "dnp3.al.cnt", 13 },
	{ 21, 9, "0e 00 00 00", "dnp3.al.cnt", 14 }, { 21, 10, "0f 00", "dnp3.al.cnt", 15 },
	{ 21, 11, "10 00 00 00", "dnp3.al.cnt", 16 }, { 21, 12, "11 00", "dnp3.al.cnt", 17 },
	{ 22, 1, "01 01 00 00 00", "dnp3.al.cnt", 1 }, { 22, 8, "01 02 00 01 00 00 00 00 00", "dnp3.al.cnt", 2 },
	{ 23, 2, "01 03 00", "dnp3.al.cnt", 3 }, { 23, 5, "01 04 00 00 00 01 00 00 00 00 00", "dnp3.al.timestamp", 1e6 },
	{ 30, 1, "01 ff ff ff ff", "dnp3.al.ana.int", -1 }, { 30, 2, "21 00 80", "dnp3.al.ana.int", -32768 },
	{ 30, 3, "01 00 00 80", "dnp3.al.ana.int", -2147483647 }, { 30, 4, "05 00", "dnp3.al.ana.int", 5 },
	{ 30, 5, "01 00 00 c0 3f", "dnp3.al.ana.float", 1.5 }, { 30, 6, "41 00 00 00 00 00 00 02 c0", "dnp3.al.ana.double", -2.25 },
	{ 31, 3, "01 06 00 00 00 01 00 00 00 00 00", "dnp3.al.ana.int", 6 }, { 31, 4, "01 07 00 01 00 00 00 00 00", "dnp3.al.ana.int", 7 },
	{ 31, 5, "08 00 00 00", "dnp3.al.ana.int", 8 }, { 31, 6, "09 00", "dnp3.al.ana.int", 9 },
	{ 31, 7, "01 00 00 20 41", "dnp3.al.ana.float", 10 }, { 31, 8, "01 00 00 00 00 00 00 26 40", "dnp3.al.ana.double", 11 },
	{ 32, 1, "01 0c 00 00 00", "dnp3.al.ana.int", 12 }, { 32, 4, "01 0d 00 01 00 00 00 00 00", "dnp3.al.timestamp", 1e6 },
	{ 32, 7, "01 00 00 60 41 02 00 00 00 00 00", "dnp3.al.ana.float", 14 },
	{ 32, 8, "01 00 00 00 00 00 00 2e 40 02 00 00 00 00 00", "dnp3.al.ana.double", 15 },
	{ 33, 5, "01 00 00 80 41", "dnp3.al.ana.float", 16 }, { 33, 6, "01 00 00 00 00 00 00 31 40", "dnp3.al.ana.double", 17 },
	{ 34, 1, "12 00", "dnp3.al.ana.int", 18 }, { 34, 2, "13 00 00 00", "dnp3.al.ana.int", 19 }, { 34, 3, "00 00 a0 41", "dnp3.al.ana.float", 20 },
	{ 40, 1, "11 15 00 00 00", "dnp3.al.aoq.b4", 1 }, { 40, 2, "01 16 00", "dnp3.al.anaout.int", 22 },
	{ 40, 3, "01 00 00 b8 41", "dnp3.al.anaout.float", 23 }, { 40, 4, "01 00 00 00 00 00 00 38 40", "dnp3.al.anaout.double", 24 },
	{ 42, 3, "01 19 00 00 00 01 00 00 00 00 00", "dnp3.al.anaout.int", 25 }, { 43, 1, "04 1a 00 00 00", "dnp3.al.ctrlstatus", 4 },
	{ 43, 8, "00 00 00 00 00 00 00 3b 40 01 00 00 00 00 00", "dnp3.al.anaout.double", 27 },
	{ 50, 1, "10 27 00 00 00 00", "dnp3.al.timestamp", 10e9 }, { 50, 2, "10 27 00 00 00 00 05 00 00 00", "dnp3.al.interval", 5 },
	{ 50, 4, "10 27 00 00 00 00 05 00 00 00 03", "dnp3.al.interval_unit", 3 },
	{ 51, 1, "01 00 00 00 00 00", "dnp3.al.timestamp", 1e6 }, { 51, 2, "02 00 00 00 00 00", "dnp3.al.timestamp", 2e6 },
	{ 52, 1, "08 00", "dnp3.al.time_delay", 8 }, { 52, 2, "e8 03", "dnp3.al.time_delay", 1000 },
	{ 81, 1, "32 01 02", "dnp3.al.fill", 50 }, { 102, 1, "c8", "dnp3.al.uint8", 200 },
	{ 121, 1, "01 02 00 03 00 00 00", "dnp3.al.sa.assoc_id", 2 }, { 122, 2, "01 02 00 03 00 00 00 01 00 00 00 00 00", "dnp3.al.cnt", 3 },
};
/* clang-format on */

static void the_parts_of_each_object_are_read(void **state)
{
	char hex[128], name[16];

	(void)state;
	dnp3_begin(&t);
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];

		/* Twice the same point, by range, then with its index. */
		(void)snprintf(hex, sizeof(hex), "%02x %02x 00 07 08 %s %s", r->group, r->variation,
			       r->point, r->point);
		objects(hex);
		if (t.m.d.malformed || message_float(&t.m, r->field, 1) != r->value)
			fail_msg("g%uv%u: %s is %g", r->group, r->variation, r->field,
				 message_float(&t.m, r->field, 1));
		(void)snprintf(name, sizeof(name), "g%uv%u", r->group, r->variation);
		assert_string_equal(ot_of(0)->area, name);
		assert_int_equal(ot_of(0)->index, 7);
		assert_int_equal(ot_of(0)->count, 2);
		assert_int_equal(message_number(&t.m, "dnp3.al.point_index", 1), 8);
		(void)snprintf(hex, sizeof(hex), "%02x %02x 28 01 00 09 01 %s", r->group,
			       r->variation, r->point);
		objects(hex);
		assert_false(t.m.d.malformed);
		assert_true(message_float(&t.m, r->field, 0) == r->value);
		assert_int_equal(ot_of(0)->index, 265);
	}
	dnp3_end(&t);
}

static void packed_bits_are_unpacked(void **state)
{
	(void)state;
	dnp3_begin(&t);
	objects("01 01 00 00 09 05 02 03 01 00 00 04 e4 02 50 01 00 07 07 00");
	assert_false(t.m.d.malformed);
	assert_int_equal(t.m.d.noperations, 3);
	assert_int_equal(message_count(&t.m, "dnp3.al.bit"), 11);
	assert_int_equal(message_number(&t.m, "dnp3.al.bit", 2), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.bit", 9), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.2bit", 3), 3);
	assert_int_equal(message_number(&t.m, "dnp3.al.2bit", 4), 2);
	assert_int_equal(value_uint(&ot_of(1)->value, 1), 1);
	objects("01 01 17 02 05 01 09 00");
	assert_int_equal(message_number(&t.m, "dnp3.al.bit", 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.al.index", 1), 9);
	objects("65 02 00 00 00 78 56 34 12");
	assert_true(text_is(message_bytes(&t.m, "dnp3.al.bcd", 0), "\x78\x56\x34\x12"));
	dnp3_end(&t);
}

static void attributes_identify_the_outstation(void **state)
{
	const struct identity *id = &t.m.d.identity;

	(void)state;
	dnp3_begin(&t);
	dnp3_ask(&t, "c0 01 00 fe 00 00 00");
	assert_int_equal(ot_of(0)->op, OT_IDENTIFY);
	objects("00 fc 00 00 00 01 02 4b 57 00 fa 00 00 00 01 02 52 38 00 f2 00 00 00 01 01 33 "
		"00 f8 00 00 00 01 02 31 37 00 f7 00 00 00 01 01 4e 00 f5 00 00 00 01 01 37");
	assert_false(t.m.d.malformed);
	assert_int_equal(ot_of(0)->op, OT_IDENTIFY);
	assert_true(id->any && id->of_sender);
	assert_true(text_is(id->vendor, "KW") && text_is(id->model, "R8"));
	assert_true(text_is(id->firmware, "3") && text_is(id->serial, "17"));
	assert_true(text_is(id->name, "N") && text_is(id->description, "7"));
	objects("00 01 00 00 00 02 01 07 00 02 00 00 00 02 02 00 01 00 03 00 00 00 02 04 00 00 01 "
		"00 "
		"00 04 00 00 00 03 01 ff 00 05 00 00 00 03 02 fe ff 00 06 00 00 00 03 04 fd ff ff "
		"ff "
		"00 07 00 00 00 04 04 00 00 c0 3f 00 08 00 00 00 04 08 00 00 00 00 00 00 f8 3f "
		"00 09 00 00 00 07 06 01 00 00 00 00 00 00 0a 00 00 00 05 01 aa 00 0b 00 00 00 00");
	assert_false(t.m.d.malformed);
	assert_int_equal(message_number(&t.m, "dnp3.al.da.uint8", 0), 7);
	assert_int_equal(message_number(&t.m, "dnp3.al.da.uint16", 0), 256);
	assert_int_equal(message_number(&t.m, "dnp3.al.da.uint32", 0), 65536);
	assert_true(message_float(&t.m, "dnp3.al.da.int8", 0) == -1);
	assert_true(message_float(&t.m, "dnp3.al.da.int16", 0) == -2);
	assert_true(message_float(&t.m, "dnp3.al.da.int32", 0) == -3);
	assert_true(message_float(&t.m, "dnp3.al.da.float", 0) == 1.5);
	assert_true(message_float(&t.m, "dnp3.al.da.double", 0) == 1.5);
	assert_true(text_is(message_bytes(&t.m, "dnp3.al.da.bytes", 0), "\xaa"));
	objects("00 0c 00 00 00 63 00");
	assert_true(message_marked(&t.m, "type of a device attribute is unknown"));
	dnp3_end(&t);
}

static void files_are_named(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_ask(&t, "c0 19 46 03 5b 01 1e 00 1a 00 04 00 01 00 00 00 00 00 a4 01 63 00 00 00 10 "
		     "00 00 00 "
		     "02 00 00 04 07 00 2f 61 2e 62");
	assert_false(t.m.d.malformed);
	assert_int_equal(ot_of(0)->op, OT_PROGRAM);
	assert_string_equal(ot_of(0)->object_text, "/a.b");
	assert_int_equal(message_number(&t.m, "dnp3.al.file.mode", 0), 2);
	assert_int_equal(message_number(&t.m, "dnp3.al.file.perms", 0), 0644);
	assert_int_equal(message_number(&t.m, "dnp3.al.file.size", 0), 16);
	objects("46 04 5b 01 0d 00 05 00 00 00 00 00 00 00 00 04 07 00 01");
	assert_true(ot_of(0)->failed);
	assert_string_equal(ot_of(0)->status, "PERMISSION DENIED");
	objects("46 05 5b 01 0a 00 05 00 00 00 03 00 00 80 68 69");
	assert_int_equal(message_number(&t.m, "dnp3.al.file.blocknum", 0), 3);
	assert_int_equal(message_number(&t.m, "dnp3.al.file.lastblock", 0), 1);
	assert_true(text_is(message_bytes(&t.m, "dnp3.al.file.data", 0), "hi"));
	objects("46 06 5b 01 09 00 05 00 00 00 03 00 00 00 00");
	assert_string_equal(ot_of(0)->status, "ok");
	objects("46 07 5b 01 16 00 14 00 02 00 01 00 0a 00 00 00 01 00 00 00 00 00 a4 01 07 00 2f "
		"61");
	assert_int_equal(message_number(&t.m, "dnp3.al.file.type", 0), 1);
	dnp3_ask(&t, "c1 1d 46 02 5b 01 0f 00 0c 00 01 00 0d 00 02 00 00 00 00 00 75 70 77");
	assert_true(message_marked(&t.m, "password in clear text"));
	assert_true(message_is(&t.m, "dnp3.al.file.password", 0, "********"));
	dnp3_ask(&t, "c2 1f 46 08 5b 01 03 00 61 2e 62");
	assert_string_equal(ot_of(0)->object_text, "a.b");
	dnp3_end(&t);
}

static void authentication_is_read_to_its_parts(void **state)
{
	static const struct {
		const char *hex, *field;
		uint64_t value;
	} auth[] = {
		{ "78 01 5b 01 0a 00 01 00 00 00 02 00 04 01 aa bb", "dnp3.al.sa.rfc", 1 },
		{ "78 02 5b 01 08 00 05 00 00 00 02 00 aa bb", "dnp3.al.sa.csq", 5 },
		{ "78 03 07 01 06 00 00 00 02 00", "dnp3.al.sa.csq", 6 },
		{ "78 04 07 01 03 00", "dnp3.al.sa.usr", 3 },
		{ "78 05 5b 01 0f 00 01 00 00 00 02 00 02 04 03 02 00 aa bb cc dd", "dnp3.al.sa.ks",
		  4 },
		{ "78 06 5b 01 08 00 09 00 00 00 02 00 aa bb", "dnp3.al.sa.ksq", 9 },
		{ "78 07 5b 01 0f 00 01 00 00 00 02 00 00 00 01 01 00 00 00 00 00",
		  "dnp3.al.sa.err", 1 },
		{ "78 08 5b 01 03 00 45 aa bb", "dnp3.al.sa.kcm", 69 },
		{ "78 0b 5b 01 08 00 04 02 00 01 00 62 6f 01", "dnp3.al.sa.usrnl", 2 },
		{ "78 0c 5b 01 0a 00 07 00 00 00 02 00 02 00 aa bb", "dnp3.al.sa.cdl", 2 },
		{ "78 0d 5b 01 0a 00 07 00 00 00 02 00 02 00 aa bb", "dnp3.al.sa.ukl", 2 },
	};

	(void)state;
	dnp3_begin(&t);
	for (unsigned i = 0; i < sizeof(auth) / sizeof(auth[0]); i++) {
		char fragment[128];

		(void)snprintf(fragment, sizeof(fragment), "c0 83 00 00 %s", auth[i].hex);
		dnp3_answer(&t, fragment);
		assert_false(t.m.d.malformed);
		assert_int_equal(ot_of(0)->op, OT_AUTH);
		assert_int_equal(message_number(&t.m, auth[i].field, 0), auth[i].value);
		assert_int_equal(ot_of(0)->failed, strstr(auth[i].hex, "78 07") != NULL);
	}
	dnp3_answer(
		&t,
		"c0 83 00 00 78 09 5b 01 02 00 aa bb 78 0f 5b 01 01 00 cc 78 0e 5b 01 01 00 dd");
	assert_int_equal(message_count(&t.m, "dnp3.al.sa.mac"), 2);
	dnp3_end(&t);
}

static void other_objects_are_kept_as_they_are(void **state)
{
	(void)state;
	dnp3_begin(&t);
	objects("55 01 5b 02 02 00 aa bb 01 00 cc");
	assert_int_equal(message_count(&t.m, "dnp3.al.object_data"), 2);
	objects("6e 03 00 01 02 61 62 63 64 65 66 6f 01 28 01 00 05 00 7a");
	assert_int_equal(message_count(&t.m, "dnp3.al.octet_string"), 3);
	assert_true(message_is(&t.m, "dnp3.al.octet_string", 1, "def"));
	assert_int_equal(ot_of(1)->index, 2);
	objects("c8 09 00 00 01 aa bb 1e 02 06");
	assert_true(message_marked(&t.m, "object of an unknown kind: what follows is not read"));
	assert_int_equal(message_count(&t.m, "dnp3.al.unknown_data_chunk"), 1);
	dnp3_end(&t);
}

#define CLOSE_3 "0c 01 17 01 03 41 01 64 00 00 00 64 00 00 00"
#define TRIP_3	"0c 01 17 01 03 81 01 64 00 00 00 64 00 00 00"
#define CLOSE_5 "0c 01 17 01 05 41 01 64 00 00 00 64 00 00 00"

/* Select seq 1, its answer with that status, then operate. */
static uint64_t operated(const char *select, const char *status, const char *operate,
			 uint64_t later)
{
	char fragment[128];

	dnp3_end(&t);
	dnp3_begin(&t);
	(void)snprintf(fragment, sizeof(fragment), "c1 03 %s 00", select);
	dnp3_ask(&t, fragment);
	(void)snprintf(fragment, sizeof(fragment), "c1 81 00 00 %s %s", select, status);
	dnp3_answer(&t, fragment);
	assert_int_equal(ot_of(0)->op, OT_CONTROL);
	assert_int_equal(ot_of(0)->failed, strcmp(status, "00") != 0);
	t.at += later;
	(void)snprintf(fragment, sizeof(fragment), "c2 04 %s 00", operate);
	dnp3_ask(&t, fragment);
	return message_number(&t.m, "dnp3.select.result", 0);
}

static void an_operate_is_compared_with_its_select(void **state)
{
	(void)state;
	dnp3_begin(&t);
	assert_int_equal(operated(CLOSE_3, "00", CLOSE_3, 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.select.frame", 0), 1);
	assert_int_equal(message_number(&t.m, "dnp3.select.age", 0), 2000000);
	assert_true(text_is(cur_of(ot_of(0)->value.p, ot_of(0)->value.n), "Pulse On, Close"));
	/* The same once more, sent again, is no other operate; with the next number it is. */
	dnp3_ask(&t, "c2 04 " CLOSE_3 " 00");
	assert_int_equal(message_number(&t.m, "dnp3.select.result", 0), 1);
	dnp3_ask(&t, "c3 04 " CLOSE_3 " 00");
	assert_int_equal(message_number(&t.m, "dnp3.select.result", 0), 2);
	assert_int_equal(operated(CLOSE_3, "00", CLOSE_5, 0), 2);
	assert_int_equal(operated(CLOSE_3, "00", TRIP_3, 0), 3);
	assert_int_equal(operated(CLOSE_3, "07", CLOSE_3, 0), 4);
	assert_int_equal(operated(CLOSE_3, "00", CLOSE_3, 121000000000U), 5);
	assert_int_equal(operated("29 02 17 01 01 37 00", "00", "29 02 17 01 01 37 00", 0), 1);
	assert_int_equal(ot_of(0)->value.i, 55);
	assert_int_equal(operated("29 02 17 01 01 37 00", "00", "29 02 17 01 01 38 00", 0), 3);
	dnp3_ask(&t, "c7 03 " CLOSE_3 " 00");
	dnp3_ask(&t, "c9 04 " CLOSE_3 " 00");
	assert_true(message_marked(&t.m, "operate does not follow the select"));
	dnp3_end(&t);
	/* Another master, and a flow that was not seen from its beginning, say nothing. */
	dnp3_begin(&t);
	t.gapless = false;
	dnp3_ask(&t, "c1 04 " CLOSE_3 " 00");
	assert_int_equal(message_count(&t.m, "dnp3.select.result"), 0);
	dnp3_end(&t);
}

static void controls_are_named(void **state)
{
	(void)state;
	dnp3_begin(&t);
	dnp3_ask(&t, "c1 05 0c 01 28 02 00 03 00 03 01 00 00 00 00 00 00 00 00 00 04 00 c9 01 00 "
		     "00 00 00 00 00 "
		     "00 00 00");
	assert_int_equal(t.m.d.noperations, 2);
	assert_int_equal(ot_of(0)->index, 3);
	assert_true(text_is(cur_of(ot_of(0)->value.p, ot_of(0)->value.n), "Latch On"));
	assert_true(message_marked(&t.m, "reserved control code"));
	assert_true(message_marked(&t.m, "reserved trip and close code"));
	dnp3_ask(&t, "c2 05 0c 02 07 01 01 01 00 00 00 00 00 00 00 00 00 0c 03 00 00 09 ff 03");
	assert_false(t.m.d.malformed);
	assert_int_equal(message_count(&t.m, "dnp3.al.bit"), 10);
	dnp3_end(&t);
}

static void a_time_is_compared_with_the_capture_s(void **state)
{
	char fragment[64];
	uint64_t ms = 1700000000000U - 3600000;

	(void)state;
	dnp3_begin(&t);
	(void)snprintf(
		fragment, sizeof(fragment), "c1 02 32 01 07 01 %02x %02x %02x %02x %02x %02x",
		(unsigned)ms & 255, (unsigned)(ms >> 8) & 255, (unsigned)(ms >> 16) & 255,
		(unsigned)(ms >> 24) & 255, (unsigned)(ms >> 32) & 255, (unsigned)(ms >> 40) & 255);
	dnp3_ask(&t, fragment);
	assert_true(message_float(&t.m, "dnp3.al.time_offset", 0) == -3600.001e9);
	dnp3_end(&t);
}

static void more_objects_than_may_be_are_malformed_not_read(void **state)
{
	(void)state;
	dnp3_begin(&t);
	objects("1e 02 09 ff ff ff ff 01 00 00");
	assert_true(t.m.d.malformed);
	assert_int_equal(message_count(&t.m, "dnp3.al.ana.int"), 1);
	objects("01 01 02 00 00 00 00 ff ff ff ff 01");
	assert_true(t.m.d.malformed);
	assert_int_equal(message_count(&t.m, "dnp3.al.bit"), 8);
	dnp3_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_of_each_object_are_read),
		cmocka_unit_test(packed_bits_are_unpacked),
		cmocka_unit_test(attributes_identify_the_outstation),
		cmocka_unit_test(files_are_named),
		cmocka_unit_test(authentication_is_read_to_its_parts),
		cmocka_unit_test(other_objects_are_kept_as_they_are),
		cmocka_unit_test(an_operate_is_compared_with_its_select),
		cmocka_unit_test(controls_are_named),
		cmocka_unit_test(a_time_is_compared_with_the_capture_s),
		cmocka_unit_test(more_objects_than_may_be_are_malformed_not_read),
	};

	return cmocka_run_group_tests_name("dnp3_objects", tests, NULL, NULL);
}
