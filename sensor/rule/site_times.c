/* The site file's time zone and windows. */
#include <string.h>

#include "common/nearest.h"
#include "common/option.h"
#include "sensor/rule/site_inside.h"
#include "sensor/rule/site_window.h"

enum { SITE_WINDOWS = 256, WINDOW_SPANS = 256, SPAN_DATES = 512, DAY = 86400 };

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

static void read_weekdays(struct loader *l, const struct yaml_node *n, struct window_span *s)
{
	const struct yaml_node *days[7];
	uint32_t count = load_texts(l, n, "weekdays", days, 7);

	for (uint32_t i = 0; i < count; i++) {
		struct nearest near = nearest_to(days[i]->text.s);
		unsigned d = 0;

		while (d < 7 && strcmp(weekdays[d], days[i]->text.s) != 0)
			nearest_offer(&near, weekdays[d++]);
		if (d == 7)
			load_error(l, days[i],
				   "weekdays: '%.40s' is not mon, tue, wed, thu, fri, sat or sun%s",
				   days[i]->text.s, load_meant(near.name));
		else
			s->weekdays = (uint8_t)(s->weekdays | 1U << d);
	}
}

/* "2026-12-01" of n bytes to days since 1970. */
static bool date(const char *s, size_t n, int64_t *day)
{
	char text[11];
	uint64_t ns;

	if (n != 10)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (text[4] != '-' || option_number(OPTION_TIME, text, &ns) != OPTION_PARSED)
		return false;
	*day = (int64_t)(ns / 1000000000U / DAY);
	return true;
}

static void read_dates(struct loader *l, const struct yaml_node *n, struct window_span *s)
{
	const struct yaml_node **items = arena_new(l->a, const struct yaml_node *, SPAN_DATES);
	uint32_t count = load_texts(l, n, "dates", items, SPAN_DATES);
	struct window_dates *dates = arena_new(l->a, struct window_dates, count);

	for (uint32_t i = 0; i < count; i++) {
		const char *text = items[i]->text.s;
		const char *range = strstr(text, "..");
		struct window_dates *d = &dates[s->ndates];
		bool good = date(text, range != NULL ? (size_t)(range - text) : items[i]->text.len,
				 &d->first);

		d->last = d->first;
		if (range != NULL)
			good = good && date(range + 2, strlen(range + 2), &d->last);
		if (!good || d->last < d->first)
			load_error(l, items[i],
				   "dates: '%.60s' is not a date or range of dates such as "
				   "2026-12-03..2026-12-05",
				   text);
		else
			s->ndates++;
	}
	s->dates = dates;
}

/* "08:00", up to "24:00". */
static void read_clock(struct loader *l, const struct yaml_node *n, const char *what, int32_t *out)
{
	const char *s = load_text(l, n, what);
	bool good;

	if (s == NULL)
		return;
	good = strlen(s) == 5 && s[2] == ':' && strspn(s, "0123456789") == 2 &&
	       strspn(s + 3, "0123456789") == 2;
	if (good) {
		int hour = (s[0] - '0') * 10 + (s[1] - '0');
		int minute = (s[3] - '0') * 10 + (s[4] - '0');

		*out = hour * 3600 + minute * 60;
		good = minute < 60 && *out <= DAY;
	}
	if (!good)
		load_error(l, n, "%s: '%.60s' is not a time of day such as \"08:00\"", what, s);
}

static void read_span(struct loader *l, const struct yaml_node *n, struct window_span *s)
{
	static const char *const names[] = { "weekdays", "dates", "from", "to", NULL };
	const struct yaml_node *v[4];

	s->to = DAY;
	if (!load_mapping(l, n, "a time of a window", names, v))
		return;
	if (v[0] != NULL)
		read_weekdays(l, v[0], s);
	if (v[1] != NULL)
		read_dates(l, v[1], s);
	if (v[2] != NULL)
		read_clock(l, v[2], "from", &s->from);
	if (v[3] != NULL)
		read_clock(l, v[3], "to", &s->to);
	if (s->from == s->to || s->from == DAY)
		load_error(l, n,
			   "from and to leave no time between them; a whole day is "
			   "\"00:00\" to \"24:00\"");
}

static struct window *read_window(struct loader *l, const struct yaml_node *n,
				  const struct local_time *zone)
{
	struct window *w = arena_new(l->a, struct window, 1);
	struct window_span *spans;

	w->name = n->key->text.s;
	w->zone = zone;
	if (n->kind != YAML_SEQUENCE || n->n == 0 || n->n > WINDOW_SPANS) {
		load_error(l, n,
			   "windows: '%.60s' is a list of times such as "
			   "[{weekdays: [sat], from: \"08:00\", to: \"17:00\"}]",
			   w->name);
		return w;
	}
	spans = arena_new(l->a, struct window_span, n->n);
	for (const struct yaml_node *item = n->first; item != NULL; item = item->next)
		read_span(l, item, &spans[w->nspans++]);
	w->spans = spans;
	return w;
}

void load_site_times(struct loader *l, const struct yaml_node *zone,
		     const struct yaml_node *windows)
{
	struct local_time *clock = arena_new(l->a, struct local_time, 1);
	const struct window **list;
	const char *name = zone != NULL ? load_text(l, zone, "timezone") : NULL;
	const char *wrong = NULL;

	if (name != NULL && !local_time_offset(name, clock))
		wrong = local_time_named(l->a, name, clock);
	if (wrong != NULL)
		load_error(l, zone, "timezone: '%.60s': %s", name, wrong);
	if (windows == NULL)
		return;
	if (windows->kind != YAML_MAPPING || windows->n > SITE_WINDOWS) {
		load_error(l, windows, "windows: a mapping of names to times, at most %d",
			   SITE_WINDOWS);
		return;
	}
	list = arena_new(l->a, const struct window *, windows->n);
	for (const struct yaml_node *n = windows->first; n != NULL; n = n->next)
		list[l->set->site.nwindows++] = read_window(l, n, clock);
	l->set->site.windows = list;
}
