#include "collector/session_inside.h"

#include <stdlib.h>
#include <string.h>

struct sessions *sessions_new(uint32_t max, uint32_t credit)
{
	struct sessions *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->all = calloc(max, sizeof(struct session *));
	if (s->all == NULL) {
		free(s);
		return NULL;
	}
	s->max = max;
	s->credit = credit;
	return s;
}

void sessions_free(struct sessions *s)
{
	if (s == NULL)
		return;
	while (s->n > 0)
		sessions_end(s, s->all[0]);
	free(s->all);
	free(s);
}

uint32_t sessions_credit(const struct sessions *s)
{
	uint64_t share = (uint64_t)s->credit * SESSION_SHARES / (s->n > 0 ? s->n : 1);

	if (share >= s->credit)
		return s->credit;
	return share > SESSION_CREDIT_MIN ? (uint32_t)share : SESSION_CREDIT_MIN;
}

/* ---- finding ----------------------------------------------------------------------------- */

static struct session **bucket(struct sessions *s, const char *sensor)
{
	return &s->buckets[once_hash(sensor) % SESSION_BUCKETS];
}

struct session *sessions_of(const struct sessions *s, const char *sensor)
{
	struct session *se = s->buckets[once_hash(sensor) % SESSION_BUCKETS];

	while (se != NULL && strcmp(se->sensor, sensor) != 0)
		se = se->next;
	return se;
}

size_t sessions_count(const struct sessions *s)
{
	return s->n;
}

const struct session *sessions_at(const struct sessions *s, size_t i)
{
	return s->all[i];
}

void sessions_stats(const struct sessions *s, struct sessions_stats *out)
{
	*out = s->stats;
}

/* ---- dictionaries ------------------------------------------------------------------------ */

static void unload(struct sessions *s, struct session *se, size_t i)
{
	if (se->dictionaries[i] != NULL)
		s->memory -= se->dictionary_sizes[i];
	dictionary_free(se->dictionaries[i]);
	se->dictionaries[i] = NULL;
	se->dictionary_sizes[i] = 0;
}

size_t session_slot(const struct session *se, uint64_t id)
{
	size_t i = 0;

	while (i < SESSION_DICTIONARIES && (id == 0 || se->dictionary_ids[i] != id))
		i++;
	return i;
}

const struct dictionary *sessions_dictionary(const struct session *se, uint64_t id)
{
	size_t i = session_slot(se, id);

	return i < SESSION_DICTIONARIES ? se->dictionaries[i] : NULL;
}

static size_t take_slot(struct sessions *s, struct session *se, uint64_t id)
{
	size_t i = session_slot(se, id);

	if (i < SESSION_DICTIONARIES)
		return i;
	i = se->next_dictionary++ % SESSION_DICTIONARIES;
	unload(s, se, i);
	se->dictionary_ids[i] = id;
	return i;
}

void sessions_know(struct sessions *s, struct session *se, uint64_t id)
{
	if (id != 0)
		(void)take_slot(s, se, id);
}

/* They are in the store and are loaded again when they are needed: those of the sensors that were
 * silent for the longest time go first. */
static void make_room(struct sessions *s, const struct session *but, size_t bytes)
{
	while (s->memory + bytes > SESSION_MEMORY) {
		struct session *oldest = NULL;

		for (size_t i = 0; i < s->n; i++) {
			struct session *se = s->all[i];
			bool loaded = false;

			for (size_t j = 0; j < SESSION_DICTIONARIES; j++)
				loaded = loaded || se->dictionaries[j] != NULL;
			if (loaded && se != but && (oldest == NULL || se->heard < oldest->heard))
				oldest = se;
		}
		if (oldest == NULL)
			return;
		for (size_t j = 0; j < SESSION_DICTIONARIES; j++)
			unload(s, oldest, j);
	}
}

void sessions_keep(struct sessions *s, struct session *se, uint64_t id, struct dictionary *d,
		   size_t bytes)
{
	size_t i = take_slot(s, se, id);

	unload(s, se, i);
	make_room(s, se, bytes);
	se->dictionaries[i] = d;
	se->dictionary_sizes[i] = bytes;
	s->memory += bytes;
}

/* ---- beginning and ending ---------------------------------------------------------------- */

void sessions_end(struct sessions *s, struct session *se)
{
	struct session **from = bucket(s, se->sensor);

	while (*from != se)
		from = &(*from)->next;
	*from = se->next;
	s->n--;
	s->all[se->at] = s->all[s->n];
	s->all[se->at]->at = se->at;
	for (size_t i = 0; i < SESSION_DICTIONARIES; i++)
		unload(s, se, i);
	free(se);
}

static void copy_text(char *out, size_t room, const char *text)
{
	size_t n = strlen(text);

	if (n >= room)
		n = room - 1;
	memcpy(out, text, n);
	out[n] = '\0';
}

/* What is under way takes time, which makes a clock look late, never early: the least late of a
 * few is next to the truth. */
void session_measure(struct session *se, uint64_t theirs, uint64_t ours)
{
	unsigned n;

	if (theirs == 0)
		return; /* it did not say */
	se->offsets[se->noffsets++ % SESSION_OFFSETS] = (int64_t)(theirs - ours);
	n = se->noffsets < SESSION_OFFSETS ? se->noffsets : SESSION_OFFSETS;
	se->clock_offset = se->offsets[0];
	for (unsigned i = 1; i < n; i++) {
		if (se->offsets[i] > se->clock_offset)
			se->clock_offset = se->offsets[i];
	}
}

void session_note_clock(struct session *se, const Kagami__Clock *clock)
{
	kagami__clock__init(&se->clock);
	if (clock == NULL)
		return;
	se->clock.synchronised = clock->synchronised;
	se->clock.max_error = clock->max_error;
}

void session_note_shed(Kagami__Shed *out, const Kagami__Shed *shed)
{
	kagami__shed__init(out);
	if (shed == NULL)
		return;
	out->operations = shed->operations;
	out->conversations = shed->conversations;
	out->assets = shed->assets;
	out->health = shed->health;
	out->alerts = shed->alerts;
	out->packets = shed->packets;
	out->expired = shed->expired;
}

struct session *sessions_welcome(struct sessions *s, const struct arrival *a,
				 const Kagami__Hello *hello, uint64_t committed, uint64_t id)
{
	struct session *se = sessions_of(s, a->user);
	struct session **first = bucket(s, a->user);

	if (se != NULL)
		sessions_end(s, se);
	if (s->n == s->max)
		return NULL;
	se = calloc(1, sizeof(*se));
	if (se == NULL)
		return NULL;
	memcpy(se->identity, a->identity, a->nidentity);
	se->nidentity = (uint8_t)a->nidentity;
	copy_text(se->sensor, sizeof(se->sensor), a->user);
	copy_text(se->key, sizeof(se->key), a->key);
	copy_text(se->address, sizeof(se->address), a->address);
	copy_text(se->program, sizeof(se->program), hello->program);
	se->id = id;
	se->epoch = hello->epoch;
	se->committed_seq = committed;
	se->received_seq = hello->first_seq > committed ? hello->first_seq - 1 : committed;
	se->start_seq = se->received_seq;
	se->began = a->monotonic;
	se->heard = a->monotonic;
	session_note_clock(se, hello->clock);
	session_note_shed(&se->shed, NULL);
	kagami__link__init(&se->link);
	session_measure(se, hello->now, a->now);
	se->next = *first;
	*first = se;
	se->at = s->n;
	s->all[s->n++] = se;
	s->stats.sessions++;
	return se;
}

void sessions_received(struct sessions *s, struct session *se, uint64_t last_seq)
{
	(void)s;
	if (last_seq > se->received_seq)
		se->received_seq = last_seq;
}

void sessions_sweep(struct sessions *s, uint64_t monotonic, uint64_t timeout,
		    const struct allow *allow,
		    void (*ended)(void *ctx, const struct session *se, const char *why), void *ctx)
{
	for (size_t i = s->n; i-- > 0;) {
		struct session *se = s->all[i];
		const struct allow_entry *e = allow_by_name(allow, se->sensor);
		const char *why = NULL;

		if (e == NULL || e->role != ALLOW_SENSOR || strcmp(e->key, se->key) != 0)
			why = "it is on the list no longer";
		else if (monotonic - se->heard >= timeout)
			why = "nothing was heard of it any more";
		if (why == NULL)
			continue;
		ended(ctx, se, why);
		sessions_end(s, se);
	}
}
