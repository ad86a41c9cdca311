/* Operands: the values that stateful keys and outputs ask for. */
#include "sensor/rule/program.h"

/* The values of a field as they are, series unfolded. */
static uint32_t field_values(const struct rule_field *f, struct subject *s, struct value *out,
			     uint32_t room)
{
	struct walk w;
	uint32_t n = 0;

	for (const struct value *v = subject_first(s, f, &w); v != NULL && n < room;
	     v = subject_next(s, &w)) {
		uint32_t count = value_count(v);

		for (uint32_t i = 0; i < count && n < room; i++) {
			out[n] = value_element(v, i);
			if (out[n].field == NULL)
				out[n].field = f->row;
			n++;
		}
	}
	return n;
}

static struct value value_of(const struct cell *c, const struct field *row)
{
	struct value v = { .field = row, .n = 1 };

	if (c->kind == CELL_BYTES) {
		v.kind = VALUE_BYTES;
		v.p = c->p;
		v.n = c->n;
	} else if (c->kind == CELL_FLOAT) {
		v.kind = VALUE_FLOAT;
		v.f = c->f;
	} else {
		v.kind = c->negative ? VALUE_INT : VALUE_UINT;
		v.u = c->u;
	}
	return v;
}

uint32_t operand_values(const struct operand *o, struct subject *s, struct value *out,
			uint32_t room)
{
	struct calc *c = o->program->calc;

	if (o->field != NULL)
		return field_values(o->field, s, out, room);
	calc_reset(c);
	for (uint32_t i = 0; i < o->program->n; i++)
		calc_step(c, &o->program->steps[i], s);
	const struct list *l = &c->lists[0];
	uint32_t n = l->n < room ? l->n : room;

	for (uint32_t i = 0; i < n; i++)
		out[i] = value_of(&c->cells[l->first + i], o->row);
	return n;
}

bool operand_number(const struct operand *o, struct subject *s, double *out)
{
	struct value v;

	if (operand_values(o, s, &v, 1) == 0 || v.kind == VALUE_BYTES)
		return false;
	if (v.kind == VALUE_FLOAT)
		*out = v.f;
	else if (v.kind == VALUE_INT)
		*out = (double)v.i;
	else
		*out = (double)v.u;
	/* Times and time spans count in seconds, as they are written. */
	if (v.field != NULL && (v.field->type == FIELD_TIME || v.field->type == FIELD_DURATION))
		*out /= 1e9;
	return true;
}
