/* minisign's keys: their files. */
#include "collector/package_key.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/package_file.h"

enum {
	PUBLIC_BYTES = 42,
	SECRET_BYTES = 158,
	/* in a secret key: what it is signed with, how it is encrypted, how it is checked */
	AT_KDF = 2,
	AT_CHECK = 4,
	AT_ID = 54,
	AT_KEY = 62,
	AT_SUM = 126,
	FILE_MOST = 4096,
	PATH_ROOM = 4096,
	TEXT_ROOM = 512,
};

void package_forget(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}

/* ---- texts -------------------------------------------------------------------------------- */

/* The whole of a text as n bytes of base64. */
static bool bytes_of(uint8_t *out, size_t n, const char *text, size_t len)
{
	size_t got = 0;
	const char *end = NULL;

	return sodium_base642bin(out, n, text, len, NULL, &got, &end,
				 sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       got == n && end == text + len;
}

bool package_public_parse(struct package_public *out, const char *text)
{
	uint8_t bytes[PUBLIC_BYTES];

	if (!bytes_of(bytes, sizeof(bytes), text, strlen(text)) || memcmp(bytes, "Ed", 2) != 0)
		return false;
	memcpy(out->id, bytes + 2, sizeof(out->id));
	memcpy(out->key, bytes + 10, sizeof(out->key));
	return true;
}

void package_public_text(char out[PACKAGE_PUBLIC_TEXT], const struct package_public *key)
{
	uint8_t bytes[PUBLIC_BYTES];

	memcpy(bytes, "Ed", 2);
	memcpy(bytes + 2, key->id, sizeof(key->id));
	memcpy(bytes + 10, key->key, sizeof(key->key));
	(void)sodium_bin2base64(out, PACKAGE_PUBLIC_TEXT, bytes, sizeof(bytes),
				sodium_base64_VARIANT_ORIGINAL);
}

void package_public_of(struct package_public *out, const struct package_secret *secret)
{
	memcpy(out->id, secret->id, sizeof(out->id));
	(void)crypto_sign_ed25519_sk_to_pk(out->key, secret->key);
}

/* The second line of a key's file, without its end; NULL: there is none. */
static const char *second_line(const char *text, size_t *n)
{
	const char *p = strchr(text, '\n');

	if (strncmp(text, "untrusted comment:", 18) != 0 || p == NULL)
		return NULL;
	p++;
	*n = strcspn(p, "\r\n");
	return p[*n + strspn(p + *n, "\r\n")] == '\0' ? p : NULL;
}

/* ---- the secret key ----------------------------------------------------------------------- */

bool package_secret_make(struct package_secret *out)
{
	uint8_t public[32];

	if (sodium_init() < 0)
		return false;
	randombytes_buf(out->id, sizeof(out->id));
	return crypto_sign_keypair(public, out->key) == 0;
}

static void sum_of(uint8_t out[32], const struct package_secret *secret)
{
	crypto_generichash_state hash;

	(void)crypto_generichash_init(&hash, NULL, 0, 32);
	(void)crypto_generichash_update(&hash, (const uint8_t *)"Ed", 2);
	(void)crypto_generichash_update(&hash, secret->id, sizeof(secret->id));
	(void)crypto_generichash_update(&hash, secret->key, sizeof(secret->key));
	(void)crypto_generichash_final(&hash, out, 32);
}

/* NULL: it is one. */
static const char *secret_wrong(struct package_secret *out, const char *text)
{
	uint8_t bytes[SECRET_BYTES], sum[32], pair[64], public[32];
	const char *why = NULL;
	size_t n = 0;
	const char *line = second_line(text, &n);

	if (line == NULL || !bytes_of(bytes, sizeof(bytes), line, n) || memcmp(bytes, "Ed", 2) != 0)
		return "is no secret key of minisign's format";
	memcpy(out->id, bytes + AT_ID, sizeof(out->id));
	memcpy(out->key, bytes + AT_KEY, sizeof(out->key));
	sum_of(sum, out);
	/* The seed is the first half: the other must be its public key. */
	(void)crypto_sign_seed_keypair(public, pair, out->key);
	if (memcmp(bytes + AT_KDF, "\0\0", 2) != 0)
		why = "is protected by a password, which cannot be asked for: make one without "
		      "(minisign -G -W, or share keygen)";
	else if (memcmp(bytes + AT_CHECK, "B2", 2) != 0 ||
		 (sodium_memcmp(sum, bytes + AT_SUM, sizeof(sum)) != 0 &&
		  !sodium_is_zero(bytes + AT_SUM, sizeof(sum))) ||
		 sodium_memcmp(pair, out->key, sizeof(pair)) != 0)
		why = "is damaged: its sum or its public half do not match";
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(pair, sizeof(pair));
	if (why != NULL)
		sodium_memzero(out, sizeof(*out));
	return why;
}

bool package_secret_parse(struct package_secret *out, const char *text)
{
	return secret_wrong(out, text) == NULL;
}

/* Reads a file that only its owner may read. */
static bool read_private(const char *path, char **text, size_t *n, char *error, size_t size)
{
	const char *why = "";
	mode_t mode = 0;

	if (!package_file_read(AT_FDCWD, path, FILE_MOST, text, n, &mode, &why)) {
		(void)snprintf(error, size, "%s: %s", path, why);
		return false;
	}
	if ((mode & (S_IRWXG | S_IRWXO)) == 0)
		return true;
	(void)snprintf(error, size,
		       "%s: is secret, and others than its owner may read it: chmod 600 %s", path,
		       path);
	sodium_memzero(*text, *n);
	free(*text);
	*text = NULL;
	return false;
}

bool package_secret_read(struct package_secret *out, const char *path, char *error, size_t size)
{
	const char *why;
	char *text;
	size_t n;

	if (sodium_init() < 0 || !read_private(path, &text, &n, error, size))
		return false;
	why = secret_wrong(out, text);
	if (why != NULL)
		(void)snprintf(error, size, "%s: %s", path, why);
	sodium_memzero(text, n);
	free(text);
	return why == NULL;
}

bool package_pseudonyms_read(uint8_t out[PACKAGE_PSEUDONYMS], const char *path, char *error,
			     size_t size)
{
	char *text;
	size_t n;
	bool good;

	if (!read_private(path, &text, &n, error, size))
		return false;
	good = bytes_of(out, PACKAGE_PSEUDONYMS, text, strcspn(text, "\r\n"));
	if (!good)
		(void)snprintf(error, size, "%s: has no key for pseudonyms (share keygen)", path);
	sodium_memzero(text, n);
	free(text);
	return good;
}

bool package_public_given(struct package_public *out, const char *given, char *error, size_t size)
{
	const char *why = "", *line;
	char *text;
	size_t n = 0;
	bool good;

	if (access(given, F_OK) != 0 && package_public_parse(out, given))
		return true;
	if (!package_file_read(AT_FDCWD, given, FILE_MOST, &text, &n, NULL, &why)) {
		(void)snprintf(error, size, "%.200s: %s, and it is no public key itself", given,
			       why);
		return false;
	}
	line = second_line(text, &n);
	if (line != NULL)
		text[(size_t)(line - text) + n] = '\0';
	good = line != NULL && package_public_parse(out, line);
	if (!good)
		(void)snprintf(error, size, "%.200s: is no public key of minisign's format", given);
	free(text);
	return good;
}

/* ---- writing ------------------------------------------------------------------------------ */

static bool write_file(const char *folder, const char *name, const char *text, mode_t mode,
		       char *error, size_t size)
{
	char path[PATH_ROOM];

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
		(void)snprintf(error, size, "%.200s: the name is too long", folder);
		return false;
	}
	return package_path_new(path, text, strlen(text), mode, error, size);
}

static bool write_secret(const struct package_secret *secret, const char *folder, char *error,
			 size_t size)
{
	uint8_t bytes[SECRET_BYTES] = { 'E', 'd', 0, 0, 'B', '2' };
	char line[TEXT_ROOM / 2], text[TEXT_ROOM];
	bool good;

	memcpy(bytes + AT_ID, secret->id, sizeof(secret->id));
	memcpy(bytes + AT_KEY, secret->key, sizeof(secret->key));
	sum_of(bytes + AT_SUM, secret);
	(void)sodium_bin2base64(line, sizeof(line), bytes, sizeof(bytes),
				sodium_base64_VARIANT_ORIGINAL);
	(void)snprintf(text, sizeof(text),
		       "untrusted comment: secret key that signs packages of incidents\n%s\n",
		       line);
	good = write_file(folder, "sharing.key", text, 0600, error, size);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(line, sizeof(line));
	sodium_memzero(text, sizeof(text));
	return good;
}

static bool write_public(const struct package_secret *secret, const char *folder, char *error,
			 size_t size)
{
	struct package_public key;
	char line[PACKAGE_PUBLIC_TEXT], text[TEXT_ROOM];

	package_public_of(&key, secret);
	package_public_text(line, &key);
	(void)snprintf(text, sizeof(text),
		       "untrusted comment: public key of packages of incidents\n%s\n", line);
	return write_file(folder, "sharing.pub", text, 0644, error, size);
}

static bool write_pseudonyms(const char *folder, bool *made, char *error, size_t size)
{
	uint8_t key[PACKAGE_PSEUDONYMS];
	char path[PATH_ROOM], text[TEXT_ROOM];

	(void)snprintf(path, sizeof(path), "%s/sharing.pseudonyms", folder);
	*made = access(path, F_OK) != 0;
	if (!*made)
		return true;
	randombytes_buf(key, sizeof(key));
	(void)sodium_bin2base64(text, sizeof(text) - 1, key, sizeof(key),
				sodium_base64_VARIANT_ORIGINAL);
	memcpy(text + strlen(text), "\n", 2);
	*made = write_file(folder, "sharing.pseudonyms", text, 0600, error, size);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(text, sizeof(text));
	return *made;
}

bool package_keys_write(const struct package_secret *secret, const char *folder, bool *made,
			char *error, size_t size)
{
	char path[PATH_ROOM];

	/* The secret half first: a public half without it would be of no use to anybody. */
	if (!write_secret(secret, folder, error, size))
		return false;
	if (write_public(secret, folder, error, size))
		return write_pseudonyms(folder, made, error, size);
	(void)snprintf(path, sizeof(path), "%s/sharing.key", folder);
	(void)unlink(path);
	return false;
}
