#include <inttypes.h>
#include <stdlib.h>

#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

enum { INDENT = 6 };

static struct text ends(const struct conv_key *k)
{
	struct text t = format_end(&k->client, k->ip_version);

	format_add(&t, " -> ");
	format_add(&t, k->ip_version == 6 && k->port != 0 ? "[%s]" : "%s",
		   format_end(&k->server, k->ip_version).s);
	if (k->ip_version != 0 && k->port != 0)
		format_add(&t, ":%u", k->port);
	if (k->vlan != 0)
		format_add(&t, " vlan %u", k->vlan);
	return t;
}

static struct text name(const struct observe *o, const struct conv_key *k)
{
	struct text t = { "" };

	format_add(&t, "%s", o->coverage.rows[k->label].label);
	if (k->ip_proto == IP_UDP && format_over_tcp(k->label))
		format_add(&t, " udp");
	if (k->label != LABEL_UNKNOWN)
		return t;
	if (k->ip_version == 0)
		format_add(&t, " 0x%04x", k->port);
	else
		format_add(&t, " %s", format_ip_proto(k->ip_proto).s);
	return t;
}

static int by_count(const void *x, const void *y, void *table)
{
	const struct conv_function *f = table;
	unsigned a = *(const uint8_t *)x;
	unsigned b = *(const uint8_t *)y;

	if (f[a].requests != f[b].requests)
		return f[a].requests < f[b].requests ? 1 : -1;
	if (f[a].responses != f[b].responses)
		return f[a].responses < f[b].responses ? 1 : -1;
	return (int)a - (int)b;
}

/* Requests alone are counted, so that the functions' counts add up to the conversation's: what was
 * answered without being asked is said apart. */
static void add_surplus(struct text *t, uint64_t requests, uint64_t responses)
{
	if (responses > requests)
		format_add(t, " +%s without request",
			   format_many(responses - requests, "answer").s);
}

static struct text function(const struct conv_function *fn)
{
	struct text t = { "" };

	format_add(&t, "%s %" PRIu64, fn->name, fn->requests);
	add_surplus(&t, fn->requests, fn->responses);
	if (fn->errors > 0)
		format_add(&t, " (%" PRIu64 " refused)", fn->errors);
	return t;
}

/* What was asked with functions that found no room in the table; how many they are nobody knows. */
static struct text hidden(const struct conv *c)
{
	struct text t = { "" };

	format_add(&t, "and more functions: %s", format_many(c->more_requests, "request").s);
	add_surplus(&t, c->more_requests, c->more_responses);
	return t;
}

/* The functions, most frequent first, in as many lines as they need. */
static void functions(FILE *f, const struct conv *c)
{
	uint8_t order[CONV_FUNCTIONS];
	struct conv_function copy[CONV_FUNCTIONS];
	size_t column = INDENT;
	unsigned n = c->nfunctions;

	for (unsigned i = 0; i < n; i++)
		order[i] = (uint8_t)i;
	memcpy(copy, c->functions, sizeof(copy));
	qsort_r(order, n, sizeof(order[0]), by_count, copy);
	fprintf(f, "%*s", INDENT, "");
	for (unsigned i = 0; i < n + (c->more_requests + c->more_responses > 0); i++) {
		struct text t = i < n ? function(&c->functions[order[i]]) : hidden(c);
		size_t width = format_width(t.s) + 2;

		if (column + width > SUMMARY_WIDTH) {
			fprintf(f, ",\n%*s", INDENT, "");
			column = INDENT;
		} else if (i > 0) {
			fputs(", ", f);
		}
		fputs(t.s, f);
		column += width;
	}
	fputc('\n', f);
}

static void times(FILE *f, const struct histo *h)
{
	if (h->n == 0)
		return;
	format_cell(f, 9, format_ns(histo_quantile(h, 500)).s);
	format_cell(f, 9, format_ns(histo_quantile(h, 950)).s);
	format_cell(f, 9, format_ns(h->max).s);
}

static void facts(FILE *f, const struct conv *c)
{
	struct text units = format_units(c->units);
	struct text t = { "" };

	if (units.s[0] != '\0')
		format_add(&t, "units %s", format_cut(units.s, 60).s);
	if (c->more_units > 0)
		format_add(&t, "%sother devices", t.s[0] != '\0' ? ", " : "");
	if (c->host[0] != '\0')
		format_add(&t, "%sasked for %s", t.s[0] != '\0' ? ", " : "", c->host);
	if (t.s[0] != '\0')
		fprintf(f, "%*s%s\n", INDENT, "", format_cut(t.s, SUMMARY_WIDTH - INDENT).s);
}

static void conv(FILE *f, const struct observe *o, const struct conv *c)
{
	fputs("  ", f);
	format_cell(f, -46, ends(&c->key).s);
	fputc(' ', f);
	format_cell(f, -14, name(o, &c->key).s);
	if (c->key.label < PROTOCOL_COUNT) {
		summary_number(f, 10, c->requests);
		summary_number(f, 10, c->responses);
		summary_number(f, 7, c->errors);
		times(f, &c->response);
	} else {
		fprintf(f, " %s, %s", format_many(c->packets[0] + c->packets[1], "packet").s,
			format_bytes(c->bytes[0] + c->bytes[1]).s);
		if (c->packets[1] == 0)
			fputs(c->key.ip_version != 0 ? ", no answer" : "", f);
	}
	fputc('\n', f);
	if (c->nfunctions > 0)
		functions(f, c);
	facts(f, c);
}

void summary_convs(FILE *f, struct observe *o, unsigned rows)
{
	const uint32_t *slots;
	uint32_t n = conv_sorted(&o->convs, &slots);
	uint32_t shown = 0;
	uint32_t housekeeping = 0;

	if (n == 0)
		return;
	fprintf(f, "\nConversations%49s%10s%10s%7s%9s%9s%9s\n", "", "requests", "answers", "errors",
		"p50", "p95", "max");
	for (uint32_t i = 0; i < n; i++) {
		const struct conv *c = &o->convs.slot[slots[i]];

		if (format_housekeeping(c->key.label))
			housekeeping++;
		else if (shown++ < rows)
			conv(f, o, c);
	}
	summary_more(f, shown > rows ? shown - rows : 0);
	if (housekeeping > 0)
		fprintf(f, "  %" PRIu32 " of ARP, LLDP and DHCP (--summary --json shows them)\n",
			housekeeping);
}
