#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/conf.h"
#include "common/log.h"
#include "common/nearest.h"
#include "sensor/commands.h"
#include "sensor/options.h"
#include "sensor/run.h"

/* What runs a subcommand. How it is used and described: options.c. */
/* clang-format off */
static const struct {
	enum sensor_command command;
	int (*run)(const struct sensor_options *s, char **files);
} runners[] = {
	{ OPT_READ, cmd_read },
	{ OPT_LIVE, cmd_live },
	{ OPT_FIELDS, cmd_fields },
	{ OPT_CHECK, cmd_check },
	{ OPT_LEARN, cmd_learn },
	{ OPT_RULES_CHECK, cmd_rules_check },
	{ OPT_RULES_LIST, cmd_rules_list },
	{ OPT_RULES_EXPLAIN, cmd_rules_explain },
	{ OPT_RULES_TEST, cmd_rules_test },
	{ OPT_RULES_TRY, cmd_rules_try },
	{ OPT_RULES_REFERENCE, cmd_rules_reference },
};
/* clang-format on */

enum { NRUNNERS = sizeof(runners) / sizeof(runners[0]) };

/* What was printed is worth nothing when it did not get out (a full disk). */
static int finish(int code)
{
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout) != 0) {
		/* A write that failed earlier left nothing to fail now. */
		int error = run_write_error != 0 ? run_write_error : errno;

		log_error("cannot write to standard output%s%s", error != 0 ? ": " : "",
			  error != 0 ? strerror(error) : "");
		return code == EXIT_DONE ? EXIT_FAILED : code;
	}
	return code;
}

static unsigned runnable(void)
{
	unsigned commands = 0;

	for (size_t i = 0; i < NRUNNERS; i++)
		commands |= (unsigned)runners[i].command;
	return commands;
}

static int run(const struct option_command *c, const struct sensor_options *s, char **files)
{
	for (size_t i = 0; i < NRUNNERS; i++) {
		if ((unsigned)runners[i].command == c->bit)
			return runners[i].run(s, files);
	}
	return EXIT_USAGE;
}

/* The file named by --config; live also looks where it is installed, where it may be absent. check
 * reads its file itself. */
static void configure(struct options *o, const struct sensor_options *s)
{
	if (o->command->bit == OPT_CHECK)
		return;
	if (s->config != NULL)
		conf_read(o, s->config);
	else if (o->command->bit == OPT_LIVE &&
		 (access(sensor_program.path, F_OK) == 0 || errno != ENOENT))
		conf_read(o, sensor_program.path);
}

static int command(const struct option_command *c, char **argv)
{
	struct sensor_options s = { NULL };
	struct options o;
	int code = EXIT_USAGE;

	log_part(c->name);
	options_init(&o, &sensor_program, c, &s);
	options_args(&o, argv);
	if (o.help) {
		option_help_command(stdout, &sensor_program, c);
		code = EXIT_DONE;
	} else {
		configure(&o, &s);
		sensor_options_complete(&o, &s);
		options_complete(&o);
		if (o.errors == 0)
			code = run(c, &s, o.args);
	}
	options_fini(&o);
	return code;
}

/* For the build: man pages and the example of the configuration file from the rows. */
static int generate(char **argv)
{
	if (argv[0] == NULL) {
		option_man_names(stdout, &sensor_program);
		return EXIT_DONE;
	}
	if (strcmp(argv[0], sensor_program.file) == 0) {
		option_example(stdout, &sensor_program);
		return EXIT_DONE;
	}
	if (!option_man(stdout, &sensor_program, argv[0])) {
		log_error("no page '%s'; 'kagami-sensor man' lists them", argv[0]);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static int unknown(const char *name)
{
	struct nearest near = nearest_to(name);

	for (size_t i = 0; i < sensor_program.ncommands; i++) {
		if ((sensor_program.commands[i].bit & runnable()) != 0)
			nearest_offer(&near, sensor_program.commands[i].name);
	}
	if (name[0] == '-')
		log_error("unknown option %s before the command; see 'kagami-sensor --help'", name);
	else if (near.name != NULL)
		log_error("unknown command '%s'; did you mean '%s'?", name, near.name);
	else if (access(name, F_OK) == 0)
		log_error("'%s' is no command; did you mean 'kagami-sensor read %s'?", name, name);
	else
		log_error("unknown command '%s'; see 'kagami-sensor --help'", name);
	return EXIT_USAGE;
}

/* Are there commands whose first word this is? */
static bool family(const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < sensor_program.ncommands; i++) {
		const char *name = sensor_program.commands[i].name;

		if (strncmp(name, word, n) == 0 && name[n] == ' ')
			return true;
	}
	return false;
}

/* "rules" alone, or with a word that is none of its commands. */
static int unknown_of_family(char **words, bool help)
{
	size_t n = strlen(words[0]);
	bool asked = help || words[1] == NULL || strcmp(words[1], "--help") == 0 ||
		     strcmp(words[1], "-h") == 0;
	FILE *out = help || (asked && words[1] != NULL) ? stdout : stderr;
	char both[64];

	if (!asked) {
		(void)snprintf(both, sizeof(both), "%s %s", words[0], words[1]);
		return unknown(both);
	}
	(void)fprintf(out, "%s %s: one of\n\n", sensor_program.name, words[0]);
	for (size_t i = 0; i < sensor_program.ncommands; i++) {
		const struct option_command *c = &sensor_program.commands[i];

		if (strncmp(c->name, words[0], n) == 0 && c->name[n] == ' ')
			(void)fprintf(out, "  %-16s  %s\n", c->name, c->help);
	}
	(void)fprintf(out, "\nCOMMAND --help shows its options and examples.\n");
	return out == stdout ? EXIT_DONE : EXIT_USAGE;
}

static bool is(const char *arg, const char *long_name, const char *other)
{
	return strcmp(arg, long_name) == 0 || strcmp(arg, other) == 0;
}

/* The command that the words begin with, which may be two of them; *words: how many. */
static const struct option_command *command_named(char **words, unsigned *n)
{
	const struct option_command *c = NULL;
	char both[64];

	*n = 2;
	if (words[1] != NULL &&
	    snprintf(both, sizeof(both), "%s %s", words[0], words[1]) < (int)sizeof(both))
		c = option_command(&sensor_program, both);
	if (c == NULL) {
		*n = 1;
		c = option_command(&sensor_program, words[0]);
	}
	return c != NULL && (c->bit & runnable()) != 0 ? c : NULL;
}

/* words: a command and what follows; help: only how it is used is wanted. */
static int dispatch_named(char **words, bool help)
{
	unsigned n;
	const struct option_command *c = command_named(words, &n);

	if (c == NULL && family(words[0]))
		return unknown_of_family(words, help);
	if (c == NULL)
		return unknown(words[0]);
	if (!help)
		return command(c, words + n);
	option_help_command(stdout, &sensor_program, c);
	return EXIT_DONE;
}

static int dispatch(char **argv)
{
	if (argv[1] == NULL) {
		option_help(stderr, &sensor_program, runnable());
		return EXIT_USAGE;
	}
	if (is(argv[1], "--version", "-V")) {
		printf("%s %s\n", sensor_program.name, sensor_program.version);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "man") == 0)
		return generate(argv + 2);
	if (is(argv[1], "--help", "-h") || (strcmp(argv[1], "help") == 0 && argv[2] == NULL)) {
		option_help(stdout, &sensor_program, runnable());
		return EXIT_DONE;
	}

	bool help = strcmp(argv[1], "help") == 0;

	return dispatch_named(argv + (help ? 2 : 1), help);
}

int main(int argc, char **argv)
{
	log_init(sensor_program.name);
	if (argc < 1) /* execve() with no argument at all */
		return EXIT_USAGE;
	return finish(dispatch(argv));
}
