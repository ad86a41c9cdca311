#include "common/option_value.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_WIDTH = 78 };

/* Man pages in mdoc. A text line may neither begin with a macro's dot nor hold a bare backslash;
 * a flag's dashes must stay dashes. */
static size_t word(FILE *f, const char *s, size_t len, bool first)
{
	size_t at = 0;

	if (first && (s[0] == '.' || s[0] == '\''))
		at += (size_t)fprintf(f, "\\&");
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\\')
			at += (size_t)fprintf(f, "\\e");
		else if (s[i] == '-' && i + 1 < len &&
			 (i == 0 || strchr("'\"([-", s[i - 1]) != NULL))
			at += (size_t)fprintf(f, "\\-");
		else
			at += (size_t)fprintf(f, "%c", s[i]);
	}
	return at;
}

/* Words of `len` bytes of text, in lines of source that are not too long. */
static void text(FILE *f, const char *s, size_t len)
{
	const char *end = s + len;
	size_t at = 0;

	while (s < end) {
		size_t n = strcspn(s, " \n");

		if (n > (size_t)(end - s))
			n = (size_t)(end - s);
		if (at > 0 && at + 1 + n > TEXT_WIDTH) {
			fputc('\n', f);
			at = 0;
		} else if (at > 0) {
			fputc(' ', f);
			at++;
		}
		at += word(f, s, n, at == 0);
		s += n;
		while (s < end && (*s == ' ' || *s == '\n'))
			s++;
	}
	fputc('\n', f);
}

static void line(FILE *f, const char *s)
{
	text(f, s, strlen(s));
}

/* A sentence a line, as mdoc wants it. */
static void sentences(FILE *f, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		const char *p = s;

		while (p < end &&
		       !((*p == '.' || *p == '?') && p + 1 < end && (p[1] == ' ' || p[1] == '\n')))
			p++;
		if (p < end)
			p++;
		text(f, s, (size_t)(p - s));
		while (p < end && (*p == ' ' || *p == '\n'))
			p++;
		s = p;
	}
}

static void paragraphs(FILE *f, const char *s)
{
	for (bool first = true; *s != '\0'; first = false) {
		const char *end = strstr(s, "\n\n");
		size_t len = end != NULL ? (size_t)(end - s) : strlen(s);

		if (!first)
			fputs(".Pp\n", f);
		sentences(f, s, len);
		s += len;
		s += strspn(s, "\n");
	}
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A line of help, as a sentence that ends with `end`. */
static void capital(FILE *f, const char *s, const char *end)
{
	char all[512];

	snprintf(all, sizeof(all), "%c%s%s", upper(s[0]), s + 1, end);
	line(f, all);
}

static void head(FILE *f, const struct option_program *p, const char *page, const char *section,
		 const char *help)
{
	fprintf(f,
		".\\\" Written by \"%s man\" from the rows of the options: change those.\n"
		".Dd %s\n.Dt ",
		p->name, p->date);
	for (const char *s = page; *s != '\0'; s++)
		fputc(upper(*s), f);
	fprintf(f, " %s\n.Os Kagami\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, page, help);
}

static void examples(FILE *f, const char *const *lines)
{
	if (lines == NULL)
		return;
	fputs(".Sh EXAMPLES\n", f);
	for (bool first = true; lines[0] != NULL; lines += 2, first = false) {
		if (!first)
			fputs(".Pp\n", f);
		capital(f, lines[1], ":");
		fputs(".Bd -literal -offset indent\n", f);
		line(f, lines[0]);
		fputs(".Ed\n", f);
	}
}

static void exit_status(FILE *f)
{
	fputs(".Sh EXIT STATUS\n.Bl -tag -width 3n\n"
	      ".It 0\nDone.\n"
	      ".It 1\nIt ran but failed: a file or an interface could not be read,\n"
	      "or the output could not be written.\n"
	      ".It 2\nWrong use: an error in the command line or in the configuration file;\n"
	      "nothing was run.\n.El\n",
	      f);
}

/* What --help says of a row, as a sentence. */
static void row_text(FILE *f, const struct option *row)
{
	char facts[512];
	char all[1024];

	option_facts(row, facts, sizeof(facts));
	snprintf(all, sizeof(all), "%c%s%s%s%s.", upper(row->help[0]), row->help + 1,
		 facts[0] != '\0' ? " (" : "", facts, facts[0] != '\0' ? ")" : "");
	line(f, all);
}

static void row_flag(FILE *f, const struct option *row)
{
	fputs(".It ", f);
	if (row->letter != 0)
		fprintf(f, "Fl %c , ", row->letter);
	fprintf(f, "Fl -%s", row->name);
	if (row->metavar != NULL)
		fprintf(f, " Ar %s", row->metavar);
	if (row->type == OPTION_BOOL && row->value != NULL && strcmp(row->value, "true") == 0)
		fprintf(f, " , Fl -no-%s", row->name);
	fputc('\n', f);
	row_text(f, row);
}

static void group_flags(FILE *f, const struct option_program *p, const struct option_command *c,
			const char *group, const char *title)
{
	bool any = false;

	for (size_t i = 0; i < p->nrows; i++) {
		if (!option_in(&p->rows[i], c, group))
			continue;
		if (!any)
			fprintf(f, ".Ss %s\n.Bl -tag -width Ds\n", title);
		any = true;
		row_flag(f, &p->rows[i]);
	}
	if (any)
		fputs(".El\n", f);
}

static void files(FILE *f, const struct option_program *p)
{
	fprintf(f,
		".Sh FILES\n.Bl -tag -width Ds\n.It Pa %s\n"
		"The configuration, see\n.Xr %s 5 .\n.El\n",
		p->path, p->file);
}

/* "kagami-sensor-rules-check": the page of a command, whose name may be two words. */
static const char *page_of(char *out, size_t room, const struct option_program *p,
			   const char *command)
{
	snprintf(out, room, "%s-%s", p->name, command);
	for (char *c = out; *c != '\0'; c++) {
		if (*c == ' ')
			*c = '-';
	}
	return out;
}

/* Every page but the own; in order of section and name, for which commands are few enough to be
 * looked for again and again. `own` is a command's name, the program's, or the file's. */
static void see_also(FILE *f, const struct option_program *p, const char *own)
{
	const char *sep = "";
	const char *last = "";
	char page[128];

	fputs(".Sh SEE ALSO\n", f);
	if (strcmp(own, p->file) != 0)
		fprintf(f, ".Xr %s 5", p->file), sep = " ,\n";
	if (strcmp(own, p->name) != 0)
		fprintf(f, "%s.Xr %s 8", sep, p->name), sep = " ,\n";
	for (size_t n = 0; n < p->ncommands; n++) {
		const char *least = NULL;

		for (size_t i = 0; i < p->ncommands; i++) {
			const char *name = p->commands[i].name;

			if (strcmp(name, last) > 0 && (least == NULL || strcmp(name, least) < 0))
				least = name;
		}
		last = least != NULL ? least : last;
		if (strcmp(last, own) != 0)
			fprintf(f, "%s.Xr %s 8", sep, page_of(page, sizeof(page), p, last)),
				sep = " ,\n";
	}
	fputc('\n', f);
}

static void program_page(FILE *f, const struct option_program *p)
{
	char page[128];

	head(f, p, p->name, "8", p->help);
	fprintf(f,
		".Sh SYNOPSIS\n.Nm %s\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n"
		".Nm %s\n.Fl -help | -version\n.Sh DESCRIPTION\n",
		p->name, p->name);
	paragraphs(f, p->about);
	fputs(".Pp\nThe commands are:\n.Bl -tag -width Ds\n", f);
	for (size_t i = 0; i < p->ncommands; i++) {
		const struct option_command *c = &p->commands[i];

		fprintf(f, ".It Cm %s%s%s\n", c->name, c->args != NULL ? " Ar " : "",
			c->args != NULL ? c->args : "");
		capital(f, c->help, ".");
		fprintf(f, "See\n.Xr %s 8 .\n", page_of(page, sizeof(page), p, c->name));
	}
	fputs(".El\n.Pp\nThe options are:\n.Bl -tag -width Ds\n"
	      ".It Fl h , Fl -help\nShow a summary.\n"
	      ".It Fl V , Fl -version\nShow the version.\n.El\n",
	      f);
	files(f, p);
	exit_status(f);
	examples(f, p->examples);
	see_also(f, p, p->name);
}

/* Does the command read a configuration file? */
static bool configured(const struct option_program *p, const struct option_command *c)
{
	const struct option *config = option_find(p, "config");

	return config != NULL && (config->commands & c->bit) != 0;
}

static void command_page(FILE *f, const struct option_program *p, const struct option_command *c)
{
	char page[128];

	page_of(page, sizeof(page), p, c->name);
	head(f, p, page, "8", c->help);
	fprintf(f, ".Sh SYNOPSIS\n.Nm %s Cm %s\n.Op Ar option ...\n", p->name, c->name);
	if (c->args != NULL)
		fprintf(f, ".Ar %s\n", c->args);
	fputs(".Sh DESCRIPTION\n", f);
	paragraphs(f, c->about);
	if (configured(p, c))
		fprintf(f,
			".Pp\nEvery option but those under\n.Sx General\n"
			"can also stand in the configuration file, see\n.Xr %s 5 .\n"
			"A flag wins over the file.\n",
			p->file);
	for (size_t i = 0; i < p->ngroups; i++)
		group_flags(f, p, c, p->groups[i].name, p->groups[i].title);
	fputs(".Ss General\n.Bl -tag -width Ds\n", f);
	for (size_t i = 0; i < p->nrows; i++) {
		if (option_in(&p->rows[i], c, NULL))
			row_flag(f, &p->rows[i]);
	}
	fputs(".It Fl h , Fl -help\nShow a summary of the options.\n.El\n", f);
	if (configured(p, c))
		files(f, p);
	exit_status(f);
	examples(f, c->examples);
	see_also(f, p, c->name);
}

/* "For read and live.": who listens to the key. */
static void row_commands(FILE *f, const struct option_program *p, const struct option *row)
{
	uint64_t left = row->commands;
	const char *sep = "For ";

	for (size_t i = 0; i < p->ncommands; i++) {
		if ((left & p->commands[i].bit) == 0)
			continue;
		left &= ~p->commands[i].bit;
		fprintf(f, "%s%s", sep, p->commands[i].name);
		sep = (left & (left - 1)) != 0 ? ", " : " and ";
	}
	fputs(".\n", f);
}

static void row_key(FILE *f, const struct option_program *p, const struct option *row)
{
	char like[256];
	char all[1024];

	option_takes(row, like, sizeof(like));
	fprintf(f, ".It Cm %s\n", row->name);
	snprintf(all, sizeof(all), "%c%s.", upper(row->help[0]), row->help + 1);
	line(f, all);
	snprintf(all, sizeof(all), "Takes %s%s%s.", like, row->value != NULL ? "; default " : "",
		 row->value != NULL ? row->value : "");
	line(f, all);
	row_commands(f, p, row);
}

static void file_page(FILE *f, const struct option_program *p)
{
	head(f, p, p->file, "5", "configuration of the sensor");
	fputs(".Sh DESCRIPTION\n", f);
	paragraphs(f, p->file_about);
	for (size_t i = 0; i < p->ngroups; i++) {
		fprintf(f, ".Ss %s\n%s.\n.Bl -tag -width Ds\n", p->groups[i].name,
			p->groups[i].title);
		for (size_t j = 0; j < p->nrows; j++) {
			if (option_in(&p->rows[j], NULL, p->groups[i].name))
				row_key(f, p, &p->rows[j]);
		}
		fputs(".El\n", f);
	}
	fprintf(f,
		".Sh FILES\n.Bl -tag -width Ds\n.It Pa %s\nWhat is read unless another is "
		"named.\n.El\n",
		p->path);
	fputs(".Sh EXAMPLES\nA sensor with room for more connections:\n"
	      ".Bd -literal -offset indent\n",
	      f);
	fputs(p->file_example, f);
	fputs(".Ed\n", f);
	see_also(f, p, p->file);
}

bool option_man(FILE *f, const struct option_program *p, const char *page)
{
	size_t len = strlen(p->name);
	size_t file = strlen(p->file);

	if (strncmp(page, p->name, len) == 0 && strcmp(page + len, ".8") == 0) {
		program_page(f, p);
		return true;
	}
	if (strncmp(page, p->file, file) == 0 && strcmp(page + file, ".5") == 0) {
		file_page(f, p);
		return true;
	}
	for (size_t i = 0; i < p->ncommands; i++) {
		char name[128];

		size_t n = strlen(page_of(name, sizeof(name), p, p->commands[i].name));

		if (strncmp(name, page, n) == 0 && strcmp(page + n, ".8") == 0) {
			command_page(f, p, &p->commands[i]);
			return true;
		}
	}
	return false;
}

void option_man_names(FILE *f, const struct option_program *p)
{
	char page[128];

	fprintf(f, "%s.8\n", p->name);
	for (size_t i = 0; i < p->ncommands; i++)
		fprintf(f, "%s.8\n", page_of(page, sizeof(page), p, p->commands[i].name));
	fprintf(f, "%s.5\n", p->file);
}
