/*
 * Alerts of the rules that ship do not depend on what has nothing to do with them: on other rules,
 * on the date, on the same rules being read again while packets come.
 */
#include "tests/property/replay.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/detect/alert_json.h"
#include "sensor/detect/alert_print.h"
#include "sensor/detect/detect.h"

enum {
	RULES_MAX = 512,
	LINES_MAX = 4096,
	TRIED_MAX = 2, /* captures that a rule fires on that it is tried alone with */
	STATES = 4096,
	DPI_FLOWS = 32,
};

#define HOUR 3600000000000LL
#define DAY  (24 * HOUR)

static const char *const shipped = "rules";
static const char *const learned_from[] = { "pcaps/normal.pcap", "pcaps/operator.pcap" };
static struct baseline *baseline;

/* ---- runs ---------------------------------------------------------------------------------- */

/* The alerts of a run, each as JSON but for its time, which stands before it less the shift. */
struct alerts {
	struct alert_writer *writer; /* of the run that goes on */
	uint32_t n;
	struct {
		uint32_t rule; /* index of its rule */
		bool clock;    /* the rule compares a device's clock with the capture's */
		char *text;
	} of[LINES_MAX];
	int64_t shift;
};

static bool of_clocks(const struct rule *r)
{
	static const char *const compared[] = { "goose.t_age", "dnp3.al.time_offset",
						"iec60870_asdu.clock_step",
						"synphasor.data.time_offset" };

	for (uint32_t i = 0; r->condition != NULL && i < r->condition->nfields; i++) {
		for (size_t k = 0; k < sizeof(compared) / sizeof(compared[0]); k++) {
			if (strcmp(r->condition->fields[i]->row->name, compared[k]) == 0)
				return true;
		}
	}
	return false;
}

/* Takes the member out of the line that begins with `key` and goes on to `end`. */
static void leave_out(char *line, const char *key, char end)
{
	char *from = strstr(line, key), *to = from == NULL ? NULL : strchr(from, end);

	if (to == NULL)
		return;
	to += end == ',' ? 1 : 2;
	memmove(from, to, strlen(to) + 1);
}

/* What it says of the baseline hangs on all rules that learn, of windows on the day of the week.
 */
static void tell(void *ctx, const struct alert *a)
{
	static const char before[] = "{\"event\":\"alert\",\"time\":\"";
	static char line[ALERT_LINE + 1];
	struct alerts *to = ctx;
	size_t n;

	if (to->writer == NULL)
		to->writer = alert_writer_new(a->rule->set);
	assert_non_null(to->writer);
	n = alert_json(to->writer, a, line, ALERT_LINE);

	assert_true(n > 0);
	line[n] = '\0';
	assert_int_equal(strncmp(line, before, sizeof(before) - 1), 0);
	assert_in_range(to->n, 0, LINES_MAX - 1);
	to->of[to->n].rule = a->rule->index;
	to->of[to->n].clock = of_clocks(a->rule);
	leave_out(line, "\"learned\":", ',');
	leave_out(line, "\"outside\":[", ']');
	assert_true(asprintf(&to->of[to->n++].text, "%lld %s", (long long)a->at - to->shift,
			     strchr(line + sizeof(before), '"')) > 0);
}

static void forget(struct alerts *a)
{
	for (uint32_t i = 0; i < a->n; i++)
		free(a->of[i].text);
	a->n = 0;
}

/* The rules that ship; of them only the rule of that index is enabled, if it is not UINT32_MAX. */
static struct ruleset *load(uint32_t only)
{
	struct rule_errors e = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set =
		ruleset_load(&(struct ruleset_sources){ .rules = &shipped,
							.nrules = 1,
							.site = "rules/cases/site.yaml",
							.tags = "rules/cases/tags.yaml" },
			     &e, &failed);

	assert_non_null(set);
	rule_errors_free(&e);
	assert_in_range(set->n, 100, RULES_MAX);
	for (uint32_t i = 0; only != UINT32_MAX && i < set->n; i++)
		set->rules[i]->enabled = i == only;
	return set;
}

struct run {
	struct replay replay;
	struct detect *detect;
	struct alerts *alerts;
	uint64_t reload; /* before this frame the rules are read again; 0: never */
};

static void each(void *ctx, const struct frame *frame)
{
	struct run *r = ctx;
	struct frame f = *frame;

	if (f.number == r->reload)
		assert_true(detect_use(r->detect, load(UINT32_MAX)));
	f.at = (uint64_t)((int64_t)f.at + r->alerts->shift);
	pipeline_frame(r->replay.pl, &f);
}

static struct detect *detect_of(struct ruleset *set, struct alerts *to, bool learning)
{
	struct detect *d = detect_new(&(struct detect_options){ .set = set,
								.baseline = baseline,
								.learning = learning,
								.states = STATES,
								.sink = { to, tell } });

	assert_non_null(d);
	return d;
}

/* The alerts of the capture. Nothing gave way in it, or the order of things would matter. */
static void run(struct ruleset *set, const char *capture, uint64_t reload, struct alerts *to)
{
	struct run r = { .alerts = to, .reload = reload };
	struct detect_counts counts;

	to->n = 0;
	r.detect = detect_of(set, to, false);
	replay_begin(&r.replay, false);
	r.replay.pl->dpi_flows = DPI_FLOWS;
	pipeline_detect(r.replay.pl, r.detect);
	replay_frames(capture, each, &r);
	replay_end(&r.replay);
	detect_counts(r.detect, &counts);
	assert_int_equal(counts.evicted + counts.distinct_full, 0);
	alert_writer_free(to->writer);
	to->writer = NULL;
	detect_free(r.detect);
}

static void learn(void)
{
	static struct alerts none;
	struct run r = { .alerts = &none };

	r.detect = detect_of(load(UINT32_MAX), &none, true);
	for (size_t i = 0; i < sizeof(learned_from) / sizeof(learned_from[0]); i++) {
		replay_begin(&r.replay, false);
		r.replay.pl->dpi_flows = DPI_FLOWS;
		pipeline_detect(r.replay.pl, r.detect);
		replay_frames(learned_from[i], each, &r);
		replay_end(&r.replay);
	}
	assert_int_equal(none.n, 0);
	detect_free(r.detect);
}

static int setup(void **state)
{
	(void)state;
	baseline = baseline_new();
	if (baseline == NULL)
		return -1;
	learn();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

/* The next alert from *i on that both must have: of the rule, or of all rules; NULL: there is none.
 * A device's clock does not move with the capture's. */
static const char *next(const struct alerts *a, uint32_t *i, uint32_t rule, bool moved)
{
	for (; *i < a->n; (*i)++) {
		if ((rule == UINT32_MAX || a->of[*i].rule == rule) && !(moved && a->of[*i].clock))
			return a->of[(*i)++].text;
	}
	return NULL;
}

static void same(const struct alerts *a, const struct alerts *b, uint32_t rule, const char *what)
{
	bool moved = a->shift != b->shift;
	const char *was, *now;
	uint32_t i = 0, k = 0;

	do {
		was = next(a, &i, rule, moved);
		now = next(b, &k, UINT32_MAX, moved);
		if (was == NULL && now != NULL)
			fail_msg("%s: told now: %s", what, now);
		if (was != NULL && now == NULL)
			fail_msg("%s: not told any more: %s", what, was);
		if (was != NULL && now != NULL && strcmp(was, now) != 0)
			fail_msg("%s: %s was %s", what, now, was);
	} while (was != NULL && now != NULL);
}

/* ---- properties ---------------------------------------------------------------------------- */

/* Which rules fire on which of the captures. */
struct fired {
	uint32_t nrules, ncaptures;
	const char *const *captures;
	struct alerts *of; /* by capture */
};

static void all_of_all(struct fired *f)
{
	f->captures = replay_captures();
	while (f->captures[f->ncaptures] != NULL)
		f->ncaptures++;
	f->of = calloc(f->ncaptures, sizeof(*f->of));
	assert_non_null(f->of);
	for (uint32_t i = 0; i < f->ncaptures; i++) {
		struct ruleset *set = load(UINT32_MAX);

		f->nrules = set->n;
		run(set, f->captures[i], 0, &f->of[i]);
	}
}

static bool fires(const struct alerts *a, uint32_t rule)
{
	for (uint32_t i = 0; i < a->n; i++) {
		if (a->of[i].rule == rule)
			return true;
	}
	return false;
}

static void alone(const struct fired *f, uint32_t rule, uint32_t capture)
{
	static struct alerts now;
	struct ruleset *set = load(rule);
	char what[256];

	(void)snprintf(what, sizeof(what), "%s alone, %s", set->rules[rule]->id,
		       f->captures[capture]);
	run(set, f->captures[capture], 0, &now);
	same(&f->of[capture], &now, rule, what);
	forget(&now);
}

static void a_rule_alone_fires_as_it_does_among_all(void **state)
{
	struct fired f = { 0 };
	unsigned fire = 0;

	(void)state;
	all_of_all(&f);
	for (uint32_t r = 0; r < f.nrules; r++) {
		unsigned tried = 0;

		for (uint32_t c = 0; c < f.ncaptures && tried < TRIED_MAX; c++) {
			uint32_t at = (c + r) % f.ncaptures;

			if (fires(&f.of[at], r)) {
				alone(&f, r, at);
				tried++;
			}
		}
		fire += tried > 0;
		if (tried == 0)
			alone(&f, r, r % f.ncaptures);
	}
	assert_true(fire > f.nrules / 2);
	for (uint32_t c = 0; c < f.ncaptures; c++)
		forget(&f.of[c]);
	free(f.of);
}

/* Some captures are enough: every third. */
static void every_third(void (*look)(const char *capture, const struct alerts *was, uint64_t seed))
{
	const char *const *captures = replay_captures();
	unsigned alerts = 0;

	for (uint64_t i = 0; captures[i] != NULL; i++) {
		static struct alerts was;

		if (i % 3 != 0)
			continue;
		run(load(UINT32_MAX), captures[i], 0, &was);
		look(captures[i], &was, i);
		alerts += was.n;
		forget(&was);
	}
	assert_true(alerts > 50);
}

static void shifted(const char *capture, const struct alerts *was, uint64_t seed)
{
	static const int64_t by[] = { HOUR, -5 * HOUR, DAY, -400 * DAY, 3000 * DAY + 13 * HOUR };
	static struct alerts now;

	now.shift = by[seed / 3 % (sizeof(by) / sizeof(by[0]))];
	run(load(UINT32_MAX), capture, 0, &now);
	same(was, &now, UINT32_MAX, capture);
	forget(&now);
}

static void alerts_move_with_the_date(void **state)
{
	(void)state;
	every_third(shifted);
}

static void reloaded(const char *capture, const struct alerts *was, uint64_t seed)
{
	static struct alerts now;

	/* At one frame of the first thousand, another one for each capture. */
	for (uint64_t k = 1; k <= 2; k++) {
		uint64_t frame = 2 + ((seed + 1) * k * 0x9e3779b97f4a7c15U >> 32) % (k * 500);

		run(load(UINT32_MAX), capture, frame, &now);
		same(was, &now, UINT32_MAX, capture);
		forget(&now);
	}
}

static void reading_the_same_rules_again_changes_nothing(void **state)
{
	(void)state;
	every_third(reloaded);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_alone_fires_as_it_does_among_all),
		cmocka_unit_test(alerts_move_with_the_date),
		cmocka_unit_test(reading_the_same_rules_again_changes_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
