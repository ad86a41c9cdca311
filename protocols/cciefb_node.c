/*
 * CC-Link IE Field Network Basic: node search and IP address set, on UDP port 61451. Both are sent
 *to all slaves, in SLMP's frame with a serial number; a slave is named by its MAC address, so that
 *one whose IP address is of another network is found and set, too. There is no password.
 *
 *	search:   master's MAC:6 | 4:1 master's IP:4
 *	found:    the same | slave's MAC:6 | 4:1 IP:4 mask:4 gateway:4 | name's size:1 name |
 *vendor, model:4, version | 4:1 target's IP:4 port | status, port, transport:1 set:      master's
 *MAC:6 | 4:1 master's IP:4 | slave's MAC:6 | 4:1 IP:4 mask:4 gateway:4 | name's size:1 name | 4:1
 *target's IP:4 port | transport:1 is set:   master's MAC:6 refused:  network:1, station:1, I/O,
 *multidrop:1, command, subcommand
 *
 * Addresses have their last byte first.
 */
#include "protocols/cciefb_fields.h"

enum { MAC = 6, IPV4 = 4 };

/* An address with its size before it; ones of another size than 4 are not used. */
static uint32_t address(struct dec *d, unsigned f)
{
	uint64_t size = take(d, ADDRESS_SIZE);

	if (cur_ok(&d->c) && size != IPV4) {
		dec_malformed(d, "address of another size than 4");
		cur_fail(&d->c);
	}
	return (uint32_t)cciefb_turned(d, f, IPV4);
}

static uint64_t master(struct dec *d)
{
	uint64_t mac = cciefb_turned(d, MASTER_MAC, MAC);

	address(d, MASTER_IP);
	return mac;
}

/* The slave that is set or was found. */
static void name_device(struct dec *d, uint64_t mac)
{
	d->ot.device_text = dec_text(d, "%02x:%02x:%02x:%02x:%02x:%02x",
				     (unsigned)(mac >> 40 & 0xff), (unsigned)(mac >> 32 & 0xff),
				     (unsigned)(mac >> 24 & 0xff), (unsigned)(mac >> 16 & 0xff),
				     (unsigned)(mac >> 8 & 0xff), (unsigned)(mac & 0xff));
}

static void value_address(struct dec *d, unsigned f, uint32_t address)
{
	const uint8_t bytes[] = { (uint8_t)(address >> 24), (uint8_t)(address >> 16),
				  (uint8_t)(address >> 8), (uint8_t)address };

	ot_bytes(d, &field_table[f], dec_keep(d, bytes, sizeof(bytes)));
}

static void hostname(struct dec *d)
{
	uint64_t n = take(d, HOSTNAME_SIZE);

	if (n > 0)
		take_bytes(d, HOSTNAME, n);
}

static void set(struct dec *d)
{
	uint64_t mac = cciefb_turned(d, SLAVE_MAC, MAC);

	if (cur_ok(&d->c))
		name_device(d, mac);
	uint32_t ip = address(d, NEW_IP);

	if (cur_ok(&d->c)) {
		d->ot.has_object = true;
		d->ot.object_text = "IP address";
		d->ot.count = 1;
		value_address(d, NEW_IP, ip);
	}
	cciefb_turned(d, NEW_MASK, IPV4);
	cciefb_turned(d, GATEWAY, IPV4);
	hostname(d);
	address(d, TARGET_IP);
	take(d, TARGET_PORT);
	take(d, TRANSPORT);
}

void cciefb_node_request(struct dec *d, uint64_t command, uint64_t serial)
{
	d->ot.op = command == CCIEFB_IP_SET ? OT_WRITE : OT_IDENTIFY;
	uint64_t mac = master(d);

	if (command == CCIEFB_IP_SET)
		set(d);
	if (cur_ok(&d->c))
		cciefb_asked(d, command, serial, mac);
}

/* The last value of the field, as bytes. */
static struct cur last(const struct dec *d)
{
	return value_cur(&d->values[d->nvalues - 1]);
}

static void found(struct dec *d)
{
	struct identity who = { .of_sender = true, .any = true };
	uint64_t number = cciefb_turned(d, SLAVE_MAC, MAC);

	if (!cur_ok(&d->c))
		return;
	name_device(d, number);
	who.mac = last(d);
	uint32_t ip = address(d, SLAVE_IP);

	if (cur_ok(&d->c))
		who.ipv4 = last(d);
	cciefb_turned(d, SLAVE_MASK, IPV4);
	cciefb_turned(d, GATEWAY, IPV4);
	hostname(d);
	uint64_t vendor = take(d, VENDOR), model = take(d, MODEL), version = take(d, EQUIPMENT);

	address(d, TARGET_IP);
	take(d, TARGET_PORT);
	take(d, STATUS);
	take(d, SLAVE_PORT);
	take(d, TRANSPORT);
	if (!cur_ok(&d->c))
		return;
	who.assigned = ip != 0;
	cciefb_model(d, &who, vendor, model, version);
	*dec_identity(d) = who;
}

static void refused(struct dec *d)
{
	take(d, NETWORK);
	take(d, UNIT);
	take(d, IO);
	take(d, EXTENSION);
	uint64_t command = take(d, COMMAND);

	take(d, SUBCOMMAND);
	const char *name = field_value_name(&field_table[COMMAND], command);

	if (cur_ok(&d->c) && name != NULL)
		d->ot.function = name;
	d->ot.op = command == CCIEFB_IP_SET ? OT_WRITE : OT_IDENTIFY;
}

void cciefb_node_response(struct dec *d, uint64_t serial)
{
	if (d->ot.failed) {
		refused(d);
		return;
	}
	bool done = cur_left(&d->c) == CCIEFB_IP_DONE_BYTES;
	uint64_t mac = cciefb_turned(d, MASTER_MAC, MAC);

	d->ot.op = done ? OT_WRITE : OT_IDENTIFY;
	d->ot.function =
		field_value_name(&field_table[COMMAND], done ? CCIEFB_IP_SET : CCIEFB_NODE_SEARCH);
	if (!done) {
		address(d, MASTER_IP);
		found(d);
	}
	if (cur_ok(&d->c))
		cciefb_answered(d, done ? CCIEFB_IP_SET : CCIEFB_NODE_SEARCH, serial, mac);
}
