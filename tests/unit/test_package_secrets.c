/*
 * Nothing that the recipient may not see is anywhere in a package: every text of an incident has a
 * mark that stands nowhere else, and every byte of every file, and every name of one, is searched
 * for each mark as it is, in base64 and in hexadecimal, and where everything of a kind is hidden in
 * many more ways: UTF-16, escapes of JSON and URLs, numbers, addresses as all kinds of programs
 * write them.
 */
#include "tests/unit/secret_kit.h"

#include <arpa/inet.h>
#include <ctype.h>

/* ---- searching ---------------------------------------------------------------------------- */

/* Without `exactly`: whether in small letters or not. */
static bool has(const char *p, size_t n, const char *what, size_t len, bool exactly)
{
	char little[1024], form[512];

	if (exactly)
		return memmem(p, n, what, len) != NULL;
	make_small(form, what, len);
	if (p == text)
		return memmem(small, n, form, len) != NULL;
	assert_true(n <= sizeof(little));
	make_small(little, p, n);
	return memmem(little, n, form, len) != NULL;
}

/* In base64, wherever in its groups of three it begins. */
static bool has_base64(const char *p, size_t n, const char *what, size_t len, int variant)
{
	for (size_t k = 0; k < 3; k++) {
		uint8_t bytes[256] = { 0 };
		char code[512];
		size_t from = (k * 8 + 5) / 6, to = (k + len) * 8 / 6;

		memcpy(bytes + k, what, len);
		(void)sodium_bin2base64(code, sizeof(code), bytes, k + len, variant);
		/* The two kinds differ in two characters only. */
		if (variant == sodium_base64_VARIANT_URLSAFE && strpbrk(code, "-_") == NULL)
			continue;
		if (has(p, n, code + from, to - from, true))
			return true;
	}
	return false;
}

static bool shows(const char *p, size_t n, const char *what)
{
	char hex[512], upper[256], lower[256];
	size_t len = strlen(what);

	for (size_t k = 0; k <= len; k++) {
		upper[k] = (char)toupper((unsigned char)what[k]);
		lower[k] = (char)tolower((unsigned char)what[k]);
	}
	if (has(p, n, what, len, false))
		return true;
	for (unsigned k = 0; k < 3; k++) {
		const char *form = k == 0 ? what : k == 1 ? upper : lower;

		if (k > 0 && strcmp(form, what) == 0)
			continue;
		(void)sodium_bin2hex(hex, sizeof(hex), (const uint8_t *)form, len);
		if (has(p, n, hex, strlen(hex), false) ||
		    has_base64(p, n, form, len, sodium_base64_VARIANT_ORIGINAL) ||
		    has_base64(p, n, form, len, sodium_base64_VARIANT_URLSAFE))
			return true;
	}
	return false;
}

/* ---- more ways to write it ----------------------------------------------------------------- */

/* How a character is written: before, that many figures to that base, behind. */
struct form {
	const char *before;
	unsigned base, figures;
	const char *behind;
};

static bool shows_escaped(const char *p, size_t n, const char *what, const struct form *form)
{
	char out[512];
	size_t at = 0;

	for (const char *c = what; *c != '\0'; c++) {
		unsigned v = (uint8_t)*c, figures = form->figures;

		if (figures == 0)
			figures = v < form->base * form->base ? 2 : 3;
		at += (size_t)snprintf(out + at, sizeof(out) - at, "%s", form->before);
		for (unsigned k = figures; k > 0; k--) {
			out[at + k - 1] = "0123456789abcdef"[v % form->base];
			v /= form->base;
		}
		at += figures;
		at += (size_t)snprintf(out + at, sizeof(out) - at, "%s", form->behind);
	}
	return has(p, n, out, at, false);
}

static bool shows_wide(const char *p, size_t n, const char *what)
{
	char out[256] = { 0 };
	size_t len = strlen(what);

	for (size_t k = 0; k < len; k++)
		out[2 * k] = what[k];
	/* The byte before or behind it is another character's. */
	return has(p, n, out, 2 * len - 1, true);
}

static bool shows_backwards(const char *p, size_t n, const char *what)
{
	char out[128] = "";
	size_t len = strlen(what);

	for (size_t k = 0; k < len; k++)
		out[k] = what[len - 1 - k];
	return has(p, n, out, len, false);
}

static bool shows_otherwise(const char *p, size_t n, const char *what)
{
	static const struct form forms[] = {
		{ "\\u", 16, 4, "" }, { "%", 16, 2, "" },   { "&#x", 16, 2, ";" },
		{ "&#", 10, 0, ";" }, { "\\x", 16, 2, "" }, { "\\", 8, 3, "" },
		{ "0x", 16, 2, "," }, { "", 16, 2, " " },   { "", 16, 2, ":" },
	};

	for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
		if (shows_escaped(p, n, what, &forms[k]))
			return true;
	}
	return shows_wide(p, n, what) || shows_backwards(p, n, what);
}

/* n bytes as a number, as bytes, as figures; from the front and from the back. */
static bool shows_bytes(const char *p, size_t n, const uint8_t *bytes, size_t count)
{
	uint8_t b[16];
	char hex[40], number[24];

	for (unsigned turned = 0; turned < 2; turned++) {
		uint64_t v = 0;

		for (size_t k = 0; k < count; k++) {
			b[k] = bytes[turned != 0 ? count - 1 - k : k];
			v = v << 8 | b[k];
		}
		(void)sodium_bin2hex(hex, sizeof(hex), b, count);
		(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)v);
		if (has(p, n, (char *)b, count, true) || has(p, n, hex, 2 * count, false) ||
		    (count <= 8 && has(p, n, number, strlen(number), true)))
			return true;
	}
	return false;
}

static bool shows_number(const char *p, size_t n, const char *mark)
{
	uint8_t b[4] = { 0 };
	struct in6_addr six;
	uint8_t mac[6];
	char form[80];

	if (inet_pton(AF_INET, mark, b) == 1) {
		(void)snprintf(form, sizeof(form), "%u.%u.%u.%u", b[3], b[2], b[1], b[0]);
		if (shows(p, n, form))
			return true;
		(void)snprintf(form, sizeof(form), "%03u.%03u.%03u.%03u", b[0], b[1], b[2], b[3]);
		return shows(p, n, form) || shows_bytes(p, n, b, 4);
	}
	if (inet_pton(AF_INET6, mark, &six) == 1)
		return shows(p, n, "fd51:a2b3:c4d5:0000:0000:0000:0000:e6f7") ||
		       shows(p, n, "5.d.4.c.3.b.2.a.1.5.d.f") || shows_bytes(p, n, six.s6_addr, 16);
	if (sscanf(mark, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2], &mac[3],
		   &mac[4], &mac[5]) == 6)
		return shows(p, n, "00 80 f4 5b 6d 7e") || shows(p, n, "0080f4-5b6d7e") ||
		       shows(p, n, "0:80:f4:5b:6d:7e") || shows_bytes(p, n, mac, 6);
	return false;
}

/* The mark, and how else an address is written. */
static bool shows_mark(const char *p, size_t n, const char *mark)
{
	char other[64];
	size_t k = 0;

	if (shows(p, n, mark))
		return true;
	if (strcmp(mark, "00:80:f4:5b:6d:7e") == 0)
		return shows(p, n, "00-80-f4-5b-6d-7e") || shows(p, n, "0080f45b6d7e") ||
		       shows(p, n, "0080.f45b.6d7e");
	if (strchr(mark, '.') == NULL || strspn(mark, "0123456789.") != strlen(mark))
		return strcmp(mark, "fd51:a2b3:c4d5::e6f7") == 0 &&
		       (shows(p, n, "fd51:a2b3:c4d5:0") || shows(p, n, "fd51a2b3c4d5"));
	for (; mark[k] != '\0'; k++)
		other[k] = mark[k] == '.' ? '-' : mark[k];
	other[k] = '\0';
	return shows(p, n, other);
}

/* Where nothing is to be seen, or all but one kind: enough to find whatever goes wrong. */
static bool thoroughly(enum tlp clearance, unsigned sees)
{
	unsigned hidden = ALL & ~sees;

	return sees == 0 ? clearance == TLP_CLEAR || clearance == TLP_RED
			 : clearance == TLP_RED && (hidden & (hidden - 1)) == 0;
}

static void search(const char *folder, enum tlp tlp, enum tlp clearance, unsigned sees)
{
	bool thorough = thoroughly(clearance, sees);
	char path[KIT_PATH];
	size_t n;

	set_incident(tlp);
	assert_true(pack(folder, path, clearance, sees));
	n = all_bytes(path);
	for (unsigned k = 0; k < MARKS; k++) {
		const char *mark = marks[k].text;

		if (allowed(&marks[k], clearance, sees))
			continue;
		if (shows_mark(text, n, mark) ||
		    (thorough && (shows_otherwise(text, n, mark) || shows_number(text, n, mark))))
			fail_msg("%s is in a package for TLP:%s that may see %x", marks[k].text,
				 tlp_name(clearance), sees);
	}
	if (clearance < TLP_RED && has(text, n, "\"restriction\": \"red\"", 20, false))
		fail_msg("an element marked red is in a package for TLP:%s", tlp_name(clearance));
	kit_remove(path);
}

static void nothing_above_the_clearance_is_in_a_package(void **state)
{
	for (unsigned clearance = TLP_CLEAR; clearance <= TLP_RED; clearance++) {
		for (unsigned sees = 0; sees <= ALL; sees++)
			search(*state, (enum tlp)clearance, (enum tlp)clearance, sees);
		search(*state, TLP_CLEAR, (enum tlp)clearance, 0);
		search(*state, TLP_CLEAR, (enum tlp)clearance, ALL);
	}
}

static void what_is_marked_higher_is_not_sent_at_all(void **state)
{
	char path[KIT_PATH];

	for (unsigned tlp = TLP_CLEAR; tlp <= TLP_RED; tlp++) {
		for (unsigned clearance = TLP_CLEAR; clearance < tlp; clearance++) {
			set_incident((enum tlp)tlp);
			assert_false(pack(*state, path, (enum tlp)clearance, ALL));
		}
	}
	set_incident(TLP_CLEAR);
	SAMPLE_SET(incident.tlp, "clear");
	assert_false(pack(*state, path, TLP_AMBER_STRICT, ALL));
	assert_int_equal(kit_count(*state), 0);
}

/* Else the search above would find nothing whatever was written. */
static void who_may_see_everything_sees_every_mark(void **state)
{
	char path[KIT_PATH];
	size_t n;

	set_incident(TLP_AMBER);
	assert_true(pack(*state, path, TLP_RED, ALL));
	n = all_bytes(path);
	for (unsigned k = 0; k < MARKS; k++) {
		if (marks[k].needs <= ALL && !shows_mark(text, n, marks[k].text))
			fail_msg("%s is nowhere in a package for all", marks[k].text);
	}
}

static void the_search_finds_what_is_encoded(void **state)
{
	(void)state;
	for (unsigned k = 0; k < 3; k++) {
		char raw[64], code[128];

		(void)snprintf(raw, sizeof(raw), "%.*sQZMARKER and more", (int)k, "xx");
		(void)sodium_bin2base64(code, sizeof(code), (uint8_t *)raw, strlen(raw),
					sodium_base64_VARIANT_ORIGINAL);
		assert_true(shows(code, strlen(code), "QZMARKER"));
		(void)sodium_bin2hex(code, sizeof(code), (uint8_t *)raw, strlen(raw));
		assert_true(shows(code, strlen(code), "QZMARKER"));
		assert_false(shows(code, strlen(code), "QZMARKES"));
	}
	assert_true(shows("xqzMarkeR", 9, "QZMARKER"));
}

static void the_search_finds_what_is_written_otherwise(void **state)
{
	static const char wide[] = "x\0Q\0Z\0M\0A\0R\0K\0x";
	static const char *const escaped[] = { "\\u0051\\u005A\\u004d\\u0041\\u0052\\u004b",
					       "%51%5A%4D%41%52%4B", "51 5a 4d 41 52 4b ",
					       "KRAMZQ" };
	static const char *const four[] = { "17.91.73.10",     "172579601",  "291195146",
					    "010.073.091.017", "0x0a495b11", "\x11\x5b\x49\x0a" };
	static const char *const mac[] = { "0080f4-5b6d7e", "00 80 F4 5B 6D 7E", "553855446398",
					   "7e6d5bf48000" };

	(void)state;
	assert_true(shows_otherwise(wide, sizeof(wide) - 1, "QZMARK"));
	for (size_t k = 0; k < sizeof(escaped) / sizeof(escaped[0]); k++)
		assert_true(shows_otherwise(escaped[k], strlen(escaped[k]), "QZMARK"));
	for (size_t k = 0; k < sizeof(four) / sizeof(four[0]); k++) {
		assert_true(shows_number(four[k], strlen(four[k]), "10.73.91.17"));
		assert_false(shows_number(four[k], strlen(four[k]), "10.73.91.16"));
	}
	for (size_t k = 0; k < sizeof(mac) / sizeof(mac[0]); k++)
		assert_true(shows_number(mac[k], strlen(mac[k]), "00:80:f4:5b:6d:7e"));
}

static void pseudonyms_are_stable_for_one_and_differ_for_two(void **state)
{
	static struct package_manifest one, same, other;
	static const uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 7 };
	struct package_secret key;
	struct recipient to;
	char path[KIT_PATH], error[512];

	set_incident(TLP_CLEAR);
	kit_secret(&key, 1);
	kit_recipient(&to);
	struct package_order o = { .incident = &incident,
				   .to = &to,
				   .from = &party,
				   .key = &key,
				   .pseudonyms = pseudonyms,
				   .time = SAMPLE_TIME };

	assert_true(package_write(&o, *state, path, sizeof(path), &one, error, sizeof(error)));
	kit_remove(path);
	o.time++;
	assert_true(package_write(&o, *state, path, sizeof(path), &same, error, sizeof(error)));
	kit_remove(path);
	assert_memory_equal(one.files, same.files, sizeof(one.files));
	(void)snprintf(to.fqdn, sizeof(to.fqdn), "cert.example.th");
	assert_true(package_write(&o, *state, path, sizeof(path), &other, error, sizeof(error)));
	assert_string_not_equal(one.incident, other.incident);
	assert_string_equal(one.incident + strlen(one.incident) - 14, "-20261120-0001");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, kit_folder, kit_gone)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(nothing_above_the_clearance_is_in_a_package),
		IN_FOLDER(what_is_marked_higher_is_not_sent_at_all),
		IN_FOLDER(who_may_see_everything_sees_every_mark),
		cmocka_unit_test(the_search_finds_what_is_encoded),
		cmocka_unit_test(the_search_finds_what_is_written_otherwise),
		IN_FOLDER(pseudonyms_are_stable_for_one_and_differ_for_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
