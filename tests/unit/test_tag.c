/* tag.c, tag_load.c: what operations say of process variables. */
#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/flow.h"
#include "tests/unit/pdu.h"
#include "tests/unit/rules_text.h"

#include "sensor/rule/tag.h"

static const char site_text[] = "assets:\n"
				"  plc1: {ip: 10.0.0.2, role: plc}\n"
				"  ied1: {mac: \"00:30:a7:01:02:07\"}\n";

static const char tag_text[] =
	"Level: {asset: plc1, protocol: modbus, unit: 1, object: \"hr:100\", type: int16, "
	"scale: 0.1, offset: 5, unit_text: \"%\"}\n"
	"Flow: {asset: plc1, object: \"hr:101\", type: float32, unit: \"l/s\"}\n"
	"Swapped: {asset: 10.0.0.2, object: \"hr:101\", type: float32, order: cdab}\n"
	"Pump: {asset: plc1, protocol: mbtcp, object: \"coil:3\"}\n"
	"Alarm: {asset: plc1, object: \"hr:100\", bit: 2}\n"
	"Other: {asset: plc1, device: 2, object: \"hr:100\"}\n"
	"Far: {asset: 10.0.0.9, object: \"hr:100\"}\n"
	"Big: {asset: plc1, object: \"hr:200\", type: int64}\n"
	"Little: {asset: plc1, object: \"hr:200\", type: uint32, order: little}\n"
	"Bytes: {asset: plc1, object: \"hr:200\", type: uint32, order: badc}\n"
	"Double: {asset: plc1, object: \"hr:200\", type: float64, order: big}\n"
	"Input: {asset: plc1, object: \"ir:100\"}\n";

struct plant {
	struct rules_text r;
	struct tags *tags;
	struct flow flow; /* the client is end 0, 10.0.0.1 */
	struct pdu pdu;
	char news[256]; /* names of the tags that were updated */
};

static void hear(void *ctx, uint32_t tag)
{
	struct plant *p = ctx;
	size_t n = strlen(p->news);

	(void)snprintf(p->news + n, sizeof(p->news) - n, "%s%s", n > 0 ? " " : "",
		       tag_name(tags_defs(p->tags), tag));
}

static struct plant *plant_new(const char *tags)
{
	struct plant *p = calloc(1, sizeof(*p));

	rules_text_load(&p->r, NULL, NULL, site_text, tags);
	assert_string_equal(p->r.said, "");
	p->tags = tags_new(p->r.set->tags);
	p->flow.key.ip_version = 4;
	inet_pton(AF_INET, "10.0.0.1", &p->flow.key.addr[0]);
	inet_pton(AF_INET, "10.0.0.2", &p->flow.key.addr[1]);
	pdu_begin(&p->pdu);
	return p;
}

static void plant_free(struct plant *p)
{
	tags_free(p->tags);
	rules_text_free(&p->r);
	free(p);
}

/* What was updated by a message of the client (ask) or of the device. */
static const char *told(struct plant *p, bool ask, const char *hex)
{
	p->news[0] = '\0';
	(void)(ask ? pdu_ask(&p->pdu, hex) : pdu_answer(&p->pdu, hex));
	for (unsigned i = 0; i < p->pdu.d.noperations; i++)
		tags_operation(p->tags, &p->flow, ask ? 0 : 1, &p->pdu.d, &p->pdu.d.operations[i],
			       hear, p);
	return p->news;
}

static const struct tag_value *last(const struct plant *p, const char *name)
{
	int i = tag_find(tags_defs(p->tags), name);

	assert_true(i >= 0);
	return tags_last(p->tags, (uint32_t)i);
}

static void is(const struct plant *p, const char *name, double value)
{
	const struct tag_value *v = last(p, name);

	assert_true(v->known);
	if (!(fabs(v->value - value) < 1e-9))
		fail_msg("%s is %.17g, not %.17g", name, v->value, value);
}

static void tags_are_found_by_name(void **state)
{
	struct plant *p = plant_new(tag_text);
	const struct tag_defs *d = tags_defs(p->tags);

	(void)state;
	assert_int_equal(tag_count(d), 12);
	for (uint32_t i = 0; i < tag_count(d); i++)
		assert_int_equal(tag_find(d, tag_name(d, i)), i);
	assert_int_equal(tag_find(d, "level"), -1);
	assert_string_equal(tag_nearest(d, "Levle"), "Level");
	assert_null(tag_nearest(d, "something else"));
	assert_string_equal(tag_unit(d, 0), "%");
	assert_string_equal(tag_unit(d, 1), "l/s");
	assert_string_equal(tag_unit(d, 2), "");
	assert_int_equal(tag_count(NULL), 0);
	assert_int_equal(tag_find(NULL, "x"), -1);
	assert_false(last(p, "Level")->known);
	plant_free(p);
}

static void a_block_that_is_read_updates_all_tags_in_it(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	assert_string_equal(told(p, true, "03 0064 0003"), "");
	/* -20, 1.5 as float32 */
	assert_string_equal(told(p, false, "03 06 ffec 3fc0 0000"), "Level Alarm Flow Swapped");
	is(p, "Level", 3);
	is(p, "Flow", 1.5);
	is(p, "Alarm", 1);
	is(p, "Swapped", 2.2869937327e-41);
	assert_false(last(p, "Level")->written);
	assert_true(last(p, "Level")->good);
	assert_true(last(p, "Level")->before == last(p, "Level")->value);
	assert_false(last(p, "Other")->known);
	assert_false(last(p, "Far")->known);
	plant_free(p);
}

static void a_block_with_half_of_a_value_does_not_update_it(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	told(p, true, "03 0066 0002");
	assert_string_equal(told(p, false, "03 04 0000 3fc0"), "");
	told(p, true, "03 0064 0002");
	assert_string_equal(told(p, false, "03 04 0064 3fc0"), "Level Alarm");
	told(p, true, "04 0064 0001");
	assert_string_equal(told(p, false, "04 02 0007"), "Input");
	is(p, "Input", 7);
	plant_free(p);
}

static void every_order_of_bytes_is_read(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	told(p, true, "03 00c8 0004");
	assert_string_equal(told(p, false, "03 08 0102 0304 0506 0708"), "Big Little Bytes Double");
	is(p, "Big", 72623859790382856.0);
	is(p, "Little", 0x04030201);
	is(p, "Bytes", 0x02010403);
	told(p, true, "03 00c8 0004");
	told(p, false, "03 08 c008 0000 0000 0000");
	is(p, "Double", -3);
	plant_free(p);
}

static void a_write_counts_when_it_is_asked(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	assert_string_equal(told(p, true, "06 0064 0064"), "Level Alarm");
	is(p, "Level", 15);
	assert_true(last(p, "Level")->written);
	assert_string_equal(told(p, false, "06 0064 0064"), "");
	assert_string_equal(told(p, true, "05 0003 ff00"), "Pump");
	is(p, "Pump", 1);
	told(p, false, "05 0003 ff00");
	assert_string_equal(told(p, true, "0f 0001 0005 01 10"), "Pump");
	is(p, "Pump", 0);
	assert_true(last(p, "Pump")->before == 1);
	told(p, false, "0f 0001 0005");
	assert_string_equal(told(p, true, "10 0064 0003 06 0001 4000 0000"),
			    "Level Alarm Flow Swapped");
	is(p, "Flow", 2);
	told(p, false, "10 0064 0003");
	told(p, true, "01 0000 0010");
	assert_string_equal(told(p, false, "01 02 08 00"), "Pump");
	is(p, "Pump", 1);
	assert_false(last(p, "Pump")->written);
	plant_free(p);
}

static void a_refused_write_did_not_take_place(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	told(p, true, "06 0064 0064");
	told(p, false, "06 0064 0064");
	told(p, true, "06 0064 00c8");
	is(p, "Level", 25);
	assert_string_equal(told(p, false, "86 02"), "");
	is(p, "Level", 15);
	plant_free(p);
}

static void a_change_has_a_time_and_a_value_before(void **state)
{
	struct plant *p = plant_new(tag_text);
	const struct tag_value *v = last(p, "Level");
	uint64_t first;

	(void)state;
	told(p, true, "06 0064 0064");
	first = v->changed;
	assert_int_equal(v->at, p->pdu.d.at);
	assert_int_equal(v->changed, p->pdu.d.at);
	told(p, true, "06 0064 0064");
	assert_int_equal(v->changed, first);
	assert_int_equal(v->at, p->pdu.d.at);
	assert_true(v->at > first);
	told(p, true, "06 0064 006e");
	assert_int_equal(v->changed, p->pdu.d.at);
	assert_int_equal(v->frame, p->pdu.d.frame);
	assert_true(v->before == 15 && v->value == 16);
	plant_free(p);
}

static void what_is_no_number_is_not_good(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	told(p, true, "10 0065 0002 04 4000 0000");
	told(p, true, "10 0065 0002 04 7fc0 0000");
	assert_false(last(p, "Flow")->good);
	assert_true(isnan(last(p, "Flow")->value));
	assert_true(last(p, "Flow")->before == 2);
	told(p, true, "10 0065 0002 04 4040 0000");
	assert_true(last(p, "Flow")->good);
	assert_true(last(p, "Flow")->before == 2);
	is(p, "Flow", 3);
	plant_free(p);
}

static void tags_of_another_device_or_address_stay(void **state)
{
	struct plant *p = plant_new(tag_text);

	(void)state;
	inet_pton(AF_INET, "10.0.0.9", &p->flow.key.addr[1]);
	assert_string_equal(told(p, true, "06 0064 0064"), "Far");
	inet_pton(AF_INET, "10.0.0.3", &p->flow.key.addr[1]);
	assert_string_equal(told(p, true, "06 0064 0064"), "");
	plant_free(p);
}

static void what_is_known_is_adopted_where_the_definition_is_the_same(void **state)
{
	struct plant *old = plant_new(tag_text);
	struct plant *now = plant_new("New: {asset: plc1, object: \"hr:100\"}\n"
				      "Pump: {asset: plc1, protocol: modbus, object: \"coil:3\"}\n"
				      "Level: {asset: plc1, object: \"hr:100\", type: int16}\n");

	(void)state;
	told(old, true, "06 0064 0064");
	told(old, true, "05 0003 ff00");
	tags_adopt(now->tags, old->tags);
	is(now, "Pump", 1);
	assert_false(last(now, "Level")->known);
	assert_false(last(now, "New")->known);
	plant_free(old);
	plant_free(now);
}

static void a_set_without_tags_costs_nothing(void **state)
{
	struct plant *p = plant_new("");

	(void)state;
	assert_null(p->r.set->tags);
	assert_string_equal(told(p, true, "06 0064 0064"), "");
	plant_free(p);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_found_by_name),
		cmocka_unit_test(a_block_that_is_read_updates_all_tags_in_it),
		cmocka_unit_test(a_block_with_half_of_a_value_does_not_update_it),
		cmocka_unit_test(every_order_of_bytes_is_read),
		cmocka_unit_test(a_write_counts_when_it_is_asked),
		cmocka_unit_test(a_refused_write_did_not_take_place),
		cmocka_unit_test(a_change_has_a_time_and_a_value_before),
		cmocka_unit_test(what_is_no_number_is_not_good),
		cmocka_unit_test(tags_of_another_device_or_address_stay),
		cmocka_unit_test(what_is_known_is_adopted_where_the_definition_is_the_same),
		cmocka_unit_test(a_set_without_tags_costs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
