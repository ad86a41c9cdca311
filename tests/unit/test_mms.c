/* MMS and the layers below it: protocols/mms*.c, osi.c. */
#include <stdio.h>
#include <string.h>

#include "protocols/mms_fields.h"
#include "protocols/protocols.h"
#include "tests/unit/message.h"
#include "tests/unit/mms_says.h"
#include "tests/unit/test.h"

/* A connection: what decoders keep of it lasts from message to message. */
static struct {
	struct dec d;
	struct pairs pairs;
	struct notes notes;
	uint64_t state[32];
	uint8_t bytes[4096];
} t;

static void begin(void)
{
	memset(&t.pairs, 0, sizeof(t.pairs));
	memset(t.state, 0, sizeof(t.state));
	t.d.flow++;
	t.d.at = 1000000000;
}

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void say(enum dir dir, const char *hex)
{
	size_t n = strlen(hex) / 2;

	assert_true(n <= sizeof(t.bytes));
	for (size_t i = 0; i < n; i++)
		t.bytes[i] = (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
	t.d.c = cur_of(t.bytes, n);
	t.d.dir = dir;
	t.d.frame++;
	t.d.message++;
	t.d.at += 1000000;
	t.d.pairs = &t.pairs;
	t.d.notes = &t.notes;
	t.d.state = t.state;
	decode(&t.d, &protocol_cotp);
}

/* The only value of a field in operation i; NULL: it has none. */
static const struct value *of(unsigned i, const char *field)
{
	const struct operation *op = &t.d.operations[i];
	const struct value *found = NULL;

	for (unsigned k = 0; k < op->end; k++) {
		if ((k >= op->first || k < t.d.shared) &&
		    strcmp(t.d.values[k].field->name, field) == 0)
			found = &t.d.values[k];
	}
	return found;
}

static int64_t number(unsigned i, const char *field)
{
	const struct value *v = of(i, field);

	assert_non_null(v);
	return v->i;
}

static bool text(unsigned i, const char *field, const char *want)
{
	const struct value *v = of(i, field);

	return v != NULL && text_is(cur_of(v->p, v->n), want);
}

static void associations_are_read_through_all_layers(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, INITIATE);
	assert_false(t.d.malformed);
	assert_string_equal(t.d.ot.function, "initiate");
	assert_ptr_equal(t.d.protocol, &protocol_mms);
	assert_int_equal(number(0, "ses.type"), 13);
	assert_int_equal(number(0, "acse.calling_authentication_value"), 0);
	assert_int_equal(number(0, "mms.localDetailCalling"), 65000);
	say(DIR_RESPONSE, ACCEPT);
	assert_false(t.d.malformed);
	assert_false(t.d.ot.unmatched);
	assert_int_equal(number(0, "mms.localDetailCalled"), 65000);
	say(DIR_REQUEST, ABORT);
	assert_false(t.d.malformed);
	assert_string_equal(t.d.ot.function, "abort");
	begin();
	say(DIR_RESPONSE, REFUSED);
	assert_true(t.d.ot.failed);
	assert_string_equal(t.d.ot.status, "rejected-permanent");
}

static void every_service_has_its_name(void **state)
{
	char hex[128];

	(void)state;
	begin();
	for (unsigned service = 0; service < 78; service++) {
		char tag[8];

		if (service < 31)
			snprintf(tag, sizeof(tag), "%02x", 0x80 | service);
		else
			snprintf(tag, sizeof(tag), "9f%02x", service);
		size_t n = strlen(tag) / 2 + 1;

		snprintf(hex, sizeof(hex),
			 "0300%04zx02f080010001006"
			 "1%02zx30%02zx020103a0%02zxa0%02zx020101%s00",
			 n + 25, n + 12, n + 10, n + 5, n + 3, tag);
		say(DIR_REQUEST, hex);
		const char *name =
			field_value_name(&mms_field_table[MMS_CONFIRMED_SERVICE_REQUEST], service);

		assert_non_null(name);
		assert_string_equal(t.d.ot.function, name);
		assert_int_equal(number(0, "mms.confirmedServiceRequest"), service);
		assert_int_not_equal(t.d.protocol == &protocol_mms, 0);
		hex[2 * 20 + 1] = '1'; /* the answer to it */
		say(DIR_RESPONSE, hex);
		assert_string_equal(t.d.ot.function, name);
		assert_int_equal(number(0, "mms.confirmedServiceResponse"), service);
	}
}

static void an_identity_is_an_asset(void **state)
{
	(void)state;
	begin();
	say(DIR_RESPONSE, IDENTITY);
	assert_true(t.d.identity.any && t.d.identity.of_sender);
	assert_true(text_is(t.d.identity.vendor, "ACME"));
	assert_true(text_is(t.d.identity.model, "IED"));
	assert_true(text_is(t.d.identity.firmware, "1.0"));
	assert_true(t.d.ot.unmatched);
}

static void each_object_is_an_operation(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, READ_TWO);
	assert_int_equal(t.d.noperations, 2);
	assert_string_equal(t.d.operations[1].ot.object_text, "LD/B");
	assert_true(text(0, "mms.itemId", "A"));
	assert_true(text(1, "mms.itemId", "B"));
	assert_int_equal(number(1, "mms.invokeID"), 1);
	say(DIR_RESPONSE, READ_TWO_RESULT);
	assert_int_equal(t.d.noperations, 2);
	assert_string_equal(t.d.operations[0].ot.object_text, "LD/A");
	assert_true(t.d.operations[0].ot.failed);
	assert_string_equal(t.d.operations[0].ot.status, "object-non-existent");
	assert_string_equal(t.d.operations[1].ot.object_text, "LD/B");
	assert_false(t.d.operations[1].ot.failed);
	assert_int_equal(t.d.operations[1].ot.value.i, 42);
	assert_null(of(0, "mms.integer"));
}

static void every_type_of_data_is_read(void **state)
{
	(void)state;
	begin();
	say(DIR_RESPONSE, READ_ALL);
	assert_false(t.d.malformed);
	assert_int_equal(number(0, "mms.array"), 13);
	assert_int_equal(number(0, "mms.boolean"), 1);
	assert_int_equal(number(0, "mms.integer"), -5);
	assert_int_equal(number(0, "mms.unsigned"), 300);
	assert_true(of(0, "mms.float_value")->f > 1.4 && of(0, "mms.float_value")->f < 1.6);
	assert_true(text(0, "mms.data.visible-string", "text"));
	assert_true(text(0, "mms.mMSString", "utf"));
	assert_true(text(0, "mms.objId", "1.3.6.1"));
	assert_int_equal(number(0, "mms.bcd"), 7);
	assert_int_equal(number(0, "mms.utc_time.quality"), 10);
	assert_true(of(0, "mms.data.binary-time")->u == UINT64_C(1795316400000000000));
	assert_true(of(0, "mms.utc_time")->u == UINT64_C(1795316400000000000));
}

static void a_measured_value_is_the_number_and_its_quality(void **state)
{
	(void)state;
	begin();
	say(DIR_RESPONSE, MEASURED);
	assert_int_equal(t.d.ot.value.kind, VALUE_FLOAT);
	assert_true(t.d.ot.value.f > 49.9 && t.d.ot.value.f < 50.1);
	assert_int_equal(number(0, "mms.quality"), 1);
}

static void an_operate_knows_the_selection(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, MODEL);
	say(DIR_RESPONSE, MODEL_IS_4);
	assert_int_equal(number(0, "mms.control.ctlModel"), 4);
	say(DIR_REQUEST, OPERATE_ON);
	assert_string_equal(t.d.ot.function, "operate");
	assert_int_equal(t.d.ot.op, OT_CONTROL);
	assert_int_equal(number(0, "mms.control.selected"), 0);
	assert_int_equal(number(0, "mms.control.ctlModel"), 4);
	assert_true(text(0, "mms.control.object", "LD/CSWI1$CO$Pos"));
	assert_true(text(0, "mms.control.ctlVal", "true"));
	assert_true(text(0, "mms.control.orIdent", "me"));
	assert_int_equal(number(0, "mms.control.orCat"), 2);
	assert_int_equal(number(0, "mms.control.ctlNum"), 9);
	say(DIR_RESPONSE, DONE_5);
	assert_string_equal(t.d.ot.function, "operate");
	say(DIR_REQUEST, SELECT_ON);
	assert_string_equal(t.d.ot.function, "select with value");
	say(DIR_RESPONSE, DONE_4);
	say(DIR_REQUEST, OPERATE_OFF);
	assert_int_equal(number(0, "mms.control.selected"), 2);
	say(DIR_REQUEST, OPERATE_ON);
	assert_int_equal(number(0, "mms.control.selected"), 5);
}

static void a_selection_may_be_good_refused_or_cancelled(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, SELECT_ON);
	say(DIR_RESPONSE, DONE_4);
	say(DIR_REQUEST, OPERATE_ON);
	assert_int_equal(number(0, "mms.control.selected"), 1);
	say(DIR_REQUEST, SELECT_ON);
	say(DIR_RESPONSE, REFUSED_4);
	assert_true(t.d.ot.failed);
	assert_string_equal(t.d.ot.status, "object-access-denied");
	say(DIR_REQUEST, OPERATE_ON);
	assert_int_equal(number(0, "mms.control.selected"), 3);
	say(DIR_REQUEST, SELECT_ON);
	say(DIR_RESPONSE, DONE_4);
	say(DIR_REQUEST, CANCEL_ON);
	assert_string_equal(t.d.ot.function, "cancel");
	say(DIR_REQUEST, OPERATE_ON);
	assert_int_equal(number(0, "mms.control.selected"), 4);
}

static void a_selection_belongs_to_its_connection(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, SELECT_ON);
	say(DIR_RESPONSE, DONE_4);
	begin();
	say(DIR_REQUEST, OPERATE_ON);
	assert_int_equal(number(0, "mms.control.selected"), 0);
}

static void an_empty_answer_refuses_a_select(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, SBO);
	assert_string_equal(t.d.ot.function, "select");
	say(DIR_RESPONSE, SBO_EMPTY);
	assert_true(t.d.ot.failed);
	assert_string_equal(t.d.ot.status, "not selected");
}

static void a_termination_says_whether_it_worked(void **state)
{
	(void)state;
	begin();
	say(DIR_RESPONSE, TERMINATED);
	assert_string_equal(t.d.ot.function, "command termination");
	assert_false(t.d.ot.failed);
	assert_int_equal(t.d.ot.op, OT_REPORT);
	say(DIR_RESPONSE, APP_ERROR);
	assert_int_equal(t.d.noperations, 2);
	assert_string_equal(t.d.operations[0].ot.function, "application error");
	assert_int_equal(number(0, "mms.control.addCause"), 10);
	assert_string_equal(t.d.operations[1].ot.function, "command termination");
	assert_true(t.d.operations[1].ot.failed);
	assert_string_equal(t.d.operations[1].ot.status, "blocked-by-interlocking");
}

static void reports_are_counted(void **state)
{
	(void)state;
	begin();
	say(DIR_RESPONSE, REPORT_1);
	assert_false(t.d.malformed);
	assert_string_equal(t.d.ot.function, "report");
	assert_string_equal(t.d.ot.object_text, "LD/LLN0$ds");
	assert_null(of(0, "mms.report.sqNum_step"));
	assert_int_equal(number(0, "mms.report.included"), 1);
	assert_int_equal(number(0, "mms.report.confRev"), 1);
	assert_int_equal(number(0, "mms.report.reason"), 0x40);
	assert_int_equal(number(0, "mms.quality"), 3);
	say(DIR_RESPONSE, REPORT_3);
	assert_int_equal(number(0, "mms.report.sqNum_step"), 2);
	say(DIR_RESPONSE, REPORT_3);
	assert_int_equal(number(0, "mms.report.sqNum_step"), 0);
}

static void errors_and_rejects_name_the_request(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, READ_TWO);
	say(DIR_RESPONSE, ERROR);
	assert_true(t.d.ot.failed);
	assert_string_equal(t.d.ot.function, "read");
	assert_string_equal(t.d.ot.status, "object-non-existent");
	assert_string_equal(t.d.ot.object_text, "LD/A");
	say(DIR_REQUEST, FILE_OPEN);
	assert_string_equal(t.d.ot.object_text, "a.cfg");
	say(DIR_RESPONSE, REJECT);
	assert_string_equal(t.d.ot.function, "fileOpen");
	assert_string_equal(t.d.ot.status, "invalid-argument");
	say(DIR_REQUEST, CANCEL);
	say(DIR_RESPONSE, CANCELLED);
	assert_string_equal(t.d.ot.function, "cancel service");
	assert_false(t.d.ot.unmatched);
}

static void mms_without_the_layers_is_read_too(void **state)
{
	(void)state;
	begin();
	say(DIR_REQUEST, DIRECT);
	assert_false(t.d.malformed);
	assert_string_equal(t.d.ot.object_text, "mu");
}

/* A description that is a structure of members whose types have names, all behind one
 * specification. */
static void names_in_one_description_share_its_values(void **state)
{
	static char hex[2 * 2048];
	enum { MEMBERS = 64 };
	size_t n;

	(void)state;
	begin();
	n = (size_t)snprintf(hex, sizeof(hex),
			     "030003ad02f080a08203a2020101a482039ba1820397a08203933082038fa282038b"
			     "800100a2820384a1820380");
	for (unsigned i = 0; i < MEMBERS; i++)
		n += (size_t)snprintf(hex + n, sizeof(hex) - n, "300ca10aa008a1061a01411a0142");
	say(DIR_REQUEST, hex);
	assert_false(t.d.malformed);
	assert_int_equal(t.d.noperations, MEMBERS);
	for (unsigned i = 0; i < MEMBERS; i++) {
		const struct operation *op = &t.d.operations[i];

		assert_string_equal(op->ot.object_text, "A/B");
		assert_int_equal(op->first, i == 0 ? t.d.shared : t.d.operations[i - 1].end);
		assert_true(op->end > op->first);
	}
	assert_int_equal(t.d.operations[MEMBERS - 1].end, t.d.nvalues);
}

static void prefixes_are_malformed_and_read_no_further(void **state)
{
	static const char *const all[] = { INITIATE,  ACCEPT,	READ_TWO, READ_ALL,
					   SELECT_ON, REPORT_1, APP_ERROR };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check_prefixes(&protocol_cotp, DIR_REQUEST, all[i], strlen(all[i]) / 2);
}

static int set_up(void **state)
{
	(void)state;
	return notes_init(&t.notes, 64) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	notes_free(&t.notes);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(associations_are_read_through_all_layers),
		cmocka_unit_test(every_service_has_its_name),
		cmocka_unit_test(an_identity_is_an_asset),
		cmocka_unit_test(each_object_is_an_operation),
		cmocka_unit_test(every_type_of_data_is_read),
		cmocka_unit_test(a_measured_value_is_the_number_and_its_quality),
		cmocka_unit_test(an_operate_knows_the_selection),
		cmocka_unit_test(a_selection_may_be_good_refused_or_cancelled),
		cmocka_unit_test(a_selection_belongs_to_its_connection),
		cmocka_unit_test(an_empty_answer_refuses_a_select),
		cmocka_unit_test(a_termination_says_whether_it_worked),
		cmocka_unit_test(reports_are_counted),
		cmocka_unit_test(errors_and_rejects_name_the_request),
		cmocka_unit_test(mms_without_the_layers_is_read_too),
		cmocka_unit_test(names_in_one_description_share_its_values),
		cmocka_unit_test(prefixes_are_malformed_and_read_no_further),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
