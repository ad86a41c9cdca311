/*
 * Modbus application protocol: the PDU.
 *
 * Spec: MODBUS Application Protocol Specification V1.1b3 (modbus.org); limits where it is silent:
 * libmodbus' MODBUS_MAX_*. Fields are cut as tshark 4.0 cuts them; what it leaves in modbus.data
 * (a single register's value, say) has its meaning in ot.*.
 *
 *	+----------+----------------------+
 *	| function | data, 0..252 bytes   |   function: 1..127; a response may have bit 7 set, then
 *	+----------+----------------------+   one byte says why the device refused
 */
#include "protocols/modbus.h"
#include "protocols/protocols.h"
#include "protocols/modbus_fields.h"

enum {
	MAX_READ_BITS = 2000,
	MAX_WRITE_BITS = 1968,
	MAX_READ_REGISTERS = 125,
	MAX_WRITE_REGISTERS = 123,
	MAX_WRITE_READ_REGISTERS = 121,
	MAX_FIFO = 31,
	EXCEPTION_BIT = 0x80,
	COIL_ON = 0xff00,
};

/* Length of a PDU: fixed bytes, plus the number at the offset given (none if 0). */
struct shape {
	uint8_t fixed, count_at, count_size;
};

struct function {
	enum ot_op op;
	const char *area; /* of its objects */
	uint16_t limit;	  /* objects a request may name; 0: not counted so */
	struct shape shape[2];
	void (*read[2])(struct dec *d, uint16_t *ask);
};

static void check_quantity(struct dec *d, uint32_t address, uint32_t count, uint32_t limit)
{
	if (count == 0)
		dec_mark(d, "quantity is 0");
	else if (count > limit)
		dec_mark(d, "quantity is over the limit");
	else if (address + count > 65536)
		dec_mark(d, "range goes past address 65535");
}

/* The objects an operation touches: ask is what was or is being asked. */
static void object(struct dec *d, const uint16_t *ask)
{
	d->ot.has_object = true;
	d->ot.index = ask[ASK_ADDRESS];
	d->ot.count = ask[ASK_COUNT];
}

static void series(struct dec *d, enum value_kind kind, struct cur data, uint32_t n)
{
	size_t need = kind == VALUE_BITS ? ((size_t)n + 7) / 8 : 2 * (size_t)n;

	if (n > 0 && cur_left(&data) >= need)
		d->ot.value = (struct value){ .kind = (uint8_t)kind, .p = data.p, .n = n };
}

static void number(struct dec *d, uint64_t u)
{
	d->ot.value = (struct value){ .kind = VALUE_UINT, .u = u, .n = 1 };
}

static void read_request(struct dec *d, uint16_t *ask, int count_field, uint32_t limit)
{
	ask[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	ask[ASK_COUNT] = (uint16_t)dec_take(d, &field_table[count_field]);
	if (cur_ok(&d->c))
		check_quantity(d, ask[ASK_ADDRESS], ask[ASK_COUNT], limit);
	object(d, ask);
}

static void read_bits_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, BIT_COUNT, MAX_READ_BITS);
}

static void read_registers_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, WORD_COUNT, MAX_READ_REGISTERS);
}

static void read_bits_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT);
	struct cur data = cur_sub(&d->c, bytes);
	uint32_t n = (uint32_t)(8 * bytes);

	if (!cur_ok(&data))
		return;
	if (ask != NULL) {
		if ((ask[ASK_COUNT] + 7U) / 8 != bytes)
			dec_mark(d, "byte count does not match the quantity asked for");
		n = ask[ASK_COUNT] < n ? ask[ASK_COUNT] : n;
		put_run(d, BIT_NUMBER, ask[ASK_ADDRESS], n);
		object(d, ask);
	}
	put_series(d, BIT_VALUE, VALUE_BITS, data, n);
	series(d, VALUE_BITS, data, n);
}

/* n registers of data, their numbers from first unless that is unknown (-1). */
static void registers(struct dec *d, struct cur data, int32_t first)
{
	uint32_t n = (uint32_t)(cur_left(&data) / 2);

	if (first >= 0)
		put_run(d, REG_NUMBER, (uint32_t)first, n);
	put_series(d, REG_VALUE, VALUE_BE16S, data, n);
	series(d, VALUE_BE16S, data, n);
}

static void read_registers_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT);

	if (cur_left(&d->c) != bytes || bytes % 2 != 0) {
		if (cur_ok(&d->c))
			dec_malformed(d, "byte count does not match the data");
		modbus_data(d);
		return;
	}
	if (ask != NULL) {
		if (2U * ask[ASK_COUNT] != bytes)
			dec_mark(d, "byte count does not match the quantity asked for");
		object(d, ask);
	}
	registers(d, cur_rest(&d->c), ask != NULL ? ask[ASK_ADDRESS] : -1);
}

/* A write's response repeats the request. */
static void check_echo(struct dec *d, const uint16_t *ask, uint16_t address, uint16_t what,
		       int word)
{
	if (ask != NULL && cur_ok(&d->c) && (ask[ASK_ADDRESS] != address || ask[word] != what))
		dec_mark(d, "response does not repeat the request");
}

static void write_coil(struct dec *d, uint16_t *ask)
{
	uint16_t mine[PAIR_ASK_WORDS] = { 0 };

	mine[ASK_COUNT] = 1;
	mine[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	struct cur look = d->c;
	mine[ASK_EXTRA] = cur_be16(&look);
	(void)take_bytes(d, DATA, 2);
	if (!cur_ok(&d->c))
		return;
	put(d, PADDING, mine[ASK_EXTRA] & 0xff);
	object(d, mine);
	if (mine[ASK_EXTRA] == COIL_ON || mine[ASK_EXTRA] == 0)
		number(d, mine[ASK_EXTRA] != 0);
	else
		dec_mark(d, "coil value is neither ff00 nor 0000");
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_EXTRA], ASK_EXTRA);
	else
		memcpy(ask + 1, mine + 1, sizeof(mine) - sizeof(mine[0]));
}

static void write_register(struct dec *d, uint16_t *ask)
{
	uint16_t mine[PAIR_ASK_WORDS] = { 0 };

	mine[ASK_COUNT] = 1;
	mine[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	struct cur look = d->c;
	mine[ASK_EXTRA] = cur_be16(&look);
	if (!cur_ok(&look)) {
		cur_fail(&d->c);
		return;
	}
	if (cur_left(&look) > 0)
		dec_malformed(d, "bytes after the end of the PDU");
	(void)take_rest(d, DATA);
	object(d, mine);
	number(d, mine[ASK_EXTRA]);
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_EXTRA], ASK_EXTRA);
	else
		memcpy(ask + 1, mine + 1, sizeof(mine) - sizeof(mine[0]));
}

static void write_bits_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, BIT_COUNT, MAX_WRITE_BITS);
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) != bytes || bytes != (ask[ASK_COUNT] + 7U) / 8)
		dec_malformed(d, "byte count does not match the quantity or the data");
	series(d, VALUE_BITS, d->c, ask[ASK_COUNT]);
	modbus_data(d);
}

static void write_registers_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, WORD_COUNT, MAX_WRITE_REGISTERS);
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (bytes != 2U * ask[ASK_COUNT])
		dec_malformed(d, "byte count does not match the quantity or the data");
	if (cur_left(&d->c) != bytes || bytes % 2 != 0) {
		dec_malformed(d, "byte count does not match the quantity or the data");
		modbus_data(d);
		return;
	}
	registers(d, cur_rest(&d->c), ask[ASK_ADDRESS]);
}

static void write_many_response(struct dec *d, const uint16_t *ask, int count_field)
{
	uint16_t mine[PAIR_ASK_WORDS] = { 0 };

	mine[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	mine[ASK_COUNT] = (uint16_t)dec_take(d, &field_table[count_field]);
	object(d, mine);
	check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_COUNT], ASK_COUNT);
}

static void write_bits_response(struct dec *d, uint16_t *ask)
{
	write_many_response(d, ask, BIT_COUNT);
}

static void write_registers_response(struct dec *d, uint16_t *ask)
{
	write_many_response(d, ask, WORD_COUNT);
}

static void mask_write(struct dec *d, uint16_t *ask)
{
	uint16_t address = (uint16_t)take(d, REFERENCE);
	uint16_t and_mask = (uint16_t)take(d, AND_MASK);
	uint16_t or_mask = (uint16_t)take(d, OR_MASK);
	uint16_t mine[PAIR_ASK_WORDS] = { 0, address, 1, (uint16_t)(and_mask ^ or_mask << 1) };

	object(d, mine);
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, address, mine[ASK_EXTRA], ASK_EXTRA);
	else
		memcpy(ask + 1, mine + 1, sizeof(mine) - sizeof(mine[0]));
}

/* Two operations in one message: the write, which comes first at the device, and the read. */
static void read_write_request(struct dec *d, uint16_t *ask)
{
	uint16_t wrote[PAIR_ASK_WORDS] = { 0 };

	dec_share(d);
	ask[ASK_ADDRESS] = (uint16_t)take(d, READ_REFERENCE);
	ask[ASK_COUNT] = (uint16_t)take(d, READ_COUNT);
	if (cur_ok(&d->c))
		check_quantity(d, ask[ASK_ADDRESS], ask[ASK_COUNT], MAX_READ_REGISTERS);
	object(d, ask);
	emit(d);
	wrote[ASK_ADDRESS] = (uint16_t)take(d, WRITE_REFERENCE);
	wrote[ASK_COUNT] = (uint16_t)take(d, WRITE_COUNT);
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	check_quantity(d, wrote[ASK_ADDRESS], wrote[ASK_COUNT], MAX_WRITE_READ_REGISTERS);
	if (cur_left(&d->c) != bytes || bytes != 2U * wrote[ASK_COUNT])
		dec_malformed(d, "byte count does not match the quantity or the data");
	d->ot.op = OT_WRITE;
	object(d, wrote);
	series(d, VALUE_BE16S, d->c, wrote[ASK_COUNT]);
	modbus_data(d);
	emit(d);
}

static void read_write_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) != bytes || bytes % 2 != 0)
		dec_malformed(d, "byte count does not match the data");
	if (ask != NULL) {
		if (2U * ask[ASK_COUNT] != bytes)
			dec_mark(d, "byte count does not match the quantity asked for");
		object(d, ask);
	}
	series(d, VALUE_BE16S, d->c, (uint32_t)(cur_left(&d->c) / 2));
	modbus_data(d);
}

static void fifo_request(struct dec *d, uint16_t *ask)
{
	ask[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	object(d, ask);
}

static void fifo_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT_16);
	uint32_t n = (uint32_t)take(d, WORD_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (bytes != 2U * n + 2 || cur_left(&d->c) != 2U * n)
		dec_malformed(d, "byte count does not match the data");
	if (n > MAX_FIFO)
		dec_mark(d, "quantity is over the limit");
	if (ask != NULL)
		object(d, ask);
	d->ot.count = n;
	series(d, VALUE_BE16S, d->c, n);
	modbus_data(d);
}

static void exception_status(struct dec *d, uint16_t *ask)
{
	(void)ask;
	if (d->dir == DIR_RESPONSE) {
		struct cur look = d->c;

		number(d, cur_u8(&look));
		if (!cur_ok(&look))
			cur_fail(&d->c);
	}
	modbus_data(d);
}

static void only_data(struct dec *d, uint16_t *ask)
{
	(void)ask;
	modbus_data(d);
}

/* clang-format off */
static const struct function functions[128] = {
	[1]  = { OT_READ,  "coil", MAX_READ_BITS, { { 5, 0, 0 }, { 2, 1, 1 } }, { read_bits_request, read_bits_response } },
	[2]  = { OT_READ,  "di",   MAX_READ_BITS, { { 5, 0, 0 }, { 2, 1, 1 } }, { read_bits_request, read_bits_response } },
	[3]  = { OT_READ,  "hr",   MAX_READ_REGISTERS, { { 5, 0, 0 }, { 2, 1, 1 } }, { read_registers_request, read_registers_response } },
	[4]  = { OT_READ,  "ir",   MAX_READ_REGISTERS, { { 5, 0, 0 }, { 2, 1, 1 } }, { read_registers_request, read_registers_response } },
	[5]  = { OT_WRITE, "coil", 0, { { 5, 0, 0 }, { 5, 0, 0 } }, { write_coil, write_coil } },
	[6]  = { OT_WRITE, "hr",   0, { { 5, 0, 0 }, { 5, 0, 0 } }, { write_register, write_register } },
	[7]  = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 2, 0, 0 } }, { exception_status, exception_status } },
	[8]  = { OT_DIAGNOSE, NULL, 0, { { 5, 0, 0 }, { 5, 0, 0 } }, { modbus_diagnostics, modbus_diagnostics } },
	[9]  = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[10] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[11] = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 5, 0, 0 } }, { modbus_event_counter, modbus_event_counter } },
	[12] = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 2, 1, 1 } }, { modbus_event_log, modbus_event_log } },
	[13] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[14] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[15] = { OT_WRITE, "coil", MAX_WRITE_BITS, { { 6, 5, 1 }, { 5, 0, 0 } }, { write_bits_request, write_bits_response } },
	[16] = { OT_WRITE, "hr",   MAX_WRITE_REGISTERS, { { 6, 5, 1 }, { 5, 0, 0 } }, { write_registers_request, write_registers_response } },
	[17] = { OT_IDENTIFY, NULL, 0, { { 1, 0, 0 }, { 2, 1, 1 } }, { modbus_slave_id, modbus_slave_id } },
	[18] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[19] = { OT_CONTROL, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[20] = { OT_READ,  "file", 0, { { 2, 1, 1 }, { 2, 1, 1 } }, { modbus_read_file, modbus_read_file } },
	[21] = { OT_WRITE, "file", 0, { { 2, 1, 1 }, { 2, 1, 1 } }, { modbus_write_file, modbus_write_file } },
	[22] = { OT_WRITE, "hr",   0, { { 7, 0, 0 }, { 7, 0, 0 } }, { mask_write, mask_write } },
	[23] = { OT_READ,  "hr",   0, { { 10, 9, 1 }, { 2, 1, 1 } }, { read_write_request, read_write_response } },
	[24] = { OT_READ,  "fifo", 0, { { 3, 0, 0 }, { 3, 1, 2 } }, { fifo_request, fifo_response } },
	[40] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[43] = { OT_OTHER, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_encapsulated, modbus_encapsulated } },
	[90] = { OT_OTHER, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { umas_pdu, umas_pdu } },
	[125] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
	[126] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { only_data, only_data } },
};
/* clang-format on */

/* MEI 14 tells its length object by object, the rest of function 43 not at all. */
static long encapsulated_length(struct cur c, enum dir dir)
{
	cur_skip(&c, 1);
	uint8_t mei = cur_u8(&c);

	if (!cur_ok(&c))
		return 0;
	if (mei != 14)
		return -1;
	if (dir == DIR_REQUEST)
		return 4;
	cur_skip(&c, 4);
	unsigned objects = cur_u8(&c);
	long length = 7;

	for (; objects > 0 && cur_ok(&c); objects--) {
		cur_skip(&c, 1);
		size_t n = cur_u8(&c);

		cur_skip(&c, n);
		length += 2 + (long)n;
	}
	return cur_ok(&c) ? length : 0;
}

long modbus_length(struct cur c, enum dir dir)
{
	struct cur look = c;
	uint8_t code = cur_u8(&look);

	if (!cur_ok(&look))
		return 0;
	if ((code & EXCEPTION_BIT) != 0)
		return dir == DIR_RESPONSE ? 2 : -1;
	if (code == 43)
		return encapsulated_length(c, dir);
	const struct shape *s = &functions[code].shape[dir];

	if (s->fixed == 0)
		return -1;
	if (s->count_at == 0)
		return s->fixed;
	cur_skip(&c, s->count_at);
	long n = (long)cur_be(&c, s->count_size);

	return cur_ok(&c) ? s->fixed + n : 0;
}

enum modbus_fit modbus_fits(struct cur c, enum dir dir)
{
	long n = modbus_length(c, dir);

	if (n < 0)
		return MODBUS_MISFIT;
	if (n == 0 || (size_t)n > cur_left(&c))
		return MODBUS_PARTIAL;
	if ((size_t)n < cur_left(&c))
		return MODBUS_LONGER;
	const struct function *f = &functions[cur_at(&c, 0) & 0x7f];

	if (dir == DIR_REQUEST && f->limit != 0) {
		unsigned count = (unsigned)(cur_at(&c, 3) << 8 | cur_at(&c, 4));

		if (count == 0 || count > f->limit)
			return MODBUS_LONGER;
	}
	return MODBUS_EXACT;
}

static const char *function_name(uint8_t code)
{
	const char *name = field_value_name(&field_table[FUNC_CODE], code);

	if (name != NULL)
		return name;
	return (code >= 65 && code <= 72) || (code >= 100 && code <= 110) ? "User-defined function"
									  : "Unknown function";
}

static bool same_function(const struct pair *asked, const struct dec *d)
{
	return (asked->ask[ASK_FUNCTION] & 0x7f) == d->values[d->nvalues - 1].u;
}

/* The request's words that a response answers, or NULL. The function code is the last value put. */
static uint16_t *answer(struct dec *d, uint64_t key, uint16_t ask[PAIR_ASK_WORDS])
{
	const struct pair *asked = pair_answer(d, key, same_function);

	if (asked != NULL) {
		if ((asked->ask[ASK_FUNCTION] & ASK_INCOMPLETE) != 0)
			return NULL;
		memcpy(ask, asked->ask, sizeof(asked->ask));
		return ask;
	}
	return NULL;
}

static void refused(struct dec *d, const uint16_t *ask)
{
	uint64_t why = take(d, EXCEPTION);
	const char *name = field_value_name(&field_table[EXCEPTION], why);

	d->ot.status = name != NULL ? name : "unknown exception";
	d->ot.failed = true;
	if (ask == NULL)
		return;
	modbus_name_asked(d, ask);
	if (d->ot.area != NULL)
		object(d, ask);
}

static void pdu_response(struct dec *d, const struct function *f, uint8_t code, uint64_t key)
{
	uint16_t words[PAIR_ASK_WORDS] = { 0 };
	uint16_t *ask = answer(d, key, words);

	if ((code & EXCEPTION_BIT) != 0) {
		refused(d, ask);
		return;
	}
	if (d->ot.request_frame != 0) {
		put(d, REQUEST_FRAME, d->ot.request_frame);
		put(d, RESPONSE_TIME, d->ot.response_time);
	}
	d->ot.status = "ok";
	f->read[DIR_RESPONSE](d, ask);
}

static void pdu_request(struct dec *d, const struct function *f, uint8_t code, uint64_t key)
{
	uint16_t ask[PAIR_ASK_WORDS] = { code & 0x7f, 0, 0, 0 };

	if ((code & EXCEPTION_BIT) != 0) {
		dec_malformed(d, "exception code in a request");
		modbus_data(d);
		return;
	}
	f->read[DIR_REQUEST](d, ask);
	struct pair *p = pair_ask(d, key);

	if (p == NULL)
		return;
	memcpy(p->ask, ask, sizeof(ask));
	p->optional = modbus_silent(ask);
	if (d->cut)
		p->ask[ASK_FUNCTION] |= ASK_INCOMPLETE;
}

void modbus_pdu(struct dec *d, uint64_t key, uint8_t unit)
{
	static const struct function unknown = { .op = OT_OTHER, .read = { only_data, only_data } };

	d->protocol = &protocol_modbus;
	d->ot.has_device = true;
	d->ot.device = unit;
	uint8_t code = cur_u8(&d->c);

	if (!cur_ok(&d->c)) {
		d->ot.function = "no function";
		return;
	}
	const struct function *f = &functions[code & 0x7f];

	if (f->read[0] == NULL)
		f = &unknown;
	put(d, FUNC_CODE, code & 0x7f);
	d->ot.op = f->op;
	d->ot.function = function_name(code & 0x7f);
	d->ot.area = f->area;
	if (code == 0)
		dec_mark(d, "function code 0 is not allowed");
	if (d->dir == DIR_RESPONSE)
		pdu_response(d, f, code, key);
	else
		pdu_request(d, f, code, key);
	if (cur_ok(&d->c) && cur_left(&d->c) > 0)
		dec_malformed(d, "bytes after the end of the PDU");
}

const struct protocol protocol_modbus = {
	.name = "modbus",
	.label = "Modbus",
	.title = "Modbus",
	.spec = "MODBUS Application Protocol Specification V1.1b3",
	.fields = modbus_field_table,
	.nfields = MODBUS_FIELD_COUNT,
};
