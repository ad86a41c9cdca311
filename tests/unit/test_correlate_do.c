#include "tests/unit/incident_kit.h"

static const char *try_it(struct kit *k, struct correlate_command cmd)
{
	const char *why = "";

	cmd.who = cmd.who != NULL ? cmd.who : "ann";
	cmd.time = cmd.time != 0 ? cmd.time : T0 + 100 * SEC;
	return correlate_do(k->c, &cmd, kit_tell, k, &why) ? NULL : why;
}

#define DO(k, ...)  assert_null(try_it((k), (struct correlate_command){ __VA_ARGS__ }))
#define NOT(k, ...) assert_non_null(try_it((k), (struct correlate_command){ __VA_ARGS__ }))
#define A	    "water-works-20261122-0001"
#define B	    "water-works-20261122-0002"
#define C	    "water-works-20261122-0003"

static struct kit *two_incidents(void)
{
	struct kit *k = kit_new();

	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s1", 1, "port-scan", "10.0.0.67", "10.0.0.2", NULL, 0 });
	return k;
}

static void somebody_takes_it_up(void **state)
{
	struct kit *k = two_incidents();

	(void)state;
	DO(k, DO_ACK, .id = A);
	assert_int_equal(k->last.status, INCIDENT_IN_PROGRESS);
	assert_int_equal(k->last.revision, 2);
	assert_true(k->last.aware == T0 + 100 * SEC && k->last.written == T0 + 100 * SEC);
	NOT(k, DO_ACK, .id = A);
	NOT(k, DO_ACK, .id = "nobody");
	DO(k, DO_ASSIGN, .id = B, .text = "bob");
	assert_string_equal(k->last.assignee, "bob");
	assert_int_equal(k->last.status, INCIDENT_IN_PROGRESS);
	NOT(k, DO_ASSIGN, .id = B);
	DO(k, DO_NOTE, .id = A, .text = "a\nnote");
	assert_string_equal(k->last.history[k->last.nhistory - 1].text, "a\xef\xbf\xbdnote");
	/* times of revisions rise though the clock does not */
	assert_true(k->last.written > T0 + 100 * SEC);
	/* what somebody works at is not resolved by itself */
	kit_time(k, "s1", 90000, false);
	assert_int_equal(kit_open(k)->n, 2);
	kit_free(k);
}

static void it_is_closed_and_opened_again(void **state)
{
	struct kit *k = two_incidents();

	(void)state;
	NOT(k, DO_CLOSE, .id = A, .status = INCIDENT_NEW);
	NOT(k, DO_REOPEN, .id = A);
	DO(k, DO_CLOSE, .id = A, .status = INCIDENT_FALSE_POSITIVE, .text = "a test");
	assert_int_equal(k->last.status, INCIDENT_FALSE_POSITIVE);
	assert_int_equal(kit_open(k)->n, 1);
	DO(k, DO_CLOSE, .id = A, .status = INCIDENT_RESOLVED);
	DO(k, DO_REOPEN, .id = A);
	assert_string_equal(k->last.id, C);
	assert_int_equal(k->last.revision, 1);
	assert_int_equal(k->last.status, INCIDENT_IN_PROGRESS);
	assert_int_equal(k->last.related[0].relation, RELATED_BEFORE);
	assert_string_equal(k->last.related[0].id, A);
	NOT(k, DO_REOPEN, .id = A);
	SAY(k, { "s1", 2, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 2);
	DO(k, DO_CLOSE, .id = B, .other = C, .status = INCIDENT_DUPLICATE);
	assert_int_equal(k->last.related[0].relation, RELATED_DUPLICATE_OF);
	assert_string_equal(k->last.related[0].id, C);
	NOT(k, DO_CLOSE, .id = C, .other = C, .status = INCIDENT_DUPLICATE);
	NOT(k, DO_CLOSE, .id = C, .other = "nobody", .status = INCIDENT_DUPLICATE);
	kit_free(k);
}

static void one_becomes_part_of_another(void **state)
{
	struct kit *k = two_incidents();
	const struct incident *i;

	(void)state;
	DO(k, DO_MERGE, .id = A, .other = B);
	assert_int_equal(kit_told(k, 2)->status, INCIDENT_DUPLICATE);
	assert_string_equal(kit_told(k, 2)->related[0].id, A);
	i = &k->last;
	assert_string_equal(i->id, A);
	assert_int_equal(i->count, 2);
	assert_int_equal(i->nstages, 2);
	assert_int_equal(i->ntargets, 1);
	assert_int_equal(i->related[i->nrelated - 1].relation, RELATED_MERGED);
	/* what would have joined the one joins the other */
	SAY(k, { "s1", 2, "port-scan", "10.0.0.67", "10.0.0.2", NULL, 0 });
	assert_int_equal(kit_open(k)->n, 1);
	assert_int_equal(kit_open(k)->i[0].count, 3);
	NOT(k, DO_MERGE, .id = A, .other = A);
	NOT(k, DO_MERGE, .id = B, .other = A);
	kit_free(k);
}

static void it_is_reported(void **state)
{
	struct kit *k = two_incidents();

	(void)state;
	DO(k, DO_SENT, .id = A, .text = "cert.example.jp");
	assert_int_equal(k->last.history[1].action, ACTION_SENT);
	assert_string_equal(k->last.history[1].who, "cert.example.jp");
	DO(k, DO_ACKED, .id = A, .who = "cert.example.jp", .text = "JP-7");
	assert_int_equal(k->last.related[0].relation, RELATED_ALTERNATIVE);
	assert_string_equal(k->last.related[0].id, "JP-7");
	assert_string_equal(k->last.related[0].issuer, "cert.example.jp");
	DO(k, DO_STAGE, .id = A, .text = "stage=early-warning  malicious=yes cross-border=unknown");
	assert_string_equal(k->last.report_stage, "early-warning");
	assert_string_equal(k->last.malicious, "yes");
	NOT(k, DO_STAGE, .id = A, .text = "stage=final malicious=perhaps");
	NOT(k, DO_STAGE, .id = A, .text = "");
	assert_string_equal(kit_open(k)->i[0].report_stage, "early-warning");
	DO(k, DO_STAGE, .id = A, .text = "nisc=4 nciss=62.5");
	assert_int_equal(k->last.nisc, 4 + 1);
	assert_int_equal(k->last.nciss, 625 + 1);
	DO(k, DO_STAGE, .id = A, .text = "nisc=0 nciss=100");
	assert_int_equal(k->last.nisc, 0 + 1);
	assert_int_equal(k->last.nciss, 1000 + 1);
	NOT(k, DO_STAGE, .id = A, .text = "nisc=5");
	NOT(k, DO_STAGE, .id = A, .text = "nisc=1.5");
	NOT(k, DO_STAGE, .id = A, .text = "nciss=100.1");
	NOT(k, DO_STAGE, .id = A, .text = "nciss=1.25");
	NOT(k, DO_STAGE, .id = A, .text = "nisc=2 nciss=");
	assert_int_equal(kit_open(k)->i[0].nisc, 0 + 1);
	kit_free(k);
}

static void a_number_that_others_gave_finds_room(void **state)
{
	static const char *const from[] = { "10.0.0.70", "10.0.0.71", "10.0.0.72", "10.0.0.73",
					    "10.0.0.74", "10.0.0.75", "10.0.0.76", "10.0.0.77",
					    "10.0.0.78", "10.0.0.79" };
	struct kit *k = two_incidents();
	uint32_t cases = 0, numbers = 0;

	(void)state;
	for (size_t n = 0; n < sizeof(from) / sizeof(from[0]); n++) {
		const struct line l = { "s1",	 2 + (double)n, "modbus-write-unauthorised",
					from[n], "10.0.0.1",	"hr:1",
					1 };

		kit_say(k, &l, 1);
	}
	DO(k, DO_ACKED, .id = A, .who = "cert.example.jp", .text = "JP-7");
	assert_int_equal(k->last.nrelated, INCIDENT_RELATED);
	for (uint32_t n = 0; n < k->last.nrelated; n++) {
		cases += k->last.related[n].relation == RELATED_CASE;
		numbers += k->last.related[n].relation == RELATED_ALTERNATIVE;
	}
	assert_int_equal(cases, INCIDENT_RELATED - 1);
	assert_int_equal(numbers, 1);
	kit_free(k);
}

/* Else a report that was sent would be asked for again. */
static void what_was_told_to_others_stays_in_a_long_history(void **state)
{
	struct kit *k = two_incidents();
	unsigned sent = 0, notes = 0;

	(void)state;
	for (unsigned n = 0; n < 3 * INCIDENT_HISTORY; n++) {
		DO(k, DO_NOTE, .id = A, .text = "a note");
		if (n == 20)
			DO(k, DO_SENT, .id = A,
			   .text = "cert.example.jp: Revision 1, TLP:AMBER, report warn");
		if (n == 21)
			DO(k, DO_ACKED, .id = A, .who = "cert.example.jp", .text = "JP-7");
	}
	assert_int_equal(k->last.nhistory, INCIDENT_HISTORY);
	for (uint32_t n = 0; n < k->last.nhistory; n++) {
		sent += k->last.history[n].action == ACTION_SENT;
		sent += k->last.history[n].action == ACTION_ACKED;
		notes += k->last.history[n].action == ACTION_NOTE;
		assert_true(n == 0 || k->last.history[n].time >= k->last.history[n - 1].time);
	}
	assert_int_equal(sent, 2);
	assert_int_equal(k->last.more_history, 1 + 3 * INCIDENT_HISTORY + 2 - INCIDENT_HISTORY);
	/* Only then do they give way to each other. */
	for (unsigned n = 0; n < 2 * INCIDENT_HISTORY; n++)
		DO(k, DO_SENT, .id = A, .text = "cert.example.jp: Revision 1");
	assert_int_equal(k->last.nhistory, INCIDENT_HISTORY);
	assert_int_equal(k->last.history[INCIDENT_HISTORY - 1].action, ACTION_SENT);
	assert_true(notes > 0);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(somebody_takes_it_up),
		cmocka_unit_test(it_is_closed_and_opened_again),
		cmocka_unit_test(one_becomes_part_of_another),
		cmocka_unit_test(it_is_reported),
		cmocka_unit_test(what_was_told_to_others_stays_in_a_long_history),
		cmocka_unit_test(a_number_that_others_gave_finds_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
