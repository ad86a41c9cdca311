/*
 * Omron FINS: factory interface network service, spoken with SYSMAC controllers.
 *
 * Spec: CS/CJ/CP/NSJ Series Communications Commands (W342), section 5; over TCP: CS1W-ETN21
 * Operation Manual, Construction of Applications (W421), section 7-4.
 *
 *	+-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+---------+----------+------
 *	| ICF | RSV | GCT | DNA | DA1 | DA2 | SNA | SA1 | SA2 | SID | command | end code | data
 *	+-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+---------+----------+------
 *	   1     1     1     destination       source          1        2      2: responses
 *
 * In front of it, over TCP:
 *
 *	+--------+-----------+---------+---------+
 *	| "FINS" |  length   | command |  error  |   length: bytes that follow it; command 0 and 1
 *	+--------+-----------+---------+---------+   exchange node addresses, 2 has a frame
 *	    4          4          4         4
 *
 * Either side may ask. Addresses of a response are those of its command, turned round.
 */
#include "protocols/protocols.h"
#include "protocols/omron_inside.h"

enum {
	TCP_HEADER = 16,
	TCP_COUNTED = 8, /* of them, those that the length counts */
	TCP_LENGTH_MAX = 8192,
	TCP_REQUEST = 0,
	TCP_GIVEN = 1,
	TCP_FRAME = 2,
	TCP_REFUSED = 3,
	TCP_CONFIRM = 6,
	ICF_GATEWAY = 0x80,
	ICF_RESPONSE = 0x40,
	ICF_RESERVED = 0x3e,
	ICF_NO_RESPONSE = 0x01,
	GCT_USUAL = 2,
	GCT_MAX = 7,
	NETWORK_MAX = 127,
	BROADCAST = 255,
	CODE_RELAY = 0x8000,
	CODE_FATAL = 0x0080,
	CODE_NON_FATAL = 0x0040,
	CODE_MASK = 0x7f3f,
};

static const uint8_t magic[4] = { 'F', 'I', 'N', 'S' };
static const uint64_t handshake_key = UINT64_C(1) << 48;

/* ---- recognising and cutting ------------------------------------------------------------------
 */

/* Is it so much like a frame that it is one, if it comes from the right port? */
static bool plausible(const struct cur *c)
{
	return (cur_at(c, 0) & ICF_RESERVED) == 0 && cur_at(c, 1) == 0 && cur_at(c, 2) <= GCT_MAX &&
	       cur_at(c, 3) <= NETWORK_MAX && cur_at(c, 6) <= NETWORK_MAX &&
	       (cur_left(c) < 8 || cur_at(c, 7) != BROADCAST);
}

static enum probe probe_frame(struct cur c, enum dir dir)
{
	if (!plausible(&c))
		return PROBE_NO;
	if (cur_left(&c) < OMRON_HEADER)
		return PROBE_SHORT;
	uint8_t icf = cur_at(&c, 0), gct = cur_at(&c, 2);
	bool response = (icf & ICF_RESPONSE) != 0;

	cur_skip(&c, OMRON_HEADER - 2);
	const struct omron_command *known = omron_command_find(cur_be16(&c));

	if (known == NULL || (icf & ICF_GATEWAY) == 0 || (gct != GCT_USUAL && gct != GCT_MAX))
		return PROBE_WEAK;
	if (response ? cur_left(&c) < 2 : cur_left(&c) < omron_least(known, false))
		return PROBE_WEAK;
	if (response && field_value_name(&field_table[RESPONSE], cur_be16(&c) & CODE_MASK) == NULL)
		return PROBE_WEAK;
	return response == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

struct tcp_header {
	uint32_t length, command;
};

static bool look(struct cur *c, struct tcp_header *h)
{
	cur_skip(c, sizeof(magic));
	h->length = cur_be32(c);
	h->command = cur_be32(c);
	cur_skip(c, 4);
	return cur_ok(c);
}

static enum probe probe_tcp(struct cur c, enum dir dir)
{
	struct tcp_header h;

	if (!look(&c, &h))
		return PROBE_SHORT;
	if (h.length < TCP_COUNTED || h.length > TCP_LENGTH_MAX || h.command > TCP_CONFIRM)
		return PROBE_WEAK;
	if (h.command == TCP_REQUEST || h.command == TCP_GIVEN)
		return (h.command == TCP_GIVEN) == (dir == DIR_RESPONSE) ? PROBE_SURE
									 : PROBE_TURNED;
	if (h.command != TCP_FRAME || cur_left(&c) == 0)
		return PROBE_SURE;
	enum probe inside = probe_frame(c, dir);

	/* Controllers ask, too, but hardly anybody sees only that. */
	return inside == PROBE_TURNED ? PROBE_TURNED : PROBE_SURE;
}

static enum probe probe(struct cur c, enum dir dir)
{
	size_t n = cur_left(&c) < sizeof(magic) ? cur_left(&c) : sizeof(magic);

	if (n > 0 && cur_starts(&c, magic, n))
		return n < sizeof(magic) ? PROBE_SHORT : probe_tcp(c, dir);
	return probe_frame(c, dir);
}

/* Over TCP. */
static long segment(struct cur c, enum dir dir)
{
	size_t n = cur_left(&c) < sizeof(magic) ? cur_left(&c) : sizeof(magic);

	(void)dir;
	if (!cur_starts(&c, magic, n))
		return SEGMENT_BAD;
	cur_skip(&c, sizeof(magic));
	uint32_t length = cur_be32(&c);

	if (!cur_ok(&c))
		return 0;
	if (length < TCP_COUNTED || length > TCP_LENGTH_MAX)
		return SEGMENT_BAD;
	return (long)length + TCP_HEADER - TCP_COUNTED;
}

/* ---- addresses --------------------------------------------------------------------------------
 */

struct addresses {
	uint8_t network, node, unit;
};

static size_t add_number(char *to, unsigned u)
{
	size_t n = 0;

	if (u >= 100)
		to[n++] = (char)('0' + u / 100);
	if (u >= 10)
		to[n++] = (char)('0' + u / 10 % 10);
	to[n++] = (char)('0' + u % 10);
	return n;
}

/* "network.node.unit" is the device. */
static void device(struct dec *d, const struct addresses *a)
{
	char text[12];
	size_t n = add_number(text, a->network);

	text[n++] = '.';
	n += add_number(text + n, a->node);
	text[n++] = '.';
	n += add_number(text + n, a->unit);
	d->ot.has_device = true;
	d->ot.device = a->node;
	d->ot.device_text = dec_string(d, cur_of(text, n));
}

static struct addresses take_addresses(struct dec *d, unsigned first)
{
	struct addresses a;

	a.network = (uint8_t)dec_take(d, &field_table[first]);
	a.node = (uint8_t)dec_take(d, &field_table[first + 1]);
	a.unit = (uint8_t)dec_take(d, &field_table[first + 2]);
	return a;
}

/* ---- commands and responses -------------------------------------------------------------------
 */

void omron_keep(struct omron *m, uint16_t area, uint16_t address, uint16_t count)
{
	if (m->pair == NULL)
		return;
	m->pair->ask[OMRON_ASK_COMMAND] |= OMRON_ASK_WHOLE;
	m->pair->ask[OMRON_ASK_AREA] = area;
	m->pair->ask[OMRON_ASK_ADDRESS] = address;
	m->pair->ask[OMRON_ASK_COUNT] = count;
}

/* The command is the value that was recorded last. */
static bool same_command(const struct pair *asked, const struct dec *d)
{
	return d->nvalues > 0 &&
	       (asked->ask[OMRON_ASK_COMMAND] & ~OMRON_ASK_WHOLE) == d->values[d->nvalues - 1].u;
}

/*
 * The asker's unit and the service number join a command and its response. Nodes do not: who asks
 * as node 0 is answered as the node that it is.
 */
static void join(struct dec *d, struct omron *m, uint8_t unit, uint8_t sid)
{
	m->key = (uint64_t)unit << 8 | sid;
	if (!m->response)
		return;
	const struct pair *asked = pair_answer(d, m->key, same_command);

	if (asked == NULL)
		return;
	m->paired = true;
	m->known = (asked->ask[OMRON_ASK_COMMAND] & OMRON_ASK_WHOLE) != 0;
	for (unsigned i = 0; i < PAIR_ASK_WORDS; i++)
		m->ask[i] = asked->ask[i];
}

static void end_code(struct dec *d, struct omron *m)
{
	uint16_t code = (uint16_t)take(d, RESPONSE);

	if (!cur_ok(&d->c))
		return;
	m->code = code;
	if ((code & CODE_RELAY) != 0)
		put(d, RELAY_ERROR, 1);
	if ((code & CODE_FATAL) != 0)
		put(d, CPU_FATAL, 1);
	if ((code & CODE_NON_FATAL) != 0)
		put(d, CPU_NON_FATAL, 1);
	const char *name = field_value_name(&field_table[RESPONSE], code & CODE_MASK);

	d->ot.status = name != NULL ? name : dec_text(d, "error 0x%04x", code & CODE_MASK);
	d->ot.failed = (code & (CODE_MASK | CODE_RELAY)) != 0;
	if ((code & CODE_RELAY) != 0 && cur_left(&d->c) > 0) {
		take(d, RELAY_NETWORK);
		take(d, RELAY_NODE);
	}
	if (d->ot.failed && (code & CODE_MASK) == 0)
		d->ot.status = "relay error";
}

static void read_parts(struct dec *d, struct omron *m, const struct omron_command *known)
{
	const int16_t *fields = known->fields[m->response];
	void (*read)(struct dec *, struct omron *) = known->read[m->response];

	if (fields != NULL)
		omron_take(d, fields);
	if (read != NULL)
		read(d, m);
	else if (fields == NULL && cur_left(&d->c) > 0)
		dec_take_bytes(d, &field_table[m->response ? RESPONSE_DATA : COMMAND_DATA],
			       cur_left(&d->c));
	if (cur_ok(&d->c) && cur_left(&d->c) > 0)
		dec_malformed(d, "bytes after the end of the frame");
}

static void read_response(struct dec *d, struct omron *m, const struct omron_command *known)
{
	end_code(d, m);
	if (!cur_ok(&d->c))
		return;
	/* Who refuses has nothing to say, but what was asked for is known. */
	if (d->ot.failed && cur_left(&d->c) == 0) {
		if (m->command >> 8 == OMRON_MEMORY_READ >> 8)
			omron_asked_object(d, m);
		return;
	}
	read_parts(d, m, known);
}

static void ask(struct dec *d, struct omron *m, const struct omron_command *known, uint8_t icf,
		uint8_t node)
{
	if ((icf & ICF_NO_RESPONSE) != 0 || known->silent)
		return;
	m->pair = pair_ask(d, m->key);
	if (m->pair == NULL)
		return;
	m->pair->optional = node == BROADCAST;
	m->pair->ask[OMRON_ASK_COMMAND] = m->command;
}

static void read_command(struct dec *d, struct omron *m, uint8_t icf, uint8_t node)
{
	static const struct omron_command unknown = { .op = OT_OTHER };
	const struct omron_command *known = omron_command_find(m->command);

	d->ot.response = m->response;
	if (known == NULL) {
		known = &unknown;
		dec_mark(d, "unknown command");
		d->ot.function = dec_text(d, "command 0x%04x", m->command);
	} else {
		d->ot.function = field_value_name(&field_table[COMMAND], m->command);
	}
	d->ot.op = (enum ot_op)known->op;
	if (m->response) {
		read_response(d, m, known);
		return;
	}
	ask(d, m, known, icf, node);
	read_parts(d, m, known);
}

/* The frame's source must be the node that the connection's handshake gave. */
static void compare_node(struct dec *d, const struct addresses *source)
{
	const struct omron_state *s = d->state;

	if (s == NULL || d->dir != DIR_REQUEST)
		return;
	if (s->client_node == 0) {
		if (d->gapless)
			dec_mark(d, "frame before node addresses were exchanged");
		return;
	}
	put(d, SESSION_NODE, s->client_node);
	if (source->network == 0 && source->node != 0 && source->node != s->client_node)
		dec_mark(d, "source node is not the one of the connection");
}

static void read_frame(struct dec *d, bool tcp)
{
	struct omron m = { .command = 0 };
	uint8_t icf = (uint8_t)take(d, ICF);

	if (!cur_ok(&d->c))
		return;
	put(d, GATEWAY, icf >> 7);
	put(d, DATA_TYPE, icf >> 6 & 1);
	put(d, NO_RESPONSE, icf & 1);
	take(d, RSV);
	uint64_t gct = take(d, GCT);
	struct addresses to = take_addresses(d, DNA), from = take_addresses(d, SNA);
	uint8_t sid = (uint8_t)take(d, SID);

	m.command = (uint16_t)take(d, COMMAND);
	if (!cur_ok(&d->c))
		return;
	m.response = (icf & ICF_RESPONSE) != 0;
	m.relayed = gct < GCT_USUAL;
	m.unit = m.response && from.unit != 0;
	device(d, m.response ? &from : &to);
	d->ot.response = m.response;
	join(d, &m, m.response ? to.unit : from.unit, sid);
	if (tcp)
		compare_node(d, &from);
	read_command(d, &m, icf, to.node);
}

/* ---- over TCP ---------------------------------------------------------------------------------
 */

static void remember(struct dec *d, uint64_t client, uint64_t server)
{
	struct omron_state *s = d->state;

	if (s == NULL)
		return;
	s->client_node = (uint8_t)client;
	s->server_node = (uint8_t)server;
}

static void read_handshake(struct dec *d, uint64_t command)
{
	uint64_t client = take(d, CLIENT_NODE);

	d->ot.function = "Node Address Exchange";
	if (!cur_ok(&d->c))
		return;
	if (command == TCP_REQUEST) {
		pair_ask(d, handshake_key);
		ot_number(d, client);
		return;
	}
	uint64_t server = take(d, SERVER_NODE);

	if (!cur_ok(&d->c))
		return;
	(void)pair_answer(d, handshake_key, NULL);
	ot_number(d, client);
	if (!d->ot.failed)
		remember(d, client, server);
}

static void read_tcp(struct dec *d)
{
	take(d, MAGIC);
	uint64_t length = take(d, TCP_LENGTH), command = take(d, TCP_COMMAND);
	uint64_t error = take(d, TCP_ERROR);

	if (!cur_ok(&d->c))
		return;
	if (length < TCP_COUNTED) {
		dec_malformed(d, "length is below that of the header");
		return;
	}
	size_t inside = (size_t)length - TCP_COUNTED;
	struct cur rest = d->c;
	bool whole = inside <= cur_left(&rest);

	d->c = cur_upto(&rest, inside);
	d->ot.function = field_value_name(&field_table[TCP_COMMAND], command);
	d->ot.response = command == TCP_GIVEN;
	if (error != 0) {
		const char *name = field_value_name(&field_table[TCP_ERROR], error);

		d->ot.status = name != NULL ? name : "unknown error";
		d->ot.failed = true;
	} else if (d->ot.response) {
		d->ot.status = "ok";
	}
	d->ot.op = command == TCP_REFUSED ? OT_REPORT : OT_OTHER;
	if (command == TCP_FRAME && error == 0)
		read_frame(d, true);
	else if (command == TCP_REQUEST || command == TCP_GIVEN)
		read_handshake(d, command);
	else if (d->ot.function == NULL)
		dec_malformed(d, "unknown command of FINS/TCP");
	if (!cur_ok(&d->c) || !whole) {
		cur_fail(&d->c);
		return;
	}
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
}

static void read_message(struct dec *d)
{
	size_t n = cur_left(&d->c) < sizeof(magic) ? cur_left(&d->c) : sizeof(magic);

	if (n > 0 && cur_starts(&d->c, magic, n))
		read_tcp(d);
	else
		read_frame(d, false);
}

const struct protocol protocol_omron = {
	.name = "omron",
	.label = "FINS",
	.title = "Omron FINS over TCP and UDP",
	.spec = "Omron W342, W227; FINS/TCP: W421",
	.bind = { { BIND_TCP, 9600 }, { BIND_UDP, 9600 } },
	.fields = field_table,
	.nfields = OMRON_FIELD_COUNT,
	.state_size = sizeof(struct omron_state),
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};

_Static_assert(sizeof(struct omron_state) <= PROTOCOL_STATE_MAX, "a flow keeps no more");
