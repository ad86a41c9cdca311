/* Who is to be asked, what was done, and what else belongs to it. */
#include <stdio.h>
#include <string.h>

#include "collector/messages.h"
#include "collector/record_iodef_inside.h"

static json_t *contact(struct iodef *w, const char *role, const char *type, const char *name)
{
	json_t *o = json_object();

	record_put(&w->t, o, "role", json_string(role));
	record_put(&w->t, o, "type", json_string(type));
	if (name != NULL)
		record_put_some(&w->t, o, "ContactName", iodef_alone(w, name));
	return o;
}

/* One item of an array of one: {"type": hotline, key: value}. */
static void put_reach(struct iodef *w, json_t *o, const char *member, const char *key,
		      const char *value)
{
	json_t *all, *one;

	if (value == NULL || value[0] == '\0')
		return;
	all = json_array(), one = json_object();
	record_put(&w->t, one, "type", json_string("hotline"));
	record_put(&w->t, one, key, record_string(value));
	record_push(&w->t, all, one);
	record_put(&w->t, o, member, all);
}

/* "+08:00", "Z". */
static bool is_zone(const char *s)
{
	return strcmp(s, "Z") == 0 ||
	       (strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':' &&
		((s[1] == '0' && strspn(s + 2, "0123456789") >= 1) ||
		 (s[1] == '1' && strspn(s + 2, "01234") >= 1)) &&
		strspn(s + 4, "012345") >= 1 && strspn(s + 5, "0123456789") == 1);
}

static json_t *creator(struct iodef *w)
{
	const struct record_party *p = w->party;
	json_t *o = contact(w, "creator", "organization", p->name != NULL ? p->name : w->i->issuer);

	put_reach(w, o, "Email", "EmailTo", p->email);
	put_reach(w, o, "Telephone", "TelephoneNumber", p->telephone);
	if (p->timezone != NULL && is_zone(p->timezone))
		record_put(&w->t, o, "Timezone", json_string(p->timezone));
	return o;
}

json_t *iodef_contacts(struct iodef *w)
{
	json_t *all = json_array(), *o;

	record_push(&w->t, all, creator(w));
	if (w->party->operator_name != NULL && w->party->operator_name[0] != '\0') {
		o = contact(w, "victim", "organization", w->party->operator_name);
		record_put(&w->t, o, "restriction", json_string("red"));
		record_push(&w->t, all, o);
	}
	if (w->i->assignee[0] != '\0') {
		o = contact(w, "irt", "person", w->i->assignee);
		record_put(&w->t, o, "restriction", json_string("red"));
		record_push(&w->t, all, o);
	}
	for (size_t k = 0; k < w->c->nrecipients; k++) {
		const struct record_recipient *r = &w->c->recipients[k];

		o = contact(w, "cc-irt", "organization", r->name != NULL ? r->name : r->fqdn);
		put_reach(w, o, "Email", "EmailTo", r->email);
		record_push(&w->t, all, o);
	}
	return all;
}

/* What each action is called there; ext: it has no word of its own. */
static const struct {
	const char *action, *ext;
} actions[ACTION_ACTIONS] = {
	[ACTION_OPENED] = { "status-triage", NULL },
	[ACTION_NEWS] = { "status-new-info", NULL },
	[ACTION_STATUS] = { "ext-value", "status" },
	[ACTION_ASSIGNED] = { "investigate", NULL },
	[ACTION_NOTE] = { "other", NULL },
	[ACTION_RELATED] = { "status-new-info", NULL },
	[ACTION_SENT] = { "ext-value", "notify" },
	[ACTION_ACKED] = { "ext-value", "ack" },
	[ACTION_RECEIVED] = { "ext-value", "received" },
};

static bool is_party(unsigned action)
{
	return action == ACTION_SENT || action == ACTION_ACKED || action == ACTION_RECEIVED;
}

/* The number that this party gave it; NULL: none. */
static json_t *number_by(struct iodef *w, const char *who)
{
	for (unsigned k = 0; k < w->i->nrelated; k++) {
		const struct incident_related *r = &w->i->related[k];

		if (r->relation == RELATED_ALTERNATIVE && strcmp(r->issuer, who) == 0)
			return iodef_incident_id(w, r->id, r->issuer);
	}
	return NULL;
}

static json_t *history_item(struct iodef *w, const struct incident_history *h)
{
	unsigned action = h->action < ACTION_ACTIONS ? h->action : (unsigned)ACTION_NOTE;
	struct messages_said said;
	json_t *o = json_object(), *text = json_array();
	json_t *number = action == ACTION_ACKED ? number_by(w, h->who) : NULL;

	record_put(&w->t, o, "action", json_string(actions[action].action));
	if (actions[action].ext != NULL)
		record_put(&w->t, o, "ext-action", json_string(actions[action].ext));
	record_put(&w->t, o, "DateTime", record_time(h->time != 0 ? h->time : w->detected));
	if (number != NULL)
		record_put(&w->t, o, "IncidentID", number);
	if (h->who[0] != '\0' && strcmp(h->who, "collector") != 0)
		record_put(&w->t, o, "Contact",
			   contact(w, is_party(action) ? "cc-irt" : "irt",
				   is_party(action) ? "organization" : "person", h->who));
	messages_take(&said, h->message, h->text);
	iodef_text(w, text, h->text, said.id, said.id, said.pairs);
	record_put_some(&w->t, o, "Description", text);
	return o;
}

/* An entry of our own: a sentence alone. */
static json_t *history_own(struct iodef *w, const char *action, uint64_t time, const char *id,
			   const char *const *pairs)
{
	json_t *o = json_object(), *text = json_array();

	record_put(&w->t, o, "action", json_string(action));
	record_put(&w->t, o, "DateTime", record_time(time));
	iodef_say(w, text, id, pairs);
	record_put_some(&w->t, o, "Description", text);
	return o;
}

json_t *iodef_history(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *o = json_object(), *all = json_array();
	char n[24];
	const char *const pairs[] = { "n", n, NULL };

	for (unsigned k = 0; k < i->nhistory; k++)
		record_push(&w->t, all, history_item(w, &i->history[k]));
	if (i->nhistory == 0)
		record_push(&w->t, all,
			    history_own(w, "status-triage", w->detected, "history.opened", NULL));
	if (i->more_history > 0) {
		(void)snprintf(n, sizeof(n), "%llu", (unsigned long long)i->more_history);
		record_push(&w->t, all, history_own(w, "other", i->written, "history.more", pairs));
	}
	record_put(&w->t, o, "HistoryItem", all);
	return o;
}

json_t *iodef_related(struct iodef *w)
{
	static const char *const sentences[] = {
		[RELATED_BEFORE] = "related.before",
		[RELATED_CASE] = "related.case",
		[RELATED_DUPLICATE_OF] = "related.duplicate",
		[RELATED_MERGED] = "related.merged",
		[RELATED_ALTERNATIVE] = NULL, /* iodef_alternatives() */
		[RELATED_NOTIFIED] = "related.notified",
	};
	json_t *all = json_array();

	for (unsigned k = 0; k < w->i->nrelated; k++) {
		const struct incident_related *r = &w->i->related[k];
		json_t *o, *ids, *id;

		if (r->relation > RELATED_NOTIFIED || sentences[r->relation] == NULL)
			continue;
		id = iodef_incident_id(w, r->id, r->issuer[0] != '\0' ? r->issuer : w->i->issuer);
		if (id == NULL)
			continue;
		o = json_object(), ids = json_array();
		record_push(&w->t, ids, id);
		record_put(&w->t, o, "IncidentID", ids);
		record_put(&w->t, o, "Description",
			   iodef_alone(w, messages_get(NULL, "en", sentences[r->relation])));
		record_push(&w->t, all, o);
	}
	return all;
}

json_t *iodef_alternatives(struct iodef *w)
{
	json_t *o = json_object(), *ids = json_array();

	for (unsigned k = 0; k < w->i->nrelated; k++) {
		const struct incident_related *r = &w->i->related[k];
		json_t *id = r->relation == RELATED_ALTERNATIVE
				     ? iodef_incident_id(w, r->id, r->issuer)
				     : NULL;

		if (id != NULL)
			record_push(&w->t, ids, id);
	}
	record_put_some(&w->t, o, "IncidentID", ids);
	return o;
}
