#ifndef COLLECTOR_PACKAGE_H
#define COLLECTOR_PACKAGE_H
/*
 * What is sent to a recipient: a folder
 *
 *	waterworks-20261120-0001.r3.jpcert/
 *		waterworks-20261120-0001.r3.iodef.json    the record, and what else it takes
 *		waterworks-20261120-0001.r3.stix.json
 *		manifest.json             sender, recipient, TLP, time, and of each file its SHA-256
 *		manifest.json.minisig     signature of the manifest (package_key.h)
 *
 * All of it is a function of the incident, the recipient, the keys and the time of sending, which
 * is only in the manifest and its signature. What records mark as red (sites, who works on it, the
 * evidence's files) goes only to those who are cleared for RED, whatever else they may see.
 * docs/sharing.md describes it for who gets one.
 */
#include "collector/package_key.h"
#include "collector/sharing.h"

enum {
	PACKAGE_FILES = 32,
	PACKAGE_NAME = 204,
	PACKAGE_MANIFEST_MAX = 256 * 1024,
	PACKAGE_FILE_MAX = 64 * 1024 * 1024,
};

struct package_entry {
	char name[PACKAGE_NAME], format[16];
	uint64_t size;
	uint8_t sha256[32];
};

struct package_manifest {
	char sender[INCIDENT_TEXT], sender_name[INCIDENT_TEXT]; /* the first: FQDN */
	char recipient[INCIDENT_TEXT], recipient_name[INCIDENT_TEXT];
	char incident[INCIDENT_ID], issuer[INCIDENT_TEXT];
	uint32_t revision;
	char tlp[16];
	char stage[INCIDENT_WORD], report[INCIDENT_WORD]; /* "": none */
	uint64_t time;
	size_t nfiles;
	struct package_entry files[PACKAGE_FILES];
};

struct package_order {
	const struct incident
		*incident; /* whole: what the recipient may not see is taken out here */
	const struct recipient *to;
	const struct regime *report; /* whose report this is; NULL: none */
	const struct record_party *from;
	const struct messages *messages; /* NULL: English only */
	const struct package_secret *key;
	const uint8_t *pseudonyms; /* PACKAGE_PSEUDONYMS bytes */
	uint64_t time;		   /* of sending */
};

/* Writes the package into a new folder in `folder`, whole or not at all; path: where; sent: what
 * its manifest says, may be NULL. False: `error`. */
bool package_write(const struct package_order *o, const char *folder, char *path, size_t path_size,
		   struct package_manifest *sent, char *error, size_t size);

/*
 * Is the package in that folder whole and of that sender: the signature, the hash of each file, and
 * nothing else in the folder? Whatever is in it, nothing outside of the folder is opened. out: what
 * the manifest says. False: `error`, the first thing that is wrong.
 */
bool package_verify(const char *path, const struct package_public *key,
		    struct package_manifest *out, char *error, size_t size);

/* package_manifest.c: the manifest's text (the caller frees *out), and back; every text of it is
 * as an incident's is, every name one that package_name_good(). False: *why or `error`. */
bool package_manifest_text(const struct package_manifest *m, char **out, size_t *n,
			   const char **why);
bool package_manifest_parse(struct package_manifest *m, const char *text, size_t n, char *error,
			    size_t size);
/* Reads the manifest of a package without a look at the rest: who says to have sent it? */
bool package_manifest_read(struct package_manifest *m, const char *path, char *error, size_t size);

#endif
