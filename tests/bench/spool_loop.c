/*
 * The spool alone against its floor: so many events are added, read again and acknowledged, with
 *the spool's usual syncing; and the same bytes are written to a file with as many fdatasync()
 *calls.
 *
 *	spool_loop FOLDER [EVENTS [BYTES]]	prints the seconds of both: "spool 0.8 bare 0.3"
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sensor/deliver/spool.h"

enum {
	EVENTS = 500000,
	BYTES = 200,
	ROUND = 1000, /* events that are added before they are read and synced */
	IN_FLIGHT = 8192,
	RECORD = 12, /* bytes that the spool puts before each */
	CHUNK = 256 * 1024,
	SEGMENT = 16 << 20,
};

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

/* Returns how often it was synced. */
static uint64_t spool_round(const char *folder, uint64_t events, const uint8_t *bytes, size_t n)
{
	const struct spool_options o = {
		.path = folder,
		.limit = 4ULL << 30,
		.segment = SEGMENT,
		.sync_interval = 1000000000,
	};
	char error[SPOOL_ERROR] = "";
	struct spool *s = spool_open(&o, error, sizeof(error));
	struct spool_stats st;
	struct spool_event e = { 0 };
	uint64_t got = 0;

	check(s != NULL, error);
	check(spool_begin(s, 1, 1, bytes, n) == 1, "begin");
	for (uint64_t seq = 1; seq <= events; seq++) {
		check(spool_add(s, EVENT_ALERT, bytes, n) == seq, "add");
		if (seq % ROUND != 0 && seq != events)
			continue;
		check(spool_sync(s, (uint64_t)(now() * 1e9), false), "sync");
		while (spool_next(s, &e))
			got++;
		if (got > IN_FLIGHT)
			spool_ack(s, 1, got - IN_FLIGHT);
	}
	check(got == events, "next");
	check(spool_sync(s, 0, true), "sync");
	spool_stats(s, &st);
	spool_ack(s, 1, events);
	spool_close(s);
	return st.syncs;
}

static void bare_round(const char *path, uint64_t size, uint64_t syncs)
{
	uint8_t *chunk = calloc(1, CHUNK);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	uint64_t every = size / (syncs != 0 ? syncs : 1);
	uint64_t due = every;

	check(chunk != NULL && fd >= 0, path);
	for (uint64_t at = 0; at < size;) {
		size_t n = size - at < CHUNK ? (size_t)(size - at) : CHUNK;

		check(write(fd, chunk, n) == (ssize_t)n, "write");
		at += n;
		if (at >= due || at == size) {
			check(fdatasync(fd) == 0, "fdatasync");
			due += every;
		}
	}
	close(fd);
	unlink(path);
	free(chunk);
}

int main(int argc, char **argv)
{
	uint64_t events = argc > 2 ? strtoull(argv[2], NULL, 10) : EVENTS;
	size_t n = argc > 3 ? strtoul(argv[3], NULL, 10) : BYTES;
	char path[512];
	uint8_t *bytes;
	uint64_t syncs;
	double began;
	double spool;

	if (argc < 2 || n == 0 || n > WIRE_EVENT_MAX || events == 0) {
		(void)fprintf(stderr, "usage: spool_loop FOLDER [EVENTS [BYTES]]\n");
		return 2;
	}
	bytes = malloc(n);
	check(bytes != NULL, "memory");
	memset(bytes, 'x', n);
	began = now();
	syncs = spool_round(argv[1], events, bytes, n);
	spool = now() - began;
	snprintf(path, sizeof(path), "%s/bare", argv[1]);
	began = now();
	bare_round(path, events * (n + RECORD), syncs);
	printf("spool %.6f bare %.6f\n", spool, now() - began);
	free(bytes);
	return 0;
}
