/* A rule set becomes what detection works with: who is asked of what. */
#include "sensor/detect/detect_inside.h"

#include <stdlib.h>
#include <string.h>

/* Rules that fill the baseline. */
static bool learns(const struct rule *r)
{
	switch (r->state.kind) {
	case STATE_NEW:
	case STATE_SILENT:
		return true;
	case STATE_OUTSIDE:
		return !r->state.has_min && !r->state.has_max;
	default:
		return false;
	}
}

struct entries {
	struct index_entry *of;
	uint32_t n;
};

static void add(struct entries *e, const struct rule *r, const struct condition *c,
		enum index_role role)
{
	if (!c->never)
		e->of[e->n++] = (struct index_entry){ r, c, role };
}

/* Everything that is asked for the rule. */
static void add_rule(struct entries *e, const struct rule *r)
{
	/* What is waited for comes first: no subject is its own answer. */
	for (uint32_t i = 0; i < r->state.nsteps && r->state.kind == STATE_EXPECT; i++)
		add(e, r, r->state.steps[i], ROLE_EXPECTED);
	if (r->condition != NULL)
		add(e, r, r->condition, ROLE_MATCH);
	for (uint32_t i = 0; i < r->state.nsteps && r->state.kind != STATE_EXPECT; i++) {
		if (r->condition == NULL || r->state.steps[i]->subject != r->condition->subject)
			add(e, r, r->state.steps[i], ROLE_MATCH);
	}
}

/* Rules that wait for a baseline cost nothing. */
static bool quiet(const struct detect *d, const struct rule *r)
{
	return learns(r) && !d->learning &&
	       (d->baseline == NULL || !baseline_knows(d->baseline, r->id));
}

static struct entries all_entries(const struct detect *d, struct arena *a,
				  const struct ruleset *set)
{
	struct entries e = { .of = arena_new(a, struct index_entry,
					     (size_t)set->n * (RULE_STEPS + 1)) };

	for (uint32_t i = 0; i < set->n; i++) {
		const struct rule *r = set->rules[i];

		if (r->enabled && !quiet(d, r) && (!d->learning || learns(r)))
			add_rule(&e, r);
	}
	return e;
}

/*
 * The protocols that a message of a flow of protocol p may hold: its own and those that have no way
 * of their own to be found, which are carried by others.
 */
static uint64_t within(unsigned p)
{
	uint64_t set = (uint64_t)1 << p;

	for (unsigned q = 0; q < PROTOCOL_COUNT; q++) {
		if (protocols[q]->probe == NULL && protocols[q]->bind[0].over == BIND_NONE)
			set |= (uint64_t)1 << q;
	}
	return set;
}

/* Files the entries of one subject, and for operations of one protocol. */
static void file(struct arena *a, const struct entries *all, enum subject_kind kind,
		 uint64_t protocols_in, const uint8_t *given, struct index *ix)
{
	struct index_entry *of = NULL;
	uint32_t n = 0;

	for (unsigned pass = 0; pass < 2; pass++) {
		of = pass > 0 ? arena_new(a, struct index_entry, n) : NULL;
		n = 0;
		for (uint32_t i = 0; i < all->n; i++) {
			const struct condition *c = all->of[i].condition;

			if (c->subject != kind || (c->protocols & protocols_in) == 0 ||
			    !index_possible(c, given))
				continue;
			if (of != NULL)
				of[n] = all->of[i];
			n++;
		}
	}
	index_build(ix, a, of, n, given);
}

/* ---- what is known beforehand ------------------------------------------------------------ */

/* The header's fields and its name. */
static void give_absent(uint8_t *given, const char *header)
{
	const size_t len = strlen(header);

	for (unsigned id = 0; id < universe_count(); id++) {
		const char *name = universe_at(id)->row->name;

		if (strncmp(name, header, len) == 0 && (name[len] == '.' || name[len] == '\0'))
			given[id] = GIVEN_ABSENT;
	}
}

static void give(uint8_t *given, const char *field, enum index_given is)
{
	const struct rule_field *f = universe_find(field, strlen(field));

	if (f != NULL)
		given[f->id] = (uint8_t)is;
}

/* A packet has one transport header. */
static const uint8_t *given_of_packet(struct arena *a, enum packet_sort sort)
{
	uint8_t *given = arena_new(a, uint8_t, universe_count());

	if (sort != PACKET_TCP && sort != PACKET_TCP_EDGE)
		give_absent(given, "tcp");
	if (sort != PACKET_UDP)
		give_absent(given, "udp");
	if (sort != PACKET_ICMP) {
		give_absent(given, "icmp");
		give_absent(given, "icmpv6");
	}
	if (sort == PACKET_TCP) {
		give(given, "tcp.flags.syn", GIVEN_FALSE);
		give(given, "tcp.flags.reset", GIVEN_FALSE);
	}
	return given;
}

static const uint8_t *given_of_operation(struct arena *a, enum operation_sort sort)
{
	uint8_t *given = arena_new(a, uint8_t, universe_count());

	give(given, "ot.unanswered", sort == OPERATION_UNANSWERED ? GIVEN_TRUE : GIVEN_ABSENT);
	if (sort == OPERATION_ODD)
		return given;
	give(given, "ot.request", sort == OPERATION_RESPONSE ? GIVEN_ABSENT : GIVEN_TRUE);
	give(given, "ot.malformed", GIVEN_ABSENT);
	give(given, "ot.remarks", GIVEN_ABSENT);
	give(given, "ot.unmatched", GIVEN_ABSENT);
	return given;
}

/* ---- indexes ----------------------------------------------------------------------------- */

static void file_packets(struct detect *d, struct arena *a, const struct entries *all)
{
	for (unsigned i = 0; i < PACKET_SORTS; i++)
		file(a, all, SUBJECT_PACKET, UINT64_MAX, given_of_packet(a, (enum packet_sort)i),
		     &d->packets[i]);
}

static void file_operations(struct detect *d, struct arena *a, const struct entries *all)
{
	for (unsigned i = 0; i < OPERATION_SORTS; i++) {
		const uint8_t *given = given_of_operation(a, (enum operation_sort)i);

		for (unsigned p = 0; p < PROTOCOL_COUNT; p++)
			file(a, all, SUBJECT_OPERATION, within(p), given, &d->operations[p][i]);
	}
}

static void make_indexes(struct detect *d, struct arena *a, const struct ruleset *set)
{
	struct entries all = all_entries(d, a, set);

	const uint8_t *nothing = arena_new(a, uint8_t, universe_count());

	for (unsigned k = 0; k < SUBJECT_KINDS; k++) {
		if (k != SUBJECT_OPERATION && k != SUBJECT_PACKET)
			file(a, &all, (enum subject_kind)k, UINT64_MAX, nothing, &d->index[k]);
	}
	file_packets(d, a, &all);
	file_operations(d, a, &all);
	d->ntags = set->tags != NULL ? tag_count(set->tags) : 0;
	d->updated = arena_new(a, uint32_t, d->ntags);
	d->facts = arena_new(a, struct subject_fact, universe_count());
	d->fired = arena_new(a, uint64_t, set->n);
	d->held = arena_new(a, uint64_t, set->n);
}

static uint64_t count_quiet(const struct detect *d, const struct ruleset *set)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < set->n; i++)
		n += set->rules[i]->enabled && quiet(d, set->rules[i]);
	return n;
}

static struct tags *make_tags(const struct ruleset *set, const struct tags *from, bool *good)
{
	struct tags *t = NULL;

	*good = true;
	if (set->tags == NULL || tag_count(set->tags) == 0)
		return NULL;
	t = tags_new(set->tags);
	if (t == NULL)
		*good = false;
	else if (from != NULL)
		tags_adopt(t, from);
	return t;
}

struct detect *detect_new(const struct detect_options *o)
{
	struct detect *d = calloc(1, sizeof(*d));
	bool good = false;

	if (d == NULL)
		return NULL;
	d->sink = o->sink;
	d->baseline = o->baseline;
	d->learning = o->learning;
	d->states = states_new(o->states, o->baseline, o->learning);
	d->tags = make_tags(o->set, NULL, &good);
	d->goose = goose_seqs_new();
	if (d->states == NULL || d->goose == NULL || !good) {
		detect_free(d);
		return NULL;
	}
	d->set = o->set;
	make_indexes(d, &d->arena, d->set);
	states_begin(d->states, d->set);
	d->counts.quiet_rules = count_quiet(d, d->set);
	d->next = 0;
	return d;
}

void detect_free(struct detect *d)
{
	if (d == NULL)
		return;
	states_free(d->states);
	goose_seqs_free(d->goose);
	tags_free(d->tags);
	if (d->set != NULL)
		ruleset_free(d->set);
	arena_free(&d->arena);
	free(d);
}

void detect_attach(struct detect *d, struct observe *observe)
{
	d->observe = observe;
}

const struct ruleset *detect_set(const struct detect *d)
{
	return d->set;
}

/* Counts of rules that are still there go on. */
static void carry_counts(const struct detect *d, const struct ruleset *old, const uint64_t *fired,
			 const uint64_t *held)
{
	for (uint32_t i = 0; i < old->n; i++) {
		const struct rule *r = ruleset_find(d->set, old->rules[i]->id);

		if (r != NULL) {
			d->fired[r->index] = fired[i];
			d->held[r->index] = held[i];
		}
	}
}

bool detect_use(struct detect *d, struct ruleset *set)
{
	bool good;
	struct tags *tags = make_tags(set, d->tags, &good);
	struct ruleset *old = d->set;
	struct arena was = d->arena;
	const uint64_t *fired = d->fired, *held = d->held;

	if (!good)
		return false;
	d->arena = (struct arena){ NULL, 0 };
	make_indexes(d, &d->arena, set);
	states_adopt(d->states, old, set);
	d->set = set;
	carry_counts(d, old, fired, held);
	tags_free(d->tags);
	d->tags = tags;
	d->counts.quiet_rules = count_quiet(d, set);
	d->next = 0;
	arena_free(&was);
	ruleset_free(old);
	return true;
}
