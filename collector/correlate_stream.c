/* The times of sensors, and what is due by them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate_inside.h"

/* Epochs of files have the top bit set. */
#define FILE_EPOCH (UINT64_C(1) << 63)

static void forget(struct correlate *c, struct stream *st)
{
	for (uint32_t at = st->first; at != CORRELATE_NONE;) {
		struct seen *seen = &c->slots[at / CORRELATE_SEEN].seen[at % CORRELATE_SEEN];

		uint32_t slot = at / CORRELATE_SEEN;

		at = seen->next;
		seen->stream = CORRELATE_NONE;
		stream_expect(c, &c->slots[slot], 0);
	}
	memset(st, 0, sizeof(*st));
}

uint32_t stream_hash(const char *sensor)
{
	uint32_t hash = 2166136261U;

	for (; *sensor != '\0'; sensor++)
		hash = (hash ^ (uint8_t)*sensor) * 16777619U;
	return hash;
}

static struct stream *new_stream(struct correlate *c, const char *sensor, uint64_t epoch, bool file)
{
	struct stream *st = NULL;

	for (uint32_t k = 0; k < CORRELATE_STREAMS; k++) {
		struct stream *o = &c->streams[k];

		if (!o->used) {
			st = o;
			break;
		}
		if (st == NULL || o->turn < st->turn)
			st = o;
	}
	if (st->used)
		forget(c, st);
	st->used = true;
	(void)snprintf(st->sensor, sizeof(st->sensor), "%s", sensor);
	st->hash = stream_hash(st->sensor);
	st->epoch = epoch;
	st->file = file;
	st->first = CORRELATE_NONE;
	st->due = CORRELATE_NEVER;
	return st;
}

struct stream *stream_of(struct correlate *c, const char *sensor, uint64_t epoch)
{
	bool file = (epoch & FILE_EPOCH) != 0;
	uint32_t hash = stream_hash(sensor);
	struct stream *st = NULL;

	for (uint32_t k = 0; k < CORRELATE_STREAMS && st == NULL; k++) {
		struct stream *o = &c->streams[k];

		if (o->used && o->hash == hash && o->file == file && (!file || o->epoch == epoch) &&
		    strcmp(o->sensor, sensor) == 0)
			st = o;
	}
	if (st == NULL)
		st = new_stream(c, sensor, epoch, file);
	if (epoch > st->epoch) {
		st->epoch = epoch;
		st->last_seq = 0;
		st->finished = false;
	}
	st->turn = ++c->turn;
	return st;
}

bool stream_next(struct stream *st, const struct correlate_alert *a)
{
	if (a->epoch != st->epoch)
		return true;
	if (a->seq <= st->last_seq)
		return false;
	st->last_seq = a->seq;
	return true;
}

/* ---- who saw what ------------------------------------------------------------------------- */

static void unlink_seen(struct correlate *c, const struct seen *seen)
{
	if (seen->stream == CORRELATE_NONE)
		return;
	if (seen->prev != CORRELATE_NONE)
		c->slots[seen->prev / CORRELATE_SEEN].seen[seen->prev % CORRELATE_SEEN].next =
			seen->next;
	else
		c->streams[seen->stream].first = seen->next;
	if (seen->next != CORRELATE_NONE)
		c->slots[seen->next / CORRELATE_SEEN].seen[seen->next % CORRELATE_SEEN].prev =
			seen->prev;
}

/* The place of one that will say nothing more: nothing comes due by it. */
static uint32_t place_of_finished(struct correlate *c, struct slot *s)
{
	for (uint32_t k = 0; k < s->nseen; k++) {
		if (c->streams[s->seen[k].stream].finished) {
			unlink_seen(c, &s->seen[k]);
			return k;
		}
	}
	return CORRELATE_SEEN;
}

void stream_saw(struct correlate *c, struct stream *st, struct slot *s)
{
	uint32_t stream = (uint32_t)(st - c->streams);
	uint32_t place = s->nseen;

	for (uint32_t k = 0; k < s->nseen; k++) {
		if (s->seen[k].stream == stream)
			return;
		if (s->seen[k].stream == CORRELATE_NONE)
			place = k;
	}
	if (place == CORRELATE_SEEN)
		place = place_of_finished(c, s);
	if (place == CORRELATE_SEEN)
		return;
	s->nseen = place == s->nseen ? place + 1 : s->nseen;
	s->seen[place] =
		(struct seen){ .stream = stream, .next = st->first, .prev = CORRELATE_NONE };
	if (st->first != CORRELATE_NONE)
		c->slots[st->first / CORRELATE_SEEN].seen[st->first % CORRELATE_SEEN].prev =
			slot_number(c, s) * CORRELATE_SEEN + place;
	st->first = slot_number(c, s) * CORRELATE_SEEN + place;
	st->due = 0;
}

void stream_unsaw(struct correlate *c, struct slot *s)
{
	for (uint32_t k = 0; k < s->nseen; k++)
		unlink_seen(c, &s->seen[k]);
	s->nseen = 0;
}

void stream_expect(struct correlate *c, const struct slot *s, uint64_t due)
{
	for (uint32_t k = 0; k < s->nseen; k++) {
		struct stream *st =
			s->seen[k].stream != CORRELATE_NONE ? &c->streams[s->seen[k].stream] : NULL;

		if (st != NULL && due < st->due)
			st->due = due;
	}
}

/* ---- what is due -------------------------------------------------------------------------- */

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a < CORRELATE_NEVER - b ? a + b : CORRELATE_NEVER;
}

/* All who saw it are beyond that time, or will say nothing more. */
static bool all_beyond(const struct correlate *c, const struct slot *s, uint64_t time)
{
	for (uint32_t k = 0; k < s->nseen; k++) {
		const struct stream *o =
			s->seen[k].stream != CORRELATE_NONE ? &c->streams[s->seen[k].stream] : NULL;

		if (o != NULL && !o->finished && o->watermark < time)
			return false;
	}
	return true;
}

/* When this stream resolves it: after its quiet time; after twice that without the others. */
static uint64_t quiet_due(const struct correlate *c, const struct slot *s)
{
	uint64_t once = plus(s->i->last, s->quiet);

	if (s->i->status != INCIDENT_NEW || s->quiet == 0)
		return CORRELATE_NEVER;
	return all_beyond(c, s, once) ? once : plus(once, s->quiet);
}

static uint64_t revision_due(const struct correlate *c, const struct slot *s)
{
	return s->changed ? plus(s->revised, c->o.revise) : CORRELATE_NEVER;
}

/* When the slot is to be looked at next; what waits for others is looked at again when it can do
 * without them. */
static uint64_t due_of(const struct correlate *c, const struct slot *s, uint64_t now)
{
	uint64_t revision = revision_due(c, s), quiet = CORRELATE_NEVER;

	if (s->i->status == INCIDENT_NEW && s->quiet != 0)
		quiet = plus(s->i->last, s->quiet);
	if (quiet <= now)
		quiet = quiet_due(c, s);
	return revision < quiet ? revision : quiet;
}

static int by_id(const void *a, const void *b, void *ctx)
{
	const struct correlate *c = ctx;
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return strcmp(c->slots[x].i->id, c->slots[y].i->id);
}

static void act(struct correlate *c, struct slot *s, uint64_t now, bool finished,
		const struct told *t)
{
	bool news = s->changed && (finished || revision_due(c, s) <= now);

	if (!finished && quiet_due(c, s) <= now) {
		life_history(s->i, now, ACTION_STATUS, "collector",
			     "Resolved: nothing more was seen", "history.resolved");
		life_close(c, s, INCIDENT_RESOLVED, now);
	} else if (news) {
		struct incident_history *last = &s->i->history[s->i->nhistory - 1];

		if (s->i->nhistory > 0 && strcmp(last->message, "history.news") == 0)
			last->time = now;
		else
			life_history(s->i, now, ACTION_NEWS, "collector", "More was seen",
				     "history.news");
	} else {
		return;
	}
	s->revised = now;
	revise(c, s, now, t);
}

/* What others saw too has one less to wait for. */
static void nobody_waits(struct correlate *c, const struct stream *st)
{
	for (uint32_t at = st->first; at != CORRELATE_NONE;) {
		struct slot *s = &c->slots[at / CORRELATE_SEEN];

		stream_expect(c, s, 0);
		at = s->seen[at % CORRELATE_SEEN].next;
	}
}

void stream_advance(struct correlate *c, struct stream *st, uint64_t time, bool finished,
		    const struct told *t)
{
	uint64_t now = st->watermark > time ? st->watermark : time;
	uint64_t due = CORRELATE_NEVER;
	uint32_t n = 0;

	st->watermark = now;
	if (finished && !st->finished)
		nobody_waits(c, st);
	st->finished = finished;
	if (now < st->due && !finished)
		return;
	for (uint32_t at = st->first; at != CORRELATE_NONE;) {
		uint32_t slot = at / CORRELATE_SEEN;

		if (finished || due_of(c, &c->slots[slot], now) <= now)
			c->due[n++] = slot;
		at = c->slots[slot].seen[at % CORRELATE_SEEN].next;
	}
	qsort_r(c->due, n, sizeof(c->due[0]), by_id, c);
	for (uint32_t k = 0; k < n; k++)
		act(c, &c->slots[c->due[k]], now, finished, t);
	for (uint32_t at = st->first; at != CORRELATE_NONE;) {
		uint32_t slot = at / CORRELATE_SEEN;
		uint64_t mine = due_of(c, &c->slots[slot], now);

		due = mine < due ? mine : due;
		at = c->slots[slot].seen[at % CORRELATE_SEEN].next;
	}
	st->due = due;
}
