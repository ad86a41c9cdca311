#ifndef SENSOR_LEARNED_H
#define SENSOR_LEARNED_H
/* What becomes of a baseline when learning is over: it is written, or shown beside the old one. */
#include "sensor/run_rules.h"
#include "sensor/summary.h"

/* Can the file that the options name be written? Asked before learning begins, which may take days.
 * False: no, and it has said why. */
bool learned_possible(const struct sensor_options *options);

/* The baseline says what it was learned from: every file or interface, and the time that they span
 * together. Nothing when there was no frame. */
void learned_from(const struct run_rules *r, const struct summary_capture *capture);

/* As the options say: to a file (whole, or not at all), to standard output, or as a review of what
 * it would add. False: it failed and has said why. */
bool learned_write(const struct run_rules *r, const struct sensor_options *options);

#endif
