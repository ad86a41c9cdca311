#ifndef COLLECTOR_RECORD_MISP_INSIDE_H
#define COLLECTOR_RECORD_MISP_INSIDE_H
/*
 * A MISP event in the making. Every UUID is made from the incident's id and from what the attribute
 * or object is, so that a later revision takes the place of an earlier one instead of standing
 * beside it.
 */
#include "collector/record_id.h"
#include "collector/record_json.h"

struct misp {
	struct record_tree tree;
	const struct incident *i;
	const struct record_context *c;
	const char *issuer;
	const struct record_tlp *tlp;
	const struct record_status *status;
	const struct record_protocol *protocol; /* NULL: none that is known */
	char timestamp[24];
	json_t *attributes, *objects, *tags;
	struct record_uuid incident;
	unsigned count; /* of attributes, those of objects too */
};

struct misp_attribute {
	const char *type, *category, *relation, *value, *comment;
	bool to_ids;
	bool one;		  /* there is one of it, whose value may change */
	const char *distribution; /* NULL: as the event */
};
/* Adds it to the list, if the value is not "". owner: the object's UUID or the event's. */
void misp_add(struct misp *m, json_t *list, const char *owner, const struct misp_attribute *a);

/* record_misp_object.c: the incident itself, connections, the operation, files. */
void misp_objects(struct misp *m);
/* record_misp_tags.c */
void misp_tags(struct misp *m);

/* "2026-11-20T02:14:07.512000+00:00" */
enum { MISP_TIME = 40 };
void misp_time(char out[MISP_TIME], uint64_t ns);

#endif
