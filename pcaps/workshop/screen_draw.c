#include <curses.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "pcaps/workshop/screen.h"

static bool colours;

void draw_colours(void)
{
	static const short foreground[PAINTS] = { [PAINT_GOOD] = COLOR_GREEN,
						  [PAINT_WARN] = COLOR_YELLOW,
						  [PAINT_BAD] = COLOR_RED,
						  [PAINT_DIM] = COLOR_CYAN,
						  [PAINT_TITLE] = COLOR_WHITE };
	const char *no = getenv("NO_COLOR");

	colours = (no == NULL || no[0] == '\0') && has_colors() && start_color() == OK;
	if (!colours)
		return;
	(void)use_default_colors();
	for (int i = 1; i < PAINTS; i++)
		(void)init_pair((short)i, foreground[i], i == PAINT_TITLE ? COLOR_BLUE : -1);
}

unsigned draw_paint(enum paint p)
{
	static const attr_t without[PAINTS] = {
		[PAINT_WARN] = A_BOLD, [PAINT_BAD] = A_BOLD | A_REVERSE, [PAINT_TITLE] = A_REVERSE
	};
	static const attr_t with[PAINTS] = { [PAINT_BAD] = A_BOLD, [PAINT_TITLE] = A_BOLD };

	return (colours ? with[p] | (p != PAINT_PLAIN ? (attr_t)COLOR_PAIR(p) : 0) : without[p]);
}

/* Bytes of the next character and its columns; what cannot be shown is a question mark. */
static size_t next_char(const char *text, mbstate_t *state, wchar_t *c, int *columns)
{
	size_t n = mbrtowc(c, text, MB_CUR_MAX, state);

	if (n == (size_t)-1 || n == (size_t)-2) {
		memset(state, 0, sizeof(*state));
		*c = L'?';
		n = 1;
	}
	*columns = wcwidth(*c);
	if (*columns < 0) {
		*c = L'?';
		*columns = 1;
	}
	return n;
}

void draw_text(int y, int x, int width, unsigned attributes, const char *text)
{
	mbstate_t state = { 0 };
	int at = 0;

	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return;
	width = width < COLS - x ? width : COLS - x;
	(void)move(y, x);
	(void)attrset((int)attributes);
	while (*text != '\0') {
		wchar_t c[2] = { 0 };
		int columns;
		size_t n = next_char(text, &state, c, &columns);

		if (at + columns > width)
			break;
		(void)addnwstr(c, 1);
		at += columns;
		text += n;
	}
	for (; at < width; at++)
		(void)addch(' ');
	(void)attrset(A_NORMAL);
}

void draw_format(int y, int x, int width, unsigned attributes, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	draw_text(y, x, width, attributes, text);
}

void draw_heading(int y, const char *text)
{
	int n = (int)strlen(text);

	if (y >= LINES)
		return;
	draw_text(y, 0, COLS, draw_paint(PAINT_DIM), "");
	(void)attrset((int)draw_paint(PAINT_DIM));
	(void)mvhline(y, 0, ACS_HLINE, COLS);
	(void)attrset(A_NORMAL);
	draw_format(y, 1, n + 2, A_BOLD, " %s ", text);
}

int draw_lines(int y, int rows, int first, const char *text)
{
	int line = 0;

	for (; *text != '\0'; line++) {
		size_t n = strcspn(text, "\n");
		/* Longer ones go on in the next row. */
		size_t room = COLS > 10 ? (size_t)COLS - 1 : 10;
		size_t take = n < room ? n : room;

		while (take < n && take > 1 && ((unsigned char)text[take] & 0xc0) == 0x80)
			take--;
		if (line >= first && line < first + rows)
			draw_format(y + line - first, 0, COLS, A_NORMAL, "%.*s", (int)take, text);
		text += take;
		if (*text == '\n')
			text++;
	}
	for (int i = line > first ? line - first : 0; i < rows; i++)
		draw_text(y + i, 0, COLS, A_NORMAL, "");
	return line;
}
