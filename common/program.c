#include "common/program.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/conf.h"
#include "common/log.h"
#include "common/nearest.h"

const char *program_config(const struct option_program *p)
{
	/* One that is there and cannot be reached is not absent: reading it says why. */
	return access(p->path, F_OK) == 0 || errno != ENOENT ? p->path : NULL;
}

/* What was printed is worth nothing when it did not get out (a full disk). */
static int finish(const struct program *p, int code)
{
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout) != 0) {
		/* A write that failed earlier left nothing to fail now. */
		int earlier = p->write_error != NULL ? p->write_error() : 0;
		int error = earlier != 0 ? earlier : errno;

		log_error("cannot write to standard output%s%s", error != 0 ? ": " : "",
			  error != 0 ? strerror(error) : "");
		return code == PROGRAM_DONE ? PROGRAM_FAILED : code;
	}
	return code;
}

static int command(const struct program *p, const struct option_command *c, char **argv)
{
	struct options o;
	const char *config;
	int code = PROGRAM_USAGE;

	log_part(c->name);
	options_init(&o, p->options, c, p->values);
	options_args(&o, argv);
	if (o.help) {
		option_help_command(stdout, p->options, c);
		code = PROGRAM_DONE;
	} else {
		config = p->config(&o);
		if (config != NULL)
			conf_read(&o, config);
		p->complete(&o);
		options_complete(&o);
		if (o.errors == 0)
			code = p->run(&o);
	}
	options_fini(&o);
	return code;
}

/* For the build: man pages and the example of the configuration file from the rows. */
static int generate(const struct program *p, char **argv)
{
	if (argv[0] == NULL) {
		option_man_names(stdout, p->options);
		return PROGRAM_DONE;
	}
	if (strcmp(argv[0], p->options->file) == 0) {
		option_example(stdout, p->options);
		return PROGRAM_DONE;
	}
	if (!option_man(stdout, p->options, argv[0])) {
		log_error("no page '%s'; '%s man' lists them", argv[0], p->options->name);
		return PROGRAM_USAGE;
	}
	return PROGRAM_DONE;
}

static int unknown(const struct program *p, const char *name)
{
	const char *own = p->options->name;
	struct nearest near = nearest_to(name);

	for (size_t i = 0; i < p->options->ncommands; i++) {
		if ((p->options->commands[i].bit & p->commands) != 0)
			nearest_offer(&near, p->options->commands[i].name);
	}
	if (name[0] == '-')
		log_error("unknown option %s before the command; see '%s --help'", name, own);
	else if (near.name != NULL)
		log_error("unknown command '%s'; did you mean '%s'?", name, near.name);
	else if (p->file_command != NULL && access(name, F_OK) == 0)
		log_error("'%s' is no command; did you mean '%s %s %s'?", name, own,
			  p->file_command, name);
	else
		log_error("unknown command '%s'; see '%s --help'", name, own);
	return PROGRAM_USAGE;
}

/* Are there commands whose first word this is? */
static bool family(const struct program *p, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < p->options->ncommands; i++) {
		const char *name = p->options->commands[i].name;

		if (strncmp(name, word, n) == 0 && name[n] == ' ')
			return true;
	}
	return false;
}

/* "rules" alone, or with a word that is none of its commands. */
static int unknown_of_family(const struct program *p, char **words, bool help)
{
	size_t n = strlen(words[0]);
	bool asked = help || words[1] == NULL || strcmp(words[1], "--help") == 0 ||
		     strcmp(words[1], "-h") == 0;
	FILE *out = help || (asked && words[1] != NULL) ? stdout : stderr;
	char both[64];

	if (!asked) {
		(void)snprintf(both, sizeof(both), "%s %s", words[0], words[1]);
		return unknown(p, both);
	}
	(void)fprintf(out, "%s %s: one of\n\n", p->options->name, words[0]);
	for (size_t i = 0; i < p->options->ncommands; i++) {
		const struct option_command *c = &p->options->commands[i];

		if (strncmp(c->name, words[0], n) == 0 && c->name[n] == ' ')
			(void)fprintf(out, "  %-16s  %s\n", c->name, c->help);
	}
	(void)fprintf(out, "\nCOMMAND --help shows its options and examples.\n");
	return out == stdout ? PROGRAM_DONE : PROGRAM_USAGE;
}

static bool is(const char *arg, const char *long_name, const char *other)
{
	return strcmp(arg, long_name) == 0 || strcmp(arg, other) == 0;
}

/* The command that the words begin with, which may be two of them; *words: how many. */
static const struct option_command *command_named(const struct program *p, char **words,
						  unsigned *n)
{
	const struct option_command *c = NULL;
	char both[64];

	*n = 2;
	if (words[1] != NULL &&
	    snprintf(both, sizeof(both), "%s %s", words[0], words[1]) < (int)sizeof(both))
		c = option_command(p->options, both);
	if (c == NULL) {
		*n = 1;
		c = option_command(p->options, words[0]);
	}
	return c != NULL && (c->bit & p->commands) != 0 ? c : NULL;
}

/* words: a command and what follows; help: only how it is used is wanted. */
static int dispatch_named(const struct program *p, char **words, bool help)
{
	unsigned n;
	const struct option_command *c = command_named(p, words, &n);

	if (c == NULL && family(p, words[0]))
		return unknown_of_family(p, words, help);
	if (c == NULL)
		return unknown(p, words[0]);
	if (!help)
		return command(p, c, words + n);
	option_help_command(stdout, p->options, c);
	return PROGRAM_DONE;
}

static int dispatch(const struct program *p, char **argv)
{
	if (argv[1] == NULL) {
		option_help(stderr, p->options, p->commands);
		return PROGRAM_USAGE;
	}
	if (is(argv[1], "--version", "-V")) {
		printf("%s %s\n", p->options->name, p->options->version);
		return PROGRAM_DONE;
	}
	if (strcmp(argv[1], "man") == 0)
		return generate(p, argv + 2);
	if (is(argv[1], "--help", "-h") || (strcmp(argv[1], "help") == 0 && argv[2] == NULL)) {
		option_help(stdout, p->options, p->commands);
		return PROGRAM_DONE;
	}

	bool help = strcmp(argv[1], "help") == 0;

	return dispatch_named(p, argv + (help ? 2 : 1), help);
}

int program_main(const struct program *p, int argc, char **argv)
{
	log_init(p->options->name);
	if (argc < 1) /* execve() with no argument at all */
		return PROGRAM_USAGE;
	return finish(p, dispatch(p, argv));
}
