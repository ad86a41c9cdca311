/*
 * state: what the dashboard knows: of the process (from the plant's status file), of the sensor
 * (from its metrics), of incidents (from the collector), and of what can be tried (scenarios).
 */
#ifndef PCAPS_WORKSHOP_STATE_H
#define PCAPS_WORKSHOP_STATE_H

#include <time.h>

#include "pcaps/workshop/service.h"

enum {
	STATE_VARIABLES = 256,
	STATE_INCIDENTS = 200,
	STATE_TRIES = 64,
	STATE_NAME = 40,
};

enum variable_kind { KIND_COIL, KIND_DISCRETE, KIND_INPUT, KIND_HOLDING, KIND_STATE };

struct state_variable {
	char name[STATE_NAME];
	char unit[16];
	enum variable_kind kind;
	double value, low, high;
	bool out;   /* of its usual limits */
	bool alarm; /* a discrete input that says that something is wrong, and does so now */
};

struct state_plant {
	bool there; /* its file could be read, and is not old */
	char title[80];
	double elapsed; /* s */
	char troubles[WORKSHOP_LINE];
	struct state_variable variables[STATE_VARIABLES];
	size_t n;
};

struct state_sensor {
	bool there;
	double frames, dropped, messages, alerts, worst; /* worst: alerts of high and critical */
	double waiting, acknowledged; /* events: in the spool, at the collector */
	bool up;		      /* the link to the collector */
};

struct state_incident {
	char id[64], status[16], severity[12], title[160], source[64], target[64];
	char first[40], last[40]; /* as the record has them, UTC */
	unsigned alerts, revision;
	unsigned level; /* 0 info to 4 critical */
};

/* A scenario that can be tried, or a capture that can be played. */
struct state_try {
	char name[STATE_NAME];
	char title[120];
	unsigned level;
	bool tried;
};

struct state {
	struct state_plant plant;
	struct state_sensor sensor;
	struct state_incident incidents[STATE_INCIDENTS]; /* the newest first */
	size_t nincidents;
	struct state_try tries[STATE_TRIES]; /* the easiest first */
	size_t ntries, next_try;
	char problem[WORKSHOP_LINE]; /* what does not work; "" when all does */
	time_t began;
};

/* state_plant.c: reads what the plant says of itself. */
void state_read_plant(struct state_plant *p, const struct workshop *w);
/* The same of a text. False: it is none that we understand. */
bool state_parse_plant(struct state_plant *p, const char *json, size_t n);

/* state_sensor.c: asks the sensor for its metrics. */
void state_read_sensor(struct state_sensor *s, const struct workshop *w);
/* The same of the page. */
void state_parse_sensor(struct state_sensor *s, const char *page);

/* state_incidents.c: lines of JSON as `incidents list --json` prints them. */
void state_parse_incidents(struct state *s, const char *lines, size_t n);

/* state_tries.c */
void state_find_tries(struct state *s, const struct workshop *w);
/* Reads FOLDER/tried: when something was tried just now, what comes after it is next. */
void state_note_tried(struct state *s, const struct workshop *w);
/* The command that tries it, as one would type it in another terminal. */
void state_try_command(const struct state_try *t, const struct workshop *w, char *out, size_t room);

#endif
