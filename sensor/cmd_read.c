#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/capset.h"
#include "sensor/commands.h"
#include "sensor/run.h"

enum { PROGRESS_MASK = 0x3fff, PROGRESS_AFTER_S = 2, SAID_SIZE = 256, SAID_MAX = 16 };

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

/* What is wrong with the files: the first lines are kept for the summary. */
struct said {
	char text[SAID_MAX][SAID_SIZE];
	const char *line[SAID_MAX];
	unsigned n;
	uint64_t more;
};

static void say(void *ctx, const char *line)
{
	struct said *s = ctx;

	log_warnx("%s", line);
	if (s->n == SAID_MAX) {
		s->more++;
		return;
	}
	(void)snprintf(s->text[s->n], sizeof(s->text[s->n]), "%s", line);
	s->line[s->n] = s->text[s->n];
	s->n++;
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

/* name: where the input's name is written. */
static struct summary_input describe(const struct capset *set, char **files,
				     const struct said *said, char *name, size_t size)
{
	const struct capset_counts *n = capset_counts(set);

	if (files[1] == NULL)
		(void)snprintf(name, size, "%s",
			       strcmp(files[0], "-") == 0 ? "standard input" : files[0]);
	else if (n->files_failed > 0)
		(void)snprintf(name, size, "%u files, %u could not be read to the end", n->files,
			       n->files_failed);
	else
		(void)snprintf(name, size, "%u files", n->files);
	return (struct summary_input){ .name = name,
				       .frames = n->given,
				       .total_frames = n->frames,
				       .total_bytes = n->bytes,
				       .skipped_filter = n->skipped_filter,
				       .skipped_time = n->skipped_time,
				       .skipped_link = n->skipped_linktype,
				       .files = n->files,
				       .files_failed = n->files_failed,
				       .said = said->line,
				       .nsaid = said->n,
				       .more_said = said->more };
}

/* "plant.pcap", "monday.pcap and 2 more": no path, which another machine has not. */
static void name_of(char **files, char *name, size_t size)
{
	const char *slash = strrchr(files[0], '/');
	const char *base = slash != NULL ? slash + 1 : files[0];
	size_t more = 0;

	while (files[more + 1] != NULL)
		more++;
	if (more == 0)
		(void)snprintf(name, size, "%s", base);
	else
		(void)snprintf(name, size, "%s and %zu more", base, more);
}

static int deliver_from(struct run *r, char **files)
{
	char name[SAID_SIZE];
	struct run_deliver_start start = { .capture = name };
	const struct ruleset *set = r->rules.detect != NULL ? detect_set(r->rules.detect) : NULL;

	if (r->options->collector.n == 0)
		return EXIT_DONE;
	name_of(files, name, sizeof(name));
	start.epoch = run_deliver_epoch(&r->deliver, set, files);
	if (start.epoch == 0) {
		if (!run_stopped)
			log_warn("what is read cannot be delivered");
		return EXIT_FAILED;
	}
	return run_deliver_begin(r, &start);
}

int cmd_read(const struct sensor_options *s, char **files)
{
	struct run r;
	struct capset *set;
	struct said said = { .n = 0 };
	char text[SAID_SIZE];
	size_t n = 0;

	while (files[n] != NULL)
		n++;
	struct capset_options co = { .filter = s->filter,
				     .from = s->from,
				     .to = s->to,
				     .stop = &run_stopped,
				     .say = say,
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
	code = deliver_from(&r, files);
	if (code != EXIT_DONE) {
		run_free(&r);
		capset_close(set);
		return code;
	}
	uint64_t bytes = read_frames(&r, set);

	/* An end that is none would be told under numbers that belong to what comes later. */
	if (run_stopped)
		run_deliver_cut(&r.deliver);
	struct summary_input input = describe(set, files, &said, text, sizeof(text));
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
