/*
 * Modbus RTU over TCP or UDP: what serial device servers make of a serial line.
 *
 * Spec: MODBUS over Serial Line V1.02 (modbus.org), section 2.5.1. There is no length on the wire:
 *it follows from the function, and the CRC proves it.
 *
 *	+------+-------------+-------------------+
 *	| unit | PDU, 1..253 | CRC-16, low first |
 *	+------+-------------+-------------------+
 */
#include "protocols/modbus.h"
#include "protocols/protocols.h"

static const struct name crc_statuses[] = { { 0, "Bad" }, { 1, "Good" }, { 0, NULL } };

/* clang-format off */
#define FIELDS(F) \
	F(UNIT,       "mbrtu.unit_id",      FIELD_UINT, BE(1), BASE_DEC, NULL, "device on the serial line; 0: all of them") \
	F(CRC,        "mbrtu.crc16",        FIELD_UINT, BE(2), BASE_HEX, NULL, "CRC-16 as it was sent") \
	F(CRC_STATUS, "mbrtu.crc16.status", FIELD_UINT, DERIVED, BASE_DEC, crc_statuses, "1: it is right, 0: it is not")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum { SHORTEST = 4, LONGEST = 256, CRC_BYTES = 2, BROADCAST = 0 };

/* CRC-16 of the serial line guide, section 6.2.2: polynomial a001 (reflected), start ffff. */
static uint16_t crc_step(uint16_t crc, uint8_t byte)
{
	static const uint16_t nibble[16] = {
		0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401,
		0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400,
	};

	crc = (uint16_t)(crc ^ byte);
	crc = (uint16_t)(crc >> 4 ^ nibble[crc & 0xf]);
	return (uint16_t)(crc >> 4 ^ nibble[crc & 0xf]);
}

/* Is the last of n bytes the CRC of those before it? */
static bool crc_good(struct cur c, size_t n)
{
	uint16_t crc = 0xffff;

	for (size_t i = 0; i + CRC_BYTES < n; i++)
		crc = crc_step(crc, cur_u8(&c));
	return cur_le(&c, CRC_BYTES) == crc && cur_ok(&c);
}

/* The length at which the CRC comes out right, or 0. */
static long crc_search(struct cur c)
{
	struct cur look = c;
	uint16_t crc = 0xffff;

	for (long n = 1; n + CRC_BYTES <= LONGEST && cur_left(&look) > CRC_BYTES; n++) {
		crc = crc_step(crc, cur_u8(&look));
		struct cur tail = look;

		if (n + CRC_BYTES >= SHORTEST && cur_le(&tail, CRC_BYTES) == crc)
			return n + CRC_BYTES;
	}
	return 0;
}

/* Length of the frame by its function's shape; 0: more bytes are needed, -1: it does not tell. */
static long shaped(struct cur c, enum dir dir)
{
	cur_skip(&c, 1);
	long n = modbus_length(c, dir);

	return n > 0 ? 1 + n + CRC_BYTES : n;
}

static enum probe probe(struct cur c, enum dir dir)
{
	long n = shaped(c, dir);

	if (n < 0 || n > LONGEST)
		return PROBE_NO;
	if (n == 0 || (size_t)n > cur_left(&c))
		return cur_left(&c) < LONGEST ? PROBE_SHORT : PROBE_NO;
	return crc_good(c, (size_t)n) ? PROBE_SURE : PROBE_NO;
}

static long segment(struct cur c, enum dir dir)
{
	long n = shaped(c, dir);
	size_t left = cur_left(&c);

	if (n > 0 && n <= LONGEST && ((size_t)n > left || crc_good(c, (size_t)n)))
		return n;
	if (n == 0 && left < LONGEST)
		return 0;
	long found = crc_search(c);

	if (found > 0)
		return found;
	if (n > LONGEST || (n <= 0 && left >= LONGEST))
		return SEGMENT_BAD;
	return n > 0 ? n : 0;
}

/* An answer that nobody can read still was the answer: on a serial line they come in order. */
static void give_up(struct pairs *ps, uint8_t unit)
{
	for (unsigned i = 0; i < ps->n; i++) {
		if (pairs_all(ps)[i].key == unit) {
			(void)pairs_take(ps, i);
			return;
		}
	}
}

static void read_message(struct dec *d)
{
	struct cur whole = d->c;
	uint8_t unit = (uint8_t)take(d, UNIT);
	size_t left = cur_left(&d->c);

	if (d->cut) { /* its CRC is not among what was captured */
		modbus_pdu(d, unit, unit);
		return;
	}
	if (left < CRC_BYTES + 1U) {
		cur_fail(&d->c);
		d->protocol = &protocol_modbus;
		return;
	}
	struct cur pdu = cur_sub(&d->c, left - CRC_BYTES);

	take(d, CRC);
	bool good = crc_good(whole, cur_left(&whole));

	put(d, CRC_STATUS, good);
	d->c = pdu;
	if (!good && d->dir == DIR_RESPONSE && d->pairs != NULL)
		give_up(d->pairs, unit);
	if (!good) /* no device acts on it, so it asks and answers nothing */
		d->pairs = NULL;
	if (unit == BROADCAST && d->dir == DIR_REQUEST)
		d->pairs = NULL;
	modbus_pdu(d, unit, unit);
	if (!good)
		dec_malformed(d, "CRC is wrong");
}

const struct protocol protocol_mbrtu = {
	.name = "mbrtu",
	.label = "Modbus RTU",
	.title = "Modbus RTU framing, over TCP or UDP",
	.spec = "MODBUS over Serial Line V1.02",
	.bind = { { BIND_ANY_TCP, 0 }, { BIND_ANY_UDP, 0 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
