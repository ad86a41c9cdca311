/* What the steps of scenarios can do with Modbus. */
#include <string.h>

#include "pcaps/plant/clients.h"
#include "pcaps/plant/play.h"
#include "pcaps/plant/troubles.h"

#define QUICK_MS 500
#define MS	 UINT64_C(1000000)
#define SECOND	 (1000 * MS)

static const struct variable *subject(const struct deed *d)
{
	return &variables[d->variable];
}

/* One of the attacks that kagami-plant also has by itself, on the step's `to`. */
static int errand(struct deed *d)
{
	const char *name = scenario_word(d->step, "name");
	const struct errand *e = name ? attack_find(name) : NULL;

	for (size_t i = 0; name && !e && i < nworks; i++)
		if (strcmp(works[i].name, name) == 0)
			e = &works[i];
	if (!e) {
		complain("%s:%d: no attack or work '%s'", d->scenario->file, d->step->place.line,
			 name ? name : "");
		return FAILED;
	}
	return e->run(&d->visit);
}

static int set(struct deed *d)
{
	struct link l;
	bool good;

	if (!visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	good = deed_write(d, &l, subject(d), deed_number(d, "value", 0));
	link_close(&l);
	return good ? DONE : FAILED;
}

/* From what it is towards `value`, `step` at a time. */
static int drift(struct deed *d)
{
	const struct variable *var = subject(d);
	double end = deed_number(d, "value", 0), by = deed_number(d, "step", 0.01), value;
	uint64_t every = deed_time(d, "every", SECOND);
	struct link l;
	bool good;

	if (!visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	good = deed_read(d, &l, var, &value) && by > 0;
	if (good)
		say(&d->visit, "%s is %g %s", var->name, value, var->unit_text);
	while (good && value != end && clock_sleep_until(clock_now() + every)) {
		if (value < end)
			value = value + by > end ? end : value + by;
		else
			value = value - by < end ? end : value - by;
		good = deed_write(d, &l, var, value);
	}
	link_close(&l);
	return good ? DONE : FAILED;
}

/* Off and on in turn. */
static int flap(struct deed *d)
{
	unsigned times = (unsigned)deed_number(d, "times", 20), n = 0;
	uint64_t every = deed_time(d, "every", 300 * MS), at = clock_now();
	const struct variable *var = subject(d);
	struct link l;
	bool good = true;

	if (!visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	for (; good && n < times && clock_sleep_until(at + n * every); n++) {
		const uint16_t value[] = { n % 2 };

		good = link_do(&l, var->unit, 5, var->addr, 1, value);
	}
	say(&d->visit, "%s written %u times, off and on in turn", var->name, n);
	link_close(&l);
	return good ? DONE : FAILED;
}

/* Reads a variable now and then, as somebody does who wants to see what comes of it. */
static int watch(struct deed *d)
{
	uint64_t every = deed_time(d, "every", 2 * SECOND), begin = clock_now();
	uint64_t end = begin + deed_time(d, "for", 20 * SECOND);
	const struct variable *var = subject(d);
	struct link l;
	bool good = true;

	if (!visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	for (uint64_t at = begin; good && at < end && clock_sleep_until(at); at += every) {
		double value;

		good = deed_read(d, &l, var, &value);
		if (good)
			say(&d->visit, "%s is %g %s", var->name, value, var->unit_text);
	}
	link_close(&l);
	return good ? DONE : FAILED;
}

/* The polls that the host `like` has for `to`, from another host. */
static int poll_like(struct deed *d)
{
	const char *like = scenario_word(d->step, "like");
	int host = like ? host_find(like) : NO_HOST;
	uint64_t due[POLLS_MAX], begin = clock_now();
	uint64_t end = begin + deed_time(d, "for", 30 * SECOND);
	struct link l;
	bool good = true;

	if (host == NO_HOST || !visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	memset(due, 0xff, sizeof(due)); /* never */
	for (size_t i = 0; i < npolls; i++)
		due[i] = polls[i].from == host && polls[i].to == d->to ? begin : UINT64_MAX;
	while (good) {
		size_t first = 0;

		for (size_t i = 1; i < npolls; i++)
			if (due[i] < due[first])
				first = i;
		if (due[first] >= end || !clock_sleep_until(due[first]))
			break;
		good = link_do(&l, polls[first].unit, polls[first].function, polls[first].addr,
			       polls[first].count, NULL);
		due[first] += polls[first].period_ms * MS;
	}
	say(&d->visit, "%s polled as %s does", hosts[d->to].name, like);
	link_close(&l);
	return good ? DONE : FAILED;
}

/* A connection for each thing, as malware that was seen in the field does: read, then write. */
static int campaign(struct deed *d)
{
	const struct scenario_param *values = scenario_with(d->step, "values");
	uint16_t regs[SCENARIO_LIST] = { 0 };
	int n = 0, first = (int)deed_number(d, "first", 0);
	struct link l;
	bool good;

	for (size_t i = 0; values && i < values->values.n && i < SCENARIO_LIST; i++, n++) {
		long number;

		if (!number_parse(values->values.s[i], "values", 0, UINT16_MAX, &number))
			return FAILED;
		regs[i] = (uint16_t)number;
	}
	for (int pass = 0; pass < 3; pass++) {
		static const int functions[] = { 3, 6, 16 };

		if (!visit_open(&d->visit, &l, QUICK_MS))
			return FAILED;
		good = link_do(&l, 1, functions[pass], first, pass == 1 ? 1 : n,
			       pass == 0 ? NULL : regs);
		say(&d->visit, "%s, function %d, %d registers from %d: %s", hosts[d->to].name,
		    functions[pass], pass == 1 ? 1 : n, first, good ? "done" : "refused");
		link_close(&l);
		if (!good || !clock_sleep_ms(400))
			return FAILED;
	}
	return DONE;
}

/* "Force listen only", and after a while the restart that ends it. */
static int silence(struct deed *d)
{
	static const struct step off[] = { { "force listen only: never answered", 1,
					     "08 0004 0000" } };
	static const struct step on[] = { { "restart communications: ends it", 1,
					    "08 0001 0000" } };
	struct link l;
	bool good;

	if (!visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	good = steps_run(&d->visit, &l, off, 1);
	link_close(&l);
	if (!good || !clock_sleep_until(clock_now() + deed_time(d, "for", 20 * SECOND)) ||
	    !visit_open(&d->visit, &l, QUICK_MS))
		return FAILED;
	good = steps_run(&d->visit, &l, on, 1);
	link_close(&l);
	return good ? DONE : FAILED;
}

/* What happens inside of a host, and on no wire. */
static int trouble(struct deed *d)
{
	const char *name = scenario_word(d->step, "name");
	const struct trouble *t = name ? trouble_find(name) : NULL;

	if (!t) {
		complain("the plant has no trouble '%s'", name ? name : "");
		return FAILED;
	}
	say(&d->visit, "%s", t->text);
	return running_trouble(d->running, name) ? DONE : FAILED;
}

/* clang-format off */
const struct plant_action plant_actions[] = {
	{ "set", set, NEEDS_FROM | NEEDS_TO, "variable! value!", "writes one variable, on a connection of its own" },
	{ "drift", drift, NEEDS_FROM | NEEDS_TO, "variable! value! step every",
		"writes a variable again and again, a step nearer to `value` each time" },
	{ "flap", flap, NEEDS_FROM | NEEDS_TO, "variable! times every", "writes a coil off and on in turn" },
	{ "watch", watch, NEEDS_FROM | NEEDS_TO, "variable! every for", "reads a variable now and then" },
	{ "poll", poll_like, NEEDS_FROM | NEEDS_TO, "like! for", "polls as the host `like` does" },
	{ "campaign", campaign, NEEDS_FROM | NEEDS_TO, "values! first",
		"reads registers, writes one, writes all, each on a connection of its own" },
	{ "silence", silence, NEEDS_FROM | NEEDS_TO, "for", "forces a PLC to listen only, and ends it" },
	{ "attack", errand, NEEDS_FROM | NEEDS_TO, "name!", "one of the attacks of kagami-plant list scenarios" },
	{ "work", errand, NEEDS_FROM | NEEDS_TO, "name!", "one of the works of kagami-plant list scenarios" },
	{ "trouble", trouble, 0, "name!", "one of kagami-plant list troubles begins, inside of a host" },
	{ "arp-scan", action_arp_scan, NEEDS_FROM | NEEDS_NETWORK, "first last every",
		"asks for each address of the plant's network from .first to .last" },
	{ "connect", action_connect, NEEDS_FROM | NEEDS_TO, "ports! every", "tries to connect to TCP ports" },
	{ "remote-desktop", action_remote_desktop, NEEDS_FROM | NEEDS_TO | NEEDS_NETWORK, "for",
		"a VNC session, with a server that it starts on `to`" },
	{ "dns-tunnel", action_dns_tunnel, NEEDS_FROM | NEEDS_TO | NEEDS_NETWORK, "queries every",
		"data in the names of DNS queries, to a server that it starts on `to`" },
	{ "middle", action_middle, NEEDS_FROM | NEEDS_TO | NEEDS_NETWORK, "client! variable value freeze for!",
		"comes between `client` and `to` by ARP, and changes what the one says to the other" },
	{ "goose", action_goose, NEEDS_FROM | NEEDS_NETWORK, "block! entry! value! ahead lives for!",
		"listens to a GOOSE control block, then publishes it too, with another value in an entry and stNum so far `ahead`" },
};
/* clang-format on */
const size_t nplant_actions = COUNT_OF(plant_actions);
