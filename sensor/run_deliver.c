#include "sensor/run_deliver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "common/log.h"
#include "common/version.h"
#include "sensor/commands.h"
#include "sensor/deliver/clock.h"
#include "sensor/paths.h"
#include "sensor/run.h"
#include "sensor/summary_format.h"

#define MS_NS	  UINT64_C(1000000)
#define SECOND_NS (1000 * MS_NS)

/* Of the spool: a segment is freed when all in it was acknowledged. */
enum { SEGMENT_LEAST = 256 * 1024, SEGMENT_MOST = 16 * 1024 * 1024, SEGMENTS = 32 };

enum { SAID = SPOOL_ERROR, BATCH_BYTES = 512 * 1024 };

static_assert((int)SUMMARY_EVENTS == (int)EVENT_KINDS, "the summary knows all kinds of events");

/* ---- start ------------------------------------------------------------------------------- */

static bool digest_baseline(struct run_deliver *d)
{
	uint8_t sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state h;
	uint8_t chunk[8192];
	FILE *f;
	size_t n;

	if (d->options->baseline == NULL)
		return true;
	f = fopen(d->options->baseline, "rbe");
	if (f == NULL)
		return false;
	(void)crypto_hash_sha256_init(&h);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		(void)crypto_hash_sha256_update(&h, chunk, n);
	bool good = ferror(f) == 0;

	(void)fclose(f);
	(void)crypto_hash_sha256_final(&h, sum);
	(void)sodium_bin2hex(d->baseline_digest, sizeof(d->baseline_digest), sum, sizeof(sum));
	return good;
}

int run_deliver_prepare(struct run_deliver *d, const struct sensor_options *o)
{
	*d = (struct run_deliver){ .options = o };
	if (o->collector.n == 0 || o->learning)
		return EXIT_DONE;
	return run_delivery_find(&d->found, o) ? EXIT_DONE : EXIT_USAGE;
}

void run_deliver_tell(void *ctx, const struct alert *alert)
{
	struct run_deliver *d = ctx;

	d->next.tell(d->next.ctx, alert);
	if (d->outlet != NULL)
		outlet_alert(d->outlet, alert);
}

/* The folders above the usual place of the spool; who names one has it. */
static void make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)paths_make_folder(path);
		*slash = '/';
	}
}

static uint64_t segment_of(uint64_t size)
{
	uint64_t n = size / SEGMENTS;

	return n < SEGMENT_LEAST ? SEGMENT_LEAST : n > SEGMENT_MOST ? SEGMENT_MOST : n;
}

bool run_deliver_open(struct run_deliver *d, uint64_t epoch, bool live)
{
	const struct sensor_options *o = d->options;
	const struct run_delivery *found = &d->found;
	char error[SAID];
	struct deliver_options options = {
		.spool = { .path = found->spool,
			   .limit = o->spool_size,
			   .segment = segment_of(o->spool_size),
			   .max_age = o->spool_age,
			   .sync = (enum spool_sync)o->spool_sync,
			   .sync_interval = o->sync_interval },
		.link = { .collectors = o->collector.items,
			  .ncollectors = o->collector.n,
			  .name = found->name,
			  .public = found->key.public,
			  .secret = found->key.secret,
			  .server_key = found->collector,
			  .program = "kagami-sensor " KAGAMI_VERSION,
			  .heartbeat = o->link_timeout / 3,
			  .timeout = o->link_timeout,
			  .retry_min = 250 * MS_NS,
			  .retry_max = 30 * SECOND_NS,
			  .batch_events = WIRE_BATCH_EVENTS,
			  .batch_bytes = BATCH_BYTES,
			  .clock = clock_read },
		.queue = sensor_queue(o),
		.epoch = epoch,
		.patient = !live,
		.stop = &run_stopped,
		.interval = o->batch_interval,
	};

	if (o->spool == NULL)
		make_parents(d->found.spool);
	d->deliver = deliver_start(&options, error, sizeof(error));
	if (d->deliver == NULL)
		log_error("%s", error);
	return d->deliver != NULL;
}

/* Gives the outlet its dictionary; a read may be stopped while it waits for the spool. */
static bool start_outlet(struct run_deliver *d, const struct run_deliver_start *s)
{
	const struct sensor_options *o = d->options;
	bool evidence = o->evidence == EVIDENCE_ALERTS;
	struct outlet_options options = { .operations = (enum send_operations)o->send,
					  .objects = (uint32_t)o->last_values,
					  .round = 10 * SECOND_NS,
					  .interval = 300 * SECOND_NS,
					  .live = s->live,
					  .health_interval = 60 * SECOND_NS,
					  .capture = s->capture,
					  .evidence = { .ring = evidence ? (size_t)o->evidence_ring
									 : 0,
							.frames = (uint32_t)o->evidence_frames,
							.bytes = (uint32_t)o->evidence_bytes },
					  .counters = s->counters,
					  .ctx = s->ctx };

	d->outlet = outlet_new(&options, d->deliver, s->pl);
	if (d->outlet == NULL || !outlet_rules(d->outlet, s->set, d->baseline_digest)) {
		if (!run_stopped)
			log_warnx("no memory for what is delivered; see `kagami-sensor check`");
		return false;
	}
	s->pl->outlet = d->outlet;
	outlet_health(d->outlet, "started", NULL);
	return true;
}

int run_deliver_start(struct run_deliver *d, const struct run_deliver_start *s)
{
	if (d->options->collector.n == 0 || d->options->learning)
		return EXIT_DONE;
	d->pl = s->pl;
	if (!digest_baseline(d)) {
		log_warn("%s", d->options->baseline);
		return EXIT_FAILED;
	}
	return run_deliver_open(d, s->epoch, s->live) && start_outlet(d, s) ? EXIT_DONE
									    : EXIT_FAILED;
}

void run_deliver_rules(struct run_deliver *d, const struct ruleset *set)
{
	if (d->outlet != NULL && !outlet_rules(d->outlet, set, d->baseline_digest))
		log_warnx("no memory to tell the collector of the new rules");
}

void run_deliver_cut(struct run_deliver *d)
{
	if (d->outlet == NULL)
		return;
	d->pl->outlet = NULL;
	outlet_free(d->outlet);
	d->outlet = NULL;
}

/* ---- the end ----------------------------------------------------------------------------- */

/* "12 alerts, 1 asset" */
static struct text by_kind(const uint64_t n[EVENT_KINDS])
{
	struct text t = { "" };

	for (unsigned i = EVENT_KINDS; i-- > 0;) {
		enum event_kind k = event_kind_shed(i);
		const char *comma = t.s[0] != '\0' ? ", " : "";

		if (n[k] == 0)
			continue;
		if (k == EVENT_HEALTH || k == EVENT_PACKETS)
			format_add(&t, "%s%llu of %s", comma, (unsigned long long)n[k],
				   event_kind_name(k));
		else
			format_add(&t, "%s%s", comma, format_many(n[k], event_kind_name(k)).s);
	}
	return t;
}

/* Returns the events of this run that were taken. */
static uint64_t sum_up(struct run_deliver *d, const struct deliver_stats *s,
		       uint64_t taken[EVENT_KINDS])
{
	struct summary_delivery *out = &d->summary;
	uint64_t all = 0;

	*out = (struct summary_delivery){ .collector = s->link.collector,
					  .sensor = d->found.name,
					  .state = uplink_state_name(s->link.state),
					  .before = deliver_known(s),
					  .left = s->spool.events,
					  .expired = s->spool.expired,
					  .sessions = s->link.sessions,
					  .refusals = s->link.refusals };
	(void)snprintf(out->refusal, sizeof(out->refusal), "%s", s->link.refusal);
	for (unsigned k = 0; k < EVENT_KINDS; k++) {
		out->offered[k] = s->offered[k];
		out->shed[k] = s->shed[k];
		taken[k] = s->offered[k] - s->shed[k];
		all += taken[k];
	}
	return all;
}

void run_deliver_say_left(const struct run_deliver *d, uint64_t left, const char *collector)
{
	log_warnx("%s not delivered to %s: they stay in the spool %s, and the next run with it "
		  "sends them",
		  format_many(left, "event").s, collector, d->found.spool);
}

static void say_how(const struct run_deliver *d, const uint64_t taken[EVENT_KINDS], uint64_t all)
{
	const struct summary_delivery *s = &d->summary;

	if (s->left > 0)
		run_deliver_say_left(d, s->left, s->collector);
	else if (all == 0)
		log_info("there were no events to deliver");
	else if (s->before == all)
		log_info("these %s were delivered before; --again sends them as new",
			 format_many(all, "event").s);
	else
		log_info("%s delivered to %s: %s", format_many(all, "event").s, s->collector,
			 by_kind(taken).s);
	if (s->before > 0 && s->before < all)
		log_info("%llu of them by an earlier run", (unsigned long long)s->before);
}

bool run_deliver_end(struct run_deliver *d, struct summary_capture *capture)
{
	uint64_t taken[EVENT_KINDS];
	uint64_t linger = d->options->linger;
	struct outlet_stats chosen = { { 0 } };
	struct deliver_stats s;
	bool cut = d->outlet == NULL;
	uint64_t left;

	if (d->deliver == NULL)
		return true;
	if (!cut) {
		outlet_health(d->outlet, capture->files != NULL ? "finished" : "stopped", capture);
		outlet_stats(d->outlet, &chosen);
	}
	/* Another signal ends the waiting; who interrupted a read does not want any. */
	run_stopped = 0;
	left = deliver_finish(d->deliver, cut ? 0 : linger);
	deliver_stats(d->deliver, &s);
	say_how(d, taken, sum_up(d, &s, taken));
	d->summary.unchanged = chosen.unchanged;
	d->summary.forgotten = chosen.forgotten;
	capture->delivery = &d->summary;
	return left == 0;
}

void run_deliver_free(struct run_deliver *d)
{
	if (d->outlet != NULL && d->pl != NULL)
		d->pl->outlet = NULL;
	outlet_free(d->outlet);
	deliver_free(d->deliver);
	curve_key_forget(&d->found.key);
	d->outlet = NULL;
	d->deliver = NULL;
}
