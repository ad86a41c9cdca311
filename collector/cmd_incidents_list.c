#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/record_json.h"
#include "common/log.h"

/* Incidents as a table, and how many of what. */

enum { ID = 24, SEVERITY = 8, STATUS = 14, WHEN = 16, BELOW = 6 };

struct listing {
	struct incidents *x;
	uint64_t n;
	char *json;
};

static void heading(const struct incidents *x, const struct incident *i)
{
	struct text when = { "last (" };

	format_add(&when, "%s)", incidents_zone(x->c, i->last).s);
	format_cell(stdout, -ID, "Incident");
	(void)fputc(' ', stdout);
	format_cell(stdout, -SEVERITY, "severity");
	(void)fputc(' ', stdout);
	format_cell(stdout, -STATUS, "status");
	(void)fputc(' ', stdout);
	format_cell(stdout, -WHEN, when.s);
	(void)fputs(" alerts\n", stdout);
}

static struct text ends(const struct incident *i)
{
	struct text t = { "" };
	bool others = i->ntargets > 0 || i->more_targets > 0;

	if (record_end_known(&i->source))
		format_add(&t, "%s", incidents_end(&i->source).s);
	if (record_end_known(&i->target))
		format_add(&t, "%s%s", t.s[0] != '\0' ? " to " : "", incidents_end(&i->target).s);
	if (others)
		format_add(&t, " and %" PRIu64 " more", i->ntargets + i->more_targets);
	return t;
}

static bool row(void *ctx, const struct incident *i)
{
	struct listing *l = ctx;
	const struct incidents *x = l->x;
	struct text when = incidents_time(x->c, i->last), below = { "" };
	const char *severity = record_severity(i->severity)->name;

	if (l->n++ == 0)
		heading(x, i);
	when.s[WHEN] = '\0';
	format_cell(stdout, -ID, i->id);
	(void)fputc(' ', stdout);
	incidents_color(x, i->severity);
	format_cell(stdout, -SEVERITY, severity);
	incidents_plain(x);
	(void)fputc(' ', stdout);
	format_cell(stdout, -STATUS, incident_status_name(i->status));
	printf(" %s %6" PRIu64 "\n", when.s, i->count);
	incidents_bold(x);
	incidents_say(x, BELOW, i->title);
	incidents_plain(x);
	format_add(&below, "%s", ends(i).s);
	if (i->assignee[0] != '\0')
		format_add(&below, "%s%s has it", below.s[0] != '\0' ? "; " : "", i->assignee);
	incidents_say(x, BELOW, below.s);
	return ferror(stdout) == 0;
}

static bool line(void *ctx, const struct incident *i)
{
	struct listing *l = ctx;
	struct json j = json_to(l->json, INCIDENT_JSON_MAX);

	incidents_json(&j, i);
	if (!j.overflow)
		(void)fwrite(j.buf, 1, j.len, stdout);
	return ferror(stdout) == 0;
}

int collect_incidents_list(const struct collector_options *c, char **args)
{
	struct incidents x;
	struct listing l = { .x = &x, .json = malloc(INCIDENT_JSON_MAX) };
	struct incident_filter f = incidents_filter(c);
	int code;

	(void)args;
	if (incidents_open(&x, c, &code) && l.json != NULL) {
		bool good = incident_store_each(x.q.store, &f, c->json ? line : row, &l);

		if (good && l.n == 0 && !c->json)
			printf("no incident%s\n", c->open ? " is open" : "");
		code = good ? query_written() : query_failed(&x.q);
	}
	incidents_close(&x);
	free(l.json);
	return code;
}

/* ---- stats ------------------------------------------------------------------------------- */

/* Incidents by their ids: all that are counted, and those of them that were opened again. */
struct ids {
	char (*of)[INCIDENT_ID];
	size_t n, room;
};
struct known {
	struct ids all, again;
	bool full; /* no memory */
};

struct counts {
	uint64_t all, open, alerts;
	uint64_t severity[5], status[INCIDENT_STATUSES], class[INCIDENT_CLASSES];
	uint64_t acked, ack_ns; /* from the first alert to awareness */
	uint64_t closed, closed_ns;
	uint64_t succeeded;
	struct known known;
};

static void add_id(struct known *k, struct ids *ids, const char *id)
{
	if (ids->n == ids->room) {
		size_t room = ids->room * 2 + 64;
		char(*of)[INCIDENT_ID] = reallocarray(ids->of, room, sizeof(*of));

		k->full = k->full || of == NULL;
		if (of == NULL)
			return;
		ids->of = of;
		ids->room = room;
	}
	(void)snprintf(ids->of[ids->n++], INCIDENT_ID, "%s", id);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool has_id(const struct ids *ids, const char *id)
{
	return ids->n > 0 && bsearch(id, ids->of, ids->n, INCIDENT_ID, by_id) != NULL;
}

/* The one that this one was when it was opened again: behind what its key was closed as last. */
static const char *opened_again(const struct incident *i)
{
	const char *id = NULL;

	if (i->nhistory == 0 || strcmp(i->history[0].message, "history.reopened") != 0)
		return NULL;
	for (uint32_t n = 0; n < i->nrelated; n++) {
		if (i->related[n].relation == RELATED_BEFORE)
			id = i->related[n].id;
	}
	return id;
}

static bool know(void *ctx, const struct incident *i)
{
	struct known *k = ctx;
	const char *before = opened_again(i);

	add_id(k, &k->all, i->id);
	if (before != NULL)
		add_id(k, &k->again, before);
	return !k->full;
}

/* Another one that is counted has its alerts, too: what was opened again has all that it had
 * before, and what became part of another is in that. */
static bool counted_elsewhere(const struct known *k, const struct incident *i)
{
	static const char merged[] = "history.merged-into";
	bool part = false;

	for (uint32_t n = 0; n < i->nhistory; n++)
		part = part || strncmp(i->history[n].message, merged, sizeof(merged) - 1) == 0;
	return has_id(&k->again, i->id) ||
	       (part && i->nrelated > 0 && i->related[0].relation == RELATED_DUPLICATE_OF &&
		has_id(&k->all, i->related[0].id));
}

static bool count(void *ctx, const struct incident *i)
{
	struct counts *n = ctx;

	n->all++;
	n->open += !incident_status_final(i->status);
	n->alerts += counted_elsewhere(&n->known, i) ? 0 : i->count;
	n->severity[i->severity < 5 ? i->severity : 4]++;
	n->status[i->status < INCIDENT_STATUSES ? i->status : INCIDENT_NEW]++;
	n->class[i->class < INCIDENT_CLASSES ? i->class : INCIDENT_OTHER]++;
	n->succeeded += i->completion == COMPLETION_SUCCEEDED;
	if (i->aware > i->received) {
		n->acked++;
		n->ack_ns += i->aware - i->received;
	}
	if (i->resolved > i->first) {
		n->closed++;
		n->closed_ns += i->resolved - i->first;
	}
	return true;
}

static void print_counts(const struct counts *n)
{
	printf("%s, %" PRIu64 " of them open, of %s\n", format_many(n->all, "incident").s, n->open,
	       format_many(n->alerts, "alert").s);
	if (n->all == 0)
		return;
	(void)fputs("  severity ", stdout);
	for (uint32_t k = 5; k-- > 0;)
		printf(" %s %" PRIu64 "%s", record_severity(k)->name, n->severity[k],
		       k > 0 ? "," : "\n");
	(void)fputs("  status   ", stdout);
	for (unsigned k = 0; k < INCIDENT_STATUSES; k++)
		printf(" %s %" PRIu64 "%s", incident_status_name((enum incident_status)k),
		       n->status[k], k + 1 < INCIDENT_STATUSES ? "," : "\n");
	(void)fputs("  kind     ", stdout);
	for (unsigned k = 0; k < INCIDENT_CLASSES; k++)
		printf(" %s %" PRIu64 "%s", incident_class_name((enum incident_class)k),
		       n->class[k], k + 1 < INCIDENT_CLASSES ? "," : "\n");
	printf("  the device's answer was seen and good in %" PRIu64 "\n", n->succeeded);
	if (n->acked > 0)
		printf("  from the first alert until somebody looked: %s on average\n",
		       format_span(n->ack_ns / n->acked).s);
	if (n->closed > 0)
		printf("  from the first event until it was over: %s on average\n",
		       format_span(n->closed_ns / n->closed).s);
}

static void json_counts(const struct counts *n)
{
	char text[4096];
	struct json j = json_to(text, sizeof(text));

	json_open(&j);
	json_key(&j, "incidents");
	json_uint(&j, n->all);
	json_key(&j, "open");
	json_uint(&j, n->open);
	json_key(&j, "alerts");
	json_uint(&j, n->alerts);
	json_key(&j, "severity");
	json_open(&j);
	for (uint32_t k = 0; k < 5; k++) {
		json_key(&j, record_severity(k)->name);
		json_uint(&j, n->severity[k]);
	}
	json_close(&j);
	json_key(&j, "status");
	json_open(&j);
	for (unsigned k = 0; k < INCIDENT_STATUSES; k++) {
		json_key(&j, incident_status_name((enum incident_status)k));
		json_uint(&j, n->status[k]);
	}
	json_close(&j);
	json_key(&j, "class");
	json_open(&j);
	for (unsigned k = 0; k < INCIDENT_CLASSES; k++) {
		json_key(&j, incident_class_name((enum incident_class)k));
		json_uint(&j, n->class[k]);
	}
	json_close(&j);
	json_key(&j, "succeeded");
	json_uint(&j, n->succeeded);
	if (n->acked > 0) {
		json_key(&j, "until_acknowledged");
		json_seconds(&j, n->ack_ns / n->acked);
	}
	if (n->closed > 0) {
		json_key(&j, "until_resolved");
		json_seconds(&j, n->closed_ns / n->closed);
	}
	json_close(&j);
	json_newline(&j);
	(void)fwrite(j.buf, 1, j.len, stdout);
}

static bool count_all(struct store *s, const struct incident_filter *f, struct counts *n)
{
	struct known *k = &n->known;

	if (!incident_store_each(s, f, know, k) || k->full)
		return false;
	if (k->all.n > 0)
		qsort(k->all.of, k->all.n, INCIDENT_ID, by_id);
	if (k->again.n > 0)
		qsort(k->again.of, k->again.n, INCIDENT_ID, by_id);
	return incident_store_each(s, f, count, n);
}

int collect_incidents_stats(const struct collector_options *c, char **args)
{
	struct incidents x;
	struct counts n = { 0 };
	struct incident_filter f = incidents_filter(c);
	int code;

	(void)args;
	if (incidents_open(&x, c, &code)) {
		bool good = count_all(x.q.store, &f, &n);

		if (good && c->json)
			json_counts(&n);
		else if (good)
			print_counts(&n);
		code = good ? query_written() : query_failed(&x.q);
	}
	incidents_close(&x);
	free(n.known.all.of);
	free(n.known.again.of);
	return code;
}
