#ifndef TESTS_UNIT_PACKAGE_KIT_H
#define TESTS_UNIT_PACKAGE_KIT_H
/* What tests of packages share: a folder of their own, keys that are always the same, parties. */
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/package.h"
#include "tests/unit/test.h"

enum { KIT_PATH = 512, KIT_TEXT = 1 << 20 };

static inline void kit_secret(struct package_secret *k, uint8_t seed)
{
	uint8_t seeds[32], public[32];

	assert_true(sodium_init() >= 0);
	memset(seeds, seed, sizeof(seeds));
	memset(k->id, seed, sizeof(k->id));
	assert_int_equal(crypto_sign_seed_keypair(public, k->key, seeds), 0);
}

static inline void kit_public(struct package_public *k, uint8_t seed)
{
	struct package_secret secret;

	kit_secret(&secret, seed);
	package_public_of(k, &secret);
}

static inline int kit_folder(void **state)
{
	char *path = strdup("/tmp/kagami-package-XXXXXX");

	*state = path != NULL ? mkdtemp(path) : NULL;
	return *state == NULL;
}

/* Takes away a folder with files and folders in it. */
static inline void kit_remove(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char *name = NULL;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		assert_true(asprintf(&name, "%s/%s", path, e->d_name) > 0);
		if (unlink(name) != 0)
			kit_remove(name);
		free(name);
	}
	if (d != NULL)
		(void)closedir(d);
	(void)rmdir(path);
}

static inline int kit_gone(void **state)
{
	kit_remove(*state);
	free(*state);
	return 0;
}

static inline size_t kit_read(const char *folder, const char *name, char *out, size_t room)
{
	char path[KIT_PATH * 2];
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "re");
	assert_non_null(f);
	n = fread(out, 1, room - 1, f);
	out[n] = '\0';
	(void)fclose(f);
	return n;
}

static inline void kit_write(const char *folder, const char *name, const void *p, size_t n)
{
	char path[KIT_PATH * 2];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	(void)unlink(path);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n); /* cppcheck-suppress uninitvar ; n are there */
	(void)fclose(f);
}

/* How many entries a folder has. */
static inline unsigned kit_count(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *e;
	unsigned n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	(void)closedir(d);
	return n;
}

static inline void kit_recipient(struct recipient *r)
{
	*r = (struct recipient){ .clearance = TLP_RED, .formats = (1U << FORMATS) - 1 };
	(void)snprintf(r->name, sizeof(r->name), "jp");
	(void)snprintf(r->fqdn, sizeof(r->fqdn), "cert.example.jp");
	(void)snprintf(r->title, sizeof(r->title), "CERT of JP");
}

#endif
