#ifndef COLLECTOR_RECORD_ID_H
#define COLLECTOR_RECORD_ID_H
/*
 * Ids of what is exported: UUIDs of version 5 (RFC 9562), made from what the thing is, so that the
 * same thing has the same id in every export and nothing has to be remembered. UUIDs of later
 * versions are refused by STIX and MISP.
 */
#include <jansson.h>
#include <stdbool.h>

enum { RECORD_UUID = 37 }; /* with its NUL */

struct record_uuid {
	char s[RECORD_UUID];
};

/*
 * The UUID of a thing in this project's namespace, fa9d7f3a-8b47-4d2b-bd4e-3ad337c94767: of what
 * kind it is and of its parts, joined by '|'. The parts end with a NULL; a '|' or '\' in one has a
 * '\' before it, so that no two lists of parts are the same.
 */
#define record_uuid(...) record_uuid_of((const char *const[]){ __VA_ARGS__ })
struct record_uuid record_uuid_of(const char *const *parts);

/* The id of a STIX cyber-observable (STIX 2.1, 2.9): of its type and of the properties that
 * contribute to it, as canonical JSON (RFC 8785): texts, integers, booleans, and lists and objects
 * of these. False: no memory. */
bool record_sco_uuid(const json_t *contributing, struct record_uuid *out);

#endif
