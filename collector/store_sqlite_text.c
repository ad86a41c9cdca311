#include "collector/store_sqlite.h"

/* clang-format off */
const char *const store_sql[SQL_STATEMENTS] = {
[SQL_BEGIN] = "BEGIN IMMEDIATE",
[SQL_COMMIT] = "COMMIT",
[SQL_ROLLBACK] = "ROLLBACK",

[SQL_SENSOR_FIND] = "SELECT id FROM sensors WHERE name = ?1",
[SQL_SENSOR_NEW] = "INSERT INTO sensors (name, first_seen, last_seen) VALUES (?1, ?2, ?2)",
[SQL_STREAM_FIND] =
	"SELECT t.id, t.committed, t.sensor FROM streams t JOIN sensors s ON s.id = t.sensor "
	"WHERE s.name = ?1 AND t.epoch = ?2",
[SQL_STREAM_NEW] =
	"INSERT INTO streams (sensor, epoch, committed, lost, began) VALUES (?1, ?2, 0, 0, ?3)",
[SQL_STREAM_ON] = "UPDATE streams SET committed = ?2, lost = lost + ?3 WHERE id = ?1",
[SQL_STREAM_OWN] =
	"SELECT t.epoch FROM streams t JOIN sensors s ON s.id = t.sensor WHERE s.name = ?1 "
	"ORDER BY t.id DESC LIMIT 1",
[SQL_STREAM_OF] =
	"SELECT 1 FROM streams t JOIN sensors s ON s.id = t.sensor WHERE t.id = ?1 AND s.name = ?2",
[SQL_BATCH_NEW] =
	"INSERT INTO batches (stream, first, last, received, clock_offset, dictionary, earliest, latest) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
[SQL_BATCH_SINCE] = "SELECT min(earliest) FROM batches INDEXED BY batches_latest WHERE latest >= ?1",
[SQL_BATCH_UNTIL] = "SELECT max(latest) FROM batches INDEXED BY batches_earliest WHERE earliest <= ?1",
[SQL_EVENT_NEW] = "INSERT INTO events (id, kind, time, bytes) VALUES (?1, ?2, ?3, ?4)",
[SQL_RUN_NEW] = "INSERT INTO runs (id, n, bytes) VALUES (?1, ?2, ?3)",
[SQL_ALERT_NEW] =
	"INSERT INTO alerts (id, time, rule, priority, text, why, source, source_mac, source_name, "
	"target, target_mac, target_name, protocol, device, object, suppressed) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
[SQL_SENSOR_EVENTS] =
	"UPDATE sensors SET events = events + ?2, alerts = alerts + ?3, stream = ?4, "
	"lag = coalesce(?5, lag), last_seen = max(last_seen, ?6), "
	"first_seen = CASE first_seen WHEN 0 THEN ?6 ELSE first_seen END WHERE id = ?1",
[SQL_SENSOR_HEALTH] =
	"UPDATE sensors SET frames = ?2, dropped = ?3, program = ?4, rules_digest = ?5, "
	"baseline_digest = ?6 WHERE id = ?1",

[SQL_DICTIONARY_NEW] =
	"INSERT OR IGNORE INTO dictionaries (sensor, digest, bytes) VALUES (?1, ?2, ?3)",
[SQL_DICTIONARY_GET] =
	"SELECT d.bytes FROM dictionaries d JOIN sensors s ON s.id = d.sensor "
	"WHERE s.name = ?1 AND d.digest = ?2",
[SQL_DICTIONARY_IDS] =
	"SELECT d.digest FROM dictionaries d JOIN sensors s ON s.id = d.sensor "
	"WHERE s.name = ?1 ORDER BY d.id DESC LIMIT ?2",
[SQL_DICTIONARY_THERE] =
	"SELECT 1 FROM dictionaries d JOIN sensors s ON s.id = d.sensor "
	"WHERE s.name = ?1 AND d.digest = ?2",
[SQL_SENSOR_PUT] =
	"UPDATE sensors SET last_seen = max(last_seen, ?2), connected = ?3, address = ?4, "
	"program = CASE ?5 WHEN '' THEN program ELSE ?5 END, spooled_events = ?6, "
	"spooled_bytes = ?7, shed_operations = ?8, shed_conversations = ?9, shed_assets = ?10, "
	"shed_health = ?11, shed_alerts = ?12, expired = ?13, clock_offset = ?14, "
	"synchronised = ?15, clock_max_error = ?16, "
	"rules_digest = CASE ?17 WHEN '' THEN rules_digest ELSE ?17 END, "
	"baseline_digest = CASE ?18 WHEN '' THEN baseline_digest ELSE ?18 END, "
	"refused = ?19, refusal = ?20, shed_packets = ?22, "
	"first_seen = CASE first_seen WHEN 0 THEN ?21 ELSE first_seen END WHERE name = ?1",
[SQL_SENSOR_EACH] =
	"SELECT s.name, s.first_seen, s.last_seen, s.connected, s.address, s.program, "
	"ifnull(t.epoch, 0), ifnull(t.committed, 0), s.events, s.alerts, s.spooled_events, "
	"s.spooled_bytes, s.shed_operations, s.shed_conversations, s.shed_assets, s.shed_health, "
	"s.shed_alerts, s.expired, s.frames, s.dropped, s.clock_offset, s.synchronised, "
	"s.clock_max_error, s.rules_digest, s.baseline_digest, s.refused, s.refusal, s.lag, "
	"(SELECT ifnull(sum(lost), 0) FROM streams WHERE sensor = s.id), s.shed_packets "
	"FROM sensors s LEFT JOIN streams t ON t.id = s.stream WHERE s.name <> 'collector' "
	"ORDER BY s.name",

[SQL_ADDRESS_FIND] = "SELECT asset FROM asset_addresses WHERE address = ?1",
[SQL_ADDRESS_PUT] =
	"INSERT INTO asset_addresses (address, asset) VALUES (?1, ?2) "
	"ON CONFLICT (address) DO UPDATE SET asset = excluded.asset WHERE asset <> excluded.asset",
[SQL_ADDRESS_TAKE] = "DELETE FROM asset_addresses WHERE address = ?1",
[SQL_ADDRESS_COUNT] =
	"SELECT ifnull(sum(length(address) = 4), 0), ifnull(sum(length(address) = 16 AND "
	"substr(address, 1, 2) NOT BETWEEN x'fe80' AND x'febf'), 0), count(*) "
	"FROM asset_addresses WHERE asset = ?1",
[SQL_ASSET_NEW] = "INSERT INTO assets (first, last, received) VALUES (?1, ?2, ?3)",
[SQL_ASSET_GET] =
	"SELECT mac, mac_was, first, last, changes, heard, received, name, vendor, model, "
	"firmware, serial, description, maker, zone, role FROM assets WHERE id = ?1",
[SQL_ASSET_PUT] =
	"UPDATE assets SET mac = ?2, mac_was = ?3, first = ?4, last = ?5, changes = ?6, heard = ?7, "
	"received = ?8, name = ?9, vendor = ?10, model = ?11, firmware = ?12, serial = ?13, "
	"description = ?14, maker = ?15, zone = ?16, role = ?17 WHERE id = ?1",
[SQL_ASSET_DROP] = "DELETE FROM assets WHERE id = ?1",
[SQL_ASSET_JOIN_ADDRESSES] = "UPDATE asset_addresses SET asset = ?2 WHERE asset = ?1",
[SQL_ASSET_JOIN_SENSORS] = "UPDATE OR IGNORE asset_sensors SET asset = ?2 WHERE asset = ?1",
[SQL_ASSET_JOIN_WORDS] = "UPDATE OR IGNORE asset_words SET asset = ?2 WHERE asset = ?1",
[SQL_ASSET_DROP_SENSORS] = "DELETE FROM asset_sensors WHERE asset = ?1",
[SQL_ASSET_DROP_WORDS] = "DELETE FROM asset_words WHERE asset = ?1",
[SQL_ASSET_DROP_ADDRESSES] = "DELETE FROM asset_addresses WHERE asset = ?1",
[SQL_ASSET_WORD] = "INSERT OR IGNORE INTO asset_words (asset, what, word) VALUES (?1, ?2, ?3)",
[SQL_ASSET_SENSOR_GET] =
	"SELECT mac, first, last, name, vendor, model, firmware, serial, description, maker, zone, "
	"role FROM asset_sensors WHERE asset = ?1 AND sensor = ?2",
[SQL_ASSET_SENSOR_PUT] =
	"INSERT OR REPLACE INTO asset_sensors (asset, sensor, name, vendor, model, firmware, serial, "
	"description, maker, zone, role, mac, via, first, last, received, epoch, sent_packets, "
	"sent_bytes, got_packets, got_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
	"?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",

[SQL_CONVERSATION_FIND] =
	"SELECT id FROM conversations WHERE client = ?1 "
	"AND server = ?2 AND port = ?3 AND ip_proto = ?4 AND vlan = ?5 AND protocol = ?6",
[SQL_CONVERSATION_NEW] =
	"INSERT INTO conversations (client, server, port, ip_proto, vlan, protocol, first, last, "
	"received) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
[SQL_CONVERSATION_PUT] =
	"UPDATE conversations SET first = min(first, ?2), last = max(last, ?3), "
	"received = max(received, ?4), host = CASE ?5 WHEN '' THEN host ELSE ?5 END, "
	"client_name = CASE ?6 WHEN '' THEN client_name ELSE ?6 END, "
	"server_name = CASE ?7 WHEN '' THEN server_name ELSE ?7 END WHERE id = ?1",
[SQL_CONVERSATION_WORD] =
	"INSERT OR IGNORE INTO conversation_words (conversation, what, word) VALUES (?1, ?2, ?3)",
[SQL_CONVERSATION_SENSOR_GET] =
	"SELECT epoch, first, last, packets, bytes, messages, requests, errors, unanswered, "
	"base_packets, base_bytes, base_messages, base_requests, base_errors, base_unanswered "
	"FROM conversation_sensors WHERE conversation = ?1 AND sensor = ?2",
[SQL_CONVERSATION_SENSOR_PUT] =
	"INSERT OR REPLACE INTO conversation_sensors (conversation, sensor, epoch, first, last, "
	"received, packets, bytes, messages, requests, errors, unanswered, base_packets, base_bytes, "
	"base_messages, base_requests, base_errors, base_unanswered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
	"?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",

[SQL_EVENT_GET] =
	"SELECT e.bytes, b.id, b.received, b.clock_offset, b.dictionary, t.epoch, s.name "
	"FROM events e JOIN streams t ON t.id = e.id >> 40 JOIN sensors s ON s.id = t.sensor "
	"LEFT JOIN batches b ON b.stream = t.id AND b.first = (SELECT max(first) FROM batches "
	"WHERE stream = t.id AND first <= e.id & 0xffffffffff) WHERE e.id = ?1",
[SQL_RUN_OF] =
	"SELECT r.id, r.n, r.bytes, b.id, b.received, b.clock_offset, b.dictionary, t.epoch, s.name "
	"FROM runs r JOIN streams t ON t.id = r.id >> 40 JOIN sensors s ON s.id = t.sensor "
	"LEFT JOIN batches b ON b.stream = t.id AND b.first = (SELECT max(first) FROM batches "
	"WHERE stream = t.id AND first <= r.id & 0xffffffffff) "
	"WHERE r.id = (SELECT max(id) FROM runs WHERE id <= ?1)",
[SQL_RUN_RANGE] = "SELECT id, n FROM runs WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
[SQL_EVENT_RANGE] = "SELECT id, kind, time FROM events WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
[SQL_BATCH_AFTER] =
	"SELECT id, stream, first, last FROM batches WHERE id > ?1 ORDER BY id LIMIT 1",

[SQL_BATCH_NEWEST] = "SELECT ifnull(max(id), 0) FROM batches",
[SQL_ALERT_KEY] = "SELECT rule, priority FROM alerts WHERE id = ?1",
[SQL_RULES] = "SELECT DISTINCT rule FROM alerts ORDER BY rule",
[SQL_ASSET_ADDRESSES] =
	"SELECT address FROM asset_addresses WHERE asset = ?1 AND length(address) <> 6 "
	"ORDER BY length(address), address",
[SQL_ASSET_WORDS] = "SELECT word FROM asset_words WHERE asset = ?1 AND what = ?2 ORDER BY word",
[SQL_ASSET_SENSORS] =
	"SELECT s.name FROM asset_sensors x JOIN sensors s ON s.id = x.sensor WHERE x.asset = ?1 "
	"ORDER BY s.name",
/* Each sensor that hears a conversation counts all of it that it hears: the one that heard most. */
[SQL_CONVERSATION_GET] =
	"SELECT c.client, c.server, c.protocol, c.host, c.port, c.vlan, c.ip_proto, c.first, c.last, "
	"c.client_name, c.server_name, max(x.base_packets + x.packets), max(x.base_bytes + x.bytes), "
	"max(x.base_messages + x.messages), max(x.base_requests + x.requests), "
	"max(x.base_errors + x.errors), max(x.base_unanswered + x.unanswered) "
	"FROM conversations c JOIN conversation_sensors x ON x.conversation = c.id WHERE c.id = ?1 "
	"GROUP BY c.id",
[SQL_CONVERSATION_WORDS] =
	"SELECT word FROM conversation_words WHERE conversation = ?1 AND what = ?2 ORDER BY word",
[SQL_CONVERSATION_SENSORS] =
	"SELECT s.name FROM conversation_sensors x JOIN sensors s ON s.id = x.sensor "
	"WHERE x.conversation = ?1 ORDER BY s.name",

[SQL_HOLD] = "INSERT OR IGNORE INTO holds (event, holder) VALUES (?1, ?2)",
[SQL_HOLD_THERE] =
	"SELECT 1 FROM events WHERE id = ?1 UNION ALL SELECT 1 FROM runs WHERE id = "
	"(SELECT max(id) FROM runs WHERE id <= ?1) AND id + n > ?1",
[SQL_UNSWEEP] =
	"UPDATE batches SET swept = 0 WHERE swept = 1 AND id IN (SELECT b.id FROM holds h "
	"JOIN batches b ON b.stream = h.event >> 40 AND b.first = (SELECT max(first) FROM batches "
	"WHERE stream = h.event >> 40 AND first <= h.event & 0xffffffffff) WHERE h.holder = ?1)",
[SQL_RELEASE] = "DELETE FROM holds WHERE holder = ?1",
[SQL_BATCH_OLDEST] =
	"SELECT id, stream, first, last FROM batches WHERE swept = 0 AND received < ?1 "
	"ORDER BY received LIMIT 1",
[SQL_BATCH_OF] =
	"SELECT id, first, last FROM batches WHERE stream = ?1 AND first <= ?2 "
	"ORDER BY first DESC LIMIT 1",
[SQL_FORGET_RANGE] =
	"DELETE FROM events WHERE id IN (SELECT id FROM events WHERE id BETWEEN ?1 AND ?2 "
	"AND id NOT IN (SELECT event FROM holds) LIMIT ?3) RETURNING id, kind",
[SQL_FORGET_KIND] =
	"DELETE FROM events WHERE id IN (SELECT id FROM events WHERE kind = ?1 "
	"AND id NOT IN (SELECT event FROM holds) ORDER BY time LIMIT ?2) RETURNING id, kind",
/* What is held is held with the run that it is in. */
[SQL_FORGET_RUNS] =
	"DELETE FROM runs WHERE id IN (SELECT r.id FROM runs r WHERE r.id BETWEEN ?1 AND ?2 AND NOT EXISTS "
	"(SELECT 1 FROM holds WHERE event BETWEEN r.id AND r.id + r.n - 1) LIMIT ?3) RETURNING n",
[SQL_BATCH_RUNS] =
	"SELECT id, stream, first, last FROM batches b WHERE earliest IS NOT NULL AND EXISTS "
	"(SELECT 1 FROM runs r WHERE r.id BETWEEN b.stream << 40 | b.first AND b.stream << 40 | b.last "
	"AND NOT EXISTS (SELECT 1 FROM holds WHERE event BETWEEN r.id AND r.id + r.n - 1)) "
	"ORDER BY earliest LIMIT 1",
[SQL_BATCH_AGAIN] =
	"UPDATE batches SET forgotten = last - first + 1 - (SELECT count(*) FROM events WHERE id BETWEEN "
	"stream << 40 | first AND stream << 40 | last) - (SELECT ifnull(sum(n), 0) FROM runs WHERE id "
	"BETWEEN stream << 40 | first AND stream << 40 | last), (earliest, latest) = (SELECT "
	"iif(count(*) > 0, earliest, NULL), iif(count(*) > 0, latest, NULL) FROM runs WHERE id BETWEEN "
	"stream << 40 | first AND stream << 40 | last) WHERE id = ?1",
[SQL_FORGET_ALERT] = "DELETE FROM alerts WHERE id = ?1",
[SQL_BATCH_LEFT] =
	"SELECT 1 FROM events WHERE id BETWEEN ?1 AND ?2 UNION ALL "
	"SELECT 1 FROM runs WHERE id BETWEEN ?1 AND ?2 LIMIT 1",
[SQL_BATCH_DROP] = "DELETE FROM batches WHERE id = ?1",
[SQL_BATCH_SWEPT] = "UPDATE batches SET swept = 1 WHERE id = ?1",
[SQL_FORGET_CONVERSATIONS] =
	"DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE received < ?1 "
	"LIMIT ?2) RETURNING id",
[SQL_FORGET_CONVERSATION_WORDS] = "DELETE FROM conversation_words WHERE conversation = ?1",
[SQL_FORGET_CONVERSATION_SENSORS] = "DELETE FROM conversation_sensors WHERE conversation = ?1",
[SQL_FORGET_ASSETS] =
	"DELETE FROM assets WHERE id IN (SELECT id FROM assets WHERE received < ?1 LIMIT ?2) "
	"RETURNING id",
[SQL_FORGET_ASSET_WORDS] = "DELETE FROM asset_words WHERE asset = ?1",
[SQL_FORGET_ASSET_SENSORS] = "DELETE FROM asset_sensors WHERE asset = ?1",
[SQL_FORGET_ASSET_ADDRESSES] = "DELETE FROM asset_addresses WHERE asset = ?1",
[SQL_FORGET_DICTIONARIES] =
	"DELETE FROM dictionaries WHERE sensor = ?1 AND id NOT IN (SELECT id FROM dictionaries "
	"WHERE sensor = ?1 ORDER BY id DESC LIMIT 4) AND NOT EXISTS (SELECT 1 FROM batches b "
	"JOIN streams t ON t.id = b.stream WHERE t.sensor = ?1 AND b.dictionary = digest)",

[SQL_INCIDENT_PUT] =
	"INSERT INTO incidents (id, revision, open, severity, status, site, first, last, bytes) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET "
	"revision = ?2, open = ?3, severity = ?4, status = ?5, site = ?6, first = ?7, last = ?8, bytes = ?9, "
	"closed = 0",
[SQL_INCIDENT_GET] = "SELECT bytes FROM incidents WHERE id = ?1",
[SQL_INCIDENT_ROW] = "SELECT bytes FROM incidents WHERE n = ?1",
[SQL_INCIDENT_OPEN] = "SELECT bytes FROM incidents WHERE open = 1 ORDER BY id",
[SQL_INCIDENT_HOLD] =
	"INSERT OR IGNORE INTO holds (event, holder) SELECT t.id << 40 | ?3, ?4 FROM sensors s "
	"JOIN streams t ON t.sensor = s.id AND t.epoch = ?2 WHERE s.name = ?1 AND EXISTS "
	"(SELECT 1 FROM events WHERE id = t.id << 40 | ?3 UNION ALL SELECT 1 FROM runs WHERE id = "
	"(SELECT max(id) FROM runs WHERE id <= t.id << 40 | ?3) AND id + n > t.id << 40 | ?3)",
[SQL_REVISION_PUT] =
	"INSERT INTO revisions (incident, revision, due, bytes) VALUES (?1, ?2, 1, ?3) "
	"ON CONFLICT (incident, revision) DO UPDATE SET bytes = ?3 WHERE due = 1",
[SQL_REVISION_PRUNE] =
	"DELETE FROM revisions WHERE incident = ?1 AND revision > 1 AND revision <= ?2 AND due = 0",
[SQL_REVISION_GET] = "SELECT bytes FROM revisions WHERE incident = ?1 AND revision = ?2",
[SQL_REVISION_DUE] = "SELECT n, bytes FROM revisions WHERE due = 1 AND n > ?1 ORDER BY n LIMIT 1",
[SQL_REVISION_COUNT] = "SELECT count(*) FROM revisions WHERE due = 1",
[SQL_REVISION_DONE] = "UPDATE revisions SET due = 0 WHERE incident = ?1 AND revision = ?2",
[SQL_KNOWN_PUT] =
	"INSERT INTO known (address, received, name, vendor, model, firmware, role, zone) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (address) DO UPDATE SET "
	"received = max(received, ?2), name = iif(?3 = '', name, ?3), vendor = iif(?4 = '', vendor, ?4), "
	"model = iif(?5 = '', model, ?5), firmware = iif(?6 = '', firmware, ?6), "
	"role = iif(?7 = '', role, ?7), zone = iif(?8 = '', zone, ?8)",
[SQL_KNOWN_GET] = "SELECT name, vendor, model, firmware, role, zone FROM known WHERE address = ?1",
[SQL_FORGET_KNOWN] = "DELETE FROM known WHERE received < ?1",
[SQL_INCIDENT_CLOSED] = "UPDATE incidents SET closed = ?1 WHERE open = 0 AND closed = 0",
[SQL_FORGET_INCIDENTS] =
	"DELETE FROM incidents WHERE n IN (SELECT n FROM incidents i WHERE open = 0 AND closed <> 0 AND "
	"closed < ?1 AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.incident = i.id AND r.due = 1) "
	"ORDER BY closed, n LIMIT ?2) RETURNING id",
[SQL_FORGET_REVISIONS] = "DELETE FROM revisions WHERE incident = ?1",
[SQL_CORRELATION_PUT] = "INSERT OR REPLACE INTO correlation (one, batch, bytes) VALUES (1, ?1, ?2)",
[SQL_CORRELATION_GET] = "SELECT batch, bytes FROM correlation WHERE one = 1",
[SQL_COMMAND_PUT] = "INSERT INTO commands (bytes) VALUES (?1)",
[SQL_COMMAND_TAKE] = "DELETE FROM commands WHERE ticket = ?1 AND answer IS NULL",
[SQL_COMMAND_NEXT] =
	"SELECT ticket, bytes FROM commands WHERE answer IS NULL AND ticket > ?1 ORDER BY ticket LIMIT 1",
[SQL_COMMAND_ANSWER] = "UPDATE commands SET answer = ?2, good = ?3 WHERE ticket = ?1",
[SQL_COMMAND_ANSWERED] = "SELECT answer, good FROM commands WHERE ticket = ?1 AND answer IS NOT NULL",
[SQL_COMMAND_PRUNE] = "DELETE FROM commands WHERE ticket <= ?1 AND answer IS NOT NULL",
[SQL_NOTIFICATION_SAME] =
	"SELECT bytes = ?4 FROM notifications WHERE issuer = ?1 AND incident = ?2 AND revision = ?3 "
	"ORDER BY 1 DESC LIMIT 1",
[SQL_NOTIFICATION_PUT] =
	"INSERT INTO notifications (issuer, incident, revision, received, sender, quarantined, conflict, "
	"ours, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
[SQL_NOTIFICATION_NEXT] =
	"SELECT n, issuer, incident, revision, received, sender, quarantined, conflict, ours, bytes "
	"FROM notifications WHERE n > ?1 ORDER BY n LIMIT 1",
[SQL_FORGET_NOTIFICATIONS] =
	"DELETE FROM notifications WHERE n IN (SELECT n FROM notifications x WHERE received < ?1 AND "
	"NOT EXISTS (SELECT 1 FROM incidents i WHERE i.id = x.ours) ORDER BY n LIMIT ?2) RETURNING n",
};
/* clang-format on */
