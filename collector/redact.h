#ifndef COLLECTOR_REDACT_H
#define COLLECTOR_REDACT_H
/*
 * What a recipient may see of an incident: a copy without the rest. Sharing is decided per
 * recipient (sharing.yaml): clearance as TLP 2.0, and which of site names, internal addresses,
 * process values, contacts it may have. Internal addresses and names become pseudonyms that are
 * stable for one recipient and tell two recipients nothing when they compare (keyed BLAKE2b, the
 * key is the collector's).
 */
#include "collector/incident.h"

/* Later ones may see more. */
enum tlp { TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED };
const char *tlp_name(enum tlp t); /* "AMBER+STRICT" */
bool tlp_parse(const char *text, enum tlp *t);

struct recipient {
	char name[INCIDENT_WORD]; /* as one calls it: "jpcert" */
	char fqdn[INCIDENT_TEXT], title[INCIDENT_TEXT], email[INCIDENT_TEXT];
	char country[4];
	enum tlp clearance;
	char languages[4][8];			 /* "ja"... */
	unsigned formats;			 /* set of 1 << enum record_format */
	char public_key[64];			 /* Ed25519, base64; "": none */
	bool sites, addresses, values, contacts; /* what it may see as it is */
	bool packets; /* gets captured packets, if it may see all that is in them */
};
enum record_format {
	FORMAT_IODEF,
	FORMAT_STIX,
	FORMAT_MISP,
	FORMAT_CSV,
	FORMAT_CEF,
	FORMAT_ECS,
	FORMATS
};

/*
 * The copy. False: the incident as a whole is above the clearance (one whose TLP is not understood
 * is RED). `key`: 32 bytes, secret.
 *
 * Addresses become others of 240.0.0.0/4, 2001:db8::/32 and MAC addresses that begin with 02; only
 * a source outside of the plant keeps its global IP address. Names become "asset-...", "site-..."
 * and so on, in the id too. What people wrote is left out unless the recipient may see everything;
 * what the sensor said in a sentence is said anew from what the recipient may see. In what is left
 * every name, address and value that it may not see is replaced wherever it stands.
 */
bool redact(const struct incident *from, const struct recipient *to, const uint8_t key[32],
	    struct incident *out);

/* The incident's id as the recipient sees it: to find what its answer is about. */
void redact_id(char out[INCIDENT_ID], const char *id, const struct recipient *to,
	       const uint8_t key[32]);

#endif
