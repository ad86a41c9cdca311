/* Every structure of OPC UA: protocols/opcua_types.c, opcua_walk.c, opcua_names.c. */
#include "protocols/opcua_fields.h"
#include "tests/unit/opcua_kit.h"
#include "tests/unit/test.h"

static struct opcua_talk t;

/* Name and number of each structure. */
static const struct {
	const char *name;
	unsigned number;
} all[] = {
#define ROW_(name, number) { #name, number },
	OPCUA_TYPES(ROW_)
#undef ROW_
};

static const char *name_of(const struct name *names, uint64_t number)
{
	for (; names->name != NULL; names++) {
		if (names->value == number)
			return names->name;
	}
	return NULL;
}

static void build(struct opcua_bytes *b, unsigned i)
{
	b->n = 0;
	if (name_of(opcua_service_names, all[i].number) != NULL) {
		opcua_number(b, 0x01 | all[i].number << 16, 4);
		opcua_structure(b, (enum opcua_type)i);
		return;
	}
	/* as a change of history */
	opcua_number(b, 0x01 | 700 << 16, 4);
	opcua_structure(b, OPCUA_T_RequestHeader);
	opcua_number(b, 1, 4);
	opcua_number(b, 0x01 | all[i].number << 16, 4);
	opcua_number(b, 1, 1);

	size_t at = b->n;

	opcua_number(b, 0, 4);
	opcua_structure(b, (enum opcua_type)i);
	for (unsigned k = 0; k < 4; k++)
		b->at[at + k] = (uint8_t)((b->n - at - 4) >> 8 * k);
}

static void every_structure_is_read_to_its_end(void **state)
{
	static struct opcua_bytes b;
	unsigned read = 0;

	(void)state;
	for (unsigned i = 0; i < OPCUA_TYPE_COUNT; i++) {
		if (all[i].number == 0 || i == OPCUA_T_RequestHeader || i == OPCUA_T_ResponseHeader)
			continue;
		bool service = name_of(opcua_service_names, all[i].number) != NULL;

		opcua_begin(&t);
		build(&b, i);
		opcua_open(&t, "None");
		opcua_piece(&t, DIR_REQUEST, 'F', 2, opcua_hex(&b));
		if (t.m.d.malformed || t.m.d.trailing > 0 || t.m.d.nmarks > 0)
			fail_msg("%s: %s", all[i].name, t.m.d.nmarks > 0 ? t.m.d.marks[0] : "");
		if (service)
			assert_string_equal(name_of(opcua_service_names, all[i].number),
					    all[i].name);
		else
			assert_int_equal(message_number(&t.m, "opcua.extobj.type", 0),
					 all[i].number);
		assert_false(t.m.d.overflow);
		read++;
		opcua_end(&t);
	}
	assert_true(read > 180);
}

static void structures_have_names_and_numbers(void **state)
{
	(void)state;
	for (unsigned i = 0; i < OPCUA_TYPE_COUNT; i++) {
		if (all[i].number == 0)
			continue;
		assert_int_equal(opcua_type_of(all[i].number), i);
		const char *name = name_of(opcua_service_names, all[i].number);

		if (name == NULL)
			name = name_of(opcua_structure_names, all[i].number);
		if (name != NULL)
			assert_string_equal(name, all[i].name);
	}
	assert_int_equal(opcua_type_of(1), OPCUA_TYPE_COUNT);
	assert_int_equal(opcua_type_of(65535), OPCUA_TYPE_COUNT);
}

static void names_of_statuses_are_in_order(void **state)
{
	(void)state;
	for (unsigned i = 1; i < OPCUA_STATUSES; i++)
		assert_true(opcua_status_names[i - 1].value < opcua_status_names[i].value);
	assert_null(opcua_status_names[OPCUA_STATUSES].name);
}

static void every_prefix_of_a_structure_is_safe(void **state)
{
	static const unsigned some[] = {
		OPCUA_T_CreateSessionResponse, OPCUA_T_BrowseResponse, OPCUA_T_VariableAttributes,
		OPCUA_T_ServerStatusDataType,  OPCUA_T_EventFilter,    OPCUA_T_UpdateDataDetails,
		OPCUA_T_AddNodesRequest
	};
	static struct opcua_bytes b, whole;

	(void)state;
	for (unsigned k = 0; k < sizeof(some) / sizeof(some[0]); k++) {
		build(&b, some[k]);
		whole.n = 0;
		opcua_number(&whole, 0x4647534d, 4);
		opcua_number(&whole, 24 + b.n, 4);
		for (unsigned i = 1; i <= 4; i++)
			opcua_number(&whole, i, 4);
		for (size_t i = 0; i < b.n; i++)
			opcua_number(&whole, b.at[i], 1);
		check_prefixes(&protocol_opcua, DIR_REQUEST, opcua_hex(&whole), whole.n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_structure_is_read_to_its_end),
		cmocka_unit_test(structures_have_names_and_numbers),
		cmocka_unit_test(names_of_statuses_are_in_order),
		cmocka_unit_test(every_prefix_of_a_structure_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
