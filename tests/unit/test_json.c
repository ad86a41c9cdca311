#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/json.h"

static char buf[4096];

static struct json start(void)
{
	return json_to(buf, sizeof(buf));
}

static const char *done(const struct json *j)
{
	assert_false(j->overflow);
	assert_true(j->len < sizeof(buf));
	buf[j->len] = '\0';
	return buf;
}

static const char *text_of(const void *bytes, size_t n)
{
	struct json j = start();

	json_text_n(&j, bytes, n);
	return done(&j);
}

static void commas_stand_between_members_and_nowhere_else(void **state)
{
	struct json j = start();

	(void)state;
	json_open(&j);
	json_key(&j, "a");
	json_uint(&j, 1);
	json_key(&j, "b");
	json_open_array(&j);
	json_uint(&j, 2);
	json_open_array(&j);
	json_close_array(&j);
	json_open(&j);
	json_close(&j);
	json_close_array(&j);
	json_key(&j, "c");
	json_open(&j);
	json_key(&j, "d");
	json_nothing(&j);
	json_close(&j);
	json_key(&j, "e");
	json_bool(&j, true);
	json_close(&j);
	assert_string_equal(done(&j), "{\"a\":1,\"b\":[2,[],{}],\"c\":{\"d\":null},\"e\":true}");
}

static void texts_of_several_lines_follow_each_other(void **state)
{
	struct json j = start();

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		json_open(&j);
		json_key(&j, "n");
		json_uint(&j, i);
		json_close(&j);
		json_newline(&j);
	}
	assert_string_equal(done(&j), "{\"n\":0}\n{\"n\":1}\n");
}

static void every_short_number_is_written_right_in_any_room(void **state)
{
	(void)state;
	for (uint32_t u = 0; u < 100100; u++) {
		char expected[12], room[12];
		size_t n = (size_t)snprintf(expected, sizeof(expected), "%u", u);

		for (size_t cap = u % 997 == 0 || u < 11 ? 0 : n; cap <= n; cap++) {
			struct json j = json_to(room, cap);

			json_uint(&j, u);
			assert_int_equal(j.overflow, cap < n);
			if (cap < n)
				continue;
			assert_int_equal(j.len, n);
			assert_memory_equal(room, expected, n);
		}
		struct json j = json_to(room, sizeof(room));

		json_uint(&j, u);
		assert_int_equal(j.len, n);
		assert_memory_equal(room, expected, n);
	}
}

static void numbers_reach_their_limits(void **state)
{
	struct json j = start();

	(void)state;
	json_open_array(&j);
	json_uint(&j, 0);
	json_uint(&j, UINT64_MAX);
	json_int(&j, INT64_MIN);
	json_int(&j, INT64_MAX);
	json_int(&j, -1);
	json_close_array(&j);
	assert_string_equal(done(&j), "[0,18446744073709551615,-9223372036854775808,"
				      "9223372036854775807,-1]");
}

static void floats_are_as_short_as_they_can_be_and_read_back(void **state)
{
	struct json j = start();

	(void)state;
	json_open_array(&j);
	json_float(&j, 0.1);
	json_float(&j, 0.1 + 0.2);
	json_float(&j, 1e300);
	json_float32(&j, 0.1F);
	json_float32(&j, 16777216.0F);
	json_float(&j, (double)NAN);
	json_float(&j, -HUGE_VAL);
	json_float(&j, -0.0);
	json_close_array(&j);
	assert_string_equal(done(&j), "[0.1,0.30000000000000004,1e+300,0.1,16777216,null,null,-0]");
}

static void control_characters_and_quotes_are_escaped(void **state)
{
	(void)state;
	assert_string_equal(text_of("a\"b\\c/d", 7), "\"a\\\"b\\\\c/d\"");
	assert_string_equal(text_of("\b\t\n\v\f\r\x1f\x7f\0x", 10),
			    "\"\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f\\u0000x\"");
	assert_string_equal(text_of("", 0), "\"\"");
}

static void valid_utf8_is_kept(void **state)
{
	(void)state;
	assert_string_equal(text_of("µ€😀", 9), "\"µ€😀\"");
	assert_string_equal(text_of("\xed\x9f\xbf\xf4\x8f\xbf\xbf", 7),
			    "\"\xed\x9f\xbf\xf4\x8f\xbf\xbf\"");
}

static void what_is_not_utf8_becomes_one_replacement_a_longest_beginning(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *want;
	} cases[] = {
		{ "\xff", 1, "\"\\ufffd\"" },
		{ "a\x80z", 3, "\"a\\ufffdz\"" },
		{ "\xc0\xaf", 2, "\"\\ufffd\\ufffd\"" },		       /* overlong */
		{ "\xc3", 1, "\"\\ufffd\"" },				       /* cut */
		{ "\xe2\x82", 2, "\"\\ufffd\"" },			       /* cut */
		{ "\xf0\x9f\x98z", 4, "\"\\ufffdz\"" },			       /* cut, then more */
		{ "\xed\xa0\x80", 3, "\"\\ufffd\\ufffd\\ufffd\"" },	       /* surrogate */
		{ "\xf4\x90\x80\x80", 4, "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" }, /* too high */
		{ "\xe0\x80\xaf", 3, "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "\xe2\x28\xa1", 3, "\"\\ufffd(\\ufffd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text_of(cases[i].bytes, cases[i].n), cases[i].want);
}

static void keys_of_any_bytes_are_escaped(void **state)
{
	struct json j = start();

	(void)state;
	json_open(&j);
	json_key_text(&j, "a\"\n");
	json_uint(&j, 1);
	json_key(&j, "b");
	json_text(&j, NULL);
	json_close(&j);
	assert_string_equal(done(&j), "{\"a\\\"\\n\":1,\"b\":null}");
}

static void addresses_and_bytes_are_written_as_wireshark_writes_them(void **state)
{
	static const uint8_t ip6[16] = { 0xfe, 0x80, [15] = 1 };
	static const uint8_t mac[6] = { 0, 0x80, 0xf4, 0x0a, 0x11, 0xff };
	uint8_t many[100];
	struct json j = start();

	(void)state;
	json_open_array(&j);
	json_ipv4(&j, (const uint8_t[]){ 10, 0, 255, 1 });
	json_ipv6(&j, ip6);
	json_mac(&j, mac);
	json_hex(&j, mac, 0);
	json_close_array(&j);
	assert_string_equal(done(&j), "[\"10.0.255.1\",\"fe80::1\",\"00:80:f4:0a:11:ff\",\"\"]");

	memset(many, 0xab, sizeof(many));
	j = start();
	json_hex(&j, many, sizeof(many));
	assert_int_equal(strlen(done(&j)), 2 + 100 * 3 - 1);
	for (size_t i = 0; i < 100; i++)
		assert_memory_equal(buf + 1 + 3 * i, "ab", 2);
}

static void ipv6_addresses_are_written_as_the_system_writes_them(void **state)
{
	(void)state;
	/* All patterns of zero and other groups, with groups of one to four digits. */
	for (unsigned pattern = 0; pattern < 256; pattern++) {
		for (unsigned fill = 0; fill < 4; fill++) {
			static const uint16_t fills[] = { 0x0001, 0xffff, 0x0120, 0x00ff };
			uint8_t ip[16] = { 0 };
			char want[INET6_ADDRSTRLEN];
			char got[TEXT_IP];

			for (unsigned g = 0; g < 8; g++) {
				if ((pattern >> g & 1) != 0) {
					ip[2 * g] = (uint8_t)(fills[fill] >> 8);
					ip[2 * g + 1] = (uint8_t)fills[fill];
				}
			}
			assert_non_null(inet_ntop(AF_INET6, ip, want, sizeof(want)));
			assert_int_equal(text_ipv6(got, ip), strlen(want));
			assert_string_equal(got, want);
		}
	}
}

static void times_are_utc_with_nanoseconds(void **state)
{
	static const struct {
		uint64_t ns;
		const char *want;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000000000Z" },
		{ 951782399999999999U, "2000-02-28T23:59:59.999999999Z" },
		{ 951782400000000000U, "2000-02-29T00:00:00.000000000Z" },
		{ 951868800000000001U, "2000-03-01T00:00:00.000000001Z" },
		{ 4107542399000000000U, "2100-02-28T23:59:59.000000000Z" },
		{ 4107542400000000000U, "2100-03-01T00:00:00.000000000Z" },
		{ 1714564800250000000U, "2024-05-01T12:00:00.250000000Z" },
		{ 1735689599000000000U, "2024-12-31T23:59:59.000000000Z" },
		{ UINT64_MAX, "2554-07-21T23:34:33.709551615Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[TEXT_TIME];

		assert_int_equal(text_time(text, cases[i].ns), 30);
		assert_string_equal(text, cases[i].want);
	}
}

static void durations_are_seconds_with_nine_decimals(void **state)
{
	struct json j = start();

	(void)state;
	json_open_array(&j);
	json_seconds(&j, 1);
	json_seconds(&j, 12345678901);
	json_seconds(&j, UINT64_MAX);
	json_close_array(&j);
	assert_string_equal(done(&j), "[0.000000001,12.345678901,18446744073.709551615]");
}

static void sample(struct json *j)
{
	json_open(j);
	json_key(j, "text");
	json_text(j, "quote \" and more");
	json_key(j, "n");
	json_uint(j, 123456);
	json_key(j, "hex");
	json_hex(j, (const uint8_t *)"abc", 3);
	json_close(j);
}

static void a_text_that_does_not_fit_overflows_and_never_writes_past_the_end(void **state)
{
	struct json whole = start();
	char want[256];

	(void)state;
	sample(&whole);
	size_t n = whole.len;

	assert_true(n < sizeof(want));
	memcpy(want, buf, n);
	for (size_t cap = 0; cap <= n; cap++) {
		char small[256];

		memset(small, '#', sizeof(small));
		struct json j = json_to(small, cap);

		sample(&j);
		assert_int_equal(j.overflow, cap < n);
		assert_true(j.len <= cap);
		assert_memory_equal(small, want, j.len);
		for (size_t i = cap; i < sizeof(small); i++)
			assert_int_equal(small[i], '#');
	}
}

struct sink {
	char text[256];
	size_t len;
	size_t take; /* calls that succeed */
};

static bool take(void *to, const char *p, size_t n)
{
	struct sink *s = to;

	if (s->take == 0)
		return false;
	s->take--;
	memcpy(s->text + s->len, p, n);
	s->len += n;
	return true;
}

static void a_flush_function_gets_all_of_it_through_any_buffer(void **state)
{
	struct json whole = start();

	(void)state;
	sample(&whole);
	for (size_t cap = 1; cap < 64; cap++) {
		char small[64];
		struct sink sink = { .take = 1000 };
		struct json j = json_to(small, cap);

		j.flush = take;
		j.to = &sink;
		sample(&j);
		json_flush(&j);
		assert_false(j.overflow);
		assert_int_equal(sink.len, whole.len);
		assert_memory_equal(sink.text, buf, whole.len);
	}
}

static void a_flush_that_fails_is_reported(void **state)
{
	char small[16];
	struct sink sink = { .take = 1 };
	struct json j = json_to(small, sizeof(small));

	(void)state;
	j.flush = take;
	j.to = &sink;
	sample(&j);
	json_flush(&j);
	assert_true(j.overflow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_between_members_and_nowhere_else),
		cmocka_unit_test(texts_of_several_lines_follow_each_other),
		cmocka_unit_test(every_short_number_is_written_right_in_any_room),
		cmocka_unit_test(numbers_reach_their_limits),
		cmocka_unit_test(floats_are_as_short_as_they_can_be_and_read_back),
		cmocka_unit_test(control_characters_and_quotes_are_escaped),
		cmocka_unit_test(valid_utf8_is_kept),
		cmocka_unit_test(what_is_not_utf8_becomes_one_replacement_a_longest_beginning),
		cmocka_unit_test(keys_of_any_bytes_are_escaped),
		cmocka_unit_test(addresses_and_bytes_are_written_as_wireshark_writes_them),
		cmocka_unit_test(ipv6_addresses_are_written_as_the_system_writes_them),
		cmocka_unit_test(times_are_utc_with_nanoseconds),
		cmocka_unit_test(durations_are_seconds_with_nine_decimals),
		cmocka_unit_test(a_text_that_does_not_fit_overflows_and_never_writes_past_the_end),
		cmocka_unit_test(a_flush_function_gets_all_of_it_through_any_buffer),
		cmocka_unit_test(a_flush_that_fails_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
