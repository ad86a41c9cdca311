#include "common/json.h"
#include "sensor/dpi.h"
#include "sensor/summary.h"
#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

enum { BUFFER = 16384 };

static bool to_file(void *to, const char *p, size_t n)
{
	return fwrite(p, 1, n, to) == n;
}

static void number(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

static void text(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_text(j, s);
}

static void flag(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}

static void seconds(struct json *j, const char *key, uint64_t ns)
{
	json_key(j, key);
	json_seconds(j, ns);
}

static void time_or_null(struct json *j, const char *key, uint64_t ns)
{
	json_key(j, key);
	if (ns != 0)
		json_time(j, ns);
	else
		json_nothing(j);
}

static void mac_or_null(struct json *j, const char *key, bool there, const uint8_t mac[6])
{
	json_key(j, key);
	if (there)
		json_mac(j, mac);
	else
		json_nothing(j);
}

static void files(struct json *j, const struct summary_input *in)
{
	number(j, "files", in->files);
	number(j, "files_failed", in->files_failed);
	number(j, "total_frames", in->live ? in->frames : in->total_frames);
	number(j, "total_bytes", in->live ? in->bytes : in->total_bytes);
	number(j, "skipped_filter", in->skipped_filter);
	number(j, "skipped_time", in->skipped_time);
	number(j, "skipped_link_type", in->skipped_link);
	json_key(j, "remarks");
	json_open_array(j);
	for (unsigned i = 0; i < in->nsaid; i++)
		json_text(j, in->said[i]);
	json_close_array(j);
	number(j, "more_remarks", in->more_said);
}

static void capture(struct json *j, const struct summary_capture *c)
{
	json_key(j, "capture");
	json_open(j);
	json_key(j, "inputs");
	json_open_array(j);
	for (size_t i = 0; i < c->ninputs; i++) {
		const struct summary_input *in = &c->inputs[i];

		json_open(j);
		text(j, "name", in->name);
		flag(j, "live", in->live);
		number(j, "frames", in->frames);
		number(j, "bytes", in->bytes);
		number(j, "dropped", in->dropped);
		number(j, "interface_dropped", in->if_dropped);
		files(j, in);
		json_close(j);
	}
	json_close_array(j);
	time_or_null(j, "first", c->first);
	time_or_null(j, "last", c->last);
	seconds(j, "duration", c->last - c->first);
	flag(j, "stopped", c->stopped);
	flag(j, "limited", c->limited);
	json_close(j);
}

static void counters(struct json *j, const struct stats *s)
{
	json_key(j, "counters");
	json_open(j);
	for (unsigned i = 0; i < STAT_COUNT; i++)
		number(j, stat_rows[i].name, s->n[i]);
	json_close(j);
}

static void marks(struct json *j, const struct coverage_row *r)
{
	json_key(j, "remarks");
	json_open_array(j);
	for (unsigned i = 0; i < COVERAGE_MARKS && r->marks[i].why != NULL; i++) {
		json_open(j);
		text(j, "remark", r->marks[i].why);
		number(j, "messages", r->marks[i].n);
		json_close(j);
	}
	json_close_array(j);
	number(j, "more_remarks", r->more_marks);
}

static void protocol(struct json *j, const struct coverage_row *r, unsigned label)
{
	json_open(j);
	text(j, "protocol", r->name);
	flag(j, "decoded", label < PROTOCOL_COUNT);
	number(j, "flows", r->flows);
	number(j, "packets", r->packets);
	number(j, "bytes", r->bytes);
	number(j, "undecoded_bytes", r->undecoded);
	if (label < PROTOCOL_COUNT) {
		number(j, "messages", r->messages);
		number(j, "well_formed", r->decoded);
		number(j, "malformed", r->malformed);
		number(j, "cut", r->overflow);
		number(j, "trailing", r->trailing);
		number(j, "trailing_bytes", r->trailing_bytes);
		number(j, "operations", r->operations);
		number(j, "requests", r->requests);
		number(j, "responses", r->responses);
		number(j, "errors", r->errors);
		number(j, "unanswered", r->unanswered);
		number(j, "unmatched", r->unmatched);
		marks(j, r);
	}
	json_close(j);
}

static void coverage(struct json *j, const struct coverage *c)
{
	json_key(j, "protocols");
	json_open_array(j);
	for (unsigned i = 0; i < c->nlabels; i++) {
		const struct coverage_row *r = &c->rows[i];

		if (r->flows > 0 || r->packets > 0 || r->messages > 0)
			protocol(j, r, i);
	}
	json_close_array(j);
	json_key(j, "unusual_ports");
	json_open_array(j);
	for (unsigned i = 0; i < c->nports; i++) {
		const struct coverage_port *p = &c->ports[i];

		json_open(j);
		text(j, "transport", format_ip_proto(p->ip_proto).s);
		number(j, "port", p->port);
		text(j, "protocol", c->rows[p->label].name);
		text(j, "expected", p->expected == LABELS ? NULL : c->rows[p->expected].name);
		number(j, "flows", p->flows);
		json_close(j);
	}
	json_close_array(j);
	number(j, "more_unusual_ports", c->more_ports);
}

static void units(struct json *j, const uint64_t set[4])
{
	json_key(j, "units");
	json_open_array(j);
	for (unsigned u = 0; u < 256; u++) {
		if ((set[u / 64] >> u % 64 & 1) != 0)
			json_uint(j, u);
	}
	json_close_array(j);
}

static void functions(struct json *j, const struct conv *c)
{
	json_key(j, "functions");
	json_open_array(j);
	for (unsigned i = 0; i < c->nfunctions; i++) {
		const struct conv_function *f = &c->functions[i];

		json_open(j);
		text(j, "function", f->name);
		text(j, "op", ot_op_name(f->op));
		number(j, "requests", f->requests);
		number(j, "responses", f->responses);
		number(j, "errors", f->errors);
		json_close(j);
	}
	json_close_array(j);
	number(j, "other_requests", c->more_requests);
	number(j, "other_responses", c->more_responses);
}

static void response(struct json *j, const struct histo *h)
{
	json_key(j, "response_time");
	if (h->n == 0) {
		json_nothing(j);
		return;
	}
	json_open(j);
	number(j, "count", h->n);
	seconds(j, "min", h->min);
	seconds(j, "mean", histo_mean(h));
	seconds(j, "p50", histo_quantile(h, 500));
	seconds(j, "p95", histo_quantile(h, 950));
	seconds(j, "p99", histo_quantile(h, 990));
	seconds(j, "max", h->max);
	json_close(j);
}

static void operations(struct json *j, const struct conv *c)
{
	number(j, "messages", c->messages);
	number(j, "malformed", c->malformed);
	number(j, "requests", c->requests);
	number(j, "responses", c->responses);
	number(j, "errors", c->errors);
	number(j, "unanswered", c->unanswered);
	number(j, "unmatched", c->unmatched);
	json_key(j, "ops");
	json_open(j);
	for (unsigned i = 0; i < CONV_OPS; i++) {
		if (c->ops[i] > 0)
			number(j, ot_op_name((enum ot_op)i), c->ops[i]);
	}
	json_close(j);
	functions(j, c);
	units(j, c->units);
	number(j, "other_units", c->more_units);
	response(j, &c->response);
}

static void inspection(struct json *j, const struct conv *c)
{
	text(j, "host", c->host[0] != '\0' ? c->host : NULL);
	json_key(j, "risks");
	json_open_array(j);
	for (unsigned i = 0; i < DPI_NRISKS; i++) {
		if ((c->risk >> i & 1) != 0 && dpi_risk_name(i) != NULL)
			json_text(j, dpi_risk_name(i));
	}
	json_close_array(j);
}

static void conv(struct json *j, const struct observe *o, const struct conv *c)
{
	const struct conv_key *k = &c->key;

	json_open(j);
	text(j, "client", format_end(&k->client, k->ip_version).s);
	text(j, "server", format_end(&k->server, k->ip_version).s);
	text(j, "transport", k->ip_version == 0 ? "ethernet" : format_ip_proto(k->ip_proto).s);
	number(j, k->ip_version == 0 ? "ethertype" : "port", k->port);
	json_key(j, "vlan");
	if (k->vlan != 0)
		json_uint(j, k->vlan);
	else
		json_nothing(j);
	text(j, "protocol", o->coverage.rows[k->label].name);
	time_or_null(j, "first", c->first);
	time_or_null(j, "last", c->last);
	number(j, "flows", c->flows);
	number(j, "client_packets", c->packets[0]);
	number(j, "client_bytes", c->bytes[0]);
	number(j, "server_packets", c->packets[1]);
	number(j, "server_bytes", c->bytes[1]);
	number(j, "undecoded_bytes", c->undecoded);
	if (k->label < PROTOCOL_COUNT)
		operations(j, c);
	else
		inspection(j, c);
	json_close(j);
}

static void texts(struct json *j, const struct asset_identity *id)
{
	for (unsigned i = 0; i < ASSET_TEXTS; i++)
		text(j, asset_text_names[i], id->text[i][0] != '\0' ? id->text[i] : NULL);
}

static void roles(struct json *j, const struct observe *o, const struct asset *a)
{
	json_key(j, "roles");
	json_open_array(j);
	for (unsigned l = 0; l < o->coverage.nlabels; l++) {
		const uint64_t *sets[2] = { a->client, a->server };
		const char *names[2] = { format_layer2(l) ? "sender" : "client", "server" };

		for (unsigned i = 0; i < 2; i++) {
			if ((sets[i][l / 64] >> l % 64 & 1) == 0)
				continue;
			json_open(j);
			text(j, "protocol", o->coverage.rows[l].name);
			text(j, "role", names[i]);
			json_close(j);
		}
	}
	json_close_array(j);
}

static void addresses(struct json *j, const struct asset *a)
{
	json_key(j, "ips");
	json_open_array(j);
	for (unsigned k = 0; k < a->nips; k++) {
		json_open(j);
		text(j, "ip", format_ip(&a->ips[k].addr, a->ips[k].version).s);
		flag(j, "claimed", a->ips[k].claimed);
		json_close(j);
	}
	json_close_array(j);
	mac_or_null(j, "mac", a->has_mac, a->mac);
	mac_or_null(j, "via", a->has_via, a->via);
	text(j, "maker", asset_maker(a));
	json_key(j, "vlans");
	json_open_array(j);
	for (unsigned i = 0; i < a->nvlans; i++)
		json_uint(j, a->vlans[i]);
	json_close_array(j);
}

static void changes(struct json *j, const struct asset *a)
{
	number(j, "changes", a->changes);
	json_key(j, "last_change");
	if (a->changes > 0 && a->changed_at > 0) {
		json_open(j);
		text(j, "what", asset_text_names[a->changed]);
		text(j, "from", a->changed_from);
		time_or_null(j, "time", a->changed_at);
		json_close(j);
	} else {
		json_nothing(j);
	}
	number(j, "mac_changes", a->mac_changes);
	mac_or_null(j, "mac_was", a->mac_changes > 0, a->mac_was);
}

static void behind_units(struct json *j, const struct observe *o, const struct asset *a)
{
	units(j, a->units);
	json_key(j, "identity_unit");
	if (a->identity_unit >= 0)
		json_int(j, a->identity_unit);
	else
		json_nothing(j);
	json_key(j, "unit_identities");
	json_open_array(j);
	for (const struct asset_unit *u = asset_next_unit(&o->assets, a, NULL); u != NULL;
	     u = asset_next_unit(&o->assets, a, u)) {
		json_open(j);
		number(j, "unit", u->unit);
		texts(j, &u->identity);
		number(j, "changes", u->changes);
		json_close(j);
	}
	json_close_array(j);
}

static void asset(struct json *j, const struct observe *o, const struct asset *a)
{
	json_open(j);
	text(j, "asset", format_asset(a).s);
	addresses(j, a);
	flag(j, "heard", a->heard);
	flag(j, "router", a->behind >= ASSET_ROUTER);
	number(j, "behind", a->behind);
	roles(j, o, a);
	texts(j, &a->identity);
	behind_units(j, o, a);
	changes(j, a);
	time_or_null(j, "first", a->first);
	time_or_null(j, "last", a->last);
	number(j, "sent_packets", a->sent_packets);
	number(j, "sent_bytes", a->sent_bytes);
	number(j, "received_packets", a->got_packets);
	number(j, "received_bytes", a->got_bytes);
	json_close(j);
}

static void conflicts(struct json *j, const struct assets *t)
{
	json_key(j, "conflicts");
	json_open_array(j);
	for (unsigned i = 0; i < t->nconflicts; i++) {
		const struct asset_conflict *c = &t->conflicts[i];

		json_open(j);
		text(j, "ip", format_ip(&c->addr, c->version).s);
		mac_or_null(j, "mac", true, c->mac[0]);
		mac_or_null(j, "other_mac", true, c->mac[1]);
		number(j, "times", c->n);
		time_or_null(j, "first", c->first);
		time_or_null(j, "last", c->last);
		json_close(j);
	}
	json_close_array(j);
	number(j, "more_conflicts", t->more_conflicts);
}

static void limits(struct json *j, const struct observe *o)
{
	json_key(j, "tables");
	json_open(j);
	json_key(j, "assets");
	json_open(j);
	number(j, "size", o->assets.table.nslots);
	number(j, "used", o->assets.n);
	number(j, "evicted", o->assets.evicted);
	json_close(j);
	json_key(j, "conversations");
	json_open(j);
	number(j, "size", o->convs.table.nslots);
	number(j, "used", o->convs.n);
	number(j, "evicted", o->convs.evicted);
	json_close(j);
	json_close(j);
}

bool summary_json(FILE *f, struct observe *o, const struct summary_capture *c)
{
	char buffer[BUFFER];
	struct json j = json_to(buffer, sizeof(buffer));
	const uint32_t *slots;

	j.flush = to_file;
	j.to = f;
	json_open(&j);
	capture(&j, c);
	counters(&j, &o->stats);
	coverage(&j, &o->coverage);
	json_key(&j, "conversations");
	json_open_array(&j);
	for (uint32_t i = 0, n = conv_sorted(&o->convs, &slots); i < n; i++)
		conv(&j, o, &o->convs.slot[slots[i]]);
	json_close_array(&j);
	json_key(&j, "assets");
	json_open_array(&j);
	for (uint32_t i = 0, n = asset_sorted(&o->assets, &slots); i < n; i++)
		asset(&j, o, &o->assets.slot[slots[i]]);
	json_close_array(&j);
	conflicts(&j, &o->assets);
	if (c->detect != NULL)
		summary_alerts_json(&j, c->detect);
	if (c->delivery != NULL)
		summary_delivery_json(&j, c->delivery);
	limits(&j, o);
	json_close(&j);
	json_newline(&j);
	json_flush(&j);
	return !j.overflow;
}
