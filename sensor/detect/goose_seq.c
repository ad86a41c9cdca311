#include "sensor/detect/goose_seq.h"

#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"
#include "sensor/table.h"

#define NS_PER_MS 1000000U
#define COUNT_MAX UINT32_MAX /* of stNum and sqNum; 1 follows */

enum {
	WRAP = 256,	      /* numbers before and behind the wrap that belong together */
	CLOCK_UNKNOWN = 0x60, /* of goose.t.quality: clock failure, or not synchronized */
	KEY_WORDS = 1 + (GOOSE_REFERENCE + 7) / 8,
	FIELDS_MAX = 64,
};

/* The fields that are looked at. */
enum part { PART_NONE, REFERENCE, APPID, TTL, T, T_QUALITY, STNUM, SQNUM, SIMULATION, S_BIT };

static const char *const part_names[] = {
	[REFERENCE] = "goose.gocbRef",	   [APPID] = "goose.appid",
	[TTL] = "goose.timeAllowedtoLive", [T] = "goose.t",
	[T_QUALITY] = "goose.t.quality",   [STNUM] = "goose.stNum",
	[SQNUM] = "goose.sqNum",	   [SIMULATION] = "goose.simulation",
	[S_BIT] = "goose.reserve1.s_bit",
};
enum { PARTS = sizeof(part_names) / sizeof(part_names[0]) };

/* A message as far as it is looked at. */
struct said {
	uint32_t has; /* bit: enum part */
	uint64_t number[PARTS];
	const uint8_t *reference;
	uint32_t reference_len;
};

struct key {
	uint64_t w[KEY_WORDS];
};

/* A control block, and its last message. */
struct block {
	bool used, has_mac, has_t;
	uint8_t mac[6];
	struct key key;
	uint64_t hash;
	uint64_t at, ttl, t; /* ns; ttl 0: nothing was promised */
	uint64_t stnum, sqnum;
};

struct goose_seqs {
	struct table table;	     /* one key a block; all in age list 0 */
	uint8_t part_of[FIELDS_MAX]; /* by row of protocol_goose: enum part */
	uint64_t evicted;
	int64_t moved;
	struct goose_seq seq;
	struct block block[GOOSE_BLOCKS];
};

/* ---- reading ------------------------------------------------------------------------------- */

static void find_parts(struct goose_seqs *t)
{
	const struct protocol *p = protocols[PROTOCOL_goose];

	for (unsigned i = 0; i < p->nfields && i < FIELDS_MAX; i++) {
		for (unsigned part = REFERENCE; part < PARTS; part++) {
			if (strcmp(p->fields[i].name, part_names[part]) == 0)
				t->part_of[i] = (uint8_t)part;
		}
	}
}

static void read_value(const struct goose_seqs *t, const struct value *v, struct said *m)
{
	const struct protocol *p = protocols[PROTOCOL_goose];
	unsigned part = PART_NONE;

	if (v->field >= p->fields && v->field < p->fields + p->nfields &&
	    v->field < p->fields + FIELDS_MAX)
		part = t->part_of[v->field - p->fields];
	if (part == PART_NONE)
		return;
	m->has |= 1U << part;
	if (part == REFERENCE) {
		m->reference = v->p;
		m->reference_len = v->n;
	} else {
		m->number[part] = value_uint(v, 0);
	}
}

static bool has(const struct said *m, enum part part)
{
	return (m->has >> part & 1) != 0;
}

/* False: there is nothing in it that can be followed. */
static bool read_message(const struct goose_seqs *t, const struct dec *d, struct said *m)
{
	const uint32_t needed = 1U << REFERENCE | 1U << TTL | 1U << STNUM | 1U << SQNUM;

	*m = (struct said){ 0 };
	if (d->malformed)
		return false;
	for (unsigned i = 0; i < d->nvalues; i++)
		read_value(t, &d->values[i], m);
	return (m->has & needed) == needed && m->reference_len > 0 &&
	       m->reference_len <= GOOSE_REFERENCE;
}

/* ---- the table ----------------------------------------------------------------------------- */

static struct key key_of(const struct said *m, bool simulated)
{
	struct key key = { { 0 } };

	key.w[0] = m->number[APPID] << 16 | (uint64_t)simulated << 8 | m->reference_len;
	memcpy(&key.w[1], m->reference, m->reference_len);
	return key;
}

static struct block *find(struct goose_seqs *t, const struct key *key, uint64_t hash)
{
	for (uint32_t i = table_first(&t->table, hash); i != TABLE_NONE;
	     i = table_next(&t->table, i)) {
		if (memcmp(&t->block[i].key, key, sizeof(*key)) == 0)
			return &t->block[i];
	}
	return NULL;
}

static struct block *make(struct goose_seqs *t, const struct key *key, uint64_t hash)
{
	uint32_t slot = table_old(&t->table, 0);
	struct block *b = &t->block[slot];

	if (b->used) {
		table_remove(&t->table, slot, b->hash);
		t->evicted++;
	}
	*b = (struct block){ .key = *key, .hash = hash };
	table_add(&t->table, slot, hash);
	return b;
}

static bool same_mac(const struct block *b, const struct dec *d)
{
	return b->has_mac && d->eth_src != NULL && memcmp(b->mac, d->eth_src, sizeof(b->mac)) == 0;
}

/* The block of the message: one not in use yet if it is new. */
static struct block *block_of(struct goose_seqs *t, const struct said *m, const struct dec *d)
{
	bool simulated = m->number[SIMULATION] != 0;
	struct key key = key_of(m, false);
	uint64_t hash = table_hash(&t->table, key.w, KEY_WORDS);
	struct block *b = NULL;

	if (simulated && m->number[S_BIT] == 0) {
		b = find(t, &key, hash);
		if (b != NULL && !same_mac(b, d))
			b = NULL;
	}
	if (b == NULL && simulated) {
		key = key_of(m, true);
		hash = table_hash(&t->table, key.w, KEY_WORDS);
	}
	if (b == NULL)
		b = find(t, &key, hash);
	if (b == NULL)
		b = make(t, &key, hash);
	table_newest(&t->table, (uint32_t)(b - t->block), 0);
	return b;
}

/* ---- comparing ----------------------------------------------------------------------------- */

static int64_t apart(uint64_t from, uint64_t to)
{
	uint64_t n = to > from ? to - from : from - to;
	int64_t most = n > INT64_MAX ? INT64_MAX : (int64_t)n;

	return to >= from ? most : -most;
}

/* How far a counter went. One that falls from its end to its beginning has wrapped, to 1 as the
 * standard wants it or to 0 as it happens. */
static int64_t step(uint64_t from, uint64_t to)
{
	if (from <= COUNT_MAX && from > COUNT_MAX - WRAP && to < WRAP)
		return (int64_t)(COUNT_MAX - from + (to > 0 ? to : 1));
	return apart(from, to);
}

static bool restarted(const struct block *b, const struct said *m, bool silent)
{
	if (m->number[STNUM] > 1)
		return false;
	return silent || (m->number[SQNUM] <= 1 && b->has_t && has(m, T) && m->number[T] > b->t);
}

static void compare_times(struct goose_seq *q, const struct block *b, const struct dec *d)
{
	if (d->at < b->at)
		return;
	q->has_interval = true;
	q->interval = d->at - b->at;
	q->late = b->ttl > 0 && q->interval > b->ttl;
	q->publisher_changed =
		q->interval <= b->ttl && b->has_mac && d->eth_src != NULL && !same_mac(b, d);
}

static void compare(struct goose_seq *q, const struct block *b, const struct said *m,
		    const struct dec *d)
{
	int64_t stnum = step(b->stnum, m->number[STNUM]);
	int64_t sqnum = step(b->sqnum, m->number[SQNUM]);

	q->followed = true;
	compare_times(q, b, d);
	if ((stnum < 0 || (stnum == 0 && sqnum <= 0)) && restarted(b, m, q->late)) {
		q->restart = true;
		return;
	}
	q->has_stnum_step = true;
	q->stnum_step = stnum;
	q->has_sqnum_step = stnum == 0;
	q->sqnum_step = stnum == 0 ? sqnum : 0;
}

static void keep(struct block *b, const struct said *m, const struct dec *d)
{
	uint64_t ms = m->number[TTL];

	b->used = true;
	b->at = d->at;
	b->ttl = (ms < COUNT_MAX ? ms : COUNT_MAX) * NS_PER_MS;
	b->stnum = m->number[STNUM];
	b->sqnum = m->number[SQNUM];
	b->has_t = has(m, T);
	b->t = m->number[T];
	b->has_mac = d->eth_src != NULL;
	if (b->has_mac)
		memcpy(b->mac, d->eth_src, sizeof(b->mac));
}

/* ---- for others ---------------------------------------------------------------------------- */

struct goose_seqs *goose_seqs_new(void)
{
	struct goose_seqs *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	if (!table_init(&t->table, GOOSE_BLOCKS, 1)) {
		free(t);
		return NULL;
	}
	find_parts(t);
	return t;
}

void goose_seqs_free(struct goose_seqs *t)
{
	if (t == NULL)
		return;
	table_free(&t->table);
	free(t);
}

const struct goose_seq *goose_seqs_update(struct goose_seqs *t, const struct dec *d)
{
	struct goose_seq *q = &t->seq;
	struct said m;

	if (!read_message(t, d, &m))
		return NULL;
	struct block *b = block_of(t, &m, d);

	*q = (struct goose_seq){ 0 };
	if (b->used)
		compare(q, b, &m, d);
	if (m.number[T] != 0 && (m.number[T_QUALITY] & CLOCK_UNKNOWN) == 0) {
		q->has_age = true;
		q->age = apart(m.number[T] + (uint64_t)t->moved, d->at);
	}
	keep(b, &m, d);
	return q;
}

void goose_seqs_moved(struct goose_seqs *t, int64_t ns)
{
	t->moved = ns;
}

uint64_t goose_seqs_evicted(const struct goose_seqs *t)
{
	return t->evicted;
}
