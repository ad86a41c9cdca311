#include "common/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Longer texts are no typing errors. */
enum { NEAREST_MAX = 40 };

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

static unsigned char lower(const char *s, size_t i)
{
	return (unsigned char)tolower((unsigned char)s[i]);
}

/* Damerau-Levenshtein in its restricted form (no letter moves twice): three rows of the matrix. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NEAREST_MAX + 1];
	size_t n = strlen(a);
	size_t m = strlen(b);
	size_t *before = rows[0];
	size_t *last = rows[1];
	size_t *row = rows[2];

	memset(rows, 0, sizeof(rows));
	for (size_t j = 0; j <= m; j++)
		last[j] = j;
	for (size_t i = 1; i <= n; i++) {
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			bool same = lower(a, i - 1) == lower(b, j - 1);

			row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && lower(a, i - 1) == lower(b, j - 2) &&
			    lower(a, i - 2) == lower(b, j - 1) && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		size_t *spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[m];
}

struct nearest nearest_to(const char *text)
{
	return (struct nearest){ .text = text };
}

void nearest_offer(struct nearest *n, const char *name)
{
	if (name == NULL)
		return;

	size_t len = strlen(n->text);
	size_t most = (len + 1) / 3;

	if (len == 0 || len > NEAREST_MAX || strlen(name) > NEAREST_MAX)
		return;

	size_t d = distance(n->text, name);

	/* A beginning is hardly a mistake; a part is the weakest of what counts. */
	if (d > 1 && len >= 3 && strncasecmp(name, n->text, len) == 0)
		d = 1;
	else if (d > most && len >= 3 && strcasestr(name, n->text) != NULL)
		d = most + 1;
	else if (d > most)
		return;
	if (n->name == NULL || d < n->distance) {
		n->name = name;
		n->distance = d;
	}
}
