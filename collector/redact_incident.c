#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/messages.h"
#include "collector/record_json.h"
#include "collector/redact_inside.h"

/* May the recipient see what sensors say in sentences, and what people wrote? */
static bool sees_sentences(const struct recipient *to)
{
	return to->sites && to->addresses && to->values;
}

static bool sees_notes(const struct recipient *to)
{
	return sees_sentences(to) && to->contacts;
}

static bool is_recipient(const struct recipient *to, const char *who)
{
	return who[0] != '\0' && (strcmp(who, to->fqdn) == 0 || strcmp(who, to->name) == 0);
}

/* "1", "hr:40021", "file:1/0": of the protocol. Other names are the plant's. */
static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && s[n] == '\0';
}

static bool is_register(const char *s)
{
	size_t word = strspn(s, "abcdefghijklmnopqrstuvwxyz"), n;

	if (word == 0 || s[word] != ':')
		return false;
	s += word + 1;
	n = strspn(s, "0123456789");
	return n > 0 && (s[n] == '\0' || (s[n] == '/' && is_number(s + n + 1)));
}

/* ---- what must not be seen ------------------------------------------------------------------- */

static void forbid(struct redaction *r, const char *kind, const char *text)
{
	char pseudonym[INCIDENT_WORD];

	redact_name(r, kind, pseudonym, sizeof(pseudonym), text);
	redact_forbid(r, text, pseudonym);
}

static void forbid_end(struct redaction *r, const struct incident_end *e)
{
	if (!r->to->addresses)
		redact_forbid_end(r, e);
	if (!r->to->sites) {
		forbid(r, "asset", e->name);
		forbid(r, "zone", e->zone);
	}
}

static void forbid_site(struct redaction *r, const struct incident *i)
{
	char site[INCIDENT_ID];

	(void)snprintf(site, sizeof(site), "%.*s", (int)redact_site_of(i->id), i->id);
	forbid(r, "site", site);
	forbid(r, "site", i->site);
	for (uint32_t k = 0; k < i->nsensors; k++)
		forbid(r, "sensor", i->sensors[k]);
	for (uint32_t k = 0; k < i->nevidence; k++)
		forbid(r, "sensor", i->evidence[k].sensor);
	if (!is_number(i->device))
		forbid(r, "device", i->device);
	if (!is_register(i->object) && !is_number(i->object))
		forbid(r, "object", i->object);
}

static void forbid_people(struct redaction *r, const struct incident *i)
{
	forbid(r, "person", i->assignee);
	for (uint32_t k = 0; k < i->nhistory; k++) {
		const char *who = i->history[k].who;

		if (strcmp(who, "collector") != 0 && !is_recipient(r->to, who))
			forbid(r, "person", who);
	}
}

static void forbid_all(struct redaction *r, const struct incident *i)
{
	if (!r->to->sites)
		forbid_site(r, i);
	forbid_end(r, &i->source);
	forbid_end(r, &i->target);
	for (uint32_t k = 0; k < i->ntargets; k++)
		forbid_end(r, &i->targets[k]);
	/* Short ones are also numbers of other things; sentences are said anew without them. */
	for (uint32_t k = 0; k < i->nvalues && !r->to->values; k++) {
		if (strlen(i->values[k]) > 3)
			redact_forbid(r, i->values[k], "(value)");
	}
	if (!r->to->contacts)
		forbid_people(r, i);
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void scrub(const struct redaction *r, char *text, size_t room)
{
	redact_scrub(r, text, room, !r->to->addresses);
}

static void end(const struct redaction *r, struct incident_end *e)
{
	if (!r->to->addresses)
		redact_addresses(r, e);
	if (!r->to->sites) {
		redact_name(r, "asset", e->name, sizeof(e->name), e->name);
		redact_name(r, "zone", e->zone, sizeof(e->zone), e->zone);
	} else {
		scrub(r, e->name, sizeof(e->name));
	}
	/* "3.50.1.2" is a firmware: no addresses are looked for here but those that are known. */
	redact_scrub(r, e->vendor, sizeof(e->vendor), false);
	redact_scrub(r, e->model, sizeof(e->model), false);
	redact_scrub(r, e->firmware, sizeof(e->firmware), false);
	if (record_node_role(e->role)[0] == '\0')
		scrub(r, e->role, sizeof(e->role));
}

/* ---- sentences ------------------------------------------------------------------------------- */

static void summary(const struct redaction *r, struct incident *i)
{
	/* clang-format off */
	static const char *const does[INCIDENT_CLASSES] = {
		[INCIDENT_OTHER]     = "acts on",
		[INCIDENT_DISCOVERY] = "looks for devices and services of",
		[INCIDENT_IDENTIFY]  = "asks for the identity of",
		[INCIDENT_ACCESS]    = "accesses",
		[INCIDENT_WRITE]     = "writes to",
		[INCIDENT_PROGRAM]   = "reads or changes the program or files of",
		[INCIDENT_STOP]      = "stops, blocks or floods",
	};
	/* clang-format on */
	char from[INCIDENT_WORD], to[INCIDENT_WORD], text[2 * INCIDENT_TEXT];
	size_t n;

	/* People may be named in it. */
	if (sees_sentences(r->to)) {
		scrub(r, i->summary, sizeof(i->summary));
		return;
	}
	record_end_name(from, &i->source);
	record_end_name(to, &i->target);
	n = (size_t)snprintf(text, sizeof(text), "%s %s %s", from[0] != '\0' ? from : "Somebody",
			     does[(unsigned)i->class < INCIDENT_CLASSES ? i->class : 0],
			     i->ntargets > 0 ? "several devices"
			     : to[0] != '\0' ? to
					     : "the network");
	if (i->protocol[0] != '\0')
		n += (size_t)snprintf(text + n, sizeof(text) - n, " by %s", i->protocol);
	if (i->function[0] != '\0' && n < sizeof(text))
		n += (size_t)snprintf(text + n, sizeof(text) - n, ", %s", i->function);
	if (i->object[0] != '\0' && n < sizeof(text))
		n += (size_t)snprintf(text + n, sizeof(text) - n, ", %s", i->object);
	if (n >= sizeof(text))
		n = sizeof(text) - 1;
	memset(i->summary, 0, sizeof(i->summary));
	(void)incident_clean(i->summary, sizeof(i->summary), text, n);
}

static void message(const struct redaction *r, char *id, size_t room)
{
	char before[INCIDENT_WORD];

	(void)snprintf(before, sizeof(before), "%s", id);
	scrub(r, id, room);
	/* The catalogue has no text of another id. */
	if (strcmp(before, id) != 0)
		redact_put(id, room, "");
}

static void sentences(const struct redaction *r, struct incident *i)
{
	scrub(r, i->title, sizeof(i->title));
	message(r, i->message, sizeof(i->message));
	scrub(r, i->family, sizeof(i->family));
	scrub(r, i->function, sizeof(i->function));
	for (uint32_t k = 0; k < i->nrules; k++) {
		scrub(r, i->rules[k].id, sizeof(i->rules[k].id));
		scrub(r, i->rules[k].title, sizeof(i->rules[k].title));
	}
	for (uint32_t k = 0; k < i->nstages; k++)
		scrub(r, i->stages[k].rule, sizeof(i->stages[k].rule));
	if (!r->to->sites && !is_number(i->device))
		redact_name(r, "device", i->device, sizeof(i->device), i->device);
	else
		scrub(r, i->device, sizeof(i->device));
	if (!r->to->sites && !is_register(i->object) && !is_number(i->object))
		redact_name(r, "object", i->object, sizeof(i->object), i->object);
	else
		scrub(r, i->object, sizeof(i->object));
	summary(r, i);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void places(const struct redaction *r, struct incident *i)
{
	bool frames = sees_sentences(r->to); /* they have everything in them */

	if (!r->to->sites) {
		redact_own_id(r, i->id, i->id);
		redact_name(r, "site", i->site, sizeof(i->site), i->site);
		for (uint32_t k = 0; k < i->nsensors; k++)
			redact_name(r, "sensor", i->sensors[k], sizeof(i->sensors[k]),
				    i->sensors[k]);
	}
	for (uint32_t k = 0; k < i->nevidence; k++) {
		struct incident_evidence *e = &i->evidence[k];

		if (!r->to->sites) {
			redact_name(r, "sensor", e->sensor, sizeof(e->sensor), e->sensor);
			redact_put(e->capture, sizeof(e->capture), "");
		}
		scrub(r, e->capture, sizeof(e->capture));
		if (!frames) {
			redact_put(e->file, sizeof(e->file), "");
			e->file_size = 0;
			memset(e->sha256, 0, sizeof(e->sha256));
		}
	}
}

static void values(const struct redaction *r, struct incident *i)
{
	if (r->to->values) {
		for (uint32_t k = 0; k < i->nvalues; k++)
			scrub(r, i->values[k], sizeof(i->values[k]));
		return;
	}
	memset(i->values, 0, sizeof(i->values));
	i->nvalues = 0;
	i->more_values = 0;
}

/* What other parties told or were told is theirs. */
static void related(const struct redaction *r, const struct incident *from, struct incident *i)
{
	memset(i->related, 0, sizeof(i->related));
	i->nrelated = 0;
	for (uint32_t k = 0; k < from->nrelated; k++) {
		const struct incident_related *f = &from->related[k];
		bool ours = f->issuer[0] == '\0' || strcmp(f->issuer, from->issuer) == 0;
		struct incident_related *t = &i->related[i->nrelated];

		if (!ours && !is_recipient(r->to, f->issuer) && !r->to->contacts)
			continue;
		*t = *f;
		if (ours && !r->to->sites)
			redact_own_id(r, t->id, f->id);
		i->nrelated++;
	}
}

/* A sentence of ours stays, without what it names; what somebody wrote does not. False: nothing is
 * left to say. */
static bool say(struct incident_history *h)
{
	char id[INCIDENT_WORD];
	const char *text = NULL;

	if (h->message[0] != '\0' && messages_general(id, h->message)) {
		redact_put(h->message, sizeof(h->message), id);
		text = messages_get(NULL, "en", id);
	}
	if (text == NULL) {
		redact_put(h->message, sizeof(h->message), "");
		text = h->action == ACTION_ASSIGNED ? "Assigned" : NULL;
	}
	if (text == NULL && h->action == ACTION_STATUS)
		text = "Its status changed";
	redact_put(h->text, sizeof(h->text), text != NULL ? text : "");
	return text != NULL;
}

static void history(const struct redaction *r, const struct incident *from, struct incident *i)
{
	memset(i->history, 0, sizeof(i->history));
	i->nhistory = 0;
	for (uint32_t k = 0; k < from->nhistory; k++) {
		struct incident_history *h = &i->history[i->nhistory];
		bool mine = is_recipient(r->to, from->history[k].who), told;

		*h = from->history[k];
		told = h->action == ACTION_SENT || h->action == ACTION_ACKED ||
		       h->action == ACTION_RECEIVED;
		if ((told && !mine && !r->to->contacts) || (!sees_notes(r->to) && !say(h))) {
			memset(h, 0, sizeof(*h));
			continue;
		}
		if (!r->to->contacts && !mine && strcmp(h->who, "collector") != 0)
			redact_name(r, "person", h->who, sizeof(h->who), h->who);
		i->nhistory++;
	}
	if (!r->to->contacts)
		redact_put(i->assignee, sizeof(i->assignee), "");
}

/* ---- the copy -------------------------------------------------------------------------------- */

static void copy(struct redaction *r, const struct incident *from, struct incident *out)
{
	*out = *from;
	redact_keep(r, &from->source);
	forbid_all(r, from);
	end(r, &out->source);
	end(r, &out->target);
	for (uint32_t k = 0; k < out->ntargets; k++)
		end(r, &out->targets[k]);
	values(r, out);
	places(r, out);
	sentences(r, out);
	related(r, from, out);
	history(r, from, out);
	/* Of few possible texts: whoever knows the way it is made could try them all. */
	redact_hash(r, "dedup", from->dedup, sizeof(from->dedup), out->dedup, sizeof(out->dedup));
}

bool redact(const struct incident *from, const struct recipient *to, const uint8_t key[32],
	    struct incident *out)
{
	struct redaction *r;
	enum tlp tlp;

	if (!tlp_parse(from->tlp, &tlp))
		tlp = TLP_RED;
	memset(out, 0, sizeof(*out));
	if (tlp > to->clearance || sodium_init() < 0)
		return false;
	r = sodium_malloc(sizeof(*r));
	if (r == NULL)
		return false;
	redact_begin(r, to, key);
	copy(r, from, out);
	sodium_free(r);
	return true;
}
