#include "sensor/rule/universe.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/facts.h"

enum { FIELDS_MAX = 4096, SLOTS = 16384 };

/* Protocols' names that are no decoder's, and whether a packet has them. */
enum header { H_FRAME, H_ETH, H_VLAN, H_IP, H_IPV6, H_TCP, H_UDP, H_ICMP, H_ICMPV6, HEADERS };

static struct {
	unsigned n;
	struct rule_field fields[FIELDS_MAX];
	uint16_t slots[SLOTS]; /* id + 1 by hash of the name; 0: free */
	struct field presence[PROTOCOL_COUNT];
} universe;

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* ---- presence ------------------------------------------------------------------------------ */

static bool known(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->frame != 0 && fact_uint(v, i, 1);
}

static bool ethernet(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_mac(s, 1) != NULL && fact_uint(v, i, 1);
}

static bool vlan(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct packet *pkt = fact_packet(s);

	(void)fact;
	return (pkt != NULL	  ? pkt->nvlans
		: s->flow != NULL ? s->flow->nvlans
				  : 0) > 0 &&
	       fact_uint(v, i, 1);
}

/* arg: the version. */
static bool ip(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return fact_ip_version(s) == fact->arg && fact_uint(v, i, 1);
}

/* What the innermost IP header says that it carries; 0: nothing that can be read. */
static uint8_t carried(const struct subject *s)
{
	if (fact_ip_version(s) == 0)
		return 0;
	if (fact_of_frame(s))
		return s->pkt->fragment ? 0 : s->pkt->ip_proto;
	return s->flow->key.ip_proto;
}

/* arg: the IP protocol. */
static bool over_ip(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return carried(s) == fact->arg && fact_uint(v, i, 1);
}

/* clang-format off */
#define H(nm, get_, arg_, dc) \
	{ .row = { .name = (nm), .type = FIELD_BOOL, .doc = (dc) }, .home = HOME_PACKET, \
	  .wireshark = true, .get = (get_), .arg = (arg_) }
static const struct fact headers[HEADERS] = {
	[H_FRAME]  = H("frame",  known,    0,         "there is a frame"),
	[H_ETH]    = H("eth",    ethernet, 0,         "it has an Ethernet header"),
	[H_VLAN]   = H("vlan",   vlan,     0,         "it has a VLAN tag"),
	[H_IP]     = H("ip",     ip,       4,         "it has an IPv4 header"),
	[H_IPV6]   = H("ipv6",   ip,       6,         "it has an IPv6 header"),
	[H_TCP]    = H("tcp",    over_ip,  IP_TCP,    "it is TCP"),
	[H_UDP]    = H("udp",    over_ip,  IP_UDP,    "it is UDP"),
	[H_ICMP]   = H("icmp",   over_ip,  IP_ICMP,   "it is ICMP"),
	[H_ICMPV6] = H("icmpv6", over_ip,  IP_ICMPV6, "it is ICMPv6"),
};
#undef H

/* Decoders' fields whose name or type Wireshark has not. */
static const char *const ours[] = {
	"mms.quality",
	"mms.float_value",
	"mms.real",
	"mms.utc_time.quality",
	"mms.type_mMSString",
	"mms.format_width",
	"mms.exponent_width",
	"sv.smpCnt_step",
	"sv.interval",
	"sv.rate",
	"sv.security",
	"synphasor.data",
	"synphasor.station_name",
	"synphasor.actual_frequency_value",
	"synphasor.phasor.magnitude",
	"synphasor.phasor.angle",
	"synphasor.analog_value.number",
	"synphasor.data.step",
	"synphasor.data.time_offset",
	"synphasor.data.rate",
	"synphasor.data.rate_deviation",
	"synphasor.data.unread",
	"synphasor.conf.changed",
	"synphasor.command.running",
	"opcua.extobj.type",
	"opcua.channel.security",
	"opcua.session.identity",
	"opcua.session.id",
	"opcua.session.failures",
	"opcua.session.subscriptions",
	"opcua.security.encrypted",
	"opcua.security.signature",
	"opcua.nodeid.guid",
	"opcua.Guid",
	"opcua.Password",
	"opcua.TokenData",
	"pn_dcp.block_data",
	"pn_io.alarm_data",
	"pn_io.block_data",
	"pn_io.cmresponder_station_name",
	"pn_io.initiator_rpc_server_port",
	"pn_io.parameter_server_properties",
	"pn_io.apstructureidentifier",
	"pn_io.record_data",
	"pn_io.connect_frame",
	"pn_rt.agreed_interval",
	"pn_rt.agreed_length",
	"pn_rt.change",
	"pn_rt.connect_frame",
	"pn_rt.cycle_step",
	"pn_rt.data",
	"pn_rt.data_length",
	"pn_rt.interval",
	"pn_rt.output",
	"pn_rt.rate",
	"goose.objId", "goose.security", "goose.t", "goose.t.quality", "goose.utc_time",
	"lldp.mgn.obj.id", "umas.code", "umas.session", "umas.status",
};
/* What all packets of a flow have in common, or the one that tells of it. */
static const char *const of_flows[] = {
	"frame.number", "frame.time", "frame.time_epoch", "eth.src", "eth.dst", "eth.addr", "eth.type",
	"vlan.id", "ip.src", "ip.dst", "ip.addr", "ip.version", "ip.proto", "ipv6.src", "ipv6.dst",
	"ipv6.addr", "tcp.srcport", "tcp.dstport", "tcp.port", "udp.srcport", "udp.dstport", "udp.port",
};
/* Facts of which a subject may have several values. */
static const char *const several[] = {
	"eth.addr", "ip.addr", "ipv6.addr", "tcp.port", "udp.port", "vlan.id", "vlan.priority",
	"vlan.etype", "flow.protocol", "flow.risk", "ot.remarks", "asset.ip", "asset.ip6", "asset.vlan",
};
/* clang-format on */

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/* ---- building ------------------------------------------------------------------------------ */

static uint32_t hash(const char *name, size_t len)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)name[i]) * 16777619U;
	return h;
}

/* The slot of the name, or the free one where it would be. */
static unsigned slot_of(const char *name, size_t len)
{
	unsigned i = hash(name, len) % SLOTS;

	for (; universe.slots[i] != 0; i = (i + 1) % SLOTS) {
		const char *has = universe.fields[universe.slots[i] - 1].row->name;

		if (strncmp(has, name, len) == 0 && has[len] == '\0')
			break;
	}
	return i;
}

/* What comes first keeps its name. */
static struct rule_field *add(const struct field *row)
{
	unsigned slot = slot_of(row->name, strlen(row->name));

	assert(universe.n < FIELDS_MAX);
	if (universe.slots[slot] != 0)
		return NULL;
	struct rule_field *f = &universe.fields[universe.n];

	*f = (struct rule_field){ .row = row,
				  .id = (uint16_t)universe.n,
				  .protocol = PROTOCOL_COUNT };
	universe.slots[slot] = (uint16_t)++universe.n;
	return f;
}

static bool is_single(const struct field *row)
{
	return !is_among(row->name, several, sizeof(several) / sizeof(*several));
}

static void add_fact(const struct fact *fact, unsigned index)
{
	struct rule_field *f = add(&fact->row);

	if (f == NULL)
		return;
	f->fact = fact;
	f->index = (uint16_t)index;
	f->home = fact->home;
	f->wireshark = fact->wireshark;
	f->only_true = fact->only_true;
	f->single = is_single(f->row);
	f->packet_only = fact->home == HOME_PACKET &&
			 !is_among(fact->row.name, of_flows, sizeof(of_flows) / sizeof(*of_flows));
}

static void add_operation(void)
{
	for (unsigned i = 0; i < CONTEXT_FIELD_COUNT; i++) {
		const struct fact *fact = &facts_operation[i];
		struct rule_field *f = fact->get != NULL ? add(&context_fields[i]) : NULL;

		if (f == NULL)
			continue;
		f->fact = fact;
		f->index = (uint16_t)i;
		f->home = HOME_OPERATION;
		f->any_type = i == C_VALUE;
		f->only_true = fact->only_true;
		f->single = is_single(f->row);
	}
}

static bool wireshark_knows(const char *name)
{
	static const char *const meant[] = { "mms.control.", "mms.report." };

	for (size_t i = 0; i < sizeof(meant) / sizeof(meant[0]); i++) {
		if (strncmp(name, meant[i], strlen(meant[i])) == 0)
			return false;
	}
	return !is_among(name, ours, sizeof(ours) / sizeof(*ours));
}

static void add_protocol(unsigned id)
{
	const struct protocol *p = protocols[id];
	struct field *row = &universe.presence[id];

	*row = (struct field){ .name = p->name, .type = FIELD_BOOL, .doc = p->title };
	struct rule_field *f = add(row);

	if (f != NULL) {
		f->home = HOME_OPERATION;
		f->protocol = (uint8_t)id;
		f->presence = true;
		f->wireshark = id != PROTOCOL_umas;
	}
	for (unsigned i = 0; i < p->nfields; i++) {
		f = add(&p->fields[i]);
		if (f == NULL)
			continue;
		f->index = (uint16_t)i;
		f->home = HOME_OPERATION;
		f->protocol = (uint8_t)id;
		f->wireshark = wireshark_knows(p->fields[i].name);
	}
}

static void build(void)
{
	for (unsigned i = 0; i < HEADERS; i++) {
		add_fact(&headers[i], i);
		universe.fields[universe.n - 1].presence = true;
		universe.fields[universe.n - 1].packet_only = false;
	}
	for (unsigned g = 0; g < FACT_GROUPS; g++) {
		for (unsigned i = 0; i < fact_tables[g]->n; i++)
			add_fact(&fact_tables[g]->facts[i], i);
	}
	add_operation();
	for (unsigned id = 0; id < PROTOCOL_COUNT; id++)
		add_protocol(id);
}

/* ---- asking -------------------------------------------------------------------------------- */

unsigned universe_count(void)
{
	(void)pthread_once(&once, build);
	return universe.n;
}

const struct rule_field *universe_at(unsigned id)
{
	return id < universe_count() ? &universe.fields[id] : NULL;
}

const struct rule_field *universe_find(const char *name, size_t len)
{
	(void)pthread_once(&once, build);
	uint16_t id = universe.slots[slot_of(name, len)];

	return id != 0 ? &universe.fields[id - 1] : NULL;
}

const char *universe_nearest(const char *name)
{
	struct nearest near = nearest_to(name);

	for (unsigned i = 0; i < universe_count(); i++)
		nearest_offer(&near, universe.fields[i].row->name);
	return near.name;
}

enum subject_kind subject_of_homes(unsigned homes)
{
	static const struct {
		uint8_t home, kind;
	} order[] = {
		{ HOME_TAG, SUBJECT_TAG },
		{ HOME_ASSET_EVENT, SUBJECT_ASSET },
		{ HOME_FLOW_EVENT, SUBJECT_FLOW },
		{ HOME_CAPTURE, SUBJECT_CAPTURE },
		{ HOME_OPERATION, SUBJECT_OPERATION },
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if ((homes >> order[i].home & 1) != 0)
			return (enum subject_kind)order[i].kind;
	}
	if ((homes >> HOME_FLOW & 1) != 0)
		return SUBJECT_FLOW;
	return SUBJECT_PACKET;
}

enum subject_kind subject_of_fields(unsigned homes, const struct rule_field *const *fields,
				    uint32_t n)
{
	enum subject_kind kind = subject_of_homes(homes);

	if (kind != SUBJECT_FLOW || (homes >> HOME_FLOW_EVENT & 1) != 0)
		return kind;
	for (uint32_t i = 0; i < n; i++) {
		if (fields[i]->packet_only)
			return SUBJECT_PACKET;
	}
	return kind;
}

const char *subject_kind_name(enum subject_kind kind)
{
	static const char *const names[SUBJECT_KINDS] = {
		[SUBJECT_PACKET] = "packet", [SUBJECT_OPERATION] = "operation",
		[SUBJECT_TAG] = "tag",	     [SUBJECT_FLOW] = "flow",
		[SUBJECT_ASSET] = "asset",   [SUBJECT_CAPTURE] = "capture",
		[SUBJECT_FRAME] = "frame",
	};

	return names[kind];
}
