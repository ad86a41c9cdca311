#ifndef COLLECTOR_INCIDENT_FILES_H
#define COLLECTOR_INCIDENT_FILES_H
/*
 * Incidents as records, as the configuration says: who writes them, in which formats, where.
 */
#include "collector/options.h"
#include "collector/record.h"
#include "collector/redact.h"

struct incident_files;

/* The folder of records that is meant: "incidents" beside the store, unless another is named.
 * False: its name is too long. */
bool incident_folder(const struct collector_options *o, char *out, size_t size);

/* NULL: `why`. */
struct incident_files *incident_files_open(const struct collector_options *o, char *why,
					   size_t size);
void incident_files_close(struct incident_files *f);
/* Where they are written. */
const char *incident_files_folder(const struct incident_files *f);
/* The record of the incident's revision, in all formats that are asked for. False: `why`; it can be
 * tried again. */
bool incident_files_write(struct incident_files *f, const struct incident *i, char *why,
			  size_t size);

/* Who writes records; texts are the options'. */
struct incident_party {
	struct record_party party;
	struct record_context context;
	const char *languages[17];
	struct messages *messages; /* NULL: English only */
};
/* False: `why`. */
bool incident_party(struct incident_party *p, const struct collector_options *o, char *why,
		    size_t size);
void incident_party_free(struct incident_party *p);

/* "iodef"; FORMATS: there is none of that name. */
enum record_format record_format_of(const char *name);
const char *record_format_extension(enum record_format f); /* "iodef.json" */
/* As the writers of record.h; CSV with its header. */
bool record_write(enum record_format f, const struct incident *i, const struct record_context *c,
		  char **out, size_t *n, const char **why);

#endif
