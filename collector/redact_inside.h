#ifndef COLLECTOR_REDACT_INSIDE_H
#define COLLECTOR_REDACT_INSIDE_H
/* What one redaction knows: the recipient's secret, and the texts that it may not see. */
#include "collector/redact.h"

enum {
	REDACT_TOKENS = 256,
	REDACT_HEX = 12, /* figures of a pseudonym: 48 bits */
};

/* A text that must not be seen, and what stands for it. */
struct redact_token {
	char text[INCIDENT_TEXT], pseudonym[INCIDENT_WORD];
	size_t len;
	bool word; /* only letters: replaced where it is a word of its own */
};

struct redaction {
	const struct recipient *to;
	uint8_t key[32]; /* of this recipient */
	size_t ntokens;
	struct redact_token tokens[REDACT_TOKENS];
	struct incident_end kept; /* its addresses may be seen */
};

void redact_begin(struct redaction *r, const struct recipient *to, const uint8_t key[32]);
/* n bytes that stand for the data, of which nobody can say what it was. */
void redact_hash(const struct redaction *r, const char *kind, const void *data, size_t len,
		 uint8_t *out, size_t n);
/* Writes the text, and nothing of what was there before stays behind it. */
void redact_put(char *out, size_t room, const char *text);
/* "asset-3f2a91c07be4" for a name; "" for "". out may be the text itself. */
void redact_name(const struct redaction *r, const char *kind, char *out, size_t room,
		 const char *text);
/* An incident's id, of ours; how long the site's name is that it begins with. */
size_t redact_site_of(const char *id);
void redact_own_id(const struct redaction *r, char out[INCIDENT_ID], const char *id);
/* The global addresses of a source that the plant knows nothing of may be seen: who attacks from
 * outside is what others look for. */
void redact_keep(struct redaction *r, const struct incident_end *source);
bool redact_keeps(const struct redaction *r, const uint8_t *b, size_t n);
/* The end's addresses, in place; and no VLAN. */
void redact_addresses(const struct redaction *r, struct incident_end *e);
/* The address (4 or 16 bytes; 6: MAC) that stands for another, in place. */
void redact_address(const struct redaction *r, uint8_t *b, size_t n);

/* What must not be seen, of two characters and more. Only letters: where it is a word. */
void redact_forbid(struct redaction *r, const char *text, const char *pseudonym);
/* The addresses of an end, in the ways in which they are written. */
void redact_forbid_end(struct redaction *r, const struct incident_end *e);
/* Replaces what must not be seen; `addresses`: and every address, whether it is known or not. */
void redact_scrub(const struct redaction *r, char *text, size_t room, bool addresses);

#endif
