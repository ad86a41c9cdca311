/*
 * Rules made by hand for the tests of sensor/detect/state*.c: operands have the values that a test
 * sets, conditions hold when it says so. Each test says which functions it wraps.
 */
#ifndef KAGAMI_STATE_KIT_H
#define KAGAMI_STATE_KIT_H

#include <stdlib.h>
#include <string.h>

#include "sensor/detect/alert_fill.h"
#include "sensor/detect/baseline.h"
#include "sensor/detect/state.h"
#include "tests/unit/test.h"

#define SECOND 1000000000U
#define NOON   1714564800000000000U /* 2024-05-01T12:00:00Z */

enum { KIT_OPERANDS = 4, KIT_VALUES = 300, KIT_STEPS = 8 };

static const char *kit_value[KIT_OPERANDS][KIT_VALUES];
static uint32_t kit_nvalues[KIT_OPERANDS];
static double kit_number[KIT_OPERANDS];
static bool kit_no_number[KIT_OPERANDS];
static struct operand kit_operand[KIT_OPERANDS] = {
	{ .text = "ip.src" }, { .text = "ip.dst" }, { .text = "tag.value" }, { .text = "port" }
};
static struct condition kit_step[KIT_STEPS];
static bool kit_holds[KIT_STEPS];

uint32_t __wrap_operand_values(const struct operand *o, struct subject *s, struct value *out,
			       uint32_t room);
bool __wrap_operand_number(const struct operand *o, struct subject *s, double *out);
size_t __wrap_value_write(const struct value *v, uint32_t i, char *out, size_t room);
bool __wrap_condition_match(const struct condition *c, struct subject *s);
void __wrap_condition_explain(const struct condition *c, FILE *out);
const struct rule *__wrap_ruleset_find(const struct ruleset *set, const char *id);
void __wrap_alert_ends(const struct subject *s, struct alert_end *source, struct alert_end *target);

uint32_t __wrap_operand_values(const struct operand *o, struct subject *s, struct value *out,
			       uint32_t room)
{
	long which = o - kit_operand;
	uint32_t n = 0;

	(void)s;
	assert_in_range(which, 0, KIT_OPERANDS - 1);
	while (n < room && n < kit_nvalues[which]) {
		const char *text = kit_value[which][n];

		out[n] = (struct value){ .kind = VALUE_BYTES,
					 .p = (const uint8_t *)text,
					 .n = (uint32_t)strlen(text) };
		n++;
	}
	return n;
}

bool __wrap_operand_number(const struct operand *o, struct subject *s, double *out)
{
	(void)s;
	*out = kit_number[o - kit_operand];
	return !kit_no_number[o - kit_operand];
}

size_t __wrap_value_write(const struct value *v, uint32_t i, char *out, size_t room)
{
	size_t n = v->n < room ? v->n : room - 1;

	assert_int_equal(i, 0);
	memcpy(out, v->p, n);
	out[n] = '\0';
	return v->n;
}

bool __wrap_condition_match(const struct condition *c, struct subject *s)
{
	(void)s;
	return kit_holds[c - kit_step];
}

void __wrap_condition_explain(const struct condition *c, FILE *out)
{
	(void)fprintf(out, "step %u\n", c->nfields);
}

const struct rule *__wrap_ruleset_find(const struct ruleset *set, const char *id)
{
	for (uint32_t i = 0; i < set->n; i++) {
		if (strcmp(set->rules[i]->id, id) == 0)
			return set->rules[i];
	}
	return NULL;
}

void __wrap_alert_ends(const struct subject *s, struct alert_end *source, struct alert_end *target)
{
	*source = (struct alert_end){ .port = (uint16_t)s->frame, .name = "borrowed" };
	*target = (struct alert_end){ .port = 502 };
}

/* One value for an operand; NULL: none. */
static inline void kit_set(unsigned operand, const char *value)
{
	kit_value[operand][0] = value;
	kit_nvalues[operand] = value != NULL;
}

static inline int kit_setup(void **state)
{
	(void)state;
	memset(kit_nvalues, 0, sizeof(kit_nvalues));
	memset(kit_number, 0, sizeof(kit_number));
	memset(kit_no_number, 0, sizeof(kit_no_number));
	memset(kit_holds, 0, sizeof(kit_holds));
	for (unsigned i = 0; i < KIT_STEPS; i++)
		kit_step[i] = (struct condition){ .subject = SUBJECT_OPERATION, .nfields = i };
	kit_set(0, "10.0.0.1");
	kit_set(1, "10.0.0.2");
	return 0;
}

/* A rule of that kind, by ip.src. */
static inline struct rule kit_rule(enum state_kind kind)
{
	return (struct rule){
		.id = "a-rule",
		.enabled = true,
		.state = { .kind = kind,
			   .by = { 1, { &kit_operand[0] } },
			   .within = 10ULL * SECOND,
			   .value = &kit_operand[2] },
	};
}

/* A match of the rule `at` ns after noon. */
static inline struct state_result kit_match(struct states *t, const struct rule *r, uint64_t at,
					    uint64_t frame)
{
	static struct subject s;
	struct state_result result;

	s = (struct subject){ .kind = SUBJECT_OPERATION, .at = NOON + at, .frame = frame };
	memset(&result, 0xa5, sizeof(result));
	states_match(t, r, &s, &result);
	return result;
}

static inline bool kit_learned(struct states *t, const struct rule *r)
{
	static struct subject s;

	s = (struct subject){ .kind = SUBJECT_OPERATION, .at = NOON, .frame = 1 };
	return states_learned(t, r, &s);
}

/* What came due, as "rule@seconds " texts, and the last one. */
struct kit_dues {
	unsigned n;
	struct state_due last;
	char text[1024];
};

static inline void kit_due(void *ctx, const struct state_due *d)
{
	struct kit_dues *dues = ctx;
	size_t len = strlen(dues->text);

	(void)snprintf(dues->text + len, sizeof(dues->text) - len, "%s%s@%g:%s", len > 0 ? " " : "",
		       d->rule->id, (double)(int64_t)(d->at - NOON) / SECOND,
		       d->nby > 0 ? d->by[0] : "");
	dues->n++;
	dues->last = *d;
}

static inline void kit_until(struct states *t, uint64_t at, struct kit_dues *dues)
{
	states_until(t, NOON + at, kit_due, dues);
}

#endif
