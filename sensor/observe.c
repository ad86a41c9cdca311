#include "sensor/observe.h"

bool observe_init(struct observe *o, uint32_t assets, uint32_t convs)
{
	*o = (struct observe){ 0 };
	coverage_init(&o->coverage);
	if (asset_init(&o->assets, assets) && conv_init(&o->convs, convs))
		return true;
	observe_free(o);
	return false;
}

void observe_free(struct observe *o)
{
	asset_free(&o->assets);
	conv_free(&o->convs);
}

void observe_open(struct observe *o, struct observe_flow *f, unsigned label, uint64_t first)
{
	struct conv *before = conv_of(&o->convs, f->conv);

	/* It was flushed before its protocol was known: it moves. */
	if (f->counted && f->key.label != label) {
		o->coverage.rows[f->key.label].flows--;
		if (before != NULL)
			before->flows--;
		f->counted = false;
	}
	f->key.label = (uint8_t)label;
	f->conv = conv_open(&o->convs, &f->key, first);
}

void observe_carries(struct observe *o, struct observe_flow *f, unsigned label, uint64_t first)
{
	struct conv *c = conv_of(&o->convs, f->conv);

	if (c == NULL || !conv_rename(&o->convs, c, (uint8_t)label)) {
		observe_open(o, f, label, first);
		return;
	}
	if (f->counted) {
		o->coverage.rows[f->key.label].flows--;
		o->coverage.rows[label].flows++;
	}
	f->key.label = (uint8_t)label;
}

void observe_message(struct observe *o, const struct observe_flow *f, unsigned label,
		     const struct dec *d)
{
	coverage_message(&o->coverage, label, d);
	conv_message(&o->convs, f->conv, d);
	/* Of a broken message nothing is believed. */
	if (__builtin_expect(!d->identity.any || d->malformed, 1))
		return;
	const struct ot *ot = &d->operations[0].ot;
	bool request = d->dir == DIR_REQUEST;
	int unit = d->noperations > 0 && ot->has_device && ot->device_text == NULL &&
				   ot->device <= UINT16_MAX
			   ? (int)ot->device
			   : -1;

	const struct asset_news news = { .sender = request ? f->client : f->server,
					 .receiver = request ? f->server : f->client,
					 .identity = &d->identity,
					 .unit = unit,
					 .source = ot->function,
					 .object = ot->object_text,
					 .at = d->at };

	asset_identify(&o->assets, &news);
}

void observe_unanswered(struct observe *o, const struct observe_flow *f, uint64_t n)
{
	struct conv *c = conv_of(&o->convs, f->conv);

	o->coverage.rows[f->key.label].unanswered += n;
	if (c != NULL)
		c->unanswered += n;
}

/* In ARP and LLDP everybody asks and tells everybody: nobody is a client or a server there. */
static bool has_roles(unsigned label)
{
	return label != LABEL_UNKNOWN && label != PROTOCOL_arp && label != PROTOCOL_lldp;
}

/* Who took part, and in which part: who was seen sending, and both ends of a TCP connection in
 * which a protocol was recognised, for a one-sided mirror shows only one of them. */
static void add_roles(struct observe *o, const struct observe_flow *f, const struct conv *c)
{
	unsigned label = f->key.label;
	bool both = f->key.ip_proto == IP_TCP;

	if (!has_roles(label))
		return;
	if (both || c->packets[0] > 0)
		asset_role(&o->assets, f->client, label, false);
	if (both || c->packets[1] > 0)
		asset_role(&o->assets, f->server, label, true);
}

static void add_to_conv(struct observe *o, struct conv *c, const struct observe_delta *delta,
			uint64_t undecoded)
{
	for (unsigned i = 0; i < 2; i++) {
		c->packets[i] += delta->packets[i];
		c->bytes[i] += delta->bytes[i];
	}
	c->undecoded += undecoded;
	conv_touch(&o->convs, c, delta->last);
}

static void add_to_assets(struct observe *o, const struct observe_flow *f, const struct conv *c,
			  const struct observe_delta *delta)
{
	const uint64_t packets[2] = { delta->packets[1], delta->packets[0] };
	const uint64_t bytes[2] = { delta->bytes[1], delta->bytes[0] };
	struct asset *server;

	asset_account(&o->assets, f->client, delta->packets, delta->bytes, delta->last);
	asset_account(&o->assets, f->server, packets, bytes, delta->last);
	server = asset_of(&o->assets, f->server);
	for (unsigned i = 0; server != NULL && i < 4; i++)
		server->units[i] |= c->units[i];
}

void observe_flow(struct observe *o, struct observe_flow *f, const struct observe_delta *delta,
		  uint64_t first)
{
	struct conv *c = conv_of(&o->convs, f->conv);
	bool fresh = !f->counted || c == NULL;

	if (c == NULL) {
		/* Nobody opened it, or it gave way: what comes from now on is counted anew. */
		observe_open(o, f, f->conv.generation != 0 ? f->key.label : LABEL_UNKNOWN, first);
		c = conv_of(&o->convs, f->conv);
	}
	struct coverage_row *row = &o->coverage.rows[f->key.label];
	uint64_t undecoded = f->key.label < PROTOCOL_COUNT ? delta->undecoded : delta->payload;

	row->packets += delta->packets[0] + delta->packets[1];
	row->bytes += delta->bytes[0] + delta->bytes[1];
	row->undecoded += undecoded;
	row->flows += !f->counted;
	c->flows += fresh;
	f->counted = true;
	add_to_conv(o, c, delta, undecoded);
	add_to_assets(o, f, c, delta);
	add_roles(o, f, c);
}

void observe_facts(struct observe *o, const struct observe_flow *f, uint64_t risk, const char *host)
{
	struct conv *c = conv_of(&o->convs, f->conv);

	if (c == NULL)
		return;
	c->risk |= risk;
	if (host != NULL && host[0] != '\0') {
		size_t n = strnlen(host, CONV_HOST - 1);

		memcpy(c->host, host, n);
		c->host[n] = '\0';
	}
}
