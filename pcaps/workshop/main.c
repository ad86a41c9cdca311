/* kagami-workshop: a plant, a sensor, a collector and a dashboard in one command. */
#include <stddef.h>

#include "common/log.h"
#include "common/program.h"
#include "common/version.h"
#include "pcaps/workshop/workshop.h"

enum { RUN = 1, ENTER = 2, ATTACK = 4, LIST = 8 };

struct values {
	const char *root, *folder, *host, *plant;
	uint64_t seed;
	bool operating, plain, played;
};

static struct values values;

#define AT(member) offsetof(struct values, member)

/* clang-format off */
static const struct option rows[] = {
	{ "plant", 0, OPTION_STRING, AT(plant), "waterworks", .metavar = "NAME", .commands = RUN,
	  .help = "which plant: one of pcaps/plants that has a baseline" },
	{ "plain", 0, OPTION_BOOL, AT(plain), .commands = RUN,
	  .help = "print lines instead of a screen; so it does without a terminal, too" },
	{ "operator", 0, OPTION_BOOL, AT(operating), .commands = RUN,
	  .help = "the plant's operator works: changes setpoints, acknowledges alarms" },
	{ "seed", 0, OPTION_UINT, AT(seed), "1", "0", "1000000000", "N", NULL, RUN,
	  "noise of the process" },
	{ "played", 0, OPTION_BOOL, AT(played), .commands = RUN,
	  .help = "play captures, without a plant, as where namespaces are not allowed" },
	{ "root", 0, OPTION_STRING, AT(root), .metavar = "DIR", .commands = RUN | ATTACK,
	  .help = "folder with rules and pcaps; without it: this one, or where the programs were built" },
	{ "folder", 0, OPTION_STRING, AT(folder), .metavar = "DIR", .commands = ENTER | ATTACK,
	  .help = "which workshop, when more than one runs (or $KAGAMI_WORKSHOP); `list` lists them" },
	{ "host", 0, OPTION_STRING, AT(host), .metavar = "HOST", .commands = ENTER,
	  .help = "on that host of the plant, such as attacker, hmi or ews; without it: at the mirror port" },
};

static const char *const run_examples[] = {
	"kagami-workshop run", "the dashboard; q ends everything",
	"kagami-workshop run --plant substation", "another plant, with scenarios of its own",
	"kagami-workshop run --operator", "with an operator at work, who is no attacker",
	NULL,
};
static const char *const enter_examples[] = {
	"kagami-workshop enter --host attacker", "a shell on the attacker's computer",
	"kagami-workshop enter --host attacker -- nmap -sT -p 502 10.10.1.0/24", "tools of one's own",
	"kagami-workshop enter -- tshark -i br0 -Y modbus", "what the sensor sees",
	NULL,
};
static const char *const attack_examples[] = {
	"kagami-workshop attack setpoint", "somebody turns the chlorine up",
	NULL,
};

static const struct option_command commands[] = {
	{ "run", RUN, NULL, 0, 0, "start a workshop",
	  "Starts a simulated plant in a network of its own, a sensor at its mirror port, and a collector, and shows on one "
	  "screen what they do: the process, the sensor, incidents, and what to try. Nothing outside is touched: the network "
	  "is made of namespaces that no other program sees, ports and keys are of this workshop alone, and all files are in "
	  "one folder that is removed at the end. Several may run at once.\n\n"
	  "It needs no rights: without root it takes a user namespace. Where that is not allowed it says so, and plays "
	  "captures through the sensor instead.\n\n"
	  "q or Ctrl-C ends it; so does the end of the terminal, or of whoever started it.",
	  run_examples },
	{ "attack", ATTACK, "SCENARIO...", 1, -1U, "do something to the plant",
	  "Runs an attack on the plant of a workshop that runs, as `kagami-plant attack` does; where captures are played, "
	  "plays the capture of that attack.",
	  attack_examples },
	{ "enter", ENTER, "[COMMAND...]", 0, -1U, "run a command inside a workshop",
	  "Runs a command, or a shell, in the network of a workshop that runs, on one of its hosts. The programs are on the "
	  "search path; $KAGAMI_WORKSHOP is its folder, with the collector's store and configuration. Where captures are "
	  "played there is no network, only the folder. Put -- before a command that has options.",
	  enter_examples },
	{ "list", LIST, NULL, 0, 0, "list the workshops that run", "Prints the folder of each workshop that this user may see.",
	  NULL },
};

static const char *const examples[] = {
	"kagami-workshop run", "start, and see what to try first",
	"kagami-workshop attack setpoint", "in another terminal",
	NULL,
};
/* clang-format on */

static const struct option_program workshop_program = {
	.name = "kagami-workshop",
	.help = "a plant to attack, and what a sensor says of it",
	.about = "Everything that a workshop needs on one machine: a simulated plant (water works "
		 "or a substation), its "
		 "controllers and operators, a sensor, a collector, and a dashboard.",
	.version = KAGAMI_VERSION,
	.date = "November 22, 2026",
	.file = "",
	.path = "",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.commands = commands,
	.ncommands = sizeof(commands) / sizeof(commands[0]),
	.examples = examples,
};

static int run(const struct options *o)
{
	static struct workshop w;

	w.root = values.root;
	w.plant = values.plant;
	w.seed = values.seed;
	w.operating = values.operating;
	w.plain = values.plain;
	w.played = values.played;
	if (values.played)
		(void)snprintf(w.why_played, sizeof(w.why_played),
			       "captures are played, as was asked for: there is no plant");
	switch (o->command->bit) {
	case RUN:
		return workshop_run(&w);
	case ENTER:
		return workshop_enter(values.folder, values.host, o->args);
	case ATTACK:
		return workshop_attack(&w, values.folder, o->args);
	default:
		return workshop_list();
	}
}

static const char *config(const struct options *o)
{
	(void)o;
	return NULL;
}

static void complete(struct options *o)
{
	(void)o;
}

static int write_error(void)
{
	return 0;
}

int main(int argc, char **argv)
{
	const struct program workshop = { .options = &workshop_program,
					  .commands = RUN | ENTER | ATTACK | LIST,
					  .values = &values,
					  .config = config,
					  .complete = complete,
					  .run = run,
					  .write_error = write_error };

	return program_main(&workshop, argc, argv);
}
