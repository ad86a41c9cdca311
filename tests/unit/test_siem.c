/* Lines for SIEMs: CEF in syslog, and ECS. */
#include "tests/unit/record_made.h"

static char *cef_of(const struct incident *i)
{
	char *text = made_text(siem_cef, i);

	assert_int_equal(strcspn(text, "\n"), strlen(text) - 1);
	return text;
}

static void has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in %s", part, text);
}

static void a_line_has_a_header_of_syslog_and_one_of_cef(void **state)
{
	static struct incident i;
	char *text;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS + INCIDENT_WRITE);
	text = cef_of(&i);
	assert_memory_equal(text,
			    "<131>1 2026-11-20T02:19:42.512Z csirt.example.sg kagami-collector - "
			    "incident [origin software=\"kagami-collector\" swVersion=\"",
			    120);
	has(text, "][kagami@32473 id=\"waterworks-20261120-0006\" revision=\"1\" status=\"new\" "
		  "severity=\"high\" tlp=\"AMBER\" site=\"Example Water Works\"] CEF:0|Kagami|");
	has(text, "|modbus-write-unauthorised|Modbus write from a host that may not write|8|rt=");
	has(text, " src=10.10.1.66 smac=00:80:f4:0a:11:42 spt=40882 dst=10.10.1.13 ");
	has(text, " cs3Label=object cs3=hr:3 cs4Label=values cs4=1500, 65535 ");
	free(text);
}

static void severities_are_said_in_both_scales(void **state)
{
	static const char *const begin[] = { "<134>1 ", "<133>1 ", "<132>1 ", "<131>1 ",
					     "<130>1 " };
	static const char *const cef[] = { "|1|rt=", "|3|rt=", "|5|rt=", "|8|rt=", "|10|rt=" };
	static struct incident i;

	(void)state;
	for (unsigned k = 0; k < 5; k++) {
		char *text;

		sample_incident(&i, SAMPLE_SEVERITY + k);
		text = cef_of(&i);
		assert_memory_equal(text, begin[k], 7);
		has(text, cef[k]);
		free(text);
	}
}

static void each_place_escapes_what_ends_it_there(void **state)
{
	static struct incident i;
	char *text;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	SAMPLE_SET(i.site, "a\"b]c\\d|e=f");
	SAMPLE_SET(i.title, "a\"b]c\\d|e=f");
	SAMPLE_SET(i.summary, "a\"b]c\\d|e=f src=6.6.6.6\nCEF:0|x");
	text = cef_of(&i);
	has(text, " site=\"a\\\"b\\]c\\\\d|e=f\"] CEF");
	has(text, "|a\"b]c\\\\d\\|e=f|8|");
	has(text, " msg=a\"b]c\\\\d|e\\=f src\\=6.6.6.6\xef\xbf\xbd"
		  "CEF:0|x\n");
	free(text);
}

static void a_host_name_is_one_word(void **state)
{
	static struct incident i;
	const struct record_party party = { .fqdn = "a host\xc3\xa4 [x" };
	const struct record_context c = { .party = &party };
	const char *why = "";
	char *text = NULL;
	size_t n = 0;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	assert_true(siem_cef(&i, &c, &text, &n, &why));
	has(text, "Z a-host---[x kagami-collector - incident [");
	free(text);
}

static void ipv6_has_fields_of_its_own(void **state)
{
	static struct incident i;
	char *text;

	(void)state;
	sample_incident(&i, SAMPLE_IPV6);
	text = cef_of(&i);
	has(text, " c6a2Label=Source IPv6 Address c6a2=fd00::66 ");
	has(text, " dst=10.10.1.13 c6a3Label=Destination IPv6 Address c6a3=fd00::13 ");
	assert_null(strstr(text, " src="));
	free(text);
}

static void ecs_is_a_line_with_ecs_fields(void **state)
{
	static struct incident i;
	json_t *o, *e;
	char *text;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS + INCIDENT_WRITE);
	text = made_text(siem_ecs, &i);
	assert_int_equal(strcspn(text, "\n"), strlen(text) - 1);
	free(text);
	o = made_json(siem_ecs, &i);
	e = json_object_get(o, "event");
	assert_string_equal(made_string(o, "@timestamp"), "2026-11-20T02:19:42.512Z");
	assert_string_equal(made_string(e, "id"), i.id);
	assert_string_equal(made_string(e, "outcome"), "success");
	assert_int_equal(json_integer_value(json_object_get(e, "severity")), 73);
	assert_string_equal(made_string(json_object_get(o, "destination"), "mac"),
			    "00-80-F4-0A-11-0D");
	assert_string_equal(made_string(json_object_get(o, "rule"), "id"), i.rules[0].id);
	assert_string_equal(made_string(json_object_get(o, "labels"), "tlp"), "AMBER");
	assert_int_equal(
		json_integer_value(json_object_get(json_object_get(o, "kagami"), "revision")), 1);
	json_decref(o);
}

static void the_same_incident_gives_the_same_bytes(void **state)
{
	(void)state;
	made_again(siem_cef, SAMPLE_FULL);
	made_again(siem_ecs, SAMPLE_FULL);
}

static void every_sample_is_one_line(void **state)
{
	static struct incident i;

	(void)state;
	for (unsigned k = 0; k < SAMPLES; k++) {
		char *text;

		sample_incident(&i, k);
		text = cef_of(&i);
		assert_null(strpbrk(text, "\r\t\x1b\x7f"));
		free(text);
		text = made_text(siem_ecs, &i);
		assert_int_equal(strcspn(text, "\n"), strlen(text) - 1);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_a_header_of_syslog_and_one_of_cef),
		cmocka_unit_test(severities_are_said_in_both_scales),
		cmocka_unit_test(each_place_escapes_what_ends_it_there),
		cmocka_unit_test(a_host_name_is_one_word),
		cmocka_unit_test(ipv6_has_fields_of_its_own),
		cmocka_unit_test(ecs_is_a_line_with_ecs_fields),
		cmocka_unit_test(the_same_incident_gives_the_same_bytes),
		cmocka_unit_test(every_sample_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
