/* What is known of each sensor beyond its session: collector/roster.c. */
#include "tests/unit/store_kit.h"

#include "collector/roster.h"

struct rig {
	struct kit *k;
	struct roster *r;
	struct allow list;
	struct allow_entry entries[3];
	struct sessions *sessions;
};

static int set_up(void **state)
{
	static const char *const names[] = { "console", "plant-1", "plant-2" };
	struct rig *t = calloc(1, sizeof(*t));
	char error[256];

	assert_non_null(t);
	t->k = kit_new();
	t->r = roster_open(t->k->s, error, sizeof(error));
	assert_non_null(t->r);
	t->sessions = sessions_new(4, 100);
	assert_non_null(t->sessions);
	for (size_t i = 0; i < 3; i++) {
		t->entries[i].role = i == 0 ? ALLOW_SUBSCRIBER : ALLOW_SENSOR;
		(void)snprintf(t->entries[i].name, sizeof(t->entries[i].name), "%s", names[i]);
	}
	t->list = (struct allow){ .n = 3, .entries = t->entries };
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	struct rig *t = *state;

	roster_free(t->r);
	sessions_free(t->sessions);
	kit_free(t->k);
	free(t);
	return 0;
}

/* A session as the server would have it. */
static struct session session_of(const char *sensor)
{
	struct session se = { .epoch = 0x55,
			      .clock_offset = -3,
			      .address = "10.0.0.7",
			      .program = "kagami-sensor 0" };

	(void)snprintf(se.sensor, sizeof(se.sensor), "%s", sensor);
	kagami__shed__init(&se.shed);
	kagami__link__init(&se.link);
	kagami__clock__init(&se.clock);
	se.clock.synchronised = KAGAMI__SYNCHRONISED__SYNCHRONISED_YES;
	se.clock.max_error = 12;
	return se;
}

static const struct store_sensor *look(struct rig *t, const char *name)
{
	const struct store_sensor *all;
	size_t n;

	assert_true(roster_look(t->r, t->k->s, &t->list, &all, &n));
	assert_int_equal(n, 2); /* subscribers send nothing */
	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	}
	fail_msg("%s is not there", name);
	return NULL;
}

static void save(struct rig *t)
{
	assert_true(store_begin(t->k->s));
	assert_true(roster_save(t->r, t->k->s));
	assert_true(store_commit(t->k->s));
}

/* The collector ends and begins again. */
static void again(struct rig *t)
{
	char error[256];

	roster_free(t->r);
	t->r = roster_open(t->k->s, error, sizeof(error));
	assert_non_null(t->r);
}

static void one_that_was_never_heard_of_is_there(void **state)
{
	const struct store_sensor *s = look(*state, "plant-1");

	assert_false(s->connected);
	assert_int_equal(s->last_seen, 0);
	assert_string_equal(s->address, "");
	assert_string_equal(s->refusal, "");
}

static void who_connects_is_new_once(void **state)
{
	struct rig *t = *state;
	struct session se = session_of("plant-1");

	assert_true(roster_connected(t->r, &se, T0));
	assert_false(roster_connected(t->r, &se, T0 + S));
	assert_true(look(t, "plant-1")->connected);
	assert_false(look(t, "plant-2")->connected);
	assert_true(look(t, "plant-1")->last_seen == T0 + S);
	assert_int_equal(look(t, "plant-1")->clock_offset, -3);
	assert_int_equal(look(t, "plant-1")->clock_max_error, 12);
	roster_gone(t->r, "plant-1");
	assert_false(look(t, "plant-1")->connected);
	roster_gone(t->r, "nobody");
	assert_true(roster_connected(t->r, &se, T0 + 2 * S));
}

static void what_the_sensor_says_of_its_spool_counts_when_it_did(void **state)
{
	struct rig *t = *state;
	struct session se = session_of("plant-1");

	se.link.spooled_events = 9;
	(void)roster_connected(t->r, &se, T0);
	assert_int_equal(look(t, "plant-1")->spooled_events, 0);
	se.pinged = true;
	se.shed.operations = 4;
	roster_heard(t->r, &se, T0 + S);
	assert_int_equal(look(t, "plant-1")->spooled_events, 9);
	assert_int_equal(look(t, "plant-1")->shed.operations, 4);
}

static void it_outlasts_a_restart(void **state)
{
	struct rig *t = *state;
	struct session se = session_of("plant-1");
	Kagami__Dictionary d = KAGAMI__DICTIONARY__INIT;
	char rules[] = "abc", baseline[] = "def";

	d.rules_digest = rules;
	d.baseline_digest = baseline;
	(void)roster_connected(t->r, &se, T0);
	roster_digests(t->r, "plant-1", &d);
	roster_refused(t->r, "plant-2", "10.0.0.9", "not so");
	save(t);
	again(t);
	/* Nobody is connected with a collector that begins. */
	assert_false(look(t, "plant-1")->connected);
	assert_true(look(t, "plant-1")->first_seen == T0);
	assert_string_equal(look(t, "plant-1")->address, "10.0.0.7");
	assert_string_equal(look(t, "plant-1")->program, "kagami-sensor 0");
	assert_string_equal(look(t, "plant-1")->rules_digest, "abc");
	assert_string_equal(look(t, "plant-1")->baseline_digest, "def");
	assert_int_equal(look(t, "plant-2")->refused, 1);
	assert_string_equal(look(t, "plant-2")->refusal, "not so");
	assert_true(roster_connected(t->r, &se, T0 + S));
}

static void what_the_store_did_not_keep_is_saved_again(void **state)
{
	struct rig *t = *state;

	roster_refused(t->r, "plant-1", "10.0.0.9", "not so");
	assert_true(store_begin(t->k->s));
	assert_true(roster_save(t->r, t->k->s));
	store_rollback(t->k->s);
	roster_unsaved(t->r);
	save(t);
	again(t);
	assert_int_equal(look(t, "plant-1")->refused, 1);
}

static unsigned left;

static void tell(void *ctx, const char *sensor)
{
	assert_null(ctx);
	assert_string_equal(sensor, "plant-1");
	left++;
}

static void who_has_no_session_and_says_nothing_has_left(void **state)
{
	struct rig *t = *state;
	struct session se = session_of("plant-1");

	left = 0;
	(void)roster_connected(t->r, &se, T0);
	roster_sweep(t->r, t->sessions, T0 + 29 * S, 30 * S, tell, NULL);
	assert_int_equal(left, 0);
	roster_sweep(t->r, t->sessions, T0 + 30 * S, 30 * S, tell, NULL);
	assert_int_equal(left, 1);
	assert_false(look(t, "plant-1")->connected);
	roster_sweep(t->r, t->sessions, T0 + 60 * S, 30 * S, tell, NULL);
	assert_int_equal(left, 1);
}

static void all_have_left_when_the_collector_ends(void **state)
{
	struct rig *t = *state;
	struct session se = session_of("plant-1");

	(void)roster_connected(t->r, &se, T0);
	save(t);
	roster_all_gone(t->r);
	save(t);
	again(t);
	assert_false(look(t, "plant-1")->connected);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_that_was_never_heard_of_is_there),
		T(who_connects_is_new_once),
		T(what_the_sensor_says_of_its_spool_counts_when_it_did),
		T(it_outlasts_a_restart),
		T(what_the_store_did_not_keep_is_saved_again),
		T(who_has_no_session_and_says_nothing_has_left),
		T(all_have_left_when_the_collector_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
