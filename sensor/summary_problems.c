#include <inttypes.h>
#include <stdarg.h>

#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

/* The list of problems: its heading comes with the first of them. */
struct list {
	FILE *f;
	unsigned n, rows;
};

static void problem(struct list *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void problem(struct list *l, const char *format, ...)
{
	va_list ap;

	if (l->n++ == 0)
		fputs("\nProblems\n", l->f);
	if (l->n > l->rows)
		return;
	fputs("  ", l->f);
	va_start(ap, format);
	vfprintf(l->f, format, ap);
	va_end(ap);
	fputc('\n', l->f);
}

/* A count with its noun: "1 message", "2 messages". */
static struct text many(uint64_t n, const char *noun)
{
	struct text t = { "" };

	format_add(&t, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
	return t;
}

static void of_inputs(struct list *l, const struct summary_capture *c)
{
	for (size_t i = 0; i < c->ninputs; i++) {
		const struct summary_input *in = &c->inputs[i];
		struct text name = format_cut(in->name, 60);

		if (in->cut != NULL)
			problem(l, "%s: %s", name.s, in->cut);
		if (in->dropped > 0)
			problem(l, "%s: the kernel dropped %s for want of room", name.s,
				many(in->dropped, "frame").s);
		if (in->if_dropped > 0)
			problem(l, "%s: the interface dropped %s", name.s,
				many(in->if_dropped, "frame").s);
	}
}

static void of_stats(struct list *l, const struct stats *s)
{
	for (unsigned i = 0; i < STAT_COUNT; i++) {
		if (s->n[i] > 0 && stat_rows[i].kind != STAT_INFO)
			problem(l, "%" PRIu64 " %s", s->n[i], stat_rows[i].doc);
	}
}

static void of_protocol(struct list *l, const struct coverage_row *r)
{
	if (r->malformed > 0)
		problem(l, "%s: %s of %" PRIu64 " malformed", r->label,
			many(r->malformed, "message").s, r->messages);
	for (unsigned i = 0; i < COVERAGE_MARKS && r->marks[i].why != NULL; i++)
		problem(l, "%s: %s: %s", r->label, many(r->marks[i].n, "message").s,
			r->marks[i].why);
	if (r->undecoded > 0)
		problem(l, "%s: %s of its flows could not be decoded", r->label,
			many(r->undecoded, "byte").s);
	if (r->trailing > 0)
		problem(l, "%s: %s with %s after the last field", r->label,
			many(r->trailing, "message").s, many(r->trailing_bytes, "byte").s);
	if (r->errors > 0)
		problem(l, "%s: %s refused", r->label, many(r->errors, "request").s);
	if (r->unanswered > 0)
		problem(l, "%s: %s never answered", r->label, many(r->unanswered, "request").s);
	if (r->unmatched > 0)
		problem(l, "%s: %s whose request was not seen", r->label,
			many(r->unmatched, "response").s);
}

static void of_ports(struct list *l, const struct coverage *c)
{
	for (unsigned i = 0; i < c->nports; i++) {
		const struct coverage_port *p = &c->ports[i];
		const char *name = c->rows[p->label].label;

		if (p->expected == LABELS)
			problem(l, "%s on %s/%u, which is not its usual port, in %s", name,
				format_ip_proto(p->ip_proto).s, p->port, many(p->flows, "flow").s);
		else
			problem(l, "%s/%u, the port of %s, carried %s in %s",
				format_ip_proto(p->ip_proto).s, p->port, c->rows[p->expected].label,
				p->label == LABEL_UNKNOWN ? "something else" : name,
				many(p->flows, "flow").s);
	}
	if (c->more_ports > 0)
		problem(l, "%s on other unusual ports", many(c->more_ports, "flow").s);
}

static void of_assets(struct list *l, struct assets *t)
{
	const uint32_t *slots;
	uint32_t n = asset_sorted(t, &slots);

	for (unsigned i = 0; i < t->nconflicts; i++) {
		const struct asset_conflict *c = &t->conflicts[i];

		problem(l, "%s is claimed by %s and by %s (%s)", format_ip(&c->addr, c->version).s,
			format_mac(c->mac[0]).s, format_mac(c->mac[1]).s, many(c->n, "time").s);
	}
	if (t->more_conflicts > 0)
		problem(l, "%s of further addresses", many(t->more_conflicts, "conflict").s);
	for (uint32_t i = 0; i < n; i++) {
		const struct asset *a = &t->slot[slots[i]];

		if (a->mac_changes > 0)
			problem(l, "%s changed its MAC from %s to %s at %s", format_asset(a).s,
				format_mac(a->mac_was).s, format_mac(a->mac).s,
				format_time(a->mac_changed_at).s);
		if (a->changes > 0 && a->changed_at > 0)
			problem(l, "%s changed its %s from \"%s\" to \"%s\" at %s",
				format_asset(a).s, asset_text_names[a->changed],
				format_cut(a->changed_from, 24).s,
				format_cut(a->identity.text[a->changed], 24).s,
				format_time(a->changed_at).s);
	}
}

static void of_limits(struct list *l, const struct observe *o)
{
	if (o->assets.evicted > 0)
		problem(l, "%s given up for want of room (limit: assets)",
			many(o->assets.evicted, "asset").s);
	if (o->convs.evicted > 0)
		problem(l, "%s given up for want of room (limit: conversations)",
			many(o->convs.evicted, "conversation").s);
}

/* One line of what was recognised and is not decoded: no fault, but nobody shall overlook it. */
static void not_decoded(FILE *f, const struct coverage *c)
{
	struct text names = { "" };
	uint64_t flows = 0;
	uint64_t bytes = 0;

	for (unsigned i = PROTOCOL_COUNT; i < c->nlabels; i++) {
		const struct coverage_row *r = &c->rows[i];

		if (r->flows == 0)
			continue;
		format_add(&names, "%s%s", names.s[0] != '\0' ? ", " : "", r->label);
		flows += r->flows;
		bytes += r->undecoded;
	}
	if (flows > 0)
		fprintf(f, "\nNot decoded: %s: %s, %s of payload\n", format_cut(names.s, 70).s,
			many(flows, "flow").s, format_bytes(bytes).s);
}

void summary_problems(FILE *f, struct observe *o, const struct summary_capture *c, unsigned rows)
{
	struct list l = { .f = f, .rows = rows };
	uint64_t messages = 0;

	not_decoded(f, &o->coverage);
	of_inputs(&l, c);
	of_limits(&l, o);
	of_stats(&l, &o->stats);
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		of_protocol(&l, &o->coverage.rows[i]);
		messages += o->coverage.rows[i].messages;
	}
	of_ports(&l, &o->coverage);
	of_assets(&l, &o->assets);
	if (l.n == 0 && messages > 0)
		fputs("\nProblems: none. Every message was decoded and answered, nothing was "
		      "lost.\n",
		      f);
	else if (l.n == 0)
		fputs("\nProblems: none, but there was no message of a protocol that is decoded.\n",
		      f);
	summary_more(f, l.n > rows ? l.n - rows : 0);
}
