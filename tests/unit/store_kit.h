#ifndef TESTS_UNIT_STORE_KIT_H
#define TESTS_UNIT_STORE_KIT_H
/* Stores in folders of their own, and events to put into them. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/store.h"

#define T0 UINT64_C(1700000000000000000)
#define S  UINT64_C(1000000000)

enum { KIT_EVENTS = 4096 };

/* A batch under construction; events' parts are in it too. */
struct kit {
	char folder[256], path[300];
	struct store *s;
	size_t n;
	Kagami__Event events[KIT_EVENTS], *list[KIT_EVENTS];
	ProtobufCBinaryData bytes[KIT_EVENTS];
};

static inline void kit_folder(struct kit *k)
{
	(void)snprintf(k->folder, sizeof(k->folder), "%s/kagami-store-XXXXXX",
		       getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(k->folder));
	(void)snprintf(k->path, sizeof(k->path), "%s/collector.db", k->folder);
}

static inline struct store *kit_open(const char *path, bool read_only)
{
	struct store_options o = { .path = path, .read_only = read_only };
	char error[STORE_ERROR] = "";
	struct store *s = store_open(&o, error, sizeof(error));

	if (s == NULL)
		fail_msg("%s", error);
	return s;
}

/* Why it cannot be opened. */
static inline const char *kit_refused(const char *path, bool read_only)
{
	static char error[STORE_ERROR];
	struct store_options o = { .path = path, .read_only = read_only };

	assert_null(store_open(&o, error, sizeof(error)));
	return error;
}

static inline struct kit *kit_new(void)
{
	struct kit *k = calloc(1, sizeof(*k));

	assert_non_null(k);
	kit_folder(k);
	k->s = kit_open(k->path, false);
	return k;
}

static inline void kit_clear(struct kit *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->bytes[i].data);
	k->n = 0;
}

static inline void kit_remove(const char *folder)
{
	static const char *const names[] = { "", "-wal", "-shm", ".lock", "-journal" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[400];

		(void)snprintf(path, sizeof(path), "%s/collector.db%s", folder, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static inline void kit_free(struct kit *k)
{
	store_close(k->s);
	kit_clear(k);
	kit_remove(k->folder);
	free(k);
}

/* The next event of the batch; its body is to be set before kit_add(). */
static inline Kagami__Event *kit_event(struct kit *k, uint64_t time)
{
	Kagami__Event *e = &k->events[k->n];

	assert_true(k->n < KIT_EVENTS);
	kagami__event__init(e);
	e->time = time;
	k->list[k->n] = e;
	k->bytes[k->n] = (ProtobufCBinaryData){ 0, NULL };
	k->n++;
	return e;
}

/* The last event's bytes, when they are not what its struct says. */
static inline void kit_bytes(struct kit *k, const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n + 1);

	assert_non_null(copy);
	memcpy(copy, p, n);
	k->bytes[k->n - 1] = (ProtobufCBinaryData){ n, copy };
}

static inline void kit_operation(struct kit *k, uint64_t time)
{
	static Kagami__Operation op;
	Kagami__Event *e = kit_event(k, time);

	kagami__operation__init(&op);
	op.protocol = (char[]){ "modbus" };
	e->body_case = KAGAMI__EVENT__BODY_OPERATION;
	e->operation = &op;
	/* Packed at once: the next operation is another one. */
	op.frame = time % 1000000007;
	uint8_t out[256];
	size_t n = wire_pack_event(e, out, sizeof(out));

	kit_bytes(k, out, n);
}

static inline void kit_pack(struct kit *k)
{
	for (size_t i = 0; i < k->n; i++) {
		if (k->bytes[i].data != NULL)
			continue;
		size_t n = kagami__event__get_packed_size(&k->events[i]);

		k->bytes[i] = (ProtobufCBinaryData){ n, malloc(n + 1) };
		assert_true(wire_pack_event(&k->events[i], k->bytes[i].data, n) == n);
	}
}

/* Adds the batch in the transaction under way; how many were new. */
static inline size_t kit_add(struct kit *k, const char *sensor, uint64_t epoch, uint64_t first,
			     uint64_t received, const struct dictionary *d)
{
	size_t added = 0;

	kit_pack(k);
	struct store_batch b = { .sensor = sensor,
				 .epoch = epoch,
				 .first_seq = first,
				 .dictionary = 7,
				 .n = k->n,
				 .bytes = k->bytes,
				 .events = k->list,
				 .received = received,
				 .clock_offset = -5 };

	if (!store_add(k->s, &b, d, &added))
		fail_msg("%s", store_error(k->s));
	return added;
}

/* The same in a transaction of its own; the batch is empty then. */
static inline size_t kit_store(struct kit *k, const char *sensor, uint64_t epoch, uint64_t first,
			       uint64_t received, const struct dictionary *d)
{
	assert_true(store_begin(k->s));
	size_t added = kit_add(k, sensor, epoch, first, received, d);

	if (!store_commit(k->s))
		fail_msg("%s", store_error(k->s));
	kit_clear(k);
	return added;
}

/* n operations, a second apart, numbered from `first`. */
static inline size_t kit_operations(struct kit *k, const char *sensor, uint64_t epoch,
				    uint64_t first, size_t n, uint64_t time, uint64_t received)
{
	for (size_t i = 0; i < n; i++)
		kit_operation(k, time + i * S);
	return kit_store(k, sensor, epoch, first, received, NULL);
}

static inline uint64_t kit_count(struct store *s, const struct store_filter *f)
{
	uint64_t n = 0;

	if (!store_count_events(s, f, &n))
		fail_msg("%s", store_error(s));
	return n;
}

/* Of the only sensor there is, without its texts. */
static inline void kit_sensor(void *ctx, const struct store_sensor *x)
{
	struct store_sensor *to = ctx;

	*to = *x;
	assert_string_equal(x->name, "plant-1");
	to->name = to->address = to->program = to->rules_digest = to->refusal = NULL;
}

static inline void kit_no_problem(void *ctx, const char *problem)
{
	(void)ctx;
	fail_msg("%s", problem);
}

static inline void kit_problem(void *ctx, const char *problem)
{
	char *text = ctx;

	(void)snprintf(text, 512, "%s", problem);
}

#endif
