#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "common/metrics.h"
#include "common/option.h"

enum {
	CONNECTIONS = 16,
	SECONDS = 10,		/* that a connection may last */
	SLOTS = 2 * CONNECTIONS /* those that are being ended are among them */
};

struct slot {
	int fd; /* -1: free */
	time_t since;
	uint64_t number;
};

struct metrics_server {
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock; /* of what follows; the server's thread and the program's use it */
	struct MHD_Response *latest, *not_found, *not_allowed;
	struct slot slots[SLOTS];
	unsigned connections;
	uint64_t number;
	char said[160]; /* by the library while it starts */
	_Atomic bool started;
	char url[96];
};

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static bool parse_port(const char *text, in_port_t *port)
{
	unsigned long v = 0;

	if (text[0] == '\0' || strlen(text) > 5)
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		v = 10 * v + (unsigned long)(*text - '0');
	}
	*port = htons((in_port_t)v);
	return v <= UINT16_MAX;
}

static bool parse_address(const char *text, union address *a)
{
	char host[INET6_ADDRSTRLEN];
	const char *colon = strrchr(text, ':');
	size_t n = colon != NULL ? (size_t)(colon - text) : 0;
	bool v6 = n >= 2 && text[0] == '[' && text[n - 1] == ']';
	in_port_t port;

	if (v6) {
		text++;
		n -= 2;
	}
	if (n == 0 || n >= sizeof(host) || !parse_port(colon + 1, &port))
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	memset(a, 0, sizeof(*a));
	if (v6) {
		a->v6.sin6_family = AF_INET6;
		a->v6.sin6_port = port;
		return inet_pton(AF_INET6, host, &a->v6.sin6_addr) == 1;
	}
	a->v4.sin_family = AF_INET;
	a->v4.sin_port = port;
	return inet_pton(AF_INET, host, &a->v4.sin_addr) == 1;
}

bool metrics_address_good(const char *text, struct option_why *why)
{
	union address a;

	if (parse_address(text, &a))
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%s' is not an address with a port, such as 127.0.0.1:9570 or [::1]:9570", text);
	return false;
}

/* ---- connections: the library only knows a limit of idleness, and who is idle keeps his place */

static time_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* The library notices, ends the connection and frees its slot. */
static void end(struct slot *slot)
{
	(void)shutdown(slot->fd, SHUT_RDWR);
	slot->number = UINT64_MAX;
}

static void end_old(struct metrics_server *s)
{
	time_t now = seconds();

	for (unsigned i = 0; i < SLOTS; i++) {
		struct slot *slot = &s->slots[i];

		if (slot->fd >= 0 && slot->number != UINT64_MAX && now - slot->since >= SECONDS)
			end(slot);
	}
}

static void end_oldest(struct metrics_server *s)
{
	struct slot *oldest = &s->slots[0];

	for (unsigned i = 1; i < SLOTS; i++) {
		if (s->slots[i].fd >= 0 && (oldest->fd < 0 || s->slots[i].number < oldest->number))
			oldest = &s->slots[i];
	}
	if (oldest->fd >= 0 && oldest->number != UINT64_MAX)
		end(oldest);
}

static void connection_began(struct metrics_server *s, int fd, void **mine)
{
	if (s->connections >= CONNECTIONS)
		end_oldest(s);
	for (unsigned i = 0; i < SLOTS; i++) {
		struct slot *slot = &s->slots[i];

		if (slot->fd >= 0)
			continue;
		*slot = (struct slot){ .fd = fd, .since = seconds(), .number = s->number++ };
		*mine = slot;
		s->connections++;
		return;
	}
	(void)shutdown(fd, SHUT_RDWR);
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **mine,
			  enum MHD_ConnectionNotificationCode code)
{
	struct metrics_server *s = arg;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	pthread_mutex_lock(&s->lock);
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*mine = NULL;
		if (info != NULL)
			connection_began(s, info->connect_fd, mine);
	} else if (*mine != NULL) {
		struct slot *slot = *mine;

		slot->fd = -1;
		s->connections--;
	}
	pthread_mutex_unlock(&s->lock);
}

/* ---- requests */

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **request)
{
	struct metrics_server *s = arg;
	bool asks = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
	enum MHD_Result result;

	(void)version;
	(void)upload;
	if (*request == NULL) { /* its head is read; the answer comes when its body is, too */
		*request = s;
		return MHD_YES;
	}
	if (*upload_size != 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	pthread_mutex_lock(&s->lock);
	if (!asks)
		result =
			MHD_queue_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED, s->not_allowed);
	else if (strcmp(url, "/metrics") != 0)
		result = MHD_queue_response(connection, MHD_HTTP_NOT_FOUND, s->not_found);
	else
		result = MHD_queue_response(connection, MHD_HTTP_OK, s->latest);
	pthread_mutex_unlock(&s->lock);
	return result;
}

/* The bytes are copied. NULL: no memory. */
static struct MHD_Response *response(char *p, size_t n, const char *type)
{
	char none[1] = "";
	struct MHD_Response *r =
		MHD_create_response_from_buffer(n, n != 0 ? p : none, MHD_RESPMEM_MUST_COPY);

	if (r != NULL)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	return r;
}

static const char metrics_type[] = "text/plain; version=0.0.4; charset=utf-8";

static bool make_responses(struct metrics_server *s)
{
	char not_found[] = "Not found: metrics are at /metrics\n";
	char not_allowed[] = "Only GET and HEAD are answered\n";
	static const char type[] = "text/plain; charset=utf-8";

	s->latest = response(NULL, 0, metrics_type);
	s->not_found = response(not_found, sizeof(not_found) - 1, type);
	s->not_allowed = response(not_allowed, sizeof(not_allowed) - 1, type);
	if (s->latest == NULL || s->not_found == NULL || s->not_allowed == NULL)
		return false;
	MHD_add_response_header(s->not_allowed, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	return true;
}

static void free_responses(struct metrics_server *s)
{
	if (s->latest != NULL)
		MHD_destroy_response(s->latest);
	if (s->not_found != NULL)
		MHD_destroy_response(s->not_found);
	if (s->not_allowed != NULL)
		MHD_destroy_response(s->not_allowed);
}

/* ---- the server */

/* While it starts the library's words are the reason why it does not; later they are about single
 * connections, and nobody's concern. */
static void on_log(void *arg, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
static void on_log(void *arg, const char *fmt, va_list ap)
{
	struct metrics_server *s = arg;

	if (s->started)
		return;
	vsnprintf(s->said, sizeof(s->said), fmt, ap);
	s->said[strcspn(s->said, "\r\n")] = '\0';
}

static struct MHD_Daemon *start(struct metrics_server *s, const union address *a)
{
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | MHD_USE_ERROR_LOG |
			 (a->any.sa_family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0U);

	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
				on_log, s, MHD_OPTION_SOCK_ADDR, &a->any,
				MHD_OPTION_CONNECTION_LIMIT, (unsigned)SLOTS,
				MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SECONDS,
				MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

/* Signals are for the program's own threads. */
static void start_without_signals(struct metrics_server *s, const union address *a)
{
	sigset_t all;
	sigset_t before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	errno = 0;
	s->daemon = start(s, a);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void server_free(struct metrics_server *s)
{
	free_responses(s);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static void say_where(struct metrics_server *s, const char *address)
{
	int host = (int)(strrchr(address, ':') - address);

	(void)snprintf(s->url, sizeof(s->url), "http://%.*s:%u/metrics", host, address,
		       (unsigned)metrics_port(s));
}

struct metrics_server *metrics_serve(const char *address, char *error, size_t size)
{
	struct metrics_server *s;
	union address a;

	if (!parse_address(address, &a)) {
		snprintf(error, size, "metrics: '%s' is not an address with a port", address);
		return NULL;
	}
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		snprintf(error, size, "metrics: no memory");
		return NULL;
	}
	pthread_mutex_init(&s->lock, NULL);
	for (unsigned i = 0; i < SLOTS; i++)
		s->slots[i].fd = -1;
	if (make_responses(s))
		start_without_signals(s, &a);
	if (s->daemon == NULL) {
		snprintf(error, size, "metrics: cannot listen on %s: %s", address,
			 s->said[0] != '\0' ? s->said : strerror(errno));
		server_free(s);
		return NULL;
	}
	s->started = true;
	say_where(s, address);
	return s;
}

void metrics_publish(struct metrics_server *s, const struct metrics_text *t)
{
	struct MHD_Response *fresh = response(t->p, t->len, metrics_type);
	struct MHD_Response *before = NULL;

	pthread_mutex_lock(&s->lock);
	end_old(s);
	if (fresh != NULL) {
		before = s->latest;
		s->latest = fresh;
	}
	pthread_mutex_unlock(&s->lock);
	if (before != NULL)
		MHD_destroy_response(before);
}

const char *metrics_url(const struct metrics_server *s)
{
	return s->url;
}

uint16_t metrics_port(const struct metrics_server *s)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);

	return info != NULL ? info->port : 0;
}

void metrics_stop(struct metrics_server *s)
{
	if (s == NULL)
		return;
	MHD_stop_daemon(s->daemon);
	server_free(s);
}
