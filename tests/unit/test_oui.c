#include "tests/unit/test.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/oui.h"

static void the_table_is_sorted_and_names_everybody(void **state)
{
	(void)state;
	assert_true(oui_count > 100);
	for (size_t i = 0; i < oui_count; i++) {
		assert_true(oui_table[i].prefix <= 0xffffff);
		assert_true(strlen(oui_table[i].vendor) > 1);
		assert_true(i == 0 || oui_table[i - 1].prefix < oui_table[i].prefix);
	}
}

static void every_entry_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < oui_count; i++) {
		uint32_t p = oui_table[i].prefix;
		const uint8_t mac[6] = {
			(uint8_t)(p >> 16), (uint8_t)(p >> 8), (uint8_t)p, 0xff, 0xfe, 0xfd
		};

		assert_ptr_equal(oui_vendor(mac), oui_table[i].vendor);
	}
}

static void known_makers_are_known(void **state)
{
	static const struct {
		uint8_t mac[6];
		const char *vendor;
	} cases[] = {
		{ { 0x00, 0x80, 0xf4, 1, 2, 3 }, "Schneider Electric" },
		{ { 0x00, 0x1b, 0x1b, 1, 2, 3 }, "Siemens" },
		{ { 0x00, 0x00, 0xbc, 1, 2, 3 }, "Rockwell Automation" },
		{ { 0x00, 0x30, 0xa7, 1, 2, 3 }, "SEL" },
		{ { 0x00, 0x90, 0xe8, 1, 2, 3 }, "Moxa" },
		{ { 0x52, 0x54, 0x00, 1, 2, 3 }, "QEMU/KVM (virtual)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(oui_vendor(cases[i].mac), cases[i].vendor);
}

static void strangers_have_no_maker_and_local_addresses_say_so(void **state)
{
	(void)state;
	assert_null(oui_vendor((const uint8_t[]){ 0xfc, 0xff, 0xff, 0, 0, 0 }));
	assert_string_equal(oui_vendor((const uint8_t[]){ 0x02, 0, 0, 0, 0, 1 }),
			    "(locally administered)");
}

/* The registry's own words for makers that we call otherwise. */
static bool other_words(const char *vendor, const char *registered)
{
	static const struct {
		const char *vendor, *words;
	} same[] = {
		{ "Schneider", "telemech" },
		{ "Schneider", "square d" },
		{ "SEL", "schweitzer" },
		{ "Emerson", "fisher" },
		{ "Emerson", "rosemount" },
		{ "Phoenix", "innominate" },
		{ "Hirschmann", "belden" },
		{ "Foxboro", "invensys" },
		{ "JTEKT", "koyo" },
		{ "Azbil", "yamatake" },
		{ "Eaton", "cutler" },
		{ "Digi", "digiboard" },
		{ "Microsoft", "microsoft" },
		{ "VirtualBox", "pcs " },
		{ "QEMU", "realtek" },
		{ "ICP", "icpdas" },
		{ "SEW", "sew" },
		{ "Weidm", "weidm" },
		{ "Xen", "xensource" },
		{ "Landis", "landis" },
		{ "Endress", "endress" },
		{ "Pepperl", "pepperl" },
		{ "TMEIC", "toshiba mitsubishi" },
		{ "Siemens", "ruggedcom" },
		{ "General Electric", "ge energy" },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		if (strncmp(vendor, same[i].vendor, strlen(same[i].vendor)) == 0 &&
		    strstr(registered, same[i].words) != NULL)
			return true;
	}
	return false;
}

static void lower(char *s)
{
	for (; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
}

/* The first word of our name is in the registry's, or it is one of the other words. */
static bool agrees(const char *vendor, char *registered)
{
	char word[64];

	lower(registered);
	(void)snprintf(word, sizeof(word), "%.*s", (int)strcspn(vendor, " +-("), vendor);
	lower(word);
	return strstr(registered, word) != NULL || other_words(vendor, registered);
}

static void every_entry_agrees_with_the_registry(void **state)
{
	FILE *f = fopen("/usr/share/wireshark/manuf", "r");
	char line[512];
	size_t found = 0;

	(void)state;
	if (f == NULL)
		skip();
	while (fgets(line, sizeof(line), f) != NULL) {
		char *end = line;
		unsigned long prefix = 0;

		/* "00:00:0A<tab>short<tab>long": whole blocks only. */
		for (unsigned i = 0; i < 3; i++)
			prefix = prefix << 8 | strtoul(i > 0 ? end + 1 : end, &end, 16);
		if (end != line + 8 || *end != '\t')
			continue;
		for (size_t i = 0; i < oui_count; i++) {
			if (oui_table[i].prefix != prefix)
				continue;
			found++;
			if (!agrees(oui_table[i].vendor, line))
				fail_msg("%s is not %s", line, oui_table[i].vendor);
		}
	}
	(void)fclose(f);
	assert_int_equal(found, oui_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_sorted_and_names_everybody),
		cmocka_unit_test(every_entry_is_found),
		cmocka_unit_test(known_makers_are_known),
		cmocka_unit_test(strangers_have_no_maker_and_local_addresses_say_so),
		cmocka_unit_test(every_entry_agrees_with_the_registry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
