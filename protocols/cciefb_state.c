/*
 * CC-Link IE Field Network Basic: what is kept of masters, their groups and slaves. The master asks
 * by broadcast and each slave answers by itself, which are different flows: all of it is in notes
 * of no flow, found by the addresses that the messages have in them.
 */
#include "protocols/cciefb_fields.h"

#define EVERYWHERE (UINT64_MAX - 16) /* instead of a flow */

static const uint64_t second = 1000000000;

enum { RECENT = 10, MS = 1000000, SCAN_BITS = 20, SEQUENCES = 0x10000 };

/* Kinds of notes, the highest byte of their keys. */
enum { OF_GROUP = 1, OF_SLAVE, OF_ASKED };

/* Words of a group's note: what it was set to, who sent and what the slaves were, when, and the
 * window that scans are counted in (its beginning in ms, and how many). */
enum { GROUP_SET, GROUP_SENDER, GROUP_AT, GROUP_SCANS };

/* Words of a slave's note: its master, place and state; the request that it is to answer. */
enum { SLAVE_PLACE, SLAVE_AT, SLAVE_FRAME, SLAVE_MESSAGE };

/* Bits of GROUP_SET and SLAVE_PLACE. */
enum { PARAMETER_BIT = 16, STATE_BIT = 32, RUNS_BIT = 48, STATION_BIT = 48, KNOWN_BIT = 56 };

/* Words of the note of a search. */
enum { ASKED_AT, ASKED_FRAME, ASKED_MESSAGE };

static struct note *keep(struct dec *d, unsigned kind, uint64_t key, bool open)
{
	uint64_t whole = (uint64_t)kind << 56 | (key & UINT64_C(0xffffffffffffff));

	if (d->notes == NULL)
		return NULL;
	return open ? notes_open(d->notes, EVERYWHERE, whole, d->message)
		    : notes_find(d->notes, EVERYWHERE, whole, d->message);
}

static bool recent(const struct dec *d, uint64_t at)
{
	return at != 0 && d->at >= at && d->at - at <= RECENT * second;
}

static uint64_t two_digits(uint64_t n)
{
	uint64_t unit = 1;

	while (n / unit >= 100)
		unit *= 10;
	return (n + unit / 2) / unit * unit;
}

/* ---- requests -------------------------------------------------------------------------------- */

static uint16_t hash_of(const struct cciefb_cyclic *m)
{
	uint64_t hash = m->stations;

	for (unsigned i = 0; i < m->stations; i++)
		hash = (hash ^ m->slave[i]) * UINT64_C(1099511628211);
	return (uint16_t)(hash >> 40);
}

static void moved(struct dec *d, const struct cciefb_cyclic *m, uint16_t before)
{
	const unsigned changed = before ^ m->cyclic_state;
	uint32_t owner = CCIEFB_NOBODY;

	for (unsigned i = 0; changed != 0 && i < m->stations; i++) {
		const bool was = (before >> i & 1) != 0;

		if (m->slave[i] != CCIEFB_ALSO)
			owner = m->slave[i];
		if ((changed >> i & 1) == 0)
			continue;
		put(d, was ? LOST : BACK, i + 1);
		cciefb_address(d, was ? LOST_ID : BACK_ID, owner);
	}
}

static void put_switch(struct dec *d, bool ran, bool runs)
{
	if (ran != runs)
		put(d, runs ? STARTED : STOPPED, 1);
}

/* Another sender has this master's address. */
static void sender(struct dec *d, uint64_t before, uint64_t now, bool is_recent)
{
	if (before == 0 || now == 0 || before == now || !is_recent)
		return;
	uint8_t mac[6];

	for (unsigned i = 0; i < sizeof(mac); i++)
		mac[i] = (uint8_t)(before >> (40 - 8 * i));
	put_bytes(d, OTHER_SENDER, dec_keep(d, mac, sizeof(mac)));
}

/* One more scan; how long they take, when the window is over. */
static void measure(struct dec *d, uint64_t *w, uint64_t last)
{
	uint64_t now = d->at / MS, began = *w >> SCAN_BITS;
	uint64_t scans = *w & ((UINT64_C(1) << SCAN_BITS) - 1);

	if (began == 0 || !recent(d, last) || scans >= (UINT64_C(1) << SCAN_BITS) - 1) {
		*w = now << SCAN_BITS;
		return;
	}
	scans++;
	if (now - began >= 1000) {
		put(d, SCAN_TIME, two_digits((now - began) * MS / scans));
		began = now;
		scans = 0;
	}
	*w = began << SCAN_BITS | scans;
}

static void group(struct dec *d, const struct cciefb_cyclic *m)
{
	struct note *note = keep(d, OF_GROUP, (uint64_t)m->master << 8 | m->group, true);
	struct cur mac = d->eth_src != NULL ? cur_of(d->eth_src, 6) : cur_of("", 0);

	if (note == NULL)
		return;
	uint64_t *w = note->word;
	uint64_t from = cur_left(&mac) == 6 ? cur_be(&mac, 6) : 0;
	uint16_t slaves = hash_of(m);

	if (w[GROUP_AT] != 0) {
		uint64_t set = w[GROUP_SET];

		put(d, SEQ_STEP, (m->sequence - set) % SEQUENCES);
		sender(d, w[GROUP_SENDER] & UINT64_C(0xffffffffffff), from, recent(d, w[GROUP_AT]));
		if ((set >> PARAMETER_BIT & UINT16_MAX) != m->parameter)
			put(d, SET_ANEW, 1);
		put_switch(d, (set >> RUNS_BIT & 1) != 0, m->runs);
		if (w[GROUP_SENDER] >> 48 != slaves)
			put(d, CHANGED, 1);
		else
			moved(d, m, (uint16_t)(set >> STATE_BIT));
	}
	measure(d, &w[GROUP_SCANS], w[GROUP_AT]);
	w[GROUP_SET] = (uint64_t)m->runs << RUNS_BIT | (uint64_t)m->cyclic_state << STATE_BIT |
		       (uint64_t)m->parameter << PARAMETER_BIT | m->sequence;
	w[GROUP_SENDER] = (uint64_t)slaves << 48 | from;
	w[GROUP_AT] = d->at;
}

void cciefb_follow_request(struct dec *d, const struct cciefb_cyclic *m)
{
	bool told = false;

	if (d->notes == NULL)
		return;
	group(d, m);
	for (unsigned i = 0; i < m->stations; i++) {
		struct note *note;

		if (m->slave[i] == CCIEFB_ALSO || m->slave[i] == CCIEFB_NOBODY)
			continue;
		note = keep(d, OF_SLAVE, m->slave[i], true);
		if (note == NULL)
			continue;
		uint64_t *w = note->word;
		uint32_t before = (uint32_t)w[SLAVE_PLACE];

		if (!told && w[SLAVE_FRAME] != 0 && before != m->master && recent(d, w[SLAVE_AT])) {
			cciefb_address(d, OTHER_MASTER, before);
			told = true;
		}
		w[SLAVE_PLACE] = (w[SLAVE_PLACE] & (UINT64_C(3) << KNOWN_BIT)) |
				 (uint64_t)(i + 1) << STATION_BIT | (uint64_t)m->sequence << 32 |
				 m->master;
		w[SLAVE_AT] = d->at;
		w[SLAVE_FRAME] = d->frame;
		w[SLAVE_MESSAGE] = d->message;
	}
}

/* ---- responses ------------------------------------------------------------------------------- */

static void answers(struct dec *d, uint64_t at, uint64_t frame, uint64_t message)
{
	if (frame == 0 || !recent(d, at))
		return;
	d->ot.request_frame = frame;
	d->ot.request_message = message;
	d->ot.response_time = d->at - at;
}

unsigned cciefb_follow_response(struct dec *d, const struct cciefb_cyclic *m)
{
	struct note *note = keep(d, OF_SLAVE, m->slave[0], true);

	if (note == NULL)
		return 0;
	uint64_t *w = note->word;
	uint64_t place = w[SLAVE_PLACE];
	uint64_t known = place >> KNOWN_BIT & 3; /* 1: did not run, 2: ran */

	if (known != 0)
		put_switch(d, known == 2, m->runs);
	w[SLAVE_PLACE] = (place & ~(UINT64_C(3) << KNOWN_BIT)) | (uint64_t)(m->runs ? 2 : 1)
									 << KNOWN_BIT;
	if (w[SLAVE_FRAME] == 0 || (place >> 32 & UINT16_MAX) != m->sequence)
		return 0;
	answers(d, w[SLAVE_AT], w[SLAVE_FRAME], w[SLAVE_MESSAGE]);
	return (unsigned)(place >> STATION_BIT & 0xff);
}

/* ---- searches -------------------------------------------------------------------------------- */

static struct note *search(struct dec *d, uint64_t command, uint64_t serial, uint64_t mac,
			   bool open)
{
	/* Of the MAC address, what tells one master's from another's. */
	return keep(d, OF_ASKED, (command & 1) << 48 | (serial & 0xffff) << 32 | (mac & UINT32_MAX),
		    open);
}

void cciefb_asked(struct dec *d, uint64_t command, uint64_t serial, uint64_t mac)
{
	struct note *note = search(d, command, serial, mac, true);

	if (note == NULL)
		return;
	note->word[ASKED_AT] = d->at;
	note->word[ASKED_FRAME] = d->frame;
	note->word[ASKED_MESSAGE] = d->message;
}

void cciefb_answered(struct dec *d, uint64_t command, uint64_t serial, uint64_t mac)
{
	const struct note *note = search(d, command, serial, mac, false);

	if (note != NULL)
		answers(d, note->word[ASKED_AT], note->word[ASKED_FRAME],
			note->word[ASKED_MESSAGE]);
}
