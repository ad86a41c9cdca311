#include <stdarg.h>
#include <string.h>

#include "sensor/report_inside.h"

/* A line being written; what does not fit is left out. */
struct text {
	char *buf;
	size_t cap, n;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	int n = vsnprintf(t->buf + t->n, t->cap - t->n, format, ap);
	va_end(ap);
	if (n > 0)
		t->n = t->n + (size_t)n < t->cap ? t->n + (size_t)n : t->cap - 1;
}

/* Text from the wire: what is not printable ASCII or valid UTF-8 is shown as '.'. */
static void add_wire_text(struct text *t, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t bad = 1, len = utf8_next(p + i, n - i, &bad);

		if (len == 0 || (len == 1 && (p[i] < 0x20 || p[i] == 0x7f))) {
			add(t, ".");
			i += len == 0 ? bad : 1;
			continue;
		}
		add(t, "%.*s", (int)len, (const char *)p + i);
		i += len;
	}
}

/* The time of day; the day itself is a line of its own whenever it changes. */
static void add_time(struct report *r, struct text *t, uint64_t at)
{
	char when[TEXT_TIME];
	uint64_t day = at / 86400000000000U;

	text_time(when, at);
	if (day != r->day) {
		r->day = day;
		add(t, "%.10s (UTC)\n", when);
	}
	add(t, "%.15s ", when + 11);
}

static void add_host(struct text *t, const struct flow *f, unsigned end, const uint8_t *mac)
{
	char name[TEXT_IP] = "?";
	uint8_t raw[16];

	memcpy(raw, &f->key.addr[end], sizeof(raw));
	if (f->key.ip_version == 4)
		text_ipv4(name, raw);
	else if (f->key.ip_version == 6)
		text_ipv6(name, raw);
	else if (mac != NULL)
		text_mac(name, mac);
	add(t, "%s", name);
}

static void add_bytes(struct text *t, const struct value *v)
{
	enum field_type type = v->field != NULL ? v->field->type : FIELD_BYTES;

	if (type == FIELD_TEXT) {
		add(t, " = \"");
		add_wire_text(t, v->p, v->n);
		add(t, "\"");
		return;
	}
	add(t, type == FIELD_MAC ? " is at" : " =");
	for (uint32_t i = 0; i < v->n && i < 2 * REPORT_VALUES; i++)
		add(t, "%c%02x", i == 0 ? ' ' : ':', v->p[i]);
	if (v->n > 2 * REPORT_VALUES)
		add(t, "… (%u bytes)", v->n);
}

static void add_number(struct text *t, const struct value *v, uint32_t i)
{
	enum value_kind kind = value_element_kind(v);

	if (kind == VALUE_FLOAT)
		add(t, " %g", value_float(v, i));
	else if (kind == VALUE_INT)
		add(t, " %lld", (long long)value_uint(v, i));
	else
		add(t, " %llu", (unsigned long long)value_uint(v, i));
}

static void add_value(struct text *t, const struct value *v)
{
	if (v->kind == VALUE_BYTES) {
		add_bytes(t, v);
	} else if (v->kind == VALUE_FLOAT) {
		add(t, " = %g", v->f);
	} else if (v->kind == VALUE_INT) {
		add(t, " = %lld", (long long)v->i);
	} else {
		uint32_t n = value_count(v);

		add(t, " =");
		for (uint32_t i = 0; i < n && i < REPORT_VALUES; i++)
			add_number(t, v, i);
		if (n > REPORT_VALUES)
			add(t, " … (%u)", n);
	}
}

/* The last of the field's values that the operation has; NULL: it has none. */
static const struct value *find(const struct dec *d, const struct operation *op,
				const struct field *field)
{
	for (unsigned i = op->end; i > 0; i--) {
		if (i <= d->shared || i > op->first) {
			if (d->values[i - 1].field == field)
				return &d->values[i - 1];
		}
	}
	return NULL;
}

/* What the protocol wants to be told beside the value: "(stNum 4, sqNum 0)". */
static void add_told(struct text *t, const struct dec *d, const struct operation *op)
{
	const struct protocol *p = d->protocol;
	bool any = false;

	for (unsigned i = 0; i < p->ntell; i++) {
		const struct field *f = &p->fields[p->tell[i]];
		const struct value *v = find(d, op, f);

		if (v == NULL)
			continue;
		add(t, "%s%s ", any ? ", " : "  (", strrchr(f->name, '.') + 1);
		add(t, f->base == BASE_HEX ? "0x%0*llx" : "%*llu",
		    f->base == BASE_HEX ? 2 * f->size : 0, (unsigned long long)value_uint(v, 0));
		any = true;
	}
	if (any)
		add(t, ")");
}

static void add_answer(struct text *t, const struct ot *ot)
{
	if (ot->status != NULL && (ot->failed || strcmp(ot->status, "ok") != 0))
		add(t, ot->failed ? "  REFUSED: %s" : "  %s", ot->status);
	if (ot->request_frame != 0)
		add(t, "  (answers #%llu, %.3f ms)", (unsigned long long)ot->request_frame,
		    (double)ot->response_time / 1e6);
	if (ot->unmatched)
		add(t, "  (request not seen)");
}

static void add_faults(struct text *t, const struct dec *d)
{
	if (d->malformed)
		add(t, "  MALFORMED");
	for (unsigned i = 0; i < d->nmarks; i++)
		add(t, "%s %s", i == 0 ? (d->malformed ? ":" : "  NOTE:") : ";", d->marks[i]);
}

/* Which message a line is of; from, to: MAC addresses or NULL. */
struct line_of {
	uint64_t at, frame;
	const uint8_t *from, *to;
};

/* The columns that all lines begin with: time, frame, from whom to whom. */
static void add_columns(struct report *r, struct text *t, const struct flow *f, unsigned end,
			const struct line_of *of)
{
	add_time(r, t, of->at);
	add(t, "#%-6llu ", (unsigned long long)of->frame);
	size_t start = t->n;

	add_host(t, f, end, of->from);
	add(t, " > ");
	add_host(t, f, 1 - end, of->to);
	if (t->n < start + 27)
		add(t, "%*s", (int)(start + 27 - t->n), "");
}

size_t report_text(struct report *r, const struct flow *f, unsigned end, const struct dec *d,
		   const struct operation *op)
{
	struct text t = { .buf = r->line, .cap = sizeof(r->line) - 1 };
	const struct ot *ot = &op->ot;
	char buf[48];

	add_columns(r, &t, f, end, &(struct line_of){ d->at, d->frame, d->eth_src, d->eth_dst });
	add(&t, " %s", d->protocol->name);
	const char *device = report_device(ot, buf, sizeof(buf));

	if (device != NULL) {
		add(&t, " ");
		add_wire_text(&t, (const uint8_t *)device, strlen(device));
	}
	add(&t, "  %s%s", ot->function, ot->response ? ":" : "");
	const char *object = report_object(ot, buf, sizeof(buf));

	if (object != NULL) {
		add(&t, " ");
		add_wire_text(&t, (const uint8_t *)object, strlen(object));
	}
	if (ot->count > 1)
		add(&t, " x%u", ot->count);
	if (ot->value.n > 0)
		add_value(&t, &ot->value);
	add_told(&t, d, op);
	add_answer(&t, ot);
	add_faults(&t, d);
	t.buf[t.n] = '\n';
	return t.n + 1;
}

size_t report_text_unanswered(struct report *r, const struct flow *f, const struct pair *request)
{
	struct text t = { .buf = r->line, .cap = sizeof(r->line) - 1 };
	unsigned end = f->client;

	add_columns(r, &t, f, end,
		    &(struct line_of){ request->at, request->frame,
				       f->has_mac[end] ? f->mac[end] : NULL,
				       f->has_mac[1 - end] ? f->mac[1 - end] : NULL });
	add(&t, " %s  no answer", protocols[request->protocol]->name);
	t.buf[t.n] = '\n';
	return t.n + 1;
}
