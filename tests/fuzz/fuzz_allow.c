/*
 * The list of who may come in, from hostile bytes: it is read or refused with a reason, and what
 * was read is found by name and by key.
 */
#include <assert.h>
#include <string.h>

#include "collector/allow.h"

enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct allow a = { 0 };
	char why[256] = "";

	if (size > INPUT_MAX)
		return -1;
	if (!allow_parse(&a, "list", (const char *)data, size, why, sizeof(why))) {
		assert(a.n == 0 && strncmp(why, "list:", 5) == 0);
		return 0;
	}
	for (size_t i = 0; i < a.n; i++) {
		const struct allow_entry *e = &a.entries[i];

		assert(wire_name_good(e->name) && strcmp(e->name, ALLOW_OWN_NAME) != 0);
		assert(curve_key_good(e->key));
		assert(allow_by_name(&a, e->name) == e);
		assert(allow_by_key(&a, e->key) == e);
	}
	allow_free(&a);
	return 0;
}
