/*
 * S7comm: how SIMATIC S7-300, S7-400, S7-1200, S7-1500 and compatible controllers talk to
 * engineering stations, operator panels and each other. S7comm-plus is in s7comm_plus.c.
 *
 * Spec: none is public; the names and layouts are those of Wireshark's documentation of its fields,
 * public research and captures of real controllers.
 *
 *	TPKT, COTP (cotp.c) >
 *	+----+--------+------+---------+--------+--------+-----------+----------+ - - - - - + - - -
 *	| 32 | ROSCTR | 0, 2 | ref., 2 | len, 2 | len, 2 | class, 1  | code, 1  | parameters | data
 *	+----+--------+------+---------+--------+--------+-----------+----------+ - - - - - + - - -
 *	                                of both parts     of answers only
 *
 * A job's parameters begin with its function, user data's with 00 01 12. Either side may send jobs:
 * during a download the controller asks the client for the pieces of the block.
 */
#include "protocols/s7comm.h"
#include "protocols/cotp.h"
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum { HEADER = 10, ANSWER_HEADER = 12, PROTID = 0x32, PLUS_PROTID = 0x72 };

_Static_assert(sizeof(struct s7_state) <= COTP_USER_STATE, "it is kept in COTP's state");

static const uint64_t job_key = UINT64_C(0x32) << 40;

/* clang-format off */
static const struct {
	uint8_t func, op;
	bool answered; /* by the server: who sends the answer has been asked */
	void (*read)(struct dec *d, struct s7 *m);
} functions[] = {
	{ S7_READ, OT_READ, true, s7_variables }, { S7_WRITE, OT_WRITE, true, s7_variables },
	{ S7_REQUEST_DOWNLOAD, OT_PROGRAM, true, s7_download }, { S7_DOWNLOAD_BLOCK, OT_PROGRAM, false, s7_download },
	{ S7_DOWNLOAD_ENDED, OT_PROGRAM, false, s7_download }, { S7_START_UPLOAD, OT_PROGRAM, true, s7_upload },
	{ S7_UPLOAD, OT_PROGRAM, true, s7_upload }, { S7_END_UPLOAD, OT_PROGRAM, true, s7_upload },
	{ S7_PI_SERVICE_FUNC, OT_CONTROL, true, s7_pi_service }, { S7_PLC_STOP, OT_CONTROL, true, s7_stop },
	{ S7_SETUP, OT_OTHER, true, NULL },
};
/* clang-format on */
enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

/* Which of functions[] it is; FUNCTIONS: none. */
static unsigned find(uint8_t func)
{
	unsigned i = 0;

	while (i < FUNCTIONS && functions[i].func != func)
		i++;
	return i;
}

enum probe s7_probe(struct cur c, enum dir dir)
{
	if (cur_at(&c, 0) == PLUS_PROTID)
		return s7plus_probe(c, dir);
	if (cur_at(&c, 0) != PROTID)
		return PROBE_NO;
	if (cur_left(&c) < ANSWER_HEADER)
		return PROBE_WEAK;
	cur_skip(&c, 1);
	uint8_t rosctr = cur_u8(&c);
	uint16_t zero = cur_be16(&c);

	cur_skip(&c, 2);
	size_t param = cur_be16(&c);

	cur_skip(&c, 2);
	bool answer = rosctr == S7_ACK || rosctr == S7_ACK_DATA;

	if ((!answer && rosctr != S7_JOB && rosctr != S7_USERDATA) || zero != 0)
		return PROBE_NO;
	if (answer)
		cur_skip(&c, 2);
	if (rosctr == S7_USERDATA)
		return param >= 8 && cur_at(&c, 0) == 0 && cur_at(&c, 1) == 1 ? PROBE_SURE
									      : PROBE_WEAK;
	unsigned i = find(cur_at(&c, 0));

	if (param == 0 || cur_left(&c) == 0)
		return PROBE_WEAK;
	if (i == FUNCTIONS)
		return PROBE_WEAK;
	/* Who answers what only a server answers, or asks what only a client asks? */
	bool by_server = answer == functions[i].answered;

	return by_server == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

void s7_cpu_state(struct dec *d, struct s7 *m, enum s7_cpu cpu)
{
	if (cpu == S7_CPU_UNKNOWN)
		return;
	put(d, S7_CPU_STATE, cpu);
	if (m->state == NULL)
		return;
	if (m->state->cpu != cpu && m->state->cpu != S7_CPU_UNKNOWN)
		put(d, S7_CPU_STATE_BEFORE, m->state->cpu);
	m->state->cpu = (uint8_t)cpu;
}

void s7_called(struct dec *d, struct cur tsap)
{
	struct s7_state *s = cotp_user_state(d);
	uint8_t type = cur_at(&tsap, 0), place = cur_at(&tsap, 1);

	if (cur_left(&tsap) != 2 || type == 0 || (type & 0xf) > 3)
		return;
	dec_put(d, &field_table[S7_CONNECTION_TYPE], type & 0xf);
	dec_put(d, &field_table[S7_CONNECTION_RACK], place >> 5);
	dec_put(d, &field_table[S7_CONNECTION_SLOT], place & 31);
	if (s == NULL)
		return;
	s->called = true;
	s->rack = place >> 5;
	s->slot = place & 31;
}

/* Which CPU behind the address: "rack/slot". */
static void device(struct dec *d, const struct s7_state *s)
{
	if (s == NULL || !s->called)
		return;
	char text[5] = { (char)('0' + s->rack), '/' };
	size_t n = 2;

	if (s->slot >= 10)
		text[n++] = (char)('0' + s->slot / 10);
	text[n++] = (char)('0' + s->slot % 10);
	d->ot.device_text = dec_string(d, cur_of(text, n));
	d->ot.has_device = true;
}

static void setup(struct dec *d, struct s7 *m)
{
	take(d, S7_SETUP_RESERVED);
	take(d, S7_AMQ_CALLING);
	take(d, S7_AMQ_CALLED);
	uint64_t pdu = take(d, S7_PDU_LENGTH);

	if (m->rosctr == S7_ACK_DATA && m->state != NULL && cur_ok(&d->c))
		m->state->pdu = (uint16_t)pdu;
}

static bool same_function(const struct pair *asked, const struct dec *d)
{
	/* The function is the value recorded last. */
	const struct value *v = d->nvalues > 0 ? &d->values[d->nvalues - 1] : NULL;

	return v == NULL || v->field != &field_table[S7_FUNC] || asked->ask[S7_ASK_FUNC] == v->u;
}

/* Joins requests and answers; either side may ask. */
static void pair(struct dec *d, struct s7 *m)
{
	bool answer = m->rosctr != S7_JOB;
	unsigned asker = (d->dir == DIR_REQUEST) != answer ? 0 : 1;
	uint64_t key = job_key | (uint64_t)asker << 32 | m->pduref;

	if (answer) {
		m->asked = pair_answer(d, key, same_function);
		return;
	}
	struct pair *p = pair_ask(d, key);

	if (p != NULL)
		p->ask[S7_ASK_FUNC] = m->func;
}

static void job(struct dec *d, struct s7 *m)
{
	bool named = cur_left(&m->param) > 0;

	d->c = m->param;
	m->func = (uint8_t)(named ? take(d, S7_FUNC) : 0);
	d->ot.response = m->rosctr != S7_JOB;
	pair(d, m);
	if (!named && m->asked != NULL)
		m->func = (uint8_t)m->asked->ask[S7_ASK_FUNC];
	unsigned i = find(m->func);

	d->ot.function = field_value_name(&field_table[S7_FUNC], m->func);
	if (m->rosctr == S7_ACK && !named && m->asked == NULL)
		d->ot.function = "acknowledge";
	if (d->ot.function == NULL)
		d->ot.function = "unknown function";
	if (i < FUNCTIONS)
		d->ot.op = (enum ot_op)functions[i].op;
	if (m->state != NULL && m->state->password)
		put(d, S7_SESSION_PASSWORD, 1);
	if (i < FUNCTIONS && functions[i].read != NULL)
		functions[i].read(d, m);
	else if (i < FUNCTIONS && named)
		setup(d, m);
	else
		s7_rest(d, S7_PARAM_DATA);
}

/* What an answer's header says of errors. */
static void error(struct dec *d, struct s7 *m)
{
	struct cur both = d->c;
	uint16_t error = cur_be16(&both);

	take(d, S7_ERRCLS);
	take(d, S7_ERRCOD);
	d->ot.status = "ok";
	m->error = error;
	if (error == 0)
		return;
	put(d, S7_PARAM_ERROR, error);
	const char *name = field_value_name(&field_table[S7_PARAM_ERROR], error);

	if (name == NULL)
		name = field_value_name(&field_table[S7_ERRCLS], error >> 8);
	d->ot.status = name != NULL ? name : "error";
	d->ot.failed = true;
}

void s7_read(struct dec *d)
{
	struct s7 m = { .state = cotp_user_state(d) };

	d->ot.response = false;
	if (cur_at(&d->c, 0) == PLUS_PROTID) {
		s7plus_read(d, m.state);
		return;
	}
	device(d, m.state);
	take(d, S7_PROTID);
	m.rosctr = (enum s7_rosctr)take(d, S7_ROSCTR);
	take(d, S7_REDID);
	m.pduref = (uint16_t)take(d, S7_PDUREF);
	size_t param = take(d, S7_PARLG), data = take(d, S7_DATLG);
	bool answer = m.rosctr == S7_ACK || m.rosctr == S7_ACK_DATA;

	if (answer)
		error(d, &m);
	if (!cur_ok(&d->c))
		return;
	struct cur rest = d->c;

	m.param = cur_upto(&rest, param);
	m.data = cur_upto(&rest, data);
	bool whole = cur_left(&m.param) == param && cur_left(&m.data) == data;

	if (m.rosctr == S7_USERDATA) {
		s7_userdata(d, &m);
	} else if (param > 0 && cur_left(&m.param) == 0) {
		cur_fail(&d->c); /* what it does is not there: not the same as saying nothing */
	} else if (answer || m.rosctr == S7_JOB) {
		job(d, &m);
	} else {
		d->ot.function = "unknown message";
		dec_malformed(d, "unknown kind of message");
		return;
	}
	if (!cur_ok(&d->c) || !whole) {
		cur_fail(&d->c);
		return;
	}
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
}

const struct protocol protocol_s7comm = {
	.name = "s7comm",
	.label = "S7comm",
	.title = "SIMATIC S7 communication (S7comm, S7comm-plus)",
	.spec = "none public; public research and captures",
	.fields = s7comm_field_table,
	.nfields = S7_FIELD_COUNT,
};
