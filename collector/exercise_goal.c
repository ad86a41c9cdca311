/* The kinds of goals: what is looked for in the history of an incident, and what was found. */
#include <string.h>
#include <strings.h>

#include "collector/exercise_inside.h"

/* What one incident says to a goal. */
struct verdict {
	enum exercise_state state;
	bool late;
	uint64_t when;
	const struct incident *incident;
	struct exercise_said found;
};

struct judge {
	const struct exercise_case *c;
	const struct exercise_score *s;
	const struct scenario_goal *g;
};

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* From when the time of a goal counts: the incident was there for people to see. */
static uint64_t came(const struct incident *i)
{
	return i->received != 0 ? i->received : i->detected;
}

/* It was done at `when`: in time? The sentence is set; deadline 0: any time is right. */
static void done(struct verdict *v, uint64_t when, uint64_t deadline)
{
	v->when = when;
	v->late = deadline != 0 && when > deadline;
	v->state = v->late ? EXERCISE_MISSED : EXERCISE_REACHED;
}

/* It was not done: can it still be? */
static void missing(const struct judge *j, struct verdict *v, uint64_t deadline, const char *id)
{
	v->state = deadline == 0 || j->c->now <= deadline ? EXERCISE_OPEN : EXERCISE_MISSED;
	said_set(&v->found, id);
}

static uint64_t deadline_of(const struct judge *j, const struct incident *i)
{
	return j->g->within != 0 ? plus(came(i), j->g->within) : 0;
}

/* "{who}, {after} after it came" */
static void say_who(struct verdict *v, const char *id, const char *who, uint64_t after)
{
	said_set(&v->found, id);
	said_with(&v->found, "who", who);
	said_time(&v->found, "after", after);
}

static uint64_t after(const struct incident *i, uint64_t when)
{
	return when > came(i) ? when - came(i) : 0;
}

/* The first entry of the history that is wanted; NULL: none. */
static const struct incident_history *entry(const struct judge *j, const struct incident *i,
					    bool (*wanted)(const struct judge *j,
							   const struct incident_history *h))
{
	const struct incident_history *first = NULL;

	for (uint32_t k = 0; k < i->nhistory && k < INCIDENT_HISTORY; k++) {
		const struct incident_history *h = &i->history[k];

		if (wanted(j, h) && (first == NULL || h->time < first->time))
			first = h;
	}
	return first;
}

/* ---- one by one ----------------------------------------------------------------------------- */

static void detected(const struct judge *j, const struct incident *i, struct verdict *v)
{
	(void)j;
	done(v, came(i), 0);
	said_set(&v->found, "exercise.found.incident");
	said_with(&v->found, "incident", i->id);
}

static bool is_ack(const struct judge *j, const struct incident_history *h)
{
	(void)j;
	return strcmp(h->message, "history.acknowledged") == 0 || h->action == ACTION_ASSIGNED;
}

static void acknowledged(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct incident_history *h = entry(j, i, is_ack);

	if (i->aware == 0) {
		missing(j, v, deadline_of(j, i), "exercise.found.not-acknowledged");
		return;
	}
	done(v, i->aware, deadline_of(j, i));
	say_who(v, "exercise.found.acknowledged", h != NULL ? h->who : i->assignee,
		after(i, i->aware));
}

static bool is_assigned(const struct judge *j, const struct incident_history *h)
{
	static const char to[] = "Assigned to ";

	return h->action == ACTION_ASSIGNED &&
	       (j->g->to == NULL || (strncmp(h->text, to, sizeof(to) - 1) == 0 &&
				     strcasecmp(h->text + sizeof(to) - 1, j->g->to) == 0));
}

static void assigned(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct incident_history *h = entry(j, i, is_assigned);

	if (h == NULL && i->assignee[0] != '\0') {
		missing(j, v, deadline_of(j, i), "exercise.found.assigned-other");
		said_with(&v->found, "who", i->assignee);
	} else if (h == NULL) {
		missing(j, v, deadline_of(j, i), "exercise.found.not-assigned");
	} else {
		done(v, h->time, deadline_of(j, i));
		say_who(v, "exercise.found.assigned", j->g->to != NULL ? j->g->to : i->assignee,
			after(i, h->time));
	}
}

/* Closed by a person, not by time. */
static bool is_close(const struct judge *j, const struct incident_history *h)
{
	static const char *const closing[] = { "history.resolved.by", "history.false-positive",
					       "history.duplicate", "history.withdrawn",
					       "history.merged-into" };

	(void)j;
	for (size_t k = 0; k < sizeof(closing) / sizeof(closing[0]); k++) {
		size_t n = strlen(closing[k]);

		/* "history.duplicate.of" too */
		if (strncmp(h->message, closing[k], n) == 0 &&
		    (h->message[n] == '\0' || h->message[n] == '.'))
			return true;
	}
	return false;
}

/* The last such entry: that is how it is now. */
static const struct incident_history *closing_entry(const struct judge *j, const struct incident *i)
{
	const struct incident_history *last = NULL;

	for (uint32_t k = 0; k < i->nhistory && k < INCIDENT_HISTORY; k++) {
		if (is_close(j, &i->history[k]))
			last = &i->history[k];
	}
	return last;
}

static void not_closed(const struct judge *j, const struct incident *i, struct verdict *v)
{
	missing(j, v, deadline_of(j, i),
		incident_status_final(i->status) ? "exercise.found.closed-itself"
						 : "exercise.found.not-closed");
}

static void closed(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct incident_history *h = closing_entry(j, i);

	if (!incident_status_final(i->status) || h == NULL) {
		not_closed(j, i, v);
		return;
	}
	done(v, h->time, deadline_of(j, i));
	say_who(v, "exercise.found.closed", h->who, after(i, h->time));
	said_name(&v->found, "status", "status", incident_status_name(i->status));
}

static void classified(const struct judge *j, const struct incident *i, struct verdict *v)
{
	static const enum incident_status as[] = {
		[CLASS_TRUE_POSITIVE] = INCIDENT_RESOLVED,
		[CLASS_FALSE_POSITIVE] = INCIDENT_FALSE_POSITIVE,
		[CLASS_DUPLICATE] = INCIDENT_DUPLICATE,
	};

	closed(j, i, v);
	/* Another may take its place: it can be opened again. */
	if (v->when != 0 && i->status != as[j->g->class]) {
		v->state = EXERCISE_MISSED;
		v->when = 0;
		v->late = false;
	}
}

/* Folds letters of ASCII: what others have is compared as it is. */
static bool holds(const char *text, const char *phrase)
{
	size_t n = strlen(phrase);

	for (; *text != '\0'; text++) {
		if (strncasecmp(text, phrase, n) == 0)
			return true;
	}
	return false;
}

static const char *phrase_in(const struct judge *j, const struct incident_history *h)
{
	for (size_t k = 0; k < j->g->any.n; k++) {
		if (holds(h->text, j->g->any.s[k]))
			return j->g->any.s[k];
	}
	return NULL;
}

static bool is_note(const struct judge *j, const struct incident_history *h)
{
	return h->action == ACTION_NOTE && h->message[0] == '\0' && phrase_in(j, h) != NULL;
}

static bool is_any_note(const struct judge *j, const struct incident_history *h)
{
	(void)j;
	return h->action == ACTION_NOTE && h->message[0] == '\0';
}

static void noted(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct incident_history *h = entry(j, i, is_note);

	if (h == NULL) {
		missing(j, v, deadline_of(j, i),
			entry(j, i, is_any_note) != NULL ? "exercise.found.note-other"
			: i->more_history > 0		 ? "exercise.found.note-lost"
							 : "exercise.found.not-noted");
		return;
	}
	done(v, h->time, deadline_of(j, i));
	say_who(v, "exercise.found.noted", h->who, after(i, h->time));
	said_with(&v->found, "phrase", phrase_in(j, h));
}

/* ---- what was sent -------------------------------------------------------------------------- */

static void report_of(const struct judge *j, const struct incident *i, const struct regime *r,
		      struct verdict *v)
{
	const struct exercise_case *c = j->c;
	uint64_t sent = sharing_sent(c->sharing, i, r);
	uint64_t deadline = j->g->within == 0 ? sharing_due_of(c->sharing, i, r)
			    : i->aware == 0   ? 0
					      : plus(i->aware, j->g->within);

	if (sent != 0) {
		done(v, sent, deadline);
		said_set(&v->found, "exercise.found.sent");
		said_time(&v->found, "after", sent > i->aware ? sent - i->aware : 0);
	} else if (i->aware == 0) {
		missing(j, v, 0, "exercise.found.no-clock");
	} else {
		missing(j, v, deadline, "exercise.found.not-sent");
	}
	said_with(&v->found, "report", r->name);
	said_with(&v->found, "to", r->recipient);
}

static bool better(const struct verdict *a, const struct verdict *b)
{
	return a->state < b->state ||
	       (a->state == b->state && a->when != 0 && (b->when == 0 || a->when < b->when));
}

static void notified(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct regime *all = NULL;
	size_t n = j->c->sharing != NULL ? sharing_regimes(j->c->sharing, &all) : 0;
	bool some = false;

	for (size_t k = 0; k < n; k++) {
		const struct regime *r = &all[k];
		struct verdict one = { .incident = i };

		if ((strcmp(r->name, j->g->report) != 0 && strcmp(r->stage, j->g->report) != 0) ||
		    (j->g->to != NULL && strcmp(r->recipient, j->g->to) != 0))
			continue;
		report_of(j, i, r, &one);
		if (!some || better(&one, v))
			*v = one;
		some = true;
	}
	if (some)
		return;
	missing(j, v, 0,
		j->c->sharing != NULL ? "exercise.found.no-regime" : "exercise.found.no-sharing");
	said_with(&v->found, "report", j->g->report);
}

static bool is_sent(const struct judge *j, const struct incident_history *h)
{
	const struct recipient *r =
		j->c->sharing != NULL ? sharing_recipient(j->c->sharing, j->g->to) : NULL;

	/* A long domain name is cut in the history. */
	return r != NULL && h->action == ACTION_SENT &&
	       strncasecmp(h->who, r->fqdn, sizeof(h->who) - 1) == 0;
}

static void shared(const struct judge *j, const struct incident *i, struct verdict *v)
{
	const struct incident_history *h = entry(j, i, is_sent);

	if (h == NULL) {
		missing(j, v, deadline_of(j, i),
			j->c->sharing != NULL ? "exercise.found.not-shared"
					      : "exercise.found.no-sharing");
		said_with(&v->found, "to", j->g->to);
		return;
	}
	done(v, h->time, deadline_of(j, i));
	say_who(v, "exercise.found.shared", j->g->to, after(i, h->time));
}

/* ---- goals of no incident ------------------------------------------------------------------- */

static void received(const struct judge *j, struct verdict *v)
{
	const struct exercise_notice *first = NULL;
	uint64_t deadline = j->g->within != 0 ? plus(j->c->start, j->g->within) : 0;

	for (size_t k = 0; k < j->c->nnotices; k++) {
		const struct exercise_notice *x = &j->c->notices[k];

		if (x->quarantined || x->received < j->c->start ||
		    (j->g->from != NULL && strcmp(x->sender, j->g->from) != 0))
			continue;
		if (first == NULL || x->received < first->received ||
		    (x->received == first->received && strcmp(x->incident, first->incident) < 0))
			first = x;
	}
	if (first == NULL) {
		missing(j, v, deadline, "exercise.found.not-received");
		return;
	}
	done(v, first->received, deadline);
	said_set(&v->found, "exercise.found.received");
	said_with(&v->found, "incident", first->incident);
	said_with(&v->found, "from", first->sender);
	said_time(&v->found, "after", first->received - j->c->start);
}

/* Before anything came out, silence is no merit. */
static void quiet(const struct judge *j, struct verdict *v)
{
	const struct exercise_score *s = j->s;
	char number[24];

	v->state = EXERCISE_REACHED;
	for (size_t k = 0; k < s->nfindings; k++) {
		if (s->findings[k].n == 0 && !s->findings[k].expected->optional)
			v->state = EXERCISE_OPEN;
	}
	said_set(&v->found,
		 v->state == EXERCISE_OPEN ? "exercise.found.too-early" : "exercise.found.quiet");
	if (s->nunexpected == 0)
		return;
	v->state = EXERCISE_MISSED;
	v->incident = s->unexpected[0];
	(void)snprintf(number, sizeof(number), "%zu", s->nunexpected);
	said_set(&v->found, "exercise.found.unexpected");
	said_with(&v->found, "n", number);
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* clang-format off */
static const struct kind {
	const char *wanted;
	void (*of)(const struct judge *j, const struct incident *i, struct verdict *v);
	void (*whole)(const struct judge *j, struct verdict *v); /* of no incident */
} kinds[GOAL_KINDS] = {
	[GOAL_DETECTED] = { "exercise.wanted.detected", detected, NULL },
	[GOAL_ACKNOWLEDGED] = { "exercise.wanted.acknowledged", acknowledged, NULL },
	[GOAL_ASSIGNED] = { "exercise.wanted.assigned", assigned, NULL },
	[GOAL_CLASSIFIED] = { "exercise.wanted.classified", classified, NULL },
	[GOAL_NOTED] = { "exercise.wanted.noted", noted, NULL },
	[GOAL_NOTIFIED] = { "exercise.wanted.notified", notified, NULL },
	[GOAL_SHARED] = { "exercise.wanted.shared", shared, NULL },
	[GOAL_CLOSED] = { "exercise.wanted.closed", closed, NULL },
	[GOAL_RECEIVED] = { "exercise.wanted.received", NULL, received },
	[GOAL_QUIET] = { "exercise.wanted.quiet", NULL, quiet },
};
/* clang-format on */

static void say_wanted(struct exercise_goal *g)
{
	const struct scenario_goal *w = g->goal;
	struct exercise_said *s = &g->wanted;

	said_set(s, kinds[w->kind].wanted);
	if (w->kind == GOAL_CLASSIFIED)
		said_name(s, "as", "class", scenario_class_name(w->class));
	if (w->kind == GOAL_NOTED)
		said_words(s, "any", &w->any);
	if (w->kind == GOAL_NOTIFIED)
		said_with(s, "report", w->report);
	if (w->kind == GOAL_SHARED)
		said_with(s, "to", w->to);
}

static const struct exercise_finding *finding_of(const struct exercise_score *s,
						 const struct scenario_incident *e)
{
	for (size_t k = 0; k < s->nfindings; k++) {
		if (s->findings[k].expected == e)
			return &s->findings[k];
	}
	return NULL;
}

void exercise_judge(const struct exercise_case *c, const struct exercise_score *s,
		    struct exercise_goal *g)
{
	const struct judge j = { c, s, g->goal };
	const struct kind *k = &kinds[g->goal->kind];
	struct verdict best = { .state = EXERCISE_OPEN };

	say_wanted(g);
	if (k->whole != NULL) {
		k->whole(&j, &best);
	} else {
		const struct exercise_finding *f = finding_of(s, g->goal->incident);

		if (f == NULL || f->n == 0) {
			said_set(&best.found, "exercise.found.nothing");
			if (f != NULL)
				best.found = f->found;
		}
		for (size_t n = 0; f != NULL && n < f->n; n++) {
			struct verdict v = { .incident = f->incidents[n] };

			k->of(&j, f->incidents[n], &v);
			if (n == 0 || better(&v, &best))
				best = v;
		}
	}
	g->state = best.state;
	g->when = best.state == EXERCISE_REACHED ? best.when : 0;
	g->incident = best.incident;
	g->late = best.late;
	g->found = best.found;
}
