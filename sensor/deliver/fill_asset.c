/* Assets and conversations. */
#include <string.h>

#include "sensor/deliver/fill_inside.h"
#include "sensor/dpi.h"

_Static_assert((int)LABELS <= (int)FILL_LIST && (int)DPI_NRISKS <= (int)FILL_LIST,
	       "there is room for all names");

/* What people call the protocol. */
static char *label_of(struct filler *fl, const struct coverage *labels, unsigned l)
{
	const struct coverage_row *r = &labels->rows[l];

	return fill_text(fl, r->label != NULL ? r->label : r->name);
}

/* Names of the protocols of a set; returns how many. */
static size_t add_labels(struct filler *fl, const struct coverage *labels, const uint64_t set[2],
			 char **out)
{
	size_t n = 0;

	for (unsigned l = 0; l < labels->nlabels; l++) {
		if ((set[l / 64] >> l % 64 & 1) != 0)
			out[n++] = label_of(fl, labels, l);
	}
	return n;
}

static const struct site_asset *known_to(const struct site *site, const struct asset *a)
{
	const struct site_asset *known = NULL;

	if (site == NULL)
		return NULL;
	for (unsigned i = 0; i < a->nips && known == NULL; i++)
		known = site_asset(site, &a->ips[i].addr, a->ips[i].version, NULL);
	return known == NULL && a->has_mac ? site_asset(site, NULL, 0, a->mac) : known;
}

static const char *zone_of(const struct site *site, const struct asset *a)
{
	const uint16_t vlan = a->nvlans > 0 ? a->vlans[0] : 0;
	const struct zone *zone = NULL;

	if (site == NULL)
		return NULL;
	for (unsigned i = 0; i < a->nips && zone == NULL; i++)
		zone = site_zone(site, &a->ips[i].addr, a->ips[i].version, vlan);
	if (a->nips == 0)
		zone = site_zone(site, NULL, 0, vlan);
	return zone != NULL ? zone->name : NULL;
}

static void add_addresses(struct filler *fl, Kagami__Asset *out, const struct asset *a)
{
	out->n_ips = a->nips;
	out->ips = fl->ips;
	for (unsigned i = 0; i < a->nips; i++)
		fl->ips[i] = fill_bytes(a->ips[i].addr.w, a->ips[i].version == 6 ? 16 : 4);
	if (a->has_mac)
		out->mac = fill_bytes(a->mac, sizeof(a->mac));
	if (a->has_via)
		out->via = fill_bytes(a->via, sizeof(a->via));
	out->n_vlans = a->nvlans;
	out->vlans = fl->vlans;
	for (unsigned i = 0; i < a->nvlans; i++)
		fl->vlans[i] = a->vlans[i];
}

static void add_identity(struct filler *fl, Kagami__Asset *out, const struct asset *a,
			 const struct site *site)
{
	const char(*text)[ASSET_TEXT] = a->identity.text;
	const struct site_asset *known = known_to(site, a);

	out->name = fill_text(fl, known != NULL ? known->name : text[ASSET_NAME]);
	out->vendor = fill_text(fl, text[ASSET_VENDOR]);
	out->model = fill_text(fl, text[ASSET_MODEL]);
	out->firmware = fill_text(fl, text[ASSET_FIRMWARE]);
	out->serial = fill_text(fl, text[ASSET_SERIAL]);
	out->description = fill_text(fl, text[ASSET_DESCRIPTION]);
	out->maker = fill_text(fl, asset_maker(a));
	out->zone = fill_text(fl, zone_of(site, a));
	out->role = fill_text(fl, known != NULL ? known->role : NULL);
}

const Kagami__Event *fill_asset(struct filler *fl, const struct assets *t, const struct asset *a,
				const struct site *site, const struct coverage *labels,
				Kagami__Change change, uint64_t at)
{
	Kagami__Event *e = fill_begin(fl, at);
	Kagami__Asset *out = &fl->asset;

	(void)t;
	kagami__asset__init(out);
	out->change = change;
	add_addresses(fl, out, a);
	add_identity(fl, out, a, site);
	out->first = a->first;
	out->last = a->last;
	out->n_client_of = add_labels(fl, labels, a->client, fl->list[0]);
	out->client_of = fl->list[0];
	out->n_server_of = add_labels(fl, labels, a->server, fl->list[1]);
	out->server_of = fl->list[1];
	out->sent_packets = a->sent_packets;
	out->sent_bytes = a->sent_bytes;
	out->got_packets = a->got_packets;
	out->got_bytes = a->got_bytes;
	out->n_units = fill_set(a->units, fl->units);
	out->units = fl->units;
	out->heard = a->heard;
	e->body_case = KAGAMI__EVENT__BODY_ASSET;
	e->asset = out;
	return e;
}

/* ---- conversations ----------------------------------------------------------------------- */

static Kagami__End *conv_end(struct filler *fl, unsigned i, const struct assets *t,
			     const struct conv_key *k, const struct site *site)
{
	const struct addr *addr = i == 0 ? &k->client : &k->server;
	Kagami__End *end = fill_end(fl, i);
	const struct site_asset *known = NULL;
	const struct asset *a;
	uint8_t mac[6];

	end->vlan = k->vlan;
	if (k->ip_version != 0) {
		fill_end_ip(fl, i, k->ip_version, addr);
		a = asset_by_ip(t, addr, k->ip_version);
		if (site != NULL)
			known = site_asset(site, addr, k->ip_version,
					   a != NULL && a->has_mac ? a->mac : NULL);
	} else {
		memcpy(mac, addr->w, sizeof(mac));
		fill_end_mac(fl, i, mac);
		a = asset_by_mac(t, mac);
		if (site != NULL)
			known = site_asset(site, NULL, 0, mac);
	}
	if (known != NULL)
		end->name = fill_text(fl, known->name);
	else if (a != NULL)
		end->name = fill_text(fl, a->identity.text[ASSET_NAME]);
	return end;
}

static void add_functions(struct filler *fl, Kagami__Conversation *out, const struct conv *c)
{

	for (unsigned i = 0; i < c->nfunctions; i++) {
		const struct conv_function *from = &c->functions[i];
		Kagami__Function *f = &fl->function[i];

		kagami__function__init(f);
		f->name = fill_text(fl, from->name);
		f->op = (Kagami__Op)from->op;
		f->requests = from->requests;
		f->responses = from->responses;
		f->errors = from->errors;
	}
	out->n_functions = c->nfunctions;
	out->functions = fl->functions;
}

static void add_counters(Kagami__Conversation *out, const struct conv *c)
{
	out->first = c->first;
	out->last = c->last;
	out->flows = c->flows;
	out->client_packets = c->packets[0];
	out->client_bytes = c->bytes[0];
	out->server_packets = c->packets[1];
	out->server_bytes = c->bytes[1];
	out->messages = c->messages;
	out->malformed = c->malformed;
	out->requests = c->requests;
	out->responses = c->responses;
	out->errors = c->errors;
	out->unanswered = c->unanswered;
	out->unmatched = c->unmatched;
}

static void add_risks(struct filler *fl, Kagami__Conversation *out, const struct conv *c)
{
	size_t n = 0;

	for (unsigned i = 0; i < DPI_NRISKS; i++) {
		if ((c->risk >> i & 1) != 0 && dpi_risk_name(i) != NULL)
			fl->list[0][n++] = fill_text(fl, dpi_risk_name(i));
	}
	out->n_risks = n;
	out->risks = fl->list[0];
}

const Kagami__Event *fill_conversation(struct filler *fl, const struct assets *t,
				       const struct conv *c, const struct site *site,
				       const struct coverage *labels, Kagami__Change change,
				       uint64_t at)
{
	Kagami__Event *e = fill_begin(fl, at);
	Kagami__Conversation *out = &fl->conversation;

	kagami__conversation__init(out);
	out->change = change;
	out->client = conv_end(fl, 0, t, &c->key, site);
	out->server = conv_end(fl, 1, t, &c->key, site);
	out->server->port = c->key.port;
	out->ip_proto = c->key.ip_version != 0 ? c->key.ip_proto : 0;
	out->protocol = label_of(fl, labels, c->key.label);
	add_counters(out, c);
	add_functions(fl, out, c);
	out->host = fill_text(fl, c->host);
	add_risks(fl, out, c);
	out->n_units = fill_set(c->units, fl->units);
	out->units = fl->units;
	e->body_case = KAGAMI__EVENT__BODY_CONVERSATION;
	e->conversation = out;
	return e;
}
