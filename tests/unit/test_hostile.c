/*
 * Hostile text all the way: alerts whose every text is 64 KiB of control bytes, broken UTF-8, marks
 * of direction, formulas, format strings and so on, through correlation and every writer. What
 * comes out is whole, bounded, and does nothing.
 */
#include "tests/unit/incident_kit.h"

#include <jansson.h>

#include "collector/incident_files.h"
#include "collector/incident_text.h"
#include "tests/records/incidents.h"

enum { LONG = 64 * 1024 };

static char hostile[LONG + 1];

/* 64 KiB of it. It is a text of C, so that it has no NUL. */
static void fill(const char *s, size_t n)
{
	for (size_t k = 0; k < LONG; k++)
		hostile[k] = s[k % n];
	hostile[LONG] = '\0';
}

/* What becomes of an alert that has it in every text. */
static void correlate_it(struct incident *out)
{
	struct kit *k = kit_new();
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert al = KAGAMI__ALERT__INIT;
	Kagami__Evidence ev = KAGAMI__EVIDENCE__INIT;
	Kagami__ValueText text = KAGAMI__VALUE_TEXT__INIT, *texts = &text;
	Kagami__Value value = KAGAMI__VALUE__INIT, *values = &value;
	ProtobufCBinaryData bytes = { LONG, (uint8_t *)hostile };
	Kagami__Rule rule = KAGAMI__RULE__INIT;
	const Kagami__Rule *known = kit_rule(k, "modbus-write-unauthorised", &al.rule);
	Kagami__End source, target;
	uint8_t from[6], to[6];
	uint64_t frame = 7;
	struct correlate_alert a = {
		.sensor = "s1", .epoch = 1, .seq = 1, .received = T0, .event = &e
	};

	if (known != NULL)
		rule = *known;
	rule.title = hostile;
	rule.version = hostile;
	a.rule = &rule;
	a.dictionary = k->dictionary;
	e.time = T0;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &al;
	al.source = kit_end(&source, from, "10.0.0.66");
	al.target = kit_end(&target, to, "10.0.0.1");
	source.name = target.name = hostile;
	al.text = al.why = al.protocol = al.device = al.object = hostile;
	ev.n_frames = 1;
	ev.frames = &frame;
	ev.capture = hostile;
	al.evidence = &ev;
	value.field = FIELD_OBJECT_VALUE;
	value.n_bytes = 1;
	value.bytes = &bytes;
	al.n_values = 1;
	al.values = &values;
	text.field = FIELD_OBJECT_VALUE;
	text.text = hostile;
	al.n_names = 1;
	al.names = &texts;
	correlate_alert(k->c, &a, kit_tell, k);
	assert_int_equal(k->ntold, 1);
	*out = k->last;
	kit_free(k);
}

static void clean(const char *name, const char *s)
{
	if (!incident_is_clean(s, strlen(s)))
		fail_msg("%s is not clean: %s", name, s);
}

static void every_text_of(const struct incident *i)
{
	clean("title", i->title);
	clean("summary", i->summary);
	clean("protocol", i->protocol);
	clean("function", i->function);
	clean("object", i->object);
	clean("device", i->device);
	clean("source", i->source.name);
	clean("target", i->target.name);
	clean("capture", i->evidence[0].capture);
	clean("version", i->rules[0].version);
	for (uint32_t k = 0; k < i->nvalues; k++)
		clean("value", i->values[k]);
	assert_true(i->title[0] != '\0' && i->summary[0] != '\0');
}

static bool is_json(unsigned format)
{
	return format != FORMAT_CSV && format != FORMAT_CEF;
}

static void writes(const struct incident *i, unsigned format)
{
	const struct record_context c = { .party = &sample_party };
	const char *why = "";
	char *text = NULL;
	size_t n = 0, lines = 0;
	json_error_t e;

	if (!record_write(format, i, &c, &text, &n, &why))
		fail_msg("format %u: %s", format, why);
	assert_true(n < 64 * 1024 && text[n] == '\0' && strlen(text) == n);
	for (size_t k = 0; k < n; k++) {
		lines += text[k] == '\n';
		if ((unsigned char)text[k] < 0x20 && text[k] != '\n' && text[k] != '\r')
			fail_msg("format %u has the byte %u", format, (unsigned char)text[k]);
	}
	if (is_json(format)) {
		json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);

		if (root == NULL)
			fail_msg("format %u: %s", format, e.text);
		json_decref(root);
	}
	/* A line a record, behind the line of names. */
	assert_true(format != FORMAT_CEF || lines == 1);
	assert_true(format != FORMAT_CSV || lines == 2);
	assert_null(memmem(text, n, "\xe2\x80\xae", 3)); /* U+202E */
	assert_null(memmem(text, n, "\xe2\x80\x8f", 3)); /* U+200F */
	free(text);
}

static void hostile_texts_of_64_kib_go_through_every_writer(void **state)
{
	static struct incident i;

	(void)state;
	for (unsigned h = 0; h < SAMPLE_HOSTILES; h++) {
		fill(sample_hostiles[h].s, sample_hostiles[h].n);
		correlate_it(&i);
		every_text_of(&i);
		for (unsigned f = 0; f < FORMATS; f++)
			writes(&i, f);
	}
}

/* Other scripts are not hostile; nor is a percent sign, once nobody formats with it. */
static void what_is_harmless_stays(void **state)
{
	static struct incident i;

	(void)state;
	fill("\xe6\xb0\xb4%s", 5);
	correlate_it(&i);
	assert_memory_equal(i.source.name, "\xe6\xb0\xb4%s\xe6\xb0\xb4%s", 10);
	assert_true(strlen(i.source.name) < sizeof(i.source.name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_texts_of_64_kib_go_through_every_writer),
		cmocka_unit_test(what_is_harmless_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
