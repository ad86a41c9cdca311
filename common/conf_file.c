#include "common/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"

/* How many bytes the UTF-8 character at p has; 0: it is none. Overlong forms, surrogates and what
 * lies beyond U+10FFFF are none. */
static size_t character(const unsigned char *p, size_t left)
{
	size_t n = *p < 0x80   ? 1
		   : *p < 0xc2 ? 0
		   : *p < 0xe0 ? 2
		   : *p < 0xf0 ? 3
		   : *p < 0xf5 ? 4
			       : 0;

	if (n > left)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

static bool mark(const unsigned char *p, size_t n)
{
	return n == 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf;
}

/* To YAML a carriage return ends a line too, but not when a line feed follows. */
static bool line_end(const unsigned char *p, const unsigned char *end)
{
	return *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
}

/* The parser passes over directives in a time that grows with the square of their length; a NUL it
 * takes for the end, and other encodings it guesses. */
const char *conf_unreadable(const char *text, size_t len, int *line, int *column)
{
	const unsigned char *p = (const unsigned char *)text;
	const unsigned char *end = p + len;

	*line = 1;
	*column = 1;
	while (p < end) {
		size_t n = character(p, (size_t)(end - p));

		if (*p == '\0')
			return "a NUL byte: this is not text";
		if (n == 0)
			return "this is not UTF-8 text";
		if (*p == '%' && *column == 1)
			return "directives are not supported here";
		if (line_end(p, end)) {
			++*line;
			*column = 1;
		} else if (!mark(p, n)) {
			++*column;
		}
		p += n;
	}
	return NULL;
}

/* Reads at most cap bytes; -1 with errno. */
static ssize_t read_all(int fd, char *to, size_t cap)
{
	size_t len = 0;

	while (len < cap) {
		ssize_t n = read(fd, to + len, cap - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static bool unreadable(struct options *o, const char *path)
{
	o->errors++;
	log_file_error("%s: cannot be read: %s", path, strerror(errno));
	return false;
}

bool conf_read(struct options *o, const char *path)
{
	bool std = strcmp(path, "-") == 0;
	int fd = std ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char *text;
	ssize_t len;
	bool good = false;

	if (fd < 0)
		return unreadable(o, path);
	text = malloc(CONF_MAX + 1);
	if (text == NULL)
		fatal("%s", path);
	len = read_all(fd, text, CONF_MAX + 1);
	if (len < 0)
		good = unreadable(o, path);
	else
		good = conf_text(o, std ? "standard input" : path, text, (size_t)len);
	free(text);
	if (!std)
		close(fd);
	return good;
}
