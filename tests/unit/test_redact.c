/* What a recipient may not see is nowhere in what it gets, in no format and no byte. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "collector/redact.h"
#include "tests/records/incidents.h"

static const uint8_t key[32] = { 7, 1, 2, 3 };

static struct recipient recipient(const char *name, enum tlp clearance)
{
	struct recipient r = { .clearance = clearance };

	SAMPLE_SET(r.name, "%s", name);
	SAMPLE_SET(r.fqdn, "cert.example.%s", name);
	return r;
}

/* Names, addresses, values and people that stand nowhere else. */
static const char *const sites[] = { "quaymarsh",   "Quaymarsh Works", "dosing7",
				     "supervisor9", "basement4",       "north-tap",
				     "GCBQ/LLN0",   "quay_capture",    "quayevidence" };
static const char *const addresses[] = {
	"10.77.66.55", "10.77.66.1",   "192.168.201.9",	    "fd77::55",	      "00:80:f4:77:66:55",
	"008",	       "0080f4776655", "00-80-f4-77-66-55", "0080.f477.6655", "172.16.44.3",
};
static const char *const values[] = { "73819", "-4417.25", "73,819" };
static const char *const contacts[] = { "tanaka.ichiro", "cert.elsewhere.test", "ELSE-2026-77",
					"somchai", "+66 2 555 0177" };
#define NOTE "somchai says dosing7 at 10.77.66.55 got 73819, call +66 2 555 0177"

static void fill_end(struct incident_end *e, const char *name, uint8_t last)
{
	sample_end(e, name, last, 502);
	memcpy(e->ips[0].b, (const uint8_t[]){ 10, 77, 66, last }, 4);
	memcpy(e->mac, (const uint8_t[]){ 0x00, 0x80, 0xf4, 0x77, 0x66, last }, 6);
	SAMPLE_SET(e->zone, "basement4");
	SAMPLE_SET(e->vendor, "Example Vendor");
	SAMPLE_SET(e->firmware, "3.1 of dosing7 10.77.66.55");
	SAMPLE_SET(e->role, "plc");
}

static void fill_lists(struct incident *i)
{
	SAMPLE_SET(i->values[0], "73819");
	SAMPLE_SET(i->values[1], "-4417.25");
	SAMPLE_SET(i->sensors[0], "north-tap");
	SAMPLE_SET(i->evidence[0].sensor, "north-tap");
	SAMPLE_SET(i->evidence[0].capture, "quay_capture-10.77.66.55.pcap");
	SAMPLE_SET(i->evidence[0].file, "quayevidence-01.pcap");
	i->evidence[0].file_size = 4711;
	memset(i->evidence[0].sha256, 0x5a, 32);
	SAMPLE_SET(i->rules[0].id, "quaymarsh-dosing7-write");
	SAMPLE_SET(i->rules[0].title, "Write to dosing7 of Quaymarsh Works, 10.77.66.55");
	SAMPLE_SET(i->stages[0].rule, "%s", i->rules[0].id);
	i->nrelated = 2;
	SAMPLE_SET(i->related[0].id, "quaymarsh-20261119-0004");
	SAMPLE_SET(i->related[0].issuer, "%s", i->issuer);
	i->related[0].relation = RELATED_CASE;
	SAMPLE_SET(i->related[1].id, "ELSE-2026-77");
	SAMPLE_SET(i->related[1].issuer, "cert.elsewhere.test");
	i->related[1].relation = RELATED_ALTERNATIVE;
}

static void fill_history(struct incident *i)
{
	static const struct {
		enum incident_action action;
		const char *who, *text, *message;
	} rows[] = {
		{ ACTION_OPENED, "collector", "Opened by its first alert", "history.opened" },
		{ ACTION_ASSIGNED, "somchai", "Assigned to tanaka.ichiro", "history.assigned.to" },
		{ ACTION_NOTE, "tanaka.ichiro", NOTE, "" },
		{ ACTION_NOTE, "somchai", NOTE, "history.report.of" },
		{ ACTION_SENT, "cert.elsewhere.test", "Sent", "history.sent" },
		{ ACTION_ACKED, "cert.elsewhere.test", "Acknowledged as ELSE-2026-77",
		  "history.acked.as" },
		{ ACTION_STATUS, "somchai", "Became part of quaymarsh-20261120-0002",
		  "history.merged-into.one" },
	};

	i->nhistory = sizeof(rows) / sizeof(rows[0]);
	for (uint32_t k = 0; k < i->nhistory; k++) {
		i->history[k] = (struct incident_history){ .time = i->detected + k * SAMPLE_SECOND,
							   .action = (uint8_t)rows[k].action };
		SAMPLE_SET(i->history[k].who, "%s", rows[k].who);
		SAMPLE_SET(i->history[k].text, "%s", rows[k].text);
		SAMPLE_SET(i->history[k].message, "%s", rows[k].message);
	}
	SAMPLE_SET(i->assignee, "tanaka.ichiro");
}

static struct incident *secretive(void)
{
	static struct incident i;

	sample_plain(&i, 1);
	SAMPLE_SET(i.id, "quaymarsh-20261120-0001");
	SAMPLE_SET(i.site, "Quaymarsh Works");
	SAMPLE_SET(i.title, "Write to DOSING7 by 192.168.201.9");
	SAMPLE_SET(i.message, "rule.quaymarsh-dosing7-write");
	SAMPLE_SET(i.summary,
		   "supervisor9 (10.77.66.1, 00-80-F4-77-66-01) writes 73819 to hr:3 of dosing7 "
		   "(10.77.66.55); usual is 10 to 73,819; seen by 172.16.44.3 and fd77::55.");
	SAMPLE_SET(i.device, "GCBQ/LLN0$GO$gcb1");
	fill_end(&i.source, "supervisor9", 1);
	fill_end(&i.target, "dosing7", 0x37);
	i.ntargets = 1;
	fill_end(&i.targets[0], "dosing7 backup", 2);
	i.target.nips = 2;
	i.target.ips[1].n = 16;
	memcpy(i.target.ips[1].b, (const uint8_t[16]){ 0xfd, 0x77, [15] = 0x55 }, 16);
	fill_lists(&i);
	fill_history(&i);
	return &i;
}

/* ---- nothing is anywhere --------------------------------------------------------------------- */

static bool found(const char *where, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (size_t at = 0; at + len <= n; at++) {
		if (strncasecmp(where + at, what, len) == 0)
			return true;
	}
	return false;
}

static void absent(const char *where, size_t n, const char *const *all, size_t count,
		   const char *format)
{
	for (size_t k = 0; k < count; k++) {
		if (strlen(all[k]) > 3 && found(where, n, all[k]))
			fail_msg("\"%s\" is in what was made as %s", all[k], format);
	}
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void nothing_of(const char *text, size_t n, const struct recipient *to, const char *format)
{
	if (!to->sites)
		absent(text, n, sites, COUNT(sites), format);
	if (!to->addresses)
		absent(text, n, addresses, COUNT(addresses), format);
	if (!to->values)
		absent(text, n, values, COUNT(values), format);
	if (!to->contacts)
		absent(text, n, contacts, COUNT(contacts), format);
}

static void in_all_formats(const struct incident *i, const struct recipient *to)
{
	static const struct {
		const char *name;
		bool (*write)(const struct incident *i, const struct record_context *c, char **out,
			      size_t *n, const char **why);
	} formats[] = {
		{ "IODEF", record_iodef }, { "STIX", record_stix }, { "MISP", record_misp },
		{ "CSV", record_csv },	   { "CEF", siem_cef },	    { "ECS", siem_ecs },
	};
	static const struct record_party party = { .fqdn = "csirt.example.sg", .name = "CSIRT" };
	struct record_context c = { .party = &party };

	for (size_t k = 0; k < COUNT(formats); k++) {
		const char *why = "";
		char *text = NULL;
		size_t n = 0;

		assert_true(formats[k].write(i, &c, &text, &n, &why));
		nothing_of(text, n, to, formats[k].name);
		free(text);
	}
}

static struct recipient sees(unsigned what)
{
	struct recipient to = recipient("jp", TLP_RED);

	to.sites = (what & 1) != 0;
	to.addresses = (what & 2) != 0;
	to.values = (what & 4) != 0;
	to.contacts = (what & 8) != 0;
	return to;
}

static void nothing_that_it_may_not_see_is_in_any_format(void **state)
{
	static struct incident out;

	(void)state;
	for (unsigned what = 0; what < 16; what++) {
		struct recipient to = sees(what);

		assert_true(redact(secretive(), &to, key, &out));
		in_all_formats(&out, &to);
		/* Nor in what is left over in the copy, as bytes of addresses for instance. */
		nothing_of((const char *)&out, sizeof(out), &to, "the copy");
		if (!to.addresses)
			assert_null(memmem(&out, sizeof(out), "\x0a\x4d\x42", 3));
	}
}

static void the_search_finds_what_was_not_taken_out(void **state)
{
	const struct incident *i = secretive();
	const char *why = "";
	char *text = NULL;
	size_t n = 0;
	struct record_context c = { .party = &sample_party };

	(void)state;
	assert_true(record_iodef(i, &c, &text, &n, &why));
	assert_true(found(text, n, "dosing7") && found(text, n, "10.77.66.55"));
	assert_true(found(text, n, "73819") && found(text, n, "quaymarsh"));
	free(text);
}

static void who_may_see_everything_gets_it_as_it_is(void **state)
{
	static struct incident out;
	struct incident *i = secretive();
	struct recipient to = sees(15);
	struct record_context c = { .party = &sample_party };
	const char *why = "";
	char *text = NULL, *whole = NULL;
	size_t n = 0, m = 0;

	(void)state;
	assert_true(redact(i, &to, key, &out));
	/* But what a stranger could guess at. */
	assert_memory_not_equal(out.dedup, i->dedup, sizeof(i->dedup));
	memcpy(out.dedup, i->dedup, sizeof(i->dedup));
	assert_true(record_iodef(i, &c, &whole, &n, &why));
	assert_true(record_iodef(&out, &c, &text, &m, &why));
	assert_string_equal(text, whole);
	free(text);
	free(whole);
}

/* ---- pseudonyms ------------------------------------------------------------------------------ */

static void pseudonyms_are_the_same_for_one_and_others_for_another(void **state)
{
	static struct incident a, b, c, d;
	static const uint8_t other_key[32] = { 8 };
	struct recipient jp = recipient("jp", TLP_RED), th = recipient("th", TLP_RED);
	struct incident *i = secretive();

	(void)state;
	assert_true(redact(i, &jp, key, &a));
	i->revision = 9;
	assert_true(redact(i, &jp, key, &b));
	assert_string_equal(a.target.name, b.target.name);
	assert_string_equal(a.id, b.id);
	assert_memory_equal(a.target.ips, b.target.ips, sizeof(a.target.ips));
	assert_true(redact(i, &th, key, &c));
	assert_true(redact(i, &jp, other_key, &d));
	assert_string_not_equal(a.target.name, c.target.name);
	assert_string_not_equal(a.target.name, d.target.name);
	assert_string_not_equal(a.id, c.id);
	assert_memory_not_equal(a.target.ips[0].b, c.target.ips[0].b, 4);
	assert_memory_not_equal(a.target.mac, c.target.mac, 6);
	/* Different things have different pseudonyms. */
	assert_string_not_equal(a.target.name, a.targets[0].name);
	assert_memory_not_equal(a.target.ips[0].b, a.source.ips[0].b, 4);
}

static void pseudonyms_are_seen_to_be_some(void **state)
{
	static struct incident out;
	struct recipient to = recipient("jp", TLP_RED);

	(void)state;
	assert_true(redact(secretive(), &to, key, &out));
	assert_true(out.target.ips[0].b[0] >= 240 && out.target.ips[0].b[0] < 255);
	assert_memory_equal(out.target.ips[1].b, "\x20\x01\x0d\xb8", 4);
	assert_int_equal(out.target.mac[0], 0x02);
	assert_memory_equal(out.target.name, "asset-", 6);
	assert_memory_equal(out.site, "site-", 5);
	assert_memory_equal(out.sensors[0], "sensor-", 7);
	assert_int_equal(out.target.vlan, 0);
	/* What is not the plant's stays. */
	assert_string_equal(out.target.vendor, "Example Vendor");
	assert_string_equal(out.target.role, "plc");
	assert_string_equal(out.object, "hr:3");
	assert_string_equal(out.function, "Write Single Register");
	assert_int_equal(out.target.port, 502);
}

static void an_id_keeps_its_day_and_number(void **state)
{
	static struct incident out;
	struct recipient to = recipient("jp", TLP_RED);
	char id[INCIDENT_ID];
	const struct incident *i = secretive();

	(void)state;
	assert_true(redact(i, &to, key, &out));
	assert_string_equal(out.id + strlen(out.id) - 14, "-20261120-0001");
	redact_id(id, i->id, &to, key);
	assert_string_equal(id, out.id);
	redact_id(id, "quaymarsh-20261119-0004", &to, key);
	assert_string_equal(id, out.related[0].id);
	/* One site is one site. */
	assert_memory_equal(id, out.id, strlen(id) - 14);
	redact_id(id, "no such form", &to, key);
	assert_memory_equal(id, "site-", 5);
	to.sites = true;
	redact_id(id, i->id, &to, key);
	assert_string_equal(id, i->id);
}

static void a_source_outside_keeps_its_address(void **state)
{
	static struct incident out;
	struct recipient to = recipient("jp", TLP_RED);
	struct incident *i = secretive();
	const uint8_t outside[4] = { 203, 0, 114, 9 };

	(void)state;
	memcpy(i->source.ips[0].b, outside, 4);
	SAMPLE_SET(i->title, "Access from 203.0.114.9 and from 198.51.99.3");
	i->source.name[0] = i->source.zone[0] = i->source.role[0] = '\0';
	assert_true(redact(i, &to, key, &out));
	assert_memory_equal(out.source.ips[0].b, outside, 4);
	assert_non_null(strstr(out.title, "203.0.114.9"));
	assert_null(strstr(out.title, "198.51.99.3"));
	/* A global address of the plant is the plant's; so is the router's MAC. */
	assert_memory_not_equal(out.source.mac, i->source.mac, 6);
	memcpy(i->target.ips[0].b, (const uint8_t[]){ 203, 0, 114, 77 }, 4);
	assert_true(redact(i, &to, key, &out));
	assert_int_equal(out.target.ips[0].b[0] & 0xf0, 0xf0);
	SAMPLE_SET(i->source.zone, "basement4");
	assert_true(redact(i, &to, key, &out));
	assert_memory_not_equal(out.source.ips[0].b, outside, 4);
}

static void addresses_in_sentences_are_found_however_they_stand(void **state)
{
	static const char *const texts[] = {
		"10.9.8.7",	     "(10.9.8.7)",	  "10.9.8.7:502",     "10.9.8.7.",
		"at10 10.9.8.7-x",   "fe80::1:2%eth0",	  "[fd00:1:2::3]:80", "a=fd00::9,",
		"12:34:56:78:9a:bc", "12-34-56-78-9A-BC", "1234.5678.9abc",   "mac 123456789abc.",
		"10.9.8.7/24",	     "::ffff:10.9.8.7",
	};
	static struct incident out;
	struct recipient to = recipient("jp", TLP_RED);
	struct incident *i = secretive();

	(void)state;
	for (size_t k = 0; k < COUNT(texts); k++) {
		SAMPLE_SET(i->title, "Seen %s there", texts[k]);
		assert_true(redact(i, &to, key, &out));
		assert_null(strstr(out.title, "9.8.7"));
		assert_null(strstr(out.title, "fd00"));
		assert_null(strstr(out.title, "fe80"));
		assert_null(strstr(out.title, "3456"));
		assert_null(strstr(out.title, "34:56"));
		assert_null(strstr(out.title, "34-56"));
		assert_memory_equal(out.title, "Seen ", 5);
	}
	SAMPLE_SET(i->title, "At 12:30, version 1.2.3, 100.5 %% of a:b:c and 1:2");
	assert_true(redact(i, &to, key, &out));
	assert_string_equal(out.title, i->title);
}

/* ---- clearance ------------------------------------------------------------------------------- */

static void an_incident_above_the_clearance_is_not_given(void **state)
{
	static struct incident out, none;
	struct incident *i = secretive();

	(void)state;
	for (enum tlp has = TLP_CLEAR; has <= TLP_RED; has++) {
		for (enum tlp may = TLP_CLEAR; may <= TLP_RED; may++) {
			struct recipient to = recipient("jp", may);

			SAMPLE_SET(i->tlp, "%s", tlp_name(has));
			assert_int_equal(redact(i, &to, key, &out), has <= may);
			if (has > may)
				assert_memory_equal(&out, &none, sizeof(out));
		}
	}
}

static void a_tlp_that_is_none_is_red(void **state)
{
	static struct incident out;
	static const char *const none[] = { "", "amber", "WHITE", "AMBER ", "GREEN+" };
	struct recipient strict = recipient("jp", TLP_AMBER_STRICT), red = recipient("jp", TLP_RED);
	struct incident *i = secretive();
	enum tlp t;

	(void)state;
	for (size_t k = 0; k < COUNT(none); k++) {
		SAMPLE_SET(i->tlp, "%s", none[k]);
		assert_false(tlp_parse(none[k], &t));
		assert_false(redact(i, &strict, key, &out));
		assert_true(redact(i, &red, key, &out));
	}
	assert_true(tlp_parse("AMBER+STRICT", &t));
	assert_int_equal(t, TLP_AMBER_STRICT);
}

/* ---- what is left is of use ------------------------------------------------------------------ */

static void what_is_left_says_what_happened(void **state)
{
	static struct incident out;
	char text[INCIDENT_TEXT];
	struct recipient to = recipient("jp", TLP_RED);

	(void)state;
	assert_true(redact(secretive(), &to, key, &out));
	(void)snprintf(text, sizeof(text),
		       "%s writes to several devices by modbus, Write Single "
		       "Register, hr:3",
		       out.source.name);
	assert_string_equal(out.summary, text);
	/* Our own sentences stay, in order; what people wrote does not. */
	assert_int_equal(out.nhistory, 4);
	assert_string_equal(out.history[0].text, "Opened by its first alert");
	assert_string_equal(out.history[0].who, "collector");
	assert_string_equal(out.history[1].text, "Assigned");
	assert_string_equal(out.history[1].message, "history.assigned");
	assert_string_equal(out.history[3].text, "Became part of another incident");
	assert_string_equal(out.history[3].message, "history.merged-into");
	assert_memory_equal(out.history[1].who, "person-", 7);
	assert_string_equal(out.history[2].message, "history.report");
	assert_int_equal(out.nrelated, 1);
}

static void a_recipient_sees_what_it_did_itself(void **state)
{
	static struct incident out;
	struct recipient to = recipient("jp", TLP_RED);
	struct incident *i = secretive();

	(void)state;
	SAMPLE_SET(i->related[1].issuer, "cert.example.jp");
	SAMPLE_SET(i->history[4].who, "jp");
	SAMPLE_SET(i->history[5].who, "cert.example.jp");
	assert_true(redact(i, &to, key, &out));
	assert_int_equal(out.nrelated, 2);
	assert_string_equal(out.related[1].id, "ELSE-2026-77");
	assert_int_equal(out.nhistory, 6);
	assert_string_equal(out.history[4].who, "cert.example.jp");
}

static void every_sample_can_be_redacted_and_written(void **state)
{
	static struct incident i, out, again;

	(void)state;
	for (unsigned k = 0; k < SAMPLES; k++) {
		struct recipient to = recipient("jp", TLP_RED);

		sample_incident(&i, k);
		assert_true(redact(&i, &to, key, &out));
		assert_true(redact(&i, &to, key, &again));
		assert_memory_equal(&out, &again, sizeof(out));
		in_all_formats(&out, &to);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_it_may_not_see_is_in_any_format),
		cmocka_unit_test(the_search_finds_what_was_not_taken_out),
		cmocka_unit_test(who_may_see_everything_gets_it_as_it_is),
		cmocka_unit_test(pseudonyms_are_the_same_for_one_and_others_for_another),
		cmocka_unit_test(pseudonyms_are_seen_to_be_some),
		cmocka_unit_test(an_id_keeps_its_day_and_number),
		cmocka_unit_test(a_source_outside_keeps_its_address),
		cmocka_unit_test(addresses_in_sentences_are_found_however_they_stand),
		cmocka_unit_test(an_incident_above_the_clearance_is_not_given),
		cmocka_unit_test(a_tlp_that_is_none_is_red),
		cmocka_unit_test(what_is_left_says_what_happened),
		cmocka_unit_test(a_recipient_sees_what_it_did_itself),
		cmocka_unit_test(every_sample_can_be_redacted_and_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
