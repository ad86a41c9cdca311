/* minisign's signatures. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collector/package_key.h"

enum { SIGNATURE_BYTES = 74, GLOBAL_BYTES = 64, HASH_BYTES = 64, LINES = 4 };

static const char untrusted[] = "untrusted comment: ";
static const char trusted[] = "trusted comment: ";

/* What the second signature is of: the first one and the comment. Returns the length. */
static size_t global_of(uint8_t *out, const uint8_t signature[64], const char *comment, size_t n)
{
	memcpy(out, signature, 64);
	memcpy(out + 64, comment, n);
	return 64 + n;
}

size_t package_sign(char *out, const struct package_secret *secret, const void *data, size_t n,
		    const char *comment)
{
	uint8_t hash[HASH_BYTES], bytes[SIGNATURE_BYTES], global[GLOBAL_BYTES];
	uint8_t both[64 + PACKAGE_COMMENT];
	char first[128], second[128], line[PACKAGE_COMMENT];
	size_t len;

	(void)snprintf(line, sizeof(line), "%s", comment);
	memcpy(bytes, "ED", 2);
	memcpy(bytes + 2, secret->id, sizeof(secret->id));
	(void)crypto_generichash(hash, sizeof(hash), data, n, NULL, 0);
	(void)crypto_sign_detached(bytes + 10, NULL, hash, sizeof(hash), secret->key);
	len = global_of(both, bytes + 10, line, strlen(line));
	(void)crypto_sign_detached(global, NULL, both, len, secret->key);
	(void)sodium_bin2base64(first, sizeof(first), bytes, sizeof(bytes),
				sodium_base64_VARIANT_ORIGINAL);
	(void)sodium_bin2base64(second, sizeof(second), global, sizeof(global),
				sodium_base64_VARIANT_ORIGINAL);
	return (size_t)snprintf(out, PACKAGE_SIGNATURE_MAX,
				"%ssignature of a package\n%s\n%s%s\n%s\n", untrusted, first,
				trusted, line, second);
}

struct line {
	const char *s;
	size_t n;
};

/* The four lines of a signature. */
static bool lines_of(struct line out[LINES], const char *p, size_t n)
{
	memset(out, 0, LINES * sizeof(*out));
	for (unsigned i = 0; i < LINES; i++) {
		const char *end = n > 0 ? memchr(p, '\n', n) : NULL;
		size_t len = end != NULL ? (size_t)(end - p) : n;

		out[i] = (struct line){ p, len };
		if (len > 0 && p[len - 1] == '\r')
			out[i].n--;
		if (end == NULL && i + 1 < LINES)
			return false;
		len += end != NULL;
		p += len;
		n -= len;
	}
	return n == 0;
}

static bool begins(const struct line *l, const char *with)
{
	return l->n >= strlen(with) && memcmp(l->s, with, strlen(with)) == 0;
}

static bool bytes_of(uint8_t *out, size_t n, const struct line *l)
{
	size_t got = 0;
	const char *end = NULL;

	return sodium_base642bin(out, n, l->s, l->n, NULL, &got, &end,
				 sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       got == n && end == l->s + l->n;
}

static bool say(const char **why, const char *what)
{
	*why = what;
	return false;
}

bool package_signed(const struct package_public *key, const void *data, size_t n,
		    const char *signature, size_t len, char *comment, const char **why)
{
	uint8_t hash[HASH_BYTES], bytes[SIGNATURE_BYTES], global[GLOBAL_BYTES];
	uint8_t both[64 + PACKAGE_COMMENT];
	struct line lines[LINES];
	size_t words;

	comment[0] = '\0';
	if (sodium_init() < 0 || !lines_of(lines, signature, len) ||
	    !begins(&lines[0], untrusted) || !begins(&lines[2], trusted) ||
	    !bytes_of(bytes, sizeof(bytes), &lines[1]) ||
	    !bytes_of(global, sizeof(global), &lines[3]))
		return say(why, "is no signature of minisign's format");
	words = lines[2].n - strlen(trusted);
	if (words >= PACKAGE_COMMENT || memchr(lines[2].s, '\0', lines[2].n) != NULL)
		return say(why, "has too long a comment");
	if (memcmp(bytes, "ED", 2) != 0)
		return say(why, "is of an older kind (minisign -l)");
	if (memcmp(bytes + 2, key->id, sizeof(key->id)) != 0)
		return say(why, "was made with another key");
	(void)crypto_generichash(hash, sizeof(hash), data, n, NULL, 0);
	if (crypto_sign_verify_detached(bytes + 10, hash, sizeof(hash), key->key) != 0)
		return say(why, "is not that of what is there: it was changed, or the key is "
				"another's");
	len = global_of(both, bytes + 10, lines[2].s + strlen(trusted), words);
	if (crypto_sign_verify_detached(global, both, len, key->key) != 0)
		return say(why, "has a comment that was changed");
	memcpy(comment, lines[2].s + strlen(trusted), words);
	comment[words] = '\0';
	return true;
}
