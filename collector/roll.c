#include "collector/roll.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/log.h"

enum { WHY_ROOM = 512 };

struct roll {
	pthread_mutex_t lock;
	const char *path;
	struct allow list;
	struct stat seen; /* of the file that was read, or could not be */
	uint64_t version;
};

/* The file as it is now; one that is not there has no size. */
static struct stat look(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		memset(&st, 0, sizeof(st));
	return st;
}

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

struct roll *roll_open(const char *path, char *error, size_t size)
{
	struct roll *r = calloc(1, sizeof(*r));

	if (r == NULL) {
		(void)snprintf(error, size, "no memory");
		return NULL;
	}
	r->path = path;
	r->seen = look(path);
	r->version = 1;
	if (!allow_read(&r->list, path, error, size)) {
		free(r);
		return NULL;
	}
	(void)pthread_mutex_init(&r->lock, NULL);
	return r;
}

void roll_close(struct roll *r)
{
	if (r == NULL)
		return;
	(void)pthread_mutex_destroy(&r->lock);
	allow_free(&r->list);
	free(r);
}

/* What is seen is what the file was before it was read: a change in between is found next time. */
static void refresh(struct roll *r)
{
	struct stat now = look(r->path);
	char why[WHY_ROOM];

	if (same(&now, &r->seen))
		return;
	r->seen = now;
	if (allow_read(&r->list, r->path, why, sizeof(why))) {
		r->version++;
		log_info("%s changed: %zu names on the list", r->path, r->list.n);
	} else {
		log_warnx("%s; the list stays as it was", why);
	}
}

void roll_refresh(struct roll *r)
{
	(void)pthread_mutex_lock(&r->lock);
	refresh(r);
	(void)pthread_mutex_unlock(&r->lock);
}

uint64_t roll_version(struct roll *r)
{
	uint64_t version;

	(void)pthread_mutex_lock(&r->lock);
	version = r->version;
	(void)pthread_mutex_unlock(&r->lock);
	return version;
}

bool roll_find(struct roll *r, const char *key, struct allow_entry *out)
{
	const struct allow_entry *e;

	(void)pthread_mutex_lock(&r->lock);
	refresh(r);
	e = allow_by_key(&r->list, key);
	if (e != NULL)
		*out = *e;
	(void)pthread_mutex_unlock(&r->lock);
	return e != NULL;
}

bool roll_copy(struct roll *r, struct allow *out, uint64_t *version)
{
	(void)pthread_mutex_lock(&r->lock);
	*version = r->version;
	out->n = r->list.n;
	out->entries = out->n == 0 ? NULL : reallocarray(NULL, out->n, sizeof(*out->entries));
	if (out->entries != NULL)
		memcpy(out->entries, r->list.entries, out->n * sizeof(*out->entries));
	(void)pthread_mutex_unlock(&r->lock);
	return out->n == 0 || out->entries != NULL;
}
