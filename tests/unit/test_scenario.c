/* scenario.yaml: what it says, and what is wrong with it. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/scenario.h"

#define SECOND UINT64_C(1000000000)

#define HEAD                                                                                       \
	"scenario: x\n"                                                                            \
	"title: X\n"                                                                               \
	"level: 1\n"                                                                               \
	"plant: waterworks\n"                                                                      \
	"duration: 60s\n"
#define NONE   "expect: []\n"
#define CHANGE "expect:\n  - {id: change, rules: [modbus-setpoint]}\n"

static struct scenario *parsed(const char *text)
{
	struct scenario *s = scenario_parse("scenario.yaml", text, strlen(text));

	assert_non_null(s);
	return s;
}

/* The text must be refused, and this must be said on standard error. */
static void refused(const char *text, const char *message)
{
	char said[8192] = "";
	FILE *f = tmpfile();
	int old = dup(STDERR_FILENO);
	struct scenario *s;

	assert_non_null(f);
	(void)fflush(stderr);
	(void)dup2(fileno(f), STDERR_FILENO);
	s = scenario_parse("scenario.yaml", text, strlen(text));
	(void)fflush(stderr);
	(void)dup2(old, STDERR_FILENO);
	(void)close(old);
	rewind(f);
	(void)!fread(said, 1, sizeof(said) - 1, f);
	(void)fclose(f);
	assert_null(s);
	if (strstr(said, message) == NULL)
		fail_msg("\"%s\" is not in: %s", message, said);
}

static void every_key_is_taken(void **state)
{
	struct scenario *s = scenario_read("tests/fuzz/corpus/scenario/setpoint.yaml");
	size_t n;

	(void)state;
	assert_non_null(s);
	assert_string_equal(s->name, "setpoint");
	assert_string_equal(scenario_say(&s->title, "ja"), "塩素の設定値が上げられる");
	assert_string_equal(scenario_say(&s->title, "fr"), "Somebody turns the chlorine up");
	assert_int_equal(s->level, 2);
	assert_string_equal(s->plant, "waterworks");
	assert_int_equal(s->duration, 180 * SECOND);
	assert_string_equal(scenario_items(&s->goals, "en", &n)[1], "say who did it");
	assert_int_equal(n, 2);
	assert_string_equal(scenario_items(&s->goals, "ja", &n)[0], "変更に気付く");
	assert_int_equal(n, 1);
	assert_string_equal(scenario_items(&s->hints, "ja", &n)[0],
			    "look at the list of incidents");
	assert_int_equal(n, 2);
	assert_string_equal(scenario_say(&s->loopback, "en"),
			    "Everything works without a network of its own.");
	assert_int_equal(scenario_host(s, "attacker")->addresses.n, 3);
	assert_string_equal(scenario_host(s, "attacker")->addresses.s[1], "fd0a:a:1::66");
	assert_null(scenario_host(s, "plc1"));
	scenario_free(s);
}

static void steps_keep_their_parameters_as_they_were_written(void **state)
{
	struct scenario *s = scenario_read("tests/fuzz/corpus/scenario/setpoint.yaml");
	const struct scenario_step *step;
	double value = 0;
	uint64_t ns = 0;

	(void)state;
	assert_non_null(s);
	assert_int_equal(s->nattack, 2);
	step = &s->attack[0];
	assert_int_equal(step->at, 5 * SECOND);
	assert_string_equal(step->from, "attacker");
	assert_string_equal(step->to, "plc2");
	assert_string_equal(step->action, "setpoint");
	assert_string_equal(scenario_word(step, "variable"), "CHLORINE_SP");
	assert_true(scenario_number(step, "value", &value));
	assert_true(value > 1.899 && value < 1.901);
	assert_false(scenario_number(step, "variable", &value));
	assert_null(scenario_word(step, "other"));
	assert_int_equal(step->place.line, 16);
	step = &s->attack[1];
	assert_string_equal(scenario_say(&step->text, "en"), "It goes on with the next one.\n");
	assert_int_equal(scenario_with(step, "addresses")->values.n, 3);
	assert_string_equal(scenario_with(step, "addresses")->values.s[2], "3");
	assert_null(scenario_word(step, "addresses"));
	assert_true(scenario_time(step, "every", &ns));
	assert_int_equal(ns, SECOND / 2);
	assert_false(scenario_time(step, "addresses", &ns));
	assert_null(scenario_with(step, "at"));
	scenario_free(s);
}

static void effects_and_incidents_are_as_they_stand(void **state)
{
	struct scenario *s = scenario_read("tests/fuzz/corpus/scenario/setpoint.yaml");
	const struct scenario_incident *i;

	(void)state;
	assert_non_null(s);
	assert_int_equal(s->nprocess, 3);
	assert_int_equal(s->process[0].relation, SCENARIO_ABOVE);
	assert_int_equal(s->process[0].within, 120 * SECOND);
	assert_int_equal(s->process[1].relation, SCENARIO_BELOW);
	assert_true(s->process[1].value < -999 && s->process[1].value > -1001);
	assert_int_equal(s->process[1].lasts, 10 * SECOND);
	assert_int_equal(s->process[2].relation, SCENARIO_EQUALS);
	assert_int_equal(s->nexpect, 2);
	i = &s->expect[0];
	assert_string_equal(i->rules.s[1], "modbus-write-new");
	assert_int_equal(i->severity, 3);
	assert_string_equal(i->techniques.s[1], "T0831");
	assert_string_equal(i->source, "attacker");
	assert_string_equal(i->target, "plc2");
	assert_int_equal(i->completion, SCENARIO_SUCCEEDED);
	assert_false(i->optional);
	assert_true(s->expect[1].optional);
	assert_int_equal(s->expect[1].completion, SCENARIO_ANY);
	assert_null(s->expect[1].source);
	scenario_free(s);
}

static void goals_are_of_their_incidents(void **state)
{
	struct scenario *s = scenario_read("tests/fuzz/corpus/scenario/setpoint.yaml");

	(void)state;
	assert_non_null(s);
	assert_int_equal(s->nscore, GOAL_KINDS);
	for (unsigned k = 0; k < GOAL_KINDS; k++) {
		assert_int_equal(s->score[k].kind, k);
		assert_ptr_equal(s->score[k].incident, k < GOAL_RECEIVED ? s->expect : NULL);
	}
	assert_int_equal(s->score[GOAL_ACKNOWLEDGED].within, 900 * SECOND);
	assert_int_equal(s->score[GOAL_DETECTED].points, 20);
	assert_int_equal(s->score[GOAL_CLASSIFIED].class, CLASS_TRUE_POSITIVE);
	assert_string_equal(s->score[GOAL_NOTED].any.s[1], "塩素");
	assert_string_equal(s->score[GOAL_NOTIFIED].report, "early-warning");
	assert_string_equal(s->score[GOAL_NOTIFIED].to, "cert");
	assert_string_equal(s->score[GOAL_RECEIVED].from, "country-b");
	assert_string_equal(scenario_say(&s->score[GOAL_QUIET].text, "ja"), "nothing else");
	scenario_free(s);
}

static void goals_may_stand_above_the_incidents(void **state)
{
	struct scenario *s =
		parsed(HEAD "score:\n  - {goal: detected, incident: change, points: 1}\n" CHANGE);

	(void)state;
	assert_ptr_equal(s->score[0].incident, s->expect);
	scenario_free(s);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
	(void)state;
	refused("", "scenario.yaml: it is empty");
	refused("a: [\n", "scenario.yaml:");
	refused("[]\n", "scenario.yaml:1:1: a scenario must be a mapping, not a list");
	refused(HEAD, "scenario.yaml:1:1: a scenario must have 'expect'");
	refused(HEAD NONE "scroe: []\n",
		"scenario.yaml:7:1: a scenario has no key 'scroe'; did you mean 'score'?");
	refused(HEAD NONE "level: 1\n", "scenario.yaml:7:1: the key 'level' stands twice");
	refused("level: 4\n" NONE, "scenario.yaml:1:8: level must be a whole number from 1 to 3");
	refused("level: x\n", "level must be a whole number");
	refused("duration: soon\n", "scenario.yaml:1:11: duration: 'soon' is no time such as 5s");
	refused("duration: 367d\n", "duration: '367d' is no time");
	refused("scenario: a b\n", "scenario.yaml:1:11: scenario: 'a b' is no name");
	refused("title: {}\n", "title must have a text in a language");
	refused("title: {english: x}\n", "scenario.yaml:1:9: 'english' is no language");
	refused("title: \"a\\x1b[31m\"\n", "without control characters");
	refused("title: \"a\\x9b31m\"\n", "without control characters");
	refused("title: [x]\n", "title must be a text, not a list");
	refused("title: &a x\n", "scenario.yaml:1:8:");
	refused("title: ~\n", "title must be a text, not nothing");
	refused("goals: x\n", "goals must be a list, not text");
	refused("goals: {en: x}\n", "scenario.yaml:1:13: en must be a list, not text");
	refused("hints: {en: [[x]]}\n", "this must be a text, not a list");
}

static void wrong_steps_and_effects_are_refused(void **state)
{
	(void)state;
	refused("attack: [x]\n", "scenario.yaml:1:10: a step must be a mapping, not text");
	refused("attack: [{at: 5s}]\n", "scenario.yaml:1:10: a step must have 'do'");
	refused("attack: [{do: x}]\n", "a step must have 'at'");
	refused("attack: [{at: 5s, do: x, form: y}]\n", "did you mean 'from'?");
	refused("attack:\n  - {at: 5s, do: x}\n  - {at: 4s, do: x}\n",
		"scenario.yaml:3:5: a step that comes before the one above it");
	refused("attack: [{at: 5s, do: x, with: [y]}]\n", "with must be a mapping");
	refused("attack: [{at: 5s, do: x, with: {a: {b: c}}}]\n", "a must be a text");
	refused("hosts: [a]\n", "scenario.yaml:1:8: hosts must be a mapping");
	refused("hosts: {a: b}\n", "scenario.yaml:1:12: a must be a list, not text");
	refused("process: [{variable: X}]\n",
		"scenario.yaml:1:11: an effect must have one of 'above', 'below' and 'equals'");
	refused("process: [{variable: X, above: 1, below: 2}]\n", "an effect must have one of");
	refused("process: [{variable: X, above: much}]\n",
		"scenario.yaml:1:32: above must be a number");
	refused("process: [{variable: X, above: 0x10}]\n", "above must be a number");
	refused("process: [{variable: X, above: inf}]\n", "above must be a number");
	refused("process: [{variable: X, above: 1e999}]\n", "above must be a number");
}

static void wrong_findings_and_goals_are_refused(void **state)
{
	(void)state;
	refused(HEAD "expect: [{id: a, rules: []}]\n",
		"scenario.yaml:6:25: rules: at least one is needed");
	refused(HEAD "expect: [{id: a}]\n", "an incident must have 'rules'");
	refused(HEAD "expect:\n  - {id: a, rules: [x]}\n  - {id: a, rules: [x]}\n",
		"scenario.yaml:8:10: the id 'a' stands twice; it is in line 7 already");
	refused(HEAD "expect: [{id: a, rules: [x], severity: hihg}]\n",
		"scenario.yaml:6:40: severity: there is no 'hihg'; did you mean 'high'?");
	refused(HEAD "expect: [{id: a, rules: [x], techniques: [T0839x]}]\n",
		"'T0839x' is no technique of ATT&CK for ICS");
	refused(HEAD "expect: [{id: a, rules: [x], completion: yes}]\n",
		"completion: there is no 'yes'");
	refused(HEAD "expect: [{id: a, rules: [x], optional: maybe}]\n",
		"optional: there is no 'maybe'");
	refused(HEAD CHANGE "score: [{goal: detcted, incident: change, points: 1}]\n",
		"scenario.yaml:8:16: goal: there is no 'detcted'; did you mean 'detected'?");
	refused(HEAD CHANGE "score: [{goal: detected, incident: chnge, points: 1}]\n",
		"scenario.yaml:8:36: no incident is expected that is called 'chnge'; did you mean "
		"'change'?");
	refused(HEAD CHANGE "score: [{goal: detected, points: 1}]\n",
		"scenario.yaml:8:9: the goal 'detected' must have 'incident'");
	refused(HEAD CHANGE
		"score: [{goal: detected, incident: change, as: duplicate, points: 1}]\n",
		"scenario.yaml:8:44: the goal 'detected' takes no 'as'");
	refused(HEAD CHANGE "score: [{goal: quiet, incident: change, points: 1}]\n",
		"the goal 'quiet' takes no 'incident'");
	refused(HEAD CHANGE "score: [{goal: noted, incident: change, any: [], points: 1}]\n",
		"any: at least one is needed");
	refused(HEAD CHANGE "score: [{goal: detected, incident: change, points: 0}]\n",
		"points must be a whole number from 1 to 10000");
	refused(HEAD CHANGE "score: [{goal: detected, incident: change}]\n",
		"a goal must have 'points'");
	refused(HEAD CHANGE "score: [{goal: classified, incident: change, as: true, points: 1}]\n",
		"as: there is no 'true'; did you mean 'true-positive'?");
}

static void a_goal_that_is_no_mapping_does_not_shift_the_others(void **state)
{
	(void)state;
	refused(HEAD CHANGE "score:\n  - x\n  - {goal: detected, incident: chnge, points: 1}\n",
		"scenario.yaml:10:32: no incident is expected that is called 'chnge'");
}

static void a_technique_that_was_revoked_is_its_successor(void **state)
{
	struct scenario *s = parsed(HEAD "expect: [{id: a, rules: [x], techniques: [T0855]}]\n");

	(void)state;
	assert_string_not_equal(s->expect[0].techniques.s[0], "T0855");
	scenario_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_taken),
		cmocka_unit_test(steps_keep_their_parameters_as_they_were_written),
		cmocka_unit_test(effects_and_incidents_are_as_they_stand),
		cmocka_unit_test(goals_are_of_their_incidents),
		cmocka_unit_test(goals_may_stand_above_the_incidents),
		cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
		cmocka_unit_test(wrong_steps_and_effects_are_refused),
		cmocka_unit_test(wrong_findings_and_goals_are_refused),
		cmocka_unit_test(a_goal_that_is_no_mapping_does_not_shift_the_others),
		cmocka_unit_test(a_technique_that_was_revoked_is_its_successor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
