#include "pcaps/plant/troubles.h"

#include <stdatomic.h>
#include <string.h>

struct trouble troubles[TROUBLES_MAX];
size_t ntroubles;

const char *const trouble_kind_names[TROUBLE_KINDS] = {
	[TROUBLE_POLL_STOPS] = "poll-stops", [TROUBLE_POLL_SLOWER] = "poll-slower",
	[TROUBLE_SILENT] = "silent",	     [TROUBLE_SLOW] = "slow",
	[TROUBLE_FROZEN] = "frozen",	     [TROUBLE_JUMP] = "jump",
	[TROUBLE_STATE] = "state",
};

const struct trouble *trouble_find(const char *name)
{
	for (size_t i = 0; i < ntroubles; i++)
		if (strcmp(troubles[i].name, name) == 0)
			return &troubles[i];
	return NULL;
}

void trouble_begin(struct plant *plant, const struct trouble *trouble, uint64_t at)
{
	atomic_store(&plant->trouble_start[trouble - troubles], at);
}

bool trouble_is(const struct plant *plant, const struct trouble *t)
{
	uint64_t start = atomic_load(&plant->trouble_start[t - troubles]), now;

	if (t->when >= 0 && atomic_load(&plant->value[t->when]) >= 0.5)
		return true;
	if (!start)
		return false;
	now = clock_now();
	if (now < start)
		return false;

	uint64_t ms = (now - start) / 1000000;

	return ms >= t->from_ms && (!t->until_ms || ms < t->until_ms);
}

const struct trouble *trouble_active(const struct plant *plant, enum trouble_kind kind, int host)
{
	for (size_t i = 0; i < ntroubles; i++)
		if (troubles[i].kind == kind && troubles[i].host == host &&
		    trouble_is(plant, &troubles[i]))
			return &troubles[i];
	return NULL;
}
