#ifndef COLLECTOR_INCIDENT_TEXT_H
#define COLLECTOR_INCIDENT_TEXT_H
/*
 * Texts of incidents. Whatever came from the wire, what stands in an incident is UTF-8 that cannot
 * steer a terminal, turn the direction of writing, or begin a new line.
 */
#include <stdbool.h>
#include <stddef.h>

/*
 * Writes n bytes at s into out, which has room for `room` bytes (at least 1), and a NUL. What is no
 * UTF-8, and each control character, line separator, mark of direction and noncharacter, becomes
 * U+FFFD. What does not fit is cut between characters. Returns the length. Cleaning a clean text
 * changes nothing.
 */
size_t incident_clean(char *out, size_t room, const char *s, size_t n);

/* The same of a text that may be NULL, into an array. */
#define incident_text(out, s) incident_copy((out), sizeof(out), (s))
void incident_copy(char *out, size_t room, const char *s);

/* Is it what incident_clean() makes? */
bool incident_is_clean(const char *s, size_t n);

#endif
