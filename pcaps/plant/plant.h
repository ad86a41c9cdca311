/*
 * plant: what the plant's processes share, and how they run and stop.
 *
 * `kagami-plant run` is one process a host. The values of all variables and each host's counters
 * stand in one shared anonymous mapping, made before the hosts are forked. The model's process
 * writes the measured variables, each PLC the commanded ones of its own: one writer a variable.
 */
#ifndef PCAPS_PLANT_PLANT_H
#define PCAPS_PLANT_PLANT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "pcaps/plant/process.h"

#define DONE   0 /* exit codes */
#define FAILED 1
#define MISUSE 2

#define TROUBLES_MAX 64

/* Requests and answers of one client, by function code. */
struct tally {
	uint32_t sent[256], answered[256], refused[256];
};

struct plant {
	_Atomic double value[VARIABLES_MAX];
	struct tally tally[HOSTS_MAX][HOSTS_MAX];     /* by client and PLC: one writer each */
	_Atomic uint64_t trouble_start[TROUBLES_MAX]; /* of those that are; 0: is not */
};

/* How the hosts are reached. */
struct reach {
	const char *netns; /* prefix of the hosts' network namespaces; NULL: loopback addresses */
	const char *port;  /* of the PLCs, as text */
	bool ipv6;
};

/* A zeroed plant in memory that forked processes share; NULL with a message. */
struct plant *plant_new(void);

/* Copies commanded values in, steps the model once, copies measured values out. */
void plant_step(struct plant *plant, struct process *process);

/* The address on which `host` is reached. */
const char *plant_address(const struct reach *reach, int host);

/* Adds the counters of `from` to those of `to`. */
void tally_add(struct tally *to, const struct tally *from);

/* Prints one line a function: who, function, requests, answers, exceptions. */
void tally_print(FILE *out, const char *who, const struct tally *tally);

/* SIGINT and SIGTERM ask to stop; true when they did. */
void stop_catch(void);
bool stop_asked(void);

/*
 * The plant's clock, in ns: the monotonic clock of the machine, or one that runs `pace` times as
 * fast from the moment `from` of the monotonic clock on. All processes of a plant have the same.
 */
uint64_t clock_now(void);
void clock_set(uint64_t from, unsigned pace);
unsigned clock_pace(void);
uint64_t clock_from(void);
uint64_t clock_monotonic(void);

/* Sleeps until the plant's clock shows `at`; false when it was asked to stop. */
bool clock_sleep_until(uint64_t at);
bool clock_sleep_ms(unsigned ms);

/* Prints "kagami-plant: ..." as one line on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A decimal number within limits, or complains about `what` and is false. */
bool number_parse(const char *text, const char *what, long low, long high, long *out);

#endif
