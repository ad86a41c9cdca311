#ifndef COLLECTOR_RECORD_H
#define COLLECTOR_RECORD_H
/*
 * Records and exports: pure functions of an incident (and of who writes it), which give the same
 * bytes for the same incident. Hostile text comes out harmless. The caller frees *out (free()).
 * False: no memory, or the format cannot say it (*why, a static text).
 */
#include "collector/incident.h"

/* Whose record it is; from the configuration. */
struct record_party {
	const char *fqdn;	       /* "csirt.example.sg" */
	const char *name;	       /* "Example National CSIRT" */
	const char *email, *telephone; /* NULL: none */
	const char *timezone;	       /* "+08:00"; NULL */
	const char *operator_name;     /* the victim; NULL */
	const char *sector_lead;       /* the authority of the sector; NULL */
	const char *const *languages;  /* beside English: "ja"; NULL-terminated; NULL: none */
};

struct record_recipient {
	const char *fqdn, *name, *email; /* role cc-irt */
};

struct record_context {
	const struct record_party *party;
	const struct record_recipient *recipients; /* that it is or was sent to */
	size_t nrecipients;
	uint64_t due;			 /* of a report: when it must be there, ns; 0: it is none */
	const struct messages *messages; /* the catalogue of our own texts; NULL: English only */
};

/* IODEF v2 as JSON (RFC 8727), our profile: proto/incident.schema.json. */
bool record_iodef(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		  const char **why);
/* A STIX 2.1 bundle. */
bool record_stix(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		 const char **why);
/* A MISP event. */
bool record_misp(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		 const char **why);
/* A line of CSV (RFC 4180, cells that a spreadsheet would run are made text); header: the first. */
bool record_csv(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		const char **why);
bool record_csv_header(char **out, size_t *n);

/* Lines for a SIEM, of an incident: CEF in RFC 5424 syslog, and ECS JSON. */
bool siem_cef(const struct incident *i, const struct record_context *c, char **out, size_t *n,
	      const char **why);
bool siem_ecs(const struct incident *i, const struct record_context *c, char **out, size_t *n,
	      const char **why);

/*
 * The catalogue: collector/data/messages/<lang>.yaml, id: text with {placeholders}. English is what
 * the incident has; others stand beside it.
 */
struct messages;
struct messages *messages_read(const char *folder, char *error, size_t size);
void messages_free(struct messages *m);
/* The text of that id in that language; NULL: there is none. */
const char *messages_get(const struct messages *m, const char *lang, const char *id);

#endif
