/* Which incidents are the expected ones, techniques, and that nothing else matters; the page. */
#include "tests/unit/exercise_kit.h"

static void one_incident_is_one_finding_and_all_find_theirs(void **state)
{
	struct world *w = world_new(yaml);
	struct exercise_score *s;

	(void)state;
	/* Both findings would take the first; only "any-write" can take the second. */
	(void)came(w, 1, "write", "T0836");
	assert_int_equal(points(w), 1);
	(void)came(w, 2, "write", NULL);
	assert_int_equal(points(w), 1 + 1024 + 512);
	/* A third that fits is no surprise either. */
	(void)came(w, 3, "write", NULL);
	s = scored(w);
	assert_int_equal(s->nunexpected, 0);
	assert_int_equal(s->findings[0].n + s->findings[2].n, 3);
	exercise_score_free(s);
	world_free(w);
}

/* A team that opens an incident again goes on in another: what is done there counts as well. */
static void goals_are_reached_by_any_incident_of_a_finding(void **state)
{
	struct world *w = world_new(yaml);

	(void)state;
	(void)came(w, 1, "setpoint", "T0836");
	assert_int_equal(points(w), 1);
	(void)handled(w);
	assert_int_equal(points(w), 255);
	world_free(w);
}

static enum exercise_sight sight(const struct exercise_score *s, const char *id)
{
	for (size_t k = 0; k < s->ntechniques; k++) {
		if (strcmp(s->techniques[k].id, id) == 0)
			return s->techniques[k].sight;
	}
	return SIGHTS;
}

static void techniques_are_seen_missed_or_unexpected(void **state)
{
	struct world *w = world_new(yaml);
	struct exercise_score *s = scored(w);

	(void)state;
	assert_int_equal(sight(s, "T0836"), SIGHT_MISSED);
	assert_int_equal(sight(s, "T0846"), SIGHTS); /* only possible */
	exercise_score_free(s);
	(void)came(w, 1, "setpoint", "T0836");
	(void)came(w, 1, "scan", "T0846");
	(void)came(w, 1, "other", "T9999");
	(void)came(w, 1, "other", "T0855"); /* revoked: its successor is meant */
	s = scored(w);
	assert_int_equal(sight(s, "T0836"), SIGHT_SEEN);
	assert_int_equal(sight(s, "T0846"), SIGHT_SEEN);
	assert_int_equal(sight(s, "T9999"), SIGHT_UNEXPECTED);
	assert_int_equal(sight(s, "T0855"), SIGHTS);
	assert_int_equal(sight(s, technique_find("T0855")->now), SIGHT_UNEXPECTED);
	for (size_t k = 1; k < s->ntechniques; k++)
		assert_true(strcmp(s->techniques[k - 1].id, s->techniques[k].id) < 0);
	exercise_score_free(s);
	world_free(w);
}

/* ---- properties ----------------------------------------------------------------------------- */

static uint64_t draw(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 33;
}

/* Any world: incidents that fit much, little or nothing, with any history. */
static void fill(struct world *w, uint64_t *seed)
{
	static const char *const rules[] = { "setpoint", "write", "scan", "other" };
	static const char *const messages[] = { "history.acknowledged", "history.resolved.by",
						"history.false-positive", "" };
	size_t n = draw(seed) % MOST;

	for (size_t k = 0; k < n; k++) {
		struct incident *i = came(w, (unsigned)(draw(seed) % 30), rules[draw(seed) % 4],
					  draw(seed) % 3 > 0 ? "T0836" : NULL);

		i->severity = (uint32_t)(draw(seed) % 5);
		i->status = (enum incident_status)(draw(seed) % INCIDENT_STATUSES);
		i->aware = draw(seed) % 2 == 0 ? 0 : i->received + draw(seed) % 20 * MIN;
		if (draw(seed) % 4 == 0)
			set_ip(&i->target, 13);
		for (size_t h = draw(seed) % 5; h > 0; h--)
			did(i, (unsigned)(draw(seed) % 60),
			    (enum incident_action)(draw(seed) % ACTION_ACTIONS), "aiko", "chlorine",
			    messages[draw(seed) % 4]);
	}
}

static void same_json(const struct world *w, const char *want, size_t n)
{
	const struct exercise_paper p = { .team = "t", .lang = "en" };
	struct exercise_score *s = scored(w);
	char *text;
	size_t len;

	assert_true(exercise_json(&w->c, s, &p, &text, &len));
	assert_int_equal(len, n);
	assert_memory_equal(text, want, n);
	free(text);
	exercise_score_free(s);
}

static void order_does_not_matter_and_the_same_gives_the_same(void **state)
{
	const struct exercise_paper p = { .team = "t", .lang = "en" };
	uint64_t seed = 20261122;

	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		struct world *w = world_new(yaml);
		struct exercise_score *s;
		char *text;
		size_t n;

		fill(w, &seed);
		s = scored(w);
		assert_true(exercise_json(&w->c, s, &p, &text, &n));
		assert_true(s->points <= s->of);
		exercise_score_free(s);
		same_json(w, text, n);
		for (size_t k = w->c.nincidents; k > 1; k--) {
			size_t other = draw(&seed) % k;
			struct incident *i = w->all[k - 1];

			w->all[k - 1] = w->all[other];
			w->all[other] = i;
		}
		same_json(w, text, n);
		free(text);
		world_free(w);
	}
}

/* Each incident is somewhere once, and only where it fits. */
static void every_incident_is_in_one_place(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		struct world *w = world_new(yaml);
		struct exercise_score *s;
		size_t places = 0;

		fill(w, &seed);
		s = scored(w);
		for (size_t f = 0; f < s->nfindings; f++) {
			const struct exercise_finding *x = &s->findings[f];

			for (size_t i = 0; i < x->n; i++)
				assert_true(exercise_fits(x->scenario, x->expected, x->incidents[i],
							  NULL, NULL));
			places += x->n;
		}
		for (size_t i = 0; i < s->nunexpected; i++) {
			for (size_t f = 0; f < s->nfindings; f++)
				assert_false(exercise_fits(s->findings[f].scenario,
							   s->findings[f].expected,
							   s->unexpected[i], NULL, NULL));
		}
		assert_int_equal(places + s->nunexpected, w->c.nincidents);
		exercise_score_free(s);
		world_free(w);
	}
}

/* "rules" asks for one of them, "with" for all of its own. */
static void an_incident_may_have_to_have_several_rules(void **state)
{
	static const char text[] = "scenario: x\n"
				   "title: X\n"
				   "level: 2\n"
				   "plant: waterworks\n"
				   "duration: 60s\n"
				   "expect:\n"
				   "  - {id: both, rules: [write, setpoint], with: [scan, other]}\n"
				   "score: [{goal: detected, incident: both, points: 7}]\n";
	struct world *w = world_new(text);
	struct incident *i = came(w, 1, "write", NULL);
	struct exercise_score *s = scored(w);
	char said[EXERCISE_SENTENCE];

	(void)state;
	assert_int_equal(s->points, 0);
	exercise_text(said, NULL, "en", &s->goals[0].found);
	assert_string_equal(said, "site-20261122-0001 came out, but without rule scan");
	exercise_score_free(s);
	(void)snprintf(i->rules[1].id, sizeof(i->rules[1].id), "other");
	(void)snprintf(i->rules[2].id, sizeof(i->rules[2].id), "scan");
	i->nrules = 3;
	s = scored(w);
	assert_int_equal(s->points, 7);
	exercise_score_free(s);
	world_free(w);
}

/* ---- the page ------------------------------------------------------------------------------- */

static void hostile_text_stays_text_on_the_page(void **state)
{
	const struct exercise_paper p = { .team = "<img src=x onerror=alert(1)>\"'&\x01",
					  .lang = "en" };
	struct world *w = world_new(yaml);
	struct incident *i = handled(w);
	struct exercise_score *s;
	char *text;
	size_t n;

	(void)state;
	(void)snprintf(i->title, sizeof(i->title), "</td><script>alert(2)</script>\xff");
	(void)snprintf(i->history[3].text, sizeof(i->history[3].text), "<b>chlorine</b>");
	s = scored(w);
	assert_true(exercise_html(&w->c, s, &p, &text, &n));
	assert_int_equal(strlen(text), n);
	assert_null(strstr(text, "<img"));
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "<b>chlorine"));
	assert_null(strstr(text, "\x01"));
	assert_null(strstr(text, "\xff"));
	assert_non_null(strstr(text, "&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38; "));
	assert_null(strstr(text, "http://"));
	assert_null(strstr(text, "https://"));
	free(text);
	exercise_score_free(s);
	world_free(w);
}

static void a_clock_counts_both_ways(void **state)
{
	(void)state;
	assert_string_equal(exercise_clock(START, START + 3723 * SEC).s, "+1:02:03");
	assert_string_equal(exercise_clock(START, START).s, "+0:00:00");
	assert_string_equal(exercise_clock(START, START - 5 * SEC).s, "-0:00:05");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_incident_is_one_finding_and_all_find_theirs),
		cmocka_unit_test(goals_are_reached_by_any_incident_of_a_finding),
		cmocka_unit_test(an_incident_may_have_to_have_several_rules),
		cmocka_unit_test(techniques_are_seen_missed_or_unexpected),
		cmocka_unit_test(order_does_not_matter_and_the_same_gives_the_same),
		cmocka_unit_test(every_incident_is_in_one_place),
		cmocka_unit_test(hostile_text_stays_text_on_the_page),
		cmocka_unit_test(a_clock_counts_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
