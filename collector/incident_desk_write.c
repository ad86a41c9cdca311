/*
 * Records that are due, onto the disk. A record that is written and not yet marked as such (a crash
 * lies in between) is written again, which changes nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "collector/evidence.h"
#include "collector/incident_desk_inside.h"
#include "common/log.h"

enum { SLICE = 8, RETRY_S = 5, DONE = SLICE };

/* Those of a slice that were written. */
struct slice {
	struct desk *d;
	uint64_t until;
	size_t n, done;
	bool stop;
	struct {
		char id[INCIDENT_ID];
		uint32_t revision;
	} ids[DONE];
};

static uint64_t monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * DESK_SECOND + (uint64_t)t.tv_nsec;
}

static void failed(struct desk *d, const char *why)
{
	d->failures++;
	if (!d->trouble || strcmp(d->said, why) != 0)
		log_warnx("records cannot be written: %s; they are kept in the store until they "
			  "can",
			  why);
	(void)snprintf(d->said, sizeof(d->said), "%s", why);
	d->trouble = true;
	d->until = monotonic() + RETRY_S * DESK_SECOND;
}

/* A record names only files that are there. */
static bool keep_evidence(struct desk *d, const struct incident *i, char *why, size_t size)
{
	for (uint32_t k = 0; k < i->nevidence; k++) {
		if (!evidence_keep(d->store, incident_files_folder(d->files), &i->evidence[k], why,
				   size))
			return false;
	}
	return true;
}

static void write_one(void *ctx, const struct incident *i)
{
	struct slice *x = ctx;
	char why[DESK_WHY] = "";

	x->n++;
	if (x->stop || (x->done > 0 && monotonic() >= x->until))
		return;
	if (!keep_evidence(x->d, i, why, sizeof(why)) ||
	    !incident_files_write(x->d->files, i, why, sizeof(why))) {
		failed(x->d, why);
		x->stop = true;
		return;
	}
	memcpy(x->ids[x->done].id, i->id, sizeof(i->id));
	x->ids[x->done++].revision = i->revision;
}

/* The store may take nothing now: the files are there, and are only written again. */
static bool mark(struct desk *d, const struct slice *x)
{
	bool good = store_begin(d->store);

	for (size_t k = 0; good && k < x->done; k++)
		good = incident_store_done(d->store, x->ids[k].id, x->ids[k].revision);
	if (good && store_commit(d->store))
		return true;
	store_rollback(d->store);
	d->until = monotonic() + RETRY_S * DESK_SECOND;
	return false;
}

static void wrote(struct desk *d, size_t n)
{
	d->written += n;
	d->due -= n < d->due ? n : d->due;
	if (!d->trouble)
		return;
	d->trouble = false;
	log_info("records are written again");
}

bool desk_write(struct desk *d, uint64_t budget)
{
	uint64_t now = monotonic();
	struct slice x = { .d = d, .until = now + budget };

	if (now < d->until)
		return false;
	if (!incident_store_due(d->store, SLICE, write_one, &x)) {
		d->until = now + RETRY_S * DESK_SECOND;
		return false;
	}
	if (x.n == 0)
		d->due = 0;
	if (x.done == 0 || !mark(d, &x))
		return false;
	if (!x.stop)
		wrote(d, x.done);
	return !x.stop && (x.n > x.done || x.n == SLICE);
}

void desk_stats(const struct desk *d, struct desk_stats *out)
{
	*out = (struct desk_stats){
		.written = d->written,
		.failures = d->failures,
		.commands = d->commands,
		.due = d->due,
		.trouble = d->trouble,
	};
	correlate_stats(d->correlate, &out->correlate);
}
