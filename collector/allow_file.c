#include "collector/allow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file in memory. */
struct text {
	char *p;
	size_t n;
};

static bool fail(char *error, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
static bool fail(char *error, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(error, size, fmt, ap);
	va_end(ap);
	return false;
}

static bool read_all(int fd, struct text *t)
{
	t->n = 0;
	t->p = malloc(ALLOW_FILE_MAX + 1);
	if (t->p == NULL)
		return false;
	while (t->n <= ALLOW_FILE_MAX) {
		ssize_t got = read(fd, t->p + t->n, ALLOW_FILE_MAX + 1 - t->n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			return true;
		t->n += (size_t)got;
	}
	errno = EFBIG;
	return false;
}

/* The file's text; one that is not there is empty. t->p is to be freed in any case. */
static bool load(const char *path, struct text *t, char *error, size_t size)
{
	/* Not waiting for somebody to write, should it be a pipe. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good;
	int why;

	*t = (struct text){ NULL, 0 };
	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0)
		return fail(error, size, "%s: %s", path, strerror(errno));
	good = read_all(fd, t);
	why = errno;
	(void)close(fd);
	return good || fail(error, size, "%s: %s", path, strerror(why));
}

bool allow_read(struct allow *a, const char *path, char *error, size_t size)
{
	struct text t;
	bool good = load(path, &t, error, size) &&
		    allow_parse(a, path, t.p != NULL ? t.p : "", t.n, error, size);

	free(t.p);
	return good;
}

static bool write_all(int fd, const struct text *t)
{
	for (size_t at = 0; at < t->n;) {
		ssize_t n = write(fd, t->p + at, t->n - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		at += (size_t)n;
	}
	return fsync(fd) == 0;
}

/* The folder's entry too must survive a power cut. */
static void sync_folder(const char *path)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	int n = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
	int fd;

	(void)snprintf(folder, sizeof(folder), "%.*s", n, slash == NULL ? "." : path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		(void)close(fd);
	}
}

static bool replace(const char *path, const struct text *t, char *error, size_t size)
{
	char fresh[4096];
	struct stat st;
	mode_t mode = stat(path, &st) == 0 ? st.st_mode & 0777 : 0644;
	bool owned = stat(path, &st) == 0;
	bool good;
	int fd;

	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh))
		return fail(error, size, "%s: the name is too long", path);
	(void)unlink(fresh);
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return fail(error, size, "%s: %s", fresh, strerror(errno));
	/* Who may read the old one may read the new one; only root can give it away. */
	good = fchmod(fd, mode) == 0;
	if (owned && (st.st_uid != geteuid() || st.st_gid != getegid()))
		(void)!fchown(fd, st.st_uid, st.st_gid);
	good = write_all(fd, t) && good;
	good = close(fd) == 0 && good;
	if (!good || rename(fresh, path) != 0) {
		(void)fail(error, size, "%s: %s", path, strerror(errno));
		(void)unlink(fresh);
		return false;
	}
	sync_folder(path);
	return true;
}

/* A lock beside the file, for the file itself is replaced. -1: `error`. */
static int lock(const char *path, char *error, size_t size)
{
	char name[4096];
	int fd;

	if (snprintf(name, sizeof(name), "%s.lock", path) >= (int)sizeof(name)) {
		(void)fail(error, size, "%s: the name is too long", path);
		return -1;
	}
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) != 0) {
		(void)fail(error, size, "%s: %s", name, strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return -1;
	}
	return fd;
}

/* edit() makes the file's new text of the old one, which is sound; what new->p points to is freed
 * here. */
static bool change(const char *path,
		   bool (*edit)(const char *path, const struct allow *a, const struct text *old,
				const void *what, struct text *new, char *error, size_t size),
		   const void *what, char *error, size_t size)
{
	char real[PATH_MAX];
	int held;
	struct allow a = { 0 };
	struct allow after = { 0 };
	struct text old = { NULL, 0 };
	struct text new = { NULL, 0 };
	bool good;

	/* A link stays one. */
	if (realpath(path, real) != NULL)
		path = real;
	held = lock(path, error, size);
	if (held < 0)
		return false;
	good = load(path, &old, error, size) &&
	       allow_parse(&a, path, old.p != NULL ? old.p : "", old.n, error, size) &&
	       edit(path, &a, &old, what, &new, error, size) &&
	       allow_parse(&after, path, new.p, new.n, error, size) &&
	       replace(path, &new, error, size);
	free(old.p);
	free(new.p);
	allow_free(&a);
	allow_free(&after);
	(void)close(held);
	return good;
}

static bool append(const char *path, const struct allow *a, const struct text *old,
		   const void *what, struct text *new, char *error, size_t size)
{
	const struct allow_entry *e = what;
	const struct allow_entry *named = allow_by_name(a, e->name);
	const struct allow_entry *keyed = allow_by_key(a, e->key);
	bool some = old->p != NULL && old->n > 0;
	bool cut = some && old->p[old->n - 1] != '\n';
	size_t room = old->n + sizeof(*e) + 32;
	int n;

	if (named != NULL && strcmp(named->key, e->key) == 0 && named->role == e->role)
		return fail(error, size, "%s: %s is on the list with this key already", path,
			    e->name);
	if (named != NULL)
		return fail(error, size,
			    "%s: %s is on the list, as %s with %s key; remove it first", path,
			    e->name, allow_role_name(named->role),
			    strcmp(named->key, e->key) == 0 ? "this" : "another");
	if (keyed != NULL)
		return fail(error, size, "%s: this is the key of %s; every name has its own", path,
			    keyed->name);
	new->p = malloc(room);
	if (new->p == NULL)
		return fail(error, size, "%s: no memory", path);
	if (some)
		memcpy(new->p, old->p, old->n);
	n = snprintf(new->p + old->n, room - old->n, "%s%s %s %s\n", cut ? "\n" : "",
		     allow_role_name(e->role), e->name, e->key);
	new->n = old->n + (size_t)n;
	return true;
}

/* Is the line an entry of that name? The file is sound. */
static bool line_of(const char *p, const char *end, const char *name)
{
	struct allow one = { 0 };
	char why[64];
	bool is = allow_parse(&one, "", p, (size_t)(end - p), why, sizeof(why)) &&
		  allow_by_name(&one, name) != NULL;

	allow_free(&one);
	return is;
}

static bool without(const char *path, const struct allow *a, const struct text *old,
		    const void *what, struct text *new, char *error, size_t size)
{
	const char *name = what;
	const char *end = old->p + old->n;

	if (allow_by_name(a, name) == NULL)
		return fail(error, size, "%s: %s is not on the list", path, name);
	new->p = malloc(old->n + 1);
	if (new->p == NULL)
		return fail(error, size, "%s: no memory", path);
	for (const char *p = old->p; p < end;) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		const char *next = eol != NULL ? eol + 1 : end;

		if (!line_of(p, next, name)) {
			memcpy(new->p + new->n, p, (size_t)(next - p));
			new->n += (size_t)(next - p);
		}
		p = next;
	}
	return true;
}

bool allow_add(const char *path, const struct allow_entry *e, char *error, size_t size)
{
	return change(path, append, e, error, size);
}

bool allow_remove(const char *path, const char *name, char *error, size_t size)
{
	return change(path, without, name, error, size);
}
