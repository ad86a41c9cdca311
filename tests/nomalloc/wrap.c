/*
 * Counts the allocations of our own objects (the linker's --wrap redirects these and leaves the
 * libraries' alone). NOMALLOC_REPORT names a file that gets the count when the program ends;
 * NOMALLOC_TRACE=N prints to stderr from where each allocation after the first N comes.
 */
#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **p, size_t alignment, size_t size);
char *__real_strdup(const char *s);
char *__real_strndup(const char *s, size_t len);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __wrap_posix_memalign(void **p, size_t alignment, size_t size);
char *__wrap_strdup(const char *s);
char *__wrap_strndup(const char *s, size_t len);

static uint64_t allocations, traced_after = UINT64_MAX;

static void count(void)
{
	void *frames[24];

	if (++allocations > traced_after) {
		backtrace_symbols_fd(frames, backtrace(frames, 24), STDERR_FILENO);
		(void)!write(STDERR_FILENO, "\n", 1);
	}
}

__attribute__((constructor)) static void start(void)
{
	const char *after = getenv("NOMALLOC_TRACE");

	if (after != NULL)
		traced_after = strtoull(after, NULL, 10);
}

__attribute__((destructor)) static void report(void)
{
	const char *path = getenv("NOMALLOC_REPORT");
	FILE *out = path != NULL ? fopen(path, "w") : NULL;

	if (out != NULL) {
		fprintf(out, "%llu\n", (unsigned long long)allocations);
		fclose(out);
	}
}

void *__wrap_malloc(size_t size)
{
	count();
	return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	count();
	return __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	count();
	return __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t n, size_t size)
{
	count();
	return __real_reallocarray(old, n, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	count();
	return __real_aligned_alloc(alignment, size);
}

int __wrap_posix_memalign(void **p, size_t alignment, size_t size)
{
	count();
	return __real_posix_memalign(p, alignment, size);
}

char *__wrap_strdup(const char *s)
{
	count();
	return __real_strdup(s);
}

char *__wrap_strndup(const char *s, size_t len)
{
	count();
	return __real_strndup(s, len);
}
