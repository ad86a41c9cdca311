#include "tests/unit/incident_kit.h"

static void alerts_of_one_thing_are_one_incident(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	SAY(k, { "s1", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:4", 500 },
	    { "s1", 2, "modbus-write-new-object", "10.0.0.66", "10.0.0.1", "hr:5", 7 },
	    { "s2", 3, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:4", 500 });
	assert_int_equal(kit_open(k)->n, 1);
	i = &kit_open(k)->i[0];
	assert_string_equal(i->id, "water-works-20261122-0001");
	assert_string_equal(i->issuer, "csirt.example.sg");
	assert_string_equal(i->title, "modbus-write-unauthorised");
	assert_string_equal(i->message, "rule.modbus-write-unauthorised");
	assert_string_equal(i->family, "modbus-write");
	assert_string_equal(i->category, "rsit:intrusions=\"system-compromise\"");
	assert_string_equal(i->impact, "cps-manipulation");
	assert_int_equal(i->count, 3);
	assert_int_equal(i->severity, KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_int_equal(i->class, INCIDENT_WRITE);
	assert_true(i->first == T0 + SEC && i->last == T0 + 3 * SEC && i->received == T0 + 2 * SEC);
	assert_int_equal(i->nrules, 2);
	assert_int_equal(i->rules[0].count, 2);
	assert_int_equal(i->nvalues, 2);
	assert_string_equal(i->values[0], "hr:4 = 500");
	assert_int_equal(i->nsensors, 2);
	assert_int_equal(i->nevidence, 3);
	assert_int_equal(i->ntechniques, 2);
	assert_string_equal(i->techniques[1].tactic, "impair-process-control");
	assert_string_equal(i->sector, "water");
	/* two rules, one of 90, one of 70: 90 and a quarter of what 70 adds */
	assert_int_equal(i->confidence, 91);
	kit_free(k);
}

static void what_is_no_incident_opens_none(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 1, "capture-gaps", NULL, NULL, NULL, 0 },
	    { "s1", 2, "capture-duplicates", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 0);
	assert_int_equal(k->ntold, 0);
	kit_free(k);
}

static void steps_of_one_attacker_are_a_chain_that_weighs_more(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	SAY(k, { "s1", 0, "arp-scan", "10.0.0.66", NULL, NULL, 0 },
	    { "s1", 60, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 120, "modbus-write-new-object", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 1);
	i = &kit_open(k)->i[0];
	assert_int_equal(i->base_severity, KAGAMI__PRIORITY__PRIORITY_MEDIUM);
	assert_int_equal(i->severity, KAGAMI__PRIORITY__PRIORITY_HIGH);
	assert_int_equal(i->nstages, 3);
	assert_int_equal(i->stages[0].class, INCIDENT_DISCOVERY);
	assert_int_equal(i->stages[1].class, INCIDENT_IDENTIFY);
	assert_int_equal(i->stages[2].class, INCIDENT_WRITE);
	assert_string_equal(i->title, "modbus-write-new-object");
	assert_string_equal(i->techniques[0].tactic, "discovery");
	SAY(k, { "s1", 180, "umas-download", "10.0.0.66", "10.0.0.1", NULL, 0 });
	assert_int_equal(kit_open(k)->i[0].severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	kit_free(k);
}

static void steps_too_far_apart_are_no_chain(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "arp-scan", "10.0.0.66", NULL, NULL, 0 },
	    { "s2", 3601, "modbus-write-new-object", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 2);
	assert_int_equal(kit_open(k)->i[1].severity, KAGAMI__PRIORITY__PRIORITY_MEDIUM);
	kit_free(k);
}

static void steps_of_two_attackers_are_two_incidents_of_one_case(void **state)
{
	struct kit *k = kit_new();
	const struct kit_open *open;

	(void)state;
	SAY(k, { "s1", 0, "modbus-identify-new-host", "10.0.0.66", "10.0.0.1", NULL, 0 },
	    { "s1", 60, "modbus-write-new-object", "10.0.0.67", "10.0.0.1", "hr:1", 1 },
	    { "s1", 61, "modbus-write-new-object", "10.0.0.68", "10.0.0.2", "hr:1", 1 });
	open = kit_open(k);
	assert_int_equal(open->n, 3);
	assert_int_equal(open->i[0].nrelated, 1);
	assert_int_equal(open->i[0].related[0].relation, RELATED_CASE);
	assert_string_equal(open->i[0].related[0].id, open->i[1].id);
	assert_string_equal(open->i[1].related[0].id, open->i[0].id);
	assert_int_equal(open->i[2].nrelated, 0);
	kit_free(k);
}

static void what_a_target_shows_after_a_write_comes_of_it(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s1", 9, "process-value-outside", "10.0.0.20", "10.0.0.1", "ir:0", 9 },
	    { "s1", 10, "process-value-outside", "10.0.0.20", "10.0.0.2", "ir:0", 9 });
	assert_int_equal(kit_open(k)->n, 2);
	i = &kit_open(k)->i[0];
	assert_int_equal(i->count, 2);
	assert_int_equal(i->source.ips[0].b[3], 66);
	assert_int_equal(i->class, INCIDENT_WRITE);
	assert_string_equal(i->title, "modbus-write-unauthorised");
	kit_free(k);
}

static void a_sweep_is_one_incident_with_targets_counted(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned host = 1; host <= 200; host++) {
			char to[32];
			struct line l = { "s1", 1 + host, "port-scan", "10.0.0.66", to, NULL, 0 };

			(void)snprintf(to, sizeof(to), "10.0.1.%u", host);
			kit_say(k, &l, 1);
		}
	}
	assert_int_equal(kit_open(k)->n, 1);
	i = &kit_open(k)->i[0];
	assert_int_equal(i->count, 400);
	assert_int_equal(i->ntargets, INCIDENT_TARGETS);
	/* counted by marks: each once, a few fall on the same one */
	assert_in_range(i->more_targets, 140, 200 - 1 - INCIDENT_TARGETS);
	assert_int_equal(i->nevidence, INCIDENT_EVIDENCE);
	assert_int_equal(i->more_evidence, 400 - INCIDENT_EVIDENCE);
	kit_free(k);
}

static void a_host_is_known_by_its_mac_where_it_shows_no_address(void **state)
{
	struct kit *k = kit_new();
	Kagami__End source, target;
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert al = KAGAMI__ALERT__INIT;
	struct correlate_alert a = { .sensor = "s1", .epoch = 1, .seq = 100, .event = &e };
	uint8_t ip[6], mac[6], to[6];

	(void)state;
	SAY(k, { "s1", 0, "arp-scan", "b8:27:eb:00:00:01", NULL, NULL, 0 });
	e.time = T0 + SEC;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &al;
	a.dictionary = k->dictionary;
	a.rule = kit_rule(k, "modbus-new-client", &al.rule);
	al.source = kit_end(&source, mac, "b8:27:eb:00:00:01");
	assert_int_equal(inet_pton(AF_INET, "10.0.0.66", ip), 1);
	source.ip = (ProtobufCBinaryData){ 4, ip };
	al.target = kit_end(&target, to, "10.0.0.1");
	correlate_alert(k->c, &a, kit_tell, k);
	k->seq['1'] = 100;
	SAY(k, { "s1", 2, "modbus-write-new-object", "10.0.0.66", "10.0.0.2", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 1);
	assert_int_equal(kit_open(k)->i[0].source.nips, 1);
	assert_int_equal(kit_open(k)->i[0].count, 3);
	kit_free(k);
}

static void who_claims_anothers_address_is_the_source(void **state)
{
	struct kit *k = kit_new();
	uint8_t mac[6] = { 0xb8, 0x27, 0xeb, 0, 0, 1 };
	ProtobufCBinaryData bytes = { 6, mac };
	Kagami__Value other = KAGAMI__VALUE__INIT, *more = &other;
	struct line l = { "s1", 1, "asset-ip-conflict", "10.0.0.1", NULL, NULL, 0 };
	const struct incident *i;

	(void)state;
	other.field = FIELD_OTHER_MAC;
	other.n_bytes = 1;
	other.bytes = &bytes;
	kit_say_more(k, &l, &more, 1);
	i = &kit_open(k)->i[0];
	assert_int_equal(i->source.nips, 0);
	assert_memory_equal(i->source.mac, mac, 6);
	assert_int_equal(i->target.nips, 1);
	kit_free(k);
}

static void revisions_are_a_minute_apart(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	for (unsigned n = 0; n < 130; n++) {
		struct line l = { "s1",	       n,	   "modbus-write-unauthorised",
				  "10.0.0.66", "10.0.0.1", "hr:1",
				  n + 1.0 };

		kit_say(k, &l, 1);
	}
	/* opened at 0, then at 60 and 120, each with what came before */
	assert_int_equal(k->ntold, 3);
	assert_int_equal(kit_told(k, 0)->count, 1);
	assert_int_equal(kit_told(k, 1)->count, 60);
	assert_int_equal(kit_told(k, 1)->revision, 2);
	assert_int_equal(kit_told(k, 2)->count, 120);
	assert_true(kit_told(k, 2)->written > kit_told(k, 1)->written);
	assert_int_equal(kit_told(k, 2)->nvalues, INCIDENT_VALUES);
	/* a sensor that ends brings out what is pending, and nothing twice */
	kit_time(k, "s1", 131, true);
	assert_int_equal(k->ntold, 4);
	assert_int_equal(k->last.count, 130);
	kit_time(k, "s1", 300, false);
	kit_time(k, "s1", 400, true);
	assert_int_equal(k->ntold, 4);
	kit_free(k);
}

static void what_is_quiet_is_resolved_when_all_who_saw_it_are_beyond(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s2", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	kit_time(k, "s3", 9000, false);
	kit_time(k, "s1", 3700, false);
	assert_int_equal(kit_open(k)->n, 1);
	kit_time(k, "s2", 3600, false);
	assert_int_equal(kit_open(k)->n, 1);
	kit_time(k, "s2", 3601, false);
	assert_int_equal(kit_open(k)->n, 0);
	assert_int_equal(k->last.status, INCIDENT_RESOLVED);
	assert_true(k->last.resolved == T0 + 3601 * SEC);
	assert_string_equal(k->last.history[k->last.nhistory - 1].message, "history.resolved");
	kit_free(k);
}

static void a_sensor_that_says_nothing_more_keeps_nothing_open_for_ever(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s2", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	kit_time(k, "s1", 3700, false);
	kit_time(k, "s1", 7199, false);
	assert_int_equal(kit_open(k)->n, 1);
	kit_time(k, "s1", 7200, false);
	assert_int_equal(kit_open(k)->n, 0);
	kit_free(k);
}

static void the_same_after_it_was_closed_is_a_new_one_that_points_back(void **state)
{
	struct kit *k = kit_new();
	const struct incident *i;

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 },
	    { "s1", 3600, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 1);
	i = &kit_open(k)->i[0];
	assert_string_equal(i->id, "water-works-20261122-0002");
	assert_int_equal(i->nrelated, 1);
	assert_int_equal(i->related[0].relation, RELATED_BEFORE);
	assert_string_equal(i->related[0].id, "water-works-20261122-0001");
	kit_free(k);
}

static void files_of_another_day_are_other_incidents(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	k->epoch = UINT64_C(1) << 63;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	kit_time(k, "s1", 1, true);
	k->epoch++;
	SAY(k, { "s1", 86402, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->n, 1);
	assert_string_equal(kit_open(k)->i[0].id, "water-works-20261123-0001");
	assert_int_equal(kit_open(k)->i[0].related[0].relation, RELATED_BEFORE);
	kit_free(k);
}

static void an_answer_that_was_seen_says_how_it_went(void **state)
{
	struct kit *k = kit_new();
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Operation op = KAGAMI__OPERATION__INIT;
	Kagami__End source, destination;
	struct correlate_alert a = { .sensor = "s1", .epoch = 1, .seq = 50, .event = &e };
	uint8_t from[6], to[6];

	(void)state;
	SAY(k, { "s1", 0, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.1", "hr:1", 1 });
	assert_int_equal(kit_open(k)->i[0].completion, COMPLETION_UNKNOWN);
	e.time = T0 + SEC;
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	e.operation = &op;
	op.source = kit_end(&source, from, "10.0.0.1");
	op.destination = kit_end(&destination, to, "10.0.0.66");
	op.response = true;
	op.request_frame = 11;
	correlate_operation(k->c, &a, kit_tell, k);
	assert_int_equal(kit_open(k)->i[0].completion, COMPLETION_UNKNOWN);
	op.request_frame = 10;
	op.failed = true;
	a.seq++;
	correlate_operation(k->c, &a, kit_tell, k);
	assert_int_equal(kit_open(k)->i[0].completion, COMPLETION_FAILED);
	op.failed = false;
	a.seq++;
	correlate_operation(k->c, &a, kit_tell, k);
	assert_int_equal(kit_open(k)->i[0].completion, COMPLETION_SUCCEEDED);
	kit_time(k, "s1", 61, false);
	assert_int_equal(k->last.completion, COMPLETION_SUCCEEDED);
	kit_free(k);
}

static void room_is_made_by_resolving_what_was_not_heard_of_for_longest(void **state)
{
	struct kit *k = kit_new();
	struct correlate_stats stats;

	(void)state;
	for (unsigned host = 1; host <= 70; host++) {
		char from[32];
		struct line l = { "s1", host, "port-scan", from, "10.1.0.1", NULL, 0 };

		(void)snprintf(from, sizeof(from), "10.0.0.%u", host);
		kit_say(k, &l, 1);
	}
	correlate_stats(k->c, &stats);
	assert_int_equal(stats.open, 64);
	assert_int_equal(stats.evicted, 6);
	assert_int_equal(stats.incidents, 70);
	assert_string_equal(kit_open(k)->i[0].id, "water-works-20261122-0007");
	kit_free(k);
}

static void numbers_are_never_given_twice(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	/* more days than are kept, and then the first of them again */
	for (unsigned day = 0; day < 1100; day++) {
		struct line l = { "s1", day * 86400.0 * 3, "port-scan", "10.0.0.1", NULL, NULL, 0 };

		kit_say(k, &l, 1);
	}
	SAY(k, { "s2", 10, "port-scan", "10.0.0.2", NULL, NULL, 0 });
	assert_string_equal(k->last.id, "water-works-20261122-0002");
	kit_free(k);
}

/* Bytes that contradict each other show that somebody injects, and not who. */
static void what_names_nobody_belongs_to_who_does_just_that(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 0, "port-scan", "10.0.0.9", "10.0.0.1", NULL, 0 },
	    { "s1", 1, "dhcp-new-server", "10.0.0.5", "10.0.0.66", NULL, 0 },
	    { "s1", 2, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 },
	    { "s1", 3, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 2);
	assert_string_equal(kit_open(k)->i[1].title, "dhcp-new-server");
	assert_int_equal(kit_open(k)->i[1].count, 3);
	assert_int_equal(kit_open(k)->i[1].source.ips[0].b[3], 66);
	/* another sensor sees another network */
	SAY(k, { "s2", 4, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 2); /* the same thing is already known by its key */
	kit_free(k);
	k = kit_new();
	SAY(k, { "s1", 1, "dhcp-new-server", "10.0.0.5", "10.0.0.66", NULL, 0 },
	    { "s2", 2, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 2);
	kit_free(k);
	k = kit_new();
	SAY(k, { "s1", 1, "dhcp-new-server", "10.0.0.5", "10.0.0.66", NULL, 0 },
	    { "s1", 4000, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 1); /* the first was resolved: it was long ago */
	assert_string_equal(kit_open(k)->i[0].title, "tcp-contradicting-bytes");
	kit_free(k);
	k = kit_new();
	SAY(k, { "s1", 1, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.5", "hr:1", 1 },
	    { "s1", 2, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 });
	assert_int_equal(kit_open(k)->n, 2);
	kit_free(k);
}

static void who_does_it_may_be_known_later(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	SAY(k, { "s1", 1, "tcp-contradicting-bytes", NULL, NULL, NULL, 0 },
	    { "s1", 2, "port-scan", "10.0.0.9", "10.0.0.1", NULL, 0 },
	    { "s1", 3, "dhcp-new-server", "10.0.0.5", "10.0.0.66", NULL, 0 });
	assert_int_equal(kit_open(k)->n, 2);
	assert_int_equal(kit_open(k)->i[1].count, 2);
	assert_int_equal(kit_open(k)->i[1].source.ips[0].b[3], 66);
	assert_int_equal(kit_open(k)->i[1].target.ips[0].b[3], 5);
	/* from now on it is his: what else he does joins, and what others do does not */
	SAY(k, { "s1", 4, "modbus-write-unauthorised", "10.0.0.66", "10.0.0.5", "hr:1", 1 },
	    { "s1", 5, "dhcp-new-server", "10.0.0.5", "10.0.0.67", NULL, 0 });
	assert_int_equal(kit_open(k)->n, 3);
	assert_int_equal(kit_open(k)->i[1].count, 3);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alerts_of_one_thing_are_one_incident),
		cmocka_unit_test(what_is_no_incident_opens_none),
		cmocka_unit_test(steps_of_one_attacker_are_a_chain_that_weighs_more),
		cmocka_unit_test(steps_too_far_apart_are_no_chain),
		cmocka_unit_test(steps_of_two_attackers_are_two_incidents_of_one_case),
		cmocka_unit_test(what_a_target_shows_after_a_write_comes_of_it),
		cmocka_unit_test(a_sweep_is_one_incident_with_targets_counted),
		cmocka_unit_test(a_host_is_known_by_its_mac_where_it_shows_no_address),
		cmocka_unit_test(who_claims_anothers_address_is_the_source),
		cmocka_unit_test(revisions_are_a_minute_apart),
		cmocka_unit_test(what_is_quiet_is_resolved_when_all_who_saw_it_are_beyond),
		cmocka_unit_test(a_sensor_that_says_nothing_more_keeps_nothing_open_for_ever),
		cmocka_unit_test(the_same_after_it_was_closed_is_a_new_one_that_points_back),
		cmocka_unit_test(files_of_another_day_are_other_incidents),
		cmocka_unit_test(an_answer_that_was_seen_says_how_it_went),
		cmocka_unit_test(room_is_made_by_resolving_what_was_not_heard_of_for_longest),
		cmocka_unit_test(numbers_are_never_given_twice),
		cmocka_unit_test(what_names_nobody_belongs_to_who_does_just_that),
		cmocka_unit_test(who_does_it_may_be_known_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
