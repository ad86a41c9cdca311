/*
 * process: the plant's physics and its PLCs' control logic: the equations of the plant's file,
 * stepped at a fixed dt.
 *
 * An equation gives one variable its next value, in the order of the file, from the values that
 * stand there at that moment. Commands and setpoints (coils and holding registers) are inputs; all
 * else is output. Knows nothing of Modbus. Expressions are muParser's
 *(https://beltoforion.de/en/muparser/), with these functions beside its own:
 *
 *	if(c, a, b), not(x)
 *	clamp(x, low, high)
 *	follow(x, target, tau)		x, a step nearer to the target: first order lag of tau
 *seconds level(flow, volume)		percent of a tank of `volume` m3 that `flow` m3/h moves in
 *a step two_point(x, start, stop, was)	1 under start, 0 over stop, else `was` noise(amplitude)
 *something around 0, another each time time, dt			seconds since the start,
 *seconds a step
 */
#ifndef PCAPS_PLANT_PROCESS_H
#define PCAPS_PLANT_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "pcaps/plant/variables.h"

#define PROCESS_DT    0.1 /* seconds a step */
#define EQUATIONS_MAX 512
#define CONSTANTS_MAX 128

struct equation {
	int variable; /* index in variables[] */
	const char *text;
};

struct constant {
	const char *name;
	double value;
};

extern struct equation equations[EQUATIONS_MAX];
extern size_t nequations;
extern struct constant constants[CONSTANTS_MAX];
extern size_t nconstants;

struct process {
	double v[VARIABLES_MAX];
	double time; /* seconds since the start */
	uint64_t random;
	void *code[EQUATIONS_MAX]; /* handles of muParser */
};

/* What is wrong with an equation: its index, the byte of its text, what it is. */
typedef void process_wrong(void *context, size_t equation, int at, const char *text);

/*
 * Makes the equations ready to be calculated with the values of `p`, which stays where it is; false
 * when some are wrong, and `wrong` was called for each.
 */
bool process_compile(struct process *p, process_wrong *wrong, void *context);
void process_free(struct process *p);

/* Every variable at its start value; `seed` chooses the noise. Of a process that was compiled. */
void process_init(struct process *p, uint64_t seed);

/* One step of PROCESS_DT seconds. */
void process_step(struct process *p);

#endif
