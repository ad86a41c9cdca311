/* Constants in conditions: read as the other side's type asks for. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "common/nearest.h"
#include "sensor/rule/compile_inside.h"
#include "sensor/rule/literal.h"

enum { BYTES_MAX = 4096 };

bool constant_is(const struct node *n)
{
	switch ((enum node_kind)n->kind) {
	case NODE_LITERAL:
	case NODE_STRING:
	case NODE_CHAR:
		return true;
	case NODE_NAME:
		return compile_field(n) == NULL;
	case NODE_NEGATE:
		return constant_is(n->a);
	case NODE_ADD:
	case NODE_SUBTRACT:
	case NODE_MULTIPLY:
	case NODE_DIVIDE:
	case NODE_MODULO:
	case NODE_BIT_AND:
		return constant_is(n->a) && constant_is(n->b);
	default:
		return false;
	}
}

static const char *name_of(const struct value_type *t)
{
	return t->row != NULL ? t->row->name : "the left side";
}

/* In quotes, where quotes mean something. */
static bool quoted(const struct compile *c, const struct node *n)
{
	return n->kind == NODE_STRING && !c->in_list;
}

/* A value's name, "Write Single Coil"; false: there is none of that name. */
static bool named(const struct value_type *t, const struct node *n, uint64_t *u)
{
	const struct name *names = t->row != NULL ? t->row->names : NULL;

	for (; names != NULL && names->name != NULL; names++) {
		if (strlen(names->name) == n->word_len &&
		    strncasecmp(names->name, n->word, n->word_len) == 0) {
			*u = names->value;
			return true;
		}
	}
	return false;
}

static bool no_such_name(struct compile *c, const struct node *n, const struct value_type *t)
{
	struct nearest near = nearest_to(n->word);
	const char *field = n->kind == NODE_NAME ? universe_nearest(n->word) : NULL;

	for (const struct name *i = t->row != NULL ? t->row->names : NULL;
	     i != NULL && i->name != NULL; i++)
		nearest_offer(&near, i->name);
	if (near.name != NULL)
		return compile_wrong(c, n, "%s has no value \"%s\"; did you mean \"%s\"?",
				     name_of(t), n->word, near.name);
	if (field != NULL)
		return compile_wrong(c, n, "\"%s\" is no number and no field; did you mean \"%s\"?",
				     n->word, field);
	if (t->row != NULL && t->row->names != NULL)
		return compile_wrong(c, n, "%s has no value \"%s\"", name_of(t), n->word);
	return compile_wrong(c, n, "%s is a number, \"%s\" is none", name_of(t), n->word);
}

/* Does it fit the field's size on the wire? */
static bool fits_size(struct compile *c, const struct node *n, const struct value_type *t,
		      const struct cell *v)
{
	unsigned bits = t->sized && t->row != NULL ? 8U * t->row->size : 0;

	if (bits == 0 || bits >= 64)
		return true;
	uint64_t most = (UINT64_C(1) << bits) - 1, least = 0;

	if (t->type == FIELD_INT) {
		most >>= 1;
		least = most + 1;
	}
	if (!v->negative && v->u > most)
		return compile_wrong(c, n, "%s is too big for %s, its maximum is %" PRIu64, n->word,
				     name_of(t), most);
	if (v->negative && t->type == FIELD_INT && -v->u > least)
		return compile_wrong(c, n, "%s is too small for %s, its minimum is -%" PRIu64,
				     n->word, name_of(t), least);
	return true;
}

static bool read_integer(struct compile *c, const struct node *n, const struct value_type *t,
			 struct literal *out)
{
	uint64_t u = 0;
	bool negative = false;

	if (n->kind == NODE_CHAR) {
		out->lo = cell_uint(n->word_len > 0 ? (uint8_t)n->word[0] : 0);
		return fits_size(c, n, t, &out->lo);
	}
	enum number_read r =
		quoted(c, n) ? NUMBER_BAD : literal_number(n->word, n->word_len, &u, &negative);

	if (r == NUMBER_BIG || (negative && u > UINT64_C(1) << 63))
		return compile_wrong(c, n, "%s does not fit into 64 bits", n->word);
	if (r == NUMBER_BAD) {
		if (!named(t, n, &u))
			return no_such_name(c, n, t);
		out->lo = cell_uint(u);
		return true;
	}
	out->lo = cell_uint(u);
	if (negative)
		cell_negate(&out->lo, &out->lo);
	return fits_size(c, n, t, &out->lo);
}

static bool read_bool(struct compile *c, const struct node *n, const struct value_type *t,
		      struct literal *out)
{
	uint64_t u = 0;
	bool yes = false, negative = false;

	if (literal_bool(n->word, n->word_len, &yes) || named(t, n, &u)) {
		out->lo = cell_uint(yes || u != 0);
		return true;
	}
	if (n->word_len == 3 && strncasecmp(n->word, "set", 3) == 0) {
		out->lo = cell_uint(1);
		return true;
	}
	if (n->word_len == 7 && strncasecmp(n->word, "not set", 7) == 0) {
		out->lo = cell_uint(0);
		return true;
	}
	if (n->kind == NODE_CHAR) {
		out->lo = cell_uint(n->word_len > 0 && n->word[0] != '\0');
		return true;
	}
	if (quoted(c, n) || literal_number(n->word, n->word_len, &u, &negative) != NUMBER_OK ||
	    negative)
		return compile_wrong(c, n, "%s is true or false, \"%s\" is neither", name_of(t),
				     n->word);
	out->lo = cell_uint(u != 0);
	return true;
}

static bool read_float(struct compile *c, const struct node *n, const struct value_type *t,
		       struct literal *out)
{
	double f;
	uint64_t u;

	if (n->kind == NODE_CHAR) {
		out->lo = cell_float((double)(n->word_len > 0 ? (uint8_t)n->word[0] : 0));
		return true;
	}
	if (quoted(c, n) || !literal_float(n->word, n->word_len, &f)) {
		if (!named(t, n, &u))
			return no_such_name(c, n, t);
		f = (double)u;
	}
	out->lo = cell_float(t->single ? (double)(float)f : f);
	return true;
}

static bool read_time(struct compile *c, const struct node *n, const struct value_type *t,
		      struct literal *out)
{
	uint64_t ns = 0;
	const char *why = literal_time(n->word, n->word_len, &ns);

	(void)t;
	if (why != NULL)
		return compile_wrong(c, n, "\"%s\" %s", n->word, why);
	out->lo = cell_uint(ns);
	return true;
}

static bool read_duration(struct compile *c, const struct node *n, const struct value_type *t,
			  struct literal *out)
{
	int64_t ns;

	if (quoted(c, n) || !literal_duration(n->word, n->word_len, &ns))
		return compile_wrong(c, n,
				     "%s is a time span: write seconds, such as 0.25, with "
				     "at most nine decimals, instead of \"%s\"",
				     name_of(t), n->word);
	out->lo = cell_int(ns);
	return true;
}

/* Text in quotes counts as its bytes. */
static bool read_bytes(struct compile *c, const struct node *n, const struct value_type *t,
		       struct literal *out)
{
	uint8_t bytes[BYTES_MAX];
	size_t len = 0;

	(void)t;
	if (!quoted(c, n) && n->kind != NODE_CHAR)
		len = literal_bytes(n->word, n->word_len, bytes, sizeof(bytes));
	if (len > sizeof(bytes))
		return compile_wrong(c, n, "more than %d bytes", BYTES_MAX);
	if (len == 0 && n->kind != NODE_STRING && n->kind != NODE_CHAR)
		return compile_wrong(c, n,
				     "\"%s\" is no bytes: write pairs of hexadecimal digits, "
				     "such as 01:0a, or text in quotes",
				     n->word);
	const char *from = len > 0 ? (const char *)bytes : n->word;

	len = len > 0 ? len : n->word_len;
	out->lo = cell_bytes((const uint8_t *)arena_copy(c->arena, from, len), len);
	return true;
}

static bool read_mac(struct compile *c, const struct node *n, const struct value_type *t,
		     struct literal *out)
{
	uint8_t b[6];
	uint64_t u = 0;

	if (quoted(c, n) || literal_bytes(n->word, n->word_len, b, sizeof(b)) != sizeof(b))
		return compile_wrong(c, n,
				     "%s is a MAC address, \"%s\" is none: write it as "
				     "00:30:a7:01:02:07, without quotes",
				     name_of(t), n->word);
	for (size_t i = 0; i < sizeof(b); i++)
		u = u << 8 | b[i];
	out->lo = cell_uint(u);
	return true;
}

static bool bad_address(struct compile *c, const struct node *n, const struct value_type *t,
			enum address_read r)
{
	if (r == ADDRESS_PREFIX)
		return compile_wrong(c, n, "the prefix of \"%s\" is too long: it has %d bits",
				     n->word, t->type == FIELD_IPV4 ? 32 : 128);
	return compile_wrong(c, n, "%s is an %s, \"%s\" is none%s", name_of(t), type_name(t),
			     n->word, n->kind == NODE_STRING ? ": write it without quotes" : "");
}

static bool read_ipv4(struct compile *c, const struct node *n, const struct value_type *t,
		      struct literal *out)
{
	uint32_t lo, hi;
	enum address_read r =
		quoted(c, n) ? ADDRESS_BAD : literal_ipv4(n->word, n->word_len, &lo, &hi);

	if (r != ADDRESS_OK)
		return bad_address(c, n, t, r);
	out->lo = cell_uint(lo);
	out->hi = cell_uint(hi);
	return true;
}

static bool read_ipv6(struct compile *c, const struct node *n, const struct value_type *t,
		      struct literal *out)
{
	uint8_t ends[2][16];
	enum address_read r =
		quoted(c, n) ? ADDRESS_BAD : literal_ipv6(n->word, n->word_len, ends[0], ends[1]);

	if (r != ADDRESS_OK)
		return bad_address(c, n, t, r);
	char *kept = arena_copy(c->arena, (const char *)ends, sizeof(ends));

	out->lo = cell_bytes((const uint8_t *)kept, 16);
	out->hi = cell_bytes((const uint8_t *)kept + 16, 16);
	return true;
}

static bool read_text(struct compile *c, const struct node *n, const struct value_type *t,
		      struct literal *out)
{
	if (n->kind == NODE_NAME && !c->in_list) {
		const char *near = universe_nearest(n->word);

		if (near != NULL)
			return compile_wrong(c, n,
					     "there is no field \"%s\", did you mean \"%s\"? "
					     "Text is written in quotes",
					     n->word, near);
		return compile_wrong(c, n, "there is no field \"%s\"; text is written in quotes",
				     n->word);
	}
	if (n->kind == NODE_LITERAL && !c->in_list)
		compile_warn(c, n, "%s is text: write \"%s\" in quotes", name_of(t), n->word);
	out->lo = cell_text((const uint8_t *)n->word, n->word_len);
	return true;
}

/* A number as it is written, or text in quotes. */
static bool read_any(struct compile *c, const struct node *n, const struct value_type *t,
		     struct literal *out)
{
	struct value_type number = { .type = FIELD_INT, .row = t->row };
	bool yes, negative;
	uint64_t u;
	double f;

	if (n->kind == NODE_CHAR)
		return read_integer(c, n, &number, out);
	if (quoted(c, n))
		return read_text(c, n, t, out);
	if (literal_bool(n->word, n->word_len, &yes)) {
		out->lo = cell_uint(yes);
		return true;
	}
	if (literal_number(n->word, n->word_len, &u, &negative) != NUMBER_BAD)
		return read_integer(c, n, &number, out);
	if (literal_float(n->word, n->word_len, &f)) {
		out->lo = cell_float(f);
		return true;
	}
	if (c->in_list)
		return read_text(c, n, t, out);
	return compile_wrong(c, n, "\"%s\" is no number; text is written in quotes", n->word);
}

typedef bool (*reader)(struct compile *c, const struct node *n, const struct value_type *t,
		       struct literal *out);

static const reader readers[] = {
	[FIELD_UINT] = read_integer, [FIELD_INT] = read_integer,       [FIELD_BOOL] = read_bool,
	[FIELD_FLOAT] = read_float,  [FIELD_BYTES] = read_bytes,       [FIELD_TEXT] = read_text,
	[FIELD_TIME] = read_time,    [FIELD_DURATION] = read_duration, [FIELD_MAC] = read_mac,
	[FIELD_IPV4] = read_ipv4,    [FIELD_IPV6] = read_ipv6,
};

static enum step_op operation(const struct node *n)
{
	return n->kind == NODE_ADD	  ? STEP_ADD
	       : n->kind == NODE_SUBTRACT ? STEP_SUBTRACT
	       : n->kind == NODE_MULTIPLY ? STEP_MULTIPLY
	       : n->kind == NODE_DIVIDE	  ? STEP_DIVIDE
					  : STEP_MODULO;
}

/* A calculation of constants. */
static bool fold(struct compile *c, const struct node *n, const struct value_type *t,
		 struct literal *out)
{
	struct value_type part = *t;
	struct literal a, b;
	bool done;

	part.sized = false;
	if (type_has_bytes(t) && !t->any)
		return compile_wrong(c, n, "there is no calculating with %s", type_name(t));
	if (!constant_read(c, n->a, &part, &a))
		return false;
	if (n->kind == NODE_NEGATE) {
		done = cell_negate(&a.lo, &out->lo);
	} else {
		if (!constant_read(c, n->b, &part, &b))
			return false;
		done = a.lo.kind != CELL_BYTES && b.lo.kind != CELL_BYTES;
		if (n->kind == NODE_BIT_AND && done)
			out->lo = (struct cell){ .kind = CELL_INT,
						 .u = a.lo.u & b.lo.u,
						 .negative = a.lo.negative && b.lo.negative };
		else
			done = done && cell_calculate(operation(n), &a.lo, &b.lo, &out->lo);
	}
	if (!done)
		return compile_wrong(c, n, "this calculation has no value");
	out->hi = out->lo;
	return true;
}

bool constant_read(struct compile *c, const struct node *n, const struct value_type *t,
		   struct literal *out)
{
	*out = (struct literal){ .hi = { .kind = CELL_HIGHEST } };
	switch ((enum node_kind)n->kind) {
	case NODE_LITERAL:
	case NODE_STRING:
	case NODE_CHAR:
	case NODE_NAME:
		if (!(t->any ? read_any : readers[t->type])(c, n, t, out))
			return false;
		if (out->hi.kind == CELL_HIGHEST)
			out->hi = out->lo;
		return true;
	case NODE_LIST:
		return compile_wrong(c, n, "$%s is a list: write \"in $%s\"", n->word, n->word);
	default:
		return fold(c, n, t, out);
	}
}

bool constant_other_family(const struct node *n, const struct value_type *t)
{
	uint32_t v4[2];
	uint8_t v6[2][16];

	if (n->kind == NODE_RANGE)
		n = n->a;
	if (n->word == NULL)
		return false;
	if (t->type == FIELD_IPV4)
		return literal_ipv6(n->word, n->word_len, v6[0], v6[1]) == ADDRESS_OK;
	return t->type == FIELD_IPV6 &&
	       literal_ipv4(n->word, n->word_len, &v4[0], &v4[1]) == ADDRESS_OK;
}

struct cell constant_bytes(struct compile *c, struct cell v, enum field_type type)
{
	uint32_t n = type == FIELD_MAC ? 6 : type == FIELD_IPV4 ? 4 : 0;

	if (n == 0 || v.kind != CELL_INT)
		return v;
	uint8_t *p = arena_get(c->arena, n);

	for (uint32_t i = 0; i < n; i++)
		p[i] = (uint8_t)(v.u >> 8 * (n - 1 - i));
	return cell_bytes(p, n);
}
