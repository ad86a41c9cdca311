#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/learned.h"
#include "sensor/options.h"

/* What must be named, and what excludes each other. */
static bool right(const struct sensor_options *s, char **files)
{
	if (s->interface.n > 0 && files[0] != NULL)
		log_error("learn from captures or from interfaces, not from both at once");
	else if (s->interface.n == 0 && files[0] == NULL)
		log_error("nothing to learn from: name captures, or an interface with -i");
	else if (s->rules.n == 0)
		log_error("--rules is missing: what is learned is what rules need");
	else if (s->interface.n == 0 && s->duration != 0)
		log_error("--for belongs to --interface: captures are read to their end");
	else if (!s->review && s->output == NULL)
		log_error(
			"--output is missing: the file for the baseline, or - for standard output");
	else
		return true;
	return false;
}

int cmd_learn(const struct sensor_options *s, char **files)
{
	struct sensor_options o = *s;

	if (!right(s, files) || !learned_possible(s))
		return EXIT_USAGE;
	o.learning = true;
	return files[0] != NULL ? cmd_read(&o, files) : cmd_live(&o, files);
}
