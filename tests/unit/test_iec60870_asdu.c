/* protocols/iec60870_asdu.c, iec60870_elements.c, iec60870_time.c, iec60870_types.c */
#include "protocols/protocols.h"

#include <stdio.h>
#include <string.h>

#include "protocols/iec60870.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define CP16	"7800"
#define CP24	"07870c"
#define CP56	"0f27 1e 0a f6 0b 1a" /* 2026-11-22 10:30:09.999, Sunday */
#define CP56_NS UINT64_C(1795343409999000000)

/* An I frame around an ASDU. */
static struct message *asdu(enum dir dir, const char *hex)
{
	char frame[1200];
	size_t digits = 0;

	for (const char *p = hex; *p != '\0'; p++)
		digits += *p != ' ';
	snprintf(frame, sizeof(frame), "68 %02zx 0000 0000 %s", digits / 2 + 4, hex);
	return message_of(&protocol_iec60870_104, dir, frame);
}

/* Two objects of a type with one element each, at 101 and 102. */
static struct message *objects(enum dir dir, unsigned type, unsigned cause, const char *element)
{
	char hex[600];

	snprintf(hex, sizeof(hex), "%02x 02 %02x 00 0100 650000 %s 660000 %s", type, cause, element,
		 element);
	return asdu(dir, hex);
}

/* clang-format off */
/* Each type that has objects of a fixed size: its element, a field of it and that field's number. */
static const struct {
	uint8_t type, cause, dir, op;
	const char *element, *field;
	uint64_t number;
} rows[] = {
	{ 1,   3, DIR_RESPONSE, OT_REPORT,  "01", "iec60870_asdu.siq.spi", 1 },
	{ 2,   3, DIR_RESPONSE, OT_REPORT,  "01" CP24, "iec60870_asdu.cp24time", UINT64_C(754567000000) },
	{ 3,   3, DIR_RESPONSE, OT_REPORT,  "02", "iec60870_asdu.diq.dpi", 2 },
	{ 4,   3, DIR_RESPONSE, OT_REPORT,  "02" CP24, "iec60870_asdu.cp24time.min", 12 },
	{ 5,   3, DIR_RESPONSE, OT_REPORT,  "fd00", "iec60870_asdu.vti.v", (uint64_t)-3 },
	{ 6,   3, DIR_RESPONSE, OT_REPORT,  "3f00" CP24, "iec60870_asdu.vti.v", 63 },
	{ 7,   3, DIR_RESPONSE, OT_REPORT,  "12345678 00", "iec60870_asdu.bitstring", 0x12345678 },
	{ 8,   3, DIR_RESPONSE, OT_REPORT,  "12345678 00" CP24, "iec60870_asdu.cp24time.ms", 34567 },
	{ 9,   3, DIR_RESPONSE, OT_REPORT,  "0040 10", "iec60870_asdu.qds.bl", 1 },
	{ 10,  3, DIR_RESPONSE, OT_REPORT,  "0040 20" CP24, "iec60870_asdu.qds.sb", 1 },
	{ 11,  3, DIR_RESPONSE, OT_REPORT,  "2efb 40", "iec60870_asdu.scalval", (uint64_t)-1234 },
	{ 12,  3, DIR_RESPONSE, OT_REPORT,  "2efb 40" CP24, "iec60870_asdu.qds.nt", 1 },
	{ 13,  3, DIR_RESPONSE, OT_REPORT,  "0000c842 01", "iec60870_asdu.qds.ov", 1 },
	{ 14,  3, DIR_RESPONSE, OT_REPORT,  "0000c842 80" CP24, "iec60870_asdu.qds.iv", 1 },
	{ 15,  3, DIR_RESPONSE, OT_REPORT,  "40e20100 e7", "iec60870_asdu.bcr.count", 123456 },
	{ 16,  3, DIR_RESPONSE, OT_REPORT,  "ffffffff 07" CP24, "iec60870_asdu.bcr.count", (uint64_t)-1 },
	{ 17,  3, DIR_RESPONSE, OT_REPORT,  "02" CP16 CP24, "iec60870_asdu.sep.es", 2 },
	{ 18,  3, DIR_RESPONSE, OT_REPORT,  "0300" CP16 CP24, "iec60870_asdu.spe", 3 },
	{ 19,  3, DIR_RESPONSE, OT_REPORT,  "0108" CP16 CP24, "iec60870_asdu.qdp.ei", 1 },
	{ 20,  3, DIR_RESPONSE, OT_REPORT,  "0500 0100 00", "iec60870_asdu.scd.st", 5 },
	{ 21,  3, DIR_RESPONSE, OT_REPORT,  "0040", "iec60870_asdu.ioa", 101 },
	{ 30,  3, DIR_RESPONSE, OT_REPORT,  "01" CP56, "iec60870_asdu.cp56time", CP56_NS },
	{ 31,  3, DIR_RESPONSE, OT_REPORT,  "01" CP56, "iec60870_asdu.cp56time.dow", 7 },
	{ 32,  3, DIR_RESPONSE, OT_REPORT,  "8100" CP56, "iec60870_asdu.vti.t", 1 },
	{ 33,  3, DIR_RESPONSE, OT_REPORT,  "00000001 00" CP56, "iec60870_asdu.bitstring", 1 },
	{ 34,  3, DIR_RESPONSE, OT_REPORT,  "0040 00" CP56, "iec60870_asdu.cp56time.year", 26 },
	{ 35,  3, DIR_RESPONSE, OT_REPORT,  "0100 00" CP56, "iec60870_asdu.scalval", 1 },
	{ 36,  3, DIR_RESPONSE, OT_REPORT,  "0000c842 00" CP56, "iec60870_asdu.cp56time.month", 11 },
	{ 37,  3, DIR_RESPONSE, OT_REPORT,  "01000000 e5" CP56, "iec60870_asdu.bcr.sq", 5 },
	{ 38,  3, DIR_RESPONSE, OT_REPORT,  "89" CP16 CP56, "iec60870_asdu.qdp.iv", 1 },
	{ 39,  3, DIR_RESPONSE, OT_REPORT,  "3f00" CP16 CP56, "iec60870_asdu.cp16time", 120000000 },
	{ 40,  3, DIR_RESPONSE, OT_REPORT,  "0f10" CP16 CP56, "iec60870_asdu.oci", 15 },
	{ 41, 37, DIR_RESPONSE, OT_READ,    "0200 05000000 00" CP56, "iec60870_asdu.aid", 2 },
	{ 45,  6, DIR_REQUEST,  OT_CONTROL, "81", "iec60870_asdu.sco.se", 1 },
	{ 46,  6, DIR_REQUEST,  OT_CONTROL, "0a", "iec60870_asdu.dco.qu", 2 },
	{ 47,  6, DIR_REQUEST,  OT_CONTROL, "02", "iec60870_asdu.rco.up", 2 },
	{ 48,  6, DIR_REQUEST,  OT_WRITE,   "0040 80", "iec60870_asdu.qos.se", 1 },
	{ 49,  6, DIR_REQUEST,  OT_WRITE,   "feff 03", "iec60870_asdu.qos.ql", 3 },
	{ 50,  6, DIR_REQUEST,  OT_WRITE,   "0000c842 00", "iec60870_asdu.qos", 0 },
	{ 51,  6, DIR_REQUEST,  OT_WRITE,   "000000f0", "iec60870_asdu.bitstring", 0xf0 },
	{ 58,  6, DIR_REQUEST,  OT_CONTROL, "01" CP56, "iec60870_asdu.sco.on", 1 },
	{ 59,  6, DIR_REQUEST,  OT_CONTROL, "01" CP56, "iec60870_asdu.dco.on", 1 },
	{ 60,  6, DIR_REQUEST,  OT_CONTROL, "01" CP56, "iec60870_asdu.cp56time.hour", 10 },
	{ 61,  6, DIR_REQUEST,  OT_WRITE,   "0040 00" CP56, "iec60870_asdu.cp56time.day", 22 },
	{ 62,  6, DIR_REQUEST,  OT_WRITE,   "0100 00" CP56, "iec60870_asdu.scalval", 1 },
	{ 63,  6, DIR_REQUEST,  OT_WRITE,   "0000c842 00" CP56, "iec60870_asdu.cp56time.min", 30 },
	{ 64,  6, DIR_REQUEST,  OT_WRITE,   "000000f0" CP56, "iec60870_asdu.cp56time.ms", 9999 },
	{ 70,  4, DIR_RESPONSE, OT_REPORT,  "82", "iec60870_asdu.coi_r", 2 },
	{ 100, 6, DIR_REQUEST,  OT_READ,    "14", "iec60870_asdu.qoi", 20 },
	{ 101, 6, DIR_REQUEST,  OT_WRITE,   "c5", "iec60870_asdu.frz", 3 },
	{ 102, 5, DIR_REQUEST,  OT_READ,    "", "iec60870_asdu.ioa", 101 },
	{ 103, 6, DIR_REQUEST,  OT_WRITE,   CP56, "iec60870_asdu.clock_step", CP56_NS },
	{ 104, 6, DIR_REQUEST,  OT_DIAGNOSE, "aa55", "iec60870_asdu.fbp", 0x55aa },
	{ 105, 6, DIR_REQUEST,  OT_CONTROL, "01", "iec60870_asdu.qrp", 1 },
	{ 106, 6, DIR_REQUEST,  OT_DIAGNOSE, CP16, "iec60870_asdu.cp16time", 120000000 },
	{ 107, 6, DIR_REQUEST,  OT_DIAGNOSE, "0700" CP56, "iec60870_asdu.tsc", 7 },
	{ 110, 6, DIR_REQUEST,  OT_WRITE,   "0040 01", "iec60870_asdu.qpm.kpa", 1 },
	{ 111, 6, DIR_REQUEST,  OT_WRITE,   "0100 43", "iec60870_asdu.qpm.lpc", 1 },
	{ 112, 6, DIR_REQUEST,  OT_WRITE,   "0000c842 84", "iec60870_asdu.qpm.pop", 1 },
	{ 113, 6, DIR_REQUEST,  OT_WRITE,   "03", "iec60870_asdu.qpa", 3 },
	{ 120, 13, DIR_RESPONSE, OT_READ,   "0200 2c0100 00", "iec60870_asdu.lof", 300 },
	{ 121, 13, DIR_RESPONSE, OT_READ,   "0200 01 2c0100 80", "iec60870_asdu.srq", 0x80 },
	{ 122, 13, DIR_REQUEST,  OT_READ,   "0200 00 02", "iec60870_asdu.scq.action", 2 },
	{ 122, 13, DIR_REQUEST,  OT_WRITE,  "0200 00 04", "iec60870_asdu.scq.action", 4 },
	{ 123, 13, DIR_RESPONSE, OT_READ,   "0200 01 03 7f", "iec60870_asdu.chs", 0x7f },
	{ 124, 13, DIR_REQUEST,  OT_WRITE,  "0200 01 23", "iec60870_asdu.afq.error", 2 },
	{ 126, 3, DIR_RESPONSE, OT_READ,    "0200 2c0100 20" CP56, "iec60870_asdu.sof", 0x20 },
	{ 127, 5, DIR_REQUEST,  OT_WRITE,   "0300" CP56 CP56, "iec60870_asdu.nof", 3 },
};
/* clang-format on */

static void each_type_is_read(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message *m = objects((enum dir)rows[i].dir, rows[i].type, rows[i].cause,
					    rows[i].element);

		if (m->d.malformed || m->d.noperations != 2)
			fail_msg("type %u: %u operations", rows[i].type, m->d.noperations);
		if (m->d.operations[0].ot.op != (enum ot_op)rows[i].op)
			fail_msg("type %u: %s", rows[i].type, ot_op_name(m->d.operations[0].ot.op));
		if (message_number(m, rows[i].field, 0) != rows[i].number)
			fail_msg("type %u: %s is %lld", rows[i].type, rows[i].field,
				 (long long)message_number(m, rows[i].field, 0));
		assert_int_equal(m->d.operations[1].ot.index, 102);
		assert_int_equal(m->d.trailing, 0);
		assert_false(m->d.overflow);
		message_free(m);
	}
}

static void every_prefix_of_each_type_is_malformed(void **state)
{
	char hex[600];

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t digits = 0;

		for (const char *p = rows[i].element; *p != '\0'; p++)
			digits += *p != ' ';
		snprintf(hex, sizeof(hex), "68 %02zx 0000 0000 %02x 01 %02x 00 0100 650000 %s",
			 digits / 2 + 13, rows[i].type, rows[i].cause, rows[i].element);
		check_prefixes(&protocol_iec60870_104, (enum dir)rows[i].dir, hex, digits / 2 + 15);
	}
}

static void every_type_that_is_defined_has_its_name(void **state)
{
	static const uint8_t defined[] = { 1,  21, 30, 41, 45,	51,  58,  64,  70,  70,
					   81, 87, 90, 95, 100, 107, 110, 113, 120, 127 };
	bool is[128] = { false };

	(void)state;
	for (unsigned i = 0; i < sizeof(defined); i += 2) {
		for (unsigned type = defined[i]; type <= defined[i + 1]; type++)
			is[type] = true;
	}
	for (unsigned type = 0; type < 128; type++) {
		char hex[64];

		assert_int_equal(iec60870_types[type].class != CLASS_NONE, is[type]);
		assert_int_equal(iec60870_types[type].function != NULL, is[type]);
		snprintf(hex, sizeof(hex), "%02x 01 05 00 0100 650000 00", type);
		struct message *m = asdu(DIR_REQUEST, hex);

		assert_int_equal(message_marked(m, "type identification that is not defined"),
				 !is[type]);
		if (!is[type])
			assert_int_equal(message_bytes(m, "iec60870_asdu.rawdata", 0).left, 4);
		message_free(m);
	}
}

static void a_sequence_counts_its_addresses_up(void **state)
{
	(void)state;
	struct message *m = asdu(DIR_RESPONSE, "01 83 14 00 0100 c90000 01 00 81");

	assert_int_equal(message_number(m, "iec60870_asdu.sq", 0), 1);
	assert_int_equal(message_number(m, "iec60870_asdu.numix", 0), 3);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(message_number(m, "iec60870_asdu.ioa", i), 201 + i);
	assert_int_equal(m->d.noperations, 3);
	assert_string_equal(m->d.operations[0].ot.area, "ioa");
	assert_int_equal(m->d.operations[1].ot.value.u, 0);
	assert_string_equal(m->d.operations[0].ot.status, "ok");
	assert_string_equal(m->d.operations[2].ot.status, "invalid");
	assert_true(m->d.operations[0].ot.response);
	message_free(m);
}

static void the_largest_apdu_fits_into_a_message(void **state)
{
	char hex[600];
	int n = snprintf(hex, sizeof(hex), "01 ff 14 00 0100 010000 ");

	(void)state;
	for (unsigned i = 0; i < 127; i++)
		n += snprintf(hex + n, sizeof(hex) - (size_t)n, "01");
	struct message *m = asdu(DIR_RESPONSE, hex);

	assert_false(m->d.overflow);
	assert_int_equal(m->d.noperations, 127);
	message_free(m);
}

static void answers_say_what_was_wrong(void **state)
{
	static const struct {
		const char *hex, *status;
		bool failed;
	} answers[] = {
		{ "2d 01 07 00 0100 4d0400 01", "ok", false },
		{ "2d 01 47 00 0100 4d0400 01", "refused", true },
		{ "2d 01 0a 00 0100 4d0400 01", "terminated", false },
		{ "2d 01 6c 00 0100 4d0400 01", "UkTypeId", true },
		{ "2d 01 6d 00 0100 4d0400 01", "UkCauseTx", true },
		{ "2d 01 6e 00 0100 4d0400 01", "UkComAdrASDU", true },
		{ "2d 01 6f 00 0100 4d0400 01", "UkIOA", true },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct message *m = asdu(DIR_RESPONSE, answers[i].hex);

		assert_true(m->d.operations[0].ot.response);
		assert_string_equal(m->d.operations[0].ot.status, answers[i].status);
		assert_int_equal(m->d.operations[0].ot.failed, answers[i].failed);
		message_free(m);
	}
}

static void what_is_odd_is_remarked(void **state)
{
	static const struct {
		enum dir dir;
		const char *hex, *why;
	} odd[] = {
		{ DIR_REQUEST, "2d 01 06 00 0000 4d0400 01", "common address 0 is not used" },
		{ DIR_REQUEST, "2d 01 12 00 0100 4d0400 01",
		  "cause of transmission that is not defined" },
		{ DIR_REQUEST, "2d 01 01 00 0100 4d0400 01",
		  "cause of transmission that the type does not have" },
		{ DIR_REQUEST, "03 01 03 00 0100 650000 02",
		  "sent by the controlling station instead of the controlled one" },
		{ DIR_RESPONSE, "2d 01 06 00 0100 4d0400 01",
		  "sent by the controlled station instead of the controlling one" },
		{ DIR_REQUEST, "c8 01 03 00 0100 650000 02",
		  "type identification for private use" },
		{ DIR_REQUEST, "64 01 46 00 0100 000000 14", "negative, but no confirmation" },
		{ DIR_REQUEST, "2e 01 06 00 0100 4d0400 03",
		  "double command that is not permitted" },
		{ DIR_REQUEST, "2f 01 06 00 0100 4d0400 00", "step command that is not permitted" },
		{ DIR_REQUEST, "68 01 06 00 0100 000000 0000", "test pattern is wrong" },
		{ DIR_RESPONSE, "01 01 03 00 0100 c90000 03", "reserved bits are set" },
		{ DIR_RESPONSE, "03 00 03 00 0100", "no objects" },
		{ DIR_RESPONSE, "1e 01 03 00 0100 c90000 01 60ea 1e 0a 16 0b 1a",
		  "time tag that is no time" },
		{ DIR_RESPONSE, "1e 01 03 00 0100 c90000 01 0000 1e 0a 1d 02 1a",
		  "time tag that is no time" },
		{ DIR_RESPONSE, "02 01 03 00 0100 c90000 01 0000 3c", "time tag that is no time" },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct message *m = asdu(odd[i].dir, odd[i].hex);

		if (!message_marked(m, odd[i].why))
			fail_msg("%s: not \"%s\"", odd[i].hex, odd[i].why);
		message_free(m);
	}
}

static void times_are_those_of_the_calendar(void **state)
{
	static const struct {
		const char *hex;
		uint64_t seconds;
	} times[] = {
		{ "0000 00 00 01 01 46", 0 },	       /* 1970-01-01 */
		{ "0000 00 00 1d 02 18", 1709164800 }, /* 2024-02-29 */
		{ "e803 3b 17 1f 0c 45", 3155759941 }, /* 2069-12-31 23:59:01 */
		{ "0000 00 0c 0d 08 6d", 1250164800 }, /* 2009-08-13 12:00, year 109 */
		{ "0000 00 8c 0d 08 09", 1250161200 }, /* the same in summer time */
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		char hex[100];

		snprintf(hex, sizeof(hex), "1e 01 03 00 0100 c90000 01 %s", times[i].hex);
		struct message *m = asdu(DIR_RESPONSE, hex);

		if (times[i].seconds != 0)
			assert_true(message_number(m, "iec60870_asdu.cp56time", 0) ==
				    times[i].seconds * 1000000000);
		message_free(m);
	}
}

static void a_segment_of_a_file_has_the_length_that_it_says(void **state)
{
	(void)state;
	struct message *m = asdu(DIR_RESPONSE, "7d 01 0d 00 0100 292300 0200 01 05 0102030405");

	assert_false(m->d.malformed);
	assert_int_equal(message_bytes(m, "iec60870_asdu.segment", 0).left, 5);
	assert_int_equal(message_number(m, "iec60870_asdu.los", 0), 5);
	message_free(m);
}

static void security_messages_are_known_by_name(void **state)
{
	(void)state;
	struct message *m = asdu(DIR_RESPONSE, "51 01 0e 00 0100 c1 01020304 0100");

	assert_string_equal(m->d.operations[0].ot.function, "authentication challenge (S_CH_NA_1)");
	assert_int_equal(m->d.operations[0].ot.op, OT_AUTH);
	assert_int_equal(message_number(m, "iec60870_asdu.asn", 0), 0xc1);
	assert_int_equal(message_bytes(m, "iec60870_asdu.rawdata", 0).left, 6);
	assert_false(m->d.malformed);
	message_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_is_read),
		cmocka_unit_test(every_prefix_of_each_type_is_malformed),
		cmocka_unit_test(every_type_that_is_defined_has_its_name),
		cmocka_unit_test(a_sequence_counts_its_addresses_up),
		cmocka_unit_test(the_largest_apdu_fits_into_a_message),
		cmocka_unit_test(answers_say_what_was_wrong),
		cmocka_unit_test(what_is_odd_is_remarked),
		cmocka_unit_test(times_are_those_of_the_calendar),
		cmocka_unit_test(a_segment_of_a_file_has_the_length_that_it_says),
		cmocka_unit_test(security_messages_are_known_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
