#include "tests/unit/store_kit.h"

#include "collector/store_sqlite.h"

static void make(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static char *text_of(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "r");

	if (f == NULL)
		fail_msg("%s is missing; tests run in the project's folder", path);
	size_t n = fread(text, 1, sizeof(text) - 1, f);

	(void)fclose(f);
	text[n] = '\0';
	return text;
}

static int add_line(void *ctx, int n, char **values, char **names)
{
	char *out = ctx;
	size_t len = strlen(out);

	(void)n;
	(void)names;
	assert_true(len + strlen(values[0]) + 2 < 65536);
	(void)snprintf(out + len, 65536 - len, "%s\n", values[0]);
	return 0;
}

/* All that CREATE said. */
static void schema_of(const char *path, char *out)
{
	sqlite3 *db = NULL;

	out[0] = '\0';
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
				      "ORDER BY type, name",
				      add_line, out, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static struct kit *folder(void)
{
	struct kit *k = calloc(1, sizeof(*k));

	assert_non_null(k);
	kit_folder(k);
	return k;
}

static bool count_asset(void *ctx, const struct store_asset *a)
{
	assert_string_equal(a->addresses, "10.0.0.5");
	assert_string_equal(a->mac, "00:80:f4:01:02:03");
	assert_string_equal(a->name, "PLC");
	assert_string_equal(a->sensors, "plant-2");
	(*(unsigned *)ctx)++;
	return true;
}

static bool count_conversation(void *ctx, const struct store_conversation *c)
{
	assert_string_equal(c->server, "10.0.0.9");
	assert_int_equal(c->packets, 12);
	(*(unsigned *)ctx)++;
	return true;
}

static void test_a_store_of_each_version_is_brought_up_to_date(void **state)
{
	static char fresh[65536], migrated[65536];

	(void)state;
	for (unsigned v = 1; v <= store_schema; v++) {
		struct kit *k = folder(), *new = kit_new();
		struct store_facts facts;
		char name[64];
		unsigned assets = 0, conversations = 0;
		uint64_t seq;

		(void)snprintf(name, sizeof(name), "tests/unit/data/store/v%u.sql", v);
		make(k->path, text_of(name));
		k->s = kit_open(k->path, false);
		assert_true(store_facts(k->s, &facts));
		assert_int_equal(facts.schema, store_schema);
		assert_int_equal(facts.events, 9);
		assert_true(store_committed(k->s, "plant-1", UINT64_C(0x8000000000000001), &seq));
		assert_int_equal(seq, 8);
		assert_true(
			store_each_asset(k->s, &(struct store_filter){ 0 }, count_asset, &assets));
		assert_true(store_each_conversation(k->s, &(struct store_filter){ 0 },
						    count_conversation, &conversations));
		assert_int_equal(assets, 1);
		assert_int_equal(conversations, 1);
		if (!store_verify(k->s, kit_no_problem, NULL))
			fail_msg("%s", store_error(k->s));
		schema_of(k->path, migrated);
		schema_of(new->path, fresh);
		assert_string_equal(migrated, fresh);
		kit_free(new);
		kit_free(k);
	}
}

static void test_a_step_happens_whole_or_not_at_all(void **state)
{
	static const char *const good[] = { "CREATE TABLE more (x)", NULL };
	static const char *const bad[] = { "CREATE TABLE much (x)", "CREATE TABEL more", NULL };
	struct kit *k = kit_new();
	const char *const *steps[8];
	uint64_t version, tables;

	(void)state;
	assert_true(store_schema + 2 <= 8);
	for (unsigned i = 0; i < store_schema; i++)
		steps[i] = store_migrations[i];
	steps[store_schema] = good;
	steps[store_schema + 1] = bad;
	assert_false(store_migrate(k->s, steps, store_schema + 2));
	assert_non_null(strstr(store_error(k->s), "TABEL"));
	assert_true(sql_number(k->s, "PRAGMA user_version", &version));
	assert_int_equal(version, store_schema + 1);
	assert_true(sql_number(k->s,
			       "SELECT count(*) FROM sqlite_master WHERE name IN ('more', 'much')",
			       &tables));
	assert_int_equal(tables, 1);
	kit_free(k);
}

static void test_what_is_no_store_of_ours_is_refused(void **state)
{
	struct kit *k = folder();

	(void)state;
	assert_non_null(strstr(kit_refused(k->path, true), "there is no store yet"));
	FILE *f = fopen(k->path, "w");

	assert_non_null(f);
	for (unsigned i = 0; i < 200; i++)
		(void)fprintf(f, "these are notes, not a database\n");
	(void)fclose(f);
	assert_non_null(strstr(kit_refused(k->path, false), "no database of the collector"));
	assert_int_equal(unlink(k->path), 0);
	make(k->path, "CREATE TABLE t (x)");
	assert_non_null(strstr(kit_refused(k->path, false), "of another program"));
	assert_int_equal(unlink(k->path), 0);
	make(k->path, "PRAGMA application_id = 1262969711; PRAGMA user_version = 99; "
		      "CREATE TABLE t (x)");
	assert_non_null(strstr(kit_refused(k->path, false), "later version"));
	assert_non_null(strstr(kit_refused(k->path, true), "later version"));
	(void)snprintf(k->path, sizeof(k->path), "%s/none/collector.db", k->folder);
	assert_non_null(strstr(kit_refused(k->path, false), "No such file"));
	kit_free(k);
}

static void test_who_only_reads_needs_no_permission_to_write(void **state)
{
	struct kit *k = kit_new();

	(void)state;
	(void)kit_operations(k, "a", 1, 1, 3, T0, T0);
	store_close(k->s);
	assert_int_equal(chmod(k->folder, 0555), 0);
	/* Root may all the same; the files that a reader needs are there in any case. */
	k->s = kit_open(k->path, true);
	assert_int_equal(kit_count(k->s, &(struct store_filter){ 0 }), 3);
	assert_int_equal(chmod(k->folder, 0700), 0);
	struct stat st;

	assert_int_equal(stat(k->path, &st), 0);
	assert_int_equal(st.st_mode & 0007, 0);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_store_of_each_version_is_brought_up_to_date),
		cmocka_unit_test(test_a_step_happens_whole_or_not_at_all),
		cmocka_unit_test(test_what_is_no_store_of_ours_is_refused),
		cmocka_unit_test(test_who_only_reads_needs_no_permission_to_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
