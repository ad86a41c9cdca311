#include <string.h>

#include "sensor/stream.h"

/* A held segment, in a buffer of the pool. */
struct held {
	uint32_t next; /* POOL_NONE ends the list */
	uint32_t seq, len, missing;
	uint64_t frame, at;
	uint8_t bytes[];
};

enum {
	FAR = 1 << 20,	/* bytes before next: no retransmission reaches back so far */
	STALE_MAX = 3,	/* segments in a row from so far back: the stream has moved, not they */
	VICTIMS_MAX = 8 /* streams that give up their buffers for one that is needed */
};

static int32_t diff(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static struct held *held_at(const struct streams *ss, uint32_t handle)
{
	return (struct held *)(void *)pool_at(&ss->pool, handle);
}

bool streams_init(struct streams *ss, uint32_t small, uint32_t large, uint64_t gap_wait,
		  struct stats *stats)
{
	*ss = (struct streams){ .stats = stats, .gap_wait = gap_wait };
	return pool_init(&ss->pool, small, large);
}

void streams_free(struct streams *ss)
{
	pool_free(&ss->pool);
}

void stream_init(struct stream *s)
{
	*s = (struct stream){
		.held = POOL_NONE, .out = POOL_NONE, .part = POOL_NONE, .part_out = POOL_NONE
	};
}

void stream_acked(struct stream *s, uint32_t ack)
{
	if (!s->acks || diff(ack, s->acked) > 0)
		s->acked = ack;
	s->acks = true;
}

static void unlist(struct streams *ss, struct stream *s)
{
	if (!s->listed)
		return;
	if (s->newer != NULL)
		s->newer->older = s->older;
	else
		ss->newest = s->older;
	if (s->older != NULL)
		s->older->newer = s->newer;
	else
		ss->oldest = s->newer;
	s->newer = s->older = NULL; /* whoever walks the list ends here */
	s->listed = false;
}

static void list_newest(struct streams *ss, struct stream *s)
{
	unlist(ss, s);
	s->newer = NULL;
	s->older = ss->newest;
	if (ss->newest != NULL)
		ss->newest->newer = s;
	else
		ss->oldest = s;
	ss->newest = s;
	s->listed = true;
}

static void drop_held(struct streams *ss, struct stream *s)
{
	while (s->held != POOL_NONE) {
		uint32_t handle = s->held;

		s->held = held_at(ss, handle)->next;
		pool_put(&ss->pool, handle);
	}
	s->nheld = 0;
}

/* What another stream held for longest gives way. False: there is no other. */
static bool reclaim(struct streams *ss, const struct stream *but)
{
	struct stream *s = ss->oldest;

	if (s == but && s != NULL)
		s = s->newer;
	if (s == NULL)
		return false;
	stat_add(ss->stats, STAT_STREAM_NO_BUFFER, s->nheld + (uint64_t)(s->part != POOL_NONE));
	drop_held(ss, s);
	if (s->part != POOL_NONE) {
		pool_put(&ss->pool, s->part);
		s->part = POOL_NONE;
		s->part_len = 0;
		s->gap = true;
		s->gaps++;
	}
	unlist(ss, s);
	return true;
}

uint32_t stream_buffer(struct streams *ss, struct stream *s, size_t n)
{
	uint32_t handle = pool_get(&ss->pool, n);

	for (unsigned i = 0; handle == POOL_NONE && i < VICTIMS_MAX && reclaim(ss, s); i++)
		handle = pool_get(&ss->pool, n);
	if (handle == POOL_NONE)
		stat_inc(ss->stats, STAT_STREAM_NO_BUFFER);
	else if (!s->listed || (s->held == POOL_NONE && s->part == POOL_NONE))
		list_newest(ss, s);
	return handle;
}

static void remember(struct stream *s, uint32_t seq, uint32_t len, uint64_t hash)
{
	s->recent[s->recent_at].seq = seq;
	s->recent[s->recent_at].len = len;
	s->recent[s->recent_at].hash = hash;
	s->recent_at = (uint8_t)((s->recent_at + 1) % STREAM_RECENT);
}

/* Keeps the last of the bytes that begin at s->next. */
static void keep_tail(struct stream *s, const struct cur *bytes)
{
	struct cur c = *bytes;
	uint32_t seq = s->next;

	if (cur_left(&c) > STREAM_TAIL) {
		seq += (uint32_t)(cur_left(&c) - STREAM_TAIL);
		cur_skip(&c, cur_left(&c) - STREAM_TAIL);
	}
	while (cur_left(&c) > 0) {
		size_t at = seq % STREAM_TAIL;
		size_t n = cur_copy(&c, s->tail + at, STREAM_TAIL - at);

		cur_skip(&c, n);
		seq += (uint32_t)n;
	}
}

/* Do the bytes at seq differ from those that the tail has in their place? */
static bool differs_from_tail(const struct stream *s, uint32_t seq, struct cur bytes)
{
	uint32_t first = s->next - STREAM_TAIL;

	if (diff(s->tail_from, first) > 0)
		first = s->tail_from;
	if (diff(first, seq) > 0) {
		cur_skip(&bytes, first - seq);
		seq = first;
	}
	for (; cur_left(&bytes) > 0 && diff(s->next, seq) > 0; seq++) {
		if (cur_u8(&bytes) != s->tail[seq % STREAM_TAIL])
			return true;
	}
	return false;
}

/* Bytes that were handed on already: the same again, or others in their place? */
static void check_repeated(struct streams *ss, const struct stream *s, const struct packet *pkt,
			   uint32_t seq, uint64_t hash)
{
	uint32_t len = (uint32_t)cur_left(&pkt->payload);
	bool other = differs_from_tail(s, seq, pkt->payload);

	stat_inc(ss->stats, STAT_STREAM_REPEATED);
	for (unsigned i = 0; i < STREAM_RECENT; i++)
		other = other || (s->recent[i].seq == seq && s->recent[i].len == len && len > 0 &&
				  s->recent[i].hash != hash);
	if (other)
		stat_inc(ss->stats, STAT_STREAM_CONFLICTS);
}

static void give_up(struct streams *ss, struct stream *s, uint32_t to)
{
	stat_inc(ss->stats, STAT_STREAM_GAPS);
	s->gaps++;
	s->gap_from = s->gap_to = to;
	if (to - s->next <= FAR) { /* else it is of unknown size: the numbers are a new stream's */
		stat_add(ss->stats, STAT_STREAM_LOST, to - s->next);
		s->gap_from = s->next;
	}
	s->next = s->tail_from = to;
	s->gap = true;
}

/* Hands on a piece that begins at s->next, and what the snaplen cut behind it as a hole. */
static void hand_on(struct streams *ss, struct stream *s, struct chunk *chunk, uint32_t missing)
{
	chunk->gap = s->gap;
	chunk->late = false;
	chunk->cut = missing > 0;
	s->gap = false;
	keep_tail(s, &chunk->bytes);
	s->next += (uint32_t)cur_left(&chunk->bytes);
	if (missing > 0)
		give_up(ss, s, s->next + missing);
}

static void compare_held(struct streams *ss, const struct held *h, uint32_t seq, struct cur bytes)
{
	int32_t from = diff(seq, h->seq);
	struct cur old = cur_of(h->bytes, h->len);

	if (from >= 0)
		cur_skip(&old, (size_t)from);
	else
		cur_skip(&bytes, (size_t)-from);
	size_t n = cur_left(&old) < cur_left(&bytes) ? cur_left(&old) : cur_left(&bytes);
	struct cur a = cur_upto(&old, n), b = cur_upto(&bytes, n);

	stat_inc(ss->stats, STAT_STREAM_REPEATED);
	if (n > 0 && !cur_starts(&a, b.p, n))
		stat_inc(ss->stats, STAT_STREAM_CONFLICTS);
}

/* Puts a copy into the list after the segment prev (POOL_NONE: first). */
static void hold_piece(struct streams *ss, struct stream *s, uint32_t prev, uint32_t seq,
		       struct cur bytes, uint32_t missing, const struct packet *pkt)
{
	if (s->nheld >= STREAM_HELD) {
		stat_inc(ss->stats, STAT_STREAM_NO_BUFFER);
		return;
	}
	uint32_t handle = stream_buffer(ss, s, sizeof(struct held) + cur_left(&bytes));

	if (handle == POOL_NONE)
		return;
	struct held *h = held_at(ss, handle);
	uint32_t *link = prev == POOL_NONE ? &s->held : &held_at(ss, prev)->next;

	h->seq = seq;
	h->len = (uint32_t)cur_copy(&bytes, h->bytes, cur_left(&bytes));
	h->missing = missing;
	h->frame = pkt->frame;
	h->at = pkt->at;
	h->next = *link;
	*link = handle;
	if (s->nheld++ == 0)
		s->held_since = pkt->at;
}

/* Holds the bytes that no held segment has yet; where one has them, the older stand. */
static void hold(struct streams *ss, struct stream *s, const struct packet *pkt, uint32_t seq,
		 struct cur bytes)
{
	uint32_t prev = POOL_NONE, at = s->held, missing = pkt->payload_missing;

	stat_inc(ss->stats, STAT_STREAM_REORDERED);
	while (cur_left(&bytes) > 0) {
		const struct held *h = at != POOL_NONE ? held_at(ss, at) : NULL;
		uint32_t end = seq + (uint32_t)cur_left(&bytes);

		if (h == NULL || diff(end, h->seq) <= 0) {
			hold_piece(ss, s, prev, seq, bytes, missing, pkt);
			return;
		}
		if (diff(seq, h->seq) < 0) {
			struct cur before = bytes;

			before = cur_upto(&before, (size_t)diff(h->seq, seq));
			hold_piece(ss, s, prev, seq, before, 0, pkt);
			cur_skip(&bytes, cur_left(&before));
			seq = h->seq;
		}
		uint32_t held_end = h->seq + h->len;

		if (diff(seq, held_end) < 0) {
			compare_held(ss, h, seq, bytes);
			uint32_t same = held_end - seq;

			(void)cur_upto(&bytes, same);
			seq = held_end;
		}
		prev = at;
		at = h->next;
	}
}

/* A segment that begins before s->next. */
static bool add_old(struct streams *ss, struct stream *s, const struct packet *pkt, uint32_t seq,
		    uint64_t hash, struct chunk *chunk)
{
	uint32_t len = (uint32_t)cur_left(&pkt->payload);
	uint32_t end = seq + len + pkt->payload_missing;

	if (diff(end, s->next) > 0) { /* partly new */
		check_repeated(ss, s, pkt, seq, hash);
		if (diff(seq + len, s->next) <= 0)
			return false;
		cur_skip(&chunk->bytes, s->next - seq);
		hand_on(ss, s, chunk, pkt->payload_missing);
		return true;
	}
	if (len <= 1 && seq + 1 == s->next)
		return false; /* keep-alive (RFC 9293, section 3.8.4) */
	if (s->gap_from != s->gap_to && diff(seq, s->gap_from) >= 0 && diff(end, s->gap_to) <= 0) {
		stat_inc(ss->stats, STAT_STREAM_REORDERED);
		/* Once: what is left of the hole is what lies on one side of it. */
		if (seq == s->gap_from)
			s->gap_from = end;
		else
			s->gap_to = seq;
		chunk->gap = true;
		chunk->late = true;
		return true;
	}
	if (diff(s->next, seq) > FAR && ++s->stale >= STALE_MAX) {
		s->stale = 0;
		drop_held(ss, s);
		give_up(ss, s, seq);
		hand_on(ss, s, chunk, pkt->payload_missing);
		return true;
	}
	check_repeated(ss, s, pkt, seq, hash);
	return false;
}

/* Does a segment up to `end` reach into the first held one? Then the held bytes were here before.
 */
static bool meets_held(const struct streams *ss, const struct stream *s, uint32_t end)
{
	return s->held != POOL_NONE && diff(end, held_at(ss, s->held)->seq) > 0;
}

bool stream_add(struct streams *ss, struct stream *s, const struct packet *pkt, uint64_t hash,
		struct chunk *chunk)
{
	uint32_t seq = pkt->seq;
	uint32_t len = (uint32_t)cur_left(&pkt->payload);

	if (pkt->tcp_flags & TCP_SYN) {
		seq++;
		if (!s->started) {
			s->next = s->tail_from = seq;
			s->synced = true;
		}
		s->started = true;
	}
	if (len + pkt->payload_missing == 0)
		return false;
	if (!s->started) {
		s->started = true;
		s->next = s->tail_from = seq;
	}
	*chunk = (struct chunk){ .bytes = pkt->payload, .frame = pkt->frame, .at = pkt->at };
	int32_t ahead = diff(seq, s->next);

	if (__builtin_expect(ahead == 0 && !meets_held(ss, s, seq + len), 1)) {
		s->stale = 0;
		remember(s, seq, len, hash);
		hand_on(ss, s, chunk, pkt->payload_missing);
		return true;
	}
	if (ahead < 0)
		return add_old(ss, s, pkt, seq, hash, chunk);
	if (s->held == POOL_NONE && s->acks && diff(s->acked, seq) >= 0) {
		give_up(ss, s, seq); /* the receiver has what we have not */
		remember(s, seq, len, hash);
		hand_on(ss, s, chunk, pkt->payload_missing);
		return true;
	}
	hold(ss, s, pkt, seq, pkt->payload);
	return false;
}

bool stream_overdue(const struct streams *ss, const struct stream *s, uint64_t now)
{
	return s->nheld > 0 && now > s->held_since && now - s->held_since > ss->gap_wait;
}

/* Did the other side get data that never came here? */
static bool acked_unseen(const struct stream *s)
{
	/* A FIN has a number of its own. */
	return s->started && s->acks && diff(s->acked, s->next) > 1;
}

bool stream_missing(const struct stream *s)
{
	return s->gap || acked_unseen(s);
}

uint32_t stream_gaps(const struct stream *s)
{
	return s->gaps + acked_unseen(s);
}

static bool hole_closed(const struct streams *ss, const struct stream *s, const struct held *h,
			uint64_t now)
{
	return (s->acks && diff(s->acked, h->seq) >= 0) || s->nheld >= STREAM_HELD ||
	       stream_overdue(ss, s, now);
}

static void release_out(struct streams *ss, struct stream *s)
{
	if (s->out != POOL_NONE)
		pool_put(&ss->pool, s->out);
	s->out = POOL_NONE;
}

bool stream_more(struct streams *ss, struct stream *s, uint64_t now, bool all, struct chunk *chunk)
{
	release_out(ss, s);
	while (s->held != POOL_NONE) {
		struct held *h = held_at(ss, s->held);
		int32_t ahead = diff(h->seq, s->next);

		if (ahead > 0) {
			if (!all && !hole_closed(ss, s, h, now))
				return false;
			give_up(ss, s, h->seq);
			ahead = 0;
		}
		s->out = s->held;
		s->held = h->next;
		s->nheld--;
		s->held_since = now;
		if ((uint32_t)-ahead < h->len) {
			*chunk = (struct chunk){ .bytes = cur_of(h->bytes, h->len),
						 .frame = h->frame,
						 .at = h->at };
			cur_skip(&chunk->bytes, (uint32_t)-ahead);
			hand_on(ss, s, chunk, h->missing);
			return true;
		}
		release_out(ss, s);
	}
	return false;
}

void stream_drop(struct streams *ss, struct stream *s)
{
	release_out(ss, s);
	drop_held(ss, s);
	unlist(ss, s);
	if (s->part != POOL_NONE)
		pool_put(&ss->pool, s->part);
	if (s->part_out != POOL_NONE)
		pool_put(&ss->pool, s->part_out);
	s->part = s->part_out = POOL_NONE;
	s->part_len = 0;
}
