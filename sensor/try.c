#include "sensor/try.h"

#include <stdlib.h>
#include <string.h>

#include "sensor/detect/goose_seq.h"
#include "sensor/rule/facts.h"
#include "sensor/try_inside.h"

enum { VALUES_LEAST = 16, ALIGN = 16, ICMP_HEADER = 8, ETHERTYPE_GOOSE = 0x88b8 };

/* Held segments are looked at once a second, so they may stay a little longer than they should. */
#define SLACK_NS 2000000000U

/* ---- the window ---------------------------------------------------------------------------- */

static struct try_pending *at(struct try *t, uint32_t i)
{
	return &t->window[(t->first + i) % TRY_WINDOW];
}

static void ask(struct try *t, struct try_pending *p)
{
	struct subject *s = &t->subject;

	memset(s, 0, offsetof(struct subject, text));
	s->kind = SUBJECT_FRAME;
	s->at = p->pkt.at;
	s->frame = p->pkt.frame;
	s->pkt = &p->pkt;
	s->more = p->values;
	s->nmore = p->nvalues;
	s->observe = &t->pl->observe;
	s->site = t->options.site;
	s->tags = t->tags;
	s->tag = -1;
	if (!condition_match(t->options.condition, s))
		return;
	t->counts.matched++;
	if (!t->options.total)
		try_print(t, p);
}

/* Asks about the frame that has waited for longest. */
static void leave(struct try *t)
{
	ask(t, at(t, 0));
	t->first = (t->first + 1) % TRY_WINDOW;
	t->n--;
	t->ring.tail = t->n > 0 ? at(t, 0)->begin : t->ring.head;
}

/* A run of n bytes in the ring that does not go over its end. */
static void *run_of(struct try_ring *r, size_t n)
{
	uint64_t head = r->head;

	if (head % TRY_RING + n > TRY_RING)
		head += TRY_RING - head % TRY_RING;
	if (head + n - r->tail > TRY_RING)
		return NULL;
	r->head = head + n;
	return r->base + head % TRY_RING;
}

void *try_get(struct try *t, size_t n)
{
	void *p;

	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (n > TRY_RING)
		return NULL;
	while ((p = run_of(&t->ring, n)) == NULL && t->n > 1) {
		t->counts.early++;
		leave(t);
	}
	return p;
}

struct try_pending *try_find(struct try *t, uint64_t frame)
{
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (at(t, middle)->pkt.frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && at(t, low)->pkt.frame == frame ? at(t, low) : NULL;
}

/* ---- what is in a frame -------------------------------------------------------------------- */

/* Room for one more value of the frame; the frame may have had to go to make it. */
static struct value *slot(struct try *t, uint64_t frame)
{
	struct try_pending *p = try_find(t, frame);

	if (p == NULL)
		return NULL;
	if (p->nvalues == p->room) {
		uint32_t room = p->room > 0 ? 2 * p->room : VALUES_LEAST;
		struct value *more = try_get(t, room * sizeof(*more));

		p = try_find(t, frame);
		if (more == NULL || p == NULL)
			return NULL;
		if (p->nvalues > 0)
			memcpy(more, p->values, p->nvalues * sizeof(*more));
		p->values = more;
		p->room = room;
	}
	return &p->values[p->nvalues];
}

/* A copy of the value, with its bytes, becomes one of the frame's. */
static void add(struct try *t, uint64_t frame, const struct value *v, const struct field *row)
{
	size_t n = value_bytes(v);
	struct value copy = *v;

	copy.field = row;
	if (n > 0) {
		uint8_t *bytes = try_get(t, n);

		if (bytes == NULL)
			return;
		memcpy(bytes, v->p, n);
		copy.p = bytes;
	}
	struct value *to = slot(t, frame);
	struct try_pending *of = try_find(t, frame);

	if (to == NULL || of == NULL)
		return;
	*to = copy;
	of->nvalues++;
}

/* The values that a fact has in t->subject. */
static void add_fact(struct try *t, uint64_t frame, const struct rule_field *f)
{
	/* ask() may be called in between, which uses t->subject. */
	static struct subject s;
	struct walk w;

	memcpy(&s, &t->subject, offsetof(struct subject, text));
	for (const struct value *v = subject_first(&s, f, &w); v != NULL; v = subject_next(&s, &w))
		add(t, frame, v, f->row);
}

static bool is_in(const struct dec *d, const struct protocol *p)
{
	if (d->protocol == p)
		return true;
	for (unsigned i = 0; i < d->nvalues; i++) {
		if (d->values[i].field >= p->fields && d->values[i].field < p->fields + p->nfields)
			return true;
	}
	return false;
}

/* All that the message has of one field of the condition. */
static void add_field(struct try *t, const struct rule_field *f, const struct dec *d)
{
	const struct value yes = { .kind = VALUE_UINT, .n = 1, .u = 1 };

	if (f->fact != NULL) {
		if (f->home != HOME_OPERATION)
			return;
		for (unsigned i = 0; i < d->noperations; i++) {
			t->subject.op = &d->operations[i];
			add_fact(t, d->frame, f);
		}
	} else if (f->presence) {
		if (is_in(d, protocols[f->protocol]))
			add(t, d->frame, &yes, f->row);
	} else {
		for (unsigned i = 0; i < d->nvalues; i++) {
			if (d->values[i].field == f->row)
				add(t, d->frame, &d->values[i], f->row);
		}
	}
}

static void subject(struct try *t, enum subject_kind kind, const struct flow *f, unsigned end)
{
	struct subject *s = &t->subject;

	memset(s, 0, offsetof(struct subject, text));
	s->kind = kind;
	s->flow = f;
	s->end = (uint8_t)end;
	s->observe = &t->pl->observe;
	s->site = t->options.site;
	s->tags = t->tags;
	s->tag = -1;
}

/* Does the message quote the packet that it is about (RFC 792, RFC 4443)? */
static bool quotes(const struct packet *pkt)
{
	const uint32_t errors_4 = 1U << 3 | 1U << 4 | 1U << 5 | 1U << 11 | 1U << 12;
	uint8_t type = cur_at(&pkt->payload, 0);

	if (pkt->fragment || cur_left(&pkt->payload) <= ICMP_HEADER)
		return false;
	if (pkt->ip_version == 4 && pkt->ip_proto == IP_ICMP)
		return type < 32 && (errors_4 >> type & 1) != 0;
	return pkt->ip_version == 6 && pkt->ip_proto == IP_ICMPV6 && type >= 1 && type <= 4;
}

/* Is it known of the frame itself? */
static bool of_frame(const struct rule_field *f)
{
	return strncmp(f->row->name, "frame", 5) == 0;
}

static bool of_link(const struct rule_field *f)
{
	return strncmp(f->row->name, "eth", 3) == 0 || strncmp(f->row->name, "vlan", 4) == 0;
}

/* What other headers in the frame say than those of its packet. link: it has another link header,
 * too. */
static void add_headers(struct try *t, const struct packet *other, bool link)
{
	const struct condition *c = t->options.condition;

	for (uint32_t i = 0; i < c->nfields; i++) {
		const struct rule_field *f = c->fields[i];

		if (f->home != HOME_PACKET || of_frame(f) || (of_link(f) && !link))
			continue;
		subject(t, SUBJECT_PACKET, NULL, 0);
		t->subject.pkt = other;
		t->subject.frame = other->frame;
		t->subject.at = other->at;
		add_fact(t, other->frame, f);
	}
}

/* The headers that an ICMP message quotes are in the frame as well. */
static void add_quoted(struct try *t, const struct packet *pkt)
{
	struct cur quoted = pkt->payload;
	struct packet inner = { .frame = pkt->frame, .at = pkt->at };

	cur_skip(&quoted, ICMP_HEADER);
	inner.wire_len = inner.cap_len = (uint32_t)cur_left(&quoted);
	(void)packet_parse(&inner, LINK_RAW, quoted);
	add_headers(t, &inner, false);
}

/* So are those of the tunnel that it came through; of several, the outermost. */
static void add_tunnel(struct try *t, const struct frame *frame)
{
	const struct try_pending *p = try_find(t, frame->number);
	struct packet outer = { .frame = frame->number,
				.at = frame->at,
				.wire_len = frame->wire_len,
				.cap_len = (uint32_t)cur_left(&frame->bytes) };

	(void)packet_outermost(&outer, packet_link(frame->linktype), frame->bytes);
	if (p != NULL && p->pkt.l3 != outer.l3 && outer.l3 != NULL)
		add_headers(t, &outer, p->pkt.eth_dst != outer.eth_dst);
}

/* ---- the pipeline tells -------------------------------------------------------------------- */

/* What a mirror or redundancy doubled is a frame of its own, but nothing that a publisher said. */
static bool goose_copy(struct try *t, const struct packet *pkt)
{
	struct packet own = *pkt;

	return pkt->eth_type == ETHERTYPE_GOOSE && dedup_seen(&t->dedup, &own);
}

static void on_frame(void *ctx, const struct packet *pkt)
{
	struct try *t = ctx;

	t->copy = goose_copy(t, pkt);
	if (t->n == TRY_WINDOW) {
		t->counts.early++;
		leave(t);
	}
	struct try_pending *p = at(t, t->n++);

	*p = (struct try_pending){ .pkt = *pkt, .begin = t->ring.head };
	t->counts.frames++;
	if (quotes(pkt))
		add_quoted(t, pkt);
}

static void on_packet(void *ctx, const struct packet *pkt, const struct flow *f, unsigned sender)
{
	struct try *t = ctx;
	const struct condition *c = t->options.condition;

	for (uint32_t i = 0; i < c->nfields; i++) {
		if (c->fields[i]->home != HOME_FLOW && c->fields[i]->home != HOME_ASSET)
			continue;
		subject(t, SUBJECT_PACKET, f, sender);
		t->subject.pkt = pkt;
		t->subject.frame = pkt->frame;
		t->subject.at = pkt->at;
		add_fact(t, pkt->frame, c->fields[i]);
	}
}

static void updated(void *ctx, uint32_t tag)
{
	(void)ctx;
	(void)tag;
}

static void on_message(void *ctx, const struct flow *f, unsigned end, const struct dec *d)
{
	struct try *t = ctx;
	const struct condition *c = t->options.condition;
	const struct goose_seq *goose = NULL;

	if (d->protocol == protocols[PROTOCOL_goose] && !t->copy)
		goose = goose_seqs_update(t->goose, d);
	for (unsigned i = 0; t->tags != NULL && i < d->noperations; i++)
		tags_operation(t->tags, f, end, d, &d->operations[i], updated, NULL);
	if (try_find(t, d->frame) == NULL) {
		t->counts.late++;
		return;
	}
	for (uint32_t i = 0; i < c->nfields; i++) {
		subject(t, SUBJECT_OPERATION, f, end);
		t->subject.dec = d;
		t->subject.goose = goose;
		t->subject.frame = d->frame;
		t->subject.at = d->at;
		add_field(t, c->fields[i], d);
	}
	if (t->report != NULL)
		try_keep_lines(t, f, end, d);
}

/* ---- frames -------------------------------------------------------------------------------- */

/* Is any segment held, so that a message may still be completed in a frame that was? */
static bool holding(const struct pipeline *pl)
{
	for (const struct stream *s = pl->streams.oldest; s != NULL; s = s->newer) {
		if (s->nheld > 0)
			return true;
	}
	return false;
}

/* p, which points into the n bytes at `from`, in their copy. */
static const uint8_t *moved(const uint8_t *p, const uint8_t *from, size_t n, const uint8_t *copy)
{
	return p != NULL && p >= from && p <= from + n ? copy + (p - from) : p;
}

/* The frame has to wait: its bytes are kept. A datagram that was put together lies elsewhere. */
static void keep_bytes(struct try *t, struct try_pending *p, struct cur frame)
{
	const uint64_t number = p->pkt.frame;
	struct cur payload = p->pkt.payload;
	const uint8_t *from = p->pkt.l4 != NULL ? p->pkt.l4 : payload.p;
	size_t whole = from != NULL ? (size_t)(payload.p - from) + cur_left(&payload) : 0;
	size_t n = cur_left(&frame);
	bool inside = from == NULL || (from >= frame.p && from <= frame.p + n);
	uint8_t *copy = try_get(t, n + (inside ? 0 : whole));

	p = try_find(t, number);
	if (p == NULL)
		return;
	struct packet *pkt = &p->pkt;

	if (copy == NULL) { /* a frame that is longer than all the room there is */
		pkt->eth_src = pkt->eth_dst = pkt->l3 = pkt->l4 = NULL;
		pkt->payload = cur_of(NULL, 0);
		return;
	}

	(void)cur_copy(&frame, copy, n);
	pkt->eth_src = moved(pkt->eth_src, frame.p, n, copy);
	pkt->eth_dst = moved(pkt->eth_dst, frame.p, n, copy);
	pkt->l3 = moved(pkt->l3, frame.p, n, copy);
	if (!inside) {
		memcpy(copy + n, from, whole);
		pkt->l4 = moved(pkt->l4, from, whole, copy + n);
		pkt->payload.p = moved(payload.p, from, whole, copy + n);
	} else {
		pkt->l4 = moved(pkt->l4, frame.p, n, copy);
		pkt->payload.p = moved(payload.p, frame.p, n, copy);
	}
}

void try_frame(struct try *t, const struct frame *frame)
{
	struct pipeline *pl = t->pl;

	pipeline_frame(pl, frame);
	add_tunnel(t, frame);
	bool wait = holding(pl);

	while (t->n > 0 && (!wait || at(t, 0)->pkt.at + t->options.gap_wait + SLACK_NS < pl->now))
		leave(t);
	if (t->n > 0 && at(t, t->n - 1)->pkt.frame == frame->number)
		keep_bytes(t, at(t, t->n - 1), frame->bytes);
}

void try_end(struct try *t)
{
	pipeline_end(t->pl);
	while (t->n > 0)
		leave(t);
}

/* ---- beginning and end --------------------------------------------------------------------- */

const struct rule_field *try_refuses(const struct condition *c)
{
	const unsigned events = 1U << HOME_FLOW_EVENT | 1U << HOME_ASSET_EVENT | 1U << HOME_TAG |
				1U << HOME_CAPTURE;

	for (uint32_t i = 0; i < c->nfields; i++) {
		if ((events >> c->fields[i]->home & 1) != 0)
			return c->fields[i];
	}
	return NULL;
}

struct try *try_new(const struct try_options *options, struct pipeline *pl)
{
	struct try *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->options = *options;
	t->pl = pl;
	t->day = UINT64_MAX;
	t->ring.base = malloc(TRY_RING);
	t->window = calloc(TRY_WINDOW, sizeof(*t->window));
	t->goose = goose_seqs_new();
	if (options->tags != NULL)
		t->tags = tags_new(options->tags);
	if (!options->total)
		t->report = report_new(
			&(struct report_options){ .out = options->out, .json = options->json });
	uint64_t window = options->duplicate_window;
	bool good = dedup_init(&t->dedup, DEDUP_FRAMES, window,
			       window * DEDUP_LAN_WINDOW_MS / DEDUP_WINDOW_MS, 0);

	if (!good || t->ring.base == NULL || t->window == NULL || t->goose == NULL ||
	    (options->tags != NULL && t->tags == NULL) || (!options->total && t->report == NULL)) {
		try_free(t);
		return NULL;
	}
	t->tap = (struct pipeline_tap){
		.ctx = t, .frame = on_frame, .packet = on_packet, .message = on_message
	};
	pl->tap = &t->tap;
	return t;
}

void try_free(struct try *t)
{
	if (t == NULL)
		return;
	report_free(t->report);
	tags_free(t->tags);
	goose_seqs_free(t->goose);
	dedup_fini(&t->dedup);
	free(t->ring.base);
	free(t->window);
	free(t);
}

void try_counts(const struct try *t, struct try_counts *out)
{
	*out = t->counts;
}
