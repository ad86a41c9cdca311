/* The life of an incident: slots, ids, revisions, links to others. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"

/* ---- slots -------------------------------------------------------------------------------- */

static void remove_id(struct correlate *c, struct slot *s)
{
	struct identity id;

	identity_of(&id, s->i->id, strlen(s->i->id));
	index_remove(&c->index, INDEX_ID, &id, slot_number(c, s));
}

void slot_give_back(struct correlate *c, struct slot *s)
{
	struct incident *i = s->i;
	uint32_t n = slot_number(c, s);

	if (s->open) {
		unindex_slot(c, s);
		stream_unsaw(c, s);
	}
	if (i->id[0] != '\0')
		remove_id(c, s);
	list_remove(c, s->open ? &c->open : &c->closed, n);
	memset(i, 0, sizeof(*i));
	memset(s, 0, sizeof(*s));
	s->i = i;
	c->touched[n] = 0;
	list_add(c, &c->free, n);
}

struct slot *slot_take(struct correlate *c, uint64_t time, const struct told *t)
{
	struct slot *s;

	if (c->open.n >= c->o.max_open) {
		s = &c->slots[c->open.oldest];
		life_history(s->i, time, ACTION_STATUS, "collector",
			     "Resolved to make room: more incidents are open than are kept",
			     "history.resolved.room");
		life_close(c, s, INCIDENT_RESOLVED, time);
		revise(c, s, time, t);
		c->stats.evicted++;
	}
	if (c->free.n == 0)
		slot_give_back(c, &c->slots[c->closed.oldest]);
	s = &c->slots[c->free.newest];
	list_remove(c, &c->free, slot_number(c, s));
	s->used = true;
	s->open = true;
	list_add(c, &c->open, slot_number(c, s));
	return s;
}

/* ---- ids ---------------------------------------------------------------------------------- */

/* The next number of the day. Of a day that was forgotten they go on behind all that were. */
static uint32_t next_number(struct correlate *c, uint32_t day)
{
	uint32_t oldest = 0;

	for (uint32_t k = 0; k < c->ndays; k++) {
		if (c->days[k].day == day)
			return ++c->days[k].last;
		if (c->days[k].day < c->days[oldest].day)
			oldest = k;
	}
	if (c->ndays == CORRELATE_DAYS) {
		if (c->days[oldest].last > c->floor)
			c->floor = c->days[oldest].last;
		c->days[oldest] = c->days[--c->ndays];
	}
	c->days[c->ndays] = (struct day){ .day = day, .last = c->floor + 1 };
	return c->days[c->ndays++].last;
}

/* "Wasserwerk Süd" becomes "wasserwerk-s-d": free text has no place in an id. */
static void site_word(char out[CORRELATE_SITE + 1], const char *site)
{
	size_t n = 0;

	for (; *site != '\0' && n < CORRELATE_SITE; site++) {
		char ch = *site >= 'A' && *site <= 'Z' ? (char)(*site + 32) : *site;

		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			out[n++] = ch;
		else if (n > 0 && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n > 0 && out[n - 1] == '-')
		n--;
	out[n] = '\0';
	if (n == 0)
		memcpy(out, "site", sizeof("site"));
}

static void make_id(struct correlate *c, struct incident *i, uint64_t time)
{
	char site[CORRELATE_SITE + 1];
	time_t seconds = (time_t)(time / CORRELATE_SECOND);
	struct tm tm = { 0 };

	(void)gmtime_r(&seconds, &tm);
	site_word(site, i->site);
	(void)snprintf(i->id, sizeof(i->id), "%s-%04u%02u%02u-%04" PRIu32, site,
		       (unsigned)tm.tm_year + 1900, (unsigned)tm.tm_mon + 1, (unsigned)tm.tm_mday,
		       next_number(c, (uint32_t)(time / CORRELATE_DAY)));
}

/* ---- history and relations ---------------------------------------------------------------- */

static void write_history(struct incident_history *h, uint64_t time, enum incident_action action,
			  const char *who, const char *text, const char *message)
{
	memset(h, 0, sizeof(*h));
	h->time = time;
	h->action = (uint8_t)action;
	incident_text(h->who, who);
	incident_text(h->text, text);
	incident_text(h->message, message);
}

/* Clocks of reporting and AlternativeID live by what was told to others: it goes last. */
static bool is_told(const struct incident_history *h)
{
	return h->action == ACTION_SENT || h->action == ACTION_ACKED ||
	       h->action == ACTION_RECEIVED;
}

/* The one to give way: the oldest behind the head that nobody needs. */
static uint32_t giving_way(const struct incident *i)
{
	uint32_t k = CORRELATE_HISTORY_HEAD;

	while (k + 1 < INCIDENT_HISTORY && is_told(&i->history[k]))
		k++;
	return is_told(&i->history[k]) ? CORRELATE_HISTORY_HEAD : k;
}

void life_history(struct incident *i, uint64_t time, enum incident_action action, const char *who,
		  const char *text, const char *message)
{
	if (i->nhistory == INCIDENT_HISTORY) {
		uint32_t k = giving_way(i);

		memmove(&i->history[k], &i->history[k + 1],
			(INCIDENT_HISTORY - 1 - k) * sizeof(i->history[0]));
		i->nhistory--;
		i->more_history++;
	}
	write_history(&i->history[i->nhistory++], time, action, who, text, message);
}

bool life_relate(struct incident *i, const char *id, const char *issuer,
		 enum incident_relation relation)
{
	struct incident_related *r;

	for (uint32_t k = 0; k < i->nrelated; k++) {
		r = &i->related[k];
		if (r->relation == relation && strcmp(r->id, id) == 0 &&
		    strcmp(r->issuer, issuer) == 0)
			return false;
	}
	if (i->nrelated == INCIDENT_RELATED)
		return false;
	r = &i->related[i->nrelated++];
	memset(r, 0, sizeof(*r));
	incident_text(r->id, id);
	incident_text(r->issuer, issuer);
	r->relation = (uint8_t)relation;
	return true;
}

static bool has_target(const struct incident *i, const struct incident_end *target)
{
	for (uint32_t k = 0; k < i->ntargets; k++) {
		if (end_same(&i->targets[k], target))
			return true;
	}
	return end_same(&i->target, target);
}

static bool one_case(const struct slot *a, const struct slot *b, const struct incident_end *target)
{
	return a != b && b->open && strcmp(a->i->site, b->i->site) == 0 &&
	       a->i->first <= b->i->last + CORRELATE_CASE &&
	       b->i->first <= a->i->last + CORRELATE_CASE && has_target(b->i, target);
}

/* The one with the smallest id that is not linked yet, so that the order is always the same. */
static struct slot *next_case(struct correlate *c, const struct slot *s,
			      const struct incident_end *target, const char *above)
{
	struct slot *found = NULL;

	for (int mac = 0; mac < 2; mac++) {
		uint32_t at = CORRELATE_NONE, slot;
		struct identity id;

		if (!end_identity(&id, s->i->site, target, mac == 1))
			continue;
		while (index_next(&c->index, INDEX_TARGET, &id, &at, &slot)) {
			struct slot *o = &c->slots[slot];

			if (one_case(s, o, target) && strcmp(o->i->id, above) > 0 &&
			    (found == NULL || strcmp(o->i->id, found->i->id) < 0))
				found = o;
		}
	}
	return found;
}

void life_link_cases(struct correlate *c, struct slot *s, const struct incident_end *target)
{
	struct slot *o = next_case(c, s, target, "");

	for (; o != NULL && s->i->nrelated < INCIDENT_RELATED;
	     o = next_case(c, s, target, o->i->id)) {
		(void)life_relate(s->i, o->i->id, o->i->issuer, RELATED_CASE);
		if (life_relate(o->i, s->i->id, s->i->issuer, RELATED_CASE))
			changed(c, o);
	}
}

/* ---- what was closed ---------------------------------------------------------------------- */

void life_remember(struct correlate *c, const struct identity *key, const char *id)
{
	struct remembered *r = &c->remembered[c->next_remembered];

	r->key = *key;
	(void)snprintf(r->id, sizeof(r->id), "%s", id);
	c->next_remembered = (c->next_remembered + 1) % c->o.max_open;
	if (c->nremembered < c->o.max_open)
		c->nremembered++;
}

/* The newest one with that key. */
static const char *remembered(const struct correlate *c, const struct identity *key)
{
	for (uint32_t k = 1; k <= c->nremembered; k++) {
		const struct remembered *r =
			&c->remembered[(c->next_remembered + c->o.max_open - k) % c->o.max_open];

		if (identity_equal(&r->key, key))
			return r->id;
	}
	return NULL;
}

/* ---- changes ------------------------------------------------------------------------------ */

void touch(struct correlate *c, struct slot *s)
{
	c->touched[slot_number(c, s)] = 1;
}

void changed(struct correlate *c, struct slot *s)
{
	touch(c, s);
	if (!s->changed)
		stream_expect(c, s, s->revised + c->o.revise);
	s->changed = true;
}

/* Times of revisions rise, by a millisecond at least: the newest one holds where they are read. */
void revise(struct correlate *c, struct slot *s, uint64_t time, const struct told *t)
{
	struct incident *i = s->i;
	struct correlate_change change = { .incident = i, .is_new = i->revision == 0 };
	uint64_t ms = CORRELATE_SECOND / 1000;

	i->revision++;
	i->written = time / ms > i->written / ms ? time : i->written + ms;
	s->changed = false;
	touch(c, s);
	c->stats.revisions++;
	if (t->tell != NULL)
		t->tell(t->ctx, &change);
}

void life_open(struct correlate *c, struct slot *s, uint64_t time)
{
	struct incident *i = s->i;
	const char *before = remembered(c, &s->keys[0]);
	struct identity id;

	make_id(c, i, time);
	identity_of(&id, i->id, strlen(i->id));
	(void)index_add(&c->index, INDEX_ID, &id, slot_number(c, s));
	index_slot(c, s);
	if (before != NULL)
		(void)life_relate(i, before, i->issuer, RELATED_BEFORE);
	life_link_cases(c, s, &i->target);
	s->revised = time;
	c->stats.incidents++;
}

void life_plain(struct correlate *c, struct slot *s)
{
	const struct incident *i = s->i;

	s->changed = false;
	s->actor = i->class != INCIDENT_OTHER;
	s->grouped = false;
	s->revised = i->last;
	s->quiet = c->o.quiet;
	s->lead = lead_of(i);
	memset(s->keys, 0, sizeof(s->keys));
	memcpy(s->keys[0].b, i->dedup, sizeof(s->keys[0].b));
	s->nkeys = 1;
	memset(s->targets, 0, sizeof(s->targets));
	memset(s->values, 0, sizeof(s->values));
}

void life_close(struct correlate *c, struct slot *s, enum incident_status status, uint64_t time)
{
	uint32_t n = slot_number(c, s);

	s->i->status = status;
	s->i->resolved = time;
	touch(c, s);
	if (!s->open)
		return;
	for (uint32_t k = 0; k < s->nkeys; k++)
		life_remember(c, &s->keys[k], s->i->id);
	unindex_slot(c, s);
	stream_unsaw(c, s);
	list_remove(c, &c->open, n);
	s->open = false;
	life_plain(c, s);
	list_add(c, &c->closed, n);
}
