/* What an incident is called, of what class it is, whose answer counts, who is its source. */
#include "tests/unit/incident_kit.h"

static const struct incident *first_open(struct kit *k)
{
	assert_int_equal(kit_open(k)->n, 1);
	return &kit_open(k)->i[0];
}

static void that_somebody_is_new_says_least(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "conversation-new", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 1, "modbus-new-client", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_string_equal(first_open(k)->title, "modbus-new-client");
	assert_int_equal(first_open(k)->class, INCIDENT_ACCESS);
	SAY(k, { "s1", 2, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_string_equal(first_open(k)->title, "modbus-identify-new-host");
	assert_string_equal(first_open(k)->category, "rsit:information-gathering=\"scanner\"");
	assert_int_equal(first_open(k)->class, INCIDENT_IDENTIFY);
	SAY(k, { "s1", 3, "modbus-new-client", "10.0.0.66", "10.0.0.2", NULL, 0 });
	assert_string_equal(first_open(k)->title, "modbus-identify-new-host");
	assert_int_equal(first_open(k)->class, INCIDENT_IDENTIFY);
	kit_free(k);
}

static void of_equal_ones_the_surer_leads(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-new-pair", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s1", 1, "modbus-write-value-outside", "10.0.0.66", "10.0.0.1", "hr:1", 900 });
	assert_string_equal(first_open(k)->title, "modbus-write-value-outside");
	SAY(k, { "s1", 2, "modbus-write-new-pair", "10.0.0.66", "10.0.0.1", "hr:2", 1 });
	assert_string_equal(first_open(k)->title, "modbus-write-value-outside");
	kit_free(k);
}

static void what_a_scan_tries_is_a_scan_until_it_is_over(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "port-scan", "10.0.0.66", NULL, NULL, 0 },
	    { "s1", 10, "umas-stop", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_string_equal(first_open(k)->title, "port-scan");
	assert_int_equal(first_open(k)->class, INCIDENT_DISCOVERY);
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	SAY(k, { "s1", 21, "umas-stop", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_string_equal(first_open(k)->title, "umas-stop");
	assert_int_equal(first_open(k)->class, INCIDENT_STOP);
	kit_free(k);
}

static void what_a_scan_tries_raises_nothing(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "port-scan", "10.0.0.66", NULL, NULL, 0 },
	    { "s1", 10, "modbus-write-new-object", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_HIGH);
	SAY(k, { "s1", 100, "modbus-write-new-object", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	kit_free(k);
}

static void steps_of_an_attack_give_it_a_title(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "arp-scan", "10.0.0.66", NULL, NULL, 0 },
	    { "s1", 10, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_string_equal(first_open(k)->title, "modbus-write-unauthorised");
	SAY(k, { "s1", 20, "umas-download", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_string_equal(
		first_open(k)->title,
		"Attack in steps: devices are searched for, written to and reprogrammed");
	assert_string_equal(first_open(k)->message, "chain.found-then-written-then-reprogrammed");
	assert_string_equal(first_open(k)->summary, "umas-download: ");
	SAY(k, { "s1", 30, "umas-stop", "10.0.0.66", "10.0.0.2", NULL, 0 });
	assert_string_equal(first_open(k)->title, "Attack in steps: devices are searched for, "
						  "written to, reprogrammed and stopped");
	assert_string_equal(first_open(k)->summary, "umas-stop: ");
	kit_free(k);
}

/* ---- routine ------------------------------------------------------------------------------ */

static const struct incident_history *entry(const struct incident *i, const char *message)
{
	for (uint32_t n = 0; n < i->nhistory; n++) {
		if (strcmp(i->history[n].message, message) == 0)
			return &i->history[n];
	}
	return NULL;
}

static void what_the_baseline_knows_of_somebody_is_his_work(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-file-read", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true },
	    { "s1", 1, "modbus-file-write", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true });
	assert_int_equal(first_open(k)->base_severity, KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_MEDIUM);
	assert_string_equal(first_open(k)->routine, "Known since the baseline was learned");
	assert_string_equal(entry(first_open(k), "history.routine.of")->text,
			    "Routine work, so less severe: Known since the baseline was learned");
	kit_free(k);
}

static void the_same_by_a_stranger_is_an_attack(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-file-read", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 1, "modbus-file-write", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	assert_string_equal(first_open(k)->routine, "");
	kit_free(k);
}

static void one_alert_that_is_none_makes_it_more_than_routine(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-file-read", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true },
	    { "s1", 1, "modbus-file-write", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true },
	    { "s1", 2, "modbus-file-write", "10.0.0.31", "10.0.0.9", NULL, 0 });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	assert_string_equal(first_open(k)->routine, "");
	assert_string_equal(entry(first_open(k), "history.not-routine.by")->text,
			    "More than routine work: modbus-file-write");
	/* and stays so */
	SAY(k, { "s1", 3, "modbus-file-write", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	kit_free(k);
}

static void to_stop_a_device_is_nobodys_routine(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-file-write", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true },
	    { "s1", 1, "umas-stop", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	assert_string_equal(first_open(k)->routine, "");
	kit_free(k);
}

static void an_engineering_station_has_its_role_and_its_hours(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k,
	    { "s1", 0, "umas-download", "10.0.0.31", "10.0.0.1", NULL, 0, .role = "engineering" });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_MEDIUM);
	assert_string_equal(first_open(k)->routine, "Engineering station");
	assert_string_equal(first_open(k)->source.role, "engineering");
	kit_free(k);
	k = kit_new();
	SAY(k, { "s1", 0, "umas-download", "10.0.0.31", "10.0.0.1", NULL, 0, .learned = true,
		 .role = "engineering", .outside = "maintenance" });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	kit_free(k);
	k = kit_new();
	SAY(k, { "s1", 0, "umas-download", "10.0.0.31", "10.0.0.1", NULL, 0, .role = "engineering",
		 .outside = "office-hours" });
	assert_int_equal(first_open(k)->severity, KAGAMI__PRIORITY__PRIORITY_MEDIUM);
	kit_free(k);
}

/* ---- how it went -------------------------------------------------------------------------- */

/* The answer to the request in that frame. */
static void answer(struct kit *k, uint64_t frame, bool failed)
{
	static uint64_t seq = 1000;
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Operation op = KAGAMI__OPERATION__INIT;
	Kagami__End source, destination;
	struct correlate_alert a = { .sensor = "s1", .epoch = 1, .event = &e };
	uint8_t from[6], to[6];

	a.seq = ++seq;
	e.time = T0 + SEC;
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	e.operation = &op;
	op.source = kit_end(&source, from, "10.0.0.1");
	op.destination = kit_end(&destination, to, "10.0.0.66");
	op.response = true;
	op.request_frame = frame;
	op.failed = failed;
	correlate_operation(k->c, &a, kit_tell, k);
}

static void a_good_answer_to_a_scan_is_no_success_of_a_write(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	answer(k, 10, false);
	assert_int_equal(first_open(k)->completion, COMPLETION_UNKNOWN);
	answer(k, 20, true);
	assert_int_equal(first_open(k)->completion, COMPLETION_FAILED);
	kit_free(k);
}

static void what_leads_later_is_not_done_because_what_led_before_was(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 });
	answer(k, 10, false);
	assert_int_equal(first_open(k)->completion, COMPLETION_SUCCEEDED);
	k->seq['1'] = 2000;
	SAY(k, { "s1", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(first_open(k)->completion, COMPLETION_UNKNOWN);
	kit_free(k);
}

static void an_answer_says_nothing_of_a_flood(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-flood", "10.0.0.66", "10.0.0.1", NULL, 0 });
	answer(k, 10, false);
	assert_int_equal(first_open(k)->completion, COMPLETION_UNKNOWN);
	assert_string_equal(first_open(k)->category, "rsit:availability=\"dos\"");
	kit_free(k);
}

static void who_answers_as_a_server_is_who_does_it(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "dhcp-new-server", "10.0.0.5", "10.0.0.66", NULL, 0 });
	assert_int_equal(first_open(k)->source.ips[0].b[3], 66);
	assert_int_equal(first_open(k)->target.ips[0].b[3], 5);
	kit_free(k);
}

static void who_waits_in_vain_does_nothing(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-device-unresponsive", "10.0.0.5", "10.0.0.1", NULL, 0 });
	assert_int_equal(first_open(k)->source.nips, 0);
	assert_int_equal(first_open(k)->target.ips[0].b[3], 1);
	assert_string_equal(first_open(k)->category, "rsit:availability=\"outage\"");
	kit_free(k);
}

/* ---- evidence, revisions -------------------------------------------------------------------- */

static void each_step_has_its_part_of_the_evidence(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;
	unsigned stops = 0;

	(void)state;
	for (unsigned n = 0; n < INCIDENT_EVIDENCE + 4; n++)
		SAY(k, { "s1", 1, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 });
	SAY(k, { "s1", 2, "umas-stop", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 3, "umas-stop", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 4, "umas-stop", "10.0.0.66", "10.0.0.1", NULL, 0 });
	i = first_open(k);
	assert_int_equal(i->nevidence, INCIDENT_EVIDENCE);
	assert_int_equal(i->more_evidence, 7);
	assert_int_equal(i->evidence[0].seq, 1);
	for (unsigned n = 0; n < i->nevidence; n++)
		stops += i->evidence[n].class == INCIDENT_STOP;
	assert_int_equal(stops, 3);
	kit_free(k);
}

static void files_beyond_the_eighth_are_told_of_too(void **state)
{
	struct kit *k = kit_new();
	size_t before;

	(void)state;
	for (unsigned n = 0; n < 12; n++) {
		k->epoch = (UINT64_C(1) << 63) + n;
		k->seq['1'] = 0;
		SAY(k,
		    { "s1", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
		before = k->ntold;
		kit_time(k, "s1", 5, true);
		assert_int_equal(k->ntold, before + (n > 0));
	}
	assert_int_equal(first_open(k)->count, 12);
	kit_free(k);
}

/* ---- what is known of ends ----------------------------------------------------------------- */

static struct incident_end told;

static bool known(void *ctx, const struct incident_end *e, struct incident_end *out)
{
	(void)ctx;
	*out = told;
	return e->nips > 0 && e->ips[0].b[3] == 1;
}

static void tell_asset(struct kit *k, const char *model, const char *firmware)
{
	static uint64_t seq = 5000;
	uint8_t ip[4] = { 10, 0, 0, 1 };
	ProtobufCBinaryData ips = { 4, ip };
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Asset asset = KAGAMI__ASSET__INIT;
	struct correlate_alert a = { .sensor = "s1", .epoch = 1, .event = &e };

	memset(&told, 0, sizeof(told));
	(void)snprintf(told.vendor, sizeof(told.vendor), "Schneider");
	(void)snprintf(told.model, sizeof(told.model), "%s", model);
	(void)snprintf(told.firmware, sizeof(told.firmware), "%s", firmware);
	(void)snprintf(told.name, sizeof(told.name), "PLC");
	a.seq = ++seq;
	e.time = T0 + 5 * SEC;
	e.body_case = KAGAMI__EVENT__BODY_ASSET;
	e.asset = &asset;
	asset.n_ips = 1;
	asset.ips = &ips;
	correlate_asset(k->c, &a, kit_tell, k);
}

static void ends_say_what_is_known_of_them(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	correlate_free(k->c);
	k->o.known = known;
	kit_start(k);
	memset(&told, 0, sizeof(told));
	(void)snprintf(told.model, sizeof(told.model), "M340");
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s1", 1, "modbus-write-unauthorised", "10.0.0.1", "10.0.0.7", "hr:1", 1 });
	i = &kit_open(k)->i[0];
	assert_string_equal(i->target.model, "M340");
	assert_string_equal(i->source.model, "");
	tell_asset(k, "M580", "2.80");
	i = &kit_open(k)->i[0];
	assert_string_equal(i->target.vendor, "Schneider");
	assert_string_equal(i->target.model, "M580");
	assert_string_equal(i->target.firmware, "2.80");
	assert_string_equal(i->target.name, "PLC");
	assert_string_equal(kit_open(k)->i[1].source.firmware, "2.80");
	assert_string_equal(kit_open(k)->i[1].target.firmware, "");
	/* what was not known then is news */
	kit_forget_told(k);
	kit_time(k, "s1", 62, false);
	assert_int_equal(k->ntold, 2);
	assert_string_equal(kit_told(k, 0)->target.firmware, "2.80");
	/* what is known already is none */
	tell_asset(k, "M580", "2.80");
	kit_forget_told(k);
	kit_time(k, "s1", 200, false);
	assert_int_equal(k->ntold, 0);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(that_somebody_is_new_says_least),
		cmocka_unit_test(of_equal_ones_the_surer_leads),
		cmocka_unit_test(what_a_scan_tries_is_a_scan_until_it_is_over),
		cmocka_unit_test(what_a_scan_tries_raises_nothing),
		cmocka_unit_test(steps_of_an_attack_give_it_a_title),
		cmocka_unit_test(what_the_baseline_knows_of_somebody_is_his_work),
		cmocka_unit_test(the_same_by_a_stranger_is_an_attack),
		cmocka_unit_test(one_alert_that_is_none_makes_it_more_than_routine),
		cmocka_unit_test(to_stop_a_device_is_nobodys_routine),
		cmocka_unit_test(an_engineering_station_has_its_role_and_its_hours),
		cmocka_unit_test(a_good_answer_to_a_scan_is_no_success_of_a_write),
		cmocka_unit_test(what_leads_later_is_not_done_because_what_led_before_was),
		cmocka_unit_test(an_answer_says_nothing_of_a_flood),
		cmocka_unit_test(who_answers_as_a_server_is_who_does_it),
		cmocka_unit_test(who_waits_in_vain_does_nothing),
		cmocka_unit_test(each_step_has_its_part_of_the_evidence),
		cmocka_unit_test(files_beyond_the_eighth_are_told_of_too),
		cmocka_unit_test(ends_say_what_is_known_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
