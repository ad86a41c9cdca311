#include <stdio.h>
#include <string.h>

#include "protocols/value.h"

uint64_t value_uint(const struct value *v, uint32_t i)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_UINT:
	case VALUE_INT:
		return v->u;
	case VALUE_FLOAT:
		return (uint64_t)v->f;
	case VALUE_RUN:
		return v->u + i;
	case VALUE_U8S:
		return v->p[i];
	case VALUE_BE16S:
		return (uint64_t)v->p[2 * (size_t)i] << 8 | v->p[2 * (size_t)i + 1];
	case VALUE_BITS:
		return v->p[i / 8] >> (i % 8) & 1;
	case VALUE_BYTES:
		break;
	}
	return 0;
}

static size_t hex(const struct value *v, char *out, size_t room)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = v->n > 0 ? 3 * (size_t)v->n - 1 : 0;

	if (n >= room)
		return n;
	for (uint32_t i = 0; i < v->n; i++) {
		if (i > 0)
			*out++ = ':';
		*out++ = digits[v->p[i] >> 4];
		*out++ = digits[v->p[i] & 15];
	}
	return n;
}

size_t value_text(const struct value *v, char *out, size_t room)
{
	enum field_type type = v->field != NULL ? v->field->type : FIELD_BYTES;
	int n = 0;

	if (v->kind == VALUE_BYTES && type != FIELD_TEXT)
		return hex(v, out, room);
	if (v->kind == VALUE_BYTES) {
		if (v->n < room)
			memcpy(out, v->p, v->n);
		return v->n;
	}
	if (v->kind == VALUE_FLOAT)
		n = snprintf(out, room, "%g", v->f);
	else if (v->kind == VALUE_INT)
		n = snprintf(out, room, "%lld", (long long)v->i);
	else if (type == FIELD_TIME)
		n = snprintf(out, room, "%llu.%09llu", (unsigned long long)v->u / 1000000000U,
			     (unsigned long long)v->u % 1000000000U);
	else
		n = snprintf(out, room, "%llu", (unsigned long long)value_uint(v, 0));
	return n > 0 ? (size_t)n : 0;
}

const char *field_value_name(const struct field *f, uint64_t u)
{
	if (f->names == NULL)
		return NULL;
	for (const struct name *n = f->names; n->name != NULL; n++) {
		if (n->value == u)
			return n->name;
	}
	return NULL;
}

const char *field_type_name(enum field_type type)
{
	static const char *const names[] = {
		[FIELD_UINT] = "number",       [FIELD_INT] = "signed number",
		[FIELD_BOOL] = "bool",	       [FIELD_FLOAT] = "float",
		[FIELD_BYTES] = "bytes",       [FIELD_TEXT] = "text",
		[FIELD_TIME] = "time",	       [FIELD_DURATION] = "duration",
		[FIELD_MAC] = "MAC address",   [FIELD_IPV4] = "IPv4 address",
		[FIELD_IPV6] = "IPv6 address",
	};

	return names[type];
}
