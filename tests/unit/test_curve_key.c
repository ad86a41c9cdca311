/*
 * curve_key.c: keys are made, written and read again; files that are none, or that others may read,
 * are refused, and no message ever holds a secret.
 */
#include "tests/unit/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/curve_key.h"

/* A pair that belongs together, and another's public key. */
#define PUBLIC	  "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define SECRET	  "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
#define COLLECTOR "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"

struct folder {
	char path[64], file[96], error[512];
};

static void folder_start(struct folder *f)
{
	strcpy(f->path, "/tmp/kagami-key-XXXXXX");
	assert_non_null(mkdtemp(f->path));
	snprintf(f->file, sizeof(f->file), "%s/plant-1.key", f->path);
	f->error[0] = '\0';
}

static void folder_end(struct folder *f)
{
	unlink(f->file);
	assert_int_equal(rmdir(f->path), 0); /* no other file was left */
}

static void folder_put(const struct folder *f, const char *text, mode_t mode)
{
	int fd = open(f->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static bool parse(struct curve_key *key, const char *text, char error[512])
{
	error[0] = '\0';
	return curve_key_parse(key, "f", text, strlen(text), error, 512);
}

static void keys_are_40_characters_of_z85(void **state)
{
	(void)state;
	assert_true(curve_key_good(PUBLIC));
	assert_true(curve_key_good(SECRET));
	assert_true(curve_key_good("0000000000000000000000000000000000000000"));
	assert_true(curve_key_good("%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0"));
	/* One more than 32 bits hold. */
	assert_false(curve_key_good("%nSc1%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0%nSc0"));
	assert_false(curve_key_good("#####0000000000000000000000000000000000"));
	assert_false(curve_key_good("########################################"));
	assert_false(curve_key_good(""));
	assert_false(curve_key_good("000000000000000000000000000000000000000"));
	assert_false(curve_key_good("00000000000000000000000000000000000000000"));
	assert_false(curve_key_good("000000000000000000000000000000000000000 "));
	assert_false(curve_key_good("00000000000000000000000000000000000000\xff\xff"));
}

static void lines_become_a_key(void **state)
{
	char error[512];
	struct curve_key key;

	(void)state;
	assert_true(parse(&key,
			  "# of the plant\n\n name:  plant-1 \r\n\tpublic: " PUBLIC
			  "\nsecret:" SECRET "\ncollector: " COLLECTOR,
			  error));
	assert_string_equal(key.name, "plant-1");
	assert_string_equal(key.public, PUBLIC);
	assert_string_equal(key.secret, SECRET);
	assert_string_equal(key.collector, COLLECTOR);
	assert_true(parse(&key, "public: " PUBLIC, error));
	assert_string_equal(key.name, "");
	assert_string_equal(key.secret, "");
	curve_key_forget(&key);
	assert_string_equal(key.public, "");
}

static void texts_that_are_no_key_are_refused_by_line(void **state)
{
	static const struct {
		const char *text, *error;
	} wrong[] = {
		{ "", "f: has no public key" },
		{ "secret: " SECRET "\n", "f: has no public key" },
		{ "public: " PUBLIC "\nhello\n", "f:2: this is not 'key: value'" },
		{ "public: " PUBLIC "\n\nprivate: x\n", "f:3: a line is of name, public" },
		{ "public: " PUBLIC "\npublic: " PUBLIC "\n", "f:2: public is said twice" },
		{ "public: " PUBLIC "x\n", "f:1: public is not a key (40 characters of Z85)" },
		{ "public: " PUBLIC " # mine\n", "f:1: public is not a key" },
		{ "public:\n", "f:1: public is not a key" },
		{ "public: " PUBLIC "\nsecret: 12345\n", "f:2: secret is not a key" },
		{ "public: " PUBLIC "\nsecret: " COLLECTOR "\n", "f: the secret key is not that" },
		{ "name: a b\npublic: " PUBLIC "\n", "f:1: name has characters other than" },
		{ "name:\npublic: " PUBLIC "\n", "f:1: name has characters other than" },
		{ "name: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg\n",
		  "f:1: name is too long" },
	};
	char error[512];
	char *long_one = malloc(CURVE_KEY_FILE_MAX + 2);
	struct curve_key key;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		static const struct curve_key none;

		assert_false(parse(&key, wrong[i].text, error));
		assert_memory_equal(error, wrong[i].error, strlen(wrong[i].error));
		assert_null(strstr(error, "12345"));
		assert_memory_equal(&key, &none, sizeof(key));
	}
	assert_non_null(long_one);
	memset(long_one, '\n', CURVE_KEY_FILE_MAX + 1);
	long_one[CURVE_KEY_FILE_MAX + 1] = '\0';
	assert_false(parse(&key, long_one, error));
	assert_string_equal(error, "f: too long for a key's file");
	free(long_one);
	assert_false(
		curve_key_parse(&key, "f", "name: a\0b\npublic: " PUBLIC "\n", 60, error, 512));
}

static void what_is_made_is_written_and_read_again(void **state)
{
	struct folder f;
	struct curve_key made;
	struct curve_key other;
	struct curve_key got;
	struct stat st;

	(void)state;
	folder_start(&f);
	assert_true(curve_key_make(&made, "plant-1"));
	assert_true(curve_key_make(&other, "plant-2"));
	assert_true(curve_key_good(made.public) && curve_key_good(made.secret));
	assert_string_not_equal(made.secret, other.secret);
	strcpy(made.collector, COLLECTOR);
	umask(0);
	assert_true(curve_key_write(&made, f.file, f.error, sizeof(f.error)));
	assert_int_equal(stat(f.file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_true(curve_key_read(&got, f.file, true, f.error, sizeof(f.error)));
	assert_string_equal(got.name, "plant-1");
	assert_string_equal(got.public, made.public);
	assert_string_equal(got.secret, made.secret);
	assert_string_equal(got.collector, COLLECTOR);
	assert_false(curve_key_write(&other, f.file, f.error, sizeof(f.error)));
	assert_non_null(strstr(f.error, "plant-1.key: is there already, not overwritten"));
	assert_true(curve_key_read(&got, f.file, true, f.error, sizeof(f.error)));
	assert_string_equal(got.public, made.public);
	unlink(f.file);
	memset(made.secret, 0, sizeof(made.secret));
	assert_true(curve_key_write(&made, f.file, f.error, sizeof(f.error)));
	assert_int_equal(stat(f.file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_true(curve_key_read(&got, f.file, false, f.error, sizeof(f.error)));
	assert_string_equal(got.secret, "");
	assert_false(curve_key_read(&got, f.file, true, f.error, sizeof(f.error)));
	assert_non_null(strstr(f.error, "plant-1.key: has no secret key"));
	folder_end(&f);
}

static void a_secret_that_others_may_read_is_refused(void **state)
{
	static const mode_t open_to_others[] = { 0640, 0604, 0660, 0644, 0610, 0602 };
	struct folder f;
	struct curve_key key;

	(void)state;
	folder_start(&f);
	for (size_t i = 0; i < sizeof(open_to_others) / sizeof(*open_to_others); i++) {
		folder_put(&f, "public: " PUBLIC "\nsecret: " SECRET "\n", open_to_others[i]);
		for (unsigned need = 0; need < 2; need++) {
			assert_false(
				curve_key_read(&key, f.file, need != 0, f.error, sizeof(f.error)));
			assert_non_null(strstr(f.error, "others than its owner"));
			assert_non_null(strstr(f.error, "chmod 600 "));
			assert_null(strstr(f.error, SECRET));
			assert_string_equal(key.secret, "");
		}
	}
	folder_put(&f, "public: " PUBLIC "\nsecret: " SECRET "\n", 0400);
	assert_true(curve_key_read(&key, f.file, true, f.error, sizeof(f.error)));
	folder_end(&f);
}

static void files_that_cannot_be_read_or_written_say_why(void **state)
{
	struct folder f;
	struct curve_key key;
	char path[128];

	(void)state;
	folder_start(&f);
	assert_false(curve_key_read(&key, f.file, true, f.error, sizeof(f.error)));
	assert_non_null(strstr(f.error, "plant-1.key: cannot be opened: No such file"));
	assert_false(curve_key_read(&key, f.path, true, f.error, sizeof(f.error)));
	assert_non_null(strstr(f.error, ": is not a file"));
	assert_true(curve_key_make(&key, "x"));
	snprintf(path, sizeof(path), "%s/none/x.key", f.path);
	assert_false(curve_key_write(&key, path, f.error, sizeof(f.error)));
	assert_non_null(strstr(f.error, "cannot be written: No such file"));
	folder_end(&f);
}

/* A temporary folder's name may make a path of 40 characters of Z85. */
static void a_file_whose_path_looks_like_a_key_is_a_file(void **state)
{
	struct folder f;
	struct curve_key key;
	char name[CURVE_KEY_TEXT];

	(void)state;
	folder_start(&f);
	assert_int_equal(chdir(f.path), 0);
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_true(curve_key_good(name));
	assert_true(curve_key_given(&key, name, f.error, sizeof(f.error)));
	assert_string_equal(key.public, name);
	folder_put(&f, "name: x\npublic: " PUBLIC "\n", 0644);
	assert_int_equal(rename(f.file, name), 0);
	assert_true(curve_key_given(&key, name, f.error, sizeof(f.error)));
	assert_string_equal(key.public, PUBLIC);
	assert_int_equal(unlink(name), 0);
	assert_false(curve_key_given(&key, "nowhere", f.error, sizeof(f.error)));
	folder_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_40_characters_of_z85),
		cmocka_unit_test(lines_become_a_key),
		cmocka_unit_test(texts_that_are_no_key_are_refused_by_line),
		cmocka_unit_test(what_is_made_is_written_and_read_again),
		cmocka_unit_test(a_secret_that_others_may_read_is_refused),
		cmocka_unit_test(files_that_cannot_be_read_or_written_say_why),
		cmocka_unit_test(a_file_whose_path_looks_like_a_key_is_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
