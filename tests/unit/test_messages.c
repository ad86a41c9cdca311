/* Texts of ours in other languages: the files that are shipped, and files with mistakes. */
#include "tests/unit/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/incident_tables.h"
#include "collector/messages.h"
#include "collector/record_json.h"
#include "sensor/rule/ruleset.h"

static const char folder[] = "collector/data/messages";

static struct messages *shipped(void)
{
	char error[512] = "";
	struct messages *m = messages_read(folder, error, sizeof(error));

	assert_string_equal(error, "");
	assert_non_null(m);
	return m;
}

static struct ruleset *shipped_rules(void)
{
	static const char *const rules[] = { "rules" };
	const struct ruleset_sources sources = { .rules = rules, .nrules = 1 };
	struct rule_errors e = { 0 };
	struct arena failed = { 0 };
	struct ruleset *set = ruleset_load(&sources, &e, &failed);

	rule_errors_free(&e);
	assert_non_null(set);
	return set;
}

/* Is a character of it beyond Latin letters: was it translated? */
static bool is_japanese(const char *s)
{
	for (; *s != '\0'; s++) {
		if ((uint8_t)*s >= 0xe3 && (uint8_t)*s <= 0xe9)
			return true;
	}
	return false;
}

static void has_japanese(void *ctx, const char *message, const char *title)
{
	const char *text = messages_get(ctx, "ja", message);

	if (text == NULL || !is_japanese(text))
		fail_msg("%s (%s) has no Japanese text", message, title);
}

static void every_title_of_a_chain_has_a_japanese_one(void **state)
{
	struct messages *m = shipped();
	struct incident_tables *t = incident_tables_read(NULL);

	(void)state;
	assert_non_null(t);
	incident_chain_titles(t, has_japanese, m);
	incident_tables_free(t);
	messages_free(m);
}

static void every_shipped_rule_has_a_japanese_title(void **state)
{
	struct messages *m = shipped();
	struct ruleset *set = shipped_rules();
	char id[128];

	(void)state;
	assert_true(set->n >= 100);
	for (uint32_t i = 0; i < set->n; i++) {
		const char *text;

		(void)snprintf(id, sizeof(id), "rule.%s", set->rules[i]->id);
		text = messages_get(m, "ja", id);
		if (text == NULL)
			fail_msg("%s has no title in Japanese", id);
		if (!is_japanese(text))
			fail_msg("%s: \"%s\" is not Japanese", id, text);
		if (!messages_agree(set->rules[i]->title, text))
			fail_msg("%s: other placeholders", id);
	}
	ruleset_free(set);
	messages_free(m);
}

static void every_sentence_of_ours_is_in_japanese(void **state)
{
	struct messages *m = shipped();
	unsigned n = 0;

	(void)state;
	for (const struct messages_row *r = messages_own(); r->id != NULL; r++, n++) {
		const char *text = messages_get(m, "ja", r->id);

		if (text == NULL || !is_japanese(text) || !messages_agree(r->text, text))
			fail_msg("%s is not in Japanese, or has other placeholders", r->id);
		assert_string_equal(messages_get(m, "en", r->id), r->text);
		assert_string_equal(messages_get(NULL, "en", r->id), r->text);
	}
	assert_true(n > 50);
	messages_free(m);
}

struct known {
	struct ruleset *set;
	unsigned n;
	struct incident_tables *tables;
	const char *id;
	bool found;
};

static void count_chain(void *ctx, const char *message, const char *title)
{
	struct known *k = ctx;

	(void)title;
	k->found = k->found || strcmp(message, k->id) == 0;
}

static void is_known(void *ctx, const char *id, const char *text)
{
	struct known *k = ctx;
	bool known = strncmp(id, "rule.", 5) == 0 ? ruleset_find(k->set, id + 5) != NULL
						  : messages_get(NULL, "en", id) != NULL;

	if (strncmp(id, "chain.", 6) == 0) {
		k->id = id;
		k->found = false;
		incident_chain_titles(k->tables, count_chain, k);
		known = k->found;
	}

	if (!known)
		fail_msg("%s (%s) is no id", id, text);
	k->n++;
}

static void a_catalogue_has_no_text_that_nobody_asks_for(void **state)
{
	struct messages *m = shipped();
	struct known k = { .set = shipped_rules(), .tables = incident_tables_read(NULL) };

	(void)state;
	messages_each(m, "ja", is_known, &k);
	assert_true(k.n > 150);
	incident_tables_free(k.tables);
	ruleset_free(k.set);
	messages_free(m);
}

/* Each "history.…" in a file is one of ours. Returns how many there are. */
static unsigned check_source(const char *path)
{
	static const char mark[] = "\"history.";
	FILE *f = fopen(path, "re");
	char line[512], id[128];
	unsigned n = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		for (const char *p = line; (p = strstr(p, mark)) != NULL; p++) {
			(void)snprintf(id, sizeof(id), "%.*s", (int)strcspn(p + 1, "\""), p + 1);
			if (messages_get(NULL, "en", id) == NULL)
				fail_msg("%s: %s has no text", path, id);
			n++;
		}
	}
	(void)fclose(f);
	return n;
}

static void histories_say_what_can_be_translated(void **state)
{
	DIR *dir = opendir("collector");
	const struct dirent *d;
	char path[512];
	unsigned n = 0;

	(void)state;
	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		size_t len = strlen(d->d_name);

		(void)snprintf(path, sizeof(path), "collector/%s", d->d_name);
		if (len > 2 && strcmp(d->d_name + len - 2, ".c") == 0 &&
		    strcmp(d->d_name, "messages_own.c") != 0)
			n += check_source(path);
	}
	(void)closedir(dir);
	assert_true(n > 10);
}

static void what_is_not_there_is_not_found(void **state)
{
	struct messages *m = shipped();

	(void)state;
	assert_null(messages_get(m, "ja", "rule.no-such-rule"));
	assert_null(messages_get(m, "th", "history.opened"));
	assert_null(messages_get(m, "en", "rule.arp-scan"));
	assert_null(messages_get(NULL, "ja", "history.opened"));
	messages_free(m);
}

static void mistakes_are_said_with_their_place(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "- a\n", "t.yaml:1:1: a catalogue is a mapping" },
		{ "", "t.yaml:0:0: a catalogue is a mapping" },
		{ "a: b\na: c\n", "t.yaml:2:1: " },
		{ "x: y\nhistory.opened: [a]\n", "t.yaml:2:17: 'history.opened' must be a text" },
		{ "a:\n", "'a' must be a text" },
		{ "a: \"\\x1b[2J\"\n", "t.yaml:1:4: 'a' must be less than 512 bytes" },
		{ "a: \"\\u202e\"\n", "without control characters" },
		{ "a: |\n  b\n  c\n", "on one line" },
		{ "evidence.more: no number\n", "must have the placeholders of \"{n} more" },
		{ "evidence.more: '{n} {n}'\n", "must have the placeholders" },
		{ "history.opened: '{who}'\n", "must have the placeholders" },
		{ "a: &x b\n", "t.yaml:1:" },
		{ "a: {\n", "t.yaml:" },
		{ "a: \xff\n", "t.yaml:" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char error[512] = "";

		assert_null(messages_parse("t.yaml", "xx", rows[i].text, strlen(rows[i].text),
					   error, sizeof(error)));
		if (strstr(error, rows[i].error) == NULL)
			fail_msg("%s instead of %s", error, rows[i].error);
	}
}

static void a_language_is_called_as_languages_are(void **state)
{
	static const char *const bad[] = { "", "-", "j a", "../x", "9", "ja-", "j.a" };
	static const char *const good[] = { "ja", "zh-Hant", "pt-BR", "es-419" };
	char error[512];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(messages_parse("t", bad[i], "a: b\n", 5, error, sizeof(error)));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct messages *m =
			messages_parse("t", good[i], "a: b\n", 5, error, sizeof(error));

		assert_non_null(m);
		assert_string_equal(messages_get(m, good[i], "a"), "b");
		messages_free(m);
	}
}

static void a_folder_that_cannot_be_read_is_said(void **state)
{
	char error[512] = "";

	(void)state;
	assert_null(messages_read("/no/such/folder", error, sizeof(error)));
	assert_non_null(strstr(error, "/no/such/folder: cannot be read: No such file"));
}

static void a_folder_has_a_file_for_each_language(void **state)
{
	char name[] = "/tmp/kagami-messages-XXXXXX", path[64], error[512] = "";
	static const char *const files[] = { "th.yaml", "vi.yaml", "README", ".x.yaml",
					     "a.b.yaml" };
	struct messages *m;

	(void)state;
	assert_non_null(mkdtemp(name));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		FILE *f;

		(void)snprintf(path, sizeof(path), "%s/%s", name, files[i]);
		f = fopen(path, "we");
		assert_non_null(f);
		(void)fprintf(f, i < 2 ? "history.sent: %s\n" : "[%s\n", files[i]);
		(void)fclose(f);
	}
	m = messages_read(name, error, sizeof(error));
	assert_string_equal(error, "");
	assert_string_equal(messages_get(m, "th", "history.sent"), "th.yaml");
	assert_string_equal(messages_get(m, "vi", "history.sent"), "vi.yaml");
	messages_free(m);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", name, files[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(name), 0);
}

static void placeholders_are_replaced_once(void **state)
{
	static const char *const pairs[] = { "n", "{sensor} %s", "sensor", "S", "capture",
					     "C", "frames",	 "1, 2",   NULL };
	char out[128];

	(void)state;
	assert_true(record_message(out, sizeof(out), NULL, "en", "evidence.more", pairs));
	assert_string_equal(out, "{sensor} %s more events are not listed");
	assert_true(record_message(out, sizeof(out), NULL, "en", "evidence.frames", pairs));
	assert_string_equal(out, "Frames 1, 2 of C, as sensor S saw them");
	assert_true(record_message(out, sizeof(out), NULL, "en", "evidence.more", NULL));
	assert_string_equal(out, "{n} more events are not listed");
	assert_false(record_message(out, 10, NULL, "en", "evidence.more", pairs));
	assert_false(record_message(out, sizeof(out), NULL, "en", "no.such", pairs));
}

/* ---- what was said ------------------------------------------------------------------------- */

static void what_a_history_names_is_named_in_japanese(void **state)
{
	static const struct {
		const char *id, *english, *japanese;
	} cases[] = {
		{ "history.assigned.to", "Assigned to tanaka {x}",
		  "担当者として tanaka {x} を割り当て" },
		{ "history.sent.report", "Revision 12, TLP:AMBER+STRICT, report nis2-early",
		  "第 12 版、TLP:AMBER+STRICT を報告 nis2-early として送付" },
		{ "history.sent.revision", "Revision 3, TLP:RED", "第 3 版、TLP:RED を送付" },
		{ "history.merged.with", "a-20261122-0001 became part of this one",
		  "a-20261122-0001 を本件に統合" },
		{ "history.opened", "Opened by its first alert", "最初のアラートにより登録" },
		/* an older program's words, and one that was cut */
		{ "history.assigned.to", "Assigned", "担当者を割り当て" },
		{ "history.assigned", "Assigned to tanaka", "担当者を割り当て" },
		{ "history.merged.with", "a-20261122-0001 became part of",
		  "別のインシデントを統合" },
		{ "history.sent.report", "Revision 12", "送付" },
		{ "history.resolved.day", "Resolved: nothing more was seen for a day",
		  "1 日間新たな事象がないため解決" },
	};
	struct messages *m = shipped();
	char text[MESSAGES_TEXT];

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		struct messages_said said;

		messages_take(&said, cases[k].id, cases[k].english);
		assert_true(record_message(text, sizeof(text), m, "ja", said.id, said.pairs));
		assert_string_equal(text, cases[k].japanese);
	}
	messages_free(m);
}

/* Whatever the values are: what our sentence said is taken out of it as it was put in. */
static void each_sentence_of_a_history_is_taken_apart(void **state)
{
	static const char *const pairs[] = {
		"to",  "a b",	       "number", "x, y",     "revision", "7",	 "tlp",
		"RED", "report",       "r, s",	 "incident", "i-1",	 "what", "a=b c=d",
		"of",  "Engineer: me", "rule",	 "Rule",     "n",	 "3",	 NULL
	};
	char text[MESSAGES_TEXT], again[MESSAGES_TEXT], general[INCIDENT_WORD];
	unsigned n = 0;

	(void)state;
	for (const struct messages_row *r = messages_own(); r->id != NULL; r++) {
		struct messages_said said;

		if (strncmp(r->id, "history.", 8) != 0)
			continue;
		assert_true(record_message(text, sizeof(text), NULL, "en", r->id, pairs));
		assert_null(strchr(text, '{'));
		messages_take(&said, r->id, text);
		assert_string_equal(said.id, r->id);
		assert_true(record_message(again, sizeof(again), NULL, "en", said.id, said.pairs));
		assert_string_equal(again, text);
		n += strchr(r->text, '{') != NULL;
		/* beside what names something there is what names nothing */
		if (strcmp(r->id, "history.more") == 0)
			continue;
		assert_true(messages_general(general, r->id));
		assert_null(strchr(messages_get(NULL, "en", general), '{'));
	}
	assert_true(n >= 10);
}

static void what_nobody_said_is_nothing(void **state)
{
	char long_text[INCIDENT_TEXT * 2];
	struct messages_said said;

	(void)state;
	messages_take(&said, "", "A note");
	assert_string_equal(said.id, "");
	messages_take(&said, "no.such", "A note");
	assert_string_equal(said.id, "");
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	memcpy(long_text, "Assigned to ", 12);
	messages_take(&said, "history.assigned.to", long_text);
	assert_string_equal(said.id, "history.assigned");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_title_of_a_chain_has_a_japanese_one),
		cmocka_unit_test(every_shipped_rule_has_a_japanese_title),
		cmocka_unit_test(every_sentence_of_ours_is_in_japanese),
		cmocka_unit_test(a_catalogue_has_no_text_that_nobody_asks_for),
		cmocka_unit_test(histories_say_what_can_be_translated),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(mistakes_are_said_with_their_place),
		cmocka_unit_test(a_language_is_called_as_languages_are),
		cmocka_unit_test(a_folder_that_cannot_be_read_is_said),
		cmocka_unit_test(a_folder_has_a_file_for_each_language),
		cmocka_unit_test(placeholders_are_replaced_once),
		cmocka_unit_test(what_a_history_names_is_named_in_japanese),
		cmocka_unit_test(each_sentence_of_a_history_is_taken_apart),
		cmocka_unit_test(what_nobody_said_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
