/* kagami-plant: a water treatment plant, its attackers, and the making of captures. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/command.h"
#include "pcaps/plant/model.h"
#include "pcaps/plant/run.h"
#include "pcaps/plant/troubles.h"

void command_usage(const struct command *c)
{
	printf("usage: kagami-plant %s %s\n\n%s", c->name, c->usage, c->text);
}

/* Getopt has complained already. */
int command_misuse(const struct command *c)
{
	fprintf(stderr, "kagami-plant: see kagami-plant %s --help\n", c->name);
	return MISUSE;
}

static bool trouble_parse(const char *name, const struct trouble **trouble)
{
	*trouble = trouble_find(name);
	if (!*trouble)
		complain("no trouble '%s'; kagami-plant list troubles lists them", name);
	return *trouble;
}

/* One option of `run`; false with a complaint. */
static bool run_option(struct run_options *o, int letter, const char *text)
{
	long number = 0;
	bool good = true;

	switch (letter) {
	case 's':
		return number_parse(text, "--seconds", 0, 1000000, &o->seconds);
	case 'f':
		return number_parse(text, "--speed", 1, 1000, &o->speed);
	case 'n':
		o->reach.netns = text;
		break;
	case 'p':
		good = number_parse(text, "--port", 1, 65535, &number);
		o->reach.port = text;
		break;
	case 'S':
		good = number_parse(text, "--seed", 0, 1000000000, &number);
		o->seed = (uint64_t)number;
		break;
	case 'P':
		return number_parse(text, "--pace", 1, 100, &o->pace);
	case 'u':
		o->status = text;
		break;
	case 't':
		return trouble_parse(text, &o->trouble);
	case '6':
		o->reach.ipv6 = true;
		break;
	case 'o':
		o->operating = true;
		break;
	default:
		o->polling = false;
	}
	return good;
}

static int run_command(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seconds", 1, NULL, 's' },
		{ "netns", 1, NULL, 'n' },
		{ "port", 1, NULL, 'p' },
		{ "ipv6", 0, NULL, '6' },
		{ "seed", 1, NULL, 'S' },
		{ "operator", 0, NULL, 'o' },
		{ "no-polling", 0, NULL, 'q' },
		{ "speed", 1, NULL, 'f' },
		{ "pace", 1, NULL, 'P' },
		{ "status", 1, NULL, 'u' },
		{ "trouble", 1, NULL, 't' },
		{ "help", 0, NULL, COMMAND_HELP },
		{ 0 },
	};
	struct run_options o = { .seed = 1, .polling = true, .speed = 1, .pace = 1 };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case COMMAND_HELP:
			command_usage(c);
			return DONE;
		case '?':
			return command_misuse(c);
		default:
			if (!run_option(&o, option, optarg))
				return MISUSE;
		}
	}
	if (optind < argc)
		return command_misuse(c);
	if (!o.reach.port)
		o.reach.port = o.reach.netns ? "502" : "1502";
	return plant_run(&o);
}

/* clang-format off */
static const struct command commands[] = {
	{ "run", "[--seconds N] [--netns PREFIX] [--port P] [--ipv6] [--seed N] [--operator] "
		"[--no-polling] [--speed N] [--pace N] [--trouble NAME] [--status FILE]",
		"Runs the plant: three PLCs, the HMI and the historian, one process each.\n"
		"  --seconds N     stop after N seconds (0, the usual: on SIGINT or SIGTERM)\n"
		"  --netns PREFIX  each host in its network namespace PREFIX<host>; without it,\n"
		"                  each host has a loopback address (kagami-plant list hosts)\n"
		"  --port P        port of the PLCs (502 in namespaces, 1502 on loopback)\n"
		"  --ipv6          IPv6 between the namespaces\n"
		"  --seed N        noise of the process model\n"
		"  --operator      the HMI's operator writes setpoints and commands\n"
		"  --no-polling    PLCs only, no HMI and no historian\n"
		"  --speed N       the process runs N times as fast as the clock\n"
		"  --pace N        all of the plant runs N times as fast as the clock: a recording of\n"
		"                  it has to be stretched (kagami-plant rewrite --stretch N)\n"
		"  --trouble NAME  something goes wrong; kagami-plant list troubles tells what\n"
		"  --status FILE   where it says how it is, for kagami-plant show and others\n",
		run_command, false },
	{ "attack", "SCENARIO [--check] [--status FILE] | ATTACK --target HOST[:PORT]",
		"Runs a scenario of pcaps/scenarios against the plant that runs, or one attack on one\n"
		"PLC, and tells what it did.\n"
		"  --status FILE   of the plant, when more than one runs\n"
		"  --check         waits until the plant has suffered what the scenario says, or its\n"
		"                  time is over, and tells of it; exit status 1: it did not\n"
		"  --skip-network  leaves out what needs a network of its own without a word\n"
		"HOST is a host of the plant, or an address in the plant's networks or on loopback.\n",
		command_attack, false },
	{ "work", "SCENARIO --target HOST[:PORT]",
		"Does honest work on a PLC of the plant and tells what it did.\n", command_work, false },
	{ "record", "-i IF -o FILE [--seconds N] [--snaplen N] [--format F]",
		"Records an interface with libpcap, until N seconds are over or a signal comes.\n"
		"  --format F      nano (the usual), micro, swapped or pcapng\n", command_record, true },
	{ "rewrite", "[OPTIONS] IN OUT",
		"Rewrites a capture as a mirror port or a broken disk would have left it.\n"
		"  --keep BPF      only these frames, e.g. 'dst port 502' for a one-sided mirror\n"
		"  --skip-ms N     not the frames of the first N ms: a start in mid-stream\n"
		"  --drop N        every N-th frame lost\n"
		"  --vlan ID       an 802.1Q tag on every frame\n"
		"  --duplicate N   every N-th frame twice, the copy 21 us later\n"
		"  --copy-vlan ID  another tag on the copies\n"
		"  --snaplen N     frames cut to N bytes\n"
		"  --stretch N     N times the time between frames: what ran with --pace N\n"
		"  --begin S       the first frame at S, in seconds since 1970\n"
		"  --cut BYTES     so many bytes missing at the end of the file\n"
		"  --format F      nano (the usual), micro, swapped or pcapng\n", command_rewrite, true },
	{ "serial", "[--address A] [--port P] [--corrupt N] [--split N]",
		"A serial device server: Modbus RTU over TCP, units 21 and 22 on its line.\n"
		"  --corrupt N     noise in every N-th answer\n"
		"  --split N       every N-th answer in two segments\n", command_serial, false },
	{ "nic", "IF", "Switches off checksum and segmentation offload of an interface.\n",
		command_nic, true },
	{ "show", "[--json] [--status FILE]",
		"Prints the variables of the plant that runs, and what it suffered.\n"
		"  --json          the status file as it is (pcaps/plant/status.h describes it)\n",
		command_show, true },
	{ "list", "[hosts|variables|states|scenarios|troubles]", "Prints the plant's tables.\n", command_list, false },
};
/* clang-format on */

static void help(FILE *out)
{
	fputs("usage: kagami-plant [--plant NAME|FILE] COMMAND ...; kagami-plant COMMAND "
	      "--help\n\n",
	      out);
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		const char *text = commands[i].text;

		fprintf(out, "  %-8s %.*s\n", commands[i].name, (int)strcspn(text, "\n"), text);
	}
}

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	complain("no command '%s'; kagami-plant --help lists them", name);
	return NULL;
}

int main(int argc, char **argv)
{
	const char *named = getenv("KAGAMI_PLANT");
	const char *plant = named && named[0] ? named : MODEL_USUAL;
	const struct command *c;
	int result;

	stop_catch();
	if (argc > 2 && strcmp(argv[1], "--plant") == 0) {
		plant = argv[2];
		argc -= 2;
		argv += 2;
	}
	if (argc < 2) {
		help(stderr);
		return MISUSE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help(stdout);
		return DONE;
	}
	c = command_find(argv[1]);
	if (!c || (!c->without_plant && !model_load(plant)))
		return MISUSE;
	result = c->run(c, argc - 1, argv + 1);
	model_free();
	return result;
}
