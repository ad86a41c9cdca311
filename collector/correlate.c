#include "collector/correlate.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/evidence.h"

enum { CLOSED_PART = 8, CLOSED_LEAST = 16 };

/* The texts, one behind the other in memory of ours; NULL: none is needed. */
static const char *keep(char **at, const char *s)
{
	const char *kept = *at;
	size_t n = (s != NULL ? strlen(s) : 0) + 1;

	memcpy(*at, s != NULL ? s : "", n);
	*at += n;
	return kept;
}

static bool keep_options(struct correlate *c, const struct correlate_options *o)
{
	const char *texts[] = { o->site, o->issuer, o->sector, o->country, o->tlp };
	size_t n = 0;
	char *at;

	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		n += (texts[k] != NULL ? strlen(texts[k]) : 0) + 1;
	c->o = *o;
	c->o.max_open = o->max_open > 0 ? o->max_open : 1;
	c->texts = malloc(n);
	if (c->texts == NULL)
		return false;
	at = c->texts;
	c->o.site = keep(&at, o->site);
	c->o.issuer = keep(&at, o->issuer);
	c->o.sector = keep(&at, o->sector);
	c->o.country = keep(&at, o->country);
	c->o.tlp = keep(&at, o->tlp);
	return true;
}

static void link_slots(struct correlate *c)
{
	static const struct list empty = { CORRELATE_NONE, CORRELATE_NONE, 0 };

	c->open = empty;
	c->closed = empty;
	c->free = empty;
	for (uint32_t n = c->nslots; n-- > 0;) {
		c->slots[n].i = &c->incidents[n];
		list_add(c, &c->free, n);
	}
}

struct correlate *correlate_new(const struct correlate_options *o)
{
	struct correlate *c = calloc(1, sizeof(*c));
	uint32_t closed = o->max_open / CLOSED_PART;

	if (c == NULL || sodium_init() < 0 || !keep_options(c, o)) {
		correlate_free(c);
		return NULL;
	}
	c->max_closed = closed > CLOSED_LEAST ? closed : CLOSED_LEAST;
	c->nslots = c->o.max_open + c->max_closed;
	c->slots = calloc(c->nslots, sizeof(*c->slots));
	c->incidents = calloc(c->nslots, sizeof(*c->incidents));
	c->touched = calloc(c->nslots, sizeof(*c->touched));
	c->due = calloc(c->nslots, sizeof(*c->due));
	c->streams = calloc(CORRELATE_STREAMS, sizeof(*c->streams));
	c->remembered = calloc(c->o.max_open, sizeof(*c->remembered));
	if (c->slots == NULL || c->incidents == NULL || c->touched == NULL || c->due == NULL ||
	    c->streams == NULL || c->remembered == NULL || !index_init(&c->index, c->nslots)) {
		correlate_free(c);
		return NULL;
	}
	link_slots(c);
	return c;
}

void correlate_free(struct correlate *c)
{
	if (c == NULL)
		return;
	index_free(&c->index);
	free(c->texts);
	free(c->slots);
	free(c->incidents);
	free(c->touched);
	free(c->due);
	free(c->streams);
	free(c->remembered);
	free(c);
}

/* ---- what comes in ------------------------------------------------------------------------ */

/* Why it is less severe than its alerts. */
static void note_routine(const struct slot *s, uint64_t time)
{
	char text[INCIDENT_TEXT];

	if (s->i->routine[0] == '\0')
		return;
	(void)snprintf(text, sizeof(text), "Routine work, so less severe: %s", s->i->routine);
	life_history(s->i, time, ACTION_NEWS, "collector", text, "history.routine.of");
}

static void open_slot(struct correlate *c, struct stream *st, const struct facts *f,
		      const struct told *t)
{
	struct slot *s = slot_take(c, f->time, t);

	join_first(c, s, f);
	life_open(c, s, f->time);
	life_history(s->i, f->time, ACTION_OPENED, "collector", "Opened by its first alert",
		     "history.opened");
	note_routine(s, f->time);
	weigh(c, s, f->time);
	stream_saw(c, st, s);
	revise(c, s, f->time, t);
}

void correlate_alert(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		     void *ctx)
{
	const struct told t = { tell, ctx };
	struct stream *st = stream_of(c, a->sensor, a->epoch);
	enum joined how = JOINED_KEY;
	struct facts f;
	struct slot *s;

	if (!stream_next(st, a))
		return;
	stream_advance(c, st, a->event->time < INT64_MAX ? a->event->time : INT64_MAX, false, &t);
	if (a->event->body_case != KAGAMI__EVENT__BODY_ALERT || a->rule == NULL)
		return;
	c->stats.alerts++;
	if (!facts_of(c, a, &f))
		return;
	s = find_slot(c, &f, &how, &t);
	if (s == NULL) {
		open_slot(c, st, &f, &t);
		return;
	}
	c->stats.joined++;
	join_slot(c, s, &f, how);
	stream_saw(c, st, s);
}

void correlate_time(struct correlate *c, const char *sensor, uint64_t epoch, uint64_t time,
		    bool finished, correlate_tell *tell, void *ctx)
{
	const struct told t = { tell, ctx };

	stream_advance(c, stream_of(c, sensor, epoch), time < INT64_MAX ? time : INT64_MAX,
		       finished, &t);
}

/* ---- how it went -------------------------------------------------------------------------- */

static bool about_request(const struct slot *s, const struct correlate_alert *a,
			  const Kagami__Operation *op)
{
	const struct incident *i = s->i;
	uint64_t frame = op->response ? op->request_frame : op->frame;

	for (uint32_t k = 0; k < i->nevidence; k++) {
		const struct incident_evidence *e = &i->evidence[k];

		if (lead_step((enum incident_class)e->class) != lead_step(lead_class(s->lead)) ||
		    e->epoch != a->epoch || strcmp(e->sensor, a->sensor) != 0)
			continue;
		for (unsigned n = 0; n < e->nframes; n++) {
			if (e->frames[n] == frame)
				return true;
		}
	}
	return false;
}

static struct slot *asked_by(struct correlate *c, const struct correlate_alert *a,
			     const Kagami__Operation *op)
{
	const char *site = a->site != NULL && a->site[0] != '\0' ? a->site : c->o.site;
	uint32_t at = CORRELATE_NONE, slot;
	struct incident_end end;
	struct identity id;

	if (!facts_end(&end, op->response ? op->destination : op->source) ||
	    (!end_identity(&id, site, &end, false) && !end_identity(&id, site, &end, true)))
		return NULL;
	while (index_next(&c->index, INDEX_SOURCE, &id, &at, &slot)) {
		struct slot *s = &c->slots[slot];

		if (s->open && end_same(&s->i->source, &end) && about_request(s, a, op))
			return s;
	}
	return NULL;
}

void correlate_operation(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
			 void *ctx)
{
	const struct told t = { tell, ctx };
	struct stream *st = stream_of(c, a->sensor, a->epoch);
	const Kagami__Operation *op = a->event->operation;
	enum incident_completion how;
	struct slot *s;

	if (!stream_next(st, a))
		return;
	stream_advance(c, st, a->event->time < INT64_MAX ? a->event->time : INT64_MAX, false, &t);
	if (a->event->body_case != KAGAMI__EVENT__BODY_OPERATION || op->unanswered ||
	    !(op->response ? op->request_frame != 0 : op->response_frame != 0))
		return;
	s = asked_by(c, a, op);
	if (s == NULL || s->i->completion == COMPLETION_SUCCEEDED)
		return;
	how = op->failed ? COMPLETION_FAILED : COMPLETION_SUCCEEDED;
	if (s->i->completion == how)
		return;
	s->i->completion = how;
	changed(c, s);
}

/* ---- evidence ----------------------------------------------------------------------------- */

/* The alert was there a moment ago: its incident is among those heard of last. */
void correlate_packets(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		       void *ctx)
{
	const struct told t = { tell, ctx };
	struct stream *st = stream_of(c, a->sensor, a->epoch);
	const Kagami__Packets *p = a->event->packets;

	if (!stream_next(st, a))
		return;
	stream_advance(c, st, a->event->time < INT64_MAX ? a->event->time : INT64_MAX, false, &t);
	if (a->event->body_case != KAGAMI__EVENT__BODY_PACKETS)
		return;
	for (uint32_t n = c->open.newest; n != CORRELATE_NONE; n = c->slots[n].older) {
		struct slot *s = &c->slots[n];

		if (s->i->first > p->time || s->i->last < p->time ||
		    !evidence_join(s->i, a->sensor, a->epoch, a->seq, p))
			continue;
		changed(c, s);
		return;
	}
}

/* ---- what is there ------------------------------------------------------------------------ */

void correlate_changed(struct correlate *c, void (*tell)(void *ctx, const struct incident *i),
		       void *ctx)
{
	for (uint32_t n = 0; n < c->nslots; n++) {
		if (!c->touched[n])
			continue;
		c->touched[n] = 0;
		if (c->slots[n].used)
			tell(ctx, c->slots[n].i);
	}
}

void correlate_each(const struct correlate *c, void (*tell)(void *ctx, const struct incident *i),
		    void *ctx)
{
	for (uint32_t n = c->open.oldest; n != CORRELATE_NONE; n = c->slots[n].newer)
		tell(ctx, c->slots[n].i);
}

bool correlate_knows(struct correlate *c, const char *id)
{
	struct slot *s = slot_of_id(c, id);

	if (s != NULL && !s->open) {
		list_remove(c, &c->closed, slot_number(c, s));
		list_add(c, &c->closed, slot_number(c, s));
	}
	return s != NULL;
}

/* An incident has no more nodes in the index than it has identities: keys, ends by two addresses,
 * its group, its id; memory for nodes doubles. */
void correlate_stats(const struct correlate *c, struct correlate_stats *out)
{
	size_t nodes = CORRELATE_KEYS + 2 * (2 + (size_t)INCIDENT_TARGETS) + 2;

	*out = c->stats;
	out->open = c->open.n;
	out->memory = sizeof(*c) + CORRELATE_STREAMS * sizeof(*c->streams) +
		      c->nslots * (sizeof(*c->slots) + sizeof(*c->incidents) + sizeof(*c->due) + 1 +
				   2 * nodes * sizeof(struct node)) +
		      c->index.nbuckets * sizeof(uint32_t) + c->o.max_open * sizeof(*c->remembered);
}
