/* Packages that come in. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/package.h"
#include "collector/package_file.h"

static const char manifest[] = "manifest.json";
static const char signature[] = "manifest.json.minisig";

struct check {
	int folder;
	const struct package_public *key;
	struct package_manifest *m;
	char *error;
	size_t size;
};

/* `name` is of ours, or one that was found to be good. */
static bool wrong(const struct check *c, const char *name, const char *what)
{
	(void)snprintf(c->error, c->size, "%.220s: %s", name, what);
	return false;
}

static bool check_manifest(const struct check *c)
{
	char *text = NULL, *lines = NULL, comment[PACKAGE_COMMENT];
	const char *why = "";
	size_t n = 0, len = 0;
	bool good = false;

	if (!package_file_read(c->folder, manifest, PACKAGE_MANIFEST_MAX, &text, &n, NULL, &why))
		(void)wrong(c, manifest, why);
	else if (!package_file_read(c->folder, signature, PACKAGE_SIGNATURE_MAX, &lines, &len, NULL,
				    &why) ||
		 !package_signed(c->key, text, n, lines, len, comment, &why))
		(void)wrong(c, signature, why);
	else
		good = package_manifest_parse(c->m, text, n, c->error, c->size);
	free(text);
	free(lines);
	return good;
}

static bool check_file(const struct check *c, const struct package_entry *e)
{
	uint8_t sha256[32];
	uint64_t bytes = 0;
	const char *why = "";

	if (!package_file_hash(c->folder, e->name, e->size, sha256, &bytes, &why))
		return wrong(c, e->name,
			     strcmp(why, "is too large") == 0 ? "is larger than the manifest says"
							      : why);
	if (bytes != e->size)
		return wrong(c, e->name, "is smaller than the manifest says");
	return memcmp(sha256, e->sha256, sizeof(sha256)) == 0 ||
	       wrong(c, e->name, "was changed: its SHA-256 is not what the manifest says");
}

static bool listed(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->m->nfiles; i++) {
		if (strcmp(c->m->files[i].name, name) == 0)
			return true;
	}
	return strcmp(name, manifest) == 0 || strcmp(name, signature) == 0 ||
	       strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Nothing may be in the folder that nobody signed. */
static bool check_rest(const struct check *c)
{
	int again = openat(c->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = again >= 0 ? fdopendir(again) : NULL;
	const struct dirent *e;
	bool good = true;

	if (d == NULL) {
		if (again >= 0)
			(void)close(again);
		return wrong(c, ".", "the folder cannot be listed");
	}
	while (good && (e = readdir(d)) != NULL) {
		if (!listed(c, e->d_name))
			good = wrong(c, package_name_good(e->d_name) ? e->d_name : "another file",
				     "is in the folder and not in the manifest");
	}
	(void)closedir(d);
	return good;
}

bool package_verify(const char *path, const struct package_public *key,
		    struct package_manifest *out, char *error, size_t size)
{
	struct check c = { .key = key, .m = out, .error = error, .size = size };
	bool good;

	memset(out, 0, sizeof(*out));
	c.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c.folder < 0 || sodium_init() < 0) {
		(void)snprintf(error, size, "%s", strerror(errno));
		return false;
	}
	good = check_manifest(&c);
	for (size_t i = 0; good && i < out->nfiles; i++)
		good = check_file(&c, &out->files[i]);
	good = good && check_rest(&c);
	(void)close(c.folder);
	return good;
}
