#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_runs.h"
#include "common/json.h"

void store_address(char out[48], const uint8_t *p, size_t n)
{
	out[0] = '\0';
	if (n == 4)
		(void)text_ipv4(out, p);
	else if (n == 16)
		(void)text_ipv6(out, p);
	else if (n == 6)
		(void)text_mac(out, p);
}

/* "00:80:f4:01:02:03", "00-80-F4-01-02-03". */
static bool parse_mac(const char *text, uint8_t out[16])
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < 6; i++, text += 3) {
		const char *high = text[0] == '\0' ? NULL : strchr(digits, tolower(text[0]));
		const char *low =
			high == NULL || text[1] == '\0' ? NULL : strchr(digits, tolower(text[1]));

		if (low == NULL || (i == 5 ? text[2] != '\0' : text[2] != ':' && text[2] != '-'))
			return false;
		out[i] = (uint8_t)((high - digits) << 4 | (low - digits));
	}
	return true;
}

size_t store_address_parse(const char *text, uint8_t out[16])
{
	if (inet_pton(AF_INET, text, out) == 1)
		return 4;
	if (inet_pton(AF_INET6, text, out) == 1)
		return 16;
	return parse_mac(text, out) ? 6 : 0;
}

/* ---- sensors and streams ---- */

bool store_sensor_id(struct store *s, const char *name, uint64_t at, int64_t *id)
{
	sqlite3_stmt *st = sql_get(s, SQL_SENSOR_FIND);

	sql_text(st, 1, name);
	int row = sql_row(s, st);

	if (row > 0)
		*id = sqlite3_column_int64(st, 0);
	sql_done(st);
	if (row != 0)
		return row > 0;
	st = sql_get(s, SQL_SENSOR_NEW);
	sql_text(st, 1, name);
	sql_int(st, 2, store_time(at));
	if (!sql_run(s, st))
		return false;
	*id = sqlite3_last_insert_rowid(s->db);
	return true;
}

static struct stream *known(struct store *s, const char *sensor, uint64_t epoch)
{
	for (size_t i = s->nstreams; i-- > 0;) {
		struct stream *t = &s->streams[i];

		if (t->epoch == epoch && strcmp(t->sensor, sensor) == 0)
			return t;
	}
	return NULL;
}

/* A place for one more; those that no transaction changed give way. */
static struct stream *place(struct store *s)
{
	if (s->nstreams == s->room && s->room >= STORE_STREAMS) {
		size_t kept = 0;

		for (size_t i = 0; i < s->nstreams; i++) {
			if (s->streams[i].last != s->streams[i].committed || s->streams[i].id == 0)
				s->streams[kept++] = s->streams[i];
		}
		s->nstreams = kept;
	}
	if (s->nstreams == s->room) {
		size_t room = s->room == 0 ? 16 : 2 * s->room;
		struct stream *more = reallocarray(s->streams, room, sizeof(*more));

		if (more == NULL) {
			(void)store_failed(s, "no memory");
			return NULL;
		}
		s->streams = more;
		s->room = room;
	}
	return &s->streams[s->nstreams++];
}

/* The stream as far as the store has it; NULL: error is set. */
static struct stream *look_up(struct store *s, const char *sensor, uint64_t epoch)
{
	struct stream *t = known(s, sensor, epoch);

	if (t != NULL)
		return t;
	struct stream found = { .epoch = epoch };
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_FIND);

	if (strlen(sensor) >= sizeof(found.sensor)) {
		(void)store_failed(s, "a sensor's name is too long");
		return NULL;
	}
	memcpy(found.sensor, sensor, strlen(sensor) + 1);
	sql_text(st, 1, sensor);
	sql_int(st, 2, epoch);
	int row = sql_row(s, st);

	if (row < 0)
		return NULL;
	if (row > 0) {
		found.id = sqlite3_column_int64(st, 0);
		found.committed = sql_uint(st, 1);
		found.sensor_id = sqlite3_column_int64(st, 2);
		found.last = found.committed;
	}
	sql_done(st);
	t = place(s);
	if (t != NULL)
		*t = found;
	return t;
}

static bool begin_stream(struct store *s, struct stream *t, uint64_t at)
{
	if (t->id != 0)
		return true;
	if (!store_sensor_id(s, t->sensor, at, &t->sensor_id))
		return false;
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_NEW);

	sql_int(st, 1, (uint64_t)t->sensor_id);
	sql_int(st, 2, t->epoch);
	sql_int(st, 3, store_time(at));
	if (!sql_run(s, st))
		return false;
	t->id = sqlite3_last_insert_rowid(s->db);
	if (t->id > STORE_STREAM_MAX)
		return store_failed(s, "the store has no number left for another run of a sensor");
	return true;
}

bool store_committed(struct store *s, const char *sensor, uint64_t epoch, uint64_t *seq)
{
	const struct stream *t = look_up(s, sensor, epoch);

	*seq = t == NULL ? 0 : t->committed;
	return t != NULL;
}

/* ---- rows ---- */

/* How a batch changes what is known of its sensor. */
struct tally {
	uint64_t events, alerts;
	bool live;
	uint64_t lag;
};

static const char *rule_id(const struct adding *a, uint32_t index, unsigned *priority)
{
	const Kagami__Rule *r =
		a->dictionary == NULL ? NULL : dictionary_rule(a->dictionary, index);

	*priority = r == NULL ? 0 : (unsigned)r->priority;
	return r == NULL ? "" : r->id;
}

static void bind_end(sqlite3_stmt *st, int at, const Kagami__End *end, char texts[2][48])
{
	texts[0][0] = texts[1][0] = '\0';
	if (end != NULL) {
		store_address(texts[0], end->ip.data, end->ip.len);
		store_address(texts[1], end->mac.data, end->mac.len);
	}
	sql_text(st, at, texts[0]);
	sql_text(st, at + 1, texts[1]);
	sql_text(st, at + 2, end == NULL ? "" : end->name);
}

static bool add_alert(struct store *s, const struct adding *a, uint64_t id, uint64_t time,
		      const Kagami__Alert *alert)
{
	sqlite3_stmt *st = sql_get(s, SQL_ALERT_NEW);
	char source[2][48], target[2][48];
	unsigned priority;

	sql_int(st, 1, id);
	sql_int(st, 2, time);
	sql_text(st, 3, rule_id(a, alert->rule, &priority));
	sql_int(st, 4, priority);
	sql_text(st, 5, alert->text);
	sql_text(st, 6, alert->why);
	bind_end(st, 7, alert->source, source);
	bind_end(st, 10, alert->target, target);
	sql_text(st, 13, alert->protocol);
	sql_text(st, 14, alert->device);
	sql_text(st, 15, alert->object);
	sql_int(st, 16, alert->suppressed);
	return sql_run(s, st);
}

static bool add_health(struct store *s, const struct adding *a, const Kagami__Health *h)
{
	sqlite3_stmt *st = sql_get(s, SQL_SENSOR_HEALTH);
	uint64_t frames = 0, dropped = 0;

	for (size_t i = 0; i < h->n_interfaces; i++) {
		frames += h->interfaces[i]->frames;
		dropped += h->interfaces[i]->dropped + h->interfaces[i]->interface_dropped;
	}
	sql_int(st, 1, (uint64_t)a->sensor);
	sql_int(st, 2, frames);
	sql_int(st, 3, dropped);
	sql_text(st, 4, h->program);
	sql_text(st, 5, h->rules_digest);
	sql_text(st, 6, h->baseline_digest);
	return sql_run(s, st);
}

/* What else an event says than that it happened. */
static bool add_body(struct store *s, const struct adding *a, uint64_t id, const Kagami__Event *e,
		     enum event_kind kind)
{
	switch (kind) {
	case EVENT_ALERT:
		return add_alert(s, a, id, store_time(e->time), e->alert);
	case EVENT_ASSET:
		return store_merge_asset(s, a, e->asset);
	case EVENT_CONVERSATION:
		return store_merge_conversation(s, a, e->conversation);
	case EVENT_HEALTH:
		return add_health(s, a, e->health);
	case EVENT_OPERATION:
	case EVENT_PACKETS:
	case EVENT_KINDS:
	default:
		return true;
	}
}

/* How old the event was when it came; clock_offset is how much its clock is ahead. */
static uint64_t age(const struct store_batch *b, uint64_t time)
{
	uint64_t ours = time - (uint64_t)b->clock_offset;

	return b->received > ours && b->received - ours <= INT64_MAX ? b->received - ours : 0;
}

static struct wire_glance glance_of(const Kagami__Event *e)
{
	return (struct wire_glance){ event_kind_of(e), e->time, e->clock != NULL };
}

static struct wire_glance seen_of(const struct store_batch *b, size_t i)
{
	return b->seen != NULL ? b->seen[i] : glance_of(b->events[i]);
}

static bool add_event(struct store *s, const struct adding *a, size_t i,
		      const struct wire_glance *seen)
{
	const struct store_batch *b = a->batch;
	const uint64_t id = store_event_id(a->stream, b->first_seq + i);
	sqlite3_stmt *st = sql_get(s, SQL_EVENT_NEW);

	sql_int(st, 1, id);
	sql_int(st, 2, seen->kind);
	sql_int(st, 3, store_time(seen->time));
	sql_blob(st, 4, b->bytes[i].data, b->bytes[i].len);
	return sql_run(s, st) && add_body(s, a, id, b->events[i], seen->kind);
}

static void count(const struct store_batch *b, const struct wire_glance *seen, struct tally *tally)
{
	tally->events++;
	tally->alerts += seen->kind == EVENT_ALERT;
	if (seen->clocked) {
		tally->live = true;
		tally->lag = age(b, seen->time);
	}
}

static bool add_events(struct store *s, const struct adding *a, size_t from, struct tally *tally)
{
	const struct store_batch *b = a->batch;
	size_t run = 0; /* operations just before i that are not added yet */

	for (size_t i = from; i <= b->n; i++) {
		const struct wire_glance seen =
			i < b->n ? seen_of(b, i) : (struct wire_glance){ 0 };
		const bool ends = i == b->n || seen.kind != EVENT_OPERATION;

		if (ends && run > 0 &&
		    !runs_add(s, store_event_id(a->stream, b->first_seq + i - run),
			      b->bytes + i - run, run))
			return false;
		run = ends ? 0 : run + 1;
		if (i == b->n)
			break;
		count(b, &seen, tally);
		if (ends && !add_event(s, a, i, &seen))
			return false;
	}
	return true;
}

/* The times between which the batch has operations: values 7 and 8; none: no values. */
static void bind_span(sqlite3_stmt *st, const struct store_batch *b, size_t from)
{
	uint64_t earliest = UINT64_MAX, latest = 0;

	for (size_t i = from; i < b->n; i++) {
		const struct wire_glance seen = seen_of(b, i);
		uint64_t time = store_time(seen.time);

		if (seen.kind != EVENT_OPERATION)
			continue;
		earliest = time < earliest ? time : earliest;
		latest = time > latest ? time : latest;
	}
	if (earliest > latest)
		return;
	sql_int(st, 7, earliest);
	sql_int(st, 8, latest);
}

static bool add_row(struct store *s, const struct adding *a, uint64_t first, uint64_t last)
{
	const struct store_batch *b = a->batch;
	sqlite3_stmt *st = sql_get(s, SQL_BATCH_NEW);

	sql_int(st, 1, (uint64_t)a->stream);
	sql_int(st, 2, first);
	sql_int(st, 3, last);
	sql_int(st, 4, store_time(b->received));
	sql_int(st, 5, (uint64_t)b->clock_offset);
	sql_int(st, 6, b->dictionary);
	bind_span(st, b, (size_t)(first - b->first_seq));
	return sql_run(s, st);
}

static bool tell_sensor(struct store *s, const struct adding *a, const struct tally *tally)
{
	sqlite3_stmt *st = sql_get(s, SQL_SENSOR_EVENTS);

	sql_int(st, 1, (uint64_t)a->sensor);
	sql_int(st, 2, tally->events);
	sql_int(st, 3, tally->alerts);
	sql_int(st, 4, (uint64_t)a->stream);
	if (tally->live)
		sql_int(st, 5, tally->lag);
	sql_int(st, 6, store_time(a->batch->received));
	return sql_run(s, st);
}

static bool move_on(struct store *s, struct stream *t, uint64_t last, uint64_t lost)
{
	sqlite3_stmt *st = sql_get(s, SQL_STREAM_ON);

	sql_int(st, 1, (uint64_t)t->id);
	sql_int(st, 2, last);
	sql_int(st, 3, lost);
	if (!sql_run(s, st))
		return false;
	t->last = last;
	return true;
}

static bool add_new(struct store *s, struct stream *t, const struct store_batch *b,
		    const struct dictionary *dictionary, size_t from)
{
	struct tally tally = { 0 };
	uint64_t first = b->first_seq + from, last = b->first_seq + b->n - 1;

	if (!begin_stream(s, t, b->received))
		return false;
	struct adding a = {
		.batch = b, .dictionary = dictionary, .sensor = t->sensor_id, .stream = t->id
	};

	return add_row(s, &a, first, last) && add_events(s, &a, from, &tally) &&
	       tell_sensor(s, &a, &tally) && move_on(s, t, last, first - t->last - 1);
}

bool store_add(struct store *s, const struct store_batch *batch,
	       const struct dictionary *dictionary, size_t *added)
{
	*added = 0;
	if (!s->in)
		return store_failed(s, "events can only be added in a transaction");
	if (batch->n == 0)
		return true;
	if (batch->first_seq == 0 || batch->first_seq > STORE_SEQ_MAX - batch->n)
		return store_failed(s, "%s: event number %llu cannot be", batch->sensor,
				    (unsigned long long)batch->first_seq);
	struct stream *t = look_up(s, batch->sensor, batch->epoch);

	if (t == NULL) {
		s->broken = true;
		return false;
	}
	uint64_t seen = t->last >= batch->first_seq ? t->last - batch->first_seq + 1 : 0;

	if (seen >= batch->n)
		return true;
	if (!add_new(s, t, batch, dictionary, (size_t)seen)) {
		s->broken = true;
		return false;
	}
	*added = batch->n - (size_t)seen;
	return true;
}
