#ifndef COLLECTOR_SHARING_H
#define COLLECTOR_SHARING_H
/*
 * Incidents for others: who they are (sharing.yaml), packages for them, and what comes back.
 *
 * A package is a folder (and a tar of it): the record in the recipient's formats, manifest.json
 * with a SHA-256 for each file, manifest.sig: Ed25519 of the manifest. docs/sharing.md.
 */
#include "collector/record.h"
#include "collector/redact.h"

struct sharing;

/* sharing.yaml: us (struct record_party), recipients, regimes of reporting. NULL: logged. */
struct sharing *sharing_read(const char *path);
struct sharing *sharing_parse(const char *name, const char *text, size_t n);
void sharing_free(struct sharing *s);

const struct record_party *sharing_party(const struct sharing *s);
const struct recipient *sharing_recipient(const struct sharing *s, const char *name);
size_t sharing_recipients(const struct sharing *s, const struct recipient **all);

/* Writes the package for the recipient into a new folder in `folder`; path: where. The incident is
 * redacted here. False: `error`. */
bool package_write(const struct sharing *s, const struct incident *i, const struct recipient *to,
		   const struct messages *messages, const char *folder, char *path,
		   size_t path_size, char *error, size_t size);
/* Checks hashes and signature of a package, by the sender's public key (base64). */
bool package_verify(const char *path, const char *public_key, char *error, size_t size);

/* Another party's IODEF-JSON as an incident (a notification). known: its sender is a recipient of
 * ours; else it belongs into quarantine. False: `error` says what is no IODEF. */
bool record_read_iodef(const char *text, size_t n, struct incident *out, char *error, size_t size);

/* A clock that runs from when we were aware: "nis2-early-warning", 24 h. */
struct regime {
	char name[INCIDENT_WORD], title[INCIDENT_TEXT], stage[INCIDENT_WORD];
	uint64_t due;	       /* ns after awareness */
	uint32_t min_severity; /* Kagami__Priority */
	char recipient[INCIDENT_WORD];
};
size_t sharing_regimes(const struct sharing *s, const struct regime **all);

#endif
