#include "sensor/dedup.h"

#include <stdlib.h>

#define HOT static inline __attribute__((always_inline))

__extension__ typedef unsigned __int128 wide;

enum {
	TIME_SHIFT = 10,
	ETHERNET_PAYLOAD_MIN = 46,
	TAG_LEN = 4,
	TYPE_ARP = 0x0806,
	TYPE_LLDP = 0x88cc,
	TYPE_GOOSE = 0x88b8,
	TYPE_SV = 0x88ba,
	TYPE_PROFINET = 0x8892,
	TYPE_PTP = 0x88f7,
};

/* Whether a frame of these bytes can come again from its sender; see dedup.h. */
enum repeat { NUMBERED, UNNUMBERED, CYCLIC };

/* Odd 64-bit numbers without pattern: of the digits of sqrt 2, 3, 5 and 7. */
static const uint64_t salt[4] = {
	UINT64_C(0x6a09e667f3bcc909),
	UINT64_C(0xbb67ae8584caa73b),
	UINT64_C(0x3c6ef372fe94f82b),
	UINT64_C(0xa54ff53a5f1d36f1),
};

HOT uint64_t mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* n bytes at p, which are there, in the machine's order: hashes never leave the machine. */
HOT uint64_t word(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

/* The end is read with words that overlap what was read before: no loop over bytes. */
HOT uint64_t hash(struct cur c, uint64_t seed)
{
	const uint8_t *p = c.p, *end = c.p + c.left;
	size_t n = c.left;
	uint64_t h = seed ^ salt[0], a = 0, b = 0;

	if (n >= 16) {
		for (; end - p > 16; p += 16)
			h = mix(word(p, 8) ^ salt[1], word(p + 8, 8) ^ h);
		a = word(end - 16, 8);
		b = word(end - 8, 8);
	} else if (n >= 8) {
		a = word(p, 8);
		b = word(end - 8, 8);
	} else if (n >= 4) {
		a = word(p, 4);
		b = word(end - 4, 4);
	} else if (n > 0) {
		a = (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | end[-1];
	}
	return mix(salt[1] ^ n, mix(a ^ salt[2], b ^ h));
}

/* Never 0, which says that there is none. Its own cursor: a copied one costs a stall. */
HOT uint64_t hash_payload(const struct cur *payload, uint64_t seed)
{
	uint64_t h = hash(cur_of(payload->p, cur_left(payload)), seed);

	return h | (h == 0);
}

uint64_t dedup_hash(struct cur c, uint64_t seed)
{
	return hash_payload(&c, seed);
}

static size_t buckets_for(size_t frames)
{
	size_t n = 1;

	while (n < SIZE_MAX / 2 / sizeof(struct dedup_bucket) && n * DEDUP_WAYS < frames)
		n *= 2;
	return n;
}

size_t dedup_cost(size_t frames)
{
	return buckets_for(frames) * sizeof(struct dedup_bucket);
}

bool dedup_init(struct dedup *d, size_t frames, uint64_t window, uint64_t lan_window, uint64_t seed)
{
	size_t size = dedup_cost(frames);

	*d = (struct dedup){
		.mask = buckets_for(frames) - 1,
		.seed = seed,
		.window = (uint32_t)(window >> TIME_SHIFT) + (window > 0),
		.lan_window = (uint32_t)(lan_window >> TIME_SHIFT) + (lan_window > 0),
		.doubled = UINT64_MAX,
	};
	d->buckets = aligned_alloc(sizeof(struct dedup_bucket), size);
	if (d->buckets == NULL)
		return false;
	memset(d->buckets, 0, size);
	return true;
}

void dedup_fini(struct dedup *d)
{
	free(d->buckets);
	d->buckets = NULL;
}

static enum repeat repeat_of_type(uint16_t type)
{
	switch (type) {
	case TYPE_GOOSE:
	case TYPE_SV:
	case TYPE_PROFINET:
	case TYPE_PTP:
		return NUMBERED;
	case TYPE_ARP:
	case TYPE_LLDP:
		return UNNUMBERED;
	default:
		return CYCLIC;
	}
}

HOT enum repeat repeat_of(const struct packet *pkt)
{
	if (pkt->frag_id != 0 || pkt->fragment || pkt->prp_lan != 0 || pkt->hsr)
		return NUMBERED;
	if (pkt->ip_version == 0)
		return repeat_of_type(pkt->eth_type);
	if (pkt->ip_proto == IP_TCP &&
	    (cur_left(&pkt->payload) > 0 || (pkt->tcp_flags & (TCP_SYN | TCP_FIN)) != 0))
		return NUMBERED;
	return UNNUMBERED;
}

/* The VLAN tags in 16 bits, so that other tags nearly always give another number. */
HOT uint16_t tags_of(const struct packet *pkt)
{
	if (__builtin_expect(pkt->nvlans == 0, 1))
		return 0;
	uint64_t tags = pkt->nvlans;

	for (unsigned i = 0; i < pkt->nvlans; i++)
		tags = mix(tags ^ salt[2], pkt->vlans[i] + salt[1]);
	return (uint16_t)tags;
}

/* A short frame's zeros at the end may be padding, which no length of ours removed. */
static struct cur unpadded(struct cur c)
{
	size_t n = cur_left(&c);

	if (n > ETHERNET_PAYLOAD_MIN + PACKET_VLANS * TAG_LEN)
		return c;
	while (n > 0 && cur_at(&c, n - 1) == 0)
		n--;
	return cur_upto(&c, n);
}

HOT uint64_t address(const uint8_t *mac)
{
	return mac != NULL ? word(mac, 4) << 16 | word(mac + 4, 2) : 0;
}

/*
 * All that makes the frame this frame; its TCP or UDP payload apart, as others ask for that. The
 * parts do not wait for each other until they are mixed.
 */
HOT uint64_t hash_frame(const struct packet *pkt, uint64_t seed)
{
	uint64_t about =
		(uint64_t)pkt->tunnel << 32 | (uint64_t)pkt->redundancy_seq << 16 | pkt->eth_type;
	uint64_t ends = mix(address(pkt->eth_src) ^ seed, address(pkt->eth_dst) ^ salt[3]);
	uint64_t kind = mix(about ^ salt[1], pkt->payload_missing ^ salt[2]) ^ ends;

	if (pkt->ip_version == 0)
		return mix(hash(unpadded(pkt->payload), seed), kind);
	size_t header = pkt->l3_len;

	if (pkt->payload_hash != 0)
		header -= cur_left(&pkt->payload) < header ? cur_left(&pkt->payload) : header;
	return mix(hash(cur_of(pkt->l3, header), seed) ^ salt[0], kind ^ pkt->payload_hash);
}

/* Times wrap after 73 minutes and may go backwards a little: the nearer way round counts. */
HOT bool within(uint32_t a, uint32_t b, uint32_t window)
{
	uint32_t apart = a - b;

	return (apart < -apart ? apart : -apart) <= window;
}

/* Was a copy what the mirror gave us, or the sender's own? */
static bool counts(struct dedup *d, const struct packet *pkt, bool retagged, bool redundant)
{
	switch (repeat_of(pkt)) {
	case NUMBERED:
		return true;
	case UNNUMBERED:
		return retagged || redundant || __builtin_popcountll(d->doubled) >= 16;
	case CYCLIC:
		return retagged || redundant;
	}
	return false;
}

/* The frame is in slot i of bucket b already. */
static bool again(struct dedup *d, struct dedup_bucket *b, unsigned i, const struct packet *pkt)
{
	bool retagged = b->tags[i] != tags_of(pkt);
	bool redundant = pkt->hsr || b->lan[i] != pkt->prp_lan;

	if (b->copies[i] > DEDUP_COPIES || !counts(d, pkt, retagged, redundant)) {
		d->stats.repeated++;
		return false;
	}
	b->copies[i]++;
	if (redundant)
		d->stats.redundant++;
	else if (retagged)
		d->stats.retagged++;
	else
		d->stats.copies++;
	return true;
}

/* The slot to overwrite: a free one, or the oldest. */
static unsigned victim(struct dedup *d, const struct dedup_bucket *b, uint32_t now, uint32_t window)
{
	unsigned oldest = 0;

	for (unsigned i = 0; i < DEDUP_WAYS; i++) {
		if (b->copies[i] == 0 || !within(now, b->at[i], window))
			return i;
		if (now - b->at[i] > now - b->at[oldest])
			oldest = i;
	}
	d->stats.crowded++;
	return oldest;
}

HOT void note(struct dedup *d, const struct packet *pkt, bool copy)
{
	if (!copy && d->doubled == 0)
		return; /* nothing would change */
	if (repeat_of(pkt) == NUMBERED && pkt->prp_lan == 0 && !pkt->hsr)
		d->doubled = d->doubled << 1 | copy;
}

bool dedup_seen(struct dedup *d, struct packet *pkt)
{
	pkt->payload_hash = 0;
	if (pkt->transport && !pkt->fragment && cur_left(&pkt->payload) > 0)
		pkt->payload_hash = hash_payload(&pkt->payload, d->seed);
	bool lans = pkt->prp_lan != 0 || pkt->hsr;
	uint32_t window = lans ? d->lan_window : d->window;

	if (window == 0)
		return false;
	uint64_t h = hash_frame(pkt, d->seed);
	uint32_t now = (uint32_t)(pkt->at >> TIME_SHIFT);
	struct dedup_bucket *b = &d->buckets[h & d->mask];

	for (unsigned i = 0; i < DEDUP_WAYS; i++) {
		if (__builtin_expect(b->hash[i] != h, 1) || b->copies[i] == 0 ||
		    !within(now, b->at[i], window))
			continue;
		bool copy = again(d, b, i, pkt);

		note(d, pkt, copy);
		return copy;
	}
	unsigned i = victim(d, b, now, window);

	b->hash[i] = h;
	b->at[i] = now;
	b->tags[i] = tags_of(pkt);
	b->lan[i] = pkt->prp_lan;
	b->copies[i] = 1;
	note(d, pkt, false);
	return false;
}
