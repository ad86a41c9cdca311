#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <inttypes.h>

#include "common/log.h"

/*
 * The events behind a hole in the epoch are forgotten: whoever begins an epoch anew makes all of
 * its events again, and so the hole is filled. (Parts of a file may have been lost on the disk.)
 */
static void mend(struct spool *s, struct spool_epoch *e)
{
	uint64_t expected = e->acked + 1;
	uint64_t forgotten = 0;
	struct spool_segment *after;

	for (struct spool_segment *g = s->head; g != NULL; g = after) {
		after = g->after;
		if (g->epoch != e)
			continue;
		if (forgotten == 0 && g->first <= expected) {
			if (spool_segment_last(g) >= expected)
				expected = spool_segment_last(g) + 1;
			continue;
		}
		forgotten += g->events;
		spool_segment_remove(s, g);
	}
	if (forgotten != 0)
		log_warnx("spool %s: events before number %" PRIu64
			  " of this epoch are lost; the %" PRIu64
			  " behind them are forgotten, to be made again",
			  s->path, expected, forgotten);
	e->last = expected - 1;
}

uint64_t spool_begin(struct spool *s, uint64_t epoch, uint64_t dictionary, const uint8_t *p,
		     size_t n)
{
	uint64_t before = s->dictionary;
	bool other = s->epoch == NULL || s->epoch->id != epoch;
	bool had = s->epoch != NULL;
	struct spool_epoch *e;

	if (epoch == 0) {
		errno = EINVAL;
		return 0;
	}
	if (!spool_dictionary_keep(s, dictionary, p, n))
		return 0;
	e = spool_epoch_get(s, epoch, true);
	if (e == NULL || ((other || dictionary != before) && !spool_seal(s))) {
		int error = errno;

		spool_dictionary_drop(s, dictionary);
		errno = error;
		return 0;
	}
	/* First, so that it stays when segments go that name it. */
	s->epoch = e;
	s->dictionary = dictionary;
	if (other) {
		e->used = ++s->uses;
		mend(s, e);
		s->next = e->last + 1;
	}
	if (had && before != dictionary)
		spool_dictionary_drop(s, before);
	return s->next;
}

/* Counts what of the segment is acknowledged newly. Returns whether it can go. */
static bool acked(struct spool *s, const struct spool_segment *g, uint64_t before)
{
	uint64_t now = g->epoch->acked;
	uint64_t last = spool_segment_last(g);
	uint64_t from = before + 1 > g->first ? before + 1 : g->first;
	uint64_t to = now < last ? now : last;

	if (g->events != 0 && from <= to) {
		s->events -= to - from + 1;
		s->stats.acked += to - from + 1;
	}
	return last <= now && g != s->write;
}

void spool_ack(struct spool *s, uint64_t epoch, uint64_t seq)
{
	struct spool_epoch *e = spool_epoch_get(s, epoch, true);
	struct spool_segment *after;
	uint64_t before;
	bool go = false;

	if (e == NULL || seq <= e->acked || seq > INT64_MAX)
		return;
	before = e->acked;
	e->acked = seq;
	s->acked_anew = true;
	if (e->last < seq && e != s->epoch)
		e->last = seq;
	e->used = ++s->uses;
	for (struct spool_segment *g = s->head; g != NULL; g = g->after) {
		if (g->epoch == e && g->first > seq)
			break;
		if (g->epoch == e && acked(s, g, before))
			go = true;
	}
	if (!go)
		return;
	/* Before they go: should they come back after a crash, it is known that they may. */
	spool_state_save(s);
	for (struct spool_segment *g = s->head; g != NULL; g = after) {
		after = g->after;
		if (g->epoch == e && g != s->write && spool_segment_last(g) <= seq)
			spool_segment_remove(s, g);
	}
}

void spool_expire(struct spool *s, uint64_t now)
{
	struct spool_segment *after;
	uint64_t events = 0;

	if (s->max_age == 0)
		return;
	/* A segment that fills slowly is ended, so that its last events are not much younger than
	 * its first. */
	if (s->write != NULL && now > s->write->since && now - s->write->since > s->max_age / 8)
		spool_seal(s);
	for (struct spool_segment *g = s->head; g != NULL; g = after) {
		uint64_t had = s->events;

		after = g->after;
		if (g == s->write || now < g->since || now - g->since < s->max_age)
			continue;
		spool_segment_remove(s, g);
		events += had - s->events;
	}
	s->stats.expired += events;
	if (events != 0)
		log_warnx("spool %s: %" PRIu64 " events are too old and forgotten", s->path,
			  events);
}

void spool_stats(const struct spool *s, struct spool_stats *out)
{
	*out = s->stats;
	out->events = s->events;
	out->bytes = s->bytes;
	out->limit = s->limit;
	out->next_seq = s->next;
}
