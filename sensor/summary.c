#include "sensor/summary.h"

#include <inttypes.h>
#include <stdarg.h>

#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

void summary_number(FILE *f, int columns, uint64_t n)
{
	fprintf(f, " %*" PRIu64, columns - 1, n);
}

void summary_more(FILE *f, uint64_t n)
{
	if (n > 0)
		fprintf(f, "  … and %" PRIu64 " more (--summary --json shows all)\n", n);
}

/* The set that the frames of the line above are a part of. */
static void left_out(FILE *f, const struct summary_input *in)
{
	const char *between = ": ";
	const struct {
		uint64_t n;
		const char *by;
	} parts[] = { { in->skipped_time, "by the time range" },
		      { in->skipped_filter, "by the filter" },
		      { in->skipped_link, "for their link type" } };

	if (in->skipped_time + in->skipped_filter + in->skipped_link == 0)
		return;
	fprintf(f, "    of %s, %s; left out", format_many(in->total_frames, "frame").s,
		format_bytes(in->total_bytes).s);
	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].n == 0)
			continue;
		fprintf(f, "%s%" PRIu64 " %s", between, parts[i].n, parts[i].by);
		between = ", ";
	}
	fputc('\n', f);
}

static void input(FILE *f, const struct summary_input *in)
{
	fputs("  ", f);
	format_cell(f, in->live ? -30 : -60, in->name);
	fprintf(f, " %12" PRIu64 " frame%s %10s", in->frames, in->frames == 1 ? "  " : "s ",
		format_bytes(in->bytes).s);
	if (in->live)
		fprintf(f, "  dropped %" PRIu64 ", by the interface %" PRIu64, in->dropped,
			in->if_dropped);
	fputc('\n', f);
	left_out(f, in);
}

static void capture(FILE *f, const struct observe *o, const struct summary_capture *c, size_t rows)
{
	const uint64_t *n = o->stats.n;

	fputs("Capture\n", f);
	for (size_t i = 0; i < c->ninputs && i < rows; i++)
		input(f, &c->inputs[i]);
	summary_more(f, c->ninputs > rows ? c->ninputs - rows : 0);
	if (c->first == 0 && c->last == 0) {
		fputs("  no frames\n", f);
		return;
	}
	fprintf(f, "  %s to %s UTC, %s\n", format_time(c->first).s, format_time(c->last).s,
		format_span(c->last - c->first).s);
	fprintf(f, "  %s, %s, %s, %s\n", format_many(n[STAT_FRAMES], "frame").s,
		format_bytes(n[STAT_BYTES]).s, format_many(n[STAT_DUPLICATES], "duplicate").s,
		format_many(n[STAT_FLOWS], "flow").s);
}

static void protocol(FILE *f, const struct coverage_row *r, bool ours)
{
	fputs("  ", f);
	format_cell(f, -18, r->label);
	summary_number(f, 9, r->flows);
	summary_number(f, 11, r->packets);
	format_cell(f, 10, format_bytes(r->bytes).s);
	if (!ours) {
		fputs("  not decoded\n", f);
		return;
	}
	summary_number(f, 11, r->messages);
	summary_number(f, 11, r->decoded);
	summary_number(f, 10, r->malformed);
	summary_number(f, 8, r->errors);
	summary_number(f, 11, r->unanswered);
	summary_number(f, 11, r->unmatched);
	fputc('\n', f);
}

static bool row_used(const struct coverage_row *r)
{
	return r->flows > 0 || r->packets > 0 || r->messages > 0;
}

static void coverage(FILE *f, const struct coverage *c, unsigned rows)
{
	unsigned shown = 0;
	unsigned more = 0;

	for (unsigned i = 0; i < c->nlabels; i++) {
		if (!row_used(&c->rows[i]))
			continue;
		if (shown == 0)
			fputs("\nProtocols              flows    packets     bytes   messages    "
			      "decoded malformed  errors unanswered  unmatched\n",
			      f);
		if (shown < rows) {
			protocol(f, &c->rows[i], i < PROTOCOL_COUNT);
			shown++;
		} else {
			more++;
		}
	}
	summary_more(f, more);
}

void summary_text(FILE *f, struct observe *o, const struct summary_capture *c, unsigned rows)
{
	unsigned limit = rows != 0 ? rows : UINT32_MAX;

	capture(f, o, c, limit);
	coverage(f, &o->coverage, limit);
	summary_convs(f, o, limit);
	summary_assets(f, o, limit);
	summary_problems(f, o, c, limit);
	if (c->detect != NULL)
		summary_alerts(f, c->detect, limit);
	if (c->delivery != NULL)
		summary_delivery(f, c->delivery);
}
