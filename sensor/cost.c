#include "sensor/options.h"

#include "sensor/asset.h"
#include "sensor/conv.h"
#include "sensor/defrag.h"
#include "sensor/deliver/outlet.h"
#include "sensor/detect/state.h"
#include "sensor/dpi.h"
#include "sensor/flow.h"
#include "sensor/pool.h"

size_t sensor_queue(const struct sensor_options *s)
{
	size_t n = 1;

	while (n < s->queue)
		n *= 2;
	return n;
}

static size_t evidence(const struct sensor_options *s)
{
	const struct evidence_options o = { .ring = (size_t)s->evidence_ring,
					    .frames = (uint32_t)s->evidence_frames,
					    .bytes = (uint32_t)s->evidence_bytes };

	return evidence_cost(&o);
}

size_t sensor_costs(const struct sensor_options *s, struct cost costs[SENSOR_COSTS])
{
	size_t fragments = defrag_cost((uint32_t)s->fragments, s->fragments * FRAGMENT_ROOM);
	size_t n = 0;

	costs[n++] = (struct cost){ "flows", s->flows, sizeof(struct flow) + sizeof(uint32_t) };
	costs[n++] = (struct cost){ "fragments", s->fragments, fragments / s->fragments };
	costs[n++] = (struct cost){ "segment-buffers", s->segment_buffers, POOL_SMALL };
	costs[n++] = (struct cost){ "large-buffers", s->large_buffers, POOL_LARGE };
	costs[n++] = (struct cost){ "notes", s->notes, notes_cost() };
	costs[n++] = (struct cost){ "assets", s->assets, asset_cost() };
	costs[n++] = (struct cost){ "conversations", s->conversations, conv_cost() };
	costs[n++] = (struct cost){ "dpi-flows", s->dpi_flows, dpi_slot_size() };
	if (s->rules.n > 0)
		costs[n++] = (struct cost){ "states", s->states, states_cost() };
	if (s->collector.n > 0) {
		costs[n++] = (struct cost){ "queue", 1, sensor_queue(s) };
		if (s->send == SEND_CHANGES)
			costs[n++] = (struct cost){ "last-values", s->last_values, outlet_cost() };
		if (s->evidence == EVIDENCE_ALERTS)
			costs[n++] = (struct cost){ "evidence-ring", 1, evidence(s) };
	}
	return n;
}
