/* Windows: named times of the week or of the calendar, by the site's clocks. */
#include "sensor/rule/site_window.h"

#include <string.h>

enum { DAY = 86400 };

static bool on_day(const struct window_span *s, int64_t day)
{
	unsigned weekday = (unsigned)(((day + 4) % 7 + 7) % 7); /* 1970 began on a Thursday */
	bool dated = s->ndates == 0;

	if (s->weekdays != 0 && (s->weekdays >> weekday & 1) == 0)
		return false;
	for (uint32_t i = 0; i < s->ndates && !dated; i++)
		dated = day >= s->dates[i].first && day <= s->dates[i].last;
	return dated;
}

static bool span_holds(const struct window_span *s, int64_t day, int32_t second)
{
	if (s->from < s->to)
		return second >= s->from && second < s->to && on_day(s, day);
	/* Over midnight: the day is that of its beginning. */
	return (second >= s->from && on_day(s, day)) || (second < s->to && on_day(s, day - 1));
}

bool window_holds(const struct window *w, uint64_t at)
{
	int64_t utc = (int64_t)(at / 1000000000U);
	int64_t local = utc + local_time_ahead(w->zone, utc);
	int64_t day = local >= 0 ? local / DAY : -((DAY - 1 - local) / DAY);

	for (uint32_t i = 0; i < w->nspans; i++) {
		if (span_holds(&w->spans[i], day, (int32_t)(local - day * DAY)))
			return true;
	}
	return false;
}

const char *window_name(const struct window *w)
{
	return w->name;
}

const struct window *site_window(const struct site *s, const char *name)
{
	for (uint32_t i = 0; i < s->nwindows; i++) {
		if (strcmp(s->windows[i]->name, name) == 0)
			return s->windows[i];
	}
	return NULL;
}
