#include "tests/unit/uplink_kit.h"

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/log.h"
#include "proto/dictionary.h"
#include "tests/unit/test.h"

uint64_t kit_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * S + (uint64_t)t.tv_nsec;
}

static void open_spool(struct kit *t)
{
	char error[SPOOL_ERROR];
	struct spool_options o = { .path = t->folder,
				   .limit = 16 * 1024 * 1024,
				   .segment = 256 * 1024,
				   .sync_interval = S };

	t->spool = spool_open(&o, error, sizeof(error));
	if (t->spool == NULL)
		fail_msg("%s", error);
}

void kit_epoch(struct kit *t, uint64_t epoch, uint32_t fields)
{
	Kagami__Dictionary d;
	Kagami__Field *list[64];
	Kagami__Field field[64];
	char name[] = "modbus.func_code";
	uint8_t bytes[8192];

	kagami__dictionary__init(&d);
	for (uint32_t i = 0; i < fields; i++) {
		kagami__field__init(&field[i]);
		field[i].id = i + 1;
		field[i].name = name;
		list[i] = &field[i];
	}
	d.n_fields = fields;
	d.fields = list;
	d.id = dictionary_digest(&d);
	t->epoch = epoch;
	t->dictionary = d.id;
	(void)kagami__dictionary__pack(&d, bytes);
	assert_int_equal(
		spool_begin(t->spool, epoch, d.id, bytes, kagami__dictionary__get_packed_size(&d)),
		1);
}

void kit_open(struct kit *t)
{
	char error[256];

	t->link = uplink_new(&t->options, t->spool, error, sizeof(error));
	if (t->link == NULL)
		fail_msg("%s", error);
	uplink_epoch(t->link, t->epoch);
}

struct kit *kit_begin(void)
{
	struct kit *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	log_level(LOG_ERROR);
	(void)snprintf(t->folder, sizeof(t->folder), "/tmp/kagami-uplink-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	t->f = fake_new();
	open_spool(t);
	kit_epoch(t, EPOCH, 3);
	t->collectors[0] = t->f->endpoint;
	t->options = (struct uplink_options){ .collectors = t->collectors,
					      .ncollectors = 1,
					      .name = "test",
					      .public = t->f->sensor_public,
					      .secret = t->f->sensor_secret,
					      .server_key = t->f->public,
					      .program = "kagami-sensor 0",
					      .heartbeat = 100 * MS,
					      .timeout = 400 * MS,
					      .retry_min = 5 * MS,
					      .retry_max = 50 * MS,
					      .batch_events = 500,
					      .batch_bytes = 256 * 1024 };
	kit_open(t);
	return t;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st;
	(void)flag;
	(void)f;
	return remove(path);
}

void kit_end(struct kit *t)
{
	uplink_free(t->link);
	spool_close(t->spool);
	assert_int_equal(t->f->faults, 0);
	fake_free(t->f);
	(void)nftw(t->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
}

void kit_add(struct kit *t, unsigned n, size_t size)
{
	uint8_t *bytes = calloc(1, size);

	assert_non_null(bytes);
	for (unsigned i = 0; i < n; i++)
		assert_true(spool_add(t->spool, EVENT_ALERT, bytes, size) > 0);
	assert_true(spool_sync(t->spool, kit_now(), true));
	free(bytes);
}

void kit_turn(struct kit *t)
{
	struct pollfd fds[UPLINK_FDS];
	Kagami__Shed shed = KAGAMI__SHED__INIT;

	shed.operations = 7;
	uplink_run(t->link, kit_now(), &shed, 0);
	if (t->f->router != NULL)
		fake_run(t->f);
	(void)poll(fds, uplink_fds(t->link, fds), 1);
}

struct uplink_stats kit_stats(struct kit *t)
{
	struct uplink_stats s;

	uplink_stats(t->link, &s);
	return s;
}

uint64_t kit_left(struct kit *t)
{
	struct spool_stats s;

	spool_stats(t->spool, &s);
	return s.events;
}
