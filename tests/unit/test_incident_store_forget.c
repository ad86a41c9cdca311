/* What leaves the store of incidents, and what is known of addresses. */
#include "tests/unit/store_kit.h"

#include "collector/incident_store.h"

static struct incident one, two;

static int open_one(void **state)
{
	*state = kit_new();
	return 0;
}

static int close_one(void **state)
{
	kit_free(*state);
	return 0;
}

/* Incidents are large for a stack. */
static struct incident *make(struct incident *i, const char *id, uint32_t revision)
{
	memset(i, 0, sizeof(*i));
	(void)snprintf(i->id, sizeof(i->id), "%s", id);
	(void)snprintf(i->site, sizeof(i->site), "waterworks");
	(void)snprintf(i->title, sizeof(i->title), "Write to %s", id);
	i->revision = revision;
	i->severity = 2;
	i->first = T0;
	i->last = T0 + revision * S;
	i->source.nips = 1;
	i->source.ips[0].n = 4;
	memcpy(i->source.ips[0].b, (uint8_t[]){ 10, 0, 0, 66 }, 4);
	i->nrules = 1;
	(void)snprintf(i->rules[0].id, sizeof(i->rules[0].id), "modbus-write-unauthorised");
	return i;
}

static void put(struct kit *k, const struct incident *i)
{
	assert_true(store_begin(k->s));
	if (!incident_store_put(k->s, i) || !store_commit(k->s))
		fail_msg("%s", store_error(k->s));
}

static void forget_incidents(struct kit *k, uint64_t now, uint64_t age, uint64_t want)
{
	struct store_retention r = { .incident_age = age, .now = now, .budget = 1000 };
	struct store_forgotten out = { .more = false };

	assert_true(store_forget(k->s, &r, &out));
	assert_int_equal(out.incidents, want);
	assert_false(out.more);
}

static bool there(struct kit *k, const char *id, uint32_t revision)
{
	bool found = false;

	assert_true(incident_store_get(k->s, id, revision, &two, &found));
	return found;
}

static void test_closed_incidents_are_forgotten_when_they_are_old(void **state)
{
	struct kit *k = *state;

	put(k, make(&one, "open", 1));
	make(&one, "closed", 1)->status = INCIDENT_RESOLVED;
	put(k, &one);
	make(&one, "unwritten", 1)->status = INCIDENT_RESOLVED;
	put(k, &one);
	assert_true(store_begin(k->s));
	assert_true(incident_store_done(k->s, "closed", 1));
	assert_true(incident_store_done(k->s, "open", 1));
	assert_true(store_commit(k->s));
	/* that it is closed is seen first; its own times are those of its events */
	forget_incidents(k, T0 + 1000 * S, 100 * S, 0);
	forget_incidents(k, T0 + 1100 * S, 100 * S, 0);
	assert_true(there(k, "closed", 0));
	/* 0: they stay */
	forget_incidents(k, T0 + 1101 * S, 0, 0);
	/* one that changes is young again */
	make(&one, "closed", 2)->status = INCIDENT_FALSE_POSITIVE;
	put(k, &one);
	assert_true(store_begin(k->s));
	assert_true(incident_store_done(k->s, "closed", 2));
	assert_true(store_commit(k->s));
	forget_incidents(k, T0 + 1101 * S, 100 * S, 0);
	forget_incidents(k, T0 + 1202 * S, 100 * S, 1);
	assert_false(there(k, "closed", 0));
	assert_false(there(k, "closed", 1));
	assert_false(there(k, "closed", 2));
	assert_true(there(k, "open", 0));
	/* a record that was not written yet */
	assert_true(there(k, "unwritten", 0));
	assert_true(store_begin(k->s));
	assert_true(incident_store_done(k->s, "unwritten", 1));
	assert_true(store_commit(k->s));
	forget_incidents(k, T0 + 1203 * S, 100 * S, 1);
	assert_false(there(k, "unwritten", 1));
}

static void notify(struct kit *k, const char *id, const char *ours, uint64_t received)
{
	const struct incident_notification x = { .issuer = "cert.example.jp",
						 .incident = id,
						 .revision = 1,
						 .received = received,
						 .sender = "",
						 .quarantined = true,
						 .ours = ours,
						 .text = (const uint8_t *)"{}",
						 .n = 2 };
	bool known = true;

	assert_true(store_begin(k->s));
	assert_true(incident_store_notify(k->s, &x, &known) && store_commit(k->s));
	assert_false(known);
}

static bool add_name(void *ctx, const struct incident_notification *x)
{
	char *names = ctx;

	(void)strcat(names, x->incident);
	return true;
}

static const char *notified(struct kit *k)
{
	static char names[64];

	names[0] = '\0';
	assert_true(incident_store_notified(k->s, add_name, names));
	return names;
}

static void forget_notifications(struct kit *k, uint64_t now, uint64_t age, uint64_t want)
{
	struct store_retention r = { .incident_age = age, .now = now, .budget = 1000 };
	struct store_forgotten out = { .more = false };

	assert_true(store_forget(k->s, &r, &out));
	assert_int_equal(out.notifications, want);
}

static void test_records_of_others_are_forgotten_when_they_are_old(void **state)
{
	struct kit *k = *state;

	put(k, make(&one, "open", 1));
	notify(k, "a", "", T0);
	notify(k, "b", "open", T0);
	notify(k, "c", "gone", T0);
	notify(k, "d", "", T0 + 500 * S);
	assert_string_equal(notified(k), "abcd");
	forget_notifications(k, T0 + 100 * S, 100 * S, 0);
	forget_notifications(k, T0 + 1000 * S, 0, 0);
	assert_string_equal(notified(k), "abcd");
	forget_notifications(k, T0 + 101 * S, 100 * S, 2);
	assert_string_equal(notified(k), "bd");
	forget_notifications(k, T0 + 601 * S, 100 * S, 1);
	assert_string_equal(notified(k), "b");
	/* what was forgotten is new when it comes again */
	notify(k, "a", "", T0 + 700 * S);
	assert_string_equal(notified(k), "ba");
}

static void test_what_was_said_last_of_an_address_is_known(void **state)
{
	struct kit *k = *state;
	uint8_t ip[4] = { 10, 0, 0, 1 }, mac[6] = { 0, 1, 2, 3, 4, 5 };
	ProtobufCBinaryData ips = { 4, ip };
	Kagami__Asset a = KAGAMI__ASSET__INIT;
	struct store_forgotten gone = { .more = false };
	struct incident_end e;
	bool found = true;

	assert_false(incident_store_learn(k->s, &a, T0));
	assert_true(incident_store_known(k->s, ip, 4, &e, &found));
	assert_false(found);
	a.n_ips = 1;
	a.ips = &ips;
	a.mac = (ProtobufCBinaryData){ 6, mac };
	a.maker = (char *)(uintptr_t) "Telemecanique";
	a.model = (char *)(uintptr_t) "M340";
	assert_true(store_begin(k->s));
	assert_true(incident_store_learn(k->s, &a, T0));
	a.vendor = (char *)(uintptr_t) "Schneider";
	a.model = (char *)(uintptr_t) "";
	a.firmware = (char *)(uintptr_t) "2.80";
	assert_true(incident_store_learn(k->s, &a, T0 + S));
	assert_true(store_commit(k->s));
	assert_true(incident_store_known(k->s, mac, 6, &e, &found));
	assert_true(found);
	assert_string_equal(e.vendor, "Schneider");
	assert_string_equal(e.model, "M340");
	assert_string_equal(e.firmware, "2.80");
	assert_int_equal(e.level, -1);
	/* and goes with the age of events */
	assert_true(store_forget(
		k->s, &(struct store_retention){ .max_age = S, .now = T0 + 100 * S, .budget = 10 },
		&gone));
	assert_true(incident_store_known(k->s, ip, 4, &e, &found));
	assert_false(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_closed_incidents_are_forgotten_when_they_are_old, open_one, close_one),
		cmocka_unit_test_setup_teardown(
			test_records_of_others_are_forgotten_when_they_are_old, open_one,
			close_one),
		cmocka_unit_test_setup_teardown(test_what_was_said_last_of_an_address_is_known,
						open_one, close_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
