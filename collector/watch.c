#include "collector/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/watch_inside.h"

/* Between two alerts that the same condition of the same sensor began. */
#define AGAIN (60 * WATCH_MINUTE)

struct watch {
	struct watch_limits limits;
	struct dictionary *dictionary;
	struct watch_sensor *sensors;
	size_t n, room;
};

struct telling {
	void (*tell)(void *ctx, const char *sensor, const Kagami__Event *e);
	void *ctx;
};

struct watch *watch_new(const struct watch_limits *limits)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->limits = *limits;
	w->dictionary = watch_dictionary_new();
	if (w->dictionary != NULL)
		return w;
	free(w);
	return NULL;
}

void watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	dictionary_free(w->dictionary);
	free(w->sensors);
	free(w);
}

const struct dictionary *watch_dictionary(const struct watch *w)
{
	return w->dictionary;
}

/* ---- what is said ------------------------------------------------------------------------ */

/* An alert with all its parts. */
struct alert_parts {
	Kagami__Event event;
	Kagami__Alert alert;
	Kagami__End target;
	Kagami__Value value[WATCH_VALUES + 1], *values[WATCH_VALUES + 1];
	uint64_t uints[WATCH_VALUES];
	int64_t ints[WATCH_VALUES];
	ProtobufCBinaryData bytes[WATCH_VALUES + 1];
	char name[WIRE_NAME_MAX + 1];
	char digest[WATCH_TEXT];
};

static Kagami__Value *add_value(struct alert_parts *p, uint32_t field)
{
	size_t i = p->alert.n_values++;

	kagami__value__init(&p->value[i]);
	p->value[i].field = field;
	p->values[i] = &p->value[i];
	return p->values[i];
}

static void add_text(struct alert_parts *p, uint32_t field, char *text)
{
	ProtobufCBinaryData *bytes = &p->bytes[p->alert.n_values];
	Kagami__Value *v = add_value(p, field);

	*bytes = (ProtobufCBinaryData){ .len = strlen(text), .data = (uint8_t *)text };
	v->bytes = bytes;
	v->n_bytes = 1;
}

static void add_values(struct alert_parts *p, const struct watch_words *words)
{
	add_text(p, WATCH_SENSOR, p->name);
	for (size_t i = 0; i < words->nvalues; i++) {
		uint32_t field = words->values[i].field;

		if (words->values[i].text != NULL) {
			strncpy(p->digest, words->values[i].text, sizeof(p->digest) - 1);
			add_text(p, field, p->digest);
			continue;
		}
		Kagami__Value *v = add_value(p, field);

		p->uints[i] = words->values[i].u;
		p->ints[i] = words->values[i].i;
		if (field == WATCH_CLOCK_OFFSET) {
			v->ints = &p->ints[i];
			v->n_ints = 1;
		} else {
			v->uints = &p->uints[i];
			v->n_uints = 1;
		}
	}
}

static void tell_alert(const struct watch_look *l, uint32_t rule, struct watch_words *words,
		       uint64_t suppressed, const struct telling *to)
{
	struct alert_parts p = { .digest = "" };

	kagami__event__init(&p.event);
	kagami__alert__init(&p.alert);
	kagami__end__init(&p.target);
	memcpy(p.name, l->known->name, sizeof(p.name));
	p.event.time = l->now;
	p.event.body_case = KAGAMI__EVENT__BODY_ALERT;
	p.event.alert = &p.alert;
	p.target.name = p.name;
	p.alert.rule = rule;
	p.alert.text = words->text;
	p.alert.why = words->why;
	p.alert.suppressed = suppressed;
	p.alert.target = &p.target;
	p.alert.values = p.values;
	add_values(&p, words);
	to->tell(to->ctx, p.name, &p.event);
}

/* ---- conditions -------------------------------------------------------------------------- */

static void say_begins(struct watch_look *l, size_t i, struct watch_state *st,
		       const struct telling *to)
{
	struct watch_words words = { .text = "" };

	watch_conditions[i].begins(l, &words);
	tell_alert(l, (uint32_t)(2 * i), &words, st->suppressed, to);
	st->told = true;
	st->last_told = l->now;
	st->suppressed = 0;
}

static void say_ends(struct watch_look *l, size_t i, const struct telling *to)
{
	struct watch_words words = { .text = "" };

	watch_conditions[i].ends(l, &words);
	tell_alert(l, (uint32_t)(2 * i + 1), &words, 0, to);
}

static bool may_tell(const struct watch_state *st, uint64_t now)
{
	return st->last_told == 0 || now < st->last_told || now - st->last_told >= AGAIN;
}

static void end(struct watch_look *l, size_t i, struct watch_state *st, const struct telling *to)
{
	if (st->told)
		say_ends(l, i, to);
	else
		st->suppressed++;
	st->on = st->told = false;
}

static void look_at(struct watch_look *l, size_t i, const struct telling *to)
{
	const struct watch_condition *c = &watch_conditions[i];
	struct watch_state *st = &l->known->states[i];

	l->state = st;
	if (!c->anyhow && !watch_heard(l)) {
		st->pending = 0;
		return;
	}
	if (!c->holds(l)) {
		st->pending = 0;
		if (st->on)
			end(l, i, st, to);
		return;
	}
	if (!st->on) {
		if (st->pending == 0 || st->pending > l->now)
			st->pending = l->now;
		if (l->now - st->pending < c->after)
			return;
		st->on = true;
		st->began = l->now;
		st->pending = 0;
	}
	if (!st->told && may_tell(st, l->now))
		say_begins(l, i, st, to);
}

/* ---- counters ---------------------------------------------------------------------------- */

static void grow(uint64_t *sum, uint64_t before, uint64_t now)
{
	*sum += now > before ? now - before : 0;
}

static void count_packets(struct watch_sensor *k, const struct store_sensor *s)
{
	if (s->frames == k->frames && s->dropped == k->dropped)
		return; /* no news */
	bool again = k->new_counters || s->dropped < k->dropped || s->frames < k->frames;

	k->new_dropped = s->dropped - (again ? 0 : k->dropped);
	k->new_frames = s->frames - (again ? 0 : k->frames);
	k->dropping = k->new_dropped > 0;
	k->frames = s->frames;
	k->dropped = s->dropped;
	k->new_counters = false;
}

static bool same(const Kagami__Shed *a, const Kagami__Shed *b)
{
	return a->operations == b->operations && a->conversations == b->conversations &&
	       a->assets == b->assets && a->health == b->health && a->alerts == b->alerts &&
	       a->packets == b->packets && a->expired == b->expired;
}

static void count_shed(struct watch_look *l)
{
	struct watch_sensor *k = l->known;
	const Kagami__Shed *a = &k->shed, *b = &l->s->shed;
	Kagami__Shed n = KAGAMI__SHED__INIT;

	if (same(a, b))
		return;
	if (k->new_shed_counters)
		kagami__shed__init(&k->shed);
	k->new_shed_counters = false;
	grow(&n.operations, a->operations, b->operations);
	grow(&n.conversations, a->conversations, b->conversations);
	grow(&n.assets, a->assets, b->assets);
	grow(&n.health, a->health, b->health);
	grow(&n.alerts, a->alerts, b->alerts);
	grow(&n.packets, a->packets, b->packets);
	grow(&n.expired, a->expired, b->expired);
	k->shed = *b;
	if ((n.operations | n.conversations | n.assets | n.health | n.alerts | n.packets |
	     n.expired) == 0)
		return;
	if (k->shed_at == 0 || l->now - k->shed_at >= 5 * WATCH_MINUTE)
		kagami__shed__init(&k->new_shed);
	grow(&k->new_shed.operations, 0, n.operations);
	grow(&k->new_shed.conversations, 0, n.conversations);
	grow(&k->new_shed.assets, 0, n.assets);
	grow(&k->new_shed.health, 0, n.health);
	grow(&k->new_shed.alerts, 0, n.alerts);
	grow(&k->new_shed.packets, 0, n.packets);
	grow(&k->new_shed.expired, 0, n.expired);
	k->shed_at = l->now;
}

static void count(struct watch_look *l)
{
	struct watch_sensor *k = l->known;

	/* It was started again: its counters will be, with its next report. */
	if (k->epoch != l->s->epoch)
		k->new_counters = k->new_shed_counters = true;
	k->epoch = l->s->epoch;
	count_packets(k, l->s);
	count_shed(l);
}

/* ---- sensors ----------------------------------------------------------------------------- */

static struct watch_sensor *find(struct watch *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++) {
		if (strcmp(w->sensors[i].name, name) == 0)
			return &w->sensors[i];
	}
	return NULL;
}

/* An entry for it, which has nothing yet but its name. NULL: no memory. */
static struct watch_sensor *make(struct watch *w, const char *name)
{
	struct watch_sensor *k;

	if (w->n == w->room) {
		size_t room = w->room > 0 ? 2 * w->room : 16;
		struct watch_sensor *more = realloc(w->sensors, room * sizeof(*more));

		if (more == NULL)
			return NULL;
		w->sensors = more;
		w->room = room;
	}
	k = &w->sensors[w->n++];
	*k = (struct watch_sensor){ .present = false };
	strncpy(k->name, name, sizeof(k->name) - 1);
	return k;
}

/* Its entry. What its counters say already was before our time. NULL: no memory. */
static struct watch_sensor *enter(struct watch *w, const struct store_sensor *s, uint64_t now)
{
	struct watch_sensor *k = find(w, s->name);

	if (k == NULL)
		k = make(w, s->name);
	if (k == NULL || k->entered)
		return k;
	k->entered = true;
	k->epoch = s->epoch;
	k->frames = s->frames;
	k->dropped = s->dropped;
	k->shed = s->shed;
	kagami__shed__init(&k->new_shed);
	/* What was lost in an earlier run goes on until the next report says otherwise. */
	k->dropping = k->states[WATCH_DROPPING].on;
	k->shed_at = k->states[WATCH_SHEDDING].on ? now : 0;
	return k;
}

static void forget_absent(struct watch *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->sensors[i].present)
			w->sensors[kept++] = w->sensors[i];
	}
	w->n = kept;
}

/* ---- earlier runs ------------------------------------------------------------------------ */

static const char over_ending[] = "-over";

const char *watch_rule(size_t i, char *id, size_t room)
{
	if (i >= 2 * (size_t)WATCH_CONDITIONS)
		return NULL;
	(void)snprintf(id, room, "%s%s", watch_conditions[i / 2].id, i % 2 == 1 ? over_ending : "");
	return id;
}

void watch_known(struct watch *w, const char *rule, const char *sensor, uint64_t time)
{
	struct watch_sensor *k = find(w, sensor);
	size_t i = 0, n = 0;

	for (; i < WATCH_CONDITIONS; i++) {
		n = strlen(watch_conditions[i].id);
		if (strncmp(rule, watch_conditions[i].id, n) == 0 &&
		    (rule[n] == '\0' || strcmp(rule + n, over_ending) == 0))
			break;
	}
	if (i < WATCH_CONDITIONS && k == NULL)
		k = make(w, sensor);
	if (i == WATCH_CONDITIONS || k == NULL)
		return;
	struct watch_state *st = &k->states[i];
	uint64_t *last = rule[n] == '\0' ? &st->last_told : &st->last_over;

	if (time > *last)
		*last = time;
	st->began = st->last_told;
	st->on = st->told = st->last_told > st->last_over;
}

/* The digest that more than half of the sensors have which are heard of, if it is one. */
static struct watch_most most(struct watch_look l, const struct store_sensor *sensors, size_t n,
			      const char *(*digest)(const struct store_sensor *s))
{
	struct watch_most m = { NULL, 0, 0 };
	size_t votes = 0;

	/* Each voice for another digest takes one away: only what most have can be left. */
	for (size_t i = 0; i < n; i++) {
		l.s = &sensors[i];
		if (!watch_heard(&l) || digest(l.s) == NULL)
			continue;
		if (votes == 0)
			m.digest = digest(l.s);
		votes = votes == 0 || strcmp(m.digest, digest(l.s)) == 0 ? votes + 1 : votes - 1;
		m.of++;
	}
	for (size_t i = 0; i < n && m.digest != NULL; i++) {
		l.s = &sensors[i];
		if (watch_heard(&l) && digest(l.s) != NULL && strcmp(m.digest, digest(l.s)) == 0)
			m.have++;
	}
	if (m.digest != NULL && (2 * m.have <= m.of || m.digest[0] == '\0'))
		m.digest = NULL;
	return m;
}

static const char *rules_of(const struct store_sensor *s)
{
	return s->rules_digest;
}

static const char *baseline_of(const struct store_sensor *s)
{
	return s->baseline_digest;
}

void watch_look(struct watch *w, const struct store_sensor *sensors, size_t n, uint64_t since,
		uint64_t now, void (*tell)(void *ctx, const char *sensor, const Kagami__Event *e),
		void *ctx)
{
	struct telling to = { .tell = tell, .ctx = ctx };
	struct watch_look l = { .limits = &w->limits, .since = since, .now = now };

	l.rules = most(l, sensors, n, rules_of);
	l.baseline = most(l, sensors, n, baseline_of);
	for (size_t i = 0; i < w->n; i++)
		w->sensors[i].present = false;
	for (size_t i = 0; i < n; i++) {
		l.s = &sensors[i];
		l.known = enter(w, l.s, now);
		if (l.known == NULL)
			continue; /* it is looked at when there is memory again */
		l.known->present = true;
		count(&l);
		for (size_t c = 0; c < WATCH_CONDITIONS; c++)
			look_at(&l, c, &to);
	}
	forget_absent(w);
}
