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

/* Eight bytes at a time; the last mixing makes short texts differ in all bits. */
uint64_t key_of_bytes(const uint8_t *p, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ n, w;

	for (; n >= sizeof(w); n -= sizeof(w), p += sizeof(w)) {
		memcpy(&w, p, sizeof(w));
		h = (h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	for (w = 0; n > 0; n--)
		w = w << 8 | p[n - 1];
	h = (h ^ w) * UINT64_C(0xd6e8feb86659fd93);
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
	bool is_float = value_element_kind(v) == VALUE_FLOAT;

	if (kind > KEY_FLOAT || (kind != KEY_FLOAT && is_float))
		kind = is_float ? KEY_FLOAT : KEY_PLAIN;
	return key_read(kind, v, i, key);
}
