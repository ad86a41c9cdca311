#ifndef COLLECTOR_EXERCISE_H
#define COLLECTOR_EXERCISE_H
/*
 * Exercises: what scenarios expect (common/scenario.h) against what came out and what people did
 * about it. Scoring is a pure function of what it is given: the order of incidents does not matter,
 * and the same gives the same. docs/exercise.md explains it.
 */
#include "collector/sharing.h"
#include "common/scenario.h"
#include "common/technique.h"

enum {
	EXERCISE_SCENARIOS = 32,
	EXERCISE_INCIDENTS = 1024, /* that are looked at */
	EXERCISE_NOTICES = 1024,
	EXERCISE_WITH = 3,
	EXERCISE_VALUE = 200,
	EXERCISE_SENTENCE = 1024
};

/* A sentence of the message catalogue with what stands in its {placeholders}: told in any language
 * by exercise_text(). */
struct exercise_said {
	const char *id; /* "exercise.found.acknowledged"; NULL: nothing */
	struct {
		const char *name;
		bool word; /* the value is the id of another text */
		char value[EXERCISE_VALUE];
	} with[EXERCISE_WITH];
	unsigned n;
};

/* A record that came from somebody else. */
struct exercise_notice {
	uint64_t received;
	char sender[INCIDENT_WORD]; /* a recipient's name; "": nobody we know */
	char issuer[INCIDENT_TEXT], incident[INCIDENT_ID];
	bool quarantined;
};

/* What is judged; all of it is borrowed, and must outlive the score. */
struct exercise_case {
	const struct scenario *const *scenarios;
	size_t nscenarios;
	uint64_t start, now;
	const struct incident *const *incidents; /* that reached the collector since the start */
	size_t nincidents;
	const struct exercise_notice *notices;
	size_t nnotices;
	const struct sharing *sharing; /* NULL: there is none */
};

enum exercise_state { EXERCISE_REACHED, EXERCISE_OPEN, EXERCISE_MISSED };
const char *exercise_state_name(enum exercise_state s); /* "reached", "open", "missed" */

/* An expected incident and those that are it. */
struct exercise_finding {
	const struct scenario *scenario;
	const struct scenario_incident *expected;
	const struct incident **incidents; /* the earliest first */
	size_t n;
	struct exercise_said found;
};

struct exercise_goal {
	const struct scenario *scenario;
	const struct scenario_goal *goal;
	enum exercise_state state;
	uint64_t when;			 /* it was reached; 0: it was not, or at no moment */
	const struct incident *incident; /* the one that decided; NULL: none */
	bool late;			 /* it was done, after its time */
	struct exercise_said wanted, found;
};

enum exercise_sight { SIGHT_SEEN, SIGHT_MISSED, SIGHT_UNEXPECTED, SIGHTS };
const char *exercise_sight_name(enum exercise_sight s);

struct exercise_technique {
	const char *id;
	const char *name;		   /* "" where ATT&CK has no such id */
	const struct technique *technique; /* NULL: ATT&CK has no such id */
	enum exercise_sight sight;
};

struct exercise_score {
	unsigned points, of;
	struct exercise_finding *findings; /* scenario by scenario, as they stand there */
	size_t nfindings;
	struct exercise_goal *goals; /* the same */
	size_t ngoals;
	const struct incident **unexpected; /* the earliest first */
	size_t nunexpected;
	struct exercise_technique *techniques; /* by id */
	size_t ntechniques;
	const struct incident **incidents; /* all, the earliest first */
	size_t nincidents;
};

/* NULL: no memory. */
struct exercise_score *exercise_score(const struct exercise_case *c);
void exercise_score_free(struct exercise_score *s);

/* Does an incident have what is expected? Else *why, may be NULL, says what it lacks, and how much
 * of what is asked it has is returned in *weight, which may be NULL. */
bool exercise_fits(const struct scenario *s, const struct scenario_incident *e,
		   const struct incident *i, struct exercise_said *why, unsigned *weight);

/* The sentence in that language, in English if it has none. */
void exercise_text(char out[EXERCISE_SENTENCE], const struct messages *m, const char *lang,
		   const struct exercise_said *said);
/* A text of ours without placeholders. */
const char *exercise_word(const struct messages *m, const char *lang, const char *id);
/* "+1:02:03" (hours, minutes, seconds) from `start` to `at`, "-0:00:05" before it. */
struct text exercise_clock(uint64_t start, uint64_t at);

/* The report, in that language: the caller frees *out. False: no memory. */
struct exercise_paper {
	const char *team; /* NULL: no name */
	const char *lang;
	const struct messages *messages;
	uint64_t more; /* incidents that were not looked at */
};
bool exercise_html(const struct exercise_case *c, const struct exercise_score *s,
		   const struct exercise_paper *p, char **out, size_t *n);
bool exercise_json(const struct exercise_case *c, const struct exercise_score *s,
		   const struct exercise_paper *p, char **out, size_t *n);

#endif
