#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/run.h"
#include "sensor/summary_format.h"

/* A folder that is not there would be made: an empty spool, and the wrong one. */
static bool is_there(const char *spool)
{
	DIR *folder = opendir(spool);

	if (folder != NULL) {
		(void)closedir(folder);
		return true;
	}
	log_error("%s: there is no spool: %s", spool, strerror(errno));
	return false;
}

/* Waits until the spool is empty, or nothing goes on. */
static bool deliver_all(struct run_deliver *d)
{
	struct deliver_stats s;
	uint64_t left;

	deliver_stats(d->deliver, &s);
	if (s.spool.events == 0) {
		log_info("the spool %s has no events", d->found.spool);
		return true;
	}
	left = deliver_finish(d->deliver, d->options->linger);
	deliver_stats(d->deliver, &s);
	if (s.spool.acked > 0)
		log_info("%s delivered to %s", format_many(s.spool.acked, "event").s,
			 s.link.collector);
	if (left > 0)
		run_deliver_say_left(d, left, s.link.collector);
	return left == 0;
}

int cmd_send(const struct sensor_options *s, char **files)
{
	struct sensor_options all = *s;
	struct run_deliver d;
	int code;

	(void)files;
	/* The configuration's is for sensors that go on making events. */
	all.spool_age = 0;
	code = run_deliver_prepare(&d, &all);
	if (code == EXIT_DONE && !is_there(d.found.spool))
		code = EXIT_FAILED;
	if (code == EXIT_DONE) {
		run_stopped = 0;
		run_catch_stop();
		code = run_deliver_open(&d, 0, false) && deliver_all(&d) ? EXIT_DONE : EXIT_FAILED;
	}
	run_deliver_free(&d);
	return code;
}
