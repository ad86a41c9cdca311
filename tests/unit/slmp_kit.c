#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/slmp_kit.h"
#include "tests/unit/hex.h"
#include "tests/unit/test.h"

enum { TEXT = 8192 };

void slmp_begin(struct slmp_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->at = 1000000000;
}

void slmp_end(struct slmp_talk *t)
{
	notes_free(&t->notes);
	free(t->bytes);
	t->bytes = NULL;
}

const char *slmp_hex(const char *text)
{
	static char hex[TEXT];
	size_t n = 0;

	for (; *text != '\0' && n + 3 < sizeof(hex); text++, n += 2)
		(void)snprintf(hex + n, 3, "%02x", (unsigned)(unsigned char)*text);
	hex[n] = '\0';
	return hex;
}

static size_t bytes_of(struct slmp_talk *t, const char *hex)
{
	size_t n = hex_length(hex);

	free(t->bytes);
	t->bytes = calloc(1, n > 0 ? n : 1);
	assert_non_null(t->bytes);
	(void)hex_bytes(hex, t->bytes);
	return n;
}

static void add(struct slmp_talk *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct slmp_talk *t, const char *format, ...)
{
	size_t n = strlen(t->text);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(t->text + n, sizeof(t->text) - n, format, ap);
	va_end(ap);
}

static void add_value(struct slmp_talk *t, const struct value *v)
{
	char word[256];

	if (v->n == 0)
		return;
	add(t, " =");
	for (uint32_t i = 0; i < value_count(v); i++) {
		struct value one = value_element(v, i);

		size_t n = value_text(&one, word, sizeof(word));

		assert_true(n < sizeof(word));
		add(t, "%s%.*s", i > 0 ? " " : "", (int)n, word);
	}
}

static void add_operation(struct slmp_talk *t, const struct ot *ot)
{
	add(t, "%s", ot_op_name(ot->op));
	if (ot->has_object)
		add(t, " %s", ot->object_text);
	if (ot->count > 0)
		add(t, " x%u", ot->count);
	add_value(t, &ot->value);
	if (ot->status != NULL)
		add(t, " %s%s", ot->failed ? "REFUSED " : "", ot->status);
	if (ot->unmatched)
		add(t, " unmatched");
}

const char *slmp_say(struct slmp_talk *t, enum dir dir, const char *message)
{
	struct dec *d = &t->m.d;
	size_t n = bytes_of(t, *message == '"' ? slmp_hex(message + 1) : message);

	t->at += 1000000;
	d->c = cur_of(t->bytes, n);
	d->dir = dir;
	d->frame = d->message = ++t->frames;
	d->at = t->at;
	d->pairs = &t->pairs;
	d->notes = &t->notes;
	d->flow = 1;
	d->state = t->state;
	decode(d, &protocol_slmp);
	t->text[0] = '\0';
	for (unsigned i = 0; i < d->noperations; i++) {
		add(t, "%s", i > 0 ? " + " : "");
		add_operation(t, &d->operations[i].ot);
	}
	add(t, " [%s]", d->ot.function);
	if (d->malformed)
		add(t, " MALFORMED");
	if (d->overflow)
		add(t, " OVERFLOW");
	if (d->trailing > 0)
		add(t, " trailing=%u", d->trailing);
	for (unsigned i = 0; i < d->nmarks; i++)
		add(t, " !%s", d->marks[i]);
	return t->text;
}

const char *slmp_ask(struct slmp_talk *t, const char *hex)
{
	char message[TEXT];
	unsigned n = (unsigned)hex_length(hex) + 2;

	(void)snprintf(message, sizeof(message), "5000 00 ff ff03 00 %02x%02x 1000 %s", n & 0xff,
		       n >> 8, hex);
	return slmp_say(t, DIR_REQUEST, message);
}

const char *slmp_answer(struct slmp_talk *t, const char *hex)
{
	char message[TEXT];
	unsigned n = (unsigned)hex_length(hex);

	(void)snprintf(message, sizeof(message), "d000 00 ff ff03 00 %02x%02x %s", n & 0xff, n >> 8,
		       hex);
	return slmp_say(t, DIR_RESPONSE, message);
}
