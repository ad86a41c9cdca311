#include "pcaps/plant/clients.h"

#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/link.h"
#include "pcaps/plant/troubles.h"

#define MS	   UINT64_C(1000000)
#define TIMEOUT_MS 1000
#define RETRY_MS   2000
#define PATIENCE   3 /* unanswered requests in a row until a connection is given up */
#define JITTER_MS  9 /* a PC's scheduler: polls drift against the PLCs' scans */

struct client {
	const struct plant *plant;
	const struct reach *reach;
	struct tally *tally;
	int host, to;
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

/* What keeps this client from asking its PLC as it used to. */
static const struct trouble *trouble_of(const struct client *c, enum trouble_kind kind)
{
	const struct trouble *t = trouble_active(c->plant, kind, c->to);

	return t && (t->client == NO_HOST || t->client == c->host) ? t : NULL;
}

static void poll_once(struct client *c, const struct poll *p)
{
	struct link *l;

	if (trouble_of(c, TROUBLE_POLL_STOPS)) {
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
	uint16_t values[2 * ACTION_VALUES];
	int n = 0;

	if (!l)
		return;
	for (int i = 0; i < a->count; i++)
		n += variable_registers(&variables[a->first + i], a->value[i], values + n);
	drop_if_broken(l, link_do(l, var->unit, a->function, var->addr, n, values));
}

/* When a poll that was due at `due` is due again: those that were missed meanwhile are left out. */
static uint64_t due_again(const struct client *c, const struct poll *p, uint64_t due)
{
	uint64_t period = p->period_ms * MS, now = clock_now();
	const struct trouble *slower;

	slower = trouble_of(c, TROUBLE_POLL_SLOWER);
	if (slower)
		period = (uint64_t)((double)period * slower->amount);
	do
		due += period;
	while (due + period <= now);
	return due;
}

int client_run(struct plant *plant, const struct reach *reach, int host, int to, bool operating)
{
	struct client c = { .plant = plant,
			    .reach = reach,
			    .tally = &plant->tally[host][to],
			    .host = host,
			    .to = to };
	uint64_t start = clock_now(), due[POLLS_MAX], act_at = start + actions[0].at_ms * MS;
	size_t next_action = 0, round = 0;

	srandom((unsigned)(host * 8 + to));
	memset(due, 0xff, sizeof(due)); /* never */
	/* spread over the first half second, as a SCADA scheduler does */
	for (size_t i = 0; i < npolls; i++)
		due[i] = polls[i].from == host && polls[i].to == to ? start + i * 20 * MS
								    : UINT64_MAX;
	operating = operating && nactions > 0;
	while (!stop_asked()) {
		size_t first = 0;

		for (size_t i = 1; i < npolls; i++)
			if (due[i] < due[first])
				first = i;
		if (operating && act_at <= due[first]) {
			if (!clock_sleep_until(act_at))
				break;
			act(&c, &actions[next_action]);
			if (++next_action == nactions) {
				next_action = 0;
				round++;
			}
			act_at =
				start +
				(round * operator_round.cycle_ms + actions[next_action].at_ms) * MS;
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
