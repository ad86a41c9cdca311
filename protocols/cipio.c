/*
 * CIP I/O data over UDP, class 0 and 1: produced without being asked for, on connections that a
 * Forward Open opened. Spec: The CIP Networks Library, volume 2, chapter 3-4.
 *
 *	items: 2; type 8002, length 8: connection (4), sequence (4); type b1, length: data
 *	data of class 1: sequence count (2), then what the application sends
 *
 * Each flow keeps the last sequence and time of its connections, so that lost, repeated and forged
 * data show as such.
 */
#include "protocols/cip.h"
#include "protocols/enip.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name senses[] = {
	{ 0, "next" }, { 1, "lost before it" }, { 2, "repeated or behind" }, { 0, NULL },
};

#define FIELDS(F) \
	F(CONNECTION, "enip.cpf.sai.connid", FIELD_UINT, LE(4), BASE_HEX, NULL, "connection that the data are for") \
	F(SEQUENCE, "enip.cpf.sai.seq", FIELD_UINT, LE(4), BASE_DEC, NULL, "sequence number of the connection's data") \
	F(OPENED, "enip.fwd_open_in", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the Forward Open that opened it") \
	F(DATA, "cipio.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of the application") \
	F(ORDER, "cipio.order", FIELD_UINT, SIZED(1), BASE_DEC, senses, "place in the connection's sequence") \
	F(INTERVAL, "cipio.interval", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "time since the connection's data before") \
	F(EXPECTED, "cipio.rpi", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "interval that was agreed on") \
	F(SAFETY, "cipio.safety", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the connection is one of CIP Safety") \
	F(TO_TARGET, "cipio.to_target", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "from the originator to the target: outputs")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum { KNOWN = 10, SMALLEST = 18 };
enum { NEXT, LOST, BEHIND };

/* What a flow keeps of the connections seen last. */
struct stream {
	uint64_t at;
	uint32_t id, sequence;
};

struct state {
	struct stream stream[KNOWN]; /* at 0: none */
};

static enum probe probe(struct cur c, enum dir dir)
{
	(void)dir;
	size_t all = cur_left(&c);

	if (all < SMALLEST)
		return PROBE_NO;
	uint64_t items = cur_le(&c, 2), type = cur_le(&c, 2), length = cur_le(&c, 2);
	bool head = items == 2 && type == ENIP_ITEM_SEQUENCED && length == 8;

	cur_skip(&c, 8);
	if (!head || cur_le(&c, 2) != ENIP_ITEM_CONNECTED_DATA)
		return PROBE_NO;
	return cur_le(&c, 2) == cur_left(&c) ? PROBE_SURE : PROBE_WEAK;
}

/* The connection's place; the one heard longest ago gives way to one that is new. */
static struct stream *find(struct state *s, uint32_t id)
{
	struct stream *oldest = &s->stream[0];

	for (unsigned i = 0; i < KNOWN; i++) {
		if (s->stream[i].at != 0 && s->stream[i].id == id)
			return &s->stream[i];
		if (s->stream[i].at < oldest->at)
			oldest = &s->stream[i];
	}
	*oldest = (struct stream){ .id = id };
	return oldest;
}

/* Where the data stand in their sequence, and how long after those before. */
static void follow(struct dec *d, uint32_t id, uint32_t sequence)
{
	if (d->state == NULL)
		return;
	struct stream *s = find(d->state, id);

	if (s->at != 0) {
		uint32_t step = sequence - s->sequence;
		unsigned order = step == 1 ? NEXT : step == 0 || step > INT32_MAX ? BEHIND : LOST;

		put(d, ORDER, order);
		put(d, INTERVAL, d->at > s->at ? d->at - s->at : 0);
		if (order == BEHIND)
			d->ot.status = "repeated or behind";
	}
	s->at = d->at != 0 ? d->at : 1;
	s->sequence = sequence;
}

/* What the Forward Open said of it. */
static void known(struct dec *d, uint32_t id, struct cip_connection *c)
{
	if (!cip_connection(d, id, c))
		return;
	if (c->frame != 0)
		put(d, OPENED, c->frame);
	put(d, EXPECTED, (uint64_t)c->interval * 1000);
	put(d, TO_TARGET, c->to_target);
	if (c->safety)
		put(d, SAFETY, 1);
	d->ot.function = c->safety ? "Safety I/O data" : "I/O data";
	if (cur_left(&c->object) > 0) {
		d->ot.has_object = true;
		d->ot.object_text = dec_string(d, c->object);
	}
}

static void cipio_decode(struct dec *d)
{
	struct cip_connection c = { .transport = 0xff };

	d->ot.op = OT_REPORT;
	d->ot.response = false;
	d->ot.function = "I/O data";
	dec_take(d, enip_items);
	dec_take(d, enip_item);
	dec_take(d, enip_item_length);
	uint32_t id = (uint32_t)take(d, CONNECTION);

	if (cur_ok(&d->c))
		dec_put(d, &protocol_cip.fields[0], id);
	uint32_t sequence = (uint32_t)take(d, SEQUENCE);

	dec_take(d, enip_item);
	size_t n = dec_take(d, enip_item_length);

	if (!cur_ok(&d->c))
		return;
	struct cur data = cur_sub(&d->c, n);

	known(d, id, &c);
	follow(d, id, sequence);
	if (!cur_ok(&data))
		return;
	if (cur_left(&d->c) > 0)
		dec_mark(d, "bytes behind the I/O data");
	d->trailing = (uint32_t)cur_left(&d->c);
	d->c = data;
	if (c.transport == 1 && cur_left(&d->c) >= 2)
		dec_take(d, &protocol_cip.fields[1]);
	if (cur_left(&d->c) > 0) {
		ot_bytes(d, &field_table[DATA], d->c);
		take_rest(d, DATA);
	}
}

const struct protocol protocol_cipio = {
	.name = "cipio",
	.label = "CIP I/O",
	.title = "CIP I/O data, class 0 and 1",
	.spec = "The CIP Networks Library, volume 2",
	.bind = { { BIND_UDP, 2222 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.state_size = sizeof(struct state),
	.probe = probe,
	.decode = cipio_decode,
};
