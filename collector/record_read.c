/* An IODEF document and what stands in Incident itself. */
#include "collector/record_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_json.h"
#include "collector/record_read_inside.h"
#include "collector/record_time.h"
#include "collector/redact.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

enum { ENGLISH = 8, DESCRIPTIONS = 64 };

/* ---- values ------------------------------------------------------------------------------- */

void read_text(char *out, size_t room, const json_t *v)
{
	if (json_is_object(v))
		v = json_object_get(v, "value");
	if (json_is_string(v) && json_string_length(v) > 0)
		(void)incident_clean(out, room, json_string_value(v), json_string_length(v));
}

void read_member(char *out, size_t room, const json_t *o, const char *member)
{
	read_text(out, room, json_object_get(o, member));
}

const json_t *read_item(const json_t *o, const char *member, size_t k)
{
	return json_array_get(json_object_get(o, member), k);
}

size_t read_items(const json_t *o, const char *member)
{
	return json_array_size(json_object_get(o, member));
}

bool read_is(const json_t *o, const char *member, const char *text)
{
	const char *s = json_string_value(json_object_get(o, member));

	return s != NULL && strcmp(s, text) == 0;
}

/* A text without a language is in that of the document, which is English more often than not. */
static bool is_other_language(const json_t *v)
{
	const char *lang = json_string_value(json_object_get(v, "lang"));

	return lang != NULL && strncmp(lang, "en", 2) != 0;
}

void read_described(char *out, size_t room, const json_t *o, const char *member, size_t which)
{
	size_t n = read_items(o, member), english = 0;

	if (n > DESCRIPTIONS)
		n = DESCRIPTIONS;
	for (size_t k = 0; k < n; k++) {
		const json_t *v = read_item(o, member, k);

		if (!is_other_language(v) && english++ == which) {
			read_text(out, room, v);
			return;
		}
	}
	if (which == 0)
		read_text(out, room, read_item(o, member, 0));
}

uint64_t read_time(const json_t *o, const char *member)
{
	const char *s = json_string_value(json_object_get(o, member));
	uint64_t ns = 0;

	return s != NULL && record_time_parse(s, &ns) ? ns : 0;
}

const json_t *read_extension(const json_t *o, const char *member, const char *name)
{
	for (size_t k = 0; k < read_items(o, member); k++) {
		const json_t *e = read_item(o, member, k);

		if (read_is(e, "name", name))
			return json_object_get(e, "value");
	}
	return NULL;
}

void read_extension_text(char *out, size_t room, const json_t *o, const char *member,
			 const char *name)
{
	read_text(out, room, read_extension(o, member, name));
}

int64_t read_number(const json_t *v, int64_t most)
{
	const char *s = json_string_value(v);
	int64_t n = -1;

	if (json_is_integer(v))
		n = json_integer_value(v);
	else if (json_is_real(v) && json_real_value(v) >= 0 && json_real_value(v) < 1e15)
		n = (int64_t)json_real_value(v);
	else if (s != NULL && s[0] != '\0' && strlen(s) < 19 && strspn(s, DIGITS) == strlen(s))
		n = strtoll(s, NULL, 10);
	return n >= 0 && n > most ? most : n;
}

bool record_read_fqdn(const char *s)
{
	unsigned labels = 0;

	if (strlen(s) > 253)
		return false;
	for (;;) {
		size_t n = strspn(s, LOWER UPPER DIGITS "-");

		if (n == 0 || n > 63 || s[0] == '-' || s[n - 1] == '-')
			return false;
		labels++;
		if (s[n] == '\0')
			return labels > 1 && n > 1 && strspn(s, LOWER UPPER) == n;
		if (s[n] != '.')
			return false;
		s += n + 1;
	}
}

/* ---- members of Incident ------------------------------------------------------------------ */

/* Who may see it, of the words of RFC 7970, 3.3.1: `amber` is the organisation alone. */
static enum tlp tlp_of_restriction(const json_t *o)
{
	static const struct {
		const char *word;
		enum tlp tlp;
	} words[] = {
		{ "white", TLP_CLEAR },	       { "public", TLP_CLEAR },
		{ "green", TLP_GREEN },	       { "partner", TLP_GREEN },
		{ "amber", TLP_AMBER_STRICT }, { "need-to-know", TLP_AMBER_STRICT },
	};
	const char *ext = json_string_value(json_object_get(o, "ext-restriction"));

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (read_is(o, "restriction", words[k].word))
			return words[k].tlp;
	}
	return read_is(o, "restriction", "ext-value") && ext != NULL &&
			       strcmp(ext, "amber+strict") == 0
		       ? TLP_AMBER_STRICT
		       : TLP_RED;
}

/* TLP 2.0 says more than the restriction that goes with it; where they differ, the tighter one. */
static void read_tlp(struct incident *i, const json_t *o)
{
	enum tlp by_word = tlp_of_restriction(o), own = TLP_RED;
	char text[16] = "";
	bool said;

	read_extension_text(text, sizeof(text), o, "AdditionalData", "tlp-2.0");
	said = tlp_parse(text, &own);
	if (said && own == TLP_AMBER && read_is(o, "restriction", "amber"))
		by_word = TLP_AMBER;
	(void)snprintf(i->tlp, sizeof(i->tlp), "%s",
		       tlp_name(said && own > by_word ? own : by_word));
}

static void read_status(struct incident *i, const json_t *o)
{
	char word[INCIDENT_WORD] = "";

	read_member(word, sizeof(word), o,
		    read_is(o, "status", "ext-value") ? "ext-status" : "status");
	for (unsigned s = 0; s < INCIDENT_STATUSES; s++) {
		if (strcmp(word, incident_status_name((enum incident_status)s)) == 0)
			i->status = (enum incident_status)s;
	}
	if (strcmp(word, "forwarded") == 0 || strcmp(word, "on-hold") == 0 ||
	    strcmp(word, "contained") == 0)
		i->status = INCIDENT_IN_PROGRESS;
	if (strcmp(word, "closed") == 0)
		i->status = INCIDENT_RESOLVED;
}

static void read_times(struct incident *i, const json_t *o)
{
	i->written = read_time(o, "GenerationTime");
	i->detected = read_time(o, "DetectTime");
	i->first = read_time(o, "StartTime");
	i->last = read_time(o, "EndTime");
	i->resolved = read_time(o, "RecoveryTime");
	if (i->detected == 0)
		i->detected = i->first != 0 ? i->first : i->written;
	if (i->first == 0)
		i->first = i->detected;
	if (i->last == 0)
		i->last = i->first;
}

static void read_additional(struct incident *i, const json_t *o)
{
	static const char at[] = "AdditionalData";
	const json_t *ms = read_extension(o, at, "clock-error-ms");
	int64_t revision = read_number(read_extension(o, at, "revision"), UINT32_MAX);
	int64_t error = read_number(ms, INT64_C(86400000));
	char time[40] = "", country[4] = "";

	i->revision = revision > 0 ? (uint32_t)revision : 0;
	read_extension_text(i->site, sizeof(i->site), o, at, "site");
	read_extension_text(i->sector, sizeof(i->sector), o, at, "cii-sector");
	read_extension_text(country, sizeof(country), o, at, "country");
	if (strlen(country) == 2 && strspn(country, UPPER) == 2)
		memcpy(i->country, country, sizeof(i->country));
	read_extension_text(i->report_stage, sizeof(i->report_stage), o, at, "report-stage");
	read_extension_text(i->malicious, sizeof(i->malicious), o, at, "suspected-malicious");
	read_extension_text(i->cross_border, sizeof(i->cross_border), o, at, "cross-border-impact");
	read_extension_text(i->clock_sync, sizeof(i->clock_sync), o, at, "clock-sync");
	i->clock_error = error > 0 ? (uint64_t)error * 1000000 : 0;
	read_extension_text(time, sizeof(time), o, at, "awareness-time");
	(void)record_time_parse(time, &i->aware);
}

struct document {
	char *error;
	size_t size;
};

static bool wrong(const struct document *d, size_t k, const char *what)
{
	(void)snprintf(d->error, d->size, "Incident[%zu]: %s", k, what);
	return false;
}

/* Who gives the id, and the id: without them it is nobody's record. */
static bool read_id(const struct document *d, size_t k, struct incident *i, const json_t *o)
{
	const json_t *id = json_object_get(o, "IncidentID");
	const json_t *number = json_object_get(id, "id"), *name = json_object_get(id, "name");

	if (!json_is_string(number) || json_string_length(number) == 0)
		return wrong(d, k, "IncidentID.id is missing");
	if (json_string_length(number) >= sizeof(i->id))
		return wrong(d, k, "IncidentID.id is too long (63 bytes at most)");
	if (!incident_is_clean(json_string_value(number), json_string_length(number)))
		return wrong(d, k, "IncidentID.id has characters that an id must not have");
	if (!json_is_string(name) || strlen(json_string_value(name)) != json_string_length(name) ||
	    !record_read_fqdn(json_string_value(name)))
		return wrong(d, k, "IncidentID.name is no domain name (RFC 7970, 3.4)");
	read_text(i->id, sizeof(i->id), number);
	read_text(i->issuer, sizeof(i->issuer), name);
	for (char *p = i->issuer; *p != '\0'; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	return true;
}

static bool read_incident(const struct document *d, size_t k, const json_t *o, struct incident *i)
{
	memset(i, 0, sizeof(*i));
	i->function_code = UINT32_MAX;
	i->source.level = i->target.level = -1;
	if (!json_is_object(o))
		return wrong(d, k, "is no object");
	if (!read_id(d, k, i, o))
		return false;
	read_times(i, o);
	if (i->written == 0)
		return wrong(d, k, "GenerationTime is missing, or no time");
	read_tlp(i, o);
	read_status(i, o);
	read_described(i->title, sizeof(i->title), o, "Description", 0);
	read_described(i->summary, sizeof(i->summary), o, "Description", 1);
	read_additional(i, o);
	read_about(i, o);
	for (size_t e = 0; e < read_items(o, "EventData") && e < 8; e++)
		read_event(i, read_item(o, "EventData", e));
	read_life(i, o);
	return true;
}

/* ---- the document ------------------------------------------------------------------------- */

/* RFC 7970, 3.1 says "2.00", RFC 8727's examples say "2.0". */
static const char *document_wrong(const json_t *root)
{
	size_t n = read_items(root, "Incident");

	if (!json_is_object(root))
		return "it is no object";
	if (!read_is(root, "version", "2.0") && !read_is(root, "version", "2.00"))
		return "version is not 2.0: this is no IODEF v2";
	if (n == 0)
		return "Incident is missing, empty or no list";
	return n > RECORD_READ_INCIDENTS ? "it has too many incidents" : NULL;
}

bool record_read_iodef(const char *text, size_t n,
		       bool (*tell)(void *ctx, const struct incident *i), void *ctx, char *error,
		       size_t size)
{
	const struct document d = { error, size };
	struct incident *i = malloc(sizeof(*i));
	json_t *root = NULL;
	json_error_t e;
	const char *why = NULL;
	bool good = false, more = true;

	if (n > RECORD_READ_MAX || i == NULL)
		why = i == NULL ? "no memory" : "it is too large";
	else if ((root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e)) == NULL)
		(void)snprintf(error, size, "%d:%d: is no JSON: %.100s", e.line, e.column, e.text);
	else
		why = document_wrong(root);
	if (why != NULL)
		(void)snprintf(error, size, "%s", why);
	else if (root != NULL) {
		good = true;
		for (size_t k = 0; good && more && k < read_items(root, "Incident"); k++) {
			good = read_incident(&d, k, read_item(root, "Incident", k), i);
			more = good && tell(ctx, i);
		}
	}
	json_decref(root);
	free(i);
	return good;
}
