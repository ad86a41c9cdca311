/* Sampled Values: protocols/sv.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/test.h"

#define SAMPLE                                                                                     \
	"fffe5982 00000000 00043ddc 00000000 fffd6f5c 00000000 000006ba 00002001"                  \
	"ff8df400 00000000 011dfbc2 00000000 ff55600c 00000000 014fce00 00002003"
#define FRAME                                                                                      \
	"4001 0066 0000 0000 60 5c 80 01 01 a2 57 30 55 80 04 34303031 82 02 0118 83 04 00000001"  \
	"85 01 02 87 40 " SAMPLE

/* A stream: what is kept of it lasts from frame to frame. */
static struct {
	struct dec d;
	struct notes notes;
	uint8_t bytes[256];
} t;

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The frame with another smpCnt. */
static void say(unsigned count)
{
	size_t n = 0;

	for (const char *h = FRAME; *h != '\0'; h++) {
		if (*h == ' ')
			continue;
		t.bytes[n / 2] = (uint8_t)((unsigned)t.bytes[n / 2] << 4 | (unsigned)digit(*h));
		n++;
	}
	t.bytes[25] = (uint8_t)(count >> 8);
	t.bytes[26] = (uint8_t)count;
	t.d.c = cur_of(t.bytes, n / 2);
	t.d.flow = 1;
	t.d.message++;
	t.d.at += 250000;
	t.d.notes = &t.notes;
	decode(&t.d, &protocol_sv);
	assert_false(t.d.malformed);
}

static int64_t step(void)
{
	for (unsigned i = 0; i < t.d.nvalues; i++) {
		if (strcmp(t.d.values[i].field->name, "sv.smpCnt_step") == 0)
			return t.d.values[i].i;
	}
	return 1000000;
}

static void a_sample_of_9_2le_is_eight_values(void **state)
{
	struct message *m = message_of(&protocol_sv, DIR_REQUEST, FRAME);

	(void)state;
	assert_false(m->d.malformed);
	assert_true(message_is(m, "sv.svID", 0, "4001"));
	assert_int_equal(message_number(m, "sv.smpCnt", 0), 280);
	assert_int_equal(message_number(m, "sv.smpSynch", 0), 2);
	assert_int_equal(message_count(m, "sv.meas_value"), 8);
	assert_int_equal((int64_t)message_number(m, "sv.meas_value", 0), -108158);
	assert_int_equal(message_number(m, "sv.meas_value", 1), 277980);
	assert_int_equal(message_number(m, "sv.meas_quality", 3), 0x2001);
	assert_int_equal(message_number(m, "sv.meas_quality.validity", 3), 1);
	assert_int_equal(message_number(m, "sv.meas_quality.validity", 7), 3);
	assert_string_equal(m->d.ot.object_text, "4001");
	assert_int_equal(m->d.ot.op, OT_REPORT);
	message_free(m);
	check_prefixes(&protocol_sv, DIR_REQUEST, FRAME, 102);
}

static void another_data_set_stays_bytes(void **state)
{
	struct message *m = message_of(
		&protocol_sv, DIR_REQUEST,
		"4002 0027 8000 0000 60 1d 80 01 01 a2 18 30 16 80 01 78 82 02 0001 83 04 00000001"
		"85 01 00 87 04 01020304");

	(void)state;
	assert_false(m->d.malformed);
	assert_int_equal(message_count(m, "sv.meas_value"), 0);
	assert_int_equal(message_count(m, "sv.seqData"), 1);
	assert_string_equal(m->d.ot.status, "simulation");
	message_free(m);
}

static void samples_are_counted_over_the_second(void **state)
{
	(void)state;
	say(3998);
	assert_int_equal(step(), 1000000);
	say(3999);
	assert_int_equal(step(), 1);
	say(0);
	assert_int_equal(step(), 1);
	say(1);
	assert_int_equal(step(), 1);
	say(5);
	assert_int_equal(step(), 4);
	say(5);
	assert_int_equal(step(), 0);
	say(2);
	assert_int_equal(step(), -3);
	say(0);
	assert_int_equal(step(), -2);
}

static void what_contradicts_itself_is_malformed(void **state)
{
	static const struct {
		const char *hex, *why;
	} wrong[] = {
		{ "4001 000c 0000 0000 61 02 8000", "no savPdu" },
		{ "4001 0040 0000 0000 60 02 8000", "sv.length does not fit the frame" },
		{ "4001 000e 0000 0000 60 04 9e 00 9f00", "unknown element in the savPdu" },
		{ "4001 0011 0000 0000 60 07 80 01 01 a2 02 31 00", "ASDU that is none" },
		{ "4001 000f 0000 0000 60 05 80 01 02 a2 00",
		  "noASDU differs from the ASDUs that there are" },
		{ "4001 0014 0000 0000 60 0a 80 01 01 a2 05 30 03 80 01 78",
		  "element missing in the ASDU" },
		{ "4001 0017 0000 0000 60 0d 80 01 01 a2 08 30 06 80 01 78 80 01 78",
		  "element twice in the ASDU" },
		{ "4001 0013 0000 0000 60 09 80 01 01 a2 04 30 02 8e 00",
		  "unknown element in the ASDU" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct message *m = message_of(&protocol_sv, DIR_REQUEST, wrong[i].hex);

		assert_true(m->d.malformed);
		assert_true(message_marked(m, wrong[i].why));
		message_free(m);
	}
}

static int set_up(void **state)
{
	(void)state;
	return notes_init(&t.notes, 64) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	notes_free(&t.notes);
	return 0;
}

/* The rates that are told while n samples come, `more` ns later each than every 250 us. */
static unsigned rates(unsigned first, unsigned n, uint64_t more, uint64_t *last)
{
	unsigned told = 0;

	for (unsigned i = 0; i < n; i++) {
		t.d.at += more;
		say((first + i) % 4000);
		for (unsigned k = 0; k < t.d.nvalues; k++) {
			if (strcmp(t.d.values[k].field->name, "sv.rate") == 0) {
				*last = t.d.values[k].u;
				told++;
			}
		}
	}
	return told;
}

static void the_rate_is_told_with_each_tenth_of_a_second(void **state)
{
	uint64_t rate = 0;

	(void)state;
	t.d.at = 3600000000000;
	assert_int_equal(rates(0, 400, 0, &rate), 0);
	assert_int_equal(rates(400, 401, 0, &rate), 2);
	assert_int_equal(rate, 4000);
	assert_int_equal(rates(801, 600, 250000, &rate), 3);
	assert_int_equal(rate, 2000);
	/* After a pause it is counted anew. */
	t.d.at += 3600000000000;
	rate = 0;
	assert_int_equal(rates(1401, 400, 0, &rate), 0);
	assert_int_equal(rates(1801, 1, 0, &rate), 1);
	assert_int_equal(rate, 4000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sample_of_9_2le_is_eight_values),
		cmocka_unit_test(another_data_set_stays_bytes),
		cmocka_unit_test(samples_are_counted_over_the_second),
		cmocka_unit_test(the_rate_is_told_with_each_tenth_of_a_second),
		cmocka_unit_test(what_contradicts_itself_is_malformed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
