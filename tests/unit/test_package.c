/* Packages: what is in them, and that none that was tampered with is taken. */
#include "tests/unit/package_made.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "collector/package_file.h"

static char text[KIT_TEXT];

static void refused(const char *path, const char *because)
{
	char error[512];

	if (verified(path, 1, error, sizeof(error)))
		fail_msg("taken, though: %s", because);
	if (strstr(error, because) == NULL)
		fail_msg("\"%s\" is not in: %s", because, error);
}

static void a_package_has_what_its_manifest_says(void **state)
{
	static struct package_manifest m, read;
	char path[KIT_PATH], error[512];

	packed(*state, path, &m);
	assert_true(verified(path, 1, error, sizeof(error)));
	assert_int_equal(kit_count(*state), 1);
	assert_int_equal(kit_count(path), FORMATS + 4);
	assert_true(package_manifest_read(&read, path, error, sizeof(error)));
	assert_string_equal(read.sender, "csirt.example.sg");
	assert_string_equal(read.recipient, "cert.example.jp");
	assert_string_equal(read.tlp, "AMBER");
	assert_int_equal(read.revision, 1);
	assert_int_equal(read.time / 1000000, SAMPLE_TIME / 1000000);
	assert_int_equal(read.nfiles, FORMATS + 2);
	assert_string_equal(read.files[FORMATS].name, "SHA256SUMS");
	assert_int_equal(read.packets, PACKETS_NONE);
	for (size_t k = 0; k < read.nfiles; k++) {
		size_t n = kit_read(path, read.files[k].name, text, sizeof(text));
		uint8_t sha256[32];

		(void)crypto_hash_sha256(sha256, (unsigned char *)text, n);
		assert_memory_equal(sha256, read.files[k].sha256, 32);
		assert_memory_equal(sha256, m.files[k].sha256, 32);
		assert_int_equal(n, read.files[k].size);
	}
}

static void the_same_again_is_the_same_but_for_time(void **state)
{
	static struct package_manifest a, b;
	struct recipient to;
	struct package_secret key;
	char path[KIT_PATH], again[KIT_PATH], error[512] = "", folder[KIT_PATH];

	packed(*state, path, &a);
	kit_recipient(&to);
	kit_secret(&key, 1);
	struct package_order o = ordered(&to, &key);

	assert_false(package_write(&o, *state, again, sizeof(again), &b, error, sizeof(error)));
	assert_non_null(strstr(error, "is there already"));
	assert_int_equal(kit_count(*state), 1);
	(void)snprintf(folder, sizeof(folder), "%s/later", (char *)*state);
	assert_int_equal(mkdir(folder, 0700), 0);
	o.time += SAMPLE_SECOND;
	assert_true(package_write(&o, folder, again, sizeof(again), &b, error, sizeof(error)));
	b.time = a.time;
	assert_memory_equal(&a, &b, sizeof(a));
}

static void a_report_is_named_in_the_manifest_and_in_the_record(void **state)
{
	static const struct regime regime = { .name = "warn", .stage = "early-warning" };
	static struct package_manifest m;
	struct recipient to;
	struct package_secret key;
	char path[KIT_PATH], error[512] = "";

	kit_recipient(&to);
	kit_secret(&key, 1);
	struct package_order o = ordered(&to, &key);

	o.report = &regime;
	assert_true(package_write(&o, *state, path, sizeof(path), &m, error, sizeof(error)));
	assert_non_null(strstr(path, ".jp.warn"));
	assert_string_equal(m.report, "warn");
	assert_string_equal(m.stage, "early-warning");
	(void)kit_read(path, m.files[0].name, text, sizeof(text));
	assert_non_null(strstr(text, "early-warning"));
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
	struct recipient to;
	struct package_secret key;
	char path[KIT_PATH], error[512] = "";

	kit_recipient(&to);
	kit_secret(&key, 1);
	struct package_order o = ordered(&to, &key);

	to.sites = true;
	(void)snprintf(incident.id, sizeof(incident.id), "../../evil-20261120-0001");
	assert_false(package_write(&o, *state, path, sizeof(path), NULL, error, sizeof(error)));
	assert_int_equal(kit_count(*state), 0);
	(void)snprintf(incident.issuer, sizeof(incident.issuer), "not a name");
	(void)snprintf(incident.id, sizeof(incident.id), "w-20261120-0001");
	assert_false(package_write(&o, *state, path, sizeof(path), NULL, error, sizeof(error)));
	assert_non_null(strstr(error, "iodef.json: "));
	assert_int_equal(kit_count(*state), 0);
	assert_false(package_write(&o, "/no/such", path, sizeof(path), NULL, error, sizeof(error)));
}

/* A folder with a file in it, last changed so many seconds ago. */
static void put_folder(const char *parent, const char *name, time_t ago)
{
	const struct timespec then[2] = { { .tv_sec = time(NULL) - ago },
					  { .tv_sec = time(NULL) - ago } };
	char path[2 * KIT_PATH];

	(void)snprintf(path, sizeof(path), "%s/%s", parent, name);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/%s/iodef.json", parent, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	(void)fclose(f);
	(void)snprintf(path, sizeof(path), "%s/%s", parent, name);
	assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
}

static void what_a_killed_program_left_is_taken_away(void **state)
{
	static struct package_manifest m;
	char path[KIT_PATH], left[KIT_PATH];

	packed(*state, path, &m);
	const char *name = strrchr(path, '/') + 1;

	package_folder_remove(path);
	assert_int_equal(kit_count(*state), 0);
	(void)snprintf(left, sizeof(left), ".%s.0badcafe.tmp", name);
	put_folder(*state, left, 7200);
	(void)snprintf(left, sizeof(left), ".%s.600dcafe.tmp", name); /* at work */
	put_folder(*state, left, 60);
	(void)snprintf(left, sizeof(left), ".%sx.0badcafe.tmp", name); /* another's */
	put_folder(*state, left, 7200);
	(void)snprintf(left, sizeof(left), ".%s.0badcafe.tmq", name);
	put_folder(*state, left, 7200);
	packed(*state, path, &m);
	assert_int_equal(kit_count(*state), 4);
	(void)snprintf(left, sizeof(left), "%s/.%s.0badcafe.tmp", (char *)*state, name);
	assert_int_equal(access(left, F_OK), -1);
}

/* ---- tampering ---------------------------------------------------------------------------- */

static void every_changed_byte_is_found(void **state)
{
	static struct package_manifest m;
	char path[KIT_PATH], error[512];

	packed(*state, path, &m);
	for (size_t k = 0; k < m.nfiles; k++) {
		size_t n = kit_read(path, m.files[k].name, text, sizeof(text));

		for (size_t at = 0; at < n; at += n / 5 + 1) {
			text[at] ^= 1;
			kit_write(path, m.files[k].name, text, n);
			refused(path, "was changed: its SHA-256 is not what the manifest says");
			text[at] ^= 1;
		}
		kit_write(path, m.files[k].name, text, n + 1);
		refused(path, "is larger than the manifest says");
		kit_write(path, m.files[k].name, text, n - 1);
		refused(path, "is smaller than the manifest says");
		kit_write(path, m.files[k].name, text, n);
	}
	size_t n = kit_read(path, "manifest.json", text, sizeof(text));

	for (size_t at = 0; at < n; at += 97) {
		text[at] ^= 1;
		kit_write(path, "manifest.json", text, n);
		refused(path, "manifest.json.minisig: is not that of what is there");
		text[at] ^= 1;
	}
	kit_write(path, "manifest.json", text, n);
	assert_true(verified(path, 1, error, sizeof(error)));
}

static void files_that_are_missing_or_too_many_are_named(void **state)
{
	static struct package_manifest m;
	char path[KIT_PATH], name[KIT_PATH * 2], error[512];

	packed(*state, path, &m);
	kit_write(path, "readme.exe", "x", 1);
	refused(path, "readme.exe: is in the folder and not in the manifest");
	(void)snprintf(name, sizeof(name), "%s/readme.exe", path);
	assert_int_equal(unlink(name), 0);
	kit_write(path, ".hidden\x1b[31m", "x", 1);
	refused(path, "another file: is in the folder and not in the manifest");
	(void)snprintf(name, sizeof(name), "%s/.hidden\x1b[31m", path);
	assert_int_equal(unlink(name), 0);
	assert_true(verified(path, 1, error, sizeof(error)));
	(void)snprintf(name, sizeof(name), "%s/%s", path, m.files[2].name);
	assert_int_equal(unlink(name), 0);
	refused(path, "misp.json: is not there");
	assert_int_equal(symlink("/etc/passwd", name), 0);
	refused(path, "misp.json: is a link");
	assert_int_equal(unlink(name), 0);
	assert_int_equal(mkfifo(name, 0600), 0);
	refused(path, "misp.json: is no regular file");
	(void)snprintf(name, sizeof(name), "%s/manifest.json.minisig", path);
	assert_int_equal(unlink(name), 0);
	refused(path, "manifest.json.minisig: is not there");
	refused("/no/such/package", "No such file");
}

static void the_wrong_key_is_refused(void **state)
{
	char path[KIT_PATH], error[512];

	packed(*state, path, NULL);
	assert_false(verified(path, 2, error, sizeof(error)));
	assert_string_equal(error, "manifest.json.minisig: was made with another key");
}

/* A manifest of a sender who has a good key and bad intentions. */
static void signed_by_them(const char *path, const char *manifest)
{
	struct package_secret key;
	char lines[PACKAGE_SIGNATURE_MAX];
	size_t n = strlen(manifest);

	kit_secret(&key, 1);
	kit_write(path, "manifest.json", manifest, n);
	kit_write(path, "manifest.json.minisig", lines,
		  package_sign(lines, &key, manifest, n, "x"));
}

static void refused_manifest(const char *path, const char *from, const char *to,
			     const char *because)
{
	static const char good[] =
		"{\"format\":\"kagami-package-1\",\"sender\":{\"fqdn\":\"a.example\"},"
		"\"recipient\":{\"fqdn\":\"b.example\"},\"incident\":{\"id\":\"x\",\"issuer\":"
		"\"a.example\",\"revision\":1},\"tlp\":\"RED\",\"time\":\"2026-11-20T00:00:00Z\","
		"\"files\":[{\"name\":\"f.json\",\"format\":\"iodef\",\"size\":1,\"sha256\":"
		"\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"}]}";
	const char *at = strstr(good, from);

	assert_non_null(at);
	(void)snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good), good, to,
		       at + strlen(from));
	signed_by_them(path, text);
	kit_write(path, "f.json", "x", 1);
	if (because != NULL)
		refused(path, because);
}

static void hostile_manifests_open_nothing_outside(void **state)
{
	const char *path = *state;
	char error[512];

	refused_manifest(path, "f.json", "f.json", NULL);
	assert_true(verified(path, 1, error, sizeof(error)));
	refused_manifest(path, "f.json", "../f.json", "a file is called in a way that none may be");
	refused_manifest(path, "f.json", "/etc/passwd", "a file is called in a way");
	refused_manifest(path, "f.json", "a/../../f", "a file is called in a way");
	refused_manifest(path, "f.json", "..", "a file is called in a way");
	refused_manifest(path, "f.json", ".f", "a file is called in a way");
	refused_manifest(path, "f.json", "a\\\\b", "a file is called in a way");
	refused_manifest(path, "f.json", "a\\u001b[1m", "characters that it must not have");
	refused_manifest(path, "f.json", "a\\u0000b", "is no JSON");
	refused_manifest(path, "f.json", "manifest.json", "a file is called in a way");
	refused_manifest(path, "f.json", "manifest.json.minisig", "a file is called in a way");
	refused_manifest(path, "f.json", "", "name is missing");
	refused_manifest(path, "\"size\":1", "\"size\":-1", "size is no number");
	refused_manifest(path, "\"size\":1", "\"size\":1e99", "size is no number");
	refused_manifest(path, "\"size\":1", "\"size\":99999999999999", "or too large");
	refused_manifest(path, "2d71", "2d7", "sha256 is no SHA-256");
	refused_manifest(path, "2d71", "zd71", "sha256 is no SHA-256");
	refused_manifest(path, "2d71", "2d70", "was changed");
	refused_manifest(path, "kagami-package-1", "kagami-package-2", "format is one that");
	refused_manifest(path, "\"tlp\":\"RED\",", "", "tlp is missing");
	refused_manifest(path, "\"time\":\"2026", "\"time\":\"yesterday 2026", "time is no time");
	refused_manifest(path, "\"tlp\":\"RED\"", "\"tlp\":\"RED\",\"tlp\":\"CLEAR\"",
			 "is no JSON");
	refused_manifest(path, "\"files\":[", "\"files\":[[],", "name is missing");
	refused_manifest(path, "\"files\":[", "\"files\":{\"a\":[", "is no JSON");
	refused_manifest(path, "\"sender\":{\"fqdn\":\"a.example\"}", "\"sender\":\"a.example\"",
			 "fqdn is missing");
	refused_manifest(path, "\"files\":[",
			 "\"files\":[{\"name\":\"f.json\",\"format\":\"x\","
			 "\"size\":1,\"sha256\":\"2d711642b726b04401627ca9fbac3"
			 "2f5c8530fb1903cc4db02258717921a4881\"},",
			 "a file is named twice");
	signed_by_them(path, "[]");
	refused(path, "is no object");
	signed_by_them(path, "");
	refused(path, "is no JSON");
}

static void huge_files_are_not_read(void **state)
{
	const char *path = *state;
	char name[KIT_PATH];

	refused_manifest(path, "f.json", "f.json", NULL);
	(void)snprintf(name, sizeof(name), "%s/f.json", path);
	assert_int_equal(truncate(name, (off_t)1 << 40), 0);
	refused(path, "f.json: is larger than the manifest says");
	(void)snprintf(name, sizeof(name), "%s/manifest.json", path);
	assert_int_equal(truncate(name, (off_t)1 << 40), 0);
	refused(path, "manifest.json: is too large");
	signed_by_them(path, "{}");
	(void)snprintf(name, sizeof(name), "%s/manifest.json.minisig", path);
	assert_int_equal(truncate(name, (off_t)1 << 40), 0);
	refused(path, "manifest.json.minisig: is too large");
}

static void deep_and_wide_manifests_are_refused(void **state)
{
	memset(text, '[', 200000);
	text[200000] = '\0';
	signed_by_them(*state, text);
	refused(*state, "is no JSON");
	size_t n = (size_t)snprintf(
		text, sizeof(text),
		"{\"format\":\"kagami-package-1\","
		"\"sender\":{\"fqdn\":\"a.example\"},\"recipient\":{\"fqdn\":\"b.example\"},"
		"\"incident\":{\"id\":\"x\",\"issuer\":\"a.example\",\"revision\":1},"
		"\"tlp\":\"RED\",\"time\":\"2026-11-20T00:00:00Z\",\"files\":[");

	for (unsigned k = 0; k < PACKAGE_FILES + 1; k++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s{}", k > 0 ? "," : "");
	(void)snprintf(text + n, sizeof(text) - n, "]}");
	signed_by_them(*state, text);
	refused(*state, "files is no list, empty or too long");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, kit_folder, kit_gone)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_package_has_what_its_manifest_says),
		IN_FOLDER(the_same_again_is_the_same_but_for_time),
		IN_FOLDER(a_report_is_named_in_the_manifest_and_in_the_record),
		IN_FOLDER(what_cannot_be_written_leaves_nothing),
		IN_FOLDER(what_a_killed_program_left_is_taken_away),
		IN_FOLDER(every_changed_byte_is_found),
		IN_FOLDER(files_that_are_missing_or_too_many_are_named),
		IN_FOLDER(the_wrong_key_is_refused),
		IN_FOLDER(hostile_manifests_open_nothing_outside),
		IN_FOLDER(huge_files_are_not_read),
		IN_FOLDER(deep_and_wide_manifests_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
