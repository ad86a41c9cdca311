#ifndef COLLECTOR_PACKAGE_KEY_H
#define COLLECTOR_PACKAGE_KEY_H
/*
 * Keys and signatures of packages: Ed25519 in the files of minisign, so that a recipient who has
 * minisign needs nothing of ours, and the other way round.
 *
 *	sharing.pub         untrusted comment: ...
 *	                    base64 of "Ed", 8 bytes of id, the public key
 *	sharing.key         the same of "Ed", 00 00 (no password), "B2", 48 bytes of no meaning
 *then, the id, the secret key (64 bytes), BLAKE2b-256 of "Ed", id and secret sharing.pseudonyms
 *base64 of 32 bytes: what pseudonyms are made with (redact.h); no part of minisign's. It is made
 *once: who gets a new one gives new pseudonyms.
 *
 * A signature is four lines: a comment, base64 of "ED", id and signature of the BLAKE2b-512 of the
 * data; "trusted comment: ...", base64 of the signature of the first one and that comment.
 *
 * Spec: minisign 0.11, "Minisign signatures", "Secret key format"; RFC 8032.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PACKAGE_PUBLIC_TEXT = 57, /* with its NUL */
	PACKAGE_SIGNATURE_MAX = 1024,
	PACKAGE_COMMENT = 256,
	PACKAGE_PSEUDONYMS = 32,
};

struct package_public {
	uint8_t id[8], key[32];
};
struct package_secret {
	uint8_t id[8], key[64];
};

/* From base64; false: it is none. */
bool package_public_parse(struct package_public *out, const char *text);
void package_public_text(char out[PACKAGE_PUBLIC_TEXT], const struct package_public *key);
void package_public_of(struct package_public *out, const struct package_secret *secret);
/* As one gives it on a command line: a file that has it, or its 56 characters. */
bool package_public_given(struct package_public *out, const char *given, char *error, size_t size);

/* False: no randomness. */
bool package_secret_make(struct package_secret *out);
/* Reads a secret key. False: `error`; it must be readable by its owner only, and have no password.
 */
bool package_secret_read(struct package_secret *out, const char *path, char *error, size_t size);
/* The text of a secret key's file. */
bool package_secret_parse(struct package_secret *out, const char *text);
/* Writes sharing.key and sharing.pub into the folder, and sharing.pseudonyms if it is not there
 * (*made). Nothing is overwritten. */
bool package_keys_write(const struct package_secret *secret, const char *folder, bool *made,
			char *error, size_t size);
bool package_pseudonyms_read(uint8_t out[PACKAGE_PSEUDONYMS], const char *path, char *error,
			     size_t size);
/* Overwrites it. */
void package_forget(void *secret, size_t n);

/* The signature's file of n bytes; out has room for PACKAGE_SIGNATURE_MAX. The comment is one line
 * of less than PACKAGE_COMMENT bytes. Returns the length. */
size_t package_sign(char *out, const struct package_secret *secret, const void *data, size_t n,
		    const char *comment);
/* Is that the signature of n bytes by that key? comment (PACKAGE_COMMENT bytes): what was signed
 * with it. False: *why, a static text. */
bool package_signed(const struct package_public *key, const void *data, size_t n,
		    const char *signature, size_t len, char *comment, const char **why);

#endif
