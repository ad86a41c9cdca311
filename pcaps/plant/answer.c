#include "pcaps/plant/answer.h"

#include <string.h>

#define FIFO_GOOD 100 /* FIFO pointer address with a few values */
#define FIFO_FULL 110 /* FIFO that holds more than an answer may carry */

bool unit_init(struct unit *u, const struct device *device)
{
	*u = (struct unit){ .device = device, .running = true };
	u->map = modbus_mapping_new(device->coils, device->discretes, device->holdings,
				    device->inputs);
	if (!u->map)
		return false;
	/* the upper half of the holding registers: a parameter set, as on a real controller */
	for (uint16_t i = device->holdings / 2; i < device->holdings; i++)
		u->map->tab_registers[i] = (uint16_t)(i * 37 % 1000);
	for (uint16_t f = 0; f < FILE_COUNT; f++)
		for (uint16_t r = 0; r < FILE_RECORDS; r++)
			u->file[f][r] = (uint16_t)((f + 1) * 1000 + r);
	return true;
}

int answer_exception(struct unit *u, uint8_t function, uint8_t code, uint8_t *out)
{
	u->counter[EXCEPTIONS]++;
	out[0] = function | 0x80;
	out[1] = code;
	return 2;
}

static int refuse_value(struct unit *u, const uint8_t *pdu, uint8_t *out)
{
	return answer_exception(u, pdu[0], MODBUS_EXCEPTION_ILLEGAL_DATA_VALUE, out);
}

static int refuse_address(struct unit *u, const uint8_t *pdu, uint8_t *out)
{
	return answer_exception(u, pdu[0], MODBUS_EXCEPTION_ILLEGAL_DATA_ADDRESS, out);
}

/* Functions 1 to 4: address and quantity. */
static int check_read(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	unsigned limit = pdu[0] <= 2 ? MODBUS_MAX_READ_BITS : MODBUS_MAX_READ_REGISTERS;
	const modbus_mapping_t *m = u->map;
	const int size[] = { 0, m->nb_bits, m->nb_input_bits, m->nb_registers,
			     m->nb_input_registers };
	unsigned count = get16(pdu + 3);

	if (len != 5 || count < 1 || count > limit)
		return refuse_value(u, pdu, out);
	if (get16(pdu + 1) + (int)count > size[pdu[0]])
		return refuse_address(u, pdu, out);
	return ANSWER_LIBMODBUS;
}

static int check_write_one(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	bool coil = pdu[0] == MODBUS_FC_WRITE_SINGLE_COIL;
	unsigned value = get16(pdu + 3);

	if (len != 5 || (coil && value != 0 && value != 0xff00))
		return refuse_value(u, pdu, out);
	if (get16(pdu + 1) >= (coil ? u->map->nb_bits : u->map->nb_registers))
		return refuse_address(u, pdu, out);
	return ANSWER_LIBMODBUS;
}

static int check_write_many(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	bool coils = pdu[0] == MODBUS_FC_WRITE_MULTIPLE_COILS;
	unsigned count = get16(pdu + 3);
	unsigned limit = coils ? MODBUS_MAX_WRITE_BITS : MODBUS_MAX_WRITE_REGISTERS;
	unsigned bytes = coils ? (count + 7) / 8 : count * 2;

	if (count < 1 || count > limit || pdu[5] != bytes || len != 6 + bytes)
		return refuse_value(u, pdu, out);
	if (get16(pdu + 1) + (int)count > (coils ? u->map->nb_bits : u->map->nb_registers))
		return refuse_address(u, pdu, out);
	return ANSWER_LIBMODBUS;
}

static int check_mask(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (len != 7)
		return refuse_value(u, pdu, out);
	if (get16(pdu + 1) >= u->map->nb_registers)
		return refuse_address(u, pdu, out);
	return ANSWER_LIBMODBUS;
}

static int check_read_write(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	unsigned nread = get16(pdu + 3), nwrite = get16(pdu + 7);

	if (nread < 1 || nread > MODBUS_MAX_WR_READ_REGISTERS || nwrite < 1 ||
	    nwrite > MODBUS_MAX_WR_WRITE_REGISTERS || pdu[9] != nwrite * 2 ||
	    len != 10 + nwrite * 2)
		return refuse_value(u, pdu, out);
	if (get16(pdu + 1) + (int)nread > u->map->nb_registers ||
	    get16(pdu + 5) + (int)nwrite > u->map->nb_registers)
		return refuse_address(u, pdu, out);
	return ANSWER_LIBMODBUS;
}

static int exception_status(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (len != 1)
		return refuse_value(u, pdu, out);
	out[0] = pdu[0];
	out[1] = modbus_get_byte_from_bits(u->map->tab_input_bits, 0, 8);
	return 2;
}

static int event_counter(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (len != 1)
		return refuse_value(u, pdu, out);
	out[0] = pdu[0];
	put16(out + 1, 0);
	put16(out + 3, u->event_count);
	return 5;
}

static int event_log(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (len != 1)
		return refuse_value(u, pdu, out);
	out[0] = pdu[0];
	out[1] = (uint8_t)(6 + u->nevents);
	put16(out + 2, 0);
	put16(out + 4, u->event_count);
	put16(out + 6, u->counter[BUS_MESSAGES]);
	memcpy(out + 8, u->event, u->nevents);
	return 8 + u->nevents;
}

static int server_id(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (len != 1)
		return refuse_value(u, pdu, out);

	size_t text = strlen(u->device->product);

	out[0] = pdu[0];
	out[1] = (uint8_t)(2 + text);
	out[2] = u->device->server_id;
	out[3] = u->running ? 0xff : 0;
	memcpy(out + 4, u->device->product, text);
	return (int)(4 + text);
}

/* True when a sub-request of functions 20 and 21 (7 bytes) names records that exist. */
static bool records_exist(const uint8_t *group)
{
	unsigned file = get16(group + 1), record = get16(group + 3), count = get16(group + 5);

	return group[0] == 6 && file >= 1 && file <= FILE_COUNT && record + count <= FILE_RECORDS;
}

static int read_files(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	int n = 2;

	if (pdu[1] < 7 || pdu[1] > 0xf5 || pdu[1] % 7 || len != 2u + pdu[1])
		return refuse_value(u, pdu, out);
	for (const uint8_t *group = pdu + 2; group < pdu + len; group += 7) {
		unsigned count = get16(group + 5);

		if (!records_exist(group))
			return refuse_address(u, pdu, out);
		if (n + 2 + (int)count * 2 > ANSWER_PDU_MAX)
			return refuse_value(u, pdu, out);
		out[n] = (uint8_t)(1 + count * 2);
		out[n + 1] = 6;
		n += 2;
		for (unsigned i = 0; i < count; i++, n += 2)
			put16(out + n, u->file[get16(group + 1) - 1][get16(group + 3) + i]);
	}
	out[0] = pdu[0];
	out[1] = (uint8_t)(n - 2);
	return n;
}

static int write_files(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (pdu[1] < 9 || pdu[1] > 0xfb || len != 2u + pdu[1])
		return refuse_value(u, pdu, out);

	/* all groups are checked before the first is written */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t at = 2; at < len;) {
			if (at + 7 > len || at + 7 + get16(pdu + at + 5) * 2u > len)
				return refuse_value(u, pdu, out);
			const uint8_t *group = pdu + at;
			unsigned count = get16(group + 5);

			if (!records_exist(group))
				return refuse_address(u, pdu, out);
			for (unsigned i = 0; pass == 1 && i < count; i++)
				u->file[get16(group + 1) - 1][get16(group + 3) + i] =
					get16(group + 7 + i * 2);
			at += 7 + count * 2;
		}
	}
	memcpy(out, pdu, len);
	return (int)len;
}

static int read_fifo(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	unsigned addr = get16(pdu + 1), count = 6;

	if (len != 3)
		return refuse_value(u, pdu, out);
	if (addr == FIFO_FULL)
		return refuse_value(u, pdu, out);
	if (addr != FIFO_GOOD)
		return refuse_address(u, pdu, out);
	out[0] = pdu[0];
	put16(out + 1, 2 + count * 2);
	put16(out + 3, count);
	for (unsigned i = 0; i < count; i++)
		put16(out + 5 + i * 2, u->map->tab_input_registers[i]);
	return (int)(5 + count * 2);
}

/* clang-format off */
static const struct {
	uint8_t function;
	uint8_t shortest; /* PDU */
	int (*handle)(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out);
} functions[] = {
	{  1,  5, check_read },
	{  2,  5, check_read },
	{  3,  5, check_read },
	{  4,  5, check_read },
	{  5,  5, check_write_one },
	{  6,  5, check_write_one },
	{  7,  1, exception_status },
	{  8,  5, answer_diagnostics },
	{ 11,  1, event_counter },
	{ 12,  1, event_log },
	{ 15,  6, check_write_many },
	{ 16,  6, check_write_many },
	{ 17,  1, server_id },
	{ 20,  2, read_files },
	{ 21,  2, write_files },
	{ 22,  7, check_mask },
	{ 23, 10, check_read_write },
	{ 24,  3, read_fifo },
	{ 43,  2, answer_encapsulated },
	{ 90,  3, answer_umas },
};
/* clang-format on */

static int dispatch(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (functions[i].function != pdu[0])
			continue;
		if (len < functions[i].shortest)
			return refuse_value(u, pdu, out);
		return functions[i].handle(u, pdu, len, out);
	}
	return answer_exception(u, pdu[0] & 0x7f, MODBUS_EXCEPTION_ILLEGAL_FUNCTION, out);
}

static void log_event(struct unit *u, uint8_t event)
{
	memmove(u->event + 1, u->event, EVENT_LOG - 1);
	u->event[0] = event;
	if (u->nevents < EVENT_LOG)
		u->nevents++;
}

int answer(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	bool restart = len == 5 && pdu[0] == 8 && get16(pdu + 1) == 1;

	u->counter[BUS_MESSAGES]++;
	if (len < 1)
		return 0;
	if (u->listen_only && !restart) {
		u->counter[NO_RESPONSES]++;
		return 0;
	}
	u->counter[SERVER_MESSAGES]++;

	int n = dispatch(u, pdu, len, out);
	bool refused = n == 2 && out[0] & 0x80;

	/* the functions that fetch events are none themselves, nor are refused requests */
	if (!refused && pdu[0] != 11 && pdu[0] != 12)
		u->event_count++;
	if (pdu[0] != 11 && pdu[0] != 12)
		log_event(u, refused ? 0x41 : 0x40);
	return n;
}
