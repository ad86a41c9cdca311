#include "sensor/deliver/uplink_state.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Pings are answered but nothing is committed: after so many timeouts another session is tried. */
enum { ACK_PATIENCE = 4 };

/* No pause is longer, whatever the collector asks for. */
#define PAUSE_MAX 600000000000U

#define MS_NS 1000000U

const char *uplink_state_name(enum uplink_state s)
{
	static const char *const names[] = { [UPLINK_DOWN] = "down",
					     [UPLINK_CONNECTING] = "connecting",
					     [UPLINK_UP] = "up",
					     [UPLINK_REFUSED] = "refused" };

	return names[s];
}

void uplink_state_init(struct uplink_machine *m, uint64_t now)
{
	assert(m->ncollectors > 0 && m->ncollectors <= UPLINK_COLLECTORS);
	assert(m->retry_min > 0 && m->retry_min <= m->retry_max);
	m->state = UPLINK_DOWN;
	m->until = now;
}

/* ---- attempts ---------------------------------------------------------------------------- */

/* Between half the pause and all of it, so that sensors that lost their collector together do not
 * come back together. */
static uint64_t jittered(const struct uplink_machine *m, uint64_t pause)
{
	return pause - m->random(m->ctx) % (pause / 2 + 1);
}

static uint64_t backed_off(struct uplink_machine *m)
{
	uint64_t pause = m->retry_min;

	for (unsigned i = 0; i < m->failures && pause < m->retry_max; i++)
		pause = pause > m->retry_max / 2 ? m->retry_max : pause * 2;
	m->failures++;
	return pause;
}

static void wait_for(struct uplink_machine *m, uint64_t now, uint64_t pause, uint64_t at_least)
{
	m->pause = jittered(m, pause);
	if (m->pause < at_least)
		m->pause = at_least;
	if (m->pause > PAUSE_MAX)
		m->pause = PAUSE_MAX;
	m->until = now + m->pause;
	m->tried = 0;
	m->refused = 0;
}

/* The first in the order of preference that was not tried since the last pause. */
static bool another(struct uplink_machine *m)
{
	for (size_t i = 0; i < m->ncollectors; i++) {
		if ((m->tried & 1U << i) == 0) {
			m->collector = i;
			return true;
		}
	}
	return false;
}

enum ending {
	END_LOST,    /* the connection, or the session */
	END_AGAIN,   /* the collector wants another session */
	END_REFUSED, /* the collector wants nothing of us: trying soon does not help */
};

static void end(struct uplink_machine *m, uint64_t now, enum ending how, const char *why,
		uint64_t at_least)
{
	uint32_t bit = 1U << m->collector;
	bool had_session = m->state == UPLINK_UP;

	(void)snprintf(m->why, sizeof(m->why), "%s", why);
	m->by_refusal = how != END_LOST;
	m->state = how == END_REFUSED ? UPLINK_REFUSED : UPLINK_DOWN;
	m->session = 0;
	m->hello_said = false;
	m->pause = 0;
	m->until = now;
	/* Events may be under way there: the same collector is tried first, so that no other one
	 * stores them too. */
	if (had_session && how != END_REFUSED) {
		size_t same = m->collector;

		wait_for(m, now, backed_off(m), at_least);
		m->collector = same;
		return;
	}
	m->tried |= bit;
	if (how == END_REFUSED)
		m->refused |= bit;
	if (another(m))
		return;
	/* None is left. It is no use to ask soon those that all said no. */
	wait_for(m, now, m->refused == m->tried ? m->retry_max : backed_off(m), at_least);
	m->collector = 0;
}

void uplink_state_opened(struct uplink_machine *m, uint64_t now)
{
	m->state = UPLINK_CONNECTING;
	m->began = now;
	m->hello_said = false;
	m->proven = false;
	m->session = 0;
}

void uplink_state_failed(struct uplink_machine *m, uint64_t now, const char *why)
{
	end(m, now, END_LOST, why, 0);
}

static void silence(struct uplink_machine *m, uint64_t now, const char *what, uint64_t since)
{
	char why[UPLINK_WHY];

	(void)snprintf(why, sizeof(why), "%s for %.3g s", what, (double)(now - since) / 1e9);
	end(m, now, END_LOST, why, 0);
}

/* ---- what is due ------------------------------------------------------------------------- */

bool uplink_state_settled(const struct uplink_machine *m)
{
	return m->acked >= m->sent;
}

static enum uplink_step next_up(struct uplink_machine *m, uint64_t now)
{
	if (now - m->heard >= m->timeout)
		silence(m, now, "no answer", m->heard);
	else if (!uplink_state_settled(m) && now - m->acked_when >= ACK_PATIENCE * m->timeout)
		silence(m, now, "nothing was acknowledged", m->acked_when);
	else if (now - m->pinged >= m->heartbeat)
		return UPLINK_STEP_PING;
	return UPLINK_STEP_NONE;
}

enum uplink_step uplink_state_next(struct uplink_machine *m, uint64_t now)
{
	switch (m->state) {
	case UPLINK_UP:
		return next_up(m, now);
	case UPLINK_CONNECTING:
		if (now - m->began >= m->timeout) {
			silence(m, now, m->hello_said ? "no answer" : "no connection", m->began);
			return UPLINK_STEP_NONE;
		}
		return m->hello_said ? UPLINK_STEP_NONE : UPLINK_STEP_HELLO;
	default:
		return now >= m->until ? UPLINK_STEP_OPEN : UPLINK_STEP_NONE;
	}
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t uplink_state_due(const struct uplink_machine *m)
{
	uint64_t due;

	switch (m->state) {
	case UPLINK_UP:
		due = least(m->heard + m->timeout, m->pinged + m->heartbeat);
		if (!uplink_state_settled(m))
			due = least(due, m->acked_when + ACK_PATIENCE * m->timeout);
		return due;
	case UPLINK_CONNECTING:
		return m->began + m->timeout;
	default:
		return m->until;
	}
}

/* ---- talking ----------------------------------------------------------------------------- */

void uplink_state_hello(struct uplink_machine *m, uint64_t now, uint64_t wall,
			const Kagami__Hello *hello)
{
	m->state = UPLINK_CONNECTING;
	m->began = now;
	m->hello_said = true;
	m->proven = false;
	m->session = 0;
	m->epoch = hello->epoch;
	m->next = hello->next_seq;
	m->sent = m->acked = hello->first_seq - 1;
	m->asked = now;
	m->asked_wall = wall;
}

void uplink_state_pinged(struct uplink_machine *m, uint64_t now, uint64_t wall)
{
	m->pinged = now;
	m->asked = now;
	m->asked_wall = wall;
}

uint64_t uplink_state_room(const struct uplink_machine *m)
{
	uint64_t under_way = m->sent > m->acked ? m->sent - m->acked : 0;

	if (m->state != UPLINK_UP || under_way >= m->credit)
		return 0;
	return m->credit - under_way;
}

void uplink_state_sent(struct uplink_machine *m, uint64_t now, uint64_t last)
{
	if (uplink_state_settled(m))
		m->acked_when = now;
	m->sent = last;
}

/* The session does what it is for. A Pong is proof enough, but not of one whose batches may be
 * refused again in a moment. */
static void prove(struct uplink_machine *m, uint64_t now, bool acked)
{
	if (!acked && m->by_refusal && now - m->began < m->heartbeat)
		return;
	m->proven = true;
	m->failures = 0;
	m->by_refusal = false;
	m->tried = 0;
	m->refused = 0;
}

/* ---- answers ----------------------------------------------------------------------------- */

/* The answer to what was asked last: how far apart the clocks are, if both ways took as long. */
static void measure(struct uplink_machine *m, uint64_t now, uint64_t wall, uint64_t asked_wall,
		    uint64_t theirs)
{
	if (asked_wall != m->asked_wall || now < m->asked)
		return;
	m->round_trip = now - m->asked;
	m->clock_offset = (int64_t)(wall - m->round_trip / 2 - theirs);
}

static enum uplink_heard over(struct uplink_machine *m, uint64_t now, enum ending how,
			      const char *why)
{
	end(m, now, how, why, 0);
	return UPLINK_HEARD_END;
}

static enum uplink_heard stale(struct uplink_machine *m)
{
	m->stale++;
	return UPLINK_HEARD_NOTHING;
}

/* Of a read, whose epoch is made of what is read, more may have been delivered than the spool
 * remembers. Others number each event once. */
static bool never_made(const struct uplink_machine *m, uint64_t seq)
{
	return (m->epoch & EPOCH_OF_READ) == 0 && m->next != 0 && seq >= m->next;
}

static enum uplink_heard hear_welcome(struct uplink_machine *m, uint64_t now, uint64_t wall,
				      const Kagami__Welcome *w)
{
	if (m->state != UPLINK_CONNECTING || !m->hello_said || w->epoch != m->epoch ||
	    w->hello_now != m->asked_wall)
		return stale(m);
	if (w->session == 0)
		return over(m, now, END_REFUSED, "it began a session without a number");
	if (never_made(m, w->committed_seq))
		return over(m, now, END_REFUSED,
			    "it says that it has events which were never made");
	m->state = UPLINK_UP;
	m->session = w->session;
	m->credit = w->credit > 0 ? w->credit : 1;
	m->max_bytes = w->max_bytes;
	m->began = m->heard = now;
	/* The first Ping is due at once: its answer proves the session. */
	m->pinged = now > m->heartbeat ? now - m->heartbeat : 0;
	m->sessions++;
	if (w->committed_seq > m->acked)
		m->acked = w->committed_seq;
	if (m->acked > m->sent)
		m->sent = m->acked;
	measure(m, now, wall, w->hello_now, w->now);
	return UPLINK_HEARD_WELCOME;
}

static enum uplink_heard hear_ack(struct uplink_machine *m, uint64_t now, const Kagami__Ack *a)
{
	if (m->state != UPLINK_UP || a->session != m->session || a->epoch != m->epoch)
		return stale(m);
	if (a->committed_seq > m->sent)
		return over(m, now, END_AGAIN, "it acknowledged events that were not sent");
	m->heard = now;
	if (a->credit > 0)
		m->credit = a->credit;
	if (a->committed_seq <= m->acked)
		return UPLINK_HEARD_NOTHING;
	m->acked = a->committed_seq;
	m->acked_when = now;
	prove(m, now, true);
	return UPLINK_HEARD_ACK;
}

static enum uplink_heard hear_pong(struct uplink_machine *m, uint64_t now, uint64_t wall,
				   const Kagami__Pong *p)
{
	if (m->state != UPLINK_UP || p->session != m->session)
		return stale(m);
	m->heard = now;
	measure(m, now, wall, p->ping_now, p->now);
	prove(m, now, false);
	return UPLINK_HEARD_NOTHING;
}

/* What a Refusal means for what comes next. Reasons of later versions are final ones. */
static enum ending ending_of(Kagami__Reason reason)
{
	switch (reason) {
	case KAGAMI__REASON__REASON_NO_SESSION:
	case KAGAMI__REASON__REASON_SEQUENCE:
	case KAGAMI__REASON__REASON_MALFORMED:
	case KAGAMI__REASON__REASON_DICTIONARY:
	case KAGAMI__REASON__REASON_TOO_LARGE:
	case KAGAMI__REASON__REASON_BUSY:
		return END_AGAIN;
	default:
		return END_REFUSED;
	}
}

static enum uplink_heard hear_refusal(struct uplink_machine *m, uint64_t now,
				      const Kagami__Refusal *r)
{
	/* One that names no session is about a Hello, or about what was none. */
	if (r->session != 0 && r->session != m->session)
		return stale(m);
	m->refusals++;
	(void)snprintf(m->refusal, sizeof(m->refusal), "%s",
		       r->text != NULL && r->text[0] != '\0' ? r->text : "it gave no reason");
	end(m, now, ending_of(r->reason), m->refusal, (uint64_t)r->retry_ms * MS_NS);
	return UPLINK_HEARD_END;
}

enum uplink_heard uplink_state_hear(struct uplink_machine *m, uint64_t now, uint64_t wall,
				    const Kagami__ToSensor *message)
{
	if (m->state != UPLINK_UP && m->state != UPLINK_CONNECTING)
		return stale(m);
	switch (message->body_case) {
	case KAGAMI__TO_SENSOR__BODY_REFUSAL: /* says which versions it speaks, in its own */
		return hear_refusal(m, now, message->refusal);
	case KAGAMI__TO_SENSOR__BODY_WELCOME:
		if (message->version != WIRE_VERSION)
			return over(m, now, END_REFUSED, "it speaks another protocol version");
		return hear_welcome(m, now, wall, message->welcome);
	case KAGAMI__TO_SENSOR__BODY_ACK:
		return hear_ack(m, now, message->ack);
	case KAGAMI__TO_SENSOR__BODY_PONG:
		return hear_pong(m, now, wall, message->pong);
	default: /* of a later version */
		return UPLINK_HEARD_NOTHING;
	}
}
