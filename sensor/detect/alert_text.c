#include <stdarg.h>
#include <string.h>

#include "common/json.h"
#include "sensor/detect/alert_print.h"
#include "common/technique.h"

static const char *const colors[PRIORITIES] = {
	[PRIORITY_INFO] = "", /* as everything else */
	[PRIORITY_LOW] = "\033[36m",  [PRIORITY_MEDIUM] = "\033[33m",
	[PRIORITY_HIGH] = "\033[31m", [PRIORITY_CRITICAL] = "\033[1;37;41m",
};

/* Text that may hold bytes from the wire: what could steer a terminal is shown as '.'. */
static void print_safely(FILE *out, const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		size_t bad = 1, len = utf8_next(p + i, n - i, &bad);
		bool control = len == 1 && (p[i] < 0x20 || p[i] == 0x7f);
		bool c1 = len == 2 && p[i] == 0xc2 && p[i + 1] < 0xa0;

		if (len == 0 || control || c1) {
			(void)fputc('.', out);
			i += len == 0 ? bad : len;
			continue;
		}
		(void)fwrite(p + i, 1, len, out);
		i += len;
	}
}

static void print_time(struct alert_printer *p, uint64_t at)
{
	char when[TEXT_TIME];
	uint64_t day = at / 86400000000000U;

	text_time(when, at);
	if (day != p->day) {
		p->day = day;
		(void)fprintf(p->out, "%.10s (UTC)\n", when);
	}
	(void)fprintf(p->out, "%.15s ", when + 11);
}

static void print_frames(FILE *out, const struct alert *a)
{
	if (a->nframes == 0)
		return;
	(void)fprintf(out, "%s", a->nframes > 1 ? "frames" : "frame");
	for (uint32_t i = 0; i < a->nframes; i++)
		(void)fprintf(out, " %llu", (unsigned long long)a->frames[i]);
	if (a->more_frames > 0)
		(void)fprintf(out, " and %llu more", (unsigned long long)a->more_frames);
	(void)fprintf(out, "; ");
}

static void print_details(struct alert_printer *p, const struct alert *a)
{
	FILE *out = p->out;
	const char *sep = "";

	(void)fprintf(out, "                %s: ", a->rule->id);
	print_frames(out, a);
	if (a->why[0] != '\0') {
		print_safely(out, a->why);
		(void)fprintf(out, "; ");
	}
	for (uint32_t i = 0; i < a->nfields; i++) {
		const struct alert_field *f = &a->fields[i];
		const char *text = a->values + f->at;

		(void)fprintf(out, "%s%s = ", sep, f->field->row->name);
		for (unsigned k = 0; k < f->n; k++) {
			(void)fputs(k > 0 ? ", " : "", out);
			print_safely(out, text);
			text += strlen(text) + 1;
		}
		sep = ", ";
	}
	sep = a->nfields > 0 ? "; " : "";
	for (uint32_t i = 0; i < a->rule->ntechniques; i++) {
		const struct technique *t = technique_find(a->rule->techniques[i]);

		(void)fprintf(out, "%s%s", sep, a->rule->techniques[i]);
		if (t != NULL)
			(void)fprintf(out, " %s", t->name);
		sep = ", ";
	}
	(void)fputc('\n', out);
}

static void print_text(struct alert_printer *p, const struct alert *a)
{
	enum priority pr = a->rule->priority;
	const char *color = p->color ? colors[pr] : "";

	print_time(p, a->at);
	(void)fprintf(p->out, "%s%-8s%s ", color, priority_name(pr),
		      color[0] != '\0' ? "\033[0m" : "");
	print_safely(p->out, a->text);
	if (a->suppressed > 0)
		(void)fprintf(p->out, " (and %llu like it before)",
			      (unsigned long long)a->suppressed);
	(void)fputc('\n', p->out);
	print_details(p, a);
}

bool alert_printer_ready(struct alert_printer *p, const struct ruleset *set)
{
	if (p->writer == NULL)
		p->writer = alert_writer_new(set);
	return p->writer != NULL;
}

void alert_printer_fini(struct alert_printer *p)
{
	alert_writer_free(p->writer);
	p->writer = NULL;
}

void alert_print(void *printer, const struct alert *a)
{
	struct alert_printer *p = printer;

	if (!p->json) {
		print_text(p, a);
	} else if (alert_printer_ready(p, a->rule->set)) {
		size_t n = alert_json(p->writer, a, p->line, sizeof(p->line));

		(void)fwrite(p->line, 1, n, p->out);
	}
}
