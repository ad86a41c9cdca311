/*
 * metrics.c, metrics_http.c: the text is Prometheus' format, whatever is in its labels; the server
 * gives the latest one to whoever asks, and nobody can keep others from asking.
 */
#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/metrics.h"
#include "common/option.h"

/* ---- a reader of the format, written from its description */

static const char *name_end(const char *p)
{
	if (!isalpha((unsigned char)*p) && *p != '_')
		return NULL;
	while (isalnum((unsigned char)*p) || *p == '_')
		p++;
	return p;
}

/* A quoted value; its text is appended to `out`. NULL: it is none. */
static const char *value_end(const char *p, char *out)
{
	size_t n = strlen(out);

	if (*p++ != '"')
		return NULL;
	for (; *p != '"'; p++) {
		char c = *p;

		if (c == '\0' || c == '\n')
			return NULL;
		if (c == '\\') {
			p++;
			if (*p != 'n' && *p != '\\' && *p != '"')
				return NULL;
			c = *p;
			if (c == 'n')
				c = '\n';
		}
		out[n++] = c;
	}
	out[n++] = ';';
	out[n] = '\0';
	return p + 1;
}

struct shown {
	unsigned samples, families;
	char labels[4096]; /* values of all samples, each with a ';' */
	char last[64];	   /* the last sample's value */
};

static const char *labels_end(const char *p, struct shown *s)
{
	do {
		p = name_end(p + 1);
		if (p == NULL || *p != '=')
			return NULL;
		p = value_end(p + 1, s->labels);
	} while (p != NULL && *p == ',');
	return p != NULL && *p == '}' ? p + 1 : NULL;
}

static bool sample_good(const char *line, struct shown *s)
{
	const char *p = name_end(line);
	char *end;

	if (p != NULL && *p == '{')
		p = labels_end(p, s);
	if (p == NULL || *p != ' ')
		return false;
	snprintf(s->last, sizeof(s->last), "%.*s", (int)strcspn(p + 1, "\n"), p + 1);
	strtod(p + 1, &end);
	s->samples++;
	return end != p + 1 && *end == '\n';
}

static bool comment_good(const char *line, struct shown *s)
{
	const char *p = name_end(line + 7);

	if (p == NULL || *p != ' ')
		return false;
	if (strncmp(line, "# HELP ", 7) == 0)
		return true;
	s->families++;
	return strncmp(line, "# TYPE ", 7) == 0 &&
	       (strncmp(p, " counter\n", 9) == 0 || strncmp(p, " gauge\n", 7) == 0);
}

static bool format_good(const char *text, struct shown *s)
{
	memset(s, 0, sizeof(*s));
	while (*text != '\0') {
		const char *end = strchr(text, '\n');

		if (end == NULL || !(*text == '#' ? comment_good(text, s) : sample_good(text, s)))
			return false;
		text = end + 1;
	}
	return true;
}

/* ---- the text */

static void families_and_samples_are_prometheus_text(void **state)
{
	static const struct metric_label labels[] = { { "sensor", "plant-1" },
						      { "kind", "alert" } };
	struct metrics_text t = { NULL };
	struct shown s;

	(void)state;
	metrics_family(&t, "kagami_events_total", METRIC_COUNTER, "Events.");
	metrics_sample_uint(&t, "kagami_events_total", labels, 2, UINT64_MAX);
	metrics_family(&t, "kagami_lag_seconds", METRIC_GAUGE, "How late.");
	metrics_sample(&t, "kagami_lag_seconds", NULL, 0, 0.25);
	assert_string_equal(t.p, "# HELP kagami_events_total Events.\n"
				 "# TYPE kagami_events_total counter\n"
				 "kagami_events_total{sensor=\"plant-1\",kind=\"alert\"} "
				 "18446744073709551615\n"
				 "# HELP kagami_lag_seconds How late.\n"
				 "# TYPE kagami_lag_seconds gauge\n"
				 "kagami_lag_seconds 0.25\n");
	assert_true(format_good(t.p, &s));
	assert_int_equal(s.families, 2);
	assert_int_equal(s.samples, 2);
	metrics_clear(&t);
	assert_int_equal(t.len, 0);
	metrics_free(&t);
	assert_null(t.p);
}

static void labels_hold_anything(void **state)
{
	static const struct {
		const char *value, *shown;
	} rows[] = {
		{ "", ";" },
		{ "a\"b", "a\"b;" },
		{ "back\\slash", "back\\slash;" },
		{ "two\nlines\\n", "two\nlines\\n;" },
		{ "\"} 1\nkagami_forged 2\n", "\"} 1\nkagami_forged 2\n;" },
		{ "Wasserwerk S\xc3\xbc\x64 \xe6\xb0\xb4 \xf0\x9f\x92\xa7",
		  "Wasserwerk S\xc3\xbc\x64 \xe6\xb0\xb4 \xf0\x9f\x92\xa7;" },
		{ "\xff\xc3(\xe2\x82", "?\?(?\?;" },
		{ "\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80", "?????????;" },
	};
	struct shown s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct metric_label label = { "name", rows[i].value };
		struct metrics_text t = { NULL };

		metrics_family(&t, "x", METRIC_GAUGE, rows[i].value);
		metrics_sample_uint(&t, "x", &label, 1, 1);
		assert_true(format_good(t.p, &s));
		assert_int_equal(s.samples, 1);
		assert_string_equal(s.labels, rows[i].shown);
		metrics_free(&t);
	}
}

static void values_are_numbers_of_the_format(void **state)
{
	static const struct {
		double v;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ -1.5, "-1.5" },
		{ 1e300, "1e+300" },
		{ 1.0 / 0.0, "+Inf" },
		{ -1.0 / 0.0, "-Inf" },
		{ 0.0 / 0.0, "NaN" },
		{ 1234567890123.0, "1234567890123" },
	};
	struct shown s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct metrics_text t = { NULL };

		metrics_sample(&t, "x", NULL, 0, rows[i].v);
		assert_true(format_good(t.p, &s));
		assert_string_equal(s.last, rows[i].text);
		metrics_free(&t);
	}
}

static void a_text_has_an_end_at_a_whole_line(void **state)
{
	struct metrics_text t = { NULL };
	char *value = malloc(100001);
	struct metric_label label = { "name", value };
	size_t before = 0;

	(void)state;
	assert_non_null(value);
	memset(value, 'x', 100000);
	value[100000] = '\0';
	for (unsigned i = 0; i < 100; i++) {
		before = t.overflow ? before : t.len;
		metrics_sample_uint(&t, "x", &label, 1, i);
	}
	assert_true(t.overflow);
	assert_true(t.len <= METRICS_MAX && t.len > METRICS_MAX - 200000);
	assert_int_equal(t.len, before);
	assert_int_equal(t.p[t.len - 1], '\n');
	assert_int_equal(strlen(t.p), t.len);
	metrics_clear(&t);
	metrics_sample_uint(&t, "x", NULL, 0, 1);
	assert_string_equal(t.p, "x 1\n");
	metrics_free(&t);
	free(value);
}

/* ---- the server */

static void addresses_have_a_port(void **state)
{
	static const char *const good[] = { "127.0.0.1:9570", "0.0.0.0:1", "[::1]:9570",
					    "[::]:65535", "10.0.0.1:0" };
	static const char *const wrong[] = { "",
					     "127.0.0.1",
					     "127.0.0.1:",
					     "127.0.0.1:x",
					     "127.0.0.1:65536",
					     "127.0.0.1:123456",
					     "localhost:80",
					     "::1:9570",
					     "[::1]",
					     "[::1:9570",
					     "[127.0.0.1]:80",
					     ":9570",
					     "[]:1",
					     "256.0.0.1:1",
					     "1.2.3.4:-1" };
	struct option_why why;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(metrics_address_good(good[i], &why));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_false(metrics_address_good(wrong[i], &why));
		assert_non_null(strstr(why.text, "is not an address with a port"));
	}
}

static struct metrics_server *serve(const char *text)
{
	char error[256];
	struct metrics_server *s = metrics_serve("127.0.0.1:0", error, sizeof(error));
	struct metrics_text t = { NULL };

	if (s == NULL)
		fail_msg("%s", error);
	metrics_sample_uint(&t, text, NULL, 0, 1);
	metrics_publish(s, &t);
	metrics_free(&t);
	return s;
}

static int joined(const struct metrics_server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(metrics_port(s)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/* The whole answer to a request that ends the connection; "" if it was ended without one. */
static void ask(const struct metrics_server *s, const char *request, char out[8192])
{
	int fd = joined(s);
	size_t n = 0;

	if (write(fd, request, strlen(request)) == (ssize_t)strlen(request)) {
		ssize_t got;

		while ((got = read(fd, out + n, 8191 - n)) > 0)
			n += (size_t)got;
	}
	out[n] = '\0';
	close(fd);
}

#define GET "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void the_latest_text_is_given_out(void **state)
{
	struct metrics_server *s = serve("first");
	struct metrics_text t = { NULL };
	char got[8192];

	(void)state;
	ask(s, GET, got);
	assert_memory_equal(got, "HTTP/1.1 200 OK\r\n", 17);
	assert_non_null(strstr(got, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
	assert_non_null(strstr(got, "\r\n\r\nfirst 1\n"));
	metrics_sample_uint(&t, "second", NULL, 0, 2);
	metrics_publish(s, &t);
	ask(s, GET, got);
	assert_non_null(strstr(got, "\r\n\r\nsecond 2\n"));
	metrics_clear(&t);
	metrics_publish(s, &t);
	ask(s, GET, got);
	assert_non_null(strstr(got, "Content-Length: 0\r\n"));
	metrics_free(&t);
	metrics_stop(s);
	metrics_stop(NULL);
}

static void only_get_and_head_of_metrics_are_answered(void **state)
{
	static const struct {
		const char *request, *status;
	} rows[] = {
		{ "HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "200" },
		{ "GET /metrics?x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "200" },
		{ "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "404" },
		{ "GET /metrics/../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		  "404" },
		{ "POST /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n"
		  "\r\nhello",
		  "405" },
		{ "DELETE /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "405" },
		{ "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "405" },
	};
	struct metrics_server *s = serve("kagami_up");
	char got[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ask(s, rows[i].request, got);
		assert_memory_equal(got, "HTTP/1.1 ", 9);
		assert_memory_equal(got + 9, rows[i].status, 3);
		assert_int_equal(strstr(got, "\r\n\r\nkagami_up 1\n") != NULL, i == 1);
		assert_int_equal(strstr(got, "Allow: GET, HEAD\r\n") != NULL, i >= 4);
	}
	metrics_stop(s);
}

static void garbage_is_not_answered_with_metrics(void **state)
{
	static const char *const garbage[] = { "\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02",
					       "GET /metrics HTTP/9.9\r\n\r\n" };
	struct metrics_server *s = serve("kagami_up");
	char got[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(garbage) / sizeof(*garbage); i++) {
		int fd = joined(s);

		assert_true(write(fd, garbage[i], strlen(garbage[i])) > 0);
		close(fd);
	}
	ask(s, GET, got);
	assert_non_null(strstr(got, "kagami_up 1"));
	metrics_stop(s);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

enum { IDLE = 1000 };

static void a_thousand_idle_connections_do_not_keep_others_out(void **state)
{
	struct metrics_server *s = serve("kagami_up");
	struct rlimit files;
	static int fds[IDLE];
	char got[8192];
	double began;
	unsigned open = 0;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
	files.rlim_cur = files.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
	if (files.rlim_cur < IDLE + 200) {
		metrics_stop(s);
		skip();
	}
	for (unsigned i = 0; i < IDLE; i++) {
		fds[i] = joined(s);
		if (i % 2 == 1) /* half of them begin a request */
			assert_true(send(fds[i], "GET /me", 7, MSG_NOSIGNAL) != 0);
	}
	began = seconds();
	ask(s, GET, got);
	assert_non_null(strstr(got, "kagami_up 1"));
	assert_true(seconds() - began < 3);
	for (unsigned i = 0; i < IDLE; i++) {
		char c;

		open += recv(fds[i], &c, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
		close(fds[i]);
	}
	assert_true(open <= 32);
	metrics_stop(s);
}

static void it_says_where_it_is(void **state)
{
	struct metrics_server *s = serve("kagami_up");
	char url[64];

	(void)state;
	assert_true(metrics_port(s) != 0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/metrics", metrics_port(s));
	assert_string_equal(metrics_url(s), url);
	metrics_stop(s);
}

static void a_port_that_is_taken_says_so(void **state)
{
	struct metrics_server *s = serve("kagami_up");
	char address[32];
	char error[256] = "";

	(void)state;
	snprintf(address, sizeof(address), "127.0.0.1:%u", metrics_port(s));
	assert_null(metrics_serve(address, error, sizeof(error)));
	assert_non_null(strstr(error, address));
	assert_non_null(strstr(error, "in use"));
	assert_null(metrics_serve("localhost", error, sizeof(error)));
	assert_string_equal(error, "metrics: 'localhost' is not an address with a port");
	metrics_stop(s);
}

static void a_program_that_starts_again_gets_its_port_again(void **state)
{
	struct metrics_server *s = serve("kagami_up");
	char address[32];
	char error[256] = "";
	int fd;

	(void)state;
	snprintf(address, sizeof(address), "127.0.0.1:%u", metrics_port(s));
	fd = joined(s);
	usleep(50000);
	metrics_stop(s); /* the server ends the connection, and its end lingers in the kernel */
	s = metrics_serve(address, error, sizeof(error));
	assert_string_equal(error, "");
	assert_non_null(s);
	metrics_stop(s);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families_and_samples_are_prometheus_text),
		cmocka_unit_test(labels_hold_anything),
		cmocka_unit_test(values_are_numbers_of_the_format),
		cmocka_unit_test(a_text_has_an_end_at_a_whole_line),
		cmocka_unit_test(addresses_have_a_port),
		cmocka_unit_test(the_latest_text_is_given_out),
		cmocka_unit_test(only_get_and_head_of_metrics_are_answered),
		cmocka_unit_test(garbage_is_not_answered_with_metrics),
		cmocka_unit_test(a_thousand_idle_connections_do_not_keep_others_out),
		cmocka_unit_test(it_says_where_it_is),
		cmocka_unit_test(a_port_that_is_taken_says_so),
		cmocka_unit_test(a_program_that_starts_again_gets_its_port_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
