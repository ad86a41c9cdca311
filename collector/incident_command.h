#ifndef COLLECTOR_INCIDENT_COMMAND_H
#define COLLECTOR_INCIDENT_COMMAND_H
/*
 * A correlate_command as bytes, for the store's table of commands: texts that each end in a NUL,
 * in the order of the rows of incident_command.c. Whoever may write the table may be a later
 * version, or wrong: what is read is checked and cleaned.
 */
#include "collector/correlate.h"

enum {
	INCIDENT_COMMAND_MAX = 4096, /* bytes of one */
	INCIDENT_COMMAND_TEXT = INCIDENT_TEXT * 4,
};

/* A command and what it points to. */
struct incident_command {
	struct correlate_command c;
	char id[INCIDENT_ID], other[INCIDENT_ID], who[INCIDENT_WORD], text[INCIDENT_COMMAND_TEXT];
};

/* The length; 0: a text is too long. */
size_t incident_command_pack(const struct correlate_command *c, uint8_t *out, size_t room);
bool incident_command_unpack(struct incident_command *out, const uint8_t *p, size_t n);

#endif
