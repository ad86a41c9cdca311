/* The process: levels as bars, what runs, alarms, and values. */
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "pcaps/workshop/screen.h"

enum { LEFT = 41, BAR = 16, NAME = 14, COLUMN = 36 };

static bool is_level(const struct state_variable *v)
{
	return (v->kind == KIND_INPUT || v->kind == KIND_STATE) && strcmp(v->unit, "%") == 0;
}

/* Of setpoints only those that are where they ought not to be. */
static bool is_value(const struct state_variable *v)
{
	if (v->kind == KIND_INPUT || v->kind == KIND_STATE)
		return !is_level(v);
	return v->out;
}

int draw_process_rows(const struct state *s)
{
	int levels = 0, values = 0;
	int columns = COLS - LEFT >= 2 * COLUMN ? (COLS - LEFT) / COLUMN : 1;

	for (size_t i = 0; i < s->plant.n; i++) {
		levels += is_level(&s->plant.variables[i]);
		values += is_value(&s->plant.variables[i]);
	}
	values = (values + columns - 1) / columns;
	return levels + 3 > values ? levels + 3 : values;
}

/* 0 to 100 %, with its limits. */
static void draw_bar(int y, const struct state_variable *v)
{
	char bar[BAR + 1], value[48];
	enum paint paint = v->out ? PAINT_BAD : PAINT_GOOD;

	for (int i = 0; i < BAR; i++) {
		double from = 100.0 * i / BAR, to = 100.0 * (i + 1) / BAR;
		bool limit = (v->low > from && v->low <= to) || (v->high > from && v->high < to);

		bar[i] = v->value > (from + to) / 2 ? '#' : limit ? '|' : '.';
	}
	bar[BAR] = '\0';
	view_value(v, value, sizeof(value));
	draw_text(y, 0, NAME, A_NORMAL, v->name);
	draw_text(y, NAME, 1, A_NORMAL, "[");
	draw_text(y, NAME + 1, BAR, draw_paint(paint), bar);
	draw_text(y, NAME + 1 + BAR, 2, A_NORMAL, "] ");
	draw_text(y, NAME + 3 + BAR, LEFT - NAME - 4 - BAR,
		  v->out ? draw_paint(PAINT_BAD) : A_NORMAL, value);
}

/* Names in a row, as many as there is room for. */
struct names {
	char text[512];
	size_t at;
};

static void add_name(struct names *n, const char *name)
{
	if (n->at < sizeof(n->text))
		n->at += (size_t)snprintf(n->text + n->at, sizeof(n->text) - n->at, " %s", name);
}

/* "P101" of P101_RUN and V101_OPEN. */
static void add_running(struct names *n, const struct state_variable *v)
{
	char name[STATE_NAME];
	char *end;

	(void)snprintf(name, sizeof(name), "%s", v->name);
	end = strrchr(name, '_');
	if (end != NULL &&
	    (strcmp(end, "_RUN") == 0 || strcmp(end, "_OPEN") == 0 || strcmp(end, "_ON") == 0))
		*end = '\0';
	add_name(n, name);
}

static void draw_names(int y, const struct state_plant *p)
{
	struct names on = { .at = 0 }, alarms = { .at = 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct state_variable *v = &p->variables[i];

		if (v->alarm || (v->out && !is_level(v)))
			add_name(&alarms, v->name);
		else if (v->kind == KIND_DISCRETE && v->value > 0.5)
			add_running(&on, v);
	}
	draw_format(y, 0, LEFT - 1, A_NORMAL, "on:%s", on.text);
	draw_format(y + 1, 0, LEFT - 1, alarms.at > 0 ? draw_paint(PAINT_BAD) : A_NORMAL,
		    "alarms:%s", alarms.at > 0 ? alarms.text : " none");
}

static void draw_values(int y, int rows, const struct state_plant *p)
{
	int n = 0;
	int columns = COLS - LEFT >= 2 * COLUMN ? (COLS - LEFT) / COLUMN : 1;

	/* Those that are wrong first: there may not be room for all. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < p->n && n < rows * columns; i++) {
			const struct state_variable *v = &p->variables[i];
			int x = LEFT + n / rows * COLUMN;
			char value[48];

			if (!is_value(v) || v->out != (pass == 0))
				continue;
			view_value(v, value, sizeof(value));
			draw_text(y + n % rows, x, NAME + 1, A_NORMAL, v->name);
			draw_format(y + n % rows, x + NAME + 1, COLUMN - NAME - 2,
				    v->out ? draw_paint(PAINT_BAD) : A_NORMAL, "%s%s", value,
				    !v->out		 ? ""
				    : v->value > v->high ? " high"
							 : " low");
			n++;
		}
	}
}

void draw_process(int y, int rows, const struct state *s, const struct workshop *w)
{
	const struct state_plant *p = &s->plant;
	int at = 0;

	for (int i = 0; i < rows; i++)
		draw_text(y + i, 0, COLS, A_NORMAL, "");
	if (w->played) {
		(void)draw_lines(y, rows, 0, w->why_played);
		return;
	}
	if (!p->there) {
		draw_text(y, 0, COLS, draw_paint(PAINT_WARN), "the plant says nothing yet");
		return;
	}
	for (size_t i = 0; i < p->n && at < rows - 3; i++) {
		if (is_level(&p->variables[i]))
			draw_bar(y + at++, &p->variables[i]);
	}
	draw_names(y + at, p);
	if (p->troubles[0] != '\0')
		draw_format(y + at + 2, 0, LEFT - 1, draw_paint(PAINT_WARN), "trouble: %s",
			    p->troubles);
	draw_values(y, rows, p);
}
