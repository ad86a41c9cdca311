/*
 * Messages of the link and events from hostile bytes: each is refused with a reason or is one that
 * can be packed and unpacked again without a difference, fits the arena, and has a line of JSON.
 *
 * Byte 0 says of which type the bytes are (mod 4: to the collector, to the sensor, a dictionary, an
 * event); of an event, bytes 1 and 2 are the length of a dictionary in front of it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/event_json.h"
#include "tests/unit/json_check.h"

/* Longer inputs find nothing that shorter ones do not. */
enum { INPUT_MAX = 1 << 14, PACKED_MAX = 4 * INPUT_MAX };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct wire_arena arena, second;
static uint8_t packed[PACKED_MAX], again[PACKED_MAX];
static char line[EVENT_JSON_MAX + 1], other[EVENT_JSON_MAX + 1];

static const struct event_origin origin = {
	.sensor = "plant-1", .epoch = UINT64_MAX, .seq = 1, .clock_offset = INT64_MIN
};

static size_t pack(const ProtobufCMessage *m, uint8_t *out)
{
	assert(protobuf_c_message_get_packed_size(m) <= PACKED_MAX);
	return protobuf_c_message_pack(m, out);
}

static void same(const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	assert(a != NULL && b != NULL);
	size_t n = pack(a, packed);

	assert(pack(b, again) == n && memcmp(packed, again, n) == 0);
}

/* A line of JSON in `room` bytes, or nothing. */
static size_t write_line(const Kagami__Event *e, const struct dictionary *d,
			 const struct event_origin *o, char *out, size_t room)
{
	struct event_json_places places = { 0 };
	size_t n = event_json(e, d, o, &places, out, room);

	assert(n <= room && places.response <= n && (n > 0 || room < 512));
	out[n] = '\0';
	assert(n == 0 || json_line_good(out));
	return n;
}

static void check_event(const uint8_t *p, size_t n, const struct dictionary *d)
{
	const char *why = NULL;

	wire_clear(&second);
	Kagami__Event *e = wire_unpack_event(&second, p, n, &why);

	assert((e == NULL) == (why != NULL));
	if (e == NULL)
		return;
	size_t a = wire_pack_event(e, packed, sizeof(packed));
	Kagami__Event *back = wire_unpack_event(&second, packed, a, &why);

	if (back == NULL) { /* the first may have filled the arena */
		assert(second.exhausted);
		return;
	}
	same(&e->base, &back->base);
	size_t len = write_line(e, d, &origin, line, EVENT_JSON_MAX);

	assert(write_line(back, d, &origin, other, EVENT_JSON_MAX) == len);
	assert(memcmp(line, other, len) == 0);
	size_t small = n * 37 % 1500;

	(void)write_line(e, d, NULL, other, small);
	(void)write_line(e, NULL, &origin, other, len - 1);
}

static void check_dictionary(const Kagami__Dictionary *m)
{
	const char *why = NULL;
	struct dictionary *d = dictionary_new(m, &why);

	assert(dictionary_digest(m) != 0);
	assert(d != NULL || why != NULL);
	if (d == NULL)
		return;
	same(&m->base, &dictionary_message(d)->base);
	for (size_t i = 0; i < m->n_fields; i++)
		assert(dictionary_field(d, m->fields[i]->id)->id == m->fields[i]->id);
	for (size_t i = 0; i < m->n_rules; i++)
		assert(dictionary_rule(d, m->rules[i]->index)->index == m->rules[i]->index);
	dictionary_free(d);
}

static void to_collector(const uint8_t *p, size_t n)
{
	const char *why = NULL;
	Kagami__ToCollector *m = wire_unpack_to_collector(&arena, p, n, &why);

	assert((m == NULL) == (why != NULL));
	if (m == NULL)
		return;
	size_t len = wire_pack_to_collector(m, packed, sizeof(packed));

	assert(len == wire_size_to_collector(m));
	wire_clear(&second);
	Kagami__ToCollector *back = wire_unpack_to_collector(&second, packed, len, &why);

	assert(back != NULL || second.exhausted);
	if (back != NULL)
		same(&m->base, &back->base);
	if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_DICTIONARY)
		check_dictionary(m->dictionary);
	if (m->body_case != KAGAMI__TO_COLLECTOR__BODY_BATCH)
		return;
	for (size_t i = 0; i < m->batch->n_events; i++)
		check_event(m->batch->events[i].data, m->batch->events[i].len, NULL);
}

static void to_sensor(const uint8_t *p, size_t n)
{
	const char *why = NULL;
	Kagami__ToSensor *m = wire_unpack_to_sensor(&arena, p, n, &why);

	assert((m == NULL) == (why != NULL));
	if (m == NULL)
		return;
	size_t len = wire_pack_to_sensor(m, packed, sizeof(packed));

	wire_clear(&second);
	Kagami__ToSensor *back = wire_unpack_to_sensor(&second, packed, len, &why);

	assert(back != NULL || second.exhausted);
	if (back != NULL)
		same(&m->base, &back->base);
}

static void a_dictionary(const uint8_t *p, size_t n)
{
	const char *why = NULL;
	Kagami__Dictionary *m = wire_unpack_dictionary(&arena, p, n, &why);

	assert((m == NULL) == (why != NULL));
	if (m != NULL)
		check_dictionary(m);
}

static void an_event(const uint8_t *p, size_t n)
{
	const char *why = NULL;
	size_t first = n >= 2 ? (size_t)p[0] << 8 | p[1] : 0;

	if (n < 2 || first > n - 2)
		return;
	struct dictionary *d = dictionary_from(p + 2, first, &why);

	check_event(p + 2 + first, n - 2 - first, d);
	dictionary_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const types[])(const uint8_t *p, size_t n) = { to_collector, to_sensor,
								     a_dictionary, an_event };

	if (arena.p == NULL && (!wire_arena_init(&arena, WIRE_ARENA_EVENT) ||
				!wire_arena_init(&second, WIRE_ARENA_EVENT)))
		abort();
	if (size == 0 || size > INPUT_MAX)
		return 0;
	uint8_t *exact = malloc(size > 1 ? size - 1 : 1);

	if (exact == NULL)
		abort();
	memcpy(exact, data + 1, size - 1);
	wire_clear(&arena);
	types[data[0] % 4](exact, size - 1);
	free(exact);
	return 0;
}
