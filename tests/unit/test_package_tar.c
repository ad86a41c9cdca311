/* Packets in packages, and packages as one file. */
#include "tests/unit/package_made.h"

/* ---- packets ------------------------------------------------------------------------------ */

static const char pcap[] = "\x4d\x3c\xb2\xa1 captured";

static bool load(void *ctx, const struct incident_evidence *e, uint8_t **out, size_t *n)
{
	const unsigned *what = ctx;

	(void)e;
	*n = sizeof(pcap);
	*out = *what == 0 ? NULL : malloc(sizeof(pcap));
	if (*what == 0)
		return false;
	memcpy(*out, pcap, sizeof(pcap));
	**out ^= *what == 2;
	return true;
}

/* What the manifest says of packets that are there (1), gone (0), others (2); files of them. */
static enum package_packets packets_for(const char *folder, const struct recipient *to,
					unsigned what, unsigned *files)
{
	static struct package_manifest m;
	struct package_secret key;
	char path[KIT_PATH], error[512] = "";

	kit_secret(&key, 1);
	struct package_order o = ordered(to, &key);

	o.load = load;
	o.ctx = &what;
	incident.nevidence = 2;
	incident.evidence[1] = incident.evidence[0];
	for (unsigned k = 0; k < 2; k++) {
		SAMPLE_SET(incident.evidence[k].file, "20261120T022000Z-5a0b1c2d3e4f5061.pcap");
		incident.evidence[k].file_size = sizeof(pcap);
		(void)crypto_hash_sha256(incident.evidence[k].sha256, (const uint8_t *)pcap,
					 sizeof(pcap));
	}
	if (!package_write(&o, folder, path, sizeof(path), &m, error, sizeof(error)))
		fail_msg("%s", error);
	assert_true(verified(path, 1, error, sizeof(error)));
	*files = 0;
	for (size_t k = 0; k < m.nfiles; k++)
		*files += strcmp(m.files[k].format, "pcap") == 0;
	kit_remove(path);
	return m.packets;
}

static void packets_go_only_to_who_may_see_all_that_is_in_them(void **state)
{
	struct recipient to;
	unsigned files;

	kit_recipient(&to);
	to.sites = to.addresses = to.values = to.packets = true;
	assert_int_equal(packets_for(*state, &to, 1, &files), PACKETS_ALL);
	assert_int_equal(files, 1);
	assert_int_equal(packets_for(*state, &to, 0, &files), PACKETS_SOME);
	assert_int_equal(files, 0);
	assert_int_equal(packets_for(*state, &to, 2, &files), PACKETS_SOME);
	assert_int_equal(files, 0);
	for (unsigned k = 0; k < 5; k++) {
		bool *const needs[] = { &to.sites, &to.addresses, &to.values, &to.packets };

		to.clearance = k == 4 ? TLP_AMBER_STRICT : TLP_RED;
		for (unsigned n = 0; n < 4; n++)
			*needs[n] = n != k;
		assert_int_equal(packets_for(*state, &to, 1, &files), PACKETS_LEFT_OUT);
		assert_int_equal(files, 0);
	}
}

/* ---- as one file --------------------------------------------------------------------------- */

static char archive[KIT_TEXT];

static size_t archived(const char *folder, char *path)
{
	static struct package_manifest m;
	char error[512] = "", name[KIT_PATH + 8];

	packed(folder, path, &m);
	if (!package_tar_write(path, &m, error, sizeof(error)))
		fail_msg("%s", error);
	(void)snprintf(name, sizeof(name), "%s.tar", strrchr(path, '/') + 1);
	return kit_read(folder, name, archive, sizeof(archive));
}

static void a_package_as_one_file_is_the_same(void **state)
{
	struct package_place place;
	char path[KIT_PATH], name[KIT_PATH + 8], error[512] = "";
	bool is;
	size_t n = archived(*state, path);

	assert_int_equal(n % 512, 0);
	kit_remove(path);
	(void)snprintf(name, sizeof(name), "%s.tar", path);
	assert_true(package_enter(&place, name, &is, error, sizeof(error)));
	assert_true(is);
	assert_true(verified(place.folder, 1, error, sizeof(error)));
	package_leave(&place);
	assert_int_not_equal(access(place.folder, F_OK), 0);
	/* A folder is one too; other files are none. */
	assert_true(package_enter(&place, *state, &is, error, sizeof(error)) && is);
	package_leave(&place);
	assert_int_equal(access(*state, F_OK), 0);
	assert_true(package_enter(&place, "Makefile", &is, error, sizeof(error)));
	assert_false(is);
	assert_false(package_enter(&place, "/no/such/file", &is, error, sizeof(error)));
}

/* Changes a header of the archive and its sum, so that only what it says is wrong. */
static void refused_archive(const char *folder, size_t n, size_t at, const char *with, size_t len,
			    const char *because)
{
	static char copy[KIT_TEXT];
	struct package_place place;
	char path[KIT_PATH], error[512] = "";
	unsigned sum = 0;
	bool is;

	memcpy(copy, archive, n);
	memcpy(copy + at, with, len);
	for (size_t k = 0; k < 512; k++)
		sum += k >= 148 && k < 156 ? ' ' : (uint8_t)copy[k];
	(void)snprintf(copy + 148, 8, "%06o", sum & 0777777);
	kit_write(folder, "x.tar", copy, n);
	(void)snprintf(path, sizeof(path), "%s/x.tar", folder);
	if (package_enter(&place, path, &is, error, sizeof(error)))
		fail_msg("taken, though: %s", because);
	if (strstr(error, because) == NULL)
		fail_msg("\"%s\" is not in: %s", because, error);
	assert_false(place.made);
}

static void hostile_archives_put_nothing_elsewhere(void **state)
{
	char path[KIT_PATH];
	size_t n = archived(*state, path);

	static const struct {
		size_t at;
		const char *with;
		size_t len;
		const char *because;
	} bad[] = {
		{ 0, "../x\0", 5, "no file of a package" },
		{ 0, "/etc/x\0", 7, "no file of a package" },
		{ 0, "a/b/c\0", 6, "no file of a package" },
		{ 0, ".hidden\0", 8, "no file of a package" },
		{ 0, "a\033[m\0", 5, "no file of a package" },
		{ 345, "..\0", 3, "no file of a package" },
		{ 345, "/tmp\0", 5, "no file of a package" },
		{ 345, "other\0", 6, "no file of a package" }, /* the next are elsewhere */
		{ 156, "1", 1, "no file of a package" },       /* a hard link */
		{ 156, "2", 1, "no file of a package" },       /* a symbolic link */
		{ 156, "3", 1, "no file of a package" },       /* a device */
		{ 156, "5", 1, "no file of a package" },       /* a folder with a file's name */
		{ 156, "x", 1, "no file of a package" },       /* another header */
		{ 124, "77777777777\0", 12, "more in it than" },
		{ 124, "zzzzzzzzzzz\0", 12, "is no tar archive" },
		{ 124, "00000000001\0", 12, "is no tar archive" }, /* what follows is no header */
		{ 0, "manifest.json.minisig\0", 22, "has a file twice" },
	};

	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++)
		refused_archive(*state, n, bad[k].at, bad[k].with, bad[k].len, bad[k].because);
	refused_archive(*state, 700, 0, "", 0, "ends in the middle");
	refused_archive(*state, n - 1024, 0, "", 0, "ends in the middle");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, kit_folder, kit_gone)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(packets_go_only_to_who_may_see_all_that_is_in_them),
		IN_FOLDER(a_package_as_one_file_is_the_same),
		IN_FOLDER(hostile_archives_put_nothing_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
