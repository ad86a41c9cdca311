#include "sensor/commands.h"

#include <stdio.h>

#include "common/conf.h"
#include "common/log.h"
#include "sensor/options.h"

/* Which file: the argument, --config, or the one that live reads. */
static const char *which(const struct sensor_options *s, char **files)
{
	if (s->config != NULL)
		return s->config;
	return files[0] != NULL ? files[0] : sensor_program.path;
}

int cmd_check(const struct sensor_options *s, char **files)
{
	struct sensor_options read = { NULL };
	struct options o;
	struct cost costs[SENSOR_COSTS];
	const char *path = which(s, files);

	if (s->config != NULL && files[0] != NULL) {
		log_error("both --config %s and %s given; one file is checked", s->config,
			  files[0]);
		return EXIT_USAGE;
	}
	options_init(&o, &sensor_program, option_command(&sensor_program, "check"), &read);
	conf_read(&o, path);
	sensor_options_complete(&o, &read);
	options_complete(&o);
	if (o.errors == 0) {
		printf("%s: configuration OK\n", path);
		options_print_cost(stdout, costs, sensor_costs(&read, costs));
	}
	options_fini(&o);
	return o.errors == 0 ? EXIT_DONE : EXIT_USAGE;
}
