/* sensor/detect/detect.c: the capture's counters, when the capture ends within ten seconds. */
#include <stdio.h>
#include <string.h>

#include "sensor/detect/detect.h"
#include "tests/unit/rules_text.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

#define SECOND 1000000000U

#define RULE(id, condition)                                                                        \
	"- rule: " id "\n  id: " id "\n  desc: d\n  priority: low\n"                               \
	"  output: \"{capture.frames} {capture.messages}\"\n  condition: " condition "\n"

static const char rules[] = RULE("many", "capture.messages >= 3") RULE("few", "capture.frames < 50")
	RULE("none", "capture.messages == 0") RULE("nothing", "capture.frames == 0")
		RULE("share", "capture.messages * 3 >= capture.frames and capture.messages > 0");

enum { RULES_N = 5, TOLD_MAX = 32 };

/* What was told, in order. */
static struct told {
	char id[16], text[32];
	uint64_t at;
	bool learned;
	unsigned noutside;
	char outside[16];
} told[TOLD_MAX];
static unsigned ntold;

static void tell(void *ctx, const struct alert *a)
{
	struct told *to = &told[ntold++];

	(void)ctx;
	assert_in_range(ntold, 1, TOLD_MAX);
	(void)snprintf(to->id, sizeof(to->id), "%.15s", a->rule->id);
	(void)snprintf(to->text, sizeof(to->text), "%.31s", a->text);
	to->at = a->at;
	to->learned = a->learned;
	to->noutside = a->noutside;
	if (a->noutside > 0)
		(void)snprintf(to->outside, sizeof(to->outside), "%.15s", a->outside[0]);
}

static unsigned count(const char *id)
{
	unsigned n = 0;

	for (unsigned i = 0; i < ntold; i++)
		n += strcmp(told[i].id, id) == 0;
	return n;
}

static struct talk *t;
static struct detect *d;

static int setup(void **state)
{
	struct rules_text r;

	(void)state;
	ntold = 0;
	rules_text_load(&r, rules, NULL, NULL, NULL);
	assert_string_equal(r.said, "");
	assert_int_equal(r.set->n, RULES_N);
	d = detect_new(
		&(struct detect_options){ .set = r.set, .states = 64, .sink = { NULL, tell } });
	assert_non_null(d);
	r.set = NULL;
	rules_text_free(&r);
	t = talk_new(NULL);
	pipeline_detect(t->pl, d);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (t != NULL)
		talk_free(t);
	detect_free(d);
	t = NULL;
	d = NULL;
	return 0;
}

/* Two messages at once. */
static void poll(void)
{
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	talk_say(t, SERVER, "0001 0000 0007 01 03 04 000a 000b");
}

/* Frames of no protocol of ours. */
static void noise(unsigned frames, uint64_t apart)
{
	uint16_t port = t->port[CLIENT];

	t->port[CLIENT] = 7;
	for (unsigned i = 0; i < frames; i++) {
		uint64_t at = t->frame.at;

		talk_datagram(t, CLIENT, "00");
		t->frame.at = at + apart;
	}
	t->port[CLIENT] = port;
}

static void what_there_is_enough_of_is_told_at_the_end(void **state)
{
	(void)state;
	poll();
	poll();
	assert_int_equal(ntold, 0);
	talk_end(t);
	assert_int_equal(count("many"), 1);
	assert_int_equal(count("share"), 1);
	assert_int_equal(told[0].at, t->pl->now);
	assert_int_equal(strncmp(told[0].text + strlen(told[0].text) - 2, " 4", 2), 0);
	assert_int_equal(ntold, 2); /* that there were few frames is not known in so short a time */
}

static void a_short_time_in_which_nothing_came_says_nothing(void **state)
{
	(void)state;
	noise(3, SECOND);
	talk_end(t);
	assert_int_equal(ntold, 0);
}

static void the_ten_seconds_before_the_end_count_against_what_is_missing(void **state)
{
	(void)state;
	poll();
	noise(60, SECOND / 6);
	noise(1, 0); /* the period is over, and nothing was told of it but the messages in it */
	assert_int_equal(ntold, 0);
	noise(5, SECOND);
	talk_end(t);
	assert_int_equal(ntold, 0);
}

static void what_is_missing_for_more_than_ten_seconds_is_told(void **state)
{
	(void)state;
	noise(14, SECOND);
	assert_int_equal(count("none"), 1);
	assert_int_equal(count("few"), 1);
	talk_end(t);
	assert_int_equal(count("none"), 2);
	assert_int_equal(count("few"), 2);
	assert_int_equal(count("nothing"), 0);
	assert_int_equal(count("share"), 0);
}

static void an_end_without_a_frame_since_is_none(void **state)
{
	(void)state;
	noise(60, SECOND / 6);
	noise(1, 0);
	ntold = 0;
	talk_end(t);
	assert_int_equal(ntold, 0);
}

static void a_pause_between_captures_is_an_end_too(void **state)
{
	(void)state;
	poll();
	poll();
	talk_wait(t, 3600 * 1000);
	t->frame.resumed = true;
	noise(1, 0);
	assert_int_equal(count("many"), 1);
	assert_int_equal(told[0].text[strlen(told[0].text) - 1], '4');
	assert_true(told[0].at + 3000 * (uint64_t)SECOND < t->pl->now);
	t->frame.resumed = false;
	noise(3, SECOND);
	talk_end(t);
	assert_int_equal(count("many"), 1);
	assert_int_equal(count("nothing"), 0);
	assert_int_equal(count("none"), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

/* ---- what the baseline knows --------------------------------------------------------------- */

static const char asked[] =
	"- rule: Asked\n  id: asked\n  desc: d\n  priority: low\n  output: o\n"
	"  condition: modbus and ot.request\n"
	"- rule: New pair\n  id: new-pair\n  desc: d\n  priority: low\n  output: o\n"
	"  condition: modbus and ot.request\n  new: [src.addr, dst.addr]\n"
	"- rule: New function\n  id: new-function\n  desc: d\n  priority: low\n  output: o\n"
	"  condition: modbus and ot.request\n  new: [src.addr, dst.addr, modbus.func_code]\n"
	"- rule: New answer\n  id: new-answer\n  desc: d\n  priority: low\n  output: o\n"
	"  condition: modbus and not ot.request\n  new: [src.addr, modbus.func_code]\n";

/* In the year that the frames are of there is nothing but the one, and none of the other. */
static const char site[] =
	"windows:\n"
	"  ever:\n"
	"    - {weekdays: [mon, tue, wed, thu, fri, sat, sun], from: \"00:00\", to: "
	"\"24:00\"}\n"
	"  once:\n"
	"    - {dates: [1999-12-31], from: \"00:00\", to: \"01:00\"}\n";

static void use(struct baseline *b, bool learning)
{
	struct rules_text r;

	(void)teardown(NULL);
	ntold = 0;
	rules_text_load(&r, asked, NULL, site, NULL);
	assert_string_equal(r.said, "");
	d = detect_new(&(struct detect_options){ .set = r.set,
						 .baseline = b,
						 .learning = learning,
						 .states = 64,
						 .sink = { NULL, tell } });
	assert_non_null(d);
	r.set = NULL;
	rules_text_free(&r);
	t = talk_new(NULL);
	pipeline_detect(t->pl, d);
}

/* Of the one alert of that rule since the last call. */
static bool learned(const char *id)
{
	bool was = false;

	assert_int_equal(count(id), 1);
	for (unsigned i = 0; i < ntold; i++)
		was = was || (strcmp(told[i].id, id) == 0 && told[i].learned);
	ntold = 0;
	return was;
}

static void an_alert_says_whether_the_baseline_knows_all_of_it(void **state)
{
	struct baseline *b = baseline_new();

	(void)state;
	use(b, true);
	poll();
	use(b, false);
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	assert_true(learned("asked"));
	/* the pair is known, what it does is not: told once, and still not learned */
	talk_say(t, CLIENT, "0002 0000 0006 01 06 0010 0002");
	assert_int_equal(count("new-function"), 1);
	assert_false(learned("asked"));
	talk_say(t, CLIENT, "0003 0000 0006 01 06 0010 0002");
	assert_int_equal(count("new-function"), 0);
	assert_false(learned("asked"));
	use(NULL, false);
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	assert_false(learned("asked"));
	use(b, false);
	t->host[CLIENT] = 9;
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	assert_false(learned("asked"));
	use(NULL, false);
	baseline_free(b);
}

static void an_alert_says_which_windows_it_was_not_in(void **state)
{
	(void)state;
	use(NULL, false);
	talk_say(t, CLIENT, "0001 0000 0006 01 03 0010 0002");
	assert_int_equal(ntold, 1);
	assert_int_equal(told[0].noutside, 1);
	assert_string_equal(told[0].outside, "once");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(what_there_is_enough_of_is_told_at_the_end),
		T(a_short_time_in_which_nothing_came_says_nothing),
		T(the_ten_seconds_before_the_end_count_against_what_is_missing),
		T(what_is_missing_for_more_than_ten_seconds_is_told),
		T(an_end_without_a_frame_since_is_none),
		T(a_pause_between_captures_is_an_end_too),
		T(an_alert_says_whether_the_baseline_knows_all_of_it),
		T(an_alert_says_which_windows_it_was_not_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
