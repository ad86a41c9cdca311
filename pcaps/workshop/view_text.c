#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pcaps/workshop/view.h"

enum { TEXT_ROOM = 256 * 1024, PATIENCE_MS = 5000 };

/* All that comes out of the pipe until its end, or as much as there is room for. */
static size_t read_all(int fd, char *text, size_t room)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t at = 0;

	while (at + 1 < room) {
		int ready = poll(&p, 1, PATIENCE_MS);
		ssize_t n;

		if (ready < 0 && errno == EINTR && !workshop_stop)
			continue;
		n = ready > 0 ? read(fd, text + at, room - 1 - at) : 0;
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	return at;
}

char *view_incident(const struct workshop *w, const char *id)
{
	char program[WORKSHOP_PATH + 32], config[WORKSHOP_PATH + 32];
	struct words a = { .n = 0 };
	char *text = malloc(TEXT_ROOM);
	size_t n = 0;
	int fd = -1;
	pid_t pid;

	(void)snprintf(program, sizeof(program), "%s/kagami-collector", w->programs);
	(void)snprintf(config, sizeof(config), "%s/collector.yaml", w->folder);
	words_add(&a, program);
	words_add(&a, "incidents");
	words_add(&a, "show");
	words_add(&a, "--config");
	words_add(&a, config);
	words_add(&a, "--local");
	words_add(&a, id);
	pid = text != NULL ? service_read(&a, &fd) : -1;
	if (pid > 0) {
		n = read_all(fd, text, TEXT_ROOM);
		(void)close(fd);
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, NULL, 0);
	}
	if (n == 0) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

void view_clock(const char *time, char out[16])
{
	struct tm utc = { 0 }, local;
	time_t at;

	out[0] = '\0';
	if (strptime(time, "%Y-%m-%dT%H:%M:%S", &utc) == NULL)
		return;
	at = timegm(&utc);
	(void)strftime(out, 16, "%H:%M:%S", localtime_r(&at, &local));
}

void view_value(const struct state_variable *v, char *out, size_t room)
{
	double size = fabs(v->value);

	(void)snprintf(out, room, "%.*f%s%s",
		       size >= 10000 ? 0
		       : size >= 100 ? 1
				     : 2,
		       v->value, v->unit[0] != '\0' ? " " : "", v->unit);
}

void view_ends(const struct state_incident *x, char *out, size_t room)
{
	bool both = x->source[0] != '\0' && x->target[0] != '\0';

	(void)snprintf(out, room, "%s%s%s", x->source, both ? " -> " : "", x->target);
}
