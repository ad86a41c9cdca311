#include "common/version.h"
#include "sensor/deliver/fill_inside.h"

static void add_interfaces(struct filler *fl, Kagami__Health *out, const struct fill_health *h)
{
	size_t n = h->ninterfaces < FILL_INTERFACES ? h->ninterfaces : FILL_INTERFACES;

	for (size_t i = 0; i < n; i++) {
		const struct fill_interface *from = &h->interfaces[i];
		Kagami__Interface *to = &fl->interface[i];

		kagami__interface__init(to);
		to->name = fill_text(fl, from->name);
		to->frames = from->frames;
		to->bytes = from->bytes;
		to->dropped = from->dropped;
		to->interface_dropped = from->interface_dropped;
		to->down = from->down;
	}
	out->n_interfaces = n;
	out->interfaces = fl->interfaces;
}

/* What is 0 is left out: who reads it knows that it is 0. */
static void add_counters(struct filler *fl, Kagami__Health *out, const struct stats *s)
{
	size_t n = 0;

	for (unsigned i = 0; i < STAT_COUNT; i++) {
		if (s->n[i] == 0)
			continue;
		kagami__counter__init(&fl->counter[n]);
		fl->counter[n].name = fill_borrow(stat_rows[i].name);
		fl->counter[n].n = s->n[i];
		n++;
	}
	out->n_counters = n;
	out->counters = fl->counters;
}

const Kagami__Event *fill_health(struct filler *fl, const struct fill_health *h)
{
	Kagami__Event *e = fill_begin(fl, h->at);
	Kagami__Health *out = &fl->health;

	kagami__health__init(out);
	out->state = fill_text(fl, h->state);
	out->program = fill_borrow("kagami-sensor " KAGAMI_VERSION);
	out->uptime = h->uptime;
	add_interfaces(fl, out, h);
	add_counters(fl, out, h->stats);
	if (h->set != NULL) {
		out->rules_digest = fill_text(fl, h->set->digest);
		for (uint32_t i = 0; i < h->set->n; i++)
			out->rules += h->set->rules[i]->enabled;
	}
	out->baseline_digest = fill_text(fl, h->baseline_digest);
	out->alerts = h->alerts;
	out->assets = h->assets;
	out->conversations = h->conversations;
	out->link = (Kagami__Link *)(uintptr_t)h->link;
	e->body_case = KAGAMI__EVENT__BODY_HEALTH;
	e->health = out;
	return e;
}
