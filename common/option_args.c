#include "common/option.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/nearest.h"

/* Where the reading of the arguments stands. */
struct reader {
	struct options *o;
	char **next; /* the argument after the present one */
};

static bool takes(const struct options *o, const struct option *row)
{
	return (row->commands & o->command->bit) != 0;
}

/* The row of a flag's name (of `len` characters), for any subcommand. */
static const struct option *row_named(const struct options *o, const char *name, size_t len)
{
	for (size_t i = 0; i < o->program->nrows; i++) {
		const struct option *row = &o->program->rows[i];

		if (strncmp(row->name, name, len) == 0 && row->name[len] == '\0')
			return row;
	}
	return NULL;
}

/* The same, and no-NAME of a bool; `value` becomes what the name alone says. */
static const struct option *row_flagged(const struct options *o, const char *name, size_t len,
					bool *value)
{
	const struct option *row = row_named(o, name, len);

	*value = true;
	if (row == NULL && len > 3 && strncmp(name, "no-", 3) == 0) {
		row = row_named(o, name + 3, len - 3);
		*value = false;
		if (row != NULL && row->type != OPTION_BOOL)
			row = NULL;
	}
	return row;
}

static const struct option *row_lettered(const struct options *o, char letter)
{
	for (size_t i = 0; i < o->program->nrows; i++) {
		if (o->program->rows[i].letter == letter)
			return &o->program->rows[i];
	}
	return NULL;
}

static void unknown(struct options *o, const char *flag)
{
	char name[64];
	char no[64];
	struct nearest near;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(flag, "="), flag);
	near = nearest_to(name);
	for (size_t i = 0; i < o->program->nrows; i++) {
		if (takes(o, &o->program->rows[i]))
			nearest_offer(&near, o->program->rows[i].name);
	}
	nearest_offer(&near, "help");
	if (near.name == NULL && strncmp(name, "no-", 3) == 0) { /* --no-jsno */
		near = nearest_to(name + 3);
		for (size_t i = 0; i < o->program->nrows; i++) {
			if (takes(o, &o->program->rows[i]) &&
			    o->program->rows[i].type == OPTION_BOOL)
				nearest_offer(&near, o->program->rows[i].name);
		}
		if (near.name != NULL) {
			snprintf(no, sizeof(no), "no-%.60s", near.name);
			near.name = no;
		}
	}
	if (near.name != NULL)
		options_error(o, "unknown option --%s; did you mean --%s?", name, near.name);
	else
		options_error(o, "unknown option --%s; see '%s %s --help'", name, o->program->name,
			      o->command->name);
}

/* An option that another subcommand takes: which ones. Its value is no file. */
static void misplaced(struct reader *r, const struct option *row, const char *flag, bool valued)
{
	struct options *o = r->o;
	char names[160] = "";
	uint64_t left = row->commands;
	size_t at = 0;

	for (size_t i = 0; i < o->program->ncommands && at < sizeof(names); i++) {
		const struct option_command *c = &o->program->commands[i];

		if ((left & c->bit) == 0)
			continue;
		left &= ~c->bit;
		at += (size_t)snprintf(names + at, sizeof(names) - at, "%s%s",
				       at == 0	   ? ""
				       : left == 0 ? " and "
						   : ", ",
				       c->name);
	}
	options_error(o, "%s is an option of %s, not of %s", flag, names, o->command->name);
	if (!valued && row->type != OPTION_BOOL && *r->next != NULL && **r->next != '-')
		r->next++;
}

static void set(struct options *o, const struct option *row, const char *text)
{
	struct option_why why;

	if (!option_set(o, row, text, OPTION_FLAG, &why))
		options_error(o, "--%s: %s", row->name, why.text);
}

/* The argument after a flag is its value, but for another flag's name: then it was forgotten. */
static const char *following(struct reader *r, const struct option *row)
{
	const char *text = *r->next;
	bool value;
	char like[256];

	if (text != NULL &&
	    !(text[0] == '-' && text[1] == '-' &&
	      row_flagged(r->o, text + 2, strcspn(text + 2, "="), &value) != NULL)) {
		r->next++;
		return text;
	}
	option_takes(row, like, sizeof(like));
	options_error(r->o, "--%s needs a value: --%s %s (%s)", row->name, row->name, row->metavar,
		      like);
	return NULL;
}

static void long_flag(struct reader *r, const char *flag)
{
	struct options *o = r->o;
	size_t len = strcspn(flag, "=");
	const char *text = flag[len] == '=' ? flag + len + 1 : NULL;
	char named[80];
	bool value;
	const struct option *row = row_flagged(o, flag, len, &value);

	if (strcmp(flag, "help") == 0) {
		o->help = true;
	} else if (row == NULL) {
		unknown(o, flag);
	} else if (!takes(o, row)) {
		snprintf(named, sizeof(named), "--%s", row->name);
		misplaced(r, row, named, text != NULL);
	} else if (row->type != OPTION_BOOL) {
		if (text == NULL)
			text = following(r, row);
		if (text != NULL)
			set(o, row, text);
	} else if (!value && text != NULL) {
		options_error(o, "--no-%s takes no value", row->name);
	} else {
		set(o, row, text != NULL ? text : value ? "true" : "false");
	}
}

/* -q, -qv, -i eth0, -ieth0. */
static void short_flags(struct reader *r, const char *flags)
{
	struct options *o = r->o;
	bool value;

	/* -json is four letters, but hardly meant so. */
	if (flags[1] != '\0' && row_flagged(o, flags, strcspn(flags, "="), &value) != NULL) {
		options_error(o, "unknown option -%s; did you mean --%s?", flags, flags);
		return;
	}
	for (; *flags != '\0'; flags++) {
		const struct option *row = row_lettered(o, *flags);

		if (*flags == 'h') {
			o->help = true;
		} else if (row == NULL) {
			options_error(o, "unknown option -%c; see '%s %s --help'", *flags,
				      o->program->name, o->command->name);
			return;
		} else if (!takes(o, row)) {
			char named[80];

			snprintf(named, sizeof(named), "-%c (--%s)", row->letter, row->name);
			misplaced(r, row, named, flags[1] != '\0');
			if (row->type != OPTION_BOOL)
				return;
		} else if (row->type == OPTION_BOOL) {
			set(o, row, "true");
		} else {
			const char *text = flags[1] != '\0' ? flags + 1 : following(r, row);

			if (text != NULL)
				set(o, row, text);
			return;
		}
	}
}

/* Whoever asks for help is not told of mistakes. */
static bool asks_help(char **argv)
{
	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++) {
		if (strcmp(*argv, "--help") == 0 || strcmp(*argv, "-h") == 0)
			return true;
	}
	return false;
}

void options_args(struct options *o, char **argv)
{
	struct reader r = { .o = o, .next = argv };

	o->args = argv;
	o->nargs = 0;
	o->help = asks_help(argv);
	if (o->help)
		return;
	while (*r.next != NULL) {
		char *arg = *r.next++;

		if (strcmp(arg, "--") == 0) {
			while (*r.next != NULL)
				argv[o->nargs++] = *r.next++;
		} else if (arg[0] == '-' && arg[1] == '-') {
			long_flag(&r, arg + 2);
		} else if (arg[0] == '-' && arg[1] != '\0') {
			short_flags(&r, arg + 1);
		} else {
			argv[o->nargs++] = arg;
		}
	}
	argv[o->nargs] = NULL;
}
