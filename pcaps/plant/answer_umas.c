/*
 * Function 90, Schneider's UMAS, as far as publicly described: after the function code stand a
 * session byte and the UMAS function; an answer has 0xFE (done) or 0xFD (refused) in its place.
 *
 *	request:  5A | session | function | data
 *	answer:   5A | session | FE or FD | data
 *
 * Numbers inside are little-endian. Functions that change the controller need a reservation,
 * whose number is then the session byte.
 */
#include "pcaps/plant/answer.h"

#include <string.h>

#define UMAS_DONE    0xfe
#define UMAS_REFUSED 0xfd
#define SESSION	     0x3c

struct umas {
	uint8_t function;
	bool reserved;	  /* needs the reservation's session byte */
	uint8_t shortest; /* data */
	int (*handle)(struct unit *u, const uint8_t *data, size_t len, uint8_t *out);
};

static int nothing(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)u;
	(void)data;
	(void)len;
	(void)out;
	return 0;
}

static int init_comm(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	size_t text = strlen(u->device->application);

	(void)data;
	(void)len;
	memcpy(out, "\xfd\x03\x60\x02\x00\x00\x00\x00", 8); /* largest frame 1021, firmware 2.60 */
	out[8] = (uint8_t)text;
	memcpy(out + 9, u->device->application, text);
	return (int)(9 + text);
}

static int read_id(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	size_t text = strlen(u->device->product);

	(void)data;
	(void)len;
	memcpy(out, "\x02\x00\x06\x01\x30\x07\x60\x02\x01\x00", 10);
	out[10] = (uint8_t)text;
	memcpy(out + 11, u->device->product, text);
	return (int)(11 + text);
}

static int plc_info(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)data;
	(void)len;
	memcpy(out, "\x5c\x1d\x8e\x3a\x5c\x1d\x8e\x3a", 8); /* checksums of the project */
	out[8] = u->umas_session;
	out[9] = u->running ? 2 : 1;
	return 10;
}

static int project_info(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	int n = plc_info(u, data, len, out);
	size_t text = strlen(u->device->application);

	memcpy(out + n, u->device->application, text + 1);
	return n + (int)text + 1;
}

static int card_info(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)u;
	(void)data;
	(void)len;
	memcpy(out, "\x01\x00\x00\x08\x00BMXRMS008MP", 16);
	return 16;
}

static int repeat(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)u;
	memcpy(out, data, len);
	return (int)len;
}

static int take(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)data;
	(void)len;
	if (u->umas_session)
		return -1;
	u->umas_session = SESSION;
	out[0] = SESSION;
	return 1;
}

static int release(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	u->umas_session = 0;
	return nothing(u, data, len, out);
}

/* Range, block (2), offset (2), unknown (2), length (2); the first registers stand for memory. */
static int read_memory(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	unsigned count = (unsigned)data[7] | (unsigned)data[8] << 8;

	(void)len;
	if (count < 1 || count > 200)
		return -1;
	out[0] = data[0];
	out[1] = (uint8_t)count;
	out[2] = 0;
	memcpy(out + 3, u->map->tab_registers, count);
	return (int)count + 3;
}

/* Checksum (4), how many, then the variables: answers two bytes a variable. */
static int read_variables(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	unsigned count = data[4];

	(void)len;
	if (count < 1 || count > 32)
		return -1;
	memcpy(out, u->map->tab_input_registers, count * 2u);
	return (int)count * 2;
}

static int upload_block(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	(void)u;
	(void)len;
	out[0] = data[0];
	out[1] = 0;
	out[2] = 64;
	out[3] = 0;
	for (int i = 0; i < 64; i++)
		out[4 + i] = (uint8_t)(data[0] * 31 + i * 7);
	return 68;
}

static int start(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	u->running = true;
	return nothing(u, data, len, out);
}

static int stop(struct unit *u, const uint8_t *data, size_t len, uint8_t *out)
{
	u->running = false;
	return nothing(u, data, len, out);
}

/* clang-format off */
static const struct umas functions[] = {
	{ 0x01, false, 1, init_comm },
	{ 0x02, false, 0, read_id },
	{ 0x03, false, 0, project_info },
	{ 0x04, false, 0, plc_info },
	{ 0x06, false, 0, card_info },
	{ 0x0a, false, 0, repeat },
	{ 0x10, false, 4, take },
	{ 0x11, true,  0, release },
	{ 0x12, true,  0, nothing },
	{ 0x20, false, 9, read_memory },
	{ 0x22, false, 5, read_variables },
	{ 0x23, true,  5, nothing },
	{ 0x30, true,  0, nothing },
	{ 0x31, true,  1, upload_block },
	{ 0x32, true,  0, nothing },
	{ 0x33, true,  0, nothing },
	{ 0x34, true,  1, nothing },
	{ 0x35, true,  0, nothing },
	{ 0x40, true,  0, start },
	{ 0x41, true,  0, stop },
	{ 0x58, false, 0, plc_info },
};
/* clang-format on */

int answer_umas(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	int n = -1;

	if (!u->device->umas)
		return answer_exception(u, 90, MODBUS_EXCEPTION_ILLEGAL_FUNCTION, out);
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		const struct umas *f = &functions[i];

		if (f->function != pdu[2] || len - 3 < f->shortest)
			continue;
		if (!f->reserved || (u->umas_session && pdu[1] == u->umas_session))
			n = f->handle(u, pdu + 3, len - 3, out + 3);
		break;
	}
	out[0] = pdu[0];
	out[1] = pdu[1];
	out[2] = n < 0 ? UMAS_REFUSED : UMAS_DONE;
	if (n < 0) {
		memcpy(out + 3, "\x80\x01", 2);
		n = 2;
	}
	return 3 + n;
}
