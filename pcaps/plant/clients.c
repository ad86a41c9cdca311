#include "pcaps/plant/clients.h"

#include <stdlib.h>

#include "pcaps/plant/link.h"
#include "pcaps/plant/troubles.h"

#define MS	   UINT64_C(1000000)
#define TIMEOUT_MS 1000
#define RETRY_MS   2000
#define PATIENCE   3  /* unanswered requests in a row until a connection is given up */
#define JITTER_MS  9  /* a PC's scheduler: polls drift against the PLCs' scans */
#define CYCLE_S	   40 /* the operator's round starts again */

struct poll {
	enum host_id from, to;
	uint8_t unit, function;
	uint16_t addr, count;
	unsigned period_ms;
};

/* A write by the operator: `count` variables from `first` on, in engineering units. */
struct action {
	unsigned at_s;
	enum variable_id first;
	uint8_t function;
	uint8_t count;
	double value[4];
	const char *text;
};

/* clang-format off */
static const struct poll polls[] = {
	{ HOST_HMI, HOST_PLC1, 1, 2,  0,  8,  500 },
	{ HOST_HMI, HOST_PLC1, 1, 4,  0, 12, 1000 },
	{ HOST_HMI, HOST_PLC1, 1, 1,  0,  6, 1000 },
	{ HOST_HMI, HOST_PLC1, 1, 3,  0,  5, 2000 },
	{ HOST_HMI, HOST_PLC2, 1, 2,  0,  7, 1000 },
	{ HOST_HMI, HOST_PLC2, 1, 4,  0, 14, 1000 },
	{ HOST_HMI, HOST_PLC2, 1, 1,  0,  5, 2000 },
	{ HOST_HMI, HOST_PLC2, 1, 3,  0,  8, 2000 },
	{ HOST_HMI, HOST_PLC3, 1, 2,  0,  6, 1000 },
	{ HOST_HMI, HOST_PLC3, 1, 4,  0,  6, 1000 },
	{ HOST_HMI, HOST_PLC3, 1, 1,  0,  5, 2000 },
	{ HOST_HMI, HOST_PLC3, 1, 3,  0,  4, 2000 },
	{ HOST_HMI, HOST_PLC3, 11, 4, 0,  2, 5000 },
	{ HOST_HMI, HOST_PLC3, 12, 4, 0,  2, 5000 },
	{ HOST_HMI, HOST_PLC3, 13, 4, 0,  4, 5000 },
	{ HOST_HISTORIAN, HOST_PLC1, 1, 4,  0,  64,  5000 },
	{ HOST_HISTORIAN, HOST_PLC1, 1, 3,  0, 125, 10000 },
	{ HOST_HISTORIAN, HOST_PLC1, 1, 3, 125, 75, 10000 },
	{ HOST_HISTORIAN, HOST_PLC1, 1, 2,  0,  32,  5000 },
	{ HOST_HISTORIAN, HOST_PLC2, 1, 4,  0,  64,  5000 },
	{ HOST_HISTORIAN, HOST_PLC2, 1, 3,  0, 125, 10000 },
	{ HOST_HISTORIAN, HOST_PLC2, 1, 1,  0,  32,  5000 },
	{ HOST_HISTORIAN, HOST_PLC3, 1, 4,  0,  64,  5000 },
	{ HOST_HISTORIAN, HOST_PLC3, 1, 2,  0,  32,  5000 },
	{ HOST_HISTORIAN, HOST_PLC3, 11, 4, 0,  16, 20000 },
	{ HOST_HISTORIAN, HOST_PLC3, 12, 4, 0,  16, 20000 },
	{ HOST_HISTORIAN, HOST_PLC3, 13, 4, 0,  16, 20000 },
};

static const struct action actions[] = {
	{  3, RAW_STOP,     6,  1, { 78 },           "raw tank: stop level 78 %" },
	{  6, CHLORINE_SP,  6,  1, { 0.65 },         "chlorine setpoint 0.65 mg/l" },
	{  9, SCREEN_WASH,  5,  1, { 1 },            "screen wash on" },
	{ 12, RES_START,   16,  2, { 62, 82 },       "reservoir: start 62 %, stop 82 %" },
	{ 15, SCREEN_WASH,  5,  1, { 0 },            "screen wash off" },
	{ 18, PLC1_AUTO,    5,  1, { 0 },            "intake to manual" },
	{ 19, P101_CMD,    15,  2, { 1, 1 },         "P101 and P102 on" },
	{ 25, P102_CMD,     5,  1, { 0 },            "P102 off" },
	{ 26, PLC1_AUTO,    5,  1, { 1 },            "intake back to automatic" },
	{ 28, BACKWASH_CMD, 5,  1, { 1 },            "backwash on" },
	{ 31, BACKWASH_CMD, 5,  1, { 0 },            "backwash off" },
	{ 33, CHLORINE_SP, 16,  4, { 0.6, 12, 45, 70 }, "dosing: the usual four parameters" },
	{ 36, PLC2_ACK,     5,  1, { 1 },            "dosing alarms acknowledged" },
	{ 37, PLC2_ACK,     5,  1, { 0 },            "acknowledge button let go" },
};
/* clang-format on */

#define NPOLLS	 (sizeof(polls) / sizeof(polls[0]))
#define NACTIONS (sizeof(actions) / sizeof(actions[0]))

struct client {
	const struct plant *plant;
	const struct reach *reach;
	struct tally *tally;
	enum host_id host, to;
	struct link link;
	uint64_t retry_at;
};

/* The open link to the PLC, or NULL while it cannot be reached. */
static struct link *link_to(struct client *c)
{
	struct link *l = &c->link;

	if (l->modbus)
		return l;
	if (clock_now() < c->retry_at)
		return NULL;
	if (link_open(l, plant_address(c->reach, c->to), c->reach->port, TIMEOUT_MS, c->tally))
		return l;
	c->retry_at = clock_now() + RETRY_MS * MS;
	return NULL;
}

static void drop_if_broken(struct link *l, bool succeeded)
{
	bool late = l->unanswered > 0 && l->unanswered < PATIENCE;

	/* an exception is an answer; anything else leaves the stream in doubt */
	if (!succeeded && !l->last_exception && !late)
		link_close(l);
}

static void poll_once(struct client *c, const struct poll *p)
{
	struct link *l;

	if (c->host == HOST_HMI && trouble_active(c->plant, TROUBLE_POLL_STOPS, c->to)) {
		link_close(&c->link);
		return;
	}
	l = link_to(c);
	if (l)
		drop_if_broken(l, link_do(l, p->unit, p->function, p->addr, p->count, NULL));
}

static void act(struct client *c, const struct action *a)
{
	const struct variable *var = &variables[a->first];
	struct link *l = var->host == c->to ? link_to(c) : NULL;
	uint16_t values[8];
	int n = 0;

	if (!l)
		return;
	for (int i = 0; i < a->count; i++)
		n += variable_registers(&variables[(int)a->first + i], a->value[i], values + n);
	drop_if_broken(l, link_do(l, var->unit, a->function, var->addr, n, values));
}

/* When a poll that was due at `due` is due again: those that were missed meanwhile are left out. */
static uint64_t due_again(const struct client *c, const struct poll *p, uint64_t due)
{
	uint64_t period = p->period_ms * MS, now = clock_now();

	if (c->host == HOST_HMI && trouble_active(c->plant, TROUBLE_POLL_SLOWER, c->to))
		period = (uint64_t)((double)period * c->plant->trouble->amount);
	do
		due += period;
	while (due + period <= now);
	return due;
}

int client_run(struct plant *plant, const struct reach *reach, enum host_id host, enum host_id to,
	       bool operating)
{
	struct client c = { .plant = plant,
			    .reach = reach,
			    .tally = &plant->tally[host][to],
			    .host = host,
			    .to = to };
	uint64_t start = clock_now(), due[NPOLLS], act_at = start + actions[0].at_s * 1000 * MS;
	size_t next_action = 0, round = 0;

	srandom((unsigned)(host * HOST_COUNT + to));
	/* spread over the first half second, as a SCADA scheduler does */
	for (size_t i = 0; i < NPOLLS; i++)
		due[i] = polls[i].from == host && polls[i].to == to ? start + i * 20 * MS
								    : UINT64_MAX;
	while (!stop_asked()) {
		size_t first = 0;

		for (size_t i = 1; i < NPOLLS; i++)
			if (due[i] < due[first])
				first = i;
		if (operating && act_at <= due[first]) {
			if (!clock_sleep_until(act_at))
				break;
			act(&c, &actions[next_action]);
			if (++next_action == NACTIONS) {
				next_action = 0;
				round++;
			}
			act_at = start + (round * CYCLE_S + actions[next_action].at_s) * 1000 * MS;
			continue;
		}
		if (!clock_sleep_until(due[first] +
				       (uint64_t)(random() % (JITTER_MS * 1000)) * 1000))
			break;
		poll_once(&c, &polls[first]);
		due[first] = due_again(&c, &polls[first], due[first]);
	}
	link_close(&c.link);
	return DONE;
}
