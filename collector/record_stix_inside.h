#ifndef COLLECTOR_RECORD_STIX_INSIDE_H
#define COLLECTOR_RECORD_STIX_INSIDE_H
/*
 * A STIX bundle in the making. Objects of one incident have its times; objects that several
 * incidents share (who writes, techniques, our extension) are the same in all of them.
 */
#include "collector/record_id.h"
#include "collector/record_json.h"

struct stix_id {
	char s[24 + RECORD_UUID]; /* "extension-definition--" and a UUID */
};

struct stix {
	struct record_tree tree;
	json_t *objects, *ids; /* in the bundle, and a set of their ids */
	const struct incident *i;
	const struct record_context *c;
	const char *issuer;
	const struct record_tlp *tlp;
	const struct record_status *status;
	const struct record_protocol *protocol; /* NULL: none that is known */
	char created[RECORD_TIME], modified[RECORD_TIME];
	/* "": is not in the bundle */
	struct stix_id project, extension, creator, incident, victim, indicator, observed;
	json_t *sensors; /* ids of identities */
	json_t *seen;	 /* ids of cyber-observables */
};

/* What an object is about, which decides on its times, creator and marking. */
enum stix_kind {
	STIX_OURS,    /* this incident: its times, marked */
	STIX_LASTING, /* a thing that other incidents are about too: modified with this one, marked
		       */
	STIX_PARTY,   /* who writes: the same, known to everybody */
	STIX_KNOWN,   /* never changes, known to everybody */
};

/* Begins an object; it is in the bundle when it comes back. Only put members into it. */
json_t *stix_object(struct stix *s, const char *type, const struct stix_id *id,
		    enum stix_kind kind);
bool stix_has(const struct stix *s, const struct stix_id *id);
/* Of a thing in our namespace; parts as for record_uuid(). */
struct stix_id stix_id(const char *type, const struct record_uuid *uuid);
/* {source_name, external_id, description} into a list; "" is left out. */
void stix_reference(struct stix *s, json_t *list, const char *source, const char *id,
		    const char *description);
void stix_relationship(struct stix *s, const char *type, const struct stix_id *from,
		       const struct stix_id *to);

/* record_stix_seen.c: addresses, traffic, files, what was observed. */
void stix_seen(struct stix *s);
/* record_stix_about.c: the assets, the indicator and its sighting, techniques, history. */
void stix_assets(struct stix *s);
void stix_indicator(struct stix *s);
void stix_techniques(struct stix *s);
void stix_notes(struct stix *s);

#endif
