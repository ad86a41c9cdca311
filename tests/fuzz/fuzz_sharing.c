/* sharing.yaml, from hostile bytes: read, or refused with something said; what was read agrees. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "collector/record_read.h"
#include "collector/sharing.h"

enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct due due[SHARING_REGIMES];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct incident grave = { .severity = 4, .aware = 1 };
	const struct recipient *who;
	const struct regime *regimes;
	struct sharing *s;

	if (size > INPUT_MAX)
		return -1;
	s = sharing_parse("sharing.yaml", (const char *)data, size);
	if (s == NULL)
		return 0;
	assert(record_read_fqdn(sharing_party(s)->fqdn));
	for (size_t k = 0, n = sharing_recipients(s, &who); k < n; k++) {
		assert(sharing_recipient(s, who[k].name) == &who[k]);
		assert(sharing_by_fqdn(s, who[k].fqdn) == &who[k]);
		assert(who[k].clearance <= TLP_RED && who[k].formats != 0);
		assert(!who[k].sites || who[k].clearance == TLP_RED);
	}
	for (size_t k = 0, n = sharing_regimes(s, &regimes); k < n; k++)
		assert(sharing_recipient(s, regimes[k].recipient) != NULL);
	for (size_t k = 0, n = sharing_due(s, &grave, due); k < n; k++)
		assert(due[k].recipient != NULL && due[k].at >= due[k].regime->due);
	sharing_free(s);
	return 0;
}
