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

enum { EXCEPTION_BIT = 0x80 };

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

/* clang-format off */
static const struct function functions[128] = {
	[1]  = { OT_READ,  "coil", MODBUS_MAX_READ_BITS, { { 5, 0, 0 }, { 2, 1, 1 } }, { modbus_read_bits_request, modbus_read_bits_response } },
	[2]  = { OT_READ,  "di",   MODBUS_MAX_READ_BITS, { { 5, 0, 0 }, { 2, 1, 1 } }, { modbus_read_bits_request, modbus_read_bits_response } },
	[3]  = { OT_READ,  "hr",   MODBUS_MAX_READ_REGISTERS, { { 5, 0, 0 }, { 2, 1, 1 } }, { modbus_read_registers_request, modbus_read_registers_response } },
	[4]  = { OT_READ,  "ir",   MODBUS_MAX_READ_REGISTERS, { { 5, 0, 0 }, { 2, 1, 1 } }, { modbus_read_registers_request, modbus_read_registers_response } },
	[5]  = { OT_WRITE, "coil", 0, { { 5, 0, 0 }, { 5, 0, 0 } }, { modbus_write_coil, modbus_write_coil } },
	[6]  = { OT_WRITE, "hr",   0, { { 5, 0, 0 }, { 5, 0, 0 } }, { modbus_write_register, modbus_write_register } },
	[7]  = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 2, 0, 0 } }, { modbus_exception_status, modbus_exception_status } },
	[8]  = { OT_DIAGNOSE, NULL, 0, { { 5, 0, 0 }, { 5, 0, 0 } }, { modbus_diagnostics, modbus_diagnostics } },
	[9]  = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[10] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[11] = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 5, 0, 0 } }, { modbus_event_counter, modbus_event_counter } },
	[12] = { OT_DIAGNOSE, NULL, 0, { { 1, 0, 0 }, { 2, 1, 1 } }, { modbus_event_log, modbus_event_log } },
	[13] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[14] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[15] = { OT_WRITE, "coil", MODBUS_MAX_WRITE_BITS, { { 6, 5, 1 }, { 5, 0, 0 } }, { modbus_write_bits_request, modbus_write_bits_response } },
	[16] = { OT_WRITE, "hr",   MODBUS_MAX_WRITE_REGISTERS, { { 6, 5, 1 }, { 5, 0, 0 } }, { modbus_write_registers_request, modbus_write_registers_response } },
	[17] = { OT_IDENTIFY, NULL, 0, { { 1, 0, 0 }, { 2, 1, 1 } }, { modbus_slave_id, modbus_slave_id } },
	[18] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[19] = { OT_CONTROL, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[20] = { OT_READ,  "file", 0, { { 2, 1, 1 }, { 2, 1, 1 } }, { modbus_read_file, modbus_read_file } },
	[21] = { OT_WRITE, "file", 0, { { 2, 1, 1 }, { 2, 1, 1 } }, { modbus_write_file, modbus_write_file } },
	[22] = { OT_WRITE, "hr",   0, { { 7, 0, 0 }, { 7, 0, 0 } }, { modbus_mask_write, modbus_mask_write } },
	[23] = { OT_READ,  "hr",   0, { { 10, 9, 1 }, { 2, 1, 1 } }, { modbus_read_write_request, modbus_read_write_response } },
	[24] = { OT_READ,  "fifo", 0, { { 3, 0, 0 }, { 3, 1, 2 } }, { modbus_fifo_request, modbus_fifo_response } },
	[40] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[43] = { OT_OTHER, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_encapsulated, modbus_encapsulated } },
	[90] = { OT_OTHER, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { umas_pdu, umas_pdu } },
	[125] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
	[126] = { OT_PROGRAM, NULL, 0, { { 0, 0, 0 }, { 0, 0, 0 } }, { modbus_only_data, modbus_only_data } },
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
		ask[ASK_FUNCTION] = asked->ask[ASK_FUNCTION];
		modbus_keep(ask, asked->ask);
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
	if (d->ot.area != NULL)
		modbus_object(d, ask);
	modbus_name_asked(d, ask);
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
	bool refusal = (code & EXCEPTION_BIT) != 0;

	if (refusal) {
		dec_malformed(d, "exception code in a request");
		take(d, EXCEPTION);
	} else {
		f->read[DIR_REQUEST](d, ask);
	}
	struct pair *p = pair_ask(d, key);

	if (p == NULL)
		return;
	p->ask[ASK_FUNCTION] = ask[ASK_FUNCTION];
	modbus_keep(p->ask, ask);
	p->optional = modbus_silent(ask) || refusal;
	if (d->cut || refusal)
		p->ask[ASK_FUNCTION] |= ASK_INCOMPLETE;
}

void modbus_pdu(struct dec *d, uint64_t key, uint8_t unit)
{
	static const struct function unknown = { .op = OT_OTHER,
						 .read = { modbus_only_data, modbus_only_data } };

	d->protocol = &protocol_modbus;
	d->ot.has_device = true;
	d->ot.device = unit;
	uint8_t code = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return;
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
	.ntell = 2,
	.tell = { AND_MASK, OR_MASK },
};
