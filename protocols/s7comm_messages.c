/* S7comm: messages and alarms, programmer commands (test functions), cyclic data. */
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum {
	PUSH = 0,
	REQUEST = 4,
	RESPONSE = 8,
	CYCLIC_TRANSFER = 1,
	UNSUBSCRIBE = 4,
	CHANGE_TRANSFER = 5,
	MODIFY_TRANSFER = 7,
	VARIABLE_STATUS = 2,
	MODIFY = 8,
	FORCE = 9,
	FIRST_JOB = 13, /* test functions that are about another one, but for the list of all */
	JOB_LIST = 16,
	LAST_JOB = 18,
	ALARM_ACK = 11,
	ALARM_QUERY = 19,
	SYNTAX_QUERY = 0x1a,
	SYNTAX_ACK = 0x19,
	QUERY_OBJECT = 10,
};

void s7_messages(struct dec *d, struct cur c, bool request)
{
	bool more = cur_left(&c) > (request ? 10 : 2);

	d->c = c;
	if (request) {
		take(d, S7_MSG_EVENTS);
		take(d, S7_MSG_RESERVED1);
		struct cur user = dec_take_bytes(d, &field_table[S7_MSG_USER], 8);

		if (cur_ok(&user)) {
			d->ot.object_text = dec_string(d, user);
			d->ot.has_object = true;
		}
	} else {
		take(d, S7_MSG_RESULT);
		take(d, S7_MSG_RESULT1);
	}
	if (more) {
		take(d, S7_MSG_ALARM);
		take(d, request ? S7_MSG_RESERVED2 : S7_MSG_RESULT2);
	}
	if (more && !request && cur_left(&d->c) > 0)
		take(d, S7_MSG_RESULT3);
	s7_rest(d, S7_USER_DATA);
}

static void alarm_states(struct dec *d)
{
	take(d, S7_ALARM_ACK_GOING);
	take(d, S7_ALARM_ACK_COMING);
}

static void alarm_name(struct dec *d, uint64_t id)
{
	if (!cur_ok(&d->c))
		return;
	d->ot.object_text = dec_text(d, "alarm:%u", (unsigned)id);
	d->ot.has_object = true;
}

/* One alarm of an indication, with its values. */
static void alarm_object(struct dec *d, unsigned func)
{
	take(d, S7_VARSPEC);
	take(d, S7_VARSPEC_LENGTH);
	uint64_t syntax = take(d, S7_SYNTAXID);

	if (syntax == SYNTAX_QUERY) {
		take(d, S7_QUERY_1);
		take(d, S7_QUERY_TYPE);
		take(d, S7_QUERY_2);
		take(d, S7_QUERY_ALARM);
		return;
	}
	uint64_t n = take(d, S7_ALARM_VALUES);

	alarm_name(d, take(d, S7_ALARM_EVENT));
	if (syntax == SYNTAX_ACK || func == ALARM_ACK || !cur_ok(&d->c)) {
		alarm_states(d);
		return;
	}
	d->ot.value.n = 0;
	ot_number(d, take(d, S7_ALARM_EVENTSTATE));
	take(d, S7_ALARM_STATE);
	alarm_states(d);
	for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++) {
		uint8_t code;

		(void)s7_data_item(d, &code, i + 1 == n, false);
	}
}

static void query_answer(struct dec *d)
{
	take(d, S7_RETURN);
	take(d, S7_DATA_SIZE);
	take(d, S7_QUERY_ALL);
	while (cur_left(&d->c) >= QUERY_OBJECT) {
		size_t n = take(d, S7_QUERY_ONE);

		if (n < QUERY_OBJECT)
			break;
		take(d, S7_QUERY_RES);
		put(d, S7_QUERY_ALARM, cur_u8(&d->c));
		take(d, S7_ALARM_EVENT);
		put(d, S7_QUERY_RES, cur_u8(&d->c));
		take(d, S7_ALARM_EVENTSTATE);
		alarm_states(d);
		if (n > QUERY_OBJECT + 1)
			(void)dec_take_bytes(d, &field_table[S7_USER_DATA], n - QUERY_OBJECT - 1);
	}
}

void s7_alarm(struct dec *d, struct s7 *m, unsigned func, struct cur c, bool request)
{
	(void)m;
	d->c = c;
	if (!request && !d->ot.response)
		(void)s7_time(d);
	take(d, S7_ALARM_FUNCTION);
	uint64_t n = take(d, S7_ALARM_OBJECTS);

	d->ot.count = (uint32_t)n;
	if (d->ot.response && func == ALARM_QUERY) {
		if (cur_left(&d->c) >= 4)
			query_answer(d);
	} else if (!d->ot.response) {
		for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++)
			alarm_object(d, func);
	}
	s7_rest(d, S7_USER_DATA);
}

/* A variable of a test function: its name. */
static void variable(struct dec *d)
{
	uint64_t area = take(d, S7_TIS_AREA);
	bool bit = area == 0 || area == 16 || area == 32 || area == 112;
	uint64_t more = bit ? take(d, S7_TIS_BIT) : take(d, S7_TIS_REPEAT);
	unsigned db = (unsigned)take(d, S7_TIS_DB), start = (unsigned)take(d, S7_TIS_START);
	const char *name = field_value_name(&field_table[S7_TIS_AREA], area);

	if (!cur_ok(&d->c) || name == NULL)
		return;
	const char *block = area >= 112 ? dec_text(d, "DB%u.", db) : "";

	/* A bit of I, Q or M has no letter: I0.1. */
	if (bit && area != 112)
		d->ot.object_text = dec_text(d, "%c%u.%u", *name, start, (unsigned)more);
	else if (bit)
		d->ot.object_text = dec_text(d, "%s%s%u.%u", block, name, start, (unsigned)more);
	else
		d->ot.object_text = dec_text(d, "%s%s%u", block, name, start);
	d->ot.has_object = true;
	d->ot.count = bit ? 1 : (uint32_t)more;
}

/* A number of one, two or four bytes as it is shown; else its bytes. */
static void variable_value(struct dec *d, struct cur bytes)
{
	size_t n = cur_left(&bytes);

	if (n == 1 || n == 2 || n == 4)
		ot_number(d, cur_be(&bytes, n));
	else
		s7_plain_value(d, bytes);
}

static void variables(struct dec *d, unsigned func)
{
	uint64_t n = take(d, S7_TIS_ITEMS);
	struct cur values = d->c;

	cur_skip(&values, n * 6 <= cur_left(&values) ? n * 6 : cur_left(&values));
	dec_share(d);
	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++) {
		variable(d);
		if (!cur_ok(&d->c))
			return;
		if (func == MODIFY || func == FORCE) {
			struct cur rest = d->c;
			uint8_t code;

			d->c = values;
			struct cur bytes = s7_data_item(d, &code, false, false);

			values = d->c;
			if (!cur_ok(&d->c))
				return;
			d->ot.value.n = 0;
			variable_value(d, bytes);
			d->c = rest;
		}
		emit(d);
	}
	d->c = func == MODIFY || func == FORCE ? values : d->c;
}

static void results(struct dec *d)
{
	uint64_t n = take(d, S7_TIS_ITEMS);

	for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++) {
		uint8_t code;

		(void)s7_data_item(d, &code, false, false);
	}
}

/* What became of the variables that were modified or forced. */
static void outcomes(struct dec *d)
{
	uint64_t n = take(d, S7_TIS_ITEMS);

	for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++)
		take(d, S7_RETURN);
	if (n % 2 == 1 && cur_left(&d->c) > 0)
		take(d, S7_FILLBYTE);
}

static void parameters(struct dec *d, struct cur c, unsigned func, bool request)
{
	static const uint16_t fields[] = {
		S7_TIS_1, S7_TIS_2, S7_TIS_3, S7_TIS_ANSWER, S7_TIS_5,
		S7_TIS_6, S7_TIS_7, S7_TIS_8, S7_TIS_9,	     S7_TIS_EVENT
	};
	struct cur rest = d->c;

	d->c = c;
	if (request && func >= FIRST_JOB && func <= LAST_JOB && func != JOB_LIST) {
		take(d, S7_TIS_JOB);
		take(d, S7_TIS_JOB_SEQ);
	} else if (request) {
		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && cur_left(&d->c) >= 2;
		     i++)
			(void)dec_take(d, &field_table[fields[i]]);
	} else if (cur_left(&c) >= 4) {
		take(d, S7_TIS_RESULT1);
		take(d, S7_TIS_RESULT2);
	}
	bool whole = cur_ok(&d->c);

	d->c = rest;
	if (!whole)
		cur_fail(&d->c);
}

void s7_programmer(struct dec *d, struct s7 *m, unsigned func, struct cur c)
{
	bool request = func >> 8 == REQUEST;

	(void)m;
	func &= 0xff;
	d->c = c;
	size_t np = take(d, S7_TIS_PARAMETERS), nd = take(d, S7_TIS_DATA);
	struct cur p = cur_sub(&d->c, np);

	if (!cur_ok(&d->c))
		return;
	parameters(d, p, func, request);
	(void)nd;
	if (cur_left(&d->c) == 0)
		return;
	if (request && (func == VARIABLE_STATUS || func == MODIFY || func == FORCE))
		variables(d, func);
	else if (func == VARIABLE_STATUS)
		results(d);
	else if (!request && (func == MODIFY || func == FORCE))
		outcomes(d);
	while (request && func == JOB_LIST && cur_left(&d->c) >= 2)
		take(d, S7_TIS_JOB_RESERVED);
	while (!request && func == JOB_LIST && cur_left(&d->c) >= 4) {
		take(d, S7_TIS_JOB);
		take(d, S7_TIS_JOB_SEQ);
		take(d, S7_TIS_JOB_RESERVED);
	}
	s7_rest(d, S7_USER_DATA);
}

static void cyclic_request(struct dec *d, struct s7 *m)
{
	uint64_t n = cur_be16(&d->c);
	struct s7_item item;

	if (!cur_ok(&d->c))
		return;
	put(d, S7_ITEMCOUNT, n);
	take(d, S7_CYCLE_BASE);
	take(d, S7_CYCLE_TIME);
	dec_share(d);
	s7_items_keep(d, s7_key(S7_NOTE_ITEMS, m->pduref), d->c);
	for (uint64_t i = 0; i < n; i++) {
		size_t before = cur_left(&d->c);

		if (!s7_item_take(d, &item))
			return;
		if ((before - cur_left(&d->c)) % 2 == 1 && i + 1 < n)
			cur_skip(&d->c, 1);
		s7_item_name(d, &item);
		emit(d);
	}
}

static void cyclic_data(struct dec *d, struct cur items)
{
	uint64_t n = cur_be16(&d->c);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_ITEMCOUNT, n);
	dec_share(d);
	for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++) {
		struct s7_item item;
		size_t before = cur_left(&items);
		bool known = before > 0 && s7_item_look(&items, &item);
		uint8_t code;

		if ((before - cur_left(&items)) % 2 == 1)
			cur_skip(&items, 1);
		struct cur bytes = s7_data_item(d, &code, i + 1 == n, false);

		if (!cur_ok(&d->c))
			return;
		s7_item_status(d, code);
		d->ot.value.n = 0;
		d->ot.has_object = known;
		if (known) {
			s7_item_name(d, &item);
			s7_item_value(d, &item, bytes);
		} else {
			s7_plain_value(d, bytes);
		}
		emit(d);
	}
}

void s7_cyclic(struct dec *d, struct s7 *m, unsigned func, unsigned type, struct cur c)
{
	const struct value *seq = NULL;

	for (uint16_t i = d->nvalues; i > 0 && seq == NULL; i--) {
		if (d->values[i - 1].field == &field_table[S7_USER_SEQ])
			seq = &d->values[i - 1];
	}
	uint64_t job = s7_key(S7_NOTE_CYCLE, seq != NULL ? seq->u : 0);

	d->c = c;
	if (func == UNSUBSCRIBE && type == REQUEST) {
		take(d, S7_CYCLE_FUNCTION);
		take(d, S7_CYCLE_JOB);
	} else if (func != CYCLIC_TRANSFER && func != CHANGE_TRANSFER && func != MODIFY_TRANSFER) {
		s7_rest(d, S7_USER_DATA);
	} else if (type == REQUEST) {
		cyclic_request(d, m);
	} else {
		uint64_t asked = s7_key(S7_NOTE_ITEMS, m->pduref);
		struct cur items = type == RESPONSE ? s7_items_kept(d, asked, false)
						    : s7_items_kept(d, job, false);

		if (type == RESPONSE && cur_left(&items) > 0) {
			s7_items_keep(d, job, items);
			(void)s7_items_kept(d, asked, true);
		}
		cyclic_data(d, items);
	}
	s7_rest(d, S7_USER_DATA);
}
