/*
 * errand: something that one host does to a Modbus server once: honest work or an attack.
 *
 * An errand is one row in a table and one function. It tells what it did, when, as lines of a
 * list on standard output, and counts its requests: that is what a capture's story says.
 */
#ifndef PCAPS_PLANT_ERRAND_H
#define PCAPS_PLANT_ERRAND_H

#include <stddef.h>

#include "pcaps/plant/link.h"

struct visit {
	const char *who; /* tells it; NULL: nobody in particular */
	const char *address, *port;
	uint64_t start;
	struct tally tally;
};

struct errand {
	const char *name;
	const char *target; /* the host that it is made for */
	const char *text;
	int (*run)(struct visit *v); /* an exit code */
};

extern const struct errand attacks[], works[];
extern const size_t nattacks, nworks;

/* The attack called `name`, or NULL. */
const struct errand *attack_find(const char *name);

/* Runs one against "HOST[:PORT]" and prints the counters. An exit code. */
int errand_run(const struct errand *s, const char *target);

/* Prints "- 1.234 s: ..." */
void say(const struct visit *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One request given as hex digits of its PDU, blanks allowed. */
struct step {
	const char *text;
	uint8_t unit;
	const char *hex;
};

/* Sends every step through link_exchange() and tells each answer; false when the link broke. */
bool steps_run(struct visit *v, struct link *l, const struct step *steps, size_t n);

/* What an answer is, in a few words, in a static buffer. */
const char *answer_text(const uint8_t *pdu, int len);

/* Hex digits to bytes; how many. At most `room`. */
size_t hex_bytes(const char *hex, uint8_t *out, size_t room);

/* Opens a link to the visit's target. */
bool visit_open(struct visit *v, struct link *l, unsigned timeout_ms);

#ifndef COUNT_OF
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The errands, by file. */
int attack_scan(struct visit *v);
int attack_identify(struct visit *v);
int attack_sweep(struct visit *v);
int attack_write(struct visit *v);
int attack_setpoint(struct visit *v);
int attack_flap(struct visit *v);
int attack_flood(struct visit *v);
int attack_malformed(struct visit *v);
int attack_pipeline(struct visit *v);
int attack_transaction_zero(struct visit *v);
int attack_umas(struct visit *v);
int attack_scan_functions(struct visit *v);
int attack_scan_registers(struct visit *v);
int attack_unit_sweep(struct visit *v);
int attack_frostygoop(struct visit *v);
int attack_master(struct visit *v);
int attack_broadcast(struct visit *v);
int attack_stop(struct visit *v);
int attack_file(struct visit *v);
int attack_drift(struct visit *v);
int attack_overflow(struct visit *v);
int attack_spoof(struct visit *v);
int work_maintenance(struct visit *v);
int work_functions(struct visit *v);
int work_udp(struct visit *v);
int work_rtu(struct visit *v);

#endif
