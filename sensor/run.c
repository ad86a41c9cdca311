#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/learned.h"
#include "sensor/report.h"
#include "sensor/run.h"

volatile sig_atomic_t run_stopped;
volatile sig_atomic_t run_hung_up;
int run_write_error;

static void stop(int number)
{
	(void)number;
	run_stopped = 1;
}

void run_catch_stop(void)
{
	/* No SA_RESTART: a read from a pipe must come back. SIGPIPE: `| head` ends us as it should.
	 */
	struct sigaction action = { .sa_handler = stop };

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
}

static void hang_up(int number)
{
	(void)number;
	run_hung_up = 1;
}

void run_catch_hangup(void)
{
	struct sigaction action = { .sa_handler = hang_up };

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGHUP, &action, NULL);
}

/* Are operations, are alerts to be printed? */
static bool shows(const struct sensor_options *o, enum sensor_show what)
{
	unsigned show = o->show;

	if (o->summary || o->learning)
		return false;
	if (show == SHOW_AUTO)
		show = o->rules.n > 0 ? SHOW_ALERTS : SHOW_OPERATIONS;
	return show == SHOW_BOTH || show == what;
}

static bool make_report(struct run *r, bool wait)
{
	const struct sensor_options *o = r->options;
	struct report_options ro = { .out = stdout,
				     .json = o->json,
				     .wait = wait,
				     .protocols = o->protocol.items,
				     .n = o->protocol.n };

	if (!shows(o, SHOW_OPERATIONS))
		return true;
	r->report = report_new(&ro);
	if (r->report == NULL)
		log_warn("cannot begin the report");
	return r->report != NULL;
}

/* Alerts go nowhere when only what is learned or summed up is wanted. */
static void tell_nobody(void *ctx, const struct alert *alert)
{
	(void)ctx;
	(void)alert;
}

static int make_rules(struct run *r)
{
	const struct sensor_options *o = r->options;
	struct alert_sink sink = { NULL, tell_nobody };

	if (o->rules.n == 0)
		return EXIT_DONE;
	if (shows(o, SHOW_ALERTS)) {
		r->printer = calloc(1, sizeof(*r->printer));
		if (r->printer == NULL)
			fatal("alerts");
		r->printer->out = stdout;
		r->printer->json = o->json;
		r->printer->day = UINT64_MAX;
		r->printer->color = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
		sink = (struct alert_sink){ r->printer, alert_print };
	}
	if (o->collector.n > 0 && !o->learning) {
		r->deliver.next = sink;
		sink = (struct alert_sink){ &r->deliver, run_deliver_tell };
	}
	int code = run_rules_init(&r->rules, o, sink, o->learning);

	if (code == EXIT_DONE && r->printer != NULL && o->json &&
	    !alert_printer_ready(r->printer, detect_set(r->rules.detect)))
		fatal("alerts");
	return code;
}

static bool make_pipeline(struct run *r)
{
	r->pl = malloc(sizeof(*r->pl));
	if (r->pl == NULL || pipeline_init(r->pl, r->options, r->report) != 0) {
		log_warn("no memory for the limits that are set; see `kagami-sensor check`");
		free(r->pl);
		r->pl = NULL;
		return false;
	}
	if (r->rules.detect != NULL)
		pipeline_detect(r->pl, r->rules.detect);
	return true;
}

int run_init(struct run *r, const struct sensor_options *options, bool wait)
{
	struct cost costs[SENSOR_COSTS];
	int code;

	*r = (struct run){ .options = options };
	run_stopped = 0;
	run_write_error = 0;
	run_catch_stop();
	code = run_deliver_prepare(&r->deliver, options);
	if (code == EXIT_DONE)
		code = make_rules(r);
	if (code == EXIT_DONE && (!make_report(r, wait) || !make_pipeline(r)))
		code = EXIT_FAILED;
	if (code != EXIT_DONE)
		run_free(r);
	else if (!options->quiet)
		options_print_cost(stderr, costs, sensor_costs(options, costs));
	return code;
}

void run_renew(struct run *r)
{
	bool told = run_hung_up != 0;

	if (r->rules.detect == NULL)
		return;
	run_hung_up = 0;
	if (!told && (!r->options->reload || !run_rules_changed(&r->rules)))
		return;
	const struct ruleset *before = detect_set(r->rules.detect);

	run_rules_reload(&r->rules);
	if (detect_set(r->rules.detect) != before)
		run_deliver_rules(&r->deliver, detect_set(r->rules.detect));
}

int run_deliver_begin(struct run *r, struct run_deliver_start *start)
{
	start->pl = r->pl;
	start->set = r->rules.detect != NULL ? detect_set(r->rules.detect) : NULL;
	return run_deliver_start(&r->deliver, start);
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
	if (r->report != NULL)
		return written(report_flush(r->report));
	return written(fflush(stdout) == 0 && ferror(stdout) == 0);
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
	capture->detect = r->rules.detect;
	good = run_deliver_end(&r->deliver, capture) && good;
	if (r->options->learning) {
		learned_from(&r->rules, capture);
		return learned_write(&r->rules, r->options) && good;
	}
	if (r->options->json && r->options->summary)
		good = written(summary_json(stdout, &r->pl->observe, capture)) && good;
	else if (!r->options->json)
		summary_text(stdout, &r->pl->observe, capture,
			     r->options->summary ? 0 : SUMMARY_ROWS);
	return good;
}

void run_free(struct run *r)
{
	run_deliver_free(&r->deliver);
	if (r->pl != NULL)
		pipeline_free(r->pl);
	free(r->pl);
	report_free(r->report);
	run_rules_free(&r->rules);
	if (r->printer != NULL)
		alert_printer_fini(r->printer);
	free(r->printer);
	r->pl = NULL;
	r->report = NULL;
	r->printer = NULL;
}
