/* Modbus functions on coils and registers: what a request asks and what its response brings. */
#include "protocols/modbus_fields.h"

enum { COIL_ON = 0xff00 };

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
void modbus_object(struct dec *d, const uint16_t *ask)
{
	d->ot.has_object = true;
	d->ot.index = ask[ASK_ADDRESS];
	d->ot.count = ask[ASK_COUNT];
}

static void read_request(struct dec *d, uint16_t *ask, int count_field, uint32_t limit)
{
	ask[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	ask[ASK_COUNT] = (uint16_t)dec_take(d, &field_table[count_field]);
	if (cur_ok(&d->c))
		check_quantity(d, ask[ASK_ADDRESS], ask[ASK_COUNT], limit);
	modbus_object(d, ask);
}

void modbus_read_bits_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, BIT_COUNT, MODBUS_MAX_READ_BITS);
}

void modbus_read_registers_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, WORD_COUNT, MODBUS_MAX_READ_REGISTERS);
}

void modbus_read_bits_response(struct dec *d, uint16_t *ask)
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
		modbus_object(d, ask);
	}
	put_series(d, BIT_VALUE, VALUE_BITS, data, n);
	ot_series(d, VALUE_BITS, data, n);
}

/* n registers of data, their numbers from first unless that is unknown (-1). */
static void registers(struct dec *d, struct cur data, int32_t first)
{
	uint32_t n = (uint32_t)(cur_left(&data) / 2);

	if (first >= 0)
		put_run(d, REG_NUMBER, (uint32_t)first, n);
	put_series(d, REG_VALUE, VALUE_BE16S, data, n);
	ot_series(d, VALUE_BE16S, data, n);
}

void modbus_read_registers_response(struct dec *d, uint16_t *ask)
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
		modbus_object(d, ask);
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

void modbus_write_coil(struct dec *d, uint16_t *ask)
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
	modbus_object(d, mine);
	if (mine[ASK_EXTRA] == COIL_ON || mine[ASK_EXTRA] == 0)
		ot_number(d, mine[ASK_EXTRA] != 0);
	else
		dec_mark(d, "coil value is neither ff00 nor 0000");
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_EXTRA], ASK_EXTRA);
	else
		modbus_keep(ask, mine);
}

void modbus_write_register(struct dec *d, uint16_t *ask)
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
	modbus_object(d, mine);
	ot_number(d, mine[ASK_EXTRA]);
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_EXTRA], ASK_EXTRA);
	else
		modbus_keep(ask, mine);
}

void modbus_write_bits_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, BIT_COUNT, MODBUS_MAX_WRITE_BITS);
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) != bytes || bytes != (ask[ASK_COUNT] + 7U) / 8)
		dec_malformed(d, "byte count does not match the quantity or the data");
	ot_series(d, VALUE_BITS, d->c, ask[ASK_COUNT]);
	modbus_data(d);
}

void modbus_write_registers_request(struct dec *d, uint16_t *ask)
{
	read_request(d, ask, WORD_COUNT, MODBUS_MAX_WRITE_REGISTERS);
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
	modbus_object(d, mine);
	check_echo(d, ask, mine[ASK_ADDRESS], mine[ASK_COUNT], ASK_COUNT);
}

void modbus_write_bits_response(struct dec *d, uint16_t *ask)
{
	write_many_response(d, ask, BIT_COUNT);
}

void modbus_write_registers_response(struct dec *d, uint16_t *ask)
{
	write_many_response(d, ask, WORD_COUNT);
}

void modbus_mask_write(struct dec *d, uint16_t *ask)
{
	uint16_t address = (uint16_t)take(d, REFERENCE);
	uint16_t and_mask = (uint16_t)take(d, AND_MASK);
	uint16_t or_mask = (uint16_t)take(d, OR_MASK);
	uint16_t mine[PAIR_ASK_WORDS] = { 0, address, 1, (uint16_t)(and_mask ^ or_mask << 1) };

	modbus_object(d, mine);
	if (d->dir == DIR_RESPONSE)
		check_echo(d, ask, address, mine[ASK_EXTRA], ASK_EXTRA);
	else
		modbus_keep(ask, mine);
}

/* Two operations in one message: the write, which comes first at the device, and the read. */
void modbus_read_write_request(struct dec *d, uint16_t *ask)
{
	uint16_t wrote[PAIR_ASK_WORDS] = { 0 };

	dec_share(d);
	ask[ASK_ADDRESS] = (uint16_t)take(d, READ_REFERENCE);
	ask[ASK_COUNT] = (uint16_t)take(d, READ_COUNT);
	if (cur_ok(&d->c))
		check_quantity(d, ask[ASK_ADDRESS], ask[ASK_COUNT], MODBUS_MAX_READ_REGISTERS);
	modbus_object(d, ask);
	emit(d);
	wrote[ASK_ADDRESS] = (uint16_t)take(d, WRITE_REFERENCE);
	wrote[ASK_COUNT] = (uint16_t)take(d, WRITE_COUNT);
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	check_quantity(d, wrote[ASK_ADDRESS], wrote[ASK_COUNT], MODBUS_MAX_WRITE_READ_REGISTERS);
	if (cur_left(&d->c) != bytes || bytes != 2U * wrote[ASK_COUNT])
		dec_malformed(d, "byte count does not match the quantity or the data");
	d->ot.op = OT_WRITE;
	modbus_object(d, wrote);
	ot_series(d, VALUE_BE16S, d->c, wrote[ASK_COUNT]);
	modbus_data(d);
	emit(d);
}

void modbus_read_write_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) != bytes || bytes % 2 != 0)
		dec_malformed(d, "byte count does not match the data");
	if (ask != NULL) {
		if (2U * ask[ASK_COUNT] != bytes)
			dec_mark(d, "byte count does not match the quantity asked for");
		modbus_object(d, ask);
	}
	ot_series(d, VALUE_BE16S, d->c, (uint32_t)(cur_left(&d->c) / 2));
	modbus_data(d);
}

void modbus_fifo_request(struct dec *d, uint16_t *ask)
{
	ask[ASK_ADDRESS] = (uint16_t)take(d, REFERENCE);
	modbus_object(d, ask);
}

void modbus_fifo_response(struct dec *d, uint16_t *ask)
{
	size_t bytes = take(d, BYTE_COUNT_16);
	uint32_t n = (uint32_t)take(d, WORD_COUNT);

	if (!cur_ok(&d->c))
		return;
	if (bytes != 2U * n + 2 || cur_left(&d->c) != 2U * n)
		dec_malformed(d, "byte count does not match the data");
	if (n > MODBUS_MAX_FIFO)
		dec_mark(d, "quantity is over the limit");
	if (ask != NULL)
		modbus_object(d, ask);
	d->ot.count = n;
	ot_series(d, VALUE_BE16S, d->c, n);
	modbus_data(d);
}

void modbus_exception_status(struct dec *d, uint16_t *ask)
{
	(void)ask;
	if (d->dir == DIR_RESPONSE) {
		struct cur look = d->c;

		ot_number(d, cur_u8(&look));
		if (!cur_ok(&look))
			cur_fail(&d->c);
	}
	modbus_data(d);
}

void modbus_only_data(struct dec *d, uint16_t *ask)
{
	(void)ask;
	modbus_data(d);
}
