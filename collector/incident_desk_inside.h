#ifndef COLLECTOR_INCIDENT_DESK_INSIDE_H
#define COLLECTOR_INCIDENT_DESK_INSIDE_H
/* What the parts of the desk share; nobody else includes it. */
#include "collector/incident_desk.h"

enum { DESK_WHY = 512 };

#define DESK_MS	    UINT64_C(1000000)
#define DESK_SECOND UINT64_C(1000000000)

struct desk {
	const struct collector_options *o;
	struct store *store;
	struct incident_tables *tables;
	struct correlate *correlate;
	struct incident_files *files;
	struct incident *incident; /* one at hand */
	uint8_t *state;
	size_t room;
	bool stale;  /* correlation is ahead of the store */
	bool failed; /* something of this transaction cannot be stored */
	bool heard;  /* something since the last commit */
	uint64_t unrestored, due;
	char opened[INCIDENT_ID]; /* the last one that is new */
	char why[DESK_WHY];

	/* writing */
	uint64_t written, failures, commands;
	uint64_t until;	     /* monotonic: not tried before */
	bool trouble;	     /* the last try failed */
	char said[DESK_WHY]; /* why */
};

/* What correlation tells; ctx: the desk. */
void desk_told(void *ctx, const struct correlate_change *change);

#endif
