#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_runs.h"

enum { LENGTH_BYTES = 10 };

struct runs {
	uint8_t made[RUN_BYTES + WIRE_EVENT_MAX + LENGTH_BYTES]; /* the run being made */
	uint64_t calls;
	struct run kept[RUNS_KEPT];
};

static struct runs *runs_of(struct store *s)
{
	if (s->runs == NULL)
		s->runs = calloc(1, sizeof(*s->runs));
	if (s->runs == NULL)
		(void)store_failed(s, "no memory");
	return s->runs;
}

/* ---- adding ---- */

static size_t put_length(uint8_t *out, size_t n)
{
	size_t at = 0;

	for (; n >= 0x80; n >>= 7)
		out[at++] = (uint8_t)(n | 0x80);
	out[at++] = (uint8_t)n;
	return at;
}

static bool insert(struct store *s, uint64_t id, uint64_t n, const uint8_t *bytes, size_t len)
{
	sqlite3_stmt *st = sql_get(s, SQL_RUN_NEW);

	sql_int(st, 1, id);
	sql_int(st, 2, n);
	sql_blob(st, 3, bytes, len);
	return sql_run(s, st);
}

bool runs_add(struct store *s, uint64_t id, const ProtobufCBinaryData *events, size_t n)
{
	struct runs *r = runs_of(s);
	size_t len = 0, first = 0;

	if (r == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		len += put_length(r->made + len, events[i].len);
		if (events[i].len > 0)
			memcpy(r->made + len, events[i].data, events[i].len);
		len += events[i].len;
		if (len < RUN_BYTES && i + 1 < n)
			continue;
		if (!insert(s, id + first, i + 1 - first, r->made, len))
			return false;
		first = i + 1;
		len = 0;
	}
	return true;
}

/* ---- reading ---- */

bool run_next(struct run_walk *w, const uint8_t **event, size_t *n)
{
	size_t len = 0;
	unsigned shift = 0;

	while (w->p < w->end && (*w->p & 0x80) != 0 && shift < 28) {
		len |= (size_t)(*w->p++ & 0x7f) << shift;
		shift += 7;
	}
	if (w->p == w->end)
		return false;
	len |= (size_t)*w->p++ << shift;
	if (len > (size_t)(w->end - w->p))
		return false;
	*event = w->p;
	*n = len;
	w->p += len;
	return true;
}

static bool make_room(struct run *x, size_t len, uint64_t n)
{
	if (len > x->room) {
		uint8_t *more = realloc(x->bytes, len);

		if (more == NULL)
			return false;
		x->bytes = more;
		x->room = len;
	}
	if (n >= x->nat) {
		uint32_t *more = reallocarray(x->at, n + 1, sizeof(*more));

		if (more == NULL)
			return false;
		x->at = more;
		x->nat = n + 1;
	}
	return true;
}

/* Where each event begins, just behind its length; of a damaged run those before the damage. */
static void index_events(struct run *x)
{
	struct run_walk w = { x->bytes, x->bytes + x->len };
	const uint8_t *event;
	size_t n;
	uint64_t i = 0;

	x->at[0] = 0;
	while (i < x->n && run_next(&w, &event, &n))
		x->at[++i] = (uint32_t)(w.p - x->bytes);
	x->n = i;
}

static bool load(struct store *s, struct run *x, sqlite3_stmt *st)
{
	size_t len = (size_t)sqlite3_column_bytes(st, 2);
	uint64_t n = sql_uint(st, 1);

	x->n = 0;
	if (n > len) /* an event has a byte of length at least */
		n = len;
	if (!make_room(x, len, n))
		return store_failed(s, "no memory");
	if (len > 0)
		memcpy(x->bytes, sqlite3_column_blob(st, 2), len);
	x->len = len;
	x->id = sql_uint(st, 0);
	x->n = n;
	x->batch = sql_uint(st, 3);
	x->received = sql_uint(st, 4);
	x->clock_offset = sqlite3_column_int64(st, 5);
	x->dictionary = sql_uint(st, 6);
	x->epoch = sql_uint(st, 7);
	(void)snprintf(x->sensor, sizeof(x->sensor), "%s", sql_string(st, 8));
	index_events(x);
	return true;
}

static bool has(const struct run *x, uint64_t id)
{
	return id >= x->id && id - x->id < x->n;
}

const struct run *runs_find(struct store *s, uint64_t id, bool *good)
{
	struct runs *r = runs_of(s);
	struct run *oldest = NULL;

	*good = r != NULL;
	for (size_t i = 0; r != NULL && i < RUNS_KEPT; i++) {
		struct run *x = &r->kept[i];

		if (has(x, id)) {
			x->used = ++r->calls;
			return x;
		}
		oldest = oldest == NULL || x->used < oldest->used ? x : oldest;
	}
	if (oldest == NULL)
		return NULL;
	sqlite3_stmt *st = sql_get(s, SQL_RUN_OF);

	sql_int(st, 1, id);
	int row = sql_row(s, st);

	*good = row >= 0 && (row == 0 || load(s, oldest, st));
	sql_done(st);
	oldest->used = ++r->calls;
	return row > 0 && *good && has(oldest, id) ? oldest : NULL;
}

const uint8_t *run_event(const struct run *r, uint64_t id, size_t *n)
{
	struct run_walk w = { r->bytes + r->at[id - r->id], r->bytes + r->at[id - r->id + 1] };
	const uint8_t *event = r->bytes;

	*n = 0;
	(void)run_next(&w, &event, n);
	return event;
}

struct store_event run_origin(const struct run *r, uint64_t id)
{
	return (struct store_event){
		.id = id,
		.batch = r->batch,
		.origin = { .sensor = r->sensor,
			    .epoch = r->epoch,
			    .seq = id & STORE_SEQ_MAX,
			    .received = r->received,
			    .clock_offset = r->clock_offset },
		.dictionary = r->dictionary,
		.kind = EVENT_OPERATION,
	};
}

void runs_forget(struct store *s)
{
	for (size_t i = 0; s->runs != NULL && i < RUNS_KEPT; i++)
		s->runs->kept[i].n = 0;
}

void runs_free(struct store *s)
{
	for (size_t i = 0; s->runs != NULL && i < RUNS_KEPT; i++) {
		free(s->runs->kept[i].bytes);
		free(s->runs->kept[i].at);
	}
	free(s->runs);
	s->runs = NULL;
}

/* ---- in SQL ---- */

/* run_of(bytes) */
static void run_of(sqlite3_context *context, int nvalues, sqlite3_value **values)
{
	size_t n = (size_t)sqlite3_value_bytes(values[0]);
	uint8_t *run = sqlite3_malloc64(n + LENGTH_BYTES);

	(void)nvalues;
	if (run == NULL) {
		sqlite3_result_error_nomem(context);
		return;
	}
	size_t len = put_length(run, n);

	if (n > 0)
		memcpy(run + len, sqlite3_value_blob(values[0]), n);
	sqlite3_result_blob64(context, run, len + n, sqlite3_free);
}

/* run_good(n, bytes, earliest, latest) */
static void run_good(sqlite3_context *context, int nvalues, sqlite3_value **values)
{
	const uint8_t *bytes = sqlite3_value_blob(values[1]), *event;
	struct run_walk w = { bytes, bytes + sqlite3_value_bytes(values[1]) };
	const uint64_t earliest = (uint64_t)sqlite3_value_int64(values[2]);
	const uint64_t latest = (uint64_t)sqlite3_value_int64(values[3]);
	sqlite3_int64 n = 0;
	bool good = true;
	size_t len;

	(void)nvalues;
	for (; good && run_next(&w, &event, &len); n++) {
		struct wire_glance seen;
		const char *why;

		good = wire_glance_event(event, len, &seen, &why) && seen.kind == EVENT_OPERATION &&
		       store_time(seen.time) >= earliest && store_time(seen.time) <= latest;
	}
	sqlite3_result_int(context, good && w.p == w.end && n == sqlite3_value_int64(values[0]));
}

bool runs_functions(struct store *s)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	return (sqlite3_create_function(s->db, "run_of", 1, flags, NULL, run_of, NULL, NULL) ==
			SQLITE_OK &&
		sqlite3_create_function(s->db, "run_good", 4, flags, NULL, run_good, NULL, NULL) ==
			SQLITE_OK) ||
	       store_failed_sql(s, "store");
}
