#ifndef SENSOR_SUMMARY_TEXT_H
#define SENSOR_SUMMARY_TEXT_H
/*
 * The sections of the summary for people, and what they are written with.
 */
#include "common/json.h"
#include "sensor/summary.h"

/* A number in so many columns, a space before it at least. */
void summary_number(FILE *f, int columns, uint64_t n);
/* The last line of a table that leaves out n rows; nothing when n is 0. */
void summary_more(FILE *f, uint64_t n);

void summary_convs(FILE *f, struct observe *o, unsigned rows);
void summary_assets(FILE *f, struct observe *o, unsigned rows);
void summary_alerts(FILE *f, struct detect *d, unsigned rows);
void summary_delivery(FILE *f, const struct summary_delivery *s);
void summary_problems(FILE *f, struct observe *o, const struct summary_capture *c, unsigned rows);

/* The members "alerts" and "delivery" of the summary in JSON. */
void summary_alerts_json(struct json *j, struct detect *d);
void summary_delivery_json(struct json *j, const struct summary_delivery *s);

#endif
