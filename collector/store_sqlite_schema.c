#include "collector/store_sqlite.h"

#include <stdio.h>

/*
 * A step that was released never changes again: databases out there were made by it. What is new
 * is a new step at the end. Numbers of 64 bits are kept as SQLite's signed ones: an epoch above
 * 2^63 is negative there.
 */
/* clang-format off */
static const char *const version_1[] = {
"CREATE TABLE sensors ("
"  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
"  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL DEFAULT 0,"
"  connected INTEGER NOT NULL DEFAULT 0, address TEXT NOT NULL DEFAULT '',"
"  program TEXT NOT NULL DEFAULT '',"
"  stream INTEGER NOT NULL DEFAULT 0,"
"  events INTEGER NOT NULL DEFAULT 0, alerts INTEGER NOT NULL DEFAULT 0,"
"  spooled_events INTEGER NOT NULL DEFAULT 0, spooled_bytes INTEGER NOT NULL DEFAULT 0,"
"  shed_operations INTEGER NOT NULL DEFAULT 0, shed_conversations INTEGER NOT NULL DEFAULT 0,"
"  shed_assets INTEGER NOT NULL DEFAULT 0, shed_health INTEGER NOT NULL DEFAULT 0,"
"  shed_alerts INTEGER NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0,"
"  frames INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,"
"  clock_offset INTEGER NOT NULL DEFAULT 0, synchronised INTEGER NOT NULL DEFAULT 0,"
"  clock_max_error INTEGER NOT NULL DEFAULT 0,"
"  rules_digest TEXT NOT NULL DEFAULT '', baseline_digest TEXT NOT NULL DEFAULT '',"
"  refused INTEGER NOT NULL DEFAULT 0, refusal TEXT NOT NULL DEFAULT '',"
"  lag INTEGER NOT NULL DEFAULT 0"
") STRICT;",

"CREATE TABLE streams ("
"  id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL REFERENCES sensors, epoch INTEGER NOT NULL,"
"  committed INTEGER NOT NULL, lost INTEGER NOT NULL, began INTEGER NOT NULL,"
"  UNIQUE (sensor, epoch)"
") STRICT;",

"CREATE TABLE batches ("
"  id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL REFERENCES streams,"
"  first INTEGER NOT NULL, last INTEGER NOT NULL,"
"  received INTEGER NOT NULL, clock_offset INTEGER NOT NULL, dictionary INTEGER NOT NULL,"
"  swept INTEGER NOT NULL DEFAULT 0,"
"  UNIQUE (stream, first)"
") STRICT;",
"CREATE INDEX batches_received ON batches (received) WHERE swept = 0;",

"CREATE TABLE events ("
"  id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, bytes BLOB NOT NULL"
") STRICT;",
"CREATE INDEX events_time ON events (kind, time);",

"CREATE TABLE alerts ("
"  id INTEGER PRIMARY KEY, time INTEGER NOT NULL, rule TEXT NOT NULL,"
"  priority INTEGER NOT NULL, text TEXT NOT NULL, why TEXT NOT NULL,"
"  source TEXT NOT NULL, source_mac TEXT NOT NULL, source_name TEXT NOT NULL,"
"  target TEXT NOT NULL, target_mac TEXT NOT NULL, target_name TEXT NOT NULL,"
"  protocol TEXT NOT NULL, device TEXT NOT NULL, object TEXT NOT NULL,"
"  suppressed INTEGER NOT NULL"
") STRICT;",
"CREATE INDEX alerts_rule ON alerts (rule, time);",

"CREATE TABLE dictionaries ("
"  id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL REFERENCES sensors,"
"  digest INTEGER NOT NULL, bytes BLOB NOT NULL,"
"  UNIQUE (sensor, digest)"
") STRICT;",

"CREATE TABLE assets ("
"  id INTEGER PRIMARY KEY, mac BLOB, mac_was BLOB,"
"  name TEXT NOT NULL DEFAULT '', vendor TEXT NOT NULL DEFAULT '',"
"  model TEXT NOT NULL DEFAULT '', firmware TEXT NOT NULL DEFAULT '',"
"  serial TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',"
"  maker TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '',"
"  heard INTEGER NOT NULL DEFAULT 0, first INTEGER NOT NULL, last INTEGER NOT NULL,"
"  received INTEGER NOT NULL, changes INTEGER NOT NULL DEFAULT 0"
") STRICT;",
"CREATE INDEX assets_received ON assets (received);",
"CREATE TABLE asset_addresses ("
"  address BLOB PRIMARY KEY, asset INTEGER NOT NULL REFERENCES assets"
") STRICT, WITHOUT ROWID;",
"CREATE INDEX asset_addresses_asset ON asset_addresses (asset);",
"CREATE TABLE asset_words ("
"  asset INTEGER NOT NULL REFERENCES assets, what TEXT NOT NULL, word TEXT NOT NULL,"
"  PRIMARY KEY (asset, what, word)"
") STRICT, WITHOUT ROWID;",
"CREATE TABLE asset_sensors ("
"  asset INTEGER NOT NULL REFERENCES assets, sensor INTEGER NOT NULL REFERENCES sensors,"
"  name TEXT NOT NULL, vendor TEXT NOT NULL, model TEXT NOT NULL, firmware TEXT NOT NULL,"
"  serial TEXT NOT NULL, description TEXT NOT NULL,"
"  maker TEXT NOT NULL, zone TEXT NOT NULL, role TEXT NOT NULL,"
"  mac BLOB, via BLOB, first INTEGER NOT NULL, last INTEGER NOT NULL,"
"  received INTEGER NOT NULL, epoch INTEGER NOT NULL,"
"  sent_packets INTEGER NOT NULL, sent_bytes INTEGER NOT NULL,"
"  got_packets INTEGER NOT NULL, got_bytes INTEGER NOT NULL,"
"  PRIMARY KEY (asset, sensor)"
") STRICT, WITHOUT ROWID;",

"CREATE TABLE conversations ("
"  id INTEGER PRIMARY KEY, client BLOB NOT NULL, server BLOB NOT NULL,"
"  port INTEGER NOT NULL, ip_proto INTEGER NOT NULL, vlan INTEGER NOT NULL,"
"  protocol TEXT NOT NULL, client_name TEXT NOT NULL DEFAULT '',"
"  server_name TEXT NOT NULL DEFAULT '', host TEXT NOT NULL DEFAULT '',"
"  first INTEGER NOT NULL, last INTEGER NOT NULL, received INTEGER NOT NULL,"
"  UNIQUE (client, server, port, ip_proto, vlan, protocol)"
") STRICT;",
"CREATE INDEX conversations_received ON conversations (received);",
"CREATE TABLE conversation_words ("
"  conversation INTEGER NOT NULL REFERENCES conversations, what TEXT NOT NULL,"
"  word TEXT NOT NULL,"
"  PRIMARY KEY (conversation, what, word)"
") STRICT, WITHOUT ROWID;",
/* Counters begin again with an epoch, and when the sensor's table let go of the conversation:
 * what was counted until then stands in base_*. */
"CREATE TABLE conversation_sensors ("
"  conversation INTEGER NOT NULL REFERENCES conversations,"
"  sensor INTEGER NOT NULL REFERENCES sensors, epoch INTEGER NOT NULL,"
"  first INTEGER NOT NULL, last INTEGER NOT NULL, received INTEGER NOT NULL,"
"  packets INTEGER NOT NULL, bytes INTEGER NOT NULL, messages INTEGER NOT NULL,"
"  requests INTEGER NOT NULL, errors INTEGER NOT NULL, unanswered INTEGER NOT NULL,"
"  base_packets INTEGER NOT NULL, base_bytes INTEGER NOT NULL,"
"  base_messages INTEGER NOT NULL, base_requests INTEGER NOT NULL,"
"  base_errors INTEGER NOT NULL, base_unanswered INTEGER NOT NULL,"
"  PRIMARY KEY (conversation, sensor)"
") STRICT, WITHOUT ROWID;",

"CREATE TABLE holds ("
"  event INTEGER NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (event, holder)"
") STRICT, WITHOUT ROWID;",
"CREATE INDEX holds_holder ON holds (holder);",

"CREATE VIEW listing AS "
"SELECT e.id, datetime(e.time / 1000000000, 'unixepoch') AS time, s.name AS sensor,"
"  printf('%016x', t.epoch) AS epoch, e.id & 0xffffffffff AS seq,"
"  CASE e.kind WHEN 0 THEN 'operation' WHEN 1 THEN 'conversation' WHEN 2 THEN 'asset'"
"    WHEN 3 THEN 'health' WHEN 4 THEN 'alert' ELSE 'unknown' END AS kind,"
"  length(e.bytes) AS bytes "
"FROM events e JOIN streams t ON t.id = e.id >> 40 JOIN sensors s ON s.id = t.sensor;",
NULL,
};

/* What is open is found by an index that has nothing else; lists go by severity and time. */
static const char *const version_2[] = {
"CREATE TABLE incidents ("
"  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL,"
"  open INTEGER NOT NULL, severity INTEGER NOT NULL, status TEXT NOT NULL, site TEXT NOT NULL,"
"  first INTEGER NOT NULL, last INTEGER NOT NULL, bytes BLOB NOT NULL"
") STRICT;",
"CREATE INDEX incidents_open ON incidents (id) WHERE open = 1;",
"CREATE INDEX incidents_order ON incidents (open DESC, severity DESC, last DESC, id);",
"CREATE TABLE revisions ("
"  n INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL, revision INTEGER NOT NULL,"
"  due INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (incident, revision)"
") STRICT;",
"CREATE INDEX revisions_due ON revisions (n) WHERE due = 1;",
"CREATE TABLE commands ("
"  ticket INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL, answer TEXT,"
"  good INTEGER NOT NULL DEFAULT 0"
") STRICT;",
"CREATE INDEX commands_asked ON commands (ticket) WHERE answer IS NULL;",
"CREATE TABLE correlation ("
"  one INTEGER PRIMARY KEY CHECK (one = 1), batch INTEGER NOT NULL, bytes BLOB NOT NULL"
") STRICT;",
/* Nobody's number is unique but ours: senders may contradict themselves. */
"CREATE TABLE notifications ("
"  n INTEGER PRIMARY KEY AUTOINCREMENT, issuer TEXT NOT NULL, incident TEXT NOT NULL,"
"  revision INTEGER NOT NULL, received INTEGER NOT NULL, sender TEXT NOT NULL,"
"  quarantined INTEGER NOT NULL, conflict INTEGER NOT NULL, ours TEXT NOT NULL, bytes BLOB NOT NULL"
") STRICT;",
"CREATE INDEX notifications_of ON notifications (issuer, incident, revision);",
NULL,
};

/* The packets of alerts are a kind of event. */
static const char *const version_3[] = {
"ALTER TABLE sensors ADD COLUMN shed_packets INTEGER NOT NULL DEFAULT 0;",
"DROP VIEW listing;",
"CREATE VIEW listing AS "
"SELECT e.id, datetime(e.time / 1000000000, 'unixepoch') AS time, s.name AS sensor,"
"  printf('%016x', t.epoch) AS epoch, e.id & 0xffffffffff AS seq,"
"  CASE e.kind WHEN 0 THEN 'operation' WHEN 1 THEN 'conversation' WHEN 2 THEN 'asset'"
"    WHEN 3 THEN 'health' WHEN 4 THEN 'alert' WHEN 5 THEN 'packets' ELSE 'unknown' END AS kind,"
"  length(e.bytes) AS bytes "
"FROM events e JOIN streams t ON t.id = e.id >> 40 JOIN sensors s ON s.id = t.sensor;",
NULL,
};

/* What is known of addresses when correlation hears of them; since when incidents are closed, as
 * retention saw it. */
static const char *const version_4[] = {
"CREATE TABLE known ("
"  address BLOB PRIMARY KEY, received INTEGER NOT NULL, name TEXT NOT NULL, vendor TEXT NOT NULL,"
"  model TEXT NOT NULL, firmware TEXT NOT NULL, role TEXT NOT NULL, zone TEXT NOT NULL"
") STRICT, WITHOUT ROWID;",
"CREATE INDEX known_received ON known (received);",
"INSERT INTO known SELECT d.address, a.received, a.name, iif(a.vendor = '', a.maker, a.vendor),"
"  a.model, a.firmware, a.role, a.zone FROM asset_addresses d JOIN assets a ON a.id = d.asset;",
"ALTER TABLE incidents ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;",
"CREATE INDEX incidents_closed ON incidents (closed, n) WHERE open = 0;",
NULL,
};

/* Operations are kept many to a row and found through their batches, without an index: that is what
 * storing them costs least with. run_of() is of store_sqlite_runs.c. */
static const char *const version_5[] = {
"CREATE TABLE runs ("
"  id INTEGER PRIMARY KEY, n INTEGER NOT NULL, bytes BLOB NOT NULL"
") STRICT;",
"ALTER TABLE batches ADD COLUMN earliest INTEGER;",
"ALTER TABLE batches ADD COLUMN latest INTEGER;",
"ALTER TABLE batches ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;",
"UPDATE batches SET (earliest, latest, forgotten) = (SELECT min(time) FILTER (WHERE kind = 0), "
"max(time) FILTER (WHERE kind = 0), last - first + 1 - count(*) FROM events "
"WHERE id BETWEEN stream << 40 | first AND stream << 40 | last);",
"INSERT INTO runs SELECT id, 1, run_of(bytes) FROM events WHERE kind = 0;",
"DELETE FROM events WHERE kind = 0;",
"CREATE INDEX batches_earliest ON batches (earliest, latest) WHERE earliest IS NOT NULL;",
"CREATE INDEX batches_latest ON batches (latest, earliest) WHERE latest IS NOT NULL;",
"DROP VIEW listing;",
"CREATE VIEW listing AS "
"SELECT e.id, datetime(e.time / 1000000000, 'unixepoch') AS time, s.name AS sensor,"
"  printf('%016x', t.epoch) AS epoch, e.id & 0xffffffffff AS seq, e.n,"
"  CASE e.kind WHEN 0 THEN 'operation' WHEN 1 THEN 'conversation' WHEN 2 THEN 'asset'"
"    WHEN 3 THEN 'health' WHEN 4 THEN 'alert' WHEN 5 THEN 'packets' ELSE 'unknown' END AS kind,"
"  length(e.bytes) AS bytes "
"FROM (SELECT id, kind, time, 1 AS n, bytes FROM events UNION ALL "
"  SELECT r.id, 0, b.earliest, r.n, r.bytes FROM runs r JOIN batches b ON b.stream = r.id >> 40"
"    AND b.first <= r.id & 0xffffffffff AND b.last >= r.id & 0xffffffffff) e "
"JOIN streams t ON t.id = e.id >> 40 JOIN sensors s ON s.id = t.sensor;",
NULL,
};
/* clang-format on */

const char *const *const store_migrations[] = { version_1, version_2, version_3, version_4,
						version_5 };
const unsigned store_schema = sizeof(store_migrations) / sizeof(store_migrations[0]);

static bool step(struct store *s, const char *const *texts, unsigned version)
{
	char pragma[64];

	(void)snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %u", version);
	if (!sql_exec(s, "BEGIN IMMEDIATE"))
		return false;
	bool good = true;

	while (good && *texts != NULL)
		good = sql_exec(s, *texts++);
	if (good && sql_exec(s, pragma) && sql_exec(s, "COMMIT"))
		return true;
	/* The error of what failed is worth more than one of the way back. */
	(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool store_migrate(struct store *s, const char *const *const *steps, unsigned n)
{
	uint64_t version;

	if (!sql_number(s, "PRAGMA user_version", &version))
		return false;
	for (; version < n; version++) {
		if (!step(s, steps[version], (unsigned)version + 1))
			return false;
	}
	return true;
}
