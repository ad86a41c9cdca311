#ifndef TESTS_UNIT_ALERT_MADE_H
#define TESTS_UNIT_ALERT_MADE_H
/*
 * Alerts for their tests: a rule, and a write that makes it one; each written as JSON that is
 * checked, and as text.
 */
#include "sensor/detect/alert_fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocols/protocols.h"
#include "sensor/detect/alert_json.h"
#include "sensor/detect/alert_print.h"
#include "sensor/rule/parse.h"
#include "tests/unit/json_check.h"
#include "tests/unit/test.h"

#define NOON 1714564800000000000U /* 2024-05-01T12:00:00Z */

static struct arena arena;
static struct rule rule;
static struct subject s;
static struct flow flow;
static struct dec dec;
static struct site site;
static struct state_result result;
static struct alert alert;
static struct rule *const rules[] = { &rule };
static struct ruleset set;
static char line[ALERT_LINE + 1];

/* ---- making them --------------------------------------------------------------------------- */

static inline const struct field *row(const char *name)
{
	const struct rule_field *f = universe_find(name, strlen(name));

	assert_non_null(f);
	return f->row;
}

/* A text of a rule; its tree and its meaning borrow from it. */
static inline struct rule_text *text_of(const char *words)
{
	struct rule_text *t = arena_new(&arena, struct rule_text, 1);

	*t = (struct rule_text){ .s = words, .len = strlen(words), .file = "t" };
	return t;
}

static inline struct operand *operand(const char *words)
{
	static const struct rule_scope scope;
	struct rule_errors e = { 0 };
	struct operand *o;

	o = operand_compile(&arena, parse_operand(&arena, text_of(words), &e), &scope, &e);
	assert_non_null(o);
	rule_errors_free(&e);
	return o;
}

static inline struct condition *condition(const char *words)
{
	static const struct rule_scope scope;
	struct rule_errors e = { 0 };
	struct condition *c;

	c = condition_compile(&arena, parse_condition(&arena, text_of(words), &e), &scope, &e);
	assert_non_null(c);
	rule_errors_free(&e);
	return c;
}

static inline void says(const char *text)
{
	rule.pieces[rule.npieces++] = (struct piece){ .kind = PIECE_TEXT, .text = text };
}

static inline void says_field(const char *words)
{
	rule.pieces[rule.npieces++] =
		(struct piece){ .kind = PIECE_OPERAND, .text = words, .operand = operand(words) };
}

static inline void add_value(struct value v)
{
	v.n = v.n > 0 ? v.n : 1;
	dec.values[dec.nvalues++] = v;
	dec.operations[0].end = dec.nvalues;
}

static inline void add_number(const char *name, uint64_t u)
{
	add_value((struct value){ .field = row(name), .kind = VALUE_UINT, .u = u });
}

static inline void add_text(const char *name, const char *text, size_t n)
{
	add_value((struct value){ .field = row(name),
				  .kind = VALUE_BYTES,
				  .p = (const uint8_t *)text,
				  .n = (uint32_t)n });
}

/* A write of 10.0.0.1:40000 to 10.0.0.2:502, in frame 12. */
static inline int setup(void **state)
{
	static const uint8_t ips[2][4] = { { 10, 0, 0, 1 }, { 10, 0, 0, 2 } };

	(void)state;
	memset(&s, 0, sizeof(s));
	memset(&flow, 0, sizeof(flow));
	memset(&dec, 0, sizeof(dec));
	memset(&alert, 0xa5, sizeof(alert)); /* of the alert before */
	result = (struct state_result){ .nframes = 1, .frames = { 12 } };
	rule = (struct rule){ .id = "a-rule", .title = "A rule", .priority = PRIORITY_HIGH };
	set = (struct ruleset){ .n = 1,
				.rules = (struct rule **)(uintptr_t)rules,
				.site.name = "" };
	rule.set = &set;
	site = (struct site){ .name = "" };
	flow.key.ip_version = 4;
	flow.key.ip_proto = IP_TCP;
	for (unsigned i = 0; i < 2; i++)
		memcpy(&flow.key.addr[i], ips[i], 4);
	flow.key.port[0] = 40000;
	flow.key.port[1] = 502;
	flow.class = CLASS_OURS;
	flow.protocol = PROTOCOL_modbus;
	dec.protocol = &protocol_modbus;
	dec.noperations = 1;
	dec.at = s.at = s.known = NOON;
	dec.frame = s.frame = 12;
	s.kind = SUBJECT_OPERATION;
	s.tag = -1;
	s.flow = &flow;
	s.dec = &dec;
	s.op = &dec.operations[0];
	s.site = &site;
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static inline void fill(void)
{
	alert_fill(&alert, &rule, &s, &result);
	alert.suppressed = 0;
}

/* The alert as JSON in so many bytes; returns its length. */
static inline size_t json_in(size_t room)
{
	struct alert_writer *w = alert_writer_new(&set); /* of the rule as it is now */

	assert_non_null(w);
	size_t n = alert_json(w, &alert, line, room);

	alert_writer_free(w);
	return n;
}

/* The alert as a line of JSON, which is well-formed. */
static inline const char *json(void)
{
	size_t n = json_in(ALERT_LINE);

	assert_true(n > 0 && n <= ALERT_LINE);
	line[n] = '\0';
	assert_int_equal(strlen(line), n);
	assert_true(json_line_good(line));
	return line;
}

static inline void json_has(const char *part)
{
	if (strstr(json(), part) == NULL)
		fail_msg("no %s in %s", part, line);
}

static inline void json_has_not(const char *part)
{
	if (strstr(json(), part) != NULL)
		fail_msg("%s in %s", part, line);
}

/* The alert as text; the caller frees it. */
static inline char *printed(bool color)
{
	static struct alert_printer printer;
	char *text = NULL;
	size_t n = 0;

	printer.color = color;
	printer.day = UINT64_MAX;
	printer.out = open_memstream(&text, &n);
	assert_non_null(printer.out);
	alert_print(&printer, &alert);
	assert_int_equal(fclose(printer.out), 0);
	return text;
}

#endif
