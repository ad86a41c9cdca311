#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/deliver/fill_inside.h"
#include "common/technique.h"

/* The message and the memory of its parts. */
struct made {
	Kagami__Dictionary m; /* first: the message is what the caller has */
	Kagami__Field *field;
	Kagami__Rule *rule;
	Kagami__Technique *technique, **techniques;
	char site[2 * crypto_hash_sha256_BYTES + 1];
};

_Static_assert((int)PRIORITY_CRITICAL == (int)KAGAMI__PRIORITY__PRIORITY_CRITICAL,
	       "priorities have the same numbers");

/* Names of protocols, which have no values, are none of the fields: so field 0 is none either. */
static bool has_values(const struct rule_field *f)
{
	return !f->presence;
}

static bool add_fields(struct made *d)
{
	const unsigned n = universe_count();

	d->field = calloc(n, sizeof(*d->field));
	d->m.fields = calloc(n, sizeof(Kagami__Field *));
	if (d->field == NULL || d->m.fields == NULL)
		return false;
	for (unsigned i = 0; i < n; i++) {
		const struct rule_field *f = universe_at(i);
		Kagami__Field *to = &d->field[i];

		if (!has_values(f))
			continue;
		kagami__field__init(to);
		to->id = f->id;
		to->name = fill_borrow(f->row->name);
		to->type = fill_type(f->row);
		d->m.fields[d->m.n_fields++] = to;
	}
	return true;
}

static void add_techniques(struct made *d, Kagami__Rule *to, const struct rule *r, size_t *used)
{

	to->n_techniques = r->ntechniques;
	to->techniques = &d->techniques[*used];
	for (uint32_t i = 0; i < r->ntechniques; i++, (*used)++) {
		const struct technique *t = technique_find(r->techniques[i]);
		Kagami__Technique *made = &d->technique[*used];

		kagami__technique__init(made);
		made->id = fill_borrow(r->techniques[i]);
		made->name = fill_borrow(t != NULL ? t->name : "");
		d->techniques[*used] = made;
	}
}

/* What a rule made for a test may leave out. */
static char *text(const char *s)
{
	return fill_borrow(s != NULL ? s : "");
}

static void add_rule(struct made *d, Kagami__Rule *to, const struct rule *r, size_t *used)
{

	kagami__rule__init(to);
	to->index = r->index;
	to->id = text(r->id);
	to->title = text(r->title);
	to->desc = text(r->desc);
	to->check = text(r->check);
	to->version = text(r->version);
	to->priority = (Kagami__Priority)r->priority;
	to->n_tags = r->ntags;
	to->tags = (char **)(uintptr_t)r->tags;
	add_techniques(d, to, r, used);
	to->n_references = r->nreferences;
	to->references = (char **)(uintptr_t)r->references;
}

static bool add_rules(struct made *d, const struct ruleset *set)
{
	size_t n = 1, used = 0;

	for (uint32_t i = 0; i < set->n; i++)
		n += set->rules[i]->ntechniques;
	d->rule = calloc((size_t)set->n + 1, sizeof(*d->rule));
	d->m.rules = calloc((size_t)set->n + 1, sizeof(Kagami__Rule *));
	d->technique = calloc(n, sizeof(*d->technique));
	d->techniques = calloc(n, sizeof(*d->techniques));
	if (d->rule == NULL || d->m.rules == NULL || d->technique == NULL || d->techniques == NULL)
		return false;
	for (uint32_t i = 0; i < set->n; i++) {
		add_rule(d, &d->rule[i], set->rules[i], &used);
		d->m.rules[i] = &d->rule[i];
	}
	d->m.n_rules = set->n;
	return true;
}

/* ---- the site ---------------------------------------------------------------------------- */

static void hash_text(crypto_hash_sha256_state *h, const char *s)
{
	static const uint8_t none = 0xff;

	if (s != NULL)
		(void)crypto_hash_sha256_update(h, (const uint8_t *)s, strlen(s) + 1);
	else
		(void)crypto_hash_sha256_update(h, &none, 1);
}

static void hash_numbers(crypto_hash_sha256_state *h, const uint64_t *n, size_t count)
{
	(void)crypto_hash_sha256_update(h, (const uint8_t *)n, count * sizeof(*n));
}

static void hash_assets(crypto_hash_sha256_state *h, const struct site *s)
{
	for (uint32_t i = 0; i < s->nassets; i++) {
		const struct site_asset *a = &s->assets[i];
		const uint64_t n[] = { a->ip_version, a->ip_version != 0 ? a->ip.w[0] : 0,
				       a->ip_version != 0 ? a->ip.w[1] : 0, a->has_mac };

		hash_text(h, a->name);
		hash_text(h, a->role);
		hash_numbers(h, n, 4);
		if (a->has_mac)
			(void)crypto_hash_sha256_update(h, a->mac, sizeof(a->mac));
	}
}

static void hash_zones(crypto_hash_sha256_state *h, const struct site *s)
{
	for (uint32_t i = 0; i < s->nzones; i++) {
		const struct zone *z = &s->zones[i];
		/* Levels have halves at most. */
		const uint64_t n[] = { z->has_level,
				       z->has_level ? (uint64_t)(z->level * 1000) : 0 };

		hash_text(h, z->name);
		hash_numbers(h, n, 2);
	}
	for (uint32_t i = 0; i < s->nnets; i++) {
		const struct zone_net *net = &s->nets[i];
		const uint64_t n[] = { net->net.w[0], net->net.w[1], net->ip_version,
				       net->bits,     net->vlan,     net->zone };

		hash_numbers(h, n, 6);
	}
}

/* Of what the site file says, not of how it is written; "": it says nothing. */
static void site_digest(const struct site *s, char *out, size_t room)
{
	crypto_hash_sha256_state h;
	uint8_t sum[crypto_hash_sha256_BYTES];

	out[0] = '\0';
	if (s->nassets == 0 && s->nzones == 0 && s->nwindows == 0 &&
	    (s->name == NULL || s->name[0] == '\0'))
		return;
	(void)crypto_hash_sha256_init(&h);
	hash_text(&h, s->name);
	hash_assets(&h, s);
	hash_zones(&h, s);
	for (uint32_t i = 0; i < s->nwindows; i++)
		hash_text(&h, window_name(s->windows[i]));
	(void)crypto_hash_sha256_final(&h, sum);
	(void)sodium_bin2hex(out, room, sum, sizeof(sum));
}

/* ---- all of it --------------------------------------------------------------------------- */

Kagami__Dictionary *fill_dictionary(const struct ruleset *set, const char *baseline_digest)
{
	struct made *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	kagami__dictionary__init(&d->m);
	d->m.baseline_digest = text(baseline_digest);
	if (set != NULL) {
		site_digest(&set->site, d->site, sizeof(d->site));
		d->m.rules_digest = fill_borrow(set->digest);
		d->m.site_digest = d->site;
	}
	if (!add_fields(d) || (set != NULL && !add_rules(d, set))) {
		dictionary_message_free(&d->m);
		return NULL;
	}
	d->m.id = dictionary_digest(&d->m);
	return &d->m;
}

void dictionary_message_free(Kagami__Dictionary *m)
{
	struct made *d = (struct made *)(void *)m;

	if (d == NULL)
		return;
	free(d->field);
	free(d->m.fields);
	free(d->rule);
	free(d->m.rules);
	free(d->technique);
	free(d->techniques);
	free(d);
}
