#include "sensor/deliver/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/deliver/evidence_inside.h"

struct evidence *evidence_new(const struct evidence_options *o)
{
	struct evidence *ev = calloc(1, sizeof(*ev));

	if (ev == NULL)
		return NULL;
	ev->o = *o;
	ev->due = UINT64_MAX;
	ev->bytes = malloc((EVIDENCE_OPEN + 1) * (size_t)o->bytes);
	if (!ring_of_frames_init(&ev->ring, o->ring) || ev->bytes == NULL) {
		evidence_free(ev);
		return NULL;
	}
	for (unsigned i = 0; i < EVIDENCE_OPEN; i++)
		ev->open[i].bytes = ev->bytes + (size_t)i * o->bytes;
	return ev;
}

void evidence_free(struct evidence *ev)
{
	if (ev == NULL)
		return;
	ring_of_frames_free(&ev->ring);
	free(ev->bytes);
	free(ev);
}

size_t evidence_cost(const struct evidence_options *o)
{
	return sizeof(struct evidence) + o->ring + (EVIDENCE_OPEN + 1) * (size_t)o->bytes;
}

void evidence_stats(const struct evidence *ev, struct evidence_stats *out)
{
	*out = ev->stats;
}

/* ---- frames -------------------------------------------------------------------------------- */

static void find_due(struct evidence *ev)
{
	ev->due = UINT64_MAX;
	for (unsigned i = 0; i < EVIDENCE_OPEN; i++) {
		if (ev->open[i].used && ev->open[i].due < ev->due)
			ev->due = ev->open[i].due;
	}
}

/* False: it does not fit. */
static bool add(struct evidence *ev, struct open_set *s, const struct kept *k, bool named)
{
	if (s->set.n == ev->o.frames || k->len > ev->o.bytes - s->nbytes ||
	    k->linktype != s->set.linktype) {
		s->set.more++;
		return false;
	}
	/* In the order of the capture, whatever order they are added in. */
	uint32_t at = s->set.n++;

	for (; at > 0 && s->packets[at - 1].frame > k->frame; at--)
		s->packets[at] = s->packets[at - 1];
	s->packets[at] = (struct evidence_packet){ .frame = k->frame,
						   .at = k->at,
						   .wire_len = k->wire_len,
						   .len = k->len,
						   .interface = k->interface,
						   .offset = s->nbytes,
						   .named = named };
	memcpy(s->bytes + s->nbytes, ring_of_frames_bytes(&ev->ring, k), k->len);
	s->nbytes += k->len;
	return true;
}

/* A frame behind an alert of the same hosts. */
static void follow(struct evidence *ev, struct open_set *s, const struct kept *k)
{
	if (s->pair != k->pair || k->linktype != s->set.linktype ||
	    k->at > s->set.at + EVIDENCE_WINDOW)
		return;
	if (!add(ev, s, k, false) || s->set.n == ev->o.frames) {
		s->due = 0;
		ev->due = 0;
	}
}

void evidence_frame(struct evidence *ev, const struct frame *frame, const struct packet *pkt)
{
	const struct kept *k = ring_of_frames_put(&ev->ring, frame, pkt, ev->o.bytes);

	if (ev->due == UINT64_MAX || k->pair == 0)
		return;
	for (unsigned i = 0; i < EVIDENCE_OPEN; i++) {
		if (ev->open[i].used && ev->open[i].due != 0)
			follow(ev, &ev->open[i], k);
	}
}

/* ---- limits -------------------------------------------------------------------------------- */

/* May there be another, when `burst` are free at once and one more every `every` ns? */
static bool allowed(struct allowance *a, uint64_t now, unsigned burst, uint64_t every)
{
	uint64_t most = burst * every;

	/* Nothing was used, or time went back, by more than frames are ever late. */
	if (a->full < now || a->full - now > most + EVIDENCE_BACK)
		a->full = now;
	return a->full - now <= most - every;
}

static uint64_t name_of(const struct rule *r)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (const char *p = r->id; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	return h;
}

static bool within_limits(struct evidence *ev, const struct alert *a)
{
	uint64_t who = name_of(a->rule);
	struct allowance *rule = &ev->rules[who & (EVIDENCE_RULES - 1)];

	if (rule->who != who)
		*rule = (struct allowance){ .who = who };
	if (!allowed(rule, a->at, EVIDENCE_RULE_BURST, EVIDENCE_RULE_NS) ||
	    !allowed(&ev->all, a->at, EVIDENCE_BURST, EVIDENCE_NS))
		return false;
	rule->full += EVIDENCE_RULE_NS;
	ev->all.full += EVIDENCE_NS;
	return true;
}

/* ---- alerts -------------------------------------------------------------------------------- */

static bool names(const struct alert *a, uint64_t frame)
{
	for (uint32_t i = 0; i < a->nframes; i++) {
		if (a->frames[i] == frame)
			return true;
	}
	return false;
}

/* The frames that the alert names. Returns the last that is there; NULL: none is. */
static const struct kept *add_named(struct evidence *ev, struct open_set *s, const struct alert *a)
{
	const struct kept *last = NULL;

	for (uint32_t i = 0; i < a->nframes; i++) {
		uint64_t at = ring_of_frames_find(&ev->ring, a->frames[i]);

		if (at == UINT64_MAX) {
			s->set.gone++;
			continue;
		}
		const struct kept *k = ring_of_frames_at(&ev->ring, at);

		if (last == NULL)
			s->set.linktype = k->linktype;
		if (last == NULL || k->pair != 0)
			last = k;
		(void)add(ev, s, k, true);
	}
	return last;
}

/* Frames of the connection (flow), or of its hosts in others, before the alert, the latest first;
 * at most `room`. */
static uint32_t add_before(struct evidence *ev, struct open_set *s, const struct alert *a,
			   const struct kept *like, bool flow, uint32_t room)
{
	const struct ring_of_frames *r = &ev->ring;
	uint64_t first = ring_of_frames_first(r), since = s->packets[0].at;
	uint32_t n = 0;

	since = since > EVIDENCE_WINDOW ? since - EVIDENCE_WINDOW : 0;
	if (r->n - first > EVIDENCE_LOOK)
		first = r->n - EVIDENCE_LOOK;
	for (uint64_t i = r->n; i > first && n < room; i--) {
		const struct kept *k = ring_of_frames_at(r, i - 1);

		if (k->at < since)
			break;
		if (k->pair != like->pair || (k->flow == like->flow) != flow ||
		    k->linktype != s->set.linktype || names(a, k->frame))
			continue;
		if (!add(ev, s, k, false))
			break;
		n++;
	}
	return n;
}

/* Half of what the alert's own frames leave is for what came before them, the rest for what
 * follows. */
static void add_others(struct evidence *ev, struct open_set *s, const struct alert *a,
		       const struct kept *like)
{
	uint32_t room = s->set.n < ev->o.frames ? (ev->o.frames - s->set.n + 1) / 2 : 0;

	s->pair = like->pair;
	if (like->pair == 0 || s->set.n == 0)
		return;
	room -= add_before(ev, s, a, like, true, room);
	(void)add_before(ev, s, a, like, false, room);
}

static struct open_set *free_set(struct evidence *ev)
{
	for (unsigned i = 0; i < EVIDENCE_OPEN; i++) {
		if (!ev->open[i].used)
			return &ev->open[i];
	}
	return NULL;
}

static struct open_set *oldest(struct evidence *ev)
{
	struct open_set *found = NULL;

	for (unsigned i = 0; i < EVIDENCE_OPEN; i++) {
		if (ev->open[i].used && (found == NULL || ev->open[i].set.alert < found->set.alert))
			found = &ev->open[i];
	}
	return found;
}

bool evidence_alert(struct evidence *ev, const struct alert *a, uint64_t id)
{
	struct open_set *s = free_set(ev);
	const struct kept *like;

	if (s == NULL || !within_limits(ev, a)) {
		ev->stats.limited++;
		return false;
	}
	s->nbytes = 0;
	s->pair = 0;
	s->set = (struct evidence_set){
		.alert = id, .at = a->at, .rule = a->rule->index, .more = a->more_frames
	};
	like = add_named(ev, s, a);
	if (like == NULL) {
		ev->stats.without++;
		return false;
	}
	add_others(ev, s, a, like);
	s->used = true;
	/* Who waits for nothing, or is not known, is complete. */
	s->due = s->pair == 0 || s->set.n == ev->o.frames ? 0 : a->at + EVIDENCE_WINDOW;
	if (free_set(ev) == NULL)
		oldest(ev)->due = 0;
	find_due(ev);
	return true;
}

/* ---- complete ones ------------------------------------------------------------------------- */

uint64_t evidence_due(const struct evidence *ev)
{
	return ev->due;
}

/* Also when time went back: a set is never further away than the window. */
static bool complete(const struct open_set *s, uint64_t now)
{
	return now >= s->due || s->due - now > 2 * EVIDENCE_WINDOW;
}

static struct open_set *first_complete(struct evidence *ev, uint64_t now)
{
	struct open_set *found = NULL;

	for (unsigned i = 0; i < EVIDENCE_OPEN; i++) {
		struct open_set *s = &ev->open[i];

		if (s->used && complete(s, now) &&
		    (found == NULL || s->set.alert < found->set.alert))
			found = s;
	}
	return found;
}

const struct evidence_set *evidence_next(struct evidence *ev, uint64_t now, bool last)
{
	struct open_set *s = last ? oldest(ev) : first_complete(ev, now);
	uint8_t *out = ev->bytes + EVIDENCE_OPEN * (size_t)ev->o.bytes;

	if (s == NULL)
		return NULL;
	ev->out = s->set;
	memcpy(ev->out_packets, s->packets, s->set.n * sizeof(*s->packets));
	memcpy(out, s->bytes, s->nbytes);
	ev->out.packets = ev->out_packets;
	ev->out.bytes = out;
	s->used = false;
	ev->stats.sets++;
	find_due(ev);
	return &ev->out;
}
