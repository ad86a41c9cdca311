#include <stdio.h>

#include "proto/event_json_inside.h"

enum {
	VALUES = 1024, /* of an event that are written; decoders keep 512 of a message */
	NAME = 32,     /* bytes of a field's name that no dictionary has */
};

/* How elements are written that may have names: where the next one gets it from. */
struct naming {
	bool alert;
	Kagami__ValueText *const *names;
	size_t n;
	uint32_t field, index; /* of the element */
};

size_t event_json_count(const Kagami__Value *v)
{
	return v->n_uints + v->n_ints + v->n_reals + v->n_bytes;
}

/* Writes the name of the element that comes next, if it has one. */
static bool named(struct json *j, struct naming *g)
{
	if (g == NULL || g->n == 0)
		return false;
	uint32_t index = g->index++;

	for (size_t i = 0; i < g->n; i++) {
		if (g->names[i]->field != g->field || g->names[i]->index != index)
			continue;
		json_text(j, g->names[i]->text);
		return true;
	}
	return false;
}

/* Of alerts, which are for people first: seconds without zeros at their end, also below 0. */
static void short_seconds(struct json *j, int64_t ns)
{
	uint64_t size = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
	char text[32];
	int n = snprintf(text, sizeof(text), "%s%llu.%09llu", ns < 0 ? "-" : "",
			 (unsigned long long)(size / 1000000000U),
			 (unsigned long long)(size % 1000000000U));

	while (n > 1 && text[n - 1] == '0')
		n--;
	if (n > 1 && text[n - 1] == '.')
		n--;
	json_comma(j);
	json_put(j, text, n > 0 ? (size_t)n : 0);
}

static void write_uint(struct json *j, uint64_t u, Kagami__FieldType type)
{
	switch (type) {
	case KAGAMI__FIELD_TYPE__FIELD_TYPE_BOOL:
		json_bool(j, u != 0);
		break;
	case KAGAMI__FIELD_TYPE__FIELD_TYPE_TIME:
		json_time(j, u);
		break;
	case KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION:
		json_seconds(j, u);
		break;
	default:
		json_uint(j, u);
	}
}

static void write_real(struct json *j, double x, Kagami__FieldType type)
{
	if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_FLOAT32)
		json_float32(j, (float)x);
	else
		json_float(j, x);
}

static void write_bytes(struct json *j, const ProtobufCBinaryData *b, Kagami__FieldType type)
{
	if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_TEXT)
		json_text_n(j, b->data, b->len);
	else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_IPV4 && b->len == 4)
		json_ipv4(j, b->data);
	else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_IPV6 && b->len == 16)
		json_ipv6(j, b->data);
	else
		json_hex(j, b->data, b->len);
}

/* Numbers that are nothing but that, which most are. */
static bool plain_numbers(struct json *j, const Kagami__Value *v, Kagami__FieldType type,
			  const struct naming *g)
{
	if (type != KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT || v->n_uints == 0 ||
	    (g != NULL && g->n > 0))
		return false;
	for (size_t i = 0; i < v->n_uints; i++)
		json_uint(j, v->uints[i]);
	return true;
}

static void elements(struct json *j, const Kagami__Value *v, Kagami__FieldType type,
		     struct naming *g)
{
	if (plain_numbers(j, v, type, g))
		return;
	bool seconds = g != NULL && g->alert && type == KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION;

	for (size_t i = 0; i < v->n_uints; i++) {
		if (named(j, g))
			continue;
		if (seconds)
			short_seconds(j, (int64_t)v->uints[i]);
		else
			write_uint(j, v->uints[i], type);
	}
	for (size_t i = 0; i < v->n_ints; i++) {
		if (named(j, g))
			continue;
		if (seconds)
			short_seconds(j, v->ints[i]);
		else
			json_int(j, v->ints[i]);
	}
	for (size_t i = 0; i < v->n_reals; i++) {
		if (!named(j, g))
			write_real(j, v->reals[i], type);
	}
	for (size_t i = 0; i < v->n_bytes; i++) {
		if (!named(j, g))
			write_bytes(j, &v->bytes[i], type);
	}
}

void event_json_value(struct json *j, const Kagami__Value *v, Kagami__FieldType type)
{
	size_t n = event_json_count(v);
	bool list = v->series || n > 1;

	if (list)
		json_open_array(j);
	else if (n == 0) /* a list that a later version has */
		json_nothing(j);
	elements(j, v, type, NULL);
	if (list)
		json_close_array(j);
}

/* The field's key; its type. A sensor must not say with a name of its own what the collector says
 * with its, and those have no dot. */
static Kagami__FieldType write_key(struct event_writer *w, uint32_t id)
{
	const Kagami__Field *f = w->d != NULL ? dictionary_field(w->d, id) : NULL;

	if (f != NULL && (w->origin == NULL || strchr(f->name, '.') != NULL)) {
		json_key(&w->j, f->name);
		return f->type;
	}
	char name[NAME] = "field.";
	char figures[10];
	size_t n = 0, at = strlen(name);

	do {
		figures[n++] = (char)('0' + id % 10);
		id /= 10;
	} while (id != 0);
	while (n > 0)
		name[at++] = figures[--n];
	json_key(&w->j, name);
	return f != NULL ? f->type : KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT;
}

/* Of values i to last those of one field. */
static void write_field(struct event_writer *w, Kagami__Value *const *values, size_t i, size_t last,
			struct naming *g)
{
	Kagami__FieldType type = write_key(w, values[i]->field);
	size_t n = event_json_count(values[i]);
	bool list = values[i]->series || n > 1 || last > i;

	if (list)
		json_open_array(&w->j);
	else if (n == 0)
		json_nothing(&w->j);
	g->field = values[i]->field;
	g->index = 0;
	for (size_t k = i; k <= last; k++) {
		if (values[k]->field == values[i]->field)
			elements(&w->j, values[k], type, g);
	}
	if (list)
		json_close_array(&w->j);
}

void event_json_values(struct event_writer *w, Kagami__Value *const *values, size_t n,
		       Kagami__ValueText *const *names, size_t nnames)
{
	struct naming g = { .alert = w->e->body_case == KAGAMI__EVENT__BODY_ALERT,
			    .names = names,
			    .n = nnames };
	uint64_t done[VALUES / 64] = { 0 };

	if (n > VALUES) {
		w->cut = true;
		n = VALUES;
	}
	if (g.n > VALUES)
		g.n = VALUES;
	for (size_t i = 0; i < n && !w->j.overflow; i++) {
		size_t last = i;

		if ((done[i / 64] >> (i % 64) & 1) != 0)
			continue;
		for (size_t k = i + 1; k < n; k++) {
			if (values[k]->field != values[i]->field)
				continue;
			done[k / 64] |= (uint64_t)1 << (k % 64);
			last = k;
		}
		write_field(w, values, i, last, &g);
	}
}
