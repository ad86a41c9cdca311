#ifndef COMMON_LOG_H
#define COMMON_LOG_H
/*
 * What the programs say about themselves: one line a call, on standard error.
 *
 * Lines begin with the program's name ("kagami-sensor: read: ..."). When standard error is the
 * journal's stream (systemd sets JOURNAL_STREAM), each line also begins with its priority ("<4>").
 * Control characters in a line are written as \xNN: a line stays one line and cannot steer a
 * terminal, whatever a file name or a configuration holds. Nothing is logged per packet.
 */

#include <stdarg.h>

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_NOTE = 6, LOG_DETAIL = 7 };

/* Names the program; looks whether standard error is the journal. `program` is borrowed for good.
 */
void log_init(const char *program);
/* Names the part of the program that speaks from now on, such as its subcommand; NULL: none. */
void log_part(const char *part);
/* Only lines of this level and more serious ones are written. At start: LOG_NOTE. */
void log_level(enum log_level level);

/* What may interest the operator; what only a developer wants to know. */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Something is wrong and the program goes on; log_warn() appends the text of errno. */
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warnx(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The program cannot go on: exits 1. fatal() appends the text of errno. */
void fatal(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void fatalx(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* An error of the operator's, in the command line: with the program's name. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error_list(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));
/* The same in a file: the line begins with the file's name, the program's is left out. */
void log_file_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
