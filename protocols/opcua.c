/*
 * OPC UA over TCP (opc.tcp), in binary: transport, secure channel, pieces of messages.
 *
 * Spec: OPC 10000-6, clauses 6.7 (secure conversation) and 7.1 (connection protocol).
 *
 *	+-----------------------------+---+------+ hello, acknowledge, error, reverse hello:
 *	| HEL ACK ERR RHE OPN CLO MSG | F | size | contents
 *	+-----------------------------+---+------+
 *	               3                1    4
 *	                                         OPN:      channel, policy, certificates, sequence,
 *request, service MSG, CLO: channel, token, sequence, request, service [, signature]
 *
 * Numbers have their least significant byte first. What a channel with a security policy does to
 *its messages is agreed on in encrypted messages: they are readable when the first of them is.
 */
#include <assert.h>

#include "protocols/opcua_inside.h"
#include "protocols/protocols.h"

enum {
	HEAD = 8,
	SYMMETRIC = 24, /* head, channel, token, sequence, request */
	LEAST = 8,
	MOST = 1 << 24, /* bytes of a piece: nobody sends more */
	URL_MOST = 4096,
	HELLO = 24,
	MAGIC = 4,
	GREETING = 0, /* key of pairs; requests have their own numbers from 1 on */
};

enum message { NO_MESSAGE, HEL, ACK, ERR, RHE, OPN, CLO, MSG };

static const struct {
	char magic[MAGIC];
	uint8_t least; /* bytes that it has */
} messages[] = {
	[HEL] = { "HEL", 32 }, [ACK] = { "ACK", 28 }, [ERR] = { "ERR", 16 }, [RHE] = { "RHE", 16 },
	[OPN] = { "OPN", 32 }, [CLO] = { "CLO", 24 }, [MSG] = { "MSG", 24 },
};

static enum message message_of(const struct cur *c)
{
	for (unsigned i = HEL; i <= MSG; i++) {
		if (cur_starts(c, messages[i].magic, 3))
			return (enum message)i;
	}
	return NO_MESSAGE;
}

static uint32_t size_of(struct cur c)
{
	cur_skip(&c, MAGIC);
	return (uint32_t)cur_le(&c, 4);
}

/* ---- recognising and cutting ----------------------------------------------------------------- */

/* The head of a message, of which four bytes at least are there. */
static bool head_fits(const struct cur *c)
{
	enum message which = message_of(c);
	uint8_t piece = cur_at(c, 3);

	if (which == NO_MESSAGE ||
	    (piece != 'F' && (which != MSG || (piece != 'C' && piece != 'A'))))
		return false;
	if (cur_left(c) < HEAD)
		return true;
	uint32_t size = size_of(*c);

	return size <= MOST && size >= (piece == 'A' ? LEAST : messages[which].least);
}

/* The service's number where it stands in the clear; 0: it does not. */
static uint64_t number_in(struct cur c)
{
	struct opcua_node id;

	return opcua_node_look(&c, &id, false) && id.form == OPCUA_NUMBER && id.ns == 0 ? id.number
											: 0;
}

static bool text_fits(struct cur c, const char *begin)
{
	uint32_t n = (uint32_t)cur_le(&c, 4);

	return n <= URL_MOST && n >= strlen(begin) && cur_starts(&c, begin, strlen(begin));
}

/* Is it certain, and who sends it? response: the server does. */
static bool certain(struct cur c, enum message which, bool *response)
{
	static const char scheme[] = "opc.tcp://", policy[] = "http://opcfoundation.org/UA/";
	uint32_t size = size_of(c);

	*response = false;
	cur_skip(&c, which == MSG || which == CLO ? SYMMETRIC : which == HEL ? HEAD + 20 : HEAD);
	if (which == HEL)
		return text_fits(c, scheme);
	if (which == ACK) {
		*response = true;
		return size == HEAD + 20;
	}
	if (which == OPN) {
		uint64_t channel = cur_le(&c, 4);

		*response = channel != 0;
		return text_fits(c, policy);
	}
	if (which != MSG && which != CLO)
		return false;
	uint64_t number = number_in(c);
	const struct opcua_service *service = opcua_service_of(number);

	*response = service == NULL || service->response == number;
	return service != NULL || number == 397;
}

/* Can a message begin with these bytes, which are fewer than its head? */
static bool may_begin(const struct cur *c)
{
	for (unsigned i = HEL; i <= MSG && cur_left(c) < MAGIC; i++) {
		bool same = true;

		for (size_t n = 0; n < cur_left(c) && n < 3; n++)
			same = same && cur_at(c, n) == (uint8_t)messages[i].magic[n];
		if (same)
			return true;
	}
	return cur_left(c) >= MAGIC && head_fits(c);
}

static enum probe probe(struct cur c, enum dir dir)
{
	bool response;

	if (cur_left(&c) < HEAD)
		return may_begin(&c) ? PROBE_SHORT : PROBE_NO;
	if (!head_fits(&c))
		return PROBE_NO;
	enum message which = message_of(&c);

	if (!certain(c, which, &response))
		return PROBE_WEAK;
	if (which == OPN) /* a renewal names its channel, too */
		return PROBE_SURE;
	return response == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

static long segment(struct cur c, enum dir dir)
{
	(void)dir;
	if (cur_left(&c) < HEAD)
		return may_begin(&c) ? 0 : SEGMENT_BAD;
	return head_fits(&c) ? (long)size_of(c) : SEGMENT_BAD;
}

/* ---- greetings and errors -------------------------------------------------------------------- */

static void read_hello(struct dec *d)
{
	d->ot.function = "Hello";
	pair_ask(d, GREETING);
	take(d, UA_VERSION);
	take(d, UA_RECEIVE_BUFFER);
	take(d, UA_SEND_BUFFER);
	take(d, UA_MAX_MESSAGE);
	take(d, UA_MAX_CHUNKS);
	ot_bytes(d, &ot_text_field, opcua_take_string(d, UA_TRANSPORT_ENDPOINT));
}

static void read_acknowledge(struct dec *d)
{
	d->ot.function = "Acknowledge";
	d->ot.status = "ok";
	(void)pair_answer(d, GREETING, NULL);
	take(d, UA_VERSION);
	take(d, UA_RECEIVE_BUFFER);
	take(d, UA_SEND_BUFFER);
	take(d, UA_MAX_MESSAGE);
	take(d, UA_MAX_CHUNKS);
}

static void read_reverse_hello(struct dec *d)
{
	d->ot.function = "ReverseHello";
	(void)opcua_take_string(d, UA_TRANSPORT_SERVER);
	ot_bytes(d, &ot_text_field, opcua_take_string(d, UA_TRANSPORT_ENDPOINT));
}

/* Why the connection ends, or a message is given up. */
static void read_reason(struct dec *d)
{
	uint32_t status = (uint32_t)take(d, UA_TRANSPORT_ERROR);

	if (!cur_ok(&d->c))
		return;
	d->ot.failed = opcua_bad(status);
	d->ot.status = opcua_status_name(status);
	if (d->ot.status == NULL)
		d->ot.status = dec_text(d, "0x%08x", status);
	ot_bytes(d, &ot_text_field, opcua_take_string(d, UA_TRANSPORT_REASON));
}

/* ---- secure channel -------------------------------------------------------------------------- */

/* The policy's name is what stands behind the last # of its URI. */
static bool policy_is(struct cur uri, const char *name)
{
	size_t n = strlen(name);

	if (cur_left(&uri) < n)
		return false;
	cur_skip(&uri, cur_left(&uri) - n);
	return cur_starts(&uri, name, n);
}

static void follow_policy(struct opcua_state *s, struct cur uri, bool anew)
{
	bool none = cur_left(&uri) == 0 || policy_is(uri, "#None");

	if (s->policy_known && !anew)
		return;
	*s = (struct opcua_state){ .policy_known = true };
	s->security = none ? OPCUA_NONE : OPCUA_UNKNOWN;
	if (policy_is(uri, "#Basic128Rsa15") || policy_is(uri, "#Basic256"))
		s->signature = 20; /* HMAC-SHA1 */
	else if (!none)
		s->signature = 32; /* HMAC-SHA256 */
}

static void follow_sequence(struct dec *d, struct opcua *m)
{
	struct opcua_state *s = m->state;
	uint32_t number = (uint32_t)take(d, UA_SEQUENCE);

	if (!cur_ok(&d->c))
		return;
	if (s->counted[d->dir] && !d->gap && number != s->sequence[d->dir] + 1 && number >= 1024)
		dec_mark(d, "sequence number is not the next one");
	s->sequence[d->dir] = number;
	s->counted[d->dir] = true;
}

static enum opcua_note pieces_of(const struct dec *d)
{
	return d->dir == DIR_REQUEST ? OPCUA_PIECES_ASKED : OPCUA_PIECES_ANSWERED;
}

/*
 * Can what follows the token be read? Where the channel does not say it, by whether a service's
 * number stands where it should, or an earlier piece of the message was read.
 */
static bool readable(struct dec *d, struct opcua_state *s)
{
	struct cur look = d->c;

	if (s->security != OPCUA_UNKNOWN)
		return s->security != OPCUA_ENCRYPT;
	if (cur_left(&look) < 12) { /* sequence, request, number: it cannot be told */
		cur_fail(&d->c);
		return true;
	}
	cur_skip(&look, 4);
	uint32_t request = (uint32_t)cur_le(&look, 4);
	uint64_t number = number_in(look);
	bool plain = opcua_service_of(number) != NULL || number == 397;

	if (!plain && note_find(d, opcua_key(pieces_of(d), request)) != NULL)
		return true;
	if (s->policy_known)
		s->security = plain ? OPCUA_SIGN : OPCUA_ENCRYPT;
	return plain;
}

/* n bytes that nobody but the two sides can read. */
static void take_encrypted(struct dec *d, const struct opcua_state *s, size_t n)
{
	if (s->security != OPCUA_UNKNOWN)
		put(d, UA_CHANNEL_SECURITY, s->security);
	(void)take_bytes(d, UA_ENCRYPTED, n);
}

/* One of several pieces, not the last. */
static void keep_piece(struct dec *d, struct opcua *m, struct cur body)
{
	struct note *note = note_open(d, opcua_key(pieces_of(d), m->request_id));

	d->ot.function = "piece of a message";
	if (note != NULL && note_add(d, note, body) != NULL)
		return;
	m->state->dropped[d->dir] = m->request_id;
	if (d->notes != NULL)
		dec_mark(d, "message of more pieces than are kept");
}

/* The whole message that the last piece ends, in d->c; false: its beginning is not there. */
static bool join_pieces(struct dec *d, struct opcua *m, struct cur body)
{
	struct note *note = note_find(d, opcua_key(pieces_of(d), m->request_id));

	d->c = body;
	if (m->state->dropped[d->dir] == m->request_id) {
		m->state->dropped[d->dir] = 0;
		return false;
	}
	if (note == NULL)
		return true;
	note = note_add(d, note, body);
	if (note == NULL) {
		dec_mark(d, "message of more pieces than are kept");
		return false;
	}
	d->c = note_bytes(d, note);
	note_end(d, note);
	return true;
}

static void give_up(struct dec *d, const struct opcua *m)
{
	struct note *note = note_find(d, opcua_key(pieces_of(d), m->request_id));

	if (note != NULL)
		note_end(d, note);
	d->ot.function = "Abort";
	if (d->dir == DIR_RESPONSE)
		(void)pair_answer(d, m->request_id, NULL);
	read_reason(d);
}

/* What is behind the request's number, up to the signature. */
static void read_body(struct dec *d, struct opcua *m, uint8_t piece, size_t n)
{
	struct cur body = cur_upto(&d->c, n), rest = d->c;
	bool whole = cur_left(&body) == n;

	d->c = body;
	if (piece == 'A') {
		give_up(d, m);
	} else if (piece == 'C') {
		if (whole)
			keep_piece(d, m, body);
		cur_skip(&d->c, n);
	} else if (join_pieces(d, m, body)) {
		opcua_service(d, m);
	} else {
		d->ot.function = "end of a long message";
		(void)cur_rest(&d->c);
	}
	size_t left = cur_left(&d->c);

	if (!cur_ok(&d->c) || !whole)
		cur_fail(&rest);
	else if (m->state->signature == 0 && (left == 20 || left == 32) && !m->state->policy_known)
		(void)take_bytes(d, UA_MESSAGE_SIGNATURE, left);
	else
		d->trailing += (uint32_t)left;
	d->c = rest;
}

/* CLO and MSG, behind the head. size: bytes of the message. */
static void read_symmetric(struct dec *d, struct opcua *m, uint8_t piece, size_t size)
{
	struct opcua_state *s = m->state;
	size_t body = size - SYMMETRIC;

	take(d, UA_CHANNEL);
	take(d, UA_SECURITY_TOKEN);
	if (!cur_ok(&d->c))
		return;
	if (!readable(d, s)) {
		d->ot.function =
			s->security == OPCUA_ENCRYPT ? "encrypted message" : "unreadable message";
		take_encrypted(d, s, size - SYMMETRIC + 8);
		return;
	}
	follow_sequence(d, m);
	m->request_id = (uint32_t)take(d, UA_REQUEST_ID);
	if (!cur_ok(&d->c))
		return;
	if (s->security != OPCUA_UNKNOWN)
		put(d, UA_CHANNEL_SECURITY, s->security);
	if (s->identity != OPCUA_NOBODY)
		put(d, UA_SESSION_IDENTITY, s->identity);
	size_t signature = s->security == OPCUA_SIGN && s->signature <= body ? s->signature : 0;

	read_body(d, m, piece, body - signature);
	if (signature > 0)
		(void)take_bytes(d, UA_MESSAGE_SIGNATURE, signature);
}

/* OPN, behind the head. total: bytes that the message has behind it, as it says. */
static void read_asymmetric(struct dec *d, struct opcua *m, size_t total)
{
	size_t before = cur_left(&d->c);
	uint64_t channel = take(d, UA_CHANNEL);
	struct cur policy = opcua_take_string(d, UA_POLICY_URI);

	(void)opcua_take_string(d, UA_SENDER_CERT);
	(void)opcua_take_string(d, UA_THUMBPRINT);
	d->ot.op = OT_AUTH;
	d->ot.function = "OpenSecureChannel";
	if (!cur_ok(&d->c))
		return;
	size_t head = before - cur_left(&d->c);
	size_t left = total > head ? total - head : 0;

	follow_policy(m->state, policy, d->dir == DIR_REQUEST && channel == 0);
	ot_bytes(d, &ot_text_field, policy);
	if (cur_left(&policy) > 0 && !policy_is(policy, "#None")) {
		(void)take_bytes(d, UA_ENCRYPTED, left);
		return;
	}
	follow_sequence(d, m);
	m->request_id = (uint32_t)take(d, UA_REQUEST_ID);
	if (cur_ok(&d->c))
		read_body(d, m, 'F', left > 8 ? left - 8 : 0);
	ot_bytes(d, &ot_text_field, policy);
}

static void read_message(struct dec *d)
{
	struct opcua_state fresh = { 0 };
	struct listing listing = { .n = 0 };
	uint8_t keep[OPCUA_KEPT];
	struct opcua m = { .state = d->state != NULL ? d->state : &fresh,
			   .listing = &listing,
			   .keep = keep };
	enum message which = message_of(&d->c);
	uint8_t piece = cur_at(&d->c, 3);
	bool fits = cur_left(&d->c) < HEAD || head_fits(&d->c);

	(void)take_bytes(d, UA_TRANSPORT_TYPE, 3);
	(void)take_bytes(d, UA_TRANSPORT_CHUNK, 1);
	size_t size = (size_t)take(d, UA_TRANSPORT_SIZE);

	if (!cur_ok(&d->c))
		return;
	if (!fits) {
		dec_malformed(d, "no message begins here");
		cur_fail(&d->c);
		return;
	}
	if (which == HEL)
		read_hello(d);
	else if (which == ACK)
		read_acknowledge(d);
	else if (which == RHE)
		read_reverse_hello(d);
	else if (which == OPN)
		read_asymmetric(d, &m, size - HEAD);
	else if (which == CLO || which == MSG)
		read_symmetric(d, &m, piece, size);
	if (which != ERR)
		return;
	d->ot.function = "Error";
	read_reason(d);
}

static_assert(sizeof(struct opcua_state) <= PROTOCOL_STATE_MAX, "it must fit into the flow");

const struct protocol protocol_opcua = {
	.name = "opcua",
	.label = "OPC UA",
	.title = "OPC UA binary over TCP",
	.spec = "OPC 10000-6",
	.bind = { { BIND_TCP, 4840 } },
	.fields = field_table,
	.nfields = OPCUA_FIELD_COUNT,
	.ntell = 1,
	.tell = { UA_SERVICE },
	.state_size = sizeof(struct opcua_state),
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
