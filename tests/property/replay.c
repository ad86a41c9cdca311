#include "tests/property/replay.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/report.h"

enum { CAPTURES_MAX = 256 };

void replay_begin(struct replay *r, bool json)
{
	struct options o;
	struct sensor_options limits;

	memset(r, 0, sizeof(*r));
	memset(&limits, 0, sizeof(limits));
	options_init(&o, &sensor_program, option_command(&sensor_program, "read"), &limits);
	sensor_options_complete(&o, &limits);
	limits.flows = 64;
	limits.fragments = 4;
	limits.segment_buffers = 128;
	limits.large_buffers = 2;
	limits.notes = 64;
	limits.assets = 64;
	limits.conversations = 64;
	limits.dpi_flows = 0;
	r->pl = malloc(sizeof(*r->pl));
	assert_non_null(r->pl);
	if (json) {
		r->out = open_memstream(&r->text, &r->n);
		assert_non_null(r->out);
		r->report = report_new(
			&(struct report_options){ .out = r->out, .json = true, .wait = true });
		assert_non_null(r->report);
	}
	assert_int_equal(pipeline_init(r->pl, &limits, r->report), 0);
	options_fini(&o);
}

void replay_end(struct replay *r)
{
	pipeline_end(r->pl);
	if (r->report != NULL) {
		assert_true(report_flush(r->report));
		report_free(r->report);
		assert_int_equal(fclose(r->out), 0);
	}
	pipeline_free(r->pl);
	free(r->pl);
}

void replay_frames(const char *path, void (*each)(void *ctx, const struct frame *frame), void *ctx)
{
	char error[CAPFILE_ERROR_MAX] = "";
	struct capfile *file = NULL;
	struct frame frame;

	if (capfile_open(&file, path, error, sizeof(error)) != 0)
		fail_msg("%s", error);
	while (capfile_next(file, &frame) == CAPFILE_FRAME)
		each(ctx, &frame);
	capfile_close(file);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_capture(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && (strcmp(dot, ".pcap") == 0 || strcmp(dot, ".pcapng") == 0);
}

const char *const *replay_captures(void)
{
	static char *paths[CAPTURES_MAX + 1];
	static size_t n;
	DIR *dir = n == 0 ? opendir("pcaps") : NULL;
	const struct dirent *entry;

	while (dir != NULL && n < CAPTURES_MAX && (entry = readdir(dir)) != NULL) {
		if (is_capture(entry->d_name))
			assert_true(asprintf(&paths[n++], "pcaps/%s", entry->d_name) > 0);
	}
	if (dir != NULL)
		(void)closedir(dir);
	assert_true(n > 0);
	qsort(paths, n, sizeof(paths[0]), by_name);
	return (const char *const *)paths;
}
