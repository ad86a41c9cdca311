/* Keys and signatures of packages, and that minisign agrees. */
#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/package_kit.h"

/* A command of the test's own. */
static int run(const char *command)
{
	return system(command); /* NOLINT(cert-env33-c) */
}

static void keys_are_written_and_read(void **state)
{
	struct package_secret made, read;
	struct package_public public, again;
	char path[KIT_PATH], error[512] = "", text[PACKAGE_PUBLIC_TEXT];
	uint8_t pseudonyms[PACKAGE_PSEUDONYMS], later[PACKAGE_PSEUDONYMS];
	struct stat st;
	bool fresh = false;

	assert_true(package_secret_make(&made));
	assert_true(package_keys_write(&made, *state, &fresh, error, sizeof(error)));
	assert_true(fresh);
	(void)snprintf(path, sizeof(path), "%s/sharing.key", (char *)*state);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(package_secret_read(&read, path, error, sizeof(error)));
	assert_memory_equal(&made, &read, sizeof(made));
	(void)snprintf(path, sizeof(path), "%s/sharing.pub", (char *)*state);
	package_public_of(&public, &made);
	assert_true(package_public_given(&again, path, error, sizeof(error)));
	assert_memory_equal(&public, &again, sizeof(public));
	package_public_text(text, &public);
	assert_true(package_public_given(&again, text, error, sizeof(error)));
	assert_memory_equal(&public, &again, sizeof(public));
	(void)snprintf(path, sizeof(path), "%s/sharing.pseudonyms", (char *)*state);
	assert_true(package_pseudonyms_read(pseudonyms, path, error, sizeof(error)));

	/* Again: nothing is overwritten. */
	assert_false(package_keys_write(&made, *state, &fresh, error, sizeof(error)));
	assert_non_null(strstr(error, "sharing.key: is there already"));
	(void)snprintf(path, sizeof(path), "%s/sharing.key", (char *)*state);
	assert_int_equal(unlink(path), 0);
	assert_false(package_keys_write(&made, *state, &fresh, error, sizeof(error)));
	assert_non_null(strstr(error, "sharing.pub: is there already"));
	assert_int_equal(access(path, F_OK), -1);
	/* A new key keeps the pseudonyms. */
	(void)snprintf(path, sizeof(path), "%s/sharing.pub", (char *)*state);
	assert_int_equal(unlink(path), 0);
	assert_true(package_keys_write(&made, *state, &fresh, error, sizeof(error)));
	assert_false(fresh);
	(void)snprintf(path, sizeof(path), "%s/sharing.pseudonyms", (char *)*state);
	assert_true(package_pseudonyms_read(later, path, error, sizeof(error)));
	assert_memory_equal(pseudonyms, later, sizeof(later));
}

static void a_secret_that_others_may_read_or_that_is_damaged_is_refused(void **state)
{
	struct package_secret made, read;
	char path[KIT_PATH], error[512] = "", text[1024], bad[1024];
	bool fresh;
	size_t n;

	assert_true(package_secret_make(&made));
	assert_true(package_keys_write(&made, *state, &fresh, error, sizeof(error)));
	n = kit_read(*state, "sharing.key", text, sizeof(text));
	assert_true(package_secret_parse(&read, text));
	for (size_t k = strcspn(text, "\n") + 3; k + 3 < n; k++) {
		memcpy(bad, text, n + 1);
		bad[k] = bad[k] == 'A' ? 'B' : 'A';
		/* Salt and limits have no meaning here: bytes 6 to 53. */
		if (k - strcspn(text, "\n") - 1 >= 8 && k - strcspn(text, "\n") - 1 < 72)
			continue;
		if (package_secret_parse(&read, bad))
			fail_msg("character %zu changed, and nobody saw it", k);
	}
	(void)snprintf(path, sizeof(path), "%s/sharing.key", (char *)*state);
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(package_secret_read(&read, path, error, sizeof(error)));
	assert_non_null(strstr(error, "chmod 600"));
	assert_false(package_secret_read(&read, "/dev/null", error, sizeof(error)));
	assert_non_null(strstr(error, "is no regular file"));
	assert_false(package_secret_read(&read, "no-such-file", error, sizeof(error)));
	assert_non_null(strstr(error, "is not there"));
}

static const char data[] = "what is signed";

static void a_signature_holds_for_its_data_and_key_alone(void **state)
{
	struct package_secret secret;
	struct package_public public, other;
	char lines[PACKAGE_SIGNATURE_MAX], bad[PACKAGE_SIGNATURE_MAX], comment[PACKAGE_COMMENT];
	const char *why = "";
	size_t n, first = 0;

	(void)state;
	kit_secret(&secret, 1);
	kit_public(&public, 1);
	kit_public(&other, 2);
	n = package_sign(lines, &secret, data, sizeof(data), "a comment");
	assert_true(package_signed(&public, data, sizeof(data), lines, n, comment, &why));
	assert_string_equal(comment, "a comment");
	assert_false(package_signed(&other, data, sizeof(data), lines, n, comment, &why));
	assert_string_equal(why, "was made with another key");
	memcpy(other.id, public.id, sizeof(other.id));
	assert_false(package_signed(&other, data, sizeof(data), lines, n, comment, &why));
	assert_string_equal(comment, "");
	assert_false(package_signed(&public, data, sizeof(data) - 1, lines, n, comment, &why));
	assert_non_null(strstr(why, "it was changed"));
	first = strcspn(lines, "\n") + 1;
	for (size_t k = first; k < n; k++) {
		memcpy(bad, lines, n);
		bad[k] = bad[k] == 'A' ? 'B' : 'A';
		/* The last characters of each base64 have bits of no meaning only where it ends in
		 * "="; sodium refuses others. */
		if (package_signed(&public, data, sizeof(data), bad, n, comment, &why))
			fail_msg("character %zu of the signature changed, and nobody saw it", k);
	}
	for (size_t k = 0; k < n - 1; k++)
		assert_false(package_signed(&public, data, sizeof(data), lines, k, comment, &why));
}

static void long_comments_are_cut_when_made_and_refused_when_read(void **state)
{
	struct package_secret secret;
	struct package_public public;
	char lines[PACKAGE_SIGNATURE_MAX], comment[PACKAGE_COMMENT], words[2000];
	const char *why = "";
	size_t n;

	(void)state;
	kit_secret(&secret, 1);
	kit_public(&public, 1);
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	n = package_sign(lines, &secret, data, sizeof(data), words);
	assert_true(n < PACKAGE_SIGNATURE_MAX);
	assert_true(package_signed(&public, data, sizeof(data), lines, n, comment, &why));
	assert_int_equal(strlen(comment), PACKAGE_COMMENT - 1);
}

/* Both directions, where minisign is installed. */
static void minisign_agrees(void **state)
{
	struct package_secret secret;
	struct package_public public;
	char command[KIT_PATH * 4], lines[PACKAGE_SIGNATURE_MAX], comment[PACKAGE_COMMENT];
	char path[KIT_PATH], error[512];
	const char *why = "", *folder = *state;
	bool fresh;
	size_t n;

	if (run("command -v minisign >/dev/null 2>&1") != 0)
		skip();
	assert_true(package_secret_make(&secret));
	assert_true(package_keys_write(&secret, folder, &fresh, error, sizeof(error)));
	kit_write(folder, "data", data, sizeof(data));
	n = package_sign(lines, &secret, data, sizeof(data), "by us");
	kit_write(folder, "data.minisig", lines, n);
	(void)snprintf(command, sizeof(command),
		       "minisign -Vm %s/data -p %s/sharing.pub >/dev/null 2>&1", folder, folder);
	assert_int_equal(run(command), 0);
	/* Our secret key in its hands. */
	(void)snprintf(command, sizeof(command),
		       "minisign -Sm %s/data -s %s/sharing.key -t 'by minisign' </dev/null "
		       ">/dev/null 2>&1",
		       folder, folder);
	assert_int_equal(run(command), 0);
	n = kit_read(folder, "data.minisig", lines, sizeof(lines));
	package_public_of(&public, &secret);
	assert_true(package_signed(&public, data, sizeof(data), lines, n, comment, &why));
	assert_string_equal(comment, "by minisign");
	/* Its keys in ours. */
	(void)snprintf(command, sizeof(command),
		       "minisign -GW -p %s/m.pub -s %s/m.key </dev/null >/dev/null 2>&1", folder,
		       folder);
	assert_int_equal(run(command), 0);
	(void)snprintf(path, sizeof(path), "%s/m.key", folder);
	assert_int_equal(chmod(path, 0600), 0);
	if (!package_secret_read(&secret, path, error, sizeof(error)))
		fail_msg("%s", error);
	(void)snprintf(path, sizeof(path), "%s/m.pub", folder);
	assert_true(package_public_given(&public, path, error, sizeof(error)));
	n = package_sign(lines, &secret, data, sizeof(data), "again");
	assert_true(package_signed(&public, data, sizeof(data), lines, n, comment, &why));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_are_written_and_read, kit_folder, kit_gone),
		cmocka_unit_test_setup_teardown(
			a_secret_that_others_may_read_or_that_is_damaged_is_refused, kit_folder,
			kit_gone),
		cmocka_unit_test(a_signature_holds_for_its_data_and_key_alone),
		cmocka_unit_test(long_comments_are_cut_when_made_and_refused_when_read),
		cmocka_unit_test_setup_teardown(minisign_agrees, kit_folder, kit_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
