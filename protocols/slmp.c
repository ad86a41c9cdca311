/*
 * SLMP, the Seamless Message Protocol of CC-Link and of Mitsubishi's controllers, which as MELSEC
 * communication protocol (MC protocol) is much older: 3E and 4E frames here, 1E frames in
 * slmp_1e.c.
 *
 * Spec: SLMP Reference Manual (SH-080956ENG), MELSEC Communication Protocol Reference Manual
 * (SH-080008), CC-Link Partner Association BAP-C2006ENG.
 *
 *	+-------+------------+----+----+--------+-----+-----------+-------+------+-----+- - -
 *	| 50 00 |            | nw | st | module | mdr | length, 2 | timer | cmd. | sub | data
 *	| 54 00 | serial 00 00                  	                request
 *	| d0 00 |            | nw | st | module | mdr | length, 2 | end code  | data
 *	| d4 00 | serial 00 00                  	                response; or, of an error:
 *nw, st, module, mdr, cmd., sub
 *
 * Numbers are least significant byte first; in ASCII every number is twice as many hexadecimal
 * digits, the most significant first, and the length counts characters. Responses do not say what
 * they answer: without a serial number they come in the order of the requests.
 */
#include "protocols/slmp.h"
#include "protocols/protocols.h"

enum { ROUTE = 5, SERIAL = 4, LENGTH_MOST = 8192, CYCLIC = 0x0e70, ON_DEMAND = 0x2101 };
enum {
	REMOTE_RESET = 0x1006,
	ERROR_INFORMATION = 9,
	NODE_SEARCH = 0x0e30,
	IP_ADDRESS_SET = 0x0e31
};
enum { SUB_REQUEST_3E = 0x5000, SUB_REQUEST_4E = 0x5400, RESPONSE_BIT = 0x8000 };

_Static_assert(sizeof(struct slmp_state) <= PROTOCOL_STATE_MAX, "kept of each flow");

/* What stands before the length, and the length. */
struct header {
	struct slmp m; /* frame, ascii, response */
	uint16_t serial, zero, module, length;
	uint8_t network, station, multidrop;
	size_t bytes; /* up to the length's end; 0: not all of it is there */
	bool is;      /* it may be one, as far as it is there */
};

bool slmp_is_ascii(const struct cur *c)
{
	size_t n = cur_left(c) < 4 ? cur_left(c) : 4;

	for (size_t i = 0; i < n; i++) {
		uint8_t b = cur_at(c, i);

		if ((b < '0' || b > '9') && (b < 'A' || b > 'F'))
			return false;
	}
	return n > 0;
}

/* The subheader: in both codes its most significant byte comes first. */
static uint16_t subheader(struct header *h, struct cur *c)
{
	h->m.ascii = slmp_is_ascii(c);
	uint16_t sub = (uint16_t)(h->m.ascii ? slmp_number(&h->m, c, 2) : cur_be16(c));
	uint16_t kind = sub & (uint16_t)~RESPONSE_BIT;

	h->is = cur_ok(c) && (kind == SUB_REQUEST_3E || kind == SUB_REQUEST_4E);
	h->m.response = (sub & RESPONSE_BIT) != 0;
	h->m.frame = kind == SUB_REQUEST_4E ? SLMP_4E : SLMP_3E;
	return sub;
}

static bool known_module(uint16_t io)
{
	return io <= 0x1ff || io == 0x3ff || (io >= 0x3d0 && io <= 0x3d3) ||
	       (io >= 0x3e0 && io <= 0x3e3);
}

/* Reads the header at c, and moves behind it. */
static struct header look(struct cur *c)
{
	struct header h = { .bytes = 0 };
	size_t all = cur_left(c);

	(void)subheader(&h, c);
	if (!h.is)
		return h;
	if (h.m.frame == SLMP_4E) {
		h.serial = (uint16_t)slmp_number(&h.m, c, 2);
		h.zero = (uint16_t)slmp_number(&h.m, c, 2);
	}
	h.network = (uint8_t)slmp_number(&h.m, c, 1);
	h.station = (uint8_t)slmp_number(&h.m, c, 1);
	h.module = (uint16_t)slmp_number(&h.m, c, 2);
	h.multidrop = (uint8_t)slmp_number(&h.m, c, 1);
	h.length = (uint16_t)slmp_number(&h.m, c, 2);
	if (!cur_ok(c))
		return h;
	h.bytes = all - cur_left(c);
	h.is = known_module(h.module) && h.zero == 0 && h.length <= LENGTH_MOST &&
	       h.length >= slmp_size(&h.m, h.m.response ? 2 : 6);
	return h;
}

/* Is it the length of what a refusal has? */
static bool refusal(const struct header *h, size_t left)
{
	return left == slmp_size(&h->m, ERROR_INFORMATION);
}

/* What follows the header of a response: could it be one? */
static enum probe probe_response(const struct header *h, struct cur c)
{
	bool exact = cur_left(&c) == h->length;
	uint16_t end = (uint16_t)slmp_number(&h->m, &c, 2);
	bool named = field_value_name(&slmp_field_table[SLMP_END], end) != NULL;

	if (!cur_ok(&c))
		return PROBE_WEAK;
	if (!named && !refusal(h, h->length - slmp_size(&h->m, 2)))
		return PROBE_WEAK;
	/* A node that was found, on a network of CC-Link: addresses of both at their places. */
	if (end == 0 && !h->m.ascii && cur_at(&c, 6) == 4 && cur_at(&c, 17) == 4)
		return PROBE_WEAK;
	return exact || end != 0 ? PROBE_SURE : PROBE_WEAK;
}

static enum probe probe(struct cur c, enum dir dir)
{
	struct cur all = c;
	struct header h = look(&c);
	bool server = h.m.response;

	if (cur_left(&all) < 2)
		return PROBE_SHORT;
	if (!h.is && h.bytes == 0)
		return slmp_1e_probe(all, dir);
	if (!h.is)
		return PROBE_NO;
	if (h.bytes == 0)
		return PROBE_SHORT;
	if (h.m.response) {
		enum probe says = probe_response(&h, c);

		if (says != PROBE_SURE)
			return dir == DIR_RESPONSE ? says : PROBE_NO;
	} else {
		cur_skip(&c, slmp_size(&h.m, 2));
		uint16_t cmd = (uint16_t)slmp_number(&h.m, &c, 2);
		uint16_t sub = (uint16_t)slmp_number(&h.m, &c, 2);

		if (!cur_ok(&c))
			return PROBE_SHORT;
		if (cmd ==
		    CYCLIC) /* CC-Link IE Field Network Basic, whose these two are elsewhere */
			return PROBE_NO;
		if (slmp_find(cmd) == NULL || sub > 0xff || cmd == NODE_SEARCH ||
		    cmd == IP_ADDRESS_SET)
			return PROBE_WEAK;
		server = cmd == ON_DEMAND;
	}
	return server == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

static long segment(struct cur c, enum dir dir)
{
	struct cur all = c;
	struct header h = look(&c);

	if (cur_left(&all) < 2)
		return 0;
	if (h.is)
		return h.bytes == 0 ? 0 : (long)(h.bytes + h.length);
	return h.bytes != 0 ? SEGMENT_BAD : slmp_1e_segment(all, dir);
}

uint64_t slmp_key(enum slmp_note kind, uint64_t of)
{
	return (uint64_t)kind << 56 | (of & ((UINT64_C(1) << 56) - 1));
}

void slmp_keep(struct dec *d, uint64_t key, struct cur bytes)
{
	struct note *note = note_find(d, key);

	if (note != NULL)
		note_end(d, note);
	note = note_open(d, key);
	if (note != NULL)
		(void)note_add(d, note, bytes);
}

struct cur slmp_kept(struct dec *d, uint64_t key, bool end)
{
	struct note *note = note_find(d, key);
	struct cur none = cur_of("", 0);

	if (note == NULL) {
		cur_fail(&none);
		return none;
	}
	if (end)
		note_end(d, note);
	return note_bytes(d, note);
}

/* Which station behind the address; the one that is connected to needs no words. */
static void device(struct dec *d, uint8_t network, uint8_t station, uint16_t module)
{
	if (network == 0 && station == 0xff && module == 0x3ff)
		return;
	d->ot.device_text = module == 0x3ff ? dec_text(d, "%u/%u", network, station)
					    : dec_text(d, "%u/%u/%x", network, station, module);
	d->ot.has_device = true;
}

static void take_header(struct dec *d, struct slmp *m)
{
	struct header h = { .bytes = 0 };
	uint16_t sub = subheader(&h, &d->c);

	m->frame = h.m.frame;
	m->ascii = h.m.ascii;
	m->response = h.m.response;
	if (!cur_ok(&d->c))
		return;
	put(d, SLMP_FRAME, m->frame);
	put(d, SLMP_CODE, m->ascii);
	put(d, SLMP_SUBHEADER, sub);
}

static uint16_t take_route(struct dec *d, const struct slmp *m)
{
	uint16_t serial = 0;

	if (m->frame == SLMP_4E) {
		serial = (uint16_t)slmp_take(d, m, SLMP_SERIAL, 2);
		cur_skip(&d->c, slmp_size(m, 2));
	}
	uint8_t network = (uint8_t)slmp_take(d, m, SLMP_NETWORK, 1);
	uint8_t station = (uint8_t)slmp_take(d, m, SLMP_STATION, 1);
	uint16_t module = (uint16_t)slmp_take(d, m, SLMP_MODULE_IO, 2);

	slmp_take(d, m, SLMP_MULTIDROP, 1);
	if (cur_ok(&d->c))
		device(d, network, station, module);
	return serial;
}

void slmp_name(struct dec *d, struct slmp *m)
{
	d->ot.function = field_value_name(&field_table[SLMP_CMD], m->cmd);
	if (d->ot.function == NULL)
		d->ot.function = "unknown command";
	if (m->row != NULL)
		d->ot.op = (enum ot_op)m->row->op;
}

static void request(struct dec *d, struct slmp *m, uint64_t key)
{
	slmp_take(d, m, SLMP_TIMER, 2);
	m->cmd = (uint16_t)slmp_take(d, m, SLMP_CMD, 2);
	m->sub = (uint16_t)slmp_take(d, m, SLMP_SUBCMD, 2);
	if (!cur_ok(&d->c))
		return;
	m->row = slmp_find(m->cmd);
	slmp_name(d, m);
	if (m->cmd == ON_DEMAND)
		return;
	m->pair = pair_ask(d, key);
	if (m->pair == NULL)
		return;
	m->pair->ask[SLMP_ASK_CMD] = m->cmd;
	m->pair->optional = m->cmd == REMOTE_RESET;
	slmp_ask_sub(m);
}

/* Who refused what. */
static void error(struct dec *d, struct slmp *m)
{
	slmp_take(d, m, SLMP_ERROR_NETWORK, 1);
	slmp_take(d, m, SLMP_ERROR_STATION, 1);
	slmp_take(d, m, SLMP_ERROR_MODULE_IO, 2);
	slmp_take(d, m, SLMP_ERROR_MULTIDROP, 1);
	uint16_t cmd = (uint16_t)slmp_take(d, m, SLMP_ERROR_CMD, 2);

	slmp_take(d, m, SLMP_ERROR_SUBCMD, 2);
	if (!cur_ok(&d->c) || m->asked != NULL)
		return;
	m->cmd = cmd; /* its request was not seen, but it says what it was */
	m->row = slmp_find(cmd);
	slmp_name(d, m);
}

static void refused_object(struct dec *d, const struct slmp *m)
{
	uint32_t points = 0;

	if (m->asked == NULL || m->row == NULL || m->row->read != slmp_batch)
		return;
	struct slmp_device at = slmp_asked_device(m, &points);

	if (at.code == 0)
		return;
	slmp_object(d, &at);
	d->ot.count = points;
}

/* Returns whether there is more to read of it. */
static bool response(struct dec *d, struct slmp *m, uint64_t key)
{
	d->ot.response = true;
	m->asked = pair_answer(d, key, NULL);
	if (m->asked != NULL) {
		m->cmd = m->asked->ask[SLMP_ASK_CMD];
		m->sub = slmp_asked_sub(m->asked);
		m->row = slmp_find(m->cmd);
		put(d, SLMP_CMD, m->cmd);
		slmp_name(d, m);
	} else {
		d->ot.function = "unknown command";
	}
	m->end = (uint16_t)slmp_take(d, m, SLMP_END, 2);
	if (!cur_ok(&d->c))
		return false;
	d->ot.status = "ok";
	if (m->end == 0)
		return true;
	const char *name = field_value_name(&field_table[SLMP_END], m->end);

	d->ot.status = name != NULL ? name : dec_text(d, "error 0x%04x", m->end);
	d->ot.failed = true;
	refused_object(d, m);
	if (cur_left(&d->c) > 0)
		error(d, m);
	return false;
}

static void read_message(struct dec *d)
{
	struct slmp m = { .frame = SLMP_3E, .state = d->state };
	struct cur all = d->c;
	struct header h = look(&all);

	if (!h.is && h.bytes == 0) {
		slmp_1e(d, &m);
		return;
	}
	take_header(d, &m);
	uint64_t serial = take_route(d, &m);
	size_t length = (size_t)slmp_take(d, &m, SLMP_LENGTH, 2);

	if (!cur_ok(&d->c))
		return;
	struct cur rest = d->c;

	d->c = cur_upto(&rest, length);
	bool whole = cur_left(&d->c) == length;
	uint64_t key = m.frame == SLMP_4E ? UINT64_C(1) << 32 | serial : 0;
	bool more = true;

	if (m.response)
		more = response(d, &m, key);
	else
		request(d, &m, key);
	if (more && cur_ok(&d->c)) {
		if (m.row != NULL && m.row->read != NULL)
			m.row->read(d, &m);
		else
			slmp_plain(d, &m);
	}
	if (cur_ok(&d->c) && whole)
		slmp_follow(d, &m);
	if (!cur_ok(&d->c) || !whole) {
		cur_fail(&d->c);
		return;
	}
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
}

const struct protocol protocol_slmp = {
	.name = "slmp",
	.label = "SLMP",
	.title = "SLMP, MELSEC communication protocol (1E, 3E, 4E frames)",
	.spec = "SLMP Reference Manual SH-080956ENG, MC Protocol Reference Manual SH-080008",
	.bind = { { BIND_TCP, 5007 }, { BIND_UDP, 5000 }, { BIND_TCP, 5000 }, { BIND_UDP, 5006 } },
	.fields = slmp_field_table,
	.nfields = SLMP_FIELD_COUNT,
	.state_size = sizeof(struct slmp_state),
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
