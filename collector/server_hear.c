/* What sensors say, and what they are answered. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <zmq.h>

#include "collector/server_inside.h"
#include "common/log.h"

/* Of an answer: the largest is a Refusal with its text. */
enum { ANSWER_ROOM = 1024 };

void server_say(struct server *sv, const uint8_t *identity, size_t n, const Kagami__ToSensor *m)
{
	uint8_t out[ANSWER_ROOM];
	size_t size = wire_pack_to_sensor(m, out, sizeof(out));

	if (size == 0)
		return;
	/* Nobody is waited for: who does not read its answers notices that none come. */
	if (zmq_send(sv->router, identity, n, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0)
		(void)zmq_send(sv->router, out, size, ZMQ_DONTWAIT);
}

void server_refuse(struct server *sv, const uint8_t *identity, size_t n, uint64_t session,
		   Kagami__Reason reason, const char *text, uint32_t retry_ms)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Refusal refusal = KAGAMI__REFUSAL__INIT;
	char said[256];

	(void)snprintf(said, sizeof(said), "%s", text);
	refusal.session = session;
	refusal.reason = reason;
	refusal.text = said;
	refusal.retry_ms = retry_ms;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_REFUSAL;
	m.refusal = &refusal;
	server_say(sv, identity, n, &m);
}

static void refuse(struct server *sv, const struct arrival *a, uint64_t session,
		   Kagami__Reason reason, const char *text, bool log)
{
	if (log)
		log_warnx("refused %s (%s): %s", a->user, a->address, text);
	roster_refused(sv->roster, a->user, a->address, text);
	server_refuse(sv, a->identity, a->nidentity, session, reason, text, 0);
}

/* The store cannot take it now, which is not the sensor's fault; what goes on is said elsewhere. */
static void put_off(struct server *sv, const struct arrival *a, struct session *se, uint64_t id)
{
	server_refuse(sv, a->identity, a->nidentity, id, KAGAMI__REASON__REASON_BUSY,
		      "nothing can be stored now", SERVER_RETRY_MS);
	if (se != NULL)
		sessions_end(sv->sessions, se);
	sv->stats.busy++;
}

/* ---- Hello ------------------------------------------------------------------------------- */

static uint64_t random_id(void)
{
	uint64_t id = 0;

	while (id == 0) {
		if (getrandom(&id, sizeof(id), 0) != (ssize_t)sizeof(id))
			id = 0;
	}
	return id;
}

static void welcome(struct server *sv, const struct arrival *a, const Kagami__Hello *hello,
		    uint64_t committed, uint64_t *ids, size_t nids)
{
	struct session *se = sessions_welcome(sv->sessions, a, hello, committed, random_id());
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Welcome w = KAGAMI__WELCOME__INIT;

	if (se == NULL) {
		put_off(sv, a, NULL, 0);
		return;
	}
	/* The oldest first: it is the first to give way. */
	for (size_t i = nids; i-- > 0;)
		sessions_know(sv->sessions, se, ids[i]);
	w.session = se->id;
	w.epoch = se->epoch;
	w.committed_seq = committed;
	w.credit = sessions_credit(sv->sessions);
	w.max_bytes = WIRE_MESSAGE_MAX;
	w.dictionaries = ids;
	w.n_dictionaries = nids;
	w.hello_now = hello->now;
	w.now = a->now;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_WELCOME;
	m.welcome = &w;
	server_say(sv, a->identity, a->nidentity, &m);
	if (roster_connected(sv->roster, se, a->now))
		log_info("%s connected from %s (%s), %" PRIu64 " events behind", se->sensor,
			 se->address, se->program,
			 hello->next_seq > se->received_seq + 1
				 ? hello->next_seq - se->received_seq - 1
				 : 0);
}

static void hear_hello(struct server *sv, const struct arrival *a, const Kagami__Hello *hello)
{
	uint64_t ids[SESSION_DICTIONARIES];
	uint64_t committed;
	size_t n;

	/* What is committed is asked of the store, so nothing of this sensor may be under way. */
	if (server_busy(sv, a->user, a->monotonic) || !server_commit(sv)) {
		put_off(sv, a, sessions_of(sv->sessions, a->user), 0);
		return;
	}
	if (!store_committed(sv->store, a->user, hello->epoch, &committed) ||
	    !store_dictionaries(sv->store, a->user, ids, SESSION_DICTIONARIES, &n)) {
		server_failed(sv, store_error(sv->store));
		put_off(sv, a, sessions_of(sv->sessions, a->user), 0);
		return;
	}
	welcome(sv, a, hello, committed, ids, n);
}

/* ---- dictionaries ------------------------------------------------------------------------ */

static void hear_dictionary(struct server *sv, const struct arrival *a, struct session *se,
			    const Kagami__Dictionary *m)
{
	const char *why = "no memory";
	size_t n = kagami__dictionary__get_packed_size(m);
	struct dictionary *d;
	uint8_t *p;

	if (server_busy(sv, a->user, a->monotonic)) {
		put_off(sv, a, se, se->id);
		return;
	}
	d = dictionary_new(m, &why);
	p = d != NULL ? malloc(n) : NULL;
	if (p == NULL) {
		dictionary_free(d);
		refuse(sv, a, se->id, KAGAMI__REASON__REASON_MALFORMED, why,
		       sessions_refused(sv->sessions, a->user, KAGAMI__REASON__REASON_MALFORMED,
					a->monotonic));
		sessions_end(sv->sessions, se);
		return;
	}
	(void)kagami__dictionary__pack(m, p);
	if (!server_due(sv, se, 0) || !server_begin(sv)) {
		dictionary_free(d);
	} else if (!store_put_dictionary(sv->store, se->sensor, m->id, p, n)) {
		dictionary_free(d);
		server_failed(sv, store_error(sv->store));
	} else {
		roster_digests(sv->roster, se->sensor, m);
		sessions_keep(sv->sessions, se, m->id, d, n);
	}
	free(p);
}

struct loading {
	struct dictionary *d;
	size_t n;
};

static void load(void *ctx, const uint8_t *p, size_t n)
{
	struct loading *l = ctx;
	const char *why;

	l->d = dictionary_from(p, n, &why);
	l->n = n;
}

/* NULL: the store has it no longer, or cannot be read. */
static const struct dictionary *dictionary_for(struct server *sv, struct session *se, uint64_t id)
{
	const struct dictionary *d = sessions_dictionary(se, id);
	struct loading l = { NULL, 0 };
	bool found = false;

	if (d != NULL)
		return d;
	if (!store_get_dictionary(sv->store, se->sensor, id, &found, load, &l) || l.d == NULL)
		return NULL;
	sessions_keep(sv->sessions, se, id, l.d, l.n);
	return l.d;
}

/* ---- batches ----------------------------------------------------------------------------- */

static bool heard_by_others(const struct server *sv)
{
	struct gate_stats gate;

	if (sv->publisher == NULL)
		return false;
	gate_stats(sv->gate, &gate);
	return gate.subscribers > 0;
}

/* What is kept of it is its bytes. */
static bool kept_packed(enum event_kind kind)
{
	return kind == EVENT_OPERATION || kind == EVENT_PACKETS;
}

/* NULL: all of its events are sound. all: each is unpacked, not only those that must be. */
static const char *unpack(struct server *sv, const Kagami__Batch *b, size_t skip, bool all)
{
	for (size_t i = skip; i < b->n_events; i++) {
		const ProtobufCBinaryData *e = &b->events[i];
		const char *why = "an event is none";

		sv->events[i] = NULL;
		if (!wire_glance_event(e->data, e->len, &sv->seen[i], &why))
			return why;
		if (!all && kept_packed(sv->seen[i].kind))
			continue;
		sv->events[i] = wire_unpack_event(&sv->arena, e->data, e->len, &why);
		if (sv->events[i] == NULL)
			return why;
	}
	return NULL;
}

static void stage(struct server *sv, const struct store_batch *batch, const struct dictionary *d)
{
	for (size_t i = 0; i < batch->n; i++) {
		const struct event_origin origin = { .sensor = batch->sensor,
						     .epoch = batch->epoch,
						     .seq = batch->first_seq + i,
						     .received = batch->received,
						     .clock_offset = batch->clock_offset };

		publish_stage(sv->publisher, batch->events[i], d, &origin);
	}
}

/* The events from skip on into the transaction. */
static bool keep(struct server *sv, const struct arrival *a, struct session *se,
		 const Kagami__Batch *b, size_t skip, const struct dictionary *d)
{
	const struct store_batch batch = {
		.sensor = se->sensor,
		.epoch = b->epoch,
		.first_seq = b->first_seq + skip,
		.dictionary = b->dictionary,
		.n = b->n_events - skip,
		.bytes = b->events + skip,
		.events = sv->events + skip,
		.seen = sv->seen + skip,
		.received = a->now,
		.clock_offset = se->clock_offset,
	};
	size_t added = 0;

	if (!server_begin(sv))
		return false;
	if (batch.n > 0 && !store_add(sv->store, &batch, d, &added)) {
		server_failed_of(sv, se->sensor);
		return false;
	}
	/* Events that the store had are old ones, published when they were new. */
	if (sv->heard && added == batch.n)
		stage(sv, &batch, d);
	if (sv->desk != NULL)
		desk_hear(sv->desk, &batch, batch.n - added, d, &sv->arena);
	sv->pending.events += added;
	sv->pending.bytes += a->n;
	sv->stats.duplicates += b->n_events - added;
	sv->stats.batches++;
	return true;
}

static void refuse_batch(struct server *sv, const struct arrival *a, struct session *se,
			 Kagami__Reason reason, const char *why)
{
	refuse(sv, a, se->id, reason, why,
	       sessions_refused(sv->sessions, a->user, reason, a->monotonic));
	sessions_end(sv->sessions, se);
}

static void hear_batch(struct server *sv, const struct arrival *a, const struct hearing *h)
{
	struct session *se = h->session;
	const Kagami__Batch *b = h->message->batch;
	const struct dictionary *d;
	const char *why;

	if (server_busy(sv, a->user, a->monotonic)) {
		put_off(sv, a, se, se->id);
		return;
	}
	d = dictionary_for(sv, se, b->dictionary);
	if (d == NULL) {
		refuse_batch(sv, a, se, KAGAMI__REASON__REASON_DICTIONARY,
			     "the batch's dictionary cannot be read; send it again");
		return;
	}
	sv->heard = heard_by_others(sv);
	why = unpack(sv, b, h->skip, sv->heard);
	if (why != NULL) {
		refuse_batch(sv, a, se,
			     sv->arena.exhausted ? KAGAMI__REASON__REASON_TOO_LARGE
						 : KAGAMI__REASON__REASON_MALFORMED,
			     why);
		return;
	}
	if (!server_due(sv, se, b->first_seq + b->n_events - 1)) {
		put_off(sv, a, se, se->id);
		return;
	}
	if (!keep(sv, a, se, b, h->skip, d))
		return;
	sessions_received(sv->sessions, se, b->first_seq + b->n_events - 1);
	roster_heard(sv->roster, se, a->now);
}

/* ---- all of them ------------------------------------------------------------------------- */

static void pong(struct server *sv, const struct arrival *a, const struct hearing *h)
{
	Kagami__ToSensor m = KAGAMI__TO_SENSOR__INIT;
	Kagami__Pong answer = KAGAMI__PONG__INIT;

	answer.session = h->session->id;
	answer.ping_now = h->message->ping->now;
	answer.now = a->now;
	m.version = WIRE_VERSION;
	m.body_case = KAGAMI__TO_SENSOR__BODY_PONG;
	m.pong = &answer;
	server_say(sv, a->identity, a->nidentity, &m);
	roster_heard(sv->roster, h->session, a->now);
}

static void answer(struct server *sv, const struct arrival *a)
{
	struct hearing h;

	wire_clear(&sv->arena);
	sessions_hear(sv->sessions, a, &sv->arena, &h);
	switch (h.verdict) {
	case VERDICT_HELLO:
		hear_hello(sv, a, h.message->hello);
		break;
	case VERDICT_DICTIONARY:
		hear_dictionary(sv, a, h.session, h.message->dictionary);
		break;
	case VERDICT_BATCH:
		hear_batch(sv, a, &h);
		break;
	case VERDICT_PING:
		pong(sv, a, &h);
		break;
	case VERDICT_REFUSED:
		refuse(sv, a, h.id, h.reason, h.text, h.log);
		break;
	case VERDICT_NOTHING:
		break;
	}
}

/* The list as it is now: a sensor may have been let in a moment ago. */
static bool listed(struct server *sv, const struct allow_entry *who)
{
	const struct allow_entry *e;

	server_list(sv);
	e = allow_by_name(&sv->allow, who->name);
	return e != NULL && e->role == ALLOW_SENSOR && strcmp(e->key, who->key) == 0;
}

/* first: the message, or when it was not one frame the first of them. */
static void arrived(struct server *sv, zmq_msg_t *identity, zmq_msg_t *first, bool one)
{
	const char *user = zmq_msg_gets(first, "User-Id");
	const char *address = zmq_msg_gets(first, "Peer-Address");
	struct allow_entry who;
	struct arrival a = {
		.identity = zmq_msg_data(identity),
		.nidentity = zmq_msg_size(identity),
		.address = address != NULL ? door_plain(address) : "",
		.p = zmq_msg_data(first),
		.n = zmq_msg_size(first),
		.monotonic = server_monotonic(),
		.now = server_now(),
	};

	if (user == NULL || !gate_user(user, &who))
		return;
	a.user = who.name;
	a.key = who.key;
	a.listed = listed(sv, &who);
	if (one)
		answer(sv, &a);
	else
		refuse(sv, &a, 0, KAGAMI__REASON__REASON_MALFORMED,
		       "a message of more than one frame",
		       sessions_refused(sv->sessions, a.user, KAGAMI__REASON__REASON_MALFORMED,
					a.monotonic));
}

/* One message: the sender's identity and one frame. False: there is none. */
static bool receive(struct server *sv)
{
	zmq_msg_t parts[3]; /* in the last one all the rest, one after the other */
	unsigned n = 0;
	bool more = true;

	for (; more; n++) {
		zmq_msg_t *m = &parts[n < 2 ? n : 2];

		(void)zmq_msg_init(m);
		if (zmq_msg_recv(m, sv->router, ZMQ_DONTWAIT) < 0) {
			(void)zmq_msg_close(m);
			break;
		}
		more = zmq_msg_more(m) != 0;
		if (n >= 2)
			(void)zmq_msg_close(m);
	}
	if (n >= 2)
		arrived(sv, &parts[0], &parts[1], n == 2);
	for (unsigned i = 0; i < n && i < 2; i++)
		(void)zmq_msg_close(&parts[i]);
	return n > 0;
}

/*
 * Is it time for a commit, though more messages wait? They fill the transaction quickly, and a full
 * one costs no more of the disk than one of a few: so its time may be over for a while.
 */
static bool full(const struct server *sv)
{
	const struct pending *p = &sv->pending;

	return p->open &&
	       (p->events >= sv->o->commit_events || p->bytes >= SERVER_BYTES ||
		(sv->publisher != NULL && publish_staged(sv->publisher) >= SERVER_BYTES) ||
		server_monotonic() - p->since >= SERVER_PATIENCE * sv->o->commit_interval);
}

bool server_hear(struct server *sv)
{
	for (unsigned i = 0; i < SERVER_SLICE; i++) {
		bool came = receive(sv);

		if (full(sv))
			(void)server_commit(sv);
		if (!came)
			return false;
	}
	return true;
}
