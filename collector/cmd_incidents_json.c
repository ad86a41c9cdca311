/* An incident as JSON, for programs: docs/incidents.md describes it. */
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/record_json.h"

static void text(struct json *j, const char *key, const char *s)
{
	if (s[0] == '\0')
		return;
	json_key(j, key);
	json_text(j, s);
}

static void number(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

static void at(struct json *j, const char *key, uint64_t ns)
{
	char t[RECORD_TIME];

	if (ns == 0)
		return;
	record_time_text(t, ns);
	text(j, key, t);
}

static void addresses(struct json *j, const struct incident_end *e)
{
	char address[RECORD_ADDRESS];

	if (e->nips > 0) {
		json_key(j, "ip");
		json_open_array(j);
		for (unsigned k = 0; record_ip_text(address, e, k); k++)
			json_text(j, address);
		json_close_array(j);
	}
	if (record_mac_text(address, e))
		text(j, "mac", address);
}

static void end(struct json *j, const struct incident_end *e)
{
	json_open(j);
	text(j, "name", e->name);
	addresses(j, e);
	if (e->port != 0)
		number(j, "port", e->port);
	if (e->vlan != 0)
		number(j, "vlan", e->vlan);
	text(j, "vendor", e->vendor);
	text(j, "model", e->model);
	text(j, "firmware", e->firmware);
	text(j, "role", e->role);
	text(j, "zone", e->zone);
	if (e->level >= 0) {
		json_key(j, "level");
		json_int(j, e->level);
	}
	json_close(j);
}

static void ends(struct json *j, const struct incident *i)
{
	json_key(j, "source");
	end(j, &i->source);
	json_key(j, "target");
	end(j, &i->target);
	if (i->ntargets == 0)
		return;
	json_key(j, "targets");
	json_open_array(j);
	for (uint32_t k = 0; k < i->ntargets; k++)
		end(j, &i->targets[k]);
	json_close_array(j);
	number(j, "more_targets", i->more_targets);
}

static void rules(struct json *j, const struct incident *i)
{
	json_key(j, "rules");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nrules; k++) {
		const struct incident_rule *r = &i->rules[k];

		json_open(j);
		text(j, "id", r->id);
		text(j, "title", r->title);
		text(j, "version", r->version);
		text(j, "priority", record_severity(r->priority)->name);
		number(j, "count", r->count);
		json_close(j);
	}
	json_close_array(j);
}

static void steps(struct json *j, const struct incident *i)
{
	json_key(j, "techniques");
	json_open_array(j);
	for (uint32_t k = 0; k < i->ntechniques; k++) {
		json_open(j);
		text(j, "id", i->techniques[k].id);
		text(j, "name", i->techniques[k].name);
		text(j, "tactic", i->techniques[k].tactic);
		at(j, "first", i->techniques[k].first);
		json_close(j);
	}
	json_close_array(j);
	json_key(j, "stages");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nstages; k++) {
		json_open(j);
		text(j, "class", incident_class_name(i->stages[k].class));
		text(j, "rule", i->stages[k].rule);
		at(j, "first", i->stages[k].first);
		at(j, "last", i->stages[k].last);
		number(j, "count", i->stages[k].count);
		json_close(j);
	}
	json_close_array(j);
}

static void evidence(struct json *j, const struct incident *i)
{
	json_key(j, "evidence");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nevidence; k++) {
		const struct incident_evidence *e = &i->evidence[k];
		char epoch[24];

		(void)snprintf(epoch, sizeof(epoch), "%016llx", (unsigned long long)e->epoch);
		json_open(j);
		text(j, "sensor", e->sensor);
		text(j, "epoch", epoch);
		number(j, "seq", e->seq);
		at(j, "time", e->time);
		text(j, "capture", e->capture);
		json_key(j, "frames");
		json_open_array(j);
		for (unsigned n = 0; n < e->nframes && n < INCIDENT_FRAMES; n++)
			json_uint(j, e->frames[n]);
		json_close_array(j);
		number(j, "more_frames", e->more_frames);
		if (e->file[0] != '\0') {
			char hex[RECORD_HEX];

			record_hex_text(hex, e->sha256);
			text(j, "file", e->file);
			number(j, "file_size", e->file_size);
			text(j, "sha256", hex);
		}
		json_close(j);
	}
	json_close_array(j);
	number(j, "more_evidence", i->more_evidence);
}

static const char *relation_name(uint8_t r)
{
	static const char *const names[] = {
		[RELATED_BEFORE] = "before",
		[RELATED_CASE] = "case",
		[RELATED_DUPLICATE_OF] = "duplicate-of",
		[RELATED_MERGED] = "merged",
		[RELATED_ALTERNATIVE] = "alternative",
		[RELATED_NOTIFIED] = "notified",
	};

	return r < sizeof(names) / sizeof(names[0]) ? names[r] : "other";
}

static const char *action_name(uint8_t a)
{
	static const char *const names[ACTION_ACTIONS] = {
		[ACTION_OPENED] = "opened",	[ACTION_NEWS] = "news",
		[ACTION_STATUS] = "status",	[ACTION_ASSIGNED] = "assigned",
		[ACTION_NOTE] = "note",		[ACTION_RELATED] = "related",
		[ACTION_SENT] = "sent",		[ACTION_ACKED] = "acked",
		[ACTION_RECEIVED] = "received",
	};

	return a < ACTION_ACTIONS ? names[a] : "other";
}

static void related(struct json *j, const struct incident *i)
{
	json_key(j, "related");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nrelated; k++) {
		json_open(j);
		text(j, "id", i->related[k].id);
		text(j, "issuer", i->related[k].issuer);
		text(j, "relation", relation_name(i->related[k].relation));
		json_close(j);
	}
	json_close_array(j);
	json_key(j, "history");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nhistory; k++) {
		json_open(j);
		at(j, "time", i->history[k].time);
		text(j, "action", action_name(i->history[k].action));
		text(j, "who", i->history[k].who);
		text(j, "text", i->history[k].text);
		json_close(j);
	}
	json_close_array(j);
}

static void what(struct json *j, const struct incident *i)
{
	text(j, "title", i->title);
	text(j, "summary", i->summary);
	text(j, "class", incident_class_name(i->class));
	text(j, "family", i->family);
	text(j, "category", i->category);
	text(j, "impact", i->impact);
	text(j, "protocol", i->protocol);
	text(j, "function", i->function);
	if (i->function_code != UINT32_MAX)
		number(j, "function_code", i->function_code);
	text(j, "object", i->object);
	text(j, "device", i->device);
	if (i->nvalues == 0)
		return;
	json_key(j, "values");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nvalues; k++)
		json_text(j, i->values[k]);
	json_close_array(j);
	number(j, "more_values", i->more_values);
}

static void state(struct json *j, const struct incident *i)
{
	static const char *const completions[] = { "unknown", "succeeded", "failed" };

	text(j, "id", i->id);
	text(j, "issuer", i->issuer);
	number(j, "revision", i->revision);
	text(j, "status", incident_status_name(i->status));
	text(j, "severity", record_severity(i->severity)->name);
	text(j, "routine", i->routine);
	number(j, "confidence", i->confidence);
	text(j, "completion", completions[i->completion <= COMPLETION_FAILED ? i->completion : 0]);
	text(j, "site", i->site);
	text(j, "assignee", i->assignee);
	text(j, "tlp", i->tlp);
	text(j, "report_stage", i->report_stage);
	text(j, "malicious", i->malicious);
	text(j, "cross_border", i->cross_border);
	if (i->nisc > 0) {
		json_key(j, "nisc_level");
		json_uint(j, i->nisc - 1U);
	}
	if (i->nciss > 0) {
		json_key(j, "nciss_tenths");
		json_uint(j, i->nciss - 1U);
	}
	number(j, "alerts", i->count);
	at(j, "first", i->first);
	at(j, "last", i->last);
	at(j, "detected", i->detected);
	at(j, "received", i->received);
	at(j, "aware", i->aware);
	at(j, "resolved", i->resolved);
}

void incidents_json(struct json *j, const struct incident *i)
{
	json_open(j);
	state(j, i);
	what(j, i);
	ends(j, i);
	rules(j, i);
	steps(j, i);
	json_key(j, "sensors");
	json_open_array(j);
	for (uint32_t k = 0; k < i->nsensors; k++)
		json_text(j, i->sensors[k]);
	json_close_array(j);
	evidence(j, i);
	related(j, i);
	json_close(j);
	json_newline(j);
}
