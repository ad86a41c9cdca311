/* Between whom an alert is: the ends of a flow or an asset, with their names and roles. */
#include <string.h>

#include "sensor/detect/alert_fill.h"

static void name_end(struct alert_end *e, const struct subject *s, const struct asset *asset)
{
	const struct addr *ip = e->ip_version != 0 ? &e->ip : NULL;
	const uint8_t *mac = e->has_mac ? e->mac : NULL;
	const struct site_asset *known = NULL;

	/* The MAC of a router is not that of who is behind it. */
	if (asset != NULL)
		mac = asset->has_mac ? asset->mac : NULL;
	if (s->site != NULL)
		known = site_asset(s->site, ip, e->ip_version, mac);
	e->role = known != NULL ? known->role : NULL;
	if (known != NULL)
		e->name = known->name;
	else if (asset != NULL && asset->identity.text[ASSET_NAME][0] != '\0')
		e->name = asset->identity.text[ASSET_NAME];
}

static void flow_end(struct alert_end *e, const struct subject *s, unsigned end)
{
	const struct flow *f = s->flow;
	struct asset_ref ref = end == f->client ? f->seen.client : f->seen.server;

	e->ip_version = f->key.ip_version;
	if (e->ip_version != 0) {
		e->ip = f->key.addr[end];
		e->port = f->key.port[end];
	}
	e->has_mac = f->has_mac[end];
	if (e->has_mac)
		memcpy(e->mac, f->mac[end], sizeof(e->mac));
	e->vlan = f->nvlans > 0 ? f->vlans[0] : 0;
	name_end(e, s, s->observe != NULL ? asset_of(&s->observe->assets, ref) : NULL);
}

static void asset_end(struct alert_end *e, const struct subject *s)
{
	const struct asset *a = s->asset;

	e->has_mac = a->has_mac;
	memcpy(e->mac, a->mac, sizeof(e->mac));
	if (a->nips > 0) {
		e->ip_version = a->ips[0].version;
		e->ip = a->ips[0].addr;
	}
	e->vlan = a->nvlans > 0 ? a->vlans[0] : 0;
	name_end(e, s, a);
}

/* Who is the source: the client, but of PROFINET's frames, which both stations send unasked, the
 * sender. */
static unsigned source_of(const struct subject *s)
{
	const struct flow *f = s->flow;
	unsigned other = 1U - f->client;
	const struct dec *d = s->dec;
	bool unasked = f->class == CLASS_OURS && f->protocol == PROTOCOL_pn_rt && d != NULL &&
		       !d->ot.response && d->eth_src != NULL && f->has_mac[other];

	return unasked && memcmp(d->eth_src, f->mac[other], sizeof(f->mac[other])) == 0 ? other
											: f->client;
}

void alert_ends(const struct subject *s, struct alert_end *source, struct alert_end *target)
{
	*source = (struct alert_end){ 0 };
	*target = (struct alert_end){ 0 };
	if (s->asset != NULL) {
		asset_end(source, s);
	} else if (s->flow != NULL) {
		unsigned end = source_of(s);

		flow_end(source, s, end);
		flow_end(target, s, 1U - end);
	}
}
