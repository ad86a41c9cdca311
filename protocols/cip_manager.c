/*
 * CIP: the Connection Manager, which opens and closes connections and forwards messages. Spec: The
 * CIP Networks Library, volume 1, chapter 3-5.5.
 *
 * What a Forward Open opens is noted under its two connection numbers, for the I/O data that come
 * on other flows, and under the originator's three numbers, to know who closes it.
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"

/* Flows that no flow is, for notes that belong to all of them. */
#define CONNECTIONS UINT64_MAX
#define ORIGINATORS (UINT64_MAX - 1)

enum { BY_OPENER, BY_OTHER_FLOW, BY_OTHER_HOST, BY_UNKNOWN };
enum { FLAG_TO_TARGET = 1, FLAG_SAFETY = 2, LARGE_SIZE = 0xffff, SMALL_SIZE = 0x1ff };

/* What a Forward Open asks for. */
struct opening {
	uint32_t interval[2]; /* us */
	uint32_t size[2];
	uint8_t transport;
	struct cip_path path;
};

static uint64_t ethernet(const uint8_t *address)
{
	if (address == NULL)
		return 0;
	struct cur c = cur_of(address, 6);

	return cur_be(&c, 6);
}

static void timing(struct dec *d)
{
	uint8_t tick = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return;
	put(d, CM_PRIORITY, tick >> 4 & 1U);
	put(d, CM_TICK, tick & 15U);
	uint64_t ticks = take(d, CM_TICKS);

	if (cur_ok(&d->c))
		put(d, CM_TIMEOUT, ticks << (tick & 15));
}

static uint64_t originator(struct dec *d)
{
	uint64_t serial = take(d, CM_SERIAL), vendor = take(d, CM_VENDOR);

	return serial << 48 | vendor << 32 | take(d, CM_ORIGINATOR);
}

/* Parameters of a connection in one direction; returns its size. */
static uint32_t parameters(struct dec *d, unsigned field, bool large)
{
	uint32_t u = (uint32_t)cur_le(&d->c, large ? 4 : 2);
	unsigned up = large ? 16 : 0;
	uint32_t size = u & (large ? LARGE_SIZE : SMALL_SIZE);

	if (!cur_ok(&d->c))
		return 0;
	put(d, field, u);
	put(d, CM_OWNER, u >> (15 + up) & 1);
	put(d, CM_TYPE, u >> (13 + up) & 3);
	put(d, CM_PRIO, u >> (10 + up) & 3);
	put(d, CM_FV, u >> (9 + up) & 1);
	put(d, CM_SIZE, size);
	return size;
}

static void transport(struct dec *d)
{
	uint64_t u = take(d, CM_TRANSPORT);

	if (!cur_ok(&d->c))
		return;
	put(d, CM_DIR, u >> 7);
	put(d, CM_TRIGGER, u >> 4 & 7);
	put(d, CM_CLASS, u & 15);
}

/* The path of the words given; a device behind this one is the operation's. */
static void connection_path(struct dec *d, struct cip *m, size_t words)
{
	struct cip_path p;
	struct cur path = cur_sub(&d->c, 2 * words);

	cip_path_begin(&p);
	if (!cur_ok(&path))
		return;
	if (words > 0)
		put_bytes(d, EPATH, path);
	cip_path(d, path, &p);
	if (p.route.n > 0)
		d->ot.device_text = cip_text_keep(d, &p.route);
	if (p.class_id != CIP_NO_CLASS)
		cip_object(d, &p);
	(void)m;
}

void cip_open_request(struct dec *d, struct cip *m)
{
	bool large = m->service == CIP_LARGE_FORWARD_OPEN;

	put(d, CM_SC, m->service);
	timing(d);
	uint64_t ot = take(d, CM_OT), to = take(d, CM_TO);

	if (!cur_ok(&d->c))
		return;
	put(d, CONNID, ot);
	put(d, CONNID, to);
	originator(d);
	take(d, CM_MULTIPLIER);
	cur_skip(&d->c, 3);
	take(d, CM_OT_RPI);
	parameters(d, CM_OT_PARAMS, large);
	take(d, CM_TO_RPI);
	parameters(d, CM_TO_PARAMS, large);
	transport(d);
	connection_path(d, m, take(d, CM_PATH_SIZE));
}

/* What was asked, from the request's bytes; records nothing that stays. */
static bool opening(struct dec *d, const struct cip *m, struct opening *o)
{
	struct cur c = m->request, outside = d->c;
	uint16_t values = d->nvalues;
	bool large = m->service == CIP_LARGE_FORWARD_OPEN, malformed = d->malformed;
	uint8_t marks = d->nmarks;

	cip_path_begin(&o->path);
	cur_skip(&c, 1);
	size_t words = cur_u8(&c);

	cur_skip(&c, 2 * words + 2 + 8 + 8 + 4);
	o->interval[0] = (uint32_t)cur_le(&c, 4);
	o->size[0] = (uint32_t)cur_le(&c, large ? 4 : 2) & (large ? LARGE_SIZE : SMALL_SIZE);
	o->interval[1] = (uint32_t)cur_le(&c, 4);
	o->size[1] = (uint32_t)cur_le(&c, large ? 4 : 2) & (large ? LARGE_SIZE : SMALL_SIZE);
	o->transport = cur_u8(&c) & 15;
	words = cur_u8(&c);
	struct cur path = cur_sub(&c, 2 * words);

	if (!cur_ok(&path))
		return false;
	cip_path(d, path, &o->path);
	d->nvalues = values;
	d->malformed = malformed;
	d->nmarks = marks;
	d->c = outside;
	return true;
}

static void note_direction(struct dec *d, const struct opening *o, uint32_t id, unsigned way)
{
	struct note *note = notes_open(d->notes, CONNECTIONS, id, d->message);

	if (note != NULL && note->n > 0) { /* the number is used again */
		notes_end(d->notes, note);
		note = notes_open(d->notes, CONNECTIONS, id, d->message);
	}
	if (note == NULL)
		return;
	uint64_t flags = (way == 0 ? FLAG_TO_TARGET : 0) |
			 ((o->path.says & SAYS_SAFETY) != 0 ? FLAG_SAFETY : 0);

	note->word[0] = ethernet(way == 0 ? d->eth_dst : d->eth_src);
	note->word[1] = o->interval[way];
	note->word[2] =
		(uint64_t)(o->size[way] & 0xffff) << 16 | (uint64_t)o->transport << 8 | flags;
	note->word[3] = d->ot.request_frame;
	const char *object = d->ot.object_text != NULL ? d->ot.object_text : "";

	note_add(d, note, cur_of(object, strlen(object)));
}

/* The connection is open. */
static void remember(struct dec *d, const struct cip *m, uint32_t ot, uint32_t to, uint64_t who)
{
	struct opening o;

	if (d->notes == NULL || !m->asked || !opening(d, m, &o))
		return;
	cip_object(d, &o.path);
	if (o.path.route.n > 0)
		d->ot.device_text = cip_text_keep(d, &o.path.route);
	note_direction(d, &o, ot, 0);
	note_direction(d, &o, to, 1);
	struct note *note = notes_open(d->notes, ORIGINATORS, who, d->message);

	if (note == NULL)
		return;
	note->word[0] = ethernet(d->eth_dst);
	note->word[1] = d->flow;
	note->word[2] = (uint64_t)to << 32 | ot;
	note->word[3] = d->ot.request_frame;
}

void cip_open_response(struct dec *d, struct cip *m)
{
	put(d, CM_SC, m->service);
	uint32_t ot = (uint32_t)take(d, CM_OT), to = (uint32_t)take(d, CM_TO);

	if (!cur_ok(&d->c))
		return;
	put(d, CONNID, ot);
	put(d, CONNID, to);
	uint64_t who = originator(d);

	take(d, CM_OT_API);
	take(d, CM_TO_API);
	size_t words = take(d, CM_REPLY_SIZE);

	cur_skip(&d->c, 1);
	if (words > 0)
		take_bytes(d, CM_REPLY, 2 * words);
	if (cur_ok(&d->c))
		remember(d, m, ot, to, who);
}

void cip_close_request(struct dec *d, struct cip *m)
{
	put(d, CM_SC, m->service);
	timing(d);
	uint64_t who = originator(d);
	size_t words = take(d, CM_PATH_SIZE);

	cur_skip(&d->c, 1);
	connection_path(d, m, words);
	if (!cur_ok(&d->c) || d->notes == NULL)
		return;
	const struct note *note = notes_find(d->notes, ORIGINATORS, who, d->message);
	unsigned closer = BY_OPENER;

	if (note == NULL)
		closer = BY_UNKNOWN;
	else if (note->word[0] != ethernet(d->eth_src))
		closer = BY_OTHER_HOST;
	else if (note->word[1] != d->flow)
		closer = BY_OTHER_FLOW;
	put(d, CM_CLOSER, closer);
	if (note != NULL && note->word[3] != 0)
		put(d, CM_OPENED, note->word[3]);
}

void cip_manager_data(struct dec *d, struct cip *m)
{
	put(d, CM_SC, m->service);
	cip_data(d);
}

static void forget(struct dec *d, uint64_t flow, uint64_t key)
{
	struct note *note = notes_find(d->notes, flow, key, d->message);

	if (note != NULL)
		notes_end(d->notes, note);
}

void cip_close_response(struct dec *d, struct cip *m)
{
	put(d, CM_SC, m->service);
	uint64_t who = originator(d);
	size_t words = take(d, CM_REPLY_SIZE);

	cur_skip(&d->c, 1);
	if (words > 0)
		take_bytes(d, CM_REPLY, 2 * words);
	if (!cur_ok(&d->c) || d->notes == NULL)
		return;
	struct note *note = notes_find(d->notes, ORIGINATORS, who, d->message);

	if (note == NULL)
		return;
	forget(d, CONNECTIONS, note->word[2] & UINT32_MAX);
	forget(d, CONNECTIONS, note->word[2] >> 32);
	notes_end(d->notes, note);
}

void cip_manager_failed(struct dec *d, struct cip *m)
{
	bool send = m->service == CIP_UNCONNECTED_SEND;

	if (m->depth == 0)
		put(d, CM_SC, m->service);
	if (m->status == 1 || m->extended != 0) {
		const char *why = field_value_name(&field_table[CM_EXT], m->extended);

		put(d, CM_EXT, m->extended);
		if (why != NULL)
			d->ot.status = why;
	}
	if (cur_left(&d->c) == 0)
		return;
	if (!send)
		originator(d);
	if (cur_left(&d->c) > 0)
		take(d, CM_REMAINING);
	if (cur_left(&d->c) > 0)
		cur_skip(&d->c, 1);
}

/* The message in an Unconnected Send and its route, from the bytes behind its path. */
static bool inside(struct cur *c, struct cur *message, struct cur *route)
{
	size_t n = cur_le(c, 2);

	*message = cur_sub(c, n);
	cur_skip(c, n % 2);
	size_t words = cur_u8(c);

	cur_skip(c, 1);
	*route = cur_sub(c, 2 * words);
	return cur_ok(route);
}

/* Where it goes to. epath: the route is in this message. */
static void put_route(struct dec *d, struct cur route, bool epath)
{
	struct cip_path p;

	cip_path_begin(&p);
	put(d, CM_ROUTE_SIZE, cur_left(&route) / 2);
	if (epath && cur_left(&route) > 0)
		put_bytes(d, EPATH, route);
	cip_path(d, route, &p);
	if (p.route.n > 0)
		d->ot.device_text = cip_text_keep(d, &p.route);
}

void cip_send_request(struct dec *d, struct cip *m)
{
	struct cip in = { .depth = (uint8_t)(m->depth + 1), .routed = true };
	struct cur message, route, look;

	put(d, CM_SC, m->service);
	timing(d);
	look = d->c;
	uint64_t n = take(d, CM_MESSAGE);

	if (!inside(&look, &message, &route)) {
		/* The capture has only its beginning: what there is of the message, if it would not
		 * have stood behind the route. */
		d->c = cur_upto(&d->c, n);
		if (m->depth == 0 && cur_at(&d->c, 0) != CIP_MULTIPLE)
			cip_message(d, &in);
		cur_fail(&d->c);
		return;
	}
	bool several = cur_at(&message, 0) == CIP_MULTIPLE; /* each operation has the route */

	if (several)
		put_route(d, route, true);
	if (m->depth == 0) {
		d->c = message;
		cip_message(d, &in);
		bool whole = cur_ok(&d->c);

		if (!whole)
			look = d->c;
	}
	d->c = look;
	if (!several)
		put_route(d, route, true);
}

void cip_send_inside(struct dec *d, struct cip *m)
{
	struct cur c = m->request, message, route;

	cur_skip(&c, 1);
	size_t words = cur_u8(&c);

	cur_skip(&c, 2 * words + 2);
	put(d, CM_SC, CIP_UNCONNECTED_SEND);
	if (!inside(&c, &message, &route)) {
		m->asked = false;
		return;
	}
	m->routed = true;
	m->depth++;
	cip_path_begin(&m->path);
	struct cur head = message;

	cur_skip(&head, 1);
	words = cur_u8(&head);
	struct cur path = cur_sub(&head, 2 * words);
	bool router =
		m->service == CIP_UNCONNECTED_SEND && cur_at(&message, 0) != CIP_UNCONNECTED_SEND;

	if (!router && cur_ok(&path)) {
		put(d, PATH_SIZE, words);
		cip_path(d, path, &m->path);
		m->request = message;
	}
	put_route(d, route, false);
	if (router) {
		m->path.class_id = CIP_MANAGER;
		m->path.instance = 1;
		m->path.says = SAYS_CLASS | SAYS_INSTANCE;
	}
}

bool cip_connection(struct dec *d, uint32_t id, struct cip_connection *c)
{
	const struct note *note =
		d->notes != NULL ? notes_find(d->notes, CONNECTIONS, id, d->message) : NULL;

	if (note == NULL)
		return false;
	if (note->word[0] != 0 && d->eth_src != NULL && note->word[0] != ethernet(d->eth_src))
		return false;
	c->interval = (uint32_t)note->word[1];
	c->size = (uint16_t)(note->word[2] >> 16);
	c->transport = (uint8_t)(note->word[2] >> 8);
	c->to_target = (note->word[2] & FLAG_TO_TARGET) != 0;
	c->safety = (note->word[2] & FLAG_SAFETY) != 0;
	c->frame = note->word[3];
	c->object = note_bytes(d, note);
	return true;
}
