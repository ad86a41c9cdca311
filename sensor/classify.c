#include "sensor/classify.h"

enum { EPHEMERAL = 32768 }; /* ports from here on are given to clients, by nearly every system */

static bool bound(const struct protocol *p, enum bind_over over, uint16_t key)
{
	for (unsigned i = 0; i < sizeof(p->bind) / sizeof(p->bind[0]); i++) {
		if (p->bind[i].over == over && p->bind[i].key == key)
			return true;
	}
	return false;
}

static unsigned find(enum bind_over over, uint16_t key)
{
	unsigned id = 0;

	while (id < PROTOCOL_COUNT && !bound(protocols[id], over, key))
		id++;
	return id;
}

unsigned classify_port(enum bind_over over, uint16_t port)
{
	return find(over, port);
}

unsigned classify_ethertype(uint16_t ethertype)
{
	return find(BIND_ETHERTYPE, ethertype);
}

const char *classify_ethertype_name(uint16_t ethertype, bool llc)
{
	static const struct name names[] = {
		{ 0x22f0, "AVTP" },
		{ 0x8035, "RARP" },
		{ 0x814c, "SNMP (Ethernet)" },
		{ 0x8137, "IPX" },
		{ 0x86dd, "IPv6" },
		{ 0x8808, "Ethernet flow control" },
		{ 0x8809, "LACP" },
		{ 0x8863, "PPPoE discovery" },
		{ 0x887b, "HomePlug" },
		{ 0x888e, "802.1X" },
		{ 0x8892, "PROFINET" },
		{ 0x889a, "HyperSCSI" },
		{ 0x88a4, "EtherCAT" },
		{ 0x88ab, "POWERLINK" },
		{ 0x88b5, "Local experimental" },
		{ 0x88b9, "GSE" },
		{ 0x88ba, "Sampled Values" },
		{ 0x88cd, "SERCOS III" },
		{ 0x88e1, "HomePlug AV" },
		{ 0x88e3, "MRP" },
		{ 0x88e5, "MACsec" },
		{ 0x88f5, "MVRP" },
		{ 0x88f7, "PTP" },
		{ 0x88fb, "PRP supervision" },
		{ 0x8902, "Ethernet CFM" },
		{ 0x890f, "CC-Link IE" },
		{ 0x9000, "Loopback" },
		{ 0, NULL },
	};
	const struct name *n = names;

	if (llc)
		return "LLC (STP, CDP…)";
	while (n->name != NULL && n->value != ethertype)
		n++;
	return n->name;
}

static enum bind_over over_of(const struct flow *f)
{
	return f->key.ip_proto == IP_TCP ? BIND_TCP : BIND_UDP;
}

static void set_client(struct flow *f, unsigned end, enum flow_client by)
{
	f->client = (uint8_t)end;
	f->client_by = (uint8_t)by;
}

/* A protocol names its server's port first. */
static unsigned rank(enum bind_over over, uint16_t port)
{
	const struct protocol *p = protocols[find(over, port)];
	unsigned i = 0;

	while (p->bind[i].over != over || p->bind[i].key != port)
		i++;
	return i;
}

void classify_client(struct flow *f, unsigned sender)
{
	enum bind_over over = over_of(f);
	bool ports =
		f->key.ip_version != 0 && (f->key.ip_proto == IP_TCP || f->key.ip_proto == IP_UDP);

	set_client(f, sender, CLIENT_FIRST);
	if (!ports || f->key.port[0] == f->key.port[1])
		return;
	bool ours[2] = { find(over, f->key.port[0]) < PROTOCOL_COUNT,
			 find(over, f->key.port[1]) < PROTOCOL_COUNT };

	if (ours[0] != ours[1])
		set_client(f, ours[0] ? 1 : 0, CLIENT_PORT);
	else if (ours[0] && rank(over, f->key.port[0]) != rank(over, f->key.port[1]))
		set_client(f, rank(over, f->key.port[0]) < rank(over, f->key.port[1]) ? 1 : 0,
			   CLIENT_PORT);
	else if ((f->key.port[0] < 1024) != (f->key.port[1] < 1024))
		set_client(f, f->key.port[0] < 1024 ? 1 : 0, CLIENT_PORT);
	else if ((f->key.port[0] < EPHEMERAL) != (f->key.port[1] < EPHEMERAL))
		set_client(f, f->key.port[0] < EPHEMERAL ? 1 : 0, CLIENT_PORT);
}

static bool may_be_over(const struct protocol *p, enum bind_over over)
{
	enum bind_over any = over == BIND_TCP ? BIND_ANY_TCP : BIND_ANY_UDP;

	for (unsigned i = 0; i < sizeof(p->bind) / sizeof(p->bind[0]); i++) {
		if (p->bind[i].over == over || p->bind[i].over == any)
			return true;
	}
	return false;
}

static enum dir dir_of(const struct flow *f, unsigned end)
{
	return end == f->client ? DIR_REQUEST : DIR_RESPONSE;
}

static void take_over(struct flow *f, unsigned id)
{
	f->class = CLASS_OURS;
	f->protocol = (uint8_t)id;
}

/*
 * Asks one protocol; turns the flow round when the bytes say so and nothing better is known. The
 * protocol's own port is better: bytes that are wrong in one direction are easily right in the
 * other. Only when they are impossible, the end on that port may also be the one that connected.
 */
static enum probe ask(struct flow *f, unsigned end, const struct protocol *p, struct cur c)
{
	enum bind_over over = over_of(f);
	bool client_home = bound(p, over, f->key.port[f->client]);
	bool server_home = bound(p, over, f->key.port[1 - f->client]);
	enum probe says = p->probe(c, dir_of(f, end));

	if (says == PROBE_TURNED) {
		if (f->client_by < CLIENT_PROBE)
			set_client(f, 1 - f->client, CLIENT_PROBE);
		return PROBE_SURE;
	}
	if (says == PROBE_SURE || (says != PROBE_NO && server_home && !client_home))
		return says;
	enum dir other = dir_of(f, end) == DIR_REQUEST ? DIR_RESPONSE : DIR_REQUEST;
	enum probe turned = p->probe(c, other);
	bool swapped = client_home && !server_home && turned == PROBE_WEAK;

	if ((turned == PROBE_SURE && f->client_by < CLIENT_PROBE) || swapped ||
	    (turned == PROBE_SURE && client_home && !server_home)) {
		set_client(f, 1 - f->client, CLIENT_PROBE);
		return turned;
	}
	return says;
}

/* Is c only the beginning of a message, so that more of it may make the probe sure? */
static bool begun(const struct protocol *p, struct cur c, enum dir dir)
{
	long n = p->segment != NULL ? p->segment(c, dir) : 0;

	return n > 0 && (size_t)n > cur_left(&c);
}

enum verdict classify_payload(struct flow *f, unsigned end, struct cur c)
{
	enum bind_over over = over_of(f);
	bool wait = false;

	for (unsigned id = 0; id < PROTOCOL_COUNT; id++) {
		const struct protocol *p = protocols[id];

		if (p->probe == NULL || !may_be_over(p, over))
			continue;
		enum probe says = ask(f, end, p, c);
		bool home = bound(p, over, f->key.port[1 - f->client]);

		if (says == PROBE_SURE || (says == PROBE_WEAK && home)) {
			take_over(f, id);
			return VERDICT_OURS;
		}
		wait = wait || (says == PROBE_SHORT && (home || f->syn)) ||
		       (says == PROBE_WEAK && f->syn && begun(p, c, dir_of(f, end)));
	}
	return wait ? VERDICT_WAIT : VERDICT_NO;
}
