#ifndef COMMON_NEAREST_H
#define COMMON_NEAREST_H
/*
 * "Did you mean ...?": the name nearest to what somebody typed.
 *
 * Distance is Damerau-Levenshtein's (insert, delete, replace, swap two neighbours), without regard
 * to case; a name that begins with the text, or holds it, also counts as near.
 */
#include <stddef.h>

struct nearest {
	const char *text; /* what was typed; borrowed */
	const char *name; /* the nearest name so far that is near enough, or NULL; borrowed */
	size_t distance;  /* its distance */
};

/* Starts a search for the name nearest to `text`. */
struct nearest nearest_to(const char *text);
/* Offers a name; names of the same distance: the first offered is kept. NULL is ignored. */
void nearest_offer(struct nearest *n, const char *name);

#endif
