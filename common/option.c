#include "common/option_value.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/nearest.h"

/* Strings that outlive the file or the flag they were written in, and lists. */
struct kept {
	struct kept *next;
	_Alignas(max_align_t) char bytes[];
};

static void *keep(struct options *o, size_t size)
{
	struct kept *k = malloc(sizeof(*k) + size);

	if (k == NULL)
		fatal("options");
	k->next = o->memory;
	o->memory = k;
	return k->bytes;
}

static const char *keep_text(struct options *o, const char *text, size_t len)
{
	char *copy = keep(o, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

static void *value_of(const struct options *o, const struct option *row)
{
	return (char *)o->values + row->at;
}

/* The list's room is the power of two that holds it; an outgrown one is freed with the rest. */
static void list_add(struct options *o, struct option_list *list, const char *item)
{
	if ((list->n & (list->n - 1)) == 0) { /* 0, or a power of two: full */
		const char **grown = keep(o, (list->n == 0 ? 1 : 2 * list->n) * sizeof(*grown));

		if (list->n > 0)
			memcpy(grown, list->items, list->n * sizeof(*grown));
		list->items = grown;
	}
	list->items[list->n] = item;
	list->n++;
}

/* What is wrong with an item goes behind what is wrong with those before it. */
static bool item_check(const struct option *row, const char *item, struct option_why *why)
{
	struct option_why reason;
	size_t said = strlen(why->text);

	if (row->check == NULL || row->check(item, &reason))
		return true;
	snprintf(why->text + said, sizeof(why->text) - said, "%s%s",
		 said == 0		      ? ""
		 : why->text[said - 1] == '?' ? " "
					      : "; ",
		 reason.text);
	return false;
}

/* a,b,c: no item may be empty. */
static bool list_set(struct options *o, const struct option *row, const char *text,
		     struct option_list *list, struct option_why *why)
{
	const char *s = text;
	bool good = true;

	why->text[0] = '\0';
	for (;;) {
		size_t len = strcspn(s, ",");

		if (len == 0) {
			snprintf(why->text, sizeof(why->text), "an empty item in '%.60s'", text);
			return false;
		}
		const char *item = keep_text(o, s, len);

		good = item_check(row, item, why) && good;
		if (list != NULL)
			list_add(o, list, item);
		if (s[len] == '\0')
			return good;
		s += len + 1;
	}
}

static bool string_set(struct options *o, const struct option *row, const char *text,
		       const char **at, enum option_source source, struct option_why *why)
{
	if (at != NULL)
		*at = source == OPTION_FILE ? keep_text(o, text, strlen(text)) : text;
	return row->check == NULL || row->check(text, why);
}

static bool number_set(const struct option *row, const char *text, void *at, bool store,
		       struct option_why *why)
{
	uint64_t value;

	if (!option_check_number(row, text, &value, why))
		return false;
	if (store)
		*(uint64_t *)at = value;
	return true;
}

static bool bool_set(const char *text, void *at, bool store, struct option_why *why)
{
	bool value;

	if (!option_check_bool(text, &value, why))
		return false;
	if (store)
		*(bool *)at = value;
	return true;
}

static bool choice_set(const struct option *row, const char *text, void *at, bool store,
		       struct option_why *why)
{
	unsigned value;

	if (!option_check_choice(row, text, &value, why))
		return false;
	if (store)
		*(unsigned *)at = value;
	return true;
}

bool option_set(struct options *o, const struct option *row, const char *text,
		enum option_source source, struct option_why *why)
{
	size_t i = (size_t)(row - o->program->rows);
	void *at = value_of(o, row);
	bool store = source >= o->source[i];
	bool good = true;

	switch (row->type) {
	case OPTION_BOOL:
		good = bool_set(text, at, store, why);
		break;
	case OPTION_CHOICE:
		good = choice_set(row, text, at, store, why);
		break;
	case OPTION_STRING:
		good = string_set(o, row, text, store ? at : NULL, source, why);
		break;
	case OPTION_LIST:
		if (source > o->source[i])
			((struct option_list *)at)->n = 0;
		good = list_set(o, row, text, store ? at : NULL, why);
		break;
	default:
		good = number_set(row, text, at, store, why);
		break;
	}
	if (store) {
		o->source[i] = (uint8_t)source;
		o->places[i] = o->at;
	}
	return good;
}

/* Help, the file and its man page show these texts as they stand: a wrong one is our error. */
static void row_assert(const struct option_program *p, const struct option *row)
{
	uint64_t bound;
	bool number = row->type == OPTION_UINT || row->type == OPTION_SIZE ||
		      row->type == OPTION_DURATION || row->type == OPTION_TIME;
	bool grouped = row->group == NULL;

	for (size_t i = 0; i < p->ngroups; i++)
		grouped = grouped || strcmp(row->group, p->groups[i].name) == 0;
	assert(grouped && "the row's group is declared");
	assert(row->min == NULL ||
	       (number && option_number(row->type, row->min, &bound) == OPTION_PARSED));
	assert(row->max == NULL ||
	       (number && option_number(row->type, row->max, &bound) == OPTION_PARSED));
	assert(row->check == NULL || row->type == OPTION_STRING || row->type == OPTION_LIST);
	assert((row->choices != NULL) == (row->type == OPTION_CHOICE));
	assert((row->metavar == NULL) == (row->type == OPTION_BOOL));
}

void options_init(struct options *o, const struct option_program *program,
		  const struct option_command *command, void *values)
{
	struct option_why why = { "" };

	assert(program->nrows <= OPTION_ROWS);
	*o = (struct options){ .program = program, .command = command, .values = values };
	for (size_t i = 0; i < program->nrows; i++) {
		const struct option *row = &program->rows[i];

		row_assert(program, row);
		if (row->value != NULL && !option_set(o, row, row->value, OPTION_DEFAULT, &why))
			fatalx("default of %s: %s", row->name, why.text);
	}
}

void options_fini(struct options *o)
{
	struct kept *next;

	for (struct kept *k = o->memory; k != NULL; k = next) {
		next = k->next;
		free(k);
	}
	o->memory = NULL;
}

/* The row of a value; nrows: it is none's. */
static size_t row_of(const struct options *o, const void *value)
{
	size_t i = 0;

	while (i < o->program->nrows && value_of(o, &o->program->rows[i]) != value)
		i++;
	return i;
}

enum option_source options_source(const struct options *o, const void *value)
{
	size_t i = row_of(o, value);

	return i < o->program->nrows ? (enum option_source)o->source[i] : OPTION_DEFAULT;
}

const struct option *option_find(const struct option_program *p, const char *name)
{
	for (size_t i = 0; i < p->nrows; i++) {
		if (strcmp(p->rows[i].name, name) == 0)
			return &p->rows[i];
	}
	return NULL;
}

const struct option_command *option_command(const struct option_program *p, const char *name)
{
	for (size_t i = 0; i < p->ncommands; i++) {
		if (strcmp(p->commands[i].name, name) == 0)
			return &p->commands[i];
	}
	return NULL;
}

void options_error(struct options *o, const char *fmt, ...)
{
	va_list ap;

	if (o->errors++ >= OPTION_ERRORS)
		return;
	va_start(ap, fmt);
	log_error_list(fmt, ap);
	va_end(ap);
}

void options_error_in(struct options *o, const void *value, const char *fmt, ...)
{
	size_t i = row_of(o, value);
	char text[512];
	va_list ap;

	assert(i < o->program->nrows);
	if (o->errors++ >= OPTION_ERRORS)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (o->source[i] == OPTION_FILE)
		log_file_error("%s:%d:%d: %s: %s", o->file, o->places[i].line, o->places[i].column,
			       o->program->rows[i].name, text);
	else
		log_error("--%s: %s", o->program->rows[i].name, text);
}

static void required(struct options *o, const struct option *row)
{
	size_t i = (size_t)(row - o->program->rows);
	char letter[] = { row->letter, '\0' };

	if ((row->required & o->command->bit) == 0 || o->source[i] != OPTION_DEFAULT)
		return;
	options_error(o, "no --%s%s%s%s given: %s", row->name, row->letter != 0 ? " (or -" : "",
		      letter, row->letter != 0 ? ")" : "", row->help);
}

void options_complete(struct options *o)
{
	const struct option_command *c = o->command;

	for (size_t i = 0; i < o->program->nrows; i++)
		required(o, &o->program->rows[i]);
	if (o->nargs < c->min_args)
		options_error(o, "no %s given; see '%s %s --help'", c->args, o->program->name,
			      c->name);
	for (size_t i = c->max_args; i < o->nargs; i++)
		options_error(o, "unexpected argument '%s'; see '%s %s --help'", o->args[i],
			      o->program->name, c->name);
	if (o->errors > OPTION_ERRORS)
		log_error("%u more errors not shown", o->errors - OPTION_ERRORS);
}
