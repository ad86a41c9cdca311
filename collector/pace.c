#include "collector/pace.h"

#include "collector/once.h"

#define EVERY_NS UINT64_C(1000000000)

bool pace_may(struct pace *p, const char *name, uint64_t monotonic)
{
	uint64_t *until = &p->until[once_hash(name) % PACE_PLACES];

	if (*until < monotonic)
		*until = monotonic;
	if (*until - monotonic > (PACE_AT_ONCE - 1) * EVERY_NS)
		return false;
	*until += EVERY_NS;
	return true;
}
