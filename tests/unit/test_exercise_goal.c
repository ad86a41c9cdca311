/* What goals are reached by, and what is said of them. */
#include "tests/unit/exercise_kit.h"

/* Of the goal of that kind: its state, and what was found. */
static void goal_is(const struct world *w, enum scenario_goal_kind kind, enum exercise_state state,
		    const char *found)
{
	struct exercise_score *s = scored(w);
	char text[EXERCISE_SENTENCE];
	size_t k = 0;

	while (s->goals[k].goal->kind != kind)
		k++;
	exercise_text(text, NULL, "en", &s->goals[k].found);
	assert_string_equal(text, found);
	assert_int_equal(s->goals[k].state, state);
	assert_true((s->goals[k].when != 0) <= (state == EXERCISE_REACHED));
	exercise_score_free(s);
}

static void notice(struct world *w, unsigned minutes, const char *sender, bool quarantined)
{
	struct exercise_notice *n = &w->notices[w->c.nnotices++];

	n->received = START + minutes * MIN;
	n->quarantined = quarantined;
	(void)snprintf(n->sender, sizeof(n->sender), "%s", sender);
	(void)snprintf(n->incident, sizeof(n->incident), "JP-%u", minutes);
}

static void who_does_everything_in_time_has_all_points(void **state)
{
	struct world *w = world_new(yaml);
	struct exercise_score *s;

	(void)state;
	(void)handled(w);
	(void)came(w, 2, "write", NULL);
	notice(w, 10, "jp", false);
	s = scored(w);
	assert_int_equal(s->of, 2047);
	assert_int_equal(s->points, 2047);
	assert_int_equal(s->nunexpected, 0);
	exercise_score_free(s);
	goal_is(w, GOAL_DETECTED, EXERCISE_REACHED, "site-20261122-0001 came out");
	goal_is(w, GOAL_ACKNOWLEDGED, EXERCISE_REACHED,
		"aiko acknowledged it, 0:04:00 after it came");
	goal_is(w, GOAL_ASSIGNED, EXERCISE_REACHED, "Assigned to Shift-B, 0:05:00 after it came");
	goal_is(w, GOAL_CLASSIFIED, EXERCISE_REACHED,
		"aiko closed it as resolved, 0:19:00 after it came");
	goal_is(w, GOAL_NOTED, EXERCISE_REACHED, "ben noted “CHLORINE”, 0:06:00 after it came");
	goal_is(w, GOAL_NOTIFIED, EXERCISE_REACHED,
		"Report warn was sent to jp, 0:04:00 after somebody was aware");
	goal_is(w, GOAL_SHARED, EXERCISE_REACHED, "Sent to jp, 0:08:00 after it came");
	goal_is(w, GOAL_RECEIVED, EXERCISE_REACHED, "JP-10 came from jp, 0:10:00 after the start");
	goal_is(w, GOAL_QUIET, EXERCISE_REACHED, "Everything that came out was expected");
	world_free(w);
}

static void who_does_nothing_has_what_the_sensor_found(void **state)
{
	struct world *w = world_new(yaml);

	(void)state;
	assert_int_equal(points(w), 0);
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN, "Nothing of the kind came out");
	goal_is(w, GOAL_QUIET, EXERCISE_OPEN, "Not everything that is expected has come out yet");
	(void)came(w, 1, "setpoint", "T0836");
	assert_int_equal(points(w), 1);
	goal_is(w, GOAL_ACKNOWLEDGED, EXERCISE_MISSED, "Nobody acknowledged it");
	goal_is(w, GOAL_ASSIGNED, EXERCISE_OPEN, "Assigned to nobody");
	goal_is(w, GOAL_CLASSIFIED, EXERCISE_OPEN, "It is not closed");
	goal_is(w, GOAL_NOTED, EXERCISE_OPEN, "There is no note");
	goal_is(w, GOAL_NOTIFIED, EXERCISE_OPEN,
		"Report warn to jp: nobody acknowledged the incident, so that its clock does not "
		"run");
	goal_is(w, GOAL_SHARED, EXERCISE_OPEN, "Not sent to jp");
	goal_is(w, GOAL_CLOSED, EXERCISE_MISSED, "It is not closed");
	goal_is(w, GOAL_RECEIVED, EXERCISE_OPEN, "Nothing was taken in");
	w->c.now = START + 10 * MIN;
	goal_is(w, GOAL_ACKNOWLEDGED, EXERCISE_OPEN, "Nobody acknowledged it");
	world_free(w);
}

static void what_is_done_too_late_or_otherwise_gives_none(void **state)
{
	struct world *w = world_new(yaml);
	struct incident *i = handled(w);
	struct exercise_score *s;

	(void)state;
	i->aware = START + 17 * MIN;
	goal_is(w, GOAL_ACKNOWLEDGED, EXERCISE_MISSED,
		"aiko acknowledged it, 0:16:00 after it came");
	s = scored(w);
	assert_true(s->goals[1].late);
	exercise_score_free(s);
	i->aware = START + 16 * MIN;
	goal_is(w, GOAL_ACKNOWLEDGED, EXERCISE_REACHED,
		"aiko acknowledged it, 0:15:00 after it came");
	(void)snprintf(i->history[2].text, sizeof(i->history[2].text), "Assigned to shift-c");
	(void)snprintf(i->assignee, sizeof(i->assignee), "shift-c");
	goal_is(w, GOAL_ASSIGNED, EXERCISE_OPEN, "Assigned to shift-c");
	i->status = INCIDENT_FALSE_POSITIVE;
	goal_is(w, GOAL_CLASSIFIED, EXERCISE_MISSED,
		"aiko closed it as false positive, 0:19:00 after it came");
	goal_is(w, GOAL_CLOSED, EXERCISE_REACHED,
		"aiko closed it as false positive, 0:19:00 after it came");
	i->status = INCIDENT_RESOLVED;
	(void)snprintf(i->history[5].message, sizeof(i->history[5].message), "history.resolved");
	goal_is(w, GOAL_CLOSED, EXERCISE_MISSED,
		"Nobody closed it: it was resolved when nothing more was seen");
	(void)snprintf(i->history[3].text, sizeof(i->history[3].text), "the chlorin is high");
	goal_is(w, GOAL_NOTED, EXERCISE_OPEN, "There are notes, but none names it");
	i->history[3].action = ACTION_STATUS;
	i->more_history = 1;
	goal_is(w, GOAL_NOTED, EXERCISE_OPEN,
		"No note was found; its history is longer than what is kept");
	world_free(w);
}

static void reports_count_by_their_clocks(void **state)
{
	struct world *w = world_new(yaml);
	struct incident *i = handled(w);

	(void)state;
	i->history[4].time = i->aware + 120 * MIN;
	goal_is(w, GOAL_NOTIFIED, EXERCISE_REACHED,
		"Report warn was sent to jp, 2:00:00 after somebody was aware");
	i->history[4].time++;
	goal_is(w, GOAL_NOTIFIED, EXERCISE_MISSED,
		"Report warn was sent to jp, 2:00:00 after somebody was aware");
	i->history[4].action = ACTION_NOTE;
	goal_is(w, GOAL_NOTIFIED, EXERCISE_OPEN, "Report warn was not sent to jp");
	w->c.now = i->aware + 121 * MIN;
	goal_is(w, GOAL_NOTIFIED, EXERCISE_MISSED, "Report warn was not sent to jp");
	w->c.sharing = NULL;
	goal_is(w, GOAL_NOTIFIED, EXERCISE_OPEN, "There is no sharing file (--sharing)");
	goal_is(w, GOAL_SHARED, EXERCISE_OPEN, "There is no sharing file (--sharing)");
	world_free(w);
}

static void a_partner_counts_when_it_is_the_partner(void **state)
{
	struct world *w = world_new(yaml);

	(void)state;
	notice(w, 5, "sg", false);
	notice(w, 6, "jp", true);
	goal_is(w, GOAL_RECEIVED, EXERCISE_OPEN, "Nothing was taken in");
	notice(w, 61, "jp", false);
	goal_is(w, GOAL_RECEIVED, EXERCISE_MISSED, "JP-61 came from jp, 1:01:00 after the start");
	notice(w, 60, "jp", false);
	goal_is(w, GOAL_RECEIVED, EXERCISE_REACHED, "JP-60 came from jp, 1:00:00 after the start");
	world_free(w);
}

static void an_incident_must_have_all_that_is_expected(void **state)
{
	struct world *w = world_new(yaml);
	struct incident *i = came(w, 1, "setpoint", "T0836");

	(void)state;
	i->severity = 2;
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN,
		"site-20261122-0001 came out, but below severity high");
	i->completion = COMPLETION_FAILED;
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN,
		"site-20261122-0001 came out, but nobody saw whether it succeeded");
	(void)snprintf(i->techniques[0].id, sizeof(i->techniques[0].id), "T0831");
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN,
		"site-20261122-0001 came out, but without technique T0836");
	set_ip(&i->target, 13);
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN, "site-20261122-0001 came out, but not about plc2");
	set_ip(&i->source, 21);
	goal_is(w, GOAL_DETECTED, EXERCISE_OPEN,
		"site-20261122-0001 came out, but not from attacker");
	goal_is(w, GOAL_QUIET, EXERCISE_MISSED, "Not expected: 1");
	world_free(w);
}

static void hosts_are_known_by_names_and_all_addresses(void **state)
{
	struct world *w = world_new(yaml);
	struct incident *i = came(w, 1, "setpoint", "T0836");
	const uint8_t mac[6] = { 0xb8, 0x27, 0xeb, 0x5d, 0xfa, 0x66 };

	(void)state;
	set_ip(&i->target, 99);
	(void)snprintf(i->target.name, sizeof(i->target.name), "PLC2");
	i->source.nips = 0;
	i->source.has_mac = 1;
	memcpy(i->source.mac, mac, sizeof(mac));
	assert_int_equal(points(w), 1);
	/* One of several targets is enough. */
	(void)snprintf(i->target.name, sizeof(i->target.name), "plc3");
	assert_int_equal(points(w), 0);
	i->ntargets = 1;
	set_ip(&i->targets[0], 12);
	assert_int_equal(points(w), 1);
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_does_everything_in_time_has_all_points),
		cmocka_unit_test(who_does_nothing_has_what_the_sensor_found),
		cmocka_unit_test(what_is_done_too_late_or_otherwise_gives_none),
		cmocka_unit_test(reports_count_by_their_clocks),
		cmocka_unit_test(a_partner_counts_when_it_is_the_partner),
		cmocka_unit_test(an_incident_must_have_all_that_is_expected),
		cmocka_unit_test(hosts_are_known_by_names_and_all_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
