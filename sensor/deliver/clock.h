#ifndef SENSOR_DELIVER_CLOCK_H
#define SENSOR_DELIVER_CLOCK_H
/*
 * What the kernel says of this machine's clock: whether somebody keeps it right, and what it is off
 * by at most. It is asked, never set.
 */
#include <stdbool.h>
#include <sys/timex.h>

#include "proto/kagami.pb-c.h"

/* Fills the clock, which was initialised. False: the kernel does not say. */
bool clock_read(Kagami__Clock *out);

/* The same of what adjtimex() returned and wrote; for tests. */
bool clock_of(int state, const struct timex *t, Kagami__Clock *out);

#endif
