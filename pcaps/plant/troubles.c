#include "pcaps/plant/troubles.h"

#include <stdatomic.h>
#include <string.h>

/* clang-format off */
const struct trouble troubles[] = {
	{ "poll-stops",   "at 20 s the HMI closes its connection to PLC2 and asks it no more",
		TROUBLE_POLL_STOPS, HOST_PLC2, 20000, 0, VARIABLE_COUNT, 0 },
	{ "poll-pause",   "from 12 s to 16 s the HMI does not ask PLC2",
		TROUBLE_POLL_STOPS, HOST_PLC2, 12000, 16000, VARIABLE_COUNT, 0 },
	{ "poll-slower",  "from 20 s on the HMI polls PLC1 five times slower",
		TROUBLE_POLL_SLOWER, HOST_PLC1, 20000, 0, VARIABLE_COUNT, 5 },
	{ "silent",       "from 15 s to 28 s PLC2 answers no request",
		TROUBLE_SILENT, HOST_PLC2, 15000, 28000, VARIABLE_COUNT, 0 },
	{ "slow",         "from 20 s on PLC2 answers 285 ms later",
		TROUBLE_SLOW, HOST_PLC2, 20000, 0, VARIABLE_COUNT, 285 },
	{ "frozen",       "from 10 s on PLC2's measured values stay as they are",
		TROUBLE_FROZEN, HOST_PLC2, 10000, 0, VARIABLE_COUNT, 0 },
	{ "jump",         "from 12.5 s to 13.5 s PLC1 says that the raw water tank is at 4.2 %",
		TROUBLE_JUMP, HOST_PLC1, 12500, 13500, RAW_LEVEL, 4.2 },
	{ "pump-blocked", "P102 does not start",
		TROUBLE_PUMP_BLOCKED, HOST_PLC1, 0, 0, VARIABLE_COUNT, 0 },
};
/* clang-format on */
const size_t ntroubles = sizeof(troubles) / sizeof(troubles[0]);

const struct trouble *trouble_find(const char *name)
{
	for (size_t i = 0; i < ntroubles; i++)
		if (strcmp(troubles[i].name, name) == 0)
			return &troubles[i];
	return NULL;
}

bool trouble_active(const struct plant *plant, enum trouble_kind kind, enum host_id host)
{
	const struct trouble *t = plant->trouble;
	uint64_t start = atomic_load(&plant->start), now = clock_now();

	if (!t || t->kind != kind || t->host != host || !start || now < start)
		return false;

	uint64_t ms = (now - start) / 1000000;

	return ms >= t->from_ms && (!t->until_ms || ms < t->until_ms);
}
