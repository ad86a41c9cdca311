#ifndef COLLECTOR_RECORD_READ_H
#define COLLECTOR_RECORD_READ_H
/*
 * Other parties' records: IODEF v2 as JSON (RFC 8727), whoever wrote it. Tolerant: what is not
 * understood is passed over, what does not fit is cut or counted, and only what makes it no record
 * at all is refused. Nothing in it is trusted: texts come out as an incident's are, whatever they
 * were, and what others say of our clocks and numbers stays theirs.
 *
 * What is read of a document is what an incident has a place for (INCIDENT.md 2.1); the document
 * itself is kept beside it.
 */
#include "collector/incident.h"

enum { RECORD_READ_MAX = 16 * 1024 * 1024, RECORD_READ_INCIDENTS = 64 };

/*
 * Calls tell for each incident of the document; false from tell ends it. revision is 0 when the
 * record has none (AdditionalData "revision"), aware what it says itself, tlp the tighter one of
 * what its restriction and its "tlp-2.0" say, and RED when it says nothing (RFC 7970, 3.2).
 * False: `error` says what keeps it from being IODEF, with line and column or the member's path.
 */
bool record_read_iodef(const char *text, size_t n,
		       bool (*tell)(void *ctx, const struct incident *i), void *ctx, char *error,
		       size_t size);

/* Is it a domain name (labels of letters, digits and hyphens, the last of letters)? */
bool record_read_fqdn(const char *s);

#endif
