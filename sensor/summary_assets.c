#include <inttypes.h>

#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

static bool in_set(const uint64_t set[2], unsigned label)
{
	return (set[label / 64] >> label % 64 & 1) != 0;
}

static void add_roles(struct text *t, const struct observe *o, const struct asset *a)
{
	if (a->behind >= ASSET_ROUTER)
		format_add(t, "router (%" PRIu32 " hosts)", a->behind);
	for (unsigned l = 0; l < o->coverage.nlabels; l++) {
		const char *name = o->coverage.rows[l].label;

		if (in_set(a->server, l))
			format_add(t, "%s%s server", t->s[0] != '\0' ? ", " : "", name);
		if (in_set(a->client, l) && !format_housekeeping(l))
			format_add(t, "%s%s %s", t->s[0] != '\0' ? ", " : "", name,
				   format_layer2(l) ? "sender" : "client");
	}
	if (t->s[0] == '\0')
		format_add(t, "%s", a->heard ? "-" : "never heard");
}

static void identity(FILE *f, const struct asset_identity *id, const char *who)
{
	struct text t = { "" };

	for (unsigned i = 0; i < ASSET_TEXTS; i++) {
		if (id->text[i][0] != '\0')
			format_add(&t, "%s%s %s", t.s[0] != '\0' ? ", " : "", asset_text_names[i],
				   id->text[i]);
	}
	if (t.s[0] != '\0')
		fprintf(f, "      %s%s\n", who, format_cut(t.s, SUMMARY_WIDTH - 16).s);
}

static void more_addresses(FILE *f, const struct asset *a)
{
	struct text t = { "" };
	struct text primary = format_asset(a);

	for (unsigned k = 0; k < a->nips; k++) {
		struct text ip = format_ip(&a->ips[k].addr, a->ips[k].version);

		if (strcmp(ip.s, primary.s) != 0)
			format_add(&t, "%s%s", t.s[0] != '\0' ? ", " : "", ip.s);
	}
	if (t.s[0] != '\0')
		fprintf(f, "      also %s\n", format_cut(t.s, SUMMARY_WIDTH - 16).s);
}

static void asset(FILE *f, const struct observe *o, const struct asset *a)
{
	struct text mac = { "" };
	struct text roles = { "" };
	const char *maker = asset_maker(a);

	if (a->has_mac)
		mac = format_mac(a->mac);
	else if (a->has_via)
		format_add(&mac, "via %s", format_mac(a->via).s);
	add_roles(&roles, o, a);
	fputs("  ", f);
	format_cell(f, -24, format_asset(a).s);
	fputc(' ', f);
	format_cell(f, -21, mac.s);
	fputc(' ', f);
	format_cell(f, -22, maker != NULL ? maker : "");
	fputc(' ', f);
	fprintf(f, "%s\n", format_cut(roles.s, SUMMARY_WIDTH - 72).s);
	more_addresses(f, a);
	identity(f, &a->identity, "");
	for (const struct asset_unit *u = asset_next_unit(&o->assets, a, NULL); u != NULL;
	     u = asset_next_unit(&o->assets, a, u)) {
		struct text who = { "" };

		format_add(&who, "unit %u: ", u->unit);
		identity(f, &u->identity, who.s);
	}
}

void summary_assets(FILE *f, struct observe *o, unsigned rows)
{
	const uint32_t *slots;
	uint32_t n = asset_sorted(&o->assets, &slots);
	uint32_t shown = 0;
	uint32_t heard = o->assets.n - o->assets.unheard;

	if (n == 0)
		return;
	fputs("\nAssets                     MAC                   maker                  roles\n",
	      f);
	for (uint32_t i = 0; i < n && shown < rows; i++) {
		const struct asset *a = &o->assets.slot[slots[i]];

		if (!a->heard)
			continue;
		asset(f, o, a);
		shown++;
	}
	summary_more(f, heard - shown);
	if (o->assets.unheard > 0)
		fprintf(f, "  %" PRIu32 " address%s sent to and never heard\n", o->assets.unheard,
			o->assets.unheard == 1 ? " was" : "es were");
}
