#include "tests/unit/test.h"

#include "tests/unit/wire_data.h"

/* Bytes that are refused, and why. */

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

static void refused(enum wire_type type, const struct wire_bytes *b, const char *expected)
{
	const char *why = NULL;
	uint8_t *exact = malloc(b->n > 0 ? b->n : 1);

	assert_non_null(exact);
	memcpy(exact, b->p, b->n);
	wire_clear(&arena);
	assert_null(wire_unpack_any(type, &arena, exact, b->n, &why));
	assert_non_null(why);
	assert_string_equal(why, expected);
	assert_false(arena.exhausted);
	free(exact);
}

/* An event whose alert's source has these bytes. */
static void put_source(struct wire_bytes *b, const struct wire_bytes *end)
{
	struct wire_bytes alert = { .n = 0 };

	wire_put_bytes(&alert, 5, end->p, end->n);
	wire_put_bytes(b, 3, alert.p, alert.n);
}

static void bytes_that_are_no_message_are_refused(void **state)
{
	static const struct {
		uint8_t p[12];
		uint8_t n;
	} of[] = {
		{ { 0x08 }, 1 },		      /* no value */
		{ { 0x00, 0x00 }, 2 },		      /* field 0 */
		{ { 0x0b, 0x0c }, 2 },		      /* a group */
		{ { 0x0e, 0x00 }, 2 },		      /* wire type 6 */
		{ { 0x12, 0x05, 0x00 }, 3 },	      /* cut */
		{ { 0x09, 0, 0, 0, 0, 0, 0, 0 }, 8 }, /* eight bytes, cut */
		{ { 0xfd, 0x7d, 0, 0, 0 }, 5 },	      /* four bytes of an unknown field, cut */
		{ { 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00 }, 7 }, /* a tag above 2^32 */
		{ { 0xf8, 0x7d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 },
		  12 }, /* a number above 2^64 */
		{ { 0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 11 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		struct wire_bytes b = { .n = of[i].n };

		memcpy(b.p, of[i].p, of[i].n);
		refused(EVENT, &b, "the bytes are no message");
	}
}

static void texts_must_be_utf8_without_nuls(void **state)
{
	static const char *const bad[] = { "\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80" };
	struct wire_bytes b = { .n = 0 }, end = { .n = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b.n = end.n = 0;
		wire_put_bytes(&end, 5, bad[i], strlen(bad[i]));
		put_source(&b, &end);
		refused(EVENT, &b, "a text is not UTF-8");
	}
	b.n = end.n = 0;
	wire_put_bytes(&end, 5, "a\0b", 3);
	put_source(&b, &end);
	refused(EVENT, &b, "a text has a NUL");
}

static void addresses_have_a_length(void **state)
{
	static const uint8_t zeros[300];
	const char *why = NULL;

	(void)state;
	for (size_t n = 0; n <= 300; n++) {
		struct wire_bytes b = { .n = 0 }, end = { .n = 0 };

		wire_put_bytes(&end, 1, zeros, n);
		put_source(&b, &end);
		wire_clear(&arena);
		if (n == 0 || n == 4 || n == 16)
			assert_non_null(wire_unpack_event(&arena, b.p, b.n, &why));
		else
			refused(EVENT, &b, "an IP address has neither 4 nor 16 bytes");

		struct wire_bytes asset = { .n = 0 };

		wire_put_bytes(&asset, n % 2 == 0 ? 3 : 4, zeros, n);
		b.n = 0;
		wire_put_bytes(&b, 5, asset.p, asset.n);
		wire_clear(&arena);
		if (n == 0 || n == 6)
			assert_non_null(wire_unpack_event(&arena, b.p, b.n, &why));
		else
			refused(EVENT, &b, "a MAC address has not 6 bytes");
	}
	struct wire_bytes b = { .n = 0 }, asset = { .n = 0 };

	wire_put_bytes(&asset, 2, zeros, 0);
	wire_put_bytes(&b, 5, asset.p, asset.n);
	refused(EVENT, &b, "an IP address has neither 4 nor 16 bytes");
}

static void a_field_that_is_no_list_occurs_once(void **state)
{
	struct wire_bytes b = { .n = 0 };

	(void)state;
	wire_put_bytes(&b, 2, "", 0);
	wire_put_bytes(&b, 2, "", 0);
	refused(EVENT, &b, "a field occurs twice");
	b.n = 0;
	wire_put_bytes(&b, 3, "", 0); /* two bodies */
	wire_put_bytes(&b, 4, "", 0);
	refused(EVENT, &b, "a field occurs twice");
	b.n = 0;
	wire_put_bytes(&b, 4, "\x08\x01\x08\x01", 4);
	refused(EVENT, &b, "a field occurs twice");
}

static void a_value_fills_one_list(void **state)
{
	struct wire_bytes value = { .n = 0 }, alert = { .n = 0 }, b = { .n = 0 };
	const char *why = NULL;

	(void)state;
	wire_put_bytes(&value, 3, "\x01\x02", 2);
	wire_put_number(&value, 3, 3); /* not packed, which is as good */
	wire_put_bytes(&alert, 10, value.p, value.n);
	wire_put_bytes(&b, 3, alert.p, alert.n);
	wire_clear(&arena);
	Kagami__Event *e = wire_unpack_event(&arena, b.p, b.n, &why);

	assert_non_null(e);
	assert_int_equal(e->alert->values[0]->n_uints, 3);
	assert_int_equal(e->alert->values[0]->uints[2], 3);
	wire_put_bytes(&value, 6, "", 0);
	alert.n = b.n = 0;
	wire_put_bytes(&alert, 10, value.p, value.n);
	wire_put_bytes(&b, 3, alert.p, alert.n);
	refused(EVENT, &b, "a value has two lists");
}

static void lists_of_numbers_are_whole(void **state)
{
	static const struct {
		uint32_t field;
		uint8_t n;
		const char *p;
	} of[] = { { 3, 1, "\x80" }, { 4, 2, "\x01\x80" }, { 5, 7, "1234567" } };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct wire_bytes value = { .n = 0 }, alert = { .n = 0 }, b = { .n = 0 };

		wire_put_bytes(&value, of[i].field, of[i].p, of[i].n);
		wire_put_bytes(&alert, 10, value.p, value.n);
		wire_put_bytes(&b, 3, alert.p, alert.n);
		refused(EVENT, &b, "a list of numbers is cut");
	}
}

/* Is an alert with this value taken as it lies there? */
static bool value_taken(const struct wire_bytes *value)
{
	struct wire_bytes alert = { .n = 0 }, b = { .n = 0 };
	struct wire_glance seen;
	const char *why = NULL;
	bool taken;

	wire_put_bytes(&alert, 10, value->p, value->n);
	wire_put_bytes(&b, 3, alert.p, alert.n);
	uint8_t *exact = malloc(b.n);

	assert_non_null(exact);
	memcpy(exact, b.p, b.n);
	taken = wire_glance_event(exact, b.n, &seen, &why);
	free(exact);
	return taken;
}

/* What is taken, protobuf-c must be able to read, and it has no more than one list. */
static void agree(const struct wire_bytes *value)
{
	if (!value_taken(value))
		return;
	Kagami__Value *v = kagami__value__unpack(NULL, value->n, value->p);

	assert_non_null(v);
	assert_true((v->n_uints > 0) + (v->n_ints > 0) + (v->n_reals > 0) + (v->n_bytes > 0) <= 1);
	kagami__value__free_unpacked(v, NULL);
}

/* Most values are told at a glance: nothing that only looks like one may pass. */
static void a_value_with_any_byte_changed_is_read_as_protobuf_reads_it(void **state)
{
	static const struct {
		uint32_t field;
		bool series;
		uint32_t list;
		uint8_t n;
		const char *p;
	} of[] = {
		{ 1, false, 3, 1, "\x05" },
		{ 300, false, 3, 3, "\x84\xe8\x03" },
		{ 77777, true, 4, 2, "\x84\x01" },
		{ 12, true, 3, 9, "\x01\x82\x03\x04\x05\x06\xff\xff\x01" },
		{ 200, false, 6, 6, "\x02\0\0\x80\xff\x01" },
		{ 9, false, 5, 8, "12345678" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(of) / sizeof(of[0]); k++) {
		struct wire_bytes value = { .n = 0 };

		wire_put_number(&value, 1, of[k].field);
		if (of[k].series)
			wire_put_number(&value, 2, 1);
		wire_put_bytes(&value, of[k].list, of[k].p, of[k].n);
		assert_true(value_taken(&value));
		for (size_t i = 0; i < value.n; i++) {
			const uint8_t was = value.p[i];

			for (unsigned c = 0; c < 256; c++) {
				value.p[i] = (uint8_t)c;
				agree(&value);
			}
			value.p[i] = was;
		}
		for (; value.n > 0; value.n--)
			agree(&value);
	}
}

static void a_field_has_its_own_type(void **state)
{
	struct wire_bytes b = { .n = 0 };

	(void)state;
	wire_put_number(&b, 1, 1); /* Event.time is eight bytes */
	refused(EVENT, &b, "a field has a type of its own");
	b.n = 0;
	wire_put_number(&b, 3, 1);
	refused(EVENT, &b, "a field has a type of its own");
}

static void a_hello_has_a_sensors_name(void **state)
{
	struct wire_bytes hello = { .n = 0 }, b = { .n = 0 };

	(void)state;
	wire_put_bytes(&b, 2, "", 0);
	refused(TO_COLLECTOR, &b, "that is no name of a sensor");
	wire_put_bytes(&hello, 1, "../plant", 8);
	b.n = 0;
	wire_put_bytes(&b, 2, hello.p, hello.n);
	refused(TO_COLLECTOR, &b, "that is no name of a sensor");
}

/* A message of the link whose body (field `body`) has `n` members `field` of `each` zeros. */
static uint8_t *crowd(uint32_t body, uint32_t field, size_t n, size_t each, size_t *len)
{
	struct wire_bytes member = { .n = 0 }, head = { .n = 0 };
	static const uint8_t zeros[1 << 10];

	wire_put_bytes(&member, field, zeros, each);
	wire_put(&head, (uint64_t)body << 3 | 2);
	wire_put(&head, n * member.n);
	*len = head.n + n * member.n;
	uint8_t *p = malloc(*len);

	assert_non_null(p);
	memcpy(p, head.p, head.n);
	for (size_t i = 0; i < n; i++)
		memcpy(p + head.n + i * member.n, member.p, member.n);
	return p;
}

static void an_event_has_so_many_packets(void **state)
{
	const char *why = NULL;
	size_t n;

	(void)state;
	uint8_t *p = crowd(8, 6, WIRE_PACKETS, 0, &n);

	wire_clear(&arena);
	assert_non_null(wire_unpack_event(&arena, p, n, &why));
	free(p);
	p = crowd(8, 6, WIRE_PACKETS + 1, 0, &n);
	wire_clear(&arena);
	assert_null(wire_unpack_event(&arena, p, n, &why));
	assert_string_equal(why, "too many packets in an event");
	free(p);
}

static void lists_have_a_greatest_length(void **state)
{
	static const struct {
		uint32_t body, field;
		size_t most;
		const char *why;
	} of[] = {
		{ 4, 5, WIRE_BATCH_EVENTS, "too many events in a batch" },
		{ 3, 2, WIRE_FIELDS, "too many fields in a dictionary" },
		{ 3, 3, WIRE_RULES, "too many rules in a dictionary" },
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const char *why = NULL;
		size_t n;
		uint8_t *p = crowd(of[i].body, of[i].field, of[i].most, 0, &n);

		wire_clear(&arena);
		assert_non_null(wire_unpack_to_collector(&arena, p, n, &why));
		free(p);
		p = crowd(of[i].body, of[i].field, of[i].most + 1, 0, &n);
		wire_clear(&arena);
		assert_null(wire_unpack_to_collector(&arena, p, n, &why));
		assert_string_equal(why, of[i].why);
		assert_int_equal(arena.used, 0);
		free(p);
	}
}

static void an_event_in_a_batch_has_a_greatest_size(void **state)
{
	size_t n = WIRE_EVENT_MAX + 1;
	struct wire_bytes head = { .n = 0 };
	uint8_t *p = calloc(1, n + 16);
	const char *why = NULL;

	(void)state;
	assert_non_null(p);
	for (unsigned over = 0; over < 2; over++) {
		n = WIRE_EVENT_MAX + over;
		head.n = 0;
		wire_put(&head, 4 << 3 | 2);
		wire_put(&head, n + 4);
		wire_put(&head, 5 << 3 | 2);
		wire_put(&head, n);
		memcpy(p, head.p, head.n);
		wire_clear(&arena);
		Kagami__ToCollector *m = wire_unpack_to_collector(&arena, p, head.n + n, &why);

		assert_int_equal(m == NULL, over);
	}
	assert_string_equal(why, "an event is too large");
	free(p);
}

static void a_message_has_a_greatest_size(void **state)
{
	const char *why = NULL;
	uint8_t *p = calloc(1, WIRE_MESSAGE_MAX + 1);

	(void)state;
	assert_non_null(p);
	assert_null(wire_unpack_to_collector(&arena, p, WIRE_MESSAGE_MAX + 1, &why));
	assert_string_equal(why, "too large");
	assert_null(wire_unpack_to_sensor(&arena, p, WIRE_MESSAGE_MAX + 1, &why));
	assert_string_equal(why, "too large");
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_that_are_no_message_are_refused),
		cmocka_unit_test(texts_must_be_utf8_without_nuls),
		cmocka_unit_test(addresses_have_a_length),
		cmocka_unit_test(a_field_that_is_no_list_occurs_once),
		cmocka_unit_test(a_value_fills_one_list),
		cmocka_unit_test(lists_of_numbers_are_whole),
		cmocka_unit_test(a_value_with_any_byte_changed_is_read_as_protobuf_reads_it),
		cmocka_unit_test(a_field_has_its_own_type),
		cmocka_unit_test(a_hello_has_a_sensors_name),
		cmocka_unit_test(lists_have_a_greatest_length),
		cmocka_unit_test(an_event_has_so_many_packets),
		cmocka_unit_test(an_event_in_a_batch_has_a_greatest_size),
		cmocka_unit_test(a_message_has_a_greatest_size),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
