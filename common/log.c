#include "common/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 8192 };

static const char *program = "kagami";
static const char *part;
static enum log_level verbosity = LOG_NOTE;
static bool journal;

/* systemd names the device and inode of the stream it reads; it may have been redirected since. */
static bool is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat st;
	char own[64];

	if (stream == NULL || fstat(STDERR_FILENO, &st) != 0)
		return false;
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(own, stream) == 0;
}

void log_init(const char *name)
{
	program = name;
	part = NULL;
	journal = is_journal();
}

void log_part(const char *name)
{
	part = name;
}

void log_level(enum log_level level)
{
	verbosity = level;
}

/* C0 and DEL are one byte; C1 is C2 80..9F in UTF-8, and some terminals obey it too. */
static bool control(const unsigned char *p)
{
	return *p < 0x20 || *p == 0x7f || (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f);
}

static void escape(char *out, size_t cap, const char *text)
{
	size_t at = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		if (at + 6 > cap)
			break;
		if (control(p)) {
			at += (size_t)snprintf(out + at, cap - at, "\\x%02x",
					       *p == 0xc2 ? *++p : *p);
		} else {
			out[at++] = (char)*p;
		}
	}
	out[at] = '\0';
}

/* The whole line goes out in one write: lines of several processes do not mix. */
static __attribute__((format(printf, 4, 0))) void
line(enum log_level level, bool named, const char *error, const char *fmt, va_list ap)
{
	char said[LINE_MAX_BYTES / 2];
	char clean[LINE_MAX_BYTES - 512];
	char out[LINE_MAX_BYTES];
	char priority[8] = "";

	if (level > verbosity)
		return;
	if (vsnprintf(said, sizeof(said), fmt, ap) < 0)
		return;
	escape(clean, sizeof(clean), said);
	if (journal)
		snprintf(priority, sizeof(priority), "<%d>", (int)level);
	snprintf(out, sizeof(out), "%s%s%s%s%s%s%s%s\n", priority, named ? program : "",
		 named ? ": " : "", named && part != NULL ? part : "",
		 named && part != NULL ? ": " : "", clean, error != NULL ? ": " : "",
		 error != NULL ? error : "");
	fwrite(out, 1, strlen(out), stderr);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_NOTE, true, NULL, fmt, ap);
	va_end(ap);
}

void log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_DETAIL, true, NULL, fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	const char *error = strerror(errno);
	va_list ap;

	va_start(ap, fmt);
	line(LOG_WARN, true, error, fmt, ap);
	va_end(ap);
}

void log_warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_WARN, true, NULL, fmt, ap);
	va_end(ap);
}

void log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_ERROR, true, NULL, fmt, ap);
	va_end(ap);
}

void log_error_list(const char *fmt, va_list ap)
{
	line(LOG_ERROR, true, NULL, fmt, ap);
}

void log_file_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_ERROR, false, NULL, fmt, ap);
	va_end(ap);
}

void fatal(const char *fmt, ...)
{
	const char *error = strerror(errno);
	va_list ap;

	va_start(ap, fmt);
	line(LOG_ERROR, true, error, fmt, ap);
	va_end(ap);
	exit(1);
}

void fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(LOG_ERROR, true, NULL, fmt, ap);
	va_end(ap);
	exit(1);
}
