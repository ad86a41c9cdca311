/* MISP events; tests/records checks them against the schema of MISP. */
#include "tests/unit/record_made.h"

static json_t *event_of(const struct incident *i, json_t **root)
{
	*root = made_json(record_misp, i);
	return json_object_get(*root, "Event");
}

static bool tagged(json_t *event, const char *name)
{
	json_t *tag;
	size_t k;

	json_array_foreach(json_object_get(event, "Tag"), k, tag)
	{
		if (strcmp(made_string(tag, "name"), name) == 0)
			return true;
	}
	return false;
}

static json_t *object_of(json_t *event, const char *name, unsigned n)
{
	json_t *o;
	size_t k;

	json_array_foreach(json_object_get(event, "Object"), k, o)
	{
		if (strcmp(made_string(o, "name"), name) == 0 && n-- == 0)
			return o;
	}
	return NULL;
}

/* The attribute of an object's relation, or of the event's comment. */
static json_t *attribute_of(json_t *owner, const char *key, const char *what)
{
	json_t *a;
	size_t k;

	json_array_foreach(json_object_get(owner, "Attribute"), k, a)
	{
		if (strcmp(made_string(a, key), what) == 0)
			return a;
	}
	return NULL;
}

static const char *value_of(json_t *owner, const char *relation)
{
	return made_string(attribute_of(owner, "object_relation", relation), "value");
}

static void an_incident_is_said_whole(void **state)
{
	static struct incident i;
	json_t *root, *e, *connection, *operation;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS + INCIDENT_WRITE);
	e = event_of(&i, &root);
	assert_string_equal(made_string(e, "uuid"), "845c8348-e6a7-51a6-ba56-4f015dc70f15");
	assert_string_equal(made_string(e, "info"), "[waterworks-20261120-0006] "
						    "Modbus write from a host that may not write");
	assert_string_equal(made_string(e, "date"), "2026-11-20");
	assert_string_equal(made_string(e, "timestamp"), "1795141182");
	assert_string_equal(made_string(e, "threat_level_id"), "1");
	assert_true(tagged(e, "tlp:amber"));
	assert_true(tagged(e, "rsit:intrusions=\"system-compromise\""));
	assert_true(tagged(e, "priority-level:high"));
	assert_true(tagged(e, "misp-galaxy:mitre-ics-techniques=\"Modify Parameter\""));
	/* The galaxy's name of what T1692.001 was before. */
	assert_true(tagged(e, "misp-galaxy:mitre-ics-techniques=\"Unauthorized Command "
			      "Message\""));
	assert_string_equal(
		made_string(attribute_of(e, "comment", "MITRE ATT&CK for ICS"), "value"),
		"T1692.001 Unauthorized Message: Command Message");
	connection = object_of(e, "network-connection", 0);
	assert_string_equal(value_of(connection, "ip-src"), "10.10.1.66");
	assert_string_equal(value_of(connection, "dst-port"), "502");
	assert_string_equal(value_of(connection, "count"), "42");
	assert_string_equal(made_string(connection, "first_seen"),
			    "2026-11-20T02:14:07.512000+00:00");
	operation = object_of(e, "ot-operation", 0);
	assert_string_equal(value_of(operation, "function-code"), "6");
	assert_string_equal(value_of(operation, "point"), "hr:3");
	assert_string_equal(value_of(operation, "asset-vendor"), "Phoenix Contact");
	json_decref(root);
}

/* Otherwise a server keeps the old attribute beside the new one. */
static void a_later_revision_takes_the_place_of_an_earlier_one(void **state)
{
	static struct incident i;
	json_t *a, *b, *x, *y, *before, *after;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	x = event_of(&i, &a);
	i.revision++;
	i.written += 60 * SAMPLE_SECOND;
	i.last += 59 * SAMPLE_SECOND;
	i.count = 49;
	i.severity = 4;
	y = event_of(&i, &b);
	assert_string_equal(made_string(x, "uuid"), made_string(y, "uuid"));
	assert_true(strcmp(made_string(x, "timestamp"), made_string(y, "timestamp")) < 0);
	before = attribute_of(object_of(x, "network-connection", 0), "object_relation", "count");
	after = attribute_of(object_of(y, "network-connection", 0), "object_relation", "count");
	assert_string_equal(made_string(before, "uuid"), made_string(after, "uuid"));
	assert_string_equal(made_string(after, "value"), "49");
	assert_int_equal(json_array_size(json_object_get(x, "Attribute")),
			 json_array_size(json_object_get(y, "Attribute")));
	json_decref(a);
	json_decref(b);
}

static void only_who_attacks_is_for_detection(void **state)
{
	static struct incident i;
	json_t *root, *c;

	(void)state;
	for (unsigned k = 0; k < INCIDENT_STATUSES; k++) {
		bool bad = k != INCIDENT_FALSE_POSITIVE && k != INCIDENT_WITHDRAWN;

		sample_incident(&i, SAMPLE_STATUS + k);
		c = object_of(event_of(&i, &root), "network-connection", 0);
		assert_int_equal(json_is_true(json_object_get(
					 attribute_of(c, "object_relation", "ip-src"), "to_ids")),
				 bad);
		assert_true(json_is_false(
			json_object_get(attribute_of(c, "object_relation", "ip-dst"), "to_ids")));
		json_decref(root);
	}
}

static void what_was_withdrawn_is_deleted(void **state)
{
	static struct incident i;
	json_t *root, *e;

	(void)state;
	sample_incident(&i, SAMPLE_STATUS + INCIDENT_WITHDRAWN);
	e = event_of(&i, &root);
	assert_true(json_is_true(json_object_get(object_of(e, "incident", 0), "deleted")));
	assert_true(json_is_true(
		json_object_get(attribute_of(e, "comment", "Detection rule"), "deleted")));
	json_decref(root);
}

static void tlp_and_distribution_go_together(void **state)
{
	static const char *const distributions[] = { "3", "2", "1", "0", "0" };
	static struct incident i;
	json_t *root;

	(void)state;
	for (unsigned k = 0; k < 5; k++) {
		sample_incident(&i, SAMPLE_TLP + k);
		assert_string_equal(made_string(event_of(&i, &root), "distribution"),
				    distributions[k]);
		json_decref(root);
	}
}

static void a_campaign_has_a_connection_for_each_target(void **state)
{
	static struct incident i;
	json_t *root, *e;

	(void)state;
	sample_incident(&i, SAMPLE_CAMPAIGN);
	e = event_of(&i, &root);
	assert_non_null(object_of(e, "network-connection", INCIDENT_TARGETS - 1));
	json_decref(root);
}

static void the_same_incident_gives_the_same_bytes(void **state)
{
	static struct incident i;
	char *a, *b;

	(void)state;
	sample_incident(&i, SAMPLE_FULL);
	a = made_text(record_misp, &i);
	b = made_text(record_misp, &i);
	assert_string_equal(a, b);
	free(a);
	free(b);
}

static void hostile_texts_stay_texts(void **state)
{
	static struct incident i;

	(void)state;
	for (unsigned k = SAMPLE_HOSTILE; k < SAMPLE_RANDOM; k++) {
		json_t *root, *e;

		sample_incident(&i, k);
		e = event_of(&i, &root);
		assert_true(strlen(made_string(e, "info")) < 256);
		assert_string_equal(made_string(e, "threat_level_id"), "1");
		/* What is no TLP is RED. */
		assert_true(tagged(e, "tlp:red"));
		assert_string_equal(made_string(e, "distribution"), "0");
		json_decref(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_incident_is_said_whole),
		cmocka_unit_test(a_later_revision_takes_the_place_of_an_earlier_one),
		cmocka_unit_test(only_who_attacks_is_for_detection),
		cmocka_unit_test(what_was_withdrawn_is_deleted),
		cmocka_unit_test(tlp_and_distribution_go_together),
		cmocka_unit_test(a_campaign_has_a_connection_for_each_target),
		cmocka_unit_test(the_same_incident_gives_the_same_bytes),
		cmocka_unit_test(hostile_texts_stay_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
