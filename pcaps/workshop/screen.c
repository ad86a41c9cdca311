#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcaps/workshop/screen.h"

enum { PROCESS_LEAST = 8, TRY_ROWS = 2, INCIDENTS_LEAST = 4, ESCAPE = 27 };

enum mode { MODE_DASHBOARD, MODE_INCIDENT, MODE_HELP };

static struct {
	SCREEN *screen;
	enum mode mode;
	char selected[64]; /* an incident's id; "": the newest */
	char *text;	   /* of the incident that is shown */
	int first, lines;  /* of the text: the first line that is shown, and how many there are */
} me;

/* clang-format off */
static const char help[] =
	"Kagami workshop\n\n"
	"Above: the plant as it is. Levels are bars; | marks their limits. What is out of its\n"
	"limits is marked. This comes from the simulator, not from what controllers say.\n\n"
	"Sensor: what it saw at the mirror port of the plant's network. It sends nothing.\n\n"
	"Incidents: what the collector made of the sensor's alerts, the newest first.\n\n"
	"Try next: a command for another terminal. For tools of your own there is a shell on\n"
	"any host of the plant: kagami-workshop enter --host attacker\n"
	"FOLDER is named in the first line. There you take up an incident, and all else:\n"
	"kagami-collector incidents ack ID --config FOLDER/collector.yaml\n\n"
	"  arrows, j k    select an incident, or scroll its text\n"
	"  Enter          show all of it\n"
	"  n p            next and previous thing to try\n"
	"  q              end the workshop; from here, or from an incident: back\n"
	"  Ctrl-C         end the workshop\n";
/* clang-format on */

bool screen_begin(void)
{
	const char *term = getenv("TERM");

	if (term == NULL || strcmp(term, "dumb") == 0 || !isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO))
		return false;
	(void)setlocale(LC_CTYPE, "");
	/* initscr() would end the program where it knows no such terminal. */
	me.screen = newterm(NULL, stdout, stdin);
	if (me.screen == NULL)
		return false;
	(void)set_term(me.screen);
	(void)set_escdelay(50);
	(void)cbreak();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	(void)curs_set(0);
	draw_colours();
	/* It would stop process 1, and everything with it. */
	(void)signal(SIGTSTP, SIG_IGN);
	return true;
}

void screen_end(void)
{
	if (me.screen == NULL)
		return;
	(void)endwin();
	delscreen(me.screen);
	me.screen = NULL;
	free(me.text);
	me.text = NULL;
}

static unsigned paint_of(const struct state_incident *x)
{
	return draw_paint(x->level >= 3 ? PAINT_BAD : x->level == 2 ? PAINT_WARN : PAINT_PLAIN);
}

/* The number of the selected incident. */
static size_t selected(const struct state *s)
{
	for (size_t i = 0; i < s->nincidents; i++) {
		if (strcmp(s->incidents[i].id, me.selected) == 0)
			return i;
	}
	return 0;
}

static void draw_incidents(int y, int rows, const struct state *s)
{
	size_t at = selected(s);
	size_t first = rows > 0 && at >= (size_t)rows ? at - (size_t)rows + 1 : 0;

	for (int i = 0; i < rows; i++) {
		size_t k = first + (size_t)i;
		const struct state_incident *x = &s->incidents[k];
		char clock[16], ends[160];
		unsigned mark = k == at ? A_REVERSE : A_NORMAL;

		draw_text(y + i, 0, COLS, A_NORMAL, i == 0 && s->nincidents == 0 ? "none yet" : "");
		if (k >= s->nincidents)
			continue;
		view_clock(x->first, clock);
		view_ends(x, ends, sizeof(ends));
		draw_format(y + i, 0, COLS, mark, "%s", clock);
		draw_text(y + i, 9, 9, paint_of(x) | mark, x->severity);
		draw_format(y + i, 18, COLS - 18, mark, "%-11s %s: %s", x->status, ends, x->title);
	}
}

static void draw_sensor(int y, const struct state *s, const struct workshop *w)
{
	const struct state_sensor *n = &s->sensor;

	if (s->problem[0] != '\0') {
		draw_text(y, 0, COLS, draw_paint(PAINT_BAD), s->problem);
		return;
	}
	if (!n->there) {
		draw_text(y, 0, COLS, draw_paint(PAINT_WARN),
			  w->played ? "the sensor has nothing to play"
				    : "the sensor does not answer yet");
		return;
	}
	draw_format(y, 0, COLS, n->dropped > 0 || !n->up ? draw_paint(PAINT_WARN) : A_NORMAL,
		    "%.0f packets, %.0f lost; %.0f messages; %.0f alerts, %.0f high; %s%.0f sent, "
		    "%.0f wait",
		    n->frames, n->dropped, n->messages, n->alerts, n->worst,
		    n->up ? "" : "NOT CONNECTED, ", n->acknowledged, n->waiting);
}

static void draw_tries(int y, const struct state *s, const struct workshop *w)
{
	char command[WORKSHOP_PATH + 80];

	draw_text(y, 0, COLS, A_NORMAL, "");
	draw_text(y + 1, 0, COLS, A_NORMAL, "");
	if (s->ntries == 0)
		return;
	const struct state_try *t = &s->tries[s->next_try % s->ntries];

	state_try_command(t, w, command, sizeof(command));
	draw_format(y, 0, COLS, A_NORMAL, "level %u: %s", t->level, t->title);
	draw_format(y + 1, 2, COLS - 2, A_BOLD, "%s", command);
}

static void draw_dashboard(const struct state *s, const struct workshop *w)
{
	/* Two lines of title and keys, four headings, one line of the sensor. */
	int spare = LINES - 2 - 4 - 1 - TRY_ROWS - INCIDENTS_LEAST;
	int wanted = w->played ? 3 : draw_process_rows(s);
	int process = spare < PROCESS_LEAST ? PROCESS_LEAST : spare < wanted ? spare : wanted;
	int rows = LINES - 2 - 4 - 1 - TRY_ROWS - process;
	int y = 1;
	char heading[80];

	draw_heading(y++, "Process");
	draw_process(y, process, s, w);
	y += process;
	draw_heading(y++, "Sensor");
	draw_sensor(y++, s, w);
	(void)snprintf(heading, sizeof(heading), "Incidents (%zu)", s->nincidents);
	draw_heading(y++, heading);
	rows = rows < 1 ? 1 : rows;
	draw_incidents(y, rows, s);
	y += rows;
	draw_heading(y++, "Try next, in another terminal");
	draw_tries(y, s, w);
}

void screen_show(struct state *s, const struct workshop *w)
{
	long up = (long)(time(NULL) - s->began);

	(void)erase();
	draw_format(0, 0, COLS, draw_paint(PAINT_TITLE),
		    " Kagami workshop  %s  %ld:%02ld:%02ld  %s",
		    s->plant.title[0] != '\0' ? s->plant.title : "", up / 3600, up / 60 % 60,
		    up % 60, w->folder);
	if (me.mode == MODE_DASHBOARD)
		draw_dashboard(s, w);
	else
		me.lines =
			draw_lines(1, LINES - 2, me.first, me.mode == MODE_HELP ? help : me.text);
	draw_text(
		LINES - 1, 0, COLS, draw_paint(PAINT_TITLE),
		me.mode == MODE_DASHBOARD
			? " q quit   up/down select   Enter show incident   n next to try   ? help"
			: " q back   up/down scroll");
	(void)refresh();
}

static void show_incident(const struct state *s, const struct workshop *w)
{
	if (s->nincidents == 0)
		return;
	free(me.text);
	me.text = view_incident(w, s->incidents[selected(s)].id);
	me.mode = me.text != NULL ? MODE_INCIDENT : MODE_DASHBOARD;
	me.first = 0;
}

static void move_by(const struct state *s, int by)
{
	long at = (long)selected(s) + by;

	if (me.mode != MODE_DASHBOARD) {
		me.first += by;
		if (me.first > me.lines - (LINES - 2))
			me.first = me.lines - (LINES - 2);
		me.first = me.first > 0 ? me.first : 0;
		return;
	}
	if (s->nincidents == 0)
		return;
	at = at < 0 ? 0 : at >= (long)s->nincidents ? (long)s->nincidents - 1 : at;
	(void)snprintf(me.selected, sizeof(me.selected), "%s", s->incidents[at].id);
	if (at == 0)
		me.selected[0] = '\0'; /* the newest, also when another one comes */
}

/* False: end. */
static bool leave(void)
{
	if (me.mode == MODE_DASHBOARD)
		return false;
	me.mode = MODE_DASHBOARD;
	return true;
}

static void open_key(int key, struct state *s, const struct workshop *w)
{
	if (key == '?' && me.mode != MODE_HELP) {
		me.mode = MODE_HELP;
		me.first = 0;
	} else if (me.mode == MODE_DASHBOARD && (key == KEY_ENTER || key == '\r' || key == '\n')) {
		show_incident(s, w);
	} else if (me.mode == MODE_DASHBOARD && key == 'n' && s->ntries > 0) {
		s->next_try = (s->next_try + 1) % s->ntries;
	} else if (me.mode == MODE_DASHBOARD && key == 'p' && s->ntries > 0) {
		s->next_try = (s->next_try + s->ntries - 1) % s->ntries;
	} else if (me.mode != MODE_DASHBOARD && (key == '\r' || key == '\n' || key == ESCAPE)) {
		(void)leave();
	}
}

bool screen_keys(struct state *s, const struct workshop *w)
{
	int key;

	while ((key = getch()) != ERR) {
		switch (key) {
		case 'q':
		case 'Q':
			if (!leave())
				return false;
			break;
		case KEY_UP:
		case 'k':
			move_by(s, -1);
			break;
		case KEY_DOWN:
		case 'j':
			move_by(s, 1);
			break;
		case KEY_PPAGE:
			move_by(s, -(LINES - 4));
			break;
		case KEY_NPAGE:
		case ' ':
			move_by(s, LINES - 4);
			break;
		default:
			open_key(key, s, w);
			break;
		}
	}
	return true;
}
