#include "sensor/detect/index_inside.h"

#include <stdlib.h>
#include <string.h>

/* What part of subjects is taken to have a truth, or a value of a decoder's field at all. */
#define FILING_RARE   0.01
#define FILING_THERE  0.5
#define FILING_COMMON 0.9

/* A field under which nothing else is filed is looked up for one entry alone: not if the entry can
 * be filed elsewhere as one that holds for no more than this. */
#define FILING_SHARED 0.4

/* ---- building ---------------------------------------------------------------------------- */

/* What must hold of one field: all of the condition's keys of that field together. */
struct filing_key {
	const struct rule_field *field;
	uint32_t nranges;
	struct key_range *ranges;
	bool joined; /* it is several keys: right only where the field has one value */
};

struct entry_keys {
	uint32_t n;
	struct filing_key of[CONDITION_KEYS];
};

struct filing {
	struct arena *arena; /* until the index is made */
	struct arena *stay;  /* the index's own */
	const struct index_entry *entries;
	uint32_t n;
	const uint8_t *given;		/* by field id, or NULL */
	struct entry_keys *keys;	/* by entry */
	const struct filing_key **best; /* by entry; NULL: filed nowhere */
	uint64_t *scratch;
};

static int by_number(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static uint32_t distinct(uint64_t *v, uint32_t n)
{
	uint32_t kept = 0;

	qsort(v, n, sizeof(*v), by_number);
	for (uint32_t i = 0; i < n; i++) {
		if (kept == 0 || v[kept - 1] != v[i])
			v[kept++] = v[i];
	}
	return kept;
}

/* What lies in ranges of both; both are sorted. */
static void overlap(struct arena *arena, struct filing_key *k, const struct condition_key *with)
{
	struct key_range *both = arena_new(arena, struct key_range, k->nranges + with->nranges);
	uint32_t n = 0;

	for (uint32_t i = 0, j = 0; i < k->nranges && j < with->nranges;) {
		const struct key_range *x = &k->ranges[i], *y = &with->ranges[j];
		uint64_t low = x->low > y->low ? x->low : y->low;
		uint64_t high = x->high < y->high ? x->high : y->high;

		if (low <= high)
			both[n++] = (struct key_range){ low, high };
		if (x->high < y->high)
			i++;
		else
			j++;
	}
	k->ranges = both;
	k->nranges = n;
	k->joined = true;
}

static bool covers(const struct condition_key *key, uint64_t u)
{
	for (uint32_t r = 0; r < key->nranges; r++) {
		if (key->ranges[r].low <= u && key->ranges[r].high >= u)
			return true;
	}
	return false;
}

bool index_possible(const struct condition *c, const uint8_t *given)
{
	for (uint32_t k = 0; k < c->nkeys; k++) {
		const uint8_t is = given[c->keys[k].field->id];

		if (is == GIVEN_ABSENT || (is == GIVEN_TRUE && !covers(&c->keys[k], 1)) ||
		    (is == GIVEN_FALSE && !covers(&c->keys[k], 0)))
			return false;
	}
	return true;
}

static void join_keys(const struct filing *f, uint32_t e)
{
	const struct condition *c = f->entries[e].condition;
	struct entry_keys *keys = &f->keys[e];

	for (uint32_t i = 0; i < c->nkeys; i++) {
		const struct condition_key *key = &c->keys[i];
		uint32_t k = 0;

		if (f->given != NULL && f->given[key->field->id] != GIVEN_NOTHING)
			continue; /* it tells nothing */
		while (k < keys->n && keys->of[k].field != key->field)
			k++;
		if (k < keys->n) {
			overlap(f->arena, &keys->of[k], key);
			continue;
		}
		struct filing_key *new = &keys->of[keys->n++];

		*new = (struct filing_key){ .field = key->field, .nranges = key->nranges };
		new->ranges = arena_new(f->arena, struct key_range, key->nranges);
		memcpy(new->ranges, key->ranges, key->nranges * sizeof(*new->ranges));
	}
}

/* The entry's key of the field, or NULL. */
static const struct filing_key *key_of(const struct filing *f, uint32_t e,
				       const struct rule_field *field)
{
	const struct entry_keys *keys = &f->keys[e];

	for (uint32_t k = 0; k < keys->n; k++) {
		if (keys->of[k].field == field)
			return &keys->of[k];
	}
	return NULL;
}

/* The cuts that the keys make in the field; filed: only of entries that are filed under it. */
static uint32_t cuts_of(const struct filing *f, const struct rule_field *field, bool filed,
			uint64_t *cut)
{
	uint32_t n = 0;

	cut[n++] = 0;
	for (uint32_t e = 0; e < f->n; e++) {
		const struct filing_key *key = key_of(f, e, field);

		if (key == NULL || (filed && f->best[e] != key))
			continue;
		for (uint32_t r = 0; r < key->nranges; r++) {
			cut[n++] = key->ranges[r].low;
			if (key->ranges[r].high != UINT64_MAX)
				cut[n++] = key->ranges[r].high + 1;
		}
	}
	return distinct(cut, n);
}

/* How many of the field's pieces the key covers. */
static uint32_t covered(const struct filing_key *key, const uint64_t *cut, uint32_t n)
{
	uint32_t pieces = 0;

	for (uint32_t r = 0; r < key->nranges; r++)
		pieces += index_piece(cut, n, key->ranges[r].high) -
			  index_piece(cut, n, key->ranges[r].low) + 1;
	return pieces;
}

static size_t room_for_cuts(const struct filing *f)
{
	size_t room = 1;

	for (uint32_t e = 0; e < f->n; e++) {
		for (uint32_t k = 0; k < f->keys[e].n; k++)
			room += 2 * (size_t)f->keys[e].of[k].nranges;
	}
	return room;
}

/* Truths that hold for much of what a plant does. The others are there when something is wrong. */
static bool common(const struct rule_field *f)
{
	static const char *const names[] = { "ot.request",    "flow.handshake", "flow.whole",
					     "flow.answered", "tag.good",	"tcp.flags.ack" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(f->row->name, names[i]) == 0)
			return true;
	}
	return false;
}

/* The largest key that a number of the field has. */
static uint64_t largest(const struct field *row)
{
	return row->type == FIELD_UINT && row->size > 0 && row->size < 8
		       ? ((uint64_t)1 << (8 * row->size)) - 1
		       : UINT64_MAX;
}

/* The part of all subjects that the key is taken to hold for. */
static double part_of(const struct filing_key *key, const uint64_t *cut, uint32_t ncuts)
{
	const struct rule_field *f = key->field;
	uint32_t n = covered(key, cut, ncuts);

	if (f->presence || common(f))
		return FILING_COMMON;
	if (f->only_true)
		return FILING_RARE;
	/* The piece below the first cut is of every key that asks whether there is a value. */
	if (n == ncuts || (n + 1 == ncuts && key->ranges[0].low == 0))
		return f->home == HOME_OPERATION && f->protocol < PROTOCOL_COUNT ? FILING_THERE
										 : FILING_COMMON;
	double part = n / (double)ncuts;

	/* Without an end it is half of all there is, whatever others ask. */
	return key->ranges[key->nranges - 1].high >= largest(f->row) ? (1 + part) / 2 : part;
}

/* Files each entry of the field that it tells better than the fields before. */
static void file_under(const struct filing *f, const struct rule_field *field, double *least)
{
	uint32_t ncuts = cuts_of(f, field, false, f->scratch);

	for (uint32_t e = 0; e < f->n; e++) {
		const struct filing_key *key = key_of(f, e, field);

		if (key == NULL)
			continue;
		double part = part_of(key, f->scratch, ncuts);

		if (part < least[e]) {
			least[e] = part;
			f->best[e] = key;
		}
	}
}

/*
 * For each entry the key that covers the smallest part of its field: a field that tells many rules
 * apart is cut into many pieces, of which a key of one rule covers few. allowed: by field id, or
 * NULL for all.
 */
static void choose(const struct filing *f, const bool *allowed)
{
	bool *done = arena_new(f->arena, bool, universe_count());
	double *least = arena_new(f->arena, double, f->n);

	for (uint32_t e = 0; e < f->n; e++) {
		f->best[e] = NULL;
		least[e] = 1.0;
	}
	for (uint32_t e = 0; e < f->n; e++) {
		for (uint32_t k = 0; k < f->keys[e].n; k++) {
			const struct rule_field *field = f->keys[e].of[k].field;

			if (done[field->id] || (allowed != NULL && !allowed[field->id]))
				continue;
			done[field->id] = true;
			file_under(f, field, least);
		}
	}
}

struct use {
	uint32_t entries, id;
};

static int by_use(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	if (x->entries != y->entries)
		return x->entries > y->entries ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Entries that are alone under their field go where others are. */
static void share_fields(const struct filing *f, uint32_t *entries)
{
	for (uint32_t e = 0; e < f->n; e++) {
		const struct filing_key *alone = f->best[e];

		if (alone == NULL || entries[alone->field->id] != 1)
			continue;
		for (uint32_t k = 0; k < f->keys[e].n; k++) {
			const struct filing_key *key = &f->keys[e].of[k];
			const uint32_t id = key->field->id;
			uint32_t ncuts = cuts_of(f, key->field, false, f->scratch);

			if (key == alone || entries[id] == 0 ||
			    part_of(key, f->scratch, ncuts) > FILING_SHARED)
				continue;
			f->best[e] = key;
			entries[id]++;
			entries[alone->field->id] = 0;
			break;
		}
	}
}

/* How many entries are filed under each field, by its id. */
static void count_entries(const struct filing *f, uint32_t *entries)
{
	memset(entries, 0, universe_count() * sizeof(*entries));
	for (uint32_t e = 0; e < f->n; e++) {
		if (f->best[e] != NULL)
			entries[f->best[e]->field->id]++;
	}
}

/* The fields that most entries are filed under, INDEX_MAPS at most; the rest of the entries choose
 * again among these. Returns how many, most used first. */
static uint32_t settle(const struct filing *f, struct use *use)
{
	const uint32_t nfields = universe_count();
	uint32_t *entries = arena_new(f->arena, uint32_t, nfields);
	bool *allowed = NULL;
	uint32_t n = nfields;

	for (unsigned round = 0; round < 2 && n > INDEX_MAPS; round++) {
		choose(f, allowed);
		count_entries(f, entries);
		share_fields(f, entries);
		for (uint32_t i = 0; i < nfields; i++)
			use[i] = (struct use){ entries[i], i };
		qsort(use, nfields, sizeof(*use), by_use);
		for (n = 0; n < nfields && use[n].entries > 0; n++)
			;
		allowed = arena_new(f->arena, bool, nfields);
		for (uint32_t i = 0; i < n && i < INDEX_MAPS; i++)
			allowed[use[i].id] = true;
	}
	return n;
}

/* Puts the entries that are filed under the map's field into the lists of their pieces. */
static void fill(const struct filing *f, struct index_map *m, uint32_t *from)
{
	uint32_t *entry, *next = arena_new(f->arena, uint32_t, m->ncuts + 1);

	for (unsigned pass = 0; pass < 2; pass++) {
		entry = pass == 0 ? NULL : arena_new(f->stay, uint32_t, from[m->ncuts]);
		for (uint32_t e = 0; e < f->n; e++) {
			const struct filing_key *key = f->best[e];

			for (uint32_t r = 0;
			     key != NULL && key->field == m->field && r < key->nranges; r++) {
				uint32_t i = index_piece(m->cut, m->ncuts, key->ranges[r].low);
				uint32_t last = index_piece(m->cut, m->ncuts, key->ranges[r].high);

				for (; i <= last; i++) {
					if (entry == NULL)
						from[i + 1]++;
					else
						entry[next[i]++] = e;
				}
			}
		}
		for (uint32_t i = 0; i < m->ncuts && pass == 0; i++) {
			from[i + 1] += from[i];
			next[i + 1] = from[i + 1];
		}
		m->entry = entry;
	}
	m->from = from;
}

/* The entries that are filed where keys overlap. */
static void share(const struct filing *f, struct index_map *m)
{
	uint32_t *shared = arena_new(f->stay, uint32_t, f->n);

	for (uint32_t e = 0; e < f->n; e++) {
		if (f->best[e] != NULL && f->best[e]->field == m->field && f->best[e]->joined)
			shared[m->nshared++] = e;
	}
	m->shared = shared;
}

static struct index_map *make_map(const struct filing *f, const struct rule_field *field)
{
	struct index_map *m = arena_new(f->stay, struct index_map, 1);
	uint64_t *cut;

	m->field = field;
	m->kind = key_kind_of(field->row->type);
	m->ncuts = cuts_of(f, field, true, f->scratch);
	cut = arena_new(f->stay, uint64_t, m->ncuts);
	memcpy(cut, f->scratch, m->ncuts * sizeof(*cut));
	m->cut = cut;
	fill(f, m, arena_new(f->stay, uint32_t, m->ncuts + 1));
	share(f, m);
	return m;
}

static void enter_map(struct index *ix, struct index_map *m)
{
	if (m->field->protocol < PROTOCOL_COUNT && !m->field->presence) {
		unsigned slot = index_slot(m->field->row);

		while (ix->rows[slot] != NULL)
			slot = (slot + 1) % INDEX_ROWS;
		ix->rows[slot] = m;
		ix->nrows++;
	} else {
		ix->computed[ix->ncomputed++] = m;
	}
}

void index_build(struct index *ix, struct arena *a, const struct index_entry *entries, uint32_t n,
		 const uint8_t *given)
{
	*ix = (struct index){ .n = n, .entries = entries };
	if (n == 0)
		return;
	struct arena scratch = { 0 };
	struct filing f = {
		.arena = &scratch, .stay = a, .entries = entries, .n = n, .given = given
	};
	struct use *use = arena_new(&scratch, struct use, universe_count());
	uint32_t *always = arena_new(a, uint32_t, n);
	uint32_t nuse;

	ix->always = always;
	ix->found = arena_new(a, uint32_t, n);
	ix->stamp = arena_new(a, uint32_t, n);
	f.best = arena_get(&scratch, n * sizeof(*f.best));
	f.keys = arena_new(&scratch, struct entry_keys, n);
	for (uint32_t e = 0; e < n; e++)
		join_keys(&f, e);
	f.scratch = arena_new(&scratch, uint64_t, room_for_cuts(&f));
	nuse = settle(&f, use);
	for (uint32_t i = 0; i < nuse; i++)
		enter_map(ix, make_map(&f, universe_at(use[i].id)));
	for (uint32_t e = 0; e < n; e++) {
		if (f.best[e] == NULL)
			always[ix->nalways++] = e;
	}
	arena_free(&scratch);
}
