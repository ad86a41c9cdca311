#ifndef TESTS_UNIT_PLANT_KIT_H
#define TESTS_UNIT_PLANT_KIT_H
/*
 * The simulator's tables and model, which are no part of the library, so they are included; for one
 * source file of a test. The clock is the test's.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#include "pcaps/plant/goose_table.c" /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/hosts.c"	     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/model.c"	     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/model_goose.c" /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/model_value.c" /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/polls.c"	     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/process.c"     /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/troubles.c"    /* NOLINT(bugprone-suspicious-include) */
#include "pcaps/plant/variables.c"   /* NOLINT(bugprone-suspicious-include) */

static uint64_t test_now;

uint64_t clock_now(void)
{
	return test_now;
}

/* Reads a plant's file; tests run in the project's folder. */
static inline bool plant_file(const char *path)
{
	static char text[1 << 18];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		return false;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	return model_parse(path, text, n);
}

static inline bool plant_read(void)
{
	return plant_file("pcaps/plants/waterworks.yaml");
}

static inline void no_error(void *context, size_t equation, int at, const char *text)
{
	(void)context;
	fprintf(stderr, "equation %zu, byte %d: %s\n", equation, at, text);
}

static inline size_t index_of(const char *name)
{
	int i = variable_find(name);

	if (i < 0) {
		fprintf(stderr, "no variable %s\n", name);
		abort();
	}
	return (size_t)i;
}

#endif
