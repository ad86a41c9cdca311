#include "common/curve_key.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

enum { KEY_CHARS = CURVE_KEY_TEXT - 1, KEY_BYTES = 32, LINE_TEXT = 256 };

/* Where in the struct a line's value goes. */
static const struct line {
	const char *name;
	size_t at, cap;
} lines[] = {
	{ "name", offsetof(struct curve_key, name), CURVE_KEY_NAME },
	{ "public", offsetof(struct curve_key, public), CURVE_KEY_TEXT },
	{ "secret", offsetof(struct curve_key, secret), CURVE_KEY_TEXT },
	{ "collector", offsetof(struct curve_key, collector), CURVE_KEY_TEXT },
};
enum { LINES = sizeof(lines) / sizeof(*lines) };

static bool say(char *error, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* False, for the caller to return. */
static bool say(char *error, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error, size, fmt, ap);
	va_end(ap);
	return false;
}

void curve_key_forget(struct curve_key *key)
{
	explicit_bzero(key, sizeof(*key));
}

/* The value of a character in Z85, RFC 32; -1: it has none. */
static int z85_value(char c)
{
	static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
				       "XYZ.-:+=^!/*?&<>()[]{}@%$#";
	const char *at = c != '\0' ? strchr(alphabet, c) : NULL;

	return at != NULL ? (int)(at - alphabet) : -1;
}

bool curve_key_good(const char *text)
{
	if (strlen(text) != KEY_CHARS)
		return false;
	for (size_t i = 0; i < KEY_CHARS; i += 5) {
		uint64_t word = 0;

		for (size_t k = 0; k < 5; k++) {
			int v = z85_value(text[i + k]);

			if (v < 0)
				return false;
			word = word * 85 + (uint64_t)v;
		}
		if (word > UINT32_MAX)
			return false;
	}
	return true;
}

/* As a sensor's: [A-Za-z0-9._-]+ */
static bool name_good(const char *name)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789._-";

	return name[0] != '\0' && name[strspn(name, good)] == '\0';
}

/* ---- reading */

struct source {
	const char *name;
	unsigned line;
	char *error;
	size_t size;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const struct line *line_named(const char *p, size_t n)
{
	for (size_t i = 0; i < LINES; i++) {
		if (strlen(lines[i].name) == n && memcmp(lines[i].name, p, n) == 0)
			return &lines[i];
	}
	return NULL;
}

/* Messages name the line, never what is in it: it may be a secret. */
static bool wrong(const struct source *src, const char *what, const char *whose)
{
	return say(src->error, src->size, "%s:%u: %s%s", src->name, src->line, whose, what);
}

static bool parse_value(struct curve_key *key, const struct source *src, const struct line *line,
			const char *p, size_t n)
{
	char *to = (char *)key + line->at;
	bool is_name = line->cap == CURVE_KEY_NAME;

	if (to[0] != '\0')
		return wrong(src, " is said twice", line->name);
	if (n >= line->cap || memchr(p, '\0', n) != NULL)
		return wrong(src, is_name ? " is too long" : " is not a key (40 characters of Z85)",
			     line->name);
	memcpy(to, p, n);
	to[n] = '\0';
	if (is_name)
		return name_good(to) ||
		       wrong(src, " has characters other than A-Z a-z 0-9 . _ -, or none",
			     line->name);
	return curve_key_good(to) || wrong(src, " is not a key (40 characters of Z85)", line->name);
}

/* '#' is a character of Z85 too: a comment is a line of its own. */
static bool parse_line(struct curve_key *key, const struct source *src, const char *p, size_t n)
{
	const struct line *line;
	const char *colon;

	while (n > 0 && blank(p[n - 1]))
		n--;
	while (n > 0 && blank(*p)) {
		p++;
		n--;
	}
	if (n == 0 || *p == '#')
		return true;
	colon = memchr(p, ':', n);
	if (colon == NULL)
		return wrong(src, "this is not 'key: value'", "");
	line = line_named(p, (size_t)(colon - p));
	if (line == NULL)
		return wrong(src, "a line is of name, public, secret or collector", "");
	n -= (size_t)(colon + 1 - p);
	p = colon + 1;
	while (n > 0 && blank(*p)) {
		p++;
		n--;
	}
	return parse_value(key, src, line, p, n);
}

static bool parse_lines(struct curve_key *key, struct source *src, const char *text, size_t n)
{
	while (n > 0) {
		const char *end = memchr(text, '\n', n);
		size_t len = end != NULL ? (size_t)(end - text) : n;

		src->line++;
		if (!parse_line(key, src, text, len))
			return false;
		len += end != NULL;
		text += len;
		n -= len;
	}
	return true;
}

/* Does the secret belong to the public key? */
static bool pair(const struct curve_key *key)
{
	uint8_t secret[KEY_BYTES];
	uint8_t public[KEY_BYTES];
	char text[CURVE_KEY_TEXT];
	bool good;

	good = zmq_z85_decode(secret, key->secret) != NULL &&
	       crypto_scalarmult_base(public, secret) == 0 &&
	       zmq_z85_encode(text, public, sizeof(public)) != NULL &&
	       strcmp(text, key->public) == 0;
	explicit_bzero(secret, sizeof(secret));
	return good;
}

bool curve_key_parse(struct curve_key *key, const char *name, const char *text, size_t n,
		     char *error, size_t size)
{
	struct source src = { .name = name, .error = error, .size = size };
	bool good;

	memset(key, 0, sizeof(*key));
	if (n > CURVE_KEY_FILE_MAX)
		good = say(error, size, "%s: too long for a key's file", name);
	else if (!parse_lines(key, &src, text, n))
		good = false;
	else if (key->public[0] == '\0')
		good = say(error, size, "%s: has no public key ('public: ...')", name);
	else if (key->secret[0] != '\0' && !pair(key))
		good = say(error, size, "%s: the secret key is not that of the public one", name);
	else
		good = true;
	if (!good)
		curve_key_forget(key);
	return good;
}

static bool read_file(int fd, char *text, size_t *n)
{
	*n = 0;
	for (;;) {
		ssize_t got = read(fd, text + *n, CURVE_KEY_FILE_MAX + 1 - *n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0 || *n + (size_t)got > CURVE_KEY_FILE_MAX) {
			*n += (size_t)got;
			return true;
		}
		*n += (size_t)got;
	}
}

static bool read_open(struct curve_key *key, const char *path, int fd, bool need_secret,
		      char *error, size_t size)
{
	char text[CURVE_KEY_FILE_MAX + 1];
	struct stat st;
	size_t n;
	bool good;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return say(error, size, "%s: is not a file", path);
	if (!read_file(fd, text, &n)) {
		explicit_bzero(text, sizeof(text));
		return say(error, size, "%s: cannot be read: %s", path, strerror(errno));
	}
	good = curve_key_parse(key, path, text, n, error, size);
	explicit_bzero(text, sizeof(text));
	if (!good)
		return false;
	if (need_secret && key->secret[0] == '\0')
		good = say(error, size, "%s: has no secret key ('secret: ...')", path);
	else if (key->secret[0] != '\0' && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		good = say(error, size,
			   "%s: has a secret key and others than its owner may read it: "
			   "chmod 600 %s",
			   path, path);
	if (!good)
		curve_key_forget(key);
	return good;
}

bool curve_key_read(struct curve_key *key, const char *path, bool need_secret, char *error,
		    size_t size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	bool good;

	memset(key, 0, sizeof(*key));
	if (fd < 0)
		return say(error, size, "%s: cannot be opened: %s", path, strerror(errno));
	good = read_open(key, path, fd, need_secret, error, size);
	close(fd);
	return good;
}

/* ---- making and writing */

bool curve_key_given(struct curve_key *key, const char *given, char *error, size_t size)
{
	if (access(given, F_OK) != 0 && curve_key_good(given)) {
		*key = (struct curve_key){ .name = "" };
		memcpy(key->public, given, sizeof(key->public));
		return true;
	}
	return curve_key_read(key, given, false, error, size);
}

bool curve_key_make(struct curve_key *key, const char *name)
{
	memset(key, 0, sizeof(*key));
	snprintf(key->name, sizeof(key->name), "%s", name);
	return zmq_curve_keypair(key->public, key->secret) == 0;
}

static int key_text(const struct curve_key *key, char *text, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < LINES; i++) {
		const char *value = (const char *)key + lines[i].at;

		if (value[0] != '\0')
			at += (size_t)snprintf(text + at, size - at, "%s: %s\n", lines[i].name,
					       value);
	}
	return (int)at;
}

static bool write_text(int fd, const char *text, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = write(fd, text + done, n - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return fsync(fd) == 0;
}

/* The name is on disk for good too. Not every file system can; the file is there nevertheless. */
static void sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd = copy != NULL ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(copy);
}

/* link() rather than rename(): it does not take the place of a file that is there. */
static bool write_new(int fd, const char *temporary, const char *path, const char *text, size_t n,
		      mode_t mode)
{
	if (fchmod(fd, mode) != 0 || !write_text(fd, text, n) || link(temporary, path) != 0)
		return false;
	sync_folder(path);
	return true;
}

bool curve_key_write(const struct curve_key *key, const char *path, char *error, size_t size)
{
	char text[LINES * LINE_TEXT];
	char *temporary = NULL;
	int n = key_text(key, text, sizeof(text));
	int fd = -1;
	bool good;
	int why;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		temporary = NULL;
	else
		fd = mkostemp(temporary, O_CLOEXEC);
	good = fd >= 0 && write_new(fd, temporary, path, text, (size_t)n,
				    key->secret[0] != '\0' ? 0600 : 0644);
	why = errno;
	explicit_bzero(text, sizeof(text));
	if (fd >= 0) {
		close(fd);
		unlink(temporary);
	}
	free(temporary);
	if (good)
		return true;
	return why == EEXIST ? say(error, size, "%s: is there already, not overwritten", path)
			     : say(error, size, "%s: cannot be written: %s", path, strerror(why));
}
