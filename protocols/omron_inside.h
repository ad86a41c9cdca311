/*
 * What the files of the FINS decoder (omron*.c) share: the frame being read, its state, its parts.
 */
#ifndef KAGAMI_OMRON_INSIDE_H
#define KAGAMI_OMRON_INSIDE_H

#include "protocols/omron_fields.h"

enum {
	OMRON_MEMORY_READ = 0x0101,
	OMRON_MEMORY_FILL = 0x0103,
	OMRON_RUN = 0x0401,
	OMRON_STOP = 0x0402,
	OMRON_STATUS_READ = 0x0601,
	OMRON_MESSAGES = 0x0920,
	OMRON_HEADER = 12, /* bytes up to the command, with it */
	/* what pair.ask[] has */
	OMRON_ASK_COMMAND = 0, /* with OMRON_ASK_WHOLE, when the words below are known */
	OMRON_ASK_AREA = 1,    /* memory area and bit, or the command's first parameter */
	OMRON_ASK_ADDRESS = 2,
	OMRON_ASK_COUNT = 3,
	OMRON_ASK_WHOLE = 0x8000,
};

/* What a flow keeps. */
struct omron_state {
	uint8_t client_node, server_node; /* of the handshake over TCP; 0: unknown */
};

/* One frame. */
struct omron {
	uint16_t command;
	uint16_t code; /* end code of a response */
	bool response;
	bool relayed;		      /* it came through a gateway */
	bool unit;		      /* of a response: not the CPU sends it */
	uint16_t ask[PAIR_ASK_WORDS]; /* of a response's command, if known */
	bool known;		      /* ask[] is all there */
	bool paired;		      /* the response's command was seen */
	struct pair *pair;	      /* of a command that wants a response, or NULL */
	uint64_t key;		      /* of notes */
};

/* Markers in a list of fields: more fields follow or the end of the message; groups of what follows
 * up to its end; the end of the list; numbers that are made of bits. */
enum {
	OMRON_END = -1,
	OMRON_MORE = -2,
	OMRON_EACH = -3,
	OMRON_PC_STATUS = 1000,
	OMRON_FATAL,
	OMRON_NON_FATAL,
	OMRON_MESSAGE,
	OMRON_LINK_FLAGS,
	OMRON_BLOCK_TYPE,
	OMRON_LINK_COUNT,
	OMRON_LINK_NODE,
	OMRON_FILE_TIME,
	OMRON_FALS,
};

struct omron_command {
	uint16_t code;
	uint8_t op;  /* enum ot_op */
	bool silent; /* there is no response */
	/* Fields behind the command's code, or the response's end code; NULL: only data. */
	const int16_t *fields[2];
	/* Beside the fields, or instead of them: names the object and the value. */
	void (*read[2])(struct dec *d, struct omron *m);
};

/* What is known of a command, or NULL. */
const struct omron_command *omron_command_find(uint16_t code);

/* Bytes that a command (or response, behind its end code) has at least. */
size_t omron_least(const struct omron_command *command, bool response);

/* Reads and records the fields of the list. */
void omron_take(struct dec *d, const int16_t *fields);

/* The first value of the field that the message has so far, or NULL. */
const struct value *omron_said(const struct dec *d, unsigned field);
/* The same as a number; 0 if there is none. */
uint64_t omron_number(const struct dec *d, unsigned field);

/* A static name as the operation's value. */
void omron_value_name(struct dec *d, const char *name);

/* What the answer's reading needs of a command. */
void omron_keep(struct omron *m, uint16_t area, uint16_t address, uint16_t count);

/* The command's objects, when it was refused or its answer does not name them. */
void omron_asked_object(struct dec *d, const struct omron *m);

/* omron_memory.c: commands 01xx, 220a, 2301, 230a. */
void omron_memory_command(struct dec *d, struct omron *m);
void omron_memory_response(struct dec *d, struct omron *m);
void omron_multiple_command(struct dec *d, struct omron *m);
void omron_multiple_response(struct dec *d, struct omron *m);
void omron_transfer(struct dec *d, struct omron *m);
void omron_forced(struct dec *d, struct omron *m);
void omron_forced_status(struct dec *d, struct omron *m);
void omron_file_transfer(struct dec *d, struct omron *m);

/* omron_services.c: objects and values of the other commands, from their fields. */
void omron_parameter_area(struct dec *d, struct omron *m);
void omron_program_area(struct dec *d, struct omron *m);
void omron_mode(struct dec *d, struct omron *m);
void omron_controller_command(struct dec *d, struct omron *m);
void omron_controller(struct dec *d, struct omron *m);
void omron_connected(struct dec *d, struct omron *m);
void omron_status(struct dec *d, struct omron *m);
void omron_network(struct dec *d, struct omron *m);
void omron_cycle_command(struct dec *d, struct omron *m);
void omron_cycle(struct dec *d, struct omron *m);
void omron_clock(struct dec *d, struct omron *m);
void omron_messages_command(struct dec *d, struct omron *m);
void omron_messages(struct dec *d, struct omron *m);
void omron_holder(struct dec *d, struct omron *m);
void omron_error_number(struct dec *d, struct omron *m);
void omron_file(struct dec *d, struct omron *m);
void omron_label(struct dec *d, struct omron *m);
void omron_name(struct dec *d, struct omron *m);
void omron_address(struct dec *d, struct omron *m);

#endif
