/*
 * Assets and conversations: what is new or another than before goes at the end of each round, the
 * rest now and then. Tables are walked slot by slot: which slot is taken does not depend on their
 * hashes' seeds, so the order of events is the same in every run.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/deliver/outlet_inside.h"

/* ---- what counts as a change ------------------------------------------------------------- */

enum { HASHED = 1536 };

struct hashed {
	size_t n;
	uint8_t at[HASHED];
};

static void add(struct hashed *h, const void *p, size_t n)
{
	if (n > HASHED - h->n)
		n = HASHED - h->n;
	if (n > 0)
		memcpy(h->at + h->n, p, n);
	h->n += n;
}

/* Compared only with hashes of this run. */
static uint64_t hash(const struct hashed *h)
{
	static const uint8_t key[crypto_shorthash_siphash24_KEYBYTES] = "assets, convs";
	uint64_t out;

	(void)crypto_shorthash_siphash24((uint8_t *)&out, h->at, h->n, key);
	return out;
}

_Static_assert(HASHED > ASSET_IPS * 17 + 12 + ASSET_VLANS * 2 + ASSET_TEXTS * ASSET_TEXT + 80,
	       "all of an asset is looked at");
_Static_assert(HASHED > CONV_FUNCTIONS * (CONV_NAME + 2) + 64, "all of a conversation is");

/* Addresses, who it says that it is, its parts in protocols, the units behind it. */
static uint64_t asset_what(const struct asset *a)
{
	struct hashed h;

	h.n = 0;
	for (unsigned i = 0; i < a->nips; i++) {
		add(&h, &a->ips[i].addr, sizeof(a->ips[i].addr));
		add(&h, &a->ips[i].version, 1);
	}
	if (a->has_mac)
		add(&h, a->mac, sizeof(a->mac));
	if (a->has_via)
		add(&h, a->via, sizeof(a->via));
	add(&h, a->vlans, a->nvlans * sizeof(*a->vlans));
	for (unsigned i = 0; i < ASSET_TEXTS; i++)
		add(&h, a->identity.text[i], strlen(a->identity.text[i]) + 1);
	add(&h, a->client, sizeof(a->client));
	add(&h, a->server, sizeof(a->server));
	add(&h, a->units, sizeof(a->units));
	add(&h, &a->heard, sizeof(a->heard));
	return hash(&h);
}

/* Functions and whether they fail, units, risks; whether requests are left unanswered. Not the
 * host: who asks for names asks for another one each time. */
static uint64_t conv_what(const struct conv *c)
{
	const uint8_t faults[] = { c->errors > 0, c->unanswered > 0, c->malformed > 0,
				   c->more_units > 0 };
	struct hashed h;

	h.n = 0;
	for (unsigned i = 0; i < c->nfunctions; i++) {
		const struct conv_function *f = &c->functions[i];
		const uint8_t how[] = { (uint8_t)f->op, f->errors > 0 };

		add(&h, f->name, strnlen(f->name, CONV_NAME - 1));
		add(&h, how, sizeof(how));
	}
	add(&h, faults, sizeof(faults));
	add(&h, c->units, sizeof(c->units));
	add(&h, &c->risk, sizeof(c->risk));
	return hash(&h);
}

static uint64_t asset_packets(const struct asset *a)
{
	return a->sent_packets + a->got_packets;
}

static uint64_t conv_packets(const struct conv *c)
{
	return c->packets[0] + c->packets[1] + c->messages;
}

/* ---- telling ----------------------------------------------------------------------------- */

static void tell_asset(struct outlet *o, const struct asset *a, Kagami__Change change, uint64_t at)
{
	const struct observe *ob = &o->pl->observe;

	outlet_offer(o, EVENT_ASSET,
		     fill_asset(o->fl, &ob->assets, a, o->site, &ob->coverage, change, at));
}

static void tell_conv(struct outlet *o, const struct conv *c, Kagami__Change change, uint64_t at)
{
	const struct observe *ob = &o->pl->observe;

	outlet_offer(o, EVENT_CONVERSATION,
		     fill_conversation(o->fl, &ob->assets, c, o->site, &ob->coverage, change, at));
}

/* Something else is in the slot than what was told of it. */
static void renew(struct told *t, uint32_t generation)
{
	if (t->generation != generation)
		*t = (struct told){ .generation = generation };
}

/* Is it time to tell, and as what? Whoever asks then tells. */
static bool due(const struct outlet *o, struct told *t, uint64_t packets, uint64_t now, bool last,
		Kagami__Change *change)
{
	bool heard = packets != t->packets;

	*change = !t->is       ? KAGAMI__CHANGE__CHANGE_NEW
		  : t->differs ? KAGAMI__CHANGE__CHANGE_CHANGED
			       : KAGAMI__CHANGE__CHANGE_SEEN;
	if (t->is && !t->differs &&
	    !(heard && (last || now - t->at >= o->o.interval || now < t->at)))
		return false;
	t->is = true;
	t->differs = false;
	t->at = now;
	t->packets = packets;
	return true;
}

/* Did anything happen since it was looked at? Only then can it be another. */
static bool look(struct told *t, uint64_t packets)
{
	bool more = !t->is || packets != t->looked;

	t->looked = packets;
	return more;
}

static void compare(struct told *t, uint64_t what)
{
	t->differs = t->differs || t->what != what;
	t->what = what;
}

static void round_of_assets(struct outlet *o, uint64_t now, bool last)
{
	const struct assets *t = &o->pl->observe.assets;
	Kagami__Change change;

	for (uint32_t i = 0, seen = 0; i < t->table.nslots && seen < t->n; i++) {
		const struct asset *a = &t->slot[i];

		if (!a->used)
			continue;
		seen++;
		renew(&o->assets[i], a->generation);
		if (look(&o->assets[i], asset_packets(a)) || last)
			compare(&o->assets[i], asset_what(a));
		if (due(o, &o->assets[i], asset_packets(a), now, last, &change))
			tell_asset(o, a, change, now);
	}
}

static void round_of_convs(struct outlet *o, uint64_t now, bool last)
{
	const struct convs *t = &o->pl->observe.convs;
	Kagami__Change change;

	for (uint32_t i = 0, seen = 0; i < t->table.nslots && seen < t->n; i++) {
		const struct conv *c = &t->slot[i];

		if (!c->used)
			continue;
		seen++;
		renew(&o->convs[i], c->generation);
		if (look(&o->convs[i], conv_packets(c)) || last)
			compare(&o->convs[i], conv_what(c));
		if (due(o, &o->convs[i], conv_packets(c), now, last, &change))
			tell_conv(o, c, change, now);
	}
}

void outlet_round(struct outlet *o, uint64_t now, bool last)
{
	pipeline_count(o->pl);
	round_of_assets(o, now, last);
	round_of_convs(o, now, last);
}

/* ---- what gives way ---------------------------------------------------------------------- */

static void asset_gone(void *ctx, const struct asset *a)
{
	struct outlet *o = ctx;

	tell_asset(o, a, KAGAMI__CHANGE__CHANGE_ENDED, o->pl->now);
}

static void conv_gone(void *ctx, const struct conv *c)
{
	struct outlet *o = ctx;

	tell_conv(o, c, KAGAMI__CHANGE__CHANGE_ENDED, o->pl->now);
}

bool outlet_rounds_init(struct outlet *o)
{
	struct observe *ob = &o->pl->observe;

	o->assets = calloc(ob->assets.table.nslots, sizeof(*o->assets));
	o->convs = calloc(ob->convs.table.nslots, sizeof(*o->convs));
	if (o->assets == NULL || o->convs == NULL)
		return false;
	ob->assets.gone = asset_gone;
	ob->convs.gone = conv_gone;
	ob->assets.gone_ctx = ob->convs.gone_ctx = o;
	return true;
}

void outlet_rounds_free(struct outlet *o)
{
	struct observe *ob = &o->pl->observe;

	if (ob->assets.gone_ctx == o) {
		ob->assets.gone = NULL;
		ob->convs.gone = NULL;
		ob->assets.gone_ctx = ob->convs.gone_ctx = NULL;
	}
	free(o->assets);
	free(o->convs);
}

void outlet_forget_told(struct outlet *o)
{
	for (uint32_t i = 0; i < o->pl->observe.assets.table.nslots; i++)
		o->assets[i].differs = o->assets[i].is;
}
