/* What happened in the order of its time: steps, evidence, what was done. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/record_json.h"

enum { WHEN = 23, KIND = 10, ENTRIES = INCIDENT_STAGES * 2 + INCIDENT_EVIDENCE + INCIDENT_HISTORY };

struct entry {
	uint64_t time;
	unsigned order; /* of those at the same time */
	const char *kind;
	char text[512];
};

struct timeline {
	struct incidents *x;
	size_t n;
	struct entry entries[ENTRIES];
};

static struct entry *add(struct timeline *t, uint64_t time, const char *kind)
{
	struct entry *e = &t->entries[t->n];

	*e = (struct entry){ .time = time, .order = (unsigned)t->n, .kind = kind };
	t->n++;
	return e;
}

static const char *rule_title(const struct incident *i, const char *id)
{
	for (uint32_t k = 0; k < i->nrules; k++) {
		if (strcmp(i->rules[k].id, id) == 0 && i->rules[k].title[0] != '\0')
			return i->rules[k].title;
	}
	return id;
}

static void add_stage(struct timeline *t, const struct incident_stage *s)
{
	const char *what = rule_title(t->x->incident, s->rule);
	struct entry *e = add(t, s->first, incident_class_name(s->class));

	(void)snprintf(e->text, sizeof(e->text), "%s%s", what, s->count > 1 ? " begins" : "");
	if (s->last == s->first)
		return;
	e = add(t, s->last, incident_class_name(s->class));
	(void)snprintf(e->text, sizeof(e->text), "last of %s", format_many(s->count, "alert").s);
}

static void add_evidence(struct timeline *t, const struct incident_evidence *v)
{
	struct entry *e = add(t, v->time, "evidence");
	struct text frames = { "" };

	for (unsigned k = 0; k < v->nframes && k < INCIDENT_FRAMES; k++)
		format_add(&frames, "%s%" PRIu64, k == 0 ? ", frames " : ", ", v->frames[k]);
	if (v->more_frames > 0)
		format_add(&frames, " and %" PRIu64 " more", v->more_frames);
	(void)snprintf(e->text, sizeof(e->text), "event %" PRIu64 " of %s%s", v->seq, v->sensor,
		       frames.s);
}

static int by_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void collect(struct timeline *t)
{
	const struct incident *i = t->x->incident;

	for (uint32_t k = 0; k < i->nstages && k < INCIDENT_STAGES; k++)
		add_stage(t, &i->stages[k]);
	for (uint32_t k = 0; k < i->nevidence && k < INCIDENT_EVIDENCE; k++)
		add_evidence(t, &i->evidence[k]);
	for (uint32_t k = 0; k < i->nhistory && k < INCIDENT_HISTORY; k++) {
		const struct incident_history *h = &i->history[k];
		struct entry *e = add(t, h->time, "history");

		(void)snprintf(e->text, sizeof(e->text), "%s: %s", h->who, h->text);
	}
	qsort(t->entries, t->n, sizeof(t->entries[0]), by_time);
}

static void print(const struct timeline *t)
{
	const struct incidents *x = t->x;

	printf("%s, %s, times in %s\n", x->incident->id,
	       record_severity(x->incident->severity)->name,
	       incidents_zone(x->c, x->incident->first).s);
	for (size_t k = 0; k < t->n; k++) {
		const struct entry *e = &t->entries[k];
		struct text when = incidents_time(x->c, e->time);

		format_cell(stdout, -WHEN, when.s);
		(void)fputc(' ', stdout);
		format_cell(stdout, -KIND, e->kind);
		(void)fputc(' ', stdout);
		format_safely(stdout, format_cut(e->text, x->width - WHEN - KIND - 2).s);
		(void)fputc('\n', stdout);
	}
}

static void print_json(const struct timeline *t)
{
	for (size_t k = 0; k < t->n; k++) {
		const struct entry *e = &t->entries[k];
		char line[4096], when[RECORD_TIME];
		struct json j = json_to(line, sizeof(line));

		record_time_text(when, e->time);
		json_open(&j);
		json_key(&j, "time");
		json_text(&j, when);
		json_key(&j, "kind");
		json_text(&j, e->kind);
		json_key(&j, "text");
		json_text(&j, e->text);
		json_close(&j);
		json_newline(&j);
		(void)fwrite(j.buf, 1, j.len, stdout);
	}
}

int collect_incidents_timeline(const struct collector_options *c, char **args)
{
	struct incidents x;
	struct timeline *t = calloc(1, sizeof(*t));
	int code;

	if (incidents_open(&x, c, &code) && t != NULL) {
		code = COLLECT_FAILED;
		if (incidents_read(&x, args[0])) {
			t->x = &x;
			collect(t);
			if (c->json)
				print_json(t);
			else
				print(t);
			code = query_written();
		}
	}
	incidents_close(&x);
	free(t);
	return code;
}
