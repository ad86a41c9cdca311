/*
 * EtherNet/IP encapsulation, TCP and UDP. Spec: The CIP Networks Library, volume 2, chapter 2.
 *
 *	      0         2         4             8            12                  20            24
 *	+---------+---------+-------------+------------+-------------------+-------------+------
 *	| command | length  | session     | status     | sender context, 8 | options: 0  | data
 *	+---------+---------+-------------+------------+-------------------+-------------+------
 *	data of Send RR Data and Send Unit Data: interface (4), timeout (2), items
 *	items: count (2), then each: type (2), length (2), contents         (all least byte first)
 *
 * A request is joined with its response by the sender context, on a connection by the sequence
 * count. CIP's responses do not say what they are about, so the request is kept: in the pair's
 *words when it is short, else as a note.
 */
#include "protocols/cip.h"
#include "protocols/enip.h"
#include "protocols/enip_fields.h"
#include "protocols/protocols.h"

FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

const struct field *const enip_items = &field_table[ITEMS];
const struct field *const enip_item = &field_table[ITEM];
const struct field *const enip_item_length = &field_table[ITEM_LENGTH];

enum {
	ITEMS_MAX = 16,
	ASK_BYTES = 2 * PAIR_ASK_WORDS,
	KEPT_MAX = 4000, /* bytes of a request that are kept */
	IN_NOTE = 0xff,	 /* instead of a path's words: the request is a note */
};

#define NOTE_REQUEST ((uint64_t)1 << 63)

/* What a flow keeps. */
struct state {
	uint32_t session;
	bool known;
};

/* What a message's items said. */
struct message {
	uint64_t context;
	uint32_t session;
	uint16_t command;
	struct cur cip; /* the CIP message, none if there is none */
	uint64_t sequence;
	bool connected, found;
};

static void socket_address(struct dec *d)
{
	take(d, FAMILY);
	take(d, SOCKET_PORT);
	take(d, SOCKET_ADDRESS);
	take(d, SOCKET_ZERO);
}

static void list_identity(struct dec *d)
{
	take(d, VERSION_CIP);
	socket_address(d);
	uint64_t vendor = take(d, LIR_VENDOR);

	take(d, LIR_TYPE);
	take(d, LIR_CODE);
	uint64_t revision = take(d, LIR_REVISION);

	take(d, LIR_STATUS);
	uint64_t serial = take(d, LIR_SERIAL);
	struct cur name = take_bytes(d, LIR_NAME, take(d, LIR_LENGTH));

	if (!cur_ok(&d->c))
		return;
	ot_bytes(d, &field_table[LIR_NAME], name);
	cip_identify(d, vendor, name, (unsigned)revision >> 8, revision & 0xff, serial);
	take(d, LIR_STATE);
}

static void list_services(struct dec *d)
{
	take(d, VERSION_CIP);
	uint64_t flags = take(d, CAPABILITY);

	if (!cur_ok(&d->c))
		return;
	put(d, CAPABILITY_TCP, flags >> 5 & 1);
	put(d, CAPABILITY_UDP, flags >> 8 & 1);
	struct cur name = cur_rest(&d->c), look_at = name;
	size_t n = 0;

	while (n < cur_left(&name) && cur_at(&name, n) != 0)
		n++;
	name = cur_sub(&look_at, n);
	put_bytes(d, SERVICE_NAME, name);
}

static void security(struct dec *d)
{
	take(d, PROFILES);
	take(d, CIP_SECURITY);
	take(d, EIP_SECURITY);
	take(d, PORT_STATE);
}

static void over_udp(struct dec *d, struct message *m)
{
	uint64_t kind = cur_le(&d->c, 2);

	if (!cur_ok(&d->c))
		return;
	put(d, UCMM_REQUEST, kind >> 15);
	put(d, UCMM_TYPE, kind & 0x7fff);
	m->context = take(d, UCMM_TRANSACTION);
	take(d, UCMM_STATUS);
	m->cip = cur_rest(&d->c);
	m->found = cur_left(&m->cip) > 0;
}

/* One item, which is all that is left. */
static void item(struct dec *d, uint64_t type, struct message *m)
{
	uint64_t connection = 0;

	switch (type) {
	case ENIP_ITEM_CONNECTED:
		connection = take(d, ITEM_CONNECTION);
		if (cur_ok(&d->c))
			dec_put(d, &protocol_cip.fields[0], connection);
		break;
	case ENIP_ITEM_CONNECTED_DATA:
		m->sequence = dec_take(d, &protocol_cip.fields[1]);
		m->connected = true;
		m->cip = cur_rest(&d->c);
		m->found = cur_ok(&m->cip);
		break;
	case ENIP_ITEM_UNCONNECTED:
		m->cip = cur_rest(&d->c);
		m->found = cur_left(&m->cip) > 0;
		break;
	case ENIP_ITEM_IDENTITY:
		list_identity(d);
		break;
	case ENIP_ITEM_SERVICES:
		list_services(d);
		break;
	case ENIP_ITEM_SECURITY:
		security(d);
		break;
	case ENIP_ITEM_SOCKET_OT:
	case ENIP_ITEM_SOCKET_TO:
		socket_address(d);
		break;
	case ENIP_ITEM_UCMM:
		over_udp(d, m);
		break;
	default:
		if (cur_left(&d->c) > 0)
			take_rest(d, ITEM_DATA);
		break;
	}
}

static void read_items(struct dec *d, struct message *m)
{
	uint64_t n = take(d, ITEMS);

	for (uint64_t i = 0; i < n && i < ITEMS_MAX && cur_ok(&d->c); i++) {
		uint64_t type = take(d, ITEM);
		size_t length = take(d, ITEM_LENGTH);
		bool fits = length <= cur_left(&d->c), found = m->found;
		struct cur body = cur_upto(&d->c, length), rest = d->c;

		d->c = body;
		item(d, type, m);
		if (!fits || !cur_ok(&d->c))
			cur_fail(&rest);
		else
			d->trailing += (uint32_t)cur_left(&d->c);
		d->c = rest;
		/* Items are told before the CIP message in one of them: all must be there. */
		if (!cur_ok(&d->c) && (found || i + 1 < n))
			m->found = false;
	}
}

/* The bytes of the CIP request are kept for its response. */
static void ask(struct dec *d, const struct message *m, uint64_t key)
{
	struct pair *p = pair_ask(d, key);

	if (p == NULL || !m->found)
		return;
	uint8_t words = cur_at(&m->cip, 1);

	if (cur_left(&m->cip) <= ASK_BYTES && cur_left(&m->cip) == 2 + 2 * (size_t)words) {
		(void)cur_copy(&m->cip, p->ask, ASK_BYTES);
		return;
	}
	struct note *note = note_open(d, NOTE_REQUEST | d->message);

	if (note == NULL)
		return;
	struct cur bytes = m->cip;

	note_add(d, note, cur_upto(&bytes, KEPT_MAX));
	p->ask[0] = (uint16_t)(IN_NOTE << 8 | IN_NOTE);
}

/* What the response answers; none if it is not known. */
static struct cur answered(struct dec *d, uint64_t key)
{
	const struct pair *p = pair_answer(d, key, NULL);

	if (p == NULL)
		return cur_of("", 0);
	dec_put(d, &field_table[REQUEST_FRAME], p->frame);
	put(d, TIME, d->ot.response_time);
	struct cur c = cur_of(p->ask, ASK_BYTES);

	if (cur_at(&c, 1) != IN_NOTE)
		return cur_at(&c, 0) != 0 ? cur_upto(&c, 2 + 2 * (size_t)cur_at(&c, 1))
					  : cur_of("", 0);
	struct note *note = note_find(d, NOTE_REQUEST | p->message);

	if (note == NULL)
		return cur_of("", 0);
	c = note_bytes(d, note);
	note_end(d, note);
	return c;
}

static uint64_t key_of(const struct message *m)
{
	if (m->connected)
		return (uint64_t)1 << 62 | m->sequence;
	if (m->command == ENIP_SEND_RR)
		return (m->context ^ (uint64_t)m->session << 16) & ~((uint64_t)3 << 62);
	return (m->context & ~((uint64_t)3 << 62)) ^ (uint64_t)m->command << 40 ^ (uint64_t)1 << 63;
}

static void cip(struct dec *d, struct message *m)
{
	struct cip in = { .depth = 0 };
	bool answer = cur_left(&m->cip) > 0 && (cur_at(&m->cip, 0) & 0x80) != 0;

	if (answer) {
		in.request = answered(d, key_of(m));
		in.asked = cur_left(&in.request) > 0;
	} else {
		ask(d, m, key_of(m));
	}
	struct cur rest = d->c;

	d->c = m->cip;
	cip_message(d, &in);
	if (!cur_ok(&d->c))
		cur_fail(&rest);
	else
		d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
}

/* A session that this connection did not open: somebody writes into it, or a proxy mixes them. */
static void check_session(struct dec *d, const struct message *m)
{
	struct state *s = d->state;

	if (s == NULL || m->session == 0)
		return;
	if (m->command == ENIP_REGISTER && d->dir == DIR_RESPONSE) {
		s->session = m->session;
		s->known = true;
	} else if (m->command == ENIP_SEND_RR || m->command == ENIP_SEND_UNIT ||
		   m->command == ENIP_UNREGISTER) {
		if (s->known && s->session != m->session)
			dec_mark(d, "session handle of another connection");
		else if (!s->known)
			s->session = m->session;
		s->known = true;
	}
}

/* A command without CIP. */
static void plain(struct dec *d, struct message *m, uint64_t length)
{
	switch (m->command) {
	case ENIP_LIST_SERVICES:
	case ENIP_LIST_IDENTITY:
	case ENIP_LIST_INTERFACES:
		d->ot.op = OT_IDENTIFY;
		d->ot.response = length > 0;
		if (length > 0)
			read_items(d, m);
		break;
	case ENIP_REGISTER:
		if (length > 0) {
			take(d, VERSION);
			take(d, FLAGS);
		}
		break;
	default:
		if (cur_left(&d->c) > 0)
			take_rest(d, DATA);
		break;
	}
}

/* Joins requests and responses of commands without CIP. */
static void pair_plain(struct dec *d, const struct message *m)
{
	bool answers = m->command == ENIP_LIST_SERVICES || m->command == ENIP_LIST_IDENTITY ||
		       m->command == ENIP_LIST_INTERFACES || m->command == ENIP_REGISTER;

	if (!answers)
		return;
	if (d->ot.response) {
		pair_answer(d, key_of(m), NULL);
		if (m->command != ENIP_REGISTER) /* asked by broadcast */
			d->ot.unmatched = false;
		return;
	}
	struct pair *p = pair_ask(d, key_of(m));

	if (p != NULL) /* a broadcast: those who answer do it on flows of their own */
		p->optional = m->command != ENIP_REGISTER;
}

static void body(struct dec *d, struct message *m, uint64_t length, uint64_t status)
{
	bool send = m->command == ENIP_SEND_RR || m->command == ENIP_SEND_UNIT;

	if (send && cur_left(&d->c) > 0) {
		if (m->command == ENIP_SEND_RR)
			take(d, RR_INTERFACE);
		else
			take(d, UNIT_INTERFACE);
		take(d, TIMEOUT);
		read_items(d, m);
		if (m->found) {
			cip(d, m);
			return;
		}
	} else if (!send) {
		plain(d, m, length);
	}
	if (send && d->ot.response && status != 0)
		answered(d, key_of(m));
	else
		pair_plain(d, m);
}

static void read_message(struct dec *d)
{
	struct message m = { .command = (uint16_t)take(d, COMMAND) };
	size_t length = take(d, LENGTH);

	m.session = (uint32_t)take(d, SESSION);
	uint64_t status = take(d, STATUS);
	struct cur context = d->c;

	m.context = cur_le(&context, 8);
	if (m.command == ENIP_LIST_IDENTITY && length == 0) {
		take(d, DELAY);
		take_bytes(d, CONTEXT, 6);
	} else {
		take(d, CONTEXT);
	}
	uint64_t options = take(d, OPTIONS);
	const char *name = field_value_name(&field_table[COMMAND], m.command);

	if (!cur_ok(&d->c))
		return;
	d->ot.function = name != NULL ? name : "Unknown command";
	if (options != 0)
		dec_mark(d, "options of the encapsulation are not 0");
	if (status != 0 || d->dir == DIR_RESPONSE) {
		const char *why = field_value_name(&field_table[STATUS], status);

		d->ot.failed = status != 0;
		d->ot.status = status == 0 ? "ok" : why != NULL ? why : "unknown status";
	}
	if (length > cur_left(&d->c))
		dec_malformed(d, "enip.length is more than there is");
	struct cur data = cur_upto(&d->c, length);

	d->trailing = (uint32_t)cur_left(&d->c);
	if (d->trailing > 0)
		dec_malformed(d, "bytes after enip.length");
	d->c = data;
	check_session(d, &m);
	body(d, &m, length, status);
}

const struct protocol protocol_enip = {
	.name = "enip",
	.label = "EtherNet/IP",
	.title = "EtherNet/IP encapsulation",
	.spec = "The CIP Networks Library, volume 2",
	.bind = { { BIND_TCP, 44818 }, { BIND_UDP, 44818 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.state_size = sizeof(struct state),
	.pairs = true,
	.probe = enip_probe,
	.segment = enip_segment,
	.decode = read_message,
};
