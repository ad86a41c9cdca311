#include "collector/incident_desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_desk_inside.h"
#include "common/log.h"

/* ---- coming back from the store ----------------------------------------------------------- */

static void restore_state(void *ctx, const uint8_t *p, size_t n)
{
	struct desk *d = ctx;

	if (!correlate_restore_state(d->correlate, p, n))
		log_warnx("what correlation remembered cannot be read: it goes on with the "
			  "incidents that are open");
}

static void restore(void *ctx, const struct incident *i)
{
	struct desk *d = ctx;

	if (!correlate_restore(d->correlate, i))
		d->unrestored++;
}

/* What is known of the first of its addresses that something is known of. */
static bool known(void *ctx, const struct incident_end *e, struct incident_end *out)
{
	struct desk *d = ctx;
	bool found = false, good = true;

	for (unsigned k = 0; good && !found && k < e->nips; k++)
		good = incident_store_known(d->store, e->ips[k].b, e->ips[k].n, out, &found);
	if (good && !found && e->has_mac)
		good = incident_store_known(d->store, e->mac, sizeof(e->mac), out, &found);
	if (!good)
		d->failed = true;
	return good && found;
}

/* Correlation as the store has it. */
static bool load(struct desk *d)
{
	const struct correlate_options co = {
		.tables = d->tables,
		.site = d->o->site,
		.issuer = d->o->issuer,
		.sector = d->o->sector,
		.country = d->o->country,
		.tlp = d->o->tlp,
		.max_open = (uint32_t)d->o->max_open,
		.quiet = d->o->resolve_after,
		.chain = d->o->chain_window,
		.revise = 60 * DESK_SECOND,
		.known = known,
		.ctx = d,
	};
	uint64_t batch;

	correlate_free(d->correlate);
	d->correlate = correlate_new(&co);
	if (d->correlate == NULL) {
		(void)snprintf(d->why, sizeof(d->why), "no memory for incidents");
		return false;
	}
	d->unrestored = 0;
	if (!incident_store_load(d->store, &batch, restore_state, restore, d)) {
		(void)snprintf(d->why, sizeof(d->why), "%s", store_error(d->store));
		return false;
	}
	if (d->unrestored > 0)
		log_warnx("%" PRIu64 " open incidents are beyond max-open: nothing joins them any "
			  "more",
			  d->unrestored);
	d->stale = false;
	return true;
}

static bool make_room(struct desk *d)
{
	size_t room = correlate_state_max(d->correlate);

	if (room <= d->room)
		return true;
	free(d->state);
	d->state = malloc(room);
	d->room = d->state == NULL ? 0 : room;
	return d->state != NULL;
}

struct desk *desk_open(const struct collector_options *o, struct store *s, char *why, size_t size)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		(void)snprintf(why, size, "no memory");
		return NULL;
	}
	d->o = o;
	d->store = s;
	d->tables = incident_tables_read(o->incident_tables);
	if (d->tables == NULL)
		(void)snprintf(why, size, "%s: what alerts mean cannot be read",
			       o->incident_tables != NULL ? o->incident_tables : "built in");
	else if (!load(d) || !make_room(d))
		(void)snprintf(why, size, "%s", d->why[0] != '\0' ? d->why : "no memory");
	else if ((d->files = incident_files_open(o, why, size)) != NULL &&
		 (d->incident = malloc(sizeof(*d->incident))) != NULL)
		return d;
	desk_close(d);
	return NULL;
}

void desk_close(struct desk *d)
{
	if (d == NULL)
		return;
	incident_files_close(d->files);
	correlate_free(d->correlate);
	incident_tables_free(d->tables);
	free(d->incident);
	free(d->state);
	free(d);
}

void desk_back(struct desk *d)
{
	d->stale = true;
	d->failed = false;
	d->heard = false;
}

/* After a transaction that was rolled back: the store is asked when it can be again. */
static bool ready(struct desk *d)
{
	if (!d->stale)
		return true;
	if (load(d))
		return true;
	d->failed = true;
	return false;
}

/* ---- events ------------------------------------------------------------------------------ */

/* A revision: its record is due with this transaction. */
void desk_told(void *ctx, const struct correlate_change *change)
{
	struct desk *d = ctx;

	if (!d->failed && !incident_store_put(d->store, change->incident))
		d->failed = true;
	if (change->is_new)
		memcpy(d->opened, change->incident->id, sizeof(d->opened));
	d->due++;
}

static bool finished(const Kagami__Event *e)
{
	return e->body_case == KAGAMI__EVENT__BODY_HEALTH &&
	       (strcmp(e->health->state, "finished") == 0 ||
		strcmp(e->health->state, "stopped") == 0);
}

static void learn(struct desk *d, const struct correlate_alert *a)
{
	if (!d->failed && !incident_store_learn(d->store, a->event->asset, a->received))
		d->failed = true;
	else
		correlate_asset(d->correlate, a, desk_told, d);
}

void desk_event(struct desk *d, struct correlate_alert *a)
{
	const Kagami__Event *e = a->event;

	if (!ready(d))
		return;
	d->heard = true;
	if (e->body_case == KAGAMI__EVENT__BODY_ALERT && a->dictionary != NULL)
		a->rule = dictionary_rule(a->dictionary, e->alert->rule);
	if (e->body_case == KAGAMI__EVENT__BODY_ALERT && a->rule != NULL)
		correlate_alert(d->correlate, a, desk_told, d);
	else if (e->body_case == KAGAMI__EVENT__BODY_OPERATION)
		correlate_operation(d->correlate, a, desk_told, d);
	else if (e->body_case == KAGAMI__EVENT__BODY_PACKETS)
		correlate_packets(d->correlate, a, desk_told, d);
	else if (e->body_case == KAGAMI__EVENT__BODY_ASSET)
		learn(d, a);
	else
		correlate_time(d->correlate, a->sensor, a->epoch, e->time, finished(e), desk_told,
			       d);
}

/* Operations say how something went, packets are of an alert: of nothing while no incident is open.
 */
static const Kagami__Event *event_of(struct desk *d, const struct store_batch *b, size_t i,
				     struct wire_arena *arena)
{
	struct correlate_stats stats;
	const char *why;

	enum event_kind kind = b->seen != NULL ? b->seen[i].kind : EVENT_KINDS;

	if (b->events[i] != NULL || (kind != EVENT_OPERATION && kind != EVENT_PACKETS))
		return b->events[i];
	correlate_stats(d->correlate, &stats);
	return stats.open == 0 ? NULL
			       : wire_unpack_event(arena, b->bytes[i].data, b->bytes[i].len, &why);
}

void desk_hear(struct desk *d, const struct store_batch *b, size_t skip,
	       const struct dictionary *dictionary, struct wire_arena *arena)
{
	for (size_t i = skip; i < b->n && ready(d); i++) {
		struct correlate_alert a = {
			.sensor = b->sensor,
			.epoch = b->epoch,
			.seq = b->first_seq + i,
			.received = b->received,
			.event = event_of(d, b, i, arena),
			.dictionary = dictionary,
		};

		d->heard = true;
		if (a.event != NULL)
			desk_event(d, &a);
		else
			correlate_time(d->correlate, a.sensor, a.epoch, b->seen[i].time, false,
				       desk_told, d);
	}
}

static void keep_one(void *ctx, const struct incident *i)
{
	struct desk *d = ctx;

	if (!d->failed && !incident_store_keep(d->store, i))
		d->failed = true;
}

static bool keep_state(struct desk *d)
{
	size_t n = correlate_state(d->correlate, d->state, d->room);
	uint64_t batch;

	return store_newest(d->store, &batch) && incident_store_state(d->store, batch, d->state, n);
}

bool desk_keep(struct desk *d)
{
	if (!d->heard && !d->failed)
		return true;
	if (!d->failed)
		correlate_changed(d->correlate, keep_one, d);
	if (d->failed || !keep_state(d))
		return false;
	d->heard = false;
	return true;
}

/* ---- what people ask for ------------------------------------------------------------------ */

static bool some_ticket(void *ctx, uint64_t ticket, const uint8_t *p, size_t n)
{
	(void)ticket;
	(void)p;
	(void)n;
	*(bool *)ctx = true;
	return false;
}

bool desk_asked(struct desk *d)
{
	bool some = false;

	return incident_store_asked(d->store, some_ticket, &some) && some;
}

/* Closed ones have left; what the store has of them comes back. */
static bool fetch(struct desk *d, const char *id, char *why, size_t size)
{
	bool found = false;

	if (id == NULL || id[0] == '\0' || correlate_knows(d->correlate, id))
		return true;
	if (!incident_store_get(d->store, id, 0, d->incident, &found))
		(void)snprintf(why, size, "%s", store_error(d->store));
	else if (!found)
		(void)snprintf(why, size, "there is no incident %s", id);
	else if (!correlate_restore(d->correlate, d->incident))
		(void)snprintf(why, size, "too many incidents are open (max-open)");
	else
		return true;
	return false;
}

bool desk_do(struct desk *d, const struct correlate_command *c, char *text, size_t size)
{
	const char *wrong = "it cannot be done";

	if (!ready(d)) {
		(void)snprintf(text, size, "%s", d->why);
		return false;
	}
	d->heard = true;
	d->opened[0] = '\0';
	if (!fetch(d, c->id, text, size) || !fetch(d, c->other, text, size))
		return false;
	if (!correlate_do(d->correlate, c, desk_told, d, &wrong)) {
		(void)snprintf(text, size, "%s", wrong);
		return false;
	}
	(void)snprintf(text, size, "%s", d->opened);
	d->commands++;
	return true;
}

static bool answer(void *ctx, uint64_t ticket, const uint8_t *p, size_t n)
{
	struct desk *d = ctx;
	struct incident_command c;
	char why[DESK_WHY] = "";
	bool good = incident_command_unpack(&c, p, n);

	if (!good)
		(void)snprintf(why, sizeof(why), "the collector does not know that command");
	else
		good = desk_do(d, &c.c, why, sizeof(why));
	if (!d->failed && !incident_store_answer(d->store, ticket, why, good))
		d->failed = true;
	return !d->failed;
}

bool desk_answer(struct desk *d)
{
	return incident_store_asked(d->store, answer, d) && !d->failed;
}
