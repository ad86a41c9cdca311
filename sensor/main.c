#include "common/program.h"
#include "sensor/commands.h"
#include "sensor/options.h"
#include "sensor/run.h"

/* What runs a subcommand. How it is used and described: options.c. */
/* clang-format off */
static const struct {
	uint64_t command;
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
	{ OPT_SEND, cmd_send },
	{ OPT_REPLAY, cmd_replay },
};
/* clang-format on */

enum { NRUNNERS = sizeof(runners) / sizeof(runners[0]) };

static struct sensor_options values;

static uint64_t runnable(void)
{
	uint64_t commands = 0;

	for (size_t i = 0; i < NRUNNERS; i++)
		commands |= runners[i].command;
	return commands;
}

static int run(const struct options *o)
{
	for (size_t i = 0; i < NRUNNERS; i++) {
		if (runners[i].command == o->command->bit)
			return runners[i].run(&values, o->args);
	}
	return EXIT_USAGE;
}

/* The file named by --config; live also looks where it is installed, where it may be absent. check
 * reads its file itself. */
static const char *config(const struct options *o)
{
	if (o->command->bit == OPT_CHECK)
		return NULL;
	if (values.config != NULL || o->command->bit != OPT_LIVE)
		return values.config;
	return program_config(&sensor_program);
}

static void complete(struct options *o)
{
	sensor_options_complete(o, &values);
}

static int write_error(void)
{
	return run_write_error;
}

int main(int argc, char **argv)
{
	const struct program sensor = {
		.options = &sensor_program,
		.commands = runnable(),
		.values = &values,
		.config = config,
		.complete = complete,
		.run = run,
		.write_error = write_error,
		.file_command = "read",
	};

	return program_main(&sensor, argc, argv);
}
