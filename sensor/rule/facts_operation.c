/* ot.*: the protocol-independent view of an operation, and of a request without an answer. */
#include "protocols/modbus_fields.h"
#include "sensor/rule/facts.h"

enum {
	DECIMALS = 20,
	AREA_MOST = 20,
	DEVICE_ROOM = DECIMALS,
	OBJECT_ROOM = AREA_MOST + 1 + DECIMALS
};

/* Writes the number, which DECIMALS figures are enough for; returns where it ends. */
static char *decimal(char *to, uint64_t u)
{
	char figures[DECIMALS];
	unsigned n = DECIMALS;

	do {
		figures[--n] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	memcpy(to, figures + n, DECIMALS - n);
	return to + DECIMALS - n;
}

static const struct ot *ot_of(const struct subject *s)
{
	return s->op != NULL ? &s->op->ot : NULL;
}

static bool protocol(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	if (s->unanswered != NULL)
		return s->unanswered->protocol < PROTOCOL_COUNT &&
		       fact_text(v, i, protocols[s->unanswered->protocol]->name);
	return s->op != NULL && fact_text(v, i, s->dec->protocol->name);
}

static bool op(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return ot != NULL && fact_text(v, i, ot_op_name(ot->op));
}

/* A request that stays open remembers its function where its answer's reading needs it. */
static const char *function_asked(const struct pair *p)
{
	if (p->protocol != PROTOCOL_modbus && p->protocol != PROTOCOL_umas)
		return NULL;
	return field_value_name(&modbus_field_table[FUNC_CODE], p->ask[ASK_FUNCTION] & 0xffU);
}

static bool function(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	if (s->unanswered != NULL)
		return fact_text(v, i, function_asked(s->unanswered));
	return ot != NULL && fact_text(v, i, ot->function);
}

static bool request(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return fact_true(v, i, s->unanswered != NULL || (ot != NULL && !ot->response));
}

static bool device(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	if (ot == NULL || i > 0)
		return false;
	if (ot->device_text != NULL)
		return fact_text(v, 0, ot->device_text);
	char *room = ot->has_device ? fact_room(s, DEVICE_ROOM) : NULL;

	if (room == NULL)
		return false;
	return fact_bytes(v, 0, room, (size_t)(decimal(room, ot->device) - room));
}

static bool object(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	if (ot == NULL || !ot->has_object || i > 0)
		return false;
	if (ot->object_text != NULL)
		return fact_text(v, 0, ot->object_text);
	char *room = fact_room(s, OBJECT_ROOM);

	if (room == NULL)
		return false;
	const char *area = ot->area != NULL ? ot->area : "object";
	size_t n = strnlen(area, AREA_MOST);

	memcpy(room, area, n);
	room[n] = ':';
	return fact_bytes(v, 0, room, (size_t)(decimal(room + n + 1, ot->index) - room));
}

static bool count(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return ot != NULL && ot->count > 0 && fact_uint(v, i, ot->count);
}

/* It keeps its own field, which says whether it is a text. */
static bool value(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);
	const struct field *row = v->field;

	(void)fact;
	if (ot == NULL || ot->value.n == 0 || i > 0)
		return false;
	*v = ot->value;
	if (v->field == NULL)
		v->field = row;
	return true;
}

static bool status(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return ot != NULL && fact_text(v, i, ot->status);
}

static bool failed(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return fact_true(v, i, ot != NULL && ot->failed);
}

static bool message(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	if (s->unanswered != NULL)
		return fact_uint(v, i, s->unanswered->message);
	return s->op != NULL && fact_uint(v, i, s->dec->message);
}

static bool request_frame(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return ot != NULL && ot->request_frame != 0 && fact_uint(v, i, ot->request_frame);
}

static bool response_time(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return ot != NULL && ot->request_frame != 0 && fact_uint(v, i, ot->response_time);
}

static bool unmatched(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct ot *ot = ot_of(s);

	(void)fact;
	return fact_true(v, i, ot != NULL && ot->unmatched);
}

static bool unanswered(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->unanswered != NULL);
}

static bool malformed(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->op != NULL && s->dec->malformed);
}

static bool trailing(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->op != NULL && s->dec->trailing > 0 && fact_uint(v, i, s->dec->trailing);
}

static bool remark(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->op != NULL && i < s->dec->nmarks && fact_text(v, 0, s->dec->marks[i]);
}

static bool truncated(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, s->op != NULL && s->dec->overflow);
}

/* Which frame answers is not known yet when a request is asked about. */
const struct fact facts_operation[CONTEXT_FIELD_COUNT] = {
	[C_PROTOCOL] = { .get = protocol },
	[C_OP] = { .get = op },
	[C_FUNCTION] = { .get = function },
	[C_REQUEST] = { .get = request, .only_true = true },
	[C_DEVICE] = { .get = device },
	[C_OBJECT] = { .get = object },
	[C_COUNT] = { .get = count },
	[C_VALUE] = { .get = value },
	[C_STATUS] = { .get = status },
	[C_FAILED] = { .get = failed, .only_true = true },
	[C_MESSAGE] = { .get = message },
	[C_REQ_FRAME] = { .get = request_frame },
	[C_RSP_TIME] = { .get = response_time },
	[C_UNMATCHED] = { .get = unmatched, .only_true = true },
	[C_UNANSWERED] = { .get = unanswered, .only_true = true },
	[C_MALFORMED] = { .get = malformed, .only_true = true },
	[C_TRAILING] = { .get = trailing },
	[C_REMARKS] = { .get = remark },
	[C_TRUNCATED] = { .get = truncated, .only_true = true },
};
