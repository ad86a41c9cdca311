#ifndef COLLECTOR_PACKAGE_H
#define COLLECTOR_PACKAGE_H
/*
 * What is sent to a recipient: a folder, and the same as one file, which is a tar archive
 *
 *	waterworks-20261120-0001.r3.jpcert/
 *		waterworks-20261120-0001.r3.iodef.json    the record, and what else it takes
 *		waterworks-20261120-0001.r3.stix.json
 *		20261120T022000Z-5a0b1c2d3e4f5061.pcap    packets, for who may have them
 *		SHA256SUMS, SHA256SUMS.minisig            of all these, for sha256sum and minisign
 *		manifest.json             sender, recipient, TLP, time, and of each file its SHA-256
 *		manifest.json.minisig     signature of the manifest (package_key.h)
 *	waterworks-20261120-0001.r3.jpcert.tar
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
	PACKAGE_TAR_MAX = 256 * 1024 * 1024, /* all files of an archive */
};

/* What became of the packets that the incident has as evidence. */
enum package_packets {
	PACKETS_NONE,	  /* it has none */
	PACKETS_LEFT_OUT, /* the recipient may not have them */
	PACKETS_SOME,	  /* not all: some are no longer there */
	PACKETS_ALL,
	PACKETS_KINDS
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
	enum package_packets packets;
	uint64_t time;
	size_t nfiles;
	struct package_entry files[PACKAGE_FILES];
};

struct package_order {
	const struct incident
		*incident; /* whole: what the recipient may not see is taken out here */
	const struct recipient *to;
	const struct regime *report; /* whose report this is; NULL: none */
	uint64_t due;		     /* when that must be there; 0: nobody was aware yet */
	const struct record_party *from;
	const struct messages *messages; /* NULL: English only */
	const struct package_secret *key;
	const uint8_t *pseudonyms; /* PACKAGE_PSEUDONYMS bytes */
	uint64_t time;		   /* of sending */
	/* The file of a piece of evidence, malloc'd: asked only for a recipient that may have it.
	 * False: it is no longer there. NULL: none is. */
	bool (*load)(void *ctx, const struct incident_evidence *e, uint8_t **out, size_t *n);
	void *ctx;
};

/* Writes the package into a new folder in `folder`, whole or not at all; path: where; sent: what
 * its manifest says, may be NULL. False: `error`; path: where it would be, "" if that is not known.
 */
bool package_write(const struct package_order *o, const char *folder, char *path, size_t path_size,
		   struct package_manifest *sent, char *error, size_t size);

/*
 * Is the package in that folder whole and of that sender: the signature, the hash of each file, and
 * nothing else in the folder? Whatever is in it, nothing outside of the folder is opened. out: what
 * the manifest says. False: `error`, the first thing that is wrong.
 */
bool package_verify(const char *path, const struct package_public *key,
		    struct package_manifest *out, char *error, size_t size);

/* package_tar.c: the package at that path as one file, <path>.tar: ustar, the same bytes for the
 * same package. False: `error`. */
bool package_tar_write(const char *path, const struct package_manifest *m, char *error,
		       size_t size);

/* Is what stands at that path a whole package of ours for that recipient, of that revision? It was
 * written, and whoever wrote it may have ended before it was one file, or before that was told. */
bool package_left(const char *path, const struct package_order *o, struct package_manifest *m);

/* A package that came, as a folder: of an archive a temporary one, which package_leave() removes.
 */
struct package_place {
	char folder[4096];
	bool made;
};
/* False: `error`, and nothing is left. *is: it is a package, a folder or an archive; else p is of
 * no use. */
bool package_enter(struct package_place *p, const char *path, bool *is, char *error, size_t size);
void package_leave(struct package_place *p);

/* package_manifest.c: the manifest's text (the caller frees *out), and back; every text of it is
 * as an incident's is, every name one that package_name_good(). False: *why or `error`. */
bool package_manifest_text(const struct package_manifest *m, char **out, size_t *n,
			   const char **why);
bool package_manifest_parse(struct package_manifest *m, const char *text, size_t n, char *error,
			    size_t size);
/* Reads the manifest of a package without a look at the rest: who says to have sent it? */
bool package_manifest_read(struct package_manifest *m, const char *path, char *error, size_t size);

#endif
