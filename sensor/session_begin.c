/* A flow's beginning: who is the client, which assets are its ends, which conversation it belongs
 * to. */
#include <string.h>

#include "sensor/classify.h"
#include "sensor/session_inside.h"

bool session_reopened(const struct flow *f, unsigned sender, const struct packet *pkt)
{
	if (!pkt->transport || pkt->ip_proto != IP_TCP ||
	    (pkt->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN)) != TCP_SYN)
		return false;
	const struct stream *s = &f->stream[sender];

	/* Its answer was captured before it. */
	if (f->syn && !s->started && s->acks && s->acked == pkt->seq + 1)
		return false;
	/* A SYN sent again has the number that the first one had. */
	if (f->syn && s->started && f->isn[sender] == pkt->seq)
		return false;
	return s->started || f->stream[1 - sender].started;
}

/* The conversation's key, once it is settled who the client is. */
static void fill_key(struct flow *f)
{
	struct conv_key *k = &f->seen.key;
	unsigned server = 1U - f->client;

	k->client = f->key.addr[f->client];
	k->server = f->key.addr[server];
	k->port = f->key.port[server];
	k->vlan = f->nvlans > 0 ? f->vlans[0] : 0;
	k->ip_version = f->key.ip_version;
	k->ip_proto = f->key.ip_proto;
}

bool session_carrier(unsigned id)
{
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		if (protocols[i]->in == protocols[id])
			return true;
	}
	return false;
}

/* What these two are known to say to each other in a protocol that carries others. */
static unsigned known_to_carry(const struct convs *t, struct conv_key key, unsigned label)
{
	for (unsigned i = 0; label < PROTOCOL_COUNT && i < PROTOCOL_COUNT; i++) {
		key.label = (uint8_t)i;
		if (protocols[i]->in == protocols[label] && conv_known(t, &key))
			return i;
	}
	return label;
}

static struct asset_ref see(struct pipeline *pl, const struct flow *f, unsigned end, bool sender)
{
	struct asset_end e = { .mac = f->has_mac[end] ? f->mac[end] : NULL,
			       .ip_version = f->key.ip_version,
			       .sender = sender };

	if (!session_layer_2(f))
		e.ip = f->key.addr[end];
	return asset_seen(&pl->observe.assets, &e, f->nvlans > 0 ? f->vlans[0] : 0, pl->pkt.at);
}

void session_open(struct pipeline *pl, struct flow *f, unsigned label)
{
	/* Inspection may have guessed a name before a decoder of ours knew better. */
	if (f->opened && (label >= PROTOCOL_COUNT || f->seen.key.label == label))
		return;
	f->opened = true;
	if (f->client != f->first_client) {
		struct asset_ref was = f->seen.client;
		struct observe_delta *d = &f->delta;
		struct observe_delta old = *d;

		f->seen.client = f->seen.server;
		f->seen.server = was;
		f->first_client = f->client;
		for (unsigned i = 0; i < 2; i++) {
			d->packets[i] = old.packets[1 - i];
			d->bytes[i] = old.bytes[1 - i];
		}
	}
	fill_key(f);
	label = known_to_carry(&pl->observe.convs, f->seen.key, label);
	observe_open(&pl->observe, &f->seen, label, f->first);
}

static void keep_mac(struct flow *f, unsigned end, const uint8_t *mac)
{
	f->has_mac[end] = mac != NULL;
	if (mac != NULL)
		memcpy(f->mac[end], mac, sizeof(f->mac[end]));
}

static void begin_layer_2(struct pipeline *pl, struct flow *f)
{
	unsigned id = classify_ethertype(f->eth_type);

	if (id < PROTOCOL_COUNT) {
		f->class = CLASS_OURS;
		f->protocol = (uint8_t)id;
		flow_keep(&pl->flows, f);
		session_open(pl, f, id);
		session_tell(pl, f, FLOW_KNOWN, NULL);
		return;
	}
	const char *name = classify_ethertype_name(f->eth_type, pl->pkt.llc);

	f->class = CLASS_OTHER;
	session_open(pl, f, coverage_label(&pl->observe.coverage, name));
	session_tell(pl, f, FLOW_KNOWN, NULL);
}

static void begin_client(struct flow *f, unsigned sender, const struct packet *pkt)
{
	if (pkt->transport && pkt->ip_proto == IP_TCP &&
	    (pkt->tcp_flags & (TCP_SYN | TCP_FIN | TCP_RST)) == TCP_SYN) {
		bool answer = (pkt->tcp_flags & TCP_ACK) != 0;

		f->client = (uint8_t)(answer ? 1 - sender : sender);
		f->client_by = CLIENT_HANDSHAKE;
		f->syn = true;
	} else {
		classify_client(f, sender);
	}
	f->first_client = f->client;
}

void session_begin(struct pipeline *pl, struct flow *f, unsigned sender)
{
	const struct packet *pkt = &pl->pkt;

	stat_inc(&pl->observe.stats, STAT_FLOWS);
	f->serial = ++pl->serial;
	keep_mac(f, sender, pkt->eth_src);
	keep_mac(f, 1 - sender, pkt->eth_dst);
	f->nvlans = pkt->nvlans;
	memcpy(f->vlans, pkt->vlans, sizeof(f->vlans));
	f->eth_type = pkt->eth_type;
	begin_client(f, sender, pkt);
	if (pkt->transport && pkt->ip_proto == IP_TCP && !f->syn)
		stat_inc(&pl->observe.stats, STAT_FLOWS_MIDSTREAM);
	/* The sender first: it is the one that is there for sure. */
	struct asset_ref ends[2];

	ends[sender] = see(pl, f, sender, true);
	ends[1 - sender] = see(pl, f, 1 - sender, false);
	f->seen.client = ends[f->client];
	f->seen.server = ends[1 - f->client];
	session_tell(pl, f, FLOW_BEGIN, NULL);
	if (session_layer_2(f))
		begin_layer_2(pl, f);
}
