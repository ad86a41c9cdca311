#ifndef COLLECTOR_SHARING_H
#define COLLECTOR_SHARING_H
/*
 * With whom incidents are shared, and what must be reported when: sharing.yaml. It names us, the
 * recipients with what each may see, and the reporting clocks of laws and agreements.
 * docs/sharing.md and the example collector/data/sharing.yaml describe it. package.h makes what is
 * sent.
 */
#include "collector/record.h"
#include "collector/redact.h"

enum { SHARING_RECIPIENTS = 256, SHARING_REGIMES = 256 };

struct sharing;

/* A clock that runs from when we were aware: "nis2-early-warning", 24 h. */
struct regime {
	char name[INCIDENT_WORD], title[INCIDENT_TEXT], stage[INCIDENT_WORD];
	uint64_t due;	       /* ns after awareness, or after the report `after` was sent */
	uint32_t months;       /* of the calendar (UTC), before these */
	uint32_t min_severity; /* Kagami__Priority */
	char recipient[INCIDENT_WORD]; /* its name */
	char after[INCIDENT_WORD];     /* another regime; "": awareness */
};

/* The file, or its text. NULL: all that is wrong was said on standard error, as
 * file:line:column: message. */
struct sharing *sharing_read(const char *path);
struct sharing *sharing_parse(const char *name, const char *text, size_t n);
void sharing_free(struct sharing *s);

/* What they return lives as long as s. */
const struct record_party *sharing_party(const struct sharing *s);
size_t sharing_recipients(const struct sharing *s, const struct recipient **all);
size_t sharing_regimes(const struct sharing *s, const struct regime **all);
/* NULL: none of that name (fqdn: without regard to case). */
const struct recipient *sharing_recipient(const struct sharing *s, const char *name);
const struct recipient *sharing_by_fqdn(const struct sharing *s, const char *fqdn);
const struct regime *sharing_regime(const struct sharing *s, const char *name);
/* "jpcert, certth": for messages. */
void sharing_names(const struct sharing *s, char *out, size_t room);

/* ---- what was sent, in an incident's history: sharing_due.c ---------------------------------- */

/* The text of an entry for a sending: which revision, marked how, as which regime's report (NULL:
 * as none). */
void sharing_sent_text(char *out, size_t room, uint32_t revision, const char *tlp,
		       const struct regime *report);
/* When the regime's report was sent to its recipient, first; 0: it was not. */
uint64_t sharing_sent(const struct sharing *s, const struct incident *i, const struct regime *r);

struct due {
	const struct regime *regime;
	const struct recipient *recipient;
	uint64_t at;   /* when it must be there */
	bool expected; /* it follows a report that was not sent yet: counted from when that is due
			*/
};

/*
 * What must still be reported of an incident; out has room for SHARING_REGIMES. Returns how many.
 * None before somebody was aware of it, and none of what proved to be no incident of its own (false
 * positive, duplicate, withdrawn).
 */
size_t sharing_due(const struct sharing *s, const struct incident *i, struct due *out);
/* When the report must be there; 0: before somebody was aware of the incident. */
uint64_t sharing_due_of(const struct sharing *s, const struct incident *i, const struct regime *r);
/* Would clocks run if somebody acknowledged it? */
bool sharing_waits(const struct sharing *s, const struct incident *i);

#endif
