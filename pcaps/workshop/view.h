/*
 * view: what the user sees. A screen (ncurses) on a terminal that can have one, else plain lines.
 */
#ifndef PCAPS_WORKSHOP_VIEW_H
#define PCAPS_WORKSHOP_VIEW_H

#include "pcaps/workshop/state.h"

/* Takes the terminal. False: it cannot have a screen. */
bool screen_begin(void);
void screen_end(void);
/* Draws everything anew. */
void screen_show(struct state *s, const struct workshop *w);
/* Does what the keys say that were typed. False: the user wants to end. */
bool screen_keys(struct state *s, const struct workshop *w);

/* Prints what is new since the last time. */
void plain_show(struct state *s, const struct workshop *w);

/* view_text.c: the text of an incident, as `incidents show` prints it; free() it. NULL: it could
 * not be had. */
char *view_incident(const struct workshop *w, const char *id);
/* "10:43:44" of a record's time, which is UTC, in the zone of this machine. */
void view_clock(const char *time, char out[16]);
/* "62.1 %" */
void view_value(const struct state_variable *v, char *out, size_t room);
/* Who did it to whom: "10.10.1.66 -> plc2". */
void view_ends(const struct state_incident *x, char *out, size_t room);

#endif
