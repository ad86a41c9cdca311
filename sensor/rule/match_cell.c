#include "sensor/rule/program.h"

#include <math.h>
#include <string.h>

struct cell cell_int(int64_t i)
{
	return (struct cell){ .kind = CELL_INT, .u = (uint64_t)i, .negative = i < 0 };
}

struct cell cell_uint(uint64_t u)
{
	return (struct cell){ .kind = CELL_INT, .u = u };
}

struct cell cell_float(double f)
{
	return (struct cell){ .kind = CELL_FLOAT, .f = f };
}

struct cell cell_bytes(const uint8_t *p, size_t n)
{
	return (struct cell){ .kind = CELL_BYTES, .p = p, .n = (uint32_t)n };
}

struct cell cell_text(const uint8_t *p, size_t n)
{
	return (struct cell){ .kind = CELL_BYTES, .p = p, .n = (uint32_t)n, .text = true };
}

struct cell cell_of_value(const struct value *v, uint32_t i)
{
	switch (value_element_kind(v)) {
	case VALUE_INT:
		return cell_int((int64_t)value_uint(v, i));
	case VALUE_FLOAT:
		return cell_float(value_float(v, i));
	case VALUE_BYTES:
		return v->field != NULL && v->field->type == FIELD_TEXT ? cell_text(v->p, v->n)
									: cell_bytes(v->p, v->n);
	default:
		return cell_uint(value_uint(v, i));
	}
}

/* As in Wireshark 4.0: bytes by their number first. */
static int order_of_bytes(const struct cell *a, const struct cell *b)
{
	if (a->n != b->n && !a->text && !b->text)
		return a->n < b->n ? -1 : 1;
	uint32_t n = a->n < b->n ? a->n : b->n;
	int r = n > 0 ? memcmp(a->p, b->p, n) : 0;

	if (r != 0)
		return r < 0 ? -1 : 1;
	return a->n < b->n ? -1 : a->n > b->n;
}

/* Wide enough for every 64-bit whole number and every double. */
static long double wide(const struct cell *c)
{
	if (c->kind == CELL_FLOAT)
		return (long double)c->f;
	return c->negative ? (long double)(int64_t)c->u : (long double)c->u;
}

static int order_of_numbers(const struct cell *a, const struct cell *b)
{
	if (a->kind == CELL_INT && b->kind == CELL_INT) {
		if (a->negative != b->negative)
			return a->negative ? -1 : 1;
		return a->u < b->u ? -1 : a->u > b->u;
	}
	long double x = wide(a), y = wide(b);

	if (isnan(x) || isnan(y))
		return 2;
	return x < y ? -1 : x > y;
}

/* Numbers of both kinds are one class. */
static int class_of(const struct cell *c)
{
	return c->kind == CELL_FLOAT ? CELL_INT : (int)c->kind;
}

int cell_order(const struct cell *a, const struct cell *b)
{
	int x = class_of(a), y = class_of(b);

	if (x != y)
		return x < y ? -1 : 1;
	if (x == CELL_BYTES)
		return order_of_bytes(a, b);
	return x == CELL_INT ? order_of_numbers(a, b) : 0;
}

bool cell_equal(const struct cell *a, const struct cell *b)
{
	return cell_order(a, b) == 0;
}

bool cell_within(const struct cell *c, const struct cell_range *r, uint32_t n)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int above = cell_order(c, &r[mid].lo), below;

		if (above == 2)
			return false;
		if (above == 0 && !r[mid].lo_open && !r[mid].hi_open)
			return true;
		below = cell_order(c, &r[mid].hi);
		if (above < 0 || (above == 0 && r[mid].lo_open))
			hi = mid;
		else if (below > 0 || (below == 0 && r[mid].hi_open))
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

bool cell_negate(const struct cell *a, struct cell *out)
{
	if (a->kind == CELL_FLOAT) {
		*out = cell_float(-a->f);
		return true;
	}
	if (a->kind != CELL_INT || (!a->negative && a->u > UINT64_C(1) << 63))
		return false;
	*out = (struct cell){ .kind = CELL_INT, .u = -a->u, .negative = !a->negative && a->u != 0 };
	return true;
}

/* The size of a whole number without its sign. */
static uint64_t magnitude(const struct cell *c)
{
	return c->negative ? -c->u : c->u;
}

static bool signed_cell(bool negative, uint64_t size, struct cell *out)
{
	if (negative && size > UINT64_C(1) << 63)
		return false;
	negative = negative && size != 0;
	*out = (struct cell){ .kind = CELL_INT,
			      .u = negative ? -size : size,
			      .negative = negative };
	return true;
}

static bool add(const struct cell *a, const struct cell *b, struct cell *out)
{
	uint64_t x = magnitude(a), y = magnitude(b), sum;

	if (a->negative == b->negative)
		return !__builtin_add_overflow(x, y, &sum) && signed_cell(a->negative, sum, out);
	return x >= y ? signed_cell(a->negative, x - y, out) : signed_cell(b->negative, y - x, out);
}

static bool calculate_ints(enum step_op op, const struct cell *a, const struct cell *b,
			   struct cell *out)
{
	uint64_t x = magnitude(a), y = magnitude(b), product;
	struct cell other = *b;

	switch (op) {
	case STEP_SUBTRACT:
		other = (struct cell){ .kind = CELL_INT,
				       .u = -b->u,
				       .negative = !b->negative && b->u != 0 };
		/* Below the 64 bits of negative numbers only the sum of sizes can tell. */
		if (!b->negative && b->u > UINT64_C(1) << 63)
			return !a->negative && (x >= y ? signed_cell(false, x - y, out)
						       : signed_cell(true, y - x, out));
		return add(a, &other, out);
	case STEP_MULTIPLY:
		return !__builtin_mul_overflow(x, y, &product) &&
		       signed_cell(a->negative != b->negative, product, out);
	case STEP_DIVIDE:
		return y != 0 && signed_cell(a->negative != b->negative, x / y, out);
	case STEP_MODULO:
		return y != 0 && signed_cell(a->negative, x % y, out);
	default:
		return add(a, b, out);
	}
}

static double number(const struct cell *c)
{
	return (double)wide(c);
}

bool cell_calculate(enum step_op op, const struct cell *a, const struct cell *b, struct cell *out)
{
	if (class_of(a) != CELL_INT || class_of(b) != CELL_INT)
		return false;
	if (a->kind == CELL_INT && b->kind == CELL_INT)
		return calculate_ints(op, a, b, out);
	double x = number(a), y = number(b);

	switch (op) {
	case STEP_ADD:
		*out = cell_float(x + y);
		return true;
	case STEP_SUBTRACT:
		*out = cell_float(x - y);
		return true;
	case STEP_MULTIPLY:
		*out = cell_float(x * y);
		return true;
	case STEP_DIVIDE:
		*out = cell_float(x / (y + 0.0));
		return y < 0 || y > 0;
	default:
		return false;
	}
}
