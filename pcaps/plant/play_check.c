/* What the plant suffers from a scenario, compared with what its file says. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "pcaps/plant/play.h"

#define LOOK_NS 100000000 /* of the machine's clock, between two looks */

struct sight {
	uint64_t since;	  /* it is so since then, without a break; 0: it is not */
	uint64_t reached; /* 0: not yet */
	double last;
};

static bool so(const struct scenario_effect *e, double value)
{
	switch (e->relation) {
	case SCENARIO_ABOVE:
		return value > e->value;
	case SCENARIO_BELOW:
		return value < e->value;
	case SCENARIO_EQUALS:
		return fabs(value - e->value) < 1e-6 + fabs(e->value) * 1e-6;
	}
	return false;
}

static void look(const struct running *r, const struct scenario_effect *e, struct sight *s,
		 uint64_t now)
{
	if (s->reached || !running_value(r, e->variable, &s->last))
		return;
	if (!so(e, s->last))
		s->since = 0;
	else if (!s->since)
		s->since = now;
	if (s->since && now - s->since >= e->lasts)
		s->reached = now;
}

static bool tell(const struct scenario *s, const struct scenario_effect *e,
		 const struct sight *sight, uint64_t start)
{
	static const char *const relations[] = { "above", "below", "equal to" };
	uint64_t within = e->within ? e->within : s->duration;
	bool good = sight->reached && sight->reached - start <= within;

	printf("- process: %s %s %g%s: ", e->variable, relations[e->relation], e->value,
	       e->lasts ? ", lasting" : "");
	if (sight->reached)
		printf("after %.1f s%s\n", (double)(sight->reached - start) / 1e9,
		       good ? "" : ", which is too late");
	else
		printf("never; it is %g\n", sight->last);
	return good;
}

bool play_check(struct running *r, const struct scenario *s, uint64_t start)
{
	struct sight sights[SCENARIO_STEPS] = { 0 };
	const struct timespec wait = { .tv_nsec = LOOK_NS };
	size_t reached = 0;
	bool good = true;

	while (reached < s->nprocess && clock_now() - start < s->duration && !stop_asked()) {
		if (!running_read(r))
			return false;
		reached = 0;
		for (size_t i = 0; i < s->nprocess; i++) {
			look(r, &s->process[i], &sights[i], clock_now());
			reached += sights[i].reached != 0;
		}
		nanosleep(&wait, NULL);
	}
	for (size_t i = 0; i < s->nprocess; i++)
		good &= tell(s, &s->process[i], &sights[i], start);
	return good;
}
