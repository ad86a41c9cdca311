#ifndef TESTS_UNIT_PACKAGE_MADE_H
#define TESTS_UNIT_PACKAGE_MADE_H
/* Packages as they are made of a plain incident, and whether they are right. */
#include "tests/unit/package_kit.h"

#include "tests/records/incidents.h"

static struct incident incident;

static struct package_order ordered(const struct recipient *to, const struct package_secret *key)
{
	static const uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 7 };

	sample_plain(&incident, 1);
	return (struct package_order){ .incident = &incident,
				       .to = to,
				       .from = &sample_party,
				       .key = key,
				       .pseudonyms = pseudonyms,
				       .time = SAMPLE_TIME };
}

/* A package in the folder; path has KIT_PATH bytes. */
static void packed(const char *folder, char *path, struct package_manifest *m)
{
	struct recipient to;
	struct package_secret key;
	char error[512] = "";

	kit_recipient(&to);
	kit_secret(&key, 1);
	struct package_order o = ordered(&to, &key);

	if (!package_write(&o, folder, path, KIT_PATH, m, error, sizeof(error)))
		fail_msg("%s", error);
}

static bool verified(const char *path, uint8_t seed, char *error, size_t size)
{
	static struct package_manifest m;
	struct package_public key;

	kit_public(&key, seed);
	error[0] = '\0';
	return package_verify(path, &key, &m, error, size);
}

#endif
