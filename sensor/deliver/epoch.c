#include "sensor/deliver/epoch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

enum { CHUNK = 1 << 20, RANDOM_BITS = 20, MS_NS = 1000000 };

struct epoch_digest {
	crypto_generichash_state state; /* aligned to 64 bytes */
};

uint64_t epoch_new(uint64_t now, uint64_t random)
{
	uint64_t ms = now / MS_NS;

	return ((ms << RANDOM_BITS) | (random & ((1U << RANDOM_BITS) - 1))) & ~EPOCH_OF_READ;
}

bool epoch_repeatable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

struct epoch_digest *epoch_begin(void)
{
	struct epoch_digest *d = aligned_alloc(_Alignof(struct epoch_digest), sizeof(*d));

	if (d != NULL)
		(void)crypto_generichash_init(&d->state, NULL, 0, crypto_generichash_BYTES);
	return d;
}

static void feed(struct epoch_digest *d, const void *p, size_t n)
{
	(void)crypto_generichash_update(&d->state, p, n);
}

/* Lengths go in front, so that no two lists of parts are the same bytes. */
static void feed_sized(struct epoch_digest *d, const void *p, size_t n)
{
	uint64_t size = n;

	feed(d, &size, sizeof(size));
	if (n > 0)
		feed(d, p, n);
}

void epoch_add(struct epoch_digest *d, const char *what, const void *p, size_t n)
{
	feed_sized(d, what, strlen(what));
	feed_sized(d, p, n);
}

void epoch_add_text(struct epoch_digest *d, const char *what, const char *text)
{
	epoch_add(d, what, text, strlen(text));
}

/* The file's bytes, their number behind them. */
static bool feed_file(struct epoch_digest *d, int fd, uint8_t *chunk, const volatile int *stop)
{
	uint64_t size = 0;
	ssize_t n;

	while ((n = read(fd, chunk, CHUNK)) != 0) {
		if (n < 0 && errno != EINTR)
			return false;
		if (stop != NULL && *stop != 0) {
			errno = EINTR;
			return false;
		}
		if (n < 0)
			continue;
		feed(d, chunk, (size_t)n);
		size += (uint64_t)n;
	}
	feed(d, &size, sizeof(size));
	return true;
}

static bool add_open(struct epoch_digest *d, int fd, const volatile int *stop)
{
	struct stat st;
	uint8_t *chunk;
	bool good;

	if (fstat(fd, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return false;
	}
	chunk = malloc(CHUNK);
	if (chunk == NULL)
		return false;
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	good = feed_file(d, fd, chunk, stop);
	free(chunk);
	return good;
}

bool epoch_add_file(struct epoch_digest *d, const char *what, const char *path,
		    const volatile int *stop)
{
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good;
	int error;

	if (fd < 0)
		return false;
	epoch_add_text(d, what, slash != NULL ? slash + 1 : path);
	good = add_open(d, fd, stop);
	error = errno;
	(void)close(fd);
	errno = error;
	return good;
}

uint64_t epoch_end(struct epoch_digest *d)
{
	uint8_t out[crypto_generichash_BYTES];
	uint64_t epoch = 0;

	(void)crypto_generichash_final(&d->state, out, sizeof(out));
	free(d);
	for (size_t i = 0; i < sizeof(epoch); i++)
		epoch = epoch << 8 | out[i];
	return epoch | EPOCH_OF_READ;
}
