#include "collector/commands.h"
#include "common/conf.h"
#include "common/program.h"

/* What runs a command. How it is used and described: options.c. */
/* clang-format off */
static const struct {
	uint64_t command; /* enum collector_command */
	int (*run)(const struct collector_options *c, char **args);
} runners[] = {
	{ COLLECT_RUN, collect_run },
	{ COLLECT_KEYGEN, collect_keygen },
	{ COLLECT_SENSORS_ADD, collect_sensors_add },
	{ COLLECT_SENSORS_REMOVE, collect_sensors_remove },
	{ COLLECT_SENSORS_LIST, collect_sensors_list },
	{ COLLECT_SENSORS_SHOW, collect_sensors_show },
	{ COLLECT_EVENTS, collect_events },
	{ COLLECT_ASSETS, collect_assets },
	{ COLLECT_CONVERSATIONS, collect_conversations },
	{ COLLECT_EVIDENCE, collect_evidence },
	{ COLLECT_INCIDENTS_LIST, collect_incidents_list },
	{ COLLECT_INCIDENTS_SHOW, collect_incidents_show },
	{ COLLECT_INCIDENTS_TIMELINE, collect_incidents_timeline },
	{ COLLECT_INCIDENTS_ACK, collect_incidents_ack },
	{ COLLECT_INCIDENTS_ASSIGN, collect_incidents_assign },
	{ COLLECT_INCIDENTS_CLOSE, collect_incidents_close },
	{ COLLECT_INCIDENTS_REOPEN, collect_incidents_reopen },
	{ COLLECT_INCIDENTS_MERGE, collect_incidents_merge },
	{ COLLECT_INCIDENTS_NOTE, collect_incidents_note },
	{ COLLECT_INCIDENTS_EXPORT, collect_incidents_export },
	{ COLLECT_INCIDENTS_STATS, collect_incidents_stats },
	{ COLLECT_INCIDENTS_DUE, collect_incidents_due },
	{ COLLECT_INCIDENTS_REPORT, collect_incidents_report },
	{ COLLECT_SHARE, collect_share },
	{ COLLECT_SHARE_VERIFY, collect_share_verify },
	{ COLLECT_SHARE_KEYGEN, collect_share_keygen },
	{ COLLECT_RECEIVE, collect_receive },
	{ COLLECT_RECEIVED, collect_received },
	{ COLLECT_EXERCISE_START, collect_exercise_start },
	{ COLLECT_EXERCISE_STATUS, collect_exercise_status },
	{ COLLECT_EXERCISE_SCORE, collect_exercise_score },
	{ COLLECT_EXERCISE_REPORT, collect_exercise_report },
	{ COLLECT_EXERCISE_INJECT, collect_exercise_inject },
	{ COLLECT_CHECK, collect_check },
};
/* clang-format on */

enum { NRUNNERS = sizeof(runners) / sizeof(runners[0]) };

static struct collector_options values;

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
	return COLLECT_USAGE;
}

/* The file named by --config (check: or as its argument), else the one where it is installed. */
static const char *config(const struct options *o)
{
	if ((o->command->bit & (COLLECT_KEYGEN | COLLECT_SHARE_KEYGEN)) != 0)
		return NULL;
	if (values.config != NULL)
		return values.config;
	if (o->command->bit == COLLECT_CHECK && o->nargs > 0)
		return o->args[0];
	return program_config(&collector_program);
}

static void complete(struct options *o)
{
	collector_options_complete(o, &values);
}

int main(int argc, char **argv)
{
	const struct program collector = {
		.options = &collector_program,
		.commands = runnable(),
		.values = &values,
		.config = config,
		.complete = complete,
		.run = run,
	};

	return program_main(&collector, argc, argv);
}
