#include <stdio.h>

#include "sensor/options.h"
#include "sensor/tempo.h"

bool sensor_speed_good(const char *text, struct option_why *why)
{
	char line[TEMPO_WHY];
	double speed;

	if (tempo_speed(text, &speed, line))
		return true;
	(void)snprintf(why->text, sizeof(why->text), "%s", line);
	return false;
}

/* Onto an interface: what is of no use then. */
static void check_sending(struct options *o, const struct sensor_options *s)
{
	if (s->interface.n > 1)
		options_error_in(o, &s->interface, "replay sends on one interface");
	if (s->rules.n > 0 && options_source(o, &s->rules) == OPTION_FLAG)
		options_error_in(o, &s->rules,
				 "with --interface frames go out, and not through detection: "
				 "'rules' is of no use");
	if (s->collector.n > 0 && options_source(o, &s->collector) == OPTION_FLAG)
		options_error_in(o, &s->collector,
				 "with --interface frames go out, and not through detection: "
				 "'collector' is of no use");
	if (s->shift_to_now)
		options_error_in(o, &s->shift_to_now,
				 "'shift-to-now' is of no use with --interface: frames that are "
				 "sent carry no time");
}

static bool faster(const char *text)
{
	double speed = 1;

	return tempo_speed(text, &speed, NULL) && (speed <= 0 || speed > 1);
}

void sensor_options_replay(struct options *o, struct sensor_options *s)
{
	/* The file names what the sensor captures on: the last place where anything is to be sent.
	 */
	if (options_source(o, &s->interface) != OPTION_FLAG)
		s->interface.n = 0;
	if (s->interface.n > 0)
		check_sending(o, s);
	else if (s->loop && s->shift_to_now && faster(s->speed))
		options_error_in(
			o, &s->shift_to_now,
			"'shift-to-now' with 'loop' needs a speed of 1x or less: times would "
			"run ahead of the clock, further each round");
	if (s->interface.n == 0 && s->force)
		options_error_in(o, &s->force, "'force' is of no use without --interface");
}
