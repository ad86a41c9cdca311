#include "sensor/tempo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_S  UINT64_C(1000000000)
#define SLICE	  (NS_PER_S / 10) /* a signal that came just before sleeping is seen after it */
#define TIME_MOST ((uint64_t)INT64_MAX)

static uint64_t clock_of(clockid_t id)
{
	struct timespec t = { 0 };

	(void)clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

uint64_t tempo_clock(void)
{
	return clock_of(CLOCK_MONOTONIC);
}

bool tempo_speed(const char *text, double *speed, char *why)
{
	size_t digits = strspn(text, "0123456789.");
	char *end = NULL;

	if (strcmp(text, "max") == 0) {
		*speed = 0;
		return true;
	}
	/* No sign, no exponent, no hexadecimal: strtod() knows more than is meant here. */
	*speed = strtod(text, &end);
	if (digits > 0 && end == text + digits && (*end == '\0' || strcmp(end, "x") == 0) &&
	    *speed >= 0.001 && *speed <= 1e6)
		return true;
	if (why != NULL)
		(void)snprintf(why, TEMPO_WHY,
			       "'%.40s' is no speed: 1x is as it was captured, 10x ten times as "
			       "fast (from 0.001x to 1000000x), max as fast as it goes",
			       text);
	return false;
}

/* A clock that was set back while capturing may lead to before 1970, which no time can say. */
static uint64_t moved(const struct tempo *p, uint64_t at)
{
	if (at < p->from && p->from - at > p->base)
		return 0;
	at = at - p->from + p->base;
	return at < TIME_MOST ? at : TIME_MOST;
}

bool tempo_ahead(const struct tempo *p)
{
	return p->to_now && (p->speed <= 0 || p->speed > 1);
}

/* Played at the present moment; at its end no time is later than when it is played. */
static uint64_t present(const struct tempo *p)
{
	uint64_t now = clock_of(CLOCK_REALTIME), back = 0;

	if (tempo_ahead(p))
		back = p->span - (p->speed <= 0 ? 0 : (uint64_t)((double)p->span / p->speed));
	return back < now ? now - back : 0;
}

uint64_t tempo_time(struct tempo *p, uint64_t at)
{
	if (!p->begun) {
		p->begun = true;
		p->began = tempo_clock();
		p->from = at;
		p->base = p->to_now ? present(p) : at;
		p->start = p->last = p->base;
	} else if (p->anew) {
		p->from = at;
		p->base = p->last + TEMPO_BETWEEN;
	}
	p->anew = false;
	at = moved(p, at);
	if (at > p->last)
		p->last = at;
	return at;
}

void tempo_again(struct tempo *p)
{
	p->anew = p->begun;
}

/* When a frame is due, on the monotonic clock. */
static uint64_t due(const struct tempo *p, uint64_t time)
{
	double wait;

	if (p->speed <= 0 || time <= p->start)
		return p->began;
	wait = (double)(time - p->start) / p->speed;
	return wait < 9e18 ? p->began + (uint64_t)wait : UINT64_MAX;
}

bool tempo_wait(struct tempo *p, uint64_t time, uint64_t until, const volatile sig_atomic_t *stop)
{
	uint64_t at = due(p, time);
	uint64_t now = tempo_clock();

	while (now < at && now < until && (stop == NULL || !*stop)) {
		uint64_t next = at < until ? at : until;
		struct timespec t;

		if (next - now > SLICE)
			next = now + SLICE;
		t = (struct timespec){ .tv_sec = (time_t)(next / NS_PER_S),
				       .tv_nsec = (long)(next % NS_PER_S) };
		(void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
		now = tempo_clock();
	}
	if (now < at)
		return false;
	if (p->speed > 0 && now - at > p->late)
		p->late = now - at;
	return true;
}
