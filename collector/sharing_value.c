/* The values of sharing.yaml. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/package_key.h"
#include "collector/sharing_inside.h"
#include "common/nearest.h"
#include "common/option.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

enum { KEYS_MOST = 16, FQDN_MOST = 253, LABEL_MOST = 63, SIGHTS = 5 };

void sharing_wrong(struct sharing_reader *r, const struct yaml_node *n, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rule_error_at(&r->e, n->file, n->at, "%s", text);
}

bool sharing_mapping(struct sharing_reader *r, const struct yaml_node *n, const char *what)
{
	if (n->kind == YAML_MAPPING)
		return true;
	if (!n->refused)
		sharing_wrong(r, n, "%s must be a mapping, not %s", what, yaml_kind_name(n));
	return false;
}

void sharing_no_such(struct sharing_reader *r, const struct yaml_node *n, const char *what,
		     const char *text, const void *names, size_t count, size_t size)
{
	struct nearest near = nearest_to(text);

	for (size_t i = 0; i < count; i++)
		nearest_offer(&near, (const char *)names + i * size);
	sharing_wrong(r, n, "%s: there is no '%.60s'%s%s%s", what, text,
		      near.name != NULL ? "; did you mean '" : "",
		      near.name != NULL ? near.name : "", near.name != NULL ? "'?" : "");
}

/* What a value is of: its key, or that of the list that it is in. */
static const char *called(const struct yaml_node *n)
{
	return n->key != NULL ? n->key->text.s : "this";
}

/* The text that it is, shorter than room; NULL: it is none, which was said. */
static const char *text_of(struct sharing_reader *r, const struct yaml_node *n, size_t room)
{
	if (n->kind != YAML_TEXT || n->text.len == 0 || yaml_null(n)) {
		if (!n->refused)
			sharing_wrong(r, n, "%s must be a text, not %s", called(n),
				      n->kind == YAML_TEXT ? "nothing" : yaml_kind_name(n));
		return NULL;
	}
	if (n->text.len >= room || !incident_is_clean(n->text.s, n->text.len)) {
		sharing_wrong(r, n,
			      "%s must be a text of less than %zu bytes on one line, without "
			      "control characters",
			      called(n), room);
		return NULL;
	}
	return n->text.s;
}

static void set_text(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, room);

	if (s != NULL)
		memcpy(to, s, strlen(s) + 1);
}

/* Labels of letters, digits and inner hyphens, at least two, the last of letters; RFC 1123, 2.1. */
static bool fqdn_good(const char *s)
{
	unsigned labels = 0;

	if (strlen(s) > FQDN_MOST)
		return false;
	for (;;) {
		size_t n = strspn(s, LOWER UPPER DIGITS "-");

		if (n == 0 || n > LABEL_MOST || s[0] == '-' || s[n - 1] == '-')
			return false;
		labels++;
		if (s[n] == '\0')
			return labels > 1 && n > 1 && strspn(s, LOWER UPPER) == n;
		if (s[n] != '.')
			return false;
		s += n + 1;
	}
}

static void set_fqdn(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, room);
	char *out = to;

	if (s == NULL)
		return;
	if (!fqdn_good(s)) {
		sharing_wrong(r, n, "%s: '%.80s' is no domain name such as csirt.example.org",
			      called(n), s);
		return;
	}
	for (size_t i = 0; i <= strlen(s); i++)
		out[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
}

static void set_email(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, room);
	const char *at = s != NULL ? strchr(s, '@') : NULL;

	if (s == NULL)
		return;
	if (at == NULL || at == s || !fqdn_good(at + 1) || strpbrk(s, " <>,;\"") != NULL) {
		sharing_wrong(r, n, "%s: '%.80s' is no address such as soc@csirt.example.org",
			      called(n), s);
		return;
	}
	memcpy(to, s, strlen(s) + 1);
}

static void set_timezone(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, room + 64);

	if (s == NULL)
		return;
	if (strlen(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':' ||
	    strspn(s + 1, DIGITS) != 2 || strspn(s + 4, DIGITS) != 2 ||
	    memcmp(s + 1, "14", 2) > 0 || memcmp(s + 4, "59", 2) > 0) {
		sharing_wrong(r, n, "%s: '%.40s' is no time zone such as \"+09:00\"", called(n), s);
		return;
	}
	memcpy(to, s, strlen(s) + 1);
}

/* ISO 3166-1 alpha-2. */
static void set_country(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, room + 64);

	if (s == NULL)
		return;
	if (strlen(s) != 2 || strspn(s, UPPER) != 2) {
		sharing_wrong(r, n, "%s: '%.40s' is no country's code such as JP", called(n), s);
		return;
	}
	memcpy(to, s, 3);
}

static void set_clearance(struct sharing_reader *r, const struct yaml_node *n, void *to,
			  size_t room)
{
	const char *s = text_of(r, n, INCIDENT_WORD);

	(void)room;
	if (s != NULL && !tlp_parse(s, to))
		sharing_wrong(r, n, "%s: '%.40s' is none of CLEAR, GREEN, AMBER, AMBER+STRICT, RED",
			      called(n), s);
}

/* The texts of a list, one after the other. */
static void each_text(struct sharing_reader *r, const struct yaml_node *n, size_t most,
		      void (*take)(struct sharing_reader *r, const struct yaml_node *item,
				   const char *s, void *to, size_t number),
		      void *to)
{
	size_t number = 0;

	if (n->kind != YAML_SEQUENCE || n->n > most) {
		if (!n->refused)
			sharing_wrong(r, n, "%s must be a list of at most %zu", called(n), most);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		const char *s = text_of(r, p, INCIDENT_WORD);

		if (s != NULL)
			take(r, p, s, to, number++);
	}
}

/* "ja", "zh-Hant"; they fit in 7 characters. */
static void take_language(struct sharing_reader *r, const struct yaml_node *n, const char *s,
			  void *to, size_t number)
{
	char(*languages)[8] = to;
	size_t letters = strspn(s, LOWER UPPER);

	if (strlen(s) > 7 || letters < 2 || letters > 3 ||
	    (s[letters] != '\0' && (s[letters] != '-' || s[letters + 1] == '\0')) ||
	    strspn(s, LOWER UPPER DIGITS "-") != strlen(s))
		sharing_wrong(r, n, "'%.40s' is no language such as ja or pt-BR", s);
	else
		memcpy(languages[number], s, strlen(s) + 1);
}

static void set_languages(struct sharing_reader *r, const struct yaml_node *n, void *to,
			  size_t room)
{
	(void)room;
	each_text(r, n, SHARING_LANGUAGES, take_language, to);
}

static void take_format(struct sharing_reader *r, const struct yaml_node *n, const char *s,
			void *to, size_t number)
{
	static const char names[FORMATS][8] = { "iodef", "stix", "misp", "csv", "cef", "ecs" };
	unsigned *set = to;

	(void)number;
	for (unsigned i = 0; i < FORMATS; i++) {
		if (strcmp(names[i], s) == 0) {
			*set |= 1U << i;
			return;
		}
	}
	sharing_no_such(r, n, "formats", s, names, FORMATS, sizeof(names[0]));
}

static void set_formats(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	unsigned set = 0;

	(void)room;
	each_text(r, n, FORMATS, take_format, &set);
	if (n->kind == YAML_SEQUENCE && n->n == 0)
		sharing_wrong(r, n, "formats: at least one is needed");
	*(unsigned *)to = set;
}

static void set_public_key(struct sharing_reader *r, const struct yaml_node *n, void *to,
			   size_t room)
{
	const char *s = text_of(r, n, room + 256);
	struct package_public key;

	if (s == NULL)
		return;
	if (!package_public_parse(&key, s)) {
		sharing_wrong(r, n,
			      "%s: this is no public key, 56 characters that begin with RW "
			      "(sharing.pub, or minisign's)",
			      called(n));
		return;
	}
	memcpy(to, s, strlen(s) + 1);
}

static void take_sight(struct sharing_reader *r, const struct yaml_node *n, const char *s, void *to,
		       size_t number)
{
	static const char names[SIGHTS][12] = { "sites", "addresses", "values", "contacts",
						"packets" };
	struct recipient *who = to;
	bool *const flags[SIGHTS] = { &who->sites, &who->addresses, &who->values, &who->contacts,
				      &who->packets };

	(void)number;
	for (unsigned i = 0; i < SIGHTS; i++) {
		if (strcmp(names[i], s) == 0) {
			*flags[i] = true;
			return;
		}
	}
	sharing_no_such(r, n, "may-see", s, names, SIGHTS, sizeof(names[0]));
}

static void set_sights(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	(void)room;
	each_text(r, n, SIGHTS, take_sight, to);
}

/* "1month", "3months": to the same day of another month, however long the months are. */
static bool months_of(const char *s, uint32_t *months)
{
	size_t n = strspn(s, DIGITS);

	if (n == 0 || n > 2 || (strcmp(s + n, "month") != 0 && strcmp(s + n, "months") != 0))
		return false;
	*months = (uint32_t)(n == 1 ? s[0] - '0' : (s[0] - '0') * 10 + (s[1] - '0'));
	return true;
}

static void set_due(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	const char *s = text_of(r, n, INCIDENT_WORD);
	struct regime *g = to;

	(void)room;
	if (s == NULL || months_of(s, &g->months))
		return;
	if (option_number(OPTION_DURATION, s, &g->due) != OPTION_PARSED ||
	    g->due > UINT64_C(3650) * 86400 * 1000000000)
		sharing_wrong(r, n, "%s: '%.40s' is no time such as 2h, 72h, 30d or 1month",
			      called(n), s);
}

static void set_severity(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	static const char names[5][12] = { "info", "low", "medium", "high", "critical" };
	const char *s = text_of(r, n, INCIDENT_WORD);

	(void)room;
	for (uint32_t i = 0; s != NULL && i < 5; i++) {
		if (strcmp(names[i], s) == 0) {
			*(uint32_t *)to = i;
			return;
		}
	}
	if (s != NULL)
		sharing_no_such(r, n, "severity", s, names, 5, sizeof(names[0]));
}

/* What AdditionalData "report-stage" may say. */
static void set_stage(struct sharing_reader *r, const struct yaml_node *n, void *to, size_t room)
{
	static const char names[4][16] = { "early-warning", "notification", "intermediate",
					   "final" };
	const char *s = text_of(r, n, room);

	for (unsigned i = 0; s != NULL && i < 4; i++) {
		if (strcmp(names[i], s) == 0) {
			memcpy(to, s, strlen(s) + 1);
			return;
		}
	}
	if (s != NULL)
		sharing_no_such(r, n, "stage", s, names, 4, sizeof(names[0]));
}

bool sharing_name(struct sharing_reader *r, const struct yaml_node *key, const char *what,
		  char *out, size_t room)
{
	const char *s = key->text.s;

	if (key->text.len == 0 || key->text.len >= room ||
	    strspn(s, LOWER DIGITS "-") != key->text.len || s[0] == '-') {
		sharing_wrong(r, key,
			      "'%.60s' is no name for %s: a-z, 0-9 and -, fewer than %zu of them",
			      s, what, room);
		return false;
	}
	memcpy(out, s, key->text.len + 1);
	return true;
}

static const struct sharing_key *key_named(struct sharing_reader *r, const struct yaml_node *n,
					   const char *what, const struct sharing_key *keys)
{
	const char *s = n->text.s;
	struct nearest near = nearest_to(s);

	for (const struct sharing_key *k = keys; k->name != NULL; k++) {
		if (strcmp(k->name, s) == 0)
			return k;
		nearest_offer(&near, k->name);
	}
	sharing_wrong(r, n, "%s has no key '%.60s'%s%s%s", what, s,
		      near.name != NULL ? "; did you mean '" : "",
		      near.name != NULL ? near.name : "", near.name != NULL ? "'?" : "");
	return NULL;
}

void sharing_keys(struct sharing_reader *r, const struct yaml_node *n, const char *what,
		  const struct sharing_key *keys, void *to)
{
	unsigned seen = 0;

	if (!sharing_mapping(r, n, what))
		return;
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		const struct sharing_key *k = key_named(r, p->key, what, keys);

		if (k == NULL)
			continue;
		seen |= 1U << (k - keys);
		k->set(r, p, (char *)to + k->at, k->room);
	}
	for (unsigned i = 0; keys[i].name != NULL; i++) {
		if (keys[i].required && (seen >> i & 1) == 0)
			sharing_wrong(r, n->key != NULL ? n->key : n, "%s must have '%s'", what,
				      keys[i].name);
	}
}

/* clang-format off */
#define US(member)        offsetof(struct sharing_us, member), sizeof(((struct sharing_us *)0)->member)
#define RECIPIENT(member) offsetof(struct recipient, member), sizeof(((struct recipient *)0)->member)
#define REGIME(member)    offsetof(struct regime, member), sizeof(((struct regime *)0)->member)

const struct sharing_key sharing_us_keys[] = {
	{ "fqdn", set_fqdn, US(fqdn), true },
	{ "name", set_text, US(name), true },
	{ "email", set_email, US(email), false },
	{ "telephone", set_text, US(telephone), false },
	{ "timezone", set_timezone, US(timezone), false },
	{ "operator", set_text, US(operator_name), false },
	{ "sector-lead", set_text, US(sector_lead), false },
	{ "languages", set_languages, US(languages), false },
	{ NULL },
};
const struct sharing_key sharing_recipient_keys[] = {
	{ "fqdn", set_fqdn, RECIPIENT(fqdn), true },
	{ "title", set_text, RECIPIENT(title), true },
	{ "email", set_email, RECIPIENT(email), false },
	{ "country", set_country, RECIPIENT(country), false },
	{ "clearance", set_clearance, RECIPIENT(clearance), true },
	{ "languages", set_languages, RECIPIENT(languages), false },
	{ "formats", set_formats, RECIPIENT(formats), false },
	{ "key", set_public_key, RECIPIENT(public_key), false },
	{ "may-see", set_sights, 0, sizeof(struct recipient), false },
	{ NULL },
};
const struct sharing_key sharing_regime_keys[] = {
	{ "title", set_text, REGIME(title), true },
	{ "stage", set_stage, REGIME(stage), true },
	{ "due", set_due, 0, sizeof(struct regime), true },
	{ "after", set_text, REGIME(after), false },
	{ "severity", set_severity, REGIME(min_severity), false },
	{ "recipient", set_text, REGIME(recipient), true },
	{ NULL },
};
/* clang-format on */
