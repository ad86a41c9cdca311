/* The epoch of a run: everything that makes the events of files what they are. */
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "common/version.h"
#include "sensor/deliver/epoch.h"
#include "sensor/run.h"

uint64_t run_deliver_new_epoch(void)
{
	uint64_t random = 0;
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		random = (uint64_t)t.tv_nsec;
	return epoch_new((uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec, random);
}

/* Files are hashed by what is in them, not by where they are; what is printed, where events are
 * sent and how, changes no event. An option that is new counts until somebody says otherwise. */
static bool matters(const struct option *row)
{
	static const char *const others[] = { "config", "again",    "rules",   "site",
					      "tags",	"baseline", "progress" };

	if ((row->commands & OPT_READ) == 0)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (strcmp(row->name, others[i]) == 0)
			return false;
	}
	if (row->group == NULL)
		return true;
	if (strcmp(row->group, "delivery") == 0)
		return strcmp(row->name, "send") == 0 ||
		       strncmp(row->name, "evidence", strlen("evidence")) == 0;
	return strcmp(row->group, "output") != 0;
}

static void add_value(struct epoch_digest *d, const struct option *row, const void *value)
{
	const struct option_list *list = value;
	const char *text;

	switch (row->type) {
	case OPTION_BOOL:
		epoch_add(d, row->name, value, sizeof(bool));
		break;
	case OPTION_CHOICE:
		epoch_add(d, row->name, value, sizeof(unsigned));
		break;
	case OPTION_STRING:
		memcpy(&text, value, sizeof(text));
		if (text != NULL)
			epoch_add_text(d, row->name, text);
		break;
	case OPTION_LIST:
		for (size_t i = 0; i < list->n; i++)
			epoch_add_text(d, row->name, list->items[i]);
		break;
	default:
		epoch_add(d, row->name, value, sizeof(uint64_t));
		break;
	}
}

static void add_options(struct epoch_digest *d, const struct sensor_options *o)
{
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		const struct option *row = &sensor_program.rows[i];

		if (matters(row))
			add_value(d, row, (const char *)o + row->at);
	}
}

/* What comes out of a pipe comes once. */
static bool repeatable(char **files)
{
	for (; *files != NULL; files++) {
		if (strcmp(*files, "-") == 0 || !epoch_repeatable(*files))
			return false;
	}
	return true;
}

uint64_t run_deliver_epoch(const struct run_deliver *rd, const struct ruleset *set, char **files)
{
	const struct sensor_options *o = rd->options;
	struct epoch_digest *d;
	bool good = true;
	uint64_t epoch;
	int error;

	if (o->again || !repeatable(files))
		return run_deliver_new_epoch() | EPOCH_OF_READ;
	d = epoch_begin();
	if (d == NULL)
		return 0;
	epoch_add_text(d, "program", KAGAMI_VERSION);
	add_options(d, o);
	if (set != NULL)
		epoch_add_text(d, "rules", set->digest);
	if (o->baseline != NULL)
		good = epoch_add_file(d, "baseline", o->baseline, &run_stopped);
	for (size_t i = 0; good && files[i] != NULL; i++)
		good = epoch_add_file(d, "file", files[i], &run_stopped);
	error = errno;
	epoch = epoch_end(d);
	errno = error;
	return good ? epoch : 0;
}
