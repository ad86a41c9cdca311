#ifndef COLLECTOR_EXERCISE_INSIDE_H
#define COLLECTOR_EXERCISE_INSIDE_H
/* What the parts of scoring share: exercise_match.c which incident is which, exercise_goal.c the
 * kinds of goals, exercise_score.c the whole. */
#include "collector/exercise.h"
#include "common/format.h"

/* Fills findings, incidents and unexpected. False: no memory. */
bool exercise_match(const struct exercise_case *c, struct exercise_score *s);

/* Judges a goal whose scenario and goal are set. */
void exercise_judge(const struct exercise_case *c, const struct exercise_score *s,
		    struct exercise_goal *g);

/* The sentence of that id; then what stands in it. */
void said_set(struct exercise_said *s, const char *id);
void said_with(struct exercise_said *s, const char *name, const char *value);
/* A name that has a text of its own: "exercise.WHAT.VALUE". */
void said_name(struct exercise_said *s, const char *name, const char *what, const char *value);
void said_time(struct exercise_said *s, const char *name, uint64_t ns); /* "0:15:00" */
void said_words(struct exercise_said *s, const char *name, const struct scenario_words *w);

/* Is the technique that was seen the one that was expected, or a part of it? */
bool exercise_same_technique(const char *expected, const char *seen);

#endif
