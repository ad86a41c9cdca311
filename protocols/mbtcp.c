/*
 * Modbus/TCP and Modbus/UDP: the MBAP header in front of a Modbus PDU.
 *
 * Spec: MODBUS Messaging on TCP/IP Implementation Guide V1.0b (modbus.org), section 3.1.3.
 *
 *	+----------------+----------------+----------------+------+-------------
 *	| transaction, 2 | protocol, 2: 0 | length, 2      | unit | PDU, 1..253
 *	+----------------+----------------+----------------+------+-------------
 *	                                   bytes from unit on: 2..254
 */
#include "protocols/modbus.h"
#include "protocols/protocols.h"

/* clang-format off */
#define FIELDS(F) \
	F(TRANSACTION, "mbtcp.trans_id", FIELD_UINT, BE(2), BASE_DEC, NULL, "transaction: a response repeats its request's") \
	F(PROTOCOL,    "mbtcp.prot_id",  FIELD_UINT, BE(2), BASE_DEC, NULL, "protocol: 0 is Modbus") \
	F(LENGTH,      "mbtcp.len",      FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes that follow, the unit identifier included") \
	F(UNIT,        "mbtcp.unit_id",  FIELD_UINT, BE(1), BASE_DEC, NULL, "device behind the address: a gateway's serial lines")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum { HEADER = 6, LENGTH_MIN = 2, LENGTH_MAX = 254, FUNCTION_AT = 7 };

struct header {
	uint16_t protocol, length;
	bool whole; /* there was room for it */
};

static struct header look(struct cur c)
{
	struct header h;

	cur_skip(&c, 2);
	h.protocol = cur_be16(&c);
	h.length = cur_be16(&c);
	h.whole = cur_ok(&c);
	return h;
}

static bool plausible(const struct header *h)
{
	return h->protocol == 0 && h->length >= LENGTH_MIN && h->length <= LENGTH_MAX;
}

static enum probe probe(struct cur c, enum dir dir)
{
	struct header h = look(c);
	size_t left = cur_left(&c);

	if (!h.whole || left <= FUNCTION_AT)
		return left > 3 && (cur_at(&c, 2) | cur_at(&c, 3)) != 0 ? PROBE_NO : PROBE_SHORT;
	if (!plausible(&h)) /* half of the header is right: somebody tries things */
		return h.protocol == 0 || h.length + (size_t)HEADER == left ? PROBE_WEAK : PROBE_NO;
	struct cur pdu = c;

	cur_skip(&pdu, FUNCTION_AT);
	pdu = cur_upto(&pdu, h.length - 1U);
	if (dir == DIR_REQUEST && (cur_at(&pdu, 0) & 0x80) != 0) /* nobody asks with a refusal */
		return h.length + (size_t)HEADER == left ? PROBE_WEAK : PROBE_NO;
	if (cur_left(&pdu) < h.length - 1U) /* a function without a shape does not tell either */
		return PROBE_WEAK;
	return modbus_fits(pdu, dir) == MODBUS_EXACT ? PROBE_SURE : PROBE_WEAK;
}

static long segment(struct cur c, enum dir dir)
{
	struct header h = look(c);

	(void)dir;
	if (!h.whole)
		return 0;
	if (plausible(&h) || h.length + (size_t)HEADER == cur_left(&c))
		return HEADER + (long)h.length;
	return SEGMENT_BAD;
}

static void read_message(struct dec *d)
{
	uint64_t transaction = take(d, TRANSACTION);
	uint64_t protocol = take(d, PROTOCOL);
	size_t length = take(d, LENGTH);

	if (!cur_ok(&d->c)) {
		d->protocol = &protocol_modbus;
		return;
	}
	if (protocol != 0)
		dec_malformed(d, "protocol identifier is not 0");
	if (length < LENGTH_MIN || length > LENGTH_MAX)
		dec_malformed(d, "MBAP length is out of its range 2..254");
	if (length > cur_left(&d->c))
		dec_malformed(d, "MBAP length is more than there is");
	struct cur body = cur_upto(&d->c, length);

	d->trailing = (uint32_t)cur_left(&d->c);
	if (d->trailing > 0)
		dec_malformed(d, "bytes after the MBAP length");
	d->c = body;
	uint8_t unit = (uint8_t)take(d, UNIT);

	if (!cur_ok(&d->c)) { /* which device is not known */
		d->protocol = &protocol_modbus;
		return;
	}
	modbus_pdu(d, transaction << 8 | unit, unit);
}

const struct protocol protocol_mbtcp = {
	.name = "mbtcp",
	.label = "Modbus/TCP",
	.title = "Modbus/TCP and Modbus/UDP header (MBAP)",
	.spec = "MODBUS Messaging on TCP/IP Implementation Guide V1.0b",
	.bind = { { BIND_TCP, 502 }, { BIND_UDP, 502 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.pairs = true,
	.probe = probe,
	.segment = segment,
	.decode = read_message,
};
