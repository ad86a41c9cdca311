/* site*.c, local_*.c: names and zones of addresses, and windows by the site's clocks. */
#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/option.h"
#include "sensor/rule/local_rule.h"
#include "tests/unit/rules_text.h"

static const char site_text[] =
	"site: waterworks-north\n"
	"timezone: \"+07:00\"\n"
	"assets:\n"
	"  plc1: {ip: 10.10.1.11, role: plc}\n"
	"  hmi: {ip: \"fd0a:a:1::5\", mac: 00-30-a7-01-02-AA}\n"
	"  ied7: {mac: \"00:30:a7:01:02:07\"}\n"
	"zones:\n"
	"  site: {level: 3.5, networks: [10.0.0.0/8]}\n"
	"  control: {level: 1, networks: [10.10.1.0/26, \"fd0a:a:1::/64\"], "
	"vlans: [110]}\n"
	"  one: {networks: [10.10.1.5]}\n"
	"windows:\n"
	"  weekend:\n"
	"    - {weekdays: [sat, sun], from: \"08:00\", to: \"17:00\"}\n"
	"  nights:\n"
	"    - {dates: [2026-12-01, 2026-12-03..2026-12-05], from: \"22:00\", "
	"to: \"02:00\"}\n"
	"  whole: [{weekdays: mon}]\n";

/* ns since 1970 of a UTC time. */
static uint64_t utc(const char *text)
{
	uint64_t at = 0;

	assert_int_equal(option_number(OPTION_TIME, text, &at), OPTION_PARSED);
	return at;
}

static const char *zone_of(const struct site *s, const char *text, uint16_t vlan)
{
	struct addr ip = { { 0, 0 } };
	uint8_t version = strchr(text, ':') != NULL ? 6 : 4;
	const struct zone *z;

	assert_int_equal(inet_pton(version == 6 ? AF_INET6 : AF_INET, text, &ip), 1);
	z = site_zone(s, &ip, version, vlan);
	return z != NULL ? z->name : "none";
}

static void the_longest_prefix_decides_the_zone(void **state)
{
	struct rules_text r;
	const struct site *s;

	(void)state;
	rules_text_load(&r, NULL, NULL, site_text, NULL);
	assert_string_equal(r.said, "");
	s = &r.set->site;
	assert_string_equal(s->name, "waterworks-north");
	assert_string_equal(zone_of(s, "10.10.1.5", 0), "one");
	assert_string_equal(zone_of(s, "10.10.1.6", 0), "control");
	assert_string_equal(zone_of(s, "10.10.1.63", 110), "control");
	assert_string_equal(zone_of(s, "10.10.1.64", 0), "site");
	assert_string_equal(zone_of(s, "10.10.1.64", 110), "site");
	assert_string_equal(zone_of(s, "11.0.0.1", 0), "none");
	assert_string_equal(zone_of(s, "11.0.0.1", 110), "control");
	assert_string_equal(zone_of(s, "fd0a:a:1::9", 0), "control");
	assert_string_equal(zone_of(s, "fd0a:a:2::9", 0), "none");
	assert_ptr_equal(site_zone(s, NULL, 0, 110), &s->zones[1]);
	assert_null(site_zone(s, NULL, 0, 0));
	assert_true(s->zones[0].has_level && s->zones[0].level == 3.5);
	assert_false(s->zones[2].has_level);
	rules_text_free(&r);
}

static void assets_are_known_by_address_mac_and_name(void **state)
{
	static const uint8_t ied[6] = { 0x00, 0x30, 0xa7, 0x01, 0x02, 0x07 };
	static const uint8_t hmi[6] = { 0x00, 0x30, 0xa7, 0x01, 0x02, 0xaa };
	struct rules_text r;
	const struct site *s;
	struct addr ip = { { 0, 0 } };

	(void)state;
	rules_text_load(&r, NULL, NULL, site_text, NULL);
	s = &r.set->site;
	assert_int_equal(s->nassets, 3);
	inet_pton(AF_INET, "10.10.1.11", &ip);
	assert_string_equal(site_asset(s, &ip, 4, NULL)->name, "plc1");
	assert_string_equal(site_asset(s, &ip, 4, ied)->name, "plc1");
	assert_string_equal(site_asset(s, &ip, 4, NULL)->role, "plc");
	assert_null(site_asset(s, &ip, 6, NULL));
	assert_string_equal(site_asset(s, NULL, 0, ied)->name, "ied7");
	assert_string_equal(site_asset(s, &ip, 6, hmi)->name, "hmi");
	assert_string_equal(site_asset_named(s, "hmi")->name, "hmi");
	assert_null(site_asset_named(s, "plc"));
	rules_text_free(&r);
}

static void without_a_site_file_nothing_is_known(void **state)
{
	static const uint8_t mac[6] = { 0 };
	struct rules_text r;
	struct addr ip = { { 0, 0 } };

	(void)state;
	rules_text_load(&r, NULL, NULL, "", NULL);
	assert_string_equal(r.said, "");
	assert_string_equal(r.set->site.name, "");
	assert_null(site_zone(&r.set->site, &ip, 4, 1));
	assert_null(site_asset(&r.set->site, &ip, 4, mac));
	assert_null(site_asset_named(&r.set->site, "x"));
	assert_null(site_window(&r.set->site, "x"));
	rules_text_free(&r);
}

static void a_window_holds_by_the_sites_clocks(void **state)
{
	struct rules_text r;
	const struct window *w;

	(void)state;
	rules_text_load(&r, NULL, NULL, site_text, NULL);
	w = site_window(&r.set->site, "weekend");
	assert_string_equal(window_name(w), "weekend");
	/* 2026-11-28 is a Saturday; 08:00 there is 01:00 UTC. */
	assert_false(window_holds(w, utc("2026-11-28T00:59:59Z")));
	assert_true(window_holds(w, utc("2026-11-28T01:00:00Z")));
	assert_true(window_holds(w, utc("2026-11-28T09:59:59Z")));
	assert_false(window_holds(w, utc("2026-11-28T10:00:00Z")));
	assert_true(window_holds(w, utc("2026-11-29T05:00:00Z")));
	assert_false(window_holds(w, utc("2026-11-30T05:00:00Z")));
	w = site_window(&r.set->site, "whole");
	assert_false(window_holds(w, utc("2026-11-29T16:59:59Z")));
	assert_true(window_holds(w, utc("2026-11-29T17:00:00Z")));
	assert_true(window_holds(w, utc("2026-11-30T16:59:59Z")));
	assert_false(window_holds(w, utc("2026-11-30T17:00:00Z")));
	rules_text_free(&r);
}

static void a_window_over_midnight_belongs_to_the_day_it_begins(void **state)
{
	struct rules_text r;
	const struct window *w;

	(void)state;
	rules_text_load(&r, NULL, NULL, site_text, NULL);
	w = site_window(&r.set->site, "nights");
	/* From 22:00 of the first, 15:00 UTC, to 02:00 of the second, 19:00 UTC. */
	assert_false(window_holds(w, utc("2026-12-01T14:59:59Z")));
	assert_true(window_holds(w, utc("2026-12-01T15:00:00Z")));
	assert_true(window_holds(w, utc("2026-12-01T18:59:59Z")));
	assert_false(window_holds(w, utc("2026-12-01T19:00:00Z")));
	assert_false(window_holds(w, utc("2026-12-02T16:00:00Z")));
	assert_true(window_holds(w, utc("2026-12-03T16:00:00Z")));
	assert_true(window_holds(w, utc("2026-12-05T18:00:00Z")));
	assert_false(window_holds(w, utc("2026-12-06T16:00:00Z")));
	assert_false(window_holds(w, utc("2026-11-30T16:00:00Z")));
	rules_text_free(&r);
}

static void a_named_zone_has_summer_time(void **state)
{
	static const char text[] = "timezone: Europe/Zurich\n"
				   "windows: {w: [{from: \"08:00\", to: \"09:00\"}]}\n";
	struct rules_text r;
	const struct window *w;

	(void)state;
	rules_text_load(&r, NULL, NULL, text, NULL);
	assert_string_equal(r.said, "");
	w = site_window(&r.set->site, "w");
	assert_true(window_holds(w, utc("2026-01-10T07:30:00Z")));
	assert_false(window_holds(w, utc("2026-01-10T06:30:00Z")));
	assert_true(window_holds(w, utc("2026-07-10T06:30:00Z")));
	assert_false(window_holds(w, utc("2026-07-10T07:30:00Z")));
	/* Behind the last change that the zone's file writes out. */
	assert_true(window_holds(w, utc("2062-01-10T07:30:00Z")));
	assert_true(window_holds(w, utc("2062-07-10T06:30:00Z")));
	rules_text_free(&r);
}

/* The C library's own reading of the zone files is the oracle. */
static void a_zone_agrees_with_the_c_library(void **state)
{
	static const char *const zones[] = { "Europe/Zurich",	 "America/New_York",
					     "Australia/Sydney", "Asia/Kolkata",
					     "America/St_Johns", "Pacific/Chatham",
					     "Africa/Casablanca" };
	struct arena a = { NULL, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		struct local_time t;

		assert_null(local_time_named(&a, zones[i], &t));
		setenv("TZ", zones[i], 1);
		tzset();
		for (int64_t at = 0; at < INT64_C(4000000000); at += 100003) {
			struct tm tm;
			time_t seconds = (time_t)at;

			localtime_r(&seconds, &tm);
			if (tm.tm_gmtoff != local_time_ahead(&t, at))
				fail_msg("%s at %lld: %d, not %ld", zones[i], (long long)at,
					 local_time_ahead(&t, at), tm.tm_gmtoff);
		}
	}
	unsetenv("TZ");
	tzset();
	arena_free(&a);
}

static void a_rule_of_a_zone_is_written_out(void **state)
{
	struct local_rule r;
	struct local_change two[2];

	(void)state;
	assert_true(local_rule_parse("CET-1CEST,M3.5.0,M10.5.0/3", &r));
	local_rule_year(&r, 2026, two);
	assert_int_equal(two[0].at, utc("2026-03-29T01:00:00Z") / 1000000000);
	assert_int_equal(two[0].ahead, 7200);
	assert_int_equal(two[1].at, utc("2026-10-25T01:00:00Z") / 1000000000);
	assert_int_equal(two[1].ahead, 3600);
	assert_true(local_rule_parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", &r));
	local_rule_year(&r, 2026, two);
	assert_int_equal(two[0].ahead, 37800);
	assert_int_equal(two[1].ahead, 39600);
	assert_true(local_rule_parse("X0Y0", &r) == false);
	assert_true(local_rule_parse("AAA0BBB,J60/0,59/0", &r));
	local_rule_year(&r, 2024, two); /* J60 is always the first of March, 59 the 60th day */
	assert_int_equal(two[1].at - two[0].at, 86400 + 3600);
	assert_true(local_rule_parse("<+07>-7", &r));
	assert_false(r.changes);
	assert_int_equal(r.standard, 25200);
	assert_false(local_rule_parse("", &r));
	assert_false(local_rule_parse("CET-1CEST,M13.5.0,M10.5.0", &r));
	assert_false(local_rule_parse("CET-1CEST,M3.6.0,M10.5.0", &r));
	assert_false(local_rule_parse("CET-1CEST,M3.5.0", &r));
	assert_false(local_rule_parse("<+07", &r));
}

static void a_damaged_zone_file_is_refused(void **state)
{
	static char bytes[65536];
	FILE *f = fopen("/usr/share/zoneinfo/Europe/Zurich", "re");
	struct arena a = { NULL, 0 };
	struct local_time t;
	size_t n;

	(void)state;
	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_null(local_time_parse(&a, bytes, n, &t));
	for (size_t cut = 0; cut < n; cut += 7) {
		char *copy = malloc(cut > 0 ? cut : 1);

		memcpy(copy, bytes, cut);
		(void)local_time_parse(&a, copy, cut, &t);
		if (cut < n / 2)
			assert_non_null(local_time_parse(&a, copy, cut, &t));
		free(copy);
	}
	for (size_t i = 0; i < n; i += 3) { /* any byte may be wrong */
		char before = bytes[i];

		bytes[i] = (char)(before ^ 0xff);
		(void)local_time_parse(&a, bytes, n, &t);
		bytes[i] = before;
	}
	arena_free(&a);
}

static void an_offset_is_read_and_nothing_else(void **state)
{
	static const char *const wrong[] = { "",       "7",	"+7:00", "+07.00", "+15:00",
					     "+07:60", "07:00", "+0700", "utc" };
	struct arena a = { NULL, 0 };
	struct local_time t;

	(void)state;
	assert_true(local_time_offset("-03:30", &t));
	assert_int_equal(local_time_ahead(&t, 0), -12600);
	assert_true(local_time_offset("Z", &t) && local_time_offset("UTC", &t));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(local_time_offset(wrong[i], &t));
	assert_non_null(local_time_named(&a, "../../../etc/passwd", &t));
	assert_non_null(local_time_named(&a, "/etc/localtime", &t));
	assert_non_null(local_time_named(&a, "Europe", &t));
	assert_non_null(local_time_named(&a, "No/Where", &t));
	arena_free(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_prefix_decides_the_zone),
		cmocka_unit_test(assets_are_known_by_address_mac_and_name),
		cmocka_unit_test(without_a_site_file_nothing_is_known),
		cmocka_unit_test(a_window_holds_by_the_sites_clocks),
		cmocka_unit_test(a_window_over_midnight_belongs_to_the_day_it_begins),
		cmocka_unit_test(a_named_zone_has_summer_time),
		cmocka_unit_test(a_zone_agrees_with_the_c_library),
		cmocka_unit_test(a_rule_of_a_zone_is_written_out),
		cmocka_unit_test(a_damaged_zone_file_is_refused),
		cmocka_unit_test(an_offset_is_read_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
