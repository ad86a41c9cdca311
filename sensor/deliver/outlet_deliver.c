/* The outlet as it is used: what it offers goes to delivery. */
#include "sensor/deliver/outlet.h"

static bool offer(void *ctx, enum event_kind kind, const Kagami__Event *e)
{
	return deliver_offer(ctx, kind, e);
}

static bool dictionary(void *ctx, uint64_t id, const uint8_t *p, size_t n)
{
	return deliver_dictionary(ctx, id, p, n);
}

static void link_now(void *ctx, Kagami__Link *link, Kagami__Shed *shed)
{
	struct deliver_stats s;

	deliver_stats(ctx, &s);
	link->next_seq = s.spool.next_seq;
	link->spooled_events = s.spool.events;
	link->spooled_bytes = s.spool.bytes;
	link->spool_limit = s.spool.limit;
	link->queue_bytes = s.queue_bytes;
	link->reconnects = s.link.sessions > 0 ? s.link.sessions - 1 : 0;
	link->spool_errors = s.spool.write_errors;
	shed->operations = s.shed[EVENT_OPERATION];
	shed->conversations = s.shed[EVENT_CONVERSATION];
	shed->assets = s.shed[EVENT_ASSET];
	shed->health = s.shed[EVENT_HEALTH];
	shed->alerts = s.shed[EVENT_ALERT];
	shed->packets = s.shed[EVENT_PACKETS];
	shed->expired = s.spool.expired;
	link->shed = shed;
}

struct outlet *outlet_new(const struct outlet_options *o, struct deliver *deliver,
			  struct pipeline *pl)
{
	const struct outlet_sink sink = {
		.ctx = deliver, .offer = offer, .dictionary = dictionary, .link = link_now
	};

	return outlet_new_sink(o, &sink, pl);
}
