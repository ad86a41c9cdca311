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
	ABOUT_SERVER, /* who does it is who answers: a DHCP server */
	ABOUT_MAC,    /* who does it, by his MAC: he lies about his address, which is the target */
	ABOUTS
};

/* May an alert's rule give the incident its title, its summary, its category? */
enum incident_leads {
	LEADS_LAST, /* only where no other does: that somebody is new says little of what he does */
	LEADS_USUAL, /* by its priority, then by its class, then by its confidence */
	LEADS_FIRST, /* before all others while that step goes on: what a scan tries is a scan */
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
	enum incident_leads leads;
	bool answers; /* a good answer means that it was done; not so of a flood */
	bool routine; /* work that has to be done: it matters who does it, and when */
};

/* What an alert says of who does it. */
struct incident_doer {
	const char *role;	    /* of the site file; "": unknown */
	bool learned;		    /* the sensor's baseline knows him and what he does */
	size_t noutside;	    /* windows of the site file that it was not in: */
	const char *const *outside; /* their names */
};
void incident_meaning_of(const struct incident_tables *t, const Kagami__Rule *rule,
			 const Kagami__Alert *alert, struct incident_meaning *out);
/* The tactic that a technique belongs to first: "discovery"; "": unknown. */
const char *incident_tactic(const struct incident_tables *t, const char *technique);
/* What an incident with these stages is called: of the complete chains that have a title the one
 * with the most stages, then the last of the file. *message: the title's id in the catalogue.
 * NULL: none has one. Texts live as long as the tables. */
const char *incident_chain_title(const struct incident_tables *t,
				 const struct incident_stage *stages, size_t n,
				 const char **message);
/* Each title of a chain and its id. */
void incident_chain_titles(const struct incident_tables *t,
			   void (*tell)(void *ctx, const char *message, const char *title),
			   void *ctx);
/* Whose routine it is: the first row that says so of him, or `name` where it is given and still
 * says so. NULL: nobody's. Texts live as long as the tables. */
const char *incident_routine(const struct incident_tables *t, const struct incident_doer *doer,
			     const char *name);
/* The severity of what is somebody's routine, whose worst alert has `base`. */
uint32_t incident_routine_severity(const struct incident_tables *t, const char *name,
				   uint32_t base);
/* The severity of an incident with these stages, whose worst alert has `base`. */
uint32_t incident_severity(const struct incident_tables *t, uint32_t base,
			   const struct incident_stage *stages, size_t n);

#endif
