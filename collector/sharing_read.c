/* sharing.yaml as a whole. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "collector/sharing_inside.h"
#include "common/nearest.h"
#include "common/option.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* "": it was not given. */
static const char *given(const char *s)
{
	return s[0] != '\0' ? s : NULL;
}

static void read_us(struct sharing_reader *r, const struct yaml_node *n)
{
	struct sharing *s = r->s;
	size_t k = 0;

	sharing_keys(r, n, "us", sharing_us_keys, &s->us);
	for (size_t i = 0; i < SHARING_LANGUAGES; i++) {
		if (s->us.languages[i][0] != '\0')
			s->languages[k++] = s->us.languages[i];
	}
	s->party = (struct record_party){
		.fqdn = s->us.fqdn,
		.name = s->us.name,
		.email = given(s->us.email),
		.telephone = given(s->us.telephone),
		.timezone = given(s->us.timezone),
		.operator_name = given(s->us.operator_name),
		.sector_lead = given(s->us.sector_lead),
		.languages = k > 0 ? s->languages : NULL,
	};
}

/* Two with the same domain name could not be told apart when they send something. */
static void check_fqdn(struct sharing_reader *r, const struct yaml_node *n,
		       const struct recipient *who)
{
	const struct sharing *s = r->s;

	for (size_t i = 0; i < s->nrecipients && who->fqdn[0] != '\0'; i++) {
		if (strcmp(s->recipients[i].fqdn, who->fqdn) == 0)
			sharing_wrong(r, n->key, "'%s' has the fqdn of '%s'", who->name,
				      s->recipients[i].name);
	}
}

/* The value of a key of a mapping; the mapping itself if it is not there. */
static const struct yaml_node *value_of(const struct yaml_node *n, const char *key)
{
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		if (strcmp(p->key->text.s, key) == 0)
			return p;
	}
	return n;
}

/* Records mark what tells the plant as red. */
static void check_sights(struct sharing_reader *r, const struct yaml_node *n,
			 const struct recipient *who)
{
	if (who->sites && who->clearance < TLP_RED)
		sharing_wrong(r, value_of(n, "may-see"),
			      "sites are TLP:RED in every record: who may see them is cleared for "
			      "RED");
	if (who->packets &&
	    (who->clearance < TLP_RED || !who->sites || !who->addresses || !who->values))
		sharing_wrong(
			r, value_of(n, "may-see"),
			"packets have everything in them: who may see them is cleared for RED, "
			"and may see sites, addresses and values");
}

static void read_recipients(struct sharing_reader *r, const struct yaml_node *n)
{
	struct sharing *s = r->s;

	if (!sharing_mapping(r, n, "recipients"))
		return;
	if (n->n > SHARING_RECIPIENTS) {
		sharing_wrong(r, n, "there are more than %d recipients", SHARING_RECIPIENTS);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct recipient *who = &s->recipients[s->nrecipients];

		if (!sharing_name(r, p->key, "a recipient", who->name, sizeof(who->name)))
			continue;
		who->formats = 1U << FORMAT_IODEF;
		sharing_keys(r, p, "a recipient", sharing_recipient_keys, who);
		check_fqdn(r, p, who);
		check_sights(r, p, who);
		s->nrecipients++;
	}
}

static void read_regimes(struct sharing_reader *r, const struct yaml_node *n)
{
	struct sharing *s = r->s;

	if (!sharing_mapping(r, n, "regimes"))
		return;
	if (n->n > SHARING_REGIMES) {
		sharing_wrong(r, n, "there are more than %d regimes", SHARING_REGIMES);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct regime *g = &s->regimes[s->nregimes];

		if (!sharing_name(r, p->key, "a regime", g->name, sizeof(g->name)))
			continue;
		sharing_keys(r, p, "a regime", sharing_regime_keys, g);
		s->nregimes++;
	}
}

/* Does the chain of `after` come back to where it began? */
static bool circles(const struct sharing *s, const struct regime *g)
{
	const struct regime *at = g;

	for (size_t i = 0; i <= s->nregimes && at != NULL; i++) {
		if (at->after[0] == '\0')
			return false;
		at = sharing_regime(s, at->after);
	}
	return at != NULL;
}

/* What regimes name, when all is read. */
static void check_regime(struct sharing_reader *r, const struct yaml_node *n)
{
	const struct sharing *s = r->s;
	const struct regime *g = sharing_regime(s, n->key->text.s);

	if (g == NULL)
		return;
	if (g->recipient[0] != '\0' && sharing_recipient(s, g->recipient) == NULL)
		sharing_no_such(r, value_of(n, "recipient"), "recipient", g->recipient,
				s->recipients[0].name, s->nrecipients, sizeof(s->recipients[0]));
	if (g->after[0] == '\0')
		return;
	if (sharing_regime(s, g->after) == NULL)
		sharing_no_such(r, value_of(n, "after"), "after", g->after, s->regimes[0].name,
				s->nregimes, sizeof(s->regimes[0]));
	else if (circles(s, g))
		sharing_wrong(r, value_of(n, "after"),
			      "after: '%s' comes after itself, which never begins", g->name);
}

static void read_version(struct sharing_reader *r, const struct yaml_node *n)
{
	if (n->kind != YAML_TEXT || strcmp(n->text.s, "1") != 0)
		sharing_wrong(r, n, "version is 1; this program knows no other");
}

static void read_tree(struct sharing_reader *r, const struct yaml_node *root)
{
	static const char names[][12] = { "version", "us", "recipients", "regimes" };
	static void (*const sections[])(struct sharing_reader * r, const struct yaml_node *n) = {
		read_version, read_us, read_recipients, read_regimes
	};
	const struct yaml_node *found[COUNT(names)] = { NULL };

	if (!sharing_mapping(r, root, "the file"))
		return;
	for (const struct yaml_node *n = root->first; n != NULL; n = n->next) {
		size_t i = 0;

		while (i < COUNT(names) && strcmp(names[i], n->key->text.s) != 0)
			i++;
		if (i == COUNT(names))
			sharing_no_such(r, n->key, "a section", n->key->text.s, names, COUNT(names),
					sizeof(names[0]));
		else
			found[i] = n;
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		if (found[i] != NULL)
			sections[i](r, found[i]);
	}
	if (found[0] == NULL)
		sharing_wrong(r, root, "it must say 'version: 1'");
	if (found[1] == NULL)
		sharing_wrong(r, root, "it must say who we are: 'us'");
	for (const struct yaml_node *n = found[3] != NULL ? found[3]->first : NULL; n != NULL;
	     n = n->next)
		check_regime(r, n);
}

struct sharing *sharing_parse(const char *name, const char *text, size_t n)
{
	struct sharing *s = calloc(1, sizeof(*s));
	struct sharing_reader r = { .s = s };
	const struct yaml_node *root;
	bool good;

	if (s == NULL)
		return NULL;
	root = yaml_read(&r.trees, name, text, n, &r.e);
	if (root != NULL)
		read_tree(&r, root);
	else if (r.e.errors == 0)
		rule_error_at(&r.e, name, (struct text_place){ 0, 0 }, "it is empty");
	good = r.e.errors == 0;
	rule_errors_print(&r.e, stderr);
	rule_errors_free(&r.e);
	arena_free(&r.trees);
	if (good)
		return s;
	sharing_free(s);
	return NULL;
}

struct sharing *sharing_read(const char *path)
{
	char *text = malloc(YAML_SIZE + 1);
	FILE *f = text != NULL ? fopen(path, "re") : NULL;
	struct sharing *s = NULL;
	size_t n = 0;

	if (f != NULL)
		n = fread(text, 1, YAML_SIZE + 1, f);
	if (f == NULL || ferror(f) != 0)
		(void)fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
	else
		s = sharing_parse(path, text, n);
	if (f != NULL)
		(void)fclose(f);
	free(text);
	return s;
}

void sharing_free(struct sharing *s)
{
	free(s);
}

/* ---- what it says ------------------------------------------------------------------------- */

const struct record_party *sharing_party(const struct sharing *s)
{
	return &s->party;
}

size_t sharing_recipients(const struct sharing *s, const struct recipient **all)
{
	*all = s->recipients;
	return s->nrecipients;
}

size_t sharing_regimes(const struct sharing *s, const struct regime **all)
{
	*all = s->regimes;
	return s->nregimes;
}

const struct recipient *sharing_recipient(const struct sharing *s, const char *name)
{
	for (size_t i = 0; i < s->nrecipients; i++) {
		if (strcmp(s->recipients[i].name, name) == 0)
			return &s->recipients[i];
	}
	return NULL;
}

const struct recipient *sharing_by_fqdn(const struct sharing *s, const char *fqdn)
{
	for (size_t i = 0; i < s->nrecipients; i++) {
		if (strcasecmp(s->recipients[i].fqdn, fqdn) == 0)
			return &s->recipients[i];
	}
	return NULL;
}

const struct regime *sharing_regime(const struct sharing *s, const char *name)
{
	for (size_t i = 0; i < s->nregimes; i++) {
		if (strcmp(s->regimes[i].name, name) == 0)
			return &s->regimes[i];
	}
	return NULL;
}

void sharing_names(const struct sharing *s, char *out, size_t room)
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->nrecipients && at < room; i++)
		at += (size_t)snprintf(out + at, room - at, "%s%s", i > 0 ? ", " : "",
				       s->recipients[i].name);
}
