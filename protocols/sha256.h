/*
 * SHA-256 of contents that come in pieces, for what decoders tell of files and blocks.
 *
 * Spec: FIPS 180-4. The context is plain bytes: it may be copied, and kept in a note.
 */
#ifndef KAGAMI_SHA256_H
#define KAGAMI_SHA256_H

#include "protocols/cur.h"

enum { SHA256_BYTES = 32 };

struct sha256 {
	uint32_t h[8];
	uint64_t n; /* bytes so far */
	uint8_t block[64];
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, struct cur bytes);
/* The digest; s must begin anew after it. */
void sha256_end(struct sha256 *s, uint8_t digest[SHA256_BYTES]);

#endif
