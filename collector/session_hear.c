#include "collector/session_inside.h"

#include <string.h>

bool sessions_refused(struct sessions *s, const char *user, Kagami__Reason reason,
		      uint64_t monotonic)
{
	s->stats.refused[reason]++;
	return once_worth(&s->once, user, (unsigned)reason, monotonic);
}

static void refuse(struct sessions *s, const struct arrival *a, struct hearing *out,
		   Kagami__Reason reason, const char *text)
{
	out->verdict = VERDICT_REFUSED;
	out->reason = reason;
	out->text = text;
	out->log = sessions_refused(s, a->user, reason, a->monotonic);
	if (out->session != NULL)
		sessions_end(s, out->session);
	out->session = NULL;
}

static void hear_hello(struct sessions *s, const struct arrival *a, const Kagami__Hello *h,
		       struct hearing *out)
{
	if (strcmp(h->sensor, a->user) != 0) {
		refuse(s, a, out, KAGAMI__REASON__REASON_NAME,
		       "the key is not listed under that name");
	} else if (h->epoch == 0 || h->first_seq == 0 || h->next_seq < h->first_seq ||
		   h->next_seq > SESSION_SEQ_MAX) {
		refuse(s, a, out, KAGAMI__REASON__REASON_MALFORMED,
		       "a Hello without an epoch, or with numbers that cannot be");
	} else if (s->n == s->max && sessions_of(s, a->user) == NULL) {
		refuse(s, a, out, KAGAMI__REASON__REASON_BUSY, "too many sensors at once");
	} else {
		out->verdict = VERDICT_HELLO;
	}
}

/* NULL: its numbers go on where they must. */
static const char *sequence_wrong(const struct session *se, const Kagami__Batch *b)
{
	if (b->epoch != se->epoch)
		return "a batch of another epoch than Hello named";
	if (b->first_seq > se->received_seq + 1)
		return "the batch leaves events out";
	/* What the store had before may come again, until something new has come. */
	if (b->first_seq <= se->received_seq && se->received_seq != se->start_seq)
		return "the batch's numbers go backwards";
	return NULL;
}

static void hear_batch(struct sessions *s, const struct arrival *a, const Kagami__Batch *b,
		       struct hearing *out)
{
	struct session *se = out->session;
	const char *wrong;
	uint64_t last;

	if (b->n_events == 0 || b->n_events > WIRE_BATCH_EVENTS || b->first_seq == 0 ||
	    b->first_seq > SESSION_SEQ_MAX - b->n_events) {
		refuse(s, a, out, KAGAMI__REASON__REASON_MALFORMED,
		       "a batch without events, with too many, or without a number");
		return;
	}
	wrong = sequence_wrong(se, b);
	if (wrong != NULL) {
		refuse(s, a, out, KAGAMI__REASON__REASON_SEQUENCE, wrong);
		return;
	}
	if (session_slot(se, b->dictionary) == SESSION_DICTIONARIES) {
		refuse(s, a, out, KAGAMI__REASON__REASON_DICTIONARY,
		       "the batch's dictionary was not sent");
		return;
	}
	last = b->first_seq + b->n_events - 1;
	if (last <= se->received_seq)
		out->skip = b->n_events;
	else if (b->first_seq <= se->received_seq)
		out->skip = se->received_seq - b->first_seq + 1;
	session_note_shed(&se->shed, b->shed);
	out->verdict = VERDICT_BATCH;
}

static void hear_ping(const struct arrival *a, const Kagami__Ping *p, struct hearing *out)
{
	struct session *se = out->session;

	session_measure(se, p->now, a->now);
	session_note_clock(se, p->clock);
	if (p->link != NULL) {
		se->link = *p->link;
		session_note_shed(&se->link_shed, p->link->shed);
		if (p->link->epoch == se->epoch && p->link->shed != NULL)
			se->shed = se->link_shed;
		/* What is unknown of later versions lives in the arena. */
		se->link.base.n_unknown_fields = 0;
		se->link.base.unknown_fields = NULL;
		se->link.shed = &se->link_shed;
		se->pinged = true;
	}
	out->verdict = VERDICT_PING;
}

/* The session that a message but Hello says it is of, and what of this connection's there is. */
static void hear_in_session(struct sessions *s, const struct arrival *a, struct hearing *out)
{
	const Kagami__ToCollector *m = out->message;
	struct session *se = sessions_of(s, a->user);
	bool own = se != NULL && se->nidentity == a->nidentity &&
		   memcmp(se->identity, a->identity, a->nidentity) == 0;

	if (own && (out->id == se->id || m->body_case == KAGAMI__TO_COLLECTOR__BODY_DICTIONARY)) {
		out->session = se;
		se->heard = a->monotonic;
	} else if (own && out->id != 0) {
		s->stats.stale++;
		return;
	} else {
		refuse(s, a, out, KAGAMI__REASON__REASON_NO_SESSION,
		       "there is no such session; it begins with Hello");
		return;
	}
	if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_BATCH)
		hear_batch(s, a, m->batch, out);
	else if (m->body_case == KAGAMI__TO_COLLECTOR__BODY_PING)
		hear_ping(a, m->ping, out);
	else if (m->dictionary->id == 0)
		refuse(s, a, out, KAGAMI__REASON__REASON_MALFORMED, "a dictionary without an id");
	else
		out->verdict = VERDICT_DICTIONARY;
}

/* What cannot be read ends the session of the connection it came by. */
static void hear_garbage(struct sessions *s, const struct arrival *a, struct hearing *out,
			 Kagami__Reason reason, const char *why)
{
	struct session *se = sessions_of(s, a->user);

	if (se != NULL && se->nidentity == a->nidentity &&
	    memcmp(se->identity, a->identity, a->nidentity) == 0)
		out->session = se;
	refuse(s, a, out, reason, why);
}

static void hear_message(struct sessions *s, const struct arrival *a, struct hearing *out)
{
	const Kagami__ToCollector *m = out->message;

	if (m->version != WIRE_VERSION) {
		hear_garbage(s, a, out, KAGAMI__REASON__REASON_VERSION,
			     "this collector speaks version 1 of the protocol");
		return;
	}
	switch (m->body_case) {
	case KAGAMI__TO_COLLECTOR__BODY_HELLO:
		hear_hello(s, a, m->hello, out);
		break;
	case KAGAMI__TO_COLLECTOR__BODY_BATCH:
		out->id = m->batch->session;
		hear_in_session(s, a, out);
		break;
	case KAGAMI__TO_COLLECTOR__BODY_PING:
		out->id = m->ping->session;
		hear_in_session(s, a, out);
		break;
	case KAGAMI__TO_COLLECTOR__BODY_DICTIONARY:
		hear_in_session(s, a, out);
		break;
	default: /* of a later version; it can do without an answer */
		s->stats.stale++;
		break;
	}
}

void sessions_hear(struct sessions *s, const struct arrival *a, struct wire_arena *arena,
		   struct hearing *out)
{
	const char *why = "the bytes are no message";

	*out = (struct hearing){ .verdict = VERDICT_NOTHING };
	s->stats.messages++;
	s->stats.bytes += a->n;
	if (a->nidentity > SESSION_IDENTITY || !a->listed) {
		refuse(s, a, out, KAGAMI__REASON__REASON_NAME,
		       "the key is not on the list of sensors any more");
		return;
	}
	if (a->n > WIRE_MESSAGE_MAX) {
		hear_garbage(s, a, out, KAGAMI__REASON__REASON_TOO_LARGE,
			     "a message of more than 4 MiB");
		return;
	}
	out->message = wire_unpack_to_collector(arena, a->p, a->n, &why);
	if (out->message == NULL)
		hear_garbage(s, a, out,
			     arena->exhausted ? KAGAMI__REASON__REASON_TOO_LARGE
					      : KAGAMI__REASON__REASON_MALFORMED,
			     why);
	else
		hear_message(s, a, out);
}
