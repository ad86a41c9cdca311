/*
 * Function 43, encapsulated interface transport: V1.1b3, sections 6.19 to 6.21. MEI type 14 is
 * read device identification; 13 is the CANopen general reference, which only one PLC knows.
 */
#include "pcaps/plant/answer.h"

#include <string.h>

#define OBJECT_ROOM	 90   /* bytes of objects an answer: makes a long list take several */
#define CONFORMITY	 0x83 /* extended identification, stream and individual */
#define INDIVIDUAL	 4
#define FIRST_EXTENDED	 0x80
#define CANOPEN_OVERHEAD 5

static const char *object_text(const struct device *d, unsigned id)
{
	switch (id) {
	case 0:
		return d->vendor;
	case 1:
		return d->product;
	case 2:
		return d->revision;
	case 3:
		return d->url;
	case 4:
		return d->name;
	case 5:
		return d->model;
	case 6:
		return d->application;
	case FIRST_EXTENDED:
		return d->serial;
	default:
		return NULL;
	}
}

/* The next object at or after `id` within a category (1 basic, 2 regular, 3 extended), or 256. */
static unsigned next_object(const struct device *d, unsigned id, unsigned category)
{
	static const unsigned last[] = { 0, 2, 6, FIRST_EXTENDED };

	while (id <= last[category] && !object_text(d, id))
		id++;
	return id <= last[category] ? id : 256;
}

static int put_object(uint8_t *out, unsigned id, const char *text)
{
	size_t len = strlen(text);

	out[0] = (uint8_t)id;
	out[1] = (uint8_t)len;
	memcpy(out + 2, text, len);
	return (int)(2 + len);
}

static int identification(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	const struct device *d = u->device;
	unsigned id = len == 4 ? pdu[3] : 0;
	int n = 7;

	if (len != 4 || pdu[2] < 1 || pdu[2] > INDIVIDUAL)
		return answer_exception(u, 43, MODBUS_EXCEPTION_ILLEGAL_DATA_VALUE, out);
	out[0] = 43;
	out[1] = 14;
	out[2] = pdu[2];
	out[3] = CONFORMITY;
	out[4] = out[5] = out[6] = 0;
	if (pdu[2] == INDIVIDUAL) {
		if (!object_text(d, id))
			return answer_exception(u, 43, MODBUS_EXCEPTION_ILLEGAL_DATA_ADDRESS, out);
		out[6] = 1;
		return n + put_object(out + n, id, object_text(d, id));
	}
	/* an object that does not exist restarts the stream at its first (6.21) */
	if (!object_text(d, id))
		id = 0;
	for (id = next_object(d, id, pdu[2]); id < 256; id = next_object(d, id + 1, pdu[2])) {
		if (n + 2 + (int)strlen(object_text(d, id)) > 7 + OBJECT_ROOM) {
			out[4] = 0xff;
			out[5] = (uint8_t)id;
			break;
		}
		n += put_object(out + n, id, object_text(d, id));
		out[6]++;
	}
	return n;
}

/* Answers the general reference with its own header and four bytes of an object. */
static int canopen(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	if (!u->device->canopen)
		return answer_exception(u, 43, MODBUS_EXCEPTION_ILLEGAL_FUNCTION, out);
	if (len < CANOPEN_OVERHEAD || len + 4 > ANSWER_PDU_MAX)
		return answer_exception(u, 43, MODBUS_EXCEPTION_ILLEGAL_DATA_VALUE, out);
	memcpy(out, pdu, len);
	memcpy(out + len, "\x92\x01\x02\x00", 4);
	return (int)len + 4;
}

int answer_encapsulated(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	switch (pdu[1]) {
	case 13:
		return canopen(u, pdu, len, out);
	case 14:
		return identification(u, pdu, len, out);
	default:
		return answer_exception(u, 43, MODBUS_EXCEPTION_ILLEGAL_FUNCTION, out);
	}
}
