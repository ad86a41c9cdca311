/*
 * CC-Link IE Field Network Basic: cyclic data of a master and its slaves, a hundred times a second
 * or less, in UDP datagrams of SLMP's shape; node search and IP address set beside it.
 *
 * Spec: CC-Link Partner Association, BAP-C2010ENG-004 (protocol), BAP-C2006ENG-003 (SLMP).
 *
 *	request:  50 00 | 00 ff ff 03 00 | length | timer 0 | command | subcommand 0 | contents
 *	response: d0 00 | 00 ff ff 03 00 | length | end code | contents
 *	with a serial number: 54 00 serial 00 00 | ... and d4 00 serial 00 00 | ...
 *
 *	cyclic request, broadcast by the master:
 *	  version, 0, offset, 14 of 0 | master's state, 0, clock:8 | master:4, group:1, 0:1,
 *sequence, timeout, count, parameter, stations, cyclic state, 0 | slaves:4 each | RWw:64 each |
 *RY:8 each cyclic response, of each slave to the master: version, end code, offset, 14 of 0 |
 *vendor, 0, model:4, version, 0, state, error, more:4 | slave:4, group:1, 0:1, sequence | RWr:64
 *each | RX:8 each
 *
 * What has no size above has two bytes; the least significant one is the first, also of addresses.
 * A response does not say what it answers: the cyclic ones are without a serial number, the others
 * with one.
 */
#include "protocols/cciefb_fields.h"
#include "protocols/protocols.h"

enum {
	HEAD = 7,	    /* from the network on, with the length */
	REQUEST_FIXED = 52, /* cyclic: from the version up to the slaves */
	RESPONSE_FIXED = 48,
	REQUEST_OFFSET = 36,
	RESPONSE_OFFSET = 40,
	STATION_BYTES = CCIEFB_WORD_BYTES + CCIEFB_BIT_BYTES,
	ADDRESS = 4,
	MAX_VERSION = 15, /* that the probe believes */
	RUNNING = 1,
};

/* clang-format off */
const struct name cciefb_subheaders[] = {
	{ CCIEFB_REQUEST, "request" }, { CCIEFB_RESPONSE, "response" },
	{ CCIEFB_SERIAL_REQUEST, "request with serial number" },
	{ CCIEFB_SERIAL_RESPONSE, "response with serial number" }, { 0, NULL },
};

const struct name cciefb_commands[] = {
	{ CCIEFB_CYCLIC, "Cyclic data" }, { CCIEFB_NODE_SEARCH, "Node search" },
	{ CCIEFB_IP_SET, "IP address set" }, { 0, NULL },
};

const struct name cciefb_end_codes[] = {
	{ 0x0000, "ok" },
	{ 0xc059, "wrong command" },
	{ 0xc05c, "wrong request" },
	{ 0xc061, "wrong length" },
	{ 0xc61c, "request data length mismatch" },
	{ 0xcee0, "busy" },
	{ 0xcee1, "request too large" },
	{ 0xcee2, "response too large" },
	{ 0xcf10, "server information does not exist" },
	{ 0xcf20, "setting is not possible" },
	{ 0xcf30, "parameter does not exist" },
	{ 0xcf31, "parameter cannot be written in this state" },
	{ 0xcf70, "relay error" },
	{ 0xcf71, "timeout" },
	{ 0xcfe0, "master duplication" },
	{ 0xcfe1, "wrong number of occupied stations" },
	{ 0xcff0, "slave error" },
	{ 0xcfff, "slave disconnects" },
	{ 0, NULL },
};

const struct name cciefb_master_states[] = {
	{ 0, "stopped" }, { 1, "running" }, { 2, "stopped by user" }, { 0, NULL },
};

const struct name cciefb_slave_states[] = { { 0, "stopped" }, { 1, "running" }, { 0, NULL } };

const struct name cciefb_transports[] = { { 1, "UDP" }, { 0, NULL } };

const struct field cciefb_field_table[CCIEFB_FIELD_COUNT] = { CCIEFB_FIELDS(FIELD_ROW_) };
/* clang-format on */

uint64_t cciefb_turned(struct dec *d, unsigned f, size_t n)
{
	struct cur c = cur_sub(&d->c, n);
	uint8_t bytes[8] = { 0 };
	uint64_t u = 0;

	for (size_t i = 0; i < n && i < sizeof(bytes); i++) {
		bytes[i] = cur_at(&c, n - 1 - i);
		u = u << 8 | bytes[i];
	}
	if (cur_ok(&c))
		put_bytes(d, f, dec_keep(d, bytes, n));
	return u;
}

void cciefb_address(struct dec *d, unsigned f, uint32_t address)
{
	const uint8_t bytes[] = { (uint8_t)(address >> 24), (uint8_t)(address >> 16),
				  (uint8_t)(address >> 8), (uint8_t)address };

	put_bytes(d, f, dec_keep(d, bytes, sizeof(bytes)));
}

/* What has to be there, and is no field. */
static void reserved(struct dec *d, size_t n)
{
	struct cur c = cur_sub(&d->c, n);
	uint8_t any = 0;

	while (cur_left(&c) > 0)
		any |= cur_u8(&c);
	if (any != 0)
		dec_mark(d, "reserved bytes are not 0");
}

static void set_status(struct dec *d, unsigned f, uint64_t code)
{
	const char *name = field_value_name(&field_table[f], code);

	d->ot.status = name != NULL ? name : dec_text(d, "end code 0x%04x", (unsigned)code);
	d->ot.failed = code != 0;
}

/* ---- cyclic data ----------------------------------------------------------------------------- */

/* One slave's registers or bits, as an operation. */
static void series(struct dec *d, unsigned f, const char *area, struct cur c, unsigned stations)
{
	bool words = f == RWW || f == RWR;
	uint32_t n = stations * (words ? CCIEFB_WORDS : CCIEFB_BITS);

	d->ot.has_object = true;
	d->ot.area = area;
	d->ot.index = 0;
	d->ot.count = n;
	if (words) {
		d->ot.value = series_of(c, VALUE_UINTS, 2, 2, n);
		put_strided(d, f, d->ot.value);
	} else {
		ot_series(d, VALUE_BITS, c, n);
		put_series(d, f, VALUE_BITS, c, n);
	}
	emit(d);
}

static void name_slave(struct dec *d, uint32_t slave)
{
	d->ot.device_text = dec_text(d, "%u.%u.%u.%u", slave >> 24, slave >> 16 & 0xff,
				     slave >> 8 & 0xff, slave & 0xff);
}

/* Outputs for each slave of the group. */
static void outputs(struct dec *d, const struct cciefb_cyclic *m, struct cur words, struct cur bits)
{
	for (unsigned i = 0; i < m->stations;) {
		unsigned n = 1;

		while (i + n < m->stations && m->slave[i + n] == CCIEFB_ALSO)
			n++;
		struct cur w = cur_sub(&words, (size_t)n * CCIEFB_WORD_BYTES);
		struct cur b = cur_sub(&bits, (size_t)n * CCIEFB_BIT_BYTES);

		if (m->slave[i] != CCIEFB_NOBODY) {
			name_slave(d, m->slave[i]);
			put(d, STATION, i + 1);
			series(d, RWW, "rww", w, n);
			put(d, STATION, i + 1);
			series(d, RY, "ry", b, n);
		}
		i += n;
	}
}

/* How much longer than known the notification is, as in versions to come; the rest can be told. */
static uint64_t longer_by(struct dec *d, uint64_t known)
{
	uint64_t offset = take(d, OFFSET);

	if (!cur_ok(&d->c) || offset == known)
		return 0;
	if (offset > known) {
		dec_mark(d, "longer notification than is known");
		return offset - known;
	}
	dec_malformed(d, "cyclic part begins within the notification");
	cur_fail(&d->c);
	return 0;
}

static void clock_of(struct dec *d)
{
	uint64_t ms = cur_le(&d->c, 8);

	if (cur_ok(&d->c) && ms != 0 && ms < UINT64_MAX / 1000000)
		put(d, CLOCK, ms * 1000000);
}

static void cyclic_request(struct dec *d)
{
	struct cciefb_cyclic m = { 0 };

	d->ot.op = OT_REPORT;
	take(d, VERSION);
	reserved(d, 2);
	uint64_t more = longer_by(d, REQUEST_OFFSET);

	reserved(d, 14);
	m.runs = take(d, MASTER_STATE) == RUNNING;
	reserved(d, 2);
	clock_of(d);
	cur_skip(&d->c, more);
	m.master = (uint32_t)cciefb_turned(d, MASTER_ID, ADDRESS);
	m.group = (uint8_t)take(d, GROUP);
	reserved(d, 1);
	m.sequence = (uint16_t)take(d, SEQUENCE);
	take(d, TIMEOUT);
	take(d, TIMEOUT_COUNT);
	m.parameter = (uint16_t)take(d, PARAMETER);
	uint64_t n = take(d, STATIONS);

	m.cyclic_state = (uint16_t)take(d, CYCLIC_STATE);
	reserved(d, 2);
	if (n < 1 || n > CCIEFB_MAX_STATIONS) {
		if (cur_ok(&d->c))
			dec_malformed(d, "number of stations is not 1 to 16");
		return;
	}
	m.stations = (uint8_t)n;
	for (unsigned i = 0; i < n; i++)
		m.slave[i] = (uint32_t)cciefb_turned(d, SLAVE_ID, ADDRESS);
	struct cur words = cur_sub(&d->c, n * CCIEFB_WORD_BYTES);
	struct cur bits = cur_sub(&d->c, n * CCIEFB_BIT_BYTES);

	if (!cur_ok(&d->c))
		return;
	cciefb_follow_request(d, &m);
	dec_share(d);
	outputs(d, &m, words, bits);
}

void cciefb_model(struct dec *d, struct identity *who, uint64_t vendor, uint64_t model,
		  uint64_t version)
{
	if (model == 0)
		return;
	const char *name = dec_text(d, "CC-Link 0x%04x:0x%08x", (unsigned)vendor, (unsigned)model);
	const char *number = dec_text(d, "%u", (unsigned)version);

	who->model = cur_of(name, strlen(name));
	who->firmware = cur_of(number, strlen(number));
}

static void cyclic_response(struct dec *d, uint64_t length)
{
	struct cciefb_cyclic m = { 0 };

	d->ot.op = OT_REPORT;
	take(d, VERSION);
	uint64_t end = take(d, END_CODE);

	if (cur_ok(&d->c))
		set_status(d, END_CODE, end);
	uint64_t more = longer_by(d, RESPONSE_OFFSET);

	reserved(d, 14);
	uint64_t vendor = take(d, VENDOR);

	reserved(d, 2);
	uint64_t model = take(d, MODEL), version = take(d, EQUIPMENT);

	reserved(d, 2);
	m.runs = take(d, SLAVE_STATE) == RUNNING;
	take(d, SLAVE_ERROR);
	take(d, MANAGEMENT);
	cur_skip(&d->c, more);
	m.slave[0] = (uint32_t)cciefb_turned(d, SLAVE_ID, ADDRESS);
	m.group = (uint8_t)take(d, GROUP);
	reserved(d, 1);
	m.sequence = (uint16_t)take(d, SEQUENCE);
	if (!cur_ok(&d->c))
		return;
	name_slave(d, m.slave[0]);
	/* How many stations it occupies, only the length says. */
	uint64_t data = length - 2 - RESPONSE_FIXED - more, n = data / STATION_BYTES;

	if (length < 2 + RESPONSE_FIXED + more || data % STATION_BYTES != 0 || n < 1 ||
	    n > CCIEFB_MAX_STATIONS) {
		dec_malformed(d, "not the data of 1 to 16 stations");
		return;
	}
	struct cur words = cur_sub(&d->c, n * CCIEFB_WORD_BYTES);
	struct cur bits = cur_sub(&d->c, n * CCIEFB_BIT_BYTES);

	if (!cur_ok(&d->c))
		return;
	if (model != 0) {
		struct identity *who = dec_identity(d);

		*who = (struct identity){ .of_sender = true, .any = true };
		cciefb_model(d, who, vendor, model, version);
	}
	unsigned station = cciefb_follow_response(d, &m);

	if (station != 0)
		put(d, STATION, station);
	dec_share(d);
	series(d, RWR, "rwr", words, (unsigned)n);
	series(d, RX, "rx", bits, (unsigned)n);
}

/* ---- the header ------------------------------------------------------------------------------ */

static uint64_t head(struct dec *d)
{
	take(d, NETWORK);
	take(d, UNIT);
	take(d, IO);
	take(d, EXTENSION);
	uint64_t length = take(d, LENGTH);

	if (cur_ok(&d->c) && !d->cut && length != cur_left(&d->c))
		dec_malformed(d, "length differs from the bytes that there are");
	return length;
}

static void request(struct dec *d, bool has_serial, uint64_t serial)
{
	take(d, TIMER);
	uint64_t command = take(d, COMMAND);

	if (!cur_ok(&d->c))
		return;
	const char *name = field_value_name(&field_table[COMMAND], command);

	d->ot.function = name != NULL ? name : dec_text(d, "command 0x%04x", (unsigned)command);
	take(d, SUBCOMMAND);
	if (command == CCIEFB_CYCLIC)
		cyclic_request(d);
	else if (name != NULL)
		cciefb_node_request(d, command, has_serial ? serial : 0);
	else
		dec_malformed(d, "unknown command");
}

static void response(struct dec *d, bool has_serial, uint64_t serial, uint64_t length)
{
	uint64_t end = take(d, SLMP_END);

	if (cur_ok(&d->c))
		set_status(d, SLMP_END, end);
	if (has_serial) {
		cciefb_node_response(d, serial);
		return;
	}
	d->ot.function = "Cyclic data";
	cyclic_response(d, length);
}

static void cciefb_decode(struct dec *d)
{
	d->ot.function = "CC-Link IE Field Basic";
	uint64_t subheader = take(d, SUBHEADER);
	bool has_serial = subheader == CCIEFB_SERIAL_REQUEST || subheader == CCIEFB_SERIAL_RESPONSE;
	uint64_t serial = has_serial ? take(d, SERIAL) : 0;

	if (!cur_ok(&d->c))
		return;
	if (field_value_name(&field_table[SUBHEADER], subheader) == NULL) {
		dec_malformed(d, "unknown subheader");
		return;
	}
	if (has_serial)
		reserved(d, 2);
	/* A slave may be the first to be heard: who answers, the bytes say and not the flow. */
	d->ot.response = subheader == CCIEFB_RESPONSE || subheader == CCIEFB_SERIAL_RESPONSE;
	uint64_t length = head(d);

	if (!cur_ok(&d->c))
		return;
	if (d->ot.response)
		response(d, has_serial, serial, length);
	else
		request(d, has_serial, serial);
}

/* ---- the probe ------------------------------------------------------------------------------- */

/*
 * Ordinary SLMP looks the same up to its command. Cyclic data are nothing else; node search and IP
 * address set also exist in SLMP, so that the port has to say whose they are.
 */
static enum probe probe_cyclic(struct cur c, size_t length, bool answer)
{
	size_t fixed = answer ? RESPONSE_FIXED : REQUEST_FIXED;
	size_t each = answer ? STATION_BYTES : STATION_BYTES + ADDRESS;
	size_t head_bytes = answer ? 2 : 6;

	if (length < head_bytes + fixed + each || (length - head_bytes - fixed) % each != 0 ||
	    (length - head_bytes - fixed) / each > CCIEFB_MAX_STATIONS)
		return PROBE_NO;
	uint64_t version = cur_le(&c, 2);

	if (version < 1 || version > MAX_VERSION)
		return PROBE_NO;
	cur_skip(&c, 2);
	uint64_t offset = cur_le(&c, 2);

	for (unsigned i = 0; i < 14; i++) {
		if (cur_u8(&c) != 0)
			return PROBE_NO;
	}
	return cur_ok(&c) && offset == (answer ? RESPONSE_OFFSET : REQUEST_OFFSET) ? PROBE_SURE
										   : PROBE_NO;
}

static enum probe probe_request(struct cur c, size_t length)
{
	if (length < 6 || cur_le(&c, 2) != 0)
		return PROBE_NO;
	uint64_t command = cur_le(&c, 2), subcommand = cur_le(&c, 2);

	if (subcommand != 0)
		return PROBE_NO;
	switch (command) {
	case CCIEFB_CYCLIC:
		return probe_cyclic(c, length, false);
	case CCIEFB_NODE_SEARCH:
		return length == 6 + CCIEFB_SEARCH_BYTES && cur_at(&c, 6) == ADDRESS ? PROBE_WEAK
										     : PROBE_NO;
	case CCIEFB_IP_SET:
		return length == 6 + CCIEFB_IP_SET_BYTES && cur_at(&c, 6) == ADDRESS ? PROBE_WEAK
										     : PROBE_NO;
	default:
		return PROBE_NO;
	}
}

static enum probe probe_serial_response(struct cur c, size_t length)
{
	uint64_t end = cur_le(&c, 2);

	if (!cur_ok(&c))
		return PROBE_NO;
	if (end != 0)
		return length == 2 + CCIEFB_REFUSED_BYTES ? PROBE_WEAK : PROBE_NO;
	if (length == 2 + CCIEFB_IP_DONE_BYTES)
		return PROBE_WEAK;
	return length >= 2 + CCIEFB_FOUND_BYTES && cur_at(&c, 6) == ADDRESS &&
			       cur_at(&c, 17) == ADDRESS
		       ? PROBE_WEAK
		       : PROBE_NO;
}

static enum probe cciefb_probe(struct cur c, enum dir dir)
{
	static const uint8_t to_own[] = { 0x00, 0xff, 0xff, 0x03, 0x00 };
	uint64_t subheader = cur_be(&c, 2);

	if (subheader == CCIEFB_SERIAL_REQUEST || subheader == CCIEFB_SERIAL_RESPONSE)
		cur_skip(&c, 4);
	if (!cur_starts(&c, to_own, sizeof(to_own)) || cur_left(&c) < HEAD)
		return PROBE_NO;
	cur_skip(&c, sizeof(to_own));
	size_t length = cur_le(&c, 2);

	if (length != cur_left(&c))
		return PROBE_NO;
	if (subheader == CCIEFB_REQUEST || subheader == CCIEFB_SERIAL_REQUEST)
		return probe_request(c, length);
	if (subheader == CCIEFB_SERIAL_RESPONSE)
		return probe_serial_response(c, length);
	if (subheader != CCIEFB_RESPONSE || cur_le(&c, 2) != 0)
		return PROBE_NO;
	enum probe says = probe_cyclic(c, length, true);

	/* The master asks by broadcast, so that a slave's answers are the first of their flow. */
	return says == PROBE_SURE && dir == DIR_REQUEST ? PROBE_TURNED : says;
}

const struct protocol protocol_cciefb = {
	.name = "cciefb",
	.label = "CC-Link IE Field Basic",
	.title = "CC-Link IE Field Network Basic",
	.spec = "CC-Link Partner Association, BAP-C2010ENG-004",
	.bind = { { BIND_UDP, 61450 }, { BIND_UDP, 61451 }, { BIND_ANY_UDP, 0 } },
	.fields = cciefb_field_table,
	.nfields = CCIEFB_FIELD_COUNT,
	.probe = cciefb_probe,
	.decode = cciefb_decode,
};
