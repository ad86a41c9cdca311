/* What is packed of an incident. */
#include "collector/incident_pack.h"

/* clang-format off */
#define SIZE(S, m) sizeof(((struct S *)0)->m)
#define UINT(n, S, m) { .number = n, .type = PACK_UINT, .at = offsetof(struct S, m), .size = SIZE(S, m) }
#define UPTO(n, S, m, most) { .number = n, .type = PACK_UINT, .at = offsetof(struct S, m), .size = SIZE(S, m), .limit = most }
#define INT(n, S, m) { .number = n, .type = PACK_INT, .at = offsetof(struct S, m), .size = SIZE(S, m) }
#define TEXT(n, S, m) { .number = n, .type = PACK_TEXT, .at = offsetof(struct S, m), .size = SIZE(S, m) }
#define BYTES(n, S, m) { .number = n, .type = PACK_BYTES, .at = offsetof(struct S, m), .size = SIZE(S, m) }
#define ONE(n, S, m, r) { .number = n, .type = PACK_LIST, .at = offsetof(struct S, m), .size = SIZE(S, m), .rows = r }
#define LIST(n, S, m, r, c) { .number = n, .type = PACK_LIST, .at = offsetof(struct S, m), .size = SIZE(S, m[0]), .rows = r, \
	.max = SIZE(S, m) / SIZE(S, m[0]), .count = offsetof(struct S, c), .count_size = SIZE(S, c) }
#define END { .number = 0 }

static const struct pack_row number_rows[] = { { .number = 1, .type = PACK_UINT, .size = 8 }, END };
static const struct pack_row word_rows[] = { { .number = 1, .type = PACK_TEXT, .size = INCIDENT_WORD }, END };
static const struct pack_row sensor_rows[] = { { .number = 1, .type = PACK_TEXT, .size = WIRE_NAME_MAX + 1 }, END };
static const struct pack_row ip_rows[] = {
	{ .number = 1, .type = PACK_UINT, .at = 0, .size = 1, .limit = 16 },
	{ .number = 2, .type = PACK_BYTES, .at = 1, .size = 16 },
	END
};
_Static_assert(SIZE(incident_end, ips[0]) == 17, "an address is its length and its bytes");

static const struct pack_row end_rows[] = {
	TEXT(1, incident_end, name),
	LIST(2, incident_end, ips, ip_rows, nips),
	UPTO(3, incident_end, has_mac, 1),
	BYTES(4, incident_end, mac),
	UINT(5, incident_end, port),
	UINT(6, incident_end, vlan),
	TEXT(7, incident_end, vendor),
	TEXT(8, incident_end, model),
	TEXT(9, incident_end, firmware),
	TEXT(10, incident_end, role),
	TEXT(11, incident_end, zone),
	INT(12, incident_end, level),
	END
};

static const struct pack_row rule_rows[] = {
	TEXT(1, incident_rule, id),
	TEXT(2, incident_rule, version),
	TEXT(3, incident_rule, title),
	UPTO(4, incident_rule, priority, KAGAMI__PRIORITY__PRIORITY_CRITICAL),
	UINT(5, incident_rule, count),
	END
};

static const struct pack_row technique_rows[] = {
	TEXT(1, incident_technique, id),
	TEXT(2, incident_technique, name),
	TEXT(3, incident_technique, tactic),
	UINT(4, incident_technique, first),
	END
};

static const struct pack_row stage_rows[] = {
	UPTO(1, incident_stage, class, INCIDENT_CLASSES - 1),
	UINT(2, incident_stage, first),
	UINT(3, incident_stage, last),
	UINT(4, incident_stage, count),
	TEXT(5, incident_stage, rule),
	END
};

static const struct pack_row evidence_rows[] = {
	TEXT(1, incident_evidence, sensor),
	UINT(2, incident_evidence, epoch),
	UINT(3, incident_evidence, seq),
	UINT(4, incident_evidence, time),
	TEXT(5, incident_evidence, capture),
	LIST(6, incident_evidence, frames, number_rows, nframes),
	UINT(7, incident_evidence, more_frames),
	TEXT(8, incident_evidence, file),
	UINT(9, incident_evidence, file_size),
	BYTES(10, incident_evidence, sha256),
	UINT(11, incident_evidence, alert),
	UINT(12, incident_evidence, packets),
	UPTO(13, incident_evidence, class, INCIDENT_CLASSES - 1),
	END
};

static const struct pack_row related_rows[] = {
	TEXT(1, incident_related, id),
	TEXT(2, incident_related, issuer),
	UPTO(3, incident_related, relation, RELATED_NOTIFIED),
	END
};

static const struct pack_row history_rows[] = {
	UINT(1, incident_history, time),
	UPTO(2, incident_history, action, ACTION_ACTIONS - 1),
	TEXT(3, incident_history, who),
	TEXT(4, incident_history, text),
	TEXT(5, incident_history, message),
	END
};

const struct pack_row incident_rows[] = {
	/* 1 is the version */
	TEXT(2, incident, id),
	TEXT(3, incident, issuer),
	UINT(4, incident, revision),
	UPTO(5, incident, status, INCIDENT_STATUSES - 1),
	UPTO(6, incident, severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL),
	UPTO(7, incident, base_severity, KAGAMI__PRIORITY__PRIORITY_CRITICAL),
	UPTO(8, incident, confidence, 100),
	UPTO(9, incident, class, INCIDENT_CLASSES - 1),
	UPTO(10, incident, completion, COMPLETION_FAILED),
	TEXT(11, incident, site),
	TEXT(12, incident, family),
	TEXT(13, incident, title),
	TEXT(14, incident, summary),
	TEXT(15, incident, message),
	TEXT(16, incident, category),
	TEXT(17, incident, impact),
	TEXT(18, incident, protocol),
	TEXT(19, incident, function),
	TEXT(20, incident, object),
	TEXT(21, incident, device),
	UINT(22, incident, function_code),
	ONE(23, incident, source, end_rows),
	ONE(24, incident, target, end_rows),
	LIST(25, incident, targets, end_rows, ntargets),
	UINT(26, incident, more_targets),
	UINT(27, incident, first),
	UINT(28, incident, last),
	UINT(29, incident, detected),
	UINT(30, incident, received),
	UINT(31, incident, aware),
	UINT(32, incident, resolved),
	UINT(33, incident, written),
	UINT(34, incident, count),
	LIST(35, incident, rules, rule_rows, nrules),
	LIST(36, incident, techniques, technique_rows, ntechniques),
	LIST(37, incident, stages, stage_rows, nstages),
	LIST(38, incident, values, word_rows, nvalues),
	LIST(39, incident, sensors, sensor_rows, nsensors),
	LIST(40, incident, evidence, evidence_rows, nevidence),
	LIST(41, incident, related, related_rows, nrelated),
	LIST(42, incident, history, history_rows, nhistory),
	UINT(43, incident, more_values),
	UINT(44, incident, more_evidence),
	UINT(45, incident, more_history),
	TEXT(46, incident, assignee),
	TEXT(47, incident, tlp),
	TEXT(48, incident, sector),
	TEXT(49, incident, country),
	TEXT(50, incident, clock_sync),
	UINT(51, incident, clock_error),
	BYTES(52, incident, dedup),
	TEXT(53, incident, report_stage),
	TEXT(54, incident, malicious),
	TEXT(55, incident, cross_border),
	UPTO(56, incident, nisc, INCIDENT_NISC_MOST),
	UPTO(57, incident, nciss, INCIDENT_NCISS_MOST),
	TEXT(58, incident, routine),
	END
};
/* clang-format on */

_Static_assert(sizeof(enum incident_status) == 4 && sizeof(enum incident_class) == 4 &&
		       sizeof(enum incident_completion) == 4,
	       "enums are packed as numbers of four bytes");
