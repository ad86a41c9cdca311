#ifndef COLLECTOR_RECORD_JSON_H
#define COLLECTOR_RECORD_JSON_H
/*
 * What the writers of records share: JSON values that cannot be bad, texts of times and addresses,
 * and the tables that say what our words are called in IODEF, STIX, MISP, OCSF and ECS.
 *
 * A tree is built with json_t of jansson and a sticky error: whatever fails (no memory) is
 * remembered in struct record_tree, NULL values are taken as failures, and record_finish() says so
 * once. Members stand in the order in which they were put: the same incident gives the same bytes.
 */
#include <jansson.h>

#include "collector/incident.h"
#include "collector/record.h"

struct record_tree {
	bool failed;
};

/* ---- values; all but record_string() may be NULL when there is no memory -------------------- */

/* The text cleaned (collector/incident_text.h): always valid, whatever the bytes. Those of members
 * of struct incident end at the latest where their array does; NULL is "". */
json_t *record_string(const char *s);
/* The same of a text that is put together. */
json_t *record_stringf(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A number; beyond 2^53 - 1 it is that (RFC 8259, 6: what others can read). */
json_t *record_number(uint64_t n);
/* The same as a string: "1". */
json_t *record_digits(uint64_t n);
/* "2026-11-20T02:14:07.512Z": UTC, milliseconds, cut and not rounded. */
json_t *record_time(uint64_t ns);

/* Puts the value under the key of an object, or at the end of an array; takes it over. A NULL is a
 * failure. */
void record_put(struct record_tree *t, json_t *object, const char *key, json_t *value);
void record_push(struct record_tree *t, json_t *array, json_t *value);
/* The same, if there is something: a text that is not "", a time that is not 0, an object or array
 * that is not empty (an empty one is freed). */
void record_put_text(struct record_tree *t, json_t *object, const char *key, const char *s);
void record_put_time(struct record_tree *t, json_t *object, const char *key, uint64_t ns);
void record_put_some(struct record_tree *t, json_t *object, const char *key, json_t *value);
void record_push_text(struct record_tree *t, json_t *array, const char *s);

/*
 * The tree's text, with indents of one space or on one line, and a line feed at its end. Takes the
 * tree over. False: *why.
 */
enum record_shape { RECORD_INDENTED, RECORD_LINE };
bool record_finish(const struct record_tree *t, json_t *root, enum record_shape shape, char **out,
		   size_t *n, const char **why);

/* ---- texts ----------------------------------------------------------------------------------- */

enum {
	RECORD_TIME = 25, /* "2026-11-20T02:14:07.512Z" */
	RECORD_ADDRESS = 46,
	RECORD_HEX = 65, /* of a SHA-256 */
	RECORD_BASE64 = 45,
};
void record_time_text(char out[RECORD_TIME], uint64_t ns);
/* "10.1.2.3", "fe80::1"; false: there is no such address. */
bool record_ip_text(char out[RECORD_ADDRESS], const struct incident_end *e, unsigned k);
/* "00:80:f4:0a:11:02"; false: it is not known. */
bool record_mac_text(char out[RECORD_ADDRESS], const struct incident_end *e);
void record_hex_text(char out[RECORD_HEX], const uint8_t sha256[32]);
void record_base64_text(char out[RECORD_BASE64], const uint8_t sha256[32]);
/* Is an end there at all: an address or a name? */
bool record_end_known(const struct incident_end *e);
/* What one calls it: its name, else its first address, else its MAC, else "". */
void record_end_name(char out[INCIDENT_WORD], const struct incident_end *e);

/* ---- what our words are called elsewhere: INCIDENT.md 1.2, 1.3, 2.1, 2.3, 4.1 ---------------- */

struct record_severity {
	const char *name;     /* ours, also in AdditionalData */
	const char *iodef;    /* SystemImpact.severity: low, medium, high */
	unsigned criticality; /* STIX incident core, 0 to 100 */
	const char *threat;   /* MISP threat_level_id */
	const char *tag;      /* MISP: priority-level:... */
	const char *misp;     /* MISP object incident, criticality */
	unsigned ocsf, ecs, cef;
};
/* Of Kagami__Priority; what is beyond the last is the last. */
const struct record_severity *record_severity(uint32_t priority);

struct record_tlp {
	const char *name;	 /* "AMBER+STRICT" */
	const char *restriction; /* IODEF */
	const char *ext;	 /* IODEF ext-restriction; NULL: none */
	const char *stix;	 /* id of the marking definition */
	const char *tag;	 /* MISP */
	const char *distribution;
};
/* A word that is none is RED: what is not understood is not spread. */
const struct record_tlp *record_tlp(const char *tlp);

struct record_status {
	const char *iodef, *ext; /* status, ext-status (NULL: none) */
	const char *stix;	 /* investigation_status */
	const char *analysis;	 /* MISP */
	const char *workflow;	 /* MISP tag workflow:state; NULL */
	const char *disposition; /* MISP tag incident-disposition; NULL */
	unsigned ocsf;
	bool revoked; /* STIX revoked, MISP deleted */
};
const struct record_status *record_status(enum incident_status s);
/* STIX: suspected, successful-attempt, failed-attempt, false-positive. */
const char *record_determination(const struct incident *i);

struct record_sector {
	const char *name, *stix, *dhs; /* ours; industry-sector-ov; dhs-ciip-sectors */
};
/* NULL: none of that name. */
const struct record_sector *record_sector(const char *sector);

/* A protocol as alerts name it. */
struct record_protocol {
	const char *name;     /* "modbus" */
	const char *label;    /* "Modbus/TCP" */
	const char *iana;     /* of IANA's service names; NULL: it has none */
	unsigned transport;   /* 6, 17; 0: not over IP */
	const char *function; /* name of the field of its function code; NULL: none */
	const char *unit;     /* of `device`; NULL: none */
};
/* NULL: not one of these. */
const struct record_protocol *record_protocol(const char *name);

/* IODEF NodeRole.category of a role of the site file; "" : none. */
const char *record_node_role(const char *role);

/* The id that ATT&CK for ICS has today: nine were replaced in its version 19. */
const char *record_technique(const char *id);
/* "https://attack.mitre.org/techniques/T1692/001/"; false: it is no technique's id. */
enum { RECORD_URL = 64 };
bool record_technique_url(char out[RECORD_URL], const char *id);

/* A sentence of ours: of the catalogue in `lang` with {key} replaced by values; NULL values end the
 * list of pairs. False: there is none in that language, or out is too small. */
bool record_message(char *out, size_t room, const struct messages *m, const char *lang,
		    const char *id, const char *const *pairs);

#endif
