/* What is known of the ends of incidents: vendor, model, firmware, what they are called. */
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"

/* False: it is as it was. */
static bool set(char *out, size_t room, const char *s, bool again)
{
	char text[INCIDENT_WORD];

	if (s[0] == '\0' || (out[0] != '\0' && !again))
		return false;
	incident_copy(text, sizeof(text), s);
	if (strcmp(out, text) == 0)
		return false;
	incident_copy(out, room, text);
	return true;
}

/* A device has one vendor, model and firmware, which the newest word is right about; its name, role
 * and zone may be what the site file says, which an alert has told. */
static bool fill(struct incident_end *e, const struct incident_end *known)
{
	bool is_new = set(e->vendor, sizeof(e->vendor), known->vendor, true);

	is_new = set(e->model, sizeof(e->model), known->model, true) || is_new;
	is_new = set(e->firmware, sizeof(e->firmware), known->firmware, true) || is_new;
	is_new = set(e->name, sizeof(e->name), known->name, false) || is_new;
	is_new = set(e->role, sizeof(e->role), known->role, false) || is_new;
	return set(e->zone, sizeof(e->zone), known->zone, false) || is_new;
}

void asset_fill(const struct correlate *c, struct incident_end *e)
{
	struct incident_end known;

	if (c->o.known != NULL && (e->nips > 0 || e->has_mac) && c->o.known(c->o.ctx, e, &known))
		(void)fill(e, &known);
}

/* ---- a word about one ---------------------------------------------------------------------- */

static bool fill_slot(struct slot *s, const struct incident_end *at,
		      const struct incident_end *known)
{
	struct incident *i = s->i;
	bool is_new = end_same(&i->source, at) && fill(&i->source, known);

	is_new = (end_same(&i->target, at) && fill(&i->target, known)) || is_new;
	for (uint32_t k = 0; k < i->ntargets; k++)
		is_new = (end_same(&i->targets[k], at) && fill(&i->targets[k], known)) || is_new;
	return is_new;
}

static void fill_all(struct correlate *c, const char *site, const struct incident_end *at,
		     const struct incident_end *known)
{
	static const enum index_kind kinds[] = { INDEX_SOURCE, INDEX_TARGET };

	for (unsigned k = 0; k < 4; k++) {
		uint32_t node = CORRELATE_NONE, slot;
		struct identity id;

		if (!end_identity(&id, site, at, k >= 2))
			continue;
		while (index_next(&c->index, kinds[k % 2], &id, &node, &slot)) {
			struct slot *s = &c->slots[slot];

			if (s->open && strcmp(s->i->site, site) == 0 && fill_slot(s, at, known))
				changed(c, s);
		}
	}
}

void correlate_asset(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		     void *ctx)
{
	const struct told t = { tell, ctx };
	struct stream *st = stream_of(c, a->sensor, a->epoch);
	const char *site = a->site != NULL && a->site[0] != '\0' ? a->site : c->o.site;
	const Kagami__Asset *asset = a->event->asset;
	Kagami__End end = KAGAMI__END__INIT;
	struct incident_end at, known;

	if (!stream_next(st, a))
		return;
	stream_advance(c, st, a->event->time < INT64_MAX ? a->event->time : INT64_MAX, false, &t);
	if (a->event->body_case != KAGAMI__EVENT__BODY_ASSET || c->o.known == NULL)
		return;
	end.mac = asset->mac;
	for (size_t k = 0; k < asset->n_ips; k++) {
		end.ip = asset->ips[k];
		if (facts_end(&at, &end) && c->o.known(c->o.ctx, &at, &known))
			fill_all(c, site, &at, &known);
	}
	end.ip.len = 0;
	if (asset->n_ips == 0 && facts_end(&at, &end) && c->o.known(c->o.ctx, &at, &known))
		fill_all(c, site, &at, &known);
}
