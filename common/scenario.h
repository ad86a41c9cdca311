#ifndef COMMON_SCENARIO_H
#define COMMON_SCENARIO_H
/*
 * A scenario of the workshop, scenario.yaml: what an attacker does to a plant, what the plant
 * suffers, which incidents must come of it, and what a team gets points for. The simulator runs it,
 * the tests check it, `kagami-collector exercise` scores it. docs/scenarios.md describes the file.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/text.h"

enum {
	SCENARIO_STEPS = 256, /* of each list of a scenario at most */
	SCENARIO_LIST = 32,   /* of a list of words or texts */
	SCENARIO_POINTS = 10000
};

/* Everything that is pointed to lives as long as the scenario. Texts are UTF-8 without control
 * characters but for line feeds; words are [A-Za-z0-9._:/-]. NULL: it was not given. */

/* A text in some languages: {en: ..., ja: ...}, or one text alone, which is English. */
struct scenario_text {
	const char **langs, **texts;
	size_t n;
};

/* A list of texts in some languages: {en: [...], ja: [...]}, or one list alone. */
struct scenario_texts {
	const char **langs;
	struct scenario_items {
		const char **s;
		size_t n;
	} * items; /* by language */
	size_t n;
};

struct scenario_words {
	const char **s;
	size_t n;
};

/* A parameter of a step: a text, a number or a list of them, as it was written. */
struct scenario_param {
	const char *name;
	struct scenario_words values; /* at least one, but for an empty list */
	struct text_place place;
};

/* What `attack` does one after the other. */
struct scenario_step {
	uint64_t at;	       /* ns after the start, plant time */
	const char *from, *to; /* hosts */
	const char *action;    /* "do" */
	struct scenario_param *with;
	size_t nwith;
	struct scenario_text text; /* what happens, for the story */
	struct text_place place;
};

enum scenario_relation { SCENARIO_ABOVE, SCENARIO_BELOW, SCENARIO_EQUALS };

/* What the plant suffers. */
struct scenario_effect {
	const char *variable;
	enum scenario_relation relation; /* of the variable to `value`... */
	double value;
	uint64_t within; /* ...at some time until then, ns after the start; 0: its duration */
	uint64_t lasts;	 /* "for": ns without a break; 0: a moment is enough */
	struct text_place place;
};

enum scenario_completion { SCENARIO_ANY, SCENARIO_SUCCEEDED, SCENARIO_FAILED };

/* An incident that must come out. */
struct scenario_incident {
	const char *id;			  /* inside the scenario */
	struct scenario_words rules;	  /* at least one of these took part */
	struct scenario_words with;	  /* and all of these */
	unsigned severity;		  /* at least: 0 info to 4 critical */
	struct scenario_words techniques; /* all of these, ATT&CK for ICS */
	const char *source, *target;	  /* names of hosts or addresses; NULL: any */
	enum scenario_completion completion;
	bool optional; /* it may come out; nothing is missing without it */
	struct scenario_text text;
	struct text_place place;
};

enum scenario_goal_kind {
	GOAL_DETECTED,	   /* the incident came out */
	GOAL_ACKNOWLEDGED, /* somebody looks at it */
	GOAL_ASSIGNED,	   /* it is somebody's */
	GOAL_CLASSIFIED,   /* it was closed as what it was */
	GOAL_NOTED,	   /* a note says what matters */
	GOAL_NOTIFIED,	   /* the report of a reporting clock was sent in time */
	GOAL_SHARED,	   /* it was sent to a partner, as a report or as none */
	GOAL_CLOSED,	   /* nothing is left to do */
	GOAL_RECEIVED,	   /* a partner's notification was taken in */
	GOAL_QUIET,	   /* no incident came out that was not expected */
	GOAL_KINDS
};

enum scenario_class { CLASS_TRUE_POSITIVE, CLASS_FALSE_POSITIVE, CLASS_DUPLICATE };

/* What points are given for. Which members a kind has says docs/scenarios.md. */
struct scenario_goal {
	enum scenario_goal_kind kind;
	const struct scenario_incident *incident; /* NULL: of none (received, quiet) */
	unsigned points;
	uint64_t within;	   /* ns; 0: at any time */
	enum scenario_class class; /* "as" */
	struct scenario_words any; /* one of these stands in a note, in any case of letters */
	const char *report;	   /* a stage ("early-warning") or a regime of sharing.yaml */
	const char *to, *from;	   /* a recipient, a partner */
	struct scenario_text text;
	struct text_place place;
};

/* Under which addresses a host appears in the network. */
struct scenario_host {
	const char *name;
	struct scenario_words addresses; /* IPv4, IPv6, MAC */
};

struct scenario {
	const char *name;
	const char *file; /* as it was given */
	struct scenario_text title;
	unsigned level; /* 1 look, 2 act, 3 campaign */
	const char *plant;
	uint64_t duration; /* ns of plant time */
	struct scenario_texts goals, hints;
	struct scenario_text loopback; /* what it cannot do without a network of its own */
	struct scenario_host *hosts;
	size_t nhosts;
	struct scenario_step *attack;
	size_t nattack;
	struct scenario_effect *process;
	size_t nprocess;
	struct scenario_incident *expect;
	size_t nexpect;
	struct scenario_goal *score;
	size_t nscore;
};

/* The file, or its text. NULL: all that is wrong was said on standard error, as
 * file:line:column: message. */
struct scenario *scenario_read(const char *path);
struct scenario *scenario_parse(const char *name, const char *text, size_t n);
void scenario_free(struct scenario *s);

/* The text in that language, in English if it has none, in its first if there is none in English
 * either; NULL: there is no text. */
const char *scenario_say(const struct scenario_text *t, const char *lang);
/* The same of a list; *n is how many. */
const char *const *scenario_items(const struct scenario_texts *t, const char *lang, size_t *n);

/* The host of that name among `hosts`, or NULL. */
const struct scenario_host *scenario_host(const struct scenario *s, const char *name);

/* A step's parameter, or NULL. */
const struct scenario_param *scenario_with(const struct scenario_step *step, const char *name);
/* Its one value: as it was written, NULL if it has none or is a list of several... */
const char *scenario_word(const struct scenario_step *step, const char *name);
/* ...or as a number; false: it is none. */
bool scenario_number(const struct scenario_step *step, const char *name, double *value);
/* ...or as ns; false: it is no time such as 5s. */
bool scenario_time(const struct scenario_step *step, const char *name, uint64_t *ns);

const char *scenario_goal_name(enum scenario_goal_kind k);	  /* "detected" */
const char *scenario_class_name(enum scenario_class c);		  /* "true-positive" */
const char *scenario_severity_name(unsigned severity);		  /* "high" */
const char *scenario_completion_name(enum scenario_completion c); /* "succeeded", "" */

#endif
