#include "collector/store_sqlite_checkpoint.h"
#include "collector/store_sqlite_runs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 10000, ARENA = 4 * 1024 * 1024 };

/*
 * SQLite would let a second program write in turns, and two collectors would each think that they
 * know what comes next. The lock is on a file of its own: closing another descriptor of the
 * database itself would drop SQLite's locks. It stays behind, so that nobody locks a file that
 * another is about to remove.
 */
static bool lock(struct store *s, const char *path)
{
	char name[4096];
	char holder[32] = "";

	if (snprintf(name, sizeof(name), "%s.lock", path) >= (int)sizeof(name))
		return store_failed(s, "%s: the name is too long", path);
	s->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (s->lock < 0)
		return store_failed(s, "%s: %s", name, strerror(errno));
	if (flock(s->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK)
			return store_failed(s, "%s: %s", name, strerror(errno));
		ssize_t n = pread(s->lock, holder, sizeof(holder) - 1, 0);

		s->held = true;
		holder[n > 0 ? strspn(holder, "0123456789") : 0] = '\0';
		return store_failed(s, "%s: another collector writes it%s%s", path,
				    holder[0] != '\0' ? ", process " : "", holder);
	}
	/* Only for that message: a full disk is no reason not to start. */
	(void)snprintf(holder, sizeof(holder), "%ld\n", (long)getpid());
	if (ftruncate(s->lock, 0) != 0 || pwrite(s->lock, holder, strlen(holder), 0) < 0)
		errno = 0;
	return true;
}

static bool fresh(struct store *s, bool *is)
{
	uint64_t objects;

	if (!sql_number(s, "SELECT count(*) FROM sqlite_master", &objects))
		return false;
	*is = objects == 0;
	return true;
}

/* Is it ours, and of a version that we know? */
static bool check(struct store *s, const char *path)
{
	uint64_t application, version;
	bool empty;

	if (!fresh(s, &empty) || !sql_number(s, "PRAGMA application_id", &application) ||
	    !sql_number(s, "PRAGMA user_version", &version)) {
		char why[STORE_ERROR];

		(void)snprintf(why, sizeof(why), "%s", s->error);
		return store_failed(s, "%s: %s", path,
				    sqlite3_errcode(s->db) == SQLITE_NOTADB
					    ? "this is no database of the collector"
					    : why);
	}
	if (!empty && application != STORE_APPLICATION)
		return store_failed(s, "%s: a database of another program", path);
	if (version > store_schema)
		return store_failed(
			s,
			"%s: made by a later version of kagami-collector (schema %llu; this "
			"one knows up to %u)",
			path, (unsigned long long)version, store_schema);
	if (s->fixed && version < store_schema)
		return store_failed(s, "%s: %s", path,
				    empty ? "the store is empty: the collector has not run yet"
					  : "made by an earlier version of kagami-collector; it is "
					    "brought up to "
					    "date when `kagami-collector run` starts");
	return true;
}

/* Reading is free; of what changes something only commands may be put and taken back, and what
 * others sent may be put. */
static int may(void *ctx, int action, const char *table, const char *more, const char *database,
	       const char *trigger)
{
	(void)ctx;
	(void)more;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_TRANSACTION:
		return SQLITE_OK;
	case SQLITE_INSERT:
		return strcmp(table, "commands") == 0 || strcmp(table, "notifications") == 0
			       ? SQLITE_OK
			       : SQLITE_DENY;
	case SQLITE_DELETE:
		return strcmp(table, "commands") == 0 ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_UPDATE: /* AUTOINCREMENT keeps its own books */
	default:
		return SQLITE_DENY;
	}
}

static bool set_up_asking(struct store *s)
{
	int on = 1;

	(void)sqlite3_file_control(s->db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	return sql_exec(s, "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 0; "
			   "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF") &&
	       (sqlite3_set_authorizer(s->db, may, s) == SQLITE_OK || store_failed_sql(s, "store"));
}

static bool set_up(struct store *s, const struct store_options *o)
{
	bool empty;
	int on = 1;

	if (s->read_only)
		return sql_exec(s, "PRAGMA query_only = ON; PRAGMA cache_size = -16384");
	if (o->ask)
		return set_up_asking(s);
	if (!fresh(s, &empty))
		return false;
	/* These can only be chosen before the first table is there. */
	if (empty && !sql_exec(s, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; "
				  "PRAGMA application_id = 1262969711"))
		return false;
	/* Who may only read the folder could not make these files, and reads nothing without. */
	(void)sqlite3_file_control(s->db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	return sql_exec(s, "PRAGMA journal_mode = WAL; "
			   "PRAGMA journal_size_limit = 134217728; PRAGMA cache_size = -65536; "
			   "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF") &&
	       sql_exec(s,
			o->durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL") &&
	       store_migrate(s, store_migrations, store_schema) && checkpoint_start(s, o->path);
}

static bool connect_to(struct store *s, const struct store_options *o)
{
	int flags = o->read_only ? SQLITE_OPEN_READONLY
		    : o->ask	 ? SQLITE_OPEN_READWRITE
				 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (!wire_arena_init(&s->arena, ARENA))
		return store_failed(s, "no memory");
	if (o->read_only && access(o->path, F_OK) != 0 && errno == ENOENT)
		return store_failed(s, "%s: there is no store yet: `kagami-collector run` makes it",
				    o->path);
	if (!o->read_only && !o->ask && !lock(s, o->path))
		return false;
	if (sqlite3_open_v2(o->path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		int os = s->db != NULL ? sqlite3_system_errno(s->db) : 0;

		return store_failed(s, "%s: %s", o->path,
				    os != 0 ? strerror(os) : sqlite3_errmsg(s->db));
	}
	(void)sqlite3_extended_result_codes(s->db, 1);
	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	return runs_functions(s) && check(s, o->path) && set_up(s, o);
}

/* A store belongs to one thread; so does each connection. SQLite's count of the memory it uses
 * would take a lock for every piece. */
static void set_up_once(void)
{
	static bool done;

	if (!done) {
		(void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
		(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	done = true;
}

struct store *store_open(const struct store_options *o, char *error, size_t size)
{
	struct store *s = calloc(1, sizeof(*s));

	set_up_once();
	if (s == NULL) {
		(void)snprintf(error, size, "no memory");
		return NULL;
	}
	s->lock = -1;
	s->read_only = o->read_only;
	s->fixed = o->read_only || o->ask;
	/* What sensors say is nobody else's business. */
	mode_t mask = umask(027);
	bool good = connect_to(s, o);

	(void)umask(mask);
	if (o->held != NULL)
		*o->held = s->held;
	if (good)
		return s;
	(void)snprintf(error, size, "%s", s->error);
	store_close(s);
	return NULL;
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->in)
		store_rollback(s);
	checkpoint_stop(s);
	for (unsigned i = 0; i < SQL_STATEMENTS; i++)
		(void)sqlite3_finalize(s->statements[i]);
	(void)sqlite3_close(s->db);
	if (s->lock >= 0)
		(void)close(s->lock);
	wire_arena_free(&s->arena);
	runs_free(s);
	free(s->streams);
	free(s);
}

const char *store_error(const struct store *s)
{
	return s->error;
}

bool store_full(const struct store *s)
{
	return s->full;
}

bool store_begin(struct store *s)
{
	if (!sql_run(s, sql_get(s, SQL_BEGIN)))
		return false;
	s->in = true;
	return true;
}

void store_rollback(struct store *s)
{
	/* An error such as a full disk may have ended the transaction already. */
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)sqlite3_step(sql_get(s, SQL_ROLLBACK));
	sql_done(s->statements[SQL_ROLLBACK]);
	s->in = false;
	s->broken = false;
	s->nstreams = 0; /* what they hold may never have been stored */
}

bool store_commit(struct store *s)
{
	if (!s->in)
		return store_failed(s, "there is nothing to commit");
	/* What failed before has said why; a full disk ends the transaction by itself. */
	if (s->broken || sqlite3_get_autocommit(s->db) != 0 ||
	    !sql_run(s, sql_get(s, SQL_COMMIT))) {
		store_rollback(s);
		return false;
	}
	s->in = false;
	for (size_t i = 0; i < s->nstreams; i++)
		s->streams[i].committed = s->streams[i].last;
	if (s->nstreams > STORE_STREAMS)
		s->nstreams = 0;
	return true;
}
