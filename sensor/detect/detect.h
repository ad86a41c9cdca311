#ifndef SENSOR_DETECT_DETECT_H
#define SENSOR_DETECT_DETECT_H
/*
 * Stage 8, detection: everything the pipeline sees is offered here; rules whose conditions hold,
 * and whose states agree, become alerts. Runs on the capture's time alone, so that the same frames
 * give the same alerts at any speed. Allocates nothing between detect_new(), detect_use() and
 * detect_free().
 */
#include "sensor/detect/alert.h"
#include "sensor/detect/baseline.h"
#include "sensor/stat.h"

struct detect;
struct dpi;

struct detect_options {
	struct ruleset *set;	   /* becomes detection's own */
	struct baseline *baseline; /* NULL: learned rules are quiet; it must outlive detection */
	bool learning;		   /* learned rules fill the baseline and never fire */
	uint32_t states;	   /* entries of the table of states */
	struct alert_sink sink;
};

/* NULL: no memory; the set is then still the caller's. */
struct detect *detect_new(const struct detect_options *options);
void detect_free(struct detect *d);

/* Which tables subjects look things up in. Must outlive detection. */
void detect_attach(struct detect *d, struct observe *observe);

/* From now on this set, which becomes detection's own. States, last values of process variables and
 * throttles of what did not change go on. False: no memory, and all is as it was. */
bool detect_use(struct detect *d, struct ruleset *set) __attribute__((warn_unused_result));
const struct ruleset *detect_set(const struct detect *d);

/* Does any rule ask of single packets? detect_packet() need not be called when not. */
bool detect_packets_wanted(const struct detect *d);

/* A packet that was parsed and belongs to the flow. */
void detect_packet(struct detect *d, const struct packet *pkt, const struct flow *f, unsigned end);
/* A message of the flow was decoded; pkt: the packet that is at hand, which need not be its. */
void detect_message(struct detect *d, const struct flow *f, unsigned end, const struct dec *dec,
		    const struct packet *pkt);
/* A request of the flow stayed without an answer, which is known at that time (ns). */
void detect_unanswered(struct detect *d, const struct flow *f, const struct pair *request,
		       uint64_t at);
/* Something happened to the flow, which is known at that time (ns). facts: what inspection says,
 * NULL: nothing; engine: names its protocols. pkt: the packet at hand; NULL: none, it happened when
 * the flow was last heard. */
void detect_flow(struct detect *d, const struct flow *f, enum flow_event event, uint64_t at,
		 const struct dpi_facts *facts, const struct dpi *engine, const struct packet *pkt);
/* What happened to assets since the last call: empties the table's list of news. */
void detect_assets(struct detect *d, struct assets *assets, uint64_t at, uint64_t frame);

/* Times are not those of the capture, as goose_seqs_moved() has it. */
void detect_moved(struct detect *d, int64_t ns);

/* When detect_until() next has something to do, ns. */
uint64_t detect_next(const struct detect *d);
/* Time has come to now: what was waited for in vain, and the capture's own counters. */
void detect_until(struct detect *d, uint64_t now, const struct stats *stats, uint64_t messages);

/* The capture ends at now (ns): the counters of a period that is not over yet. A rule fires on them
 * only if the shortness of the time cannot be why. */
void detect_end(struct detect *d, uint64_t now, const struct stats *stats, uint64_t messages);

/* The file that begins at `to` is not the one that ended at `from`: nobody was silent between, if
 * that is so long that they are two captures. */
void detect_paused(struct detect *d, uint64_t from, uint64_t to, const struct stats *stats,
		   uint64_t messages);

struct detect_counts {
	uint64_t alerts[PRIORITIES];
	uint64_t throttled;
	uint64_t evicted;	/* states that gave way */
	uint64_t goose_evicted; /* GOOSE control blocks that gave way to others */
	uint64_t distinct_full; /* values that a count of different ones had no room for */
	uint64_t baseline_full; /* combinations that the baseline had no room for */
	uint64_t quiet_rules;	/* rules that need a baseline and have none */
};
void detect_counts(const struct detect *d, struct detect_counts *out);
/* How often each rule of the set fired and was told, by index; throttled ones: held back. */
const uint64_t *detect_fired(const struct detect *d);
const uint64_t *detect_held(const struct detect *d);

#endif
