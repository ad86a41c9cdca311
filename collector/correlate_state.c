/*
 * What a restart needs beside the incidents: the times of sensors, the numbers of days, what was
 * closed, and of each open incident what it is found by. Numbers as incident_pack() writes them.
 */
#include <stdio.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_pack.h"
#include "collector/incident_text.h"

/* 2: when a scan was seen last. */
enum { STATE_VERSION = 2 };

static void put_text(struct pack_out *o, const char *s, size_t room)
{
	size_t n = strnlen(s, room);

	pack_put_number(o, n);
	pack_put_bytes(o, s, n);
}

static bool get_text(struct pack_in *in, char *out, size_t room)
{
	uint64_t n;

	memset(out, 0, room);
	if (!pack_get_number(in, &n) || n >= room || n > in->n)
		return false;
	if (n > 0)
		memcpy(out, in->p, n);
	in->p += n;
	in->n -= (size_t)n;
	return incident_is_clean(out, (size_t)n);
}

static bool get_bytes(struct pack_in *in, void *out, size_t n)
{
	if (n > in->n)
		return false;
	memcpy(out, in->p, n);
	in->p += n;
	in->n -= n;
	return true;
}

static bool get_u32(struct pack_in *in, uint32_t *out, uint32_t most)
{
	uint64_t v;

	if (!pack_get_number(in, &v) || v > most)
		return false;
	*out = (uint32_t)v;
	return true;
}

static bool get_flag(struct pack_in *in, bool *out)
{
	uint32_t v = 0;
	bool good = get_u32(in, &v, 1);

	*out = v != 0;
	return good;
}

/* ---- writing ------------------------------------------------------------------------------ */

static void put_stream(struct pack_out *o, const struct stream *st, uint32_t number)
{
	pack_put_number(o, number);
	put_text(o, st->sensor, sizeof(st->sensor));
	pack_put_number(o, st->epoch);
	pack_put_number(o, st->last_seq);
	pack_put_number(o, st->watermark);
	pack_put_number(o, st->turn);
	pack_put_number(o, st->file);
	pack_put_number(o, st->finished);
}

static void put_streams(const struct correlate *c, struct pack_out *o)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < CORRELATE_STREAMS; k++)
		n += c->streams[k].used;
	pack_put_number(o, n);
	for (uint32_t k = 0; k < CORRELATE_STREAMS; k++) {
		if (c->streams[k].used)
			put_stream(o, &c->streams[k], k);
	}
}

static void put_slot(struct pack_out *o, const struct slot *s)
{
	put_text(o, s->i->id, sizeof(s->i->id));
	pack_put_number(o, s->changed);
	pack_put_number(o, s->actor);
	pack_put_number(o, s->grouped);
	pack_put_number(o, s->revised);
	pack_put_number(o, s->quiet);
	pack_put_number(o, s->lead);
	pack_put_number(o, s->scanned);
	pack_put_bytes(o, s->group.b, sizeof(s->group.b));
	pack_put_bytes(o, s->targets, sizeof(s->targets));
	pack_put_bytes(o, s->values, sizeof(s->values));
	pack_put_number(o, s->nkeys);
	for (uint32_t k = 0; k < s->nkeys; k++)
		pack_put_bytes(o, s->keys[k].b, sizeof(s->keys[k].b));
	pack_put_number(o, s->nseen);
	for (uint32_t k = 0; k < s->nseen; k++)
		pack_put_number(o, s->seen[k].stream);
}

static void put_remembered(const struct correlate *c, struct pack_out *o)
{
	uint32_t from = c->next_remembered + c->o.max_open - c->nremembered;

	pack_put_number(o, c->nremembered);
	for (uint32_t k = 0; k < c->nremembered; k++) {
		const struct remembered *r = &c->remembered[(from + k) % c->o.max_open];

		pack_put_bytes(o, r->key.b, sizeof(r->key.b));
		put_text(o, r->id, sizeof(r->id));
	}
}

size_t correlate_state(const struct correlate *c, uint8_t *out, size_t room)
{
	struct pack_out o = { .p = out, .room = room };

	pack_put_number(&o, STATE_VERSION);
	pack_put_number(&o, c->turn);
	pack_put_number(&o, c->floor);
	pack_put_number(&o, c->ndays);
	for (uint32_t k = 0; k < c->ndays; k++) {
		pack_put_number(&o, c->days[k].day);
		pack_put_number(&o, c->days[k].last);
	}
	put_streams(c, &o);
	put_remembered(c, &o);
	pack_put_number(&o, c->open.n);
	for (uint32_t n = c->open.oldest; n != CORRELATE_NONE; n = c->slots[n].newer)
		put_slot(&o, &c->slots[n]);
	return o.full ? 0 : o.n;
}

/* A number has 10 bytes at most. */
size_t correlate_state_max(const struct correlate *c)
{
	size_t slot = INCIDENT_ID + 10 * (10 + (size_t)CORRELATE_SEEN) + 2 * CORRELATE_FILTER +
		      CORRELATE_KEY * (1 + (size_t)CORRELATE_KEYS);

	return 128 + 20 * (size_t)CORRELATE_DAYS +
	       CORRELATE_STREAMS * (sizeof(c->streams[0].sensor) + 80) +
	       c->o.max_open * (CORRELATE_KEY + INCIDENT_ID + 10 + slot);
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool get_days(struct correlate *c, struct pack_in *in)
{
	if (!get_u32(in, &c->ndays, CORRELATE_DAYS))
		return false;
	for (uint32_t k = 0; k < c->ndays; k++) {
		if (!get_u32(in, &c->days[k].day, UINT32_MAX) ||
		    !get_u32(in, &c->days[k].last, UINT32_MAX - 1))
			return false;
	}
	return true;
}

static bool get_stream(struct correlate *c, struct pack_in *in)
{
	struct stream st = { .used = true, .first = CORRELATE_NONE };
	uint32_t number;

	if (!get_u32(in, &number, CORRELATE_STREAMS - 1) ||
	    !get_text(in, st.sensor, sizeof(st.sensor)) || !pack_get_number(in, &st.epoch) ||
	    !pack_get_number(in, &st.last_seq) || !pack_get_number(in, &st.watermark) ||
	    !pack_get_number(in, &st.turn) || !get_flag(in, &st.file) ||
	    !get_flag(in, &st.finished))
		return false;
	st.hash = stream_hash(st.sensor);
	c->streams[number] = st;
	return true;
}

static bool get_streams(struct correlate *c, struct pack_in *in)
{
	uint32_t n;

	if (!get_u32(in, &n, CORRELATE_STREAMS))
		return false;
	while (n > 0 && get_stream(c, in))
		n--;
	return n == 0;
}

static bool get_remembered(struct correlate *c, struct pack_in *in)
{
	uint32_t n;

	if (!get_u32(in, &n, UINT32_MAX))
		return false;
	for (; n > 0; n--) {
		char id[INCIDENT_ID];
		struct identity key = { 0 };

		if (!get_bytes(in, key.b, sizeof(key.b)) || !get_text(in, id, sizeof(id)))
			return false;
		life_remember(c, &key, id);
	}
	return true;
}

static bool get_slot_rest(struct pack_in *in, struct slot *s, uint32_t streams[CORRELATE_SEEN],
			  uint64_t version)
{
	if (!get_flag(in, &s->changed) || !get_flag(in, &s->actor) || !get_flag(in, &s->grouped) ||
	    !pack_get_number(in, &s->revised) || !pack_get_number(in, &s->quiet) ||
	    !get_u32(in, &s->lead, UINT32_MAX) ||
	    (version > 1 && !pack_get_number(in, &s->scanned)) ||
	    !get_bytes(in, s->group.b, sizeof(s->group.b)) ||
	    !get_bytes(in, s->targets, sizeof(s->targets)) ||
	    !get_bytes(in, s->values, sizeof(s->values)) || !get_u32(in, &s->nkeys, CORRELATE_KEYS))
		return false;
	for (uint32_t k = 0; k < s->nkeys; k++) {
		if (!get_bytes(in, s->keys[k].b, sizeof(s->keys[k].b)))
			return false;
	}
	if (!get_u32(in, &s->nseen, CORRELATE_SEEN))
		return false;
	for (uint32_t k = 0; k < s->nseen; k++) {
		if (!get_u32(in, &streams[k], UINT32_MAX))
			return false;
	}
	return true;
}

/* What was read of an incident becomes true of the one that is here. */
static void apply(struct correlate *c, struct slot *s, const struct slot *read,
		  const uint32_t streams[CORRELATE_SEEN])
{
	uint32_t n = slot_number(c, s);

	unindex_slot(c, s);
	stream_unsaw(c, s);
	s->changed = read->changed;
	s->actor = read->actor;
	s->grouped = read->grouped;
	s->revised = read->revised;
	s->quiet = read->quiet;
	s->lead = read->lead;
	s->scanned = read->scanned;
	s->group = read->group;
	s->nkeys = read->nkeys;
	memcpy(s->keys, read->keys, sizeof(s->keys));
	memcpy(s->targets, read->targets, sizeof(s->targets));
	memcpy(s->values, read->values, sizeof(s->values));
	index_slot(c, s);
	for (uint32_t k = 0; k < read->nseen; k++) {
		if (streams[k] < CORRELATE_STREAMS && c->streams[streams[k]].used)
			stream_saw(c, &c->streams[streams[k]], s);
	}
	list_remove(c, &c->open, n);
	list_add(c, &c->open, n);
}

static bool get_slots(struct correlate *c, struct pack_in *in, uint64_t version)
{
	uint32_t n;

	if (!get_u32(in, &n, UINT32_MAX))
		return false;
	for (; n > 0; n--) {
		uint32_t streams[CORRELATE_SEEN] = { 0 };
		struct slot read = { .i = NULL }, *s;
		char id[INCIDENT_ID];

		if (!get_text(in, id, sizeof(id)) || !get_slot_rest(in, &read, streams, version))
			return false;
		s = slot_of_id(c, id);
		if (s != NULL && s->open)
			apply(c, s, &read, streams);
	}
	return true;
}

bool correlate_restore_state(struct correlate *c, const uint8_t *p, size_t n)
{
	struct pack_in in = { p, n };
	uint64_t version;

	return pack_get_number(&in, &version) && version >= 1 && version <= STATE_VERSION &&
	       pack_get_number(&in, &c->turn) && get_u32(&in, &c->floor, UINT32_MAX - 1) &&
	       get_days(c, &in) && get_streams(c, &in) && get_remembered(c, &in) &&
	       get_slots(c, &in, version);
}

bool correlate_restore(struct correlate *c, const struct incident *i)
{
	bool open = !incident_status_final(i->status);
	struct slot *s = slot_of_id(c, i->id);
	struct identity id;
	uint32_t n;

	if (s != NULL)
		slot_give_back(c, s);
	if (open && c->open.n >= c->o.max_open)
		return false;
	if (c->free.n == 0)
		slot_give_back(c, &c->slots[c->closed.oldest]);
	n = c->free.newest;
	s = &c->slots[n];
	list_remove(c, &c->free, n);
	*s->i = *i;
	s->used = true;
	s->open = open;
	life_plain(c, s);
	list_add(c, open ? &c->open : &c->closed, n);
	identity_of(&id, i->id, strlen(i->id));
	(void)index_add(&c->index, INDEX_ID, &id, n);
	if (open)
		index_slot(c, s);
	return true;
}
