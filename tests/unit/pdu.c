#include "tests/unit/pdu.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/test.h"

void pdu_begin(struct pdu *p)
{
	memset(&p->pairs, 0, sizeof(p->pairs));
	p->d.frame = 0;
	p->d.at = 1000000000;
}

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

static size_t from_hex(const char *hex, uint8_t *to, size_t room)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (isspace((unsigned char)*hex))
			continue;
		assert_true(n / 2 < room);
		to[n / 2] = (uint8_t)((unsigned)to[n / 2] << 4 | digit(*hex));
		n++;
	}
	assert_int_equal(n % 2, 0);
	return n / 2;
}

__attribute__((format(printf, 2, 3))) static void add(struct pdu *p, const char *format, ...)
{
	size_t n = strlen(p->text);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(p->text + n, sizeof(p->text) - n, format, ap);
	va_end(ap);
}

static void add_value(struct pdu *p, const struct value *v, const char *between)
{
	if (v->kind == VALUE_BYTES) {
		for (uint32_t i = 0; i < v->n; i++)
			add(p, "%02x", v->p[i]);
		return;
	}
	for (uint32_t i = 0; i < value_count(v); i++)
		add(p, "%s%llu", i > 0 ? between : "", (unsigned long long)value_uint(v, i));
}

static void add_operation(struct pdu *p, const struct ot *ot)
{
	add(p, "%s", ot_op_name(ot->op));
	if (ot->has_object && ot->object_text != NULL)
		add(p, " %s", ot->object_text);
	else if (ot->has_object)
		add(p, " %s:%llu", ot->area, (unsigned long long)ot->index);
	if (ot->count > 0)
		add(p, " x%u", ot->count);
	if (ot->value.n > 0) {
		add(p, " =");
		add_value(p, &ot->value, " ");
	}
	if (ot->status != NULL)
		add(p, " %s%s", ot->failed ? "REFUSED " : "", ot->status);
	if (ot->unmatched)
		add(p, " unmatched");
}

static void add_fields(struct pdu *p)
{
	const char *sep = "";

	add(p, " {");
	for (unsigned i = 0; i < p->d.nvalues; i++) {
		const struct value *v = &p->d.values[i];
		const char *name = strchr(v->field->name, '.') + 1;

		if (strncmp(v->field->name, "mbtcp.", 6) == 0 ||
		    strcmp(name, "request_frame") == 0 || strcmp(name, "response_time") == 0)
			continue;
		add(p, "%s%s=", sep, name);
		add_value(p, v, ",");
		sep = " ";
	}
	add(p, "}");
}

static const char *decoded(struct pdu *p, const struct protocol *protocol, enum dir dir, size_t n)
{
	struct dec *d = &p->d;

	d->c = cur_of(p->bytes, n);
	d->dir = dir;
	d->frame++;
	d->message = d->frame;
	d->at += 5000000;
	d->pairs = &p->pairs;
	d->state = NULL;
	decode(d, protocol);
	p->text[0] = '\0';
	for (unsigned i = 0; i < d->noperations; i++) {
		add(p, "%s", i > 0 ? " + " : "");
		add_operation(p, &d->operations[i].ot);
	}
	add_fields(p);
	if (d->malformed)
		add(p, " MALFORMED");
	for (unsigned i = 0; i < d->nmarks; i++)
		add(p, " !%s", d->marks[i]);
	if (d->trailing > 0)
		add(p, " trailing=%u", d->trailing);
	return p->text;
}

const char *pdu_message(struct pdu *p, const struct protocol *protocol, enum dir dir,
			const char *hex)
{
	memset(p->bytes, 0, sizeof(p->bytes));
	return decoded(p, protocol, dir, from_hex(hex, p->bytes, sizeof(p->bytes)));
}

static const char *framed(struct pdu *p, enum dir dir, const char *hex)
{
	enum { HEADER = 7 };

	memset(p->bytes, 0, sizeof(p->bytes));
	size_t n = from_hex(hex, p->bytes + HEADER, sizeof(p->bytes) - HEADER);

	p->bytes[1] = 1;
	p->bytes[4] = (uint8_t)((n + 1) >> 8);
	p->bytes[5] = (uint8_t)(n + 1);
	p->bytes[6] = 1;
	return decoded(p, &protocol_mbtcp, dir, HEADER + n);
}

const char *pdu_ask(struct pdu *p, const char *hex)
{
	return framed(p, DIR_REQUEST, hex);
}

const char *pdu_answer(struct pdu *p, const char *hex)
{
	return framed(p, DIR_RESPONSE, hex);
}

void pdu_check(const struct pdu_step *steps, size_t n)
{
	static struct pdu p;

	pdu_begin(&p);
	for (size_t i = 0; i < n; i++) {
		const char *pdu = steps[i].pdu;
		const char *is = *pdu == '>' ? pdu_ask(&p, pdu + 1) : pdu_answer(&p, pdu + 1);

		if (strcmp(is, steps[i].want) != 0)
			fail_msg("%s\n  is   %s\n  want %s", pdu, is, steps[i].want);
	}
}
