/*
 * Key files from hostile bytes: what is read is a key whose parts are well-formed and which is
 * written as it was read; what is refused says why, without the secret, and leaves nothing.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/curve_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool empty(const struct curve_key *key)
{
	const uint8_t *p = (const uint8_t *)key;

	for (size_t i = 0; i < sizeof(*key); i++) {
		if (p[i] != 0)
			return false;
	}
	return true;
}

static void check_key(const struct curve_key *key)
{
	assert(curve_key_good(key->public));
	assert(key->secret[0] == '\0' || curve_key_good(key->secret));
	assert(key->collector[0] == '\0' || curve_key_good(key->collector));
	assert(strlen(key->name) < CURVE_KEY_NAME);
}

/* The same key again from a text that says what this one holds. */
static void check_again(const struct curve_key *key)
{
	char text[512];
	char error[512];
	struct curve_key again;
	int n = snprintf(text, sizeof(text), "public: %s\n%s%s\n%s%s\n%s%s\n", key->public,
			 key->name[0] != '\0' ? "name: " : "", key->name,
			 key->secret[0] != '\0' ? "secret: " : "", key->secret,
			 key->collector[0] != '\0' ? "collector: " : "", key->collector);

	assert(curve_key_parse(&again, "again", text, (size_t)n, error, sizeof(error)));
	assert(memcmp(key, &again, sizeof(again)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of just that size: what is read beyond it is noticed. */
	char *text = malloc(size != 0 ? size : 1);
	char error[512] = "";
	struct curve_key key;

	if (text == NULL)
		return -1;
	if (size != 0)
		memcpy(text, data, size);
	if (curve_key_parse(&key, "fuzz", text, size, error, sizeof(error))) {
		check_key(&key);
		check_again(&key);
	} else {
		assert(strncmp(error, "fuzz:", 5) == 0);
		assert(strlen(error) < 128);
		assert(empty(&key));
	}
	free(text);
	return 0;
}
