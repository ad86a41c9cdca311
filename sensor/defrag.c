#include "sensor/defrag.h"

#include <stdlib.h>

enum {
	DATAGRAM_MAX = 65535,
	UNIT = 8, /* fragments start at multiples of it */
	BLOCK = 8192,
	BLOCK_UNITS = BLOCK / UNIT,
	BLOCKS_MAX = (DATAGRAM_MAX + BLOCK) / BLOCK,
	WORD_BITS = 64,
};

static const uint32_t NO_BLOCK = UINT32_MAX;

struct defrag_block {
	uint8_t bytes[BLOCK];
	uint64_t have[BLOCK_UNITS / WORD_BITS]; /* which units were received */
	uint32_t next;				/* in the list of free blocks */
};

/* Fragments of one datagram agree in all of this. */
struct key {
	struct addr src, dst;
	uint64_t vlans;
	uint32_t tunnel;
	uint32_t id;
	uint8_t version;
	uint8_t proto; /* 0 over IPv6, where it is no part of the key */
};

struct defrag_datagram {
	struct key key;
	struct defrag_datagram *next_in_bucket;
	struct defrag_datagram *older, *newer;
	uint64_t first_at;
	uint32_t units;		    /* received */
	uint32_t end;		    /* of the last byte received so far */
	uint32_t total;		    /* of the whole; 0: the last fragment is missing */
	uint32_t block[BLOCKS_MAX]; /* by offset; NO_BLOCK: nothing there yet */
	uint8_t proto;
	bool dropped; /* what else comes of it is refused */
};

static size_t buckets_for(uint32_t datagrams)
{
	size_t n = 1;

	while (n < datagrams)
		n *= 2;
	return n;
}

static uint32_t blocks_for(size_t bytes)
{
	size_t n = bytes / BLOCK;

	if (n < BLOCKS_MAX)
		return BLOCKS_MAX;
	return n < NO_BLOCK ? (uint32_t)n : NO_BLOCK - 1;
}

size_t defrag_cost(uint32_t datagrams, size_t bytes)
{
	return (datagrams > 0 ? datagrams : 1) * sizeof(struct defrag_datagram) +
	       buckets_for(datagrams) * sizeof(struct defrag_datagram *) +
	       blocks_for(bytes) * sizeof(struct defrag_block) + DATAGRAM_MAX;
}

bool defrag_init(struct defrag *d, uint32_t datagrams, size_t bytes, uint64_t timeout,
		 uint64_t seed)
{
	uint32_t blocks = blocks_for(bytes);

	if (datagrams == 0)
		datagrams = 1;
	*d = (struct defrag){ .mask = (uint32_t)buckets_for(datagrams) - 1,
			      .timeout = timeout,
			      .seed = seed };
	d->datagrams = calloc(datagrams, sizeof(*d->datagrams));
	d->buckets = calloc(buckets_for(datagrams), sizeof(struct defrag_datagram *));
	d->blocks = calloc(blocks, sizeof(*d->blocks));
	d->whole = malloc(DATAGRAM_MAX);
	if (d->datagrams == NULL || d->buckets == NULL || d->blocks == NULL || d->whole == NULL) {
		defrag_fini(d);
		return false;
	}
	for (uint32_t i = 0; i < datagrams; i++) {
		d->datagrams[i].next_in_bucket = d->unused;
		d->unused = &d->datagrams[i];
	}
	for (uint32_t i = 0; i < blocks; i++)
		d->blocks[i].next = i + 1 < blocks ? i + 1 : NO_BLOCK;
	return true;
}

void defrag_fini(struct defrag *d)
{
	free(d->datagrams);
	free(d->buckets);
	free(d->blocks);
	free(d->whole);
	*d = (struct defrag){ .mask = 0 };
}

static struct key key_of(const struct packet *pkt)
{
	struct key key = {
		.src = pkt->src,
		.dst = pkt->dst,
		.tunnel = pkt->tunnel,
		.id = pkt->frag_id,
		.version = pkt->ip_version,
		.proto = pkt->ip_version == 4 ? pkt->ip_proto : 0,
	};

	for (unsigned i = 0; i < pkt->nvlans; i++)
		key.vlans = key.vlans << 16 | (0x8000U | pkt->vlans[i]);
	return key;
}

static bool same_key(const struct key *a, const struct key *b)
{
	return a->id == b->id && a->src.w[0] == b->src.w[0] && a->src.w[1] == b->src.w[1] &&
	       a->dst.w[0] == b->dst.w[0] && a->dst.w[1] == b->dst.w[1] && a->vlans == b->vlans &&
	       a->tunnel == b->tunnel && a->version == b->version && a->proto == b->proto;
}

static uint32_t bucket_of(const struct defrag *d, const struct key *key)
{
	const uint64_t words[] = { key->src.w[0], key->src.w[1],
				   key->dst.w[0], key->dst.w[1],
				   key->vlans,	  (uint64_t)key->tunnel << 32 | key->id,
				   key->proto };
	uint64_t h = d->seed;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		h = (h ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return (uint32_t)(h >> 32) & d->mask;
}

static void free_blocks(struct defrag *d, struct defrag_datagram *g)
{
	for (size_t i = 0; i < BLOCKS_MAX; i++) {
		if (g->block[i] == NO_BLOCK)
			continue;
		d->blocks[g->block[i]].next = d->free_block;
		d->free_block = g->block[i];
		g->block[i] = NO_BLOCK;
	}
}

static void forget(struct defrag *d, struct defrag_datagram *g)
{
	struct defrag_datagram **link = &d->buckets[bucket_of(d, &g->key)];

	while (*link != g)
		link = &(*link)->next_in_bucket;
	*link = g->next_in_bucket;
	*(g->older != NULL ? &g->older->newer : &d->oldest) = g->newer;
	*(g->newer != NULL ? &g->newer->older : &d->newest) = g->older;
	free_blocks(d, g);
	g->next_in_bucket = d->unused;
	d->unused = g;
	d->open--;
}

static void evict(struct defrag *d, struct defrag_datagram *g)
{
	d->stats.evicted += !g->dropped;
	forget(d, g);
}

void defrag_expire(struct defrag *d, uint64_t now)
{
	while (d->oldest != NULL && now > d->oldest->first_at &&
	       now - d->oldest->first_at > d->timeout) {
		d->stats.timed_out += !d->oldest->dropped;
		forget(d, d->oldest);
	}
}

static struct defrag_datagram *find(const struct defrag *d, const struct key *key)
{
	struct defrag_datagram *g = d->buckets[bucket_of(d, key)];

	while (g != NULL && !same_key(&g->key, key))
		g = g->next_in_bucket;
	return g;
}

static struct defrag_datagram *begin(struct defrag *d, const struct key *key, uint64_t now)
{
	if (d->unused == NULL)
		evict(d, d->oldest);
	struct defrag_datagram *g = d->unused;
	struct defrag_datagram **bucket = &d->buckets[bucket_of(d, key)];

	d->unused = g->next_in_bucket;
	*g = (struct defrag_datagram){
		.key = *key,
		.next_in_bucket = *bucket,
		.older = d->newest,
		.first_at = now,
	};
	for (size_t i = 0; i < BLOCKS_MAX; i++)
		g->block[i] = NO_BLOCK;
	*bucket = g;
	*(d->newest != NULL ? &d->newest->newer : &d->oldest) = g;
	d->newest = g;
	d->open++;
	return g;
}

/* The pool holds a full datagram, so others give way before the one that needs the block. */
static uint32_t take_block(struct defrag *d, const struct defrag_datagram *g)
{
	while (d->free_block == NO_BLOCK)
		evict(d, d->oldest != g ? d->oldest : g->newer);
	uint32_t i = d->free_block;

	d->free_block = d->blocks[i].next;
	memset(d->blocks[i].have, 0, sizeof(d->blocks[i].have));
	return i;
}

/* What a fragment found in the places it wants to fill. */
struct overlap {
	uint32_t units; /* filled already */
	bool differs;	/* with other bytes */
};

/* Runs over the fragment's units: with fill, puts those where nothing is yet. */
static struct overlap lay(struct defrag *d, struct defrag_datagram *g, uint32_t offset,
			  struct cur bytes, bool fill)
{
	struct overlap overlap = { 0, false };

	for (uint32_t unit = offset / UNIT; cur_left(&bytes) > 0; unit++) {
		struct cur piece = cur_upto(&bytes, UNIT);
		uint32_t *index = &g->block[unit / BLOCK_UNITS];

		if (*index == NO_BLOCK && !fill)
			continue;
		if (*index == NO_BLOCK)
			*index = take_block(d, g);
		struct defrag_block *block = &d->blocks[*index];
		uint32_t at = unit % BLOCK_UNITS;
		uint64_t bit = UINT64_C(1) << at % WORD_BITS;

		if (block->have[at / WORD_BITS] & bit) {
			overlap.units++;
			overlap.differs |= !cur_starts(&piece, &block->bytes[(size_t)at * UNIT],
						       cur_left(&piece));
		} else if (fill) {
			block->have[at / WORD_BITS] |= bit;
			(void)cur_copy(&piece, &block->bytes[(size_t)at * UNIT], UNIT);
			g->units++;
		}
	}
	return overlap;
}

/* Could the fragment be one of any datagram? */
static bool usable(struct defrag *d, const struct packet *pkt)
{
	size_t len = cur_left(&pkt->payload);

	if (pkt->truncated) {
		d->stats.truncated++;
		return false;
	}
	if (len == 0 || (pkt->frag_more && len % UNIT != 0)) {
		d->stats.bad++;
		return false;
	}
	if (pkt->frag_offset + len > DATAGRAM_MAX) {
		d->stats.too_big++;
		return false;
	}
	return true;
}

/* Does the fragment contradict the others about where the datagram ends? */
static bool other_end(const struct defrag_datagram *g, const struct packet *pkt, uint32_t end)
{
	if (g->total != 0)
		return end > g->total || (!pkt->frag_more && end != g->total);
	return !pkt->frag_more && end < g->end;
}

/* Counts an overlap; false: the fragment, and for IPv6 the datagram, is not to be used. */
static bool allow(struct defrag *d, struct defrag_datagram *g, const struct packet *pkt,
		  uint32_t end)
{
	bool conflict = other_end(g, pkt, end);
	struct overlap overlap = { 0, false };

	if (!conflict)
		overlap = lay(d, g, pkt->frag_offset, pkt->payload, false);
	if (!conflict && overlap.units == 0)
		return true;
	bool nothing_new = (size_t)overlap.units * UNIT >= cur_left(&pkt->payload);

	d->stats.conflicts += conflict || overlap.differs;
	d->stats.same += !conflict && !overlap.differs;
	if (pkt->ip_version == 6 && (conflict || overlap.differs || !nothing_new)) {
		d->stats.dropped++;
		g->dropped = true;
		free_blocks(d, g);
	}
	return !conflict && !g->dropped;
}

static struct cur gather(struct defrag *d, const struct defrag_datagram *g)
{
	for (uint32_t at = 0; at < g->total; at += BLOCK) {
		uint32_t n = g->total - at < BLOCK ? g->total - at : BLOCK;

		memcpy(&d->whole[at], d->blocks[g->block[at / BLOCK]].bytes, n);
	}
	return cur_of(d->whole, g->total);
}

enum defrag_result defrag_add(struct defrag *d, const struct packet *pkt, uint64_t now,
			      struct cur *whole, uint8_t *proto)
{
	d->stats.fragments++;
	defrag_expire(d, now);
	if (!usable(d, pkt))
		return DEFRAG_REFUSED;
	struct key key = key_of(pkt);
	struct defrag_datagram *g = find(d, &key);
	uint32_t end = pkt->frag_offset + (uint32_t)cur_left(&pkt->payload);

	if (g == NULL)
		g = begin(d, &key, now);
	if (g->dropped || !allow(d, g, pkt, end))
		return DEFRAG_REFUSED;
	(void)lay(d, g, pkt->frag_offset, pkt->payload, true);
	if (g->end < end)
		g->end = end;
	if (!pkt->frag_more)
		g->total = end;
	if (pkt->frag_offset == 0)
		g->proto = pkt->ip_proto;
	if (g->total == 0 || g->units < (g->total + UNIT - 1) / UNIT)
		return DEFRAG_KEPT;
	*whole = gather(d, g);
	*proto = g->proto;
	d->stats.completed++;
	forget(d, g);
	return DEFRAG_WHOLE;
}
