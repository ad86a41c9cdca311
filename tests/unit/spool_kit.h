/*
 * A spool in a folder of its own, and events that say themselves which they are.
 */
#ifndef KAGAMI_SPOOL_KIT_H
#define KAGAMI_SPOOL_KIT_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"
#include "sensor/deliver/spool.h"
#include "tests/unit/test.h"

struct kit {
	char path[64];
	struct spool_options o;
	struct spool *s;
	uint64_t epoch;
	char error[SPOOL_ERROR];
};

enum { KIT_EVENT_MAX = 4096, KIT_DICTIONARY = 0xd1 };
static const uint8_t kit_dictionary[] = "the words of it";

static inline void kit_start(struct kit *k)
{
	*k = (struct kit){
		.o = { .limit = 8 << 20, .segment = 256 << 10, .sync_interval = 1000000000 },
	};
	/* Where fsync() costs nothing, if there is such a place. */
	snprintf(k->path, sizeof(k->path), "%s/kagami-spool-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	log_level(LOG_ERROR);
	assert_non_null(mkdtemp(k->path));
	k->o.path = k->path;
}

/* Every file of the folder goes. */
static inline void kit_empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			assert_true(unlinkat(dirfd(dir), e->d_name, 0) == 0 ||
				    unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR) == 0);
	}
	closedir(dir);
}

static inline void kit_end(struct kit *k)
{
	spool_close(k->s);
	k->s = NULL;
	kit_empty(k->path);
	assert_int_equal(rmdir(k->path), 0);
	log_level(LOG_NOTE);
}

static inline void kit_open(struct kit *k)
{
	k->s = spool_open(&k->o, k->error, sizeof(k->error));
	if (k->s == NULL)
		fail_msg("%s", k->error);
}

static inline void kit_reopen(struct kit *k)
{
	spool_close(k->s);
	kit_open(k);
}

/* Returns the number of the next event. */
static inline uint64_t kit_begin(struct kit *k, uint64_t epoch)
{
	k->epoch = epoch;
	return spool_begin(k->s, epoch, KIT_DICTIONARY, kit_dictionary, sizeof(kit_dictionary));
}

/* The event's bytes; their length follows from its number too. */
static inline size_t kit_event(uint64_t epoch, uint64_t seq, uint8_t out[KIT_EVENT_MAX])
{
	size_t n = 24 + (size_t)(seq * 37 % 190);
	int head = snprintf((char *)out, KIT_EVENT_MAX, "%016llx %llu ", (unsigned long long)epoch,
			    (unsigned long long)seq);

	if ((size_t)head > n)
		n = (size_t)head;
	memset(out + head, (int)('a' + seq % 26), n - (size_t)head);
	return n;
}

static inline enum event_kind kit_kind(uint64_t seq)
{
	return (enum event_kind)(seq % EVENT_KINDS);
}

/* The next event; 0: it was not taken (errno). */
static inline uint64_t kit_add_one(struct kit *k, uint64_t seq)
{
	uint8_t bytes[KIT_EVENT_MAX];
	size_t n = kit_event(k->epoch, seq, bytes);

	return spool_add(k->s, kit_kind(seq), bytes, n);
}

/* Those from..to are added and get these numbers. */
static inline void kit_add(struct kit *k, uint64_t from, uint64_t to)
{
	for (uint64_t seq = from; seq <= to; seq++)
		assert_int_equal(kit_add_one(k, seq), seq);
}

/* Is it what was added under its number? */
static inline bool kit_true(const struct spool_event *e)
{
	uint8_t bytes[KIT_EVENT_MAX];
	size_t n = kit_event(e->epoch, e->seq, bytes);

	return e->n == n && memcmp(e->p, bytes, n) == 0 && e->kind == kit_kind(e->seq) &&
	       e->dictionary == KIT_DICTIONARY;
}

/* The next ones are from..to of the epoch. */
static inline void kit_expect(struct kit *k, uint64_t epoch, uint64_t from, uint64_t to)
{
	struct spool_event e;

	for (uint64_t seq = from; seq <= to; seq++) {
		assert_true(spool_next(k->s, &e));
		assert_int_equal(e.epoch, epoch);
		assert_int_equal(e.seq, seq);
		assert_true(kit_true(&e));
	}
}

static inline void kit_expect_none(struct kit *k)
{
	struct spool_event e;

	assert_false(spool_next(k->s, &e));
}

static inline struct spool_stats kit_stats(const struct kit *k)
{
	struct spool_stats st;

	spool_stats(k->s, &st);
	return st;
}

/* How many files there are whose names end so. */
static inline unsigned kit_files(const struct kit *k, const char *ending)
{
	DIR *dir = opendir(k->path);
	const struct dirent *e;
	unsigned n = 0;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		size_t len = strlen(e->d_name);
		size_t end = strlen(ending);

		n += len >= end && strcmp(e->d_name + len - end, ending) == 0;
	}
	closedir(dir);
	return n;
}

static inline void kit_path(const struct kit *k, const char *name, char out[128])
{
	snprintf(out, 128, "%s/%s", k->path, name);
}

static inline void kit_put_file(const struct kit *k, const char *name, const void *p, size_t n)
{
	char path[128];
	int fd;

	kit_path(k, name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), n);
	close(fd);
}

/* Free it. */
static inline uint8_t *kit_get_file(const struct kit *k, const char *name, size_t *n)
{
	char path[128];
	struct stat st;
	uint8_t *p;
	int fd;

	kit_path(k, name, path);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	*n = (size_t)st.st_size;
	p = malloc(*n + 1);
	assert_non_null(p);
	assert_int_equal(read(fd, p, *n), *n);
	close(fd);
	return p;
}

#define KIT_SEGMENT_1 "0000000000000001.seg"
#define KIT_SEGMENT_2 "0000000000000002.seg"

#endif
