/*
 * command: the commands of kagami-plant. main.c has their table; each reads its own options.
 */
#ifndef PCAPS_PLANT_COMMAND_H
#define PCAPS_PLANT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct command {
	const char *name, *usage, *text;
	/* argv[0] is the command's name. An exit code. */
	int (*run)(const struct command *self, int argc, char **argv);
	bool without_plant; /* it needs no plant's file */
};

#define COMMAND_HELP 'h'
#ifndef COUNT_OF
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#endif

void command_usage(const struct command *c);

/* Says where help is, after a complaint; MISUSE. */
int command_misuse(const struct command *c);

/* command_capture.c */
int command_record(const struct command *c, int argc, char **argv);
int command_rewrite(const struct command *c, int argc, char **argv);
int command_serial(const struct command *c, int argc, char **argv);
int command_nic(const struct command *c, int argc, char **argv);

/* command_list.c */
int command_list(const struct command *c, int argc, char **argv);

/* command_attack.c */
int command_attack(const struct command *c, int argc, char **argv);
int command_work(const struct command *c, int argc, char **argv);
int command_show(const struct command *c, int argc, char **argv);

#endif
