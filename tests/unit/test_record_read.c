/* Other parties' IODEF: ours comes back as it was, the RFCs' shapes are read, hostile ones refused.
 */
#include "tests/unit/package_kit.h"

#include <jansson.h>

#include "collector/incident_text.h"
#include "collector/record_read.h"
#include "collector/record_time.h"
#include "tests/records/incidents.h"

static struct incident got;
static unsigned told;

static bool keep(void *ctx, const struct incident *i)
{
	(void)ctx;
	got = *i;
	told++;
	return true;
}

static bool reads(const char *text, size_t n, char *error)
{
	told = 0;
	error[0] = '\0';
	return record_read_iodef(text, n, keep, NULL, error, 512);
}

static void read_good(const char *text)
{
	char error[512];

	if (!reads(text, strlen(text), error))
		fail_msg("%s", error);
	assert_int_equal(told, 1);
}

static void refused(const char *text, const char *because)
{
	char error[512];

	if (reads(text, strlen(text), error))
		fail_msg("taken, though: %s", because);
	if (strstr(error, because) == NULL)
		fail_msg("\"%s\" is not in: %s", because, error);
}

/* Milliseconds are what a record has. */
#define SAME_TIME(a, b) assert_int_equal((a) / 1000000, (b) / 1000000)

static void same_end(const struct incident_end *a, const struct incident_end *b)
{
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->nips, b->nips);
	for (unsigned k = 0; k < a->nips; k++)
		assert_memory_equal(a->ips[k].b, b->ips[k].b, a->ips[k].n);
	assert_int_equal(a->has_mac, b->has_mac);
	assert_memory_equal(a->mac, b->mac, 6);
	assert_int_equal(a->port, b->port);
	assert_int_equal(a->vlan, b->vlan);
	assert_string_equal(a->vendor, b->vendor);
	assert_string_equal(a->firmware, b->firmware);
	assert_string_equal(a->role, b->role);
	assert_int_equal(a->level, b->level);
}

static void same_rest(const struct incident *i)
{
	SAME_TIME(got.detected, i->detected);
	SAME_TIME(got.last, i->last);
	SAME_TIME(got.written, i->written);
	SAME_TIME(got.aware, i->aware);
	same_end(&got.source, &i->source);
	same_end(&got.target, &i->target);
	assert_int_equal(got.function_code, i->function_code);
	assert_string_equal(got.function, i->function);
	assert_string_equal(got.object, i->object);
	assert_string_equal(got.device, i->device);
	assert_int_equal(got.nvalues, 3);
	for (unsigned k = 0; k < 3; k++)
		assert_string_equal(got.values[k], i->values[k]);
	assert_int_equal(got.ntechniques, i->ntechniques);
	assert_string_equal(got.techniques[0].id, i->techniques[0].id);
	assert_int_equal(got.nrules, 1);
	assert_string_equal(got.rules[0].id, i->rules[0].id);
	assert_string_equal(got.rules[0].version, i->rules[0].version);
	assert_int_equal(got.nsensors, i->nsensors);
	assert_int_equal(got.nrelated, i->nrelated);
	assert_int_equal(got.nhistory, i->nhistory);
	for (unsigned k = 0; k < got.nrelated; k++) {
		unsigned same = 0;

		for (unsigned m = 0; m < i->nrelated; m++)
			same += strcmp(got.related[k].id, i->related[m].id) == 0 &&
				got.related[k].relation == i->related[m].relation;
		assert_int_equal(same, 1);
	}
	assert_int_equal(got.nevidence, i->nevidence);
	assert_string_equal(got.evidence[1].file, i->evidence[1].file);
	assert_memory_equal(got.evidence[1].sha256, i->evidence[1].sha256, 32);
}

static void our_own_record_comes_back(void **state)
{
	static struct incident i;
	const struct record_context c = { .party = &sample_party };
	const char *why = "";
	char *text, error[512];
	size_t n;

	(void)state;
	sample_plain(&i, 7);
	sample_notified(&i);
	i.aware = SAMPLE_TIME + SAMPLE_SECOND;
	i.nvalues = 3;
	SAMPLE_SET(i.values[0], "hr:3 = 40");
	SAMPLE_SET(i.values[1], "hr:3 = on");
	SAMPLE_SET(i.values[2], "hr:9");
	assert_true(record_iodef(&i, &c, &text, &n, &why));
	if (!reads(text, n, error))
		fail_msg("%s", error);
	free(text);
	assert_string_equal(got.id, i.id);
	assert_string_equal(got.issuer, i.issuer);
	assert_int_equal(got.revision, i.revision);
	assert_int_equal(got.status, i.status);
	assert_string_equal(got.title, i.title);
	assert_string_equal(got.summary, i.summary);
	assert_int_equal(got.severity, i.severity);
	assert_int_equal(got.confidence, i.confidence);
	assert_int_equal(got.completion, i.completion);
	assert_int_equal(got.class, i.class);
	assert_string_equal(got.category, i.category);
	assert_string_equal(got.impact, i.impact);
	assert_string_equal(got.tlp, i.tlp);
	assert_string_equal(got.sector, i.sector);
	assert_string_equal(got.country, i.country);
	assert_string_equal(got.site, i.site);
	assert_int_equal(got.count, i.count);
	same_rest(&i);
}

static void every_sample_of_ours_is_read(void **state)
{
	static struct incident i;
	const struct record_context c = { .party = &sample_party };

	(void)state;
	for (unsigned k = 0; k < SAMPLES; k++) {
		const char *why = "";
		char *text = NULL, error[512];
		size_t n;

		sample_incident(&i, k);
		if (i.written == 0 || !record_iodef(&i, &c, &text, &n, &why))
			continue;
		if (!reads(text, n, error))
			fail_msg("sample %u: %s", k, error);
		assert_string_equal(got.id, i.id);
		assert_true(incident_is_clean(got.title, strlen(got.title)));
		free(text);
	}
}

/* As small as RFC 7970, 7.1 shows a document may be. */
static void the_least_document_is_read(void **state)
{
	(void)state;
	read_good("{\"version\":\"2.0\",\"lang\":\"en\",\"Incident\":[{\"purpose\":\"reporting\","
		  "\"restriction\":\"private\",\"IncidentID\":{\"id\":\"492382\",\"name\":"
		  "\"csirt.example.com\"},\"GenerationTime\":\"2015-07-18T09:00:00-05:00\","
		  "\"Contact\":[{\"type\":\"organization\",\"role\":\"creator\",\"Email\":"
		  "[{\"EmailTo\":\"contact@csirt.example.com\"}]}]}]}");
	assert_string_equal(got.id, "492382");
	assert_string_equal(got.issuer, "csirt.example.com");
	assert_string_equal(got.tlp, "RED");
	assert_int_equal(got.revision, 0);
	assert_int_equal(got.written, UINT64_C(1437228000000000000));
	assert_int_equal(got.detected, got.written);
}

/* Indicators of a campaign, in the shape of RFC 8727's second example. */
static void a_campaign_is_read(void **state)
{
	(void)state;
	read_good(
		"{\"version\":\"2.00\",\"lang\":\"en\",\"Incident\":[{\"purpose\":\"watch\","
		"\"restriction\":\"green\",\"IncidentID\":{\"id\":\"897923\",\"name\":"
		"\"CSIRT.example.com\"},\"RelatedActivity\":[{\"ThreatActor\":[{\"ThreatActorID\":"
		"[\"TA-12\"],\"Description\":[\"A crime gang\"]}],\"Campaign\":[{\"CampaignID\":"
		"[\"C-2015-59405\"],\"Description\":[\"A campaign\"]}]},{\"IncidentID\":[{\"id\":"
		"\"4711\",\"name\":\"cert.example.net\"}]}],\"GenerationTime\":"
		"\"2015-10-02T11:18:00-05:00\",\"Description\":[{\"value\":\"要約\",\"lang\":"
		"\"ja\"},"
		"\"Indicators of a campaign\"],\"Assessment\":[{\"Impact\":[{\"BusinessImpact\":"
		"{\"type\":\"breach-proprietary\",\"severity\":\"high\"}}],\"Confidence\":"
		"{\"rating\":\"medium\",\"value\":0}}],\"Contact\":[{\"type\":\"organization\","
		"\"role\":\"creator\",\"ContactName\":[\"CSIRT\"]}],\"Indicator\":[{"
		"\"IndicatorID\":"
		"{\"id\":\"G90823490\",\"name\":\"csirt.example.com\",\"version\":\"1\"},"
		"\"Observable\":{\"BulkObservable\":{\"type\":\"domain-name\","
		"\"BulkObservableList\":[\"kj290023j09r34.example.com\"]}}}]}]}");
	assert_string_equal(got.issuer, "csirt.example.com");
	assert_string_equal(got.title, "Indicators of a campaign");
	assert_string_equal(got.tlp, "GREEN");
	assert_string_equal(got.impact, "breach-proprietary");
	assert_int_equal(got.severity, 3);
	assert_int_equal(got.confidence, 50);
	assert_int_equal(got.class, INCIDENT_ACCESS);
	assert_int_equal(got.nrelated, 1);
	assert_string_equal(got.related[0].id, "4711");
	assert_int_equal(got.related[0].relation, RELATED_CASE);
}

/* A scan with addresses and a history, in the shape of RFC 7970's reports. */
static void a_scan_with_its_systems_is_read(void **state)
{
	(void)state;
	read_good(
		"{\"version\":\"2.0\",\"Incident\":[{\"purpose\":\"reporting\",\"status\":"
		"\"ext-value\",\"ext-status\":\"closed\",\"IncidentID\":{\"id\":\"189493\","
		"\"name\":\"csirt.example.com\"},\"AlternativeID\":{\"IncidentID\":[{\"id\":\"B-"
		"1\","
		"\"name\":\"cert.example.org\"}]},\"DetectTime\":\"2006-08-05T10:00:00+09:00\","
		"\"GenerationTime\":\"2006-08-05T10:21:00.25Z\",\"Assessment\":[{\"occurrence\":"
		"\"actual\",\"IncidentCategory\":[\"rsit:information-gathering=\\\"scanner\\\"\"],"
		"\"Impact\":[{\"SystemImpact\":{\"completion\":\"failed\",\"type\":\"unknown\"}}]}]"
		","
		"\"Contact\":[{\"role\":\"creator\",\"type\":\"organization\"}],\"EventData\":"
		"[{\"Description\":[\"A scan\"],\"System\":[{\"category\":\"source\",\"Node\":"
		"{\"Address\":[{\"category\":\"ipv4-addr\",\"value\":\"192.0.2.200\"},{"
		"\"category\":"
		"\"ipv4-addr\",\"value\":\"not an address\"}]},\"Service\":[{\"ip-protocol\":6,"
		"\"Port\":60524}]},{\"category\":\"target\",\"Node\":{\"DomainData\":{\"Name\":"
		"\"plc.example\"},\"Address\":[{\"category\":\"ipv6-addr\",\"value\":\"2001:db8::"
		"1\"},"
		"{\"category\":\"mac\",\"value\":\"00-80-F4-0A-11-02\",\"vlan-num\":7}]}},"
		"{\"category\":\"target\",\"Node\":{\"Address\":[{\"category\":\"site-uri\","
		"\"value\":\"other\"}]}},{\"category\":\"watercraft\"}]}],\"History\":"
		"{\"HistoryItem\":[{\"action\":\"investigate\",\"DateTime\":"
		"\"2006-08-05T11:00:00Z\",\"Description\":[\"Looked at it\"],\"Contact\":{\"role\":"
		"\"irt\",\"type\":\"person\",\"ContactName\":[\"Ann\"]}}]}}]}");
	assert_int_equal(got.status, INCIDENT_RESOLVED);
	assert_int_equal(got.completion, COMPLETION_FAILED);
	assert_int_equal(got.class, INCIDENT_DISCOVERY);
	assert_string_equal(got.summary, "A scan");
	assert_int_equal(got.source.nips, 1);
	assert_memory_equal(got.source.ips[0].b, ((uint8_t[]){ 192, 0, 2, 200 }), 4);
	assert_int_equal(got.source.port, 60524);
	assert_int_equal(got.target.ips[0].n, 16);
	assert_int_equal(got.target.has_mac, 1);
	assert_int_equal(got.target.mac[5], 2);
	assert_int_equal(got.target.vlan, 7);
	assert_string_equal(got.target.name, "plc.example");
	assert_int_equal(got.ntargets, 1);
	assert_string_equal(got.targets[0].name, "other");
	assert_string_equal(got.related[0].id, "B-1");
	assert_int_equal(got.related[0].relation, RELATED_ALTERNATIVE);
	assert_string_equal(got.history[0].who, "Ann");
	assert_string_equal(got.history[0].text, "Looked at it");
	assert_int_equal(got.detected, UINT64_C(1154739600000000000));
	assert_int_equal(got.written % 1000000000, 250000000);
}

#define DOCUMENT(more)                                                                             \
	"{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":\"x\",\"name\":"               \
	"\"a.example\"},\"GenerationTime\":\"2026-01-01T00:00:00Z\"" more "}]}"

static void the_tighter_marking_holds(void **state)
{
	static const struct {
		const char *restriction, *tlp, *is;
	} cases[] = {
		{ "\"amber\"", "AMBER", "AMBER" },
		{ "\"amber\"", "CLEAR", "AMBER+STRICT" },
		{ "\"amber\"", "RED", "RED" },
		{ "\"white\"", "AMBER", "AMBER" },
		{ "\"red\"", "CLEAR", "RED" },
		{ "\"need-to-know\"", "", "AMBER+STRICT" },
		{ "\"ext-value\",\"ext-restriction\":\"amber+strict\"", "AMBER+STRICT",
		  "AMBER+STRICT" },
		{ "\"ext-value\",\"ext-restriction\":\"mine\"", "GREEN", "RED" },
		{ "\"nonsense\"", "", "RED" },
		{ "7", "GREEN", "RED" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		char text[1024];

		(void)snprintf(text, sizeof(text),
			       DOCUMENT(",\"restriction\":%s,\"AdditionalData\":[{\"name\":"
					"\"tlp-2.0\",\"dtype\":\"string\",\"value\":\"%s\"}]"),
			       cases[k].restriction, cases[k].tlp);
		read_good(text);
		assert_string_equal(got.tlp, cases[k].is);
	}
	read_good(DOCUMENT(""));
	assert_string_equal(got.tlp, "RED");
}

static void what_is_no_iodef_is_refused(void **state)
{
	static char deep[400001];

	(void)state;
	refused("", "is no JSON");
	refused("[]", "it is no object");
	refused("{\"version\":\"1.0\",\"Incident\":[{}]}", "version is not 2.0");
	refused("{\"version\":\"2.0\"}", "Incident is missing");
	refused("{\"version\":\"2.0\",\"Incident\":[]}", "Incident is missing, empty");
	refused("{\"version\":\"2.0\",\"Incident\":[7]}", "Incident[0]: is no object");
	refused("{\"version\":\"2.0\",\"Incident\":[{}]}", "IncidentID.id is missing");
	refused("{\"version\":\"2.0\",\"version\":\"2.0\"}", "is no JSON: duplicate");
	refused("{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":\"x\",\"name\":"
		"\"not a name\"}}]}",
		"IncidentID.name is no domain name");
	refused("{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":\"a\\u001b[m\","
		"\"name\":\"a.example\"}}]}",
		"characters that an id must not have");
	refused("{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":\"x\",\"name\":"
		"\"a.example\"},\"GenerationTime\":\"yesterday\"}]}",
		"GenerationTime is missing, or no time");
	memset(deep, '[', sizeof(deep) - 1);
	refused(deep, "is no JSON");
	(void)snprintf(deep, sizeof(deep),
		       "{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":\"%0100d\"}}]}",
		       1);
	refused(deep, "IncidentID.id is too long");
	read_good(DOCUMENT(",\"Description\":[\"a\\u001b[31mb\\u202ec\"]"));
	assert_string_equal(got.title, "a\xef\xbf\xbd[31mb\xef\xbf\xbd"
				       "c");
}

/* Every value of a full record in turn is of each other kind: never more than passed over. */
static void replace(json_t *root, json_t *at, unsigned *left, json_t *with)
{
	const char *key;
	json_t *v;
	void *next;
	size_t k;

	json_object_foreach_safe(at, next, key, v)
	{
		if ((*left)-- == 0) {
			assert_int_equal(json_object_set(at, key, with), 0);
			return;
		}
		replace(root, v, left, with);
		if (*left == UINT32_MAX)
			return;
	}
	json_array_foreach(at, k, v)
	{
		if ((*left)-- == 0) {
			assert_int_equal(json_array_set(at, k, with), 0);
			return;
		}
		replace(root, v, left, with);
		if (*left == UINT32_MAX)
			return;
	}
}

static void any_kind_of_value_anywhere_is_survived(void **state)
{
	static const char *const kinds[] = { "null", "-1",   "1e300",  "[]",
					     "{}",   "\"\"", "[[{}]]", "true" };
	static struct incident i;
	const struct record_context c = { .party = &sample_party };
	const char *why = "";
	char *text;
	size_t n;

	(void)state;
	sample_plain(&i, 7);
	sample_notified(&i);
	assert_true(record_iodef(&i, &c, &text, &n, &why));
	for (unsigned at = 0; at < 900; at++) {
		json_t *root = json_loadb(text, n, 0, NULL);
		json_t *with = json_loads(kinds[at % 8], JSON_DECODE_ANY, NULL);
		unsigned left = at;
		char *changed, error[512];

		replace(root, root, &left, with);
		changed = json_dumps(root, 0);
		(void)reads(changed, strlen(changed), error);
		free(changed);
		json_decref(with);
		json_decref(root);
	}
	free(text);
}

static void more_than_fits_is_counted(void **state)
{
	static char text[200000];
	size_t n = (size_t)snprintf(text, sizeof(text),
				    "{\"version\":\"2.0\",\"Incident\":[{\"IncidentID\":{\"id\":"
				    "\"x\",\"name\":\"a.example\"},\"GenerationTime\":"
				    "\"2026-01-01T00:00:00Z\",\"History\":{\"HistoryItem\":[");

	(void)state;
	for (unsigned k = 0; k < 500; k++)
		n += (size_t)snprintf(
			text + n, sizeof(text) - n,
			"%s{\"action\":\"other\",\"DateTime\":\"2026-01-01T00:00:00Z\"}",
			k > 0 ? "," : "");
	(void)snprintf(text + n, sizeof(text) - n, "]}}]}");
	read_good(text);
	assert_int_equal(got.nhistory, INCIDENT_HISTORY);
	assert_int_equal(got.more_history, 500 - INCIDENT_HISTORY);
}

static void times_of_any_offset_are_read(void **state)
{
	uint64_t ns = 0;

	(void)state;
	assert_true(record_time_parse("1970-01-01T00:00:00Z", &ns));
	assert_int_equal(ns, 0);
	assert_true(record_time_parse("2026-11-20T02:14:07.512345678Z", &ns));
	assert_int_equal(ns, SAMPLE_TIME);
	assert_true(record_time_parse("2026-11-20T11:14:07.5123456789999+09:00", &ns));
	assert_int_equal(ns, SAMPLE_TIME);
	assert_true(record_time_parse("2026-11-19T21:44:07.512345678-04:30", &ns));
	assert_int_equal(ns, SAMPLE_TIME);
	assert_true(record_time_parse("2000-02-29T12:00:00z", &ns));
	assert_int_equal(ns, UINT64_C(951825600000000000));
	assert_true(record_time_parse("2100-03-01T00:00:00Z", &ns));
	assert_int_equal(ns, UINT64_C(4107542400000000000));
	assert_true(record_time_parse("2016-12-31T23:59:60Z", &ns));
	static const char *const bad[] = { "",
					   "2026-11-20",
					   "2026-02-29T00:00:00Z",
					   "2026-13-01T00:00:00Z",
					   "2026-11-20T24:00:00Z",
					   "2026-11-20T02:14:07",
					   "2026-11-20T02:14:07.Z",
					   "2026-11-20T02:14:07+0900",
					   "2026-11-20T02:14:07Zx",
					   "1969-12-31T23:59:59Z",
					   "1970-01-01T00:00:00+01:00",
					   "9999-01-01T00:00:00Z" };

	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
		if (record_time_parse(bad[k], &ns))
			fail_msg("%s is a time?", bad[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_own_record_comes_back),
		cmocka_unit_test(every_sample_of_ours_is_read),
		cmocka_unit_test(the_least_document_is_read),
		cmocka_unit_test(a_campaign_is_read),
		cmocka_unit_test(a_scan_with_its_systems_is_read),
		cmocka_unit_test(the_tighter_marking_holds),
		cmocka_unit_test(what_is_no_iodef_is_refused),
		cmocka_unit_test(any_kind_of_value_anywhere_is_survived),
		cmocka_unit_test(more_than_fits_is_counted),
		cmocka_unit_test(times_of_any_offset_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
