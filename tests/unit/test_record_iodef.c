/*
 * Records in IODEF: what stands where, and that hostile text comes out harmless. That they are
 * valid is for tests/records, with schemas.
 */
#include "tests/unit/test.h"

#include <jansson.h>
#include <stdlib.h>

#include "collector/incident_text.h"
#include "collector/messages.h"
#include "collector/record_json.h"
#include "tests/records/incidents.h"

static struct incident made;

static json_t *record(const struct incident *i, const struct record_context *c)
{
	const char *why = "";
	char *text = NULL;
	json_error_t e;
	json_t *root;
	size_t n = 0;

	if (!record_iodef(i, c, &text, &n, &why))
		fail_msg("%s", why);
	assert_int_equal(strlen(text), n);
	assert_int_equal(text[n - 1], '\n');
	root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
	if (root == NULL)
		fail_msg("line %d: %s", e.line, e.text);
	free(text);
	return root;
}

static const struct record_context *context(void)
{
	static const struct record_context c = { .party = &sample_party,
						 .recipients = sample_recipients,
						 .nrecipients = 2 };

	return &c;
}

/* The value at "a.b.0.c": members by name, items by number; NULL: there is none. */
static json_t *at(json_t *value, const char *path)
{
	while (value != NULL && *path != '\0') {
		size_t n = strcspn(path, "/");
		char key[64];

		(void)snprintf(key, sizeof(key), "%.*s", (int)n, path);
		value = json_is_array(value) ? json_array_get(value, strtoul(key, NULL, 10))
					     : json_object_get(value, key);
		path += path[n] == '/' ? n + 1 : n;
	}
	return value;
}

static const char *text_at(json_t *root, const char *path)
{
	char whole[256];
	const char *s;

	(void)snprintf(whole, sizeof(whole), "Incident/0/%s", path);
	s = json_string_value(at(root, whole));
	if (s == NULL)
		fail_msg("there is no text at %s", path);
	return s;
}

static json_t *value_at(json_t *root, const char *path)
{
	char whole[256];

	(void)snprintf(whole, sizeof(whole), "Incident/0/%s", path);
	return at(root, whole);
}

/* The value of an AdditionalData of the incident; NULL: none of that name. */
static const char *extension(json_t *root, const char *name)
{
	json_t *e;
	size_t k;

	json_array_foreach(value_at(root, "AdditionalData"), k, e)
	{
		if (strcmp(json_string_value(json_object_get(e, "name")), name) == 0)
			return json_string_value(json_object_get(e, "value"));
	}
	return NULL;
}

/* clang-format off */
static const char *const members[][2] = {
	{ "IncidentID/id", "waterworks-20261120-0001" },
	{ "IncidentID/name", "csirt.example.sg" },
	{ "status", "new" },
	{ "restriction", "amber" },
	{ "DetectTime", "2026-11-20T02:14:07.512Z" },
	{ "StartTime", "2026-11-20T02:14:07.512Z" },
	{ "EndTime", "2026-11-20T02:19:41.512Z" },
	{ "GenerationTime", "2026-11-20T02:19:42.512Z" },
	{ "Description/0", "Modbus write from a host that may not write" },
	{ "Discovery/0/source", "nidps" },
	{ "Discovery/0/DetectionPattern/0/DetectionConfiguration/0", "modbus-write-unauthorised;rev=1" },
	{ "Assessment/0/occurrence", "actual" },
	{ "Assessment/0/IncidentCategory/0", "rsit:intrusions=\"system-compromise\"" },
	{ "Assessment/0/Impact/0/SystemImpact/severity", "high" },
	{ "Assessment/0/Impact/0/SystemImpact/completion", "succeeded" },
	{ "Assessment/0/Impact/0/SystemImpact/type", "cps-manipulation" },
	{ "Assessment/0/Impact/1/BusinessImpact/type", "asset-manipulation" },
	{ "Assessment/0/AdditionalData/0/value", "high" },
	{ "Method/0/AttackPattern/0/ContentID", "T1692.001" },
	{ "Method/0/AttackPattern/0/Reference/0/URL/0", "https://attack.mitre.org/techniques/T1692/001/" },
	{ "Method/0/AttackPattern/1/Reference/0/URL/0", "https://attack.mitre.org/techniques/T0836/" },
	{ "Contact/0/role", "creator" },
	{ "Contact/0/Email/0/EmailTo", "soc@csirt.example.sg" },
	{ "Contact/0/Timezone", "+08:00" },
	{ "Contact/1/role", "victim" },
	{ "Contact/1/restriction", "red" },
	{ "Contact/2/role", "cc-irt" },
	{ "EventData/0/System/0/category", "source" },
	{ "EventData/0/System/0/Node/Address/0/value", "10.10.1.66" },
	{ "EventData/0/System/0/Node/Address/1/value", "00:80:f4:0a:11:42" },
	{ "EventData/0/System/1/category", "target" },
	{ "EventData/0/System/1/AssetID/0", "plc3" },
	{ "EventData/0/System/1/Node/Location/0", "Example Water Works" },
	{ "EventData/0/System/1/Node/Location/1", "control" },
	{ "EventData/0/System/1/NodeRole/0/category", "scada" },
	{ "EventData/0/System/1/Service/0/ServiceName/IANAService", "mbap" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/0/name", "modbus.unit-id" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/1/name", "modbus.function-code" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/1/value", "6" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/1/meaning", "Write Single Register" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/2/value", "hr:3" },
	{ "EventData/0/System/1/Service/0/ApplicationHeaderField/4/value", "65535" },
	{ "EventData/0/System/1/OperatingSystem/0/Description/0", "Phoenix Contact ILC 191 ETH 4.42" },
	{ "EventData/0/System/2/Node/Address/0/ext-category", "sensor-id" },
	{ "EventData/0/System/2/Node/Address/0/value", "plant-1" },
	{ "EventData/0/Expectation/0/action", "investigate" },
	{ "EventData/0/RecordData/0/Description/0",
	  "Frames 186 of attack-write.pcap, as sensor plant-1 saw them" },
	{ "Indicator/0/uid-ref", "source-address" },
	{ "History/HistoryItem/0/action", "status-triage" },
};
/* clang-format on */

static void an_incident_is_told_member_by_member(void **state)
{
	json_t *root;

	(void)state;
	sample_plain(&made, 1);
	root = record(&made, context());
	for (size_t k = 0; k < sizeof(members) / sizeof(members[0]); k++)
		assert_string_equal(text_at(root, members[k][0]), members[k][1]);
	assert_int_equal(json_integer_value(value_at(root, "Assessment/0/Counter/0/value")), 42);
	assert_int_equal(json_integer_value(value_at(root, "Assessment/0/Confidence/value")), 90);
	assert_int_equal(json_integer_value(value_at(root, "EventData/0/System/1/Service/0/Port")),
			 502);
	assert_string_equal(extension(root, "revision"), "1");
	assert_string_equal(extension(root, "tlp-2.0"), "AMBER");
	assert_string_equal(extension(root, "site"), "Example Water Works");
	assert_string_equal(extension(root, "clock-error-ms"), "2");
	assert_string_equal(extension(root, "hosts-affected"), "1");
	assert_int_equal(strlen(extension(root, "dedup-key")), 64);
	json_decref(root);
}

static void a_status_is_what_iodef_calls_it(void **state)
{
	static const char *const names[INCIDENT_STATUSES][2] = {
		{ "new", NULL },
		{ "in-progress", NULL },
		{ "resolved", NULL },
		{ "ext-value", "false-positive" },
		{ "ext-value", "duplicate" },
		{ "ext-value", "withdrawn" },
	};

	(void)state;
	for (unsigned k = 0; k < INCIDENT_STATUSES; k++) {
		json_t *root;

		sample_plain(&made, 1);
		sample_status(&made, (enum incident_status)k);
		root = record(&made, context());
		assert_string_equal(text_at(root, "status"), names[k][0]);
		if (names[k][1] != NULL)
			assert_string_equal(text_at(root, "ext-status"), names[k][1]);
		else
			assert_null(value_at(root, "ext-status"));
		assert_true((value_at(root, "RecoveryTime") != NULL) == (k == INCIDENT_RESOLVED));
		assert_true((value_at(root, "EventData/0/Expectation") != NULL) ==
			    (k == INCIDENT_NEW || k == INCIDENT_IN_PROGRESS));
		assert_true((value_at(root, "Indicator") == NULL) ==
			    (k == INCIDENT_FALSE_POSITIVE || k == INCIDENT_WITHDRAWN));
		json_decref(root);
	}
}

static void what_is_not_understood_is_not_spread(void **state)
{
	static const char *const tlps[] = { "", "amber", "WHITE", "CLEAR ", "\xff" };

	(void)state;
	for (size_t k = 0; k < sizeof(tlps) / sizeof(tlps[0]); k++) {
		json_t *root;

		sample_plain(&made, 1);
		SAMPLE_SET(made.tlp, "%s", tlps[k]);
		root = record(&made, context());
		assert_string_equal(text_at(root, "restriction"), "red");
		assert_string_equal(extension(root, "tlp-2.0"), "RED");
		json_decref(root);
	}
}

static void success_is_told_only_when_it_was_seen(void **state)
{
	json_t *root;

	(void)state;
	sample_plain(&made, 1);
	made.completion = COMPLETION_UNKNOWN;
	root = record(&made, context());
	assert_null(value_at(root, "Assessment/0/Impact/0/SystemImpact/completion"));
	assert_string_equal(text_at(root, "Assessment/0/occurrence"), "potential");
	json_decref(root);
	made.completion = COMPLETION_FAILED;
	root = record(&made, context());
	assert_string_equal(text_at(root, "Assessment/0/Impact/0/SystemImpact/completion"),
			    "failed");
	assert_string_equal(text_at(root, "Assessment/0/occurrence"), "potential");
	json_decref(root);
}

static void numbers_of_others_are_alternatives_and_ours_are_related(void **state)
{
	json_t *root;

	(void)state;
	sample_plain(&made, 1);
	sample_notified(&made);
	root = record(&made, context());
	assert_int_equal(json_array_size(value_at(root, "AlternativeID/IncidentID")), 1);
	assert_string_equal(text_at(root, "AlternativeID/IncidentID/0/id"), "JP-2026-98769");
	assert_int_equal(json_array_size(value_at(root, "RelatedActivity")), 5);
	assert_string_equal(text_at(root, "History/HistoryItem/6/ext-action"), "notify");
	assert_string_equal(text_at(root, "History/HistoryItem/7/ext-action"), "ack");
	assert_string_equal(text_at(root, "History/HistoryItem/7/IncidentID/id"), "JP-2026-98769");
	assert_string_equal(text_at(root, "ReportTime"), "2026-11-20T02:14:13.512Z");
	assert_string_equal(text_at(root,
				    "EventData/0/RecordData/1/FileData/0/File/0/HashData/Hash/0/"
				    "DigestValue"),
			    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=");
	/* a number that no IncidentID can be is not changed into one that can */
	SAMPLE_SET(made.related[4].id, "2026/98769 (a)");
	json_decref(root);
	root = record(&made, context());
	assert_null(value_at(root, "AlternativeID"));
	json_decref(root);
}

static void old_technique_ids_become_those_of_today(void **state)
{
	json_t *root;

	(void)state;
	sample_plain(&made, 1);
	SAMPLE_SET(made.techniques[1].id, "T0855");
	made.ntechniques = 3;
	SAMPLE_SET(made.techniques[2].id, "no technique");
	root = record(&made, context());
	assert_int_equal(json_array_size(value_at(root, "Method/0/AttackPattern")), 1);
	assert_string_equal(text_at(root, "Method/0/AttackPattern/0/ContentID"), "T1692.001");
	json_decref(root);
}

static void an_id_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "", "a b", "-a", "a/b", "\xe3\x81\x82", "a\n" };
	static const char *const issuers[] = { "",     "csirt",	 "CSIRT.example.sg", ".sg", "a..sg",
					       "a.b-", "a_b.sg", "10.0.0.1",	     "a.s" };
	const char *why = NULL;
	char *out = NULL;
	size_t n;

	(void)state;
	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
		sample_plain(&made, 1);
		SAMPLE_SET(made.id, "%s", bad[k]);
		assert_false(record_iodef(&made, context(), &out, &n, &why));
		assert_non_null(why);
	}
	for (size_t k = 0; k < sizeof(issuers) / sizeof(issuers[0]); k++) {
		sample_plain(&made, 1);
		SAMPLE_SET(made.issuer, "%s", issuers[k]);
		assert_false(record_iodef(&made, context(), &out, &n, &why));
	}
}

/* Each text of it, keys too. */
static void check_texts(const json_t *value)
{
	const char *key;

	if (json_is_string(value)) {
		assert_true(incident_is_clean(json_string_value(value), json_string_length(value)));
	} else if (json_is_array(value)) {
		for (size_t k = 0; k < json_array_size(value); k++)
			check_texts(json_array_get(value, k));
	} else if (json_is_object(value)) {
		json_t *object = (json_t *)(uintptr_t)value;

		for (void *at = json_object_iter(object); at != NULL;
		     at = json_object_iter_next(object, at)) {
			key = json_object_iter_key(at);
			assert_true(incident_is_clean(key, strlen(key)));
			check_texts(json_object_iter_value(at));
		}
	}
}

static void hostile_text_comes_out_harmless(void **state)
{
	(void)state;
	for (unsigned k = 0; k < SAMPLES; k++) {
		json_t *root;

		sample_incident(&made, k);
		root = record(&made, context());
		check_texts(root);
		assert_int_equal(json_array_size(at(root, "Incident")), 1);
		json_decref(root);
		root = record(&made, NULL);
		check_texts(root);
		json_decref(root);
	}
}

/* A text that tries to end its member changes nothing but that member. */
static void text_cannot_become_structure(void **state)
{
	static const char evil[] = "\"},\"severity\":\"info\",\"x\":[{\"";
	json_t *root;

	(void)state;
	sample_plain(&made, 1);
	SAMPLE_SET(made.title, "%s", evil);
	SAMPLE_SET(made.message, "rule.%s", evil);
	SAMPLE_SET(made.target.name, "%s", evil);
	root = record(&made, context());
	assert_string_equal(text_at(root, "Description/0"), evil);
	assert_string_equal(text_at(root, "EventData/0/System/1/AssetID/0"), evil);
	assert_null(value_at(root, "severity"));
	json_decref(root);
}

static void the_same_incident_gives_the_same_bytes(void **state)
{
	char *a = NULL, *b = NULL;
	const char *why;
	size_t n, m;

	(void)state;
	for (unsigned k = 0; k < SAMPLES; k += 7) {
		static struct incident copy;

		sample_incident(&made, k);
		memset(&copy, 0xff, sizeof(copy));
		sample_incident(&copy, k);
		assert_true(record_iodef(&made, context(), &a, &n, &why));
		assert_true(record_iodef(&copy, context(), &b, &m, &why));
		assert_int_equal(n, m);
		assert_memory_equal(a, b, n);
		free(a);
		free(b);
	}
}

static void texts_of_ours_stand_beside_in_the_partys_languages(void **state)
{
	static const char yaml[] = "rule.modbus-write-unauthorised: T\nhistory.opened: O\n";
	struct record_context c = *context();
	char error[256];
	json_t *root;

	(void)state;
	c.messages = messages_parse("t", "ja", yaml, sizeof(yaml) - 1, error, sizeof(error));
	assert_non_null(c.messages);
	sample_plain(&made, 1);
	root = record(&made, &c);
	assert_string_equal(text_at(root, "Description/1/value"), "T");
	assert_string_equal(text_at(root, "Description/1/lang"), "ja");
	assert_string_equal(text_at(root, "Description/1/translation-id"), "title");
	assert_string_equal(text_at(root, "Description/2"), made.summary);
	assert_string_equal(text_at(root, "History/HistoryItem/0/Description/1/value"), "O");
	json_decref(root);
	messages_free((struct messages *)(uintptr_t)c.messages);
}

static void times_are_cut_to_milliseconds(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 999999, "1970-01-01T00:00:00.000Z" },
		{ 1999999999, "1970-01-01T00:00:01.999Z" },
		{ UINT64_C(951782400000000000), "2000-02-29T00:00:00.000Z" },
		{ SAMPLE_TIME, "2026-11-20T02:14:07.512Z" },
		{ UINT64_MAX, "2554-07-21T23:34:33.709Z" },
	};
	char out[RECORD_TIME];

	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		record_time_text(out, rows[k].ns);
		assert_string_equal(out, rows[k].text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_incident_is_told_member_by_member),
		cmocka_unit_test(a_status_is_what_iodef_calls_it),
		cmocka_unit_test(what_is_not_understood_is_not_spread),
		cmocka_unit_test(success_is_told_only_when_it_was_seen),
		cmocka_unit_test(numbers_of_others_are_alternatives_and_ours_are_related),
		cmocka_unit_test(old_technique_ids_become_those_of_today),
		cmocka_unit_test(an_id_that_is_none_is_refused),
		cmocka_unit_test(hostile_text_comes_out_harmless),
		cmocka_unit_test(text_cannot_become_structure),
		cmocka_unit_test(the_same_incident_gives_the_same_bytes),
		cmocka_unit_test(texts_of_ours_stand_beside_in_the_partys_languages),
		cmocka_unit_test(times_are_cut_to_milliseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
