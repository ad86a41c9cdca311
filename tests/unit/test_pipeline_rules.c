/* The pipeline's time and its rules: a clock that is set back moves what is waited for. */
#include <stdio.h>
#include <string.h>

#include "sensor/detect/detect.h"
#include "tests/unit/rules_text.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

#define SECOND 1000000000U
#define HOUR   (3600 * (uint64_t)SECOND)

#define RULE(id, rest)                                                                             \
	"- rule: " id "\n  id: " id "\n  desc: d\n  priority: low\n  output: " id "\n  " rest "\n"

static const char *const rules[] = {
	RULE("stops", "condition: modbus and ot.request\n  silent: {by: [ip.src]}"),
	RULE("unanswered", "condition: modbus and ot.request\n"
			   "  expect: {condition: modbus and not ot.request, within: 2s}"),
	RULE("counts", "condition: capture.frames > 0"),
	RULE("lost", "condition: modbus and ot.unanswered\n"
		     "  count: {threshold: 2, within: 1m, by: [ip.src]}"),
	RULE("appears", "condition: asset.event == \"new\" and asset.ip"),
};

/* How often each rule fired, and when last. */
static struct told {
	unsigned stops, unanswered, counts, lost, appears;
	uint64_t at;
	struct alert of_lost;
} told;

static void tell(void *ctx, const struct alert *a)
{
	struct told *to = ctx;

	if (strcmp(a->rule->id, "stops") == 0)
		to->stops++;
	else if (strcmp(a->rule->id, "unanswered") == 0)
		to->unanswered++;
	else if (strcmp(a->rule->id, "lost") == 0)
		to->lost++;
	else if (strcmp(a->rule->id, "appears") == 0)
		to->appears++;
	else
		to->counts++;
	to->at = a->at;
	if (strcmp(a->rule->id, "lost") == 0)
		to->of_lost = *a;
}

struct plant {
	struct talk *t;
	struct detect *d;
	struct baseline *b;
};

static void plant_begin(struct plant *p)
{
	struct rules_text r;
	struct baseline_entry *e;
	char text[1024];

	told = (struct told){ 0 };
	(void)snprintf(text, sizeof(text), "%s%s%s%s%s", rules[0], rules[1], rules[2], rules[3],
		       rules[4]);
	rules_text_load(&r, text, NULL, NULL, NULL);
	assert_string_equal(r.said, "");
	p->b = baseline_new();
	e = baseline_learn(p->b, "stops", 1, (const char *[]){ "10.0.0.1" });
	assert_non_null(e);
	*e = (struct baseline_entry){ .samples = 100, .low = 1, .high = 1, .period = 1 };
	p->d = detect_new(&(struct detect_options){
		.set = r.set, .baseline = p->b, .states = 64, .sink = { &told, tell } });
	assert_non_null(p->d);
	r.set = NULL;
	rules_text_free(&r);
	p->t = talk_new(NULL);
	pipeline_detect(p->t->pl, p->d);
}

static void plant_end(struct plant *p)
{
	talk_free(p->t);
	detect_free(p->d);
	baseline_free(p->b);
}

/* A poll a second, each answered at once. */
static void polls(struct plant *p, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		uint64_t at = p->t->frame.at;

		talk_say(p->t, CLIENT, "0001 0000 0006 01 03 0010 0002");
		talk_say(p->t, SERVER, "0001 0000 0007 01 03 04 000a 000b");
		p->t->frame.at = at + SECOND;
	}
}

/* Others go on. */
static void others(struct plant *p, unsigned seconds)
{
	uint16_t port = p->t->port[CLIENT];

	p->t->port[CLIENT] = 7;
	for (unsigned i = 0; i < seconds; i++) {
		uint64_t at = p->t->frame.at;

		talk_datagram(p->t, CLIENT, "00");
		p->t->frame.at = at + SECOND;
	}
	p->t->port[CLIENT] = port;
}

static void a_clock_set_back_makes_nobody_silent_and_hides_no_silence(void **state)
{
	struct plant p;

	(void)state;
	plant_begin(&p);
	polls(&p, 25);
	assert_int_equal(told.counts, 2);
	p.t->frame.at -= 3 * HOUR;
	polls(&p, 50); /* it is known after 64 frames, those of 32 polls */
	assert_int_equal(told.stops, 0);
	assert_int_equal(told.unanswered, 0);
	assert_true(p.t->pl->now < p.t->frame.at);
	assert_in_range(told.counts, 3, 5);
	others(&p, 30);
	assert_int_equal(told.stops, 1);
	assert_in_range(told.counts, 6, 8);
	plant_end(&p);
}

static void what_stops_after_the_step_is_told_by_the_new_clock(void **state)
{
	struct plant p;
	uint64_t stopped;

	(void)state;
	plant_begin(&p);
	polls(&p, 25);
	p.t->frame.at -= 3 * HOUR;
	polls(&p, 50);
	stopped = p.t->frame.at - SECOND; /* the last poll */
	others(&p, 4);
	assert_int_equal(told.stops, 1);
	assert_int_equal(told.at, stopped + 3 * (uint64_t)SECOND);
	/* A request without an answer, too. */
	talk_say(p.t, CLIENT, "0002 0000 0006 01 03 0010 0002");
	others(&p, 3);
	assert_int_equal(told.unanswered, 1);
	plant_end(&p);
}

static void who_stops_with_the_step_is_silent_as_long_after_it(void **state)
{
	struct plant p;
	uint64_t back;

	(void)state;
	plant_begin(&p);
	polls(&p, 25);
	p.t->frame.at -= 3 * HOUR;
	back = p.t->frame.at;
	others(&p, 64);
	assert_int_equal(told.stops, 0);
	others(&p, 3);
	assert_int_equal(told.stops, 1);
	assert_in_range(told.at, back + 63 * (uint64_t)SECOND, back + 67 * (uint64_t)SECOND);
	plant_end(&p);
}

static void one_frame_from_long_ago_changes_nothing(void **state)
{
	struct plant p;
	uint64_t now;

	(void)state;
	plant_begin(&p);
	polls(&p, 5);
	now = p.t->frame.at;
	p.t->frame.at = now - HOUR;
	polls(&p, 1);
	p.t->frame.at = now;
	polls(&p, 6);
	assert_int_equal(told.stops + told.unanswered, 0);
	assert_int_equal(told.counts, 1);
	plant_end(&p);
}

static void a_request_without_an_answer_is_told_when_that_is_known(void **state)
{
	struct plant p;
	uint64_t asked;

	(void)state;
	plant_begin(&p);
	polls(&p, 2);
	asked = p.t->frame.at;
	talk_say(p.t, CLIENT, "0007 0000 0006 01 03 0010 0002");
	p.t->frame.at = asked + 3 * (uint64_t)SECOND;
	talk_say(p.t, CLIENT, "0008 0000 0006 01 03 0010 0002");
	p.t->frame.at = asked + 4 * (uint64_t)SECOND;
	others(&p, 20);
	assert_int_equal(told.lost, 1);
	/* They are looked for every quarter of the time that is waited for them, 10 s. */
	assert_in_range(told.of_lost.at, asked + 13 * (uint64_t)SECOND,
			asked + 17 * (uint64_t)SECOND);
	/* But they were three seconds apart. */
	assert_string_equal(told.of_lost.why, "2 matches in 3 s; the limit is 2 within 60 s");
	assert_int_equal(told.of_lost.nframes, 2);
	plant_end(&p);
}

static void who_answers_is_there_from_his_first_answer_on(void **state)
{
	struct plant p;

	(void)state;
	plant_begin(&p);
	talk_say(p.t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	assert_int_equal(told.appears, 1);
	uint64_t answered = p.t->frame.at;

	talk_say(p.t, SERVER, "0001 0000 0007 01 03 04 000a 000b");
	assert_int_equal(told.appears, 2);
	assert_in_range(told.at, answered, p.t->frame.at);
	polls(&p, 3);
	assert_int_equal(told.appears, 2);
	plant_end(&p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_answers_is_there_from_his_first_answer_on),
		cmocka_unit_test(a_clock_set_back_makes_nobody_silent_and_hides_no_silence),
		cmocka_unit_test(what_stops_after_the_step_is_told_by_the_new_clock),
		cmocka_unit_test(who_stops_with_the_step_is_silent_as_long_after_it),
		cmocka_unit_test(one_frame_from_long_ago_changes_nothing),
		cmocka_unit_test(a_request_without_an_answer_is_told_when_that_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
