/* The values of the file that says what alerts mean. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_tables_inside.h"
#include "collector/incident_text.h"
#include "common/nearest.h"
#include "common/option_value.h"

static const char *const abouts[ABOUTS] = {
	[ABOUT_BOTH] = "both",	   [ABOUT_SOURCE] = "source", [ABOUT_TARGET] = "target",
	[ABOUT_DEVICE] = "device", [ABOUT_MAC] = "mac",	      [ABOUT_SERVER] = "server",
};

/* SystemImpact.type of IODEF, RFC 7970 3.12.1. */
static const char *const impacts[] = {
	"takeover-account",
	"takeover-service",
	"takeover-system",
	"cps-manipulation",
	"cps-damage",
	"availability-data",
	"availability-account",
	"availability-service",
	"availability-system",
	"damaged-system",
	"damaged-data",
	"breach-proprietary",
	"breach-privacy",
	"breach-credential",
	"breach-configuration",
	"integrity-data",
	"integrity-configuration",
	"integrity-hardware",
	"traffic-redirection",
	"monitoring-traffic",
	"monitoring-host",
	"policy",
	"unknown",
};

/* Incident classes and types of the Reference Security Incident Taxonomy, as machine tags. */
static const char *const categories[] = {
	"rsit:malicious-code=\"infected-system\"",
	"rsit:malicious-code=\"c2-server\"",
	"rsit:malicious-code=\"malware-distribution\"",
	"rsit:malicious-code=\"malware-configuration\"",
	"rsit:information-gathering=\"scanner\"",
	"rsit:information-gathering=\"sniffing\"",
	"rsit:information-gathering=\"social-engineering\"",
	"rsit:intrusion-attempts=\"ids-alert\"",
	"rsit:intrusion-attempts=\"brute-force\"",
	"rsit:intrusion-attempts=\"exploit\"",
	"rsit:intrusions=\"privileged-account-compromise\"",
	"rsit:intrusions=\"unprivileged-account-compromise\"",
	"rsit:intrusions=\"application-compromise\"",
	"rsit:intrusions=\"system-compromise\"",
	"rsit:intrusions=\"burglary\"",
	"rsit:availability=\"dos\"",
	"rsit:availability=\"ddos\"",
	"rsit:availability=\"misconfiguration\"",
	"rsit:availability=\"sabotage\"",
	"rsit:availability=\"outage\"",
	"rsit:information-content-security=\"unauthorised-information-access\"",
	"rsit:information-content-security=\"unauthorised-information-modification\"",
	"rsit:information-content-security=\"data-loss\"",
	"rsit:information-content-security=\"data-leak\"",
	"rsit:fraud=\"unauthorized-use-of-resources\"",
	"rsit:fraud=\"masquerade\"",
	"rsit:vulnerable=\"weak-crypto\"",
	"rsit:vulnerable=\"potentially-unwanted-accessible\"",
	"rsit:vulnerable=\"information-disclosure\"",
	"rsit:vulnerable=\"vulnerable-system\"",
	"rsit:other=\"other\"",
	"rsit:other=\"undetermined\"",
	"rsit:test=\"test\"",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

__attribute__((format(printf, 3, 4))) void tables_wrong(struct reader *r, const struct yaml_node *n,
							const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rule_error_at(&r->e, n->file, n->at, "%s", text);
}

const char *tables_text(struct reader *r, const struct yaml_node *n, const char *what)
{
	if (n->kind == YAML_TEXT && n->text.len > 0 && !yaml_null(n) &&
	    incident_is_clean(n->text.s, n->text.len))
		return n->text.s;
	if (!n->refused)
		tables_wrong(r, n, "%s must be a text", what);
	return NULL;
}

/* The number of the name in the list, or that and which one may have been meant is said. */
int tables_name(struct reader *r, const struct yaml_node *n, const char *what,
		const char *const *names, size_t count)
{
	const char *s = tables_text(r, n, what);
	struct nearest near;

	if (s == NULL)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], s) == 0)
			return (int)i;
	}
	near = nearest_to(s);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&near, names[i]);
	tables_wrong(r, n, "%s: '%.60s' is none%s%s%s", what, s,
		     near.name != NULL ? "; did you mean '" : "",
		     near.name != NULL ? near.name : "", near.name != NULL ? "'?" : "");
	return -1;
}

int tables_class(struct reader *r, const struct yaml_node *n, const char *what)
{
	const char *names[INCIDENT_CLASSES];

	for (unsigned i = 0; i < INCIDENT_CLASSES; i++)
		names[i] = incident_class_name((enum incident_class)i);
	return tables_name(r, n, what, names, INCIDENT_CLASSES);
}

bool tables_bool(struct reader *r, const struct yaml_node *n, const char *what, bool *v)
{
	const char *s = tables_text(r, n, what);

	if (s == NULL || option_bool(s, v))
		return s != NULL;
	tables_wrong(r, n, "%s: '%.60s' is not yes or no", what, s);
	return false;
}

bool tables_number(struct reader *r, const struct yaml_node *n, const char *what,
		   enum option_type type, uint64_t most, uint64_t *v)
{
	const char *s = tables_text(r, n, what);

	if (s == NULL)
		return false;
	if (option_number(type, s, v) == OPTION_PARSED && *v <= most)
		return true;
	if (type == OPTION_DURATION)
		tables_wrong(r, n, "%s: '%.60s' is no duration up to 365 days, such as 30m, 12h",
			     what, s);
	else
		tables_wrong(r, n, "%s: '%.60s' is no number from 0 to %llu", what, s,
			     (unsigned long long)most);
	return false;
}

/* ---- properties --------------------------------------------------------------------------- */

static bool set_class(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	int i = tables_class(r, n, "class");

	m->class = (enum incident_class)(i < 0 ? 0 : i);
	return i >= 0;
}

static bool set_family(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	const char *s = tables_text(r, n, "family");

	if (s == NULL)
		return false;
	if (strlen(s) >= INCIDENT_WORD ||
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
		tables_wrong(r, n,
			     "family: '%.60s' is not a name: a-z, 0-9 and -, up to %d of them", s,
			     INCIDENT_WORD - 1);
		return false;
	}
	m->family = arena_copy(&r->t->arena, s, strlen(s));
	return true;
}

static bool set_category(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	int i = tables_name(r, n, "category", categories, COUNT(categories));

	m->category = i >= 0 ? categories[i] : "";
	return i >= 0;
}

static bool set_impact(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	int i = tables_name(r, n, "impact", impacts, COUNT(impacts));

	m->impact = i >= 0 ? impacts[i] : "";
	return i >= 0;
}

static bool set_confidence(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	uint64_t v = 0;
	bool good = tables_number(r, n, "confidence", OPTION_UINT, 100, &v);

	m->confidence = (uint32_t)v;
	return good;
}

static bool set_quiet(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	return tables_number(r, n, "quiet", OPTION_DURATION, UINT64_C(365) * 86400 * 1000000000,
			     &m->quiet);
}

static bool set_answers(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	return tables_bool(r, n, "answers", &m->answers);
}

static bool set_incident(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	return tables_bool(r, n, "incident", &m->is_incident);
}

static bool set_routine(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	return tables_bool(r, n, "routine", &m->routine);
}

static bool set_about(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	int i = tables_name(r, n, "about", abouts, ABOUTS);

	m->about = (enum incident_about)(i < 0 ? 0 : i);
	return i >= 0;
}

static bool set_leads(struct reader *r, const struct yaml_node *n, struct incident_meaning *m)
{
	static const char *const names[] = {
		[LEADS_LAST] = "last", [LEADS_USUAL] = "usual", [LEADS_FIRST] = "first"
	};
	int i = tables_name(r, n, "leads", names, COUNT(names));

	m->leads = (enum incident_leads)(i < 0 ? 0 : i);
	return i >= 0;
}

static const struct property {
	const char *name;
	enum table_given given;
	bool (*set)(struct reader *r, const struct yaml_node *n, struct incident_meaning *m);
} properties[] = {
	{ "class", GIVEN_CLASS, set_class },
	{ "family", GIVEN_FAMILY, set_family },
	{ "category", GIVEN_CATEGORY, set_category },
	{ "impact", GIVEN_IMPACT, set_impact },
	{ "confidence", GIVEN_CONFIDENCE, set_confidence },
	{ "quiet", GIVEN_QUIET, set_quiet },
	{ "incident", GIVEN_INCIDENT, set_incident },
	{ "about", GIVEN_ABOUT, set_about },
	{ "leads", GIVEN_LEADS, set_leads },
	{ "answers", GIVEN_ANSWERS, set_answers },
	{ "routine", GIVEN_ROUTINE, set_routine },
};

static void read_property(struct reader *r, const struct yaml_node *n, struct table_row *row)
{
	const char *names[COUNT(properties)];
	int i;

	for (size_t p = 0; p < COUNT(properties); p++)
		names[p] = properties[p].name;
	i = tables_name(r, n->key, "a property", names, COUNT(names));
	if (i >= 0 && properties[i].set(r, n, &row->m))
		row->given |= properties[i].given;
}

bool tables_mapping(struct reader *r, const struct yaml_node *n, const char *what)
{
	if (n->kind == YAML_MAPPING)
		return true;
	if (!n->refused)
		tables_wrong(r, n, "%s must be a mapping, not %s", what, yaml_kind_name(n));
	return false;
}

void tables_properties(struct reader *r, const struct yaml_node *n, struct table_row *row)
{
	if (!tables_mapping(r, n, "what it means"))
		return;
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next)
		read_property(r, p, row);
}

int tables_priority(struct reader *r, const struct yaml_node *n, const char *what)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };

	return tables_name(r, n, what, names, COUNT(names));
}
