/* The metrics page; docs/collector.md describes each. */
#include <math.h>

#include <zmq.h>

#include "collector/server_inside.h"

static const char *const reasons[SESSION_REASONS] = {
	[KAGAMI__REASON__REASON_NONE] = "none",
	[KAGAMI__REASON__REASON_VERSION] = "version",
	[KAGAMI__REASON__REASON_NAME] = "name",
	[KAGAMI__REASON__REASON_NO_SESSION] = "no-session",
	[KAGAMI__REASON__REASON_SEQUENCE] = "sequence",
	[KAGAMI__REASON__REASON_MALFORMED] = "malformed",
	[KAGAMI__REASON__REASON_DICTIONARY] = "dictionary",
	[KAGAMI__REASON__REASON_TOO_LARGE] = "too-large",
	[KAGAMI__REASON__REASON_BUSY] = "busy",
};

static void one(struct metrics_text *t, const char *name, enum metric_type type, const char *help,
		uint64_t value)
{
	metrics_family(t, name, type, help);
	metrics_sample_uint(t, name, NULL, 0, value);
}

static void labelled(struct metrics_text *t, const char *name, const char *label, const char *text,
		     uint64_t value)
{
	const struct metric_label l = { label, text };

	metrics_sample_uint(t, name, &l, 1, value);
}

static void stored(struct metrics_text *t, const struct server *sv)
{
	const struct server_stats *s = &sv->stats;
	const char *name = "kagami_collector_commit_seconds_total";

	one(t, "kagami_collector_events_stored_total", METRIC_COUNTER, "Events stored for good.",
	    s->events);
	one(t, "kagami_collector_events_known_total", METRIC_COUNTER,
	    "Events that came again and were in the store already.", s->duplicates);
	one(t, "kagami_collector_own_events_total", METRIC_COUNTER,
	    "Alerts of the collector's own.", s->own);
	one(t, "kagami_collector_batches_total", METRIC_COUNTER, "Batches taken.", s->batches);
	one(t, "kagami_collector_commits_total", METRIC_COUNTER, "Transactions committed.",
	    s->commits);
	metrics_family(t, name, METRIC_COUNTER, "Time that commits took.");
	metrics_sample(t, name, NULL, 0, (double)s->commit_ns / 1e9);
	one(t, "kagami_collector_store_failures_total", METRIC_COUNTER,
	    "Transactions that failed; sensors send them again.", s->failures);
	one(t, "kagami_collector_store_trouble", METRIC_GAUGE, "1 while nothing can be stored.",
	    sv->trouble.now);
	name = "kagami_collector_events_forgotten_total";
	metrics_family(t, name, METRIC_COUNTER, "Events forgotten for their age or for room.");
	for (unsigned i = 0; i < EVENT_KINDS; i++)
		labelled(t, name, "kind", event_kind_name((enum event_kind)i), s->forgotten[i]);
}

static void incidents(struct metrics_text *t, const struct server *sv)
{
	struct desk_stats d;

	if (sv->desk == NULL)
		return;
	desk_stats(sv->desk, &d);
	one(t, "kagami_collector_incidents_open", METRIC_GAUGE, "Incidents that are open.",
	    d.correlate.open);
	one(t, "kagami_collector_incidents_total", METRIC_COUNTER, "Incidents opened.",
	    d.correlate.incidents);
	one(t, "kagami_collector_incident_alerts_total", METRIC_COUNTER,
	    "Alerts that incidents were made of.", d.correlate.alerts);
	one(t, "kagami_collector_incident_revisions_total", METRIC_COUNTER,
	    "Revisions of incidents.", d.correlate.revisions);
	one(t, "kagami_collector_incidents_evicted_total", METRIC_COUNTER,
	    "Incidents resolved for want of room (max-open).", d.correlate.evicted);
	one(t, "kagami_collector_records_written_total", METRIC_COUNTER,
	    "Records written to files.", d.written);
	one(t, "kagami_collector_records_due", METRIC_GAUGE,
	    "Records that are still to be written.", d.due);
	one(t, "kagami_collector_records_failures_total", METRIC_COUNTER,
	    "Tries to write a record that failed.", d.failures);
	one(t, "kagami_collector_records_trouble", METRIC_GAUGE,
	    "1 while records cannot be written.", d.trouble);
	one(t, "kagami_collector_incident_commands_total", METRIC_COUNTER,
	    "Commands of people that were done.", d.commands);
}

static void doors(struct metrics_text *t, const struct server *sv)
{
	struct gate_stats g;
	const char *name = "kagami_collector_connections_refused_total";

	gate_stats(sv->gate, &g);
	one(t, "kagami_collector_connections", METRIC_GAUGE,
	    "Connections to the sensors' port now, of anybody.", g.connections);
	one(t, "kagami_collector_subscribers", METRIC_GAUGE,
	    "Connections to the live stream now, of anybody.", g.subscribers);
	one(t, "kagami_collector_connections_accepted_total", METRIC_COUNTER,
	    "Connections accepted, before anything was asked.", g.accepted);
	one(t, "kagami_collector_connections_admitted_total", METRIC_COUNTER,
	    "Connections whose key is on the list.", g.admitted);
	metrics_family(t, name, METRIC_COUNTER, "Connections refused.");
	labelled(t, name, "reason", "unknown-key", g.unknown_key);
	labelled(t, name, "reason", "wrong-role", g.wrong_role);
	labelled(t, name, "reason", "too-often", g.too_often);
	labelled(t, name, "reason", "handshake", g.handshakes);
	labelled(t, name, "reason", "no-files", g.not_accepted);
	one(t, "kagami_collector_shut", METRIC_GAUGE,
	    "1 while no connection is let in because there are too many.", g.shut);
}

static void heard(struct metrics_text *t, const struct server *sv)
{
	struct sessions_stats s;
	const char *name = "kagami_collector_messages_refused_total";

	sessions_stats(sv->sessions, &s);
	one(t, "kagami_collector_sessions", METRIC_GAUGE, "Sensors connected now.",
	    sessions_count(sv->sessions));
	one(t, "kagami_collector_sessions_total", METRIC_COUNTER, "Sessions begun.", s.sessions);
	one(t, "kagami_collector_messages_total", METRIC_COUNTER, "Messages of sensors.",
	    s.messages);
	one(t, "kagami_collector_received_bytes_total", METRIC_COUNTER, "Bytes of these messages.",
	    s.bytes);
	one(t, "kagami_collector_messages_stale_total", METRIC_COUNTER,
	    "Messages of sessions that were over; nothing is lost by that.", s.stale);
	metrics_family(t, name, METRIC_COUNTER, "Messages refused.");
	for (unsigned i = KAGAMI__REASON__REASON_VERSION; i < SESSION_REASONS; i++)
		labelled(t, name, "reason", reasons[i],
			 s.refused[i] + (i == KAGAMI__REASON__REASON_BUSY ? sv->stats.busy : 0));
}

static void published(struct metrics_text *t, const struct server *sv)
{
	struct publish_stats p;

	if (sv->publisher == NULL)
		return;
	publish_stats(sv->publisher, &p);
	one(t, "kagami_collector_published_events_total", METRIC_COUNTER,
	    "Events given to the live stream.", p.events);
	one(t, "kagami_collector_published_bytes_total", METRIC_COUNTER, "Bytes of these events.",
	    p.bytes);
}

/* A value of each session; NAN: it is not known. */
static void of_sessions(struct metrics_text *t, const struct server *sv, const char *name,
			const char *help, double (*value)(const struct session *se))
{
	metrics_family(t, name, METRIC_GAUGE, help);
	for (size_t i = 0; i < sessions_count(sv->sessions); i++) {
		const struct session *se = sessions_at(sv->sessions, i);
		const struct metric_label l = { "sensor", se->sensor };
		double now = value(se);

		if (!isnan(now))
			metrics_sample(t, name, &l, 1, now);
	}
}

static double committed(const struct session *se)
{
	return (double)se->committed_seq;
}

static double spooled(const struct session *se)
{
	return se->pinged ? (double)se->link.spooled_events : 0;
}

static double offset(const struct session *se)
{
	return se->noffsets > 0 ? (double)se->clock_offset / 1e9 : (double)NAN;
}

static double shed(const struct session *se)
{
	return (double)(se->shed.operations + se->shed.conversations + se->shed.assets +
			se->shed.health + se->shed.alerts + se->shed.packets + se->shed.expired);
}

void server_metrics(struct server *sv)
{
	struct metrics_text *t = &sv->text;

	metrics_clear(t);
	stored(t, sv);
	incidents(t, sv);
	doors(t, sv);
	heard(t, sv);
	published(t, sv);
	of_sessions(t, sv, "kagami_collector_sensor_committed_seq",
		    "Number of the sensor's last event that is stored, in its epoch.", committed);
	of_sessions(t, sv, "kagami_collector_sensor_spooled_events",
		    "Events that the sensor still has, by its last word.", spooled);
	of_sessions(t, sv, "kagami_collector_sensor_shed_events",
		    "Events that the sensor had no room for, in its epoch.", shed);
	of_sessions(t, sv, "kagami_collector_sensor_clock_offset_seconds",
		    "How far the sensor's clock is ahead.", offset);
	if (!t->overflow)
		metrics_publish(sv->metrics, t);
}
