/* kagami-plant: a water treatment plant, its attackers, and the making of captures. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/capture.h"
#include "pcaps/plant/rtu.h"
#include "pcaps/plant/run.h"
#include "pcaps/plant/scenario.h"
#include "pcaps/plant/troubles.h"

struct command {
	const char *name, *usage, *text;
	int (*run)(const struct command *self, int argc, char **argv);
};

enum { HELP = 'h' };

static void usage_print(const struct command *c)
{
	printf("usage: kagami-plant %s %s\n\n%s", c->name, c->usage, c->text);
}

/* Getopt has complained already. */
static int misuse(const struct command *c)
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
		{ "trouble", 1, NULL, 't' },
		{ "help", 0, NULL, HELP },
		{ 0 },
	};
	struct run_options o = { .seed = 1, .polling = true, .speed = 1 };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case HELP:
			usage_print(c);
			return DONE;
		case '?':
			return misuse(c);
		default:
			if (!run_option(&o, option, optarg))
				return MISUSE;
		}
	}
	if (optind < argc)
		return misuse(c);
	if (!o.reach.port)
		o.reach.port = o.reach.netns ? "502" : "1502";
	return plant_run(&o);
}

static int scenario_command(const struct command *c, const struct scenario *list, size_t n,
			    int argc, char **argv)
{
	static const struct option options[] = { { "target", 1, NULL, 't' },
						 { "help", 0, NULL, HELP },
						 { 0 } };
	const char *target = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == HELP) {
			usage_print(c);
			printf("\nscenarios:\n");
			for (size_t i = 0; i < n; i++)
				printf("  %-14s %s (usual target %s)\n", list[i].name, list[i].text,
				       list[i].target);
			return DONE;
		}
		if (option != 't')
			return misuse(c);
		target = optarg;
	}
	if (optind + 1 != argc || !target)
		return misuse(c);
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, argv[optind]) == 0)
			return scenario_run(&list[i], target);
	complain("no scenario '%s'; kagami-plant %s --help lists them", argv[optind], c->name);
	return MISUSE;
}

static int attack_command(const struct command *c, int argc, char **argv)
{
	return scenario_command(c, attacks, nattacks, argc, argv);
}

static int work_command(const struct command *c, int argc, char **argv)
{
	return scenario_command(c, works, nworks, argc, argv);
}

static bool format_parse(const char *text, enum capfile_format *format)
{
	for (int i = 0; i < CAPFILE_FORMAT_COUNT; i++) {
		if (strcmp(text, capfile_format_names[i]) == 0) {
			*format = (enum capfile_format)i;
			return true;
		}
	}
	complain("--format: '%s' is none of nano, micro, swapped, pcapng", text);
	return false;
}

static int record_command(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seconds", 1, NULL, 's' },
		{ "snaplen", 1, NULL, 'l' },
		{ "format", 1, NULL, 'f' },
		{ "help", 0, NULL, HELP },
		{ 0 },
	};
	struct record_options o = { .snaplen = 262144 };
	int option;

	while ((option = getopt_long(argc, argv, "hi:o:", options, NULL)) != -1) {
		bool good = true;

		switch (option) {
		case 'i':
			o.interface = optarg;
			break;
		case 'o':
			o.path = optarg;
			break;
		case 's':
			good = number_parse(optarg, "--seconds", 0, 1000000, &o.seconds);
			break;
		case 'l':
			good = number_parse(optarg, "--snaplen", 14, 262144, &o.snaplen);
			break;
		case 'f':
			good = format_parse(optarg, &o.format);
			break;
		case HELP:
			usage_print(c);
			return DONE;
		default:
			return misuse(c);
		}
		if (!good)
			return MISUSE;
	}
	if (!o.interface || !o.path || optind < argc)
		return misuse(c);
	return capture_record(&o);
}

/* The numeric options of rewrite: one row each. */
struct number_option {
	int letter;
	const char *name;
	long low, high;
	size_t offset; /* of a long in struct rewrite_options */
};

#define NUMBER(letter, name, low, high, member)                                                    \
	{                                                                                          \
		letter, name, low, high, offsetof(struct rewrite_options, member)                  \
	}

static const struct number_option rewrite_numbers[] = {
	NUMBER('v', "--vlan", 0, 4095, vlan),
	NUMBER('w', "--copy-vlan", 0, 4095, copy_vlan),
	NUMBER('d', "--duplicate", 1, 1000000, duplicate),
	NUMBER('x', "--drop", 1, 1000000, drop),
	NUMBER('l', "--snaplen", 14, 262144, snaplen),
	NUMBER('c', "--cut", 1, 1000000000, cut),
	NUMBER('m', "--skip-ms", 1, 1000000000, skip_ms),
};

static bool rewrite_number(struct rewrite_options *o, int letter, const char *text)
{
	for (size_t i = 0; i < COUNT_OF(rewrite_numbers); i++) {
		const struct number_option *n = &rewrite_numbers[i];
		long value;

		if (n->letter != letter)
			continue;
		if (!number_parse(text, n->name, n->low, n->high, &value))
			return false;
		memcpy((char *)o + n->offset, &value, sizeof(value));
		return true;
	}
	return false;
}

static int rewrite_command(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "vlan", 1, NULL, 'v' },
		{ "copy-vlan", 1, NULL, 'w' },
		{ "duplicate", 1, NULL, 'd' },
		{ "drop", 1, NULL, 'x' },
		{ "snaplen", 1, NULL, 'l' },
		{ "cut", 1, NULL, 'c' },
		{ "skip-ms", 1, NULL, 'm' },
		{ "keep", 1, NULL, 'k' },
		{ "format", 1, NULL, 'f' },
		{ "help", 0, NULL, HELP },
		{ 0 },
	};
	struct rewrite_options o = { .vlan = -1, .copy_vlan = -1 };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'k':
			o.keep = optarg;
			break;
		case 'f':
			if (!format_parse(optarg, &o.format))
				return MISUSE;
			break;
		case HELP:
			usage_print(c);
			return DONE;
		case '?':
			return misuse(c);
		default:
			if (!rewrite_number(&o, option, optarg))
				return MISUSE;
		}
	}
	if (optind + 2 != argc)
		return misuse(c);
	o.in = argv[optind];
	o.out = argv[optind + 1];
	return capture_rewrite(&o);
}

static int serial_command(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "address", 1, NULL, 'a' }, { "port", 1, NULL, 'p' },	{ "corrupt", 1, NULL, 'c' },
		{ "split", 1, NULL, 's' },   { "help", 0, NULL, HELP }, { 0 },
	};
	struct serial_options o = { .address = hosts[HOST_SERIAL].loopback, .port = "4001" };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		long port;
		bool good = true;

		switch (option) {
		case 'a':
			o.address = optarg;
			break;
		case 'p':
			good = number_parse(optarg, "--port", 1, 65535, &port);
			o.port = optarg;
			break;
		case 'c':
			good = number_parse(optarg, "--corrupt", 1, 1000000, &o.corrupt);
			break;
		case 's':
			good = number_parse(optarg, "--split", 1, 1000000, &o.split);
			break;
		case HELP:
			usage_print(c);
			return DONE;
		default:
			return misuse(c);
		}
		if (!good)
			return MISUSE;
	}
	return optind < argc ? misuse(c) : serial_run(&o);
}

static int nic_command(const struct command *c, int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		usage_print(c);
		return DONE;
	}
	if (argc != 2 || argv[1][0] == '-')
		return misuse(c);
	return nic_plain(argv[1]) ? DONE : FAILED;
}

static void list_hosts(void)
{
	for (size_t i = 0; i < HOST_COUNT; i++)
		printf("%-10s %-11s %-13s %-12s %s  %s\n", hosts[i].name, hosts[i].ip, hosts[i].ip6,
		       hosts[i].loopback, hosts[i].mac, hosts[i].role);
}

static void list_variables(void)
{
	static const char *const areas[] = { "coil", "discrete", "input", "holding" };
	static const char *const codings[] = { "bit", "u16", "s16", "u32", "f32" };

	for (size_t i = 0; i < VARIABLE_COUNT; i++) {
		const struct variable *v = &variables[i];

		printf("%-14s %s unit %-2d %-8s %-3d %s x %-5g %-5s %g to %g\n", v->name,
		       hosts[v->host].name, v->unit, areas[v->area], v->addr, codings[v->coding],
		       v->scale, v->unit_text, v->low, v->high);
	}
}

static void list_scenarios(void)
{
	for (size_t i = 0; i < nworks; i++)
		printf("work   %-14s %-7s %s\n", works[i].name, works[i].target, works[i].text);
	for (size_t i = 0; i < nattacks; i++)
		printf("attack %-14s %-7s %s\n", attacks[i].name, attacks[i].target,
		       attacks[i].text);
}

static void list_troubles(void)
{
	for (size_t i = 0; i < ntroubles; i++)
		printf("%-12s %s\n", troubles[i].name, troubles[i].text);
}

static int list_command(const struct command *c, int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} lists[] = { { "hosts", list_hosts },
		      { "variables", list_variables },
		      { "scenarios", list_scenarios },
		      { "troubles", list_troubles } };
	bool found = false;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		usage_print(c);
		return DONE;
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		if (argc == 1 || (argc == 2 && strcmp(argv[1], lists[i].name) == 0)) {
			lists[i].print();
			found = true;
		}
	}
	return found ? DONE : misuse(c);
}

/* clang-format off */
static const struct command commands[] = {
	{ "run", "[--seconds N] [--netns PREFIX] [--port P] [--ipv6] [--seed N] [--operator] "
		"[--no-polling] [--speed N] [--trouble NAME]",
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
		"  --trouble NAME  something goes wrong; kagami-plant list troubles tells what\n",
		run_command },
	{ "attack", "SCENARIO --target HOST[:PORT]",
		"Attacks a PLC of the plant and tells what it did.\n"
		"HOST is a host of the plant, or an address in the plant's networks or on loopback.\n",
		attack_command },
	{ "work", "SCENARIO --target HOST[:PORT]",
		"Does honest work on a PLC of the plant and tells what it did.\n", work_command },
	{ "record", "-i IF -o FILE [--seconds N] [--snaplen N] [--format F]",
		"Records an interface with libpcap, until N seconds are over or a signal comes.\n"
		"  --format F      nano (the usual), micro, swapped or pcapng\n", record_command },
	{ "rewrite", "[OPTIONS] IN OUT",
		"Rewrites a capture as a mirror port or a broken disk would have left it.\n"
		"  --keep BPF      only these frames, e.g. 'dst port 502' for a one-sided mirror\n"
		"  --skip-ms N     not the frames of the first N ms: a start in mid-stream\n"
		"  --drop N        every N-th frame lost\n"
		"  --vlan ID       an 802.1Q tag on every frame\n"
		"  --duplicate N   every N-th frame twice, the copy 21 us later\n"
		"  --copy-vlan ID  another tag on the copies\n"
		"  --snaplen N     frames cut to N bytes\n"
		"  --cut BYTES     so many bytes missing at the end of the file\n"
		"  --format F      nano (the usual), micro, swapped or pcapng\n", rewrite_command },
	{ "serial", "[--address A] [--port P] [--corrupt N] [--split N]",
		"A serial device server: Modbus RTU over TCP, units 21 and 22 on its line.\n"
		"  --corrupt N     noise in every N-th answer\n"
		"  --split N       every N-th answer in two segments\n", serial_command },
	{ "nic", "IF", "Switches off checksum and segmentation offload of an interface.\n",
		nic_command },
	{ "list", "[hosts|variables|scenarios|troubles]", "Prints the plant's tables.\n", list_command },
};
/* clang-format on */

static void help(FILE *out)
{
	fputs("usage: kagami-plant COMMAND ...; kagami-plant COMMAND --help\n\n", out);
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		const char *text = commands[i].text;

		fprintf(out, "  %-8s %.*s\n", commands[i].name, (int)strcspn(text, "\n"), text);
	}
}

int main(int argc, char **argv)
{
	stop_catch();
	if (argc < 2) {
		help(stderr);
		return MISUSE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help(stdout);
		return DONE;
	}
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(&commands[i], argc - 1, argv + 1);
	complain("no command '%s'; kagami-plant --help lists them", argv[1]);
	return MISUSE;
}
