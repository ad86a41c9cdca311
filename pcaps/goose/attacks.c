/* What is done to GOOSE: replay, injection, a second publisher, silence, broken frames. */
#include "pcaps/goose/scenes.h"

#include <stdlib.h>
#include <string.h>

/* A laptop on the station bus. */
static const uint8_t attacker_mac[MAC_LEN] = { 0x00, 0x0c, 0x29, 0x66, 0x66, 0x66 };

void scene_replay(struct tape *t)
{
	struct publisher r = relay();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 4 * SECOND);
	publisher_change(&r, 4 * SECOND, &data, relay_data(&data, true, true, 4 * SECOND));
	size_t first = t->n;

	publisher_run(t, &r, 5 * SECOND);
	size_t end = t->n;

	publisher_change(&r, 5 * SECOND, &data, relay_data(&data, false, false, 5 * SECOND));
	publisher_run(t, &r, 9 * SECOND);
	publisher_change(&r, 9 * SECOND, &data, relay_data(&data, false, true, 9 * SECOND));
	publisher_run(t, &r, 20 * SECOND);
	/* The trip of second 4, bit for bit, ten seconds later. */
	for (size_t i = first; i < end; i++) {
		struct bytes again = t->frames[i].bytes;

		tape_add(t, t->frames[i].at - STORY_BEGIN + 10 * SECOND, &again);
	}
}

void scene_injection(struct tape *t)
{
	struct publisher r = relay();
	struct publisher forged = r;
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 12 * SECOND);
	/* With the relay's own MAC; stNum far ahead, so subscribers drop the true frames as old. */
	forged.stnum = 900;
	forged.ttl = 60000;
	publisher_change(&forged, 5 * SECOND, &data, relay_data(&data, true, false, 5 * SECOND));
	publisher_run(t, &forged, 7 * SECOND);
}

void scene_moved(struct tape *t)
{
	struct publisher r = relay(), c = controller();
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 4 * SECOND);
	r.appid = 0x0017;
	publisher_change(&r, 4 * SECOND, &data, relay_data(&data, false, false, 4 * SECOND));
	publisher_run(t, &r, 8 * SECOND);
	r.group = 0x0017;
	publisher_change(&r, 8 * SECOND, &data, relay_data(&data, false, true, 8 * SECOND));
	publisher_run(t, &r, 12 * SECOND);
	publisher_run(t, &c, 12 * SECOND);
}

void scene_duplicate(struct tape *t)
{
	struct publisher r = relay();
	struct publisher twin = r;
	struct bytes data = { .n = 0 };

	publisher_run(t, &r, 12 * SECOND);
	memcpy(twin.mac, attacker_mac, MAC_LEN);
	twin.stnum = r.stnum;
	publisher_change(&twin, 4 * SECOND, &data, relay_data(&data, true, true, 4 * SECOND));
	publisher_run(t, &twin, 9 * SECOND);
}

void scene_silence(struct tape *t)
{
	struct publisher r = relay(), c = controller();

	publisher_run(t, &r, 5 * SECOND);
	publisher_run(t, &c, 16 * SECOND);
	/* timeAllowedtoLive is two seconds; the relay is gone for seven. It never lost its state.
	 */
	r.next = 12 * SECOND;
	r.interval = SECOND;
	publisher_run(t, &r, 16 * SECOND);
}

static void add(struct tape *t, uint64_t *at, const struct bytes *f)
{
	tape_add(t, *at, f);
	*at += 100 * MS;
}

/* The frame with n bytes put in the place of those at offset from the PDU's tag 0x61. */
static struct bytes patched(const struct publisher *p, size_t offset, const char *put, size_t n)
{
	struct bytes f = publisher_frame(p);
	size_t pdu = p->vlan != 0 ? 26 : 22;

	memcpy(f.b + pdu + offset, put, n);
	return f;
}

/* The frame with an allData of its own, right or wrong. */
static struct bytes with_data(struct publisher p, const char *put, size_t n, unsigned entries)
{
	p.data = (struct bytes){ 0 };
	bytes_put(&p.data, put, n);
	p.entries = entries;
	return publisher_frame(&p);
}

static void wrong_lengths(struct tape *t, struct publisher *p, uint64_t *at)
{
	struct bytes f = publisher_frame(p);

	f.n -= 9; /* cut on the way, within the last entries */
	add(t, at, &f);
	f = publisher_frame(p);
	f.n = 30; /* cut within the PDU's first bytes */
	add(t, at, &f);
	p->more_length = 20;
	f = publisher_frame(p);
	add(t, at, &f);
	p->more_length = -20;
	f = publisher_frame(p);
	add(t, at, &f);
	p->more_length = 0;
	f = publisher_frame(p);
	memcpy(f.b + 20, "\0\4", 2); /* shorter than its own header */
	add(t, at, &f);
	f = patched(p, 0, "\x61\x80", 2); /* indefinite */
	add(t, at, &f);
	f = patched(p, 0, "\x61\x84\xff\xff\xff\xff", 6);
	add(t, at, &f);
	f = patched(p, 0, "\x30", 1); /* a sequence, no goosePdu */
	add(t, at, &f);
	f = publisher_frame(p);
	bytes_text(&f, "after the end"); /* more than goose.length says */
	add(t, at, &f);
}

static void wrong_elements(struct tape *t, struct publisher *p, uint64_t *at)
{
	struct bytes f;

	for (unsigned e = GO_GOCBREF; e <= GO_ALLDATA; e++) {
		p->omit = 1U << e;
		f = publisher_frame(p);
		add(t, at, &f);
	}
	p->omit = 0;
	p->more_entries = 3;
	f = publisher_frame(p);
	add(t, at, &f);
	p->more_entries = -1;
	f = publisher_frame(p);
	add(t, at, &f);
	p->more_entries = 0;
	f = patched(p, 2, "\x9e", 1); /* an element that GOOSE does not have */
	add(t, at, &f);
	f = patched(p, 2, "\x82", 1); /* datSet twice */
	add(t, at, &f);
}

static void wrong_data(struct tape *t, const struct publisher *p, uint64_t *at)
{
	static const struct {
		const char *bytes;
		size_t n;
		unsigned entries;
	} wrong[] = {
		{ "\x83\x02\x01\x01", 4, 1 },		 /* boolean of two bytes */
		{ "\x84\x02\x09\x80", 4, 1 },		 /* nine bits of padding */
		{ "\x85\x00", 2, 1 },			 /* integer of none */
		{ "\x85\x09\1\1\1\1\1\1\1\1\1", 11, 1 }, /* integer of nine */
		{ "\x87\x03\x08\x00\x00", 5, 1 },	 /* half a floating point */
		{ "\x91\x04\x00\x00\x00\x00", 6, 1 },	 /* half a time */
		{ "\x83\x01\x00\x8b\x01\x00", 6, 2 },	 /* a type that Data does not have */
		{ "\xa2\x06\x83\x01\x00\x83\x09\x00", 8,
		  1 },				  /* structure whose entry does not fit */
		{ "\x83\x01\x00\x83\x7f", 5, 2 }, /* entry that does not fit */
		{ "\x83\x01\xff\x86\x04\xff\xff\xff\xff", 9, 2 }, /* no leading zero byte */
	};
	struct publisher deep = *p;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct bytes f = with_data(*p, wrong[i].bytes, wrong[i].n, wrong[i].entries);

		add(t, at, &f);
	}
	/* Forty structures, one in the other. */
	deep.data = (struct bytes){ 0 };
	for (unsigned i = 40; i-- > 0;) {
		bytes_be(&deep.data, 0xa2, 1);
		bytes_be(&deep.data, 2ULL * i, 1);
	}
	deep.entries = 1;
	struct bytes f = publisher_frame(&deep);

	add(t, at, &f);
}

void scene_malformed(struct tape *t)
{
	struct publisher r = relay();
	struct publisher bad = controller();
	uint64_t at = 1050 * MS;

	publisher_run(t, &r, 6 * SECOND);
	memcpy(bad.mac, attacker_mac, MAC_LEN);
	bad.vlan = 10;
	wrong_lengths(t, &bad, &at);
	wrong_elements(t, &bad, &at);
	wrong_data(t, &bad, &at);
}

enum {
	ETHERTYPE_AT = 16, /* with one VLAN tag */
	LSDU_AT = 18,
	HSR = 0x892f,
	PRP = 0x88fb,
	TAG = 6, /* bytes of an HSR tag or a PRP trailer */
	LAN_A = 0xa,
	LAN_B = 0xb,
};

/* IEC 62439-3, 4.1.8: sequence, LAN and size, suffix, after the frame and its padding. */
static void prp(struct tape *t, uint64_t at, const struct bytes *frame, uint16_t seq, unsigned lan)
{
	struct bytes f = *frame;

	bytes_be(&f, seq, 2);
	bytes_be(&f, lan << 12 | (f.n + TAG - 2 - LSDU_AT), 2);
	bytes_be(&f, PRP, 2);
	tape_add(t, at, &f);
}

/* IEC 62439-3, 5.7: the tag goes before the frame's own ethertype. */
static void hsr(struct tape *t, uint64_t at, const struct bytes *frame, uint16_t seq, unsigned path)
{
	struct bytes f = { 0 };

	bytes_put(&f, frame->b, ETHERTYPE_AT);
	bytes_be(&f, HSR, 2);
	bytes_be(&f, path << 12 | (frame->n - LSDU_AT + TAG), 2);
	bytes_be(&f, seq, 2);
	bytes_put(&f, frame->b + ETHERTYPE_AT, frame->n - ETHERTYPE_AT);
	tape_add(t, at, &f);
}

void scene_redundancy(struct tape *t)
{
	struct tape plain = { .dice = 7 };
	struct publisher r = relay();
	struct bytes data = { .n = 0 };

	publisher_run(&plain, &r, 3 * SECOND);
	publisher_change(&r, 3 * SECOND, &data, relay_data(&data, true, true, 3 * SECOND));
	publisher_run(&plain, &r, 6 * SECOND);
	for (size_t i = 0; i < plain.n; i++) {
		const struct bytes *f = &plain.frames[i].bytes;
		uint64_t at = plain.frames[i].at - STORY_BEGIN;
		uint16_t seq = (uint16_t)(65530 + i); /* wraps */

		prp(t, at, f, seq, LAN_A);
		prp(t, at + 11000, f, seq, LAN_B);
		hsr(t, at + 10 * SECOND, f, seq, 0);
		hsr(t, at + 10 * SECOND + 47000, f, seq, 1);
	}
	free(plain.frames);
}
