#include <stdio.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/live.h"
#include "sensor/run.h"

enum { ERROR_SIZE = 512 };

struct watch {
	struct run run;
	struct live *live;
	uint64_t frames;
};

static void on_frame(void *ctx, const struct frame *frame)
{
	struct watch *w = ctx;

	pipeline_frame(w->run.pl, frame);
	w->frames++;
	if (w->frames == w->run.options->count)
		live_stop(w->live);
}

static void on_idle(void *ctx, uint64_t now)
{
	struct watch *w = ctx;

	pipeline_idle(w->run.pl, now);
}

/* Lines must not sit in a buffer while nothing happens. */
static void on_tick(void *ctx)
{
	struct watch *w = ctx;

	run_renew(&w->run);
	if (!run_flush(&w->run))
		live_stop(w->live);
}

static bool sum_up(struct watch *w)
{
	struct summary_input inputs[LIVE_INTERFACES_MAX];
	const struct option_list *names = &w->run.options->interface;
	size_t n = names->n < LIVE_INTERFACES_MAX ? names->n : LIVE_INTERFACES_MAX;
	struct summary_capture capture = { .inputs = inputs, .ninputs = n };

	for (size_t i = 0; i < n; i++) {
		struct live_stats stats;

		live_stats(w->live, i, &stats);
		inputs[i] = (struct summary_input){ .name = stats.interface,
						    .live = true,
						    .frames = stats.frames,
						    .bytes = stats.bytes,
						    .dropped = stats.dropped,
						    .if_dropped = stats.if_dropped };
		log_info("%s: %llu frames, dropped %llu by the kernel and %llu by the interface",
			 stats.interface, (unsigned long long)stats.frames,
			 (unsigned long long)stats.dropped, (unsigned long long)stats.if_dropped);
	}
	return run_end(&w->run, &capture);
}

int cmd_live(const struct sensor_options *s, char **files)
{
	struct watch w = { .frames = 0 };
	char error[ERROR_SIZE];
	struct live_options lo = { .interfaces = s->interface.items,
				   .n = s->interface.n,
				   .filter = s->filter,
				   .snaplen = s->snaplen,
				   .ring = s->ring,
				   .promiscuous = s->promiscuous,
				   .wait = s->wait,
				   .duration = s->duration,
				   .stop = &run_stopped };
	struct live_handler handler = {
		.ctx = &w, .on_frame = on_frame, .on_idle = on_idle, .on_tick = on_tick
	};

	(void)files;
	int code = run_init(&w.run, s, false);

	if (code != EXIT_DONE)
		return code;
	if (w.run.rules.detect != NULL)
		run_catch_hangup();
	if (!pipeline_warm(w.run.pl))
		log_warnx("no memory for nDPI: other protocols than ours stay unknown");
	if (live_open(&w.live, &lo, error, sizeof(error)) != 0) {
		log_error("%s", error);
		run_free(&w.run);
		return EXIT_FAILED;
	}
	bool good = live_run(w.live, &handler, error, sizeof(error)) == 0;

	if (!good)
		log_warnx("%s", error);
	good = sum_up(&w) && good;
	live_close(w.live);
	run_free(&w.run);
	return good ? EXIT_DONE : EXIT_FAILED;
}
