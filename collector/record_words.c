/* What our words are called in the formats of others. docs/record.md has the same tables. */
#include <stdio.h>
#include <string.h>

#include "collector/record_json.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const struct record_severity *record_severity(uint32_t priority)
{
	/* clang-format off */
	static const struct record_severity rows[] = {
		{ "info",     "low",    5,  "4", "priority-level:baseline-negligible", "Low",      1, 10, 1 },
		{ "low",      "low",    25, "3", "priority-level:low",                 "Low",      2, 21, 3 },
		{ "medium",   "medium", 50, "2", "priority-level:medium",              "Moderate", 3, 47, 5 },
		{ "high",     "high",   75, "1", "priority-level:high",                "High",     4, 73, 8 },
		{ "critical", "high",   95, "1", "priority-level:severe",              "Extreme",  5, 99, 10 },
	};
	/* clang-format on */

	return &rows[priority < COUNT(rows) ? priority : COUNT(rows) - 1];
}

const struct record_tlp *record_tlp(const char *tlp)
{
	/* clang-format off */
	static const struct record_tlp rows[] = {
		{ "CLEAR",        "white",     NULL,           "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "tlp:clear",        "3" },
		{ "GREEN",        "green",     NULL,           "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "tlp:green",        "2" },
		{ "AMBER",        "amber",     NULL,           "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "tlp:amber",        "1" },
		{ "AMBER+STRICT", "ext-value", "amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "tlp:amber+strict", "0" },
		{ "RED",          "red",       NULL,           "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "tlp:red",          "0" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(tlp, rows[i].name) == 0)
			return &rows[i];
	}
	return &rows[COUNT(rows) - 1];
}

const struct record_status *record_status(enum incident_status s)
{
	/* clang-format off */
	static const struct record_status rows[INCIDENT_STATUSES] = {
		[INCIDENT_NEW] = { "new", NULL, "new", "0", "workflow:state=\"draft\"", NULL, 1, false },
		[INCIDENT_IN_PROGRESS] = { "in-progress", NULL, "open", "1", "workflow:state=\"ongoing\"", NULL, 2, false },
		[INCIDENT_RESOLVED] = { "resolved", NULL, "closed", "2", "workflow:state=\"complete\"", NULL, 4, false },
		[INCIDENT_FALSE_POSITIVE] = { "ext-value", "false-positive", "closed", "2", "workflow:state=\"complete\"",
			"incident-disposition:not-an-incident=\"refuted\"", 4, false },
		[INCIDENT_DUPLICATE] = { "ext-value", "duplicate", "closed", "2", "workflow:state=\"complete\"",
			"incident-disposition:duplicate=\"duplicate\"", 5, false },
		[INCIDENT_WITHDRAWN] = { "ext-value", "withdrawn", "closed", "2", "workflow:state=\"complete\"", NULL, 5, true },
	};
	/* clang-format on */

	return &rows[(unsigned)s < INCIDENT_STATUSES ? s : INCIDENT_NEW];
}

const char *record_determination(const struct incident *i)
{
	if (i->status == INCIDENT_FALSE_POSITIVE)
		return "false-positive";
	if (i->completion == COMPLETION_SUCCEEDED)
		return "successful-attempt";
	return i->completion == COMPLETION_FAILED ? "failed-attempt" : "suspected";
}

const struct record_sector *record_sector(const char *sector)
{
	/* clang-format off */
	static const struct record_sector rows[] = {
		{ "electricity",   "energy",              "energy" },
		{ "oil",           "energy",              "energy" },
		{ "gas",           "energy",              "energy" },
		{ "water",         "water",               "water" },
		{ "wastewater",    "utilities",           "water" },
		{ "rail",          "transportation",      "transport" },
		{ "air",           "transportation",      "transport" },
		{ "maritime",      "transportation",      "transport" },
		{ "road",          "transportation",      "transport" },
		{ "telecom",       "telecommunications",  "communications" },
		{ "health",        "healthcare",          "healthcare-public" },
		{ "finance",       "financial-services",  "financial-services" },
		{ "government",    "government-national", "government-facilities" },
		{ "chemical",      "chemical",            "chemical" },
		{ "manufacturing", "manufacturing",       "critical-manufacturing" },
		{ "nuclear",       "nuclear",             "nuclear" },
		{ "dams",          "dams",                "dams" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(sector, rows[i].name) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct record_protocol *record_protocol(const char *name)
{
	/* clang-format off */
	static const struct record_protocol rows[] = {
		{ "modbus", "Modbus/TCP",  "mbap",   6,  "modbus.function-code", "modbus.unit-id" },
		{ "umas",   "UMAS",        "mbap",   6,  "umas.function-code",   "modbus.unit-id" },
		{ "mbrtu",  "Modbus RTU over TCP", NULL, 6, "modbus.function-code", "modbus.unit-id" },
		{ "goose",  "GOOSE",       NULL,     0,  NULL,                   NULL },
		{ "dhcp",   "DHCP",        "bootps", 17, NULL,                   NULL },
		{ "arp",    "ARP",         NULL,     0,  NULL,                   NULL },
		{ "lldp",   "LLDP",        NULL,     0,  NULL,                   NULL },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			return &rows[i];
	}
	return NULL;
}

const char *record_node_role(const char *role)
{
	/* clang-format off */
	static const struct { const char *role, *category; } rows[] = {
		{ "plc", "scada" }, { "rtu", "scada" }, { "ied", "scada" }, { "gateway", "scada" }, { "controller", "scada" },
		{ "hmi", "scada-supervisory" }, { "scada", "scada-supervisory" }, { "master", "scada-supervisory" },
		{ "engineering", "scada-supervisory" }, { "historian", "database" }, { "switch", "infra-switch" },
		{ "router", "infra-router" }, { "firewall", "infra-firewall" }, { "jump-host", "remote-access" },
		{ "vpn", "remote-access" }, { "sensor", "monitoring" }, { "camera", "camera" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(role, rows[i].role) == 0)
			return rows[i].category;
	}
	return "";
}

const char *record_technique(const char *id)
{
	/* clang-format off */
	static const char *const renamed[][2] = {
		{ "T0803", "T1691.001" }, { "T0804", "T1691.002" }, { "T0805", "T1695.001" },
		{ "T0812", "T1694.001" }, { "T0839", "T1693.002" }, { "T0855", "T1692.001" },
		{ "T0856", "T1692.002" }, { "T0857", "T1693.001" }, { "T0891", "T1694.002" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(renamed); i++) {
		if (strcmp(id, renamed[i][0]) == 0)
			return renamed[i][1];
	}
	return id;
}

/* "T0836" or "T1692.001". */
static bool is_technique(const char *id)
{
	size_t n = strlen(id);

	return (n == 5 || (n == 9 && id[5] == '.' && strspn(id + 6, "0123456789") == 3)) &&
	       id[0] == 'T' && strspn(id + 1, "0123456789") == 4;
}

bool record_technique_url(char out[RECORD_URL], const char *id)
{
	if (!is_technique(id))
		return false;
	(void)snprintf(out, RECORD_URL, "https://attack.mitre.org/techniques/%.5s/%s%s", id,
		       id[5] == '.' ? id + 6 : "", id[5] == '.' ? "/" : "");
	return true;
}
