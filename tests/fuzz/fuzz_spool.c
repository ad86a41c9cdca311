/*
 * A spool's folder from hostile bytes: opening never crashes, what it gives out is in order and the
 * same every time, and what is added to it then comes out again under its number.
 *
 * The input is files, one after the other: what it is (1 byte; its upper half: bits of `repair`), a
 * number for its name (1 byte), its length (2 bytes, little-endian), its bytes.
 */
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/log.h"
#include "sensor/deliver/spool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 15, HEADER = 64, RECORD = 12, MANY = 4096 };

enum { FILE_SEGMENT, FILE_DICTIONARY, FILE_ACKED, FILE_OTHER, FILE_KINDS };

static char folder[64];
static int dir;

static void remove_folder(void)
{
	rmdir(folder);
}

static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "%s/kagami-fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(folder) == NULL)
		abort();
	dir = open(folder, O_RDONLY | O_DIRECTORY);
	if (dir < 0)
		abort();
	atexit(remove_folder);
}

static void empty_folder(void)
{
	int fd = dup(dir);
	DIR *d = fdopendir(fd);
	const struct dirent *e;

	if (d == NULL)
		abort();
	rewinddir(d);
	while ((e = readdir(d)) != NULL)
		unlinkat(dir, e->d_name, 0);
	closedir(d);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* Puts CRCs right, which no mutation finds. repair: 1 the header's and its number, 2 records'. */
static void repair_segment(uint8_t *p, size_t n, uint8_t number, unsigned repair)
{
	uint32_t crc;

	if (n < HEADER || repair == 0)
		return;
	memcpy(p, "kagamiS\n", 8);
	memset(p + 16, 0, 8);
	p[16] = number;
	crc = crc32c(0, p, HEADER - 4);
	put32(p + HEADER - 4, crc);
	if ((repair & 2) == 0)
		return;
	for (size_t at = HEADER; at + RECORD < n;) {
		size_t len = get32(p + at);

		if (len == 0 || len > n - at - RECORD)
			return;
		crc = crc32c(crc32c(crc, p + at, 8), p + at + RECORD, len);
		put32(p + at + 8, crc);
		at += RECORD + len;
	}
}

static void put_file(unsigned kind, uint8_t number, uint8_t *p, size_t n, unsigned repair)
{
	char name[64];
	int fd;

	if (kind == FILE_SEGMENT) {
		snprintf(name, sizeof(name), "%016x.seg", number);
		repair_segment(p, n, number, repair);
	} else if (kind == FILE_DICTIONARY) {
		snprintf(name, sizeof(name), "%016x.dict", number);
	} else if (kind == FILE_ACKED) {
		snprintf(name, sizeof(name), "acked");
		if (repair != 0 && n >= 20)
			put32(p + n - 4, crc32c(0, p, n - 4));
	} else {
		snprintf(name, sizeof(name), "%02x.seg", number);
	}
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	close(fd);
}

static void put_files(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size != 0 ? size : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, data, size);
	for (size_t at = 0; at + 4 <= size;) {
		size_t n = (size_t)copy[at + 2] | (size_t)copy[at + 3] << 8;

		if (n > size - at - 4)
			n = size - at - 4;
		put_file((copy[at] & 15U) % FILE_KINDS, copy[at + 1], copy + at + 4, n,
			 copy[at] >> 4);
		at += 4 + n;
	}
	free(copy);
}

struct seen {
	size_t events;
	uint32_t crc; /* over all of them */
	struct {
		uint64_t epoch, last;
	} epochs[256];
	size_t nepochs;
};

/* Numbers of an epoch only grow. */
static void see(struct seen *seen, const struct spool_event *e)
{
	size_t i = 0;

	assert(e->epoch != 0 && e->seq != 0 && e->n != 0 && e->n <= WIRE_EVENT_MAX);
	assert((unsigned)e->kind < EVENT_KINDS);
	while (i < seen->nepochs && seen->epochs[i].epoch != e->epoch)
		i++;
	assert(i < 256);
	if (i == seen->nepochs) {
		seen->epochs[i].epoch = e->epoch;
		seen->epochs[i].last = 0;
		seen->nepochs++;
	}
	assert(e->seq > seen->epochs[i].last);
	seen->epochs[i].last = e->seq;
	seen->crc = crc32c(crc32c(seen->crc, &e->seq, sizeof(e->seq)), e->p, e->n);
	seen->events++;
}

static void read_all(struct spool *s, struct seen *seen)
{
	struct spool_event e;
	struct spool_event oldest;
	bool any = spool_oldest(s, &oldest);

	memset(seen, 0, sizeof(*seen));
	while (spool_next(s, &e)) {
		if (seen->events == 0)
			assert(any && oldest.epoch == e.epoch && oldest.seq == e.seq);
		see(seen, &e);
	}
	assert(any == (seen->events != 0));
}

static const struct spool_options options = {
	.path = folder,
	.limit = 8 << 20,
	.segment = 256 << 10,
	.sync_interval = 1000000000,
};

static struct spool *open_again(void)
{
	char error[SPOOL_ERROR] = "";
	struct spool *s = spool_open(&options, error, sizeof(error));

	assert((s != NULL) != (error[0] != '\0'));
	return s;
}

/* Events added to an epoch that may be there come out last, under the numbers they got. */
static void add_some(uint64_t epoch)
{
	struct spool *s = open_again();
	struct spool_event e = { 0 };
	struct spool_stats st;
	uint64_t first;

	assert(s != NULL);
	first = spool_begin(s, epoch, 5, (const uint8_t *)"words", 5);
	assert(first != 0);
	for (uint64_t i = 0; i < 3; i++)
		assert(spool_add(s, EVENT_ALERT, (const uint8_t *)&i, sizeof(i)) == first + i);
	spool_close(s);
	s = open_again();
	assert(s != NULL);
	while (spool_next(s, &e)) {
		uint64_t i = e.seq - first;

		if (e.epoch == epoch && e.seq >= first)
			assert(i < 3 && e.n == sizeof(i) && memcmp(e.p, &i, sizeof(i)) == 0);
	}
	assert(e.epoch == epoch && e.seq == first + 2);
	spool_ack(s, epoch, first + 2);
	spool_stats(s, &st);
	assert(spool_begin(s, epoch, 5, (const uint8_t *)"words", 5) == first + 3);
	spool_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen once;
	struct seen twice;
	struct spool_stats st;
	struct spool *s;

	if (size > INPUT_MAX)
		return -1;
	if (folder[0] == '\0')
		make_folder();
	log_level(LOG_ERROR);
	empty_folder();
	put_files(data, size);
	s = open_again();
	if (s == NULL) { /* a later version's */
		empty_folder();
		return 0;
	}
	spool_stats(s, &st);
	read_all(s, &once);
	assert(st.events == once.events);
	spool_close(s);
	s = open_again();
	assert(s != NULL);
	read_all(s, &twice);
	assert(once.events == twice.events && once.crc == twice.crc);
	spool_close(s);
	add_some(once.nepochs != 0 ? once.epochs[once.nepochs / 2].epoch : 7);
	empty_folder();
	return 0;
}
