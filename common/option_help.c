#include "common/option_value.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100, TEXT_WIDTH = 88, FLAG_COLUMN = 32 };

/* Writes one paragraph, words wrapped at `width` columns, from column `at` on; further lines are
 * indented. Ends the line. Columns are bytes: help is ASCII. */
static void wrap(FILE *f, const char *text, size_t len, size_t indent, size_t at, size_t width)
{
	const char *end = text + len;

	while (text < end) {
		size_t word = strcspn(text, " \n");

		if (word > (size_t)(end - text))
			word = (size_t)(end - text);
		if (at > indent && at + 1 + word > width) {
			fprintf(f, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', f);
			at++;
		}
		fwrite(text, 1, word, f);
		at += word;
		text += word;
		while (text < end && (*text == ' ' || *text == '\n'))
			text++;
	}
	fputc('\n', f);
}

static void paragraphs(FILE *f, const char *text)
{
	while (*text != '\0') {
		const char *end = strstr(text, "\n\n");
		size_t len = end != NULL ? (size_t)(end - text) : strlen(text);

		wrap(f, text, len, 0, 0, TEXT_WIDTH);
		fputc('\n', f);
		text += len;
		text += strspn(text, "\n");
	}
}

static void examples(FILE *f, const char *const *lines)
{
	if (lines == NULL)
		return;
	fputs("Examples:\n", f);
	for (; lines[0] != NULL; lines += 2)
		fprintf(f, "  %s\n      %s\n", lines[0], lines[1]);
}

/* "  -i, --interface IF" and its column. */
static size_t flag(FILE *f, const struct option *row)
{
	char text[128];
	char letter[] = { '-', row->letter, ',', '\0' };
	bool on = row->type == OPTION_BOOL && row->value != NULL && strcmp(row->value, "true") == 0;

	snprintf(text, sizeof(text), "  %-3s --%s%s%s%s", row->letter != 0 ? letter : "",
		 on ? "[no-]" : "", row->name, row->metavar != NULL ? " " : "",
		 row->metavar != NULL ? row->metavar : "");
	fputs(text, f);
	return strlen(text);
}

void option_facts(const struct option *row, char *out, size_t cap)
{
	char part[160];
	size_t at = 0;
	const char *facts[4] = { NULL };
	char preset[128];
	size_t n = 0;

	if (row->type == OPTION_CHOICE) {
		option_takes(row, part, sizeof(part));
		facts[n++] = part;
	} else {
		option_range(row, part, sizeof(part));
		if (part[0] != '\0')
			facts[n++] = part;
	}
	if (row->value != NULL && row->type != OPTION_BOOL) {
		snprintf(preset, sizeof(preset), "default %s", row->value);
		facts[n++] = preset;
	} else if (row->type == OPTION_BOOL && row->value != NULL &&
		   strcmp(row->value, "true") == 0) {
		facts[n++] = "default on";
	}
	out[0] = '\0';
	if (row->zero != NULL)
		at = (size_t)snprintf(out, cap, "0: %s", row->zero);
	for (size_t i = 0; i < n && at < cap; i++)
		at += (size_t)snprintf(out + at, cap - at, "%s%s", at == 0 ? "" : "; ", facts[i]);
}

static void row_help(FILE *f, const struct option *row)
{
	char facts[512];
	char text[1024];
	size_t at = flag(f, row);

	option_facts(row, facts, sizeof(facts));
	snprintf(text, sizeof(text), "%s%s%s%s", row->help, facts[0] != '\0' ? " (" : "", facts,
		 facts[0] != '\0' ? ")" : "");
	if (at + 2 > FLAG_COLUMN) {
		fputc('\n', f);
		at = 0;
	}
	fprintf(f, "%*s", (int)(FLAG_COLUMN - at), "");
	wrap(f, text, strlen(text), FLAG_COLUMN, FLAG_COLUMN, WIDTH);
}

bool option_in(const struct option *row, const struct option_command *c, const char *group)
{
	if (c != NULL && (row->commands & c->bit) == 0)
		return false;
	if (row->group == NULL || group == NULL)
		return row->group == group;
	return strcmp(row->group, group) == 0;
}

static void group_help(FILE *f, const struct option_program *p, const struct option_command *c,
		       const char *group, const char *title)
{
	bool any = false;

	for (size_t i = 0; i < p->nrows; i++) {
		if (!option_in(&p->rows[i], c, group))
			continue;
		if (!any)
			fprintf(f, "%s:\n", title);
		any = true;
		row_help(f, &p->rows[i]);
	}
	if (any)
		fputc('\n', f);
}

void option_help_command(FILE *f, const struct option_program *p, const struct option_command *c)
{
	fprintf(f, "%s %s: %s\n\nUsage: %s %s [OPTION...]%s%s\n\n", p->name, c->name, c->help,
		p->name, c->name, c->args != NULL ? " " : "", c->args != NULL ? c->args : "");
	paragraphs(f, c->about);
	for (size_t i = 0; i < p->ngroups; i++)
		group_help(f, p, c, p->groups[i].name, p->groups[i].title);
	fputs("General:\n", f);
	for (size_t i = 0; i < p->nrows; i++) {
		if (option_in(&p->rows[i], c, NULL))
			row_help(f, &p->rows[i]);
	}
	fprintf(f, "  -h, --help%*sshow this help\n\n", FLAG_COLUMN - 12, "");
	examples(f, c->examples);
}

static void command_usage(const struct option_command *c, char *out, size_t cap)
{
	snprintf(out, cap, "%s%s%s", c->name, c->args != NULL ? " " : "",
		 c->args != NULL ? c->args : "");
}

void option_help(FILE *f, const struct option_program *p, uint64_t commands)
{
	int column = FLAG_COLUMN - 12;
	char usage[64];

	for (size_t i = 0; i < p->ncommands; i++) {
		command_usage(&p->commands[i], usage, sizeof(usage));
		if ((p->commands[i].bit & commands) != 0 && (int)strlen(usage) > column)
			column = (int)strlen(usage);
	}
	fprintf(f, "%s: %s\n\n", p->name, p->help);
	paragraphs(f, p->about);
	fprintf(f, "Usage: %s COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n", p->name);
	for (size_t i = 0; i < p->ncommands; i++) {
		if ((p->commands[i].bit & commands) == 0)
			continue;
		command_usage(&p->commands[i], usage, sizeof(usage));
		fprintf(f, "  %-*s  %s\n", column, usage, p->commands[i].help);
	}
	fprintf(f, "\nOptions:\n  %-*s  %s\n  %-*s  %s\n  %-*s  %s\n\n", column, "-h, --help",
		"show this help", column, "-V, --version", "show the version", column,
		"COMMAND --help", "show a command's options and examples");
	examples(f, p->examples);
}

/* A value as YAML takes it: plain where that is safe. */
static void yaml_value(FILE *f, const struct option *row, const char *text)
{
	bool number = row->type != OPTION_STRING && row->type != OPTION_LIST;

	if (number || (row->type == OPTION_LIST && text[0] == '['))
		fputs(text, f);
	else
		fprintf(f, "\"%s\"", text);
}

static void row_example(FILE *f, const struct option *row)
{
	char facts[512];
	const char *text = row->value;
	bool comment = text == NULL && row->type != OPTION_BOOL;

	option_facts(row, facts, sizeof(facts));
	fprintf(f, "  # %s%s%s%s\n", row->help, facts[0] != '\0' ? " (" : "", facts,
		facts[0] != '\0' ? ")" : "");
	if (text == NULL)
		text = row->type == OPTION_BOOL ? "false" : row->example;
	if (text == NULL)
		text = "0";
	fprintf(f, "  %s%s: ", comment ? "#" : "", row->name);
	yaml_value(f, row, text);
	fputc('\n', f);
}

void option_example(FILE *f, const struct option_program *p)
{
	fprintf(f,
		"# %s: every option of %s with its default; those without one are commented out.\n"
		"# A flag on the command line wins over this file. To check a file:\n"
		"#   %s check FILE\n",
		p->file, p->name, p->name);
	for (size_t i = 0; i < p->ngroups; i++) {
		fprintf(f, "\n# %s\n%s:\n", p->groups[i].title, p->groups[i].name);
		for (size_t j = 0; j < p->nrows; j++) {
			if (option_in(&p->rows[j], NULL, p->groups[i].name))
				row_example(f, &p->rows[j]);
		}
	}
}
