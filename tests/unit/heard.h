#ifndef TESTS_UNIT_HEARD_H
#define TESTS_UNIT_HEARD_H
/*
 * What the code under test says on standard error, as a string.
 */
#include <stdio.h>
#include <stdlib.h>

struct heard {
	FILE *before;
	char *text;
	size_t len;
};

/* From here on standard error is kept. */
static inline void heard_start(struct heard *h)
{
	h->before = stderr;
	h->text = NULL;
	stderr = open_memstream(&h->text, &h->len);
}

/* Ends that; the text is the caller's to free. */
static inline char *heard_end(struct heard *h)
{
	fclose(stderr);
	stderr = h->before;
	return h->text;
}

#endif
