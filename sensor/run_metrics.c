#include "sensor/run_metrics.h"

#include <string.h>

#include "common/log.h"
#include "common/version.h"

bool run_metrics_start(struct run_metrics *m, const char *address)
{
	char error[256];

	*m = (struct run_metrics){ NULL };
	if (address == NULL)
		return true;
	m->server = metrics_serve(address, error, sizeof(error));
	if (m->server == NULL)
		log_error("metrics: %s", error);
	return m->server != NULL;
}

void run_metrics_stop(struct run_metrics *m)
{
	if (m->server != NULL)
		metrics_stop(m->server);
	metrics_free(&m->text);
	*m = (struct run_metrics){ NULL };
}

/* ---- one value, or one for each of a list ------------------------------------------------ */

static void one(struct metrics_text *t, const char *name, enum metric_type type, const char *help,
		uint64_t value)
{
	metrics_family(t, name, type, help);
	metrics_sample_uint(t, name, NULL, 0, value);
}

static void labelled(struct metrics_text *t, const char *name, const char *label, const char *value,
		     uint64_t n)
{
	const struct metric_label l = { label, value };

	metrics_sample_uint(t, name, &l, 1, n);
}

static void of_kinds(struct metrics_text *t, const char *name, const char *help,
		     const uint64_t n[EVENT_KINDS])
{
	metrics_family(t, name, METRIC_COUNTER, help);
	for (unsigned k = 0; k < EVENT_KINDS; k++)
		labelled(t, name, "kind", event_kind_name((enum event_kind)k), n[k]);
}

/* ---- what there is ----------------------------------------------------------------------- */

static void write_interfaces(struct metrics_text *t, const struct summary_capture *c)
{
	static const struct {
		const char *name, *help;
		size_t at;
	} rows[] = {
		{ "kagami_interface_frames_total", "Frames captured",
		  offsetof(struct summary_input, frames) },
		{ "kagami_interface_bytes_total", "Bytes of these frames on the wire",
		  offsetof(struct summary_input, bytes) },
		{ "kagami_interface_dropped_total", "Frames dropped by the kernel",
		  offsetof(struct summary_input, dropped) },
		{ "kagami_interface_card_dropped_total",
		  "Frames dropped by the interface or its driver",
		  offsetof(struct summary_input, if_dropped) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		metrics_family(t, rows[i].name, METRIC_COUNTER, rows[i].help);
		for (size_t k = 0; k < c->ninputs; k++) {
			uint64_t n;

			memcpy(&n, (const char *)&c->inputs[k] + rows[i].at, sizeof(n));
			labelled(t, rows[i].name, "interface", c->inputs[k].name, n);
		}
	}
}

static void write_pipeline(struct metrics_text *t, const struct pipeline *pl)
{
	static const char counters[] = "kagami_packets_total";

	metrics_family(t, counters, METRIC_COUNTER,
		       "What was counted on the way of packets, by the names of docs/summary.md");
	for (unsigned i = 0; i < STAT_COUNT; i++)
		labelled(t, counters, "counter", stat_rows[i].name, pl->observe.stats.n[i]);
	one(t, "kagami_messages_total", METRIC_COUNTER, "Messages decoded", pl->messages);
	one(t, "kagami_assets", METRIC_GAUGE, "Devices remembered", pl->observe.assets.n);
	one(t, "kagami_conversations", METRIC_GAUGE, "Pairs of devices remembered, per protocol",
	    pl->observe.convs.n);
	one(t, "kagami_flows", METRIC_GAUGE, "Connections followed now", pl->flows.used);
	metrics_family(t, "kagami_capture_time_seconds", METRIC_GAUGE,
		       "Time of the latest frame, seconds since 1970");
	metrics_sample(t, "kagami_capture_time_seconds", NULL, 0, (double)pl->now / 1e9);
}

static void write_alerts(struct metrics_text *t, const struct detect *detect)
{
	static const char alerts[] = "kagami_alerts_total";
	struct detect_counts counts;

	detect_counts(detect, &counts);
	metrics_family(t, alerts, METRIC_COUNTER, "Alerts told");
	for (unsigned p = 0; p < PRIORITIES; p++)
		labelled(t, alerts, "priority", priority_name((enum priority)p), counts.alerts[p]);
	one(t, "kagami_alerts_throttled_total", METRIC_COUNTER, "Alerts held back by their rules",
	    counts.throttled);
	one(t, "kagami_rule_states_evicted_total", METRIC_COUNTER,
	    "States of rules that gave way to others (limit: states)", counts.evicted);
}

static void write_link(struct metrics_text *t, const struct uplink_stats *s)
{
	static const char state[] = "kagami_link_state";
	static const enum uplink_state states[] = { UPLINK_DOWN, UPLINK_CONNECTING, UPLINK_UP,
						    UPLINK_REFUSED };

	metrics_family(t, state, METRIC_GAUGE, "1 for the state that the link is in");
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		labelled(t, state, "state", uplink_state_name(states[i]), s->state == states[i]);
	one(t, "kagami_link_sessions_total", METRIC_COUNTER, "Sessions begun with a collector",
	    s->sessions);
	one(t, "kagami_link_refusals_total", METRIC_COUNTER, "Times that a collector said no",
	    s->refusals);
	one(t, "kagami_link_sent_events_total", METRIC_COUNTER, "Events sent, those sent again too",
	    s->sent_events);
	one(t, "kagami_link_sent_bytes_total", METRIC_COUNTER, "Bytes of these events",
	    s->sent_bytes);
	one(t, "kagami_link_acknowledged_events_total", METRIC_COUNTER,
	    "Events that the collector has", s->acked_events);
	metrics_family(t, "kagami_link_round_trip_seconds", METRIC_GAUGE,
		       "Of the last question to the collector");
	metrics_sample(t, "kagami_link_round_trip_seconds", NULL, 0, (double)s->round_trip / 1e9);
	metrics_family(t, "kagami_link_clock_offset_seconds", METRIC_GAUGE,
		       "How far this clock is ahead of the collector's");
	metrics_sample(t, "kagami_link_clock_offset_seconds", NULL, 0,
		       (double)s->clock_offset / 1e9);
}

static void write_delivery(struct metrics_text *t, struct deliver *d)
{
	struct deliver_stats s;

	deliver_stats(d, &s);
	of_kinds(t, "kagami_events_offered_total", "Events made for delivery", s.offered);
	of_kinds(t, "kagami_events_shed_total", "Events that there was no room for", s.shed);
	one(t, "kagami_events_expired_total", METRIC_COUNTER,
	    "Events forgotten because they waited too long", s.spool.expired);
	one(t, "kagami_queue_bytes", METRIC_GAUGE, "Bytes between packets and spool",
	    s.queue_bytes);
	one(t, "kagami_spool_events", METRIC_GAUGE, "Events that the collector does not have yet",
	    s.spool.events);
	one(t, "kagami_spool_bytes", METRIC_GAUGE, "Bytes of the spool on disk", s.spool.bytes);
	one(t, "kagami_spool_limit_bytes", METRIC_GAUGE, "Bytes that it may have", s.spool.limit);
	one(t, "kagami_spool_write_errors_total", METRIC_COUNTER,
	    "Writes that failed and were tried again", s.spool.write_errors);
	one(t, "kagami_spool_lost_bytes_total", METRIC_COUNTER,
	    "Bytes of the spool found damaged, with the events in them", s.spool.lost_bytes);
	write_link(t, &s.link);
}

void run_metrics_write(struct metrics_text *t, const struct run *r,
		       const struct summary_capture *interfaces)
{
	const struct metric_label version = { "version", KAGAMI_VERSION };

	metrics_clear(t);
	metrics_family(t, "kagami_sensor_info", METRIC_GAUGE, "1, with the program's version");
	metrics_sample_uint(t, "kagami_sensor_info", &version, 1, 1);
	write_interfaces(t, interfaces);
	write_pipeline(t, r->pl);
	if (r->rules.detect != NULL)
		write_alerts(t, r->rules.detect);
	if (r->deliver.deliver != NULL)
		write_delivery(t, r->deliver.deliver);
}

void run_metrics_tick(struct run_metrics *m, const struct run *r,
		      const struct summary_capture *interfaces)
{
	if (m->server == NULL)
		return;
	run_metrics_write(&m->text, r, interfaces);
	metrics_publish(m->server, &m->text);
}
