#include "collector/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/once.h"

enum { BUCKETS = 1024, TEXT_ROOM = 160, DIGEST_ROOM = 129 };

struct peer {
	char name[WIRE_NAME_MAX + 1];
	char address[SESSION_ADDRESS];
	char program[64];
	char refusal[TEXT_ROOM];
	char rules[DIGEST_ROOM], baseline[DIGEST_ROOM];
	struct store_sensor state; /* its texts are those above */
	bool changed, saved;	   /* saved: since then, in a transaction that may fail */
	struct peer *next;
};

/* A sensor as the store tells of it, with its texts. */
struct seen {
	struct store_sensor state;
	char *texts;
};

struct roster {
	struct peer *buckets[BUCKETS];
	struct seen *seen;
	struct store_sensor *view;
	size_t nseen, room, nview, view_room;
	bool failed; /* no memory while the store told of sensors */
};

/* ---- peers ------------------------------------------------------------------------------- */

static void copy(char *out, size_t room, const char *text)
{
	(void)snprintf(out, room, "%s", text != NULL ? text : "");
}

static struct peer *find(struct roster *r, const char *name)
{
	struct peer *p = r->buckets[once_hash(name) % BUCKETS];

	while (p != NULL && strcmp(p->name, name) != 0)
		p = p->next;
	return p;
}

/* NULL: no memory. */
static struct peer *have(struct roster *r, const char *name)
{
	struct peer **first = &r->buckets[once_hash(name) % BUCKETS];
	struct peer *p = find(r, name);

	if (p != NULL)
		return p;
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return NULL;
	copy(p->name, sizeof(p->name), name);
	kagami__shed__init(&p->state.shed);
	p->state.name = p->name;
	p->state.address = p->address;
	p->state.program = p->program;
	p->state.refusal = p->refusal;
	p->state.rules_digest = p->rules;
	p->state.baseline_digest = p->baseline;
	p->next = *first;
	*first = p;
	return p;
}

static void each(struct roster *r, void (*tell)(struct peer *p))
{
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct peer *p = r->buckets[i]; p != NULL; p = p->next)
			tell(p);
	}
}

static void known(void *ctx, const struct store_sensor *s)
{
	struct roster *r = ctx;
	struct peer *p;

	if (strcmp(s->name, ALLOW_OWN_NAME) == 0)
		return;
	p = have(r, s->name);
	if (p == NULL) {
		r->failed = true;
		return;
	}
	copy(p->address, sizeof(p->address), s->address);
	copy(p->program, sizeof(p->program), s->program);
	copy(p->refusal, sizeof(p->refusal), s->refusal);
	copy(p->rules, sizeof(p->rules), s->rules_digest);
	copy(p->baseline, sizeof(p->baseline), s->baseline_digest);
	p->state.first_seen = s->first_seen;
	p->state.last_seen = s->last_seen;
	p->state.spooled_events = s->spooled_events;
	p->state.spooled_bytes = s->spooled_bytes;
	p->state.shed = s->shed;
	p->state.clock_offset = s->clock_offset;
	p->state.synchronised = s->synchronised;
	p->state.clock_max_error = s->clock_max_error;
	p->state.refused = s->refused;
	/* A collector that was killed could not say that it was left. */
	p->changed = s->connected;
}

struct roster *roster_open(struct store *store, char *error, size_t size)
{
	struct roster *r = calloc(1, sizeof(*r));

	if (r != NULL && store_each_sensor(store, known, r) && !r->failed)
		return r;
	(void)snprintf(error, size, "%s",
		       r != NULL && !r->failed ? store_error(store) : "no memory");
	roster_free(r);
	return NULL;
}

static void forget_seen(struct roster *r)
{
	for (size_t i = 0; i < r->nseen; i++)
		free(r->seen[i].texts);
	r->nseen = 0;
}

void roster_free(struct roster *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct peer *p = r->buckets[i], *next; p != NULL; p = next) {
			next = p->next;
			free(p);
		}
	}
	forget_seen(r);
	free(r->seen);
	free(r->view);
	free(r);
}

/* ---- what happens to them ---------------------------------------------------------------- */

void roster_heard(struct roster *r, const struct session *se, uint64_t now)
{
	struct peer *p = have(r, se->sensor);

	if (p == NULL)
		return;
	p->state.last_seen = now;
	if (p->state.first_seen == 0)
		p->state.first_seen = now;
	p->state.epoch = se->epoch;
	p->state.shed = se->shed;
	if (se->pinged) {
		p->state.spooled_events = se->link.spooled_events;
		p->state.spooled_bytes = se->link.spooled_bytes;
	}
	p->state.clock_offset = se->clock_offset;
	p->state.synchronised = se->clock.synchronised;
	p->state.clock_max_error = se->clock.max_error;
	p->changed = true;
}

bool roster_connected(struct roster *r, const struct session *se, uint64_t now)
{
	struct peer *p = have(r, se->sensor);
	bool before = p != NULL && p->state.connected;

	if (p == NULL)
		return true;
	roster_heard(r, se, now);
	copy(p->address, sizeof(p->address), se->address);
	copy(p->program, sizeof(p->program), se->program);
	p->state.connected = true;
	return !before;
}

void roster_digests(struct roster *r, const char *sensor, const Kagami__Dictionary *d)
{
	struct peer *p = have(r, sensor);

	if (p == NULL)
		return;
	copy(p->rules, sizeof(p->rules), d->rules_digest);
	copy(p->baseline, sizeof(p->baseline), d->baseline_digest);
	p->changed = true;
}

void roster_gone(struct roster *r, const char *sensor)
{
	struct peer *p = find(r, sensor);

	if (p == NULL || !p->state.connected)
		return;
	p->state.connected = false;
	p->changed = true;
}

void roster_sweep(struct roster *r, const struct sessions *sessions, uint64_t now, uint64_t timeout,
		  void (*tell)(void *ctx, const char *sensor), void *ctx)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct peer *p = r->buckets[i]; p != NULL; p = p->next) {
			if (!p->state.connected || sessions_of(sessions, p->name) != NULL ||
			    (now >= p->state.last_seen && now - p->state.last_seen < timeout))
				continue;
			p->state.connected = false;
			p->changed = true;
			tell(ctx, p->name);
		}
	}
}

static void gone(struct peer *p)
{
	p->changed = p->changed || p->state.connected;
	p->state.connected = false;
}

void roster_all_gone(struct roster *r)
{
	each(r, gone);
}

void roster_refused(struct roster *r, const char *sensor, const char *address, const char *text)
{
	struct peer *p = have(r, sensor);

	if (p == NULL)
		return;
	p->state.refused++;
	copy(p->refusal, sizeof(p->refusal), text);
	if (p->address[0] == '\0')
		copy(p->address, sizeof(p->address), address);
	p->changed = true;
}

/* ---- the store --------------------------------------------------------------------------- */

bool roster_save(struct roster *r, struct store *store)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct peer *p = r->buckets[i]; p != NULL; p = p->next) {
			p->saved = p->changed;
			if (p->changed && !store_put_sensor(store, &p->state))
				return false;
			p->changed = false;
		}
	}
	return true;
}

static void unsaved(struct peer *p)
{
	p->changed = p->changed || p->saved;
	p->saved = false;
}

void roster_unsaved(struct roster *r)
{
	each(r, unsaved);
}

/* Copies a text behind the others; *at moves on. */
static const char *keep(char **at, const char *text)
{
	const char *kept = *at;
	size_t n = text != NULL ? strlen(text) : 0;

	if (n > 0)
		memcpy(*at, text, n);
	(*at)[n] = '\0';
	*at += n + 1;
	return kept;
}

static void see(void *ctx, const struct store_sensor *s)
{
	struct roster *r = ctx;
	const char *const texts[] = { s->name,	  s->address,	   s->program,
				      s->refusal, s->rules_digest, s->baseline_digest };
	struct seen *seen;
	size_t n = 0;
	char *at;

	if (r->nseen == r->room) {
		size_t more = r->room == 0 ? 16 : r->room * 2;

		seen = reallocarray(r->seen, more, sizeof(*seen));
		r->failed = r->failed || seen == NULL;
		if (seen == NULL)
			return;
		r->seen = seen;
		r->room = more;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		n += (texts[i] != NULL ? strlen(texts[i]) : 0) + 1;
	at = malloc(n);
	r->failed = r->failed || at == NULL;
	if (at == NULL)
		return;
	seen = &r->seen[r->nseen++];
	seen->texts = at;
	seen->state = *s;
	seen->state.name = keep(&at, s->name);
	seen->state.address = keep(&at, s->address);
	seen->state.program = keep(&at, s->program);
	seen->state.refusal = keep(&at, s->refusal);
	seen->state.rules_digest = keep(&at, s->rules_digest);
	seen->state.baseline_digest = keep(&at, s->baseline_digest);
}

static int seen_by_name(const void *a, const void *b)
{
	const struct seen *l = a;
	const struct seen *r = b;

	return strcmp(l->state.name, r->state.name);
}

static int seen_named(const void *name, const void *b)
{
	const struct seen *r = b;

	return strcmp(name, r->state.name);
}

/* What the store knows, and above it what is newer here. */
static struct store_sensor put_together(struct roster *r, const char *name)
{
	struct seen *s = r->nseen == 0
				 ? NULL
				 : bsearch(name, r->seen, r->nseen, sizeof(*r->seen), seen_named);
	const struct peer *p = find(r, name);
	struct store_sensor all = { .name = name,
				    .address = "",
				    .program = "",
				    .refusal = "",
				    .rules_digest = "",
				    .baseline_digest = "" };

	kagami__shed__init(&all.shed);
	if (s != NULL)
		all = s->state;
	if (p == NULL)
		return all;
	all.connected = p->state.connected;
	if (p->state.last_seen > all.last_seen)
		all.last_seen = p->state.last_seen;
	all.spooled_events = p->state.spooled_events;
	all.spooled_bytes = p->state.spooled_bytes;
	all.shed = p->state.shed;
	all.clock_offset = p->state.clock_offset;
	all.synchronised = p->state.synchronised;
	all.clock_max_error = p->state.clock_max_error;
	all.refused = p->state.refused;
	return all;
}

bool roster_look(struct roster *r, struct store *store, const struct allow *allow,
		 const struct store_sensor **sensors, size_t *n)
{
	forget_seen(r);
	r->failed = false;
	r->nview = 0;
	*n = 0;
	if (!store_each_sensor(store, see, r))
		return false;
	if (r->nseen > 0)
		qsort(r->seen, r->nseen, sizeof(*r->seen), seen_by_name);
	if (r->view_room < allow->n) {
		free(r->view);
		r->view = calloc(allow->n, sizeof(*r->view));
		r->view_room = r->view != NULL ? allow->n : 0;
	}
	for (size_t i = 0; i < allow->n && r->nview < r->view_room; i++) {
		if (allow->entries[i].role == ALLOW_SENSOR)
			r->view[r->nview++] = put_together(r, allow->entries[i].name);
	}
	*sensors = r->view;
	*n = r->nview;
	return true;
}
