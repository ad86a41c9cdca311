#ifndef COLLECTOR_OPTIONS_INSIDE_H
#define COLLECTOR_OPTIONS_INSIDE_H
/* What the parts of the options share: options.c has the rows, options_commands.c the commands. */
#include "collector/options.h"

enum { COLLECTOR_COMMANDS = 34 };

extern const struct option_command collector_commands[COLLECTOR_COMMANDS];
extern const char *const collector_examples[];

#endif
