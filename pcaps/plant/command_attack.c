/* kagami-plant attack, work and show. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "pcaps/plant/command.h"
#include "pcaps/plant/errand.h"
#include "pcaps/plant/play.h"
#include "pcaps/plant/status.h"

struct given {
	const char *target, *status;
	struct play_options play;
	bool json, help, wrong;
};

static struct given options_take(int argc, char **argv)
{
	static const struct option options[] = {
		{ "target", 1, NULL, 't' },
		{ "status", 1, NULL, 's' },
		{ "skip-network", 0, NULL, 'n' },
		{ "check", 0, NULL, 'c' },
		{ "json", 0, NULL, 'j' },
		{ "help", 0, NULL, COMMAND_HELP },
		{ 0 },
	};
	struct given g = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		g.help |= option == COMMAND_HELP;
		g.wrong |= option == '?';
		g.play.skip |= option == 'n';
		g.play.check |= option == 'c';
		g.json |= option == 'j';
		if (option == 't')
			g.target = optarg;
		if (option == 's')
			g.status = optarg;
	}
	return g;
}

static const struct errand *errand_find(const struct errand *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	return NULL;
}

static int errands_help(const struct command *c, const struct errand *list, size_t n)
{
	command_usage(c);
	printf("\n%s on one host:\n", c->name);
	for (size_t i = 0; i < n; i++)
		printf("  %-14s %s (usual target %s)\n", list[i].name, list[i].text,
		       list[i].target);
	return DONE;
}

static int errand_command(const struct command *c, const struct errand *list, size_t n,
			  const char *name, const struct given *g)
{
	const struct errand *e = errand_find(list, n, name);

	if (!g->target)
		return command_misuse(c);
	if (e)
		return errand_run(e, g->target);
	complain("no %s '%s'; kagami-plant %s --help lists them", c->name, name, c->name);
	return MISUSE;
}

int command_attack(const struct command *c, int argc, char **argv)
{
	struct given g = options_take(argc, argv);

	if (g.help) {
		errands_help(c, attacks, nattacks);
		printf("\nscenarios:\n");
		play_list();
		return DONE;
	}
	if (g.wrong || g.json || optind + 1 != argc)
		return command_misuse(c);
	if (g.target)
		return errand_command(c, attacks, nattacks, argv[optind], &g);
	return play_scenario(argv[optind], g.status, &g.play);
}

int command_work(const struct command *c, int argc, char **argv)
{
	struct given g = options_take(argc, argv);

	if (g.help)
		return errands_help(c, works, nworks);
	if (g.wrong || g.json || g.play.skip || g.play.check || g.status || optind + 1 != argc)
		return command_misuse(c);
	return errand_command(c, works, nworks, argv[optind], &g);
}

int command_show(const struct command *c, int argc, char **argv)
{
	struct given g = options_take(argc, argv);

	if (g.help) {
		command_usage(c);
		return DONE;
	}
	if (g.wrong || g.target || g.play.skip || g.play.check || optind != argc)
		return command_misuse(c);
	return status_show(g.status, g.json);
}
