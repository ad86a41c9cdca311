#include "common/format.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "common/json.h"

void format_add(struct text *t, const char *format, ...)
{
	size_t len = strlen(t->s);
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(t->s + len, sizeof(t->s) - len, format, ap);
	va_end(ap);
}

/* A number with three digits and a unit, each `step` times the one before. */
static struct text scaled(uint64_t n, uint64_t step, const char *const *units, unsigned nunits)
{
	struct text t = { "" };
	double x = (double)n;
	unsigned u = 0;

	while (x >= (double)step - 0.5 && u + 1 < nunits) {
		x /= (double)step;
		u++;
	}
	format_add(&t, "%.*f %s", u == 0 || x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2, x, units[u]);
	return t;
}

struct text format_bytes(uint64_t n)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB" };

	return scaled(n, 1000, units, 6);
}

struct text format_many(uint64_t n, const char *noun)
{
	struct text t = { "" };

	format_add(&t, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
	return t;
}

struct text format_ns(uint64_t ns)
{
	static const char *const units[] = { "ns", "µs", "ms", "s" };

	return scaled(ns, 1000, units, 4);
}

struct text format_span(uint64_t ns)
{
	struct text t = { "" };
	uint64_t s = ns / 1000000000;

	if (s < 60)
		format_add(&t, "%" PRIu64 ".%03" PRIu64 " s", s, ns / 1000000 % 1000);
	else if (s < 3600)
		format_add(&t, "%" PRIu64 " min %" PRIu64 " s", s / 60, s % 60);
	else if (s < 86400)
		format_add(&t, "%" PRIu64 " h %" PRIu64 " min", s / 3600, s / 60 % 60);
	else
		format_add(&t, "%" PRIu64 " d %" PRIu64 " h", s / 86400, s / 3600 % 24);
	return t;
}

struct text format_time(uint64_t ns)
{
	char iso[TEXT_TIME];
	struct text t = { "" };

	(void)text_time(iso, ns);
	format_add(&t, "%.10s %.12s", iso, iso + 11);
	return t;
}

struct text format_mac(const uint8_t mac[6])
{
	struct text t = { "" };

	(void)text_mac(t.s, mac);
	return t;
}

size_t format_width(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((uint8_t)*s & 0xc0) != 0x80;
	return n;
}

struct text format_cut(const char *s, size_t columns)
{
	struct text t = { "" };
	bool whole = format_width(s) <= columns;
	size_t keep = whole ? columns : columns - 1;
	size_t len = 0;

	for (size_t n = 0; s[len] != '\0' && len + 8 < sizeof(t.s); len++) {
		n += ((uint8_t)s[len] & 0xc0) != 0x80;
		if (n > keep)
			break;
	}
	memcpy(t.s, s, len);
	t.s[len] = '\0';
	if (!whole)
		format_add(&t, "…");
	return t;
}

/* Marks that reorder text: U+200E, U+200F, U+202A to E, U+2066 to 9. */
static bool steers(const uint8_t *p, size_t n)
{
	if (n == 1)
		return p[0] < 0x20 || p[0] == 0x7f;
	if (n == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	return n == 3 && p[0] == 0xe2 &&
	       ((p[1] == 0x80 &&
		 (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
		(p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

void format_safely(FILE *f, const char *s)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		size_t bad = 1, len = utf8_next(p + i, n - i, &bad);

		if (len == 0 || steers(p + i, len)) {
			(void)fputc('.', f);
			i += len == 0 ? bad : len;
			continue;
		}
		(void)fwrite(p + i, 1, len, f);
		i += len;
	}
}

void format_cell(FILE *f, int columns, const char *s)
{
	size_t room = (size_t)(columns < 0 ? -columns : columns);
	struct text cut = format_cut(s, room);
	int pad = (int)(room - format_width(cut.s));

	(void)fprintf(f, "%*s", columns > 0 ? pad : 0, "");
	format_safely(f, cut.s);
	(void)fprintf(f, "%*s", columns < 0 ? pad : 0, "");
}
