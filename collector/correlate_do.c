/* What people do with incidents. */
#include <stdio.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"
#include "collector/messages.h"

struct doing {
	struct correlate *c;
	const struct correlate_command *command;
	struct slot *s, *other; /* other: NULL, nobody knows it */
	const struct told *told;
	const char *why;
};

static bool no(struct doing *d, const char *why)
{
	d->why = why;
	return false;
}

static bool given(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static void history(struct doing *d, enum incident_action action, const char *text,
		    const char *message)
{
	life_history(d->s->i, d->command->time, action, d->command->who, text, message);
}

static bool good(struct doing *d)
{
	revise(d->c, d->s, d->command->time, d->told);
	return true;
}

/* Somebody is at it from now on: reporting clocks run. */
static void take_up(struct doing *d)
{
	struct incident *i = d->s->i;

	if (i->aware == 0)
		i->aware = d->command->time;
	if (i->status == INCIDENT_NEW)
		i->status = INCIDENT_IN_PROGRESS;
}

static bool do_ack(struct doing *d)
{
	if (!d->s->open)
		return no(d, "it is closed");
	if (d->s->i->status != INCIDENT_NEW)
		return no(d, "it was acknowledged before");
	take_up(d);
	history(d, ACTION_STATUS, "Acknowledged", "history.acknowledged");
	return good(d);
}

static bool do_assign(struct doing *d)
{
	char text[INCIDENT_TEXT];

	if (!d->s->open)
		return no(d, "it is closed");
	if (!given(d->command->text))
		return no(d, "it must be said to whom");
	incident_text(d->s->i->assignee, d->command->text);
	take_up(d);
	(void)snprintf(text, sizeof(text), "Assigned to %s", d->s->i->assignee);
	history(d, ACTION_ASSIGNED, text, "history.assigned.to");
	return good(d);
}

/* The duplicate's original is the first of what it is related to. */
static void relate_first(struct incident *i, const struct incident *other)
{
	struct incident_related r;

	if (i->nrelated == INCIDENT_RELATED)
		i->nrelated--;
	memset(&r, 0, sizeof(r));
	memcpy(r.id, other->id, sizeof(r.id));
	memcpy(r.issuer, other->issuer, sizeof(r.issuer));
	r.relation = RELATED_DUPLICATE_OF;
	memmove(&i->related[1], &i->related[0], i->nrelated * sizeof(r));
	i->related[0] = r;
	i->nrelated++;
}

/* What it names is an incident. */
static void history_of(struct doing *d, struct incident *i, enum incident_action action,
		       const char *before, const char *id, const char *behind, const char *message)
{
	char text[INCIDENT_TEXT];

	(void)snprintf(text, sizeof(text), "%s%.*s%s", before, INCIDENT_ID, id, behind);
	life_history(i, d->command->time, action, d->command->who, text, message);
}

static bool do_close(struct doing *d)
{
	static const struct {
		const char *text, *message;
	} says[INCIDENT_STATUSES] = {
		[INCIDENT_NEW] = { "", "" },
		[INCIDENT_IN_PROGRESS] = { "", "" },
		[INCIDENT_RESOLVED] = { "Resolved", "history.resolved.by" },
		[INCIDENT_FALSE_POSITIVE] = { "A false positive", "history.false-positive" },
		[INCIDENT_DUPLICATE] = { "", "" }, /* it names the other one */
		[INCIDENT_WITHDRAWN] = { "Withdrawn", "history.withdrawn" },
	};
	enum incident_status status = d->command->status;
	struct incident *i = d->s->i;

	if ((unsigned)status >= INCIDENT_STATUSES || !incident_status_final(status))
		return no(d,
			  "it can be closed as resolved, false-positive, duplicate or withdrawn");
	if (i->status == status)
		return no(d, "it is that already");
	if (status == INCIDENT_DUPLICATE && (d->other == NULL || d->other == d->s))
		return no(d, "the incident that it would be a duplicate of is not known");
	if (status == INCIDENT_DUPLICATE)
		relate_first(i, d->other->i);
	if (i->aware == 0)
		i->aware = d->command->time;
	if (status == INCIDENT_DUPLICATE)
		history_of(d, i, ACTION_STATUS, "A duplicate of ", d->other->i->id, "",
			   "history.duplicate.of");
	else
		history(d, ACTION_STATUS, says[status].text, says[status].message);
	if (given(d->command->text))
		history(d, ACTION_NOTE, d->command->text, "");
	life_close(d->c, d->s, status, d->command->time);
	return good(d);
}

/* What stays of the old one: what it was about, not what was seen. */
static void renew(struct correlate *c, struct slot *s, const struct incident *old)
{
	struct incident *i = s->i;

	*i = *old;
	memset(i->id, 0, sizeof(i->id));
	i->revision = 0;
	i->status = INCIDENT_IN_PROGRESS;
	i->resolved = 0;
	i->written = 0;
	i->nrelated = 0;
	i->nhistory = 0;
	i->more_history = 0;
	memset(i->related, 0, sizeof(i->related));
	memset(i->history, 0, sizeof(i->history));
	life_plain(c, s);
}

static bool key_open(const struct correlate *c, const struct slot *s)
{
	for (uint32_t k = 0; k < s->nkeys; k++) {
		uint32_t at = CORRELATE_NONE, slot;

		while (index_next(&c->index, INDEX_KEY, &s->keys[k], &at, &slot)) {
			if (c->slots[slot].open)
				return true;
		}
	}
	return false;
}

static bool do_reopen(struct doing *d)
{
	struct slot *old = d->s;
	const struct incident *kept = old->i;

	if (old->open)
		return no(d, "it is open");
	if (key_open(d->c, old))
		return no(d, "it goes on in another incident that is open");
	/* Making room takes the place of the one that was closed first. */
	list_remove(d->c, &d->c->closed, slot_number(d->c, old));
	list_add(d->c, &d->c->closed, slot_number(d->c, old));
	d->s = slot_take(d->c, d->command->time, d->told);
	renew(d->c, d->s, kept);
	life_open(d->c, d->s, d->command->time);
	d->s->revised = d->s->i->last;
	(void)life_relate(d->s->i, kept->id, kept->issuer, RELATED_BEFORE);
	history(d, ACTION_OPENED, "Opened again", "history.reopened");
	if (given(d->command->text))
		history(d, ACTION_NOTE, d->command->text, "");
	return good(d);
}

static void merge_ends(struct slot *s, const struct incident *from)
{
	for (uint32_t k = 0; k <= from->ntargets; k++) {
		const struct incident_end *e = k == 0 ? &from->target : &from->targets[k - 1];
		struct identity id;

		if (end_identity(&id, from->site, e, false) ||
		    end_identity(&id, from->site, e, true))
			(void)add_target(s, e, &id);
	}
}

static void merge_lists(struct slot *s, const struct incident *from)
{
	struct incident *i = s->i;

	for (uint32_t k = 0; k < from->nstages; k++)
		add_stage(i, &from->stages[k]);
	for (uint32_t k = 0; k < from->nrules; k++)
		add_rule(i, &from->rules[k]);
	for (uint32_t k = 0; k < from->ntechniques; k++)
		add_technique(i, &from->techniques[k]);
	for (uint32_t k = 0; k < from->nvalues; k++)
		add_value(s, from->values[k]);
	for (uint32_t k = 0; k < from->nsensors; k++)
		add_sensor(i, from->sensors[k]);
	for (uint32_t k = 0; k < from->nevidence; k++)
		add_evidence(i, &from->evidence[k], false);
	i->more_values += from->more_values;
	i->more_evidence += from->more_evidence;
	i->more_targets += from->more_targets;
}

static void merge_rest(struct incident *i, const struct incident *from)
{
	i->first = from->first < i->first ? from->first : i->first;
	i->last = from->last > i->last ? from->last : i->last;
	i->detected = from->detected < i->detected ? from->detected : i->detected;
	i->received = from->received < i->received ? from->received : i->received;
	i->count += from->count;
	i->class = from->class > i->class ? from->class : i->class;
	i->confidence = from->confidence > i->confidence ? from->confidence : i->confidence;
	if (from->base_severity > i->base_severity)
		i->base_severity = from->base_severity;
	if (from->completion == COMPLETION_SUCCEEDED || i->completion == COMPLETION_UNKNOWN)
		i->completion = from->completion;
}

static bool do_merge(struct doing *d)
{
	struct slot *from = d->other;
	struct slot was;

	if (!d->s->open)
		return no(d, "it is closed");
	if (from == NULL || from == d->s)
		return no(d, "the incident that would become part of it is not known");
	was = *from;
	relate_first(from->i, d->s->i);
	history_of(d, from->i, ACTION_STATUS, "Became part of ", d->s->i->id, "",
		   "history.merged-into.one");
	life_close(d->c, from, INCIDENT_DUPLICATE, d->command->time);
	revise(d->c, from, d->command->time, d->told);
	unindex_slot(d->c, d->s);
	merge_ends(d->s, from->i);
	merge_lists(d->s, from->i);
	merge_rest(d->s->i, from->i);
	if (strcmp(d->s->i->routine, from->i->routine) != 0)
		lead_no_routine(d->s, d->command->time, from->i->title);
	index_slot(d->c, d->s);
	for (uint32_t k = 0; k < was.nkeys; k++)
		add_key(d->c, d->s, &was.keys[k]);
	for (uint32_t k = 0; k < was.nseen; k++) {
		if (was.seen[k].stream != CORRELATE_NONE)
			stream_saw(d->c, &d->c->streams[was.seen[k].stream], d->s);
	}
	(void)life_relate(d->s->i, from->i->id, from->i->issuer, RELATED_MERGED);
	history_of(d, d->s->i, ACTION_RELATED, "", from->i->id, " became part of this one",
		   "history.merged.with");
	weigh(d->c, d->s, d->command->time);
	return good(d);
}

static bool do_note(struct doing *d)
{
	if (!given(d->command->text))
		return no(d, "a note has a text");
	history(d, ACTION_NOTE, d->command->text, "");
	return good(d);
}

/* The sentence that it is one of: what sharing_sent_text() makes. */
static const char *sent_message(const char *what)
{
	static const char *const ids[] = { "history.sent.report", "history.sent.revision" };
	struct messages_said said;

	for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
		messages_take(&said, ids[k], what);
		if (strcmp(said.id, ids[k]) == 0)
			return ids[k];
	}
	return "history.sent";
}

static bool do_sent(struct doing *d)
{
	const char *text = d->command->text, *what;
	char to[INCIDENT_WORD];

	if (!given(text))
		return no(d, "it must be said to whom");
	what = strstr(text, ": ");
	(void)incident_clean(to, sizeof(to), text,
			     what != NULL ? (size_t)(what - text) : strlen(text));
	what = what != NULL ? what + 2 : "Sent";
	life_history(d->s->i, d->command->time, ACTION_SENT, to, what, sent_message(what));
	return good(d);
}

/* A number that others gave it is worth more than that something else happened to the target. */
static void make_room(struct incident *i)
{
	uint32_t k = i->nrelated;

	while (k > 0 && i->related[k - 1].relation != RELATED_CASE)
		k--;
	if (i->nrelated < INCIDENT_RELATED || k == 0)
		return;
	memmove(&i->related[k - 1], &i->related[k], (i->nrelated - k) * sizeof(i->related[0]));
	memset(&i->related[--i->nrelated], 0, sizeof(i->related[0]));
}

static bool do_acked(struct doing *d)
{
	char text[INCIDENT_TEXT];

	if (!given(d->command->text) || !given(d->command->who))
		return no(d, "an acknowledgement has a sender and a number");
	make_room(d->s->i);
	(void)life_relate(d->s->i, d->command->text, d->command->who, RELATED_ALTERNATIVE);
	(void)snprintf(text, sizeof(text), "Acknowledged as %.128s", d->command->text);
	history(d, ACTION_ACKED, text, "history.acked.as");
	return good(d);
}

/* ---- reports ------------------------------------------------------------------------------ */

static bool one_of(const char *const *names, const char *s, size_t n)
{
	for (; *names != NULL; names++) {
		if (strlen(*names) == n && strncmp(*names, s, n) == 0)
			return true;
	}
	return false;
}

/* "4" or, with a tenth, "62.5"; in tenths. */
static bool tenths(const char *s, size_t n, unsigned most, bool whole, unsigned *out)
{
	size_t k = 0;

	for (*out = 0; k < n && k < 3 && s[k] >= '0' && s[k] <= '9'; k++)
		*out = *out * 10 + (unsigned)(s[k] - '0');
	*out *= 10;
	if (k == 0 || *out > most * 10)
		return false;
	if (whole || k == n)
		return k == n;
	if (n != k + 2 || s[k] != '.' || s[k + 1] < '0' || s[k + 1] > '9')
		return false;
	*out += (unsigned)(s[k + 1] - '0');
	return *out <= most * 10;
}

/* "nisc=3", "nciss=62.5": what people judged by these scales. */
static bool set_score(struct incident *i, const char *word, size_t n)
{
	unsigned v;

	if (n > 5 && memcmp(word, "nisc=", 5) == 0 && tenths(word + 5, n - 5, 4, true, &v))
		i->nisc = (uint8_t)(v / 10 + 1);
	else if (n > 6 && memcmp(word, "nciss=", 6) == 0 && tenths(word + 6, n - 6, 100, false, &v))
		i->nciss = (uint16_t)(v + 1);
	else
		return false;
	return true;
}

/* One word of "stage=final malicious=yes"; false: it is none. */
static bool set_word(struct incident *i, const char *word, size_t n)
{
	static const char *const stages[] = { "early-warning", "notification", "intermediate",
					      "final", NULL };
	static const char *const answers[] = { "yes", "no", "unknown", NULL };
	const struct {
		const char *name;
		const char *const *values;
		char *out;
		size_t room;
	} words[] = {
		{ "stage=", stages, i->report_stage, sizeof(i->report_stage) },
		{ "malicious=", answers, i->malicious, sizeof(i->malicious) },
		{ "cross-border=", answers, i->cross_border, sizeof(i->cross_border) },
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		size_t len = strlen(words[k].name);

		if (n <= len || strncmp(word, words[k].name, len) != 0 ||
		    !one_of(words[k].values, word + len, n - len))
			continue;
		memset(words[k].out, 0, words[k].room);
		memcpy(words[k].out, word + len, n - len);
		return true;
	}
	return set_score(i, word, n);
}

static bool do_stage(struct doing *d)
{
	struct incident *i = d->s->i;
	char stage[INCIDENT_WORD], malicious[8], border[8], what[INCIDENT_TEXT];
	const uint8_t nisc = i->nisc;
	const uint16_t nciss = i->nciss;
	const char *s = d->command->text;
	unsigned words = 0;
	bool right = given(s);

	memcpy(stage, i->report_stage, sizeof(stage));
	memcpy(malicious, i->malicious, sizeof(malicious));
	memcpy(border, i->cross_border, sizeof(border));
	while (right && *(s += strspn(s, " ")) != '\0') {
		size_t n = strcspn(s, " ");

		right = set_word(i, s, n);
		words++;
		s += n;
	}
	if (!right || words == 0) {
		memcpy(i->report_stage, stage, sizeof(stage));
		memcpy(i->malicious, malicious, sizeof(malicious));
		memcpy(i->cross_border, border, sizeof(border));
		i->nisc = nisc;
		i->nciss = nciss;
		return no(d, "it is told as stage=early-warning|notification|intermediate|final, "
			     "malicious=yes|no|unknown, cross-border=yes|no|unknown, nisc=0 to 4, "
			     "nciss=0 to 100");
	}
	(void)snprintf(what, sizeof(what), "What is reported to authorities was changed: %.192s",
		       d->command->text);
	history(d, ACTION_NOTE, what, "history.report.of");
	return good(d);
}

bool correlate_do(struct correlate *c, const struct correlate_command *command,
		  correlate_tell *tell, void *ctx, const char **why)
{
	static bool (*const verbs[])(struct doing * d) = {
		[DO_ACK] = do_ack,	 [DO_ASSIGN] = do_assign, [DO_CLOSE] = do_close,
		[DO_REOPEN] = do_reopen, [DO_MERGE] = do_merge,	  [DO_NOTE] = do_note,
		[DO_SENT] = do_sent,	 [DO_ACKED] = do_acked,	  [DO_STAGE] = do_stage,
	};
	const struct told t = { tell, ctx };
	struct doing d = { .c = c, .command = command, .told = &t, .why = "" };

	if ((unsigned)command->verb >= sizeof(verbs) / sizeof(verbs[0])) {
		*why = "nobody can do that";
		return false;
	}
	d.s = slot_of_id(c, command->id);
	d.other = given(command->other) ? slot_of_id(c, command->other) : NULL;
	if (d.s == NULL) {
		*why = "there is no such incident";
		return false;
	}
	if (verbs[command->verb](&d))
		return true;
	*why = d.why;
	return false;
}
