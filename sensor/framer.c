#include <string.h>

#include "sensor/framer.h"

void framer_forget(struct streams *ss, struct stream *s)
{
	if (s->part != POOL_NONE)
		pool_put(&ss->pool, s->part);
	s->part = POOL_NONE;
	s->part_len = 0;
}

/* Moves n bytes from c behind the part. False: no buffer; the part is gone. */
static bool grow_part(struct streams *ss, struct stream *s, struct chunk *c, size_t n)
{
	size_t need = s->part_len + n;

	if (s->part == POOL_NONE || pool_size(s->part) < need) {
		uint32_t bigger = stream_buffer(ss, s, need);

		if (bigger == POOL_NONE) {
			framer_forget(ss, s);
			return false;
		}
		if (s->part != POOL_NONE) {
			memcpy(pool_at(&ss->pool, bigger), pool_at(&ss->pool, s->part),
			       s->part_len);
			pool_put(&ss->pool, s->part);
		}
		s->part = bigger;
	}
	struct cur more = cur_sub(&c->bytes, n);

	s->part_len += (uint32_t)cur_copy(&more, pool_at(&ss->pool, s->part) + s->part_len, n);
	s->part_frame = c->frame > s->part_frame ? c->frame : s->part_frame;
	s->part_at = c->at > s->part_at ? c->at : s->part_at;
	return true;
}

static struct cur part_of(const struct streams *ss, const struct stream *s)
{
	return cur_of(pool_at(&ss->pool, s->part), s->part_len);
}

static void release_given(struct streams *ss, struct stream *s)
{
	if (s->part_out != POOL_NONE)
		pool_put(&ss->pool, s->part_out);
	s->part_out = POOL_NONE;
}

/* The part as a message; its buffer lives until the next call for this stream. */
static bool give_part(struct streams *ss, struct stream *s, enum message_kind kind,
		      struct message *m)
{
	*m = (struct message){
		.bytes = part_of(ss, s), .frame = s->part_frame, .at = s->part_at, .kind = kind
	};
	s->part_out = s->part;
	s->part = POOL_NONE;
	s->part_len = 0;
	return true;
}

/*
 * The first n bytes of the part as a message. What lies behind them becomes the part: where lengths
 * are found by searching (RTU), more bytes may show that the message was shorter than it seemed.
 */
static bool give_first(struct streams *ss, struct stream *s, size_t n, struct message *m)
{
	size_t rest = s->part_len - n;

	(void)give_part(ss, s, MESSAGE_WHOLE, m);
	m->bytes = cur_upto(&m->bytes, n);
	if (rest == 0)
		return true;
	s->part = stream_buffer(ss, s, rest);
	if (s->part == POOL_NONE) {
		s->synced = false;
		return true;
	}
	memcpy(pool_at(&ss->pool, s->part), pool_at(&ss->pool, s->part_out) + n, rest);
	s->part_len = (uint32_t)rest;
	return true;
}

/* Bytes of c before the first place, from `from` on, where the protocol is sure that one begins. */
static size_t search(const struct protocol *p, enum dir dir, struct cur c, size_t from)
{
	size_t n = cur_left(&c), at = from < n ? from : n;

	cur_skip(&c, at);
	while (at < n && !probe_sure(p->probe(c, dir))) {
		cur_skip(&c, 1);
		at++;
	}
	return at;
}

/* Looks for a message's beginning behind a gap or in mid-stream. False: not in this piece. */
static bool synchronise(struct streams *ss, struct stream *s, const struct protocol *p,
			enum dir dir, struct chunk *c, uint64_t *skipped)
{
	size_t n = 0, left = cur_left(&c->bytes);
	enum probe first = p->probe(c->bytes, dir);
	long length = first == PROBE_WEAK ? p->segment(c->bytes, dir) : 0;

	/* Values look like headers often enough: a weak one that ends before the piece does is
	 * believed only if there is nothing better. */
	if (!probe_sure(first) && length < (long)left)
		n = search(p, dir, c->bytes, 1);
	if (n == left && length > 0)
		n = 0;
	if (n > 0) {
		stat_inc(ss->stats, STAT_STREAM_RESYNC);
		stat_add(ss->stats, STAT_STREAM_SKIPPED, n);
		*skipped += n;
		cur_skip(&c->bytes, n);
	}
	s->synced = cur_left(&c->bytes) > 0;
	return s->synced;
}

static bool give_junk(struct streams *ss, struct stream *s, const struct protocol *p, enum dir dir,
		      struct chunk *c, struct message *m)
{
	size_t n = search(p, dir, c->bytes, 1);

	stat_inc(ss->stats, STAT_STREAM_RESYNC);
	stat_add(ss->stats, STAT_STREAM_SKIPPED, n);
	*m = (struct message){
		.bytes = cur_sub(&c->bytes, n), .frame = c->frame, .at = c->at, .kind = MESSAGE_JUNK
	};
	s->synced = cur_left(&c->bytes) > 0;
	return true;
}

/* Goes on with a message that began in an earlier piece. */
static bool next_of_part(struct streams *ss, struct stream *s, const struct protocol *p,
			 enum dir dir, struct chunk *c, struct message *m)
{
	for (;;) {
		long n = p->segment(part_of(ss, s), dir);

		if (n == SEGMENT_BAD || n > POOL_LARGE) {
			s->synced = false;
			return give_part(ss, s, MESSAGE_JUNK, m);
		}
		if (n > 0 && (size_t)n <= s->part_len)
			return give_first(ss, s, (size_t)n, m);
		size_t more = n > 0 ? (size_t)n - s->part_len : 1;

		if (cur_left(&c->bytes) == 0)
			return c->cut && give_part(ss, s, MESSAGE_CUT, m);
		if (more > cur_left(&c->bytes))
			more = cur_left(&c->bytes);
		if (!grow_part(ss, s, c, more)) {
			s->synced = false;
			return false;
		}
	}
}

bool framer_next(struct streams *ss, struct stream *s, const struct protocol *p, enum dir dir,
		 struct chunk *c, struct message *m, uint64_t *skipped)
{
	release_given(ss, s);
	if (__builtin_expect(c->gap, 0)) {
		c->gap = false;
		s->synced = false;
		if (!c->late && s->part_len > 0)
			return give_part(ss, s, MESSAGE_CUT, m);
	}
	if (s->part_len > 0 && !c->late) {
		if (next_of_part(ss, s, p, dir, c, m))
			return true;
		*skipped += cur_left(&c->bytes); /* there was no buffer for it */
		return false;
	}
	if (cur_left(&c->bytes) == 0)
		return false;
	if (!s->synced && !synchronise(ss, s, p, dir, c, skipped))
		return false;
	long n = p->segment(c->bytes, dir);

	if (__builtin_expect(n > 0 && (size_t)n <= cur_left(&c->bytes), 1)) {
		*m = (struct message){ .bytes = cur_sub(&c->bytes, (size_t)n),
				       .frame = c->frame,
				       .at = c->at,
				       .kind = MESSAGE_WHOLE };
		return true;
	}
	if (n == SEGMENT_BAD || n > POOL_LARGE)
		return give_junk(ss, s, p, dir, c, m);
	if (c->late) { /* the rest of it was or will be handed on elsewhere */
		*skipped += cur_left(&c->bytes);
		cur_skip(&c->bytes, cur_left(&c->bytes));
		return false;
	}
	if (c->cut) { /* at once: its answer may come before the next piece */
		*m = (struct message){ .bytes = cur_rest(&c->bytes),
				       .frame = c->frame,
				       .at = c->at,
				       .kind = MESSAGE_CUT };
		return true;
	}
	s->part_frame = s->part_at = 0;
	s->synced = grow_part(ss, s, c, cur_left(&c->bytes));
	return false;
}

bool framer_end(struct streams *ss, struct stream *s, bool lost, struct message *m)
{
	release_given(ss, s);
	return s->part_len > 0 && give_part(ss, s, lost ? MESSAGE_CUT : MESSAGE_ENDED, m);
}

bool framer_keep(struct streams *ss, struct stream *s, const struct chunk *c)
{
	struct chunk all = *c;

	if (s->part_len + cur_left(&c->bytes) > POOL_SMALL) {
		framer_forget(ss, s);
		return false;
	}
	if (s->part_len == 0)
		s->part_frame = s->part_at = 0;
	return grow_part(ss, s, &all, cur_left(&c->bytes));
}

struct cur framer_peek(const struct streams *ss, const struct stream *s, const struct chunk *c,
		       uint8_t *buf, size_t size)
{
	size_t n = 0;

	if (s->part_len == 0)
		return c->bytes;
	struct cur part = part_of(ss, s);

	n = cur_copy(&part, buf, size);
	n += cur_copy(&c->bytes, buf + n, size - n);
	return cur_of(buf, n);
}
