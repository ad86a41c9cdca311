#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/inputs.h"
#include "sensor/run.h"

enum { PROGRESS_MASK = 0x3fff, PROGRESS_AFTER_S = 2 };

struct progress {
	bool on;
	bool shown;
	struct timespec start, last;
};

static double seconds_since(const struct timespec *then, const struct timespec *now)
{
	return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

static struct progress progress_begin(const struct sensor_options *s)
{
	struct progress p = { .on = s->progress == PROGRESS_ALWAYS };

	/* On a terminal that the lines go to as well it would only be in their way. */
	if (s->progress == PROGRESS_AUTO && !s->quiet)
		p.on = isatty(STDERR_FILENO) && (s->summary || !isatty(STDOUT_FILENO));
	(void)clock_gettime(CLOCK_MONOTONIC, &p.start);
	p.last = p.start;
	return p;
}

static void progress_show(struct progress *p, const struct capset *set)
{
	struct timespec now;
	uint64_t done, total, frames = capset_counts(set)->frames;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	if (seconds_since(&p->start, &now) < PROGRESS_AFTER_S ||
	    seconds_since(&p->last, &now) < 0.5)
		return;
	p->last = now;
	p->shown = true;
	capset_progress(set, &done, &total);
	double speed = (double)frames / seconds_since(&p->start, &now);

	if (total > 0)
		(void)fprintf(stderr, "\r%3.0f %%  %llu frames, %.0f frames/s ",
			      100.0 * (double)done / (double)total, (unsigned long long)frames,
			      speed);
	else
		(void)fprintf(stderr, "\r%llu frames, %.0f frames/s ", (unsigned long long)frames,
			      speed);
}

static void progress_end(const struct progress *p)
{
	if (p->shown)
		(void)fprintf(stderr, "\r%*s\r", 60, "");
}

/* Returns the bytes on the wire of the frames that were given to the pipeline. */
static uint64_t read_frames(struct run *r, struct capset *set)
{
	struct progress progress = progress_begin(r->options);
	uint64_t given = 0;
	uint64_t bytes = 0;
	struct frame frame;
	enum capset_result got = CAPSET_FRAME;

	while (!run_stopped && (got = capset_next(set, &frame)) != CAPSET_END) {
		if (got == CAPSET_FRAME) {
			pipeline_frame(r->pl, &frame);
			bytes += frame.wire_len;
			given++;
		}
		if (progress.on && (given & PROGRESS_MASK) == 0)
			progress_show(&progress, set);
		if (r->options->count != 0 && given == r->options->count)
			break;
	}
	progress_end(&progress);
	return bytes;
}

int cmd_read(const struct sensor_options *s, char **files)
{
	struct run r;
	struct capset *set;
	struct inputs_said said = { .n = 0 };
	char text[INPUTS_LINE];
	size_t n = 0;

	while (files[n] != NULL)
		n++;
	struct capset_options co = { .filter = s->filter,
				     .from = s->from,
				     .to = s->to,
				     .stop = &run_stopped,
				     .say = inputs_say,
				     .ctx = &said };

	if (capset_open(&set, (const char *const *)files, n, &co, text, sizeof(text)) != 0) {
		log_error("%s", text);
		return EXIT_USAGE;
	}
	if (capset_counts(set)->files_failed == n) {
		capset_close(set);
		return EXIT_FAILED;
	}
	int code = run_init(&r, s, true);

	if (code != EXIT_DONE) {
		capset_close(set);
		return code;
	}
	code = inputs_deliver(&r, files);
	if (code != EXIT_DONE) {
		run_free(&r);
		capset_close(set);
		return code;
	}
	uint64_t bytes = read_frames(&r, set);

	/* An end that is none would be told under numbers that belong to what comes later. */
	if (run_stopped)
		run_deliver_cut(&r.deliver);
	struct summary_input input = inputs_describe(capset_counts(set), files, &said, text);
	struct summary_capture capture = { .inputs = &input,
					   .ninputs = 1,
					   .files = (const char *const *)files,
					   .stopped = run_stopped != 0,
					   .limited = s->count != 0 && input.frames == s->count };

	input.bytes = bytes;
	bool good = run_end(&r, &capture) && capset_counts(set)->files_failed == 0;

	run_free(&r);
	capset_close(set);
	return good ? EXIT_DONE : EXIT_FAILED;
}
