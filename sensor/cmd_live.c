#include <stdio.h>

#include "common/log.h"
#include "sensor/commands.h"
#include "sensor/live.h"
#include "sensor/run.h"
#include "sensor/run_metrics.h"

enum { ERROR_SIZE = 512 };

struct watch {
	struct run run;
	struct live *live;
	uint64_t frames;
	struct run_metrics metrics;
	struct summary_input inputs[LIVE_INTERFACES_MAX];
	struct summary_capture counters;
};

/* What the interfaces counted so far. */
static const struct summary_capture *counters(void *ctx)
{
	struct watch *w = ctx;
	size_t n = w->run.options->interface.n;

	n = w->live == NULL ? 0 : n < LIVE_INTERFACES_MAX ? n : LIVE_INTERFACES_MAX;
	for (size_t i = 0; i < n; i++) {
		struct live_stats stats;

		live_stats(w->live, i, &stats);
		w->inputs[i] = (struct summary_input){ .name = stats.interface,
						       .live = true,
						       .frames = stats.frames,
						       .bytes = stats.bytes,
						       .dropped = stats.dropped,
						       .if_dropped = stats.if_dropped };
	}
	w->counters = (struct summary_capture){ .inputs = w->inputs, .ninputs = n };
	return &w->counters;
}

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
	run_metrics_tick(&w->metrics, &w->run, counters(w));
	if (!run_flush(&w->run))
		live_stop(w->live);
}

static bool sum_up(struct watch *w)
{
	struct summary_capture capture = *counters(w);

	for (size_t i = 0; i < capture.ninputs; i++) {
		const struct summary_input *in = &w->inputs[i];

		log_info("%s: %llu frames, dropped %llu by the kernel and %llu by the interface",
			 in->name, (unsigned long long)in->frames, (unsigned long long)in->dropped,
			 (unsigned long long)in->if_dropped);
	}
	return run_end(&w->run, &capture);
}

/* "eth1, eth2" */
static void names_of(const struct option_list *interfaces, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < interfaces->n && at < size; i++)
		at += (size_t)snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "",
				       interfaces->items[i]);
}

/* Everything that goes out to others: events and metrics. */
static int begin_telling(struct watch *w)
{
	const struct sensor_options *s = w->run.options;
	char names[256];
	struct run_deliver_start start = {
		.capture = names, .live = true, .counters = counters, .ctx = w
	};
	int code;

	names_of(&s->interface, names, sizeof(names));
	start.epoch = run_deliver_new_epoch();
	code = run_deliver_begin(&w->run, &start);
	if (code == EXIT_DONE && !run_metrics_start(&w->metrics, s->metrics))
		code = EXIT_USAGE;
	return code;
}

int cmd_live(const struct sensor_options *s, char **files)
{
	static struct watch w; /* large */
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
	code = begin_telling(&w);
	if (code != EXIT_DONE) {
		live_close(w.live);
		run_free(&w.run);
		return code;
	}
	bool good = live_run(w.live, &handler, error, sizeof(error)) == 0;

	if (!good)
		log_warnx("%s", error);
	good = sum_up(&w) && good;
	run_metrics_stop(&w.metrics);
	live_close(w.live);
	run_free(&w.run);
	return good ? EXIT_DONE : EXIT_FAILED;
}
