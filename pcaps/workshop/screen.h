/*
 * screen: the parts of the dashboard on a terminal. Each draws its lines from y on.
 */
#ifndef PCAPS_WORKSHOP_SCREEN_H
#define PCAPS_WORKSHOP_SCREEN_H

#include "pcaps/workshop/view.h"

/* What colours mean; where there are none, bold and reverse stand for the worst. */
enum paint { PAINT_PLAIN, PAINT_GOOD, PAINT_WARN, PAINT_BAD, PAINT_DIM, PAINT_TITLE, PAINTS };

/* screen_draw.c */
void draw_colours(void);
unsigned draw_paint(enum paint p);
/* The text in `width` columns: cut, or followed by blanks. */
void draw_text(int y, int x, int width, unsigned attributes, const char *text);
void draw_format(int y, int x, int width, unsigned attributes, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* A heading with a line behind it. */
void draw_heading(int y, const char *text);
/* Lines of a longer text from line `first` on; returns how many lines the text has. */
int draw_lines(int y, int rows, int first, const char *text);

/* screen_process.c: in rows y to y + rows - 1. */
void draw_process(int y, int rows, const struct state *s, const struct workshop *w);
/* How many rows it would like to have. */
int draw_process_rows(const struct state *s);

#endif
