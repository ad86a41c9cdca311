#ifndef COLLECTOR_CMD_EXERCISE_H
#define COLLECTOR_CMD_EXERCISE_H
/* What the commands about exercises share. */
#include "collector/cmd_incidents.h"
#include "collector/exercise_state.h"

/* An exercise with what came out of it. */
struct desk_case {
	const struct collector_options *c;
	struct exercise x;
	struct exercise_case judged;
	struct sharing *sharing; /* NULL: there is none */
	struct messages *messages;
	struct incident *kept; /* `room` of them, those of `incidents` */
	size_t room;
	const struct incident **incidents;
	struct exercise_notice *notices;
	uint64_t more; /* incidents that were not kept */
};

/* Opens the exercise and takes in what is due. False: it was said why; *code is the exit code.
 * exercise_done() is called in any case. */
bool exercise_take(struct desk_case *d, const struct collector_options *c, int *code);
/* Reads what came out. */
bool exercise_read(struct desk_case *d, int *code);
void exercise_done(struct desk_case *d);

/* The texts of --language; false: said which there are none of. English needs none. */
bool exercise_messages(const struct collector_options *c, struct messages **m);

#endif
