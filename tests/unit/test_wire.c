#include "tests/unit/test.h"

#include "tests/unit/wire_data.h"

static struct wire_arena arena;

static int set_up(void **state)
{
	(void)state;
	return wire_arena_init(&arena, WIRE_ARENA_MESSAGE) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	wire_arena_free(&arena);
	return 0;
}

static void kinds_have_names_and_come_from_the_body(void **state)
{
	static const char *const names[] = { "operation", "conversation", "asset",
					     "health",	  "alert",	  "packets" };
	Kagami__Event e = KAGAMI__EVENT__INIT;

	(void)state;
	for (unsigned k = 0; k < EVENT_KINDS; k++)
		assert_string_equal(event_kind_name((enum event_kind)k), names[k]);
	assert_string_equal(event_kind_name(EVENT_KINDS), "unknown");
	assert_int_equal(event_kind_of(&e), EVENT_KINDS);
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	assert_int_equal(event_kind_of(&e), EVENT_ALERT);
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	assert_int_equal(event_kind_of(&e), EVENT_OPERATION);
	e.body_case = KAGAMI__EVENT__BODY_ASSET;
	assert_int_equal(event_kind_of(&e), EVENT_ASSET);
	e.body_case = KAGAMI__EVENT__BODY_CONVERSATION;
	assert_int_equal(event_kind_of(&e), EVENT_CONVERSATION);
	e.body_case = KAGAMI__EVENT__BODY_HEALTH;
	assert_int_equal(event_kind_of(&e), EVENT_HEALTH);
	e.body_case = KAGAMI__EVENT__BODY_PACKETS;
	assert_int_equal(event_kind_of(&e), EVENT_PACKETS);
}

static void every_kind_has_its_place_when_there_is_no_room_and_alerts_have_the_last(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (unsigned i = 0; i < EVENT_KINDS; i++)
		seen |= 1U << event_kind_shed(i);
	assert_int_equal(seen, (1U << EVENT_KINDS) - 1);
	assert_int_equal(event_kind_shed(0), EVENT_OPERATION);
	assert_int_equal(event_kind_shed(EVENT_KINDS - 1), EVENT_ALERT);
}

static void names_of_sensors_are_short_and_plain(void **state)
{
	char longest[WIRE_NAME_MAX + 2];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	longest[WIRE_NAME_MAX + 1] = '\0';
	assert_false(wire_name_good(longest));
	longest[WIRE_NAME_MAX] = '\0';
	assert_true(wire_name_good(longest));
	assert_true(wire_name_good("Plant_1.cell-2"));
	assert_false(wire_name_good(""));
	assert_false(wire_name_good(NULL));
	assert_false(wire_name_good("a b"));
	assert_false(wire_name_good("a/b"));
	assert_false(wire_name_good("a\n"));
	assert_false(wire_name_good("\xc3\xa9"));
}

/* ---- packing ----------------------------------------------------------------------------- */

static Kagami__Event *event_of(const char *name)
{
	const char *why = NULL;
	size_t n;
	uint8_t *p = wire_file("v1-", name, "bin", &n);
	Kagami__Event *e = wire_unpack_event(&arena, p, n, &why);

	assert_non_null(e);
	free(p);
	return e;
}

static void an_event_fits_exactly_or_not_at_all(void **state)
{
	uint8_t out[4096];

	(void)state;
	wire_clear(&arena);
	Kagami__Event *e = event_of("operation");
	size_t n = wire_pack_event(e, out, sizeof(out));

	assert_true(n > 0);
	assert_int_equal(wire_pack_event(e, out, n), n);
	assert_int_equal(wire_pack_event(e, out, n - 1), 0);
	assert_int_equal(wire_pack_event(e, out, 0), 0);
}

static void an_event_has_a_greatest_size(void **state)
{
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert a = KAGAMI__ALERT__INIT;
	size_t room = (size_t)2 * WIRE_EVENT_MAX;
	uint8_t *out = malloc(room);
	char *text = malloc(room);
	const char *why = NULL;

	(void)state;
	assert_non_null(out);
	assert_non_null(text);
	memset(text, 'x', room);
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &a;
	a.text = text;
	text[WIRE_EVENT_MAX - 8] = '\0'; /* two tags and two lengths of three bytes */
	assert_int_equal(wire_pack_event(&e, out, room), WIRE_EVENT_MAX);
	wire_clear(&arena);
	assert_non_null(wire_unpack_event(&arena, out, WIRE_EVENT_MAX, &why));
	text[WIRE_EVENT_MAX - 8] = 'x';
	text[WIRE_EVENT_MAX - 7] = '\0';
	assert_int_equal(wire_pack_event(&e, out, room), 0);
	assert_int_equal(protobuf_c_message_pack(&e.base, out), WIRE_EVENT_MAX + 1);
	assert_null(wire_unpack_event(&arena, out, WIRE_EVENT_MAX + 1, &why));
	assert_string_equal(why, "too large");
	free(text);
	free(out);
}

static void what_is_no_text_becomes_question_marks(void **state)
{
	char device[] = "caf\xc3\xa9 \xff\xc3", remark[] = "\xe2\x82"; /* cut within a character */
	char *remarks[] = { remark };
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Operation o = KAGAMI__OPERATION__INIT;
	uint8_t out[256];
	const char *why = NULL;

	(void)state;
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	e.operation = &o;
	o.device = device;
	o.remarks = remarks;
	o.n_remarks = 1;
	size_t n = wire_pack_event(&e, out, sizeof(out));

	wire_clear(&arena);
	Kagami__Event *back = wire_unpack_event(&arena, out, n, &why);

	assert_non_null(back);
	assert_string_equal(back->operation->device, "caf\xc3\xa9 ??");
	assert_string_equal(back->operation->remarks[0], "??");
	assert_string_equal(device, "caf\xc3\xa9 \xff\xc3");
}

static void what_would_be_refused_is_not_packed(void **state)
{
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Operation o = KAGAMI__OPERATION__INIT;
	Kagami__End end = KAGAMI__END__INIT;
	Kagami__Value v = KAGAMI__VALUE__INIT;
	uint8_t out[256], ip[5] = { 0 };
	uint64_t u = 1;
	int64_t i = -1;

	(void)state;
	e.body_case = KAGAMI__EVENT__BODY_OPERATION;
	e.operation = &o;
	o.source = &end;
	end.ip = (ProtobufCBinaryData){ .len = 5, .data = ip };
	assert_int_equal(wire_pack_event(&e, out, sizeof(out)), 0);
	end.ip.len = 4;
	assert_int_not_equal(wire_pack_event(&e, out, sizeof(out)), 0);
	o.value = &v;
	v.uints = &u;
	v.n_uints = 1;
	assert_int_not_equal(wire_pack_event(&e, out, sizeof(out)), 0);
	v.ints = &i;
	v.n_ints = 1;
	assert_int_equal(wire_pack_event(&e, out, sizeof(out)), 0);
}

static void messages_of_the_link_fit_exactly_or_not_at_all(void **state)
{
	Kagami__ToCollector c = KAGAMI__TO_COLLECTOR__INIT;
	Kagami__ToSensor s = KAGAMI__TO_SENSOR__INIT;
	Kagami__Ping ping = KAGAMI__PING__INIT;
	Kagami__Ack ack = KAGAMI__ACK__INIT;
	uint8_t out[64];

	(void)state;
	c.version = s.version = WIRE_VERSION;
	c.body_case = KAGAMI__TO_COLLECTOR__BODY_PING;
	c.ping = &ping;
	ping.session = 1;
	s.body_case = KAGAMI__TO_SENSOR__BODY_ACK;
	s.ack = &ack;
	ack.session = 1;
	size_t n = wire_size_to_collector(&c);

	assert_int_equal(n, 2 + 2 + 9);
	assert_int_equal(wire_pack_to_collector(&c, out, n), n);
	assert_int_equal(wire_pack_to_collector(&c, out, n - 1), 0);
	assert_int_equal(wire_pack_to_sensor(&s, out, n), n);
	assert_int_equal(wire_pack_to_sensor(&s, out, n - 1), 0);
}

/* ---- what version 1 wrote ---------------------------------------------------------------- */

static void bytes_of_version_1_come_back_as_they_were(void **state)
{
	uint8_t out[8192];

	(void)state;
	for (size_t i = 0; i < WIRE_SAMPLES; i++) {
		const char *why = NULL;
		size_t n;
		uint8_t *p = wire_file("v1-", wire_samples[i].name, "bin", &n);

		wire_clear(&arena);
		ProtobufCMessage *m = wire_unpack_any(wire_samples[i].type, &arena, p, n, &why);

		if (m == NULL)
			fail_msg("%s: %s", wire_samples[i].name, why);
		assert_int_equal(protobuf_c_message_get_packed_size(m), n);
		assert_int_equal(protobuf_c_message_pack(m, out), n);
		assert_memory_equal(out, p, n);
		free(p);
	}
}

static void fields_of_a_later_version_are_passed_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < WIRE_SAMPLES; i++) {
		const char *why = NULL;
		size_t n;
		uint8_t *p = wire_file("later-", wire_samples[i].name, "bin", &n);

		wire_clear(&arena);
		ProtobufCMessage *m = wire_unpack_any(wire_samples[i].type, &arena, p, n, &why);

		if (m == NULL)
			fail_msg("%s: %s", wire_samples[i].name, why);
		else
			assert_int_equal(m->n_unknown_fields, 8);
		free(p);
	}
}

static void an_event_of_a_later_kind_is_an_event(void **state)
{
	struct wire_bytes b = { .n = 0 };
	const char *why = NULL;

	(void)state;
	wire_put_bytes(&b, 99, "\x08\x01", 2);
	wire_clear(&arena);
	Kagami__Event *e = wire_unpack_event(&arena, b.p, b.n, &why);

	assert_non_null(e);
	assert_int_equal(event_kind_of(e), EVENT_KINDS);
	e = wire_unpack_event(&arena, b.p, 0, &why);
	assert_non_null(e);
	assert_int_equal(event_kind_of(e), EVENT_KINDS);
}

static void enum_values_of_a_later_version_are_read_as_0(void **state)
{
	struct wire_bytes clock = { .n = 0 }, operation = { .n = 0 }, function = { .n = 0 },
			  conversation = { .n = 0 }, b = { .n = 0 };
	const char *why = NULL;

	(void)state;
	wire_put_number(&clock, 1, 9);
	wire_put_number(&operation, 8, 99);
	wire_put_number(&operation, 15, UINT64_MAX); /* -1 */
	wire_put_number(&operation, 18, 5);
	wire_put_bytes(&b, 2, clock.p, clock.n);
	wire_put_bytes(&b, 4, operation.p, operation.n);
	wire_clear(&arena);
	Kagami__Event *e = wire_unpack_event(&arena, b.p, b.n, &why);

	assert_non_null(e);
	assert_int_equal(e->clock->synchronised, 0);
	assert_int_equal(e->operation->op, 0);
	assert_int_equal(e->operation->value_type, 0);
	assert_int_equal(e->operation->message, 5);

	wire_put_number(&function, 2, 9);
	wire_put_bytes(&conversation, 20, "\x10\x02", 2);
	wire_put_bytes(&conversation, 20, function.p, function.n);
	b.n = 0;
	wire_put_bytes(&b, 6, conversation.p, conversation.n);
	e = wire_unpack_event(&arena, b.p, b.n, &why);
	assert_non_null(e);
	assert_int_equal(e->conversation->functions[0]->op, KAGAMI__OP__OP_WRITE);
	assert_int_equal(e->conversation->functions[1]->op, KAGAMI__OP__OP_OTHER);
}

/* ---- memory ------------------------------------------------------------------------------ */

static void what_needs_more_than_the_arena_has_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < WIRE_SAMPLES; i++) {
		const char *why = NULL;
		size_t n;
		uint8_t *p = wire_file("v1-", wire_samples[i].name, "bin", &n);

		wire_clear(&arena);
		assert_non_null(wire_unpack_any(wire_samples[i].type, &arena, p, n, &why));
		size_t needed = arena.used;

		for (size_t size = 0; size < needed; size += 16) {
			struct wire_arena small;

			assert_true(wire_arena_init(&small, size));
			why = NULL;
			assert_null(wire_unpack_any(wire_samples[i].type, &small, p, n, &why));
			assert_true(small.exhausted);
			assert_string_equal(why, "it needs too much memory");
			wire_clear(&small);
			assert_false(small.exhausted);
			assert_int_equal(small.used, 0);
			wire_arena_free(&small);
		}
		struct wire_arena enough;

		assert_true(wire_arena_init(&enough, needed));
		assert_non_null(wire_unpack_any(wire_samples[i].type, &enough, p, n, &why));
		wire_arena_free(&enough);
		free(p);
	}
}

static void messages_share_an_arena_until_it_is_cleared(void **state)
{
	(void)state;
	wire_clear(&arena);
	Kagami__Event *a = event_of("alert"), *b = event_of("asset");

	assert_string_equal(a->alert->device, "1");
	assert_string_equal(b->asset->model, "750-881");
	size_t used = arena.used;

	wire_clear(&arena);
	assert_int_equal(arena.used, 0);
	event_of("alert");
	event_of("asset");
	assert_int_equal(arena.used, used);
}

static void an_exhausted_arena_says_so_until_it_is_cleared(void **state)
{
	struct wire_arena a;
	const char *why = NULL;
	size_t n;
	uint8_t *p = wire_file("v1-", "asset", "bin", &n);

	(void)state;
	assert_true(wire_arena_init(&a, 512));
	assert_null(wire_unpack_event(&a, p, n, &why));
	wire_unpack_event(&a, p, 0, &why);
	assert_true(a.exhausted);
	wire_arena_free(&a);
	assert_null(a.p);
	free(p);
}

/* ---- any bytes --------------------------------------------------------------------------- */

/* What can be unpacked can be packed and unpacked again, and is then the same. */
static void stays_the_same(enum wire_type type, const uint8_t *p, size_t n)
{
	static uint8_t first[1 << 14], second[1 << 14];
	const char *why = NULL;

	wire_clear(&arena);
	ProtobufCMessage *m = wire_unpack_any(type, &arena, p, n, &why);

	if (m == NULL) {
		assert_non_null(why);
		return;
	}
	size_t a = protobuf_c_message_pack(m, first);

	m = wire_unpack_any(type, &arena, first, a, &why);
	assert_non_null(m);
	assert_int_equal(protobuf_c_message_pack(m, second), a);
	assert_memory_equal(first, second, a);
}

static void every_beginning_and_every_changed_byte_is_taken_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < WIRE_SAMPLES; i++) {
		size_t n;
		uint8_t *p = wire_file("v1-", wire_samples[i].name, "bin", &n);

		for (size_t k = 0; k < n; k++) {
			static const uint8_t change[] = { 1, 2, 4, 0x7f, 0x80, 0xff };
			uint8_t *part = malloc(k > 0 ? k : 1);

			assert_non_null(part);
			memcpy(part, p, k);
			stays_the_same(wire_samples[i].type, part, k);
			free(part);
			for (size_t c = 0; c < sizeof(change); c++) {
				p[k] ^= change[c];
				stays_the_same(wire_samples[i].type, p, n);
				p[k] ^= change[c];
			}
		}
		free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_have_names_and_come_from_the_body),
		cmocka_unit_test(names_of_sensors_are_short_and_plain),
		cmocka_unit_test(an_event_fits_exactly_or_not_at_all),
		cmocka_unit_test(an_event_has_a_greatest_size),
		cmocka_unit_test(what_is_no_text_becomes_question_marks),
		cmocka_unit_test(what_would_be_refused_is_not_packed),
		cmocka_unit_test(messages_of_the_link_fit_exactly_or_not_at_all),
		cmocka_unit_test(bytes_of_version_1_come_back_as_they_were),
		cmocka_unit_test(
			every_kind_has_its_place_when_there_is_no_room_and_alerts_have_the_last),
		cmocka_unit_test(fields_of_a_later_version_are_passed_over),
		cmocka_unit_test(an_event_of_a_later_kind_is_an_event),
		cmocka_unit_test(enum_values_of_a_later_version_are_read_as_0),
		cmocka_unit_test(what_needs_more_than_the_arena_has_is_refused),
		cmocka_unit_test(messages_share_an_arena_until_it_is_cleared),
		cmocka_unit_test(an_exhausted_arena_says_so_until_it_is_cleared),
		cmocka_unit_test(every_beginning_and_every_changed_byte_is_taken_or_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
