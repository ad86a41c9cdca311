#include "tests/unit/test.h"

#include "proto/event_json.h"
#include "tests/unit/json_check.h"
#include "tests/unit/wire_data.h"

static struct wire_arena arena;
static struct dictionary *dictionary;
static char line[EVENT_JSON_MAX + 1];
static const struct event_origin origin = { .sensor = "plant-1",
					    .epoch = 1899402340123456,
					    .seq = 17,
					    .received = 1790000000223456789,
					    .clock_offset = -1500000 };

static int set_up(void **state)
{
	const char *why = NULL;
	size_t n;

	(void)state;
	if (!wire_arena_init(&arena, WIRE_ARENA_EVENT))
		return -1;
	uint8_t *p = wire_file("v1-", "dictionary", "bin", &n);
	Kagami__ToCollector *m = wire_unpack_to_collector(&arena, p, n, &why);

	dictionary = m != NULL ? dictionary_new(m->dictionary, &why) : NULL;
	free(p);
	return dictionary != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	dictionary_free(dictionary);
	wire_arena_free(&arena);
	return 0;
}

static Kagami__Event *event_of(const char *version, const char *name)
{
	const char *why = NULL;
	size_t n;
	uint8_t *p = wire_file(version, name, "bin", &n);

	wire_clear(&arena);
	Kagami__Event *e = wire_unpack_event(&arena, p, n, &why);

	free(p);
	assert_non_null(e);
	return e;
}

/* The event's line, which is JSON; with a NUL behind it. */
static size_t write_line(const Kagami__Event *e, const struct event_origin *o, size_t room)
{
	char *exact = malloc(room);

	assert_non_null(exact);
	size_t n = event_json(e, dictionary, o, NULL, exact, room);

	assert_true(n > 0 && n <= room);
	memcpy(line, exact, n);
	free(exact);
	line[n] = '\0';
	assert_true(json_line_good(line));
	return n;
}

static void says(const char *part)
{
	if (strstr(line, part) == NULL)
		fail_msg("%s is not in %s", part, line);
}

static void never_says(const char *part)
{
	if (strstr(line, part) != NULL)
		fail_msg("%s is in %s", part, line);
}

static void events_of_version_1_are_written_as_ever(void **state)
{
	static const char *const versions[] = { "v1-", "later-" };

	(void)state;
	for (size_t i = 0; i < 2 * WIRE_SAMPLES; i++) {
		const struct wire_sample *s = &wire_samples[i / 2];
		size_t n;

		if (s->type != EVENT)
			continue;
		write_line(event_of(versions[i % 2], s->name), &origin, EVENT_JSON_MAX);
		uint8_t *expected = wire_file("v1-", s->name, "json", &n);

		assert_int_equal(strlen(line), n);
		assert_memory_equal(line, expected, n);
		free(expected);
	}
}

static void without_an_origin_the_event_is_all_there_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < WIRE_SAMPLES; i++) {
		const struct wire_sample *s = &wire_samples[i];
		bool operation = strcmp(s->name, "operation") == 0;
		size_t n;

		if (s->type != EVENT)
			continue;
		write_line(event_of("v1-", s->name), NULL, EVENT_JSON_MAX);
		uint8_t *whole = wire_file("v1-", s->name, "json", &n);
		const char *from = memmem(whole, n, operation ? "\"frame.number\"" : "\"event\"",
					  operation ? 14 : 7);

		assert_non_null(from);
		assert_int_equal(line[0], '{');
		assert_memory_equal(line + 1, from, n - (size_t)(from - (const char *)whole));
		free(whole);
	}
}

static void whose_work_an_alert_is_about_is_said(void **state)
{
	Kagami__Event *e = event_of("v1-", "alert");
	char maintenance[] = "maintenance", quoted[] = "a \"b\"", role[] = "engineering";
	char *windows[] = { maintenance, quoted }, *none = e->alert->source->role;

	(void)state;
	e->alert->learned = true;
	e->alert->n_outside = 2;
	e->alert->outside = windows;
	e->alert->source->role = role;
	write_line(e, &origin, EVENT_JSON_MAX);
	says("\"learned\":true,\"outside\":[\"maintenance\",\"a \\\"b\\\"\"]");
	says("\"role\":\"engineering\"}");
	e->alert->n_outside = 0;
	e->alert->outside = NULL;
	e->alert->source->role = none;
}

static void clocks_may_be_ahead_or_behind(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} of[] = { { 0, "\"clock_offset\":0.000000000," },
		   { 1, "\"clock_offset\":0.000000001," },
		   { -1, "\"clock_offset\":-0.000000001," },
		   { INT64_MAX, "\"clock_offset\":9223372036.854775807," },
		   { INT64_MIN, "\"clock_offset\":-9223372036.854775808," } };
	struct event_origin o = origin;

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		o.clock_offset = of[i].ns;
		write_line(event_of("v1-", "asset"), &o, EVENT_JSON_MAX);
		says(of[i].text);
	}
	o.epoch = UINT64_MAX;
	o.seq = UINT64_MAX;
	write_line(event_of("v1-", "asset"), &o, EVENT_JSON_MAX);
	says("\"epoch\":\"ffffffffffffffff\",\"seq\":18446744073709551615,");
}

static void words_go_behind_request_and_response(void **state)
{
	struct event_json_places places = { 0 };
	Kagami__Event *e = event_of("v1-", "operation");

	(void)state;
	size_t n = event_json(e, dictionary, NULL, &places, line, sizeof(line));

	assert_true(n > places.response);
	line[n] = '\0';
	assert_memory_equal(line + places.response, ",\"ot.unmatched\"", 15);
	e->operation->unmatched = e->operation->malformed = e->operation->truncated = false;
	e->operation->trailing = 0;
	e->operation->n_remarks = e->operation->n_values = 0;
	n = event_json(e, dictionary, NULL, &places, line, sizeof(line));
	assert_int_equal(places.response, n - 2);
}

static void a_request_that_was_answered_says_when(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");

	(void)state;
	e->operation->request_frame = 0;
	e->operation->unanswered = false;
	write_line(e, NULL, EVENT_JSON_MAX);
	says(",\"ot.message\":88,\"ot.response_frame\":170,\"ot.response_time\":4.000000001,"
	     "\"ot.unmatched\"");
	e->operation->response_frame = 0;
	write_line(e, NULL, EVENT_JSON_MAX);
	never_says("\"ot.response_time\"");
}

static void an_operation_that_says_little_is_short(void **state)
{
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Operation o = KAGAMI__OPERATION__INIT;

	(void)state;
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	e.operation = &o;
	write_line(&e, NULL, 512);
	assert_string_equal(line, "{\"frame.number\":0,\"frame.time\":\"1970-01-01T00:00:00."
				  "000000000Z\",\"ot.op\":\"other\",\"ot.request\":true,"
				  "\"ot.message\":0}\n");
}

static void operations_of_ipv6_and_udp(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");
	uint8_t six[16] = { 0xfe, 0x80, [15] = 1 };

	(void)state;
	e->operation->ip_proto = 17;
	e->operation->source->ip = e->operation->destination->ip =
		(ProtobufCBinaryData){ .len = 16, .data = six };
	e->operation->n_vlans = 1;
	e->operation->source->port = 0;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"vlan.id\":12,\"ipv6.src\":\"fe80::1\",\"ipv6.dst\":\"fe80::1\",\"udp.srcport\":0,"
	     "\"udp.dstport\":58786,");
	e->operation->ip_proto = 1;
	write_line(e, NULL, EVENT_JSON_MAX);
	never_says("port");
}

static void values_of_one_field_stand_together(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");
	Kagami__Value *a = e->operation->values[0], *b = e->operation->values[2];

	(void)state;
	e->operation->n_values = 3;
	a->field = e->operation->values[1]->field = 1;
	b->field = 2;
	e->operation->values[1] = b;
	e->operation->values[2] = a;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"modbus.regval_uint16\":[3,3],\"kagami.delta\":[-9223372036854775808,"
	     "9223372036854775807]}");
}

static void empty_lists_are_written_as_such(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");
	Kagami__Value *v = e->operation->values[0];

	(void)state;
	e->operation->n_values = 1;
	v->n_uints = 0;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"modbus.func_code\":null}"); /* its list is one that we do not know */
	v->series = true;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"modbus.func_code\":[]}");
	e->operation->value->n_uints = 0;
	write_line(e, NULL, EVENT_JSON_MAX);
	never_says("ot.value");
}

static void fields_and_rules_that_nobody_named_have_numbers(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");
	struct dictionary *kept = dictionary;

	(void)state;
	e->operation->n_values = 1;
	e->operation->values[0]->field = UINT32_MAX;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"field.4294967295\":3}");
	dictionary = NULL;
	e->operation->values[0]->field = 0;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"field.0\":3}");
	write_line(event_of("v1-", "alert"), &origin, EVENT_JSON_MAX);
	dictionary = kept;
	says("\"rule_index\":4,\"text\":");
	says("\"techniques\":[],\"fields\":{\"field.0\":\"Write Multiple Registers\","
	     "\"field.1\":[9999,\"closed\"],");
	never_says("\"priority\"");
	never_says("\"learned\"");
	never_says("\"outside\"");
	never_says("\"role\"");
	e = event_of("v1-", "alert");
	e->alert->rule = UINT32_MAX;
	write_line(e, &origin, EVENT_JSON_MAX);
	says("\"rule_index\":4294967295,");
}

static void a_sensors_fields_cannot_pass_for_the_collectors_words(void **state)
{
	char name[] = "sensor";
	const char *why = NULL;
	Kagami__Dictionary m = KAGAMI__DICTIONARY__INIT;
	Kagami__Field f = KAGAMI__FIELD__INIT;
	Kagami__Field *fields[] = { &f };
	struct dictionary *kept = dictionary;
	Kagami__Event *e = event_of("v1-", "operation");

	(void)state;
	f.name = name;
	f.id = 9;
	m.fields = fields;
	m.n_fields = 1;
	e->operation->n_values = 1;
	e->operation->values[0]->field = 9;
	dictionary = dictionary_new(&m, &why);
	assert_non_null(dictionary);
	write_line(e, &origin, EVENT_JSON_MAX);
	says("\"field.9\":3}");
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"sensor\":3}");
	dictionary_free(dictionary);
	dictionary = kept;
}

static void types_that_do_not_fit_their_values_do_no_harm(void **state)
{
	Kagami__Event *e = event_of("v1-", "operation");
	Kagami__Value *v = e->operation->values[0];
	uint8_t raw[3] = { 1, 2, 3 };
	ProtobufCBinaryData bytes = { .len = 3, .data = raw };

	(void)state;
	e->operation->values[0] = v;
	e->operation->n_values = 1;
	v->n_uints = 0;
	v->bytes = &bytes;
	v->n_bytes = 1;
	for (uint32_t field = 0; field < 13; field++) {
		v->field = field == 12 ? 300 : field;
		write_line(e, NULL, EVENT_JSON_MAX);
		if (field == 6)
			says("\"\\u0001\\u0002\\u0003\"");
		else
			says(":\"01:02:03\"}");
	}
}

static void an_event_of_a_later_kind_is_unknown(void **state)
{
	Kagami__Event e = KAGAMI__EVENT__INIT;

	(void)state;
	e.time = 1790000000123456789;
	write_line(&e, NULL, 512);
	assert_string_equal(line, "{\"event\":\"unknown\",\"time\":"
				  "\"2026-09-21T14:13:20.123456789Z\"}\n");
}

static void conversations_below_ip_have_an_ethertype(void **state)
{
	Kagami__Event *e = event_of("v1-", "conversation");

	(void)state;
	e->conversation->ip_proto = 0;
	e->conversation->client->ip.len = e->conversation->server->ip.len = 0;
	e->conversation->server->port = 0x88b8;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"server\":{\"name\":\"plc2\",\"mac\":\"00:30:de:41:07:12\",\"vlan\":12},"
	     "\"transport\":\"ethernet\",\"ethertype\":35000,");
	e->conversation->ip_proto = 47;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"transport\":\"ip/47\",\"protocol\"");
	e->conversation->client = NULL;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"change\":\"new\",\"server\"");
}

/* ---- room -------------------------------------------------------------------------------- */

static void what_does_not_fit_is_cut_and_says_so(void **state)
{
	static const char *const brief[] = { "\"ot.protocol\":\"modbus\",\"ot.truncated\":true}\n",
					     "\"name\":\"Unauthorized Command Message\"}],"
					     "\"truncated\":true}\n" };
	static const char *const kinds[] = { "operation", "alert" };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		Kagami__Event *e = event_of("v1-", kinds[i]);
		size_t whole = write_line(e, &origin, EVENT_JSON_MAX);

		assert_int_equal(write_line(e, &origin, whole), whole);
		size_t cut = write_line(e, &origin, whole - 1);

		assert_true(cut < whole);
		says(brief[i]);
		assert_int_equal(write_line(e, &origin, cut), cut);
		size_t bare = write_line(e, &origin, cut - 1);

		says("\"time\":\"2026-09-21T14:13:20.123456789Z\",\"truncated\":true}\n");
		assert_true(bare < 512);
		assert_int_equal(write_line(e, &origin, bare), bare);
		for (size_t room = 0; room < bare; room++)
			assert_int_equal(event_json(e, dictionary, &origin, NULL, line, room), 0);
	}
}

static void the_longest_head_fits_512_bytes(void **state)
{
	char name[WIRE_NAME_MAX + 1];
	struct event_origin o = { .sensor = name,
				  .epoch = UINT64_MAX,
				  .seq = UINT64_MAX,
				  .received = UINT64_MAX,
				  .clock_offset = INT64_MIN };
	Kagami__Event *e = event_of("v1-", "conversation");
	Kagami__Clock clock = KAGAMI__CLOCK__INIT;

	(void)state;
	memset(name, 'x', WIRE_NAME_MAX);
	name[WIRE_NAME_MAX] = '\0';
	clock.synchronised = KAGAMI__SYNCHRONISED__SYNCHRONISED_NO;
	clock.max_error = UINT64_MAX;
	e->clock = &clock;
	e->time = UINT64_MAX;
	write_line(e, &o, 512);
	says("\"event\":\"conversation\",");
	says("\"truncated\":true}");
}

static void very_many_values_are_left_out(void **state)
{
	enum { MANY = 1025 };
	static Kagami__Value *values[MANY];
	Kagami__Event *e = event_of("v1-", "operation");

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		values[i] = e->operation->values[0];
	e->operation->values = values;
	e->operation->n_values = MANY - 1;
	write_line(e, NULL, EVENT_JSON_MAX);
	says("\"modbus.func_code\":[3,3,");
	e->operation->n_values = MANY;
	write_line(e, NULL, EVENT_JSON_MAX);
	never_says("modbus.func_code");
	says("\"ot.truncated\":true}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_of_version_1_are_written_as_ever),
		cmocka_unit_test(without_an_origin_the_event_is_all_there_is),
		cmocka_unit_test(whose_work_an_alert_is_about_is_said),
		cmocka_unit_test(clocks_may_be_ahead_or_behind),
		cmocka_unit_test(words_go_behind_request_and_response),
		cmocka_unit_test(a_request_that_was_answered_says_when),
		cmocka_unit_test(an_operation_that_says_little_is_short),
		cmocka_unit_test(operations_of_ipv6_and_udp),
		cmocka_unit_test(values_of_one_field_stand_together),
		cmocka_unit_test(empty_lists_are_written_as_such),
		cmocka_unit_test(fields_and_rules_that_nobody_named_have_numbers),
		cmocka_unit_test(a_sensors_fields_cannot_pass_for_the_collectors_words),
		cmocka_unit_test(types_that_do_not_fit_their_values_do_no_harm),
		cmocka_unit_test(an_event_of_a_later_kind_is_unknown),
		cmocka_unit_test(conversations_below_ip_have_an_ethertype),
		cmocka_unit_test(what_does_not_fit_is_cut_and_says_so),
		cmocka_unit_test(the_longest_head_fits_512_bytes),
		cmocka_unit_test(very_many_values_are_left_out),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
