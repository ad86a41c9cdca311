#ifndef COMMON_METRICS_H
#define COMMON_METRICS_H
/*
 * Metrics in Prometheus' text format (version 0.0.4) on an HTTP port.
 *
 * The program fills a text when it likes (once a second) and hands it over; a thread of
 * libmicrohttpd gives the latest one to whoever asks for /metrics. The program's loop never waits
 * for a client.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum metric_type { METRIC_COUNTER, METRIC_GAUGE };

/* A text being written; grows, bounded by METRICS_MAX. */
enum { METRICS_MAX = 4 * 1024 * 1024 };
struct metrics_text {
	char *p;
	size_t len, cap;
	bool overflow; /* no memory, or more than METRICS_MAX */
};

struct metric_label {
	const char *name, *value; /* the value is escaped */
};

/* HELP and TYPE lines. name: [a-z_]+, "kagami_" in front is the caller's. */
void metrics_family(struct metrics_text *t, const char *name, enum metric_type type,
		    const char *help);
/* A sample of the family before it. */
void metrics_sample(struct metrics_text *t, const char *name, const struct metric_label *labels,
		    size_t nlabels, double value);
void metrics_sample_uint(struct metrics_text *t, const char *name,
			 const struct metric_label *labels, size_t nlabels, uint64_t value);
void metrics_clear(struct metrics_text *t);
void metrics_free(struct metrics_text *t);

struct metrics_server;

/*
 * Serves on `address`: "127.0.0.1:9570", "[::1]:9570". GET and HEAD of /metrics; everything else
 * is 404 or 405. At most 16 connections, 10 s each. NULL: `error` says why.
 */
struct metrics_server *metrics_serve(const char *address, char *error, size_t size);
/* The text that is given out from now on; copied. */
void metrics_publish(struct metrics_server *s, const struct metrics_text *t);
/* Where they are: "http://127.0.0.1:9570/metrics", with the port that is listened on (of port 0 the
 * one chosen). */
const char *metrics_url(const struct metrics_server *s);
/* The port alone. */
uint16_t metrics_port(const struct metrics_server *s);
void metrics_stop(struct metrics_server *s);

/* Is that an address with a port? For option rows. */
struct option_why;
bool metrics_address_good(const char *text, struct option_why *why);

#endif
