#include "sensor/learned.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/paths.h"

static bool failed(const char *path)
{
	log_warn("%s", path);
	return false;
}

/* What is no file (a pipe, a device) is written to, and stays what it is. */
static bool write_into(const struct run_rules *r, const char *path)
{
	FILE *f = fopen(path, "we");
	bool good = f != NULL && baseline_write(r->baseline, detect_set(r->detect), f);

	if (f != NULL)
		good = fclose(f) == 0 && good;
	return good || failed(path);
}

/* The file's present contents stay until the new ones are safe on the disk. */
static bool replace(const struct run_rules *r, const char *path)
{
	size_t n = strlen(path);
	char *beside = malloc(n + sizeof(".new"));
	FILE *f;
	bool good;

	if (beside == NULL)
		return failed(path);
	memcpy(beside, path, n);
	memcpy(beside + n, ".new", sizeof(".new"));
	f = fopen(beside, "we");
	good = f != NULL;
	if (good) {
		good = baseline_write(r->baseline, detect_set(r->detect), f) && fflush(f) == 0 &&
		       fsync(fileno(f)) == 0;
		good = fclose(f) == 0 && good;
		good = good && rename(beside, path) == 0;
	}
	if (!good)
		(void)failed(f == NULL ? beside : path);
	if (!good && f != NULL)
		(void)unlink(beside);
	free(beside);
	return good;
}

/* ---- may it be written? ------------------------------------------------------------------ */

bool learned_possible(const struct sensor_options *o)
{
	char beside[PATH_MAX];
	bool good;

	if (o->review || strcmp(o->output, "-") == 0)
		return true;
	if (paths_folder(o->output) || !paths_replaceable(o->output)) {
		good = paths_writable(o->output);
	} else {
		int n = snprintf(beside, sizeof(beside), "%s.new", o->output);

		errno = ENAMETOOLONG;
		good = n >= 0 && (size_t)n < sizeof(beside) && paths_writable(beside);
	}
	if (!good)
		log_error("--output: %s: cannot be written: %s", o->output, strerror(errno));
	return good;
}

/* ---- writing ----------------------------------------------------------------------------- */

void learned_from(const struct run_rules *r, const struct summary_capture *capture)
{
	uint64_t from = capture->first, to = capture->last;

	if (from == 0)
		return;
	for (size_t i = 0; capture->files != NULL && capture->files[i] != NULL; i++) {
		const char *name = capture->files[i];

		baseline_learned(r->baseline, strcmp(name, "-") == 0 ? "standard input" : name,
				 from, to);
	}
	for (size_t i = 0; capture->files == NULL && i < capture->ninputs; i++)
		baseline_learned(r->baseline, capture->inputs[i].name, from, to);
}

bool learned_write(const struct run_rules *r, const struct sensor_options *o)
{
	if (baseline_full(r->baseline) > 0)
		log_warnx(
			"%llu combinations did not fit into the baseline: a rule with 'new' looks "
			"at something that never repeats",
			(unsigned long long)baseline_full(r->baseline));
	if (o->review) {
		if (!baseline_diff(r->old, r->baseline, detect_set(r->detect), stdout))
			puts("nothing new");
		return fflush(stdout) == 0;
	}
	if (strcmp(o->output, "-") == 0)
		return baseline_write(r->baseline, detect_set(r->detect), stdout);
	if (!(paths_replaceable(o->output) ? replace(r, o->output) : write_into(r, o->output)))
		return false;
	log_info("the baseline is in %s", o->output);
	return true;
}
