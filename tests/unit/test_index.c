#include "sensor/detect/index.h"

#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"
#include "tests/unit/test.h"

enum { ROUNDS = 60, SUBJECTS = 60, ENTRIES = 300, RANGES = 5, FIELDS = 5, VALUES = 6 };

/* Two that a decoder records, and three that are computed. */
static const char *const names[FIELDS] = { "modbus.func_code", "modbus.reference_num",
					   "tcp.srcport", "tcp.dstport", "flow.packets" };

static const struct rule_field *field[FIELDS];
static struct arena arena;
static struct index ix;
static struct rule rules[ENTRIES];
static struct condition conditions[ENTRIES];
static struct index_entry entries[ENTRIES];
static uint32_t nentries;
static struct subject subject;
static struct flow flow;
static struct dec dec;
static uint32_t seed = 20260101;

/* Numbers that are the same in every run. */
static uint32_t any(uint32_t below)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % below;
}

static int setup(void **state)
{
	(void)state;
	for (unsigned i = 0; i < FIELDS; i++) {
		field[i] = universe_find(names[i], strlen(names[i]));
		assert_non_null(field[i]);
	}
	memset(&subject, 0, sizeof(subject));
	memset(&flow, 0, sizeof(flow));
	flow.key.ip_version = 4;
	flow.key.ip_proto = IP_TCP;
	subject.kind = SUBJECT_OPERATION;
	subject.tag = -1;
	subject.flow = &flow;
	subject.dec = &dec;
	subject.op = &dec.operations[0];
	dec.protocol = &protocol_modbus;
	dec.noperations = 1;
	nentries = 0;
	memset(conditions, 0, sizeof(conditions));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* ---- making rules and subjects ------------------------------------------------------------- */

static struct condition *entry(void)
{
	struct condition *c = &conditions[nentries];

	rules[nentries].index = nentries;
	entries[nentries] = (struct index_entry){ &rules[nentries], c, ROLE_MATCH };
	nentries++;
	return c;
}

/* The condition needs a value of the field in these ranges, which are sorted and apart. */
static void needs(struct condition *c, unsigned f, const struct key_range *ranges, uint32_t n)
{
	struct key_range *own = arena_new(&arena, struct key_range, n);

	memcpy(own, ranges, n * sizeof(*own));
	c->keys[c->nkeys++] = (struct condition_key){ field[f], n, own };
}

static void needs_one(struct condition *c, unsigned f, uint64_t low, uint64_t high)
{
	needs(c, f, &(struct key_range){ low, high }, 1);
}

/* Most lie close together, so that they meet; some reach to the ends of what there is. */
static void needs_any(struct condition *c, unsigned f)
{
	struct key_range r[RANGES];
	uint32_t n = 1 + any(RANGES);
	uint64_t at = any(3) == 0 ? 0 : any(20);

	for (uint32_t i = 0; i < n; i++) {
		r[i].low = at;
		r[i].high = at + any(4);
		at = r[i].high + 2 + any(10);
	}
	if (any(8) == 0)
		r[n - 1].high = UINT64_MAX;
	needs(c, f, r, n);
}

static void any_rules(void)
{
	nentries = 0;
	memset(conditions, 0, sizeof(conditions));
	for (uint32_t i = 0, n = 1 + any(ENTRIES); i < n; i++) {
		struct condition *c = entry();
		uint32_t nkeys = any(3);

		for (uint32_t k = 0, f = any(FIELDS); k < nkeys; k++)
			needs_any(c, (f + k) % FIELDS);
	}
}

static void add_value(unsigned f, uint64_t u)
{
	struct value *v = &dec.values[dec.nvalues++];

	*v = (struct value){ .field = field[f]->row, .kind = VALUE_UINT, .n = 1, .u = u };
}

static void any_subject(void)
{
	dec.nvalues = 0;
	for (uint32_t i = any(VALUES); i > 0; i--)
		add_value(any(2), any(70));
	dec.shared = (uint16_t)any(dec.nvalues + 1U);
	/* What lies between belongs to another operation. */
	dec.operations[0].first = (uint16_t)(dec.shared + any(dec.nvalues - dec.shared + 1U));
	dec.operations[0].end = dec.nvalues;
	/* A series is all its elements. */
	if (dec.nvalues > 0 && any(4) == 0) {
		dec.values[dec.nvalues - 1].kind = VALUE_RUN;
		dec.values[dec.nvalues - 1].n = 1 + any(5);
	}
	flow.key.port[0] = (uint16_t)any(70);
	flow.key.port[1] = (uint16_t)any(70);
	flow.packets = any(70);
}

/* ---- what must be found -------------------------------------------------------------------- */

static bool in_ranges(const struct condition_key *key, uint64_t u)
{
	for (uint32_t i = 0; i < key->nranges; i++) {
		if (u >= key->ranges[i].low && u <= key->ranges[i].high)
			return true;
	}
	return false;
}

static bool holds(const struct condition_key *key)
{
	struct walk w;

	for (const struct value *v = subject_first(&subject, key->field, &w); v != NULL;
	     v = subject_next(&subject, &w)) {
		for (uint32_t i = 0; i < value_count(v); i++) {
			if (in_ranges(key, value_uint(v, i)))
				return true;
		}
	}
	return false;
}

/* Has the entry several keys of one field? With several values of it, it is found in any case. */
static bool joined(uint32_t e)
{
	const struct condition *c = &conditions[e];

	for (uint32_t i = 0; i < c->nkeys; i++) {
		for (uint32_t k = 0; k < i; k++) {
			if (c->keys[i].field == c->keys[k].field)
				return true;
		}
	}
	return false;
}

/* How many of the entry's keys hold here. */
static uint32_t held(uint32_t e)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < conditions[e].nkeys; k++)
		n += holds(&conditions[e].keys[k]);
	return n;
}

/* Which entries may hold are found, in order and once; others only if one of their keys holds: it
 * is then that under which they are filed. Returns how many were found. */
static uint32_t check(void)
{
	bool found[ENTRIES] = { false };
	uint32_t n = index_find(&ix, &subject);

	for (uint32_t i = 0; i < n; i++) {
		assert_true(ix.found[i] < nentries);
		assert_true(i == 0 || ix.found[i - 1] < ix.found[i]);
		found[ix.found[i]] = true;
	}
	for (uint32_t e = 0; e < nentries; e++) {
		if (held(e) == conditions[e].nkeys)
			assert_true(found[e]);
		else if (held(e) == 0 && !joined(e))
			assert_false(found[e]);
	}
	return n;
}

static void build(void)
{
	index_build(&ix, &arena, entries, nentries, NULL);
}

static void what_may_hold_is_found_whatever_the_rules(void **state)
{
	uint64_t found = 0, asked = 0;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		any_rules();
		build();
		for (unsigned i = 0; i < SUBJECTS; i++) {
			any_subject();
			found += check();
			asked += nentries;
		}
		arena_free(&arena);
	}
	assert_true(found > 0);
	assert_true(found < asked * 3 / 4); /* a third of the entries have no key */
}

/* With one key each, what is found is exactly what the keys say. */
static void a_rule_of_one_key_is_found_by_it_alone(void **state)
{
	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		nentries = 0;
		memset(conditions, 0, sizeof(conditions));
		for (uint32_t i = 0; i < 100; i++)
			needs_any(entry(), any(FIELDS));
		build();
		for (unsigned i = 0; i < SUBJECTS; i++) {
			uint32_t n = 0;

			any_subject();
			for (uint32_t e = 0; e < nentries; e++)
				n += held(e);
			assert_int_equal(check(), n);
		}
		arena_free(&arena);
	}
}

/* ---- single cases -------------------------------------------------------------------------- */

static void a_rule_without_a_key_is_always_asked(void **state)
{
	(void)state;
	(void)entry();
	needs_one(entry(), 0, 6, 6);
	(void)entry();
	build();
	dec.nvalues = dec.shared = 0;
	dec.operations[0].first = dec.operations[0].end = 0;
	assert_int_equal(check(), 2);
	add_value(0, 6);
	dec.operations[0].end = 1;
	assert_int_equal(check(), 3);
}

static void an_index_of_no_rules_finds_none(void **state)
{
	(void)state;
	build();
	any_subject();
	assert_int_equal(index_find(&ix, &subject), 0);
}

static void many_rules_of_one_value_are_found_in_order(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ENTRIES; i++)
		needs_one(entry(), 0, i % 3, i % 3);
	build();
	dec.nvalues = 0;
	add_value(0, 2);
	add_value(0, 0);
	dec.shared = 2;
	dec.operations[0].first = dec.operations[0].end = 2;
	assert_int_equal(check(), 200);
}

static void a_value_that_comes_twice_finds_a_rule_once(void **state)
{
	(void)state;
	needs(entry(), 0, (const struct key_range[]){ { 1, 2 }, { 5, 9 } }, 2);
	needs_one(entry(), 0, 7, 7);
	build();
	dec.nvalues = 0;
	add_value(0, 1);
	add_value(0, 6);
	add_value(0, 6);
	dec.shared = 3;
	dec.operations[0].first = dec.operations[0].end = 3;
	assert_int_equal(check(), 1);
}

static void the_ends_of_ranges_belong_to_them(void **state)
{
	static const uint64_t values[] = { 0, 9, 10, 11, 19, 20, 21, UINT64_MAX - 1, UINT64_MAX };
	static const uint32_t found[] = { 1, 0, 1, 1, 1, 1, 0, 0, 1 };

	(void)state;
	needs_one(entry(), 1, 10, 20);
	needs_one(entry(), 1, 0, 0);
	needs_one(entry(), 1, UINT64_MAX, UINT64_MAX);
	build();
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		dec.nvalues = 0;
		add_value(1, values[i]);
		dec.shared = 1;
		dec.operations[0].first = dec.operations[0].end = 1;
		assert_int_equal(check(), found[i]);
	}
}

static void the_field_that_tells_rules_apart_is_chosen(void **state)
{
	(void)state;
	/* All want function 6; each has an address of its own. */
	for (uint32_t i = 0; i < 100; i++) {
		struct condition *c = entry();

		needs_one(c, 0, 6, 6);
		needs_one(c, 1, i * 10, i * 10 + 4);
	}
	build();
	dec.nvalues = 0;
	add_value(0, 6);
	add_value(1, 422);
	dec.shared = 2;
	dec.operations[0].first = dec.operations[0].end = 2;
	assert_int_equal(check(), 1);
	dec.values[1].u = 426;
	assert_int_equal(check(), 0);
}

static void when_the_count_of_subjects_wraps_nothing_is_missed(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		needs_one(entry(), 0, i, i + 1);
	build();
	dec.nvalues = 0;
	add_value(0, 5);
	dec.shared = 1;
	dec.operations[0].first = dec.operations[0].end = 1;
	assert_int_equal(check(), 2); /* these are stamped 1, as all will be after the wrap */
	ix.now = UINT32_MAX - 1;
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(check(), 2);
	assert_int_equal(ix.now, 3);
}

static void more_fields_than_maps_still_find_everything(void **state)
{
	const struct protocol *p = &protocol_modbus;
	uint32_t n = 0;

	(void)state;
	dec.nvalues = 0;
	for (unsigned i = 0; i < p->nfields && n < INDEX_MAPS * 2; i++) {
		const struct rule_field *f =
			universe_find(p->fields[i].name, strlen(p->fields[i].name));
		struct key_range *r = arena_new(&arena, struct key_range, 1);
		struct condition *c;

		if (f->row->type != FIELD_UINT)
			continue;
		c = entry();
		*r = (struct key_range){ 3, 3 };
		c->keys[c->nkeys++] = (struct condition_key){ f, 1, r };
		dec.values[dec.nvalues++] = (struct value){
			.field = f->row, .kind = VALUE_UINT, .n = 1, .u = n % 2 == 0 ? 3 : 4
		};
		n++;
	}
	assert_int_equal(n, INDEX_MAPS * 2);
	build();
	assert_true(ix.nrows + ix.ncomputed <= INDEX_MAPS);
	dec.shared = dec.nvalues;
	dec.operations[0].first = dec.operations[0].end = dec.nvalues;
	n = index_find(&ix, &subject);
	assert_true(n >= INDEX_MAPS && n <= INDEX_MAPS * 2);
	for (uint32_t e = 0, i = 0; e < nentries; e++) {
		bool is = i < n && ix.found[i] == e;

		assert_true(is || held(e) == 0);
		i += is;
	}
}

/* tcp.srcport and tcp.dstport stand for facts of which something is known beforehand. */
static void what_is_known_beforehand_is_not_looked_for(void **state)
{
	uint8_t *given = arena_new(&arena, uint8_t, universe_count());

	(void)state;
	needs_one(entry(), 2, 1, 1);
	needs_one(entry(), 2, 0, 0);
	needs_one(entry(), 2, 5, 9);
	given[field[2]->id] = GIVEN_TRUE;
	assert_true(index_possible(&conditions[0], given));
	assert_false(index_possible(&conditions[1], given));
	assert_false(index_possible(&conditions[2], given));
	given[field[2]->id] = GIVEN_FALSE;
	assert_false(index_possible(&conditions[0], given));
	assert_true(index_possible(&conditions[1], given));
	given[field[2]->id] = GIVEN_ABSENT;
	assert_false(index_possible(&conditions[0], given));
	assert_false(index_possible(&conditions[1], given));
	given[field[2]->id] = GIVEN_NOTHING;
	assert_true(index_possible(&conditions[2], given));

	/* What holds of all tells nothing: it is found without a look at the fact. */
	given[field[2]->id] = GIVEN_TRUE;
	index_build(&ix, &arena, entries, 1, given);
	assert_int_equal(ix.ncomputed, 0);
	any_subject();
	flow.key.port[0] = 60000;
	assert_int_equal(index_find(&ix, &subject), 1);
}

/* One rule of a field that is otherwise not looked at goes where others are. */
static void a_field_of_one_rule_alone_is_given_up(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 20; i++)
		needs_one(entry(), 3, i, i);
	struct condition *c = entry();

	needs_one(c, 3, 40, 41);
	needs_one(c, 4, 7, 7);
	build();
	assert_int_equal(ix.ncomputed, 1);
	any_subject();
	flow.key.port[1] = 40;
	flow.packets = 7;
	assert_int_equal(check(), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_may_hold_is_found_whatever_the_rules),
		T(a_rule_of_one_key_is_found_by_it_alone),
		T(a_rule_without_a_key_is_always_asked),
		T(an_index_of_no_rules_finds_none),
		T(many_rules_of_one_value_are_found_in_order),
		T(a_value_that_comes_twice_finds_a_rule_once),
		T(the_ends_of_ranges_belong_to_them),
		T(the_field_that_tells_rules_apart_is_chosen),
		T(when_the_count_of_subjects_wraps_nothing_is_missed),
		T(more_fields_than_maps_still_find_everything),
		T(what_is_known_beforehand_is_not_looked_for),
		T(a_field_of_one_rule_alone_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
