/*
 * S7comm-plus: what S7-1200 and S7-1500 controllers speak with TIA Portal and newer panels.
 *
 * Spec: none is public; public research, and the names of the fields of a public Wireshark plugin.
 *
 *	+----+------+--------+ - - - - - - -
 *-+--------+-----+----------+-----+--------+---------+------- | 72 | type | len, 2 | len, digest |
 *opcode | 0,0 | function | 0,0 | number | session | flags
 *	+----+------+--------+ - - - - - - -
 *-+--------+-----+----------+-----+--------+---------+------- type 3 alone has the digest responses
 *have no session The data end with a trailer (72, type, 0, 0) unless they go on in the next
 *message.
 *
 * Newer firmware encrypts all of it by TLS inside COTP, which is not read.
 */
#include "protocols/pair.h"
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum {
	PROTID = 0x72,
	HEADER = 4,
	TRAILER = 4,
	CONNECT = 1,
	INTEGRITY = 3,
	SYSTEM_EVENT = 0xfe,
	KEEP_ALIVE = 0xff,
	REQUEST = 0x31,
	RESPONSE = 0x32,
	NOTIFICATION = 0x33,
	RESPONSE2 = 0x02,
	CREATE_OBJECT = 0x04ca,
	NO_SESSION = 0x120, /* the object that asks for one */
	EXEC_UNIT = 0x34,   /* the CPU's operating state */
	PLC_PROGRAM = 0x03,
	LONGEST_ORDER = 32,
};

static const uint64_t plus_key = UINT64_C(0x72) << 40;

/* clang-format off */
static const struct { uint16_t function; uint8_t op; bool object; } table[] = {
	{ 0x04bb, OT_READ, true }, { 0x04ca, OT_OTHER, true }, { 0x04d4, OT_OTHER, true }, { 0x04f2, OT_WRITE, true },
	{ 0x04fc, OT_READ, true }, { 0x0506, OT_WRITE, true }, { 0x051a, OT_WRITE, true }, { 0x0524, OT_READ, true },
	{ 0x0542, OT_WRITE, true }, { 0x054c, OT_READ, true }, { 0x0556, OT_PROGRAM, false }, { 0x0560, OT_PROGRAM, false },
	{ 0x056b, OT_CONTROL, false }, { 0x057c, OT_WRITE, true }, { 0x0586, OT_READ, true }, { 0x0590, OT_READ, false },
	{ 0x05b3, OT_AUTH, false },
};
/* clang-format on */
enum { FUNCTIONS = sizeof(table) / sizeof(table[0]) };

enum probe s7plus_probe(struct cur c, enum dir dir)
{
	uint8_t type = cur_at(&c, 1);
	size_t n = (size_t)cur_at(&c, 2) << 8 | cur_at(&c, 3);
	uint8_t opcode = cur_at(&c, HEADER);

	if (type == 0 || (type > INTEGRITY && type < SYSTEM_EVENT))
		return PROBE_NO;
	if (type >= SYSTEM_EVENT || cur_left(&c) < HEADER + 1)
		return PROBE_WEAK;
	if (type == INTEGRITY)
		opcode = cur_at(&c, HEADER + 1 + cur_at(&c, HEADER));
	if (n + HEADER > cur_left(&c) ||
	    (opcode != REQUEST && opcode != RESPONSE && opcode != NOTIFICATION))
		return PROBE_WEAK;
	return (opcode == REQUEST) == (dir == DIR_REQUEST) ? PROBE_SURE : PROBE_TURNED;
}

static bool same_function(const struct pair *asked, const struct dec *d)
{
	for (uint16_t i = d->nvalues; i > 0; i--) {
		if (d->values[i - 1].field == &field_table[S7P_FUNCTION])
			return asked->ask[S7_ASK_FUNC] == d->values[i - 1].u;
	}
	return true;
}

/* A number of seven bits a byte, most significant first; eight bits in a ninth. */
static uint64_t variable_number(struct cur *c, unsigned most)
{
	uint64_t u = 0;

	for (unsigned i = 0; i < most; i++) {
		uint8_t byte = cur_u8(c);

		if (i == 8)
			return u << 8 | byte;
		u = u << 7 | (byte & 0x7f);
		if ((byte & 0x80) == 0)
			break;
	}
	return u;
}

/* "1;6ES7 214-1AG40-0XB0;V4.1": a new session's answer says who the controller is. */
static void identify(struct dec *d, struct cur c)
{
	static const char begin[] = ";6ES7 ", vendor[] = "Siemens";

	while (cur_left(&c) > 0 && !cur_starts(&c, begin, sizeof(begin) - 1))
		cur_skip(&c, 1);
	cur_skip(&c, 1);
	struct cur walk = c;
	size_t n = 0, v = 0;

	while (cur_left(&walk) > 0 && cur_at(&walk, 0) != ';' && n < LONGEST_ORDER) {
		n++;
		cur_skip(&walk, 1);
	}
	if (cur_at(&walk, 0) != ';' || cur_at(&walk, 1) != 'V')
		return;
	struct cur order = cur_upto(&c, n), version;

	while (cur_left(&order) > 0 && cur_at(&order, cur_left(&order) - 1) == ' ') {
		struct cur shorter = order;

		order = cur_upto(&shorter, cur_left(&order) - 1);
	}
	cur_skip(&walk, 1);
	while (cur_at(&walk, v) == 'V' || cur_at(&walk, v) == '.' ||
	       (cur_at(&walk, v) >= '0' && cur_at(&walk, v) <= '9'))
		v++;
	version = cur_upto(&walk, v);
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	id->vendor = dec_keep(d, vendor, sizeof(vendor) - 1);
	id->model = order;
	id->firmware = version;
	ot_bytes(d, &ot_text_field, order);
}

static void be_function(struct dec *d, uint64_t function, uint64_t object)
{
	d->ot.function = field_value_name(&field_table[S7P_FUNCTION], function);
	if (d->ot.function == NULL)
		d->ot.function = "unknown function";
	for (unsigned i = 0; i < FUNCTIONS; i++) {
		if (table[i].function == function)
			d->ot.op = (enum ot_op)table[i].op;
	}
	if (object == EXEC_UNIT && d->ot.op == OT_WRITE)
		d->ot.op = OT_CONTROL;
	else if (object == PLC_PROGRAM && function != 0x04bb)
		d->ot.op = OT_PROGRAM;
	else if (object == NO_SESSION || (function == CREATE_OBJECT && object == 285))
		d->ot.op = OT_AUTH;
}

static bool has_object(uint64_t function)
{
	for (unsigned i = 0; i < FUNCTIONS; i++) {
		if (table[i].function == function)
			return table[i].object;
	}
	return false;
}

static void request(struct dec *d, struct s7_state *state, uint64_t function, uint64_t number)
{
	uint64_t session = take(d, S7P_SESSION), object = 0;

	take(d, S7P_FLAGS);
	if (cur_ok(&d->c) && state != NULL && session != NO_SESSION)
		state->session = session;
	if (has_object(function) && cur_left(&d->c) >= 4) {
		object = take(d, S7P_OBJECT);
		d->ot.object_text = dec_text(d, "object:0x%08x", (unsigned)object);
		d->ot.has_object = true;
	}
	be_function(d, function, object);
	struct pair *p = pair_ask(d, plus_key | number);

	if (p == NULL)
		return;
	p->ask[S7_ASK_FUNC] = (uint16_t)function;
	p->ask[S7_ASK_EXTRA] = (uint16_t)object;
	p->ask[S7_ASK_EXTRA + 1] = (uint16_t)(object >> 16);
}

static void response(struct dec *d, struct s7_state *state, uint64_t function, uint64_t number)
{
	const struct pair *p = pair_answer(d, plus_key | number, same_function);
	uint64_t object = 0;

	if (p != NULL)
		object = p->ask[S7_ASK_EXTRA] | (uint64_t)p->ask[S7_ASK_EXTRA + 1] << 16;
	be_function(d, function, object);
	if (p != NULL && has_object(function)) {
		d->ot.object_text = dec_text(d, "object:0x%08x", (unsigned)object);
		d->ot.has_object = true;
	}
	take(d, S7P_FLAGS);
	if (cur_left(&d->c) == 0)
		return;
	uint64_t value = variable_number(&d->c, 9);

	if (!cur_ok(&d->c))
		return;
	int16_t error = (int16_t)(value & 0xffff);

	put(d, S7P_RETURN, value);
	put_int(d, S7P_ERROR, error);
	d->ot.failed = error < 0;
	d->ot.status = error < 0 ? "error" : "ok";
	if (function != CREATE_OBJECT || error < 0)
		return;
	uint8_t n = cur_u8(&d->c);

	for (unsigned i = 0; i < n && cur_ok(&d->c); i++) {
		uint64_t id = variable_number(&d->c, 5);

		if (!cur_ok(&d->c))
			return;
		put(d, S7P_CREATED, id);
		if (i == 0 && state != NULL && object == 285)
			state->session = id;
	}
	identify(d, d->c);
}

static void message(struct dec *d, struct s7_state *state)
{
	uint64_t opcode = take(d, S7P_OPCODE);

	d->ot.response = opcode == RESPONSE || opcode == RESPONSE2;
	if (opcode == NOTIFICATION) {
		take(d, S7P_SUBSCRIPTION);
		d->ot.function = "Notification";
		d->ot.op = OT_REPORT;
		s7_rest(d, S7P_DATA);
		return;
	}
	if (opcode != REQUEST && !d->ot.response) {
		d->ot.function = "unknown message";
		dec_mark(d, "unknown opcode of S7comm-plus");
		s7_rest(d, S7P_DATA);
		return;
	}
	take(d, S7P_RESERVED1);
	uint64_t function = take(d, S7P_FUNCTION);

	take(d, S7P_RESERVED2);
	uint64_t number = take(d, S7P_SEQUENCE);

	if (!cur_ok(&d->c))
		return;
	if (opcode == REQUEST)
		request(d, state, function, number);
	else
		response(d, state, function, number);
	s7_rest(d, S7P_DATA);
}

void s7plus_read(struct dec *d, struct s7_state *state)
{
	take(d, S7P_PROTID);
	uint64_t type = take(d, S7P_TYPE);

	if (type == KEEP_ALIVE) {
		d->ot.function = "Keep alive";
		take(d, S7P_ALIVE);
		s7_rest(d, S7P_DATA);
		return;
	}
	size_t n = take(d, S7P_LENGTH);
	struct cur rest = d->c, body = cur_upto(&rest, n);
	bool whole = cur_ok(&d->c) && cur_left(&body) == n;
	bool goes_on = cur_left(&rest) < TRAILER;
	uint8_t side = d->dir == DIR_REQUEST ? 1 : 2;
	bool continued = state != NULL && (state->partial & side) != 0;

	if (state != NULL && whole)
		state->partial =
			(uint8_t)(goes_on ? state->partial | side : state->partial & ~side);
	if (!whole && cur_left(&body) == 0) {
		cur_fail(&d->c);
		return;
	}
	d->c = body;
	if (type == INTEGRITY) {
		size_t digest = take(d, S7P_DIGEST_LENGTH);

		if (digest > 0 && cur_ok(&d->c))
			(void)dec_take_bytes(d, &field_table[S7P_DIGEST], digest);
	}
	if (continued) {
		d->ot.function = "continued";
		s7_rest(d, S7P_DATA);
	} else if (type == SYSTEM_EVENT) {
		d->ot.function = "System event";
		s7_rest(d, S7P_DATA);
	} else {
		message(d, state);
	}
	if (!whole || !cur_ok(&d->c)) {
		cur_fail(&d->c);
		return;
	}
	d->c = rest;
	if (!goes_on)
		cur_skip(&d->c, TRAILER);
}
