#include "common/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"

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
