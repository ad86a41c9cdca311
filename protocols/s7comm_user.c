/*
 * S7comm: user data.
 *
 *	+----------+-----+--------+------------+----------+-----+ - - - + - - - + - - - - +
 *	| 00 01 12 | len | method | type|group | function | seq | unit  | last  | error, 2 |
 *	+----------+-----+--------+------------+----------+-----+ - - - + - - - + - - - - +
 *	data: return code, transport size, length, contents      (the long form only)
 *
 * Contents that are longer than a message come in several answers of one unit number.
 */
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum {
	PUSH = 0,
	REQUEST = 4,
	RESPONSE = 8,
	NC = 3, /* the bits that requests and answers of numeric controls have beside */
	LONG_FORM = 8,
	MODES = 0,
	PROGRAMMER = 1,
	CYCLIC = 2,
	BLOCKS = 3,
	CPU = 4,
	SECURITY = 5,
	CLOCK = 7,
	LIST_BLOCKS = 1,
	LIST_TYPE = 2,
	BLOCK_INFO = 3,
	READ_SZL = 1,
	MESSAGES = 2,
	DIAGNOSTIC = 3,
	PASSWORD = 1,
	CLEAR_PASSWORD = 2,
	NO_DATA = 0x0a,
};

static const uint64_t user_key = UINT64_C(0x37) << 40;

/* clang-format off */
static const struct { uint8_t group, func, op; const char *name; } table[] = {
	{ 1, 1, OT_DIAGNOSE, "Block status" }, { 1, 2, OT_READ, "Variable status" }, { 1, 3, OT_DIAGNOSE, "Output ISTACK" },
	{ 1, 4, OT_DIAGNOSE, "Output BSTACK" }, { 1, 5, OT_DIAGNOSE, "Output LSTACK" }, { 1, 6, OT_DIAGNOSE, "Time measurement" },
	{ 1, 7, OT_READ, "Force selection" }, { 1, 8, OT_WRITE, "Modify variable" }, { 1, 9, OT_WRITE, "Force" },
	{ 1, 10, OT_CONTROL, "Breakpoint" }, { 1, 11, OT_CONTROL, "Exit HOLD" }, { 1, 12, OT_CONTROL, "Memory reset" },
	{ 1, 13, OT_CONTROL, "Disable job" }, { 1, 14, OT_CONTROL, "Enable job" }, { 1, 15, OT_CONTROL, "Delete job" },
	{ 1, 16, OT_DIAGNOSE, "Read job list" }, { 1, 17, OT_DIAGNOSE, "Read job" }, { 1, 18, OT_CONTROL, "Replace job" },
	{ 1, 19, OT_DIAGNOSE, "Block status v2" }, { 1, 22, OT_CONTROL, "Flash LED" },
	{ 2, 1, OT_READ, "Cyclic transfer" }, { 2, 4, OT_OTHER, "Unsubscribe" }, { 2, 5, OT_READ, "Change driven transfer" },
	{ 2, 7, OT_READ, "Change driven transfer modify" }, { 2, 8, OT_READ, "Read record" },
	{ 3, 1, OT_PROGRAM, "List blocks" }, { 3, 2, OT_PROGRAM, "List blocks of type" }, { 3, 3, OT_PROGRAM, "Get block info" },
	{ 4, 1, OT_DIAGNOSE, "Read SZL" }, { 4, 2, OT_OTHER, "Message service" }, { 4, 3, OT_REPORT, "Diagnostic message" },
	{ 4, 5, OT_REPORT, "ALARM_8 indication" }, { 4, 6, OT_REPORT, "NOTIFY indication" }, { 4, 7, OT_CONTROL, "ALARM_8 lock" },
	{ 4, 8, OT_CONTROL, "ALARM_8 unlock" }, { 4, 9, OT_REPORT, "SCAN indication" }, { 4, 11, OT_CONTROL, "ALARM ack" },
	{ 4, 12, OT_REPORT, "ALARM ack indication" }, { 4, 13, OT_REPORT, "ALARM lock indication" },
	{ 4, 14, OT_REPORT, "ALARM unlock indication" }, { 4, 17, OT_REPORT, "ALARM_SQ indication" },
	{ 4, 18, OT_REPORT, "ALARM_S indication" }, { 4, 19, OT_READ, "ALARM query" }, { 4, 22, OT_REPORT, "NOTIFY_8 indication" },
	{ 5, 1, OT_AUTH, "PLC password" }, { 5, 2, OT_AUTH, "Clear PLC password" },
	{ 6, 0, OT_WRITE, "BSEND/BRECV" },
	{ 7, 1, OT_DIAGNOSE, "Read clock" }, { 7, 2, OT_WRITE, "Set clock" }, { 7, 3, OT_DIAGNOSE, "Read clock (following)" },
	{ 7, 4, OT_WRITE, "Set clock" },
	{ 15, 1, OT_PROGRAM, "NC request download" }, { 15, 2, OT_PROGRAM, "NC download block" },
	{ 15, 3, OT_PROGRAM, "NC continue download" }, { 15, 4, OT_PROGRAM, "NC download ended" },
	{ 15, 6, OT_PROGRAM, "NC start upload" }, { 15, 7, OT_PROGRAM, "NC upload" }, { 15, 8, OT_PROGRAM, "NC continue upload" },
};
/* clang-format on */

/* Days from 1970-01-01 to a date of the civil calendar. */
static int64_t days(int year, unsigned month, unsigned day)
{
	static const uint16_t before[12] = {
		0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
	};
	int y = year - (month <= 2);
	int64_t leap = y / 4 - y / 100 + y / 400;

	return (int64_t)(year - 1970) * 365 + leap - 477 + before[(month - 1) % 12] + day - 1;
}

static bool two_digits(struct cur *c, unsigned *u, unsigned most)
{
	uint8_t byte = cur_u8(c);

	*u = (byte >> 4) * 10U + (byte & 15);
	return (byte >> 4) <= 9 && (byte & 15) <= 9 && *u <= most;
}

uint64_t s7_time(struct dec *d)
{
	struct cur c = cur_sub(&d->c, 8);
	unsigned year, month, day, hour, minute, second, part;
	bool good = two_digits(&c, &year, 99);

	good = two_digits(&c, &month, 12) && good;
	good = two_digits(&c, &day, 31) && good;
	good = two_digits(&c, &hour, 23) && good;
	good = two_digits(&c, &minute, 59) && good;
	good = two_digits(&c, &second, 59) && good;
	good = two_digits(&c, &part, 99) && good;
	if (!good || !cur_ok(&c) || month == 0 || day == 0)
		return 0;
	int64_t s = days((int)year + (year < 90 ? 2000 : 1900), month, day) * 86400 + hour * 3600 +
		    minute * 60 + second;
	uint64_t ms = part * 10 + (cur_u8(&c) >> 4);

	put(d, S7_TIME, (uint64_t)s * 1000000000 + ms * 1000000);
	return (uint64_t)s * 1000000000 + ms * 1000000;
}

static void clock(struct dec *d, struct cur c)
{
	d->c = c;
	cur_skip(&d->c, 2); /* reserved, century */
	if (s7_time(d) != 0)
		d->ot.value = d->values[d->nvalues - 1];
}

static void mode(struct dec *d, struct s7 *m)
{
	static const uint8_t cpu[16] = {
		[0] = S7_CPU_STOP,    [1] = S7_CPU_STARTUP, [2] = S7_CPU_RUN,
		[3] = S7_CPU_STARTUP, [4] = S7_CPU_HOLD,    [6] = S7_CPU_STARTUP,
		[9] = S7_CPU_RUN,     [11] = S7_CPU_RUN,    [12] = S7_CPU_RUN
	};
	uint64_t to = take(d, S7_MODE);

	if (!cur_ok(&d->c))
		return;
	d->ot.function = "Mode transition";
	d->ot.object_text = field_value_name(&field_table[S7_MODE], to);
	d->ot.has_object = d->ot.object_text != NULL;
	d->ot.op = OT_REPORT;
	s7_cpu_state(d, m, (enum s7_cpu)(to < 16 ? cpu[to] : 0));
}

/* A block's timestamp: ms of the day, days since 1984. */
static void block_time(struct dec *d, unsigned field)
{
	uint64_t ms = cur_be32(&d->c), day = cur_be16(&d->c);

	if (cur_ok(&d->c))
		dec_put(d, &field_table[field], ((5113 + day) * 86400000 + ms) * 1000000);
}

static void info_answer(struct dec *d)
{
	take(d, S7_INFO_TYPE);
	take(d, S7_INFO_LENGTH);
	take(d, S7_INFO_UNKNOWN2);
	take(d, S7_INFO_CONST3);
	take(d, S7_INFO_UNKNOWN);
	uint64_t flags = take(d, S7_INFO_BLOCK_FLAGS);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_INFO_LINKED, flags & 1);
	put(d, S7_INFO_STANDARD, flags >> 1 & 1);
	put(d, S7_INFO_NONRETAIN, flags >> 3 & 1);
	take(d, S7_INFO_LANGUAGE);
	uint64_t type = take(d, S7_INFO_SUBTYPE), number = take(d, S7_INFO_NUMBER);
	const char *kind = field_value_name(&field_table[S7_INFO_SUBTYPE], type);

	if (kind != NULL && type != 0 && cur_ok(&d->c)) {
		d->ot.object_text = dec_text(d, "%s%u", kind, (unsigned)number);
		d->ot.has_object = true;
	}
	take(d, S7_INFO_LOAD);
	take(d, S7_INFO_SECURITY);
	block_time(d, S7_INFO_CODE_TIME);
	block_time(d, S7_INFO_INTERFACE_TIME);
	take(d, S7_INFO_SSB);
	take(d, S7_INFO_ADD);
	take(d, S7_INFO_LOCAL);
	take(d, S7_INFO_CODE);
	take(d, S7_INFO_AUTHOR);
	take(d, S7_INFO_FAMILY);
	take(d, S7_INFO_NAME);
	uint8_t version = cur_u8(&d->c);

	if (cur_ok(&d->c))
		put_text(d, S7_INFO_VERSION, dec_text(d, "%u.%u", version >> 4, version & 15U));
	take(d, S7_INFO_UNKNOWN);
	take(d, S7_INFO_CHECKSUM);
	take(d, S7_INFO_RESERVED1);
	take(d, S7_INFO_RESERVED2);
}

/* Lists of blocks: four bytes each. */
static void list_answer(struct dec *d, unsigned func)
{
	struct cur all = cur_rest(&d->c), tail = all;
	uint32_t n = (uint32_t)(cur_left(&all) / 4);

	d->ot.count = n;
	if (func == LIST_TYPE) {
		put_strided(d, S7_INFO_NUMBER, series_of(all, VALUE_UINTS, 2 | VALUE_BIG, 4, n));
		cur_skip(&tail, 2);
		put_strided(d, S7_INFO_FLAGS, series_of(tail, VALUE_UINTS, 1, 4, n));
		cur_skip(&tail, 1);
		put_strided(d, S7_INFO_LANGUAGE, series_of(tail, VALUE_UINTS, 1, 4, n));
	} else {
		d->c = all;
		for (uint32_t i = 0; i < n; i++) {
			take(d, S7_INFO_TYPE);
			take(d, S7_INFO_COUNT);
		}
	}
}

static void blocks(struct dec *d, unsigned func, struct cur c, bool request)
{
	static const char *const kinds[16] = {
		[0x8] = "OB",  [0xa] = "DB", [0xb] = "SDB", [0xc] = "FC",
		[0xd] = "SFC", [0xe] = "FB", [0xf] = "SFB"
	};

	d->c = c;
	if (cur_left(&c) == 0)
		return;
	if (!request && func == BLOCK_INFO) {
		info_answer(d);
	} else if (!request && (func == LIST_BLOCKS || func == LIST_TYPE)) {
		list_answer(d, func);
	} else if (func == BLOCK_INFO || func == LIST_TYPE) {
		struct cur type = dec_take_bytes(d, &field_table[S7_INFO_TYPE], 2);
		uint8_t kind = (uint8_t)(cur_at(&type, 1) <= '9' ? cur_at(&type, 1) - '0'
								 : cur_at(&type, 1) - 'A' + 10);

		d->ot.object_text = kind < 16 ? kinds[kind] : NULL;
		if (func == BLOCK_INFO) {
			struct cur number = dec_take_bytes(d, &field_table[S7_INFO_ASKED], 5);

			take(d, S7_INFO_FILESYS);
			if (cur_ok(&number))
				d->ot.object_text = s7_block_text(d, type, number);
		}
		d->ot.has_object = d->ot.object_text != NULL;
	}
	s7_rest(d, S7_USER_DATA);
}

/* The contents of an answer in several messages; false: more are to come. */
static bool joined(struct dec *d, unsigned unit, bool last, struct cur *c)
{
	uint64_t key = s7_key(S7_NOTE_PARTS, unit);
	struct note *note = unit != 0 ? note_find(d, key) : NULL;

	if (unit == 0 || (last && note == NULL))
		return true;
	if (note == NULL)
		note = note_open(d, key);
	if (note != NULL)
		note = note_add(d, note, *c);
	if (!last || note == NULL)
		return false;
	*c = note_bytes(d, note);
	note_end(d, note);
	return true;
}

static void cpu_function(struct dec *d, struct s7 *m, unsigned func, struct cur c, bool request)
{
	if (func == READ_SZL) {
		s7_szl(d, m, c, request);
	} else if (func == MESSAGES) {
		s7_messages(d, c, request);
	} else if (func == DIAGNOSTIC) {
		s7_diagnostic(d, m, c);
	} else {
		s7_alarm(d, m, func, c, request);
	}
}

static void contents(struct dec *d, struct s7 *m, unsigned kind, unsigned func, struct cur c)
{
	unsigned type = kind >> 4, group = kind & 15;
	bool request = type == REQUEST;

	if (group == BLOCKS) {
		blocks(d, func, c, request);
	} else if (group == CPU) {
		cpu_function(d, m, func, c, request);
	} else if (group == CLOCK && cur_left(&c) == 10) {
		clock(d, c);
	} else if (group == PROGRAMMER) {
		s7_programmer(d, m, func | type << 8, c);
	} else if (group == CYCLIC) {
		s7_cyclic(d, m, func, type, c);
	} else if (group == SECURITY && func == PASSWORD && request) {
		d->c = cur_of("", 0); /* a secret, hidden with a number that everybody knows */
	} else {
		d->c = c;
		s7_rest(d, S7_USER_DATA);
	}
}

/* What it is called, what it does, and whom it answers. */
static void describe(struct dec *d, struct s7 *m, unsigned kind, unsigned func)
{
	unsigned type = kind >> 4 & ~(unsigned)NC, group = kind & 15;

	if ((kind >> 4 & NC) != 0 && (kind >> 4 & NC) != NC)
		dec_mark(d, "unknown type of user data");
	d->ot.response = type == RESPONSE;
	if (type == REQUEST) {
		(void)pair_ask(d, user_key | m->pduref);
	} else if (type == RESPONSE) {
		m->asked = pair_answer(d, user_key | m->pduref, NULL);
		d->ot.status = "ok";
	}
	if (group == MODES)
		return;
	d->ot.function = "unknown function";
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].group != group || (table[i].func != func && table[i].func != 0))
			continue;
		d->ot.function = table[i].name;
		d->ot.op = (enum ot_op)table[i].op;
		break;
	}
	if (type == PUSH)
		d->ot.op = OT_REPORT;
}

static void failed(struct dec *d, uint64_t error)
{
	const char *name = field_value_name(&field_table[S7_PARAM_ERROR], error);

	if (error == 0)
		return;
	d->ot.failed = true;
	d->ot.status = name != NULL ? name : "error";
}

static void password(struct dec *d, struct s7 *m, unsigned func)
{
	if (m->state == NULL || !d->ot.response || d->ot.failed)
		return;
	if (func == PASSWORD || func == CLEAR_PASSWORD)
		m->state->password = func == PASSWORD;
}

static void data(struct dec *d, struct s7 *m, unsigned kind, unsigned func, unsigned unit,
		 bool last)
{
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = m->data;
	if (cur_left(&m->data) == 0)
		return;
	uint64_t code = take(d, S7_RETURN);

	take(d, S7_DATA_SIZE);
	size_t n = take(d, S7_DATA_LENGTH);
	struct cur c = cur_upto(&d->c, n), rest = d->c;
	bool whole = cur_ok(&d->c) && cur_left(&c) == n;

	/* "Object does not exist" of no bytes is how messages without data say so. */
	if (d->ot.response && !d->ot.failed && code != S7_RETURN_OK && (code != NO_DATA || n > 0)) {
		const char *name = field_value_name(&field_table[S7_RETURN], code);

		d->ot.failed = true;
		d->ot.status = name != NULL ? name : "error";
	}
	if (whole && (!d->ot.response || joined(d, unit, last, &c)) && cur_left(&c) > 0) {
		contents(d, m, kind, func, c);
		d->trailing += (uint32_t)cur_left(&d->c);
		whole = cur_ok(&d->c);
	}
	d->c = rest;
	if (!whole)
		cur_fail(&d->c);
}

void s7_userdata(struct dec *d, struct s7 *m)
{
	d->c = m->param;
	take(d, S7_USER_HEAD);
	uint64_t n = take(d, S7_USER_LENGTH);

	take(d, S7_USER_METHOD);
	unsigned kind = cur_u8(&d->c), func = 0, unit = 0;
	uint64_t last = 0;

	if (!cur_ok(&d->c))
		return;
	put(d, S7_USER_TYPE, kind >> 4);
	put(d, S7_USER_GROUP, kind & 15);
	if ((kind & 15) == MODES)
		mode(d, m);
	else
		func = (unsigned)take(d, S7_USER_FUNC);
	take(d, S7_USER_SEQ);
	m->func = (uint8_t)func;
	describe(d, m, kind, func);
	if (n >= LONG_FORM) {
		unit = (unsigned)take(d, S7_USER_UNIT);
		last = take(d, S7_USER_LAST);
		failed(d, take(d, S7_PARAM_ERROR));
	}
	if (!cur_ok(&d->c))
		return;
	data(d, m, kind, func, unit, last == 0);
	if ((kind & 15) == SECURITY)
		password(d, m, func);
}
