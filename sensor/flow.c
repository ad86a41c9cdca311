#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "sensor/flow.h"

/* Moving a flow to the front of its list with each packet would touch three flows: this is enough.
 */
#define TOUCH_NS 1000000000U

static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)(a ^ 0x9e3779b97f4a7c15U) * (b ^ 0xc2b2ae3d27d4eb4fU);

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint32_t key_hash(const struct flow_key *k, uint64_t seed)
{
	uint64_t small = (uint64_t)k->tunnel << 32 | (uint32_t)k->vlan << 16 |
			 (uint32_t)k->ip_version << 8 | k->ip_proto;
	uint64_t h = mix(k->addr[0].w[0] ^ seed, k->addr[1].w[0]);

	if (k->ip_version == 6)
		h ^= mix(k->addr[0].w[1] ^ seed, k->addr[1].w[1]);
	return (uint32_t)mix(h ^ ((uint64_t)k->port[0] << 16 | k->port[1]), small ^ seed);
}

static bool key_same(const struct flow_key *a, const struct flow_key *b)
{
	return a->port[0] == b->port[0] && a->port[1] == b->port[1] &&
	       a->addr[0].w[0] == b->addr[0].w[0] && a->addr[1].w[0] == b->addr[1].w[0] &&
	       a->addr[0].w[1] == b->addr[0].w[1] && a->addr[1].w[1] == b->addr[1].w[1] &&
	       a->tunnel == b->tunnel && a->vlan == b->vlan && a->ip_version == b->ip_version &&
	       a->ip_proto == b->ip_proto;
}

bool flow_init(struct flows *t, uint32_t n)
{
	uint32_t buckets = 64;

	*t = (struct flows){ .n = n, .free = FLOW_NONE };
	while (buckets < n)
		buckets *= 2;
	t->mask = buckets - 1;
	t->slot = calloc(n, sizeof(*t->slot));
	t->bucket = malloc(buckets * sizeof(*t->bucket));
	if (t->slot == NULL || t->bucket == NULL) {
		flow_free(t);
		return false;
	}
	memset(t->bucket, 0xff, buckets * sizeof(*t->bucket));
	for (unsigned a = 0; a < FLOW_AGES; a++)
		t->newest[a] = t->oldest[a] = FLOW_NONE;
	/* The seed changes who shares a bucket, never a result; without one any seed will do. */
	if (getrandom(&t->seed, sizeof(t->seed), GRND_NONBLOCK) != (ssize_t)sizeof(t->seed))
		t->seed = 0x5bd1e995;
	return true;
}

void flow_free(struct flows *t)
{
	free(t->slot);
	free(t->bucket);
	t->slot = NULL;
	t->bucket = NULL;
}

static bool in_order(const struct addr *a, uint16_t a_port, const struct addr *b, uint16_t b_port)
{
	if (a->w[0] != b->w[0])
		return a->w[0] < b->w[0];
	if (a->w[1] != b->w[1])
		return a->w[1] < b->w[1];
	return a_port <= b_port;
}

static struct addr mac_addr(const uint8_t *mac)
{
	struct addr a = { { 0, 0 } };

	if (mac != NULL)
		memcpy(&a, mac, 6);
	return a;
}

unsigned flow_key(struct flow_key *key, const struct packet *pkt)
{
	struct addr src = pkt->src, dst = pkt->dst;
	uint16_t sport = pkt->transport ? pkt->sport : 0, dport = pkt->transport ? pkt->dport : 0;

	if (pkt->ip_version == 0) {
		src = mac_addr(pkt->eth_src);
		dst = mac_addr(pkt->eth_dst);
		sport = dport = pkt->eth_type;
	}
	unsigned sender = in_order(&src, sport, &dst, dport) ? 0 : 1;

	key->addr[sender] = src;
	key->addr[1 - sender] = dst;
	key->port[sender] = sport;
	key->port[1 - sender] = dport;
	key->tunnel = pkt->tunnel;
	key->vlan = pkt->nvlans > 0 ? pkt->vlans[pkt->nvlans - 1] : 0xffff;
	key->ip_version = pkt->ip_version;
	key->ip_proto = pkt->ip_version != 0 ? pkt->ip_proto : 0;
	return sender;
}

struct flow *flow_find(const struct flows *t, const struct flow_key *key, uint32_t *hash)
{
	*hash = key_hash(key, t->seed);
	for (uint32_t i = t->bucket[*hash & t->mask]; i != FLOW_NONE; i = t->slot[i].next) {
		if (t->slot[i].hash == *hash && key_same(&t->slot[i].key, key))
			return &t->slot[i];
	}
	return NULL;
}

static uint32_t index_of(const struct flows *t, const struct flow *f)
{
	return (uint32_t)(f - t->slot);
}

static void age_insert(struct flows *t, struct flow *f)
{
	uint32_t i = index_of(t, f);

	f->newer = FLOW_NONE;
	f->older = t->newest[f->age];
	if (f->older != FLOW_NONE)
		t->slot[f->older].newer = i;
	else
		t->oldest[f->age] = i;
	t->newest[f->age] = i;
	f->moved = f->last;
}

static void age_remove(struct flows *t, const struct flow *f)
{
	if (f->newer != FLOW_NONE)
		t->slot[f->newer].older = f->older;
	else
		t->newest[f->age] = f->older;
	if (f->older != FLOW_NONE)
		t->slot[f->older].newer = f->newer;
	else
		t->oldest[f->age] = f->newer;
}

/* The one not seen for longest in two lists. */
static struct flow *oldest_of(const struct flows *t, enum flow_age a, enum flow_age b)
{
	struct flow *x = t->oldest[a] != FLOW_NONE ? &t->slot[t->oldest[a]] : NULL;
	struct flow *y = t->oldest[b] != FLOW_NONE ? &t->slot[t->oldest[b]] : NULL;

	if (x == NULL || y == NULL)
		return x != NULL ? x : y;
	return x->last <= y->last ? x : y;
}

struct flow *flow_victim(const struct flows *t)
{
	if (t->used < t->n)
		return NULL;
	struct flow *f = oldest_of(t, FLOW_CLOSED, FLOW_CLOSED);

	if (f == NULL)
		f = oldest_of(t, FLOW_GUEST_TCP, FLOW_GUEST_OTHER);
	return f != NULL ? f : oldest_of(t, FLOW_TCP, FLOW_OTHER);
}

void flow_keep(struct flows *t, struct flow *f)
{
	if (f->age == FLOW_GUEST_TCP)
		flow_set_age(t, f, FLOW_TCP);
	else if (f->age == FLOW_GUEST_OTHER)
		flow_set_age(t, f, FLOW_OTHER);
}

struct flow *flow_new(struct flows *t, const struct flow_key *key, uint32_t hash, uint64_t at)
{
	uint32_t i = t->free;

	if (i != FLOW_NONE)
		t->free = t->slot[i].next;
	else
		i = t->never++;
	struct flow *f = &t->slot[i];

	/* All but the pairs' slots, which count for nothing while pairs.n is 0: they are most of
	 * it. */
	memset(f, 0, offsetof(struct flow, pairs));
	f->pairs.n = 0;
	f->pairs.more = NULL;
	f->pairs.nlost = 0;
	f->pairs.forgotten = 0;
	f->pairs.pushed = 0;
	f->pairs.excused = 0;
	f->pairs.lost_uncounted = 0;
	f->pairs.typical = 0;
	memset(f->state, 0, sizeof(f->state));
	f->key = *key;
	f->hash = hash;
	f->first = f->last = at;
	f->dpi = -1;
	f->age =
		key->ip_version != 0 && key->ip_proto == IP_TCP ? FLOW_GUEST_TCP : FLOW_GUEST_OTHER;
	stream_init(&f->stream[0]);
	stream_init(&f->stream[1]);
	f->next = t->bucket[hash & t->mask];
	t->bucket[hash & t->mask] = i;
	age_insert(t, f);
	t->used++;
	return f;
}

void flow_touch(struct flows *t, struct flow *f, uint64_t at)
{
	if (at > f->last)
		f->last = at;
	if (__builtin_expect(f->last - f->moved >= TOUCH_NS, 0)) {
		age_remove(t, f);
		age_insert(t, f);
	}
}

void flow_set_age(struct flows *t, struct flow *f, enum flow_age age)
{
	age_remove(t, f);
	f->age = (uint8_t)age;
	age_insert(t, f);
}

struct flow *flow_expired(struct flows *t, enum flow_age age, uint64_t before)
{
	while (t->oldest[age] != FLOW_NONE) {
		struct flow *f = &t->slot[t->oldest[age]];

		if (f->moved >= before)
			return NULL;
		if (f->last < before)
			return f;
		age_remove(t, f); /* it was only not moved lately */
		age_insert(t, f);
	}
	return NULL;
}

void flow_time_back(struct flows *t, uint64_t at)
{
	for (uint32_t i = 0; i < t->never; i++) {
		struct flow *f = &t->slot[i];

		f->last = f->last < at ? f->last : at;
		f->moved = f->moved < at ? f->moved : at;
	}
}

struct flow *flow_any(const struct flows *t)
{
	for (unsigned a = 0; a < FLOW_AGES; a++) {
		if (t->oldest[a] != FLOW_NONE)
			return &t->slot[t->oldest[a]];
	}
	return NULL;
}

struct flow *flow_of_stream(const struct flows *t, const struct stream *s, unsigned *end)
{
	size_t offset = (size_t)((const char *)s - (const char *)t->slot);
	struct flow *f = &t->slot[offset / sizeof(struct flow)];

	*end = s == &f->stream[1];
	return f;
}

void flow_remove(struct flows *t, struct flow *f)
{
	uint32_t i = index_of(t, f);
	uint32_t *at = &t->bucket[f->hash & t->mask];

	while (*at != i)
		at = &t->slot[*at].next;
	*at = f->next;
	age_remove(t, f);
	f->next = t->free;
	t->free = i;
	f->packets = 0;
	t->used--;
}
