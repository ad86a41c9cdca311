#ifndef COLLECTOR_CORRELATE_H
#define COLLECTOR_CORRELATE_H
/*
 * Alerts become incidents. Pure and deterministic: alerts and commands in, incidents that changed
 * out; no I/O but to ask what is known of an address, no clock of its own. Time is what the events
 * say, in the order in which they are in the store, so that the same events give the same incidents
 * and revisions in whatever batches they come, and again after a crash.
 *
 * Everything is bounded: open incidents have a limit, beyond which the one not heard of for longest
 * is resolved (counted).
 */
#include "collector/incident.h"
#include "collector/incident_tables.h"

struct correlate;

struct correlate_options {
	const struct incident_tables *tables;
	const char *site;   /* of alerts whose sensor has none */
	const char *issuer; /* FQDN */
	const char *sector, *country, *tlp;
	uint32_t max_open; /* incidents */
	uint64_t quiet;	   /* ns without an alert until it is resolved (tables may say else) */
	uint64_t chain;	   /* ns between steps of a chain */
	uint64_t revise;   /* ns between revisions (60 s) */
	/* What is known of an end's address, after all events that were told and no others: name,
	 * vendor, model, firmware, role, zone. False: nothing. NULL: nothing of any. */
	bool (*known)(void *ctx, const struct incident_end *e, struct incident_end *out);
	void *ctx;
};

/* NULL: no memory. */
struct correlate *correlate_new(const struct correlate_options *o);
void correlate_free(struct correlate *c);

/* An alert as it is in the store. */
struct correlate_alert {
	const char *sensor;
	const char *site; /* of the sensor; NULL: the options' */
	uint64_t epoch, seq, received;
	const Kagami__Event *event; /* with an alert */
	const Kagami__Rule *rule;
	const struct dictionary *dictionary;
};

/* Incidents that have a new revision, in order. The pointer is good until the next call. */
struct correlate_change {
	const struct incident *incident;
	bool is_new;
};
typedef void correlate_tell(void *ctx, const struct correlate_change *change);

/* An alert whose number is not above the last one of its epoch was told before and is passed over.
 */
void correlate_alert(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		     void *ctx);
/* An operation: an answer to what an incident's alerts are about says whether that succeeded. */
void correlate_operation(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
			 void *ctx);
/* The packets of an alert: the evidence of the incident that has it says what its file will be. */
void correlate_packets(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		       void *ctx);
/* An asset, after `known` knows of it: open incidents say what it is. */
void correlate_asset(struct correlate *c, const struct correlate_alert *a, correlate_tell *tell,
		     void *ctx);
/* A sensor's time goes on (health, any other event): revisions and resolutions that are due. */
void correlate_time(struct correlate *c, const char *sensor, uint64_t epoch, uint64_t time,
		    bool finished, correlate_tell *tell, void *ctx);

/* What a person does. */
enum correlate_verb {
	DO_ACK,
	DO_ASSIGN,
	DO_CLOSE,  /* as `status`: resolved, false-positive, duplicate (of `other`), withdrawn */
	DO_REOPEN, /* a new incident that points back */
	DO_MERGE,  /* `other` becomes part of it */
	DO_NOTE,
	DO_SENT,
	DO_ACKED,
	DO_STAGE, /* report stage, malicious, cross-border, NISC, NCISS */
};
struct correlate_command {
	enum correlate_verb verb;
	const char *id, *other, *who, *text;
	enum incident_status status;
	uint64_t time;
};
/* Is it here, so that a command can be done to it? Closed ones leave, those that were asked for
 * longest ago first; correlate_restore() brings back what the store has of them. */
bool correlate_knows(struct correlate *c, const char *id);
/*
 * False: *why says what is wrong with it, a static text. What is done is told at once, as a
 * revision. `text` is the note; the assignee; the number that a recipient (who) gave it;
 * of DO_SENT the recipient's FQDN and, after ": ", what was sent; of DO_STAGE words such as
 * "stage=early-warning malicious=yes cross-border=unknown nisc=3 nciss=62.5".
 */
bool correlate_do(struct correlate *c, const struct correlate_command *command,
		  correlate_tell *tell, void *ctx, const char **why);

/*
 * State: what a restart needs, written in the same transaction as the events that made it: every
 * incident that changed (correlate_changed), and the rest (correlate_state), which is small. A
 * restart gives back all open incidents (correlate_restore, in any order) and then the rest.
 */

/* Incidents that changed since the last call, also those without a new revision: they go into the
 * store under the revision that they have, without taking the place of that revision's record. */
void correlate_changed(struct correlate *c, void (*tell)(void *ctx, const struct incident *i),
		       void *ctx);
/* All that are open. */
void correlate_each(const struct correlate *c, void (*tell)(void *ctx, const struct incident *i),
		    void *ctx);
/* False: there is no room. */
bool correlate_restore(struct correlate *c, const struct incident *i);
/* Bytes of all the rest; 0: it does not fit; it never needs more than correlate_state_max(). */
size_t correlate_state(const struct correlate *c, uint8_t *out, size_t room);
size_t correlate_state_max(const struct correlate *c);
/* False: these are not such bytes. What they say of incidents that are not here is passed over. */
bool correlate_restore_state(struct correlate *c, const uint8_t *p, size_t n);

struct correlate_stats {
	uint64_t alerts, incidents, joined, chains, revisions, evicted;
	uint32_t open;
	size_t memory; /* bytes that it may take, at most */
};
void correlate_stats(const struct correlate *c, struct correlate_stats *out);

#endif
