/* What GOOSE looks like when all is well, and when it is not. */
#include "pcaps/goose/scenes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { QUALITY_BITS = 13, POSITION_BITS = 2, POSITION_OPEN = 1, POSITION_CLOSED = 2 };

unsigned relay_data(struct bytes *to, bool trip, bool closed, uint64_t at)
{
	*to = (struct bytes){ 0 };
	go_bool(to, trip);
	go_bits(to, 0x84, 0, QUALITY_BITS);
	go_bits(to, 0x84, closed ? POSITION_CLOSED : POSITION_OPEN, POSITION_BITS);
	go_bits(to, 0x84, 0, QUALITY_BITS);
	go_time(to, 0x91, at, 0x0a);
	return 5;
}

static unsigned controller_data(struct bytes *to, bool released, int64_t tap)
{
	*to = (struct bytes){ 0 };
	go_bool(to, released);
	go_bits(to, 0x84, 0, QUALITY_BITS);
	go_int(to, 0x85, tap);
	return 3;
}

struct publisher relay(void)
{
	struct publisher p = {
		.mac = { 0x00, 0x30, 0xa7, 0x01, 0x01, 0x01 },
		.group = 0x0001,
		.vlan = 10,
		.appid = 0x0001,
		.gocbref = "Q01PROT/LLN0$GO$gcbTrip",
		.datset = "Q01PROT/LLN0$dsTrip",
		.goid = "Q01_TRIP",
		.confrev = 1,
		.ttl = 2000,
		.stnum = 4,
		.interval = SECOND,
		.sqnum = 7120,
	};

	p.entries = relay_data(&p.data, false, true, 0);
	return p;
}

struct publisher controller(void)
{
	struct publisher p = {
		.mac = { 0x00, 0x21, 0xc1, 0x01, 0x02, 0x01 },
		.group = 0x0002,
		.appid = 0x3002,
		.gocbref = "Q01CTRL/LLN0$GO$gcbLock",
		.datset = "Q01CTRL/LLN0$dsLock",
		.goid = "Q01_LOCK",
		.confrev = 200,
		.ttl = 3000,
		.stnum = 1,
		.sqnum = 41,
		.next = 300 * MS,
		.interval = SECOND,
	};

	p.entries = controller_data(&p.data, true, -3);
	return p;
}

void scene_normal(struct tape *t)
{
	struct publisher r = relay(), c = controller();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 6 * SECOND);
	publisher_run(t, &c, 6200 * MS);
	/* The relay trips, the breaker opens 45 ms later, the controller blocks closing. */
	publisher_change(&r, 6 * SECOND, &data, relay_data(&data, true, true, 6 * SECOND));
	publisher_run(t, &r, 6045 * MS);
	publisher_change(&r, 6045 * MS, &data, relay_data(&data, false, false, 6045 * MS));
	publisher_run(t, &r, 14 * SECOND);
	publisher_change(&c, 6200 * MS, &data, controller_data(&data, false, -3));
	publisher_run(t, &c, 13500 * MS);
	/* Put back: released, then closed. */
	publisher_change(&c, 13500 * MS, &data, controller_data(&data, true, -3));
	publisher_run(t, &c, 20 * SECOND);
	publisher_change(&r, 14 * SECOND, &data, relay_data(&data, false, true, 14 * SECOND));
	publisher_run(t, &r, 20 * SECOND);
}

/* One entry of each type, those in a structure and those in an array. */
static unsigned every_type(struct bytes *to)
{
	static const uint8_t octets[] = { 0xde, 0xad, 0xbe, 0xef };
	static const uint8_t oid[] = { 0x28, 0xca, 0x22, 0x01, 0x03 };
	static const uint8_t six[] = { 0x01, 0x97, 0x5f, 0x80, 0x39, 0x1e };
	struct bytes inner = { 0 };
	struct bytes outer = { 0 };

	go_bool(to, true);
	go_bits(to, 0x84, 0x0aa5, QUALITY_BITS);
	go_int(to, 0x85, -1);
	go_int(to, 0x85, INT32_MIN);
	go_unsigned(to, 0x86, 500);
	go_float(to, 49.98F);
	go_double(to, 230.0 / 3);
	go_tlv(to, 0x89, octets, sizeof(octets));
	go_text(to, 0x8a, "Q01 in service");
	go_tlv(to, 0x8c, six, sizeof(six));
	go_tlv(to, 0x8c, six, 4);
	go_int(to, 0x8d, 18);
	go_bits(to, 0x8e, 0x155, 9);
	go_tlv(to, 0x8f, oid, sizeof(oid));
	go_text(to, 0x90, "P\xc3\xa4llik\xc3\xb6");
	go_time(to, 0x91, 250 * MS, 0x18);
	go_int(&inner, 0x85, 1);
	go_bool(&inner, false);
	go_tlv(&outer, 0xa2, inner.b, inner.n);
	go_tlv(&outer, 0xa2, inner.b, inner.n);
	go_tlv(to, 0xa1, outer.b, outer.n);
	go_tlv(to, 0xa2, NULL, 0);
	return 18;
}

/* Numbers at the edges of their types. */
static unsigned edges(struct bytes *to)
{
	static const int64_t numbers[] = { 0, 127, 128, -128, -129, 32767, 32768, INT32_MAX };
	unsigned n = 0;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++, n++)
		go_int(to, 0x85, numbers[i]);
	go_unsigned(to, 0x86, INT32_MAX);
	go_float(to, 0.0F);
	go_float(to, -INFINITY);
	go_float(to, NAN);
	go_bits(to, 0x84, 0, 0);
	go_text(to, 0x8a, "");
	return n + 6;
}

/* A structure in a structure in a structure… */
static unsigned nested(struct bytes *to, unsigned depth)
{
	struct bytes at = { 0 };

	go_int(&at, 0x85, (int64_t)depth);
	for (unsigned i = 0; i < depth; i++) {
		struct bytes outer = { 0 };

		go_tlv(&outer, 0xa2, at.b, at.n);
		at = outer;
	}
	bytes_put(to, at.b, at.n);
	return 1;
}

/* As many entries as a frame holds. */
static unsigned crowd(struct bytes *to)
{
	unsigned n = 0;

	for (; to->n + 14 < 1300; n += 2) {
		go_bool(to, n % 4 == 0);
		go_time(to, 0x91, n * MS, 0x0a);
	}
	return n;
}

void scene_types(struct tape *t)
{
	struct publisher p = relay();
	struct bytes data = { 0 };

	p.gocbref = "TESTLD0/LLN0$GO$gcbTypes";
	p.datset = "TESTLD0/LLN0$dsTypes";
	p.goid = "TYPES";
	p.appid = 0x3fff;
	publisher_change(&p, 0, &data, every_type(&data));
	publisher_run(t, &p, 100 * MS);
	data = (struct bytes){ 0 };
	publisher_change(&p, 100 * MS, &data, edges(&data));
	publisher_run(t, &p, 200 * MS);
	data = (struct bytes){ 0 };
	publisher_change(&p, 200 * MS, &data, nested(&data, 12));
	publisher_run(t, &p, 300 * MS);
	data = (struct bytes){ 0 };
	publisher_change(&p, 300 * MS, &data, crowd(&data));
	publisher_run(t, &p, 400 * MS);
	/* No entries, and counters that need the fifth byte. */
	data = (struct bytes){ 0 };
	p.stnum = UINT32_MAX - 1;
	publisher_change(&p, 400 * MS, &data, 0);
	p.sqnum = UINT32_MAX;
	p.confrev = 0;
	publisher_run(t, &p, 401 * MS);
}

void scene_simulation(struct tape *t)
{
	struct publisher r = relay(), test = relay(), old = controller(), fresh = controller();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 12 * SECOND);
	/* A test set plays the relay's trip, marked as simulation in both places. */
	memcpy(test.mac, "\x02\x00\x5e\x10\x00\x01", MAC_LEN);
	test.simulation = test.s_bit = true;
	test.stnum = 0;
	publisher_change(&test, 3 * SECOND, &data, relay_data(&data, true, true, 3 * SECOND));
	publisher_run(t, &test, 6 * SECOND);
	/* A device of edition 1 in test: it knows no S bit. */
	old.simulation = true;
	publisher_run(t, &old, 5 * SECOND);
	/* One that was never commissioned. */
	fresh.gocbref = "Q02CTRL/LLN0$GO$gcbLock";
	fresh.mac[5] = 0x02;
	fresh.ndscom = true;
	fresh.confrev = 0;
	publisher_run(t, &fresh, 5 * SECOND);
	/* The S bit alone contradicts the PDU. */
	test.simulation = false;
	test.next = 8 * SECOND;
	publisher_run(t, &test, 8500 * MS);
}

void scene_confrev(struct tape *t)
{
	struct publisher r = relay();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 5 * SECOND);
	/* Re-engineered while the plant runs: down for three seconds, then one entry more. */
	r.confrev = 2;
	r.stnum = 0;
	unsigned n = relay_data(&data, false, true, 8 * SECOND);

	go_int(&data, 0x85, 50);
	publisher_change(&r, 8 * SECOND, &data, n + 1);
	publisher_run(t, &r, 14 * SECOND);
}

void scene_gap(struct tape *t)
{
	struct publisher r = relay();
	struct tape lost = { .dice = 3 };
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 4 * SECOND);
	publisher_change(&r, 4 * SECOND, &data, relay_data(&data, true, true, 4 * SECOND));
	publisher_run(t, &r, 4020 * MS);
	/* Three repetitions that a full switch has lost, too fast after each other to be missed. */
	publisher_run(&lost, &r, 4200 * MS);
	free(lost.frames);
	publisher_run(t, &r, 10 * SECOND);
	/* Ten numbers that nobody sent, and no time in which it could have. */
	r.sqnum += 10;
	publisher_run(t, &r, 14 * SECOND);
}

void scene_wrap(struct tape *t)
{
	struct publisher r = relay();
	struct bytes data = { .n = 0 };

	/* Both numbers begin again with 1: sqNum 0 says that something has changed. */
	r.stnum = UINT32_MAX;
	r.sqnum = UINT32_MAX - 3;
	publisher_run(t, &r, 4 * SECOND);
	r.sqnum = 1;
	publisher_run(t, &r, 8 * SECOND);
	r.stnum = 0;
	publisher_change(&r, 8 * SECOND, &data, relay_data(&data, false, false, 8 * SECOND));
	publisher_run(t, &r, 12 * SECOND);
}

void scene_restart(struct tape *t)
{
	struct publisher r = relay(), c = controller();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 4 * SECOND);
	publisher_run(t, &c, 20 * SECOND);
	/* The relay's supply fails for ten seconds; it begins anew with stNum 1. */
	r.stnum = 0;
	publisher_change(&r, 14 * SECOND, &data, relay_data(&data, false, true, 14 * SECOND));
	r.sqnum = 1;
	publisher_run(t, &r, 20 * SECOND);
}

void scene_late(struct tape *t)
{
	struct publisher r = relay();

	publisher_run(t, &r, 3 * SECOND);
	/* Up to 1.9 s after the one before: late, but timeAllowedtoLive is two seconds. */
	for (unsigned i = 0; i < 5; i++) {
		uint64_t at = (3900 + 1900 * i) * MS;

		r.next = at;
		publisher_run(t, &r, at + 1);
	}
	r.next = 12500 * MS;
	publisher_run(t, &r, 16 * SECOND);
}
