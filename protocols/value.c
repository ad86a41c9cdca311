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
