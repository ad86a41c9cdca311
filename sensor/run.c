#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "sensor/report.h"
#include "sensor/run.h"

volatile sig_atomic_t run_stopped;
int run_write_error;

static void stop(int number)
{
	(void)number;
	run_stopped = 1;
}

static void catch_signals(void)
{
	/* No SA_RESTART: a read from a pipe must come back. SIGPIPE: `| head` ends us as it should.
	 */
	struct sigaction action = { .sa_handler = stop };

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
}

static bool make_report(struct run *r, bool wait)
{
	const struct sensor_options *o = r->options;
	struct report_options ro = { .out = stdout,
				     .json = o->json,
				     .wait = wait,
				     .protocols = o->protocol.items,
				     .n = o->protocol.n };

	if (o->summary)
		return true;
	r->report = report_new(&ro);
	if (r->report == NULL)
		log_warn("cannot begin the report");
	return r->report != NULL;
}

bool run_init(struct run *r, const struct sensor_options *options, bool wait)
{
	struct cost costs[SENSOR_COSTS];

	*r = (struct run){ .options = options };
	run_stopped = 0;
	run_write_error = 0;
	catch_signals();
	r->pl = malloc(sizeof(*r->pl));
	if (r->pl == NULL || !make_report(r, wait)) {
		run_free(r);
		return false;
	}
	if (pipeline_init(r->pl, options, r->report) != 0) {
		log_warn("no memory for the limits that are set; see `kagami-sensor check`");
		free(r->pl);
		r->pl = NULL;
		run_free(r);
		return false;
	}
	if (!options->quiet)
		options_print_cost(stderr, costs, sensor_costs(options, costs));
	return true;
}

/* errno was 0 before the writing that was good or not. */
static bool written(bool good)
{
	if (!good && run_write_error == 0)
		run_write_error = errno;
	return good;
}

bool run_flush(struct run *r)
{
	errno = 0;
	return written(r->report == NULL || report_flush(r->report));
}

bool run_end(struct run *r, struct summary_capture *capture)
{
	bool good;

	pipeline_end(r->pl);
	capture->first = r->pl->first;
	capture->last = r->pl->now;
	good = run_flush(r);
	if (r->report != NULL && report_early(r->report) > 0)
		log_warnx("%llu requests were printed before their answer was known: too much "
			  "waited behind them",
			  (unsigned long long)report_early(r->report));
	if (r->options->json && r->options->summary)
		good = written(summary_json(stdout, &r->pl->observe, capture)) && good;
	else if (!r->options->json)
		summary_text(stdout, &r->pl->observe, capture,
			     r->options->summary ? 0 : SUMMARY_ROWS);
	return good;
}

void run_free(struct run *r)
{
	if (r->pl != NULL)
		pipeline_free(r->pl);
	free(r->pl);
	report_free(r->report);
	r->pl = NULL;
	r->report = NULL;
}
