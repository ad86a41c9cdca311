#include "sensor/commands.h"

#include <stdio.h>

#include "common/conf.h"
#include "common/log.h"
#include "sensor/options.h"
#include "sensor/run_deliver.h"
#include "sensor/summary_format.h"

/* Which file: the argument, --config, or the one that live reads. */
static const char *which(const struct sensor_options *s, char **files)
{
	if (s->config != NULL)
		return s->config;
	return files[0] != NULL ? files[0] : sensor_program.path;
}

/* Where events would go, and what that takes on disk. */
static void say_delivery(const struct sensor_options *s, struct run_delivery *found)
{
	static const char *const sent[] = { "no operations", "writes", "changes",
					    "all operations" };
	struct text size = format_bytes(s->spool_size);

	printf("delivery: as %s to", found->name);
	for (size_t i = 0; i < s->collector.n; i++)
		printf("%s %s", i > 0 ? "," : "", s->collector.items[i]);
	printf("; %s are sent; spool %s, up to %s on disk\n", sent[s->send], found->spool, size.s);
	curve_key_forget(&found->key);
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
	struct run_delivery found;
	bool good = o.errors == 0 && (read.collector.n == 0 || run_delivery_find(&found, &read));

	if (good) {
		printf("%s: configuration OK\n", path);
		options_print_cost(stdout, costs, sensor_costs(&read, costs));
		if (read.collector.n > 0)
			say_delivery(&read, &found);
	}
	options_fini(&o);
	return good ? EXIT_DONE : EXIT_USAGE;
}
