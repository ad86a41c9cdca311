/*
 * Plays captures again, at the pace at which they were captured, through the whole of detection
 * and delivery. Sends no frame, as no code of this program does: what plays captures onto an
 * interface is another program (docs/decisions/0013-replay-sends-elsewhere.md).
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/deliver/epoch.h"
#include "sensor/inputs.h"
#include "sensor/tempo.h"
#include "sensor/run.h"
#include "sensor/run_metrics.h"

#define NS_PER_S UINT64_C(1000000000)

enum { ERROR_SIZE = 512, ARGS = 24 };

struct replay {
	struct run run;
	struct run_metrics metrics;
	struct tempo tempo;
	struct capset *set; /* NULL: between rounds */
	char **files;
	size_t nfiles;
	struct inputs_said said;
	struct capset_counts counts; /* of the rounds that are over */
	uint64_t frames, bytes;	     /* of all rounds; bytes on the wire */
	uint64_t rounds;
	uint64_t next_tick; /* of the monotonic clock */
	bool broken;	    /* what is printed does not get out */
	struct summary_input input;
	struct summary_capture capture;
	char name[INPUTS_LINE];
};

/* ---- onto an interface: kagami-replay's work --------------------------------------------- */

struct args {
	const char **items; /* NULL-terminated; borrowed texts */
	size_t n;
	char from[48], to[48], count[24];
};

static void add(struct args *a, const char *text)
{
	a->items[a->n++] = text;
}

static void add_value(struct args *a, const char *flag, const char *value)
{
	add(a, flag);
	add(a, value);
}

static void add_time(struct args *a, const char *flag, uint64_t at, char *text, size_t size)
{
	(void)snprintf(text, size, "%" PRIu64 ".%09" PRIu64, at / NS_PER_S, at % NS_PER_S);
	add_value(a, flag, text);
}

/* At most ARGS words. */
static void add_options(struct args *a, const struct sensor_options *s)
{
	add_value(a, "--interface", s->interface.items[0]);
	add_value(a, "--speed", s->speed);
	if (s->filter != NULL)
		add_value(a, "--filter", s->filter);
	if (s->from != 0)
		add_time(a, "--from", s->from, a->from, sizeof(a->from));
	if (s->to != UINT64_MAX)
		add_time(a, "--to", s->to, a->to, sizeof(a->to));
	(void)snprintf(a->count, sizeof(a->count), "%" PRIu64, s->count);
	if (s->count != 0)
		add_value(a, "--count", a->count);
	if (s->loop)
		add(a, "--loop");
	if (s->force)
		add(a, "--force");
	if (s->quiet)
		add(a, "--quiet");
}

/* The program beside this one, never one that the search path happens to have. */
static bool sender_path(char *path, size_t size)
{
	static const char sender[] = "kagami-replay";
	ssize_t n = readlink("/proc/self/exe", path, size - sizeof(sender));
	char *slash;

	if (n <= 0)
		return false;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return false;
	memcpy(slash + 1, sender, sizeof(sender));
	return true;
}

static int onto_interface(const struct sensor_options *s, char **files, size_t n)
{
	struct args a = { .items = calloc(n + ARGS, sizeof(*a.items)) };
	char path[PATH_MAX];
	char **words;

	if (a.items == NULL || !sender_path(path, sizeof(path))) {
		log_warn("kagami-replay");
		free(a.items);
		return EXIT_FAILED;
	}
	add_value(&a, "kagami-replay", "send");
	add_options(&a, s);
	add(&a, "--");
	for (size_t i = 0; i < n; i++)
		add(&a, files[i]);
	/* Nothing writes to the words; execv() was declared before that could be said. */
	memcpy(&words, &a.items, sizeof(words));
	(void)execv(path, words);
	if (errno == ENOENT)
		log_error(
			"kagami-sensor cannot send; %s, which can, is not there. It is built with "
			"the sensor, and not installed where a plant is watched",
			path);
	else
		log_warn("%s", path);
	free(a.items);
	return EXIT_FAILED;
}

/* ---- through detection ------------------------------------------------------------------- */

/* Adds what a round counted. */
static void add_counts(struct capset_counts *to, const struct capset_counts *of)
{
	to->frames += of->frames;
	to->bytes += of->bytes;
	to->given += of->given;
	to->skipped_time += of->skipped_time;
	to->skipped_filter += of->skipped_filter;
	to->skipped_linktype += of->skipped_linktype;
	to->files = of->files;
	to->files_failed = of->files_failed;
}

/* What was played so far. */
static const struct summary_capture *counters(struct replay *r)
{
	struct capset_counts all = r->counts;

	if (r->set != NULL)
		add_counts(&all, capset_counts(r->set));
	r->input = inputs_describe(&all, r->files, &r->said, r->name);
	r->input.bytes = r->bytes;
	r->capture = (struct summary_capture){ .inputs = &r->input,
					       .ninputs = 1,
					       .files = (const char *const *)r->files };
	return &r->capture;
}

/* Lines must not sit in a buffer while nothing happens. */
static void tick(struct replay *r)
{
	uint64_t now = tempo_clock();

	if (now < r->next_tick)
		return;
	r->next_tick = now + NS_PER_S / 4;
	run_metrics_tick(&r->metrics, &r->run, counters(r));
	r->broken = !run_flush(&r->run);
}

static bool enough(const struct replay *r)
{
	const struct sensor_options *o = r->run.options;

	return run_stopped || r->broken || (o->count != 0 && r->frames == o->count);
}

/* Waits until it is due. False: it is not wanted any more. */
static bool play(struct replay *r, struct frame *frame, bool first)
{
	uint64_t round_numbers = r->counts.frames;

	uint64_t captured = frame->at;

	frame->at = tempo_time(&r->tempo, captured);
	if (r->tempo.to_now)
		pipeline_moved(r->run.pl, (int64_t)(frame->at - captured));
	while (!tempo_wait(&r->tempo, frame->at, r->next_tick, &run_stopped)) {
		tick(r);
		if (enough(r))
			return false;
	}
	tick(r);
	frame->number += round_numbers;
	/* What was under way when a round ended does not go on in the next. */
	frame->resumed = frame->resumed || (first && r->rounds > 0);
	pipeline_frame(r->run.pl, frame);
	r->frames++;
	r->bytes += frame->wire_len;
	return true;
}

static void usual_level(const struct replay *r)
{
	const struct sensor_options *o = r->run.options;

	log_level(o->verbose ? LOG_DETAIL : o->quiet ? LOG_WARN : LOG_NOTE);
}

static int open_round(struct replay *r)
{
	const struct sensor_options *o = r->run.options;
	struct capset_options co = { .filter = o->filter,
				     .from = o->from,
				     .to = o->to,
				     .stop = &run_stopped,
				     .say = inputs_say,
				     .ctx = &r->said };
	char error[ERROR_SIZE];

	if (capset_open(&r->set, (const char *const *)r->files, r->nfiles, &co, error,
			sizeof(error)) != 0) {
		log_error("%s", error);
		return EXIT_USAGE;
	}
	return capset_counts(r->set)->files_failed == r->nfiles ? EXIT_FAILED : EXIT_DONE;
}

static void close_round(struct replay *r)
{
	if (r->set == NULL)
		return;
	add_counts(&r->counts, capset_counts(r->set));
	capset_close(r->set);
	r->set = NULL;
}

/* From when to when frames are, where that must be known before the first one is played. */
static int measure(struct replay *r)
{
	uint64_t first = 0, latest = 0;
	struct frame frame;
	enum capset_result got;
	int code;

	log_level(LOG_ERROR); /* what is wrong with the files is said when they are played */
	code = open_round(r);
	while (code == EXIT_DONE && (got = capset_next(r->set, &frame)) != CAPSET_END) {
		if (got != CAPSET_FRAME)
			continue;
		first = latest == 0 ? frame.at : first;
		latest = frame.at > latest ? frame.at : latest;
	}
	r->tempo.span = latest - first;
	capset_close(r->set);
	r->set = NULL;
	r->said.n = 0;
	usual_level(r);
	return code;
}

/* Plays the files once. False: no frame of theirs was played. */
static bool play_round(struct replay *r)
{
	uint64_t before = r->frames;
	enum capset_result got;
	struct frame frame;

	while (!enough(r) && (got = capset_next(r->set, &frame)) != CAPSET_END) {
		if (got == CAPSET_FRAME && !play(r, &frame, r->frames == before))
			break;
	}
	return r->frames > before;
}

static void play_all(struct replay *r)
{
	while (play_round(r) && r->run.options->loop && !enough(r)) {
		r->rounds++;
		tempo_again(&r->tempo);
		pipeline_break(r->run.pl);
		close_round(r);
		/* Once is enough to be told what is wrong with the files. */
		r->said.n = 0;
		log_level(LOG_ERROR);
		int code = open_round(r);

		usual_level(r);
		if (code != EXIT_DONE) {
			log_warnx("the files cannot be read again");
			return;
		}
	}
}

static void say_played(const struct replay *r)
{
	const struct tempo *p = &r->tempo;
	double span = (double)(p->last - p->start) / 1e9;

	if (!p->begun)
		return;
	log_info("%" PRIu64 " frames of %.1f s played in %.1f s; the latest was %.1f ms late",
		 r->frames, span, (double)(tempo_clock() - p->began) / 1e9, (double)p->late / 1e6);
}

/* The files are open: everything that needs an end. */
static int replay(struct replay *r, const struct sensor_options *o)
{
	int code = run_init(&r->run, o, true);
	bool good;

	if (code != EXIT_DONE)
		return code;
	code = inputs_deliver(&r->run, r->files);
	if (code == EXIT_DONE && !run_metrics_start(&r->metrics, o->metrics))
		code = EXIT_USAGE;
	if (code != EXIT_DONE) {
		run_free(&r->run);
		return code;
	}
	if (!pipeline_warm(r->run.pl))
		log_warnx("no memory for nDPI: other protocols than ours stay unknown");
	play_all(r);
	say_played(r);

	struct summary_capture capture = *counters(r);

	capture.stopped = run_stopped != 0;
	capture.limited = o->count != 0 && r->frames == o->count;
	good = run_end(&r->run, &capture) && r->input.files_failed == 0;
	run_metrics_stop(&r->metrics);
	run_free(&r->run);
	return good ? EXIT_DONE : EXIT_FAILED;
}

/* What comes out of a pipe comes once. What for: an option. */
static bool can_repeat(char **files, const char *what)
{
	for (; *files != NULL; files++) {
		bool standard = strcmp(*files, "-") == 0;

		if (!standard && epoch_repeatable(*files))
			continue;
		log_error("%s cannot be read more than once: %s needs files",
			  standard ? "standard input" : *files, what);
		return false;
	}
	return true;
}

int cmd_replay(const struct sensor_options *s, char **files)
{
	static struct replay r; /* large */
	struct sensor_options o = *s;
	int code;

	while (files[r.nfiles] != NULL)
		r.nfiles++;
	r.tempo.to_now = s->shift_to_now;
	(void)tempo_speed(s->speed, &r.tempo.speed, NULL);
	if (s->loop && !can_repeat(files, "--loop"))
		return EXIT_USAGE;
	if (tempo_ahead(&r.tempo) && !can_repeat(files, "--shift-to-now at more than 1x"))
		return EXIT_USAGE;
	if (s->interface.n > 0)
		return onto_interface(s, files, r.nfiles);
	/* Whoever plays a capture again wants it to happen again. */
	o.again = true;
	r.files = files;
	r.run.options = &o;
	code = tempo_ahead(&r.tempo) ? measure(&r) : EXIT_DONE;
	if (code == EXIT_DONE)
		code = open_round(&r);
	if (code == EXIT_DONE)
		code = replay(&r, &o);
	close_round(&r);
	return code;
}
