/* Commands about captures, and two small ones. */
#include <getopt.h>
#include <string.h>

#include "pcaps/plant/capture.h"
#include "pcaps/plant/command.h"
#include "pcaps/plant/plant.h"
#include "pcaps/plant/rtu.h"
#include "pcaps/plant/run.h"

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

int command_record(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seconds", 1, NULL, 's' },
		{ "snaplen", 1, NULL, 'l' },
		{ "format", 1, NULL, 'f' },
		{ "help", 0, NULL, COMMAND_HELP },
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
		case COMMAND_HELP:
			command_usage(c);
			return DONE;
		default:
			return command_misuse(c);
		}
		if (!good)
			return MISUSE;
	}
	if (!o.interface || !o.path || optind < argc)
		return command_misuse(c);
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
	NUMBER('t', "--stretch", 1, 1000, stretch),
	NUMBER('b', "--begin", 1, 4000000000, begin),
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

int command_rewrite(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "vlan", 1, NULL, 'v' },
		{ "copy-vlan", 1, NULL, 'w' },
		{ "duplicate", 1, NULL, 'd' },
		{ "drop", 1, NULL, 'x' },
		{ "snaplen", 1, NULL, 'l' },
		{ "cut", 1, NULL, 'c' },
		{ "skip-ms", 1, NULL, 'm' },
		{ "stretch", 1, NULL, 't' },
		{ "begin", 1, NULL, 'b' },
		{ "keep", 1, NULL, 'k' },
		{ "format", 1, NULL, 'f' },
		{ "help", 0, NULL, COMMAND_HELP },
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
		case COMMAND_HELP:
			command_usage(c);
			return DONE;
		case '?':
			return command_misuse(c);
		default:
			if (!rewrite_number(&o, option, optarg))
				return MISUSE;
		}
	}
	if (optind + 2 != argc)
		return command_misuse(c);
	o.in = argv[optind];
	o.out = argv[optind + 1];
	return capture_rewrite(&o);
}

/* Where the serial device server of this plant listens. */
static const char *serial_address(void)
{
	int host = host_find("serial");

	return host == NO_HOST ? "127.10.1.41" : hosts[host].loopback;
}

int command_serial(const struct command *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "address", 1, NULL, 'a' },	   { "port", 1, NULL, 'p' },
		{ "corrupt", 1, NULL, 'c' },	   { "split", 1, NULL, 's' },
		{ "help", 0, NULL, COMMAND_HELP }, { 0 },
	};
	struct serial_options o = { .address = serial_address(), .port = "4001" };
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
		case COMMAND_HELP:
			command_usage(c);
			return DONE;
		default:
			return command_misuse(c);
		}
		if (!good)
			return MISUSE;
	}
	return optind < argc ? command_misuse(c) : serial_run(&o);
}

int command_nic(const struct command *c, int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		command_usage(c);
		return DONE;
	}
	if (argc != 2 || argv[1][0] == '-')
		return command_misuse(c);
	return nic_plain(argv[1]) ? DONE : FAILED;
}
