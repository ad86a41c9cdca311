#ifndef TESTS_UNIT_OPTION_RUN_H
#define TESTS_UNIT_OPTION_RUN_H
/*
 * The sensor's options over a command line and a configuration, for tests.
 */
#include "tests/unit/test.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/conf.h"
#include "common/log.h"
#include "sensor/options.h"
#include "tests/unit/heard.h"

/* A run of the sensor's options over a command line. */
struct run {
	struct options o;
	struct sensor_options s;
	char *line; /* copy that argv points into */
	char *argv[32];
	char *said; /* what was complained of */
};

/* Splits the line at spaces; "_" stands for an argument that is empty. `file`: the configuration's
 * text, or NULL. */
static inline void run_start(struct run *r, const char *command, const char *line, const char *file)
{
	struct heard h;
	size_t n = 0;

	memset(r, 0, sizeof(*r));
	r->line = strdup(line);
	for (char *word = strtok(r->line, " "); word != NULL; word = strtok(NULL, " ")) {
		assert_true(n + 1 < sizeof(r->argv) / sizeof(r->argv[0]));
		if (strcmp(word, "_") == 0)
			word[0] = '\0';
		r->argv[n++] = word;
	}
	log_init("k");
	log_part(command);
	heard_start(&h);
	options_init(&r->o, &sensor_program, option_command(&sensor_program, command), &r->s);
	options_args(&r->o, r->argv);
	if (file != NULL)
		conf_text(&r->o, "f", file, strlen(file));
	sensor_options_complete(&r->o, &r->s);
	options_complete(&r->o);
	r->said = heard_end(&h);
	log_level(LOG_NOTE);
}

static inline void run_end(struct run *r)
{
	options_fini(&r->o);
	free(r->line);
	free(r->said);
}

#endif
