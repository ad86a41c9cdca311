/* What a condition compiles to, for people. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sensor/rule/program.h"

enum { WORD = 256, SHOWN = 6 };

/* A key as the value that it stands for. */
static void print_key(FILE *out, const struct field *row, uint8_t kind, uint64_t key)
{
	uint8_t bytes[8];
	uint32_t n = kind == KEY_MAC ? 6 : 4;
	struct value v = { .field = row, .n = 1, .kind = VALUE_UINT, .u = key };
	char word[WORD];

	if (kind == KEY_MAC || kind == KEY_IPV4) {
		for (uint32_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(key >> 8 * (n - 1 - i));
		v.kind = VALUE_BYTES;
		v.p = bytes;
		v.n = n;
	} else if (kind == KEY_SIGNED) {
		v.u ^= UINT64_C(1) << 63;
		v.kind = VALUE_INT;
	} else if (kind == KEY_FLOAT) {
		uint64_t bits = key >> 63 != 0 ? key ^ UINT64_C(1) << 63 : ~key;

		memcpy(&v.f, &bits, sizeof(bits));
		v.kind = VALUE_FLOAT;
	}
	bool named = v.kind == VALUE_UINT && field_value_name(row, key) != NULL;

	if (named)
		fprintf(out, "%" PRIu64 " (", key);
	value_write(&v, 0, word, sizeof(word));
	fprintf(out, "%s%s", word, named ? ")" : "");
}

static void print_cell(FILE *out, const struct field *row, const struct cell *c)
{
	const struct field number = { .type = FIELD_INT }, text = { .type = FIELD_TEXT };
	struct value v = { .n = 1, .field = &number };
	char word[WORD];
	bool quotes = false;

	switch (c->kind) {
	case CELL_LOWEST:
	case CELL_HIGHEST:
		return;
	case CELL_INT:
		v.kind = c->negative ? VALUE_INT : VALUE_UINT;
		v.u = c->u;
		if (row != NULL && (row->type == FIELD_TIME || row->type == FIELD_DURATION))
			v.field = row;
		break;
	case CELL_FLOAT:
		v.kind = VALUE_FLOAT;
		v.f = c->f;
		break;
	case CELL_BYTES:
		v.kind = VALUE_BYTES;
		v.p = c->p;
		v.n = c->n;
		v.field = row != NULL && row->type != FIELD_UINT ? row : &text;
		quotes = v.field->type == FIELD_TEXT;
		break;
	}
	value_write(&v, 0, word, sizeof(word));
	fprintf(out, quotes ? "\"%s\"" : "%s", word);
}

static void print_keys(FILE *out, const struct step *s)
{
	assert(s->field != NULL);
	const struct field *row = s->field->row;

	for (uint32_t i = 0; i < s->n && i < SHOWN; i++) {
		const struct key_range *r = &s->keys[i];

		fputs(i > 0 ? ", " : "", out);
		print_key(out, row, s->key, r->low);
		if (r->high != r->low) {
			fputs("..", out);
			print_key(out, row, s->key, r->high);
		}
	}
}

static void print_cells(FILE *out, const struct step *s)
{
	const struct field *row = s->field != NULL ? s->field->row : NULL;

	for (uint32_t i = 0; i < s->n && i < SHOWN; i++) {
		const struct cell_range *r = &s->cells[i];

		fputs(i > 0 ? ", " : "", out);
		if (r->lo.kind == CELL_LOWEST || r->lo_open)
			fputs(r->lo.kind == CELL_LOWEST ? "below " : "above ", out);
		print_cell(out, row, &r->lo);
		if (!cell_equal(&r->lo, &r->hi)) {
			fputs(r->lo.kind != CELL_LOWEST ? ".." : "", out);
			print_cell(out, row, &r->hi);
		}
	}
}

static void print_test(FILE *out, const struct step *s)
{
	static const char *const relations[] = { "==", "!=", "==", "!=",       ">",
						 ">=", "<",  "<=", "contains", "matches" };
	const char *what = s->field != NULL ? s->field->row->name : "that";
	const char *how = s->all ? "every " : "a value of ";

	switch ((enum step_op)s->op) {
	case STEP_PRESENT:
		fprintf(out, "%s is there", what);
		break;
	case STEP_KEYS:
	case STEP_CELLS:
		fprintf(out, "%s%s is %s{", how, what, s->inside ? "in " : "not in ");
		if (s->op == STEP_KEYS)
			print_keys(out, s);
		else
			print_cells(out, s);
		if (s->n > SHOWN)
			fprintf(out, " and %" PRIu32 " more", s->n - SHOWN);
		fputs("}", out);
		break;
	case STEP_CONTAINS:
		fprintf(out, "%s%s contains ", how, what);
		print_cell(out, s->field != NULL ? s->field->row : NULL, &s->constant);
		break;
	case STEP_MATCHES:
		fprintf(out, "%s%s matches /%s/", how, what, s->text);
		break;
	case STEP_PAIR:
		fprintf(out, "%s of the two: %s", s->all ? "every pair" : "a pair",
			relations[s->relation]);
		break;
	case STEP_SOME:
		fputs("that is there", out);
		break;
	case STEP_NONZERO:
		fputs("a value of that is not 0", out);
		break;
	default:
		fprintf(out, "memory %" PRIu32 " says yes", s->n + 1);
		break;
	}
}

static void print_calculation(FILE *out, const struct step *s)
{
	static const char *const words[] = {
		[STEP_SLOT_YES] = "memory says yes",
		[STEP_SLOT_NO] = "memory says no",
		[STEP_GO] = "go on",
		[STEP_FIELD] = "take",
		[STEP_CONSTANT] = "take",
		[STEP_TAG] = "take the value of tag",
		[STEP_TAG_AGE] = "take the age of tag",
		[STEP_TAG_UNCHANGED] = "take how long the value has stood still of tag",
		[STEP_SLICE] = "cut out bytes",
		[STEP_NEGATE] = "turn the sign",
		[STEP_ADD] = "add the two",
		[STEP_SUBTRACT] = "subtract the second",
		[STEP_MULTIPLY] = "multiply the two",
		[STEP_DIVIDE] = "divide by the second",
		[STEP_MODULO] = "remainder by the second",
		[STEP_BIT_AND] = "bits that both have",
		[STEP_LEN] = "length of each",
		[STEP_COUNT] = "count",
		[STEP_UPPER] = "in capitals",
		[STEP_LOWER] = "in small letters",
		[STEP_MAX] = "the largest",
		[STEP_MIN] = "the smallest",
		[STEP_ABS] = "without sign",
		[STEP_STRING] = "as text",
	};

	fputs(words[s->op], out);
	if (s->field != NULL)
		fprintf(out, " %s", s->field->row->name);
	if (s->op == STEP_CONSTANT) {
		fputs(" ", out);
		print_cell(out, NULL, &s->constant);
	}
	if (s->op == STEP_TAG || s->op == STEP_TAG_AGE || s->op == STEP_TAG_UNCHANGED ||
	    s->op == STEP_SLOT_YES || s->op == STEP_SLOT_NO)
		fprintf(out, " (%" PRIu32 ")", s->n + 1);
}

static void print_target(FILE *out, const char *when, uint32_t to, uint32_t next)
{
	if (to == GO_YES)
		fprintf(out, "; %s: holds", when);
	else if (to == GO_NO)
		fprintf(out, "; %s: does not hold", when);
	else if (to != next)
		fprintf(out, "; %s: step %" PRIu32, when, to + 1);
}

void condition_explain(const struct condition *c, FILE *out)
{
	const struct program *p = c->program;

	for (uint32_t i = 0; i < p->n; i++) {
		const struct step *s = &p->steps[i];

		fprintf(out, "%" PRIu32 ". ", i + 1);
		if (s->op < STEP_TESTS) {
			print_test(out, s);
			print_target(out, "yes", s->yes, i + 1);
			print_target(out, "no", s->no, i + 1);
		} else {
			print_calculation(out, s);
			if (s->op == STEP_GO)
				print_target(out, "on", s->yes, i + 1);
		}
		fputs("\n", out);
	}
}
