#include "tests/unit/hosts.h"

static void identity(const char *model, const char *firmware, int unit, uint64_t at)
{
	struct identity id = { .any = true,
			       .of_sender = true,
			       .vendor = cur_of("ACME", 4),
			       .model = cur_of(model, strlen(model)),
			       .firmware = cur_of(firmware, strlen(firmware)) };

	const struct asset_news news = { .sender = see4(1, 1),
					 .receiver = see4(2, 2),
					 .identity = &id,
					 .unit = unit,
					 .source = "identify",
					 .at = at };

	asset_identify(&t, &news);
}

static void named(struct asset_ref a, const struct identity *id, const char *source,
		  const char *object)
{
	const struct asset_news news = { .sender = a,
					 .receiver = a,
					 .identity = id,
					 .unit = -1,
					 .source = source,
					 .object = object,
					 .at = NOW };

	asset_identify(&t, &news);
}

static void a_text_belongs_to_the_kind_of_message_that_said_it_first(void **state)
{
	struct asset_ref a = see4(1, 1);
	struct identity id = { .any = true, .of_sender = true, .name = cur_of("plc", 3) };

	(void)state;
	named(a, &id, "lldp", NULL);
	id.name = cur_of("plc.example", 11);
	id.description = cur_of("dhcp 1", 6);
	named(a, &id, "dhcp", NULL);
	id.description = cur_of("lldp 1", 6);
	id.name = cur_of("plc", 3);
	named(a, &id, "lldp", NULL);
	assert_string_equal(at_ip(1)->identity.text[ASSET_NAME], "plc");
	assert_string_equal(at_ip(1)->identity.text[ASSET_DESCRIPTION], "dhcp 1");
	assert_int_equal(at_ip(1)->changes, 0);
	id.name = cur_of("plc-2", 5);
	named(a, &id, "lldp", "another");
	assert_int_equal(at_ip(1)->changes, 0);
	named(a, &id, "lldp", NULL);
	assert_string_equal(at_ip(1)->identity.text[ASSET_NAME], "plc-2");
	assert_int_equal(at_ip(1)->changes, 1);
	assert_string_equal(at_ip(1)->changed_from, "plc");
}

static void the_newest_text_wins_and_the_change_is_remembered(void **state)
{
	(void)state;
	identity("M1", "1.0", 1, NOW);
	identity("M1", "1.0", 1, NOW + 1);
	assert_int_equal(at_ip(1)->changes, 0);
	identity("M1", "1.1", 1, NOW + 2);
	const struct asset *a = at_ip(1);

	assert_string_equal(a->identity.text[ASSET_VENDOR], "ACME");
	assert_string_equal(a->identity.text[ASSET_MODEL], "M1");
	assert_string_equal(a->identity.text[ASSET_FIRMWARE], "1.1");
	assert_string_equal(a->identity.text[ASSET_SERIAL], "");
	assert_int_equal(a->changes, 1);
	assert_int_equal(a->changed, ASSET_FIRMWARE);
	assert_string_equal(a->changed_from, "1.0");
	assert_int_equal(a->changed_at, NOW + 2);
	assert_int_equal(a->identity_unit, 1);
	assert_string_equal(at_ip(2)->identity.text[ASSET_VENDOR], "");
}

static void each_unit_behind_a_gateway_has_its_own_identity(void **state)
{
	(void)state;
	identity("GW", "1", 1, NOW);
	identity("M9", "9", 9, NOW);
	identity("M4", "4", 4, NOW);
	identity("M9", "10", 9, NOW + 1);
	const struct asset *a = at_ip(1);
	const struct asset_unit *u = asset_next_unit(&t, a, NULL);

	assert_string_equal(a->identity.text[ASSET_MODEL], "GW");
	assert_int_equal(a->changes, 0);
	assert_non_null(u);
	assert_int_equal(u->unit, 4);
	assert_string_equal(u->identity.text[ASSET_MODEL], "M4");
	u = asset_next_unit(&t, a, u);
	assert_non_null(u);
	assert_int_equal(u->unit, 9);
	assert_string_equal(u->identity.text[ASSET_FIRMWARE], "10");
	assert_int_equal(u->changes, 1);
	assert_null(asset_next_unit(&t, a, u));
}

static void unit_identities_are_bounded(void **state)
{
	(void)state;
	for (int unit = 0; unit < 60; unit++)
		identity("M", "1", unit, NOW + (uint64_t)unit);
	assert_int_equal(t.nunits, 16);
	assert_int_equal(t.units_evicted, 59 - 16);
	unsigned n = 0;

	for (const struct asset_unit *u = asset_next_unit(&t, at_ip(1), NULL); u != NULL;
	     u = asset_next_unit(&t, at_ip(1), u))
		assert_int_equal(u->unit, 44 + n++);
	assert_int_equal(n, 16);
}

static void texts_are_cut_and_made_harmless(void **state)
{
	/* An escape sequence, no UTF-8, a C1 control, a mark that turns text around, then "µ". */
	static const uint8_t nasty[] = { ' ',  ' ',  0x1b, '[',	 '3',  '1',  'm', 0xff,
					 0xc2, 0x9b, 0xe2, 0x80, 0xae, 0xc2, 0xb5 };
	char text[300];
	struct identity id = { .any = true, .of_sender = true, .name = cur_of(text, 300) };
	struct asset_ref a = see4(1, 1);

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, nasty, sizeof(nasty));
	named(a, &id, "identify", NULL);
	const char *name = at_ip(1)->identity.text[ASSET_NAME];

	assert_int_equal(strlen(name), ASSET_TEXT - 1);
	assert_memory_equal(name, "?[31m???µxxx", 13);

	id.name = cur_of("PLC 1  \0junk", 12);
	named(a, &id, "identify", NULL);
	assert_string_equal(at_ip(1)->identity.text[ASSET_NAME], "PLC 1");

	memset(text, 'x', sizeof(text));
	memcpy(text + ASSET_TEXT - 2, "µ", 2); /* would be cut in the middle */
	id.name = cur_of(text, sizeof(text));
	named(a, &id, "identify", NULL);
	assert_int_equal(strlen(at_ip(1)->identity.text[ASSET_NAME]), ASSET_TEXT - 2);
}

static void a_text_of_nothing_does_not_erase_a_name(void **state)
{
	struct asset_ref a = see4(1, 1);
	struct identity id = { .any = true, .of_sender = true, .name = cur_of("PLC", 3) };

	(void)state;
	named(a, &id, "identify", NULL);
	id.name = cur_of("\0\0", 2);
	named(a, &id, "identify", NULL);
	assert_string_equal(at_ip(1)->identity.text[ASSET_NAME], "PLC");
	assert_int_equal(at_ip(1)->changes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_belongs_to_the_kind_of_message_that_said_it_first),
		TEST(the_newest_text_wins_and_the_change_is_remembered),
		TEST(each_unit_behind_a_gateway_has_its_own_identity),
		TEST(unit_identities_are_bounded),
		TEST(texts_are_cut_and_made_harmless),
		TEST(a_text_of_nothing_does_not_erase_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
