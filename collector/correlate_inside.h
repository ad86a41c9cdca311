#ifndef COLLECTOR_CORRELATE_INSIDE_H
#define COLLECTOR_CORRELATE_INSIDE_H
/*
 * What the parts of correlate share.
 *
 *	correlate.c		an alert, a time, from outside
 *	correlate_facts.c	what an alert says: ends, key, texts
 *	correlate_find.c	the open incident that it belongs to
 *	correlate_join.c	what the incident gains by it
 *	correlate_lead.c	the alert that it is called by, its severity
 *	correlate_life.c	opening, closing, numbers, links
 *	correlate_asset.c	what is known of the ends
 *	correlate_stream.c	the times of sensors; revisions and resolutions that are due
 *	correlate_index.c	slots and how they are found
 *	correlate_do.c		what people do
 *	correlate_state.c	what a restart needs
 *
 * Nothing may depend on where something lies in memory or in a hash table: of several candidates
 * the latest, then the one with the smallest id is taken.
 */
#include "collector/correlate.h"

enum {
	CORRELATE_KEY = 16,	   /* bytes of an identity */
	CORRELATE_KEYS = 16,	   /* of an incident */
	CORRELATE_SEEN = 8,	   /* streams that saw an incident */
	CORRELATE_STREAMS = 1024,  /* sensors, and files that they read */
	CORRELATE_DAYS = 1024,	   /* whose last number is kept */
	CORRELATE_FILTER = 64,	   /* bytes: what was counted already */
	CORRELATE_SITE = 32,	   /* bytes of a site in an id */
	CORRELATE_HISTORY_HEAD = 8 /* the first entries of a history stay */
};

#define CORRELATE_NONE	 UINT32_MAX
#define CORRELATE_NEVER	 UINT64_MAX
#define CORRELATE_SECOND UINT64_C(1000000000)
#define CORRELATE_DAY	 (86400 * CORRELATE_SECOND)
/* Incidents on one target within that time of each other are one case. */
#define CORRELATE_CASE (3600 * CORRELATE_SECOND)

struct identity {
	uint8_t b[CORRELATE_KEY];
};

/* ---- slots -------------------------------------------------------------------------------- */

struct seen {
	uint32_t stream;     /* CORRELATE_NONE: it is forgotten */
	uint32_t next, prev; /* others that the stream saw: slot * CORRELATE_SEEN + number */
};

struct slot {
	struct incident *i;
	bool used, open;
	bool changed;	  /* since its last revision */
	bool actor;	  /* somebody does something: chains go by him */
	uint64_t revised; /* event time of its last revision */
	uint64_t quiet;
	uint32_t lead;	  /* how weighty the leading alert is; from 1 */
	uint64_t scanned; /* the last alert that leads before all others */
	uint32_t nseen, nkeys;
	struct seen seen[CORRELATE_SEEN];
	struct identity keys[CORRELATE_KEYS];
	struct identity group; /* ABOUT_DEVICE: the device */
	bool grouped;
	uint8_t targets[CORRELATE_FILTER], values[CORRELATE_FILTER];
	uint32_t older, newer; /* in the list of open or closed ones, by the last alert */
};

struct list {
	uint32_t oldest, newest, n;
};

/* What an identity stands for in the index. */
enum index_kind {
	INDEX_ID,
	INDEX_KEY,
	INDEX_SOURCE,
	INDEX_TARGET,
	INDEX_GROUP,
	INDEX_NOBODY, /* neither source nor target is known: the site */
	INDEX_KINDS
};

struct node {
	uint64_t hash;
	uint32_t slot, next;
};

struct index {
	uint32_t *buckets;
	uint32_t nbuckets; /* a power of two */
	struct node *nodes;
	uint32_t n, room, free; /* nodes that were ever used; allocated; first free one */
	uint8_t secret[16];
};

/* ---- streams ------------------------------------------------------------------------------ */

/* A sensor's live epochs are one stream, in which time goes on; each file that was read is one. */
struct stream {
	char sensor[WIRE_NAME_MAX + 1];
	uint32_t hash;	/* of the name, so that most need no comparison */
	uint64_t epoch; /* the newest; of a file: its own */
	uint64_t last_seq, watermark;
	uint64_t due; /* nothing that it saw is due before */
	bool used, file, finished;
	uint32_t first; /* what it saw: slot * CORRELATE_SEEN + number */
	uint64_t turn;	/* when it was used last */
};

struct day {
	uint32_t day, last; /* days since 1970; the last number given */
};

/* A closed incident, to be pointed back to. */
struct remembered {
	struct identity key;
	char id[INCIDENT_ID];
};

struct correlate {
	struct correlate_options o;
	char *texts; /* of the options */
	struct slot *slots;
	struct incident *incidents;
	uint8_t *touched; /* of each slot: since correlate_changed() */
	uint32_t nslots, max_closed;
	struct list open, closed, free;
	struct index index;
	struct stream *streams;
	uint32_t *due; /* room for slots that are due */
	uint64_t turn;
	struct day days[CORRELATE_DAYS];
	uint32_t ndays, floor; /* numbers of days that were forgotten reach that far */
	struct remembered *remembered;
	uint32_t nremembered, next_remembered;
	struct correlate_stats stats;
};

/* Where changes go. */
struct told {
	correlate_tell *tell;
	void *ctx;
};

/* ---- facts -------------------------------------------------------------------------------- */

struct facts {
	const struct correlate_alert *a;
	const Kagami__Alert *alert;
	const Kagami__Rule *rule;
	struct incident_meaning meaning;
	uint64_t time;
	char site[INCIDENT_TEXT];
	struct incident_end source, target;
	bool has_source, has_target;
	char protocol[INCIDENT_WORD], device[INCIDENT_WORD], object[INCIDENT_WORD];
	char function[INCIDENT_WORD * 2], value[INCIDENT_WORD];
	uint32_t function_code;
	enum incident_completion completion;
	const char *routine; /* whose it is, of the tables; NULL: nobody's */
	struct incident_doer doer;
	uint8_t dedup[32];
	struct identity key, group;
	bool grouped;
};

/* False: it is none that incidents are made of. */
bool facts_of(const struct correlate *c, const struct correlate_alert *a, struct facts *f);
/* An end as it is in an alert or an operation; false: nobody. */
bool facts_end(struct incident_end *out, const Kagami__End *e);
/* The field of that name; NULL: it is not there. */
const Kagami__Value *facts_value(const struct correlate_alert *a, const char *name);

/* Who an end is, at a site: by its lowest address (mac: false) or its MAC. False: it has none. */
bool end_identity(struct identity *out, const char *site, const struct incident_end *e, bool mac);
bool end_same(const struct incident_end *a, const struct incident_end *b);
bool identity_equal(const struct identity *a, const struct identity *b);
void identity_of(struct identity *out, const void *p, size_t n);
/* Marks; false: it was marked before. */
bool filter_add(uint8_t filter[CORRELATE_FILTER], const struct identity *id);

/* ---- index -------------------------------------------------------------------------------- */

bool index_init(struct index *x, uint32_t slots);
void index_free(struct index *x);
/* No memory: false, nothing was added. */
bool index_add(struct index *x, enum index_kind kind, const struct identity *id, uint32_t slot);
void index_remove(struct index *x, enum index_kind kind, const struct identity *id, uint32_t slot);
/* The next slot that may be it, from *at (at first CORRELATE_NONE); false: no more. */
bool index_next(const struct index *x, enum index_kind kind, const struct identity *id,
		uint32_t *at, uint32_t *slot);

void list_add(struct correlate *c, struct list *l, uint32_t slot);
void list_remove(struct correlate *c, struct list *l, uint32_t slot);

/* The slot of an id, or NULL. */
struct slot *slot_of_id(const struct correlate *c, const char *id);
uint32_t slot_number(const struct correlate *c, const struct slot *s);
/* All that an open incident is found by, but its id; index_slot again after ends or keys changed.
 */
void index_slot(struct correlate *c, struct slot *s);
void unindex_slot(struct correlate *c, struct slot *s);

/* ---- finding, joining --------------------------------------------------------------------- */

enum joined { JOINED_KEY, JOINED_CHAIN, JOINED_CONSEQUENCE };
/* The open incident that it belongs to; NULL: none. */
struct slot *find_slot(struct correlate *c, const struct facts *f, enum joined *how,
		       const struct told *t);
/* Does its source do something, so that chains go by him? */
bool is_actor(const struct facts *f);
void join_slot(struct correlate *c, struct slot *s, const struct facts *f, enum joined how);
/* What a new incident takes from its first alert. */
void join_first(struct correlate *c, struct slot *s, const struct facts *f);
/* What is known of it now. */
void asset_fill(const struct correlate *c, struct incident_end *e);
bool add_target(struct slot *s, const struct incident_end *e, const struct identity *id);
void add_stage(struct incident *i, const struct incident_stage *stage);
void add_rule(struct incident *i, const struct incident_rule *rule);
void add_technique(struct incident *i, const struct incident_technique *technique);
void add_value(struct slot *s, const char *value);
void add_evidence(struct incident *i, const struct incident_evidence *e, bool lead);
void add_sensor(struct incident *i, const char *sensor);
void add_key(struct correlate *c, struct slot *s, const struct identity *key);

/* ---- leading ------------------------------------------------------------------------------ */

/* How weighty an alert is; of an incident of which nothing more is known, its leading one. */
uint32_t lead_weight(const struct facts *f);
uint32_t lead_of(const struct incident *i);
/* The class of the leading alert, and before whom it leads. */
enum incident_class lead_class(uint32_t lead);
enum incident_leads lead_rank(uint32_t lead);
/* What completion is about: all that only looks is one step, all that acts on devices another. */
unsigned lead_step(enum incident_class class);
/* What leads before all others (LEADS_FIRST) weighs as others do when it is over at that time. */
void lead_end(struct slot *s, uint64_t time);
/* The incident is called what this alert is called. */
void lead_set(struct incident *i, const struct facts *f);
/* It was all somebody's routine; an alert that is not makes it more than that. */
void lead_routine(struct correlate *c, struct slot *s, const struct facts *f);
/* From now on it is no routine, because of that rule (its title), or of what people did. */
void lead_no_routine(struct slot *s, uint64_t time, const char *rule);
/* The severity anew, and what it is called, after stages or base_severity changed. */
void weigh(struct correlate *c, struct slot *s, uint64_t time);

/* ---- life --------------------------------------------------------------------------------- */

/* A slot for a new incident: another may have to be resolved for it. */
struct slot *slot_take(struct correlate *c, uint64_t time, const struct told *t);
void slot_give_back(struct correlate *c, struct slot *s);
/* Gives it an id and puts it into the index. */
void life_open(struct correlate *c, struct slot *s, uint64_t time);
void life_close(struct correlate *c, struct slot *s, enum incident_status status, uint64_t time);
/* What is known of a slot from its incident alone; of closed ones nothing more is kept. */
void life_plain(struct correlate *c, struct slot *s);
void life_history(struct incident *i, uint64_t time, enum incident_action action, const char *who,
		  const char *text, const char *message);
bool life_relate(struct incident *i, const char *id, const char *issuer,
		 enum incident_relation relation);
void life_link_cases(struct correlate *c, struct slot *s, const struct incident_end *target);
void life_remember(struct correlate *c, const struct identity *key, const char *id);
/* Something of it is another than before. */
void touch(struct correlate *c, struct slot *s);
/* The same, and a revision is due when its time has come. */
void changed(struct correlate *c, struct slot *s);
/* A revision, now. */
void revise(struct correlate *c, struct slot *s, uint64_t time, const struct told *t);

/* ---- streams ------------------------------------------------------------------------------ */

/* The event is the next of its stream; false: it came before. */
bool stream_next(struct stream *st, const struct correlate_alert *a);
uint32_t stream_hash(const char *sensor);
struct stream *stream_of(struct correlate *c, const char *sensor, uint64_t epoch);
void stream_saw(struct correlate *c, struct stream *st, struct slot *s);
/* Nobody saw it: it is closed. */
void stream_unsaw(struct correlate *c, struct slot *s);
void stream_advance(struct correlate *c, struct stream *st, uint64_t time, bool finished,
		    const struct told *t);
void stream_expect(struct correlate *c, const struct slot *s, uint64_t due);

#endif
