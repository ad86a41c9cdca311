/* sensor/detect/alert_json.c, sensor/deliver/fill_alert.c: whatever is in an alert, its line has
 * room for it. */
#include "tests/unit/alert_made.h"

#include "common/technique.h"

/* A character that is six in JSON. */
enum { CONTROL = 1 };

static int by_length(const void *a, const void *b)
{
	const struct rule_field *const *x = a, *const *y = b;
	size_t n = strlen((*x)->row->name), m = strlen((*y)->row->name);

	return n == m ? 0 : n > m ? -1 : 1;
}

/* The fields with the longest names, each with the longest value. */
static void longest_fields(void)
{
	static const struct rule_field *all[4096];
	unsigned n = universe_count();

	assert_in_range(n, ALERT_FIELDS, sizeof(all) / sizeof(*all));
	for (unsigned i = 0; i < n; i++)
		all[i] = universe_at(i);
	qsort(all, n, sizeof(*all), by_length);
	assert_true(strlen(all[0]->row->name) <= 64); /* as alert_json.c has it */
	memset(alert.values, CONTROL, sizeof(alert.values));
	alert.nvalues = sizeof(alert.values);
	alert.nfields = ALERT_FIELDS;
	for (uint32_t i = 0; i < ALERT_FIELDS; i++)
		alert.fields[i] = (struct alert_field){ .field = all[i],
							.at = i * ALERT_FIELD_TEXT,
							.n = ALERT_FIELD_VALUES,
							.list = true };
	for (uint32_t i = 1; i <= ALERT_FIELDS * ALERT_FIELD_VALUES; i++)
		alert.values[i * ALERT_FIELD_TEXT / ALERT_FIELD_VALUES - 1] = '\0';
}

static void longest_techniques(void)
{
	const struct technique *t, *longest = technique_at(0);

	for (unsigned i = 0; (t = technique_at(i)) != NULL; i++) {
		if (strlen(t->id) + strlen(t->name) > strlen(longest->id) + strlen(longest->name))
			longest = t;
	}
	rule.ntechniques = RULE_TECHNIQUES;
	for (uint32_t i = 0; i < RULE_TECHNIQUES; i++)
		rule.techniques[i] = longest->id;
}

static void longest_end(struct alert_end *e, const char *name)
{
	*e = (struct alert_end){ .ip_version = 6, .has_mac = true, .port = 65535, .vlan = 4095 };
	memset(&e->ip, 0xfe, sizeof(e->ip));
	memset(e->mac, 0xff, sizeof(e->mac));
	e->name = name;
}

static void every_alert_fits_a_line(void **state)
{
	static char title[RULE_TITLE + 1], id[RULE_ID + 1], name[SITE_NAME + 1];
	size_t n;

	(void)state;
	memset(title, CONTROL, RULE_TITLE);
	memset(id, 'a', RULE_ID);
	memset(name, CONTROL, SITE_NAME);
	fill();
	rule.id = id;
	rule.title = title;
	rule.priority = PRIORITY_CRITICAL;
	longest_techniques();
	longest_fields();
	longest_end(&alert.source, name);
	longest_end(&alert.target, name);
	memset(alert.text, CONTROL, sizeof(alert.text) - 1);
	alert.text[sizeof(alert.text) - 1] = '\0';
	memset(alert.why, CONTROL, sizeof(alert.why) - 1);
	alert.why[sizeof(alert.why) - 1] = '\0';
	alert.suppressed = alert.more_frames = UINT64_MAX;
	alert.nframes = ALERT_FRAMES;
	for (uint32_t i = 0; i < ALERT_FRAMES; i++)
		alert.frames[i] = UINT64_MAX;
	/* Of device and object the texts lie among the values: one or the other is long. */
	n = strlen(json());
	assert_in_range(n, 6 * sizeof(alert.values), ALERT_LINE);
	alert.nfields = 0;
	memset(alert.values, CONTROL, sizeof(alert.values));
	alert.values[sizeof(alert.values) - 1] = '\0';
	alert.device = alert.values + sizeof(alert.values) / 2;
	alert.values[sizeof(alert.values) / 2 - 1] = '\0';
	alert.object = alert.values;
	n = strlen(json());
	assert_in_range(n, 6 * sizeof(alert.values) - 64, ALERT_LINE);
}

static void hostile_texts_do_not_keep_an_alert_back(void **state)
{
	char bytes[ALERT_TEXT];
	struct alert_printer *printer = calloc(1, sizeof(*printer));
	unsigned filled = 0;
	char *text = NULL;
	size_t n = 0;

	(void)state;
	memset(bytes, '"', sizeof(bytes));
	for (unsigned i = 0; i < universe_count() && filled < ALERT_FIELDS; i++) {
		const struct rule_field *f = universe_at(i);

		if (f->row->type != FIELD_TEXT || f->fact != NULL || f->presence)
			continue;
		says_field(f->row->name);
		add_text(f->row->name, bytes, sizeof(bytes));
		filled++;
	}
	assert_int_equal(filled, ALERT_FIELDS);
	fill();
	assert_int_equal(alert.nfields, ALERT_FIELDS);
	assert_non_null(printer);
	printer->json = true;
	printer->out = open_memstream(&text, &n);
	alert_print(printer, &alert);
	assert_int_equal(fclose(printer->out), 0);
	alert_printer_fini(printer);
	assert_string_equal(text, json());
	assert_true(n > 2 * ALERT_FIELDS * (ALERT_FIELD_TEXT - 2));
	free(text);
	free(printer);
}

static void a_line_that_is_too_short_says_so(void **state)
{
	(void)state;
	says_field("goose.appid");
	add_number("goose.appid", 5);
	fill();
	json_has("\"fields\":{\"goose.appid\":5}");
	size_t n = json_in(strlen(json()) - 1);

	assert_true(n > 0);
	line[n] = '\0';
	assert_true(json_line_good(line));
	assert_non_null(strstr(line, "\"truncated\":true"));
	assert_null(strstr(line, "fields"));
	assert_int_equal(json_in(0), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_alert_fits_a_line),
		T(hostile_texts_do_not_keep_an_alert_back),
		T(a_line_that_is_too_short_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
