/* Lines of CSV, read back cell by cell. */
#include "tests/unit/record_made.h"

enum { CELLS = 128, CELL_TEXT = 8192 };
struct row {
	size_t n;
	char cells[CELLS][CELL_TEXT];
};

/* RFC 4180, 2: false: it is no line of that. */
static bool read_row(const char *s, struct row *r)
{
	memset(r, 0, sizeof(*r));
	for (;;) {
		char *cell = r->cells[r->n++];
		bool quoted = *s == '"';

		s += quoted;
		while (*s != '\0' && (quoted || (*s != ',' && *s != '\r'))) {
			if (*s == '"' && s[1] != '"')
				break;
			s += *s == '"';
			*cell++ = *s++;
		}
		if (quoted && *s++ != '"')
			return false;
		if (*s == '\r')
			return strcmp(s, "\r\n") == 0;
		if (*s++ != ',')
			return false;
	}
}

static struct row *row_of(const struct incident *i)
{
	static struct row r;
	char *text = made_text(record_csv, i);

	assert_true(read_row(text, &r));
	free(text);
	return &r;
}

/* The cell under that name. */
static const char *cell(const struct row *r, const char *name)
{
	static struct row head;
	char *text = NULL;
	size_t n = 0;

	assert_true(record_csv_header(&text, &n));
	assert_true(read_row(text, &head));
	free(text);
	assert_int_equal(head.n, r->n);
	for (size_t k = 0; k < head.n; k++) {
		if (strcmp(head.cells[k], name) == 0)
			return r->cells[k];
	}
	fail_msg("there is no column %s", name);
	return "";
}

static void each_cell_is_under_its_name(void **state)
{
	static struct incident i;
	const struct row *r;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS + INCIDENT_WRITE);
	r = row_of(&i);
	assert_string_equal(cell(r, "id"), i.id);
	assert_string_equal(cell(r, "summary"), i.summary);
	assert_string_equal(cell(r, "severity"), "high");
	assert_string_equal(cell(r, "first"), "2026-11-20T02:14:07.512Z");
	assert_string_equal(cell(r, "resolved"), "");
	assert_string_equal(cell(r, "category"), "rsit:intrusions=\"system-compromise\"");
	assert_string_equal(cell(r, "function_code"), "6");
	assert_string_equal(cell(r, "values"), "1500; 65535");
	assert_string_equal(cell(r, "source_addresses"), "10.10.1.66");
	assert_string_equal(cell(r, "target_mac"), "00:80:f4:0a:11:0d");
	assert_string_equal(cell(r, "techniques"), "T1692.001; T0836");
	assert_string_equal(cell(r, "sensors"), "plant-1");
}

static void what_a_spreadsheet_would_run_is_made_a_text(void **state)
{
	static const struct {
		const char *title, *cell;
	} rows[] = {
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1+1", "'-1+1" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "  =1", "'  =1" },
		{ "\xc2\xa0=1", "'\xc2\xa0=1" },
		{ "\xe3\x80\x80=1", "'\xe3\x80\x80=1" },
		{ "\xef\xbc\x9d"
		  "1",
		  "'\xef\xbc\x9d"
		  "1" },
		{ "|calc", "'|calc" },
		/* These it would not. */
		{ "-12.5", "-12.5" },
		{ "1-1", "1-1" },
		{ "a=b", "a=b" },
		{ "-", "'-" },
		{ "-1.", "'-1." },
	};
	static struct incident i;

	(void)state;
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		sample_incident(&i, SAMPLE_CLASS);
		SAMPLE_SET(i.title, "%s", rows[k].title);
		assert_string_equal(cell(row_of(&i), "title"), rows[k].cell);
	}
}

/* Where ',' is in numbers, ';' is between cells. */
static void what_separates_cells_anywhere_is_quoted(void **state)
{
	static const char *const titles[] = { "a;=1", "a\t=1", "a,b", "a\"b", "a b" };
	static struct incident i;

	(void)state;
	for (size_t k = 0; k < sizeof(titles) / sizeof(titles[0]); k++) {
		char *text;

		sample_incident(&i, SAMPLE_CLASS);
		SAMPLE_SET(i.title, "%s", titles[k]);
		text = made_text(record_csv, &i);
		assert_non_null(strstr(text, ",\"a"));
		assert_null(strchr(text, '\t'));
		free(text);
	}
}

static void negative_values_in_a_list_are_a_text(void **state)
{
	static struct incident i;

	(void)state;
	sample_incident(&i, SAMPLE_CLASS);
	SAMPLE_SET(i.values[0], "-5");
	assert_string_equal(cell(row_of(&i), "values"), "'-5; 65535");
	i.nvalues = 1;
	assert_string_equal(cell(row_of(&i), "values"), "-5");
}

static void every_sample_is_one_line(void **state)
{
	static struct incident i;

	(void)state;
	for (unsigned k = 0; k < SAMPLES; k++) {
		const struct row *r;

		sample_incident(&i, k);
		r = row_of(&i);
		assert_string_equal(cell(r, "id"), i.id);
		for (size_t c = 0; c < r->n; c++) {
			assert_null(strpbrk(r->cells[c], "\r\n\t\x1b"));
			assert_null(strchr("=+@", r->cells[c][0] != '\0' ? r->cells[c][0] : 'x'));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_cell_is_under_its_name),
		cmocka_unit_test(what_a_spreadsheet_would_run_is_made_a_text),
		cmocka_unit_test(what_separates_cells_anywhere_is_quoted),
		cmocka_unit_test(negative_values_in_a_list_are_a_text),
		cmocka_unit_test(every_sample_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
