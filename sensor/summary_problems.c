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

static void of_live(struct list *l, const struct summary_input *in)
{
	struct text name = format_cut(in->name, 60);

	if (in->dropped > 0)
		problem(l, "%s: the kernel dropped %s for want of room", name.s,
			format_many(in->dropped, "frame").s);
	if (in->if_dropped > 0)
		problem(l, "%s: the interface dropped %s", name.s,
			format_many(in->if_dropped, "frame").s);
}

/* The options left nothing: rather a slip than what was wanted. */
static void of_choice(struct list *l, const struct summary_input *in)
{
	uint64_t n = in->total_frames;

	if (in->frames > 0 || in->skipped_filter + in->skipped_time == 0)
		return;
	if (in->skipped_filter == n)
		problem(l, "0 of %s match the filter", format_many(n, "frame").s);
	else if (in->skipped_time == n)
		problem(l, "0 of %s are within the time range", format_many(n, "frame").s);
	else
		problem(l, "0 of %s are left by the filter and the time range",
			format_many(n, "frame").s);
}

static void of_files(struct list *l, const struct summary_input *in)
{
	if (in->files_failed > 0 && in->files > 1)
		problem(l, "%u of %u files could not be read to the end", in->files_failed,
			in->files);
	else if (in->files_failed > 0)
		problem(l, "the file could not be read to the end");
	for (unsigned i = 0; i < in->nsaid; i++)
		problem(l, "%s", in->said[i]);
	if (in->more_said > 0)
		problem(l, "%s on files (standard error has all)",
			format_many(in->more_said, "further remark").s);
	if (in->skipped_link > 0)
		problem(l, "%s of link types that are not understood",
			format_many(in->skipped_link, "frame").s);
	of_choice(l, in);
}

static void of_inputs(struct list *l, const struct summary_capture *c)
{
	if (c->stopped)
		problem(l, "stopped by a signal before everything was read");
	for (size_t i = 0; i < c->ninputs; i++) {
		of_live(l, &c->inputs[i]);
		of_files(l, &c->inputs[i]);
	}
}

/* A counter's meaning with its count; its first word in the plural loses its s when it is one. */
static struct text counted(uint64_t n, const char *doc)
{
	struct text t = { "" };
	size_t plural = strcspn(doc, " ");

	while (doc[plural] != '\0' && doc[plural - 1] != 's')
		plural += 1 + strcspn(doc + plural + 1, " ");
	if (n == 1 && doc[plural - 1] == 's')
		format_add(&t, "1 %.*s%s", (int)plural - 1, doc, doc + plural);
	else
		format_add(&t, "%" PRIu64 " %s", n, doc);
	return t;
}

static void of_stats(struct list *l, const struct stats *s)
{
	for (unsigned i = 0; i < STAT_COUNT; i++) {
		if (s->n[i] > 0 && stat_rows[i].kind != STAT_INFO)
			problem(l, "%s", counted(s->n[i], stat_rows[i].doc).s);
	}
}

static void of_protocol(struct list *l, const struct coverage_row *r)
{
	if (r->malformed > 0)
		problem(l, "%s: %s of %" PRIu64 " malformed", r->label,
			format_many(r->malformed, "message").s, r->messages);
	for (unsigned i = 0; i < COVERAGE_MARKS && r->marks[i].why != NULL; i++)
		problem(l, "%s: %s: %s", r->label, format_many(r->marks[i].n, "message").s,
			r->marks[i].why);
	if (r->undecoded > 0)
		problem(l, "%s: %s of its flows could not be decoded", r->label,
			format_many(r->undecoded, "byte").s);
	if (r->trailing > 0)
		problem(l, "%s: %s with %s after the last field", r->label,
			format_many(r->trailing, "message").s,
			format_many(r->trailing_bytes, "byte").s);
	if (r->errors > 0)
		problem(l, "%s: %s refused", r->label, format_many(r->errors, "request").s);
	if (r->unanswered > 0)
		problem(l, "%s: %s never answered", r->label,
			format_many(r->unanswered, "request").s);
	if (r->unmatched > 0)
		problem(l, "%s: %s whose request was not seen", r->label,
			format_many(r->unmatched, "response").s);
}

static void of_ports(struct list *l, const struct coverage *c)
{
	for (unsigned i = 0; i < c->nports; i++) {
		const struct coverage_port *p = &c->ports[i];
		const char *name = c->rows[p->label].label;

		if (p->expected == LABELS)
			problem(l, "%s on %s/%u, which is not its usual port, in %s", name,
				format_ip_proto(p->ip_proto).s, p->port,
				format_many(p->flows, "flow").s);
		else
			problem(l, "%s/%u, the port of %s, carried %s in %s",
				format_ip_proto(p->ip_proto).s, p->port, c->rows[p->expected].label,
				p->label == LABEL_UNKNOWN ? "something else" : name,
				format_many(p->flows, "flow").s);
	}
	if (c->more_ports > 0)
		problem(l, "%s on other unusual ports", format_many(c->more_ports, "flow").s);
}

static void of_assets(struct list *l, struct assets *t)
{
	const uint32_t *slots;
	uint32_t n = asset_sorted(t, &slots);

	for (unsigned i = 0; i < t->nconflicts; i++) {
		const struct asset_conflict *c = &t->conflicts[i];

		problem(l, "%s is claimed by %s and by %s (%s)", format_ip(&c->addr, c->version).s,
			format_mac(c->mac[0]).s, format_mac(c->mac[1]).s,
			format_many(c->n, "time").s);
	}
	if (t->more_conflicts > 0)
		problem(l, "%s of further addresses", format_many(t->more_conflicts, "conflict").s);
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
			format_many(o->assets.evicted, "asset").s);
	if (o->convs.evicted > 0)
		problem(l, "%s given up for want of room (limit: conversations)",
			format_many(o->convs.evicted, "conversation").s);
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
			format_many(flows, "flow").s, format_bytes(bytes).s);
}

/* How many of the requests were answered: all, or two numbers, or nothing when nobody asks. */
static struct text answered(const struct coverage *c)
{
	struct text t = { "" };
	uint64_t requests = 0;
	uint64_t answers = 0;

	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		const struct coverage_row *r = &c->rows[i];

		if (!protocols[i]->pairs)
			continue;
		requests += r->requests;
		answers += r->responses - r->unmatched;
	}
	if (requests != answers)
		format_add(&t, ", %s came to %s", format_many(answers, "answer").s,
			   format_many(requests, "request").s);
	else if (requests > 0)
		format_add(&t, " and every request answered");
	return t;
}

/* There is nothing to complain of: says no more than is known, and of which frames. */
static void none(FILE *f, const struct coverage *coverage, const struct summary_capture *c)
{
	bool part = c->limited;
	uint64_t frames = 0;

	for (size_t i = 0; i < c->ninputs; i++) {
		frames += c->inputs[i].frames;
		part = part || c->inputs[i].skipped_filter + c->inputs[i].skipped_time > 0;
	}
	fputs("\nProblems: none", f);
	if (part)
		fprintf(f, " in the %s looked at", format_many(frames, "frame").s);
	fprintf(f, ".%sEvery message was decoded%s, nothing was lost.\n", part ? "\n  " : " ",
		answered(coverage).s);
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
		none(f, &o->coverage, c);
	else if (l.n == 0)
		fputs("\nProblems: none, but there was no message of a protocol that is decoded.\n",
		      f);
	summary_more(f, l.n > rows ? l.n - rows : 0);
}
