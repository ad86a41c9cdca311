/* STIX bundles; tests/records checks them against the schemas of OASIS. */
#include "tests/unit/record_made.h"

static json_t *bundle_of(const struct incident *i)
{
	return made_json(record_stix, i);
}

/* Number n of that type; NULL: there are not so many. */
static json_t *object_of(json_t *bundle, const char *type, unsigned n)
{
	json_t *o;
	size_t k;

	json_array_foreach(json_object_get(bundle, "objects"), k, o)
	{
		if (strcmp(made_string(o, "type"), type) == 0 && n-- == 0)
			return o;
	}
	return NULL;
}

static json_t *related(json_t *bundle, const char *type)
{
	json_t *o;
	size_t k;

	json_array_foreach(json_object_get(bundle, "objects"), k, o)
	{
		if (strcmp(made_string(o, "relationship_type"), type) == 0)
			return o;
	}
	return NULL;
}

static json_t *core_of(json_t *bundle)
{
	json_t *all = json_object_get(object_of(bundle, "incident", 0), "extensions");

	return json_object_get(all, "extension-definition--ef765651-680c-498d-9894-99799f2fa126");
}

static void an_incident_is_said_whole(void **state)
{
	static struct incident i;
	json_t *b, *o;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS + INCIDENT_WRITE);
	b = bundle_of(&i);
	o = object_of(b, "incident", 0);
	assert_string_equal(made_string(o, "name"), i.title);
	assert_string_equal(made_string(o, "description"), i.summary);
	assert_string_equal(made_string(o, "created"), "2026-11-20T02:14:07.512Z");
	assert_string_equal(made_string(o, "modified"), "2026-11-20T02:19:42.512Z");
	assert_int_equal(json_integer_value(json_object_get(o, "confidence")), 90);
	assert_null(json_object_get(o, "severity"));
	assert_int_equal(json_integer_value(json_object_get(core_of(b), "criticality")), 75);
	assert_string_equal(made_string(object_of(b, "indicator", 0), "pattern"),
			    "[network-traffic:src_ref.value = '10.10.1.66' AND "
			    "network-traffic:dst_ref.value = '10.10.1.13' AND "
			    "network-traffic:dst_port = 502]");
	assert_string_equal(made_string(object_of(b, "infrastructure", 0), "name"), "plc3");
	assert_int_equal(json_integer_value(json_object_get(object_of(b, "sighting", 0), "count")),
			 42);
	json_decref(b);
}

static void techniques_have_their_kill_chain_phases(void **state)
{
	static struct incident i;
	json_t *b, *o, *phases;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	/* One that ATT&CK replaced, and what took its place: one technique. */
	SAMPLE_SET(i.techniques[1].id, "T0855");
	b = bundle_of(&i);
	o = object_of(b, "attack-pattern", 0);
	assert_null(object_of(b, "attack-pattern", 1));
	phases = json_object_get(o, "kill_chain_phases");
	assert_int_equal(json_array_size(phases), 2);
	assert_string_equal(made_string(json_array_get(phases, 0), "kill_chain_name"),
			    "mitre-ics-attack");
	assert_string_equal(
		made_string(json_array_get(json_object_get(o, "external_references"), 0), "url"),
		"https://attack.mitre.org/techniques/T1692/001/");
	json_decref(b);
}

static void statuses_are_said_as_stix_says_them(void **state)
{
	static const struct {
		const char *status, *determination;
		bool revoked, indicator_revoked;
	} says[INCIDENT_STATUSES] = {
		[INCIDENT_NEW] = { "new", "successful-attempt", false, false },
		[INCIDENT_IN_PROGRESS] = { "open", "successful-attempt", false, false },
		[INCIDENT_RESOLVED] = { "closed", "successful-attempt", false, false },
		[INCIDENT_FALSE_POSITIVE] = { "closed", "false-positive", false, true },
		[INCIDENT_DUPLICATE] = { "closed", "successful-attempt", false, false },
		[INCIDENT_WITHDRAWN] = { "closed", "successful-attempt", true, true },
	};
	static struct incident i;

	(void)state;
	for (unsigned k = 0; k < INCIDENT_STATUSES; k++) {
		json_t *b;

		sample_incident(&i, SAMPLE_STATUS + k);
		b = bundle_of(&i);
		assert_string_equal(made_string(core_of(b), "investigation_status"),
				    says[k].status);
		assert_string_equal(made_string(core_of(b), "determination"),
				    says[k].determination);
		assert_int_equal(
			json_is_true(json_object_get(object_of(b, "incident", 0), "revoked")),
			says[k].revoked);
		assert_int_equal(
			json_is_true(json_object_get(object_of(b, "indicator", 0), "revoked")),
			says[k].indicator_revoked);
		assert_int_equal(related(b, "duplicate-of") != NULL, k == INCIDENT_DUPLICATE);
		json_decref(b);
	}
}

/* Only who made an object may say a new version of it, with the same id and creation. */
static void a_later_revision_is_a_later_version(void **state)
{
	static struct incident i;
	json_t *a, *b, *x, *y;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	a = bundle_of(&i);
	i.revision++;
	i.written += 60 * SAMPLE_SECOND;
	i.last += 59 * SAMPLE_SECOND;
	i.count += 7;
	b = bundle_of(&i);
	assert_string_not_equal(made_string(a, "id"), made_string(b, "id"));
	for (const char *const *type = (const char *const[]){ "incident", "indicator", "sighting",
							      "observed-data", NULL };
	     *type != NULL; type++) {
		x = object_of(a, *type, 0);
		y = object_of(b, *type, 0);
		assert_string_equal(made_string(x, "id"), made_string(y, "id"));
		assert_string_equal(made_string(x, "created"), made_string(y, "created"));
		assert_true(strcmp(made_string(x, "modified"), made_string(y, "modified")) < 0);
	}
	/* While it goes on it has no end, so that the traffic is the same observable. */
	x = object_of(a, "network-traffic", 0);
	assert_string_equal(made_string(x, "id"),
			    made_string(object_of(b, "network-traffic", 0), "id"));
	assert_true(json_is_true(json_object_get(x, "is_active")));
	assert_null(json_object_get(x, "end"));
	x = object_of(a, "note", 0);
	assert_string_equal(made_string(x, "id"), made_string(object_of(b, "note", 0), "id"));
	json_decref(a);
	json_decref(b);
}

static void a_campaign_has_all_its_targets_and_one_indicator(void **state)
{
	static struct incident i;
	json_t *b;

	(void)state;
	sample_incident(&i, SAMPLE_CAMPAIGN);
	b = bundle_of(&i);
	assert_non_null(object_of(b, "infrastructure", INCIDENT_TARGETS - 1));
	assert_non_null(object_of(b, "network-traffic", INCIDENT_TARGETS - 1));
	assert_null(object_of(b, "indicator", 1));
	assert_string_equal(made_string(object_of(b, "indicator", 0), "pattern"),
			    "[network-traffic:src_ref.value = '10.10.1.66']");
	json_decref(b);
}

static void without_addresses_there_is_no_indicator(void **state)
{
	static struct incident i;
	json_t *b;

	(void)state;
	sample_incident(&i, SAMPLE_EMPTY);
	b = bundle_of(&i);
	assert_null(object_of(b, "indicator", 0));
	assert_null(object_of(b, "observed-data", 0));
	assert_null(object_of(b, "network-traffic", 0));
	assert_string_equal(made_string(object_of(b, "incident", 0), "name"), i.id);
	json_decref(b);
}

static void titles_are_said_in_other_languages(void **state)
{
	static struct incident i;
	char error[256] = "", *text = NULL;
	struct messages *m = messages_read("collector/data/messages", error, sizeof(error));
	struct record_context c = { .party = &sample_party, .messages = m };
	const char *why = "";
	size_t n = 0;
	json_t *b, *o;

	(void)state;
	assert_non_null(m);
	sample_incident(&i, SAMPLE_CLASS);
	assert_true(record_stix(&i, &c, &text, &n, &why));
	b = json_loads(text, 0, NULL);
	o = object_of(b, "language-content", 0);
	assert_string_equal(made_string(o, "object_ref"),
			    made_string(object_of(b, "incident", 0), "id"));
	assert_string_equal(
		made_string(json_object_get(json_object_get(o, "contents"), "ja"), "name"),
		messages_get(m, "ja", i.message));
	json_decref(b);
	free(text);
	messages_free(m);
}

static void an_incident_without_id_is_refused(void **state)
{
	static struct incident i;
	const char *why = "";
	char *text = NULL;
	size_t n = 0;

	(void)state;
	assert_false(record_stix(&i, &made_context, &text, &n, &why));
	assert_string_equal(why, "an incident without id or issuer");
	assert_null(text);
}

static void the_same_incident_gives_the_same_bytes(void **state)
{
	(void)state;
	made_again(record_stix, SAMPLE_FULL);
}

static void hostile_texts_stay_texts(void **state)
{
	static struct incident i;

	(void)state;
	for (unsigned k = SAMPLE_HOSTILE; k < SAMPLE_RANDOM; k++) {
		json_t *b, *o;

		sample_incident(&i, k);
		b = bundle_of(&i);
		o = object_of(b, "incident", 0);
		assert_null(object_of(b, "incident", 1));
		assert_int_equal(json_integer_value(json_object_get(core_of(b), "criticality")),
				 75);
		assert_null(json_object_get(o, "x"));
		assert_null(strpbrk(made_string(object_of(b, "indicator", 0), "pattern"), "\"%<;"));
		json_decref(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_incident_is_said_whole),
		cmocka_unit_test(techniques_have_their_kill_chain_phases),
		cmocka_unit_test(statuses_are_said_as_stix_says_them),
		cmocka_unit_test(a_later_revision_is_a_later_version),
		cmocka_unit_test(a_campaign_has_all_its_targets_and_one_indicator),
		cmocka_unit_test(without_addresses_there_is_no_indicator),
		cmocka_unit_test(titles_are_said_in_other_languages),
		cmocka_unit_test(an_incident_without_id_is_refused),
		cmocka_unit_test(the_same_incident_gives_the_same_bytes),
		cmocka_unit_test(hostile_texts_stay_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
