#include "sensor/report_inside.h"

size_t report_json(struct report *r, const struct flow *f, unsigned end, const struct dec *d,
		   const struct operation *op, size_t *patch_at)
{
	struct event_json_places places;
	size_t n = event_json(fill_operation(r->filler, f, end, d, op), r->dictionary, NULL,
			      &places, r->line, sizeof(r->line));

	*patch_at = places.response;
	return n;
}
