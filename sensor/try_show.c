/* How a frame that matches is printed: its operations as `read` prints them, or its headers. */
#include <stdlib.h>
#include <string.h>

#include "sensor/classify.h"
#include "sensor/try_inside.h"

enum { HOST_TEXT = TEXT_IP, HEAD = 2048, COLUMNS = 27 };

#define DAY_NS 86400000000000U

/* ---- operations ---------------------------------------------------------------------------- */

static void keep(struct try *t, uint64_t frame, size_t n)
{
	struct try_line *line = try_get(t, sizeof(*line) + n);
	struct try_pending *p = try_find(t, frame);

	if (line == NULL || p == NULL)
		return;
	line->next = NULL;
	line->n = n;
	memcpy(line->text, t->report->line, n);
	if (p->last != NULL)
		p->last->next = line;
	else
		p->first = line;
	p->last = line;
}

void try_keep_lines(struct try *t, const struct flow *f, unsigned end, const struct dec *d)
{
	size_t patch;

	/* The day is printed when it is known whether the line is. */
	t->report->day = d->at / DAY_NS;
	for (unsigned i = 0; i < d->noperations; i++) {
		const struct operation *op = &d->operations[i];
		size_t n = t->options.json ? report_json(t->report, f, end, d, op, &patch)
					   : report_text(t->report, f, end, d, op);

		keep(t, d->frame, n);
	}
}

/* ---- text ---------------------------------------------------------------------------------- */

static void host(char out[HOST_TEXT], const struct packet *pkt, unsigned end)
{
	const uint8_t *mac = end == 0 ? pkt->eth_src : pkt->eth_dst;
	uint8_t raw[16];

	memcpy(raw, end == 0 ? &pkt->src : &pkt->dst, sizeof(raw));
	if (pkt->ip_version == 4)
		(void)text_ipv4(out, raw);
	else if (pkt->ip_version == 6)
		(void)text_ipv6(out, raw);
	else if (mac != NULL)
		(void)text_mac(out, mac);
	else
		(void)snprintf(out, HOST_TEXT, "?");
}

static void print_flags(FILE *out, uint8_t flags)
{
	static const char *const names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG" };
	const char *between = " [";

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if ((flags >> i & 1) == 0)
			continue;
		(void)fprintf(out, "%s%s", between, names[i]);
		between = " ";
	}
	if (flags != 0)
		(void)fputc(']', out);
}

/* What the frame carries, when nothing was decoded in it. */
static void print_kind(FILE *out, const struct packet *pkt)
{
	const char *name = classify_ethertype_name(pkt->eth_type, pkt->llc);

	if (pkt->fragment) {
		(void)fprintf(out, "fragment");
	} else if (pkt->transport) {
		(void)fprintf(out, "%s %u > %u", pkt->ip_proto == IP_TCP ? "tcp" : "udp",
			      pkt->sport, pkt->dport);
		if (pkt->ip_proto == IP_TCP)
			print_flags(out, pkt->tcp_flags);
	} else if (pkt->ip_proto == IP_ICMP || pkt->ip_proto == IP_ICMPV6) {
		(void)fprintf(out, "%s type %u code %u",
			      pkt->ip_proto == IP_ICMP ? "icmp" : "icmpv6",
			      cur_at(&pkt->payload, 0), cur_at(&pkt->payload, 1));
	} else if (pkt->ip_version != 0) {
		(void)fprintf(out, "IP protocol %u", pkt->ip_proto);
	} else if (name != NULL) {
		(void)fprintf(out, "%s", name);
	} else {
		(void)fprintf(out, "ethertype 0x%04x", pkt->eth_type);
	}
	(void)fprintf(out, ", %u bytes", pkt->wire_len);
}

static void print_day(struct try *t, uint64_t at, const char *when)
{
	if (at / DAY_NS == t->day)
		return;
	t->day = at / DAY_NS;
	(void)fprintf(t->options.out, "%.10s (UTC)\n", when);
}

static void print_text(struct try *t, const struct try_pending *p)
{
	const struct packet *pkt = &p->pkt;
	char when[TEXT_TIME], from[HOST_TEXT], to[HOST_TEXT];
	FILE *out = t->options.out;

	(void)text_time(when, pkt->at);
	print_day(t, pkt->at, when);
	for (const struct try_line *l = p->first; l != NULL; l = l->next)
		(void)fwrite(l->text, 1, l->n, out);
	if (p->first != NULL)
		return;
	host(from, pkt, 0);
	host(to, pkt, 1);
	int n = fprintf(out, "%.15s #%-6llu ", when + 11, (unsigned long long)pkt->frame);
	int m = fprintf(out, "%s > %s", from, to);

	(void)fprintf(out, "%*s ", n > 0 && m >= 0 && m < COLUMNS ? COLUMNS - m : 0, "");
	print_kind(out, pkt);
	(void)fputc('\n', out);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void json_ends(struct json *j, const struct packet *pkt)
{
	static const char *const names[2][2] = { { "ip.src", "ip.dst" },
						 { "ipv6.src", "ipv6.dst" } };
	bool six = pkt->ip_version == 6;

	for (unsigned end = 0; end < 2 && pkt->ip_version != 0; end++) {
		uint8_t raw[16];

		memcpy(raw, end == 0 ? &pkt->src : &pkt->dst, sizeof(raw));
		json_key(j, names[six][end]);
		if (six)
			json_ipv6(j, raw);
		else
			json_ipv4(j, raw);
	}
	if (!pkt->transport || pkt->fragment)
		return;
	json_key(j, pkt->ip_proto == IP_TCP ? "tcp.srcport" : "udp.srcport");
	json_uint(j, pkt->sport);
	json_key(j, pkt->ip_proto == IP_TCP ? "tcp.dstport" : "udp.dstport");
	json_uint(j, pkt->dport);
}

/* The operations are JSON already: the object is closed behind them. */
static void print_json(struct try *t, const struct try_pending *p)
{
	const struct packet *pkt = &p->pkt;
	char buf[HEAD];
	struct json j = json_to(buf, sizeof(buf));

	json_open(&j);
	json_key(&j, "frame.number");
	json_uint(&j, pkt->frame);
	json_key(&j, "frame.time");
	json_time(&j, pkt->at);
	json_key(&j, "frame.len");
	json_uint(&j, pkt->wire_len);
	if (pkt->eth_src != NULL) {
		json_key(&j, "eth.src");
		json_mac(&j, pkt->eth_src);
	}
	if (pkt->eth_dst != NULL) {
		json_key(&j, "eth.dst");
		json_mac(&j, pkt->eth_dst);
	}
	json_ends(&j, pkt);
	json_key(&j, "operations");
	(void)fprintf(t->options.out, "%.*s[", (int)j.len, buf);
	for (const struct try_line *l = p->first; l != NULL; l = l->next)
		(void)fprintf(t->options.out, "%s%.*s", l == p->first ? "" : ",", (int)(l->n - 1),
			      l->text);
	(void)fputs("]}\n", t->options.out);
}

void try_print(struct try *t, const struct try_pending *p)
{
	if (t->options.json)
		print_json(t, p);
	else
		print_text(t, p);
}
