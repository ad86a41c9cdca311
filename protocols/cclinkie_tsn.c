/*
 * CC-Link IE TSN: the frames that share the EtherType of Field and Control. Stations are found by
 * Detection and its Ack, where they say who they are; masters agree by Priority who manages.
 *
 *	Priority:     9 of 0, HEC:4 | MAC:6, priority:1, 0:1, manager:6, hops, kind:1
 *	Detection:    0:1 | 0, version:1, protocol:1, manager:6, previous:6, port:1, options:1,
 *hops, IP:4, mask:4 DetectionAck: 0:1 | station:1, version:1, protocol:1, last byte of IP:1, MAC:6,
 *0, previous:6, port:1, port:1, ports:1, class:1, 2, links:12, filters:12, manager:6, 0, IP:4,
 *	              mask:4, gateway:4, IPv6:33, performance:1, 2, clock:12, version, vendor,
 *model:4, expansion, kind of device AcyclicData:  0:1, station, 0 | SLMP Cyclic:       cycle:1,
 *station, 0, HEC:4 | parts, each: station, length and flags, transient:1, sequence, state:1,
 *hardware:3, 0:1, memory:4, data, checksum:4 (of slaves) | 0
 *
 * What has no size has two bytes, the most significant one first; SLMP's least significant one is
 * the first.
 */
#include "protocols/cclinkie_fields.h"

enum {
	PRIORITY_FRAME = 0xc0,
	DETECTION,
	DETECTION_ACK,
	ACYCLIC,
	CYCLIC_MASTER,
	CYCLIC_SLAVE,
	SLMP_REQUEST = 0x5000,
	SLMP_RESPONSE = 0xd000,
	SLMP_SERIAL_REQUEST = 0x5400,
	SLMP_SERIAL_RESPONSE = 0xd400,
	PARTS = 64, /* of a cyclic frame that are read */
};

static void name_station(struct dec *d, uint64_t station)
{
	d->ot.device_text =
		dec_text(d, "x.x.%u.%u", (unsigned)(station >> 8), (unsigned)(station & 0xff));
}

static void priority(struct dec *d)
{
	cur_skip(&d->c, 9);
	take(d, HEC);
	take(d, NODE_MAC);
	take(d, PRIORITY);
	cur_skip(&d->c, 1);
	take(d, MANAGER_MAC);
	take(d, HOPS);
}

static void detection(struct dec *d)
{
	cur_skip(&d->c, 3);
	take(d, DETECTION_VERSION);
	take(d, PROTOCOL_VERSION);
	take(d, MANAGER_MAC);
	take(d, PREVIOUS_MAC);
	take(d, PREVIOUS_PORT);
	cur_skip(&d->c, 1);
	take(d, HOPS);
	take(d, IP);
	take(d, MASK);
}

/* The value that was read last, as bytes. */
static struct cur last(const struct dec *d)
{
	return cur_ok(&d->c) ? value_cur(&d->values[d->nvalues - 1]) : cur_of("", 0);
}

static void detection_ack(struct dec *d)
{
	struct identity who = { .of_sender = true, .any = true };

	cur_skip(&d->c, 1);
	uint8_t station = cur_u8(&d->c);

	if (cur_ok(&d->c))
		put(d, STATION_TYPE, station & 0xf);
	take(d, DETECTION_VERSION);
	take(d, PROTOCOL_VERSION);
	take(d, LAST_OCTET);
	take(d, NODE_MAC);
	who.mac = last(d);
	cur_skip(&d->c, 2);
	take(d, PREVIOUS_MAC);
	take(d, PREVIOUS_PORT);
	take(d, RECEIVED_PORT);
	take(d, PORTS);
	take(d, CLASS);
	cur_skip(&d->c, 2 + 12 + 12);
	take(d, MANAGER_MAC);
	cur_skip(&d->c, 2);
	take(d, IP);
	who.ipv4 = last(d);
	take(d, MASK);
	take(d, GATEWAY);
	cur_skip(&d->c, 16 + 16 + 1);
	uint8_t performance = cur_u8(&d->c);

	if (cur_ok(&d->c))
		put(d, DUPLICATE_IP, performance >> 3 & 1);
	cur_skip(&d->c, 2 + 12);
	uint64_t version = take(d, DEVICE_VERSION), vendor = take(d, VENDOR);
	uint64_t model = take(d, MODEL);

	take(d, EXPANSION);
	uint64_t kind = take(d, DEVICE_TYPE);

	if (!cur_ok(&d->c))
		return;
	const char *name = dec_text(d, "CC-Link 0x%04x:0x%08x", (unsigned)vendor, (unsigned)model);
	const char *number = dec_text(d, "%u", (unsigned)version);
	const char *what = field_value_name(&field_table[DEVICE_TYPE], kind);

	what = what != NULL && kind != 0 ? dec_text(d, "%s", what) : "";
	who.assigned = true;
	who.model = cur_of(name, strlen(name));
	who.firmware = cur_of(number, strlen(number));
	if (*what != '\0')
		who.description = cur_of(what, strlen(what));
	*dec_identity(d) = who;
}

/* ---- SLMP ------------------------------------------------------------------------------------ */

static enum ot_op op_of(uint64_t command)
{
	switch (command >> 8) {
	case 0x01:
		return OT_IDENTIFY;
	case 0x04:
	case 0x06:
		return OT_READ;
	case 0x10:
		return OT_CONTROL;
	case 0x14:
	case 0x16:
		return OT_WRITE;
	default:
		return OT_OTHER;
	}
}

static void slmp(struct dec *d)
{
	uint64_t subheader = take(d, SLMP_SUBHEADER);
	bool asks = subheader == SLMP_REQUEST || subheader == SLMP_SERIAL_REQUEST;
	bool serial = subheader == SLMP_SERIAL_REQUEST || subheader == SLMP_SERIAL_RESPONSE;

	if (!asks && subheader != SLMP_RESPONSE && subheader != SLMP_SERIAL_RESPONSE)
		return;
	cur_skip(&d->c, serial ? 4 + 5 : 5);
	uint64_t length = take(d, SLMP_LENGTH);
	struct cur frame = cur_sub(&d->c, length);

	if (!cur_ok(&frame))
		return;
	d->c = frame;
	if (asks) {
		cur_skip(&d->c, 2);
		uint64_t command = take(d, SLMP_COMMAND);
		const char *name = field_value_name(&field_table[SLMP_COMMAND], command);

		take(d, SLMP_SUBCOMMAND);
		d->ot.op = op_of(command);
		if (name != NULL)
			d->ot.function = name;
	} else {
		uint64_t end = take(d, SLMP_END);

		d->ot.response = true;
		d->ot.failed = end != 0;
		d->ot.status = end == 0 ? "ok" : dec_text(d, "end code 0x%04x", (unsigned)end);
	}
	cclinkie_data(d);
}

static void acyclic(struct dec *d)
{
	cur_skip(&d->c, 1);
	uint64_t station = take(d, STATION);

	cur_skip(&d->c, 2);
	if (!cur_ok(&d->c))
		return;
	name_station(d, station);
	/* Frames without contents are filled up. */
	if (cur_at(&d->c, 0) != 0)
		slmp(d);
}

/* ---- cyclic data ----------------------------------------------------------------------------- */

static void bits(struct dec *d, unsigned from, uint64_t flags, const uint8_t *bit, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		put(d, from + i, flags >> bit[i] & 1);
}

/* One part; false when there is none, or not a whole one. */
static bool part(struct dec *d, bool of_slave)
{
	static const uint8_t states[] = { 0, 1, 2, 4, 6, 7 }, hardware[] = { 0, 1, 2 };
	struct cur look = d->c;

	if (cur_left(&look) == 0 || cur_be(&look, 2) == 0)
		return false;
	uint64_t station = take(d, PART_STATION), info = cur_be(&d->c, 2);

	if (!cur_ok(&d->c))
		return false;
	name_station(d, station);
	put(d, PART_LENGTH, info & 0x7ff);
	put(d, PART_CYCLIC, info >> 15 & 1);
	put(d, PART_LATE, info >> 14 & 1);
	take(d, PART_ACYCLIC);
	uint64_t sequence = cur_be(&d->c, 2);

	if (!cur_ok(&d->c))
		return false;
	put(d, PART_SEQUENCE, sequence & 0x7fff);
	put(d, PART_FINAL, sequence >> 15 & 1);
	uint64_t state = take(d, DIAGNOSIS);

	if (!cur_ok(&d->c))
		return false;
	bits(d, STOPPED, state, states, sizeof(states));
	uint64_t hard = take(d, HARDWARE);

	if (!cur_ok(&d->c))
		return false;
	bits(d, EMERGENCY, hard, hardware, sizeof(hardware));
	cur_skip(&d->c, 1);
	uint64_t memory = take(d, MEMORY);
	struct cur data = take_bytes(d, PART_DATA, info & 0x7ff);

	if (of_slave)
		take(d, CRC);
	if (!cur_ok(&d->c))
		return false;
	d->ot.has_object = true;
	d->ot.object_text = dec_text(d, "0x%08x", (unsigned)memory);
	ot_bytes(d, &field_table[PART_DATA], data);
	emit(d);
	return true;
}

static void cyclic(struct dec *d, uint64_t type)
{
	uint8_t number = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return;
	put(d, CYCLE, number & 0x7f);
	put(d, CYCLE_OFF, number >> 7);
	uint64_t station = take(d, STATION);

	cur_skip(&d->c, 2);
	take(d, HEC);
	if (!cur_ok(&d->c))
		return;
	name_station(d, station);
	cclinkie_follow(d, type, number & 0x7f);
	dec_share(d);
	for (unsigned i = 0; i < PARTS && part(d, type == CYCLIC_SLAVE); i++)
		;
}

void cclinkie_tsn(struct dec *d, uint64_t type)
{
	put(d, NETWORK, CCLINKIE_TSN);
	switch (type) {
	case PRIORITY_FRAME:
		priority(d);
		break;
	case DETECTION:
		detection(d);
		break;
	case DETECTION_ACK:
		detection_ack(d);
		break;
	case ACYCLIC:
		acyclic(d);
		break;
	default:
		cyclic(d, type);
		return;
	}
	if (cur_ok(&d->c))
		cclinkie_follow(d, type, 0);
}

void cclinkie_tsn_test(struct dec *d)
{
	take(d, NODE_MAC);
}
