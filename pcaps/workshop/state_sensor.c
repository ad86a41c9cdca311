/* The sensor's metrics, as Prometheus asks for them. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "pcaps/workshop/state.h"

/* The sum of all samples of a family whose labels have the text; NULL: any. */
static double sum_of(const char *page, const char *family, const char *label)
{
	size_t n = strlen(family);
	double sum = 0;

	for (const char *line = page; line != NULL && *line != '\0';) {
		const char *end = strchr(line, '\n');
		size_t length = end != NULL ? (size_t)(end - line) : strlen(line);
		const char *at = label != NULL ? memmem(line, length, label, strlen(label)) : line;

		if (length > n && strncmp(line, family, n) == 0 &&
		    (line[n] == '{' || line[n] == ' ') && at != NULL) {
			const char *value = memrchr(line, ' ', length);

			sum += value != NULL ? strtod(value, NULL) : 0;
		}
		line = end != NULL ? end + 1 : NULL;
	}
	return sum;
}

void state_parse_sensor(struct state_sensor *s, const char *page)
{
	*s = (struct state_sensor){
		.there = strstr(page, "kagami_sensor_info") != NULL,
		.frames = sum_of(page, "kagami_interface_frames_total", NULL),
		.dropped = sum_of(page, "kagami_interface_dropped_total", NULL) +
			   sum_of(page, "kagami_interface_card_dropped_total", NULL),
		.messages = sum_of(page, "kagami_messages_total", NULL),
		.alerts = sum_of(page, "kagami_alerts_total", NULL),
		.worst = sum_of(page, "kagami_alerts_total", "\"high\"") +
			 sum_of(page, "kagami_alerts_total", "\"critical\""),
		.waiting = sum_of(page, "kagami_spool_events", NULL),
		.acknowledged = sum_of(page, "kagami_link_acknowledged_events_total", NULL),
		.up = sum_of(page, "kagami_link_state", "\"up\"") > 0,
	};
}

/* Everything is on this machine: who does not answer at once does not answer. */
static int ask(unsigned port)
{
	const struct timeval patience = { .tv_usec = 300000 };
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	static const char question[] = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0 &&
	    send(fd, question, sizeof(question) - 1, MSG_NOSIGNAL) > 0)
		return fd;
	(void)close(fd);
	return -1;
}

void state_read_sensor(struct state_sensor *s, const struct workshop *w)
{
	static char page[128 * 1024];
	int fd = ask(w->metrics_port);
	size_t at = 0;
	ssize_t n;

	s->there = false;
	if (fd < 0)
		return;
	while (at + 1 < sizeof(page) && (n = recv(fd, page + at, sizeof(page) - 1 - at, 0)) > 0)
		at += (size_t)n;
	(void)close(fd);
	page[at] = '\0';
	state_parse_sensor(s, page);
}
