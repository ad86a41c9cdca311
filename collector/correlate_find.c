/* The open incident that an alert belongs to. */
#include <string.h>

#include "collector/correlate_inside.h"
#include "common/technique.h"

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a < CORRELATE_NEVER - b ? a + b : CORRELATE_NEVER;
}

/* Is the time within `window` of the incident? */
static bool near(const struct incident *i, uint64_t time, uint64_t window)
{
	return time <= plus(i->last, window) && plus(time, window) >= i->first;
}

/* Of several the latest one, then the smallest id. */
static bool better(const struct slot *a, const struct slot *b)
{
	if (b == NULL || a->i->last != b->i->last)
		return b == NULL || a->i->last > b->i->last;
	return strcmp(a->i->id, b->i->id) < 0;
}

typedef bool suits(const struct correlate *c, const struct slot *s, const struct facts *f);

static struct slot *best(struct correlate *c, enum index_kind kind, const struct identity *id,
			 const struct facts *f, suits *good, struct slot *found)
{
	uint32_t at = CORRELATE_NONE, slot;

	while (index_next(&c->index, kind, id, &at, &slot)) {
		struct slot *s = &c->slots[slot];

		if (s->open && strcmp(s->i->site, f->site) == 0 && good(c, s, f) &&
		    better(s, found))
			found = s;
	}
	return found;
}

static bool same_key(const struct correlate *c, const struct slot *s, const struct facts *f)
{
	(void)c;
	for (uint32_t k = 0; k < s->nkeys; k++) {
		if (identity_equal(&s->keys[k], &f->key))
			return true;
	}
	return false;
}

static bool same_actor(const struct correlate *c, const struct slot *s, const struct facts *f)
{
	/* Of a control block the key is who it is; what is said of the actor alone fits all the
	 * same. */
	bool free = !s->grouped || f->meaning.about == ABOUT_SOURCE;

	return s->actor && free && near(s->i, f->time, c->o.chain) &&
	       end_same(&s->i->source, &f->source);
}

static bool same_group(const struct correlate *c, const struct slot *s, const struct facts *f)
{
	return s->grouped && identity_equal(&s->group, &f->group) &&
	       near(s->i, f->time, c->o.chain);
}

/* Whatever merely looks at a device does not make its values wrong. */
static bool harms(const struct incident *i)
{
	for (uint32_t k = 0; k < i->nstages; k++) {
		if (i->stages[k].class >= INCIDENT_WRITE)
			return true;
	}
	return strcmp(i->impact, "traffic-redirection") == 0;
}

/* Something was done to the target by somebody; what is seen there now may come of it. */
static bool caused(const struct correlate *c, const struct slot *s, const struct facts *f)
{
	bool hit = end_same(&s->i->target, &f->target);

	for (uint32_t k = 0; !hit && k < s->i->ntargets; k++)
		hit = end_same(&s->i->targets[k], &f->target);
	return hit && s->actor && harms(s->i) && f->time >= s->i->first &&
	       f->time <= plus(s->i->last, c->o.chain);
}

/* ---- what names nobody -------------------------------------------------------------------- */

static bool same_technique(const struct incident *i, const struct facts *f)
{
	for (size_t n = 0; n < f->rule->n_techniques; n++) {
		const struct technique *now = technique_now(f->rule->techniques[n]->id);
		const char *id = now != NULL ? now->id : f->rule->techniques[n]->id;

		for (uint32_t k = 0; k < i->ntechniques; k++) {
			if (strcmp(i->techniques[k].id, id) == 0)
				return true;
		}
	}
	return false;
}

/* One sensor saw the same technique at about the same time: two sides of one thing. */
static bool same_side(const struct correlate *c, const struct slot *s, const struct facts *f)
{
	bool seen = false;

	for (uint32_t k = 0; !seen && k < s->i->nsensors; k++)
		seen = strcmp(s->i->sensors[k], f->a->sensor) == 0;
	return seen && near(s->i, f->time, c->o.chain) && same_technique(s->i, f);
}

/* What only shows that something is done (bytes that contradict each other), without anybody, comes
 * of what somebody does. */
static struct slot *somebodys(const struct correlate *c, const struct facts *f)
{
	struct slot *found = NULL;

	for (uint32_t n = c->open.newest; n != CORRELATE_NONE; n = c->slots[n].older) {
		struct slot *s = &c->slots[n];

		if (s->actor && harms(s->i) && strcmp(s->i->site, f->site) == 0 &&
		    same_side(c, s, f) && better(s, found))
			found = s;
	}
	return found;
}

/* And who does it may be known later than that it is done. */
static struct slot *nobodys(struct correlate *c, const struct facts *f)
{
	struct identity id;

	identity_of(&id, f->site, strlen(f->site));
	return best(c, INDEX_NOBODY, &id, f, same_side, NULL);
}

static struct slot *by_end(struct correlate *c, enum index_kind kind, const struct incident_end *e,
			   const struct facts *f, suits *good)
{
	struct slot *found = NULL;
	struct identity id;

	if (end_identity(&id, f->site, e, false))
		found = best(c, kind, &id, f, good, found);
	if (found == NULL && end_identity(&id, f->site, e, true))
		found = best(c, kind, &id, f, good, found);
	return found;
}

bool is_actor(const struct facts *f)
{
	return f->has_source && f->meaning.about != ABOUT_TARGET &&
	       f->meaning.class != INCIDENT_OTHER;
}

/* The same key is the same incident as long as it is open and was heard of within a day; what is
 * later makes it a thing of the past. */
static struct slot *by_key(struct correlate *c, const struct facts *f, const struct told *t)
{
	struct slot *s = best(c, INDEX_KEY, &f->key, f, same_key, NULL);
	uint64_t window;

	if (s == NULL)
		return NULL;
	window = s->quiet > CORRELATE_DAY ? s->quiet : CORRELATE_DAY;
	if (near(s->i, f->time, window))
		return s;
	if (f->time > s->i->last && s->i->status == INCIDENT_NEW) {
		life_history(s->i, f->time, ACTION_STATUS, "collector",
			     "Resolved: nothing more was seen for a day", "history.resolved.day");
		life_close(c, s, INCIDENT_RESOLVED, f->time);
		revise(c, s, f->time, t);
	}
	return NULL;
}

struct slot *find_slot(struct correlate *c, const struct facts *f, enum joined *how,
		       const struct told *t)
{
	enum incident_about about = f->meaning.about;
	struct slot *s = by_key(c, f, t);

	/* Who names nobody gives nobody's incident its title. */
	*how = s != NULL && s->actor && !f->has_source && !f->has_target && !f->grouped
		       ? JOINED_CONSEQUENCE
		       : JOINED_KEY;
	if (s != NULL)
		return s;
	*how = JOINED_CHAIN;
	if (about == ABOUT_DEVICE)
		s = best(c, INDEX_GROUP, &f->group, f, same_group, NULL);
	if (s != NULL)
		return s;
	if (is_actor(f))
		s = by_end(c, INDEX_SOURCE, &f->source, f, same_actor);
	if (s != NULL)
		return s;
	if (is_actor(f))
		return nobodys(c, f);
	*how = JOINED_CONSEQUENCE;
	if (about == ABOUT_TARGET && f->has_target)
		return by_end(c, INDEX_TARGET, &f->target, f, caused);
	return f->has_source || f->has_target || about == ABOUT_DEVICE ? NULL : somebodys(c, f);
}
