#include <errno.h>
#include <string.h>
#include <time.h>

#include "common/log.h"
#include "proto/dictionary.h"
#include "sensor/deliver/uplink_inside.h"

/* Around an event in a batch, and around all of them. */
enum { EVENT_EXTRA = 8, BATCH_EXTRA = 256 };

uint64_t uplink_wall(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static Kagami__Clock *clock_of(const struct uplink *l, Kagami__Clock *clock)
{
	kagami__clock__init(clock);
	return l->o.clock != NULL && l->o.clock(clock) ? clock : NULL;
}

static Kagami__ToCollector wrapped(Kagami__ToCollector__BodyCase kind)
{
	Kagami__ToCollector m = KAGAMI__TO_COLLECTOR__INIT;

	m.version = WIRE_VERSION;
	m.body_case = kind;
	return m;
}

/* ---- Hello and Ping ---------------------------------------------------------------------- */

static void say_who(const struct uplink *l, Kagami__Hello *hello)
{
	/* protobuf-c's texts are not const; packing does not write to them. */
	memcpy(&hello->sensor, &l->o.name, sizeof(hello->sensor));
	memcpy(&hello->program, &l->o.program, sizeof(hello->program));
}

bool uplink_hello(struct uplink *l, uint64_t now)
{
	Kagami__ToCollector m = wrapped(KAGAMI__TO_COLLECTOR__BODY_HELLO);
	Kagami__Hello hello;
	Kagami__Clock clock;
	struct spool_event oldest;
	struct spool_stats s;
	bool current;

	kagami__hello__init(&hello);
	spool_stats(l->spool, &s);
	hello.epoch = l->epoch;
	hello.next_seq = s.next_seq > 0 ? s.next_seq : 1;
	hello.first_seq = hello.next_seq;
	if (spool_oldest(l->spool, &oldest)) {
		hello.epoch = oldest.epoch;
		hello.first_seq = oldest.seq;
	}
	/* Nothing is added, and nothing waits: there is no epoch to speak of. */
	if (hello.epoch == 0)
		return false;
	/* How far an earlier run's epoch goes is not known before all of it is read. */
	current = hello.epoch == l->epoch;
	if (!current)
		hello.next_seq = hello.first_seq;
	say_who(l, &hello);
	hello.now = uplink_wall();
	hello.clock = clock_of(l, &clock);
	m.hello = &hello;
	if (uplink_put(l, &m) != UPLINK_PUT)
		return false;
	if (!current)
		hello.next_seq = 0;
	uplink_state_hello(&l->m, now, hello.now, &hello);
	l->anew = false;
	return true;
}

bool uplink_ping(struct uplink *l, uint64_t now, const Kagami__Shed *shed, uint64_t queue_bytes)
{
	Kagami__ToCollector m = wrapped(KAGAMI__TO_COLLECTOR__BODY_PING);
	Kagami__Ping ping = KAGAMI__PING__INIT;
	Kagami__Link link = KAGAMI__LINK__INIT;
	Kagami__Shed shed_copy = *shed;
	Kagami__Clock clock;
	struct spool_stats s;

	spool_stats(l->spool, &s);
	link.epoch = l->epoch;
	link.next_seq = s.next_seq;
	link.spooled_events = s.events;
	link.spooled_bytes = s.bytes;
	link.spool_limit = s.limit;
	link.queue_bytes = queue_bytes;
	link.shed = &shed_copy;
	link.reconnects = l->m.sessions > 0 ? l->m.sessions - 1 : 0;
	link.spool_errors = s.write_errors;
	ping.session = l->m.session;
	ping.now = uplink_wall();
	ping.clock = clock_of(l, &clock);
	ping.link = &link;
	m.ping = &ping;
	if (uplink_put(l, &m) != UPLINK_PUT)
		return false;
	uplink_state_pinged(&l->m, now, ping.now);
	l->asked_events = s.events;
	return true;
}

/* ---- dictionaries ------------------------------------------------------------------------ */

static bool is_known(const struct uplink *l, uint64_t id)
{
	for (size_t i = 0; i < l->nknown; i++) {
		if (l->known[i] == id)
			return true;
	}
	return false;
}

static void make_known(struct uplink *l, uint64_t id)
{
	/* When there are very many, one is sent twice. */
	if (l->nknown == UPLINK_DICTIONARIES)
		l->nknown = 0;
	l->known[l->nknown++] = id;
}

static enum uplink_put put_dictionary(struct uplink *l, Kagami__Dictionary *d)
{
	Kagami__ToCollector m = wrapped(KAGAMI__TO_COLLECTOR__BODY_DICTIONARY);
	size_t max = l->m.max_bytes;

	m.dictionary = d;
	if (max != 0 && wire_size_to_collector(&m) > max)
		return UPLINK_PUT_NEVER;
	return uplink_put(l, &m);
}

/* Without a dictionary events are worth less, but not nothing: an empty one takes its place. */
static bool send_stand_in(struct uplink *l, uint64_t id)
{
	Kagami__Dictionary empty;

	kagami__dictionary__init(&empty);
	if (l->missing != id)
		log_warnx("dictionary %016llx cannot be read from the spool or sent: its events "
			  "arrive without names of fields and rules",
			  (unsigned long long)id);
	l->missing = id;
	l->stand_in = empty.id = dictionary_digest(&empty);
	if (is_known(l, l->stand_in))
		return true;
	if (put_dictionary(l, &empty) != UPLINK_PUT)
		return false;
	make_known(l, l->stand_in);
	return true;
}

/* The collector has the dictionary, or gets it now. False: later. */
static bool send_dictionary(struct uplink *l, uint64_t id)
{
	size_t n;
	const uint8_t *p;
	Kagami__Dictionary *d = NULL;
	enum uplink_put put = UPLINK_PUT_NEVER;

	if (is_known(l, id))
		return true;
	p = spool_dictionary(l->spool, id, &n);
	if (p != NULL)
		d = kagami__dictionary__unpack(NULL, n, p);
	if (d != NULL) {
		d->id = id;
		put = put_dictionary(l, d);
		kagami__dictionary__free_unpacked(d, NULL);
	}
	if (put == UPLINK_PUT)
		make_known(l, id);
	return put == UPLINK_PUT_NEVER ? send_stand_in(l, id) : put == UPLINK_PUT;
}

/* ---- batches ----------------------------------------------------------------------------- */

static void start_over(struct uplink *l)
{
	l->has_waiting = false;
	l->n = l->used = 0;
	spool_rewind(l->spool, l->m.epoch, l->m.sent);
}

void uplink_welcomed(struct uplink *l, const Kagami__Welcome *w)
{
	l->nknown = 0;
	for (size_t i = 0; i < w->n_dictionaries && i < UPLINK_DICTIONARIES; i++)
		make_known(l, w->dictionaries[i]);
	spool_ack(l->spool, l->m.epoch, l->m.acked);
	if (l->m.epoch == l->epoch && !l->welcomed) {
		l->welcomed = true;
		l->known_events = w->committed_seq;
	}
	l->anew = false;
	start_over(l);
}

static bool take(struct uplink *l, struct spool_event *e)
{
	if (l->has_waiting) {
		*e = l->waiting;
		e->p = l->waiting_bytes;
		return true;
	}
	return spool_next(l->spool, e);
}

/* It is the first of the next batch. */
static void put_back(struct uplink *l, const struct spool_event *e)
{
	if (!l->has_waiting)
		memcpy(l->waiting_bytes, e->p, e->n);
	l->waiting = *e;
	l->has_waiting = true;
}

static bool fits(const struct uplink *l, const struct spool_event *e)
{
	uint32_t limit = l->batch_bytes;

	if (l->m.max_bytes > BATCH_EXTRA && l->m.max_bytes - BATCH_EXTRA < limit)
		limit = l->m.max_bytes - BATCH_EXTRA;
	return l->n == 0 || (e->dictionary == l->dictionary &&
			     l->used + e->n + EVENT_EXTRA * (l->n + 1) <= limit);
}

static void append(struct uplink *l, const struct spool_event *e)
{
	uint8_t *at = l->bytes + l->used;

	memcpy(at, e->p, e->n);
	l->events[l->n++] = (ProtobufCBinaryData){ .len = e->n, .data = at };
	l->used += e->n;
	l->dictionary = e->dictionary;
	l->has_waiting = false;
}

/* Fills the batch with events that follow what was sent. */
static void gather(struct uplink *l)
{
	uint64_t room = uplink_state_room(&l->m);
	struct spool_event e;
	uint64_t known = 0;

	if (room > l->o.batch_events)
		room = l->o.batch_events;
	while (l->n < room && take(l, &e)) {
		if (e.epoch == l->m.epoch && e.seq <= l->m.acked) {
			known = e.seq; /* the collector has it from an earlier run */
			l->has_waiting = false;
			continue;
		}
		/* Of another epoch, or behind events that grew too old. */
		if (e.epoch != l->m.epoch || e.seq != l->m.sent + l->n + 1) {
			put_back(l, &e);
			l->anew = true;
			break;
		}
		if (!fits(l, &e)) {
			put_back(l, &e);
			break;
		}
		append(l, &e);
	}
	if (known > 0)
		spool_ack(l->spool, l->m.epoch, known);
}

static enum uplink_put put_batch(struct uplink *l, const Kagami__Shed *shed)
{
	Kagami__ToCollector m = wrapped(KAGAMI__TO_COLLECTOR__BODY_BATCH);
	Kagami__Batch batch = KAGAMI__BATCH__INIT;
	Kagami__Shed shed_copy = *shed;

	batch.session = l->m.session;
	batch.epoch = l->m.epoch;
	batch.first_seq = l->m.sent + 1;
	batch.dictionary = l->dictionary == l->missing ? l->stand_in : l->dictionary;
	batch.n_events = l->n;
	batch.events = l->events;
	batch.shed = &shed_copy;
	m.batch = &batch;
	return uplink_put(l, &m);
}

void uplink_send(struct uplink *l, uint64_t now, const Kagami__Shed *shed)
{
	l->blocked = false;
	while (!l->anew || l->n > 0) {
		gather(l);
		if (l->n == 0)
			return;
		if (!send_dictionary(l, l->dictionary) || put_batch(l, shed) != UPLINK_PUT) {
			start_over(l);
			l->blocked = true;
			return;
		}
		l->sent_events += l->n;
		l->sent_bytes += l->used;
		uplink_state_sent(&l->m, now, l->m.sent + l->n);
		l->n = l->used = 0;
	}
}
