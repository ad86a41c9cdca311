#include "pcaps/plant/plant.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stopping;

struct plant *plant_new(void)
{
	void *memory = mmap(NULL, sizeof(struct plant), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED) {
		complain("no memory for the plant: %s", strerror(errno));
		return NULL;
	}
	return memory;
}

void plant_step(struct plant *plant, struct process *process)
{
	for (size_t i = 0; i < nvariables; i++)
		if (variable_commanded(&variables[i]) || variables[i].received)
			process->v[i] = atomic_load(&plant->value[i]);
	process_step(process);
	for (size_t i = 0; i < nvariables; i++)
		if (!variable_commanded(&variables[i]) && !variables[i].received)
			atomic_store(&plant->value[i], process->v[i]);
}

const char *plant_address(const struct reach *reach, int host)
{
	if (!reach->netns)
		return hosts[host].loopback;
	return reach->ipv6 ? hosts[host].ip6 : hosts[host].ip;
}

void tally_add(struct tally *to, const struct tally *from)
{
	for (int i = 0; i < 256; i++) {
		to->sent[i] += from->sent[i];
		to->answered[i] += from->answered[i];
		to->refused[i] += from->refused[i];
	}
}

void tally_print(FILE *out, const char *who, const struct tally *tally)
{
	for (int i = 0; i < 256; i++)
		if (tally->sent[i])
			fprintf(out, "| %s | %d | %u | %u | %u |\n", who, i, tally->sent[i],
				tally->answered[i], tally->refused[i]);
}

static void stop_signal(int number)
{
	(void)number;
	stopping = 1;
}

void stop_catch(void)
{
	struct sigaction action = { .sa_handler = stop_signal };

	/* no SA_RESTART: a sleeping or waiting process wakes up */
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool stop_asked(void)
{
	return stopping;
}

static uint64_t pace_from;
static unsigned pace = 1;

void clock_set(uint64_t from, unsigned times)
{
	pace_from = from;
	pace = times;
}

uint64_t clock_from(void)
{
	return pace_from;
}

unsigned clock_pace(void)
{
	return pace;
}

uint64_t clock_now(void)
{
	return pace_from + (clock_monotonic() - pace_from) * pace;
}

uint64_t clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool clock_sleep_until(uint64_t at)
{
	if (at > pace_from)
		at = pace_from + (at - pace_from) / pace;

	struct timespec until = { .tv_sec = (time_t)(at / 1000000000u),
				  .tv_nsec = (long)(at % 1000000000u) };

	while (!stopping && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
	return !stopping;
}

bool clock_sleep_ms(unsigned ms)
{
	return clock_sleep_until(clock_now() + ms * UINT64_C(1000000));
}

void complain(const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* one write: several hosts may complain at once */
	dprintf(STDERR_FILENO, "kagami-plant: %s\n", text);
}

bool number_parse(const char *text, const char *what, long low, long high, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(text, &end, 10);
	if (errno || end == text || *end || *out < low || *out > high) {
		complain("%s: '%s' is not a number from %ld to %ld", what, text, low, high);
		return false;
	}
	return true;
}
