#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "collector/store_sqlite_checkpoint.h"

/* Pages of 8 KiB in the log. */
enum { ENOUGH = 4000, TOO_MANY = 3 * ENOUGH };

struct checkpoint {
	sqlite3 *db;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t asked;
	bool wanted, ended;
};

static void *work(void *ctx)
{
	struct checkpoint *c = ctx;

	(void)pthread_mutex_lock(&c->lock);
	while (!c->ended) {
		if (!c->wanted) {
			(void)pthread_cond_wait(&c->asked, &c->lock);
			continue;
		}
		c->wanted = false;
		(void)pthread_mutex_unlock(&c->lock);
		/* What fails here is tried again after the next commit; one that cannot be stored
		 * for the same reason says so. */
		(void)sqlite3_wal_checkpoint_v2(c->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		(void)pthread_mutex_lock(&c->lock);
	}
	(void)pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* After a commit, which left so many pages in the log. */
static int committed(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct checkpoint *c = ctx;

	if (pages >= TOO_MANY) {
		(void)sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		return SQLITE_OK;
	}
	if (pages < ENOUGH)
		return SQLITE_OK;
	(void)pthread_mutex_lock(&c->lock);
	c->wanted = true;
	(void)pthread_cond_signal(&c->asked);
	(void)pthread_mutex_unlock(&c->lock);
	return SQLITE_OK;
}

/* A connection knows of the log when it has read something. */
static bool open_log(struct checkpoint *c, const char *path)
{
	return sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
		       SQLITE_OK &&
	       sqlite3_exec(c->db, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) ==
		       SQLITE_OK;
}

/* Signals are the business of the thread that was there first. */
static int start_quietly(struct checkpoint *c)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	int failed = pthread_create(&c->thread, NULL, work, c);

	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

bool checkpoint_start(struct store *s, const char *path)
{
	struct checkpoint *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return store_failed(s, "no memory");
	(void)pthread_mutex_init(&c->lock, NULL);
	(void)pthread_cond_init(&c->asked, NULL);
	int failed = open_log(c, path) ? start_quietly(c) : EIO;

	if (failed != 0) {
		(void)sqlite3_close(c->db);
		free(c);
		return store_failed(s, "%s: no thread for its log: %s", path, strerror(failed));
	}
	s->checkpoint = c;
	(void)sqlite3_wal_hook(s->db, committed, c);
	return true;
}

void checkpoint_stop(struct store *s)
{
	struct checkpoint *c = s->checkpoint;

	if (c == NULL)
		return;
	(void)sqlite3_wal_hook(s->db, NULL, NULL);
	(void)pthread_mutex_lock(&c->lock);
	c->ended = true;
	(void)pthread_cond_signal(&c->asked);
	(void)pthread_mutex_unlock(&c->lock);
	(void)pthread_join(c->thread, NULL);
	(void)pthread_cond_destroy(&c->asked);
	(void)pthread_mutex_destroy(&c->lock);
	(void)sqlite3_close(c->db);
	free(c);
	s->checkpoint = NULL;
}
