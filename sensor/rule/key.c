#include <string.h>

#include "sensor/rule/program.h"

enum key_kind key_kind_of(enum field_type type)
{
	static const uint8_t kinds[] = {
		[FIELD_UINT] = KEY_PLAIN,  [FIELD_INT] = KEY_SIGNED,	  [FIELD_BOOL] = KEY_PLAIN,
		[FIELD_FLOAT] = KEY_FLOAT, [FIELD_BYTES] = KEY_HASH,	  [FIELD_TEXT] = KEY_HASH,
		[FIELD_TIME] = KEY_PLAIN,  [FIELD_DURATION] = KEY_SIGNED, [FIELD_MAC] = KEY_MAC,
		[FIELD_IPV4] = KEY_IPV4,   [FIELD_IPV6] = KEY_HASH,
	};

	return (enum key_kind)kinds[type];
}

uint64_t key_of_float(double f)
{
	uint64_t bits;

	if (!(f < 0) && !(f > 0) && f == f)
		f = 0; /* -0 is 0 */
	memcpy(&bits, &f, sizeof(bits));
	return bits >> 63 != 0 ? ~bits : bits | UINT64_C(1) << 63;
}

/* FNV-1a, and a last mixing so that short texts differ in all bits. */
uint64_t key_of_bytes(const uint8_t *p, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	h *= UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 32;
}

bool value_key(const struct value *v, uint32_t i, uint64_t *key)
{
	enum field_type type = v->field != NULL ? v->field->type : FIELD_UINT;
	enum key_kind kind = key_kind_of(type);

	if (i >= value_count(v))
		return false;
	if (v->kind == VALUE_BYTES) {
		if (!key_read(kind, v, 0, key))
			*key = key_of_bytes(v->p, v->n);
		return true;
	}
	/* A field whose values are of several types: numbers by their own. */
	if (kind > KEY_FLOAT || (kind != KEY_FLOAT && v->kind == VALUE_FLOAT))
		kind = v->kind == VALUE_FLOAT ? KEY_FLOAT : KEY_PLAIN;
	return key_read(kind, v, i, key);
}
