#ifndef COLLECTOR_INCIDENT_TABLES_H
#define COLLECTOR_INCIDENT_TABLES_H
/*
 * What alerts mean, as data: collector/data/incidents.yaml, which a site may copy and change. By
 * rule (ids with * at the end), by tag, by ATT&CK technique, by class: family, RSIT category,
 * impact type, confidence; which chains of classes raise the severity, and by how much.
 * docs/incidents.md describes the file. Everything wrong is said as file:line:column.
 */
#include "collector/incident.h"

struct incident_tables;

/* path: NULL: the one that is built in, which is collector/data/incidents.yaml. NULL: what is wrong
 * was said on standard error. */
struct incident_tables *incident_tables_read(const char *path);
struct incident_tables *incident_tables_parse(const char *name, const char *text, size_t n);
void incident_tables_free(struct incident_tables *t);

/* Whom an alert is about: which of its ends are in the key of its incident. */
enum incident_about {
	ABOUT_BOTH,   /* who does it, and to whom */
	ABOUT_SOURCE, /* who does it, to whomever: scans, a new device */
	ABOUT_TARGET, /* what it happens to, by whomever: a device that no longer answers */
	ABOUT_DEVICE, /* the device or control block that the protocol names: GOOSE */
	ABOUT_MAC,    /* who does it, by his MAC: he lies about his address, which is the target */
	ABOUTS
};

/* What the tables say of an alert. Texts live as long as the tables. */
struct incident_meaning {
	enum incident_class class;
	const char *family, *category, *impact;
	uint32_t confidence;
	uint64_t quiet;	  /* ns; 0: the default */
	bool is_incident; /* else: worth an event, not an incident (info alerts, a mirror's trouble)
			   */
	enum incident_about about;
};
void incident_meaning_of(const struct incident_tables *t, const Kagami__Rule *rule,
			 const Kagami__Alert *alert, struct incident_meaning *out);
/* The tactic that a technique belongs to first: "discovery"; "": unknown. */
const char *incident_tactic(const struct incident_tables *t, const char *technique);
/* The severity of an incident with these stages, whose worst alert has `base`. */
uint32_t incident_severity(const struct incident_tables *t, uint32_t base,
			   const struct incident_stage *stages, size_t n);

#endif
