/* What happened in the order of its time: alerts, how long each step went on, what was done. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_incidents_inside.h"
#include "collector/record_json.h"

enum {
	CLOCK = 12, /* "03:53:13.838" */
	DAY = 10,
	KIND = 10,
	IN = 2,
	ENTRIES = INCIDENT_STAGES * 2 + INCIDENT_EVIDENCE + INCIDENT_HISTORY
};

struct entry {
	uint64_t time;
	unsigned order; /* of those at the same time */
	const char *kind;
	char text[1024];
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

static const char *rule_title(struct incidents *x, const char *id)
{
	const struct incident *i = x->incident;
	const Kagami__Rule *r;

	for (uint32_t k = 0; k < i->nrules; k++) {
		if (strcmp(i->rules[k].id, id) == 0 && i->rules[k].title[0] != '\0')
			return i->rules[k].title;
	}
	r = incidents_rule(x, id);
	return r != NULL && r->title[0] != '\0' ? r->title : id;
}

/* ---- alerts ------------------------------------------------------------------------------- */

struct said {
	struct incidents *x;
	char *out;
	size_t room;
};

static void alert_text(void *ctx, const struct store_event *e)
{
	struct said *s = ctx;
	const char *why = NULL;
	const Kagami__Event *event;

	wire_clear(&s->x->q.arena);
	event = wire_unpack_event(&s->x->q.arena, e->p, e->n, &why);
	if (event != NULL && event->body_case == KAGAMI__EVENT__BODY_ALERT)
		(void)snprintf(s->out, s->room, "%s", event->alert->text);
}

/* What the alert says, and where it is seen. The store may have forgotten it. */
static void add_evidence(struct timeline *t, const struct incident_evidence *v)
{
	struct entry *e = add(t, v->time, incident_class_name((enum incident_class)v->class));
	struct said said = { t->x, e->text, sizeof(e->text) };
	struct text frames = { "" };
	bool found = false;

	if (v->class == INCIDENT_OTHER)
		e->kind = "alert";
	(void)store_get_event(t->x->q.store, v->sensor, v->epoch, v->seq, &found, alert_text,
			      &said);
	for (unsigned k = 0; k < v->nframes && k < INCIDENT_FRAMES; k++)
		format_add(&frames, "%s%" PRIu64,
			   k > 0	    ? ", "
			   : v->nframes > 1 ? "frames "
					    : "frame ",
			   v->frames[k]);
	if (v->more_frames > 0)
		format_add(&frames, " and %" PRIu64 " more", v->more_frames);
	if (e->text[0] == '\0')
		(void)snprintf(e->text, sizeof(e->text), "Event %" PRIu64 " of sensor %s", v->seq,
			       v->sensor);
	size_t n = strlen(e->text);

	if (frames.s[0] != '\0')
		(void)snprintf(e->text + n, sizeof(e->text) - n, " (%s)", frames.s);
}

/* ---- steps -------------------------------------------------------------------------------- */

/* Is there an alert of that step then, which says more? */
static bool told(const struct incident *i, const struct incident_stage *s, uint64_t time)
{
	for (uint32_t k = 0; k < i->nevidence; k++) {
		if (i->evidence[k].time == time && i->evidence[k].class == s->class)
			return true;
	}
	return false;
}

static void add_stage(struct timeline *t, const struct incident_stage *s)
{
	struct incident *i = t->x->incident;
	struct entry *e;

	if (!told(i, s, s->first)) {
		e = add(t, s->first, incident_class_name(s->class));
		(void)snprintf(e->text, sizeof(e->text), "%s", rule_title(t->x, s->rule));
	}
	if (s->last == s->first)
		return;
	e = add(t, s->last, incident_class_name(s->class));
	(void)snprintf(e->text, sizeof(e->text), "the last of %s of this step",
		       format_many(s->count, "alert").s);
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

	for (uint32_t k = 0; k < i->nevidence && k < INCIDENT_EVIDENCE; k++)
		add_evidence(t, &i->evidence[k]);
	for (uint32_t k = 0; k < i->nstages && k < INCIDENT_STAGES; k++)
		add_stage(t, &i->stages[k]);
	for (uint32_t k = 0; k < i->nhistory && k < INCIDENT_HISTORY; k++) {
		const struct incident_history *h = &i->history[k];
		struct entry *e = add(t, h->time, "history");

		(void)snprintf(e->text, sizeof(e->text), "%s: %s", h->who, h->text);
	}
	qsort(t->entries, t->n, sizeof(t->entries[0]), by_time);
}

/* ---- printing ----------------------------------------------------------------------------- */

/* The day stands above its entries: what is left of the line is the text's. */
static void print(const struct timeline *t)
{
	const struct incidents *x = t->x;
	const struct incident *i = x->incident;
	char day[DAY + 1] = "";

	printf("%s, %s, times in %s\n", i->id, record_severity(i->severity)->name,
	       incidents_zone(x->c, i->first).s);
	incidents_bold(x);
	incidents_say(x, 0, i->title);
	incidents_plain(x);
	for (size_t k = 0; k < t->n; k++) {
		const struct entry *e = &t->entries[k];
		struct text when = incidents_time(x->c, e->time);

		if (strncmp(day, when.s, DAY) != 0) {
			memcpy(day, when.s, DAY);
			incidents_bold(x);
			printf("%s\n", day);
			incidents_plain(x);
		}
		printf("%*s", IN, "");
		format_cell(stdout, -CLOCK, strlen(when.s) > DAY ? when.s + DAY + 1 : when.s);
		(void)fputc(' ', stdout);
		format_cell(stdout, -KIND, e->kind);
		(void)fputc(' ', stdout);
		incidents_go_on(x, IN + CLOCK + KIND + 2, e->text);
	}
	if (i->more_evidence > 0)
		printf("%s more %s not listed\n", format_many(i->more_evidence, "alert").s,
		       i->more_evidence == 1 ? "is" : "are");
}

static void print_json(const struct timeline *t)
{
	for (size_t k = 0; k < t->n; k++) {
		const struct entry *e = &t->entries[k];
		char line[8192], when[RECORD_TIME];
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
