/* sensor/deliver/fill*.c: what is made of operations, tables and rules. */
#include <dirent.h>

#include "protocols/protocols.h"
#include "sensor/rule/universe.h"
#include "tests/unit/events.h"

static const struct outlet_options everything = { .operations = SEND_ALL,
						  .round = 10000000000U,
						  .interval = 300000000000U };

static struct filler *fl;

static int setup(void **state)
{
	(void)state;
	fl = filler_new();
	return fl != NULL ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	filler_free(fl);
	return 0;
}

/* ---- captures: what was packed and unpacked is what `read --json` prints ------------------ */

static int is_capture(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	return dot != NULL && strncmp(dot, ".pcap", 5) == 0;
}

static void one_capture(const char *name)
{
	struct sensor_options so = talk_options();
	struct pipeline *pl = malloc(sizeof(*pl));
	char *text = NULL, *at;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	const struct report_options ro = { .out = out, .json = true };
	struct report *r = report_new(&ro);

	assert_true(pl != NULL && out != NULL && r != NULL);
	so.flows = 4096;
	so.assets = so.conversations = 1024;
	so.segment_buffers = 1024;
	assert_int_equal(pipeline_init(pl, &so, r), 0);
	struct events *ev = events_new(&everything, pl);

	events_read(pl, name);
	assert_true(report_flush(r));
	at = text;
	for (size_t i = 0; i < ev->n; i++) {
		const char *line = events_json(ev, i);
		size_t n = strlen(line);

		if (ev->event[i].kind != EVENT_OPERATION)
			continue;
		if (strncmp(at, line, n) != 0)
			fail_msg("%s, event %zu is\n%snot\n%.*s", name, i, line, (int)n, at);
		at += n;
	}
	assert_int_equal(*at, '\0'); /* nothing was left out */
	assert_int_equal(events_count(ev, EVENT_ASSET, 0) > 0, pl->observe.assets.n > 0);
	assert_int_equal(events_count(ev, EVENT_CONVERSATION, 0) > 0, pl->observe.convs.n > 0);
	events_free(ev, pl);
	pipeline_free(pl);
	report_free(r);
	(void)fclose(out);
	free(text);
	free(pl);
}

static void events_of_all_captures_say_what_read_prints(void **state)
{
	struct dirent **found;
	int n = scandir("pcaps", &found, is_capture, alphasort);

	(void)state;
	assert_true(n > 50);
	for (int i = 0; i < n; i++) {
		one_capture(found[i]->d_name);
		free(found[i]);
	}
	free(found);
}

/* ---- values ------------------------------------------------------------------------------ */

static const struct field *row(const char *name)
{
	const struct rule_field *f = universe_find(name, strlen(name));

	assert_non_null(f);
	return f->row;
}

static struct dec *message(void)
{
	static struct dec d;

	memset(&d, 0, sizeof(d));
	d.protocol = &protocol_modbus;
	d.at = 1;
	d.frame = 1;
	d.ot.function = "Read Holding Registers";
	return &d;
}

static const Kagami__Operation *filled(struct dec *d)
{
	static const struct flow f;

	emit(d);
	return fill_operation(fl, &f, 0, d, &d->operations[0])->operation;
}

static void a_series_is_as_many_numbers(void **state)
{
	uint8_t raw[250];
	struct dec *d = message();

	(void)state;
	for (unsigned i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)i;
	dec_put_run(d, row("modbus.regnum16"), 100, 125);
	dec_put_series(d, row("modbus.regval_uint16"), VALUE_BE16S, cur_of(raw, sizeof(raw)), 125);
	ot_series(d, VALUE_BE16S, cur_of(raw, sizeof(raw)), 125);
	const Kagami__Operation *o = filled(d);

	assert_int_equal(o->n_values, 2);
	assert_true(o->values[0]->series && o->values[1]->series);
	assert_int_equal(o->values[0]->n_uints, 125);
	assert_int_equal(o->values[1]->n_uints, 125);
	assert_int_equal(o->value->n_uints, 125);
	for (unsigned i = 0; i < 125; i++) {
		assert_int_equal(o->values[0]->uints[i], 100 + i);
		assert_int_equal(o->values[1]->uints[i], 2 * i << 8 | (2 * i + 1));
		assert_int_equal(o->value->uints[i], o->values[1]->uints[i]);
	}
	assert_false(o->truncated);
	assert_int_equal(o->values[0]->field, universe_find("modbus.regnum16", 15)->id);
}

static void values_of_one_field_are_one_value(void **state)
{
	struct dec *d = message();

	(void)state;
	dec_put(d, row("goose.unsigned"), 1);
	dec_put(d, row("goose.boolean"), 1);
	dec_put(d, row("goose.unsigned"), 2);
	dec_put_int(d, row("goose.integer"), -5);
	dec_put_float(d, row("goose.float_value"), 0.5);
	const Kagami__Operation *o = filled(d);

	assert_int_equal(o->n_values, 4);
	assert_int_equal(o->values[0]->n_uints, 2);
	assert_int_equal(o->values[0]->uints[1], 2);
	assert_false(o->values[0]->series);
	assert_int_equal(o->values[1]->uints[0], 1);
	assert_int_equal(o->values[2]->ints[0], -5);
	assert_true(o->values[3]->reals[0] > 0.4 && o->values[3]->reals[0] < 0.6);
}

static void what_does_not_fit_is_left_out_and_said(void **state)
{
	static uint8_t raw[60000], out[WIRE_EVENT_MAX];
	struct dec *d = message();
	const struct field *bytes = row("goose.octet_string");

	(void)state;
	dec_put(d, row("goose.unsigned"), 7);
	for (unsigned i = 0; i < 5; i++)
		dec_put_bytes(d, i == 0 ? bytes : row("goose.visible_string"),
			      cur_of(raw, sizeof(raw)));
	dec_put(d, row("goose.integer"), 9);
	const Kagami__Operation *o = filled(d);

	assert_true(o->truncated);
	assert_int_equal(o->n_values, 3);
	assert_int_equal(o->values[1]->bytes[0].len, sizeof(raw));
	assert_int_equal(o->values[2]->uints[0], 9); /* what fits behind it is there */
	size_t n = wire_pack_event(fill_operation(fl, &(struct flow){ 0 }, 0, d, &d->operations[0]),
				   out, sizeof(out));

	assert_in_range(n, sizeof(raw), WIRE_EVENT_MAX);
	/* Numbers beyond the room for them. */
	d = message();
	for (unsigned i = 0; i < 20; i++)
		dec_put_run(d, row(i % 2 == 0 ? "modbus.regnum16" : "modbus.bitnum"), 0, 1000);
	o = filled(d);
	assert_true(o->truncated);
	assert_int_equal(o->n_values, 1);
	assert_int_equal(o->values[0]->n_uints, 10000);
}

static void the_largest_message_is_within_the_bound(void **state)
{
	static char text[DEC_SCRATCH];
	static uint8_t raw[400];
	struct dec *d = message();
	static uint8_t out[WIRE_EVENT_MAX];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	d->ot.device_text = d->ot.object_text = d->ot.function = d->ot.status = text;
	d->ot.has_object = true;
	for (unsigned i = 0; i < DEC_VALUES; i++)
		dec_put_bytes(d, &protocol_goose.fields[i % protocol_goose.nfields],
			      cur_of(raw, sizeof(raw)));
	const Kagami__Operation *o = filled(d);

	assert_true(o->n_values > 0);
	assert_true(
		wire_pack_event(fill_operation(fl, &(struct flow){ 0 }, 0, d, &d->operations[0]),
				out, sizeof(out)) > WIRE_EVENT_MAX / 4);
}

static void texts_are_utf_8(void **state)
{
	struct dec *d = message();

	(void)state;
	d->ot.function = "a\xff"
			 "b";
	d->ot.status = "\xc3\xbc";
	d->ot.device_text = "\xe2\x82";
	const Kagami__Operation *o = filled(d);

	assert_string_equal(o->function, "a\xef\xbf\xbd"
					 "b");
	assert_string_equal(o->status, "\xc3\xbc");
	assert_string_equal(o->device, "\xef\xbf\xbd");
	assert_string_equal(o->object, "");
}

static void the_value_of_objects_has_its_type(void **state)
{
	struct dec *d = message();
	static const uint8_t mac[6] = { 1, 2, 3, 4, 5, 6 };

	(void)state;
	ot_number(d, 7);
	assert_int_equal(filled(d)->value_type, KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT);
	d = message();
	ot_bytes(d, row("arp.src.hw_mac"), cur_of(mac, sizeof(mac)));
	const Kagami__Operation *o = filled(d);

	assert_int_equal(o->value_type, KAGAMI__FIELD_TYPE__FIELD_TYPE_MAC);
	assert_int_equal(o->value->field, universe_find("arp.src.hw_mac", 14)->id);
	assert_int_equal(o->value->bytes[0].len, 6);
	d = message();
	assert_null(filled(d)->value);
}

/* ---- the dictionary ---------------------------------------------------------------------- */

static void the_dictionary_has_every_field_with_values(void **state)
{
	Kagami__Dictionary *m = fill_dictionary(NULL, "abc");
	Kagami__Dictionary *again = fill_dictionary(NULL, "abc");
	Kagami__Dictionary *other = fill_dictionary(NULL, "abd");
	const char *why = NULL;

	(void)state;
	assert_true(m != NULL && again != NULL && other != NULL);
	struct dictionary *d = dictionary_new(m, &why);

	assert_non_null(d);
	assert_true(m->id != 0 && m->id == again->id && m->id != other->id);
	assert_null(dictionary_field(d, 0)); /* stands for no field */
	for (unsigned i = 0; i < universe_count(); i++) {
		const struct rule_field *f = universe_at(i);
		const Kagami__Field *has = dictionary_field(d, i);

		assert_int_equal(has == NULL, f->presence);
		if (has != NULL)
			assert_string_equal(has->name, f->row->name);
	}
	assert_string_equal(dictionary_message(d)->baseline_digest, "abc");
	dictionary_free(d);
	dictionary_message_free(m);
	dictionary_message_free(again);
	dictionary_message_free(other);
}

static void rules_are_in_it_with_what_they_say(void **state)
{
	static const char *const tags[] = { "ot", "modbus" };
	struct rule rule = { .id = "a-rule", .title = "A rule", .desc = "d", .version = "2" };
	struct rule *rules[] = { &rule };
	struct ruleset set = { .n = 1, .rules = rules, .digest = "77", .site.name = "north" };
	const char *why = NULL;

	(void)state;
	rule.priority = PRIORITY_CRITICAL;
	rule.techniques[rule.ntechniques++] = "T0836";
	rule.ntags = 2;
	rule.tags = tags;
	Kagami__Dictionary *m = fill_dictionary(&set, NULL);
	struct dictionary *d = m != NULL ? dictionary_new(m, &why) : NULL;

	assert_non_null(d);
	const Kagami__Rule *r = dictionary_rule(d, 0);

	assert_string_equal(r->id, "a-rule");
	assert_int_equal(r->priority, KAGAMI__PRIORITY__PRIORITY_CRITICAL);
	assert_string_equal(r->techniques[0]->name, "Modify Parameter");
	assert_string_equal(r->tags[1], "modbus");
	assert_string_equal(dictionary_message(d)->rules_digest, "77");
	assert_int_equal(strlen(dictionary_message(d)->site_digest), 64);
	dictionary_free(d);
	dictionary_message_free(m);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(events_of_all_captures_say_what_read_prints),
		T(a_series_is_as_many_numbers),
		T(values_of_one_field_are_one_value),
		T(what_does_not_fit_is_left_out_and_said),
		T(the_largest_message_is_within_the_bound),
		T(texts_are_utf_8),
		T(the_value_of_objects_has_its_type),
		T(the_dictionary_has_every_field_with_values),
		T(rules_are_in_it_with_what_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
