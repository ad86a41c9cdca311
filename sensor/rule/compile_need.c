/*
 * What a condition needs to hold, and to fail: intervals of fields' values and protocols, taken
 * through and, or, not. Finds conditions that cannot hold and tests that are not needed, and gives
 * the engine the keys of its index. Everything is on the safe side: what is not known is no need.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/compile_inside.h"

enum { RANGES_KEPT = 256 };

static const uint64_t every_protocol = ~UINT64_C(0);

static struct need nothing(void)
{
	return (struct need){ .protocols = every_protocol };
}

struct outcome outcome_unknown(void)
{
	return (struct outcome){ nothing(), nothing() };
}

/* Protocols whose messages travel inside each other's: a field of one is seen in all of them. */
static const uint64_t modbus_family = UINT64_C(1) << PROTOCOL_mbtcp |
				      UINT64_C(1) << PROTOCOL_mbrtu |
				      UINT64_C(1) << PROTOCOL_modbus | UINT64_C(1) << PROTOCOL_umas;
static const uint64_t cotp_family =
	UINT64_C(1) << PROTOCOL_cotp | UINT64_C(1) << PROTOCOL_mms | UINT64_C(1) << PROTOCOL_s7comm;
static const uint64_t profinet_family =
	UINT64_C(1) << PROTOCOL_pn_rt | UINT64_C(1) << PROTOCOL_pn_dcp |
	UINT64_C(1) << PROTOCOL_dcerpc | UINT64_C(1) << PROTOCOL_pn_io;

uint64_t protocols_of_field(const struct rule_field *f)
{
	/* How GOOSE goes on is no field of its decoder. */
	if (f->home == HOME_OPERATION && strncmp(f->row->name, "goose.", 6) == 0)
		return UINT64_C(1) << PROTOCOL_goose;
	if (f->home != HOME_OPERATION || f->protocol >= PROTOCOL_COUNT)
		return every_protocol;
	uint64_t own = UINT64_C(1) << f->protocol;

	if ((own & cotp_family) != 0)
		return cotp_family;
	if ((own & profinet_family) != 0)
		return profinet_family;
	return (own & modbus_family) != 0 ? modbus_family : own;
}

/* ---- sets of keys --------------------------------------------------------------------------- */

static bool within(const struct need_key *small, const struct need_key *large)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < small->n; i++) {
		while (k < large->n && large->ranges[k].high < small->ranges[i].low)
			k++;
		if (k == large->n || large->ranges[k].low > small->ranges[i].low ||
		    large->ranges[k].high < small->ranges[i].high)
			return false;
	}
	return true;
}

static const struct key_range *in_both(struct compile *c, const struct need_key *a,
				       const struct need_key *b, uint32_t *n)
{
	struct key_range *out = arena_new(c->arena, struct key_range, a->n + b->n);
	uint32_t i = 0, k = 0;

	*n = 0;
	while (i < a->n && k < b->n) {
		const struct key_range *x = &a->ranges[i], *y = &b->ranges[k];
		uint64_t low = x->low > y->low ? x->low : y->low;
		uint64_t high = x->high < y->high ? x->high : y->high;

		if (low <= high)
			out[(*n)++] = (struct key_range){ low, high };
		if (x->high < y->high)
			i++;
		else
			k++;
	}
	return out;
}

/* Neighbours become one until there are few enough; more than necessary is still necessary. */
static void thin_out(struct key_range *r, uint32_t *n)
{
	while (*n > RANGES_KEPT) {
		uint32_t kept = 0;

		for (uint32_t i = 0; i < *n; i += 2) {
			r[kept] = r[i];
			if (i + 1 < *n)
				r[kept].high = r[i + 1].high;
			kept++;
		}
		*n = kept;
	}
}

static const struct key_range *in_either(struct compile *c, const struct need_key *a,
					 const struct need_key *b, uint32_t *n)
{
	struct key_range *out = arena_new(c->arena, struct key_range, a->n + b->n);
	uint32_t i = 0, k = 0;

	*n = 0;
	while (i < a->n || k < b->n) {
		bool left = k == b->n || (i < a->n && a->ranges[i].low <= b->ranges[k].low);
		struct key_range next = left ? a->ranges[i++] : b->ranges[k++];
		struct key_range *last = *n > 0 ? &out[*n - 1] : NULL;

		if (last != NULL && (last->high == UINT64_MAX || next.low <= last->high + 1)) {
			if (next.high > last->high)
				last->high = next.high;
		} else {
			out[(*n)++] = next;
		}
	}
	thin_out(out, n);
	return out;
}

/* ---- and, or -------------------------------------------------------------------------------- */

/* May it have more than one value in an operation? If in doubt, yes. */
static bool single(const struct rule_field *f)
{
	static const char *const several[] = { "eth.addr",  "ip.addr",	"ipv6.addr",
					       "tcp.port",  "udp.port", "vlan.id",
					       "flow.risk", "ot.value", "ot.remarks" };
	static const char *const once[] = { "modbus.func_code", "mbtcp.unit_id", "mbtcp.trans_id",
					    "goose.appid",	"goose.stNum",	 "goose.sqNum",
					    "goose.confRev",	"arp.opcode",	 "asset.event" };
	bool decoder = f->home == HOME_OPERATION && f->protocol < PROTOCOL_COUNT;

	if (decoder || f->home == HOME_ASSET || f->home == HOME_ASSET_EVENT) {
		for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
			if (strcmp(f->row->name, once[i]) == 0)
				return true;
		}
		return false;
	}
	for (size_t i = 0; i < sizeof(several) / sizeof(several[0]); i++) {
		if (strcmp(f->row->name, several[i]) == 0)
			return false;
	}
	return true;
}

static void add_key(struct need *to, const struct need_key *key)
{
	if (to->n < CONDITION_KEYS)
		to->keys[to->n++] = *key;
}

static const struct need_key *key_on(const struct need *n, const struct rule_field *f)
{
	for (uint32_t i = 0; i < n->n; i++) {
		if (n->keys[i].field == f)
			return &n->keys[i];
	}
	return NULL;
}

/* Both come out that way. why: the field or the reason that they cannot. */
static struct need both(struct compile *c, const struct need *a, const struct need *b,
			const struct rule_field **why)
{
	struct need out = *a;

	out.protocols = a->protocols & b->protocols;
	out.never = a->never || b->never || out.protocols == 0;
	out.exact = a->exact && b->exact && a->keys[0].field == b->keys[0].field;
	for (uint32_t i = 0; i < b->n; i++) {
		const struct need_key *key = &b->keys[i], *had = key_on(a, key->field);

		if (had == NULL || !single(key->field)) {
			add_key(&out, key);
			continue;
		}
		struct need_key *mine = &out.keys[had - a->keys];

		mine->ranges = in_both(c, had, key, &mine->n);
		if (mine->n == 0) {
			*why = key->field;
			out.never = true;
		}
	}
	return out;
}

static struct need either(struct compile *c, const struct need *a, const struct need *b)
{
	struct need out = nothing();

	if (a->never)
		return *b;
	if (b->never)
		return *a;
	out.protocols = a->protocols | b->protocols;
	out.exact = a->exact && b->exact && a->keys[0].field == b->keys[0].field;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct need_key *x = &a->keys[i], *y = key_on(b, x->field);

		if (y == NULL || key_on(&out, x->field) != NULL)
			continue;
		struct need_key key = { .field = x->field };

		key.ranges = in_either(c, x, y, &key.n);
		add_key(&out, &key);
	}
	return out;
}

struct outcome outcome_and(struct compile *c, const struct node *n, const struct outcome *a,
			   const struct outcome *b)
{
	const struct rule_field *why = NULL;
	struct outcome out = { both(c, &a->yes, &b->yes, &why), either(c, &a->no, &b->no) };

	if (out.yes.never && !a->yes.never && !b->yes.never) {
		if (why != NULL)
			compile_warn(c, n->b, "this can never hold: %s cannot be both",
				     why->row->name);
		else
			compile_warn(c, n->b,
				     "this can never hold: no message has fields of both "
				     "protocols");
	}
	/* The right side asks for no more than the left one does. */
	if (!out.yes.never && b->yes.exact) {
		const struct need_key *had = key_on(&a->yes, b->yes.keys[0].field);

		if (had != NULL && single(had->field) && within(had, &b->yes.keys[0]))
			compile_warn(c, n->b,
				     "this test is not needed: the one before it says more "
				     "of %s",
				     had->field->row->name);
	}
	return out;
}

struct outcome outcome_or(struct compile *c, const struct node *n, const struct outcome *a,
			  const struct outcome *b)
{
	const struct rule_field *why = NULL;
	struct outcome out = { either(c, &a->yes, &b->yes), both(c, &a->no, &b->no, &why) };

	/* What needs protocols needs them to hold, not to fail. */
	if (out.no.never && !a->no.never && !b->no.never)
		compile_warn(c, n->b, "this always holds, with what is before it");
	return out;
}

struct outcome outcome_xor(struct compile *c, const struct outcome *a, const struct outcome *b)
{
	const struct rule_field *why = NULL;
	struct need ab = both(c, &a->yes, &b->no, &why), ba = both(c, &a->no, &b->yes, &why);
	struct need yy = both(c, &a->yes, &b->yes, &why), nn = both(c, &a->no, &b->no, &why);

	return (struct outcome){ either(c, &ab, &ba), either(c, &yy, &nn) };
}

/* ---- tests ---------------------------------------------------------------------------------- */

/* The keys that a field's values can have. */
static struct key_range domain_of(const struct rule_field *f)
{
	const struct field *row = f->row;
	struct key_range all = { 0, UINT64_MAX };

	if (f->only_true)
		return (struct key_range){ 1, 1 };
	switch (row->type) {
	case FIELD_BOOL:
		all.high = 1;
		break;
	case FIELD_UINT:
		if (row->size > 0 && row->size < 8)
			all.high = (UINT64_C(1) << 8 * row->size) - 1;
		break;
	case FIELD_MAC:
		all.high = (UINT64_C(1) << 48) - 1;
		break;
	case FIELD_IPV4:
		all.high = UINT32_MAX;
		break;
	default:
		break;
	}
	return all;
}

/* What is not in the ranges. */
static const struct key_range *outside(struct compile *c, const struct key_range *r, uint32_t n,
				       uint32_t *out_n)
{
	struct key_range *out = arena_new(c->arena, struct key_range, n + 1);
	uint64_t from = 0;

	*out_n = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (r[i].low > from)
			out[(*out_n)++] = (struct key_range){ from, r[i].low - 1 };
		if (r[i].high == UINT64_MAX)
			return out;
		from = r[i].high + 1;
	}
	out[(*out_n)++] = (struct key_range){ from, UINT64_MAX };
	return out;
}

/* A set of lists may be empty until a site fills them. */
static bool waits(const struct node *n, uint32_t nkeys)
{
	if (nkeys > 0 || n->kind != NODE_IN)
		return false;
	for (const struct node *e = n->b; e != NULL; e = e->next) {
		if (e->kind != NODE_LIST)
			return false;
	}
	return true;
}

struct outcome outcome_keys(struct compile *c, const struct node *n, const struct rule_field *f,
			    const struct key_range *keys, uint32_t nkeys, bool inside)
{
	struct outcome o = outcome_unknown();
	struct key_range domain = domain_of(f);
	struct need_key whole = { .field = f, .ranges = &domain, .n = 1 };
	struct need_key passing = { .field = f, .ranges = keys, .n = nkeys };

	if (!inside)
		passing.ranges = outside(c, keys, nkeys, &passing.n);
	uint32_t left;

	passing.ranges = in_both(c, &passing, &whole, &left);
	passing.n = left;
	o.yes.protocols = protocols_of_field(f);
	o.yes.never = passing.n == 0;
	o.yes.exact = single(f);
	add_key(&o.yes, &passing);
	/* That a value is there says little of it. */
	if (within(&whole, &passing))
		o.yes.exact = false;
	if (o.yes.never && f->only_true)
		compile_warn(c, n,
			     "this can never hold: %s is there only when it is true; write "
			     "\"not %s\"",
			     f->row->name, f->row->name);
	else if (o.yes.never && !waits(n, nkeys))
		compile_warn(c, n, "this can never hold: %s has no such value", f->row->name);
	else if (within(&whole, &passing) && !f->only_true)
		compile_warn(c, n, "this holds for every value: \"%s\" alone says the same",
			     f->row->name);
	return o;
}

struct outcome outcome_present(struct compile *c, const struct rule_field *f)
{
	struct outcome o = outcome_unknown();
	struct key_range *all = arena_new(c->arena, struct key_range, 1);

	*all = domain_of(f);
	o.yes.protocols = protocols_of_field(f);
	if (!f->presence)
		add_key(&o.yes, &(struct need_key){ .field = f, .ranges = all, .n = 1 });
	return o;
}

static int by_low(const void *x, const void *y)
{
	const struct key_range *a = x, *b = y;

	return a->low < b->low ? -1 : a->low > b->low;
}

struct outcome outcome_texts(struct compile *c, const struct rule_field *f,
			     const struct cell_range *r, uint32_t n, bool inside)
{
	struct outcome o = outcome_unknown();
	struct key_range *keys = arena_new(c->arena, struct key_range, n);
	uint32_t kept = 0;

	o.yes.protocols = protocols_of_field(f);
	o.yes.never = inside && n == 0;
	if (!inside)
		return o;
	for (uint32_t i = 0; i < n; i++) {
		if (r[i].lo.kind != CELL_BYTES || r[i].hi.kind != CELL_BYTES ||
		    !cell_equal(&r[i].lo, &r[i].hi))
			return o; /* a hash knows no order */
		keys[i].low = keys[i].high = key_of_bytes(r[i].lo.p, r[i].lo.n);
	}
	if (n > 1)
		qsort(keys, n, sizeof(keys[0]), by_low);
	for (uint32_t i = 0; i < n; i++) {
		if (kept == 0 || keys[i].low != keys[kept - 1].low)
			keys[kept++] = keys[i];
	}
	struct need_key key = { .field = f, .ranges = keys, .n = kept };

	add_key(&o.yes, &key);
	return o;
}
