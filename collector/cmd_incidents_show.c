/* An incident as a good analyst would note it: what happened, to what, by whom, how sure that is,
 * what to check first, and how to open the evidence. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_incidents_inside.h"
#include "collector/messages.h"
#include "collector/record_json.h"

enum { IN = 2, DEEP = 4, CHECKS = 3, WORST = 4 };

static void title(const struct incidents *x, const char *text)
{
	(void)fputc('\n', stdout);
	incidents_bold(x);
	(void)fputs(text, stdout);
	incidents_plain(x);
	(void)fputc('\n', stdout);
}

/* Our own sentence. */
static const char *ours(const char *group, const char *name)
{
	char id[INCIDENT_WORD];

	(void)snprintf(id, sizeof(id), "%s.%s", group, name);
	for (const struct messages_row *r = messages_own(); r->id != NULL; r++) {
		if (strcmp(r->id, id) == 0)
			return r->text;
	}
	return "";
}

static void head(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "" };

	format_add(&t, "%s  revision %" PRIu32 "  ", i->id, i->revision);
	format_safely(stdout, t.s);
	incidents_color(x, i->severity);
	(void)fputs(record_severity(i->severity)->name, stdout);
	incidents_plain(x);
	printf("  %s  TLP:%s\n", incident_status_name(i->status), i->tlp);
	incidents_bold(x);
	incidents_say(x, 0, i->title);
	incidents_plain(x);
}

/* ---- what happened ----------------------------------------------------------------------- */

static struct text duration(uint64_t ns)
{
	return ns < 1000000000U ? format_ns(ns) : format_span(ns);
}

static void when(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "" };

	format_add(&t, "From %s", incidents_time(x->c, i->first).s);
	if (i->last > i->first)
		format_add(&t, " to %s (%s)", incidents_time(x->c, i->last).s,
			   duration(i->last - i->first).s);
	format_add(&t, ", %s; at %s, seen by ", incidents_zone(x->c, i->first).s,
		   i->site[0] != '\0' ? i->site : "an unknown site");
	for (uint32_t k = 0; k < i->nsensors; k++)
		format_add(&t, "%s%s", k > 0 ? ", " : "", i->sensors[k]);
	format_add(&t, ".");
	incidents_say(x, IN, t.s);
}

static void steps(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "Steps: " };

	for (uint32_t k = 0; k < i->nstages; k++)
		format_add(&t, "%s%s", k > 0 ? ", then " : "",
			   incident_class_name(i->stages[k].class));
	format_add(&t, ". 'incidents timeline' has each with its time.");
	if (i->nstages > 1)
		incidents_say(x, IN, t.s);
}

static void values(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "Values: " };
	uint32_t k;

	for (k = 0; k < i->nvalues && k < 12; k++)
		format_add(&t, "%s%s", k > 0 ? ", " : "", i->values[k]);
	if (k < i->nvalues || i->more_values > 0)
		format_add(&t, " and %" PRIu64 " more", i->nvalues - k + i->more_values);
	if (i->nvalues > 0)
		incidents_say(x, IN, t.s);
}

static void what(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "" };

	title(x, "What happened");
	incidents_say(x, IN, i->summary);
	format_add(&t, "%s.", ours("class", incident_class_name(i->class)));
	incidents_say(x, IN, t.s);
	when(x);
	steps(x);
	values(x);
}

/* ---- to what, by whom -------------------------------------------------------------------- */

static void add(struct text *t, const char *before, const char *word)
{
	if (word[0] != '\0')
		format_add(t, ", %s%s", before, word);
}

static void one_end(const struct incidents *x, const struct incident_end *e)
{
	struct text t = { "" };
	char address[RECORD_ADDRESS];

	format_add(&t, "%s", incidents_end(e).s);
	for (unsigned k = 1; record_ip_text(address, e, k); k++)
		format_add(&t, ", %s", address);
	if (e->nips > 0 && record_mac_text(address, e))
		format_add(&t, ", MAC %s", address);
	if (e->port != 0)
		format_add(&t, ", port %u", e->port);
	if (e->vlan != 0)
		format_add(&t, ", VLAN %u", e->vlan);
	add(&t, "", e->vendor);
	add(&t, "", e->model);
	add(&t, "firmware ", e->firmware);
	add(&t, "role ", e->role);
	add(&t, "zone ", e->zone);
	if (e->level >= 0)
		format_add(&t, ", level %d", e->level);
	incidents_say(x, IN, t.s);
}

static void operation(const struct incidents *x)
{
	const struct incident *i = x->incident;
	const struct record_protocol *p = record_protocol(i->protocol);
	struct text t = { "" };

	if (i->protocol[0] == '\0')
		return;
	format_add(&t, "By %s", p != NULL ? p->label : i->protocol);
	add(&t, "", i->function);
	if (i->function_code != UINT32_MAX && i->function[0] != '\0')
		format_add(&t, " (%" PRIu32 ")", i->function_code);
	add(&t, "object ", i->object);
	add(&t, "unit ", i->device);
	incidents_say(x, IN, t.s);
}

static void whom(const struct incidents *x)
{
	const struct incident *i = x->incident;

	title(x, "To what");
	if (record_end_known(&i->target))
		one_end(x, &i->target);
	else
		incidents_say(x, IN, "Nobody in particular.");
	for (uint32_t k = 0; k < i->ntargets; k++)
		one_end(x, &i->targets[k]);
	if (i->more_targets > 0)
		printf("%*sand %" PRIu64 " more\n", IN, "", i->more_targets);
	operation(x);
	title(x, "By whom");
	if (record_end_known(&i->source))
		one_end(x, &i->source);
	else
		incidents_say(x, IN, "Nobody was seen to do it.");
}

/* ---- how sure ---------------------------------------------------------------------------- */

static void sure(const struct incidents *x)
{
	static const char *const completions[] = { "unknown", "succeeded", "failed" };
	const struct incident *i = x->incident;
	struct text t = { "" };

	title(x, "How sure");
	format_add(&t, "%" PRIu32 " of 100, by %s of %s. %s.", i->confidence,
		   format_many(i->count, "alert").s, format_many(i->nrules, "rule").s,
		   ours("completion", completions[i->completion <= 2 ? i->completion : 0]));
	incidents_say(x, IN, t.s);
	t = (struct text){ "" };
	if (i->severity > i->base_severity)
		format_add(&t,
			   "Its worst alert is %s; the steps together make a chain, so it is %s.",
			   record_severity(i->base_severity)->name,
			   record_severity(i->severity)->name);
	if (i->routine[0] != '\0')
		format_add(&t,
			   "Its worst alert is %s; all of it is routine work (%s), so it is %s.",
			   record_severity(i->base_severity)->name, i->routine,
			   record_severity(i->severity)->name);
	incidents_say(x, IN, t.s);
	if (i->clock_error > 0 || strcmp(i->clock_sync, "no") == 0) {
		t = (struct text){ "" };
		format_add(&t, "The sensor's clock: %s, off by %s at most.",
			   strcmp(i->clock_sync, "yes") == 0 ? "synchronised" : "not synchronised",
			   format_ns(i->clock_error).s);
		incidents_say(x, IN, t.s);
	}
	for (uint32_t k = 0; k < i->nrules; k++) {
		const struct incident_rule *r = &i->rules[k];

		t = (struct text){ "" };
		format_add(&t, "%6" PRIu64 "x %-8s %s (%s)", r->count,
			   record_severity(r->priority)->name, r->title, r->id);
		printf("%*s", IN, "");
		format_safely(stdout, format_cut(t.s, x->width - IN).s);
		(void)fputc('\n', stdout);
	}
}

/* ---- the kill-chain ---------------------------------------------------------------------- */

static bool new_tactic(const struct incident *i, uint32_t k)
{
	for (uint32_t e = 0; e < k; e++) {
		if (strcmp(i->techniques[e].tactic, i->techniques[k].tactic) == 0)
			return false;
	}
	return true;
}

/* A tactic with its techniques. */
static void tactic(const struct incidents *x, uint32_t first)
{
	const struct incident *i = x->incident;
	const char *name = i->techniques[first].tactic, *sep = ": ";
	struct text t = { "" };

	format_add(&t, "%s", name[0] != '\0' ? name : "unknown");
	for (uint32_t k = first; k < i->ntechniques; k++) {
		const struct incident_technique *q = &i->techniques[k];

		if (strcmp(q->tactic, name) != 0)
			continue;
		format_add(&t, "%s%s %s", sep, q->id, q->name);
		sep = ", ";
	}
	incidents_say(x, DEEP, t.s);
}

static void called(const struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "" };

	title(x, "What it is called");
	format_add(&t, "%s; impact %s", i->category[0] != '\0' ? i->category : "no category",
		   i->impact[0] != '\0' ? i->impact : "unknown");
	incidents_say(x, IN, t.s);
	if (i->ntechniques > 0)
		incidents_say(x, IN,
			      "ATT&CK for ICS, tactics in the order in which they were seen:");
	for (uint32_t k = 0; k < i->ntechniques; k++) {
		if (new_tactic(i, k))
			tactic(x, k);
	}
}

/* ---- what to check first ----------------------------------------------------------------- */

/* What the rule's author says; else what it looks for. */
static bool advice(struct incidents *x, const struct incident_rule *rule)
{
	const Kagami__Rule *r = incidents_rule(x, rule->id);
	const char *text = r == NULL ? "" : r->check[0] != '\0' ? r->check : r->desc;
	struct text t = { "" };

	if (text[0] == '\0')
		return false;
	format_add(&t, "%s:", rule->title);
	incidents_say(x, IN, t.s);
	incidents_say(x, DEEP, text);
	return true;
}

/* Of the weightiest rules only: it is what comes first. */
static void check(struct incidents *x)
{
	const struct incident *i = x->incident;
	struct text t = { "" };
	unsigned said = 0;

	title(x, "Check first");
	format_add(&t, "%s.", ours("expect", incident_class_name(i->class)));
	incidents_say(x, IN, t.s);
	for (uint32_t priority = WORST + 1; priority-- > 0;) {
		for (uint32_t k = 0; k < i->nrules; k++) {
			if (i->rules[k].priority == priority && said < CHECKS)
				said += advice(x, &i->rules[k]);
		}
	}
}

/* ---- the rest ---------------------------------------------------------------------------- */

static void people(const struct incidents *x)
{
	const struct incident *i = x->incident;

	title(x, "History");
	for (uint32_t k = 0; k < i->nhistory; k++) {
		const struct incident_history *h = &i->history[k];
		struct text t = { "" };

		format_add(&t, "%.19s %s: %s", incidents_time(x->c, h->time).s, h->who, h->text);
		incidents_say(x, IN, t.s);
	}
	if (i->more_history > 0)
		printf("%*sand %" PRIu64 " entries before the last ones\n", IN, "",
		       i->more_history);
	if (i->assignee[0] != '\0') {
		struct text t = { "" };

		format_add(&t, "It is %s's.", i->assignee);
		incidents_say(x, IN, t.s);
	}
}

static void others(const struct incidents *x)
{
	static const char *const texts[] = {
		[RELATED_BEFORE] = "the same thing before, closed",
		[RELATED_CASE] = "another thing on the same target",
		[RELATED_DUPLICATE_OF] = "this is a duplicate of it",
		[RELATED_MERGED] = "became part of this one",
		[RELATED_ALTERNATIVE] = "the number another party gave it",
		[RELATED_NOTIFIED] = "another party's record about it",
	};
	const struct incident *i = x->incident;

	if (i->nrelated > 0)
		title(x, "See also");
	for (uint32_t k = 0; k < i->nrelated; k++) {
		const struct incident_related *r = &i->related[k];
		bool foreign = strcmp(r->issuer, i->issuer) != 0;
		struct text t = { "" };

		format_add(&t, "%s%s%s%s: %s", r->id, foreign ? " (" : "", foreign ? r->issuer : "",
			   foreign ? ")" : "",
			   r->relation <= RELATED_NOTIFIED ? texts[r->relation] : "related");
		incidents_say(x, IN, t.s);
	}
}

static void note(struct incidents *x)
{
	head(x);
	what(x);
	whom(x);
	sure(x);
	check(x);
	title(x, "Evidence");
	incidents_evidence(x);
	called(x);
	others(x);
	people(x);
}

static void as_json(const struct incidents *x)
{
	char *text = malloc(INCIDENT_JSON_MAX);
	struct json j = json_to(text, text == NULL ? 0 : INCIDENT_JSON_MAX);

	incidents_json(&j, x->incident);
	if (!j.overflow)
		(void)fwrite(j.buf, 1, j.len, stdout);
	free(text);
}

int collect_incidents_show(const struct collector_options *c, char **args)
{
	struct incidents x;
	int code;

	if (incidents_open(&x, c, &code)) {
		code = COLLECT_FAILED;
		if (incidents_read(&x, args[0])) {
			if (c->json)
				as_json(&x);
			else
				note(&x);
			code = query_written();
		}
	}
	incidents_close(&x);
	return code;
}
