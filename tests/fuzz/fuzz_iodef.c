/*
 * Other parties' records, from hostile bytes: read or refused with a reason; of what is read every
 * text is one that an incident may have, and every count is of what is there.
 */
#include <assert.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_read.h"
#include "collector/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CLEAN(s) assert(memchr((s), '\0', sizeof(s)) != NULL && incident_is_clean((s), strlen(s)))

static bool check(void *ctx, const struct incident *i)
{
	enum tlp tlp;

	(void)ctx;
	CLEAN(i->id);
	CLEAN(i->issuer);
	CLEAN(i->title);
	CLEAN(i->summary);
	CLEAN(i->source.name);
	CLEAN(i->target.role);
	assert(i->id[0] != '\0' && record_read_fqdn(i->issuer) && tlp_parse(i->tlp, &tlp));
	assert(i->status < INCIDENT_STATUSES && i->class < INCIDENT_CLASSES &&
	       i->confidence <= 100);
	assert(i->nrules <= INCIDENT_RULES && i->ntechniques <= INCIDENT_TECHNIQUES);
	assert(i->nvalues <= INCIDENT_VALUES && i->nsensors <= INCIDENT_SENSORS);
	assert(i->nevidence <= INCIDENT_EVIDENCE && i->nrelated <= INCIDENT_RELATED);
	assert(i->nhistory <= INCIDENT_HISTORY && i->ntargets <= INCIDENT_TARGETS);
	assert(i->source.nips <= INCIDENT_IPS && i->target.nips <= INCIDENT_IPS);
	for (uint32_t k = 0; k < i->nhistory; k++) {
		assert(i->history[k].action < ACTION_ACTIONS);
		CLEAN(i->history[k].text);
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char why[256] = "";

	if (!record_read_iodef((const char *)data, size, check, NULL, why, sizeof(why)))
		assert(why[0] != '\0');
	return 0;
}
