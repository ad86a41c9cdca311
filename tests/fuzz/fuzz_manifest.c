/*
 * Manifests and signatures of packages, from hostile bytes: no name that is a path, no number that
 * is too large, and nothing that is signed by nobody.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "collector/package.h"
#include "collector/package_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct package_manifest m, again;

/* What was read is written, and read as the same. */
static void check_again(void)
{
	char *text = NULL, why[256] = "";
	const char *cause = "";
	size_t n = 0;

	/* Times are written to the millisecond. */
	m.time -= m.time % 1000000;
	assert(package_manifest_text(&m, &text, &n, &cause));
	assert(package_manifest_parse(&again, text, n, why, sizeof(why)));
	/* Both were zeroed: the same to the last byte. NOLINTNEXTLINE(bugprone-*,cert-*) */
	assert(memcmp(&m, &again, sizeof(m)) == 0);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct package_public nobody = { .id = { 1 } };
	char why[256] = "", comment[PACKAGE_COMMENT];
	const char *cause = "";

	assert(!package_signed(&nobody, "", 0, (const char *)data, size, comment, &cause));
	if (!package_manifest_parse(&m, (const char *)data, size, why, sizeof(why))) {
		assert(strncmp(why, "manifest.json:", 14) == 0);
		return 0;
	}
	assert(m.nfiles > 0 && m.nfiles <= PACKAGE_FILES);
	for (size_t k = 0; k < m.nfiles; k++)
		assert(package_name_good(m.files[k].name) && m.files[k].size <= PACKAGE_FILE_MAX &&
		       strchr(m.files[k].name, '/') == NULL && m.files[k].name[0] != '.');
	check_again();
	return 0;
}
